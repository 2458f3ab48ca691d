/* SPDX-License-Identifier: MIT
 *
 * The columns before they are drawn: an axis that was left out, several columns
 * for one axis (a wide table, which becomes a long one), rows in another order.
 */
#include <string.h>

#include "figure/px_internal.h"

/* ---- columns ------------------------------------------------------------------- */

const DashColumn *px_float_column(PxFigure *figure, const char *name, const double *values,
                                  size_t rows)
{
    DashColumn *column = dash_alloc(figure->cx, sizeof(*column));
    *column =
        (DashColumn){.name = name, .type = DASH_COLUMN_FLOAT, .encoding = DASH_F64, .data = values};
    size_t words = (rows + 63) / 64;
    uint64_t *valid = dash_alloc_array(figure->cx, words, sizeof(*valid));
    bool nulls = false;
    for (size_t i = 0; i < rows; i++) {
        bool there = values[i] == values[i];
        valid[i / 64] |= (uint64_t)there << (i % 64);
        nulls |= !there;
    }
    column->valid = nulls ? valid : NULL;
    return column;
}

/* Null texts are nulls. Equal texts are one entry of the dictionary when they
 * are one text in memory or neighbours; the rest costs no more than bytes. */
const DashColumn *px_text_column(PxFigure *figure, const char *name, const DashText *texts,
                                 size_t rows)
{
    DashValue *items = dash_alloc_array(figure->cx, rows, sizeof(*items));
    for (size_t i = 0; i < rows; i++) {
        items[i] = dash_string(texts[i]);
    }
    DashColumn *column = dash_alloc(figure->cx, sizeof(*column));
    *column =
        dash_list_column(figure->cx, name, dash_list(figure->cx, items, rows), figure->px.where);
    return column;
}

static const DashColumn *ones_column(PxFigure *figure, const char *name)
{
    uint8_t *ones = dash_alloc(figure->cx, figure->rows + 1);
    memset(ones, 1, figure->rows);
    DashColumn *column = dash_alloc(figure->cx, sizeof(*column));
    *column =
        (DashColumn){.name = name, .type = DASH_COLUMN_INT, .encoding = DASH_U8, .data = ones};
    return column;
}

static const DashColumn *row_numbers(PxFigure *figure, const char *name)
{
    DashColumn *column = dash_alloc(figure->cx, sizeof(*column));
    *column = (DashColumn){.name = name,
                           .type = DASH_COLUMN_INT,
                           .encoding = DASH_U32,
                           .data = dash_row_order(figure->cx, figure->rows)};
    return column;
}

static const DashColumn *named(const PxFigure *figure, DashText name)
{
    for (uint32_t i = 0; figure->table && i < figure->table->column_count; i++) {
        if (dash_text_eq(dash_text_of(figure->table->columns[i].name), name)) {
            return &figure->table->columns[i];
        }
    }
    return NULL;
}

/* `name`, with underscores in front until the table has no such column. */
static const char *free_name(PxFigure *figure, const char *name)
{
    while (named(figure, dash_text_of(name))) {
        size_t len = strlen(name);
        char *longer = dash_alloc(figure->cx, len + 2);
        longer[0] = '_';
        memcpy(longer + 1, name, len);
        name = longer;
    }
    return name;
}

/* ---- every column of the call ------------------------------------------------------ */

typedef struct Mapped {
    const DashColumn *from, *to;
    struct Mapped *next;
} Mapped;

typedef struct Mapping {
    PxMap map;
    void *state;
    Mapped *done; /* a column is mapped once, however often it is drawn */
} Mapping;

static const DashColumn *map_column(DashCx *cx, Mapping *mapping, const DashColumn *column)
{
    if (!column) {
        return NULL;
    }
    for (const Mapped *one = mapping->done; one; one = one->next) {
        if (one->from == column) {
            return one->to;
        }
    }
    Mapped *one = dash_alloc(cx, sizeof(*one));
    *one = (Mapped){column, mapping->map(mapping->state, column), mapping->done};
    mapping->done = one;
    return one->to;
}

