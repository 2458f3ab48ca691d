/* SPDX-License-Identifier: MIT
 *
 * Charts: the functions of plotly.express and their arguments, as one table.
 */
#include "sema/check.h"

typedef enum PxKind {
    PX_LATER, /* of plotly.express, for a later version */
    PX_COLUMN,
    PX_COLUMNS,
    PX_TEXT,
    PX_BOOL,
    PX_INT,
    PX_FLOAT,
    PX_FLOATS,
    PX_TEXTS,
    PX_TEXT_MAP,  /* {name: text} */
    PX_TEXTS_MAP, /* {name: [text]} */
    PX_AUTO,      /* a bool or a format */
} PxKind;

enum { BAR = 1, LINE = 2, BOTH = BAR | LINE };

typedef struct PxArg {
    const char *name;
    int charts;
    PxKind kind;
    const char *values; /* those that it takes, " stack group …"; NULL: any */
} PxArg;

static const PxArg px_args[] = {
    {"x", BOTH, PX_COLUMN, NULL},
    {"y", BOTH, PX_COLUMN, NULL},
    {"color", BOTH, PX_COLUMN, NULL},
    {"text", BOTH, PX_COLUMN, NULL},
    {"hover_name", BOTH, PX_COLUMN, NULL},
    {"pattern_shape", BAR, PX_COLUMN, NULL},
    {"line_dash", LINE, PX_COLUMN, NULL},
    {"line_group", LINE, PX_COLUMN, NULL},
    {"symbol", LINE, PX_COLUMN, NULL},
    {"facet_row", BOTH, PX_COLUMN, NULL},
    {"facet_col", BOTH, PX_COLUMN, NULL},
    {"hover_data", BOTH, PX_COLUMNS, NULL},
    {"custom_data", BOTH, PX_COLUMNS, NULL},
    {"title", BOTH, PX_TEXT, NULL},
    {"subtitle", BOTH, PX_TEXT, NULL},
    {"orientation", BOTH, PX_TEXT, " h v "},
    {"barmode", BAR, PX_TEXT, " group overlay relative stack "},
    {"template", BOTH, PX_TEXT, " plotly none "},
    {"labels", BOTH, PX_TEXT_MAP, NULL},
    {"color_discrete_map", BOTH, PX_TEXT_MAP, NULL},
    {"color_discrete_sequence", BOTH, PX_TEXTS, NULL},
    {"category_orders", BOTH, PX_TEXTS_MAP, NULL},
    {"opacity", BAR, PX_FLOAT, NULL},
    {"width", BOTH, PX_INT, NULL},
    {"height", BOTH, PX_INT, NULL},
    {"range_x", BOTH, PX_FLOATS, NULL},
    {"range_y", BOTH, PX_FLOATS, NULL},
    {"log_x", BOTH, PX_BOOL, NULL},
    {"log_y", BOTH, PX_BOOL, NULL},
    {"text_auto", BAR, PX_AUTO, NULL},
    {"markers", LINE, PX_BOOL, NULL},
    {"line_shape", LINE, PX_TEXT, " linear spline hv vh hvh vhv "},
    {"render_mode", LINE, PX_TEXT, " auto svg webgl "},
    {"facet_col_wrap", BOTH, PX_LATER, NULL},
    {"facet_row_spacing", BOTH, PX_LATER, NULL},
    {"facet_col_spacing", BOTH, PX_LATER, NULL},
    {"error_x", BOTH, PX_LATER, NULL},
    {"error_x_minus", BOTH, PX_LATER, NULL},
    {"error_y", BOTH, PX_LATER, NULL},
    {"error_y_minus", BOTH, PX_LATER, NULL},
    {"animation_frame", BOTH, PX_LATER, NULL},
    {"animation_group", BOTH, PX_LATER, NULL},
    {"base", BAR, PX_LATER, NULL},
    {"color_continuous_scale", BAR, PX_LATER, NULL},
    {"range_color", BAR, PX_LATER, NULL},
    {"color_continuous_midpoint", BAR, PX_LATER, NULL},
    {"pattern_shape_sequence", BAR, PX_LATER, NULL},
    {"pattern_shape_map", BAR, PX_LATER, NULL},
    {"line_dash_sequence", LINE, PX_LATER, NULL},
    {"line_dash_map", LINE, PX_LATER, NULL},
    {"symbol_sequence", LINE, PX_LATER, NULL},
    {"symbol_map", LINE, PX_LATER, NULL},
};

