/* SPDX-License-Identifier: MIT
 *
 * Checking attributes against plotly's schema: names, kinds of values, words of
 * enumerations and flag lists. What is known only at run time passes.
 */
#include "sema/go.h"
#include "sema/px.h"

#include <ctype.h>

/* ---- names ---------------------------------------------------------------- */

enum { MAX_STEPS = 12 };

typedef struct Steps {
    const SchemaAttribute *attributes[MAX_STEPS];
    const char *starts[MAX_STEPS];
    int lengths[MAX_STEPS], count;
} Steps;

/* "marker_line_width" as the steps marker, line, width. */
static bool find_steps(const SchemaObject *object, const char *name, Steps *steps)
{
    int len = (int)strlen(name);
    for (int end = len; end > 0 && steps->count < MAX_STEPS; end--) {
        if (end < len && name[end] != '_')
            continue;
        const SchemaAttribute *attribute = schema_attribute(object, name, end);
        if (!attribute || (end < len && attribute->kind != SCHEMA_OBJECT))
            continue;
        int at = steps->count++;
        steps->attributes[at] = attribute;
        steps->starts[at] = name;
        steps->lengths[at] = end;
        if (end == len || find_steps(attribute->object, name + end + 1, steps))
            return true;
        steps->count = at;
    }
    return false;
}

bool go_has(const SchemaObject *object, const char *name)
{
    Steps steps = {.count = 0};
    return find_steps(object, name, &steps);
}

const char *go_path(Go *go, const SchemaObject *object, const char *name)
{
    Steps steps = {.count = 0};
    Buf path = {.arena = go->c->arena};
    if (!find_steps(object, name, &steps))
        return NULL;
    for (int i = 0; i < steps.count; i++)
        buf_printf(&path, "%s%.*s", i ? "." : "", steps.lengths[i], steps.starts[i]);
    return path.ptr;
}

/* What is meant, one step after the other: `marker_sise` speaks of what a marker has. */
static void suggest_attributes(Go *go, const SchemaObject *object, const char *name,
                               const char *before, Suggest *suggest)
{
    for (int i = 0; i < object->count; i++)
        suggest_consider(suggest,
                         arena_printf(go->c->arena, "%s%s", before, object->attributes[i].name));
    for (int end = 1; name[end]; end++) {
        const SchemaAttribute *step = name[end] == '_' ? schema_attribute(object, name, end) : NULL;
        if (step && step->kind == SCHEMA_OBJECT)
            suggest_attributes(go, step->object, name + end + 1,
                               arena_printf(go->c->arena, "%s%.*s_", before, end, name), suggest);
    }
}

static void unknown_attribute(Go *go, const SchemaObject *object, Name name)
{
    Diag *d = diag_error(go->c->diags, E0701, name.span, "%s has no attribute `%s`", go->shown,
                         name.text);
    Suggest suggest = suggest_for(name.text);
    suggest_attributes(go, object, name.text, "", &suggest);
    diag_suggest(d, &suggest);
    go->failed = true;
}

/* ---- values --------------------------------------------------------------- */

static void misfit(Go *go, const SchemaAttribute *attribute, Span span, const char *wanted)
{
    diag_error(go->c->diags, E0702, span, "`%s` of %s takes %s", attribute->name, go->shown,
               wanted);
    go->failed = true;
}

static bool is_word(const char *values, const char *word, size_t len)
{
    for (const char *at = values; at && *at; at += strcspn(at + 1, "|") + 1) {
        size_t own = strcspn(at + 1, "|");
        if (own == len && strncmp(at + 1, word, len) == 0)
            return true;
        if (!at[1])
            break;
    }
    return false;
}

/* Values that are patterns, as /^x[0-9]+$/, are not looked into. */
static bool has_patterns(const char *values)
{
    return values && strstr(values, "|/") != NULL;
}

static const char *listed(Checker *c, const SchemaAttribute *attribute)
{
    Buf out = {.arena = c->arena};
    const char *const lists[] = {attribute->values, attribute->extras};
    for (int l = 0; l < 2; l++)
        for (const char *at = lists[l]; at && at[1]; at += strcspn(at + 1, "|") + 1) {
            size_t len = strcspn(at + 1, "|");
            buf_printf(&out, "%s \"%.*s\"", out.len ? "," : "", (int)len, at + 1);
        }
    return out.ptr ? out.ptr : "";
}

static bool fits_flags(const SchemaAttribute *attribute, Str text)
{
    if (is_word(attribute->extras, text.ptr, text.len))
        return true;
    for (size_t at = 0; at <= text.len;) {
        const char *plus = memchr(text.ptr + at, '+', text.len - at);
        size_t end = plus ? (size_t)(plus - text.ptr) : text.len;
        if (!is_word(attribute->values, text.ptr + at, end - at))
            return false;
        at = end + 1;
    }
    return true;
}

