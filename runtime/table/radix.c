/* SPDX-License-Identifier: MIT
 *
 * Sorting by bits. Every key's values become numbers from 0 on in the wanted order,
 * as narrow as their range allows; floats that are decimals of few places become
 * whole numbers. As many keys as fit are put beside each other in one word in front
 * of the row's number, and the words are sorted from their lowest digit to their
 * highest. What does not fit into one word is sorted in several steps, the last keys
 * first.
 */
#include <math.h>
#include <string.h>

#include "table/radix.h"

/* ---- values as numbers -------------------------------------------------- */

/* A key's values as numbers from 0 on, then NaN, then null. */
typedef struct Digits {
    const DashSortKey *key;
    double scale;       /* of decimals: times this they are whole; 0: none are */
    uint64_t low, high; /* in order_of()'s terms; low > high: there are none */
    bool nans;
    uint64_t beyond; /* the first number behind the values, less their width */
    unsigned bits;   /* 65: one too many */
} Digits;

#define NAN_ORDER UINT64_MAX /* of no other float */

static uint64_t signed_order(int64_t value)
{
    return (uint64_t)value ^ UINT64_C(1) << 63;
}

static uint64_t float_order(double value)
{
    union {
        double number;
        uint64_t bits;
    } key = {.number = value + 0.0}; /* -0 is 0 */
    if (isnan(value))
        return NAN_ORDER;
    return key.bits >> 63 ? ~key.bits : key.bits | UINT64_C(1) << 63;
}

#define ALWAYS_INLINE static inline __attribute__((always_inline))

/* A number of the same order as the row's value, which is not null. With a constant
 * encoding a loop over it is as short as one written for it. */
ALWAYS_INLINE uint64_t order_of(const Digits *d, DashEncoding encoding, uint32_t row)
{
    const DashSortKey *key = d->key;
    if (!key->data)
        return key->rank ? key->rank[row] : row;
    if (encoding == DASH_F64) {
        double value = ((const double *)key->data)[row];
        if (d->scale != 0 && !isnan(value))
            return signed_order((int64_t)rint(value * d->scale));
        return float_order(value);
    }
    int64_t value = 0;
    switch (encoding) {
#define X(name, type, bytes)                                                                       \
    case name:                                                                                     \
        value = (int64_t)((const type *)key->data)[row];                                           \
        break;
        DASH_ENCODINGS(X)
#undef X
    case DASH_ENCODING_COUNT:
        break;
    }
    return key->rank ? key->rank[value] : signed_order(value);
}

/* Calls a function whose first argument is the key's encoding, as a constant. */
#define WITH_ENCODING(key, CALL)                                                                   \
    switch ((key)->encoding) {                                                                     \
    case DASH_U8:                                                                                  \
        CALL(DASH_U8);                                                                             \
        break;                                                                                     \
    case DASH_U16:                                                                                 \
        CALL(DASH_U16);                                                                            \
        break;                                                                                     \
    case DASH_U32:                                                                                 \
        CALL(DASH_U32);                                                                            \
        break;                                                                                     \
    case DASH_I8:                                                                                  \
        CALL(DASH_I8);                                                                             \
        break;                                                                                     \
    case DASH_I16:                                                                                 \
        CALL(DASH_I16);                                                                            \
        break;                                                                                     \
    case DASH_I32:                                                                                 \
        CALL(DASH_I32);                                                                            \
        break;                                                                                     \
    case DASH_I64:                                                                                 \
        CALL(DASH_I64);                                                                            \
        break;                                                                                     \
    case DASH_F64:                                                                                 \
        CALL(DASH_F64);                                                                            \
        break;                                                                                     \
    case DASH_ENCODING_COUNT:                                                                      \
        break;                                                                                     \
    }

bool dash_sort_same(const DashSortKey *key, uint32_t a, uint32_t b)
{
    Digits plain = {.key = key};
    bool there = dash_is_valid(key->valid, a);
    if (there != dash_is_valid(key->valid, b))
        return false;
    return !there || order_of(&plain, key->encoding, a) == order_of(&plain, key->encoding, b);
}

/* ---- decimals ----------------------------------------------------------- */

static bool is_decimal(double value, double scale)
{
    static const double EXACT = 9007199254740992.0; /* 2^53 */
    double whole = rint(value * scale);
    return fabs(whole) < EXACT && whole / scale == value;
}

