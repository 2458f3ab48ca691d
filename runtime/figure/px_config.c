/* SPDX-License-Identifier: MIT
 *
 * What the arguments mean for every trace: orientation, what is done with
 * colours, the attributes that all traces of the chart have in common.
 */
#include <math.h>
#include <string.h>

#include "figure/px_internal.h"

/* ---- size and colour ----------------------------------------------------------- */

static void measure_sizes(PxFigure *figure)
{
    const DashColumn *size = figure->px.size;
    if (!size) {
        return;
    }
    double largest = 0;
    for (size_t row = 0; row < figure->rows; row++) {
        if (dash_is_valid(size->valid, row)) {
            largest = fmax(largest, dash_column_float(size, row));
        }
    }
    double points = px_number(figure->px.size_max, 20);
    figure->sizeref = largest / (points * points);
}

/* Colours of points or of traces; whether there is a scale beside the plot. */
static void configure_color(PxFigure *figure)
{
    const DashColumn *color = figure->px.color;
    bool pie = figure->type == PX_TRACE_PIE || figure->type == PX_TRACE_FUNNELAREA;
    bool continuous = color && px_is_continuous(color);
    if (!px_takes(figure, "color")) {
        return;
    }
    if (px_takes(figure, "color_continuous_scale")) {
        bool always = !px_takes(figure, "color_discrete_sequence");
        figure->color_is_continuous = continuous && !always;
        figure->color_is_attribute = always || continuous || px_has(figure, PX_TREE);
    } else {
        figure->color_is_attribute = pie;
    }
    figure->has_color_bar = figure->color_is_attribute && color && !pie &&
                            (!px_has(figure, PX_TREE) || figure->color_is_continuous);
}

/* A pie's colour column is told in the hover text. */
static void hover_color(PxFigure *figure)
{
    DashPx *px = &figure->px;
    bool pie = figure->type == PX_TRACE_PIE || figure->type == PX_TRACE_FUNNELAREA;
    if (!pie || !px->color) {
        return;
    }
    const DashColumn **items = dash_alloc_array(figure->cx, px->hover_data.len + 1, sizeof(*items));
    for (size_t i = 0; i < px->hover_data.len; i++) {
        items[i] = px->hover_data.items[i];
    }
    items[px->hover_data.len] = px->color;
    px->hover_data = (DashPxColumns){items, px->hover_data.len + 1};
}

/* ---- orientation --------------------------------------------------------------- */

static const char *inferred_orientation(const PxFigure *figure)
{
    const DashPx *px = &figure->px;
    if (px->x && !px->y && figure->type != PX_TRACE_HISTOGRAM && figure->type != PX_TRACE_SCATTER) {
        return "h";
    }
    if (px->y && !px->x &&
        (figure->type == PX_TRACE_HISTOGRAM || figure->type == PX_TRACE_SCATTER)) {
        return "h";
    }
    bool both = px->x && px->y;
    return both && px_is_continuous(px->x) && !px_is_continuous(px->y) ? "h" : "v";
}

static void configure_histogram(PxFigure *figure, DashValue *patch)
{
    DashPx *px = &figure->px;
    if (px->x && px->y && px->histfunc.kind == DASH_NULL) {
        px->histfunc = px_text("sum");
    }
    bool vertical = px_is_vertical(figure);
    tree_set(figure->cx, patch, vertical ? "nbinsx" : "nbinsy", px->nbins);
    tree_set(figure->cx, patch, "bingroup", vertical ? px_text("x") : px_text("y"));
}

/* Boxes of one colour each need not stand side by side. */
static void configure_mode(PxFigure *figure, const char *attribute, DashValue given)
{
    const DashPx *px = &figure->px;
    if (given.kind == DASH_NULL) {
        const DashColumn *axis = px_is_vertical(figure) ? px->x : px->y;
        bool same = px->color && axis && px_same_column(axis, px->color);
        given = same ? px_text("overlay") : px_text("group");
    }
    tree_set(figure->cx, &figure->layout, attribute, given);
}

