/* SPDX-License-Identifier: MIT
 *
 * Constructors of expressions. See build.h.
 */
#include "syntax/build.h"

#include "dash.h"

#define X(List, prefix, Item)                                                                      \
    List *prefix##_add(Syntax *s, List *list, Item item)                                           \
    {                                                                                              \
        if (!list)                                                                                 \
            list = arena_new(s->arena, List);                                                      \
        vec_push(s->arena, &list->items, item);                                                    \
        return list;                                                                               \
    }
SYNTAX_LISTS(X)
#undef X

/* ---- nodes and their depth -------------------------------------------------- */

Expr *new_expr(Syntax *s, ExprKind kind, Span span)
{
    Expr *expr = arena_new(s->arena, Expr);
    expr->kind = kind;
    expr->span = span;
    expr->depth = 1;
    return expr;
}

static void deepen(Syntax *s, Expr *expr, int inner)
{
    if (inner < expr->depth)
        return;
    expr->depth = (uint16_t)(inner + 1);
    if (expr->depth <= SYNTAX_MAX_NESTING || s->too_deep)
        return;
    s->too_deep = true;
    Diag *d = diag_error(s->diags, E0104, (Span){expr->span.start, expr->span.start + 1},
                         "this expression is nested more than %d deep", SYNTAX_MAX_NESTING);
    diag_help(d, "give parts of it names of their own");
}

void contain(Syntax *s, Expr *expr, const Expr *child)
{
    if (child)
        deepen(s, expr, child->depth);
}

static void contain_block(Syntax *s, Expr *expr, const Block *block)
{
    if (block)
        deepen(s, expr, block->depth);
}

static void contain_all(Syntax *s, Expr *expr, const ExprList *list)
{
    for (int i = 0; list && i < list->items.count; i++)
        contain(s, expr, list->items.at[i]);
}

static void contain_args(Syntax *s, Expr *expr, const Arg *args, int count)
{
    for (int i = 0; i < count; i++)
        contain(s, expr, args[i].value);
}

static Span from_to(Span first, Token last)
{
    return span_join(first, token_span(last));
}

Expr *build_error(Syntax *s, Token token)
{
    return new_expr(s, EXPR_ERROR, token_span(token));
}

/* ---- names and columns -------------------------------------------------------- */

/* Python's constants: said once, then taken for what was meant. */
static Expr *python_constant(Syntax *s, Token token, Str text)
{
    static const struct {
        const char *theirs, *ours;
    } constants[] = {{"True", "true"}, {"False", "false"}, {"None", "null"}};
    for (int i = 0; i < 3; i++) {
        if (strlen(constants[i].theirs) != text.len ||
            memcmp(constants[i].theirs, text.ptr, text.len) != 0)
            continue;
        Span span = token_span(token);
        Diag *d = diag_error(s->diags, E0110, span, "`%s` is written `%s`", constants[i].theirs,
                             constants[i].ours);
        diag_fix(d, span, constants[i].ours);
        return i == 2 ? build_null(s, token) : build_bool(s, token, i == 0);
    }
    return NULL;
}

Expr *build_name(Syntax *s, Token token)
{
    Expr *expr = python_constant(s, token, token_text(s, token));
    if (expr)
        return expr;
    expr = new_expr(s, EXPR_NAME, token_span(token));
    expr->name = name_of(s, token).text;
    return expr;
}

Expr *build_column(Syntax *s, Token dot, Token name)
{
    Expr *expr = new_expr(s, EXPR_COLUMN, from_to(token_span(dot), name));
    expr->column.name = name_of(s, name).text;
    return expr;
}

Expr *build_computed_column(Syntax *s, Token dot, Expr *name, Token close)
{
    Expr *expr = new_expr(s, EXPR_COLUMN, from_to(token_span(dot), close));
    expr->column.computed = name;
    contain(s, expr, name);
    return expr;
}

/* ---- brackets ------------------------------------------------------------------ */

Expr *build_parenthesised(Syntax *s, Token open, Expr *expr, Token close)
{
    (void)s;
    expr->parenthesised = true;
    expr->span = from_to(token_span(open), close);
    return expr;
}

