/* SPDX-License-Identifier: MIT
 *
 * The dictionary builder: an open hash table of codes over one growing run of
 * bytes. The table is at most two thirds full.
 */
#include "table/dict.h"

#include <stdlib.h>

#include "core/cx.h"

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
    DictBuilder grown = {.slots = fresh, .mask = (uint32_t)slots - 1};
    grown.shift = (unsigned)__builtin_clz(grown.mask);
    for (size_t i = 0; b->slots && i <= b->mask; i++) {
        DictSlot *slot = dict_first_slot(&grown, b->slots[i].low, b->slots[i].high);
        while (b->slots[i].number && slot->number) {
            slot = slot == &fresh[grown.mask] ? fresh : slot + 1;
        }
        if (b->slots[i].number) {
            *slot = b->slots[i];
        }
    }
    if (!b->arena) {
        free(b->slots);
    }
    b->slots = fresh;
    b->mask = grown.mask;
    b->shift = grown.shift;
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

/* Where the text is, or belongs; NULL without slots. */
static const DictSlot *find(const DictBuilder *b, const char *text, DictKey key)
{
    return b->slots ? dict_seek(b, dict_first_slot(b, key.low, key.high), text, key) : NULL;
}

bool dict_builder_put(DictBuilder *b, const char *text, DictKey key, uint32_t *code)
{
    const DictSlot *slot = find(b, text, key);
    if (slot && slot->number) {
        *code = b->first + slot->number - 1;
        return true;
    }
    if ((!b->slots || b->count >= b->mask / 3 * 2) && !grow_slots(b)) {
        return false;
    }
    slot = find(b, text, key);
    if (!append(b, (DashText){text, key.len})) {
        return false;
    }
    b->slots[slot - b->slots] = (DictSlot){key.low, key.high, b->count};
    *code = b->first + b->count - 1;
    return true;
}

bool dict_builder_add(DictBuilder *b, DashText text, uint32_t *code)
{
    if (text.len > UINT32_MAX) {
        return false;
    }
    DictKey key = dict_key(text);
    const DictSlot *slot = b->base ? find(b->base, text.ptr, key) : NULL;
    if (slot && slot->number) {
        *code = slot->number - 1;
        return true;
    }
    return dict_builder_put(b, text.ptr, key, code);
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
