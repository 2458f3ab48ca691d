/* SPDX-License-Identifier: MIT
 *
 * Scopes and look-up. Names are interned, so a scope is a short list searched
 * by pointer. When a name is not there the message knows what Python and
 * JavaScript call the same thing.
 */
#include "sema/check.h"

/* Words of other languages and what stands for them here. */
static const char *const foreign_names[][2] = {
    {"True", "write `true`"},
    {"False", "write `false`"},
    {"None", "write `null`"},
    {"undefined", "write `null`"},
    {"nil", "write `null`"},
    {"dict", "a record is written `{name: value}`"},
    {"list", "a list is written `[a, b]`"},
    {"tuple", "a tuple is written `(a, b)`"},
    {"str", "write `text(x)`, or `\"{x}\"`"},
    {"string", "write `text(x)`, or `\"{x}\"`"},
    {"print", "a program has no output of its own; show the value in a component"},
    {"console", "a program has no output of its own; show the value in a component"},
    {"lambda", "write the expression itself, or a `fn`"},
    {"def", "functions are declared with `fn name(a: int) { … }`"},
    {"elif", "write `else if`"},
    {"pd",
     "tables are built in: `table t = csv(\"file.csv\")`, then verbs such as `t | filter(…)`"},
    {"pandas", "tables are built in: `table t = csv(\"file.csv\")`"},
    {"df", "name the table that is meant; tables are declared by `table t = csv(\"file.csv\")`"},
    {"np", "numeric functions need no prefix: `mean(xs)`, `sqrt(x)`"},
    {"math", "numeric functions need no prefix: `sqrt(x)`, `pi`"},
    {"Input", "write the parameter as `name = #id.prop`"},
    {"Output", "write the output after `->`: `callback f(…) -> #id.prop { … }`"},
    {"State", "write the parameter as `state name = #id.prop`"},
    {"PreventUpdate", "write `prevent_update`"},
    {"dash", "`html`, `dcc`, `dash_table` and `px` are there without it"},
    {"self", "there are no classes; use functions"},
    {"length", "write `len(x)`"},
    {"toFixed", "write `\"{x:.2f}\"`"},
    {"toUpperCase", "write `upper(x)`"},
    {"toLowerCase", "write `lower(x)`"},
    {"re", "regular expressions need no prefix: `matches(t, r\"…\")`, `regex`, `findall`, `sub`"},
    {"statistics", "its functions need no prefix: `mean(xs)`, `median(xs)`, `std(xs)`"},
    {"os", "a variable of the environment is `env(\"NAME\")`"},
    {"time", "the time now is `now()`"},
    {"timedelta", "durations are written `1d`, `5m`, `1h * n`"},
    {"strftime", "write `\"{d:%d.%m.%Y}\"`, or `d.format(\"%d.%m.%Y\")`"},
    {"strptime", "write `parse(t, \"%d.%m.%Y\")`"},
    {"isoformat", "write `\"{d}\"`"},
    {"ljust", "write `pad(t, width)`"},
    {"rjust", "write `pad(t, width, align=\"right\")`"},
    {"center", "write `pad(t, width, align=\"center\")`"},
    {"zfill", "write `pad(t, width, \"0\", align=\"right\")`, or `\"{n:05d}\"`"},
    {"sorted", "write `sort(xs)`, `sort(xs, by=.field, desc=true)`"},
    {"reversed", "write `reverse(xs)`"},
    {"open", "a file that is embedded is `file(\"name.txt\")`; data is `csv(\"name.csv\")`"},
    {"randint", "write `r.int(low, high)` with `let r = rng(seed)`"},
    {"stdev", "write `std(xs)`"},
    {"trim", "write `strip(t)`"},
    {"includes", "write `x in xs`"},
    {"indexOf", "write `xs.index(x)`, of a text `t.find(part)`"},
    {"append", "a list is joined with `xs + [x]`"},
    {"push", "a list is joined with `xs + [x]`"},
    {"map", "write `[f(x) for x in xs]`"},
    {"isinstance", "types are known when the program is built"},
    {"raise", "write `prevent_update` to stop a callback"},
    {"and_", "write `and`"},
    {"Math", "numeric functions need no prefix: `sqrt(x)`, `floor(x)`"},
};

void push_scope(Checker *c)
{
    Scope *scope = arena_new(c->arena, Scope);
    scope->parent = c->scope;
    c->scope = scope;
}

void pop_scope(Checker *c)
{
    for (int i = 0; i < c->scope->symbols.count; i++) {
        Symbol *symbol = c->scope->symbols.at[i];
        bool ours = symbol->module == c->module; /* not imported */
        if (ours && symbol->warn_unused && !symbol->used && symbol->name[0] != '_')
            vec_push(c->arena, &c->unused, symbol);
    }
    c->scope = c->scope->parent;
}

#define FEW_NAMES 16 /* up to here searching is faster than a map */

