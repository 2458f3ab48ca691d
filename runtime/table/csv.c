/* SPDX-License-Identifier: MIT
 *
 * A CSV file becomes typed columns in two passes over its bytes. The first
 * checks every row, counts them and learns of each column which types all its
 * cells fit, the range of its ints and whether it has nulls; the second reads
 * the cells into arrays of exactly the right size.
 */
#include <stdlib.h>
#include <string.h>

#include "table/csv_cell.h"
#include "table/csv_scan.h"
#include "table/dict.h"

enum { DEFAULT_MAX_COLUMNS = 4096 };

/* A column of the file while it is read. */
typedef struct FileColumn {
    const char *name;
    bool wanted;         /* without a schema all are */
    bool required;       /* a null is an error */
    uint32_t result;     /* its place in the table */
    CsvTypes types;      /* that all cells fit */
    bool any, null;      /* has a value, may have a null */
    int64_t low, high;   /* of its ints */
    DashColumnType type; /* from here on: the second pass */
    DashEncoding encoding;
    void *data;
    uint64_t *valid;
    uint32_t *codes; /* malloc'ed, of a text column */
    DictBuilder dict;
} FileColumn;

typedef struct Reader {
    DashArena *arena;
    const char *bytes;
    size_t len;
    const DashSource *source;
    DashSourceError *error;
    FileColumn *columns;
    uint32_t column_count;
    size_t rows;
} Reader;

#define fail_at(reader, cell, value, ...)                                                          \
    source_fail((reader)->arena, (reader)->error, (cell)->line, (cell)->column, value, __VA_ARGS__)
#define fail(reader, ...)                                                                          \
    source_fail((reader)->arena, (reader)->error, 0, 0, DASH_NO_TEXT, __VA_ARGS__)

static bool out_of_memory(Reader *r)
{
    return fail(r, "memory is out");
}

static DashText cell_text(const CsvCell *cell)
{
    return (DashText){cell->ptr, cell->len};
}

/* ---- header --------------------------------------------------------------- */

static bool add_column(Reader *r, const CsvCell *cell, size_t max_columns)
{
    DashText name = cell_text(cell);
    if (!name.len) {
        return fail_at(r, cell, DASH_NO_TEXT, "column %u has no name", r->column_count + 1);
    }
    if (r->column_count >= max_columns) {
        return fail_at(r, cell, DASH_NO_TEXT, "the header has more than %zu columns", max_columns);
    }
    size_t size = r->column_count * sizeof(*r->columns);
    FileColumn *columns = dash_arena_grow(r->arena, r->columns, size, size + sizeof(*columns));
    char *copy = dash_arena_alloc(r->arena, name.len + 1);
    if (!columns || !copy) {
        return out_of_memory(r);
    }
    memcpy(copy, name.ptr, name.len);
    r->columns = columns;
    columns[r->column_count] = (FileColumn){
        .name = copy, .wanted = true, .result = r->column_count, .types = CSV_ALL_TYPES};
    r->column_count++;
    return true;
}

static int compare_names(const void *a, const void *b)
{
    return strcmp(((const FileColumn *const *)a)[0]->name, ((const FileColumn *const *)b)[0]->name);
}

static bool check_duplicates(Reader *r, size_t line)
{
    FileColumn **sorted = dash_arena_alloc(r->arena, r->column_count * sizeof(FileColumn *));
    if (!sorted) {
        return out_of_memory(r);
    }
    for (uint32_t i = 0; i < r->column_count; i++) {
        sorted[i] = &r->columns[i];
    }
    qsort(sorted, r->column_count, sizeof(FileColumn *), compare_names);
    for (uint32_t i = 1; i < r->column_count; i++) {
        if (strcmp(sorted[i - 1]->name, sorted[i]->name) == 0) {
            return source_fail(r->arena, r->error, line, 0, DASH_NO_TEXT,
                               "two columns are named %.60s", sorted[i]->name);
        }
    }
    return true;
}

