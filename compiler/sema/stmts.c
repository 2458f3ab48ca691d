/* SPDX-License-Identifier: MIT
 *
 * Blocks and statements. A block's value is its last expression. A statement
 * that never comes back (return, prevent_update) makes the block never come
 * back, and what its condition excluded is known in the rest of the block.
 */
#include "sema/check.h"

static const Want unit_want = {.unit = true};

/* ---- if ------------------------------------------------------------------- */

bool has_type(const Want *want)
{
    return want && (want->type || want->prop || want->outputs);
}

static Hir *open_block(Checker *c, const Block *block, const Want *want);

/* The branch of an `if`, or NULL; what is known at its end goes to `known`. */
static Hir *branch(Checker *c, const Expr *e, const Expr *condition, bool when, const Want *want,
                   Facts *known)
{
    int mark = facts_mark(c);
    facts_from(c, condition, when);
    Hir *hir = !e                      ? NULL
               : e->kind == EXPR_BLOCK ? open_block(c, e->block, want)
                                       : check(c, e, want);
    for (int i = mark; i < c->facts.count; i++)
        if (c->facts.at[i].symbol)
            vec_push(c->arena, known, c->facts.at[i]);
    facts_release(c, mark);
    return hir;
}

static bool is_known(const Facts *known, Fact fact)
{
    for (int i = 0; i < known->count; i++)
        if (known->at[i].symbol == fact.symbol && strcmp(known->at[i].path, fact.path) == 0)
            return true;
    return false;
}

/* After an `if` is known what is known at the end of each branch that gets there. */
static void facts_after(Checker *c, const Hir *then, const Facts *of_then, const Hir *otherwise,
                        const Facts *of_otherwise)
{
    bool then_leaves = is_kind(then, TY_NEVER);
    bool other_leaves = otherwise && is_kind(otherwise, TY_NEVER);
    const Facts *known = then_leaves ? of_otherwise : of_then;
    for (int i = 0; i < known->count; i++)
        if (then_leaves || other_leaves || is_known(of_otherwise, known->at[i]))
            facts_add(c, known->at[i].symbol, known->at[i].path);
}

/* Both branches without a wish: the type that both fit. */
static Hir *join_branches(Checker *c, const Expr *e, Hir *hir)
{
    Hir *then = hir->if_.then, *otherwise = hir->if_.otherwise;
    if (is_error(then) || is_error(otherwise))
        return hir_error(c, e->span);
    hir->type = join_types(c, then->type, otherwise->type);
    if (!hir->type) {
        Diag *d = diag_error(c->diags, E0308, otherwise->span,
                             "the branches of this `if` give different types: `%s` and `%s`",
                             shown(c, then->type), shown(c, otherwise->type));
        diag_note_at(d, then->span, "this one gives `%s`", shown(c, then->type));
        return hir_error(c, e->span);
    }
    if (is_kind(then, TY_TABLE) && is_kind(otherwise, TY_TABLE) &&
        same_shape(shape_of(c, then), shape_of(c, otherwise)))
        return hir;
    hir->if_.then = hir_convert(c, then, hir->type);
    hir->if_.otherwise = hir_convert(c, otherwise, hir->type);
    return hir;
}

static Hir *missing_else(Checker *c, const Expr *e)
{
    Diag *d = diag_error(c->diags, E0308, e->span, "an `if` that gives a value needs an `else`");
    diag_help(d, "add `else { … }`, or `else { null }`");
    return hir_error(c, e->span);
}

static const Type *branch_type(Checker *c, const Hir *then, const Hir *otherwise)
{
    bool never = is_kind(then, TY_NEVER) && otherwise && is_kind(otherwise, TY_NEVER);
    return simple(c, never ? TY_NEVER : TY_UNIT);
}

