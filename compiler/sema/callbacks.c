/* SPDX-License-Identifier: MIT
 *
 * Callbacks: first the wiring of all of them (outputs, inputs), then, when it
 * is known what writes what, their parameters' types and their blocks.
 */
#include "sema/check.h"

typedef struct Dependency {
    const char *id, *property;
    const IdSite *site; /* NULL: not known, and complained about */
    const CatProp *prop;
} Dependency;

/* ---- #id.prop ------------------------------------------------------------- */

static bool rooted_in_id(const Expr *e)
{
    while (e->kind == EXPR_MEMBER || e->kind == EXPR_INDEX)
        e = e->kind == EXPR_MEMBER ? e->member.object : e->index.object;
    return e->kind == EXPR_ID;
}

static bool complain_dependency(Checker *c, const Expr *e)
{
    if (e->kind == EXPR_ERROR)
        return false;
    if (e->kind == EXPR_ID) {
        Diag *d = diag_error(c->diags, E0511, e->span, "the prop is missing");
        diag_help(d, "write `%s.value`, or another prop of the component", span_text(c, e->span));
    } else if (e->kind == EXPR_COMPREHENSION || e->kind == EXPR_LIST) {
        diag_unsupported(c->diags, e->span, "a list of ids");
    } else if (e->kind == EXPR_NAME && lookup(c, e->name) &&
               lookup(c, e->name)->kind == SYM_TABLE) {
        diag_unsupported(c->diags, e->span, "a callback that depends on a table");
    } else if (rooted_in_id(e)) {
        diag_unsupported(c->diags, e->span, "a path under a prop");
    } else {
        Diag *d = diag_error(c->diags, E0511, e->span, "an id and a prop are wanted here");
        diag_help(d, "write `#id.prop`");
    }
    return false;
}

void complain_unknown_id(Checker *c, Span span, const char *id)
{
    if (c->has_unknown_ids)
        return;
    Diag *d = diag_error(c->diags, E0502, span, "no component has the id `#%s`", id);
    Suggest suggest = suggest_for(id);
    for (int i = 0; i < c->ids.count; i++)
        suggest_consider(&suggest, c->ids.at[i]->id);
    const char *best = suggest_best(&suggest);
    if (best) {
        diag_help(d, "did you mean `#%s`?", best);
        diag_note_at(d, find_id(c, intern(c->interner, best, strlen(best)))->span,
                     "`#%s` is declared here", best);
    }
}

void complain_no_prop(Checker *c, const Name *name, const IdSite *site)
{
    Diag *d = diag_error(c->diags, E0503, name->span, "#%s is a %s.%s, which has no prop `%s`",
                         site->id, site->library->alias, site->component->name, name->text);
    suggest_prop(d, site->component, name->text);
    diag_note_at(d, site->span, "the component is here");
}

/* Of a component that is not in this program, of an `@optional` callback. */
static const CatProp *foreign_prop(const char *property)
{
    static const CatType any = {.kind = CAT_ANY}, node = {.kind = CAT_NODE};
    static const CatProp value = {.name = "value", .type = &any},
                         children = {.name = "children", .type = &node};
    return strcmp(property, "children") == 0 ? &children : &value;
}

static bool resolve_dependency(Checker *c, const Expr *e, Dependency *out)
{
    *out = (Dependency){0};
    if (e->kind != EXPR_MEMBER || e->member.object->kind != EXPR_ID)
        return complain_dependency(c, e);
    out->id = plain_id(c, e->member.object->id);
    out->property = e->member.name.text;
    if (!out->id)
        return false;
    const IdSite *site = find_id(c, out->id);
    if (!site && c->foreign_ids) {
        out->prop = foreign_prop(out->property);
        return true;
    }
    if (!site) {
        complain_unknown_id(c, e->member.object->span, out->id);
        return false;
    }
    if (!site->component)
        return false;
    out->prop = catalogue_prop(site->component, out->property);
    if (!out->prop) {
        complain_no_prop(c, &e->member.name, site);
        return false;
    }
    out->site = site;
    return true;
}

/* ---- wiring --------------------------------------------------------------- */

static void put_output(Checker *c, HirCallback *callback, const CallbackOutput *written)
{
    Dependency dependency;
    bool known = resolve_dependency(c, written->target, &dependency);
    HirOutput output = {.alias = written->alias.text,
                        .id = dependency.id,
                        .property = dependency.property,
                        .type = known ? carrier(c, dependency.prop->type) : simple(c, TY_ERROR),
                        .allow_duplicate = written->allow_duplicate,
                        .span = written->span};
    for (int i = 0; known && i < callback->outputs.count; i++) {
        const HirOutput *other = &callback->outputs.at[i];
        if (!other->id || other->id != output.id || strcmp(other->property, output.property) != 0)
            continue;
        Diag *d =
            diag_error(c->diags, E0506, written->span,
                       "the callback names the output `#%s.%s` twice", output.id, output.property);
        diag_note_at(d, other->span, "it stands here first");
    }
    vec_push(c->arena, &callback->outputs, output);
}