static void map_list(DashCx *cx, Mapping *mapping, DashPxColumns *list)
{
    const DashColumn **items = dash_alloc_array(cx, list->len, sizeof(*items));
    for (size_t i = 0; i < list->len; i++) {
        items[i] = map_column(cx, mapping, list->items[i]);
    }
    list->items = items;
}

void px_map_columns(PxFigure *figure, PxMap map, void *state)
{
    DashCx *cx = figure->cx;
    Mapping mapping = {map, state, NULL};
    for (size_t i = 0; i < DASH_PX_COLUMN_COUNT; i++) {
        figure->px.columns[i] = map_column(cx, &mapping, figure->px.columns[i]);
    }
#define PX_COLUMNS(name) map_list(cx, &mapping, &figure->px.name);
#include "dash/px.def"
    map_list(cx, &mapping, &figure->px.all);
}

typedef struct TakenRows {
    DashCx *cx;
    const uint32_t *rows;
    size_t count;
} TakenRows;

static const DashColumn *take_column(void *state, const DashColumn *column)
{
    const TakenRows *taken = state;
    DashColumn *copy = dash_alloc(taken->cx, sizeof(*copy));
    *copy = *column;
    copy->data = dash_gather(taken->cx, column->data, column->encoding, taken->rows, taken->count);
    copy->valid = dash_gather_valid(taken->cx, column->valid, taken->rows, taken->count);
    return copy;
}

void px_take_rows(PxFigure *figure, const uint32_t *rows, size_t count)
{
    TakenRows taken = {figure->cx, rows, count};
    px_map_columns(figure, take_column, &taken);
    figure->rows = count;
}

/* ---- an axis that was left out -------------------------------------------- */

/* A bar's missing axis counts the categories of the other one; else it is the
 * row's number, and the bars or lines run along it. */
static void fill_missing_axis(PxFigure *figure)
{
    DashPx *px = &figure->px;
    const DashColumn *given = px->x ? px->x : px->y;
    bool counts = figure->type == PX_TRACE_BAR && !px_is_continuous(given);
    if (!counts && px->orientation.kind == DASH_NULL) {
        px->orientation = px->x ? px_text("h") : px_text("v");
    }
    const char *axis = px->x ? "y" : "x";
    const char *index = figure->table && figure->table->column_count ? "index" : axis;
    const DashColumn *made = counts ? ones_column(figure, free_name(figure, "count"))
                                    : row_numbers(figure, free_name(figure, index));
    *(px->x ? &px->y : &px->x) = made;
}

/* ---- wide tables -------------------------------------------------------------------- */

/* The columns of an axis below each other. */
typedef struct Stack {
    PxFigure *figure;
    const DashColumn **columns;
    size_t count, rows;
} Stack;

/* A column beside the stack: once for every column of it. */
static const DashColumn *repeat_column(void *state, const DashColumn *column)
{
    const Stack *stack = state;
    DashCx *cx = stack->figure->cx;
    uint32_t *rows = dash_alloc_array(cx, stack->count * stack->rows, sizeof(*rows));
    for (size_t i = 0; i < stack->count * stack->rows; i++) {
        rows[i] = (uint32_t)(i % stack->rows);
    }
    TakenRows taken = {cx, rows, stack->count * stack->rows};
    return take_column(&taken, column);
}

static const DashColumn *stacked_names(const Stack *stack, const char *name)
{
    DashText *texts =
        dash_alloc_array(stack->figure->cx, stack->count * stack->rows, sizeof(*texts));
    for (size_t i = 0; i < stack->count * stack->rows; i++) {
        texts[i] = dash_text_of(stack->columns[i / stack->rows]->name);
    }
    return px_text_column(stack->figure, name, texts, stack->count * stack->rows);
}

static bool same_kind(const DashColumn *a, const DashColumn *b)
{
    return a->type == b->type || (px_is_continuous(a) && px_is_continuous(b));
}

