/* SPDX-License-Identifier: MIT
 *
 * CSV: RFC 4180 with what the world does to it: quotes with embedded newlines and
 * doubled quotes, LF or CRLF, a byte order mark, empty lines and cells (null), spaces
 * round numbers. The header names the columns; the rest is cut into chunks, which are
 * read side by side and joined.
 *
 * Where a chunk begins is guessed by the number of quotes before it. The guess is
 * right when the chunk before ends just there; else the chunk is read again from the
 * true place, so that the result never depends on it.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "table/csv_chunk.h"
#include "table/reader.h"

enum {
    DEFAULT_MAX_COLUMNS = 4096,
    FIRST_CHUNK = 256 * 1024, /* tells the types that the others begin with */
    CHUNK = 4 * 1024 * 1024,
    NAME_MAX_BYTES = 24, /* of "column4096" */
};

typedef struct Reader {
    DashArena *arena;
    const char *bytes;
    size_t len;
    const DashSource *source;
    DashSourceReport *report;
    CsvDialect dialect;
    CsvFile file;
    CsvChunk *chunks; /* malloc'ed */
    size_t chunk_count;
    uint32_t result_count;
    size_t rows;
} Reader;

/* ---- faults --------------------------------------------------------------- */

#define fail(reader, ...)                                                                          \
    source_fail((reader)->arena, &(reader)->report->error, 0, 0, DASH_NO_TEXT, __VA_ARGS__)

static bool out_of_memory(Reader *r)
{
    return fail(r, "memory is out");
}

/* The fault as an error with its place in the file. */
static bool tell(Reader *r, const CsvFault *fault, DashSourceError *error)
{
    size_t line = 0, column = 0;
    if (fault->at) {
        const char *start = r->bytes;
        for (const char *at = start; (at = memchr(at, '\n', (size_t)(fault->at - at))); at++) {
            start = at + 1;
            line++;
        }
        line++;
        column = fault->whole_row ? 0 : (size_t)(fault->at - start) + 1;
        bool marked = start == r->bytes && r->len >= 3 && !memcmp(start, "\xEF\xBB\xBF", 3);
        column -= column > 3 && marked ? 3 : 0;
    }
    CsvBuffer buffer = {0};
    CsvCell cell = {.text = fault->value};
    if (fault->value.ptr) {
        (void)csv_decode(&r->dialect, fault->value.ptr, fault->value.ptr + fault->value.len,
                         &buffer, &cell);
    }
    source_fail(r->arena, error, line, column, cell.text, "%s", fault->message);
    error->expected = fault->expected;
    free(buffer.bytes);
    return false;
}

/* ---- columns -------------------------------------------------------------- */

static bool copy_name(Reader *r, uint32_t i, DashText name)
{
    char *copy = dash_arena_alloc(r->arena, name.len + 1);
    if (!copy) {
        return out_of_memory(r);
    }
    memcpy(copy, name.ptr, name.len);
    r->file.columns[i].name = copy;
    return true;
}

/* The names that the first row holds. */
static bool read_names(Reader *r, const CsvBlock *block)
{
    CsvBuffer buffer = {0};
    bool good = true;
    for (uint32_t i = 0; good && i < r->file.shape.columns; i++) {
        const char *from = block->base + block->starts[i], *to = block->base + block->ends[i];
        CsvCell cell;
        CsvFault fault;
        if (!csv_decode(&r->dialect, from, to, &buffer, &cell)) {
            good = out_of_memory(r);
        } else if (cell.text.len == 0) {
            csv_fault(&fault, from, "column %u has no name", i + 1);
            good = tell(r, &fault, &r->report->error);
        } else {
            good = copy_name(r, i, cell.text);
        }
    }
    free(buffer.bytes);
    return good;
}

/* The names that the program gives, or column1, column2 … */
static bool give_names(Reader *r)
{
    const DashNames *names = &r->source->names;
    uint32_t columns = r->file.shape.columns;
    if (names->count > 0 && names->count != columns) {
        return fail(r, "the first row has %u cell%s, the header that is given has %u", columns,
                    columns == 1 ? "" : "s", names->count);
    }
    for (uint32_t i = 0; i < columns; i++) {
        char made[NAME_MAX_BYTES];
        int len = snprintf(made, sizeof(made), "column%u", i + 1);
        DashText name = names->count ? (DashText){names->at[i], strlen(names->at[i])}
                                     : (DashText){made, (size_t)len};
        if (!copy_name(r, i, name)) {
            return false;
        }
    }
    return true;
}

static int compare_names(const void *a, const void *b)
{
    return strcmp(((const CsvColumn *const *)a)[0]->name, ((const CsvColumn *const *)b)[0]->name);
}

