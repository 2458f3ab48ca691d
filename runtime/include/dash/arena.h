/* SPDX-License-Identifier: MIT
 *
 * A bump allocator: many small pieces, one end. The runtime has one a request,
 * the compiler one a compilation. Not thread-safe; one owner.
 */
#ifndef DASH_ARENA_H
#define DASH_ARENA_H

#include <stddef.h>

typedef struct DashArena DashArena;

/* A new empty arena, or NULL when memory is out. `limit` bounds the bytes that
 * may be live at once (0: no bound). */
DashArena *dash_arena_create(size_t limit);

/* Frees everything. NULL is fine. */
void dash_arena_destroy(DashArena *arena);

/* Forgets every piece but keeps the first block for the next use, so that a
 * warm arena answers a small request without malloc. */
void dash_arena_reset(DashArena *arena);

/* `size` zeroed bytes, 16-byte aligned. NULL when memory is out or the limit
 * would be passed. A size of 0 gives a valid pointer. */
void *dash_arena_alloc(DashArena *arena, size_t size);

/* The same without the zeros. */
void *dash_arena_alloc_unset(DashArena *arena, size_t size);

/* Makes the piece at `ptr` (of `old_size` bytes; NULL and 0 for none) at least
 * `new_size` long: in place when it was the last piece, else by copy. The new
 * bytes are not zeroed. NULL as for alloc, and the old piece stays. */
void *dash_arena_grow(DashArena *arena, void *ptr, size_t old_size, size_t new_size);

/* Bytes handed out since creation or reset. */
size_t dash_arena_used(const DashArena *arena);

#endif
