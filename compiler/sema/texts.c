/* SPDX-License-Identifier: MIT
 *
 * Interpolated texts and Python's format mini-language:
 *
 *     [[fill]align][sign][#][0][width][grouping][.precision][type]
 *
 * The specification is parsed here, so that a wrong one is an error of the
 * program and the runtime only executes it.
 */
#include "sema/check.h"

typedef struct FormatReader {
    const char *at, *end;
    DashFormat format;
} FormatReader;

static bool one_of(char c, const char *set)
{
    return c && strchr(set, c);
}

static size_t code_point_length(unsigned char c)
{
    return c < 0x80 ? 1 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4;
}

static void read_fill(FormatReader *r)
{
    size_t n = r->at < r->end ? code_point_length((unsigned char)*r->at) : 1;
    if (r->at + n < r->end && one_of(r->at[n], "<>^=")) {
        memcpy(r->format.fill, r->at, n);
        r->format.align = r->at[n];
        r->at += n + 1;
    } else if (r->at < r->end && one_of(*r->at, "<>^=")) {
        r->format.align = *r->at++;
    }
}

static char read_char(FormatReader *r, const char *set)
{
    return r->at < r->end && one_of(*r->at, set) ? *r->at++ : 0;
}

static int read_number(FormatReader *r, int none, int max)
{
    if (r->at == r->end || *r->at < '0' || *r->at > '9')
        return none;
    int value = 0;
    while (r->at < r->end && *r->at >= '0' && *r->at <= '9' && value <= max)
        value = value * 10 + (*r->at++ - '0');
    return value;
}

/* NULL, or what is wrong. */
static const char *read_format(FormatReader *r)
{
    read_fill(r);
    r->format.sign = read_char(r, "+- ");
    r->format.alternate = read_char(r, "#") != 0;
    r->format.zero = read_char(r, "0") != 0;
    int width = read_number(r, 0, 1000);
    if (width > 1000)
        return "its width is more than 1000";
    r->format.width = (uint16_t)width;
    r->format.grouping = read_char(r, ",_");
    r->format.precision = -1;
    if (read_char(r, ".")) {
        int precision = read_number(r, -1, 100);
        if (precision < 0)
            return "a number of digits must follow the point";
        if (precision > 100)
            return "its precision is more than 100";
        r->format.precision = (int16_t)precision;
    }
    r->format.type = read_char(r, "bcdeEfFgGnosxX%");
    return r->at == r->end ? NULL : "it is not understood from here on";
}

static const char *format_misfit(const DashFormat *f, const Type *type)
{
    switch (type->kind) {
    case TY_TEXT:
        return (f->type && f->type != 's') || f->sign || f->grouping || f->align == '='
                   ? "it is for numbers, and this is a text"
                   : NULL;
    case TY_FLOAT:
        return one_of(f->type, "bcdosxX") ? "it is for ints, and this is a float" : NULL;
    case TY_INT:
        if (f->type == 's')
            return "it is for texts, and this is an int";
        return f->precision >= 0 && !one_of(f->type, "eEfFgG%")
                   ? "digits after the point need `f`: `.2f`"
                   : NULL;
    default:
        return "it is for numbers and texts";
    }
}

static bool parse_format(Checker *c, const TextPart *part, const Type *type, HirPart *out)
{
    FormatReader reader = {.at = part->format.ptr, .end = part->format.ptr + part->format.len};
    const char *wrong = read_format(&reader);
    Span span = part->format_span.end ? part->format_span : part->span;
    if (memchr(part->format.ptr, '%', part->format.len) && type->kind != TY_INT &&
        type->kind != TY_FLOAT && part->format.ptr[part->format.len - 1] != '%') {
        diag_unsupported(c->diags, span, "the format of dates");
        return false;
    }
    if (!wrong)
        wrong = format_misfit(&reader.format, type);
    if (wrong) {
        Diag *d = diag_error(c->diags, E0307, span, "bad format `%.*s`: %s", (int)part->format.len,
                             part->format.ptr, wrong);
        diag_help(d, "formats are Python's: `,.2f`, `.1%%`, `>8`, `05d`");
        return false;
    }
    out->format = reader.format;
    out->has_format = true;
    return true;
}

static bool printable(const Type *type)
{
    return type->kind == TY_BOOL || type->kind == TY_INT || type->kind == TY_FLOAT ||
           type->kind == TY_TEXT;
}

Hir *id_text(Checker *c, Hir *id)
{
    return builtin_node(c, "dash_id_text", simple(c, TY_TEXT), id->span, id, NULL);
}

