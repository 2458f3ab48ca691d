/* SPDX-License-Identifier: MIT
 *
 * Windows: `window(by=.k, order=.t, ma = rolling_mean(.x, 7), before = lag(.x))`.
 */
#include "sema/verbs.h"

typedef struct WindowFacts {
    const char *function;
    DashWindowNeeds needs;
    bool numbers, gives_float;
} WindowFacts;

static const WindowFacts window_facts[] = {
#define X(kind, function, needs, numbers, gives_float)                                             \
    [kind] = {function, needs, numbers, gives_float},
    DASH_WINDOWS(X)
#undef X
};

static bool is_rank(DashWindowKind kind)
{
    return kind == DASH_RANK || kind == DASH_DENSE_RANK || kind == DASH_ROW_NUMBER;
}

static bool window_kind(const char *name, DashWindowKind *kind)
{
    for (size_t i = 0; name && i < sizeof window_facts / sizeof *window_facts; i++) {
        if (strcmp(window_facts[i].function, name) == 0) {
            *kind = (DashWindowKind)i;
            return true;
        }
    }
    return false;
}

/* ---- by and order --------------------------------------------------------- */

/* A computed value as a hidden column of `below`; -1 after a complaint. */
static int hidden_column(Checker *c, Plan *below, Hir *hir)
{
    const char *name = arena_printf(c->arena, " %d", below->columns.count);
    return put_expr(c, below, below->input, name, hir) ? below->columns.count - 1 : -1;
}

/* Rows are compared by columns: what is computed becomes one. */
static bool put_window_key(Checker *c, Plan *plan, const Expr *e, bool order)
{
    if (!put_sort_key(c, plan, e, order))
        return false;
    PlanKey *key = &plan->keys.at[plan->keys.count - 1];
    if (key->expr->kind == HIR_COLREF)
        return true;
    int column = hidden_column(c, plan->input, key->expr);
    if (column >= 0)
        key->expr = column_ref(c, plan->input, column, key->expr->span);
    return column >= 0;
}

static bool put_keys(Checker *c, Plan *plan, const Expr *e, bool order)
{
    if (e->kind != EXPR_LIST)
        return put_window_key(c, plan, e, order);
    for (int i = 0; i < e->list.items.count; i++)
        if (!put_window_key(c, plan, e->list.items.at[i], order))
            return false;
    return true;
}

static const Arg *find_arg(const Call *call, const char *name)
{
    for (int i = 0; i < call->arg_count; i++)
        if (call->args[i].name.text && strcmp(call->args[i].name.text, name) == 0)
            return &call->args[i];
    return NULL;
}

/* ---- functions ------------------------------------------------------------ */

/* The column that a function takes, computed ones as hidden columns of `below`. */
static int function_column(Checker *c, Plan *below, const Expr *e)
{
    Hir *hir = in_row(c, e, below->input, false);
    if (is_error(hir))
        return -1;
    return hir->kind == HIR_COLREF ? hir->column : hidden_column(c, below, hir);
}

static const Type *result_type(Checker *c, const PlanWindow *window, const Type *item)
{
    const WindowFacts *facts = &window_facts[window->kind];
    if (is_rank(window->kind))
        return simple(c, TY_INT);
    const Type *type = facts->gives_float ? simple(c, TY_FLOAT) : type_without_null(item);
    bool null = facts->needs != DASH_NEEDS_NOTHING || item->kind == TY_OPTIONAL;
    return null ? type_optional(c->types, type) : type;
}

static bool complain_arguments(Checker *c, const Arg *arg, DashWindowKind kind)
{
    const char *function = window_facts[kind].function, *name = arg->name.text;
    Diag *d =
        diag_error(c->diags, E0605, arg->value->span, "the arguments do not fit `%s`", function);
    if (is_rank(kind))
        diag_help(d, "write `%s = %s()`, and the order as `order=.x`", name, function);
    else
        diag_help(d,
                  window_facts[kind].needs == DASH_NEEDS_SIZE ? "write `%s = %s(.x, 7)`"
                                                              : "write `%s = %s(.x)`",
                  name, function);
    return false;
}

static bool fits_function(Checker *c, const PlanWindow *window, const Type *item, Span span)
{
    const Type *base = type_without_null(item);
    if (!window_facts[window->kind].numbers || base->kind == TY_INT || base->kind == TY_FLOAT)
        return true;
    diag_error(c->diags, E0605, span, "`%s` does not work on a column of `%s`",
               window_facts[window->kind].function, shown(c, item));
    return false;
}

static Hir *window_size(Checker *c, const Expr *e)
{
    Hir *size = no_row(c, e, simple(c, TY_INT), "the size of a window");
    if (size->kind == HIR_INT && size->integer < 1) {
        diag_error(c->diags, E0605, e->span, "a window has at least one row");
        return hir_error(c, e->span);
    }
    return size;
}

static bool arity_fits(const PlanWindow *window, const Expr *call)
{
    int count = call->call.args.count;
    if (is_rank(window->kind))
        return count == 0;
    DashWindowNeeds needs = window_facts[window->kind].needs;
    return needs == DASH_NEEDS_SIZE   ? count == 2
           : needs == DASH_NEEDS_STEP ? count == 1 || count == 2
                                      : count == 1;
}

