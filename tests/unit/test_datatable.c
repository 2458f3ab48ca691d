/* SPDX-License-Identifier: MIT
 *
 * Which rows a DataTable shows: queries and the trees they make, pages, orders, and
 * the bounds of what comes from outside. (What filters find is compared with the
 * genuine table in tests/language/datatable.test.mjs.)
 */
#include "with_cx.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "dash/datatable.h"
#include "table/filter_query.h"

static const uint32_t OFFSETS[] = {0, 1, 2, 6, 9};
static const DashDict DICT = {OFFSETS, "ab\xF0\x9F\x98\x80\xEF\xBD\x81", 4};
static const uint8_t CODES[64] = {3, 0, 2, 1, 0, 0};
static const uint64_t VALID[] = {0x1F}; /* the last row is null */
static const double FLOATS[64] = {1.5, NAN, -2, 1.5, INFINITY, 8};
static const DashColumn COLUMNS[] = {
    {"t", DASH_COLUMN_TEXT, DASH_U8, CODES, VALID, &DICT},
    {"f", DASH_COLUMN_FLOAT, DASH_F64, FLOATS, NULL, NULL},
};
static const DashTable TABLE = {6, 2, COLUMNS};

static DashValue sort_by(const char *column, const char *direction)
{
    DashField fields[] = {
        {DASH_TEXT("column_id"), dash_string(dash_text_of(column))},
        {DASH_TEXT("direction"), dash_string(dash_text_of(direction))},
    };
    return dash_object(cx, fields, 2);
}

static void assert_rows(DashDatatable asked, const char *expected)
{
    char shown[64] = "";
    DashRows rows = dash_datatable(cx, &TABLE, (DashRows){NULL, 6}, &asked, true);
    for (size_t i = 0; i < rows.count; i++)
        snprintf(shown + strlen(shown), sizeof shown - strlen(shown), "%s%u", i ? " " : "",
                 rows.items[i]);
    assert_string_equal(shown, expected);
}

static void test_pages(void **state)
{
    (void)state;
    assert_rows((DashDatatable){0}, "0 1 2 3 4 5");
    assert_rows((DashDatatable){.page_size = {true, 4}}, "0 1 2 3");
    assert_rows((DashDatatable){.page_size = {true, 4}, .page_current = {true, 1}}, "4 5");
    assert_rows((DashDatatable){.page_size = {true, 4}, .page_current = {true, 99}}, "4 5");
    assert_rows((DashDatatable){.page_size = {true, 4}, .page_current = {true, -3}}, "0 1 2 3");
    assert_rows((DashDatatable){.page_size = {true, 0}, .page_current = {true, 2}}, "0 1 2 3 4 5");
    assert_rows((DashDatatable){.page_size = {true, INT64_MAX}, .page_current = {true, INT64_MAX}},
                "0 1 2 3 4 5");
    assert_rows((DashDatatable){.filter_query = DASH_TEXT("{f} > 99"), .page_size = {true, 2}}, "");
}

/* Nothing that JSON has no number for comes before a number; U+1F600 is a pair of
 * surrogates in JavaScript, before U+FF41. */
static void test_orders(void **state)
{
    (void)state;
    DashValue by_text = sort_by("t", "asc"), by_float = sort_by("f", "desc");
    for (int again = 0; again < 2; again++) { /* the second time they are kept */
        assert_rows((DashDatatable){.sort_by = dash_list(cx, &by_text, 1)}, "1 4 3 2 0 5");
        assert_rows((DashDatatable){.sort_by = dash_list(cx, &by_float, 1)}, "5 0 3 2 1 4");
    }
    assert_rows((DashDatatable){.sort_by = dash_list(cx, (DashValue[]){by_text, by_float}, 2)},
                "1 4 3 2 0 5");
    assert_rows((DashDatatable){.sort_by = dash_list(cx, &by_text, 1),
                                .filter_query = DASH_TEXT("{f} is num"),
                                .page_size = {true, 2}},
                "3 2");
    DashValue unknown = sort_by("none", "desc");
    assert_rows((DashDatatable){.sort_by = dash_list(cx, &unknown, 1)}, "0 1 2 3 4 5");
    assert_rows((DashDatatable){.sort_by = dash_int(7)}, "0 1 2 3 4 5");
    assert_rows((DashDatatable){.sort_by = dash_list(cx, (DashValue[]){dash_int(7)}, 1)},
                "0 1 2 3 4 5");
}

static void test_filters(void **state)
{
    (void)state;
    static const struct {
        const char *query, *rows;
    } cases[] = {
        {"{t} = a", "1 4"},
        {"{t} is nil || {f} < 0", "2 5"},
        {"!({t} icontains B) && {f} = '1.5'", "0"},
        {"{f} != 1.5", "1 2 4 5"},
        {"{none} is blank", "0 1 2 3 4 5"},
        {"{none} = 1", ""},
        {"2 > 1", "0 1 2 3 4 5"},
        {"({t} = a", "0 1 2 3 4 5"},
        {"{t} = a ", "0 1 2 3 4 5"},
        {"{t} = a = b", "1 4"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_rows((DashDatatable){.filter_query = dash_text_of(cases[i].query)}, cases[i].rows);
}

static void ask(DashCx *context, void *query)
{
    filter_query(context, *(const DashText *)query);
}

static DashText repeated(const char *piece, size_t count)
{
    DashBuilder b = dash_builder(cx);
    for (size_t i = 0; i < count; i++)
        dash_put(&b, dash_text_of(piece));
    return dash_builder_text(&b);
}

static void test_bounds(void **state)
{
    (void)state;
    DashText long_query = repeated("{t}=1 ||", 2000), deep = repeated("(", 3000);
    assert_int_equal(dash_cx_run(cx, ask, &long_query), DASH_EXIT_FAILED);
    assert_non_null(strstr(cx->message, "filter_query"));
    assert_int_equal(dash_cx_run(cx, ask, &deep), DASH_EXIT_DONE);
    DashText huge = repeated("x", 70000);
    assert_int_equal(dash_cx_run(cx, ask, &huge), DASH_EXIT_FAILED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_pages),
        cmocka_unit_test(test_orders),
        cmocka_unit_test(test_filters),
        cmocka_unit_test(test_bounds),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
