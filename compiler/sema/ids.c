/* SPDX-License-Identifier: MIT
 *
 * Where components with ids stand. Before anything is checked the whole tree is
 * walked for calls of components with an id, so that callbacks know every id
 * wherever it is created. The walk goes into the functions that are called and
 * takes loops over constants turn by turn, so that most ids are known whole; of
 * the others it is known what they look like.
 *
 * Two places with one id are an error unless only one of them can be on the page
 * at a time: they stand in different branches, callbacks or pages.
 */
#include "sema/known.h"

/* A function that is being walked, and where it was called. */
typedef struct Frame {
    const Decl *decl;
    Span call;
    const struct Frame *outer;
} Frame;

typedef struct Walk {
    Checker *c;
    const Decl *decl; /* of the top level: where the walk began */
    const Region *region;
    const Binding *bindings;
    const Frame *frame;
    bool repeats;       /* in a loop whose turns are not known */
    int *steps;         /* inside functions: what is left */
    const Decl *probed; /* only to see whether this function makes ids */
    bool *fertile;      /* it does, or it calls set_props */
} Walk;

enum { MAX_STEPS = 2000000 };

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

static void bind(Walk *w, const char *name, Known value)
{
    Binding *binding = arena_new(w->c->arena, Binding);
    *binding = (Binding){name, value, w->bindings};
    w->bindings = binding;
}

static Known unknown(void)
{
    return (Known){.kind = KNOWN_NOTHING};
}

static const IdShape *free_id(Checker *c)
{
    IdShape *shape = arena_new(c->arena, IdShape);
    vec_push(c->arena, &shape->pieces, "");
    vec_push(c->arena, &shape->pieces, "");
    return shape;
}

/* ---- sites ---------------------------------------------------------------- */

/* The id that an argument gives to a component, or NULL: it gives none. */
static const IdShape *id_of_arg(Walk *w, const Arg *arg, int index)
{
    Checker *c = w->c;
    const Expr *e = arg->value;
    bool named = arg->name.text && strcmp(arg->name.text, "id") == 0;
    if (arg->name.text ? !named : index > 0)
        return NULL;
    if (named && e->kind == EXPR_TEXT)
        return id_of_text_expr(c, w->bindings, e);
    Known value = known_value(c, w->bindings, e);
    if (value.kind == KNOWN_ID)
        return value.id;
    if (!named)
        return NULL;
    return value.kind == KNOWN_TEXT ? id_of_text(c, value.text) : free_id(c);
}

/* Of a library that is not known: its ids are not known either. */
static bool has_id(const Expr *call)
{
    for (int i = 0; i < call->call.args.count; i++)
        if (call->call.args.at[i].value->kind == EXPR_ID)
            return true;
    return false;
}

static void add_site(Walk *w, const Expr *call, const Symbol *library, const Name *name)
{
    Checker *c = w->c;
    for (int i = 0; i < call->call.args.count; i++) {
        const IdShape *shape = id_of_arg(w, &call->call.args.at[i], i);
        if (!shape)
            continue;
        if (w->fertile)
            *w->fertile = true;
        if (w->fertile || id_is_free(shape))
            return;
        IdSite *site = arena_new(c->arena, IdSite);
        *site = (IdSite){.shape = shape,
                         .span = call->call.args.at[i].value->span,
                         .library = library->library,
                         .component = catalogue_component(library->library, name->text),
                         .call = call,
                         .region = w->region,
                         .decl = w->decl,
                         .repeats = w->repeats};
        if (w->frame)
            site->via = w->frame->call;
        vec_push(c->arena, &c->ids, site);
        return;
    }
}

/* Once all sites are there: by their ids and calls. */
static void index_sites(Checker *c)
{
    for (int i = c->ids.count - 1; i >= 0; i--) {
        IdSite *site = c->ids.at[i];
        site->next_of_call = map_get(&c->ids_by_call, site->call);
        map_set(c->arena, &c->ids_by_call, site->call, site);
        if (!site->shape->wire) {
            vec_push(c->arena, &c->open_ids, site);
            continue;
        }
        site->next_of_id = map_get(&c->ids_by_wire, site->shape->wire);
        map_set(c->arena, &c->ids_by_wire, site->shape->wire, site);
    }
}

