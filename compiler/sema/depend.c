/* SPDX-License-Identifier: MIT
 *
 * What stands for components in callbacks: #id.prop, ids with wildcards, lists
 * of them over constants, a path below a prop. Each id must be one that some
 * component of the program may have, and each of those must have the prop.
 */
#include "sema/known.h"

/* ---- one id and prop ------------------------------------------------------ */

static const IdShapeKey *type_key(const IdShape *shape)
{
    for (int i = 0; i < shape->keys.count; i++)
        if (strcmp(shape->keys.at[i].name, "type") == 0 && shape->keys.at[i].text.ptr)
            return &shape->keys.at[i];
    return NULL;
}

/* What the user may have meant: a text id, or a dict id's type. */
static const char *near_name(const IdShape *site)
{
    const IdShapeKey *type = type_key(site);
    return type ? type->text.ptr : id_is_dict(site) ? NULL : site->wire;
}

static bool same_keys(const IdShape *a, const IdShape *b)
{
    bool same = a->keys.count == b->keys.count;
    for (int i = 0; same && i < a->keys.count; i++)
        same = a->keys.at[i].name == b->keys.at[i].name;
    return same;
}

/* The id that a component has, with the wildcards of the one that was written. */
static const char *corrected(Checker *c, const IdShape *site, const IdShape *written)
{
    IdShape shape = {.wire = site->wire};
    for (int i = 0; i < site->keys.count; i++) {
        IdShapeKey key = site->keys.at[i];
        if (strcmp(key.name, "type") != 0 && !same_keys(site, written))
            key = (IdShapeKey){.name = key.name, .part = ID_PART_ALL};
        else if (strcmp(key.name, "type") != 0 && written->keys.at[i].part != ID_PART_CONSTANT)
            key = written->keys.at[i];
        vec_push(c->arena, &shape.keys, key);
    }
    return id_shown(c->arena, &shape);
}

/* The name that some component has: the same in another form of id, or a near one. */
static const char *nearest_name(Checker *c, const char *name)
{
    Suggest suggest = suggest_for(name);
    for (int i = 0; i < c->ids.count; i++) {
        const char *candidate = near_name(c->ids.at[i]->shape);
        if (candidate && strcmp(candidate, name) == 0)
            return candidate;
        if (candidate)
            suggest_consider(&suggest, candidate);
    }
    return suggest_best(&suggest);
}

static void note_near(Checker *c, Diag *d, const IdShape *shape)
{
    const char *name = near_name(shape);
    const char *best = name ? nearest_name(c, name) : NULL;
    for (int i = 0; best && i < c->ids.count; i++) {
        const IdSite *site = c->ids.at[i];
        if (!near_name(site->shape) || strcmp(near_name(site->shape), best) != 0)
            continue;
        diag_help(d, "did you mean `%s`?", corrected(c, site->shape, shape));
        diag_note_at(d, site->span, "`%s` is declared here",
                     id_is_dict(site->shape) ? id_shown(c->arena, site->shape)
                                             : arena_printf(c->arena, "#%s", best));
        return;
    }
}

void complain_unknown_id(Checker *c, Span span, const IdShape *shape)
{
    if (c->has_unknown_ids)
        return;
    const char *id = id_shown(c->arena, shape);
    bool one = shape->wire && !id_is_many(shape) && !id_has_part(shape, ID_PART_MATCH);
    Diag *d = one ? diag_error(c->diags, E0502, span, "no component has the id `%s`", id)
                  : diag_error(c->diags, E0502, span, "no component has an id like `%s`", id);
    note_near(c, d, shape);
}

static void complain_no_prop(Checker *c, const Name *name, const IdSite *site)
{
    Diag *d = diag_error(c->diags, E0503, name->span, "%s is a %s.%s, which has no prop `%s`",
                         id_shown(c->arena, site->shape), site->library->alias,
                         site->component->name, name->text);
    suggest_prop(d, site->component, name->text);
    diag_note_at(d, site->span, "the component is here");
}

