/* SPDX-License-Identifier: MIT
 *
 * Each group of rows as one trace: its name, its look, its data, and the hover
 * template, whose lines are the group's levels, then the roles of columns.
 */
#include <stdio.h>
#include <string.h>

#include "figure/px_internal.h"

/* Texts by key in order of first use, as a Python dict has them. */
typedef struct Lines {
    DashText keys[PX_MAX_FIELDS], values[PX_MAX_FIELDS];
    size_t count;
} Lines;

static void set_line(const PxFigure *figure, Lines *lines, DashText key, DashText value)
{
    size_t i = 0;
    while (i < lines->count && !dash_text_eq(lines->keys[i], key)) {
        i++;
    }
    if (i == PX_MAX_FIELDS) {
        dash_fail(figure->cx, figure->px->where, "more than %d lines of hover text", PX_MAX_FIELDS);
    }
    lines->count += i == lines->count;
    lines->keys[i] = key;
    lines->values[i] = value;
}

static DashText joined_values(DashCx *cx, const Lines *lines)
{
    DashBuilder b = dash_builder(cx);
    for (size_t i = 0; i < lines->count; i++) {
        if (i) {
            dash_put(&b, DASH_TEXT(", "));
        }
        dash_put(&b, lines->values[i]);
    }
    return dash_builder_text(&b);
}

static bool is_named(PxRole role)
{
    return role <= PX_PATTERN;
}

/* The levels of a group: all of them for the hover text, or those in its name. */
static void add_levels(const PxFigure *figure, const PxGroup *group, bool named_only, Lines *lines)
{
    for (PxRole role = 0; role < PX_ROLE_COUNT; role++) {
        const PxLevels *levels = figure->dimensions[role].levels;
        if (levels && (is_named(role) || !named_only)) {
            set_line(figure, lines, px_label(figure, levels->column),
                     levels->items[group->level[role]].label);
        }
    }
}

/* ---- data ------------------------------------------------------------------- */

static bool any_null(const uint64_t *valid, size_t rows)
{
    for (size_t row = 0; row < rows; row++) {
        if (!dash_is_valid(valid, row)) {
            return true;
        }
    }
    return false;
}

static DashValue group_array(const PxFigure *figure, const DashColumn *column, const PxGroup *group)
{
    DashArray *array = dash_alloc(figure->cx, sizeof(*array));
    *array = (DashArray){.column = *column, .rows = group->count, .typed = true};
    if (group->rows) {
        array->column.data =
            dash_gather(figure->cx, column->data, column->encoding, group->rows, group->count);
        array->column.valid =
            dash_gather_valid(figure->cx, column->valid, group->rows, group->count);
        if (array->column.valid && !any_null(array->column.valid, group->count)) {
            array->column.valid = NULL;
        }
    }
    return (DashValue){.kind = DASH_ARRAY, .array = array};
}

/* Which columns customdata has: custom_data's, then those of hover_data that
 * are not there yet and are no axis. */
typedef struct CustomData {
    const DashColumn *columns[PX_MAX_FIELDS];
    size_t count;
} CustomData;

static size_t custom_index(const PxFigure *figure, CustomData *custom, const DashColumn *column)
{
    size_t i = 0;
    while (i < custom->count && !px_same_column(custom->columns[i], column)) {
        i++;
    }
    if (i == PX_MAX_FIELDS) {
        dash_fail(figure->cx, figure->px->where, "more than %d columns in customdata",
                  PX_MAX_FIELDS);
    }
    custom->count += i == custom->count;
    custom->columns[i] = column;
    return i;
}

static DashValue custom_rows(const PxFigure *figure, const CustomData *custom, const PxGroup *group)
{
    DashValue *rows = dash_alloc_array(figure->cx, group->count, sizeof(*rows));
    DashValue *cells = dash_alloc_array(figure->cx, group->count, custom->count * sizeof(*cells));
    for (size_t i = 0; i < group->count; i++, cells += custom->count) {
        size_t row = group->rows ? group->rows[i] : i;
        for (size_t j = 0; j < custom->count; j++) {
            cells[j] = dash_cell(figure->cx, custom->columns[j], row);
        }
        rows[i] = (DashValue){.kind = DASH_LIST, .count = (uint32_t)custom->count, .items = cells};
    }
    return (DashValue){.kind = DASH_LIST, .count = (uint32_t)group->count, .items = rows};
}

