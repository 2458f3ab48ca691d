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
#include "table/reader.h"

/* The values of one column of a block. */
typedef union Values {
    int64_t *ints;
    double *floats;
} Values;

/* What one thread needs to read a chunk; the arrays grow with the rows of blocks. */
typedef struct Reading {
    const CsvFile *file;
    CsvChunk *chunk;
    CsvBlock block;
    const char *file_base; /* where the block stands in the file */
    char *copy;            /* of the file's last block, so that there is padding */
    size_t copy_capacity;
    size_t capacity;         /* rows */
    uint32_t *starts, *ends; /* of the cells of the column at hand */
    Values values;
    bool *present;
    CsvBuffer buffer;
} Reading;

/* The column at hand. */
typedef struct Loop {
    Reading *reading;
    const CsvDialect *dialect;
    const CsvColumn *column;
    DictBuilder *dict;
    DashColumnType type;
} Loop;

static bool no_memory(Reading *r)
{
    return csv_fault(&r->chunk->fault, NULL, "memory is out");
}

/* ---- loops ---------------------------------------------------------------- */

typedef enum Look { LOOK_VALUE, LOOK_NULL, LOOK_MISFIT } Look;

/* A cell that begins in an uncommon way, or is not of a common form. */
static Look look_closer(Loop *l, const char *from, const char *to, void *value)
{
    CsvCell cell;
    if (!csv_decode(l->dialect, from, to, &l->reading->buffer, &cell)) {
        return LOOK_MISFIT;
    }
    if (csv_is_null(l->dialect, &cell)) {
        return l->column->required ? LOOK_MISFIT : LOOK_NULL;
    }
    if (l->type == DASH_COLUMN_TEXT) {
        uint32_t code;
        bool added = dict_builder_add(l->dict, cell.text, &code);
        *(int64_t *)value = code;
        return added ? LOOK_VALUE : LOOK_MISFIT;
    }
    bool fits = l->type == DASH_COLUMN_FLOAT
                    ? csv_cell_float(l->dialect, &cell, value)
                    : csv_cell_integer(l->dialect, l->column->pattern, &cell, l->type, value);
    return fits ? LOOK_VALUE : LOOK_MISFIT;
}

/* X(name, array, FAST): reads rows [row, …) of the block and gives the first whose
 * cell does not fit. FAST(at, len, out) reads a common form. */
#define DEFINE_LOOP(name, array, FAST)                                                             \
    static size_t name(Loop *l, size_t row)                                                        \
    {                                                                                              \
        Reading *r = l->reading;                                                                   \
        const uint64_t point = CSV_BYTES((uint64_t)l->dialect->decimal);                           \
        const bool *closer = l->dialect->closer;                                                   \
        const bool iso = !l->column->pattern.ptr;                                                  \
        (void)point, (void)iso;                                                                    \
        for (; row < r->block.rows; row++) {                                                       \
            const char *at = r->block.base + r->starts[row];                                       \
            size_t len = r->ends[row] - r->starts[row];                                            \
            bool fine = len > 0 && !closer[(unsigned char)*at] && FAST(at, len, &array[row]);      \
            r->present[row] = true;                                                                \
            if (!fine) {                                                                           \
                Look look = look_closer(l, at, at + len, &array[row]);                             \
                if (look == LOOK_MISFIT) {                                                         \
                    return row;                                                                    \
                }                                                                                  \
                if (look == LOOK_NULL) {                                                           \
                    r->present[row] = false;                                                       \
                    array[row] = 0;                                                                \
                }                                                                                  \
            }                                                                                      \
        }                                                                                          \
        return row;                                                                                \
    }

static inline bool fast_text(DictBuilder *dict, const char *at, size_t len, int64_t *value)
{
    uint32_t code;
    bool added = dict_builder_add(dict, (DashText){at, len}, &code);
    *value = code;
    return added;
}

#define FAST_INT(at, len, out)   csv_fast_int(at, len, out)
#define FAST_FLOAT(at, len, out) csv_fast_float(at, len, point, out)
#define FAST_DAY(at, len, out)   (iso && len == 10 && csv_fast_day(at, out))
#define FAST_TIME(at, len, out)  (iso && len == 19 && csv_fast_time(at, out))
#define FAST_TEXT(at, len, out)  fast_text(l->dict, at, len, out)
#define FAST_NONE(at, len, out)  false

DEFINE_LOOP(read_ints, r->values.ints, FAST_INT)
DEFINE_LOOP(read_floats, r->values.floats, FAST_FLOAT)
DEFINE_LOOP(read_days, r->values.ints, FAST_DAY)
DEFINE_LOOP(read_times, r->values.ints, FAST_TIME)
DEFINE_LOOP(read_texts, r->values.ints, FAST_TEXT)
DEFINE_LOOP(read_bools, r->values.ints, FAST_NONE)

