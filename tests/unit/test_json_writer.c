/* SPDX-License-Identifier: MIT
 *
 * The JSON writer: escapes, commas, columns in both forms, base64, running out
 * of memory. What it writes is read again by cJSON.
 */
#include "unit.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cJSON.h>

#include "chance.h"
#include "core/base64.h"
#include "core/json_writer.h"

static JsonWriter writer;

static int set_up(void **state)
{
    (void)state;
    json_writer_init(&writer);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    json_writer_finish(&writer);
    return 0;
}

static void assert_written(const char *wanted)
{
    assert_false(writer.failed);
    assert_int_equal(writer.len, strlen(wanted));
    assert_memory_equal(writer.ptr, wanted, writer.len);
}

static void check_value(DashValue value, const char *wanted)
{
    bool html_safe = writer.html_safe;
    json_writer_reset(&writer);
    writer.html_safe = html_safe;
    json_value(&writer, &value);
    assert_written(wanted);
}

static void scalars(void **state)
{
    (void)state;
    check_value(DASH_NULL_VALUE, "null");
    check_value(dash_bool(true), "true");
    check_value(dash_bool(false), "false");
    check_value(dash_int(INT64_MIN), "-9223372036854775808");
    check_value(dash_float(0.1), "0.1");
    check_value(dash_float(-0.0), "0");
    check_value(dash_float(NAN), "null");
    check_value(dash_float(-INFINITY), "null");
    check_value(dash_string(DASH_TEXT("")), "\"\"");
    check_value(dash_string(DASH_NO_TEXT), "null");
    check_value(DASH_NO_UPDATE_VALUE, "{\"_dash_no_update\":\"_dash_no_update\"}");
}

static void escapes(void **state)
{
    (void)state;
    check_value(dash_string(DASH_TEXT("a\"b\\c/\b\f\n\r\t\x01\x1F\x7F")),
                "\"a\\\"b\\\\c/\\b\\f\\n\\r\\t\\u0001\\u001f\x7F\"");
    check_value(dash_string(DASH_TEXT("Grüße €😀")), "\"Grüße €😀\"");
    check_value(dash_string((DashText){"a\0b", 3}), "\"a\\u0000b\"");
    check_value(dash_string(DASH_TEXT("</script>")), "\"</script>\"");
    writer.html_safe = true;
    check_value(dash_string(DASH_TEXT("</script><!--")), "\"\\u003c/script>\\u003c!--\"");
    check_value(dash_raw_json(DASH_TEXT("{\"a<b\":\"<\",\"c\":1}")),
                "{\"a\\u003cb\":\"\\u003c\",\"c\":1}");
    writer.html_safe = false;
    check_value(dash_raw_json(DASH_TEXT("{\"a<b\":1}")), "{\"a<b\":1}");
    json_writer_reset(&writer);
    assert_false(writer.html_safe);
}

/* Every text that goes out comes back the same. */
static void random_texts(void **state)
{
    (void)state;
    for (int i = 0; i < 20000; i++) {
        char text[40];
        size_t len = random_bits() % sizeof(text);
        for (size_t j = 0; j < len; j++) {
            text[j] = (char)(random_bits() % 127 + 1); /* no NUL: cJSON ends texts there */
        }
        json_writer_reset(&writer);
        writer.html_safe = i & 1;
        json_string(&writer, (DashText){text, len});
        assert_true(!writer.html_safe || !memchr(writer.ptr, '<', writer.len));
        cJSON *json = cJSON_ParseWithLength(writer.ptr, writer.len);
        assert_non_null(json);
        assert_int_equal(strlen(json->valuestring), len);
        assert_memory_equal(json->valuestring, text, len);
        cJSON_Delete(json);
    }
}

static void nesting(void **state)
{
    (void)state;
    const DashValue inner[] = {dash_int(1), DASH_NULL_VALUE, dash_string(DASH_TEXT("x"))};
    const DashField fields[] = {
        {DASH_TEXT("left out"), DASH_NO_UPDATE_VALUE},
        {DASH_TEXT("list"), {.kind = DASH_LIST, .count = 3, .items = inner}},
        {DASH_TEXT("empty"), {.kind = DASH_LIST}},
        {DASH_TEXT("object"), {.kind = DASH_OBJECT}},
        {DASH_TEXT("a\"b"), dash_bool(true)},
    };
    check_value((DashValue){.kind = DASH_OBJECT, .count = 5, .fields = fields},
                "{\"list\":[1,null,\"x\"],\"empty\":[],\"object\":{},\"a\\\"b\":true}");
    json_writer_reset(&writer);
    json_literal(&writer, "[");
    for (int64_t i = 0; i < 3; i++) {
        json_item(&writer);
        json_int(&writer, i);
    }
    json_literal(&writer, "]");
    assert_written("[0,1,2]");
}

