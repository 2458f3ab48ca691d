/* SPDX-License-Identifier: MIT
 *
 * The driver: gives the parser one token after the other, and only such as it
 * accepts. One that it would not is a syntax error, found before the parser has
 * done anything about it, so that its state still tells what was expected.
 *
 * To recover, tokens are skipped up to one that can end the broken part (a comma,
 * a separator, a closing bracket, the `{` of a body); then as little as possible
 * of the parser's stack is dropped that BROKEN and this token fit. Brackets are
 * balanced, so a part inside brackets never takes what is around them along.
 */
#include "syntax/parse.h"

#include <stdlib.h>

#include "dash.h"
#include "syntax/parser.h"
#include "syntax/syntax_error.h"

enum {
    STACK_MAX = 20000,      /* entries of the parser's stack */
    RECOVERY_TRIES = 100000 /* positions tried for one error before giving up */
};

typedef struct Driver {
    Syntax *s;
    void *parser;
    Token last;  /* the last one given to the parser */
    Token token; /* to be given next */
} Driver;

static void give(Driver *driver, Token token)
{
    DashParse(driver->parser, token.kind, token);
    driver->last = token;
}

/* ---- recovery ---------------------------------------------------------------- */

static bool opens(int kind)
{
    return token_is(kind, TOKEN_OPENS);
}

static bool closes(int kind)
{
    return kind == TK_RPAREN || kind == TK_RBRACKET || kind == TK_RBRACE || kind == TK_TEXT_TAIL;
}

/* How many brackets are open before the token that the layout gave out last. */
static int depth_before(const Syntax *s, Token token)
{
    if (token.kind == TK_TEXT_MIDDLE)
        return s->layout.depth;
    return s->layout.depth + (closes(token.kind) ? 1 : 0) - (opens(token.kind) ? 1 : 0);
}

static bool may_resume(int kind, int depth)
{
    switch (kind) {
    case TK_END_OF_FILE:
    case TK_SEP:
    case TK_COMMA:
    case TK_ASSIGN:
    case TK_FAT_ARROW:
    case TK_FORMAT:
    case TK_LBODY:
    case TK_TEXT_MIDDLE:
        return true;
    case TK_LBRACE:
        return depth == 0; /* the body of a declaration */
    default:
        return closes(kind);
    }
}

/* How many entries to drop so that the tokens fit, with just the brackets open
 * that are open there; -1 when there is no way. */
static int entries_to_drop(const Driver *driver, int depth, const int *kinds, int count, int *tries)
{
    int entries = dash_parse_depth(driver->parser), open = 0;
    for (int i = 0; i < entries; i++)
        open += opens(dash_parse_symbol(driver->parser, i));
    for (int drop = 0; drop <= entries && open >= depth; drop++) {
        if (open == depth && (*tries)-- > 0 &&
            dash_parse_accepts(driver->parser, drop, kinds, count))
            return drop;
        open -= opens(dash_parse_symbol(driver->parser, drop));
    }
    return -1;
}

/* ---- blocks by indentation: not ours, but often met -------------------------- */

/* The blanks before the first word of the line, and -1 where that is not the token. */
static int indent_of(const Syntax *s, Token token)
{
    const char *text = s->source->text, *at = text + (token.start - s->source->base);
    int indent = 0;
    for (; at > text && (at[-1] == ' ' || at[-1] == '\t'); at--)
        indent++;
    return at == text || at[-1] == '\n' ? indent : -1;
}

/* The indentation of the line with the error when it ends with `:`, as Python's
 * blocks begin; -1 otherwise. */
static int python_block(const Syntax *s, Token token)
{
    const char *text = s->source->text, *at = text + (token.start - s->source->base);
    const char *end = at + strcspn(at, "\r\n"), *start = at;
    while (end > at && (end[-1] == ' ' || end[-1] == '\t'))
        end--;
    if (end == at || end[-1] != ':')
        return -1;
    while (start > text && start[-1] != '\n')
        start--;
    return (int)strspn(start, " \t");
}

/* `else:` and its like go on with the statement whose block is skipped. */
static bool goes_on_with(const Syntax *s, Token token)
{
    Str word = token_text((Syntax *)s, token);
    return str_eq(word, STR("else")) || str_eq(word, STR("elif")) || str_eq(word, STR("except")) ||
           str_eq(word, STR("finally"));
}

/* At an error: past the lines that an indented block of Python holds, when such a
 * one begins in this line. False when there is none. */
static bool skip_block(Driver *driver)
{
    Syntax *s = driver->s;
    int depth = depth_before(s, driver->token), base = python_block(s, driver->token);
    while (base >= 0 && driver->token.kind != TK_END_OF_FILE) {
        Token token = driver->token = layout_next(&s->layout);
        int indent = token.kind == TK_SEP ? -1 : indent_of(s, token);
        if (closes(token.kind) && s->layout.depth < depth)
            break;
        if (indent >= 0 && indent <= base && !(indent == base && goes_on_with(s, token)))
            break;
    }
    return base >= 0;
}