static size_t (*const LOOPS[])(Loop *l, size_t row) = {
    [DASH_COLUMN_BOOL] = read_bools,   [DASH_COLUMN_INT] = read_ints,
    [DASH_COLUMN_FLOAT] = read_floats, [DASH_COLUMN_TEXT] = read_texts,
    [DASH_COLUMN_DATE] = read_days,    [DASH_COLUMN_DATETIME] = read_times,
};

static Loop loop_over(Reading *r, uint32_t i, DashColumnType type)
{
    return (Loop){.reading = r,
                  .dialect = r->file->shape.dialect,
                  .column = &r->file->columns[i],
                  .dict = &r->chunk->columns[i].builder.dict,
                  .type = type};
}

/* ---- misfits -------------------------------------------------------------- */

static const char *in_file(const Reading *r, uint32_t offset)
{
    return r->file_base + offset;
}

/* What is wrong with the cell at `row`. */
static void describe_misfit(Loop *l, size_t row, CsvFault *fault)
{
    Reading *r = l->reading;
    const char *from = in_file(r, r->starts[row]), *to = in_file(r, r->ends[row]);
    CsvCell cell = {.text = {from, (size_t)(to - from)}};
    (void)csv_decode(l->dialect, from, to, &r->buffer, &cell);
    bool empty = csv_is_null(l->dialect, &cell);
    if (l->type == DASH_COLUMN_TEXT && !empty) {
        csv_fault(fault, from, "memory is out, or the texts of column %.60s pass 4 GiB",
                  l->column->name);
        return;
    }
    csv_fault(fault, from,
              empty ? "this cell of column %.60s is empty"
                    : "this cell of column %.60s does not fit its type",
              l->column->name);
    fault->value = empty ? DASH_NO_TEXT : (DashText){from, (size_t)(to - from)};
    fault->expected = column_type_name(l->type);
}

/* The cell at `row` does not fit a column whose type is fixed; true: go on behind it. */
static bool heed_misfit(Loop *l, size_t row)
{
    Reading *r = l->reading;
    CsvFault fault;
    describe_misfit(l, row, &fault);
    bool passes = r->file->shape.on_error == DASH_ON_ERROR_NULL && !l->column->required;
    if (!passes || !fault.expected) {
        r->chunk->fault = fault;
        return false;
    }
    csv_bad_add(&r->chunk->bad, &fault);
    r->present[row] = false;
    r->values.ints[row] = 0;
    return true;
}

/* The cell at `row` does not fit: the column becomes of the next type that all its
 * cells so far fit, and this one. false: the texts are too many. */
static bool widen(Loop *l, ChunkColumn *column, size_t row)
{
    Reading *r = l->reading;
    CsvCell cell;
    const char *base = r->block.base;
    if (l->type == DASH_COLUMN_TEXT ||
        !csv_decode(l->dialect, base + r->starts[row], base + r->ends[row], &r->buffer, &cell)) {
        describe_misfit(l, row, &r->chunk->fault);
        return false;
    }
    bool seen = column->any || memchr(r->present, true, row);
    CsvTypes before = seen ? csv_wider_types(l->type) : CSV_ALL_TYPES;
    column->types = csv_fitting(l->dialect, l->column->pattern, &cell, column->types & before);
    l->type = csv_first_type(column->types);
    return true;
}

/* ---- columns of a block ---------------------------------------------------- */

static bool reserve_rows(Reading *r, size_t rows)
{
    if (rows <= r->capacity) {
        return true;
    }
    free(r->starts);
    free(r->ends);
    free(r->values.ints);
    free(r->present);
    r->capacity = rows * 2;
    r->starts = malloc(r->capacity * sizeof(*r->starts));
    r->ends = malloc(r->capacity * sizeof(*r->ends));
    r->values.ints = malloc(r->capacity * sizeof(*r->values.ints));
    r->present = malloc(r->capacity * sizeof(*r->present));
    return r->starts && r->ends && r->values.ints && r->present;
}

/* Where the cells of column `i` stand. */
static void gather_cells(Reading *r, uint32_t i)
{
    const CsvBlock *b = &r->block;
    uint32_t columns = r->file->shape.columns;
    const uint32_t *end = b->ends + i, *start = b->starts + i;
    if (b->has_starts) {
        for (size_t row = 0; row < b->rows; row++, end += columns, start += columns) {
            r->starts[row] = *start;
            r->ends[row] = *end;
        }
        return;
    }
    for (size_t row = 0; row < b->rows; row++, end += columns) {
        r->starts[row] = row + i == 0 ? 0 : end[-1] + 1;
        r->ends[row] = *end;
    }
    for (size_t row = 0; i + 1 == columns && row < b->rows; row++) {
        uint32_t last = r->ends[row];
        r->ends[row] = last - (last > r->starts[row] && b->base[last - 1] == '\r');
    }
}

