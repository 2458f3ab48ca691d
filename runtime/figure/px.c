/* SPDX-License-Identifier: MIT
 *
 * A call of plotly.express from its arguments to the figure: the order of the
 * work, and what the arguments are when they are left out.
 */
#include <string.h>

#include "figure/px_internal.h"

/* ---- facts ------------------------------------------------------------------- */

static const struct {
    PxTraceType type;
    const char *arguments;
} functions[] = {
#define PX_FUNCTION(name, trace, arguments) {PX_TRACE_##trace, arguments},
#include "dash/px.def"
};

static const unsigned trace_flags[] = {
#define PX_TRACE(name, type, subplots, flags) flags,
#include "dash/px.def"
};

unsigned px_flags(PxTraceType type)
{
    return trace_flags[type];
}

bool px_takes(const PxFigure *figure, const char *argument)
{
    size_t len = strlen(argument);
    const char *at = functions[figure->function].arguments;
    while ((at = strstr(at, argument)) != NULL) {
        if (at[-1] == ' ' && at[len] == ' ') {
            return true;
        }
        at += len;
    }
    return false;
}

/* ---- small questions ----------------------------------------------------------- */

bool px_given(DashValue value)
{
    switch (value.kind) {
    case DASH_NULL:
    case DASH_NO_UPDATE:
        return false;
    case DASH_BOOL:
        return value.boolean;
    case DASH_INT:
        return value.integer != 0;
    case DASH_FLOAT:
        return value.number != 0;
    case DASH_STRING:
        return value.text.len > 0;
    case DASH_LIST:
    case DASH_OBJECT:
        return value.count > 0;
    case DASH_ARRAY:
    case DASH_JSON:
        return true;
    }
    return false;
}

double px_number(DashValue value, double otherwise)
{
    return value.kind == DASH_FLOAT ? value.number
           : value.kind == DASH_INT ? (double)value.integer
                                    : otherwise;
}

size_t px_wrap(const PxFigure *figure)
{
    DashValue wrap = figure->px.facet_col_wrap;
    return wrap.kind == DASH_INT && wrap.integer > 0 ? (size_t)wrap.integer : 0;
}

DashValue px_entry(DashValue map, DashText name)
{
    for (uint32_t i = 0; map.kind == DASH_OBJECT && i < map.count; i++) {
        if (dash_text_eq(map.fields[i].name, name)) {
            return map.fields[i].value;
        }
    }
    return DASH_NULL_VALUE;
}

bool px_same_column(const DashColumn *a, const DashColumn *b)
{
    return a == b || (a && b && strcmp(a->name, b->name) == 0);
}

bool px_is_continuous(const DashColumn *column)
{
    return column->type == DASH_COLUMN_INT || column->type == DASH_COLUMN_FLOAT;
}

void px_fail(const PxFigure *figure, const char *message)
{
    dash_fail(figure->cx, figure->px.where, "%s", message);
}

DashText px_join(DashCx *cx, const DashText *parts, size_t count)
{
    DashBuilder b = dash_builder(cx);
    for (size_t i = 0; i < count; i++) {
        dash_put(&b, parts[i]);
    }
    return dash_builder_text(&b);
}

DashTexts px_texts(DashCx *cx, DashValue list)
{
    size_t count = list.kind == DASH_LIST ? list.count : 0, used = 0;
    DashText *texts = dash_alloc_array(cx, count, sizeof(*texts));
    for (size_t i = 0; i < count; i++) {
        if (list.items[i].kind == DASH_STRING) {
            texts[used++] = list.items[i].text;
        }
    }
    return (DashTexts){texts, used};
}

/* ---- defaults ------------------------------------------------------------------- */

/* Those of the signatures in plotly.express that are not None, False or 0. */
static const struct {
    const char *argument;
    size_t offset;
    DashValue value;
} defaults[] = {
#define TEXT_DEFAULT(literal)                                                                      \
    {                                                                                              \
        .kind = DASH_STRING, .text = { literal, sizeof(literal) - 1 }                              \
    }
    {"barmode", offsetof(DashPx, barmode), TEXT_DEFAULT("relative")},
    {"render_mode", offsetof(DashPx, render_mode), TEXT_DEFAULT("auto")},
    {"trendline_scope", offsetof(DashPx, trendline_scope), TEXT_DEFAULT("trace")},
    {"ecdfmode", offsetof(DashPx, ecdfmode), TEXT_DEFAULT("standard")},
    {"direction", offsetof(DashPx, direction), TEXT_DEFAULT("clockwise")},
    {"start_angle", offsetof(DashPx, start_angle), {.kind = DASH_INT, .integer = 90}},
    {"zoom", offsetof(DashPx, zoom), {.kind = DASH_INT, .integer = 8}},
    {"lines", offsetof(DashPx, lines), {.kind = DASH_BOOL, .boolean = true}},
    {"notched", offsetof(DashPx, notched), {.kind = DASH_BOOL}},
    {"box", offsetof(DashPx, box), {.kind = DASH_BOOL}},
};

