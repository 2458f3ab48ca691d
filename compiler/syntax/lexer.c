/* SPDX-License-Identifier: MIT
 *
 * The lexer's memory between pieces: tokens, open brackets, texts that hold
 * expressions. The pieces themselves are recognised by grammar/dash.re.
 *
 * A bracket that is not closed is noticed at the first of: a closing bracket of
 * an outer one, a line that can only begin a declaration, the end of a one-line
 * text for its interpolation, the end of the file.
 */
#include "syntax/lexer.h"

#include <stdlib.h>

#include "dash.h"
#include "syntax/tokens.h"

static uint32_t offset_of(const Lexer *lx, const unsigned char *at)
{
    return lx->source->base + (uint32_t)(at - lx->text);
}

static Span span_from(const Lexer *lx, const unsigned char *start)
{
    return (Span){offset_of(lx, start), offset_of(lx, lx->cursor)};
}

/* ---- tokens --------------------------------------------------------------- */

static void append(Lexer *lx, Token token)
{
    if (lx->count == lx->capacity) {
        /* A token has three bytes or more; pages that stay empty cost nothing. */
        size_t capacity = lx->capacity ? lx->capacity * 2 : 1024 + lx->source->len / 3;
        Token *grown = realloc(lx->tokens, capacity * sizeof *grown);
        if (!grown)
            die_out_of_memory();
        lx->tokens = grown;
        lx->capacity = capacity;
    }
    lx->tokens[lx->count++] = token;
}

/* Finds out whether the innermost `{` opens a record: its first `:` comes before
 * anything that ends a statement. */
static void note_separator(Lexer *lx, int kind)
{
    OpenBracket *top = &lx->open[lx->depth - 1];
    size_t inside = lx->count - top->token - 1; /* tokens since the bracket */
    if (inside == 0)
        top->let_first = kind == TK_LET || kind == TK_VAR;
    else if (kind == TK_COLON && (inside == 1 || !top->let_first))
        lx->tokens[top->token].flags |= TOKEN_RECORDISH;
    if (kind == TK_COLON || kind == TK_COMMA || kind == TK_SEP || (lx->newline && inside > 0))
        top->fresh = false;
}

static void push(Lexer *lx, int kind, Span span, int flags)
{
    if (lx->depth > 0 && lx->open[lx->depth - 1].fresh)
        note_separator(lx, kind);
    if (lx->newline)
        flags |= TOKEN_NEWLINE;
    lx->newline = false;
    append(lx, (Token){span.start, span.end, (uint8_t)kind, (uint8_t)flags});
}

static void push_here(Lexer *lx, int kind)
{
    push(lx, kind, span_from(lx, lx->start), 0);
}

static int last_kind(const Lexer *lx)
{
    return lx->count ? lx->tokens[lx->count - 1].kind : TK_END_OF_FILE;
}

/* ---- brackets ------------------------------------------------------------- */

static bool is_hole(int kind)
{
    return kind == TK_TEXT_HEAD || kind == TK_TEXT_MIDDLE;
}

/* The closing bracket that belongs to an opening token. */
static int closer_of(int kind)
{
    if (kind == TK_LPAREN)
        return TK_RPAREN;
    return kind == TK_LBRACKET || kind == TK_ID_OPEN ? TK_RBRACKET : TK_RBRACE;
}

static int *open_count(Lexer *lx, int closer)
{
    if (closer == TK_RPAREN)
        return &lx->open_round;
    return closer == TK_RBRACKET ? &lx->open_square : &lx->open_curly;
}

static bool is_line_hole(const OpenBracket *open)
{
    return is_hole(open->kind) && open->quote == QUOTE_DOUBLE;
}

static void open_bracket(Lexer *lx, int kind, Span span, Quote quote, uint32_t text_start)
{
    if (lx->depth == SYNTAX_MAX_NESTING) {
        Diag *d = diag_error(lx->diags, E0104, span, "brackets are nested more than %d deep",
                             SYNTAX_MAX_NESTING);
        diag_help(d, "give parts of it names of their own");
        lx->stopped = true;
        return;
    }
    push(lx, kind, span, 0);
    OpenBracket *open = &lx->open[lx->depth++];
    *open = (OpenBracket){.kind = (uint8_t)kind,
                          .quote = (uint8_t)quote,
                          .fresh = kind == TK_LBRACE,
                          .token = (uint32_t)(lx->count - 1),
                          .text_start = text_start};
    (*open_count(lx, closer_of(kind)))++;
    lx->line_holes += is_line_hole(open);
}

