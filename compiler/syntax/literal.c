/* SPDX-License-Identifier: MIT
 *
 * The values of numbers, durations and dates. See build.h.
 */
#include <errno.h>
#include <math.h>
#include <stdlib.h>

#include "dash.h"
#include "dash/date.h"
#include "syntax/build.h"

Str token_text(const Syntax *s, Token token)
{
    return (Str){s->source->text + (token.start - s->source->base), token.end - token.start};
}

/* The characters of a number without its underscores and its unit. */
static char *number_text(Syntax *s, Token token)
{
    Str text = token_text(s, token);
    char *out = arena_alloc(s->arena, text.len + 1), *end = out;
    for (size_t i = 0; i < text.len; i++)
        if (text.ptr[i] != '_')
            *end++ = text.ptr[i];
    return out;
}

static Expr *error_range(Syntax *s, Token token, const char *what)
{
    diag_error(s->diags, E0013, token_span(token), "this %s is too large", what);
    return build_error(s, token);
}

Expr *build_int(Syntax *s, Token token)
{
    errno = 0;
    long long value = strtoll(number_text(s, token), NULL, 10);
    if (errno == ERANGE) {
        Diag *d = diag_error(s->diags, E0013, token_span(token), "this integer needs over 64 bits");
        diag_help(d, "as a float it is written with a point: `1e20`, `3.0`");
        return build_error(s, token);
    }
    Expr *expr = new_expr(s, EXPR_INT, token_span(token));
    expr->integer = value;
    return expr;
}

Expr *build_float(Syntax *s, Token token)
{
    double value = strtod(number_text(s, token), NULL);
    if (isinf(value))
        return error_range(s, token, "number");
    Expr *expr = new_expr(s, EXPR_FLOAT, token_span(token));
    expr->number = value;
    return expr;
}

static double unit_milliseconds(const char *unit)
{
    switch (*unit) {
    case 's':
        return 1e3;
    case 'h':
        return 3600e3;
    case 'd':
        return 86400e3;
    case 'w':
        return 604800e3;
    default:
        return unit[1] == 's' ? 1 : 60e3; /* ms, m */
    }
}

Expr *build_duration(Syntax *s, Token token)
{
    char *unit;
    double value = strtod(number_text(s, token), &unit);
    value = round(value * unit_milliseconds(unit));
    if (value > 9007199254740991.0)
        return error_range(s, token, "duration");
    Expr *expr = new_expr(s, EXPR_DURATION, token_span(token));
    expr->milliseconds = (int64_t)value;
    return expr;
}

Expr *build_bool(Syntax *s, Token token, bool value)
{
    Expr *expr = new_expr(s, EXPR_BOOL, token_span(token));
    expr->boolean = value;
    return expr;
}

Expr *build_null(Syntax *s, Token token)
{
    return new_expr(s, EXPR_NULL, token_span(token));
}

/* ---- dates ------------------------------------------------------------------------ */

Expr *build_date(Syntax *s, ExprKind kind, Token token)
{
    Str whole = token_text(s, token);
    size_t skip = kind == EXPR_DATE ? strlen("date\"") : strlen("datetime\"");
    const char *text = arena_strndup(s->arena, whole.ptr + skip, whole.len - skip - 1);
    int64_t number;
    DashText iso = {text, strlen(text)};
    bool fits = kind == EXPR_DATE ? dash_iso_date(iso, &number)
                                  : strchr(text, 'T') && dash_iso_datetime(iso, &number);
    if (!fits) {
        Diag *d = diag_error(s->diags, E0014, token_span(token), "\"%s\" is not a %s", text,
                             kind == EXPR_DATE ? "date" : "date and time");
        diag_help(d, kind == EXPR_DATE ? "write date\"2026-01-31\""
                                       : "write datetime\"2026-01-31T12:00:00Z\"");
    }
    Expr *expr = new_expr(s, fits ? kind : EXPR_ERROR, token_span(token));
    if (fits)
        expr->date.text = (Str){text, strlen(text)};
    return expr;
}
