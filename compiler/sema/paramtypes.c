/* SPDX-License-Identifier: MIT
 *
 * What a callback's parameter is: from the catalogue's type of the prop and
 * from what the program gives the component. n_clicks is null until the first
 * click, a Dropdown has the type of its options, an Input of numbers is null
 * when it is emptied. Where nothing better is known it is json.
 */
#include "sema/check.h"

typedef enum Rule {
    RULE_PLAIN,   /* by the catalogue's type; null unless the program gives a value */
    RULE_CHOICE,  /* one of the options; null when it can be cleared */
    RULE_CHOICES, /* a list of options */
    RULE_INPUT,
    RULE_SLIDER,
    RULE_RANGE,
    RULE_FROM_ZERO, /* counts from 0: the compiler puts the 0 into the layout */
} Rule;

static const struct {
    const char *library, *component, *prop;
    Rule rule;
} rules[] = {
    {"dcc", "Dropdown", "value", RULE_CHOICE},
    {"dcc", "RadioItems", "value", RULE_CHOICE},
    {"dcc", "Checklist", "value", RULE_CHOICES},
    {"dcc", "Input", "value", RULE_INPUT},
    {"dcc", "Slider", "value", RULE_SLIDER},
    {"dcc", "Slider", "drag_value", RULE_SLIDER},
    {"dcc", "RangeSlider", "value", RULE_RANGE},
    {"dcc", "RangeSlider", "drag_value", RULE_RANGE},
    {"dcc", "Interval", "n_intervals", RULE_FROM_ZERO},
};

static Rule rule_of(const IdSite *site, const CatProp *prop)
{
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
        if (strcmp(rules[i].library, site->library->alias) == 0 &&
            strcmp(rules[i].component, site->component->name) == 0 &&
            strcmp(rules[i].prop, prop->name) == 0)
            return rules[i].rule;
    return RULE_PLAIN;
}

/* ---- what the program gives ----------------------------------------------- */

static Hir *unwrap(Hir *hir)
{
    while (hir->kind == HIR_CONVERT)
        hir = hir->unary.operand;
    return hir;
}

static Hir *given(const IdSite *site, const char *prop)
{
    if (!site->hir || site->hir->kind != HIR_COMPONENT)
        return NULL;
    for (int i = 0; i < site->hir->component.props.count; i++)
        if (strcmp(site->hir->component.props.at[i].name, prop) == 0)
            return unwrap(site->hir->component.props.at[i].value);
    return NULL;
}

/* A value is given that is never null. */
static bool given_value(const IdSite *site, const char *prop)
{
    const Hir *hir = given(site, prop);
    return hir && !is_kind(hir, TY_OPTIONAL) && hir->kind != HIR_NULL && !is_kind(hir, TY_JSON);
}

static bool given_bool(const IdSite *site, const char *prop, bool value)
{
    const Hir *hir = given(site, prop);
    return hir && hir->kind == HIR_BOOL && hir->boolean == value;
}

static bool given_text(const IdSite *site, const char *prop, const char *text)
{
    const Hir *hir = given(site, prop);
    return hir && hir->kind == HIR_TEXT && hir->text.len == strlen(text) &&
           memcmp(hir->text.ptr, text, hir->text.len) == 0;
}

static bool is_choice(const Type *type)
{
    return type->kind == TY_TEXT || type->kind == TY_INT || type->kind == TY_FLOAT ||
           type->kind == TY_BOOL;
}

/* Of one option: itself, or the `value` of a record {label, value}. NULL: not known. */
static const Type *option_type(Hir *option)
{
    option = unwrap(option);
    if (option->kind == HIR_RECORD) {
        for (int i = 0; i < option->type->field_count; i++)
            if (strcmp(option->type->fields[i].name, "value") == 0)
                return option_type(option->list.items.at[i]);
        return NULL;
    }
    return is_choice(option->type) ? option->type : NULL;
}

static const Type *list_options(Checker *c, const Hir *list)
{
    const Type *type = NULL;
    for (int i = 0; i < list->list.items.count; i++) {
        const Type *one = list->list.spliced.at[i] ? NULL : option_type(list->list.items.at[i]);
        type = !one ? NULL : type ? join_types(c, type, one) : one;
        if (!type)
            return NULL;
    }
    return type;
}

static const Type *options_type(Checker *c, const IdSite *site)
{
    Hir *options = given(site, "options");
    if (!options)
        return NULL;
    if (options->kind == HIR_RECORD)
        return simple(c, TY_TEXT);
    if (options->kind == HIR_LIST)
        return list_options(c, options);
    if (options->kind == HIR_LIST_COMP)
        return option_type(options->comprehension.item);
    bool list = is_kind(options, TY_LIST) || is_kind(options, TY_COLUMN);
    const Type *item = list ? type_without_null(options->type->item) : NULL;
    return item && is_choice(item) ? item : NULL;
}

