/* SPDX-License-Identifier: MIT
 *
 * The annotations of callbacks: what each takes, and what it makes of the
 * callback. Those without a function are for a later version.
 */
#include "sema/check.h"

typedef struct Known {
    const char *name;
    void (*apply)(Checker *c, HirCallback *callback, const Annotation *annotation);
} Known;

static void complain_args(Checker *c, const Annotation *annotation, const char *form)
{
    diag_help(diag_error(c->diags, E0305, annotation->span, "`@%s` does not take these arguments",
                         annotation->name.text),
              "write `%s`", form);
}

/* ---- flags ---------------------------------------------------------------- */

static bool is_bare(Checker *c, const Annotation *annotation)
{
    if (annotation->args.count == 0)
        return true;
    complain_args(c, annotation, arena_printf(c->arena, "@%s", annotation->name.text));
    return false;
}

static void apply_hidden(Checker *c, HirCallback *callback, const Annotation *annotation)
{
    callback->hidden = is_bare(c, annotation);
}

static void apply_optional(Checker *c, HirCallback *callback, const Annotation *annotation)
{
    callback->optional = is_bare(c, annotation);
}

static void apply_server(Checker *c, HirCallback *callback, const Annotation *annotation)
{
    callback->server = is_bare(c, annotation);
}

bool initial_call(const Expr *value, bool *prevent, bool *duplicate)
{
    bool named = value && value->kind == EXPR_TEXT;
    if (value && value->kind != EXPR_BOOL &&
        !(named && str_eq(literal_text(value), STR("initial_duplicate"))))
        return false;
    *duplicate = named;
    *prevent = !named && !(value && literal_bool(value, false));
    return true;
}

static void apply_prevent_initial_call(Checker *c, HirCallback *callback,
                                       const Annotation *annotation)
{
    const Arg *arg = annotation->args.count ? &annotation->args.at[0] : NULL;
    bool good = annotation->args.count <= 1 && !(arg && arg->name.text);
    if (!good || !initial_call(arg ? arg->value : NULL, &callback->prevent_initial_call,
                               &callback->initial_duplicate))
        complain_args(c, annotation,
                      "@prevent_initial_call`, `@prevent_initial_call(false)` or "
                      "`@prevent_initial_call(\"initial_duplicate\")");
}

/* ---- @running ------------------------------------------------------------- */

static void apply_running(Checker *c, HirCallback *callback, const Annotation *annotation)
{
    const Arg *args = annotation->args.at;
    bool good = annotation->args.count == 3;
    for (int i = 0; i < annotation->args.count; i++)
        good = good && !args[i].name.text;
    if (!good) {
        complain_args(c, annotation, "@running(#id.prop, while_it_runs, afterwards)");
        return;
    }
    HirPlace place = {0};
    Want want = target_want(c, args[0].value, &place);
    HirRunning running = {.id = place.id, .property = place.property, .span = annotation->span};
    running.on = check_top_value(c, args[1].value, &want);
    running.off = check_top_value(c, args[2].value, &want);
    if (!running.id || is_error(running.on) || is_error(running.off))
        return;
    for (int i = 0; i < callback->running.count; i++) {
        const HirRunning *other = &callback->running.at[i];
        if (other->id == running.id && strcmp(other->property, running.property) == 0)
            diag_note_at(diag_error(c->diags, E0506, annotation->span,
                                    "`@running` names `%s.%s` twice",
                                    id_shown(c->arena, place.shape), running.property),
                         other->span, "it stands here first");
    }
    vec_push(c->arena, &callback->running, running);
    const Type *type = join_types(c, raw_type(c, running.on), raw_type(c, running.off));
    vec_push(c->arena, &c->side_writes,
             ((SideWrite){.shape = place.shape,
                          .property = place.property,
                          .type = type ? type : simple(c, TY_JSON)}));
}

/* ---- @on_error ------------------------------------------------------------ */

static void apply_on_error(Checker *c, HirCallback *callback, const Annotation *annotation)
{
    const Expr *e = annotation->args.count == 1 ? annotation->args.at[0].value : NULL;
    if (!e || e->kind != EXPR_NAME || annotation->args.at[0].name.text) {
        complain_args(c, annotation, "@on_error(f)`, where f is a `fn f(message: text) { … }");
        return;
    }
    Symbol *symbol = lookup(c, e->name);
    if (!symbol) {
        complain_unknown_name(c, e->name, e->span, true);
        return;
    }
    if (symbol->kind == SYM_FN)
        ensure_fn(c, symbol);
    const HirFn *fn = symbol->kind == SYM_FN ? symbol->fn : NULL;
    if (fn && fn->result && fn->result->kind == TY_ERROR)
        return;
    bool fits = fn && fn->params.count == 1 && fn->params.at[0]->type->kind == TY_TEXT &&
                fn->result && fn->result->kind == TY_UNIT;
    if (!fits) {
        Diag *d = diag_error(c->diags, E0305, e->span,
                             "`@on_error` takes a function of one text that gives nothing");
        diag_help(d, "declare it as `fn %s(message: text) { set_props(#id, {children: message}) }`",
                  e->name);
        if (symbol->span.end)
            diag_note_at(d, symbol->span, "`%s` is declared here", e->name);
        return;
    }
    callback->on_error = symbol->fn;
}

/* ---- all of them ---------------------------------------------------------- */

static const Known annotations[] = {
    {"prevent_initial_call", apply_prevent_initial_call},
    {"running", apply_running},
    {"optional", apply_optional},
    {"hidden", apply_hidden},
    {"server", apply_server},
    {"on_error", apply_on_error},
    {"background", NULL},
    {"cache", NULL},
    {"nocache", NULL},
    {"client", NULL},
    {"websocket", NULL},
    {"persistent", NULL},
    {"api", NULL},
    {"mcp", NULL},
};

static bool is_repeatable(const char *name)
{
    return strcmp(name, "running") == 0;
}

static void check_annotation(Checker *c, HirCallback *callback, const Annotation *annotation)
{
    const char *name = annotation->name.text;
    Suggest suggest = suggest_for(name);
    for (size_t i = 0; i < sizeof annotations / sizeof *annotations; i++) {
        suggest_consider(&suggest, annotations[i].name);
        if (strcmp(annotations[i].name, name) != 0)
            continue;
        if (annotations[i].apply)
            annotations[i].apply(c, callback, annotation);
        else
            diag_unsupported(c->diags, annotation->span, "`@%s`", name);
        return;
    }
    diag_suggest(
        diag_error(c->diags, E0201, annotation->span, "there is no annotation `@%s`", name),
        &suggest);
}

void check_annotations(Checker *c, HirCallback *callback, const Decl *decl)
{
    for (int i = 0; i < decl->annotations.count; i++) {
        const Annotation *annotation = &decl->annotations.at[i];
        check_annotation(c, callback, annotation);
        for (int k = 0; k < i && !is_repeatable(annotation->name.text); k++)
            if (decl->annotations.at[k].name.text == annotation->name.text)
                diag_note_at(diag_error(c->diags, E0202, annotation->span, "`@%s` is given twice",
                                        annotation->name.text),
                             decl->annotations.at[k].span, "it is given here first");
    }
}
