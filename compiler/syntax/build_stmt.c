/* SPDX-License-Identifier: MIT
 *
 * Constructors of statements, patterns and types. See build.h.
 */
#include "dash.h"
#include "syntax/build.h"

static Span from_to(Span first, Token last)
{
    return span_join(first, token_span(last));
}

/* ---- statements ---------------------------------------------------------------- */

static Stmt *new_stmt(Syntax *s, StmtKind kind, Span span)
{
    Stmt *stmt = arena_new(s->arena, Stmt);
    stmt->kind = kind;
    stmt->span = span;
    return stmt;
}

static void set_value(Stmt *stmt, Expr *value)
{
    stmt->value = value;
    if (value && value->depth > stmt->depth)
        stmt->depth = value->depth;
}

Block *build_block(Syntax *s, Token open, StmtList *statements, Token close)
{
    Block *block = arena_new(s->arena, Block);
    block->span = from_to(token_span(open), close);
    TAKE(block->statements, statements);
    for (int i = 0; i < block->statements.count; i++)
        if (block->statements.at[i]->depth > block->depth)
            block->depth = block->statements.at[i]->depth;
    return block;
}

Stmt *build_expr_stmt(Syntax *s, Expr *value)
{
    Stmt *stmt = new_stmt(s, value->kind == EXPR_ERROR ? STMT_ERROR : STMT_EXPR, value->span);
    set_value(stmt, value);
    return stmt;
}

Stmt *build_let(Syntax *s, StmtKind kind, Token token, Pattern *target, TypeExpr *type, Expr *value)
{
    Stmt *stmt = new_stmt(s, kind, span_join(token_span(token), value->span));
    stmt->target = target;
    stmt->type = type;
    set_value(stmt, value);
    return stmt;
}

static void check_place(Syntax *s, const Expr *place)
{
    bool fits = place->kind == EXPR_NAME || place->kind == EXPR_INDEX ||
                (place->kind == EXPR_MEMBER && !place->member.optional) ||
                place->kind == EXPR_ERROR;
    if (fits)
        return;
    Diag *d = diag_error(s->diags, E0107, place->span, "this cannot be assigned to");
    if (place->kind == EXPR_TUPLE)
        diag_help(d, "to name the parts of a value write `let (a, b) = …`");
    else if (place->kind == EXPR_ID || place->kind == EXPR_COMPARE)
        diag_help(d, "to compare write `==`");
}

Stmt *build_assign(Syntax *s, Expr *place, Token op, Expr *value)
{
    static const BinaryOp ops[] = {
        [TK_PLUS_ASSIGN] = BINARY_ADD,
        [TK_MINUS_ASSIGN] = BINARY_SUB,
        [TK_STAR_ASSIGN] = BINARY_MUL,
        [TK_SLASH_ASSIGN] = BINARY_DIV,
    };
    check_place(s, place);
    Stmt *stmt = new_stmt(s, STMT_ASSIGN, span_join(place->span, value->span));
    stmt->place = place;
    stmt->depth = place->depth;
    stmt->compound = op.kind != TK_ASSIGN;
    if (stmt->compound)
        stmt->op = ops[op.kind];
    set_value(stmt, value);
    return stmt;
}

Stmt *build_loop(Syntax *s, StmtKind kind, Token token, Pattern *target, Expr *value, Block *body)
{
    Stmt *stmt = new_stmt(s, kind, span_join(token_span(token), body->span));
    stmt->target = target;
    stmt->body = body;
    stmt->depth = body->depth;
    set_value(stmt, value);
    return stmt;
}

Stmt *build_word_stmt(Syntax *s, StmtKind kind, Token token, Expr *value)
{
    Span span = value ? span_join(token_span(token), value->span) : token_span(token);
    Stmt *stmt = new_stmt(s, kind, span);
    set_value(stmt, value);
    return stmt;
}

/* ---- patterns ------------------------------------------------------------------ */

static Pattern *new_pattern(Syntax *s, PatternKind kind, Span span)
{
    Pattern *pattern = arena_new(s->arena, Pattern);
    pattern->kind = kind;
    pattern->span = span;
    return pattern;
}

Pattern *build_pattern_name(Syntax *s, Token token)
{
    Pattern *pattern = new_pattern(s, PATTERN_NAME, token_span(token));
    pattern->name = name_of(s, token);
    return pattern;
}

Pattern *build_pattern_broken(Syntax *s, Token token)
{
    Pattern *pattern = new_pattern(s, PATTERN_NAME, token_span(token));
    pattern->name = (Name){intern(s->interner, "_", 1), token_span(token)};
    return pattern;
}

Pattern *build_pattern_null(Syntax *s, Token token)
{
    return new_pattern(s, PATTERN_NULL, token_span(token));
}

Pattern *build_pattern_literal(Syntax *s, Expr *literal)
{
    Pattern *pattern = new_pattern(s, PATTERN_LITERAL, literal->span);
    pattern->low = literal;
    return pattern;
}

