/* SPDX-License-Identifier: MIT
 *
 * Which rows of a table a filter keeps.
 */
#ifndef DASH_TABLE_FILTER_ROWS_H
#define DASH_TABLE_FILTER_ROWS_H

#include "dash/table.h"
#include "table/filter_query.h"

/* A bitmap of `table->rows` bits; those past the last row are 0. Columns that are
 * not in the table have no values. */
uint64_t *filter_rows(DashCx *cx, const FilterNode *node, const DashTable *table);

/* What the browser has in that cell. Dates need `text`, FILTER_CELL_MAX bytes. */
#define FILTER_CELL_MAX 40
FilterValue filter_cell(const DashColumn *column, size_t row, char *text);

#endif
