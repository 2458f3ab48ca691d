/* SPDX-License-Identifier: MIT
 *
 * JavaScript's comparisons, as far as DataTable's filters use them.
 */
#include "table/filter_value.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/cx.h"
#include "dash/number.h"
#include "dash/text.h"

/* ---- texts ------------------------------------------------------------------ */

size_t filter_space_at(DashText text, size_t at)
{
    static const char *const wide[] = {"\xC2\xA0",     "\xE1\x9A\x80", "\xE2\x80\xA8",
                                       "\xE2\x80\xA9", "\xE2\x80\xAF", "\xE2\x81\x9F",
                                       "\xE3\x80\x80", "\xEF\xBB\xBF"};
    unsigned char first = (unsigned char)text.ptr[at];
    if (first == ' ' || (first >= 9 && first <= 13)) {
        return 1;
    }
    if (first < 0x80) {
        return 0;
    }
    for (size_t i = 0; i < sizeof wide / sizeof *wide; i++) {
        size_t len = strlen(wide[i]);
        if (text.len - at >= len && memcmp(text.ptr + at, wide[i], len) == 0) {
            return len;
        }
    }
    bool en_quad_to_hair = text.len - at >= 3 && memcmp(text.ptr + at, "\xE2\x80", 2) == 0 &&
                           (unsigned char)text.ptr[at + 2] >= 0x80 &&
                           (unsigned char)text.ptr[at + 2] <= 0x8A;
    return en_quad_to_hair ? 3 : 0;
}

static DashText trimmed(DashText text)
{
    size_t start = 0, end = 0, space;
    while (start < text.len && (space = filter_space_at(text, start))) {
        start += space;
    }
    for (size_t at = start; at < text.len;) {
        space = filter_space_at(text, at);
        at += space ? space : 1;
        end = space ? end : at;
    }
    return (DashText){text.ptr + start, end > start ? end - start : 0};
}

/* Where the byte stands among the first bytes of UTF-16's order: code points past
 * U+FFFF are pairs of surrogates, which come before U+E000. */
static int unit_rank(unsigned char byte)
{
    return byte >= 0xF0 ? byte - 2 : byte >= 0xEE ? byte + 5 : byte;
}

int filter_text_order(DashText a, DashText b)
{
    size_t shorter = a.len < b.len ? a.len : b.len;
    if (memcmp(a.ptr, b.ptr, shorter) == 0) {
        return (a.len > b.len) - (a.len < b.len);
    }
    size_t at = 0;
    while (a.ptr[at] == b.ptr[at]) {
        at++;
    }
    return unit_rank((unsigned char)a.ptr[at]) - unit_rank((unsigned char)b.ptr[at]);
}

static bool is_found(DashText text, DashText part)
{
    return part.len == 0 || memmem(text.ptr, text.len, part.ptr, part.len) != NULL;
}

/* ---- numbers ---------------------------------------------------------------- */

static size_t digits_at(DashText text, size_t at)
{
    size_t end = at;
    while (end < text.len && text.ptr[end] >= '0' && text.ptr[end] <= '9') {
        end++;
    }
    return end - at;
}

/* StrDecimalLiteral without "Infinity". */
static bool is_decimal(DashText text)
{
    size_t at = text.ptr[0] == '+' || text.ptr[0] == '-';
    size_t whole = digits_at(text, at), fraction = 0;
    at += whole;
    if (at < text.len && text.ptr[at] == '.') {
        fraction = digits_at(text, ++at);
        at += fraction;
    }
    if (whole + fraction == 0) {
        return false;
    }
    if (at < text.len && (text.ptr[at] == 'e' || text.ptr[at] == 'E')) {
        at++;
        at += at < text.len && (text.ptr[at] == '+' || text.ptr[at] == '-');
        size_t exponent = digits_at(text, at);
        if (exponent == 0) {
            return false;
        }
        at += exponent;
    }
    return at == text.len;
}

/* 0x1f, 0o17, 0b11; NaN when it is none of them. */
static double radix_number(DashText text)
{
    int letter = text.ptr[1] | 32;
    int base = letter == 'x' ? 16 : letter == 'o' ? 8 : letter == 'b' ? 2 : 0;
    double number = 0;
    if (!base || text.len < 3) {
        return NAN;
    }
    for (size_t i = 2; i < text.len; i++) {
        int c = text.ptr[i], digit = c >= '0' && c <= '9'                 ? c - '0'
                                     : (c | 32) >= 'a' && (c | 32) <= 'f' ? (c | 32) - 'a' + 10
                                                                          : 99;
        if (digit >= base) {
            return NAN;
        }
        number = number * base + digit;
    }
    return number;
}