static bool check_word(Go *go, const SchemaAttribute *attribute, const Expr *e)
{
    Str text = literal_text(e);
    bool fine = true;
    if (attribute->kind == SCHEMA_FLAGLIST)
        fine = fits_flags(attribute, text);
    else if (attribute->kind == SCHEMA_ENUMERATED)
        fine = has_patterns(attribute->values) || is_word(attribute->values, text.ptr, text.len);
    if (fine)
        return true;
    Diag *d = diag_error(go->c->diags, E0702, e->span, "`%.*s` is not a value of `%s` of %s",
                         (int)text.len, text.ptr, attribute->name, go->shown);
    diag_help(d, "it takes one of%s%s", listed(go->c, attribute),
              attribute->kind == SCHEMA_FLAGLIST ? ", joined by +" : "");
    go->failed = true;
    return false;
}

static bool takes_text(const SchemaAttribute *attribute)
{
    return attribute->kind != SCHEMA_BOOLEAN && attribute->kind != SCHEMA_NUMBER &&
           attribute->kind != SCHEMA_INTEGER && attribute->kind != SCHEMA_DATA_ARRAY &&
           attribute->kind != SCHEMA_INFO_ARRAY && attribute->kind != SCHEMA_COLORLIST;
}

static bool takes_number(const SchemaAttribute *attribute)
{
    switch (attribute->kind) {
    case SCHEMA_BOOLEAN:
    case SCHEMA_DATA_ARRAY:
    case SCHEMA_INFO_ARRAY:
    case SCHEMA_COLORLIST:
    case SCHEMA_COLORSCALE:
    case SCHEMA_FLAGLIST:
        return false;
    default:
        return true;
    }
}

static bool takes_bool(const SchemaAttribute *attribute)
{
    return attribute->kind == SCHEMA_BOOLEAN || attribute->kind == SCHEMA_ANY ||
           (attribute->kind == SCHEMA_ENUMERATED &&
            (is_word(attribute->values, "true", 4) || is_word(attribute->values, "false", 5)));
}

static bool takes_list(const SchemaAttribute *attribute)
{
    return attribute->list || attribute->kind == SCHEMA_DATA_ARRAY ||
           attribute->kind == SCHEMA_INFO_ARRAY || attribute->kind == SCHEMA_COLORLIST ||
           attribute->kind == SCHEMA_COLORSCALE || attribute->kind == SCHEMA_ANY;
}

static bool takes_type(const SchemaAttribute *attribute, TypeKind kind)
{
    switch (kind) {
    case TY_TEXT:
        return takes_text(attribute);
    case TY_INT:
    case TY_FLOAT:
        return takes_number(attribute);
    case TY_BOOL:
        return takes_bool(attribute);
    case TY_LIST:
    case TY_COLUMN:
    case TY_TUPLE:
        return takes_list(attribute);
    case TY_RECORD:
    case TY_MAP:
        return attribute->kind == SCHEMA_ANY || attribute->kind == SCHEMA_DATA_ARRAY;
    default:
        return true;
    }
}

static const char *wanted(const SchemaAttribute *attribute)
{
    static const char *const wanted[] = {
        [SCHEMA_ANY] = "any value",
        [SCHEMA_ANGLE] = "an angle in degrees",
        [SCHEMA_BOOLEAN] = "true or false",
        [SCHEMA_COLOR] = "a colour",
        [SCHEMA_COLORLIST] = "a list of colours",
        [SCHEMA_COLORSCALE] = "the name of a colour scale or a list of colours",
        [SCHEMA_DATA_ARRAY] = "a list or a column",
        [SCHEMA_ENUMERATED] = "a text",
        [SCHEMA_FLAGLIST] = "a text",
        [SCHEMA_INFO_ARRAY] = "a list",
        [SCHEMA_INTEGER] = "an int",
        [SCHEMA_NUMBER] = "a number",
        [SCHEMA_STRING] = "a text",
        [SCHEMA_SUBPLOTID] = "the name of a subplot",
        [SCHEMA_OBJECT] = "a record",
        [SCHEMA_OBJECTS] = "a list of records",
    };
    return wanted[attribute->kind];
}

Hir *go_json(Go *go, const Expr *e)
{
    Checker *c = go->c;
    Want want = {.type = simple(c, TY_JSON)};
    Hir *value = check(c, e, &want);
    go->failed |= is_error(value);
    return is_error(value) ? NULL : value;
}

