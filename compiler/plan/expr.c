/* SPDX-License-Identifier: MIT
 *
 * Row expressions as the rules see them: what may move, what cannot fail, what is
 * the same.
 */
#include "plan/rules.h"
#include "sema/builtins.h"
#include "syntax/ast.h"

/* ---- moving ------------------------------------------------------------------ */

bool expr_kind_movable(HirKind kind)
{
    static const unsigned long long movable =
        1ull << HIR_NULL | 1ull << HIR_BOOL | 1ull << HIR_INT | 1ull << HIR_FLOAT |
        1ull << HIR_TEXT | 1ull << HIR_VAR | 1ull << HIR_CONST | 1ull << HIR_COLREF |
        1ull << HIR_CONCAT | 1ull << HIR_CONVERT | 1ull << HIR_NEG | 1ull << HIR_NOT |
        1ull << HIR_IS_NULL | 1ull << HIR_FIELD | 1ull << HIR_ARITH | 1ull << HIR_AND |
        1ull << HIR_OR | 1ull << HIR_COMPARE | 1ull << HIR_IN | 1ull << HIR_COALESCE |
        1ull << HIR_INDEX | 1ull << HIR_IF | 1ull << HIR_LIST | 1ull << HIR_RECORD |
        1ull << HIR_TUPLE | 1ull << HIR_CALL | 1ull << HIR_BUILTIN | 1ull << HIR_SLICE |
        1ull << HIR_CAST;
    return movable >> kind & 1;
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
    switch (hir->kind) {
    case HIR_NULL:
    case HIR_BOOL:
    case HIR_INT:
    case HIR_FLOAT:
    case HIR_TEXT:
    case HIR_VAR:
    case HIR_CONST:
    case HIR_COLREF:
    case HIR_CONCAT:
    case HIR_CONVERT:
    case HIR_NOT:
    case HIR_IS_NULL:
    case HIR_FIELD:
    case HIR_AND:
    case HIR_OR:
    case HIR_COMPARE:
    case HIR_IN:
    case HIR_COALESCE:
    case HIR_IF:
    case HIR_LIST:
        return false;
    case HIR_NEG:
    case HIR_ARITH: /* of ints it may overflow */
        return expr_base(hir) != TY_FLOAT;
    case HIR_BUILTIN:
        return !hir->builtin.builtin->pure || hir->builtin.builtin->form == FORM_FAILS ||
               hir->builtin.builtin->form == FORM_MADE;
    default:
        return true;
    }
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
