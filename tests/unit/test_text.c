/* SPDX-License-Identifier: MIT
 *
 * Texts, and the checked arithmetic: expected results are Python's.
 */
#include <math.h>
#include <string.h>

#include "dash/number.h"
#include "dash/text.h"
#include "with_cx.h"

#define T(literal) DASH_TEXT(literal)

static void assert_text(DashText text, const char *expected)
{
    assert_non_null(text.ptr);
    assert_int_equal(text.len, strlen(expected));
    assert_memory_equal(text.ptr, expected, text.len);
}

static void comparison(void **state)
{
    (void)state;
    assert_true(dash_text_eq(T("a"), T("a")));
    assert_false(dash_text_eq(T("a"), T("ab")));
    assert_false(dash_text_eq(T(""), DASH_NO_TEXT));
    assert_true(dash_text_eq(DASH_NO_TEXT, DASH_NO_TEXT));
    assert_true(dash_text_cmp(T("a"), T("ab")) < 0);
    assert_true(dash_text_cmp(T("é"), T("z")) > 0);
    assert_int_equal(dash_text_cmp(T(""), T("")), 0);
}

static void building(void **state)
{
    (void)state;
    DashBuilder b = dash_builder(cx);
    assert_text(dash_builder_text(&b), "");
    dash_put(&b, T("n="));
    dash_put_int(&b, INT64_MIN);
    dash_put(&b, T(" "));
    dash_put_float(&b, 3.0);
    dash_put(&b, T(" "));
    dash_put_float(&b, 0.1);
    dash_put(&b, T(" "));
    dash_put_bool(&b, true);
    for (int i = 0; i < 100; i++)
        dash_put(&b, T("0123456789"));
    DashText text = dash_builder_text(&b);
    const char start[] = "n=-9223372036854775808 3 0.1 true0123456789";
    assert_int_equal(text.len, sizeof start - 1 + 990);
    assert_memory_equal(text.ptr, start, sizeof start - 1);
}

static void parts(void **state)
{
    (void)state;
    assert_true(dash_contains(T("hello"), T("ell")));
    assert_true(dash_contains(T("hello"), T("")));
    assert_false(dash_contains(T("he"), T("hell")));
    assert_true(dash_starts_with(T("hello"), T("he")));
    assert_false(dash_starts_with(T("h"), T("he")));
    assert_true(dash_ends_with(T("hello"), T("lo")));
    assert_false(dash_ends_with(T("o"), T("lo")));
    assert_int_equal(dash_text_len(T("héllo 日本")), 8);
    assert_text(dash_replace(cx, T("aXbXX"), T("X"), T("--")), "a--b----");
    assert_text(dash_replace(cx, T("aé"), T(""), T("-")), "-a-é-");
    assert_text(dash_replace(cx, T(""), T(""), T("-")), "-");
    assert_text(dash_replace(cx, T("abc"), T("x"), T("y")), "abc");
}

static void splitting_and_joining(void **state)
{
    (void)state;
    DashTexts parts = dash_split(cx, T("a,b,,c"), T(","));
    assert_int_equal(parts.len, 4);
    assert_text(parts.items[2], "");
    assert_text(parts.items[3], "c");
    assert_text(dash_join(cx, parts, T("; ")), "a; b; ; c");
    assert_int_equal(dash_split(cx, T(""), T(",")).len, 1);
    DashTexts words = dash_split(cx, T("  one\ttwo\xC2\xA0three \n"), T(""));
    assert_int_equal(words.len, 3);
    assert_text(words.items[2], "three");
    assert_int_equal(dash_split(cx, T("  "), T("")).len, 0);
    assert_text(dash_join(cx, (DashTexts){NULL, 0}, T(",")), "");
    DashText many[20];
    for (size_t i = 0; i < 20; i++)
        many[i] = T("x");
    assert_int_equal(dash_split(cx, dash_join(cx, (DashTexts){many, 20}, T(":")), T(":")).len, 20);
}

static void stripping(void **state)
{
    (void)state;
    assert_text(dash_strip(T("  a b\n")), "a b");
    assert_text(dash_strip(T("\xE2\x80\x89\xE3\x80\x80 é\xC2\x85")), "é");
    assert_text(dash_strip(T(" \t ")), "");
    assert_text(dash_strip(T("")), "");
    assert_text(dash_strip(T("é")), "é");
}

static void letter_case(void **state)
{
    (void)state;
    assert_text(dash_upper(cx, T("straße, ÿ é λ я ǆ ﬁ 日 aZ{")), "STRASSE, Ÿ É Λ Я Ǆ FI 日 AZ{");
    assert_text(dash_lower(cx, T("ÀÉ ŸΛЯ Ⅷ İ AZ[@")), "àé ÿλя ⅷ i̇ az[@");
    assert_text(dash_upper(cx, T("")), "");
    assert_text(dash_upper(cx, T("𐐨 ŉ")), "𐐀 ʼN");
}