static const DashColumn *stacked_values(const Stack *stack, const char *name)
{
    PxFigure *figure = stack->figure;
    size_t total = stack->count * stack->rows;
    DashValue *cells = dash_alloc_array(figure->cx, total, sizeof(*cells));
    for (size_t i = 0; i < total; i++) {
        const DashColumn *column = stack->columns[i / stack->rows];
        if (!same_kind(column, stack->columns[0])) {
            dash_fail(figure->cx, figure->px.where,
                      "the columns \"%s\" and \"%s\" of one axis differ in type",
                      stack->columns[0]->name, column->name);
        }
        cells[i] = dash_cell(figure->cx, column, i % stack->rows);
    }
    DashColumn *column = dash_alloc(figure->cx, sizeof(*column));
    *column =
        dash_list_column(figure->cx, name, dash_list(figure->cx, cells, total), figure->px.where);
    if (!px_is_continuous(stack->columns[0]) && stack->columns[0]->type != DASH_COLUMN_TEXT) {
        column->type = stack->columns[0]->type;
    }
    return column;
}

static bool is_drawn(const PxFigure *figure, const DashColumn *column)
{
    bool found = false;
    for (size_t i = 0; i < DASH_PX_COLUMN_COUNT; i++) {
        found |= px_same_column(figure->px.columns[i], column);
    }
    const DashPxColumns lists[] = {figure->px.hover_data, figure->px.custom_data};
    for (size_t l = 0; l < 2; l++) {
        for (size_t i = 0; i < lists[l].len; i++) {
            found |= px_same_column(lists[l].items[i], column);
        }
    }
    return found;
}

static Stack stack_of(PxFigure *figure, DashPxColumns wide)
{
    Stack stack = {.figure = figure, .rows = figure->rows};
    stack.columns = dash_alloc_array(figure->cx, wide.len, sizeof(*stack.columns));
    for (size_t i = 0; i < wide.len; i++) {
        if (!is_drawn(figure, wide.items[i])) {
            stack.columns[stack.count++] = wide.items[i];
        }
    }
    if (!stack.count) {
        px_fail(figure, "no column is left for the axis");
    }
    return stack;
}

/* Which axis has the values, which the rows' own, by the type of trace. */
static void assign_axes(PxFigure *figure, bool vertical, const DashColumn *cross,
                        const DashColumn *names, const DashColumn *values, bool counts)
{
    DashPx *px = &figure->px;
    bool distribution = figure->type == PX_TRACE_HISTOGRAM || figure->function == DASH_PX_ecdf;
    bool boxes = figure->type == PX_TRACE_BOX || figure->type == PX_TRACE_VIOLIN;
    bool along = distribution || counts;
    const DashColumn *other = boxes && !cross ? names : cross;
    const DashColumn *first = along ? values : other, *second = along ? other : values;
    if (counts) {
        second = ones_column(figure, free_name(figure, "count"));
    }
    px->x = vertical ? first : second;
    px->y = vertical ? second : first;
    if (!boxes && !px->color && figure->type != PX_TRACE_HISTOGRAM2D) {
        px->color = names;
    }
    if (px_takes(figure, "line_group") && !px->line_group && !distribution) {
        px->line_group = names;
    }
}

static void make_long(PxFigure *figure)
{
    DashPx *px = &figure->px;
    bool all = !px->wide_x.len && !px->wide_y.len;
    DashPxColumns wide = all ? px->all : px->wide_x.len ? px->wide_x : px->wide_y;
    bool distribution = figure->type == PX_TRACE_HISTOGRAM || figure->function == DASH_PX_ecdf;
    bool boxes = figure->type == PX_TRACE_BOX || figure->type == PX_TRACE_VIOLIN;
    bool vertical = distribution ? px->wide_x.len > 0 : px->wide_y.len > 0;
    if (all) {
        bool funnel = figure->type == PX_TRACE_FUNNEL;
        if (px->orientation.kind == DASH_NULL) {
            px->orientation = funnel ? px_text("h") : px_text("v");
        }
        vertical = px_is_vertical(figure);
    }
    Stack stack = stack_of(figure, wide);
    const DashColumn *cross = px->x ? px->x : px->y;
    if (!cross && !distribution && !boxes) {
        cross = row_numbers(figure, free_name(figure, "index"));
        if (!all && px->orientation.kind == DASH_NULL) {
            px->orientation = vertical ? px_text("v") : px_text("h");
        }
    }
    const DashColumn *names = stacked_names(&stack, free_name(figure, "variable"));
    const DashColumn *values = stacked_values(&stack, free_name(figure, "value"));
    px->x = cross; /* so that it is repeated as well */
    px->y = NULL;
    px_map_columns(figure, repeat_column, &stack);
    figure->rows *= stack.count;
    figure->is_wide = true;
    bool counts = figure->type == PX_TRACE_BAR && !px_is_continuous(values);
    assign_axes(figure, vertical, px->x, names, values, counts);
}

