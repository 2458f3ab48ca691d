/* SPDX-License-Identifier: MIT
 *
 * The layout: subplots and their axes, facet titles, legend, title, template.
 * Subplots are numbered from the bottom left, rows of facets from the top.
 */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "figure/px_internal.h"

static const double COLUMN_GAP = 0.02, ROW_GAP = 0.03, ROW_TITLES = 0.02;

static DashText numbered(DashCx *cx, const char *before, size_t number)
{
    char text[48];
    if (number == 1) {
        return dash_text_of(before);
    }
    snprintf(text, sizeof(text), "%s%zu", before, number);
    DashText view = dash_text_of(text);
    return px_join(cx, &view, 1);
}

/* From 1, of a row from the bottom. */
static size_t subplot(const PxFigure *figure, size_t row_up, size_t column)
{
    return row_up * figure->facet_cols + column + 1;
}

DashText px_axis(const PxFigure *figure, const char *letter, size_t row, size_t column)
{
    return numbered(figure->cx, letter, subplot(figure, figure->facet_rows - 1 - row, column));
}

typedef struct Span {
    double start, end;
} Span;

static Span column_span(const PxFigure *figure, size_t column)
{
    double all = figure->dimensions[PX_FACET_ROW].levels ? 1 - ROW_TITLES : 1;
    double count = (double)figure->facet_cols;
    double width = (all - COLUMN_GAP * (count - 1)) / count;
    double start = (double)column * (width + COLUMN_GAP);
    return (Span){start, start + width};
}

static Span row_span(const PxFigure *figure, size_t row_up)
{
    double count = (double)figure->facet_rows;
    double height = (1 - ROW_GAP * (count - 1)) / count;
    double start = (double)row_up * (height + ROW_GAP);
    return (Span){start, start + height};
}

static DashValue span_value(DashCx *cx, Span span)
{
    const DashValue ends[] = {dash_float(span.start), dash_float(span.end)};
    return dash_list(cx, ends, 2);
}

/* ---- axes ------------------------------------------------------------------- */

/* The order of an axis' categories, top down on a y axis; null when none is
 * given and no dimension makes one. */
static DashValue category_array(const PxFigure *figure, const DashColumn *column, bool reversed)
{
    const PxLevels *levels = px_levels(figure, column);
    const DashPxOrder *order = px_order(figure, column);
    if (!levels && !order) {
        return DASH_NULL_VALUE;
    }
    size_t count = levels ? levels->count : order->values.len;
    DashItems items = dash_items(figure->cx);
    for (size_t i = 0; i < count; i++) {
        size_t at = reversed ? count - 1 - i : i;
        dash_push(&items, levels ? levels->items[at].value
                                 : px_given_value(column, order->values.items[at]));
    }
    return dash_items_value(&items);
}

static void add_range(const PxFigure *figure, DashFloats range, bool log, PxObject *axis)
{
    if (!range.len) {
        return;
    }
    DashItems ends = dash_items(figure->cx);
    for (size_t i = 0; i < range.len; i++) {
        if (log && !(range.items[i] > 0)) {
            dash_fail(figure->cx, figure->px->where, "a range of a log axis must be above zero");
        }
        dash_push(&ends, dash_float(log ? log10(range.items[i]) : range.items[i]));
    }
    px_put(axis, "range", dash_items_value(&ends));
}

/* Only axes at the left and bottom edge have titles, ranges, categories. */
static void add_edge_options(const PxFigure *figure, bool is_x, PxObject *axis)
{
    const DashPx *px = figure->px;
    const DashColumn *column = is_x ? figure->x : figure->y;
    px_put(axis, "title",
           px_one(figure->cx, DASH_TEXT("text"), dash_string(px_label(figure, column))));
    add_range(figure, is_x ? px->range_x : px->range_y, is_x ? px->log_x : px->log_y, axis);
    DashValue categories = category_array(figure, column, !is_x);
    if (categories.kind != DASH_NULL) {
        px_put(axis, "categoryorder", px_text("array"));
        px_put(axis, "categoryarray", categories);
    }
}

