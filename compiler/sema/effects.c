/* SPDX-License-Identifier: MIT
 *
 * What a callback does besides giving its outputs: set_props. Which props the
 * program sets so is noted before anything is checked, because it tells what
 * the parameters of callbacks can be.
 */
#include "sema/known.h"

bool callback_only(Checker *c, Span span, const char *what)
{
    if (!c->body->is_value) {
        if (!c->body->needs_callback)
            c->body->needs_callback = what;
        return true;
    }
    diag_error(c->diags, E0203, span,
               "%s can stand only in a callback, or in a function that one "
               "calls",
               what);
    return false;
}

bool request_only(Checker *c, Span span, const char *what)
{
    bool layout = c->body->is_value && c->body->purity == &c->program->layout_purity;
    if (!c->body->is_value && !c->body->needs_request)
        c->body->needs_request = what;
    if (!c->body->is_value || layout)
        return true;
    diag_error(c->diags, E0203, span,
               "%s can stand only in the layout, a callback or a function: here nobody asks yet",
               what);
    return false;
}

/* ---- set_props ------------------------------------------------------------ */

/* #id and {prop: value} of the call, as far as they are written as they must be. */
static bool set_props_parts(const Arg *args, int count, const IdExpr **id, const Expr **props)
{
    if (count != 2 || args[0].name.text || args[1].name.text || args[0].value->kind != EXPR_ID ||
        args[1].value->kind != EXPR_RECORD)
        return false;
    *id = args[0].value->id;
    *props = args[1].value;
    return true;
}

void note_set_props(Checker *c, const Binding *bindings, const Expr *call, const Decl *decl)
{
    const Expr *callee = call->call.callee;
    const IdExpr *id;
    const Expr *props;
    if (callee->kind != EXPR_NAME || strcmp(callee->name, "set_props") != 0 ||
        !set_props_parts(call->call.args.at, call->call.args.count, &id, &props))
        return;
    const IdShape *shape = id_shape(c, bindings, id);
    for (int i = 0; i < props->record.fields.count; i++) {
        const RecordField *field = &props->record.fields.at[i];
        if (field->name.text)
            vec_push(c->arena, &c->side_writes,
                     ((SideWrite){shape, field->name.text, call, decl, NULL, NULL}));
    }
}

static void note_side_write(Checker *c, const Expr *call, const char *property, const Hir *value,
                            const Hir *patched)
{
    for (int i = 0; i < c->side_writes.count; i++) {
        SideWrite *write = &c->side_writes.at[i];
        if (write->call != call || write->property != property || is_error(value))
            continue;
        write->type = raw_type(c, value);
        write->patched = patched;
    }
}

/* One `prop: value`; false after a complaint. */
static bool set_prop(Checker *c, const RecordField *field, const IdShape *shape, const Call *call,
                     Hir *out)
{
    if (!field->name.text) {
        diag_error(c->diags, E0305, field->value ? field->value->span : out->span,
                   "the props of `set_props` are written by name: `{disabled: true}`");
        return false;
    }
    if (!check_id_prop(c, shape, out->span, &field->name, true))
        return false;
    const CatProp *prop = id_prop(c, shape, field->name.text);
    Want want = {
        .type = prop ? carrier(c, prop->type) : simple(c, TY_JSON),
        .prop = prop ? prop->type : NULL,
        .table = place_table_form(c, shape, field->name.text),
        .patch = true,
        .subject = arena_printf(c->arena, "`%s.%s`", id_shown(c->arena, shape), field->name.text)};
    HirGiven given = {0};
    want.given = &given;
    Hir *value = check(c, field->value, &want);
    note_side_write(c, call->expr, field->name.text, value, given.patched);
    vec_push(c->arena, &out->set_props.props, ((HirProp){field->name.text, value}));
    return !is_error(value);
}

Hir *check_set_props(Checker *c, const Call *call)
{
    const IdExpr *id;
    const Expr *props;
    Span span = call->expr->span;
    if (call->first || call->block || !set_props_parts(call->args, call->arg_count, &id, &props)) {
        diag_help(
            diag_error(c->diags, E0305, span, "`set_props` takes an id and a record of props"),
            "write `set_props(#id, {prop: value})`");
        return hir_error(c, span);
    }
    if (!callback_only(c, span, "`set_props`"))
        return hir_error(c, span);
    mark_impure(c, span, "it sets props of other components");
    Hir *value = check_id(c, id);
    const IdShape *shape = id_shape(c, NULL, id);
    if (!id_is_free(shape) && sites_of(c, shape).count == 0) {
        complain_unknown_id(c, id->span, shape);
        return hir_error(c, span);
    }
    Hir *hir = hir_new(c, HIR_SET_PROPS, simple(c, TY_UNIT), span);
    hir->set_props.id = id_as_text(c, value);
    bool good = true;
    for (int i = 0; i < props->record.fields.count; i++)
        good &= set_prop(c, &props->record.fields.at[i], shape, call, hir);
    return good && !is_error(value) ? hir : hir_error(c, span);
}
