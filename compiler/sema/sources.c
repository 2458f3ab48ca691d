/* SPDX-License-Identifier: MIT
 *
 * Sources of tables: files that are read at build, and embedded or, when they are
 * live, only looked at for their schema. A source's schema is inferred from its
 * file; where it is written, the file is checked against it.
 */
#include "sema/check.h"

#include <unistd.h>

#include "dash/data.h"
#include "plan/shape.h"
#include "sema/source_options.h"

static const TypeKind column_kinds[] = {
    [DASH_COLUMN_BOOL] = TY_BOOL,   [DASH_COLUMN_INT] = TY_INT,
    [DASH_COLUMN_FLOAT] = TY_FLOAT, [DASH_COLUMN_TEXT] = TY_TEXT,
    [DASH_COLUMN_DATE] = TY_DATE,   [DASH_COLUMN_DATETIME] = TY_DATETIME,
};

/* The DashColumnType, or -1. */
static int column_of_kind(TypeKind kind)
{
    for (int i = 0; i <= DASH_COLUMN_DATETIME; i++)
        if (column_kinds[i] == kind)
            return i;
    return -1;
}

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

/* The columns of a table whose rows are not known when compiling. */
static void put_open_columns(Checker *c, HirTable *table, Plan *plan)
{
    for (int i = 0; i < table->source->schema->field_count; i++) {
        const Field *field = &table->source->schema->fields[i];
        const Type *base = type_without_null(field->type);
        PlanColumn made = {
            .name = field->name, .type = field->type, .encoding = plain_encoding(base)};
        if (base->kind == TY_TEXT) {
            made.dict_table = table;
            made.dict_column = i;
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
    else if (table->source)
        put_open_columns(c, table, scan);
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

static void complain_file(Checker *c, const char *path, const DashSourceError *error, Span span)
{
    Diag *d = diag_error(c->diags, error->expected ? E0602 : E0601, span, "%s",
                         dash_source_complaint(c->arena, path, error));
    if (error->expected && error->value)
        diag_help(d, "mend the cell, or write another type for its column");
    else if (error->expected)
        diag_help(d, "mend the cell, or write the type of its column as `%s?`", error->expected);
    if (!error->line && access(path, F_OK) != 0)
        suggest_file(d, c->arena, path, "");
}

/* Puts the schema into the source as the reader takes it; false after a complaint. */
static bool put_schema(Checker *c, const Type *schema, DashSource *source, Span span)
{
    DashSourceColumn *out = arena_array(c->arena, DashSourceColumn, schema->field_count + 1);
    for (int i = 0; i < schema->field_count; i++) {
        TypeKind kind = type_without_null(schema->fields[i].type)->kind;
        int found = column_of_kind(kind);
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
    source->schema = out;
    source->schema_count = (uint32_t)schema->field_count;
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

/* ---- files that are read at start ----------------------------------------- */

/* The schema of a file as it is now. */
static const Type *schema_of(Checker *c, const DashTable *data)
{
    Field *fields = arena_array(c->arena, Field, data->column_count + 1);
    for (uint32_t i = 0; i < data->column_count; i++) {
        const char *name = data->columns[i].name;
        fields[i] =
            (Field){intern(c->interner, name, strlen(name)), column_type(c, &data->columns[i])};
    }
    return type_fields(c->types, TY_TABLE, fields, (int)data->column_count);
}

static Hir *open_table(Checker *c, const char *name, const HirSource *source, Span span)
{
    HirTable *table = arena_new(c->arena, HirTable);
    HirSource *kept = arena_new(c->arena, HirSource);
    *kept = *source;
    *table = (HirTable){.name = name, .span = span, .path = source->path, .source = kept};
    Plan *scan = scan_of(c, table, span);
    table->type = plan_type(c, scan);
    vec_push(c->arena, &c->program->tables, table);
    return hir_table(c, scan);
}

/* ---- reading -------------------------------------------------------------- */

static const struct {
    const char *name;
    DashFileKind kind;
    char delimiter;
} KINDS[] = {{"csv", DASH_FILE_CSV, 0},
             {"tsv", DASH_FILE_CSV, '\t'},
             {"json", DASH_FILE_JSON, 0},
             {"ndjson", DASH_FILE_NDJSON, 0}};

/* What a call of a source says. */
typedef struct SourceCall {
    const Call *call;
    const char *path; /* beside the source */
    Span path_span;
    HirSource source;
    const TypeExpr *written; /* the schema, or NULL */
} SourceCall;

static bool read_arguments(Checker *c, SourceCall *s)
{
    const Call *call = s->call;
    const Expr *file = call->arg_count && !call->args[0].name.text ? call->args[0].value : NULL;
    Str text = file ? literal_text(file) : (Str){NULL, 0};
    if (!text.ptr) {
        diag_error(c->diags, E0605, call->expr->span,
                   "`%s` takes the path of a file, written as a plain text", call->name);
        return false;
    }
    s->path = data_path(c, text);
    s->path_span = file->span;
    s->source.found = s->path;
    s->source.path = arena_strndup(c->arena, text.ptr, text.len);
    bool good = true;
    for (int i = 1; i < call->arg_count; i++)
        good = check_source_option(c, call->name, &call->args[i], &s->source) && good;
    return good && check_source_options(c, &s->source, s->written, call->expr->span);
}

/* The schema of an open table is fixed from here on. */
static void fix_schema(Checker *c, SourceCall *s, const DashTable *data)
{
    bool found = !s->source.schema;
    if (found)
        s->source.schema = schema_of(c, data);
    if (s->source.open && found)
        put_schema(c, s->source.schema, &s->source.file, s->path_span);
    s->source.file.schema_more = false;
    if (!s->source.live)
        s->source.rows = data;
}

/* Says what on_error= passed over. */
static void warn_bad(Checker *c, const SourceCall *s, const DashSourceReport *report)
{
    if (report->bad == 0)
        return;
    bool skipped = s->source.file.on_error == DASH_ON_ERROR_SKIP;
    const char *what = skipped ? "of its rows left out" : "times null where something else stands";
    Diag *d = diag_warning(c->diags, W1013, s->path_span, "%s: %zu %s", s->path, report->bad, what);
    for (size_t i = 0; i < report->bad && i < DASH_FIRST_BAD; i++)
        diag_help(d, "%s", dash_source_complaint(c->arena, s->path, &report->first_bad[i]));
}

/* The rows as they are now; NULL after a complaint, or when there is no file and the
 * program can do without: then there is a schema. */
static const DashTable *read_file(Checker *c, SourceCall *s)
{
    DashTable *data = arena_new(c->arena, DashTable);
    DashSourceReport report = {0};
    const Type *schema = s->written ? resolve_schema(c, s->written) : NULL;
    if (schema && !put_schema(c, schema, &s->source.file, s->written->span))
        return NULL;
    s->source.file.schema_more = schema && s->written->more;
    s->source.schema = s->source.file.schema_more ? NULL : schema;
    if (s->source.schema && s->source.live && access(s->path, F_OK) != 0)
        return NULL;
    if (dash_source_read(c->arena, s->path, &s->source.file, data, &report)) {
        fix_schema(c, s, data);
        warn_bad(c, s, &report);
        return data;
    }
    complain_file(c, s->path, &report.error, s->path_span);
    s->source.schema = NULL;
    return NULL;
}

Hir *check_source(Checker *c, const Call *call)
{
    const Decl *decl = c->table_decl;
    SourceCall s = {.call = call};
    size_t kind = 0;
    while (kind < sizeof KINDS / sizeof *KINDS && strcmp(call->name, KINDS[kind].name) != 0)
        kind++;
    if (kind == sizeof KINDS / sizeof *KINDS) {
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
    s.source.file = (DashSource){.kind = KINDS[kind].kind, .delimiter = KINDS[kind].delimiter};
    s.written = whole ? decl->type : NULL;
    if (!read_arguments(c, &s))
        return hir_error(c, call->expr->span);
    s.source.open |= s.source.live;
    const DashTable *data = read_file(c, &s);
    if (!s.source.schema)
        return hir_error(c, call->expr->span);
    return s.source.open ? open_table(c, name, &s.source, call->expr->span)
                         : embedded_table(c, name, s.path, data, call->expr->span);
}

bool is_source(const char *name)
{
    static const char *const names[] = {"csv", "tsv", "json", "ndjson", "read_csv"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(names[i], name) == 0)
            return true;
    return false;
}