Symbol *find_in(const Scope *scope, const char *name)
{
    if (scope->symbols.count > FEW_NAMES)
        return map_get(&scope->by_name, name);
    for (int i = scope->symbols.count - 1; i >= 0; i--)
        if (scope->symbols.at[i]->name == name)
            return scope->symbols.at[i];
    return NULL;
}

void add_symbol(Checker *c, Scope *scope, Symbol *symbol)
{
    vec_push(c->arena, &scope->symbols, symbol);
    int count = scope->symbols.count;
    for (int i = count == FEW_NAMES + 1 ? 0 : count - 1; count > FEW_NAMES && i < count; i++)
        map_set(c->arena, &scope->by_name, scope->symbols.at[i]->name, scope->symbols.at[i]);
}

Symbol *declare(Checker *c, SymbolKind kind, Name name)
{
    Symbol *old = find_in(c->scope, name.text);
    if (old && (c->scope == c->globals || old->kind != SYM_VAR)) {
        bool own = old->span.end != 0;
        Diag *d =
            diag_error(c->diags, E0202, name.span,
                       own ? "`%s` is declared twice" : "`%s` is a name of dashc's own", name.text);
        if (own)
            diag_note_at(d, old->span, "it is declared here first");
        else
            diag_help(d, "call it something else: `%s.` begins what the library of that name has",
                      name.text);
    }
    Symbol *symbol = arena_new(c->arena, Symbol);
    symbol->kind = kind;
    symbol->name = name.text;
    symbol->span = name.span;
    symbol->module = c->module;
    add_symbol(c, c->scope, symbol);
    return symbol;
}

Symbol *declare_var(Checker *c, Name name, HirVar *var)
{
    if (diags_wants(c->diags, W1010))
        warn_shadowing(c, name);
    Symbol *symbol = declare(c, SYM_VAR, name);
    symbol->var = var;
    symbol->warn_unused = true;
    return symbol;
}

Symbol *lookup(Checker *c, const char *name)
{
    for (Scope *scope = c->scope; scope; scope = scope->parent) {
        Symbol *symbol = find_in(scope, name);
        if (symbol) {
            symbol->used = true;
            if (symbol->module != c->module)
                note_import(c, symbol);
            return symbol;
        }
    }
    return NULL;
}

const char *span_text(Checker *c, Span span)
{
    Str text = source_text(c->sources, span);
    return arena_strndup(c->arena, text.ptr, text.len);
}

const char *foreign_help(const char *name)
{
    return word_here(foreign_names, name);
}

/* Put there by declare_missing. */
static bool is_missing(const Symbol *symbol)
{
    return symbol->span.end == 0 && symbol->kind == SYM_VAR;
}

static void suggest_visible(Checker *c, Suggest *suggest)
{
    if (c->diags->error_count > DIAG_MAX_ERRORS) /* nobody sees it */
        return;
    for (Scope *scope = c->scope; scope; scope = scope->parent)
        for (int i = 0; i < scope->symbols.count; i++)
            if (!is_missing(scope->symbols.at[i]))
                suggest_consider(suggest, scope->symbols.at[i]->name);
}

/* Libraries that people know by these names. */
static const char *const known_libraries[][2] = {
    {"dbc", "dash-bootstrap-components"},
    {"dmc", "dash-mantine-components"},
    {"cyto", "dash-cytoscape"},
    {"dl", "dash-leaflet"},
    {"dag", "dash-ag-grid"},
    {"daq", "dash-daq"},
};

void libraries_suggest(Suggest *suggest)
{
    for (size_t i = 0; i < sizeof known_libraries / sizeof *known_libraries; i++)
        suggest_consider(suggest, known_libraries[i][1]);
}

void complain_unknown_library(Checker *c, const char *name, Span span)
{
    Diag *d = diag_error(c->diags, E0201, span, "there is no library or value called `%s`", name);
    const char *library = word_here(known_libraries, name);
    if (library) {
        diag_help(d, "add `use %s from \"%s\"` at the top", name, library);
        return;
    }
    Suggest suggest = suggest_for(name);
    suggest_visible(c, &suggest);
    diag_suggest(d, &suggest);
}

void complain_unknown_name(Checker *c, const char *name, Span span, bool called)
{
    const char *ours = foreign_help(name);
    const char *pandas = called ? pandas_help(name) : NULL;
    if (ours) {
        Diag *d = diag_error(c->diags, E0204, span, "`%s` is a word of another language", name);
        diag_help(d, "%s", ours);
        return;
    }
    Diag *d = diag_error(c->diags, E0201, span, "there is no %s called `%s`",
                         called ? "function" : "value", name);
    if (pandas) {
        diag_help(d, "%s", pandas);
        return;
    }
    static const char *const reserved[] = {"no_update", "prevent_update", "ctx", "pages"};
    static const char *const sources[] = {"csv", "tsv", "json", "ndjson"};
    Suggest suggest = suggest_for(name);
    suggest_visible(c, &suggest);
    for (size_t i = 0; i < sizeof reserved / sizeof *reserved && !called; i++)
        suggest_consider(&suggest, reserved[i]);
    for (size_t i = 0; i < sizeof sources / sizeof *sources && called && c->table_decl; i++)
        suggest_consider(&suggest, sources[i]);
    if (called)
        builtins_suggest(&suggest);
    diag_suggest(d, &suggest);
}

