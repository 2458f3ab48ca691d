/* SPDX-License-Identifier: MIT
 *
 * What triggered a callback and which outputs are wanted, read from its request
 * when the callback asks.
 */
#include <string.h>

#include "core/json_reader.h"
#include "dash/ctx.h"
#include "dash/text.h"
#include "dispatch/call.h"

enum { MOST_TRIGGERS = 10000 }; /* each is looked for among the inputs */

/* One id and prop of a request. */
struct CallProp {
    DashText prop_id, prop;
    const cJSON *id, *value;
};

static DashCall *call_of(DashCx *cx)
{
    if (!cx->call)
        dash_fail(cx, "", "`ctx` outside of a callback");
    return cx->call;
}

/* ---- what triggered it -------------------------------------------------- */

/* "id.prop" split at the last point. The id of a dict is JSON. */
static bool read_prop_id(DashCx *cx, const char *text, CallProp *out)
{
    const char *point = strrchr(text, '.');
    if (!point)
        return false;
    out->prop_id = dash_text_of(text);
    out->prop = dash_text_of(point + 1);
    size_t len = (size_t)(point - text);
    if (*text == '{')
        return json_read(cx, text, len, &out->id) == JSON_FINE;
    char *id = dash_alloc(cx, len + 1);
    memcpy(id, text, len);
    cJSON *item = dash_alloc(cx, sizeof *item);
    *item = (cJSON){.type = cJSON_String, .valuestring = id};
    out->id = item;
    return true;
}

static bool same_id(const cJSON *a, const cJSON *b)
{
    if (cJSON_IsString(a))
        return cJSON_IsString(b) && strcmp(a->valuestring, b->valuestring) == 0;
    return cJSON_IsObject(b) && cJSON_Compare(a, b, true);
}

/* The input with that id and prop; those of an ALL are lists inside. */
static const cJSON *find_input(const cJSON *inputs, const CallProp *wanted)
{
    for (const cJSON *spec = inputs ? inputs->child : NULL; spec; spec = spec->next) {
        const cJSON *property = json_member(spec, "property");
        const cJSON *found = NULL;
        if (cJSON_IsArray(spec))
            found = find_input(spec, wanted);
        else if (cJSON_IsString(property) &&
                 dash_text_eq(dash_text_of(property->valuestring), wanted->prop) &&
                 same_id(wanted->id, json_member(spec, "id")))
            found = spec;
        if (found)
            return found;
    }
    return NULL;
}

static void read_triggers(DashCx *cx, DashCall *call)
{
    const cJSON *changed = json_member(call->request, "changedPropIds");
    const cJSON *inputs = json_member(call->request, "inputs");
    int count = cJSON_IsArray(changed) ? cJSON_GetArraySize(changed) : 0;
    if (count > MOST_TRIGGERS)
        dash_fail(cx, call->callback->where, "callback %s: %d triggers are too many",
                  call->callback->name, count);
    call->triggers = dash_alloc_array(cx, (size_t)count + 1, sizeof *call->triggers);
    for (const cJSON *item = count ? changed->child : NULL; item; item = item->next) {
        CallProp *trigger = &call->triggers[call->trigger_count];
        if (!cJSON_IsString(item) || !read_prop_id(cx, item->valuestring, trigger))
            continue;
        const cJSON *input = find_input(inputs, trigger);
        if (!input)
            continue;
        trigger->value = json_member(input, "value");
        call->trigger_count++;
    }
}

static const DashCall *with_triggers(DashCx *cx)
{
    DashCall *call = call_of(cx);
    if (!call->triggers)
        read_triggers(cx, call);
    return call;
}

static const CallProp *trigger_at(DashCx *cx, int64_t index)
{
    return &with_triggers(cx)->triggers[index];
}

int64_t dash_ctx_triggered_count(DashCx *cx)
{
    return (int64_t)with_triggers(cx)->trigger_count;
}

DashValue dash_ctx_triggered_at_id(DashCx *cx, int64_t index)
{
    return json_to_value(cx, trigger_at(cx, index)->id);
}

DashText dash_ctx_triggered_at_prop(DashCx *cx, int64_t index)
{
    return trigger_at(cx, index)->prop;
}

DashText dash_ctx_triggered_at_prop_id(DashCx *cx, int64_t index)
{
    return trigger_at(cx, index)->prop_id;
}

DashValue dash_ctx_triggered_at_value(DashCx *cx, int64_t index)
{
    return json_to_value(cx, trigger_at(cx, index)->value);
}

DashValue dash_ctx_triggered_id(DashCx *cx)
{
    return dash_ctx_triggered_count(cx) ? dash_ctx_triggered_at_id(cx, 0) : DASH_NULL_VALUE;
}

/* ---- the outputs that are wanted ---------------------------------------- */

/* The output number `index`, counted through lists; `*index` goes down. */
static const cJSON *find_output(const cJSON *spec, int64_t *index)
{
    if (!cJSON_IsArray(spec))
        return spec && (*index)-- == 0 ? spec : NULL;
    for (const cJSON *one = spec->child; one; one = one->next) {
        const cJSON *found = find_output(one, index);
        if (found)
            return found;
    }
    return NULL;
}

static const cJSON *outputs_of(DashCx *cx)
{
    return json_member(call_of(cx)->request, "outputs");
}

int64_t dash_ctx_output_count(DashCx *cx)
{
    int64_t left = INT64_MAX;
    find_output(outputs_of(cx), &left);
    return INT64_MAX - left;
}

DashValue dash_ctx_output_at_id(DashCx *cx, int64_t index)
{
    return json_to_value(cx, json_member(find_output(outputs_of(cx), &index), "id"));
}

DashText dash_ctx_output_at_prop(DashCx *cx, int64_t index)
{
    const cJSON *property = json_member(find_output(outputs_of(cx), &index), "property");
    if (!cJSON_IsString(property))
        return DASH_TEXT("");
    return (DashText){property->valuestring, strcspn(property->valuestring, "@")};
}
