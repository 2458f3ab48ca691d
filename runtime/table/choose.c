/* SPDX-License-Identifier: MIT
 *
 * Columns by their names.
 */
#include <string.h>

#include "dash/table.h"
#include "dash/text.h"

/* "a, b, c", of so many as there is room for. */
static const char *listed(DashCx *cx, DashTexts names)
{
    enum { ROOM = 240 };
    char *out = dash_alloc(cx, ROOM + 8);
    size_t len = 0;
    for (size_t i = 0; i < names.len; i++) {
        size_t more = names.items[i].len;
        if (len + more + 2 > ROOM) {
            memcpy(out + len, ", …", sizeof ", …");
            return out;
        }
        if (i > 0)
            memcpy(out + len, ", ", 2);
        len += i > 0 ? 2 : 0;
        memcpy(out + len, names.items[i].ptr, more);
        len += more;
    }
    out[len] = '\0';
    return out;
}

int64_t dash_column_number(DashCx *cx, DashTexts names, DashText name, const char *where)
{
    for (size_t i = 0; i < names.len; i++)
        if (dash_text_eq(names.items[i], name))
            return (int64_t)i;
    dash_fail(cx, where, "there is no column `%.*s`; the columns here are: %s",
              (int)(name.len < 80 ? name.len : 80), name.ptr, listed(cx, names));
}

const DashColumn *dash_column_named(DashCx *cx, const DashColumn *columns, size_t count,
                                    DashText name, const char *where)
{
    DashText *names = dash_alloc_array(cx, count, sizeof *names);
    for (size_t i = 0; i < count; i++)
        names[i] = dash_text_of(columns[i].name);
    return &columns[dash_column_number(cx, (DashTexts){names, count}, name, where)];
}
