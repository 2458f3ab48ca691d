/* SPDX-License-Identifier: MIT
 *
 * Lists, tuples, records and comprehensions. What is wanted of the whole is
 * handed to the elements, so that each is converted where it stands.
 */
#include "sema/check.h"

static bool travels(const Type *type)
{
    return type->kind == TY_JSON || type->kind == TY_COMPONENT || type->kind == TY_FIGURE;
}

/* What is wanted of each element of a list. Its type is NULL where nothing is known. */
static Want item_want(Checker *c, const Want *want)
{
    Want item = {0};
    if (!want || !(want->type || want->prop))
        return item;
    item.subject = want->subject;
    item.output = want->each;
    if (want->prop) {
        item.prop = prop_item(c, want->prop);
        item.type = item.prop ? carrier(c, item.prop) : simple(c, TY_JSON);
        if (want->type && want->type->kind == TY_COMPONENT)
            item.type = want->type;
    } else if (travels(want->type)) {
        item.type = want->type;
    } else {
        const Type *type = type_without_null(want->type);
        item.type = type->kind == TY_LIST ? type->item : NULL;
    }
    return item;
}

static bool list_fits(Checker *c, const Expr *e, const Want *want)
{
    if (!want || !want->prop ||
        fits_prop(NULL, type_of(c->types, TY_LIST, simple(c, TY_NEVER)), want->prop))
        return true;
    diag_error(c->diags, E0403, e->span, "%s must be %s, but this is a list",
               want->subject ? want->subject : "this", prop_type_name(c, want->prop));
    return false;
}

static Hir *check_item(Checker *c, const Expr *e, const Want *want, bool *spliced)
{
    *spliced = e->kind == EXPR_SPREAD;
    if (!*spliced)
        return check(c, e, want->type || want->prop ? want : NULL);
    const Type *list = want->type ? type_of(c->types, TY_LIST, want->type) : NULL;
    Want whole = {.type = list};
    Hir *hir = check(c, e->unary.operand, list ? &whole : NULL);
    if (!list && is_kind(hir, TY_COLUMN))
        hir = hir_convert(c, hir, type_of(c->types, TY_LIST, type_without_null(hir->type->item)));
    if (!list && !is_kind(hir, TY_LIST) && !is_error(hir)) {
        diag_error(c->diags, E0303, e->span, "`...` takes a list here, not `%s`",
                   shown(c, hir->type));
        return hir_error(c, e->span);
    }
    return hir;
}

/* The one type of items that came without a wish; complains when there is none. */
static const Type *join_items(Checker *c, const Hir *list)
{
    const Type *type = simple(c, TY_NEVER);
    for (int i = 0; i < list->list.items.count; i++) {
        const Hir *item = list->list.items.at[i];
        if (is_error(item))
            return item->type;
        const Type *one = list->list.spliced.at[i] ? item->type->item : item->type;
        const Type *both = join_types(c, type, one);
        if (!both) {
            diag_error(c->diags, E0308, item->span,
                       "the items of a list are of one type: this is `%s`, those before `%s`",
                       shown(c, one), shown(c, type));
            return simple(c, TY_ERROR);
        }
        type = both;
    }
    return type;
}

Hir *check_list(Checker *c, const Expr *e, const Want *want)
{
    if (!list_fits(c, e, want))
        return hir_error(c, e->span);
    Want each = item_want(c, want);
    Hir *list = hir_new(c, HIR_LIST, NULL, e->span);
    bool failed = false;
    for (int i = 0; i < e->list.items.count; i++) {
        bool spliced;
        Hir *item = check_item(c, e->list.items.at[i], &each, &spliced);
        failed |= is_error(item);
        vec_push(c->arena, &list->list.items, item);
        vec_push(c->arena, &list->list.spliced, spliced);
    }
    const Type *item = failed ? simple(c, TY_ERROR) : each.type ? each.type : join_items(c, list);
    if (item->kind == TY_ERROR)
        return hir_error(c, e->span);
    list->type = type_of(c->types, TY_LIST, item);
    for (int i = 0; i < list->list.items.count; i++) {
        Hir **at = &list->list.items.at[i];
        *at = hir_convert(c, *at, list->list.spliced.at[i] ? list->type : item);
    }
    if (want && want->prop)
        return hir_convert(c, list, want->type);
    return coerce(c, list, want);
}

/* ---- tuples --------------------------------------------------------------- */

static Hir *output_values(Checker *c, const Expr *e, const Want *want)
{
    HirCallback *callback = want->outputs;
    int count = e->list.items.count;
    if (count != callback->outputs.count) {
        Diag *d = diag_error(c->diags, E0508, e->span,
                             "the callback has %d outputs, but this tuple has %d values",
                             callback->outputs.count, count);
        diag_note_at(d, callback->signature_span, "the outputs are declared here");
        return hir_error(c, e->span);
    }
    Hir *tuple = hir_new(c, HIR_TUPLE, want->type, e->span);
    for (int i = 0; i < count; i++) {
        Want one = callback_output_want(c, callback, i);
        vec_push(c->arena, &tuple->list.items, check(c, e->list.items.at[i], &one));
    }
    return tuple;
}

