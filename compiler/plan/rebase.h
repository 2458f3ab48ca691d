/* SPDX-License-Identifier: MIT
 *
 * The pipeline of a function in place of its call.
 */
#ifndef DASHC_PLAN_REBASE_H
#define DASHC_PLAN_REBASE_H

#include "sema/hir.h"
#include "source/map.h"

/* A copy of the plan with the variables that `values` knows (HirVar → Hir)
 * replaced; where the variable is a table whose rows the plan reads, the plan of
 * its value stands (`tables`: HirVar → Plan). NULL: it holds what cannot be copied. */
Plan *plan_substitute(Arena *arena, const Plan *plan, const PtrMap *values, const PtrMap *tables);

#endif
