/* SPDX-License-Identifier: MIT
 *
 * Aggregates. Nulls are skipped. Sums of floats are plain running sums in the
 * order of the rows: the error is below n * 2^-53 of the sum of magnitudes.
 */
#include "emit/aggregate.h"

bool counts_values(const PlanAggregate *aggregate)
{
    return aggregate->kind == AGG_MEAN || aggregate->kind == AGG_MIN || aggregate->kind == AGG_MAX;
}

/* Narrow ints cannot overflow 64 bits in any table that fits in memory. */
static bool cannot_overflow(Writer *w, const Hir *argument)
{
    while (argument->kind == HIR_CONVERT)
        argument = argument->unary.operand;
    if (argument->kind != HIR_COLREF)
        return false;
    const PlanColumn *meta = w->row->columns[argument->column].meta;
    return meta->encoding != DASH_I64;
}

static void add_value(Writer *w, const Accumulator *a, const char *value, Span span)
{
    const Hir *argument = a->aggregate->argument;
    bool whole = base_type(argument->type)->kind == TY_INT && a->aggregate->kind == AGG_SUM;
    if (!whole || cannot_overflow(w, argument)) {
        stmt(w, "%s += %s;", a->value, value);
        return;
    }
    stmt(w,
         "if (__builtin_add_overflow(%s, %s, &%s))\n"
         "    dash_fail(cx, %s, \"the sum does not fit in an int\");",
         a->value, value, a->value, where_of(w->e, span));
}

static void keep_extreme(Writer *w, const Accumulator *a, const char *value)
{
    Emit *e = w->e;
    const char *sign = a->aggregate->kind == AGG_MIN ? "<" : ">";
    const char *better = a->rank
                             ? cf(e, "%s[%s] %s %s[%s]", a->rank, value, sign, a->rank, a->value)
                             : cf(e, "%s %s %s", parens(e, value), sign, a->value);
    stmt(w, "if (%s == 0 || %s)\n    %s = %s;", a->seen, better, a->value, value);
}

void accumulate(Writer *w, const Accumulator *a, Span span)
{
    Emit *e = w->e;
    Hir *argument = a->aggregate->argument;
    if (!argument) {
        stmt(w, "%s++;", a->value);
        return;
    }
    const char *dict;
    const PlanColumn *meta;
    RowValue value = a->rank ? row_code(w, argument, &dict, &meta) : row_value(w, argument);
    if (a->aggregate->kind == AGG_COUNT && base_type(argument->type)->kind == TY_BOOL) {
        stmt(w, "%s += %s;", a->value, row_truth(w, argument, true));
        return;
    }
    if (a->aggregate->kind == AGG_COUNT) {
        stmt(w, "%s += %s;", a->value, value.valid ? value.valid : "1");
        return;
    }
    bool extreme = a->aggregate->kind == AGG_MIN || a->aggregate->kind == AGG_MAX;
    if (value.valid)
        open_block(w, "if (%s)", value.valid);
    if (extreme) {
        const char *text = value.value;
        if (!is_name(text) && !strchr(text, '[')) {
            const char *name = name_unique(&w->names, "value");
            stmt(w, "const %s %s = %s;", c_type(e, base_type(argument->type)), name, text);
            text = name;
        }
        keep_extreme(w, a, text);
    } else {
        add_value(w, a, value.value, span);
    }
    if (a->seen)
        stmt(w, "%s++;", a->seen);
    if (value.valid)
        close_block(w);
}