const CatProp *id_prop(Checker *c, const IdShape *shape, const char *property)
{
    static const CatType any = {.kind = CAT_ANY};
    static const CatProp open = {.name = "", .type = &any};
    const CatProp *first = NULL;
    IdSites sites = id_is_free(shape) ? (IdSites){0} : sites_of(c, shape);
    for (int i = 0; i < sites.count; i++) {
        const CatComponent *component = sites.at[i]->component;
        const CatProp *prop = component ? catalogue_prop(component, property) : NULL;
        if (!prop)
            continue;
        if (first && first->type->kind != prop->type->kind)
            return &open;
        first = first ? first : prop;
    }
    return first;
}

bool check_id_prop(Checker *c, const IdShape *shape, Span span, const Name *prop, bool optional)
{
    if (id_is_free(shape))
        return true;
    IdSites sites = sites_of(c, shape);
    if (sites.count == 0 && !optional)
        complain_unknown_id(c, span, shape);
    for (int i = 0; i < sites.count; i++) {
        const CatComponent *component = sites.at[i]->component;
        if (component && !catalogue_prop(component, prop->text)) {
            complain_no_prop(c, prop, sites.at[i]);
            return false;
        }
    }
    return sites.count > 0 || optional;
}

/* ---- forms ---------------------------------------------------------------- */

static bool rooted_in_id(const Expr *e)
{
    while (e->kind == EXPR_MEMBER || e->kind == EXPR_INDEX)
        e = e->kind == EXPR_MEMBER ? e->member.object : e->index.object;
    return e->kind == EXPR_ID;
}

static void complain_form(Checker *c, const Expr *e)
{
    if (e->kind == EXPR_ERROR)
        return;
    if (e->kind == EXPR_ID) {
        Diag *d = diag_error(c->diags, E0511, e->span, "the prop is missing");
        diag_help(d, "write `%s.value`, or another prop of the component", span_text(c, e->span));
    } else if (e->kind == EXPR_NAME && lookup(c, e->name) &&
               lookup(c, e->name)->kind == SYM_TABLE) {
        diag_unsupported(c->diags, e->span, "a callback that depends on a table");
    } else {
        Diag *d = diag_error(c->diags, E0511, e->span, "an id and a prop are wanted here");
        diag_help(d, "write `#id.prop`");
    }
}

/* What differs between components must be a wildcard in a callback. */
static bool check_constant(Checker *c, const Expr *e, const IdShape *shape)
{
    if (shape->wire && !id_is_dict(shape) && !check_id_text(c, shape->wire, e->span))
        return false;
    if (shape->wire)
        return true;
    Diag *d = diag_error(c->diags, E0510, e->span,
                         "the ids of a callback are known before it runs, but this one is not");
    diag_help(d, id_is_dict(shape) ? "write `MATCH` for one component at a time, `ALL` for all of "
                                     "them at once"
                                   : "use an id with an index, `#name[i]`, and here `#name[MATCH]` "
                                     "or `#name[ALL]`");
    return false;
}

static bool put_step(Checker *c, const Expr *e, Dependency *out)
{
    HirPathStep step = {0};
    if (e->kind == EXPR_MEMBER) {
        step.name = e->member.name.text;
    } else {
        Known index = known_value(c, NULL, e->index.index);
        if (index.kind == KNOWN_TEXT) {
            step.name = intern(c->interner, index.text.ptr, index.text.len);
        } else if (index.kind == KNOWN_INT) {
            step.index = index.integer;
        } else {
            diag_error(c->diags, E0511, e->index.index->span,
                       "the path below a prop is known before the callback runs");
            return false;
        }
    }
    vec_push(c->arena, &out->path, step);
    return true;
}

/* #id.prop, maybe with a path on top. */
static bool put_place(Checker *c, const Binding *bindings, const Expr *e, bool optional,
                      Dependency *out)
{
    bool prop = e->kind == EXPR_MEMBER && e->member.object->kind == EXPR_ID;
    if (!prop && rooted_in_id(e) && e->kind != EXPR_ID) {
        const Expr *object = e->kind == EXPR_MEMBER ? e->member.object : e->index.object;
        return put_place(c, bindings, object, optional, out) && put_step(c, e, out);
    }
    if (!prop) {
        complain_form(c, e);
        return false;
    }
    const Expr *id = e->member.object;
    HirPlace place = {
        .shape = id_shape(c, bindings, id->id), .property = e->member.name.text, .span = e->span};
    if (!check_id_keys(c, id->id) || !check_constant(c, id, place.shape) ||
        !check_id_prop(c, place.shape, id->span, &e->member.name, optional))
        return false;
    place.id = place.shape->wire;
    vec_push(c->arena, &out->places, place);
    return true;
}

