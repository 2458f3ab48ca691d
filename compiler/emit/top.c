/* SPDX-License-Identifier: MIT
 *
 * The first few rows of an order: they are kept sorted while the rows go by. Most rows
 * of a long table come behind the last one kept, which the first key mostly says; where
 * it is a number of an embedded table, rows are passed over many at a time.
 */
#include "emit/lanes.h"

#define TOP_MAX 64 /* more rows than this are sorted, not inserted one by one */

/* Whether a column of the plan's rows stands in memory where the loop reads it. */
static bool is_stored(const Plan *plan, int column)
{
    if (plan_is_relation(plan))
        return true;
    if (plan->op == PLAN_JOIN)
        return false;
    if (plan->op == PLAN_PROJECT) {
        const Hir *expr = plan->exprs.at[column];
        return expr->kind == HIR_COLREF && is_stored(plan->input, expr->column);
    }
    return is_stored(plan->input, column);
}

static bool all_stored(const Plan *plan)
{
    for (int i = 0; i < plan->columns.count; i++)
        if ((!plan->read || plan->read[i]) && !is_stored(plan, i))
            return false;
    return true;
}

typedef struct Top {
    Plan *plan;
    const char *name, *count;
    int limit;
    Relation *out;
} Top;

/* Puts the row where it belongs among those kept; the last one falls out. */
static void insert_place(Writer *w, const Top *top, const char *compare, const char *row)
{
    if (top->limit == 1) {
        stmt(w, "%s[0] = %s;\n%s = 1;", top->name, row, top->count);
        return;
    }
    const char *at = name_unique(&w->names, "at");
    stmt(w, "size_t %s = %s < %d ? %s++ : %d;", at, top->count, top->limit, top->count,
         top->limit - 1);
    stmt(w, "for (; %s > 0 && %s%s[%s - 1]) < 0; %s--)\n    %s[%s] = %s[%s - 1];", at, compare,
         top->name, at, at, top->name, at, top->name, at);
    stmt(w, "%s[%s] = %s;", top->name, at, row);
}

static void insert_row(Writer *w, const Row *row, void *data)
{
    Emit *e = w->e;
    Top *top = data;
    Hoist hoist = hoist_begin(w);
    Comparison comparison = make_comparison(w, top->plan, row->columns);
    hoist_end(w, &hoist);
    const char *compare =
        cf(e, "%s(%s, %s, ", comparison.function, comparison.state, row->position);
    stmt(w, "if (%s == %d && %s%s[%d]) >= 0)\n    continue;", top->count, top->limit, compare,
         top->name, top->limit - 1);
    insert_place(w, top, compare, row->position);
    for (int i = 0; i < row->column_count; i++) {
        top->out->columns[i] = row->columns[i];
        top->out->columns[i].meta = &top->plan->columns.at[i];
    }
}

/* ---- many rows at a time ------------------------------------------------ */

/* The first key's column when most rows can be passed over by it, DASH_LANES at a
 * time: numbers of an embedded table. */
static const RowColumn *lane_key(const Plan *plan, const Relation *rel)
{
    const RowColumn *column = &rel->columns[plan->keys.at[0].expr->column];
    bool padded = rel->constant && rel->known_rows > 0 && !rel->index && !rel->first;
    return padded && column->global && column->array && !column->ordinal && !column->dict ? column
                                                                                          : NULL;
}

typedef struct TopLanes {
    Top *top;
    const RowColumn *key;
    const char *bounded, *last; /* C: that there is a last one kept, and its first key */
} TopLanes;