static void add_matches(Checker *c, const IdShape *shape, IdSite *const *sites, int count,
                        IdSites *out)
{
    for (int i = 0; i < count; i++)
        if (id_overlaps(shape, sites[i]->shape))
            vec_push(c->arena, out, sites[i]);
}

IdSites sites_of(Checker *c, const IdShape *shape)
{
    IdSites out = {0};
    bool one = shape->wire && !id_has_part(shape, ID_PART_MATCH) && !id_is_many(shape);
    if (!one) {
        add_matches(c, shape, c->ids.at, c->ids.count, &out);
        return out;
    }
    for (IdSite *site = map_get(&c->ids_by_wire, shape->wire); site; site = site->next_of_id)
        vec_push(c->arena, &out, site);
    add_matches(c, shape, c->open_ids.at, c->open_ids.count, &out);
    return out;
}

/* ---- functions ------------------------------------------------------------ */

static bool is_bound(const Walk *w, const char *name)
{
    return find_binding(w->bindings, name) != NULL;
}

static bool is_open(const Walk *w, const Decl *decl)
{
    for (const Frame *f = w->frame; f; f = f->outer)
        if (f->decl == decl)
            return true;
    return false;
}

static Known argument(Walk *w, const Expr *call, const Expr *first, const Decl *fn, int index)
{
    const char *name = fn->params.at[index].name.text;
    int position = first ? 1 : 0;
    if (first && index == 0)
        return known_value(w->c, w->bindings, first);
    for (int i = 0; call && i < call->call.args.count; i++) {
        const Arg *arg = &call->call.args.at[i];
        if (arg->name.text ? arg->name.text == name : position == index)
            return known_value(w->c, w->bindings, arg->value);
        position += arg->name.text == NULL;
    }
    const Expr *value = fn->params.at[index].default_;
    return value ? known_value(w->c, NULL, value) : unknown();
}

/* A parameter of type id stands for an id, known or not. */
static void bind_param(Walk *w, const Param *param, Known value)
{
    bool id = param->type && param->type->kind == TYPE_NAME && strcmp(param->type->name, "id") == 0;
    if (id && value.kind != KNOWN_ID)
        value = (Known){.kind = KNOWN_ID, .id = free_id(w->c)};
    bind(w, param->name.text, value);
}

static void walk_body(Walk *w, const Decl *fn)
{
    if (fn->body)
        walk_block(w, fn->body);
    else
        walk_expr(w, fn->value);
}

/* Finds out once whether a call of the function makes or names any ids. One that is part
 * of a cycle of calls counts as one that does. */
static void probe(Walk *w, Symbol *symbol)
{
    if (symbol->probed)
        return;
    bool fertile = false;
    Walk inner = {.c = w->c, .probed = symbol->decl, .fertile = &fertile, .steps = w->steps};
    enter(&inner);
    symbol->probed = true;
    for (int i = 0; i < symbol->decl->params.count; i++)
        bind_param(&inner, &symbol->decl->params.at[i], unknown());
    ModuleMark mark = enter_module(w->c, symbol->module);
    walk_body(&inner, symbol->decl);
    leave_module(w->c, mark);
    symbol->makes_no_ids = !fertile;
}

/* The ids that a call of a function creates. `call` NULL: with any arguments. */
static void walk_fn(Walk *w, Symbol *symbol, const Expr *call, const Expr *first, Span span)
{
    const Decl *fn = symbol->decl;
    probe(w, symbol);
    if (symbol->makes_no_ids || fn == w->probed || is_open(w, fn))
        return;
    if (w->fertile) {
        *w->fertile = true;
        return;
    }
    if (*w->steps <= 0) {
        w->c->has_unknown_ids = true;
        return;
    }
    Frame frame = {fn, span, w->frame};
    Walk inner = *w;
    inner.frame = &frame;
    inner.bindings = NULL;
    for (int i = 0; i < fn->params.count; i++)
        bind_param(&inner, &fn->params.at[i], argument(w, call, first, fn, i));
    ModuleMark mark = enter_module(w->c, symbol->module);
    walk_body(&inner, fn);
    leave_module(w->c, mark);
    symbol->walked = true;
}

