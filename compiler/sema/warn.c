/* SPDX-License-Identifier: MIT
 *
 * Warnings: what is fine for the language and yet hardly meant. What is not used
 * is said only about programs without errors: after an error things look unused
 * that are not.
 */
#include "plan/walk.h"
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
    for (int i = 0; i < c->side_writes.count; i++)
        note_named(c, &named, &(HirPlace){.shape = c->side_writes.at[i].shape}, 1);
    for (int i = 0; i < c->ids.count; i++) {
        const IdSite *site = c->ids.at[i];
        if (!map_get(&named, site))
            diag_warning(c->diags, W1007, site->span, "no callback names `%s`",
                         id_shown(c->arena, site->shape));
    }
}

/* Whether the component changes the prop of its own: what a click does to html's,
 * and of other libraries all but what only says how they look. */
static bool changes_itself(const IdSite *site, const char *property)
{
    static const char *const looks[] = {"children", "style", "className", "id"};
    if (!site->library)
        return true;
    if (strcmp(site->library->alias, "html") == 0)
        return strncmp(property, "n_clicks", strlen("n_clicks")) == 0;
    for (size_t i = 0; i < sizeof looks / sizeof *looks; i++)
        if (strcmp(looks[i], property) == 0)
            return false;
    return true;
}

static bool is_changed(Checker *c, const HirPlace *place)
{
    if (id_is_free(place->shape))
        return true;
    IdSites sites = sites_of(c, place->shape);
    for (int i = 0; i < sites.count; i++)
        if (changes_itself(sites.at[i], place->property))
            return true;
    for (int i = 0; i < c->side_writes.count; i++)
        if (strcmp(c->side_writes.at[i].property, place->property) == 0 &&
            id_overlaps(c->side_writes.at[i].shape, place->shape))
            return true;
    for (int i = 0; i < c->program->callbacks.count; i++) {
        const HirCallback *callback = c->program->callbacks.at[i];
        for (int k = 0; k < callback->outputs.count; k++)
            for (int p = 0; p < callback->outputs.at[k].places.count; p++) {
                const HirPlace *output = &callback->outputs.at[k].places.at[p];
                if (strcmp(output->property, place->property) == 0 &&
                    id_overlaps(output->shape, place->shape))
                    return true;
            }
    }
    return sites.count == 0;
}

/* An input that can change; *first: one that cannot. */
static bool is_started(Checker *c, const HirCallback *callback, const HirPlace **first)
{
    *first = NULL;
    for (int i = 0; i < callback->params.count; i++) {
        const HirParam *param = &callback->params.at[i];
        for (int k = 0; !param->is_state && k < param->places.count; k++) {
            if (is_changed(c, &param->places.at[k]))
                return true;
            if (!*first)
                *first = &param->places.at[k];
        }
    }
    return false;
}

static bool note_effect(Hir *hir, void *data)
{
    bool *effect = data;
    *effect |= hir->kind == HIR_SET_PROPS ||
               (hir->kind == HIR_BUILTIN && !hir->builtin.builtin->pure) ||
               (hir->kind == HIR_CALL && hir->call.fn->purity.impure);
    return !*effect;
}

static void warn_callback(Checker *c, const HirCallback *callback)
{
    const HirPlace *input;
    bool effect = callback->outputs.count > 0;
    if (callback->prevent_initial_call && !is_started(c, callback, &input)) {
        Diag *d = diag_warning(c->diags, W1008, callback->span, "nothing ever starts `%s`",
                               callback->name);
        if (input) {
            diag_note_at(d, input->span, "nothing in the program changes this prop");
            diag_help(d, "take another prop, or let it run when the page loads");
        } else {
            diag_help(d, "without an input it runs when the page loads, which is prevented here; "
                         "make a `state` an input, or let it run");
        }
    }
    hir_walk(callback->body, note_effect, &effect);
    if (effect)
        return;
    Diag *d = diag_warning(c->diags, W1008, callback->signature_span,
                           "`%s` has no output and no effect", callback->name);
    diag_help(d, "add an output, `-> #id.prop`, or `set_props(#id, {prop: value})`");
}

/* ---- patches of nothing -------------------------------------------------------------- */

