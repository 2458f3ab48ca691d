/* SPDX-License-Identifier: MIT
 *
 * `ctx`: what is known of the request that is being answered. Path, query,
 * cookies and headers are there for the layout too, the rest for callbacks alone.
 * What is written `ctx.name(…)` is in builtins.def, as is the C of the others.
 */
#include "sema/check.h"

typedef enum Reach {
    REACH_REQUEST,  /* also in the layout */
    REACH_CALLBACK, /* only in callbacks */
} Reach;

typedef struct CtxName {
    const char *name;
    Reach reach;
    bool is_call;
    Hir *(*value)(Checker *c, Span span); /* NULL: a call, or for a later version */
} CtxName;

bool is_ctx(Checker *c, const Expr *e)
{
    return e->kind == EXPR_NAME && strcmp(e->name, "ctx") == 0 && !lookup(c, e->name);
}

/* ---- values --------------------------------------------------------------- */

static Hir *triggered_id(Checker *c, Span span)
{
    const Type *type = type_optional(c->types, simple(c, TY_ID));
    return builtin_node(c, "dash_ctx_triggered_id", type, span, NULL, NULL);
}

static Hir *page_path(Checker *c, Span span)
{
    return builtin_node(c, "dash_ctx_path", simple(c, TY_TEXT), span, NULL, NULL);
}

static Hir *page_query(Checker *c, Span span)
{
    return builtin_node(c, "dash_ctx_query", simple(c, TY_JSON), span, NULL, NULL);
}

typedef struct Part {
    const char *name, *function;
    TypeKind type;
} Part;

/* [{name: function(i), …} for i in range(count)] */
static Hir *list_of_parts(Checker *c, Span span, const char *count, const Part *parts, int n)
{
    const Type *whole = simple(c, TY_INT);
    HirVar *var = hir_var_new(c, "i", whole, span);
    Hir *list = hir_new(c, HIR_LIST_COMP, NULL, span);
    Hir *record = hir_new(c, HIR_RECORD, NULL, span);
    Field *fields = arena_array(c->arena, Field, n);
    for (int i = 0; i < n; i++) {
        const char *name = intern(c->interner, parts[i].name, strlen(parts[i].name));
        fields[i] = (Field){name, simple(c, parts[i].type)};
        vec_push(
            c->arena, &record->list.items,
            builtin_node(c, parts[i].function, fields[i].type, span, hir_var(c, var, span), NULL));
    }
    record->type = type_fields(c->types, TY_RECORD, fields, n);
    list->comprehension.var = var;
    list->comprehension.unpack = hir_new(c, HIR_BLOCK, simple(c, TY_UNIT), span);
    list->comprehension.source =
        builtin_node(c, "dash_range", type_of(c->types, TY_LIST, whole), span,
                     builtin_node(c, count, whole, span, NULL, NULL), NULL);
    list->comprehension.item = record;
    list->type = type_of(c->types, TY_LIST, record->type);
    return list;
}

static Hir *triggered(Checker *c, Span span)
{
    static const Part parts[] = {
        {"id", "dash_ctx_triggered_at_id", TY_ID},
        {"prop", "dash_ctx_triggered_at_prop", TY_TEXT},
        {"prop_id", "dash_ctx_triggered_at_prop_id", TY_TEXT},
        {"value", "dash_ctx_triggered_at_value", TY_JSON},
    };
    return list_of_parts(c, span, "dash_ctx_triggered_count", parts, 4);
}

static Hir *outputs(Checker *c, Span span)
{
    static const Part parts[] = {
        {"id", "dash_ctx_output_at_id", TY_ID},
        {"prop", "dash_ctx_output_at_prop", TY_TEXT},
    };
    return list_of_parts(c, span, "dash_ctx_output_count", parts, 2);
}

