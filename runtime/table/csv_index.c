/* SPDX-License-Identifier: MIT
 *
 * The index: 64 bytes become masks of delimiters, newlines and quotes, a bit a byte;
 * bits between quotes are struck out, the rest are the ends of cells. Whether all
 * rows have the same number of cells, every quote stands at the edge of a cell and
 * the bytes are UTF-8 is seen on the way; if not, the block is left to the scanner.
 *
 * AVX2 where the processor has it, else SSE2; elsewhere eight bytes at a time.
 */
#include <stdlib.h>
#include <string.h>

#include "core/utf8.h"
#include "table/csv_block.h"
#include "table/csv_fast.h"

#if defined(__SSE2__)
#include <immintrin.h>
#endif

enum { STEP = 64, BLOCK_BYTES = 32 * 1024 };

/* A bit a byte of a step. */
typedef struct Masks {
    uint64_t delimiters, newlines, quotes;
    uint64_t plain; /* ASCII but NUL */
} Masks;

/* What goes from one step to the next; the masks hold a bit, or all. */
typedef struct Carry {
    uint64_t inside;       /* of quotes */
    uint64_t border;       /* the byte before was the end of a cell, or a closing quote */
    uint64_t closed;       /* … was a closing quote */
    uint64_t returned;     /* … was a return behind one */
    uint64_t plain, wrong; /* so far */
    size_t newlines;
} Carry;

typedef struct Needles {
    unsigned char delimiter, quote;
} Needles;

/* Bit i: an odd number of bits at or below i is set. */
static inline uint64_t prefix_xor(uint64_t bits)
{
    for (int shift = 1; shift < 64; shift *= 2) {
        bits ^= bits << shift;
    }
    return bits;
}

static inline uint64_t equal_mask(const char *at, char byte)
{
    uint64_t mask = 0;
    for (int i = 0; i < STEP; i++) {
        mask |= (uint64_t)(at[i] == byte) << i;
    }
    return mask;
}

/* Strikes out what is quoted; notes quotes that are not at the edge of a cell. */
static void heed_quotes(const char *at, Masks *m, Carry *c)
{
    uint64_t inside = prefix_xor(m->quotes) ^ c->inside;
    uint64_t opening = m->quotes & inside, closing = m->quotes & ~inside;
    m->delimiters &= ~inside;
    m->newlines &= ~inside;
    uint64_t ends = m->delimiters | m->newlines;
    uint64_t behind = closing << 1 | c->closed;
    uint64_t returns = behind & ~(ends | opening); /* must be returns before a newline */
    if (returns) {
        c->wrong |= returns & ~equal_mask(at, '\r');
    }
    c->wrong |= opening & ~((ends | closing) << 1 | c->border);
    c->wrong |= (returns << 1 | c->returned) & ~m->newlines;
    c->inside = (uint64_t)((int64_t)inside >> 63);
    c->border = (ends | closing) >> 63;
    c->closed = closing >> 63;
    c->returned = returns >> 63;
}

static inline __attribute__((always_inline)) uint32_t *index_step(const char *at, uint32_t offset,
                                                                  Masks m, Carry *c, uint32_t *out)
{
    c->plain &= m.plain;
    if (m.quotes | c->closed | c->returned) {
        heed_quotes(at, &m, c);
    } else {
        m.delimiters &= ~c->inside;
        m.newlines &= ~c->inside;
        c->border = (m.delimiters | m.newlines) >> 63;
    }
    c->newlines += (size_t)__builtin_popcountll(m.newlines);
    for (uint64_t ends = m.delimiters | m.newlines; ends; ends &= ends - 1) {
        *out++ = offset + (uint32_t)__builtin_ctzll(ends);
    }
    return out;
}

