/* SPDX-License-Identifier: MIT
 *
 * Ids of components: a text, or an object with its keys sorted.
 */
#include <string.h>

#include "core/cx.h"
#include "core/json_writer.h"
#include "dash/ctx.h"

DashText dash_id_text(DashCx *cx, DashValue id)
{
    if (id.kind == DASH_STRING)
        return id.text;
    JsonWriter w;
    json_writer_init(&w);
    json_value(&w, &id);
    size_t len = w.failed ? 0 : w.len;
    char *text = len ? dash_arena_alloc(cx->arena, len) : NULL;
    if (text)
        memcpy(text, w.ptr, len);
    json_writer_finish(&w);
    if (!text)
        dash_fail(cx, "", "out of memory for an id");
    return (DashText){text, len};
}