/* ---- rules ---------------------------------------------------------------- */

static const Type *optional_unless(Checker *c, const Type *type, bool there)
{
    return there ? type : type_optional(c->types, type);
}

static const Type *choice_type(Checker *c, const IdSite *site)
{
    const Type *type = options_type(c, site);
    const Hir *multi = given(site, "multi");
    if (multi && multi->kind != HIR_BOOL)
        return simple(c, TY_JSON);
    if (multi && multi->boolean)
        return type ? optional_unless(c, type_of(c->types, TY_LIST, type),
                                      given_value(site, "value"))
                    : simple(c, TY_JSON);
    const Hir *value = given(site, "value");
    if (!type && value && is_choice(value->type) && !given(site, "options"))
        type = value->type;
    if (!type)
        return simple(c, TY_JSON);
    bool radio = strcmp(site->component->name, "RadioItems") == 0;
    bool stays = radio || given_bool(site, "clearable", false);
    return optional_unless(c, type, stays && given_value(site, "value"));
}

static const Type *choices_type(Checker *c, const IdSite *site)
{
    const Type *type = options_type(c, site);
    return type ? optional_unless(c, type_of(c->types, TY_LIST, type), given_value(site, "value"))
                : simple(c, TY_JSON);
}

static const Type *input_type(Checker *c, const IdSite *site)
{
    const Hir *type = given(site, "type"), *value = given(site, "value");
    if (type && type->kind != HIR_TEXT)
        return simple(c, TY_JSON);
    if (given_text(site, "type", "number") || given_text(site, "type", "range"))
        return type_optional(c->types, simple(c, TY_FLOAT));
    if (value && !is_kind(value, TY_TEXT) && value->kind != HIR_NULL &&
        type_without_null(value->type)->kind != TY_TEXT)
        return simple(c, TY_JSON);
    return optional_unless(c, simple(c, TY_TEXT), given_value(site, "value"));
}

static bool all_ints(Checker *c, const IdSite *site)
{
    static const char *const props[] = {"min", "max", "step", "value"};
    for (size_t i = 0; i < sizeof props / sizeof *props; i++) {
        const Hir *hir = given(site, props[i]);
        bool whole =
            hir && (is_kind(hir, TY_INT) ||
                    (is_kind(hir, TY_LIST) && hir->kind == HIR_LIST && hir->list.items.count &&
                     list_options(c, hir) && list_options(c, hir)->kind == TY_INT));
        if (!whole)
            return false;
    }
    return true;
}

static const Type *slider_type(Checker *c, const IdSite *site, const CatProp *prop, bool range)
{
    const Type *type = simple(c, all_ints(c, site) ? TY_INT : TY_FLOAT);
    if (range)
        type = type_of(c->types, TY_LIST, type);
    return optional_unless(c, type, given_value(site, prop->name));
}

/* The one thing that the catalogue's type means, or json. */
static const Type *catalogue_type(Checker *c, const CatType *prop)
{
    const CatType *only = NULL;
    switch (prop->kind) {
    case CAT_STRING:
        return simple(c, TY_TEXT);
    case CAT_NUMBER:
        return simple(c, TY_FLOAT);
    case CAT_INTEGER:
        return simple(c, TY_INT);
    case CAT_BOOL:
        return simple(c, TY_BOOL);
    case CAT_ENUM:
        for (int i = 0; i < prop->count; i++)
            if (prop->values[i][0] != '"')
                return simple(c, TY_JSON);
        return simple(c, TY_TEXT);
    case CAT_ARRAY: {
        const Type *item = catalogue_type(c, prop->item);
        return is_choice(item) ? type_of(c->types, TY_LIST, item) : simple(c, TY_JSON);
    }
    case CAT_UNION:
        for (int i = 0; i < prop->count; i++) {
            if (prop->options[i]->kind == CAT_NULL)
                continue;
            if (only)
                return simple(c, TY_JSON);
            only = prop->options[i];
        }
        return only ? catalogue_type(c, only) : simple(c, TY_JSON);
    default:
        return simple(c, TY_JSON);
    }
}

static bool may_be_null(const CatType *prop)
{
    for (int i = 0; prop->kind == CAT_UNION && i < prop->count; i++)
        if (prop->options[i]->kind == CAT_NULL)
            return true;
    return prop->kind == CAT_NULL;
}

static const Type *plain_type(Checker *c, const IdSite *site, const CatProp *prop, bool written)
{
    const Type *type = catalogue_type(c, prop->type);
    const Hir *value = given(site, prop->name);
    if (type->kind == TY_JSON && value && !written && is_choice(type_without_null(value->type)))
        return value->type;
    return optional_unless(c, type, given_value(site, prop->name) && !may_be_null(prop->type));
}