/* The row's value, 0 where it is null. */
static double float_at(const DashSortKey *key, uint32_t row)
{
    double value = ((const double *)key->data)[row];
    return dash_is_valid(key->valid, row) && !isnan(value) ? value : 0;
}

static bool all_decimals(const DashSortKey *key, const uint32_t *order, size_t rows, double scale)
{
    for (size_t i = 0; i < rows; i++)
        if (!is_decimal(float_at(key, order[i]), scale))
            return false;
    return true;
}

/* What makes all of the values whole, or 0. */
static double scale_of(const DashSortKey *key, const uint32_t *order, size_t rows)
{
    static const double scales[] = {1, 100, 10000, 1000000};
    enum { SAMPLE = 1000 };
    size_t sample = rows < SAMPLE ? rows : SAMPLE;
    for (size_t i = 0; i < sizeof scales / sizeof *scales; i++)
        if (all_decimals(key, order, sample, scales[i]))
            return all_decimals(key, order + sample, rows - sample, scales[i]) ? scales[i] : 0;
    return 0;
}

/* ---- looking at a key --------------------------------------------------- */

static unsigned bits_of(uint64_t number)
{
    return number ? 64 - (unsigned)__builtin_clzll(number) : 0;
}

ALWAYS_INLINE void widen(DashEncoding encoding, Digits *d, const uint32_t *order, size_t rows,
                         bool *nulls)
{
    uint64_t low = UINT64_MAX, high = 0;
    for (size_t i = 0; i < rows; i++) {
        uint32_t row = order[i];
        if (!dash_is_valid(d->key->valid, row)) {
            *nulls = true;
            continue;
        }
        uint64_t value = order_of(d, encoding, row);
        if (encoding == DASH_F64 && value == NAN_ORDER) {
            d->nans = true;
            continue;
        }
        low = value < low ? value : low;
        high = value > high ? value : high;
    }
    d->low = low;
    d->high = high;
}

static Digits look_at(const DashSortKey *key, const uint32_t *order, size_t rows)
{
    Digits d = {.key = key};
    bool nulls = false;
    if (key->data && key->encoding == DASH_F64)
        d.scale = scale_of(key, order, rows);
#define WIDEN(encoding) widen(encoding, &d, order, rows, &nulls)
    WITH_ENCODING(key, WIDEN)
#undef WIDEN
    uint64_t width = d.low <= d.high ? d.high - d.low : 0;
    d.beyond = d.low <= d.high; /* from here on: NaN, then null */
    uint64_t last = d.beyond + d.nans + nulls;
    d.bits = last == 0 ? 0 : width > UINT64_MAX - last ? 65 : bits_of(width + last - 1);
    return d;
}

ALWAYS_INLINE uint64_t digit_of(const Digits *d, DashEncoding encoding, uint32_t row)
{
    uint64_t after = (d->low <= d->high ? d->high - d->low : 0) + d->beyond;
    if (!dash_is_valid(d->key->valid, row))
        return after + d->nans;
    uint64_t value = order_of(d, encoding, row);
    if (encoding == DASH_F64 && value == NAN_ORDER)
        return after;
    return d->key->descending ? d->high - value : value - d->low;
}

/* ---- words -------------------------------------------------------------- */

/* What is sorted in one step: `used` bits of keys in front of `row_bits` of a row. */
typedef struct Step {
    uint64_t *words, *other;
    size_t rows;
    unsigned row_bits, used;
} Step;

enum { MOST_BITS = 11, FEW_BITS = 8, FEW_ROWS = 4096, MOST_PASSES = 64 / FEW_BITS };

/* Adds a key's digits, without the lowest `drop` bits and what is beyond `take`. */
ALWAYS_INLINE void add_digits(DashEncoding encoding, const Step *step, const Digits *d,
                              const uint32_t *order, unsigned drop, unsigned take)
{
    uint64_t mask = take < 64 ? (UINT64_C(1) << take) - 1 : UINT64_MAX;
    unsigned shift = step->row_bits + step->used;
    for (size_t i = 0; i < step->rows; i++)
        step->words[i] |= (digit_of(d, encoding, order[i]) >> drop & mask) << shift;
}

static void add_key(Step *step, const Digits *d, const uint32_t *order, unsigned drop,
                    unsigned take)
{
    if (step->used == 0)
        for (size_t i = 0; i < step->rows; i++)
            step->words[i] = order[i];
#define ADD(encoding) add_digits(encoding, step, d, order, drop, take)
    WITH_ENCODING(d->key, ADD)
#undef ADD
    step->used += take;
}