static void numbers_in_texts(void **state)
{
    (void)state;
    assert_int_equal(dash_parse_int(T(" -42 ")).value, -42);
    assert_true(dash_parse_int(T("-9223372036854775808")).value == INT64_MIN);
    assert_true(dash_parse_int(T("9223372036854775807")).value == INT64_MAX);
    static const char *const NO_INTS[] = {"",    "-",   "1.0", "9223372036854775808",
                                          "0x1", "1 2", "1e3"};
    for (size_t i = 0; i < sizeof NO_INTS / sizeof *NO_INTS; i++)
        assert_false(dash_parse_int(dash_text_of(NO_INTS[i])).has);
    assert_false(dash_parse_int(DASH_NO_TEXT).has);
    assert_true(dash_parse_float(T(" 1.5e3\n")).value == 1500.0);
    assert_true(dash_parse_float(T(".5")).value == 0.5);
    assert_true(dash_parse_float(T("5.")).value == 5.0);
    assert_true(isinf(dash_parse_float(T("-Infinity")).value));
    assert_true(isnan(dash_parse_float(T("nan")).value));
    static const char *const NO_FLOATS[] = {"",    ".",      "e5",  "1e", "0x10",
                                            "1,5", "nan(1)", "1 2", "--1"};
    for (size_t i = 0; i < sizeof NO_FLOATS / sizeof *NO_FLOATS; i++)
        assert_false(dash_parse_float(dash_text_of(NO_FLOATS[i])).has);
}

/* ---- arithmetic --------------------------------------------------------- */

typedef struct Operation {
    int64_t (*run)(DashCx *cx, int64_t a, int64_t b, const char *where);
    int64_t a, b, result;
} Operation;

static void run_operation(DashCx *in, void *state)
{
    Operation *operation = state;
    operation->result = operation->run(in, operation->a, operation->b, "here");
}

static int64_t negate(DashCx *in, int64_t a, int64_t b, const char *where)
{
    (void)b;
    return dash_int_neg(in, a, where);
}

static void arithmetic_is_pythons(void **state)
{
    (void)state;
    const Operation cases[] = {
        {dash_int_add, INT64_MAX, -1, INT64_MAX - 1},
        {dash_int_sub, INT64_MIN, -1, INT64_MIN + 1},
        {dash_int_mul, INT64_MIN, 1, INT64_MIN},
        {dash_int_div, 7, 2, 3},
        {dash_int_div, -7, 2, -4},
        {dash_int_div, 7, -2, -4},
        {dash_int_div, -7, -2, 3},
        {dash_int_div, -8, 2, -4},
        {dash_int_mod, 7, 3, 1},
        {dash_int_mod, -7, 3, 2},
        {dash_int_mod, 7, -3, -2},
        {dash_int_mod, -7, -3, -1},
        {dash_int_mod, INT64_MIN, -1, 0},
        {negate, INT64_MAX, 0, -INT64_MAX},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Operation operation = cases[i];
        assert_int_equal(dash_cx_run(cx, run_operation, &operation), DASH_EXIT_DONE);
        assert_true(operation.result == cases[i].result);
    }
}

static void arithmetic_fails_loudly(void **state)
{
    (void)state;
    Operation cases[] = {
        {dash_int_add, INT64_MAX, 1, 0}, {dash_int_sub, INT64_MIN, 1, 0},
        {dash_int_mul, INT64_MAX, 2, 0}, {dash_int_div, 1, 0, 0},
        {dash_int_mod, 1, 0, 0},         {dash_int_div, INT64_MIN, -1, 0},
        {negate, INT64_MIN, 0, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_int_equal(dash_cx_run(cx, run_operation, &cases[i]), DASH_EXIT_FAILED);
        assert_string_equal(cx->where, "here");
    }
}

static void truncate_far(DashCx *in, void *state)
{
    dash_float_to_int(in, *(double *)state, "here");
}

static void floats(void **state)
{
    (void)state;
    assert_true(dash_float_mod(-7.5, 2) == 0.5);
    assert_true(dash_float_mod(7.5, -2) == -0.5);
    assert_true(signbit(dash_float_mod(4, -2)));
    assert_true(dash_float_to_int(cx, -2.9, "") == -2);
    assert_true(dash_float_to_int(cx, -0x1p63, "") == INT64_MIN);
    double bad[] = {0x1p63, -0x1.0000000000001p63, NAN, INFINITY};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_int_equal(dash_cx_run(cx, truncate_far, &bad[i]), DASH_EXIT_FAILED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(comparison),
        cmocka_unit_test(building),
        cmocka_unit_test(parts),
        cmocka_unit_test(splitting_and_joining),
        cmocka_unit_test(stripping),
        cmocka_unit_test(letter_case),
        cmocka_unit_test(numbers_in_texts),
        cmocka_unit_test(arithmetic_is_pythons),
        cmocka_unit_test(arithmetic_fails_loudly),
        cmocka_unit_test(floats),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
