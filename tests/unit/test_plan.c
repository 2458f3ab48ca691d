/* SPDX-License-Identifier: MIT
 *
 * Plans: what the optimiser makes of them, as printed text, and which columns
 * are found to be read.
 */
#include "unit.h"

#include "plan/walk.h"
#include "sema/builtins.h"
#include "syntax/ast.h"

static Arena *arena;
static TypePool *types;
static HirTable table = {.name = "t"};

static int setup(void **state)
{
    (void)state;
    arena = arena_create();
    types = type_pool_create(arena);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    dash_arena_destroy(arena);
    return 0;
}

static const Type *simple(TypeKind kind)
{
    return type_simple(types, kind);
}

/* ---- making plans ------------------------------------------------------- */

static Hir *node(HirKind kind, const Type *type)
{
    Hir *hir = arena_new(arena, Hir);
    hir->kind = kind;
    hir->type = type;
    return hir;
}

static Hir *number(int64_t value)
{
    Hir *hir = node(HIR_INT, simple(TY_INT));
    hir->integer = value;
    return hir;
}

static Hir *column(const Plan *input, int index)
{
    Hir *hir = node(HIR_COLREF, input->columns.at[index].type);
    hir->column = index;
    return hir;
}

static Hir *binary(HirKind kind, int op, const Type *type, Hir *left, Hir *right)
{
    Hir *hir = node(kind, type);
    hir->binary.op = op;
    hir->binary.left = left;
    hir->binary.right = right;
    return hir;
}

static Hir *more_than(const Plan *input, int index, int64_t value)
{
    return binary(HIR_COMPARE, COMPARE_GT, simple(TY_BOOL), column(input, index), number(value));
}

static Plan *plan_like(PlanOp op, Plan *input)
{
    Plan *plan = arena_new(arena, Plan);
    plan->op = op;
    plan->input = input;
    for (int i = 0; input && i < input->columns.count; i++)
        vec_push(arena, &plan->columns, input->columns.at[i]);
    return plan;
}

static void add_column(Plan *plan, const char *name, TypeKind kind)
{
    PlanColumn made = {.name = name, .type = simple(kind), .encoding = DASH_I64};
    vec_push(arena, &plan->columns, made);
}

/* t (a: int, b: int, c: float) */
static Plan *scan(void)
{
    Plan *plan = plan_like(PLAN_SCAN, NULL);
    plan->table = &table;
    add_column(plan, "a", TY_INT);
    add_column(plan, "b", TY_INT);
    add_column(plan, "c", TY_FLOAT);
    return plan;
}

static Plan *filter(Plan *input, Hir *predicate)
{
    Plan *plan = plan_like(PLAN_FILTER, input);
    plan->predicate = predicate;
    return plan;
}

static Plan *take(Plan *input, int64_t count)
{
    Plan *plan = plan_like(PLAN_TAKE, input);
    plan->count = number(count);
    return plan;
}

static Plan *sort(Plan *input, Hir *key)
{
    Plan *plan = plan_like(PLAN_SORT, input);
    vec_push(arena, &plan->keys, ((PlanKey){key, false}));
    return plan;
}

/* select(.b, d = .a + 1) */
static Plan *project(Plan *input)
{
    Plan *plan = arena_new(arena, Plan);
    plan->op = PLAN_PROJECT;
    plan->input = input;
    add_column(plan, "b", TY_INT);
    add_column(plan, "d", TY_INT);
    vec_push(arena, &plan->exprs, column(input, 1));
    vec_push(arena, &plan->exprs,
             binary(HIR_ARITH, BINARY_ADD, simple(TY_INT), column(input, 0), number(1)));
    return plan;
}

/* group(.a, n = count(), s = sum(.c)) */
static Plan *group(Plan *input)
{
    Plan *plan = arena_new(arena, Plan);
    plan->op = PLAN_GROUP;
    plan->input = input;
    add_column(plan, "a", TY_INT);
    add_column(plan, "n", TY_INT);
    add_column(plan, "s", TY_FLOAT);
    vec_push(arena, &plan->exprs, column(input, 0));
    PlanAggregate count = {.kind = AGG_COUNT, .type = simple(TY_INT)};
    PlanAggregate sum = {.kind = AGG_SUM, .argument = column(input, 2), .type = simple(TY_FLOAT)};
    vec_push(arena, &plan->aggregates, count);
    vec_push(arena, &plan->aggregates, sum);
    return plan;
}

static const char *printed(const Plan *plan)
{
    Buf out = {.arena = arena};
    plan_print(&out, plan);
    return out.ptr;
}

/* Optimised, then optimised again: nothing may change any more. */
static void becomes(Plan *plan, const char *expected)
{
    const char *before = printed(plan);
    Plan *better = plan_optimise(arena, plan);
    assert_string_equal(printed(better), expected);
    assert_string_equal(printed(plan_optimise(arena, better)), expected);
    assert_string_equal(printed(plan), before); /* the input is another's: untouched */
    assert_int_equal(better->columns.count, plan->columns.count);
}