Pattern *build_pattern_range(Syntax *s, Expr *low, Expr *high)
{
    Pattern *pattern = new_pattern(s, PATTERN_RANGE, span_join(low->span, high->span));
    pattern->low = low;
    pattern->high = high;
    return pattern;
}

Pattern *build_pattern_tuple(Syntax *s, Token open, PatternList *items, Token close)
{
    if (items->items.count == 1)
        return items->items.at[0];
    Pattern *pattern = new_pattern(s, PATTERN_TUPLE, from_to(token_span(open), close));
    TAKE(pattern->items, items);
    return pattern;
}

Pattern *build_pattern_record(Syntax *s, Token open, PatternFieldList *fields, Token close)
{
    Pattern *pattern = new_pattern(s, PATTERN_RECORD, from_to(token_span(open), close));
    TAKE(pattern->fields, fields);
    return pattern;
}

PatternField build_pattern_field(Syntax *s, Token name, Pattern *pattern)
{
    return (PatternField){name_of(s, name), pattern};
}

Pattern *build_pattern_id(Syntax *s, IdExpr *id)
{
    Pattern *pattern = new_pattern(s, PATTERN_ID, id->span);
    pattern->id = id;
    return pattern;
}

/* ---- types ---------------------------------------------------------------------- */

static TypeExpr *new_type(Syntax *s, TypeExprKind kind, Span span)
{
    TypeExpr *type = arena_new(s->arena, TypeExpr);
    type->kind = kind;
    type->span = span;
    return type;
}

/* `int`, or `go.Scatter` of its two words. */
TypeExpr *build_type_name(Syntax *s, Token first, Token last)
{
    TypeExpr *type = new_type(s, TYPE_NAME, from_to(token_span(first), last));
    type->name = name_of(s, first).text;
    if (first.start != last.start) {
        const char *dotted = arena_printf(s->arena, "%s.%s", type->name, name_of(s, last).text);
        type->name = intern(s->interner, dotted, strlen(dotted));
    }
    return type;
}

TypeExpr *build_type_list(Syntax *s, Token open, TypeExpr *item, Token close)
{
    if (!item)
        return NULL;
    TypeExpr *type = new_type(s, TYPE_LIST, from_to(token_span(open), close));
    type->item = item;
    return type;
}

static bool any_broken(const TypeFieldList *fields)
{
    for (int i = 0; fields && i < fields->items.count; i++)
        if (!fields->items.at[i].type)
            return true;
    return false;
}

TypeExpr *build_type_tuple(Syntax *s, Token open, TypeFieldList *items, Token close)
{
    if (any_broken(items))
        return NULL;
    if (items && items->items.count == 1)
        return items->items.at[0].type;
    TypeExprKind kind = items ? TYPE_TUPLE : TYPE_NOTHING;
    TypeExpr *type = new_type(s, kind, from_to(token_span(open), close));
    TAKE(type->fields, items);
    return type;
}

/* `{text: V}` and `{int: V}` are maps. */
static bool is_map_key(const char *name)
{
    return strcmp(name, "text") == 0 || strcmp(name, "int") == 0;
}

TypeExpr *build_type_record(Syntax *s, Token open, TypeFieldList *fields, Token close)
{
    if (any_broken(fields))
        return NULL;
    Span span = from_to(token_span(open), close);
    if (fields && fields->items.count == 1 && is_map_key(fields->items.at[0].name.text)) {
        const TypeField *only = &fields->items.at[0];
        TypeExpr *map = new_type(s, TYPE_MAP, span);
        map->key = new_type(s, TYPE_NAME, only->name.span);
        map->key->name = only->name.text;
        map->item = only->type;
        return map;
    }
    TypeExpr *type = new_type(s, TYPE_RECORD, span);
    TAKE(type->fields, fields);
    return type;
}

TypeExpr *build_type_more(Syntax *s, Token open, TypeFieldList *fields, Token close)
{
    if (any_broken(fields))
        return NULL;
    TypeExpr *type = new_type(s, TYPE_RECORD, from_to(token_span(open), close));
    TAKE(type->fields, fields);
    type->more = true;
    return type;
}

TypeExpr *build_type_table(Syntax *s, Token open, TypeFieldList *fields, Token close)
{
    if (any_broken(fields))
        return NULL;
    TypeExpr *type = new_type(s, TYPE_TABLE, from_to(token_span(open), close));
    TAKE(type->fields, fields);
    return type;
}

TypeExpr *build_type_optional(Syntax *s, TypeExpr *item, Token mark)
{
    if (!item || item->kind == TYPE_OPTIONAL)
        return item;
    TypeExpr *type = new_type(s, TYPE_OPTIONAL, from_to(item->span, mark));
    type->item = item;
    return type;
}

TypeField build_type_field(Syntax *s, Token name, TypeExpr *type)
{
    return (TypeField){name_of(s, name), type};
}

TypeField build_type_item(TypeExpr *type)
{
    return (TypeField){.type = type};
}
