/* SPDX-License-Identifier: MIT
 *
 * Evaluating statements, loops, comprehensions and calls of functions. A list that
 * belongs to one variable alone is changed in place, so that a loop which fills one
 * costs what it costs in the running program.
 */
#include "dash/parts.h"
#include "sema/evaluate.h"

/* ---- variables ------------------------------------------------------------ */

Value *slot_of(Evaluator *f, const HirVar *var)
{
    for (int i = f->frame->slots.count - 1; i >= 0; i--)
        if (f->frame->slots.at[i].var == var)
            return &f->frame->slots.at[i].value;
    give_up(f);
}

static void set_var(Evaluator *f, const HirVar *var, Value value)
{
    for (int i = f->frame->slots.count - 1; i >= 0; i--)
        if (f->frame->slots.at[i].var == var) {
            f->frame->slots.at[i].value = value;
            return;
        }
    spend(f, f->frame->slots.count / 8);
    vec_push(f->arena, &f->frame->slots, ((Slot){var, value}));
}

/* Makes the items at `place` those of `var` alone. */
static Items *own(Evaluator *f, Value *place, const HirVar *var)
{
    Items *old = place->items;
    if (old->owner == var)
        return old;
    place->items = new_items(f, old->count);
    place->items->owner = var;
    for (int i = 0; i < old->count; i++)
        put_item(f, place->items, old->at[i]);
    return place->items;
}

/* What is inside is shared with the list that it was copied from: it gets its owner
 * only on the way to it, and only when the whole way is owned. */
static Value *place_of(Evaluator *f, const Hir *hir, const HirVar *var)
{
    if (hir->kind == HIR_VAR)
        return slot_of(f, hir->var);
    if (hir->kind == HIR_CONVERT)
        return place_of(f, hir->unary.operand, var);
    bool field = hir->kind == HIR_FIELD;
    if (!field && hir->kind != HIR_INDEX)
        give_up(f);
    const Hir *object = field ? hir->unary.operand : hir->binary.left;
    Value *place = place_of(f, object, var);
    bool owned = place->items->owner == var;
    Items *items = own(f, place, var);
    for (int i = 0; !owned && i < items->count; i++) {
        const Type *type = type_without_null(object->type);
        const Type *item = type->kind == TY_LIST  ? type->item
                           : type->kind == TY_MAP ? type->item
                                                  : type->fields[i].type;
        TypeKind kind = type_without_null(item)->kind;
        bool nested = kind == TY_LIST || kind == TY_RECORD || kind == TY_TUPLE || kind == TY_MAP;
        if (nested && !items->at[i].null && (type->kind != TY_MAP || i % 2 == 1))
            items->at[i].items->owner = NULL;
    }
    if (field)
        return &items->at[hir->unary.index];
    Value index = evaluate(f, hir->binary.right);
    f->at = hir->span;
    if (object->type->kind == TY_LIST)
        return &items->at[dash_index(f->cx, index.integer, (size_t)items->count, "")];
    Value *found = map_place(f, object->type, items, index);
    if (found)
        return found;
    put_item(f, items, index);
    put_item(f, items, (Value){0});
    return &items->at[items->count - 1];
}

static void assign(Evaluator *f, const HirStmt *stmt)
{
    Value value = evaluate(f, stmt->value);
    if (f->flow)
        return;
    if (stmt->place)
        *place_of(f, stmt->place, stmt->var) = value;
    else
        set_var(f, stmt->var, value);
}

static void append(Evaluator *f, const HirStmt *stmt)
{
    Value value = evaluate(f, stmt->value);
    if (f->flow)
        return;
    Items *items = own(f, place_of(f, stmt->place, stmt->var), stmt->var);
    int count = value.items->count;
    for (int i = 0; i < count; i++)
        put_item(f, items, value.items->at[i]);
}

/* ---- statements ----------------------------------------------------------- */

static void run_body(Evaluator *f, const Hir *body)
{
    evaluate_block(f, body);
    if (f->flow == FLOW_CONTINUE)
        f->flow = FLOW_ON;
}

static void run_for(Evaluator *f, const HirStmt *stmt)
{
    Value list = evaluate(f, stmt->value);
    if (stmt->value->type->kind != TY_LIST)
        give_up(f);
    for (int i = 0; !f->flow && i < list.items->count; i++) {
        set_var(f, stmt->var, list.items->at[i]);
        run_body(f, stmt->body);
    }
    if (f->flow == FLOW_BREAK)
        f->flow = FLOW_ON;
}

