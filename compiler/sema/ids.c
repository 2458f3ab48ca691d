/* SPDX-License-Identifier: MIT
 *
 * Where components with ids stand. Before anything is checked the whole tree
 * is walked for calls of components with a constant id, so that callbacks know
 * every id wherever it is created. Two places with one id are an error unless
 * only one of them can be on the page at a time.
 */
#include "sema/check.h"

typedef struct Walk {
    Checker *c;
    const Region *region;
} Walk;

static void walk_expr(Walk *w, const Expr *e);
static void walk_block(Walk *w, const Block *block);

static const Region *enter(Walk *w)
{
    const Region *outer = w->region;
    Region *region = arena_new(w->c->arena, Region);
    region->parent = outer;
    w->region = region;
    return outer;
}

/* ---- sites ---------------------------------------------------------------- */

static bool id_of_arg(const Arg *arg, const char **id, Checker *c)
{
    const Expr *e = arg->value;
    bool named = arg->name.text && strcmp(arg->name.text, "id") == 0;
    if (e->kind == EXPR_ID && (named || !arg->name.text)) {
        *id = e->id->kind == ID_PLAIN ? e->id->name.text : NULL;
        return true;
    }
    if (!named)
        return false;
    Str text = literal_text(e);
    *id = text.ptr ? intern(c->interner, text.ptr, text.len) : NULL;
    return true;
}

static void add_site(Walk *w, const Expr *call, const CatLibrary *library,
                     const CatComponent *component)
{
    Checker *c = w->c;
    for (int i = 0; i < call->call.args.count; i++) {
        const char *id;
        if (!id_of_arg(&call->call.args.at[i], &id, c))
            continue;
        if (!id) {
            c->has_unknown_ids = true;
            return;
        }
        IdSite *site = arena_new(c->arena, IdSite);
        *site = (IdSite){.id = id,
                         .span = call->call.args.at[i].value->span,
                         .library = library,
                         .component = component,
                         .call = call,
                         .region = w->region};
        vec_push(c->arena, &c->ids, site);
        return;
    }
}

/* Of a library that is not known: its ids are not known either. */
static bool has_id(const Expr *call)
{
    for (int i = 0; i < call->call.args.count; i++)
        if (call->call.args.at[i].value->kind == EXPR_ID)
            return true;
    return false;
}

static void walk_component(Walk *w, const Expr *e)
{
    const Expr *callee = e->call.callee;
    if (callee->kind != EXPR_MEMBER || callee->member.object->kind != EXPR_NAME)
        return;
    const Symbol *symbol = find_in(w->c->globals, callee->member.object->name);
    if (!symbol || symbol->kind != SYM_LIBRARY) {
        w->c->has_unknown_ids |= !symbol && has_id(e);
        return;
    }
    const CatComponent *component = catalogue_component(symbol->library, callee->member.name.text);
    add_site(w, e, symbol->library, component);
}

/* ---- the walk ------------------------------------------------------------- */

static void walk_list(Walk *w, Expr *const *items, int count)
{
    for (int i = 0; i < count; i++)
        walk_expr(w, items[i]);
}

static void walk_call(Walk *w, const Expr *e)
{
    walk_component(w, e);
    note_set_props(w->c, e);
    walk_expr(w, e->call.callee);
    for (int i = 0; i < e->call.args.count; i++)
        if (e->call.args.at[i].value->kind != EXPR_ID)
            walk_expr(w, e->call.args.at[i].value);
    if (e->call.block)
        walk_block(w, e->call.block);
}

static void walk_alternative(Walk *w, const Expr *e)
{
    const Region *outer = enter(w);
    walk_expr(w, e);
    w->region = outer;
}

static void walk_match(Walk *w, const Expr *e)
{
    walk_expr(w, e->match.subject);
    for (int i = 0; i < e->match.arms.count; i++)
        walk_alternative(w, e->match.arms.at[i].value);
}

static void walk_comprehension(Walk *w, const Expr *e)
{
    walk_expr(w, e->comprehension.value);
    for (int i = 0; i < e->comprehension.clauses.count; i++)
        walk_expr(w, e->comprehension.clauses.at[i].source);
}

static void walk_text(Walk *w, const Expr *e)
{
    for (int i = 0; i < e->text.parts.count; i++)
        walk_expr(w, e->text.parts.at[i].expr);
}

