/* SPDX-License-Identifier: MIT
 *
 * The data of a trace, attribute by attribute, and the hover template that tells
 * of it: the group's levels first, then a line a column in plotly.express' order.
 */
#include <stdio.h>
#include <string.h>

#include "figure/px_internal.h"

static const char *const column_names[] = {
#define PX_COLUMN(name) #name,
#include "dash/px.def"
};

/* ---- lines ---------------------------------------------------------------------- */

void px_set_line(const PxFigure *figure, PxLines *lines, DashText key, DashText value)
{
    size_t i = 0;
    while (i < lines->count && !dash_text_eq(lines->keys[i], key)) {
        i++;
    }
    if (i == PX_MAX_LINES) {
        px_fail(figure, "too many lines of hover text");
    }
    lines->count += i == lines->count;
    lines->keys[i] = key;
    lines->values[i] = value;
}

void px_level_lines(const PxFigure *figure, const PxGroup *group, bool named_only, PxLines *lines)
{
    for (PxRole role = 0; role < PX_ROLE_COUNT; role++) {
        const PxDimension *dimension = &figure->dimensions[role];
        if (dimension->levels && !dimension->identity && (role <= PX_PATTERN || !named_only)) {
            px_set_line(figure, lines, px_label(figure, dimension->levels->column),
                        dimension->levels->items[group->level[role]].label);
        }
    }
}

/* The column that a label stands for. */
static DashText unlabelled(const PxFigure *figure, DashText label)
{
    DashValue labels = figure->px.labels;
    for (uint32_t i = labels.kind == DASH_OBJECT ? labels.count : 0; i-- > 0;) {
        DashValue value = labels.fields[i].value;
        if (value.kind == DASH_STRING && dash_text_eq(value.text, label)) {
            return labels.fields[i].name;
        }
    }
    return label;
}

/* "%{x}" with the format ":.2f" is "%{x:.2f}". */
static DashText formatted(DashCx *cx, DashText value, DashText format)
{
    if (!value.len || value.ptr[value.len - 1] != '}') {
        return value;
    }
    return px_join(cx, (DashText[]){{value.ptr, value.len - 1}, format, DASH_TEXT("}")}, 3);
}

DashText px_hover_text(const PxFigure *figure, const PxLines *lines, DashText header)
{
    DashBuilder b = dash_builder(figure->cx);
    dash_put(&b, header);
    bool some = false;
    for (size_t i = 0; i < lines->count; i++) {
        DashValue format = px_entry(figure->px.hover_formats, unlabelled(figure, lines->keys[i]));
        DashText value = lines->values[i];
        if (format.kind != DASH_NULL && !px_given(format)) {
            continue;
        }
        if (format.kind == DASH_STRING) {
            value = formatted(figure->cx, value, format.text);
        }
        if (some) {
            dash_put(&b, DASH_TEXT("<br>"));
        }
        some = true;
        dash_put(&b, lines->keys[i]);
        dash_put(&b, DASH_TEXT("="));
        dash_put(&b, value);
    }
    dash_put(&b, DASH_TEXT("<extra></extra>"));
    return dash_builder_text(&b);
}

/* ---- customdata -------------------------------------------------------------------- */

/* Which columns customdata has: custom_data's, then those of hover_data that
 * are not there yet and are no axis. */
typedef struct CustomData {
    const DashColumn **columns;
    size_t count;
} CustomData;

static size_t custom_index(CustomData *custom, const DashColumn *column)
{
    size_t i = 0;
    while (i < custom->count && !px_same_column(custom->columns[i], column)) {
        i++;
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
            const DashColumn *column = custom->columns[j];
            bool replaced = group->replaced && px_same_column(group->replaced, column);
            cells[j] = replaced ? dash_cell(figure->cx, &group->by, i)
                                : dash_cell(figure->cx, column, row);
        }
        rows[i] = (DashValue){.kind = DASH_LIST, .count = (uint32_t)custom->count, .items = cells};
    }
    return (DashValue){.kind = DASH_LIST, .count = (uint32_t)group->count, .items = rows};
}

