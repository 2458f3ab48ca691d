/* SPDX-License-Identifier: MIT
 *
 * Patches, what callbacks do besides giving their outputs, and what happens
 * while they run.
 */
#include "emit/internal.h"

static const char *const patch_kinds[] = {
#define X(name, word, has_value, has_index) [name] = #name,
    DASH_PATCH_KINDS(X)
#undef X
};

bool patch_needs_statements(const Hir *hir)
{
    for (int i = 0; i < hir->patch.ops.count; i++) {
        const HirPatchOp *op = &hir->patch.ops.at[i];
        if (needs_statements(op->location) || (op->value && needs_statements(op->value)) ||
            (op->index && needs_statements(op->index)))
            return true;
    }
    return false;
}

/* DASH_PATH(DASH_KEY("layout"), DASH_KEY("title")) */
static const char *patch_path(Writer *w, const Hir *location)
{
    Emit *e = w->e;
    Texts steps = {0};
    for (int i = 0; i < location->list.items.count; i++) {
        Hir *step = location->list.items.at[i];
        const Hir *bare = step->kind == HIR_CONVERT ? step->unary.operand : step;
        vec_push(e->arena, &steps,
                 bare->kind == HIR_TEXT
                     ? cf(e, "DASH_KEY(%s)", c_string(e, bare->text.ptr, bare->text.len))
                     : emit_as_value(w, step));
    }
    return steps.count ? call_text(e, "DASH_PATH", &steps) : "DASH_WHOLE";
}

/* {.kind = DASH_PATCH_ASSIGN, .path = …, .value = …} */
static const char *patch_operation(Writer *w, const HirPatchOp *op)
{
    Emit *e = w->e;
    Texts parts = {0};
    vec_push(e->arena, &parts, cf(e, ".kind = %s", patch_kinds[op->kind]));
    vec_push(e->arena, &parts, cf(e, ".path = %s", patch_path(w, op->location)));
    if (op->value)
        vec_push(e->arena, &parts, cf(e, ".value = %s", emit_as_value(w, op->value)));
    if (op->index)
        vec_push(e->arena, &parts, cf(e, ".index = %s", emit_expr(w, op->index)));
    return braced(e, &parts);
}

const char *emit_patch(Writer *w, Hir *hir)
{
    Emit *e = w->e;
    Texts operations = {0};
    const char *hint = w->hint;
    for (int i = 0; i < hir->patch.ops.count; i++) {
        w->hint = NULL;
        vec_push(e->arena, &operations, patch_operation(w, &hir->patch.ops.at[i]));
    }
    w->hint = hint;
    if (operations.count == 0)
        return "dash_patch(cx, NULL, 0)";
    return callf(e, "dash_patch", 3, "cx", cf(e, "(DashPatch[])%s", braced(e, &operations)),
                 cf(e, "%d", operations.count));
}

void emit_set_props(Writer *w, Hir *hir)
{
    Emit *e = w->e;
    const char *id = emit_expr(w, hir->set_props.id);
    Texts fields = {0};
    for (int i = 0; i < hir->set_props.props.count; i++) {
        const HirProp *prop = &hir->set_props.props.at[i];
        Texts pair = {0};
        w->hint = prop->name;
        vec_push(e->arena, &pair,
                 cf(e, "DASH_TEXT(%s)", c_string(e, prop->name, strlen(prop->name))));
        vec_push(e->arena, &pair, emit_as_value(w, prop->value));
        vec_push(e->arena, &fields, braced(e, &pair));
    }
    w->hint = NULL;
    if (fields.count)
        stmt(w, "%s;",
             callf(e, "dash_set_props", 4, "cx", id, cf(e, "(DashField[])%s", braced(e, &fields)),
                   cf(e, "%d", fields.count)));
}

const char *write_running(Emit *e, const HirCallback *callback, const char *stem)
{
    Writer w;
    Texts props = {0}, params = {0};
    const char *name = name_global(&e->names, cf(e, "%s_running", stem));
    writer_init(&w, e, name);
    for (int i = 0; i < callback->running.count; i++) {
        const HirRunning *running = &callback->running.at[i];
        const char *prop = cf(e, "%s.%s", running->id, running->property);
        Texts parts = {0};
        analyse(&w, running->on);
        analyse(&w, running->off);
        vec_push(e->arena, &parts, cf(e, "DASH_TEXT(%s)", c_string(e, prop, strlen(prop))));
        vec_push(e->arena, &parts, emit_as_value(&w, running->on));
        vec_push(e->arena, &parts, emit_as_value(&w, running->off));
        vec_push(e->arena, &props, braced(e, &parts));
    }
    stmt(&w, "return %s;",
         callf(e, "dash_running", 3, "cx", cf(e, "(DashRunning[])%s", braced(e, &props)),
               cf(e, "%d", props.count)));
    vec_push(e->arena, &params, "cx");
    finish_function(&w, &e->functions, cf(e, "static DashValue %s(DashCx *cx)", name), &params);
    return name;
}