static void walk_callee(Walk *w, const Expr *e, const Expr *first, Symbol *symbol)
{
    if (symbol && symbol->kind == SYM_FN && symbol->decl)
        walk_fn(w, symbol, e->kind == EXPR_CALL ? e : NULL, first, e->span);
}

/* What a name of the top level means here; NULL: an inner name, or nothing. */
static Symbol *global(const Walk *w, const char *name)
{
    return is_bound(w, name) ? NULL : find_in(w->c->globals, name);
}

/* A component of a library, a function of a file, or a function whose first
 * argument stands before the point. */
static void walk_member_call(Walk *w, const Expr *e)
{
    const Expr *callee = e->call.callee, *object = callee->member.object;
    const Name *name = &callee->member.name;
    const Symbol *symbol = object->kind == EXPR_NAME ? global(w, object->name) : NULL;
    if (symbol && symbol->kind == SYM_MODULE)
        walk_callee(w, e, NULL, find_in(symbol->import->module->globals, name->text));
    else if (symbol && symbol->kind == SYM_LIBRARY)
        add_site(w, e, symbol, name);
    else if (object->kind == EXPR_NAME && !symbol && !is_bound(w, object->name) && has_id(e))
        w->c->has_unknown_ids = true;
    else
        walk_callee(w, e, object, global(w, name->text));
}

static void walk_call(Walk *w, const Expr *e, const Expr *first)
{
    const Expr *callee = e->call.callee;
    if (w->fertile)
        *w->fertile |= callee->kind == EXPR_NAME && strcmp(callee->name, "set_props") == 0;
    else
        note_set_props(w->c, w->bindings, e, w->decl);
    if (callee->kind == EXPR_MEMBER && !first)
        walk_member_call(w, e);
    else if (callee->kind == EXPR_NAME)
        walk_callee(w, e, first, global(w, callee->name));
    walk_expr(w, callee);
    for (int i = 0; i < e->call.args.count; i++)
        walk_expr(w, e->call.args.at[i].value);
    if (e->call.block)
        walk_block(w, e->call.block);
}

static void walk_pipe(Walk *w, const Expr *e)
{
    walk_expr(w, e->pipe.left);
    if (e->pipe.right->kind == EXPR_CALL)
        walk_call(w, e->pipe.right, e->pipe.left);
    else if (e->pipe.right->kind == EXPR_NAME)
        walk_callee(w, e->pipe.right, e->pipe.left, global(w, e->pipe.right->name));
}

/* ---- branches and loops --------------------------------------------------- */

static void walk_alternative(Walk *w, const Expr *e)
{
    const Region *outer = enter(w);
    walk_expr(w, e);
    w->region = outer;
}

static void bind_unknown(Walk *w, const Pattern *pattern)
{
    if (!pattern)
        return;
    if (pattern->name.text)
        bind(w, pattern->name.text, unknown());
    for (int i = 0; i < pattern->items.count; i++)
        bind_unknown(w, pattern->items.at[i]);
    for (int i = 0; i < pattern->fields.count; i++) {
        if (pattern->fields.at[i].pattern)
            bind_unknown(w, pattern->fields.at[i].pattern);
        else
            bind(w, pattern->fields.at[i].name.text, unknown());
    }
    for (int i = 0; pattern->id && i < pattern->id->keys.count; i++)
        if (pattern->id->keys.at[i].value && pattern->id->keys.at[i].value->kind == EXPR_NAME)
            bind(w, pattern->id->keys.at[i].value->name, unknown());
}

