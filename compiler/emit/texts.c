/* SPDX-License-Identifier: MIT
 *
 * Interpolated texts: a builder and a line for each piece.
 */
#include "emit/internal.h"

static const char *char_literal(Emit *e, char c)
{
    return c == '\'' || c == '\\' ? cf(e, "'\\%c'", c) : cf(e, "'%c'", c);
}

static const char *format_literal(Emit *e, const DashFormat *format, Span span)
{
    Texts members = {0};
    if (format->fill[0])
        vec_push(e->arena, &members,
                 cf(e, ".fill = %s", c_string(e, format->fill, strlen(format->fill))));
    const struct {
        const char *name;
        char value;
    } letters[] = {{"align", format->align},
                   {"sign", format->sign},
                   {"grouping", format->grouping},
                   {"type", format->type}};
    for (size_t i = 0; i < sizeof letters / sizeof *letters; i++)
        if (letters[i].value)
            vec_push(e->arena, &members,
                     cf(e, ".%s = %s", letters[i].name, char_literal(e, letters[i].value)));
    if (format->alternate)
        vec_push(e->arena, &members, ".alternate = true");
    if (format->zero)
        vec_push(e->arena, &members, ".zero = true");
    if (format->no_minus_zero)
        vec_push(e->arena, &members, ".no_minus_zero = true");
    vec_push(e->arena, &members, cf(e, ".precision = %d", format->precision));
    if (format->width)
        vec_push(e->arena, &members, cf(e, ".width = %u", format->width));
    if (format->type == 'c')
        vec_push(e->arena, &members, cf(e, ".where = %s", where_of(e, span)));
    return cf(e, "&(DashFormat)%s", braced(e, &members));
}

/* dash_put_ and this, for what has a function of its own; "" is a text. NULL: as
 * JSON. */
static const char *kind_suffix(const Type *type)
{
    switch (type->kind) {
    case TY_BOOL:
        return "_bool";
    case TY_INT:
        return "_int";
    case TY_FLOAT:
        return "_float";
    case TY_DATE:
        return "_date";
    case TY_DATETIME:
        return "_datetime";
    case TY_DURATION:
        return "_duration";
    case TY_TEXT:
        return "";
    default:
        return NULL;
    }
}

static void put_part(Writer *w, const char *builder, const HirPart *part)
{
    Emit *e = w->e;
    const char *into = cf(e, "&%s", builder);
    if (!part->value) {
        stmt(w, "%s;", callf(e, "dash_put", 2, into, c_text(e, part->literal)));
        return;
    }
    const char *hint = w->hint;
    w->hint = NULL;
    const char *suffix = kind_suffix(part->value->type);
    const char *value = suffix ? emit_expr(w, part->value) : emit_as_value(w, part->value);
    w->hint = hint;
    if (!part->has_format && !part->pattern.ptr) {
        stmt(w, "%s;", callf(e, cf(e, "dash_put%s", suffix ? suffix : "_json"), 2, into, value));
        return;
    }
    const char *kind = suffix[0] ? suffix : "_text";
    const char *format = part->has_format ? format_literal(e, &part->format, part->value->span)
                                          : c_text(e, part->pattern);
    stmt(w, "%s;", callf(e, cf(e, "dash_format%s", kind), 3, into, value, format));
}

const char *emit_concat(Writer *w, Hir *hir)
{
    Emit *e = w->e;
    int count = hir->concat.parts.count;
    if (count == 0)
        return "DASH_TEXT(\"\")";
    const HirPart *only = &hir->concat.parts.at[0];
    if (count == 1 && !only->value)
        return c_text(e, only->literal);
    if (count == 1 && !only->has_format && only->value->type->kind == TY_TEXT)
        return emit_expr(w, only->value);
    const char *builder = temp_name(w, "text");
    stmt(w, "DashBuilder %s = dash_builder(cx);", builder);
    for (int i = 0; i < count; i++)
        put_part(w, builder, &hir->concat.parts.at[i]);
    return cf(e, "dash_builder_text(&%s)", builder);
}
