/* SPDX-License-Identifier: MIT
 *
 * Tables: plans as values, and the tables that a program declares.
 */
#include "sema/check.h"

/* ---- plans ---------------------------------------------------------------- */

Plan *plan_new(Checker *c, PlanOp op, Plan *input, Span span)
{
    Plan *plan = arena_new(c->arena, Plan);
    plan->op = op;
    plan->input = input;
    plan->span = span;
    return plan;
}

const Type *plan_type(Checker *c, const Plan *plan)
{
    Field *fields = arena_array(c->arena, Field, plan->columns.count + 1);
    for (int i = 0; i < plan->columns.count; i++)
        fields[i] = (Field){plan->columns.at[i].name, plan->columns.at[i].type};
    return type_fields(c->types, TY_TABLE, fields, plan->columns.count);
}

Hir *hir_table(Checker *c, Plan *plan)
{
    Hir *hir = hir_new(c, HIR_TABLE, plan_type(c, plan), plan->span);
    hir->plan = plan;
    return hir;
}

const Plan *shape_of(Checker *c, const Hir *hir)
{
    const Plan *shape = NULL;
    if (!is_kind(hir, TY_TABLE) && !is_kind(hir, TY_COLUMN))
        return NULL;
    switch (hir->kind) {
    case HIR_TABLE:
    case HIR_COLUMN:
        return hir->plan;
    case HIR_VAR:
        shape = hir->var->shape;
        break;
    case HIR_CALL:
        shape = hir->call.fn->shape;
        break;
    case HIR_IF:
        return shape_of(c, is_kind(hir->if_.then, TY_NEVER) ? hir->if_.otherwise : hir->if_.then);
    case HIR_BLOCK:
        shape = hir->block.value ? shape_of(c, hir->block.value) : NULL;
        break;
    default:
        break;
    }
    return shape ? shape : plain_shape(c->arena, hir->type);
}

Plan *plan_of(Checker *c, Hir *table)
{
    if (table->kind == HIR_TABLE)
        return table->plan;
    Plan *plan = plan_new(c, PLAN_VALUE, NULL, table->span);
    plan->value = table;
    const Plan *shape = shape_of(c, table);
    for (int i = 0; i < shape->columns.count; i++)
        vec_push(c->arena, &plan->columns, shape->columns.at[i]);
    return plan;
}

/* Of the plain shape already, and its columns are not in the C block that made them. */
static bool is_plain_part(const Hir *table)
{
    switch (table->kind) {
    case HIR_VAR:
        return table->var->is_mutable;
    case HIR_FIELD:
    case HIR_INDEX:
    case HIR_CONVERT:
        return true;
    default:
        return false;
    }
}

Hir *plain_table(Checker *c, Hir *table)
{
    if (!is_kind(table, TY_TABLE) || is_plain_part(table))
        return table;
    return hir_unary(c, HIR_CONVERT, table->type, table, 0);
}

Hir *fit_table(Checker *c, Hir *table, const Type *type)
{
    if (table->type == type)
        return table;
    Plan *input = plan_of(c, table), *plan = plan_new(c, PLAN_PROJECT, input, table->span);
    for (int i = 0; i < type->field_count; i++) {
        const Field *field = &type->fields[i];
        int at = find_column(input, field->name);
        PlanColumn column = input->columns.at[at];
        Hir *ref = column_ref(c, input, at, table->span);
        bool same = type_without_null(column.type) == type_without_null(field->type);
        if (same)
            ref->type = field->type; /* where a null may stand none has to */
        else
            column = (PlanColumn){.encoding = plain_encoding(field->type)};
        column.name = field->name;
        column.type = field->type;
        vec_push(c->arena, &plan->columns, column);
        vec_push(c->arena, &plan->exprs, same ? ref : hir_convert(c, ref, field->type));
    }
    return hir_table(c, plan);
}

int find_column(const Plan *plan, const char *name)
{
    for (int i = 0; plan && i < plan->columns.count; i++)
        if (strcmp(plan->columns.at[i].name, name) == 0)
            return i;
    return -1;
}

int complain_column(Checker *c, const Plan *plan, const char *name, Span span)
{
    Diag *d = diag_error(c->diags, E0603, span, "there is no column `%s`", name);
    Suggest suggest = suggest_for(name);
    Buf all = {.arena = c->arena};
    for (int i = 0; plan && i < plan->columns.count; i++) {
        suggest_consider(&suggest, plan->columns.at[i].name);
        buf_printf(&all, "%s%s", i ? ", " : "", plan->columns.at[i].name);
    }
    diag_suggest(d, &suggest);
    if (all.ptr)
        diag_help(d, "the columns here are: %s", all.ptr);
    return -1;
}

/* ---- declarations --------------------------------------------------------- */

/* The table of a pipeline; a source has put itself among the tables already. */
HirTable *table_from(Checker *c, Name name, Hir *value)
{
    bool source = value->kind == HIR_TABLE && value->plan->op == PLAN_SCAN &&
                  !value->plan->table->plan && value->plan->table->name == name.text;
    if (source)
        return value->plan->table;
    HirTable *table = arena_new(c->arena, HirTable);
    *table = (HirTable){
        .name = name.text, .span = name.span, .type = value->type, .plan = plan_of(c, value)};
    vec_push(c->arena, &c->program->tables, table);
    return table;
}

static void check_schema(Checker *c, const Decl *decl, const Hir *value)
{
    bool pipeline = decl->type && value->kind == HIR_TABLE && value->plan->op != PLAN_SCAN;
    if (!pipeline)
        return;
    const Type *written = resolve_type(c, decl->type);
    for (int i = 0; i < written->field_count; i++) {
        const Field *field = type_field(value->type, written->fields[i].name);
        if (field && field->type == written->fields[i].type)
            continue;
        diag_error(c->diags, E0301, decl->type->span, "the pipeline gives `%s`",
                   shown(c, value->type));
        return;
    }
}

void ensure_table(Checker *c, Symbol *symbol)
{
    if (symbol->state == SYMBOL_DONE)
        return;
    if (symbol->state == SYMBOL_CHECKING) {
        diag_error(c->diags, E0311, symbol->span, "the table `%s` is made of itself", symbol->name);
        return;
    }
    symbol->state = SYMBOL_CHECKING;
    const Decl *outer = c->table_decl;
    c->table_decl = symbol->decl;
    ModuleMark mark = enter_module(c, symbol->module);
    Hir *value = check_top_value(c, symbol->decl->value, NULL);
    leave_module(c, mark);
    c->table_decl = outer;
    symbol->state = SYMBOL_DONE;
    if (is_error(value))
        return;
    if (!is_kind(value, TY_TABLE)) {
        diag_error(c->diags, E0607, value->span, "a table is wanted here, not `%s`",
                   shown(c, value->type));
        return;
    }
    check_schema(c, symbol->decl, value);
    symbol->table = table_from(c, symbol->decl->name, value);
}
