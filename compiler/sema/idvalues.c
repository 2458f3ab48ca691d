/* SPDX-License-Identifier: MIT
 *
 * Ids as values: of components, in expressions, as the wire has them. A text id
 * is a text; a dict id is an object with its keys sorted, which is the order in
 * which Dash writes them.
 */
#include "sema/check.h"

bool check_id_text(Checker *c, const char *text, Span span)
{
    if (*text && !strpbrk(text, ".{"))
        return true;
    diag_error(c->diags, E0510, span, "an id is not empty and has no `.` or `{` in it");
    return false;
}

bool check_id_keys(Checker *c, const IdExpr *id)
{
    for (int i = 0; i < id->keys.count; i++) {
        const Name *name = &id->keys.at[i].name;
        if (!*name->text) {
            diag_error(c->diags, E0510, name->span, "a key of an id is not empty");
            return false;
        }
        for (int k = 0; k < i; k++) {
            if (id->keys.at[k].name.text != name->text)
                continue;
            Diag *d =
                diag_error(c->diags, E0510, name->span, "the key `%s` is given twice", name->text);
            diag_note_at(d, id->keys.at[k].name.span, "it is given here first");
            return false;
        }
    }
    return true;
}

/* What a key of an id may be: the renderer compares it with ===. */
static Hir *key_value(Checker *c, const IdKey *key)
{
    Hir *value = infer(c, key->value);
    TypeKind kind = value->type->kind;
    if (kind == TY_TEXT || kind == TY_INT || kind == TY_FLOAT || kind == TY_BOOL ||
        kind == TY_ERROR)
        return value;
    if (kind == TY_OPTIONAL) {
        complain_null(c, value->span, value->type);
        return hir_error(c, value->span);
    }
    diag_error(c->diags, E0510, value->span,
               "a key of an id is a text, a number or a bool, not `%s`", shown(c, value->type));
    return hir_error(c, value->span);
}

/* Puts a field into the record, in order of the names. */
static void put_field(Checker *c, Hir *record, Field *fields, const char *name, Hir *value)
{
    int at = record->list.items.count;
    vec_push(c->arena, &record->list.items, value);
    for (; at > 0 && strcmp(fields[at - 1].name, name) > 0; at--) {
        fields[at] = fields[at - 1];
        record->list.items.at[at] = record->list.items.at[at - 1];
    }
    fields[at] = (Field){name, value->type};
    record->list.items.at[at] = value;
}

static Hir *dict_value(Checker *c, const IdExpr *id)
{
    Hir *record = hir_new(c, HIR_RECORD, NULL, id->span);
    Field *fields = arena_array(c->arena, Field, id->keys.count + 1);
    bool failed = !check_id_keys(c, id);
    for (int i = 0; i < id->keys.count; i++) {
        const IdKey *key = &id->keys.at[i];
        if (key->wildcard != WILD_NONE) {
            diag_help(diag_error(c->diags, E0510, id->span,
                                 "wildcards stand only in the inputs and outputs of callbacks"),
                      "give the key a value, or bind what matched: `#name[MATCH i]`, then `i`");
            return hir_error(c, id->span);
        }
        Hir *value = key_value(c, key);
        failed |= is_error(value);
        put_field(c, record, fields, key->name.text, value);
    }
    if (id->kind == ID_INDEXED)
        put_field(c, record, fields, intern(c->interner, "type", 4),
                  hir_text(c, id->name.text, id->name.span));
    if (failed)
        return hir_error(c, id->span);
    record->type = type_fields(c->types, TY_RECORD, fields, record->list.items.count);
    return hir_convert(c, record, simple(c, TY_ID));
}

static Hir *id_of_hir(Checker *c, Hir *text)
{
    if (is_error(text))
        return text;
    Hir *id = builtin_node(c, "dash_id_of_text", simple(c, TY_JSON), text->span, text, NULL);
    return hir_convert(c, id, simple(c, TY_ID));
}

static Hir *text_id(Checker *c, const Expr *text)
{
    Str literal = literal_text(text);
    for (int i = 0; !literal.ptr && i < text->text.parts.count; i++) {
        const TextPart *part = &text->text.parts.at[i];
        const char *piece =
            part->expr ? "" : arena_strndup(c->arena, part->literal.ptr, part->literal.len);
        if (*piece && !check_id_text(c, piece, text->span))
            return hir_error(c, text->span);
    }
    if (!literal.ptr)
        return id_of_hir(c, check_text(c, text));
    if (!check_id_text(c, literal.ptr, text->span))
        return hir_error(c, text->span);
    return hir_convert(c, check_text(c, text), simple(c, TY_ID));
}

