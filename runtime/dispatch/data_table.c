/* SPDX-License-Identifier: MIT
 *
 * A cache is written when a large file has been read and did not change meanwhile.
 */
#include "dispatch/data_table.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "core/log.h"
#include "dash/text.h"

static const off_t WORTH_CACHE = 4 << 20; /* bytes of a file; a smaller one is read at once */

Stamp stamp_of(const char *path)
{
    struct stat status;
    if (stat(path, &status) != 0)
        return (Stamp){0};
    return (Stamp){status.st_dev,  status.st_ino,  status.st_uid,
                   status.st_mode, status.st_size, status.st_mtim};
}

bool stamp_is(const Stamp *a, const Stamp *b)
{
    return a->device == b->device && a->inode == b->inode && a->size == b->size &&
           a->changed.tv_sec == b->changed.tv_sec && a->changed.tv_nsec == b->changed.tv_nsec;
}

static void discard(DataTable *table)
{
    if (!table)
        return;
    cache_unmap(&table->map);
    dash_cx_destroy(table->cx);
    free(table);
}

void data_table_keep(DataTable *table)
{
    atomic_fetch_add(&table->users, 1);
}

void data_table_release(DataTable *table)
{
    if (table && atomic_fetch_sub(&table->users, 1) == 1)
        discard(table);
}

/* ---- caches --------------------------------------------------------------- */

typedef struct Reading {
    DataTable *table;
    const DashOpenTable *source;
    const char *path, *cache;
} Reading;

/* In a folder of caches the name tells the whole path apart. */
static const char *cache_path(DashCx *cx, const Reading *r)
{
    size_t size = strlen(r->path) + (r->cache ? strlen(r->cache) : 0) + 64;
    char *path = dash_alloc(cx, size), *whole = r->cache ? realpath(r->path, NULL) : NULL;
    if (!r->cache) {
        snprintf(path, size, "%s.dashcache", r->path);
        return path;
    }
    const char *slash = strrchr(r->path, '/');
    DashText text = dash_text_of(whole ? whole : r->path);
    snprintf(path, size, "%s/%s.%016" PRIx64 ".dashcache", r->cache, slash ? slash + 1 : r->path,
             dash_hash_text(text));
    free(whole);
    return path;
}

static bool has_cache(const Reading *r, const Stamp *stamp)
{
    return stamp->size >= WORTH_CACHE && !(r->cache && strcmp(r->cache, "off") == 0);
}

static CacheKey key_of(const DashOpenTable *source, const Stamp *stamp)
{
    return (CacheKey){(uint64_t)stamp->size, stamp->changed.tv_sec, stamp->changed.tv_nsec,
                      source->reading};
}

static bool read_cache(DashCx *cx, const Reading *r, const Stamp *stamp)
{
    static const uint64_t bitmap;
    uint32_t count = r->source->source.schema_count;
    DashColumn *columns = dash_alloc_array(cx, count, sizeof *columns);
    CacheKey key = key_of(r->source, stamp);
    for (uint32_t i = 0; i < count; i++) {
        const DashSourceColumn *column = &r->source->source.schema[i];
        columns[i] = (DashColumn){.name = column->name,
                                  .type = column->type,
                                  .encoding = dash_plain_encoding(column->type),
                                  .valid = column->optional ? &bitmap : NULL};
    }
    return cache_map(cx, cache_path(cx, r), &key, stamp->owner, columns, count, &r->table->table,
                     &r->table->map);
}

static void write_cache(DashCx *cx, const Reading *r, const Stamp *stamp)
{
    Stamp now = stamp_of(r->path);
    CacheKey key = key_of(r->source, stamp);
    const char *path = cache_path(cx, r);
    if (stamp_is(&now, stamp) && !cache_write(path, &key, stamp->mode, &r->table->table))
        dash_log("note: there is no cache of %s, the next start reads it again: %s: %s", r->path,
                 path, strerror(errno));
}

/* ---- reading -------------------------------------------------------------- */

/* Formats that a file's name tells. */
static const struct {
    const char *ending;
    DashFileKind kind;
    char delimiter;
} ENDINGS[] = {{".csv", DASH_FILE_CSV, 0},
               {".tsv", DASH_FILE_CSV, '\t'},
               {".json", DASH_FILE_JSON, 0},
               {".ndjson", DASH_FILE_NDJSON, 0},
               {".jsonl", DASH_FILE_NDJSON, 0}};

static size_t without(const char *path, size_t len, const char *ending)
{
    size_t size = strlen(ending);
    return len > size && strncasecmp(path + len - size, ending, size) == 0 ? len - size : len;
}

/* The program's source, for a file whose name may tell of another format. */
static DashSource source_of(const Reading *r)
{
    DashSource source = r->source->source;
    source.may_lack = true; /* the program's own file has it */
    size_t len = without(r->path, without(r->path, strlen(r->path), ".gz"), ".zst");
    for (size_t i = 0; i < sizeof ENDINGS / sizeof *ENDINGS; i++) {
        bool tabs = ENDINGS[i].delimiter && source.delimiter != ENDINGS[i].delimiter;
        if (without(r->path, len, ENDINGS[i].ending) == len ||
            (ENDINGS[i].kind == source.kind && !tabs))
            continue;
        source.kind = ENDINGS[i].kind;
        source.delimiter = ENDINGS[i].delimiter;
    }
    return source;
}

static void read_file(DashCx *cx, const Reading *r)
{
    DashSourceReport report;
    DashSource source = source_of(r);
    if (!dash_source_read(cx->arena, r->path, &source, &r->table->table, &report))
        dash_fail(cx, "", "%s", dash_source_complaint(cx->arena, r->path, &report.error));
    r->table->table = dash_table_plain(cx, &r->table->table);
    if (report.bad > 0)
        dash_log("warning: table %s: on_error passed over %zu, first %s", r->source->name,
                 report.bad, dash_source_complaint(cx->arena, r->path, &report.first_bad[0]));
}

static void read_table(DashCx *cx, void *state)
{
    const Reading *r = state;
    if (!r->path) {
        r->table->table = dash_table_plain(cx, r->source->rows);
        return;
    }
    Stamp stamp = stamp_of(r->path);
    bool cached = has_cache(r, &stamp);
    if (cached && read_cache(cx, r, &stamp))
        return;
    read_file(cx, r);
    if (cached)
        write_cache(cx, r, &stamp);
}

DataTable *data_table_read(const DashOpenTable *source, const char *path, const char *cache,
                           char *error, size_t size)
{
    DataTable *table = calloc(1, sizeof *table);
    snprintf(error, size, "memory is out for the table %s", source->name);
    if (table)
        table->cx = dash_cx_create(0);
    if (!table || !table->cx) {
        discard(table);
        return NULL;
    }
    atomic_init(&table->users, 1);
    Reading reading = {table, source, path, cache};
    if (dash_cx_run(table->cx, read_table, &reading) == DASH_EXIT_DONE)
        return table;
    snprintf(error, size, "%s", table->cx->message);
    discard(table);
    return NULL;
}
