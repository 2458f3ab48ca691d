/* SPDX-License-Identifier: MIT
 *
 * Levels of columns and groups of rows. A group is a combination of levels that
 * has rows; its key is its levels as one number in a mixed radix, so that keys
 * sort as plotly.express sorts groups.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/date.h"
#include "dash/number.h"
#include "figure/px_internal.h"

#define NO_LEVEL UINT32_MAX

/* ---- labels --------------------------------------------------------------- */

/* As Python's repr: "1.0", "1e-05", "1e+16". */
static DashText float_label(DashCx *cx, double value)
{
    char *out = dash_alloc(cx, DASH_NUMBER_MAX + 4);
    double magnitude = fabs(value);
    if (magnitude != 0 && (magnitude < 1e-4 || magnitude >= 1e16)) {
        for (int digits = 0; digits <= 16; digits++) {
            snprintf(out, DASH_NUMBER_MAX, "%.*e", digits, value);
            if (strtod(out, NULL) == value) {
                break;
            }
        }
        return dash_text_of(out);
    }
    size_t len = dash_write_float(out, value);
    if (!memchr(out, '.', len)) {
        memcpy(out + len, ".0", 2);
        len += 2;
    }
    return (DashText){out, len};
}

/* As Python's str of a date, or of a datetime without its zone. */
static DashText date_label(DashCx *cx, const DashColumn *column, size_t row)
{
    char *out = dash_alloc(cx, DATE_TEXT_MAX + 3);
    int64_t number = dash_column_int(column, row);
    if (column->type == DASH_COLUMN_DATE) {
        return (DashText){out, date_write_day(out, number)};
    }
    size_t len = date_write_time(out, number);
    char *separator = memchr(out, 'T', len);
    *separator = ' ';
    if (memchr(out, '.', len)) {
        memcpy(out + len, "000", 3);
        len += 3;
    }
    return (DashText){out, len};
}

static DashText label_at(DashCx *cx, const DashColumn *column, size_t row)
{
    if (!dash_is_valid(column->valid, row)) {
        return DASH_TEXT("nan");
    }
    char *out;
    switch (column->type) {
    case DASH_COLUMN_BOOL:
        return dash_column_int(column, row) ? DASH_TEXT("True") : DASH_TEXT("False");
    case DASH_COLUMN_INT:
        out = dash_alloc(cx, DASH_NUMBER_MAX);
        return (DashText){out, dash_write_int(out, dash_column_int(column, row))};
    case DASH_COLUMN_FLOAT:
        return float_label(cx, dash_column_float(column, row));
    case DASH_COLUMN_TEXT:
        return dash_dict_text(column->dict, (uint32_t)dash_column_int(column, row));
    case DASH_COLUMN_DATE:
    case DASH_COLUMN_DATETIME:
        return date_label(cx, column, row);
    }
    return DASH_NO_TEXT;
}

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

