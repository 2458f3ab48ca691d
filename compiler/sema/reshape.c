/* SPDX-License-Identifier: MIT
 *
 * Other shapes of tables: `union` puts rows below rows, `melt` makes rows of
 * columns (a union of selects), `pivot` columns of rows (a group with conditions).
 */
#include "sema/verbs.h"

/* ---- union ---------------------------------------------------------------- */

static bool same_dictionary(const PlanColumn *a, const PlanColumn *b)
{
    return a->dict_table && a->dict_table == b->dict_table && a->dict_column == b->dict_column;
}

/* The column that takes the values of both. */
static PlanColumn united_column(Checker *c, const PlanColumn *a, const PlanColumn *b)
{
    PlanColumn column = *a;
    const Type *type = type_without_null(a->type);
    bool null = type != a->type || b->type->kind == TY_OPTIONAL;
    column.type = null ? type_optional(c->types, type) : type;
    if (type->kind == TY_TEXT && !same_dictionary(a, b)) {
        column.dict_table = NULL;
        column.encoding = DASH_U32;
    } else if (a->encoding != b->encoding) {
        column.encoding = DASH_I64;
    }
    return column;
}

static bool put_united(Checker *c, Plan *plan, int i, Span span)
{
    const PlanColumn *a = &plan->input->columns.at[i];
    int other = find_column(plan->other, a->name);
    if (other < 0) {
        Diag *d = diag_error(c->diags, E0603, span, "the other table has no column `%s`", a->name);
        diag_help(d, "both need the same columns: choose them with `select(…)`");
        return false;
    }
    const PlanColumn *b = &plan->other->columns.at[other];
    if (type_without_null(a->type) != type_without_null(b->type)) {
        diag_error(c->diags, E0605, span, "`%s` is `%s` here and `%s` in the other table", a->name,
                   shown(c, a->type), shown(c, b->type));
        return false;
    }
    vec_push(c->arena, &plan->others, other);
    vec_push(c->arena, &plan->columns, united_column(c, a, b));
    return true;
}

/* NULL after a complaint. */
static Plan *unite(Checker *c, Plan *input, Plan *other, Span span)
{
    Plan *plan = plan_new(c, PLAN_UNION, input, span);
    plan->other = other;
    for (int i = 0; i < input->columns.count; i++)
        if (!put_united(c, plan, i, span))
            return NULL;
    for (int i = 0; i < other->columns.count; i++) {
        if (find_column(input, other->columns.at[i].name) >= 0)
            continue;
        Diag *d = diag_error(c->diags, E0603, span, "only the other table has the column `%s`",
                             other->columns.at[i].name);
        diag_help(d, "both need the same columns: choose them with `select(…)`");
        return NULL;
    }
    return plan;
}

Hir *verb_union(Checker *c, const Call *call, Plan *input)
{
    if (call->arg_count != 1 || call->args[0].name.text) {
        diag_help(diag_error(c->diags, E0605, call->name_span, "`union` takes a table"),
                  "write `a | union(b)`");
        return verb_failed(c, call);
    }
    Hir *other = verb_other_table(c, call->args[0].value);
    if (is_error(other))
        return other;
    Plan *plan = unite(c, input, plan_of(c, other), call->expr->span);
    return plan ? hir_table(c, plan) : verb_failed(c, call);
}

/* ---- arguments ------------------------------------------------------------ */

static const Expr *named_arg(const Call *call, const char *name)
{
    for (int i = 0; i < call->arg_count; i++)
        if (call->args[i].name.text && strcmp(call->args[i].name.text, name) == 0)
            return call->args[i].value;
    return NULL;
}

typedef Vec(int) Columns;

static bool put_column_index(Checker *c, Plan *input, const Expr *e, Columns *out)
{
    int index = column_arg(c, e, input);
    if (index < 0)
        return false;
    vec_push(c->arena, out, index);
    return true;
}

/* `.a` or `[.a, .b]`. */
static bool read_columns(Checker *c, Plan *input, const Expr *e, Columns *out)
{
    if (!e)
        return true;
    if (e->kind != EXPR_LIST)
        return put_column_index(c, input, e, out);
    for (int i = 0; i < e->list.items.count; i++)
        if (!put_column_index(c, input, e->list.items.at[i], out))
            return false;
    return true;
}

/* ---- melt ----------------------------------------------------------------- */

