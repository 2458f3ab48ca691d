/* SPDX-License-Identifier: MIT
 *
 * fig.for_each_trace(f, selector=…) and its like: f is a function of the program
 * that takes the item as json and gives it changed. The call becomes
 *
 *     dash_figure_put_items(fig, args, [f(item) for item in dash_figure_items(fig, args)])
 */
#include "sema/go.h"

static const struct {
    const char *name, *key; /* in the layout; "data" for traces */
} methods[] = {
    {"for_each_trace", "data"},
    {"for_each_xaxis", "xaxis"},
    {"for_each_yaxis", "yaxis"},
    {"for_each_annotation", "annotations"},
    {"for_each_shape", "shapes"},
    {"for_each_layout_image", "images"},
    {"for_each_coloraxis", "coloraxis"},
    {"for_each_polar", "polar"},
    {"for_each_geo", "geo"},
    {"for_each_scene", "scene"},
    {"for_each_map", "map"},
    {"for_each_ternary", "ternary"},
    {"for_each_legend", "legend"},
};

static const char *key_of(const char *name)
{
    for (size_t i = 0; i < sizeof methods / sizeof *methods; i++)
        if (strcmp(methods[i].name, name) == 0)
            return methods[i].key;
    return NULL;
}

bool is_for_each(const char *name)
{
    return key_of(name) != NULL;
}

static Symbol *function_of(Checker *c, const Call *call)
{
    const Arg *arg = call->arg_count ? &call->args[0] : NULL;
    bool named = arg && arg->name.text && strcmp(arg->name.text, "fn") != 0;
    const Expr *e = arg && !named && arg->value->kind == EXPR_NAME ? arg->value : NULL;
    Symbol *symbol = e ? lookup(c, e->name) : NULL;
    if (e && !symbol) {
        complain_unknown_name(c, e->name, e->span, true);
        return NULL;
    }
    if (symbol && symbol->kind == SYM_FN)
        return symbol;
    Diag *d = diag_error(c->diags, E0702, arg ? arg->span : call->expr->span,
                         "%s takes the name of a function", call->name);
    diag_help(d,
              "declare it, `fn change(item: json) -> json { {...item, name: \"new\"} }`, and "
              "write `%s(change)`",
              call->name);
    return NULL;
}

/* Which items: selector, row, col and the key, as one json value; NULL after a complaint. */
static Hir *arguments_of(Checker *c, const Call *call)
{
    Go go = {.c = c, .shown = call->name};
    GoAttributes args = {0};
    const Hir *key = hir_text(c, key_of(call->name), call->name_span);
    go_put(&go, &args, "key", hir_convert(c, (Hir *)(uintptr_t)key, simple(c, TY_JSON)));
    for (int i = 1; i < call->arg_count; i++) {
        const Arg *arg = &call->args[i];
        if (!arg->name.text || !word_listed("selector row col secondary_y", arg->name.text)) {
            diag_error(c->diags, E0701, arg->span, "%s has no argument `%s`", call->name,
                       arg->name.text ? arg->name.text : span_text(c, arg->span));
            return NULL;
        }
        if (arg->value->kind != EXPR_NULL)
            go_put(&go, &args, arg->name.text, go_json(&go, arg->value));
    }
    return go.failed ? NULL : go_value(&go, &args, call->expr->span);
}

/* [f(item) for item in source]; NULL after a complaint. */
static Hir *changed_items(Checker *c, const Call *call, Symbol *symbol, Hir *source)
{
    Span span = call->args[0].span;
    const Type *json = simple(c, TY_JSON);
    Hir *list = hir_new(c, HIR_LIST_COMP, type_of(c->types, TY_LIST, json), span);
    list->comprehension.var = hir_var_new(c, "item", json, span);
    list->comprehension.source = source;
    list->comprehension.unpack = hir_new(c, HIR_BLOCK, simple(c, TY_UNIT), span);
    const Call one = {.expr = call->args[0].value,
                      .name = symbol->name,
                      .name_span = span,
                      .first = hir_var(c, list->comprehension.var, span)};
    Hir *item = call_fn(c, symbol, &one);
    if (!is_error(item))
        item = coerce_type(c, item, json, "what the function gives");
    list->comprehension.item = item;
    return is_error(item) ? NULL : list;
}

Hir *call_for_each(Checker *c, const Call *call)
{
    Span span = call->expr->span;
    const Type *json = simple(c, TY_JSON);
    Symbol *symbol = function_of(c, call);
    Hir *args = symbol ? arguments_of(c, call) : NULL;
    if (!args)
        return hir_error(c, span);
    HirVar *figure, *which;
    Hir *block = hir_with(c, "figure", call->first, &figure);
    Hir *inner = hir_with(c, "which", args, &which);
    Hir *source = builtin_node(c, "dash_figure_items", json, span, hir_var(c, figure, span),
                               hir_var(c, which, span));
    Hir *items = changed_items(c, call, symbol, source);
    if (!items)
        return hir_error(c, span);
    Hir *put = builtin_node(c, "dash_figure_put_items", simple(c, TY_FIGURE), span,
                            hir_var(c, figure, span), hir_var(c, which, span));
    vec_push(c->arena, &put->builtin.args, hir_convert(c, items, json));
    return hir_finish(block, hir_finish(inner, put));
}
