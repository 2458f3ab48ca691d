/* SPDX-License-Identifier: MIT
 *
 * The order of rows by columns that are only known at run time.
 */
#ifndef DASH_TABLE_ROW_ORDER_H
#define DASH_TABLE_ROW_ORDER_H

#include "dash/table.h"

typedef struct RowKey {
    const DashColumn *column;
    bool descending;
} RowKey;

/* Sorts the row numbers stably by the keys, the first of them first. What has no
 * value comes last either way; texts are in the order of JavaScript. */
void row_order(DashCx *cx, uint32_t *rows, size_t count, const RowKey *keys, size_t key_count);

/* The same for all rows of a table that never changes: it is done once and kept
 * for as long as there is room. `use` gets the order, and must not fail. */
typedef void RowOrderUse(const uint32_t *order, void *data);
void row_order_kept(DashCx *cx, size_t count, const RowKey *keys, size_t key_count,
                    RowOrderUse *use, void *data);

#endif
