/* SPDX-License-Identifier: MIT
 *
 * What a cell's text can be read as.
 */
#ifndef DASH_TABLE_CSV_CELL_H
#define DASH_TABLE_CSV_CELL_H

#include "dash/table.h"
#include "table/csv_scan.h"

/* Bit t is set while every cell so far can be a DashColumnType t. */
typedef unsigned CsvTypes;
#define CSV_TYPE(type) (1u << (type))
#define CSV_ALL_TYPES  (CSV_TYPE(DASH_COLUMN_DATETIME + 1) - 1)

/* Empty, or NaN without quotes. */
bool csv_is_null(const CsvCell *cell);

/* Reads the cell, spaces round it left out, as a bool (0 or 1), an int, days or
 * milliseconds. false when it is not one: a number with a leading zero or plus
 * sign is a code, not a number. Not for floats and texts. */
bool csv_cell_integer(const CsvCell *cell, DashColumnType type, int64_t *value);
bool csv_cell_float(const CsvCell *cell, double *value);

/* Those of `types` that the cell fits. When it is an int, `integer` is set. */
CsvTypes csv_fitting(const CsvCell *cell, CsvTypes types, int64_t *integer);

#endif
