/* SPDX-License-Identifier: MIT
 *
 * Values of props: does a value of the language fit the catalogue's type of a
 * prop, and how does it travel. Everything travels as a DashValue; a prop that
 * takes children is of type component, dcc.Graph's figure of type figure, all
 * others json.
 */
#include "sema/check.h"

#include <stdio.h>

const Type *carrier(Checker *c, const CatType *prop)
{
    if (prop->kind == CAT_NODE)
        return simple(c, TY_COMPONENT);
    if (prop->kind == CAT_FIGURE)
        return simple(c, TY_FIGURE);
    for (int i = 0; prop->kind == CAT_UNION && i < prop->count; i++)
        if (prop->options[i]->kind == CAT_NODE || prop->options[i]->kind == CAT_FIGURE)
            return carrier(c, prop->options[i]);
    return simple(c, TY_JSON);
}

/* ---- fitting -------------------------------------------------------------- */

static bool enum_has(const CatType *prop, const char *json)
{
    for (int i = 0; i < prop->count; i++)
        if (strcmp(prop->values[i], json) == 0)
            return true;
    return false;
}

/* "x" of the enumeration's JSON against the bytes of a text. */
static bool enum_has_text(const CatType *prop, Str text)
{
    for (int i = 0; i < prop->count; i++) {
        const char *value = prop->values[i];
        size_t len = strlen(value);
        if (value[0] == '"' && len == text.len + 2 && memcmp(value + 1, text.ptr, text.len) == 0)
            return true;
    }
    return false;
}

static bool enum_has_kind(const CatType *prop, TypeKind kind)
{
    for (int i = 0; i < prop->count; i++) {
        char first = prop->values[i][0];
        TypeKind value = first == '"'                   ? TY_TEXT
                         : first == 't' || first == 'f' ? TY_BOOL
                         : first == 'n'                 ? TY_NULL
                                                        : TY_INT;
        if (value == kind)
            return true;
    }
    return false;
}

static bool fits_enum(const Hir *hir, const Type *type, const CatType *prop)
{
    char number[32];
    hir = hir ? hir_unconverted(hir) : NULL;
    if (hir && hir->kind == HIR_TEXT)
        return enum_has_text(prop, hir->text);
    if (hir && hir->kind == HIR_BOOL)
        return enum_has(prop, hir->boolean ? "true" : "false");
    if (hir && hir->kind == HIR_INT) {
        snprintf(number, sizeof number, "%lld", (long long)hir->integer);
        return enum_has(prop, number);
    }
    return enum_has_kind(prop, type->kind == TY_FLOAT ? TY_INT : type->kind);
}

static bool fits_fields(const Type *type, const CatType *prop)
{
    for (int i = 0; i < type->field_count; i++) {
        const CatType *field = prop->item;
        for (int k = 0; prop->kind == CAT_SHAPE && k < prop->count; k++)
            if (strcmp(prop->fields[k].name, type->fields[i].name) == 0)
                field = prop->fields[k].type;
        if (field && !fits_prop(NULL, type->fields[i].type, field))
            return false;
    }
    return true;
}

static bool fits_array(const Type *type, const CatType *prop)
{
    if (type->kind == TY_LIST || type->kind == TY_COLUMN)
        return fits_prop(NULL, type->item, prop->item);
    if (type->kind == TY_TABLE)
        return prop->item->kind == CAT_ANY || prop_takes(prop->item, CAT_OBJECT);
    return type->kind == TY_TUPLE;
}

static bool fits_list(const Type *type)
{
    return type->kind == TY_LIST || type->kind == TY_COLUMN || type->kind == TY_TUPLE;
}

bool fits_prop(const Hir *hir, const Type *type, const CatType *prop)
{
    type = type_without_null(type);
    TypeKind kind = type->kind;
    /* null leaves the prop out; json is what it is only at run time */
    if (kind == TY_ERROR || kind == TY_NEVER || kind == TY_NULL || kind == TY_JSON ||
        kind == TY_NO_UPDATE)
        return true;
    switch (prop->kind) {
    case CAT_ANY:
        return kind != TY_UNIT;
    case CAT_STRING:
        return kind == TY_TEXT || kind == TY_DATE || kind == TY_DATETIME;
    case CAT_ID:
        return kind == TY_TEXT || kind == TY_ID;
    case CAT_NUMBER:
        return kind == TY_INT || kind == TY_FLOAT;
    case CAT_INTEGER:
        return kind == TY_INT;
    case CAT_BOOL:
        return kind == TY_BOOL;
    case CAT_NULL:
        return false;
    case CAT_NODE:
        return child_able(type);
    case CAT_ENUM:
        return fits_enum(hir, type, prop);
    case CAT_ARRAY:
        return fits_array(type, prop);
    case CAT_TUPLE:
        return fits_list(type);
    case CAT_OBJECT:
    case CAT_SHAPE:
        return kind == TY_MAP || (kind == TY_RECORD && fits_fields(type, prop));
    case CAT_FIGURE:
        return kind == TY_FIGURE || kind == TY_RECORD;
    case CAT_UNION:
        for (int i = 0; i < prop->count; i++)
            if (fits_prop(hir, type, prop->options[i]))
                return true;
        return false;
    }
    return false;
}

