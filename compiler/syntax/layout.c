/* SPDX-License-Identifier: MIT
 *
 * The newline rules, and what a `{` opens. Both depend only on the tokens around
 * and on the innermost open bracket, so the grammar stays free of them.
 */
#include "dash.h"
#include "syntax/tokens.h"

#define E TOKEN_ENDS_OPERAND
#define S TOKEN_STARTS_OPERAND
#define G TOKEN_LINE_GOES_ON
#define C TOKEN_CONTINUES_LINE
#define B TOKEN_BINARY
#define W TOKEN_WORD
#define O TOKEN_OPENS
#define P TOKEN_POSTFIX
#define D TOKEN_BEGINS_FORM

static const struct {
    const char *spelling;
    int flags;
} tokens[] = {
    [TK_END_OF_FILE] = {"the end of the file", 0},
#define T(name, spelling, flags) [TK_##name] = {spelling, flags},
#include "syntax/tokens.def"
#undef T
};

bool token_is(int kind, int flags)
{
    return (tokens[kind].flags & flags) != 0;
}

int token_kinds(void)
{
    return (int)(sizeof tokens / sizeof tokens[0]);
}

const char *token_spelling(int kind)
{
    return tokens[kind].spelling;
}

/* What the innermost open bracket is, for newlines and braces. */
enum {
    CONTEXT_BLOCK,  /* statements; also the file itself */
    CONTEXT_RECORD, /* fields: a newline is a comma */
    CONTEXT_MATCH,  /* arms */
    CONTEXT_ROWS,   /* lines of cells: a newline counts even after a comma */
    CONTEXT_INLINE, /* ( ) [ ] and interpolations: a newline is a space */
};

void layout_init(Layout *layout, const Lexer *lexer, Diags *diags)
{
    layout->lexer = lexer;
    layout->diags = diags;
    layout->next = 0;
    layout->last = (Token){.kind = TK_SEP};
    layout->separated = true;
    layout->depth = 0;
    layout->levels[0] = (LayoutLevel){.context = CONTEXT_BLOCK};
}

static const Token *peek(const Layout *layout, size_t ahead)
{
    size_t at = layout->next + ahead;
    return &layout->lexer->tokens[at < layout->lexer->count ? at : layout->lexer->count - 1];
}

static LayoutLevel *innermost(Layout *layout)
{
    return &layout->levels[layout->depth];
}

/* ---- words ---------------------------------------------------------------- */

/* The kind of the token to come, with words made names where they can be nothing
 * else. (The others fall back to names in the parser.) */
static int kind_of_next(Layout *layout)
{
    const Token *token = peek(layout, 0), *after = peek(layout, 1);
    if (!token_is(token->kind, W))
        return token->kind;
    if (layout->last.kind == TK_DOT || layout->last.kind == TK_QUESTION_DOT)
        return TK_NAME;
    if (token->kind == TK_LAYOUT && after->kind == TK_ASSIGN && layout->depth == 0)
        return TK_LAYOUT;
    if (after->kind == TK_ASSIGN || after->kind == TK_COLON)
        return TK_NAME;
    if (token->kind == TK_ROWS || token->kind == TK_PATCH) {
        bool form = after->kind == TK_LBRACE && !(after->flags & TOKEN_NEWLINE) &&
                    innermost(layout)->heads == 0;
        return form ? token->kind : TK_NAME;
    }
    return token->kind;
}

/* ---- separators ----------------------------------------------------------- */

bool token_closes(int kind)
{
    return kind == TK_RPAREN || kind == TK_RBRACKET || kind == TK_RBRACE ||
           kind == TK_TEXT_MIDDLE || kind == TK_TEXT_TAIL || kind == TK_END_OF_FILE;
}

static void error_line_start(Layout *layout, const Token *token)
{
    Span span = token_span(*token);
    Diag *d = diag_error(layout->diags, E0103, span, "a line cannot begin with %s",
                         token_spelling(token->kind));
    diag_help(d, "put %s at the end of the line before", token_spelling(token->kind));
    if (token->kind == TK_MINUS)
        diag_help(d, "for a negative value write `(-x)`");
}

/* Whether the next token can only begin a new form (`let x`, `fn f`, `return`), so
 * that the line before it lacks its end. */
static bool begins_form(Layout *layout, int kind)
{
    if (!token_is(kind, D) || token_is(layout->last.kind, O) || layout->last.kind == TK_COMMA)
        return false;
    int after = peek(layout, 1)->kind;
    return kind == TK_RETURN || kind == TK_AT || after == TK_NAME || after == TK_TEXT;
}

/* Whether the line end before the next token separates. */
static bool newline_separates(Layout *layout, int kind)
{
    int context = innermost(layout)->context;
    int last = layout->last.kind;
    if (token_is(last, G) && begins_form(layout, kind))
        return true;
    bool comma_line = context == CONTEXT_ROWS && last == TK_COMMA;
    if ((token_is(last, G) && !comma_line) || last == TK_SEP || token_is(kind, C) ||
        token_closes(kind) || kind == TK_COMMA)
        return false;
    if (kind == TK_MINUS && (context == CONTEXT_MATCH || context == CONTEXT_ROWS))
        return true;
    bool not_in = kind == TK_NOT && peek(layout, 1)->kind == TK_IN;
    if (token_is(kind, B) || not_in || kind == TK_ASSIGN || kind == TK_FAT_ARROW) {
        error_line_start(layout, peek(layout, 0));
        return false;
    }
    return true;
}