/* Colours as [place, colour] pairs: plotly.js knows few scales by name, and no plain lists. */
static Hir *color_scale(Go *go, const char *const *colors, int count, Span span)
{
    Checker *c = go->c;
    const Type *json = simple(c, TY_JSON);
    Hir *scale = hir_new(c, HIR_LIST, type_of(c->types, TY_LIST, json), span);
    for (int i = 0; i < count; i++) {
        Hir *place = hir_new(c, HIR_FLOAT, simple(c, TY_FLOAT), span);
        place->number = count > 1 ? (double)i / (count - 1) : 0;
        Hir *pair = hir_new(c, HIR_LIST, scale->type, span);
        vec_push(c->arena, &pair->list.items, hir_convert(c, place, json));
        vec_push(c->arena, &pair->list.items, hir_convert(c, hir_text(c, colors[i], span), json));
        vec_push(c->arena, &pair->list.spliced, false);
        vec_push(c->arena, &pair->list.spliced, false);
        vec_push(c->arena, &scale->list.items, hir_convert(c, pair, json));
        vec_push(c->arena, &scale->list.spliced, false);
    }
    return hir_convert(c, scale, json);
}

static Hir *named_scale(Go *go, const Expr *e)
{
    Checker *c = go->c;
    Str text = literal_text(e);
    const char *name = arena_strndup(c->arena, text.ptr, text.len);
    Suggest suggest = suggest_for(name);
    int count;
    const char *const *colors = px_scale(c, name, &count, &suggest);
    if (colors)
        return color_scale(go, colors, count, e->span);
    diag_suggest(diag_error(c->diags, E0702, e->span, "there is no colour scale `%s`", name),
                 &suggest);
    go->failed = true;
    return NULL;
}

/* ["red", "blue"], if all of them are written out; else NULL. */
static Hir *listed_scale(Go *go, const Expr *e)
{
    int count = e->kind == EXPR_LIST ? e->list.items.count : 0;
    const char **colors = arena_array(go->c->arena, const char *, count + 1);
    for (int i = 0; i < count; i++) {
        Str text = literal_text(e->list.items.at[i]);
        if (!text.ptr)
            return NULL;
        colors[i] = arena_strndup(go->c->arena, text.ptr, text.len);
    }
    return count ? color_scale(go, colors, count, e->span) : NULL;
}

static Hir *leaf_value(Go *go, const SchemaAttribute *attribute, const Expr *e)
{
    Checker *c = go->c;
    if (attribute->kind == SCHEMA_COLORSCALE && literal_text(e).ptr)
        return named_scale(go, e);
    Hir *scale = attribute->kind == SCHEMA_COLORSCALE ? listed_scale(go, e) : NULL;
    if (scale)
        return scale;
    if (literal_text(e).ptr && takes_text(attribute) && !check_word(go, attribute, e))
        return NULL;
    bool list = e->kind == EXPR_LIST || e->kind == EXPR_COMPREHENSION;
    bool record = e->kind == EXPR_RECORD;
    Hir *value = list || record ? go_json(go, e) : infer(c, e);
    if (!value || is_error(value)) {
        go->failed = true;
        return NULL;
    }
    TypeKind kind = list ? TY_LIST : record ? TY_RECORD : type_without_null(value->type)->kind;
    if (!takes_type(attribute, kind)) {
        misfit(go, attribute, e->span, wanted(attribute));
        return NULL;
    }
    value = coerce_type(c, value, simple(c, TY_JSON), NULL);
    go->failed |= is_error(value);
    return is_error(value) ? NULL : value;
}

/* ---- objects -------------------------------------------------------------- */

/* A record whose names are all written out. */
static bool is_named_record(const Expr *e)
{
    bool named = e->kind == EXPR_RECORD;
    for (int i = 0; named && i < e->record.fields.count; i++)
        named = e->record.fields.at[i].name.text != NULL;
    return named;
}

bool go_record(Go *go, const SchemaObject *object, const Expr *e, GoAttributes *into)
{
    if (!is_named_record(e))
        return false;
    for (int i = 0; i < e->record.fields.count; i++)
        go_argument(go, object, e->record.fields.at[i].name, e->record.fields.at[i].value, into);
    return true;
}

static Hir *object_value(Go *go, const SchemaObject *object, const Expr *e)
{
    GoAttributes attributes = {0};
    if (go_record(go, object, e, &attributes))
        return go_value(go, &attributes, e->span);
    return go_json(go, e);
}

static Hir *objects_value(Go *go, const SchemaAttribute *attribute, const Expr *e)
{
    Checker *c = go->c;
    if (e->kind != EXPR_LIST)
        return go_json(go, e);
    Hir *list = hir_new(c, HIR_LIST, type_of(c->types, TY_LIST, simple(c, TY_JSON)), e->span);
    for (int i = 0; i < e->list.items.count; i++) {
        Hir *item = object_value(go, attribute->object, e->list.items.at[i]);
        if (!item)
            return NULL;
        vec_push(c->arena, &list->list.items, item);
        vec_push(c->arena, &list->list.spliced, false);
    }
    return hir_convert(c, list, simple(c, TY_JSON));
}

