/* SPDX-License-Identifier: MIT
 *
 * Comparing json and looking into it.
 */
#include "dash/value.h"

#include <string.h>

#include "dash/parts.h"
#include "dash/text.h"

static bool is_number(DashValue value)
{
    return value.kind == DASH_INT || value.kind == DASH_FLOAT;
}

static double number_of(DashValue value)
{
    return value.kind == DASH_INT ? (double)value.integer : value.number;
}

static bool items_eq(DashValue a, DashValue b)
{
    if (a.count != b.count)
        return false;
    for (uint32_t i = 0; i < a.count; i++)
        if (!dash_value_eq(a.items[i], b.items[i]))
            return false;
    return true;
}

static const DashField *field_of(DashValue object, DashText name, uint32_t hint)
{
    if (object.kind != DASH_OBJECT)
        return NULL;
    if (hint < object.count && dash_text_eq(object.fields[hint].name, name))
        return &object.fields[hint];
    for (uint32_t i = 0; i < object.count; i++)
        if (dash_text_eq(object.fields[i].name, name))
            return &object.fields[i];
    return NULL;
}

/* Names in any order. */
static bool fields_eq(DashValue a, DashValue b)
{
    if (a.count != b.count)
        return false;
    for (uint32_t i = 0; i < a.count; i++) {
        const DashField *other = field_of(b, a.fields[i].name, i);
        if (!other || !dash_value_eq(a.fields[i].value, other->value))
            return false;
    }
    return true;
}

bool dash_value_eq(DashValue a, DashValue b)
{
    if (is_number(a) && is_number(b) && a.kind != b.kind)
        return number_of(a) == number_of(b);
    if (a.kind != b.kind)
        return false;
    switch (a.kind) {
    case DASH_NULL:
    case DASH_NO_UPDATE:
        return true;
    case DASH_BOOL:
        return a.boolean == b.boolean;
    case DASH_INT:
        return a.integer == b.integer;
    case DASH_FLOAT:
        return a.number == b.number;
    case DASH_STRING:
    case DASH_JSON:
        return dash_text_eq(a.text, b.text);
    case DASH_LIST:
        return items_eq(a, b);
    case DASH_OBJECT:
        return fields_eq(a, b);
    case DASH_ARRAY:
        return a.array == b.array;
    }
    return false;
}

bool dash_value_has(DashValue value, DashValue part)
{
    if (value.kind == DASH_OBJECT)
        return part.kind == DASH_STRING && field_of(value, part.text, 0);
    if (value.kind == DASH_STRING)
        return part.kind == DASH_STRING && dash_contains(value.text, part.text);
    if (value.kind != DASH_LIST)
        return false;
    for (uint32_t i = 0; i < value.count; i++)
        if (dash_value_eq(value.items[i], part))
            return true;
    return false;
}

DashValue dash_value_slice(DashValue value, int64_t start, int64_t end)
{
    if (value.kind == DASH_STRING)
        return dash_string(dash_text_slice(value.text, start, end));
    if (value.kind != DASH_LIST)
        return DASH_NULL_VALUE;
    DashSpan span = dash_span(start, end, value.count);
    return (DashValue){
        .kind = DASH_LIST, .count = (uint32_t)span.len, .items = value.items + span.from};
}

DashTexts dash_value_keys(DashCx *cx, DashValue value)
{
    size_t len = value.kind == DASH_OBJECT ? value.count : 0;
    DashText *names = dash_alloc_array(cx, len, sizeof *names);
    for (size_t i = 0; i < len; i++)
        names[i] = value.fields[i].name;
    return (DashTexts){names, len};
}

/* ---- changed copies ----------------------------------------------------- */

static DashValue object_with(DashCx *cx, DashValue object, DashText name, DashValue part)
{
    const DashField *old = field_of(object, name, 0);
    size_t count = object.kind == DASH_OBJECT ? object.count : 0;
    size_t at = old ? (size_t)(old - object.fields) : count;
    size_t made = at == count ? count + 1 : count;
    if (made > UINT32_MAX)
        dash_fail(cx, "", "an object with %zu fields is too large", made);
    DashField *fields = dash_alloc_array(cx, made, sizeof *fields);
    if (count > 0)
        memcpy(fields, object.fields, count * sizeof *fields);
    fields[at] = (DashField){name, part};
    return (DashValue){.kind = DASH_OBJECT, .count = (uint32_t)made, .fields = fields};
}

DashValue dash_value_with(DashCx *cx, DashValue value, DashValue key, DashValue part,
                          const char *where)
{
    bool object = value.kind == DASH_OBJECT || value.kind == DASH_NULL;
    if (object && key.kind == DASH_STRING)
        return object_with(cx, value, key.text, part);
    if (value.kind != DASH_LIST || key.kind != DASH_INT)
        dash_fail(cx, where, "a %s has no part at a key that is %s", dash_kind_name(value.kind),
                  dash_kind_name(key.kind));
    size_t at = dash_index(cx, key.integer, value.count, where);
    DashValue *items = dash_alloc_array(cx, value.count, sizeof *items);
    memcpy(items, value.items, value.count * sizeof *items);
    items[at] = part;
    return (DashValue){.kind = DASH_LIST, .count = value.count, .items = items};
}

DashValue dash_value_merge(DashCx *cx, DashValue a, DashValue b)
{
    size_t count = a.kind == DASH_OBJECT ? a.count : 0, more = b.kind == DASH_OBJECT ? b.count : 0;
    DashField *fields = dash_alloc_array(cx, count + more, sizeof *fields);
    if (count > 0)
        memcpy(fields, a.fields, count * sizeof *fields);
    for (size_t i = 0; i < more; i++) {
        const DashField *old = field_of(a, b.fields[i].name, (uint32_t)i);
        fields[old ? (size_t)(old - a.fields) : count++] = b.fields[i];
    }
    if (count > UINT32_MAX)
        dash_fail(cx, "", "an object with %zu fields is too large", count);
    return (DashValue){.kind = DASH_OBJECT, .count = (uint32_t)count, .fields = fields};
}
