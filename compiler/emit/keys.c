/* SPDX-License-Identifier: MIT
 *
 * Keys of rows: see keys.h.
 */
#include "emit/keys.h"

#include "emit/kernels.h"

#define DENSE_MAX 65536 /* slots of an array by keys */
#define RANGE_MAX 4096  /* between the smallest and the largest int of a key */

typedef struct Range {
    int64_t low;
    int count; /* 0: too many */
} Range;

static Range look_at_range(const DashColumn *column, size_t rows)
{
    bool any = false;
    int64_t low = 0, high = 0;
    for (size_t row = 0; row < rows; row++) {
        if (!dash_is_valid(column->valid, row))
            continue;
        int64_t value = dash_column_int(column, row);
        low = !any || value < low ? value : low;
        high = !any || value > high ? value : high;
        any = true;
    }
    uint64_t width = (uint64_t)high - (uint64_t)low;
    return (Range){low, any && width < RANGE_MAX ? (int)width + 1 : 0};
}

/* The smallest value and the number of values up to the largest of an embedded
 * column of ints. */
static const Range *range_of(Emit *e, const DashColumn *column, size_t rows)
{
    Range *range = map_get(&e->ranges, column);
    if (range)
        return range;
    range = arena_new(e->arena, Range);
    if (column->type == DASH_COLUMN_INT || column->type == DASH_COLUMN_DATE)
        *range = look_at_range(column, rows);
    map_set(e->arena, &e->ranges, column, range);
    return range;
}

static Key read_key(Writer *w, Hir *expr)
{
    Key key = {.name = "key"};
    const PlanColumn *meta;
    const Hir *plain = expr;
    key.value = row_code(w, expr, &key.dict, &meta);
    while (plain->kind == HIR_CONVERT && base_type(plain->type) == base_type(expr->type))
        plain = plain->unary.operand;
    int count = 0;
    if (plain->kind == HIR_COLREF) {
        const RowColumn *column = &w->row->columns[plain->column];
        key.name = meta->name;
        if (key.dict) {
            count = (int)dict_count(meta);
        } else if (column->source) {
            const Range *range = range_of(w->e, column->source, column->source_rows);
            key.low = range->low;
            count = range->count;
        }
    }
    if (!count && base_type(expr->type)->kind == TY_BOOL)
        count = 2;
    key.span = count ? count + (key.value.valid != NULL) : 0;
    key.type = key.dict ? element_type(meta->encoding) : c_type(w->e, base_type(expr->type));
    return key;
}

Key *keys_read(Writer *w, Hir *const *exprs, int count)
{
    Key *keys = arena_array(w->e->arena, Key, count + 1);
    for (int i = 0; i < count; i++)
        keys[i] = read_key(w, exprs[i]);
    return keys;
}

static const char *hash_bits(Emit *e, const Key *key)
{
    const char *value = parens(e, key->value.value), *valid = key->value.valid;
    const char *bits = cf(e, "(uint64_t)%s", value);
    if (strcmp(key->type, "double") == 0) /* + 0.0: there is one zero */
        bits = cf(e, "((union {double number; uint64_t bits;}){%s + 0.0}).bits", value);
    return valid ? ternary(e, valid, bits, "~UINT64_C(0)") : bits;
}

const char *keys_hash(Emit *e, const Key *keys, int count)
{
    const char *mixed = "0";
    for (int i = 0; i < count; i++)
        mixed = callf(e, "dash_hash_mix", 2, mixed, hash_bits(e, &keys[i]));
    return mixed;
}

/* Keys that are long to write are read into variables once. */
void keys_name(Writer *w, Key *keys, int count)
{
    for (int i = 0; i < count; i++) {
        if (is_name(keys[i].value.value))
            continue;
        const char *name = name_unique(&w->names, cf(w->e, "%s_key", keys[i].name));
        stmt(w, "const %s %s = %s;", keys[i].type, name, keys[i].value.value);
        keys[i].value.value = name;
    }
}

/* ---- slots ---------------------------------------------------------------- */

int keys_slots(const Key *keys, int count)
{
    int64_t slots = 1;
    for (int i = 0; i < count; i++) {
        slots *= keys[i].span;
        if (slots == 0 || slots > DENSE_MAX)
            return 0;
    }
    return (int)slots;
}

const char *keys_slot(Emit *e, const Key *keys, int count)
{
    const char *slot = NULL;
    for (int i = 0; i < count; i++) {
        const char *digit = keys[i].value.value, *valid = keys[i].value.valid;
        if (keys[i].low)
            digit = cf(e, "%s - %s", digit, parens(e, c_int(e, keys[i].low)));
        if (valid)
            digit = ternary(e, valid, digit, cf(e, "%d", keys[i].span - 1));
        slot =
            !slot ? digit : cf(e, "%s * %d + %s", parens(e, slot), keys[i].span, parens(e, digit));
    }
    return slot;
}

int keys_known_slots(Emit *e, const Plan *plan, Hir *const *exprs, int count)
{
    Key *keys = arena_array(e->arena, Key, count + 1);
    for (int i = 0; i < count; i++) {
        const Hir *expr = row_bare(exprs[i]);
        const HirTable *table;
        const DashColumn *column =
            expr->kind == HIR_COLREF ? plan_source(plan, expr->column, &table) : NULL;
        if (!column)
            return 0;
        int values = column->dict ? (int)column->dict->count
                     : column->type == DASH_COLUMN_BOOL
                         ? 2
                         : range_of(e, column, table->data->rows)->count;
        keys[i].span = values ? values + (column->valid != NULL) : 0;
    }
    return keys_slots(keys, count);
}