static bool check_duplicates(Reader *r, const char *header)
{
    uint32_t count = r->file.shape.columns;
    CsvColumn **sorted = dash_arena_alloc(r->arena, count * sizeof(CsvColumn *));
    if (!sorted) {
        return out_of_memory(r);
    }
    for (uint32_t i = 0; i < count; i++) {
        sorted[i] = &r->file.columns[i];
    }
    qsort(sorted, count, sizeof(CsvColumn *), compare_names);
    for (uint32_t i = 1; i < count; i++) {
        if (strcmp(sorted[i - 1]->name, sorted[i]->name) == 0) {
            CsvFault fault;
            csv_fault(&fault, header, "two columns are named %.60s", sorted[i]->name);
            fault.whole_row = true;
            return tell(r, &fault, &r->report->error);
        }
    }
    return true;
}

/* The column of that name, or NULL after a complaint. */
static CsvColumn *find_column(Reader *r, const char *header, const char *name)
{
    for (uint32_t i = 0; i < r->file.shape.columns; i++) {
        if (strcmp(r->file.columns[i].name, name) == 0) {
            return &r->file.columns[i];
        }
    }
    CsvFault fault;
    csv_fault(&fault, header, "the file has no column named %.60s", name);
    fault.whole_row = true;
    tell(r, &fault, &r->report->error);
    return NULL;
}

/* The columns that a schema or `columns` names, in its order. */
static bool choose_named(Reader *r, const char *header)
{
    const DashSource *source = r->source;
    r->result_count = source->schema ? source->schema_count : source->columns.count;
    for (uint32_t i = 0; i < r->result_count; i++) {
        const char *name = source->schema ? source->schema[i].name : source->columns.at[i];
        CsvColumn *column = find_column(r, header, name);
        if (!column) {
            return false;
        }
        column->wanted = true;
        column->result = i;
        column->types = CSV_ALL_TYPES;
        if (source->schema) {
            column->fixed = true;
            column->required = !source->schema[i].optional;
            column->types = CSV_TYPE(source->schema[i].type);
        }
    }
    return true;
}

static bool is_ignored(const DashSource *source, const char *name)
{
    for (uint32_t i = 0; i < source->ignore.count; i++) {
        if (strcmp(name, source->ignore.at[i]) == 0) {
            return true;
        }
    }
    return false;
}

static bool choose_others(Reader *r, const char *header)
{
    for (uint32_t i = 0; i < r->source->ignore.count; i++) {
        if (!find_column(r, header, r->source->ignore.at[i])) {
            return false;
        }
    }
    for (uint32_t i = 0; i < r->file.shape.columns; i++) {
        CsvColumn *column = &r->file.columns[i];
        if (column->wanted || is_ignored(r->source, column->name)) {
            continue;
        }
        column->wanted = true;
        column->types = CSV_ALL_TYPES;
        column->result = r->result_count++;
    }
    return true;
}

/* Which columns are wanted, and where they go. */
static bool choose_columns(Reader *r, const char *header)
{
    if (!choose_named(r, header)) {
        return false;
    }
    bool others = r->result_count == 0 || r->source->schema_more;
    if (others && !choose_others(r, header)) {
        return false;
    }
    return r->result_count > 0 || fail(r, "no column is left");
}

/* A format of one column tells its type, too. */
static bool give_formats(Reader *r, const char *header)
{
    for (uint32_t i = 0; i < r->source->date_format_count; i++) {
        const DashDateFormat *format = &r->source->date_formats[i];
        CsvColumn *column = format->column ? find_column(r, header, format->column) : NULL;
        if (format->column && !column) {
            return false;
        }
        for (uint32_t k = 0; !column && k < r->file.shape.columns; k++) {
            r->file.columns[k].pattern = format->pattern;
        }
        if (column) {
            column->pattern = format->pattern;
        }
        if (column && !column->fixed) {
            column->fixed = true;
            column->types = CSV_TYPE(csv_pattern_type(format->pattern));
        }
    }
    return true;
}

/* ---- header --------------------------------------------------------------- */

static const char *skip_lines(const char *at, const char *end, size_t lines)
{
    for (; lines > 0 && at < end; lines--) {
        const char *newline = memchr(at, '\n', (size_t)(end - at));
        at = newline ? newline + 1 : end;
    }
    return at;
}

/* Reads the first row at *at and makes the columns; *at is then where data begins. */
static bool make_columns(Reader *r, CsvBlock *block, const char **at)
{
    size_t most = r->source->max_columns ? r->source->max_columns : DEFAULT_MAX_COLUMNS;
    const char *start = *at;
    CsvFault fault;
    if (!csv_scan_first(&r->file.shape, at, most, block, &fault)) {
        return tell(r, &fault, &r->report->error);
    }
    if (block->rows == 0) {
        return fail(r, r->source->no_header
                           ? "the file is empty"
                           : "the file is empty: the first line must name the columns");
    }
    const char *header = block->base + block->starts[0];
    r->file.shape.columns = (uint32_t)block->cells;
    r->file.columns = dash_arena_alloc(r->arena, block->cells * sizeof(CsvColumn));
    if (!r->file.columns) {
        return out_of_memory(r);
    }
    bool named = r->source->no_header ? give_names(r) : read_names(r, block);
    *at = r->source->no_header ? start : *at;
    return named && check_duplicates(r, header) && choose_columns(r, header) &&
           give_formats(r, header);
}

