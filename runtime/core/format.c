/* SPDX-License-Identifier: MIT
 *
 * Python's format mini-language. A number is made in four pieces (sign, prefix,
 * whole digits, the rest: point, decimals, exponent, percent sign), then grouped
 * and padded the same way whatever its type was.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/cx.h"
#include "core/utf8.h"
#include "dash/number.h"
#include "dash/text.h"

typedef struct Pieces {
    char sign; /* or 0 */
    const char *prefix;
    DashText whole, rest;
    unsigned group; /* digits between separators */
} Pieces;

/* ---- padding ------------------------------------------------------------ */

static void put_char(DashBuilder *b, char c)
{
    dash_put(b, (DashText){&c, 1});
}

static DashText fill_of(const DashFormat *format)
{
    if (format->fill[0])
        return dash_text_of(format->fill);
    return format->zero ? DASH_TEXT("0") : DASH_TEXT(" ");
}

static void put_fill(DashBuilder *b, const DashFormat *format, size_t count)
{
    DashText fill = fill_of(format);
    for (size_t i = 0; i < count; i++)
        dash_put(b, fill);
}

/* The part of `missing` characters that goes to the left. */
static size_t left_of(char align, size_t missing)
{
    return align == '<' ? 0 : align == '^' ? missing / 2 : missing;
}

/* ---- whole digits ------------------------------------------------------- */

static size_t grouped_len(size_t digits, const DashFormat *format, unsigned group)
{
    return format->grouping && digits > 0 ? digits + (digits - 1) / group : digits;
}

/* `zeros` zeros, then the digits, with separators between groups from the right. */
static void put_grouped(DashBuilder *b, size_t zeros, DashText digits, const DashFormat *format,
                        unsigned group)
{
    if (!format->grouping) {
        for (; zeros > 0; zeros--)
            put_char(b, '0');
        dash_put(b, digits);
        return;
    }
    size_t count = zeros + digits.len;
    for (size_t i = 0; i < count; i++) {
        if (i > 0 && (count - i) % group == 0)
            put_char(b, format->grouping);
        put_char(b, i < zeros ? '0' : digits.ptr[i - zeros]);
    }
}

/* How many zeros bring the digits, grouped, up to `width` characters or one more
 * (a separator never comes first). */
static size_t zeros_for(size_t width, size_t digits, const DashFormat *format, unsigned group)
{
    size_t zeros = 0;
    while (grouped_len(digits + zeros, format, group) < width)
        zeros++;
    return zeros;
}

static void put_pieces(DashBuilder *b, const DashFormat *format, const Pieces *pieces)
{
    char align = format->align ? format->align : format->zero ? '=' : '>';
    DashText prefix = dash_text_of(pieces->prefix ? pieces->prefix : "");
    size_t around = (pieces->sign != 0) + prefix.len + pieces->rest.len;
    size_t whole = grouped_len(pieces->whole.len, format, pieces->group), zeros = 0;
    bool digits_fill = align == '=' && dash_text_eq(fill_of(format), DASH_TEXT("0"));
    if (digits_fill && around < format->width && pieces->whole.len > 0) {
        zeros = zeros_for(format->width - around, pieces->whole.len, format, pieces->group);
        whole = grouped_len(pieces->whole.len + zeros, format, pieces->group);
    }
    size_t missing = around + whole < format->width ? format->width - around - whole : 0;
    size_t left = left_of(align, missing);
    if (align != '=')
        put_fill(b, format, left);
    if (pieces->sign)
        put_char(b, pieces->sign);
    dash_put(b, prefix);
    if (align == '=')
        put_fill(b, format, left);
    put_grouped(b, zeros, pieces->whole, format, pieces->group);
    dash_put(b, pieces->rest);
    put_fill(b, format, missing - left);
}

static char sign_of(const DashFormat *format, bool negative)
{
    if (negative)
        return '-';
    return format->sign == '+' || format->sign == ' ' ? format->sign : 0;
}

/* ---- integers ----------------------------------------------------------- */

typedef struct Base {
    unsigned radix;
    const char *prefix, *digits;
} Base;

