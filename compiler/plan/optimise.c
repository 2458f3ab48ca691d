/* SPDX-License-Identifier: MIT
 *
 * Makes a plan do less without changing its rows:
 *
 *   constants what is known now is computed now (constants.c)
 *   filters   neighbours become one and sink towards the scan (filters.c)
 *   top       sort | take(n) becomes one operator that keeps n rows
 *   sort      keys that are computed become columns first, so that the sorted
 *             order compares stored values
 *   group     texts that are computed become columns first, so that their codes
 *             stand in for them
 *   common    what is called twice for a row is computed once (common.c)
 *   select    a select of a select of plain columns is one; one that changes
 *             nothing goes
 *
 * Every node is copied first, so plans may share nodes before. The rules run
 * bottom up until none applies.
 */
#include "plan/rules.h"
#include "plan/shape.h"

Plan *plan_copy(Arena *arena, const Plan *plan)
{
    Plan *copy = arena_new(arena, Plan);
    *copy = *plan;
    copy->read = NULL;
    return copy;
}

Hir *plan_column(Arena *arena, const Plan *input, int column)
{
    Hir *ref = arena_new(arena, Hir);
    ref->kind = HIR_COLREF;
    ref->type = input->columns.at[column].type;
    ref->column = column;
    return ref;
}

bool plan_reads_only(Arena *arena, const Hir *expr, const bool *marked, int count)
{
    bool *columns = arena_array(arena, bool, count + 1);
    plan_columns_of(expr, columns);
    for (int i = 0; i < count; i++)
        if (columns[i] && !marked[i])
            return false;
    return true;
}

bool plan_reads_plain(Arena *arena, const Hir *expr, const Plan *plan)
{
    bool *plain = arena_array(arena, bool, plan->columns.count + 1);
    for (int i = 0; i < plan->exprs.count; i++)
        plain[i] = expr_is_column(plan->exprs.at[i]);
    return plan_reads_only(arena, expr, plain, plan->columns.count);
}

void plan_take_columns(Plan *plan, const Plan *from)
{
    plan->columns.at = from->columns.at;
    plan->columns.count = plan->columns.capacity = from->columns.count;
}

/* ---- sort, take, select ------------------------------------------------- */

static Plan *merge_take(Plan *take)
{
    Plan *sort = take->input;
    if (sort->op != PLAN_SORT)
        return NULL;
    sort->op = PLAN_TOP;
    sort->count = take->count;
    sort->rules |= RULE_TOP;
    return sort;
}

/* take(5) | take(3) is take(3). */
static Plan *merge_takes(Plan *take)
{
    Plan *input = take->input;
    bool literal = take->count->kind == HIR_INT;
    if ((input->op != PLAN_TAKE && input->op != PLAN_TOP) || !literal ||
        input->count->kind != HIR_INT)
        return NULL;
    if (take->count->integer < input->count->integer)
        input->count = take->count;
    return input;
}

/* take, skip and sample sink below a select: fewer rows are computed. */
static Plan *push_count(Plan *take)
{
    Plan *input = take->input;
    if (input->op != PLAN_PROJECT)
        return NULL;
    take->input = input->input;
    plan_take_columns(take, input->input);
    input->input = take;
    return input;
}

static bool skips_nothing(const Plan *skip)
{
    return skip->count->kind == HIR_INT && skip->count->integer <= 0;
}

/* A select of all columns of `input`. */
Plan *plan_select_all(Arena *arena, Plan *input, Span span)
{
    Plan *select = arena_new(arena, Plan);
    select->op = PLAN_PROJECT;
    select->span = span;
    select->input = input;
    for (int i = 0; i < input->columns.count; i++) {
        vec_push(arena, &select->columns, input->columns.at[i]);
        vec_push(arena, &select->exprs, plan_column(arena, input, i));
    }
    return select;
}

Hir *plan_add_computed(Arena *arena, Plan *select, const char *name, Hir *expr)
{
    PlanColumn column = {.name = name, .type = expr->type, .encoding = plain_encoding(expr->type)};
    vec_push(arena, &select->columns, column);
    vec_push(arena, &select->exprs, expr);
    return plan_column(arena, select, select->columns.count - 1);
}

/* The same for a key; one that is there already is not computed again. */
static Hir *add_key(Arena *arena, Plan *select, Hir *expr)
{
    for (int i = select->input->columns.count; i < select->exprs.count; i++)
        if (expr_same(select->exprs.at[i], expr))
            return plan_column(arena, select, i);
    select->rules |= RULE_STORED;
    return plan_add_computed(arena, select, "key", expr);
}

/* Keys that are computed become columns of a select below, which a select above
 * takes away again. */
static Plan *store_keys(Arena *arena, Plan *sort)
{
    bool computed = false;
    for (int i = 0; i < sort->keys.count; i++)
        computed |= !expr_is_column(sort->keys.at[i].expr);
    if (!computed)
        return NULL;
    Plan *below = plan_select_all(arena, sort->input, sort->span);
    Plan *above = plan_select_all(arena, sort->input, sort->span);
    PlanKey *keys = arena_array(arena, PlanKey, sort->keys.count);
    for (int i = 0; i < sort->keys.count; i++) {
        keys[i] = sort->keys.at[i];
        if (!expr_is_column(keys[i].expr))
            keys[i].expr = add_key(arena, below, keys[i].expr);
    }
    sort->keys.at = keys;
    sort->input = below;
    plan_take_columns(sort, below);
    above->input = sort;
    return above;
}

