/* SPDX-License-Identifier: MIT
 *
 * Making nodes of HIR. Conversions of literals are done at once, those of
 * records and tuples are written out field by field.
 */
#include "sema/check.h"

const Type *simple(Checker *c, TypeKind kind)
{
    return type_simple(c->types, kind);
}

const char *shown(Checker *c, const Type *type)
{
    return type_name(c->arena, type);
}

Hir *hir_new(Checker *c, HirKind kind, const Type *type, Span span)
{
    Hir *hir = arena_new(c->arena, Hir);
    hir->kind = kind;
    hir->type = type;
    hir->span = span;
    return hir;
}

Hir *hir_error(Checker *c, Span span)
{
    return hir_new(c, HIR_NULL, simple(c, TY_ERROR), span);
}

bool is_error(const Hir *hir)
{
    return hir->type->kind == TY_ERROR;
}

bool is_kind(const Hir *hir, TypeKind kind)
{
    return hir->type->kind == kind;
}

const Hir *hir_unconverted(const Hir *hir)
{
    while (hir->kind == HIR_CONVERT)
        hir = hir->unary.operand;
    return hir;
}

bool is_simple(const Hir *hir)
{
    switch (hir->kind) {
    case HIR_NULL:
    case HIR_BOOL:
    case HIR_INT:
    case HIR_FLOAT:
    case HIR_TEXT:
    case HIR_VAR:
    case HIR_CONST:
    case HIR_COLREF:
        return true;
    case HIR_CONVERT:
    case HIR_FIELD:
        return is_simple(hir->unary.operand);
    default:
        return false;
    }
}

Hir *hir_text(Checker *c, const char *text, Span span)
{
    Hir *hir = hir_new(c, HIR_TEXT, simple(c, TY_TEXT), span);
    hir->text = (Str){text, strlen(text)};
    return hir;
}

Hir *hir_int(Checker *c, int64_t value, Span span)
{
    Hir *hir = hir_new(c, HIR_INT, simple(c, TY_INT), span);
    hir->integer = value;
    return hir;
}

Hir *hir_unary(Checker *c, HirKind kind, const Type *type, Hir *operand, int index)
{
    Hir *hir = hir_new(c, kind, type, operand->span);
    hir->unary.operand = operand;
    hir->unary.index = index;
    return hir;
}

Hir *hir_binary(Checker *c, HirKind kind, int op, const Type *type, Hir *left, Hir *right)
{
    Hir *hir = hir_new(c, kind, type, span_join(left->span, right->span));
    hir->binary.op = op;
    hir->binary.left = left;
    hir->binary.right = right;
    return hir;
}

Hir *hir_and(Checker *c, Hir *left, Hir *right)
{
    bool nullable = is_kind(left, TY_OPTIONAL) || is_kind(right, TY_OPTIONAL);
    const Type *type = simple(c, TY_BOOL);
    return hir_binary(c, HIR_AND, BINARY_AND, nullable ? type_optional(c->types, type) : type, left,
                      right);
}

Hir *hir_if(Checker *c, const Type *type, Span span, Hir *condition, Hir *then, Hir *otherwise)
{
    Hir *hir = hir_new(c, HIR_IF, type, span);
    hir->if_.condition = condition;
    hir->if_.then = then;
    hir->if_.otherwise = otherwise;
    return hir;
}

HirVar *hir_var_new(Checker *c, const char *name, const Type *type, Span span)
{
    HirVar *var = arena_new(c->arena, HirVar);
    var->name = name;
    var->type = type;
    var->span = span;
    return var;
}

Hir *hir_var(Checker *c, HirVar *var, Span span)
{
    Hir *hir = hir_new(c, HIR_VAR, var->type, span);
    hir->var = var;
    return hir;
}

HirStmt *stmt_new(Checker *c, HirStmtKind kind, HirVar *var, Hir *value, Span span)
{
    HirStmt *stmt = arena_new(c->arena, HirStmt);
    stmt->kind = kind;
    stmt->var = var;
    stmt->value = value;
    stmt->span = span;
    return stmt;
}

