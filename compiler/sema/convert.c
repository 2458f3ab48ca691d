/* SPDX-License-Identifier: MIT
 *
 * Which value may go where. The language converts by itself only: int to float,
 * T to T?, a column to a list, what a page can show to component, and anything
 * without components to json. Each conversion becomes a node of its own.
 */
#include "sema/check.h"

bool all_fields(const Type *type, bool (*test)(const Type *))
{
    for (int i = 0; i < type->field_count; i++)
        if (!test(type->fields[i].type))
            return false;
    return true;
}

bool json_able(const Type *type)
{
    switch (type->kind) {
    case TY_UNIT:
    case TY_NO_UPDATE:
    case TY_COMPONENT:
    case TY_RNG:
        return false;
    case TY_OPTIONAL:
    case TY_LIST:
    case TY_COLUMN:
    case TY_MAP:
        return json_able(type->item);
    case TY_RECORD:
    case TY_TUPLE:
        return all_fields(type, json_able);
    default:
        return true;
    }
}

bool child_able(const Type *type)
{
    switch (type->kind) {
    case TY_ERROR:
    case TY_NEVER:
    case TY_NULL:
    case TY_BOOL:
    case TY_INT:
    case TY_FLOAT:
    case TY_TEXT:
    case TY_DATE:
    case TY_DATETIME:
    case TY_COMPONENT:
    case TY_JSON:
        return true;
    case TY_OPTIONAL:
    case TY_LIST:
    case TY_COLUMN:
        return child_able(type->item);
    default:
        return false;
    }
}

static bool tuple_assignable(const Type *from, const Type *to)
{
    if (from->field_count != to->field_count)
        return false;
    for (int i = 0; i < to->field_count; i++)
        if (!assignable(from->fields[i].type, to->fields[i].type))
            return false;
    return true;
}

/* Every field of `from` has a place, and what is left over may be null. */
static bool record_assignable(const Type *from, const Type *to)
{
    for (int i = 0; i < from->field_count; i++) {
        const Field *place = type_field(to, from->fields[i].name);
        if (!place || !assignable(from->fields[i].type, place->type))
            return false;
    }
    for (int i = 0; i < to->field_count; i++)
        if (!type_field(from, to->fields[i].name) && to->fields[i].type->kind != TY_OPTIONAL)
            return false;
    return true;
}

bool assignable(const Type *from, const Type *to)
{
    if (from == to || from->kind == TY_ERROR || to->kind == TY_ERROR || from->kind == TY_NEVER)
        return true;
    switch (to->kind) {
    case TY_FLOAT:
        return from->kind == TY_INT;
    case TY_OPTIONAL:
        return from->kind == TY_NULL || assignable(type_without_null(from), to->item);
    case TY_LIST:
        return (from->kind == TY_LIST && assignable(from->item, to->item)) ||
               (from->kind == TY_COLUMN && assignable(type_without_null(from->item), to->item));
    case TY_MAP:
        return from->kind == TY_MAP && from->key == to->key && assignable(from->item, to->item);
    case TY_COMPONENT:
        return child_able(from);
    case TY_JSON:
        return json_able(from);
    case TY_FIGURE:
        return from->kind == TY_JSON;
    case TY_TUPLE:
        return from->kind == TY_TUPLE && tuple_assignable(from, to);
    case TY_RECORD:
        return from->kind == TY_RECORD && record_assignable(from, to);
    default:
        return false;
    }
}

/* Only of a table itself, not of one in a list: that would be many conversions. */
bool has_columns(const Type *table, const Type *wanted)
{
    for (int i = 0; i < wanted->field_count; i++) {
        const Field *column = type_field(table, wanted->fields[i].name);
        if (!column || !assignable(column->type, wanted->fields[i].type))
            return false;
    }
    return true;
}

static const char *value_words(Checker *c, const Type *type)
{
    return type->kind == TY_UNIT ? "no value" : arena_printf(c->arena, "`%s`", shown(c, type));
}

