/* SPDX-License-Identifier: MIT
 *
 * Calls. `x | f(a)`, `x.f(a)` and `f(x, a)` become the same Call; then the name
 * decides: a function of the program, a verb of tables, the standard library.
 */
#include "sema/check.h"

static Hir *unknown_function(Checker *c, const Call *call)
{
    if (call->first && is_error(call->first))
        return hir_error(c, call->expr->span);
    if (call->first && is_kind(call->first, TY_TABLE) && pandas_help(call->name)) {
        Diag *d = diag_error(c->diags, E0604, call->name_span, "`%s` is not a verb of tables",
                             call->name);
        diag_help(d, "%s", pandas_help(call->name));
        return hir_error(c, call->expr->span);
    }
    if (call->first && is_kind(call->first, TY_TABLE)) {
        Diag *d = diag_error(c->diags, E0604, call->name_span, "`%s` is not a verb of tables",
                             call->name);
        Suggest suggest = suggest_for(call->name);
        verbs_suggest(&suggest);
        diag_suggest(d, &suggest);
        return hir_error(c, call->expr->span);
    }
    complain_unknown_name(c, call->name, call->name_span, true);
    return hir_error(c, call->expr->span);
}

static Hir *not_callable(Checker *c, const Call *call, const Symbol *symbol)
{
    Diag *d = diag_error(c->diags, E0203, call->name_span, "`%s` is not a function", call->name);
    if (symbol->kind == SYM_CALLBACK)
        diag_help(d, "callbacks run when their inputs change; only a `test` calls them");
    if (symbol->span.end)
        diag_note_at(d, symbol->span, "it is declared here");
    return hir_error(c, call->expr->span);
}

/* Verbs and methods speak of the rows of their table, which is the first argument. */
static bool takes_rows(const Hir *first)
{
    return first && (is_kind(first, TY_TABLE) || is_kind(first, TY_COLUMN));
}

static Hir *dispatch(Checker *c, Call *call)
{
    Symbol *symbol = lookup(c, call->name);
    if (symbol && symbol->kind == SYM_CALLBACK && in_test(c) && !call->first)
        return call_callback(c, symbol, call);
    if (!symbol && is_test_function(c, call->name))
        return call_failure(c, call);
    if (symbol && symbol->kind == SYM_FN)
        return call_fn(c, symbol, call);
    if (!symbol && strcmp(call->name, "set_props") == 0)
        return check_set_props(c, call);
    bool table_word = is_verb(call->name);
    if (!call->first && !symbol && is_source(call->name))
        return check_source(c, call);
    if (!call->first && table_word && call->arg_count && !call->args[0].name.text) {
        const Expr *subject = call->args[0].value;
        if (subject->kind == EXPR_NAME || subject->kind == EXPR_CALL ||
            subject->kind == EXPR_PIPE || subject->kind == EXPR_MEMBER) {
            Hir *first = infer(c, subject);
            if (is_error(first))
                return first;
            if (takes_rows(first)) {
                call->first = first;
                call->args++;
                call->arg_count--;
            }
        }
    }
    if (call->first && is_kind(call->first, TY_TABLE) && table_word)
        return call_verb(c, call);
    if (call->first && is_kind(call->first, TY_COLUMN)) {
        Hir *hir = call_column_method(c, call);
        if (hir)
            return hir;
    }
    if (call->first && is_kind(call->first, TY_FIGURE) && is_figure_method(call->name))
        return call_figure_method(c, call);
    if (!symbol && strcmp(call->name, "make_subplots") == 0)
        return check_make_subplots(c, call);
    if (!symbol && strcmp(call->name, "table") == 0)
        return check_made_table(c, call);
    if (is_builtin(call->name))
        return call_builtin(c, call);
    if (symbol)
        return not_callable(c, call, symbol);
    return unknown_function(c, call);
}

static bool is_charts(const Symbol *symbol)
{
    return symbol && symbol->kind == SYM_CHARTS;
}

static Hir *charts_call(Checker *c, const Symbol *symbol, Name name, const Call *call)
{
    if (strcmp(symbol->name, "px") == 0)
        return check_px(c, name, call);
    return check_go(c, name, call);
}

