/* SPDX-License-Identifier: MIT
 *
 * Source files and places in them. Every file that takes part in a compilation
 * gets a range of one offset space, so that a Span of two integers names file
 * and place; lines and columns are looked up only when a message is printed.
 */
#ifndef DASHC_SOURCE_SOURCE_H
#define DASHC_SOURCE_SOURCE_H

#include "source/memory.h"

/* [start, end) in the offset space. {0, 0} is "no place". */
typedef struct Span {
    uint32_t start, end;
} Span;

static inline Span span_join(Span a, Span b)
{
    if (a.end == 0)
        return b;
    if (b.end == 0)
        return a;
    return (Span){a.start < b.start ? a.start : b.start, a.end > b.end ? a.end : b.end};
}

/* A file of at most SOURCE_MAX bytes, valid UTF-8 (a leading byte order mark
 * skipped), followed by a NUL (the lexer's sentinel). */
#define SOURCE_MAX (64u << 20)
typedef struct Source {
    const char *path; /* as given by the user, for messages */
    const char *text;
    uint32_t len;
    uint32_t base;               /* offset of text[0] in the offset space; never 0 */
    const uint32_t *line_starts; /* filled at the first look-up */
    uint32_t line_count;
} Source;

typedef struct Sources {
    Arena *arena;
    Vec(Source *) files;
    uint32_t next_base;
} Sources;

/* Where a span starts: 1-based line, 1-based column in code points. */
typedef struct Place {
    const Source *source; /* NULL for "no place" */
    uint32_t line, column;
} Place;

void sources_init(Sources *sources, Arena *arena);
/* Adds text that is in memory (tests, standard input). The text is copied. */
Source *sources_add(Sources *sources, const char *path, const char *text, size_t len);
/* Adds text that lives as long as the sources and ends with a NUL. */
Source *sources_adopt(Sources *sources, const char *path, const char *text, size_t len);
Place sources_place(const Sources *sources, uint32_t offset);
/* The line's text without its end. */
Str source_line(const Source *source, uint32_t line);
Str source_text(const Sources *sources, Span span);

#endif
