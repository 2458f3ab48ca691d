/* SPDX-License-Identifier: MIT
 *
 * A block: some whole rows of a file and where each of their cells stands. Two ways
 * lead to one: the index (csv_index.c), which is fast and takes only what is regular,
 * and the scanner (csv_scan.c), which takes all that may be and knows what is wrong
 * with the rest.
 */
#ifndef DASH_TABLE_CSV_BLOCK_H
#define DASH_TABLE_CSV_BLOCK_H

#include "table/csv_cell.h"

/* What is wrong, told by whoever sees it. */
typedef struct CsvFault {
    const char *at; /* in the file; NULL: it is about no place */
    bool whole_row; /* only the line counts */
    DashText value; /* in the file, or a null text */
    const char *expected;
    char message[160];
} CsvFault;

/* Fills `fault`, the message by printf's rules; always false. */
bool csv_fault(CsvFault *fault, const char *at, const char *format, ...) DASH_PRINTF(3, 4);

/* Cells [starts[i], ends[i]) from `base` on, row by row; what stands between them is
 * delimiters and line ends. The index leaves `starts` out: a cell begins behind the
 * end of the one before. */
typedef struct CsvBlock {
    const char *base;
    size_t rows, cells, capacity;
    uint32_t *starts, *ends; /* malloc'ed, `capacity` of each; ends[-1] + 1 is 0 */
    bool has_starts;
    bool padded; /* CSV_PADDING bytes behind it may be read */
} CsvBlock;

/* Room for that many cells; false when memory is out. */
bool csv_block_reserve(CsvBlock *block, size_t cells);
void csv_block_free(CsvBlock *block);

/* Where the rows of a file begin and end; what they hold is counted by its columns. */
typedef struct CsvShape {
    const CsvDialect *dialect;
    uint32_t columns;
    const char *end; /* of the file */
    DashOnError on_error;
} CsvShape;

/* The rows that begin at *at and before `to`, as many as make a good block; *at is
 * then behind them. Without rows when they are not regular, or memory is out. */
void csv_index(const CsvShape *shape, const char **at, const char *to, CsvBlock *block);

/* Rows passed over. */
typedef struct CsvBad {
    size_t count;
    CsvFault first[DASH_FIRST_BAD]; /* in the order of the file */
} CsvBad;
void csv_bad_add(CsvBad *bad, const CsvFault *fault);

/* The same by the scanner, row by row; false and `fault` filled at a mistake: the block
 * has the rows before it. */
bool csv_scan(const CsvShape *shape, const char **at, const char *to, CsvBlock *block, CsvBad *bad,
              CsvFault *fault);

/* The cells of the first row (the header), which may be any number up to `most`; *at
 * is then behind it. block->rows is 0 when there is none. */
bool csv_scan_first(const CsvShape *shape, const char **at, size_t most, CsvBlock *block,
                    CsvFault *fault);

/* The beginning of the first line at or after `at` when it is outside of quotes
 * there, or inside. */
const char *csv_next_line(const CsvDialect *dialect, const char *at, const char *end, bool inside);
/* Whether an odd number of quotes stands in [at, end). */
bool csv_quotes_odd(const CsvDialect *dialect, const char *at, const char *end);

#endif