/* ---- lists ---------------------------------------------------------------- */

static bool check_listed(Checker *c, const Expr *e, const Dependency *out)
{
    const IdShape *shape = out->places.at[out->places.count - 1].shape;
    if (out->path.count) {
        diag_error(c->diags, E0511, e->span, "a list holds `#id.prop`, without a path below it");
        return false;
    }
    if (!id_is_many(shape) && !id_has_part(shape, ID_PART_MATCH))
        return true;
    Diag *d = diag_error(c->diags, E0514, e->span, "a list cannot hold ids with wildcards");
    diag_help(d, "`%s` alone is a list already", span_text(c, e->span));
    return false;
}

static bool put_listed(Checker *c, const Binding *bindings, const Expr *e, bool optional,
                       Dependency *out)
{
    return put_place(c, bindings, e, optional, out) && check_listed(c, e, out);
}

static bool put_clause(Checker *c, const Binding *bindings, const Expr *e, int at, bool optional,
                       Dependency *out)
{
    if (at == e->comprehension.clauses.count)
        return put_listed(c, bindings, e->comprehension.value, optional, out);
    const ForClause *clause = &e->comprehension.clauses.at[at];
    KnownList items;
    items = (KnownList){0};
    if (clause->target->kind != PATTERN_NAME || clause->conditions.count ||
        !known_items(c, bindings, clause->source, &items)) {
        Diag *d = diag_error(c->diags, E0511, clause->source->span,
                             "which components these are must be known before the callback runs");
        diag_help(d, "loop over a range or list of constants, or use an id with `ALL`");
        return false;
    }
    for (int i = 0; i < items.count; i++) {
        Binding binding = {clause->target->name.text, items.at[i], bindings};
        if (!put_clause(c, &binding, e, at + 1, optional, out))
            return false;
    }
    return true;
}

Dependency resolve_dependency(Checker *c, const Expr *e, bool optional)
{
    Dependency out = {0};
    if (e->kind == EXPR_COMPREHENSION && !e->comprehension.key) {
        out.is_list = true;
        out.known = put_clause(c, NULL, e, 0, optional, &out);
    } else if (e->kind == EXPR_LIST) {
        out.is_list = out.known = true;
        for (int i = 0; i < e->list.items.count; i++)
            out.known = put_listed(c, NULL, e->list.items.at[i], optional, &out) && out.known;
    } else {
        out.known = put_place(c, NULL, e, optional, &out);
    }
    if (out.known && out.places.count == 0) {
        diag_error(c->diags, E0511, e->span, "this list is empty");
        out.known = false;
    }
    return out;
}

/* ---- wildcards ------------------------------------------------------------ */

static bool has_key(const IdShape *shape, const char *name, IdPart part)
{
    for (int i = 0; i < shape->keys.count; i++)
        if (shape->keys.at[i].name == name && shape->keys.at[i].part == part)
            return true;
    return false;
}

/* A key with that wildcard in `shape` that has no MATCH in `other`, or NULL. */
static const char *unmatched(const IdShape *shape, IdPart part, const IdShape *other)
{
    for (int i = 0; i < shape->keys.count; i++) {
        const IdShapeKey *key = &shape->keys.at[i];
        if (key->part == part && !(other && has_key(other, key->name, ID_PART_MATCH)))
            return key->name;
    }
    return NULL;
}

static const IdShape *place_shape(const HirPlace *places, int count)
{
    return count ? places[0].shape : NULL;
}

