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
#include "table/share.h"

enum {
    DEFAULT_MAX_COLUMNS = 4096,
    ROUND = 16,          /* chunks that are read side by side, at most */
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
    const char *body; /* where the rows begin */
    CsvChunk chunks[ROUND];
    uint32_t result_count;
    bool crossing; /* a chunk began within quotes: from then on they are counted */
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

/* "a, b, c", as far as there is room. */
static void list_names(const Reader *r, char *out, size_t size)
{
    size_t len = 0;
    for (uint32_t i = 0; i < r->file.shape.columns; i++) {
        const char *name = r->file.columns[i].name;
        if (len + strlen(name) + sizeof(", \u2026") > size) {
            snprintf(out + len, size - len, "\u2026");
            return;
        }
        len += (size_t)snprintf(out + len, size - len, "%s%s", name,
                                i + 1 < r->file.shape.columns ? ", " : "");
    }
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
    char names[80] = "";
    list_names(r, names, sizeof(names));
    csv_fault(&fault, header, "the file has no column named %.60s; it has %s", name, names);
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
            column->optional = source->schema[i].optional;
            column->required = !column->optional;
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

/* Room for all the rows to come, by those so far. */
static bool reserve(Reader *r, ColumnBuilder *builder, const CsvChunk *chunk)
{
    size_t rows = builder->rows + chunk->rows;
    if (rows <= builder->capacity) {
        return true;
    }
    double read = (double)(chunk->end - r->bytes), all = (double)r->len;
    double guess = (double)rows * (all / read) * 1.01 + DASH_LANES;
    return builder_reserve(builder, chunk->end == r->file.shape.end ? rows : (size_t)guess);
}

/* Puts the chunk's rows behind those so far, or finds that the column has to be read
 * again. */
static bool append(Reader *r, CsvColumn *column, ChunkColumn *own, const CsvChunk *chunk)
{
    bool fits = !own->any || !column->any || own->builder.type == column->builder.type;
    column->types &= own->types;
    if (own->any) {
        column->types &= csv_wider_types(csv_first_type(own->types));
    }
    if (column->stale || own->stale || !fits) {
        column->stale = true;
        builder_free(&column->builder);
        return true;
    }
    if (!reserve(r, &column->builder, chunk)) {
        return false;
    }
    if (!own->any) {
        return builder_add_nulls(&column->builder, chunk->rows);
    }
    column->any = true;
    column->builder.type = own->builder.type;
    return builder_append(&column->builder, &own->builder);
}

/* Counts the rows of a chunk, and what was passed over in it. */
static bool count_rows(Reader *r, const CsvChunk *chunk)
{
    const CsvBad *bad = &chunk->bad;
    for (size_t i = 0; i < bad->count && r->report->bad + i < DASH_FIRST_BAD; i++) {
        tell(r, &bad->first[i], &r->report->first_bad[r->report->bad + i]);
    }
    r->report->bad += bad->count;
    r->rows += chunk->rows;
    return r->rows <= UINT32_MAX || fail(r, "the file has more than 4294967295 rows");
}

/* Takes the rows of a chunk, when it begins at `from`; reads it again when not. */
static bool settle(Reader *r, CsvChunk *chunk, const char *from)
{
    bool good = true;
    if (chunk->from != from) {
        r->crossing = true;
        chunk->from = from;
        csv_chunk_read(&r->file, chunk);
    }
    if (chunk->failed) {
        return tell(r, &chunk->fault, &r->report->error);
    }
    for (uint32_t i = 0; good && i < r->file.shape.columns; i++) {
        if (r->file.columns[i].read) {
            good = append(r, &r->file.columns[i], &chunk->columns[i], chunk);
        }
    }
    csv_chunk_free(&r->file, chunk);
    return good || out_of_memory(r);
}

static void read_one(void *state, size_t i)
{
    Reader *r = state;
    csv_chunk_read(&r->file, &r->chunks[i]);
}

/* How many chunks of how many bytes a round has; the last of them goes on. The first
 * tells the types that the others begin with, the second most of the texts. */
static const struct {
    size_t chunks, bytes;
} ROUNDS[] = {{1, 256 << 10}, {4, 512 << 10}, {ROUND, 1 << 20}};

/* Cuts the next chunks from `at` on. */
static size_t cut_chunks(Reader *r, const char *at, size_t round)
{
    const char *end = r->file.shape.end, *bound = at, *counted = at;
    size_t given = r->source->chunk_bytes, count = 0;
    size_t size = given ? given : ROUNDS[round].bytes, most = ROUNDS[round].chunks;
    bool inside = false;
    for (const char *from = at; count < most && bound < end; count++) {
        if (bound > at && !r->crossing) {
            from = skip_lines(bound - 1, end, 1);
        } else if (bound > at) {
            inside ^= csv_quotes_odd(&r->dialect, counted, bound - 1);
            counted = bound - 1;
            from = csv_next_line(&r->dialect, counted, end, inside);
        }
        bound = (size_t)(end - bound) > size ? bound + size : end;
        r->chunks[count] = (CsvChunk){.from = from, .to = bound};
    }
    return count;
}

/* Reads the file once: the columns that are to be read in this pass. */
static bool read_pass(Reader *r, bool first)
{
    const char *at = r->body;
    for (size_t round = 0; at < r->file.shape.end; round += round < 2) {
        size_t count = cut_chunks(r, at, round);
        share_work(count, read_one, r);
        for (size_t i = 0; i < count; i++) {
            if (!settle(r, &r->chunks[i], at)) {
                return false;
            }
            at = r->chunks[i].end;
            if (first && !count_rows(r, &r->chunks[i])) {
                return false;
            }
        }
    }
    return true;
}

/* Columns that turned out to be of another type are read again, as that. */
static bool read_stale(Reader *r)
{
    bool any = false;
    for (uint32_t i = 0; i < r->file.shape.columns; i++) {
        CsvColumn *column = &r->file.columns[i];
        column->read = column->stale;
        column->any = column->any && !column->stale;
        column->stale = false;
        column->types = CSV_TYPE(csv_first_type(column->types));
        any = any || column->read;
    }
    return !any || read_pass(r, false);
}

/* ---- result --------------------------------------------------------------- */

static bool finish(Reader *r, DashTable *table)
{
    DashColumn *results = dash_arena_alloc(r->arena, r->result_count * sizeof(*results));
    bool good = results != NULL;
    for (uint32_t i = 0; good && i < r->file.shape.columns; i++) {
        CsvColumn *column = &r->file.columns[i];
        if (!column->wanted) {
            continue;
        }
        if (!column->any) { /* nothing but nulls, or no rows */
            column->builder.type = column->fixed ? csv_first_type(column->types) : DASH_COLUMN_TEXT;
        }
        results[column->result].name = column->name;
        good =
            builder_finish(&column->builder, r->arena, column->optional, &results[column->result]);
    }
    *table = (DashTable){.rows = r->rows, .column_count = r->result_count, .columns = results};
    return good || out_of_memory(r);
}

static bool read_body(Reader *r)
{
    for (uint32_t i = 0; i < r->file.shape.columns; i++) {
        CsvColumn *column = &r->file.columns[i];
        column->read = column->wanted;
        column->builder.arena = r->arena;
    }
    return read_pass(r, true) && read_stale(r);
}

bool csv_read_table(DashArena *arena, const char *bytes, size_t len, const DashSource *source,
                    DashTable *table, DashSourceReport *report)
{
    Reader r = {.arena = arena, .bytes = bytes, .len = len, .source = source, .report = report};
    if (!read_header(&r, &r.body)) {
        return false;
    }
    bool good = read_body(&r) && finish(&r, table);
    for (size_t i = 0; i < ROUND; i++) {
        csv_chunk_free(&r.file, &r.chunks[i]);
    }
    for (uint32_t i = 0; i < r.file.shape.columns; i++) {
        builder_free(&r.file.columns[i].builder);
    }
    return good;
}
