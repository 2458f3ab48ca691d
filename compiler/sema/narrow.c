/* SPDX-License-Identifier: MIT
 *
 * What is known not to be null at a place: facts about names and field paths,
 * gained from conditions, kept on a stack that branches release, and lost when
 * the name is assigned to.
 */
#include "sema/check.h"

/* The name at the root of a path and the path under it ("" for the name). */
static const Symbol *path_of(Checker *c, const Expr *e, const char **path)
{
    if (e->kind == EXPR_NAME) {
        *path = "";
        const Symbol *symbol = lookup(c, e->name);
        bool value = symbol && (symbol->kind == SYM_VAR || symbol->kind == SYM_CONST ||
                                symbol->kind == SYM_MODULE);
        return value ? symbol : NULL;
    }
    if (e->kind != EXPR_MEMBER)
        return NULL;
    const char *below;
    const Symbol *symbol = path_of(c, e->member.object, &below);
    if (symbol)
        *path = arena_printf(c->arena, "%s.%s", below, e->member.name.text);
    return symbol;
}

void facts_add(Checker *c, const Symbol *symbol, const char *path)
{
    vec_push(c->arena, &c->facts, ((Fact){symbol, path}));
}

/* x?.f is there: so is x. */
void facts_there(Checker *c, const Expr *e)
{
    const char *path;
    const Symbol *symbol = path_of(c, e, &path);
    if (!symbol)
        return;
    facts_add(c, symbol, path);
    if (e->kind == EXPR_MEMBER && e->member.optional)
        facts_there(c, e->member.object);
}

static bool is_literal(const Expr *e)
{
    return e->kind == EXPR_TEXT || e->kind == EXPR_INT || e->kind == EXPR_FLOAT ||
           e->kind == EXPR_BOOL;
}

static void facts_from_compare(Checker *c, const Expr *e, bool when)
{
    if (e->compare.links.count != 1)
        return;
    const CompareLink *link = &e->compare.links.at[0];
    const Expr *left = e->compare.first, *right = link->right;
    if (link->op != COMPARE_EQ && link->op != COMPARE_NE)
        return;
    bool equal = (link->op == COMPARE_EQ) == when;
    if (left->kind == EXPR_NULL && !equal)
        facts_there(c, right);
    else if (right->kind == EXPR_NULL && !equal)
        facts_there(c, left);
    else if (is_literal(right) && equal)
        facts_there(c, left);
    else if (is_literal(left) && equal)
        facts_there(c, right);
}

void facts_from(Checker *c, const Expr *e, bool when)
{
    if (e->kind == EXPR_COMPARE) {
        facts_from_compare(c, e, when);
    } else if (e->kind == EXPR_UNARY && e->unary.op == UNARY_NOT) {
        facts_from(c, e->unary.operand, !when);
    } else if (e->kind == EXPR_BINARY && e->binary.op == (when ? BINARY_AND : BINARY_OR)) {
        facts_from(c, e->binary.left, when);
        facts_from(c, e->binary.right, when);
    }
}

int facts_mark(const Checker *c)
{
    return c->facts.count;
}

void facts_release(Checker *c, int mark)
{
    c->facts.count = mark;
}

void facts_forget(Checker *c, const Symbol *symbol)
{
    for (int i = 0; i < c->facts.count; i++)
        if (c->facts.at[i].symbol == symbol)
            c->facts.at[i].symbol = NULL;
}

void facts_forget_mutable(Checker *c)
{
    for (int i = 0; i < c->facts.count; i++) {
        const Symbol *symbol = c->facts.at[i].symbol;
        if (symbol && symbol->var && symbol->var->is_mutable)
            c->facts.at[i].symbol = NULL;
    }
}

Hir *narrowed(Checker *c, const Expr *e, Hir *hir)
{
    if (!is_kind(hir, TY_OPTIONAL) || c->facts.count == 0)
        return hir;
    const char *path;
    const Symbol *symbol = path_of(c, e, &path);
    for (int i = 0; symbol && i < c->facts.count; i++)
        if (c->facts.at[i].symbol == symbol && strcmp(c->facts.at[i].path, path) == 0)
            return hir_convert(c, hir, hir->type->item);
    return hir;
}
