/* SPDX-License-Identifier: MIT
 *
 * Shapes of tables.
 */
#include "plan/shape.h"

DashEncoding plain_encoding(const Type *type)
{
    switch (type_without_null(type)->kind) {
    case TY_BOOL:
        return DASH_U8;
    case TY_FLOAT:
        return DASH_F64;
    case TY_DATE:
        return DASH_I32;
    case TY_TEXT:
        return DASH_U32;
    default:
        return DASH_I64;
    }
}

Plan *plain_shape(Arena *arena, const Type *table)
{
    Plan *shape = arena_new(arena, Plan);
    shape->op = PLAN_VALUE;
    for (int i = 0; i < table->field_count; i++) {
        const Field *field = &table->fields[i];
        vec_push(arena, &shape->columns,
                 ((PlanColumn){.name = field->name,
                               .type = field->type,
                               .encoding = plain_encoding(field->type)}));
    }
    return shape;
}

bool same_shape(const Plan *a, const Plan *b)
{
    if (a->columns.count != b->columns.count)
        return false;
    for (int i = 0; i < a->columns.count; i++) {
        const PlanColumn *x = &a->columns.at[i], *y = &b->columns.at[i];
        if (strcmp(x->name, y->name) != 0 || x->type != y->type || x->encoding != y->encoding ||
            x->dict_table != y->dict_table || (x->dict_table && x->dict_column != y->dict_column))
            return false;
    }
    return true;
}