static void walk_patch(Walk *w, const Expr *e)
{
    for (int i = 0; i < e->patch.entries.count; i++) {
        const PatchEntry *entry = &e->patch.entries.at[i];
        walk_expr(w, entry->value);
        for (int k = 0; k < entry->args.count; k++)
            walk_expr(w, entry->args.at[k].value);
    }
}

static void walk_expr(Walk *w, const Expr *e)
{
    if (!e)
        return;
    switch (e->kind) {
    case EXPR_TEXT:
        walk_text(w, e);
        break;
    case EXPR_LIST:
    case EXPR_TUPLE:
        walk_list(w, e->list.items.at, e->list.items.count);
        break;
    case EXPR_RECORD:
        for (int i = 0; i < e->record.fields.count; i++)
            walk_expr(w, e->record.fields.at[i].value);
        break;
    case EXPR_COMPREHENSION:
        walk_comprehension(w, e);
        break;
    case EXPR_CALL:
        walk_call(w, e);
        break;
    case EXPR_MEMBER:
        walk_expr(w, e->member.object);
        break;
    case EXPR_UNARY:
    case EXPR_SPREAD:
        walk_expr(w, e->unary.operand);
        break;
    case EXPR_BINARY:
        walk_expr(w, e->binary.left);
        walk_expr(w, e->binary.right);
        break;
    case EXPR_AS:
        walk_expr(w, e->as.operand);
        break;
    case EXPR_PIPE:
        walk_expr(w, e->pipe.left);
        walk_expr(w, e->pipe.right);
        break;
    case EXPR_IF:
        walk_expr(w, e->if_.condition);
        walk_alternative(w, e->if_.then);
        walk_alternative(w, e->if_.otherwise);
        break;
    case EXPR_MATCH:
        walk_match(w, e);
        break;
    case EXPR_BLOCK:
        walk_block(w, e->block);
        break;
    case EXPR_PATCH:
        walk_patch(w, e);
        break;
    default:
        break;
    }
}

static void walk_block(Walk *w, const Block *block)
{
    for (int i = 0; i < block->statements.count; i++) {
        const Stmt *stmt = block->statements.at[i];
        walk_expr(w, stmt->value);
        if (stmt->body)
            walk_block(w, stmt->body);
    }
}

/* ---- duplicates ----------------------------------------------------------- */

static bool encloses(const Region *outer, const Region *inner)
{
    for (; inner; inner = inner->parent)
        if (inner == outer)
            return true;
    return false;
}

static void check_duplicates(Checker *c)
{
    for (int i = 0; i < c->ids.count; i++) {
        const IdSite *late = c->ids.at[i];
        for (int k = 0; k < i; k++) {
            const IdSite *early = c->ids.at[k];
            if (early->id != late->id ||
                !(encloses(early->region, late->region) || encloses(late->region, early->region)))
                continue;
            Diag *d =
                diag_error(c->diags, E0501, late->span, "the id `#%s` is used twice", late->id);
            diag_note_at(d, early->span, "the id is declared here");
            break;
        }
    }
}

static void collect_module(Checker *c)
{
    for (int i = 0; i < c->file->decls.count; i++) {
        const Decl *decl = c->file->decls.at[i];
        Walk w = {.c = c};
        enter(&w);
        walk_expr(&w, decl->value);
        if (decl->body)
            walk_block(&w, decl->body);
    }
}

void collect_ids(Checker *c)
{
    for (int i = 0; i < c->modules.count; i++) {
        ModuleMark mark = enter_module(c, c->modules.at[i]);
        collect_module(c);
        leave_module(c, mark);
    }
    check_duplicates(c);
}

IdSite *find_id(Checker *c, const char *id)
{
    for (int i = 0; i < c->ids.count; i++)
        if (c->ids.at[i]->id == id)
            return c->ids.at[i];
    return NULL;
}

void link_site(Checker *c, const Expr *call, Hir *component, bool failed)
{
    for (int i = 0; i < c->ids.count; i++) {
        if (c->ids.at[i]->call != call)
            continue;
        c->ids.at[i]->hir = component;
        c->ids.at[i]->failed = failed;
    }
}

const char *plain_id(Checker *c, const IdExpr *id)
{
    if (id->kind == ID_PLAIN)
        return id->name.text;
    diag_unsupported(c->diags, id->span, "%s",
                     id->kind == ID_COMPUTED ? "a computed id" : "a pattern-matching id");
    return NULL;
}
