/* SPDX-License-Identifier: MIT
 *
 * Texts without a backslash are not copied. Lists and records inside each other are
 * kept in mind as bits, not by recursion.
 */
#include "table/json_scan.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/utf8.h"

enum { DEEPEST = 512, LONGEST_NUMBER = 400 };

static bool wrong(JsonScanner *s, const char *at, const char *expected)
{
    s->at = at;
    s->wrong = expected;
    return false;
}

void json_skip_space(JsonScanner *s)
{
    while (s->at < s->end &&
           (*s->at == ' ' || *s->at == '\n' || *s->at == '\t' || *s->at == '\r')) {
        s->at++;
    }
}

bool json_take(JsonScanner *s, char byte)
{
    json_skip_space(s);
    if (s->at == s->end || *s->at != byte) {
        return false;
    }
    s->at++;
    return true;
}

/* ---- texts ---------------------------------------------------------------- */

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Four digits; -1 when they are none. */
static int32_t hex4(const char *at, const char *end)
{
    int32_t value = 0;
    if (end - at < 4) {
        return -1;
    }
    for (int i = 0; i < 4; i++) {
        int digit = hex_digit(at[i]);
        if (digit < 0) {
            return -1;
        }
        value = value * 16 + digit;
    }
    return value;
}

/* What stands after "\u": one or two of them. Gives the bytes written, 0 when it is no
 * character. `at` moves behind. */
static size_t unescape_unicode(const char **at, const char *end, char *out)
{
    int32_t code = hex4(*at, end);
    *at += 4;
    if (code >= 0xD800 && code < 0xDC00) {
        int32_t low =
            end - *at >= 6 && (*at)[0] == '\\' && (*at)[1] == 'u' ? hex4(*at + 2, end) : -1;
        if (low < 0xDC00 || low > 0xDFFF) {
            return 0;
        }
        *at += 6;
        code = 0x10000 + (code - 0xD800) * 0x400 + (low - 0xDC00);
    } else if (code >= 0xDC00 && code < 0xE000) {
        return 0;
    }
    return code > 0 ? utf8_encode(out, (uint32_t)code) : 0;
}

static char unescaped(char c)
{
    static const char FROM[] = "\"\\/bfnrt", TO[] = "\"\\/\b\f\n\r\t";
    const char *found = c ? strchr(FROM, c) : NULL;
    return found ? TO[found - FROM] : 0;
}

static bool reserve(JsonScanner *s, size_t size)
{
    if (size <= s->capacity) {
        return true;
    }
    char *buffer = realloc(s->buffer, size * 2);
    s->no_memory = !buffer;
    if (buffer) {
        s->buffer = buffer;
        s->capacity = size * 2;
    }
    return buffer != NULL;
}

/* The text between the quotes has backslashes. */
static bool unescape(JsonScanner *s, DashText raw, DashText *text)
{
    const char *at = raw.ptr, *end = raw.ptr + raw.len;
    size_t len = 0;
    if (!reserve(s, raw.len + 1)) {
        return false;
    }
    while (at < end) {
        if (*at != '\\') {
            s->buffer[len++] = *at++;
            continue;
        }
        const char *escape = at++;
        if (*at == 'u') {
            at++;
            size_t written = unescape_unicode(&at, end, s->buffer + len);
            if (!written) {
                return wrong(s, escape, "a character of Unicode");
            }
            len += written;
            continue;
        }
        char c = unescaped(*at++);
        if (!c) {
            return wrong(s, escape, "an escape of JSON");
        }
        s->buffer[len++] = c;
    }
    *text = (DashText){s->buffer, len};
    return true;
}

/* At the quote. `text` NULL: it is only stepped over. */
static bool scan_text(JsonScanner *s, DashText *text)
{
    const char *begin = ++s->at;
    bool plain = true;
    while (s->at < s->end && *s->at != '"') {
        if ((unsigned char)*s->at < 0x20) {
            return wrong(s, s->at, "no control character in a text");
        }
        bool escape = *s->at == '\\' && s->end - s->at > 1;
        plain &= !escape;
        s->at += 1 + escape;
    }
    if (s->at == s->end) {
        return wrong(s, begin - 1, "an end of this text");
    }
    DashText raw = {begin, (size_t)(s->at - begin)};
    s->at++;
    if (!text || plain) {
        if (text) {
            *text = raw;
        }
        return true;
    }
    return unescape(s, raw, text);
}

