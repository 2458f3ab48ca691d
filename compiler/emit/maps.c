/* SPDX-License-Identifier: MIT
 *
 * Maps: a struct of keys, values and slots for each pair of types, and the small
 * functions on it that the program needs.
 */
#include "emit/internal.h"

bool has_text_keys(const Type *map)
{
    return map->key->kind == TY_TEXT;
}

/* "text" or "int": how the runtime's functions on keys end. */
const char *key_word(const Type *map)
{
    return has_text_keys(map) ? "text" : "int";
}

const char *c_find(Emit *e, const Type *map, const char *object, const char *key)
{
    return cf(e, "dash_find_%s(%s.slots, %s.keys, %s.len, %s)", key_word(map), object, object,
              object, key);
}

/* A function of this type, made once: its name, and where to write it. */
static const char *made(Emit *e, PtrMap *functions, const Type *map, const char *format,
                        bool *fresh)
{
    const char *name = map_get(functions, map);
    *fresh = name == NULL;
    if (!name) {
        name = name_unique(&e->names, cf(e, "%s_%s", format, c_type(e, map)));
        map_set(e->arena, functions, map, (void *)(uintptr_t)name);
    }
    return name;
}

/* static V *slot_in_M(cx, M *map, key): where the value of the key goes; a new
 * key comes last. */
static const char *slot_function(Emit *e, const Type *map)
{
    bool fresh;
    const char *name = made(e, &e->map_slots, map, "slot_in", &fresh);
    const char *key = c_type(e, map->key), *item = c_type(e, map->item);
    if (!fresh)
        return name;
    buf_printf(&e->helpers,
               "static %s *%s(DashCx *cx, %s *map, %s key)\n{\n"
               "    const size_t at = dash_find_%s(map->slots, map->keys, map->len, key);\n"
               "    if (at == map->len) {\n"
               "        map->keys = dash_room(cx, map->keys, map->len, sizeof *map->keys);\n"
               "        map->values = dash_room(cx, map->values, map->len, sizeof *map->values);\n"
               "        ((%s *)map->keys)[map->len++] = key;\n"
               "        dash_note_%s(cx, &map->slots, map->keys, map->len);\n    }\n"
               "    return &((%s *)map->values)[at];\n}\n\n",
               item, name, c_type(e, map), key, key_word(map), key, key_word(map), item);
    return name;
}

/* static V *value_in_M(cx, M map, key, where): the value that is there. */
static const char *value_function(Emit *e, const Type *map)
{
    bool fresh;
    const char *name = made(e, &e->map_values, map, "value_in", &fresh);
    const char *item = c_type(e, map->item);
    if (!fresh)
        return name;
    buf_printf(&e->helpers,
               "static %s *%s(DashCx *cx, %s map, %s key, const char *where)\n{\n"
               "    const size_t at = %s;\n"
               "    if (at == map.len)\n        dash_no_%s(cx, key, where);\n"
               "    return &((%s *)map.values)[at];\n}\n\n",
               item, name, c_type(e, map), c_type(e, map->key), c_find(e, map, "map", "key"),
               key_word(map), item);
    return name;
}

const char *c_map_slot(Emit *e, const Type *map, const char *object, const char *key)
{
    return cf(e, "(*%s)", callf(e, slot_function(e, map), 3, "cx", cf(e, "&%s", object), key));
}

const char *c_map_value(Emit *e, const Type *map, const char *object, const char *key,
                        const char *where)
{
    return cf(e, "(*%s)", callf(e, value_function(e, map), 4, "cx", object, key, where));
}

/* ---- literals ----------------------------------------------------------- */

static void put_all(Writer *w, const Type *type, const char *name, Hir *value)
{
    Emit *e = w->e;
    const char *source = emit_named(w, value, "source");
    const char *i = name_unique(&w->names, "i");
    open_block(w, "for (size_t %s = 0; %s < %s.len; %s++)", i, i, source, i);
    stmt(w, "%s = %s.values[%s];", c_map_slot(e, type, name, cf(e, "%s.keys[%s]", source, i)),
         source, i);
    close_block(w);
    name_release(&w->names, i);
}