/* Checks that the value can stand in a text, and makes one of an id; false after
 * a complaint. */
static bool check_printable(Checker *c, Hir **at)
{
    if (is_kind(*at, TY_ID))
        *at = id_text(c, *at);
    const Hir *value = *at;
    if (is_error(value))
        return false;
    if (is_kind(value, TY_OPTIONAL)) {
        Diag *d = diag_error(c->diags, E0302, value->span, "this may be null: its type is `%s`",
                             shown(c, value->type));
        diag_help(d, "say what to show then: `{%s ?? \"–\"}`", span_text(c, value->span));
        return false;
    }
    if (printable(value->type))
        return true;
    if (is_kind(value, TY_COMPONENT) || is_kind(value, TY_FIGURE) || is_kind(value, TY_TABLE) ||
        is_kind(value, TY_UNIT) || is_kind(value, TY_NULL))
        diag_error(c->diags, E0301, value->span, "`%s` cannot be written into a text",
                   shown(c, value->type));
    else
        diag_unsupported(c->diags, value->span, "writing `%s` into a text", shown(c, value->type));
    return false;
}

/* `{x ?? "–":,.2f}`: the two sides may be of different types; each becomes a
 * text of its own, the format belongs to the first. */
static Hir *mixed_coalesce(Checker *c, const TextPart *part)
{
    const Expr *e = part->expr;
    Hir *left = infer(c, e->binary.left), *right = infer(c, e->binary.right);
    if (is_error(left) || is_error(right))
        return hir_error(c, e->span);
    if (!is_kind(left, TY_OPTIONAL))
        return NULL;
    HirVar *var;
    Hir *block = hir_with(c, "shown", left, &var);
    Hir *there = hir_convert(c, hir_var(c, var, left->span), left->type->item);
    HirPart first = {0};
    if (!check_printable(c, &there) || !check_printable(c, &right) ||
        (part->format.ptr && !parse_format(c, part, there->type, &first)))
        return hir_error(c, e->span);
    first.value = there;
    Hir *text = hir_new(c, HIR_CONCAT, simple(c, TY_TEXT), left->span);
    vec_push(c->arena, &text->concat.parts, first);
    Hir *test = hir_unary(c, HIR_IS_NULL, simple(c, TY_BOOL), hir_var(c, var, left->span), 0);
    return hir_finish(block, hir_if(c, text->type, e->span, test, text_of_value(c, right), text));
}

static bool is_coalesce(const Expr *e)
{
    return e->kind == EXPR_BINARY && e->binary.op == BINARY_COALESCE;
}

static bool check_hole(Checker *c, const TextPart *part, HirPart *out)
{
    int errors = c->diags->error_count;
    if (is_coalesce(part->expr)) {
        Hir *mixed = mixed_coalesce(c, part);
        if (mixed) {
            out->value = mixed;
            return !is_error(mixed);
        }
    }
    if (c->diags->error_count > errors)
        return false;
    out->value = infer(c, part->expr);
    if (!check_printable(c, &out->value))
        return false;
    return !part->format.ptr || parse_format(c, part, out->value->type, out);
}

Hir *text_of_value(Checker *c, Hir *value)
{
    if (is_kind(value, TY_TEXT))
        return value;
    if (!check_printable(c, &value) || is_kind(value, TY_TEXT))
        return is_kind(value, TY_TEXT) ? value : hir_error(c, value->span);
    Hir *text = hir_new(c, HIR_CONCAT, simple(c, TY_TEXT), value->span);
    vec_push(c->arena, &text->concat.parts, (HirPart){.value = value});
    return text;
}

Hir *check_text(Checker *c, const Expr *e)
{
    Str literal = literal_text(e);
    if (literal.ptr) {
        Hir *hir = hir_new(c, HIR_TEXT, simple(c, TY_TEXT), e->span);
        hir->text = literal;
        return hir;
    }
    Hir *hir = hir_new(c, HIR_CONCAT, simple(c, TY_TEXT), e->span);
    bool good = true;
    for (int i = 0; i < e->text.parts.count; i++) {
        const TextPart *part = &e->text.parts.at[i];
        HirPart out = {.literal = part->literal};
        if (part->expr)
            good &= check_hole(c, part, &out);
        vec_push(c->arena, &hir->concat.parts, out);
    }
    /* a text with a bad hole is still a text: no followers */
    if (!good)
        return hir_error(c, e->span);
    return hir;
}