static void give_zero(Checker *c, const IdSite *site, const char *prop)
{
    if (!site->hir || site->hir->kind != HIR_COMPONENT || given(site, prop))
        return;
    Hir *zero = hir_new(c, HIR_INT, simple(c, TY_INT), site->span);
    vec_push(c->arena, &site->hir->component.props,
             ((HirProp){prop, hir_convert(c, zero, simple(c, TY_JSON))}));
}

const Type *param_type(Checker *c, const IdSite *site, const CatProp *prop, bool written)
{
    if (site->failed)
        return simple(c, TY_ERROR);
    switch (rule_of(site, prop)) {
    case RULE_CHOICE:
        return choice_type(c, site);
    case RULE_CHOICES:
        return choices_type(c, site);
    case RULE_INPUT:
        return input_type(c, site);
    case RULE_SLIDER:
        return slider_type(c, site, prop, false);
    case RULE_RANGE:
        return slider_type(c, site, prop, true);
    case RULE_FROM_ZERO:
        give_zero(c, site, prop->name);
        return optional_unless(c, simple(c, TY_INT), site->hir != NULL);
    case RULE_PLAIN:
        break;
    }
    return plain_type(c, site, prop, written);
}

/* ---- annotations ---------------------------------------------------------- */

static bool is_number(const Type *type)
{
    return type->kind == TY_INT || type->kind == TY_FLOAT;
}

/* Can a value of `known` be taken as `wanted`, null aside? A number on the wire
 * is a number: whether it is whole is seen when it arrives. */
static bool is_date(const Type *type)
{
    return type->kind == TY_DATE || type->kind == TY_DATETIME;
}

static bool picks(const Type *known, const Type *wanted)
{
    known = type_without_null(known);
    wanted = type_without_null(wanted);
    if (known->kind == TY_TEXT && is_date(wanted)) /* dates travel as texts */
        return true;
    if (known == wanted || wanted->kind == TY_JSON || (is_number(known) && is_number(wanted)))
        return true;
    return known->kind == TY_LIST && wanted->kind == TY_LIST && picks(known->item, wanted->item);
}

static bool receivable(const Type *type)
{
    type = type_without_null(type);
    if (type->kind == TY_LIST)
        return is_choice(type->item) || is_date(type->item);
    return is_choice(type) || is_date(type) || type->kind == TY_JSON;
}

static void null_remedy(Checker *c, Diag *d, const IdSite *site, const CatProp *prop,
                        const Type *wanted)
{
    const char *type = shown(c, wanted);
    if (strcmp(prop->name, "n_clicks") == 0)
        diag_help(d, "write `%s?`, or give the component `n_clicks=0` in the layout", type);
    else if (rule_of(site, prop) == RULE_CHOICE)
        diag_help(d, "write `%s?`, or give the %s a `value` and `clearable=false`", type,
                  site->component->name);
    else if (rule_of(site, prop) == RULE_INPUT && is_number(wanted))
        diag_help(d, "write `%s?`: an Input of numbers is null while it is empty", type);
    else
        diag_help(d, "write `%s?`, or give `%s` a value in the layout", type, prop->name);
}

const Type *param_annotation(Checker *c, const CallbackParam *param, const Type *known,
                             const IdSite *site, const CatProp *prop)
{
    const Type *wanted = resolve_type(c, param->type);
    if (wanted->kind == TY_ERROR)
        return wanted;
    if (known->kind == TY_ERROR)
        return wanted;
    if (!receivable(wanted)) {
        diag_unsupported(c->diags, param->type->span, "a parameter of type `%s`", shown(c, wanted));
        return simple(c, TY_ERROR);
    }
    const char *what = arena_printf(c->arena, "`%s` of #%s", prop->name, site->id);
    bool possible =
        known->kind == TY_JSON ? fits_prop(NULL, wanted, prop->type) : picks(known, wanted);
    if (!possible) {
        Diag *d =
            diag_error(c->diags, E0507, param->type->span, "%s is `%s`, never `%s`", what,
                       known->kind == TY_JSON ? prop_type_name(c, prop->type) : shown(c, known),
                       shown(c, wanted));
        diag_note_at(d, site->span, "the component is here");
        if (known->kind != TY_JSON)
            diag_help(d, "write `%s`, or leave the type out", shown(c, known));
        return simple(c, TY_ERROR);
    }
    bool null = known->kind == TY_OPTIONAL;
    if (null && wanted->kind != TY_OPTIONAL && wanted->kind != TY_JSON) {
        Diag *d = diag_error(c->diags, E0507, param->type->span, "%s may be null: it is `%s`", what,
                             shown(c, known));
        null_remedy(c, d, site, prop, wanted);
        diag_note_at(d, site->span, "the component is here");
        return simple(c, TY_ERROR);
    }
    return wanted;
}