/* ---- columns ------------------------------------------------------------------- */

static void check_array(const DashColumn *column, size_t rows, bool typed, const char *wanted)
{
    DashArray array = {.column = *column, .rows = rows, .typed = typed};
    check_value((DashValue){.kind = DASH_ARRAY, .array = &array}, wanted);
}

static void short_columns_are_plain(void **state)
{
    (void)state;
    static const int16_t INTS[] = {1, -300, 7};
    static const double FLOATS[] = {1.5, NAN, 0.1 + 0.2};
    static const uint8_t BOOLS[] = {1, 0, 0};
    static const int32_t DAYS[] = {0, 19753, -1};
    static const int64_t TIMES[] = {0, 1709164801250, -1000};
    static const uint64_t VALID[] = {5};
    DashColumn ints = {"i", DASH_COLUMN_INT, DASH_I16, INTS, NULL, NULL};
    DashColumn floats = {"f", DASH_COLUMN_FLOAT, DASH_F64, FLOATS, NULL, NULL};
    DashColumn bools = {"b", DASH_COLUMN_BOOL, DASH_U8, BOOLS, VALID, NULL};
    DashColumn days = {"d", DASH_COLUMN_DATE, DASH_I32, DAYS, NULL, NULL};
    DashColumn times = {"t", DASH_COLUMN_DATETIME, DASH_I64, TIMES, NULL, NULL};
    check_array(&ints, 3, true, "[1,-300,7]");
    check_array(&ints, 0, true, "[]");
    check_array(&floats, 3, true, "[1.5,null,0.30000000000000004]");
    check_array(&bools, 3, true, "[true,null,false]");
    check_array(&days, 3, true, "[\"1970-01-01\",\"2024-01-31\",\"1969-12-31\"]");
    check_array(&times, 3, true,
                "[\"1970-01-01T00:00:00\",\"2024-02-29T00:00:01.250\",\"1969-12-31T23:59:59\"]");
    ints.valid = VALID;
    check_array(&ints, 3, true, "[1,null,7]");
}

static void dictionary_texts(void **state)
{
    (void)state;
    static const uint32_t OFFSETS[] = {0, 1, 4, 4};
    static const DashDict DICT = {OFFSETS, "a\"<b", 3};
    static const uint8_t CODES[] = {1, 0, 1, 2, 0, 1};
    static const uint64_t VALID[] = {0x2F};
    DashColumn column = {"t", DASH_COLUMN_TEXT, DASH_U8, CODES, VALID, &DICT};
    check_array(&column, 6, true, "[\"\\\"<b\",\"a\",\"\\\"<b\",\"\",null,\"\\\"<b\"]");
    check_array(&column, 2, true, "[\"\\\"<b\",\"a\"]"); /* fewer rows than texts */
    writer.html_safe = true;
    check_array(&column, 3, true, "[\"\\\"\\u003cb\",\"a\",\"\\\"\\u003cb\"]");
}

enum { ROWS = 5000 };
static union {
    double floats[ROWS];
    int64_t longs[ROWS];
    uint8_t bytes[ROWS];
    int32_t ints[ROWS];
} data;

/* Which form a column takes: NULL for plain, else the dtype. */
static const char *form_of(DashColumnType type, DashEncoding encoding, size_t rows)
{
    static char dtype[3];
    DashColumn column = {.name = "c", .type = type, .encoding = encoding, .data = &data};
    DashArray array = {.column = column, .rows = rows, .typed = true};
    json_writer_reset(&writer);
    json_array(&writer, &array);
    assert_false(writer.failed);
    cJSON *json = cJSON_ParseWithLength(writer.ptr, writer.len);
    assert_non_null(json);
    const cJSON *name = cJSON_GetObjectItem(json, "dtype");
    bool typed = name != NULL;
    if (typed) {
        snprintf(dtype, sizeof(dtype), "%s", name->valuestring);
    } else {
        assert_int_equal(cJSON_GetArraySize(json), rows);
    }
    cJSON_Delete(json);
    return typed ? dtype : "plain";
}

