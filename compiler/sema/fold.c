/* SPDX-License-Identifier: MIT
 *
 * Constants that can be computed now: evaluated (evaluate.h) and written as literals,
 * which the emitter makes static data of. A constant that takes too many steps, or
 * whose parts are not values (components, figures, json), is computed when the program
 * starts.
 */
#include "sema/fold.h"
#include "dash/compute.h"
#include "sema/evaluate.h"

#define MOST_NODES 50000 /* of one literal */
#define FEW_STEPS  10000 /* of one expression of a plan */

typedef struct Folder {
    Arena *arena;
    Evaluator *evaluator;
    const Hir *constant;
    Hir *result;
    int nodes;
} Folder;

static Hir *literal_of(Folder *f, const Type *type, Value value);

static Hir *node_of(Folder *f, HirKind kind, const Type *type)
{
    Hir *hir = arena_new(f->arena, Hir);
    hir->kind = kind;
    hir->type = type;
    hir->span = f->constant->span;
    return hir;
}

static bool is_foldable(const Type *type)
{
    switch (type->kind) {
    case TY_OPTIONAL:
    case TY_LIST:
        return is_foldable(type->item);
    case TY_MAP:
        return is_foldable(type->item);
    case TY_RECORD:
    case TY_TUPLE:
        return all_fields(type, is_foldable);
    default:
        return type_is_scalar(type);
    }
}

static Hir *scalar_literal(Folder *f, const Type *type, Value value)
{
    HirKind kind = type->kind == TY_BOOL    ? HIR_BOOL
                   : type->kind == TY_FLOAT ? HIR_FLOAT
                   : type->kind == TY_TEXT  ? HIR_TEXT
                                            : HIR_INT;
    Hir *hir = node_of(f, kind, type);
    if (kind == HIR_BOOL)
        hir->boolean = value.boolean;
    else if (kind == HIR_FLOAT)
        hir->number = value.number;
    else if (kind == HIR_INT)
        hir->integer = value.integer;
    else
        hir->text = (Str){arena_strndup(f->arena, value.text.ptr, value.text.len), value.text.len};
    return hir;
}

static Hir *map_literal(Folder *f, const Type *type, const Items *items)
{
    Hir *hir = node_of(f, HIR_MAP, type);
    for (int i = 0; i < items->count; i += 2) {
        vec_push(f->arena, &hir->map.keys, literal_of(f, type->key, items->at[i]));
        vec_push(f->arena, &hir->map.values, literal_of(f, type->item, items->at[i + 1]));
    }
    return hir;
}

static Hir *items_literal(Folder *f, const Type *type, const Items *items)
{
    HirKind kind = type->kind == TY_LIST     ? HIR_LIST
                   : type->kind == TY_RECORD ? HIR_RECORD
                                             : HIR_TUPLE;
    Hir *hir = node_of(f, kind, type);
    for (int i = 0; i < items->count; i++) {
        const Type *item = kind == HIR_LIST ? type->item : type->fields[i].type;
        vec_push(f->arena, &hir->list.items, literal_of(f, item, items->at[i]));
        vec_push(f->arena, &hir->list.spliced, false);
    }
    return hir;
}

static Hir *literal_of(Folder *f, const Type *type, Value value)
{
    if (++f->nodes > MOST_NODES)
        give_up(f->evaluator);
    if (type->kind == TY_OPTIONAL && value.null)
        return node_of(f, HIR_NULL, type);
    if (type->kind == TY_OPTIONAL) {
        Hir *hir = node_of(f, HIR_CONVERT, type);
        hir->unary.operand = literal_of(f, type->item, value);
        return hir;
    }
    if (type->kind == TY_MAP)
        return map_literal(f, type, value.items);
    if (type_is_scalar(type))
        return scalar_literal(f, type, value);
    return items_literal(f, type, value.items);
}

static void fold(DashCx *cx, void *state)
{
    Folder *f = state;
    Frame frame = {0};
    f->evaluator->cx = cx;
    f->evaluator->frame = &frame;
    Value value = evaluate(f->evaluator, f->constant);
    f->result = literal_of(f, f->constant->type, value);
}

Hir *fold_scalar(Arena *arena, Hir *value)
{
    char message[200];
    long left = FEW_STEPS;
    Evaluator evaluator = {.arena = arena, .at = value->span, .left = &left};
    Folder f = {.arena = arena, .evaluator = &evaluator, .constant = value};
    bool computed = type_is_scalar(value->type) && dash_compute(fold, &f, message, sizeof message);
    return computed ? f.result : value;
}

Hir *fold_constant(Checker *c, Hir *value)
{
    char message[200];
    if (!is_foldable(value->type))
        return value;
    Evaluator evaluator = {.arena = c->arena, .at = value->span, .left = &c->steps_left};
    Folder f = {.arena = c->arena, .evaluator = &evaluator, .constant = value};
    if (dash_compute(fold, &f, message, sizeof message))
        return f.result;
    if (evaluator.gave_up)
        return value;
    Diag *d = diag_error(c->diags, E0321, evaluator.at, "this cannot be computed: %s", message);
    if (evaluator.at.start < value->span.start || evaluator.at.end > value->span.end)
        diag_note_at(d, value->span, "it is computed for this constant");
    return hir_error(c, value->span);
}