static void configure_orientation(PxFigure *figure, DashValue *patch)
{
    DashPx *px = &figure->px;
    if (!px_takes(figure, "orientation") || px_has(figure, PX_DENSITY)) {
        return;
    }
    if (px->orientation.kind == DASH_NULL) {
        px->orientation = dash_string(dash_text_of(inferred_orientation(figure)));
    }
    if (figure->type == PX_TRACE_HISTOGRAM) {
        configure_histogram(figure, patch);
    }
    tree_set(figure->cx, patch, "orientation", px->orientation);
    if (figure->type == PX_TRACE_BOX) {
        configure_mode(figure, "boxmode",
                       figure->function == DASH_PX_strip ? px->stripmode : px->boxmode);
    } else if (figure->type == PX_TRACE_VIOLIN) {
        configure_mode(figure, "violinmode", px->violinmode);
    }
}

/* ---- attributes of all traces ---------------------------------------------------- */

/* What each function sets, whatever it is given. */
static void configure_function(PxFigure *figure, DashValue *patch)
{
    DashCx *cx = figure->cx;
    const DashPx *px = &figure->px;
    switch (figure->function) {
    case DASH_PX_area:
        tree_set(cx, patch, "stackgroup", px_text("1"));
        tree_set(cx, patch, "groupnorm", px->groupnorm);
        break;
    case DASH_PX_timeline:
        tree_set(cx, patch, "orientation", px_text("h"));
        tree_set(cx, patch, "textposition", px_text("auto"));
        break;
    case DASH_PX_bar:
        tree_set(cx, patch, "textposition", px_text("auto"));
        break;
    case DASH_PX_histogram:
        tree_set(cx, patch, "cumulative.enabled", px->cumulative);
        break;
    case DASH_PX_density_contour:
        tree_set(cx, patch, "contours.coloring", px_text("none"));
        break;
    case DASH_PX_violin:
        tree_set(cx, patch, "points", px->points);
        tree_set(cx, patch, "box.visible", px->box);
        tree_set(cx, patch, "scalegroup", px_text("True"));
        break;
    case DASH_PX_box:
        tree_set(cx, patch, "boxpoints", px->points);
        tree_set(cx, patch, "notched", px->notched);
        break;
    case DASH_PX_strip:
        tree_set(cx, patch, "boxpoints", px_text("all"));
        tree_set(cx, patch, "pointpos", dash_int(0));
        tree_set(cx, patch, "hoveron", px_text("points"));
        tree_set(cx, patch, "fillcolor", px_text("rgba(255,255,255,0)"));
        tree_set(cx, patch, "line.color", px_text("rgba(255,255,255,0)"));
        break;
    default:
        break;
    }
}

static void configure_type(PxFigure *figure, DashValue *patch)
{
    DashCx *cx = figure->cx;
    const DashPx *px = &figure->px;
    if (px_has(figure, PX_BINS)) {
        tree_set(cx, patch, "histfunc", px->histfunc);
        tree_set(cx, patch, "histnorm", px->histnorm);
    }
    if (px_has(figure, PX_DENSITY)) {
        tree_set(cx, patch, "nbinsx", px->nbinsx);
        tree_set(cx, patch, "nbinsy", px->nbinsy);
        tree_set(cx, patch, "xbingroup", px_text("x"));
        tree_set(cx, patch, "ybingroup", px_text("y"));
    }
    if (figure->type == PX_TRACE_BOX || figure->type == PX_TRACE_VIOLIN) {
        tree_set(cx, patch, "x0", px_text(" "));
        tree_set(cx, patch, "y0", px_text(" "));
    }
    if (figure->type == PX_TRACE_PIE || figure->type == PX_TRACE_FUNNELAREA) {
        tree_set(cx, patch, "showlegend", dash_bool(px->names != NULL));
        tree_set(cx, patch, "hole", px->hole);
        if (figure->type == PX_TRACE_PIE && px->names &&
            px_order(figure, px->names).kind == DASH_LIST) {
            tree_set(cx, patch, "sort", dash_bool(false));
            tree_set(cx, patch, "direction", px_text("clockwise"));
        }
    }
    bool total = px->path.len > 0 && px->branchvalues.kind == DASH_NULL;
    tree_set(cx, patch, "branchvalues", total ? px_text("total") : px->branchvalues);
    tree_set(cx, patch, "maxdepth", px->maxdepth);
    tree_set(cx, patch, "radius", px->radius);
    tree_set(cx, patch, "locationmode", px->locationmode);
    tree_set(cx, patch, "featureidkey", px->featureidkey);
    tree_set(cx, patch, "geojson", px->geojson);
    if (figure->type == PX_TRACE_HISTOGRAM2D || figure->type == PX_TRACE_DENSITYMAP) {
        figure->has_color_bar = true;
        tree_set(cx, patch, "coloraxis", px_text("coloraxis"));
    }
}