static void the_shorter_form_is_taken(void **state)
{
    (void)state;
    for (int i = 0; i < ROWS; i++) {
        data.floats[i] = sin(i) * 1000;
    }
    assert_string_equal(form_of(DASH_COLUMN_FLOAT, DASH_F64, ROWS), "f8");
    assert_string_equal(form_of(DASH_COLUMN_FLOAT, DASH_F64, 10), "plain");
    for (int i = 0; i < ROWS; i++) {
        data.floats[i] = (double)(i * 37 % 90000) / 100;
    }
    assert_string_equal(form_of(DASH_COLUMN_FLOAT, DASH_F64, ROWS), "plain");
    for (int i = 0; i < ROWS; i++) {
        data.floats[i] = (double)(float)sin(i);
    }
    assert_string_equal(form_of(DASH_COLUMN_FLOAT, DASH_F64, ROWS), "f4");
    for (int i = 0; i < ROWS; i++) {
        data.longs[i] = INT64_C(1000000000000) + i * INT64_C(999983);
    }
    assert_string_equal(form_of(DASH_COLUMN_INT, DASH_I64, ROWS), "f8");
    data.longs[ROWS / 2] = (INT64_C(1) << 53) + 1; /* f8 would change it */
    assert_string_equal(form_of(DASH_COLUMN_INT, DASH_I64, ROWS), "plain");
    for (int i = 0; i < ROWS; i++) {
        data.ints[i] = -1000000 - i;
    }
    assert_string_equal(form_of(DASH_COLUMN_INT, DASH_I32, ROWS), "i4");
    memset(data.bytes, 250, ROWS);
    assert_string_equal(form_of(DASH_COLUMN_INT, DASH_U8, ROWS), "u1");
    assert_string_equal(form_of(DASH_COLUMN_BOOL, DASH_U8, ROWS), "plain");
}

