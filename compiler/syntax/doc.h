/* SPDX-License-Identifier: MIT
 *
 * A text with places where it may be broken, and its printing in a given width
 * (after Wadler's "A prettier printer"). A group stands on one line when it fits
 * there; else each of its own line ends breaks, and the groups in it are asked
 * anew. Widths are known when a document is made, so printing is linear.
 *
 *     DocList call = {0};  // open, doc_indent(arena, arguments), close
 *     doc_group(arena, doc_concat(arena, call.at, call.count))
 *
 * Comments at the end of a line are suffixes: they wait until the line ends, a word
 * after one ends it, and a group in which a word follows one is not on one line.
 */
#ifndef DASHC_SYNTAX_DOC_H
#define DASHC_SYNTAX_DOC_H

#include "source/memory.h"

typedef struct Doc Doc;
typedef Vec(const Doc *) DocList;

extern const Doc doc_nothing;
extern const Doc doc_space_line; /* a space, or the line ends */
extern const Doc doc_empty_line; /* nothing, or the line ends */
extern const Doc doc_hard_line;  /* the line ends */
extern const Doc doc_fresh_line; /* the line ends unless nothing stands on it */
extern const Doc doc_blank;      /* after a line end: an empty line */

/* Bytes that stand as they are; they may hold line ends. Not copied. */
const Doc *doc_word(Arena *arena, Str text);
/* The same for a comma or a space, which may come before a suffix that waits. */
const Doc *doc_text(Arena *arena, Str text);
/* One of two texts: the first where the group around it is broken. */
const Doc *doc_choice(Arena *arena, const char *broken, const char *flat);
/* A comment for the end of the line, or (own_line) for a line of its own after it. */
const Doc *doc_suffix(Arena *arena, Str text, bool own_line);
/* Line ends inside are followed by two more spaces. */
const Doc *doc_indent(Arena *arena, const Doc *inner);
const Doc *doc_group(Arena *arena, const Doc *inner);
/* A group that groups before it shall count whole: they break first. */
const Doc *doc_late_group(Arena *arena, const Doc *inner);
const Doc *doc_concat(Arena *arena, const Doc *const *docs, int count);

/* Appends the text, with a line end after it unless it is empty. */
void doc_print(Buf *out, const Doc *doc, int width);

#endif
