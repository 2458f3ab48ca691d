/* SPDX-License-Identifier: MIT
 *
 * The parts of checked expressions: visiting every node, with the expressions of
 * the plans in it, and copying nodes with other parts.
 */
#ifndef DASHC_PLAN_WALK_H
#define DASHC_PLAN_WALK_H

#include "sema/hir.h"

/* Called for each node before its parts; false: leave the parts out. */
typedef bool (*HirEnter)(Hir *hir, void *data);

/* NULL is fine. */
void hir_walk(Hir *hir, HirEnter enter, void *data);
void hir_walk_plan(Plan *plan, HirEnter enter, void *data);

/* Called with the place of a part of a node, where it may put another one. */
typedef void (*HirVisit)(Hir **part, void *data);

/* Visits the parts of a node that are there; those of its plan are not among them. */
void hir_each_part(Hir *hir, HirVisit visit, void *data);
/* A copy of the node, of which `visit` may change the parts: the node itself stays. */
Hir *hir_copy_with(Arena *arena, const Hir *hir, HirVisit visit, void *data);

/* The same for the expressions of one operator; with an arena its lists are copied first. */
void plan_each_part(Arena *copies, Plan *plan, HirVisit visit, void *data);

/* The plan a node holds (TABLE, COLUMN, ROW, FIGURE, REDUCE), or NULL. */
Plan **hir_plan(Hir *hir);

#endif
