/* SPDX-License-Identifier: MIT
 *
 * Sorting rows by columns that stand in memory: stable, nulls last either way, NaN
 * before them.
 */
#ifndef DASH_SORT_H
#define DASH_SORT_H

#include "dash/table.h"

typedef struct DashSortKey {
    const void *data;      /* an element a row; NULL: the row's number */
    const uint64_t *valid; /* or NULL: no nulls */
    const uint32_t *rank;  /* of texts: their order by code (see dash_dict_rank); else NULL */
    DashEncoding encoding;
    bool descending;
} DashSortKey;

/* Puts the `rows` row numbers into the order of the keys, the first key first. */
void dash_sort_by(DashCx *cx, uint32_t *order, size_t rows, const DashSortKey *keys, size_t count);

/* Whether two rows have the same value. */
bool dash_sort_same(const DashSortKey *key, uint32_t a, uint32_t b);

/* The same for all rows of a table, and where the runs start that have the same first
 * `by` keys: starts[i] is the place of the first of place i's run. */
typedef struct DashSorted {
    uint32_t *order, *starts;
} DashSorted;
DashSorted dash_sort_runs(DashCx *cx, size_t rows, const DashSortKey *keys, size_t count,
                          size_t by);

/* The rows that are among the first `most` of their partition, as the first `by` keys
 * cut and the other keys order them; in the order of the table. */
typedef struct DashFirsts {
    uint32_t *rows;
    size_t count;
} DashFirsts;
DashFirsts dash_firsts(DashCx *cx, size_t rows, const DashSortKey *keys, size_t count, size_t by,
                       int64_t most);

#endif
