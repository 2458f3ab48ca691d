/* SPDX-License-Identifier: MIT
 *
 * The program's functions, layout and callbacks, and the tables that tell the
 * runtime about them.
 */
#include "emit/internal.h"
#include "link/config.h"

/* Place and lines of the source that a function comes from, up to the line of
 * the offset `last`. */
static const char *source_comment(Emit *e, Span span, uint32_t last)
{
    Buf out = {.arena = e->arena};
    Place from = sources_place(e->sources, span.start), to = sources_place(e->sources, last);
    buf_printf(&out, "/* %s\n", line_of(e, span));
    for (uint32_t line = from.line; from.source && line <= to.line; line++) {
        Str text = source_line(from.source, line);
        while (text.len && strchr(" \t\r{", text.ptr[text.len - 1]))
            text.len--;
        buf_printf(&out, " *     %s\n", comment_safe(e, text.ptr, text.len));
    }
    buf_puts(&out, " */\n");
    return out.ptr;
}

/* A cycle of calls has one that goes to a function not written yet, or to the
 * function itself: that one begins with a look at the stack. */
static void guard_recursion(Writer *w, const HirFn *fn, const FnInfo *info)
{
    Emit *e = w->e;
    if (!info->early && !mentions(w->body.ptr, info->name))
        return;
    Buf body = w->body;
    w->body = (Buf){.arena = e->arena};
    stmt(w, "dash_check_stack(cx, %s);", where_of(e, fn->span));
    if (body.ptr)
        buf_put(&w->body, body.ptr, body.len);
}

/* ---- functions ---------------------------------------------------------- */

static const char *fn_head(Emit *e, const HirFn *fn, Writer *w, Texts *params)
{
    const FnInfo *info = map_get(&e->fns, fn);
    Texts args = {0};
    vec_push(e->arena, &args, "DashCx *cx");
    vec_push(e->arena, params, "cx");
    for (int i = 0; i < fn->params.count; i++) {
        const char *name = var_name(w, fn->params.at[i]);
        vec_push(e->arena, &args, cf(e, "%s %s", c_type(e, fn->params.at[i]->type), name));
        vec_push(e->arena, params, name);
    }
    const char *result = is_nothing(fn->result) ? "void" : c_type(e, fn->result);
    return call_text(e, cf(e, "static %s %s", result, info->name), &args);
}

static void write_function(Emit *e, const HirFn *fn)
{
    FnInfo *info = map_get(&e->fns, fn);
    if (!info->used || fn->c_file)
        return;
    Writer w;
    Texts params = {0};
    writer_init(&w, e, info->name);
    w.heap_tables = true;
    analyse(&w, fn->body);
    const char *head = fn_head(e, fn, &w, &params);
    info->head = head;
    info->defined = true;
    emit_to(&w, fn->body, (Dest){is_nothing(fn->result) ? DEST_DISCARD : DEST_RETURN, NULL});
    guard_recursion(&w, fn, info);
    const char *comment = source_comment(e, fn->span, fn->span.start + 1);
    finish_function(&w, &e->functions, cf(e, "%s%s", comment, head), &params);
}

void write_functions(Emit *e)
{
    for (int i = 0; i < e->program->functions.count; i++)
        write_function(e, e->program->functions.at[i]);
    for (int i = 0; i < e->program->functions.count; i++) {
        const FnInfo *info = map_get(&e->fns, e->program->functions.at[i]);
        if (info->used && info->early)
            buf_printf(&e->prototypes, "%s;\n", info->head);
    }
}

void write_layout(Emit *e)
{
    Writer w;
    Texts params = {0};
    writer_init(&w, e, "layout");
    analyse(&w, e->program->layout);
    vec_push(e->arena, &params, "cx");
    Hir *layout = e->program->layout;
    if (is_value(layout->type))
        emit_to(&w, layout, (Dest){DEST_RETURN, NULL});
    else
        stmt(&w, "return %s;", emit_as_value(&w, layout));
    const char *place = line_of(e, layout->span);
    finish_function(&w, &e->functions,
                    cf(e, "/* The layout, %s */\nstatic DashValue layout(DashCx *cx)", place),
                    &params);
}

/* ---- callbacks ---------------------------------------------------------- */

/* The runtime's decoder of an argument: dash_arg_ and this. */
static const char *decoder(Emit *e, const Type *type)
{
    static const char *const scalars[TY_KIND_COUNT] = {
        [TY_BOOL] = "bool", [TY_INT] = "int",   [TY_FLOAT] = "float",
        [TY_TEXT] = "text", [TY_DATE] = "date", [TY_DATETIME] = "datetime"};
    const Type *base = base_type(type);
    const char *absent = is_optional(type) ? "opt_" : "";
    if (is_value(type) && base->kind != TY_LIST)
        return "json";
    if (scalars[base->kind])
        return cf(e, "%s%s", absent, scalars[base->kind]);
    if (base->kind == TY_LIST && scalars[base->item->kind])
        return cf(e, "%s%ss", absent, scalars[base->item->kind]);
    return NULL;
}

