/* SPDX-License-Identifier: MIT
 *
 * The props that callbacks set though they are no outputs of theirs. They are
 * few: each new one is looked for among those before it.
 */
#include "dispatch/effects.h"

#include <string.h>

#include "dash/effects.h"
#include "dash/text.h"

static const DashText PATCH_MARK = {"__dash_patch_update", sizeof "__dash_patch_update" - 1};

static SideUpdate *find(const DashCall *call, DashText id, DashText property)
{
    for (size_t i = 0; i < call->side_count; i++)
        if (dash_text_eq(call->side[i].id, id) && dash_text_eq(call->side[i].property, property))
            return &call->side[i];
    return NULL;
}

static bool is_patch(DashValue value)
{
    return value.kind == DASH_OBJECT && dash_get(value, PATCH_MARK).kind == DASH_STRING;
}

/* One patch after the other as one. */
static DashValue both_patches(DashCx *cx, DashValue first, DashValue second)
{
    static const DashText OPERATIONS = {"operations", sizeof "operations" - 1};
    DashItems all = dash_items(cx);
    dash_push(&all, dash_get(first, OPERATIONS));
    dash_push(&all, dash_get(second, OPERATIONS));
    return dash_object(
        cx,
        (DashField[]){{PATCH_MARK, dash_string(PATCH_MARK)}, {OPERATIONS, dash_items_value(&all)}},
        2);
}

static void set_prop(DashCx *cx, DashCall *call, DashText id, const DashField *prop)
{
    SideUpdate *set = find(call, id, prop->name);
    if (set) {
        bool join = is_patch(set->value) && is_patch(prop->value);
        set->value = join ? both_patches(cx, set->value, prop->value) : prop->value;
        return;
    }
    if (call->side_count == call->side_capacity) {
        size_t wanted = call->side_capacity ? call->side_capacity * 2 : 8;
        call->side = dash_grow(cx, call->side, call->side_capacity * sizeof *call->side,
                               wanted * sizeof *call->side);
        call->side_capacity = wanted;
    }
    call->side[call->side_count++] = (SideUpdate){id, prop->name, prop->value};
}

void dash_set_props(DashCx *cx, DashText id, const DashField *props, size_t count)
{
    if (!cx->call)
        dash_fail(cx, "", "set_props outside of a callback");
    for (size_t i = 0; i < count; i++)
        set_prop(cx, cx->call, id, &props[i]);
}

/* ---- the answer --------------------------------------------------------- */

static bool is_written(const DashCall *call, size_t index)
{
    for (size_t i = 0; i < index; i++)
        if (dash_text_eq(call->side[i].id, call->side[index].id))
            return true;
    return false;
}

void effects_write(JsonWriter *w, const DashCall *call)
{
    if (call->side_count == 0)
        return;
    json_literal(w, "\"sideUpdate\":{");
    for (size_t i = 0; i < call->side_count; i++) {
        if (is_written(call, i))
            continue;
        json_key(w, call->side[i].id);
        json_literal(w, "{");
        for (size_t j = i; j < call->side_count; j++) {
            if (!dash_text_eq(call->side[j].id, call->side[i].id))
                continue;
            json_key(w, call->side[j].property);
            json_value(w, &call->side[j].value);
        }
        json_literal(w, "}");
    }
    json_literal(w, "},");
}
