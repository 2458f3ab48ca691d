/* SPDX-License-Identifier: MIT
 *
 * Whatever stands in brackets: items and what separates them. On one line when
 * that fits; else an item a line, with commas or (where a line end separates)
 * without. Braces stay broken when the source breaks after the opening one.
 */
#include "syntax/formatter.h"

static bool has_braces(ListStyle style)
{
    return style >= LIST_RECORD;
}

static bool has_commas(ListStyle style)
{
    return style <= LIST_RECORD;
}

static void put_edge(Parts *parts, ListStyle style, bool broken)
{
    if (broken)
        parts_put(parts, &doc_hard_line);
    else if (style >= LIST_LINES)
        parts_space_line(parts);
    else
        parts_empty_line(parts);
}

/* ---- between items ------------------------------------------------------------------ */

/* Whether the next token, at the start of a line, would go on with the line before. */
static bool needs_semicolon(const Formatter *f, ListStyle style)
{
    int kind = format_kind(f);
    return kind == TK_DOT || (kind == TK_MINUS && style == LIST_BLOCK);
}

static void put_line_separator(Parts *parts, ListStyle style)
{
    Formatter *f = parts->f;
    if (style == LIST_LINES) {
        parts_put(parts, doc_choice(f->arena, "", ","));
        if (format_kind(f) == TK_COMMA)
            parts_put(parts, format_comma_comments(f, false));
        parts_space_line(parts);
    } else if (f->inline_depth > 0) {
        parts_text(parts, "; ");
    } else {
        if (needs_semicolon(f, style))
            parts_text(parts, ";");
        parts_put(parts, &doc_hard_line);
    }
}

static void put_separator(Parts *parts, ListStyle style)
{
    Formatter *f = parts->f;
    if (has_commas(style)) {
        parts_text(parts, ",");
        if (format_kind(f) == TK_COMMA)
            parts_put(parts, format_comma_comments(f, true));
        if (style == LIST_NUMBERS && f->inline_depth == 0)
            parts_put(parts, doc_group(f->arena, &doc_space_line));
        else
            parts_space_line(parts);
    } else {
        put_line_separator(parts, style);
    }
    if (format_blank_before(f) && f->inline_depth == 0)
        parts_put(parts, &doc_blank);
}

/* After the last item: a comma when broken, if the grammar has one there. */
static void put_end(Parts *parts, ListStyle style, int count)
{
    Formatter *f = parts->f;
    bool comma = has_commas(style) && (count > 1 || style > LIST_PLAIN) && !f->comprehended &&
                 f->inline_depth == 0;
    if (comma)
        parts_put(parts, doc_choice(f->arena, ",", ""));
    if (format_kind(f) == TK_COMMA)
        parts_put(parts, format_comma_comments(f, comma));
}

static void put_item(Parts *parts, FormatItem item)
{
    int before = parts->f->next;
    parts->f->comprehended = false;
    parts_put(parts, format_comments(parts->f));
    parts_put(parts, item(parts->f));
    if (parts->f->next == before)
        parts_token(parts);
}

/* Whether another item comes before the bracket closes; a comma may stand before it. */
static bool has_more(const Formatter *f)
{
    if (format_kind(f) != TK_COMMA)
        return !format_at_end(f);
    int after = format_peek(f, 1)->token.kind;
    return after != TK_RPAREN && after != TK_RBRACKET && after != TK_RBRACE;
}

static void put_items(Parts *parts, ListStyle style, FormatItem item)
{
    int count = 0;
    while (!format_at_end(parts->f)) {
        put_item(parts, item);
        count++;
        if (!has_more(parts->f))
            break;
        put_separator(parts, style);
    }
    put_end(parts, style, count);
    parts->f->comprehended = false;
}

/* ---- whole lists --------------------------------------------------------------------- */

static bool has_comments(const FormatToken *token)
{
    return token->lead < token->end;
}

/* The comments on lines of their own before a closing bracket. */
static void put_dangling(Parts *parts)
{
    Formatter *f = parts->f;
    if (!has_comments(format_peek(f, 0)))
        return;
    parts_put(parts, &doc_fresh_line);
    if (format_blank_before(f))
        parts_put(parts, &doc_blank);
    parts_put(parts, format_dangling(f));
}

/* Whether the only item of a bracket stays beside it: a text, which cannot be broken, or
 * one that ends in a bracket, f([ … ]), f(style={ … }). */
