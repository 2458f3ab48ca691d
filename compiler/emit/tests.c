/* SPDX-License-Identifier: MIT
 *
 * A program of tests: the functions, constants and callbacks as in the app, one
 * C function a test, and a table of them for the runner. Callbacks are called
 * through the table that a request would go through.
 */
#include "emit/internal.h"

static int callback_index(const Emit *e, const HirCallback *callback)
{
    for (int i = 0; i < e->program->callbacks.count; i++)
        if (e->program->callbacks.at[i] == callback)
            return i;
    return -1;
}

/* A list of inputs is one argument for each. */
static void put_argument(Writer *w, const HirParam *param, Hir *value, Texts *args)
{
    Emit *e = w->e;
    if (!param->is_list) {
        vec_push(e->arena, args, emit_expr(w, value));
        return;
    }
    const char *list = emit_named(w, value, param->var->name);
    for (int i = 0; i < param->places.count; i++)
        vec_push(e->arena, args, cf(e, "dash_at(%s, %d)", list, i));
}

/* The arguments as the runtime counts them: inputs, then state. */
static const char *arguments_of(Writer *w, const Hir *hir)
{
    const HirCallback *callback = hir->callback.callback;
    Texts args = {0};
    for (int state = 0; state < 2; state++)
        for (int i = 0; i < callback->params.count; i++)
            if (callback->params.at[i].is_state == (state == 1))
                put_argument(w, &callback->params.at[i], hir->callback.args.at[i], &args);
    return args.count ? cf(w->e, "(DashValue[])%s", braced(w->e, &args)) : "NULL";
}

/* The outputs' names when one has an alias: those without are "id.prop". */
static const char *aliases_of(Emit *e, const HirCallback *callback)
{
    bool any = false;
    Texts names = {0};
    for (int i = 0; i < callback->outputs.count; i++) {
        const HirOutput *output = &callback->outputs.at[i];
        any |= output->alias != NULL;
        for (int k = 0; k < output->places.count; k++) {
            const HirPlace *place = &output->places.at[k];
            const char *name = output->alias && !output->is_list
                                   ? output->alias
                                   : cf(e, "%s.%s", place->id, place->property);
            vec_push(e->arena, &names, c_string(e, name, strlen(name)));
        }
    }
    return any ? cf(e, "(const char *const[])%s", braced(e, &names)) : "NULL";
}

const char *emit_callback_call(Writer *w, Hir *hir)
{
    const HirCallback *callback = hir->callback.callback;
    const char *which = cf(w->e, "&callbacks[%d]", callback_index(w->e, callback));
    return callf(w->e, "dash_test_callback", 4, "cx", which, arguments_of(w, hir),
                 aliases_of(w->e, callback));
}

const char *emit_failure(Writer *w, Hir *hir)
{
    const char *attempt = name_unique(&w->names, "attempt");
    const char *failure = name_unique(&w->names, "failure");
    stmt(w, "DashTry %s;", attempt);
    open_block(w, "if (_setjmp(*dash_try(cx, &%s)) == 0)", attempt);
    if (is_nothing(hir->unary.operand->type))
        emit_to(w, hir->unary.operand, (Dest){DEST_DISCARD, NULL});
    else
        stmt(w, "(void)%s;", parens(w->e, emit_expr(w, hir->unary.operand)));
    if (!ends_here(hir->unary.operand))
        stmt(w, "dash_try_done(&%s);", attempt);
    close_block(w);
    stmt(w, "const DashText %s = dash_try_end(cx, &%s);", failure, attempt);
    return failure;
}

static void write_test(Emit *e, const HirTest *test, const char *name)
{
    Writer w;
    Texts params = {0};
    writer_init(&w, e, name);
    analyse(&w, test->body);
    vec_push(e->arena, &params, "cx");
    emit_to(&w, test->body, (Dest){DEST_DISCARD, NULL});
    finish_function(&w, &e->tests,
                    cf(e, "/* %s: %s */\nstatic void %s(DashCx *cx)", line_of(e, test->span),
                       comment_safe(e, test->name.ptr, test->name.len), name),
                    &params);
}

void write_tests(Emit *e)
{
    Buf table = {.arena = e->arena};
    for (int i = 0; i < e->program->tests.count; i++) {
        const HirTest *test = e->program->tests.at[i];
        const char *name = name_global(&e->names, cf(e, "test_%d", i + 1));
        Place place = sources_place(e->sources, test->span.start);
        const char *file = path_of(e, test->file);
        write_test(e, test, name);
        buf_printf(&table, "    {%s, %s, %u, %s},\n", c_string(e, test->name.ptr, test->name.len),
                   c_string(e, file, strlen(file)), place.line, name);
    }
    buf_printf(&e->tests, "static const DashTest tests[] = {\n%s};\n\n",
               table.ptr ? table.ptr : "");
}

void write_tests_main(Emit *e, Buf *out)
{
    const char *data = write_data_sources(e, out);
    buf_printf(out,
               "static const DashTests all_tests = {\n    .abi = %d,\n    .source = %s,\n%s%s"
               "    .tests = tests,\n    .count = %d,\n};\n\n"
               "int main(int argc, char **argv)\n{\n"
               "    return dash_test_main(&all_tests, argc, argv);\n}\n",
               DASH_ABI, c_string(e, e->source_name, strlen(e->source_name)),
               e->has_start ? "    .start = start,\n" : "",
               data ? cf(e, "    .data = &%s,\n", data) : "", e->program->tests.count);
}
