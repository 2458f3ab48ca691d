/* SPDX-License-Identifier: MIT
 *
 * Buckets: `bin(.x, 20)`, a number as the lower edge of its part of the column's range,
 * and `resample(.t, 1h, y = mean(.x))`, a group by parts of time with a row for every
 * part between the first and the last.
 */
#include "sema/verbs.h"

/* ---- bin ------------------------------------------------------------------ */

static bool complain_bin(Checker *c, const Call *call, Span span, const char *message)
{
    diag_help(diag_error(c->diags, E0605, span, "%s", message), "write `%s`",
              call->first ? "t.x.bin(20)" : "bin(.x, 20)");
    return false;
}

static bool bin_fits(Checker *c, const Call *call, const Hir *value, const Hir *count)
{
    if (!c->row)
        return complain_bin(c, call, call->name_span,
                            "`bin` cuts the range of a column, and there is none here");
    TypeKind kind = type_without_null(value->type)->kind;
    if (kind == TY_DATE || kind == TY_DATETIME) {
        diag_help(diag_error(c->diags, E0605, value->span, "`bin` takes numbers, not `%s`",
                             shown(c, value->type)),
                  "write `.day.trunc(\"month\")`");
        return false;
    }
    if (kind != TY_INT && kind != TY_FLOAT)
        return complain_bin(
            c, call, value->span,
            arena_printf(c->arena, "`bin` takes numbers, not `%s`", shown(c, value->type)));
    if (count->kind == HIR_INT && count->integer < 1)
        return complain_bin(c, call, count->span, "there is at least one bucket");
    return true;
}

/* The value, null where it is inf or nan. */
static Hir *finite_value(Checker *c, Hir *value, const Type *type)
{
    Span span = value->span;
    if (type_without_null(value->type)->kind == TY_INT)
        return hir_convert(c, value, type);
    Hir *finite = builtin_node(c, "dash_is_finite", simple(c, TY_BOOL), span, value, NULL);
    finite->builtin.lifted = is_kind(value, TY_OPTIONAL);
    if (finite->builtin.lifted)
        finite->type = type_optional(c->types, finite->type);
    return hir_if(c, type, span, finite, hir_convert(c, value, type),
                  hir_new(c, HIR_NULL, type, span));
}

/* The least and the largest finite value as a record of two floats, each `float?`. */
static Hir *range_of_values(Checker *c, Hir *value, Span span)
{
    const Type *type = type_optional(c->types, simple(c, TY_FLOAT));
    Hir *counted = finite_value(c, value, type);
    Plan *group = plan_new(c, PLAN_GROUP, c->row, span);
    static const struct {
        const char *name;
        AggregateKind kind;
    } ends[] = {{"low", AGG_MIN}, {"high", AGG_MAX}};
    for (int i = 0; i < 2; i++) {
        PlanAggregate aggregate = {.kind = ends[i].kind, .argument = counted, .type = type};
        vec_push(c->arena, &group->aggregates, aggregate);
        vec_push(c->arena, &group->columns,
                 ((PlanColumn){.name = ends[i].name, .type = type, .encoding = DASH_F64}));
    }
    return only_row(c, group, span);
}

static Hir *range_end(Checker *c, Hir *range, int index)
{
    Hir *zero = hir_new(c, HIR_FLOAT, simple(c, TY_FLOAT), range->span);
    Hir *end = hir_unary(c, HIR_FIELD, range->type->fields[index].type, range, index);
    return hir_binary(c, HIR_COALESCE, 0, zero->type, end, zero);
}

Hir *make_bin(Checker *c, const Call *call, Hir *value, Hir *count)
{
    if (!bin_fits(c, call, value, count))
        return hir_error(c, call->expr->span);
    const Type *number = simple(c, TY_FLOAT);
    const Type *type = is_kind(value, TY_OPTIONAL) ? type_optional(c->types, number) : number;
    Span span = call->expr->span;
    Hir *range = range_of_values(c, value, span);
    value = hir_convert(c, value, type);
    if (count->kind != HIR_INT)
        count = builtin_node(c, "dash_bin_count", simple(c, TY_INT), span, count, NULL);
    Hir *bin = builtin_node(c, "dash_bin", type, span, value, range_end(c, range, 0));
    vec_push(c->arena, &bin->builtin.args, range_end(c, range, 1));
    vec_push(c->arena, &bin->builtin.args, count);
    bin->builtin.lifted = type != number;
    return bin;
}

