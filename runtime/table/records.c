/* SPDX-License-Identifier: MIT
 *
 * JSON as a table: a list of records, an object of columns, or a record a line. Two
 * passes over the bytes: the first checks everything and finds out the types of the
 * fields, the second hands the values to builders of columns.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/date.h"
#include "core/utf8.h"
#include "table/builder.h"
#include "table/json_scan.h"
#include "table/reader.h"

enum { RUN = 512, DEFAULT_MAX_COLUMNS = 4096 };

/* Bit t is set while every value so far can be a DashColumnType t. */
typedef unsigned Types;
#define TYPE(type) (1u << (type))
#define ALL_TYPES  (TYPE(DASH_COLUMN_DATETIME + 1) - 1)

typedef struct Field {
    const char *name;
    size_t name_len;
    bool wanted;   /* without a schema all are */
    bool fixed;    /* by a schema: `type` */
    bool required; /* null is an error */
    uint32_t result;
    Types types;
    JsonKind first;      /* of its first value … */
    size_t first_row;    /* … and where that is, from 1; 0: none yet */
    size_t row, present; /* the last one that has it, from 1; how many have a value */
    DashColumnType type;
    ColumnBuilder builder; /* from here on: the second pass */
    size_t filled;         /* rows in the builder and the run */
    size_t run;
    int64_t ints[RUN];
    double floats[RUN];
    bool there[RUN];
} Field;

typedef struct Reader {
    DashArena *arena;
    const DashSource *source;
    DashSourceError *error;
    JsonScanner scanner;
    Field **fields;
    uint32_t field_count;
    size_t rows;
    size_t row; /* that is being read, from 1 */
    bool second;
} Reader;

/* ---- errors --------------------------------------------------------------- */

static bool out_of_memory(Reader *r)
{
    return source_fail(r->arena, r->error, 0, 0, DASH_NO_TEXT, "memory is out");
}

#define fail_at(r, at, value, ...) (place((r), (at)), fail_here((r), value, __VA_ARGS__))

/* Lines are counted only for an error. */
static void place(const Reader *r, const char *at)
{
    json_place(&r->scanner, at, &r->error->line, &r->error->column);
}

#define fail_here(r, value, ...)                                                                   \
    source_fail((r)->arena, (r)->error, (r)->error->line, (r)->error->column, value, __VA_ARGS__)

static bool fail_scan(Reader *r)
{
    JsonScanner *s = &r->scanner;
    if (s->no_memory) {
        return out_of_memory(r);
    }
    return fail_at(r, s->at, DASH_NO_TEXT, "malformed JSON: %s is expected here", s->wrong);
}

static bool fail_expected(Reader *r, const char *expected)
{
    r->scanner.wrong = expected;
    return fail_scan(r);
}

/* The error is about a field of a record. */
static bool within(Reader *r, const Field *field)
{
    size_t size = field->name_len + 64;
    char *text = dash_arena_alloc(r->arena, size);
    if (text) {
        snprintf(text, size, "record %zu, field `%.60s`", r->row, field->name);
    }
    r->error->within = text;
    return false;
}

static const char *const KIND_NAMES[] = {
    [JSON_KIND_NULL] = "null",       [JSON_KIND_BOOL] = "a bool", [JSON_KIND_INT] = "a number",
    [JSON_KIND_FLOAT] = "a number",  [JSON_KIND_TEXT] = "a text", [JSON_KIND_LIST] = "a list",
    [JSON_KIND_RECORD] = "a record",
};

static bool fail_nested(Reader *r, const Field *field, const JsonToken *token)
{
    fail_at(r, token->raw.ptr, DASH_NO_TEXT,
            "%s stands here, and a column holds single values; a schema with `%.60s: text` keeps "
            "it as JSON, one without this field leaves it out",
            KIND_NAMES[token->kind], field->name);
    return within(r, field);
}

static bool fail_mixed(Reader *r, const Field *field, const JsonToken *token)
{
    fail_at(r, token->raw.ptr, DASH_NO_TEXT,
            "%s stands here, and record %zu has %s; a schema with `%.60s: text` takes both",
            KIND_NAMES[token->kind], field->first_row, KIND_NAMES[field->first], field->name);
    return within(r, field);
}

