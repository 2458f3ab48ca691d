/* SPDX-License-Identifier: MIT
 *
 * Patterns: the names that they bind, the tests that they stand for, and
 * `match`, which becomes a chain of `if`. Whether the arms cover every value is
 * seen in coverage.c.
 */
#include "sema/known.h"

/* ---- names of let, for and arms ------------------------------------------- */

static void bind_name(Checker *c, Name name, Hir *value, bool is_mutable, Hir *block)
{
    if (is_mutable)
        value = plain_table(c, value);
    HirVar *var = hir_var_new(c, name.text, value->type, name.span);
    var->is_mutable = is_mutable;
    var->shape = shape_of(c, value);
    declare_var(c, name, var);
    if (!is_error(value))
        vec_push(c->arena, &block->block.statements,
                 stmt_new(c, HIR_STMT_LET, var, value, name.span));
}

/* The value under a name of its own, so that its parts are of one value. */
static Hir *held(Checker *c, Hir *value, Hir *block)
{
    if (is_simple(value) || is_error(value))
        return value;
    HirVar *var = hir_var_new(c, "values", value->type, value->span);
    vec_push(c->arena, &block->block.statements,
             stmt_new(c, HIR_STMT_LET, var, value, value->span));
    return hir_var(c, var, value->span);
}

static Hir *part(Checker *c, const Pattern *pattern, Hir *value, int index)
{
    if (is_kind(value, TY_JSON)) {
        return builtin_node(c, "dash_at", value->type, pattern->span, value,
                            hir_int(c, index, pattern->span));
    }
    Hir *field = hir_unary(c, HIR_FIELD, value->type->fields[index].type, value, index);
    field->span = pattern->span;
    return field;
}

static void bind_tuple(Checker *c, const Pattern *pattern, Hir *value, bool is_mutable, Hir *block)
{
    bool results = in_test(c) && is_kind(value, TY_JSON); /* of a callback */
    bool fits =
        results || (is_kind(value, TY_TUPLE) && value->type->field_count == pattern->items.count);
    if (!fits && is_kind(value, TY_OPTIONAL))
        complain_null(c, value->span, value->type);
    else if (!fits && !is_error(value))
        diag_error(c->diags, E0301, pattern->span, "%d names cannot take a `%s`",
                   pattern->items.count, shown(c, value->type));
    if (fits)
        value = held(c, value, block);
    for (int i = 0; i < pattern->items.count; i++)
        bind_pattern(c, pattern->items.at[i],
                     fits ? part(c, pattern, value, i) : hir_error(c, pattern->span), is_mutable,
                     block);
}

static void bind_record(Checker *c, const Pattern *pattern, Hir *value, bool is_mutable, Hir *block)
{
    bool fits = is_kind(value, TY_RECORD);
    if (!fits && is_kind(value, TY_OPTIONAL))
        complain_null(c, value->span, value->type);
    else if (!fits && !is_error(value))
        diag_error(c->diags, E0301, pattern->span, "a `%s` has no fields to take",
                   shown(c, value->type));
    value = fits ? held(c, value, block) : hir_error(c, pattern->span);
    for (int i = 0; i < pattern->fields.count; i++) {
        const PatternField *field = &pattern->fields.at[i];
        Hir *taken = fits ? member_of(c, value, field->name, field->name.span) : value;
        if (field->pattern)
            bind_pattern(c, field->pattern, taken, is_mutable, block);
        else
            bind_name(c, field->name, taken, is_mutable, block);
    }
}

void complain_refutable(Checker *c, const Pattern *pattern)
{
    diag_help(diag_error(c->diags, E0313, pattern->span,
                         "this does not fit every value, so it can stand only in a `match`"),
              "write a name here");
}

void bind_pattern(Checker *c, const Pattern *pattern, Hir *value, bool is_mutable, Hir *block)
{
    switch (pattern->kind) {
    case PATTERN_NAME:
        bind_name(c, pattern->name, value, is_mutable, block);
        break;
    case PATTERN_TUPLE:
        bind_tuple(c, pattern, value, is_mutable, block);
        break;
    case PATTERN_RECORD:
        bind_record(c, pattern, value, is_mutable, block);
        break;
    default:
        complain_refutable(c, pattern);
        break;
    }
}

