/* SPDX-License-Identifier: MIT
 *
 * Charts: a call of plotly.express, its function, its table and the names of its
 * arguments. What there is stands in dash/px.def.
 */
#include "sema/px.h"

static const PxArg px_args[] = {
#define PX_COLUMN(name)              {#name, PX_COLUMN_ARG, NULL},
#define PX_COLUMNS(name)             {#name, PX_COLUMNS_ARG, NULL},
#define PX_VALUE(name, kind, values) {#name, PX_##kind, values},
#include "dash/px.def"
};
enum { ARG_COUNT = sizeof px_args / sizeof *px_args };

typedef enum TraceType {
#define PX_TRACE(name, type, subplots, flags) TRACE_##name,
#include "dash/px.def"
} TraceType;

static const char *const trace_types[] = {
#define PX_TRACE(name, type, subplots, flags) type,
#include "dash/px.def"
};

static const struct {
    const char *name, *arguments;
    TraceType trace;
} functions[] = {
#define PX_FUNCTION(name, trace, arguments) {#name, arguments, TRACE_##trace},
#include "dash/px.def"
};
enum { FUNCTION_COUNT = sizeof functions / sizeof *functions };

/* What plotly.express has and this has not (yet): functions, and arguments of functions. */
static const char later_functions[] = " set_mapbox_access_token get_trendline_results ";
static const struct {
    const char *name, *instead;
} old_functions[] = {
    {"scatter_mapbox", "scatter_map"},
    {"line_mapbox", "line_map"},
    {"density_mapbox", "density_map"},
    {"choropleth_mapbox", "choropleth_map"},
};
static const struct {
    const char *function, *arguments;
} later_arguments[] = {
    {"imshow", " binary_backend binary_compression_level binary_format "},
};

/* ---- arguments ------------------------------------------------------------ */

static const PxArg *find_arg(const Chart *chart, const char *name)
{
    for (int i = 0; i < ARG_COUNT && word_listed(chart->arguments, name); i++)
        if (strcmp(px_args[i].name, name) == 0)
            return &px_args[i];
    return NULL;
}

static void unknown_arg(Chart *chart, const Arg *arg)
{
    chart->failed = true;
    for (size_t i = 0; i < sizeof later_arguments / sizeof *later_arguments; i++)
        if (strcmp(later_arguments[i].function, chart->function) == 0 &&
            word_listed(later_arguments[i].arguments, arg->name.text)) {
            diag_unsupported(chart->c->diags, arg->name.span, "the argument `%s` of %s",
                             arg->name.text, chart->shown);
            return;
        }
    Diag *d = diag_error(chart->c->diags, E0701, arg->name.span, "%s has no argument `%s`",
                         chart->shown, arg->name.text);
    Suggest suggest = suggest_for(arg->name.text);
    for (int i = 0; i < ARG_COUNT; i++)
        if (word_listed(chart->arguments, px_args[i].name))
            suggest_consider(&suggest, px_args[i].name);
    diag_suggest(d, &suggest);
}

