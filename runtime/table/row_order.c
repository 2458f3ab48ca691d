/* SPDX-License-Identifier: MIT
 *
 * Sorting by turning each column's values into unsigned numbers of the same order,
 * from the last key to the first, each time a stable radix sort by the digits
 * that differ at all. Orders of whole tables are kept, the oldest go first.
 */
#include "table/row_order.h"

#include <math.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "table/filter_value.h"

/* ---- values as numbers ---------------------------------------------------------- */

static uint64_t float_key(double value)
{
    union {
        double number;
        uint64_t bits;
    } key = {.number = value + 0.0}; /* -0 is 0 */
    return key.bits >> 63 ? ~key.bits : key.bits | UINT64_C(1) << 63;
}

static int text_codes(const void *state, uint32_t a, uint32_t b)
{
    return filter_text_order(dash_dict_text(state, a), dash_dict_text(state, b));
}

/* By code: its place among the sorted texts. */
static uint32_t *text_places(DashCx *cx, const DashDict *dict)
{
    uint32_t *codes = dash_row_order(cx, dict->count);
    uint32_t *places = dash_alloc_array(cx, (size_t)dict->count + 1, sizeof(*places));
    dash_sort_rows(cx, codes, dict->count, text_codes, dict);
    for (uint32_t i = 0; i < dict->count; i++) {
        places[codes[i]] = i;
    }
    return places;
}

#define NO_VALUE UINT64_MAX

static uint64_t key_at(const DashColumn *column, const uint32_t *places, uint32_t row)
{
    if (!dash_is_valid(column->valid, row)) {
        return NO_VALUE;
    }
    if (column->encoding == DASH_F64) {
        double value = ((const double *)column->data)[row];
        return isfinite(value) ? float_key(value) : NO_VALUE;
    }
    int64_t value = dash_column_int(column, row);
    return places ? places[value] : (uint64_t)value ^ UINT64_C(1) << 63;
}

/* ---- one key ---------------------------------------------------------------------- */

/* Keys that go from 0 upwards in the wanted order. */
typedef struct Packing {
    const RowKey *key;
    const uint32_t *places;   /* of texts */
    uint64_t lowest, highest; /* of those with a value; lowest NO_VALUE: there are none */
} Packing;

static uint64_t packed_key(const Packing *packing, uint32_t row)
{
    uint64_t key = key_at(packing->key->column, packing->places, row);
    if (key == NO_VALUE) {
        return packing->highest - packing->lowest + 1;
    }
    return packing->key->descending ? packing->highest - key : key - packing->lowest;
}

static Packing packing_of(DashCx *cx, const RowKey *key, const uint32_t *rows, size_t count)
{
    Packing packing = {.key = key, .lowest = NO_VALUE};
    if (key->column->type == DASH_COLUMN_TEXT) {
        packing.places = text_places(cx, key->column->dict);
    }
    for (size_t i = 0; i < count; i++) {
        uint64_t value = key_at(key->column, packing.places, rows[i]);
        packing.lowest = value < packing.lowest ? value : packing.lowest;
        packing.highest = value != NO_VALUE && value > packing.highest ? value : packing.highest;
    }
    return packing;
}

enum { DIGIT_BITS = 11, DIGITS = 1 << DIGIT_BITS };

/* Sorts by the digit; false when all have the same, and nothing was done. */
static bool sort_digit(const uint64_t *from, uint64_t *to, size_t count, int shift)
{
    size_t places[DIGITS] = {0};
    for (size_t i = 0; i < count; i++) {
        places[from[i] >> shift & (DIGITS - 1)]++;
    }
    if (places[from[0] >> shift & (DIGITS - 1)] == count) {
        return false;
    }
    for (size_t digit = 0, sum = 0; digit < DIGITS; digit++) {
        size_t here = places[digit];
        places[digit] = sum;
        sum += here;
    }
    for (size_t i = 0; i < count; i++) {
        to[places[from[i] >> shift & (DIGITS - 1)]++] = from[i];
    }
    return true;
}

/* By 32 bits of the keys: each stands before its row in one word. */
static void sort_half(uint32_t *rows, size_t count, const Packing *packing, int half,
                      uint64_t *words)
{
    uint64_t *other = words + count, most = 0;
    for (size_t i = 0; i < count; i++) {
        uint64_t key = packed_key(packing, rows[i]) >> half & UINT32_MAX;
        most = key > most ? key : most;
        words[i] = key << 32 | rows[i];
    }
    for (int shift = 32; shift < 64 && most >> (shift - 32); shift += DIGIT_BITS) {
        if (sort_digit(words, other, count, shift)) {
            uint64_t *swap = words;
            words = other;
            other = swap;
        }
    }
    for (size_t i = 0; i < count; i++) {
        rows[i] = (uint32_t)words[i];
    }
}

