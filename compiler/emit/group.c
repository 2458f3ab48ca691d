/* SPDX-License-Identifier: MIT
 *
 * group and distinct. Where the values that the keys can take are known and few
 * (dictionaries, ints of an embedded column in a small range), an array indexed
 * by them says which group a row belongs to; otherwise a hash table does. Groups
 * are numbered in order of first appearance, and their keys and aggregates are
 * arrays indexed by that number.
 */
#include "emit/group.h"
#include "emit/keys.h"

const char *new_array(Writer *w, const char *type, const char *wanted, const char *capacity)
{
    const char *name = name_unique(&w->names, wanted);
    stmt(w, "%s *%s = dash_alloc_array(cx, %s, sizeof *%s);", type, name, capacity, name);
    return name;
}

const char *new_bitmap(Writer *w, const char *wanted, const char *capacity)
{
    const char *name = name_unique(&w->names, wanted);
    stmt(w, "uint64_t *%s = dash_alloc_array(cx, (%s + 63) / 64, sizeof *%s);", name, capacity,
         name);
    return name;
}

/* Stores the keys in the arrays at `at`. */
static void store_keys(Writer *w, const Key *keys, int count, const char *const *values,
                       const char *const *valid, const char *at)
{
    for (int i = 0; i < count; i++) {
        if (!values[i])
            continue;
        if (keys[i].value.valid)
            open_block(w, "if (%s)", keys[i].value.valid);
        stmt(w, "%s[%s] = %s;", values[i], at, keys[i].value.value);
        if (!keys[i].value.valid)
            continue;
        stmt(w, "%s[%s / 64] |= UINT64_C(1) << %s %% 64;", valid[i], at, at);
        close_block(w);
    }
}

/* ---- hash tables -------------------------------------------------------- */

/* Condition: entry `at` has the row's keys. */
static const char *same_keys(Emit *e, const Key *keys, int count, const char *const *values,
                             const char *const *valid, const char *at)
{
    Buf out = {.arena = e->arena};
    for (int i = 0; i < count; i++) {
        const char *value = parens(e, keys[i].value.value), *there = keys[i].value.valid;
        if (there) /* a null key's array holds 0 */
            buf_printf(&out, " &&\n         dash_is_valid(%s, %s) == %s && (!%s || %s[%s] == %s)",
                       valid[i], at, parens(e, there), parens(e, there), values[i], at, value);
        else
            buf_printf(&out, " && %s[%s] == %s", values[i], at, value);
    }
    return out.ptr;
}

/* Finds the slot of the row's keys in a DashGroups: theirs, or a free one. */
static const char *hash_slot(Writer *w, const Key *keys, int count, const char *table,
                             const char *const *values, const char *const *valid, const char **hash)
{
    Emit *e = w->e;
    *hash = name_unique(&w->names, "hash");
    const char *slot = name_unique(&w->names, "slot");
    stmt(w, "const uint64_t %s = %s;", *hash, keys_hash(e, keys, count));
    stmt(w, "uint32_t %s = dash_groups_probe(cx, &%s, %s);", slot, table, *hash);
    const char *at = cf(e, "%s.numbers[%s] - 1", table, slot);
    stmt(w,
         "while (%s.numbers[%s] != 0 &&\n       !(%s.hashes[%s] == %s%s))\n"
         "    %s = (%s + 1) & %s.mask;",
         table, slot, table, slot, *hash, same_keys(e, keys, count, values, valid, at), slot, slot,
         table);
    return slot;
}

/* ---- groups ------------------------------------------------------------- */

typedef struct Group {
    Plan *plan;
    const char *count;            /* C of the number of groups */
    const char **values, **valid; /* arrays of the output columns, or NULL */
    Accumulator *accumulators;    /* their variables are arrays, too */
    Relation *out;
    int slots;
} Group;

static bool is_read(const Plan *plan, int column)
{
    return !plan->read || plan->read[column];
}

static bool has_aggregates(const Plan *plan)
{
    for (int i = plan->exprs.count; i < plan->columns.count; i++)
        if (is_read(plan, i))
            return true;
    return false;
}