static void put_param(Checker *c, HirCallback *callback, const CallbackParam *written)
{
    HirParam param = {.is_state = written->kind == PARAM_STATE,
                      .optional = written->optional,
                      .span = written->span};
    Dependency dependency;
    resolve_dependency(c, written->source, &dependency);
    param.id = dependency.id;
    param.property = dependency.property;
    param.var = hir_var_new(c, written->name.text, simple(c, TY_ERROR), written->name.span);
    vec_push(c->arena, &callback->params, param);
}

Want target_want(Checker *c, const Expr *target, const char **id, const char **property)
{
    Dependency dependency;
    if (!resolve_dependency(c, target, &dependency)) {
        *id = *property = NULL;
        return (Want){0};
    }
    *id = dependency.id;
    *property = dependency.property;
    return (Want){.type = carrier(c, dependency.prop->type),
                  .prop = dependency.prop->type,
                  .subject = arena_printf(c->arena, "`#%s.%s`", *id, *property)};
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
    vec_push(c->arena, &c->program->callbacks, callback);
    Symbol *symbol = find_in(c->globals, decl->name.text);
    if (symbol && symbol->decl == decl)
        symbol->callback = callback;
}

bool is_written(Checker *c, const char *id, const char *property)
{
    for (int i = 0; i < c->program->callbacks.count; i++) {
        const HirCallback *callback = c->program->callbacks.at[i];
        for (int k = 0; k < callback->outputs.count; k++) {
            const HirOutput *output = &callback->outputs.at[k];
            if (output->id == id && output->property && strcmp(output->property, property) == 0)
                return true;
        }
    }
    return is_set_aside(c, id, property);
}

/* ---- parameters ----------------------------------------------------------- */

static void type_param(Checker *c, const HirCallback *callback, HirParam *param,
                       const CallbackParam *written)
{
    const IdSite *site = param->id ? find_id(c, param->id) : NULL;
    const CatProp *prop =
        site && site->component ? catalogue_prop(site->component, param->property) : NULL;
    if (!prop) {
        if (written->type)
            param->var->type = resolve_type(c, written->type);
        else if (!site && param->id && callback->optional)
            param->var->type = simple(c, TY_JSON);
        return;
    }
    const Type *known = param_type(c, site, prop, is_written(c, param->id, param->property));
    if (param->optional)
        known = type_optional(c->types, known);
    param->var->type = written->type ? param_annotation(c, written, known, site, prop) : known;
}

static void declare_params(Checker *c, HirCallback *callback, const Decl *decl)
{
    for (int i = 0; i < callback->params.count; i++) {
        const CallbackParam *written = &decl->callback_params.at[i];
        type_param(c, callback, &callback->params.at[i], written);
        Symbol *symbol = declare(c, SYM_VAR, written->name);
        symbol->var = callback->params.at[i].var;
        symbol->warn_unused = callback->params.at[i].is_state; /* an input is a reason to run */
        symbol->is_param = true;
        for (int k = 0; k < i; k++)
            if (decl->callback_params.at[k].name.text == written->name.text)
                diag_note_at(diag_error(c->diags, E0202, written->name.span,
                                        "the parameter `%s` is declared twice", written->name.text),
                             decl->callback_params.at[k].name.span, "it is declared here first");
    }
}

/* ---- results -------------------------------------------------------------- */

Want callback_output_want(Checker *c, const HirCallback *callback, int index)
{
    const HirOutput *output = &callback->outputs.at[index];
    Want want = {.type = output->type, .output = true, .patch = true};
    if (output->type->kind == TY_ERROR)
        return want;
    const IdSite *site = find_id(c, output->id);
    want.prop = site ? catalogue_prop(site->component, output->property)->type
                     : foreign_prop(output->property)->type;
    want.subject = arena_printf(c->arena, "`#%s.%s`", output->id, output->property);
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
        if (is_error(value))
            return value;
        vec_push(c->arena, &made->list.items, value);
    }
    return hir_finish(block, made);
}

void check_callback(Checker *c, const Decl *decl, HirCallback *callback)
{
    push_scope(c);
    declare_params(c, callback, decl);
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
