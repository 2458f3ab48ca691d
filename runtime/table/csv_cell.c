/* SPDX-License-Identifier: MIT
 *
 * Cells as values. Floats: digits into an integer and one division or product
 * by a power of ten, which is exact while both are exact in a double; what is
 * longer goes through strtod.
 */
#include "table/csv_cell.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/date.h"

enum { LONGEST_NUMBER = 400 }; /* a cell that is longer is no number */

/* ---- cells ---------------------------------------------------------------- */

CsvDialect csv_dialect(const DashSource *source)
{
    enum { DEFAULT_MAX_FIELD = 1024 * 1024 };
    CsvDialect d = {
        .delimiter = (unsigned char)(source->delimiter ? source->delimiter : ','),
        .decimal = (unsigned char)(source->decimal ? source->decimal : '.'),
        .quote = source->no_quotes ? -1
                 : source->quote   ? (unsigned char)source->quote
                                   : '"',
        .comment = source->comment ? (unsigned char)source->comment : -1,
        .thousands = source->thousands ? (unsigned char)source->thousands : -1,
        .max_field = source->max_field ? source->max_field : DEFAULT_MAX_FIELD,
        .nulls = source->nulls,
        .null_count = source->null_count,
    };
    for (size_t i = 0; i < d.null_count; i++) {
        d.kinds[d.nulls[i].len ? (unsigned char)d.nulls[i].ptr[0] : 0] = CSV_NULL_START;
    }
    if (d.quote >= 0) {
        d.kinds[d.quote] = CSV_QUOTE;
    }
    return d;
}

/* Copies a quoted text with each doubled quote made one. */
static bool undouble(char quote, CsvBuffer *buffer, DashText *text)
{
    if (buffer->capacity < text->len) {
        char *bytes = realloc(buffer->bytes, text->len);
        if (!bytes) {
            return false;
        }
        *buffer = (CsvBuffer){bytes, text->len};
    }
    size_t len = 0;
    for (size_t i = 0; i < text->len; i++) {
        buffer->bytes[len++] = text->ptr[i];
        i += text->ptr[i] == quote;
    }
    *text = (DashText){buffer->bytes, len};
    return true;
}

bool csv_decode(const CsvDialect *dialect, const char *from, const char *to, CsvBuffer *buffer,
                CsvCell *cell)
{
    *cell = (CsvCell){.text = {from, (size_t)(to - from)}};
    if (cell->text.len < 2 || (unsigned char)*from != dialect->quote) {
        return true;
    }
    cell->quoted = true;
    cell->text = (DashText){from + 1, cell->text.len - 2};
    return !memchr(cell->text.ptr, dialect->quote, cell->text.len) ||
           undouble((char)dialect->quote, buffer, &cell->text);
}

static DashText trimmed(const CsvCell *cell)
{
    DashText text = cell->text;
    while (text.len && (text.ptr[0] == ' ' || text.ptr[0] == '\t')) {
        text.ptr++;
        text.len--;
    }
    while (text.len && (text.ptr[text.len - 1] == ' ' || text.ptr[text.len - 1] == '\t')) {
        text.len--;
    }
    return text;
}

static bool text_is(DashText text, DashText other)
{
    return text.len == other.len && memcmp(text.ptr, other.ptr, text.len) == 0;
}

bool csv_is_null(const CsvDialect *dialect, const CsvCell *cell)
{
    if (cell->text.len == 0 || (!cell->quoted && text_is(cell->text, DASH_TEXT("NaN")))) {
        return true;
    }
    for (size_t i = 0; i < dialect->null_count; i++) {
        if (text_is(cell->text, dialect->nulls[i])) {
            return true;
        }
    }
    return false;
}

/* ---- types ---------------------------------------------------------------- */

DashColumnType csv_first_type(CsvTypes types)
{
    static const DashColumnType ORDER[] = {DASH_COLUMN_BOOL, DASH_COLUMN_INT, DASH_COLUMN_FLOAT,
                                           DASH_COLUMN_DATE, DASH_COLUMN_DATETIME};
    for (size_t i = 0; i < sizeof(ORDER) / sizeof(ORDER[0]); i++) {
        if (types & CSV_TYPE(ORDER[i])) {
            return ORDER[i];
        }
    }
    return DASH_COLUMN_TEXT;
}

