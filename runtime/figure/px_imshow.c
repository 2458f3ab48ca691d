/* SPDX-License-Identifier: MIT
 *
 * px.imshow: a list of rows, or a table's numbers, as a heat map.
 */
#include "figure/px_internal.h"

/* Rows of the table as lists; columns name the x axis. */
static DashValue table_rows(const PxFigure *figure, DashValue *names)
{
    DashCx *cx = figure->cx;
    DashPxColumns columns = figure->px.all;
    DashItems labels = dash_items(cx);
    DashValue *rows = dash_alloc_array(cx, figure->rows, sizeof(*rows));
    for (size_t i = 0; i < columns.len; i++) {
        dash_push(&labels, dash_string(dash_text_of(columns.items[i]->name)));
        if (!px_is_continuous(columns.items[i])) {
            dash_fail(cx, figure->px.where, "the column \"%s\" holds no numbers",
                      columns.items[i]->name);
        }
    }
    for (size_t row = 0; row < figure->rows; row++) {
        DashValue *cells = dash_alloc_array(cx, columns.len, sizeof(*cells));
        for (size_t i = 0; i < columns.len; i++) {
            cells[i] = dash_cell(cx, columns.items[i], row);
        }
        rows[row] = (DashValue){.kind = DASH_LIST, .count = (uint32_t)columns.len, .items = cells};
    }
    *names = dash_items_value(&labels);
    return dash_list(cx, rows, figure->rows);
}

static DashValue row_numbers(const PxFigure *figure)
{
    DashItems items = dash_items(figure->cx);
    for (size_t row = 0; row < figure->rows; row++) {
        dash_push(&items, dash_int((int64_t)row));
    }
    return dash_items_value(&items);
}

/* Least and greatest of the rows, where only the other end is given. */
static DashValue extreme(DashValue rows, bool greatest)
{
    double found = 0;
    bool some = false;
    for (uint32_t i = 0; i < rows.count; i++) {
        for (uint32_t j = 0; rows.items[i].kind == DASH_LIST && j < rows.items[i].count; j++) {
            double value = px_number(rows.items[i].items[j], __builtin_nan(""));
            if (value == value && (!some || (greatest ? value > found : value < found))) {
                found = value;
                some = true;
            }
        }
    }
    return some ? dash_float(found) : DASH_NULL_VALUE;
}

static void add_scale(PxFigure *figure, DashValue rows, DashText label)
{
    DashCx *cx = figure->cx;
    DashPx *px = &figure->px;
    if (px->range_color.kind == DASH_LIST && px->range_color.count == 2) {
        px->zmin = px->range_color.items[0];
        px->zmax = px->range_color.items[1];
    }
    bool low = px->zmin.kind != DASH_NULL, high = px->zmax.kind != DASH_NULL;
    DashValue axis = px_color_axis(figure);
    tree_set(cx, &axis, "cmin", low || !high ? px->zmin : extreme(rows, false));
    tree_set(cx, &axis, "cmax", high || !low ? px->zmax : extreme(rows, true));
    if (label.len) {
        tree_set(cx, &axis, "colorbar.title.text", dash_string(label));
    }
    tree_set(cx, &figure->layout, "coloraxis", axis);
}

static DashText label_or(const PxFigure *figure, const char *name, DashText otherwise)
{
    DashValue label = px_entry(figure->px.labels, dash_text_of(name));
    return label.kind == DASH_STRING && label.text.len ? label.text : otherwise;
}

static DashText hover_of(const PxFigure *figure)
{
    const DashText parts[] = {
        label_or(figure, "x", DASH_TEXT("x")),         DASH_TEXT(": %{x}<br>"),
        label_or(figure, "y", DASH_TEXT("y")),         DASH_TEXT(": %{y}<br>"),
        label_or(figure, "color", DASH_TEXT("color")), DASH_TEXT(": %{z}<extra></extra>")};
    return px_join(figure->cx, parts, 6);
}