/* Leaves those out whose first key says that they come behind the last one kept. */
static void leave_out(Writer *w, const TopLanes *t, const Lanes *lanes, const char *chosen)
{
    Emit *e = w->e;
    const char *keep = name_unique(&w->names, "keep"), *i = name_unique(&w->names, "i");
    const char *behind = t->top->plan->keys.at[0].descending ? "<" : ">";
    open_block(w, "if (%s)", t->bounded);
    stmt(w, "bool %s[DASH_LANES];", keep);
    stmt(w, "for (size_t %s = 0; %s < DASH_LANES; %s++)\n    %s[%s] = !(%s[%s + %s] %s %s);", i, i,
         i, keep, i, t->key->array, lanes->from, i, behind, t->last);
    stmt(w, "%s &= %s;", chosen, callf(e, "dash_chosen", 3, keep, lanes->from, lanes->rel->rows));
    if (t->key->valid_array)
        stmt(w, "%s &= %s[%s / DASH_LANES];", chosen, t->key->valid_array, lanes->from);
    close_block(w);
}

static void insert_word(Writer *w, const Lanes *lanes, void *data)
{
    const TopLanes *t = data;
    const Top *top = t->top;
    Row row;
    const char *chosen = name_unique(&w->names, "chosen"), *at = name_unique(&w->names, "row");
    w->loop->nested = true;
    stmt(w, "uint64_t %s = %s;", chosen, lanes->word);
    leave_out(w, t, lanes, chosen);
    open_block(w, "for (; %s != 0; %s &= %s - 1)", chosen, chosen, chosen);
    stmt(w, "const uint32_t %s = (uint32_t)%s + dash_lowest(%s);", at, lanes->from, chosen);
    relation_row(w, lanes->rel, at, &row);
    w->row = &row;
    insert_row(w, &row, t->top);
    const char *kept = cf(w->e, "%s[%d]", top->name, top->limit - 1);
    const char *full = cf(w->e, "%s == %d", top->count, top->limit);
    if (t->key->valid_array)
        full = cf(w->e, "%s && dash_is_valid(%s, %s)", full, t->key->valid_array, kept);
    stmt(w, "%s = %s;", t->bounded, full);
    stmt(w, "%s = %s[%s];", t->last, t->key->array, kept);
    close_block(w);
}

static void lanes_top(Writer *w, Top *top, const Relation *rel, const RowColumn *key)
{
    TopLanes t = {.top = top, .key = key};
    t.bounded = name_unique(&w->names, "bounded");
    t.last = name_unique(&w->names, "last");
    stmt(w, "bool %s = false;", t.bounded);
    stmt(w, "%s %s = 0;", element_type(key->meta->encoding), t.last);
    lanes_words(w, rel, NULL, insert_word, &t);
}

/* ---- which way ---------------------------------------------------------- */

static Relation *insertion_relation(Writer *w, Plan *plan, int limit)
{
    Emit *e = w->e;
    Relation *out = arena_new(e->arena, Relation);
    out->column_count = plan->columns.count;
    out->columns = arena_array(e->arena, RowColumn, plan->columns.count + 1);
    bool stands = plan_is_relation(plan->input) || !all_stored(plan->input);
    Relation *input = stands ? relation_of(w, plan->input, "rows") : NULL;
    const RowColumn *key = input ? lane_key(plan, input) : NULL;
    Top top = {.plan = plan, .limit = limit, .out = out};
    top.name = name_unique(&w->names, "top");
    top.count = name_unique(&w->names, "top_count");
    stmt(w, "uint32_t *%s = dash_alloc_array(cx, %d, sizeof *%s);", top.name, limit, top.name);
    stmt(w, "size_t %s = 0;", top.count);
    if (key)
        lanes_top(w, &top, input, key);
    else if (input)
        relation_each(w, input, "row", insert_row, &top);
    else
        rows_each(w, plan->input, insert_row, &top);
    out->index = top.name;
    out->owned = true;
    out->rows = top.count;
    return out;
}

Relation *top_relation(Writer *w, Plan *plan, const char *name)
{
    const Hir *count = plan->count;
    if (count->kind == HIR_INT && count->integer > 0 && count->integer <= TOP_MAX)
        return insertion_relation(w, plan, (int)count->integer);
    Plan *sort = arena_new(w->e->arena, Plan), *take = arena_new(w->e->arena, Plan);
    *sort = *plan;
    sort->op = PLAN_SORT;
    *take = *plan;
    take->op = PLAN_TAKE;
    take->input = sort;
    return relation_of(w, take, name);
}