static bool read_header(Reader *r, const char **at)
{
    const char *end = r->bytes + r->len;
    bool marked = r->len >= 3 && memcmp(r->bytes, "\xEF\xBB\xBF", 3) == 0;
    *at = skip_lines(r->bytes + (marked ? 3 : 0), end, r->source->skip);
    r->dialect = csv_dialect(r->source);
    r->file.shape = (CsvShape){
        .dialect = &r->dialect, .end = end, .on_error = r->source->on_error, .columns = 0};
    CsvBlock block = {0};
    bool good = make_columns(r, &block, at);
    csv_block_free(&block);
    return good;
}

/* ---- chunks --------------------------------------------------------------- */

/* Takes what a chunk learned, when it begins at `from`; reads it again when not. */
static bool settle(Reader *r, CsvChunk *chunk, const char *from)
{
    if (chunk->from != from) {
        chunk->from = from;
        csv_chunk_read(&r->file, chunk);
    }
    if (chunk->failed) {
        return tell(r, &chunk->fault, &r->report->error);
    }
    for (uint32_t i = 0; i < r->file.shape.columns; i++) {
        r->file.columns[i].types &= chunk->columns[i].types;
    }
    r->rows += chunk->rows;
    for (size_t i = 0; i < chunk->bad.count && i < DASH_FIRST_BAD; i++) {
        size_t place = r->report->bad + i;
        if (place < DASH_FIRST_BAD) {
            tell(r, &chunk->bad.first[i], &r->report->first_bad[place]);
        }
    }
    r->report->bad += chunk->bad.count;
    return r->rows <= UINT32_MAX || fail(r, "the file has more than 4294967295 rows");
}

static bool read_chunks(Reader *r, const char *at)
{
    const char *end = r->file.shape.end;
    size_t count = (size_t)(end - at) / CHUNK + 2;
    r->chunks = calloc(count, sizeof(*r->chunks));
    if (!r->chunks) {
        return out_of_memory(r);
    }
    const char *bound = at;
    while (at < end || r->chunk_count == 0) {
        CsvChunk *chunk = &r->chunks[r->chunk_count];
        size_t size = r->chunk_count++ == 0 ? FIRST_CHUNK : CHUNK;
        bound = (size_t)(end - bound) > size ? bound + size : end;
        *chunk = (CsvChunk){.from = at, .to = bound};
        csv_chunk_read(&r->file, chunk);
        if (!settle(r, chunk, at)) {
            return false;
        }
        at = chunk->end;
    }
    return true;
}

/* ---- result --------------------------------------------------------------- */

static bool decide_types(Reader *r, DashColumnType *types)
{
    for (uint32_t i = 0; i < r->file.shape.columns; i++) {
        bool any = r->file.columns[i].fixed;
        for (size_t c = 0; c < r->chunk_count && !any; c++) {
            any = r->chunks[c].columns[i].any;
        }
        types[i] = any ? csv_first_type(r->file.columns[i].types) : DASH_COLUMN_TEXT;
    }
    for (size_t c = 0; c < r->chunk_count; c++) {
        if (!csv_chunk_repair(&r->file, &r->chunks[c], types)) {
            return out_of_memory(r);
        }
    }
    return true;
}

static bool join_columns(Reader *r, const DashColumnType *types, DashTable *table)
{
    const ColumnBuilder **parts = calloc(r->chunk_count, sizeof(ColumnBuilder *));
    DashColumn *results = dash_arena_alloc(r->arena, r->result_count * sizeof(*results));
    bool good = parts && results;
    for (uint32_t i = 0; good && i < r->file.shape.columns; i++) {
        const CsvColumn *column = &r->file.columns[i];
        if (!column->wanted) {
            continue;
        }
        for (size_t c = 0; c < r->chunk_count; c++) {
            parts[c] = &r->chunks[c].columns[i].builder;
        }
        bool optional = column->fixed && !column->required;
        results[column->result].name = column->name;
        good = builder_join(r->arena, parts, r->chunk_count, types[i], r->rows, optional,
                            &results[column->result]);
    }
    free(parts);
    *table = (DashTable){.rows = r->rows, .column_count = r->result_count, .columns = results};
    return good || out_of_memory(r);
}

bool csv_read_table(DashArena *arena, const char *bytes, size_t len, const DashSource *source,
                    DashTable *table, DashSourceReport *report)
{
    Reader r = {.arena = arena, .bytes = bytes, .len = len, .source = source, .report = report};
    const char *at = bytes;
    if (!read_header(&r, &at)) {
        return false;
    }
    DashColumnType *types = dash_arena_alloc(arena, r.file.shape.columns * sizeof(*types));
    bool good = (types || out_of_memory(&r)) && read_chunks(&r, at) && decide_types(&r, types) &&
                join_columns(&r, types, table);
    for (size_t i = 0; i < r.chunk_count; i++) {
        csv_chunk_free(&r.file, &r.chunks[i]);
    }
    free(r.chunks);
    return good;
}
