/* SPDX-License-Identifier: MIT
 *
 * px against what plotly.express 6 made of the same calls: every file of
 * tests/figures holds a call and its figure. Ours is built from the same CSV,
 * written as JSON, read again and compared part by part. What may differ, and
 * why, is in tests/figures/README.md.
 */
#include "unit.h"

#include <dirent.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cJSON.h>

#include "core/cx.h"
#include "core/date.h"
#include "core/json_writer.h"
#include "dash/source.h"
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
    for (uint32_t i = 0; cJSON_IsString(name) && i < table->column_count; i++) {
        if (strcmp(table->columns[i].name, name->valuestring) == 0) {
            return &table->columns[i];
        }
    }
    return NULL;
}

static DashText text_in(DashCx *cx, const char *text)
{
    size_t len = strlen(text);
    char *copy = dash_alloc(cx, len + 1);
    memcpy(copy, text, len);
    return (DashText){copy, len};
}

static DashValue value_of(DashCx *cx, const cJSON *json)
{
    size_t count = (size_t)cJSON_GetArraySize(json), i = 0;
    const cJSON *child;
    if (cJSON_IsArray(json)) {
        DashValue *items = dash_alloc_array(cx, count, sizeof(*items));
        cJSON_ArrayForEach(child, json) items[i++] = value_of(cx, child);
        return dash_list(cx, items, count);
    }
    if (cJSON_IsObject(json)) {
        DashField *fields = dash_alloc_array(cx, count, sizeof(*fields));
        cJSON_ArrayForEach(child, json)
        {
            fields[i++] = (DashField){dash_text_of(child->string), value_of(cx, child)};
        }
        return dash_object(cx, fields, count);
    }
    if (cJSON_IsNumber(json)) {
        double number = json->valuedouble;
        return number == floor(number) ? dash_int((int64_t)number) : dash_float(number);
    }
    return cJSON_IsString(json) ? dash_string(text_in(cx, json->valuestring))
           : cJSON_IsBool(json) ? dash_bool(cJSON_IsTrue(json))
                                : DASH_NULL_VALUE;
}

/* The names of columns, of which a list or an object has several. */
static DashPxColumns columns_of(DashCx *cx, const DashTable *table, const cJSON *names)
{
    size_t len = cJSON_IsString(names) ? 1 : (size_t)cJSON_GetArraySize(names), i = 0;
    const DashColumn **items = dash_alloc_array(cx, len, sizeof(*items));
    if (cJSON_IsString(names)) {
        items[i++] = column_named(table, names);
    }
    const cJSON *name;
    cJSON_ArrayForEach(name, names)
    {
        cJSON key = {.type = cJSON_String, .valuestring = name->string};
        items[i] = column_named(table, cJSON_IsObject(names) ? &key : name);
        i++;
    }
    for (i = 0; i < len; i++) {
        assert_non_null(items[i]);
    }
    return (DashPxColumns){items, len};
}

static DashPxColumns all_columns(DashCx *cx, const DashTable *table)
{
    const DashColumn **items = dash_alloc_array(cx, table->column_count, sizeof(*items));
    for (uint32_t i = 0; i < table->column_count; i++) {
        items[i] = &table->columns[i];
    }
    return (DashPxColumns){items, table->column_count};
}

static const struct {
    const char *name;
    size_t offset;
} COLUMNS[] =
    {
#define PX_COLUMN(name) {#name, offsetof(DashPx, name)},
#include "dash/px.def"
},
  LISTS[] =
      {
#define PX_COLUMNS(name) {#name, offsetof(DashPx, name)},
#include "dash/px.def"
          {"wide_x", offsetof(DashPx, wide_x)},
          {"wide_y", offsetof(DashPx, wide_y)},
},
  VALUES[] = {
#define PX_VALUE(name, kind, values) {#name, offsetof(DashPx, name)},
#include "dash/px.def"
      {"img_x", offsetof(DashPx, img_x)},
      {"img_y", offsetof(DashPx, img_y)},
};
#define COUNT(array) (sizeof(array) / sizeof(array[0]))

static void *member(DashPx *px, size_t offset)
{
    return (char *)px + offset;
}

/* x=["a","b"] of a table: several columns of one axis. */
static bool is_wide(const cJSON *argument, const DashTable *table)
{
    const char *name = argument->string;
    return (strcmp(name, "x") == 0 || strcmp(name, "y") == 0) && cJSON_IsArray(argument) &&
           table->column_count > 0;
}

/* Puts one argument where it belongs; every argument must have a place, or the
 * comparison would tell less than it seems to. */
