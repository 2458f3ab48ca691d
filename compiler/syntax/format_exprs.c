/* SPDX-License-Identifier: MIT
 *
 * Expressions: operators by their precedence, calls and members, texts. An
 * operator that may begin a line does (`|` `and` `or` `??`); the others end one.
 */
#include "syntax/formatter.h"

/* ---- operators ------------------------------------------------------------------------ */

/* The precedence levels of grammar/dash.y, loose to tight. */
enum {
    LEVEL_PIPE = 1,
    LEVEL_OR,
    LEVEL_AND,
    LEVEL_COMPARE = 5,
    LEVEL_COALESCE,
    LEVEL_AS,
    LEVEL_ADD,
    LEVEL_MUL,
    LEVEL_POW = 11
};

static int level_of(int kind)
{
    switch (kind) {
    case TK_PIPE:
        return LEVEL_PIPE;
    case TK_OR:
        return LEVEL_OR;
    case TK_AND:
        return LEVEL_AND;
    case TK_EQ:
    case TK_NE:
    case TK_LT:
    case TK_LE:
    case TK_GT:
    case TK_GE:
    case TK_IN:
    case TK_NOT_IN:
        return LEVEL_COMPARE;
    case TK_COALESCE:
        return LEVEL_COALESCE;
    case TK_AS:
        return LEVEL_AS;
    case TK_PLUS:
    case TK_MINUS:
        return LEVEL_ADD;
    case TK_STAR:
    case TK_SLASH:
    case TK_PERCENT:
        return LEVEL_MUL;
    case TK_POW:
        return LEVEL_POW;
    default:
        return 0;
    }
}

static int next_level(const Formatter *f)
{
    return format_goes_on(f) ? level_of(format_kind(f)) : 0;
}

static const Doc *operators(Formatter *f, int least);

/* The operator and its right side. */
static void put_operation(Parts *parts, int level)
{
    Formatter *f = parts->f;
    bool stays = level == LEVEL_AS || level == LEVEL_POW;
    bool begins_line = token_is(format_kind(f), TOKEN_CONTINUES_LINE);
    if (begins_line && !stays)
        parts_space_line(parts);
    else
        parts_text(parts, " ");
    parts_token(parts);
    if (begins_line || stays)
        parts_text(parts, " ");
    else
        parts_space_line(parts);
    parts_put(parts, level == LEVEL_AS ? format_type(f) : operators(f, level + 1));
}

/* All operations of one level after their first operand. */
static const Doc *chain(Formatter *f, const Doc *first, int level)
{
    Parts parts = {.f = f}, rest = {.f = f};
    bool broken = level == LEVEL_PIPE && f->inline_depth == 0 &&
                  (format_peek(f, 0)->token.flags & TOKEN_NEWLINE);
    parts_put(&parts, first);
    if (broken)
        parts_put(&rest, &doc_fresh_line);
    while (next_level(f) == level)
        put_operation(&rest, level);
    parts_put(&parts, parts_indent(&rest));
    return parts_group(&parts);
}

static const Doc *prefixed(Formatter *f, const char *space, int operand)
{
    Parts parts = {.f = f};
    parts_token(&parts);
    parts_text(&parts, space);
    parts_put(&parts, operators(f, operand));
    return parts_concat(&parts);
}

static const Doc *postfix(Formatter *f);

static const Doc *operators(Formatter *f, int least)
{
    int kind = format_kind(f);
    const Doc *left = kind == TK_NOT     ? prefixed(f, " ", LEVEL_COMPARE)
                      : kind == TK_MINUS ? prefixed(f, "", LEVEL_POW)
                                         : postfix(f);
    for (int level; (level = next_level(f)) >= least && level > 0;)
        left = chain(f, left, level);
    return left;
}

const Doc *format_expr(Formatter *f)
{
    return operators(f, LEVEL_PIPE);
}

const Doc *format_pattern(Formatter *f)
{
    Parts parts = {.f = f};
    for (;;) {
        if (format_kind(f) == TK_MINUS)
            parts_token(&parts);
        parts_put(&parts, format_primary(f));
        if (format_kind(f) != TK_DOT_DOT)
            return parts_concat(&parts);
        parts_token(&parts);
    }
}

/* ---- calls and members -------------------------------------------------------------------- */

const Doc *format_arg(Formatter *f)
{
    Parts parts = {.f = f};
    if (format_peek(f, 1)->token.kind == TK_ASSIGN) {
        parts_token(&parts);
        parts_token(&parts);
    }
    parts_put(&parts, format_expr(f));
    return parts_concat(&parts);
}

