/* SPDX-License-Identifier: MIT
 *
 * The verbs of pipelines: each puts an operator on the plan of its table. The
 * arguments speak of the rows of that table: Checker.row.
 */
#include "sema/verbs.h"

typedef struct Verb {
    const char *name;
    VerbFn *make;
} Verb;

static const Verb *find_verb(const char *name);

bool is_verb(const char *name)
{
    return find_verb(name) != NULL;
}

/* ---- what pandas calls it ------------------------------------------------- */

static const char *const pandas[][2] = {
    {"groupby", "write `group(.key, total = sum(.x))`"},
    {"group_by", "write `group(.key, total = sum(.x))`"},
    {"head", "write `take(n)`"},
    {"limit", "write `take(n)`"},
    {"tail", "write `sort(desc(.column)) | take(n)`"},
    {"sort_values", "write `sort(.column)`, or `sort(desc(.column))`"},
    {"order_by", "write `sort(.column)`"},
    {"query", "write `filter(.column == value)`"},
    {"where", "write `filter(.column == value)`"},
    {"loc", "write `filter(.column == value)`"},
    {"iloc", "a row is `t[i]`, the first rows are `take(n)`"},
    {"isin", "write `.column in values`"},
    {"isnull", "write `.column == null`"},
    {"isna", "write `.column == null`"},
    {"notnull", "write `.column != null`"},
    {"dropna", "write `filter(.column != null)`"},
    {"fillna", "write `.column ?? value`"},
    {"assign", "write `derive(new = expression)`"},
    {"mutate", "write `derive(new = expression)`"},
    {"merge", "write `join(other, on=.id)`"},
    {"agg", "write `group(.key, total = sum(.x))`"},
    {"drop_duplicates", "write `distinct(.column)`"},
    {"nlargest", "write `sort(desc(.column)) | take(n)`"},
    {"nsmallest", "write `sort(.column) | take(n)`"},
    {"value_counts", "write `group(.column, n = count())`"},
    {"to_dict", "nothing is needed: a table becomes records by itself"},
    {"to_list", "write `.list()`"},
    {"tolist", "write `.list()`"},
    {"reset_index", "nothing is needed: a table has no index"},
    {"copy", "nothing is needed: a table never changes"},
    {"average", "write `mean`"},
    {"size", "write `count()`"},
    {"shape", "the number of rows is `len(t)`"},
    {"values", "write `.list()`"},
};

const char *pandas_help(const char *name)
{
    return word_here(pandas, name);
}

/* ---- arguments ------------------------------------------------------------ */

Hir *in_row(Checker *c, const Expr *e, Plan *input, bool condition)
{
    Plan *outer = c->row;
    c->row = input;
    Hir *hir = condition ? check_condition(c, e) : infer(c, e);
    c->row = outer;
    return hir;
}

Hir *no_row_any(Checker *c, const Expr *e)
{
    Plan *outer = c->row;
    c->row = NULL;
    Hir *hir = infer(c, e);
    c->row = outer;
    return hir;
}

Hir *no_row(Checker *c, const Expr *e, const Type *type, const char *subject)
{
    return coerce_type(c, no_row_any(c, e), type, subject);
}

Hir *verb_failed(Checker *c, const Call *call)
{
    return hir_error(c, call->expr->span);
}

/* Arguments have no names. `example` shows the right form. */
static bool verb_no_names(Checker *c, const Call *call, const char *example)
{
    for (int i = 0; i < call->arg_count; i++) {
        if (!call->args[i].name.text)
            continue;
        Diag *d = diag_error(c->diags, E0605, call->args[i].name.span,
                             "`%s` takes no argument `%s`", call->name, call->args[i].name.text);
        diag_help(d, "write `%s`", example);
        return false;
    }
    return true;
}

bool verb_some_arguments(Checker *c, const Call *call, const char *example)
{
    if (call->arg_count > 0)
        return true;
    diag_help(diag_error(c->diags, E0605, call->name_span, "`%s` needs arguments", call->name),
              "write `%s`", example);
    return false;
}

