/* SPDX-License-Identifier: MIT
 *
 * px against what plotly.express 6 made of the same calls: every file of
 * tests/figures holds a call and its figure. Ours is built from the same CSV,
 * written as JSON, read again and compared part by part. What may differ, and
 * why, is in tests/figures/README.md.
 */
#include <dirent.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cJSON.h>
#include <cmocka.h>

#include "core/cx.h"
#include "core/date.h"
#include "core/json_writer.h"
#include "dash/csv.h"
#include "dash/figure.h"
#include "dash/text.h"

#define FIGURES "../figures/"

/* ---- reading ----------------------------------------------------------------- */

static char *read_file(const char *path)
{
    FILE *file = fopen(path, "rb");
    if (!file) {
        fail_msg("cannot open %s", path);
    }
    assert_int_equal(fseek(file, 0, SEEK_END), 0);
    size_t len = (size_t)ftell(file);
    rewind(file);
    char *text = calloc(len + 1, 1);
    assert_non_null(text);
    assert_int_equal(fread(text, 1, len, file), len);
    fclose(file);
    return text;
}

static cJSON *read_json(const char *path)
{
    char *text = read_file(path);
    cJSON *json = cJSON_Parse(text);
    assert_non_null(json);
    free(text);
    return json;
}

/* ---- the call ------------------------------------------------------------------ */

typedef struct Call {
    const cJSON *spec;
    DashTable table;
    JsonWriter writer;
} Call;

static const DashColumn *column_named(const DashTable *table, const cJSON *name)
{
    if (!name) {
        return NULL;
    }
    for (uint32_t i = 0; i < table->column_count; i++) {
        if (strcmp(table->columns[i].name, name->valuestring) == 0) {
            return &table->columns[i];
        }
    }
    fail_msg("no column %s", name->valuestring);
    return NULL;
}

static DashPxColumns columns_of(DashCx *cx, const DashTable *table, const cJSON *names)
{
    size_t len = (size_t)cJSON_GetArraySize(names), i = 0;
    const DashColumn **items = dash_alloc_array(cx, len, sizeof(*items));
    const cJSON *name;
    cJSON_ArrayForEach(name, names) items[i++] = column_named(table, name);
    return (DashPxColumns){items, len};
}

static DashText text_of(const cJSON *json)
{
    return cJSON_IsString(json) ? dash_text_of(json->valuestring) : DASH_NO_TEXT;
}

static DashTexts texts_of(DashCx *cx, const cJSON *list)
{
    size_t len = (size_t)cJSON_GetArraySize(list), i = 0;
    DashText *items = dash_alloc_array(cx, len, sizeof(*items));
    const cJSON *item;
    cJSON_ArrayForEach(item, list) items[i++] = text_of(item);
    return (DashTexts){items, len};
}

static DashFloats floats_of(DashCx *cx, const cJSON *list)
{
    size_t len = (size_t)cJSON_GetArraySize(list), i = 0;
    double *items = dash_alloc_array(cx, len, sizeof(*items));
    const cJSON *item;
    cJSON_ArrayForEach(item, list) items[i++] = item->valuedouble;
    return (DashFloats){items, len};
}

static size_t pairs_of(DashCx *cx, const cJSON *object, const DashPxPair **pairs)
{
    size_t len = (size_t)cJSON_GetArraySize(object), i = 0;
    DashPxPair *items = dash_alloc_array(cx, len, sizeof(*items));
    const cJSON *item;
    cJSON_ArrayForEach(item, object)
    {
        items[i++] = (DashPxPair){dash_text_of(item->string), text_of(item)};
    }
    *pairs = items;
    return len;
}

static size_t orders_of(DashCx *cx, const cJSON *object, const DashPxOrder **orders)
{
    size_t len = (size_t)cJSON_GetArraySize(object), i = 0;
    DashPxOrder *items = dash_alloc_array(cx, len, sizeof(*items));
    const cJSON *item;
    cJSON_ArrayForEach(item, object)
    {
        items[i++] = (DashPxOrder){dash_text_of(item->string), texts_of(cx, item)};
    }
    *orders = items;
    return len;
}

