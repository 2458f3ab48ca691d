/* SPDX-License-Identifier: MIT
 *
 * Operands: lists, records, ids, columns, and what begins with a word (`if`,
 * `match`, `patch`, `rows`). What is only a token is printed as one.
 */
#include "syntax/formatter.h"

/* ---- lists and records ------------------------------------------------------------------- */

/* for p in xs if c … ; lines break only where a line end does not separate. */
static void put_clauses(Parts *parts, bool breaks)
{
    Formatter *f = parts->f;
    while (format_goes_on(f) && (format_kind(f) == TK_FOR || format_kind(f) == TK_IF)) {
        bool loop = format_kind(f) == TK_FOR;
        if (breaks)
            parts_space_line(parts);
        else
            parts_text(parts, " ");
        parts_token(parts);
        parts_text(parts, " ");
        if (loop) {
            parts_put(parts, format_pattern(f));
            parts_text(parts, " ");
            parts_token(parts);
            parts_text(parts, " ");
        }
        parts_put(parts, format_expr(f));
        f->comprehended = true;
    }
}

static const Doc *list_item(Formatter *f)
{
    Parts parts = {.f = f};
    if (format_kind(f) == TK_SPREAD)
        parts_token(&parts);
    parts_put(&parts, format_expr(f));
    if (format_kind(f) == TK_FOR)
        put_clauses(&parts, true);
    return parts_concat(&parts);
}

/* A field of a record, a map or a pattern. */
static const Doc *record_field(Formatter *f)
{
    Parts parts = {.f = f};
    if (format_kind(f) == TK_SPREAD) {
        parts_token(&parts);
        parts_put(&parts, format_expr(f));
        return parts_concat(&parts);
    }
    f->inline_depth++; /* a line end before the colon would make a block of the record */
    parts_put(&parts, format_expr(f));
    f->inline_depth--;
    if (format_kind(f) == TK_COLON) {
        parts_token(&parts);
        parts_text(&parts, " ");
        parts_put(&parts, format_expr(f));
    }
    if (format_kind(f) == TK_FOR)
        put_clauses(&parts, false);
    return parts_concat(&parts);
}

/* ---- ids and columns ------------------------------------------------------------------------ */

static const Doc *id_value(Formatter *f)
{
    int kind = format_kind(f);
    bool wildcard = kind == TK_WILD_MATCH || kind == TK_WILD_ALL || kind == TK_WILD_ALLSMALLER;
    if (!wildcard || format_peek(f, 1)->token.kind != TK_NAME || format_peek(f, 1)->separated)
        return format_expr(f);
    Parts parts = {.f = f};
    parts_token(&parts);
    parts_text(&parts, " ");
    parts_token(&parts);
    return parts_concat(&parts);
}

static const Doc *id_key(Formatter *f)
{
    Parts parts = {.f = f};
    parts_token(&parts);
    if (format_kind(f) == TK_COLON)
        parts_token(&parts);
    parts_text(&parts, " ");
    parts_put(&parts, id_value(f));
    return parts_concat(&parts);
}

static const Doc *indexed_id(Formatter *f)
{
    Parts parts = {.f = f};
    parts_token(&parts);
    f->inline_depth++;
    parts_put(&parts, id_value(f));
    f->inline_depth--;
    parts_put(&parts, format_dangling(f));
    parts_token(&parts);
    return parts_concat(&parts);
}

/* .name, ."any text", .[expr] */
static const Doc *column(Formatter *f)
{
    Parts parts = {.f = f};
    parts_token(&parts);
    if (format_kind(f) == TK_LBRACKET)
        parts_put(&parts, format_list(f, LIST_PLAIN, format_expr));
    else
        parts_token(&parts);
    return parts_concat(&parts);
}

static const Doc *computed_id(Formatter *f)
{
    Parts parts = {.f = f};
    parts_token(&parts);
    parts_put(&parts, format_text(f));
    return parts_concat(&parts);
}

/* ---- words --------------------------------------------------------------------------------------
 */

static const Doc *arm_patterns(Formatter *f)
{
    Parts parts = {.f = f};
    parts_put(&parts, format_pattern(f));
    while (format_kind(f) == TK_COMMA) {
        parts_token(&parts);
        parts_space_line(&parts);
        parts_put(&parts, format_pattern(f));
    }
    return parts_group(&parts);
}

static const Doc *match_arm(Formatter *f)
{
    Parts parts = {.f = f};
    parts_put(&parts, arm_patterns(f));
    parts_text(&parts, " ");
    parts_token(&parts);
    parts_text(&parts, " ");
    parts_put(&parts, format_simple(f));
    return parts_concat(&parts);
}

static const Doc *match(Formatter *f)
{
    Parts parts = {.f = f};
    parts_token(&parts);
    parts_text(&parts, " ");
    parts_put(&parts, doc_indent(f->arena, format_expr(f)));
    parts_text(&parts, " ");
    parts_put(&parts, format_list(f, LIST_LINES, match_arm));
    return parts_concat(&parts);
}

static const Doc *rows_line(Formatter *f)
{
    Parts parts = {.f = f};
    for (;;) {
        parts_put(&parts, format_expr(f));
        if (format_kind(f) != TK_COMMA)
            return parts_concat(&parts);
        if (format_peek(f, 1)->separated || format_peek(f, 1)->token.kind == TK_RBRACE)
            break;
        parts_token(&parts);
        parts_text(&parts, " ");
    }
    parts_put(&parts, format_comma_comments(f, false));
    return parts_concat(&parts);
}

/* `patch { … }`, `rows { … }` */
static const Doc *worded(Formatter *f, ListStyle style, FormatItem item)
{
    Parts parts = {.f = f};
    parts_token(&parts);
    parts_text(&parts, " ");
    parts_put(&parts, format_list(f, style, item));
    return parts_concat(&parts);
}

/* An empty block, written `{;}`: `{}` is a record. */
static const Doc *empty_block(Formatter *f)
{
    Parts parts = {.f = f};
    parts_token(&parts);
    parts_text(&parts, ";");
    parts_put(&parts, format_dangling(f));
    parts_token(&parts);
    return parts_concat(&parts);
}

/* ---- all of them
 * ----------------------------------------------------------------------------------- */

const Doc *format_primary(Formatter *f)
{
    switch (format_kind(f)) {
    case TK_TEXT_HEAD:
        return format_text(f);
    case TK_LPAREN:
    case TK_LBRACKET:
        return format_list(f, LIST_PLAIN, list_item);
    case TK_LRECORD:
        return format_list(f, LIST_RECORD, record_field);
    case TK_LBRACE:
        return format_is_empty(f) ? empty_block(f) : format_block(f);
    case TK_IF:
        return format_if(f);
    case TK_MATCH:
        return match(f);
    case TK_PATCH:
        return worded(f, LIST_LINES, format_simple);
    case TK_ROWS:
        return worded(f, LIST_ROWS, rows_line);
    case TK_ID_OPEN:
        return indexed_id(f);
    case TK_ID_BRACE:
        return format_list(f, LIST_RECORD, id_key);
    case TK_HASH:
        return computed_id(f);
    case TK_DOT:
        return column(f);
    default:
        return format_at_end(f) ? &doc_nothing : format_token(f);
    }
}
