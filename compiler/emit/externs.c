/* SPDX-License-Identifier: MIT
 *
 * Functions written in C: their prototypes, in the program and in a header that
 * the user's file is compiled with, so that the two cannot disagree.
 */
#include "emit/internal.h"

void name_externs(Emit *e)
{
    for (int i = 0; i < e->program->functions.count; i++) {
        const HirFn *fn = e->program->functions.at[i];
        if (fn->c_file && !name_listed(&e->names, fn->name))
            name_take(&e->names, fn->name);
    }
}

static const char *prototype(Emit *e, const HirFn *fn)
{
    Names names = {.arena = e->arena};
    Texts params = {0};
    vec_push(e->arena, &params, "DashCx *cx");
    for (int i = 0; i < fn->params.count; i++) {
        const HirVar *param = fn->params.at[i];
        vec_push(e->arena, &params,
                 cf(e, "%s %s", c_type(e, param->type), name_unique(&names, param->name)));
    }
    const char *result = is_nothing(fn->result) ? "void" : c_type(e, fn->result);
    return call_text(e, cf(e, "%s %s", result, fn->name), &params);
}

void write_externs(Emit *e, Buf *out)
{
    for (int i = 0; i < e->program->functions.count; i++) {
        const HirFn *fn = e->program->functions.at[i];
        const FnInfo *info = map_get(&e->fns, fn);
        if (fn->c_file && info->used)
            buf_printf(out, "%s; /* %s */\n", prototype(e, fn), path_of(e, fn->c_file->source));
    }
}

static const char rules[] =
    " *\n"
    " * cx is the run that calls: dash_alloc(cx, size) gives zeroed memory that lives\n"
    " * as long as the request, dash_fail(cx, \"model.c\", \"why\") ends the request. What\n"
    " * is handed over belongs to the caller: it may be read until the function comes\n"
    " * back, not be changed, freed or kept. What is given back must be static or from\n"
    " * dash_alloc. Several threads may be inside at the same time.\n"
    " *\n"
    " * text is DashText: bytes of UTF-8 and their number, no NUL at the end; ptr is\n"
    " * NULL only in `text?`, for null. A list is items and len; items is NULL only in\n"
    " * `[T]?`, for null. T? of the others is {has, value}.\n"
    " */\n";

/* "APP_DASH_H" */
static const char *guard(Emit *e)
{
    Buf out = {.arena = e->arena};
    for (const char *p = e->program->name; *p; p++) {
        bool letter = (*p >= 'a' && *p <= 'z') || (*p >= 'A' && *p <= 'Z');
        bool digit = *p >= '0' && *p <= '9' && out.len > 0;
        buf_putc(&out, letter ? (char)(*p & ~0x20) : digit ? *p : '_');
    }
    buf_puts(&out, "_DASH_H");
    return out.ptr;
}

void write_header(Emit *e, Buf *out)
{
    Buf functions = {.arena = e->arena};
    for (int i = 0; i < e->program->functions.count; i++) {
        const HirFn *fn = e->program->functions.at[i];
        if (!fn->c_file)
            continue;
        Place place = sources_place(e->sources, fn->span.start);
        Str line = source_line(place.source, place.line);
        buf_printf(&functions, "\n/* %s: %s */\n%s;\n", line_of(e, fn->span),
                   comment_safe(e, line.ptr, line.len), prototype(e, fn));
    }
    if (!functions.len)
        return;
    buf_printf(out,
               "/* Written by dashc from %s: the functions that its C has to define.\n%s"
               "#ifndef %s\n#define %s\n\n#include <dash/dash.h>\n\n",
               e->source_name, rules, guard(e), guard(e));
    buf_put(out, e->types.ptr ? e->types.ptr : "", e->types.len);
    buf_puts(out, functions.ptr + 1); /* without the first empty line */
    buf_puts(out, "\n#endif\n");
}