static size_t decode_base64(const char *text, size_t len, unsigned char *out)
{
    static const char ALPHABET[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    size_t count = 0;
    uint32_t bits = 0;
    int have = 0;
    for (size_t i = 0; i < len && text[i] != '='; i++) {
        const char *place = strchr(ALPHABET, text[i]);
        assert_non_null(place);
        bits = bits << 6 | (uint32_t)(place - ALPHABET);
        have += 6;
        if (have >= 8) {
            have -= 8;
            out[count++] = (unsigned char)(bits >> have & 0xFF);
        }
    }
    return count;
}

static void typed_bytes_come_back(void **state)
{
    (void)state;
    static unsigned char bytes[ROWS * 8 + 8];
    for (int i = 0; i < ROWS; i++) { /* longer than one step of the writer */
        data.floats[i] = i % 100 ? sin(i) : NAN;
    }
    DashColumn column = {"f", DASH_COLUMN_FLOAT, DASH_F64, data.floats, NULL, NULL};
    DashArray array = {.column = column, .rows = ROWS, .typed = true};
    json_array(&writer, &array);
    cJSON *json = cJSON_ParseWithLength(writer.ptr, writer.len);
    const char *text = cJSON_GetObjectItem(json, "bdata")->valuestring;
    assert_string_equal(cJSON_GetObjectItem(json, "dtype")->valuestring, "f8");
    assert_int_equal(decode_base64(text, strlen(text), bytes), ROWS * 8);
    assert_memory_equal(bytes, data.floats, ROWS * 8);
    cJSON_Delete(json);
    json_writer_reset(&writer);
    array.typed = false;
    json_array(&writer, &array);
    assert_int_equal(writer.ptr[0], '[');
}

/* The element of a typed array; a gap is NaN. */
static double typed_at(const char *dtype, const unsigned char *bytes, size_t row)
{
    float narrow;
    double wide;
    if (strcmp(dtype, "f4") == 0) {
        memcpy(&narrow, bytes + row * sizeof(narrow), sizeof(narrow));
        return (double)narrow;
    }
    assert_string_equal(dtype, "f8");
    memcpy(&wide, bytes + row * sizeof(wide), sizeof(wide));
    return wide;
}

/* Both forms of random floats with gaps say the same. */
static void gaps_are_the_same_in_both_forms(void **state)
{
    (void)state;
    static unsigned char bytes[ROWS * 8 + 8];
    static uint64_t valid[ROWS / 64 + 1];
    for (int round = 0; round < 20; round++) {
        size_t rows = 40 + random_bits() % (ROWS - 40);
        for (size_t i = 0; i < rows; i++) {
            double value = (double)(int64_t)random_bits() / 4096.0;
            data.floats[i] = round % 2 ? value : (double)(float)value;
        }
        for (size_t i = 0; i < sizeof(valid) / sizeof(valid[0]); i++) {
            valid[i] = random_bits() | random_bits();
        }
        DashColumn column = {"f", DASH_COLUMN_FLOAT, DASH_F64, data.floats, valid, NULL};
        DashArray array = {.column = column, .rows = rows, .typed = true};
        json_writer_reset(&writer);
        json_array(&writer, &array);
        cJSON *typed = cJSON_ParseWithLength(writer.ptr, writer.len);
        const char *dtype = cJSON_GetObjectItem(typed, "dtype")->valuestring;
        const char *text = cJSON_GetObjectItem(typed, "bdata")->valuestring;
        decode_base64(text, strlen(text), bytes);
        array.typed = false;
        json_writer_reset(&writer);
        json_array(&writer, &array);
        cJSON *plain = cJSON_ParseWithLength(writer.ptr, writer.len);
        const cJSON *item = plain->child;
        for (size_t row = 0; row < rows; row++, item = item->next) {
            double value = typed_at(dtype, bytes, row);
            assert_true(cJSON_IsNull(item) ? isnan(value) : value == item->valuedouble);
            assert_int_equal(cJSON_IsNull(item), !dash_is_valid(valid, row));
        }
        cJSON_Delete(typed);
        cJSON_Delete(plain);
    }
}

static void base64_of_every_length(void **state)
{
    (void)state;
    static const char *const CASES[][2] = {{"", ""},
                                           {"f", "Zg=="},
                                           {"fo", "Zm8="},
                                           {"foo", "Zm9v"},
                                           {"foob", "Zm9vYg=="},
                                           {"fooba", "Zm9vYmE="},
                                           {"foobar", "Zm9vYmFy"}};
    char out[512];
    for (size_t i = 0; i < sizeof(CASES) / sizeof(CASES[0]); i++) {
        base64_encode(out, CASES[i][0], strlen(CASES[i][0]));
        assert_memory_equal(out, CASES[i][1], strlen(CASES[i][1]));
    }
    for (size_t len = 0; len < 300; len++) {
        unsigned char *in = malloc(len ? len : 1), back[304];
        char *text = malloc(base64_size(len) + 1);
        for (size_t i = 0; i < len; i++) {
            in[i] = (unsigned char)random_bits();
        }
        base64_encode(text, in, len); /* of exact size: ASan sees a byte too many */
        assert_int_equal(decode_base64(text, base64_size(len), back), len);
        assert_memory_equal(back, in, len);
        free(text);
        free(in);
    }
}

static void random_floats_are_read_back(void **state)
{
    (void)state;
    for (int i = 0; i < 300000; i++) {
        uint64_t bits = random_bits();
        double value;
        memcpy(&value, &bits, sizeof(value));
        if (!isfinite(value)) {
            continue;
        }
        json_writer_reset(&writer);
        json_float(&writer, value);
        json_raw(&writer, "", 1); /* a NUL */
        assert_true(strtod(writer.ptr, NULL) == value);
    }
}

/* ---- memory ---------------------------------------------------------------------- */

static void buffer_is_kept_unless_large(void **state)
{
    (void)state;
    json_literal(&writer, "x");
    const char *before = writer.ptr;
    json_writer_reset(&writer);
    assert_ptr_equal(writer.ptr, before);
    assert_int_equal(writer.len, 0);
    assert_non_null(json_reserve(&writer, 10 << 20));
    json_writer_reset(&writer);
    assert_null(writer.ptr);
}

static void lack_of_memory_is_said_once(void **state)
{
    (void)state;
    json_literal(&writer, "before");
    assert_null(json_reserve(&writer, SIZE_MAX / 2));
    assert_true(writer.failed);
    json_int(&writer, 5);
    json_string(&writer, DASH_TEXT("more"));
    json_key(&writer, DASH_TEXT("k"));
    assert_int_equal(writer.len, 6); /* nothing after the failure */
    json_writer_reset(&writer);
    assert_false(writer.failed);
    json_int(&writer, 5);
    assert_written("5");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(scalars),
        TEST(escapes),
        TEST(random_texts),
        TEST(nesting),
        TEST(short_columns_are_plain),
        TEST(dictionary_texts),
        TEST(the_shorter_form_is_taken),
        TEST(typed_bytes_come_back),
        TEST(gaps_are_the_same_in_both_forms),
        TEST(base64_of_every_length),
        TEST(random_floats_are_read_back),
        TEST(buffer_is_kept_unless_large),
        TEST(lack_of_memory_is_said_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
