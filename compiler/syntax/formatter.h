/* SPDX-License-Identifier: MIT
 *
 * Between the files of the formatter: the tokens of a source with the comments
 * that belong to each, and a document for each part of the grammar. The parts
 * are read from a source that has parsed, in the shape of grammar/dash.y, so
 * nothing here can go wrong; every token and comment is printed just once and in
 * order, but for commas and semicolons, which follow the layout.
 */
#ifndef DASHC_SYNTAX_FORMATTER_H
#define DASHC_SYNTAX_FORMATTER_H

#include "dash.h"
#include "syntax/doc.h"
#include "syntax/tokens.h"

typedef struct FormatComment {
    Span span;
    bool own_line;     /* before a token: on a line of its own */
    bool blank_before; /* an empty line stands before it */
} FormatComment;

typedef struct FormatToken {
    Token token;
    bool separated;     /* a line end or `;` separates it from the one before */
    bool blank_before;  /* an empty line stands before it, after its comments */
    int gap, lead, end; /* the comments before it: [gap, lead) belong to the token before,
                           [lead, end) to it */
    int closer;         /* of an opening bracket: index of its closing one */
    bool led;           /* its comments are printed */
} FormatToken;

typedef struct Formatter {
    Arena *arena;
    const Source *source;
    Vec(FormatToken) tokens; /* without separators; the last is the end of the file */
    Vec(FormatComment) comments;
    int next;
    int inline_depth;  /* inside what must stay on one line: a one-line text, a key */
    bool comprehended; /* the item read last has `for`: no comma may follow it */
} Formatter;

/* ---- tokens (format_tokens.c) --------------------------------------------------- */

void formatter_init(Formatter *f, Arena *arena, const Source *source);
const FormatToken *format_peek(const Formatter *f, int ahead);
/* Does the next token, which opens, close at once? */
static inline bool format_is_empty(const Formatter *f)
{
    return format_peek(f, 0)->closer == f->next + 1;
}
/* Kind of the next token. */
static inline int format_kind(const Formatter *f)
{
    return format_peek(f, 0)->token.kind;
}
/* Whether the next token goes on with what stands before: no separator between. */
bool format_goes_on(const Formatter *f);
/* Whether the next token is a closing bracket or the end of the file. */
bool format_at_end(const Formatter *f);
/* The comments before the next token, for what must not be in a group with them. */
const Doc *format_comments(Formatter *f);
/* The next token with its comments, taken. */
const Doc *format_token(Formatter *f);
/* The text up to and with the token at `last`, as it stands in the source. */
const Doc *format_tokens(Formatter *f, int last);
/* The comments before a closing bracket, which is not taken. */
const Doc *format_dangling(Formatter *f);
/* The comments of a comma, which is taken; whether it is printed is the layout's affair. */
const Doc *format_comma_comments(Formatter *f, bool printed);
/* Whether an empty line stands before the next token and its comments. */
bool format_blank_before(const Formatter *f);

/* ---- small documents -------------------------------------------------------------- */

/* A list under construction; `put` copies no text. */
typedef struct Parts {
    Formatter *f;
    DocList list;
} Parts;
void parts_put(Parts *parts, const Doc *doc);
void parts_text(Parts *parts, const char *text);
void parts_token(Parts *parts);
/* A place to break: a space, or nothing, when on one line. */
void parts_space_line(Parts *parts);
void parts_empty_line(Parts *parts);
const Doc *parts_concat(const Parts *parts);
const Doc *parts_group(const Parts *parts);
const Doc *parts_indent(const Parts *parts);

/* ---- brackets (format_lists.c) ------------------------------------------------------ */

typedef enum ListStyle {
    LIST_NUMBERS, /* [ ]: commas; as many on a line as fit */
    LIST_PLAIN,   /* ( ) and [ ]: commas; an item a line */
    LIST_CALL,    /* the same; a comma also after a single item when broken */
    LIST_RECORD,  /* { }: as a call; stays broken when written so */
    LIST_LINES,   /* { }: when broken, the line ends alone separate; stays broken */
    LIST_BLOCK,   /* { }: the same; several items are never on one line */
    LIST_ROWS,    /* { }: one line an item, always */
} ListStyle;

typedef const Doc *(*FormatItem)(Formatter *f);

/* From the opening bracket to the closing one, as a group. */
const Doc *format_list(Formatter *f, ListStyle style, FormatItem item);
/* The same, part of a group around it. */
const Doc *format_list_part(Formatter *f, ListStyle style, FormatItem item);
/* The items up to the end of the file. */
const Doc *format_file_items(Formatter *f, FormatItem item);

/* ---- the grammar ---------------------------------------------------------------------- */

/* format_exprs.c */
const Doc *format_expr(Formatter *f);
const Doc *format_pattern(Formatter *f);
const Doc *format_text(Formatter *f);
const Doc *format_arg(Formatter *f); /* also `name=expr` */

/* format_operands.c */
const Doc *format_primary(Formatter *f);

/* format_types.c */
const Doc *format_type(Formatter *f);
void format_put_type_opt(Parts *parts); /* `: T`, if one comes */

/* format_stmts.c */
const Doc *format_stmt(Formatter *f);
const Doc *format_simple(Formatter *f); /* what may stand after the => of a match */
const Doc *format_block(Formatter *f);
const Doc *format_if(Formatter *f);
/* ` = expr` with the operator that comes (also += …), if one comes. */
void format_put_assignment(Parts *parts);

/* format_decls.c: an annotation counts as a declaration */
const Doc *format_decl(Formatter *f);

#endif