/* ---- numbers -------------------------------------------------------------- */

static const char *skip_digits(const char *at, const char *end)
{
    while (at < end && *at >= '0' && *at <= '9') {
        at++;
    }
    return at;
}

/* The end of the number at `at`, NULL when it is none; `whole`: without a point and an
 * exponent. */
static const char *number_end(const char *at, const char *end, bool *whole)
{
    at += at < end && *at == '-';
    const char *first = at;
    at = skip_digits(at, end);
    if (at == first || (*first == '0' && at - first > 1)) {
        return NULL;
    }
    *whole = true;
    if (at < end && *at == '.') {
        first = ++at;
        at = skip_digits(at, end);
        *whole = false;
        if (at == first) {
            return NULL;
        }
    }
    if (at < end && (*at == 'e' || *at == 'E')) {
        at++;
        at += at < end && (*at == '+' || *at == '-');
        first = at;
        at = skip_digits(at, end);
        *whole = false;
        if (at == first) {
            return NULL;
        }
    }
    return at;
}

static bool read_int(DashText raw, int64_t *value)
{
    bool negative = *raw.ptr == '-';
    int64_t result = 0;
    for (size_t i = negative; i < raw.len; i++) {
        if (__builtin_mul_overflow(result, 10, &result) ||
            __builtin_sub_overflow(result, raw.ptr[i] - '0', &result)) {
            return false;
        }
    }
    if (!negative && result == INT64_MIN) {
        return false;
    }
    *value = negative ? result : -result;
    return true;
}

/* Few digits before and after a point: exact without strtod. */
static bool read_short_float(DashText raw, double *value)
{
    static const double POWERS[] = {1e0, 1e1, 1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                    1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};
    bool negative = *raw.ptr == '-';
    int64_t digits = 0;
    size_t point = raw.len;
    if (raw.len > 16) {
        return false;
    }
    for (size_t i = negative; i < raw.len; i++) {
        if (raw.ptr[i] == '.') {
            point = i + 1;
        } else if (raw.ptr[i] < '0') { /* no digit: an exponent's sign */
            return false;
        } else if (raw.ptr[i] > '9') {
            return false;
        } else {
            digits = digits * 10 + (raw.ptr[i] - '0');
        }
    }
    *value = (double)digits / POWERS[raw.len - point];
    *value = negative ? -*value : *value;
    return true;
}

static bool read_float(DashText raw, double *value)
{
    char copy[LONGEST_NUMBER + 1];
    if (read_short_float(raw, value)) {
        return true;
    }
    if (raw.len > LONGEST_NUMBER) {
        return false;
    }
    memcpy(copy, raw.ptr, raw.len);
    copy[raw.len] = '\0';
    *value = strtod(copy, NULL);
    return isfinite(*value);
}

static bool scan_number(JsonScanner *s, JsonToken *token)
{
    bool whole;
    const char *end = number_end(s->at, s->end, &whole);
    if (!end) {
        return wrong(s, s->at, "a value");
    }
    token->raw = (DashText){s->at, (size_t)(end - s->at)};
    token->kind = JSON_KIND_FLOAT;
    if (whole && read_int(token->raw, &token->integer)) {
        token->kind = JSON_KIND_INT;
        token->number = (double)token->integer;
    } else if (!read_float(token->raw, &token->number)) {
        return wrong(s, s->at, "a number that a float can hold");
    }
    s->at = end;
    return true;
}

/* ---- lists and records ---------------------------------------------------- */

static bool scan_single(JsonScanner *s, JsonToken *token);

typedef struct Nesting {
    bool record[DEEPEST];
    size_t depth;
} Nesting;

