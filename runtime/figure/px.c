/* SPDX-License-Identifier: MIT
 *
 * dash_px_bar and dash_px_line: fill in what was left out by plotly.express'
 * rules, then groups, traces, layout.
 */
#include <string.h>

#include "figure/px_internal.h"

bool px_same_column(const DashColumn *a, const DashColumn *b)
{
    return a == b || strcmp(a->name, b->name) == 0;
}

bool px_is_continuous(const DashColumn *column)
{
    return column->type == DASH_COLUMN_INT || column->type == DASH_COLUMN_FLOAT;
}

DashText px_label(const PxFigure *figure, const DashColumn *column)
{
    DashText name = dash_text_of(column->name);
    for (size_t i = 0; i < figure->px->label_count; i++) {
        if (dash_text_eq(figure->px->labels[i].key, name)) {
            return figure->px->labels[i].value;
        }
    }
    return name;
}

const DashPxOrder *px_order(const PxFigure *figure, const DashColumn *column)
{
    DashText name = dash_text_of(column->name);
    for (size_t i = 0; i < figure->px->category_order_count; i++) {
        if (dash_text_eq(figure->px->category_orders[i].column, name)) {
            return &figure->px->category_orders[i];
        }
    }
    return NULL;
}

DashValue px_given_value(const DashColumn *column, DashText text)
{
    DashOptFloat number = dash_parse_float(text);
    return px_is_continuous(column) && number.has ? dash_float(number.value) : dash_string(text);
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

DashText px_join(DashCx *cx, const DashText *parts, size_t count)
{
    DashBuilder b = dash_builder(cx);
    for (size_t i = 0; i < count; i++) {
        dash_put(&b, parts[i]);
    }
    return dash_builder_text(&b);
}

/* ---- an axis that was left out -------------------------------------------- */

/* `name`, with underscores in front until the table has no such column. */
static const char *free_name(PxFigure *figure, const char *name)
{
    for (uint32_t i = 0; i < figure->table->column_count; i++) {
        if (strcmp(figure->table->columns[i].name, name) == 0) {
            size_t len = strlen(name);
            char *longer = dash_alloc(figure->cx, len + 2);
            longer[0] = '_';
            memcpy(longer + 1, name, len);
            return free_name(figure, longer);
        }
    }
    return name;
}

static const DashColumn *count_column(PxFigure *figure)
{
    uint8_t *ones = dash_alloc(figure->cx, figure->table->rows);
    memset(ones, 1, figure->table->rows);
    DashColumn *column = dash_alloc(figure->cx, sizeof(*column));
    *column = (DashColumn){.name = free_name(figure, "count"),
                           .type = DASH_COLUMN_INT,
                           .encoding = DASH_U8,
                           .data = ones};
    return column;
}

static const DashColumn *index_column(PxFigure *figure)
{
    DashColumn *column = dash_alloc(figure->cx, sizeof(*column));
    *column = (DashColumn){.name = free_name(figure, "index"),
                           .type = DASH_COLUMN_INT,
                           .encoding = DASH_U32,
                           .data = dash_row_order(figure->cx, figure->table->rows)};
    return column;
}

/* A bar's missing axis counts the categories of the other one; else it is the
 * row's number, and the bars or lines run along it. */
static void fill_axes(PxFigure *figure)
{
    const DashPx *px = figure->px;
    figure->x = px->x;
    figure->y = px->y;
    if (!px->x && !px->y) {
        dash_fail(figure->cx, px->where, "x or y must be given");
    }
    if (px->x && px->y) {
        return;
    }
    bool counts = figure->bar && !px_is_continuous(px->x ? px->x : px->y);
    const DashColumn *made = counts ? count_column(figure) : index_column(figure);
    if (!counts && !figure->orientation.ptr) {
        figure->orientation = px->x ? DASH_TEXT("h") : DASH_TEXT("v");
    }
    figure->x = px->x ? px->x : made;
    figure->y = px->y ? px->y : made;
}

static void infer_orientation(PxFigure *figure)
{
    if (figure->orientation.ptr) {
        return;
    }
    bool horizontal = px_is_continuous(figure->x) && !px_is_continuous(figure->y);
    figure->orientation = horizontal ? DASH_TEXT("h") : DASH_TEXT("v");
}

/* ---- palettes -------------------------------------------------------------- */

#define COLOR(text)                                                                                \
    {                                                                                              \
        text, sizeof(text) - 1                                                                     \
    }

/* What plotly.express takes when the template has no colours: D3 and Viridis. */
static const DashText D3[] = {
    COLOR("#1F77B4"), COLOR("#FF7F0E"), COLOR("#2CA02C"), COLOR("#D62728"), COLOR("#9467BD"),
    COLOR("#8C564B"), COLOR("#E377C2"), COLOR("#7F7F7F"), COLOR("#BCBD22"), COLOR("#17BECF"),
};
static const DashText VIRIDIS[] = {
    COLOR("#440154"), COLOR("#482878"), COLOR("#3e4989"), COLOR("#31688e"), COLOR("#26828e"),
    COLOR("#1f9e89"), COLOR("#35b779"), COLOR("#6ece58"), COLOR("#b5de2b"), COLOR("#fde725"),
};

static void choose_colors(PxFigure *figure)
{
    const DashPx *px = figure->px;
    bool none = dash_text_eq(px->template_, DASH_TEXT("none"));
    if (px->template_.ptr && !none && !dash_text_eq(px->template_, DASH_TEXT("plotly"))) {
        dash_fail(figure->cx, px->where, "the template %.*s is not supported yet",
                  (int)px->template_.len, px->template_.ptr);
    }
    figure->colors = px_plotly_colorway;
    figure->scale = px_plotly_sequential;
    if (none) {
        figure->colors = (DashTexts){D3, sizeof(D3) / sizeof(D3[0])};
        figure->scale = (DashTexts){VIRIDIS, sizeof(VIRIDIS) / sizeof(VIRIDIS[0])};
    }
    if (px->color_discrete_sequence.len) {
        figure->colors = px->color_discrete_sequence;
    }
}

/* ---- the two functions ------------------------------------------------------ */

static DashValue make_figure(DashCx *cx, const DashTable *table, const DashPx *px, bool bar)
{
    PxFigure figure = {.cx = cx, .table = table, .px = px, .bar = bar};
    figure.orientation = px->orientation;
    figure.barmode = px->barmode.ptr ? px->barmode : DASH_TEXT("relative");
    figure.color_is_continuous = bar && px->color && px_is_continuous(px->color);
    choose_colors(&figure);
    fill_axes(&figure);
    infer_orientation(&figure);
    px_make_groups(&figure);
    const DashField fields[] = {
        {DASH_TEXT("data"), px_traces(&figure)},
        {DASH_TEXT("layout"), px_layout(&figure)},
    };
    return dash_object(cx, fields, 2);
}

DashValue dash_px_bar(DashCx *cx, const DashTable *table, const DashPx *px)
{
    return make_figure(cx, table, px, true);
}

DashValue dash_px_line(DashCx *cx, const DashTable *table, const DashPx *px)
{
    return make_figure(cx, table, px, false);
}