static void sort_by(DashCx *cx, uint32_t *rows, size_t count, const RowKey *key)
{
    Packing packing = packing_of(cx, key, rows, count);
    if (packing.lowest == NO_VALUE) {
        return;
    }
    dash_check_time(cx, "");
    uint64_t *words = malloc(2 * count * sizeof(*words)); /* nothing below fails */
    if (!words) {
        dash_fail(cx, "", "no memory to sort %zu rows", count);
    }
    sort_half(rows, count, &packing, 0, words);
    if ((packing.highest - packing.lowest + 1) >> 32) {
        sort_half(rows, count, &packing, 32, words);
    }
    free(words);
}

void row_order(DashCx *cx, uint32_t *rows, size_t count, const RowKey *keys, size_t key_count)
{
    for (size_t i = count > 1 ? key_count : 0; i-- > 0;) {
        sort_by(cx, rows, count, &keys[i]);
    }
}

/* ---- orders that are kept ------------------------------------------------------------ */

enum { KEPT_MOST = 16, KEYS_MOST = 8 };
#define KEPT_BYTES ((size_t)96 << 20)

typedef struct Kept {
    uint32_t *order; /* NULL: free */
    size_t count, key_count;
    const void *data[KEYS_MOST]; /* of the columns: they stay where they are */
    bool descending[KEYS_MOST];
    uint64_t used; /* when last */
} Kept;

static pthread_rwlock_t lock = PTHREAD_RWLOCK_INITIALIZER;
static Kept kept[KEPT_MOST];
static uint64_t now;

static bool is_kept(const Kept *entry, size_t count, const RowKey *keys, size_t key_count)
{
    if (!entry->order || entry->count != count || entry->key_count != key_count) {
        return false;
    }
    for (size_t i = 0; i < key_count; i++) {
        if (entry->data[i] != keys[i].column->data || entry->descending[i] != keys[i].descending) {
            return false;
        }
    }
    return true;
}

static bool use_kept(size_t count, const RowKey *keys, size_t key_count, RowOrderUse *use,
                     void *data)
{
    bool found = false;
    pthread_rwlock_rdlock(&lock);
    for (size_t i = 0; i < KEPT_MOST && !found; i++) {
        if (is_kept(&kept[i], count, keys, key_count)) {
            uint64_t time = __atomic_add_fetch(&now, 1, __ATOMIC_RELAXED);
            __atomic_store_n(&kept[i].used, time, __ATOMIC_RELAXED);
            use(kept[i].order, data);
            found = true;
        }
    }
    pthread_rwlock_unlock(&lock);
    return found;
}

/* The place for another order: a free one, after those that were not used for the
 * longest time have gone to make room. */
static Kept *make_room(size_t bytes)
{
    for (;;) {
        size_t all = bytes;
        Kept *oldest = NULL, *unused = NULL;
        for (size_t i = 0; i < KEPT_MOST; i++) {
            if (!kept[i].order) {
                unused = &kept[i];
                continue;
            }
            all += kept[i].count * sizeof(*kept[i].order);
            if (!oldest || kept[i].used < oldest->used) {
                oldest = &kept[i];
            }
        }
        if (all <= KEPT_BYTES && unused) {
            return unused;
        }
        free(oldest->order);
        oldest->order = NULL;
    }
}

static void keep_order(const uint32_t *order, size_t count, const RowKey *keys, size_t key_count)
{
    size_t bytes = count * sizeof(*order);
    uint32_t *copy = bytes <= KEPT_BYTES && key_count <= KEYS_MOST ? malloc(bytes) : NULL;
    if (!copy) {
        return;
    }
    memcpy(copy, order, bytes);
    pthread_rwlock_wrlock(&lock);
    Kept *entry = make_room(bytes);
    *entry = (Kept){.order = copy, .count = count, .key_count = key_count, .used = ++now};
    for (size_t i = 0; i < key_count; i++) {
        entry->data[i] = keys[i].column->data;
        entry->descending[i] = keys[i].descending;
    }
    pthread_rwlock_unlock(&lock);
}

void row_order_kept(DashCx *cx, size_t count, const RowKey *keys, size_t key_count,
                    RowOrderUse *use, void *data)
{
    if (use_kept(count, keys, key_count, use, data)) {
        return;
    }
    uint32_t *order = dash_row_order(cx, count);
    row_order(cx, order, count, keys, key_count);
    keep_order(order, count, keys, key_count);
    use(order, data);
}
