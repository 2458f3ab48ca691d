/* SPDX-License-Identifier: MIT
 *
 * Any text through lexer, parser, tree printer and the printing of what was
 * found wrong.
 */
#include "source/render.h"
#include "source/utf8.h"
#include "syntax/parse.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

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
    const Source *source = sources_add(&sources, "fuzz.dash", text, size);
    const File *file = parse_file(arena, interner_create(arena), &diags, source);
    Buf out = {.arena = arena};
    ast_print(&out, file);
    render_text(&out, &diags, &(RenderStyle){0});
    dash_arena_destroy(arena);
    return 0;
}
