/* SPDX-License-Identifier: MIT
 *
 * The format mini-language. The expected texts were made by Python's format()
 * from the specification in the first column.
 */
#include "unit.h"

#include <math.h>
#include <string.h>

#include "core/cx.h"
#include "dash/text.h"

typedef struct Case {
    const char *specification;
    char kind; /* 'i', 'f' or 't' */
    union {
        int64_t integer;
        double number;
        const char *text;
    };
    DashFormat format;
    const char *expected;
} Case;

static const Case CASES[] = {
    {"", 'i', .integer = 0, {.precision = -1}, "0"},
    {"", 'i', .integer = INT64_MIN, {.precision = -1}, "-9223372036854775808"},
    {",",
     'i',
     .integer = INT64_MIN,
     {.grouping = ',', .precision = -1},
     "-9,223,372,036,854,775,808"},
    {"6", 'i', .integer = 42, {.precision = -1, .width = 6}, "    42"},
    {"<6", 'i', .integer = 42, {.align = '<', .precision = -1, .width = 6}, "42    "},
    {"*^7",
     'i',
     .integer = 42,
     {.fill = "*", .align = '^', .precision = -1, .width = 7},
     "**42***"},
    {"06", 'i', .integer = -42, {.zero = true, .precision = -1, .width = 6}, "-00042"},
    {"+", 'i', .integer = 42, {.sign = '+', .precision = -1}, "+42"},
    {" ", 'i', .integer = 42, {.sign = ' ', .precision = -1}, " 42"},
    {",", 'i', .integer = 1234567, {.grouping = ',', .precision = -1}, "1,234,567"},
    {"_", 'i', .integer = 1234567, {.grouping = '_', .precision = -1}, "1_234_567"},
    {"06,",
     'i',
     .integer = 123,
     {.grouping = ',', .zero = true, .precision = -1, .width = 6},
     "00,123"},
    {"04,",
     'i',
     .integer = 12,
     {.grouping = ',', .zero = true, .precision = -1, .width = 4},
     "0,012"},
    {"03,",
     'i',
     .integer = 1234,
     {.grouping = ',', .zero = true, .precision = -1, .width = 3},
     "1,234"},
    {"x", 'i', .integer = 255, {.type = 'x', .precision = -1}, "ff"},
    {"#X", 'i', .integer = 255, {.type = 'X', .alternate = true, .precision = -1}, "0XFF"},
    {"#010b",
     'i',
     .integer = -5,
     {.type = 'b', .alternate = true, .zero = true, .precision = -1, .width = 10},
     "-0b0000101"},
    {"o", 'i', .integer = 8, {.type = 'o', .precision = -1}, "10"},
    {"#_x",
     'i',
     .integer = 65535,
     {.grouping = '_', .type = 'x', .alternate = true, .precision = -1},
     "0xffff"},
    {"c", 'i', .integer = 8364, {.type = 'c', .precision = -1}, "€"},
    {".2f", 'i', .integer = 3, {.type = 'f', .precision = 2}, "3.00"},
    {".0%", 'i', .integer = 3, {.type = '%', .precision = 0}, "300%"},
    {"x=6",
     'i',
     .integer = -42,
     {.fill = "x", .align = '=', .precision = -1, .width = 6},
     "-xxx42"},
    {"n", 'i', .integer = 1000000, {.type = 'n', .precision = -1}, "1000000"},
    {".3e", 'i', .integer = 123456789, {.type = 'e', .precision = 3}, "1.235e+08"},
    {".2f", 'f', .number = 1234.5678, {.type = 'f', .precision = 2}, "1234.57"},
    {",.2f", 'f', .number = 1234.5678, {.grouping = ',', .type = 'f', .precision = 2}, "1,234.57"},
    {",.0f", 'f', .number = -1234.5, {.grouping = ',', .type = 'f', .precision = 0}, "-1,234"},
    {".0f", 'f', .number = 2.5, {.type = 'f', .precision = 0}, "2"},
    {".2f", 'f', .number = 2.675, {.type = 'f', .precision = 2}, "2.67"},
    {".0f",
     'f',
     .number = 1e+300,
     {.type = 'f', .precision = 0},
     "100000000000000005250476025520442024870446858110815915491585411551180245798890819578637137508"
     "044786404370444383288387817694252323536043057564479218478670698284838720092657580373783023379"
     "478809005936895323497079994508111903896764088007465274278014249457925878882005684283811566947"
     "2196386865459400540160"},
    {".1%", 'f', .number = 0.256, {.type = '%', .precision = 1}, "25.6%"},
    {".1f", 'f', .number = -0.0, {.type = 'f', .precision = 1}, "-0.0"},
    {".1f", 'f', .number = -0.04, {.type = 'f', .precision = 1}, "-0.0"},
    {"g", 'f', .number = 1e-07, {.type = 'g', .precision = -1}, "1e-07"},
    {"g", 'f', .number = 123456789.0, {.type = 'g', .precision = -1}, "1.23457e+08"},
    {"#.3g",
     'f',
     .number = 123456789.0,
     {.type = 'g', .alternate = true, .precision = 3},
     "1.23e+08"},
    {".2e", 'f', .number = 12345.678, {.type = 'e', .precision = 2}, "1.23e+04"},
    {"E", 'f', .number = 12345.678, {.type = 'E', .precision = -1}, "1.234568E+04"},
    {"#.0f", 'f', .number = 3.0, {.type = 'f', .alternate = true, .precision = 0}, "3."},
    {"8f", 'f', .number = INFINITY, {.type = 'f', .precision = -1, .width = 8}, "     inf"},
    {"08F",
     'f',
     .number = -INFINITY,
     {.type = 'F', .zero = true, .precision = -1, .width = 8},
     "-0000INF"},
    {"+f", 'f', .number = NAN, {.sign = '+', .type = 'f', .precision = -1}, "+nan"},
    {"012,.1f",
     'f',
     .number = 1234.5,
     {.grouping = ',', .type = 'f', .zero = true, .precision = 1, .width = 12},
     "00,001,234.5"},
    {"é^10.1f",
     'f',
     .number = -1.5,
     {.fill = "é", .align = '^', .type = 'f', .precision = 1, .width = 10},
     "ééé-1.5ééé"},
    {".25f", 'f', .number = 0.1, {.type = 'f', .precision = 25}, "0.1000000000000000055511151"},
    {"+f", 'f', .number = 1.5, {.sign = '+', .type = 'f', .precision = -1}, "+1.500000"},
    {"6", 't', .text = "abc", {.precision = -1, .width = 6}, "abc   "},
    {">6", 't', .text = "abc", {.align = '>', .precision = -1, .width = 6}, "   abc"},
    {"-^7", 't', .text = "ab", {.fill = "-", .align = '^', .precision = -1, .width = 7}, "--ab---"},
    {".2", 't', .text = "héllo", {.precision = 2}, "hé"},
    {"*>5",
     't',
     .text = "日本",
     {.fill = "*", .align = '>', .precision = -1, .width = 5},
     "***日本"},
    {"s", 't', .text = "abc", {.type = 's', .precision = -1}, "abc"},
    {"2.0", 't', .text = "abcdef", {.precision = 0, .width = 2}, "  "},
    {"05", 't', .text = "abc", {.zero = true, .precision = -1, .width = 5}, "abc00"},
    /* Where the language differs: a float without a type is as short as in
     * interpolation. */
    {"", 'f', .number = 3.0, {.precision = -1}, "3"},
    {",", 'f', .number = 1234567.5, {.grouping = ',', .precision = -1}, "1,234,567.5"},
    {"6", 'f', .number = -2.0, {.precision = -1, .width = 6}, "    -2"},
};

