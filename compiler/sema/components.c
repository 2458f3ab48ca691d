/* SPDX-License-Identifier: MIT
 *
 * Components: a call of a library's name. An id comes first if there is one,
 * then positional arguments in Dash's order, named props, and a block of
 * children. Every prop is checked against the catalogue.
 */
#include "sema/check.h"

#include <ctype.h>

void use_component(Checker *c, const CatLibrary *library, const CatComponent *component)
{
    Program *program = c->program;
    bool known = false;
    for (int i = 0; i < program->libraries.count; i++)
        known |= program->libraries.at[i] == library;
    if (!known)
        vec_push(c->arena, &program->libraries, library);
    known = false;
    for (int i = 0; i < program->components.count; i++)
        known |= program->components.at[i] == component;
    if (!known)
        vec_push(c->arena, &program->components, component);
}

/* ---- names that are near --------------------------------------------------- */

static const char *const aliases[][2] = {
    {"class", "className"},  {"for", "htmlFor"},       {"onclick", "n_clicks"},
    {"onClick", "n_clicks"}, {"on_click", "n_clicks"}, {"text", "children"},
    {"content", "children"}, {"href_", "href"},        {"default", "value"},
};

/* Equal but for capitals, `_` and `-`: class_name, classname, className. */
static bool same_word(const char *a, const char *b)
{
    for (;; a++, b++) {
        while (*a == '_' || *a == '-')
            a++;
        while (*b == '_' || *b == '-')
            b++;
        if (tolower((unsigned char)*a) != tolower((unsigned char)*b))
            return false;
        if (!*a)
            return true;
    }
}

static const char *near_prop(const CatComponent *component, const char *name)
{
    for (int i = 0; i < component->prop_count; i++)
        if (same_word(component->props[i].name, name))
            return component->props[i].name;
    const char *alias = word_here(aliases, name);
    return alias && catalogue_prop(component, alias) ? alias : NULL;
}

void suggest_prop(Diag *d, const CatComponent *component, const char *name)
{
    const char *near = near_prop(component, name);
    if (near) {
        diag_help(d, "did you mean `%s`?", near);
        return;
    }
    Suggest suggest = suggest_for(name);
    for (int i = 0; i < component->prop_count; i++)
        suggest_consider(&suggest, component->props[i].name);
    diag_suggest(d, &suggest);
}

static Hir *unknown_component(Checker *c, const CatLibrary *library, Name name)
{
    Diag *d = diag_error(c->diags, E0401, name.span, "`%s` has no component `%s`", library->alias,
                         name.text);
    for (int i = 0; i < library->component_count; i++) {
        if (same_word(library->components[i].name, name.text)) {
            diag_help(d, "did you mean `%s.%s`?", library->alias, library->components[i].name);
            return hir_error(c, name.span);
        }
    }
    for (int i = 0; i < catalogue_library_count; i++) {
        const CatLibrary *other = &catalogue_libraries[i];
        if (other != library && catalogue_component(other, name.text)) {
            diag_help(d, "did you mean `%s.%s`?", other->alias, name.text);
            return hir_error(c, name.span);
        }
    }
    Suggest suggest = suggest_for(name.text);
    for (int i = 0; i < library->component_count; i++)
        suggest_consider(&suggest, library->components[i].name);
    diag_suggest(d, &suggest);
    return hir_error(c, name.span);
}

/* ---- arguments ------------------------------------------------------------ */

typedef struct Building {
    Checker *c;
    const CatLibrary *library;
    const CatComponent *component;
    const char *shown; /* "dcc.Dropdown" */
    Hir *hir;
    Span *given; /* by prop: where it was given; the same order as hir's props */
    int next;    /* positional: the next prop */
    bool failed;
} Building;

static bool already_given(Building *b, const char *name, Span span)
{
    for (int i = 0; i < b->hir->component.props.count; i++) {
        if (strcmp(b->hir->component.props.at[i].name, name) != 0)
            continue;
        Diag *d = diag_error(b->c->diags, E0406, span, "`%s` is given twice", name);
        diag_note_at(d, b->given[i], "it is given here first");
        b->failed = true;
        return true;
    }
    return false;
}

