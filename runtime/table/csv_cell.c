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

static DashText trimmed(const CsvCell *cell)
{
    DashText text = {cell->ptr, cell->len};
    while (text.len && (text.ptr[0] == ' ' || text.ptr[0] == '\t')) {
        text.ptr++;
        text.len--;
    }
    while (text.len && (text.ptr[text.len - 1] == ' ' || text.ptr[text.len - 1] == '\t')) {
        text.len--;
    }
    return text;
}

bool csv_is_null(const CsvCell *cell)
{
    return cell->len == 0 || (cell->len == 3 && !cell->quoted && !memcmp(cell->ptr, "NaN", 3));
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool parse_bool(DashText text, int64_t *value)
{
    static const char *const WORDS[] = {"false", "False", "FALSE", "true", "True", "TRUE"};
    for (size_t i = 0; i < sizeof(WORDS) / sizeof(WORDS[0]); i++) {
        if (strlen(WORDS[i]) == text.len && memcmp(WORDS[i], text.ptr, text.len) == 0) {
            *value = i >= 3;
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

static bool split_number(DashText text, NumberText *number)
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
    if (at < end && *at == '.') {
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

static double slow_float(DashText text)
{
    char copy[LONGEST_NUMBER + 1];
    memcpy(copy, text.ptr, text.len);
    copy[text.len] = '\0';
    return strtod(copy, NULL);
}

static bool parse_float(DashText text, double *value)
{
    static const double POWERS[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                    1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                                    1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
    NumberText number;
    int64_t unused;
    if (text.len > LONGEST_NUMBER || !split_number(text, &number)) {
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
    *value = slow_float(text);
    return isfinite(*value);
}

bool csv_cell_float(const CsvCell *cell, double *value)
{
    return parse_float(trimmed(cell), value);
}

bool csv_cell_integer(const CsvCell *cell, DashColumnType type, int64_t *value)
{
    DashText text = trimmed(cell);
    switch (type) {
    case DASH_COLUMN_BOOL:
        return parse_bool(text, value);
    case DASH_COLUMN_INT:
        return parse_int(text, value);
    case DASH_COLUMN_DATE:
        return date_parse_day(text.ptr, text.len, value);
    case DASH_COLUMN_DATETIME:
        return date_parse_time(text.ptr, text.len, value);
    case DASH_COLUMN_FLOAT:
    case DASH_COLUMN_TEXT:
        break;
    }
    return false;
}

CsvTypes csv_fitting(const CsvCell *cell, CsvTypes types, int64_t *integer)
{
    CsvTypes fitting = types & CSV_TYPE(DASH_COLUMN_TEXT);
    int64_t value;
    double number;
    if ((types & CSV_TYPE(DASH_COLUMN_INT)) && csv_cell_integer(cell, DASH_COLUMN_INT, integer)) {
        return fitting | CSV_TYPE(DASH_COLUMN_INT) | (types & CSV_TYPE(DASH_COLUMN_FLOAT));
    }
    if ((types & CSV_TYPE(DASH_COLUMN_FLOAT)) && csv_cell_float(cell, &number)) {
        return fitting | CSV_TYPE(DASH_COLUMN_FLOAT);
    }
    static const DashColumnType OTHERS[] = {DASH_COLUMN_BOOL, DASH_COLUMN_DATE,
                                            DASH_COLUMN_DATETIME};
    for (size_t i = 0; i < sizeof(OTHERS) / sizeof(OTHERS[0]); i++) {
        if ((types & CSV_TYPE(OTHERS[i])) && csv_cell_integer(cell, OTHERS[i], &value)) {
            fitting |= CSV_TYPE(OTHERS[i]);
        }
    }
    return fitting;
}