static void fill_defaults(PxFigure *figure)
{
    for (size_t i = 0; i < sizeof(defaults) / sizeof(defaults[0]); i++) {
        DashValue *value = (DashValue *)(void *)((char *)&figure->px + defaults[i].offset);
        if (value->kind == DASH_NULL && px_takes(figure, defaults[i].argument)) {
            *value = defaults[i].value;
        }
    }
    /* ecdfnorm=None is a choice, which is written as the empty text. */
    if (figure->px.ecdfnorm.kind == DASH_NULL && px_takes(figure, "ecdfnorm")) {
        figure->px.ecdfnorm = px_text("probability");
    } else if (!px_given(figure->px.ecdfnorm)) {
        figure->px.ecdfnorm = DASH_NULL_VALUE;
    }
}

static void choose_template(PxFigure *figure)
{
    DashValue name = figure->px.template;
    if (px_is(name, "none")) {
        return;
    }
    DashText wanted = name.kind == DASH_STRING ? name.text : DASH_TEXT("plotly");
    figure->template = dash_template(wanted);
    if (!figure->template) {
        dash_fail(figure->cx, figure->px.where, "there is no template \"%.*s\"", (int)wanted.len,
                  wanted.ptr);
    }
}

/* What the template has no colours for. */
static const char FALLBACK_COLORS[] = "D3", FALLBACK_SCALE[] = "Viridis";

static void choose_colors(PxFigure *figure)
{
    DashCx *cx = figure->cx;
    const DashTemplate *template = figure->template;
    figure->colors = px_texts(cx, figure->px.color_discrete_sequence);
    if (!figure->colors.len && template) {
        figure->colors = template->colorway;
    }
    if (!figure->colors.len) {
        figure->colors = dash_colors(cx, dash_text_of(FALLBACK_COLORS));
    }
    if (figure->px.color_continuous_scale.kind != DASH_NULL) {
        figure->scale = px_scale_colors(figure, figure->px.color_continuous_scale);
    } else if (template) {
        figure->scale = template->sequential;
    }
    if (!figure->scale.len) {
        figure->scale = dash_colors(cx, dash_text_of(FALLBACK_SCALE));
    }
}

/* Columns whose values are counted with. The compiler says the same of tables. */
static void check_columns(const PxFigure *figure)
{
    static const DashPxColumn numbers[] = {
        DASH_PX_IN_size,    DASH_PX_IN_lat,           DASH_PX_IN_lon,
        DASH_PX_IN_error_x, DASH_PX_IN_error_x_minus, DASH_PX_IN_error_y,
        DASH_PX_IN_error_z, DASH_PX_IN_error_y_minus, DASH_PX_IN_error_z_minus,
    };
    for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
        const DashColumn *column = figure->px.columns[numbers[i]];
        if (column && !px_is_continuous(column)) {
            dash_fail(figure->cx, figure->px.where, "the column \"%s\" holds no numbers",
                      column->name);
        }
    }
    const DashColumn *values = figure->px.path.len ? figure->px.values : NULL;
    if (values && !px_is_continuous(values)) {
        dash_fail(figure->cx, figure->px.where, "the column \"%s\" holds no numbers", values->name);
    }
}

DashValue dash_px(DashCx *cx, DashPxFunction function, const DashTable *table, const DashPx *px)
{
    PxFigure figure = {.cx = cx,
                       .px = *px,
                       .function = function,
                       .type = functions[function].type,
                       .table = table,
                       .rows = table ? table->rows : 0,
                       .layout = TREE_EMPTY};
    fill_defaults(&figure);
    choose_template(&figure);
    choose_colors(&figure);
    check_columns(&figure);
    if (function == DASH_PX_imshow) {
        return px_imshow(&figure);
    }
    px_fill_axes(&figure);
    if (figure.px.path.len) {
        px_expand_path(&figure);
    }
    if (figure.type == PX_TRACE_PIE && figure.px.names) {
        px_order_parts(&figure);
    }
    px_configure(&figure);
    px_make_groups(&figure);
    px_make_subplots(&figure);
    px_make_traces(&figure);
    px_add_layout(&figure);
    px_configure_axes(&figure);
    return px_finish(&figure);
}
