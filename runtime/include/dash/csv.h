/* SPDX-License-Identifier: MIT
 *
 * CSV: RFC 4180 with what the world does to it: quotes with embedded newlines
 * and doubled quotes, LF or CRLF, a byte order mark, empty cells (null), spaces
 * round numbers. The schema is inferred from the whole file. The compiler reads
 * with it at build time; the runtime reads live files.
 */
#ifndef DASH_CSV_H
#define DASH_CSV_H

#include "dash/arena.h"
#include "dash/table.h"

typedef struct DashCsvOptions {
    char delimiter;           /* 0: a comma */
    size_t max_field;         /* bytes of one cell; 0: 1 MiB */
    size_t max_columns;       /* 0: 4096 */
    const DashColumn *schema; /* name and type wanted of each column, or NULL: infer */
    uint32_t schema_count;
} DashCsvOptions;

/* What is wrong and where; all texts live in the arena. Line and column count
 * from 1; column counts bytes of the line. 0 when it is not about a place. */
typedef struct DashCsvError {
    size_t line, column;
    const char *message;  /* "row has 5 cells, the header has 4" */
    const char *value;    /* the offending cell, cut to 60 bytes, or NULL */
    const char *expected; /* "int", or NULL */
} DashCsvError;

/* Reads the `len` bytes of a file into columns that live in `arena`. false and
 * `error` filled when the file is not fit, is not UTF-8 or memory is out. The
 * inferred type of a column is the first of bool, int, float, date, datetime
 * that every non-empty cell fits, else text. */
bool dash_csv_parse(DashArena *arena, const char *bytes, size_t len, const DashCsvOptions *options,
                    DashTable *table, DashCsvError *error);

/* Opens, checks the size, maps and parses the file at `path`. */
bool dash_csv_read(DashArena *arena, const char *path, const DashCsvOptions *options,
                   DashTable *table, DashCsvError *error);

#endif
