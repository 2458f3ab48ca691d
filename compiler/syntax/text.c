/* SPDX-License-Identifier: MIT
 *
 * Texts: from the pieces between quotes and holes to bytes. A piece is kept as it
 * stands in the source until the whole text is there, because the indentation that
 * is taken from a """…""" depends on all its lines; then escapes are resolved.
 */
#include "dash.h"
#include "syntax/build.h"

static bool starts_with(Str text, const char *prefix)
{
    size_t len = strlen(prefix);
    return text.len >= len && memcmp(text.ptr, prefix, len) == 0;
}

static Quote quote_of(Str text)
{
    if (starts_with(text, "\"\"\""))
        return QUOTE_TRIPLE;
    if (starts_with(text, "r\"\"\""))
        return QUOTE_RAW_TRIPLE;
    if (starts_with(text, "r"))
        return QUOTE_RAW;
    return starts_with(text, "'") ? QUOTE_SINGLE : QUOTE_DOUBLE;
}

static bool is_raw(Quote quote)
{
    return quote == QUOTE_RAW || quote == QUOTE_RAW_TRIPLE;
}

static bool is_triple(Quote quote)
{
    return quote == QUOTE_TRIPLE || quote == QUOTE_RAW_TRIPLE;
}

/* ---- pieces -------------------------------------------------------------------- */

/* The part of a token that belongs to the text, still with its escapes. */
static TextPart piece(Syntax *s, Token token, Quote quote)
{
    Str text = token_text(s, token);
    size_t mark = is_triple(quote) ? 3 : 1;
    bool first = token.kind == TK_TEXT || token.kind == TK_TEXT_HEAD;
    bool last = token.kind == TK_TEXT || token.kind == TK_TEXT_TAIL;
    size_t before = first ? mark + is_raw(quote) : 1;
    size_t after = !last ? 1 : token.flags & TOKEN_UNCLOSED ? 0 : mark;
    if (token.flags & TOKEN_SYNTHETIC)
        before = after = 0;
    TextPart part = {.literal = {text.ptr + before, text.len - before - after}};
    part.span = (Span){token.start + (uint32_t)before, token.end - (uint32_t)after};
    return part;
}

/* ---- indentation ----------------------------------------------------------------- */

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

/* The least indentation of the lines that begin in a piece and hold something. */
static size_t piece_indent(Str text, bool ends_text, size_t least)
{
    const char *end = text.ptr + text.len;
    for (const char *at = text.ptr; (at = memchr(at, '\n', (size_t)(end - at)));) {
        const char *line = ++at;
        while (at < end && (*at == ' ' || *at == '\t'))
            at++;
        const char *rest = at;
        while (rest < end && *rest == '\r')
            rest++;
        bool empty = rest == end ? ends_text : *rest == '\n';
        if (!empty && (size_t)(at - line) < least)
            least = (size_t)(at - line);
    }
    return least;
}

/* Drops the line end after the opening quotes and the one before the closing ones. */
static void trim_edges(TextPart *first, TextPart *last)
{
    Str *head = &first->literal;
    size_t i = 0;
    while (i < head->len && is_blank(head->ptr[i]))
        i++;
    if (i < head->len && head->ptr[i] == '\n') {
        /* The line end itself stays: it says that a line begins here. */
        head->ptr += i;
        head->len -= i;
    }
    Str *tail = &last->literal;
    size_t len = tail->len;
    while (len > 0 && is_blank(tail->ptr[len - 1]))
        len--;
    if (len > 0 && tail->ptr[len - 1] == '\n' && !(first == last && len == 1))
        tail->len = len - 1;
}

/* ---- escapes ---------------------------------------------------------------------- */

typedef struct Cooker {
    Syntax *s;
    Buf out;
    const char *at, *end;
    size_t indent; /* of a dedented text; (size_t)-1: not dedented */
} Cooker;

