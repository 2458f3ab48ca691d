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
DashText dash_text_min(DashText a, DashText b);
DashText dash_text_max(DashText a, DashText b);
static inline bool dash_is_finite(double value)
{
    return value - value == 0;
}
static inline int64_t dash_bool_to_int(bool value)
{
    return value;
}
double dash_log_base(double value, double base);
double dash_radians(double degrees);
double dash_degrees(double radians);
int64_t dash_gcd(DashCx *cx, int64_t a, int64_t b, const char *where);
static inline int64_t dash_int_clamp(int64_t value, int64_t low, int64_t high)
{
    return dash_int_max(low, dash_int_min(value, high));
}
static inline double dash_float_clamp(double value, double low, double high)
{
    return dash_float_max(low, dash_float_min(value, high));
}

/* ---- lists ---------------------------------------------------------------- */

/* Items of a list, fields of an object, characters of a text; else 0. */
int64_t dash_value_len(DashValue value);

/* Of nothing: 0, 1, and null for the mean. */
int64_t dash_ints_sum(DashCx *cx, DashInts list, const char *where);
double dash_floats_sum(DashFloats list);
int64_t dash_bools_sum(DashBools list);
int64_t dash_ints_prod(DashCx *cx, DashInts list, const char *where);
double dash_floats_prod(DashFloats list);
DashOptFloat dash_floats_mean(DashFloats list);

/* Of a sample (n - 1); of fewer than two: null. */
DashOptFloat dash_floats_var(DashFloats list);
DashOptFloat dash_floats_std(DashFloats list);
/* The value below which the part `q` lies, linear between two; `q` outside of 0
 * to 1 fails. Of nothing: null. NaN when the list holds one. */
DashOptFloat dash_floats_quantile(DashCx *cx, DashFloats list, double q, const char *where);
DashOptFloat dash_floats_median(DashCx *cx, DashFloats list);

/* numpy's cumsum and diff. */
DashInts dash_ints_cumsum(DashCx *cx, DashInts list, const char *where);
DashFloats dash_floats_cumsum(DashCx *cx, DashFloats list);
DashInts dash_ints_diff(DashCx *cx, DashInts list, const char *where);
DashFloats dash_floats_diff(DashCx *cx, DashFloats list);

/* numpy's histogram: `bins` bins of equal width from the smallest to the largest
 * (one wide when all are equal), the last closed at both ends; gives the counts
 * and `bins` + 1 edges. What is not finite fails. */
DashInts dash_histogram(DashCx *cx, DashFloats list, int64_t bins, DashFloats *edges,
                        const char *where);

/* Fail the request unless there is an item; unless each item has a key. */
void dash_need_items(DashCx *cx, size_t len, const char *where);
void dash_need_keys(DashCx *cx, size_t items, size_t keys, const char *where);

/* Of nothing the first ones fail the request, the others give `otherwise`. */
int64_t dash_ints_min(DashCx *cx, DashInts list, const char *where);
int64_t dash_ints_max(DashCx *cx, DashInts list, const char *where);
double dash_floats_min(DashCx *cx, DashFloats list, const char *where);
double dash_floats_max(DashCx *cx, DashFloats list, const char *where);
DashText dash_texts_min(DashCx *cx, DashTexts list, const char *where);
DashText dash_texts_max(DashCx *cx, DashTexts list, const char *where);
int64_t dash_ints_min_or(DashInts list, int64_t otherwise);
int64_t dash_ints_max_or(DashInts list, int64_t otherwise);
double dash_floats_min_or(DashFloats list, double otherwise);
double dash_floats_max_or(DashFloats list, double otherwise);
DashText dash_texts_min_or(DashTexts list, DashText otherwise);
DashText dash_texts_max_or(DashTexts list, DashText otherwise);

bool dash_any(DashBools list);
bool dash_all(DashBools list);

/* How many ints there are from `from` up to, not including, `to`. */
static inline size_t dash_range_turns(int64_t from, int64_t to)
{
    return to > from ? (size_t)((uint64_t)to - (uint64_t)from) : 0;
}

/* Python's range: from `start`, before `stop`, by `step`, which is not 0. */
DashInts dash_range(DashCx *cx, int64_t stop, const char *where);
DashInts dash_range_from(DashCx *cx, int64_t start, int64_t stop, const char *where);
DashInts dash_range_step(DashCx *cx, int64_t start, int64_t stop, int64_t step, const char *where);

/* numpy's arange and linspace. */
DashFloats dash_arange(DashCx *cx, double start, double stop, double step, const char *where);
DashFloats dash_linspace(DashCx *cx, double start, double stop, int64_t count, const char *where);

/* New lists. Sorting is stable, NaN last in either direction. */
DashTexts dash_texts_reverse(DashCx *cx, DashTexts list);
DashInts dash_ints_reverse(DashCx *cx, DashInts list);
DashFloats dash_floats_reverse(DashCx *cx, DashFloats list);
DashTexts dash_texts_sort(DashCx *cx, DashTexts list, bool descending);
DashInts dash_ints_sort(DashCx *cx, DashInts list, bool descending);
DashFloats dash_floats_sort(DashCx *cx, DashFloats list, bool descending);

/* Each item once, in order of first appearance. All NaN are one. */
DashTexts dash_texts_unique(DashCx *cx, DashTexts list);
DashInts dash_ints_unique(DashCx *cx, DashInts list);
DashFloats dash_floats_unique(DashCx *cx, DashFloats list);

/* a < b, NaN after every number. */
static inline bool dash_float_before(double a, double b)
{
    return a < b || (b != b && a == a);
}

/* Whether item a must stand before item b. */
typedef bool (*DashBefore)(const void *items, size_t a, size_t b, bool descending);

/* The places of `count` items in their order; equal ones stay as they are. */
size_t *dash_sort_order(DashCx *cx, const void *items, size_t count, DashBefore before,
                        bool descending);

#endif
