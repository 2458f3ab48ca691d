/* SPDX-License-Identifier: MIT
 *
 * Components: nested calls that read like the layout they came from. Children
 * with `for`, `if` or `let` among them are pushed one by one.
 */
#include "emit/internal.h"

const char *emit_component(Writer *w, Hir *hir)
{
    Emit *e = w->e;
    const CatLibrary *library = hir->component.library;
    const CatComponent *component = hir->component.component;
    Texts fields = {0}, args = {0};
    const char *hint = w->hint;
    for (int i = 0; i < hir->component.props.count; i++) {
        const HirProp *prop = &hir->component.props.at[i];
        w->hint = prop->name;
        Texts pair = {0};
        vec_push(e->arena, &pair,
                 cf(e, "DASH_TEXT(%s)", c_string(e, prop->name, strlen(prop->name))));
        vec_push(e->arena, &pair, emit_as_value(w, prop->value));
        const char *flat = cf(e, "{%s, %s}", pair.at[0], pair.at[1]);
        vec_push(e->arena, &fields, flat);
    }
    w->hint = hint;
    vec_push(e->arena, &args, "cx");
    vec_push(e->arena, &args, c_string(e, library->namespace_, strlen(library->namespace_)));
    vec_push(e->arena, &args, c_string(e, component->name, strlen(component->name)));
    vec_push(e->arena, &args, fields.count ? cf(e, "(DashField[])%s", braced(e, &fields)) : "NULL");
    vec_push(e->arena, &args, cf(e, "%d", fields.count));
    return call_text(e, "dash_component", &args);
}

const char *emit_children(Writer *w, Hir *hir)
{
    const char *outer = w->items, *hint = w->hint;
    const char *name = temp_name(w, "items");
    stmt(w, "DashItems %s = dash_items(cx);", name);
    bool many = w->many_items;
    w->items = name;
    w->many_items = hir->block.statements.count >= MANY_PARTS;
    w->hint = NULL;
    emit_statements(w, hir);
    w->items = outer;
    w->many_items = many;
    w->hint = hint;
    return cf(w->e, "dash_items_value(&%s)", name);
}
