/* SPDX-License-Identifier: MIT
 *
 * Axes: titles, ranges, order of categories; of flat plots, marginals, scenes,
 * polar and ternary plots, maps.
 */
#include <math.h>

#include "figure/px_internal.h"

/* The ends of a range; a log axis counts in powers of ten. */
static DashValue range_of(const PxFigure *figure, DashValue range, bool log)
{
    if (!px_given(range) || !log) {
        return px_given(range) ? range : DASH_NULL_VALUE;
    }
    DashItems ends = dash_items(figure->cx);
    for (uint32_t i = 0; i < range.count; i++) {
        double end = px_number(range.items[i], 0);
        if (!(end > 0)) {
            px_fail(figure, "a range of a log axis must be above zero");
        }
        dash_push(&ends, dash_float(log10(end)));
    }
    return dash_items_value(&ends);
}

static void set_categories(DashCx *cx, DashValue *axis, DashValue categories)
{
    if (categories.kind != DASH_NULL) {
        tree_set(cx, axis, "categoryorder", px_text("array"));
        tree_set(cx, axis, "categoryarray", categories);
    }
}

/* ---- flat plots ------------------------------------------------------------------- */

typedef struct FlatAxis {
    const PxFigure *figure;
    bool is_x;
    size_t row, col; /* from the bottom left */
    DashValue axis;
} FlatAxis;

static bool has_marginals(const DashPx *px)
{
    return px->marginal_x.kind != DASH_NULL || px->marginal_y.kind != DASH_NULL;
}

static bool is_log(const FlatAxis *axis)
{
    const DashPx *px = &axis->figure->px;
    return px_given(axis->is_x ? px->log_x : px->log_y);
}

/* Only axes at the left and bottom edge have titles, ranges, categories. */
static void add_edge_options(FlatAxis *axis)
{
    const PxFigure *figure = axis->figure;
    const DashPx *px = &figure->px;
    const DashColumn *column = axis->is_x ? px->x : px->y;
    tree_set(figure->cx, &axis->axis, "range",
             range_of(figure, axis->is_x ? px->range_x : px->range_y, is_log(axis)));
    set_categories(figure->cx, &axis->axis, px_categories(figure, column, !axis->is_x));
}

static void add_axis_title(FlatAxis *axis)
{
    const PxFigure *figure = axis->figure;
    const DashPx *px = &figure->px;
    bool untitled = axis->is_x && figure->function == DASH_PX_timeline;
    DashText label =
        axis->is_x ? px_role_label(figure, px->x, 'x') : px_role_label(figure, px->y, 'y');
    if (!untitled) {
        tree_set(figure->cx, &axis->axis, "title.text", dash_string(label));
    }
}

static void hide_axis(FlatAxis *axis)
{
    DashCx *cx = axis->figure->cx;
    tree_set(cx, &axis->axis, "showticklabels", dash_bool(false));
    tree_set(cx, &axis->axis, "showline", dash_bool(false));
    tree_set(cx, &axis->axis, "ticks", px_text(""));
    tree_remove(cx, &axis->axis, "range");
}

/* The axis that counts in a marginal has no labels; grids are on unless the
 * template says otherwise. */
static void configure_beside(FlatAxis *axis, DashValue marginal, bool counts)
{
    const PxFigure *figure = axis->figure;
    const DashTemplate *template = figure->template;
    bool said = template && (axis->is_x ? template->has_xgrid : template->has_ygrid);
    if (counts) {
        hide_axis(axis);
    }
    if (!said) {
        bool grid = !counts || px_is(marginal, "histogram");
        tree_set(figure->cx, &axis->axis, "showgrid", dash_bool(grid));
    }
}

