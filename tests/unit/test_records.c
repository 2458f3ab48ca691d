/* SPDX-License-Identifier: MIT
 *
 * JSON as a table: the three forms, types, nulls, errors with their places; random
 * records against cJSON's reading of them.
 */
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cJSON.h>

#include "chance.h"
#include "read_table.h"

static bool parse_text(const char *text, const DashSource *source)
{
    return parse_with(text, strlen(text), source);
}

static void parse_as(DashFileKind kind, const char *text)
{
    DashSource source = {.kind = kind};
    if (!parse_text(text, &source)) {
        fail_msg("%s", dash_source_complaint(arena, text, &report.error));
    }
}

static void parse(const char *text)
{
    parse_as(DASH_FILE_JSON, text);
}

/* `complaint`: with the place, behind the path. */
static void refuse_with(const char *text, const DashSource *source, const char *complaint)
{
    assert_false(parse_text(text, source));
    assert_string_equal(dash_source_complaint(arena, "f", &report.error), complaint);
}

static void refuse(const char *text, const char *complaint)
{
    refuse_with(text, &(DashSource){.kind = DASH_FILE_JSON}, complaint);
}

static void assert_type(uint32_t column, const char *name, DashColumnType type, bool nulls)
{
    assert_string_equal(table.columns[column].name, name);
    assert_int_equal(table.columns[column].type, type);
    assert_int_equal(table.columns[column].valid != NULL, nulls);
}

/* ---- what is read ----------------------------------------------------------- */

static const char RECORDS[] =
    "\xEF\xBB\xBF [ {\"b\":true,\"i\":-1,\"f\":1.5,\"t\":\"x\",\"d\":\"2024-01-31\","
    "\"m\":\"2024-01-31T12:30:00\"},\n {\"i\":300,\"b\":false,\"f\":2,\"t\":\"y\",\"d\":null,"
    "\"m\":\"1970-01-01\",\"late\":\"z\"} ]\n";

static void records_have_types(void **state)
{
    (void)state;
    parse(RECORDS);
    assert_int_equal(table.rows, 2);
    assert_int_equal(table.column_count, 7);
    assert_type(0, "b", DASH_COLUMN_BOOL, false);
    assert_type(1, "i", DASH_COLUMN_INT, false);
    assert_type(2, "f", DASH_COLUMN_FLOAT, false);
    assert_type(3, "t", DASH_COLUMN_TEXT, false);
    assert_type(4, "d", DASH_COLUMN_DATE, true);
    assert_type(5, "m", DASH_COLUMN_DATETIME, false);
    assert_type(6, "late", DASH_COLUMN_TEXT, true);
    assert_int_equal(table.columns[1].encoding, DASH_I16);
    assert_true(dash_column_int(&table.columns[1], 1) == 300);
    assert_true(dash_column_float(&table.columns[2], 1) == 2.0);
    assert_true(dash_column_int(&table.columns[4], 0) == 19753);
    assert_true(is_null(4, 1) && is_null(6, 0));
    assert_text(6, 1, "z");
}

static void columns_and_lines_too(void **state)
{
    (void)state;
    parse("{\"a\":[1,null,3],\"b\":[\"x\",\"y\",\"x\"]}");
    assert_int_equal(table.rows, 3);
    assert_type(0, "a", DASH_COLUMN_INT, true);
    assert_type(1, "b", DASH_COLUMN_TEXT, false);
    assert_text(1, 2, "x");
    parse_as(DASH_FILE_NDJSON, "\n{\"a\":1}\r\n\n{\"a\":2.5,\"b\":NaN} \n{ }");
    assert_int_equal(table.rows, 3);
    assert_type(0, "a", DASH_COLUMN_FLOAT, true);
    assert_type(1, "b", DASH_COLUMN_TEXT, true);
    assert_true(is_null(0, 2) && dash_column_float(&table.columns[0], 1) == 2.5);
}