/* The function that indexes `steps` steps and gives the end of what it wrote. */
#define DEFINE_INDEX(name, attributes, masks)                                                      \
    static attributes uint32_t *name(const char *at, size_t steps, uint32_t offset, Needles n,     \
                                     Carry *carry, uint32_t *out)                                  \
    {                                                                                              \
        Carry c = *carry;                                                                          \
        for (size_t i = 0; i < steps; i++, at += STEP, offset += STEP) {                           \
            out = index_step(at, offset, masks(at, n), &c, out);                                   \
        }                                                                                          \
        *carry = c;                                                                                \
        return out;                                                                                \
    }
typedef uint32_t *Index(const char *at, size_t steps, uint32_t offset, Needles needles,
                        Carry *carry, uint32_t *out);

#if defined(__SSE2__)

static inline Masks masks_sse2(const char *at, Needles n)
{
    Masks m = {0};
    for (int i = 0; i < 4; i++) {
        __m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)at + i);
#define MASK(compared) (uint64_t)(unsigned) _mm_movemask_epi8(compared) << i * 16
        m.delimiters |= MASK(_mm_cmpeq_epi8(bytes, _mm_set1_epi8((char)n.delimiter)));
        m.newlines |= MASK(_mm_cmpeq_epi8(bytes, _mm_set1_epi8('\n')));
        m.quotes |= MASK(_mm_cmpeq_epi8(bytes, _mm_set1_epi8((char)n.quote)));
        m.plain |= MASK(_mm_cmpgt_epi8(bytes, _mm_setzero_si128()));
#undef MASK
    }
    return m;
}
DEFINE_INDEX(index_plain, , masks_sse2)

#define AVX2 __attribute__((target("avx2,bmi,popcnt")))
static inline AVX2 Masks masks_avx2(const char *at, Needles n)
{
    Masks m = {0};
    for (int i = 0; i < 2; i++) {
        __m256i bytes = _mm256_loadu_si256((const __m256i *)(const void *)at + i);
#define MASK(compared) (uint64_t)(uint32_t) _mm256_movemask_epi8(compared) << i * 32
        m.delimiters |= MASK(_mm256_cmpeq_epi8(bytes, _mm256_set1_epi8((char)n.delimiter)));
        m.newlines |= MASK(_mm256_cmpeq_epi8(bytes, _mm256_set1_epi8('\n')));
        m.quotes |= MASK(_mm256_cmpeq_epi8(bytes, _mm256_set1_epi8((char)n.quote)));
        m.plain |= MASK(_mm256_cmpgt_epi8(bytes, _mm256_setzero_si256()));
#undef MASK
    }
    return m;
}
DEFINE_INDEX(index_avx2, AVX2, masks_avx2)

static Index *best_index(void)
{
    bool avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") &&
                __builtin_cpu_supports("popcnt");
    return avx2 ? index_avx2 : index_plain;
}

#else

/* Bit i: byte i of the word, of 0 or 0x80 each, is set. */
static inline uint64_t gather_bits(uint64_t word)
{
    return (word >> 7) * UINT64_C(0x0102040810204080) >> 56;
}

/* 0x80 in each byte that is 0. */
static inline uint64_t zero_bytes(uint64_t word)
{
    uint64_t low = UINT64_C(0x7F7F7F7F7F7F7F7F);
    return ~(((word & low) + low) | word | low);
}

static inline Masks masks_words(const char *at, Needles n)
{
    Masks m = {0};
    for (int i = 0; i < STEP; i += 8) {
        uint64_t word = csv_load(at + i);
        m.delimiters |= gather_bits(zero_bytes(word ^ CSV_BYTES(n.delimiter))) << i;
        m.newlines |= gather_bits(zero_bytes(word ^ CSV_BYTES('\n'))) << i;
        m.quotes |= gather_bits(zero_bytes(word ^ CSV_BYTES(n.quote))) << i;
        m.plain |= gather_bits(~(zero_bytes(word) | word) & CSV_BYTES(0x80)) << i;
    }
    return m;
}
DEFINE_INDEX(index_plain, , masks_words)

static Index *best_index(void)
{
    return index_plain;
}

#endif

/* ---- blocks --------------------------------------------------------------- */

