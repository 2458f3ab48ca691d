/* SPDX-License-Identifier: MIT
 *
 * Constants whose value is known as static data: scalars, texts, lists, records and
 * tuples of these. A list in them is an array of its own, written before.
 */
#include "dash/compute.h"
#include "dash/map.h"
#include "emit/internal.h"

static bool is_static(const Hir *hir);

static bool is_static_map(const Hir *hir)
{
    for (int i = 0; i < hir->map.values.count; i++)
        if (!hir->map.keys.at[i] || !is_static(hir->map.keys.at[i]) ||
            !is_static(hir->map.values.at[i]))
            return false;
    return true;
}

static bool is_static(const Hir *hir)
{
    switch (hir->kind) {
    case HIR_BOOL:
    case HIR_INT:
    case HIR_FLOAT:
    case HIR_TEXT:
        return !is_optional(hir->type) && !is_value(hir->type);
    case HIR_NULL:
        return is_optional(hir->type) && !is_value(hir->type);
    case HIR_CONVERT: /* T as T? */
        return is_optional(hir->type) && hir->unary.operand->type == hir->type->item &&
               !is_value(hir->type) && is_static(hir->unary.operand);
    case HIR_MAP:
        return is_static_map(hir);
    case HIR_LIST:
    case HIR_RECORD:
    case HIR_TUPLE:
        if (is_value(hir->type) || any_spliced(hir))
            return false;
        for (int i = 0; i < hir->list.items.count; i++)
            if (!is_static(hir->list.items.at[i]))
                return false;
        return true;
    default:
        return false;
    }
}

bool is_static_constant(const HirConst *constant)
{
    return constant->value->type == constant->type && is_static(constant->value);
}

static const char *value_of(Emit *e, Buf *out, const Hir *hir, const char *name);

/* Several to a line. */
static void put_items(Buf *out, const Texts *items)
{
    size_t column = 0;
    for (int i = 0; i < items->count; i++) {
        size_t len = strlen(items->at[i]) + 2;
        bool fresh = i == 0 || column + len > 100;
        column = fresh ? 4 + len : column + len;
        buf_printf(out, "%s%s,", fresh ? "\n    " : " ", items->at[i]);
    }
    buf_puts(out, "\n");
}

/* static const T NAME[] = {…}; the name. An array has an item: a list without any is
 * there all the same. */
static const char *put_array(Emit *e, Buf *out, const char *type, const char *name,
                             const Texts *items)
{
    const char *array = name_global(&e->names, name);
    const char *flat = braced(e, items);
    buf_printf(out, "static %s %s[%d] = ", type, array, items->count ? items->count : 1);
    if (items->count && strchr(flat, '\n')) {
        buf_putc(out, '{');
        put_items(out, items);
        buf_puts(out, "};\n");
    } else {
        buf_printf(out, "%s;\n", items->count ? flat : "{0}");
    }
    return array;
}

static const char *put_values(Emit *e, Buf *out, const Type *type, Hir *const *values, int count,
                              const char *name, const char *ending)
{
    Texts items = {0};
    for (int i = 0; i < count; i++)
        vec_push(e->arena, &items, value_of(e, out, values[i], name));
    return put_array(e, out, cf(e, "const %s", c_type(e, type)), cf(e, "%s_%s", name, ending),
                     &items);
}

/* Of a list: what stands in its struct. */
static const char *list_value(Emit *e, Buf *out, const Hir *hir, const char *name)
{
    int count = hir->list.items.count;
    return cf(e, "{%s, %d}",
              put_values(e, out, hir->type->item, hir->list.items.at, count, name, "items"), count);
}

/* The places of a map's keys, found by the runtime itself. */
typedef struct Places {
    Emit *e;
    const Hir *map;
    Texts slots; /* none: there are few keys */
} Places;

