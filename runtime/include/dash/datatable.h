/* SPDX-License-Identifier: MIT
 *
 * What dash_table.DataTable asks of the server when paging, sorting or filtering
 * is "custom": which rows of a table it is to show, and in which order.
 */
#ifndef DASH_DATATABLE_H
#define DASH_DATATABLE_H

#include "dash/table.h"
#include "dash/value.h"

/* The props of the same names; what is not there asks for nothing. */
typedef struct DashDatatable {
    DashOptInt page_current, page_size; /* pages count from 0; without a size all rows */
    DashValue sort_by;                  /* [{"column_id", "direction": "asc" or "desc"}] */
    DashText filter_query;              /* in DataTable's language */
} DashDatatable;

typedef struct DashRows {
    const uint32_t *items; /* row numbers */
    size_t count;
} DashRows;

/* The rows of `table` that are asked for, in that order, out of those that `from`
 * names (items NULL: the first `count` rows). A page past the last one is the last
 * one. An incomplete filter keeps all rows, unknown columns have no values, and
 * rows without a value come last. `stays`: the table's memory never changes, so
 * that orders may be kept for later requests. */
DashRows dash_datatable(DashCx *cx, const DashTable *table, DashRows from,
                        const DashDatatable *asked, bool stays);

#endif
