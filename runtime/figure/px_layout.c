/* SPDX-License-Identifier: MIT
 *
 * Subplots, their titles, and what else the layout says: legend, title, colour
 * scale, template. Subplots are numbered from the bottom left, rows of facets
 * count from the top.
 */
#include "figure/grid.h"
#include "figure/px_internal.h"

static const double COLUMN_GAP = 0.02, ROW_GAP = 0.03, WRAPPED_ROW_GAP = 0.07, ROW_TITLES = 0.02;
static const double MARGINAL_ROW_GAP = 0.01, MARGINAL_COLUMN_GAP = 0.005;

static const SubplotKind subplot_kinds[] = {
#define PX_TRACE(name, type, subplots, flags) SUBPLOT_##subplots,
#include "dash/px.def"
};

/* ---- the grid ----------------------------------------------------------------- */

/* The part of the chart itself, where a marginal stands beside it. */
static double main_part(const PxFigure *figure, DashValue marginal)
{
    return px_is(marginal, "histogram") || figure->px.color ? 0.74 : 0.84;
}

/* Spans of one direction; the last one is a marginal's when there is one. */
static SubplotSpan *spans_of(const PxFigure *figure, size_t count, double whole, double gap,
                             DashValue marginal)
{
    double *weights = dash_alloc_array(figure->cx, count, sizeof(*weights));
    double part = main_part(figure, marginal);
    for (size_t i = 0; i < count; i++) {
        weights[i] = marginal.kind == DASH_NULL ? 1 : i + 1 < count ? part : 1 - part;
    }
    return subplot_spans(figure->cx, count, whole, gap, weights);
}

static void check_gap(const PxFigure *figure, size_t count, double gap, const char *argument)
{
    if (gap < 0 || (count > 1 && gap > 1 / (double)(count - 1))) {
        dash_fail(figure->cx, figure->px.where, "%s is too large for %zu subplots", argument,
                  count);
    }
}

void px_make_subplots(PxFigure *figure)
{
    const DashPx *px = &figure->px;
    Subplots *grid = &figure->subplots;
    const PxLevels *rows = figure->dimensions[PX_FACET_ROW].levels;
    const PxLevels *cols = figure->dimensions[PX_FACET_COL].levels;
    size_t wrap = px_wrap(figure);
    grid->kind = subplot_kinds[figure->type];
    grid->rows = rows ? rows->count : 1;
    grid->cols = cols ? cols->count : 1;
    if (wrap) {
        grid->rows = (grid->cols + wrap - 1) / wrap;
        grid->cols = grid->cols < wrap ? grid->cols : wrap;
    }
    double row_gap = px_number(px->facet_row_spacing, wrap ? WRAPPED_ROW_GAP : ROW_GAP);
    double col_gap = px_number(px->facet_col_spacing, COLUMN_GAP);
    bool beside_x = px->marginal_x.kind != DASH_NULL, beside_y = px->marginal_y.kind != DASH_NULL;
    grid->rows += beside_x;
    grid->cols += beside_y;
    row_gap = beside_x ? MARGINAL_ROW_GAP : row_gap;
    col_gap = beside_y ? MARGINAL_COLUMN_GAP : col_gap;
    check_gap(figure, grid->rows, row_gap, "facet_row_spacing");
    check_gap(figure, grid->cols, col_gap, "facet_col_spacing");
    grid->x = spans_of(figure, grid->cols, rows ? 1 - ROW_TITLES : 1, col_gap, px->marginal_y);
    grid->y = spans_of(figure, grid->rows, 1, row_gap, px->marginal_x);
}

static DashValue place_at(const PxFigure *figure, size_t row, size_t column)
{
    const Subplots *grid = &figure->subplots;
    size_t number = row * grid->cols + column + 1;
    return grid_place(figure->cx, grid->kind, number, grid->x[column], grid->y[row]);
}

void px_place_trace(const PxFigure *figure, DashValue *trace, size_t row, size_t column)
{
    tree_merge(figure->cx, trace, place_at(figure, row, column));
}

void px_attach_grid(const PxFigure *figure, DashValue *made)
{
    const Subplots *grid = &figure->subplots;
    size_t count = grid->rows * grid->cols;
    DashValue *cells = dash_alloc_array(figure->cx, count, sizeof(*cells));
    for (size_t i = 0; i < count; i++) {
        size_t row = i / grid->cols, col = i % grid->cols;
        GridCell cell = {.row = (int64_t)row + 1, .col = (int64_t)col + 1};
        cell.place = place_at(figure, row, col);
        cells[i] = grid_cell_value(figure->cx, &cell);
    }
    grid_attach(figure->cx, made, cells, count);
}

/* ---- facet titles ---------------------------------------------------------------- */

static DashText facet_text(const PxFigure *figure, const PxLevels *levels, size_t level)
{
    const DashText text[] = {px_label(figure, levels->column), DASH_TEXT("="),
                             levels->items[level].label};
    return px_join(figure->cx, text, 3);
}

static void push_title(const PxFigure *figure, DashItems *items, DashText text, double x, double y,
                       bool right)
{
    dash_push(items, subplot_title(figure->cx, text, x, y, right));
}

/* Above each subplot, the lowest row first. */
static void add_wrapped_titles(const PxFigure *figure, const PxLevels *levels, DashItems *items)
{
    const Subplots *grid = &figure->subplots;
    for (size_t i = 0; i < grid->rows * grid->cols; i++) {
        size_t row = i / grid->cols, col = i % grid->cols;
        size_t level = (grid->rows - 1 - row) * grid->cols + col;
        if (level < levels->count) {
            push_title(figure, items, facet_text(figure, levels, level),
                       (grid->x[col].start + grid->x[col].end) / 2, grid->y[row].end, false);
        }
    }
}

