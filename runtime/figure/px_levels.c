/* SPDX-License-Identifier: MIT
 *
 * Levels: the distinct values of a column, in order.
 */
#include <string.h>

#include "figure/px_internal.h"

#define NO_LEVEL UINT32_MAX

/* ---- levels --------------------------------------------------------------- */

/* What tells rows of a column apart: their bits. */
static uint64_t bits_at(const DashColumn *column, size_t row)
{
    if (column->encoding != DASH_F64) {
        return (uint64_t)dash_column_int(column, row);
    }
    double value = dash_column_float(column, row) + 0.0; /* -0 is 0 */
    uint64_t bits;
    memcpy(&bits, &value, sizeof(bits));
    return bits;
}

/* Distinct values in order of first appearance: of_row gets their numbers, the
 * result is the first row of each. */
static uint32_t *find_distinct(DashCx *cx, PxLevels *levels, size_t rows)
{
    const DashColumn *column = levels->column;
    uint32_t *first = NULL, capacity = 0;
    DashGroups groups = dash_groups(cx, 16);
    for (size_t row = 0; row < rows; row++) {
        bool null = !dash_is_valid(column->valid, row);
        if (null && levels->null_level != NO_LEVEL) {
            levels->of_row[row] = levels->null_level;
            continue;
        }
        uint64_t bits = bits_at(column, row), hash = dash_hash_mix(0, bits);
        uint32_t slot = dash_groups_probe(cx, &groups, hash);
        while (!null && groups.numbers[slot] &&
               bits_at(column, first[groups.numbers[slot] - 1]) != bits) {
            slot = (slot + 1) & groups.mask;
        }
        if (!null && groups.numbers[slot]) {
            levels->of_row[row] = groups.numbers[slot] - 1;
            continue;
        }
        if (levels->count == capacity) {
            capacity = capacity ? capacity * 2 : 16;
            uint32_t *grown = dash_alloc_array(cx, capacity, sizeof(*grown));
            if (first) {
                memcpy(grown, first, levels->count * sizeof(*grown));
            }
            first = grown;
        }
        first[levels->count] = (uint32_t)row;
        levels->of_row[row] = levels->count++;
        if (null) {
            levels->null_level = levels->of_row[row];
        } else {
            groups.hashes[slot] = hash;
            groups.numbers[slot] = levels->count;
            groups.count++;
        }
    }
    return first;
}

static uint32_t find_label(const PxLevel *levels, uint32_t count, DashText label)
{
    uint32_t i = 0;
    while (i < count && !dash_text_eq(levels[i].label, label)) {
        i++;
    }
    return i;
}

/* Puts the levels that category_orders names first, also those without rows. */
static void apply_order(DashCx *cx, PxLevels *levels, DashValue order, size_t rows)
{
    size_t total = order.count + levels->count;
    PxLevel *items = dash_alloc_array(cx, total, sizeof(*items));
    uint32_t *moved = dash_alloc_array(cx, levels->count, sizeof(*moved));
    uint32_t count = 0;
    memset(moved, 0xFF, levels->count * sizeof(*moved));
    for (uint32_t i = 0; i < order.count; i++) {
        DashText label = px_value_label(cx, order.items[i]);
        uint32_t old = find_label(levels->items, levels->count, label);
        if (find_label(items, count, label) < count) {
            continue; /* named twice */
        }
        bool found = old < levels->count;
        items[count] = found ? levels->items[old] : (PxLevel){label, order.items[i]};
        if (found) {
            moved[old] = count;
        }
        count++;
    }
    for (uint32_t old = 0; old < levels->count; old++) {
        if (moved[old] == NO_LEVEL) {
            moved[old] = count;
            items[count++] = levels->items[old];
        }
    }
    for (size_t row = 0; row < rows; row++) {
        levels->of_row[row] = moved[levels->of_row[row]];
    }
    if (levels->null_level != NO_LEVEL) {
        levels->null_level = moved[levels->null_level];
    }
    levels->items = items;
    levels->count = count;
}

PxLevels *px_make_levels(const PxFigure *figure, const DashColumn *column)
{
    DashCx *cx = figure->cx;
    size_t rows = figure->rows;
    PxLevels *levels = dash_alloc(cx, sizeof(*levels));
    levels->column = column;
    levels->null_level = NO_LEVEL;
    levels->of_row = dash_alloc_array(cx, rows, sizeof(*levels->of_row));
    const uint32_t *first = find_distinct(cx, levels, rows);
    levels->data_count = levels->count;
    levels->items = dash_alloc_array(cx, levels->count, sizeof(*levels->items));
    for (uint32_t i = 0; i < levels->count; i++) {
        levels->items[i] =
            (PxLevel){px_cell_label(cx, column, first[i]), dash_cell(cx, column, first[i])};
    }
    DashValue order = px_order(figure, column);
    if (order.kind == DASH_LIST) {
        apply_order(cx, levels, order, rows);
    }
    return levels;
}

DashValue px_order(const PxFigure *figure, const DashColumn *column)
{
    return px_entry(figure->px.category_orders, dash_text_of(column->name));
}

const PxLevels *px_levels(const PxFigure *figure, const DashColumn *column)
{
    for (size_t i = 0; i < figure->level_count; i++) {
        if (px_same_column(figure->levels[i]->column, column)) {
            return figure->levels[i];
        }
    }
    return NULL;
}

DashValue px_categories(const PxFigure *figure, const DashColumn *column, bool reversed)
{
    const PxLevels *levels = column ? px_levels(figure, column) : NULL;
    DashValue order = column ? px_order(figure, column) : DASH_NULL_VALUE;
    if (!levels && order.kind != DASH_LIST) {
        return DASH_NULL_VALUE;
    }
    size_t count = levels ? levels->count : order.count;
    DashItems items = dash_items(figure->cx);
    for (size_t i = 0; i < count; i++) {
        size_t at = reversed ? count - 1 - i : i;
        dash_push(&items, levels ? levels->items[at].value : order.items[at]);
    }
    return dash_items_value(&items);
}
