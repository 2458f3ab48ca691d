/* SPDX-License-Identifier: MIT
 *
 * `split(.k)`: a list of records, each a key and the table of its rows.
 */
#include "sema/verbs.h"

/* The key of a part: that of its first row. */
static Hir *key_of_part(Checker *c, Hir *part, int column, Span span)
{
    Hir *row = only_row(c, plan_of(c, part), span);
    return hir_unary(c, HIR_FIELD, row->type->fields[column].type, row, column);
}

Hir *verb_split(Checker *c, const Call *call, Plan *input)
{
    Span span = call->expr->span;
    if (call->arg_count != 1 || call->args[0].name.text) {
        diag_help(diag_error(c->diags, E0605, call->name_span, "`split` takes a column"),
                  "write `split(.key)`");
        return verb_failed(c, call);
    }
    int column = column_arg(c, call->args[0].value, input);
    if (column < 0)
        return verb_failed(c, call);
    Hir *table = plain_table(c, hir_table(c, input));
    const Type *tables = type_of(c->types, TY_LIST, table->type);
    HirVar *var = hir_var_new(c, "part", table->type, span);
    Hir *part = hir_var(c, var, span);
    Field fields[] = {{"key", input->columns.at[column].type}, {"rows", table->type}};
    const Type *record = type_fields(c->types, TY_RECORD, fields, 2);
    Hir *item = hir_new(c, HIR_RECORD, record, span);
    vec_push(c->arena, &item->list.items, key_of_part(c, part, column, span));
    vec_push(c->arena, &item->list.items, plain_table(c, part));
    Hir *list = hir_new(c, HIR_LIST_COMP, type_of(c->types, TY_LIST, record), span);
    list->comprehension.var = var;
    list->comprehension.source =
        builtin_node(c, "dash_table_split", tables, span, table, hir_int(c, column, span));
    list->comprehension.unpack = hir_new(c, HIR_BLOCK, simple(c, TY_UNIT), span);
    list->comprehension.item = item;
    return list;
}