static void declare_accumulator(Writer *w, Accumulator *a, const PlanAggregate *aggregate,
                                const PlanColumn *meta, const char *capacity)
{
    a->aggregate = aggregate;
    if (counts_values(aggregate))
        a->seen = new_array(w, "uint32_t", cf(w->e, "%s_seen", meta->name), capacity);
    if (has_spread(aggregate))
        a->spread = new_array(w, "double", cf(w->e, "%s_spread", meta->name), capacity);
}

/* Arrays for the keys and aggregates, before the loop. */
static void declare_arrays(Writer *w, Group *g, const Key *keys, const char *capacity)
{
    Emit *e = w->e;
    Plan *plan = g->plan;
    for (int i = 0; i < plan->columns.count; i++) {
        const PlanColumn *meta = &plan->columns.at[i];
        bool key = i < plan->exprs.count;
        if (!is_read(plan, i) && (!key || g->slots))
            continue;
        g->values[i] = new_array(w, element_type(meta->encoding), meta->name, capacity);
        if (key && keys[i].value.valid)
            g->valid[i] = new_bitmap(w, cf(e, "%s_valid", meta->name), capacity);
        if (!key)
            declare_accumulator(w, &g->accumulators[i - plan->exprs.count],
                                &plan->aggregates.at[i - plan->exprs.count], meta, capacity);
    }
}

/* Arrays for values that are collected: as long as there are rows. */
static void declare_collected(Writer *w, const Group *g, const Row *row)
{
    for (int i = 0; i < g->plan->aggregates.count; i++) {
        Accumulator *a = &g->accumulators[i];
        const char *type = a->aggregate ? collected_type(a->aggregate) : NULL;
        if (!type)
            continue;
        const char *name = g->plan->columns.at[g->plan->exprs.count + i].name;
        a->collected = new_array(w, type, cf(w->e, "%s_values", name), row->bound);
        a->groups = new_array(w, "uint32_t", cf(w->e, "%s_groups", name), row->bound);
        a->used = name_unique(&w->names, cf(w->e, "%s_used", name));
        stmt(w, "size_t %s = 0;", a->used);
    }
}

static void dense_lookup(Writer *w, Group *g, const Key *keys, const char *group)
{
    Emit *e = w->e;
    int count = g->plan->exprs.count;
    Hoist hoist = hoist_begin(w);
    const char *numbers = new_array(w, "uint32_t", "group_of", cf(e, "%d", g->slots));
    hoist_end(w, &hoist);
    const char *slot = name_unique(&w->names, "slot");
    stmt(w, "uint32_t *const %s = &%s[%s];", slot, numbers, keys_slot(e, keys, count));
    open_block(w, "if (*%s == 0)", slot);
    store_keys(w, keys, count, g->values, g->valid, g->count);
    stmt(w, "*%s = ++%s;", slot, g->count);
    close_block(w);
    if (has_aggregates(g->plan))
        stmt(w, "const uint32_t %s = *%s - 1;", group, slot);
}

static void hash_lookup(Writer *w, Group *g, Key *keys, const char *table, const char *group)
{
    int count = g->plan->exprs.count;
    const char *hash;
    keys_name(w, keys, count);
    const char *slot = hash_slot(w, keys, count, table, g->values, g->valid, &hash);
    open_block(w, "if (%s.numbers[%s] == 0)", table, slot);
    stmt(w, "%s.hashes[%s] = %s;", table, slot, hash);
    store_keys(w, keys, count, g->values, g->valid, g->count);
    stmt(w, "%s.numbers[%s] = ++%s;", table, slot, g->count);
    close_block(w);
    if (has_aggregates(g->plan))
        stmt(w, "const uint32_t %s = %s.numbers[%s] - 1;", group, table, slot);
}

