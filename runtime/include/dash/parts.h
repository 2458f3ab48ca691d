/* SPDX-License-Identifier: MIT
 *
 * Parts of lists and texts: indexes, slices, and lists that grow while they are
 * made or belong to one variable.
 *
 * A list that may grow has memory for a power of two of items, so that its
 * length alone tells when it is full: see dash_room().
 */
#ifndef DASH_PARTS_H
#define DASH_PARTS_H

#include "dash/value.h"

/* The place of item `index` among `len`; a negative one counts from the end.
 * Fails the request when there is none. */
DASH_NORETURN void dash_bad_index(DashCx *cx, int64_t index, size_t len, const char *where);
static inline size_t dash_index(DashCx *cx, int64_t index, size_t len, const char *where)
{
    const uint64_t at = (uint64_t)index + (index < 0 ? len : 0);
    if (__builtin_expect(at >= len, 0))
        dash_bad_index(cx, index, len, where);
    return at;
}

/* Python's slices: negative ends count from the end, and what lies outside is
 * cut off. DASH_TO_END stands for an end that is not given. */
#define DASH_TO_END INT64_MAX
typedef struct DashSpan {
    size_t from, len;
} DashSpan;
DashSpan dash_span(int64_t start, int64_t end, size_t len);

/* One character, and characters from `start` up to `end`. */
DashText dash_text_at(DashCx *cx, DashText text, int64_t index, const char *where);
DashText dash_text_slice(DashText text, int64_t start, int64_t end);

/* Room for one more item behind `count` items of `size` bytes: gives the
 * memory, which may have moved. The new item is not zeroed. The items are NULL,
 * or from here, or from dash_copy_items. */
void *dash_more_room(DashCx *cx, const void *items, size_t count, size_t size);
static inline void *dash_room(DashCx *cx, const void *items, size_t count, size_t size)
{
    const bool full = count == 0 || (count >= 4 && (count & (count - 1)) == 0);
    return full ? dash_more_room(cx, items, count, size) : (void *)(uintptr_t)items;
}
/* A copy that may be changed and grown. */
void *dash_copy_items(DashCx *cx, const void *items, size_t count, size_t size);

#endif
