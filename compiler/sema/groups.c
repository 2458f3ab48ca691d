/* SPDX-License-Identifier: MIT
 *
 * Aggregates: over the groups of `group`, over all rows by `aggregate`, and of
 * one column as methods. What each takes and gives says the table in plan.h.
 */
#include "sema/verbs.h"

const AggregateFacts aggregate_facts[AGG_KIND_COUNT] = {
#define X(kind, function, takes, gives, null) [kind] = {function, takes, gives, null},
    PLAN_AGGREGATES(X)
#undef X
};

bool aggregate_kind(const char *name, AggregateKind *kind)
{
    for (int i = 0; i < AGG_KIND_COUNT; i++) {
        if (strcmp(aggregate_facts[i].function, name) == 0) {
            *kind = (AggregateKind)i;
            return true;
        }
    }
    return false;
}

/* ---- types ---------------------------------------------------------------- */

static bool takes_type(AggregateTakes takes, const Type *type)
{
    bool number = type->kind == TY_INT || type->kind == TY_FLOAT;
    bool summable = number || type->kind == TY_DURATION;
    bool ordered =
        summable || type->kind == TY_TEXT || type->kind == TY_DATE || type->kind == TY_DATETIME;
    switch (takes) {
    case TAKES_TEST:
        return type->kind == TY_BOOL;
    case TAKES_NUMBER:
        return number;
    case TAKES_SUMMABLE:
        return summable;
    case TAKES_ORDERED:
        return ordered;
    case TAKES_ANY:
        return ordered || type->kind == TY_BOOL;
    }
    return false;
}

static const Type *given_type(Checker *c, AggregateGives gives, const Type *item)
{
    switch (gives) {
    case GIVES_INT:
        return simple(c, TY_INT);
    case GIVES_FLOAT:
        return simple(c, TY_FLOAT);
    case GIVES_BOOL:
        return simple(c, TY_BOOL);
    case GIVES_ITEM:
        return item;
    }
    return NULL;
}

/* The type of the result; NULL when the aggregate does not take `item` (NULL: no
 * argument, for count). */
static const Type *aggregate_type(Checker *c, AggregateKind kind, const Type *item,
                                  bool may_be_empty)
{
    const AggregateFacts *facts = &aggregate_facts[kind];
    const Type *base = item ? type_without_null(item) : NULL;
    if (base && !takes_type(facts->takes, base))
        return NULL;
    const Type *type = given_type(c, facts->gives, base);
    bool null = facts->null == NULL_OF_ONE ||
                (facts->null == NULL_OF_NONE && (may_be_empty || item != base));
    return null ? type_optional(c->types, type) : type;
}

static bool may_be_empty(const Plan *plan)
{
    if (plan->op == PLAN_PROJECT || plan->op == PLAN_SORT)
        return may_be_empty(plan->input);
    return !(plan->op == PLAN_SCAN && plan->table->data && plan->table->data->rows > 0);
}

/* Sets the type, or complains. */
static bool type_aggregate(Checker *c, PlanAggregate *aggregate, bool empty, Span span)
{
    const Hir *argument = aggregate->argument;
    const Type *item = argument ? argument->type : NULL;
    aggregate->type = aggregate_type(c, aggregate->kind, item, empty);
    if (!aggregate->type) {
        const char *function = aggregate_facts[aggregate->kind].function;
        Diag *d = diag_error(c->diags, E0605, span, "`%s` does not work on a column of `%s`",
                             function, shown(c, item));
        if (aggregate_facts[aggregate->kind].takes == TAKES_TEST)
            diag_help(d, "it takes a condition: `%s(.column != null)`", function);
        else if (type_without_null(item)->kind == TY_DURATION)
            diag_help(d, "make a number of it: `%s(.column.seconds())`", function);
        return false;
    }
    if (aggregate->kind == AGG_COUNT && argument && item->kind != TY_OPTIONAL &&
        item->kind != TY_BOOL) {
        aggregate->argument = NULL; /* there is one in every row */
        return true;
    }
    return true;
}

