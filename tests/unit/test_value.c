/* SPDX-License-Identifier: MIT
 *
 * Values: lists, objects, components, tables as values; looking into them.
 */
#include "with_cx.h"

#include <string.h>

#include "core/json_writer.h"
#include "dash/value.h"

static void assert_json(DashValue value, const char *expected)
{
    JsonWriter w;
    json_writer_init(&w);
    json_value(&w, &value);
    json_raw(&w, "", 1);
    assert_string_equal(w.ptr, expected);
    json_writer_finish(&w);
}

static void scalars(void **state)
{
    (void)state;
    assert_json(dash_opt_int((DashOptInt){true, 5}), "5");
    assert_json(dash_opt_int((DashOptInt){0}), "null");
    assert_json(dash_opt_float((DashOptFloat){true, 0.5}), "0.5");
    assert_json(dash_opt_float((DashOptFloat){0}), "null");
    assert_json(dash_opt_bool((DashOptBool){true, false}), "false");
    assert_json(dash_opt_bool((DashOptBool){0}), "null");
    assert_json(dash_string(DASH_NO_TEXT), "null");
}

static void lists(void **state)
{
    (void)state;
    DashValue items[] = {dash_int(1), dash_bool(true)};
    DashValue list = dash_list(cx, items, 2);
    items[0] = dash_int(9);
    assert_json(list, "[1,true]");
    assert_json(dash_list(cx, NULL, 0), "[]");
    DashText texts[] = {DASH_TEXT("a"), DASH_NO_TEXT};
    assert_json(dash_list_of_texts(cx, (DashTexts){texts, 2}), "[\"a\",null]");
    int64_t ints[] = {1, -2};
    assert_json(dash_list_of_ints(cx, (DashInts){ints, 2}), "[1,-2]");
    double floats[] = {1.5, 2};
    assert_json(dash_list_of_floats(cx, (DashFloats){floats, 2}), "[1.5,2]");
    bool bools[] = {true, false};
    assert_json(dash_list_of_bools(cx, (DashBools){bools, 2}), "[true,false]");
}

static void children_are_spliced(void **state)
{
    (void)state;
    DashItems items = dash_items(cx);
    assert_json(dash_items_value(&items), "[]");
    DashValue two[] = {dash_int(2), dash_int(3)};
    dash_push(&items, dash_int(1));
    dash_push(&items, dash_list(cx, two, 2));
    dash_push(&items, dash_list(cx, NULL, 0));
    assert_json(dash_items_value(&items), "[1,2,3]");
    for (int i = 0; i < 100; i++)
        dash_push(&items, dash_list(cx, two, 2));
    DashValue value = dash_items_value(&items);
    assert_int_equal(value.count, 203);
    assert_int_equal(value.items[202].integer, 3);
}

static void components_leave_out_what_is_not_given(void **state)
{
    (void)state;
    DashField props[] = {
        {DASH_TEXT("id"), dash_string(DASH_TEXT("x"))},
        {DASH_TEXT("title"), DASH_NO_UPDATE_VALUE},
        {DASH_TEXT("children"), DASH_NULL_VALUE},
    };
    assert_json(dash_component(cx, "dash_html_components", "Div", props, 3),
                "{\"props\":{\"id\":\"x\",\"children\":null},\"type\":\"Div\",\"namespace\":"
                "\"dash_html_components\"}");
    assert_json(dash_component(cx, "n", "T", NULL, 0),
                "{\"props\":{},\"type\":\"T\",\"namespace\":\"n\"}");
}

static void looking_inside(void **state)
{
    (void)state;
    DashField fields[] = {{DASH_TEXT("a"), dash_int(1)}, {DASH_TEXT("b"), DASH_NULL_VALUE}};
    DashValue object = dash_object(cx, fields, 2);
    assert_int_equal(dash_get(object, DASH_TEXT("a")).integer, 1);
    assert_int_equal(dash_get(object, DASH_TEXT("z")).kind, DASH_NULL);
    assert_int_equal(dash_get(dash_int(1), DASH_TEXT("a")).kind, DASH_NULL);
    DashValue items[] = {dash_int(10), dash_int(20)};
    DashValue list = dash_list(cx, items, 2);
    assert_int_equal(dash_at(list, 1).integer, 20);
    assert_int_equal(dash_at(list, -2).integer, 10);
    assert_int_equal(dash_at(list, 2).kind, DASH_NULL);
    assert_int_equal(dash_at(list, -3).kind, DASH_NULL);
    assert_int_equal(dash_at(list, INT64_MIN).kind, DASH_NULL);
    assert_int_equal(dash_at(object, 0).kind, DASH_NULL);
    assert_string_equal(dash_kind_name(DASH_STRING), "text");
    assert_string_equal(dash_kind_name(DASH_NO_UPDATE), "no_update");
}

static const uint32_t OFFSETS[] = {0, 1, 3};
static const DashDict DICT = {OFFSETS, "abc", 2};
static const uint8_t CODES[] = {1, 0, 0};
static const int16_t NUMBERS[] = {-300, 5, 0};
static const double FLOATS[] = {0.5, 1, 2};
static const uint8_t FLAGS[] = {1, 0, 1};
static const int32_t DAYS[] = {0, 19753, -1};
static const uint64_t FIRST_TWO[] = {3};
static const DashColumn COLUMNS[] = {
    {"t", DASH_COLUMN_TEXT, DASH_U8, CODES, FIRST_TWO, &DICT},
    {"n", DASH_COLUMN_INT, DASH_I16, NUMBERS, NULL, NULL},
    {"f", DASH_COLUMN_FLOAT, DASH_F64, FLOATS, NULL, NULL},
    {"b", DASH_COLUMN_BOOL, DASH_U8, FLAGS, NULL, NULL},
    {"d", DASH_COLUMN_DATE, DASH_I32, DAYS, NULL, NULL},
};
static const DashTable TABLE = {3, 5, COLUMNS};

static void tables(void **state)
{
    (void)state;
    assert_json(dash_table_records(cx, &TABLE),
                "[{\"t\":\"bc\",\"n\":-300,\"f\":0.5,\"b\":true,\"d\":\"1970-01-01\"},"
                "{\"t\":\"a\",\"n\":5,\"f\":1,\"b\":false,\"d\":\"2024-01-31\"},"
                "{\"t\":null,\"n\":0,\"f\":2,\"b\":true,\"d\":\"1969-12-31\"}]");
    assert_json(dash_table_columns(cx, &TABLE),
                "[{\"id\":\"t\",\"name\":\"t\",\"type\":\"text\"},"
                "{\"id\":\"n\",\"name\":\"n\",\"type\":\"numeric\"},"
                "{\"id\":\"f\",\"name\":\"f\",\"type\":\"numeric\"},"
                "{\"id\":\"b\",\"name\":\"b\",\"type\":\"any\"},"
                "{\"id\":\"d\",\"name\":\"d\",\"type\":\"datetime\"}]");
    assert_json(dash_column_value(cx, &COLUMNS[0], 3), "[\"bc\",\"a\",null]");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(scalars),
        cmocka_unit_test(lists),
        cmocka_unit_test(children_are_spliced),
        cmocka_unit_test(components_leave_out_what_is_not_given),
        cmocka_unit_test(looking_inside),
        cmocka_unit_test(tables),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
