/* SPDX-License-Identifier: MIT
 *
 * Sorting by columns, against the slow and plain way: random keys of every encoding,
 * with nulls, NaN, extremes and texts, in both directions; and the runs of equal first
 * keys.
 */
#include "dash/sort.h" /* before there is a global `cx` */

#include "with_cx.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "chance.h"

enum { MOST_ROWS = 6000, MOST_KEYS = 4 };

static DashSortKey keys[MOST_KEYS];
static size_t key_count;

/* -1, 0, 1 */
static int value_order(const DashSortKey *key, uint32_t a, uint32_t b)
{
    if (!key->data || key->rank || key->encoding != DASH_F64) {
        DashColumn column = {.encoding = key->encoding, .data = key->data};
        int64_t x = key->data ? dash_column_int(&column, a) : a;
        int64_t y = key->data ? dash_column_int(&column, b) : b;
        x = key->rank ? key->rank[x] : x;
        y = key->rank ? key->rank[y] : y;
        return (x > y) - (x < y);
    }
    double x = ((const double *)key->data)[a], y = ((const double *)key->data)[b];
    return (x > y) - (x < y);
}

/* 0: a value, 1: NaN, 2: null. */
static int absence(const DashSortKey *key, uint32_t row)
{
    if (!dash_is_valid(key->valid, row))
        return 2;
    return key->encoding == DASH_F64 && key->data && isnan(((const double *)key->data)[row]);
}

static int key_order(const DashSortKey *key, uint32_t a, uint32_t b)
{
    int x = absence(key, a), y = absence(key, b);
    if (x != y || x != 0)
        return x - y;
    return key->descending ? -value_order(key, a, b) : value_order(key, a, b);
}

static int row_order(const void *left, const void *right)
{
    uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;
    for (size_t k = 0; k < key_count; k++) {
        int order = key_order(&keys[k], a, b);
        if (order != 0)
            return order;
    }
    return (a > b) - (a < b);
}

/* ---- random keys -------------------------------------------------------- */

static double random_float(unsigned kind)
{
    switch (kind) {
    case 0:
        return (double)random_below(100000) / 100; /* money */
    case 1:
        return (double)random_bits() * 0x1p-30 - 5e9;
    case 2:
        return random_below(3) == 0 ? NAN : random_below(3) == 0 ? -0.0 : (double)random_below(3);
    default:
        return random_below(4) == 0 ? INFINITY : -(double)random_below(5) * 1e300;
    }
}

static int64_t random_int(unsigned kind)
{
    switch (kind) {
    case 0:
        return random_below(5);
    case 1:
        return (int64_t)random_bits();
    case 2:
        return random_below(2) ? INT64_MAX : INT64_MIN;
    default:
        return (int64_t)random_below(60000) - 30000;
    }
}

static const uint64_t *random_valid(size_t rows)
{
    uint64_t *valid = dash_alloc_array(cx, rows / 64 + 1, sizeof *valid);
    for (size_t i = 0; i < rows; i++)
        valid[i / 64] |= (uint64_t)(random_below(5) > 0) << i % 64;
    return valid;
}

/* Ranks of 256 codes. */
static const uint32_t *random_rank(void)
{
    uint32_t *rank = dash_alloc_array(cx, 256, sizeof *rank);
    for (uint32_t i = 0; i < 256; i++)
        rank[i] = i * 37 % 256;
    return rank;
}

static DashSortKey random_key(size_t rows)
{
    DashSortKey key = {.encoding = (DashEncoding)random_below(DASH_ENCODING_COUNT)};
    unsigned kind = random_below(4);
    key.descending = random_below(2);
    if (random_below(12) == 0)
        return key; /* the row's number */
    if (random_below(3) == 0)
        key.valid = random_valid(rows);
    if (key.encoding == DASH_U8)
        key.rank = random_rank();
    void *data = dash_alloc_array(cx, rows, 8);
    key.data = data;
    for (size_t i = 0; i < rows; i++)
        switch (key.encoding) {
#define X(name, type, bytes)                                                                       \
    case name:                                                                                     \
        if (name == DASH_F64)                                                                      \
            ((double *)data)[i] = random_float(kind);                                              \
        else                                                                                       \
            ((type *)data)[i] = (type)random_int(kind);                                            \
        break;
            DASH_ENCODINGS(X)
#undef X
        case DASH_ENCODING_COUNT:
            break;
        }
    return key;
}

static void check_order(size_t rows)
{
    uint32_t *order = dash_row_order(cx, rows), *wanted = dash_row_order(cx, rows);
    qsort(wanted, rows, sizeof *wanted, row_order);
    dash_sort_by(cx, order, rows, keys, key_count);
    assert_memory_equal(order, wanted, rows * sizeof *order);
}

static void check_runs(size_t rows, size_t by)
{
    DashSorted sorted = dash_sort_runs(cx, rows, keys, key_count, by);
    uint32_t start = 0;
    for (uint32_t i = 1; i < rows; i++) {
        assert_true(row_order(&sorted.order[i - 1], &sorted.order[i]) < 0);
        bool same = true;
        for (size_t k = 0; k < by; k++)
            same = same && key_order(&keys[k], sorted.order[i - 1], sorted.order[i]) == 0;
        start = same ? start : i;
        assert_int_equal(sorted.starts[i], start);
    }
}

static void check_firsts(size_t rows, size_t by)
{
    int64_t most = random_below(6) - (random_below(20) == 0);
    DashSorted sorted = dash_sort_runs(cx, rows, keys, key_count, by);
    DashFirsts firsts = dash_firsts(cx, rows, keys, key_count, by, most);
    uint8_t *wanted = dash_alloc_array(cx, rows, 1);
    size_t count = 0;
    for (size_t i = 0; i < rows; i++) {
        wanted[sorted.order[i]] = most > 0 && i - sorted.starts[i] < (size_t)most;
        count += wanted[sorted.order[i]];
    }
    assert_int_equal(firsts.count, count);
    for (size_t i = 0; i < firsts.count; i++) {
        assert_true(wanted[firsts.rows[i]]);
        assert_true(i == 0 || firsts.rows[i - 1] < firsts.rows[i]);
    }
}

static void sorts_like_the_plain_way(void **state)
{
    (void)state;
    static const size_t sizes[] = {0, 1, 2, 17, 300, 1000, MOST_ROWS};
    for (int round = 0; round < 400; round++) {
        size_t rows = sizes[random_below(round < 380 ? 6 : 7)];
        key_count = random_below(MOST_KEYS) + 1;
        for (size_t k = 0; k < key_count; k++)
            keys[k] = random_key(rows);
        check_order(rows);
        check_runs(rows, random_below((uint32_t)key_count + 1));
        check_firsts(rows, random_below((uint32_t)key_count + 1));
        dash_cx_reset(cx);
    }
}

/* The order that is given is where equal rows start from; some rows may be left out. */
static void some_rows_from_another_order(void **state)
{
    (void)state;
    static const int32_t values[] = {3, 1, 3, 1, 2};
    uint32_t order[] = {4, 3, 2, 1};
    const DashSortKey key = {.data = values, .encoding = DASH_I32};
    dash_sort_by(cx, order, 4, &key, 1);
    static const uint32_t wanted[] = {3, 1, 4, 2};
    assert_memory_equal(order, wanted, sizeof wanted);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(sorts_like_the_plain_way, set_up, tear_down),
        cmocka_unit_test_setup_teardown(some_rows_from_another_order, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