bool prop_takes(const CatType *prop, CatKind kind)
{
    if (prop->kind == kind || prop->kind == CAT_ANY)
        return kind != CAT_FIGURE || prop->kind == kind;
    if (kind == CAT_OBJECT &&
        (prop->kind == CAT_SHAPE || prop->kind == CAT_FIGURE || prop->kind == CAT_ID))
        return true;
    for (int i = 0; prop->kind == CAT_UNION && i < prop->count; i++)
        if (prop_takes(prop->options[i], kind))
            return true;
    return false;
}

/* ---- parts ---------------------------------------------------------------- */

typedef Vec(const CatType *) CatTypes;

static const CatType *one_of_types(Checker *c, const CatTypes *types)
{
    if (types->count <= 1)
        return types->count ? types->at[0] : NULL;
    CatType *both = arena_new(c->arena, CatType);
    both->kind = CAT_UNION;
    both->count = types->count;
    both->options = types->at;
    return both;
}

static void collect_items(Checker *c, const CatType *prop, CatTypes *out)
{
    if (prop->kind == CAT_ARRAY)
        vec_push(c->arena, out, prop->item);
    else if (prop->kind == CAT_NODE)
        vec_push(c->arena, out, prop); /* children: a list of children */
    for (int i = 0; i < prop->count && prop->kind == CAT_TUPLE; i++)
        vec_push(c->arena, out, prop->fields[i].type);
    for (int i = 0; i < prop->count && prop->kind == CAT_UNION; i++)
        collect_items(c, prop->options[i], out);
}

const CatType *prop_item(Checker *c, const CatType *prop)
{
    CatTypes items = {0};
    collect_items(c, prop, &items);
    return one_of_types(c, &items);
}

/* `open` becomes true when some alternative takes any name. */
static void collect_fields(Checker *c, const CatType *prop, const char *name, CatTypes *out,
                           bool *open)
{
    switch (prop->kind) {
    case CAT_SHAPE:
        for (int i = 0; i < prop->count; i++)
            if (strcmp(prop->fields[i].name, name) == 0)
                vec_push(c->arena, out, prop->fields[i].type);
        *open |= !prop->exact;
        break;
    case CAT_OBJECT:
        vec_push(c->arena, out, prop->item);
        break;
    case CAT_UNION:
        for (int i = 0; i < prop->count; i++)
            collect_fields(c, prop->options[i], name, out, open);
        break;
    case CAT_ANY:
    case CAT_FIGURE:
    case CAT_ID:
        *open = true;
        break;
    default:
        break;
    }
}

const CatType *prop_field(Checker *c, const CatType *prop, const char *name, bool *known)
{
    CatTypes fields = {0};
    bool open = false;
    collect_fields(c, prop, name, &fields, &open);
    *known = open || fields.count > 0;
    return one_of_types(c, &fields);
}

/* ---- words ---------------------------------------------------------------- */

static void put_prop_type(Buf *out, const CatType *prop, int depth);

static void put_list(Buf *out, const CatType *prop, int depth)
{
    int shown_count = 0;
    for (int i = 0; i < prop->count; i++) {
        if (prop->kind == CAT_UNION && prop->options[i]->kind == CAT_NULL)
            continue;
        if (shown_count++)
            buf_puts(out, i == prop->count - 1 ? " or " : ", ");
        if (prop->kind == CAT_ENUM)
            buf_printf(out, "`%s`", prop->values[i]);
        else
            put_prop_type(out, prop->options[i], depth);
    }
}

