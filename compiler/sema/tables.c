/* SPDX-License-Identifier: MIT
 *
 * Tables: sources read at build, and plans as values. A source's schema is
 * inferred from its file; where it is written, the file is checked against it.
 */
#include "sema/check.h"

#include <unistd.h>

#include "dash/source.h"

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

/* ---- sources -------------------------------------------------------------- */

static const TypeKind column_kinds[] = {
    [DASH_COLUMN_BOOL] = TY_BOOL,   [DASH_COLUMN_INT] = TY_INT,
    [DASH_COLUMN_FLOAT] = TY_FLOAT, [DASH_COLUMN_TEXT] = TY_TEXT,
    [DASH_COLUMN_DATE] = TY_DATE,   [DASH_COLUMN_DATETIME] = TY_DATETIME,
};

static const Type *column_type(Checker *c, const DashColumn *column)
{
    const Type *type = simple(c, column_kinds[column->type]);
    return column->valid ? type_optional(c->types, type) : type;
}

static void put_source_columns(Checker *c, HirTable *table, Plan *plan)
{
    for (uint32_t i = 0; i < table->data->column_count; i++) {
        const DashColumn *column = &table->data->columns[i];
        PlanColumn made = {.name = intern(c->interner, column->name, strlen(column->name)),
                           .type = column_type(c, column),
                           .encoding = column->encoding};
        if (column->type == DASH_COLUMN_TEXT) {
            made.dict_table = table;
            made.dict_column = (int)i;
        }
        vec_push(c->arena, &plan->columns, made);
    }
}

Plan *scan_of(Checker *c, HirTable *table, Span span)
{
    Plan *scan = plan_new(c, PLAN_SCAN, NULL, span);
    scan->table = table;
    if (table->data)
        put_source_columns(c, table, scan);
    else
        for (int i = 0; i < table->plan->columns.count; i++)
            vec_push(c->arena, &scan->columns, table->plan->columns.at[i]);
    return scan;
}

/* The path of a data file: beside the file that names it. */
static const char *data_path(Checker *c, Str written)
{
    return path_beside(c->arena, c->file->source, written);
}

static void complain_data(Checker *c, const char *path, const DashSourceError *error, Span span)
{
    DiagCode code = error->expected ? E0602 : E0601;
    Buf place = {.arena = c->arena};
    buf_puts(&place, path);
    if (error->line)
        buf_printf(&place, ":%zu", error->line);
    if (error->line && error->column)
        buf_printf(&place, ":%zu", error->column);
    Diag *d;
    if (error->expected && error->value)
        d = diag_error(c->diags, code, span, "%s: `%s` is not of type `%s`", place.ptr,
                       error->value, error->expected);
    else
        d = diag_error(c->diags, code, span, "%s: %s", place.ptr, error->message);
    if (error->expected && error->value)
        diag_help(d, "mend the cell, or write another type for its column");
    else if (error->expected)
        diag_help(d, "mend the cell, or write the type of its column as `%s?`", error->expected);
    if (!error->line && access(path, F_OK) != 0)
        suggest_file(d, c->arena, path, "");
}

/* The schema as the reader takes it; false after a complaint. */
static bool schema_columns(Checker *c, const Type *schema, DashSourceColumn *out, Span span)
{
    for (int i = 0; i < schema->field_count; i++) {
        TypeKind kind = type_without_null(schema->fields[i].type)->kind;
        int found = -1;
        for (int k = 0; k <= DASH_COLUMN_DATETIME; k++)
            if (column_kinds[k] == kind)
                found = k;
        if (kind == TY_ERROR)
            return false;
        if (found < 0) {
            diag_error(c->diags, E0605, span, "a column cannot hold `%s`",
                       shown(c, schema->fields[i].type));
            return false;
        }
        out[i] = (DashSourceColumn){.name = schema->fields[i].name,
                                    .type = (DashColumnType)found,
                                    .optional = schema->fields[i].type->kind == TY_OPTIONAL};
    }
    return true;
}

Hir *embedded_table(Checker *c, const char *name, const char *path, const DashTable *data,
                    Span span)
{
    HirTable *table = arena_new(c->arena, HirTable);
    *table = (HirTable){.name = name, .span = span, .path = path, .data = data};
    Plan *scan = scan_of(c, table, span);
    table->type = plan_type(c, scan);
    vec_push(c->arena, &c->program->tables, table);
    return hir_table(c, scan);
}

static Hir *read_csv(Checker *c, const char *name, const Call *call, const TypeExpr *written,
                     char delimiter)
{
    const Expr *file = call->arg_count == 1 ? call->args[0].value : NULL;
    Str text = file && !call->args[0].name.text ? literal_text(file) : (Str){NULL, 0};
    if (!text.ptr) {
        if (call->arg_count > 1)
            diag_unsupported(c->diags, call->args[1].span, "this argument of `%s`", call->name);
        else
            diag_error(c->diags, E0605, call->expr->span,
                       "`%s` takes the path of a file, written as a plain text", call->name);
        return hir_error(c, call->expr->span);
    }
    const Type *schema = written ? resolve_type(c, written) : NULL;
    DashSource source = {.delimiter = delimiter};
    if (schema) {
        DashSourceColumn *columns =
            arena_array(c->arena, DashSourceColumn, schema->field_count + 1);
        if (!schema_columns(c, schema, columns, written->span))
            return hir_error(c, call->expr->span);
        source.schema = columns;
        source.schema_count = (uint32_t)schema->field_count;
    }
    DashTable *data = arena_new(c->arena, DashTable);
    DashSourceError error = {0};
    const char *path = data_path(c, text);
    if (!dash_source_read(c->arena, path, &source, data, &error)) {
        complain_data(c, path, &error, file->span);
        return hir_error(c, call->expr->span);
    }
    return embedded_table(c, name, path, data, call->expr->span);
}

Hir *check_source(Checker *c, const Call *call)
{
    const Decl *decl = c->table_decl;
    bool csv = strcmp(call->name, "csv") == 0;
    if (!csv && strcmp(call->name, "tsv") != 0) {
        diag_unsupported(c->diags, call->expr->span, "the source `%s`", call->name);
        return hir_error(c, call->expr->span);
    }
    if (!decl) {
        Diag *d = diag_error(c->diags, E0203, call->expr->span,
                             "a file is read by a `table` of the top level");
        diag_help(d, "write `table t = %s(…)` there and use `t` here", call->name);
        return hir_error(c, call->expr->span);
    }
    bool whole = decl->value == call->expr;
    const char *name = whole ? decl->name.text : arena_printf(c->arena, "%s_file", decl->name.text);
    return read_csv(c, name, call, whole ? decl->type : NULL, csv ? 0 : '\t');
}

bool is_source(const char *name)
{
    static const char *const names[] = {"csv", "tsv", "json", "ndjson", "read_csv"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(names[i], name) == 0)
            return true;
    return false;
}

/* ---- declarations --------------------------------------------------------- */

/* The table of a pipeline; a source has put itself among the tables already. */
HirTable *table_from(Checker *c, Name name, Hir *value)
{
    bool source = value->kind == HIR_TABLE && value->plan->op == PLAN_SCAN &&
                  value->plan->table->data && value->plan->table->name == name.text;
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