static void put_prop(Building *b, const char *name, Hir *value, Span span)
{
    b->given[b->hir->component.props.count] = span;
    vec_push(b->c->arena, &b->hir->component.props, ((HirProp){name, value}));
    b->failed |= is_error(value);
}

static Hir *id_value(Building *b, const Expr *e)
{
    Hir *id = check_id_value(b->c, e);
    Hir *constant =
        id->kind == HIR_CONVERT && id->unary.operand->kind == HIR_TEXT ? id->unary.operand : id;
    return is_error(id) ? id : hir_convert(b->c, constant, simple(b->c, TY_JSON));
}

/* #id, or a name that stands for an id. */
static bool is_id(Checker *c, const Expr *e)
{
    if (e->kind == EXPR_ID)
        return true;
    const Symbol *symbol = e->kind == EXPR_NAME ? lookup(c, e->name) : NULL;
    return symbol && symbol->kind == SYM_VAR && symbol->var->type->kind == TY_ID;
}

static Hir *prop_value(Building *b, const CatProp *prop, const char *name, const Expr *value)
{
    Checker *c = b->c;
    if (prop->type->kind == CAT_ID && strcmp(prop->name, "id") == 0)
        return id_value(b, value);
    Want want = {.prop = prop->type,
                 .type = carrier(c, prop->type),
                 .table = table_form(b->library, b->component, prop->name),
                 .subject = arena_printf(c->arena, "`%s` of %s", name, b->shown)};
    return check(c, value, &want);
}

static void named_arg(Building *b, const Arg *arg)
{
    Checker *c = b->c;
    const CatProp *prop = catalogue_prop(b->component, arg->name.text);
    if (already_given(b, arg->name.text, arg->name.span))
        return;
    if (!prop) {
        Diag *d = diag_error(c->diags, E0402, arg->name.span, "%s has no prop `%s`", b->shown,
                             arg->name.text);
        suggest_prop(d, b->component, arg->name.text);
        b->failed = true;
        return;
    }
    if (complain_query(c, arg->name.text, arg->value))
        b->failed = true;
    else
        put_prop(b, arg->name.text, prop_value(b, prop, arg->name.text, arg->value), arg->span);
}

static const CatProp *next_positional(Building *b)
{
    while (b->next < b->component->prop_count) {
        const CatProp *prop = &b->component->props[b->next++];
        if (strcmp(prop->name, "id") != 0)
            return prop;
    }
    return NULL;
}

static void complain_positional(Building *b, const Arg *arg, const CatProp *prop, Hir *value)
{
    if (is_error(value) || prop->type->kind == CAT_NODE)
        return;
    Diag *d =
        diag_error(b->c->diags, E0408, arg->span,
                   "the argument here is `%s` of %s, which takes %s, but this is `%s`", prop->name,
                   b->shown, prop_type_name(b->c, prop->type), shown(b->c, value->type));
    diag_help(d, "name the prop that is meant: `name=%s`", span_text(b->c, arg->span));
}

static bool is_component_call(Checker *c, const Expr *e)
{
    const Expr *callee = e->kind == EXPR_CALL ? e->call.callee : NULL;
    if (!callee || callee->kind != EXPR_MEMBER || callee->member.object->kind != EXPR_NAME)
        return false;
    const Symbol *symbol = lookup(c, callee->member.object->name);
    return symbol && symbol->kind == SYM_LIBRARY;
}

/* A value by its place; children given so get the same checks as by name. */
static void positional_arg(Building *b, const Arg *arg, int index)
{
    Checker *c = b->c;
    if (is_id(c, arg->value)) {
        if (index != 0) {
            diag_error(c->diags, E0408, arg->span, "an id is the first argument of a component");
            b->failed = true;
        } else if (!already_given(b, "id", arg->span)) {
            put_prop(b, "id", id_value(b, arg->value), arg->span);
        }
        return;
    }
    const CatProp *prop = next_positional(b);
    if (!prop) {
        diag_error(c->diags, E0408, arg->span, "%s takes no more arguments", b->shown);
        b->failed = true;
        return;
    }
    if (already_given(b, prop->name, arg->span))
        return;
    if (index > 0 && prop->type->kind != CAT_NODE && is_component_call(c, arg->value)) {
        diag_help(
            diag_error(c->diags, E0408, arg->span, "the children of %s are one argument", b->shown),
            "put them into a list, `%s([a, b])`, or a block: `%s { a; b }`", b->shown, b->shown);
        b->failed = true;
        return;
    }
    bool literal = arg->value->kind == EXPR_TEXT || arg->value->kind == EXPR_INT;
    if (literal) {
        Hir *value = infer(c, arg->value);
        if (!fits_prop(value, value->type, prop->type)) {
            complain_positional(b, arg, prop, value);
            b->failed = true;
            return;
        }
    }
    put_prop(b, prop->name, prop_value(b, prop, prop->name, arg->value), arg->span);
}

