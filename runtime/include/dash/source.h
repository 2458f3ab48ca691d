/* SPDX-License-Identifier: MIT
 *
 * Files of data become tables: bytes in, typed columns out, by what the program
 * says of the file. The compiler reads embedded files with it at build time; the
 * runtime reads those that are given or replaced later. Both get the same table of
 * the same bytes.
 *
 * A file may be packed with gzip or zstd, which is seen by its first bytes.
 */
#ifndef DASH_SOURCE_H
#define DASH_SOURCE_H

#include "dash/arena.h"
#include "dash/table.h"

/* X(kind, name in the language, what reads it). */
#define DASH_FILE_KINDS(X) X(DASH_FILE_CSV, "csv", csv_read_table)

typedef enum DashFileKind {
#define X(kind, name, reader) kind,
    DASH_FILE_KINDS(X)
#undef X
        DASH_FILE_KIND_COUNT
} DashFileKind;

/* A column of a schema that is written. */
typedef struct DashSourceColumn {
    const char *name;
    DashColumnType type;
    bool optional; /* may have nulls */
} DashSourceColumn;

/* What the program says of a file; all zero: CSV as it should be. */
typedef struct DashSource {
    DashFileKind kind;
    const DashSourceColumn *schema; /* the columns of the result; NULL: infer all */
    uint32_t schema_count;
    size_t max_bytes; /* of a packed file, unpacked; 0: DASH_SOURCE_MAX_BYTES */

    char delimiter;     /* 0: a comma */
    size_t max_field;   /* bytes of one cell; 0: 1 MiB */
    size_t max_columns; /* 0: 4096 */
} DashSource;

#define DASH_SOURCE_MAX_BYTES ((size_t)1 << 30)

/* What is wrong and where; all texts live in the arena. Line and column count
 * from 1; column counts bytes of the line. 0 when it is not about a place. */
typedef struct DashSourceError {
    size_t line, column;
    const char *message;  /* "row has 5 cells, the header has 4" */
    const char *value;    /* the offending cell, cut to 60 bytes, or NULL */
    const char *expected; /* "int", or NULL */
} DashSourceError;

/* Reads the `len` bytes of a file, packed or not, into columns that live in
 * `arena`; the arrays of columns go on to the next multiple of DASH_LANES rows,
 * with zeros. false and `error` filled when the file is not fit or memory is out.
 * Without a schema the type of a column is the first of bool, int, float, date,
 * datetime that every cell with a value fits, else text. */
bool dash_source_parse(DashArena *arena, const char *bytes, size_t len, const DashSource *source,
                       DashTable *table, DashSourceError *error);

/* Opens, maps and parses the file at `path`. */
bool dash_source_read(DashArena *arena, const char *path, const DashSource *source,
                      DashTable *table, DashSourceError *error);

/* "orders.csv:12:3: `x` is not of type `int`": what went wrong with `path`. */
const char *dash_source_complaint(DashArena *arena, const char *path, const DashSourceError *error);

#endif