/* Props that components do not set of their own. */
static bool is_given(const char *property)
{
    static const char *const given[] = {"figure",  "data",    "children",   "options", "style",
                                        "columns", "rowData", "columnDefs", "elements"};
    for (size_t i = 0; i < sizeof given / sizeof *given; i++)
        if (strcmp(given[i], property) == 0)
            return true;
    return false;
}

/* Whether something gives the prop a whole value. */
static bool is_set_whole(Checker *c, const IdShape *shape, const char *property)
{
    for (int i = 0; i < c->program->callbacks.count; i++) {
        const HirCallback *callback = c->program->callbacks.at[i];
        for (int k = 0; k < callback->outputs.count; k++)
            for (int p = 0; p < callback->outputs.at[k].places.count; p++) {
                const HirPlace *place = &callback->outputs.at[k].places.at[p];
                if (callback->outputs.at[k].given.written &&
                    strcmp(place->property, property) == 0 && id_overlaps(place->shape, shape))
                    return true;
            }
    }
    for (int i = 0; i < c->side_writes.count; i++)
        if (!c->side_writes.at[i].patched && strcmp(c->side_writes.at[i].property, property) == 0 &&
            id_overlaps(c->side_writes.at[i].shape, shape))
            return true;
    return false;
}

/* Whether a patch begins with what only a list takes. */
static bool begins_with_list(const Hir *patch)
{
    if (patch->patch.ops.count == 0)
        return false;
    const HirPatchOp *op = &patch->patch.ops.at[0];
    if (op->location->list.items.count)
        return hir_unconverted(op->location->list.items.at[0])->type->kind == TY_INT;
    return op->kind == DASH_PATCH_APPEND || op->kind == DASH_PATCH_PREPEND ||
           op->kind == DASH_PATCH_INSERT || op->kind == DASH_PATCH_EXTEND ||
           op->kind == DASH_PATCH_REMOVE;
}

/* False: nothing to say. */
static bool complain_patch(Checker *c, const IdSite *site, const char *property, const Hir *patched)
{
    const Hir *first = site->hir ? given_prop(c, site, property) : patched;
    const char *place = arena_printf(c->arena, "%s.%s", id_shown(c->arena, site->shape), property);
    if (!first) {
        Diag *d = diag_warning(c->diags, W1009, patched->span,
                               "`%s` has no value that a patch could change", place);
        diag_note_at(d, site->span, "the component is here");
        diag_help(d, "give it one to begin with: `%s=…`", property);
        return true;
    }
    if (first->kind != HIR_COMPONENT || !begins_with_list(patched))
        return false;
    Diag *d = diag_warning(c->diags, W1009, patched->span,
                           "`%s` has no list that a patch could change", place);
    diag_note_at(d, first->span, "one child alone is no list");
    diag_help(d, "make it one: `%s=[…]`", property);
    return true;
}

static void warn_patch(Checker *c, const IdShape *shape, const char *property, const Hir *patched)
{
    if (!patched || !is_given(property) || id_is_free(shape) || is_set_whole(c, shape, property))
        return;
    IdSites sites = sites_of(c, shape);
    for (int i = 0; i < sites.count; i++)
        if (complain_patch(c, sites.at[i], property, patched))
            return;
}

static void warn_patches(Checker *c)
{
    for (int i = 0; i < c->program->callbacks.count; i++) {
        const HirCallback *callback = c->program->callbacks.at[i];
        for (int k = 0; k < callback->outputs.count; k++) {
            const HirOutput *output = &callback->outputs.at[k];
            for (int p = 0; p < output->places.count; p++)
                warn_patch(c, output->places.at[p].shape, output->places.at[p].property,
                           output->given.patched);
        }
    }
    for (int i = 0; i < c->side_writes.count; i++)
        warn_patch(c, c->side_writes.at[i].shape, c->side_writes.at[i].property,
                   c->side_writes.at[i].patched);
}

void warn_idle(Checker *c)
{
    if (diags_wants(c->diags, W1007))
        warn_ids(c);
    for (int i = 0; i < c->program->callbacks.count; i++)
        warn_callback(c, c->program->callbacks.at[i]);
    warn_patches(c);
}
