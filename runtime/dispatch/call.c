/* SPDX-License-Identifier: MIT
 *
 * Calls, and the checks of their arguments: what the browser sent against what
 * the program declared. Generated code never sees a value of another type.
 */
#include "dispatch/call.h"

#include "core/json_writer.h"
#include "dash/cast.h"
#include "dash/id.h"
#include "dash/text.h"
#include "dispatch/ids.h"
#include "dispatch/typed_array.h"

DashCall *call_create(DashCx *cx, const DashCallback *callback)
{
    DashCall *call = dash_alloc(cx, sizeof *call);
    call->callback = callback;
    call->arguments = dash_alloc_array(cx, call_argument_count(callback), sizeof *call->arguments);
    call->outputs = dash_alloc_array(cx, callback->output_count, sizeof *call->outputs);
    call_forget_outputs(call);
    cx->call = call;
    return call;
}

void call_forget_outputs(DashCall *call)
{
    for (size_t i = 0; i < call->callback->output_count; i++)
        call->outputs[i] = DASH_NO_UPDATE_VALUE;
}

/* ---- outputs ------------------------------------------------------------ */

/* Without a request, in tests, an output with ALL has as many as are given. */
static size_t target_count(const DashCall *call, size_t index)
{
    const DashDependency *output = &call->callback->outputs[index];
    if (output->group)
        return output->group;
    return call->targets ? call->targets[index].count : call->outputs[index].count;
}

/* The value of an output for several components is a list with one for each. */
static void check_list(DashCx *cx, const DashCall *call, size_t index)
{
    const DashDependency *output = &call->callback->outputs[index];
    const DashValue *value = &call->outputs[index];
    size_t wanted = target_count(call, index);
    if (value->kind != DASH_LIST)
        dash_fail(cx, call->callback->where,
                  "callback %s: the output %s.%s takes a list, but was given %s",
                  call->callback->name, output->id, output->property, dash_kind_name(value->kind));
    if (value->count != wanted)
        dash_fail(cx, call->callback->where,
                  "callback %s: the output %s.%s is of %zu components, but was given %u values",
                  call->callback->name, output->id, output->property, wanted, value->count);
}

static void spread(DashCall *call, size_t first)
{
    const DashValue *items = call->outputs[first].items;
    for (size_t i = call->callback->outputs[first].group; i > 0; i--)
        call->outputs[first + i - 1] = items[i - 1];
}

static void settle_outputs(DashCx *cx, DashCall *call)
{
    for (size_t i = 0; i < call->callback->output_count; i++) {
        const DashDependency *output = &call->callback->outputs[i];
        bool list = output->group > 0 || ids_is_many(output);
        if (list && call->outputs[i].kind != DASH_NO_UPDATE) {
            check_list(cx, call, i);
            if (output->group)
                spread(call, i);
        }
        i += output->group ? output->group - 1 : 0;
    }
}

void call_execute(DashCx *cx, DashCall *call)
{
    call->callback->run(cx, call);
    settle_outputs(cx, call);
}

static void run(DashCx *cx, void *state)
{
    call_execute(cx, state);
}

DashExit call_run(DashCx *cx, DashCall *call)
{
    return dash_cx_run(cx, run, call);
}

void dash_set_output(DashCall *call, size_t index, DashValue value)
{
    if (index < call->callback->output_count)
        call->outputs[index] = value;
}

/* ---- arguments ---------------------------------------------------------- */

/* A list of Inputs as one value. */
static DashValue grouped(DashCx *cx, const DashCall *call, size_t index, size_t count)
{
    return dash_list(cx, &call->arguments[index], count);
}

static DashValue part_of(DashCx *cx, const DashParameter *parameter, DashValue value)
{
    for (size_t i = 0; i < parameter->path_count; i++) {
        const DashPathStep *step = &parameter->path[i];
        value =
            step->name ? dash_get(value, dash_text_of(step->name)) : dash_at(value, step->index);
    }
    return parameter->path_count ? typed_array_list(cx, value) : value;
}

static DashValue argument(DashCx *cx, const DashCall *call, size_t index)
{
    if (index >= call_argument_count(call->callback))
        dash_fail(cx, call->callback->where, "%s has no argument %zu", call->callback->name, index);
    const DashParameter *parameter = call_parameter(call->callback, index);
    if (parameter->from.group)
        return grouped(cx, call, index, parameter->from.group);
    return part_of(cx, parameter, call->arguments[index]);
}