/* Which of the file's columns are wanted, and where they go. */
static bool apply_schema(Reader *r, size_t line)
{
    const DashSource *source = r->source;
    for (uint32_t i = 0; i < r->column_count; i++) {
        r->columns[i].wanted = false;
    }
    for (uint32_t i = 0; i < source->schema_count; i++) {
        FileColumn *found = NULL;
        for (uint32_t j = 0; j < r->column_count && !found; j++) {
            found = strcmp(r->columns[j].name, source->schema[i].name) ? NULL : &r->columns[j];
        }
        if (!found) {
            return source_fail(r->arena, r->error, line, 0, DASH_NO_TEXT,
                               "the file has no column named %.60s", source->schema[i].name);
        }
        found->wanted = true;
        found->required = !source->schema[i].optional;
        found->null = source->schema[i].optional;
        found->result = i;
        found->types = CSV_TYPE(source->schema[i].type);
    }
    return true;
}

static bool read_header(Reader *r, CsvScanner *s)
{
    if (r->len >= 2 && (!memcmp(r->bytes, "\xFF\xFE", 2) || !memcmp(r->bytes, "\xFE\xFF", 2))) {
        return fail(r, "the file is UTF-16: save it as UTF-8");
    }
    if (!csv_next_row(s)) {
        return fail(r, "the file is empty: the first line must name the columns");
    }
    size_t line = s->line;
    size_t max = r->source->max_columns ? r->source->max_columns : DEFAULT_MAX_COLUMNS;
    CsvCell cell;
    do {
        if (!csv_next_cell(s, &cell) || !add_column(r, &cell, max)) {
            return false;
        }
    } while (cell.end == CSV_END_CELL);
    bool schema = r->source->schema;
    return check_duplicates(r, line) && (!schema || apply_schema(r, line));
}

/* ---- first pass ----------------------------------------------------------- */

static DashColumnType first_type(CsvTypes types)
{
    static const DashColumnType ORDER[] = {DASH_COLUMN_BOOL, DASH_COLUMN_INT, DASH_COLUMN_FLOAT,
                                           DASH_COLUMN_DATE, DASH_COLUMN_DATETIME};
    for (size_t i = 0; i < sizeof(ORDER) / sizeof(ORDER[0]); i++) {
        if (types & CSV_TYPE(ORDER[i])) {
            return ORDER[i];
        }
    }
    return DASH_COLUMN_TEXT;
}

static bool null_refused(Reader *r, const FileColumn *column, const CsvCell *cell)
{
    fail_at(r, cell, DASH_NO_TEXT, "this cell of column %.60s is empty", column->name);
    r->error->expected = column_type_name(first_type(column->types));
    return false;
}

static bool look_at_cell(Reader *r, FileColumn *column, const CsvCell *cell)
{
    if (csv_is_null(cell)) {
        column->null = true;
        return !column->required || null_refused(r, column, cell);
    }
    int64_t integer = 0;
    CsvTypes before = column->types;
    column->types = csv_fitting(cell, before, &integer);
    if (!column->types) {
        fail_at(r, cell, cell_text(cell), "this cell of column %.60s does not fit its type",
                column->name);
        r->error->expected = column_type_name(first_type(before));
        return false;
    }
    if (column->types & CSV_TYPE(DASH_COLUMN_INT)) {
        column->low = column->any && column->low < integer ? column->low : integer;
        column->high = column->any && column->high > integer ? column->high : integer;
    }
    column->any = true;
    return true;
}

static bool ragged(Reader *r, CsvScanner *s, CsvCell *cell, size_t cells)
{
    size_t line = cell->line;
    while (cell->end == CSV_END_CELL && cells <= 2 * (size_t)r->column_count + 100) {
        if (!csv_next_cell(s, cell)) {
            return false;
        }
        cells++;
    }
    return source_fail(r->arena, r->error, line, 0, DASH_NO_TEXT,
                       "row has %s%zu cell%s, the header has %u",
                       cell->end == CSV_END_CELL ? "more than " : "", cells, cells == 1 ? "" : "s",
                       r->column_count);
}