static void find_places(DashCx *cx, void *data)
{
    Places *places = data;
    int count = places->map->map.keys.count;
    DashSlots slots = {0};
    DashText *texts = dash_alloc_array(cx, (size_t)count + 1, sizeof *texts);
    int64_t *ints = dash_alloc_array(cx, (size_t)count + 1, sizeof *ints);
    for (int i = 0; i < count; i++) {
        const Hir *key = places->map->map.keys.at[i];
        if (has_text_keys(places->map->type)) {
            texts[i] = (DashText){key->text.ptr, key->text.len};
            dash_note_text(cx, &slots, texts, (size_t)i + 1);
        } else {
            ints[i] = key->integer;
            dash_note_int(cx, &slots, ints, (size_t)i + 1);
        }
    }
    for (uint32_t i = 0; slots.at && i <= slots.mask; i++)
        vec_push(places->e->arena, &places->slots, cf(places->e, "%u", slots.at[i]));
}

static const char *map_value(Emit *e, Buf *out, const Hir *hir, const char *name)
{
    Places places = {.e = e, .map = hir};
    char message[100];
    int count = hir->map.keys.count;
    const Type *type = hir->type;
    if (!dash_compute(find_places, &places, message, sizeof message))
        emit_bug(e, hir->span, "no places for keys: %s", message);
    const char *keys = put_values(e, out, type->key, hir->map.keys.at, count, name, "keys");
    const char *values = put_values(e, out, type->item, hir->map.values.at, count, name, "values");
    if (!places.slots.count)
        return cf(e, "{%s, %s, %d, {0}}", keys, values, count);
    const char *slots = put_array(e, out, "uint32_t", cf(e, "%s_slots", name), &places.slots);
    return cf(e, "{%s, %s, %d, {%s, %d}}", keys, values, count, slots, places.slots.count - 1);
}

static const char *fields_value(Emit *e, Buf *out, const Hir *hir, const char *name)
{
    Texts members = {0};
    for (int i = 0; i < hir->list.items.count; i++) {
        const char *member = c_member(e, hir->type, i);
        vec_push(e->arena, &members,
                 cf(e, ".%s = %s", member,
                    value_of(e, out, hir->list.items.at[i], cf(e, "%s_%s", name, member))));
    }
    return members.count ? braced(e, &members) : "{0}";
}

static const char *value_of(Emit *e, Buf *out, const Hir *hir, const char *name)
{
    switch (hir->kind) {
    case HIR_BOOL:
        return hir->boolean ? "true" : "false";
    case HIR_INT:
        return c_int(e, hir->integer);
    case HIR_FLOAT:
        return c_float(e, hir->number);
    case HIR_TEXT:
        return cf(e, "{%s, %zu}", c_string(e, hir->text.ptr, hir->text.len), hir->text.len);
    case HIR_NULL:
        return "{0}";
    case HIR_CONVERT: {
        const char *value = value_of(e, out, hir->unary.operand, name);
        return absence_of(hir->type) == ABSENT_HAS ? cf(e, "{true, %s}", value) : value;
    }
    case HIR_MAP:
        return map_value(e, out, hir, name);
    case HIR_LIST:
        return list_value(e, out, hir, name);
    default:
        return fields_value(e, out, hir, name);
    }
}

void write_constants(Emit *e, Buf *out)
{
    for (int i = 0; i < e->program->constants.count; i++) {
        const HirConst *constant = e->program->constants.at[i];
        const char *name = map_get(&e->constants, constant);
        const char *type = c_type(e, constant->type);
        if (!map_get(&e->reached, constant) || is_late_constant(e, constant))
            continue;
        if (is_static_constant(constant)) {
            const char *value = value_of(e, out, constant->value, name);
            buf_printf(out, "static const %s %s = %s;\n", type, name, value);
        } else {
            buf_printf(out, "static %s %s; /* computed at start */\n", type, name);
        }
    }
    if (out->len)
        buf_puts(out, "\n");
}
