/* SPDX-License-Identifier: MIT
 *
 * Makes a plan do less without changing its rows:
 *
 *   filters   neighbours become one; a filter sinks below select, sort, the keys of
 *             a group and the input of a join, so that it stands at the scan
 *   top       sort | take(n) becomes one operator that keeps n rows
 *   sort      keys that are computed become columns first, so that the sorted
 *             order compares stored values
 *   group     texts that are computed become columns first, so that their codes
 *             stand in for them
 *   select    a select of a select of plain columns is one; one that changes
 *             nothing goes
 *
 * Every node is copied first, so plans may share nodes before. The rules run
 * bottom up until none applies.
 */
#include "plan/plan.h"

#include "plan/rebase.h"
#include "syntax/ast.h"

static Plan *copy_of(Arena *arena, const Plan *plan)
{
    Plan *copy = arena_new(arena, Plan);
    *copy = *plan;
    copy->read = NULL;
    return copy;
}

static Hir *column_ref(Arena *arena, const Plan *input, int column)
{
    Hir *ref = arena_new(arena, Hir);
    ref->kind = HIR_COLREF;
    ref->type = input->columns.at[column].type;
    ref->column = column;
    return ref;
}

static bool is_plain(const Hir *expr)
{
    return expr->kind == HIR_COLREF;
}

/* Whether all columns that `expr` reads are plain ones among `exprs`. */
static bool reads_plain(Arena *arena, const Hir *expr, Hir *const *exprs, int expr_count,
                        int column_count)
{
    bool *columns = arena_array(arena, bool, column_count);
    plan_columns_of(expr, columns);
    for (int i = 0; i < column_count; i++)
        if (columns[i] && (i >= expr_count || !is_plain(exprs[i])))
            return false;
    return true;
}

/* Whether `expr` reads only the first `count` columns. */
static bool reads_first(Arena *arena, const Hir *expr, int count, int column_count)
{
    bool *columns = arena_array(arena, bool, column_count + 1);
    plan_columns_of(expr, columns);
    for (int i = count; i < column_count; i++)
        if (columns[i])
            return false;
    return true;
}

/* ---- filters ------------------------------------------------------------ */

static Hir *both(Arena *arena, Hir *first, Hir *second)
{
    Hir *and = arena_new(arena, Hir);
    and->kind = HIR_AND;
    and->type = first->type->kind == TY_OPTIONAL ? first->type : second->type;
    and->span = span_join(first->span, second->span);
    and->binary.left = first;
    and->binary.right = second;
    return and;
}

/* The filter moved below its input. Both nodes are ours. */
static Plan *swap_filter(Plan *filter, Hir *predicate)
{
    Plan *input = filter->input;
    filter->input = input->input;
    filter->columns.at = input->input->columns.at;
    filter->columns.count = input->input->columns.count;
    filter->columns.capacity = input->input->columns.capacity;
    filter->predicate = predicate;
    input->input = filter;
    return input;
}

static Plan *push_filter(Arena *arena, Plan *filter)
{
    Plan *input = filter->input;
    Hir *predicate = filter->predicate;
    switch (input->op) {
    case PLAN_FILTER:
        input->predicate = both(arena, input->predicate, predicate);
        return input;
    case PLAN_SORT:
        return swap_filter(filter, predicate);
    case PLAN_PROJECT:
        if (!plan_can_rebase(predicate) || !reads_plain(arena, predicate, input->exprs.at,
                                                        input->exprs.count, input->columns.count))
            return NULL;
        return swap_filter(filter, plan_rebase(arena, predicate, input->exprs.at));
    case PLAN_JOIN: /* the input's columns come first */
        return reads_first(arena, predicate, input->input->columns.count, input->columns.count)
                   ? swap_filter(filter, predicate)
                   : NULL;
    case PLAN_GROUP: /* the keys come first among its columns */
        if (!plan_can_rebase(predicate) || !reads_plain(arena, predicate, input->exprs.at,
                                                        input->exprs.count, input->columns.count))
            return NULL;
        return swap_filter(filter, plan_rebase(arena, predicate, input->exprs.at));
    default:
        return NULL;
    }
}

/* ---- sort, take, select ------------------------------------------------- */

static Plan *merge_take(Plan *take)
{
    Plan *sort = take->input;
    if (sort->op != PLAN_SORT)
        return NULL;
    sort->op = PLAN_TOP;
    sort->count = take->count;
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
    take->columns.at = input->input->columns.at;
    take->columns.count = input->input->columns.count;
    take->columns.capacity = input->input->columns.capacity;
    input->input = take;
    return input;
}