/* A bit that says that there is no value. */
static void add_absence(Step *step, const DashSortKey *key, const uint32_t *order)
{
    for (size_t i = 0; i < step->rows; i++)
        step->words[i] =
            (uint64_t)!dash_is_valid(key->valid, order[i]) << step->row_bits | order[i];
    step->used = 1;
}

typedef struct Passes {
    unsigned count, bits, from;
    size_t places[MOST_PASSES][1 << MOST_BITS];
} Passes;

static void count_digits(Passes *p, const uint64_t *words, size_t rows)
{
    size_t digits = (size_t)1 << p->bits, mask = digits - 1;
    for (unsigned pass = 0; pass < p->count; pass++)
        memset(p->places[pass], 0, digits * sizeof p->places[pass][0]);
    for (size_t i = 0; i < rows; i++)
        for (unsigned pass = 0; pass < p->count; pass++)
            p->places[pass][words[i] >> (p->from + pass * p->bits) & mask]++;
}

/* Sorts by one digit; false when all have the same and nothing was done. */
static bool sort_digit(size_t *places, size_t digits, unsigned shift, const Step *step)
{
    const uint64_t *from = step->words;
    uint64_t *to = step->other;
    if (places[from[0] >> shift & (digits - 1)] == step->rows)
        return false;
    for (size_t digit = 0, sum = 0; digit < digits; digit++) {
        size_t here = places[digit];
        places[digit] = sum;
        sum += here;
    }
    for (size_t i = 0; i < step->rows; i++)
        to[places[from[i] >> shift & (digits - 1)]++] = from[i];
    return true;
}

/* Sorts the words and puts their rows into `order`; the next step begins empty. */
static void finish_step(Step *step, Passes *p, uint32_t *order)
{
    unsigned most = step->rows < FEW_ROWS ? FEW_BITS : MOST_BITS;
    p->count = (step->used + most - 1) / most;
    p->bits = p->count ? (step->used + p->count - 1) / p->count : 0;
    p->from = step->row_bits;
    count_digits(p, step->words, step->rows);
    for (unsigned pass = 0; pass < p->count; pass++) {
        size_t digits = (size_t)1 << p->bits;
        if (!sort_digit(p->places[pass], digits, p->from + pass * p->bits, step))
            continue;
        uint64_t *swap = step->words;
        step->words = step->other;
        step->other = swap;
    }
    uint64_t mask = (UINT64_C(1) << step->row_bits) - 1;
    for (size_t i = 0; i < step->rows && step->used; i++)
        order[i] = (uint32_t)(step->words[i] & mask);
    step->used = 0;
}

/* ---- all keys ----------------------------------------------------------- */

/* A key that does not fit into one word beside the rows, in steps of its own. */
static void sort_wide(Step *step, Passes *passes, const Digits *d, uint32_t *order)
{
    unsigned room = 64 - step->row_bits, bits = d->bits < 64 ? d->bits : 64;
    for (unsigned done = 0; done < bits; done += room) {
        add_key(step, d, order, done, bits - done < room ? bits - done : room);
        finish_step(step, passes, order);
    }
    if (d->bits <= 64)
        return;
    add_absence(step, d->key, order);
    finish_step(step, passes, order);
}

/* Gives the number of lower bits of the words that are not the first `by` keys' (64: all
 * rows are the same), or 0 when those keys do not stand beside each other. */
static unsigned sort_all(DashCx *cx, Step *step, uint32_t *order, const DashSortKey *keys,
                         size_t count, size_t by)
{
    Passes *passes = dash_alloc_unset(cx, 1, sizeof *passes);
    uint32_t last = 0;
    for (size_t i = 0; i < step->rows; i++)
        last = order[i] > last ? order[i] : last;
    step->row_bits = bits_of(last) ? bits_of(last) : 1;
    step->words = dash_alloc_unset(cx, step->rows, sizeof *step->words);
    step->other = dash_alloc_unset(cx, step->rows, sizeof *step->other);
    unsigned below = step->row_bits;
    bool any = false;
    for (size_t k = count; k-- > 0;) {
        dash_check_time(cx, "");
        Digits d = look_at(&keys[k], order, step->rows);
        any |= d.bits > 0;
        if (k + 1 == by)
            below = step->row_bits + step->used;
        if (step->row_bits + step->used + d.bits > 64) {
            finish_step(step, passes, order);
            below = k + 1 == by ? step->row_bits : 0; /* of keys in two steps: none */
        }
        if (step->row_bits + d.bits > 64) {
            sort_wide(step, passes, &d, order);
            below = k < by ? 0 : step->row_bits;
        } else if (d.bits) {
            add_key(step, &d, order, 0, d.bits);
        }
    }
    if (!any)
        return 64;
    if (step->used == 0)
        return by == 0 ? step->row_bits : 0;
    finish_step(step, passes, order);
    return below;
}

