/* SPDX-License-Identifier: MIT
 *
 * Lists of scalars: sums, extremes, ranges, orders.
 */
#include "dash/list.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "dash/number.h"
#include "dash/text.h"

int64_t dash_int_abs(DashCx *cx, int64_t value, const char *where)
{
    return value < 0 ? dash_int_neg(cx, value, where) : value;
}

int64_t dash_floor(DashCx *cx, double value, const char *where)
{
    return dash_float_to_int(cx, floor(value), where);
}

int64_t dash_ceil(DashCx *cx, double value, const char *where)
{
    return dash_float_to_int(cx, ceil(value), where);
}

int64_t dash_value_len(DashValue value)
{
    switch (value.kind) {
    case DASH_LIST:
    case DASH_OBJECT:
        return value.count;
    case DASH_ARRAY:
        return (int64_t)value.array->rows;
    case DASH_STRING:
        return dash_text_len(value.text);
    default:
        return 0;
    }
}

/* ---- sums and extremes ---------------------------------------------------- */

int64_t dash_ints_sum(DashCx *cx, DashInts list, const char *where)
{
    int64_t sum = 0;
    for (size_t i = 0; i < list.len; i++)
        sum = dash_int_add(cx, sum, list.items[i], where);
    return sum;
}

double dash_floats_sum(DashFloats list)
{
    double sum = 0;
    for (size_t i = 0; i < list.len; i++)
        sum += list.items[i];
    return sum;
}

DashOptFloat dash_floats_mean(DashFloats list)
{
    if (list.len == 0)
        return (DashOptFloat){0};
    return (DashOptFloat){true, dash_floats_sum(list) / (double)list.len};
}

static void need_items(DashCx *cx, size_t len, const char *where)
{
    if (len == 0)
        dash_fail(cx, where, "an empty list has no smallest or largest item");
}

#define EXTREME(function, list_type, item_type, choose)                                            \
    item_type function(DashCx *cx, list_type list, const char *where)                              \
    {                                                                                              \
        need_items(cx, list.len, where);                                                           \
        item_type best = list.items[0];                                                            \
        for (size_t i = 1; i < list.len; i++)                                                      \
            best = choose(best, list.items[i]);                                                    \
        return best;                                                                               \
    }
EXTREME(dash_ints_min, DashInts, int64_t, dash_int_min)
EXTREME(dash_ints_max, DashInts, int64_t, dash_int_max)
EXTREME(dash_floats_min, DashFloats, double, dash_float_min)
EXTREME(dash_floats_max, DashFloats, double, dash_float_max)

bool dash_any(DashBools list)
{
    for (size_t i = 0; i < list.len; i++)
        if (list.items[i])
            return true;
    return false;
}

bool dash_all(DashBools list)
{
    for (size_t i = 0; i < list.len; i++)
        if (!list.items[i])
            return false;
    return true;
}

/* ---- ranges --------------------------------------------------------------- */

/* How many steps fit; in unsigned numbers, because stop - start may overflow. */
static uint64_t range_len(int64_t start, int64_t stop, int64_t step)
{
    if (step > 0 ? start >= stop : start <= stop)
        return 0;
    uint64_t width = step > 0 ? (uint64_t)stop - (uint64_t)start : (uint64_t)start - (uint64_t)stop;
    uint64_t by = step > 0 ? (uint64_t)step : 0 - (uint64_t)step;
    return (width - 1) / by + 1;
}

DashInts dash_range_step(DashCx *cx, int64_t start, int64_t stop, int64_t step, const char *where)
{
    if (step == 0)
        dash_fail(cx, where, "the step of a range is 0");
    uint64_t len = range_len(start, stop, step);
    int64_t *items = dash_alloc_array(cx, len, sizeof *items);
    for (uint64_t i = 0; i < len; i++)
        items[i] = (int64_t)((uint64_t)start + i * (uint64_t)step);
    return (DashInts){items, len};
}

DashInts dash_range_from(DashCx *cx, int64_t start, int64_t stop, const char *where)
{
    return dash_range_step(cx, start, stop, 1, where);
}

DashInts dash_range(DashCx *cx, int64_t stop, const char *where)
{
    return dash_range_step(cx, 0, stop, 1, where);
}

/* ---- orders --------------------------------------------------------------- */

static int compare_texts(const void *a, const void *b)
{
    return dash_text_cmp(*(const DashText *)a, *(const DashText *)b);
}

static int compare_ints(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

static int compare_floats(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    if (isnan(x) || isnan(y))
        return isnan(x) - isnan(y);
    return (x > y) - (x < y);
}

/* Equal scalars cannot be told apart, so qsort is as good as a stable sort. */
#define ORDERS(kind, list_type, item_type)                                                         \
    list_type dash_##kind##_reverse(DashCx *cx, list_type list)                                    \
    {                                                                                              \
        item_type *items = dash_alloc_array(cx, list.len, sizeof *items);                          \
        for (size_t i = 0; i < list.len; i++)                                                      \
            items[i] = list.items[list.len - 1 - i];                                               \
        return (list_type){items, list.len};                                                       \
    }                                                                                              \
    list_type dash_##kind##_sort(DashCx *cx, list_type list)                                       \
    {                                                                                              \
        item_type *items = dash_alloc_array(cx, list.len, sizeof *items);                          \
        if (list.len)                                                                              \
            memcpy(items, list.items, list.len * sizeof *items);                                   \
        qsort(items, list.len, sizeof *items, compare_##kind);                                     \
        return (list_type){items, list.len};                                                       \
    }
ORDERS(texts, DashTexts, DashText)
ORDERS(ints, DashInts, int64_t)
ORDERS(floats, DashFloats, double)