static const char *output_value(Emit *e, const HirCallback *callback, int i)
{
    const HirOutput *output = &callback->outputs.at[i];
    return output->alias ? output->alias : cf(e, "%s", output->places.at[0].property);
}

static const char *member_name(Emit *e, const char *text)
{
    char *name = arena_strndup(e->arena, text, strlen(text));
    for (char *p = name; *p; p++)
        if (!((*p >= 'a' && *p <= 'z') || (*p >= 'A' && *p <= 'Z') || (*p >= '0' && *p <= '9')))
            *p = '_';
    return name;
}

/* struct NAME_outputs {DashValue a, b;}; its members in order. */
static void outputs_struct(Emit *e, const char *name, const HirCallback *callback, Texts *members)
{
    Names names = {.arena = e->arena};
    buf_printf(&e->types, "struct %s {\n    DashValue ", name);
    for (int i = 0; i < callback->outputs.count; i++) {
        const char *member = name_unique(&names, member_name(e, output_value(e, callback, i)));
        vec_push(e->arena, members, member);
        buf_printf(&e->types, "%s%s", i ? ", " : "", member);
    }
    buf_puts(&e->types, ";\n};\n\n");
}

/* An argument of a type that the program has a reader for. */
static const char *read_argument(Writer *w, const HirParam *param, int index)
{
    Emit *e = w->e;
    const char *name = name_unique(&w->names, param->var->name);
    stmt(w, "%s %s;", c_type(e, param->var->type), name);
    stmt(w, "if (!%s(cx, dash_arg_json(cx, call, %d), &%s))", c_reader(e, param->var->type), index,
         name);
    stmt(w, "    dash_arg_misfit(cx, call, %d);", index);
    return name;
}

static Texts decoded_arguments(Writer *w, const HirCallback *callback)
{
    Emit *e = w->e;
    Texts args = {0};
    vec_push(e->arena, &args, "cx");
    int input = 0, state = 0;
    for (int i = 0; i < callback->params.count; i++)
        state += callback->params.at[i].is_state ? 0 : callback->params.at[i].places.count;
    for (int i = 0; i < callback->params.count; i++) {
        const HirParam *param = &callback->params.at[i];
        const char *name = decoder(e, param->var->type);
        int *next = param->is_state ? &state : &input;
        vec_push(e->arena, &args,
                 name ? cf(e, "dash_arg_%s(cx, call, %d)", name, *next)
                      : read_argument(w, param, *next));
        *next += param->places.count;
    }
    for (int i = 0; i < callback->binders.count; i++) {
        const HirBinder *binder = &callback->binders.at[i];
        vec_push(e->arena, &args,
                 cf(e, "dash_match_%s(cx, call, %s)", decoder(e, binder->var->type),
                    c_string(e, binder->key, strlen(binder->key))));
    }
    return args;
}

/* Decodes the arguments, runs the callback, hands the outputs over. */
static void write_run(Emit *e, const HirCallback *callback, const char *name, const char *run,
                      const Texts *members, const char *outputs)
{
    Writer w;
    Texts params = {0};
    writer_init(&w, e, run);
    Texts args = decoded_arguments(&w, callback);
    const char *value = call_text(e, name, &args);
    if (callback->outputs.count == 0) {
        stmt(&w, "%s;", value);
    } else if (callback->outputs.count == 1) {
        stmt(&w, "dash_set_output(call, 0, %s);", value);
    } else {
        stmt(&w, "const struct %s out = %s;", outputs, value);
        for (int i = 0, at = 0; i < members->count; at += callback->outputs.at[i++].places.count)
            stmt(&w, "dash_set_output(call, %d, out.%s);", at, members->at[i]);
    }
    vec_push(e->arena, &params, "cx");
    vec_push(e->arena, &params, "call");
    finish_function(&w, &e->functions, cf(e, "static void %s(DashCx *cx, DashCall *call)", run),
                    &params);
}

static void put_parameter(Writer *w, Texts *args, Texts *params, HirVar *var)
{
    Emit *e = w->e;
    const char *name = var_name(w, var);
    vec_push(e->arena, args, cf(e, "%s %s", c_type(e, var->type), name));
    vec_push(e->arena, params, name);
}

static const char *callback_head(Emit *e, const HirCallback *callback, Writer *w, const char *name,
                                 Texts *params)
{
    Texts args = {0};
    vec_push(e->arena, &args, "DashCx *cx");
    vec_push(e->arena, params, "cx");
    for (int i = 0; i < callback->params.count; i++)
        put_parameter(w, &args, params, callback->params.at[i].var);
    for (int i = 0; i < callback->binders.count; i++)
        put_parameter(w, &args, params, callback->binders.at[i].var);
    const char *result = callback->outputs.count == 0   ? "void"
                         : callback->outputs.count == 1 ? "DashValue"
                                                        : cf(e, "struct %s", w->outputs);
    return call_text(e, cf(e, "static %s %s", result, name), &args);
}

