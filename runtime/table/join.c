/* SPDX-License-Identifier: MIT
 *
 * The lookup of joins.
 */
#include "dash/table.h"
#include "dash/text.h"

DashLookup dash_lookup(DashCx *cx, size_t rows)
{
    return (DashLookup){
        .groups = dash_groups(cx, 64),
        .first = dash_alloc_array(cx, rows, sizeof(uint32_t)),
        .last = dash_alloc_array(cx, rows, sizeof(uint32_t)),
        .count = dash_alloc_array(cx, rows, sizeof(uint32_t)),
        .next = dash_alloc_array(cx, rows, sizeof(uint32_t)),
    };
}

void dash_lookup_put(DashCx *cx, DashLookup *lookup, uint64_t hash, uint32_t row)
{
    DashGroups *groups = &lookup->groups;
    uint32_t slot = dash_groups_probe(cx, groups, hash);
    while (groups->numbers[slot] != 0 && groups->hashes[slot] != hash)
        slot = (slot + 1) & groups->mask;
    lookup->next[row] = DASH_NO_ROW;
    if (groups->numbers[slot] == 0) {
        groups->hashes[slot] = hash;
        groups->numbers[slot] = ++groups->count;
        lookup->first[groups->count - 1] = row;
    } else {
        lookup->next[lookup->last[groups->numbers[slot] - 1]] = row;
    }
    uint32_t number = groups->numbers[slot] - 1;
    lookup->last[number] = row;
    if (++lookup->count[number] > lookup->most)
        lookup->most = lookup->count[number];
}

size_t dash_joined_most(size_t rows, const DashLookup *lookup)
{
    size_t most = lookup->most ? lookup->most : 1;
    return rows > SIZE_MAX / most ? SIZE_MAX : rows * most;
}

void dash_joined_check(DashCx *cx, size_t rows, const char *where)
{
    if (rows >= UINT32_MAX)
        dash_fail(cx, where, "this join gives more than 4 billion rows");
}

uint32_t *dash_dict_translate(DashCx *cx, const DashDict *from, const DashDict *to)
{
    uint32_t *codes = dash_alloc_array(cx, from->count, sizeof *codes);
    DashLookup lookup = dash_lookup(cx, to->count);
    for (uint32_t code = 0; code < to->count; code++)
        dash_lookup_put(cx, &lookup, dash_hash_text(dash_dict_text(to, code)), code);
    for (uint32_t code = 0; code < from->count; code++) {
        DashText text = dash_dict_text(from, code);
        uint32_t match = dash_lookup_first(&lookup, dash_hash_text(text));
        while (match != DASH_NO_ROW && !dash_text_eq(dash_dict_text(to, match), text))
            match = dash_lookup_next(&lookup, match);
        codes[code] = match;
    }
    return codes;
}
