/* SPDX-License-Identifier: MIT
 *
 * group and aggregates over large tables, as kernels. The keys of a group must be
 * few and known; then a part's state is an array with a struct for every
 * combination of them, and the order in which they came:
 *
 *     struct monthly_groups_group {
 *         double total;
 *         uint32_t rows;
 *     };
 *     struct monthly_groups_state {
 *         uint32_t count;
 *         uint16_t order[60];
 *         struct monthly_groups_group groups[60];
 *     };
 *
 * Without keys the state is that struct, and the loop adds in variables: sums of
 * floats, where the filter allows it, in the sixteen lanes of a DashSums.
 */
#include "emit/group.h"
#include "emit/kernels.h"
#include "emit/keys.h"
#include "emit/lanes.h"

typedef struct KernelGroups {
    Plan *input;
    Hir *const *exprs; /* of the keys */
    int key_count;
    Accumulator *members; /* `aggregate` is NULL where nobody asks; C names of members */
    int count;
    const char *about; /* what is aggregated, when no plan says it */
    const char **sums; /* of floats, in lanes: DashSums */
    Span span;
    Kernel kernel;
    Key *keys;
    int slots;
} KernelGroups;

/* ---- which ---------------------------------------------------------------- */

static bool aggregate_fits(const PlanAggregate *aggregate)
{
    return !collected_type(aggregate) &&
           (!aggregate->argument || kernel_computes(aggregate->argument));
}

/* ---- the state ------------------------------------------------------------ */

static const char *value_type(Emit *e, const PlanAggregate *aggregate)
{
    const Type *type = base_type(aggregate->type);
    return type->kind == TY_TEXT ? "uint32_t" : c_type(e, type);
}

static bool is_wide(const char *type)
{
    return strcmp(type, "double") == 0 || strcmp(type, "int64_t") == 0;
}

/* count() is the number of rows, which groups have anyway. */
static bool counts_rows(const KernelGroups *g, const Accumulator *m)
{
    return g->slots && m->aggregate->kind == AGG_COUNT && !m->aggregate->argument;
}

static void name_members(Writer *w, KernelGroups *g, const PlanAggregate *aggregates,
                         const char *const *wanted)
{
    Emit *e = w->e;
    Names names = {.arena = e->arena};
    name_unique(&names, "rows");
    g->members = arena_array(e->arena, Accumulator, g->count + 1);
    for (int i = 0; i < g->count; i++) {
        Accumulator *m = &g->members[i];
        if (!wanted[i])
            continue;
        m->aggregate = &aggregates[i];
        m->value = name_unique(&names, wanted[i]);
        if (counts_values(m->aggregate))
            m->seen = name_unique(&names, cf(e, "%s_seen", m->value));
        if (has_spread(m->aggregate))
            m->spread = name_unique(&names, cf(e, "%s_spread", m->value));
    }
}

static void write_members(Writer *w, const KernelGroups *g, bool wide)
{
    for (int i = 0; i < g->count; i++) {
        const Accumulator *m = &g->members[i];
        const char *type = m->aggregate ? value_type(w->e, m->aggregate) : NULL;
        if (type && is_wide(type) == wide && !counts_rows(g, m))
            buf_printf(&w->before, "    %s %s;\n", type, m->value);
        if (type && m->spread && wide)
            buf_printf(&w->before, "    double %s;\n", m->spread);
        if (type && m->seen && !wide)
            buf_printf(&w->before, "    uint32_t %s;\n", m->seen);
    }
}

static void write_state(Writer *w, const KernelGroups *g)
{
    const char *name = g->kernel.name;
    buf_printf(&w->before, "struct %s_%s {\n", name, g->slots ? "group" : "state");
    write_members(w, g, true);
    if (g->slots)
        buf_puts(&w->before, "    uint32_t rows;\n");
    write_members(w, g, false);
    buf_puts(&w->before, "};\n\n");
    if (g->slots)
        buf_printf(&w->before,
                   "/* The groups by their keys, and their numbers as they came. */\n"
                   "struct %s_state {\n    uint32_t count;\n    uint16_t order[%d];\n"
                   "    struct %s_group groups[%d];\n};\n\n",
                   name, g->slots, name, g->slots);
}

/* The accumulator as C: members of what `at` points to, or variables of those
 * names when it is NULL. */
static Accumulator member_of(Emit *e, const KernelGroups *g, int i, const char *at)
{
    Accumulator m = g->members[i];
    const char *of = at ? cf(e, "%s->", at) : "";
    m.value = counts_rows(g, &m) ? cf(e, "%s->rows", at) : cf(e, "%s%s", of, m.value);
    m.seen = m.seen ? cf(e, "%s%s", of, m.seen) : NULL;
    m.spread = m.spread ? cf(e, "%s%s", of, m.spread) : NULL;
    return m;
}