static bool keep_values(Reading *r, ChunkColumn *column, DashColumnType type)
{
    size_t rows = r->block.rows;
    column->any = column->any || memchr(r->present, true, rows);
    if (column->stale) {
        return true;
    }
    column->builder.type = type;
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
    Loop loop = loop_over(r, i, type);
    gather_cells(r, i);
    for (size_t row = 0; (row = LOOPS[loop.type](&loop, row)) < r->block.rows;) {
        if (column->fixed ? !heed_misfit(&loop, row) : !widen(&loop, own, row)) {
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
    Loop loop = loop_over(r, i, type);
    DictBuilder unused = {0};
    loop.dict = &unused;
    gather_cells(r, i);
    for (size_t row = 0; (row = LOOPS[type](&loop, row)) < r->block.rows; row++) {
        CsvFault fault;
        describe_misfit(&loop, row, &fault);
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
    for (uint32_t i = 0; i < columns && !b->has_starts; i++) {
        gather_cells(r, i);
        for (size_t row = 0; row < b->rows; row++) {
            b->starts[row * columns + i] = r->starts[row];
        }
        if (i + 1 == columns) { /* its ends may be before a return */
            for (size_t row = 0; row < b->rows; row++) {
                b->ends[row * columns + i] = r->ends[row];
            }
        }
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

static bool read_block(Reading *r, const char **at)
{
    const CsvShape *shape = &r->file->shape;
    CsvChunk *chunk = r->chunk;
    const char *start = *at;
    csv_index(shape, at, chunk->to, &r->block);
    if (r->block.rows == 0 &&
        !csv_scan(shape, at, chunk->to, &r->block, &chunk->bad, &chunk->fault)) {
        return false;
    }
    if (!pad_block(r, (size_t)(*at - start)) ||
        (!reserve_rows(r, r->block.rows) && !no_memory(r))) {
        return false;
    }
    if (shape->on_error == DASH_ON_ERROR_SKIP && !skip_bad_rows(r)) {
        return false;
    }
    for (uint32_t i = 0; i < shape->columns && r->block.rows > 0; i++) {
        if (chunk->columns[i].wanted && !read_column(r, i)) {
            return false;
        }
    }
    chunk->rows += r->block.rows;
    return true;
}

/* Reads the rows into chunk->columns, whose types and wishes are set. */
static void read_rows(const CsvFile *file, CsvChunk *chunk)
{
    Reading r = {.file = file, .chunk = chunk};
    chunk->end = chunk->from;
    while (chunk->end < chunk->to && !chunk->failed) {
        chunk->failed = !read_block(&r, &chunk->end);
    }
    csv_block_free(&r.block);
    free(r.copy);
    free(r.starts);
    free(r.ends);
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
        chunk->columns[i].types = file->columns[i].types;
        chunk->columns[i].wanted = file->columns[i].wanted;
    }
    read_rows(file, chunk);
}

bool csv_chunk_repair(const CsvFile *file, CsvChunk *chunk, const DashColumnType *types)
{
    uint32_t count = file->shape.columns;
    bool needed = false;
    CsvChunk again = {.from = chunk->from, .to = chunk->to};
    again.columns = calloc(count, sizeof(*again.columns));
    for (uint32_t i = 0; again.columns && i < count; i++) {
        const ChunkColumn *old = &chunk->columns[i];
        again.columns[i].types = CSV_TYPE(types[i]);
        again.columns[i].wanted =
            old->wanted && (old->stale || (old->any && old->builder.type != types[i]));
        needed = needed || again.columns[i].wanted;
    }
    if (needed) {
        read_rows(file, &again);
    }
    for (uint32_t i = 0; needed && i < count; i++) {
        if (again.columns[i].wanted) {
            ChunkColumn old = chunk->columns[i];
            chunk->columns[i] = again.columns[i];
            again.columns[i] = old;
        }
    }
    bool good = again.columns && !again.failed;
    csv_chunk_free(file, &again);
    return good;
}

void csv_chunk_free(const CsvFile *file, CsvChunk *chunk)
{
    for (uint32_t i = 0; chunk->columns && i < file->shape.columns; i++) {
        builder_free(&chunk->columns[i].builder);
    }
    free(chunk->columns);
    chunk->columns = NULL;
}
