/* SPDX-License-Identifier: MIT
 *
 * The common forms of cells, read eight bytes at a time: what these refuse, csv_cell.h
 * reads or refuses; what they accept, it reads the same. They look at up to
 * CSV_PADDING bytes past the cell.
 */
#ifndef DASH_TABLE_CSV_FAST_H
#define DASH_TABLE_CSV_FAST_H

#include <string.h>

#include "core/date.h"
#include "table/csv_cell.h"

#define CSV_PADDING 16

#define CSV_BYTES(byte) (UINT64_C(0x0101010101010101) * (byte))

static inline uint64_t csv_load(const char *at)
{
    uint64_t word;
    memcpy(&word, at, sizeof(word));
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    word = __builtin_bswap64(word);
#endif
    return word;
}

/* The number of up to eight digits, the first in the lowest byte and each less '0'.
 * false when one is no digit. */
static inline bool csv_digits_word(uint64_t word, uint64_t *value)
{
    if (((word + CSV_BYTES(0x76)) | word) & CSV_BYTES(0x80)) {
        return false;
    }
    word = word * 10 + (word >> 8); /* pairs, then all */
    word = ((word & UINT64_C(0x000000FF000000FF)) * UINT64_C(0x000F424000000064) +
            ((word >> 16 & UINT64_C(0x000000FF000000FF)) * UINT64_C(0x0000271000000001))) >>
           32;
    *value = word;
    return true;
}

/* Up to eight digits at `at`; none are 0. */
static inline bool csv_digits8(const char *at, size_t len, uint64_t *value)
{
    if (len == 0) {
        *value = 0;
        return true;
    }
    return csv_digits_word((csv_load(at) ^ CSV_BYTES('0')) << (8 - len) * 8, value);
}

/* Up to sixteen. */
static inline bool csv_digits16(const char *at, size_t len, uint64_t *value)
{
    static const uint64_t POWERS[] = {1,      10,      100,      1000,     10000,
                                      100000, 1000000, 10000000, 100000000};
    if (len <= 8) {
        return csv_digits8(at, len, value);
    }
    uint64_t high, low;
    if (!csv_digits8(at, 8, &high) || !csv_digits8(at + 8, len - 8, &low)) {
        return false;
    }
    *value = high * POWERS[len - 8] + low;
    return true;
}

/* An int of up to sixteen digits. */
static inline bool csv_fast_int(const char *at, size_t len, int64_t *value)
{
    bool negative = *at == '-';
    at += negative;
    len -= negative;
    uint64_t digits;
    if (len - 1 >= 16 || (*at == '0' && len > 1) || !csv_digits16(at, len, &digits)) {
        return false;
    }
    *value = negative ? -(int64_t)digits : (int64_t)digits;
    return true;
}

/* Powers of ten that a double holds, for numbers of up to fifteen digits. */
static inline double csv_power(size_t exponent)
{
    static const double POWERS[] = {1e0, 1e1, 1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                    1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};
    return POWERS[exponent];
}

/* "12345.678901": at most eight digits before the point, fifteen in all. */
static inline bool csv_long_float(const char *at, size_t before, size_t after, double *value)
{
    uint64_t whole, part;
    if (before + after > 15 || !csv_digits8(at, before, &whole) ||
        !csv_digits16(at + before + 1, after, &part)) {
        return false;
    }
    /* both products and the sum are whole numbers below 2^53 */
    *value = ((double)whole * csv_power(after) + (double)part) / csv_power(after);
    return true;
}

/* "12.5" with digits on both sides of the point, or none at all; `point` in every
 * byte. */
