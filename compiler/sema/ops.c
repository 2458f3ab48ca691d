/* SPDX-License-Identifier: MIT
 *
 * Operators. Outside the rows of tables an operand that may be null is an
 * error; inside them SQL's rules hold and the result may be null too.
 */
#include "sema/check.h"

static const char *const binary_signs[] = {
    [BINARY_ADD] = "+",       [BINARY_SUB] = "-",   [BINARY_MUL] = "*",
    [BINARY_DIV] = "/",       [BINARY_MOD] = "%",   [BINARY_POW] = "**",
    [BINARY_COALESCE] = "??", [BINARY_AND] = "and", [BINARY_OR] = "or",
};

/* Complains of null outside the rows of tables. */
static bool null_is_wrong(Checker *c, const Hir *hir)
{
    if (c->row || hir->type->kind != TY_OPTIONAL)
        return false;
    complain_null(c, hir->span, hir->type);
    return true;
}

/* A text that reads as a number beside a number, and the like. */
static void help_same_type(Checker *c, Diag *d, const Hir *left, const Hir *right)
{
    const Hir *text = is_kind(left, TY_TEXT) ? left : is_kind(right, TY_TEXT) ? right : NULL;
    const Hir *other = text == left ? right : left;
    if (text && text->kind != HIR_TEXT && (is_kind(other, TY_INT) || is_kind(other, TY_FLOAT)))
        diag_help(d, "compare with a text: `\"%s\"`", span_text(c, other->span));
    else if (text && text->kind == HIR_TEXT && is_kind(other, TY_INT))
        diag_help(d, "compare with a number, without quotes");
    else if (text && text->kind == HIR_TEXT && type_without_null(other->type)->kind == TY_ID)
        diag_help(d, "an id is written `#%.*s`", (int)text->text.len, text->text.ptr);
}

static bool is_time(const Type *type)
{
    return type->kind == TY_DATE || type->kind == TY_DATETIME || type->kind == TY_DURATION;
}

static void help_with_time(Diag *d, const Type *left, const Type *right)
{
    if (!is_time(left) && !is_time(right))
        return;
    if (type_is_number(left) || type_is_number(right))
        diag_help(d, "`n * 1d` are n days; `1h`, `5m` and `30s` are durations too");
    else if (left->kind != TY_DURATION && right->kind != TY_DURATION && left != right)
        diag_help(d, "`datetime(d)` is a date's midnight, `date(t)` a datetime's day");
}

static Hir *complain_operands(Checker *c, const Expr *e, Span op, const char *sign, const Hir *left,
                              const Hir *right)
{
    Diag *d = diag_error(c->diags, E0303, op, "`%s` does not take `%s` and `%s`", sign,
                         shown(c, left->type), shown(c, right->type));
    if (strcmp(sign, "+") == 0 && (is_kind(left, TY_TEXT) || is_kind(right, TY_TEXT)))
        diag_help(d, "values are written into texts with braces: `\"… {x}\"`");
    else if (strcmp(sign, "*") == 0 && is_kind(left, TY_TEXT) && is_kind(right, TY_INT))
        diag_help(d, "a text so many times is `t.repeat(n)`");
    else if (strcmp(sign, "*") == 0 && is_kind(left, TY_LIST) && is_kind(right, TY_INT))
        diag_help(d, "a list of n items is `[x for _ in range(n)]`");
    else if (strcmp(sign, "%") == 0 && is_kind(left, TY_TEXT))
        diag_help(d, "values are written into texts with braces: `\"… {x:.2f}\"`");
    else if (strcmp(sign, "==") == 0 || strcmp(sign, "!=") == 0)
        help_same_type(c, d, left, right);
    help_with_time(d, type_without_null(left->type), type_without_null(right->type));
    return hir_error(c, e->span);
}

/* ---- and, or, not --------------------------------------------------------- */

