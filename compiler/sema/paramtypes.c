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
    RULE_DATE,      /* a day */
    RULE_UPLOAD,    /* of one file, or of each */
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
    {"dcc", "Upload", "contents", RULE_UPLOAD},
    {"dcc", "Upload", "filename", RULE_UPLOAD},
    {"dcc", "Upload", "last_modified", RULE_UPLOAD},
    {"dcc", "DatePickerSingle", "date", RULE_DATE},
    {"dcc", "DatePickerRange", "start_date", RULE_DATE},
    {"dcc", "DatePickerRange", "end_date", RULE_DATE},
};

static Rule rule_of(const IdSite *site, const char *prop)
{
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
        if (strcmp(rules[i].library, site->library->alias) == 0 &&
            strcmp(rules[i].component, site->component->name) == 0 &&
            strcmp(rules[i].prop, prop) == 0)
            return rules[i].rule;
    return RULE_PLAIN;
}

/* ---- what the program gives ----------------------------------------------- */

static bool is_literal(const Expr *e)
{
    switch (e->kind) {
    case EXPR_NULL:
    case EXPR_BOOL:
    case EXPR_INT:
    case EXPR_FLOAT:
        return true;
    case EXPR_TEXT:
        return literal_text(e).ptr != NULL;
    case EXPR_LIST:
        for (int i = 0; i < e->list.items.count; i++)
            if (!is_literal(e->list.items.at[i]))
                return false;
        return true;
    default:
        return false;
    }
}

/* Of a component that is not checked yet: it is made by the callback that waits
 * for this. Then only what is written out is known. */
static const Hir *given_literal(Checker *c, const IdSite *site, const char *prop)
{
    for (int i = 0; i < site->call->call.args.count; i++) {
        const Arg *arg = &site->call->call.args.at[i];
        if (arg->name.text && strcmp(arg->name.text, prop) == 0 && is_literal(arg->value))
            return hir_unconverted(infer(c, arg->value));
    }
    return NULL;
}

const Hir *given_prop(Checker *c, const IdSite *site, const char *prop)
{
    if (!site->hir)
        return given_literal(c, site, prop);
    for (int i = 0; i < site->hir->component.props.count; i++)
        if (strcmp(site->hir->component.props.at[i].name, prop) == 0)
            return hir_unconverted(site->hir->component.props.at[i].value);
    return NULL;
}

/* A value is given that is never null. */
static bool given_value(Checker *c, const IdSite *site, const char *prop)
{
    const Hir *hir = given_prop(c, site, prop);
    return hir && !is_kind(hir, TY_OPTIONAL) && hir->kind != HIR_NULL && !is_kind(hir, TY_JSON);
}

static bool given_bool(Checker *c, const IdSite *site, const char *prop, bool value)
{
    const Hir *hir = given_prop(c, site, prop);
    return hir && hir->kind == HIR_BOOL && hir->boolean == value;
}

static bool given_text(Checker *c, const IdSite *site, const char *prop, const char *text)
{
    const Hir *hir = given_prop(c, site, prop);
    return hir && hir->kind == HIR_TEXT && hir->text.len == strlen(text) &&
           memcmp(hir->text.ptr, text, hir->text.len) == 0;
}

static bool is_choice(const Type *type)
{
    return type->kind == TY_TEXT || type->kind == TY_INT || type->kind == TY_FLOAT ||
           type->kind == TY_BOOL;
}

/* Of one option: itself, or the `value` of a record {label, value}. NULL: not known. */
static const Type *option_type(const Type *option)
{
    option = type_without_null(option);
    if (option->kind == TY_RECORD) {
        const Field *value = NULL;
        for (int i = 0; i < option->field_count; i++)
            if (strcmp(option->fields[i].name, "value") == 0)
                value = &option->fields[i];
        return value && is_choice(value->type) ? value->type : NULL;
    }
    return is_choice(option) ? option : NULL;
}

/* What the values of a prop are that other callbacks or set_props give. */
typedef struct Written {
    bool any;         /* it is written at all */
    bool unknown;     /* … with values whose type is not known yet */
    const Type *type; /* join of the types; NULL: they do not fit together, or none is known */
} Written;

