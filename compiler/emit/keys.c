/* SPDX-License-Identifier: MIT
 *
 * Keys of rows: see keys.h.
 */
#include "emit/keys.h"

#define RANGE_MAX 4096 /* between the smallest and the largest int of a key */

/* The smallest value and the number of values of an embedded column of ints. */
static int range_of(const RowColumn *column, int64_t *low)
{
    const DashColumn *source = column->source;
    if (!source || (source->type != DASH_COLUMN_INT && source->type != DASH_COLUMN_DATE))
        return 0;
    bool any = false;
    int64_t high = 0;
    for (size_t row = 0; row < column->source_rows; row++) {
        if (!dash_is_valid(source->valid, row))
            continue;
        int64_t value = dash_column_int(source, row);
        *low = !any || value < *low ? value : *low;
        high = !any || value > high ? value : high;
        any = true;
    }
    uint64_t width = (uint64_t)high - (uint64_t)*low;
    return any && width < RANGE_MAX ? (int)width + 1 : 0;
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
        key.name = meta->name;
        count =
            key.dict ? (int)dict_count(meta) : range_of(&w->row->columns[plain->column], &key.low);
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
