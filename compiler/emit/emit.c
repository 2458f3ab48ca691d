/* SPDX-License-Identifier: MIT
 *
 * The order of the translation unit. The functions are written first, since
 * only they tell which types, columns and helpers the unit needs.
 */
#include "emit/internal.h"

/* A name of the top level: as in the source; where two files have the same one
 * that of the imported file is named after the file too, `widgets_card`. */
static const char *top_name(Emit *e, const char *name, Span span)
{
    const Source *source = sources_place(e->sources, span.start).source;
    if (!source || source == e->program->source || !name_taken(&e->names, name))
        return name_global(&e->names, name);
    const char *slash = strrchr(source->path, '/'), *file = slash ? slash + 1 : source->path;
    return name_global(&e->names, cf(e, "%.*s_%s", (int)strcspn(file, "."), file, name));
}

static bool is_main(const Emit *e, Span span)
{
    return sources_place(e->sources, span.start).source == e->program->source;
}

static void find_functions(Emit *e)
{
    for (int i = 0; i < e->program->functions.count; i++) {
        const HirFn *fn = e->program->functions.at[i];
        FnInfo *info = arena_new(e->arena, FnInfo);
        info->defined = fn->c_file != NULL;
        map_set(e->arena, &e->fns, fn, info);
    }
}

/* Names of the main file first: they keep their spelling. */
static void name_functions(Emit *e)
{
    for (int pass = 0; pass < 2; pass++) {
        for (int i = 0; i < e->program->functions.count; i++) {
            const HirFn *fn = e->program->functions.at[i];
            FnInfo *info = map_get(&e->fns, fn);
            if (is_main(e, fn->span) != (pass == 0) || (!info->used && !fn->c_file))
                continue;
            info->name = fn->c_file ? fn->name : top_name(e, fn->name, fn->span);
        }
        for (int i = 0; i < e->program->constants.count; i++) {
            const HirConst *constant = e->program->constants.at[i];
            if (is_main(e, constant->span) != (pass == 0))
                continue;
            const char *name = top_name(e, constant->name, constant->span);
            map_set(e->arena, &e->constants, constant, (void *)(uintptr_t)name);
        }
    }
}

static void emit_init(Emit *e, Arena *arena, const Sources *sources, const Program *program,
                      const EmitOptions *options)
{
    *e = (Emit){.arena = arena, .sources = sources, .program = program, .options = *options};
    Buf *const buffers[] = {&e->types,  &e->helpers, &e->functions,  &e->prototypes,
                            &e->tables, &e->tests,   &e->data_fields};
    for (size_t i = 0; i < sizeof buffers / sizeof *buffers; i++)
        buffers[i]->arena = arena;
    e->names.arena = arena;
    e->names.locals = arena_new(arena, Names);
    e->names.locals->arena = arena;
    e->data_members.arena = arena;
    const char *path = program->source->path, *slash = strrchr(path, '/');
    e->source_name = slash ? slash + 1 : path;
    name_externs(e);
    name_tables(e);
    find_functions(e);
    analyse_reach(e);
    name_functions(e);
    name_late(e);
}

void emit_header(Buf *out, Arena *arena, const Sources *sources, const Program *program)
{
    Emit e;
    if (program->c_files.count == 0)
        return;
    emit_init(&e, arena, sources, program, &(EmitOptions){0});
    write_header(&e, out);
}

static void write_parts(Emit *e)
{
    write_externs(e, &e->prototypes);
    write_functions(e);
    write_start(e);
    if (!e->options.tests)
        write_layout(e);
    write_callbacks(e);
    if (e->options.tests)
        write_tests(e);
}

static void names_in_use(Emit *e, Names *used)
{
    *used = (Names){.arena = e->arena};
    collect_names(used, e->helpers.ptr);
    collect_names(used, e->functions.ptr);
    collect_names(used, e->tests.ptr);
}

static void put(Buf *out, const Buf *part)
{
    if (part->ptr)
        buf_put(out, part->ptr, part->len);
}

/* `#line self` becomes the unit's own next line: what follows is nobody's
 * source but the generated file's. */
static void number_lines(Buf *out, const Buf *unit, const char *name)
{
    int line = 1;
    for (const char *p = unit->ptr; *p;) {
        size_t len = strcspn(p, "\n");
        if (len == strlen("#line self") && strncmp(p, "#line self", len) == 0)
            buf_printf(out, "#line %d \"%s.c\"\n", line + 1, name);
        else
            buf_printf(out, "%.*s\n", (int)len, p);
        p += len + (p[len] == '\n');
        line++;
    }
}

void emit_program(Buf *out, EmitData *data, Arena *arena, const Sources *sources,
                  const Program *program, const EmitOptions *options)
{
    Emit e;
    Names used;
    Buf unit = {.arena = arena}, constants = {.arena = arena};
    emit_init(&e, arena, sources, program, options);
    write_parts(&e);
    names_in_use(&e, &used);
    write_constants(&e, &constants);
    buf_printf(&unit,
               "/* Written by dashc from %s: change that file, not this one. */\n"
               "#include <dash/dash.h>\n%s\nDASH_REQUIRE_ABI(%d);\n\n",
               e.source_name, options->tests ? "#include <dash/test.h>\n" : "", DASH_ABI);
    put(&unit, &e.types);
    write_table_data(&e, &unit, &used);
    write_data_struct(&e, &unit);
    put(&unit, &constants);
    put(&unit, &e.prototypes);
    buf_puts(&unit, e.prototypes.len ? "\n" : "");
    put(&unit, &e.helpers);
    put(&unit, &e.functions);
    put(&unit, &e.tables);
    put(&unit, &e.tests);
    if (options->tests)
        write_tests_main(&e, &unit);
    else
        write_app(&e, &unit);
    number_lines(out, &unit, program->name);
    if (data)
        table_bytes(data, &e, &used);
}