static OpenBracket pop_bracket(Lexer *lx)
{
    OpenBracket open = lx->open[--lx->depth];
    (*open_count(lx, closer_of(open.kind)))--;
    lx->line_holes -= is_line_hole(&open);
    return open;
}

/* The place of an opening bracket alone: of a hole its `{`, of `#type[` its `[`. */
static Span bracket_span(const Lexer *lx, const OpenBracket *open)
{
    Span span = token_span(lx->tokens[open->token]);
    span.start = span.end - 1;
    return span;
}

static char bracket_char(const Lexer *lx, const OpenBracket *open)
{
    return (char)lx->text[bracket_span(lx, open).start - lx->source->base];
}

/* Puts in the closing token that the text lacks. */
static void close_silently(Lexer *lx)
{
    OpenBracket open = pop_bracket(lx);
    uint32_t at = lx->tokens[lx->count - 1].end;
    lx->tokens[open.token].flags |= TOKEN_UNCLOSED;
    bool newline = lx->newline;
    lx->newline = false;
    if (is_hole(open.kind))
        push(lx, TK_TEXT_TAIL, (Span){at, at}, TOKEN_SYNTHETIC | TOKEN_UNCLOSED);
    else
        push(lx, closer_of(open.kind), (Span){at, at}, TOKEN_SYNTHETIC);
    lx->newline = newline;
}

static Diag *error_unclosed(Lexer *lx)
{
    const OpenBracket *top = &lx->open[lx->depth - 1];
    Diag *d = diag_error(lx->diags, E0105, bracket_span(lx, top), "this `%c` is never closed",
                         bracket_char(lx, top));
    diag_label(d, "opened here");
    return d;
}

/* One error for all brackets that are open at a place where none can be. */
static void close_all(Lexer *lx, Span place, const char *why)
{
    if (lx->depth == 0)
        return;
    diag_note_at(error_unclosed(lx), place, "%s", why);
    while (lx->depth > 0)
        close_silently(lx);
}

static void lex_text(Lexer *lx, Quote quote, uint32_t text_start, const unsigned char *start,
                     bool first);

static void close_bracket(Lexer *lx, int kind)
{
    Span span = span_from(lx, lx->start);
    if (*open_count(lx, kind) == 0) {
        Diag *d = diag_error(lx->diags, E0106, span, "this `%c` closes nothing", *lx->start);
        diag_label(d, "no bracket is open here");
        if (!token_is(last_kind(lx), TOKEN_ENDS_OPERAND))
            push(lx, TK_BROKEN, span, TOKEN_SYNTHETIC);
        return;
    }
    while (closer_of(lx->open[lx->depth - 1].kind) != kind) {
        diag_note_at(error_unclosed(lx), span, "this `%c` closes a bracket around it", *lx->start);
        if (is_line_hole(&lx->open[lx->depth - 1])) { /* the text goes on, with the bracket */
            OpenBracket hole = pop_bracket(lx);
            lex_text(lx, (Quote)hole.quote, hole.text_start, lx->start, false);
            return;
        }
        close_silently(lx);
    }
    OpenBracket open = pop_bracket(lx);
    if (is_hole(open.kind))
        lex_text(lx, (Quote)open.quote, open.text_start, lx->start, false);
    else
        push(lx, kind, span, 0);
}

/* ---- texts ---------------------------------------------------------------- */

/* After a text without its quote: the brackets opened on this line whose closing
 * bracket the text has swallowed are taken as closed. */
static void close_swallowed(Lexer *lx, const unsigned char *start)
{
    size_t len = (size_t)(lx->cursor - start);
    const unsigned char *line = start;
    while (line > lx->text && line[-1] != '\n')
        line--;
    while (lx->depth > 0) {
        const OpenBracket *top = &lx->open[lx->depth - 1];
        int closer = closer_of(top->kind);
        int c = closer == TK_RPAREN ? ')' : closer == TK_RBRACKET ? ']' : '}';
        if (bracket_span(lx, top).start < offset_of(lx, line) || !memchr(start, c, len))
            break;
        close_silently(lx);
    }
}

