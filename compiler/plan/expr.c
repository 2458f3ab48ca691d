/* SPDX-License-Identifier: MIT
 *
 * Row expressions as the rules see them: what may move, what cannot fail, what is
 * the same.
 */
#include "plan/rules.h"
#include "sema/builtins.h"
#include "syntax/ast.h"

/* ---- moving ------------------------------------------------------------------ */

#define BIT(kind) (1ull << (kind))

/* Kinds of which only their parts may fail. */
static const unsigned long long certain =
    BIT(HIR_NULL) | BIT(HIR_BOOL) | BIT(HIR_INT) | BIT(HIR_FLOAT) | BIT(HIR_TEXT) | BIT(HIR_VAR) |
    BIT(HIR_CONST) | BIT(HIR_COLREF) | BIT(HIR_CONCAT) | BIT(HIR_CONVERT) | BIT(HIR_NOT) |
    BIT(HIR_IS_NULL) | BIT(HIR_FIELD) | BIT(HIR_AND) | BIT(HIR_OR) | BIT(HIR_COMPARE) |
    BIT(HIR_IN) | BIT(HIR_COALESCE) | BIT(HIR_IF) | BIT(HIR_LIST);

bool expr_kind_movable(HirKind kind)
{
    return (certain | BIT(HIR_NEG) | BIT(HIR_ARITH) | BIT(HIR_INDEX) | BIT(HIR_RECORD) |
            BIT(HIR_TUPLE) | BIT(HIR_CALL) | BIT(HIR_BUILTIN) | BIT(HIR_SLICE) | BIT(HIR_CAST)) >>
               kind &
           1;
}

static bool find_fixed(Hir *hir, void *data)
{
    bool *fixed = data;
    *fixed |= !expr_kind_movable(hir->kind);
    return !*fixed;
}

bool expr_movable(Hir *expr)
{
    bool fixed = false;
    hir_walk(expr, find_fixed, &fixed);
    return !fixed;
}

typedef struct Rebase {
    Arena *arena;
    Hir *const *exprs;
} Rebase;

static void rebase_part(Hir **slot, void *data)
{
    const Rebase *r = data;
    *slot = (*slot)->kind == HIR_COLREF ? r->exprs[(*slot)->column]
                                        : hir_copy_with(r->arena, *slot, rebase_part, data);
}

Hir *expr_rebase(Arena *arena, Hir *expr, Hir *const *exprs)
{
    rebase_part(&expr, &(Rebase){arena, exprs});
    return expr;
}

/* ---- facts ------------------------------------------------------------------- */

bool expr_is_column(const Hir *expr)
{
    return expr->kind == HIR_COLREF;
}

TypeKind expr_base(const Hir *expr)
{
    return expr->type->kind == TY_OPTIONAL ? expr->type->item->kind : expr->type->kind;
}

static bool find_column(Hir *hir, void *data)
{
    bool *found = data;
    *found |= hir->kind == HIR_COLREF;
    return !*found && !hir_plan(hir);
}

bool expr_reads(const Hir *expr)
{
    bool found = false;
    hir_walk((Hir *)(uintptr_t)expr, find_column, &found);
    return found;
}

static bool may_fail(const Hir *hir)
{
    if (hir->kind == HIR_NEG || hir->kind == HIR_ARITH) /* of ints it may overflow */
        return expr_base(hir) != TY_FLOAT;
    if (hir->kind == HIR_BUILTIN)
        return !hir->builtin.builtin->pure || hir->builtin.builtin->form == FORM_FAILS ||
               hir->builtin.builtin->form == FORM_MADE;
    return !(certain >> hir->kind & 1);
}

static bool find_failure(Hir *hir, void *data)
{
    bool *fails = data;
    *fails |= may_fail(hir);
    return !*fails;
}

bool expr_total(const Hir *expr)
{
    bool fails = false;
    hir_walk((Hir *)(uintptr_t)expr, find_failure, &fails);
    return !fails;
}

/* ---- equality ------------------------------------------------------------------ */

static bool same_all(Hir *const *a, int a_count, Hir *const *b, int b_count)
{
    if (a_count != b_count)
        return false;
    for (int i = 0; i < a_count; i++)
        if ((a[i] && b[i]) ? !expr_same(a[i], b[i]) : a[i] != b[i])
            return false;
    return true;
}

bool expr_same(const Hir *a, const Hir *b)
{
    if (a->kind != b->kind || a->type != b->type)
        return false;
    switch (a->kind) {
    case HIR_NULL:
        return true;
    case HIR_BOOL:
        return a->boolean == b->boolean;
    case HIR_INT:
        return a->integer == b->integer;
    case HIR_FLOAT:
        return memcmp(&a->number, &b->number, sizeof a->number) == 0;
    case HIR_TEXT:
        return str_eq(a->text, b->text);
    case HIR_VAR:
        return a->var == b->var;
    case HIR_CONST:
        return a->constant == b->constant;
    case HIR_COLREF:
        return a->column == b->column;
    case HIR_CONVERT:
    case HIR_NEG:
    case HIR_NOT:
    case HIR_IS_NULL:
        return expr_same(a->unary.operand, b->unary.operand);
    case HIR_ARITH:
    case HIR_AND:
    case HIR_OR:
    case HIR_COMPARE:
    case HIR_IN:
    case HIR_COALESCE:
        return a->binary.op == b->binary.op && expr_same(a->binary.left, b->binary.left) &&
               expr_same(a->binary.right, b->binary.right);
    case HIR_SLICE:
        return same_all((Hir *[]){a->slice.object, a->slice.start, a->slice.end}, 3,
                        (Hir *[]){b->slice.object, b->slice.start, b->slice.end}, 3);
    case HIR_LIST:
        return same_all(a->list.items.at, a->list.items.count, b->list.items.at,
                        b->list.items.count);
    case HIR_BUILTIN:
        return a->builtin.builtin == b->builtin.builtin && a->builtin.builtin->pure &&
               same_all(a->builtin.args.at, a->builtin.args.count, b->builtin.args.at,
                        b->builtin.args.count);
    case HIR_CALL:
        return a->call.fn == b->call.fn && a->call.fn->pure &&
               same_all(a->call.args.at, a->call.args.count, b->call.args.at, b->call.args.count);
    default:
        return false;
    }
}