/* ---- tests ---------------------------------------------------------------- */

/* Parts of the subject that earlier arms leave only when they are not null. */
typedef Vec(const Hir *) Parts;

/* The arm whose patterns are read. */
typedef struct Arm {
    Hir *block;         /* takes the names */
    bool alone;         /* one pattern, which may bind names */
    bool null;          /* some pattern fits null */
    int tests;          /* of its patterns */
    const Hir *is_null; /* the part that one of them wants to be null */
    const Parts *there;
    bool ok;
} Arm;

static bool same_part(const Hir *a, const Hir *b)
{
    while (a->kind == HIR_CONVERT)
        a = a->unary.operand;
    while (b->kind == HIR_CONVERT)
        b = b->unary.operand;
    if (a->kind != b->kind)
        return false;
    if (a->kind == HIR_VAR)
        return a->var == b->var;
    return a->kind == HIR_FIELD && a->unary.index == b->unary.index &&
           same_part(a->unary.operand, b->unary.operand);
}

static bool is_there(const Arm *arm, const Hir *value)
{
    for (int i = 0; i < arm->there->count; i++)
        if (same_part(arm->there->at[i], value))
            return true;
    return false;
}

static Hir *pattern_test(Checker *c, Arm *arm, const Pattern *pattern, Hir *value);

static void misfit(Checker *c, Arm *arm, const Pattern *pattern, const char *what, const Type *type)
{
    diag_error(c->diags, E0313, pattern->span, "%s cannot match `%s`", what, shown(c, type));
    arm->ok = false;
}

static Hir *both(Checker *c, Hir *left, Hir *right)
{
    if (!left || !right)
        return left ? left : right;
    return hir_and(c, left, right);
}

/* A literal as a value of the subject's type; NULL after a complaint. */
static Hir *literal(Checker *c, Arm *arm, const Pattern *pattern, const Expr *e, const Type *type)
{
    Hir *hir = infer(c, e);
    if (is_error(hir)) {
        arm->ok = false;
        return NULL;
    }
    if (!assignable(hir->type, type)) {
        misfit(c, arm, pattern, arena_printf(c->arena, "`%s`", shown(c, hir->type)), type);
        return NULL;
    }
    return hir_convert(c, hir, type);
}

static Hir *literal_test(Checker *c, Arm *arm, const Pattern *pattern, Hir *value)
{
    Hir *wanted = literal(c, arm, pattern, pattern->low, value->type);
    const Type *boolean = simple(c, TY_BOOL);
    if (!wanted)
        return NULL;
    if (is_kind(value, TY_BOOL))
        return wanted->boolean ? value : hir_unary(c, HIR_NOT, boolean, value, 0);
    return hir_binary(c, HIR_COMPARE, COMPARE_EQ, boolean, value, wanted);
}

static Hir *range_test(Checker *c, Arm *arm, const Pattern *pattern, Hir *value)
{
    const Type *type = value->type;
    if (!has_order(type) || type->kind == TY_LIST || type->kind == TY_TUPLE) {
        misfit(c, arm, pattern, "a range", type);
        return NULL;
    }
    Hir *low = literal(c, arm, pattern, pattern->low, type);
    Hir *high = literal(c, arm, pattern, pattern->high, type);
    if (!low || !high)
        return NULL;
    const Type *boolean = simple(c, TY_BOOL);
    return hir_and(c, hir_binary(c, HIR_COMPARE, COMPARE_LE, boolean, low, value),
                   hir_binary(c, HIR_COMPARE, COMPARE_LE, boolean, value, high));
}

static Hir *tuple_test(Checker *c, Arm *arm, const Pattern *pattern, Hir *value)
{
    if (!is_kind(value, TY_TUPLE) || value->type->field_count != pattern->items.count) {
        misfit(c, arm, pattern, arena_printf(c->arena, "a tuple of %d", pattern->items.count),
               value->type);
        return NULL;
    }
    Hir *test = NULL;
    for (int i = 0; i < pattern->items.count; i++)
        test =
            both(c, test, pattern_test(c, arm, pattern->items.at[i], part(c, pattern, value, i)));
    return test;
}