static void configure_text(PxFigure *figure, DashValue *patch)
{
    DashValue given = figure->px.text_auto;
    if (!px_given(given)) {
        return;
    }
    DashText letter = px_has(figure, PX_DENSITY)     ? DASH_TEXT("z")
                      : figure->type != PX_TRACE_BAR ? DASH_TEXT("value")
                      : px_is_vertical(figure)       ? DASH_TEXT("y")
                                                     : DASH_TEXT("x");
    bool format = given.kind == DASH_STRING;
    const DashText parts[] = {DASH_TEXT("%{"), letter, format ? DASH_TEXT(":") : DASH_TEXT(""),
                              format ? given.text : DASH_TEXT(""), DASH_TEXT("}")};
    tree_set(figure->cx, patch, "texttemplate", dash_string(px_join(figure->cx, parts, 5)));
}

static void configure_opacity(PxFigure *figure, DashValue *patch)
{
    DashCx *cx = figure->cx;
    DashValue opacity = figure->px.opacity;
    if (!px_takes(figure, "opacity")) {
        return;
    }
    bool whole = figure->type == PX_TRACE_DENSITYMAP || figure->type == PX_TRACE_PIE ||
                 figure->type == PX_TRACE_FUNNEL || figure->type == PX_TRACE_FUNNELAREA;
    if (opacity.kind == DASH_NULL && px_takes(figure, "barmode") &&
        px_is(figure->px.barmode, "overlay")) {
        opacity = dash_float(0.5);
    }
    tree_set(cx, patch, whole ? "opacity" : "marker.opacity", opacity);
}

static void configure_lines(PxFigure *figure, DashValue *patch)
{
    DashCx *cx = figure->cx;
    const DashPx *px = &figure->px;
    if (px_takes(figure, "line_group") || px_takes(figure, "line_dash")) {
        bool lines = !px_takes(figure, "lines") || px_given(px->lines);
        bool markers = px->text || px->symbol || px_given(px->markers);
        const DashText parts[] = {
            lines || !markers ? DASH_TEXT("lines") : DASH_TEXT(""),
            lines && markers ? DASH_TEXT("+") : DASH_TEXT(""),
            markers ? DASH_TEXT("markers") : DASH_TEXT(""),
            px->text ? DASH_TEXT("+text") : DASH_TEXT(""),
        };
        tree_set(cx, patch, "mode", dash_string(px_join(cx, parts, 4)));
    } else if (figure->type != PX_TRACE_SPLOM &&
               (px_takes(figure, "symbol") || figure->type == PX_TRACE_SCATTERMAP)) {
        tree_set(cx, patch, "mode", px->text ? px_text("markers+text") : px_text("markers"));
    }
    if (px_takes(figure, "line_shape")) {
        tree_set(cx, patch, "line.shape", px->line_shape);
    } else if (figure->function == DASH_PX_ecdf) {
        tree_set(cx, patch, "line.shape",
                 px_is(px->ecdfmode, "reversed") ? px_text("vh") : px_text("hv"));
    }
}

