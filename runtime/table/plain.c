/* SPDX-License-Identifier: MIT
 *
 * Tables whose columns stand as their types alone say, for places that take
 * tables of different origin: lists and records of them, variables that change.
 */
#include "dash/table.h"

DashEncoding dash_plain_encoding(DashColumnType type)
{
    switch (type) {
    case DASH_COLUMN_BOOL:
        return DASH_U8;
    case DASH_COLUMN_FLOAT:
        return DASH_F64;
    case DASH_COLUMN_TEXT:
        return DASH_U32;
    case DASH_COLUMN_DATE:
        return DASH_I32;
    case DASH_COLUMN_INT:
    case DASH_COLUMN_DATETIME:
        break;
    }
    return DASH_I64;
}

static const void *widened(DashCx *cx, const DashColumn *column, DashEncoding encoding, size_t rows)
{
    size_t padded = (rows + DASH_LANES - 1) / DASH_LANES * DASH_LANES;
    void *out = dash_alloc_array(cx, padded, dash_encoding_size(encoding));
    for (size_t i = 0; i < rows; i++) {
        int64_t value = dash_column_int(column, i);
        if (encoding == DASH_U32) {
            ((uint32_t *)out)[i] = (uint32_t)value;
        } else if (encoding == DASH_I32) {
            ((int32_t *)out)[i] = (int32_t)value;
        } else if (encoding == DASH_I64) {
            ((int64_t *)out)[i] = value;
        } else if (encoding == DASH_F64) {
            ((double *)out)[i] = (double)value;
        } else {
            ((uint8_t *)out)[i] = (uint8_t)value;
        }
    }
    return out;
}

DashTable dash_table_plain(DashCx *cx, const DashTable *table)
{
    DashColumn *columns = dash_alloc_array(cx, table->column_count, sizeof *columns);
    for (uint32_t i = 0; i < table->column_count; i++) {
        columns[i] = table->columns[i];
        columns[i].encoding = dash_plain_encoding(columns[i].type);
        if (columns[i].encoding != table->columns[i].encoding) {
            columns[i].data = widened(cx, &table->columns[i], columns[i].encoding, table->rows);
        }
    }
    return (DashTable){table->rows, table->column_count, columns};
}
