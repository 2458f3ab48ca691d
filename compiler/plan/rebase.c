/* SPDX-License-Identifier: MIT
 *
 * Copying plans with variables replaced: the checker puts the pipeline of a
 * function in place of its call.
 */
#include "plan/rebase.h"

#include "plan/rules.h"

typedef struct Substitute {
    Arena *arena;
    const PtrMap *values, *tables;
    bool failed;
} Substitute;

static Plan *substitute(Substitute *s, const Plan *plan);

static void substitute_part(Hir **slot, void *data)
{
    Substitute *s = data;
    Hir *hir = *slot, *value = hir->kind == HIR_VAR ? map_get(s->values, hir->var) : NULL;
    if (value) {
        *slot = value;
        return;
    }
    s->failed |= !expr_kind_movable(hir->kind) && hir->kind != HIR_REDUCE;
    *slot = hir_copy_with(s->arena, hir, substitute_part, s);
    if (hir->kind == HIR_REDUCE)
        (*slot)->reduce.plan = substitute(s, hir->reduce.plan);
}

static Plan *substitute(Substitute *s, const Plan *plan)
{
    if (!plan)
        return NULL;
    Plan *value = plan->op == PLAN_VALUE && plan->value->kind == HIR_VAR
                      ? map_get(s->tables, plan->value->var)
                      : NULL;
    if (value)
        return value;
    Plan *copy = plan_copy(s->arena, plan);
    copy->input = substitute(s, plan->input);
    copy->other = substitute(s, plan->other);
    plan_each_part(s->arena, copy, substitute_part, s);
    return copy;
}

/* Is a variable left that is replaced elsewhere? */
static bool look_for_rest(Hir *hir, void *data)
{
    Substitute *s = data;
    s->failed |= hir->kind == HIR_VAR && map_get(s->values, hir->var);
    return true;
}

Plan *plan_substitute(Arena *arena, const Plan *plan, const PtrMap *values, const PtrMap *tables)
{
    Substitute s = {.arena = arena, .values = values, .tables = tables};
    Plan *copy = substitute(&s, plan);
    hir_walk_plan(copy, look_for_rest, &s);
    return s.failed ? NULL : copy;
}