static Hir *record_test(Checker *c, Arm *arm, const Pattern *pattern, Hir *value)
{
    if (!is_kind(value, TY_RECORD)) {
        misfit(c, arm, pattern, "a record", value->type);
        return NULL;
    }
    Hir *test = NULL;
    for (int i = 0; i < pattern->fields.count; i++) {
        const PatternField *field = &pattern->fields.at[i];
        Hir *taken = member_of(c, value, field->name, field->name.span);
        if (is_error(taken)) {
            arm->ok = false;
            continue;
        }
        const Pattern name = {.kind = PATTERN_NAME, .span = field->name.span, .name = field->name};
        test = both(c, test, pattern_test(c, arm, field->pattern ? field->pattern : &name, taken));
    }
    return test;
}

static Hir *name_test(Checker *c, Arm *arm, const Pattern *pattern, Hir *value)
{
    if (strcmp(pattern->name.text, "_") == 0)
        return NULL;
    if (!arm->alone) {
        diag_help(diag_error(c->diags, E0313, pattern->span,
                             "a name can stand only in the one pattern of an arm"),
                  "write `_` for what is not used");
        arm->ok = false;
        return NULL;
    }
    bind_name(c, pattern->name, value, false, arm->block);
    return NULL;
}

static Hir *equal(Checker *c, Hir *left, Hir *right, const Type *type)
{
    return hir_binary(c, HIR_COMPARE, COMPARE_EQ, simple(c, TY_BOOL), hir_convert(c, left, type),
                      hir_convert(c, right, type));
}

/* One key of #done[k] or #{item: i, action: "done"}: a name takes what is there. */
static Hir *key_test(Checker *c, Arm *arm, const IdKey *key, const IdSites *sites, Hir *id)
{
    const Type *json = simple(c, TY_JSON);
    Hir *value = builtin_node(c, "dash_get", json, id->span, hir_convert(c, id, json),
                              hir_text(c, key->name.text, key->name.span));
    if (key->wildcard != WILD_NONE) {
        diag_help(diag_error(c->diags, E0510, key->name.span, "a wildcard cannot stand in `match`"),
                  "write a name for what is there: `#done[i]`");
        arm->ok = false;
        return NULL;
    }
    if (key->value->kind == EXPR_NAME) {
        const Pattern name = {.kind = PATTERN_NAME,
                              .span = key->value->span,
                              .name = {key->value->name, key->value->span}};
        const Type *type = id_key_type(c, sites, key->name.text);
        name_test(c, arm, &name, id_key(c, id, type, key->name, key->value->span));
        return hir_unary(c, HIR_NOT, simple(c, TY_BOOL),
                         hir_unary(c, HIR_IS_NULL, simple(c, TY_BOOL), value, 0), 0);
    }
    Hir *wanted = infer(c, key->value);
    if (!is_error(wanted) && json_able(wanted->type))
        return equal(c, value, wanted, json);
    arm->ok = false;
    return NULL;
}

static Hir *id_test(Checker *c, Arm *arm, const Pattern *pattern, Hir *value)
{
    const IdExpr *id = pattern->id;
    if (!is_kind(value, TY_ID)) {
        misfit(c, arm, pattern, "an id", value->type);
        return NULL;
    }
    if (id->kind == ID_PLAIN || id->kind == ID_COMPUTED) {
        Hir *wanted = infer(c, &(Expr){.kind = EXPR_ID, .span = pattern->span, .id = pattern->id});
        arm->ok &= !is_error(wanted);
        return is_error(wanted) ? NULL : equal(c, value, wanted, value->type);
    }
    const Type *json = simple(c, TY_JSON);
    Hir *test = NULL;
    const IdShape *shape = id_shape(c, NULL, id);
    IdSites sites = sites_of(c, shape);
    if (sites.count == 0) {
        complain_unknown_id(c, pattern->span, shape);
        arm->ok = false;
    }
    if (id->kind == ID_INDEXED)
        test = equal(c,
                     builtin_node(c, "dash_get", json, id->span, hir_convert(c, value, json),
                                  hir_text(c, "type", id->span)),
                     hir_text(c, id->name.text, id->span), json);
    for (int i = 0; i < id->keys.count; i++)
        test = both(c, test, key_test(c, arm, &id->keys.at[i], &sites, value));
    return test;
}

