/* SPDX-License-Identifier: MIT
 *
 * Tests in the language: `test "name" { … assert expr … }`. In their blocks
 * callbacks can be called with the values that the browser would send, and give
 * as json what it would get; components and figures can be looked into the same
 * way; `failure(expr)` is the message that an expression fails with.
 */
#include "sema/check.h"

bool in_test(const Checker *c)
{
    return c->body && c->body->is_test;
}

Hir *looked_into(Checker *c, Hir *hir)
{
    bool opaque = is_kind(hir, TY_COMPONENT) || is_kind(hir, TY_FIGURE);
    if (!in_test(c) || !opaque)
        return hir;
    return builtin_node(c, "dash_test_look", simple(c, TY_JSON), hir->span,
                        hir_convert(c, hir, simple(c, TY_JSON)), NULL);
}

/* ---- assert ----------------------------------------------------------------- */

/* The two sides of a comparison, shown when it does not hold. */
typedef struct Sides {
    Hir **left, **right; /* NULL: nothing to show; right NULL: null */
} Sides;

static Sides sides_of(Hir *hir)
{
    while (hir->kind == HIR_NOT)
        hir = hir->unary.operand;
    if (hir->kind == HIR_COMPARE || hir->kind == HIR_IN)
        return (Sides){&hir->binary.left, &hir->binary.right};
    if (hir->kind == HIR_IS_NULL)
        return (Sides){&hir->unary.operand, NULL};
    bool has =
        hir->kind == HIR_BUILTIN && (strcmp(hir->builtin.builtin->c_name, "dash_value_has") == 0 ||
                                     strcmp(hir->builtin.builtin->c_name, "dash_contains") == 0);
    return has ? (Sides){&hir->builtin.args.at[1], &hir->builtin.args.at[0]} : (Sides){0};
}

static bool can_show(const Sides *sides)
{
    return sides->left && json_able((*sides->left)->type) &&
           (!sides->right || json_able((*sides->right)->type));
}

static void put_statement(Checker *c, Hir *block, HirStmtKind kind, HirVar *var, Hir *value)
{
    vec_push(c->arena, &block->block.statements, stmt_new(c, kind, var, value, value->span));
}

/* Puts the value into a variable, so that it can be tested and shown. */
static Hir *keep_value(Checker *c, Hir *block, Hir **value, const char *name)
{
    HirVar *var = hir_var_new(c, name, (*value)->type, (*value)->span);
    put_statement(c, block, HIR_STMT_LET, var, *value);
    *value = hir_var(c, var, var->span);
    return hir_convert(c, hir_var(c, var, var->span), simple(c, TY_JSON));
}

static Hir *assertion(Checker *c, Hir *condition, Hir *left, Hir *right, Span span)
{
    const char *name = left ? "dash_assert_that" : "dash_assert";
    Hir *call = builtin_node(c, name, simple(c, TY_UNIT), span, condition, NULL);
    if (left) {
        vec_push(c->arena, &call->builtin.args, left);
        vec_push(c->arena, &call->builtin.args, right);
    }
    vec_push(c->arena, &call->builtin.args, hir_text(c, span_text(c, condition->span), span));
    return call;
}

void check_assert(Checker *c, const Stmt *stmt, Hir *block)
{
    if (!in_test(c)) {
        diag_error(c->diags, E0310, stmt->span, "`assert` can stand only in a test");
        return;
    }
    Hir *condition = check_condition(c, stmt->value);
    if (is_error(condition))
        return;
    condition->span = stmt->value->span;
    Sides sides = sides_of(condition);
    Hir *left = NULL, *right = NULL;
    Hir *inner = hir_new(c, HIR_BLOCK, simple(c, TY_UNIT), stmt->span);
    if (can_show(&sides)) {
        left = keep_value(c, inner, sides.left, "left");
        right = sides.right ? keep_value(c, inner, sides.right, "right")
                            : hir_new(c, HIR_NULL, simple(c, TY_JSON), stmt->span);
    }
    put_statement(c, inner, HIR_STMT_EXPR, NULL, assertion(c, condition, left, right, stmt->span));
    put_statement(c, block, HIR_STMT_EXPR, NULL, inner);
    facts_from(c, stmt->value, true);
}

/* ---- calls of callbacks ------------------------------------------------------- */

static int callback_param(const HirCallback *callback, const char *name)
{
    for (int i = 0; i < callback->params.count; i++)
        if (callback->params.at[i].var->name == name)
            return i;
    return -1;
}

static Diag *complain_arg(Checker *c, const Symbol *symbol, Span span, const char *message)
{
    Diag *d = diag_error(c->diags, E0305, span, "%s", message);
    diag_note_at(d, symbol->span, "the callback is declared here");
    return d;
}

/* What the browser sends for a parameter: the rows of a table are records. */
static const Type *sent_type(Checker *c, const Type *type)
{
    if (type->kind == TY_OPTIONAL && type->item->kind == TY_TABLE)
        return type_optional(c->types, sent_type(c, type->item));
    if (type->kind != TY_TABLE)
        return type;
    return type_of(c->types, TY_LIST,
                   type_fields(c->types, TY_RECORD, type->fields, type->field_count));
}