/* `html.Table { t }`: the one child is a value of the prop. */
static const Expr *only_child(const Building *b, const Block *block)
{
    const Stmt *only = block->statements.count == 1 ? block->statements.at[0] : NULL;
    bool table = table_form(b->library, b->component, "children") == TABLE_AS_CHILDREN;
    return table && only && only->kind == STMT_EXPR && only->value->kind != EXPR_IF ? only->value
                                                                                    : NULL;
}

static void block_arg(Building *b, const Block *block)
{
    const CatProp *prop = catalogue_prop(b->component, "children");
    if (!prop) {
        diag_error(b->c->diags, E0407, block->span, "%s takes no children", b->shown);
        b->failed = true;
    } else if (!already_given(b, "children", block->span)) {
        const Expr *only = only_child(b, block);
        Hir *children = only ? prop_value(b, prop, prop->name, only) : check_children(b->c, block);
        put_prop(b, "children", children, block->span);
    }
}

static bool is_given(const Building *b, const char *name)
{
    for (int i = 0; i < b->hir->component.props.count; i++)
        if (strcmp(b->hir->component.props.at[i].name, name) == 0)
            return true;
    return false;
}

static void check_required(Building *b, Span span)
{
    for (int i = 0; i < b->component->prop_count; i++) {
        const CatProp *prop = &b->component->props[i];
        if (!prop->required || is_given(b, prop->name))
            continue;
        Diag *d = diag_error(b->c->diags, E0405, span, "%s needs `%s`", b->shown, prop->name);
        if (prop->type->kind == CAT_ID)
            diag_help(d, "give it an id as its first argument: `%s(#name, …)`", b->shown);
    }
}

/* A DataTable that is given a table has its columns, with their types. */
static void derive_columns(Building *b)
{
    const CatProp *columns = catalogue_prop(b->component, "columns");
    if (!columns || table_form(b->library, b->component, "columns") != TABLE_AS_COLUMNS ||
        is_given(b, "columns"))
        return;
    for (int i = 0; i < b->hir->component.props.count; i++) {
        const HirProp *prop = &b->hir->component.props.at[i];
        Hir *derived = strcmp(prop->name, "data") == 0 ? columns_of_data(b->c, prop->value) : NULL;
        if (derived)
            put_prop(b, columns->name, derived, prop->value->span);
    }
}

Hir *check_component(Checker *c, const CatLibrary *library, Name name, const Call *call)
{
    const CatComponent *component = catalogue_component(library, name.text);
    if (!component)
        return unknown_component(c, library, name);
    use_component(c, library, component);
    Hir *hir = hir_new(c, HIR_COMPONENT, simple(c, TY_COMPONENT), call->expr->span);
    hir->component.library = library;
    hir->component.component = component;
    Building b = {.c = c, .library = library, .component = component, .hir = hir};
    b.shown = arena_printf(c->arena, "%s.%s", library->alias, name.text);
    b.given = arena_array(c->arena, Span, call->arg_count + 3);
    if (call->first) {
        diag_error(c->diags, E0303, call->expr->span,
                   "a component does not take its children through `|`");
        return hir_error(c, call->expr->span);
    }
    for (int i = 0; i < call->arg_count; i++) {
        if (call->args[i].name.text)
            named_arg(&b, &call->args[i]);
        else
            positional_arg(&b, &call->args[i], i);
    }
    if (call->block)
        block_arg(&b, call->block);
    check_required(&b, name.span);
    derive_columns(&b);
    link_site(c, call->expr, hir, b.failed);
    return b.failed ? hir_error(c, call->expr->span) : hir;
}
