/* SPDX-License-Identifier: MIT
 *
 * What has to be known before C is written: plans are optimised, reads of
 * variables are counted, and what nobody can reach is left out.
 */
#include "emit/internal.h"

static bool look_at(Hir *hir, void *data)
{
    Writer *w = data;
    Plan **plan = hir_plan(hir);
    if (plan)
        *plan = plan_optimise(w->e->arena, *plan);
    if (hir->kind == HIR_VAR)
        var_info(w, hir->var)->reads++;
    return true;
}

void analyse(Writer *w, Hir *body)
{
    hir_walk(body, look_at, w);
}

static bool reach(Hir *hir, void *data)
{
    Emit *e = data;
    if (hir->kind == HIR_CALL) {
        FnInfo *info = map_get(&e->fns, hir->call.fn);
        if (!info->used) {
            info->used = true;
            hir_walk(hir->call.fn->body, reach, e);
            for (int i = 0; i < hir->call.fn->defaults.count; i++)
                hir_walk(hir->call.fn->defaults.at[i], reach, e);
        }
    }
    if (hir->kind == HIR_CONST) {
        if (!map_get(&e->reached, hir->constant)) {
            map_set(e->arena, &e->reached, hir->constant, hir);
            hir_walk(hir->constant->value, reach, e);
        }
    }
    return true;
}

void analyse_reach(Emit *e)
{
    const Program *program = e->program;
    hir_walk(program->layout, reach, e);
    for (int i = 0; i < program->callbacks.count; i++)
        hir_walk(program->callbacks.at[i]->body, reach, e);
    for (int i = 0; i < program->tables.count; i++)
        hir_walk_plan(program->tables.at[i]->plan, reach, e);
}
