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

static void walk_all(Hir **items, int count, HirEnter enter, void *data)
{
    for (int i = 0; i < count; i++)
        hir_walk(items[i], enter, data);
}

static void walk_block(Hir *block, HirEnter enter, void *data)
{
    for (int i = 0; i < block->block.statements.count; i++) {
        HirStmt *stmt = block->block.statements.at[i];
        hir_walk(stmt->place, enter, data);
        hir_walk(stmt->value, enter, data);
        hir_walk(stmt->body, enter, data);
    }
    hir_walk(block->block.value, enter, data);
}

static void walk_px(Hir *hir, HirEnter enter, void *data)
{
    for (int i = 0; i < hir->px.args.count; i++) {
        HirPxArg *arg = &hir->px.args.at[i];
        hir_walk(arg->value, enter, data);
        walk_all(arg->values.at, arg->values.count, enter, data);
    }
}

static void walk_patch(Hir *hir, HirEnter enter, void *data)
{
    for (int i = 0; i < hir->patch.ops.count; i++) {
        const HirPatchOp *op = &hir->patch.ops.at[i];
        hir_walk(op->location, enter, data);
        hir_walk(op->value, enter, data);
        hir_walk(op->index, enter, data);
    }
}

void hir_walk_plan(Plan *plan, HirEnter enter, void *data)
{
    for (; plan; plan = plan->input) {
        hir_walk_plan(plan->other, enter, data);
        hir_walk(plan->value, enter, data);
        hir_walk(plan->predicate, enter, data);
        hir_walk(plan->count, enter, data);
        hir_walk(plan->seed, enter, data);
        hir_walk(plan->step, enter, data);
        walk_all(plan->exprs.at, plan->exprs.count, enter, data);
        for (int i = 0; i < plan->keys.count; i++)
            hir_walk(plan->keys.at[i].expr, enter, data);
        for (int i = 0; plan->op == PLAN_GROUP && i < plan->aggregates.count; i++) {
            hir_walk(plan->aggregates.at[i].argument, enter, data);
            hir_walk(plan->aggregates.at[i].parameter, enter, data);
        }
        for (int i = 0; i < plan->windows.count; i++)
            hir_walk(plan->windows.at[i].size, enter, data);
        walk_all(plan->asked.at, plan->asked.count, enter, data);
    }
}

static void walk_parts(Hir *hir, HirEnter enter, void *data)
{
    switch (hir->kind) {
    case HIR_CONCAT:
        for (int i = 0; i < hir->concat.parts.count; i++)
            hir_walk(hir->concat.parts.at[i].value, enter, data);
        break;
    case HIR_CONVERT:
    case HIR_CAST:
    case HIR_NEG:
    case HIR_NOT:
    case HIR_IS_NULL:
    case HIR_FIELD:
    case HIR_RETURN:
    case HIR_FAILURE:
        hir_walk(hir->unary.operand, enter, data);
        break;
    case HIR_ARITH:
    case HIR_AND:
    case HIR_OR:
    case HIR_COMPARE:
    case HIR_IN:
    case HIR_COALESCE:
    case HIR_INDEX:
        hir_walk(hir->binary.left, enter, data);
        hir_walk(hir->binary.right, enter, data);
        break;
    case HIR_IF:
        hir_walk(hir->if_.condition, enter, data);
        hir_walk(hir->if_.then, enter, data);
        hir_walk(hir->if_.otherwise, enter, data);
        break;
    case HIR_BLOCK:
    case HIR_CHILDREN:
        walk_block(hir, enter, data);
        break;
    case HIR_LIST:
    case HIR_RECORD:
    case HIR_TUPLE:
        walk_all(hir->list.items.at, hir->list.items.count, enter, data);
        break;
    case HIR_MAP:
        walk_all(hir->map.keys.at, hir->map.keys.count, enter, data);
        walk_all(hir->map.values.at, hir->map.values.count, enter, data);
        break;
    case HIR_LIST_COMP:
        hir_walk(hir->comprehension.source, enter, data);
        hir_walk(hir->comprehension.unpack, enter, data);
        walk_all(hir->comprehension.conditions.at, hir->comprehension.conditions.count, enter,
                 data);
        hir_walk(hir->comprehension.key, enter, data);
        hir_walk(hir->comprehension.item, enter, data);
        break;
    case HIR_SLICE:
        hir_walk(hir->slice.object, enter, data);
        hir_walk(hir->slice.start, enter, data);
        hir_walk(hir->slice.end, enter, data);
        break;
    case HIR_CALL:
        walk_all(hir->call.args.at, hir->call.args.count, enter, data);
        break;
    case HIR_BUILTIN:
        walk_all(hir->builtin.args.at, hir->builtin.args.count, enter, data);
        break;
    case HIR_CALLBACK:
        walk_all(hir->callback.args.at, hir->callback.args.count, enter, data);
        break;
    case HIR_COMPONENT:
        for (int i = 0; i < hir->component.props.count; i++)
            hir_walk(hir->component.props.at[i].value, enter, data);
        break;
    case HIR_FIGURE:
        walk_px(hir, enter, data);
        break;
    case HIR_PATCH:
        walk_patch(hir, enter, data);
        break;
    case HIR_SET_PROPS:
        hir_walk(hir->set_props.id, enter, data);
        for (int i = 0; i < hir->set_props.props.count; i++)
            hir_walk(hir->set_props.props.at[i].value, enter, data);
        break;
    case HIR_ROW:
        hir_walk(hir->row.index, enter, data);
        break;
    case HIR_REDUCE:
        hir_walk(hir->reduce.aggregate.argument, enter, data);
        hir_walk(hir->reduce.aggregate.parameter, enter, data);
        break;
    default: /* leaves */
        break;
    }
    Plan **plan = hir_plan(hir);
    if (plan)
        hir_walk_plan(*plan, enter, data);
}

void hir_walk(Hir *hir, HirEnter enter, void *data)
{
    if (hir && enter(hir, data))
        walk_parts(hir, enter, data);
}
