/* SPDX-License-Identifier: MIT
 *
 * The order of the work: names of the top level, ids, then tables, constants
 * and functions (each when it is first needed), the layout, the wiring of the
 * callbacks, their blocks, and the graph.
 */
#include "sema/evaluate.h"

static const Body top_body = {.name = "the top level", .is_value = true};

/* A value that is computed once, or at the call of the function whose default
 * it is: `purity` takes what is found, NULL when nobody asks. */
static Hir *check_value(Checker *c, const Expr *e, const Want *want, HirPurity *purity)
{
    Body body = top_body;
    body.purity = purity;
    Scope *scope = c->scope;
    Plan *row = c->row;
    body.outer = c->body;
    c->body = &body;
    c->scope = c->globals;
    c->row = NULL;
    Hir *hir = check(c, e, want);
    c->row = row;
    c->scope = scope;
    c->body = body.outer;
    return hir;
}

Hir *check_top_value(Checker *c, const Expr *e, const Want *want)
{
    return check_value(c, e, want, NULL);
}

/* ---- constants ------------------------------------------------------------ */

static bool holds_rng(const Type *type)
{
    if (type->kind == TY_RNG || (type->item && holds_rng(type->item)))
        return true;
    for (int i = 0; i < type->field_count; i++)
        if (holds_rng(type->fields[i].type))
            return true;
    return false;
}

static void finish_const(Checker *c, Symbol *symbol, Hir *value)
{
    if (is_kind(value, TY_TABLE)) {
        symbol->table = table_from(c, symbol->decl->name, value);
        return;
    }
    if (is_kind(value, TY_COLUMN))
        value = column_list(c, value);
    if (is_kind(value, TY_UNIT) || is_kind(value, TY_NULL)) {
        diag_error(c->diags, E0311, value->span, "the type of this cannot be seen");
        return;
    }
    if (holds_rng(value->type)) {
        Diag *d = diag_error(c->diags, E0309, value->span,
                             "a generator of random numbers changes, so no constant can hold it");
        diag_help(d, "make it in the function that uses it: `let %s = rng(42)`", symbol->name);
        return;
    }
    value = fold_constant(c, value);
    symbol->constant->type = value->type;
    symbol->constant->value = value;
    if (!is_error(value))
        vec_push(c->arena, &c->program->constants, symbol->constant);
}

void ensure_const(Checker *c, Symbol *symbol)
{
    if (symbol->state == SYMBOL_DONE)
        return;
    if (symbol->state == SYMBOL_CHECKING) {
        diag_error(c->diags, E0311, symbol->span, "`%s` is made of itself", symbol->name);
        return;
    }
    symbol->state = SYMBOL_CHECKING;
    symbol->constant = arena_new(c->arena, HirConst);
    *symbol->constant =
        (HirConst){.name = symbol->name, .span = symbol->span, .type = simple(c, TY_ERROR)};
    ModuleMark mark = enter_module(c, symbol->module);
    Want want = {0};
    if (symbol->decl->type)
        want.type = resolve_type(c, symbol->decl->type);
    Hir *value = check_top_value(c, symbol->decl->value, want.type ? &want : NULL);
    finish_const(c, symbol, value);
    leave_module(c, mark);
    symbol->state = SYMBOL_DONE;
}

/* ---- functions ------------------------------------------------------------ */

static const Type *fn_param_type(Checker *c, const Decl *decl, const Param *param)
{
    if (param->type) {
        if (is_open_table(param->type) && decl->kind == DECL_FN)
            return type_fields(c->types, TY_TABLE, NULL, 0);
        return resolve_type(c, param->type);
    }
    if (strcmp(param->name.text, "children") == 0)
        return simple(c, TY_COMPONENT);
    Diag *d = diag_error(c->diags, E0311, param->name.span, "the type of `%s` is missing",
                         param->name.text);
    diag_help(d, "write `%s: int`, or `text`, `component` …", param->name.text);
    return simple(c, TY_ERROR);
}

static void check_params(Checker *c, Symbol *symbol)
{
    const Decl *decl = symbol->decl;
    HirFn *fn = symbol->fn;
    for (int i = 0; i < decl->params.count; i++) {
        const Param *param = &decl->params.at[i];
        HirVar *var =
            hir_var_new(c, param->name.text, fn_param_type(c, decl, param), param->name.span);
        vec_push(c->arena, &fn->params, var);
        Want want = {.type = var->type,
                     .subject = arena_printf(c->arena, "parameter `%s`", param->name.text)};
        bool table = var->type->kind == TY_TABLE;
        Hir *value = param->default_
                         ? check_value(c, param->default_, table ? NULL : &want, &fn->purity)
                         : NULL;
        if (value && table)
            value = fit_argument(c, symbol, i, value);
        vec_push(c->arena, &fn->defaults, value);
    }
}

