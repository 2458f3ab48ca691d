/* SPDX-License-Identifier: MIT
 *
 * Maps, and `...` in records and maps. A literal is a map where one is wanted or
 * when a key is computed; else it is a record. Spread into a record, the fields
 * of another come first and those that follow replace them.
 */
#include "sema/check.h"

static const RecordField *field_at(const Expr *e, int i)
{
    return &e->record.fields.at[i];
}

static bool is_spread(const RecordField *field)
{
    return !field->name.text && !field->key;
}

bool spreads_another(const Expr *e)
{
    for (int i = 0; i < e->record.fields.count; i++)
        if (is_spread(field_at(e, i)))
            return true;
    return false;
}

bool is_map_literal(Checker *c, const Expr *e, const Want *want)
{
    if (want && want->type && type_without_null(want->type)->kind == TY_MAP)
        return true;
    bool typed = want && (want->prop || want->type);
    for (int i = 0; i < e->record.fields.count; i++) {
        const RecordField *field = field_at(e, i);
        if (field->key || (!typed && is_spread(field) && is_kind(infer(c, field->value), TY_MAP)))
            return true;
    }
    return false;
}

/* ---- maps ----------------------------------------------------------------- */

static const Type *wanted_map(const Want *want)
{
    const Type *type = want && want->type ? type_without_null(want->type) : NULL;
    return type && type->kind == TY_MAP ? type : NULL;
}

/* What is wanted of each value; type NULL: nothing is known. */
static Want value_want(Checker *c, const Want *want)
{
    const Type *map = wanted_map(want);
    Want value = {.subject = map ? "a value of the map" : NULL};
    if (map)
        value.type = map->item;
    else if (want && (want->prop || (want->type && want->type->kind == TY_JSON)))
        value.type = simple(c, TY_JSON);
    return value;
}

static Hir *check_key(Checker *c, const Expr *e, const Type *map)
{
    Hir *key = infer(c, e);
    if (map)
        return coerce_type(c, key, map->key, "a key of the map");
    if (is_error(key) || is_kind(key, TY_TEXT) || is_kind(key, TY_INT))
        return key;
    if (is_kind(key, TY_OPTIONAL))
        complain_null(c, key->span, key->type);
    else
        diag_error(c->diags, E0301, key->span, "a key of a map is a text or an int, not `%s`",
                   shown(c, key->type));
    return hir_error(c, e->span);
}

static Hir *literal_key(Checker *c, const RecordField *field, const Type *map)
{
    if (field->key)
        return check_key(c, field->key, map);
    Hir *key = hir_text(c, field->name.text, field->name.span);
    return map ? coerce_type(c, key, map->key, "a key of the map") : key;
}

typedef struct Entries {
    Hir *map; /* a HIR_MAP under construction */
    const Type *key, *item;
    bool failed;
} Entries;

static void join_into(Checker *c, Entries *entries, const Type **slot, const Type *type, Span span,
                      const char *what)
{
    const Type *both = *slot ? join_types(c, *slot, type) : type;
    if (both) {
        *slot = both;
        return;
    }
    diag_error(c->diags, E0308, span,
               "the %s of a map are of one type: this is `%s`, those before `%s`", what,
               shown(c, type), shown(c, *slot));
    entries->failed = true;
}

static void add_entry(Checker *c, const RecordField *field, const Want *want, const Type *wanted,
                      Entries *entries)
{
    bool spread = is_spread(field);
    Want whole = {.type = wanted};
    Hir *key = spread ? NULL : literal_key(c, field, wanted);
    Hir *value = spread ? check(c, field->value, wanted ? &whole : NULL)
                        : check(c, field->value, want->type ? want : NULL);
    if (is_error(value) || (key && is_error(key))) {
        entries->failed = true;
        return;
    }
    if (spread && !is_kind(value, TY_MAP)) {
        diag_error(c->diags, E0303, value->span, "`...` takes a map here, not `%s`",
                   shown(c, value->type));
        entries->failed = true;
        return;
    }
    join_into(c, entries, &entries->key, spread ? value->type->key : key->type, value->span,
              "keys");
    join_into(c, entries, &entries->item, spread ? value->type->item : value->type, value->span,
              "values");
    vec_push(c->arena, &entries->map->map.keys, key);
    vec_push(c->arena, &entries->map->map.values, value);
}

