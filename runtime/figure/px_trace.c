/* SPDX-License-Identifier: MIT
 *
 * Each group of rows as traces: one of the chart's own type, one a marginal, one
 * a trendline. A trace is its name, its group's styles, what all traces have in
 * common, and its data (px_hover.c).
 */
#include <string.h>

#include "figure/px_internal.h"

static const char *const trace_types[] = {
#define PX_TRACE(name, type, subplots, flags) type,
#include "dash/px.def"
};

/* ---- rows ------------------------------------------------------------------- */

static bool any_null(const uint64_t *valid, size_t rows)
{
    for (size_t row = 0; row < rows; row++) {
        if (!dash_is_valid(valid, row)) {
            return true;
        }
    }
    return false;
}

DashValue px_rows(const PxFigure *figure, const DashColumn *column, const PxGroup *group)
{
    DashArray *array = dash_alloc(figure->cx, sizeof(*array));
    *array = (DashArray){.column = *column, .rows = group->count, .typed = true};
    if (group->replaced && px_same_column(group->replaced, column)) {
        array->column = group->by;
    } else if (group->rows) {
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

static void close_line(const PxFigure *figure, PxGroup *group)
{
    if (!group->count) {
        return;
    }
    uint32_t *rows = dash_alloc_array(figure->cx, group->count + 1, sizeof(*rows));
    for (size_t i = 0; i < group->count; i++) {
        rows[i] = group->rows ? group->rows[i] : (uint32_t)i;
    }
    rows[group->count++] = rows[0];
    group->rows = rows;
}

/* ---- names -------------------------------------------------------------------- */

static DashText trace_name(const PxFigure *figure, const PxGroup *group)
{
    PxLines lines = {.count = 0};
    px_level_lines(figure, group, true, &lines);
    DashBuilder b = dash_builder(figure->cx);
    for (size_t i = 0; i < lines.count; i++) {
        if (i) {
            dash_put(&b, DASH_TEXT(", "));
        }
        dash_put(&b, lines.values[i]);
    }
    return dash_builder_text(&b);
}

/* ---- styles ---------------------------------------------------------------------- */

static DashText group_style(const PxFigure *figure, const PxGroup *group, PxRole role)
{
    const PxDimension *dimension = &figure->dimensions[role];
    return dimension->styles ? dimension->styles[group->level[role]] : dimension->style;
}

/* A map's areas have no colour of their own: a scale of one colour. */
static void color_areas(const PxFigure *figure, const PxGroup *group, DashText color,
                        DashValue *trace)
{
    DashCx *cx = figure->cx;
    DashValue *ones = dash_alloc_array(cx, group->count, sizeof(*ones));
    for (size_t i = 0; i < group->count; i++) {
        ones[i] = dash_int(1);
    }
    tree_set(cx, trace, "z", dash_list(cx, ones, group->count));
    const DashText both[] = {color, color};
    tree_set(cx, trace, "colorscale", px_color_scale(cx, (DashTexts){both, 2}));
    tree_set(cx, trace, "showscale", dash_bool(false));
    tree_set(cx, trace, "showlegend", dash_bool(true));
}

/* A marginal takes the styles that its type has a place for. */
static const char *marginal_path(const PxSpec *spec, PxRole role, const char *path)
{
    if (spec->type == PX_TRACE_HISTOGRAM) {
        return role == PX_COLOR                                                  ? "marker.color"
               : role == PX_PATTERN && strcmp(path, "marker.pattern.shape") == 0 ? path
                                                                                 : NULL;
    }
    return role == PX_COLOR || role == PX_SYMBOL ? path : NULL;
}

static void add_styles(const PxFigure *figure, const PxSpec *spec, const PxGroup *group,
                       DashValue *trace)
{
    for (PxRole role = PX_COLOR; role <= PX_PATTERN; role++) {
        const char *path = figure->dimensions[role].path;
        if (path && spec->marginal) {
            path = marginal_path(spec, role, path);
        }
        if (!path) {
            continue;
        }
        DashText style = group_style(figure, group, role);
        if (role == PX_COLOR && px_has(figure, PX_AREAS)) {
            color_areas(figure, group, style, trace);
        } else {
            tree_set(figure->cx, trace, path, dash_string(style));
        }
    }
    const DashValue *line = tree_find(trace, "line.color");
    if (figure->type == PX_TRACE_HISTOGRAM2DCONTOUR && spec->type == PX_TRACE_BOX && line) {
        tree_set(figure->cx, trace, "marker.color", *line);
    }
}

/* ---- subplots ---------------------------------------------------------------------- */

static size_t facet_at(const PxFigure *figure, const PxGroup *group, PxRole role)
{
    return figure->dimensions[role].levels ? group->level[role] : 0;
}

/* Row and column from the bottom left. */
static void place_of(const PxFigure *figure, const PxSpec *spec, const PxGroup *group, size_t *row,
                     size_t *column)
{
    const DashPx *px = &figure->px;
    size_t down = facet_at(figure, group, PX_FACET_ROW);
    size_t right = facet_at(figure, group, PX_FACET_COL);
    size_t wrap = px_wrap(figure);
    if (wrap) {
        down = right / wrap;
        right %= wrap;
    }
    if (px_given(px->marginal_x) && spec->marginal != 'x') {
        down = 1;
    }
    if (spec->marginal == 'y') {
        right = 1;
    }
    *row = figure->subplots.rows - 1 - down;
    *column = right;
}

/* ---- traces -------------------------------------------------------------------------- */

/* Beside others in one place, unless bars are on top of each other. */
static bool has_offset(const PxFigure *figure, const PxSpec *spec)
{
    const DashValue *mode = tree_find(&figure->layout, "barmode");
    return (px_flags(spec->type) & PX_OFFSETS) && (!mode || px_is(*mode, "group"));
}

static DashValue make_trace(const PxFigure *figure, const PxSpec *spec, const PxGroup *group,
                            DashText name, bool first)
{
    DashCx *cx = figure->cx;
    DashValue trace = TREE_EMPTY;
    tree_set(cx, &trace, "type", dash_string(dash_text_of(trace_types[spec->type])));
    tree_set(cx, &trace, "name", dash_string(name));
    if (!(px_flags(spec->type) & PX_NO_LEGEND)) {
        tree_set(cx, &trace, "legendgroup", dash_string(name));
        tree_set(cx, &trace, "showlegend", dash_bool(name.len > 0 && first));
    }
    if (has_offset(figure, spec)) {
        tree_set(cx, &trace, "alignmentgroup", px_text("True"));
        tree_set(cx, &trace, "offsetgroup", dash_string(name));
    }
    add_styles(figure, spec, group, &trace);
    tree_merge(cx, &trace, spec->patch);
    px_add_data(figure, spec, group, &trace);
    size_t row, column;
    place_of(figure, spec, group, &row, &column);
    px_place_trace(figure, &trace, row, column);
    return trace;
}

/* One line through all rows, in every subplot; the last one is in the legend. */
static void add_overall_trend(PxFigure *figure, const PxSpec *spec)
{
    DashCx *cx = figure->cx;
    PxGroup all = {.count = figure->rows};
    size_t subplots = figure->subplots.rows * figure->subplots.cols;
    for (size_t i = 0; i < subplots; i++) {
        DashValue trace = TREE_EMPTY;
        PxLines lines = {.count = 0};
        DashText header = DASH_TEXT("");
        tree_set(cx, &trace, "type", dash_string(dash_text_of(trace_types[spec->type])));
        tree_set(cx, &trace, "name", px_text("Overall Trendline"));
        tree_set(cx, &trace, "legendgroup", px_text("Overall Trendline"));
        tree_set(cx, &trace, "showlegend", dash_bool(i + 1 == subplots));
        if (figure->dimensions[PX_COLOR].next_style.ptr) {
            tree_set(cx, &trace, "line.color",
                     dash_string(figure->dimensions[PX_COLOR].next_style));
        }
        tree_merge(cx, &trace, spec->patch);
        px_add_trend(figure, &all, &trace, &lines, &header);
        tree_set(cx, &trace, "hovertemplate", dash_string(px_hover_text(figure, &lines, header)));
        px_place_trace(figure, &trace, i / figure->subplots.cols, i % figure->subplots.cols);
        figure->trace_frames[figure->trace_count] = 0;
        figure->traces[figure->trace_count++] = trace;
    }
}

/* The first trace of its name and frame is the one in the legend. */
static bool is_first(const PxFigure *figure, const DashText *names, size_t at)
{
    for (size_t i = 0; i < at; i++) {
        if (dash_text_eq(names[i], names[at]) &&
            figure->groups[i].level[PX_FRAME] == figure->groups[at].level[PX_FRAME]) {
            return false;
        }
    }
    return true;
}

static PxGroup drawn_group(const PxFigure *figure, const PxGroup *group)
{
    PxGroup drawn = *group;
    if (figure->function == DASH_PX_ecdf) {
        px_accumulate(figure, &drawn);
    }
    if (px_given(figure->px.line_close)) {
        close_line(figure, &drawn);
    }
    return drawn;
}

void px_make_traces(PxFigure *figure)
{
    DashCx *cx = figure->cx;
    bool overall = px_is(figure->px.trendline_scope, "overall");
    size_t most =
        figure->group_count * figure->spec_count + figure->subplots.rows * figure->subplots.cols;
    DashText *names = dash_alloc_array(cx, figure->group_count, sizeof(*names));
    figure->traces = dash_alloc_array(cx, most, sizeof(*figure->traces));
    figure->trace_frames = dash_alloc_array(cx, most, sizeof(*figure->trace_frames));
    for (size_t i = 0; i < figure->group_count; i++) {
        PxGroup group = drawn_group(figure, &figure->groups[i]);
        names[i] = trace_name(figure, &group);
        bool first = is_first(figure, names, i);
        for (size_t s = 0; s < figure->spec_count; s++) {
            if (figure->specs[s].trendline && overall) {
                continue;
            }
            figure->trace_frames[figure->trace_count] = group.level[PX_FRAME];
            figure->traces[figure->trace_count++] =
                make_trace(figure, &figure->specs[s], &group, names[i], first && s == 0);
        }
    }
    if (overall && figure->spec_count && figure->specs[figure->spec_count - 1].trendline) {
        add_overall_trend(figure, &figure->specs[figure->spec_count - 1]);
    }
}