static bool place_arg(Checker *c, const Symbol *symbol, const Arg *arg, int *next, Hir **values)
{
    const HirCallback *callback = symbol->callback;
    int at = arg->name.text ? callback_param(callback, arg->name.text) : (*next)++;
    if (at < 0) {
        Diag *d = complain_arg(
            c, symbol, arg->name.span,
            arena_printf(c->arena, "`%s` has no parameter `%s`", symbol->name, arg->name.text));
        Suggest suggest = suggest_for(arg->name.text);
        for (int i = 0; i < callback->params.count; i++)
            suggest_consider(&suggest, callback->params.at[i].var->name);
        diag_suggest(d, &suggest);
    } else if (at >= callback->params.count) {
        complain_arg(c, symbol, arg->span,
                     arena_printf(c->arena, "`%s` takes %d arguments, this is one too many",
                                  symbol->name, callback->params.count));
    } else if (values[at]) {
        complain_arg(
            c, symbol, arg->span,
            arena_printf(c->arena, "`%s` is given twice", callback->params.at[at].var->name));
    } else {
        const HirVar *var = callback->params.at[at].var;
        Want want = {.type = sent_type(c, var->type),
                     .subject =
                         arena_printf(c->arena, "parameter `%s` of `%s`", var->name, symbol->name)};
        values[at] = check(c, arg->value, &want);
        return !is_error(values[at]);
    }
    return false;
}

/* What is left out is null, where it may be. */
static Hir *left_out(Checker *c, const Symbol *symbol, const HirVar *var, const Call *call)
{
    if (is_error(hir_var(c, (HirVar *)var, call->name_span)))
        return NULL;
    if (var->type->kind == TY_OPTIONAL || var->type->kind == TY_JSON)
        return hir_new(c, HIR_NULL, var->type, call->name_span);
    Diag *d = complain_arg(
        c, symbol, call->name_span,
        arena_printf(c->arena, "the argument `%s` of `%s` is missing", var->name, symbol->name));
    diag_help(d, "only parameters that may be null can be left out: this one is `%s`",
              shown(c, var->type));
    return NULL;
}

Hir *call_callback(Checker *c, Symbol *symbol, const Call *call)
{
    const HirCallback *callback = symbol->callback;
    if (!callback)
        return hir_error(c, call->expr->span);
    if (callback->binders.count) {
        diag_unsupported(c->diags, call->expr->span, "calling a callback with `MATCH %s` in a test",
                         callback->binders.at[0].var->name);
        return hir_error(c, call->expr->span);
    }
    int count = callback->params.count, next = 0;
    Hir **values = arena_array(c->arena, Hir *, count + 1);
    bool good = true;
    for (int i = 0; i < call->arg_count; i++)
        good &= place_arg(c, symbol, &call->args[i], &next, values);
    for (int i = 0; good && i < count; i++) {
        if (!values[i])
            values[i] = left_out(c, symbol, callback->params.at[i].var, call);
        good = values[i] != NULL;
    }
    if (!good)
        return hir_error(c, call->expr->span);
    const Type *json = simple(c, TY_JSON);
    Hir *hir = hir_new(c, HIR_CALLBACK, callback->outputs.count ? json : simple(c, TY_UNIT),
                       call->expr->span);
    hir->callback.callback = callback;
    for (int i = 0; i < count; i++)
        vec_push(c->arena, &hir->callback.args, hir_convert(c, values[i], json));
    return hir;
}

/* ---- failure(…) ---------------------------------------------------------------- */

bool is_test_function(const Checker *c, const char *name)
{
    return in_test(c) && strcmp(name, "failure") == 0;
}

Hir *call_failure(Checker *c, const Call *call)
{
    if (call->arg_count != 1 || call->first || call->args[0].name.text) {
        diag_help(diag_error(c->diags, E0305, call->name_span, "`failure` takes one expression"),
                  "write `assert failure(f(0)) == \"division by zero\"`");
        return hir_error(c, call->expr->span);
    }
    Hir *operand = infer(c, call->args[0].value);
    if (is_error(operand))
        return operand;
    return hir_unary(c, HIR_FAILURE, type_optional(c->types, simple(c, TY_TEXT)), operand, 0);
}

/* ---- declarations --------------------------------------------------------------- */

void check_test(Checker *c, const Decl *decl)
{
    Str name = decl->title ? literal_text(decl->title) : (Str){NULL, 0};
    if (!name.ptr || !name.len) {
        diag_error(c->diags, E0301, decl->title ? decl->title->span : decl->span,
                   "the name of a test is a plain text");
        return;
    }
    HirTest *test = arena_new(c->arena, HirTest);
    *test = (HirTest){.name = name, .span = decl->span};
    const char *key = intern(c->interner, name.ptr, name.len);
    const HirTest *other = map_get(&c->module->tests, key);
    map_set(c->arena, &c->module->tests, key, test);
    if (other) {
        Diag *d =
            diag_error(c->diags, E0202, decl->title->span, "there are two tests of this name");
        diag_note_at(d, (Span){other->span.start, other->span.start + 4}, "the first is here");
    }
    test->file = c->file->source;
    Body body = {.name = "a test", .is_test = true, .result = {.unit = true}};
    c->body = &body;
    test->body = check_block(c, decl->body, &body.result);
    c->body = NULL;
    vec_push(c->arena, &c->program->tests, test);
}