/* Puts the levels that category_orders names first, also those without rows. */
static void apply_order(DashCx *cx, PxLevels *levels, const DashPxOrder *order, size_t rows)
{
    size_t total = order->values.len + levels->count;
    PxLevel *items = dash_alloc_array(cx, total, sizeof(*items));
    uint32_t *moved = dash_alloc_array(cx, levels->count, sizeof(*moved));
    uint32_t count = 0;
    memset(moved, 0xFF, levels->count * sizeof(*moved));
    for (size_t i = 0; i < order->values.len; i++) {
        uint32_t old = 0, given = 0;
        while (given < count && !dash_text_eq(items[given].label, order->values.items[i])) {
            given++;
        }
        if (given < count) {
            continue; /* named twice */
        }
        while (old < levels->count &&
               !dash_text_eq(levels->items[old].label, order->values.items[i])) {
            old++;
        }
        bool found = old < levels->count;
        items[count] =
            found ? levels->items[old]
                  : (PxLevel){.label = order->values.items[i],
                              .value = px_given_value(levels->column, order->values.items[i])};
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

static PxLevels *make_levels(const PxFigure *figure, const DashColumn *column)
{
    DashCx *cx = figure->cx;
    size_t rows = figure->table->rows;
    PxLevels *levels = dash_alloc(cx, sizeof(*levels));
    levels->column = column;
    levels->null_level = NO_LEVEL;
    levels->of_row = dash_alloc_array(cx, rows, sizeof(*levels->of_row));
    const uint32_t *first = find_distinct(cx, levels, rows);
    levels->data_count = levels->count;
    levels->items = dash_alloc_array(cx, levels->count, sizeof(*levels->items));
    for (uint32_t i = 0; i < levels->count; i++) {
        levels->items[i] = (PxLevel){.label = label_at(cx, column, first[i]),
                                     .value = dash_cell(cx, column, first[i]),
                                     .in_data = true};
    }
    const DashPxOrder *order = px_order(figure, column);
    if (order) {
        apply_order(cx, levels, order, rows);
    }
    return levels;
}

/* ---- dimensions ------------------------------------------------------------ */

static const DashColumn *role_column(const PxFigure *figure, PxRole role)
{
    const DashPx *px = figure->px;
    bool some = figure->table->rows > 0;
    switch (role) {
    case PX_COLOR:
        return figure->color_is_continuous ? NULL : px->color;
    case PX_DASH:
        return figure->bar ? NULL : px->line_dash;
    case PX_SYMBOL:
        return figure->bar ? NULL : px->symbol;
    case PX_PATTERN:
        return figure->bar ? px->pattern_shape : NULL;
    case PX_FACET_ROW:
        return some ? px->facet_row : NULL;
    case PX_FACET_COL:
        return some ? px->facet_col : NULL;
    case PX_LINE_GROUP:
        return figure->bar ? NULL : px->line_group;
    case PX_ROLE_COUNT:
        break;
    }
    return NULL;
}

/* Columns named by category_orders sort groups first, in its order. */
static void collect_levels(PxFigure *figure)
{
    for (size_t i = 0; i < figure->px->category_order_count; i++) {
        DashText wanted = figure->px->category_orders[i].column;
        for (PxRole role = 0; role < PX_ROLE_COUNT; role++) {
            const DashColumn *column = role_column(figure, role);
            if (column && dash_text_eq(dash_text_of(column->name), wanted) &&
                !px_levels(figure, column)) {
                figure->levels[figure->level_count++] = make_levels(figure, column);
            }
        }
    }
    for (PxRole role = 0; role < PX_ROLE_COUNT; role++) {
        const DashColumn *column = role_column(figure, role);
        if (column && !px_levels(figure, column)) {
            figure->levels[figure->level_count++] = make_levels(figure, column);
        }
    }
}

static const DashText DASHES[] = {
    {"solid", 5}, {"dot", 3}, {"dash", 4}, {"longdash", 8}, {"dashdot", 7}, {"longdashdot", 11},
};
static const DashText SYMBOLS[] = {
    {"circle", 6}, {"diamond", 7}, {"square", 6}, {"x", 1}, {"cross", 5},
};
static const DashText PATTERNS[] = {
    {"", 0}, {"/", 1}, {"\\", 1}, {"x", 1}, {"+", 1}, {".", 1},
};
#define TEXTS(array) ((DashTexts){array, sizeof(array) / sizeof(array[0])})

static DashTexts role_styles(const PxFigure *figure, PxRole role)
{
    switch (role) {
    case PX_COLOR:
        return figure->colors;
    case PX_DASH:
        return TEXTS(DASHES);
    case PX_SYMBOL:
        return TEXTS(SYMBOLS);
    case PX_PATTERN:
        return TEXTS(PATTERNS);
    default:
        return (DashTexts){NULL, 0};
    }
}

static const DashPxPair *mapped(const PxFigure *figure, PxRole role, DashText label)
{
    for (size_t i = 0; role == PX_COLOR && i < figure->px->color_discrete_map_count; i++) {
        if (dash_text_eq(figure->px->color_discrete_map[i].key, label)) {
            return &figure->px->color_discrete_map[i];
        }
    }
    return NULL;
}

/* A level without an entry in the map takes the next style of the sequence;
 * the map's entries count as taken, whether the data has them or not. */
static void make_dimension(PxFigure *figure, PxRole role)
{
    PxDimension *dimension = &figure->dimensions[role];
    const DashColumn *column = role_column(figure, role);
    DashTexts styles = role_styles(figure, role);
    dimension->levels = column ? px_levels(figure, column) : NULL;
    dimension->style = styles.len ? styles.items[0] : DASH_NO_TEXT;
    if (!dimension->levels || !styles.len) {
        return;
    }
    size_t taken = role == PX_COLOR ? figure->px->color_discrete_map_count : 0;
    uint32_t count = dimension->levels->count;
    dimension->styles = dash_alloc_array(figure->cx, count, sizeof(DashText));
    for (uint32_t i = 0; i < count; i++) {
        const DashPxPair *pair = mapped(figure, role, dimension->levels->items[i].label);
        dimension->styles[i] = pair ? pair->value : styles.items[taken++ % styles.len];
    }
}

/* ---- groups ----------------------------------------------------------------- */

static uint32_t level_in_key(const PxFigure *figure, const PxLevels *wanted, uint64_t key)
{
    uint32_t level = 0;
    for (size_t i = figure->level_count; i-- > 0;) {
        level = (uint32_t)(key % figure->levels[i]->count);
        if (figure->levels[i] == wanted) {
            break;
        }
        key /= figure->levels[i]->count;
    }
    return level;
}

static void set_levels(const PxFigure *figure, PxGroup *group, uint64_t key)
{
    for (PxRole role = 0; role < PX_ROLE_COUNT; role++) {
        const PxLevels *levels = figure->dimensions[role].levels;
        group->level[role] = levels ? level_in_key(figure, levels, key) : 0;
    }
}

/* The row's key; false when a level is null. */
static bool row_key(const PxFigure *figure, size_t row, uint64_t *key)
{
    *key = 0;
    for (size_t i = 0; i < figure->level_count; i++) {
        const PxLevels *levels = figure->levels[i];
        if (levels->of_row[row] == levels->null_level) {
            return false;
        }
        *key = *key * levels->count + levels->of_row[row];
    }
    return true;
}

static void check_key_range(const PxFigure *figure)
{
    uint64_t range = 1;
    for (size_t i = 0; i < figure->level_count; i++) {
        if (__builtin_mul_overflow(range, (uint64_t)figure->levels[i]->count, &range)) {
            dash_fail(figure->cx, figure->px->where, "too many combinations of groups");
        }
    }
}

typedef struct KeyedGroup {
    uint64_t key;
    uint32_t number; /* by first appearance */
} KeyedGroup;

static int compare_keys(const void *a, const void *b)
{
    uint64_t left = ((const KeyedGroup *)a)->key, right = ((const KeyedGroup *)b)->key;
    return (left > right) - (left < right);
}

typedef struct Grouping {
    KeyedGroup *groups;
    uint32_t count, capacity;
    uint32_t *of_row; /* group number, NO_LEVEL for none */
} Grouping;

static uint32_t group_number(DashCx *cx, Grouping *grouping, DashGroups *slots, uint64_t key)
{
    uint64_t hash = dash_hash_mix(0, key);
    uint32_t slot = dash_groups_probe(cx, slots, hash);
    for (; slots->numbers[slot]; slot = (slot + 1) & slots->mask) {
        if (grouping->groups[slots->numbers[slot] - 1].key == key) {
            return slots->numbers[slot] - 1;
        }
    }
    if (grouping->count == grouping->capacity) {
        grouping->capacity = grouping->capacity ? grouping->capacity * 2 : 16;
        KeyedGroup *grown = dash_alloc_array(cx, grouping->capacity, sizeof(*grown));
        if (grouping->count) {
            memcpy(grown, grouping->groups, grouping->count * sizeof(*grown));
        }
        grouping->groups = grown;
    }
    grouping->groups[grouping->count] = (KeyedGroup){key, grouping->count};
    slots->hashes[slot] = hash;
    slots->numbers[slot] = ++grouping->count;
    slots->count++;
    return grouping->count - 1;
}

/* Hands each group its rows, in the table's order. */
static void distribute_rows(PxFigure *figure, const Grouping *grouping)
{
    DashCx *cx = figure->cx;
    size_t rows = figure->table->rows;
    uint32_t *place = dash_alloc_array(cx, grouping->count, sizeof(*place));
    uint32_t **lists = dash_alloc_array(cx, grouping->count, sizeof(*lists));
    figure->groups = dash_alloc_array(cx, grouping->count, sizeof(*figure->groups));
    figure->group_count = grouping->count;
    for (uint32_t i = 0; i < grouping->count; i++) {
        place[grouping->groups[i].number] = i;
        set_levels(figure, &figure->groups[i], grouping->groups[i].key);
    }
    for (size_t row = 0; row < rows; row++) {
        if (grouping->of_row[row] != NO_LEVEL) {
            figure->groups[place[grouping->of_row[row]]].count++;
        }
    }
    for (uint32_t i = 0; i < grouping->count; i++) {
        lists[i] = dash_alloc_array(cx, figure->groups[i].count, sizeof(uint32_t));
        figure->groups[i].rows = lists[i];
    }
    for (size_t row = 0; row < rows; row++) {
        if (grouping->of_row[row] != NO_LEVEL) {
            *lists[place[grouping->of_row[row]]]++ = (uint32_t)row;
        }
    }
}

/* One group when every column has one value: nulls stay then. */
static bool is_single_group(const PxFigure *figure)
{
    for (size_t i = 0; i < figure->level_count; i++) {
        if (figure->levels[i]->data_count != 1) {
            return false;
        }
    }
    return true;
}

static void make_single_group(PxFigure *figure)
{
    figure->groups = dash_alloc(figure->cx, sizeof(*figure->groups));
    figure->group_count = 1;
    figure->groups[0].count = figure->table->rows;
    for (PxRole role = 0; role < PX_ROLE_COUNT; role++) {
        const PxLevels *levels = figure->dimensions[role].levels;
        figure->groups[0].level[role] = levels ? levels->of_row[0] : 0;
    }
}

void px_make_groups(PxFigure *figure)
{
    DashCx *cx = figure->cx;
    collect_levels(figure);
    for (PxRole role = 0; role < PX_ROLE_COUNT; role++) {
        make_dimension(figure, role);
    }
    const PxLevels *rows_of = figure->dimensions[PX_FACET_ROW].levels;
    const PxLevels *cols_of = figure->dimensions[PX_FACET_COL].levels;
    figure->facet_rows = rows_of ? rows_of->count : 1;
    figure->facet_cols = cols_of ? cols_of->count : 1;
    if (is_single_group(figure)) {
        make_single_group(figure);
        return;
    }
    check_key_range(figure);
    size_t rows = figure->table->rows;
    Grouping grouping = {.of_row = dash_alloc_array(cx, rows, sizeof(uint32_t))};
    DashGroups slots = dash_groups(cx, 16);
    for (size_t row = 0; row < rows; row++) {
        uint64_t key;
        grouping.of_row[row] =
            row_key(figure, row, &key) ? group_number(cx, &grouping, &slots, key) : NO_LEVEL;
    }
    if (grouping.count) {
        qsort(grouping.groups, grouping.count, sizeof(KeyedGroup), compare_keys);
    }
    distribute_rows(figure, &grouping);
}