static Span span_at(const Cooker *c, const char *from)
{
    const Source *source = c->s->source;
    uint32_t start = source->base + (uint32_t)(from - source->text);
    return (Span){start, start + (uint32_t)(c->at - from)};
}

static void put_code_point(Buf *out, uint32_t code)
{
    char bytes[4];
    size_t len;
    if (code < 0x80) {
        bytes[0] = (char)code;
        len = 1;
    } else if (code < 0x800) {
        bytes[0] = (char)(0xc0 | code >> 6);
        len = 2;
    } else if (code < 0x10000) {
        bytes[0] = (char)(0xe0 | code >> 12);
        len = 3;
    } else {
        bytes[0] = (char)(0xf0 | code >> 18);
        len = 4;
    }
    for (size_t i = 1; i < len; i++)
        bytes[i] = (char)(0x80 | (code >> (6 * (len - 1 - i)) & 0x3f));
    buf_put(out, bytes, len);
}

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

static void error_escape(Cooker *c, const char *from)
{
    Diag *d = diag_error(c->s->diags, E0011, span_at(c, from), "`%.*s` is no escape",
                         (int)(c->at - from), from);
    diag_help(d, "escapes are \\n \\t \\r \\0 \\\\ \\\" \\' \\{ \\} \\x41 \\u20ac \\U0001f600; a "
                 "backslash is written `\\\\`, and r\"…\" takes none");
}

/* \x41, \u20ac, \U0001f600: a code point by its number. */
static void cook_number(Cooker *c, const char *from, int digits)
{
    uint32_t code = 0;
    int read = 0;
    while (read < digits && c->at < c->end && hex_digit(*c->at) >= 0) {
        code = code << 4 | (uint32_t)hex_digit(*c->at++);
        read++;
    }
    bool fits = read == digits && code <= 0x10ffff && !(code >= 0xd800 && code < 0xe000);
    if (fits)
        put_code_point(&c->out, code);
    else
        error_escape(c, from);
}

static void skip_indent(Cooker *c)
{
    size_t skipped = 0;
    while (skipped < c->indent && c->at < c->end && (*c->at == ' ' || *c->at == '\t')) {
        c->at++;
        skipped++;
    }
}

static void cook_escape(Cooker *c)
{
    static const char names[] = "ntr0abfv\\\"'{}";
    static const char values[] = "\n\t\r\0\a\b\f\v\\\"'{}";
    const char *from = c->at++;
    char name = c->at < c->end ? *c->at : '\0';
    const char *found = name ? strchr(names, name) : NULL;
    if (name == '\n' || (name == '\r' && c->at + 1 < c->end && c->at[1] == '\n')) {
        c->at += name == '\n' ? 1 : 2; /* the line goes on */
        if (c->indent != (size_t)-1)
            skip_indent(c);
        return;
    }
    while (c->at < c->end && c->at < from + 2)
        c->at++;
    while (c->at < c->end && ((unsigned char)*c->at & 0xc0) == 0x80) /* a whole character */
        c->at++;
    if (found)
        buf_putc(&c->out, values[found - names]);
    else if (name == 'x' || name == 'u' || name == 'U')
        cook_number(c, from, name == 'x' ? 2 : name == 'u' ? 4 : 8);
    else
        error_escape(c, from);
}

static Str cook(Syntax *s, Str raw, bool escapes, size_t indent)
{
    Cooker c = {.s = s,
                .out = {.arena = s->arena},
                .at = raw.ptr,
                .end = raw.ptr + raw.len,
                .indent = indent};
    while (c.at < c.end) {
        const char *run = c.at;
        while (c.at < c.end && *c.at != '\n' && *c.at != '\r' && !(escapes && *c.at == '\\'))
            c.at++;
        buf_put(&c.out, run, (size_t)(c.at - run));
        if (c.at == c.end)
            break;
        if (*c.at == '\\') {
            cook_escape(&c);
        } else if (*c.at == '\r' && c.at + 1 < c.end && c.at[1] == '\n') {
            c.at++;
        } else {
            bool line = *c.at == '\n';
            buf_putc(&c.out, *c.at++);
            if (line && indent != (size_t)-1)
                skip_indent(&c);
        }
    }
    return (Str){c.out.ptr ? c.out.ptr : "", c.out.len};
}