Expr *build_tuple(Syntax *s, Token open, Expr *first, ExprList *rest, Token close)
{
    Expr *expr = new_expr(s, EXPR_TUPLE, from_to(token_span(open), close));
    vec_push(s->arena, &expr->list.items, first);
    for (int i = 0; i < rest->items.count; i++)
        vec_push(s->arena, &expr->list.items, rest->items.at[i]);
    contain(s, expr, first);
    contain_all(s, expr, rest);
    return expr;
}

Expr *build_list(Syntax *s, Token open, ExprList *items, Token close)
{
    Expr *expr = new_expr(s, EXPR_LIST, from_to(token_span(open), close));
    TAKE(expr->list.items, items);
    contain_all(s, expr, items);
    return expr;
}

Expr *build_spread(Syntax *s, Token dots, Expr *operand)
{
    Expr *expr = new_expr(s, EXPR_SPREAD, span_join(token_span(dots), operand->span));
    expr->unary.operand = operand;
    contain(s, expr, operand);
    return expr;
}

Expr *build_record(Syntax *s, Token open, FieldList *fields, Token close)
{
    Expr *expr = new_expr(s, EXPR_RECORD, from_to(token_span(open), close));
    TAKE(expr->record.fields, fields);
    for (int i = 0; i < expr->record.fields.count; i++) {
        contain(s, expr, expr->record.fields.at[i].key);
        contain(s, expr, expr->record.fields.at[i].value);
    }
    return expr;
}

/* The bytes of a text without holes. */
static Str plain_text(const Expr *text)
{
    return text->text.parts.count ? text->text.parts.at[0].literal : STR("");
}

static bool is_plain_text(const Expr *expr)
{
    return expr->kind == EXPR_TEXT && !expr->parenthesised &&
           (expr->text.parts.count == 0 ||
            (expr->text.parts.count == 1 && !expr->text.parts.at[0].expr));
}

RecordField build_field(Syntax *s, Expr *key, Expr *value)
{
    RecordField field = {.value = value};
    if (key->kind == EXPR_NAME && !key->parenthesised) {
        field.name = (Name){key->name, key->span};
    } else if (is_plain_text(key)) {
        Str text = plain_text(key);
        field.name = (Name){intern(s->interner, text.ptr, text.len), key->span};
        field.quoted = true;
    } else {
        field.key = key;
    }
    return field;
}

RecordField build_spread_field(Expr *value)
{
    return (RecordField){.value = value};
}

Expr *build_comprehension(Syntax *s, Token open, Expr *key, Expr *value, ClauseList *clauses,
                          Token close)
{
    Expr *expr = new_expr(s, EXPR_COMPREHENSION, from_to(token_span(open), close));
    expr->comprehension.key = key;
    expr->comprehension.value = value;
    TAKE(expr->comprehension.clauses, clauses);
    contain(s, expr, key);
    contain(s, expr, value);
    for (int i = 0; i < expr->comprehension.clauses.count; i++) {
        const ForClause *clause = &expr->comprehension.clauses.at[i];
        contain(s, expr, clause->source);
        for (int k = 0; k < clause->conditions.count; k++)
            contain(s, expr, clause->conditions.at[k]);
    }
    return expr;
}

ForClause build_clause(Pattern *target, Expr *source)
{
    return (ForClause){.target = target, .source = source};
}

ForClause build_condition(Syntax *s, ForClause clause, Expr *condition)
{
    vec_push(s->arena, &clause.conditions, condition);
    return clause;
}

/* ---- members, calls, indices ----------------------------------------------------- */

Expr *build_member(Syntax *s, Expr *object, Token name, bool optional)
{
    Expr *expr = new_expr(s, EXPR_MEMBER, from_to(object->span, name));
    expr->member.object = object;
    expr->member.name = name_of(s, name);
    expr->member.optional = optional;
    contain(s, expr, object);
    return expr;
}

Expr *build_quoted_member(Syntax *s, Expr *object, Token name)
{
    Expr *expr = build_member(s, object, name, false);
    expr->member.quoted = true;
    return expr;
}

Expr *build_call(Syntax *s, Expr *callee, Token open, ArgList *args, Token close)
{
    Expr *expr = new_expr(s, EXPR_CALL, from_to(callee->span, close));
    expr->call.callee = callee;
    expr->call.args_span = from_to(token_span(open), close);
    TAKE(expr->call.args, args);
    contain(s, expr, callee);
    contain_args(s, expr, expr->call.args.at, expr->call.args.count);
    return expr;
}

