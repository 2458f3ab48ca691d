/* SPDX-License-Identifier: MIT
 *
 * Open addressing, doubled when half full; nothing is ever taken out.
 */
#include "source/map.h"

static int map_slot(const PtrMap *map, const void *key)
{
    unsigned mask = (unsigned)map->capacity - 1;
    unsigned slot = (unsigned)(((uintptr_t)key >> 4) * 2654435761u) & mask;
    while (map->keys[slot] && map->keys[slot] != key)
        slot = (slot + 1) & mask;
    return (int)slot;
}

void *map_get(const PtrMap *map, const void *key)
{
    return map->capacity ? map->values[map_slot(map, key)] : NULL;
}

static void map_grow(Arena *arena, PtrMap *map)
{
    PtrMap bigger = {.capacity = map->capacity ? map->capacity * 2 : 16};
    bigger.keys = arena_array(arena, const void *, bigger.capacity);
    bigger.values = arena_array(arena, void *, bigger.capacity);
    for (int i = 0; i < map->capacity; i++)
        if (map->keys[i])
            map_set(arena, &bigger, map->keys[i], map->values[i]);
    *map = bigger;
}

void map_set(Arena *arena, PtrMap *map, const void *key, void *value)
{
    if (map->count * 2 >= map->capacity)
        map_grow(arena, map);
    int slot = map_slot(map, key);
    map->count += map->keys[slot] == NULL;
    map->keys[slot] = key;
    map->values[slot] = value;
}
