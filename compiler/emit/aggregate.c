/* SPDX-License-Identifier: MIT
 *
 * Aggregates. Nulls are skipped. Sums of floats are plain running sums in the
 * order of the rows: the error is below n * 2^-53 of the sum of magnitudes. (Those
 * over large tables: kernel_groups.c.)
 */
#include "emit/aggregate.h"

bool counts_values(const PlanAggregate *aggregate)
{
    return aggregate_facts[aggregate->kind].null != NULL_NEVER;
}

bool has_spread(const PlanAggregate *aggregate)
{
    return aggregate->kind == AGG_VAR || aggregate->kind == AGG_STD;
}

const char *collected_type(const PlanAggregate *aggregate)
{
    switch (aggregate->kind) {
    case AGG_MEDIAN:
    case AGG_QUANTILE:
        return "double";
    case AGG_NUNIQUE:
    case AGG_MODE:
        return "uint64_t";
    default:
        return NULL;
    }
}

static bool is_extreme(const PlanAggregate *aggregate)
{
    return aggregate->kind == AGG_MIN || aggregate->kind == AGG_MAX;
}

/* ---- texts -------------------------------------------------------------- */

void accumulate_prepare(Writer *w, Accumulator *a, const Row *row)
{
    const Hir *argument = a->aggregate->argument;
    if (!argument || base_type(argument->type)->kind != TY_TEXT)
        return;
    argument = row_bare((Hir *)(uintptr_t)argument);
    if (argument->kind != HIR_COLREF || !row->columns[argument->column].dict)
        emit_bug(w->e, argument->span, "an aggregate of computed texts");
    const RowColumn *column = &row->columns[argument->column];
    a->dict = column->dict;
    if (!is_extreme(a->aggregate))
        return;
    Hoist hoist = hoist_begin(w);
    a->rank = name_unique(&w->names, cf(w->e, "%s_rank", column->meta->name));
    stmt(w, "const uint32_t *const %s = dash_dict_rank(cx, %s);", a->rank,
         c_address(w->e, column->dict));
    hoist_end(w, &hoist);
    hoisted(w, "const uint32_t *", a->rank);
}

/* ---- one row ------------------------------------------------------------ */

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
    bool whole = base_type(argument->type)->kind != TY_FLOAT && a->aggregate->kind == AGG_SUM;
    if (!whole || cannot_overflow(w, argument)) {
        stmt(w, "%s += %s;", a->value, value);
        return;
    }
    stmt(w,
         "if (__builtin_add_overflow(%s, %s, &%s))\n"
         "    dash_fail(cx, %s, \"the sum does not fit in an int\");",
         a->value, value, a->value, where_of(w->e, span));
}

/* Columns of files have no nan. */
static bool may_be_nan(Writer *w, Hir *argument)
{
    const Hir *plain = row_bare(argument);
    bool of_file = plain->kind == HIR_COLREF && w->row->columns[plain->column].source;
    return base_type(argument->type)->kind == TY_FLOAT && !of_file;
}

static void keep_extreme(Writer *w, const Accumulator *a, const char *value)
{
    Emit *e = w->e;
    const char *sign = a->aggregate->kind == AGG_MIN ? "<" : ">";
    const char *better = a->rank
                             ? cf(e, "%s[%s] %s %s[%s]", a->rank, value, sign, a->rank, a->value)
                             : cf(e, "%s %s %s", parens(e, value), sign, a->value);
    if (may_be_nan(w, a->aggregate->argument)) /* any number before nan */
        better = cf(e, "%s || %s != %s", better, a->value, a->value);
    stmt(w, "if (%s == 0 || %s)\n    %s = %s;", a->seen, better, a->value, value);
}

/* Welford's step: exact enough whatever the mean is. */
static void add_spread(Writer *w, const Accumulator *a, const char *value)
{
    const char *delta = name_unique(&w->names, "delta");
    stmt(w, "%s++;", a->seen);
    stmt(w, "const double %s = %s - %s;", delta, parens(w->e, value), a->value);
    stmt(w, "%s += %s / (double)%s;", a->value, delta, a->seen);
    stmt(w, "%s += %s * (%s - %s);", a->spread, delta, parens(w->e, value), a->value);
}