int column_arg(Checker *c, const Expr *e, Plan *input)
{
    Str text = literal_text(e);
    if (e->kind == EXPR_COLUMN && !e->column.computed) {
        Hir *hir = in_row(c, e, input, false);
        return is_error(hir) ? -1 : hir->column;
    }
    Diag *d = diag_error(c->diags, E0605, e->span, "a column is wanted here");
    if (text.ptr && find_column(input, text.ptr) >= 0)
        diag_help(d, "write `.%s`", text.ptr);
    else
        diag_help(d, "columns are written with a point: `.name`");
    return -1;
}

/* ---- output columns ------------------------------------------------------- */

static bool holds_int(TypeKind kind)
{
    return kind == TY_INT || kind == TY_DATETIME || kind == TY_DURATION;
}

/* The column that an expression gives: a copy of one, or computed. */
bool put_column(Checker *c, Plan *plan, const Plan *input, const char *name, const Hir *expr)
{
    if (find_column(plan, name) >= 0) {
        diag_error(c->diags, E0605, expr->span, "there are two columns `%s` in the result", name);
        return false;
    }
    PlanColumn column = {.name = name, .type = expr->type};
    if (expr->kind == HIR_COLREF) {
        column = input->columns.at[expr->column];
        column.name = name;
    } else if (plain_encoding(expr->type) == DASH_I64 &&
               !holds_int(type_without_null(expr->type)->kind)) {
        diag_error(c->diags, E0605, expr->span, "a column cannot hold `%s`", shown(c, expr->type));
        return false;
    } else {
        column.encoding = plain_encoding(expr->type);
    }
    vec_push(c->arena, &plan->columns, column);
    return true;
}

bool put_expr(Checker *c, Plan *plan, Plan *input, const char *name, Hir *expr)
{
    vec_push(c->arena, &plan->exprs, expr);
    return !is_error(expr) && put_column(c, plan, input, name, expr);
}

/* `.a` keeps its name, `b = expression` gives one. */
bool put_named(Checker *c, Plan *plan, Plan *input, const Arg *arg)
{
    if (!arg->name.text && arg->value->kind != EXPR_COLUMN) {
        column_arg(c, arg->value, input);
        return false;
    }
    Hir *expr = in_row(c, arg->value, input, false);
    const char *name = arg->name.text             ? arg->name.text
                       : expr->kind == HIR_COLREF ? input->columns.at[expr->column].name
                                                  : "";
    if (!*name && !is_error(expr)) {
        diag_help(diag_error(c->diags, E0605, arg->span, "the new column has no name"),
                  "write `name = %s`", span_text(c, arg->span));
        return false;
    }
    return put_expr(c, plan, input, name, expr);
}

/* ---- verbs ---------------------------------------------------------------- */

Plan *keep_columns(Checker *c, Plan *plan)
{
    for (int i = 0; i < plan->input->columns.count; i++)
        vec_push(c->arena, &plan->columns, plan->input->columns.at[i]);
    return plan;
}

static Hir *verb_filter(Checker *c, const Call *call, Plan *input)
{
    const char *example = "filter(.column == value)";
    if (!verb_some_arguments(c, call, example) || !verb_no_names(c, call, example))
        return verb_failed(c, call);
    Plan *plan = keep_columns(c, plan_new(c, PLAN_FILTER, input, call->expr->span));
    for (int i = 0; i < call->arg_count; i++) {
        Hir *test = in_row(c, call->args[i].value, input, true);
        if (is_error(test))
            return verb_failed(c, call);
        plan->predicate = plan->predicate ? hir_and(c, plan->predicate, test) : test;
    }
    return hir_table(c, plan);
}

static Hir *verb_select(Checker *c, const Call *call, Plan *input)
{
    if (!verb_some_arguments(c, call, "select(.a, b = .c)"))
        return verb_failed(c, call);
    Plan *plan = plan_new(c, PLAN_PROJECT, input, call->expr->span);
    bool good = true;
    for (int i = 0; i < call->arg_count; i++)
        good &= put_named(c, plan, input, &call->args[i]);
    return good ? hir_table(c, plan) : verb_failed(c, call);
}

