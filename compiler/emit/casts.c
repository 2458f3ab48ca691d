/* SPDX-License-Identifier: MIT
 *
 * json as a type: `x as T`. For each type that is asked for a reader is made,
 *
 *     static bool read_T(DashCx *cx, DashValue value, T *out)
 *
 * which is false when the value does not fit, and a function that gives T or
 * fails, or gives T? or null.
 */
#include "emit/internal.h"

static const char *known_reader(const Type *type)
{
    static const char *const readers[TY_KIND_COUNT] = {
        [TY_BOOL] = "dash_read_bool",      [TY_INT] = "dash_read_int",
        [TY_FLOAT] = "dash_read_float",    [TY_TEXT] = "dash_read_text",
        [TY_DATE] = "dash_read_date",      [TY_DATETIME] = "dash_read_datetime",
        [TY_JSON] = "dash_read_json",      [TY_FIGURE] = "dash_read_json",
        [TY_COMPONENT] = "dash_read_json",
    };
    return readers[type->kind];
}

static void put_list(Emit *e, Buf *out, const Type *type)
{
    const char *item = c_type(e, type->item);
    buf_printf(out,
               "    if (value.kind != DASH_LIST)\n        return false;\n"
               "    %s *items = dash_alloc_array(cx, value.count, sizeof *items);\n"
               "    for (uint32_t i = 0; i < value.count; i++)\n"
               "        if (!%s(cx, value.items[i], &items[i]))\n            return false;\n",
               item, c_reader(e, type->item));
    if (is_value(type))
        buf_puts(out, "    *out = (DashValue){.kind = DASH_LIST, .count = value.count, "
                      ".items = items};\n");
    else
        buf_printf(out, "    *out = (%s){items, value.count};\n", c_type(e, type));
    buf_puts(out, "    return true;\n");
}

static void put_fields(Emit *e, Buf *out, const Type *type)
{
    bool tuple = type->kind == TY_TUPLE;
    if (tuple)
        buf_printf(out, "    return value.kind == DASH_LIST && value.count == %d",
                   type->field_count);
    else
        buf_puts(out, "    return value.kind == DASH_OBJECT");
    for (int i = 0; i < type->field_count; i++) {
        const char *name = type->fields[i].name;
        const char *part =
            tuple ? cf(e, "value.items[%d]", i)
                  : cf(e, "dash_get(value, DASH_TEXT(%s))", c_string(e, name, strlen(name)));
        buf_printf(out, " &&\n           %s(cx, %s, &out->%s)", c_reader(e, type->fields[i].type),
                   part, c_member(e, type, i));
    }
    buf_puts(out, ";\n");
}

static void put_table(Emit *e, Buf *out, const Type *type)
{
    buf_printf(out, "    return dash_read_table(cx, value, %s, %d, out);\n",
               schema_array(e, &e->helpers, "rows", type), type->field_count);
}

static void put_optional(Emit *e, Buf *out, const Type *type)
{
    buf_printf(out,
               "    %s there = {0};\n"
               "    *out = %s;\n"
               "    if (value.kind == DASH_NULL)\n        return true;\n"
               "    if (!%s(cx, value, &there))\n        return false;\n"
               "    *out = %s;\n    return true;\n",
               c_type(e, type->item), c_null(e, type), c_reader(e, type->item),
               c_wrap(e, type, "there"));
}

const char *c_reader(Emit *e, const Type *type)
{
    const char *known = known_reader(type);
    if (known)
        return known;
    const char *name = map_get(&e->readers, type);
    if (name)
        return name;
    Buf out = {.arena = e->arena};
    const char *c = c_type(e, type);
    name = name_unique(&e->names, cf(e, "read_%s", is_value(type) ? "list" : type_stem(e, type)));
    map_set(e->arena, &e->readers, type, (void *)(uintptr_t)name);
    if (type->kind == TY_LIST)
        put_list(e, &out, type);
    else if (type->kind == TY_MAP)
        buf_puts(&out, map_reader(e, type, c_reader(e, type->item)));
    else if (type->kind == TY_OPTIONAL)
        put_optional(e, &out, type);
    else if (type->kind == TY_RECORD || type->kind == TY_TUPLE)
        put_fields(e, &out, type);
    else if (type->kind == TY_TABLE)
        put_table(e, &out, type);
    else
        emit_bug(e, (Span){0}, "no reader for the type %s", type_name(e->arena, type));
    buf_printf(&e->helpers, "static bool %s(DashCx *cx, DashValue value, %s *out)\n{\n%s%s%s}\n\n",
               name, c, mentions(out.ptr, "cx") ? "" : "    (void)cx;\n",
               mentions(out.ptr, "out") ? "" : "    (void)out;\n", out.ptr);
    return name;
}

/* static T as_T(cx, value, where), or for T? static T? maybe_T(cx, value). */
static const char *cast_function(Emit *e, const Type *type)
{
    const char *name = map_get(&e->casts, type);
    if (name)
        return name;
    const char *c = c_type(e, type), *stem = is_value(type) ? "list" : type_stem(e, type);
    const char *read = c_reader(e, type);
    if (is_optional(type)) {
        name = name_unique(&e->names, cf(e, "maybe_%s", stem));
        buf_printf(&e->helpers,
                   "static %s %s(DashCx *cx, DashValue value)\n{\n    %s out;\n"
                   "    return %s(cx, value, &out) ? out : %s;\n}\n\n",
                   c, name, c, read, c_null(e, type));
    } else {
        const char *shown = type_name(e->arena, type);
        name = name_unique(&e->names, cf(e, "as_%s", stem));
        buf_printf(&e->helpers,
                   "static %s %s(DashCx *cx, DashValue value, const char *where)\n{\n"
                   "    %s out;\n    if (!%s(cx, value, &out))\n"
                   "        dash_bad_cast(cx, value, %s, where);\n    return out;\n}\n\n",
                   c, name, c, read, c_string(e, shown, strlen(shown)));
    }
    map_set(e->arena, &e->casts, type, (void *)(uintptr_t)name);
    return name;
}

/* json as the type; fails at `where`, or is null when the type is T?. */
static const char *c_cast(Emit *e, const Type *type, const char *value, const char *where)
{
    const char *function = cast_function(e, type);
    return is_optional(type) ? callf(e, function, 2, "cx", value)
                             : callf(e, function, 3, "cx", value, where);
}

const char *emit_cast(Writer *w, Hir *hir)
{
    return c_cast(w->e, hir->type, emit_expr(w, hir->unary.operand), where_of(w->e, hir->span));
}
