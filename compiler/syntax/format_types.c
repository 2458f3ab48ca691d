/* SPDX-License-Identifier: MIT
 *
 * Types as they are written.
 */
#include "syntax/formatter.h"

static const Doc *type_field(Formatter *f)
{
    Parts parts = {.f = f};
    parts_token(&parts);
    format_put_type_opt(&parts);
    return parts_concat(&parts);
}

static void put_name(Parts *parts)
{
    Formatter *f = parts->f;
    parts_token(parts);
    if (format_goes_on(f) && format_kind(f) == TK_DOT) {
        parts_token(parts);
        parts_token(parts);
    }
}

const Doc *format_type(Formatter *f)
{
    Parts parts = {.f = f};
    switch (format_kind(f)) {
    case TK_LBRACKET:
    case TK_LPAREN:
        parts_put(&parts, format_list(f, LIST_PLAIN, format_type));
        break;
    case TK_LRECORD:
    case TK_LSCHEMA:
        parts_put(&parts, format_list(f, LIST_RECORD, type_field));
        break;
    default:
        put_name(&parts);
        break;
    }
    while (format_goes_on(f) && format_kind(f) == TK_QUESTION)
        parts_token(&parts);
    return parts_concat(&parts);
}

void format_put_type_opt(Parts *parts)
{
    if (format_kind(parts->f) != TK_COLON)
        return;
    parts_token(parts);
    parts_text(parts, " ");
    parts_put(parts, format_type(parts->f));
}
