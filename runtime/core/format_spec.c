/* SPDX-License-Identifier: MIT
 *
 * Reading Python's format specifications:
 *
 *     [[fill]align][sign][z][#][0][width][grouping][.precision][type]
 *
 * and whether one is for a kind of value. The compiler asks this of constant
 * ones, format() of those that come at run time.
 */
#include <string.h>

#include "dash/date.h"
#include "dash/text.h"

enum { WIDEST = 1000, MOST_DIGITS = 1000 };

static bool one_of(char c, const char *set)
{
    return c && strchr(set, c);
}

typedef struct SpecReader {
    const char *at, *end;
} SpecReader;

static size_t code_point_length(unsigned char c)
{
    return c < 0x80 ? 1 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4;
}

static void read_fill(SpecReader *r, DashFormat *format)
{
    size_t n = r->at < r->end ? code_point_length((unsigned char)*r->at) : 1;
    if ((size_t)(r->end - r->at) > n && one_of(r->at[n], "<>^=")) {
        memcpy(format->fill, r->at, n);
        format->align = r->at[n];
        r->at += n + 1;
    } else if (r->at < r->end && one_of(*r->at, "<>^=")) {
        format->align = *r->at++;
    }
}

static char read_char(SpecReader *r, const char *set)
{
    return r->at < r->end && one_of(*r->at, set) ? *r->at++ : 0;
}

static int read_number(SpecReader *r, int none, int max)
{
    if (r->at == r->end || *r->at < '0' || *r->at > '9')
        return none;
    int value = 0;
    while (r->at < r->end && *r->at >= '0' && *r->at <= '9' && value <= max)
        value = value * 10 + (*r->at++ - '0');
    return value;
}

const char *dash_read_format(DashText spec, DashFormat *format)
{
    SpecReader r = {spec.ptr, spec.ptr + spec.len};
    *format = (DashFormat){.precision = -1};
    read_fill(&r, format);
    format->sign = read_char(&r, "+- ");
    format->no_minus_zero = read_char(&r, "z") != 0;
    format->alternate = read_char(&r, "#") != 0;
    format->zero = read_char(&r, "0") != 0;
    int width = read_number(&r, 0, WIDEST);
    if (width > WIDEST)
        return "its width is more than 1000";
    format->width = (uint16_t)width;
    format->grouping = read_char(&r, ",_");
    if (read_char(&r, ".")) {
        int precision = read_number(&r, -1, MOST_DIGITS);
        if (precision < 0)
            return "a number of digits must follow the point";
        if (precision > MOST_DIGITS)
            return "its precision is more than 1000";
        format->precision = (int16_t)precision;
    }
    format->type = read_char(&r, "bcdeEfFgGnosxX%");
    return r.at == r.end ? NULL : "it is not understood from here on";
}

/* ---- kinds ----------------------------------------------------------------- */

static const char *text_misfit(const DashFormat *f)
{
    bool numeric = (f->type && f->type != 's') || f->sign || f->grouping || f->alternate ||
                   f->no_minus_zero || f->align == '=';
    return numeric ? "it is for numbers, and this is a text" : NULL;
}

static const char *grouping_misfit(const DashFormat *f)
{
    if (!f->grouping || !one_of(f->type, "cnboxX"))
        return NULL;
    if (f->type == 'c' || f->type == 'n')
        return "separators do not go with this type";
    return f->grouping == ',' ? "`,` is for decimal numbers: use `_`" : NULL;
}

static const char *float_misfit(const DashFormat *f)
{
    if (one_of(f->type, "bcdosxX"))
        return "it is for ints, and this is a float";
    return grouping_misfit(f);
}

static const char *int_misfit(const DashFormat *f)
{
    if (f->type == 's')
        return "it is for texts, and this is an int";
    if (one_of(f->type, "eEfFgG%"))
        return NULL;
    if (f->precision >= 0)
        return "digits after the point need `f`: `.2f`";
    if (f->no_minus_zero)
        return "`z` is for floats";
    if (f->type == 'c' && (f->sign || f->alternate))
        return "a character has no sign";
    return grouping_misfit(f);
}

const char *dash_format_misfit(const DashFormat *format, DashFormatKind kind)
{
    switch (kind) {
    case DASH_FORMAT_INT:
        return int_misfit(format);
    case DASH_FORMAT_FLOAT:
        return float_misfit(format);
    default:
        return text_misfit(format);
    }
}

/* ---- format() -------------------------------------------------------------- */

static DashFormat checked_format(DashCx *cx, DashText spec, DashFormatKind kind, const char *where)
{
    DashFormat format;
    const char *wrong = dash_read_format(spec, &format);
    if (!wrong)
        wrong = dash_format_misfit(&format, kind);
    if (wrong)
        dash_fail(cx, where, "bad format \"%.*s\": %s", (int)spec.len, spec.ptr, wrong);
    format.where = where;
    return format;
}

DashText dash_int_by(DashCx *cx, int64_t value, DashText spec, const char *where)
{
    DashFormat format = checked_format(cx, spec, DASH_FORMAT_INT, where);
    DashBuilder b = dash_builder(cx);
    dash_format_int(&b, value, &format);
    return dash_builder_text(&b);
}

DashText dash_float_by(DashCx *cx, double value, DashText spec, const char *where)
{
    DashFormat format = checked_format(cx, spec, DASH_FORMAT_FLOAT, where);
    DashBuilder b = dash_builder(cx);
    dash_format_float(&b, value, &format);
    return dash_builder_text(&b);
}

DashText dash_text_by(DashCx *cx, DashText value, DashText spec, const char *where)
{
    DashFormat format = checked_format(cx, spec, DASH_FORMAT_TEXT, where);
    DashBuilder b = dash_builder(cx);
    dash_format_text(&b, value, &format);
    return dash_builder_text(&b);
}

static void check_pattern(DashCx *cx, DashText pattern, DashPatternUse use, const char *where)
{
    size_t place;
    const char *wrong = dash_check_pattern(pattern, use, &place);
    if (wrong)
        dash_fail(cx, where, "bad format \"%.*s\": %s", (int)pattern.len, pattern.ptr, wrong);
}

DashText dash_date_by(DashCx *cx, int64_t days, DashText pattern, const char *where)
{
    check_pattern(cx, pattern, DASH_PATTERN_TIME, where);
    DashBuilder b = dash_builder(cx);
    dash_format_date(&b, days, pattern);
    return dash_builder_text(&b);
}

DashText dash_datetime_by(DashCx *cx, int64_t milliseconds, DashText pattern, const char *where)
{
    check_pattern(cx, pattern, DASH_PATTERN_TIME, where);
    DashBuilder b = dash_builder(cx);
    dash_format_datetime(&b, milliseconds, pattern);
    return dash_builder_text(&b);
}

DashText dash_duration_by(DashCx *cx, int64_t milliseconds, DashText pattern, const char *where)
{
    check_pattern(cx, pattern, DASH_PATTERN_DURATION, where);
    DashBuilder b = dash_builder(cx);
    dash_format_duration(&b, milliseconds, pattern);
    return dash_builder_text(&b);
}