static Hir *quantile_parameter(Checker *c, const Expr *e)
{
    Hir *hir = no_row(c, e, simple(c, TY_FLOAT), "the second argument of `quantile`");
    if (hir->kind == HIR_FLOAT && !(hir->number >= 0 && hir->number <= 1)) {
        diag_error(c->diags, E0605, e->span, "a quantile lies between 0 and 1");
        return hir_error(c, e->span);
    }
    return hir;
}

/* ---- over all rows -------------------------------------------------------- */

Hir *reduce_plan(Checker *c, Plan *plan, AggregateKind kind, Hir *argument, const Expr *parameter,
                 Span span)
{
    PlanAggregate aggregate = {.kind = kind, .argument = argument};
    if (parameter) {
        aggregate.parameter = quantile_parameter(c, parameter);
        if (is_error(aggregate.parameter))
            return aggregate.parameter;
    }
    if (!type_aggregate(c, &aggregate, may_be_empty(plan), span))
        return hir_error(c, span);
    Hir *hir = hir_new(c, HIR_REDUCE, aggregate.type, span);
    hir->reduce.plan = plan;
    hir->reduce.aggregate = aggregate;
    return hir;
}

/* ---- aggregates as written ------------------------------------------------ */

/* sum(.x), .x.sum(), quantile(.x, 0.9), count(): its parts. */
typedef struct Written {
    const char *function; /* NULL: no call */
    const Expr *argument, *parameter;
    int extra; /* arguments that are none of these */
} Written;

static Written aggregate_call(const Expr *e)
{
    Written written = {0};
    if (e->kind != EXPR_CALL)
        return written;
    const Expr *callee = e->call.callee;
    int next = 0, count = e->call.args.count;
    if (callee->kind == EXPR_NAME) {
        written.function = callee->name;
        written.argument = next < count ? e->call.args.at[next++].value : NULL;
    } else if (callee->kind == EXPR_MEMBER && callee->member.object->kind == EXPR_COLUMN) {
        written.function = callee->member.name.text;
        written.argument = callee->member.object;
    } else {
        return written;
    }
    written.parameter = next < count ? e->call.args.at[next++].value : NULL;
    written.extra = count - next;
    return written;
}

static bool is_list(const Written *written)
{
    return written->function && strcmp(written->function, "list") == 0;
}

/* A list is no value that a table has room for. */
static bool complain_list(Checker *c, Span span)
{
    Diag *d = diag_unsupported(c->diags, span, "a column of lists");
    diag_help(d, "for a list of each key write `[{key: g.key, xs: g.rows.x.list()} for g in t | "
                 "split(.k)]`");
    return false;
}

/* Results that are values of the column keep how it is stored. */
static bool put_aggregate_column(Checker *c, Plan *plan, const Plan *input, const char *name,
                                 const PlanAggregate *aggregate, Span span)
{
    const Hir *argument = aggregate->argument;
    bool same = aggregate_facts[aggregate->kind].gives == GIVES_ITEM &&
                aggregate->kind != AGG_SUM && argument->kind == HIR_COLREF;
    Hir *stand_in = hir_new(c, same ? HIR_COLREF : HIR_NULL, aggregate->type, span);
    if (same)
        stand_in->column = argument->column;
    if (!put_column(c, plan, input, name, stand_in))
        return false;
    plan->columns.at[plan->columns.count - 1].type = aggregate->type;
    return true;
}

/* How many arguments there are is right. */
static bool check_arity(Checker *c, const Written *written, AggregateKind kind, const Arg *arg)
{
    const char *function = written->function;
    bool quantile = kind == AGG_QUANTILE;
    if (!written->argument && kind != AGG_COUNT) {
        diag_help(diag_error(c->diags, E0605, arg->value->span, "`%s` needs a column", function),
                  quantile ? "write `%s = %s(.x, 0.9)`" : "write `%s = %s(.x)`",
                  arg->name.text ? arg->name.text : "result", function);
        return false;
    }
    if ((written->parameter != NULL) == quantile && written->extra <= 0)
        return true;
    diag_help(diag_error(c->diags, E0605, arg->value->span, "`%s` takes %s", function,
                         quantile ? "a column and a number between 0 and 1" : "one argument"),
              quantile ? "write `%s(.x, 0.9)`" : "write `%s(.x)`", function);
    return false;
}

