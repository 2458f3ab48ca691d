/* SPDX-License-Identifier: MIT
 *
 * What a select or a group computes more than once for a row: calls of pure
 * functions that are the same become a column of a select below, which the loop
 * keeps in a variable. Arithmetic and comparisons are left to the C compiler,
 * which finds those itself; texts are not stored, since each would need a
 * dictionary.
 */
#include "plan/rules.h"
#include "sema/builtins.h"
#include "syntax/ast.h"

typedef struct Seen {
    Hir *expr;
    int count;
    bool surely; /* wherever it stands it is computed for every row */
    Hir *column; /* once it is stored */
} Seen;

typedef struct Share {
    Arena *arena;
    Vec(Seen) seen;
    bool surely; /* of what is looked at */
} Share;

static bool is_shareable(Hir *hir)
{
    bool call = (hir->kind == HIR_BUILTIN && hir->builtin.builtin->pure &&
                 hir->builtin.builtin->form != FORM_CONSTANT) ||
                (hir->kind == HIR_CALL && hir->call.fn->pure);
    TypeKind base = expr_base(hir);
    return call && expr_reads(hir) && expr_movable(hir) &&
           (base == TY_BOOL || base == TY_INT || base == TY_FLOAT || base == TY_DATE ||
            base == TY_DATETIME || base == TY_DURATION);
}

static Seen *find(Share *share, const Hir *expr)
{
    for (int i = 0; i < share->seen.count; i++)
        if (expr_same(share->seen.at[i].expr, expr))
            return &share->seen.at[i];
    return NULL;
}

static void count_part(Hir **slot, void *data);

static void count_unsure(Share *share, Hir **slot)
{
    bool surely = share->surely;
    share->surely = false;
    if (*slot)
        count_part(slot, share);
    share->surely = surely;
}

static void count_part(Hir **slot, void *data)
{
    Share *share = data;
    Hir *hir = *slot;
    if (is_shareable(hir)) {
        Seen *seen = find(share, hir);
        if (seen)
            seen->count++;
        else
            vec_push(share->arena, &share->seen, ((Seen){hir, 1, share->surely, NULL}));
        if (seen)
            seen->surely &= share->surely;
        if (seen)
            return; /* its parts were counted with the first */
    }
    switch (hir->kind) {
    case HIR_AND:
    case HIR_OR:
    case HIR_COALESCE:
        count_part(&hir->binary.left, share);
        count_unsure(share, &hir->binary.right);
        break;
    case HIR_IF:
        count_part(&hir->if_.condition, share);
        count_unsure(share, &hir->if_.then);
        count_unsure(share, &hir->if_.otherwise);
        break;
    default:
        if (expr_movable(hir))
            hir_each_part(hir, count_part, share);
        break;
    }
}

static bool is_common(const Seen *seen)
{
    return seen->count > 1 && (seen->surely || expr_total(seen->expr));
}

static void replace_part(Hir **slot, void *data)
{
    Share *share = data;
    const Seen *seen = is_shareable(*slot) ? find(share, *slot) : NULL;
    if (seen && seen->column)
        *slot = seen->column;
    else if (expr_movable(*slot))
        *slot = hir_copy_with(share->arena, *slot, replace_part, share);
}

Plan *plan_share(Arena *arena, Plan *plan)
{
    Share share = {.arena = arena, .surely = true};
    plan_each_part(NULL, plan, count_part, &share);
    Plan *below = NULL;
    for (int i = 0; i < share.seen.count; i++) {
        Seen *seen = &share.seen.at[i];
        if (!is_common(seen))
            continue;
        if (!below)
            below = plan_select_all(arena, plan->input, plan->span);
        seen->column = plan_add_computed(arena, below, "shared", seen->expr);
    }
    if (!below)
        return NULL;
    below->rules |= RULE_SHARED;
    plan_each_part(arena, plan, replace_part, &share);
    plan->input = below;
    return plan;
}
