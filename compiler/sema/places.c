/* SPDX-License-Identifier: MIT
 *
 * Assignment: to a variable, to a part of one (`xs[i] = e`, `r.f += e`, at any
 * depth), and to a part of json, which becomes an assignment of new json to
 * what holds it. A place is an ordinary node of HIR whose root is the variable.
 */
#include "sema/check.h"

typedef struct Target {
    Symbol *root;
    Hir *hir; /* NULL after a complaint */
} Target;

static const Target no_target = {0};

static void add_stmt(Checker *c, Hir *block, HirStmtKind kind, HirVar *var, Hir *place, Hir *value)
{
    HirStmt *stmt = stmt_new(c, kind, var, value, value->span);
    stmt->place = place;
    vec_push(c->arena, &block->block.statements, stmt);
}

static Target cannot(Checker *c, Span span, const char *help)
{
    Diag *d = diag_error(c->diags, E0309, span, "this cannot be assigned to");
    if (help)
        diag_help(d, "%s", help);
    return no_target;
}

/* ---- places --------------------------------------------------------------- */

static Target name_place(Checker *c, const Expr *e)
{
    Symbol *symbol = lookup(c, e->name);
    if (!symbol) {
        complain_unknown_name(c, e->name, e->span, false);
        return no_target;
    }
    if (symbol->kind != SYM_VAR || !symbol->var->is_mutable) {
        Diag *d = diag_error(c->diags, E0309, e->span, "`%s` cannot be changed", e->name);
        diag_note_at(d, symbol->span, "it is declared here");
        diag_help(d, "declare it with `var` inside the function");
        return no_target;
    }
    return (Target){symbol, hir_var(c, symbol->var, e->span)};
}

/* The key of a place, computed once: a compound assignment reads it again. */
static Hir *held_key(Checker *c, Hir *key, Hir *block)
{
    if (is_simple(key) || is_error(key))
        return key;
    HirVar *var = hir_var_new(c, "at", key->type, key->span);
    add_stmt(c, block, HIR_STMT_LET, var, NULL, key);
    return hir_var(c, var, key->span);
}

static Target member_place(Checker *c, const Expr *e, Target object)
{
    if (!is_kind(object.hir, TY_RECORD) && !is_kind(object.hir, TY_OPTIONAL))
        return cannot(c, e->span,
                      is_kind(object.hir, TY_MAP) ? "a value of a map is written `m[\"key\"]`"
                                                  : NULL);
    object.hir = member_of(c, object.hir, e->member.name, e->span);
    return is_error(object.hir) ? no_target : object;
}

static Target index_place(Checker *c, const Expr *e, Target object, Hir *block)
{
    if (is_kind(object.hir, TY_OPTIONAL)) {
        complain_null(c, object.hir->span, object.hir->type);
        return no_target;
    }
    if (is_kind(object.hir, TY_TEXT))
        return cannot(c, e->span, "a text is not changed; make a new one, as with `replace`");
    if (is_kind(object.hir, TY_TABLE))
        return cannot(c, e->span, "a table is not changed; `derive(…)` makes a new one");
    if (is_kind(object.hir, TY_MAP)) {
        Hir *key = held_key(c, infer(c, e->index.index), block);
        object.hir = index_map(c, object.hir, key, e->span);
        return is_error(object.hir) ? no_target : object;
    }
    if (!is_kind(object.hir, TY_LIST))
        return cannot(c, e->span, NULL);
    Hir *index = coerce_type(c, infer(c, e->index.index), simple(c, TY_INT), "an index");
    if (is_error(index))
        return no_target;
    object.hir =
        hir_binary(c, HIR_INDEX, 0, object.hir->type->item, object.hir, held_key(c, index, block));
    object.hir->span = e->span;
    return object;
}

static const Expr *place_object(const Expr *e)
{
    return e->kind == EXPR_MEMBER  ? e->member.object
           : e->kind == EXPR_INDEX ? e->index.object
                                   : NULL;
}

/* The variable or part that the expression names; what it takes to find it goes
 * into the block. */
static Target check_place(Checker *c, const Expr *e, Hir *block)
{
    if (e->kind == EXPR_NAME)
        return name_place(c, e);
    const Expr *below = place_object(e);
    if (!below)
        return cannot(c, e->span, NULL);
    Target object = check_place(c, below, block);
    if (!object.hir)
        return object;
    object.hir = narrowed(c, below, object.hir);
    if (is_error(object.hir))
        return no_target;
    return e->kind == EXPR_MEMBER ? member_place(c, e, object) : index_place(c, e, object, block);
}

