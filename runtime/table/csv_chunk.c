/* SPDX-License-Identifier: MIT
 *
 * A chunk is read block by block, a block column by column: one tight loop a type
 * over cells that are in the first cache. The loops take the common forms of cells at
 * once (csv_fast.h) and ask csv_cell.h for the rest; at a cell that does not fit they
 * stop, and it is decided what becomes of the cell or the column.
 */
#include "table/csv_chunk.h"

#include <stdlib.h>
#include <string.h>

#include "table/csv_fast.h"
#include "table/csv_loops.h"
#include "table/reader.h"

/* What one thread needs to read a chunk; the arrays grow with the rows of blocks. */
typedef struct Reading {
    const CsvFile *file;
    CsvChunk *chunk;
    CsvBlock block;
    const char *file_base; /* where the block stands in the file */
    char *copy;            /* of the file's last block, so that there is padding */
    size_t copy_capacity;
    size_t capacity;  /* rows */
    size_t expected;  /* rows of the chunk, as its first block tells */
    CsvValues values; /* of the column at hand */
    bool *present;
    CsvBuffer buffer;
    bool misfit; /* a cell of a column with a fixed type ends the reading */
} Reading;

static bool no_memory(Reading *r)
{
    return csv_fault(&r->chunk->fault, NULL, "memory is out");
}

static CsvLoop loop_over(Reading *r, uint32_t i, DashColumnType type)
{
    const CsvColumn *column = &r->file->columns[i];
    memset(r->present, true, r->block.rows);
    return (CsvLoop){
        .cells = csv_cells(&r->block, r->file->shape.columns, i),
        .dialect = r->file->shape.dialect,
        .type = type,
        .pattern = column->pattern,
        .required = column->required,
        .dict = &r->chunk->columns[i].builder.dict,
        .buffer = &r->buffer,
        .values = r->values,
        .present = r->present,
    };
}

/* ---- misfits -------------------------------------------------------------- */

/* What is wrong with the cell at `row`. */
static void describe_misfit(Reading *r, const CsvLoop *l, const CsvColumn *column, size_t row,
                            CsvFault *fault)
{
    size_t len;
    const char *at = r->file_base + (csv_cell_at(&l->cells, row, &len) - l->cells.base);
    CsvCell cell = {.text = {at, len}};
    (void)csv_decode(l->dialect, at, at + len, &r->buffer, &cell);
    bool empty = csv_is_null(l->dialect, &cell);
    if (l->type == DASH_COLUMN_TEXT && !empty) {
        csv_fault(fault, at, "memory is out, or the texts of column %.60s pass 4 GiB",
                  column->name);
        return;
    }
    csv_fault(fault, at,
              empty ? "this cell of column %.60s is empty"
                    : "this cell of column %.60s does not fit its type",
              column->name);
    fault->value = empty ? DASH_NO_TEXT : (DashText){at, len};
    fault->expected = column_type_name(l->type);
}

/* The cell at `row` does not fit a column whose type is fixed; true: go on behind it. */
static bool heed_misfit(Reading *r, CsvLoop *l, const CsvColumn *column, size_t row)
{
    CsvFault fault;
    describe_misfit(r, l, column, row, &fault);
    bool passes = r->file->shape.on_error == DASH_ON_ERROR_NULL && !column->required;
    if (!passes || !fault.expected) {
        if (!r->misfit || fault.at < r->chunk->fault.at) { /* of all columns the first */
            r->chunk->fault = fault;
        }
        r->misfit = true;
        return false;
    }
    csv_bad_add(&r->chunk->bad, &fault);
    r->present[row] = false;
    r->values.ints[row] = 0;
    return true;
}

/* The cell at `row` does not fit: the column becomes of the next type that all its
 * cells so far fit, and this one. false: the texts are too many. */
static bool widen(Reading *r, CsvLoop *l, const CsvColumn *column, ChunkColumn *own, size_t row)
{
    size_t len;
    CsvCell cell;
    const char *at = csv_cell_at(&l->cells, row, &len);
    if (l->type == DASH_COLUMN_TEXT || !csv_decode(l->dialect, at, at + len, &r->buffer, &cell)) {
        describe_misfit(r, l, column, row, &r->chunk->fault);
        return false;
    }
    bool seen = own->any || memchr(r->present, true, row);
    CsvTypes before = seen ? csv_wider_types(l->type) : CSV_ALL_TYPES;
    own->types = csv_fitting(l->dialect, column->pattern, &cell, own->types & before);
    l->type = csv_first_type(own->types);
    memset(r->present, true, r->block.rows);
    return true;
}