static inline bool csv_fast_float(const char *at, size_t len, uint64_t point, double *value)
{
    bool negative = *at == '-';
    at += negative;
    len -= negative;
    uint64_t word = csv_load(at), same = word ^ point, digits;
    uint64_t found = (same - CSV_BYTES(0x01)) & ~same & CSV_BYTES(0x80);
    size_t before = found ? (size_t)__builtin_ctzll(found) / 8 : 8;
    if (len - 1 >= 16 || (*at == '0' && before > 1 && len > 1)) {
        return false;
    }
    if (before >= len) { /* what was found stands behind the cell */
        if (len > 8 || !csv_digits8(at, len, &digits)) {
            return false;
        }
        *value = negative ? -(double)digits : (double)digits;
        return true;
    }
    size_t after = len - before - 1;
    if (!found || before == 0 || after == 0) {
        return false;
    }
    if (len > 8) {
        double number = 0;
        bool fits = csv_long_float(at, before, after, &number);
        *value = negative ? -number : number;
        return fits;
    }
    uint64_t below = (found ^ (found - 1)) >> 8; /* the bytes before the point */
    word = ((word & below) << 8 | (word & ~(below << 8 | 0xFF))) ^ CSV_BYTES('0');
    if (!csv_digits_word((word & ~UINT64_C(0xFF)) << (8 - len) * 8, &digits)) {
        return false;
    }
    double number = (double)digits / csv_power(after);
    *value = negative ? -number : number;
    return true;
}

/* Eight digits, as csv_digits_word takes them, as four numbers of two: one in every
 * other byte. */
static inline bool csv_pairs_word(uint64_t word, uint64_t *pairs)
{
    if (((word + CSV_BYTES(0x76)) | word) & CSV_BYTES(0x80)) {
        return false;
    }
    *pairs = (word * 10 + (word >> 8)) & UINT64_C(0x00FF00FF00FF00FF);
    return true;
}

/* "2024-01-31" */
static inline bool csv_fast_day(const char *at, int64_t *days)
{
    uint64_t word = csv_load(at), end = csv_load(at + 8), pairs;
    if ((word & UINT64_C(0xFF0000FF00000000)) != UINT64_C(0x2D00002D00000000)) {
        return false;
    }
    word = (word & 0xFFFFFFFF) | (word >> 40 & 0xFFFF) << 32 | end << 48;
    if (!csv_pairs_word(word ^ CSV_BYTES('0'), &pairs)) {
        return false;
    }
    uint32_t year = (uint32_t)(pairs & 0xFF) * 100 + (uint32_t)(pairs >> 16 & 0xFF);
    uint32_t month = (uint32_t)(pairs >> 32 & 0xFF), day = (uint32_t)(pairs >> 48);
    if (year < 1 || month - 1 >= 12 || day - 1 >= 28) {
        return date_parse_day(at, 10, days); /* days that not each month has */
    }
    /* years that begin in March, so that the leap day is the last of its year */
    uint32_t shifted = month <= 2 ? month + 9 : month - 3;
    year -= month <= 2;
    uint32_t century = year / 100;
    *days =
        (int64_t)(1461 * year / 4 - century + century / 4 + (153 * shifted + 2) / 5 + day) - 719469;
    return true;
}

/* "2024-01-31T23:59:59", or with a space for the T. */
static inline bool csv_fast_time(const char *at, int64_t *milliseconds)
{
    uint64_t word = csv_load(at + 11), number, days;
    uint64_t clock = (word & 0xFFFF) | (word >> 24 & 0xFFFF) << 16 | word >> 48 << 32;
    if ((at[10] != 'T' && at[10] != ' ') ||
        (word & UINT64_C(0x0000FF0000FF0000)) != UINT64_C(0x00003A00003A0000) ||
        !csv_digits_word((clock ^ CSV_BYTES('0')) << 16, &number)) {
        return false;
    }
    uint32_t hour = (uint32_t)number / 10000, minute = (uint32_t)number / 100 % 100,
             second = (uint32_t)number % 100;
    if (hour > 23 || minute > 59 || second > 59 || !csv_fast_day(at, (int64_t *)&days)) {
        return false;
    }
    *milliseconds = (int64_t)days * DATE_MS_A_DAY + (hour * 3600 + minute * 60 + second) * 1000;
    return true;
}

#endif
