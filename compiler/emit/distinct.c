/* SPDX-License-Identifier: MIT
 *
 * How many different values there are: marks in an array where the values' places are
 * known and few, else a hash table. Floats of an embedded column may be decimals, as
 * prices are: whole numbers of cents then.
 */
#include <math.h>

#include "emit/group.h"
#include "emit/hashes.h"

/* What an embedded column of floats holds: low / scale … high / scale. */
typedef struct Decimals {
    double scale, low, high; /* scale 0: something else */
} Decimals;

typedef struct DistinctCount {
    Hir *argument;
    const char *count; /* C of the result */
    const char *seen;  /* an array of `slots` marks, or NULL */
    int64_t slots;
} DistinctCount;

/* ---- decimals ----------------------------------------------------------- */

static bool are_decimals(const DashColumn *column, size_t rows, double scale, Decimals *found)
{
    static const double WIDEST = 2147483648.0;
    bool any = false;
    for (size_t row = 0; row < rows; row++) {
        if (!dash_is_valid(column->valid, row))
            continue;
        double value = ((const double *)column->data)[row], whole = rint(value * scale);
        found->low = !any || whole < found->low ? whole : found->low;
        found->high = !any || whole > found->high ? whole : found->high;
        any = true;
        if (!(fabs(whole) < WIDEST && whole / scale == value))
            return false;
    }
    found->scale = scale;
    return any;
}

static const Decimals *decimals_of(Emit *e, const DashColumn *column, size_t rows)
{
    static const double scales[] = {1, 100, 10000, 1000000};
    Decimals *found = map_get(&e->decimals, column);
    if (found)
        return found;
    found = arena_new(e->arena, Decimals);
    map_set(e->arena, &e->decimals, column, found);
    for (size_t i = 0; i < sizeof scales / sizeof *scales; i++)
        if (are_decimals(column, rows, scales[i], found))
            return found;
    found->scale = 0;
    return found;
}

/* Makes the key a whole number of known range, if it is an embedded decimal. */
static void count_in_decimals(Writer *w, Key *key)
{
    Emit *e = w->e;
    const Hir *plain = row_bare(key->expr);
    if (key->span || plain->kind != HIR_COLREF || base_type(plain->type)->kind != TY_FLOAT)
        return;
    const RowColumn *column = &w->row->columns[plain->column];
    if (!column->source || column->source->encoding != DASH_F64)
        return;
    const Decimals *d = decimals_of(e, column->source, column->table->data->rows);
    if (d->scale == 0)
        return;
    key->span = (int64_t)(d->high - d->low) + 1 + (key->value.valid != NULL);
    key->digit = cf(e, "(uint32_t)((%s - %s) * %s + 0.5)", parens(e, key->value.value),
                    parens(e, c_float(e, d->low / d->scale)), c_float(e, d->scale));
}

/* ---- one row ------------------------------------------------------------ */

static void mark_row(Writer *w, DistinctCount *d, const Key *key)
{
    Emit *e = w->e;
    if (!d->seen) {
        Hoist hoist = hoist_begin(w);
        d->seen = new_array(w, "bool", "seen", cf(e, "%lld", (long long)d->slots));
        hoist_end(w, &hoist);
    }
    stmt(w, "%s[%s] = true;", d->seen, keys_slot(e, key, 1));
}

static void look_up_row(Writer *w, DistinctCount *d, Key *key)
{
    const char *valid = key->value.valid;
    Hoist hoist = hoist_begin(w);
    key->value.valid = NULL;
    HashTable table = hash_table(w, name_unique(&w->names, "seen"), key, 1);
    hoist_end(w, &hoist);
    if (valid)
        open_block(w, "if (%s)", valid);
    hash_find(w, &table);
    open_block(w, "if (%s)", hash_is_new(w->e, &table));
    hash_claim(w, &table);
    close_block(w);
    if (valid)
        close_block(w);
    d->count = cf(w->e, "(int64_t)%s.count", table.name);
}

static void count_row(Writer *w, const Row *row, void *data)
{
    DistinctCount *d = data;
    w->row = row;
    Key *key = keys_read(w, &d->argument, 1);
    count_in_decimals(w, key);
    d->slots = keys_slots(key, 1, keys_most(row));
    if (d->slots)
        mark_row(w, d, key);
    else
        look_up_row(w, d, key);
}

const char *count_distinct(Writer *w, Plan *plan, const PlanAggregate *aggregate)
{
    DistinctCount d = {.argument = aggregate->argument};
    rows_each(w, plan, count_row, &d);
    if (!d.slots)
        return d.count;
    int64_t values = d.slots - row_can_be_null(aggregate->argument);
    d.count = temp_name(w, "distinct");
    stmt(w, "int64_t %s = 0;", d.count);
    stmt(w, "for (uint32_t i = 0; i < %lld; i++)\n    %s += %s[i];", (long long)values, d.count,
         d.seen);
    return d.count;
}