Expr *build_call_block(Syntax *s, Expr *callee, Block *block)
{
    bool open_call = callee->kind == EXPR_CALL && !callee->parenthesised;
    bool named = callee->kind == EXPR_NAME || callee->kind == EXPR_MEMBER;
    if (callee->kind == EXPR_ERROR)
        return callee;
    if (!named && !(open_call && !callee->call.block)) {
        Diag *d = diag_error(s->diags, E0112, block->span, "a block can follow only a call");
        if (callee->kind == EXPR_RECORD || callee->kind == EXPR_LIST || callee->kind == EXPR_TEXT)
            diag_help(d, "items are separated by commas, also at the ends of lines");
        return new_expr(s, EXPR_ERROR, span_join(callee->span, block->span));
    }
    Expr *expr = callee;
    if (named) {
        expr = new_expr(s, EXPR_CALL, callee->span);
        expr->call.callee = callee;
        contain(s, expr, callee);
    }
    expr->span = span_join(callee->span, block->span);
    expr->call.block = block;
    contain_block(s, expr, block);
    return expr;
}

Expr *build_index(Syntax *s, Expr *object, Expr *index, Token close)
{
    Expr *expr = new_expr(s, EXPR_INDEX, from_to(object->span, close));
    expr->index.object = object;
    expr->index.index = index;
    contain(s, expr, object);
    contain(s, expr, index);
    return expr;
}

Expr *build_slice(Syntax *s, Expr *object, Expr *start, Expr *end, Token close)
{
    Expr *expr = new_expr(s, EXPR_SLICE, from_to(object->span, close));
    expr->slice.object = object;
    expr->slice.start = start;
    expr->slice.end = end;
    contain(s, expr, object);
    contain(s, expr, start);
    contain(s, expr, end);
    return expr;
}

Arg build_arg(Expr *value)
{
    return (Arg){.value = value, .span = value->span};
}

Arg build_named_arg(Syntax *s, Token name, Expr *value)
{
    return (Arg){name_of(s, name), value, span_join(token_span(name), value->span)};
}

/* ---- operators ------------------------------------------------------------------- */

Expr *build_unary(Syntax *s, UnaryOp op, Token token, Expr *operand)
{
    Expr *expr = new_expr(s, EXPR_UNARY, span_join(token_span(token), operand->span));
    expr->unary.op = op;
    expr->unary.operand = operand;
    contain(s, expr, operand);
    return expr;
}

static BinaryOp binary_op(int kind)
{
    switch (kind) {
    case TK_MINUS:
    case TK_MINUS_ASSIGN:
        return BINARY_SUB;
    case TK_STAR:
    case TK_STAR_ASSIGN:
        return BINARY_MUL;
    case TK_SLASH:
    case TK_SLASH_ASSIGN:
        return BINARY_DIV;
    case TK_PERCENT:
        return BINARY_MOD;
    case TK_POW:
        return BINARY_POW;
    case TK_COALESCE:
        return BINARY_COALESCE;
    case TK_AND:
        return BINARY_AND;
    case TK_OR:
        return BINARY_OR;
    default:
        return BINARY_ADD;
    }
}

/* `a == not b`: `not` is looser than what stands before it. */
static void check_not(Syntax *s, const Expr *right, Token op)
{
    if (right->kind != EXPR_UNARY || right->unary.op != UNARY_NOT || right->parenthesised)
        return;
    Diag *d = diag_error(s->diags, E0108, right->span, "`not` after %s needs parentheses",
                         token_spelling(op.kind));
    diag_help(d, "write `(not …)`");
}

Expr *build_binary(Syntax *s, Expr *left, Token op, Expr *right)
{
    Expr *expr = new_expr(s, EXPR_BINARY, span_join(left->span, right->span));
    expr->binary.op = binary_op(op.kind);
    expr->binary.left = left;
    expr->binary.right = right;
    expr->binary.op_span = token_span(op);
    if (op.kind != TK_AND && op.kind != TK_OR)
        check_not(s, right, op);
    contain(s, expr, left);
    contain(s, expr, right);
    return expr;
}