static void push_facet_titles(const PxFigure *figure, DashItems *items)
{
    const Subplots *grid = &figure->subplots;
    const PxLevels *rows = figure->dimensions[PX_FACET_ROW].levels;
    const PxLevels *cols = figure->dimensions[PX_FACET_COL].levels;
    if (cols && px_wrap(figure)) {
        add_wrapped_titles(figure, cols, items);
        return;
    }
    for (size_t i = 0; cols && i < cols->count; i++) {
        push_title(figure, items, facet_text(figure, cols, i),
                   (grid->x[i].start + grid->x[i].end) / 2, grid->y[grid->rows - 1].end, false);
    }
    for (size_t up = 0; rows && up < rows->count; up++) {
        push_title(figure, items, facet_text(figure, rows, rows->count - 1 - up),
                   grid->x[grid->cols - 1].end, (grid->y[up].start + grid->y[up].end) / 2, true);
    }
}

void px_add_facet_titles(PxFigure *figure)
{
    DashItems annotations = dash_items(figure->cx);
    push_facet_titles(figure, &annotations);
    if (annotations.count) {
        tree_set(figure->cx, &figure->layout, "annotations", dash_items_value(&annotations));
    }
}

/* ---- the rest ------------------------------------------------------------------- */

/* "region, year": the dimensions in trace names, each label once. */
static DashText legend_title(const PxFigure *figure)
{
    PxLines labels = {.count = 0};
    for (PxRole role = 0; role <= PX_PATTERN; role++) {
        const PxDimension *dimension = &figure->dimensions[role];
        if (dimension->levels && !dimension->identity) {
            DashText label = px_label(figure, dimension->levels->column);
            px_set_line(figure, &labels, label, label);
        }
    }
    DashBuilder b = dash_builder(figure->cx);
    for (size_t i = 0; i < labels.count; i++) {
        dash_put(&b, i ? DASH_TEXT(", ") : DASH_TEXT(""));
        dash_put(&b, labels.keys[i]);
    }
    return labels.count ? dash_builder_text(&b) : DASH_NO_TEXT;
}

DashValue px_color_axis(const PxFigure *figure)
{
    DashCx *cx = figure->cx;
    const DashPx *px = &figure->px;
    DashValue axis = TREE_EMPTY;
    if (px->range_color.kind == DASH_LIST && px->range_color.count == 2) {
        tree_set(cx, &axis, "cmin", px->range_color.items[0]);
        tree_set(cx, &axis, "cmax", px->range_color.items[1]);
    }
    tree_set(cx, &axis, "cmid", px->color_continuous_midpoint);
    tree_set(cx, &axis, "colorscale", px_color_scale(cx, figure->scale));
    if (px->color_continuous_scale.kind != DASH_NULL) {
        tree_set(cx, &axis, "autocolorscale", dash_bool(false));
    }
    return axis;
}

static void add_color_axis(PxFigure *figure)
{
    bool counts = figure->type == PX_TRACE_HISTOGRAM2D || figure->type == PX_TRACE_DENSITYMAP;
    DashText label = counts ? px_role_label(figure, figure->px.z, 'z')
                            : px_role_label(figure, figure->px.color, 0);
    DashValue axis = px_color_axis(figure);
    tree_set(figure->cx, &axis, "colorbar.title.text", dash_string(label));
    tree_set(figure->cx, &figure->layout, "coloraxis", axis);
}

static void add_title(PxFigure *figure)
{
    DashCx *cx = figure->cx;
    const DashPx *px = &figure->px;
    if (px_given(px->title)) {
        tree_set(cx, &figure->layout, "title.text", px->title);
    } else {
        tree_set(cx, &figure->layout, "margin.t", dash_int(60));
    }
    if (px_given(px->subtitle)) {
        tree_set(cx, &figure->layout, "title.subtitle.text", px->subtitle);
    }
}

/* Scenes, maps and so on, each with its domain. */
static void add_plots(PxFigure *figure)
{
    DashCx *cx = figure->cx;
    const Subplots *grid = &figure->subplots;
    const char *key = subplot_key(grid->kind);
    for (size_t i = 0; key && i < grid->rows * grid->cols; i++) {
        DashValue plot = TREE_EMPTY;
        tree_set(cx, &plot, "domain.x", subplot_span_value(cx, grid->x[i % grid->cols]));
        tree_set(cx, &plot, "domain.y", subplot_span_value(cx, grid->y[i / grid->cols]));
        tree_put(cx, &figure->layout, subplot_name(cx, key, i + 1), plot);
    }
}

void px_add_layout(PxFigure *figure)
{
    DashCx *cx = figure->cx;
    const DashPx *px = &figure->px;
    DashValue *layout = &figure->layout;
    px_add_facet_titles(figure);
    if (figure->has_color_bar) {
        add_color_axis(figure);
    }
    if (figure->group_count) {
        tree_set(cx, layout, "legend.title.text", dash_string(legend_title(figure)));
    }
    tree_set(cx, layout, "legend.tracegroupgap", dash_int(0));
    if (px->size) {
        tree_set(cx, layout, "legend.itemsizing", px_text("constant"));
    }
    add_title(figure);
    tree_set(cx, layout, "height", px_given(px->height) ? px->height : DASH_NULL_VALUE);
    tree_set(cx, layout, "width", px_given(px->width) ? px->width : DASH_NULL_VALUE);
    add_plots(figure);
}