/* A hole of a one-line text is open where the line (or a text in it) ends. */
static void error_open_hole(Lexer *lx)
{
    while (lx->line_holes > 1 || !is_line_hole(&lx->open[lx->depth - 1]))
        close_silently(lx);
    Diag *d = diag_error(lx->diags, E0012, bracket_span(lx, &lx->open[lx->depth - 1]),
                         "this interpolation is not closed on its line");
    diag_label(d, "its `}` is missing");
    diag_help(d, "a brace that is only a character is written `\\{`");
    close_silently(lx);
}

static void error_open_text(Lexer *lx, Quote quote, uint32_t text_start)
{
    bool triple = quote == QUOTE_TRIPLE || quote == QUOTE_RAW_TRIPLE;
    const char *mark = triple ? "\"\"\"" : quote == QUOTE_SINGLE ? "'" : "\"";
    uint32_t len = (uint32_t)strlen(mark) + (quote == QUOTE_RAW || quote == QUOTE_RAW_TRIPLE);
    Diag *d =
        diag_error(lx->diags, E0010, (Span){text_start, text_start + len},
                   triple ? "this text is never closed" : "this text is not closed on its line");
    diag_label(d, "opened here");
    if (triple)
        diag_help(d, "close it with `%s`", mark);
    else
        diag_help(d, "close it with `%s`, or write \"\"\"…\"\"\" for several lines", mark);
}

/* A piece of a text up to its end or its next hole; `start` is the opening quote
 * or the `}` of the hole before. */
static void lex_text(Lexer *lx, Quote quote, uint32_t text_start, const unsigned char *start,
                     bool first)
{
    TextEnd end = scan_text(lx, quote);
    Span span = span_from(lx, start);
    if (end == TEXT_END_HOLE) {
        open_bracket(lx, first ? TK_TEXT_HEAD : TK_TEXT_MIDDLE, span, quote, text_start);
        return;
    }
    push(lx, first ? TK_TEXT : TK_TEXT_TAIL, span, end == TEXT_END_QUOTE ? 0 : TOKEN_UNCLOSED);
    if (end == TEXT_END_QUOTE)
        return;
    if (lx->line_holes > 0)
        error_open_hole(lx);
    else
        error_open_text(lx, quote, text_start);
    close_swallowed(lx, start);
}

static void lex_new_text(Lexer *lx, Quote quote)
{
    lex_text(lx, quote, offset_of(lx, lx->start), lx->start, true);
}

static void lex_format(Lexer *lx)
{
    const unsigned char *start = lx->cursor;
    scan_format(lx);
    push(lx, TK_FORMAT, span_from(lx, start), 0);
}

/* ---- what is no token ----------------------------------------------------- */

static void skip_line(Lexer *lx)
{
    while (*lx->cursor != '\n' && lx->cursor < lx->limit)
        lx->cursor++;
}

static void lex_newline(Lexer *lx)
{
    lx->newline = true;
    if (lx->line_holes > 0)
        error_open_hole(lx);
    if (lx->depth > 0 && scan_declaration(lx->cursor)) {
        uint32_t at = offset_of(lx, lx->cursor);
        close_all(lx, (Span){at, at + 1}, "a declaration begins here");
    }
}

/* `n // 2` is no comment: nobody may find out by a wrong result. */
static bool is_division(const Lexer *lx)
{
    int last = last_kind(lx);
    bool operand = last == TK_NAME || last == TK_INT || last == TK_FLOAT || last == TK_RPAREN ||
                   last == TK_RBRACKET;
    return operand && !lx->newline && (lx->line_holes > 0 || scan_operand(lx->start + 2));
}

static void lex_comment(Lexer *lx)
{
    if (is_division(lx)) {
        lx->cursor = lx->start + 2;
        Diag *d = diag_error(lx->diags, E0019, span_from(lx, lx->start),
                             "`//` begins a comment, it does not divide");
        diag_help(d, "for integer division write `div(n, 2)`");
        diag_help(d, "if it is a comment, write `/* … */` or more than one word");
        push_here(lx, TK_SLASH);
        return;
    }
    vec_push(lx->arena, &lx->comments, span_from(lx, lx->start));
}

static void lex_doc(Lexer *lx)
{
    Span span = span_from(lx, lx->start);
    vec_push(lx->arena, &lx->comments, span);
    if (lx->depth == 0 && (lx->newline || lx->count == 0))
        vec_push(lx->arena, &lx->docs, span);
}

