/* SPDX-License-Identifier: MIT
 *
 * Following is by asking for the files' sizes and times: it works on every file
 * system, and for files that are replaced as for files that are written to. One is
 * read when two looks in a row have seen the same, so that it is not half written.
 */
#include "dispatch/data.h"

#include <stdlib.h>
#include <string.h>

#include "core/log.h"
#include "dispatch/data_table.h"
#include "table/reader.h"

typedef struct DataFile {
    const DashOpenTable *source;
    const char *path; /* NULL: the rows of the program */
    DataTable *table;
    Stamp read, seen; /* when it was read last; at the last look */
    bool fresh;       /* read by the last look that found something */
} DataFile;

struct Data {
    const DashData *description;
    const DataOptions *options;
    DataFile *files;
    size_t count;
};

/* ---- files ------------------------------------------------------------------ */

static const char *path_of(const DashOpenTable *source, const DataOptions *options)
{
    char name[256];
    for (size_t i = 0; i < options->path_count; i++)
        if (strcmp(options->paths[i].name, source->name) == 0)
            return options->paths[i].path;
    snprintf(name, sizeof name, "DATA_%s", source->name);
    const char *given = getenv(name);
    if (given && *given)
        return given;
    return source->rows ? NULL : source->path;
}

static bool open_all(Data *data, char *error, size_t size)
{
    for (size_t i = 0; i < data->count; i++) {
        DataFile *file = &data->files[i];
        file->source = &data->description->tables[i];
        file->path = path_of(file->source, data->options);
        if (file->path)
            file->read = file->seen = stamp_of(file->path);
        file->table = data_table_read(file->source, file->path, data->options->cache, error, size);
        if (!file->table)
            return false;
    }
    return true;
}

static void data_close(Data *data)
{
    if (!data)
        return;
    for (size_t i = 0; i < data->count; i++)
        data_table_release(data->files[i].table);
    free(data->files);
    free(data);
}

static Data *data_open(const DashData *description, const DataOptions *options, char *error,
                       size_t size)
{
    Data *data = calloc(1, sizeof *data);
    if (data)
        data->files = calloc(description->table_count, sizeof *data->files);
    if (!data || !data->files) {
        snprintf(error, size, "out of memory");
        data_close(data);
        return NULL;
    }
    data->description = description;
    data->options = options;
    data->count = description->table_count;
    if (open_all(data, error, size))
        return data;
    data_close(data);
    return NULL;
}

static void data_print(const DashData *description, FILE *out)
{
    for (size_t i = 0; i < description->table_count; i++) {
        const DashOpenTable *table = &description->tables[i];
        fprintf(out, "  %s  %s%s\n    {", table->name,
                table->rows ? "part of the program, or " : "",
                table->live ? "followed while the program runs" : "read at start");
        for (uint32_t c = 0; c < table->source.schema_count; c++) {
            const DashSourceColumn *column = &table->source.schema[c];
            fprintf(out, "%s%s: %s%s", c ? ", " : "", column->name, column_type_name(column->type),
                    column->optional ? "?" : "");
        }
        fprintf(out, "}\n");
    }
}

static bool data_is_live(const Data *data)
{
    for (size_t i = 0; i < data->count; i++)
        if (data->files[i].source->live)
            return true;
    return false;
}

/* ---- following -------------------------------------------------------------- */

/* Whether the file has new rows. */
static bool look_at(const Data *data, DataFile *file)
{
    Stamp now = stamp_of(file->path), before = file->seen;
    char error[1024];
    file->seen = now;
    if (stamp_is(&now, &file->read) || !stamp_is(&now, &before))
        return false;
    file->read = now;
    if (now.inode == 0) {
        dash_log("warning: %s is gone; the rows of table %s stay", file->path, file->source->name);
        return false;
    }
    DataTable *fresh =
        data_table_read(file->source, file->path, data->options->cache, error, sizeof error);
    if (!fresh) {
        dash_log("error: %s; the rows of table %s stay as they were", error, file->source->name);
        return false;
    }
    file->fresh = true;
    data_table_release(file->table);
    file->table = fresh;
    return true;
}

static bool data_poll(Data *data)
{
    bool changed = false;
    for (size_t i = 0; i < data->count; i++)
        if (data->files[i].source->live)
            changed |= look_at(data, &data->files[i]);
    return changed;
}

static void data_announce(Data *data)
{
    for (size_t i = 0; i < data->count; i++) {
        DataFile *file = &data->files[i];
        if (file->fresh)
            dash_log("table %s: %zu rows from %s", file->source->name, file->table->table.rows,
                     file->path);
        file->fresh = false;
    }
}

/* ---- snapshots -------------------------------------------------------------- */

static void run_refresh(DashCx *cx, void *state)
{
    const DashData *description = state;
    description->refresh(cx);
}

static void take_tables(Snapshot *snapshot, const Data *data)
{
    snapshot->table_count = data->count;
    for (size_t i = 0; i < data->count; i++) {
        DataTable *table = data->files[i].table;
        data_table_keep(table);
        snapshot->tables[i] = table;
        memcpy((char *)snapshot->block + data->files[i].source->offset, &table->table,
               sizeof table->table);
    }
}

static void snapshot_destroy(Snapshot *snapshot)
{
    if (!snapshot)
        return;
    for (size_t i = 0; i < snapshot->table_count; i++)
        data_table_release(snapshot->tables[i]);
    free(snapshot->tables);
    dash_cx_destroy(snapshot->cx);
    free(snapshot);
}

static Snapshot *data_snapshot(Data *data, char *error, size_t size)
{
    const DashData *description = data->description;
    Snapshot *snapshot = calloc(1, sizeof *snapshot);
    snprintf(error, size, "out of memory");
    if (!snapshot)
        return NULL;
    snapshot->cx = dash_cx_create(0);
    snapshot->tables = calloc(data->count, sizeof(DataTable *));
    if (snapshot->cx)
        snapshot->block = dash_arena_alloc(snapshot->cx->arena, description->size);
    if (!snapshot->tables || !snapshot->block) {
        snapshot_destroy(snapshot);
        return NULL;
    }
    take_tables(snapshot, data);
    snapshot->cx->data = snapshot->block;
    if (!description->refresh ||
        dash_cx_run(snapshot->cx, run_refresh, (void *)(uintptr_t)description) == DASH_EXIT_DONE)
        return snapshot;
    snprintf(error, size, "%s%s%s", snapshot->cx->where, *snapshot->cx->where ? ": " : "",
             snapshot->cx->message);
    snapshot_destroy(snapshot);
    return NULL;
}

const DashDataCalls dash_data_calls = {
    .open = data_open,
    .close = data_close,
    .print = data_print,
    .is_live = data_is_live,
    .poll = data_poll,
    .announce = data_announce,
    .snapshot = data_snapshot,
    .destroy = snapshot_destroy,
};