static CompareOp compare_op(int kind)
{
    switch (kind) {
    case TK_NE:
        return COMPARE_NE;
    case TK_LT:
        return COMPARE_LT;
    case TK_LE:
        return COMPARE_LE;
    case TK_GT:
        return COMPARE_GT;
    case TK_GE:
        return COMPARE_GE;
    case TK_IN:
        return COMPARE_IN;
    case TK_NOT_IN:
        return COMPARE_NOT_IN;
    default:
        return COMPARE_EQ;
    }
}

Expr *build_compare(Syntax *s, Expr *left, Token op, Expr *right)
{
    Expr *expr = left;
    if (left->kind != EXPR_COMPARE || left->parenthesised) {
        expr = new_expr(s, EXPR_COMPARE, left->span);
        expr->compare.first = left;
        contain(s, expr, left);
    }
    CompareLink link = {compare_op(op.kind), token_span(op), right};
    vec_push(s->arena, &expr->compare.links, link);
    expr->span = span_join(expr->span, right->span);
    check_not(s, right, op);
    contain(s, expr, right);
    return expr;
}

Expr *build_as(Syntax *s, Expr *operand, TypeExpr *type)
{
    if (!type)
        return new_expr(s, EXPR_ERROR, operand->span);
    Expr *expr = new_expr(s, EXPR_AS, span_join(operand->span, type->span));
    expr->as.operand = operand;
    expr->as.type = type;
    contain(s, expr, operand);
    return expr;
}

/* What may stand right of `|`: a name, or a call of one; not a member of its result. */
static void check_stage(Syntax *s, const Expr *right)
{
    const Expr *callee = right->kind == EXPR_CALL ? right->call.callee : right;
    const Expr *head = callee;
    while (head->kind == EXPR_MEMBER)
        head = head->member.object;
    if (head->kind == EXPR_NAME || head->kind == EXPR_ERROR)
        return;
    Diag *d = diag_error(s->diags, E0111, right->span, "after `|` comes the call of a function");
    if (head->kind == EXPR_CALL)
        diag_help(d, "to use the result of the pipe, put the pipe in parentheses: "
                     "`(t | f(…)).g()`");
    else if (right->kind == EXPR_COMPARE || right->kind == EXPR_BINARY || right->kind == EXPR_UNARY)
        diag_help(d, "conditions are combined with `or` and `and`");
}

Expr *build_pipe(Syntax *s, Expr *left, Expr *right)
{
    Expr *expr = new_expr(s, EXPR_PIPE, span_join(left->span, right->span));
    expr->pipe.left = left;
    expr->pipe.right = right;
    check_stage(s, right);
    contain(s, expr, left);
    contain(s, expr, right);
    return expr;
}

/* ---- if, match, blocks ------------------------------------------------------------ */

Expr *build_block_expr(Syntax *s, Block *block)
{
    Expr *expr = new_expr(s, EXPR_BLOCK, block->span);
    expr->block = block;
    contain_block(s, expr, block);
    return expr;
}

Expr *build_if(Syntax *s, Token token, Expr *condition, Block *then, Expr *otherwise)
{
    Span end = otherwise ? otherwise->span : then->span;
    Expr *expr = new_expr(s, EXPR_IF, span_join(token_span(token), end));
    expr->if_.condition = condition;
    expr->if_.then = build_block_expr(s, then);
    expr->if_.otherwise = otherwise;
    contain(s, expr, condition);
    contain(s, expr, expr->if_.then);
    contain(s, expr, otherwise);
    return expr;
}

Expr *build_match(Syntax *s, Token token, Expr *subject, ArmList *arms, Token close)
{
    Expr *expr = new_expr(s, EXPR_MATCH, from_to(token_span(token), close));
    expr->match.subject = subject;
    TAKE(expr->match.arms, arms);
    contain(s, expr, subject);
    for (int i = 0; i < expr->match.arms.count; i++)
        contain(s, expr, expr->match.arms.at[i].value);
    return expr;
}

