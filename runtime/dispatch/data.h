/* SPDX-License-Identifier: MIT
 *
 * The files behind a program's open tables, and snapshots of them. A file that has
 * changed is read anew; the other tables of a new snapshot are those of the last one,
 * shared and counted.
 */
#ifndef DASH_DISPATCH_DATA_H
#define DASH_DISPATCH_DATA_H

#include <stdio.h>

#include "core/cx.h"
#include "dash/data.h"

typedef struct Data Data;

/* What --data says: the file of a table. */
typedef struct DataPath {
    const char *name, *path;
} DataPath;

typedef struct DataOptions {
    const DataPath *paths;
    size_t path_count;
    const char *cache; /* folder of the caches; NULL: each beside its file; "off": none */
} DataOptions;

/* The tables as they are now and what is computed from them. It may be read by any
 * number of threads. */
typedef struct Snapshot {
    DashCx *cx; /* holds what was computed */
    void *block;
    struct DataTable **tables;
    size_t table_count;
} Snapshot;

struct DashDataCalls {
    /* Reads every file; a path that is not given is the environment's DATA_name, else
     * the program has the rows, else the table's own path counts. NULL when one is not
     * fit: `error` (of `size` bytes) says why. The options stay the caller's and must
     * live as long. */
    Data *(*open)(const DashData *description, const DataOptions *options, char *error,
                  size_t size);
    void (*close)(Data *data); /* NULL is fine */

    /* Prints the tables with their schemas, for the program's --help. */
    void (*print)(const DashData *description, FILE *out);

    /* Whether some file is followed. */
    bool (*is_live)(const Data *data);
    /* Looks whether files have changed, and reads those that have and have come to
     * rest; one that is not fit is logged, and its rows stay. True when there is
     * something new. For one thread. */
    bool (*poll)(Data *data);
    /* Logs what is new, when it is in use. */
    void (*announce)(Data *data);

    /* NULL when computing fails: `error` says why. For the thread that polls. */
    Snapshot *(*snapshot)(Data *data, char *error, size_t size);
    void (*destroy)(Snapshot *snapshot); /* NULL is fine; from any thread */
};

#endif
