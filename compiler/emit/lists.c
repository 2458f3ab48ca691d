/* SPDX-License-Identifier: MIT
 *
 * Lists: literals and membership.
 */
#include "emit/internal.h"

static bool all_literals(const Hir *list)
{
    for (int i = 0; i < list->list.items.count; i++) {
        HirKind kind = list->list.items.at[i]->kind;
        if (kind != HIR_BOOL && kind != HIR_INT && kind != HIR_FLOAT && kind != HIR_TEXT)
            return false;
    }
    return true;
}

bool any_spliced(const Hir *list)
{
    for (int i = 0; i < list->list.spliced.count; i++)
        if (list->list.spliced.at[i])
            return true;
    return false;
}

/* An array of constants needs no memory of the request. */
static const char *literal_list(Writer *w, Hir *hir)
{
    Emit *e = w->e;
    Texts items = {0};
    for (int i = 0; i < hir->list.items.count; i++) {
        Hir *item = hir->list.items.at[i];
        const char *text =
            item->kind == HIR_TEXT
                ? cf(e, "{%s, %zu}", c_string(e, item->text.ptr, item->text.len), item->text.len)
                : emit_expr(w, item);
        vec_push(e->arena, &items, text);
    }
    const char *name = temp_name(w, "items");
    stmt(w, "static const %s %s[] = %s;", c_type(e, hir->type->item), name, braced(e, &items));
    return cf(e, "(%s){%s, %d}", c_type(e, hir->type), name, items.count);
}

static const char *value_list(Writer *w, Hir *hir)
{
    Emit *e = w->e;
    if (!any_spliced(hir))
        return emit_as_value(w, hir);
    const char *name = temp_name(w, "items");
    stmt(w, "DashItems %s = dash_items(cx);", name);
    for (int i = 0; i < hir->list.items.count; i++) {
        const char *item = emit_expr(w, hir->list.items.at[i]);
        bool whole = !hir->list.spliced.at[i] && hir->type->item->kind != TY_COMPONENT;
        if (whole) /* a list among json stays one item */
            item = callf(e, "dash_list", 3, "cx", cf(e, "(DashValue[]){%s}", item), "1");
        stmt(w, "%s;", callf(e, "dash_push", 2, cf(e, "&%s", name), item));
    }
    return cf(e, "dash_items_value(&%s)", name);
}

static const char *spliced_list(Writer *w, Hir *hir)
{
    Emit *e = w->e;
    const char *hint = w->hint, *name = temp_name(w, "items");
    const char *item_type = c_type(e, hir->type->item), *type = c_type(e, hir->type);
    Texts parts = {0};
    Buf total = {.arena = e->arena};
    int single = 0;
    w->hint = NULL;
    for (int i = 0; i < hir->list.items.count; i++) {
        bool spliced = hir->list.spliced.at[i];
        Hir *item = hir->list.items.at[i];
        const char *text = spliced ? emit_named(w, item, "part") : emit_expr(w, item);
        vec_push(e->arena, &parts, text);
        if (spliced)
            buf_printf(&total, "%s%s.len", total.len ? " + " : "", text);
        single += !spliced;
    }
    w->hint = hint;
    if (single)
        buf_printf(&total, "%s%d", total.len ? " + " : "", single);
    const char *count = name_unique(&w->names, cf(e, "%s_count", name));
    stmt(w, "%s *%s = dash_alloc_array(cx, %s, sizeof *%s);", item_type, name, total.ptr, name);
    stmt(w, "size_t %s = 0;", count);
    for (int i = 0; i < parts.count; i++) {
        if (hir->list.spliced.at[i])
            stmt(w, "for (size_t i = 0; i < %s.len; i++)\n    %s[%s++] = %s.items[i];", parts.at[i],
                 name, count, parts.at[i]);
        else
            stmt(w, "%s[%s++] = %s;", name, count, parts.at[i]);
    }
    return cf(e, "(%s){%s, %s}", type, name, count);
}

const char *emit_list(Writer *w, Hir *hir)
{
    Emit *e = w->e;
    if (is_value(hir->type))
        return value_list(w, hir);
    if (any_spliced(hir))
        return spliced_list(w, hir);
    int count = hir->list.items.count;
    if (count > 0 && all_literals(hir) && !is_optional(hir->type->item))
        return literal_list(w, hir);
    const char *hint = w->hint, *name = temp_name(w, "items");
    stmt(w, "%s *%s = dash_alloc_array(cx, %d, sizeof *%s);", c_type(e, hir->type->item), name,
         count, name);
    w->hint = NULL;
    for (int i = 0; i < count; i++) {
        const char *item = emit_expr(w, hir->list.items.at[i]);
        stmt(w, "%s[%d] = %s;", name, i, item);
    }
    w->hint = hint;
    return cf(e, "(%s){%s, %d}", c_type(e, hir->type), name, count);
}

/* ---- membership ---------------------------------------------------------- */

static const char *have_function(Emit *e, const Type *list)
{
    const char *name = map_get(&e->have_functions, list);
    if (name)
        return name;
    const char *type = c_type(e, list), *item = c_type(e, list->item);
    name =
        name_unique(&e->names, cf(e, "%s_have", strncmp(type, "Dash", 4) == 0 ? type + 4 : type));
    map_set(e->arena, &e->have_functions, list, (void *)(uintptr_t)name);
    buf_printf(&e->helpers,
               "static bool %s(%s list, %s item)\n{\n"
               "    for (size_t i = 0; i < list.len; i++)\n"
               "        if (%s)\n            return true;\n"
               "    return false;\n}\n\n",
               name, type, item, c_equal(e, list->item, "list.items[i]", "item"));
    return name;
}

const char *emit_in(Writer *w, Hir *hir)
{
    Emit *e = w->e;
    const char *item = emit_borrowed(w, hir->binary.left);
    const char *list = emit_borrowed(w, hir->binary.right);
    if (is_value(hir->binary.right->type))
        return callf(e, "dash_value_has", 2, list, item);
    return callf(e, have_function(e, hir->binary.right->type), 2, list, item);
}