static bool skips_nothing(const Plan *skip)
{
    return skip->count->kind == HIR_INT && skip->count->integer <= 0;
}

/* A select of all columns of `input`. */
static Plan *select_all(Arena *arena, Plan *input, Span span)
{
    Plan *select = arena_new(arena, Plan);
    select->op = PLAN_PROJECT;
    select->span = span;
    select->input = input;
    for (int i = 0; i < input->columns.count; i++) {
        vec_push(arena, &select->columns, input->columns.at[i]);
        vec_push(arena, &select->exprs, column_ref(arena, input, i));
    }
    return select;
}

static TypeKind base_kind(const Hir *expr)
{
    return expr->type->kind == TY_OPTIONAL ? expr->type->item->kind : expr->type->kind;
}

/* What is computed as one more column of the select; gives the column. */
static Hir *add_computed(Arena *arena, Plan *select, Hir *expr)
{
    TypeKind base = base_kind(expr);
    PlanColumn column = {.name = "key", .type = expr->type};
    column.encoding = base == TY_FLOAT  ? DASH_F64
                      : base == TY_BOOL ? DASH_U8
                      : base == TY_TEXT ? DASH_U32
                                        : DASH_I64;
    vec_push(arena, &select->columns, column);
    vec_push(arena, &select->exprs, expr);
    return column_ref(arena, select, select->columns.count - 1);
}

/* Keys that are computed become columns of a select below, which a select above
 * takes away again. */
static Plan *store_keys(Arena *arena, Plan *sort)
{
    bool computed = false;
    for (int i = 0; i < sort->keys.count; i++)
        computed |= !is_plain(sort->keys.at[i].expr);
    if (!computed)
        return NULL;
    Plan *below = select_all(arena, sort->input, sort->span);
    Plan *above = select_all(arena, sort->input, sort->span);
    PlanKey *keys = arena_array(arena, PlanKey, sort->keys.count);
    for (int i = 0; i < sort->keys.count; i++) {
        keys[i] = sort->keys.at[i];
        if (!is_plain(keys[i].expr))
            keys[i].expr = add_computed(arena, below, keys[i].expr);
    }
    sort->keys.at = keys;
    sort->input = below;
    sort->columns.at = below->columns.at;
    sort->columns.count = sort->columns.capacity = below->columns.count;
    above->input = sort;
    return above;
}

static bool is_computed_text(const Hir *expr)
{
    return expr && base_kind(expr) == TY_TEXT && !is_plain(expr);
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
    Plan *below = select_all(arena, group->input, group->span);
    Hir **exprs = arena_array(arena, Hir *, group->exprs.count + 1);
    for (int i = 0; i < group->exprs.count; i++)
        exprs[i] = is_computed_text(group->exprs.at[i])
                       ? add_computed(arena, below, group->exprs.at[i])
                       : group->exprs.at[i];
    PlanAggregate *aggregates = arena_array(arena, PlanAggregate, group->aggregates.count + 1);
    for (int i = 0; i < group->aggregates.count; i++) {
        aggregates[i] = group->aggregates.at[i];
        if (is_computed_text(aggregates[i].argument))
            aggregates[i].argument = add_computed(arena, below, aggregates[i].argument);
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
        if (!is_plain(project->exprs.at[i]) || project->exprs.at[i]->column != i ||
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
        if (!is_plain(expr) &&
            (!plan_can_rebase(expr) ||
             !reads_plain(arena, expr, input->exprs.at, input->exprs.count, input->columns.count)))
            return NULL;
    }
    bool *used = arena_array(arena, bool, input->columns.count);
    for (int i = 0; i < project->exprs.count; i++) {
        Hir *expr = project->exprs.at[i];
        if (!is_plain(expr) || is_plain(input->exprs.at[expr->column]))
            continue;
        if (used[expr->column]) /* two readers: compute it once, below */
            return NULL;
        used[expr->column] = true;
    }
    Hir **exprs;
    plan_rebase_all(arena, project->exprs.at, project->exprs.count, input->exprs.at, &exprs);
    project->exprs.at = exprs;
    project->input = input->input;
    return project;
}

/* ---- driver ------------------------------------------------------------- */

static Plan *rewrite(Arena *arena, Plan *plan)
{
    switch (plan->op) {
    case PLAN_FILTER:
        return push_filter(arena, plan);
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
    case PLAN_GROUP:
        return store_texts(arena, plan);
    case PLAN_PROJECT:
        return merge_project(arena, plan);
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
    Plan *copy = copy_of(arena, plan);
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