/* ---- going on ------------------------------------------------------------------ */

static void resume(Driver *driver, int drop, uint32_t start)
{
    dash_parse_pop(driver->parser, drop);
    uint32_t end = driver->token.start > start ? driver->token.start : start;
    give(driver, (Token){start, end, TK_BROKEN, TOKEN_SYNTHETIC});
}

/* A line that begins with the word of a form, or that stands after what was skipped,
 * begins a new statement, whatever the line before lacks. */
static bool resume_at_line(Driver *driver, bool skipped, int *tries)
{
    Token token = driver->token;
    if (!(token.flags & TOKEN_NEWLINE) || !(skipped || token_is(token.kind, TOKEN_BEGINS_FORM)))
        return false;
    int kinds[] = {TK_BROKEN, TK_SEP, token.kind};
    int drop = entries_to_drop(driver, depth_before(driver->s, token), kinds, 3, tries);
    if (drop < 0)
        return false;
    resume(driver, drop, token.start);
    give(driver, (Token){token.start, token.start, TK_SEP, TOKEN_SYNTHETIC});
    return true;
}

static bool recover(Driver *driver, bool skipped)
{
    int tries = RECOVERY_TRIES;
    uint32_t start = driver->token.start;
    for (;;) {
        if (resume_at_line(driver, skipped, &tries))
            return true;
        skipped = false;
        Token token = driver->token;
        int depth = depth_before(driver->s, token);
        if (may_resume(token.kind, depth)) {
            int kinds[] = {TK_BROKEN, token.kind};
            int drop = entries_to_drop(driver, depth, kinds, 2, &tries);
            /* `if x = 3 {`: the `=` itself is the mistake, not where an assignment goes on. */
            bool mistaken = token.kind == TK_ASSIGN && token.start == start && drop > 0;
            if (drop >= 0 && !mistaken) {
                resume(driver, drop, start);
                return true;
            }
        }
        if (token.kind == TK_END_OF_FILE || tries <= 0)
            return false;
        driver->token = layout_next(&driver->s->layout);
    }
}

/* ---- the loop ------------------------------------------------------------------ */

static bool is_too_deep(Driver *driver)
{
    Syntax *s = driver->s;
    if (!s->too_deep && dash_parse_depth(driver->parser) > STACK_MAX) {
        diag_error(s->diags, E0104, token_span(driver->token), "this is nested too deeply");
        s->too_deep = true;
    }
    return s->too_deep;
}

/* Whether the error follows from one that was reported: next to what the lexer
 * had to put in, or in parentheses that were never closed. */
static bool is_reported(const Driver *driver)
{
    const Layout *layout = &driver->s->layout;
    int depth = depth_before(driver->s, driver->token);
    return ((driver->token.flags | driver->last.flags) & TOKEN_SYNTHETIC) ||
           layout->levels[depth].unclosed;
}

/* Says what is wrong at the token, unless that was said; false when the parser can
 * read no further. */
static bool mend(Driver *driver)
{
    Syntax *s = driver->s;
    Token error = driver->token;
    bool only_separator =
        !is_reported(driver) && report_syntax_error(s, driver->parser, driver->last, error);
    if (s->diags->error_count >= DIAG_MAX_ERRORS)
        return false;
    if (!only_separator)
        return recover(driver, skip_block(driver));
    uint32_t at = driver->token.start;
    give(driver, (Token){at, at, TK_SEP, TOKEN_SYNTHETIC});
    return true;
}

static void run(Driver *driver)
{
    Syntax *s = driver->s;
    driver->token = layout_next(&s->layout);
    for (;;) {
        int kind = driver->token.kind;
        if (!dash_parse_accepts(driver->parser, 0, &kind, 1)) {
            if (!mend(driver))
                return;
            continue;
        }
        give(driver, driver->token);
        s->file->whole = kind == TK_END_OF_FILE;
        if (kind == TK_END_OF_FILE || is_too_deep(driver) ||
            s->diags->error_count >= DIAG_MAX_ERRORS)
            return;
        driver->token = layout_next(&s->layout);
    }
}

File *parse_file(Arena *arena, Interner *interner, Diags *diags, const Source *source)
{
    Syntax *s = arena_new(arena, Syntax);
    s->arena = arena;
    s->interner = interner;
    s->diags = diags;
    s->source = source;
    s->file = arena_new(arena, File);
    s->file->source = source;
    lexer_run(&s->lexer, arena, diags, source);
    if (!s->lexer.stopped) {
        layout_init(&s->layout, &s->lexer, diags);
        Driver driver = {.s = s, .parser = DashParseAlloc(malloc, s)};
        if (!driver.parser)
            die_out_of_memory();
        driver.last = (Token){source->base, source->base, TK_SEP, 0};
        run(&driver);
        DashParseFree(driver.parser, free);
    }
    s->file->comments.at = s->lexer.comments.at;
    s->file->comments.count = s->lexer.comments.count;
    s->file->comments.capacity = s->lexer.comments.capacity;
    lexer_finish(&s->lexer);
    return s->file;
}