/* A name and its colon. */
static bool skip_name(JsonScanner *s)
{
    json_skip_space(s);
    if (s->at == s->end || *s->at != '"') {
        return wrong(s, s->at, "a name in quotes");
    }
    return scan_text(s, NULL) && (json_take(s, ':') || wrong(s, s->at, "a colon"));
}

/* Behind a value: a comma leads to the next one, brackets may end. false: wrong. */
static bool next_part(JsonScanner *s, Nesting *n)
{
    while (n->depth > 0) {
        bool record = n->record[n->depth - 1];
        if (json_take(s, ',')) {
            return !record || skip_name(s);
        }
        if (!json_take(s, record ? '}' : ']')) {
            return wrong(s, s->at, record ? "`,` or `}`" : "`,` or `]`");
        }
        n->depth--;
    }
    return true;
}

/* Steps over everything up to the bracket that ends the one at `at`. */
static bool skip_nested(JsonScanner *s)
{
    Nesting n = {.depth = 0};
    JsonToken token;
    do {
        json_skip_space(s);
        bool record = s->at < s->end && *s->at == '{';
        if (!record && (s->at == s->end || *s->at != '[')) {
            if (!scan_single(s, &token) || !next_part(s, &n)) {
                return false;
            }
            continue;
        }
        if (n.depth == DEEPEST) {
            return wrong(s, s->at, "less than 512 brackets inside each other");
        }
        s->at++;
        n.record[n.depth++] = record;
        if (json_take(s, record ? '}' : ']')) {
            n.depth--;
            if (!next_part(s, &n)) {
                return false;
            }
        } else if (record && !skip_name(s)) {
            return false;
        }
    } while (n.depth > 0);
    return true;
}

/* ---- values --------------------------------------------------------------- */

static const struct {
    const char *word;
    JsonKind kind;
    int64_t integer;
} WORDS[] = {{"null", JSON_KIND_NULL, 0},
             {"true", JSON_KIND_BOOL, 1},
             {"false", JSON_KIND_BOOL, 0},
             {"NaN", JSON_KIND_NULL, 0}};

static bool scan_word(JsonScanner *s, JsonToken *token)
{
    for (size_t i = 0; i < sizeof(WORDS) / sizeof(WORDS[0]); i++) {
        size_t len = strlen(WORDS[i].word);
        if ((size_t)(s->end - s->at) >= len && memcmp(s->at, WORDS[i].word, len) == 0) {
            token->kind = WORDS[i].kind;
            token->integer = WORDS[i].integer;
            token->raw = (DashText){s->at, len};
            s->at += len;
            return true;
        }
    }
    return wrong(s, s->at, "a value");
}

/* Anything but a list or a record. */
static bool scan_single(JsonScanner *s, JsonToken *token)
{
    const char *begin = s->at;
    if (s->at == s->end) {
        return wrong(s, s->at, "a value");
    }
    if (*s->at == '"') {
        token->kind = JSON_KIND_TEXT;
        if (!scan_text(s, &token->text)) {
            return false;
        }
        token->raw = (DashText){begin, (size_t)(s->at - begin)};
        return true;
    }
    return *s->at == '-' || (*s->at >= '0' && *s->at <= '9') ? scan_number(s, token)
                                                             : scan_word(s, token);
}

bool json_scan(JsonScanner *s, JsonToken *token)
{
    json_skip_space(s);
    const char *begin = s->at;
    if (s->at == s->end || (*s->at != '{' && *s->at != '[')) {
        return scan_single(s, token);
    }
    token->kind = *s->at == '{' ? JSON_KIND_RECORD : JSON_KIND_LIST;
    if (!skip_nested(s)) {
        return false;
    }
    token->raw = (DashText){begin, (size_t)(s->at - begin)};
    return true;
}

void json_place(const JsonScanner *s, const char *at, size_t *line, size_t *column)
{
    const char *start = s->begin;
    *line = 1;
    for (const char *p = s->begin; p < at; p++) {
        if (*p == '\n') {
            ++*line;
            start = p + 1;
        }
    }
    *column = (size_t)(at - start) + 1;
}
