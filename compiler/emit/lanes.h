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

/* What is done with the rows `from` … `from + DASH_LANES - 1`, of which `word` has
 * a bit for each that is chosen. Columns that `strict` marks have a value there. */
typedef struct Lanes {
    const Relation *rel;
    const char *from, *word;
    const bool *strict;
    bool all; /* every row of the table is chosen */
} Lanes;
typedef void (*LanesSink)(Writer *w, const Lanes *lanes, void *data);

/* The loop from word to word; without a predicate all rows are chosen. */
void lanes_words(Writer *w, const Relation *rel, Hir *predicate, LanesSink sink, void *data);
/* Whether a number can be computed for all lanes, also of rows that do not count. */
bool lanes_compute(Writer *w, const Relation *rel, Hir *value);
/* Writes an array of its values, 0 where it is not chosen or null; and the word of those
 * that count: `*word`. The name of the array, or the place in the column itself. */
const char *lanes_values(Writer *w, const Lanes *lanes, Hir *value, const char *wanted,
                         const char **word);

/* Writes the counting of such rows and gives the C name of their number. */
const char *lanes_count(Writer *w, const Relation *rel, Hir *predicate);

#endif
