/* SPDX-License-Identifier: MIT
 *
 * Makes the dictionary of a text column: each distinct text gets the next code
 * when it comes first. For tables that are read; dash_dict_code() is the same for
 * generated code.
 *
 * A builder may have a base: a dictionary that others look up at the same time, whose
 * codes stand for its texts; only what is new goes to the builder itself.
 */
#ifndef DASH_TABLE_DICT_H
#define DASH_TABLE_DICT_H

#include <string.h>

#include "dash/arena.h"
#include "dash/table.h"

/* What a text is looked up by: up to fifteen bytes, all of it and its length in the
 * highest byte; else its hash, and DICT_LONG in the highest byte. */
typedef struct DictKey {
    uint64_t low, high;
    uint32_t len;
} DictKey;

#define DICT_LONG UINT64_C(0xFF)

typedef struct DictSlot {
    uint64_t low, high; /* of the key */
    uint32_t number;    /* code + 1, 0 is free */
} DictSlot;

/* Zero-initialised is empty. Its memory is malloc'ed until dict_builder_free; with
 * an arena it is that arena's. */
typedef struct DictBuilder {
    DashArena *arena;
    char *bytes;
    size_t byte_count, byte_capacity;
    uint32_t *offsets;
    uint32_t count, offset_capacity;
    DictSlot *slots;
    uint32_t mask;
    unsigned shift;                 /* from the upper half of a hash to a slot */
    const struct DictBuilder *base; /* or NULL */
    uint32_t first;                 /* the code of the first text here: base's count then */
} DictBuilder;

/* The code of `text`, new or old; false when memory is out or the texts are
 * 4 GiB together. */
bool dict_builder_add(DictBuilder *builder, DashText text, uint32_t *code);

/* The same of a text that the base does not have. */
bool dict_builder_put(DictBuilder *builder, const char *text, DictKey key, uint32_t *code);

/* The dictionary, copied to `arena`; NULL when memory is out. Not with a base. */
const DashDict *dict_builder_finish(const DictBuilder *builder, DashArena *arena);

void dict_builder_free(DictBuilder *builder);

/* The text of a code, less the builder's first. */
static inline DashText dict_builder_text(const DictBuilder *b, uint32_t code)
{
    return (DashText){b->bytes + b->offsets[code], b->offsets[code + 1] - b->offsets[code]};
}

/* ---- look-up, where it is hot ----------------------------------------------- */

static inline uint64_t dict_load(const char *bytes, size_t len)
{
    uint64_t word = 0;
    memcpy(&word, bytes, len);
    return word;
}

/* The up to eight bytes as a number, by loads of fixed sizes that may overlap. */
static inline uint64_t dict_word(const char *bytes, size_t len)
{
    const unsigned char *at = (const unsigned char *)bytes;
    if (len >= 4) {
        return dict_load(bytes, 4) | dict_load(bytes + len - 4, 4) << (len - 4) * 8;
    }
    return len == 0 ? 0
                    : at[0] | (uint64_t)at[len / 2] << len / 2 * 8 |
                          (uint64_t)at[len - 1] << (len - 1) * 8;
}

static inline uint64_t dict_mix(uint64_t a, uint64_t b)
{
    __extension__ unsigned __int128 product =
        (unsigned __int128)(a ^ UINT64_C(0x9E3779B97F4A7C15)) * (b ^ UINT64_C(0xD6E8FEB86659FD93));
    return (uint64_t)(product >> 64) ^ (uint64_t)product;
}

/* Of a text of more than fifteen bytes. */
static inline DictKey dict_long_key(DashText text)
{
    uint64_t hash = text.len;
    for (size_t at = 0; at + 8 < text.len; at += 8) {
        hash = dict_mix(hash, dict_load(text.ptr + at, 8));
    }
    uint64_t last = dict_load(text.ptr + text.len - 8, 8);
    return (DictKey){dict_mix(hash, last), last >> 8 | DICT_LONG << 56, (uint32_t)text.len};
}

static inline DictKey dict_key(DashText text)
{
    if (text.len > 15) {
        return dict_long_key(text);
    }
    bool two = text.len > 8;
    return (DictKey){.low = dict_word(text.ptr, two ? 8 : text.len),
                     .high = (two ? dict_word(text.ptr + 8, text.len - 8) : 0) | text.len << 56,
                     .len = (uint32_t)text.len};
}

/* The same where sixteen bytes at the text's beginning may be read. */
static inline DictKey dict_key_padded(DashText text)
{
    if (text.len > 15) {
        return dict_long_key(text);
    }
    /* ones where the text is, from the middle on */
    static const uint64_t MASKS[] = {
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        0xFF,
        0xFFFF,
        0xFFFFFF,
        0xFFFFFFFF,
        0xFFFFFFFFFF,
        0xFFFFFFFFFFFF,
        0xFFFFFFFFFFFFFF,
        0xFFFFFFFFFFFFFFFF,
        0xFFFFFFFFFFFFFFFF,
        0xFFFFFFFFFFFFFFFF,
        0xFFFFFFFFFFFFFFFF,
        0xFFFFFFFFFFFFFFFF,
        0xFFFFFFFFFFFFFFFF,
        0xFFFFFFFFFFFFFFFF,
        0xFFFFFFFFFFFFFFFF,
        0xFFFFFFFFFFFFFFFF,
    };
    return (DictKey){.low = dict_load(text.ptr, 8) & MASKS[text.len + 8],
                     .high = (dict_load(text.ptr + 8, 8) & MASKS[text.len]) | text.len << 56,
                     .len = (uint32_t)text.len};
}

/* By the upper bits of the hash. */
static inline DictSlot *dict_first_slot(const DictBuilder *b, uint64_t low, uint64_t high)
{
    uint64_t hash = dict_mix(low, high);
    return &b->slots[(uint32_t)(hash >> 32) >> b->shift];
}

static inline bool dict_same(const DictBuilder *b, const DictSlot *slot, const char *text,
                             DictKey key)
{
    if (slot->low != key.low || slot->high != key.high) {
        return false;
    }
    if (key.high >> 56 != DICT_LONG) {
        return true;
    }
    DashText old = dict_builder_text(b, slot->number - 1);
    return old.len == key.len && memcmp(old.ptr, text, key.len) == 0;
}

/* From `slot` on, where looking begins: the text's slot, or the free one where it
 * belongs; there has to be one. */
static inline const DictSlot *dict_seek(const DictBuilder *b, const DictSlot *slot,
                                        const char *text, DictKey key)
{
    while (slot->number && !dict_same(b, slot, text, key)) {
        slot = slot == &b->slots[b->mask] ? b->slots : slot + 1;
    }
    return slot;
}

#endif