/* ---- the loop ------------------------------------------------------------- */

static void add_row(Writer *w, KernelGroups *g, const Row *row, const char *at)
{
    for (int i = 0; i < g->count; i++) {
        if (!g->members[i].aggregate || counts_rows(g, &g->members[i]))
            continue;
        Accumulator m = member_of(w->e, g, i, at);
        accumulate_prepare(w, &m, row);
        g->members[i].dict = m.dict;
        g->members[i].rank = m.rank;
        w->row = row;
        accumulate(w, &m, g->span);
    }
}

static void grouped_row(Writer *w, const Row *row, void *data)
{
    KernelGroups *g = data;
    const char *part = g->kernel.state;
    w->row = row;
    g->keys = keys_read(w, g->exprs, g->key_count);
    g->slots = (int)keys_slots(g->keys, g->key_count, KEYS_DENSE);
    const char *slot = name_unique(&w->names, "slot"), *group = name_unique(&w->names, "group");
    stmt(w, "const uint32_t %s = %s;", slot, keys_slot(w->e, g->keys, g->key_count));
    stmt(w, "struct %s_group *const %s = &%s->groups[%s];", g->kernel.name, group, part, slot);
    stmt(w, "if (%s->rows++ == 0)\n    %s->order[%s->count++] = (uint16_t)%s;", group, part, part,
         slot);
    add_row(w, g, row, group);
}

static void plain_row(Writer *w, const Row *row, void *data)
{
    add_row(w, data, row, NULL);
}

/* ---- without keys: many rows at a time -------------------------------------- */

static bool is_whole_sum(const PlanAggregate *aggregate)
{
    return aggregate->kind == AGG_SUM && base_type(aggregate->type)->kind == TY_INT;
}

static bool fits_lanes(Writer *w, const Relation *rel, const PlanAggregate *aggregate)
{
    switch (aggregate->kind) {
    case AGG_COUNT:
        return !aggregate->argument;
    case AGG_SUM:
    case AGG_MEAN:
    case AGG_VAR:
    case AGG_STD:
        return !is_whole_sum(aggregate) && lanes_compute(w, rel, aggregate->argument);
    default:
        return false;
    }
}

/* The scan, and the filter over it or NULL; false when the rows are another plan's. */
static bool split_input(Plan *input, Plan **scan, Hir **predicate)
{
    *predicate = input->op == PLAN_FILTER ? input->predicate : NULL;
    *scan = *predicate ? input->input : input;
    return (*scan)->op == PLAN_SCAN;
}

static void add_lanes(Writer *w, const Lanes *lanes, void *data)
{
    Emit *e = w->e;
    const KernelGroups *g = data;
    for (int i = 0; i < g->count; i++) {
        const Accumulator *m = &g->members[i];
        const char *word = lanes->word;
        if (!m->aggregate)
            continue;
        if (m->aggregate->kind == AGG_COUNT) {
            stmt(w, "%s += dash_bits(%s);", m->value, word);
            continue;
        }
        const char *values =
            lanes_values(w, lanes, m->aggregate->argument, cf(e, "%s_values", m->value), &word);
        if (m->spread)
            stmt(w, "%s;",
                 callf(e, "dash_spread_lanes", 5, cf(e, "&%s", m->value), cf(e, "&%s", m->spread),
                       cf(e, "&%s", m->seen), values, word));
        else
            stmt(w, "dash_sums_add(&%s, %s);", g->sums[i], values);
        if (m->seen && !m->spread)
            stmt(w, "%s += (uint32_t)dash_bits(%s);", m->seen, word);
    }
}

/* False, and nothing is written, when it cannot be done so. */
static bool add_in_lanes(Writer *w, KernelGroups *g)
{
    Plan *scan;
    Hir *predicate;
    if (!split_input(g->input, &scan, &predicate))
        return false;
    Relation *rel = relation_of(w, scan, "rows");
    bool fit = !predicate || lanes_fit(w, rel, predicate);
    for (int i = 0; i < g->count; i++)
        fit &= !g->members[i].aggregate || fits_lanes(w, rel, g->members[i].aggregate);
    if (!fit)
        return false;
    g->sums = arena_array(w->e->arena, const char *, g->count + 1);
    for (int i = 0; i < g->count; i++) {
        const Accumulator *m = &g->members[i];
        if (!m->aggregate || m->spread || m->aggregate->kind == AGG_COUNT)
            continue;
        g->sums[i] = name_unique(&w->names, cf(w->e, "%s_lanes", m->value));
        stmt(w, "DashSums %s = {0};", g->sums[i]);
    }
    lanes_words(w, rel, predicate, add_lanes, g);
    for (int i = 0; i < g->count; i++)
        if (g->sums[i])
            stmt(w, "%s = dash_sums_total(&%s);", g->members[i].value, g->sums[i]);
    return true;
}