Hir *hir_with(Checker *c, const char *name, Hir *value, HirVar **var)
{
    Hir *block = hir_new(c, HIR_BLOCK, simple(c, TY_UNIT), value->span);
    *var = hir_var_new(c, name, value->type, value->span);
    (*var)->shape = shape_of(c, value);
    vec_push(c->arena, &block->block.statements,
             stmt_new(c, HIR_STMT_LET, *var, value, value->span));
    return block;
}

Hir *hir_finish(Hir *block, Hir *value)
{
    block->block.value = value;
    block->type = value->type;
    return block;
}

static Hir *convert_node(Checker *c, Hir *operand, const Type *type)
{
    return hir_unary(c, HIR_CONVERT, type, operand, 0);
}

/* The field as a value; a literal where its type has one value: null, no items. */
static Hir *field_value(Checker *c, HirVar *record, const Field *field, Span span)
{
    const Type *type = field ? field->type : simple(c, TY_NULL);
    if (type->kind == TY_NULL)
        return hir_new(c, HIR_NULL, type, span);
    if (type->kind == TY_LIST && type->item->kind == TY_NEVER)
        return hir_new(c, HIR_LIST, type, span);
    return hir_unary(c, HIR_FIELD, type, hir_var(c, record, span),
                     (int)(field - record->type->fields));
}

/* A record or tuple made anew, each field of the wanted type. */
static Hir *convert_fields(Checker *c, Hir *operand, const Type *type)
{
    HirVar *var;
    Hir *block = hir_with(c, "value", operand, &var);
    Hir *made = hir_new(c, type->kind == TY_RECORD ? HIR_RECORD : HIR_TUPLE, type, operand->span);
    const Type *from = operand->type;
    for (int i = 0; i < type->field_count; i++) {
        const Field *field =
            type->kind == TY_TUPLE ? &from->fields[i] : type_field(from, type->fields[i].name);
        Hir *value = field_value(c, var, field, operand->span);
        vec_push(c->arena, &made->list.items, hir_convert(c, value, type->fields[i].type));
    }
    return hir_finish(block, made);
}

/* The tree stays as it is where a literal can simply be of the other type. */
static Hir *convert_literal(Checker *c, Hir *operand, const Type *type)
{
    if (operand->kind == HIR_NULL) {
        operand->type = type;
        return operand;
    }
    if (operand->kind == HIR_INT && is_kind(operand, TY_INT) && type->kind == TY_FLOAT) {
        Hir *hir = hir_new(c, HIR_FLOAT, type, operand->span);
        hir->number = (double)operand->integer;
        return hir;
    }
    if (operand->kind == HIR_LIST && operand->list.items.count == 0 && type->kind == TY_LIST) {
        operand->type = type;
        return operand;
    }
    return NULL;
}

Hir *hir_convert(Checker *c, Hir *operand, const Type *type)
{
    if (type->kind == TY_TABLE && is_kind(operand, TY_TABLE))
        return plain_table(c, fit_table(c, operand, type));
    if (operand->type == type || is_error(operand) || is_kind(operand, TY_NEVER))
        return operand;
    Hir *literal = convert_literal(c, operand, type);
    if (literal)
        return literal;
    bool fields = type->kind == TY_RECORD || type->kind == TY_TUPLE;
    if (fields && operand->type->kind == type->kind)
        return convert_fields(c, operand, type);
    /* in two steps: first the value, then T? of it */
    if (type->kind == TY_OPTIONAL && !is_kind(operand, TY_OPTIONAL) && !is_kind(operand, TY_NULL) &&
        operand->type != type->item)
        operand = hir_convert(c, operand, type->item);
    return convert_node(c, operand, type);
}

Hir *builtin_node(Checker *c, const char *c_name, const Type *type, Span span, Hir *a, Hir *b)
{
    Hir *hir = hir_new(c, HIR_BUILTIN, type, span);
    for (int i = 0; i < builtin_count; i++)
        if (strcmp(builtin_table[i].c_name, c_name) == 0)
            hir->builtin.builtin = &builtin_table[i];
    if (a)
        vec_push(c->arena, &hir->builtin.args, a);
    if (b)
        vec_push(c->arena, &hir->builtin.args, b);
    return hir;
}