/* ---- columns of a block ---------------------------------------------------- */

static bool reserve_rows(Reading *r, size_t rows)
{
    if (rows <= r->capacity) {
        return true;
    }
    free(r->values.ints);
    free(r->present);
    r->capacity = rows * 2;
    r->values.ints = malloc(r->capacity * sizeof(*r->values.ints));
    r->present = malloc(r->capacity * sizeof(*r->present));
    return r->values.ints && r->present;
}

static bool keep_values(Reading *r, ChunkColumn *column, DashColumnType type)
{
    size_t rows = r->block.rows;
    column->any = column->any || memchr(r->present, true, rows);
    if (column->stale) {
        return true;
    }
    column->builder.type = type;
    if (!column->builder.data && !builder_reserve(&column->builder, r->expected)) {
        return no_memory(r);
    }
    return (type == DASH_COLUMN_FLOAT
                ? builder_add_floats(&column->builder, r->values.floats, r->present, rows)
                : builder_add_ints(&column->builder, r->values.ints, r->present, rows)) ||
           no_memory(r);
}

static bool read_column(Reading *r, uint32_t i)
{
    const CsvColumn *column = &r->file->columns[i];
    ChunkColumn *own = &r->chunk->columns[i];
    DashColumnType type = csv_first_type(own->types);
    if (own->stale && type == DASH_COLUMN_TEXT) {
        return true; /* all fits; it is read again anyway */
    }
    CsvLoop loop = loop_over(r, i, type);
    for (size_t row = 0; (row = csv_loop(&loop, row)) < r->block.rows;) {
        if (column->fixed && !heed_misfit(r, &loop, column, row)) {
            return true; /* the other columns may have earlier ones */
        }
        if (!column->fixed && !widen(r, &loop, column, own, row)) {
            return false;
        }
        row = column->fixed ? row + 1 : 0;
    }
    if (loop.type != type && own->any) { /* else there are only nulls, which fit any type */
        own->stale = true;
        builder_free(&own->builder);
    }
    return keep_values(r, own, loop.type);
}

/* ---- rows that are skipped ------------------------------------------------- */

/* Marks the rows whose cell of column `i` is bad. */
static void mark_bad(Reading *r, uint32_t i, bool *bad)
{
    DashColumnType type = csv_first_type(r->chunk->columns[i].types);
    CsvLoop loop = loop_over(r, i, type);
    DictBuilder unused = {0};
    loop.dict = &unused;
    for (size_t row = 0; (row = csv_loop(&loop, row)) < r->block.rows; row++) {
        CsvFault fault;
        describe_misfit(r, &loop, &r->file->columns[i], row, &fault);
        if (!bad[row]) {
            csv_bad_add(&r->chunk->bad, &fault);
        }
        bad[row] = true;
    }
    dict_builder_free(&unused);
}

/* Leaves out the marked rows; all cells get a start. */
static void leave_out(Reading *r, const bool *bad)
{
    CsvBlock *b = &r->block;
    uint32_t columns = r->file->shape.columns;
    for (size_t i = b->cells; i-- > 0 && !b->has_starts;) { /* an end is the next one's start */
        uint32_t start = b->ends[(ptrdiff_t)i - 1] + 1, end = b->ends[i];
        bool returns = (i + 1) % columns == 0 && end > start && b->base[end - 1] == '\r';
        b->starts[i] = start;
        b->ends[i] = end - returns;
    }
    b->has_starts = true;
    size_t kept = 0, size = columns * sizeof(*b->starts);
    for (size_t row = 0; row < b->rows; row++) {
        if (!bad[row]) {
            memmove(b->starts + kept * columns, b->starts + row * columns, size);
            memmove(b->ends + kept * columns, b->ends + row * columns, size);
            kept++;
        }
    }
    b->rows = kept;
}