/* Variables for what is added without keys. */
static void declare_variables(Writer *w, KernelGroups *g)
{
    for (int i = 0; i < g->count; i++) {
        Accumulator *m = &g->members[i];
        if (!m->aggregate)
            continue;
        m->value = name_unique(&w->names, m->value);
        stmt(w, "%s %s = 0;", value_type(w->e, m->aggregate), m->value);
        if (m->spread)
            stmt(w, "double %s = 0;", m->spread = name_unique(&w->names, m->spread));
        if (m->seen)
            stmt(w, "uint32_t %s = 0;", m->seen = name_unique(&w->names, m->seen));
    }
}

static void keep_variables(Writer *w, const KernelGroups *g)
{
    const char *part = g->kernel.state;
    for (int i = 0; i < g->count; i++) {
        const Accumulator *m = &g->members[i];
        if (m->aggregate)
            stmt(w, "%s->%s = %s;", part, m->value, m->value);
        if (m->spread)
            stmt(w, "%s->%s = %s;", part, m->spread, m->spread);
        if (m->seen)
            stmt(w, "%s->%s = %s;", part, m->seen, m->seen);
    }
}

/* ---- merging -------------------------------------------------------------- */

static void merge_members(Writer *w, const KernelGroups *g, const char *into, const char *later)
{
    for (int i = 0; i < g->count; i++) {
        if (!g->members[i].aggregate || counts_rows(g, &g->members[i]))
            continue;
        Accumulator a = member_of(w->e, g, i, into), b = member_of(w->e, g, i, later);
        accumulate_merge(w, &a, &b, g->span);
    }
}

static void merge_states(Writer *w, const char *into, const char *later, void *data)
{
    const KernelGroups *g = data;
    if (!g->slots) {
        merge_members(w, g, into, later);
        return;
    }
    const char *name = g->kernel.name;
    open_block(w, "for (uint32_t i = 0; i < %s->count; i++)", later);
    stmt(w, "const uint16_t slot = %s->order[i];", later);
    stmt(w, "struct %s_group *const group = &%s->groups[slot];", name, into);
    stmt(w, "const struct %s_group *const other = &%s->groups[slot];", name, later);
    stmt(w,
         "if (group->rows == 0) {\n    %s->order[%s->count++] = slot;\n    *group = *other;\n"
         "    continue;\n}",
         into, into);
    stmt(w, "group->rows += other->rows;");
    merge_members(w, g, "group", "other");
    close_block(w);
}

/* The kernel and its call; C of a pointer to the state of the whole. */
static const char *run_kernel(Writer *w, KernelGroups *g, const char *wanted, const Plan *shown)
{
    Kernel *k = &g->kernel;
    kernel_begin(w, k, g->input, wanted);
    k->about = g->about;
    if (g->key_count) {
        rows_each(w, g->input, grouped_row, g);
    } else {
        declare_variables(w, g);
        if (!add_in_lanes(w, g))
            rows_each(w, g->input, plain_row, g);
        keep_variables(w, g);
    }
    k->cells = (uint32_t)g->slots;
    write_state(w, g);
    return kernel_end(w, k, shown, g->span, merge_states, g);
}

/* ---- results -------------------------------------------------------------- */

/* The arrays of one output column, filled from `group` (and `slot`) at `i`. */
typedef struct Result {
    const char *values, *valid;
} Result;

static Result declare_result(Writer *w, const PlanColumn *meta, bool nullable, const char *rows)
{
    Result result = {.values = new_array(w, element_type(meta->encoding), meta->name, rows)};
    if (nullable)
        result.valid = new_bitmap(w, cf(w->e, "%s_valid", meta->name), rows);
    return result;
}

static void put_result(Writer *w, const Result *result, const char *value, const char *there)
{
    if (there)
        open_block(w, "if (%s)", there);
    stmt(w, "%s[i] = %s;", result->values, value);
    if (!there)
        return;
    stmt(w, "%s[i / 64] |= UINT64_C(1) << i %% 64;", result->valid);
    close_block(w);
}

/* The digit of key `i` in a slot's number. */
static const char *digit_of(Emit *e, const KernelGroups *g, int i)
{
    const char *digit = "slot";
    int64_t below = 1;
    for (int k = i + 1; k < g->key_count; k++)
        below *= g->keys[k].span;
    if (below > 1)
        digit = cf(e, "%s / %d", digit, (int)below);
    return i > 0 ? cf(e, "%s %% %d", digit, (int)g->keys[i].span) : digit;
}