/* [i], [i:j] */
static const Doc *subscript(Formatter *f)
{
    Parts parts = {.f = f};
    parts_token(&parts);
    while (!format_at_end(f)) {
        int before = f->next;
        if (format_kind(f) != TK_COLON)
            parts_put(&parts, format_expr(f));
        if (format_kind(f) == TK_COLON || f->next == before)
            parts_token(&parts);
    }
    parts_put(&parts, format_dangling(f));
    parts_token(&parts);
    return parts_concat(&parts);
}

static bool is_member(const Formatter *f)
{
    int kind = format_kind(f);
    return kind == TK_DOT || kind == TK_QUESTION_DOT;
}

static bool is_postfix(const Formatter *f)
{
    int kind = format_kind(f);
    return format_goes_on(f) &&
           (is_member(f) || kind == TK_LPAREN || kind == TK_LBRACKET || kind == TK_LBRACE);
}

/* A function named `patch` or `rows`: its block may not stand beside it. */
static bool is_form_word(const Formatter *f, int at)
{
    Token token = f->tokens.at[at].token;
    const char *text = f->source->text + (token.start - f->source->base);
    return token.kind == TK_NAME &&
           (strncmp(text, "patch", 5) == 0 || strncmp(text, "rows", 4) == 0) &&
           (format_peek(f, 0)->token.flags & TOKEN_NEWLINE);
}

static void put_postfix(Parts *parts)
{
    Formatter *f = parts->f;
    if (is_member(f)) {
        parts_token(parts);
        parts_token(parts);
    } else if (format_kind(f) == TK_LPAREN) {
        parts_put(parts, format_list(f, LIST_CALL, format_arg));
    } else if (format_kind(f) == TK_LBRACKET) {
        if (format_peek(f, -1)->token.kind == TK_ID)
            parts_text(parts, " "); /* `#id[` is one token */
        parts_put(parts, subscript(f));
    } else {
        if (is_form_word(f, f->next - 1))
            parts_put(parts, &doc_fresh_line);
        else
            parts_text(parts, " ");
        parts_put(parts, format_block(f));
    }
}

/* Whether `.name(` comes. */
static bool is_method(const Formatter *f)
{
    return is_member(f) && format_peek(f, 2)->token.kind == TK_LPAREN &&
           !format_peek(f, 2)->separated;
}

/* The operand with what follows it; a new segment begins at each method but the first. */
static void put_segments(DocList *segments, Formatter *f)
{
    Parts segment = {.f = f};
    int calls = 0;
    parts_put(&segment, format_primary(f));
    while (is_postfix(f)) {
        if (is_method(f) && calls > 0) {
            vec_push(f->arena, segments, parts_concat(&segment));
            segment = (Parts){.f = f};
        }
        calls += format_kind(f) == TK_LPAREN;
        put_postfix(&segment);
    }
    vec_push(f->arena, segments, parts_concat(&segment));
}

/* A chain of three calls or more may break before each method but the first. */
static const Doc *postfix(Formatter *f)
{
    DocList segments = {0};
    put_segments(&segments, f);
    if (segments.count < 3)
        return parts_concat(&(Parts){f, segments});
    Parts parts = {.f = f}, methods = {.f = f};
    parts_put(&parts, segments.at[0]);
    for (int i = 1; i < segments.count; i++) {
        parts_empty_line(&methods);
        parts_put(&methods, segments.at[i]);
    }
    parts_put(&parts, parts_indent(&methods));
    return parts_group(&parts);
}

/* ---- texts ----------------------------------------------------------------------------------- */

/* The index of the text's last token. */
static int text_end(const Formatter *f)
{
    int at = f->next;
    while (f->tokens.at[at].token.kind != TK_TEXT_TAIL)
        at = f->tokens.at[at].closer;
    return at;
}

/* A text of several lines, or with comments in its holes, stays as it is. */
static bool is_verbatim(const Formatter *f, int end)
{
    const FormatToken *first = format_peek(f, 0), *last = &f->tokens.at[end];
    const char *start = f->source->text + (first->token.start - f->source->base);
    return memcmp(start, "\"\"\"", 3) == 0 || first->end < last->end;
}

const Doc *format_text(Formatter *f)
{
    if (format_kind(f) != TK_TEXT_HEAD)
        return format_token(f);
    int end = text_end(f);
    if (is_verbatim(f, end))
        return format_tokens(f, end);
    Parts parts = {.f = f};
    f->inline_depth++;
    parts_token(&parts);
    while (format_kind(f) != TK_TEXT_TAIL) {
        parts_put(&parts, format_expr(f));
        if (format_kind(f) == TK_FORMAT) {
            parts_text(&parts, ":");
            parts_token(&parts);
        }
        if (f->next < end)
            parts_token(&parts);
    }
    f->inline_depth--;
    parts_token(&parts);
    return parts_concat(&parts);
}
