/* SPDX-License-Identifier: MIT
 *
 * Columns for code that was compiled before their file was there.
 */
#include <string.h>

#include "core/cx.h"
#include "dash/data.h"

/* A bitmap of rows that all have a value. */
static const uint64_t *all_valid(DashCx *cx, size_t rows)
{
    uint64_t *valid = dash_alloc_array(cx, (rows + DASH_LANES - 1) / DASH_LANES, sizeof *valid);
    memset(valid, 0xFF, rows / 64 * 8);
    if (rows % 64)
        valid[rows / 64] = (UINT64_C(1) << rows % 64) - 1;
    return valid;
}

void dash_open_columns(DashCx *cx, const DashSource *source, DashTable *table)
{
    DashTable plain = dash_table_plain(cx, table);
    DashColumn *columns = dash_alloc_array(cx, plain.column_count, sizeof *columns);
    for (uint32_t i = 0; i < plain.column_count; i++) {
        columns[i] = plain.columns[i];
        if (source->schema[i].optional && !columns[i].valid)
            columns[i].valid = all_valid(cx, plain.rows);
    }
    *table = (DashTable){plain.rows, plain.column_count, columns};
}

void *dash_data(DashCx *cx)
{
    return cx->data;
}