static bool hugs(const Formatter *f)
{
    int closer = format_peek(f, 0)->closer - f->next, at = 1;
    if (format_peek(f, 2)->token.kind == TK_ASSIGN)
        at = 3;
    const FormatToken *first = format_peek(f, at);
    int kind = first->token.kind;
    bool text = kind == TK_TEXT || kind == TK_TEXT_HEAD;
    bool bracket = kind == TK_LBRACKET || kind == TK_LRECORD || kind == TK_LBRACE;
    if (!(text || bracket) || has_comments(first))
        return false;
    int end = at;
    while (token_is(format_peek(f, end)->token.kind, TOKEN_OPENS))
        end = format_peek(f, end)->closer - f->next;
    end++;
    if (format_peek(f, end)->token.kind == TK_COMMA)
        end++;
    return end == closer && !has_comments(format_peek(f, end));
}

static const Doc *hugging(Formatter *f, FormatItem item)
{
    Parts parts = {.f = f};
    parts_token(&parts);
    put_item(&parts, item);
    f->comprehended = false;
    if (format_kind(f) == TK_COMMA)
        parts_put(&parts, format_comma_comments(f, false));
    parts_token(&parts);
    return parts_concat(&parts);
}

static const Doc *empty_list(Formatter *f)
{
    Parts parts = {.f = f}, inner = {.f = f};
    parts_token(&parts);
    put_dangling(&inner);
    if (inner.list.count > 0) {
        parts_put(&parts, parts_indent(&inner));
        parts_put(&parts, &doc_fresh_line);
    }
    parts_token(&parts);
    return parts_concat(&parts);
}

/* Whether the items of a block are more than one. */
static bool has_several(const Formatter *f)
{
    int closer = format_peek(f, 0)->closer;
    for (int i = f->next + 2; i < closer; i++) {
        if (f->tokens.at[i].separated)
            return true;
        if (token_is(f->tokens.at[i].token.kind, TOKEN_OPENS))
            i = f->tokens.at[i].closer;
    }
    return false;
}

static bool is_broken(const Formatter *f, ListStyle style)
{
    if (f->inline_depth > 0 || !has_braces(style))
        return false;
    bool written = (format_peek(f, 1)->token.flags & TOKEN_NEWLINE) != 0;
    return written || style == LIST_ROWS || (style == LIST_BLOCK && has_several(f));
}

/* Whether the items are all numbers, true, false or null, without comments. */
static bool has_numbers(const Formatter *f)
{
    int closer = format_peek(f, 0)->closer;
    for (int i = f->next + 1; i < closer; i++) {
        int kind = f->tokens.at[i].token.kind;
        bool number = kind == TK_INT || kind == TK_FLOAT || kind == TK_MINUS || kind == TK_COMMA ||
                      kind == TK_TRUE || kind == TK_FALSE || kind == TK_NULL;
        if (!number || f->tokens.at[i].gap < f->tokens.at[i].end)
            return false;
    }
    return format_kind(f) == TK_LBRACKET && f->tokens.at[closer].gap == f->tokens.at[closer].end;
}

const Doc *format_list_part(Formatter *f, ListStyle style, FormatItem item)
{
    if (format_is_empty(f))
        return empty_list(f);
    if (style <= LIST_CALL && hugs(f))
        return hugging(f, item);
    if (style == LIST_PLAIN && has_numbers(f))
        style = LIST_NUMBERS;
    Parts parts = {.f = f}, inner = {.f = f};
    bool broken = is_broken(f, style);
    parts_token(&parts);
    put_edge(&inner, style, broken);
    put_items(&inner, style, item);
    put_dangling(&inner);
    parts_put(&parts, parts_indent(&inner));
    put_edge(&parts, style, broken);
    parts_token(&parts);
    return parts_concat(&parts);
}

const Doc *format_list(Formatter *f, ListStyle style, FormatItem item)
{
    Parts parts = {.f = f};
    parts_put(&parts, format_comments(f));
    parts_put(&parts, doc_group(f->arena, format_list_part(f, style, item)));
    return parts_concat(&parts);
}

const Doc *format_file_items(Formatter *f, FormatItem item)
{
    Parts parts = {.f = f};
    put_items(&parts, LIST_BLOCK, item);
    put_dangling(&parts);
    return parts_concat(&parts);
}
