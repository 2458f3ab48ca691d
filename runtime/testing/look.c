/* SPDX-License-Identifier: MIT
 *
 * What tests look at: values as they would arrive in the browser. They are
 * written as JSON with every column as a plain list, and read again; components
 * then become the objects of their props.
 */
#include <stdlib.h>
#include <string.h>

#include "core/cx.h"
#include "core/json_reader.h"
#include "core/json_writer.h"
#include "dash/test.h"
#include "dash/text.h"
#include "dispatch/call.h"

static const DashField *field_named(DashValue value, const char *name)
{
    for (uint32_t i = 0; value.kind == DASH_OBJECT && i < value.count; i++)
        if (dash_text_eq(value.fields[i].name, dash_text_of(name)))
            return &value.fields[i];
    return NULL;
}

static DashValue simplified(DashCx *cx, DashValue value);

static DashValue simplified_fields(DashCx *cx, DashValue object, const DashField *component)
{
    size_t count = 0;
    DashField *fields = dash_alloc_array(cx, object.count + 1, sizeof *fields);
    for (uint32_t i = 0; i < object.count; i++)
        fields[count++] =
            (DashField){object.fields[i].name, simplified(cx, object.fields[i].value)};
    if (component && !field_named(object, "component"))
        fields[count++] = (DashField){DASH_TEXT("component"), component->value};
    return dash_object(cx, fields, count);
}

static DashValue simplified(DashCx *cx, DashValue value)
{
    if (value.kind == DASH_LIST) {
        DashValue *items = dash_alloc_array(cx, value.count, sizeof *items);
        for (uint32_t i = 0; i < value.count; i++)
            items[i] = simplified(cx, value.items[i]);
        return dash_list(cx, items, value.count);
    }
    if (value.kind != DASH_OBJECT)
        return value;
    const DashField *props = field_named(value, "props"), *type = field_named(value, "type");
    bool component = value.count == 3 && props && type && field_named(value, "namespace");
    return simplified_fields(cx, component ? props->value : value, component ? type : NULL);
}

DashValue dash_test_look(DashCx *cx, DashValue value)
{
    if (value.kind == DASH_NO_UPDATE)
        return value;
    DashText text = json_written(cx, &value, true);
    const cJSON *root;
    JsonFault fault = json_read(cx, text.ptr, text.len, &root);
    if (fault != JSON_FINE)
        dash_fail(cx, "", "the value cannot be looked into: %s", json_fault_text(fault));
    return simplified(cx, json_to_value(cx, root));
}

/* ---- callbacks --------------------------------------------------------------- */

/* Fails again with what is in the context. */
DASH_NORETURN static void fail_again(DashCx *cx)
{
    char message[sizeof cx->message];
    memcpy(message, cx->message, sizeof message);
    dash_fail(cx, cx->where, "%s", message);
}

static DashValue outputs_of(DashCx *cx, const DashCall *call, const char *const *aliases)
{
    size_t count = call->callback->output_count;
    if (count == 0)
        return DASH_NULL_VALUE;
    if (count == 1)
        return dash_test_look(cx, call->outputs[0]);
    DashField *fields = dash_alloc_array(cx, count, sizeof *fields);
    DashValue *items = dash_alloc_array(cx, count, sizeof *items);
    for (size_t i = 0; i < count; i++) {
        items[i] = dash_test_look(cx, call->outputs[i]);
        if (aliases)
            fields[i] = (DashField){dash_text_of(aliases[i]), items[i]};
    }
    return aliases ? dash_object(cx, fields, count) : dash_list(cx, items, count);
}

DashValue dash_test_callback(DashCx *cx, const DashCallback *callback, const DashValue *arguments,
                             const char *const *aliases)
{
    DashCall *outer = cx->call, *call = call_create(cx, callback);
    for (size_t i = 0; i < call_argument_count(callback); i++)
        call->arguments[i] = dash_test_look(cx, arguments[i]);
    DashExit how = call_run(cx, call);
    cx->call = outer;
    if (how == DASH_EXIT_FAILED)
        fail_again(cx);
    return how == DASH_EXIT_PREVENT ? DASH_NO_UPDATE_VALUE : outputs_of(cx, call, aliases);
}

/* ---- failures ----------------------------------------------------------------- */

jmp_buf *dash_try(DashCx *cx, DashTry *attempt)
{
    attempt->outer = cx->exit;
    attempt->done = false;
    cx->message[0] = '\0';
    cx->exit = &attempt->here;
    return &attempt->here;
}

DashText dash_try_end(DashCx *cx, DashTry *attempt)
{
    cx->exit = attempt->outer;
    if (attempt->done)
        return DASH_NO_TEXT;
    const char *message = cx->message[0] ? cx->message : "prevent_update";
    size_t len = strlen(message);
    char *copy = dash_alloc(cx, len + 1);
    memcpy(copy, message, len);
    return (DashText){copy, len};
}