/* Indexes bytes [from, len) of the block; only the last call may have a `len` that
 * is no multiple of STEP. */
static void index_bytes(const CsvShape *shape, CsvBlock *block, size_t from, size_t len, Carry *c)
{
    Index *index = best_index();
    Needles needles = {shape->dialect->delimiter,
                       (unsigned char)(shape->dialect->quote < 0 ? 0xFF : shape->dialect->quote)};
    uint32_t *out = block->ends + block->cells;
    size_t steps = (len - from) / STEP, rest = (len - from) % STEP;
    out = index(block->base + from, steps, (uint32_t)from, needles, c, out);
    if (rest > 0) {
        char last[STEP];
        size_t at = from + steps * STEP;
        memset(last, 'x', STEP);
        memcpy(last, block->base + at, rest);
        out = index(last, 1, (uint32_t)at, needles, c, out);
    }
    block->cells = (size_t)(out - block->ends);
}

/* Cuts what is behind the last row that begins before `to`; false when there is no
 * whole row, or the rows do not all have as many cells as the file has columns. */
static bool cut_rows(const CsvShape *shape, CsvBlock *block, const char *to, const Carry *c)
{
    uint32_t columns = shape->columns;
    size_t cells = block->cells, limit = (size_t)(to - block->base);
    while (cells > 0 && block->base[block->ends[cells - 1]] != '\n') {
        cells--;
    }
    size_t rows = cells / columns;
    if (rows == 0 || cells % columns != 0 || rows != c->newlines) {
        return false;
    }
    for (size_t row = 0; row < rows; row++) {
        if (block->base[block->ends[(row + 1) * columns - 1]] != '\n') {
            return false;
        }
    }
    while (rows > 1 && block->ends[(rows - 1) * columns - 1] + 1 >= limit) {
        rows--;
    }
    block->rows = rows;
    block->cells = rows * columns;
    return true;
}

/* Lines that are left out begin with a comment's byte, or are empty where there is one
 * column; elsewhere an empty line has too few cells. */
static bool has_odd_lines(const CsvShape *shape, const CsvBlock *block)
{
    int comment = shape->dialect->comment;
    bool single = shape->columns == 1;
    if (comment < 0 && !single) {
        return false;
    }
    for (size_t row = 0, start = 0; row < block->rows; row++) {
        size_t end = block->ends[(row + 1) * shape->columns - 1];
        bool empty = end == start || (end == start + 1 && block->base[start] == '\r');
        if ((single && empty) || (unsigned char)block->base[start] == comment) {
            return true;
        }
        start = end + 1;
    }
    return false;
}

static bool is_text(const CsvBlock *block, size_t len)
{
    return utf8_valid(block->base, len) && !memchr(block->base, 0, len);
}

void csv_index(const CsvShape *shape, const char **at, const char *to, CsvBlock *block)
{
    size_t left = (size_t)(shape->end - *at), len = 0, size = BLOCK_BYTES;
    Carry c = {.border = 1, .plain = ~UINT64_C(0)};
    *block = (CsvBlock){
        .base = *at, .starts = block->starts, .ends = block->ends, .capacity = block->capacity};
    do { /* until there is a whole row */
        size_t from = len;
        len = size < left ? size : left;
        if (!csv_block_reserve(block, block->cells + (len - from) + STEP)) {
            return;
        }
        index_bytes(shape, block, from, len, &c);
        size *= 2;
    } while (!c.newlines && len < left && len < shape->dialect->max_field && !c.wrong);
    if (c.wrong || !cut_rows(shape, block, to, &c) || has_odd_lines(shape, block)) {
        block->rows = 0;
        return;
    }
    size_t taken = block->ends[block->cells - 1] + 1;
    if ((c.plain != ~UINT64_C(0) && !is_text(block, taken)) || taken > shape->dialect->max_field) {
        block->rows = 0;
        return;
    }
    block->padded = left - taken >= CSV_PADDING;
    *at += taken;
}