/* The condition under which the pattern fits the value, which is simple; NULL:
 * always. Names go into the arm's block. */
static Hir *pattern_test(Checker *c, Arm *arm, const Pattern *pattern, Hir *value)
{
    const Type *boolean = simple(c, TY_BOOL);
    if (is_kind(value, TY_OPTIONAL) && is_there(arm, value))
        value = hir_convert(c, value, value->type->item);
    bool optional = is_kind(value, TY_OPTIONAL);
    if (pattern->kind == PATTERN_NAME)
        return name_test(c, arm, pattern, value);
    arm->tests += optional || (pattern->kind != PATTERN_TUPLE && pattern->kind != PATTERN_RECORD);
    if (pattern->kind == PATTERN_NULL) {
        arm->is_null = value;
        if (optional || is_kind(value, TY_JSON))
            return hir_unary(c, HIR_IS_NULL, boolean, value, 0);
        misfit(c, arm, pattern, "`null`", value->type);
        return NULL;
    }
    Hir *there = optional ? hir_convert(c, value, value->type->item) : value, *test;
    if (pattern->kind == PATTERN_LITERAL)
        test = literal_test(c, arm, pattern, there);
    else if (pattern->kind == PATTERN_RANGE)
        test = range_test(c, arm, pattern, there);
    else if (pattern->kind == PATTERN_TUPLE)
        test = tuple_test(c, arm, pattern, there);
    else if (pattern->kind == PATTERN_ID)
        test = id_test(c, arm, pattern, there);
    else
        test = record_test(c, arm, pattern, there);
    if (!optional)
        return test;
    Hir *null = hir_unary(c, HIR_IS_NULL, boolean, value, 0);
    return both(c, hir_unary(c, HIR_NOT, boolean, null, 0), test);
}

/* ---- match ---------------------------------------------------------------- */

enum { MOST_ARMS = 20000 }; /* each is nested in the one before */

typedef struct Match {
    const Expr *e;
    Hir *subject; /* simple */
    const Want *want;
    bool null_seen; /* an arm before takes null */
    Parts there;
    bool ok;
    bool null_leaves; /* the arm that takes null does not come back */
} Match;

static bool is_wildcard(const Pattern *pattern)
{
    return pattern->kind == PATTERN_NAME;
}

/* Any of the arm's patterns; NULL: always. */
static Hir *arm_test(Checker *c, Match *match, const MatchArm *source, Arm *arm)
{
    Hir *value = match->subject, *any = NULL;
    bool always = false;
    if (match->null_seen && is_kind(value, TY_OPTIONAL))
        value = hir_convert(c, value, value->type->item);
    for (int i = 0; i < source->patterns.count; i++) {
        const Pattern *pattern = source->patterns.at[i];
        arm->null |= pattern->kind == PATTERN_NULL;
        Hir *whole = pattern->kind == PATTERN_NULL ? match->subject : value;
        Hir *test = pattern_test(c, arm, pattern, whole);
        always |= test == NULL;
        if (any && test) {
            any = hir_and(c, any, test);
            any->kind = HIR_OR;
            any->binary.op = BINARY_OR;
        } else if (test) {
            any = test;
        }
    }
    return always ? NULL : any;
}

/* In an arm that null cannot reach the subject is known to be there. */
static bool excludes_null(const Match *match, const MatchArm *source)
{
    bool null = false;
    for (int i = 0; i < source->patterns.count; i++)
        null |= source->patterns.at[i]->kind == PATTERN_NULL ||
                (is_wildcard(source->patterns.at[i]) && !match->null_seen);
    return !null;
}

