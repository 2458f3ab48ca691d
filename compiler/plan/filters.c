/* SPDX-License-Identifier: MIT
 *
 * Filters go to where rows are few and cheap: neighbours become one, and each of
 * the conditions that are joined by `and` sinks for itself below select, sort,
 * the keys of a group, of distinct and of windows, and into the sides of joins and
 * unions. A condition that may fail does not overtake what might have dropped the
 * row before it.
 */
#include "plan/rules.h"
#include "syntax/ast.h"

typedef Vec(Hir *) Conditions;

static void split(Arena *arena, Hir *predicate, Conditions *out)
{
    if (predicate->kind == HIR_AND) {
        split(arena, predicate->binary.left, out);
        split(arena, predicate->binary.right, out);
    } else {
        vec_push(arena, out, predicate);
    }
}

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

static Hir *joined(Arena *arena, const Conditions *conditions)
{
    Hir *all = conditions->at[0];
    for (int i = 1; i < conditions->count; i++)
        all = both(arena, all, conditions->at[i]);
    return all;
}

/* ---- where a condition may go -------------------------------------------------- */

typedef enum Side { STAYS, TO_INPUT, TO_OTHER, TO_BOTH } Side;

/* An embedded column's dictionary is distinct already; that is cheaper than a scan. */
static bool may_be_dictionary(const Plan *distinct)
{
    return distinct->exprs.count == 1 && expr_base(distinct->exprs.at[0]) == TY_TEXT &&
           distinct->input->op == PLAN_SCAN;
}

static bool reads_keys(Arena *arena, const Hir *condition, const Plan *plan)
{
    bool *keys = arena_array(arena, bool, plan->columns.count + 1);
    for (int i = 0; plan->op == PLAN_DISTINCT && i < plan->exprs.count; i++)
        if (expr_is_column(plan->exprs.at[i]))
            keys[plan->exprs.at[i]->column] = true;
    for (int i = 0; plan->op == PLAN_WINDOW && i < plan->by; i++)
        if (expr_is_column(plan->keys.at[i].expr))
            keys[plan->keys.at[i].expr->column] = true;
    return expr_reads(condition) && plan_reads_only(arena, condition, keys, plan->columns.count);
}

static Side side_of_join(Arena *arena, const Hir *condition, const Plan *join)
{
    int left = join->input->columns.count, all = join->columns.count;
    bool *columns = arena_array(arena, bool, all + 1);
    for (int i = 0; i < left; i++)
        columns[i] = true;
    if (join->join != JOIN_LEFT && !expr_total(condition))
        return STAYS; /* rows without a match never get to it */
    if (plan_reads_only(arena, condition, columns, all))
        return TO_INPUT;
    for (int i = 0; i < all; i++)
        columns[i] = i >= left;
    return join->join == JOIN_INNER && plan_reads_only(arena, condition, columns, all) ? TO_OTHER
                                                                                       : STAYS;
}

static Side side_of(Arena *arena, Hir *condition, const Plan *input)
{
    if (!expr_movable(condition))
        return input->op == PLAN_SORT ? TO_INPUT : STAYS;
    switch (input->op) {
    case PLAN_SORT:
        return TO_INPUT;
    case PLAN_PROJECT:
        return plan_reads_plain(arena, condition, input) ? TO_INPUT : STAYS;
    case PLAN_GROUP: /* without keys there is one row, also of nothing */
        return input->exprs.count > 0 && plan_reads_plain(arena, condition, input) ? TO_INPUT
                                                                                   : STAYS;
    case PLAN_DISTINCT:
        return !may_be_dictionary(input) && reads_keys(arena, condition, input) ? TO_INPUT : STAYS;
    case PLAN_WINDOW:
        return reads_keys(arena, condition, input) ? TO_INPUT : STAYS;
    case PLAN_JOIN:
        return side_of_join(arena, condition, input);
    case PLAN_UNION:
        return TO_BOTH;
    default:
        return STAYS;
    }
}

/* ---- moving -------------------------------------------------------------------- */

static Plan *new_filter(Arena *arena, const Plan *like, Plan *input, Hir *predicate)
{
    Plan *filter = plan_copy(arena, like);
    filter->input = input;
    plan_take_columns(filter, input);
    filter->predicate = predicate;
    filter->rules |= RULE_SUNK;
    return filter;
}

/* What the columns of `plan` are on its other side. */
static Hir **columns_of_other(Arena *arena, const Plan *plan)
{
    int first = plan->op == PLAN_UNION ? 0 : plan->input->columns.count;
    Hir **columns = arena_array(arena, Hir *, plan->columns.count + 1);
    for (int i = 0; i < plan->others.count; i++)
        columns[first + i] = plan_column(arena, plan->other, plan->others.at[i]);
    return columns;
}

static Hir *below(Arena *arena, Hir *predicate, const Plan *input)
{
    bool computes = input->op == PLAN_PROJECT || input->op == PLAN_GROUP;
    return computes ? expr_rebase(arena, predicate, input->exprs.at) : predicate;
}

static void sink(Arena *arena, const Plan *filter, const Conditions *sides)
{
    Plan *input = filter->input;
    if (sides[TO_INPUT].count) {
        Hir *predicate = below(arena, joined(arena, &sides[TO_INPUT]), input);
        input->input = new_filter(arena, filter, input->input, predicate);
    }
    if (sides[TO_OTHER].count) {
        Hir *predicate = joined(arena, &sides[TO_OTHER]);
        predicate = expr_rebase(arena, predicate, columns_of_other(arena, input));
        input->other = new_filter(arena, filter, input->other, predicate);
    }
    if (sides[TO_BOTH].count) {
        Hir *predicate = joined(arena, &sides[TO_BOTH]);
        Hir *other = expr_rebase(arena, predicate, columns_of_other(arena, input));
        input->input = new_filter(arena, filter, input->input, predicate);
        input->other = new_filter(arena, filter, input->other, other);
    }
}

static Plan *merge_filters(Arena *arena, const Plan *filter)
{
    Plan *input = filter->input;
    input->predicate = both(arena, input->predicate, filter->predicate);
    input->rules |= filter->rules | RULE_MERGED;
    return input;
}

Plan *plan_sink_filter(Arena *arena, Plan *filter)
{
    Plan *input = filter->input;
    if (filter->predicate->kind == HIR_BOOL && filter->predicate->boolean)
        return input;
    if (input->op == PLAN_FILTER)
        return merge_filters(arena, filter);
    Conditions all = {0}, sides[TO_BOTH + 1] = {0};
    split(arena, filter->predicate, &all);
    for (int i = 0; i < all.count; i++) {
        Side side = side_of(arena, all.at[i], input);
        if (sides[STAYS].count && !expr_total(all.at[i]))
            side = STAYS; /* what stays may have dropped the row */
        vec_push(arena, &sides[side], all.at[i]);
    }
    if (sides[STAYS].count == all.count)
        return NULL;
    sink(arena, filter, sides);
    if (!sides[STAYS].count)
        return input;
    filter->predicate = joined(arena, &sides[STAYS]);
    return filter;
}