static void put_key(Writer *w, const KernelGroups *g, int i, const Result *result)
{
    Emit *e = w->e;
    const Key *key = &g->keys[i];
    const char *digit = digit_of(e, g, i), *there = NULL;
    if (key->value.valid)
        there = cf(e, "%s != %d", digit, (int)key->span - 1);
    const char *value = key->lookup ? cf(e, "%s[%s]", key->lookup->values, digit)
                        : key->low
                            ? cf(e, "(int32_t)(%s) + %s", digit, parens(e, c_int(e, key->low)))
                            : digit;
    put_result(w, result, value, there);
}

static void put_aggregate(Writer *w, const KernelGroups *g, int i, const char *at,
                          const PlanColumn *meta, const Result *result)
{
    Accumulator m = member_of(w->e, g, i, at);
    put_result(w, result, aggregate_result(w->e, &m),
               is_optional(meta->type) ? aggregate_there(w->e, &m) : NULL);
}

/* Columns of what was found. */
static Relation *found_relation(Writer *w, KernelGroups *g, Plan *plan, const char *found)
{
    Emit *e = w->e;
    Relation *rel = new_relation(e, plan);
    const char *rows = g->slots ? cf(e, "%s->count", found) : "1";
    Result *results = arena_array(e->arena, Result, plan->columns.count + 1);
    for (int i = 0; i < plan->columns.count; i++) {
        const PlanColumn *meta = &plan->columns.at[i];
        const Accumulator *m = i < g->key_count ? NULL : &g->members[i - g->key_count];
        if ((plan->read && !plan->read[i]) || (m && !m->aggregate))
            continue;
        bool nullable = m ? is_optional(meta->type) && counts_values(m->aggregate)
                          : g->keys[i].value.valid != NULL;
        results[i] = declare_result(w, meta, nullable, rows);
        rel->columns[i].array = results[i].values;
        rel->columns[i].valid_array = results[i].valid;
        rel->columns[i].dict = m ? m->dict : g->keys[i].dict;
        if (m && aggregate_facts[m->aggregate->kind].gives != GIVES_ITEM)
            rel->columns[i].dict = NULL;
    }
    open_block(w, "for (uint32_t i = 0; i < %s; i++)", rows);
    if (g->slots) {
        stmt_lazy(w, "slot", "const uint32_t slot = %s->order[i];", found);
        stmt_lazy(w, "group", "const struct %s_group *const group = &%s->groups[slot];",
                  g->kernel.name, found);
    }
    for (int i = 0; i < plan->columns.count; i++) {
        const PlanColumn *meta = &plan->columns.at[i];
        if (!results[i].values)
            continue;
        if (i < g->key_count)
            put_key(w, g, i, &results[i]);
        else
            put_aggregate(w, g, i - g->key_count, g->slots ? "group" : found, meta, &results[i]);
    }
    close_block(w);
    rel->rows = rows;
    rel->constant = !g->slots;
    rel->known_rows = rel->constant;
    return rel;
}

Relation *kernel_group_relation(Writer *w, Plan *plan)
{
    Emit *e = w->e;
    KernelGroups g = {
        .input = plan->input,
        .exprs = plan->exprs.at,
        .key_count = plan->exprs.count,
        .count = plan->aggregates.count,
        .span = plan->span,
    };
    const char **names = arena_array(e->arena, const char *, g.count + 1);
    if (!kernel_fits(w, plan->input))
        return NULL;
    g.slots = g.key_count ? (int)keys_known_slots(e, plan->input, g.exprs, g.key_count) : 0;
    if (g.key_count && !g.slots)
        return NULL;
    for (int i = 0; i < g.count; i++) {
        int column = g.key_count + i;
        if (plan->read && !plan->read[column])
            continue;
        names[i] = plan->columns.at[column].name;
        if (!aggregate_fits(&plan->aggregates.at[i]))
            return NULL;
    }
    name_members(w, &g, plan->aggregates.at, names);
    const char *found = run_kernel(w, &g, "groups", plan);
    return found_relation(w, &g, plan, found);
}

bool kernel_reduce(Writer *w, Plan *plan, const PlanAggregate *aggregate, Accumulator *found,
                   Span span)
{
    KernelGroups g = {.input = plan, .count = 1, .span = span};
    const char *function = aggregate_facts[aggregate->kind].function;
    if (!aggregate_fits(aggregate) || !kernel_fits(w, plan))
        return false;
    Buf about = {.arena = w->e->arena};
    buf_puts(&about, "  | ");
    plan_print_aggregate(&about, aggregate, plan);
    buf_putc(&about, '\n');
    g.about = about.ptr;
    name_members(w, &g, aggregate, &function);
    const char *state = run_kernel(w, &g, w->hint ? w->hint : function, plan);
    *found = member_of(w->e, &g, 0, state);
    found->dict = g.members[0].dict;
    return true;
}
