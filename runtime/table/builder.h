/* SPDX-License-Identifier: MIT
 *
 * Columns in the making: values are added in runs of rows; ints (and all that is
 * kept as ints) are stored as narrowly as those so far allow. Builders of parts of
 * a file are joined to one column.
 */
#ifndef DASH_TABLE_BUILDER_H
#define DASH_TABLE_BUILDER_H

#include "dash/arena.h"
#include "dash/table.h"
#include "table/dict.h"

/* Zero-initialised but for `type` is empty. Its memory is malloc'ed until
 * builder_free. */
typedef struct ColumnBuilder {
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

void builder_free(ColumnBuilder *builder);

/* The rows of `builders`, one after the other, as a column of `rows` rows whose
 * memory is the arena's; arrays go on with zeros to a multiple of DASH_LANES rows.
 * All builders but those without a value are of `type`. `optional`: the column has
 * a bitmap even when nothing is null. out->name is left alone. false when memory is
 * out, or the texts are 4 GiB together. */
bool builder_join(DashArena *arena, const ColumnBuilder *const *builders, size_t count,
                  DashColumnType type, size_t rows, bool optional, DashColumn *out);

#endif
