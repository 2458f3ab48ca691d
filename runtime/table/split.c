/* SPDX-License-Identifier: MIT
 *
 * A table cut by a key: its rows brought together group by group, once, and every
 * part a stretch of them.
 */
#include <string.h>

#include "dash/table.h"

/* The key of a row as 64 bits, equal when the keys are. */
static uint64_t key_bits(const DashColumn *column, size_t row)
{
    if (column->encoding == DASH_F64)
        return dash_hash_float(((const double *)column->data)[row]);
    return (uint64_t)dash_column_int(column, row);
}

/* The number of the key's part, in order of first appearance; `first` has its row. */
static uint32_t part_of(DashCx *cx, DashGroups *groups, const DashColumn *column, uint32_t row,
                        uint32_t *first)
{
    bool valid = dash_is_valid(column->valid, row);
    uint64_t key = key_bits(column, row), hash = dash_hash_mix(valid, key);
    uint32_t slot = dash_groups_probe(cx, groups, hash);
    for (; groups->numbers[slot] != 0; slot = (slot + 1) & groups->mask) {
        uint32_t other = first[groups->numbers[slot] - 1];
        if (groups->hashes[slot] == hash && dash_is_valid(column->valid, other) == valid &&
            key_bits(column, other) == key)
            return groups->numbers[slot] - 1;
    }
    groups->hashes[slot] = hash;
    groups->numbers[slot] = groups->count + 1;
    first[groups->count] = row;
    return groups->count++;
}

/* The rows from `start`, of columns that are in order already. */
static DashTable part(DashCx *cx, const DashTable *table, void *const *data, const uint32_t *order,
                      size_t start, size_t rows)
{
    DashColumn *columns = dash_alloc_array(cx, table->column_count, sizeof *columns);
    for (uint32_t i = 0; i < table->column_count; i++) {
        columns[i] = table->columns[i];
        columns[i].data = (const char *)data[i] + start * dash_encoding_size(columns[i].encoding);
        columns[i].valid = dash_gather_valid(cx, columns[i].valid, order + start, rows);
    }
    return (DashTable){rows, table->column_count, columns};
}

DashTables dash_table_split(DashCx *cx, DashTable table, int64_t column)
{
    uint32_t *parts = dash_alloc_array(cx, table.rows, sizeof *parts);
    uint32_t *first = dash_alloc_array(cx, table.rows, sizeof *first);
    uint32_t *order = dash_alloc_array(cx, table.rows, sizeof *order);
    DashGroups groups = dash_groups(cx, 64);
    for (uint32_t row = 0; row < table.rows; row++)
        parts[row] = part_of(cx, &groups, &table.columns[column], row, first);
    size_t *ends = dash_alloc_array(cx, (size_t)groups.count + 1, sizeof *ends);
    for (size_t row = 0; row < table.rows; row++)
        ends[parts[row] + 1]++;
    for (uint32_t i = 0; i < groups.count; i++)
        ends[i + 1] += ends[i];
    for (uint32_t row = 0; row < table.rows; row++)
        order[ends[parts[row]]++] = row; /* now where each part ends */
    void **data = dash_alloc_array(cx, table.column_count, sizeof *data);
    for (uint32_t i = 0; i < table.column_count; i++)
        data[i] =
            dash_gather(cx, table.columns[i].data, table.columns[i].encoding, order, table.rows);
    DashTable *tables = dash_alloc_array(cx, groups.count, sizeof *tables);
    for (uint32_t i = 0; i < groups.count; i++) {
        size_t start = i > 0 ? ends[i - 1] : 0;
        tables[i] = part(cx, &table, data, order, start, ends[i] - start);
    }
    return (DashTables){tables, groups.count};
}
