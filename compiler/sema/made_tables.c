/* SPDX-License-Identifier: MIT
 *
 * table(…): a table of lists, a column each, or of a list of records. Both become the
 * JSON that a table can be read from.
 */
#include "sema/check.h"

/* JSON says what it is. */
static bool is_cell(const Type *type)
{
    return storable(type) && type_without_null(type)->kind != TY_DURATION;
}

bool is_cell_table(const Type *type)
{
    for (int i = 0; i < type->field_count; i++)
        if (!is_cell(type->fields[i].type))
            return false;
    return type->kind == TY_TABLE;
}

static Hir *cast_to_table(Checker *c, Hir *value, const Type *type, Span span)
{
    Hir *hir = hir_unary(c, HIR_CAST, type, hir_convert(c, value, simple(c, TY_JSON)), 0);
    hir->span = span;
    return hir;
}

/* table(records) */
static Hir *table_of_records(Checker *c, const Call *call, Hir *records)
{
    const Type *item = is_kind(records, TY_LIST) ? records->type->item : NULL;
    if (is_error(records) || is_kind(records, TY_TABLE))
        return records;
    if (item && item->kind == TY_RECORD) {
        const Type *type = type_fields(c->types, TY_TABLE, item->fields, item->field_count);
        if (is_cell_table(type))
            return cast_to_table(c, records, type, call->expr->span);
    }
    Diag *d = diag_error(c->diags, E0605, records->span,
                         "`table` takes a list of records of single values, not `%s`",
                         shown(c, records->type));
    if (is_kind(records, TY_JSON))
        diag_help(d, "say what it holds: `… as table{name: text, price: float}`");
    else
        diag_help(d, "or lists, a column each: `table(x=xs, y=ys)`");
    return hir_error(c, call->expr->span);
}

/* The list of a column; NULL after a complaint. */
static Hir *column_values(Checker *c, const Arg *arg)
{
    Hir *list = infer(c, arg->value);
    if (is_kind(list, TY_COLUMN))
        list = column_list(c, list);
    if (is_error(list) || (is_kind(list, TY_LIST) && is_cell(list->type->item)))
        return list;
    diag_error(c->diags, E0605, arg->value->span,
               "the column `%s` takes a list of single values, not `%s`", arg->name.text,
               shown(c, list->type));
    return hir_error(c, arg->span);
}

/* table(x=xs, y=ys) */
static Hir *table_of_lists(Checker *c, const Call *call)
{
    Field *lists = arena_array(c->arena, Field, call->arg_count + 1);
    Field *columns = arena_array(c->arena, Field, call->arg_count + 1);
    Hir *record = hir_new(c, HIR_RECORD, NULL, call->expr->span);
    bool fine = true;
    for (int i = 0; i < call->arg_count; i++) {
        const Arg *arg = &call->args[i];
        if (!arg->name.text) {
            diag_error(c->diags, E0605, arg->span, "every column has a name: `table(x=…, y=…)`");
            return hir_error(c, call->expr->span);
        }
        Hir *list = column_values(c, arg);
        fine &= !is_error(list);
        lists[i] = (Field){arg->name.text, list->type};
        columns[i] = (Field){arg->name.text, fine ? list->type->item : list->type};
        vec_push(c->arena, &record->list.items, list);
    }
    if (!fine)
        return hir_error(c, call->expr->span);
    record->type = type_fields(c->types, TY_RECORD, lists, call->arg_count);
    const Type *type = type_fields(c->types, TY_TABLE, columns, call->arg_count);
    return cast_to_table(c, record, type, call->expr->span);
}

Hir *check_made_table(Checker *c, const Call *call)
{
    if (call->first && call->arg_count == 0)
        return table_of_records(c, call, call->first);
    if (!call->first && call->arg_count == 1 && !call->args[0].name.text)
        return table_of_records(c, call, infer(c, call->args[0].value));
    if (!call->first && call->arg_count > 0)
        return table_of_lists(c, call);
    Diag *d = diag_error(c->diags, E0605, call->expr->span,
                         "`table` takes a list of records, or a list a column");
    diag_help(d, "`table(records)`, `table(x=xs, y=ys)`");
    return hir_error(c, call->expr->span);
}