/* Columns that stay as they are; skipped[] says which do not. */
static bool put_others(Checker *c, Plan *plan, Plan *input, const bool *skipped, Span span)
{
    bool good = true;
    for (int i = 0; i < input->columns.count; i++)
        if (!skipped[i])
            good &=
                put_expr(c, plan, input, input->columns.at[i].name, column_ref(c, input, i, span));
    return good;
}

static Hir *verb_drop(Checker *c, const Call *call, Plan *input)
{
    const char *example = "drop(.a)";
    if (!verb_some_arguments(c, call, example) || !verb_no_names(c, call, example))
        return verb_failed(c, call);
    bool *dropped = arena_array(c->arena, bool, input->columns.count + 1);
    for (int i = 0; i < call->arg_count; i++) {
        int index = column_arg(c, call->args[i].value, input);
        if (index < 0)
            return verb_failed(c, call);
        dropped[index] = true;
    }
    Plan *plan = plan_new(c, PLAN_PROJECT, input, call->expr->span);
    bool good = put_others(c, plan, input, dropped, call->expr->span);
    if (plan->columns.count == 0 && good) {
        diag_error(c->diags, E0605, call->expr->span, "no column is left");
        good = false;
    }
    return good ? hir_table(c, plan) : verb_failed(c, call);
}

static Hir *verb_rename(Checker *c, const Call *call, Plan *input)
{
    if (!verb_some_arguments(c, call, "rename(new = .old)"))
        return verb_failed(c, call);
    const char **names = arena_array(c->arena, const char *, input->columns.count + 1);
    for (int i = 0; i < call->arg_count; i++) {
        const Arg *arg = &call->args[i];
        int index = column_arg(c, arg->value, input);
        if (index >= 0 && !arg->name.text)
            diag_help(diag_error(c->diags, E0605, arg->span, "the new name is missing"),
                      "write `rename(new = %s)`", span_text(c, arg->span));
        if (index < 0 || !arg->name.text)
            return verb_failed(c, call);
        names[index] = arg->name.text;
    }
    Plan *plan = plan_new(c, PLAN_PROJECT, input, call->expr->span);
    bool good = true;
    for (int i = 0; i < input->columns.count; i++)
        good &= put_expr(c, plan, input, names[i] ? names[i] : input->columns.at[i].name,
                         column_ref(c, input, i, call->expr->span));
    return good ? hir_table(c, plan) : verb_failed(c, call);
}

static Hir *verb_derive(Checker *c, const Call *call, Plan *input)
{
    if (!verb_some_arguments(c, call, "derive(new = expression)"))
        return verb_failed(c, call);
    bool *replaced = arena_array(c->arena, bool, input->columns.count + 1);
    for (int i = 0; i < call->arg_count; i++) {
        const Arg *arg = &call->args[i];
        if (!arg->name.text) {
            diag_help(diag_error(c->diags, E0605, arg->span, "the new column has no name"),
                      "write `derive(name = %s)`", span_text(c, arg->span));
            return verb_failed(c, call);
        }
        int index = find_column(input, arg->name.text);
        if (index >= 0)
            replaced[index] = true;
    }
    Plan *plan = plan_new(c, PLAN_PROJECT, input, call->expr->span);
    bool good = put_others(c, plan, input, replaced, call->expr->span);
    for (int i = 0; i < call->arg_count; i++)
        good &= put_named(c, plan, input, &call->args[i]);
    return good ? hir_table(c, plan) : verb_failed(c, call);
}

Plan *derive_column(Checker *c, Plan *input, const char *name, const Expr *e)
{
    bool *replaced = arena_array(c->arena, bool, input->columns.count + 1);
    Plan *plan = plan_new(c, PLAN_PROJECT, input, e->span);
    Arg arg = {.name = {.text = name, .span = e->span}, .value = (Expr *)e, .span = e->span};
    bool good = put_others(c, plan, input, replaced, e->span);
    return good && put_named(c, plan, input, &arg) ? plan : NULL;
}

static const Expr *descending(const Expr *e)
{
    bool desc = e->kind == EXPR_CALL && e->call.callee->kind == EXPR_NAME &&
                strcmp(e->call.callee->name, "desc") == 0 && e->call.args.count == 1;
    return desc ? e->call.args.at[0].value : NULL;
}