static void walk_match(Walk *w, const Expr *e)
{
    walk_expr(w, e->match.subject);
    for (int i = 0; i < e->match.arms.count; i++) {
        const MatchArm *arm = &e->match.arms.at[i];
        const Binding *outer = w->bindings;
        for (int k = 0; k < arm->patterns.count; k++)
            bind_unknown(w, arm->patterns.at[k]);
        walk_alternative(w, arm->value);
        w->bindings = outer;
    }
}

typedef struct Turns {
    const Pattern *target;
    const Expr *source;
    void (*body)(Walk *w, const void *what, int at);
    const void *what;
    int at;
} Turns;

/* `for (i, x) in enumerate(xs)`: xs, else NULL. */
static const Expr *enumerated(Walk *w, const Turns *turns)
{
    const Expr *source = turns->source, *callee = source->call.callee;
    bool call = source->kind == EXPR_CALL && callee->kind == EXPR_NAME &&
                strcmp(callee->name, "enumerate") == 0 && source->call.args.count == 1 &&
                !is_bound(w, callee->name) && !find_in(w->c->globals, callee->name);
    bool pair = turns->target && turns->target->kind == PATTERN_TUPLE &&
                turns->target->items.count == 2 &&
                turns->target->items.at[0]->kind == PATTERN_NAME &&
                turns->target->items.at[1]->kind == PATTERN_NAME;
    return call && pair ? source->call.args.at[0].value : NULL;
}

static void walk_turn(Walk *w, const Turns *turns, const Expr *list, Known item, int number)
{
    const Pattern *target = turns->target;
    const Binding *outer = w->bindings;
    if (list) {
        bind(w, target->items.at[0]->name.text, (Known){.kind = KNOWN_INT, .integer = number});
        bind(w, target->items.at[1]->name.text, item);
    } else {
        bind(w, target->name.text, item);
    }
    turns->body(w, turns->what, turns->at);
    w->bindings = outer;
}

static void walk_turns(Walk *w, const Turns *turns)
{
    const Expr *list = enumerated(w, turns);
    KnownList items = {0};
    bool plain = turns->target && turns->target->kind == PATTERN_NAME;
    walk_expr(w, turns->source);
    if ((list || plain) && known_items(w->c, w->bindings, list ? list : turns->source, &items)) {
        int before = w->c->ids.count;
        for (int i = 0; i < items.count; i++) {
            walk_turn(w, turns, list, items.at[i], i);
            if (w->c->ids.count == before) /* it makes no ids at all */
                return;
        }
        return;
    }
    const Binding *outer = w->bindings;
    bool repeats = w->repeats;
    bind_unknown(w, turns->target);
    w->repeats = true;
    turns->body(w, turns->what, turns->at);
    w->repeats = repeats;
    w->bindings = outer;
}

static void walk_clause(Walk *w, const void *what, int at)
{
    const Expr *e = what;
    if (at > 0)
        for (int i = 0; i < e->comprehension.clauses.at[at - 1].conditions.count; i++)
            walk_expr(w, e->comprehension.clauses.at[at - 1].conditions.at[i]);
    if (at == e->comprehension.clauses.count) {
        walk_expr(w, e->comprehension.key);
        walk_expr(w, e->comprehension.value);
        return;
    }
    const ForClause *clause = &e->comprehension.clauses.at[at];
    walk_turns(w, &(Turns){clause->target, clause->source, walk_clause, e, at + 1});
}

/* ---- expressions ---------------------------------------------------------- */

static void walk_list(Walk *w, Expr *const *items, int count)
{
    for (int i = 0; i < count; i++)
        walk_expr(w, items[i]);
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
        for (int k = 0; k < entry->args.count; k++)
            walk_expr(w, entry->args.at[k].value);
        walk_expr(w, entry->value);
    }
}

static void walk_binary(Walk *w, const Expr *e)
{
    walk_expr(w, e->binary.left);
    walk_expr(w, e->binary.right);
}

static void walk_compare(Walk *w, const Expr *e)
{
    walk_expr(w, e->compare.first);
    for (int i = 0; i < e->compare.links.count; i++)
        walk_expr(w, e->compare.links.at[i].right);
}