static void lex_block_comment(Lexer *lx)
{
    if (!scan_block_comment(lx)) {
        uint32_t at = offset_of(lx, lx->start);
        Diag *d = diag_error(lx->diags, E0017, (Span){at, at + 2}, "this comment is never closed");
        diag_help(d, "close it with `*/`");
    }
    vec_push(lx->arena, &lx->comments, span_from(lx, lx->start));
}

/* To the end of a text that is quoted in another way, when it ends in this line. */
static bool take_text(Lexer *lx, const char *quote)
{
    const char *from = (const char *)lx->cursor, *end = strstr(from, quote);
    if (!end || (size_t)(end - from) > strcspn(from, "\n"))
        return false;
    lx->cursor += end - from + (ptrdiff_t)strlen(quote);
    return true;
}

/* `a` of JavaScript, and \"a\" in an interpolation; false: it is something else. */
static bool lex_foreign_text(Lexer *lx)
{
    bool back = *lx->start == '`';
    bool escaped = lx->line_holes > 0 && lx->start[0] == '\\' && lx->start[1] == '"';
    lx->cursor += escaped;
    if (!(back || escaped) || !take_text(lx, back ? "`" : "\\\"")) {
        lx->cursor -= escaped;
        return false;
    }
    Span span = span_from(lx, lx->start);
    Diag *d = diag_error(lx->diags, E0018, span,
                         back ? "texts are not written in backquotes"
                              : "a text in an interpolation needs no backslashes");
    if (back)
        diag_help(d, "write `\"… {x}\"`: every text takes interpolations");
    else
        diag_help(d, "write `\"{f(\"a\")}\"`");
    push(lx, TK_BROKEN, span, TOKEN_SYNTHETIC);
    return true;
}

static void error_other(Lexer *lx)
{
    if (lex_foreign_text(lx))
        return;
    Span span = span_from(lx, lx->start);
    int len = (int)(lx->cursor - lx->start);
    bool printable = *lx->start >= ' ' && *lx->start != 0x7f;
    Diag *d = printable
                  ? diag_error(lx->diags, E0015, span, "`%.*s` has no meaning here", len,
                               (const char *)lx->start)
                  : diag_error(lx->diags, E0015, span, "a control character (0x%02x)", *lx->start);
    static const struct {
        const char *text, *help;
    } helps[] = {
        {"#", "an id is `#` and a name that begins with a letter; a comment begins with `//`"},
        {"&", "write `and`"},
        {"^", "a power is written `x ** 2`"},
        {"~", "write `not`"},
        {"\\", "a line goes on by itself inside brackets and after an operator"},
        {"$", "an interpolation in a text is written `{…}`, without `$`"},
        {"\xe2\x80\x9c", "texts are written with the plain quote `\"`"},
        {"\xe2\x80\x9d", "texts are written with the plain quote `\"`"},
        {"\xe2\x80\x99", "texts are written with the plain quote `'`"},
        {"\xc2\xa0", "it is a no-break space; write a plain one"},
    };
    for (size_t i = 0; i < sizeof helps / sizeof helps[0]; i++)
        if (strlen(helps[i].text) == (size_t)len && !memcmp(lx->start, helps[i].text, (size_t)len))
            diag_help(d, "%s", helps[i].help);
    push(lx, TK_BROKEN, span, TOKEN_SYNTHETIC);
}

/* What other languages write otherwise: says so, and goes on as if it were right. */
static void lex_foreign(Lexer *lx, const char *ours, int kind)
{
    Span span = span_from(lx, lx->start);
    Diag *d = diag_error(lx->diags, E0018, span, "`%.*s` is written `%s` here",
                         (int)(lx->cursor - lx->start), (const char *)lx->start, ours);
    diag_fix(d, span, kind == TK_NOT ? "not " : ours);
    push(lx, kind, span, 0);
}

static void error_prefix(Lexer *lx)
{
    Span span = span_from(lx, lx->start);
    Diag *d = diag_error(lx->diags, E0018, span, "a text needs no `%.*s` before it",
                         (int)(lx->cursor - lx->start), (const char *)lx->start);
    diag_help(d, "every \"…\" takes `{…}`");
    diag_fix(d, span, "");
}

static void error_hash_comment(Lexer *lx)
{
    Span span = span_from(lx, lx->start);
    Diag *d = diag_error(lx->diags, E0018, span, "a comment begins with `//` here");
    diag_fix(d, span, "//");
    skip_line(lx);
}