/* What the user wrote there, to be quoted in a remedy; `x` stands for what is long. */
static const char *quoted(Checker *c, Span span)
{
    Str text = source_text(c->sources, span);
    bool is_short = text.len > 0 && text.len <= 24 && !memchr(text.ptr, '\n', text.len);
    return is_short ? span_text(c, span) : "x";
}

Diag *complain_null(Checker *c, Span span, const Type *type)
{
    Diag *d =
        diag_error(c->diags, E0302, span, "this may be null: its type is `%s`", shown(c, type));
    const char *text = quoted(c, span);
    diag_help(d, "give a value for that case, `%s ?? …`, or test it first: `if %s != null { … }`",
              text, text);
    return d;
}

/* How a value of one type is made one of another; nothing when that is no habit. */
static void help_convert(Checker *c, Diag *d, const Hir *hir, const Type *type)
{
    TypeKind from = hir->type->kind, to = type->kind;
    const char *text = quoted(c, hir->span);
    bool number = to == TY_INT || to == TY_FLOAT;
    if (to == TY_COMPONENT && from == TY_TABLE)
        diag_help(d, "show a table with `html.Table(%s)` or `dash_table.DataTable(data=%s)`", text,
                  text);
    else if (to == TY_TEXT && (from == TY_INT || from == TY_FLOAT) &&
             (hir->kind == HIR_INT || hir->kind == HIR_FLOAT))
        diag_help(d, "a text has quotes: `\"%s\"`", text);
    else if (to == TY_TEXT && from != TY_UNIT && from != TY_NULL)
        diag_help(d, "write it into a text: `\"{%s}\"`", text);
    else if (to == TY_INT && from == TY_FLOAT)
        diag_help(d, "`round(%s)` or `int(%s)` makes an int of it", text, text);
    else if (number && hir->kind == HIR_TEXT && hir->text.len &&
             strspn(hir->text.ptr, "0123456789.-") == hir->text.len)
        diag_help(d, "a number has no quotes: `%s`", hir->text.ptr);
    else if (number && from == TY_TEXT && hir->kind != HIR_TEXT)
        diag_help(d, "`%s(%s)` reads a number from a text; it is null when there is none",
                  shown(c, type), text);
}

/* The first column that a table lacks, or that is of another type. */
static Hir *complain_columns(Checker *c, Hir *hir, const Type *type, const char *subject)
{
    const Field *wanted = type->fields;
    const Field *column = type_field(hir->type, wanted->name);
    while (column && assignable(column->type, wanted->type)) {
        wanted++;
        column = type_field(hir->type, wanted->name);
    }
    subject = subject ? subject : "this";
    if (!column) {
        Diag *d = diag_error(c->diags, E0301, hir->span,
                             "%s needs the column `%s: %s`, which this table has not", subject,
                             wanted->name, shown(c, wanted->type));
        diag_help(d, "its type is `%s`", shown(c, hir->type));
        return hir_error(c, hir->span);
    }
    Diag *d = diag_error(c->diags, E0301, hir->span, "%s needs the column `%s: %s`, but it is `%s`",
                         subject, wanted->name, shown(c, wanted->type), shown(c, column->type));
    if (column->type->kind == TY_OPTIONAL && wanted->type->kind != TY_OPTIONAL)
        diag_help(d, "leave its empty rows out, `filter(.%s != null)`, or write `%s: %s`",
                  wanted->name, wanted->name, shown(c, column->type));
    return hir_error(c, hir->span);
}

static Hir *complain_mismatch(Checker *c, Hir *hir, const Type *type, const char *subject)
{
    if (hir->type->kind == TY_OPTIONAL && assignable(hir->type->item, type)) {
        Diag *d = complain_null(c, hir->span, hir->type);
        if (subject)
            diag_label(d, "%s must be `%s`", subject, shown(c, type));
        return hir_error(c, hir->span);
    }
    if (type->kind == TY_TABLE && is_kind(hir, TY_TABLE))
        return complain_columns(c, hir, type, subject);
    Diag *d = diag_error(c->diags, E0301, hir->span, "%s `%s`, but this is %s",
                         subject ? arena_printf(c->arena, "%s must be", subject) : "expected",
                         shown(c, type), value_words(c, hir->type));
    help_convert(c, d, hir, type);
    return hir_error(c, hir->span);
}