/* Functions of Python's modules whose module has another meaning here. */
static const char *const module_functions[][2] = {
    {"random.random", "random()"},
    {"random.choice", "r.choice(xs)` with `let r = rng(seed)"},
    {"random.randint", "r.int(low, high)` with `let r = rng(seed)"},
    {"random.shuffle", "r.shuffle(xs)` with `let r = rng(seed)"},
    {"random.sample", "r.sample(xs, n)` with `let r = rng(seed)"},
    {"random.uniform", "r.uniform(low, high)` with `let r = rng(seed)"},
    {"random.seed", "let r = rng(seed)"},
    {"datetime.now", "now()"},
    {"datetime.today", "now()"},
    {"datetime.utcnow", "now()"},
    {"datetime.strptime", "parse(t, \"%d.%m.%Y\")"},
    {"datetime.fromisoformat", "datetime(t)"},
    {"date.today", "today()"},
    {"date.fromisoformat", "date(t)"},
    {"json.dumps", "json.dump(x)"},
    {"json.loads", "json.parse(t)"},
    {"JSON.stringify", "json.dump(x)"},
    {"JSON.parse", "json.parse(t)"},
    {"Math.random", "random()"},
    {"Date.now", "now()"},
    {"base64.b64encode", "base64(t)"},
    {"base64.b64decode", "base64.decode(t)"},
};

static Hir *module_function(Checker *c, const Call *call)
{
    const char *ours = word_here(module_functions, call->name);
    if (!ours)
        return NULL;
    Diag *d = diag_error(c->diags, E0204, call->name_span, "`%s` is a word of another language",
                         call->name);
    diag_help(d, "write `%s`", ours);
    return hir_error(c, call->expr->span);
}

/* json.parse(…); NULL: the callee is no such name. */
static Hir *dotted_builtin(Checker *c, const Expr *callee, const Call *call)
{
    if (callee->kind != EXPR_MEMBER || callee->member.object->kind != EXPR_NAME ||
        lookup(c, callee->member.object->name))
        return NULL;
    Call whole = *call;
    whole.name =
        arena_printf(c->arena, "%s.%s", callee->member.object->name, callee->member.name.text);
    whole.name_span = callee->span;
    return builtin_first(whole.name) ? call_builtin(c, &whole) : module_function(c, &whole);
}

/* html.Div(…), px.bar(…); NULL: the callee is not a member of a library. */
static Hir *library_call(Checker *c, const Expr *callee, const Call *call)
{
    if (callee->kind != EXPR_MEMBER)
        return NULL;
    if (callee->member.object->kind != EXPR_NAME)
        return check_go_part(c, callee, call);
    const char *name = callee->member.object->name;
    const Symbol *symbol = lookup(c, name);
    if (symbol && symbol->kind == SYM_LIBRARY)
        return check_component(c, symbol->library, callee->member.name, call);
    if (is_charts(symbol))
        return charts_call(c, symbol, callee->member.name, call);
    if (symbol)
        return NULL;
    const CatLibrary *library = catalogue_library_by_alias(name);
    if (library) {
        Diag *d = diag_error(c->diags, E0201, callee->member.object->span,
                             "the library `%s` is not in use", name);
        diag_help(d, "add `use %s from \"%s\"` at the top", name, library->package);
        return hir_error(c, call->expr->span);
    }
    if (callee->member.name.text[0] >= 'A' && callee->member.name.text[0] <= 'Z') {
        complain_unknown_library(c, name, callee->member.object->span);
        return hir_error(c, call->expr->span);
    }
    return NULL;
}

/* w.card(…) of `import "widgets.dash" as w` */
static Hir *imported_call(Checker *c, Import *import, Name name, Call *call)
{
    Symbol *symbol = import_member(c, import, name.text, name.span);
    call->name = name.text;
    call->name_span = name.span;
    if (!symbol)
        return hir_error(c, call->expr->span);
    if (symbol->kind == SYM_CALLBACK && in_test(c) && !call->first)
        return call_callback(c, symbol, call);
    return symbol->kind == SYM_FN ? call_fn(c, symbol, call) : not_callable(c, call, symbol);
}

/* x?.f(a): null when x is. */
static Hir *optional_call(Checker *c, Call *call)
{
    HirVar *var;
    Span span = call->expr->span;
    Hir *block = hir_with(c, "found", call->first, &var);
    Hir *test = hir_unary(c, HIR_IS_NULL, simple(c, TY_BOOL), hir_var(c, var, span), 0);
    call->first = hir_convert(c, hir_var(c, var, span), var->type->item);
    Hir *value = dispatch(c, call);
    if (is_error(value))
        return value;
    const Type *type = type_optional(c->types, value->type);
    Hir *null = hir_new(c, HIR_NULL, type, span);
    return hir_finish(block, hir_if(c, type, span, test, null, hir_convert(c, value, type)));
}

