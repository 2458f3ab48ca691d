/* SPDX-License-Identifier: MIT
 *
 * `group`: one pass that numbers the groups and adds to their aggregates, then a
 * short loop over the groups for what needs all rows (means, what may be null).
 */
#include "emit/aggregate.h"

typedef struct Aggregate {
    const PlanAggregate *plan;
    const char *name;  /* array of results, by group */
    const char *count; /* array: rows that had a value; NULL: not needed */
    const char *dict, *rank; /* of the least or greatest text: its codes' */
} Aggregate;

typedef struct GroupSink {
    Plan *plan;
    const char *name;
    Groups groups;
    Aggregate *aggregates;
    Relation *out;
} GroupSink;

static bool is_read(const Plan *plan, int column)
{
    return !plan->read || plan->read[column];
}

static void declare_aggregate(Writer *w, GroupSink *sink, Aggregate *aggregate,
                              const PlanColumn *meta)
{
    Emit *e = w->e;
    const char *capacity = sink->groups.capacity;
    aggregate->name = name_unique(&w->names, cf(e, "%s_%s", sink->name, meta->name));
    stmt(w, "%s *%s = dash_alloc_array(cx, %s, sizeof *%s);", element_type(meta->encoding),
         aggregate->name, capacity, aggregate->name);
    if (!counts_values(aggregate->plan))
        return;
    aggregate->count = name_unique(&w->names, cf(e, "%s_n", aggregate->name));
    stmt(w, "int64_t *%s = dash_alloc_array(cx, %s, sizeof *%s);", aggregate->count, capacity,
         aggregate->count);
    if (base_type(meta->type)->kind != TY_TEXT)
        return;
    aggregate->dict = dict_symbol(e, meta);
    if (!aggregate->dict)
        emit_bug(e, sink->plan->span, "the texts of %s have no dictionary", meta->name);
    aggregate->rank = name_unique(&w->names, cf(e, "%s_rank", meta->name));
    stmt(w, "const uint32_t *%s = dash_dict_rank(cx, &%s);", aggregate->rank, aggregate->dict);
}

static void add_row(Writer *w, const Row *row, const GroupSink *sink, const Aggregate *aggregate)
{
    Emit *e = w->e;
    const char *group = sink->groups.number;
    Accumulator accumulator = {.aggregate = aggregate->plan,
                               .rank = aggregate->rank,
                               .value = cf(e, "%s[%s]", aggregate->name, group)};
    if (aggregate->count)
        accumulator.seen = cf(e, "%s[%s]", aggregate->count, group);
    w->row = row;
    accumulate(w, &accumulator, aggregate->plan->argument ? aggregate->plan->argument->span
                                                          : sink->plan->span);
}

static void group_row(Writer *w, const Row *row, void *data)
{
    GroupSink *sink = data;
    Plan *plan = sink->plan;
    int keys = plan->exprs.count;
    const char **names = arena_array(w->e->arena, const char *, keys + 1);
    for (int i = 0; i < keys; i++)
        names[i] = plan->columns.at[i].name;
    group_number(w, row, &sink->groups, plan->exprs.at, names, keys);
    Hoist hoist = hoist_begin(w);
    for (int i = 0; i < plan->aggregates.count; i++)
        if (is_read(plan, keys + i))
            declare_aggregate(w, sink, &sink->aggregates[i], &plan->columns.at[keys + i]);
    hoist_end(w, &hoist);
    for (int i = 0; i < plan->aggregates.count; i++)
        if (is_read(plan, keys + i))
            add_row(w, row, sink, &sink->aggregates[i]);
}

static void finish_aggregate(Writer *w, const GroupSink *sink, const Aggregate *aggregate,
                             RowColumn *column)
{
    Emit *e = w->e;
    column->array = aggregate->name;
    column->dict = aggregate->dict;
    bool optional = is_optional(aggregate->plan->type);
    bool mean = aggregate->plan->kind == AGG_MEAN;
    if (!aggregate->count || (!mean && !optional))
        return;
    const char *g = name_unique(&w->names, "g");
    if (optional) {
        column->valid_array = name_unique(&w->names, cf(e, "%s_valid", aggregate->name));
        stmt(w, "uint64_t *%s = dash_alloc_array(cx, (%s + 63u) / 64, sizeof *%s);",
             column->valid_array, sink->groups.total, column->valid_array);
    }
    open_block(w, "for (uint32_t %s = 0; %s < %s; %s++)", g, g, sink->groups.total, g);
    stmt(w, "if (%s[%s] == 0)\n    continue;", aggregate->count, g);
    if (mean)
        stmt(w, "%s[%s] /= (double)%s[%s];", aggregate->name, g, aggregate->count, g);
    if (optional)
        stmt(w, "%s[%s / 64] |= UINT64_C(1) << %s %% 64;", column->valid_array, g, g);
    close_block(w);
}

Relation *group_relation(Writer *w, Plan *plan, const char *name)
{
    Emit *e = w->e;
    GroupSink sink = {.plan = plan, .name = name_unique(&w->names, name)};
    int keys = plan->exprs.count;
    sink.aggregates = arena_array(e->arena, Aggregate, plan->aggregates.count + 1);
    for (int i = 0; i < plan->aggregates.count; i++)
        sink.aggregates[i].plan = &plan->aggregates.at[i];
    rows_each(w, plan->input, group_row, &sink);
    Relation *rel = arena_new(e->arena, Relation);
    rel->column_count = plan->columns.count;
    rel->columns = arena_array(e->arena, RowColumn, plan->columns.count + 1);
    for (int i = 0; i < keys; i++)
        rel->columns[i] = (RowColumn){.array = sink.groups.keys[i].store,
                                      .valid_array = sink.groups.keys[i].store_valid,
                                      .dict = sink.groups.keys[i].dict};
    for (int i = 0; i < plan->aggregates.count; i++)
        if (is_read(plan, keys + i))
            finish_aggregate(w, &sink, &sink.aggregates[i], &rel->columns[keys + i]);
    for (int i = 0; i < plan->columns.count; i++)
        rel->columns[i].meta = &plan->columns.at[i];
    rel->rows = sink.groups.total;
    return rel;
}