/* ---- parts of json -------------------------------------------------------- */

/* Is the place inside json? Says nothing: check_place does. */
static bool is_in_json(Checker *c, const Expr *e)
{
    const Expr *below = place_object(e);
    if (!below)
        return false;
    if (is_in_json(c, below))
        return true;
    const Expr *root = below;
    while (place_object(root))
        root = place_object(root);
    if (root->kind != EXPR_NAME || !lookup(c, root->name))
        return false;
    Hir scratch = {0};
    int errors = c->diags->error_count;
    Target object = check_place(c, below, &scratch);
    return c->diags->error_count == errors && object.hir && is_kind(object.hir, TY_JSON);
}

/* object[key] = value is object = (object with value at key). */
static void assign_json(Checker *c, const Expr *e, Hir *value, Hir *block)
{
    const Type *json = simple(c, TY_JSON);
    const Expr *below = place_object(e);
    Hir *object = infer(c, below);
    Hir *key = e->kind == EXPR_MEMBER ? hir_text(c, e->member.name.text, e->member.name.span)
                                      : infer(c, e->index.index);
    value = coerce_type(c, value, json, "a part of json");
    if (is_error(object) || is_error(key) || is_error(value))
        return;
    if (!is_kind(key, TY_TEXT) && !is_kind(key, TY_JSON))
        key = coerce_type(c, key, simple(c, TY_INT), "an index");
    if (is_error(key))
        return;
    Hir *made =
        builtin_node(c, "dash_value_with", json, e->span, object, hir_convert(c, key, json));
    vec_push(c->arena, &made->builtin.args, value);
    if (is_in_json(c, below)) {
        assign_json(c, below, made, block);
        return;
    }
    Target place = check_place(c, below, block);
    if (place.hir)
        add_stmt(c, block, HIR_STMT_ASSIGN, place.root->var,
                 place.hir->kind == HIR_VAR ? NULL : place.hir, made);
}

/* ---- statements ----------------------------------------------------------- */

static Expr as_operation(const Stmt *stmt)
{
    Expr e = {.kind = EXPR_BINARY, .span = stmt->span};
    e.binary.op = stmt->op;
    e.binary.left = stmt->place;
    e.binary.right = stmt->value;
    e.binary.op_span = stmt->span;
    return e;
}

/* `xs += ys` of lists: the items go to the end of what is there. */
static bool append(Checker *c, const Stmt *stmt, Target place, Hir *block)
{
    if (!stmt->compound || stmt->op != BINARY_ADD || !is_kind(place.hir, TY_LIST))
        return false;
    Want want = {.type = place.hir->type, .subject = "what is added to a list"};
    int errors = c->diags->error_count;
    Hir *value = check(c, stmt->value, &want);
    if (c->diags->error_count == errors + 1 && stmt->value->kind != EXPR_LIST)
        diag_help(c->diags->all.at[c->diags->all.count - 1], "for one more item write `+= [%s]`",
                  span_text(c, stmt->value->span));
    if (!is_error(value))
        add_stmt(c, block, HIR_STMT_APPEND, place.root->var, place.hir, value);
    return true;
}

/* What is assigned, of the place's type. */
static Hir *assigned_value(Checker *c, const Stmt *stmt, Target place)
{
    Want want = {.type = place.hir->type,
                 .subject = arena_printf(c->arena, "`%s`", span_text(c, stmt->place->span))};
    if (!stmt->compound)
        return check(c, stmt->value, &want);
    Expr operation = as_operation(stmt);
    Hir *left = narrowed(c, stmt->place, place.hir);
    return coerce(c, hir_operate(c, &operation, left, infer(c, stmt->value)), &want);
}

void check_assign(Checker *c, const Stmt *stmt, Hir *block)
{
    if (is_in_json(c, stmt->place)) {
        Expr operation = as_operation(stmt);
        assign_json(c, stmt->place, infer(c, stmt->compound ? &operation : stmt->value), block);
        return;
    }
    Target place = check_place(c, stmt->place, block);
    if (!place.hir) {
        infer(c, stmt->value);
        return;
    }
    if (append(c, stmt, place, block))
        return;
    Hir *value = assigned_value(c, stmt, place);
    facts_forget(c, place.root);
    if (is_error(value))
        return;
    if (value->kind == HIR_CONVERT && is_kind(value, TY_OPTIONAL) &&
        !is_kind(value->unary.operand, TY_OPTIONAL))
        facts_there(c, stmt->place);
    add_stmt(c, block, HIR_STMT_ASSIGN, place.root->var,
             stmt->place->kind == EXPR_NAME ? NULL : place.hir, value);
}