static bool is_computed_text(const Hir *expr)
{
    return expr && expr_base(expr) == TY_TEXT && !expr_is_column(expr);
}

/* The texts that a group computes become columns of a select below. */
static Plan *store_texts(Arena *arena, Plan *group)
{
    bool computed = false;
    for (int i = 0; i < group->exprs.count; i++)
        computed |= is_computed_text(group->exprs.at[i]);
    for (int i = 0; i < group->aggregates.count; i++)
        computed |= is_computed_text(group->aggregates.at[i].argument);
    if (!computed)
        return NULL;
    Plan *below = plan_select_all(arena, group->input, group->span);
    Hir **exprs = arena_array(arena, Hir *, group->exprs.count + 1);
    for (int i = 0; i < group->exprs.count; i++)
        exprs[i] = is_computed_text(group->exprs.at[i]) ? add_key(arena, below, group->exprs.at[i])
                                                        : group->exprs.at[i];
    PlanAggregate *aggregates = arena_array(arena, PlanAggregate, group->aggregates.count + 1);
    for (int i = 0; i < group->aggregates.count; i++) {
        aggregates[i] = group->aggregates.at[i];
        if (is_computed_text(aggregates[i].argument))
            aggregates[i].argument = add_key(arena, below, aggregates[i].argument);
    }
    group->exprs.at = exprs;
    group->aggregates.at = aggregates;
    group->input = below;
    return group;
}

static bool changes_nothing(const Plan *project)
{
    if (project->columns.count != project->input->columns.count)
        return false;
    for (int i = 0; i < project->exprs.count; i++)
        if (!expr_is_column(project->exprs.at[i]) || project->exprs.at[i]->column != i ||
            strcmp(project->columns.at[i].name, project->input->columns.at[i].name) != 0)
            return false;
    return true;
}

static Plan *merge_project(Arena *arena, Plan *project)
{
    Plan *input = project->input;
    if (changes_nothing(project))
        return input;
    if (input->op != PLAN_PROJECT)
        return NULL;
    for (int i = 0; i < project->exprs.count; i++) {
        Hir *expr = project->exprs.at[i];
        if (!expr_is_column(expr) && (!expr_movable(expr) || !plan_reads_plain(arena, expr, input)))
            return NULL;
    }
    bool *used = arena_array(arena, bool, input->columns.count);
    for (int i = 0; i < project->exprs.count; i++) {
        Hir *expr = project->exprs.at[i];
        if (!expr_is_column(expr) || expr_is_column(input->exprs.at[expr->column]))
            continue;
        if (used[expr->column]) /* two readers: compute it once, below */
            return NULL;
        used[expr->column] = true;
    }
    Hir **exprs = arena_array(arena, Hir *, project->exprs.count);
    for (int i = 0; i < project->exprs.count; i++)
        exprs[i] = expr_rebase(arena, project->exprs.at[i], input->exprs.at);
    project->exprs.at = exprs;
    project->input = input->input;
    return project;
}

/* ---- driver ------------------------------------------------------------- */

static Plan *rewrite(Arena *arena, Plan *plan)
{
    switch (plan->op) {
    case PLAN_FILTER:
        return plan_sink_filter(arena, plan);
    case PLAN_TAKE: {
        Plan *merged = merge_take(plan);
        if (!merged)
            merged = merge_takes(plan);
        return merged ? merged : push_count(plan);
    }
    case PLAN_SAMPLE:
        return push_count(plan);
    case PLAN_SKIP:
        return skips_nothing(plan) ? plan->input : push_count(plan);
    case PLAN_SORT:
    case PLAN_TOP:
        return store_keys(arena, plan);
    case PLAN_GROUP: {
        Plan *stored = store_texts(arena, plan);
        return stored ? stored : plan_share(arena, plan);
    }
    case PLAN_PROJECT: {
        Plan *merged = merge_project(arena, plan);
        return merged ? merged : plan_share(arena, plan);
    }
    default:
        return NULL;
    }
}

static Plan *optimise(Arena *arena, Plan *plan)
{
    if (plan->input)
        plan->input = optimise(arena, plan->input);
    if (plan->other)
        plan->other = optimise(arena, plan->other);
    Plan *better = rewrite(arena, plan);
    return better ? optimise(arena, better) : plan;
}

static Plan *copy_tree(Arena *arena, const Plan *plan)
{
    Plan *copy = plan_copy(arena, plan);
    plan_fold(arena, copy);
    if (plan->input)
        copy->input = copy_tree(arena, plan->input);
    if (plan->other)
        copy->other = copy_tree(arena, plan->other);
    return copy;
}

Plan *plan_optimise(Arena *arena, Plan *plan)
{
    return optimise(arena, copy_tree(arena, plan));
}
