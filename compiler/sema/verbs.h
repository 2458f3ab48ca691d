/* SPDX-License-Identifier: MIT
 *
 * What the files with verbs share: reading their arguments and making the columns
 * of the operator that they put on the plan. Each complains where something does
 * not fit; false, -1 or an error node then say so.
 */
#ifndef DASHC_SEMA_VERBS_H
#define DASHC_SEMA_VERBS_H

#include "sema/check.h"

typedef Hir *VerbFn(Checker *c, const Call *call, Plan *input);

VerbFn verb_group, verb_aggregate;                /* groups.c */
VerbFn verb_union, verb_melt, verb_pivot;         /* reshape.c */
VerbFn verb_split;                                /* split.c */
VerbFn verb_resample;                             /* buckets.c */
VerbFn verb_window;                               /* windows.c */
VerbFn verb_datatable;                            /* datatable.c */
VerbFn verb_join, verb_left_join, verb_anti_join; /* joins.c */

/* The node that stands for the whole call after a complaint. */
Hir *verb_failed(Checker *c, const Call *call);
/* There are arguments. `example` shows the right form. */
bool verb_some_arguments(Checker *c, const Call *call, const char *example);

/* An expression over the rows of `input`; a condition must be bool or bool?. */
Hir *in_row(Checker *c, const Expr *e, Plan *input, bool condition);
/* no_row_any of one type. */
Hir *no_row(Checker *c, const Expr *e, const Type *type, const char *subject);
/* The index of a plain column, `.name`. */
int column_arg(Checker *c, const Expr *e, Plan *input);

/* Adds an output column: a copy of an input column or computed by `expr`. */
bool put_column(Checker *c, Plan *plan, const Plan *input, const char *name, const Hir *expr);
/* The same and the expression itself. */
bool put_expr(Checker *c, Plan *plan, Plan *input, const char *name, Hir *expr);
/* `.a` keeps its name, `b = expression` gives one. */
bool put_named(Checker *c, Plan *plan, Plan *input, const Arg *arg);
/* A key of an order; `desc(.x)` where that may stand. */
bool put_sort_key(Checker *c, Plan *plan, const Expr *e, bool may_descend);
/* The value of a table that is an argument. */
Hir *verb_other_table(Checker *c, const Expr *e);
/* `sum(.x)` as the column `name` of a group, over the rows whose `column` is that
 * text: `where` makes the condition round the argument. */
typedef Hir *WhereText(Checker *c, Plan *input, int column, const char *text, Hir *argument);
bool put_conditional_aggregate(Checker *c, Plan *plan, Plan *input, const char *name,
                               const Expr *values, int column, WhereText *where);
/* `total = sum(.x)` as a column of a group, where keys may not stand. */
bool put_only_aggregate(Checker *c, Plan *plan, Plan *input, const Arg *arg, const char *example);
/* The first row of a plan that has one, as of a group without keys: a record. */
Hir *only_row(Checker *c, Plan *plan, Span span);
/* The output has the columns of the input. */
Plan *keep_columns(Checker *c, Plan *plan);

#endif
