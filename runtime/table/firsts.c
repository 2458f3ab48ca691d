/* SPDX-License-Identifier: MIT
 *
 * The first few rows of every partition. Where the partitions are few enough for an
 * array, the best rows so far of each are kept in it while the rows go by: most rows
 * come behind the last of them, which one number says. Otherwise all rows are sorted.
 */
#include "table/radix.h"

enum { MOST_BITS = 24, MOST_FIRSTS = 64 };

typedef struct Firsts {
    const DashSortKey *keys; /* of the order */
    size_t count;
    size_t most;            /* rows of a partition */
    const uint64_t *values; /* by row: its first key; NULL: there are no keys */
    uint64_t *last;         /* by partition: that of the last row kept, when there are `most` */
    uint32_t *rows, *kept;  /* `most` rows a partition, in order, and how many there are */
} Firsts;

/* Row `a`, which comes later, stands before row `b`. */
static bool is_before(const Firsts *f, uint32_t a, uint32_t b)
{
    if (!f->values)
        return false;
    if (f->values[a] != f->values[b])
        return f->values[a] < f->values[b];
    return f->count > 1 && radix_compare(f->keys + 1, f->count - 1, a, b) < 0;
}

static void consider(Firsts *f, uint32_t partition, uint32_t row)
{
    uint32_t *rows = f->rows + partition * f->most;
    size_t at = f->kept[partition];
    if (at == f->most && !is_before(f, row, rows[at - 1]))
        return;
    if (at == f->most)
        at--;
    else
        f->kept[partition]++;
    for (; at > 0 && is_before(f, row, rows[at - 1]); at--)
        rows[at] = rows[at - 1];
    rows[at] = row;
    if (f->kept[partition] == f->most && f->values)
        f->last[partition] = f->values[rows[f->most - 1]];
}

static void choose(uint64_t *chosen, uint32_t row)
{
    chosen[row / 64] |= UINT64_C(1) << row % 64;
}

/* False when the partitions are too many. */
static bool keep_best(DashCx *cx, size_t rows, const DashSortKey *keys, size_t count, size_t by,
                      size_t most, uint64_t *chosen)
{
    unsigned bits;
    const uint32_t *codes =
        most <= MOST_FIRSTS ? radix_codes(cx, rows, keys, by, MOST_BITS, &bits) : NULL;
    size_t partitions = codes ? (size_t)1 << bits : 0;
    Firsts f = {.keys = keys + by, .count = count - by, .most = most};
    if (!codes || partitions * most > rows + 4096)
        return false;
    if (f.count > 0 && !(f.values = radix_values(cx, rows, &keys[by])))
        return false;
    f.last = dash_alloc_unset(cx, partitions, sizeof *f.last);
    f.rows = dash_alloc_unset(cx, partitions * most, sizeof *f.rows);
    f.kept = dash_alloc_array(cx, partitions, sizeof *f.kept);
    for (size_t i = 0; i < partitions; i++)
        f.last[i] = UINT64_MAX;
    for (uint32_t row = 0; row < rows; row++)
        if (!f.values || f.values[row] <= f.last[codes[row]])
            consider(&f, codes[row], row);
    for (size_t i = 0; i < partitions; i++)
        for (size_t k = 0; k < f.kept[i]; k++)
            choose(chosen, f.rows[i * most + k]);
    return true;
}

static void sort_all(DashCx *cx, size_t rows, const DashSortKey *keys, size_t count, size_t by,
                     size_t most, uint64_t *chosen)
{
    DashSorted sorted = dash_sort_runs(cx, rows, keys, count, by);
    for (size_t i = 0; i < rows; i++)
        if (i - sorted.starts[i] < most)
            choose(chosen, sorted.order[i]);
}

DashFirsts dash_firsts(DashCx *cx, size_t rows, const DashSortKey *keys, size_t count, size_t by,
                       int64_t most)
{
    size_t words = (rows + 63) / 64;
    DashFirsts firsts = {.rows = NULL};
    if (most < 1 || rows == 0)
        return firsts;
    uint64_t *chosen = dash_alloc_array(cx, words, sizeof *chosen);
    if (!keep_best(cx, rows, keys, count, by, (size_t)most, chosen))
        sort_all(cx, rows, keys, count, by, (size_t)most, chosen);
    for (size_t i = 0; i < words; i++)
        firsts.count += (size_t)__builtin_popcountll(chosen[i]);
    firsts.rows = dash_alloc_unset(cx, firsts.count, sizeof *firsts.rows);
    size_t at = 0;
    for (size_t i = 0; i < words; i++)
        for (uint64_t word = chosen[i]; word; word &= word - 1)
            firsts.rows[at++] = (uint32_t)(i * 64) + dash_lowest(word);
    return firsts;
}