static void walk_if(Walk *w, const Expr *e)
{
    walk_expr(w, e->if_.condition);
    walk_alternative(w, e->if_.then);
    walk_alternative(w, e->if_.otherwise);
}

static void walk_record(Walk *w, const Expr *e)
{
    for (int i = 0; i < e->record.fields.count; i++) {
        walk_expr(w, e->record.fields.at[i].key);
        walk_expr(w, e->record.fields.at[i].value);
    }
}

static void walk_expr(Walk *w, const Expr *e)
{
    if (!e)
        return;
    if (stack_is_low()) {
        w->c->has_unknown_ids = true;
        return;
    }
    *w->steps -= w->frame != NULL;
    switch (e->kind) {
    case EXPR_TEXT:
        walk_text(w, e);
        break;
    case EXPR_LIST:
    case EXPR_TUPLE:
        walk_list(w, e->list.items.at, e->list.items.count);
        break;
    case EXPR_RECORD:
        walk_record(w, e);
        break;
    case EXPR_COMPREHENSION:
        walk_clause(w, e, 0);
        break;
    case EXPR_CALL:
        walk_call(w, e, NULL);
        break;
    case EXPR_MEMBER:
        walk_expr(w, e->member.object);
        break;
    case EXPR_INDEX:
        walk_expr(w, e->index.object);
        walk_expr(w, e->index.index);
        break;
    case EXPR_SLICE:
        walk_expr(w, e->slice.object);
        break;
    case EXPR_UNARY:
    case EXPR_SPREAD:
        walk_expr(w, e->unary.operand);
        break;
    case EXPR_BINARY:
        walk_binary(w, e);
        break;
    case EXPR_COMPARE:
        walk_compare(w, e);
        break;
    case EXPR_AS:
        walk_expr(w, e->as.operand);
        break;
    case EXPR_PIPE:
        walk_pipe(w, e);
        break;
    case EXPR_IF:
        walk_if(w, e);
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

/* ---- statements ----------------------------------------------------------- */

static bool leaves(const Expr *e)
{
    if (!e || e->kind != EXPR_BLOCK || e->block->statements.count == 0)
        return false;
    const Stmt *last = e->block->statements.at[e->block->statements.count - 1];
    return last->kind == STMT_RETURN || last->kind == STMT_BREAK || last->kind == STMT_CONTINUE ||
           (last->kind == STMT_EXPR && last->value->kind == EXPR_NAME &&
            strcmp(last->value->name, "prevent_update") == 0);
}

static void walk_loop_body(Walk *w, const void *what, int at)
{
    (void)at;
    walk_block(w, what);
}

static void walk_stmt(Walk *w, const Stmt *stmt)
{
    if (stmt->kind == STMT_FOR && stmt->body) {
        walk_turns(w, &(Turns){stmt->target, stmt->value, walk_loop_body, stmt->body, 0});
        return;
    }
    walk_expr(w, stmt->value);
    if (stmt->body) {
        bool repeats = w->repeats;
        w->repeats = true;
        walk_block(w, stmt->body);
        w->repeats = repeats;
    }
    bool named = stmt->kind == STMT_LET && stmt->target && stmt->target->kind == PATTERN_NAME;
    if (named)
        bind(w, stmt->target->name.text, known_value(w->c, w->bindings, stmt->value));
    else
        bind_unknown(w, stmt->target);
}

/* What follows an `if` that leaves the block is an alternative to it. */
static void walk_block(Walk *w, const Block *block)
{
    const Region *region = w->region;
    const Binding *bindings = w->bindings;
    for (int i = 0; i < block->statements.count; i++) {
        const Stmt *stmt = block->statements.at[i];
        walk_stmt(w, stmt);
        const Expr *e = stmt->kind == STMT_EXPR ? stmt->value : NULL;
        if (e && e->kind == EXPR_IF && !e->if_.otherwise && leaves(e->if_.then))
            enter(w);
    }
    w->region = region;
    w->bindings = bindings;
}

/* ---- duplicates ----------------------------------------------------------- */

static bool encloses(const Region *outer, const Region *inner)
{
    for (; inner; inner = inner->parent)
        if (inner == outer)
            return true;
    return false;
}

static bool together(const IdSite *a, const IdSite *b)
{
    return encloses(a->region, b->region) || encloses(b->region, a->region);
}

static bool same_span(Span a, Span b)
{
    return a.start == b.start && a.end == b.end;
}

static void complain_loop(Checker *c, const IdSite *site)
{
    Diag *d = diag_error(c->diags, E0501, site->span, "each turn of the loop makes the id `%s`",
                         id_shown(c->arena, site->shape));
    diag_help(d, "put what differs into the id: `#name[i]`, or `#\"name-{i}\"`");
}

static void complain_duplicate(Checker *c, const IdSite *late, const IdSite *early)
{
    const char *id = id_shown(c->arena, late->shape);
    if (late->call != early->call) {
        Diag *d = diag_error(c->diags, E0501, late->span, "the id `%s` is used twice", id);
        diag_note_at(d, early->span, "the id is declared here");
    } else if (same_span(late->via, early->via)) {
        complain_loop(c, late);
    } else {
        Diag *d = diag_error(c->diags, E0501, late->via, "this call makes the id `%s` again", id);
        diag_note_at(d, early->via, "this call has made it");
        diag_note_at(d, late->span, "the id stands here");
    }
}

/* The places of one id, in order of the source. */
static void check_same_id(Checker *c, const IdSite *first)
{
    for (const IdSite *late = first; late; late = late->next_of_id) {
        const IdSite *early = first;
        while (early != late && !together(early, late))
            early = early->next_of_id;
        if (early != late)
            complain_duplicate(c, late, early);
        else if (late->repeats)
            complain_loop(c, late);
    }
}

static void check_duplicates(Checker *c)
{
    for (int i = 0; i < c->ids.count; i++) {
        const char *wire = c->ids.at[i]->shape->wire;
        if (wire && map_get(&c->ids_by_wire, wire) == c->ids.at[i])
            check_same_id(c, c->ids.at[i]);
    }
}

static void collect_decl(Checker *c, const Decl *decl, int *steps)
{
    Walk w = {.c = c, .decl = decl, .steps = steps};
    enter(&w);
    for (int i = 0; i < decl->callback_params.count; i++)
        bind(&w, decl->callback_params.at[i].name.text, unknown());
    walk_body(&w, decl);
}

/* Functions that nobody calls. */
static void collect_left(Checker *c, int *steps)
{
    for (int i = 0; i < c->globals->symbols.count; i++) {
        Symbol *symbol = c->globals->symbols.at[i];
        if (symbol->kind != SYM_FN || !symbol->decl || symbol->walked ||
            symbol->module != c->module)
            continue;
        Walk w = {.c = c, .decl = symbol->decl, .steps = steps};
        enter(&w);
        walk_fn(&w, symbol, NULL, NULL, symbol->span);
    }
}

static void collect_module(Checker *c, int *steps)
{
    for (int i = 0; i < c->file->decls.count; i++)
        if (c->file->decls.at[i]->kind != DECL_FN)
            collect_decl(c, c->file->decls.at[i], steps);
}

static void each_module(Checker *c, void (*what)(Checker *c, int *steps), int *steps)
{
    for (int i = 0; i < c->modules.count; i++) {
        ModuleMark mark = enter_module(c, c->modules.at[i]);
        what(c, steps);
        leave_module(c, mark);
    }
}

void collect_ids(Checker *c)
{
    int steps = MAX_STEPS;
    each_module(c, collect_module, &steps);
    each_module(c, collect_left, &steps);
    index_sites(c);
    check_duplicates(c);
}

void link_site(Checker *c, const Expr *call, Hir *component, bool failed)
{
    for (IdSite *site = map_get(&c->ids_by_call, call); site; site = site->next_of_call) {
        site->hir = component;
        site->failed = failed;
    }
}