static DashValue make_axis(const PxFigure *figure, bool is_x, size_t row_up, size_t column)
{
    PxObject axis = {.count = 0};
    size_t number = subplot(figure, row_up, column);
    Span span = is_x ? column_span(figure, column) : row_span(figure, row_up);
    px_put(&axis, "anchor", dash_string(numbered(figure->cx, is_x ? "y" : "x", number)));
    px_put(&axis, "domain", span_value(figure->cx, span));
    if (number > 1) {
        px_put(&axis, "matches", is_x ? px_text("x") : px_text("y"));
    }
    bool edge = is_x ? row_up == 0 : column == 0;
    if (edge) {
        add_edge_options(figure, is_x, &axis);
    } else {
        px_put(&axis, "showticklabels", dash_bool(false));
    }
    if (is_x ? figure->px->log_x : figure->px->log_y) {
        px_put(&axis, "type", px_text("log"));
    }
    return px_object(figure->cx, &axis);
}

/* ---- facet titles -------------------------------------------------------------- */

static DashValue facet_title(const PxFigure *figure, PxRole role, size_t level, Span span)
{
    DashCx *cx = figure->cx;
    bool column = role == PX_FACET_COL;
    const PxLevels *levels = figure->dimensions[role].levels;
    const DashText text[] = {px_label(figure, levels->column), DASH_TEXT("="),
                             levels->items[level].label};
    double middle = (span.start + span.end) / 2;
    PxObject title = {.count = 0};
    px_put(&title, "font", dash_object(cx, NULL, 0));
    px_put(&title, "showarrow", dash_bool(false));
    px_put(&title, "text", dash_string(px_join(cx, text, 3)));
    if (!column) {
        px_put(&title, "textangle", dash_int(90));
    }
    px_put(&title, "x", dash_float(column ? middle : 1 - ROW_TITLES));
    px_put(&title, "xanchor", column ? px_text("center") : px_text("left"));
    px_put(&title, "xref", px_text("paper"));
    px_put(&title, "y", dash_float(column ? 1 : middle));
    px_put(&title, "yanchor", column ? px_text("bottom") : px_text("middle"));
    px_put(&title, "yref", px_text("paper"));
    return px_object(cx, &title);
}

static void add_facet_titles(const PxFigure *figure, DashItems *layout_items)
{
    if (figure->dimensions[PX_FACET_COL].levels) {
        for (size_t i = 0; i < figure->facet_cols; i++) {
            dash_push(layout_items, facet_title(figure, PX_FACET_COL, i, column_span(figure, i)));
        }
    }
    if (figure->dimensions[PX_FACET_ROW].levels) {
        for (size_t up = 0; up < figure->facet_rows; up++) {
            size_t level = figure->facet_rows - 1 - up;
            dash_push(layout_items, facet_title(figure, PX_FACET_ROW, level, row_span(figure, up)));
        }
    }
}

/* ---- the rest ------------------------------------------------------------------- */

/* "region, year": the dimensions in trace names, each label once. */
static DashText legend_title(const PxFigure *figure)
{
    DashText labels[PX_ROLE_COUNT];
    size_t count = 0;
    DashBuilder b = dash_builder(figure->cx);
    for (PxRole role = 0; role <= PX_PATTERN; role++) {
        const PxLevels *levels = figure->dimensions[role].levels;
        if (!levels) {
            continue;
        }
        DashText label = px_label(figure, levels->column);
        size_t i = 0;
        while (i < count && !dash_text_eq(labels[i], label)) {
            i++;
        }
        if (i == count) {
            dash_put(&b, count ? DASH_TEXT(", ") : DASH_TEXT(""));
            dash_put(&b, label);
            labels[count++] = label;
        }
    }
    return count ? dash_builder_text(&b) : DASH_NO_TEXT;
}

static DashValue legend(const PxFigure *figure)
{
    PxObject object = {.count = 0};
    DashText title = figure->group_count ? legend_title(figure) : DASH_NO_TEXT;
    if (title.ptr) {
        px_put(&object, "title", px_one(figure->cx, DASH_TEXT("text"), dash_string(title)));
    }
    px_put(&object, "tracegroupgap", dash_int(0));
    return px_object(figure->cx, &object);
}

