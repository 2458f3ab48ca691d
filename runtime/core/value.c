/* SPDX-License-Identifier: MIT
 *
 * Making and looking into values. A list or object holds copies of its
 * elements' heads; what they point at is shared, which is safe because nothing
 * is changed after it is made.
 */
#include "dash/value.h"

#include <string.h>

#include "core/cx.h"
#include "dash/text.h"

DashValue dash_opt_int(DashOptInt value)
{
    return value.has ? dash_int(value.value) : DASH_NULL_VALUE;
}

DashValue dash_opt_float(DashOptFloat value)
{
    return value.has ? dash_float(value.value) : DASH_NULL_VALUE;
}

DashValue dash_opt_bool(DashOptBool value)
{
    return value.has ? dash_bool(value.value) : DASH_NULL_VALUE;
}

static uint32_t checked_count(DashCx *cx, size_t count)
{
    if (count > UINT32_MAX)
        dash_fail(cx, "", "a value with %zu elements is too long", count);
    return (uint32_t)count;
}

/* `count` elements that are still null. */
static DashValue *new_items(DashCx *cx, size_t count)
{
    return dash_alloc_array(cx, checked_count(cx, count), sizeof(DashValue));
}

static DashValue list_of(const DashValue *items, size_t count)
{
    return (DashValue){.kind = DASH_LIST, .count = (uint32_t)count, .items = items};
}

DashValue dash_list(DashCx *cx, const DashValue *items, size_t count)
{
    DashValue *copy = new_items(cx, count);
    if (count > 0)
        memcpy(copy, items, count * sizeof *copy);
    return list_of(copy, count);
}

DashValue dash_object(DashCx *cx, const DashField *fields, size_t count)
{
    uint32_t checked = checked_count(cx, count);
    DashField *copy = dash_alloc_array(cx, count, sizeof *copy);
    if (count > 0)
        memcpy(copy, fields, count * sizeof *copy);
    return (DashValue){.kind = DASH_OBJECT, .count = checked, .fields = copy};
}

DashValue dash_list_of_texts(DashCx *cx, DashTexts texts)
{
    DashValue *items = new_items(cx, texts.len);
    for (size_t i = 0; i < texts.len; i++)
        items[i] = dash_string(texts.items[i]);
    return list_of(items, texts.len);
}

DashValue dash_list_of_ints(DashCx *cx, DashInts ints)
{
    DashValue *items = new_items(cx, ints.len);
    for (size_t i = 0; i < ints.len; i++)
        items[i] = dash_int(ints.items[i]);
    return list_of(items, ints.len);
}

DashValue dash_list_of_floats(DashCx *cx, DashFloats floats)
{
    DashValue *items = new_items(cx, floats.len);
    for (size_t i = 0; i < floats.len; i++)
        items[i] = dash_float(floats.items[i]);
    return list_of(items, floats.len);
}

DashValue dash_list_of_bools(DashCx *cx, DashBools bools)
{
    DashValue *items = new_items(cx, bools.len);
    for (size_t i = 0; i < bools.len; i++)
        items[i] = dash_bool(bools.items[i]);
    return list_of(items, bools.len);
}

DashItems dash_items(DashCx *cx)
{
    return (DashItems){.cx = cx};
}

static void reserve(DashItems *items, size_t more)
{
    if (items->capacity - items->count >= more)
        return;
    size_t wanted = items->capacity < 8 ? 8 : items->capacity * 2;
    if (wanted < items->count + more)
        wanted = items->count + more;
    checked_count(items->cx, wanted);
    items->items = dash_grow(items->cx, items->items, items->capacity * sizeof *items->items,
                             wanted * sizeof *items->items);
    items->capacity = wanted;
}

void dash_push(DashItems *items, DashValue value)
{
    if (value.kind != DASH_LIST) {
        reserve(items, 1);
        items->items[items->count++] = value;
        return;
    }
    if (value.count == 0)
        return;
    reserve(items, value.count);
    memcpy(items->items + items->count, value.items, value.count * sizeof *items->items);
    items->count += value.count;
}

DashValue dash_children(DashCx *cx, const DashValue *children, size_t count)
{
    DashItems items = dash_items(cx);
    for (size_t i = 0; i < count; i++)
        dash_push(&items, children[i]);
    return dash_items_value(&items);
}

DashValue dash_items_value(DashItems *items)
{
    return list_of(items->items, items->count);
}

DashValue dash_component(DashCx *cx, const char *namespace_, const char *type,
                         const DashField *props, size_t count)
{
    checked_count(cx, count);
    DashField *kept = dash_alloc_array(cx, count + 3, sizeof *kept);
    DashField *component = kept + count;
    uint32_t kept_count = 0;
    for (size_t i = 0; i < count; i++)
        if (props[i].value.kind != DASH_NO_UPDATE)
            kept[kept_count++] = props[i];
    component[0] = (DashField){
        DASH_TEXT("props"),
        {.kind = DASH_OBJECT, .count = kept_count, .fields = kept},
    };
    component[1] = (DashField){DASH_TEXT("type"), dash_string(dash_text_of(type))};
    component[2] = (DashField){DASH_TEXT("namespace"), dash_string(dash_text_of(namespace_))};
    return (DashValue){.kind = DASH_OBJECT, .count = 3, .fields = component};
}

DashValue dash_get(DashValue object, DashText name)
{
    if (object.kind != DASH_OBJECT)
        return DASH_NULL_VALUE;
    for (uint32_t i = 0; i < object.count; i++)
        if (dash_text_eq(object.fields[i].name, name))
            return object.fields[i].value;
    return DASH_NULL_VALUE;
}

DashValue dash_at(DashValue list, int64_t index)
{
    if (list.kind != DASH_LIST)
        return DASH_NULL_VALUE;
    if (index < 0)
        index += list.count;
    if (index < 0 || index >= list.count)
        return DASH_NULL_VALUE;
    return list.items[index];
}

const char *dash_kind_name(DashKind kind)
{
    switch (kind) {
    case DASH_NULL:
        return "null";
    case DASH_BOOL:
        return "bool";
    case DASH_INT:
        return "int";
    case DASH_FLOAT:
        return "float";
    case DASH_STRING:
        return "text";
    case DASH_LIST:
    case DASH_ARRAY:
        return "list";
    case DASH_OBJECT:
        return "object";
    case DASH_JSON:
        return "json";
    case DASH_NO_UPDATE:
        return "no_update";
    }
    return "?";
}
