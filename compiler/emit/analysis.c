/* SPDX-License-Identifier: MIT
 *
 * What has to be known before C is written: plans are optimised; variables are
 * looked at for who reads them, and which columns of a table variable; and what
 * nobody can reach is left out.
 */
#include "emit/internal.h"

/* ---- plans -------------------------------------------------------------- */

/* The first row of a sorted table needs no sort, only the least row. */
static Plan *first_of(Arena *arena, Plan *plan)
{
    Plan *sort = plan;
    while (sort->op == PLAN_PROJECT)
        sort = sort->input;
    if (sort->op != PLAN_SORT)
        return plan;
    Hir *one = arena_new(arena, Hir);
    *one = (Hir){.kind = HIR_INT, .integer = 1};
    sort->op = PLAN_TOP;
    sort->count = one;
    return plan;
}

static bool optimise(Hir *hir, void *data)
{
    Writer *w = data;
    Plan **plan = hir_plan(hir);
    if (plan)
        *plan = plan_optimise(w->e->arena, *plan);
    if (hir->kind == HIR_ROW && !hir->row.index)
        *plan = first_of(w->e->arena, *plan);
    return true;
}

/* ---- variables ---------------------------------------------------------- */

typedef struct Look {
    Writer *w;
    PtrMap let_of;  /* value of a `let` → its variable */
    PtrMap sources; /* what loops run over: read row by row */
    bool changed;   /* a column more is needed */
} Look;

static int column_count(const Type *type)
{
    return type->kind == TY_TABLE ? type->field_count : 1;
}

static bool is_rows(const Type *type)
{
    return type->kind == TY_TABLE || type->kind == TY_COLUMN;
}

/* NULL: all columns. */
static void need_columns(Look *look, const HirVar *var, const bool *read)
{
    VarInfo *info = var_info(look->w, var);
    int count = column_count(var->type);
    if (!info->needs)
        info->needs = arena_array(look->w->e->arena, bool, count + 1);
    for (int i = 0; i < count; i++) {
        bool need = !read || read[i];
        look->changed |= need && !info->needs[i];
        info->needs[i] |= need;
    }
}

/* What the consumer of the node's plan reads of its columns; NULL: all. */
static const bool *wanted_by(Look *look, Hir *hir)
{
    Arena *arena = look->w->e->arena;
    if (hir->kind == HIR_TABLE || hir->kind == HIR_COLUMN) {
        const HirVar *var = map_get(&look->let_of, hir);
        if (!var)
            return NULL;
        const VarInfo *info = var_info(look->w, var);
        return info->needs ? info->needs : arena_array(arena, bool, column_count(var->type) + 1);
    }
    if (hir->kind == HIR_ROW)
        return NULL;
    bool *wanted = arena_array(arena, bool, (*hir_plan(hir))->columns.count + 1);
    if (hir->kind == HIR_REDUCE && hir->reduce.aggregate.argument)
        plan_columns_of(hir->reduce.aggregate.argument, wanted);
    for (int i = 0; hir->kind == HIR_FIGURE && i < hir->px.args.count; i++) {
        const HirPxArg *arg = &hir->px.args.at[i];
        if (arg->column >= 0)
            wanted[arg->column] = true;
        for (int c = 0; c < arg->columns.count; c++)
            wanted[arg->columns.at[c]] = true;
        if (arg->is_chosen)
            return NULL;
    }
    return wanted;
}

static bool look_at(Hir *hir, void *data);

/* Sources that were looked at, and their values. */
typedef struct SeenSource {
    Plan *plan;
    Hir *value;
} SeenSource;
typedef Vec(SeenSource) Hidden;

static void look_at_sources(Look *look, Plan *plan, Hidden *hidden)
{
    for (; plan->input; plan = plan->input)
        if (plan->other)
            look_at_sources(look, plan->other, hidden);
    Hir *value = plan->value;
    if (!value || value->kind != HIR_VAR || !is_rows(value->var->type))
        return;
    var_info(look->w, value->var)->reads++;
    need_columns(look, value->var, plan->read);
    vec_push(look->w->e->arena, hidden, ((SeenSource){plan, value}));
    plan->value = NULL; /* seen: not as a whole table */
}

