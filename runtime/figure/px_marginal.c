/* SPDX-License-Identifier: MIT
 *
 * The traces beside the chart's own: distributions along its axes, trendlines.
 */
#include "figure/px_internal.h"

static void configure_rug(DashCx *cx, DashValue *patch, char letter)
{
    DashValue hidden = px_text("rgba(255,255,255,0)");
    tree_set(cx, patch, "fillcolor", hidden);
    tree_set(cx, patch, "line.color", hidden);
    tree_set(cx, patch, "boxpoints", px_text("all"));
    tree_set(cx, patch, "jitter", dash_int(0));
    tree_set(cx, patch, "hoveron", px_text("points"));
    tree_set(cx, patch, "marker.symbol",
             letter == 'x' ? px_text("line-ns-open") : px_text("line-ew-open"));
}

static void add_marginal(PxFigure *figure, DashValue kind, char letter)
{
    if (kind.kind == DASH_NULL) {
        return;
    }
    DashCx *cx = figure->cx;
    DashValue own = letter == 'x' ? px_text("x") : px_text("y");
    PxSpec spec = {.type = PX_TRACE_BOX, .patch = TREE_EMPTY, .marginal = letter};
    if (px_is(kind, "histogram")) {
        spec.type = PX_TRACE_HISTOGRAM;
        tree_set(cx, &spec.patch, "opacity", dash_float(0.5));
        tree_set(cx, &spec.patch, "bingroup", own);
    } else if (px_is(kind, "violin")) {
        spec.type = PX_TRACE_VIOLIN;
        tree_set(cx, &spec.patch, "scalegroup", own);
    } else if (px_is(kind, "box")) {
        tree_set(cx, &spec.patch, "notched", dash_bool(true));
    } else if (px_is(kind, "rug")) {
        configure_rug(cx, &spec.patch, letter);
    } else {
        px_fail(figure, "a marginal is one of rug, box, violin, histogram");
    }
    if (figure->color_is_attribute || !px_takes(figure, "color")) {
        tree_set(cx, &spec.patch, "marker.color", dash_string(figure->scale.items[0]));
    }
    figure->specs[figure->spec_count++] = spec;
}

void px_add_marginals(PxFigure *figure)
{
    const DashPx *px = &figure->px;
    add_marginal(figure, px->marginal_x, 'x');
    add_marginal(figure, px->marginal_y, 'y');
    if (px->trendline.kind == DASH_NULL) {
        return;
    }
    PxTraceType own = figure->specs[0].type;
    PxSpec line = {.type = own == PX_TRACE_SCATTERGL ? own : PX_TRACE_SCATTER,
                   .patch = TREE_EMPTY,
                   .trendline = true};
    tree_set(figure->cx, &line.patch, "mode", px_text("lines"));
    tree_set(figure->cx, &line.patch, "line.color", px->trendline_color_override);
    figure->specs[figure->spec_count++] = line;
}