void dash_sort_by(DashCx *cx, uint32_t *order, size_t rows, const DashSortKey *keys, size_t count)
{
    Step step = {.rows = rows};
    if (rows > 1)
        sort_all(cx, &step, order, keys, count, 0);
}

static bool same_run(const DashSortKey *keys, size_t by, uint32_t a, uint32_t b)
{
    for (size_t k = 0; k < by; k++)
        if (!dash_sort_same(&keys[k], a, b))
            return false;
    return true;
}

DashSorted dash_sort_runs(DashCx *cx, size_t rows, const DashSortKey *keys, size_t count, size_t by)
{
    Step step = {.rows = rows};
    DashSorted sorted = {dash_row_order(cx, rows), dash_alloc_array(cx, rows, sizeof(uint32_t))};
    unsigned below = rows > 1 ? sort_all(cx, &step, sorted.order, keys, count, by) : 0;
    if (by == 0)
        return sorted;
    for (size_t i = 1; i < rows; i++) {
        bool same = below ? below >= 64 || step.words[i] >> below == step.words[i - 1] >> below
                          : same_run(keys, by, sorted.order[i], sorted.order[i - 1]);
        sorted.starts[i] = same ? sorted.starts[i - 1] : (uint32_t)i;
    }
    return sorted;
}

/* ---- for others --------------------------------------------------------- */

ALWAYS_INLINE void put_codes(DashEncoding encoding, const Digits *d, size_t rows, uint32_t *codes)
{
    for (size_t row = 0; row < rows; row++)
        codes[row] = codes[row] << d->bits | (uint32_t)digit_of(d, encoding, (uint32_t)row);
}

uint32_t *radix_codes(DashCx *cx, size_t rows, const DashSortKey *keys, size_t count, unsigned most,
                      unsigned *bits)
{
    const uint32_t *order = dash_row_order(cx, rows);
    uint32_t *codes = dash_alloc_array(cx, rows, sizeof *codes);
    *bits = 0;
    for (size_t k = 0; k < count; k++) {
        Digits d = look_at(&keys[k], order, rows);
        *bits += d.bits;
        if (*bits > most)
            return NULL;
#define PUT(encoding) put_codes(encoding, &d, rows, codes)
        WITH_ENCODING(&keys[k], PUT)
#undef PUT
    }
    return codes;
}

/* UINT64_MAX - 1 is NaN; see radix_values. */
ALWAYS_INLINE uint64_t value_of(DashEncoding encoding, const Digits *d, uint32_t row)
{
    if (!dash_is_valid(d->key->valid, row))
        return UINT64_MAX;
    uint64_t value = order_of(d, encoding, row);
    if (encoding == DASH_F64 && value == NAN_ORDER)
        return UINT64_MAX - 1;
    return d->key->descending ? ~value : value;
}

ALWAYS_INLINE void put_values(DashEncoding encoding, const Digits *d, size_t rows, uint64_t *values)
{
    for (size_t row = 0; row < rows; row++)
        values[row] = value_of(encoding, d, (uint32_t)row);
}

uint64_t *radix_values(DashCx *cx, size_t rows, const DashSortKey *key)
{
    if (key->encoding == DASH_I64 && key->valid)
        return NULL;
    Digits plain = {.key = key};
    uint64_t *values = dash_alloc_unset(cx, rows, sizeof *values);
#define PUT(encoding) put_values(encoding, &plain, rows, values)
    WITH_ENCODING(key, PUT)
#undef PUT
    return values;
}

int radix_compare(const DashSortKey *keys, size_t count, uint32_t a, uint32_t b)
{
    for (size_t k = 0; k < count; k++) {
        Digits plain = {.key = &keys[k]};
        bool there = dash_is_valid(keys[k].valid, a);
        if (there != dash_is_valid(keys[k].valid, b))
            return there ? -1 : 1;
        uint64_t x = there ? value_of(keys[k].encoding, &plain, a) : 0;
        uint64_t y = there ? value_of(keys[k].encoding, &plain, b) : 0;
        if (x != y)
            return x < y ? -1 : 1;
    }
    return 0;
}