CsvTypes csv_wider_types(DashColumnType type)
{
    CsvTypes wider = CSV_TYPE(type) | CSV_TYPE(DASH_COLUMN_TEXT);
    if (type == DASH_COLUMN_INT) {
        wider |= CSV_TYPE(DASH_COLUMN_FLOAT);
    }
    if (type == DASH_COLUMN_DATE) {
        wider |= CSV_TYPE(DASH_COLUMN_DATETIME);
    }
    return wider;
}

DashColumnType csv_pattern_type(DashText pattern)
{
    return time_has_clock(pattern) ? DASH_COLUMN_DATETIME : DASH_COLUMN_DATE;
}

/* ---- values --------------------------------------------------------------- */

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool parse_bool(DashText text, int64_t *value)
{
    static const char WORDS[][3][6] = {{"false", "False", "FALSE"}, {"true", "True", "TRUE"}};
    *value = text.len == 4;
    for (size_t i = 0; i < 3 && (text.len == 4 || text.len == 5); i++) {
        if (memcmp(WORDS[*value][i], text.ptr, text.len) == 0) {
            return true;
        }
    }
    return false;
}

/* "0", "-12", not "007". */
static bool parse_int(DashText text, int64_t *value)
{
    bool negative = text.len && text.ptr[0] == '-';
    const char *at = text.ptr + negative, *end = text.ptr + text.len;
    if (at == end || (*at == '0' && end - at > 1)) {
        return false;
    }
    int64_t result = 0;
    for (; at < end; at++) {
        if (!is_digit(*at) || __builtin_mul_overflow(result, 10, &result) ||
            __builtin_sub_overflow(result, *at - '0', &result)) {
            return false;
        }
    }
    if (!negative && result == INT64_MIN) {
        return false;
    }
    *value = negative ? result : -result; /* counted downwards: that side is one longer */
    return true;
}

/* A number's text taken apart; `exact` while digits holds all of them. */
typedef struct NumberText {
    uint64_t digits;
    int exponent;
    bool exact, negative, whole;
} NumberText;

static const char *take_digits(const char *at, const char *end, NumberText *number)
{
    for (; at < end && is_digit(*at); at++) {
        number->exact = number->exact && number->digits < UINT64_C(1) << 59;
        number->digits = number->exact ? number->digits * 10 + (uint64_t)(*at - '0') : 0;
    }
    return at;
}

/* "e-7": at the "e". NULL when it is not an exponent. */
static const char *take_exponent(const char *at, const char *end, NumberText *number)
{
    at++;
    bool negative = at < end && *at == '-';
    at += at < end && (*at == '-' || *at == '+');
    int exponent = 0;
    const char *first = at;
    for (; at < end && is_digit(*at); at++) {
        exponent = exponent < 10000 ? exponent * 10 + (*at - '0') : exponent;
    }
    number->exponent += negative ? -exponent : exponent;
    return at > first ? at : NULL;
}

static bool split_number(DashText text, char point, NumberText *number)
{
    const char *at = text.ptr, *end = text.ptr + text.len;
    *number = (NumberText){.exact = true, .negative = text.len && *at == '-'};
    at += number->negative;
    const char *first = at;
    at = take_digits(at, end, number);
    size_t before = (size_t)(at - first), after = 0;
    if (before > 1 && *first == '0') {
        return false;
    }
    number->whole = at == end;
    if (at < end && *at == point) {
        first = ++at;
        at = take_digits(at, end, number);
        after = (size_t)(at - first);
        number->exponent = -(int)after;
    }
    if (before + after == 0) {
        return false;
    }
    if (at < end && (*at == 'e' || *at == 'E')) {
        at = take_exponent(at, end, number);
    }
    return at == end;
}

static double slow_float(DashText text, char point)
{
    char copy[LONGEST_NUMBER + 1];
    memcpy(copy, text.ptr, text.len);
    copy[text.len] = '\0';
    char *decimal = memchr(copy, point, text.len);
    if (decimal) {
        *decimal = '.';
    }
    return strtod(copy, NULL);
}