static const struct {
    const char *name;
    int chart; /* 0: for a later version */
} px_functions[] = {
    {"bar", BAR},
    {"line", LINE},
    {"scatter", 0},
    {"area", 0},
    {"pie", 0},
    {"histogram", 0},
    {"box", 0},
    {"violin", 0},
    {"strip", 0},
    {"ecdf", 0},
    {"density_heatmap", 0},
    {"density_contour", 0},
    {"imshow", 0},
    {"funnel", 0},
    {"timeline", 0},
    {"treemap", 0},
    {"sunburst", 0},
    {"icicle", 0},
    {"scatter_3d", 0},
    {"line_3d", 0},
    {"scatter_polar", 0},
    {"line_polar", 0},
    {"bar_polar", 0},
    {"scatter_map", 0},
    {"choropleth", 0},
    {"scatter_geo", 0},
    {"line_geo", 0},
    {"scatter_matrix", 0},
    {"parallel_coordinates", 0},
    {"parallel_categories", 0},
};

void note_trace(Checker *c, const char *type)
{
    Program *program = c->program;
    for (int i = 0; i < program->traces.count; i++)
        if (strcmp(program->traces.at[i], type) == 0)
            return;
    vec_push(c->arena, &program->traces, type);
}

/* ---- figures written as records ------------------------------------------- */

static const Expr *field_of(const Expr *record, const char *name)
{
    for (int i = 0; record->kind == EXPR_RECORD && i < record->record.fields.count; i++) {
        const RecordField *field = &record->record.fields.at[i];
        if (field->name.text && strcmp(field->name.text, name) == 0)
            return field->value;
    }
    return NULL;
}

bool note_trace_record(Checker *c, const Expr *trace)
{
    if (trace->kind != EXPR_RECORD)
        return false;
    const Expr *type = field_of(trace, "type");
    Str text = type ? literal_text(type) : STR("scatter");
    if (text.ptr)
        note_trace(c, arena_strndup(c->arena, text.ptr, text.len));
    return text.ptr != NULL;
}

void note_figure_record(Checker *c, const Expr *record)
{
    const Expr *data = field_of(record, "data");
    bool known = !data || data->kind == EXPR_LIST || data->kind == EXPR_COMPREHENSION;
    if (data && data->kind == EXPR_COMPREHENSION)
        known = note_trace_record(c, data->comprehension.value);
    for (int i = 0; data && data->kind == EXPR_LIST && i < data->list.items.count; i++)
        known &= note_trace_record(c, data->list.items.at[i]);
    if (!known)
        c->program->traces_open = true;
}

void note_figure_value(Checker *c, const Hir *hir, const Type *type)
{
    if (type->kind == TY_FIGURE && hir->kind != HIR_NULL &&
        type_without_null(hir->type)->kind != TY_FIGURE)
        c->program->traces_open = true;
}

/* ---- arguments ------------------------------------------------------------ */

typedef struct Chart {
    Checker *c;
    const char *shown; /* "px.bar" */
    int chart;
    Plan *plan;
    Hir *hir;
    bool failed;
} Chart;

static const PxArg *find_arg(const Chart *chart, const char *name)
{
    for (size_t i = 0; i < sizeof px_args / sizeof *px_args; i++)
        if ((px_args[i].charts & chart->chart) && strcmp(px_args[i].name, name) == 0)
            return &px_args[i];
    return NULL;
}

static void unknown_arg(const Chart *chart, const Arg *arg)
{
    Diag *d = diag_error(chart->c->diags, E0701, arg->name.span, "%s has no argument `%s`",
                         chart->shown, arg->name.text);
    Suggest suggest = suggest_for(arg->name.text);
    for (size_t i = 0; i < sizeof px_args / sizeof *px_args; i++)
        if (px_args[i].charts & chart->chart)
            suggest_consider(&suggest, px_args[i].name);
    diag_suggest(d, &suggest);
}

static void misfit(Chart *chart, const PxArg *arg, const Expr *e, const char *wanted)
{
    diag_error(chart->c->diags, E0702, e->span, "`%s` of %s takes %s", arg->name, chart->shown,
               wanted);
    chart->failed = true;
}

/* The index of the column that `.x` or "x" names, or -1 after a complaint. */
static int chart_column(Chart *chart, const PxArg *arg, const Expr *e)
{
    Checker *c = chart->c;
    Str text = literal_text(e);
    const char *name = text.ptr ? text.ptr : e->kind == EXPR_COLUMN ? e->column.name : NULL;
    if (name) {
        int index = find_column(chart->plan, name);
        return index >= 0 ? index : complain_column(c, chart->plan, name, e->span);
    }
    Plan *outer = c->row;
    c->row = chart->plan;
    Hir *value = infer(c, e);
    c->row = outer;
    if (is_error(value))
        return -1;
    if (is_kind(value, TY_COLUMN) || is_kind(value, TY_LIST) || e->kind == EXPR_COLUMN ||
        e->kind == EXPR_BINARY)
        diag_help(diag_unsupported(c->diags, e->span, "`%s` that is computed", arg->name),
                  "make a column of it first: `derive(new = …)`");
    else
        misfit(chart, arg, e, "a column: `.name`");
    return -1;
}