MatchArm build_arm(Syntax *s, PatternList *patterns, Stmt *value)
{
    MatchArm arm = {.span = span_join(patterns->items.at[0]->span, value->span)};
    TAKE(arm.patterns, patterns);
    if (value->kind == STMT_EXPR || value->kind == STMT_ERROR) {
        arm.value = value->value;
        return arm;
    }
    Block *block = arena_new(s->arena, Block);
    block->span = value->span;
    block->depth = value->depth;
    vec_push(s->arena, &block->statements, value);
    arm.value = build_block_expr(s, block);
    return arm;
}

/* ---- patch ------------------------------------------------------------------------- */

static void error_path(Syntax *s, Span span)
{
    Diag *d = diag_error(s->diags, E0109, span, "this is not a path into the value");
    diag_help(d, "a path is names, `[\"any key\"]` and `[index]`; `_` is the value itself");
}

/* Appends the steps of a path, outermost last. The way down is as deep as the
 * expression, so it is bounded. */
static bool path_steps(Syntax *s, PatchEntry *entry, const Expr *path)
{
    PatchStep step = {0};
    switch (path->kind) {
    case EXPR_NAME:
        if (strcmp(path->name, "_") == 0)
            return true;
        step.name = (Name){path->name, path->span};
        break;
    case EXPR_MEMBER:
        if (path->member.optional || !path_steps(s, entry, path->member.object))
            return false;
        step.name = path->member.name;
        break;
    case EXPR_INDEX:
        if (!path_steps(s, entry, path->index.object))
            return false;
        step.key = path->index.index;
        break;
    case EXPR_LIST: /* a path that begins with ["any key"] */
        if (path->list.items.count != 1 || path->list.items.at[0]->kind == EXPR_SPREAD)
            return false;
        step.key = path->list.items.at[0];
        break;
    default:
        return false;
    }
    vec_push(s->arena, &entry->path, step);
    return true;
}

PatchEntry build_entry(Syntax *s, Expr *path, Token op, Expr *value)
{
    PatchEntry entry = {.value = value, .span = span_join(path->span, value->span)};
    switch (op.kind) {
    case TK_ASSIGN:
        entry.op = PATCH_ASSIGN;
        break;
    case TK_PLUS_ASSIGN:
        entry.op = PATCH_ADD;
        break;
    case TK_MINUS_ASSIGN:
        entry.op = PATCH_SUB;
        break;
    case TK_STAR_ASSIGN:
        entry.op = PATCH_MUL;
        break;
    default:
        entry.op = PATCH_DIV;
        break;
    }
    if (path->kind != EXPR_ERROR && !path_steps(s, &entry, path))
        error_path(s, path->span);
    return entry;
}

PatchEntry build_entry_call(Syntax *s, Expr *call)
{
    PatchEntry entry = {.op = PATCH_CALL, .span = call->span};
    if (call->kind == EXPR_ERROR) {
        entry.op = PATCH_ASSIGN;
        entry.value = call;
        return entry;
    }
    const Expr *method = call->kind == EXPR_CALL ? call->call.callee : NULL;
    if (!method || call->call.block || method->kind != EXPR_MEMBER || method->member.optional) {
        Diag *d = diag_error(s->diags, E0109, call->span, "this is no operation of a patch");
        diag_help(d, "write `path = value`, `path += value` or `path.append(value)`");
        entry.op = PATCH_ASSIGN;
        entry.value = new_expr(s, EXPR_ERROR, call->span);
        return entry;
    }
    entry.method = method->member.name;
    entry.args.at = call->call.args.at;
    entry.args.count = call->call.args.count;
    entry.args.capacity = call->call.args.capacity;
    if (!path_steps(s, &entry, method->member.object))
        error_path(s, method->member.object->span);
    return entry;
}

Expr *build_patch(Syntax *s, Token token, EntryList *entries, Token close)
{
    Expr *expr = new_expr(s, EXPR_PATCH, from_to(token_span(token), close));
    TAKE(expr->patch.entries, entries);
    for (int i = 0; i < expr->patch.entries.count; i++) {
        const PatchEntry *entry = &expr->patch.entries.at[i];
        contain(s, expr, entry->value);
        contain_args(s, expr, entry->args.at, entry->args.count);
        for (int k = 0; k < entry->path.count; k++)
            contain(s, expr, entry->path.at[k].key);
    }
    return expr;
}