static void join_written(Checker *c, Written *written, const Type *type)
{
    if (type->kind == TY_ERROR)
        return;
    bool first = !written->type && !written->any;
    written->type = first ? type : written->type ? join_types(c, written->type, type) : NULL;
    written->any = true;
}

/* Of an output for several components: what one of them gets. */
static const Type *for_one(const HirOutput *output, const Type *type)
{
    bool many = output->is_list || id_is_many(output->places.at[0].shape);
    return !many ? type : type->kind == TY_LIST ? type->item : NULL;
}

static void written_by_output(Checker *c, int callback, const HirOutput *output, Written *written)
{
    ensure_callback(c, callback);
    const Type *type = output->given.written ? for_one(output, output->given.written) : NULL;
    if (type)
        join_written(c, written, type);
    else
        written->unknown |= c->wired.at[callback].state != SYMBOL_DONE;
}

static Written written_to(Checker *c, const IdShape *shape, const char *prop)
{
    Written written = {0};
    PlaceUses uses = uses_of(c, &c->writers, shape, prop);
    for (int i = 0; i < uses.count; i++)
        written_by_output(c, uses.at[i]->callback, uses.at[i]->output, &written);
    for (int i = 0; i < c->side_writes.count; i++) {
        const SideWrite *write = &c->side_writes.at[i];
        if (strcmp(write->property, prop) != 0 || id_is_free(write->shape) ||
            !id_overlaps(write->shape, shape))
            continue;
        ensure_decl(c, write->decl);
        write = &c->side_writes.at[i];
        if (write->type)
            join_written(c, &written, write->type);
        else
            written.unknown = true;
    }
    return written;
}

/* What the choices of a component are: by its options, and those that are written to it. */
static const Type *options_type(Checker *c, const IdSite *site)
{
    const Hir *options = given_prop(c, site, "options");
    const Type *type = options ? raw_type(c, options) : NULL;
    Written written = written_to(c, site->shape, "options");
    if (written.unknown || (written.any && !written.type))
        return NULL;
    if (written.any)
        type = type ? join_types(c, type, written.type) : written.type;
    if (!type)
        return NULL;
    if (type->kind == TY_RECORD)
        return simple(c, TY_TEXT); /* {value: label} */
    return type->kind == TY_LIST ? option_type(type->item) : NULL;
}

/* Can a parameter be of that type? */
static bool receivable(const Type *type)
{
    type = type_without_null(type);
    return castable(type) && type->kind != TY_COMPONENT && type->kind != TY_FIGURE;
}

/* ---- rules ---------------------------------------------------------------- */

static const Type *optional_unless(Checker *c, const Type *type, bool there)
{
    return there ? type : type_optional(c->types, type);
}

/* A bool that is given in the layout and never changed. */
static bool fixed_bool(Checker *c, const IdSite *site, const char *prop, bool value)
{
    return given_bool(c, site, prop, value) && !written_to(c, site->shape, prop).any;
}

static const Type *choice_type(Checker *c, const IdSite *site)
{
    const Type *type = options_type(c, site);
    const Hir *multi = given_prop(c, site, "multi");
    if ((multi && multi->kind != HIR_BOOL) || written_to(c, site->shape, "multi").any)
        return NULL;
    if (multi && multi->boolean)
        return type ? optional_unless(c, type_of(c->types, TY_LIST, type),
                                      given_value(c, site, "value"))
                    : NULL;
    const Hir *value = given_prop(c, site, "value");
    bool options = given_prop(c, site, "options") || written_to(c, site->shape, "options").any;
    if (!type && value && is_choice(value->type) && !options)
        type = value->type;
    if (!type)
        return NULL;
    bool radio = strcmp(site->component->name, "RadioItems") == 0;
    bool stays = radio || fixed_bool(c, site, "clearable", false);
    return optional_unless(c, type, stays && given_value(c, site, "value"));
}

static const Type *choices_type(Checker *c, const IdSite *site)
{
    const Type *type = options_type(c, site);
    return type
               ? optional_unless(c, type_of(c->types, TY_LIST, type), given_value(c, site, "value"))
               : NULL;
}

