/* SPDX-License-Identifier: MIT
 *
 * Callbacks: first the wiring of all of them (outputs, inputs), then, when it
 * is known what writes what, their parameters' types and their blocks.
 */
#include "sema/known.h"

/* ---- wiring --------------------------------------------------------------- */

static bool same_place(const HirPlace *a, const HirPlace *b)
{
    return strcmp(a->property, b->property) == 0 && id_overlaps(a->shape, b->shape);
}

/* An output of the callback's that may be the same as the new one. */
static const HirOutput *find_output(const HirCallback *callback, const HirPlace *place)
{
    for (int i = 0; i < callback->outputs.count; i++)
        for (int k = 0; k < callback->outputs.at[i].places.count; k++)
            if (same_place(&callback->outputs.at[i].places.at[k], place))
                return &callback->outputs.at[i];
    return NULL;
}

static void check_named_once(Checker *c, const HirCallback *callback, const HirPlace *place)
{
    const HirOutput *other = find_output(callback, place);
    if (!other)
        return;
    Diag *d =
        diag_error(c->diags, E0506, place->span, "the callback names the output `%s.%s` twice",
                   id_shown(c->arena, place->shape), place->property);
    diag_note_at(d, other->span, "it stands here first");
}

/* "..." separates the outputs in Dash's names of callbacks. */
static bool check_wire(Checker *c, const HirPlace *place)
{
    if (!strstr(place->id, "..."))
        return true;
    diag_error(c->diags, E0510, place->span, "the id of an output cannot have `...` in it");
    return false;
}

static bool is_many(const HirOutput *output)
{
    return output->is_list || (output->places.count && id_is_many(output->places.at[0].shape));
}

/* What the prop takes; of a component that is not in this program, of an
 * `@optional` callback, by its name. */
static const CatType *place_prop(Checker *c, const HirPlace *place)
{
    static const CatType any = {.kind = CAT_ANY}, node = {.kind = CAT_NODE};
    const CatProp *prop = id_prop(c, place->shape, place->property);
    if (prop)
        return prop->type;
    return strcmp(place->property, "children") == 0 ? &node : &any;
}

static const Type *output_type(Checker *c, const HirOutput *output)
{
    if (output->places.count == 0)
        return simple(c, TY_ERROR);
    if (is_many(output))
        return simple(c, TY_JSON);
    return carrier(c, place_prop(c, &output->places.at[0]));
}

static void put_output(Checker *c, HirCallback *callback, const CallbackOutput *written)
{
    Dependency dependency = resolve_dependency(c, written->target, callback->optional);
    HirOutput output = {.alias = written->alias.text,
                        .is_list = dependency.is_list,
                        .allow_duplicate = written->allow_duplicate,
                        .span = written->span};
    if (dependency.path.count) {
        diag_help(diag_error(c->diags, E0511, written->target->span,
                             "an output is a whole prop, not a part of one"),
                  "change a part of it with `patch { … }`");
        dependency.known = false;
    }
    for (int i = 0; dependency.known && i < dependency.places.count; i++) {
        const HirPlace *place = &dependency.places.at[i];
        check_named_once(c, callback, place);
        if (check_wire(c, place))
            vec_push(c->arena, &output.places, *place);
    }
    output.type = output_type(c, &output);
    vec_push(c->arena, &callback->outputs, output);
}

static void put_param(Checker *c, HirCallback *callback, const CallbackParam *written)
{
    bool optional = written->optional || callback->optional;
    Dependency dependency = resolve_dependency(c, written->source, optional);
    HirParam param = {.is_state = written->kind == PARAM_STATE,
                      .optional = written->optional,
                      .is_list = dependency.is_list,
                      .span = written->span};
    for (int i = 0; dependency.known && i < dependency.places.count; i++)
        vec_push(c->arena, &param.places, dependency.places.at[i]);
    for (int i = 0; dependency.known && i < dependency.path.count; i++)
        vec_push(c->arena, &param.path, dependency.path.at[i]);
    param.var = hir_var_new(c, written->name.text, simple(c, TY_ERROR), written->name.span);
    vec_push(c->arena, &callback->params, param);
}

Want target_want(Checker *c, const Expr *target, HirPlace *place)
{
    Dependency dependency = resolve_dependency(c, target, c->foreign_ids);
    if (!dependency.known)
        return (Want){0};
    if (dependency.is_list || dependency.path.count) {
        diag_error(c->diags, E0511, target->span, "an id and a prop are wanted here");
        return (Want){0};
    }
    *place = dependency.places.at[0];
    const CatType *prop = place_prop(c, place);
    return (Want){.type = carrier(c, prop),
                  .prop = prop,
                  .table = place_table_form(c, place->shape, place->property),
                  .subject = arena_printf(c->arena, "`%s.%s`", id_shown(c->arena, place->shape),
                                          place->property)};
}

