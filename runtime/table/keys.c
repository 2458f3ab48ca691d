/* SPDX-License-Identifier: MIT
 *
 * Making room in hash tables of packed keys.
 */
#include "dash/keys.h"

enum { FIRST_BITS = 8, QUICK_BITS = 18, LAST_BITS = 32 };

static void allocate(DashCx *cx, DashKeys *keys, uint32_t bits)
{
    size_t slots = (size_t)1 << bits;
    if (bits > LAST_BITS)
        dash_fail(cx, "", "more than two thousand million groups");
    keys->slots = dash_alloc_array(cx, slots, sizeof *keys->slots);
    keys->shift = 64 - bits;
    keys->most = (uint32_t)(slots / 2 + slots / 8);
}

DashKeys dash_keys(DashCx *cx)
{
    DashKeys keys = {0};
    allocate(cx, &keys, FIRST_BITS);
    return keys;
}

void dash_keys_grow(DashCx *cx, DashKeys *keys)
{
    DashKeys old = *keys;
    uint32_t bits = 64 - old.shift;
    allocate(cx, keys, bits < QUICK_BITS ? bits + 2 : bits + 1);
    size_t mask = ~UINT64_C(0) >> keys->shift;
    for (size_t i = 0; i <= ~UINT64_C(0) >> old.shift; i++) {
        if (old.slots[i].number == 0)
            continue;
        size_t at = dash_keys_home(keys, old.slots[i].key);
        while (keys->slots[at].number != 0)
            at = (at + 1) & mask;
        keys->slots[at] = old.slots[i];
    }
}