static bool fail_type(Reader *r, const Field *field, const JsonToken *token)
{
    if (token->kind == JSON_KIND_NULL) {
        fail_at(r, token->raw.ptr, DASH_NO_TEXT, "this is null");
    } else {
        fail_at(r, token->raw.ptr, token->raw, "the value does not fit");
    }
    r->error->expected = column_type_name(field->type);
    return within(r, field);
}

/* ---- fields --------------------------------------------------------------- */

static bool add_field(Reader *r, DashText name)
{
    size_t max = r->source->max_columns ? r->source->max_columns : DEFAULT_MAX_COLUMNS;
    size_t size = r->field_count * sizeof(Field *);
    if (r->field_count == max) {
        return fail_at(r, r->scanner.at, DASH_NO_TEXT, "the records have more than %zu fields",
                       max);
    }
    Field **fields = dash_arena_grow(r->arena, r->fields, size, size + sizeof(Field *));
    char *copy = dash_arena_alloc(r->arena, name.len + 1);
    Field *field = fields && copy ? calloc(1, sizeof(*field)) : NULL;
    if (!field) {
        return out_of_memory(r);
    }
    memcpy(copy, name.ptr, name.len);
    field->name = copy;
    field->name_len = name.len;
    field->wanted = !r->source->schema || r->source->schema_more;
    field->result = r->field_count;
    field->types = ALL_TYPES;
    fields[r->field_count++] = field;
    r->fields = fields;
    return true;
}

static bool has_name(const Field *field, DashText name)
{
    return field->name_len == name.len && memcmp(field->name, name.ptr, name.len) == 0;
}

/* Most records have their fields in the order of the one before: `*next` is the place
 * to look first. NULL: an error. */
static Field *find_field(Reader *r, DashText name, uint32_t *next)
{
    for (uint32_t i = 0; i < r->field_count; i++) {
        uint32_t at = *next + i < r->field_count ? *next + i : *next + i - r->field_count;
        if (has_name(r->fields[at], name)) {
            *next = at + 1;
            return r->fields[at];
        }
    }
    if (!add_field(r, name)) {
        return NULL;
    }
    *next = r->field_count;
    return r->fields[r->field_count - 1];
}

static bool apply_schema(Reader *r)
{
    for (uint32_t i = 0; i < r->source->schema_count; i++) {
        const DashSourceColumn *column = &r->source->schema[i];
        if (!add_field(r, (DashText){column->name, strlen(column->name)})) {
            return false;
        }
        Field *field = r->fields[i];
        field->wanted = field->fixed = true;
        field->required = !column->optional;
        field->type = column->type;
    }
    return true;
}

/* ---- what a value can be -------------------------------------------------- */

static Types types_of_text(DashText text, Types wanted)
{
    Types types = TYPE(DASH_COLUMN_TEXT);
    int64_t value;
    if ((wanted & TYPE(DASH_COLUMN_DATE)) && date_parse_day(text.ptr, text.len, &value)) {
        types |= TYPE(DASH_COLUMN_DATE);
    }
    if ((wanted & TYPE(DASH_COLUMN_DATETIME)) && date_parse_time(text.ptr, text.len, &value)) {
        types |= TYPE(DASH_COLUMN_DATETIME);
    }
    return types;
}

static Types types_of(const JsonToken *token, Types wanted)
{
    switch (token->kind) {
    case JSON_KIND_BOOL:
        return TYPE(DASH_COLUMN_BOOL);
    case JSON_KIND_INT:
        return TYPE(DASH_COLUMN_INT) | TYPE(DASH_COLUMN_FLOAT);
    case JSON_KIND_FLOAT:
        return TYPE(DASH_COLUMN_FLOAT);
    case JSON_KIND_TEXT:
        return types_of_text(token->text, wanted);
    case JSON_KIND_NULL:
    case JSON_KIND_LIST:
    case JSON_KIND_RECORD:
        break;
    }
    return 0;
}

/* A schema takes what the type can be read from: a number of milliseconds is a time,
 * anything is a text. */
