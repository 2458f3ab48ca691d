/* SPDX-License-Identifier: MIT
 *
 * From bytes to tokens. grammar/dash.re recognises one piece of text at a time
 * (one function a mode); lexer.c keeps the stack of open brackets, so that the
 * tokens it delivers are always balanced: a bracket that is never closed gets an
 * error and a closing token of no length, a stray closing bracket gets an error
 * and is dropped. An interpolated text is TEXT_HEAD expr (TEXT_MIDDLE expr)*
 * TEXT_TAIL, each expr maybe followed by FORMAT.
 */
#ifndef DASHC_SYNTAX_LEXER_H
#define DASHC_SYNTAX_LEXER_H

#include "source/diag.h"

/* Brackets and expressions nest at most so deep. */
#define SYNTAX_MAX_NESTING 1000

/* Flags of a token. */
enum {
    TOKEN_NEWLINE = 1,   /* a line ended between the token before and this one */
    TOKEN_SYNTHETIC = 2, /* not in the text: put there to balance brackets */
    TOKEN_RECORDISH = 4, /* `{` with a `:` before any separator: a record, not a block */
    TOKEN_UNCLOSED = 8,  /* a text without its closing quote, a bracket without its closing one */
};

typedef struct Token {
    uint32_t start, end; /* offsets in the offset space of spans */
    uint8_t kind;        /* TK_… of dash.h */
    uint8_t flags;
} Token;

static inline Span token_span(Token token)
{
    return (Span){token.start, token.end};
}

/* How a text is quoted. */
typedef enum Quote { QUOTE_DOUBLE, QUOTE_SINGLE, QUOTE_TRIPLE, QUOTE_RAW, QUOTE_RAW_TRIPLE } Quote;

typedef struct OpenBracket {
    uint8_t kind;        /* the opening token's kind */
    uint8_t quote;       /* Quote of the text, when a hole of a text */
    bool fresh;          /* nothing inside so far ends a statement or field */
    bool let_first;      /* the first token inside is let or var */
    uint32_t token;      /* index of the opening token */
    uint32_t text_start; /* offset of the text's opening quote, when a hole */
} OpenBracket;

typedef struct Lexer {
    Arena *arena;
    Diags *diags;
    const Source *source;
    const unsigned char *text, *limit;
    const unsigned char *cursor, *marker, *start; /* of re2c; start of the token */
    bool newline;                                 /* seen since the last token */
    bool stopped;                                 /* too deep: no more tokens */
    Token *tokens;                                /* malloc'ed; lexer_finish frees */
    size_t count, capacity;
    OpenBracket open[SYNTAX_MAX_NESTING];
    int depth;
    int line_holes; /* holes of one-line texts among the open brackets */
    int open_round, open_square, open_curly;
    Vec(Span) comments;
    Vec(Span) docs; /* `///` lines, in order */
} Lexer;

/* Reads all tokens of the source; the last is TK_END_OF_FILE. Errors go to diags. */
void lexer_run(Lexer *lexer, Arena *arena, Diags *diags, const Source *source);
void lexer_finish(Lexer *lexer);

#define TK_END_OF_FILE 0

/* ---- between dash.re and lexer.c -------------------------------------------- */

/* What scan_code found when it is no token that goes straight to the parser. */
enum {
    SCAN_NEWLINE = 256,
    SCAN_COMMENT,
    SCAN_DOC,
    SCAN_BLOCK_COMMENT,
    SCAN_NUL,
    SCAN_QUOTE, /* cursor after the opening quote of each kind */
    SCAN_QUOTE_SINGLE,
    SCAN_QUOTE_TRIPLE,
    SCAN_QUOTE_RAW,
    SCAN_QUOTE_RAW_TRIPLE,
    SCAN_TEXT_PREFIX, /* f"…" */
    SCAN_SEMICOLON,
    SCAN_BAD_NUMBER,
    SCAN_HASH_COMMENT,
    SCAN_AND_AND,
    SCAN_OR_OR,
    SCAN_BANG,
    SCAN_TRIPLE_EQUALS,
    SCAN_OTHER,
};

/* Where a piece of text ended; the cursor is after the quote, `{`, or before the rest. */
typedef enum TextEnd { TEXT_END_QUOTE, TEXT_END_HOLE, TEXT_END_LINE, TEXT_END_FILE } TextEnd;

int scan_code(Lexer *lexer);
TextEnd scan_text(Lexer *lexer, Quote quote);
void scan_format(Lexer *lexer);
bool scan_block_comment(Lexer *lexer);
/* Whether a declaration that can stand nowhere else begins at the cursor. */
bool scan_declaration(const unsigned char *cursor);
/* Whether the comment's text (after `//`) reads as one operand. */
bool scan_operand(const unsigned char *cursor);

#endif
