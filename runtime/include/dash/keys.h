/* SPDX-License-Identifier: MIT
 *
 * Hash tables of keys that fit into 64 bits: what group and distinct find a row's
 * group in when the key's values are too many for an array. The generated code packs
 * several columns into one key.
 *
 * Slots lie in the order of their hashes' high bits, so that growing reads and
 * writes memory from front to back.
 */
#ifndef DASH_KEYS_H
#define DASH_KEYS_H

#include "dash/base.h"

typedef struct DashSlot {
    uint64_t key;
    uint32_t number; /* 1, 2, 3 … in order of first appearance; 0: free */
} DashSlot;

typedef struct DashKeys {
    DashSlot *slots; /* a power of two of them */
    uint32_t shift;  /* 64 - its logarithm */
    uint32_t count, most;
} DashKeys;

/* An empty table in the arena of `cx`. */
DashKeys dash_keys(DashCx *cx);
/* Makes room; dash_keys_slot calls it. Fails when memory is out. */
void dash_keys_grow(DashCx *cx, DashKeys *keys);

static inline size_t dash_keys_home(const DashKeys *keys, uint64_t key)
{
    return (size_t)((key ^ key >> 32) * 0x9E3779B97F4A7C15u >> keys->shift);
}

/* The key's slot, or a free one for it: whoever fills that sets `key` and `number`,
 * which is ++count. */
static inline DashSlot *dash_keys_slot(DashCx *cx, DashKeys *keys, uint64_t key)
{
    if (__builtin_expect(keys->count >= keys->most, 0))
        dash_keys_grow(cx, keys);
    size_t mask = ~UINT64_C(0) >> keys->shift, at = dash_keys_home(keys, key);
    while (keys->slots[at].number != 0 && keys->slots[at].key != key)
        at = (at + 1) & mask;
    return &keys->slots[at];
}

/* How many rows ahead loops fetch slots into the cache. */
#define DASH_AHEAD 24
static inline void dash_keys_fetch(const DashKeys *keys, uint64_t key)
{
    __builtin_prefetch(&keys->slots[dash_keys_home(keys, key)], 1);
}

#endif
