/* SPDX-License-Identifier: MIT
 *
 * Text: comparison, building (interpolation), formatting with Python's format
 * mini-language, and the standard library's text functions.
 */
#ifndef DASH_TEXT_H
#define DASH_TEXT_H

#include "dash/base.h"

/* Byte equality; null equals null only. */
bool dash_text_eq(DashText a, DashText b);

/* <0, 0, >0 by code point order (bytes of UTF-8). Neither may be null. */
int dash_text_cmp(DashText a, DashText b);

/* A NUL-terminated copy's view; the text of a C string (no copy). */
DashText dash_text_of(const char *c_string);

/* A text under construction. Belongs to the context's arena. */
typedef struct DashBuilder {
    DashCx *cx;
    char *ptr;
    size_t len, capacity;
} DashBuilder;

DashBuilder dash_builder(DashCx *cx);
void dash_put(DashBuilder *b, DashText text);
void dash_put_int(DashBuilder *b, int64_t value);
void dash_put_float(DashBuilder *b, double value); /* shortest, whole ones without a point */
void dash_put_bool(DashBuilder *b, bool value);
DashText dash_builder_text(DashBuilder *b);

/* [[fill]align][sign][z][#][0][width][grouping][.precision][type], read and
 * checked by the compiler. 0 stands for "not given" everywhere but precision. */
typedef struct DashFormat {
    char fill[5];  /* one code point, NUL-terminated; "" is a space */
    char align;    /* '<' '>' '^' '=' */
    char sign;     /* '+' '-' ' ' */
    char grouping; /* ',' '_' */
    char type;     /* b c d e E f F g G n o s x X % */
    bool alternate, zero, no_minus_zero;
    int16_t precision; /* -1: not given */
    uint16_t width;
    const char *where; /* of `c`, which fails for the number of no character */
} DashFormat;

typedef enum DashFormatKind { DASH_FORMAT_INT, DASH_FORMAT_FLOAT, DASH_FORMAT_TEXT } DashFormatKind;

/* NULL, or what is wrong with the specification; with it for such values. */
const char *dash_read_format(DashText spec, DashFormat *format);
const char *dash_format_misfit(const DashFormat *format, DashFormatKind kind);

void dash_format_int(DashBuilder *b, int64_t value, const DashFormat *format);
void dash_format_float(DashBuilder *b, double value, const DashFormat *format);
void dash_format_text(DashBuilder *b, DashText value, const DashFormat *format);

/* format(): by a specification of the run time, a pattern of strftime's codes for
 * dates (see date.h). A wrong one fails. */
DashText dash_int_by(DashCx *cx, int64_t value, DashText spec, const char *where);
DashText dash_float_by(DashCx *cx, double value, DashText spec, const char *where);
DashText dash_text_by(DashCx *cx, DashText value, DashText spec, const char *where);
DashText dash_date_by(DashCx *cx, int64_t days, DashText pattern, const char *where);
DashText dash_datetime_by(DashCx *cx, int64_t milliseconds, DashText pattern, const char *where);
DashText dash_duration_by(DashCx *cx, int64_t milliseconds, DashText pattern, const char *where);

/* The standard library's functions on text; see the table of builtins. */
DashText dash_upper(DashCx *cx, DashText text);
DashText dash_lower(DashCx *cx, DashText text);
DashText dash_strip(DashText text);
int64_t dash_text_len(DashText text); /* code points */
bool dash_contains(DashText text, DashText part);
bool dash_starts_with(DashText text, DashText part);
bool dash_ends_with(DashText text, DashText part);
DashText dash_replace(DashCx *cx, DashText text, DashText old, DashText replacement);
DashTexts dash_split(DashCx *cx, DashText text, DashText separator);
DashText dash_join(DashCx *cx, DashTexts parts, DashText separator);

/* Its place among the characters. */
DashOptInt dash_find(DashText text, DashText part);
int64_t dash_count_text(DashText text, DashText part);
DashText dash_lstrip(DashText text);
DashText dash_rstrip(DashText text);
DashText dash_remove_prefix(DashText text, DashText prefix);
DashText dash_remove_suffix(DashText text, DashText suffix);
/* `align`: "left", "right" or "center"; `fill`: one character. */
DashText dash_pad(DashCx *cx, DashText text, int64_t width, DashText fill, DashText align,
                  const char *where);
DashText dash_repeat(DashCx *cx, DashText text, int64_t times, const char *where);
DashText dash_capitalize(DashCx *cx, DashText text);
DashTexts dash_chars(DashCx *cx, DashText text);
DashTexts dash_lines(DashCx *cx, DashText text);

/* SHA-256 in hexadecimal; base64, whose decoding gives null for what is none or
 * no text. */
DashText dash_hash(DashCx *cx, DashText text);
DashText dash_base64(DashCx *cx, DashText text);
DashText dash_base64_decode(DashCx *cx, DashText text);
/* A variable of the environment, null when it is not set. */
DashText dash_env(DashCx *cx, DashText name);

/* int(text), float(text): null when the whole text is not a number. */
DashOptInt dash_parse_int(DashText text);
DashOptFloat dash_parse_float(DashText text);

#endif