static bool fits_schema(const Field *field, const JsonToken *token)
{
    if (field->type == DASH_COLUMN_TEXT ||
        (field->type == DASH_COLUMN_DATETIME && token->kind == JSON_KIND_INT)) {
        return true;
    }
    return types_of(token, TYPE(field->type)) & TYPE(field->type);
}

/* The first pass. */
static bool look_at_value(Reader *r, Field *field, const JsonToken *token)
{
    if (field->row == r->row) {
        fail_at(r, token->raw.ptr, DASH_NO_TEXT, "the field stands twice in this record");
        return within(r, field);
    }
    field->row = r->row;
    if (token->kind == JSON_KIND_NULL) {
        return !field->required || fail_type(r, field, token);
    }
    field->present++;
    if (field->fixed) {
        return fits_schema(field, token) || fail_type(r, field, token);
    }
    Types types = field->types & types_of(token, field->types);
    if (token->kind == JSON_KIND_LIST || token->kind == JSON_KIND_RECORD) {
        return fail_nested(r, field, token);
    }
    if (!types) {
        return fail_mixed(r, field, token);
    }
    field->types = types;
    if (!field->first_row) {
        field->first_row = r->row;
        field->first = token->kind;
    }
    return true;
}

/* ---- the second pass ------------------------------------------------------ */

static bool flush(Reader *r, Field *field)
{
    size_t count = field->run;
    field->run = 0;
    bool good = field->type == DASH_COLUMN_FLOAT
                    ? builder_add_floats(&field->builder, field->floats, field->there, count)
                    : builder_add_ints(&field->builder, field->ints, field->there, count);
    return good || out_of_memory(r);
}

static bool put(Reader *r, Field *field, int64_t integer, double number, bool there)
{
    field->ints[field->run] = integer;
    field->floats[field->run] = number;
    field->there[field->run++] = there;
    field->filled++;
    return field->run < RUN || flush(r, field);
}

/* Rows without the field, up to `rows`. */
static bool put_nulls(Reader *r, Field *field, size_t rows)
{
    while (field->filled < rows) {
        if (!put(r, field, 0, 0, false)) {
            return false;
        }
    }
    return true;
}

static bool put_text(Reader *r, Field *field, const JsonToken *token)
{
    uint32_t code;
    DashText text = token->kind == JSON_KIND_TEXT ? token->text : token->raw;
    if (!dict_builder_add(&field->builder.dict, text, &code)) {
        fail_here(r, DASH_NO_TEXT, "memory is out, or the texts of the field pass 4 GiB");
        return within(r, field);
    }
    return put(r, field, code, 0, true);
}

static bool put_value(Reader *r, Field *field, const JsonToken *token)
{
    int64_t integer = token->integer;
    if (!put_nulls(r, field, r->row - 1)) {
        return false;
    }
    if (token->kind == JSON_KIND_NULL) {
        return put(r, field, 0, 0, false);
    }
    if (field->type == DASH_COLUMN_TEXT) {
        return put_text(r, field, token);
    }
    if (field->type == DASH_COLUMN_DATE) {
        (void)date_parse_day(token->text.ptr, token->text.len, &integer);
    } else if (field->type == DASH_COLUMN_DATETIME && token->kind == JSON_KIND_TEXT) {
        (void)date_parse_time(token->text.ptr, token->text.len, &integer);
    }
    return put(r, field, integer, token->number, true);
}

/* ---- the forms ------------------------------------------------------------ */

static bool see_value(Reader *r, Field *field)
{
    JsonToken token;
    if (!json_scan(&r->scanner, &token)) {
        return fail_scan(r);
    }
    if (!field->wanted) {
        return true;
    }
    return r->second ? put_value(r, field, &token) : look_at_value(r, field, &token);
}

/* A name in quotes and a colon, as a field. NULL: an error. */
static Field *see_name(Reader *r, uint32_t *next)
{
    JsonToken name;
    json_skip_space(&r->scanner);
    if (r->scanner.at == r->scanner.end || *r->scanner.at != '"') {
        (void)fail_expected(r, "a name in quotes");
        return NULL;
    }
    if (!json_scan(&r->scanner, &name)) {
        (void)fail_scan(r);
        return NULL;
    }
    Field *field = find_field(r, name.text, next);
    if (field && !json_take(&r->scanner, ':')) {
        (void)fail_expected(r, "a colon");
        return NULL;
    }
    return field;
}