static void apply(DashBuilder *b, const Case *c)
{
    if (c->kind == 'i')
        dash_format_int(b, c->integer, &c->format);
    else if (c->kind == 'f')
        dash_format_float(b, c->number, &c->format);
    else
        dash_format_text(b, dash_text_of(c->text), &c->format);
}

static void every_case(void **state)
{
    (void)state;
    DashCx *cx = dash_cx_create(0);
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        DashBuilder b = dash_builder(cx);
        apply(&b, &CASES[i]);
        dash_put(&b, (DashText){"", 1});
        if (strcmp(b.ptr, CASES[i].expected) != 0)
            fail_msg("\"%s\": expected \"%s\", got \"%s\"", CASES[i].specification,
                     CASES[i].expected, b.ptr);
    }
    dash_cx_destroy(cx);
}

static void no_character(DashCx *cx, void *state)
{
    DashBuilder b = dash_builder(cx);
    dash_format_int(&b, *(int64_t *)state, &(DashFormat){.type = 'c', .precision = -1});
}

static void numbers_of_no_character_fail(void **state)
{
    (void)state;
    DashCx *cx = dash_cx_create(0);
    int64_t bad[] = {-1, 0xD800, 0x110000};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_int_equal(dash_cx_run(cx, no_character, &bad[i]), DASH_EXIT_FAILED);
    dash_cx_destroy(cx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_case),
        cmocka_unit_test(numbers_of_no_character_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