static void infer_result(Checker *c, HirFn *fn, const Body *body)
{
    const Type *type = fn->body->type;
    if (body->returned)
        type = is_kind(fn->body, TY_NEVER) ? body->returned : join_types(c, body->returned, type);
    if (!type || (body->returned && type != body->returned && body->returned->kind != TY_ERROR)) {
        Diag *d = diag_error(c->diags, E0311, fn->span,
                             "the results of `%s` are of different types", fn->name);
        diag_help(d, "write the type of the result: `-> %s`", type ? shown(c, type) : "T");
        type = simple(c, TY_ERROR);
    }
    if (type->kind == TY_TABLE && !body->returned)
        fn->shape = shape_of(c, fn->body);
    else
        fn->body = hir_convert(c, fn->body, type);
    fn->result = type->kind == TY_NEVER ? simple(c, TY_UNIT) : type;
}

static Hir *fn_body(Checker *c, const Decl *decl, const Want *want)
{
    return decl->body ? check_block(c, decl->body, want) : check(c, decl->value, want);
}

/* `-> table` */
static void check_table_result(Checker *c, HirFn *fn)
{
    if (fn->result->kind == TY_TABLE || fn->result->kind == TY_ERROR)
        return;
    diag_error(c->diags, E0301, fn->body->span,
               "the result of `%s` must be a table, but this is `%s`", fn->name,
               shown(c, fn->result));
    fn->result = simple(c, TY_ERROR);
}

void check_fn_body(Checker *c, const Symbol *symbol, HirFn *fn)
{
    const Decl *decl = symbol->decl;
    Plan *row = c->row;
    c->row = NULL;
    push_scope(c);
    for (int i = 0; i < fn->params.count; i++)
        declare_var(c, decl->params.at[i].name, fn->params.at[i])->is_param = true;
    Body body = {.outer = c->body, .name = fn->name, .purity = &fn->purity};
    body.result = (Want){.type = fn->result,
                         .subject = arena_printf(c->arena, "the result of `%s`", fn->name),
                         .unit = fn->result && fn->result->kind == TY_UNIT};
    c->body = &body;
    fn->body = fn_body(c, decl, fn->result ? &body.result : NULL);
    c->body = body.outer;
    fn->needs_callback = body.needs_callback;
    fn->needs_request = body.needs_request;
    pop_scope(c);
    c->row = row;
    if (!fn->result)
        infer_result(c, fn, &body);
    if (is_open_table(decl->type))
        check_table_result(c, fn);
}

void ensure_fn(Checker *c, Symbol *symbol)
{
    if (symbol->state == SYMBOL_DONE)
        return;
    if (symbol->state == SYMBOL_CHECKING) {
        if (symbol->fn && symbol->fn->result)
            return;
        Diag *d = diag_error(c->diags, E0311, symbol->span,
                             "`%s` calls itself, so its result must be declared", symbol->name);
        diag_help(d, "write `fn %s(…) -> T`", symbol->name);
        return;
    }
    symbol->state = SYMBOL_CHECKING;
    symbol->fn = arena_new(c->arena, HirFn);
    symbol->fn->name = symbol->name;
    symbol->fn->span = symbol->span;
    ModuleMark mark = enter_module(c, symbol->module);
    if (symbol->decl->type && !is_open_table(symbol->decl->type))
        symbol->fn->result = resolve_type(c, symbol->decl->type);
    check_params(c, symbol);
    bool open = symbol->decl->kind == DECL_FN && takes_any_table(symbol->decl);
    if (symbol->decl->kind == DECL_EXTERN_FN)
        check_extern(c, symbol);
    else if (!open)
        check_fn_body(c, symbol, symbol->fn);
    leave_module(c, mark);
    symbol->state = SYMBOL_DONE;
    if (open) /* made by its calls */
        return;
    vec_push(c->arena, &c->program->functions, symbol->fn);
}

/* ---- names of the top level ----------------------------------------------- */

static void declare_built_in(Checker *c)
{
    for (int i = 0; i < catalogue_library_count; i++) {
        const CatLibrary *library = &catalogue_libraries[i];
        if (!library->built_in)
            continue;
        Name name = {.text = intern(c->interner, library->alias, strlen(library->alias))};
        declare(c, SYM_LIBRARY, name)->library = library;
    }
    declare(c, SYM_CHARTS, (Name){.text = intern(c->interner, "px", 2)});
    declare(c, SYM_CHARTS, (Name){.text = intern(c->interner, "go", 2)});
}