/* Skips `;` and says whether a separator stands before the next token. */
static bool take_separators(Layout *layout, Span *span)
{
    if (innermost(layout)->context == CONTEXT_INLINE)
        return false;
    bool semicolon = false, newline = false;
    while (peek(layout, 0)->kind == TK_SEP) {
        *span = token_span(*peek(layout, 0));
        newline |= (peek(layout, 0)->flags & TOKEN_NEWLINE) != 0;
        semicolon = true;
        layout->next++;
    }
    newline |= (peek(layout, 0)->flags & TOKEN_NEWLINE) != 0;
    int kind = kind_of_next(layout);
    if (semicolon)
        return !token_is(layout->last.kind, O) && layout->last.kind != TK_SEP &&
               !token_closes(kind);
    return newline && newline_separates(layout, kind);
}

/* ---- braces --------------------------------------------------------------- */

/* What the `{` that comes next opens. */
static int classify_brace(Layout *layout, uint8_t *context)
{
    LayoutLevel *level = innermost(layout);
    int last = layout->last.kind;
    *context = CONTEXT_BLOCK;
    if (level->heads > 0) {
        level->heads--;
        if (level->matches & 1)
            *context = CONTEXT_MATCH;
        level->matches >>= 1;
        return TK_LBODY;
    }
    if (last == TK_ELSE)
        return TK_LBODY;
    if (last == TK_ROWS)
        *context = CONTEXT_ROWS;
    if (token_is(last, E))
        return TK_LBRACE;
    int after = peek(layout, 1)->kind;
    bool record = level->pattern || after == TK_RBRACE || after == TK_SPREAD ||
                  (peek(layout, 0)->flags & TOKEN_RECORDISH);
    if (record)
        *context = CONTEXT_RECORD;
    return record ? TK_LRECORD : TK_LBRACE;
}

static void enter(Layout *layout, uint8_t context)
{
    bool unclosed = context == CONTEXT_INLINE && (peek(layout, 0)->flags & TOKEN_UNCLOSED);
    bool pattern =
        context == CONTEXT_MATCH || (innermost(layout)->pattern && context != CONTEXT_BLOCK);
    layout->levels[++layout->depth] =
        (LayoutLevel){.context = context, .pattern = pattern, .unclosed = unclosed};
}

/* Opens and closes levels; returns the token's final kind. */
static int track_brackets(Layout *layout, int kind)
{
    uint8_t context = CONTEXT_INLINE;
    if (kind == TK_LBRACE)
        kind = classify_brace(layout, &context);
    else if (kind == TK_LSCHEMA || kind == TK_ID_BRACE)
        context = CONTEXT_RECORD;
    if (token_closes(kind) && layout->depth > 0)
        layout->depth--;
    if (token_is(kind, O))
        enter(layout, context);
    return kind;
}

/* ---- heads and patterns --------------------------------------------------- */

static void push_head(LayoutLevel *level, bool match)
{
    if (level->heads == 32)
        return;
    level->heads++;
    level->matches = level->matches << 1 | (match ? 1u : 0u);
}

static void track_heads(Layout *layout, int kind)
{
    LayoutLevel *level = innermost(layout);
    bool clause = token_is(layout->last.kind, E); /* of a comprehension */
    bool in_match = level->context == CONTEXT_MATCH;
    switch (kind) {
    case TK_IF:
    case TK_MATCH:
    case TK_WHILE:
    case TK_FOR:
        if (!clause)
            push_head(level, kind == TK_MATCH);
        level->pattern |= kind == TK_FOR;
        return;
    case TK_CALLBACK:
        if (layout->depth == 0)
            push_head(level, false);
        return;
    case TK_LET:
    case TK_VAR:
        level->pattern = true;
        return;
    case TK_IN:
    case TK_ASSIGN:
    case TK_COLON:
    case TK_FAT_ARROW:
        level->pattern = false;
        return;
    case TK_COMMA:
        level->pattern |= in_match;
        return;
    case TK_SEP:
        level->heads = 0;
        level->pattern = in_match;
        return;
    default:
        return;
    }
}

static Token give(Layout *layout, int kind, Span span, int flags)
{
    track_heads(layout, kind);
    layout->last = (Token){span.start, span.end, (uint8_t)kind, (uint8_t)flags};
    return layout->last;
}

Token layout_next(Layout *layout)
{
    if (!layout->separated) {
        layout->separated = true;
        Span span = {layout->last.end, layout->last.end};
        if (take_separators(layout, &span))
            return give(layout, TK_SEP, span, 0);
    }
    while (peek(layout, 0)->kind == TK_SEP && layout->last.kind == TK_SEP)
        layout->next++;
    const Token *token = peek(layout, 0);
    int kind = kind_of_next(layout);
    layout->separated = false;
    Span span = token_span(*token);
    if (kind == TK_NOT && peek(layout, 1)->kind == TK_IN && token_is(layout->last.kind, E)) {
        kind = TK_NOT_IN;
        span = span_join(span, token_span(*peek(layout, 1)));
        layout->next++;
    }
    kind = track_brackets(layout, kind);
    if (layout->next < layout->lexer->count)
        layout->next++;
    return give(layout, kind, span, token->flags);
}