static void add_axes(PxFigure *figure)
{
    DashCx *cx = figure->cx;
    const DashPx *px = &figure->px;
    DashValue x = TREE_EMPTY, y = TREE_EMPTY;
    bool lower = px_is(px->origin, "lower"), free = px_is(px->aspect, "auto");
    DashText none = DASH_NO_TEXT;
    tree_set(cx, &x, "anchor", px_text("y"));
    tree_set(cx, &y, "anchor", px_text("x"));
    tree_set(cx, &x, "domain", subplot_span_value(cx, (SubplotSpan){0, 1}));
    tree_set(cx, &y, "domain", subplot_span_value(cx, (SubplotSpan){0, 1}));
    tree_set(cx, &x, "title.text", dash_string(label_or(figure, "x", none)));
    tree_set(cx, &y, "title.text", dash_string(label_or(figure, "y", none)));
    tree_set(cx, &y, "autorange", lower ? dash_bool(true) : px_text("reversed"));
    if (!free) {
        tree_set(cx, &x, "scaleanchor", px_text("y"));
        tree_set(cx, &x, "constrain", px_text("domain"));
        tree_set(cx, &y, "constrain", px_text("domain"));
    }
    tree_set(cx, &figure->layout, "xaxis", x);
    tree_set(cx, &figure->layout, "yaxis", y);
}

static DashValue text_template(const PxFigure *figure)
{
    DashValue given = figure->px.text_auto;
    if (!px_given(given)) {
        return DASH_NULL_VALUE;
    }
    const DashText parts[] = {DASH_TEXT("%{z:"), given.text, DASH_TEXT("}")};
    return given.kind == DASH_STRING ? dash_string(px_join(figure->cx, parts, 3)) : px_text("%{z}");
}

DashValue px_imshow(PxFigure *figure)
{
    DashCx *cx = figure->cx;
    const DashPx *px = &figure->px;
    DashValue trace = TREE_EMPTY, rows = px->img, x = px->img_x, y = px->img_y;
    if (rows.kind == DASH_NULL) {
        DashValue names = DASH_NULL_VALUE;
        rows = table_rows(figure, &names);
        x = x.kind == DASH_NULL ? names : x;
        y = y.kind == DASH_NULL ? row_numbers(figure) : y;
    }
    tree_set(cx, &trace, "type", px_text("heatmap"));
    tree_set(cx, &trace, "name", px_text("0"));
    tree_set(cx, &trace, "coloraxis", px_text("coloraxis"));
    tree_set(cx, &trace, "hovertemplate", dash_string(hover_of(figure)));
    tree_set(cx, &trace, "texttemplate", text_template(figure));
    tree_set(cx, &trace, "xaxis", px_text("x"));
    tree_set(cx, &trace, "yaxis", px_text("y"));
    tree_set(cx, &trace, "x", x);
    tree_set(cx, &trace, "y", y);
    tree_set(cx, &trace, "z", rows);
    add_axes(figure);
    add_scale(figure, rows, label_or(figure, "color", DASH_NO_TEXT));
    if (px_given(px->title)) {
        tree_set(cx, &figure->layout, "title.text", px->title);
    } else {
        tree_set(cx, &figure->layout, "margin.t", dash_int(60));
    }
    tree_set(cx, &figure->layout, "height", px_given(px->height) ? px->height : DASH_NULL_VALUE);
    tree_set(cx, &figure->layout, "width", px_given(px->width) ? px->width : DASH_NULL_VALUE);
    figure->traces = dash_alloc(cx, sizeof(trace));
    figure->trace_frames = dash_alloc(cx, sizeof(uint32_t));
    figure->traces[figure->trace_count++] = trace;
    figure->subplots = (Subplots){.kind = SUBPLOT_XY, .rows = 1, .cols = 1};
    figure->subplots.x = figure->subplots.y = subplot_spans(cx, 1, 1, 0, NULL);
    return px_finish(figure);
}
