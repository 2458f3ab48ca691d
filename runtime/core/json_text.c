/* SPDX-License-Identifier: MIT
 *
 * JSON as text: json.dump, json.parse, and values in interpolated texts.
 */
#include <string.h>

#include "core/cx.h"
#include "core/json_reader.h"
#include "core/json_writer.h"
#include "dash/text.h"
#include "dash/value.h"

/* Whatever happens on the way, the writer's memory is given back. */
static DashText written(DashCx *cx, const DashValue *value)
{
    JsonWriter w;
    json_writer_init(&w);
    json_value(&w, value);
    char *copy = w.failed ? NULL : dash_arena_alloc(cx->arena, w.len + 1);
    size_t len = w.len;
    if (copy)
        memcpy(copy, w.ptr, len);
    json_writer_finish(&w);
    if (!copy)
        dash_fail(cx, "", "out of memory: JSON of %zu bytes", len);
    return (DashText){copy, len};
}

DashText dash_json_dump(DashCx *cx, DashValue value)
{
    return written(cx, &value);
}

void dash_put_json(DashBuilder *b, DashValue value)
{
    dash_put(b, written(b->cx, &value));
}

DashValue dash_json_parse(DashCx *cx, DashText text, const char *where)
{
    const cJSON *root;
    JsonFault fault = json_read(cx, text.ptr, text.len, &root);
    if (fault != JSON_FINE)
        dash_fail(cx, where, "json.parse: %s", json_fault_text(fault));
    return json_to_value(cx, root);
}
