/* SPDX-License-Identifier: MIT
 *
 * Cells of a CSV file, one after the other. Checks everything that does not
 * depend on what a cell means: quotes, lengths, UTF-8, NUL bytes.
 */
#ifndef DASH_TABLE_CSV_SCAN_H
#define DASH_TABLE_CSV_SCAN_H

#include "dash/arena.h"
#include "table/reader.h"

typedef enum CsvEnd {
    CSV_END_CELL, /* a delimiter: the row goes on */
    CSV_END_ROW,
    CSV_END_FILE, /* the row, if it has begun, is the last */
} CsvEnd;

typedef struct CsvCell {
    const char *ptr; /* in the file, or in the scanner's buffer when quotes were doubled */
    size_t len;
    bool quoted;
    CsvEnd end;
    size_t line, column; /* of its first byte, from 1 */
} CsvCell;

typedef struct CsvScanner {
    const char *at, *end, *line_start;
    size_t line, max_field;
    char delimiter;
    char *buffer; /* malloc'ed */
    size_t buffer_capacity;
    DashArena *arena; /* for the error's texts */
    DashSourceError *error;
} CsvScanner;

/* A file's beginning; a byte order mark is stepped over. */
CsvScanner csv_scanner(DashArena *arena, const char *bytes, size_t len, const DashSource *source,
                       DashSourceError *error);
void csv_scanner_free(CsvScanner *scanner);

/* Steps over empty lines; false at the end of the file. */
bool csv_next_row(CsvScanner *scanner);

/* The next cell of the row; false and the error filled when it is bad. The
 * cell's text holds until the next call. */
bool csv_next_cell(CsvScanner *scanner, CsvCell *cell);

#endif
