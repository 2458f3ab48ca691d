/* SPDX-License-Identifier: MIT
 *
 * Finding keys: through all of them while they are few, else by open addressing
 * in a table at most half full.
 */
#include "dash/map.h"

#include <string.h>

#include "core/cx.h"
#include "dash/number.h"
#include "dash/table.h"
#include "dash/text.h"

enum { FEW = 8 }; /* keys that are looked through */

static uint64_t hash_text(DashText key)
{
    return dash_hash_mix(0, dash_hash_text(key));
}

static uint64_t hash_int(int64_t key)
{
    return dash_hash_mix(0, (uint64_t)key);
}

size_t dash_find_text(DashSlots slots, const DashText *keys, size_t len, DashText key)
{
    if (!slots.at) {
        size_t at = 0;
        while (at < len && !dash_text_eq(keys[at], key))
            at++;
        return at;
    }
    for (uint32_t slot = (uint32_t)hash_text(key);; slot++) {
        uint32_t place = slots.at[slot & slots.mask];
        if (place == 0)
            return len;
        if (dash_text_eq(keys[place - 1], key))
            return place - 1;
    }
}

size_t dash_find_int(DashSlots slots, const int64_t *keys, size_t len, int64_t key)
{
    if (!slots.at) {
        size_t at = 0;
        while (at < len && keys[at] != key)
            at++;
        return at;
    }
    for (uint32_t slot = (uint32_t)hash_int(key);; slot++) {
        uint32_t place = slots.at[slot & slots.mask];
        if (place == 0)
            return len;
        if (keys[place - 1] == key)
            return place - 1;
    }
}

/* Room for `len` keys; true when the table is new, and empty. */
static bool grow(DashCx *cx, DashSlots *slots, size_t len)
{
    if (len <= FEW || (slots->at && len <= slots->mask / 2))
        return false;
    if (len > UINT32_MAX / 8)
        dash_fail(cx, "", "a map of %zu keys is too large", len);
    uint32_t count = 32;
    while (count / 4 < len)
        count *= 2;
    slots->at = dash_alloc_array(cx, count, sizeof *slots->at);
    slots->mask = count - 1;
    return true;
}

static void put(DashSlots *slots, uint64_t hash, size_t place)
{
    uint32_t slot = (uint32_t)hash;
    while (slots->at[slot & slots->mask] != 0)
        slot++;
    slots->at[slot & slots->mask] = (uint32_t)place + 1;
}

void dash_note_text(DashCx *cx, DashSlots *slots, const DashText *keys, size_t len)
{
    size_t from = grow(cx, slots, len) ? 0 : len - 1;
    for (size_t i = from; i < len && slots->at; i++)
        put(slots, hash_text(keys[i]), i);
}

void dash_note_int(DashCx *cx, DashSlots *slots, const int64_t *keys, size_t len)
{
    size_t from = grow(cx, slots, len) ? 0 : len - 1;
    for (size_t i = from; i < len && slots->at; i++)
        put(slots, hash_int(keys[i]), i);
}

DashSlots dash_copy_slots(DashCx *cx, DashSlots slots)
{
    if (!slots.at)
        return slots;
    size_t bytes = ((size_t)slots.mask + 1) * sizeof *slots.at;
    uint32_t *copy = dash_alloc(cx, bytes);
    memcpy(copy, slots.at, bytes);
    return (DashSlots){copy, slots.mask};
}

void dash_no_text(DashCx *cx, DashText key, const char *where)
{
    enum { SHOWN = 80 };
    int len = (int)(key.len < SHOWN ? key.len : SHOWN);
    dash_fail(cx, where, "the map has no key \"%.*s\"%s", len, key.ptr, key.len > SHOWN ? "…" : "");
}

void dash_no_int(DashCx *cx, int64_t key, const char *where)
{
    dash_fail(cx, where, "the map has no key %lld", (long long)key);
}

DashText dash_int_name(DashCx *cx, int64_t key)
{
    char *text = dash_alloc(cx, DASH_NUMBER_MAX);
    return (DashText){text, dash_write_int(text, key)};
}
