/* SPDX-License-Identifier: MIT
 *
 * group and distinct. Where the values that the keys can take are known and few
 * (dictionaries, ints of an embedded column in a small range), an array indexed
 * by them says which group a row belongs to; otherwise a hash table does. Groups
 * are numbered in order of first appearance, and their keys and aggregates are
 * arrays indexed by that number.
 */
#include "emit/group.h"
#include "emit/hashes.h"

const char *new_array(Writer *w, const char *type, const char *wanted, const char *capacity)
{
    const char *name = name_unique(&w->names, wanted);
    stmt(w, "%s *%s = dash_alloc_array(cx, %s, sizeof *%s);", type, name, capacity, name);
    return name;
}

/* One whose elements are set before they are read. */
static const char *unset_array(Writer *w, const char *type, const char *wanted,
                               const char *capacity)
{
    const char *name = name_unique(&w->names, wanted);
    stmt(w, "%s *%s = dash_alloc_unset(cx, %s, sizeof *%s);", type, name, capacity, name);
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
        const char *value = keys[i].value.value, *there = keys[i].value.valid;
        stmt(w, "%s[%s] = %s;", values[i], at, there ? ternary(w->e, there, value, "0") : value);
        if (there)
            stmt(w, "%s[%s / 64] |= (uint64_t)%s << %s %% 64;", valid[i], at, parens(w->e, there),
                 at);
    }
}

/* ---- groups ------------------------------------------------------------- */

