/* SPDX-License-Identifier: MIT
 *
 * Which rows belong together: the loop lines that give every row the number of
 * its group, for `group` and `distinct`. Keys that are small dictionaries index
 * an array; all others go through a hash table whose compare is written out.
 */
#include "emit/internal.h"

#define DENSE_MAX 65536u

static void key_init(Writer *w, Hir *expr, GroupKey *key)
{
    const PlanColumn *meta;
    key->value = row_code(w, expr, &key->dict, &meta);
    key->type = base_type(expr->type);
    key->count = key->dict && meta ? dict_count(meta) : 0;
    key->coded = key->dict != NULL;
    bool stored = meta && (key->coded || key->type->kind != TY_TEXT);
    key->c_type = stored ? element_type(meta->encoding) : c_type(w->e, key->type);
}

/* The product of the dictionaries' sizes when all keys are such and there, else 0. */
static uint32_t dense_size(const Groups *groups)
{
    uint64_t size = 1;
    for (int i = 0; i < groups->count; i++) {
        const GroupKey *key = &groups->keys[i];
        if (!key->coded || key->count == 0 || key->value.valid)
            return 0;
        size *= key->count;
        if (size > DENSE_MAX)
            return 0;
    }
    return (uint32_t)size;
}

static void declare_keys(Writer *w, Groups *groups, const char *capacity)
{
    Emit *e = w->e;
    for (int i = 0; i < groups->count; i++) {
        GroupKey *key = &groups->keys[i];
        key->store = name_unique(&w->names, cf(e, "%s_key", key->name));
        stmt(w, "%s *%s = dash_alloc_array(cx, %s, sizeof *%s);", key->c_type, key->store, capacity,
             key->store);
        if (!key->value.valid)
            continue;
        key->store_valid = name_unique(&w->names, cf(e, "%s_has", key->name));
        stmt(w, "uint64_t *%s = dash_alloc_array(cx, (%s + 63) / 64, sizeof *%s);",
             key->store_valid, capacity, key->store_valid);
    }
}

static void store_keys(Writer *w, const Groups *groups)
{
    for (int i = 0; i < groups->count; i++) {
        const GroupKey *key = &groups->keys[i];
        if (!key->value.valid) {
            stmt(w, "%s[%s] = %s;", key->store, groups->number, key->local);
            continue;
        }
        open_block(w, "if (%s)", key->local_valid);
        stmt(w, "%s[%s] = %s;", key->store, groups->number, key->local);
        stmt(w, "%s[%s / 64] |= UINT64_C(1) << %s %% 64;", key->store_valid, groups->number,
             groups->number);
        close_block(w);
    }
}

static void local_keys(Writer *w, Groups *groups)
{
    Emit *e = w->e;
    for (int i = 0; i < groups->count; i++) {
        GroupKey *key = &groups->keys[i];
        key->local = name_unique(&w->names, key->name);
        if (!key->value.valid) {
            stmt(w, "const %s %s = %s;", key->c_type, key->local, key->value.value);
            continue;
        }
        key->local_valid = name_unique(&w->names, cf(e, "has_%s", key->name));
        stmt(w, "const bool %s = %s;", key->local_valid, key->value.valid);
        stmt(w, "const %s %s = %s ? %s : (%s){0};", key->c_type, key->local, key->local_valid,
             parens(e, key->value.value), key->c_type);
    }
}

/* ---- small dictionaries -------------------------------------------------------------- */

static void dense_number(Writer *w, Groups *groups, uint32_t size)
{
    Emit *e = w->e;
    const char *slots = name_unique(&w->names, "group_of");
    Hoist hoist = hoist_begin(w);
    stmt(w, "uint32_t *%s = dash_alloc_array(cx, %u, sizeof *%s); /* 0: none yet */", slots, size,
         slots);
    stmt(w, "uint32_t %s = 0;", groups->total);
    groups->capacity = cf(e, "%u", size);
    declare_keys(w, groups, groups->capacity);
    hoist_end(w, &hoist);
    const char *slot = groups->keys[0].local;
    for (int i = 1; i < groups->count; i++)
        slot = cf(e, "%s * %uu + %s", parens(e, slot), groups->keys[i].count,
                  groups->keys[i].local);
    const char *at = name_unique(&w->names, "slot");
    stmt(w, "const uint32_t %s = %s;", at, slot);
    stmt(w, "const bool %s = %s[%s] == 0;", groups->fresh, slots, at);
    stmt(w, "if (%s)\n    %s[%s] = ++%s;", groups->fresh, slots, at, groups->total);
    stmt(w, "const uint32_t %s = %s[%s] - 1;", groups->number, slots, at);
}