/* A value as 64 bits, equal when the values are. */
static const char *value_bits(Emit *e, const Type *type, const char *value)
{
    return type->kind == TY_FLOAT ? callf(e, "dash_hash_float", 1, value)
                                  : cf(e, "(uint64_t)%s", parens(e, value));
}

static void collect(Writer *w, const Accumulator *a, const char *value)
{
    const Type *type = base_type(a->aggregate->argument->type);
    if (a->aggregate->kind == AGG_NUNIQUE || a->aggregate->kind == AGG_MODE)
        value = value_bits(w->e, type, value);
    if (a->groups)
        stmt(w, "%s[%s] = %s;", a->groups, a->used, a->group);
    stmt(w, "%s[%s++] = %s;", a->collected, a->used, value);
    if (a->seen && a->groups)
        stmt(w, "%s++;", a->seen);
}

/* A text that may be written twice. */
static const char *named_value(Writer *w, const Hir *argument, const char *text)
{
    if (is_name(text) || strchr(text, '['))
        return text;
    const char *name = name_unique(&w->names, "value");
    stmt(w, "const %s %s = %s;", c_type(w->e, base_type(argument->type)), name, text);
    return name;
}

static void add_present(Writer *w, const Accumulator *a, const char *value, Span span)
{
    const Hir *argument = a->aggregate->argument;
    switch (a->aggregate->kind) {
    case AGG_FIRST:
        stmt(w, "if (%s++ == 0)\n    %s = %s;", a->seen, a->value, value);
        return;
    case AGG_LAST:
        stmt(w, "%s = %s;", a->value, value);
        break;
    case AGG_MIN:
    case AGG_MAX:
        keep_extreme(w, a, named_value(w, argument, value));
        break;
    case AGG_VAR:
    case AGG_STD:
        add_spread(w, a, named_value(w, argument, value));
        return;
    case AGG_MEDIAN:
    case AGG_QUANTILE:
    case AGG_NUNIQUE:
    case AGG_MODE:
        collect(w, a, value);
        return;
    default:
        add_value(w, a, value, span);
    }
    if (a->seen)
        stmt(w, "%s++;", a->seen);
}

/* Counts and tests: null counts as neither. */
static bool add_test(Writer *w, const Accumulator *a)
{
    Hir *argument = a->aggregate->argument;
    bool is_bool = argument && base_type(argument->type)->kind == TY_BOOL;
    switch (a->aggregate->kind) {
    case AGG_ANY:
    case AGG_ALL: /* `value` says that one was false */
        stmt(w, "%s |= %s;", a->value,
             parens(w->e, row_truth(w, argument, a->aggregate->kind == AGG_ANY)));
        return true;
    case AGG_COUNT:
        break;
    default:
        return false;
    }
    if (!argument) {
        stmt(w, "%s++;", a->value);
        return true;
    }
    const char *counted = is_bool ? row_truth(w, argument, true) : row_value(w, argument).valid;
    stmt(w, "%s += %s;", a->value, counted ? parens(w->e, counted) : "1");
    return true;
}

/* A null row of a stored column reads as 0: it may be added. */
static bool adds_nulls(Writer *w, const PlanAggregate *aggregate)
{
    const Hir *argument = row_bare(aggregate->argument);
    if (aggregate->kind != AGG_SUM && aggregate->kind != AGG_MEAN)
        return false;
    if (argument->kind != HIR_COLREF || w->row->columns[argument->column].computed)
        return false;
    return base_type(argument->type)->kind == TY_FLOAT || cannot_overflow(w, argument);
}

void accumulate(Writer *w, const Accumulator *a, Span span)
{
    Hir *argument = a->aggregate->argument;
    if (add_test(w, a))
        return;
    const char *dict;
    const PlanColumn *meta;
    RowValue value = a->dict ? row_code(w, argument, &dict, &meta) : row_value(w, argument);
    if (value.valid && adds_nulls(w, a->aggregate)) {
        stmt(w, "%s += %s;", a->value, value.value);
        if (a->seen)
            stmt(w, "%s += %s;", a->seen, parens(w->e, value.valid));
        return;
    }
    if (value.valid)
        open_block(w, "if (%s)", value.valid);
    add_present(w, a, value.value, span);
    if (value.valid)
        close_block(w);
}