/* Axes of a chart with marginals: those in its top row and right column are theirs. */
static void configure_marginal_axis(FlatAxis *axis)
{
    const PxFigure *figure = axis->figure;
    const DashPx *px = &figure->px;
    const Subplots *grid = &figure->subplots;
    bool on_top = px->marginal_x.kind != DASH_NULL && axis->row + 1 == grid->rows;
    bool on_right = px->marginal_y.kind != DASH_NULL && axis->col + 1 == grid->cols;
    if (on_top) {
        configure_beside(axis, px->marginal_x, !axis->is_x);
    }
    if (on_right) {
        configure_beside(axis, px->marginal_y, axis->is_x);
    }
    bool edge = axis->is_x ? axis->row == 0 : axis->col == 0;
    bool single = axis->is_x ? px->marginal_y.kind != DASH_NULL && axis->col > 0
                             : px->marginal_x.kind != DASH_NULL && axis->row > 0;
    if (edge && !single) {
        add_axis_title(axis);
    }
    if (is_log(axis)) {
        tree_set(figure->cx, &axis->axis, "type", px_text("log"));
    }
    bool counts = axis->is_x ? px->marginal_y.kind != DASH_NULL && axis->col % 2 == 1
                             : px->marginal_x.kind != DASH_NULL && axis->row % 2 == 1;
    if (counts) {
        tree_remove(figure->cx, &axis->axis, "type");
        tree_set(figure->cx, &axis->axis, "matches",
                 axis->is_x ? px_text("x2")
                            : dash_string(subplot_name(figure->cx, "y", grid->cols + 1)));
    }
}

static void configure_plain_axis(FlatAxis *axis)
{
    const PxFigure *figure = axis->figure;
    DashCx *cx = figure->cx;
    if (axis->is_x ? axis->row == 0 : axis->col == 0) {
        add_axis_title(axis);
    }
    if (is_log(axis)) {
        tree_set(cx, &axis->axis, "type", px_text("log"));
    }
    if (axis->is_x && figure->function == DASH_PX_timeline) {
        tree_set(cx, &axis->axis, "type", px_text("date"));
    }
    if (figure->function == DASH_PX_ecdf && axis->is_x != px_is_vertical(figure)) {
        tree_set(cx, &axis->axis, "rangemode", px_text("tozero"));
    }
}

static DashValue flat_axis(const PxFigure *figure, bool is_x, size_t row, size_t col)
{
    DashCx *cx = figure->cx;
    const Subplots *grid = &figure->subplots;
    size_t number = row * grid->cols + col + 1;
    FlatAxis axis = {figure, is_x, row, col, TREE_EMPTY};
    tree_set(cx, &axis.axis, "anchor", dash_string(subplot_name(cx, is_x ? "y" : "x", number)));
    tree_set(cx, &axis.axis, "domain", subplot_span_value(cx, is_x ? grid->x[col] : grid->y[row]));
    if (number > 1) {
        tree_set(cx, &axis.axis, "matches", is_x ? px_text("x") : px_text("y"));
    }
    bool edge = is_x ? row == 0 : col == 0;
    if (edge) {
        add_edge_options(&axis);
    } else {
        tree_set(cx, &axis.axis, "showticklabels", dash_bool(false));
    }
    if (has_marginals(&figure->px)) {
        configure_marginal_axis(&axis);
    } else {
        configure_plain_axis(&axis);
    }
    return axis.axis;
}

static void configure_flat(PxFigure *figure)
{
    DashCx *cx = figure->cx;
    const Subplots *grid = &figure->subplots;
    for (size_t i = 0; i < grid->rows * grid->cols; i++) {
        size_t row = i / grid->cols, col = i % grid->cols;
        tree_put(cx, &figure->layout, subplot_name(cx, "xaxis", i + 1),
                 flat_axis(figure, true, row, col));
        tree_put(cx, &figure->layout, subplot_name(cx, "yaxis", i + 1),
                 flat_axis(figure, false, row, col));
    }
}

/* ---- other subplots ------------------------------------------------------------------ */

static DashValue scene_options(const PxFigure *figure)
{
    static const char *const NAMES[] = {"xaxis", "yaxis", "zaxis"};
    DashCx *cx = figure->cx;
    const DashPx *px = &figure->px;
    const DashColumn *columns[] = {px->x, px->y, px->z};
    const DashValue logs[] = {px->log_x, px->log_y, px->log_z};
    const DashValue ranges[] = {px->range_x, px->range_y, px->range_z};
    DashValue scene = TREE_EMPTY;
    for (size_t i = 0; i < 3; i++) {
        DashValue axis = TREE_EMPTY;
        DashText title = columns[i] ? px_label(figure, columns[i]) : DASH_NO_TEXT;
        tree_set(cx, &axis, "title.text", dash_string(title));
        tree_set(cx, &axis, "type", px_given(logs[i]) ? px_text("log") : DASH_NULL_VALUE);
        tree_set(cx, &axis, "range", range_of(figure, ranges[i], px_given(logs[i])));
        set_categories(cx, &axis, px_categories(figure, columns[i], false));
        tree_set(cx, &scene, NAMES[i], axis);
    }
    return scene;
}