static void error_number(Lexer *lx)
{
    Diag *d = diag_error(lx->diags, E0013, span_from(lx, lx->start), "`%.*s` is not a number",
                         (int)(lx->cursor - lx->start), (const char *)lx->start);
    diag_help(d, "numbers are `42`, `1_000`, `3.14`, `1e-9`; durations `500ms`, `2s`, `5m`, "
                 "`1h`, `7d`, `1w`");
    push(lx, TK_BROKEN, span_from(lx, lx->start), TOKEN_SYNTHETIC);
}

/* ---- the loop ------------------------------------------------------------- */

static void lex_special(Lexer *lx, int found)
{
    switch (found) {
    case SCAN_NEWLINE:
        lex_newline(lx);
        return;
    case SCAN_COMMENT:
        lex_comment(lx);
        return;
    case SCAN_DOC:
        lex_doc(lx);
        return;
    case SCAN_BLOCK_COMMENT:
        lex_block_comment(lx);
        return;
    case SCAN_QUOTE:
    case SCAN_QUOTE_SINGLE:
    case SCAN_QUOTE_TRIPLE:
    case SCAN_QUOTE_RAW:
    case SCAN_QUOTE_RAW_TRIPLE:
        lex_new_text(lx, (Quote)(found - SCAN_QUOTE));
        return;
    case SCAN_TEXT_PREFIX:
        error_prefix(lx);
        return;
    case SCAN_SEMICOLON:
        push_here(lx, TK_SEP);
        return;
    case SCAN_BAD_NUMBER:
        error_number(lx);
        return;
    case SCAN_HASH_COMMENT:
        error_hash_comment(lx);
        return;
    case SCAN_AND_AND:
        lex_foreign(lx, "and", TK_AND);
        return;
    case SCAN_OR_OR:
        lex_foreign(lx, "or", TK_OR);
        return;
    case SCAN_BANG:
        lex_foreign(lx, "not", TK_NOT);
        return;
    case SCAN_TRIPLE_EQUALS:
        lex_foreign(lx, *lx->start == '=' ? "==" : "!=", *lx->start == '=' ? TK_EQ : TK_NE);
        return;
    default:
        error_other(lx);
        return;
    }
}

static void lex_one(Lexer *lx, int found)
{
    switch (found) {
    case TK_LPAREN:
    case TK_LBRACKET:
    case TK_LBRACE:
    case TK_LSCHEMA:
    case TK_ID_OPEN:
    case TK_ID_BRACE:
        open_bracket(lx, found, span_from(lx, lx->start), QUOTE_DOUBLE, 0);
        return;
    case TK_RPAREN:
    case TK_RBRACKET:
    case TK_RBRACE:
        close_bracket(lx, found);
        return;
    case TK_COLON:
        if (lx->depth > 0 && is_hole(lx->open[lx->depth - 1].kind))
            lex_format(lx);
        else
            push_here(lx, TK_COLON);
        return;
    default:
        if (found >= SCAN_NEWLINE)
            lex_special(lx, found);
        else
            push_here(lx, found);
        return;
    }
}

void lexer_run(Lexer *lx, Arena *arena, Diags *diags, const Source *source)
{
    const unsigned char *text = (const unsigned char *)source->text;
    *lx = (Lexer){.arena = arena,
                  .diags = diags,
                  .source = source,
                  .text = text,
                  .limit = text + source->len,
                  .cursor = text,
                  .start = text};
    const unsigned char *nul = memchr(text, 0, source->len);
    if (nul) {
        Span span = {offset_of(lx, nul), offset_of(lx, nul) + 1};
        diag_error(diags, E0016, span, "a NUL byte: this is not a source text");
        lx->stopped = true;
    }
    while (!lx->stopped) {
        int found = scan_code(lx);
        if (found == SCAN_NUL)
            break;
        lex_one(lx, found);
        if (diags->error_count >= DIAG_MAX_ERRORS)
            lx->stopped = true;
    }
    uint32_t end = source->base + source->len;
    if (!lx->stopped)
        close_all(lx, (Span){end, end}, "the file ends here");
    lx->newline = true;
    append(lx, (Token){end, end, TK_END_OF_FILE, TOKEN_NEWLINE});
}

void lexer_finish(Lexer *lx)
{
    free(lx->tokens);
    lx->tokens = NULL;
}