static Hir *complain_truth(Checker *c, const Expr *e, Hir *hir)
{
    Diag *d = diag_error(c->diags, E0301, hir->span, "a condition is a bool, but this is `%s`",
                         shown(c, hir->type));
    const char *text = span_text(c, e->span);
    switch (type_without_null(hir->type)->kind) {
    case TY_TEXT:
        diag_help(d, is_kind(hir, TY_OPTIONAL) ? "write `%s != null`" : "write `%s != \"\"`", text);
        break;
    case TY_LIST:
    case TY_COLUMN:
        diag_help(d, "write `len(%s) > 0`", text);
        break;
    case TY_INT:
    case TY_FLOAT:
        diag_help(d, is_kind(hir, TY_OPTIONAL) ? "write `%s != null`" : "write `%s != 0`", text);
        break;
    case TY_BOOL:
        diag_help(d, "it may be null: write `%s == true` or `%s ?? false`", text, text);
        break;
    default:
        diag_help(d, "compare it with something");
    }
    return hir_error(c, e->span);
}

Hir *check_condition(Checker *c, const Expr *e)
{
    Hir *hir = infer(c, e);
    if (is_kind(hir, TY_BOOL) || is_error(hir) || is_kind(hir, TY_NEVER))
        return hir;
    if (c->row && is_kind(hir, TY_OPTIONAL) && hir->type->item->kind == TY_BOOL)
        return hir;
    return complain_truth(c, e, hir);
}

static Hir *check_logic(Checker *c, const Expr *e)
{
    Hir *left = check_condition(c, e->binary.left);
    int mark = facts_mark(c);
    facts_from(c, e->binary.left, e->binary.op == BINARY_AND);
    Hir *right = check_condition(c, e->binary.right);
    facts_release(c, mark);
    if (is_error(left) || is_error(right))
        return hir_error(c, e->span);
    Hir *hir = hir_and(c, left, right);
    if (e->binary.op == BINARY_OR) {
        hir->kind = HIR_OR;
        hir->binary.op = BINARY_OR;
    }
    return hir;
}

Hir *check_unary(Checker *c, const Expr *e)
{
    if (e->unary.op == UNARY_NOT) {
        Hir *hir = check_condition(c, e->unary.operand);
        return is_error(hir) ? hir : hir_unary(c, HIR_NOT, hir->type, hir, 0);
    }
    Hir *hir = infer(c, e->unary.operand);
    if (is_error(hir) || null_is_wrong(c, hir))
        return hir_error(c, e->span);
    if (hir->kind == HIR_INT && (is_kind(hir, TY_INT) || is_kind(hir, TY_DURATION))) {
        hir->integer = -hir->integer;
        hir->span = e->span;
        return hir;
    }
    if (hir->kind == HIR_FLOAT) {
        hir->number = -hir->number;
        hir->span = e->span;
        return hir;
    }
    if (type_without_null(hir->type)->kind == TY_DURATION)
        return call_operator(c, e, " neg", hir, NULL);
    if (!type_is_number(type_without_null(hir->type))) {
        diag_error(c->diags, E0303, e->span, "`-` does not take `%s`", shown(c, hir->type));
        return hir_error(c, e->span);
    }
    return hir_unary(c, HIR_NEG, hir->type, hir, 0);
}

/* ---- arithmetic ----------------------------------------------------------- */

static void put_part(Checker *c, Hir *concat, Hir *text)
{
    if (text->kind == HIR_CONCAT) {
        for (int i = 0; i < text->concat.parts.count; i++)
            vec_push(c->arena, &concat->concat.parts, text->concat.parts.at[i]);
        return;
    }
    HirPart part = {0};
    if (text->kind == HIR_TEXT)
        part.literal = text->text;
    else
        part.value = text;
    vec_push(c->arena, &concat->concat.parts, part);
}

static Hir *add_texts(Checker *c, Hir *left, Hir *right)
{
    Hir *concat = hir_new(c, HIR_CONCAT, left->type, span_join(left->span, right->span));
    put_part(c, concat, left);
    put_part(c, concat, right);
    return concat;
}

