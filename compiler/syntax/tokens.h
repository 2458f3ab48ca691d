/* SPDX-License-Identifier: MIT
 *
 * What tokens.def says of each token, and the newline rules: layout.c turns the
 * lexer's tokens into those that the parser reads. It puts a SEP where a line end
 * or `;` separates, decides what each `{` opens, and makes names of words that
 * stand where no keyword can.
 */
#ifndef DASHC_SYNTAX_TOKENS_H
#define DASHC_SYNTAX_TOKENS_H

#include "syntax/lexer.h"

enum {
    TOKEN_ENDS_OPERAND = 1,
    TOKEN_STARTS_OPERAND = 2,
    TOKEN_LINE_GOES_ON = 4,
    TOKEN_CONTINUES_LINE = 8,
    TOKEN_BINARY = 16,
    TOKEN_WORD = 32,
    TOKEN_OPENS = 64,
    TOKEN_POSTFIX = 128,
    TOKEN_BEGINS_FORM = 256,
};

/* Any of the flags of a kind. */
bool token_is(int kind, int flags);
bool token_closes(int kind); /* a bracket, a hole of a text, or the file */
/* Kinds are 0 (the end of the file) to token_kinds() - 1. */
int token_kinds(void);
/* "a name", "`)`": what messages call a kind. */
const char *token_spelling(int kind);

typedef struct LayoutLevel {
    uint8_t context;
    bool pattern;     /* what stands here is a pattern */
    bool unclosed;    /* its closing bracket is missing */
    uint8_t heads;    /* heads of if, match, for, while, callback that wait for their body */
    uint32_t matches; /* a bit a waiting head: it is a match */
} LayoutLevel;

typedef struct Layout {
    const Lexer *lexer;
    Diags *diags;
    size_t next;    /* index of the next token of the lexer */
    Token last;     /* the last one given out */
    bool separated; /* a separator before `next` was given out */
    int depth;
    LayoutLevel levels[SYNTAX_MAX_NESTING + 1];
} Layout;

void layout_init(Layout *layout, const Lexer *lexer, Diags *diags);
Token layout_next(Layout *layout);

#endif
