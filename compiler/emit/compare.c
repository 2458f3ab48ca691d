/* SPDX-License-Identifier: MIT
 *
 * Equality and order. Scalars are compared by C's operators, everything else by
 * small functions that are made for each type when first needed.
 */
#include "emit/internal.h"

static bool is_scalar(const Type *type)
{
    return type_is_scalar(type) && type->kind != TY_TEXT;
}

/* ---- equality ----------------------------------------------------------- */

static void write_equal(Emit *e, const Type *type, const char *name)
{
    const char *c = c_type(e, type);
    Buf out = {.arena = e->arena};
    if (type->kind == TY_LIST) {
        buf_printf(&out,
                   "    if (a.len != b.len)\n        return false;\n"
                   "    for (size_t i = 0; i < a.len; i++)\n        if (!%s)\n"
                   "            return false;\n    return true;\n",
                   parens(e, c_equal(e, type->item, "a.items[i]", "b.items[i]")));
    } else if (type->kind == TY_MAP) {
        buf_puts(&out, map_equal(e, type));
    } else if (absence_of(type) == ABSENT_ITEMS) {
        buf_printf(&out,
                   "    if (!a.items || !b.items)\n        return !a.items && !b.items;\n"
                   "    return %s;\n",
                   c_equal(e, type->item, "a", "b"));
    } else if (type->kind == TY_OPTIONAL) {
        const char *same = c_equal(e, type->item, "a.value", "b.value");
        buf_printf(&out, "    return a.has == b.has && (!a.has || %s);\n", parens(e, same));
    } else {
        buf_puts(&out,
                 type->field_count ? "    return " : "    (void)a;\n    (void)b;\n    return true");
        for (int i = 0; i < type->field_count; i++) {
            const char *member = c_member(e, type, i);
            buf_printf(&out, "%s%s", i > 0 ? " &&\n           " : "",
                       parens(e, c_equal(e, type->fields[i].type, cf(e, "a.%s", member),
                                         cf(e, "b.%s", member))));
        }
        buf_puts(&out, ";\n");
    }
    buf_printf(&e->helpers, "static bool %s(%s a, %s b)\n{\n%s}\n\n", name, c, c, out.ptr);
}

const char *c_equal(Emit *e, const Type *type, const char *a, const char *b)
{
    if (is_value(type))
        return callf(e, "dash_value_eq", 2, a, b);
    switch (type->kind) {
    case TY_BOOL:
    case TY_INT:
    case TY_FLOAT:
    case TY_DATE:
    case TY_DATETIME:
    case TY_DURATION:
        return cf(e, "%s == %s", parens(e, a), parens(e, b));
    case TY_TEXT:
        return callf(e, "dash_text_eq", 2, a, b);
    case TY_OPTIONAL:
        if (type->item->kind == TY_TEXT)
            return callf(e, "dash_text_eq", 2, a, b);
        break;
    default:
        break;
    }
    PtrMap *made = &e->equal_functions;
    const char *name = map_get(made, type);
    if (!name) {
        name = name_unique(&e->names, cf(e, "same_%s", c_type(e, type)));
        map_set(e->arena, made, type, (void *)(uintptr_t)name);
        write_equal(e, type, name);
    }
    return callf(e, name, 2, a, b);
}

/* ---- order -------------------------------------------------------------- */

static const char *list_order(Emit *e, const Type *type)
{
    return cf(e,
              "    for (size_t i = 0; i < a.len && i < b.len; i++) {\n"
              "        const int order = %s;\n"
              "        if (order != 0)\n            return order;\n    }\n"
              "    return (a.len > b.len) - (a.len < b.len);\n",
              c_order(e, type->item, "a.items[i]", "b.items[i]"));
}

static const char *tuple_order(Emit *e, const Type *type)
{
    Buf out = {.arena = e->arena};
    buf_puts(&out, "    int order = 0;\n");
    for (int i = 0; i < type->field_count; i++) {
        const char *member = c_member(e, type, i);
        buf_printf(&out, "%s    order = %s;\n",
                   i > 0 ? "    if (order != 0)\n        return order;\n" : "",
                   c_order(e, type->fields[i].type, cf(e, "a.%s", member), cf(e, "b.%s", member)));
    }
    buf_puts(&out, "    return order;\n");
    return out.ptr;
}

const char *c_order(Emit *e, const Type *type, const char *a, const char *b)
{
    if (type->kind == TY_TEXT)
        return callf(e, "dash_text_cmp", 2, a, b);
    if (is_scalar(type))
        return cf(e, "(%s > %s) - (%s < %s)", parens(e, a), parens(e, b), parens(e, a),
                  parens(e, b));
    const char *name = map_get(&e->order_functions, type);
    if (!name) {
        const char *c = c_type(e, type);
        name = name_unique(&e->names, cf(e, "order_of_%s", c));
        map_set(e->arena, &e->order_functions, type, (void *)(uintptr_t)name);
        const char *body = type->kind == TY_LIST ? list_order(e, type) : tuple_order(e, type);
        buf_printf(&e->helpers, "static int %s(%s a, %s b)\n{\n%s}\n\n", name, c, c, body);
    }
    return callf(e, name, 2, a, b);
}

const char *compare_text(Emit *e, const Type *type, int op, const char *a, const char *b)
{
    static const char *const operators[] = {
        [COMPARE_EQ] = "==", [COMPARE_NE] = "!=", [COMPARE_LT] = "<",
        [COMPARE_LE] = "<=", [COMPARE_GT] = ">",  [COMPARE_GE] = ">=",
    };
    if (op == COMPARE_EQ)
        return c_equal(e, type, a, b);
    if (op == COMPARE_NE && !is_scalar(type))
        return cf(e, "!%s", parens(e, c_equal(e, type, a, b)));
    if (!is_scalar(type))
        return cf(e, "%s %s 0", c_order(e, type, a, b), operators[op]);
    return cf(e, "%s %s %s", parens(e, a), operators[op], parens(e, b));
}