static bool has_input(const HirCallback *callback)
{
    for (int i = 0; i < callback->params.count; i++)
        if (!callback->params.at[i].is_state)
            return true;
    return false;
}

/* Without an Input it runs once, when the page loads, whatever is said of all callbacks. */
static void let_run(HirCallback *callback, const Decl *decl)
{
    for (int i = 0; i < decl->annotations.count; i++)
        if (strcmp(decl->annotations.at[i].name.text, "prevent_initial_call") == 0)
            return;
    callback->prevent_initial_call &= has_input(callback);
}

void wire_callback(Checker *c, const Decl *decl)
{
    HirCallback *callback = arena_new(c->arena, HirCallback);
    callback->name = decl->name.text;
    callback->span = decl->span;
    callback->signature_span = decl->signature_span.end ? decl->signature_span : decl->name.span;
    callback->prevent_initial_call = c->program->prevent_initial_callbacks;
    callback->initial_duplicate = c->program->initial_duplicates;
    check_annotations(c, callback, decl);
    c->foreign_ids = callback->optional;
    for (int i = 0; i < decl->outputs.count; i++)
        put_output(c, callback, &decl->outputs.at[i]);
    for (int i = 0; i < decl->callback_params.count; i++)
        put_param(c, callback, &decl->callback_params.at[i]);
    c->foreign_ids = false;
    check_wildcards(c, callback);
    let_run(callback, decl);
    vec_push(c->arena, &c->program->callbacks, callback);
    vec_push(c->arena, &c->wired, ((Wired){callback, decl, c->module, SYMBOL_FRESH}));
    map_set(c->arena, &c->wired_by_decl, decl, (void *)(intptr_t)c->wired.count);
    index_places(c, c->wired.count - 1);
    Symbol *symbol = find_in(c->globals, decl->name.text);
    if (symbol && symbol->decl == decl)
        symbol->callback = callback;
}

/* ---- parameters ----------------------------------------------------------- */

static void declare_params(Checker *c, HirCallback *callback, const Decl *decl)
{
    for (int i = 0; i < callback->params.count; i++) {
        const CallbackParam *written = &decl->callback_params.at[i];
        HirParam *param = &callback->params.at[i];
        param->var->type = param_type(c, param, written);
        Symbol *symbol = declare(c, SYM_VAR, written->name);
        symbol->var = param->var;
        symbol->warn_unused = param->is_state; /* an input is a reason to run */
        symbol->is_param = true;
        for (int k = 0; k < i; k++)
            if (decl->callback_params.at[k].name.text == written->name.text)
                diag_note_at(diag_error(c->diags, E0202, written->name.span,
                                        "the parameter `%s` is declared twice", written->name.text),
                             decl->callback_params.at[k].name.span, "it is declared here first");
    }
}

static bool has_binder(const HirCallback *callback, const char *name, const char *key)
{
    for (int i = 0; i < callback->binders.count; i++)
        if (callback->binders.at[i].var->name == name && callback->binders.at[i].key == key)
            return true;
    return false;
}

/* `MATCH i` in the id of a parameter or output: i is what the key is. */
static void declare_binders(Checker *c, HirCallback *callback, const Expr *place)
{
    while (place->kind == EXPR_MEMBER || place->kind == EXPR_INDEX)
        place = place->kind == EXPR_MEMBER ? place->member.object : place->index.object;
    if (place->kind != EXPR_ID)
        return;
    IdSites sites = sites_of(c, id_shape(c, NULL, place->id));
    for (int i = 0; i < place->id->keys.count; i++) {
        const IdKey *key = &place->id->keys.at[i];
        if (!key->binder.text || has_binder(callback, key->binder.text, key->name.text))
            continue;
        for (int k = 0; k < sites.count; k++)
            ensure_site(c, sites.at[k]);
        HirVar *var = hir_var_new(c, key->binder.text, id_key_type(c, &sites, key->name.text),
                                  key->binder.span);
        declare_var(c, key->binder, var);
        vec_push(c->arena, &callback->binders, ((HirBinder){var, key->name.text}));
    }
}

/* ---- results -------------------------------------------------------------- */

/* A list with a value for each of the components. */
static const CatType *list_of(Checker *c, const CatType *prop)
{
    CatType *list = arena_new(c->arena, CatType);
    list->kind = CAT_ARRAY;
    list->item = prop;
    return list;
}

Want callback_output_want(Checker *c, HirCallback *callback, int index)
{
    HirOutput *output = &callback->outputs.at[index];
    Want want = {.type = output->type, .output = true, .given = &output->given};
    if (output->type->kind == TY_ERROR)
        return want;
    const HirPlace *place = &output->places.at[0];
    want.prop = place_prop(c, place);
    want.subject =
        output->is_list
            ? "the list of outputs"
            : arena_printf(c->arena, "`%s.%s`", id_shown(c->arena, place->shape), place->property);
    want.patch = !is_many(output);
    want.table = want.patch ? place_table_form(c, place->shape, place->property) : TABLE_AS_RECORDS;
    if (is_many(output)) {
        want.prop = list_of(c, want.prop);
        want.each = true;
    }
    return want;
}