Hir *check_tuple(Checker *c, const Expr *e, const Want *want)
{
    if (want && want->outputs)
        return output_values(c, e, want);
    const Type *wanted = want && want->type && want->type->kind == TY_TUPLE ? want->type : NULL;
    if (wanted && wanted->field_count != e->list.items.count)
        wanted = NULL;
    Hir *tuple = hir_new(c, HIR_TUPLE, NULL, e->span);
    Field *fields = arena_array(c->arena, Field, e->list.items.count);
    for (int i = 0; i < e->list.items.count; i++) {
        Want one = {.type = wanted ? wanted->fields[i].type : NULL};
        Hir *item = plain_table(c, check(c, e->list.items.at[i], &one));
        if (is_error(item))
            return item;
        fields[i].type = item->type;
        vec_push(c->arena, &tuple->list.items, item);
    }
    tuple->type = type_fields(c->types, TY_TUPLE, fields, e->list.items.count);
    return coerce(c, tuple, want);
}

/* ---- records -------------------------------------------------------------- */

static const RecordField *find_field(const Expr *e, const char *name)
{
    for (int i = 0; i < e->record.fields.count; i++) {
        const RecordField *field = &e->record.fields.at[i];
        if (field->name.text && strcmp(field->name.text, name) == 0)
            return field;
    }
    return NULL;
}

/* No name twice, and `...` only where it has a meaning. */
static bool sound_record(Checker *c, const Expr *e, const Want *want)
{
    bool sound = true;
    PtrMap seen = {0};
    for (int i = 0; i < e->record.fields.count; i++) {
        const RecordField *field = &e->record.fields.at[i];
        const char *name = field->name.text;
        name = name ? intern(c->interner, name, strlen(name)) : NULL;
        bool again = name && map_get(&seen, name);
        if (name)
            map_set(c->arena, &seen, name, (void *)(uintptr_t)field);
        if (again) {
            diag_error(c->diags, E0202, field->name.span, "`%s` is given twice", field->name.text);
            sound = false;
        } else if (!field->name.text && want && want->outputs) {
            diag_error(c->diags, E0508, field->value->span,
                       "the outputs of a callback are given by their names");
            sound = false;
        }
    }
    return sound;
}

/* {alias: value}: outputs that are left out are not updated. */
static Hir *output_record(Checker *c, const Expr *e, const Want *want)
{
    HirCallback *callback = want->outputs;
    Hir *tuple = hir_new(c, HIR_TUPLE, want->type, e->span);
    for (int i = 0; i < callback->outputs.count; i++) {
        const HirOutput *output = &callback->outputs.at[i];
        const RecordField *field = output->alias ? find_field(e, output->alias) : NULL;
        Want one = callback_output_want(c, callback, i);
        Hir *value =
            field ? check(c, field->value, &one) : hir_new(c, HIR_NO_UPDATE, one.type, e->span);
        vec_push(c->arena, &tuple->list.items, value);
    }
    for (int i = 0; i < e->record.fields.count; i++) {
        const Name *name = &e->record.fields.at[i].name;
        Suggest suggest = suggest_for(name->text);
        bool known = false, aliases = false;
        for (int j = 0; j < callback->outputs.count; j++) {
            const char *alias = callback->outputs.at[j].alias;
            known |= alias && strcmp(alias, name->text) == 0;
            aliases |= alias != NULL;
            if (alias)
                suggest_consider(&suggest, alias);
        }
        if (known)
            continue;
        Diag *d = diag_error(c->diags, E0508, name->span, "no output is called `%s`", name->text);
        diag_suggest(d, &suggest);
        if (!aliases)
            diag_help(d, "name the outputs: `-> (%s = #id.prop, …)`", name->text);
        diag_note_at(d, callback->signature_span, "the outputs are declared here");
    }
    return tuple;
}

Want field_want(Checker *c, const Want *want, const RecordField *field)
{
    Want one = {0};
    const char *name = field->name.text;
    if (!want)
        return one;
    if (want->prop) {
        bool known = true;
        one.prop = prop_field(c, want->prop, name, &known);
        one.type = one.prop ? carrier(c, one.prop) : simple(c, TY_JSON);
        one.subject = arena_printf(c->arena, "`%s`", name);
        if (!known) {
            Diag *d = diag_error(c->diags, E0402, field->name.span, "%s has no field `%s`",
                                 want->subject ? want->subject : "this", name);
            Suggest suggest = suggest_for(name);
            for (int i = 0; i < want->prop->count && want->prop->kind == CAT_SHAPE; i++)
                suggest_consider(&suggest, want->prop->fields[i].name);
            diag_suggest(d, &suggest);
        }
    } else if (want->type && (want->type->kind == TY_JSON || want->type->kind == TY_FIGURE)) {
        one.type = simple(c, TY_JSON);
    } else if (want->type) {
        const Type *record = type_without_null(want->type);
        const Field *wanted = record->kind == TY_RECORD ? type_field(record, name) : NULL;
        one.type = wanted ? wanted->type : NULL;
        one.subject = arena_printf(c->arena, "`%s`", name);
    }
    return one;
}