/* ---- filters ------------------------------------------------------------ */

static void neighbours_merge(void **state)
{
    (void)state;
    Plan *t = scan();
    becomes(filter(filter(t, more_than(t, 0, 1)), more_than(t, 1, 2)),
            "t (a, b, c)\n  | filter(.a > 1 and .b > 2)  -- filters made one\n");
}

static void filters_sink_below_sort(void **state)
{
    (void)state;
    Plan *t = scan();
    becomes(filter(sort(t, column(t, 0)), more_than(t, 1, 2)),
            "t (a, b, c)\n  | filter(.b > 2)  -- earlier than written\n  | sort(.a)\n");
}

static void filters_sink_below_plain_columns(void **state)
{
    (void)state;
    Plan *p = project(scan());
    becomes(filter(p, more_than(p, 0, 2)),
            "t (a, b, c)\n  | filter(.b > 2)  -- earlier than written\n"
            "  | select(.b, d = .a + 1)\n");
    becomes(filter(p, more_than(p, 1, 2)), /* the column is computed: once is enough */
            "t (a, b, c)\n  | select(.b, d = .a + 1)\n  | filter(.d > 2)\n");
}

static void filters_of_keys_sink_below_group(void **state)
{
    (void)state;
    Plan *g = group(scan());
    becomes(filter(g, more_than(g, 0, 2)),
            "t (a, b, c)\n  | filter(.a > 2)  -- earlier than written\n"
            "  | group(.a, n = count(), s = sum(.c))  -- 2 aggregates in one pass\n");
    becomes(filter(g, more_than(g, 1, 2)),
            "t (a, b, c)\n  | group(.a, n = count(), s = sum(.c))  -- 2 aggregates in one pass\n"
            "  | filter(.n > 2)\n");
}

static Hir *both(Hir *a, Hir *b)
{
    return binary(HIR_AND, 0, simple(TY_BOOL), a, b);
}

/* .a * .b > value: ints may overflow */
static Hir *ratio_more_than(const Plan *input, int64_t value)
{
    Hir *ratio = binary(HIR_ARITH, BINARY_MUL, simple(TY_INT), column(input, 0), column(input, 1));
    return binary(HIR_COMPARE, COMPARE_GT, simple(TY_BOOL), ratio, number(value));
}

static void conditions_sink_one_by_one(void **state)
{
    (void)state;
    Plan *g = group(scan());
    becomes(filter(g, both(more_than(g, 0, 2), more_than(g, 1, 3))),
            "t (a, b, c)\n  | filter(.a > 2)  -- earlier than written\n"
            "  | group(.a, n = count(), s = sum(.c))  -- 2 aggregates in one pass\n"
            "  | filter(.n > 3)\n");
    Plan *p = project(scan()); /* what may fail does not overtake .d > 1 */
    Hir *fails = ratio_more_than(p, 2);
    fails->binary.left->binary.right = column(p, 0);
    fails->binary.left->binary.left = column(p, 0);
    becomes(filter(p, both(more_than(p, 1, 1), fails)),
            "t (a, b, c)\n  | select(.b, d = .a + 1)\n  | filter(.d > 1 and (.b * .b) > 2)\n");
}

/* Rows of `left` with those of t(a, b, c) that have the same a. */
static Plan *join(JoinKind kind, Plan *left)
{
    Plan *plan = plan_like(PLAN_JOIN, left);
    plan->other = scan();
    plan->join = kind;
    vec_push(arena, &plan->on, ((JoinKey){0, 0}));
    add_column(plan, "other_b", TY_INT);
    vec_push(arena, &plan->others, 1);
    return plan;
}

static void conditions_go_to_the_sides_of_a_join(void **state)
{
    (void)state;
    Plan *j = join(JOIN_INNER, scan());
    becomes(filter(j, both(more_than(j, 1, 1), more_than(j, 3, 2))),
            "t (a, b, c)\n  | filter(.b > 1)  -- earlier than written\n"
            "  | join(t (a, b, c) | filter(.b > 2), on=.a)\n");
    j = join(JOIN_LEFT, scan()); /* rows without a match have a null there */
    becomes(filter(j, more_than(j, 3, 2)),
            "t (a, b, c)\n  | left_join(t (a, b, c), on=.a)\n  | filter(.other_b > 2)\n");
    j = join(JOIN_INNER, scan()); /* rows without a match never fail */
    becomes(filter(j, ratio_more_than(j, 2)),
            "t (a, b, c)\n  | join(t (a, b, c), on=.a)\n  | filter((.a * .b) > 2)\n");
}

