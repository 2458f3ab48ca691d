/* SPDX-License-Identifier: MIT
 *
 * Joins: `orders | join(customers, on=.customer)`.
 */
#include "sema/verbs.h"

/* The columns that `on` names, each in both tables and of one type. */
static bool put_key(Checker *c, Plan *join, const Expr *e)
{
    int left = column_arg(c, e, join->input);
    if (left < 0)
        return false;
    const PlanColumn *column = &join->input->columns.at[left];
    int right = find_column(join->other, column->name);
    if (right < 0) {
        Diag *d = diag_error(c->diags, E0603, e->span, "the other table has no column `%s`",
                             column->name);
        diag_help(d, "both need it: give it this name with `rename(%s = .…)`", column->name);
        return false;
    }
    const Type *a = column->type, *b = join->other->columns.at[right].type;
    if (type_without_null(a) != type_without_null(b)) {
        diag_error(c->diags, E0605, e->span, "`%s` is `%s` here and `%s` in the other table",
                   column->name, shown(c, a), shown(c, b));
        return false;
    }
    vec_push(c->arena, &join->on, ((JoinKey){left, right}));
    return true;
}

static bool put_keys(Checker *c, Plan *join, const Expr *on)
{
    if (on->kind != EXPR_LIST)
        return put_key(c, join, on);
    for (int i = 0; i < on->list.items.count; i++)
        if (!put_key(c, join, on->list.items.at[i]))
            return false;
    return true;
}

static bool is_key(const Plan *join, int right)
{
    for (int i = 0; i < join->on.count; i++)
        if (join->on.at[i].right == right)
            return true;
    return false;
}

/* The other table's columns, but for the keys, behind the input's. */
static bool put_others(Checker *c, Plan *join, const Call *call)
{
    for (int i = 0; i < join->other->columns.count; i++) {
        PlanColumn column = join->other->columns.at[i];
        if (is_key(join, i))
            continue;
        if (find_column(join->input, column.name) >= 0) {
            Diag *d = diag_error(c->diags, E0605, call->args[0].span,
                                 "both tables have a column `%s`", column.name);
            diag_help(d, "rename one of them before: `rename(other_%s = .%s)`, or drop it",
                      column.name, column.name);
            return false;
        }
        if (join->join == JOIN_LEFT)
            column.type = type_optional(c->types, type_without_null(column.type));
        vec_push(c->arena, &join->columns, column);
        vec_push(c->arena, &join->others, i);
    }
    return true;
}

Hir *verb_other_table(Checker *c, const Expr *e)
{
    Plan *row = c->row;
    c->row = NULL;
    Hir *table = infer(c, e);
    c->row = row;
    if (is_error(table) || table->type->kind == TY_TABLE)
        return table;
    diag_error(c->diags, E0605, e->span, "a table is wanted here, not `%s`", shown(c, table->type));
    return hir_error(c, e->span);
}

static Hir *join_tables(Checker *c, const Call *call, Plan *input, JoinKind kind)
{
    const Expr *on = NULL;
    for (int i = 0; i < call->arg_count; i++)
        if (call->args[i].name.text && strcmp(call->args[i].name.text, "on") == 0)
            on = call->args[i].value;
    if (call->arg_count != 2 || call->args[0].name.text || !on) {
        diag_help(diag_error(c->diags, E0605, call->name_span,
                             "`%s` takes a table and the columns that must be equal", call->name),
                  "write `%s(other, on=.id)`, or `on=[.a, .b]`", call->name);
        return verb_failed(c, call);
    }
    Hir *other = verb_other_table(c, call->args[0].value);
    if (is_error(other))
        return other;
    Plan *join = keep_columns(c, plan_new(c, PLAN_JOIN, input, call->expr->span));
    join->join = kind;
    join->other = plan_of(c, other);
    if (!put_keys(c, join, on) || (kind != JOIN_ANTI && !put_others(c, join, call)))
        return verb_failed(c, call);
    return hir_table(c, join);
}

Hir *verb_join(Checker *c, const Call *call, Plan *input)
{
    return join_tables(c, call, input, JOIN_INNER);
}

Hir *verb_left_join(Checker *c, const Call *call, Plan *input)
{
    return join_tables(c, call, input, JOIN_LEFT);
}

Hir *verb_anti_join(Checker *c, const Call *call, Plan *input)
{
    return join_tables(c, call, input, JOIN_ANTI);
}