static void texts_are_unescaped(void **state)
{
    (void)state;
    parse("[{\"a\\u00e9\":\"q\\\"\\\\\\/\\b\\f\\n\\r\\t\"},{\"a\\u00e9\":\"\\ud83d\\ude00 "
          "\xC3\xA9\"}]");
    assert_string_equal(table.columns[0].name, "a\xC3\xA9");
    assert_text(0, 0, "q\"\\/\b\f\n\r\t");
    assert_text(0, 1, "\xF0\x9F\x98\x80 \xC3\xA9");
}

static void numbers_are_exact(void **state)
{
    (void)state;
    parse("[{\"i\":9223372036854775807,\"f\":0.1,\"g\":-0.0,\"h\":1e-320},"
          "{\"i\":-9223372036854775808,\"f\":123456789.123456789,\"g\":1E3,\"h\":1."
          "7976931348623157e308},"
          "{\"i\":0,\"f\":9223372036854775808,\"g\":12.25,\"h\":4.35}]");
    assert_true(dash_column_int(&table.columns[0], 0) == INT64_MAX);
    assert_true(dash_column_int(&table.columns[0], 1) == INT64_MIN);
    const double *f = table.columns[1].data, *g = table.columns[2].data, *h = table.columns[3].data;
    assert_true(f[0] == 0.1 && f[1] == 123456789.123456789 && f[2] == 9223372036854775808.0);
    assert_true(g[0] == 0 && g[1] == 1000 && g[2] == 12.25);
    assert_true(h[0] == 1e-320 && h[1] == 1.7976931348623157e308 && h[2] == 4.35);
}

static void a_schema_chooses(void **state)
{
    (void)state;
    const DashSourceColumn columns[] = {{"when", DASH_COLUMN_DATETIME, false},
                                        {"what", DASH_COLUMN_TEXT, true},
                                        {"x", DASH_COLUMN_FLOAT, true}};
    DashSource source = {.kind = DASH_FILE_JSON, .schema = columns, .schema_count = 3};
    assert_true(
        parse_text("[{\"x\":1,\"more\":{\"a\":[1,{}]},\"what\":[1, {\"a\":\"]\"}],\"when\":5},"
                   "{\"what\":2.50,\"when\":\"1970-01-02\"}]",
                   &source));
    assert_int_equal(table.column_count, 3);
    assert_type(0, "when", DASH_COLUMN_DATETIME, false);
    assert_type(1, "what", DASH_COLUMN_TEXT, true);
    assert_type(2, "x", DASH_COLUMN_FLOAT, true);
    assert_true(dash_column_int(&table.columns[0], 0) == 5);
    assert_true(dash_column_int(&table.columns[0], 1) == 86400000);
    assert_text(1, 0, "[1, {\"a\":\"]\"}]");
    assert_text(1, 1, "2.50");
    assert_true(is_null(2, 1));
    assert_true(parse_text("[]", &source) && table.rows == 0 && table.column_count == 3);
    refuse_with("[{\"when\":1,\"what\":null,\"x\":\"1\"}]", &source,
                "f:1:28: record 1, field `x`: `\"1\"` is not of type `float`");
    refuse_with("[{\"when\":1,\"what\":1,\"x\":1},\n{\"when\":null}]", &source,
                "f:2:9: record 2, field `when`: this is null, its type is `datetime`");
    refuse_with("[{\"when\":1,\"what\":1,\"x\":1},{\"x\":2}]", &source,
                "f: 1 of 2 records do not have the field when, its type is `datetime`");
    refuse_with("[{\"when\":1,\"x\":1}]", &source, "f: no record has a field named what");
    source.may_lack = true;
    assert_true(parse_text("[{\"when\":1,\"x\":1}]", &source) && is_null(1, 0));
    refuse_with("[{\"x\":1}]", &source, "f: no record has a field named when");
}

/* ---- what is refused -------------------------------------------------------- */

