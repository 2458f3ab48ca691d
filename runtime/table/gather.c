/* SPDX-License-Identifier: MIT
 *
 * Chosen rows: the numbers of those that a bitmap has a bit for, and the values of
 * columns at row numbers. Large ones are the work of several threads: every part
 * knows where its results go.
 */
#include "core/cx.h"
#include "dash/kernel.h"

enum { PART_ROWS = 65536 };

static void run(DashCx *cx, DashKernel kernel, const void *captured, size_t rows)
{
    const DashWork work = {
        .run = kernel, .captured = captured, .rows = rows, .part_rows = PART_ROWS, .where = ""};
    dash_work(cx, &work);
}

/* Memory that is going to be written whole. */
static void *raw_array(DashCx *cx, size_t count, size_t size)
{
    return dash_grow(cx, NULL, 0, count * size);
}

/* ---- rows of a bitmap ------------------------------------------------------ */

enum { BLOCK_WORDS = PART_ROWS / DASH_LANES };

typedef struct Bits {
    const uint64_t *words;
    uint32_t *starts; /* by block of words: how many bits are before it */
    uint32_t *out;
} Bits;

DASH_KERNEL static void list_bits(DashCx *cx, const void *captured, void *state, uint32_t first,
                                  uint32_t end)
{
    const Bits *bits = captured;
    size_t word = first / DASH_LANES, last = ((size_t)end + DASH_LANES - 1) / DASH_LANES;
    uint32_t *out = bits->out + bits->starts[word / BLOCK_WORDS];
    (void)cx;
    (void)state;
    for (size_t before = word / BLOCK_WORDS * BLOCK_WORDS; before < word; before++)
        out += dash_bits(bits->words[before]);
    for (; word < last; word++)
        for (uint64_t chosen = bits->words[word]; chosen != 0; chosen &= chosen - 1)
            *out++ = (uint32_t)(word * DASH_LANES) + dash_lowest(chosen);
}

DASH_KERNEL static uint32_t count_bits(const uint64_t *words, size_t count)
{
    uint32_t sum = 0;
    for (size_t i = 0; i < count; i++)
        sum += (uint32_t)dash_bits(words[i]);
    return sum;
}

uint32_t *dash_chosen_rows(DashCx *cx, const uint64_t *words, size_t rows, size_t *count)
{
    size_t all = (rows + DASH_LANES - 1) / DASH_LANES, blocks = all / BLOCK_WORDS + 1;
    Bits bits = {.words = words, .starts = dash_alloc_array(cx, blocks, sizeof *bits.starts)};
    uint32_t sum = 0;
    for (size_t block = 0; block < blocks; block++) {
        size_t from = block * BLOCK_WORDS, left = all - from;
        bits.starts[block] = sum;
        sum += count_bits(words + from, left < BLOCK_WORDS ? left : BLOCK_WORDS);
    }
    bits.out = raw_array(cx, (size_t)sum + 1, sizeof *bits.out);
    run(cx, list_bits, &bits, rows);
    *count = sum;
    return bits.out;
}

/* ---- values at rows --------------------------------------------------------- */

typedef struct Gather {
    const void *data;
    const uint64_t *valid;
    DashEncoding encoding;
    const uint32_t *order;
    void *out;
} Gather;

static void gather_part(DashCx *cx, const void *captured, void *state, uint32_t first, uint32_t end)
{
    const Gather *g = captured;
    (void)cx;
    (void)state;
    switch (g->encoding) {
#define X(name, type, bytes)                                                                       \
    case name:                                                                                     \
        for (size_t i = first; i < end; i++)                                                       \
            ((type *)g->out)[i] = ((const type *)g->data)[g->order[i]];                            \
        break;
        DASH_ENCODINGS(X)
#undef X
    case DASH_ENCODING_COUNT:
        break;
    }
}

void *dash_gather(DashCx *cx, const void *data, DashEncoding encoding, const uint32_t *order,
                  size_t rows)
{
    if (encoding >= DASH_ENCODING_COUNT)
        dash_fail(cx, "", "a column has no encoding %d", (int)encoding);
    Gather gather = {.data = data, .encoding = encoding, .order = order};
    gather.out = raw_array(cx, rows, dash_encoding_size(encoding));
    run(cx, gather_part, &gather, rows);
    return gather.out;
}

static void gather_bits(DashCx *cx, const void *captured, void *state, uint32_t first, uint32_t end)
{
    const Gather *g = captured;
    (void)cx;
    (void)state;
    for (size_t from = first; from < end; from += DASH_LANES) {
        size_t count = end - from < DASH_LANES ? end - from : DASH_LANES;
        uint64_t word = 0;
        for (size_t i = 0; i < count; i++)
            word |= (uint64_t)dash_is_valid(g->valid, g->order[from + i]) << i;
        ((uint64_t *)g->out)[from / DASH_LANES] = word;
    }
}

uint64_t *dash_gather_valid(DashCx *cx, const uint64_t *valid, const uint32_t *order, size_t rows)
{
    if (!valid)
        return NULL;
    Gather gather = {.valid = valid, .order = order};
    gather.out = raw_array(cx, (rows + DASH_LANES - 1) / DASH_LANES, sizeof(uint64_t));
    run(cx, gather_bits, &gather, rows);
    return gather.out;
}