/* The rows of one value column: its name and its value. */
static Plan *melted(Checker *c, Plan *input, const Columns *ids, int value, Span span)
{
    Plan *plan = plan_new(c, PLAN_PROJECT, input, span);
    const char *name = input->columns.at[value].name;
    bool good = true;
    for (int i = 0; i < ids->count; i++)
        good &= put_expr(c, plan, input, input->columns.at[ids->at[i]].name,
                         column_ref(c, input, ids->at[i], span));
    good &= put_expr(c, plan, input, "variable", hir_text(c, name, span));
    good &= put_expr(c, plan, input, "value", column_ref(c, input, value, span));
    return good ? plan : NULL;
}

Hir *verb_melt(Checker *c, const Call *call, Plan *input)
{
    Columns ids = {0}, values = {0};
    const Expr *id = named_arg(call, "id"), *value = named_arg(call, "values");
    if (!value || call->arg_count != 1 + (id != NULL)) {
        diag_help(diag_error(c->diags, E0605, call->name_span,
                             "`melt` takes the columns that stay and those that become rows"),
                  "write `melt(id=.a, values=[.x, .y])`");
        return verb_failed(c, call);
    }
    if (!read_columns(c, input, id, &ids) || !read_columns(c, input, value, &values))
        return verb_failed(c, call);
    Plan *plan = NULL;
    for (int i = 0; i < values.count; i++) {
        Plan *part = melted(c, input, &ids, values.at[i], call->expr->span);
        plan = part && plan ? unite(c, plan, part, call->expr->span) : part;
        if (!plan)
            return verb_failed(c, call);
    }
    return plan ? hir_table(c, plan) : verb_failed(c, call);
}

/* ---- pivot ---------------------------------------------------------------- */

/* `if .columns == text { argument }`, else null. */
static Hir *where_text(Checker *c, Plan *input, int column, const char *text, Hir *argument)
{
    Span span = argument->span;
    Hir *test = hir_binary(c, HIR_COMPARE, COMPARE_EQ, simple(c, TY_BOOL),
                           column_ref(c, input, column, span), hir_text(c, text, span));
    const Type *type = type_optional(c->types, type_without_null(argument->type));
    Hir *nothing = hir_new(c, HIR_NULL, type, span);
    return hir_if(c, type, span, test, hir_convert(c, argument, type), nothing);
}

static const DashColumn *dictionary_of(const Plan *input, int column)
{
    const PlanColumn *meta = &input->columns.at[column];
    const HirTable *table = meta->dict_table;
    return table && table->data ? &table->data->columns[meta->dict_column] : NULL;
}

/* One aggregate a text of the column, named after it. */
static bool put_pivoted(Checker *c, Plan *plan, Plan *input, int column, const Expr *values)
{
    const DashColumn *source = dictionary_of(input, column);
    if (!source || !source->dict) {
        Diag *d = diag_unsupported(c->diags, values->span,
                                   "a pivot whose columns are not known when compiling");
        diag_help(d, "`columns` must be a column of texts of an embedded table");
        return false;
    }
    for (uint32_t i = 0; i < source->dict->count; i++) {
        DashText text = dash_dict_text(source->dict, i);
        const char *name = intern(c->interner, text.ptr, text.len);
        if (!put_conditional_aggregate(c, plan, input, name, values, column, where_text))
            return false;
    }
    return true;
}

Hir *verb_pivot(Checker *c, const Call *call, Plan *input)
{
    const Expr *index = named_arg(call, "index"), *columns = named_arg(call, "columns");
    const Expr *values = named_arg(call, "values");
    if (!index || !columns || !values || call->arg_count != 3) {
        diag_help(diag_error(c->diags, E0605, call->name_span,
                             "`pivot` takes an index, a column and an aggregate"),
                  "write `pivot(index=.a, columns=.b, values=sum(.x))`");
        return verb_failed(c, call);
    }
    Columns keys = {0};
    int column = column_arg(c, columns, input);
    if (column < 0 || !read_columns(c, input, index, &keys))
        return verb_failed(c, call);
    Plan *plan = plan_new(c, PLAN_GROUP, input, call->expr->span);
    bool good = true;
    for (int i = 0; i < keys.count; i++)
        good &= put_expr(c, plan, input, input->columns.at[keys.at[i]].name,
                         column_ref(c, input, keys.at[i], call->expr->span));
    good = good && put_pivoted(c, plan, input, column, values);
    return good ? hir_table(c, plan) : verb_failed(c, call);
}