/* Aggregate i of group `at`. */
static Accumulator element_of(Emit *e, const Group *g, int i, const char *at)
{
    Accumulator a = g->accumulators[i];
    a.value = cf(e, "%s[%s]", g->values[g->plan->exprs.count + i], at);
    a.seen = a.seen ? cf(e, "%s[%s]", a.seen, at) : NULL;
    a.spread = a.spread ? cf(e, "%s[%s]", a.spread, at) : NULL;
    a.group = at;
    return a;
}

static void add_to_group(Writer *w, Group *g, const char *group, const Row *row)
{
    Emit *e = w->e;
    Plan *plan = g->plan;
    for (int i = 0; i < plan->aggregates.count; i++) {
        int column = plan->exprs.count + i;
        if (!g->values[column])
            continue;
        Accumulator a = element_of(e, g, i, group);
        accumulate_prepare(w, &a, row);
        g->out->columns[column].dict =
            aggregate_facts[a.aggregate->kind].gives == GIVES_ITEM ? a.dict : NULL;
        w->row = row;
        accumulate(w, &a, plan->span);
    }
}

static void group_row(Writer *w, const Row *row, void *data)
{
    Emit *e = w->e;
    Group *g = data;
    int count = g->plan->exprs.count;
    w->row = row;
    Key *keys = keys_read(w, g->plan->exprs.at, count);
    g->slots = keys_slots(keys, count);
    const char *table = NULL;
    Hoist hoist = hoist_begin(w);
    if (count == 0) {
        g->count = "1";
    } else if (g->slots) {
        g->count = name_unique(&w->names, "group_count");
        stmt(w, "uint32_t %s = 0;", g->count);
    } else {
        table = name_unique(&w->names, "groups");
        g->count = cf(e, "%s.count", table);
        stmt(w, "DashGroups %s = dash_groups(cx, 64);", table);
    }
    declare_arrays(w, g, keys, g->slots ? cf(e, "%d", g->slots) : row->bound);
    declare_collected(w, g, row);
    hoist_end(w, &hoist);
    const char *group = count == 0 ? "0" : name_unique(&w->names, "group");
    if (count == 0)
        ;
    else if (table)
        hash_lookup(w, g, keys, table, group);
    else
        dense_lookup(w, g, keys, group);
    add_to_group(w, g, group, row);
    for (int i = 0; i < count; i++)
        g->out->columns[i].dict = keys[i].dict;
}

/* Quantiles, modes and numbers of distinct values, group by group. */
static void finish_collected(Writer *w, const Group *g, const Accumulator *a, const char *values)
{
    if (a->aggregate->kind == AGG_MODE) {
        const char *mode = name_unique(&w->names, cf(w->e, "%s_mode", values));
        stmt(w, "const uint64_t *const %s = %s;", mode,
             callf(w->e, "dash_group_mode", 5, "cx", a->collected, a->groups, a->used, g->count));
        stmt(w, "for (uint32_t i = 0; i < %s; i++)\n    %s[i] = %s;", g->count, values,
             mode_value(w->e, a, cf(w->e, "%s[i]", mode)));
        return;
    }
    if (a->aggregate->kind == AGG_NUNIQUE)
        stmt(w, "%s;",
             callf(w->e, "dash_group_distinct", 5, "cx", a->collected, a->groups, a->used, values));
    else
        stmt(w, "%s;",
             callf(w->e, "dash_group_quantile", 8, "cx", a->collected, a->groups, a->used, a->seen,
                   g->count, quantile_of(w, a->aggregate), values));
}

/* The loop over the groups that makes results of what was accumulated, and says
 * which are there at all. */
static void finish_aggregate(Writer *w, Group *g, int i)
{
    Emit *e = w->e;
    int column = g->plan->exprs.count + i;
    const PlanColumn *meta = &g->plan->columns.at[column];
    Accumulator a = element_of(e, g, i, "i");
    const char *result = collected_type(a.aggregate) ? a.value : aggregate_result(e, &a);
    const char *there = is_optional(meta->type) ? aggregate_there(e, &a) : NULL;
    if (result == a.value && !there)
        return;
    if (there)
        g->valid[column] = new_bitmap(w, cf(e, "%s_valid", meta->name), g->count);
    open_block(w, "for (uint32_t i = 0; i < %s; i++)", g->count);
    if (there && a.spread) /* what is null reads as 0 */
        stmt(w, "if (!(%s)) {\n    %s = 0;\n    continue;\n}", there, a.value);
    else if (there)
        stmt(w, "if (!(%s))\n    continue;", there);
    if (result != a.value)
        stmt(w, "%s = %s;", a.value, result);
    if (there)
        stmt(w, "%s[i / 64] |= UINT64_C(1) << i %% 64;", g->valid[column]);
    close_block(w);
}