Hir *check_if(Checker *c, const Expr *e, const Want *want)
{
    bool statement = want && want->unit;
    Hir *condition = check_condition(c, e->if_.condition);
    Facts of_then = {0}, of_otherwise = {0};
    Hir *then = branch(c, e->if_.then, e->if_.condition, true, want, &of_then);
    Hir *otherwise = branch(c, e->if_.otherwise, e->if_.condition, false, want, &of_otherwise);
    facts_after(c, then, &of_then, otherwise, &of_otherwise);
    if (is_error(condition))
        return hir_error(c, e->span);
    Hir *hir = hir_if(c, NULL, e->span, condition, then, otherwise);
    bool effect =
        !otherwise && !has_type(want) && (is_kind(then, TY_NEVER) || is_kind(then, TY_UNIT));
    if (statement || effect) {
        hir->type = branch_type(c, then, otherwise);
        return hir;
    }
    if (!otherwise)
        return is_error(then) ? then : missing_else(c, e);
    if (!has_type(want))
        return join_branches(c, e, hir);
    if (is_error(then) || is_error(otherwise))
        return hir_error(c, e->span);
    hir->type = is_kind(then, TY_NEVER) ? otherwise->type : then->type;
    return hir;
}

/* ---- let, assignment ------------------------------------------------------ */

static void add_stmt(Checker *c, Hir *block, HirStmt *stmt)
{
    vec_push(c->arena, &block->block.statements, stmt);
}

static bool needs_type(const Type *type)
{
    bool several = type->kind == TY_LIST || type->kind == TY_MAP;
    while (type->kind == TY_LIST || type->kind == TY_MAP)
        type = type->item;
    return type->kind == (several ? TY_NEVER : TY_NULL);
}

static Hir *complain_let(Checker *c, Hir *value, const Stmt *stmt)
{
    const char *word = stmt->kind == STMT_VAR ? "var" : "let";
    if (is_kind(value, TY_UNIT)) {
        diag_error(c->diags, E0301, value->span, "this gives no value");
    } else {
        Diag *d = diag_error(c->diags, E0311, value->span, "the type of this cannot be seen");
        diag_help(d, "write it: `%s name: %s = …`", word,
                  is_kind(value, TY_NULL) ? "int?" : "[int]");
    }
    return hir_error(c, value->span);
}

static void check_let(Checker *c, const Stmt *stmt, Hir *block)
{
    Want want = {0};
    if (stmt->type)
        want.type = resolve_type(c, stmt->type);
    Hir *value = check(c, stmt->value, want.type ? &want : NULL);
    if (needs_type(value->type) || is_kind(value, TY_UNIT))
        value = complain_let(c, value, stmt);
    if (is_kind(value, TY_COLUMN))
        value = column_list(c, value);
    bind_pattern(c, stmt->target, value, stmt->kind == STMT_VAR, block);
}

/* ---- loops and ways out --------------------------------------------------- */

/* What the loop variable is, by what is looped over; NULL after a complaint. */
static const Type *loop_item(Checker *c, Hir **source)
{
    *source = looked_into(c, *source);
    const Type *type = (*source)->type;
    switch (type->kind) {
    case TY_LIST:
        return type->item;
    case TY_COLUMN:
        *source =
            hir_convert(c, *source, type_of(c->types, TY_LIST, type_without_null(type->item)));
        return (*source)->type->item;
    case TY_TABLE:
        if ((*source)->kind != HIR_VAR)
            *source = hir_table(c, plan_of(c, *source));
        return type_fields(c->types, TY_RECORD, type->fields, type->field_count);
    case TY_MAP: /* its keys */
        *source = builtin_node(c, "map_keys", type_of(c->types, TY_LIST, type->key),
                               (*source)->span, *source, NULL);
        return type->key;
    case TY_JSON:
        return type;
    case TY_ERROR:
        return NULL;
    case TY_OPTIONAL:
        complain_null(c, (*source)->span, type);
        return NULL;
    case TY_INT:
        diag_help(diag_error(c->diags, E0303, (*source)->span, "an int has no items"),
                  "write `range(%s)`", span_text(c, (*source)->span));
        return NULL;
    default:
        diag_error(c->diags, E0303, (*source)->span, "`%s` has no items to go through",
                   shown(c, type));
        return NULL;
    }
}

HirVar *bind_loop(Checker *c, const Pattern *pattern, Hir **source, Hir *body)
{
    const Type *item = loop_item(c, source);
    if (!item) {
        *source = hir_error(c, (*source)->span);
        item = simple(c, TY_ERROR);
    }
    if (pattern->kind == PATTERN_NAME) {
        HirVar *var = hir_var_new(c, pattern->name.text, item, pattern->span);
        declare_var(c, pattern->name, var)->warn_unused = false;
        return var;
    }
    HirVar *var = hir_var_new(c, "item", item, pattern->span);
    bind_pattern(c, pattern, hir_var(c, var, pattern->span), false, body);
    return var;
}