static Want result_want(Checker *c, HirCallback *callback)
{
    if (callback->outputs.count == 0)
        return (Want){.unit = true};
    if (callback->outputs.count == 1)
        return callback_output_want(c, callback, 0);
    Field *fields = arena_array(c->arena, Field, callback->outputs.count);
    for (int i = 0; i < callback->outputs.count; i++)
        fields[i].type = callback->outputs.at[i].type;
    const Type *type = type_fields(c->types, TY_TUPLE, fields, callback->outputs.count);
    return (Want){.type = type, .outputs = callback, .output = true, .subject = "the callback"};
}

Hir *no_updates(Checker *c, const Want *want, Span span)
{
    Hir *tuple = hir_new(c, HIR_TUPLE, want->type, span);
    for (int i = 0; i < want->type->field_count; i++)
        vec_push(c->arena, &tuple->list.items,
                 hir_new(c, HIR_NO_UPDATE, want->type->fields[i].type, span));
    return tuple;
}

static int field_of_output(const Type *type, const HirCallback *callback, int index)
{
    if (type->kind == TY_TUPLE)
        return index;
    const char *alias = callback->outputs.at[index].alias;
    const Field *field = alias ? type_field(type, alias) : NULL;
    return field ? (int)(field - type->fields) : -1;
}

/* A tuple or record that is not written out here: from a name or a function. */
Hir *coerce_outputs(Checker *c, Hir *hir, const Want *want)
{
    HirCallback *callback = want->outputs;
    const Type *type = hir->type;
    if (is_error(hir) || type->kind == TY_NEVER || type == want->type)
        return hir;
    bool tuple = type->kind == TY_TUPLE && type->field_count == callback->outputs.count;
    if (!tuple && type->kind != TY_RECORD) {
        Diag *d = diag_error(c->diags, E0508, hir->span,
                             "the callback has %d outputs, but this is one `%s`",
                             callback->outputs.count, shown(c, type));
        diag_help(d, "give a tuple `(a, b)`, or a record with the names of the outputs");
        diag_note_at(d, callback->signature_span, "the outputs are declared here");
        return hir_error(c, hir->span);
    }
    HirVar *var;
    Hir *block = hir_with(c, "result", hir, &var);
    Hir *made = hir_new(c, HIR_TUPLE, want->type, hir->span);
    for (int i = 0; i < callback->outputs.count; i++) {
        Want one = callback_output_want(c, callback, i);
        int at = field_of_output(type, callback, i);
        Hir *value = at < 0 ? hir_new(c, HIR_NO_UPDATE, one.type, hir->span)
                            : coerce(c,
                                     hir_unary(c, HIR_FIELD, type->fields[at].type,
                                               hir_var(c, var, hir->span), at),
                                     &one);
        note_written(c, &one, value);
        if (is_error(value))
            return value;
        vec_push(c->arena, &made->list.items, value);
    }
    return hir_finish(block, made);
}

static void check_callback(Checker *c, const Decl *decl, HirCallback *callback)
{
    push_scope(c);
    declare_params(c, callback, decl);
    for (int i = 0; i < decl->callback_params.count; i++)
        declare_binders(c, callback, decl->callback_params.at[i].source);
    for (int i = 0; i < decl->outputs.count; i++)
        declare_binders(c, callback, decl->outputs.at[i].target);
    Body body = {.outer = c->body, .name = decl->name.text, .is_callback = true};
    body.result = result_want(c, callback);
    body.purity = &callback->purity;
    c->body = &body;
    if (callback->outputs.count == 0)
        mark_impure(c, callback->signature_span, "it has no output: it runs for its effects");
    callback->body = check_block(c, decl->body, &body.result);
    c->body = body.outer;
    pop_scope(c);
}

void ensure_callback(Checker *c, int index)
{
    Wired *wired = &c->wired.at[index];
    if (wired->state != SYMBOL_FRESH || stack_is_low())
        return; /* its turn comes later; until then nothing is known of it */
    wired->state = SYMBOL_CHECKING;
    ModuleMark mark = enter_module(c, wired->module);
    Body *body = c->body;
    Plan *row = c->row;
    c->body = NULL;
    c->row = NULL;
    check_callback(c, wired->decl, wired->callback);
    c->body = body;
    c->row = row;
    leave_module(c, mark);
    wired->state = SYMBOL_DONE;
}

void ensure_decl(Checker *c, const Decl *decl)
{
    int number = (int)(intptr_t)map_get(&c->wired_by_decl, decl);
    if (number)
        ensure_callback(c, number - 1);
}

void ensure_site(Checker *c, const IdSite *site)
{
    if (!site->hir)
        ensure_decl(c, site->decl);
}