static DashOptInt opt_int(const cJSON *json)
{
    return json ? (DashOptInt){true, (int64_t)json->valuedouble} : (DashOptInt){0};
}

static DashPx px_of(DashCx *cx, const DashTable *table, const cJSON *args)
{
    static const struct {
        const char *name;
        size_t offset;
    } COLUMNS[] =
        {
#define X(field) {#field, offsetof(DashPx, field)}
            X(x),         X(y),          X(color),  X(text),      X(hover_name), X(pattern_shape),
            X(line_dash), X(line_group), X(symbol), X(facet_row), X(facet_col),
        },
      TEXTS[] = {
          X(title),
          X(subtitle),
          X(orientation),
          X(barmode),
          X(line_shape),
          X(render_mode),
          {"template", offsetof(DashPx, template_)},
          {"text_auto", offsetof(DashPx, text_auto_format)},
#undef X
      };
    DashPx px = {.where = "test"};
    for (size_t i = 0; i < sizeof(COLUMNS) / sizeof(COLUMNS[0]); i++) {
        *(const DashColumn **)(void *)((char *)&px + COLUMNS[i].offset) =
            column_named(table, cJSON_GetObjectItem(args, COLUMNS[i].name));
    }
    for (size_t i = 0; i < sizeof(TEXTS) / sizeof(TEXTS[0]); i++) {
        *(DashText *)(void *)((char *)&px + TEXTS[i].offset) =
            text_of(cJSON_GetObjectItem(args, TEXTS[i].name));
    }
    px.hover_data = columns_of(cx, table, cJSON_GetObjectItem(args, "hover_data"));
    px.custom_data = columns_of(cx, table, cJSON_GetObjectItem(args, "custom_data"));
    px.label_count = pairs_of(cx, cJSON_GetObjectItem(args, "labels"), &px.labels);
    px.color_discrete_map_count =
        pairs_of(cx, cJSON_GetObjectItem(args, "color_discrete_map"), &px.color_discrete_map);
    px.color_discrete_sequence = texts_of(cx, cJSON_GetObjectItem(args, "color_discrete_sequence"));
    px.category_order_count =
        orders_of(cx, cJSON_GetObjectItem(args, "category_orders"), &px.category_orders);
    const cJSON *opacity = cJSON_GetObjectItem(args, "opacity");
    px.opacity = opacity ? (DashOptFloat){true, opacity->valuedouble} : (DashOptFloat){0};
    px.width = opt_int(cJSON_GetObjectItem(args, "width"));
    px.height = opt_int(cJSON_GetObjectItem(args, "height"));
    px.range_x = floats_of(cx, cJSON_GetObjectItem(args, "range_x"));
    px.range_y = floats_of(cx, cJSON_GetObjectItem(args, "range_y"));
    px.markers = cJSON_IsTrue(cJSON_GetObjectItem(args, "markers"));
    px.log_x = cJSON_IsTrue(cJSON_GetObjectItem(args, "log_x"));
    px.log_y = cJSON_IsTrue(cJSON_GetObjectItem(args, "log_y"));
    px.text_auto = cJSON_GetObjectItem(args, "text_auto") != NULL;
    return px;
}

/* Every argument of the case must be one that px_of knows, or the comparison
 * would tell less than it seems to. */
static void assert_known_arguments(const cJSON *args)
{
    static const char *const KNOWN =
        " x y color text hover_name pattern_shape line_dash line_group symbol facet_row facet_col "
        "title subtitle orientation barmode line_shape render_mode template text_auto hover_data "
        "custom_data labels color_discrete_map color_discrete_sequence category_orders opacity "
        "width height range_x range_y markers log_x log_y ";
    const cJSON *argument;
    cJSON_ArrayForEach(argument, args)
    {
        char word[64];
        snprintf(word, sizeof(word), " %s ", argument->string);
        if (!strstr(KNOWN, word)) {
            fail_msg("the test does not know the argument %s", argument->string);
        }
    }
}

