/* SPDX-License-Identifier: MIT
 *
 * Orders as the browser's table has them. Those of whole tables are kept, and the
 * ones that were not used for the longest time make room.
 */
#include "table/row_order.h"

#include <math.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "dash/sort.h"
#include "table/filter_value.h"

/* ---- keys ------------------------------------------------------------------------- */

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

/* Which rows have a finite number: JSON has no other, they are null in the browser. */
static const uint64_t *finite_rows(DashCx *cx, const DashColumn *column, const uint32_t *rows,
                                   size_t count)
{
    const double *data = column->data;
    uint32_t last = 0;
    bool all = true;
    for (size_t i = 0; i < count; i++) {
        last = rows[i] > last ? rows[i] : last;
        all &= data[rows[i]] - data[rows[i]] == 0;
    }
    if (all) {
        return column->valid;
    }
    uint64_t *valid = dash_alloc_array(cx, (size_t)last / 64 + 1, sizeof(*valid));
    for (size_t i = 0; i < count; i++) {
        uint32_t row = rows[i];
        bool there = dash_is_valid(column->valid, row) && isfinite(data[row]);
        valid[row / 64] |= (uint64_t)there << (row % 64);
    }
    return valid;
}

void row_order(DashCx *cx, uint32_t *rows, size_t count, const RowKey *keys, size_t key_count)
{
    DashSortKey *sort = dash_alloc_array(cx, key_count + 1, sizeof(*sort));
    for (size_t i = 0; i < key_count; i++) {
        const DashColumn *column = keys[i].column;
        bool text = column->type == DASH_COLUMN_TEXT, number = column->encoding == DASH_F64;
        sort[i] = (DashSortKey){
            .data = column->data,
            .valid = number ? finite_rows(cx, column, rows, count) : column->valid,
            .rank = text ? text_places(cx, column->dict) : NULL,
            .encoding = column->encoding,
            .descending = keys[i].descending,
        };
    }
    dash_sort_by(cx, rows, count, sort, key_count);
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