static bool put_aggregate(Checker *c, Plan *plan, Plan *input, const Arg *arg, AggregateKind kind,
                          const Written *written)
{
    PlanAggregate aggregate = {.kind = kind};
    Span span = arg->value->span;
    if (!check_arity(c, written, kind, arg))
        return false;
    if (written->argument) {
        aggregate.argument = in_row(c, written->argument, input, false);
        if (is_error(aggregate.argument))
            return false;
    }
    if (written->parameter) {
        aggregate.parameter = quantile_parameter(c, written->parameter);
        if (is_error(aggregate.parameter))
            return false;
    }
    bool empty = plan->exprs.count == 0 && may_be_empty(input); /* a group has a row */
    if (!type_aggregate(c, &aggregate, empty, span))
        return false;
    vec_push(c->arena, &plan->aggregates, aggregate);
    return put_aggregate_column(c, plan, input, arg->name.text, &aggregate, span);
}

static bool complain_nameless(Checker *c, const Arg *arg, AggregateKind kind)
{
    Diag *d = diag_error(c->diags, E0605, arg->span, "the new column has no name");
    diag_help(d, "write `%s = %s`", kind == AGG_COUNT ? "n" : "total", span_text(c, arg->span));
    return false;
}

static bool group_arg(Checker *c, Plan *plan, Plan *input, const Arg *arg, bool aggregates)
{
    AggregateKind kind;
    Written written = aggregate_call(arg->value);
    bool aggregate = written.function && aggregate_kind(written.function, &kind);
    if (aggregate != aggregates)
        return true;
    if (!aggregate)
        return is_list(&written) ? complain_list(c, arg->value->span)
                                 : put_named(c, plan, input, arg);
    return arg->name.text ? put_aggregate(c, plan, input, arg, kind, &written)
                          : complain_nameless(c, arg, kind);
}

/* Keys first, then aggregates: the order of a group's columns. */
Hir *verb_group(Checker *c, const Call *call, Plan *input)
{
    if (!verb_some_arguments(c, call, "group(.key, total = sum(.x))"))
        return verb_failed(c, call);
    Plan *plan = plan_new(c, PLAN_GROUP, input, call->expr->span);
    bool good = true;
    for (int i = 0; i < call->arg_count; i++)
        good &= group_arg(c, plan, input, &call->args[i], false);
    for (int i = 0; good && i < call->arg_count; i++)
        good &= group_arg(c, plan, input, &call->args[i], true);
    if (good && plan->exprs.count == 0) {
        Diag *d = diag_error(c->diags, E0605, call->name_span, "`group` needs a key");
        diag_help(d, "for one result over all rows write `aggregate(…)`");
        good = false;
    }
    return good ? hir_table(c, plan) : verb_failed(c, call);
}

bool put_only_aggregate(Checker *c, Plan *plan, Plan *input, const Arg *arg, const char *example)
{
    Written written = aggregate_call(arg->value);
    AggregateKind kind;
    if (!written.function || !aggregate_kind(written.function, &kind)) {
        if (is_list(&written))
            return complain_list(c, arg->value->span);
        diag_help(diag_error(c->diags, E0605, arg->value->span, "an aggregate is wanted here"),
                  "write `%s`; for a result a key write `group`", example);
        return false;
    }
    return arg->name.text ? put_aggregate(c, plan, input, arg, kind, &written)
                          : complain_nameless(c, arg, kind);
}

Hir *only_row(Checker *c, Plan *plan, Span span)
{
    Hir *row = plan_row(c, plan, NULL, span);
    return hir_convert(c, row, row->type->item);
}