static const CtxName names[] = {
    {"triggered_id", REACH_CALLBACK, false, triggered_id},
    {"triggered", REACH_CALLBACK, false, triggered},
    {"outputs", REACH_CALLBACK, false, outputs},
    {"path", REACH_REQUEST, false, page_path},
    {"query", REACH_REQUEST, false, page_query},
    {"cookie", REACH_REQUEST, true, NULL},
    {"header", REACH_REQUEST, true, NULL},
    {"set_cookie", REACH_CALLBACK, true, NULL},
    {"user", REACH_REQUEST, false, NULL},
    {"cancelled", REACH_CALLBACK, false, NULL},
    {"progress", REACH_CALLBACK, true, NULL},
};

/* ---- looking up ----------------------------------------------------------- */

/* What Dash has under another name. */
static const char *const dash_names[][2] = {
    {"triggered_prop_ids", "`ctx.triggered` is a list of {id, prop, prop_id, value}"},
    {"inputs", "the parameters of the callback are its inputs"},
    {"inputs_list", "the parameters of the callback are its inputs"},
    {"states", "the parameters of the callback are its state"},
    {"states_list", "the parameters of the callback are its state"},
    {"args_grouping", "the parameters of the callback are its inputs"},
    {"outputs_list", "write `ctx.outputs`"},
    {"outputs_grouping", "write `ctx.outputs`"},
    {"response", "write `ctx.set_cookie(name, value)`"},
    {"cookies", "write `ctx.cookie(name)`"},
    {"headers", "write `ctx.header(name)`"},
    {"remote", "write `ctx.header(\"X-Forwarded-For\")` behind a proxy"},
    {"set_props", "write `set_props(#id, {prop: value})`"},
    {"record_timing", "the server logs its times with `--verbose`"},
};

static const CtxName *find_name(Checker *c, Name name)
{
    Suggest suggest = suggest_for(name.text);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (strcmp(names[i].name, name.text) == 0)
            return &names[i];
        suggest_consider(&suggest, names[i].name);
    }
    Diag *d = diag_error(c->diags, E0304, name.span, "there is no `ctx.%s`", name.text);
    const char *help = word_here(dash_names, name.text);
    if (help)
        diag_help(d, "%s", help);
    else
        diag_suggest(d, &suggest);
    return NULL;
}

static bool may_stand(Checker *c, const CtxName *known, Span span)
{
    const char *what = arena_printf(c->arena, "`ctx.%s`", known->name);
    mark_impure(c, span, "it reads what is known of the request");
    return known->reach == REACH_CALLBACK ? callback_only(c, span, what)
                                          : request_only(c, span, what);
}

Hir *check_ctx_member(Checker *c, const Expr *e)
{
    const CtxName *known = find_name(c, e->member.name);
    if (!known)
        return hir_error(c, e->span);
    if (known->is_call) {
        diag_help(diag_error(c->diags, E0203, e->span, "`ctx.%s` is called", known->name),
                  "write `ctx.%s(…)`", known->name);
        return hir_error(c, e->span);
    }
    if (!known->value) {
        diag_unsupported(c->diags, e->span, "`ctx.%s`", known->name);
        return hir_error(c, e->span);
    }
    return may_stand(c, known, e->span) ? known->value(c, e->span) : hir_error(c, e->span);
}

Hir *call_ctx(Checker *c, Name name, Call *call)
{
    const CtxName *known = find_name(c, name);
    Span span = call->expr->span;
    if (!known)
        return hir_error(c, span);
    if (!known->is_call) {
        diag_help(
            diag_error(c->diags, E0203, span, "`ctx.%s` is a value, not a function", known->name),
            "write `ctx.%s`", known->name);
        return hir_error(c, span);
    }
    call->name = arena_printf(c->arena, "ctx.%s", known->name);
    call->name_span = name.span;
    if (!is_builtin(call->name)) {
        diag_unsupported(c->diags, span, "`%s`", call->name);
        return hir_error(c, span);
    }
    return may_stand(c, known, span) ? call_builtin(c, call) : hir_error(c, span);
}