static Hir *as_list(Checker *c, Hir *hir)
{
    if (!is_kind(hir, TY_COLUMN))
        return hir;
    return hir_convert(c, hir, type_of(c->types, TY_LIST, type_without_null(hir->type->item)));
}

static Hir *add_lists(Checker *c, Hir *left, Hir *right)
{
    left = as_list(c, left);
    right = as_list(c, right);
    const Type *type = join_types(c, left->type, right->type);
    if (!type)
        return NULL;
    Hir *list = hir_new(c, HIR_LIST, type, span_join(left->span, right->span));
    vec_push(c->arena, &list->list.items, hir_convert(c, left, type));
    vec_push(c->arena, &list->list.spliced, true);
    vec_push(c->arena, &list->list.items, hir_convert(c, right, type));
    vec_push(c->arena, &list->list.spliced, true);
    return list;
}

static bool is_listlike(const Hir *hir)
{
    return is_kind(hir, TY_LIST) || is_kind(hir, TY_COLUMN);
}

/* NULL when the operands do not go together. */
static Hir *time_arithmetic(Checker *c, const Expr *e, Hir *left, Hir *right)
{
    enum { DAY = 86400000 };
    const char *name = arena_printf(c->arena, " %s", binary_signs[e->binary.op]);
    bool swapped = e->binary.op == BINARY_ADD && is_kind(left, TY_DURATION);
    if (swapped && !is_kind(right, TY_DURATION)) {
        Hir *time = right;
        right = left;
        left = time;
    }
    bool part_of_day = type_without_null(left->type)->kind == TY_DATE && right->kind == HIR_INT &&
                       is_kind(right, TY_DURATION) && right->integer % DAY != 0;
    if (part_of_day) {
        Diag *d = diag_error(c->diags, E0303, e->span, "a date moves by whole days only");
        diag_help(d, "make a datetime of it: `datetime(…) %s …`", binary_signs[e->binary.op]);
        return hir_error(c, e->span);
    }
    return call_operator(c, e, name, left, right);
}

static Hir *arithmetic(Checker *c, const Expr *e, Hir *left, Hir *right)
{
    const Type *a = type_without_null(left->type), *b = type_without_null(right->type);
    BinaryOp op = e->binary.op;
    if (op == BINARY_ADD && a->kind == TY_TEXT && b->kind == TY_TEXT)
        return add_texts(c, left, right);
    if (op == BINARY_ADD && is_listlike(left) && is_listlike(right)) {
        Hir *list = add_lists(c, left, right);
        if (list)
            return list;
    }
    Hir *of_time = is_time(a) || is_time(b) ? time_arithmetic(c, e, left, right) : NULL;
    if (of_time)
        return of_time;
    if (!type_is_number(a) || !type_is_number(b))
        return complain_operands(c, e, e->binary.op_span, binary_signs[op], left, right);
    bool whole = a->kind == TY_INT && b->kind == TY_INT && op != BINARY_DIV && op != BINARY_POW;
    const Type *type = simple(c, whole ? TY_INT : TY_FLOAT);
    if (is_kind(left, TY_OPTIONAL) || is_kind(right, TY_OPTIONAL))
        type = type_optional(c->types, type);
    return hir_binary(c, HIR_ARITH, (int)op, type, hir_convert(c, left, type),
                      hir_convert(c, right, type));
}

static Hir *coalesce(Checker *c, const Expr *e)
{
    Hir *left = infer(c, e->binary.left), *right = infer(c, e->binary.right);
    if (is_error(left) || is_error(right))
        return hir_error(c, e->span);
    if (is_kind(left, TY_NULL))
        return right;
    if (!is_kind(left, TY_OPTIONAL) && !is_kind(left, TY_JSON))
        return left;              /* never null: what stands right is never used */
    if (is_kind(right, TY_NEVER)) /* x ?? return: from here on x is there */
        facts_there(c, e->binary.left);
    const Type *type = join_types(c, type_without_null(left->type), right->type);
    if (!type)
        return complain_operands(c, e, e->binary.op_span, "??", left, right);
    Hir *value = hir_convert(c, left, type_optional(c->types, type));
    return hir_binary(c, HIR_COALESCE, BINARY_COALESCE, type, value,
                      is_kind(right, TY_NEVER) ? right : hir_convert(c, right, type));
}