Hir *coerce_type(Checker *c, Hir *hir, const Type *type, const char *subject)
{
    if (is_error(hir) || hir->type->kind == TY_NEVER || type->kind == TY_ERROR)
        return hir;
    const Type *table = type_without_null(type);
    if (hir->type == type)
        return plain_table(c, hir);
    if (is_kind(hir, TY_TABLE) && table->kind == TY_TABLE && has_columns(hir->type, table))
        return hir_convert(c, hir_convert(c, hir, table), type);
    if (!assignable(hir->type, type))
        return complain_mismatch(c, hir, type, subject);
    note_figure_value(c, hir, type);
    return hir_convert(c, hir, type);
}

Hir *coerce(Checker *c, Hir *hir, const Want *want)
{
    if (!want || want->unit)
        return hir;
    if (want->outputs)
        return coerce_outputs(c, hir, want);
    if (want->prop)
        return coerce_prop(c, hir, want);
    if (!want->type)
        return hir;
    return coerce_type(c, hir, want->type, want->subject);
}

static const Type *join_records(Checker *c, const Type *a, const Type *b)
{
    Vec(Field) fields = {0};
    for (int i = 0; i < a->field_count; i++) {
        const Field *other = type_field(b, a->fields[i].name);
        const Type *type = other ? join_types(c, a->fields[i].type, other->type)
                                 : type_optional(c->types, a->fields[i].type);
        if (!type)
            return NULL;
        vec_push(c->arena, &fields, ((Field){a->fields[i].name, type}));
    }
    for (int i = 0; i < b->field_count; i++)
        if (!type_field(a, b->fields[i].name))
            vec_push(c->arena, &fields,
                     ((Field){b->fields[i].name, type_optional(c->types, b->fields[i].type)}));
    return type_fields(c->types, TY_RECORD, fields.at, fields.count);
}

static const Type *join_tuples(Checker *c, const Type *a, const Type *b)
{
    if (a->field_count != b->field_count)
        return NULL;
    Field *fields = arena_array(c->arena, Field, a->field_count);
    for (int i = 0; i < a->field_count; i++) {
        fields[i] = (Field){NULL, join_types(c, a->fields[i].type, b->fields[i].type)};
        if (!fields[i].type)
            return NULL;
    }
    return type_fields(c->types, TY_TUPLE, fields, a->field_count);
}

static const Type *join_optional(Checker *c, const Type *a, const Type *b)
{
    if (a->kind == TY_NULL || b->kind == TY_NULL)
        return type_optional(c->types, a->kind == TY_NULL ? b : a);
    const Type *item = join_types(c, type_without_null(a), type_without_null(b));
    return item ? type_optional(c->types, item) : NULL;
}

const Type *join_types(Checker *c, const Type *a, const Type *b)
{
    if (a == b || b->kind == TY_NEVER || a->kind == TY_ERROR)
        return a;
    if (a->kind == TY_NEVER || b->kind == TY_ERROR)
        return b;
    if (a->kind == TY_OPTIONAL || b->kind == TY_OPTIONAL || a->kind == TY_NULL ||
        b->kind == TY_NULL)
        return join_optional(c, a, b);
    if (a->kind == TY_LIST && b->kind == TY_LIST) {
        const Type *item = join_types(c, a->item, b->item);
        return item ? type_of(c->types, TY_LIST, item) : NULL;
    }
    if (a->kind == TY_MAP && b->kind == TY_MAP && a->key == b->key) {
        const Type *item = join_types(c, a->item, b->item);
        return item ? type_map(c->types, a->key, item) : NULL;
    }
    if (a->kind == TY_RECORD && b->kind == TY_RECORD)
        return join_records(c, a, b);
    if (a->kind == TY_TUPLE && b->kind == TY_TUPLE)
        return join_tuples(c, a, b);
    if (a->kind == TY_TABLE || b->kind == TY_TABLE || a->kind == TY_UNIT || b->kind == TY_UNIT)
        return NULL;
    if (assignable(a, b))
        return b;
    return assignable(b, a) ? a : NULL;
}