static GoField *field_of(Go *go, GoAttributes *into, const char *name, int len)
{
    for (int i = 0; i < into->fields.count; i++) {
        GoField *field = &into->fields.at[i];
        if (strncmp(field->name, name, (size_t)len) == 0 && !field->name[len])
            return field;
    }
    GoField fresh = {.name = arena_strndup(go->c->arena, name, (size_t)len)};
    vec_push(go->c->arena, &into->fields, fresh);
    return &into->fields.at[into->fields.count - 1];
}

static GoAttributes *children_of(Go *go, GoField *field, Span span)
{
    if (field->value) {
        diag_error(go->c->diags, E0702, span, "`%s` is given as a whole and in parts", field->name);
        go->failed = true;
        return NULL;
    }
    if (!field->children)
        field->children = arena_array(go->c->arena, GoAttributes, 1);
    return field->children;
}

void go_put(Go *go, GoAttributes *into, const char *name, Hir *value)
{
    if (value)
        field_of(go, into, name, (int)strlen(name))->value = value;
}

/* A text where an object with a text is wanted: `title="Sales"`. */
static bool is_short_title(const SchemaAttribute *attribute, const Expr *e)
{
    return attribute->kind == SCHEMA_OBJECT && strcmp(attribute->name, "title") == 0 &&
           e->kind != EXPR_RECORD && schema_attribute(attribute->object, "text", 4);
}

static void put_title(Go *go, GoField *field, const Expr *e)
{
    Checker *c = go->c;
    Hir *value = infer(c, e);
    if (is_error(value)) {
        go->failed = true;
        return;
    }
    if (type_without_null(value->type)->kind != TY_TEXT) {
        field->value = coerce_type(c, value, simple(c, TY_JSON), NULL);
        go->failed |= is_error(field->value);
        return;
    }
    GoAttributes *children = children_of(go, field, e->span);
    if (children)
        go_put(go, children, "text", hir_convert(c, value, simple(c, TY_JSON)));
}

static void note_template_value(Go *go, const SchemaAttribute *attribute, const Expr *e)
{
    Str text = literal_text(e);
    if (strcmp(attribute->name, "template") == 0 && text.ptr)
        note_template(go->c, arena_strndup(go->c->arena, text.ptr, text.len));
}

static void put_value(Go *go, const SchemaAttribute *attribute, GoField *field, const Expr *e)
{
    if (is_short_title(attribute, e)) {
        put_title(go, field, e);
    } else if (attribute->kind == SCHEMA_OBJECT && is_named_record(e)) {
        GoAttributes *children = children_of(go, field, e->span);
        if (children)
            go_record(go, attribute->object, e, children);
    } else if (field->children) {
        (void)(field->value = go_json(go, e), children_of(go, field, e->span));
    } else if (attribute->kind == SCHEMA_OBJECT) {
        field->value = go_json(go, e);
    } else if (attribute->kind == SCHEMA_OBJECTS) {
        field->value = objects_value(go, attribute, e);
    } else {
        note_template_value(go, attribute, e);
        field->value = leaf_value(go, attribute, e);
    }
}

void go_argument(Go *go, const SchemaObject *object, Name name, const Expr *e, GoAttributes *into)
{
    Steps steps = {.count = 0};
    if (!find_steps(object, name.text, &steps)) {
        unknown_attribute(go, object, name);
        return;
    }
    if (e->kind == EXPR_NULL)
        return;
    for (int i = 0; into; i++) {
        GoField *field = field_of(go, into, steps.starts[i], steps.lengths[i]);
        if (i + 1 == steps.count) {
            put_value(go, steps.attributes[i], field, e);
            return;
        }
        into = children_of(go, field, name.span);
    }
}

Hir *go_value(Go *go, const GoAttributes *attributes, Span span)
{
    Checker *c = go->c;
    Hir *record = hir_new(c, HIR_RECORD, NULL, span);
    Field *fields = arena_array(c->arena, Field, attributes->fields.count + 1);
    int count = 0;
    for (int i = 0; i < attributes->fields.count; i++) {
        const GoField *field = &attributes->fields.at[i];
        Hir *value = field->children ? go_value(go, field->children, span) : field->value;
        if (!value)
            continue;
        fields[count++] = (Field){field->name, value->type};
        vec_push(c->arena, &record->list.items, value);
    }
    record->type = type_fields(c->types, TY_RECORD, fields, count);
    return hir_convert(c, record, simple(c, TY_JSON));
}
