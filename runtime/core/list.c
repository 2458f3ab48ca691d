/* SPDX-License-Identifier: MIT
 *
 * Numbers what C has no function for, and lists of scalars: extremes, ranges,
 * orders. Statistics are in stats.c.
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

double dash_log_base(double value, double base)
{
    if (base == 2)
        return log2(value);
    return base == 10 ? log10(value) : log(value) / log(base);
}

#define PI 3.14159265358979323846

double dash_radians(double degrees)
{
    return degrees * (PI / 180);
}

double dash_degrees(double radians)
{
    return radians * (180 / PI);
}

int64_t dash_gcd(DashCx *cx, int64_t a, int64_t b, const char *where)
{
    while (b != 0) {
        int64_t rest = b == -1 ? 0 : a % b;
        a = b;
        b = rest;
    }
    return dash_int_abs(cx, a, where);
}

DashText dash_text_min(DashText a, DashText b)
{
    return dash_text_cmp(b, a) < 0 ? b : a;
}

DashText dash_text_max(DashText a, DashText b)
{
    return dash_text_cmp(b, a) > 0 ? b : a;
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

/* ---- extremes ------------------------------------------------------------- */

void dash_need_items(DashCx *cx, size_t len, const char *where)
{
    if (len == 0)
        dash_fail(cx, where, "an empty list has no smallest or largest item");
}

void dash_need_keys(DashCx *cx, size_t items, size_t keys, const char *where)
{
    if (items != keys)
        dash_fail(cx, where, "`by` has %zu keys for %zu items", keys, items);
}

#define EXTREME(function, list_type, item_type, choose)                                            \
    item_type function##_or(list_type list, item_type otherwise)                                   \
    {                                                                                              \
        if (list.len == 0)                                                                         \
            return otherwise;                                                                      \
        item_type best = list.items[0];                                                            \
        for (size_t i = 1; i < list.len; i++)                                                      \
            best = choose(best, list.items[i]);                                                    \
        return best;                                                                               \
    }                                                                                              \
    item_type function(DashCx *cx, list_type list, const char *where)                              \
    {                                                                                              \
        dash_need_items(cx, list.len, where);                                                      \
        return function##_or(list, list.items[0]);                                                 \
    }
EXTREME(dash_ints_min, DashInts, int64_t, dash_int_min)
EXTREME(dash_ints_max, DashInts, int64_t, dash_int_max)
EXTREME(dash_floats_min, DashFloats, double, dash_float_min)
EXTREME(dash_floats_max, DashFloats, double, dash_float_max)
EXTREME(dash_texts_min, DashTexts, DashText, dash_text_min)
EXTREME(dash_texts_max, DashTexts, DashText, dash_text_max)

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

DashFloats dash_arange(DashCx *cx, double start, double stop, double step, const char *where)
{
    double count = ceil((stop - start) / step);
    if (!(count < 0x1p40)) /* also NaN: a step of 0, infinite ends */
        dash_fail(cx, where, "a range from %g to %g by %g has no end", start, stop, step);
    size_t len = count > 0 ? (size_t)count : 0;
    double *items = dash_alloc_array(cx, len, sizeof *items);
    for (size_t i = 0; i < len; i++)
        items[i] = start + (double)i * step;
    return (DashFloats){items, len};
}

DashFloats dash_linspace(DashCx *cx, double start, double stop, int64_t count, const char *where)
{
    if (count < 0)
        dash_fail(cx, where, "linspace of %lld numbers", (long long)count);
    size_t len = (size_t)count;
    double *items = dash_alloc_array(cx, len, sizeof *items);
    double step = len > 1 ? (stop - start) / (double)(len - 1) : 0;
    for (size_t i = 0; i < len; i++)
        items[i] = start + (double)i * step;
    if (len > 1)
        items[len - 1] = stop;
    return (DashFloats){items, len};
}

/* ---- orders --------------------------------------------------------------- */

typedef struct Order {
    const void *items;
    DashBefore before;
    bool descending;
} Order;

/* Merges [from, middle) and [middle, to) of `places` into `out`. */
static void merge(const Order *order, const size_t *places, size_t *out, size_t from, size_t middle,
                  size_t to)
{
    size_t a = from, b = middle;
    for (size_t i = from; i < to; i++) {
        bool second = a == middle || (b < to && order->before(order->items, places[b], places[a],
                                                              order->descending));
        out[i] = second ? places[b++] : places[a++];
    }
}

