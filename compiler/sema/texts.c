/* SPDX-License-Identifier: MIT
 *
 * Interpolated texts. What is written after the colon, Python's format
 * mini-language or strftime's codes, is read here with the runtime's own
 * functions, so that a wrong one is an error of the program.
 */
#include "dash/date.h"
#include "sema/check.h"

static bool printable(const Type *type)
{
    switch (type->kind) {
    case TY_JSON:
    case TY_LIST:
    case TY_TUPLE:
    case TY_RECORD:
    case TY_MAP:
        return json_able(type); /* as JSON */
    default:
        return type_is_scalar(type);
    }
}

Hir *id_text(Checker *c, Hir *id)
{
    return builtin_node(c, "dash_id_text", simple(c, TY_TEXT), id->span, id, NULL);
}

/* Checks that the value can stand in a text, and makes one of an id; false after
 * a complaint. */
static bool check_printable(Checker *c, Hir **at, Str spec)
{
    if (is_kind(*at, TY_ID))
        *at = id_text(c, *at);
    const Hir *value = *at;
    if (is_error(value))
        return false;
    if (is_kind(value, TY_OPTIONAL)) {
        Diag *d = diag_error(c->diags, E0302, value->span, "this may be null: its type is `%s`",
                             shown(c, value->type));
        diag_help(d, "say what to show then: `{%s ?? \"–\"%s%.*s}`", span_text(c, value->span),
                  spec.len ? ":" : "", (int)spec.len, spec.ptr);
        return false;
    }
    if (printable(value->type))
        return true;
    if (is_kind(value, TY_COMPONENT) || is_kind(value, TY_FIGURE) || is_kind(value, TY_TABLE) ||
        is_kind(value, TY_UNIT) || is_kind(value, TY_NULL) || is_kind(value, TY_RNG))
        diag_error(c->diags, E0301, value->span, "`%s` cannot be written into a text",
                   shown(c, value->type));
    else
        diag_unsupported(c->diags, value->span, "writing `%s` into a text", shown(c, value->type));
    return false;
}

static void complain_format(Checker *c, Str spec, Span span, const char *wrong, bool pattern)
{
    Diag *d =
        diag_error(c->diags, E0307, span, "bad format `%.*s`: %s", (int)spec.len, spec.ptr, wrong);
    if (pattern)
        diag_help(d, "formats of dates are strftime's: `%%d.%%m.%%Y`, `%%b %%Y`, `%%H:%%M`");
    else
        diag_help(d, "formats are Python's: `,.2f`, `.1%%`, `>8`, `05d`");
}

/* Codes of strftime; the place of a wrong one is known. */
static bool check_codes(Checker *c, Str spec, Span span, DashPatternUse use)
{
    size_t at;
    const char *wrong = dash_check_pattern((DashText){spec.ptr, spec.len}, use, &at);
    if (!wrong)
        return true;
    if (span.end - span.start == spec.len && at + 2 < spec.len)
        span = (Span){span.start + (uint32_t)at, span.start + (uint32_t)at + 2};
    complain_format(c, spec, span, wrong, true);
    return false;
}

static bool parse_pattern(Checker *c, Str spec, Span span, DashPatternUse use, HirPart *out)
{
    out->pattern = spec;
    return check_codes(c, spec, span, use);
}

Span inside_quotes(Checker *c, const Hir *text)
{
    Span span = text->span;
    size_t quotes = *span_text(c, span) == 'r' ? 3 : 2;
    if (span.end - span.start != text->text.len + quotes)
        return span;
    return (Span){span.start + (uint32_t)quotes - 1, span.end - 1};
}

bool check_time_pattern(Checker *c, const Hir *text)
{
    return text->kind != HIR_TEXT ||
           check_codes(c, text->text, inside_quotes(c, text), DASH_PATTERN_READ);
}

