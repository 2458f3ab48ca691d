/* SPDX-License-Identifier: MIT
 *
 * What generated loops over tables call outside of their inner loops: lookups
 * in dictionaries, row orders, gathering, hash groups.
 */
#include "dash/table.h"

#include <string.h>

#include "dash/text.h"

int64_t dash_dict_find(const DashDict *dict, DashText text)
{
    if (!text.ptr) {
        return -1;
    }
    for (uint32_t code = 0; code < dict->count; code++) {
        size_t len = dict->offsets[code + 1] - dict->offsets[code];
        if (len == text.len && memcmp(dict->bytes + dict->offsets[code], text.ptr, len) == 0) {
            return code;
        }
    }
    return -1;
}

static int compare_codes(const void *state, uint32_t a, uint32_t b)
{
    return dash_text_cmp(dash_dict_text(state, a), dash_dict_text(state, b));
}

const uint32_t *dash_dict_rank(DashCx *cx, const DashDict *dict)
{
    uint32_t *codes = dash_row_order(cx, dict->count);
    dash_sort_rows(cx, codes, dict->count, compare_codes, dict);
    uint32_t *ranks = dash_alloc_array(cx, dict->count, sizeof(*ranks));
    for (uint32_t i = 0; i < dict->count; i++) {
        ranks[codes[i]] = i;
    }
    return ranks;
}

/* ---- row orders ---------------------------------------------------------- */

uint32_t *dash_row_order(DashCx *cx, size_t rows)
{
    if (rows > UINT32_MAX) {
        dash_fail(cx, "", "a table of %zu rows is too long to sort", rows);
    }
    uint32_t *order = dash_alloc_array(cx, rows, sizeof(*order));
    for (size_t i = 0; i < rows; i++) {
        order[i] = (uint32_t)i;
    }
    return order;
}

typedef struct Sort {
    DashRowCompare compare;
    const void *state;
} Sort;

enum { INSERTION_RUN = 16 };

static void insertion_sort(const Sort *sort, uint32_t *order, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        uint32_t row = order[i];
        size_t j = i;
        for (; j && sort->compare(sort->state, order[j - 1], row) > 0; j--) {
            order[j] = order[j - 1];
        }
        order[j] = row;
    }
}

/* Merges from[0, middle) and from[middle, count) into `to`; equals keep the
 * left one first. Halves that are in order already are copied. */
static void merge(const Sort *sort, const uint32_t *from, size_t middle, size_t count, uint32_t *to)
{
    if (middle >= count || sort->compare(sort->state, from[middle - 1], from[middle]) <= 0) {
        memcpy(to, from, count * sizeof(*to));
        return;
    }
    size_t left = 0, right = middle;
    while (left < middle && right < count) {
        bool take_right = sort->compare(sort->state, from[left], from[right]) > 0;
        *to++ = from[take_right ? right++ : left++];
    }
    memcpy(to, from + left, (middle - left) * sizeof(*to));
    memcpy(to + (middle - left), from + right, (count - right) * sizeof(*to));
}

void dash_sort_rows(DashCx *cx, uint32_t *order, size_t rows, DashRowCompare compare,
                    const void *state)
{
    Sort sort = {compare, state};
    for (size_t start = 0; start < rows; start += INSERTION_RUN) {
        size_t rest = rows - start;
        insertion_sort(&sort, order + start, rest < INSERTION_RUN ? rest : INSERTION_RUN);
    }
    if (rows <= INSERTION_RUN) {
        return;
    }
    uint32_t *from = order, *to = dash_alloc_array(cx, rows, sizeof(*to));
    for (size_t run = INSERTION_RUN; run < rows; run *= 2) {
        for (size_t start = 0; start < rows; start += 2 * run) {
            size_t rest = rows - start, count = rest < 2 * run ? rest : 2 * run;
            merge(&sort, from + start, run, count, to + start);
        }
        uint32_t *swap = from;
        from = to;
        to = swap;
    }
    if (from != order) {
        memcpy(order, from, rows * sizeof(*order));
    }
}

/* ---- hash groups --------------------------------------------------------- */

static void allocate_slots(DashCx *cx, DashGroups *groups, size_t slots)
{
    if (slots > UINT32_C(1) << 31) {
        dash_fail(cx, "", "more than a thousand million groups");
    }
    groups->hashes = dash_alloc_array(cx, slots, sizeof(*groups->hashes));
    groups->numbers = dash_alloc_array(cx, slots, sizeof(*groups->numbers));
    groups->mask = (uint32_t)(slots - 1);
}

DashGroups dash_groups(DashCx *cx, size_t expected)
{
    DashGroups groups = {0};
    size_t slots = 16;
    while (slots / 2 < expected) {
        slots *= 2;
    }
    allocate_slots(cx, &groups, slots);
    return groups;
}

static void grow_groups(DashCx *cx, DashGroups *groups)
{
    DashGroups old = *groups;
    allocate_slots(cx, groups, ((size_t)old.mask + 1) * 2);
    for (size_t i = 0; i <= old.mask; i++) {
        if (old.numbers[i]) {
            uint32_t slot = (uint32_t)old.hashes[i] & groups->mask;
            while (groups->numbers[slot]) {
                slot = (slot + 1) & groups->mask;
            }
            groups->hashes[slot] = old.hashes[i];
            groups->numbers[slot] = old.numbers[i];
        }
    }
}

uint32_t dash_groups_probe(DashCx *cx, DashGroups *groups, uint64_t hash)
{
    if (groups->count > groups->mask / 2) {
        grow_groups(cx, groups);
    }
    return (uint32_t)hash & groups->mask;
}

/* ---- lists --------------------------------------------------------------- */

DashTexts dash_column_texts(DashCx *cx, const DashColumn *column, size_t rows)
{
    DashText *items = dash_alloc_array(cx, rows, sizeof(*items));
    size_t len = 0;
    for (size_t row = 0; row < rows; row++) {
        if (dash_is_valid(column->valid, row)) {
            items[len++] = dash_dict_text(column->dict, (uint32_t)dash_column_int(column, row));
        }
    }
    return (DashTexts){items, len};
}