static void put_prop_type(Buf *out, const CatType *prop, int depth)
{
    static const char *const words[] = {
        [CAT_ANY] = "anything",     [CAT_STRING] = "a text",   [CAT_NUMBER] = "a number",
        [CAT_INTEGER] = "an int",   [CAT_BOOL] = "a bool",     [CAT_NULL] = "null",
        [CAT_NODE] = "a component", [CAT_OBJECT] = "a record", [CAT_SHAPE] = "a record",
        [CAT_FIGURE] = "a figure",  [CAT_ID] = "an id",        [CAT_TUPLE] = "a list",
    };
    if (prop->kind == CAT_UNION || prop->kind == CAT_ENUM) {
        put_list(out, prop, depth);
    } else if (prop->kind == CAT_ARRAY) {
        buf_puts(out, "a list");
        if (depth == 0 && prop->item->kind != CAT_ANY) {
            buf_puts(out, " (each ");
            put_prop_type(out, prop->item, depth + 1);
            buf_putc(out, ')');
        }
    } else {
        buf_puts(out, words[prop->kind]);
    }
}

const char *prop_type_name(Checker *c, const CatType *prop)
{
    Buf out = {.arena = c->arena};
    put_prop_type(&out, prop, 0);
    return out.ptr;
}

/* ---- converting ----------------------------------------------------------- */

static const CatType *the_enum(const CatType *prop)
{
    if (prop->kind == CAT_ENUM)
        return prop;
    for (int i = 0; prop->kind == CAT_UNION && i < prop->count; i++)
        if (prop->options[i]->kind == CAT_ENUM)
            return prop->options[i];
    return NULL;
}

static Hir *complain_enum(Checker *c, Hir *hir, const Want *want, const CatType *values)
{
    Str text = hir_unconverted(hir)->text;
    const char *given = arena_strndup(c->arena, text.ptr, text.len);
    Diag *d = diag_error(c->diags, E0404, hir->span, "`%s` is not a value of %s", given,
                         want->subject ? want->subject : "this");
    Suggest suggest = suggest_for(given);
    for (int i = 0; i < values->count; i++)
        if (values->values[i][0] == '"')
            suggest_consider(&suggest, arena_strndup(c->arena, values->values[i] + 1,
                                                     strlen(values->values[i]) - 2));
    diag_suggest(d, &suggest);
    diag_help(d, "it takes %s", prop_type_name(c, want->prop));
    return hir_error(c, hir->span);
}

static Hir *complain_prop(Checker *c, Hir *hir, const Want *want)
{
    const CatType *values = the_enum(want->prop);
    if (values && hir_unconverted(hir)->kind == HIR_TEXT)
        return complain_enum(c, hir, want, values);
    if (is_kind(hir, TY_UNIT)) {
        diag_error(c->diags, E0403, hir->span, "%s needs a value, and this gives none",
                   want->subject ? want->subject : "this");
        return hir_error(c, hir->span);
    }
    Diag *d = diag_error(c->diags, E0403, hir->span, "%s must be %s, but this is `%s`",
                         want->subject ? want->subject : "this", prop_type_name(c, want->prop),
                         shown(c, hir->type));
    bool number = is_kind(hir, TY_INT) || is_kind(hir, TY_FLOAT);
    if (number && prop_takes(want->prop, CAT_STRING))
        diag_help(d, "as a text: `\"{…}\"`");
    else if (hir->kind == HIR_INT && is_kind(hir, TY_DURATION))
        diag_help(d, "times are numbers of milliseconds here: write `%lld`",
                  (long long)hir->integer);
    else if (is_kind(hir, TY_TABLE) && want->prop->kind == CAT_NODE)
        diag_help(d, "show a table with `html.Table(…)` or `dash_table.DataTable(data=…)`");
    else if (is_kind(hir, TY_FIGURE) && want->prop->kind == CAT_NODE)
        diag_help(d, "show a figure with `dcc.Graph(figure=…)`");
    else if (is_kind(hir, TY_FLOAT) && want->prop->kind == CAT_INTEGER)
        diag_help(d, "`round(x)` or `int(x)` makes an int of it");
    return hir_error(c, hir->span);
}

Hir *coerce_prop(Checker *c, Hir *hir, const Want *want)
{
    if (is_error(hir) || is_kind(hir, TY_NEVER) || hir->kind == HIR_NO_UPDATE)
        return hir;
    hir = shape_table(c, hir, want);
    if (is_error(hir))
        return hir;
    if (!fits_prop(hir, hir->type, want->prop))
        return complain_prop(c, hir, want);
    note_figure_value(c, hir, want->type);
    return hir_convert(c, hir, want->type);
}
