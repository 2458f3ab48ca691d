/* SPDX-License-Identifier: MIT
 *
 * Any text through lexer, parser, tree printer and the printing of what was
 * found wrong; what parses also through the formatter, which may neither change
 * what it means nor, the second time, anything.
 */
#include <stdio.h>
#include <stdlib.h>

#include "source/render.h"
#include "source/utf8.h"
#include "syntax/format.h"
#include "syntax/parse.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static Str format(Arena *arena, const char *text, size_t len)
{
    Sources sources;
    Diags diags;
    Buf out = {.arena = arena};
    sources_init(&sources, arena);
    diags_init(&diags, arena, &sources);
    buf_puts(&out, "");
    FormatResult result =
        format_source(&out, arena, &diags, sources_add(&sources, "fuzz.dash", text, len));
    if (result != FORMAT_FINE)
        abort();
    return (Str){out.ptr, out.len};
}

static void check_format(Arena *arena, const char *text, size_t len)
{
    Str once = format(arena, text, len);
    Str twice = format(arena, once.ptr, once.len);
    if (!str_eq(once, twice))
        abort();
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
    const Source *source = sources_add(&sources, "fuzz.dash", text, size);
    const File *file = parse_file(arena, interner_create(arena), &diags, source);
    Buf out = {.arena = arena};
    ast_print(&out, file);
    render_text(&out, &diags, &(RenderStyle){0});
    if (diags.error_count == 0)
        check_format(arena, text, size);
    dash_arena_destroy(arena);
    return 0;
}
