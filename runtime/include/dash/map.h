/* SPDX-License-Identifier: MIT
 *
 * Maps from texts or ints. The keys and the values of a map are two arrays in
 * order of insertion, of types that the generated C knows; what is here finds
 * the place of a key in them. A map that may be changed has keys, values and
 * slots of its own, with room as dash_room() keeps it.
 */
#ifndef DASH_MAP_H
#define DASH_MAP_H

#include "dash/value.h"

/* Places by the hash of their keys: place + 1, 0 is free. `at` is NULL while
 * there are few keys, which are looked through. */
typedef struct DashSlots {
    uint32_t *at;
    uint32_t mask;
} DashSlots;

/* The place of `key`, or `len` when it is not there. */
size_t dash_find_text(DashSlots slots, const DashText *keys, size_t len, DashText key);
size_t dash_find_int(DashSlots slots, const int64_t *keys, size_t len, int64_t key);

/* Notes the last of `len` keys, which is new. */
void dash_note_text(DashCx *cx, DashSlots *slots, const DashText *keys, size_t len);
void dash_note_int(DashCx *cx, DashSlots *slots, const int64_t *keys, size_t len);

/* A copy that may be changed. */
DashSlots dash_copy_slots(DashCx *cx, DashSlots slots);

/* Fails the request: there is no such key. */
DASH_NORETURN void dash_no_text(DashCx *cx, DashText key, const char *where);
DASH_NORETURN void dash_no_int(DashCx *cx, int64_t key, const char *where);

/* An int as the name of a field. */
DashText dash_int_name(DashCx *cx, int64_t key);

#endif
