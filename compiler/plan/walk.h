/* SPDX-License-Identifier: MIT
 *
 * Visits every node of a checked expression, with the expressions of the plans
 * in it.
 */
#ifndef DASHC_PLAN_WALK_H
#define DASHC_PLAN_WALK_H

#include "sema/hir.h"

/* Called for each node before its parts; false: leave the parts out. */
typedef bool (*HirEnter)(Hir *hir, void *data);

/* NULL is fine. */
void hir_walk(Hir *hir, HirEnter enter, void *data);
void hir_walk_plan(Plan *plan, HirEnter enter, void *data);

/* The plan a node holds (TABLE, COLUMN, ROW, FIGURE, REDUCE), or NULL. */
Plan **hir_plan(Hir *hir);

#endif