static bool parse_spec(Checker *c, Str spec, Span span, DashFormatKind kind, const Type *type,
                       HirPart *out)
{
    DashFormat format;
    const char *wrong = dash_read_format((DashText){spec.ptr, spec.len}, &format);
    if (!wrong) {
        wrong = dash_format_misfit(&format, kind);
        if (wrong && kind == DASH_FORMAT_TEXT && type->kind != TY_TEXT)
            wrong = arena_printf(c->arena, "it is for numbers, and this is `%s`", shown(c, type));
    }
    if (wrong) {
        complain_format(c, spec, span, wrong, false);
        return false;
    }
    out->format = format;
    out->has_format = true;
    return true;
}

/* Whether a specification asks for a number: of a bool, 0 or 1. */
static bool wants_number(Str spec)
{
    return spec.len > 0 && strchr("bcdeEfFgGnoxX%", spec.ptr[spec.len - 1]);
}

/* Reads the format of a part for its value, which it may turn into another: a
 * bool is a number or a text, a duration without codes a text. */
static bool parse_format(Checker *c, Str spec, Span span, HirPart *out)
{
    bool codes = memchr(spec.ptr, '%', spec.len) != NULL;
    const Type *type = out->value->type;
    switch (type->kind) {
    case TY_INT:
        return parse_spec(c, spec, span, DASH_FORMAT_INT, type, out);
    case TY_FLOAT:
        return parse_spec(c, spec, span, DASH_FORMAT_FLOAT, type, out);
    case TY_DATE:
    case TY_DATETIME:
        return parse_pattern(c, spec, span, DASH_PATTERN_TIME, out);
    case TY_DURATION:
        if (codes)
            return parse_pattern(c, spec, span, DASH_PATTERN_DURATION, out);
        break;
    case TY_BOOL:
        if (!wants_number(spec))
            break;
        out->value = builtin_node(c, "dash_bool_to_int", simple(c, TY_INT), out->value->span,
                                  out->value, NULL);
        return parse_spec(c, spec, span, DASH_FORMAT_INT, type, out);
    default:
        break;
    }
    out->value = text_of_value(c, out->value);
    return parse_spec(c, spec, span, DASH_FORMAT_TEXT, type, out);
}

static Span format_span(const TextPart *part)
{
    return part->format_span.end ? part->format_span : part->span;
}

Hir *formatted(Checker *c, Hir *value, Str spec, Span span)
{
    HirPart part = {.value = value};
    if (!check_printable(c, &part.value, spec) || !parse_format(c, spec, span, &part))
        return hir_error(c, span);
    Hir *text = hir_new(c, HIR_CONCAT, simple(c, TY_TEXT), value->span);
    vec_push(c->arena, &text->concat.parts, part);
    return text;
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
    HirPart first = {.value = there};
    if (!check_printable(c, &first.value, part->format) || !check_printable(c, &right, (Str){0}) ||
        (part->format.ptr && !parse_format(c, part->format, format_span(part), &first)))
        return hir_error(c, e->span);
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
    if (!check_printable(c, &out->value, part->format))
        return false;
    return !part->format.ptr || parse_format(c, part->format, format_span(part), out);
}

Hir *text_of_value(Checker *c, Hir *value)
{
    if (is_kind(value, TY_TEXT))
        return value;
    if (!check_printable(c, &value, (Str){0}) || is_kind(value, TY_TEXT))
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

/* ---- texts with braces of their own --------------------------------------- */

bool complain_query(Checker *c, const char *name, const Expr *e)
{
    if (e->kind != EXPR_TEXT || literal_text(e).ptr || !name || strcmp(name, "filter_query") != 0)
        return false;
    Span hole = {0};
    for (int i = 0; i < e->text.parts.count && !hole.end; i++)
        if (e->text.parts.at[i].expr)
            hole = e->text.parts.at[i].span;
    Str written = source_text(c->sources, e->span);
    Diag *d = diag_error(c->diags, E0403, hole,
                         "in a `filter_query` braces name a column, but this is an interpolation");
    bool quotes = memchr(written.ptr, '\'', written.len) != NULL;
    if (written.len > 2 && written.ptr[1] != '"')
        diag_help(d, "write %s%.*s%s, where braces are only braces", quotes ? "`r\"" : "`'",
                  (int)written.len - 2, written.ptr + 1, quotes ? "\"`" : "'`");
    diag_help(d, "a value goes into it by `+`: `'{column} = ' + value`");
    return true;
}