/* ---- resample ------------------------------------------------------------- */

static const char *const resample_example = "resample(.day, \"month\", total=sum(.x))";

static Hir *complain_resample(Checker *c, const Call *call, Span span, const char *message)
{
    diag_help(diag_error(c->diags, E0605, span, "%s", message), "write `%s`", resample_example);
    return verb_failed(c, call);
}

/* The rows that have a time. */
static Plan *timed_rows(Checker *c, Plan *input, const Hir *time)
{
    if (time->type->kind != TY_OPTIONAL)
        return input;
    Plan *filter = keep_columns(c, plan_new(c, PLAN_FILTER, input, time->span));
    Hir *test = hir_unary(c, HIR_IS_NULL, simple(c, TY_BOOL), (Hir *)(uintptr_t)time, 0);
    filter->predicate = hir_unary(c, HIR_NOT, test->type, test, 0);
    return filter;
}

/* The key of the groups: where the bucket of a row starts. NULL after a complaint. */
static Hir *bucket_start(Checker *c, const Call *call, Hir *time, Hir *step)
{
    const Type *type = type_without_null(time->type);
    if (is_error(time) || is_error(step))
        return NULL;
    bool fits = (type->kind == TY_DATE || type->kind == TY_DATETIME) &&
                (step->type->kind == TY_DURATION || step->type->kind == TY_TEXT);
    if (!fits) {
        complain_resample(c, call, call->args[0].span,
                          "`resample` takes a column of dates and the length of a bucket");
        return NULL;
    }
    if (step->kind == HIR_INT && step->integer <= 0) {
        complain_resample(c, call, step->span, "a bucket has some length");
        return NULL;
    }
    time = hir_convert(c, time, type);
    Hir *start = call_operator(c, call->expr, "trunc", time, step);
    return start && !is_error(start) ? start : NULL;
}

/* Groups as they are, and a row for every bucket between the first and the last. */
static Plan *fill_buckets(Checker *c, Plan *group, Hir *step, Span span)
{
    Plan *fill = plan_new(c, PLAN_FILL, group, span);
    fill->step = step;
    for (int i = 0; i < group->columns.count; i++) {
        PlanColumn column = group->columns.at[i];
        const PlanAggregate *aggregate = i > 0 ? &group->aggregates.at[i - 1] : NULL;
        if (aggregate && aggregate_facts[aggregate->kind].null != NULL_NEVER)
            column.type = type_optional(c->types, type_without_null(column.type));
        if (aggregate)
            vec_push(c->arena, &fill->aggregates, *aggregate);
        vec_push(c->arena, &fill->columns, column);
    }
    return fill;
}

Hir *verb_resample(Checker *c, const Call *call, Plan *input)
{
    if (call->arg_count < 3 || call->args[1].name.text)
        return complain_resample(c, call, call->name_span,
                                 "`resample` takes a column of dates, the length of a bucket, "
                                 "and aggregates");
    const Arg *key = &call->args[0];
    Hir *time = in_row(c, key->value, input, false);
    Hir *step = no_row_any(c, call->args[1].value);
    if (is_error(time) || is_error(step))
        return verb_failed(c, call);
    Plan *rows = timed_rows(c, input, time);
    Hir *start = bucket_start(c, call, time, step);
    if (!start)
        return verb_failed(c, call);
    const char *name = key->name.text             ? key->name.text
                       : time->kind == HIR_COLREF ? input->columns.at[time->column].name
                                                  : NULL;
    if (!name)
        return complain_resample(c, call, key->span, "the new column has no name");
    Plan *group = plan_new(c, PLAN_GROUP, rows, call->expr->span);
    if (!put_expr(c, group, rows, name, start))
        return verb_failed(c, call);
    for (int i = 2; i < call->arg_count; i++)
        if (!put_only_aggregate(c, group, rows, &call->args[i], resample_example))
            return verb_failed(c, call);
    return hir_table(c, fill_buckets(c, group, step, call->expr->span));
}