static void run_call(DashCx *cx, void *state)
{
    Call *call = state;
    const cJSON *args = cJSON_GetObjectItem(call->spec, "args");
    DashPx px = px_of(cx, &call->table, args);
    bool bar = strcmp(cJSON_GetObjectItem(call->spec, "function")->valuestring, "bar") == 0;
    DashValue figure =
        bar ? dash_px_bar(cx, &call->table, &px) : dash_px_line(cx, &call->table, &px);
    json_value(&call->writer, &figure);
}

static cJSON *our_figure(const cJSON *spec)
{
    char path[512];
    snprintf(path, sizeof(path), FIGURES "data/%s.csv",
             cJSON_GetObjectItem(spec, "table")->valuestring);
    DashCx *cx = dash_cx_create(0);
    Call call = {.spec = spec};
    DashCsvError error;
    if (!dash_csv_read(cx->arena, path, NULL, &call.table, &error)) {
        fail_msg("%s:%zu: %s", path, error.line, error.message);
    }
    json_writer_init(&call.writer);
    DashExit end = dash_cx_run(cx, run_call, &call);
    if (end != DASH_EXIT_DONE) {
        fail_msg("px failed: %s", cx->message);
    }
    assert_false(call.writer.failed);
    cJSON *json = cJSON_ParseWithLength(call.writer.ptr, call.writer.len);
    if (!json) {
        fail_msg("not JSON: %.*s", (int)call.writer.len, call.writer.ptr);
    }
    json_writer_finish(&call.writer);
    dash_cx_destroy(cx);
    return json;
}

/* ---- typed arrays -------------------------------------------------------------- */