static void run_while(Evaluator *f, const HirStmt *stmt)
{
    while (!f->flow && evaluate(f, stmt->value).boolean && !f->flow)
        run_body(f, stmt->body);
    if (f->flow == FLOW_BREAK)
        f->flow = FLOW_ON;
}

static void run(Evaluator *f, const HirStmt *stmt)
{
    spend(f, 1);
    switch (stmt->kind) {
    case HIR_STMT_EXPR:
        evaluate(f, stmt->value);
        break;
    case HIR_STMT_LET: {
        Value value = evaluate(f, stmt->value);
        if (!f->flow)
            set_var(f, stmt->var, value);
        break;
    }
    case HIR_STMT_ASSIGN:
        assign(f, stmt);
        break;
    case HIR_STMT_APPEND:
        append(f, stmt);
        break;
    case HIR_STMT_FOR:
        run_for(f, stmt);
        break;
    case HIR_STMT_WHILE:
        run_while(f, stmt);
        break;
    case HIR_STMT_BREAK:
        f->flow = FLOW_BREAK;
        break;
    case HIR_STMT_CONTINUE:
        f->flow = FLOW_CONTINUE;
        break;
    case HIR_STMT_PUSH:
        give_up(f);
    }
}

Value evaluate_block(Evaluator *f, const Hir *hir)
{
    for (int i = 0; !f->flow && i < hir->block.statements.count; i++)
        run(f, hir->block.statements.at[i]);
    return hir->block.value ? evaluate(f, hir->block.value) : (Value){0};
}

/* ---- comprehensions ------------------------------------------------------- */

static bool conditions_hold(Evaluator *f, const Hir *hir)
{
    for (int i = 0; i < hir->comprehension.conditions.count; i++)
        if (!evaluate(f, hir->comprehension.conditions.at[i]).boolean)
            return false;
    return true;
}

static void turn(Evaluator *f, const Hir *hir, Items *items)
{
    if (hir->comprehension.unpack)
        evaluate_block(f, hir->comprehension.unpack);
    if (!conditions_hold(f, hir))
        return;
    const Hir *item = hir->comprehension.item, *key = hir->comprehension.key;
    Value at = key ? evaluate(f, key) : (Value){0};
    Value value = evaluate(f, item);
    if (f->flow)
        return;
    if (key) {
        Value *place = map_place(f, hir->type, items, at);
        if (place) {
            *place = value;
            return;
        }
        put_item(f, items, at);
    }
    if (!hir->comprehension.flat) {
        put_item(f, items, value);
        return;
    }
    if (hir->type->kind == TY_MAP)
        give_up(f);
    for (int i = 0; i < value.items->count; i++)
        put_item(f, items, value.items->at[i]);
}

Value evaluate_comprehension(Evaluator *f, const Hir *hir)
{
    Value source = evaluate(f, hir->comprehension.source);
    Items *items = new_items(f, 4);
    if (hir->comprehension.source->type->kind != TY_LIST)
        give_up(f);
    for (int i = 0; !f->flow && i < source.items->count; i++) {
        set_var(f, hir->comprehension.var, source.items->at[i]);
        turn(f, hir, items);
    }
    return (Value){.items = items};
}

/* ---- functions ------------------------------------------------------------ */

Value evaluate_fn(Evaluator *f, const Hir *hir)
{
    enum { DEEPEST = 1000 };
    const HirFn *fn = hir->call.fn;
    Frame frame = {.depth = f->frame->depth + 1};
    if (!fn->body || fn->purity.impure || frame.depth > DEEPEST)
        give_up(f);
    for (int i = 0; i < fn->params.count; i++) {
        const Hir *arg = hir->call.args.at[i] ? hir->call.args.at[i] : fn->defaults.at[i];
        vec_push(f->arena, &frame.slots, ((Slot){fn->params.at[i], evaluate(f, arg)}));
    }
    if (f->flow)
        return (Value){0};
    Frame *outer = f->frame;
    f->frame = &frame;
    Value value = evaluate(f, fn->body);
    f->frame = outer;
    if (f->flow == FLOW_RETURN)
        value = f->returned;
    f->flow = FLOW_ON;
    return value;
}