static Base base_of(char type)
{
    switch (type) {
    case 'b':
        return (Base){2, "0b", "01"};
    case 'o':
        return (Base){8, "0o", "01234567"};
    case 'x':
        return (Base){16, "0x", "0123456789abcdef"};
    case 'X':
        return (Base){16, "0X", "0123456789ABCDEF"};
    default:
        return (Base){10, "", "0123456789"};
    }
}

/* The character of a code point, at the right as numbers are. */
static void put_code_point(DashBuilder *b, int64_t value, const DashFormat *format)
{
    if (value < 0 || value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF))
        dash_fail(b->cx, format->where, "%lld is not the number of a character", (long long)value);
    char bytes[4];
    size_t size = utf8_encode(bytes, (uint32_t)value);
    DashFormat as_text = *format;
    as_text.precision = -1;
    if (!as_text.align)
        as_text.align = '>';
    dash_format_text(b, (DashText){bytes, size}, &as_text);
}

void dash_format_int(DashBuilder *b, int64_t value, const DashFormat *format)
{
    if (format->type && strchr("eEfFgG%", format->type)) {
        dash_format_float(b, (double)value, format);
        return;
    }
    if (format->type == 'c') {
        put_code_point(b, value, format);
        return;
    }
    char digits[64];
    size_t at = sizeof digits;
    Base base = base_of(format->type);
    uint64_t rest = value < 0 ? -(uint64_t)value : (uint64_t)value;
    do {
        digits[--at] = base.digits[rest % base.radix];
        rest /= base.radix;
    } while (rest > 0);
    Pieces pieces = {
        .sign = sign_of(format, value < 0),
        .prefix = format->alternate ? base.prefix : "",
        .whole = {digits + at, sizeof digits - at},
        .rest = DASH_TEXT(""),
        .group = base.radix == 10 ? 3 : 4,
    };
    put_pieces(b, format, &pieces);
}

/* ---- floats ------------------------------------------------------------- */

/* `value` (not negative) as printf writes it, in the arena. */
static DashText print_float(DashCx *cx, double value, char type, int precision, bool alternate)
{
    char pattern[] = {'%', '#', '.', '*', type, '\0'};
    if (!alternate)
        memmove(pattern + 1, pattern + 2, sizeof pattern - 2);
    size_t room = (size_t)precision + 330; /* 309 digits, point, exponent */
    char *text = dash_alloc(cx, room);
    int len = snprintf(text, room, pattern, precision, value);
    return (DashText){text, len < 0 ? 0 : (size_t)len};
}

/* The exponent that %e gives to so many digits. */
static int exponent_of(DashCx *cx, double value, int digits)
{
    DashText text = print_float(cx, value, 'e', digits - 1, false);
    const char *e = memchr(text.ptr, 'e', text.len);
    return e ? atoi(e + 1) : 0;
}

/* "%#.*g" by its definition: the C library loses a digit where the value rounds
 * up to the next power of ten ("1.e+02" for 99.99 and two digits). */
static DashText print_shortest(DashCx *cx, double value, char type, int precision)
{
    int digits = precision > 0 ? precision : 1, exponent = exponent_of(cx, value, digits);
    if (exponent < -4 || exponent >= digits)
        return print_float(cx, value, type == 'G' ? 'E' : 'e', digits - 1, true);
    return print_float(cx, value, 'f', digits - 1 - exponent, true);
}

/* "1.500e+03" without the zeros after the point. */
static DashText strip_zeros(DashText text)
{
    const char *e = memchr(text.ptr, 'e', text.len);
    const char *point = memchr(text.ptr, '.', text.len);
    if (!point || !e)
        return text;
    char *end = (char *)(uintptr_t)e; /* our own bytes */
    while (end > point && (end[-1] == '0' || end[-1] == '.'))
        if (*--end == '.')
            break;
    size_t tail = (size_t)(text.ptr + text.len - e);
    memmove(end, e, tail);
    return (DashText){text.ptr, (size_t)(end - text.ptr) + tail};
}