static void put_argument(DashCx *cx, DashPx *px, const DashTable *table, const cJSON *argument,
                         const char *name)
{
    size_t found = 0;
    for (size_t i = 0; i < COUNT(COLUMNS); i++) {
        if (strcmp(COLUMNS[i].name, name) == 0 && cJSON_IsString(argument)) {
            const DashColumn *column = column_named(table, argument);
            assert_non_null(column);
            *(const DashColumn **)member(px, COLUMNS[i].offset) = column;
            found++;
        }
    }
    for (size_t i = 0; i < COUNT(LISTS); i++) {
        if (strcmp(LISTS[i].name, name) == 0) {
            *(DashPxColumns *)member(px, LISTS[i].offset) = columns_of(cx, table, argument);
            found++;
        }
    }
    for (size_t i = 0; i < COUNT(VALUES); i++) {
        if (strcmp(VALUES[i].name, name) == 0) {
            /* None where there is a default is the empty text. */
            DashValue value = value_of(cx, argument);
            *(DashValue *)member(px, VALUES[i].offset) =
                value.kind == DASH_NULL ? dash_string(DASH_TEXT("")) : value;
            found++;
        }
    }
    if (found != 1) {
        fail_msg("no place for the argument %s", name);
    }
}

static DashPx px_of(DashCx *cx, const DashTable *table, const cJSON *args, bool image)
{
    DashPx px = {.where = "test", .all = all_columns(cx, table)};
    const cJSON *argument;
    cJSON_ArrayForEach(argument, args)
    {
        char name[64];
        bool wide = is_wide(argument, table);
        bool axis = image && argument->string[1] == '\0';
        snprintf(name, sizeof(name), "%s%s", wide ? "wide_" : axis ? "img_" : "", argument->string);
        put_argument(cx, &px, table, argument, name);
        if (strcmp(name, "hover_data") == 0 && cJSON_IsObject(argument)) {
            px.hover_formats = value_of(cx, argument);
        }
    }
    return px;
}

/* Lists in the place of columns: a table of them, and their names. */
static void lists_to_columns(DashCx *cx, cJSON *args, DashTable *table)
{
    DashColumn *columns = dash_alloc_array(cx, 16, sizeof(*columns));
    cJSON *argument;
    cJSON_ArrayForEach(argument, args)
    {
        for (size_t i = 0; i < COUNT(COLUMNS) && cJSON_IsArray(argument); i++) {
            if (strcmp(COLUMNS[i].name, argument->string) == 0) {
                DashValue list = value_of(cx, argument);
                DashColumn column = dash_list_column(cx, COLUMNS[i].name, list, "test");
                columns[table->column_count++] = column;
                table->rows = list.count;
                cJSON_Delete(argument->child);
                argument->child = NULL;
                argument->type = cJSON_String;
                argument->valuestring = strdup(argument->string);
            }
        }
    }
    table->columns = columns;
}

static void run_call(DashCx *cx, void *state)
{
    Call *call = state;
    static const struct {
        const char *name;
        DashPxFunction function;
    } FUNCTIONS[] = {
#define PX_FUNCTION(name, trace, arguments) {#name, DASH_PX_##name},
#include "dash/px.def"
    };
    cJSON *args = cJSON_GetObjectItem(call->spec, "args");
    const char *name = cJSON_GetObjectItem(call->spec, "function")->valuestring;
    bool image = strcmp(name, "imshow") == 0, lists = false;
    if (!call->table.columns && !image) {
        lists_to_columns(cx, args, &call->table);
        lists = true;
    }
    DashPx px = px_of(cx, &call->table, args, image);
    DashTable table = call->table;
    if (lists) {
        px.all = (DashPxColumns){0};
        table.column_count = 0;
    }
    for (size_t i = 0; i < COUNT(FUNCTIONS); i++) {
        if (strcmp(FUNCTIONS[i].name, name) == 0) {
            DashValue figure = dash_px(cx, FUNCTIONS[i].function, &table, &px);
            json_value(&call->writer, &figure);
            return;
        }
    }
    fail_msg("no function %s", name);
}

static void read_table(DashCx *cx, const cJSON *name, DashTable *table)
{
    char path[512];
    DashSourceReport report;
    if (!cJSON_IsString(name)) {
        return;
    }
    snprintf(path, sizeof(path), FIGURES "data/%s.csv", name->valuestring);
    if (!dash_source_read(cx->arena, path, &(DashSource){0}, table, &report)) {
        fail_msg("%s:%zu: %s", path, report.error.line, report.error.message);
    }
}