static bool is_axis(const DashPx *px, const DashColumn *column)
{
    return px_same_column(column, px->x) || px_same_column(column, px->y) ||
           px_same_column(column, px->z) || px_same_column(column, px->base);
}

static void add_custom_data(const PxFigure *figure, const PxSpec *spec, const PxGroup *group,
                            DashValue *trace, PxLines *lines)
{
    const DashPx *px = &figure->px;
    CustomData custom = {0};
    custom.columns = dash_alloc_array(figure->cx, px->custom_data.len + px->hover_data.len,
                                      sizeof(*custom.columns));
    for (size_t i = 0; i < px->custom_data.len && !spec->marginal; i++) {
        (void)custom_index(&custom, px->custom_data.items[i]);
    }
    bool tells = !(px_flags(spec->type) & PX_BINS);
    for (size_t i = 0; i < px->hover_data.len && tells; i++) {
        const DashColumn *column = px->hover_data.items[i];
        if (is_axis(px, column)) {
            continue;
        }
        char *place = dash_alloc(figure->cx, 40);
        snprintf(place, 40, "%%{customdata[%zu]}", custom_index(&custom, column));
        px_set_line(figure, lines, px_label(figure, column), dash_text_of(place));
    }
    if (custom.count) {
        tree_set(figure->cx, trace, "customdata", custom_rows(figure, &custom, group));
    }
}

/* ---- colour --------------------------------------------------------------------------- */

/* A colour each part: as many as the column has values, in order of appearance. */
static DashValue part_colors(const PxFigure *figure, const PxGroup *group)
{
    DashCx *cx = figure->cx;
    const DashColumn *column = figure->px.color;
    DashValue taken = tree_copy(cx, figure->px.color_discrete_map);
    DashItems items = dash_items(cx);
    for (size_t i = 0; i < group->count; i++) {
        size_t row = group->rows ? group->rows[i] : i;
        bool there = dash_is_valid(column->valid, row);
        DashText label = there ? px_cell_label(cx, column, row) : DASH_TEXT("\0"); /* no key */
        DashValue known = px_entry(taken, label);
        if (known.kind == DASH_NULL) {
            known = dash_string(figure->colors.items[taken.count % figure->colors.len]);
            tree_put(cx, &taken, label, known);
        }
        dash_push(&items, known);
    }
    return dash_items_value(&items);
}

static void add_color(const PxFigure *figure, const PxGroup *group, DashValue *trace,
                      PxLines *lines)
{
    DashCx *cx = figure->cx;
    const DashColumn *color = figure->px.color;
    DashText label = px_role_label(figure, color, 0), place = DASH_TEXT("%{marker.color}");
    DashValue axis = px_text("coloraxis");
    if (px_has(figure, PX_AREAS)) {
        tree_set(cx, trace, "z", px_rows(figure, color, group));
        tree_set(cx, trace, "coloraxis", axis);
        place = DASH_TEXT("%{z}");
    } else if (px_has(figure, PX_PARTS) && figure->color_is_continuous) {
        tree_set(cx, trace, "marker.colors", px_rows(figure, color, group));
        tree_set(cx, trace, "marker.coloraxis", axis);
        place = DASH_TEXT("%{color}");
    } else if (px_has(figure, PX_PARTS)) {
        tree_set(cx, trace, "marker.colors", part_colors(figure, group));
        return;
    } else {
        bool line = px_has(figure, PX_PARALLEL);
        tree_set(cx, trace, line ? "line.color" : "marker.color", px_rows(figure, color, group));
        tree_set(cx, trace, line ? "line.coloraxis" : "marker.coloraxis", axis);
        place = line ? DASH_TEXT("%{line.color}") : place;
    }
    px_set_line(figure, lines, label, place);
}

/* ---- dimensions ------------------------------------------------------------------------- */