static bool check_output_wildcards(Checker *c, const HirCallback *callback)
{
    const IdShape *first = NULL;
    for (int i = 0; i < callback->outputs.count; i++) {
        const HirOutput *output = &callback->outputs.at[i];
        const IdShape *shape = place_shape(output->places.at, output->places.count);
        if (!shape)
            return false;
        if (id_has_part(shape, ID_PART_ALLSMALLER)) {
            diag_help(
                diag_error(c->diags, E0514, output->span, "an output cannot have `ALLSMALLER`"),
                "write `ALL`, or `MATCH`");
            return false;
        }
        first = first ? first : shape;
        const char *key = unmatched(shape, ID_PART_MATCH, first);
        key = key ? key : unmatched(first, ID_PART_MATCH, shape);
        if (!key)
            continue;
        Diag *d = diag_error(c->diags, E0514, output->span,
                             "`MATCH` stands on the same keys in all outputs, but `%s` has it in "
                             "only one of these",
                             key);
        diag_note_at(d, callback->outputs.at[0].span, "the other one is here");
        diag_help(d, "make two callbacks of it, or write `ALL` for what is not matched");
        return false;
    }
    return true;
}

static void complain_param(Checker *c, const HirParam *param, const char *key, bool smaller,
                           const HirCallback *callback)
{
    const char *word = smaller ? "ALLSMALLER" : "MATCH";
    Diag *d =
        diag_error(c->diags, E0514, param->span,
                   "`%s` on the key `%s` has no `MATCH` to go with in the outputs", word, key);
    if (callback->outputs.count)
        diag_note_at(d, callback->outputs.at[0].span, "the output is here");
    diag_help(d, "give the output `MATCH` on `%s`, or write `ALL` here", key);
}

/* Outputs with MATCH: it says which components the inputs mean. */
static void check_matched_params(Checker *c, const HirCallback *callback, const IdShape *output)
{
    for (int i = 0; i < callback->params.count; i++) {
        const HirParam *param = &callback->params.at[i];
        const IdShape *shape = place_shape(param->places.at, param->places.count);
        if (!shape)
            continue;
        const char *smaller = unmatched(shape, ID_PART_ALLSMALLER, output);
        const char *match = unmatched(shape, ID_PART_MATCH, output);
        if (smaller || match)
            complain_param(c, param, smaller ? smaller : match, smaller != NULL, callback);
    }
}

static bool same_matches(const IdShape *a, const IdShape *b)
{
    return !unmatched(a, ID_PART_MATCH, b) && !unmatched(b, ID_PART_MATCH, a);
}

/* Outputs without MATCH: the input that changes says which components are meant. */
static void check_free_params(Checker *c, HirCallback *callback)
{
    const HirParam *first = NULL; /* the Input with MATCH */
    for (int i = 0; i < callback->params.count; i++) {
        const HirParam *param = &callback->params.at[i];
        const IdShape *shape = place_shape(param->places.at, param->places.count);
        if (!shape)
            return;
        const char *smaller = unmatched(shape, ID_PART_ALLSMALLER, NULL);
        if (smaller) {
            complain_param(c, param, smaller, true, callback);
            return;
        }
        if (!first && !param->is_state && id_has_part(shape, ID_PART_MATCH))
            first = param;
    }
    const IdShape *match = first ? first->places.at[0].shape : NULL;
    for (int i = 0; i < callback->params.count; i++) {
        const HirParam *param = &callback->params.at[i];
        const IdShape *shape = param->places.at[0].shape;
        const char *key = unmatched(shape, ID_PART_MATCH, match);
        if (param->is_state ? !key : !match || same_matches(shape, match))
            continue;
        if (param->is_state) {
            complain_param(c, param, key, false, callback);
            return;
        }
        Diag *d = diag_error(c->diags, E0514, param->span,
                             "when this input changes, it does not say which component `%s` means",
                             id_shown(c->arena, match));
        diag_note_at(d, first->span, "`MATCH` stands here");
        diag_help(d, "make it a `state`, or give the output `MATCH` too, or write `ALL` for "
                     "`MATCH`");
        return;
    }
    callback->prevent_initial_call |= match != NULL; /* nothing says what is meant then */
}

void check_wildcards(Checker *c, HirCallback *callback)
{
    if (!check_output_wildcards(c, callback))
        return;
    const IdShape *output =
        callback->outputs.count ? callback->outputs.at[0].places.at[0].shape : NULL;
    if (output && id_has_part(output, ID_PART_MATCH))
        check_matched_params(c, callback, output);
    else
        check_free_params(c, callback);
}
