/* SPDX-License-Identifier: MIT
 *
 * Formatting a source, and the proof of it: the result is read again, and its tree
 * and its comments must be those of the source.
 */
#include "syntax/format.h"

#include "syntax/formatter.h"
#include "syntax/parse.h"

enum { LINE_WIDTH = 100 };

/* What must not change. */
typedef struct Meaning {
    Buf tree;
    uint64_t comments; /* a sum over them, of what is not white space */
} Meaning;

static uint64_t comment_hash(const Source *source, Span span)
{
    uint64_t hash = 0xcbf29ce484222325u;
    for (uint32_t at = span.start; at < span.end; at++) {
        unsigned char c = (unsigned char)source->text[at - source->base];
        if (c > ' ')
            hash = (hash ^ c) * 0x100000001b3u;
    }
    return hash;
}

static bool read_meaning(Meaning *meaning, Arena *arena, Diags *diags, const Source *source)
{
    const File *file = parse_file(arena, interner_create(arena), diags, source);
    if (diags->error_count > 0)
        return false;
    meaning->tree.arena = arena;
    buf_puts(&meaning->tree, "");
    ast_print(&meaning->tree, file);
    for (int i = 0; i < file->comments.count; i++)
        meaning->comments += comment_hash(source, file->comments.at[i]);
    return true;
}

static bool means(const Meaning *meaning, Arena *arena, const Source *source, Str text)
{
    Sources sources;
    Diags diags;
    Meaning result = {0};
    sources_init(&sources, arena);
    diags_init(&diags, arena, &sources);
    const Source *formatted = sources_add(&sources, source->path, text.ptr, text.len);
    return read_meaning(&result, arena, &diags, formatted) &&
           result.comments == meaning->comments &&
           str_eq((Str){result.tree.ptr, result.tree.len},
                  (Str){meaning->tree.ptr, meaning->tree.len});
}

FormatResult format_source(Buf *out, Arena *arena, Diags *diags, const Source *source)
{
    Meaning meaning = {0};
    if (!read_meaning(&meaning, arena, diags, source))
        return FORMAT_REFUSED;
    Formatter *f = arena_new(arena, Formatter);
    formatter_init(f, arena, source);
    Buf text = {.arena = arena};
    buf_puts(&text, "");
    doc_print(&text, format_file_items(f, format_decl), LINE_WIDTH);
    if (!means(&meaning, arena, source, (Str){text.ptr, text.len}))
        return FORMAT_UNSAFE;
    buf_put(out, text.ptr, text.len);
    return FORMAT_FINE;
}