/* `xs = list(.x)`: the values that are there. */
static Hir *list_of_rows(Checker *c, Plan *input, const Arg *arg, const Written *written)
{
    bool fits = written->argument && !written->parameter && arg->name.text;
    if (!fits) {
        diag_help(diag_error(c->diags, E0605, arg->span, "`list` takes one column and has a name"),
                  "write `xs = list(.x)`");
        return hir_error(c, arg->span);
    }
    Hir *value = in_row(c, written->argument, input, false);
    Hir *column = is_error(value) ? value : column_of_values(c, input, arg->name.text, value);
    return is_error(column) ? column : column_list(c, column);
}

/* The fields in the order of the arguments: of the row of all other aggregates, and lists. */
static Hir *with_lists(Checker *c, const Call *call, Plan *input, Plan *plan)
{
    HirVar *var = NULL;
    Hir *block = plan->aggregates.count
                     ? hir_with(c, "row", only_row(c, plan, call->expr->span), &var)
                     : NULL;
    Field *fields = arena_array(c->arena, Field, call->arg_count + 1);
    Hir *record = hir_new(c, HIR_RECORD, NULL, call->expr->span);
    for (int i = 0, next = 0; i < call->arg_count; i++) {
        const Arg *arg = &call->args[i];
        Written written = aggregate_call(arg->value);
        Hir *value;
        if (is_list(&written)) {
            value = list_of_rows(c, input, arg, &written);
        } else {
            value = hir_unary(c, HIR_FIELD, var->type->fields[next].type,
                              hir_var(c, var, arg->span), next);
            next++;
        }
        if (is_error(value))
            return value;
        fields[i] = (Field){arg->name.text, value->type};
        vec_push(c->arena, &record->list.items, value);
    }
    record->type = type_fields(c->types, TY_RECORD, fields, call->arg_count);
    return block ? hir_finish(block, record) : record;
}

/* A group without keys has one row: the record. */
Hir *verb_aggregate(Checker *c, const Call *call, Plan *input)
{
    const char *example = "aggregate(total = sum(.x), n = count())";
    if (!verb_some_arguments(c, call, example))
        return verb_failed(c, call);
    Plan *plan = plan_new(c, PLAN_GROUP, input, call->expr->span);
    bool lists = false;
    for (int i = 0; i < call->arg_count; i++) {
        Written written = aggregate_call(call->args[i].value);
        lists |= is_list(&written);
        if (!is_list(&written) && !put_only_aggregate(c, plan, input, &call->args[i], example))
            return verb_failed(c, call);
    }
    return lists ? with_lists(c, call, input, plan) : only_row(c, plan, call->expr->span);
}

/* ---- pivots --------------------------------------------------------------- */

bool put_conditional_aggregate(Checker *c, Plan *plan, Plan *input, const char *name,
                               const Expr *values, int column, WhereText *where)
{
    AggregateKind kind;
    Written written = aggregate_call(values);
    Arg arg = {
        .name = {name, values->span}, .value = (Expr *)(uintptr_t)values, .span = values->span};
    if (!written.function || !aggregate_kind(written.function, &kind)) {
        diag_help(diag_error(c->diags, E0605, values->span, "`values` takes an aggregate"),
                  "write `values=sum(.x)`");
        return false;
    }
    if (!check_arity(c, &written, kind, &arg))
        return false;
    Hir *argument = written.argument ? in_row(c, written.argument, input, false)
                                     : column_ref(c, input, column, values->span);
    if (is_error(argument))
        return false;
    PlanAggregate aggregate = {.kind = kind, .argument = where(c, input, column, name, argument)};
    if (written.parameter)
        aggregate.parameter = quantile_parameter(c, written.parameter);
    if ((aggregate.parameter && is_error(aggregate.parameter)) ||
        !type_aggregate(c, &aggregate, true, values->span))
        return false;
    vec_push(c->arena, &plan->aggregates, aggregate);
    return put_aggregate_column(c, plan, input, name, &aggregate, values->span);
}
