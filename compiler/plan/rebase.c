/* SPDX-License-Identifier: MIT
 *
 * Copying expressions with something replaced. The optimiser moves filters and
 * selects so; the checker puts the pipeline of a function in place of its call.
 */
#include "plan/rebase.h"

#include "plan/walk.h"

/* What is replaced: columns, or variables. */
typedef struct Rebase {
    Arena *arena;
    Hir *const *exprs;    /* NULL: columns stay */
    const PtrMap *values; /* NULL: variables stay … */
    const PtrMap *tables;
    bool failed;
} Rebase;

/* The kinds that are copied part by part. */
static bool knows(HirKind kind)
{
    switch (kind) {
    case HIR_NULL:
    case HIR_BOOL:
    case HIR_INT:
    case HIR_FLOAT:
    case HIR_TEXT:
    case HIR_VAR:
    case HIR_CONST:
    case HIR_COLREF:
    case HIR_CONCAT:
    case HIR_CONVERT:
    case HIR_NEG:
    case HIR_NOT:
    case HIR_IS_NULL:
    case HIR_FIELD:
    case HIR_ARITH:
    case HIR_AND:
    case HIR_OR:
    case HIR_COMPARE:
    case HIR_IN:
    case HIR_COALESCE:
    case HIR_INDEX:
    case HIR_IF:
    case HIR_LIST:
    case HIR_RECORD:
    case HIR_TUPLE:
    case HIR_CALL:
    case HIR_BUILTIN:
        return true;
    default:
        return false;
    }
}

static bool known_so_far(Hir *hir, void *data)
{
    *(bool *)data &= knows(hir->kind);
    return *(bool *)data;
}

bool plan_can_rebase(const Hir *expr)
{
    bool known = true;
    hir_walk((Hir *)(uintptr_t)expr, known_so_far, &known);
    return known;
}

/* ---- expressions -------------------------------------------------------- */

static Hir *rebase(Rebase *r, Hir *expr);
static Plan *substitute(Rebase *r, const Plan *plan);

static Hir **rebase_items(Rebase *r, Hir *const *items, int count)
{
    Hir **copy = arena_array(r->arena, Hir *, count + 1);
    for (int i = 0; i < count; i++)
        copy[i] = rebase(r, items[i]);
    return copy;
}

static void rebase_parts(Rebase *r, Hir *copy)
{
    HirPart *parts = arena_array(r->arena, HirPart, copy->concat.parts.count + 1);
    for (int i = 0; i < copy->concat.parts.count; i++) {
        parts[i] = copy->concat.parts.at[i];
        parts[i].value = rebase(r, parts[i].value);
    }
    copy->concat.parts.at = parts;
}

/* An aggregate speaks of the columns of its own plan. */
static void rebase_reduce(Rebase *r, Hir *copy)
{
    Rebase inner = *r;
    inner.exprs = NULL;
    copy->reduce.plan = substitute(&inner, copy->reduce.plan);
    copy->reduce.aggregate.argument = rebase(&inner, copy->reduce.aggregate.argument);
    copy->reduce.aggregate.parameter = rebase(&inner, copy->reduce.aggregate.parameter);
    r->failed |= inner.failed;
}

static void rebase_parts_of(Rebase *r, Hir *copy)
{
    switch (copy->kind) {
    case HIR_CONCAT:
        rebase_parts(r, copy);
        break;
    case HIR_CONVERT:
    case HIR_NEG:
    case HIR_NOT:
    case HIR_IS_NULL:
    case HIR_FIELD:
        copy->unary.operand = rebase(r, copy->unary.operand);
        break;
    case HIR_ARITH:
    case HIR_AND:
    case HIR_OR:
    case HIR_COMPARE:
    case HIR_IN:
    case HIR_COALESCE:
    case HIR_INDEX:
        copy->binary.left = rebase(r, copy->binary.left);
        copy->binary.right = rebase(r, copy->binary.right);
        break;
    case HIR_IF:
        copy->if_.condition = rebase(r, copy->if_.condition);
        copy->if_.then = rebase(r, copy->if_.then);
        copy->if_.otherwise = rebase(r, copy->if_.otherwise);
        break;
    case HIR_LIST:
    case HIR_RECORD:
    case HIR_TUPLE:
        copy->list.items.at = rebase_items(r, copy->list.items.at, copy->list.items.count);
        break;
    case HIR_CALL:
        copy->call.args.at = rebase_items(r, copy->call.args.at, copy->call.args.count);
        break;
    case HIR_BUILTIN:
        copy->builtin.args.at = rebase_items(r, copy->builtin.args.at, copy->builtin.args.count);
        break;
    case HIR_REDUCE:
        rebase_reduce(r, copy);
        break;
    default:
        break;
    }
}

