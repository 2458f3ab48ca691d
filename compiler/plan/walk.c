/* SPDX-License-Identifier: MIT
 *
 * The one place that knows the parts of every kind of node.
 */
#include "plan/walk.h"

Plan **hir_plan(Hir *hir)
{
    switch (hir->kind) {
    case HIR_TABLE:
    case HIR_COLUMN:
        return &hir->plan;
    case HIR_FIGURE:
        return hir->px.plan ? &hir->px.plan : NULL;
    case HIR_REDUCE:
        return &hir->reduce.plan;
    case HIR_ROW:
        return &hir->row.plan;
    default:
        return NULL;
    }
}

/* ---- the parts of a node --------------------------------------------------- */

typedef struct Parts {
    Arena *copies; /* the node's lists are copied to it; NULL: they are visited in place */
    HirVisit visit;
    void *data;
} Parts;

static void *copied(const Parts *p, const void *items, size_t size)
{
    return size ? memcpy(arena_alloc(p->copies, size), items, size) : NULL;
}

/* Makes a list the node's own. */
#define OWN(p, list)                                                                               \
    do {                                                                                           \
        if ((p)->copies) {                                                                         \
            (list).at = copied(p, (list).at, sizeof *(list).at * (size_t)(list).count);            \
            (list).capacity = (list).count;                                                        \
        }                                                                                          \
    } while (0)

static void part(const Parts *p, Hir **slot)
{
    if (*slot)
        p->visit(slot, p->data);
}

static void all_parts(const Parts *p, Hir **items, int count)
{
    for (int i = 0; i < count; i++)
        part(p, &items[i]);
}

static void block_parts(const Parts *p, Hir *block)
{
    for (int i = 0; i < block->block.statements.count; i++) {
        HirStmt *stmt = block->block.statements.at[i];
        if (p->copies)
            stmt = block->block.statements.at[i] = copied(p, stmt, sizeof *stmt);
        part(p, &stmt->place);
        part(p, &stmt->value);
        part(p, &stmt->body);
    }
    part(p, &block->block.value);
}

static void px_parts(const Parts *p, Hir *hir)
{
    for (int i = 0; i < hir->px.args.count; i++) {
        HirPxArg *arg = &hir->px.args.at[i];
        part(p, &arg->value);
        OWN(p, arg->values);
        all_parts(p, arg->values.at, arg->values.count);
    }
}

static void patch_parts(const Parts *p, Hir *hir)
{
    for (int i = 0; i < hir->patch.ops.count; i++) {
        HirPatchOp *op = &hir->patch.ops.at[i];
        part(p, &op->location);
        part(p, &op->value);
        part(p, &op->index);
    }
}

static void comprehension_parts(const Parts *p, Hir *hir)
{
    part(p, &hir->comprehension.source);
    part(p, &hir->comprehension.unpack);
    OWN(p, hir->comprehension.conditions);
    all_parts(p, hir->comprehension.conditions.at, hir->comprehension.conditions.count);
    part(p, &hir->comprehension.key);
    part(p, &hir->comprehension.item);
}