static bool parse_float(DashText text, char point, double *value)
{
    static const double POWERS[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                    1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                                    1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
    NumberText number;
    int64_t unused;
    if (text.len > LONGEST_NUMBER || !split_number(text, point, &number)) {
        return false;
    }
    if (number.whole && !parse_int(text, &unused)) {
        return false; /* past 64 bits: an identifier, of which digits would be lost */
    }
    if (number.exact && number.digits <= UINT64_C(1) << 53 && abs(number.exponent) <= 22) {
        double digits = (double)number.digits, power = POWERS[abs(number.exponent)];
        double magnitude = number.exponent < 0 ? digits / power : digits * power;
        *value = number.negative ? -magnitude : magnitude;
        return true;
    }
    *value = slow_float(text, point);
    return isfinite(*value);
}

/* "-1,234,567.8" without its separators: they stand between groups of three digits
 * before the decimal point. `copy` has room. */
static bool ungrouped(const CsvDialect *d, DashText *text, char copy[LONGEST_NUMBER])
{
    size_t start = text->len && text->ptr[0] == '-', end = start, len = 0, last = SIZE_MAX;
    if (!memchr(text->ptr, d->thousands, text->len)) {
        return true;
    }
    while (end < text->len && (is_digit(text->ptr[end]) || text->ptr[end] == (char)d->thousands)) {
        end++;
    }
    for (size_t i = 0; i < text->len && text->len <= LONGEST_NUMBER; i++) {
        if (text->ptr[i] != (char)d->thousands) {
            copy[len++] = text->ptr[i];
            continue;
        }
        bool first = last == SIZE_MAX;
        size_t before = i - (first ? start : last + 1);
        if (i >= end || (first ? before < 1 || before > 3 : before != 3)) {
            return false;
        }
        last = i;
    }
    *text = (DashText){copy, len};
    return last < end && end - last == 4;
}

bool csv_cell_float(const CsvDialect *dialect, const CsvCell *cell, double *value)
{
    char copy[LONGEST_NUMBER];
    DashText text = trimmed(cell);
    return (dialect->thousands < 0 || ungrouped(dialect, &text, copy)) &&
           parse_float(text, (char)dialect->decimal, value);
}

static bool parse_by(DashText text, DashText pattern, DashColumnType type, int64_t *value)
{
    if (!time_read(text, pattern, value)) {
        return false;
    }
    if (type == DASH_COLUMN_DATE) {
        int64_t rest = (*value % DATE_MS_A_DAY + DATE_MS_A_DAY) % DATE_MS_A_DAY;
        *value = (*value - rest) / DATE_MS_A_DAY;
    }
    return true;
}

bool csv_cell_integer(const CsvDialect *dialect, DashText pattern, const CsvCell *cell,
                      DashColumnType type, int64_t *value)
{
    char copy[LONGEST_NUMBER];
    DashText text = trimmed(cell);
    switch (type) {
    case DASH_COLUMN_BOOL:
        return parse_bool(text, value);
    case DASH_COLUMN_INT:
        return (dialect->thousands < 0 || ungrouped(dialect, &text, copy)) &&
               parse_int(text, value);
    case DASH_COLUMN_DATE:
        if (pattern.ptr) {
            return csv_pattern_type(pattern) == type && parse_by(text, pattern, type, value);
        }
        return date_parse_day(text.ptr, text.len, value);
    case DASH_COLUMN_DATETIME:
        return pattern.ptr ? parse_by(text, pattern, type, value)
                           : date_parse_time(text.ptr, text.len, value);
    case DASH_COLUMN_FLOAT:
    case DASH_COLUMN_TEXT:
        break;
    }
    return false;
}

CsvTypes csv_fitting(const CsvDialect *dialect, DashText pattern, const CsvCell *cell,
                     CsvTypes types)
{
    static const DashColumnType INTEGERS[] = {DASH_COLUMN_BOOL, DASH_COLUMN_INT, DASH_COLUMN_DATE,
                                              DASH_COLUMN_DATETIME};
    CsvTypes fitting = types & CSV_TYPE(DASH_COLUMN_TEXT);
    int64_t value;
    double number;
    for (size_t i = 0; i < sizeof(INTEGERS) / sizeof(INTEGERS[0]); i++) {
        if ((types & CSV_TYPE(INTEGERS[i])) &&
            csv_cell_integer(dialect, pattern, cell, INTEGERS[i], &value)) {
            fitting |= CSV_TYPE(INTEGERS[i]);
        }
    }
    if ((types & CSV_TYPE(DASH_COLUMN_FLOAT)) && csv_cell_float(dialect, cell, &number)) {
        fitting |= CSV_TYPE(DASH_COLUMN_FLOAT);
    }
    return fitting;
}