static void put_columns(Chart *chart, const PxArg *arg, const Expr *e, HirPxArg *out)
{
    if (e->kind != EXPR_LIST) {
        int index = chart_column(chart, arg, e);
        chart->failed |= index < 0;
        vec_push(chart->c->arena, &out->columns, index);
        return;
    }
    for (int i = 0; i < e->list.items.count; i++) {
        int index = chart_column(chart, arg, e->list.items.at[i]);
        chart->failed |= index < 0;
        vec_push(chart->c->arena, &out->columns, index);
    }
}

static const Type *scalar_type(Checker *c, PxKind kind)
{
    switch (kind) {
    case PX_BOOL:
        return simple(c, TY_BOOL);
    case PX_INT:
        return simple(c, TY_INT);
    case PX_FLOAT:
        return simple(c, TY_FLOAT);
    case PX_FLOATS:
        return type_of(c->types, TY_LIST, simple(c, TY_FLOAT));
    case PX_TEXTS:
    case PX_TEXTS_MAP:
        return type_of(c->types, TY_LIST, simple(c, TY_TEXT));
    default:
        return simple(c, TY_TEXT);
    }
}

static Hir *typed_value(Chart *chart, const PxArg *arg, const Expr *e)
{
    Checker *c = chart->c;
    Want want = {.type = scalar_type(c, arg->kind),
                 .subject = arena_printf(c->arena, "`%s` of %s", arg->name, chart->shown)};
    if (arg->kind == PX_AUTO && e->kind == EXPR_BOOL)
        want.type = simple(c, TY_BOOL);
    Hir *value = check(c, e, &want);
    chart->failed |= is_error(value);
    return value;
}

/* " a b " as " `a`, `b`". */
static const char *listed(Checker *c, const char *values)
{
    Buf out = {.arena = c->arena};
    for (const char *at = values + 1; *at; at++) {
        size_t len = strcspn(at, " ");
        buf_printf(&out, "%s `%.*s`", out.len ? "," : "", (int)len, at);
        at += len;
    }
    return out.ptr;
}

static void check_values(Chart *chart, const PxArg *arg, const Expr *e)
{
    Checker *c = chart->c;
    Str text = literal_text(e);
    if (!arg->values || !text.ptr)
        return;
    const char *wanted = arena_printf(c->arena, " %.*s ", (int)text.len, text.ptr);
    if (strstr(arg->values, wanted)) {
        if (strcmp(arg->name, "render_mode") == 0 && strcmp(text.ptr, "webgl") == 0)
            note_trace(c, "scattergl");
        return;
    }
    if (strcmp(arg->name, "template") == 0) {
        diag_unsupported(c->diags, e->span, "the template `%s`", text.ptr);
    } else {
        Diag *d = diag_error(c->diags, E0702, e->span, "`%s` is not a value of `%s` of %s",
                             text.ptr, arg->name, chart->shown);
        diag_help(d, "it takes one of%s", listed(c, arg->values));
    }
    chart->failed = true;
}

static void put_map(Chart *chart, const PxArg *arg, const Expr *e, HirPxArg *out)
{
    Checker *c = chart->c;
    if (e->kind != EXPR_RECORD) {
        misfit(chart, arg, e,
               arg->kind == PX_TEXT_MAP ? "a record of texts: `{name: \"Text\"}`"
                                        : "a record of lists: `{name: [\"a\"]}`");
        return;
    }
    bool columns = strcmp(arg->name, "color_discrete_map") != 0;
    for (int i = 0; i < e->record.fields.count; i++) {
        const RecordField *field = &e->record.fields.at[i];
        if (!field->name.text) {
            misfit(chart, arg, e, "a record with plain names");
            return;
        }
        if (columns && arg->kind == PX_TEXTS_MAP &&
            find_column(chart->plan, field->name.text) < 0) {
            complain_column(c, chart->plan, field->name.text, field->name.span);
            chart->failed = true;
        }
        vec_push(c->arena, &out->keys, field->name.text);
        vec_push(c->arena, &out->values, typed_value(chart, arg, field->value));
    }
}

static bool given_before(Chart *chart, const PxArg *arg, Span span)
{
    for (int i = 0; i < chart->hir->px.args.count; i++) {
        if (strcmp(chart->hir->px.args.at[i].name, arg->name) != 0)
            continue;
        diag_error(chart->c->diags, E0702, span, "`%s` is given twice", arg->name);
        chart->failed = true;
        return true;
    }
    return false;
}