Hir *check_id(Checker *c, const IdExpr *id)
{
    if (id->kind == ID_PLAIN)
        return hir_convert(c, hir_text(c, id->name.text, id->span), simple(c, TY_ID));
    return id->kind == ID_COMPUTED ? text_id(c, id->text) : dict_value(c, id);
}

Hir *check_id_value(Checker *c, const Expr *e)
{
    if (e->kind == EXPR_ID)
        return check_id(c, e->id);
    if (e->kind == EXPR_TEXT)
        return text_id(c, e);
    Hir *hir = infer(c, e);
    if (is_kind(hir, TY_TEXT))
        return id_of_hir(c, hir);
    if (is_kind(hir, TY_ID) || is_error(hir))
        return hir;
    diag_error(c->diags, E0510, e->span, "an id is `#name`, `#name[i]` or a text, not `%s`",
               shown(c, hir->type));
    return hir_error(c, e->span);
}

Hir *id_as_text(Checker *c, Hir *id)
{
    if (is_error(id))
        return id;
    const Hir *inner = id->kind == HIR_CONVERT ? id->unary.operand : id;
    if (inner->kind == HIR_TEXT)
        return id->unary.operand;
    return id_text(c, id);
}

/* ---- keys ----------------------------------------------------------------- */

/* The type of the values that a key of these ids has; NULL: not known. */
static const Type *json_type(Checker *c, const char *json)
{
    TypeKind kind = *json == '"'                     ? TY_TEXT
                    : *json == 't' || *json == 'f'   ? TY_BOOL
                    : json[strcspn(json, ".e")] == 0 ? TY_INT
                                                     : TY_FLOAT;
    return simple(c, kind);
}

static const Type *hir_key_type(const Hir *component, const char *key)
{
    for (int i = 0; component && i < component->component.props.count; i++) {
        if (strcmp(component->component.props.at[i].name, "id") != 0)
            continue;
        const Hir *id = hir_unconverted(component->component.props.at[i].value);
        const Field *field = id->kind == HIR_RECORD ? type_field(id->type, key) : NULL;
        return field ? field->type : NULL;
    }
    return NULL;
}

const Type *id_key_type(Checker *c, const IdSites *sites, const char *key)
{
    const Type *type = NULL;
    for (int i = 0; i < sites->count; i++) {
        const IdShapeKey *known = NULL;
        const IdSite *site = sites->at[i];
        for (int k = 0; k < site->shape->keys.count; k++)
            if (strcmp(site->shape->keys.at[k].name, key) == 0)
                known = &site->shape->keys.at[k];
        if (!known)
            continue;
        const Type *one = known->json ? json_type(c, known->json)
                          : site->hir ? hir_key_type(site->hir, key)
                                      : NULL;
        type = !one ? NULL : type ? join_types(c, type, one) : one;
        if (!type)
            break;
    }
    return type ? type : simple(c, TY_JSON);
}

Hir *id_key(Checker *c, Hir *id, const Type *type, Name key, Span span)
{
    static const char *const functions[TY_KIND_COUNT] = {[TY_BOOL] = "dash_id_bool",
                                                         [TY_INT] = "dash_id_int",
                                                         [TY_FLOAT] = "dash_id_float",
                                                         [TY_TEXT] = "dash_id_key"};
    const char *function = functions[type->kind];
    return builtin_node(c, function ? function : "dash_get", function ? type : simple(c, TY_JSON),
                        span, id, hir_text(c, key.text, key.span));
}

/* The ids of the program that have such a key. */
static IdSites sites_with_key(Checker *c, const char *key)
{
    IdSites sites = {0};
    for (int i = 0; i < c->ids.count; i++) {
        const IdShape *shape = c->ids.at[i]->shape;
        for (int k = 0; k < shape->keys.count; k++)
            if (strcmp(shape->keys.at[k].name, key) == 0)
                vec_push(c->arena, &sites, c->ids.at[i]);
    }
    return sites;
}

Hir *id_member(Checker *c, Hir *id, Name key, Span span)
{
    IdSites sites = sites_with_key(c, key.text);
    if (sites.count == 0 && !c->has_unknown_ids) {
        Diag *d =
            diag_error(c->diags, E0304, key.span, "no id of the program has a key `%s`", key.text);
        Suggest suggest = suggest_for(key.text);
        for (int i = 0; i < c->ids.count; i++)
            for (int k = 0; k < c->ids.at[i]->shape->keys.count; k++)
                suggest_consider(&suggest, c->ids.at[i]->shape->keys.at[k].name);
        diag_suggest(d, &suggest);
        return hir_error(c, span);
    }
    return id_key(c, id, id_key_type(c, &sites, key.text), key, span);
}
