/* SPDX-License-Identifier: MIT
 *
 * Arithmetic with Python's rules that fails the request instead of wrapping,
 * and numbers read from text.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "core/cx.h"
#include "dash/number.h"
#include "dash/text.h"

void dash_overflow(DashCx *cx, int64_t a, char op, int64_t b, const char *where)
{
    dash_fail(cx, where, "%lld %c %lld does not fit in an int", (long long)a, op, (long long)b);
}

int64_t dash_int_div(DashCx *cx, int64_t a, int64_t b, const char *where)
{
    if (b == 0)
        dash_fail(cx, where, "%lld is divided by zero", (long long)a);
    if (b == -1)
        return dash_int_neg(cx, a, where);
    int64_t quotient = a / b;
    return quotient - (a % b != 0 && (a < 0) != (b < 0));
}

int64_t dash_int_mod(DashCx *cx, int64_t a, int64_t b, const char *where)
{
    if (b == 0)
        dash_fail(cx, where, "%lld %% 0: division by zero", (long long)a);
    if (b == -1)
        return 0;
    int64_t rest = a % b;
    return rest != 0 && (rest < 0) != (b < 0) ? rest + b : rest;
}

double dash_float_mod(double a, double b)
{
    double rest = fmod(a, b);
    if (rest == 0)
        return copysign(0.0, b);
    return (rest < 0) != (b < 0) ? rest + b : rest;
}

int64_t dash_float_to_int(DashCx *cx, double value, const char *where)
{
    /* 2^63 itself is a double and the first that does not fit. */
    if (!(value >= -0x1p63 && value < 0x1p63)) {
        char text[DASH_NUMBER_MAX];
        size_t len = dash_write_float(text, value);
        dash_fail(cx, where, "%.*s does not fit in an int", (int)len, text);
    }
    return (int64_t)value;
}

/* Digits after the point, half to even on the decimal value: printf rounds the
 * exact binary value, which is what Python does. */
static double round_decimals(double value, int digits)
{
    char text[512];
    snprintf(text, sizeof text, "%.*f", digits, value);
    return strtod(text, NULL);
}

/* To tens, hundreds…: what is past the last kept digit is exact in `rest`. */
static double round_tens(double value, int zeros)
{
    double unit = pow(10, zeros), rest = fmod(fabs(value), unit);
    double base = fabs(value) - rest;
    bool odd = fmod(nearbyint(base / unit), 2) != 0;
    bool up = rest > unit - rest || (rest == unit - rest && odd);
    return copysign(up ? base + unit : base, value);
}

/* Far from a tie, rounding the product is right; its error is below 2^-12. */
static bool round_quickly(double value, int64_t digits, double *rounded)
{
    static const double UNITS[] = {1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6};
    if (digits >= (int64_t)(sizeof(UNITS) / sizeof(UNITS[0]))) {
        return false;
    }
    double scaled = value * UNITS[digits];
    if (!(fabs(scaled) < 0x1p40) || fabs(fabs(scaled - trunc(scaled)) - 0.5) < 0x1p-10) {
        return false;
    }
    *rounded = copysign(nearbyint(scaled) / UNITS[digits], value);
    return true;
}

double dash_round(double value, int64_t digits)
{
    if (!isfinite(value) || digits > 323)
        return value;
    if (digits < -308)
        return copysign(0.0, value);
    if (digits == 0)
        return nearbyint(value);
    /* A double of this size has no digits there to round away. */
    if (digits > 0 && fabs(value) >= 0x1p52)
        return value;
    if (digits < 0)
        return round_tens(value, (int)-digits);
    double rounded;
    return round_quickly(value, digits, &rounded) ? rounded : round_decimals(value, (int)digits);
}

int64_t dash_round_to_int(DashCx *cx, double value, const char *where)
{
    return dash_float_to_int(cx, nearbyint(value), where);
}

/* ---- numbers in texts --------------------------------------------------- */

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

DashOptInt dash_parse_int(DashText text)
{
    DashOptInt none = {0};
    if (!text.ptr)
        return none;
    text = dash_strip(text);
    size_t at = text.len > 0 && (text.ptr[0] == '-' || text.ptr[0] == '+');
    bool negative = at && text.ptr[0] == '-';
    if (at == text.len)
        return none;
    int64_t value = 0;
    for (; at < text.len; at++) {
        if (!is_digit(text.ptr[at]) || __builtin_mul_overflow(value, 10, &value))
            return none;
        int digit = text.ptr[at] - '0';
        /* Downwards, because INT64_MIN has no positive twin. */
        if (__builtin_sub_overflow(value, digit, &value))
            return none;
    }
    if (!negative && value == INT64_MIN)
        return none;
    return (DashOptInt){true, negative ? value : -value};
}

/* [+-] digits [. digits] [e [+-] digits], with digits on one side of the point;
 * strtod alone would also take hexadecimal and "nan(…)". */
static bool is_decimal(const char *at)
{
    at += *at == '-' || *at == '+';
    const char *digits = at;
    while (is_digit(*at))
        at++;
    size_t count = (size_t)(at - digits);
    if (*at == '.')
        for (at++; is_digit(*at); at++)
            count++;
    if (count == 0)
        return false;
    if (*at == 'e' || *at == 'E') {
        at++;
        at += *at == '-' || *at == '+';
        if (!is_digit(*at))
            return false;
        while (is_digit(*at))
            at++;
    }
    return *at == '\0';
}

/* The names that Python's float() takes, in any case. */
static DashOptFloat parse_name(const char *text)
{
    bool negative = *text == '-';
    text += *text == '-' || *text == '+';
    double value;
    if (strcasecmp(text, "inf") == 0 || strcasecmp(text, "infinity") == 0)
        value = (double)INFINITY;
    else if (strcasecmp(text, "nan") == 0)
        value = (double)NAN;
    else
        return (DashOptFloat){0};
    return (DashOptFloat){true, negative ? -value : value};
}

DashOptFloat dash_parse_float(DashText text)
{
    enum { LONGEST = 1100 }; /* every double written out has fewer digits */
    char copy[LONGEST + 1];
    if (!text.ptr)
        return (DashOptFloat){0};
    text = dash_strip(text);
    if (text.len == 0 || text.len > LONGEST || memchr(text.ptr, '\0', text.len))
        return (DashOptFloat){0};
    memcpy(copy, text.ptr, text.len);
    copy[text.len] = '\0';
    if (!is_decimal(copy))
        return parse_name(copy);
    return (DashOptFloat){true, strtod(copy, NULL)};
}
