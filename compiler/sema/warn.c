/* SPDX-License-Identifier: MIT
 *
 * Warnings: what is fine for the language and yet hardly meant. What is not used
 * is said only about programs without errors: after an error things look unused
 * that are not.
 */
#include "sema/check.h"

/* ---- what nobody uses --------------------------------------------------------- */

static DiagCode unused_code(const Symbol *symbol)
{
    switch (symbol->kind) {
    case SYM_FN:
        return W1003;
    case SYM_TABLE:
        return W1004;
    case SYM_TYPE:
        return W1005;
    case SYM_LIBRARY:
        return W1006;
    default:
        return symbol->is_param ? W1002 : W1001;
    }
}

void warn_unused(Checker *c)
{
    for (int i = 0; i < c->unused.count; i++) {
        const Symbol *symbol = c->unused.at[i];
        Diag *d = diag_warning(c->diags, unused_code(symbol), symbol->span, "`%s` is never used",
                               symbol->name);
        diag_help(d, "remove it, or start its name with `_` when that is meant");
    }
}

/* ---- names that hide others ---------------------------------------------------- */

/* What a local name may hide without anybody being misled. */
static bool may_be_hidden(const Symbol *symbol)
{
    return symbol->span.end == 0 || symbol->kind == SYM_CALLBACK || symbol->kind == SYM_TYPE ||
           symbol->name[0] == '_';
}

void warn_shadowing(Checker *c, Name name)
{
    if (name.span.end == 0)
        return;
    for (const Scope *scope = c->scope; scope; scope = scope->parent) {
        const Symbol *old = find_in(scope, name.text);
        if (!old)
            continue;
        bool derived = old->last_use > name.span.start; /* `let x = x ?? 0` */
        if (may_be_hidden(old) || derived || old->span.start == name.span.start)
            return;
        Diag *d = diag_warning(c->diags, W1010, name.span, "`%s` hides another `%s`", name.text,
                               name.text);
        diag_note_at(d, old->span, "from here on this one cannot be seen");
        diag_help(d, "give one of them another name");
        return;
    }
}

/* ---- code that is never reached -------------------------------------------------- */

bool warn_unreachable(Checker *c, const Block *block, int at, const Hir *out, bool ended)
{
    const Stmt *stmt = block->statements.at[at];
    bool ends = stmt->kind == STMT_BREAK || stmt->kind == STMT_CONTINUE || is_kind(out, TY_NEVER);
    if (ended || !ends || at + 1 == block->statements.count)
        return ended;
    const Stmt *next = block->statements.at[at + 1];
    if (next->kind == STMT_ERROR)
        return true;
    Diag *d = diag_warning(c->diags, W1012, next->span, "this is never reached");
    diag_note_at(d, stmt->span, "nothing gets past this");
    diag_help(d, "remove it, or put it before");
    return true;
}

/* ---- comparisons that are always the same ------------------------------------------ */

static bool is_constant(const Hir *hir)
{
    return hir->kind == HIR_INT || hir->kind == HIR_FLOAT || hir->kind == HIR_TEXT ||
           hir->kind == HIR_BOOL;
}

static bool is_same(const Hir *a, const Hir *b)
{
    if (a->kind != b->kind)
        return false;
    switch (a->kind) {
    case HIR_VAR:
        return a->var == b->var;
    case HIR_CONST:
        return a->constant == b->constant;
    case HIR_COLREF:
        return a->column == b->column && a->type->kind != TY_OPTIONAL; /* null is not null */
    default:
        return false;
    }
}

void warn_comparison(Checker *c, Span span, const Hir *left, const Hir *right)
{
    if (is_same(left, right)) {
        Diag *d = diag_warning(c->diags, W1011, span, "this is compared with itself");
        if (is_kind(left, TY_FLOAT))
            diag_help(d, "to test for no number write `isnan(x)`");
    } else if (is_constant(left) && is_constant(right)) {
        diag_warning(c->diags, W1011, span, "two constants are compared");
    }
}

void warn_null_comparison(Checker *c, Span span, const Hir *hir, bool result)
{
    if (is_error(hir) || is_kind(hir, TY_COMPONENT))
        return;
    Diag *d = diag_warning(c->diags, W1011, span, "this is always %s", result ? "true" : "false");
    if (is_kind(hir, TY_NULL))
        return;
    diag_note_at(d, hir->span, "its type is `%s`, so it is never null", shown(c, hir->type));
    if (is_kind(hir, TY_TEXT))
        diag_help(d, "an empty text is `\"\"`");
    else if (is_kind(hir, TY_LIST))
        diag_help(d, "an empty list has `len(…) == 0`");
}

/* ---- ids and callbacks that do nothing ----------------------------------------------- */

static void note_named(Checker *c, PtrMap *named, const HirPlace *places, int count)
{
    for (int i = 0; i < count; i++) {
        IdSites sites = sites_of(c, places[i].shape);
        for (int k = 0; k < sites.count; k++)
            map_set(c->arena, named, sites.at[k], (void *)sites.at[k]);
    }
}

static void warn_ids(Checker *c)
{
    PtrMap named = {0};
    for (int i = 0; i < c->program->callbacks.count; i++) {
        const HirCallback *callback = c->program->callbacks.at[i];
        for (int k = 0; k < callback->params.count; k++)
            note_named(c, &named, callback->params.at[k].places.at,
                       callback->params.at[k].places.count);
        for (int k = 0; k < callback->outputs.count; k++)
            note_named(c, &named, callback->outputs.at[k].places.at,
                       callback->outputs.at[k].places.count);
    }
    for (int i = 0; i < c->ids.count; i++) {
        const IdSite *site = c->ids.at[i];
        if (!map_get(&named, site))
            diag_warning(c->diags, W1007, site->span, "no callback names `%s`",
                         id_shown(c->arena, site->shape));
    }
}

static void warn_callback(Checker *c, const HirCallback *callback)
{
    for (int i = 0; i < callback->params.count; i++)
        if (!callback->params.at[i].is_state)
            return;
    if (!callback->prevent_initial_call)
        return;
    Diag *d =
        diag_warning(c->diags, W1008, callback->span, "nothing ever starts `%s`", callback->name);
    diag_help(d, "without an input it runs when the page loads, which is prevented here; make a "
                 "`state` an input, or let it run");
}

void warn_idle(Checker *c)
{
    if (diags_wants(c->diags, W1007))
        warn_ids(c);
    for (int i = 0; i < c->program->callbacks.count; i++)
        warn_callback(c, c->program->callbacks.at[i]);
}