static void add_custom_data(const PxFigure *figure, const PxGroup *group, PxObject *trace,
                            Lines *lines)
{
    const DashPx *px = figure->px;
    CustomData custom = {0};
    for (size_t i = 0; i < px->custom_data.len; i++) {
        (void)custom_index(figure, &custom, px->custom_data.items[i]);
    }
    for (size_t i = 0; i < px->hover_data.len; i++) {
        const DashColumn *column = px->hover_data.items[i];
        if (px_same_column(column, figure->x) || px_same_column(column, figure->y)) {
            continue;
        }
        char place[32];
        snprintf(place, sizeof(place), "%%{customdata[%zu]}",
                 custom_index(figure, &custom, column));
        DashText copy = dash_text_of(place);
        set_line(figure, lines, px_label(figure, column), px_join(figure->cx, &copy, 1));
    }
    if (custom.count) {
        px_put(trace, "customdata", custom_rows(figure, &custom, group));
    }
}

static DashText hover_template(const PxFigure *figure, const Lines *lines)
{
    DashBuilder b = dash_builder(figure->cx);
    if (figure->px->hover_name) {
        dash_put(&b, DASH_TEXT("<b>%{hovertext}</b><br><br>"));
    }
    for (size_t i = 0; i < lines->count; i++) {
        if (i) {
            dash_put(&b, DASH_TEXT("<br>"));
        }
        dash_put(&b, lines->keys[i]);
        dash_put(&b, DASH_TEXT("="));
        dash_put(&b, lines->values[i]);
    }
    dash_put(&b, DASH_TEXT("<extra></extra>"));
    return dash_builder_text(&b);
}

static void add_data(const PxFigure *figure, const PxGroup *group, PxObject *trace)
{
    const DashPx *px = figure->px;
    Lines lines = {.count = 0};
    add_levels(figure, group, false, &lines);
    px_put(trace, "x", group_array(figure, figure->x, group));
    set_line(figure, &lines, px_label(figure, figure->x), DASH_TEXT("%{x}"));
    px_put(trace, "y", group_array(figure, figure->y, group));
    set_line(figure, &lines, px_label(figure, figure->y), DASH_TEXT("%{y}"));
    if (px->hover_name) {
        px_put(trace, "hovertext", group_array(figure, px->hover_name, group));
    }
    if (px->text) {
        px_put(trace, "text", group_array(figure, px->text, group));
        set_line(figure, &lines, px_label(figure, px->text), DASH_TEXT("%{text}"));
    }
    add_custom_data(figure, group, trace, &lines);
    if (figure->color_is_continuous) {
        set_line(figure, &lines, px_label(figure, px->color), DASH_TEXT("%{marker.color}"));
    }
    px_put(trace, "hovertemplate", dash_string(hover_template(figure, &lines)));
}

/* ---- look ------------------------------------------------------------------- */

static DashValue style(const PxFigure *figure, const PxGroup *group, PxRole role)
{
    const PxDimension *dimension = &figure->dimensions[role];
    return dash_string(dimension->styles ? dimension->styles[group->level[role]]
                                         : dimension->style);
}

static DashValue bar_marker(const PxFigure *figure, const PxGroup *group)
{
    const DashPx *px = figure->px;
    PxObject marker = {.count = 0};
    if (figure->color_is_continuous) {
        px_put(&marker, "color", group_array(figure, px->color, group));
        px_put(&marker, "coloraxis", px_text("coloraxis"));
    } else {
        px_put(&marker, "color", style(figure, group, PX_COLOR));
    }
    if (px->opacity.has) {
        px_put(&marker, "opacity", dash_float(px->opacity.value));
    } else if (dash_text_eq(figure->barmode, DASH_TEXT("overlay"))) {
        px_put(&marker, "opacity", dash_float(0.5));
    }
    px_put(&marker, "pattern",
           px_one(figure->cx, DASH_TEXT("shape"), style(figure, group, PX_PATTERN)));
    return px_object(figure->cx, &marker);
}

