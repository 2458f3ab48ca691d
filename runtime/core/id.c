/* SPDX-License-Identifier: MIT
 *
 * Ids of components as values of the program.
 */
#include "dash/id.h"

#include "core/json_writer.h"

DashValue dash_id_of_text(DashCx *cx, DashText text, const char *where)
{
    bool bad = text.len == 0;
    for (size_t i = 0; i < text.len; i++)
        bad |= text.ptr[i] == '.' || text.ptr[i] == '{';
    if (bad)
        dash_fail(cx, where, "an id is not empty and has no . or { in it, but this is \"%.*s\"",
                  (int)(text.len < 80 ? text.len : 80), text.len ? text.ptr : "");
    return dash_string(text);
}

DashText dash_id_text(DashCx *cx, DashValue id)
{
    if (id.kind == DASH_STRING)
        return id.text;
    return json_written(cx, &id, false);
}

DASH_NORETURN static void misfit(DashCx *cx, DashValue id, DashText key, const char *where,
                                 const char *wanted)
{
    DashText text = dash_id_text(cx, id);
    dash_fail(cx, where, "the id %.*s has no %s as its key \"%.*s\"",
              (int)(text.len < 200 ? text.len : 200), text.ptr, wanted, (int)key.len, key.ptr);
}

bool dash_id_bool(DashCx *cx, DashValue id, DashText key, const char *where)
{
    DashValue value = dash_get(id, key);
    if (value.kind != DASH_BOOL)
        misfit(cx, id, key, where, "bool");
    return value.boolean;
}

int64_t dash_id_int(DashCx *cx, DashValue id, DashText key, const char *where)
{
    DashValue value = dash_get(id, key);
    if (value.kind != DASH_INT)
        misfit(cx, id, key, where, "int");
    return value.integer;
}

double dash_id_float(DashCx *cx, DashValue id, DashText key, const char *where)
{
    DashValue value = dash_get(id, key);
    if (value.kind != DASH_INT && value.kind != DASH_FLOAT)
        misfit(cx, id, key, where, "number");
    return value.kind == DASH_INT ? (double)value.integer : value.number;
}

DashText dash_id_key(DashCx *cx, DashValue id, DashText key, const char *where)
{
    DashValue value = dash_get(id, key);
    if (value.kind != DASH_STRING)
        misfit(cx, id, key, where, "text");
    return value.text;
}