Hir *finish_literal(Checker *c, Hir *literal, const Want *want)
{
    if (want && want->prop && json_able(literal->type))
        return hir_convert(c, literal, want->type);
    return coerce(c, literal, want && want->prop ? NULL : want);
}

static bool record_fits(Checker *c, const Expr *e, const Want *want)
{
    if (!want || !want->prop || prop_takes(want->prop, CAT_OBJECT))
        return true;
    diag_error(c->diags, E0403, e->span, "%s must be %s, but this is a record",
               want->subject ? want->subject : "this", prop_type_name(c, want->prop));
    return false;
}

Hir *check_record(Checker *c, const Expr *e, const Want *want)
{
    if (!sound_record(c, e, want) || !record_fits(c, e, want))
        return hir_error(c, e->span);
    if (want && want->outputs)
        return output_record(c, e, want);
    if (is_map_literal(c, e, want))
        return check_map(c, e, want);
    bool figure = want && (want->prop ? prop_takes(want->prop, CAT_FIGURE)
                                      : want->type && want->type->kind == TY_FIGURE);
    if (figure)
        note_figure_record(c, e);
    if (spreads_another(e))
        return check_spread_record(c, e, want);
    if (figure)
        return check_figure_record(c, e, want->type);
    Hir *record = hir_new(c, HIR_RECORD, NULL, e->span);
    Field *fields = arena_array(c->arena, Field, e->record.fields.count + 1);
    bool failed = false;
    for (int i = 0; i < e->record.fields.count; i++) {
        const RecordField *field = &e->record.fields.at[i];
        Want one = field_want(c, want, field);
        Hir *value = complain_query(c, field->name.text, field->value)
                         ? hir_error(c, field->value->span)
                         : check(c, field->value, one.type || one.prop ? &one : NULL);
        value = plain_table(c, value);
        failed |= is_error(value);
        fields[i] = (Field){field->name.text, value->type};
        vec_push(c->arena, &record->list.items, value);
    }
    if (failed)
        return hir_error(c, e->span);
    record->type = type_fields(c->types, TY_RECORD, fields, e->record.fields.count);
    return finish_literal(c, record, want);
}

/* ---- comprehensions ------------------------------------------------------- */

/* One `for` with its conditions; a further one makes the item a comprehension
 * whose items go into the same list. `item`: what is wanted of an item, or of the
 * whole map. */
static Hir *comprehension_clause(Checker *c, const Expr *e, int at, const Want *item)
{
    const ForClause *clause = &e->comprehension.clauses.at[at];
    Hir *source = infer(c, clause->source);
    push_scope(c);
    int mark = facts_mark(c);
    Hir *list = hir_new(c, HIR_LIST_COMP, NULL, e->span);
    Hir *unpack = hir_new(c, HIR_BLOCK, simple(c, TY_UNIT), e->span);
    list->comprehension.var = bind_loop(c, clause->target, &source, unpack);
    list->comprehension.unpack = unpack;
    list->comprehension.source = source;
    for (int i = 0; i < clause->conditions.count; i++) {
        vec_push(c->arena, &list->comprehension.conditions,
                 check_condition(c, clause->conditions.at[i]));
        facts_from(c, clause->conditions.at[i], true);
    }
    list->comprehension.flat = at < e->comprehension.clauses.count - 1;
    bool map = e->comprehension.key != NULL;
    Hir *value = list->comprehension.flat ? comprehension_clause(c, e, at + 1, item)
                 : map                    ? map_item(c, e, list, item)
                       : plain_table(c, check(c, e->comprehension.value, item->type ? item : NULL));
    list->comprehension.item = value;
    facts_release(c, mark);
    pop_scope(c);
    bool failed = is_error(source) || is_error(value);
    for (int i = 0; i < list->comprehension.conditions.count; i++)
        failed |= is_error(list->comprehension.conditions.at[i]);
    if (failed)
        return hir_error(c, e->span);
    if (list->comprehension.flat)
        list->type = value->type;
    else if (!map)
        list->type = type_of(c->types, TY_LIST, value->type);
    return list;
}

Hir *check_comprehension(Checker *c, const Expr *e, const Want *want)
{
    bool map = e->comprehension.key != NULL;
    if (map ? !record_fits(c, e, want) : !list_fits(c, e, want))
        return hir_error(c, e->span);
    Want item = map ? (Want){0} : item_want(c, want);
    Hir *list = comprehension_clause(c, e, 0, map ? want : &item);
    if (is_error(list))
        return list;
    if (want && want->prop)
        return hir_convert(c, list, want->type);
    return coerce(c, list, want);
}