typedef bool (*SeeCell)(Reader *r, FileColumn *column, const CsvCell *cell);

/* One row through `see`; the scanner is at its beginning. */
static bool scan_row(Reader *r, CsvScanner *s, SeeCell see)
{
    CsvCell cell;
    for (uint32_t i = 0; i < r->column_count; i++) {
        if (!csv_next_cell(s, &cell)) {
            return false;
        }
        bool last = i + 1 == r->column_count;
        if ((cell.end == CSV_END_CELL) == last) {
            return ragged(r, s, &cell, i + 1);
        }
        if (r->columns[i].wanted && !see(r, &r->columns[i], &cell)) {
            return false;
        }
    }
    return true;
}

static bool first_pass(Reader *r, CsvScanner *s)
{
    while (csv_next_row(s)) {
        if (!scan_row(r, s, look_at_cell)) {
            return false;
        }
        if (++r->rows > UINT32_MAX) {
            return fail(r, "the file has more than 4294967295 rows");
        }
    }
    return true;
}

/* ---- second pass ---------------------------------------------------------- */

/* The limits of each encoding of ints, the narrowest first. */
static const struct {
    DashEncoding encoding;
    int64_t low, high;
} INT_ENCODINGS[] = {
    {DASH_U8, 0, UINT8_MAX},          {DASH_I8, INT8_MIN, INT8_MAX},
    {DASH_U16, 0, UINT16_MAX},        {DASH_I16, INT16_MIN, INT16_MAX},
    {DASH_U32, 0, UINT32_MAX},        {DASH_I32, INT32_MIN, INT32_MAX},
    {DASH_I64, INT64_MIN, INT64_MAX},
};

static DashEncoding narrowest(int64_t low, int64_t high)
{
    size_t i = 0;
    while (low < INT_ENCODINGS[i].low || high > INT_ENCODINGS[i].high) {
        i++;
    }
    return INT_ENCODINGS[i].encoding;
}

static void store(void *data, DashEncoding encoding, size_t row, int64_t value)
{
    switch (encoding) {
#define X(name, type, bytes)                                                                       \
    case name:                                                                                     \
        ((type *)data)[row] = (type)value;                                                         \
        break;
        DASH_ENCODINGS(X)
#undef X
    case DASH_ENCODING_COUNT:
        break;
    }
}

static DashEncoding encoding_of(const FileColumn *column)
{
    switch (column->type) {
    case DASH_COLUMN_INT:
        return narrowest(column->low, column->high);
    case DASH_COLUMN_FLOAT:
        return DASH_F64;
    case DASH_COLUMN_DATE:
        return DASH_I32;
    case DASH_COLUMN_DATETIME:
        return DASH_I64;
    case DASH_COLUMN_BOOL:
    case DASH_COLUMN_TEXT:
        break;
    }
    return DASH_U8;
}

/* The array of a column, zeros to the end of its last word of rows. */
static void *column_array(const Reader *r, DashEncoding encoding)
{
    size_t rows = (r->rows + DASH_LANES - 1) / DASH_LANES * DASH_LANES;
    return dash_arena_alloc(r->arena, rows * dash_encoding_size(encoding));
}

/* Decides the type and takes the arrays; a text's codes are wide until their
 * number is known. */
static bool prepare(Reader *r, FileColumn *column)
{
    column->type = column->any ? first_type(column->types) : DASH_COLUMN_TEXT;
    if (r->source->schema) {
        column->type = r->source->schema[column->result].type;
    }
    column->encoding = encoding_of(column);
    if (column->null) {
        column->valid = dash_arena_alloc(r->arena, (r->rows + 63) / 64 * sizeof(uint64_t));
        if (!column->valid) {
            return out_of_memory(r);
        }
    }
    if (column->type == DASH_COLUMN_TEXT) {
        column->codes = calloc(r->rows + 1, sizeof(*column->codes));
        return column->codes || out_of_memory(r);
    }
    column->data = column_array(r, column->encoding);
    return column->data || out_of_memory(r);
}

