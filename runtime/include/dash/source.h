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
#define DASH_FILE_KINDS(X)                                                                         \
    X(DASH_FILE_CSV, "csv", csv_read_table)                                                        \
    X(DASH_FILE_JSON, "json", json_read_table) /* a list of records, or an object of columns */    \
    X(DASH_FILE_NDJSON, "ndjson", ndjson_read_table)

typedef enum DashFileKind {
#define X(kind, name, reader) kind,
    DASH_FILE_KINDS(X)
#undef X
        DASH_FILE_KIND_COUNT
} DashFileKind;

/* X(encoding, name in the language) of the bytes. All but UTF-8 are converted
 * first. Latin-1 is read as its superset Windows-1252, as browsers do. */
#define DASH_CHARSETS(X)                                                                           \
    X(DASH_UTF8, "utf-8")                                                                          \
    X(DASH_WINDOWS_1252, "windows-1252")                                                           \
    X(DASH_UTF16, "utf-16")

typedef enum DashCharset {
#define X(charset, name) charset,
    DASH_CHARSETS(X)
#undef X
        DASH_CHARSET_COUNT
} DashCharset;

/* X(what, name in the language): what becomes of a cell that does not fit the type
 * of its column, or of a row with another number of cells. */
#define DASH_ON_ERROR(X)                                                                           \
    X(DASH_ON_ERROR_FAIL, "fail")                                                                  \
    X(DASH_ON_ERROR_NULL, "null") /* the cell is null, a row is cut or filled with nulls */        \
    X(DASH_ON_ERROR_SKIP, "skip") /* the row is left out */

typedef enum DashOnError {
#define X(what, name) what,
    DASH_ON_ERROR(X)
#undef X
        DASH_ON_ERROR_COUNT
} DashOnError;

/* A column of a schema that is written. */
typedef struct DashSourceColumn {
    const char *name;
    DashColumnType type;
    bool optional; /* may have nulls */
} DashSourceColumn;

/* How the dates of a column are written: codes of strptime. A null column: how all
 * are. */
typedef struct DashDateFormat {
    const char *column;
    DashText pattern;
} DashDateFormat;

typedef struct DashNames {
    const char *const *at;
    uint32_t count;
} DashNames;

/* What the program says of a file; all zero: CSV as it should be. */
typedef struct DashSource {
    DashFileKind kind;
    DashCharset charset;
    DashOnError on_error;
    const DashSourceColumn *schema; /* the columns of the result; NULL: infer all */
    uint32_t schema_count;
    bool schema_more;      /* … and behind them all others, inferred */
    DashNames columns;     /* … or these, in this order; */
    DashNames ignore;      /* … or all but these */
    size_t max_bytes;      /* of a packed file, unpacked; 0: DASH_SOURCE_MAX_BYTES */
    const DashText *nulls; /* spellings of null, besides none and NaN */
    size_t null_count;
    const DashDateFormat *date_formats;
    uint32_t date_format_count;

    char delimiter;     /* 0: a comma */
    char quote;         /* 0: " */
    char comment;       /* lines that begin with it are left out; 0: none are */
    char decimal;       /* 0: a point */
    char thousands;     /* 0: none */
    bool no_quotes;     /* a quote is a byte like others */
    bool no_header;     /* the first row is data; the names are `names` or column1 … */
    DashNames names;    /* of all columns, when there is no header */
    size_t skip;        /* lines before the header */
    size_t max_field;   /* bytes of one cell; 0: 1 MiB */
    size_t max_columns; /* 0: 4096 */
    bool may_lack;      /* JSON: what may be null need not stand in any record */
    size_t chunk_bytes; /* that are read at once; 0: as many as is quick */
} DashSource;

#define DASH_SOURCE_MAX_BYTES ((size_t)1 << 30)

/* What is wrong and where; all texts live in the arena. Line and column count
 * from 1; column counts bytes of the line. 0 when it is not about a place. */
typedef struct DashSourceError {
    size_t line, column;
    const char *message;  /* "row has 5 cells, the header has 4" */
    const char *value;    /* the offending cell, cut to 60 bytes, or NULL */
    const char *expected; /* "int", or NULL */
    const char *within;   /* "record 3, field `price`", or NULL */
} DashSourceError;

#define DASH_FIRST_BAD 3

/* What reading has to tell: why it failed, or what it passed over. */
typedef struct DashSourceReport {
    DashSourceError error;
    size_t bad; /* cells made null or rows skipped, by on_error … */
    DashSourceError first_bad[DASH_FIRST_BAD];
} DashSourceReport;

/* Reads the `len` bytes of a file, packed or not, into columns that live in
 * `arena`; the arrays of columns go on to the next multiple of DASH_LANES rows,
 * with zeros. false and `report->error` filled when the file is not fit or memory is out.
 * Without a schema the type of a column is the first of bool, int, float, date,
 * datetime that every cell with a value fits, else text. */
bool dash_source_parse(DashArena *arena, const char *bytes, size_t len, const DashSource *source,
                       DashTable *table, DashSourceReport *report);

/* Opens, maps and parses the file at `path`. */
bool dash_source_read(DashArena *arena, const char *path, const DashSource *source,
                      DashTable *table, DashSourceReport *report);

/* "orders.csv:12:3: `x` is not of type `int`": what went wrong with `path`. */
const char *dash_source_complaint(DashArena *arena, const char *path, const DashSourceError *error);

#endif
