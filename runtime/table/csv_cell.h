/* SPDX-License-Identifier: MIT
 *
 * What a file's bytes mean under the options of its source, and what a cell's text
 * can be read as.
 */
#ifndef DASH_TABLE_CSV_CELL_H
#define DASH_TABLE_CSV_CELL_H

#include "dash/source.h"

typedef enum CsvKind { CSV_COMMON, CSV_NULL_START /* a spelling of null */, CSV_QUOTE } CsvKind;

/* The options in the form in which reading needs them. */
typedef struct CsvDialect {
    unsigned char delimiter, decimal;
    int quote, comment, thousands; /* -1: none */
    size_t max_field;
    const DashText *nulls; /* spellings besides the empty cell and NaN */
    size_t null_count;
    uint8_t kinds[256]; /* CsvKind: what a cell may be that begins with it */
} CsvDialect;

CsvDialect csv_dialect(const DashSource *source);

/* A cell without its quotes. */
typedef struct CsvCell {
    DashText text;
    bool quoted;
} CsvCell;

/* Memory for cells with doubled quotes; zero at first, free `bytes`. */
typedef struct CsvBuffer {
    char *bytes;
    size_t capacity;
} CsvBuffer;

/* The cell that stands in [from, to), quotes and all. Its text is there or in the
 * buffer, until the next call. false when memory is out. */
bool csv_decode(const CsvDialect *dialect, const char *from, const char *to, CsvBuffer *buffer,
                CsvCell *cell);

/* Bit t is set while every cell so far can be a DashColumnType t. */
typedef unsigned CsvTypes;
#define CSV_TYPE(type) (1u << (type))
#define CSV_ALL_TYPES  (CSV_TYPE(DASH_COLUMN_DATETIME + 1) - 1)

/* The first of bool, int, float, date, datetime in the set, else text. */
DashColumnType csv_first_type(CsvTypes types);
/* What all values of that type can be read as, too. */
CsvTypes csv_wider_types(DashColumnType type);

/* A date, or a datetime when the pattern has a time of day. */
DashColumnType csv_pattern_type(DashText pattern);

/* Empty, NaN without quotes, or a spelling of the options. */
bool csv_is_null(const CsvDialect *dialect, const CsvCell *cell);

/* Reads the cell, spaces round it left out, as a bool (0 or 1), an int, days or
 * milliseconds. false when it is not one: a number with a leading zero or plus
 * sign is a code, not a number. Not for floats and texts. Dates and times are ISO
 * 8601, or by `pattern` when it is not null. */
bool csv_cell_integer(const CsvDialect *dialect, DashText pattern, const CsvCell *cell,
                      DashColumnType type, int64_t *value);
bool csv_cell_float(const CsvDialect *dialect, const CsvCell *cell, double *value);

/* Those of `types` that the cell, which is not null, fits. */
CsvTypes csv_fitting(const CsvDialect *dialect, DashText pattern, const CsvCell *cell,
                     CsvTypes types);

#endif