static bool sortable(const Type *type)
{
    TypeKind kind = type_without_null(type)->kind;
    return kind == TY_BOOL || kind == TY_INT || kind == TY_FLOAT || kind == TY_TEXT ||
           kind == TY_DATE || kind == TY_DATETIME || kind == TY_DURATION;
}

static bool put_key(Checker *c, Plan *sort, const Expr *e, bool is_descending)
{
    if (literal_text(e).ptr) {
        column_arg(c, e, sort->input);
        return false;
    }
    Hir *expr = in_row(c, e, sort->input, false);
    if (is_error(expr))
        return false;
    if (!sortable(expr->type)) {
        diag_error(c->diags, E0605, expr->span, "rows cannot be sorted by `%s`",
                   shown(c, expr->type));
        return false;
    }
    vec_push(c->arena, &sort->keys, ((PlanKey){expr, is_descending}));
    return true;
}

bool put_sort_key(Checker *c, Plan *plan, const Expr *e, bool may_descend)
{
    const Expr *inner = may_descend ? descending(e) : NULL;
    return put_key(c, plan, inner ? inner : e, inner != NULL);
}

static Hir *verb_sort(Checker *c, const Call *call, Plan *input)
{
    const char *example = "sort(.a, desc(.b))";
    if (!verb_some_arguments(c, call, example) || !verb_no_names(c, call, example))
        return verb_failed(c, call);
    Plan *plan = keep_columns(c, plan_new(c, PLAN_SORT, input, call->expr->span));
    for (int i = 0; i < call->arg_count; i++)
        if (!put_sort_key(c, plan, call->args[i].value, true))
            return verb_failed(c, call);
    return hir_table(c, plan);
}

/* The number of rows that take, skip and top are given. */
static Hir *row_count(Checker *c, const Call *call, int args, const char *example)
{
    if (call->arg_count == args && !call->args[0].name.text)
        return no_row(c, call->args[0].value, simple(c, TY_INT), call->name);
    diag_help(diag_error(c->diags, E0605, call->name_span, "`%s` takes %s", call->name,
                         args == 1 ? "one number" : "a number and a column"),
              "write `%s`", example);
    return verb_failed(c, call);
}

static Hir *counted(Checker *c, const Call *call, PlanOp op, Plan *input, Hir *count)
{
    if (is_error(count))
        return count;
    Plan *plan = keep_columns(c, plan_new(c, op, input, call->expr->span));
    plan->count = count;
    return hir_table(c, plan);
}

static Hir *verb_take(Checker *c, const Call *call, Plan *input)
{
    return counted(c, call, PLAN_TAKE, input, row_count(c, call, 1, "take(10)"));
}

static Hir *verb_skip(Checker *c, const Call *call, Plan *input)
{
    return counted(c, call, PLAN_SKIP, input, row_count(c, call, 1, "skip(10)"));
}

/* sample(n), or with a seed of one's own. */
static Hir *verb_sample(Checker *c, const Call *call, Plan *input)
{
    const Arg *seed = call->arg_count == 2 ? &call->args[1] : NULL;
    if (seed && (!seed->name.text || strcmp(seed->name.text, "seed") != 0)) {
        diag_help(
            diag_error(c->diags, E0605, seed->span, "`sample` takes a number of rows and a seed"),
            "write `sample(100, seed=1)`");
        return verb_failed(c, call);
    }
    Hir *number = seed ? no_row(c, seed->value, simple(c, TY_INT), "the seed of `sample`")
                       : hir_int(c, 0, call->expr->span);
    Hir *hir = counted(c, call, PLAN_SAMPLE, input,
                       row_count(c, call, seed ? 2 : 1, "sample(100, seed=1)"));
    if (is_error(hir) || is_error(number))
        return verb_failed(c, call);
    hir->plan->seed = number;
    return hir;
}

/* top(n, .x) is sort(desc(.x)) | take(n). */
static Hir *verb_top(Checker *c, const Call *call, Plan *input)
{
    Hir *count = row_count(c, call, 2, "top(10, .column)");
    if (is_error(count))
        return count;
    Plan *sort = keep_columns(c, plan_new(c, PLAN_SORT, input, call->expr->span));
    return put_key(c, sort, call->args[1].value, true) ? counted(c, call, PLAN_TAKE, sort, count)
                                                       : verb_failed(c, call);
}