static bool is_dimension(const PxFigure *figure, const DashColumn *column, bool named)
{
    if (figure->type == PX_TRACE_PARCOORDS) {
        return px_is_continuous(column);
    }
    return figure->type != PX_TRACE_PARCATS || named ||
           px_make_levels(figure, column)->data_count <=
               px_number(figure->px.dimensions_max_cardinality, 50);
}

static void add_dimensions(const PxFigure *figure, const PxGroup *group, DashValue *trace,
                           PxLines *lines)
{
    DashCx *cx = figure->cx;
    bool named = figure->px.dimensions.len > 0;
    DashPxColumns columns = named ? figure->px.dimensions : figure->px.all;
    DashItems items = dash_items(cx);
    bool matrix = figure->type == PX_TRACE_SPLOM;
    for (size_t i = 0; i < columns.len; i++) {
        const DashColumn *column = columns.items[i];
        if (!is_dimension(figure, column, named)) {
            continue;
        }
        DashValue dimension = TREE_EMPTY;
        tree_set(cx, &dimension, "label", dash_string(px_label(figure, column)));
        tree_set(cx, &dimension, "values", px_rows(figure, column, group));
        if (matrix) {
            tree_set(cx, &dimension, "axis.matches", dash_bool(true));
        }
        dash_push(&items, dimension);
    }
    tree_set(cx, trace, "dimensions", dash_items_value(&items));
    if (matrix) {
        px_set_line(figure, lines, DASH_TEXT("%{xaxis.title.text}"), DASH_TEXT("%{x}"));
        px_set_line(figure, lines, DASH_TEXT("%{yaxis.title.text}"), DASH_TEXT("%{y}"));
    }
}

/* ---- attributes ------------------------------------------------------------------------- */

/* Columns whose attribute, or whose line, is called otherwise than the argument.
 * `unnamed`: the key of the line for a list without a name. */
static const struct {
    DashPxColumn column;
    const char *attribute, *place, *unnamed;
} renamed[] = {
    {DASH_PX_IN_names, "labels", "%{label}", "label"},
    {DASH_PX_IN_values, "values", "%{value}", "value"},
    {DASH_PX_IN_parents, "parents", "%{parent}", "parent"},
    {DASH_PX_IN_ids, "ids", "%{id}", "id"},
    {DASH_PX_IN_locations, "locations", "%{location}", NULL},
    {DASH_PX_IN_animation_group, "ids", NULL, NULL},
    {DASH_PX_IN_hover_name, "hovertext", NULL, NULL},
    {DASH_PX_IN_error_x, "error_x.array", NULL, NULL},
    {DASH_PX_IN_error_x_minus, "error_x.arrayminus", NULL, NULL},
    {DASH_PX_IN_error_y, "error_y.array", NULL, NULL},
    {DASH_PX_IN_error_y_minus, "error_y.arrayminus", NULL, NULL},
    {DASH_PX_IN_error_z, "error_z.array", NULL, NULL},
    {DASH_PX_IN_error_z_minus, "error_z.arrayminus", NULL, NULL},
    {DASH_PX_IN_size, "marker.size", "%{marker.size}", NULL},
};

static char axis_letter(DashPxColumn column)
{
    return column == DASH_PX_IN_x   ? 'x'
           : column == DASH_PX_IN_y ? 'y'
           : column == DASH_PX_IN_z ? 'z'
                                    : 0;
}