static bool see_record(Reader *r)
{
    uint32_t next = 0;
    if (!json_take(&r->scanner, '{')) {
        return fail_at(r, r->scanner.at, DASH_NO_TEXT, "a record `{…}` is expected here");
    }
    if (++r->row > UINT32_MAX) {
        return fail_here(r, DASH_NO_TEXT, "the file has more than 4294967295 records");
    }
    if (json_take(&r->scanner, '}')) {
        return true;
    }
    do {
        Field *field = see_name(r, &next);
        if (!field || !see_value(r, field)) {
            return false;
        }
    } while (json_take(&r->scanner, ','));
    return json_take(&r->scanner, '}') || fail_expected(r, "`,` or `}`");
}

static bool at_end(Reader *r)
{
    json_skip_space(&r->scanner);
    return r->scanner.at == r->scanner.end || fail_expected(r, "the end of the file");
}

/* [{…}, {…}] */
static bool see_records(Reader *r)
{
    (void)json_take(&r->scanner, '[');
    if (json_take(&r->scanner, ']')) {
        return at_end(r);
    }
    do {
        if (!see_record(r)) {
            return false;
        }
    } while (json_take(&r->scanner, ','));
    r->rows = r->row;
    return (json_take(&r->scanner, ']') || fail_expected(r, "`,` or `]`")) && at_end(r);
}

static bool see_column(Reader *r, Field *field)
{
    if (!json_take(&r->scanner, '[')) {
        return fail_at(r, r->scanner.at, DASH_NO_TEXT,
                       "a list of the column's values is expected here; other forms are a list "
                       "of records, and `ndjson` with a record a line");
    }
    r->row = 0;
    if (json_take(&r->scanner, ']')) {
        return true;
    }
    do {
        r->row++;
        if (!see_value(r, field)) {
            return false;
        }
    } while (json_take(&r->scanner, ','));
    return json_take(&r->scanner, ']') || fail_expected(r, "`,` or `]`");
}

/* {"a": […], "b": […]} */
static bool see_columns(Reader *r)
{
    uint32_t next = 0;
    bool first = true;
    (void)json_take(&r->scanner, '{');
    if (json_take(&r->scanner, '}')) {
        return at_end(r);
    }
    do {
        Field *field = see_name(r, &next);
        if (!field) {
            return false;
        }
        if (!r->second && field->row > 0) {
            return fail_at(r, r->scanner.at, DASH_NO_TEXT, "two columns are named %.60s",
                           field->name);
        }
        if (!see_column(r, field)) {
            return false;
        }
        if (!first && r->row != r->rows) {
            return fail_at(r, r->scanner.at, DASH_NO_TEXT,
                           "the column %.60s has %zu values, those before have %zu", field->name,
                           r->row, r->rows);
        }
        r->rows = r->row;
        first = false;
    } while (json_take(&r->scanner, ','));
    return (json_take(&r->scanner, '}') || fail_expected(r, "`,` or `}`")) && at_end(r);
}

static bool see_json(Reader *r)
{
    json_skip_space(&r->scanner);
    char first = r->scanner.at < r->scanner.end ? *r->scanner.at : '\0';
    if (first != '[' && first != '{') {
        return fail_at(r, r->scanner.at, DASH_NO_TEXT,
                       "a list of records `[{…}, …]` or an object of columns `{\"a\": […], …}` is "
                       "expected");
    }
    return first == '[' ? see_records(r) : see_columns(r);
}

/* A record a line. */
static bool see_lines(Reader *r)
{
    JsonScanner *s = &r->scanner;
    for (json_skip_space(s); s->at < s->end;) {
        if (!see_record(r)) {
            return false;
        }
        while (s->at < s->end && (*s->at == ' ' || *s->at == '\t' || *s->at == '\r')) {
            s->at++;
        }
        if (s->at < s->end && *s->at != '\n') {
            return fail_expected(r, "the end of the line");
        }
        json_skip_space(s);
    }
    r->rows = r->row;
    return true;
}

typedef bool See(Reader *r);

/* ---- from pass to pass ---------------------------------------------------- */

