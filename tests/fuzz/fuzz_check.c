/* SPDX-License-Identifier: MIT
 *
 * Any text through the whole compiler up to the C: parsed, checked, planned and
 * written out, and the messages in all their forms. A program that is taken
 * without an error must become C.
 */
#include "emit/emit.h"
#include "sema/sema.h"
#include "source/render.h"
#include "source/utf8.h"
#include "syntax/parse.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void render_all(Arena *arena, const Diags *diags)
{
    Buf out = {.arena = arena};
    render_text(&out, diags, &(RenderStyle){.color = true, .width = 60});
    render_json(&out, diags);
    render_sarif(&out, diags, "0");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *text = (const char *)data;
    if (utf8_check(text, size) != size)
        return 0; /* refused when the file is read */
    Arena *arena = arena_create();
    Sources sources;
    Diags diags;
    sources_init(&sources, arena);
    diags_init(&diags, arena, &sources);
    diags_set_level(&diags, "warnings", LEVEL_WARN);
    const Source *source = sources_add(&sources, "fuzz.dash", text, size);
    Interner *interner = interner_create(arena);
    const File *file = parse_file(arena, interner, &diags, source);
    Program *program = file->whole ? sema_check(arena, interner, &sources, &diags, file) : NULL;
    if (program) {
        Buf c_source = {.arena = arena};
        EmitOptions options = {.line_directives = true};
        emit_program(&c_source, NULL, arena, &sources, program, &options);
    } else if (diags.error_count == 0) {
        __builtin_trap(); /* refused without a word */
    }
    render_all(arena, &diags);
    dash_arena_destroy(arena);
    return 0;
}