static void add_column(const PxFigure *figure, DashPxColumn column, const PxGroup *group,
                       DashValue *trace, PxLines *lines)
{
    DashCx *cx = figure->cx;
    const DashColumn *data = figure->px.columns[column];
    const char *name = column_names[column];
    DashText label = px_role_label(figure, data, axis_letter(column));
    const DashText parts[] = {DASH_TEXT("%{"), dash_text_of(name), DASH_TEXT("}")};
    DashText place = DASH_NO_TEXT;
    size_t i = 0;
    while (i < sizeof(renamed) / sizeof(renamed[0]) && renamed[i].column != column) {
        i++;
    }
    if (i < sizeof(renamed) / sizeof(renamed[0])) {
        tree_set(cx, trace, renamed[i].attribute, px_rows(figure, data, group));
        place = renamed[i].place ? dash_text_of(renamed[i].place) : DASH_NO_TEXT;
        if (renamed[i].unnamed && dash_text_eq(label, dash_text_of(name))) {
            label = dash_text_of(renamed[i].unnamed);
        }
    } else {
        tree_set(cx, trace, name, px_rows(figure, data, group));
        place = px_join(cx, parts, 3);
    }
    if (column == DASH_PX_IN_size) {
        tree_set(cx, trace, "marker.sizemode", px_text("area"));
        tree_set(cx, trace, "marker.sizeref", dash_float(figure->sizeref));
    }
    if (place.ptr) {
        px_set_line(figure, lines, label, place);
    }
}

/* What is counted is told of although no column holds it. */
static void add_count(const PxFigure *figure, const PxSpec *spec, DashPxColumn column,
                      PxLines *lines)
{
    char letter = axis_letter(column);
    bool counts = (spec->type == PX_TRACE_HISTOGRAM && (letter == 'x' || letter == 'y')) ||
                  ((px_flags(spec->type) & PX_DENSITY) && letter == 'z');
    DashText label = counts ? px_role_label(figure, NULL, letter) : DASH_NO_TEXT;
    if (label.ptr) {
        const DashText parts[] = {DASH_TEXT("%{"), dash_text_of(column_names[column]),
                                  DASH_TEXT("}")};
        px_set_line(figure, lines, label, px_join(figure->cx, parts, 3));
    }
}

/* Is the column an attribute of the trace? Roles that split rows are not. */
static bool is_attribute(const PxSpec *spec, DashPxColumn column)
{
    if (spec->marginal) {
        bool own = column == (spec->marginal == 'x' ? DASH_PX_IN_x : DASH_PX_IN_y);
        return own || (column == DASH_PX_IN_hover_name && spec->type != PX_TRACE_HISTOGRAM);
    }
    return column < DASH_PX_IN_animation_frame;
}

static void add_columns(const PxFigure *figure, const PxSpec *spec, const PxGroup *group,
                        DashValue *trace, PxLines *lines)
{
    bool bins = px_flags(spec->type) & PX_BINS;
    for (DashPxColumn column = 0; column < DASH_PX_COLUMN_COUNT; column++) {
        if (!is_attribute(spec, column) || (bins && column == DASH_PX_IN_hover_name)) {
            continue;
        }
        if (figure->px.columns[column]) {
            add_column(figure, column, group, trace, lines);
        } else {
            add_count(figure, spec, column, lines);
        }
    }
}

void px_add_data(const PxFigure *figure, const PxSpec *spec, const PxGroup *group, DashValue *trace)
{
    const DashPx *px = &figure->px;
    PxLines lines = {.count = 0};
    DashText header = DASH_TEXT("");
    px_level_lines(figure, group, false, &lines);
    if (spec->trendline) {
        px_add_trend(figure, group, trace, &lines, &header);
    } else {
        bool bins = px_flags(spec->type) & PX_BINS;
        add_columns(figure, spec, group, trace, &lines);
        if (spec->marginal && bins) {
            px_set_line(figure, &lines, DASH_TEXT("count"),
                        spec->marginal == 'x' ? DASH_TEXT("%{y}") : DASH_TEXT("%{x}"));
        }
        if (px->hover_name && !bins) {
            header = DASH_TEXT("<b>%{hovertext}</b><br><br>");
        }
        if (px_takes(figure, "dimensions")) {
            add_dimensions(figure, group, trace, &lines);
        }
        add_custom_data(figure, spec, group, trace, &lines);
        if (px->color && figure->color_is_attribute && !spec->marginal) {
            add_color(figure, group, trace, &lines);
        }
    }
    if (!px_has(figure, PX_PARALLEL)) {
        tree_set(figure->cx, trace, "hovertemplate",
                 dash_string(px_hover_text(figure, &lines, header)));
    }
}
