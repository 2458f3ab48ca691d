/* SPDX-License-Identifier: MIT
 *
 * Keys of rows: see keys.h.
 */
#include "emit/keys.h"

#include "emit/kernels.h"

/* ---- what values a key takes ------------------------------------------------ */

/* Sets the number of values, and how one becomes a digit, of a key that is column
 * `source` of a table, or `function` of it (NULL: itself). */
static int64_t values_of(Emit *e, const HirTable *table, const DashColumn *source,
                         const Hir *function, Key *key)
{
    if (function) {
        key->lookup = lookup_of(e, table, source, function);
        return key->lookup ? key->lookup->count : 0;
    }
    if (source->dict)
        return source->dict->count;
    const Range *range = range_of(e, source, table->data->rows);
    if (!range->any || (uint64_t)range->high - (uint64_t)range->low >= UINT32_MAX)
        return 0;
    key->low = range->low;
    return range->high - range->low + 1;
}

/* A function of one column. */
static const Hir *column_of_function(const Hir *hir)
{
    if (hir->kind != HIR_BUILTIN || hir->builtin.args.count == 0)
        return NULL;
    const Hir *column = row_bare(hir->builtin.args.at[0]);
    return column->kind == HIR_COLREF ? column : NULL;
}

/* Where a computed column comes from: the expression, in the row that it reads. */
static const Hir *written_out(const Row **row, const Hir *expr)
{
    expr = row_bare((Hir *)(uintptr_t)expr);
    while (expr->kind == HIR_COLREF && (*row)->columns[expr->column].expr) {
        const RowColumn *column = &(*row)->columns[expr->column];
        *row = column->of;
        expr = row_bare((Hir *)(uintptr_t)column->expr);
    }
    return expr;
}

static int64_t known_values(Writer *w, Hir *expr, Key *key)
{
    const Row *row = w->row;
    const Hir *written = written_out(&row, expr);
    const Hir *function = written->kind == HIR_COLREF ? NULL : written;
    const Hir *ref = function ? column_of_function(function) : written;
    const RowColumn *column = ref ? &row->columns[ref->column] : NULL;
    if (base_type(expr->type)->kind == TY_BOOL)
        return 2;
    if (!column || !column->source)
        return key->dict && !function && column ? dict_count(column->meta) : 0;
    int64_t count = values_of(w->e, column->table, column->source, function, key);
    if (key->lookup)
        key->digit = lookup_digit(w->e, key->lookup, column->raw);
    return count;
}

static Key read_key(Writer *w, Hir *expr)
{
    Key key = {.name = "key", .expr = expr};
    const PlanColumn *meta;
    key.value = row_code(w, expr, &key.dict, &meta);
    if (meta)
        key.name = meta->name;
    int64_t count = known_values(w, expr, &key);
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
    if (key_is_double(key))
        bits = callf(e, "dash_hash_float", 1, value);
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

int64_t keys_most(const Row *row)
{
    const Relation *base = row->base;
    int64_t most = base && base->constant ? base->known_rows / 4 : 0;
    return most > KEYS_DENSE ? most : KEYS_DENSE;
}

int64_t keys_slots(const Key *keys, int count, int64_t most)
{
    int64_t slots = 1;
    for (int i = 0; i < count; i++) {
        if (keys[i].span == 0 || keys[i].span > most / slots)
            return 0;
        slots *= keys[i].span;
    }
    return slots;
}

const char *key_digit(Emit *e, const Key *key)
{
    const char *digit = key->digit ? key->digit : key->value.value, *valid = key->value.valid;
    if (key->low)
        digit = cf(e, "%s - %s", digit, parens(e, c_int(e, key->low)));
    return valid ? ternary(e, valid, digit, cf(e, "%lld", (long long)key->span - 1)) : digit;
}

const char *keys_slot(Emit *e, const Key *keys, int count)
{
    const char *slot = NULL;
    for (int i = 0; i < count; i++) {
        const char *digit = key_digit(e, &keys[i]);
        slot = !slot ? digit
                     : cf(e, "%s * %lld + %s", parens(e, slot), (long long)keys[i].span,
                          parens(e, digit));
    }
    return slot;
}

/* The same for a plan: the expression in terms of the plan that it reads. */
static const Hir *traced(const Plan **plan, const Hir *expr)
{
    for (;;) {
        expr = row_bare((Hir *)(uintptr_t)expr);
        if (expr->kind != HIR_COLREF || !(*plan)->input)
            return expr;
        if ((*plan)->op == PLAN_PROJECT)
            expr = (*plan)->exprs.at[expr->column];
        *plan = (*plan)->input;
    }
}

static bool is_nullable(const Hir *expr)
{
    return is_optional(expr->type);
}

int64_t keys_known_slots(Emit *e, const Plan *plan, Hir *const *exprs, int count)
{
    Key *keys = arena_array(e->arena, Key, count + 1);
    for (int i = 0; i < count; i++) {
        const Plan *of = plan;
        const Hir *written = traced(&of, exprs[i]);
        const Hir *function = written->kind == HIR_COLREF ? NULL : written;
        const Hir *ref = function ? column_of_function(function) : written;
        const HirTable *table;
        const DashColumn *column = ref ? plan_source(of, ref->column, &table) : NULL;
        int64_t values = base_type(exprs[i]->type)->kind == TY_BOOL ? 2
                         : column ? values_of(e, table, column, function, &keys[i])
                                  : 0;
        keys[i].span = values ? values + is_nullable(exprs[i]) : 0;
    }
    return keys_slots(keys, count, KEYS_DENSE);
}

/* ---- other rows ----------------------------------------------------------- */

bool row_stands(const Row *row, Hir *const *exprs, int count)
{
    if (!row->base || row->base->index)
        return false;
    for (int i = 0; i < count; i++) {
        const Hir *expr = row_bare(exprs[i]);
        if (expr->kind != HIR_COLREF || !row->columns[expr->column].array)
            return false;
    }
    return true;
}

Row *row_at(Emit *e, const Row *row, const char *position)
{
    Row *other = arena_new(e->arena, Row);
    *other = *row;
    other->columns = arena_array(e->arena, RowColumn, row->column_count + 1);
    for (int i = 0; i < row->column_count; i++) {
        RowColumn *column = &other->columns[i];
        *column = row->columns[i];
        if (!column->array)
            continue;
        column->raw = cf(e, "%s[%s]", column->array, position);
        if (column->valid)
            column->valid = cf(e, "dash_is_valid(%s, %s)", column->valid_array, position);
    }
    return other;
}
