/* SPDX-License-Identifier: MIT
 *
 * The literals and ranges that the arms of a `match` have taken so far: whether one
 * of them takes another pattern is found without going through all.
 */
#ifndef DASHC_SEMA_TAKEN_H
#define DASHC_SEMA_TAKEN_H

#include "sema/check.h"

typedef struct TakenRange {
    const Expr *low, *high;
    const Expr *highest; /* of this range and those before */
} TakenRange;

typedef struct Taken {
    const Type *type;       /* of the subject, without null */
    PtrMap literals;        /* by their bytes, interned */
    Vec(TakenRange) ranges; /* by their lower ends */
} Taken;

/* Below, at or above 0 as the literals `a` and `b` are ordered; 2: they are of different kinds. */
int literal_order(const Expr *a, const Expr *b);

/* Whether the subject's literals can be kept so. */
bool taken_can(const Type *type);
/* Whether one pattern before takes all that this literal or range takes. */
bool taken_has(Checker *c, const Taken *taken, const Pattern *pattern);
void taken_put(Checker *c, Taken *taken, const Pattern *pattern);

#endif