size_t *dash_sort_order(DashCx *cx, const void *items, size_t count, DashBefore before,
                        bool descending)
{
    Order order = {items, before, descending};
    size_t *places = dash_alloc_array(cx, count, sizeof *places);
    size_t *other = dash_alloc_array(cx, count, sizeof *other);
    for (size_t i = 0; i < count; i++)
        places[i] = i;
    for (size_t width = 1; width < count; width *= 2) {
        for (size_t from = 0; from < count; from += 2 * width) {
            size_t middle = from + width < count ? from + width : count;
            size_t to = middle + width < count ? middle + width : count;
            merge(&order, places, other, from, middle, to);
        }
        size_t *sorted = other;
        other = places;
        places = sorted;
    }
    return places;
}

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

static size_t count_numbers(DashFloats sorted)
{
    size_t count = sorted.len;
    while (count > 0 && isnan(sorted.items[count - 1]))
        count--;
    return count;
}

#define ALL_ITEMS(list) ((list).len)

/* Equal scalars cannot be told apart, so qsort is as good as a stable sort. What
 * stands after the first `sortable` stays there when the others are turned. */
#define ORDERS(kind, list_type, item_type, sortable)                                               \
    static void turn_##kind(item_type *items, size_t count)                                        \
    {                                                                                              \
        for (size_t i = 0; i < count / 2; i++) {                                                   \
            item_type item = items[i];                                                             \
            items[i] = items[count - 1 - i];                                                       \
            items[count - 1 - i] = item;                                                           \
        }                                                                                          \
    }                                                                                              \
    static item_type *copy_##kind(DashCx *cx, list_type list)                                      \
    {                                                                                              \
        item_type *items = dash_alloc_array(cx, list.len, sizeof *items);                          \
        if (list.len)                                                                              \
            memcpy(items, list.items, list.len * sizeof *items);                                   \
        return items;                                                                              \
    }                                                                                              \
    list_type dash_##kind##_reverse(DashCx *cx, list_type list)                                    \
    {                                                                                              \
        item_type *items = copy_##kind(cx, list);                                                  \
        turn_##kind(items, list.len);                                                              \
        return (list_type){items, list.len};                                                       \
    }                                                                                              \
    list_type dash_##kind##_sort(DashCx *cx, list_type list, bool descending)                      \
    {                                                                                              \
        item_type *items = copy_##kind(cx, list);                                                  \
        list_type sorted = {items, list.len};                                                      \
        qsort(items, list.len, sizeof *items, compare_##kind);                                     \
        if (descending)                                                                            \
            turn_##kind(items, sortable(sorted));                                                  \
        return sorted;                                                                             \
    }
ORDERS(texts, DashTexts, DashText, ALL_ITEMS)
ORDERS(ints, DashInts, int64_t, ALL_ITEMS)
ORDERS(floats, DashFloats, double, count_numbers)

/* ---- unique ---------------------------------------------------------------- */

static uint64_t mix(uint64_t bits)
{
    bits = (bits ^ bits >> 32) * 0x9E3779B97F4A7C15u;
    return bits ^ bits >> 29;
}

static uint64_t hash_ints(int64_t value)
{
    return mix((uint64_t)value);
}

static uint64_t hash_floats(double value)
{
    uint64_t bits;
    value = isnan(value) ? (double)NAN : value + 0.0; /* -0 is 0 */
    memcpy(&bits, &value, sizeof bits);
    return mix(bits);
}

static uint64_t hash_texts(DashText text)
{
    uint64_t hash = 14695981039346656037u;
    for (size_t i = 0; i < text.len; i++)
        hash = (hash ^ (unsigned char)text.ptr[i]) * 1099511628211u;
    return mix(hash);
}

static bool same_ints(int64_t a, int64_t b)
{
    return a == b;
}

static bool same_floats(double a, double b)
{
    return a == b || (isnan(a) && isnan(b));
}

/* An open hash table of places in the result, plus one; 0 is free. */
#define UNIQUE(kind, list_type, item_type, same)                                                   \
    list_type dash_##kind##_unique(DashCx *cx, list_type list)                                     \
    {                                                                                              \
        size_t slots = 8, count = 0;                                                               \
        while (slots < list.len * 2)                                                               \
            slots *= 2;                                                                            \
        size_t *table = dash_alloc_array(cx, slots, sizeof *table);                                \
        item_type *items = dash_alloc_array(cx, list.len, sizeof *items);                          \
        for (size_t i = 0; i < list.len; i++) {                                                    \
            size_t at = (size_t)hash_##kind(list.items[i]) & (slots - 1);                          \
            while (table[at] && !same(items[table[at] - 1], list.items[i]))                        \
                at = (at + 1) & (slots - 1);                                                       \
            if (table[at])                                                                         \
                continue;                                                                          \
            items[count++] = list.items[i];                                                        \
            table[at] = count;                                                                     \
        }                                                                                          \
        return (list_type){items, count};                                                          \
    }
UNIQUE(texts, DashTexts, DashText, dash_text_eq)
UNIQUE(ints, DashInts, int64_t, same_ints)
UNIQUE(floats, DashFloats, double, same_floats)
