/* SPDX-License-Identifier: MIT
 *
 * Keys of rows, for group, distinct and join: their values as C, what is known of
 * the values they can take, and their hash.
 */
#ifndef DASHC_EMIT_KEYS_H
#define DASHC_EMIT_KEYS_H

#include "emit/lookups.h"

typedef struct Key {
    RowValue value; /* a code when `dict` is set */
    Hir *expr;
    const char *dict, *type, *name;
    const Lookup *lookup; /* of a function of days, or NULL … */
    const char *digit;    /* … then C of the value's digit */
    int64_t span;         /* values that it can take, null included; 0: not known */
    int64_t low;          /* the smallest */
} Key;

/* The keys of w->row. */
Key *keys_read(Writer *w, Hir *const *exprs, int count);
/* Keys that are long to write are read into variables once. */
void keys_name(Writer *w, Key *keys, int count);
/* How many slots an array by the keys has; 0 when they can be more than `most`. */
#define KEYS_DENSE 65536 /* what is always worth an array */
int64_t keys_slots(const Key *keys, int count, int64_t most);
/* How many are worth it in a loop over these rows: a long table may have a long array. */
int64_t keys_most(const Row *row);
/* The same before the loop, when the keys are columns of an embedded table. */
int64_t keys_known_slots(Emit *e, const Plan *plan, Hir *const *exprs, int count);
/* The slot of a row's keys: their places as digits, null as the last one. */
const char *keys_slot(Emit *e, const Key *keys, int count);
const char *key_digit(Emit *e, const Key *key); /* of one of them */
/* Whether all of them fit into 64 bits; then C of that number, equal for equal keys
 * and only for them. */
bool keys_fit(const Key *keys, int count);
const char *keys_packed(Emit *e, const Key *keys, int count);
bool key_is_double(const Key *key);
/* C of the 64-bit hash; equal keys have equal ones. */
const char *keys_hash(Emit *e, const Key *keys, int count);

/* Whether the columns of these keys can be read at any row of what is scanned; and the
 * row of columns at another place of it. */
bool row_stands(const Row *row, Hir *const *exprs, int count);
Row *row_at(Emit *e, const Row *row, const char *position);

#endif