static bool keep_cell(Reader *r, FileColumn *column, const CsvCell *cell)
{
    if (csv_is_null(cell)) {
        return true; /* arrays are zero already */
    }
    size_t row = r->rows;
    if (column->valid) {
        column->valid[row / 64] |= UINT64_C(1) << (row % 64);
    }
    int64_t value = 0;
    if (column->type == DASH_COLUMN_TEXT) {
        return dict_builder_add(&column->dict, cell_text(cell), &column->codes[row]) ||
               fail_at(r, cell, DASH_NO_TEXT,
                       "memory is out, or the texts of column %.60s pass 4 GiB", column->name);
    }
    if (column->type == DASH_COLUMN_FLOAT) {
        return csv_cell_float(cell, (double *)column->data + row);
    }
    (void)csv_cell_integer(cell, column->type, &value);
    store(column->data, column->encoding, row, value);
    return true;
}

static bool second_pass(Reader *r, CsvScanner *s)
{
    size_t rows = r->rows;
    for (uint32_t i = 0; i < r->column_count; i++) {
        if (r->columns[i].wanted && !prepare(r, &r->columns[i])) {
            return false;
        }
    }
    for (r->rows = 0; r->rows < rows; r->rows++) {
        if (!csv_next_row(s) || !scan_row(r, s, keep_cell)) {
            return false;
        }
    }
    return true;
}

/* ---- result --------------------------------------------------------------- */

static bool finish_text(Reader *r, FileColumn *column, DashColumn *result)
{
    uint32_t count = column->dict.count;
    result->encoding = narrowest(0, count ? count - 1 : 0);
    void *data = column_array(r, result->encoding);
    result->dict = dict_builder_finish(&column->dict, r->arena);
    if (!data || !result->dict) {
        return out_of_memory(r);
    }
    for (size_t row = 0; row < r->rows; row++) {
        store(data, result->encoding, row, column->codes[row]);
    }
    result->data = data;
    return true;
}

static bool finish(Reader *r, DashTable *table)
{
    bool schema = r->source->schema;
    uint32_t count = schema ? r->source->schema_count : r->column_count;
    DashColumn *results = dash_arena_alloc(r->arena, count * sizeof(*results));
    if (!results) {
        return out_of_memory(r);
    }
    for (uint32_t i = 0; i < r->column_count; i++) {
        FileColumn *column = &r->columns[i];
        if (!column->wanted) {
            continue;
        }
        DashColumn *result = &results[column->result];
        *result = (DashColumn){.name = column->name,
                               .type = column->type,
                               .encoding = column->encoding,
                               .data = column->data,
                               .valid = column->valid};
        if (column->type == DASH_COLUMN_TEXT && !finish_text(r, column, result)) {
            return false;
        }
    }
    *table = (DashTable){.rows = r->rows, .column_count = count, .columns = results};
    return true;
}

static bool parse(Reader *r, DashTable *table)
{
    CsvScanner scanner = csv_scanner(r->arena, r->bytes, r->len, r->source, r->error);
    bool good = read_header(r, &scanner);
    CsvScanner body = scanner;
    good = good && first_pass(r, &scanner);
    body.buffer = scanner.buffer; /* the passes share it */
    body.buffer_capacity = scanner.buffer_capacity;
    good = good && second_pass(r, &body) && finish(r, table);
    csv_scanner_free(&body);
    return good;
}

bool csv_read_table(DashArena *arena, const char *bytes, size_t len, const DashSource *source,
                    DashTable *table, DashSourceError *error)
{
    Reader reader = {.arena = arena, .bytes = bytes, .len = len, .source = source, .error = error};
    bool good = parse(&reader, table);
    for (uint32_t i = 0; i < reader.column_count; i++) {
        free(reader.columns[i].codes);
        dict_builder_free(&reader.columns[i].dict);
    }
    return good;
}