static void errors_name_the_place(void **state)
{
    (void)state;
    refuse("", "f:1:1: a list of records `[{…}, …]` or an object of columns `{\"a\": […], …}` is "
               "expected");
    refuse("[]", "f: there is no record that tells the columns: write a schema");
    refuse("[1]", "f:1:2: a record `{…}` is expected here");
    refuse("[{\"a\":1},\n {\"a\":}]", "f:2:7: malformed JSON: a value is expected here");
    refuse("[{\"a\":1}", "f:1:9: malformed JSON: `,` or `]` is expected here");
    refuse("[{\"a\":1}] x", "f:1:11: malformed JSON: the end of the file is expected here");
    refuse("[{\"a\" 1}]", "f:1:7: malformed JSON: a colon is expected here");
    refuse("[{a:1}]", "f:1:3: malformed JSON: a name in quotes is expected here");
    refuse("[{\"a\":01}]", "f:1:7: malformed JSON: a value is expected here");
    refuse("[{\"a\":\"x}]", "f:1:7: malformed JSON: an end of this text is expected here");
    refuse("[{\"a\":\"\\u0000\"}]",
           "f:1:8: malformed JSON: a character of Unicode is expected here");
    refuse("[{\"a\":\"\\q\"}]", "f:1:8: malformed JSON: an escape of JSON is expected here");
    refuse("[{\"a\":1e999}]",
           "f:1:7: malformed JSON: a number that a float can hold is expected here");
    refuse("[{\"a\":1},{\"a\":\"x\"}]",
           "f:1:15: record 2, field `a`: a text stands here, and record 1 has a number; a schema "
           "with `a: text` takes both");
    refuse("[{\"a\":{\"b\":1}}]",
           "f:1:7: record 1, field `a`: a record stands here, and a column holds single values; a "
           "schema with `a: text` keeps it as JSON, one without this field leaves it out");
    refuse("[{\"a\":1,\"a\":2}]",
           "f:1:13: record 1, field `a`: the field stands twice in this record");
    refuse("{\"a\":[1],\"b\":[1,2]}", "f:1:19: the column b has 2 values, those before have 1");
    refuse("{\"a\":[1],\"a\":[1]}", "f:1:14: two columns are named a");
    refuse("[{\"a\":\"\xFF\"}]", "f:1:8: these bytes are not UTF-8");
    refuse_with("{\"a\":1} {\"a\":2}", &(DashSource){.kind = DASH_FILE_NDJSON},
                "f:1:9: malformed JSON: the end of the line is expected here");
}

static void a_schema_with_more(void **state)
{
    (void)state;
    const DashSourceColumn columns[] = {{"what", DASH_COLUMN_TEXT, true}};
    DashSource source = {
        .kind = DASH_FILE_JSON, .schema = columns, .schema_count = 1, .schema_more = true};
    assert_true(parse_text("[{\"x\":1,\"what\":1},{\"x\":2,\"what\":\"b\",\"y\":true}]", &source));
    assert_int_equal(table.column_count, 3);
    assert_type(0, "what", DASH_COLUMN_TEXT, true);
    assert_type(1, "x", DASH_COLUMN_INT, false);
    assert_type(2, "y", DASH_COLUMN_BOOL, true);
    assert_text(0, 0, "1");
    refuse_with("[{\"x\":1}]", &source, "f: no record has a field named what");
}

static void brackets_are_bounded(void **state)
{
    (void)state;
    const DashSourceColumn columns[] = {{"a", DASH_COLUMN_TEXT, false}};
    DashSource source = {.kind = DASH_FILE_JSON, .schema = columns, .schema_count = 1};
    enum { DEPTH = 512 };
    char text[2 * DEPTH + 40] = "[{\"a\":";
    for (int deep = 0; deep < 2; deep++) {
        size_t len = 6, depth = DEPTH + (size_t)deep;
        memset(text + len, '[', depth);
        memset(text + len + depth, ']', depth);
        strcpy(text + len + 2 * depth, "}]");
        assert_int_equal(parse_text(text, &source), !deep);
    }
}

/* ---- against cJSON ---------------------------------------------------------- */

