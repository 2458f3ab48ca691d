/* SPDX-License-Identifier: MIT
 *
 * Filters that look at DASH_LANES rows at a time.
 */
#ifndef DASHC_EMIT_LANES_H
#define DASHC_EMIT_LANES_H

#include "emit/internal.h"

/* Whether the predicate over the relation's rows can be computed for whole words
 * of rows: plain comparisons over embedded columns. */
bool lanes_fit(Writer *w, const Relation *rel, Hir *predicate);

/* The loop over the rows where the predicate is true; `sink` writes its body. */
void lanes_each(Writer *w, const Relation *rel, Hir *predicate, RowSink sink, void *data);

/* Writes the counting of such rows and gives the C name of their number. */
const char *lanes_count(Writer *w, const Relation *rel, Hir *predicate);

#endif