static DashColumnType type_found(const Field *field)
{
    static const DashColumnType ORDER[] = {DASH_COLUMN_BOOL, DASH_COLUMN_INT, DASH_COLUMN_FLOAT,
                                           DASH_COLUMN_DATE, DASH_COLUMN_DATETIME};
    for (size_t i = 0; field->first_row && i < sizeof(ORDER) / sizeof(ORDER[0]); i++) {
        if (field->types & TYPE(ORDER[i])) {
            return ORDER[i];
        }
    }
    return DASH_COLUMN_TEXT;
}

/* A field of the schema that some record lacks. */
static bool check_missing(Reader *r, const Field *field)
{
    bool may_lack = r->source->may_lack && !field->required;
    if (field->row == 0 && r->rows > 0 && !may_lack) {
        return fail_here(r, DASH_NO_TEXT, "no record has a field named %.60s", field->name);
    }
    if (field->required && field->present < r->rows) {
        fail_here(r, DASH_NO_TEXT, "%zu of %zu records do not have the field %.60s",
                  r->rows - field->present, r->rows, field->name);
        r->error->expected = column_type_name(field->type);
        return false;
    }
    return true;
}

static bool decide(Reader *r)
{
    if (r->field_count == 0) {
        return fail_here(r, DASH_NO_TEXT,
                         "there is no record that tells the columns: write a schema");
    }
    for (uint32_t i = 0; i < r->field_count; i++) {
        Field *field = r->fields[i];
        if (field->fixed && !check_missing(r, field)) {
            return false;
        }
        if (!field->fixed) {
            field->type = type_found(field);
        }
        field->builder.type = field->type;
    }
    return true;
}

static bool finish(Reader *r, DashTable *table)
{
    bool all = !r->source->schema || r->source->schema_more;
    uint32_t count = all ? r->field_count : r->source->schema_count;
    DashColumn *columns = dash_arena_alloc(r->arena, count * sizeof(*columns));
    if (!columns) {
        return out_of_memory(r);
    }
    for (uint32_t i = 0; i < r->field_count; i++) {
        Field *field = r->fields[i];
        if (!field->wanted) {
            continue;
        }
        if (!put_nulls(r, field, r->rows) || !flush(r, field)) {
            return false;
        }
        bool optional = field->fixed ? !field->required : field->present < r->rows;
        columns[field->result].name = field->name;
        if (!builder_finish(&field->builder, r->arena, optional, &columns[field->result])) {
            return out_of_memory(r);
        }
    }
    *table = (DashTable){.rows = r->rows, .column_count = count, .columns = columns};
    return true;
}

static bool both_passes(Reader *r, See *see, DashTable *table)
{
    if (!apply_schema(r) || !see(r) || !decide(r)) {
        return false;
    }
    r->scanner.at = r->scanner.begin;
    r->row = 0;
    r->second = true;
    return see(r) && finish(r, table);
}

static bool read_records(DashArena *arena, const char *bytes, size_t len, const DashSource *source,
                         See *see, DashTable *table, DashSourceReport *report)
{
    Reader r = {.arena = arena, .source = source, .error = &report->error};
    size_t valid = utf8_valid_prefix(bytes, len);
    bool bom = len >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0;
    r.scanner = (JsonScanner){.begin = bytes + 3 * bom, .end = bytes + len};
    r.scanner.at = r.scanner.begin;
    *report = (DashSourceReport){0};
    if (valid < len) {
        return fail_at(&r, bytes + valid, DASH_NO_TEXT, "these bytes are not UTF-8");
    }
    bool good = both_passes(&r, see, table);
    for (uint32_t i = 0; i < r.field_count; i++) {
        builder_free(&r.fields[i]->builder);
        free(r.fields[i]);
    }
    free(r.scanner.buffer);
    return good;
}

bool json_read_table(DashArena *arena, const char *bytes, size_t len, const DashSource *source,
                     DashTable *table, DashSourceReport *report)
{
    return read_records(arena, bytes, len, source, see_json, table, report);
}

bool ndjson_read_table(DashArena *arena, const char *bytes, size_t len, const DashSource *source,
                       DashTable *table, DashSourceReport *report)
{
    return read_records(arena, bytes, len, source, see_lines, table, report);
}