typedef void StatementFn(Checker *c, const Block *block, Hir *out);

static void check_for_with(Checker *c, const Stmt *stmt, Hir *block, StatementFn *statements)
{
    Hir *source = infer(c, stmt->value);
    push_scope(c);
    int mark = facts_mark(c);
    facts_forget_mutable(c);
    Hir *body = hir_new(c, HIR_BLOCK, simple(c, TY_UNIT), stmt->span);
    HirVar *var = bind_loop(c, stmt->target, &source, body);
    c->body->loops++;
    statements(c, stmt->body, body);
    c->body->loops--;
    facts_release(c, mark);
    pop_scope(c);
    HirStmt *loop = stmt_new(c, HIR_STMT_FOR, var, source, stmt->span);
    loop->body = body;
    add_stmt(c, block, loop);
}

static void put_statements(Checker *c, const Block *block, Hir *out);

static void check_while(Checker *c, const Stmt *stmt, Hir *block)
{
    int mark = facts_mark(c);
    facts_forget_mutable(c);
    Hir *condition = check_condition(c, stmt->value);
    facts_from(c, stmt->value, true);
    push_scope(c);
    c->body->loops++;
    Hir *body = hir_new(c, HIR_BLOCK, simple(c, TY_UNIT), stmt->span);
    put_statements(c, stmt->body, body);
    c->body->loops--;
    pop_scope(c);
    facts_release(c, mark);
    HirStmt *loop = stmt_new(c, HIR_STMT_WHILE, NULL, condition, stmt->span);
    loop->body = body;
    add_stmt(c, block, loop);
}

static void check_jump(Checker *c, const Stmt *stmt, Hir *block)
{
    const char *word = stmt->kind == STMT_BREAK ? "break" : "continue";
    if (c->body->loops == 0)
        diag_error(c->diags, E0310, stmt->span, "`%s` can stand only in a loop", word);
    HirStmtKind kind = stmt->kind == STMT_BREAK ? HIR_STMT_BREAK : HIR_STMT_CONTINUE;
    add_stmt(c, block, stmt_new(c, kind, NULL, NULL, stmt->span));
    block->type = simple(c, TY_NEVER);
}

static Hir *return_value(Checker *c, const Stmt *stmt)
{
    Body *body = c->body;
    bool wanted = has_type(&body->result);
    if (!stmt->value) {
        if (wanted && !(body->result.type && body->result.type->kind == TY_UNIT))
            diag_error(c->diags, E0301, stmt->span, "`%s` must return a value", body->name);
        return NULL;
    }
    if (wanted && !body->result.unit)
        return check(c, stmt->value, &body->result);
    Hir *value = plain_table(c, infer(c, stmt->value));
    if (body->result.unit) {
        if (!is_error(value))
            diag_error(c->diags, E0508, stmt->value->span,
                       "`%s` has no output, so it returns nothing", body->name);
        return NULL;
    }
    const Type *type = body->returned ? join_types(c, body->returned, value->type) : value->type;
    if (type && type != value->type && !is_error(value)) {
        diag_help(diag_error(c->diags, E0311, stmt->value->span,
                             "the results of `%s` are of different types", body->name),
                  "write the type of the result: `-> %s`", shown(c, type));
    }
    body->returned = type ? type : simple(c, TY_ERROR);
    return value;
}

static void check_return(Checker *c, const Stmt *stmt, Hir *block)
{
    if (c->body->is_value) {
        diag_error(c->diags, E0310, stmt->span, "`return` can stand only in a function");
        return;
    }
    Hir *hir = hir_new(c, HIR_RETURN, simple(c, TY_NEVER), stmt->span);
    hir->unary.operand = return_value(c, stmt);
    add_stmt(c, block, stmt_new(c, HIR_STMT_EXPR, NULL, hir, stmt->span));
    block->type = hir->type;
}

/* ---- blocks --------------------------------------------------------------- */

static bool has_effect(const Hir *hir)
{
    if (hir->type->kind == TY_UNIT || hir->type->kind == TY_NEVER || is_error(hir))
        return true;
    return false;
}