/* A plan that starts at a table variable reads only some of its columns. */
static void look_at_plan(Look *look, Hir *hir)
{
    Plan *plan = *hir_plan(hir);
    Hidden hidden = {0};
    plan_prune(look->w->e->arena, plan, wanted_by(look, hir));
    look_at_sources(look, plan, &hidden);
    hir_walk_plan(plan, look_at, look);
    for (int i = 0; i < hidden.count; i++)
        hidden.at[i].plan->value = hidden.at[i].value;
}

static bool look_at(Hir *hir, void *data)
{
    Look *look = data;
    if (hir->kind == HIR_VAR) {
        VarInfo *info = var_info(look->w, hir->var);
        info->reads++;
        if (is_rows(hir->var->type)) {
            info->raw |= !map_get(&look->sources, hir);
            need_columns(look, hir->var, NULL);
        }
    }
    if (hir->kind == HIR_BLOCK || hir->kind == HIR_CHILDREN)
        look_at_edits(look->w, hir);
    if (hir->kind == HIR_BLOCK || hir->kind == HIR_CHILDREN)
        for (int i = 0; i < hir->block.statements.count; i++) {
            HirStmt *s = hir->block.statements.at[i];
            if (s->kind == HIR_STMT_LET)
                map_set(look->w->e->arena, &look->let_of, s->value, s->var);
            if (s->kind == HIR_STMT_FOR)
                map_set(look->w->e->arena, &look->sources, s->value, s->var);
        }
    if (hir->kind == HIR_LIST_COMP)
        map_set(look->w->e->arena, &look->sources, hir->comprehension.source, hir);
    if (!hir_plan(hir))
        return true;
    look_at_plan(look, hir);
    if (hir->kind == HIR_FIGURE)
        for (int i = 0; i < hir->px.args.count; i++) {
            HirPxArg *arg = &hir->px.args.at[i];
            hir_walk(arg->value, look_at, look);
            for (int k = 0; k < arg->values.count; k++)
                hir_walk(arg->values.at[k], look_at, look);
        }
    if (hir->kind == HIR_ROW)
        hir_walk(hir->row.index, look_at, look);
    if (hir->kind == HIR_REDUCE)
        hir_walk(hir->reduce.aggregate.argument, look_at, look);
    return false;
}

void analyse(Writer *w, Hir *body)
{
    hir_walk(body, optimise, w);
    Look look = {.w = w};
    do { /* a table made of another one: its columns are known only after its own readers */
        look.changed = false;
        hir_walk(body, look_at, &look);
    } while (look.changed);
}

/* ---- reach -------------------------------------------------------------- */

static bool reach(Hir *hir, void *data);

static void reach_plan(Emit *e, const Plan *plan)
{
    for (; plan; plan = plan->input) {
        reach_plan(e, plan->other);
        if (plan->op != PLAN_SCAN || map_get(&e->reached, plan->table))
            continue;
        map_set(e->arena, &e->reached, plan->table, plan->table);
        hir_walk_plan(plan->table->plan, reach, e);
        reach_plan(e, plan->table->plan);
    }
}

static void reach_fn(Emit *e, const HirFn *fn)
{
    FnInfo *info = map_get(&e->fns, fn);
    if (info->used)
        return;
    info->used = true;
    hir_walk(fn->body, reach, e);
    for (int i = 0; i < fn->defaults.count; i++)
        hir_walk(fn->defaults.at[i], reach, e);
}

static bool reach(Hir *hir, void *data)
{
    Emit *e = data;
    if (hir->kind == HIR_CALL)
        reach_fn(e, hir->call.fn);
    if (hir->kind == HIR_CONST && !map_get(&e->reached, hir->constant)) {
        map_set(e->arena, &e->reached, hir->constant, hir->constant);
        hir_walk(hir->constant->value, reach, e);
    }
    if (hir_plan(hir))
        reach_plan(e, *hir_plan(hir));
    return true;
}

void analyse_reach(Emit *e)
{
    if (!e->options.tests)
        hir_walk(e->program->layout, reach, e);
    for (int i = 0; e->options.tests && i < e->program->tests.count; i++)
        hir_walk(e->program->tests.at[i]->body, reach, e);
    for (int i = 0; i < e->program->callbacks.count; i++) {
        const HirCallback *callback = e->program->callbacks.at[i];
        hir_walk(callback->body, reach, e);
        for (int k = 0; k < callback->running.count; k++) {
            hir_walk(callback->running.at[k].on, reach, e);
            hir_walk(callback->running.at[k].off, reach, e);
        }
        if (callback->on_error)
            reach_fn(e, callback->on_error);
    }
}
