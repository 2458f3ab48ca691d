/* SPDX-License-Identifier: MIT
 *
 * The lines that add one row to an aggregate, for a whole table (scalars) and
 * for groups (array elements) alike.
 */
#ifndef DASHC_EMIT_AGGREGATE_H
#define DASHC_EMIT_AGGREGATE_H

#include "emit/internal.h"

/* The variables of one aggregate. `value` is the sum, count or extreme so far;
 * `seen` counts the values that are not null, where somebody asks. Both are C
 * lvalues. */
typedef struct Accumulator {
    const PlanAggregate *aggregate;
    const char *value, *seen;
    const char *rank; /* of min and max over texts: the ranks of their codes */
} Accumulator;

/* Whether the aggregate must count the values it sees. */
bool counts_values(const PlanAggregate *aggregate);
/* Min and max over texts: writes the array of ranks before the loop and gives it
 * and the dictionary; NULL for all other aggregates. */
const char *text_rank(Writer *w, const PlanAggregate *aggregate, const Row *row, const char **dict);
void accumulate(Writer *w, const Accumulator *accumulator, Span span);

#endif
