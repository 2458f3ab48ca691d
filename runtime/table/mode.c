/* SPDX-License-Identifier: MIT
 *
 * The most frequent values: pairs of a key and a group are numbered in order of first
 * appearance and counted.
 */
#include "dash/table.h"

typedef struct Counted {
    DashGroups numbers;
    uint64_t *keys; /* by number */
    uint32_t *groups, *counts;
} Counted;

static void count_pair(DashCx *cx, Counted *all, uint64_t key, uint32_t group)
{
    uint64_t hash = dash_hash_mix(dash_hash_mix(0, key), group);
    uint32_t slot = dash_groups_probe(cx, &all->numbers, hash);
    for (; all->numbers.numbers[slot] != 0; slot = (slot + 1) & all->numbers.mask) {
        uint32_t number = all->numbers.numbers[slot] - 1;
        if (all->numbers.hashes[slot] != hash || all->keys[number] != key ||
            all->groups[number] != group)
            continue;
        all->counts[number]++;
        return;
    }
    uint32_t number = all->numbers.count++;
    all->numbers.hashes[slot] = hash;
    all->numbers.numbers[slot] = number + 1;
    all->keys[number] = key;
    all->groups[number] = group;
    all->counts[number] = 1;
}

uint64_t *dash_group_mode(DashCx *cx, const uint64_t *keys, const uint32_t *groups, size_t count,
                          size_t group_count)
{
    uint64_t *modes = dash_alloc_array(cx, group_count, sizeof *modes);
    uint32_t *most = dash_alloc_array(cx, group_count, sizeof *most);
    Counted all = {
        .numbers = dash_groups(cx, 64),
        .keys = dash_alloc_array(cx, count, sizeof(uint64_t)),
        .groups = dash_alloc_array(cx, count, sizeof(uint32_t)),
        .counts = dash_alloc_array(cx, count, sizeof(uint32_t)),
    };
    for (size_t i = 0; i < count; i++)
        count_pair(cx, &all, keys[i], groups ? groups[i] : 0);
    for (uint32_t number = 0; number < all.numbers.count; number++) {
        uint32_t group = all.groups[number];
        if (all.counts[number] <= most[group])
            continue;
        most[group] = all.counts[number];
        modes[group] = all.keys[number];
    }
    return modes;
}

uint64_t dash_mode(DashCx *cx, const uint64_t *keys, size_t count)
{
    return dash_group_mode(cx, keys, NULL, count, 1)[0];
}
