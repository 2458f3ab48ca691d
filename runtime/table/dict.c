/* SPDX-License-Identifier: MIT
 *
 * The dictionary builder: an open hash table of codes over one growing run of
 * bytes. The table is at most half full.
 */
#include "table/dict.h"

#include <stdlib.h>
#include <string.h>

#include "core/cx.h"

static uint64_t load(const char *bytes, size_t len)
{
    uint64_t word = 0;
    memcpy(&word, bytes, len);
    return word;
}

/* The up to eight bytes as a number, by loads of fixed sizes that may overlap. */
static uint64_t short_word(const char *bytes, size_t len)
{
    const unsigned char *at = (const unsigned char *)bytes;
    if (len == 8) {
        return load(bytes, 8);
    }
    if (len >= 4) {
        return load(bytes, 4) | load(bytes + len - 4, 4) << (len - 4) * 8;
    }
    return len == 0 ? 0
                    : at[0] | (uint64_t)at[len / 2] << len / 2 * 8 |
                          (uint64_t)at[len - 1] << (len - 1) * 8;
}

/* Two texts of the same length up to eight have the same hash only when they are
 * the same: each step can be undone. */
static uint64_t hash_text(const char *bytes, size_t len)
{
    if (len <= 8) {
        return dash_hash_mix(len, short_word(bytes, len));
    }
    uint64_t hash = len;
    for (size_t at = 0; at + 8 < len; at += 8) {
        hash = dash_hash_mix(hash, load(bytes + at, 8));
    }
    return dash_hash_mix(hash, load(bytes + len - 8, 8));
}

/* By the upper bits of the hash, which all bits of the text have a part in. */
static DictSlot *first_slot(DictSlot *slots, uint32_t mask, uint64_t hash)
{
    return &slots[(uint32_t)(hash >> 32) >> __builtin_clz(mask)];
}

/* NULL when memory is out; `old` stays. */
static void *resize(const DictBuilder *b, void *old, size_t old_size, size_t size)
{
    return b->arena ? dash_arena_grow(b->arena, old, old_size, size) : realloc(old, size);
}

static bool grow_slots(DictBuilder *b)
{
    size_t slots = b->slots ? ((size_t)b->mask + 1) * 2 : 64;
    DictSlot *fresh = slots <= UINT32_MAX / 2 ? resize(b, NULL, 0, slots * sizeof(*fresh)) : NULL;
    if (!fresh) {
        return false;
    }
    memset(fresh, 0, slots * sizeof(*fresh));
    uint32_t mask = (uint32_t)slots - 1;
    for (size_t i = 0; b->slots && i <= b->mask; i++) {
        DictSlot *slot = first_slot(fresh, mask, b->slots[i].hash);
        while (b->slots[i].number && slot->number) {
            slot = slot == &fresh[mask] ? fresh : slot + 1;
        }
        if (b->slots[i].number) {
            *slot = b->slots[i];
        }
    }
    if (!b->arena) {
        free(b->slots);
    }
    b->slots = fresh;
    b->mask = mask;
    return true;
}

static bool grow_offsets(DictBuilder *b)
{
    size_t capacity = b->offset_capacity ? (size_t)b->offset_capacity * 2 : 32;
    size_t size = sizeof(*b->offsets);
    uint32_t *offsets = resize(b, b->offsets, b->offset_capacity * size, capacity * size);
    if (!offsets) {
        return false;
    }
    if (!b->offsets) {
        offsets[0] = offsets[1] = 0;
    }
    b->offsets = offsets;
    b->offset_capacity = (uint32_t)capacity;
    return true;
}

static bool grow_bytes(DictBuilder *b, size_t more)
{
    size_t capacity = b->byte_capacity ? b->byte_capacity : 256;
    while (capacity - b->byte_count < more) {
        capacity *= 2;
    }
    char *bytes = resize(b, b->bytes, b->byte_capacity, capacity);
    if (!bytes) {
        return false;
    }
    b->bytes = bytes;
    b->byte_capacity = capacity;
    return true;
}