enum { MANY_POINTS = 1000 };

static bool wants_webgl(const PxFigure *figure)
{
    const DashPx *px = &figure->px;
    if (!px_takes(figure, "render_mode") || px_is(px->render_mode, "svg")) {
        return false;
    }
    bool many = px->webgl && figure->rows > MANY_POINTS && !px_is(px->line_shape, "spline") &&
                !px->animation_frame;
    return px_is(px->render_mode, "webgl") || many;
}

static PxTraceType drawn_type(PxFigure *figure, DashValue *patch)
{
    if (!wants_webgl(figure)) {
        return figure->type;
    }
    if (figure->type == PX_TRACE_SCATTER) {
        tree_remove(figure->cx, patch, "orientation");
        return PX_TRACE_SCATTERGL;
    }
    return PX_TRACE_SCATTERPOLARGL;
}

/* ---- what goes with what ------------------------------------------------------------ */

static void settle_facets(PxFigure *figure)
{
    DashPx *px = &figure->px;
    if (px->marginal.kind != DASH_NULL) {
        *(px_is_vertical(figure) ? &px->marginal_x : &px->marginal_y) = px->marginal;
    }
    if (figure->rows == 0) {
        px->facet_row = px->facet_col = NULL;
    }
    if (px->facet_col) {
        px->marginal_y = DASH_NULL_VALUE;
    }
    if (px->facet_row) {
        px->marginal_x = DASH_NULL_VALUE;
    }
    if (px->facet_row || px->marginal_x.kind != DASH_NULL || px->marginal_y.kind != DASH_NULL) {
        px->facet_col_wrap = DASH_NULL_VALUE;
    }
}

/* The layout's attributes that the function sets. */
static void configure_layout(PxFigure *figure)
{
    DashCx *cx = figure->cx;
    const DashPx *px = &figure->px;
    DashValue *layout = &figure->layout;
    if (px_takes(figure, "barmode")) {
        tree_set(cx, layout, "barmode", px->barmode);
    }
    tree_set(cx, layout, "barnorm", px->barnorm);
    if (figure->function == DASH_PX_timeline || px_is(px->marginal_x, "histogram") ||
        px_is(px->marginal_y, "histogram")) {
        tree_set(cx, layout, "barmode", px_text("overlay"));
    }
    if (figure->type == PX_TRACE_SPLOM) {
        tree_set(cx, layout, "dragmode", px_text("select"));
    }
    if (px_has(figure, PX_PARTS)) {
        static const char *const PALETTES[] = {
            [PX_TRACE_PIE] = "piecolorway",         [PX_TRACE_FUNNELAREA] = "funnelareacolorway",
            [PX_TRACE_TREEMAP] = "treemapcolorway", [PX_TRACE_SUNBURST] = "sunburstcolorway",
            [PX_TRACE_ICICLE] = "iciclecolorway",
        };
        tree_set(cx, layout, PALETTES[figure->type], px->color_discrete_sequence);
    }
}

void px_configure(PxFigure *figure)
{
    DashPx *px = &figure->px;
    DashValue patch = TREE_EMPTY;
    measure_sizes(figure);
    configure_color(figure);
    hover_color(figure);
    configure_orientation(figure, &patch);
    if (figure->type == PX_TRACE_HISTOGRAM2D && px->z && px->histfunc.kind == DASH_NULL) {
        px->histfunc = px_text("sum");
    }
    configure_layout(figure);
    settle_facets(figure);
    if (figure->function == DASH_PX_ecdf) {
        px->histnorm = px->ecdfnorm;
    }
    configure_function(figure, &patch);
    configure_type(figure, &patch);
    configure_text(figure, &patch);
    configure_opacity(figure, &patch);
    configure_lines(figure, &patch);
    PxTraceType type = drawn_type(figure, &patch);
    figure->specs[figure->spec_count++] = (PxSpec){.type = type, .patch = patch};
    px_add_marginals(figure);
}
