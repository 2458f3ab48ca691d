/* SPDX-License-Identifier: MIT
 *
 * Tables whose rows a program reads when it starts, and again when their files
 * change. All of them, and what the program computes of them, make one snapshot: a
 * block of memory whose layout the generated code knows. A request works on one
 * snapshot from beginning to end; a new one takes its place for the requests that
 * come later.
 */
#ifndef DASH_DATA_H
#define DASH_DATA_H

#include "dash/source.h"
#include "dash/value.h"

/* Its columns have the plain shape: they are stored so that any value of their type
 * fits. Those that may be null have a bitmap, and all may be read up to the next
 * multiple of DASH_LANES rows. */
typedef struct DashOpenTable {
    const char *name;
    const char *path;      /* as the program names it; what --data gives comes before it */
    DashSource source;     /* with a schema */
    size_t offset;         /* of its DashTable in the snapshot */
    bool live;             /* changes of the file are followed */
    uint64_t reading;      /* another one when schema or options are others: for caches */
    const DashTable *rows; /* of the program, when no file is given; NULL: `path` is read */
} DashOpenTable;

/* The part of the runtime that reads files: only programs with open tables have it. */
typedef struct DashDataCalls DashDataCalls;
extern const DashDataCalls dash_data_calls;

typedef struct DashData {
    const DashDataCalls *calls; /* &dash_data_calls */
    const DashOpenTable *tables;
    size_t table_count;
    size_t size; /* of a snapshot */
    /* Computes what depends on the tables into the snapshot of `cx`; or NULL. */
    void (*refresh)(DashCx *cx);
} DashData;

/* A list of records, or an object of lists of one length, as a table in the plain
 * shape; false when it does not fit. */
bool dash_read_table(DashCx *cx, DashValue value, const DashSourceColumn *columns, uint32_t count,
                     DashTable *out);

/* The snapshot that `cx` works on. */
void *dash_data(DashCx *cx);

#endif