static void filters_go_into_both_parts_of_a_union(void **state)
{
    (void)state;
    Plan *u = plan_like(PLAN_UNION, scan());
    u->other = scan();
    for (int i = 0; i < 3; i++)
        vec_push(arena, &u->others, i == 0 ? 1 : i == 1 ? 0 : 2);
    becomes(filter(u, more_than(u, 0, 2)),
            "t (a, b, c)\n  | filter(.a > 2)  -- earlier than written\n"
            "  | union(t (a, b, c) | filter(.b > 2))\n");
}

static void filters_of_keys_sink_below_distinct(void **state)
{
    (void)state;
    Plan *d = plan_like(PLAN_DISTINCT, scan());
    vec_push(arena, &d->exprs, column(d->input, 0));
    becomes(filter(d, more_than(d, 0, 2)),
            "t (a, b, c)\n  | filter(.a > 2)  -- earlier than written\n  | distinct(.a)\n");
    becomes(filter(d, more_than(d, 1, 2)), "t (a, b, c)\n  | distinct(.a)\n  | filter(.b > 2)\n");
}

static void filters_of_partitions_sink_below_windows(void **state)
{
    (void)state;
    Plan *w = plan_like(PLAN_WINDOW, scan());
    vec_push(arena, &w->keys, ((PlanKey){column(w->input, 0), false}));
    w->by = 1;
    PlanWindow rank = {.kind = 0, .column = 1, .type = simple(TY_INT)};
    vec_push(arena, &w->windows, rank);
    add_column(w, "r", TY_INT);
    Plan *better = plan_optimise(arena, filter(w, both(more_than(w, 0, 1), more_than(w, 1, 1))));
    assert_int_equal(better->op, PLAN_FILTER); /* .b > 1 would change what the window sees */
    assert_int_equal(better->input->op, PLAN_WINDOW);
    assert_int_equal(better->input->input->op, PLAN_FILTER);
}

/* ---- constants, common parts -------------------------------------------------- */

static Hir *truth(bool value)
{
    Hir *hir = node(HIR_BOOL, simple(TY_BOOL));
    hir->boolean = value;
    return hir;
}

static void constants_are_computed(void **state)
{
    (void)state;
    Plan *t = scan();
    Hir *product = binary(HIR_ARITH, BINARY_MUL, simple(TY_INT), number(60), number(60));
    Hir *most = binary(HIR_COMPARE, COMPARE_GT, simple(TY_BOOL), column(t, 0), product);
    becomes(filter(t, most), "t (a, b, c)\n  | filter(.a > 3600)  -- constants computed\n");
    becomes(filter(t, both(truth(true), more_than(t, 0, 1))),
            "t (a, b, c)\n  | filter(.a > 1)  -- constants computed\n");
    becomes(filter(t, both(more_than(t, 0, 1), truth(false))),
            "t (a, b, c)\n  | filter(false)  -- constants computed\n");
    becomes(filter(t, both(ratio_more_than(t, 1), truth(false))), /* fails first, if it does */
            "t (a, b, c)\n  | filter((.a * .b) > 1 and false)\n");
    becomes(filter(t, binary(HIR_OR, 0, simple(TY_BOOL), more_than(t, 0, 1), truth(true))),
            "t (a, b, c)\n");
    Hir *overflow = binary(HIR_ARITH, BINARY_MUL, simple(TY_INT), number(INT64_MAX), number(2));
    Hir *never = binary(HIR_COMPARE, COMPARE_GT, simple(TY_BOOL), column(t, 0), overflow);
    becomes(filter(t, never), "t (a, b, c)\n  | filter(.a > (9223372036854775807 * 2))\n");
}

static Hir *called(const char *name, const Type *type, Hir *argument)
{
    Hir *hir = node(HIR_BUILTIN, type);
    hir->builtin.builtin = builtin_first(name);
    vec_push(arena, &hir->builtin.args, argument);
    return hir;
}

/* select(x = root + 1, y = root * 2), root = NAME(.c) */
static Plan *twice(const char *name, const Type *type)
{
    Plan *t = scan(), *plan = arena_new(arena, Plan);
    plan->op = PLAN_PROJECT;
    plan->input = t;
    for (int i = 0; i < 2; i++) {
        Hir *root = called(name, type, column(t, 2));
        add_column(plan, i ? "y" : "x", type->kind);
        vec_push(arena, &plan->exprs,
                 binary(HIR_ARITH, i ? BINARY_MUL : BINARY_ADD, type, root, number(i + 1)));
    }
    return plan;
}