static Hir *arm_value(Checker *c, const Match *match, const MatchArm *source, Arm *arm)
{
    int mark = facts_mark(c);
    if (excludes_null(match, source))
        facts_there(c, match->e->match.subject);
    Hir *value = check(c, source->value, match->want);
    facts_release(c, mark);
    if (arm->block->block.statements.count == 0 || is_error(value))
        return value;
    return hir_finish(arm->block, value);
}

static Hir *join_arms(Checker *c, const Match *match, Hir *hir, int at)
{
    Hir *value = hir->if_.then, *rest = hir->if_.otherwise;
    if (is_error(value) || is_error(rest))
        return hir_error(c, hir->span);
    if (match->want && match->want->unit) {
        bool never = is_kind(value, TY_NEVER) && is_kind(rest, TY_NEVER);
        hir->type = simple(c, never ? TY_NEVER : TY_UNIT);
        return hir;
    }
    if (has_type(match->want)) {
        hir->type = is_kind(value, TY_NEVER) ? rest->type : value->type;
        return hir;
    }
    hir->type = join_types(c, value->type, rest->type);
    if (!hir->type) {
        Diag *d = diag_error(c->diags, E0308, match->e->match.arms.at[at].value->span,
                             "the arms of this `match` give different types: `%s` and `%s`",
                             shown(c, value->type), shown(c, rest->type));
        diag_note_at(d, rest->span, "this one gives `%s`", shown(c, rest->type));
        return hir_error(c, hir->span);
    }
    hir->if_.then = hir_convert(c, value, hir->type);
    hir->if_.otherwise = hir_convert(c, rest, hir->type);
    return hir;
}

static Hir *match_arms(Checker *c, Match *match, int at)
{
    const MatchArm *source = &match->e->match.arms.at[at];
    Arm arm = {.ok = true, .alone = source->patterns.count == 1, .there = &match->there};
    arm.block = hir_new(c, HIR_BLOCK, simple(c, TY_UNIT), source->span);
    push_scope(c);
    Hir *test = arm_test(c, match, source, &arm);
    Hir *value = arm_value(c, match, source, &arm);
    pop_scope(c);
    match->ok &= arm.ok;
    match->null_leaves |= arm.null && is_kind(value, TY_NEVER);
    match->null_seen |= arm.null;
    if (arm.alone && arm.is_null && arm.tests == 1)
        vec_push(c->arena, &match->there, arm.is_null);
    bool last = at + 1 == match->e->match.arms.count;
    Hir *rest = last ? NULL : match_arms(c, match, at + 1);
    if (!arm.ok || is_error(value))
        return hir_error(c, source->span);
    if (!test || last) /* the arms cover everything: the last one needs no test */
        return value;
    return join_arms(c, match, hir_if(c, NULL, match->e->span, test, value, rest), at);
}

Hir *check_match(Checker *c, const Expr *e, const Want *want)
{
    Hir *subject = infer(c, e->match.subject);
    if (is_error(subject))
        return subject;
    if (e->match.arms.count == 0) {
        diag_error(c->diags, E0314, e->span, "this `match` has no arms");
        return hir_error(c, e->span);
    }
    if (e->match.arms.count > MOST_ARMS) {
        diag_help(diag_error(c->diags, E0104, e->match.subject->span,
                             "this `match` has more than %d arms", MOST_ARMS),
                  "keep what belongs to each value in a map: `values.get(x)`");
        return hir_error(c, e->span);
    }
    HirVar *var = NULL;
    Hir *block = NULL;
    if (subject->kind != HIR_VAR || subject->var->is_mutable) {
        block = hir_with(c, "subject", subject, &var);
        subject = hir_var(c, var, subject->span);
    }
    Match match = {.e = e, .subject = subject, .want = want, .ok = true};
    Hir *value = match_arms(c, &match, 0);
    if (match.ok && !check_coverage(c, e, subject->type))
        return hir_error(c, e->span);
    if (is_error(value) || !match.ok)
        return hir_error(c, e->span);
    if (match.null_leaves)
        facts_there(c, e->match.subject);
    return block ? hir_finish(block, value) : value;
}
