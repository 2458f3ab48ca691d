/* SPDX-License-Identifier: MIT
 *
 * What the rules of the optimiser share: row expressions (expr.c) and the rules
 * themselves, each a function that gives the better plan, or NULL when it does
 * not apply. The nodes that a rule is given are the optimiser's own.
 */
#ifndef DASHC_PLAN_RULES_H
#define DASHC_PLAN_RULES_H

#include "plan/walk.h"

/* ---- row expressions -------------------------------------------------------- */

/* Expressions may move between operators unless they have plans or blocks inside. */
bool expr_movable(Hir *expr);
bool expr_kind_movable(HirKind kind);
/* A copy in which every column is replaced by the expression that computes it. */
Hir *expr_rebase(Arena *arena, Hir *expr, Hir *const *exprs);
/* Never fails: it may be computed for rows that would not get to it. */
bool expr_total(const Hir *expr);
/* Both always give the same; false when that is not known. */
bool expr_same(const Hir *a, const Hir *b);
/* Whether it reads any column. */
bool expr_reads(const Hir *expr);
bool expr_is_column(const Hir *expr);
/* bool, int … of T and of T? */
TypeKind expr_base(const Hir *expr);

/* ---- operators -------------------------------------------------------------- */

Plan *plan_copy(Arena *arena, const Plan *plan); /* one node */
Hir *plan_column(Arena *arena, const Plan *input, int column);
/* A select of all columns of `input`. */
Plan *plan_select_all(Arena *arena, Plan *input, Span span);
/* `expr` as one more column of a select; gives the column. */
Hir *plan_add_computed(Arena *arena, Plan *select, const char *name, Hir *expr);
/* Whether all columns that `expr` reads are plain ones among those of a select or the keys
 * of a group. */
bool plan_reads_plain(Arena *arena, const Hir *expr, const Plan *plan);
/* Whether the columns that `expr` reads are all marked. */
bool plan_reads_only(Arena *arena, const Hir *expr, const bool *marked, int count);
void plan_take_columns(Plan *plan, const Plan *from);

/* ---- rules ------------------------------------------------------------------ */

/* Constants are computed (constants.c): also `x and true`, `if true { x } …`. */
void plan_fold(Arena *arena, Plan *plan);
/* A filter goes where it sees fewer, or cheaper, rows (filters.c). */
Plan *plan_sink_filter(Arena *arena, Plan *filter);
/* What a select or a group computes twice becomes a column below it (common.c). */
Plan *plan_share(Arena *arena, Plan *plan);

#endif