static const char *write_callback(Emit *e, const HirCallback *callback)
{
    Writer w;
    Texts params = {0}, members = {0};
    const char *name = name_global(&e->names, callback->name);
    const char *run = name_global(&e->names, cf(e, "run_%s", name));
    writer_init(&w, e, name);
    analyse(&w, callback->body);
    w.callback = callback;
    if (callback->outputs.count > 1) {
        w.outputs = name_global(&e->names, cf(e, "%s_outputs", name));
        outputs_struct(e, w.outputs, callback, &members);
    }
    const char *head = callback_head(e, callback, &w, name, &params);
    emit_to(&w, callback->body, (Dest){callback->outputs.count ? DEST_RETURN : DEST_DISCARD, NULL});
    const char *comment = source_comment(e, callback->span, callback->signature_span.end);
    finish_function(&w, &e->functions, cf(e, "%s%s", comment, head), &params);
    write_run(e, callback, name, run, &members, w.outputs);
    return run;
}

/* ---- all of them -------------------------------------------------------- */

void write_callbacks(Emit *e)
{
    int count = e->program->callbacks.count;
    Buf table = {.arena = e->arena};
    for (int i = 0; i < count; i++) {
        const HirCallback *callback = e->program->callbacks.at[i];
        const char *run = write_callback(e, callback);
        describe_callback(e, &e->tables, &table, callback, run);
    }
    if (count)
        buf_printf(&e->tables, "\nstatic const DashCallback callbacks[] = {\n%s};\n\n", table.ptr);
}

/* static const DashTag tags[], with the attributes of each. */
static void write_tags(Emit *e, Buf *out)
{
    const Program *p = e->program;
    Buf table = {.arena = e->arena};
    for (int i = 0; i < p->tags.count; i++) {
        const HirTag *tag = &p->tags.at[i];
        buf_printf(&table, "    {%s, (const DashAttribute[]){", c_quoted(e, tag->element));
        for (int k = 0; k < tag->attributes.count; k++)
            buf_printf(&table, "%s{%s, %s}", k ? ", " : "", c_quoted(e, tag->attributes.at[k].name),
                       c_quoted(e, tag->attributes.at[k].value));
        buf_printf(&table, "%s}, %d},\n", tag->attributes.count ? "" : "{0}",
                   tag->attributes.count);
    }
    if (p->tags.count)
        buf_printf(out, "static const DashTag tags[] = {\n%s};\n\n", table.ptr);
}

void write_app(Emit *e, Buf *out)
{
    const Program *p = e->program;
    write_tags(e, out);
    const char *data = write_data_sources(e, out);
    const char *title = c_string(e, p->title.ptr ? p->title.ptr : p->name,
                                 p->title.ptr ? p->title.len : strlen(p->name));
    buf_puts(out, "extern const DashBundle dash_bundle; /* the front end */\n\n");
    buf_printf(out, "static const DashApp app = {\n    .abi = %d,\n    .name = %s,\n", DASH_ABI,
               c_quoted(e, p->name));
    buf_printf(out, "    .title = %s,\n    .source = %s,\n    .compiler = \"dashc %s\",\n", title,
               c_quoted(e, e->source_name), DASHC_VERSION);
    if (p->update_title)
        buf_printf(out, "    .update_title = %s,\n", c_quoted(e, p->update_title));
    if (p->lang)
        buf_printf(out, "    .lang = %s,\n", c_quoted(e, p->lang));
    if (p->templates.count) {
        buf_puts(out, "    .templates = \"");
        for (int i = 0; i < p->templates.count; i++)
            buf_printf(out, " %s", p->templates.at[i]);
        buf_puts(out, " \",\n");
    }
    if (p->prevent_initial_callbacks)
        buf_puts(out, "    .prevent_initial_callbacks = true,\n");
    if (p->tags.count)
        buf_printf(out, "    .tags = tags,\n    .tag_count = %d,\n", p->tags.count);
    if (p->show_undo_redo)
        buf_puts(out, "    .show_undo_redo = true,\n");
    if (p->plain_dispatch)
        buf_puts(out, "    .plain_dispatch = true,\n");
    buf_printf(out, "    .layout_is_pure = %s,\n", p->layout_pure ? "true" : "false");
    if (p->callbacks.count)
        buf_printf(out, "    .callbacks = callbacks,\n    .callback_count = %d,\n",
                   p->callbacks.count);
    if (e->has_start)
        buf_puts(out, "    .start = start,\n");
    if (data)
        buf_printf(out, "    .data = &%s,\n", data);
    buf_puts(out, "    .layout = layout,\n    .bundle = &dash_bundle,\n};\n\n"
                  "int main(int argc, char **argv)\n{\n"
                  "    return dash_main(&app, argc, argv);\n}\n");
}
