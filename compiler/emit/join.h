/* SPDX-License-Identifier: MIT
 *
 * Joins of two plans.
 */
#ifndef DASHC_EMIT_JOIN_H
#define DASHC_EMIT_JOIN_H

#include "emit/internal.h"

/* The loop over the rows of a PLAN_JOIN. */
void join_each(Writer *w, Plan *plan, RowSink sink, void *data);

#endif
