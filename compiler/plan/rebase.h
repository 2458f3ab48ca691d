/* SPDX-License-Identifier: MIT
 *
 * Copies of row expressions and plans in which columns or variables are replaced
 * by what computes them.
 */
#ifndef DASHC_PLAN_REBASE_H
#define DASHC_PLAN_REBASE_H

#include "sema/hir.h"
#include "source/map.h"

/* Only kinds that plan_rebase() knows may move between operators. */
bool plan_can_rebase(const Hir *expr);
/* `expr` with every column replaced by the expression that computes it. NULL
 * gives NULL. */
Hir *plan_rebase(Arena *arena, Hir *expr, Hir *const *exprs);
void plan_rebase_all(Arena *arena, Hir **items, int count, Hir *const *exprs, Hir ***out);

/* A copy of the plan with the variables that `values` knows (HirVar → Hir)
 * replaced; where the variable is a table whose rows the plan reads, the plan of
 * its value stands (`tables`: HirVar → Plan). NULL: it holds what cannot be copied. */
Plan *plan_substitute(Arena *arena, const Plan *plan, const PtrMap *values, const PtrMap *tables);

#endif
