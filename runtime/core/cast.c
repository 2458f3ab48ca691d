/* SPDX-License-Identifier: MIT
 *
 * Readers of scalars, and what is said about a value that does not fit.
 */
#include "dash/cast.h"

#include <math.h>

#include "core/json_writer.h"
#include "dash/date.h"

bool dash_read_bool(DashCx *cx, DashValue value, bool *out)
{
    (void)cx;
    *out = value.kind == DASH_BOOL && value.boolean;
    return value.kind == DASH_BOOL;
}

bool dash_read_int(DashCx *cx, DashValue value, int64_t *out)
{
    (void)cx;
    if (value.kind == DASH_INT) {
        *out = value.integer;
        return true;
    }
    bool fits = value.kind == DASH_FLOAT && value.number >= -0x1p63 && value.number < 0x1p63 &&
                value.number == floor(value.number);
    *out = fits ? (int64_t)value.number : 0;
    return fits;
}

bool dash_read_float(DashCx *cx, DashValue value, double *out)
{
    (void)cx;
    *out = value.kind == DASH_INT     ? (double)value.integer
           : value.kind == DASH_FLOAT ? value.number
                                      : 0;
    return value.kind == DASH_INT || value.kind == DASH_FLOAT;
}

bool dash_read_text(DashCx *cx, DashValue value, DashText *out)
{
    (void)cx;
    *out = value.kind == DASH_STRING ? value.text : DASH_NO_TEXT;
    return value.kind == DASH_STRING;
}

/* Pickers of dates send a day, or the datetime that the layout gave them. */
bool dash_read_date(DashCx *cx, DashValue value, int64_t *out)
{
    int64_t time;
    if (value.kind != DASH_STRING || dash_iso_date(value.text, out))
        return value.kind == DASH_STRING;
    if (!dash_read_datetime(cx, value, &time))
        return false;
    *out = dash_datetime_date(time);
    return true;
}

bool dash_read_datetime(DashCx *cx, DashValue value, int64_t *out)
{
    (void)cx;
    *out = 0;
    return value.kind == DASH_STRING && dash_iso_datetime(value.text, out);
}

bool dash_read_json(DashCx *cx, DashValue value, DashValue *out)
{
    (void)cx;
    *out = value;
    return true;
}

void dash_bad_cast(DashCx *cx, DashValue value, const char *type, const char *where)
{
    dash_fail(cx, where, "%s is wanted, but this is %s %s", type, dash_kind_name(value.kind),
              json_shown(cx, &value));
}
