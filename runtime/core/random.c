/* SPDX-License-Identifier: MIT
 *
 * The Mersenne twister MT19937 (Matsumoto and Nishimura, 1998), and what is made
 * of its words, each as Python's `random.Random` makes it.
 */
#include "dash/random.h"

#include <math.h>
#include <sys/random.h>
#include <time.h>

#include "core/cx.h"

enum { WORDS = 624, MIDDLE = 397 };

struct DashRngState {
    uint32_t words[WORDS];
    int next;
};

/* ---- the twister ----------------------------------------------------------- */

static void seed_by_word(struct DashRngState *rng, uint32_t seed)
{
    rng->words[0] = seed;
    for (uint32_t i = 1; i < WORDS; i++) {
        uint32_t last = rng->words[i - 1];
        rng->words[i] = 1812433253u * (last ^ last >> 30) + i;
    }
    rng->next = WORDS;
}

static void seed_by_key(struct DashRngState *rng, const uint32_t *key, uint32_t len)
{
    uint32_t *words = rng->words, at = 1, k = 0;
    seed_by_word(rng, 19650218);
    for (uint32_t i = len > WORDS ? len : WORDS; i > 0; i--) {
        words[at] = (words[at] ^ (words[at - 1] ^ words[at - 1] >> 30) * 1664525u) + key[k] + k;
        k = (k + 1) % len;
        if (++at == WORDS) {
            words[0] = words[WORDS - 1];
            at = 1;
        }
    }
    for (int i = WORDS - 1; i > 0; i--) {
        words[at] = (words[at] ^ (words[at - 1] ^ words[at - 1] >> 30) * 1566083941u) - at;
        if (++at == WORDS) {
            words[0] = words[WORDS - 1];
            at = 1;
        }
    }
    words[0] = 0x80000000u;
}

static void refill(struct DashRngState *rng)
{
    uint32_t *words = rng->words;
    for (int i = 0; i < WORDS; i++) {
        uint32_t pair = (words[i] & 0x80000000u) | (words[(i + 1) % WORDS] & 0x7fffffffu);
        words[i] = words[(i + MIDDLE) % WORDS] ^ pair >> 1 ^ (pair & 1 ? 0x9908b0dfu : 0);
    }
    rng->next = 0;
}

static uint32_t next_word(struct DashRngState *rng)
{
    if (rng->next == WORDS)
        refill(rng);
    uint32_t word = rng->words[rng->next++];
    word ^= word >> 11;
    word ^= word << 7 & 0x9d2c5680u;
    word ^= word << 15 & 0xefc60000u;
    return word ^ word >> 18;
}

static void seed(struct DashRngState *rng, int64_t number)
{
    uint64_t size = number < 0 ? -(uint64_t)number : (uint64_t)number;
    uint32_t key[] = {(uint32_t)size, (uint32_t)(size >> 32)};
    seed_by_key(rng, key, key[1] ? 2 : 1);
}

DashRng dash_rng(DashCx *cx, int64_t number)
{
    struct DashRngState *rng = dash_alloc(cx, sizeof *rng);
    seed(rng, number);
    return rng;
}

/* A seed from the system; the time when it gives none. */
static int64_t any_seed(void)
{
    int64_t number;
    if (getrandom(&number, sizeof number, 0) == (ssize_t)sizeof number)
        return number;
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * INT64_C(1000000007) + now.tv_nsec;
}

DashRng dash_rng_any(DashCx *cx)
{
    return dash_rng(cx, any_seed());
}

double dash_random(DashCx *cx)
{
    static _Thread_local struct DashRngState rng;
    static _Thread_local bool seeded;
    (void)cx;
    if (!seeded)
        seed(&rng, any_seed());
    seeded = true;
    return dash_rng_random(&rng);
}

/* ---- numbers --------------------------------------------------------------- */

double dash_rng_random(DashRng rng)
{
    uint32_t high = next_word(rng) >> 5, low = next_word(rng) >> 6;
    return (high * 67108864.0 + low) / 9007199254740992.0;
}

double dash_rng_uniform(DashRng rng, double low, double high)
{
    return low + (high - low) * dash_rng_random(rng);
}

/* Kinderman and Monahan's method, with the ratio of two uniform numbers. */
double dash_rng_normal(DashRng rng, double mean, double deviation)
{
    const double factor = 4 * exp(-0.5) / sqrt(2.0);
    for (;;) {
        double a = dash_rng_random(rng), b = 1 - dash_rng_random(rng);
        double z = factor * (a - 0.5) / b;
        if (z * z / 4 <= -log(b))
            return mean + z * deviation;
    }
}

/* `bits` random bits, at most 64: words from the lowest. */
static uint64_t random_bits(DashRng rng, int bits)
{
    if (bits <= 32)
        return next_word(rng) >> (32 - bits);
    uint64_t low = next_word(rng);
    return low | (uint64_t)(next_word(rng) >> (64 - bits)) << 32;
}

