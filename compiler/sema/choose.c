/* SPDX-License-Identifier: MIT
 *
 * Columns that are chosen at run time: `.[name]` in the arguments of verbs, `t[name]` as a
 * value. Any column may be meant, so the type is one that all have in common; the value is
 * a choice by the column's number, which is found once.
 */
#include "sema/verbs.h"

bool storable(const Type *type)
{
    switch (type_without_null(type)->kind) {
    case TY_BOOL:
    case TY_INT:
    case TY_FLOAT:
    case TY_TEXT:
    case TY_DATE:
    case TY_DATETIME:
    case TY_DURATION:
        return true;
    default:
        return false;
    }
}

/* Of all columns; NULL after a complaint. */
static const Type *common_type(Checker *c, const Plan *plan, Span span)
{
    const PlanColumn *first = &plan->columns.at[0];
    const Type *type = first->type;
    for (int i = 1; i < plan->columns.count; i++) {
        const PlanColumn *column = &plan->columns.at[i];
        const Type *joined = join_types(c, type, column->type);
        if (joined && storable(joined)) {
            type = joined;
            continue;
        }
        Diag *d = diag_error(
            c->diags, E0605, span, "the columns have no type in common: `%s` is `%s`, `%s` is `%s`",
            first->name, shown(c, first->type), column->name, shown(c, column->type));
        diag_help(d, "first choose those that may be meant: `t | select(.%s, …)`", first->name);
        return NULL;
    }
    return type;
}

static Hir *number_of_column(Checker *c, const Plan *plan, Hir *name)
{
    Hir *names = hir_new(c, HIR_LIST, type_of(c->types, TY_LIST, simple(c, TY_TEXT)), name->span);
    for (int i = 0; i < plan->columns.count; i++) {
        vec_push(c->arena, &names->list.items, hir_text(c, plan->columns.at[i].name, name->span));
        vec_push(c->arena, &names->list.spliced, false);
    }
    return builtin_node(c, "dash_column_number", simple(c, TY_INT), name->span, names, name);
}

Hir *column_by_name(Checker *c, Plan *plan, Hir *name, Span span)
{
    name = coerce_type(c, name, simple(c, TY_TEXT), "the name of a column");
    const Type *type = is_error(name) ? NULL : common_type(c, plan, span);
    if (!type)
        return hir_error(c, span);
    Hir *number = number_of_column(c, plan, name);
    int last = plan->columns.count - 1;
    Hir *value = hir_convert(c, column_ref(c, plan, last, span), type);
    for (int i = last - (last > 0); i >= 0; i--) { /* one column: its name is looked at, too */
        Hir *test =
            hir_binary(c, HIR_COMPARE, COMPARE_EQ, simple(c, TY_BOOL), number, hir_int(c, i, span));
        value =
            hir_if(c, type, span, test, hir_convert(c, column_ref(c, plan, i, span), type), value);
    }
    return value;
}
