/* SPDX-License-Identifier: MIT
 *
 * The tight loops of reading: the cells of one column of a block as values of one type.
 */
#ifndef DASH_TABLE_CSV_LOOPS_H
#define DASH_TABLE_CSV_LOOPS_H

#include "table/csv_block.h"
#include "table/dict.h"

/* The cells of a column: row r's is [starts[r * step] + behind, ends[r * step]), less a
 * return at the end where the row ends. */
typedef struct CsvCells {
    const char *base;
    const uint32_t *starts, *ends;
    uint32_t behind;
    bool last;
    size_t step, rows;
} CsvCells;

CsvCells csv_cells(const CsvBlock *block, uint32_t columns, uint32_t column);

static inline const char *csv_cell_at(const CsvCells *c, size_t row, size_t *len)
{
    uint32_t start = c->starts[row * c->step] + c->behind, end = c->ends[row * c->step];
    if (c->last && end > start && c->base[end - 1] == '\r') {
        end--;
    }
    *len = end - start;
    return c->base + start;
}

typedef union CsvValues {
    int64_t *ints; /* bools, days, milliseconds and codes, too */
    double *floats;
} CsvValues;

typedef struct CsvLoop {
    CsvCells cells;
    const CsvDialect *dialect;
    DashColumnType type;
    DashText pattern;  /* of dates */
    bool required;     /* a null does not fit */
    DictBuilder *dict; /* of texts */
    CsvBuffer *buffer;
    CsvValues values; /* by row: 0 where there is none */
    bool *present;    /* by row, all true at first */
} CsvLoop;

/* Reads from row `row` on; gives the first whose cell does not fit, or cells.rows. */
size_t csv_loop(CsvLoop *loop, size_t row);

#endif
