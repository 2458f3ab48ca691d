/* SPDX-License-Identifier: MIT
 *
 * Aggregates as C, for a whole table (scalars) and for groups (array elements)
 * alike: the lines that add one row, and the expression of the result. Quantiles
 * and numbers of distinct values need all values: these are collected in arrays
 * and handed to the runtime behind the loop.
 */
#ifndef DASHC_EMIT_AGGREGATE_H
#define DASHC_EMIT_AGGREGATE_H

#include "emit/internal.h"

/* The variables of one aggregate; all but `collected` and its companions are C
 * lvalues: names, or elements of arrays. Texts are codes. */
typedef struct Accumulator {
    const PlanAggregate *aggregate;
    const char *value;            /* the sum, count, mean or extreme so far */
    const char *seen;             /* how many values were not null; NULL when nobody asks */
    const char *spread;           /* var and std: the sum of squares about the mean */
    const char *collected, *used; /* array of all values, and how many there are */
    const char *groups, *group;   /* array of their groups, the row's group; NULL: no groups */
    const char *dict;             /* of the codes, or NULL */
    const char *rank;             /* min and max over texts: the ranks of the codes */
} Accumulator;

bool counts_values(const PlanAggregate *aggregate);
bool has_spread(const PlanAggregate *aggregate);
/* The type of collected values; NULL: the aggregate collects nothing. */
const char *collected_type(const PlanAggregate *aggregate);

/* Sets what aggregates over texts need; writes before the loop. */
void accumulate_prepare(Writer *w, Accumulator *a, const Row *row);
/* Adds w->row. */
void accumulate(Writer *w, const Accumulator *a, Span span);

/* A mode as a value of its column, from its 64 bits. */
const char *mode_value(Emit *e, const Accumulator *a, const char *bits);
/* Adds to `a` what later rows gave to `b`. */
void accumulate_merge(Writer *w, const Accumulator *a, const Accumulator *b, Span span);

/* C of the place of median and quantile: 0 … 1. */
const char *quantile_of(Writer *w, const PlanAggregate *aggregate);

/* The result from the accumulated variables, where it is not null. */
const char *aggregate_result(Emit *e, const Accumulator *a);
/* The condition that it is not null; NULL: always. */
const char *aggregate_there(Emit *e, const Accumulator *a);

#endif