static double text_number(DashText text)
{
    text = trimmed(text);
    if (text.len == 0) {
        return 0;
    }
    if (text.len > 1 && text.ptr[0] == '0' && (text.ptr[1] | 32) >= 'a') {
        if ((text.ptr[1] | 32) != 'e') {
            return radix_number(text);
        }
    }
    bool sign = text.ptr[0] == '+' || text.ptr[0] == '-';
    if (text.len - sign == 8 && memcmp(text.ptr + sign, "Infinity", 8) == 0) {
        return text.ptr[0] == '-' ? -INFINITY : INFINITY;
    }
    char digits[256];
    if (!is_decimal(text)) {
        return NAN;
    }
    if (text.len >= sizeof digits) { /* nobody writes such a number */
        return NAN;
    }
    memcpy(digits, text.ptr, text.len);
    digits[text.len] = 0;
    return strtod(digits, NULL);
}

double filter_number(FilterValue value)
{
    switch (value.kind) {
    case FILTER_UNDEFINED:
        return NAN;
    case FILTER_NULL:
        return 0;
    case FILTER_TEXT:
        return text_number(value.text);
    case FILTER_BOOL:
    case FILTER_NUMBER:
        break;
    }
    return value.number;
}

bool filter_is_numeric(FilterValue value)
{
    if (value.kind == FILTER_NUMBER) {
        return isfinite(value.number);
    }
    if (value.kind != FILTER_TEXT) {
        return false;
    }
    return isfinite(text_number(value.text)) && trimmed(value.text).len > 0;
}

/* ---- relations ---------------------------------------------------------------- */

typedef struct Written {
    char bytes[DASH_NUMBER_MAX];
    DashText text;
} Written;

/* value.toString(); null has none. */
static DashText written(Written *out, FilterValue value)
{
    switch (value.kind) {
    case FILTER_BOOL:
        out->text = value.number != 0 ? DASH_TEXT("true") : DASH_TEXT("false");
        break;
    case FILTER_NUMBER:
        out->text = (DashText){out->bytes, dash_write_float(out->bytes, value.number)};
        break;
    default:
        out->text = value.text;
        break;
    }
    return out->text;
}

static bool is_nil(FilterValue value)
{
    return value.kind == FILTER_NULL || value.kind == FILTER_UNDEFINED;
}

/* The text in capitals; it stands in the scratch until the next one of `side`. */
static DashText in_capitals(FilterScratch *scratch, int side, DashText text)
{
    if (scratch->capacity[side] < text.len) {
        scratch->capacity[side] = text.len * 2;
        scratch->bytes[side] = dash_alloc(scratch->cx, text.len * 2);
    }
    char *out = scratch->bytes[side];
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.ptr[i];
        if (c >= 0x80) {
            return dash_upper(scratch->cx, text);
        }
        out[i] = (char)(c >= 'a' && c <= 'z' ? c - 32 : c);
    }
    return (DashText){out ? out : "", text.len};
}

static bool holds(FilterOp op, int order)
{
    switch (op) {
    case FILTER_EQ:
        return order == 0;
    case FILTER_NE:
        return order != 0;
    case FILTER_GE:
        return order >= 0;
    case FILTER_GT:
        return order > 0;
    case FILTER_LE:
        return order <= 0;
    default:
        return order < 0;
    }
}

static bool numbers_hold(FilterOp op, double a, double b)
{
    if (isnan(a) || isnan(b)) {
        return op == FILTER_NE;
    }
    return holds(op, (a > b) - (a < b));
}

/* a === b */
static bool same(FilterValue a, FilterValue b)
{
    if (a.kind != b.kind) {
        return false;
    }
    return a.kind == FILTER_TEXT ? dash_text_eq(a.text, b.text) : is_nil(a) || a.number == b.number;
}

static bool in_capitals_hold(FilterScratch *scratch, FilterOp op, FilterValue a, FilterValue b)
{
    Written left, right;
    if (is_nil(a) || is_nil(b)) { /* in the browser an error */
        return false;
    }
    DashText x = in_capitals(scratch, 0, written(&left, a));
    DashText y = in_capitals(scratch, 1, written(&right, b));
    return op == FILTER_CONTAINS ? is_found(x, y) : holds(op, filter_text_order(x, y));
}

