/* SPDX-License-Identifier: MIT
 *
 * Row expressions with their constant parts computed: `.x > 60 * 60` compares
 * with 3600, `p and true` is p. What would fail when it is computed stays as it
 * is: it fails when a row gets to it, or never.
 */
#include "plan/rules.h"
#include "sema/fold.h"

typedef struct Fold {
    Arena *arena;
    bool folded;
} Fold;

static bool is_literal(const Hir *hir)
{
    return hir->kind == HIR_BOOL || hir->kind == HIR_INT || hir->kind == HIR_FLOAT ||
           hir->kind == HIR_TEXT || hir->kind == HIR_NULL;
}

static bool is_bool(const Hir *hir, bool value)
{
    return hir->kind == HIR_BOOL && hir->boolean == value;
}

/* `and` and `or` of which a side is known, `if` of which the condition is; NULL: none of them. */
static Hir *decided(const Hir *hir)
{
    if (hir->kind == HIR_IF && hir->if_.otherwise && hir->if_.condition->kind == HIR_BOOL)
        return hir->if_.condition->boolean ? hir->if_.then : hir->if_.otherwise;
    if (hir->kind != HIR_AND && hir->kind != HIR_OR)
        return NULL;
    bool neutral = hir->kind == HIR_AND;
    Hir *left = hir->binary.left, *right = hir->binary.right;
    Hir *result = is_bool(left, neutral)                         ? right
                  : is_bool(right, neutral)                      ? left
                  : is_bool(left, !neutral)                      ? left
                  : is_bool(right, !neutral) && expr_total(left) ? right
                                                                 : NULL;
    return result && result->type == hir->type ? result : NULL;
}

static bool is_one_constant(const Hir *hir)
{
    return is_literal(hir) || hir->kind == HIR_CONST || hir->kind == HIR_COLREF ||
           hir->kind == HIR_VAR;
}

static void fold_part(Hir **slot, void *data)
{
    Fold *fold = data;
    if (is_one_constant(*slot) || !expr_movable(*slot))
        return;
    Hir *whole = fold_scalar(fold->arena, *slot);
    if (whole == *slot) {
        whole = hir_copy_with(fold->arena, *slot, fold_part, fold);
        Hir *less = decided(whole);
        fold->folded |= less != NULL;
        *slot = less ? less : whole;
        return;
    }
    /* a duration or a text is written as it was meant: nobody computed anything */
    fold->folded |= (*slot)->kind != HIR_CONVERT;
    *slot = whole;
}

void plan_fold(Arena *arena, Plan *plan)
{
    Fold fold = {arena, false};
    plan_each_part(arena, plan, fold_part, &fold);
    plan->rules |= fold.folded ? RULE_FOLDED : 0;
}