const char *emit_map(Writer *w, Hir *hir)
{
    Emit *e = w->e;
    const char *hint = w->hint, *type = c_type(e, hir->type);
    int count = hir->map.values.count;
    if (count == 0)
        return cf(e, "(%s){0}", type);
    const char *name = temp_name(w, "map");
    w->hint = NULL;
    stmt(w, "%s %s = {0};", type, name);
    for (int i = 0; i < count; i++) {
        if (!hir->map.keys.at[i]) {
            put_all(w, hir->type, name, hir->map.values.at[i]);
            continue;
        }
        const char *key = emit_expr(w, hir->map.keys.at[i]);
        const char *value = emit_expr(w, hir->map.values.at[i]);
        stmt(w, "%s = %s;", c_map_slot(e, hir->type, name, key), value);
    }
    w->hint = hint;
    return name;
}

/* ---- what every type has ------------------------------------------------ */

const char *map_fields(Emit *e, const Type *map)
{
    return cf(e,
              "    const %s *keys;\n    const %s *values;\n    size_t len;\n    DashSlots slots;\n",
              c_type(e, map->key), c_type(e, map->item));
}

const char *map_equal(Emit *e, const Type *map)
{
    return cf(e,
              "    if (a.len != b.len)\n        return false;\n"
              "    for (size_t i = 0; i < a.len; i++) {\n"
              "        const size_t at = %s;\n"
              "        if (at == b.len || !%s)\n            return false;\n    }\n"
              "    return true;\n",
              c_find(e, map, "b", "a.keys[i]"),
              parens(e, c_equal(e, map->item, "a.values[i]", "b.values[at]")));
}

const char *map_copy(Emit *e, const Type *map)
{
    Buf out = {.arena = e->arena};
    buf_puts(&out,
             "    value.keys = dash_copy_items(cx, value.keys, value.len, sizeof *value.keys);\n"
             "    value.slots = dash_copy_slots(cx, value.slots);\n");
    buf_printf(&out,
               "    %s *values = dash_copy_items(cx, value.values, value.len, sizeof *values);\n",
               c_type(e, map->item));
    if (!is_flat(map->item))
        buf_printf(&out, "    for (size_t i = 0; i < value.len; i++)\n        values[i] = %s;\n",
                   c_copy(e, map->item, "values[i]"));
    buf_puts(&out, "    value.values = values;\n");
    return out.ptr;
}

const char *map_to_value(Emit *e, const Type *map)
{
    return cf(e,
              "    DashField *fields = dash_alloc_array(cx, value.len, sizeof *fields);\n"
              "    for (size_t i = 0; i < value.len; i++)\n"
              "        fields[i] = (DashField){%s, %s};\n"
              "    return (DashValue){.kind = DASH_OBJECT, .count = (uint32_t)value.len, "
              ".fields = fields};\n",
              has_text_keys(map) ? "value.keys[i]" : "dash_int_name(cx, value.keys[i])",
              c_to_value(e, map->item, "value.values[i]"));
}

const char *map_reader(Emit *e, const Type *map, const char *read_item)
{
    bool text = has_text_keys(map);
    const char *key = text ? "field->name" : "key.value";
    return cf(e,
              "    if (value.kind != DASH_OBJECT)\n        return false;\n    *out = (%s){0};\n"
              "    for (uint32_t i = 0; i < value.count; i++) {\n"
              "        const DashField *field = &value.fields[i];\n%s"
              "        if (%s!%s(cx, field->value, &%s))\n            return false;\n    }\n"
              "    return true;\n",
              c_type(e, map),
              text ? "" : "        const DashOptInt key = dash_parse_int(field->name);\n",
              text ? "" : "!key.has || ", read_item, c_map_slot(e, map, "(*out)", key));
}

/* Another type of values: the keys are shared. */
const char *map_convert(Writer *w, const Type *from, const Type *to, const char *value, Span span)
{
    Emit *e = w->e;
    const char *name = temp_name(w, "values"), *source = name_unique(&w->names, "source");
    const char *i = name_unique(&w->names, "i");
    stmt(w, "const %s %s = %s;", c_type(e, from), source, initialiser(c_type(e, from), value));
    stmt(w, "%s *%s = dash_alloc_array(cx, %s.len, sizeof *%s);", c_type(e, to->item), name, source,
         name);
    open_block(w, "for (size_t %s = 0; %s < %s.len; %s++)", i, i, source, i);
    stmt(w, "%s[%s] = %s;", name, i,
         convert_text(w, from->item, to->item, cf(e, "%s.values[%s]", source, i), span));
    close_block(w);
    return cf(e, "(%s){%s.keys, %s, %s.len, %s.slots}", c_type(e, to), source, name, source,
              source);
}
