/* SPDX-License-Identifier: MIT
 *
 * Which columns each operator of a plan has to give: from the root, where the
 * consumer says what it reads, down to the scan.
 */
#include "plan/walk.h"

static bool mark(Hir *hir, void *data)
{
    bool *columns = data;
    if (hir->kind == HIR_COLREF)
        columns[hir->column] = true;
    return hir_plan(hir) == NULL; /* a plan inside speaks of its own columns */
}

void plan_columns_of(const Hir *expr, bool *columns)
{
    hir_walk((Hir *)(uintptr_t)expr, mark, columns);
}

static void mark_all(bool *columns, int count)
{
    for (int i = 0; i < count; i++)
        columns[i] = true;
}

static void mark_window(const Plan *plan, const bool *read, bool *below)
{
    int count = plan->input->columns.count;
    for (int i = 0; i < count; i++)
        below[i] |= read[i];
    bool any = false;
    for (int i = 0; i < plan->windows.count; i++)
        any |= read[count + i];
    for (int i = 0; any && i < plan->keys.count; i++)
        plan_columns_of(plan->keys.at[i].expr, below);
    for (int i = 0; i < plan->windows.count; i++)
        if (read[count + i] && plan->windows.at[i].column >= 0)
            below[plan->windows.at[i].column] = true;
}

static void mark_input(const Plan *plan, const bool *read, bool *below)
{
    switch (plan->op) {
    case PLAN_PROJECT:
        for (int i = 0; i < plan->exprs.count; i++)
            if (read[i])
                plan_columns_of(plan->exprs.at[i], below);
        return;
    case PLAN_GROUP:
        for (int i = 0; i < plan->exprs.count; i++)
            plan_columns_of(plan->exprs.at[i], below);
        for (int i = 0; i < plan->aggregates.count; i++)
            if (read[plan->exprs.count + i] && plan->aggregates.at[i].argument)
                plan_columns_of(plan->aggregates.at[i].argument, below);
        return;
    case PLAN_FILL:
        for (int i = 0; i < plan->columns.count; i++)
            below[i] |= i == 0 || read[i];
        return;
    case PLAN_JOIN:
        for (int i = 0; i < plan->input->columns.count; i++)
            below[i] |= read[i];
        for (int i = 0; i < plan->on.count; i++)
            below[plan->on.at[i].left] = true;
        return;
    case PLAN_WINDOW:
        mark_window(plan, read, below);
        return;
    case PLAN_DATATABLE: /* a filter may ask for any of them */
        mark_all(below, plan->input->columns.count);
        return;
    default:
        break;
    }
    for (int i = 0; i < plan->columns.count; i++)
        below[i] |= read[i];
    plan_columns_of(plan->predicate, below);
    for (int i = 0; i < plan->keys.count; i++)
        plan_columns_of(plan->keys.at[i].expr, below);
    for (int i = 0; i < plan->exprs.count; i++)
        plan_columns_of(plan->exprs.at[i], below);
}

/* The columns of `other` that are read. */
static void mark_other(const Plan *plan, const bool *read, bool *below)
{
    int first = plan->op == PLAN_UNION ? 0 : plan->input->columns.count;
    for (int i = 0; i < plan->others.count; i++)
        below[plan->others.at[i]] |= read[first + i];
    for (int i = 0; i < plan->on.count; i++)
        below[plan->on.at[i].right] = true;
}

bool plan_is_dictionary(const Plan *plan)
{
    if (plan->exprs.count != 1 || plan->exprs.at[0]->kind != HIR_COLREF)
        return false;
    int column = plan->exprs.at[0]->column;
    for (int i = 0; i < plan->columns.count; i++)
        if (i != column && (!plan->read || plan->read[i]))
            return false;
    const Plan *input = plan->input;
    while (input->op == PLAN_PROJECT && input->exprs.at[column]->kind == HIR_COLREF) {
        column = input->exprs.at[column]->column;
        input = input->input;
    }
    if (input->op != PLAN_SCAN)
        return false;
    if (input->table->source)
        return input->table->source->schema->fields[column].type->kind == TY_TEXT;
    if (!input->table->data)
        return false;
    const DashColumn *data = &input->table->data->columns[column];
    return data->type == DASH_COLUMN_TEXT && !data->valid && input->table->data->rows > 0;
}

void plan_prune(Arena *arena, Plan *plan, const bool *wanted)
{
    bool *read = arena_array(arena, bool, plan->columns.count + 1);
    if (wanted)
        memcpy(read, wanted, sizeof *read * (size_t)plan->columns.count);
    else
        mark_all(read, plan->columns.count);
    plan->read = read;
    if (!plan->input)
        return;
    bool *below = arena_array(arena, bool, plan->input->columns.count + 1);
    mark_input(plan, read, below);
    plan_prune(arena, plan->input, below);
    if (!plan->other)
        return;
    bool *other = arena_array(arena, bool, plan->other->columns.count + 1);
    mark_other(plan, read, other);
    plan_prune(arena, plan->other, other);
}