static Hir *complain_kind(Checker *c, const Expr *e, const char *name, const char *what,
                          const char *help)
{
    Diag *d = diag_error(c->diags, E0203, e->span, "`%s` is %s, not a value", name, what);
    diag_help(d, help, name);
    return hir_error(c, e->span);
}

Hir *symbol_value(Checker *c, const Expr *e, Symbol *symbol, const char *name)
{
    switch (symbol->kind) {
    case SYM_VAR:
        return narrowed(c, e, hir_var(c, symbol->var, e->span));
    case SYM_CONST: {
        ensure_const(c, symbol);
        if (symbol->table)
            break;
        Hir *hir = hir_new(c, HIR_CONST, symbol->constant->type, e->span);
        hir->constant = symbol->constant;
        return narrowed(c, e, hir);
    }
    case SYM_TABLE:
        ensure_table(c, symbol);
        break;
    case SYM_FN:
        return complain_kind(c, e, name, "a function", "call it: `%s(…)`");
    case SYM_CALLBACK:
        return complain_kind(c, e, name, "a callback",
                             "callbacks run when their inputs change; put "
                             "what `%s` shares with others into a `fn`");
    case SYM_TYPE:
        return complain_kind(c, e, name, "a type", "write `%s` after a colon");
    case SYM_LIBRARY:
    case SYM_CHARTS:
        return complain_kind(c, e, name, "a library", "name what you want of it: `%s.…`");
    case SYM_MODULE:
        return complain_kind(c, e, name, "an imported file", "name what you want of it: `%s.…`");
    }
    if (!symbol->table)
        return hir_error(c, e->span);
    return hir_table(c, scan_of(c, symbol->table, e->span));
}

static Hir *no_update(Checker *c, const Expr *e, const Want *want)
{
    if (in_test(c)) /* what a callback gave */
        return hir_new(c, HIR_NO_UPDATE, simple(c, TY_JSON), e->span);
    if (want && want->outputs)
        return no_updates(c, want, e->span);
    if (want && want->output && want->type)
        return hir_new(c, HIR_NO_UPDATE, want->type, e->span);
    Diag *d = diag_error(c->diags, E0203, e->span,
                         "`no_update` can stand only as the value of an output of a callback");
    diag_help(d, "to stop the whole callback write `prevent_update`");
    return hir_error(c, e->span);
}

/* Names that the language itself gives a meaning; NULL: not one of them. */
static Hir *check_reserved(Checker *c, const Expr *e, const Want *want)
{
    if (strcmp(e->name, "prevent_update") == 0 && !callback_only(c, e->span, "`prevent_update`"))
        return hir_error(c, e->span);
    if (strcmp(e->name, "prevent_update") == 0 && !in_test(c))
        return hir_new(c, HIR_PREVENT_UPDATE, simple(c, TY_NEVER), e->span);
    if (strcmp(e->name, "no_update") == 0 || strcmp(e->name, "prevent_update") == 0)
        return no_update(c, e, want);
    if (strcmp(e->name, "ctx") == 0) {
        diag_help(diag_error(c->diags, E0203, e->span, "`ctx` alone is not a value"),
                  "write what you want of it, as `ctx.triggered_id`");
        return hir_error(c, e->span);
    }
    if (strcmp(e->name, "pages") == 0) {
        diag_unsupported(c->diags, e->span, "`%s`", e->name);
        return hir_error(c, e->span);
    }
    return builtin_constant(c, e->name, e->span);
}

/* A name that is not there is complained about once in its block. */
static void declare_missing(Checker *c, const Expr *e)
{
    Symbol *symbol = arena_new(c->arena, Symbol);
    symbol->kind = SYM_VAR;
    symbol->name = e->name;
    symbol->var = hir_var_new(c, e->name, simple(c, TY_ERROR), e->span);
    symbol->module = c->module;
    add_symbol(c, c->scope, symbol);
}

Hir *check_name(Checker *c, const Expr *e, const Want *want)
{
    Symbol *symbol = lookup(c, e->name);
    if (symbol) {
        symbol->last_use = e->span.start;
        return symbol_value(c, e, symbol, e->name);
    }
    Hir *reserved = check_reserved(c, e, want);
    if (reserved)
        return reserved;
    if (is_builtin(e->name))
        return complain_kind(c, e, e->name, "a function", "call it: `%s(…)`");
    if (c->row && find_column(c->row, e->name) >= 0) {
        Diag *d = diag_error(c->diags, E0201, e->span, "there is no value called `%s`", e->name);
        diag_help(d, "the column is written `.%s`", e->name);
        return hir_error(c, e->span);
    }
    complain_unknown_name(c, e->name, e->span, false);
    declare_missing(c, e);
    return hir_error(c, e->span);
}
