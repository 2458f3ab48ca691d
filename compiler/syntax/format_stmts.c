/* SPDX-License-Identifier: MIT
 *
 * Statements and blocks.
 */
#include "syntax/formatter.h"

static bool has_body(const Formatter *f)
{
    return format_kind(f) == TK_LBODY || format_kind(f) == TK_LBRACE;
}

const Doc *format_block(Formatter *f)
{
    return format_list(f, LIST_BLOCK, format_stmt);
}

static void put_word(Parts *parts)
{
    parts_token(parts);
    parts_text(parts, " ");
}

/* The expression between a word and its body; a broken one stands further in than the body. */
static void put_head(Parts *parts)
{
    Formatter *f = parts->f;
    parts_put(parts, doc_indent(f->arena, format_expr(f)));
    parts_text(parts, " ");
}

/* All branches on one line, or none. */
const Doc *format_if(Formatter *f)
{
    Parts parts = {.f = f};
    for (;;) {
        if (format_kind(f) == TK_IF) {
            put_word(&parts);
            put_head(&parts);
        }
        if (has_body(f))
            parts_put(&parts, format_list_part(f, LIST_BLOCK, format_stmt));
        if (!format_goes_on(f) || format_kind(f) != TK_ELSE)
            return parts_group(&parts);
        parts_text(&parts, " ");
        put_word(&parts);
    }
}

static bool is_assignment(int kind)
{
    return kind == TK_ASSIGN || kind == TK_PLUS_ASSIGN || kind == TK_MINUS_ASSIGN ||
           kind == TK_STAR_ASSIGN || kind == TK_SLASH_ASSIGN;
}

void format_put_assignment(Parts *parts)
{
    Formatter *f = parts->f;
    if (!is_assignment(format_kind(f)))
        return;
    parts_text(parts, " ");
    parts_token(parts);
    parts_text(parts, " ");
    bool comments = format_peek(f, 0)->lead < format_peek(f, 0)->end;
    const Doc *value = format_expr(f);
    parts_put(parts, comments ? doc_indent(f->arena, value) : value);
}

static const Doc *binding(Formatter *f)
{
    Parts parts = {.f = f};
    put_word(&parts);
    parts_put(&parts, format_pattern(f));
    format_put_type_opt(&parts);
    format_put_assignment(&parts);
    return parts_concat(&parts);
}

static const Doc *loop(Formatter *f)
{
    Parts parts = {.f = f};
    bool has_target = format_kind(f) == TK_FOR;
    put_word(&parts);
    if (has_target) {
        parts_put(&parts, format_pattern(f));
        parts_text(&parts, " ");
        put_word(&parts);
    }
    put_head(&parts);
    if (has_body(f))
        parts_put(&parts, format_block(f));
    return parts_concat(&parts);
}

const Doc *format_simple(Formatter *f)
{
    Parts parts = {.f = f};
    switch (format_kind(f)) {
    case TK_BREAK:
    case TK_CONTINUE:
        return format_token(f);
    case TK_RETURN:
    case TK_ASSERT:
        parts_token(&parts);
        if (!format_goes_on(f) || format_kind(f) == TK_COMMA)
            return parts_concat(&parts);
        parts_text(&parts, " ");
        parts_put(&parts, format_expr(f));
        return parts_concat(&parts);
    default:
        parts_put(&parts, format_expr(f));
        format_put_assignment(&parts);
        return parts_concat(&parts);
    }
}

const Doc *format_stmt(Formatter *f)
{
    switch (format_kind(f)) {
    case TK_LET:
    case TK_VAR:
        return binding(f);
    case TK_FOR:
    case TK_WHILE:
        return loop(f);
    default:
        return format_simple(f);
    }
}
