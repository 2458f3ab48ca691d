/* SPDX-License-Identifier: MIT
 *
 * What sorting by bits knows of keys, for others.
 */
#ifndef DASH_TABLE_RADIX_H
#define DASH_TABLE_RADIX_H

#include "dash/sort.h"

/* A number for every row, equal for rows with equal keys, below 1 << *bits; NULL when
 * that would be more than `most` bits. */
uint32_t *radix_codes(DashCx *cx, size_t rows, const DashSortKey *keys, size_t count, unsigned most,
                      unsigned *bits);

/* A number for every row, in the order of the key; nulls have UINT64_MAX. NULL when a
 * value could have that, too. */
uint64_t *radix_values(DashCx *cx, size_t rows, const DashSortKey *key);

/* -1, 0, 1: where row `a` stands by the keys, seen from row `b`. */
int radix_compare(const DashSortKey *keys, size_t count, uint32_t a, uint32_t b);

#endif