static void complain_unused(Checker *c, const Hir *hir)
{
    Diag *d = diag_error(c->diags, E0306, hir->span, "this value is not used");
    diag_help(d, "the value of a block is its last expression; keep this one with `let x = …`");
}

static void check_effect(Checker *c, const Stmt *stmt, Hir *block)
{
    Hir *hir = check(c, stmt->value, &unit_want);
    if (is_error(hir))
        return;
    if (!has_effect(hir)) {
        complain_unused(c, hir);
        return;
    }
    add_stmt(c, block, stmt_new(c, HIR_STMT_EXPR, NULL, hir, stmt->span));
    if (is_kind(hir, TY_NEVER))
        block->type = hir->type;
}

static void check_stmt(Checker *c, const Stmt *stmt, Hir *block)
{
    switch (stmt->kind) {
    case STMT_ERROR:
        return;
    case STMT_EXPR:
        check_effect(c, stmt, block);
        return;
    case STMT_LET:
    case STMT_VAR:
        check_let(c, stmt, block);
        return;
    case STMT_ASSIGN:
        check_assign(c, stmt, block);
        return;
    case STMT_FOR:
        check_for_with(c, stmt, block, put_statements);
        return;
    case STMT_WHILE:
        check_while(c, stmt, block);
        return;
    case STMT_BREAK:
    case STMT_CONTINUE:
        check_jump(c, stmt, block);
        return;
    case STMT_RETURN:
        check_return(c, stmt, block);
        return;
    case STMT_ASSERT:
        check_assert(c, stmt, block);
        return;
    }
}

static void put_statements(Checker *c, const Block *block, Hir *out)
{
    bool ended = false;
    for (int i = 0; i < block->statements.count; i++) {
        check_stmt(c, block->statements.at[i], out);
        ended = warn_unreachable(c, block, i, out, ended);
    }
}

/* The block of a value: its last statement is checked for what is wanted. */
static void check_last(Checker *c, const Stmt *stmt, Hir *block, const Want *want)
{
    if (stmt->kind != STMT_EXPR) {
        check_stmt(c, stmt, block);
        return;
    }
    Hir *value = check(c, stmt->value, want);
    block->block.value = value;
    block->type = is_kind(block, TY_NEVER) ? block->type : value->type;
}

static bool contains_error(const Block *block)
{
    for (int i = 0; i < block->statements.count; i++)
        if (block->statements.at[i]->kind == STMT_ERROR)
            return true;
    return false;
}

static Hir *no_value(Checker *c, const Block *block, const Want *want)
{
    uint32_t end = block->span.end;
    Span span = block->statements.count ? block->statements.at[block->statements.count - 1]->span
                                        : (Span){block->span.start, end};
    Diag *d = diag_error(c->diags, want->outputs || want->output ? E0508 : E0301, span,
                         "%s needs a value, but this block ends without one",
                         want->subject ? want->subject : "this");
    diag_help(d, "the value of a block is its last expression");
    return hir_error(c, span);
}

/* Leaves what is known at its end to the caller, to release. */
static Hir *open_block(Checker *c, const Block *block, const Want *want)
{
    bool statement = want && want->unit;
    int errors = c->diags->error_count;
    Hir *hir = hir_new(c, HIR_BLOCK, simple(c, TY_UNIT), block->span);
    push_scope(c);
    int count = block->statements.count;
    bool ended = false;
    for (int i = 0; i < count; i++) {
        if (i == count - 1 && !statement)
            check_last(c, block->statements.at[i], hir, want);
        else
            check_stmt(c, block->statements.at[i], hir);
        ended = warn_unreachable(c, block, i, hir, ended);
    }
    pop_scope(c);
    if (has_type(want) && is_kind(hir, TY_UNIT) && !(want->type && want->type->kind == TY_UNIT)) {
        bool said = c->diags->error_count > errors || contains_error(block);
        return said ? hir_error(c, block->span) : no_value(c, block, want);
    }
    if (hir->block.value && hir->block.statements.count == 0 && !is_error(hir->block.value))
        return hir->block.value;
    return hir;
}