/* The name of the argument at a position, from 0; NULL after the last one. */
static const char *positional(const Chart *chart, int position)
{
    const char *at = chart->arguments + 1;
    for (; position > 0 && *at; position--)
        at += strcspn(at, " ") + 1;
    return *at ? arena_strndup(chart->c->arena, at, strcspn(at, " ")) : NULL;
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

static void put_args(Chart *chart, const Arg *args, int count)
{
    int next = 0;
    for (int i = 0; i < count; i++) {
        const char *name = args[i].name.text ? args[i].name.text : positional(chart, next++);
        if (!name) {
            diag_error(chart->c->diags, E0702, args[i].span, "%s takes fewer arguments",
                       chart->shown);
            chart->failed = true;
            return;
        }
        const PxArg *arg = find_arg(chart, name);
        if (!arg)
            unknown_arg(chart, &args[i]);
        else if (!given_before(chart, arg, args[i].span))
            px_argument(chart, arg, args[i].value, args[i].span);
    }
}

/* ---- the function --------------------------------------------------------- */

static int find_function(Checker *c, Name function)
{
    Suggest suggest = suggest_for(function.text);
    for (int i = 0; i < FUNCTION_COUNT; i++) {
        suggest_consider(&suggest, functions[i].name);
        if (strcmp(functions[i].name, function.text) == 0)
            return i;
    }
    for (size_t i = 0; i < sizeof old_functions / sizeof *old_functions; i++) {
        if (strcmp(old_functions[i].name, function.text) != 0)
            continue;
        Diag *d = diag_error(c->diags, E0703, function.span, "`px.%s` draws with a map of the past",
                             function.text);
        diag_help(d, "write `px.%s`", old_functions[i].instead);
        return -1;
    }
    if (word_listed(later_functions, function.text))
        diag_unsupported(c->diags, function.span, "`px.%s`", function.text);
    else
        diag_suggest(
            diag_error(c->diags, E0703, function.span, "px has no function `%s`", function.text),
            &suggest);
    return -1;
}

/* ---- the table ------------------------------------------------------------ */

static bool is_column(const Expr *e)
{
    return e->kind == EXPR_COLUMN || e->kind == EXPR_TEXT || e->kind == EXPR_LIST ||
           e->kind == EXPR_COMPREHENSION;
}

/* The table: what stands left of `|`, the first argument, or data_frame=; NULL:
 * there is none, columns are lists. */
static Hir *chart_table(Chart *chart, const Call *call, int *skip)
{
    *skip = 0;
    if (call->first)
        return call->first;
    bool image = strcmp(chart->function, "imshow") == 0;
    if (!call->arg_count ||
        (call->args[0].name.text && strcmp(call->args[0].name.text, "data_frame") != 0))
        return NULL;
    if (!call->args[0].name.text && (is_column(call->args[0].value) || image))
        return NULL;
    *skip = 1;
    return infer(chart->c, call->args[0].value);
}

static bool is_given(const Chart *chart, const char *name)
{
    for (int i = 0; i < chart->hir->px.args.count; i++)
        if (strcmp(chart->hir->px.args.at[i].name, name) == 0)
            return true;
    return false;
}

/* Charts that draw all columns where none is named. */
static void put_all_columns(Chart *chart)
{
    bool axes = !is_given(chart, "x") && !is_given(chart, "y") &&
                word_listed(chart->arguments, "x") && word_listed(chart->arguments, "orientation");
    bool dimensions = word_listed(chart->arguments, "dimensions") && !is_given(chart, "dimensions");
    bool image = strcmp(chart->function, "imshow") == 0;
    if (!chart->plan || !(axes || dimensions || image))
        return;
    HirPxArg all = {.name = "all", .column = -1};
    for (int i = 0; i < chart->plan->columns.count; i++)
        vec_push(chart->c->arena, &all.columns, i);
    vec_push(chart->c->arena, &chart->hir->px.args, all);
}

/* Can the rows of a table be more than SVG draws well? Groups and the like are taken
 * to be few, files that are read at start to be large. */
static bool may_be_many(const Plan *plan)
{
    enum { MANY_POINTS = 1000 };
    for (; plan; plan = plan->input) {
        if (plan->op == PLAN_SCAN)
            return plan->table->source ||
                   (plan->table->data && plan->table->data->rows > MANY_POINTS);
        if (plan->op != PLAN_FILTER && plan->op != PLAN_PROJECT && plan->op != PLAN_SORT)
            return false;
    }
    return false;
}

/* render_mode="auto" takes WebGL for many points: the page must have it then. */
static void choose_webgl(Chart *chart)
{
    if (!word_listed(chart->arguments, "render_mode") || is_given(chart, "animation_frame") ||
        is_given(chart, "render_mode") || !may_be_many(chart->plan))
        return;
    chart->hir->px.webgl = true;
    note_trace(chart->c, arena_printf(chart->c->arena, "%sgl", chart->type));
}

static Hir *not_a_table(Chart *chart, const Call *call, const Hir *table)
{
    Checker *c = chart->c;
    Diag *d = diag_error(c->diags, E0607, table->span, "%s takes a table, not `%s`", chart->shown,
                         shown(c, table->type));
    diag_help(d, "write `table | %s(x=.column, y=.column)`", chart->shown);
    return hir_error(c, call->expr->span);
}

Hir *check_px(Checker *c, Name function, const Call *call)
{
    int index = find_function(c, function);
    if (index < 0)
        return hir_error(c, call->expr->span);
    Chart chart = {.c = c,
                   .function = functions[index].name,
                   .shown = arena_printf(c->arena, "px.%s", function.text),
                   .arguments = functions[index].arguments,
                   .type = trace_types[functions[index].trace]};
    int skip;
    Hir *table = chart_table(&chart, call, &skip);
    if (table && is_error(table))
        return table;
    if (table && !is_kind(table, TY_TABLE))
        return not_a_table(&chart, call, table);
    chart.plan = table ? plan_of(c, table) : NULL;
    chart.hir = hir_new(c, HIR_FIGURE, simple(c, TY_FIGURE), call->expr->span);
    chart.hir->px.function = chart.function;
    put_args(&chart, call->args + skip, call->arg_count - skip);
    put_all_columns(&chart);
    px_check_trendline(&chart);
    choose_webgl(&chart);
    chart.hir->px.plan = chart.plan;
    note_trace(c, chart.type);
    return chart.failed ? hir_error(c, call->expr->span) : chart.hir;
}
