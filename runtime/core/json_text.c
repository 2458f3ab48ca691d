/* SPDX-License-Identifier: MIT
 *
 * JSON as text: json.dump, json.parse, values in interpolated texts and in messages.
 */
#include <string.h>

#include "core/cx.h"
#include "core/json_reader.h"
#include "core/json_writer.h"
#include "dash/text.h"
#include "dash/value.h"

/* Whatever happens on the way, the writer's memory is given back. */
DashText json_written(DashCx *cx, const DashValue *value, bool plain)
{
    JsonWriter w;
    json_writer_init(&w);
    w.plain = plain;
    json_value(&w, value);
    char *copy = w.failed ? NULL : dash_arena_alloc(cx->arena, w.len + 1);
    size_t len = w.len;
    if (copy)
        memcpy(copy, w.ptr, len), copy[len] = '\0';
    json_writer_finish(&w);
    if (!copy)
        dash_fail(cx, "", "out of memory: JSON of %zu bytes", len);
    return (DashText){copy, len};
}

const char *json_shown(DashCx *cx, const DashValue *value)
{
    enum { SHOWN = 80 };
    DashText text = json_written(cx, value, false);
    if (text.len <= SHOWN)
        return text.ptr;
    char *shown = dash_alloc(cx, SHOWN + sizeof "…");
    memcpy(shown, text.ptr, SHOWN);
    memcpy(shown + SHOWN, "…", sizeof "…");
    return shown;
}

DashText dash_json_dump(DashCx *cx, DashValue value)
{
    return json_written(cx, &value, false);
}

void dash_put_json(DashBuilder *b, DashValue value)
{
    dash_put(b, json_written(b->cx, &value, false));
}

DashValue dash_json_parse(DashCx *cx, DashText text, const char *where)
{
    const cJSON *root;
    JsonFault fault = json_read(cx, text.ptr, text.len, &root);
    if (fault != JSON_FINE)
        dash_fail(cx, where, "json.parse: %s", json_fault_text(fault));
    return json_to_value(cx, root);
}