static Hir *rebase(Rebase *r, Hir *expr)
{
    if (!expr)
        return NULL;
    if (expr->kind == HIR_COLREF && r->exprs)
        return r->exprs[expr->column];
    Hir *value = expr->kind == HIR_VAR && r->values ? map_get(r->values, expr->var) : NULL;
    if (value)
        return value;
    r->failed |= !knows(expr->kind) && expr->kind != HIR_REDUCE;
    Hir *copy = arena_new(r->arena, Hir);
    *copy = *expr;
    rebase_parts_of(r, copy);
    return copy;
}

Hir *plan_rebase(Arena *arena, Hir *expr, Hir *const *exprs)
{
    return rebase(&(Rebase){.arena = arena, .exprs = exprs}, expr);
}

void plan_rebase_all(Arena *arena, Hir **items, int count, Hir *const *exprs, Hir ***out)
{
    *out = rebase_items(&(Rebase){.arena = arena, .exprs = exprs}, items, count);
}

/* ---- plans -------------------------------------------------------------- */

static void substitute_parts(Rebase *r, Plan *copy)
{
    copy->predicate = rebase(r, copy->predicate);
    copy->count = rebase(r, copy->count);
    copy->exprs.at = rebase_items(r, copy->exprs.at, copy->exprs.count);
    PlanKey *keys = arena_array(r->arena, PlanKey, copy->keys.count + 1);
    for (int i = 0; i < copy->keys.count; i++)
        keys[i] = (PlanKey){rebase(r, copy->keys.at[i].expr), copy->keys.at[i].descending};
    copy->keys.at = keys;
    PlanAggregate *aggregates = arena_array(r->arena, PlanAggregate, copy->aggregates.count + 1);
    for (int i = 0; i < copy->aggregates.count; i++) {
        aggregates[i] = copy->aggregates.at[i];
        aggregates[i].argument = rebase(r, aggregates[i].argument);
        aggregates[i].parameter = rebase(r, aggregates[i].parameter);
    }
    copy->aggregates.at = aggregates;
    PlanWindow *windows = arena_array(r->arena, PlanWindow, copy->windows.count + 1);
    for (int i = 0; i < copy->windows.count; i++) {
        windows[i] = copy->windows.at[i];
        windows[i].size = rebase(r, windows[i].size);
    }
    copy->windows.at = windows;
}

static Plan *substitute(Rebase *r, const Plan *plan)
{
    if (!plan)
        return NULL;
    Plan *value = plan->op == PLAN_VALUE && plan->value->kind == HIR_VAR
                      ? map_get(r->tables, plan->value->var)
                      : NULL;
    if (value)
        return value;
    Plan *copy = arena_new(r->arena, Plan);
    *copy = *plan;
    copy->read = NULL;
    copy->input = substitute(r, plan->input);
    copy->other = substitute(r, plan->other);
    copy->value = rebase(r, plan->value);
    substitute_parts(r, copy);
    return copy;
}

/* Is a variable left that is replaced elsewhere? */
static bool look_for_rest(Hir *hir, void *data)
{
    Rebase *r = data;
    r->failed |= hir->kind == HIR_VAR && map_get(r->values, hir->var);
    return true;
}

Plan *plan_substitute(Arena *arena, const Plan *plan, const PtrMap *values, const PtrMap *tables)
{
    Rebase r = {.arena = arena, .values = values, .tables = tables};
    Plan *copy = substitute(&r, plan);
    hir_walk_plan(copy, look_for_rest, &r);
    return r.failed ? NULL : copy;
}
