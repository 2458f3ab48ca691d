/* SPDX-License-Identifier: MIT
 *
 * Groups of rows, by one loop in place or by a kernel over the parts of a large
 * table.
 */
#ifndef DASHC_EMIT_GROUP_H
#define DASHC_EMIT_GROUP_H

#include "emit/aggregate.h"

/* Writes the declaration of an array of zeros; its name. */
const char *new_array(Writer *w, const char *type, const char *wanted, const char *capacity);
const char *new_bitmap(Writer *w, const char *wanted, const char *capacity);

/* C of the number of different values of an aggregate's argument, nulls not counted. */
const char *count_distinct(Writer *w, Plan *plan, const PlanAggregate *aggregate);

/* The groups by a kernel, or NULL when the plan does not fit. */
Relation *kernel_group_relation(Writer *w, Plan *plan);
/* One aggregate over all rows of a plan by a kernel: the accumulator has C of what was
 * found. False when it does not fit. */
bool kernel_reduce(Writer *w, Plan *plan, const PlanAggregate *aggregate, Accumulator *found,
                   Span span);

#endif