static Hir *verb_distinct(Checker *c, const Call *call, Plan *input)
{
    if (!verb_no_names(c, call, "distinct(.a)"))
        return verb_failed(c, call);
    Plan *plan = keep_columns(c, plan_new(c, PLAN_DISTINCT, input, call->expr->span));
    for (int i = 0; i < call->arg_count; i++) {
        int index = column_arg(c, call->args[i].value, input);
        if (index < 0)
            return verb_failed(c, call);
        vec_push(c->arena, &plan->exprs, column_ref(c, input, index, call->args[i].span));
    }
    for (int i = 0; call->arg_count == 0 && i < input->columns.count; i++)
        vec_push(c->arena, &plan->exprs, column_ref(c, input, i, call->expr->span));
    return hir_table(c, plan);
}

/* ---- verbs that end a pipeline -------------------------------------------- */

static Hir *verb_first(Checker *c, const Call *call, Plan *input)
{
    if (call->arg_count) {
        diag_error(c->diags, E0605, call->args[0].span, "`first` takes no arguments");
        return verb_failed(c, call);
    }
    return plan_row(c, input, NULL, call->expr->span);
}

/* The names of the columns. */
static Hir *verb_columns(Checker *c, const Call *call, Plan *input)
{
    Span span = call->expr->span;
    if (call->arg_count) {
        diag_error(c->diags, E0605, call->args[0].span, "`columns` takes no arguments");
        return verb_failed(c, call);
    }
    Hir *names = hir_new(c, HIR_LIST, type_of(c->types, TY_LIST, simple(c, TY_TEXT)), span);
    for (int i = 0; i < input->columns.count; i++) {
        vec_push(c->arena, &names->list.items, hir_text(c, input->columns.at[i].name, span));
        vec_push(c->arena, &names->list.spliced, false);
    }
    return names;
}

/* The rows stand in memory already. */
static Hir *verb_collect(Checker *c, const Call *call, Plan *input)
{
    if (call->arg_count == 0)
        return hir_table(c, input);
    diag_error(c->diags, E0605, call->args[0].span, "`collect` takes no arguments");
    return verb_failed(c, call);
}

static Hir *verb_count(Checker *c, const Call *call, Plan *input)
{
    if (call->arg_count) {
        diag_help(diag_error(c->diags, E0605, call->args[0].span,
                             "`%s` of a table takes no "
                             "arguments",
                             call->name),
                  "write `t | filter(…) | %s()`", call->name);
        return verb_failed(c, call);
    }
    return reduce_plan(c, input, AGG_COUNT, NULL, NULL, call->expr->span);
}

static const Verb verbs[] = {
    {"filter", verb_filter},       {"select", verb_select},       {"drop", verb_drop},
    {"rename", verb_rename},       {"derive", verb_derive},       {"sort", verb_sort},
    {"take", verb_take},           {"distinct", verb_distinct},   {"group", verb_group},
    {"first", verb_first},         {"count", verb_count},         {"len", verb_count},
    {"aggregate", verb_aggregate}, {"skip", verb_skip},           {"top", verb_top},
    {"sample", verb_sample},       {"join", verb_join},           {"left_join", verb_left_join},
    {"anti_join", verb_anti_join}, {"union", verb_union},         {"pivot", verb_pivot},
    {"melt", verb_melt},           {"window", verb_window},       {"resample", verb_resample},
    {"split", verb_split},         {"datatable", verb_datatable}, {"columns", verb_columns},
    {"collect", verb_collect},
};

static const Verb *find_verb(const char *name)
{
    for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++)
        if (strcmp(verbs[i].name, name) == 0)
            return &verbs[i];
    return NULL;
}

Hir *call_verb(Checker *c, const Call *call)
{
    const Verb *verb = find_verb(call->name);
    if (call->block) {
        diag_error(c->diags, E0407, call->block->span, "`%s` takes no block", call->name);
        return verb_failed(c, call);
    }
    return verb->make(c, call, plan_of(c, call->first));
}

void verbs_suggest(Suggest *suggest)
{
    for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++)
        suggest_consider(suggest, verbs[i].name);
}
