/* SPDX-License-Identifier: MIT
 *
 * Functions of days, as tables: over an embedded column of dates there are only so
 * many days that `.date.trunc("month")` can be asked for, so the answers are found
 * when the program is compiled.
 */
#ifndef DASHC_EMIT_LOOKUPS_H
#define DASHC_EMIT_LOOKUPS_H

#include "emit/internal.h"

typedef struct Lookup {
    const DashColumn *column;
    const char *function, *unit; /* the C name, and trunc's unit or "" */
    const char *about;           /* for people */
    const char *digits, *values; /* C symbols: a digit for each day, a value for each digit */
    const char *digit_type;
    int64_t low;  /* the first day; of datetimes its first millisecond */
    int64_t step; /* between two days */
    size_t days;
    void *digit_bytes;
    int64_t *value_items;
    int count; /* of digits: 0 to count - 1 */
} Lookup;

/* `function`, a builtin of one argument (and a literal unit), of the days of a table's
 * column; NULL when it is none, or when there are too many days for it to pay. */
const Lookup *lookup_of(Emit *e, const HirTable *table, const DashColumn *column,
                        const Hir *function);
/* C of the digit of a column's element. */
const char *lookup_digit(Emit *e, const Lookup *lookup, const char *element);

/* The declarations of those that the program reads, and their bytes. */
void write_lookups(Emit *e, Buf *out, const Names *used);
void lookup_bytes(EmitData *out, Emit *e, const Names *used);

/* The smallest and largest value of an embedded column of whole numbers. */
typedef struct Range {
    bool any;
    int64_t low, high;
} Range;
const Range *range_of(Emit *e, const DashColumn *column, size_t rows);

#endif