Hir *check_binary(Checker *c, const Expr *e)
{
    if (e->binary.op == BINARY_AND || e->binary.op == BINARY_OR)
        return check_logic(c, e);
    if (e->binary.op == BINARY_COALESCE)
        return coalesce(c, e);
    Hir *left = infer(c, e->binary.left);
    return hir_operate(c, e, left, infer(c, e->binary.right));
}

Hir *hir_operate(Checker *c, const Expr *e, Hir *left, Hir *right)
{
    if (is_error(left) || is_error(right))
        return hir_error(c, e->span);
    bool wrong = null_is_wrong(c, left);
    wrong |= null_is_wrong(c, right);
    return wrong ? hir_error(c, e->span) : arithmetic(c, e, left, right);
}

/* ---- comparisons ---------------------------------------------------------- */

static const char *const compare_signs[] = {
    [COMPARE_EQ] = "==", [COMPARE_NE] = "!=", [COMPARE_LT] = "<",  [COMPARE_LE] = "<=",
    [COMPARE_GT] = ">",  [COMPARE_GE] = ">=", [COMPARE_IN] = "in", [COMPARE_NOT_IN] = "not in",
};

static bool is_scalar(const Type *type)
{
    return type_is_scalar(type_without_null(type));
}

/* Can two of them be equal? Components and figures are made to be shown. */
bool has_equality(const Type *type)
{
    switch (type->kind) {
    case TY_OPTIONAL:
    case TY_LIST:
    case TY_MAP:
        return has_equality(type->item);
    case TY_TUPLE:
    case TY_RECORD:
        return all_fields(type, has_equality);
    case TY_JSON:
    case TY_ID:
    case TY_NULL:
        return true;
    default:
        return is_scalar(type);
    }
}

bool has_order(const Type *type)
{
    switch (type->kind) {
    case TY_LIST:
        return has_order(type->item);
    case TY_TUPLE:
        return all_fields(type, has_order);
    default:
        return is_scalar(type) && type->kind != TY_BOOL && type->kind != TY_OPTIONAL;
    }
}

static Hir *compare_null(Checker *c, Span span, Hir *hir, CompareOp op)
{
    const Type *boolean = simple(c, TY_BOOL);
    Hir *test;
    if (is_kind(hir, TY_OPTIONAL) || is_kind(hir, TY_JSON)) {
        test = hir_unary(c, HIR_IS_NULL, boolean, hir, 0);
    } else {
        test = hir_new(c, HIR_BOOL, boolean, hir->span);
        test->boolean = is_kind(hir, TY_NULL);
        warn_null_comparison(c, span, hir, test->boolean == (op == COMPARE_EQ));
    }
    return op == COMPARE_EQ ? test : hir_unary(c, HIR_NOT, boolean, test, 0);
}

static const Type *bool_type(Checker *c, const Hir *left, const Hir *right)
{
    const Type *type = simple(c, TY_BOOL);
    bool nullable = is_kind(left, TY_OPTIONAL) || is_kind(right, TY_OPTIONAL);
    return c->row && nullable ? type_optional(c->types, type) : type;
}