static void check_use(Checker *c, const Decl *decl)
{
    Str package = decl->path ? literal_text(decl->path) : (Str){NULL, 0};
    const char *name = package.ptr ? arena_strndup(c->arena, package.ptr, package.len) : "";
    const CatLibrary *library = catalogue_library_by_package(name);
    if (library) {
        if (!library->built_in)
            declare(c, SYM_LIBRARY, decl->name)->library = library;
        return;
    }
    Diag *d = diag_unsupported(c->diags, decl->path ? decl->path->span : decl->span,
                               "the library `%s`", name);
    Suggest suggest = suggest_for(name);
    libraries_suggest(&suggest);
    diag_suggest(d, &suggest);
    c->has_unknown_ids = true;
}

static void declare_decl(Checker *c, const Decl *decl)
{
    static const struct {
        DeclKind decl;
        SymbolKind symbol;
    } kinds[] = {{DECL_TABLE, SYM_TABLE},  {DECL_LET, SYM_CONST}, {DECL_FN, SYM_FN},
                 {DECL_EXTERN_FN, SYM_FN}, {DECL_TYPE, SYM_TYPE}, {DECL_CALLBACK, SYM_CALLBACK}};
    if (decl->kind == DECL_USE)
        check_use(c, decl);
    if (decl->target)
        declare_lets(c, decl, declare_decl);
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (kinds[i].decl != decl->kind || !decl->name.text)
            continue;
        Symbol *symbol = declare(c, kinds[i].symbol, decl->name);
        symbol->decl = decl;
        symbol->warn_unused = c->module == c->main && decl->kind != DECL_CALLBACK;
    }
}

/* What the language has and this version does not. */
static void check_later(Checker *c, const Decl *decl)
{
    static const char *const words[] = {
        [DECL_EXTERN_JS] = "`extern js`",
        [DECL_PAGE] = "`page`",
    };
    Span span = decl->name.span.end
                    ? span_join((Span){decl->span.start, decl->span.start + 1}, decl->name.span)
                    : decl->span;
    switch (decl->kind) {
    case DECL_EXTERN_JS:
    case DECL_PAGE:
        diag_unsupported(c->diags, span, "%s", words[decl->kind]);
        break;
    case DECL_EXPR:
        if (decl->value && decl->value->kind != EXPR_ERROR)
            diag_help(diag_error(c->diags, E0306, decl->span,
                                 "an expression cannot stand alone at the top level"),
                      "put it into `layout`, a `fn` or a `callback`, or name it with `let`");
        break;
    default:
        break;
    }
    for (int i = 0; i < decl->annotations.count && decl->kind != DECL_CALLBACK; i++)
        diag_error(c->diags, E0203, decl->annotations.at[i].span, "`@%s` belongs to a callback",
                   decl->annotations.at[i].name.text);
}

/* What only the main file has. */
static void check_imported(Checker *c, const Decl *decl)
{
    const char *word = decl->kind == DECL_APP ? "app" : decl->kind == DECL_LAYOUT ? "layout" : NULL;
    if (!word)
        return;
    Diag *d = diag_error(
        c->diags, E0509, (Span){decl->span.start, decl->span.start + (uint32_t)strlen(word)},
        "`%s` belongs to the main file, %s", word, file_name(c->main->file->source));
    diag_help(d, "give %s functions that return components, and call them there",
              file_name(c->file->source));
}

/* ---- the whole ------------------------------------------------------------ */

static void check_symbol(Checker *c, Symbol *symbol)
{
    switch (symbol->kind) {
    case SYM_TABLE:
        ensure_table(c, symbol);
        break;
    case SYM_CONST:
        ensure_const(c, symbol);
        break;
    case SYM_FN:
        ensure_fn(c, symbol);
        break;
    case SYM_TYPE:
        if (symbol->state == SYMBOL_FRESH && symbol->decl->type) {
            bool used = symbol->used;
            resolve_type(
                c, &(TypeExpr){.kind = TYPE_NAME, .span = symbol->span, .name = symbol->name});
            symbol->used = used;
        }
        break;
    default:
        break;
    }
}

static void check_layout(Checker *c, const Decl *decl)
{
    Body body = top_body;
    body.purity = &c->program->layout_purity;
    c->body = &body;
    Want want = {.type = simple(c, TY_COMPONENT), .subject = "the layout"};
    c->program->layout = decl->body ? check_children(c, decl->body) : check(c, decl->value, &want);
    c->body = NULL;
}

void sema_need_layout(Diags *diags, const Program *program)
{
    if (program->layout)
        return;
    Span start = {program->source->base, program->source->base + 1};
    Diag *d = diag_error(diags, E0509, start, "the program has no layout");
    diag_help(d, "write `layout { html.H1(\"Hello\") }`");
}

