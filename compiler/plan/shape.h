/* SPDX-License-Identifier: MIT
 *
 * The shape of a table: its columns with the way in which they stand in memory.
 * Two tables of one type may differ in it (an int is a byte in one and eight in
 * the other; texts are codes of this or that dictionary). The plain shape is what
 * the type alone gives: ints in eight bytes, texts with a dictionary that is known
 * only at run time. It is that of tables in lists, records and `var`s.
 */
#ifndef DASHC_PLAN_SHAPE_H
#define DASHC_PLAN_SHAPE_H

#include "plan/plan.h"

/* Of a scalar that is computed, T or T?. */
DashEncoding plain_encoding(const Type *type);
/* A plan without an operation whose columns are those of the table type. */
Plan *plain_shape(Arena *arena, const Type *table);
bool same_shape(const Plan *a, const Plan *b);

#endif