static Hir *finish_call(Checker *c, const Expr *callee, Call *call)
{
    Hir *hir = library_call(c, callee, call);
    if (hir)
        return hir;
    if (callee->kind == EXPR_NAME) {
        call->name = callee->name;
        call->name_span = callee->span;
        return dispatch(c, call);
    }
    if (callee->kind == EXPR_MEMBER && is_ctx(c, callee->member.object))
        return call_ctx(c, callee->member.name, call);
    hir = dotted_builtin(c, callee, call);
    if (hir)
        return hir;
    Import *import = callee->kind == EXPR_MEMBER ? import_of(c, callee->member.object) : NULL;
    if (import)
        return imported_call(c, import, callee->member.name, call);
    if (callee->kind == EXPR_MEMBER && !call->first) {
        call->first = infer(c, callee->member.object);
        call->name = callee->member.name.text;
        call->name_span = callee->member.name.span;
        if (is_error(call->first))
            return call->first;
        bool maybe = callee->member.optional && is_kind(call->first, TY_OPTIONAL);
        return maybe ? optional_call(c, call) : dispatch(c, call);
    }
    if (callee->kind != EXPR_ERROR) {
        Diag *d = diag_error(c->diags, E0203, callee->span, "this is not a function");
        if (callee->kind == EXPR_TUPLE || callee->kind == EXPR_RECORD ||
            callee->kind == EXPR_LIST || callee->kind == EXPR_TEXT)
            diag_help(d, "items are separated by commas, also at the ends of lines");
    }
    return hir_error(c, callee->span);
}

static Call call_of(const Expr *e, const Expr *whole)
{
    return (Call){.expr = whole,
                  .args = e->call.args.at,
                  .arg_count = e->call.args.count,
                  .block = e->call.block};
}

Hir *check_call(Checker *c, const Expr *e, const Want *want)
{
    (void)want;
    Call call = call_of(e, e);
    return finish_call(c, e->call.callee, &call);
}

static Hir *complain_pipe(Checker *c, const Expr *e)
{
    Diag *d = diag_error(c->diags, E0303, e->pipe.right->span,
                         "`|` hands a value to a function, and this is not a call");
    diag_help(d, c->row ? "for one or the other write `or`, for both `and`"
                        : "write `value | f(…)`; for one or the other write `or`");
    return hir_error(c, e->span);
}

Hir *check_pipe(Checker *c, const Expr *e, const Want *want)
{
    (void)want;
    const Expr *right = e->pipe.right;
    if (right->kind == EXPR_ERROR)
        return hir_error(c, e->span);
    if (right->kind != EXPR_CALL && right->kind != EXPR_NAME)
        return complain_pipe(c, e);
    Hir *first = infer(c, e->pipe.left);
    if (is_error(first))
        return first;
    Call call = right->kind == EXPR_CALL ? call_of(right, e) : (Call){.expr = e};
    call.first = first;
    return finish_call(c, right->kind == EXPR_CALL ? right->call.callee : right, &call);
}

/* ---- functions of the program --------------------------------------------- */

static int param_index(const Decl *decl, const char *name)
{
    for (int i = 0; i < decl->params.count; i++)
        if (decl->params.at[i].name.text == name)
            return i;
    return -1;
}

static void complain_param(Checker *c, const Symbol *symbol, const Arg *arg)
{
    Diag *d = diag_error(c->diags, E0305, arg->name.span, "`%s` has no parameter `%s`",
                         symbol->name, arg->name.text);
    Suggest suggest = suggest_for(arg->name.text);
    for (int i = 0; i < symbol->decl->params.count; i++)
        suggest_consider(&suggest, symbol->decl->params.at[i].name.text);
    diag_suggest(d, &suggest);
    diag_note_at(d, symbol->span, "it is declared here");
}

static Want param_want(Checker *c, const HirFn *fn, int index)
{
    const char *subject =
        arena_printf(c->arena, "parameter `%s` of `%s`", fn->params.at[index]->name, fn->name);
    return (Want){.type = fn->params.at[index]->type, .subject = subject};
}