static const Type *input_type(Checker *c, const IdSite *site)
{
    const Hir *type = given_prop(c, site, "type"), *value = given_prop(c, site, "value");
    if ((type && type->kind != HIR_TEXT) || written_to(c, site->shape, "type").any)
        return NULL;
    if (given_text(c, site, "type", "number") || given_text(c, site, "type", "range"))
        return type_optional(c->types, simple(c, TY_FLOAT));
    if (value && !is_kind(value, TY_TEXT) && value->kind != HIR_NULL &&
        type_without_null(value->type)->kind != TY_TEXT)
        return NULL;
    return optional_unless(c, simple(c, TY_TEXT), given_value(c, site, "value"));
}

static bool all_ints(Checker *c, const IdSite *site)
{
    static const char *const props[] = {"min", "max", "step", "value"};
    for (size_t i = 0; i < sizeof props / sizeof *props; i++) {
        const Hir *hir = given_prop(c, site, props[i]);
        const Type *type = hir ? raw_type(c, hir) : NULL;
        Written written = written_to(c, site->shape, props[i]);
        if (written.unknown || (written.any && !written.type))
            return false;
        if (written.any)
            type = type ? join_types(c, type, written.type) : NULL;
        type = type ? type_without_null(type) : NULL;
        if (!type || (type->kind == TY_LIST ? type->item->kind : type->kind) != TY_INT)
            return false;
    }
    return true;
}