static void what_is_called_twice_is_computed_once(void **state)
{
    (void)state;
    becomes(twice("sqrt", simple(TY_FLOAT)),
            "t (a, b, c)\n  | select(.a, .b, .c, shared = sqrt(.c))  -- what is used twice is "
            "computed once\n  | select(x = .shared + 1, y = .shared * 2)\n");
    becomes(twice("upper", simple(TY_TEXT)), /* would need a dictionary */
            "t (a, b, c)\n  | select(x = upper(.c) + 1, y = upper(.c) * 2)\n");
    becomes(twice("random", simple(TY_FLOAT)), /* twice is not once */
            "t (a, b, c)\n  | select(x = random(.c) + 1, y = random(.c) * 2)\n");
    Plan *sometimes = twice("floor", simple(TY_INT)); /* may fail where nobody computes it */
    Hir *choice = node(HIR_IF, simple(TY_INT));
    choice->if_.condition = more_than(sometimes->input, 0, 1);
    choice->if_.then = sometimes->exprs.at[1];
    choice->if_.otherwise = number(0);
    sometimes->exprs.at[1] = choice;
    assert_int_equal(plan_optimise(arena, sometimes)->input->op, PLAN_SCAN);
}

static void filters_stay_above_take(void **state)
{
    (void)state;
    Plan *t = scan();
    becomes(filter(take(t, 5), more_than(t, 0, 1)),
            "t (a, b, c)\n  | take(5)\n  | filter(.a > 1)\n");
}

/* ---- sort, take, select ------------------------------------------------- */

static void sort_and_take_are_one(void **state)
{
    (void)state;
    Plan *t = scan();
    becomes(take(sort(t, column(t, 1)), 3),
            "t (a, b, c)\n  | sort(.b) | take(3)  -- no sort: only these rows are kept\n");
    assert_int_equal(plan_optimise(arena, take(sort(t, column(t, 1)), 3))->op, PLAN_TOP);
}

static void the_smaller_take_wins(void **state)
{
    (void)state;
    becomes(take(take(scan(), 5), 3), "t (a, b, c)\n  | take(3)\n");
    becomes(take(take(scan(), 3), 5), "t (a, b, c)\n  | take(3)\n");
}

static void computed_keys_are_stored(void **state)
{
    (void)state;
    Plan *t = scan();
    Hir *key = binary(HIR_ARITH, BINARY_MUL, simple(TY_INT), column(t, 0), column(t, 1));
    becomes(sort(t, key), "t (a, b, c)\n  | select(.a, .b, .c, key = .a * .b)  -- what is a key "
                          "is computed first\n  | sort(.key)\n"
                          "  | select(.a, .b, .c)\n");
}

static void take_sinks_below_select(void **state)
{
    (void)state;
    becomes(take(project(scan()), 2), "t (a, b, c)\n  | take(2)\n  | select(.b, d = .a + 1)\n");
}

/* ---- pruning ------------------------------------------------------------ */

static void unread_columns_are_marked(void **state)
{
    (void)state;
    Plan *t = scan(), *plan = plan_optimise(arena, filter(t, more_than(t, 1, 2)));
    const bool wanted[] = {true, false, false};
    plan_prune(arena, plan, wanted);
    assert_true(plan->read[0] && !plan->read[1] && !plan->read[2]);
    assert_true(plan->input->read[0] && plan->input->read[1] && !plan->input->read[2]);
    assert_string_equal(printed(plan), "t (a, b)  -- 2 of 3 columns\n  | filter(.b > 2)\n");
}

static void unread_aggregates_need_nothing(void **state)
{
    (void)state;
    Plan *plan = plan_optimise(arena, group(scan()));
    const bool wanted[] = {false, true, false};
    plan_prune(arena, plan, wanted);
    assert_true(plan->input->read[0]); /* the key is needed even when nobody reads it */
    assert_false(plan->input->read[2]);
    assert_string_equal(printed(plan), "t (a)  -- 1 of 3 columns\n  | group(.a, n = count())\n");
    plan_prune(arena, plan, NULL);
    assert_true(plan->input->read[2]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(neighbours_merge),
        cmocka_unit_test(filters_sink_below_sort),
        cmocka_unit_test(filters_sink_below_plain_columns),
        cmocka_unit_test(filters_of_keys_sink_below_group),
        cmocka_unit_test(filters_stay_above_take),
        cmocka_unit_test(conditions_sink_one_by_one),
        cmocka_unit_test(conditions_go_to_the_sides_of_a_join),
        cmocka_unit_test(filters_go_into_both_parts_of_a_union),
        cmocka_unit_test(filters_of_keys_sink_below_distinct),
        cmocka_unit_test(filters_of_partitions_sink_below_windows),
        cmocka_unit_test(constants_are_computed),
        cmocka_unit_test(what_is_called_twice_is_computed_once),
        cmocka_unit_test(sort_and_take_are_one),
        cmocka_unit_test(the_smaller_take_wins),
        cmocka_unit_test(computed_keys_are_stored),
        cmocka_unit_test(take_sinks_below_select),
        cmocka_unit_test(unread_columns_are_marked),
        cmocka_unit_test(unread_aggregates_need_nothing),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