Hir *check_block(Checker *c, const Block *block, const Want *want)
{
    int mark = facts_mark(c);
    Hir *hir = open_block(c, block, want);
    facts_release(c, mark);
    return hir;
}

/* ---- blocks of children --------------------------------------------------- */

static void put_children(Checker *c, const Block *block, Hir *out);

static void push_child(Checker *c, Hir *value, Hir *out)
{
    if (is_error(value))
        return;
    HirStmtKind kind = is_kind(value, TY_NEVER) ? HIR_STMT_EXPR : HIR_STMT_PUSH;
    add_stmt(c, out, stmt_new(c, kind, NULL, value, value->span));
}

static Hir *check_child(Checker *c, const Expr *e)
{
    Want want = {.type = simple(c, TY_COMPONENT), .subject = "a child"};
    return check(c, e, &want);
}

static Hir *children_branch(Checker *c, const Expr *e, const Expr *condition, bool when)
{
    int mark = facts_mark(c);
    facts_from(c, condition, when);
    push_scope(c);
    Hir *block = hir_new(c, HIR_BLOCK, simple(c, TY_UNIT), e->span);
    if (e->kind == EXPR_BLOCK)
        put_children(c, e->block, block);
    else
        put_children(
            c,
            &(Block){.span = e->span,
                     .statements = {.at = &(Stmt *){&(Stmt){
                                        .kind = STMT_EXPR, .span = e->span, .value = (Expr *)e}},
                                    .count = 1}},
            block);
    pop_scope(c);
    facts_release(c, mark);
    return block;
}

static void children_if(Checker *c, const Expr *e, Hir *out)
{
    Hir *condition = check_condition(c, e->if_.condition);
    Hir *then = children_branch(c, e->if_.then, e->if_.condition, true);
    Hir *otherwise =
        e->if_.otherwise ? children_branch(c, e->if_.otherwise, e->if_.condition, false) : NULL;
    if (is_error(condition))
        return;
    Hir *hir = hir_if(c, simple(c, TY_UNIT), e->span, condition, then, otherwise);
    add_stmt(c, out, stmt_new(c, HIR_STMT_EXPR, NULL, hir, e->span));
}

static void put_children(Checker *c, const Block *block, Hir *out)
{
    bool ended = false;
    for (int i = 0; i < block->statements.count; i++) {
        const Stmt *stmt = block->statements.at[i];
        if (stmt->kind == STMT_FOR)
            check_for_with(c, stmt, out, put_children);
        else if (stmt->kind != STMT_EXPR)
            check_stmt(c, stmt, out);
        else if (stmt->value->kind == EXPR_IF)
            children_if(c, stmt->value, out);
        else
            push_child(c, check_child(c, stmt->value), out);
        ended = warn_unreachable(c, block, i, out, ended);
    }
}

static bool plain_children(const Block *block)
{
    for (int i = 0; i < block->statements.count; i++) {
        const Stmt *stmt = block->statements.at[i];
        if (stmt->kind == STMT_ERROR)
            continue;
        if (stmt->kind != STMT_EXPR || stmt->value->kind == EXPR_IF)
            return false;
    }
    return true;
}

static Hir *list_children(Checker *c, const Block *block)
{
    const Type *component = simple(c, TY_COMPONENT);
    Hir *list = hir_new(c, HIR_LIST, type_of(c->types, TY_LIST, component), block->span);
    for (int i = 0; i < block->statements.count; i++) {
        if (block->statements.at[i]->kind != STMT_EXPR)
            continue;
        Hir *child = check_child(c, block->statements.at[i]->value);
        if (is_error(child))
            continue;
        vec_push(c->arena, &list->list.items, child);
        vec_push(c->arena, &list->list.spliced, false);
    }
    return list->list.items.count == 1 ? list->list.items.at[0] : hir_convert(c, list, component);
}

Hir *check_children(Checker *c, const Block *block)
{
    push_scope(c);
    int mark = facts_mark(c);
    Hir *hir;
    if (plain_children(block)) {
        hir = list_children(c, block);
    } else {
        hir = hir_new(c, HIR_CHILDREN, simple(c, TY_COMPONENT), block->span);
        put_children(c, block, hir);
        hir->type = simple(c, TY_COMPONENT);
    }
    facts_release(c, mark);
    pop_scope(c);
    return hir;
}