static bool skip_bad_rows(Reading *r)
{
    bool *bad = calloc(r->block.rows + 1, sizeof(*bad));
    if (!bad) {
        return no_memory(r);
    }
    for (uint32_t i = 0; i < r->file->shape.columns; i++) {
        const CsvColumn *column = &r->file->columns[i];
        bool text = column->fixed && column->types == CSV_TYPE(DASH_COLUMN_TEXT);
        if (column->wanted && (column->required || (column->fixed && !text))) {
            mark_bad(r, i, bad);
        }
    }
    if (memchr(bad, true, r->block.rows)) {
        leave_out(r, bad);
    }
    free(bad);
    return true;
}

/* ---- chunks ---------------------------------------------------------------- */

/* The last block of a file has to be copied, so that more than it can be read. */
static bool pad_block(Reading *r, size_t len)
{
    r->file_base = r->block.base;
    if (r->block.padded) {
        return true;
    }
    if (r->copy_capacity < len + CSV_PADDING) {
        free(r->copy);
        r->copy_capacity = len + CSV_PADDING;
        r->copy = malloc(r->copy_capacity);
        if (!r->copy) {
            return no_memory(r);
        }
    }
    memcpy(r->copy, r->block.base, len);
    memset(r->copy + len, 0, CSV_PADDING);
    r->block.base = r->copy;
    return true;
}

static bool read_columns(Reading *r)
{
    const CsvFile *file = r->file;
    if (file->shape.on_error == DASH_ON_ERROR_SKIP && !skip_bad_rows(r)) {
        return false;
    }
    for (uint32_t i = 0; i < file->shape.columns && r->block.rows > 0; i++) {
        if (file->columns[i].read && !read_column(r, i)) {
            return false;
        }
    }
    r->chunk->rows += r->block.rows;
    return !r->misfit;
}

static bool read_block(Reading *r, const char **at)
{
    const CsvShape *shape = &r->file->shape;
    CsvChunk *chunk = r->chunk;
    CsvFault fault; /* behind the rows of the block */
    const char *start = *at;
    bool good = true;
    csv_index(shape, at, chunk->to, &r->block);
    if (r->block.rows == 0) {
        good = csv_scan(shape, at, chunk->to, &r->block, &chunk->bad, &fault);
    }
    if (r->expected == 0) {
        size_t bytes = (size_t)(*at - start) + 1, all = (size_t)(chunk->to - chunk->from);
        r->expected = r->block.rows + all / bytes * r->block.rows / 15 * 16;
    }
    if (!pad_block(r, (size_t)(*at - start)) ||
        (!reserve_rows(r, r->block.rows) && !no_memory(r)) || !read_columns(r)) {
        return false;
    }
    if (!good) {
        chunk->fault = fault;
    }
    return good;
}

static void read_rows(const CsvFile *file, CsvChunk *chunk)
{
    Reading r = {.file = file, .chunk = chunk};
    chunk->end = chunk->from;
    while (chunk->end < chunk->to && !chunk->failed) {
        chunk->failed = !read_block(&r, &chunk->end);
    }
    csv_block_free(&r.block);
    free(r.copy);
    free(r.values.ints);
    free(r.present);
    free(r.buffer.bytes);
}

void csv_chunk_read(const CsvFile *file, CsvChunk *chunk)
{
    csv_chunk_free(file, chunk);
    *chunk = (CsvChunk){.from = chunk->from, .to = chunk->to};
    chunk->columns = calloc(file->shape.columns, sizeof(*chunk->columns));
    if (!chunk->columns) {
        chunk->failed = !csv_fault(&chunk->fault, NULL, "memory is out");
        return;
    }
    for (uint32_t i = 0; i < file->shape.columns; i++) {
        const DictBuilder *base = &file->columns[i].builder.dict;
        chunk->columns[i].types = file->columns[i].types;
        chunk->columns[i].builder.dict = (DictBuilder){.base = base, .first = base->count};
    }
    read_rows(file, chunk);
}

void csv_chunk_free(const CsvFile *file, CsvChunk *chunk)
{
    for (uint32_t i = 0; chunk->columns && i < file->shape.columns; i++) {
        builder_free(&chunk->columns[i].builder);
    }
    free(chunk->columns);
    chunk->columns = NULL;
}
