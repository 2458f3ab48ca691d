/* SPDX-License-Identifier: MIT
 *
 * Functions that take tables. Such a function is made once for every shape of
 * table that it is called with, so that its loops read the columns as they stand;
 * a parameter `t: table` takes any columns, `t: table{…}` at least those. The body
 * is checked again for each, and what does not fit the table of a call is shown
 * at the call. A function that is one pipeline goes into the pipeline of the
 * caller, where the planner sees through it.
 */
#include "plan/rebase.h"
#include "sema/check.h"

#define MOST_INSTANCES 100 /* of one function: calls of itself with ever wider tables end */

/* One making of the function. */
struct FnInstance {
    HirFn *fn;
    const Plan **shapes; /* by parameter; NULL: not a table */
    bool failed;
    FnInstance *next;
};

bool is_open_table(const TypeExpr *type)
{
    return type && type->kind == TYPE_NAME && strcmp(type->name, "table") == 0;
}

bool takes_tables(const HirFn *fn)
{
    for (int i = 0; i < fn->params.count; i++)
        if (fn->params.at[i]->type->kind == TY_TABLE)
            return true;
    return false;
}

bool takes_any_table(const Decl *decl)
{
    for (int i = 0; i < decl->params.count; i++)
        if (is_open_table(decl->params.at[i].type))
            return true;
    return false;
}

Hir *fit_argument(Checker *c, const Symbol *symbol, int index, Hir *value)
{
    const Decl *decl = symbol->decl;
    const HirVar *param = symbol->fn->params.at[index];
    const char *subject =
        arena_printf(c->arena, "parameter `%s` of `%s`", param->name, symbol->name);
    if (is_error(value))
        return value;
    bool open = is_open_table(decl->params.at[index].type);
    if (open && !is_kind(value, TY_TABLE)) {
        Diag *d = diag_error(c->diags, E0301, value->span, "%s must be a table, but this is `%s`",
                             subject, shown(c, value->type));
        diag_note_at(d, param->span, "it is declared here");
        return hir_error(c, value->span);
    }
    if (open)
        return value;
    if (!is_kind(value, TY_TABLE) || !has_columns(value->type, param->type))
        return coerce_type(c, value, param->type, subject); /* which complains */
    return fit_table(c, value, param->type);
}

/* ---- making one ----------------------------------------------------------- */

static bool is_about_table(const Diag *d)
{
    bool names = strncmp(diag_code_name(d->code), "E02", 3) == 0;
    return d->severity == SEVERITY_ERROR && !names && d->code != E0311;
}

/* What an instance complains of is the table's fault as far as it is not about
 * names: it is shown where the table comes from, once. */
static void blame_call(Checker *c, int from, const Symbol *symbol, Span call)
{
    Diags *diags = c->diags;
    DiagCode seen = DIAG_CODE_COUNT;
    int kept = from;
    for (int i = from; i < diags->all.count; i++) {
        Diag *d = diags->all.at[i];
        if (is_about_table(d)) {
            diags->error_count -= d->code == seen;
            if (d->code == seen)
                continue;
            seen = d->code;
            diag_note_at(d, d->span, "in `%s`, which is made for this table", symbol->name);
            d->span = call;
            d->fix_text = NULL;
        }
        diags->all.at[kept++] = d;
    }
    diags->all.count = kept;
}

static FnInstance *find_instance(const Symbol *symbol, const Plan *const *shapes)
{
    for (FnInstance *made = symbol->instances; made; made = made->next) {
        bool same = true;
        for (int i = 0; i < made->fn->params.count && same; i++)
            same = !shapes[i] || same_shape(shapes[i], made->shapes[i]);
        if (same)
            return made;
    }
    return NULL;
}

/* A function like the one that is declared, with tables of these shapes. */
static HirFn *copy_fn(Checker *c, const HirFn *declared, const Plan *const *shapes)
{
    HirFn *fn = arena_new(c->arena, HirFn);
    *fn = *declared;
    fn->shape = NULL;
    fn->body = NULL;
    fn->purity = (HirPurity){0};
    fn->params.at = arena_array(c->arena, HirVar *, fn->params.count);
    for (int i = 0; i < fn->params.count; i++) {
        HirVar *var = arena_new(c->arena, HirVar);
        *var = *declared->params.at[i];
        if (shapes[i]) {
            var->shape = shapes[i];
            var->type = plan_type(c, shapes[i]);
        }
        fn->params.at[i] = var;
    }
    return fn;
}

