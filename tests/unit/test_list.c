/* SPDX-License-Identifier: MIT
 *
 * The standard library's lists: empty ones, the ends of int, order.
 */
#include "unit.h"

#include <math.h>

#include "core/cx.h"
#include "dash/list.h"
#include "dash/text.h"

#define INTS(...)                                                                                  \
    ((DashInts){(const int64_t[]){__VA_ARGS__},                                                    \
                sizeof((const int64_t[]){__VA_ARGS__}) / sizeof(int64_t)})
#define FLOATS(...)                                                                                \
    ((DashFloats){(const double[]){__VA_ARGS__},                                                   \
                  sizeof((const double[]){__VA_ARGS__}) / sizeof(double)})

static int setup(void **state)
{
    *state = dash_cx_create(1 << 20);
    return *state ? 0 : -1;
}

static int teardown(void **state)
{
    dash_cx_destroy(*state);
    return 0;
}

static void assert_ints(DashInts list, DashInts wanted)
{
    assert_int_equal(list.len, wanted.len);
    for (size_t i = 0; i < wanted.len; i++)
        assert_int_equal(list.items[i], wanted.items[i]);
}

static void ranges_are_pythons(void **state)
{
    DashCx *cx = *state;
    assert_ints(dash_range(cx, 3, ""), INTS(0, 1, 2));
    assert_int_equal(dash_range(cx, -3, "").len, 0);
    assert_ints(dash_range_from(cx, 2, 4, ""), INTS(2, 3));
    assert_ints(dash_range_step(cx, 5, 0, -2, ""), INTS(5, 3, 1));
    assert_ints(dash_range_step(cx, 0, 5, 2, ""), INTS(0, 2, 4));
    assert_ints(dash_range_step(cx, INT64_MIN, INT64_MAX, INT64_MAX, ""),
                INTS(INT64_MIN, -1, INT64_MAX - 1));
}

static void sums(void **state)
{
    DashCx *cx = *state;
    assert_int_equal(dash_ints_sum(cx, INTS(1, 2, 3), ""), 6);
    assert_int_equal(dash_ints_sum(cx, (DashInts){0}, ""), 0);
    assert_true(dash_floats_sum(FLOATS(0.5, 0.25)) == 0.75);
    assert_true(dash_floats_mean(FLOATS(1, 2)).value == 1.5);
    assert_false(dash_floats_mean((DashFloats){0}).has);
}

static void extremes(void **state)
{
    DashCx *cx = *state;
    assert_int_equal(dash_ints_min(cx, INTS(3, -1, 2), ""), -1);
    assert_int_equal(dash_ints_max(cx, INTS(3, -1, 2), ""), 3);
    assert_true(dash_floats_min(cx, FLOATS(3, -1.5), "") == -1.5);
    assert_true(dash_floats_max(cx, FLOATS(3, -1.5), "") == 3);
    assert_int_equal(dash_int_clamp(9, 1, 5), 5);
    assert_int_equal(dash_int_clamp(-9, 1, 5), 1);
    assert_int_equal(dash_floor(cx, -1.5, ""), -2);
    assert_int_equal(dash_ceil(cx, -1.5, ""), -1);
}

static void orders(void **state)
{
    DashCx *cx = *state;
    assert_ints(dash_ints_sort(cx, INTS(3, -1, 2), false), INTS(-1, 2, 3));
    assert_ints(dash_ints_reverse(cx, INTS(3, -1, 2)), INTS(2, -1, 3));
    DashFloats sorted = dash_floats_sort(cx, FLOATS(NAN, 2, -1), false);
    assert_true(sorted.items[0] == -1 && sorted.items[1] == 2 && isnan(sorted.items[2]));
    const DashText texts[] = {DASH_TEXT("b"), DASH_TEXT("é"), DASH_TEXT("a")};
    DashTexts ordered = dash_texts_sort(cx, (DashTexts){texts, 3}, false);
    assert_true(dash_text_eq(ordered.items[0], DASH_TEXT("a")));
    assert_true(dash_text_eq(ordered.items[2], DASH_TEXT("é")));
    assert_int_equal(dash_ints_sort(cx, (DashInts){0}, false).len, 0);
}

static void any_and_all(void **state)
{
    (void)state;
    const bool mixed[] = {false, true};
    assert_true(dash_any((DashBools){mixed, 2}));
    assert_false(dash_all((DashBools){mixed, 2}));
    assert_false(dash_any((DashBools){0}));
    assert_true(dash_all((DashBools){0}));
}

typedef void Failing(DashCx *cx);

static void empty_minimum(DashCx *cx)
{
    dash_ints_min(cx, (DashInts){0}, "a:1");
}

static void step_of_zero(DashCx *cx)
{
    dash_range_step(cx, 0, 1, 0, "a:1");
}

static void range_too_long(DashCx *cx)
{
    dash_range(cx, INT64_MAX, "a:1");
}

static void sum_too_large(DashCx *cx)
{
    dash_ints_sum(cx, INTS(INT64_MAX, 1), "a:1");
}

static void smallest_has_no_positive(DashCx *cx)
{
    dash_int_abs(cx, INT64_MIN, "a:1");
}

static void run(DashCx *cx, void *state)
{
    (*(Failing **)state)(cx);
}

static void what_cannot_be_fails(void **state)
{
    Failing *const failing[] = {empty_minimum, step_of_zero, range_too_long, sum_too_large,
                                smallest_has_no_positive};
    for (size_t i = 0; i < sizeof failing / sizeof *failing; i++) {
        Failing *one = failing[i];
        assert_int_equal(dash_cx_run(*state, run, &one), DASH_EXIT_FAILED);
        dash_cx_reset(*state);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ranges_are_pythons), cmocka_unit_test(sums),
        cmocka_unit_test(extremes),           cmocka_unit_test(orders),
        cmocka_unit_test(any_and_all),        cmocka_unit_test(what_cannot_be_fails),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