/* A list of pairs: where on the scale, and the colour there. */
static DashValue color_scale(const PxFigure *figure)
{
    DashItems pairs = dash_items(figure->cx);
    for (size_t i = 0; i < figure->scale.len; i++) {
        double place = (double)i / (double)(figure->scale.len - 1);
        const DashValue pair[] = {dash_float(place), dash_string(figure->scale.items[i])};
        /* A list given to push is spliced: so it goes in a list of its own. */
        DashValue inner = dash_list(figure->cx, pair, 2);
        dash_push(&pairs, dash_list(figure->cx, &inner, 1));
    }
    return dash_items_value(&pairs);
}

static DashValue color_axis(const PxFigure *figure)
{
    DashCx *cx = figure->cx;
    DashText label = px_label(figure, figure->px->color);
    DashValue title = px_one(cx, DASH_TEXT("text"), dash_string(label));
    PxObject axis = {.count = 0};
    px_put(&axis, "colorbar", px_one(cx, DASH_TEXT("title"), title));
    px_put(&axis, "colorscale", color_scale(figure));
    return px_object(cx, &axis);
}

static void add_title(const PxFigure *figure, PxObject *layout)
{
    const DashPx *px = figure->px;
    PxObject title = {.count = 0};
    if (px->title.len) {
        px_put(&title, "text", dash_string(px->title));
    } else {
        px_put(layout, "margin", px_one(figure->cx, DASH_TEXT("t"), dash_int(60)));
    }
    if (px->subtitle.len) {
        DashValue text = px_one(figure->cx, DASH_TEXT("text"), dash_string(px->subtitle));
        px_put(&title, "subtitle", text);
    }
    if (title.count) {
        px_put(layout, "title", px_object(figure->cx, &title));
    }
}

/* The page knows "plotly" by name; the empty one is spelled out. */
static DashValue template_value(const PxFigure *figure)
{
    if (dash_text_eq(figure->px->template_, DASH_TEXT("none"))) {
        return dash_raw_json(DASH_TEXT("{\"data\":{\"scatter\":[{\"type\":\"scatter\"}]}}"));
    }
    return px_text("plotly");
}

static void add_rest(const PxFigure *figure, PxObject *layout)
{
    const DashPx *px = figure->px;
    DashItems annotations = dash_items(figure->cx);
    add_facet_titles(figure, &annotations);
    if (annotations.count) {
        px_put(layout, "annotations", dash_items_value(&annotations));
    }
    px_put(layout, "legend", legend(figure));
    add_title(figure, layout);
    if (figure->bar) {
        px_put(layout, "barmode", dash_string(figure->barmode));
    }
    if (figure->color_is_continuous) {
        px_put(layout, "coloraxis", color_axis(figure));
    }
    if (px->height.has && px->height.value) {
        px_put(layout, "height", dash_int(px->height.value));
    }
    if (px->width.has && px->width.value) {
        px_put(layout, "width", dash_int(px->width.value));
    }
    px_put(layout, "template", template_value(figure));
}

DashValue px_layout(const PxFigure *figure)
{
    DashCx *cx = figure->cx;
    PxObject rest = {.count = 0};
    add_rest(figure, &rest);
    size_t subplots = figure->facet_rows * figure->facet_cols;
    DashField *fields = dash_alloc_array(cx, 2 * subplots + rest.count, sizeof(*fields));
    size_t count = 0;
    for (size_t i = 0; i < subplots; i++) {
        size_t row_up = i / figure->facet_cols, column = i % figure->facet_cols;
        fields[count++] =
            (DashField){numbered(cx, "xaxis", i + 1), make_axis(figure, true, row_up, column)};
        fields[count++] =
            (DashField){numbered(cx, "yaxis", i + 1), make_axis(figure, false, row_up, column)};
    }
    memcpy(fields + count, rest.fields, rest.count * sizeof(*fields));
    return dash_object(cx, fields, count + rest.count);
}