static Hir *check_argument(Checker *c, const Symbol *symbol, int index, const Expr *e)
{
    if (symbol->fn->params.at[index]->type->kind == TY_TABLE)
        return fit_argument(c, symbol, index, infer(c, e));
    Want want = param_want(c, symbol->fn, index);
    return check(c, e, &want);
}

/* x of `x | f()`. */
static Hir *fit_first(Checker *c, const Symbol *symbol, Hir *first)
{
    if (symbol->fn->params.at[0]->type->kind == TY_TABLE)
        return fit_argument(c, symbol, 0, first);
    Want want = param_want(c, symbol->fn, 0);
    return coerce(c, first, &want);
}

/* Fills values[] from the arguments; false after a complaint. */
static bool place_args(Checker *c, const Symbol *symbol, const Call *call, Hir **values)
{
    const HirFn *fn = symbol->fn;
    int next = 0, count = fn->params.count;
    bool good = true;
    if (call->first && count)
        values[next++] = fit_first(c, symbol, call->first);
    for (int i = 0; i < call->arg_count; i++) {
        const Arg *arg = &call->args[i];
        int at = arg->name.text ? param_index(symbol->decl, arg->name.text) : next++;
        if (at < 0) {
            complain_param(c, symbol, arg);
            infer(c, arg->value);
            good = false;
        } else if (at >= count || values[at]) {
            Diag *d = at >= count ? diag_error(c->diags, E0305, arg->span,
                                               "`%s` takes %d argument%s, this is one too many",
                                               fn->name, count, count == 1 ? "" : "s")
                                  : diag_error(c->diags, E0305, arg->span, "`%s` is given twice",
                                               fn->params.at[at]->name);
            diag_note_at(d, symbol->span, "it is declared here");
            good = false;
        } else {
            values[at] = check_argument(c, symbol, at, arg->value);
        }
    }
    return good;
}

static bool place_block(Checker *c, const Symbol *symbol, const Call *call, Hir **values)
{
    int last = symbol->fn->params.count - 1;
    bool takes = last >= 0 && strcmp(symbol->fn->params.at[last]->name, "children") == 0;
    if (!call->block)
        return true;
    if (!takes || values[last]) {
        Diag *d = diag_error(c->diags, E0407, call->block->span, "`%s` takes no block of children",
                             symbol->name);
        diag_help(d, "only a function whose last parameter is `children` takes one");
        diag_note_at(d, symbol->span, "it is declared here");
        return false;
    }
    values[last] = check_children(c, call->block);
    return true;
}

Hir *call_fn(Checker *c, Symbol *symbol, const Call *call)
{
    ensure_fn(c, symbol);
    HirFn *fn = symbol->fn;
    if (!fn)
        return hir_error(c, call->expr->span);
    int count = fn->params.count;
    Hir **values = arena_array(c->arena, Hir *, count + 1);
    bool good = place_args(c, symbol, call, values);
    good &= place_block(c, symbol, call, values);
    for (int i = 0; i < count; i++) {
        if (!values[i] && fn->defaults.at[i])
            values[i] = fn->defaults.at[i];
        if (!values[i] && good) {
            Diag *d =
                diag_error(c->diags, E0305, call->name_span, "the argument `%s` of `%s` is missing",
                           fn->params.at[i]->name, fn->name);
            diag_note_at(d, fn->params.at[i]->span, "it is declared here");
            good = false;
        }
        good = good && !is_error(values[i]);
    }
    if (good && takes_tables(fn))
        fn = fn_for_tables(c, symbol, values, call->expr->span);
    if (!good || !fn || !fn->result || fn->result->kind == TY_ERROR)
        return hir_error(c, call->expr->span);
    note_call(c, fn, call->name_span);
    if ((fn->needs_callback && !callback_only(c, call->expr->span, fn->needs_callback)) ||
        (fn->needs_request && !request_only(c, call->expr->span, fn->needs_request)))
        return hir_error(c, call->expr->span);
    Hir *hir = inlined_call(c, fn, values, call->expr->span);
    if (hir)
        return hir;
    hir = hir_new(c, HIR_CALL, fn->result, call->expr->span);
    hir->call.fn = fn;
    for (int i = 0; i < count; i++)
        vec_push(c->arena, &hir->call.args, values[i]);
    return hir;
}