static cJSON *random_value(uint32_t column)
{
    static const char *const texts[] = {"", "a", "é\n", "\"\\", "long text of many bytes"};
    if (random_below(5) == 0) {
        return cJSON_CreateNull();
    }
    switch (column % 4) {
    case 0:
        return cJSON_CreateNumber((double)random_below(100000) - 50000);
    case 1:
        return cJSON_CreateNumber((double)random_bits() / 3e15);
    case 2:
        return cJSON_CreateString(texts[random_below(5)]);
    default:
        return cJSON_CreateBool((int)random_below(2));
    }
}

static cJSON *random_records(size_t rows)
{
    cJSON *all = cJSON_CreateArray();
    for (size_t row = 0; row < rows; row++) {
        cJSON *record = cJSON_CreateObject();
        for (uint32_t c = 0; c < 6; c++) {
            char name[] = {(char)('a' + c), '\0'};
            if (random_below(4)) {
                cJSON_AddItemToObject(record, name, random_value(c));
            }
        }
        cJSON_AddItemToArray(all, record);
    }
    return all;
}

static void compare_cell(const DashColumn *column, size_t row, const cJSON *item)
{
    bool there = dash_is_valid(column->valid, row);
    assert_int_equal(there, item && !cJSON_IsNull(item));
    if (!there) {
        return;
    }
    if (cJSON_IsString(item)) {
        DashText text = dash_dict_text(column->dict, (uint32_t)dash_column_int(column, row));
        assert_int_equal(text.len, strlen(item->valuestring));
        assert_memory_equal(text.ptr, item->valuestring, text.len);
    } else if (cJSON_IsBool(item)) {
        assert_true(dash_column_int(column, row) == cJSON_IsTrue(item));
    } else {
        assert_true(dash_column_float(column, row) == item->valuedouble);
    }
}

static void random_files_read_as_cjson_does(void **state)
{
    (void)state;
    for (int turn = 0; turn < 60; turn++) {
        size_t rows = 1 + random_below(turn % 10 ? 40 : 3000);
        cJSON *all = random_records(rows);
        char *text = turn % 2 ? cJSON_Print(all) : cJSON_PrintUnformatted(all);
        cJSON_Delete(all);
        all = cJSON_Parse(text); /* its printer rounds */
        parse(text);
        assert_int_equal(table.rows, rows);
        for (uint32_t c = 0; c < table.column_count; c++) {
            size_t row = 0;
            for (const cJSON *record = all->child; record; record = record->next, row++) {
                compare_cell(&table.columns[c], row,
                             cJSON_GetObjectItemCaseSensitive(record, table.columns[c].name));
            }
        }
        free(text);
        cJSON_Delete(all);
        dash_arena_reset(arena);
    }
}

/* Every file with one byte changed is read or refused. */
static void damaged_files_do_no_harm(void **state)
{
    (void)state;
    char text[sizeof RECORDS];
    for (int turn = 0; turn < 3000; turn++) {
        memcpy(text, RECORDS, sizeof RECORDS);
        for (uint32_t i = 0; i <= random_below(3); i++) {
            text[random_below(sizeof RECORDS - 1)] = "\"\\{}[],:0e-. \nu"[random_below(15)];
        }
        DashSource source = {.kind = random_below(2) ? DASH_FILE_JSON : DASH_FILE_NDJSON};
        if (!parse_text(text, &source)) {
            assert_non_null(report.error.message);
        }
        dash_arena_reset(arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(records_have_types, set_up, tear_down),
        cmocka_unit_test_setup_teardown(columns_and_lines_too, set_up, tear_down),
        cmocka_unit_test_setup_teardown(texts_are_unescaped, set_up, tear_down),
        cmocka_unit_test_setup_teardown(numbers_are_exact, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_schema_chooses, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_schema_with_more, set_up, tear_down),
        cmocka_unit_test_setup_teardown(errors_name_the_place, set_up, tear_down),
        cmocka_unit_test_setup_teardown(brackets_are_bounded, set_up, tear_down),
        cmocka_unit_test_setup_teardown(random_files_read_as_cjson_does, set_up, tear_down),
        cmocka_unit_test_setup_teardown(damaged_files_do_no_harm, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