/* ---- the order of the work ----------------------------------------------------------- */

/* The number of points up to each value: what is summed is one a row. */
static void fill_ecdf(PxFigure *figure)
{
    DashPx *px = &figure->px;
    if (px->x && px->y) {
        px->histfunc = px_text("sum");
        return;
    }
    if (!px->x && !px->y) {
        px_fail(figure, "x or y must be given");
    }
    const DashColumn *ones = ones_column(figure, free_name(figure, "count"));
    px->orientation = px->x ? px_text("v") : px_text("h");
    *(px->x ? &px->y : &px->x) = ones;
}

static bool is_moment(const DashColumn *column)
{
    return column->type == DASH_COLUMN_DATE || column->type == DASH_COLUMN_DATETIME;
}

static void fill_timeline(PxFigure *figure)
{
    DashPx *px = &figure->px;
    if (!px->x_start || !px->x_end) {
        px_fail(figure, "x_start and x_end must be given");
    }
    if (!is_moment(px->x_start) || !is_moment(px->x_end)) {
        px_fail(figure, "x_start and x_end must be dates");
    }
    double *lengths = dash_alloc_array(figure->cx, figure->rows, sizeof(*lengths));
    double unit = px->x_end->type == DASH_COLUMN_DATE ? 86400000.0 : 1;
    double start_unit = px->x_start->type == DASH_COLUMN_DATE ? 86400000.0 : 1;
    for (size_t i = 0; i < figure->rows; i++) {
        bool there = dash_is_valid(px->x_end->valid, i) && dash_is_valid(px->x_start->valid, i);
        lengths[i] = there ? (double)dash_column_int(px->x_end, i) * unit -
                                 (double)dash_column_int(px->x_start, i) * start_unit
                           : (double)__builtin_nanf("");
    }
    px->base = px->x_start;
    px->x = px_float_column(figure, px->x_end->name, lengths, figure->rows);
    px->x_start = px->x_end = NULL;
}

void px_fill_axes(PxFigure *figure)
{
    DashPx *px = &figure->px;
    if (figure->function == DASH_PX_timeline) {
        fill_timeline(figure);
        return;
    }
    bool distribution = figure->type == PX_TRACE_HISTOGRAM || figure->function == DASH_PX_ecdf;
    bool wide = px->wide_x.len || px->wide_y.len || (px->all.len && !px->x && !px->y);
    if (px_has(figure, PX_CARTESIAN) && wide) {
        make_long(figure);
    } else if (px_has(figure, PX_CARTESIAN) && !distribution && figure->type != PX_TRACE_BOX &&
               figure->type != PX_TRACE_VIOLIN) {
        if (!px->x && !px->y) {
            px_fail(figure, "x or y must be given");
        }
        if (!px->x || !px->y) {
            fill_missing_axis(figure);
        }
    }
    if (figure->function == DASH_PX_ecdf) {
        fill_ecdf(figure);
    }
}

/* Rows by the order that category_orders gives for the names. */
void px_order_parts(PxFigure *figure)
{
    const DashColumn *names = figure->px.names;
    if (px_order(figure, names).kind != DASH_LIST) {
        return;
    }
    const PxLevels *levels = px_make_levels(figure, names);
    uint32_t *rows = dash_alloc_array(figure->cx, figure->rows, sizeof(*rows));
    size_t count = 0;
    for (uint32_t level = 0; level < levels->count; level++) {
        for (size_t row = 0; row < figure->rows; row++) {
            if (levels->of_row[row] == level) {
                rows[count++] = (uint32_t)row;
            }
        }
    }
    px_take_rows(figure, rows, count);
}
