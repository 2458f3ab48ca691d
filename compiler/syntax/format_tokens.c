/* SPDX-License-Identifier: MIT
 *
 * The tokens of a source with their comments. A comment belongs to the token before
 * it when it ends that token's line, else to the token that comes after it.
 */
#include "syntax/formatter.h"

static const char *text_at(const Formatter *f, uint32_t offset)
{
    return f->source->text + (offset - f->source->base);
}

static Str span_text(const Formatter *f, Span span)
{
    return (Str){text_at(f, span.start), span.end - span.start};
}

/* ---- whose comment ---------------------------------------------------------------- */

static int count_lines(const Formatter *f, uint32_t start, uint32_t end)
{
    int lines = 0;
    for (uint32_t at = start; at < end; at++)
        lines += *text_at(f, at) == '\n';
    return lines;
}

static bool is_line_comment(const Formatter *f, Span comment)
{
    return text_at(f, comment.start)[1] == '/';
}

/* What stands between two tokens, or before the first. */
typedef struct Gap {
    const Span *comments;
    int count;
    uint32_t start, end;
    uint32_t semicolon; /* where one stands, else 0 */
    int before;         /* the token before; TK_SEP at the start of the file */
    bool separated;
    bool closes; /* a closing bracket or a comma comes */
} Gap;

/* Whether a line ends after the comment, before the next token. */
static bool line_ends(const Formatter *f, const Gap *gap, int i)
{
    uint32_t start = gap->comments[i].end;
    bool ends = false;
    for (int next = i + 1; next <= gap->count; next++) {
        bool last = next == gap->count;
        ends |= count_lines(f, start, last ? gap->end : gap->comments[next].end) > 0;
        start = last ? gap->end : gap->comments[next].start;
    }
    return ends;
}

/* Whether the comment, which stands on the line of the token before, belongs to it. */
static bool follows(const Formatter *f, const Gap *gap, int i)
{
    Span comment = gap->comments[i];
    if (gap->closes || is_line_comment(f, comment) || comment.end <= gap->semicolon)
        return true;
    return (gap->separated || gap->before == TK_COMMA) && line_ends(f, gap, i);
}

/* Hands out the gap's comments; the token that comes after it is the last so far. */
static void place_comments(Formatter *f, const Gap *gap)
{
    FormatToken *token = &f->tokens.at[f->tokens.count - 1];
    bool opens = token_is(gap->before, TOKEN_OPENS);
    bool beside = gap->before != TK_SEP; /* on the line of the token before */
    bool trailing = beside;
    uint32_t last = gap->start;
    token->gap = token->lead = f->comments.count;
    for (int i = 0; i < gap->count; i++) {
        Span comment = gap->comments[i];
        int lines = count_lines(f, last, comment.start);
        bool several = count_lines(f, comment.start, comment.end) > 0;
        beside = beside && lines == 0 && !several;
        trailing = trailing && beside && follows(f, gap, i);
        token->lead += trailing;
        bool own_line =
            several || is_line_comment(f, comment) || ((!beside || opens) && line_ends(f, gap, i));
        vec_push(f->arena, &f->comments, ((FormatComment){comment, own_line, lines > 1}));
        last = comment.end;
    }
    token->end = f->comments.count;
    token->blank_before = count_lines(f, last, gap->end) > 1;
}

/* ---- reading ------------------------------------------------------------------------ */

/* Notes of each opening bracket where it closes. */
static void match_brackets(Formatter *f)
{
    int *open = arena_array(f->arena, int, SYNTAX_MAX_NESTING + 1);
    int depth = 0;
    for (int i = 0; i < f->tokens.count; i++) {
        int kind = f->tokens.at[i].token.kind;
        if (token_closes(kind) && depth > 0)
            f->tokens.at[open[--depth]].closer = i;
        if (token_is(kind, TOKEN_OPENS))
            open[depth++] = i;
    }
}

static void add_token(Formatter *f, const Lexer *lexer, Token token, Token separator, int *comment)
{
    int first = *comment;
    while (*comment < lexer->comments.count && lexer->comments.at[*comment].start < token.start)
        ++*comment;
    bool separated = separator.kind == TK_SEP;
    const FormatToken *last = f->tokens.count ? &f->tokens.at[f->tokens.count - 1] : NULL;
    Gap gap = {.comments = lexer->comments.at + first,
               .count = *comment - first,
               .start = last ? last->token.end : f->source->base,
               .end = token.start,
               .semicolon = separated && separator.end > separator.start ? separator.start : 0,
               .before = last ? last->token.kind : TK_SEP,
               .separated = separated,
               .closes = token_closes(token.kind) || token.kind == TK_COMMA};
    vec_push(f->arena, &f->tokens, ((FormatToken){.token = token, .separated = separated}));
    place_comments(f, &gap);
}