/* ---- whole texts ------------------------------------------------------------------- */

/* Resolves the pieces (every literal part of the list) and drops empty ones. */
static void cook_parts(Syntax *s, PartList *list, Quote quote, Expr *text)
{
    TextPart *parts = list->items.at;
    int count = list->items.count;
    size_t indent = (size_t)-1;
    bool skip_first = false;
    if (is_triple(quote)) {
        trim_edges(&parts[0], &parts[count - 1]);
        for (int i = 0; i < count; i++)
            if (!parts[i].expr)
                indent = piece_indent(parts[i].literal, i == count - 1, indent);
        if (indent == (size_t)-1)
            indent = 0;
        skip_first = parts[0].literal.len > 0 && parts[0].literal.ptr[0] == '\n';
    }
    for (int i = 0; i < count; i++) {
        TextPart part = parts[i];
        if (!part.expr) {
            part.literal = cook(s, part.literal, !is_raw(quote), indent);
            if (i == 0 && skip_first)
                part.literal = (Str){part.literal.ptr + 1, part.literal.len - 1};
        }
        if (part.expr || part.literal.len > 0)
            vec_push(s->arena, &text->text.parts, part);
        contain(s, text, part.expr);
    }
    text->text.raw = is_raw(quote);
}

Expr *build_text(Syntax *s, Token token)
{
    Quote quote = quote_of(token_text(s, token));
    Expr *text = new_expr(s, EXPR_TEXT, token_span(token));
    cook_parts(s, parts_add(s, NULL, piece(s, token, quote)), quote, text);
    return text;
}

TextPart build_hole(Syntax *s, Expr *expr, const Token *format)
{
    TextPart part = {.expr = expr, .span = expr->span};
    if (format) {
        part.format = token_text(s, *format);
        part.format.ptr = arena_strndup(s->arena, part.format.ptr, part.format.len);
        part.format_span = token_span(*format);
        part.span = span_join(part.span, part.format_span);
    }
    return part;
}

PartList *build_text_part(Syntax *s, PartList *parts, Token before, TextPart hole)
{
    /* The quote is known from the first piece's token, which the span leads back to. */
    Quote quote = QUOTE_DOUBLE;
    if (before.kind == TK_TEXT_HEAD)
        quote = quote_of(token_text(s, before));
    return parts_add(s, parts_add(s, parts, piece(s, before, quote)), hole);
}

/* The token of the text's first piece begins this many bytes before the piece. */
static Span opening(const PartList *parts, Quote *quote, const Syntax *s)
{
    Span first = parts->items.at[0].span;
    const char *text = s->source->text + (first.start - s->source->base);
    bool triple = first.start - s->source->base >= 3 && memcmp(text - 3, "\"\"\"", 3) == 0;
    *quote = triple ? QUOTE_TRIPLE : QUOTE_DOUBLE;
    return (Span){first.start - (triple ? 3 : 1), first.end};
}

Expr *build_text_end(Syntax *s, PartList *parts, Token tail)
{
    Quote quote;
    Span start = opening(parts, &quote, s);
    Expr *text = new_expr(s, EXPR_TEXT, span_join(start, token_span(tail)));
    cook_parts(s, parts_add(s, parts, piece(s, tail, quote)), quote, text);
    return text;
}

Name name_of(Syntax *s, Token token)
{
    Str text = token.kind == TK_BROKEN ? STR("_") : token_text(s, token);
    if (token.kind == TK_TEXT) {
        Expr *quoted = build_text(s, token);
        text = quoted->text.parts.count ? quoted->text.parts.at[0].literal : STR("");
    }
    return (Name){intern(s->interner, text.ptr, text.len), token_span(token)};
}