/* `ma = rolling_mean(.x, 7)`; its column goes to `below`, the function to `plan`. */
static bool put_function(Checker *c, Plan *plan, Plan *below, const Arg *arg)
{
    const Expr *e = arg->value;
    PlanWindow window = {.column = -1};
    bool call = e->kind == EXPR_CALL && e->call.callee->kind == EXPR_NAME;
    if (!call || !window_kind(e->call.callee->name, &window.kind)) {
        Diag *d = diag_error(c->diags, E0605, e->span, "this is no window function");
        diag_help(d, "these are: rolling_mean, rolling_std, rolling_sum, rolling_min, rolling_max, "
                     "cumsum, cummin, cummax, diff, lag, lead, rank, dense_rank, row_number");
        return false;
    }
    if (!arity_fits(&window, e))
        return complain_arguments(c, arg, window.kind);
    const Type *item = NULL;
    if (!is_rank(window.kind)) {
        window.column = function_column(c, below, e->call.args.at[0].value);
        if (window.column < 0)
            return false;
        item = below->columns.at[window.column].type;
        if (!fits_function(c, &window, item, e->span))
            return false;
    }
    if (e->call.args.count == 2) {
        window.size = window_size(c, e->call.args.at[1].value);
        if (is_error(window.size))
            return false;
    }
    window.type = result_type(c, &window, item);
    vec_push(c->arena, &plan->windows, window);
    return true;
}

/* How results are stored: lag and lead as their column, ranks and whole numbers in
 * 64 bits, the rest as doubles. */
static PlanColumn result_column(const Plan *plan, const PlanWindow *window, const char *name)
{
    PlanColumn column = {.name = name, .encoding = DASH_I64};
    if (window->kind == DASH_LAG || window->kind == DASH_LEAD)
        column = plan->input->columns.at[window->column];
    else if (type_without_null(window->type)->kind == TY_FLOAT)
        column.encoding = DASH_F64;
    column.name = name;
    column.type = window->type;
    return column;
}

/* Without the hidden columns. */
static Plan *hide_columns(Checker *c, Plan *plan, int visible)
{
    int hidden = plan->input->columns.count - visible;
    if (hidden == 0)
        return plan;
    Plan *select = plan_new(c, PLAN_PROJECT, plan, plan->span);
    for (int i = 0; i < plan->columns.count; i++) {
        if (i >= visible && i < visible + hidden)
            continue;
        vec_push(c->arena, &select->columns, plan->columns.at[i]);
        vec_push(c->arena, &select->exprs, column_ref(c, plan, i, plan->span));
    }
    return select;
}

static bool put_functions(Checker *c, Plan *plan, Plan *below, const Call *call, const char **names)
{
    for (int i = 0; i < call->arg_count; i++) {
        const Arg *arg = &call->args[i];
        if (arg == find_arg(call, "by") || arg == find_arg(call, "order"))
            continue;
        if (!arg->name.text) {
            diag_help(diag_error(c->diags, E0605, arg->span, "the new column has no name"),
                      "write `name = %s`", span_text(c, arg->span));
            return false;
        }
        if (find_column(below->input, arg->name.text) >= 0) {
            diag_error(c->diags, E0605, arg->name.span, "there is a column `%s` already",
                       arg->name.text);
            return false;
        }
        names[plan->windows.count] = arg->name.text;
        if (!put_function(c, plan, below, arg))
            return false;
    }
    return true;
}

Hir *verb_window(Checker *c, const Call *call, Plan *input)
{
    if (!verb_some_arguments(c, call, "window(order=.t, ma = rolling_mean(.x, 7))"))
        return verb_failed(c, call);
    const Arg *by = find_arg(call, "by"), *order = find_arg(call, "order");
    Plan *below = plan_new(c, PLAN_PROJECT, input, call->expr->span);
    for (int i = 0; i < input->columns.count; i++)
        put_expr(c, below, input, input->columns.at[i].name,
                 column_ref(c, input, i, call->expr->span));
    Plan *plan = plan_new(c, PLAN_WINDOW, below, call->expr->span);
    if (by && !put_keys(c, plan, by->value, false))
        return verb_failed(c, call);
    plan->by = plan->keys.count;
    const char **names = arena_array(c->arena, const char *, call->arg_count + 1);
    if ((order && !put_keys(c, plan, order->value, true)) ||
        !put_functions(c, plan, below, call, names))
        return verb_failed(c, call);
    keep_columns(c, plan);
    for (int i = 0; i < plan->windows.count; i++) {
        if (is_rank(plan->windows.at[i].kind) && !order) {
            diag_help(diag_error(c->diags, E0605, call->expr->span, "a rank needs an order"),
                      "write `window(order=desc(.x), …)`");
            return verb_failed(c, call);
        }
        vec_push(c->arena, &plan->columns, result_column(plan, &plan->windows.at[i], names[i]));
    }
    return hir_table(c, hide_columns(c, plan, input->columns.count));
}