static void finish_aggregates(Writer *w, Group *g)
{
    for (int i = 0; i < g->plan->aggregates.count; i++) {
        const char *values = g->values[g->plan->exprs.count + i];
        const Accumulator *a = &g->accumulators[i];
        if (!values)
            continue;
        if (collected_type(a->aggregate))
            finish_collected(w, g, a, values);
        finish_aggregate(w, g, i);
    }
}

Relation *group_relation(Writer *w, Plan *plan)
{
    Emit *e = w->e;
    int count = plan->columns.count;
    Group g = {.plan = plan};
    Relation *found = kernel_group_relation(w, plan);
    if (found)
        return found;
    g.values = arena_array(e->arena, const char *, count + 1);
    g.accumulators = arena_array(e->arena, Accumulator, count + 1);
    g.valid = arena_array(e->arena, const char *, count + 1);
    g.out = arena_new(e->arena, Relation);
    g.out->column_count = count;
    g.out->columns = arena_array(e->arena, RowColumn, count + 1);
    rows_each(w, plan->input, group_row, &g);
    finish_aggregates(w, &g);
    for (int i = 0; i < count; i++) {
        g.out->columns[i].meta = &plan->columns.at[i];
        g.out->columns[i].array = g.values[i];
        g.out->columns[i].valid_array = g.valid[i];
    }
    g.out->rows = g.count;
    g.out->constant = plan->exprs.count == 0;
    g.out->known_rows = g.out->constant;
    return g.out;
}

/* ---- distinct ----------------------------------------------------------- */

static void distinct_hashed(Writer *w, const Row *row, Key *keys, int count)
{
    Emit *e = w->e;
    const char **values = arena_array(e->arena, const char *, count + 1);
    const char **valid = arena_array(e->arena, const char *, count + 1);
    Hoist hoist = hoist_begin(w);
    const char *table = name_unique(&w->names, "seen");
    for (int i = 0; i < count; i++) {
        values[i] = new_array(w, keys[i].type, cf(e, "%s_seen", keys[i].name), row->bound);
        if (keys[i].value.valid)
            valid[i] = new_bitmap(w, cf(e, "%s_valid", values[i]), row->bound);
    }
    stmt(w, "DashGroups %s = dash_groups(cx, 64);", table);
    hoist_end(w, &hoist);
    keys_name(w, keys, count);
    const char *hash, *slot = hash_slot(w, keys, count, table, values, valid, &hash);
    stmt(w, "if (%s.numbers[%s] != 0)\n    continue;", table, slot);
    stmt(w, "%s.hashes[%s] = %s;", table, slot, hash);
    store_keys(w, keys, count, values, valid, cf(e, "%s.count", table));
    stmt(w, "%s.numbers[%s] = ++%s.count;", table, slot, table);
}

void emit_distinct(Writer *w, Plan *plan, const Row *row, RowSink sink, void *data)
{
    Emit *e = w->e;
    int count = plan->exprs.count;
    Key *keys = keys_read(w, plan->exprs.at, count);
    int slots = keys_slots(keys, count);
    if (slots) {
        Hoist hoist = hoist_begin(w);
        const char *seen = new_array(w, "bool", "seen", cf(e, "%d", slots));
        hoist_end(w, &hoist);
        const char *slot = keys_slot(e, keys, count);
        stmt(w, "if (%s[%s])\n    continue;", seen, slot);
        stmt(w, "%s[%s] = true;", seen, slot);
    } else {
        distinct_hashed(w, row, keys, count);
    }
    sink(w, row, data);
}