const char *mode_value(Emit *e, const Accumulator *a, const char *bits)
{
    switch (base_type(a->aggregate->type)->kind) {
    case TY_FLOAT:
        return callf(e, "dash_hashed_float", 1, bits);
    case TY_TEXT:
        return cf(e, "(uint32_t)%s", bits);
    case TY_BOOL:
        return cf(e, "%s != 0", bits);
    default:
        return cf(e, "(int64_t)%s", bits);
    }
}

/* ---- two states --------------------------------------------------------- */

static void merge_extreme(Writer *w, const Accumulator *a, const Accumulator *b)
{
    Emit *e = w->e;
    const char *sign = a->aggregate->kind == AGG_MIN ? "<" : ">";
    const char *mine = a->value, *theirs = b->value;
    if (a->rank) {
        mine = cf(e, "%s[%s]", a->rank, mine);
        theirs = cf(e, "%s[%s]", a->rank, theirs);
    }
    const char *better = cf(e, "%s %s %s", theirs, sign, mine);
    if (base_type(a->aggregate->type)->kind == TY_FLOAT) /* any number before nan */
        better = cf(e, "%s || %s != %s", better, mine, mine);
    stmt(w, "if (%s > 0 && (%s == 0 || %s))\n    %s = %s;", b->seen, a->seen, better, a->value,
         b->value);
}

void accumulate_merge(Writer *w, const Accumulator *a, const Accumulator *b, Span span)
{
    switch (a->aggregate->kind) {
    case AGG_FIRST:
        stmt(w, "if (%s == 0)\n    %s = %s;", a->seen, a->value, b->value);
        break;
    case AGG_LAST:
        stmt(w, "if (%s > 0)\n    %s = %s;", b->seen, a->value, b->value);
        break;
    case AGG_MIN:
    case AGG_MAX:
        merge_extreme(w, a, b);
        break;
    case AGG_ANY:
    case AGG_ALL:
        stmt(w, "%s |= %s;", a->value, b->value);
        break;
    case AGG_VAR:
    case AGG_STD:
        stmt(w, "dash_merge_spread(&%s, &%s, %s, %s, %s, %s);", a->value, a->spread, a->seen,
             b->value, b->spread, b->seen);
        break;
    case AGG_SUM:
        if (base_type(a->aggregate->type)->kind == TY_INT) {
            stmt(w,
                 "if (__builtin_add_overflow(%s, %s, &%s))\n"
                 "    dash_fail(cx, %s, \"the sum does not fit in an int\");",
                 a->value, b->value, a->value, where_of(w->e, span));
            break;
        }
        __attribute__((fallthrough));
    default:
        stmt(w, "%s += %s;", a->value, b->value);
    }
    if (a->seen)
        stmt(w, "%s += %s;", a->seen, b->seen);
}

/* ---- results ------------------------------------------------------------ */

const char *quantile_of(Writer *w, const PlanAggregate *aggregate)
{
    if (!aggregate->parameter)
        return "0.5";
    const Row *row = w->row;
    w->row = NULL;
    const char *q = callf(w->e, "dash_fraction", 3, "cx", emit_expr(w, aggregate->parameter),
                          where_of(w->e, aggregate->parameter->span));
    w->row = row;
    return q;
}

const char *aggregate_result(Emit *e, const Accumulator *a)
{
    switch (a->aggregate->kind) {
    case AGG_MEAN:
        return cf(e, "%s / (double)%s", a->value, a->seen);
    case AGG_VAR:
        return cf(e, "%s / ((double)%s - 1)", a->spread, a->seen);
    case AGG_STD:
        return cf(e, "__builtin_sqrt(%s / ((double)%s - 1))", a->spread, a->seen);
    case AGG_ALL:
        return cf(e, "!%s", a->value);
    default:
        return a->value;
    }
}

const char *aggregate_there(Emit *e, const Accumulator *a)
{
    switch (aggregate_facts[a->aggregate->kind].null) {
    case NULL_OF_NONE:
        return cf(e, "%s > 0", a->seen);
    case NULL_OF_ONE:
        return cf(e, "%s > 1", a->seen);
    case NULL_NEVER:
        break;
    }
    return NULL;
}
