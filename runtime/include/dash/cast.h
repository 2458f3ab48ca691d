/* SPDX-License-Identifier: MIT
 *
 * json as a type of the language: what `x as T` does. A reader puts the value
 * where `out` points and gives true, or gives false when the value does not fit;
 * readers of lists, records and maps are generated.
 */
#ifndef DASH_CAST_H
#define DASH_CAST_H

#include "dash/value.h"

bool dash_read_bool(DashCx *cx, DashValue value, bool *out);
bool dash_read_int(DashCx *cx, DashValue value, int64_t *out); /* a whole number */
bool dash_read_float(DashCx *cx, DashValue value, double *out);
bool dash_read_text(DashCx *cx, DashValue value, DashText *out);
/* A text in ISO's form, as days and as milliseconds since 1970. */
bool dash_read_date(DashCx *cx, DashValue value, int64_t *out);
bool dash_read_datetime(DashCx *cx, DashValue value, int64_t *out);
bool dash_read_json(DashCx *cx, DashValue value, DashValue *out);

/* Fails the request: `value` does not fit `type` ("[float]"). */
DASH_NORETURN void dash_bad_cast(DashCx *cx, DashValue value, const char *type, const char *where);

#endif
