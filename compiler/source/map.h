/* SPDX-License-Identifier: MIT
 *
 * A map from pointers to pointers in an arena. Interned names are pointers, so
 * it serves scopes too.
 */
#ifndef DASHC_SOURCE_MAP_H
#define DASHC_SOURCE_MAP_H

#include "source/memory.h"

typedef struct PtrMap {
    const void **keys;
    void **values;
    int count, capacity;
} PtrMap;

void *map_get(const PtrMap *map, const void *key); /* NULL: not there */
void map_set(Arena *arena, PtrMap *map, const void *key, void *value);

#endif