/* A precision without a type: like g, but with a digit after the point, for
 * which one more place is kept. */
static DashText print_general(DashCx *cx, double value, int precision, bool alternate)
{
    int digits = precision > 0 ? precision : 1;
    if (exponent_of(cx, value, digits) >= digits - 1) {
        DashText text = print_float(cx, value, 'e', digits - 1, alternate);
        return alternate ? text : strip_zeros(text);
    }
    DashText text = print_float(cx, value, 'g', digits, alternate);
    if (memchr(text.ptr, '.', text.len) || memchr(text.ptr, 'e', text.len)) {
        bool bare = text.ptr[text.len - 1] == '.';
        if (!bare)
            return text;
        text.len--;
    }
    DashBuilder b = dash_builder(cx);
    dash_put(&b, text);
    dash_put(&b, DASH_TEXT(".0"));
    return dash_builder_text(&b);
}

/* The digits of a finite or infinite value that is not negative. */
static DashText float_digits(DashCx *cx, double value, const DashFormat *format)
{
    char type = format->type == '%' ? 'f' : format->type == 'n' ? 'g' : format->type;
    bool capital = type == 'E' || type == 'F' || type == 'G';
    int precision = format->precision < 0 ? 6 : format->precision;
    if (isnan(value))
        return capital ? DASH_TEXT("NAN") : DASH_TEXT("nan");
    if (isinf(value))
        return capital ? DASH_TEXT("INF") : DASH_TEXT("inf");
    if ((type == 'g' || type == 'G') && format->alternate)
        return print_shortest(cx, value, type, precision);
    if (type)
        return print_float(cx, value, type, precision, format->alternate);
    if (format->precision >= 0)
        return print_general(cx, value, precision, format->alternate);
    char *text = dash_alloc(cx, DASH_NUMBER_MAX);
    return (DashText){text, dash_write_float(text, value)};
}

/* Whether only zeros are shown. */
static bool shows_zero(DashText text)
{
    for (size_t i = 0; i < text.len && text.ptr[i] != 'e' && text.ptr[i] != 'E'; i++)
        if ((text.ptr[i] >= '1' && text.ptr[i] <= '9') || text.ptr[i] == 'n' ||
            text.ptr[i] == 'N' || text.ptr[i] == 'i' || text.ptr[i] == 'I')
            return false;
    return true;
}

void dash_format_float(DashBuilder *b, double value, const DashFormat *format)
{
    bool percent = format->type == '%';
    DashText text = float_digits(b->cx, fabs(percent ? value * 100 : value), format);
    size_t whole = 0;
    while (whole < text.len && text.ptr[whole] >= '0' && text.ptr[whole] <= '9')
        whole++;
    DashText rest = {text.ptr + whole, text.len - whole};
    if (percent) {
        DashBuilder with_sign = dash_builder(b->cx);
        dash_put(&with_sign, rest);
        dash_put(&with_sign, DASH_TEXT("%"));
        rest = dash_builder_text(&with_sign);
    }
    Pieces pieces = {
        .sign = sign_of(format, signbit(value) && !isnan(value) &&
                                    !(format->no_minus_zero && shows_zero(text))),
        .whole = {text.ptr, whole},
        .rest = rest,
        .group = 3,
    };
    put_pieces(b, format, &pieces);
}

/* ---- texts -------------------------------------------------------------- */

/* The first `count` code points. */
static DashText first_points(DashText text, size_t count)
{
    size_t at = 0;
    for (; at < text.len; at++)
        if (((unsigned char)text.ptr[at] & 0xC0) != 0x80 && count-- == 0)
            break;
    return (DashText){text.ptr, at};
}

void dash_format_text(DashBuilder *b, DashText value, const DashFormat *format)
{
    if (format->precision >= 0)
        value = first_points(value, (size_t)format->precision);
    size_t len = (size_t)dash_text_len(value);
    size_t missing = len < format->width ? format->width - len : 0;
    size_t left = left_of(format->align ? format->align : '<', missing);
    put_fill(b, format, left);
    dash_put(b, value);
    put_fill(b, format, missing - left);
}
