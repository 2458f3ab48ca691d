/* SPDX-License-Identifier: MIT
 *
 * One open table as it was read once: from its file, or from the cache that an
 * earlier reading of the same file has left.
 */
#ifndef DASH_DISPATCH_DATA_TABLE_H
#define DASH_DISPATCH_DATA_TABLE_H

#include <stdatomic.h>
#include <sys/stat.h>

#include "core/cx.h"
#include "dash/data.h"
#include "table/cache.h"

typedef struct DataTable {
    atomic_uint users; /* snapshots, and the file itself */
    DashCx *cx;        /* its memory … */
    CacheMap map;      /* … or that of its columns */
    DashTable table;
} DataTable;

/* What tells two states of a file apart; all zeros when there is none. */
typedef struct Stamp {
    dev_t device;
    ino_t inode;
    uid_t owner;
    mode_t mode;
    off_t size;
    struct timespec changed;
} Stamp;
Stamp stamp_of(const char *path);
bool stamp_is(const Stamp *a, const Stamp *b);

/* Reads the file at `path`, or with NULL the rows of the program. The cache stands in
 * the folder `cache`, with NULL beside the file; "off": there is none. The table has one
 * user. NULL when the file is not fit: `error` (of `size` bytes) says why. */
DataTable *data_table_read(const DashOpenTable *source, const char *path, const char *cache,
                           char *error, size_t size);

void data_table_keep(DataTable *table);
void data_table_release(DataTable *table); /* NULL is fine; from any thread */

#endif