static const Type *slider_type(Checker *c, const IdSite *site, const char *prop, bool range)
{
    const Type *type = simple(c, all_ints(c, site) ? TY_INT : TY_FLOAT);
    if (range)
        type = type_of(c->types, TY_LIST, type);
    return optional_unless(c, type, given_value(c, site, prop));
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

/* What the program puts there, where the catalogue takes anything. */
static const Type *open_type(Checker *c, const IdSite *site, const char *prop)
{
    const Hir *value = given_prop(c, site, prop);
    Written written = written_to(c, site->shape, prop);
    if (written.any && !written.type)
        return NULL;
    const Type *type = value ? raw_type(c, value) : simple(c, TY_NULL);
    if (written.any)
        type = join_types(c, type, written.type);
    else if (!value)
        return NULL;
    return type && receivable(type) ? type : NULL;
}

static const Type *plain_type(Checker *c, const IdSite *site, const CatProp *prop)
{
    const Type *type = catalogue_type(c, prop->type);
    if (type->kind == TY_JSON)
        return open_type(c, site, prop->name);
    return optional_unless(c, type, given_value(c, site, prop->name) && !may_be_null(prop->type));
}

static void give_zero(Checker *c, const IdSite *site, const char *prop)
{
    if (!site->hir || given_prop(c, site, prop))
        return;
    vec_push(c->arena, &site->hir->component.props,
             ((HirProp){prop, hir_convert(c, hir_int(c, 0, site->span), simple(c, TY_JSON))}));
}

static bool is_day(const Type *type)
{
    return type_without_null(type)->kind == TY_DATE;
}

/* A picker's day is a date where the program gives it dates, else the text that
 * travels. */
static const Type *day_type(Checker *c, const IdSite *site, const char *prop)
{
    const Hir *value = given_prop(c, site, prop);
    Written written = written_to(c, site->shape, prop);
    bool is_text = value ? !is_day(value->type) : !written.any;
    if (written.unknown || (written.any && !(written.type && is_day(written.type))))
        is_text = true;
    const Hir *clearable = given_prop(c, site, "clearable");
    bool stays = !clearable || fixed_bool(c, site, "clearable", false);
    return optional_unless(c, simple(c, is_text ? TY_TEXT : TY_DATE),
                           stays && given_value(c, site, prop));
}

/* Of one file, or with `multiple` a list of them; null until something is chosen. */
static const Type *upload_type(Checker *c, const IdSite *site, const CatProp *prop)
{
    const Hir *multiple = given_prop(c, site, "multiple");
    if ((multiple && multiple->kind != HIR_BOOL) || written_to(c, site->shape, "multiple").any)
        return NULL;
    const Type *one = catalogue_type(c, prop->type->options[0]);
    bool many = multiple && multiple->boolean;
    return optional_unless(c, many ? type_of(c->types, TY_LIST, one) : one, false);
}

/* What a prop of the component there can be; NULL: not known. */
static const Type *site_type(Checker *c, const IdSite *site, const CatProp *prop)
{
    switch (rule_of(site, prop->name)) {
    case RULE_CHOICE:
        return choice_type(c, site);
    case RULE_CHOICES:
        return choices_type(c, site);
    case RULE_INPUT:
        return input_type(c, site);
    case RULE_SLIDER:
        return slider_type(c, site, prop->name, false);
    case RULE_RANGE:
        return slider_type(c, site, prop->name, true);
    case RULE_FROM_ZERO:
        give_zero(c, site, prop->name);
        return optional_unless(c, simple(c, TY_INT), site->hir != NULL);
    case RULE_DATE:
        return day_type(c, site, prop->name);
    case RULE_UPLOAD:
        return upload_type(c, site, prop);
    case RULE_PLAIN:
        break;
    }
    return plain_type(c, site, prop);
}

/* Of one #id.prop; TY_JSON when nothing better is known. */
static const Type *place_type(Checker *c, const HirPlace *place, IdSites *sites)
{
    const Type *type = NULL;
    *sites = sites_of(c, place->shape);
    for (int i = 0; i < sites->count; i++) {
        const IdSite *site = sites->at[i];
        ensure_site(c, site);
        if (site->failed || !site->component)
            return simple(c, TY_ERROR);
        const CatProp *prop = catalogue_prop(site->component, place->property);
        const Type *one = prop ? site_type(c, site, prop) : NULL;
        type = !one ? NULL : type ? join_types(c, type, one) : one;
        if (!type)
            return simple(c, TY_JSON);
    }
    if (!type)
        return simple(c, TY_JSON);
    Written written = written_to(c, place->shape, place->property);
    bool null =
        written.type && (written.type->kind == TY_OPTIONAL || written.type->kind == TY_NULL);
    return null ? type_optional(c->types, type) : type;
}

/* ---- annotations ---------------------------------------------------------- */

static bool is_date(const Type *type)
{
    return type->kind == TY_DATE || type->kind == TY_DATETIME;
}

static bool picks(const Type *known, const Type *wanted);

/* Records as the rows of a table: they may have more fields, and lack those that may
 * be null. */
static bool picks_rows(const Type *record, const Type *table)
{
    for (int i = 0; record->kind == TY_RECORD && i < table->field_count; i++) {
        const Field *wanted = &table->fields[i], *known = type_field(record, wanted->name);
        bool null = wanted->type->kind == TY_OPTIONAL;
        if (known ? !picks(known->type, wanted->type) || (known->type->kind == TY_OPTIONAL && !null)
                  : !null)
            return false;
    }
    return record->kind == TY_RECORD || record->kind == TY_JSON;
}

/* Can a value of `known` be taken as `wanted`, null aside? A number on the wire
 * is a number: whether it is whole is seen when it arrives. */
static bool picks(const Type *known, const Type *wanted)
{
    known = type_without_null(known);
    wanted = type_without_null(wanted);
    if ((known->kind == TY_TEXT && is_date(wanted)) || (is_date(known) && wanted->kind == TY_TEXT))
        return true; /* dates travel as texts */
    if (known == wanted || wanted->kind == TY_JSON ||
        (type_is_number(known) && type_is_number(wanted)))
        return true;
    if (wanted->kind == TY_TABLE)
        return known->kind == TY_LIST && picks_rows(type_without_null(known->item), wanted);
    bool parts = wanted->kind == TY_RECORD || wanted->kind == TY_TUPLE || wanted->kind == TY_MAP;
    if (parts && assignable(known, wanted)) /* a field that may be null, and never is */
        return true;
    return known->kind == TY_LIST && wanted->kind == TY_LIST && picks(known->item, wanted->item);
}

static void null_remedy(Checker *c, Diag *d, const IdSite *site, const CatProp *prop,
                        const Type *wanted)
{
    const char *type = shown(c, wanted);
    if (strcmp(prop->name, "n_clicks") == 0)
        diag_help(d, "write `%s?`, or give the component `n_clicks=0` in the layout", type);
    else if (rule_of(site, prop->name) == RULE_CHOICE)
        diag_help(d, "write `%s?`, or give the %s a `value` and `clearable=false`", type,
                  site->component->name);
    else if (rule_of(site, prop->name) == RULE_INPUT && type_is_number(wanted))
        diag_help(d, "write `%s?`: an Input of numbers is null while it is empty", type);
    else
        diag_help(d, "write `%s?`, or give `%s` a value in the layout", type, prop->name);
}

static Diag *complain_annotation(Checker *c, const CallbackParam *param, const IdSite *site,
                                 const char *format, const char *what, const char *known,
                                 const char *wanted)
{
    Diag *d = diag_error(c->diags, E0507, param->type->span, format, what, known, wanted);
    diag_note_at(d, site->span, "the component is here");
    return d;
}

/* An output that gives null to what the parameter reads, or NULL. */
static const HirOutput *null_writer(Checker *c, const HirPlace *place)
{
    PlaceUses uses = uses_of(c, &c->writers, place->shape, place->property);
    for (int i = 0; i < uses.count; i++) {
        const HirOutput *output = uses.at[i]->output;
        const Type *type = output->given.written ? for_one(output, output->given.written) : NULL;
        if (type && (type->kind == TY_OPTIONAL || type->kind == TY_NULL))
            return output;
    }
    return NULL;
}

/* The type that is written for a parameter, of which `known` is known. */
static const Type *annotated(Checker *c, const CallbackParam *param, const HirPlace *place,
                             const Type *known, const IdSite *site)
{
    const Type *wanted = resolve_type(c, param->type);
    const CatProp *prop =
        site && site->component ? catalogue_prop(site->component, place->property) : NULL;
    if (wanted->kind == TY_ERROR || known->kind == TY_ERROR || !prop)
        return wanted;
    const char *what =
        arena_printf(c->arena, "`%s` of %s", prop->name, id_shown(c->arena, place->shape));
    bool open = known->kind == TY_JSON;
    if (open ? !fits_prop(NULL, wanted, prop->type) : !picks(known, wanted)) {
        const char *is = open ? prop_type_name(c, prop->type) : shown(c, known);
        Diag *d = complain_annotation(c, param, site, "%s is `%s`, never `%s`", what, is,
                                      shown(c, wanted));
        if (!open)
            diag_help(d, "write `%s`, or leave the type out", shown(c, known));
        return simple(c, TY_ERROR);
    }
    if (known->kind != TY_OPTIONAL || wanted->kind == TY_OPTIONAL || wanted->kind == TY_JSON)
        return wanted;
    Diag *d = complain_annotation(c, param, site, "%s may be null: it is `%s`, not `%s`", what,
                                  shown(c, known), shown(c, wanted));
    const HirOutput *writer = null_writer(c, place);
    if (writer) {
        diag_note_at(d, writer->span, "null is written here");
        diag_help(d, "write `%s?`, or give this output another value than null", shown(c, wanted));
    } else {
        null_remedy(c, d, site, prop, wanted);
    }
    return simple(c, TY_ERROR);
}

/* ---- paths below a prop ----------------------------------------------------- */

/* What one step leads to; json: that is not known. `missing`: it need not be there. */
static const Type *step_type(Checker *c, const Type *type, const HirPathStep *step, bool *missing)
{
    const Type *from = type_without_null(type);
    *missing |= from != type;
    if (from->kind == TY_RECORD && step->name) {
        const Field *field = type_field(from, step->name);
        return field ? field->type : simple(c, TY_JSON);
    }
    *missing = true;
    bool item = from->kind == TY_LIST ? !step->name : from->kind == TY_MAP && step->name;
    return item ? from->item : simple(c, TY_JSON);
}

static const Type *path_type(Checker *c, const Type *type, const HirParam *param)
{
    bool missing = false;
    for (int i = 0; i < param->path.count && type->kind != TY_JSON && type->kind != TY_ERROR; i++)
        type = step_type(c, type, &param->path.at[i], &missing);
    return missing && type->kind != TY_JSON ? type_optional(c->types, type) : type;
}

/* Parts of the prop are changed by patches: anything may be there. */
static bool is_patched(Checker *c, const HirParam *param)
{
    const HirPlace *place = &param->places.at[0];
    PlaceUses uses = uses_of(c, &c->writers, place->shape, place->property);
    for (int i = 0; i < uses.count; i++)
        if (uses.at[i]->output->given.patched)
            return true;
    for (int i = 0; i < c->side_writes.count; i++)
        if (c->side_writes.at[i].patched && id_overlaps(c->side_writes.at[i].shape, place->shape) &&
            strcmp(c->side_writes.at[i].property, place->property) == 0)
            return true;
    return false;
}

/* The written type of such a parameter. */
static const Type *annotated_path(Checker *c, const CallbackParam *param, const Type *known)
{
    const Type *wanted = resolve_type(c, param->type);
    if (wanted->kind == TY_ERROR || known->kind == TY_ERROR || known->kind == TY_JSON)
        return wanted;
    const char *what = span_text(c, param->source->span);
    bool fits = picks(known, wanted);
    bool null =
        known->kind == TY_OPTIONAL && wanted->kind != TY_OPTIONAL && wanted->kind != TY_JSON;
    if (fits && !null)
        return wanted;
    Diag *d =
        diag_error(c->diags, E0507, param->type->span,
                   fits ? "`%s` may be null: it is `%s`, not `%s`" : "`%s` is `%s`, never `%s`",
                   what, shown(c, known), shown(c, wanted));
    diag_help(d, "write `%s`, or leave the type out", shown(c, known));
    return simple(c, TY_ERROR);
}

/* ---- parameters ----------------------------------------------------------- */

/* What the callbacks write that are being checked right now: the one itself, or
 * one that waits for it. */
static void put_late(Checker *c, const HirParam *param, const Type *item)
{
    for (int p = 0; p < param->places.count; p++) {
        const HirPlace *place = &param->places.at[p];
        PlaceUses uses = uses_of(c, &c->writers, place->shape, place->property);
        for (int i = 0; i < uses.count; i++)
            if (c->wired.at[uses.at[i]->callback].state != SYMBOL_DONE)
                vec_push(c->arena, &c->late, ((LateCheck){param, uses.at[i]->output, item}));
    }
}

void check_late(Checker *c)
{
    for (int i = 0; i < c->late.count; i++) {
        const LateCheck *late = &c->late.at[i];
        const Type *type =
            late->output->given.written ? for_one(late->output, late->output->given.written) : NULL;
        type = type ? path_type(c, type, late->param) : NULL;
        if (!type || type->kind == TY_JSON || type->kind == TY_ERROR ||
            late->item->kind == TY_JSON || late->item->kind == TY_ERROR)
            continue;
        bool null = type->kind == TY_OPTIONAL || type->kind == TY_NULL;
        bool null_fits = !null || late->item->kind == TY_OPTIONAL;
        if (null_fits && (type->kind == TY_NULL || picks(type, late->item)))
            continue;
        const char *name = late->param->var->name;
        Diag *d = diag_error(c->diags, E0507, late->param->span,
                             "`%s` is `%s`, but what the callbacks write there is `%s`", name,
                             shown(c, late->item), shown(c, type));
        diag_note_at(d, late->output->span, "it is written here");
        const Type *both = join_types(c, type, late->item);
        diag_help(d, "write `%s: %s = …`", name, both ? shown(c, both) : "json");
    }
}

/* All places of a list together. */
static const Type *places_type(Checker *c, const HirParam *param, IdSites *sites)
{
    const Type *type = NULL;
    for (int i = 0; i < param->places.count; i++) {
        IdSites here;
        const Type *one = place_type(c, &param->places.at[i], &here);
        if (i == 0)
            *sites = here;
        type = type ? join_types(c, type, one) : one;
        if (!type)
            return simple(c, TY_JSON);
    }
    return type;
}

const Type *param_type(Checker *c, HirParam *param, const CallbackParam *written)
{
    if (param->places.count == 0)
        return written->type ? resolve_type(c, written->type) : simple(c, TY_ERROR);
    IdSites sites = {0};
    const HirPlace *place = &param->places.at[0];
    bool many = param->is_list || id_is_many(place->shape);
    const Type *known = path_type(c, places_type(c, param, &sites), param);
    if (param->path.count && is_patched(c, param))
        known = simple(c, TY_JSON);
    const Type *item = known;
    if (many)
        known = known->kind == TY_ERROR ? known : type_of(c->types, TY_LIST, known);
    if (param->optional)
        known = type_optional(c->types, known);
    if (!written->type) {
        if (!many)
            item = known;
        put_late(c, param, item);
        return receivable(known) ? known : simple(c, TY_JSON);
    }
    const Type *type = param->path.count
                           ? annotated_path(c, written, known)
                           : annotated(c, written, place, known, sites.count ? sites.at[0] : NULL);
    if (!receivable(type) && type->kind != TY_ERROR) {
        diag_unsupported(c->diags, written->type->span, "a parameter of type `%s`", shown(c, type));
        return simple(c, TY_ERROR);
    }
    bool list = many && type->kind == TY_LIST;
    put_late(c, param, list ? type->item : type);
    return type;
}

/* ---- what outputs are given ----------------------------------------------- */

static const Type *raw_items(Checker *c, const Hir *list)
{
    const Type *type = simple(c, TY_NEVER);
    for (int i = 0; type && i < list->list.items.count; i++) {
        const Type *one = raw_type(c, list->list.items.at[i]);
        if (list->list.spliced.at[i])
            one = one->kind == TY_LIST ? one->item : simple(c, TY_JSON);
        type = join_types(c, type, one);
    }
    return type ? type_of(c->types, TY_LIST, type) : simple(c, TY_JSON);
}

static const Type *raw_record(Checker *c, const Hir *record)
{
    Field *fields = arena_array(c->arena, Field, record->list.items.count + 1);
    for (int i = 0; i < record->list.items.count; i++)
        fields[i] = (Field){record->type->fields[i].name, raw_type(c, record->list.items.at[i])};
    return type_fields(c->types, TY_RECORD, fields, record->list.items.count);
}

static const Type *raw_both(Checker *c, const Hir *a, const Hir *b)
{
    const Type *type = join_types(c, raw_type(c, a), raw_type(c, b));
    return type ? type : simple(c, TY_JSON);
}

/* As the browser sends it back: a table is a list of records. */
static const Type *sent_back(Checker *c, const Type *type)
{
    switch (type->kind) {
    case TY_DURATION:
    case TY_ID:
    case TY_COMPONENT:
    case TY_FIGURE:
        return simple(c, TY_JSON);
    case TY_OPTIONAL:
        return type_optional(c->types, sent_back(c, type->item));
    case TY_LIST:
    case TY_COLUMN:
        return type_of(c->types, TY_LIST, sent_back(c, type->item));
    case TY_TABLE:
        return type_of(c->types, TY_LIST,
                       type_fields(c->types, TY_RECORD, type->fields, type->field_count));
    default:
        return type;
    }
}

const Type *raw_type(Checker *c, const Hir *hir)
{
    switch (hir->kind) {
    case HIR_NULL:
        return simple(c, TY_NULL);
    case HIR_CONVERT:
        return hir->type->kind == TY_JSON || hir->type->kind == TY_LIST ||
                       hir->type->kind == TY_COMPONENT || hir->type->kind == TY_FIGURE
                   ? raw_type(c, hir->unary.operand)
                   : sent_back(c, hir->type);
    case HIR_LIST:
        return raw_items(c, hir);
    case HIR_LIST_COMP:
        return type_of(c->types, TY_LIST, raw_type(c, hir->comprehension.item));
    case HIR_RECORD:
        return raw_record(c, hir);
    case HIR_IF:
        return hir->if_.otherwise ? raw_both(c, hir->if_.then, hir->if_.otherwise) : hir->type;
    case HIR_BLOCK:
        return hir->block.value ? raw_type(c, hir->block.value) : hir->type;
    default:
        return sent_back(c, hir->type);
    }
}

/* `value` is given to the output that `want` is of. */
void note_written(Checker *c, const Want *want, Hir *value)
{
    if (!want || !want->given || is_error(value) || is_kind(value, TY_NEVER) ||
        value->kind == HIR_NO_UPDATE || value->kind == HIR_PATCH || is_kind(value, TY_UNIT))
        return;
    const Type *type = raw_type(c, value);
    const Type **written = &want->given->written;
    const Type *both = *written ? join_types(c, *written, type) : type;
    *written = both ? both : simple(c, TY_JSON);
}