void dash_arg_misfit(DashCx *cx, const DashCall *call, size_t index)
{
    const DashParameter *parameter = call_parameter(call->callback, index);
    DashValue value = argument(cx, call, index);
    dash_fail(cx, call->callback->where, "callback %s: parameter %s (%s.%s) takes %s, got %s %s",
              call->callback->name, parameter->name, parameter->from.id, parameter->from.property,
              parameter->type, dash_kind_name(value.kind), json_shown(cx, &value));
}

#define SCALAR(name, type, opt_type)                                                               \
    type dash_arg_##name(DashCx *cx, const DashCall *call, size_t index)                           \
    {                                                                                              \
        type result;                                                                               \
        if (!dash_read_##name(cx, argument(cx, call, index), &result))                             \
            dash_arg_misfit(cx, call, index);                                                      \
        return result;                                                                             \
    }                                                                                              \
    opt_type dash_arg_opt_##name(DashCx *cx, const DashCall *call, size_t index)                   \
    {                                                                                              \
        if (argument(cx, call, index).kind == DASH_NULL)                                           \
            return (opt_type){0};                                                                  \
        return (opt_type){true, dash_arg_##name(cx, call, index)};                                 \
    }
SCALAR(bool, bool, DashOptBool)
SCALAR(int, int64_t, DashOptInt)
SCALAR(float, double, DashOptFloat)
SCALAR(date, int64_t, DashOptInt)
SCALAR(datetime, int64_t, DashOptInt)

DashText dash_arg_text(DashCx *cx, const DashCall *call, size_t index)
{
    DashText text;
    if (!dash_read_text(cx, argument(cx, call, index), &text))
        dash_arg_misfit(cx, call, index);
    return text;
}

DashText dash_arg_opt_text(DashCx *cx, const DashCall *call, size_t index)
{
    bool null = argument(cx, call, index).kind == DASH_NULL;
    return null ? DASH_NO_TEXT : dash_arg_text(cx, call, index);
}

#define LIST(name, type, list_type)                                                                \
    list_type dash_arg_##name##s(DashCx *cx, const DashCall *call, size_t index)                   \
    {                                                                                              \
        DashValue list = argument(cx, call, index);                                                \
        if (list.kind != DASH_LIST)                                                                \
            dash_arg_misfit(cx, call, index);                                                      \
        type *items = dash_alloc_array(cx, list.count, sizeof *items);                             \
        for (uint32_t i = 0; i < list.count; i++)                                                  \
            if (!dash_read_##name(cx, list.items[i], &items[i]))                                   \
                dash_arg_misfit(cx, call, index);                                                  \
        return (list_type){items, list.count};                                                     \
    }                                                                                              \
    list_type dash_arg_opt_##name##s(DashCx *cx, const DashCall *call, size_t index)               \
    {                                                                                              \
        bool null = argument(cx, call, index).kind == DASH_NULL;                                   \
        return null ? (list_type){0} : dash_arg_##name##s(cx, call, index);                        \
    }
LIST(bool, bool, DashBools)
LIST(int, int64_t, DashInts)
LIST(float, double, DashFloats)
LIST(text, DashText, DashTexts)
LIST(date, int64_t, DashInts)
LIST(datetime, int64_t, DashInts)

DashValue dash_arg_json(DashCx *cx, const DashCall *call, size_t index)
{
    return argument(cx, call, index);
}

/* ---- MATCH -------------------------------------------------------------- */

/* {key: value} of what MATCH stands for: an id without the rest. */
static DashValue matched(DashCx *cx, const DashCall *call)
{
    return dash_object(cx, call->matches, call->match_count);
}

bool dash_match_bool(DashCx *cx, const DashCall *call, const char *key)
{
    return dash_id_bool(cx, matched(cx, call), dash_text_of(key), call->callback->where);
}

int64_t dash_match_int(DashCx *cx, const DashCall *call, const char *key)
{
    return dash_id_int(cx, matched(cx, call), dash_text_of(key), call->callback->where);
}

double dash_match_float(DashCx *cx, const DashCall *call, const char *key)
{
    return dash_id_float(cx, matched(cx, call), dash_text_of(key), call->callback->where);
}

DashText dash_match_text(DashCx *cx, const DashCall *call, const char *key)
{
    return dash_id_key(cx, matched(cx, call), dash_text_of(key), call->callback->where);
}

DashValue dash_match_json(DashCx *cx, const DashCall *call, const char *key)
{
    return dash_get(matched(cx, call), dash_text_of(key));
}