static bool append(DictBuilder *b, DashText text)
{
    if (text.len > UINT32_MAX - b->byte_count) {
        return false;
    }
    if ((size_t)b->count + 2 > b->offset_capacity && !grow_offsets(b)) {
        return false;
    }
    if ((!b->bytes || b->byte_capacity - b->byte_count < text.len) && !grow_bytes(b, text.len)) {
        return false;
    }
    memcpy(b->bytes + b->byte_count, text.ptr, text.len);
    b->byte_count += text.len;
    b->offsets[++b->count] = (uint32_t)b->byte_count;
    return true;
}

static bool is_same(const DictBuilder *b, const DictSlot *slot, DashText text)
{
    return text.len <= 8 ||
           memcmp(b->bytes + b->offsets[slot->number - 1], text.ptr, text.len) == 0;
}

bool dict_builder_add(DictBuilder *b, DashText text, uint32_t *code)
{
    if ((!b->slots || b->count >= (b->mask + 1) / 2) && !grow_slots(b)) {
        return false;
    }
    uint64_t hash = hash_text(text.ptr, text.len);
    DictSlot *slot = first_slot(b->slots, b->mask, hash);
    while (slot->number) {
        if (slot->hash == hash && slot->len == text.len && is_same(b, slot, text)) {
            *code = slot->number - 1;
            return true;
        }
        slot = slot == &b->slots[b->mask] ? b->slots : slot + 1;
    }
    if (!append(b, text)) {
        return false;
    }
    *slot = (DictSlot){.hash = hash, .len = (uint32_t)text.len, .number = b->count};
    *code = b->count - 1;
    return true;
}

const DashDict *dict_builder_finish(const DictBuilder *b, DashArena *arena)
{
    DashDict *dict = dash_arena_alloc(arena, sizeof(*dict));
    char *bytes = dash_arena_alloc(arena, b->byte_count);
    /* what is null reads code 0, even where there is no text */
    uint32_t *offsets = dash_arena_alloc(arena, ((size_t)b->count + 2) * sizeof(*offsets));
    if (!dict || !bytes || !offsets) {
        return NULL;
    }
    if (b->count) {
        memcpy(bytes, b->bytes, b->byte_count);
        memcpy(offsets, b->offsets, ((size_t)b->count + 1) * sizeof(*offsets));
    }
    *dict = (DashDict){.offsets = offsets, .bytes = bytes, .count = b->count};
    return dict;
}

void dict_builder_free(DictBuilder *b)
{
    free(b->bytes);
    free(b->offsets);
    free(b->slots);
    *b = (DictBuilder){0};
}

/* ---- for generated code ------------------------------------------------- */

/* A dictionary that grows. */
typedef struct Growing {
    DashDict dict; /* first: what the world sees */
    DictBuilder builder;
} Growing;

DashDict *dash_dict_new(DashCx *cx)
{
    static const uint32_t NO_TEXT[] = {0, 0}; /* what is null reads code 0 */
    Growing *growing = dash_alloc(cx, sizeof *growing);
    *growing = (Growing){.dict = {NO_TEXT, "", 0}, .builder = {.arena = cx->arena}};
    return &growing->dict;
}

uint32_t dash_dict_code(DashCx *cx, DashDict *dict, DashText text)
{
    Growing *growing = (Growing *)dict;
    uint32_t code;
    if (!dict_builder_add(&growing->builder, text, &code))
        dash_fail(cx, "", "out of memory for the texts of a column");
    *dict = (DashDict){growing->builder.offsets, growing->builder.bytes, growing->builder.count};
    return code;
}

uint32_t *dash_dict_merge(DashCx *cx, DashDict *dict, const DashDict *from)
{
    uint32_t *codes = dash_alloc_array(cx, from->count, sizeof *codes);
    for (uint32_t code = 0; code < from->count; code++)
        codes[code] = dash_dict_code(cx, dict, dash_dict_text(from, code));
    return codes;
}