void formatter_init(Formatter *f, Arena *arena, const Source *source)
{
    *f = (Formatter){.arena = arena, .source = source};
    Sources sources;
    Diags diags; /* of a source that has parsed: none */
    sources_init(&sources, arena);
    diags_init(&diags, arena, &sources);
    Lexer *lexer = arena_new(arena, Lexer);
    Layout *layout = arena_new(arena, Layout);
    lexer_run(lexer, arena, &diags, source);
    layout_init(layout, lexer, &diags);
    int comment = 0;
    Token token, separator = {0};
    do {
        token = layout_next(layout);
        if (token.kind != TK_SEP)
            add_token(f, lexer, token, separator, &comment);
        separator = token;
    } while (token.kind != TK_END_OF_FILE);
    match_brackets(f);
    lexer_finish(lexer);
}

const FormatToken *format_peek(const Formatter *f, int ahead)
{
    int at = f->next + ahead;
    return &f->tokens.at[at < f->tokens.count ? at : f->tokens.count - 1];
}

bool format_goes_on(const Formatter *f)
{
    return !format_peek(f, 0)->separated && !format_at_end(f);
}

bool format_at_end(const Formatter *f)
{
    return token_closes(format_kind(f));
}

/* ---- comments as documents ------------------------------------------------------------- */

static Str trimmed(Str text)
{
    while (text.len > 0 && strchr(" \t\r", text.ptr[text.len - 1]))
        text.len--;
    return text;
}

static Str take_line(Str *text)
{
    const char *end = memchr(text->ptr, '\n', text->len);
    size_t len = end ? (size_t)(end - text->ptr) : text->len;
    Str line = {text->ptr, len};
    size_t step = len + (end != NULL);
    *text = (Str){text->ptr + step, text->len - step};
    return line;
}

static Str without_indent(Str line)
{
    while (line.len > 0 && (*line.ptr == ' ' || *line.ptr == '\t'))
        line = (Str){line.ptr + 1, line.len - 1};
    return trimmed(line);
}

/* Whether every line but the first begins with a star: then it may be indented. */
static bool has_stars(Str text)
{
    take_line(&text);
    bool stars = text.len > 0;
    while (text.len > 0)
        stars &= *without_indent(take_line(&text)).ptr == '*';
    return stars;
}

static const Doc *comment_doc(Formatter *f, const FormatComment *comment)
{
    Str text = trimmed(span_text(f, comment->span));
    Parts parts = {.f = f};
    if (!has_stars(text)) {
        parts_put(&parts, doc_word(f->arena, text));
        return parts_concat(&parts);
    }
    parts_put(&parts, doc_text(f->arena, trimmed(take_line(&text))));
    while (text.len > 0) {
        parts_put(&parts, &doc_hard_line);
        parts_text(&parts, " ");
        parts_put(&parts, doc_text(f->arena, without_indent(take_line(&text))));
    }
    return parts_concat(&parts);
}

/* Beside an operand, `// n` is read as a division; there it gets a line of its own. */
static bool reads_as_division(const Formatter *f, int token, Str comment)
{
    int kind = token >= 0 ? f->tokens.at[token].token.kind : TK_SEP;
    bool operand = kind == TK_NAME || kind == TK_INT || kind == TK_FLOAT || kind == TK_RPAREN ||
                   kind == TK_RBRACKET;
    return operand && scan_operand((const unsigned char *)comment.ptr + 2);
}

/* The comments that end the line of the token at `owner`, where the token at `beside`
 * is the last that is printed. */
static void put_trailing(Parts *parts, int owner, int beside)
{
    Formatter *f = parts->f;
    if (owner + 1 == f->tokens.count)
        return;
    const FormatToken *after = &f->tokens.at[owner + 1];
    for (int i = after->gap; i < after->lead; i++) {
        Span span = f->comments.at[i].span;
        Str text = trimmed(span_text(f, span));
        if (is_line_comment(f, span)) {
            bool own_line = reads_as_division(f, beside, text);
            parts_put(parts, doc_suffix(f->arena, text, own_line));
        } else {
            parts_text(parts, " ");
            parts_put(parts, doc_text(f->arena, text));
        }
    }
}