static void parts(const Parts *p, Hir *hir)
{
    switch (hir->kind) {
    case HIR_CONCAT:
        OWN(p, hir->concat.parts);
        for (int i = 0; i < hir->concat.parts.count; i++)
            part(p, &hir->concat.parts.at[i].value);
        break;
    case HIR_CONVERT:
    case HIR_CAST:
    case HIR_NEG:
    case HIR_NOT:
    case HIR_IS_NULL:
    case HIR_FIELD:
    case HIR_RETURN:
    case HIR_FAILURE:
        part(p, &hir->unary.operand);
        break;
    case HIR_ARITH:
    case HIR_AND:
    case HIR_OR:
    case HIR_COMPARE:
    case HIR_IN:
    case HIR_COALESCE:
    case HIR_INDEX:
        part(p, &hir->binary.left);
        part(p, &hir->binary.right);
        break;
    case HIR_IF:
        part(p, &hir->if_.condition);
        part(p, &hir->if_.then);
        part(p, &hir->if_.otherwise);
        break;
    case HIR_BLOCK:
    case HIR_CHILDREN:
        OWN(p, hir->block.statements);
        block_parts(p, hir);
        break;
    case HIR_LIST:
    case HIR_RECORD:
    case HIR_TUPLE:
        OWN(p, hir->list.items);
        all_parts(p, hir->list.items.at, hir->list.items.count);
        break;
    case HIR_MAP:
        OWN(p, hir->map.keys);
        OWN(p, hir->map.values);
        all_parts(p, hir->map.keys.at, hir->map.keys.count);
        all_parts(p, hir->map.values.at, hir->map.values.count);
        break;
    case HIR_LIST_COMP:
        comprehension_parts(p, hir);
        break;
    case HIR_SLICE:
        part(p, &hir->slice.object);
        part(p, &hir->slice.start);
        part(p, &hir->slice.end);
        break;
    case HIR_CALL:
        OWN(p, hir->call.args);
        all_parts(p, hir->call.args.at, hir->call.args.count);
        break;
    case HIR_BUILTIN:
        OWN(p, hir->builtin.args);
        all_parts(p, hir->builtin.args.at, hir->builtin.args.count);
        break;
    case HIR_CALLBACK:
        OWN(p, hir->callback.args);
        all_parts(p, hir->callback.args.at, hir->callback.args.count);
        break;
    case HIR_COMPONENT:
        OWN(p, hir->component.props);
        for (int i = 0; i < hir->component.props.count; i++)
            part(p, &hir->component.props.at[i].value);
        break;
    case HIR_FIGURE:
        OWN(p, hir->px.args);
        px_parts(p, hir);
        break;
    case HIR_PATCH:
        OWN(p, hir->patch.ops);
        patch_parts(p, hir);
        break;
    case HIR_SET_PROPS:
        part(p, &hir->set_props.id);
        OWN(p, hir->set_props.props);
        for (int i = 0; i < hir->set_props.props.count; i++)
            part(p, &hir->set_props.props.at[i].value);
        break;
    case HIR_ROW:
        part(p, &hir->row.index);
        break;
    case HIR_REDUCE:
        part(p, &hir->reduce.aggregate.argument);
        part(p, &hir->reduce.aggregate.parameter);
        break;
    default: /* leaves */
        break;
    }
}

void hir_each_part(Hir *hir, HirVisit visit, void *data)
{
    parts(&(Parts){NULL, visit, data}, hir);
}

Hir *hir_copy_with(Arena *arena, const Hir *hir, HirVisit visit, void *data)
{
    Hir *copy = arena_new(arena, Hir);
    *copy = *hir;
    parts(&(Parts){arena, visit, data}, copy);
    return copy;
}

/* ---- walking ---------------------------------------------------------------- */

typedef struct Walk {
    HirEnter enter;
    void *data;
} Walk;

static void walk_part(Hir **slot, void *data)
{
    const Walk *walk = data;
    hir_walk(*slot, walk->enter, walk->data);
}

void hir_walk(Hir *hir, HirEnter enter, void *data)
{
    if (!hir || !enter(hir, data))
        return;
    hir_each_part(hir, walk_part, &(Walk){enter, data});
    Plan **plan = hir_plan(hir);
    if (plan)
        hir_walk_plan(*plan, enter, data);
}

void plan_each_part(Arena *copies, Plan *plan, HirVisit visit, void *data)
{
    const Parts p = {copies, visit, data};
    part(&p, &plan->value);
    part(&p, &plan->predicate);
    part(&p, &plan->count);
    part(&p, &plan->seed);
    part(&p, &plan->step);
    OWN(&p, plan->exprs);
    all_parts(&p, plan->exprs.at, plan->exprs.count);
    OWN(&p, plan->keys);
    for (int i = 0; i < plan->keys.count; i++)
        part(&p, &plan->keys.at[i].expr);
    OWN(&p, plan->asked);
    all_parts(&p, plan->asked.at, plan->asked.count);
    OWN(&p, plan->aggregates);
    for (int i = 0; plan->op == PLAN_GROUP && i < plan->aggregates.count; i++) {
        part(&p, &plan->aggregates.at[i].argument);
        part(&p, &plan->aggregates.at[i].parameter);
    }
    OWN(&p, plan->windows);
    for (int i = 0; i < plan->windows.count; i++)
        part(&p, &plan->windows.at[i].size);
}

void hir_walk_plan(Plan *plan, HirEnter enter, void *data)
{
    for (; plan; plan = plan->input) {
        hir_walk_plan(plan->other, enter, data);
        plan_each_part(NULL, plan, walk_part, &(Walk){enter, data});
    }
}
