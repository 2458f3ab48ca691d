/* SPDX-License-Identifier: MIT
 *
 * Syntax errors in the user's words: expected this, found that. What is expected is
 * asked of the parser; what Python and JavaScript write otherwise is in habits.c.
 */
#include "syntax/syntax_error.h"

#include "dash.h"
#include "syntax/habits.h"

bool place_accepts(const ErrorPlace *place, int kind)
{
    return dash_parse_accepts(place->parser, 0, &kind, 1);
}

static bool accepts(const ErrorPlace *place, int kind)
{
    return place_accepts(place, kind);
}

/* ---- what was expected ----------------------------------------------------------- */

enum { EXPECTED_MAX = 5 };

typedef struct Expected {
    const char *what[EXPECTED_MAX];
    int count;
} Expected;

static void expect(Expected *expected, const char *what)
{
    for (int i = 0; i < expected->count; i++)
        if (strcmp(expected->what[i], what) == 0)
            return;
    if (expected->count < EXPECTED_MAX)
        expected->what[expected->count++] = what;
}

/* Tokens that are not worth naming where an operand has ended or a name fits. */
static bool goes_without_saying(int kind, bool after_operand, bool expression, bool name)
{
    if (kind == TK_SEP || kind == TK_BROKEN)
        return true;
    if (after_operand && token_is(kind, TOKEN_BINARY | TOKEN_POSTFIX | TOKEN_STARTS_OPERAND))
        return true;
    if (expression && token_is(kind, TOKEN_STARTS_OPERAND))
        return true;
    return name && token_is(kind, TOKEN_WORD);
}

static Expected collect_expected(const ErrorPlace *place)
{
    Expected expected = {0};
    bool after_operand = accepts(place, TK_PIPE);
    bool expression = accepts(place, TK_INT) && accepts(place, TK_IF);
    bool name = accepts(place, TK_NAME);
    if (expression && place->s->layout.depth == 0 && accepts(place, TK_AT)) {
        expect(&expected, "a declaration");
        return expected;
    }
    if (accepts(place, TK_LSCHEMA)) {
        expect(&expected, "a type");
        return expected;
    }
    if (expression)
        expect(&expected, "an expression");
    for (int kind = 1; kind < token_kinds(); kind++)
        if (!goes_without_saying(kind, after_operand, expression, name) && accepts(place, kind))
            expect(&expected, token_spelling(kind));
    if (!expression && accepts(place, TK_SEP))
        expect(&expected, token_spelling(TK_SEP));
    if (expected.count == 0)
        expect(&expected, token_spelling(TK_END_OF_FILE));
    return expected;
}

static const char *join_expected(Syntax *s, const Expected *expected)
{
    Buf out = {.arena = s->arena};
    for (int i = 0; i < expected->count; i++) {
        if (i > 0)
            buf_puts(&out, i + 1 == expected->count ? " or " : ", ");
        buf_puts(&out, expected->what[i]);
    }
    return out.ptr;
}

/* ---- what was found --------------------------------------------------------------- */

static const char *describe(Syntax *s, Token token)
{
    Str text = token_text(s, token);
    switch (token.kind) {
    case TK_SEP:
        return text.len ? "`;`" : "the end of the line";
    case TK_END_OF_FILE:
    case TK_TEXT:
    case TK_TEXT_HEAD:
    case TK_TEXT_MIDDLE:
    case TK_TEXT_TAIL:
    case TK_FORMAT:
        return token_spelling(token.kind);
    default:
        if (text.len > 40)
            return token_spelling(token.kind);
        return arena_printf(s->arena, "`%.*s`", (int)text.len, text.ptr);
    }
}

/* ---- the report ----------------------------------------------------------------------- */

static bool is_second_statement(const ErrorPlace *place)
{
    return !(place->found.flags & TOKEN_NEWLINE) && accepts(place, TK_SEP) &&
           token_is(place->found.kind, TOKEN_STARTS_OPERAND | TOKEN_BEGINS_FORM) &&
           place->found.kind != TK_IF && place->found.kind != TK_FOR;
}

static bool report_second_statement(const ErrorPlace *place)
{
    Syntax *s = place->s;
    bool top = s->layout.depth == (token_is(place->found.kind, TOKEN_OPENS) ? 1 : 0);
    Diag *d = diag_error(s->diags, E0102, token_span(place->found), "two %s on one line",
                         top ? "declarations" : "statements or children");
    diag_label(d, "a new one begins here");
    diag_help(d, "put each on a line of its own, or `;` between them");
    return true;
}

/* A piece of a text reaches far; its brace is meant. */
static Span found_span(Token token)
{
    Span span = token_span(token);
    if (token.kind == TK_TEXT_MIDDLE || token.kind == TK_TEXT_TAIL)
        span.end = span.start < span.end ? span.start + 1 : span.end;
    return span;
}

bool report_syntax_error(Syntax *s, const void *parser, Token last, Token found)
{
    ErrorPlace place = {s, parser, last, found};
    if (report_habit(&place))
        return false;
    if (is_second_statement(&place))
        return report_second_statement(&place);
    Expected expected = collect_expected(&place);
    const char *wanted = join_expected(s, &expected);
    Diag *d = diag_error(s->diags, E0101, found_span(found), "expected %s, found %s", wanted,
                         describe(s, found));
    diag_label(d, "expected %s", wanted);
    help_habit(d, &place);
    return false;
}
