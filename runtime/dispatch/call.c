/* SPDX-License-Identifier: MIT
 *
 * Calls, and the checks of their arguments: what the browser sent against what
 * the program declared. Generated code never sees a value of another type.
 */
#include "dispatch/call.h"

#include <string.h>

#include "core/json_writer.h"
#include "dash/cast.h"

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

static void run(DashCx *cx, void *state)
{
    DashCall *call = state;
    call->callback->run(cx, call);
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

static DashValue argument(DashCx *cx, const DashCall *call, size_t index)
{
    if (index >= call_argument_count(call->callback))
        dash_fail(cx, call->callback->where, "%s has no argument %zu", call->callback->name, index);
    return call->arguments[index];
}

/* Fails the request: what arrived is not of the declared type. */
DASH_NORETURN static void misfit(DashCx *cx, const DashCall *call, size_t index)
{
    enum { SHOWN = 80 };
    const DashParameter *parameter = call_parameter(call->callback, index);
    char shown[SHOWN + 1];
    JsonWriter w;
    json_writer_init(&w);
    json_value(&w, &call->arguments[index]);
    size_t len = w.len < SHOWN ? w.len : SHOWN;
    if (len > 0)
        memcpy(shown, w.ptr, len);
    shown[len] = '\0';
    bool cut = w.len > SHOWN;
    json_writer_finish(&w);
    dash_fail(cx, call->callback->where, "callback %s: parameter %s (%s.%s) takes %s, got %s %s%s",
              call->callback->name, parameter->name, parameter->from.id, parameter->from.property,
              parameter->type, dash_kind_name(call->arguments[index].kind), shown, cut ? "…" : "");
}

#define SCALAR(name, type, opt_type)                                                               \
    type dash_arg_##name(DashCx *cx, const DashCall *call, size_t index)                           \
    {                                                                                              \
        type result;                                                                               \
        if (!dash_read_##name(cx, argument(cx, call, index), &result))                             \
            misfit(cx, call, index);                                                               \
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
        misfit(cx, call, index);
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
            misfit(cx, call, index);                                                               \
        type *items = dash_alloc_array(cx, list.count, sizeof *items);                             \
        for (uint32_t i = 0; i < list.count; i++)                                                  \
            if (!dash_read_##name(cx, list.items[i], &items[i]))                                   \
                misfit(cx, call, index);                                                           \
        return (list_type){items, list.count};                                                     \
    }
#define OPT_LIST(name, list_type)                                                                  \
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
OPT_LIST(int, DashInts)
OPT_LIST(float, DashFloats)
OPT_LIST(text, DashTexts)
OPT_LIST(date, DashInts)
OPT_LIST(datetime, DashInts)

DashValue dash_arg_json(DashCx *cx, const DashCall *call, size_t index)
{
    return argument(cx, call, index);
}
