/* SPDX-License-Identifier: MIT
 *
 * Columns: `.name` in the arguments of verbs, `t.name` as a value, and the
 * methods of such values.
 */
#include "sema/verbs.h"

Hir *column_ref(Checker *c, const Plan *plan, int index, Span span)
{
    Hir *hir = hir_new(c, HIR_COLREF, plan->columns.at[index].type, span);
    hir->column = index;
    return hir;
}

/* `.name` in `by=`: a field of the item. */
static Hir *item_field(Checker *c, const Expr *e)
{
    c->item->used = true;
    Hir *item = hir_var(c, c->item->var, e->span);
    return member_of(c, item, (Name){e->column.name, e->span}, e->span);
}

Hir *check_column(Checker *c, const Expr *e)
{
    if (c->item && !e->column.computed)
        return item_field(c, e);
    if (!c->row) {
        Diag *d = diag_error(c->diags, E0606, e->span,
                             "`%s` speaks of a row of a table, and there is none here",
                             span_text(c, e->span));
        const char *after = e->column.computed ? "t" : "t.";
        diag_help(d,
                  "write it in the arguments of a verb, as in `t | filter(%s == x)`, or name "
                  "the table: `%s%s`",
                  span_text(c, e->span), after, span_text(c, e->span) + 1);
        return hir_error(c, e->span);
    }
    if (e->column.computed)
        return column_by_name(c, c->row, no_row_any(c, e->column.computed), e->span);
    int index = find_column(c->row, e->column.name);
    if (index < 0)
        complain_column(c, c->row, e->column.name, e->span);
    return index < 0 ? hir_error(c, e->span) : column_ref(c, c->row, index, e->span);
}

Hir *column_value(Checker *c, Plan *plan, int index, Span span)
{
    Plan *single = plan_new(c, PLAN_PROJECT, plan, span);
    vec_push(c->arena, &single->exprs, column_ref(c, plan, index, span));
    vec_push(c->arena, &single->columns, plan->columns.at[index]);
    const Type *type = type_of(c->types, TY_COLUMN, plan->columns.at[index].type);
    Hir *hir = hir_new(c, HIR_COLUMN, type, span);
    hir->plan = single;
    return hir;
}

Hir *column_of_values(Checker *c, Plan *plan, const char *name, Hir *value)
{
    Plan *single = plan_new(c, PLAN_PROJECT, plan, value->span);
    if (!put_expr(c, single, plan, name, value))
        return hir_error(c, value->span);
    Hir *hir = hir_new(c, HIR_COLUMN, type_of(c->types, TY_COLUMN, value->type), value->span);
    hir->plan = single;
    return hir;
}

Hir *plan_row(Checker *c, Plan *plan, Hir *index, Span span)
{
    const Type *all = plan_type(c, plan);
    const Type *record = type_fields(c->types, TY_RECORD, all->fields, all->field_count);
    Hir *row = hir_new(c, HIR_ROW, type_optional(c->types, record), span);
    row->row.plan = plan;
    row->row.index = index;
    return row;
}

Hir *column_list(Checker *c, Hir *column)
{
    const Type *item = type_without_null(column->type->item);
    return hir_convert(c, column, type_of(c->types, TY_LIST, item));
}

Hir *check_table_member(Checker *c, Hir *table, Name name, Span span)
{
    Plan *plan = plan_of(c, table);
    int index = find_column(plan, name.text);
    if (index >= 0)
        return column_value(c, plan, index, span);
    const char *help = pandas_help(name.text);
    if (help || is_verb(name.text)) {
        Diag *d = diag_error(c->diags, E0603, name.span, "there is no column `%s`", name.text);
        if (help)
            diag_help(d, "%s", help);
        else
            diag_help(d, "to call the verb write `.%s(…)`", name.text);
        return hir_error(c, span);
    }
    complain_column(c, plan, name.text, name.span);
    return hir_error(c, span);
}

/* ---- methods -------------------------------------------------------------- */

static bool no_arguments(Checker *c, const Call *call)
{
    if (call->arg_count == 0)
        return true;
    diag_error(c->diags, E0605, call->args[0].span, "`%s` of a column takes no arguments",
               call->name);
    return false;
}

static Hir *unique_values(Checker *c, const Call *call)
{
    Plan *column = call->first->plan;
    Plan *plan = plan_new(c, PLAN_DISTINCT, column, call->name_span);
    vec_push(c->arena, &plan->exprs, column_ref(c, column, 0, call->name_span));
    vec_push(c->arena, &plan->columns, column->columns.at[0]);
    Hir *hir = hir_new(c, HIR_COLUMN, call->first->type, call->expr->span);
    hir->plan = plan;
    return column_list(c, hir);
}

/* NULL: not a method of columns. */
Hir *call_column_method(Checker *c, const Call *call)
{
    AggregateKind kind = AGG_COUNT;
    bool unique = strcmp(call->name, "unique") == 0, list = strcmp(call->name, "list") == 0;
    bool length = strcmp(call->name, "len") == 0;
    bool aggregate = aggregate_kind(call->name, &kind);
    if (!unique && !list && !length && !aggregate) {
        const char *help = pandas_help(call->name);
        if (!help)
            return NULL;
        diag_help(diag_error(c->diags, E0604, call->name_span, "`%s` is not a method of columns",
                             call->name),
                  "%s", help);
        return hir_error(c, call->expr->span);
    }
    if (call->first->kind != HIR_COLUMN)
        return NULL;
    bool quantile = aggregate && kind == AGG_QUANTILE;
    if (quantile && call->arg_count != 1) {
        diag_help(diag_error(c->diags, E0605, call->name_span, "`quantile` takes one number"),
                  "write `t.x.quantile(0.9)`");
        return hir_error(c, call->expr->span);
    }
    if (!quantile && !no_arguments(c, call))
        return hir_error(c, call->expr->span);
    if (unique)
        return unique_values(c, call);
    if (list)
        return column_list(c, call->first);
    Plan *column = call->first->plan;
    if (length)
        return reduce_plan(c, column, AGG_COUNT, NULL, NULL, call->expr->span);
    bool computed_text = column->op == PLAN_PROJECT && column->exprs.at[0]->kind != HIR_COLREF &&
                         type_without_null(column->columns.at[0].type)->kind == TY_TEXT;
    bool project = column->op == PLAN_PROJECT && !computed_text; /* texts need codes */
    Hir *argument = project ? column->exprs.at[0] : column_ref(c, column, 0, call->expr->span);
    return reduce_plan(c, project ? column->input : column, kind, argument,
                       quantile ? call->args[0].value : NULL, call->expr->span);
}