static void put_arg(Chart *chart, const PxArg *arg, const Expr *e, Span span)
{
    if (arg->kind == PX_LATER) {
        diag_unsupported(chart->c->diags, span, "the argument `%s` of %s", arg->name, chart->shown);
        chart->failed = true;
        return;
    }
    if (e->kind == EXPR_NULL || given_before(chart, arg, span))
        return;
    HirPxArg out = {.name = arg->name, .column = -1};
    bool list = e->kind == EXPR_LIST && arg->kind == PX_COLUMN;
    if (list) {
        diag_unsupported(chart->c->diags, e->span, "a list of columns for `%s`", arg->name);
        chart->failed = true;
        return;
    }
    if (arg->kind == PX_COLUMN) {
        out.column = chart_column(chart, arg, e);
        chart->failed |= out.column < 0;
    } else if (arg->kind == PX_COLUMNS) {
        put_columns(chart, arg, e, &out);
    } else if (arg->kind == PX_TEXT_MAP || arg->kind == PX_TEXTS_MAP) {
        put_map(chart, arg, e, &out);
    } else {
        out.value = typed_value(chart, arg, e);
        check_values(chart, arg, e);
    }
    vec_push(chart->c->arena, &chart->hir->px.args, out);
}

static void put_args(Chart *chart, const Arg *args, int count)
{
    static const char *const positions[] = {"x", "y"};
    int next = 0;
    for (int i = 0; i < count; i++) {
        const char *name = args[i].name.text;
        if (!name && next >= 2) {
            Diag *d = diag_error(chart->c->diags, E0702, args[i].span,
                                 "arguments after the second are named");
            diag_help(d, "write `color=%s`, or whichever is meant",
                      span_text(chart->c, args[i].span));
            chart->failed = true;
            continue;
        }
        const PxArg *arg = find_arg(chart, name ? name : positions[next]);
        if (!name)
            next++;
        if (arg) {
            put_arg(chart, arg, args[i].value, args[i].span);
        } else {
            unknown_arg(chart, &args[i]);
            chart->failed = true;
        }
    }
}

/* ---- calls ---------------------------------------------------------------- */

static int find_chart(Checker *c, Name function)
{
    Suggest suggest = suggest_for(function.text);
    for (size_t i = 0; i < sizeof px_functions / sizeof *px_functions; i++) {
        suggest_consider(&suggest, px_functions[i].name);
        if (strcmp(px_functions[i].name, function.text) != 0)
            continue;
        if (!px_functions[i].chart)
            diag_unsupported(c->diags, function.span, "`px.%s`", function.text);
        return px_functions[i].chart;
    }
    diag_suggest(
        diag_error(c->diags, E0703, function.span, "px has no function `%s`", function.text),
        &suggest);
    return 0;
}

/* The table: what stands left of `|`, the first argument, or data_frame=. */
static Hir *chart_table(Checker *c, const Call *call, int *skip)
{
    *skip = 0;
    if (call->first)
        return call->first;
    bool first = call->arg_count &&
                 (!call->args[0].name.text || strcmp(call->args[0].name.text, "data_frame") == 0);
    bool column = first && (call->args[0].value->kind == EXPR_COLUMN ||
                            call->args[0].value->kind == EXPR_TEXT);
    if (first && !column) {
        *skip = 1;
        return infer(c, call->args[0].value);
    }
    diag_unsupported(c->diags, call->expr->span, "a chart without a table");
    return hir_error(c, call->expr->span);
}

Hir *check_px(Checker *c, Name function, const Call *call)
{
    Chart chart = {.c = c, .chart = find_chart(c, function)};
    if (!chart.chart)
        return hir_error(c, call->expr->span);
    chart.shown = arena_printf(c->arena, "px.%s", function.text);
    int skip;
    Hir *table = chart_table(c, call, &skip);
    if (is_error(table))
        return table;
    if (!is_kind(table, TY_TABLE)) {
        Diag *d = diag_error(c->diags, E0607, table->span, "%s takes a table, not `%s`",
                             chart.shown, shown(c, table->type));
        diag_help(d, "write `table | %s(x=.column, y=.column)`", chart.shown);
        return hir_error(c, call->expr->span);
    }
    chart.plan = plan_of(c, table);
    chart.hir = hir_new(c, HIR_FIGURE, simple(c, TY_FIGURE), call->expr->span);
    chart.hir->px.function = function.text;
    chart.hir->px.plan = chart.plan;
    put_args(&chart, call->args + skip, call->arg_count - skip);
    note_trace(c, chart.chart == BAR ? "bar" : "scatter");
    return chart.failed ? hir_error(c, call->expr->span) : chart.hir;
}
