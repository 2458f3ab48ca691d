/* SPDX-License-Identifier: MIT
 *
 * Some of a table's rows by chance: those that Python's generator takes for the same
 * seed, in the order of the table.
 */
#include "dash/random.h"
#include "dash/table.h"

uint32_t *dash_sample_rows(DashCx *cx, size_t rows, int64_t wanted, int64_t seed, size_t *count)
{
    size_t taken = wanted < 0 ? 0 : (uint64_t)wanted > rows ? rows : (size_t)wanted;
    const size_t *places = dash_rng_sample(cx, dash_rng(cx, seed), rows, (int64_t)taken, "");
    uint64_t *chosen = dash_alloc_array(cx, (rows + 63) / 64, sizeof *chosen);
    uint32_t *order = dash_alloc_array(cx, taken, sizeof *order);
    for (size_t i = 0; i < taken; i++)
        chosen[places[i] / 64] |= UINT64_C(1) << places[i] % 64;
    *count = 0;
    for (size_t word = 0; word < (rows + 63) / 64; word++)
        for (uint64_t bits = chosen[word]; bits != 0; bits &= bits - 1)
            order[(*count)++] = (uint32_t)(word * 64) + dash_lowest(bits);
    return order;
}