static bool contains(FilterScratch *scratch, bool insensitive, FilterValue a, FilterValue b)
{
    Written left, right;
    if (is_nil(a) || is_nil(b) || (a.kind != FILTER_TEXT && b.kind != FILTER_TEXT)) {
        return false;
    }
    return insensitive ? in_capitals_hold(scratch, FILTER_CONTAINS, a, b)
                       : is_found(written(&left, a), written(&right, b));
}

static bool date_starts(FilterValue a, FilterValue b)
{
    char date[FILTER_DATE_MAX], start[FILTER_DATE_MAX];
    Written left, right;
    bool possible = (a.kind == FILTER_TEXT || a.kind == FILTER_NUMBER) &&
                    (b.kind == FILTER_TEXT || b.kind == FILTER_NUMBER);
    size_t date_len = possible ? filter_date(date, written(&left, a)) : 0;
    size_t start_len = date_len ? filter_date(start, written(&right, b)) : 0;
    return start_len && start_len <= date_len && memcmp(date, start, start_len) == 0;
}

bool filter_relate(FilterScratch *scratch, FilterOp op, bool insensitive, FilterValue left,
                   FilterValue right)
{
    switch (op) {
    case FILTER_CONTAINS:
        return contains(scratch, insensitive, left, right);
    case FILTER_DATE_STARTS:
        return date_starts(left, right);
    case FILTER_EQ:
        if (filter_is_numeric(left) && filter_is_numeric(right)) {
            return filter_number(left) == filter_number(right);
        }
        break;
    default:
        break;
    }
    if (insensitive) {
        return in_capitals_hold(scratch, op, left, right);
    }
    if (op == FILTER_EQ || op == FILTER_NE) {
        return same(left, right) == (op == FILTER_EQ);
    }
    if (left.kind == FILTER_TEXT && right.kind == FILTER_TEXT) {
        return holds(op, filter_text_order(left.text, right.text));
    }
    return numbers_hold(op, filter_number(left), filter_number(right));
}

/* ---- tests ---------------------------------------------------------------------- */

__extension__ typedef unsigned __int128 Wide;

static uint64_t times(uint64_t a, uint64_t b, uint64_t modulus)
{
    return (uint64_t)((Wide)a * b % modulus);
}

/* Miller and Rabin's test to one base; n - 1 is odd << shift. */
static bool passes(uint64_t n, uint64_t base, uint64_t odd, int shift)
{
    uint64_t x = 1, power = base % n;
    for (; odd; odd >>= 1, power = times(power, power, n)) {
        x = odd & 1 ? times(x, power, n) : x;
    }
    if (x <= 1 || x == n - 1) {
        return x != 0;
    }
    while (--shift > 0) {
        x = times(x, x, n);
        if (x == n - 1) {
            return true;
        }
    }
    return false;
}

static bool is_prime_int(uint64_t n)
{
    static const uint64_t primes[] = {3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37};
    for (size_t i = 0; i < sizeof primes / sizeof *primes; i++) {
        if (n % primes[i] == 0) {
            return n == primes[i];
        }
    }
    if (n < 37 * 37) {
        return true;
    }
    int shift = __builtin_ctzll(n - 1);
    if (!passes(n, 2, (n - 1) >> shift, shift)) {
        return false;
    }
    for (size_t i = 0; i < sizeof primes / sizeof *primes; i++) {
        if (!passes(n, primes[i], (n - 1) >> shift, shift)) {
            return false;
        }
    }
    return true;
}

/* What the table calls prime: it divides by odd numbers up to the root, so that
 * a number with a fraction passes. */
static bool is_prime(double number)
{
    if (number == 2) {
        return true;
    }
    if (number < 2 || fmod(number, 2) == 0) {
        return false;
    }
    return number != floor(number) || is_prime_int((uint64_t)number);
}

bool filter_is(FilterOp op, FilterValue value)
{
    bool number = value.kind == FILTER_NUMBER;
    switch (op) {
    case FILTER_IS_BLANK:
        return is_nil(value) || (value.kind == FILTER_TEXT && value.text.len == 0);
    case FILTER_IS_BOOL:
        return value.kind == FILTER_BOOL;
    case FILTER_IS_EVEN:
        return number && fmod(value.number, 2) == 0;
    case FILTER_IS_NIL:
        return is_nil(value);
    case FILTER_IS_NUM:
        return number;
    case FILTER_IS_ODD:
        return number && fmod(value.number, 2) == 1;
    case FILTER_IS_PRIME:
        return number && is_prime(value.number);
    case FILTER_IS_STR:
        return value.kind == FILTER_TEXT;
    default: /* no cell is an object */
        return false;
    }
}