/* ---- rows --------------------------------------------------------------------------- */

RowsLine build_line(ExprList *cells)
{
    Span span = span_join(cells->items.at[0]->span, cells->items.at[cells->items.count - 1]->span);
    RowsLine line = {.span = span};
    TAKE(line.cells, cells);
    return line;
}

static Name header_name(Syntax *s, const Expr *cell)
{
    if (cell->kind == EXPR_NAME)
        return (Name){cell->name, cell->span};
    if (is_plain_text(cell)) {
        Str text = plain_text(cell);
        return (Name){intern(s->interner, text.ptr, text.len), cell->span};
    }
    if (cell->kind != EXPR_ERROR)
        diag_error(s->diags, E0114, cell->span, "the first line of `rows` holds column names");
    return (Name){intern(s->interner, "_", 1), cell->span};
}

Expr *build_rows(Syntax *s, Token token, LineList *lines, Token close)
{
    Expr *expr = new_expr(s, EXPR_ROWS, from_to(token_span(token), close));
    const RowsLine *header = &lines->items.at[0];
    for (int i = 0; i < header->cells.count; i++)
        vec_push(s->arena, &expr->rows.names, header_name(s, header->cells.at[i]));
    for (int i = 1; i < lines->items.count; i++) {
        RowsLine line = lines->items.at[i];
        vec_push(s->arena, &expr->rows.lines, line);
        for (int k = 0; k < line.cells.count; k++)
            contain(s, expr, line.cells.at[k]);
        if (line.cells.count != header->cells.count) {
            Diag *d =
                diag_error(s->diags, E0114, line.span, "this line has %d values for %d columns",
                           line.cells.count, header->cells.count);
            diag_note_at(d, header->span, "the columns are named here");
        }
    }
    return expr;
}

/* ---- ids ------------------------------------------------------------------------------ */

Expr *build_id_expr(Syntax *s, IdExpr *id)
{
    Expr *expr = new_expr(s, EXPR_ID, id->span);
    expr->id = id;
    contain(s, expr, id->text);
    for (int i = 0; i < id->keys.count; i++)
        contain(s, expr, id->keys.at[i].value);
    return expr;
}

static IdExpr *new_id(Syntax *s, IdKind kind, Span span)
{
    IdExpr *id = arena_new(s->arena, IdExpr);
    id->kind = kind;
    id->span = span;
    return id;
}

/* The name in `#name` or `#name[`. */
static Name id_name(Syntax *s, Token token)
{
    Str text = token_text(s, token);
    size_t len = text.len - 1 - (token.kind == TK_ID_OPEN);
    Span span = {token.start, token.start + 1 + (uint32_t)len};
    return (Name){intern(s->interner, text.ptr + 1, len), span};
}

IdExpr *build_id(Syntax *s, Token token)
{
    IdExpr *id = new_id(s, ID_PLAIN, token_span(token));
    id->name = id_name(s, token);
    return id;
}

IdExpr *build_id_indexed(Syntax *s, Token token, IdKey value, Token close)
{
    IdExpr *id = new_id(s, ID_INDEXED, from_to(token_span(token), close));
    id->name = id_name(s, token);
    value.name = (Name){intern(s->interner, "index", 5), {token.end - 1, close.end}};
    vec_push(s->arena, &id->keys, value);
    return id;
}

IdExpr *build_id_record(Syntax *s, Token open, IdKeyList *keys, Token close)
{
    IdExpr *id = new_id(s, ID_RECORD, from_to(token_span(open), close));
    TAKE(id->keys, keys);
    return id;
}

IdExpr *build_id_computed(Syntax *s, Token hash, Expr *text)
{
    IdExpr *id = new_id(s, ID_COMPUTED, span_join(token_span(hash), text->span));
    id->text = text;
    return id;
}

IdKey build_id_key(Syntax *s, Token name, IdKey value)
{
    value.name = name_of(s, name);
    return value;
}

IdKey build_id_value(Expr *value)
{
    return (IdKey){.value = value};
}

IdKey build_wildcard(Syntax *s, Wildcard wildcard, const Token *binder)
{
    IdKey key = {.wildcard = wildcard};
    if (binder)
        key.binder = name_of(s, *binder);
    return key;
}
