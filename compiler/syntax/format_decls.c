/* SPDX-License-Identifier: MIT
 *
 * Declarations.
 */
#include "syntax/formatter.h"

static void put_space_token(Parts *parts)
{
    parts_text(parts, " ");
    parts_token(parts);
}

static void put_body(Parts *parts)
{
    if (format_kind(parts->f) != TK_LBRACE && format_kind(parts->f) != TK_LBODY)
        return;
    parts_text(parts, " ");
    parts_put(parts, format_block(parts->f));
}

/* ---- parameters ------------------------------------------------------------------------ */

/* `name: type = value`, with `state` and `optional` before it. */
static const Doc *parameter(Formatter *f)
{
    Parts parts = {.f = f};
    while (format_kind(f) == TK_STATE || format_kind(f) == TK_OPTIONAL) {
        int after = format_peek(f, 1)->token.kind;
        if (after == TK_COMMA || after == TK_RPAREN)
            break; /* a parameter of this name */
        parts_token(&parts);
        parts_text(&parts, " ");
    }
    parts_token(&parts);
    format_put_type_opt(&parts);
    format_put_assignment(&parts);
    return parts_concat(&parts);
}

/* `alias = allow_duplicate #id.prop` */
static const Doc *output(Formatter *f)
{
    Parts parts = {.f = f};
    if (format_peek(f, 1)->token.kind == TK_ASSIGN) {
        parts_token(&parts);
        put_space_token(&parts);
        parts_text(&parts, " ");
    }
    if (format_kind(f) == TK_ALLOW_DUPLICATE) {
        parts_token(&parts);
        parts_text(&parts, " ");
    }
    parts_put(&parts, format_expr(f));
    return parts_concat(&parts);
}

/* What stands after `->`; the parameters break before it does. */
static void put_result(Parts *parts, bool outputs)
{
    Formatter *f = parts->f;
    const Doc *result;
    if (format_kind(f) != TK_ARROW)
        return;
    put_space_token(parts);
    parts_text(parts, " ");
    if (!outputs)
        result = format_type(f);
    else if (format_kind(f) == TK_LPAREN)
        result = format_list_part(f, LIST_PLAIN, output);
    else
        result = output(f);
    parts_put(parts, doc_late_group(f->arena, result));
}

/* `fn name(…) -> T`, `callback name(…) -> …` */
static void put_signature(Parts *parts)
{
    Formatter *f = parts->f;
    bool callback = format_kind(f) == TK_CALLBACK;
    parts_token(parts);
    put_space_token(parts);
    parts_put(parts, format_list(f, LIST_CALL, parameter));
    put_result(parts, callback);
}

/* ---- forms -------------------------------------------------------------------------------- */

static const Doc *function(Formatter *f)
{
    Parts parts = {.f = f};
    put_signature(&parts);
    format_put_assignment(&parts);
    put_body(&parts);
    return parts_concat(&parts);
}

/* extern fn …, extern js fn …, extern js callback … */
static const Doc *external(Formatter *f)
{
    Parts parts = {.f = f};
    parts_token(&parts);
    parts_text(&parts, " ");
    if (format_kind(f) == TK_JS) {
        parts_token(&parts);
        parts_text(&parts, " ");
    }
    put_signature(&parts);
    format_put_assignment(&parts);
    if (format_kind(f) == TK_FROM) {
        put_space_token(&parts);
        parts_text(&parts, " ");
        parts_put(&parts, format_text(f));
    }
    return parts_concat(&parts);
}

/* use, import: words and texts */
static const Doc *words(Formatter *f)
{
    Parts parts = {.f = f};
    parts_token(&parts);
    while (format_goes_on(f)) {
        parts_text(&parts, " ");
        parts_put(&parts, format_text(f));
    }
    return parts_concat(&parts);
}

/* `type T = …`, `table t: … = …` */
static const Doc *named_value(Formatter *f)
{
    Parts parts = {.f = f};
    bool type = format_kind(f) == TK_TYPE;
    parts_token(&parts);
    put_space_token(&parts);
    format_put_type_opt(&parts);
    if (type) {
        put_space_token(&parts);
        parts_text(&parts, " ");
        parts_put(&parts, format_type(f));
    } else {
        format_put_assignment(&parts);
    }
    return parts_concat(&parts);
}

static const Doc *app(Formatter *f)
{
    Parts parts = {.f = f};
    parts_token(&parts);
    parts_text(&parts, " ");
    parts_put(&parts, format_text(f));
    if (format_goes_on(f) && format_kind(f) == TK_LBRACE) {
        parts_text(&parts, " ");
        parts_put(&parts, format_list(f, LIST_LINES, format_simple));
    }
    return parts_concat(&parts);
}

/* `layout { … }`, `layout = …`, `test "…" { … }` */
static const Doc *with_body(Formatter *f)
{
    Parts parts = {.f = f};
    bool test = format_kind(f) == TK_TEST;
    parts_token(&parts);
    if (test) {
        parts_text(&parts, " ");
        parts_put(&parts, format_text(f));
    }
    format_put_assignment(&parts);
    put_body(&parts);
    return parts_concat(&parts);
}

static const Doc *page(Formatter *f)
{
    Parts parts = {.f = f};
    parts_token(&parts);
    parts_text(&parts, " ");
    parts_put(&parts, format_text(f));
    if (format_kind(f) == TK_LPAREN) {
        parts_text(&parts, " ");
        parts_put(&parts, format_list(f, LIST_CALL, format_arg));
    }
    put_body(&parts);
    return parts_concat(&parts);
}

static const Doc *annotation(Formatter *f)
{
    Parts parts = {.f = f};
    parts_token(&parts);
    parts_token(&parts);
    if (format_goes_on(f) && format_kind(f) == TK_LPAREN)
        parts_put(&parts, format_list(f, LIST_CALL, format_arg));
    return parts_concat(&parts);
}

const Doc *format_decl(Formatter *f)
{
    switch (format_kind(f)) {
    case TK_APP:
        return app(f);
    case TK_USE:
    case TK_IMPORT:
        return words(f);
    case TK_TYPE:
    case TK_TABLE:
        return named_value(f);
    case TK_FN:
    case TK_CALLBACK:
        return function(f);
    case TK_EXTERN:
        return external(f);
    case TK_LAYOUT:
    case TK_TEST:
        return with_body(f);
    case TK_PAGE:
        return page(f);
    case TK_AT:
        return annotation(f);
    default:
        return format_stmt(f);
    }
}
