/* SPDX-License-Identifier: MIT
 *
 * The standard library's functions on lists of scalars, and on numbers what C
 * has no function for. See the table of builtins in the compiler.
 */
#ifndef DASH_LIST_H
#define DASH_LIST_H

#include "dash/value.h"

/* ---- numbers -------------------------------------------------------------- */

int64_t dash_int_abs(DashCx *cx, int64_t value, const char *where);
/* The next int below or above; what does not fit in an int fails. */
int64_t dash_floor(DashCx *cx, double value, const char *where);
int64_t dash_ceil(DashCx *cx, double value, const char *where);

static inline int64_t dash_int_same(int64_t value)
{
    return value;
}
static inline int64_t dash_int_sign(int64_t value)
{
    return (value > 0) - (value < 0);
}
static inline double dash_float_sign(double value)
{
    return (double)((value > 0) - (value < 0));
}
static inline bool dash_is_nan(double value)
{
    return value != value;
}
static inline int64_t dash_int_min(int64_t a, int64_t b)
{
    return b < a ? b : a;
}
static inline int64_t dash_int_max(int64_t a, int64_t b)
{
    return b > a ? b : a;
}
static inline double dash_float_min(double a, double b)
{
    return b < a ? b : a;
}
static inline double dash_float_max(double a, double b)
{
    return b > a ? b : a;
}
static inline int64_t dash_int_clamp(int64_t value, int64_t low, int64_t high)
{
    return dash_int_max(low, dash_int_min(value, high));
}
static inline double dash_float_clamp(double value, double low, double high)
{
    return dash_float_max(low, dash_float_min(value, high));
}

/* ---- lists ---------------------------------------------------------------- */

static inline int64_t dash_texts_len(DashTexts list)
{
    return (int64_t)list.len;
}
static inline int64_t dash_ints_len(DashInts list)
{
    return (int64_t)list.len;
}
static inline int64_t dash_floats_len(DashFloats list)
{
    return (int64_t)list.len;
}
static inline int64_t dash_bools_len(DashBools list)
{
    return (int64_t)list.len;
}
/* Items of a list, fields of an object, characters of a text; else 0. */
int64_t dash_value_len(DashValue value);

/* Of nothing: 0, and null for the mean. */
int64_t dash_ints_sum(DashCx *cx, DashInts list, const char *where);
double dash_floats_sum(DashFloats list);
DashOptFloat dash_floats_mean(DashFloats list);

/* Of nothing: the request fails. */
int64_t dash_ints_min(DashCx *cx, DashInts list, const char *where);
int64_t dash_ints_max(DashCx *cx, DashInts list, const char *where);
double dash_floats_min(DashCx *cx, DashFloats list, const char *where);
double dash_floats_max(DashCx *cx, DashFloats list, const char *where);

bool dash_any(DashBools list);
bool dash_all(DashBools list);

/* Python's range: from `start`, before `stop`, by `step`, which is not 0. */
DashInts dash_range(DashCx *cx, int64_t stop, const char *where);
DashInts dash_range_from(DashCx *cx, int64_t start, int64_t stop, const char *where);
DashInts dash_range_step(DashCx *cx, int64_t start, int64_t stop, int64_t step, const char *where);

/* New lists; sorting is ascending and stable, NaN last. */
DashTexts dash_texts_reverse(DashCx *cx, DashTexts list);
DashInts dash_ints_reverse(DashCx *cx, DashInts list);
DashFloats dash_floats_reverse(DashCx *cx, DashFloats list);
DashTexts dash_texts_sort(DashCx *cx, DashTexts list);
DashInts dash_ints_sort(DashCx *cx, DashInts list);
DashFloats dash_floats_sort(DashCx *cx, DashFloats list);

#endif
