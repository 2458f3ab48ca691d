/* SPDX-License-Identifier: MIT
 *
 * Finding the group of a row's keys in a hash table. Keys that fit into 64 bits are
 * packed into one number, which is its own proof of equality; others are hashed and
 * compared one by one with those of the group.
 */
#ifndef DASHC_EMIT_HASHES_H
#define DASHC_EMIT_HASHES_H

#include "emit/keys.h"

typedef struct HashTable {
    const char *name;
    const Key *keys;
    int count;
    bool packed;
    const char *const *values, *const *valid; /* arrays of the groups' keys; see hash_compares() */
    const char *slot, *mark;                  /* C of the slot, and of what it is marked with */
} HashTable;

/* Whether groups of these keys are found by comparing arrays of their keys. */
bool hash_compares(const Key *keys, int count);
/* Declares the table: before the loop. */
HashTable hash_table(Writer *w, const char *name, const Key *keys, int count);
/* Looks the keys of w->row up. */
void hash_find(Writer *w, HashTable *table);
const char *hash_is_known(Emit *e, const HashTable *table);
const char *hash_is_new(Emit *e, const HashTable *table);
/* Makes what hash_find() found free the next group. */
void hash_claim(Writer *w, const HashTable *table);
const char *hash_group(Emit *e, const HashTable *table); /* its number, from 0 */

#endif