static Hir *compare_values(Checker *c, const Expr *e, const CompareLink *link, Hir *left,
                           Hir *right)
{
    bool equality = link->op == COMPARE_EQ || link->op == COMPARE_NE;
    if (equality && is_kind(right, TY_NULL))
        return compare_null(c, e->span, left, link->op);
    if (equality && is_kind(left, TY_NULL))
        return compare_null(c, e->span, right, link->op);
    left = as_list(c, looked_into(c, left));
    right = as_list(c, looked_into(c, right));
    const Type *type = join_types(c, left->type, right->type);
    if (type && type->kind == TY_LIST && type->item->kind == TY_NEVER) /* [] == [] */
        type = type_of(c->types, TY_LIST, simple(c, TY_INT));
    if (!type || !(equality ? has_equality(type) : has_order(type_without_null(type))) ||
        (c->row && !is_scalar(type)))
        return complain_operands(c, e, link->op_span, compare_signs[link->op], left, right);
    if (!equality && (null_is_wrong(c, left) || null_is_wrong(c, right)))
        return hir_error(c, e->span);
    warn_comparison(c, e->span, left, right);
    return hir_binary(c, HIR_COMPARE, (int)link->op, bool_type(c, left, right),
                      hir_convert(c, left, type), hir_convert(c, right, type));
}

static Hir *contains(Checker *c, const Expr *e, const CompareLink *link, Hir *left, Hir *right)
{
    if (is_kind(left, TY_TEXT) && is_kind(right, TY_TEXT))
        return builtin_node(c, "dash_contains", simple(c, TY_BOOL), e->span, right, left);
    right = as_list(c, right);
    if (is_kind(right, TY_JSON) && json_able(left->type))
        return builtin_node(c, "dash_value_has", simple(c, TY_BOOL), e->span, right,
                            hir_convert(c, left, right->type));
    if (is_kind(right, TY_MAP) && !is_kind(left, TY_OPTIONAL) &&
        assignable(left->type, right->type->key))
        return builtin_node(c, "map_has", simple(c, TY_BOOL), e->span, right, left);
    if (null_is_wrong(c, right) || null_is_wrong(c, left))
        return hir_error(c, e->span);
    const Type *item = is_kind(right, TY_LIST)
                           ? join_types(c, type_without_null(left->type), right->type->item)
                           : NULL;
    if (!item || !has_equality(item) || (c->row && !is_scalar(item)))
        return complain_operands(c, e, link->op_span, compare_signs[link->op], left, right);
    const Type *wanted = is_kind(left, TY_OPTIONAL) ? type_optional(c->types, item) : item;
    return hir_binary(c, HIR_IN, (int)link->op, bool_type(c, left, left),
                      hir_convert(c, left, wanted),
                      hir_convert(c, right, type_of(c->types, TY_LIST, item)));
}

static Hir *compare_link(Checker *c, const Expr *e, const CompareLink *link, Hir *left, Hir *right)
{
    if (is_error(left) || is_error(right))
        return hir_error(c, e->span);
    if (link->op == COMPARE_IN)
        return contains(c, e, link, left, right);
    if (link->op != COMPARE_NOT_IN)
        return compare_values(c, e, link, left, right);
    Hir *in = contains(c, e, link, left, right);
    return is_error(in) ? in : hir_unary(c, HIR_NOT, in->type, in, 0);
}

/* a < b < c is a < b and b < c, with b computed once. */
static Hir *check_chain(Checker *c, const Expr *e, int at, Hir *left)
{
    const CompareLink *link = &e->compare.links.at[at];
    Want same = {.type = left->type};
    bool literal = link->right->kind == EXPR_LIST || link->right->kind == EXPR_RECORD;
    bool guided = literal && (is_kind(left, TY_JSON) || is_kind(left, TY_MAP));
    Hir *right = check(c, link->right, guided && link->op <= COMPARE_NE ? &same : NULL);
    if (at == e->compare.links.count - 1)
        return compare_link(c, e, link, left, right);
    HirVar *var = NULL;
    Hir *block = is_simple(right) || is_error(right) ? NULL : hir_with(c, "middle", right, &var);
    Hir *middle = block ? hir_var(c, var, right->span) : right;
    Hir *first = compare_link(c, e, link, left, middle);
    Hir *rest = check_chain(c, e, at + 1, middle);
    if (is_error(first) || is_error(rest))
        return hir_error(c, e->span);
    Hir *both = hir_and(c, first, rest);
    return block ? hir_finish(block, both) : both;
}

Hir *check_compare(Checker *c, const Expr *e)
{
    return check_chain(c, e, 0, infer(c, e->compare.first));
}