static size_t decode_base64(const char *text, unsigned char *out)
{
    static const char ALPHABET[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    size_t len = 0;
    uint32_t bits = 0;
    for (int have = 0; *text && *text != '='; text++) {
        const char *place = strchr(ALPHABET, *text);
        assert_non_null(place);
        bits = bits << 6 | (uint32_t)(place - ALPHABET);
        have += 6;
        if (have >= 8) {
            have -= 8;
            out[len++] = (unsigned char)(bits >> have & 0xFF);
        }
    }
    return len;
}

static double element(const char *dtype, const unsigned char *at)
{
#define TYPE(name, type)                                                                           \
    if (strcmp(dtype, name) == 0) {                                                                \
        type value;                                                                                \
        memcpy(&value, at, sizeof(value));                                                         \
        return (double)value;                                                                      \
    }
    TYPE("i1", int8_t)
    TYPE("u1", uint8_t)
    TYPE("i2", int16_t)
    TYPE("u2", uint16_t)
    TYPE("i4", int32_t)
    TYPE("u4", uint32_t)
    TYPE("f4", float)
    TYPE("f8", double)
#undef TYPE
    fail_msg("dtype %s", dtype);
    return 0;
}

/* The length of the inner lists of a typed array of two dimensions, else 0. */
static int inner_length(const cJSON *typed)
{
    const cJSON *shape = cJSON_GetObjectItem(typed, "shape");
    const char *comma = cJSON_IsString(shape) ? strchr(shape->valuestring, ',') : NULL;
    return comma ? atoi(comma + 1) : 0;
}

/* [1, 2, 3, 4] by 2 is [[1, 2], [3, 4]]. */
static cJSON *in_rows(cJSON *flat, int length)
{
    cJSON *rows = cJSON_CreateArray();
    while (cJSON_GetArraySize(flat) > 0) {
        cJSON *row = cJSON_CreateArray();
        for (int i = 0; i < length; i++) {
            cJSON_AddItemToArray(row, cJSON_DetachItemFromArray(flat, 0));
        }
        cJSON_AddItemToArray(rows, row);
    }
    cJSON_Delete(flat);
    return rows;
}

/* A typed array becomes the plain list of its elements; NaN becomes null. */
static void make_plain(cJSON *typed)
{
    int length = inner_length(typed);
    const char *dtype = cJSON_GetObjectItem(typed, "dtype")->valuestring;
    const char *data = cJSON_GetObjectItem(typed, "bdata")->valuestring;
    unsigned char *bytes = malloc(strlen(data) + 1);
    size_t len = decode_base64(data, bytes), size = (size_t)(dtype[1] - '0');
    cJSON *list = cJSON_CreateArray();
    for (size_t i = 0; i + size <= len; i += size) {
        double value = element(dtype, bytes + i);
        cJSON_AddItemToArray(list, isnan(value) ? cJSON_CreateNull() : cJSON_CreateNumber(value));
    }
    free(bytes);
    if (length > 0) {
        list = in_rows(list, length);
    }
    cJSON_Delete(typed->child);
    typed->type = cJSON_Array;
    typed->child = list->child;
    list->child = NULL;
    cJSON_Delete(list);
}

static void expand_typed(cJSON *json)
{
    if (cJSON_IsObject(json) && cJSON_GetObjectItem(json, "bdata")) {
        make_plain(json);
    }
    cJSON *child;
    cJSON_ArrayForEach(child, json) expand_typed(child);
}

/* ---- comparison ------------------------------------------------------------------ */

static bool same_text(const char *wanted, const char *got)
{
    int64_t a, b;
    if (strcmp(wanted, got) == 0) {
        return true;
    }
    return date_parse_time(wanted, strlen(wanted), &a) && date_parse_time(got, strlen(got), &b) &&
           a == b;
}

static bool same_number(double wanted, double got)
{
    return fabs(wanted - got) <= 1e-9 * fmax(1, fabs(wanted));
}

static void mismatch(const char *name, const char *path, const cJSON *wanted, const cJSON *got)
{
    char *left = cJSON_PrintUnformatted(wanted), *right = got ? cJSON_PrintUnformatted(got) : NULL;
    print_error("%s: %s\n  plotly.express: %.400s\n  ours:           %.400s\n", name, path, left,
                right ? right : "(missing)");
    free(left);
    free(right);
}

static size_t compare(const char *name, const char *path, const cJSON *wanted, const cJSON *got);

static size_t compare_objects(const char *name, const char *path, const cJSON *wanted,
                              const cJSON *got)
{
    size_t differences = 0;
    char inner[512];
    const cJSON *child;
    cJSON_ArrayForEach(child, wanted)
    {
        snprintf(inner, sizeof(inner), "%s.%s", path, child->string);
        const cJSON *other = cJSON_GetObjectItemCaseSensitive(got, child->string);
        differences += compare(name, inner, child, other);
    }
    cJSON_ArrayForEach(child, got)
    {
        if (!cJSON_GetObjectItemCaseSensitive(wanted, child->string)) {
            print_error("%s: %s.%s is not in plotly.express' figure\n", name, path, child->string);
            differences++;
        }
    }
    return differences;
}

static size_t compare_lists(const char *name, const char *path, const cJSON *wanted,
                            const cJSON *got)
{
    if (cJSON_GetArraySize(wanted) != cJSON_GetArraySize(got)) {
        mismatch(name, path, wanted, got);
        return 1;
    }
    size_t differences = 0, index = 0;
    const cJSON *other = got->child, *child;
    cJSON_ArrayForEach(child, wanted)
    {
        char inner[512];
        snprintf(inner, sizeof(inner), "%s[%zu]", path, index++);
        differences += compare(name, inner, child, other);
        other = other->next;
    }
    return differences;
}

/* plotly.py writes a missing time as a text; ours is null, as for any column. */
static bool is_missing_time(const cJSON *wanted, const cJSON *got)
{
    return cJSON_IsNull(got) && cJSON_IsString(wanted) && strcmp(wanted->valuestring, "NaT") == 0;
}

static size_t compare(const char *name, const char *path, const cJSON *wanted, const cJSON *got)
{
    if (is_missing_time(wanted, got)) {
        return 0;
    }
    bool same = got && (wanted->type & 0xFF) == (got->type & 0xFF);
    if (same && cJSON_IsObject(wanted)) {
        return compare_objects(name, path, wanted, got);
    }
    if (same && cJSON_IsArray(wanted)) {
        return compare_lists(name, path, wanted, got);
    }
    if (same && cJSON_IsString(wanted)) {
        same = same_text(wanted->valuestring, got->valuestring);
    }
    if (same && cJSON_IsNumber(wanted)) {
        same = same_number(wanted->valuedouble, got->valuedouble);
    }
    if (!same) {
        mismatch(name, path, wanted, got);
    }
    return !same;
}

/* "none" is spelled out in ours, named in the recording. */
static void name_template(cJSON *figure)
{
    cJSON *layout = cJSON_GetObjectItem(figure, "layout");
    if (!cJSON_IsString(cJSON_GetObjectItem(layout, "template"))) {
        cJSON_ReplaceItemInObject(layout, "template", cJSON_CreateString("none"));
    }
}

static size_t check_recording(const char *file)
{
    char path[512];
    snprintf(path, sizeof(path), FIGURES "%s", file);
    cJSON *recorded = read_json(path);
    const cJSON *spec = cJSON_GetObjectItem(recorded, "case");
    assert_known_arguments(cJSON_GetObjectItem(spec, "args"));
    cJSON *wanted = cJSON_GetObjectItem(recorded, "figure"), *got = our_figure(spec);
    expand_typed(wanted);
    expand_typed(got);
    name_template(got);
    size_t differences = compare(file, "", wanted, got);
    cJSON_Delete(got);
    cJSON_Delete(recorded);
    return differences;
}

static void recorded_figures(void **state)
{
    (void)state;
    DIR *folder = opendir(FIGURES);
    assert_non_null(folder);
    size_t figures = 0, differences = 0;
    struct dirent *entry;
    while ((entry = readdir(folder)) != NULL) {
        const char *dot = strrchr(entry->d_name, '.');
        if (dot && strcmp(dot, ".json") == 0 && strcmp(entry->d_name, "template.json") != 0) {
            differences += check_recording(entry->d_name);
            figures++;
        }
    }
    closedir(folder);
    assert_in_range(figures, 40, 10000);
    assert_int_equal(differences, 0);
}

static void template_is_plotlys(void **state)
{
    (void)state;
    cJSON *wanted = read_json(FIGURES "template.json"), *got = cJSON_Parse(dash_template_plotly);
    assert_non_null(got);
    assert_int_equal(strlen(dash_template_plotly), dash_template_plotly_len);
    assert_int_equal(compare("template", "", wanted, got), 0);
    cJSON_Delete(wanted);
    cJSON_Delete(got);
}

/* ---- calls that fail --------------------------------------------------------------- */

static void call_badly(DashCx *cx, void *state)
{
    DashTable table = {0};
    (void)dash_px_bar(cx, &table, state);
}

static void failures(void **state)
{
    (void)state;
    static const int8_t DATA[1] = {0};
    static const DashColumn COLUMN = {
        .name = "a", .type = DASH_COLUMN_INT, .encoding = DASH_I8, .data = DATA};
    double range[] = {0, 5};
    DashPx none = {.where = "app.dash:1:1"};
    DashPx template_ = {.x = &COLUMN, .template_ = DASH_TEXT("ggplot2"), .where = "app.dash:2:1"};
    DashPx log_range = {
        .x = &COLUMN, .y = &COLUMN, .log_y = true, .range_y = {range, 2}, .where = "app.dash:3:1"};
    struct {
        DashPx *px;
        const char *message;
    } cases[] = {
        {&none, "x or y must be given"},
        {&template_, "the template ggplot2 is not supported yet"},
        {&log_range, "a range of a log axis must be above zero"},
    };
    DashCx *cx = dash_cx_create(0);
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        assert_int_equal(dash_cx_run(cx, call_badly, cases[i].px), DASH_EXIT_FAILED);
        assert_string_equal(cx->message, cases[i].message);
        assert_string_equal(cx->where, cases[i].px->where);
        dash_cx_reset(cx);
    }
    dash_cx_destroy(cx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(recorded_figures),
        cmocka_unit_test(template_is_plotlys),
        cmocka_unit_test(failures),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
