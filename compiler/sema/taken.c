/* SPDX-License-Identifier: MIT
 *
 * Literals are found by their bytes, ranges by bisection: among those that begin at
 * or below a value, one reaches as far as any.
 */
#include "sema/taken.h"

/* ---- order ---------------------------------------------------------------- */

static bool is_negative(const Expr *e)
{
    return e->kind == EXPR_UNARY;
}

static const Expr *magnitude(const Expr *e)
{
    return is_negative(e) ? e->unary.operand : e;
}

static bool is_whole(const Expr *e)
{
    return magnitude(e)->kind == EXPR_INT || magnitude(e)->kind == EXPR_DURATION;
}

static bool is_numeric(const Expr *e)
{
    return is_whole(e) || magnitude(e)->kind == EXPR_FLOAT;
}

static int64_t whole_of(const Expr *e)
{
    const Expr *m = magnitude(e);
    int64_t value = m->kind == EXPR_INT ? m->integer : m->milliseconds;
    return is_negative(e) ? -value : value;
}

static double number_of(const Expr *e)
{
    double number = magnitude(e)->number;
    return is_whole(e) ? (double)whole_of(e) : is_negative(e) ? -number : number;
}

static Str text_of(const Expr *e)
{
    return e->kind == EXPR_DATE || e->kind == EXPR_DATETIME ? e->date.text : literal_text(e);
}

/* Dates in ISO's form are ordered as texts. */
int literal_order(const Expr *a, const Expr *b)
{
    if (is_numeric(a) && is_numeric(b)) {
        if (is_whole(a) && is_whole(b))
            return (whole_of(a) > whole_of(b)) - (whole_of(a) < whole_of(b));
        double x = number_of(a), y = number_of(b);
        return (x > y) - (x < y);
    }
    if (a->kind == EXPR_BOOL && b->kind == EXPR_BOOL)
        return a->boolean - b->boolean;
    Str x = text_of(a), y = text_of(b);
    if (!x.ptr || !y.ptr)
        return 2; /* json */
    size_t len = x.len < y.len ? x.len : y.len;
    int by_bytes = memcmp(x.ptr, y.ptr, len);
    return by_bytes ? (by_bytes > 0) - (by_bytes < 0) : (x.len > y.len) - (x.len < y.len);
}

/* ---- what is taken -------------------------------------------------------- */

bool taken_can(const Type *type)
{
    return type_is_scalar(type) && type->kind != TY_BOOL;
}

/* The literal as one pointer; NULL: it does not fit the subject. */
static const char *key_of(Checker *c, const Taken *taken, const Expr *e)
{
    if (taken->type->kind == TY_FLOAT && is_numeric(e)) {
        double number = number_of(e) + 0.0; /* -0 is 0 */
        return intern(c->interner, (const char *)&number, sizeof number);
    }
    if (is_whole(e)) {
        int64_t whole = whole_of(e);
        return intern(c->interner, (const char *)&whole, sizeof whole);
    }
    Str text = text_of(e);
    return text.ptr ? intern(c->interner, text.ptr, text.len) : NULL;
}

/* How many ranges begin at or below the literal. */
static int ranges_below(const Taken *taken, const Expr *e)
{
    int low = 0, high = taken->ranges.count;
    while (low < high) {
        int middle = (low + high) / 2;
        if (literal_order(taken->ranges.at[middle].low, e) <= 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

bool taken_has(Checker *c, const Taken *taken, const Pattern *pattern)
{
    bool range = pattern->kind == PATTERN_RANGE;
    const Expr *high = range ? pattern->high : pattern->low;
    if (!range || literal_order(pattern->low, high) == 0) {
        const char *key = key_of(c, taken, pattern->low);
        if (key && map_get(&taken->literals, key))
            return true;
    }
    int below = ranges_below(taken, pattern->low);
    return below > 0 && literal_order(high, taken->ranges.at[below - 1].highest) <= 0;
}

static void put_range(Checker *c, Taken *taken, const Pattern *pattern)
{
    int at = ranges_below(taken, pattern->low);
    vec_push(c->arena, &taken->ranges, ((TakenRange){pattern->low, pattern->high, pattern->high}));
    for (int i = taken->ranges.count - 1; i > at; i--)
        taken->ranges.at[i] = taken->ranges.at[i - 1];
    taken->ranges.at[at] = (TakenRange){pattern->low, pattern->high, pattern->high};
    for (int i = at; i < taken->ranges.count; i++) {
        TakenRange *range = &taken->ranges.at[i];
        const Expr *before = i > 0 ? taken->ranges.at[i - 1].highest : range->high;
        range->highest = literal_order(before, range->high) > 0 ? before : range->high;
    }
}

void taken_put(Checker *c, Taken *taken, const Pattern *pattern)
{
    if (pattern->kind == PATTERN_RANGE) {
        put_range(c, taken, pattern);
        return;
    }
    const char *key = key_of(c, taken, pattern->low);
    if (key)
        map_set(c->arena, &taken->literals, key, (void *)(uintptr_t)pattern);
}
