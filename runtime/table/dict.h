/* SPDX-License-Identifier: MIT
 *
 * Makes the dictionary of a text column: each distinct text gets the next code
 * when it comes first. For tables that are read; dash_dict_code() is the same for
 * generated code.
 */
#ifndef DASH_TABLE_DICT_H
#define DASH_TABLE_DICT_H

#include "dash/arena.h"
#include "dash/table.h"

/* Texts of up to eight bytes are the same when hash and length are. */
typedef struct DictSlot {
    uint64_t hash;
    uint32_t len;
    uint32_t number; /* code + 1, 0 is free */
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
} DictBuilder;

/* The code of `text`, new or old; false when memory is out or the texts are
 * 4 GiB together. */
bool dict_builder_add(DictBuilder *builder, DashText text, uint32_t *code);

/* The dictionary, copied to `arena`; NULL when memory is out. */
const DashDict *dict_builder_finish(const DictBuilder *builder, DashArena *arena);

void dict_builder_free(DictBuilder *builder);

#endif
