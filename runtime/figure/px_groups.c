/* SPDX-License-Identifier: MIT
 *
 * Dimensions, and groups of rows. A group is a combination of levels that has
 * rows; its key is its levels as one number in a mixed radix, so that keys sort
 * as plotly.express sorts groups.
 */
#include <stdlib.h>
#include <string.h>

#include "figure/px_internal.h"

#define NO_LEVEL UINT32_MAX

/* ---- dimensions ------------------------------------------------------------ */

static const DashText DASHES[] = {
    {"solid", 5}, {"dot", 3}, {"dash", 4}, {"longdash", 8}, {"dashdot", 7}, {"longdashdot", 11},
};
static const DashText SYMBOLS[] = {
    {"circle", 6}, {"diamond", 7}, {"square", 6}, {"x", 1}, {"cross", 5},
};
static const DashText PATTERNS[] = {
    {"", 0}, {"/", 1}, {"\\", 1}, {"x", 1}, {"+", 1}, {".", 1},
};
#define TEXTS(array)                                                                               \
    {                                                                                              \
        array, sizeof(array) / sizeof(array[0])                                                    \
    }

/* Roles that have styles: the argument that splits, its sequence and its map. */
static const struct {
    const char *argument;
    size_t sequence, map;
    DashTexts styles;
} styled[] = {
    [PX_COLOR] = {"color",
                  offsetof(DashPx, color_discrete_sequence),
                  offsetof(DashPx, color_discrete_map),
                  {NULL, 0}},
    [PX_DASH] = {"line_dash", offsetof(DashPx, line_dash_sequence), offsetof(DashPx, line_dash_map),
                 TEXTS(DASHES)},
    [PX_SYMBOL] = {"symbol", offsetof(DashPx, symbol_sequence), offsetof(DashPx, symbol_map),
                   TEXTS(SYMBOLS)},
    [PX_PATTERN] = {"pattern_shape", offsetof(DashPx, pattern_shape_sequence),
                    offsetof(DashPx, pattern_shape_map), TEXTS(PATTERNS)},
};

static bool is_styled(PxRole role)
{
    return role <= PX_PATTERN;
}

static const DashColumn *role_column(const PxFigure *figure, PxRole role)
{
    const DashPx *px = &figure->px;
    switch (role) {
    case PX_COLOR:
        return figure->color_is_attribute ? NULL : px->color;
    case PX_DASH:
        return px->line_dash;
    case PX_SYMBOL:
        return px->symbol;
    case PX_PATTERN:
        return px->pattern_shape;
    case PX_FRAME:
        return px->animation_frame;
    case PX_FACET_ROW:
        return px->facet_row;
    case PX_FACET_COL:
        return px->facet_col;
    case PX_LINE_GROUP:
        return px->line_group;
    case PX_ROLE_COUNT:
        break;
    }
    return NULL;
}

/* Columns named by category_orders sort groups first, in its order. */
static void collect_levels(PxFigure *figure)
{
    DashValue orders = figure->px.category_orders;
    for (uint32_t i = 0; orders.kind == DASH_OBJECT && i < orders.count; i++) {
        for (PxRole role = 0; role < PX_ROLE_COUNT; role++) {
            const DashColumn *column = role_column(figure, role);
            if (column && dash_text_eq(dash_text_of(column->name), orders.fields[i].name) &&
                !px_levels(figure, column)) {
                figure->levels[figure->level_count++] = px_make_levels(figure, column);
            }
        }
    }
    for (PxRole role = 0; role < PX_ROLE_COUNT; role++) {
        const DashColumn *column = role_column(figure, role);
        if (column && !px_levels(figure, column)) {
            figure->levels[figure->level_count++] = px_make_levels(figure, column);
        }
    }
}

static DashTexts role_styles(const PxFigure *figure, PxRole role)
{
    DashValue given =
        *(const DashValue *)(const void *)((const char *)&figure->px + styled[role].sequence);
    DashTexts texts = px_texts(figure->cx, given);
    return texts.len ? texts : role == PX_COLOR ? figure->colors : styled[role].styles;
}

/* Where the style of a role goes in a trace of the chart's own type. */
static const char *style_path(const PxFigure *figure, PxRole role)
{
    if (!px_takes(figure, styled[role].argument) ||
        (role == PX_COLOR && figure->color_is_attribute)) {
        return NULL;
    }
    bool lines = px_takes(figure, "line_group") || figure->type == PX_TRACE_HISTOGRAM2DCONTOUR;
    switch (role) {
    case PX_COLOR:
        return lines && !px_takes(figure, "color_continuous_scale") ? "line.color" : "marker.color";
    case PX_DASH:
        return "line.dash";
    case PX_SYMBOL:
        return "marker.symbol";
    default:
        return figure->type == PX_TRACE_SCATTER ? "fillpattern.shape" : "marker.pattern.shape";
    }
}

/* A level without an entry in the map takes the next style of the sequence;
 * the map's entries count as taken, whether the data has them or not. */
static void choose_styles(PxFigure *figure, PxRole role, DashValue map)
{
    PxDimension *dimension = &figure->dimensions[role];
    DashTexts styles = role_styles(figure, role);
    dimension->style = styles.items[0];
    if (!dimension->levels) {
        return;
    }
    size_t taken = map.kind == DASH_OBJECT ? map.count : 0;
    uint32_t count = dimension->levels->count;
    dimension->identity = px_is(map, "identity");
    dimension->styles = dash_alloc_array(figure->cx, count, sizeof(DashText));
    for (uint32_t i = 0; i < count; i++) {
        DashText label = dimension->levels->items[i].label;
        DashValue mapped = px_entry(map, label);
        dimension->styles[i] = dimension->identity          ? label
                               : mapped.kind == DASH_STRING ? mapped.text
                                                            : styles.items[taken++ % styles.len];
    }
    dimension->next_style = styles.items[taken % styles.len];
}

static void make_dimension(PxFigure *figure, PxRole role)
{
    PxDimension *dimension = &figure->dimensions[role];
    const DashColumn *column = role_column(figure, role);
    dimension->levels = column ? px_levels(figure, column) : NULL;
    if (is_styled(role)) {
        dimension->path = style_path(figure, role);
        choose_styles(
            figure, role,
            *(const DashValue *)(const void *)((const char *)&figure->px + styled[role].map));
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
            px_fail(figure, "too many combinations of groups");
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
    size_t rows = figure->rows;
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
    figure->groups[0].count = figure->rows;
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
    if (is_single_group(figure)) {
        make_single_group(figure);
        return;
    }
    check_key_range(figure);
    Grouping grouping = {.of_row = dash_alloc_array(cx, figure->rows, sizeof(uint32_t))};
    DashGroups slots = dash_groups(cx, 16);
    for (size_t row = 0; row < figure->rows; row++) {
        uint64_t key;
        grouping.of_row[row] =
            row_key(figure, row, &key) ? group_number(cx, &grouping, &slots, key) : NO_LEVEL;
    }
    if (grouping.count) {
        qsort(grouping.groups, grouping.count, sizeof(KeyedGroup), compare_keys);
    }
    distribute_rows(figure, &grouping);
}
