/* SPDX-License-Identifier: MIT
 *
 * Columns in the making: values are added in runs of rows; ints (and all that is
 * kept as ints) are stored as narrowly as those so far allow. What was built of the
 * parts of a file is put behind each other.
 */
#ifndef DASH_TABLE_BUILDER_H
#define DASH_TABLE_BUILDER_H

#include "dash/arena.h"
#include "dash/table.h"
#include "table/dict.h"

/* Zero-initialised but for `type` is empty. Its memory is malloc'ed until
 * builder_free; with an arena, the arrays are that arena's. */
typedef struct ColumnBuilder {
    DashArena *arena;
    DashColumnType type;
    DashEncoding encoding; /* of `data`: a DASH_F64 for floats, else as narrow as can be */
    size_t rows, capacity;
    int64_t low, high; /* of the ints; 0 is always among them */
    void *data;
    uint64_t *valid; /* NULL: no nulls so far */
    DictBuilder dict;
} ColumnBuilder;

/* Adds `count` rows: bools, ints, days, milliseconds, or codes of builder->dict;
 * floats. `present` NULL: all have a value; where there is none it has to be 0.
 * false when memory is out. */
bool builder_add_ints(ColumnBuilder *builder, const int64_t *values, const bool *present,
                      size_t count);
bool builder_add_floats(ColumnBuilder *builder, const double *values, const bool *present,
                        size_t count);
bool builder_add_nulls(ColumnBuilder *builder, size_t count);

/* Adds the rows of `part`, of the same type; its dictionary may have that of `whole`
 * as its base. false when memory is out, or the texts are 4 GiB together. */
bool builder_append(ColumnBuilder *whole, const ColumnBuilder *part);

/* Room for that many rows, so that arrays need not grow by copies. */
bool builder_reserve(ColumnBuilder *builder, size_t rows);

void builder_free(ColumnBuilder *builder);

/* The rows as a column whose memory is the arena's; arrays go on with zeros to a
 * multiple of DASH_LANES rows. `optional`: there is a bitmap even when nothing is
 * null. out->name is left alone. false when memory is out. */
bool builder_finish(ColumnBuilder *builder, DashArena *arena, bool optional, DashColumn *out);

#endif