/* The comments before the next token; each on its own line, or in the line. */
static void put_leading(Parts *parts, bool all_own_lines)
{
    Formatter *f = parts->f;
    const FormatToken *token = format_peek(f, 0);
    for (int i = token->lead; i < token->end; i++) {
        const FormatComment *comment = &f->comments.at[i];
        bool own_line = comment->own_line || all_own_lines;
        if (i > token->lead && comment->blank_before)
            parts_put(parts, &doc_blank);
        if (own_line)
            parts_put(parts, &doc_fresh_line);
        parts_put(parts, comment_doc(f, comment));
        if (own_line)
            parts_put(parts, &doc_fresh_line);
        else
            parts_text(parts, " ");
    }
    if (token->lead < token->end && token->blank_before && !all_own_lines)
        parts_put(parts, &doc_blank);
}

/* ---- tokens as documents ------------------------------------------------------------------ */

bool format_blank_before(const Formatter *f)
{
    const FormatToken *token = format_peek(f, 0);
    return token->lead < token->end ? f->comments.at[token->lead].blank_before
                                    : token->blank_before;
}

const Doc *format_dangling(Formatter *f)
{
    Parts parts = {.f = f};
    put_leading(&parts, true);
    return parts_concat(&parts);
}

const Doc *format_comments(Formatter *f)
{
    Parts parts = {.f = f};
    if (!format_peek(f, 0)->led)
        put_leading(&parts, false);
    f->tokens.at[f->next].led = true;
    return parts_concat(&parts);
}

const Doc *format_tokens(Formatter *f, int last)
{
    Parts parts = {.f = f};
    Token first = format_peek(f, 0)->token;
    bool led = token_closes(first.kind) || format_peek(f, 0)->led; /* comments of closers dangle */
    if (!led)
        put_leading(&parts, false);
    Span span = {first.start, f->tokens.at[last].token.end};
    Str text = first.kind == TK_NOT_IN ? STR("not in") : span_text(f, span);
    parts_put(&parts, doc_word(f->arena, text));
    put_trailing(&parts, last, last);
    f->next = last + 1;
    return parts_concat(&parts);
}

const Doc *format_token(Formatter *f)
{
    return format_tokens(f, f->next);
}

const Doc *format_comma_comments(Formatter *f, bool printed)
{
    Parts parts = {.f = f};
    const FormatToken *token = format_peek(f, 0);
    for (int i = token->lead; i < token->end; i++) {
        bool own_line = f->comments.at[i].own_line;
        if (own_line)
            parts_put(&parts, &doc_fresh_line);
        else
            parts_text(&parts, " ");
        parts_put(&parts, comment_doc(f, &f->comments.at[i]));
        if (own_line)
            parts_put(&parts, &doc_fresh_line);
    }
    put_trailing(&parts, f->next, printed ? f->next : f->next - 1);
    f->next++;
    return parts_concat(&parts);
}

/* ---- small documents ----------------------------------------------------------------------- */

void parts_put(Parts *parts, const Doc *doc)
{
    vec_push(parts->f->arena, &parts->list, doc);
}

void parts_text(Parts *parts, const char *text)
{
    parts_put(parts, doc_text(parts->f->arena, (Str){text, strlen(text)}));
}

void parts_token(Parts *parts)
{
    parts_put(parts, format_token(parts->f));
}

void parts_space_line(Parts *parts)
{
    if (parts->f->inline_depth > 0)
        parts_text(parts, " ");
    else
        parts_put(parts, &doc_space_line);
}

void parts_empty_line(Parts *parts)
{
    if (parts->f->inline_depth == 0)
        parts_put(parts, &doc_empty_line);
}

const Doc *parts_concat(const Parts *parts)
{
    return parts->list.count == 1 ? parts->list.at[0]
                                  : doc_concat(parts->f->arena, parts->list.at, parts->list.count);
}

const Doc *parts_group(const Parts *parts)
{
    return doc_group(parts->f->arena, parts_concat(parts));
}

const Doc *parts_indent(const Parts *parts)
{
    return doc_indent(parts->f->arena, parts_concat(parts));
}