/* From 0 to below `bound`, which is not 0; 0 stands for 2^64. */
static uint64_t below(DashRng rng, uint64_t bound)
{
    int bits = bound ? 64 - __builtin_clzll(bound) : 64;
    uint64_t value = random_bits(rng, bits);
    while (bound && value >= bound)
        value = random_bits(rng, bits);
    return value;
}

int64_t dash_rng_int(DashCx *cx, DashRng rng, int64_t low, int64_t high, const char *where)
{
    if (low > high)
        dash_fail(cx, where, "there is no int from %lld to %lld", (long long)low, (long long)high);
    return (int64_t)((uint64_t)low + below(rng, (uint64_t)high - (uint64_t)low + 1));
}

static size_t checked_count(DashCx *cx, int64_t count, const char *where)
{
    if (count < 0)
        dash_fail(cx, where, "%lld random numbers", (long long)count);
    return (size_t)count;
}

DashFloats dash_rng_uniforms(DashCx *cx, DashRng rng, double low, double high, int64_t count,
                             const char *where)
{
    size_t len = checked_count(cx, count, where);
    double *items = dash_alloc_array(cx, len, sizeof *items);
    for (size_t i = 0; i < len; i++)
        items[i] = dash_rng_uniform(rng, low, high);
    return (DashFloats){items, len};
}

DashFloats dash_rng_normals(DashCx *cx, DashRng rng, double mean, double deviation, int64_t count,
                            const char *where)
{
    size_t len = checked_count(cx, count, where);
    double *items = dash_alloc_array(cx, len, sizeof *items);
    for (size_t i = 0; i < len; i++)
        items[i] = dash_rng_normal(rng, mean, deviation);
    return (DashFloats){items, len};
}

DashInts dash_rng_ints(DashCx *cx, DashRng rng, int64_t low, int64_t high, int64_t count,
                       const char *where)
{
    size_t len = checked_count(cx, count, where);
    int64_t *items = dash_alloc_array(cx, len, sizeof *items);
    for (size_t i = 0; i < len; i++)
        items[i] = dash_rng_int(cx, rng, low, high, where);
    return (DashInts){items, len};
}

/* ---- lists ----------------------------------------------------------------- */

size_t dash_rng_place(DashCx *cx, DashRng rng, size_t len, const char *where)
{
    if (len == 0)
        dash_fail(cx, where, "a choice from an empty list");
    return (size_t)below(rng, len);
}

size_t *dash_rng_order(DashCx *cx, DashRng rng, size_t len)
{
    size_t *places = dash_alloc_array(cx, len, sizeof *places);
    for (size_t i = 0; i < len; i++)
        places[i] = i;
    for (size_t i = len; i-- > 1;) {
        size_t other = (size_t)below(rng, i + 1), place = places[i];
        places[i] = places[other];
        places[other] = place;
    }
    return places;
}

/* Few of many are drawn again when they come twice, others are taken out of a
 * pool: Python's bound between the two, so that the numbers are the same. */
static bool pool_is_smaller(size_t len, size_t count)
{
    double set_size = 21;
    if (count > 5)
        set_size += pow(4, ceil(log((double)count * 3) / log(4)));
    return (double)len <= set_size;
}

static void sample_from_pool(DashCx *cx, DashRng rng, size_t len, size_t count, size_t *places)
{
    size_t *pool = dash_alloc_array(cx, len, sizeof *pool);
    for (size_t i = 0; i < len; i++)
        pool[i] = i;
    for (size_t i = 0; i < count; i++) {
        size_t at = (size_t)below(rng, len - i);
        places[i] = pool[at];
        pool[at] = pool[len - i - 1];
    }
}

static void sample_again(DashCx *cx, DashRng rng, size_t len, size_t count, size_t *places)
{
    uint8_t *taken = dash_alloc(cx, (len + 7) / 8);
    for (size_t i = 0; i < count; i++) {
        size_t at = (size_t)below(rng, len);
        while (taken[at / 8] & 1u << at % 8)
            at = (size_t)below(rng, len);
        taken[at / 8] |= (uint8_t)(1u << at % 8);
        places[i] = at;
    }
}

size_t *dash_rng_sample(DashCx *cx, DashRng rng, size_t len, int64_t count, const char *where)
{
    if (count < 0 || (uint64_t)count > len)
        dash_fail(cx, where, "%lld different ones of %zu", (long long)count, len);
    size_t *places = dash_alloc_array(cx, (size_t)count, sizeof *places);
    if (pool_is_smaller(len, (size_t)count))
        sample_from_pool(cx, rng, len, (size_t)count, places);
    else
        sample_again(cx, rng, len, (size_t)count, places);
    return places;
}