typedef struct Group {
    Plan *plan;
    const char *count;            /* C of the number of groups */
    const char **values, **valid; /* arrays of the output columns, or NULL */
    Accumulator *accumulators;    /* their variables are arrays, too */
    Relation *out;
    int64_t slots;
    HashTable table;
    bool compares; /* groups are found by their keys' arrays */
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

/* An array with an element a group. Beside a hash table it may be far too long: its
 * elements are set when a group is new. */
static const char *group_array(Writer *w, const Group *g, const char *type, const char *wanted,
                               const char *capacity)
{
    return g->table.name ? unset_array(w, type, wanted, capacity)
                         : new_array(w, type, wanted, capacity);
}

static void declare_accumulator(Writer *w, const Group *g, int i, const PlanColumn *meta,
                                const char *capacity)
{
    Accumulator *a = &g->accumulators[i];
    a->aggregate = &g->plan->aggregates.at[i];
    if (counts_values(a->aggregate))
        a->seen = group_array(w, g, "uint32_t", cf(w->e, "%s_seen", meta->name), capacity);
    if (has_spread(a->aggregate))
        a->spread = group_array(w, g, "double", cf(w->e, "%s_spread", meta->name), capacity);
}

/* The aggregates of a group that is new. */
static void clear_accumulators(Writer *w, const Group *g)
{
    for (int i = 0; i < g->plan->aggregates.count; i++) {
        const Accumulator *a = &g->accumulators[i];
        const char *arrays[] = {g->values[g->plan->exprs.count + i], a->seen, a->spread};
        for (int k = 0; k < 3; k++)
            if (arrays[k])
                stmt(w, "%s[%s] = 0;", arrays[k], g->count);
    }
}

/* Arrays for the keys and aggregates, before the loop. */
static void declare_arrays(Writer *w, Group *g, const Key *keys, const char *capacity)
{
    Emit *e = w->e;
    Plan *plan = g->plan;
    for (int i = 0; i < plan->columns.count; i++) {
        const PlanColumn *meta = &plan->columns.at[i];
        bool key = i < plan->exprs.count;
        if (!is_read(plan, i) && !(key && g->compares))
            continue;
        g->values[i] = group_array(w, g, element_type(meta->encoding), meta->name, capacity);
        if (key && keys[i].value.valid)
            g->valid[i] = new_bitmap(w, cf(e, "%s_valid", meta->name), capacity);
        if (!key)
            declare_accumulator(w, g, i - plan->exprs.count, meta, capacity);
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
        a->collected = unset_array(w, type, cf(w->e, "%s_values", name), row->bound);
        a->groups = unset_array(w, "uint32_t", cf(w->e, "%s_groups", name), row->bound);
        a->used = name_unique(&w->names, cf(w->e, "%s_used", name));
        stmt(w, "size_t %s = 0;", a->used);
    }
}

static void dense_lookup(Writer *w, Group *g, const Key *keys, const char *group)
{
    Emit *e = w->e;
    int count = g->plan->exprs.count;
    Hoist hoist = hoist_begin(w);
    const char *numbers = new_array(w, "uint32_t", "group_of", cf(e, "%lld", (long long)g->slots));
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

static void hash_lookup(Writer *w, Group *g, Key *keys, const char *group)
{
    int count = g->plan->exprs.count;
    keys_name(w, keys, count);
    g->table.values = g->values;
    g->table.valid = g->valid;
    hash_find(w, &g->table);
    open_block(w, "if (%s)", hash_is_new(w->e, &g->table));
    store_keys(w, keys, count, g->values, g->valid, g->count);
    clear_accumulators(w, g);
    hash_claim(w, &g->table);
    close_block(w);
    if (has_aggregates(g->plan))
        stmt(w, "const uint32_t %s = %s;", group, hash_group(w->e, &g->table));
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
    g->slots = keys_slots(keys, count, keys_most(row));
    g->compares = !g->slots && hash_compares(keys, count);
    Hoist hoist = hoist_begin(w);
    if (count == 0) {
        g->count = "1";
    } else if (g->slots) {
        g->count = name_unique(&w->names, "group_count");
        stmt(w, "uint32_t %s = 0;", g->count);
    } else {
        g->table = hash_table(w, name_unique(&w->names, "groups"), keys, count);
        g->count = cf(e, "%s.count", g->table.name);
    }
    declare_arrays(w, g, keys, g->slots ? cf(e, "%lld", (long long)g->slots) : row->bound);
    declare_collected(w, g, row);
    hoist_end(w, &hoist);
    const char *group = count == 0 ? "0" : name_unique(&w->names, "group");
    if (g->slots && count > 0)
        dense_lookup(w, g, keys, group);
    else if (count > 0)
        hash_lookup(w, g, keys, group);
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
    HashTable table = hash_table(w, name_unique(&w->names, "seen"), keys, count);
    for (int i = 0; i < count && !table.packed; i++) {
        values[i] = unset_array(w, keys[i].type, cf(e, "%s_seen", keys[i].name), row->bound);
        if (keys[i].value.valid)
            valid[i] = new_bitmap(w, cf(e, "%s_valid", values[i]), row->bound);
    }
    hoist_end(w, &hoist);
    keys_name(w, keys, count);
    table.values = values;
    table.valid = valid;
    hash_find(w, &table);
    stmt(w, "if (%s)\n    continue;", hash_is_known(e, &table));
    if (!table.packed)
        store_keys(w, keys, count, values, valid, cf(e, "%s.count", table.name));
    hash_claim(w, &table);
}

void emit_distinct(Writer *w, Plan *plan, const Row *row, RowSink sink, void *data)
{
    Emit *e = w->e;
    int count = plan->exprs.count;
    Key *keys = keys_read(w, plan->exprs.at, count);
    int64_t slots = keys_slots(keys, count, keys_most(row));
    if (slots) {
        Hoist hoist = hoist_begin(w);
        const char *seen = new_array(w, "bool", "seen", cf(e, "%lld", (long long)slots));
        hoist_end(w, &hoist);
        const char *slot = keys_slot(e, keys, count);
        stmt(w, "if (%s[%s])\n    continue;", seen, slot);
        stmt(w, "%s[%s] = true;", seen, slot);
    } else {
        distinct_hashed(w, row, keys, count);
    }
    sink(w, row, data);
}
