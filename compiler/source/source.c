/* SPDX-License-Identifier: MIT
 *
 * Files in one offset space, and where an offset lies. The table of line starts
 * is made when the first place in a file is asked for: a program without
 * mistakes never needs it.
 */
#include "source/source.h"

void sources_init(Sources *sources, Arena *arena)
{
    *sources = (Sources){.arena = arena, .next_base = 1};
}

Source *sources_add(Sources *sources, const char *path, const char *text, size_t len)
{
    return sources_adopt(sources, path, arena_strndup(sources->arena, text, len), len);
}

/* The caller has checked the size, or the text is its own. One offset past the
 * end belongs to the file too, so that the end of file has a place. */
Source *sources_adopt(Sources *sources, const char *path, const char *text, size_t len)
{
    if (len > SOURCE_MAX || sources->next_base > UINT32_MAX - SOURCE_MAX - 2)
        die_out_of_memory();
    Source *source = arena_new(sources->arena, Source);
    source->path = arena_strndup(sources->arena, path, strlen(path));
    source->text = text;
    source->len = (uint32_t)len;
    source->base = sources->next_base;
    sources->next_base += source->len + 1;
    vec_push(sources->arena, &sources->files, source);
    return source;
}

/* A line ends at LF; a CR before it is not part of the line (see source_line). */
static void find_lines(Arena *arena, Source *source)
{
    uint32_t count = 1;
    for (uint32_t i = 0; i < source->len; i++)
        count += source->text[i] == '\n';
    uint32_t *starts = arena_array(arena, uint32_t, count);
    uint32_t line = 1;
    for (uint32_t i = 0; i < source->len; i++)
        if (source->text[i] == '\n')
            starts[line++] = i + 1;
    source->line_starts = starts;
    source->line_count = count;
}

static Source *source_at(const Sources *sources, uint32_t offset)
{
    for (int i = 0; offset && i < sources->files.count; i++) {
        Source *source = sources->files.at[i];
        if (offset >= source->base && offset - source->base <= source->len)
            return source;
    }
    return NULL;
}

static uint32_t count_code_points(const char *text, uint32_t len)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < len; i++)
        count += ((unsigned char)text[i] & 0xC0) != 0x80;
    return count;
}

Place sources_place(const Sources *sources, uint32_t offset)
{
    Source *source = source_at(sources, offset);
    if (!source)
        return (Place){0};
    if (!source->line_starts)
        find_lines(sources->arena, source);
    uint32_t at = offset - source->base;
    uint32_t low = 0, high = source->line_count;
    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;
        if (source->line_starts[middle] <= at)
            low = middle;
        else
            high = middle;
    }
    uint32_t start = source->line_starts[low];
    return (Place){source, low + 1, count_code_points(source->text + start, at - start) + 1};
}

Str source_line(const Source *source, uint32_t line)
{
    if (!source->line_starts || line < 1 || line > source->line_count)
        return STR("");
    uint32_t start = source->line_starts[line - 1];
    uint32_t end = line < source->line_count ? source->line_starts[line] - 1 : source->len;
    if (end > start && source->text[end - 1] == '\r')
        end--;
    return (Str){source->text + start, end - start};
}

Str source_text(const Sources *sources, Span span)
{
    const Source *source = source_at(sources, span.start);
    if (!source || span.end < span.start || span.end - source->base > source->len)
        return STR("");
    return (Str){source->text + (span.start - source->base), span.end - span.start};
}