static cJSON *our_figure(const cJSON *spec)
{
    DashCx *cx = dash_cx_create(0);
    Call call = {.spec = spec};
    read_table(cx, cJSON_GetObjectItem(spec, "table"), &call.table);
    json_writer_init(&call.writer);
    DashExit end = dash_cx_run(cx, run_call, &call);
    if (end != DASH_EXIT_DONE) {
        fail_msg("%s: px failed: %s", cJSON_GetObjectItem(spec, "name")->valuestring, cx->message);
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

/* What says nothing: empty objects, and the copy of layout.map for a map of the past. */
static void drop_empty(cJSON *json)
{
    cJSON *child = json->child, *next;
    for (; child; child = next) {
        next = child->next;
        drop_empty(child);
        if (cJSON_IsObject(json) && cJSON_IsObject(child) && !child->child) {
            cJSON_Delete(cJSON_DetachItemViaPointer(json, child));
        }
    }
}

static void drop_silent(cJSON *figure)
{
    cJSON *layout = cJSON_GetObjectItem(figure, "layout");
    if (cJSON_GetObjectItem(layout, "map")) {
        cJSON_DeleteItemFromObject(layout, "mapbox");
    }
    drop_empty(figure);
}

/* The nodes of a tree by their ids: with a discrete colour plotly.express sorts
 * them by it, and leaves those of one colour in no order. */
static void sort_rows(cJSON *list, const int *order)
{
    int count = cJSON_GetArraySize(list);
    cJSON **items = calloc((size_t)count + 1, sizeof(*items));
    for (int i = 0; i < count; i++) {
        items[i] = cJSON_DetachItemFromArray(list, 0);
    }
    for (int i = 0; i < count; i++) {
        cJSON_AddItemToArray(list, items[order[i]]);
    }
    free(items);
}

static void sort_lists(cJSON *object, const int *order, int count)
{
    cJSON *child;
    cJSON_ArrayForEach(child, object)
    {
        if (cJSON_IsArray(child) && cJSON_GetArraySize(child) == count) {
            sort_rows(child, order);
        } else if (cJSON_IsObject(child)) {
            sort_lists(child, order, count);
        }
    }
}

static void sort_nodes(cJSON *figure)
{
    cJSON *trace = cJSON_GetArrayItem(cJSON_GetObjectItem(figure, "data"), 0);
    const cJSON *ids = cJSON_GetObjectItem(trace, "ids");
    int count = cJSON_GetArraySize(ids);
    if (!cJSON_GetObjectItem(trace, "parents") || count == 0) {
        return;
    }
    int *order = calloc((size_t)count, sizeof(*order));
    for (int i = 0; i < count; i++) {
        int at = i;
        const char *id = cJSON_GetArrayItem(ids, i)->valuestring;
        for (; at > 0 && strcmp(cJSON_GetArrayItem(ids, order[at - 1])->valuestring, id) > 0;
             at--) {
            order[at] = order[at - 1];
        }
        order[at] = i;
    }
    sort_lists(trace, order, count);
    free(order);
}

static size_t check_recording(const char *file)
{
    char path[512];
    snprintf(path, sizeof(path), FIGURES "%s", file);
    cJSON *recorded = read_json(path);
    const cJSON *spec = cJSON_GetObjectItem(recorded, "case");
    if (cJSON_GetObjectItem(spec, "python")) { /* no call of px: figures.test.mjs runs it */
        cJSON_Delete(recorded);
        return 0;
    }
    cJSON *wanted = cJSON_GetObjectItem(recorded, "figure"), *got = our_figure(spec);
    expand_typed(wanted);
    expand_typed(got);
    name_template(got);
    drop_silent(wanted);
    drop_silent(got);
    sort_nodes(wanted);
    sort_nodes(got);
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
    assert_in_range(figures, 250, 10000);
    assert_int_equal(differences, 0);
}

static void template_is_plotlys(void **state)
{
    (void)state;
    cJSON *wanted = read_json(FIGURES "template.json"), *got = cJSON_Parse(dash_templates[0].json);
    assert_non_null(got);
    assert_string_equal(dash_templates[0].name, "plotly");
    assert_int_equal(strlen(dash_templates[0].json), dash_templates[0].len);
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
    const DashValue range[] = {dash_int(0), dash_int(5)};
    DashPx none = {.where = "app.dash:1:1"};
    DashPx template = {
        .x = &COLUMN, .template = dash_string(DASH_TEXT("my")), .where = "app.dash:2:1"};
    DashPx log_range = {.x = &COLUMN,
                        .y = &COLUMN,
                        .log_y = dash_bool(true),
                        .range_y = {.kind = DASH_LIST, .count = 2, .items = range},
                        .where = "app.dash:3:1"};
    struct {
        DashPx *px;
        const char *message;
    } cases[] = {
        {&none, "x or y must be given"},
        {&template, "there is no template \"my\""},
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
