/* SPDX-License-Identifier: MIT
 *
 * Tables that were read before, as files that can be mapped: the columns of a large
 * file as they stand in memory, so that the next start need not read its text again.
 * A cache is only ever a copy: one that is missing, older, damaged or somebody
 * else's is not used.
 */
#ifndef DASH_TABLE_CACHE_H
#define DASH_TABLE_CACHE_H

#include "core/cx.h"
#include "dash/table.h"

/* Which state of which file, read how. */
typedef struct CacheKey {
    uint64_t size;
    int64_t seconds, nanoseconds; /* of its last change */
    uint64_t reading;             /* schema and options */
} CacheKey;

typedef struct CacheMap {
    void *bytes; /* NULL: nothing is mapped */
    size_t len;
} CacheMap;

/* Maps the cache at `path`; the table's columns lie in it, until cache_unmap().
 * `columns` are as they must be, without rows: name, type, encoding, and `valid` not
 * NULL where there is a bitmap. `owner` may have written it, or this process. false
 * when it cannot be used. */
bool cache_map(DashCx *cx, const char *path, const CacheKey *key, uint32_t owner,
               const DashColumn *columns, uint32_t column_count, DashTable *table, CacheMap *map);
void cache_unmap(CacheMap *map);

/* Writes it, whole or not at all, to be read by those whom `mode` lets; false when that
 * fails (errno says why). */
bool cache_write(const char *path, const CacheKey *key, uint32_t mode, const DashTable *table);

#endif
