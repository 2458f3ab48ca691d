/* SPDX-License-Identifier: MIT
 *
 * Hash tables of groups: see hashes.h.
 */
#include "emit/hashes.h"

bool hash_compares(const Key *keys, int count)
{
    return !keys_fit(keys, count);
}

HashTable hash_table(Writer *w, const char *name, const Key *keys, int count)
{
    HashTable table = {.name = name, .keys = keys, .count = count};
    table.packed = keys_fit(keys, count);
    stmt(w, table.packed ? "DashKeys %s = dash_keys(cx);" : "DashGroups %s = dash_groups(cx, 64);",
         name);
    return table;
}

/* ---- packed keys -------------------------------------------------------- */

/* Has the cache fetch the slot of a row that comes soon. */
static void fetch_ahead(Writer *w, const HashTable *table)
{
    Emit *e = w->e;
    const Row *row = w->row;
    Hir **exprs = arena_array(e->arena, Hir *, table->count + 1);
    for (int i = 0; i < table->count; i++)
        exprs[i] = table->keys[i].expr;
    bool none = row->base->constant && row->base->known_rows == 0; /* for -Wtype-limits */
    if (none || !row_stands(row, exprs, table->count))
        return;
    const char *ahead = name_unique(&w->names, "ahead");
    stmt(w, "const uint32_t %s = %s + DASH_AHEAD < %s ? %s + DASH_AHEAD : %s;", ahead,
         row->position, row->base->rows, row->position, row->position);
    w->row = row_at(e, row, ahead);
    const Key *keys = keys_read(w, exprs, table->count);
    stmt(w, "dash_keys_fetch(&%s, %s);", table->name, keys_packed(e, keys, table->count));
    w->row = row;
}

static void find_packed(Writer *w, HashTable *table)
{
    fetch_ahead(w, table);
    table->mark = name_unique(&w->names, "key");
    table->slot = name_unique(&w->names, "slot");
    stmt(w, "const uint64_t %s = %s;", table->mark, keys_packed(w->e, table->keys, table->count));
    stmt(w, "DashSlot *const %s = dash_keys_slot(cx, &%s, %s);", table->slot, table->name,
         table->mark);
}

/* ---- hashed keys -------------------------------------------------------- */

/* Condition: entry `at` has the row's keys. */
static const char *same_keys(Emit *e, const HashTable *table, const char *at)
{
    Buf out = {.arena = e->arena};
    for (int i = 0; i < table->count; i++) {
        const RowValue *key = &table->keys[i].value;
        const char *value = parens(e, key->value), *there = key->valid;
        const char *values = table->values[i];
        const char *same = cf(e, "%s[%s] == %s", values, at, value);
        if (key_is_double(&table->keys[i])) /* nan is a key */
            same = cf(e, "dash_hash_float(%s[%s]) == dash_hash_float(%s)", values, at, value);
        if (there) /* a null key's array holds 0 */
            buf_printf(&out, " &&\n         dash_is_valid(%s, %s) == %s && (!%s || %s)",
                       table->valid[i], at, parens(e, there), parens(e, there), same);
        else
            buf_printf(&out, " && %s", same);
    }
    return out.ptr;
}

static void find_hashed(Writer *w, HashTable *table)
{
    Emit *e = w->e;
    table->mark = name_unique(&w->names, "hash");
    table->slot = name_unique(&w->names, "slot");
    const char *name = table->name, *slot = table->slot;
    stmt(w, "const uint64_t %s = %s;", table->mark, keys_hash(e, table->keys, table->count));
    stmt(w, "uint32_t %s = dash_groups_probe(cx, &%s, %s);", slot, name, table->mark);
    const char *at = cf(e, "%s.numbers[%s] - 1", name, slot);
    stmt(w,
         "while (%s.numbers[%s] != 0 &&\n       !(%s.hashes[%s] == %s%s))\n"
         "    %s = (%s + 1) & %s.mask;",
         name, slot, name, slot, table->mark, same_keys(e, table, at), slot, slot, name);
}

/* ---- both --------------------------------------------------------------- */

void hash_find(Writer *w, HashTable *table)
{
    if (table->packed)
        find_packed(w, table);
    else
        find_hashed(w, table);
}

static const char *number_of(Emit *e, const HashTable *table)
{
    return table->packed ? cf(e, "%s->number", table->slot)
                         : cf(e, "%s.numbers[%s]", table->name, table->slot);
}

const char *hash_is_known(Emit *e, const HashTable *table)
{
    return cf(e, "%s != 0", number_of(e, table));
}

const char *hash_is_new(Emit *e, const HashTable *table)
{
    return cf(e, "%s == 0", number_of(e, table));
}

void hash_claim(Writer *w, const HashTable *table)
{
    const char *key = table->packed ? cf(w->e, "%s->key", table->slot)
                                    : cf(w->e, "%s.hashes[%s]", table->name, table->slot);
    stmt(w, "%s = %s;", key, table->mark);
    stmt(w, "%s = ++%s.count;", number_of(w->e, table), table->name);
}

const char *hash_group(Emit *e, const HashTable *table)
{
    return cf(e, "%s - 1", number_of(e, table));
}