static FnInstance *make_instance(Checker *c, Symbol *symbol, const Plan **shapes, Span call)
{
    FnInstance *made = arena_new(c->arena, FnInstance);
    made->fn = copy_fn(c, symbol->fn, shapes);
    made->shapes = shapes;
    made->next = symbol->instances;
    symbol->instances = made;
    int errors = c->diags->error_count, from = c->diags->all.count;
    ModuleMark mark = enter_module(c, symbol->module);
    check_fn_body(c, symbol, made->fn);
    leave_module(c, mark);
    made->failed = c->diags->error_count != errors;
    if (made->failed && takes_any_table(symbol->decl))
        blame_call(c, from, symbol, call);
    vec_push(c->arena, &c->program->functions, made->fn);
    return made;
}

static int count_instances(const Symbol *symbol)
{
    int count = 0;
    for (const FnInstance *made = symbol->instances; made; made = made->next)
        count++;
    return count;
}

HirFn *fn_for_tables(Checker *c, Symbol *symbol, Hir *const *args, Span call)
{
    HirFn *fn = symbol->fn;
    bool plain = !takes_any_table(symbol->decl);
    const Plan **shapes = arena_array(c->arena, const Plan *, fn->params.count + 1);
    for (int i = 0; i < fn->params.count; i++) {
        if (fn->params.at[i]->type->kind != TY_TABLE)
            continue;
        shapes[i] = shape_of(c, args[i]);
        plain = plain && same_shape(shapes[i], plain_shape(c->arena, fn->params.at[i]->type));
    }
    if (plain || (fn->result && fn->result->kind == TY_ERROR))
        return fn;
    FnInstance *made = find_instance(symbol, shapes);
    if (made && !made->fn->result && !made->failed) {
        Diag *d = diag_error(c->diags, E0311, symbol->span,
                             "`%s` calls itself, so its result must be declared", symbol->name);
        diag_help(d,
                  is_open_table(symbol->decl->type) ? "name its columns: `-> table{name: type, …}`"
                                                    : "write `fn %s(…) -> T`",
                  symbol->name);
        made->failed = true;
    }
    if (!made && count_instances(symbol) == MOST_INSTANCES) {
        Diag *d =
            diag_error(c->diags, E0311, call,
                       "`%s` calls itself with a table of other columns each time", symbol->name);
        diag_help(d, "write the columns of its parameter and of its result, `table{name: type}`");
        return NULL;
    }
    if (!made)
        made = make_instance(c, symbol, shapes, call);
    return made->failed ? NULL : made->fn;
}

void check_uncalled(Checker *c, Symbol *symbol)
{
    if (symbol->instances || !symbol->fn)
        return;
    HirFn *fn = symbol->fn;
    for (int i = 0; i < fn->params.count; i++)
        if (is_open_table(symbol->decl->params.at[i].type))
            fn->params.at[i]->type = simple(c, TY_ERROR);
    ModuleMark mark = enter_module(c, symbol->module);
    check_fn_body(c, symbol, fn);
    leave_module(c, mark);
}

/* ---- one pipeline --------------------------------------------------------- */

static const Plan *pipeline_of(const Hir *body)
{
    while (body && body->kind == HIR_BLOCK && body->block.statements.count == 0)
        body = body->block.value;
    if (body && body->kind == HIR_CONVERT && is_kind(body, TY_TABLE))
        body = body->unary.operand;
    return body && body->kind == HIR_TABLE ? body->plan : NULL;
}

Hir *inlined_call(Checker *c, const HirFn *fn, Hir *const *args, Span span)
{
    const Plan *plan = pipeline_of(fn->body);
    PtrMap values = {0}, tables = {0};
    if (!plan)
        return NULL;
    for (int i = 0; i < fn->params.count; i++) {
        bool table = is_kind(args[i], TY_TABLE);
        if (!table && !is_simple(args[i]))
            return NULL;
        map_set(c->arena, &values, fn->params.at[i], args[i]);
        if (table)
            map_set(c->arena, &tables, fn->params.at[i], plan_of(c, args[i]));
    }
    Plan *copy = plan_substitute(c->arena, plan, &values, &tables);
    if (!copy)
        return NULL;
    Hir *hir = hir_table(c, copy);
    hir->span = span;
    return hir;
}