/* ---- everything else ------------------------------------------------------------------- */

static const char *hash_of(Emit *e, const GroupKey *key)
{
    if (key->coded || key->type->kind != TY_FLOAT) {
        if (!key->coded && key->type->kind == TY_TEXT)
            return cf(e, "dash_hash_text(%s)", key->local);
        return cf(e, "(uint64_t)%s", key->local);
    }
    return cf(e, "dash_hash_float(%s)", key->local);
}

static const char *same_key(Emit *e, const GroupKey *key, const char *at)
{
    const char *same = !key->coded && key->type->kind == TY_TEXT
                           ? cf(e, "dash_text_eq(%s[%s], %s)", key->store, at, key->local)
                           : cf(e, "%s[%s] == %s", key->store, at, key->local);
    if (!key->value.valid)
        return same;
    return cf(e, "dash_is_valid(%s, %s) == %s && %s", key->store_valid, at, key->local_valid, same);
}

static void hash_number(Writer *w, Groups *groups, const char *bound)
{
    Emit *e = w->e;
    const char *table = name_unique(&w->names, "groups");
    Hoist hoist = hoist_begin(w);
    stmt(w, "DashGroups %s = dash_groups(cx, 0);", table);
    groups->capacity = cf(e, "%s", bound);
    declare_keys(w, groups, groups->capacity);
    hoist_end(w, &hoist);
    const char *hash = name_unique(&w->names, "hash"), *slot = name_unique(&w->names, "slot");
    stmt(w, "uint64_t %s = 0;", hash);
    for (int i = 0; i < groups->count; i++)
        stmt(w, "%s = dash_hash_mix(%s, %s);", hash, hash, hash_of(e, &groups->keys[i]));
    stmt(w, "uint32_t %s = dash_groups_probe(cx, &%s, %s);", slot, table, hash);
    const char *at = cf(e, "%s.numbers[%s] - 1", table, slot);
    Buf differs = {.arena = e->arena};
    for (int i = 0; i < groups->count; i++)
        buf_printf(&differs, " && %s", same_key(e, &groups->keys[i], at));
    stmt(w, "while (%s.numbers[%s] && !(%s.hashes[%s] == %s%s))\n    %s = (%s + 1) & %s.mask;",
         table, slot, table, slot, hash, differs.ptr, slot, slot, table);
    stmt(w, "const bool %s = %s.numbers[%s] == 0;", groups->fresh, table, slot);
    open_block(w, "if (%s)", groups->fresh);
    stmt(w, "%s.numbers[%s] = ++%s.count;", table, slot, table);
    stmt(w, "%s.hashes[%s] = %s;", table, slot, hash);
    close_block(w);
    stmt(w, "const uint32_t %s = %s.numbers[%s] - 1;", groups->number, table, slot);
    groups->total = cf(e, "%s.count", table);
}

void group_number(Writer *w, const Row *row, Groups *groups, Hir *const *exprs,
                  const char *const *names, int count)
{
    Emit *e = w->e;
    groups->count = count;
    groups->keys = arena_array(e->arena, GroupKey, count + 1);
    for (int i = 0; i < count; i++) {
        groups->keys[i].name = names[i];
        w->row = row;
        key_init(w, exprs[i], &groups->keys[i]);
    }
    local_keys(w, groups);
    groups->number = name_unique(&w->names, "group");
    groups->fresh = name_unique(&w->names, "is_new");
    groups->total = name_unique(&w->names, "group_count");
    uint32_t size = dense_size(groups);
    if (size)
        dense_number(w, groups, size);
    else
        hash_number(w, groups, row->bound);
    open_block(w, "if (%s)", groups->fresh);
    store_keys(w, groups);
    close_block(w);
}

void emit_distinct(Writer *w, Plan *plan, const Row *row, RowSink sink, void *data)
{
    Emit *e = w->e;
    Groups groups = {0};
    const char **names = arena_array(e->arena, const char *, plan->exprs.count + 1);
    for (int i = 0; i < plan->exprs.count; i++)
        names[i] = plan->exprs.at[i]->kind == HIR_COLREF
                       ? plan->input->columns.at[plan->exprs.at[i]->column].name
                       : "key";
    group_number(w, row, &groups, plan->exprs.at, names, plan->exprs.count);
    stmt(w, "if (!%s)\n    continue;", groups.fresh);
    sink(w, row, data);
}