static void add_bar_look(const PxFigure *figure, const PxGroup *group, DashText name,
                         PxObject *trace)
{
    const DashPx *px = figure->px;
    px_put(trace, "type", px_text("bar"));
    px_put(trace, "textposition", px_text("auto"));
    px_put(trace, "marker", bar_marker(figure, group));
    if (dash_text_eq(figure->barmode, DASH_TEXT("group"))) {
        px_put(trace, "alignmentgroup", px_text("True"));
        px_put(trace, "offsetgroup", dash_string(name));
    }
    if (px->text_auto) {
        bool vertical = dash_text_eq(figure->orientation, DASH_TEXT("v"));
        bool format = px->text_auto_format.len > 0;
        const DashText parts[] = {vertical ? DASH_TEXT("%{y") : DASH_TEXT("%{x"),
                                  format ? DASH_TEXT(":") : DASH_TEXT(""),
                                  format ? px->text_auto_format : DASH_TEXT(""), DASH_TEXT("}")};
        px_put(trace, "texttemplate", dash_string(px_join(figure->cx, parts, 4)));
    }
}

static void add_line_look(const PxFigure *figure, const PxGroup *group, PxObject *trace)
{
    const DashPx *px = figure->px;
    bool marked = px->text || px->symbol || px->markers;
    DashText mode = px->text ? DASH_TEXT("lines+markers+text")
                    : marked ? DASH_TEXT("lines+markers")
                             : DASH_TEXT("lines");
    PxObject line = {.count = 0};
    px_put(&line, "color", style(figure, group, PX_COLOR));
    px_put(&line, "dash", style(figure, group, PX_DASH));
    if (px->line_shape.ptr) {
        px_put(&line, "shape", dash_string(px->line_shape));
    }
    bool webgl = dash_text_eq(px->render_mode, DASH_TEXT("webgl"));
    px_put(trace, "type", webgl ? px_text("scattergl") : px_text("scatter"));
    px_put(trace, "mode", dash_string(mode));
    px_put(trace, "line", px_object(figure->cx, &line));
    px_put(trace, "marker",
           px_one(figure->cx, DASH_TEXT("symbol"), style(figure, group, PX_SYMBOL)));
}

static size_t facet_at(const PxFigure *figure, const PxGroup *group, PxRole role)
{
    return figure->dimensions[role].levels ? group->level[role] : 0;
}

static DashValue make_trace(const PxFigure *figure, const PxGroup *group, DashText name, bool first)
{
    PxObject trace = {.count = 0};
    px_put(&trace, "name", dash_string(name));
    px_put(&trace, "legendgroup", dash_string(name));
    px_put(&trace, "showlegend", dash_bool(name.len > 0 && first));
    if (figure->bar) {
        add_bar_look(figure, group, name, &trace);
    } else {
        add_line_look(figure, group, &trace);
    }
    if (figure->bar || !dash_text_eq(figure->px->render_mode, DASH_TEXT("webgl"))) {
        px_put(&trace, "orientation", dash_string(figure->orientation));
    }
    size_t row = facet_at(figure, group, PX_FACET_ROW), col = facet_at(figure, group, PX_FACET_COL);
    px_put(&trace, "xaxis", dash_string(px_axis(figure, "x", row, col)));
    px_put(&trace, "yaxis", dash_string(px_axis(figure, "y", row, col)));
    add_data(figure, group, &trace);
    return px_object(figure->cx, &trace);
}

DashValue px_traces(const PxFigure *figure)
{
    DashItems traces = dash_items(figure->cx);
    DashText *names = dash_alloc_array(figure->cx, figure->group_count, sizeof(*names));
    for (size_t i = 0; i < figure->group_count; i++) {
        Lines in_name = {.count = 0};
        add_levels(figure, &figure->groups[i], true, &in_name);
        names[i] = joined_values(figure->cx, &in_name);
        size_t j = 0;
        while (j < i && !dash_text_eq(names[j], names[i])) {
            j++;
        }
        dash_push(&traces, make_trace(figure, &figure->groups[i], names[i], j == i));
    }
    return dash_items_value(&traces);
}