/* A file of functions with tests of its own can be checked and tested alone. */
static bool has_tests(const Checker *c)
{
    for (int i = 0; i < c->file->decls.count; i++)
        if (c->file->decls.at[i]->kind == DECL_TEST)
            return true;
    return false;
}

static void check_layouts(Checker *c)
{
    const Decl *first = NULL;
    for (int i = 0; i < c->file->decls.count; i++) {
        const Decl *decl = c->file->decls.at[i];
        if (decl->kind != DECL_LAYOUT)
            continue;
        if (first) {
            Diag *d = diag_error(c->diags, E0509, decl->span, "there are two layouts");
            diag_note_at(d, first->span, "the first is here");
            continue;
        }
        first = decl;
        check_layout(c, decl);
    }
    if (!first && !c->diags->error_count && !has_tests(c))
        sema_need_layout(c->diags, c->program);
}

/* What every file is walked for, in order of dependency. */
static void each_decl(Checker *c, DeclKind kind, void (*what)(Checker *c, const Decl *decl))
{
    for (int m = 0; m < c->modules.count; m++) {
        ModuleMark mark = enter_module(c, c->modules.at[m]);
        for (int i = 0; i < c->file->decls.count; i++)
            if (c->file->decls.at[i]->kind == kind)
                what(c, c->file->decls.at[i]);
        leave_module(c, mark);
    }
}

static void check_callbacks(Checker *c)
{
    each_decl(c, DECL_CALLBACK, wire_callback);
    for (int i = 0; i < c->wired.count; i++)
        ensure_callback(c, i);
    check_late(c);
    check_graph(c);
}

static void declare_module(Checker *c)
{
    declare_built_in(c);
    for (int i = 0; i < c->file->decls.count; i++) {
        const Decl *decl = c->file->decls.at[i];
        declare_decl(c, decl);
        check_later(c, decl);
        if (c->module != c->main)
            check_imported(c, decl);
    }
}

static void check_symbols(Checker *c)
{
    for (int i = 0; i < c->globals->symbols.count; i++)
        if (c->globals->symbols.at[i]->module == c->module)
            check_symbol(c, c->globals->symbols.at[i]);
}

static void check_uncalled_symbols(Checker *c)
{
    for (int i = 0; i < c->globals->symbols.count; i++) {
        Symbol *symbol = c->globals->symbols.at[i];
        if (symbol->module == c->module && symbol->kind == SYM_FN && takes_any_table(symbol->decl))
            check_uncalled(c, symbol);
    }
}

static void each_module(Checker *c, void (*what)(Checker *c))
{
    for (int i = 0; i < c->modules.count; i++) {
        ModuleMark mark = enter_module(c, c->modules.at[i]);
        what(c);
        leave_module(c, mark);
    }
}

/* Only the main file's count. */
static void check_apps(Checker *c)
{
    for (int i = 0; i < c->file->decls.count; i++)
        if (c->file->decls.at[i]->kind == DECL_APP)
            check_app(c, c->file->decls.at[i]);
}

static void check_declarations(Checker *c)
{
    each_module(c, declare_module);
    each_module(c, declare_imports);
    check_apps(c);
    collect_ids(c);
    each_module(c, check_symbols);
}

static const char *program_name(Checker *c, const char *path)
{
    const char *slash = strrchr(path, '/');
    const char *name = slash ? slash + 1 : path;
    const char *point = strrchr(name, '.');
    return arena_strndup(c->arena, name,
                         point && point != name ? (size_t)(point - name) : strlen(name));
}

Program *sema_check(Arena *arena, Interner *interner, Sources *sources, Diags *diags,
                    const File *file)
{
    Checker c = {.arena = arena,
                 .interner = interner,
                 .sources = sources,
                 .diags = diags,
                 .file = file,
                 .types = type_pool_create(arena),
                 .program = arena_new(arena, Program),
                 .steps_left = MOST_STEPS};
    c.program->source = file->source;
    c.program->name = program_name(&c, file->source->path);
    c.program->title = (Str){c.program->name, strlen(c.program->name)};
    c.program->update_title = "Updating...";
    load_modules(&c, file);
    if (diags->error_count)
        diags_doubt(diags);
    check_declarations(&c);
    check_layouts(&c);
    check_callbacks(&c);
    each_decl(&c, DECL_TEST, check_test);
    each_module(&c, check_uncalled_symbols);
    pop_scope(&c);
    if (diags->error_count)
        return NULL;
    infer_purity(&c);
    warn_unused(&c);
    warn_idle(&c);
    each_module(&c, warn_imports);
    return c.program;
}