Hir *check_map(Checker *c, const Expr *e, const Want *want)
{
    const Type *wanted = wanted_map(want);
    Want each = value_want(c, want);
    Entries entries = {.map = hir_new(c, HIR_MAP, NULL, e->span)};
    if (wanted)
        entries.key = wanted->key, entries.item = wanted->item;
    for (int i = 0; i < e->record.fields.count; i++)
        add_entry(c, field_at(e, i), &each, wanted, &entries);
    if (entries.failed)
        return hir_error(c, e->span);
    Hir *map = entries.map;
    map->type = type_map(c->types, entries.key, entries.item);
    for (int i = 0; i < map->map.values.count; i++) {
        Hir **value = &map->map.values.at[i];
        *value = hir_convert(c, *value, map->map.keys.at[i] ? entries.item : map->type);
    }
    return finish_literal(c, map, want);
}

/* {k: v for …}: as a comprehension of a list, whose items have a key. */
Hir *map_item(Checker *c, const Expr *e, Hir *comprehension, const Want *want)
{
    const Type *wanted = wanted_map(want);
    Want each = value_want(c, want);
    Hir *key = check_key(c, e->comprehension.key, wanted);
    Hir *value = check(c, e->comprehension.value, each.type ? &each : NULL);
    comprehension->comprehension.key = key;
    if (is_error(key) || is_error(value))
        return hir_error(c, e->span);
    comprehension->type = type_map(c->types, key->type, value->type);
    return value;
}

/* ---- ... in records ------------------------------------------------------- */

typedef struct Merged {
    Vec(Field) fields;
    Vec(Hir *) values;
} Merged;

/* A later value of the same name stands where the first one stood. */
static void put_field(Checker *c, Merged *merged, const char *name, Hir *value)
{
    for (int i = 0; i < merged->fields.count; i++) {
        if (strcmp(merged->fields.at[i].name, name) == 0) {
            merged->fields.at[i].type = value->type;
            merged->values.at[i] = value;
            return;
        }
    }
    vec_push(c->arena, &merged->fields, ((Field){name, value->type}));
    vec_push(c->arena, &merged->values, value);
}

static Hir *merged_record(Checker *c, const Merged *merged, Span span)
{
    Hir *record = hir_new(c, HIR_RECORD, NULL, span);
    for (int i = 0; i < merged->values.count; i++)
        vec_push(c->arena, &record->list.items, merged->values.at[i]);
    record->type = type_fields(c->types, TY_RECORD, merged->fields.at, merged->fields.count);
    return record;
}

/* Json joined so far, and the fields since. */
static Hir *with_json(Checker *c, Hir *json, Merged *merged, Span span)
{
    const Type *type = simple(c, TY_JSON);
    Hir *record = hir_convert(c, merged_record(c, merged, span), type);
    Hir *made = merged->values.count == 0 && json ? json
                : json ? builtin_node(c, "dash_value_merge", type, span, json, record)
                       : record;
    *merged = (Merged){0};
    return made;
}

static void spread_record(Checker *c, Hir *value, Merged *merged, Hir *block)
{
    if (!is_simple(value)) {
        HirVar *var = hir_var_new(c, "rest", value->type, value->span);
        vec_push(c->arena, &block->block.statements,
                 stmt_new(c, HIR_STMT_LET, var, value, value->span));
        value = hir_var(c, var, value->span);
    }
    for (int i = 0; i < value->type->field_count; i++)
        put_field(c, merged, value->type->fields[i].name,
                  hir_unary(c, HIR_FIELD, value->type->fields[i].type, value, i));
}

/* {...r, a: 1}: a record, or json when something json is spread. */
Hir *check_spread_record(Checker *c, const Expr *e, const Want *want)
{
    Merged merged = {0};
    Hir *block = hir_new(c, HIR_BLOCK, simple(c, TY_UNIT), e->span), *json = NULL;
    bool failed = false;
    for (int i = 0; i < e->record.fields.count; i++) {
        const RecordField *field = field_at(e, i);
        Want one = is_spread(field) ? (Want){0} : field_want(c, want, field);
        Hir *value = check(c, field->value, one.type || one.prop ? &one : NULL);
        failed |= is_error(value);
        if (is_error(value))
            continue;
        if (!is_spread(field)) {
            put_field(c, &merged, field->name.text, value);
        } else if (is_kind(value, TY_RECORD)) {
            spread_record(c, value, &merged, block);
        } else if (is_kind(value, TY_JSON)) {
            json = with_json(c, json, &merged, e->span);
            json = builtin_node(c, "dash_value_merge", value->type, e->span, json, value);
        } else {
            diag_error(c->diags, E0303, value->span, "`...` takes a record here, not `%s`",
                       shown(c, value->type));
            failed = true;
        }
    }
    if (failed)
        return hir_error(c, e->span);
    Hir *made = json ? with_json(c, json, &merged, e->span) : merged_record(c, &merged, e->span);
    if (block->block.statements.count)
        made = hir_finish(block, made);
    return finish_literal(c, made, want);
}
