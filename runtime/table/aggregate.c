/* SPDX-License-Identifier: MIT
 *
 * Aggregates that need all values at once: quantiles by selection (linear time on
 * average), numbers of distinct values by a hash set.
 */
#include <math.h>
#include <string.h>

#include "dash/table.h"

double dash_fraction(DashCx *cx, double q, const char *where)
{
    if (!(q >= 0 && q <= 1))
        dash_fail(cx, where, "a quantile lies between 0 and 1, not at %g", q);
    return q;
}

/* ---- quantiles ---------------------------------------------------------- */

static void swap(double *a, double *b)
{
    double kept = *a;
    *a = *b;
    *b = kept;
}

/* Puts into values[k] what sorting would; smaller ones before, larger behind. */
static void select_place(double *values, size_t count, size_t k)
{
    uint64_t chance = 0x9E3779B97F4A7C15u; /* no input is slow on purpose */
    size_t from = 0, to = count;
    while (to - from > 1) {
        chance = chance * 6364136223846793005u + 1442695040888963407u;
        double pivot = values[from + (size_t)((chance >> 33) % (to - from))];
        size_t below = from, at = from, above = to;
        while (at < above) {
            if (values[at] < pivot)
                swap(&values[below++], &values[at++]);
            else if (values[at] > pivot)
                swap(&values[at], &values[--above]);
            else
                at++;
        }
        if (k < below)
            to = below;
        else if (k >= above)
            from = above;
        else
            return;
    }
}

double dash_quantile(double *values, size_t count, double q)
{
    if (count == 0)
        return 0;
    double place = q * (double)(count - 1), low = floor(place);
    size_t k = (size_t)low;
    select_place(values, count, k);
    if (place == low)
        return values[k];
    double next = values[k + 1]; /* the smallest of the rest */
    for (size_t i = k + 2; i < count; i++)
        if (values[i] < next)
            next = values[i];
    return values[k] + (next - values[k]) * (place - low);
}

void dash_group_quantile(DashCx *cx, const double *values, const uint32_t *groups, size_t count,
                         const uint32_t *seen, size_t group_count, double q, double *out)
{
    double *sorted = dash_alloc_array(cx, count, sizeof *sorted);
    size_t *end = dash_alloc_array(cx, group_count, sizeof *end);
    size_t start = 0;
    for (size_t g = 0; g < group_count; g++) {
        end[g] = start;
        start += seen[g];
    }
    for (size_t i = 0; i < count; i++)
        sorted[end[groups[i]]++] = values[i];
    for (size_t g = 0; g < group_count; g++)
        out[g] = dash_quantile(sorted + end[g] - seen[g], seen[g], q);
}

/* ---- distinct values ---------------------------------------------------- */

/* Pairs of a key and a group; group + 1, so that 0 is a free slot. */
typedef struct Pairs {
    uint64_t *keys;
    uint32_t *groups;
    size_t mask, used;
} Pairs;

static Pairs new_pairs(DashCx *cx, size_t slots)
{
    return (Pairs){
        .keys = dash_alloc_array(cx, slots, sizeof(uint64_t)),
        .groups = dash_alloc_array(cx, slots, sizeof(uint32_t)),
        .mask = slots - 1,
    };
}

/* Whether the pair is new; then it is there. */
static bool add_pair(Pairs *pairs, uint64_t key, uint32_t group)
{
    size_t slot = dash_hash_mix(dash_hash_mix(0, key), group) & pairs->mask;
    while (pairs->groups[slot] != 0) {
        if (pairs->keys[slot] == key && pairs->groups[slot] == group)
            return false;
        slot = (slot + 1) & pairs->mask;
    }
    pairs->keys[slot] = key;
    pairs->groups[slot] = group;
    pairs->used++;
    return true;
}

static void grow(DashCx *cx, Pairs *pairs)
{
    Pairs larger = new_pairs(cx, 2 * (pairs->mask + 1));
    for (size_t slot = 0; slot <= pairs->mask; slot++)
        if (pairs->groups[slot] != 0)
            add_pair(&larger, pairs->keys[slot], pairs->groups[slot]);
    *pairs = larger;
}

void dash_group_distinct(DashCx *cx, const uint64_t *keys, const uint32_t *groups, size_t count,
                         int64_t *out)
{
    Pairs pairs = new_pairs(cx, 64);
    for (size_t i = 0; i < count; i++) {
        uint32_t group = groups ? groups[i] : 0;
        if (add_pair(&pairs, keys[i], group + 1))
            out[group]++;
        if (pairs.used * 2 > pairs.mask)
            grow(cx, &pairs);
    }
}