static DashValue polar_options(const PxFigure *figure)
{
    DashCx *cx = figure->cx;
    const DashPx *px = &figure->px;
    DashValue angular = TREE_EMPTY, radial = TREE_EMPTY, polar = TREE_EMPTY;
    bool log = px_given(px->log_r);
    tree_set(cx, &angular, "direction", px->direction);
    tree_set(cx, &angular, "rotation", px->start_angle);
    set_categories(cx, &angular, px_categories(figure, px->theta, false));
    set_categories(cx, &radial, px_categories(figure, px->r, false));
    tree_set(cx, &radial, "type", log ? px_text("log") : DASH_NULL_VALUE);
    tree_set(cx, &radial, "range", range_of(figure, px->range_r, log));
    tree_set(cx, &polar, "angularaxis", angular);
    tree_set(cx, &polar, "radialaxis", radial.count ? radial : DASH_NULL_VALUE);
    tree_set(cx, &polar, "sector", range_of(figure, px->range_theta, false));
    return polar;
}

static DashValue ternary_options(const PxFigure *figure)
{
    DashCx *cx = figure->cx;
    const DashPx *px = &figure->px;
    const DashColumn *columns[] = {px->a, px->b, px->c};
    static const char *const TITLES[] = {"aaxis.title.text", "baxis.title.text",
                                         "caxis.title.text"};
    DashValue ternary = TREE_EMPTY;
    for (size_t i = 0; i < 3; i++) {
        DashText title = columns[i] ? px_label(figure, columns[i]) : DASH_NO_TEXT;
        tree_set(cx, &ternary, TITLES[i], dash_string(title));
    }
    return ternary;
}

static DashValue mean_of(const PxFigure *figure, const DashColumn *column)
{
    double sum = 0;
    size_t count = 0;
    for (size_t row = 0; row < figure->rows; row++) {
        if (dash_is_valid(column->valid, row)) {
            sum += dash_column_float(column, row);
            count++;
        }
    }
    return count ? dash_float(sum / (double)count) : DASH_NULL_VALUE;
}

static DashValue map_options(const PxFigure *figure)
{
    DashCx *cx = figure->cx;
    const DashPx *px = &figure->px;
    DashValue map = TREE_EMPTY, center = px->center;
    if (!px_given(center) && px->lat && px->lon) {
        center = TREE_EMPTY;
        tree_set(cx, &center, "lat", mean_of(figure, px->lat));
        tree_set(cx, &center, "lon", mean_of(figure, px->lon));
    }
    tree_set(cx, &map, "center", center);
    tree_set(cx, &map, "zoom", px->zoom);
    tree_set(cx, &map, "style", px->map_style);
    return map;
}

static DashValue geo_options(const PxFigure *figure)
{
    DashCx *cx = figure->cx;
    const DashPx *px = &figure->px;
    DashValue geo = TREE_EMPTY;
    tree_set(cx, &geo, "center", px->center);
    tree_set(cx, &geo, "scope", px->scope);
    tree_set(cx, &geo, "fitbounds", px->fitbounds);
    tree_set(cx, &geo, "visible", px->basemap_visible);
    tree_set(cx, &geo, "projection.type", px->projection);
    return geo;
}

static DashValue plot_options(const PxFigure *figure)
{
    switch (figure->subplots.kind) {
    case SUBPLOT_SCENE:
        return scene_options(figure);
    case SUBPLOT_POLAR:
        return polar_options(figure);
    case SUBPLOT_TERNARY:
        return ternary_options(figure);
    case SUBPLOT_MAP:
        return map_options(figure);
    case SUBPLOT_GEO:
        return geo_options(figure);
    default:
        return TREE_EMPTY;
    }
}

void px_configure_axes(PxFigure *figure)
{
    const Subplots *grid = &figure->subplots;
    const char *key = subplot_key(grid->kind);
    if (grid->kind == SUBPLOT_XY) {
        configure_flat(figure);
    }
    for (size_t i = 0; key && i < grid->rows * grid->cols; i++) {
        tree_put(figure->cx, &figure->layout, subplot_name(figure->cx, key, i + 1),
                 plot_options(figure));
    }
}
