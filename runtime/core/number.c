/* SPDX-License-Identifier: MIT
 *
 * Numbers as text.
 *
 * A float becomes the shortest decimal that reads back as the same float, by
 * the Schubfach method (R. Giulietti, "The Schubfach way to render doubles"):
 * the float and the two borders of what rounds to it are multiplied by one
 * 128-bit power of ten, so that a decimal of the wanted length is an integer;
 * of the one or two integers between the borders the nearer wins. Money and
 * whole numbers, the most common floats of all, take a shorter way: at most two
 * decimals and at most 15 digits are found by one multiplication.
 */
#include "dash/number.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- digits ------------------------------------------------------------- */

static const char PAIRS[] = "0001020304050607080910111213141516171819"
                            "2021222324252627282930313233343536373839"
                            "4041424344454647484950515253545556575859"
                            "6061626364656667686970717273747576777879"
                            "8081828384858687888990919293949596979899";

/* Powers of ten, but for the first: no number has no digit. */
static const uint64_t TENS[] = {
    0,
    10,
    100,
    1000,
    10000,
    100000,
    1000000,
    10000000,
    100000000,
    1000000000,
    10000000000,
    100000000000,
    1000000000000,
    10000000000000,
    100000000000000,
    1000000000000000,
    10000000000000000,
    100000000000000000,
    1000000000000000000,
    UINT64_C(10000000000000000000),
};

/* 1233 / 4096 is a little less than log10(2): the guess from the number of bits is the count or
 * one more. */
static size_t digit_count(uint64_t value)
{
    size_t bits = 64 - (size_t)__builtin_clzll(value | 1), guess = bits * 1233 >> 12;
    return guess + (value >= TENS[guess]);
}

/* Eight digits: their halves do not wait for each other. */
static void put_eight(char *out, uint32_t value)
{
    uint32_t high = value / 10000, low = value % 10000;
    memcpy(out, PAIRS + high / 100 * 2, 2);
    memcpy(out + 2, PAIRS + high % 100 * 2, 2);
    memcpy(out + 4, PAIRS + low / 100 * 2, 2);
    memcpy(out + 6, PAIRS + low % 100 * 2, 2);
}

/* Exactly `count` digits, zeros in front. */
static void put_digits(char *out, uint64_t value, size_t count)
{
    for (; count >= 8; value /= 100000000) {
        count -= 8;
        put_eight(out + count, (uint32_t)(value % 100000000));
    }
    while (count >= 2) {
        count -= 2;
        memcpy(out + count, PAIRS + value % 100 * 2, 2);
        value /= 100;
    }
    if (count) {
        out[0] = (char)('0' + value % 10);
    }
}

/* The digits and zeros behind them, 17 in all: always the same steps, since how many digits there
 * are is not easily guessed. */
static void put_padded(char out[17], uint64_t value, size_t count)
{
    value *= count < 17 ? TENS[17 - count] : 1;
    uint64_t first = value / 10000000000000000, rest = value % 10000000000000000;
    out[0] = (char)('0' + first);
    put_eight(out + 1, (uint32_t)(rest / 100000000));
    put_eight(out + 9, (uint32_t)(rest % 100000000));
}

size_t dash_write_int(char out[DASH_NUMBER_MAX], int64_t value)
{
    uint64_t magnitude = value < 0 ? -(uint64_t)value : (uint64_t)value;
    size_t sign = value < 0, count = digit_count(magnitude);
    out[0] = '-';
    put_digits(out + sign, magnitude, count);
    return sign + count;
}

/* ---- shortest decimal of a float ----------------------------------------- */

/* digits * 10^exponent */
typedef struct Decimal {
    uint64_t digits;
    int exponent;
} Decimal;

typedef struct Power {
    uint64_t high, low;
} Power;

enum {
    FIRST_POWER = -292,
    LAST_POWER = 324,
    FRACTION_BITS = 52,
    EXPONENT_BIAS = 1075, /* of the fraction as an integer */
};

static const Power POWERS[] = {
#include "core/powers.h"
};
_Static_assert(sizeof(POWERS) / sizeof(POWERS[0]) == LAST_POWER - FIRST_POWER + 1,
               "powers.mjs makes one line a power");

/* The top 64 bits of power * factor, with the lowest bit set when anything
 * below them is: enough to compare with multiples of a quarter. */
static uint64_t multiply_to_odd(Power power, uint64_t factor)
{
    __extension__ typedef unsigned __int128 Wide;
    Wide low = (Wide)power.low * factor;
    Wide sum = (Wide)power.high * factor + (uint64_t)(low >> 64);
    return (uint64_t)(sum >> 64) | ((uint64_t)sum > 1);
}

/* floor(log10(2^e)), or of 3/4 of that where the lower neighbour is nearer;
 * floor(log2(10^e)). Exact for every exponent that a double has. */
static int log10_of_power2(int e, bool lower_is_nearer)
{
    return (e * 1262611 - (lower_is_nearer ? 524031 : 0)) >> 22;
}

static int log2_of_power10(int e)
{
    return (e * 1741647) >> 19;
}

/* fraction * 2^exponent, positive. Numbers are counted in quarters of a unit
 * of 10^k; [lower, upper] are the quarters that read back as the same float. */
static Decimal shortest(uint64_t fraction, int exponent, bool lower_is_nearer)
{
    int k = log10_of_power2(exponent, lower_is_nearer);
    int shift = exponent + log2_of_power10(-k) + 1;
    Power power = POWERS[-k - FIRST_POWER];
    uint64_t odd = fraction & 1;
    uint64_t value = multiply_to_odd(power, fraction * 4 << shift);
    uint64_t lower = multiply_to_odd(power, (fraction * 4 - 2 + lower_is_nearer) << shift) + odd;
    uint64_t upper = multiply_to_odd(power, (fraction * 4 + 2) << shift) - odd;
    uint64_t units = value / 4;
    uint64_t tens = units / 10; /* one digit less, when exactly one such is inside */
    bool less = lower <= tens * 40, more = tens * 40 + 40 <= upper;
    bool fewer = units >= 10 && less != more;
    bool down = lower <= units * 4, up = units * 4 + 4 <= upper;
    uint64_t middle = units * 4 + 2; /* both or none: the nearer, the even one of two as near */
    bool nearer = (value > middle) | ((value == middle) & units & 1);
    uint64_t near = units + (down != up ? up : nearer);
    return (Decimal){fewer ? tens + more : near, k + fewer};
}

static Decimal decimal_of(double magnitude)
{
    uint64_t bits;
    memcpy(&bits, &magnitude, sizeof(bits));
    uint64_t fraction = bits & ((UINT64_C(1) << FRACTION_BITS) - 1);
    int exponent = (int)(bits >> FRACTION_BITS);
    Decimal decimal;
    if (exponent == 0) {
        decimal = shortest(fraction, 1 - EXPONENT_BIAS, false);
    } else {
        decimal = shortest(fraction | UINT64_C(1) << FRACTION_BITS, exponent - EXPONENT_BIAS,
                           fraction == 0 && exponent > 1);
    }
    while (decimal.digits % 10 == 0) {
        decimal.digits /= 10;
        decimal.exponent++;
    }
    return decimal;
}

/* ---- JavaScript's number format ------------------------------------------ */

/* "1.5e-7": a first digit, the others after a point, the exponent's sign. */
static size_t put_scientific(char *out, Decimal decimal, size_t count, int exponent)
{
    size_t len = count;
    if (count == 1) {
        out[0] = (char)('0' + decimal.digits);
    } else {
        put_digits(out + 1, decimal.digits, count);
        out[0] = out[1];
        out[1] = '.';
        len++;
    }
    out[len++] = 'e';
    out[len++] = exponent < 0 ? '-' : '+';
    uint64_t magnitude = (uint64_t)abs(exponent);
    size_t digits = digit_count(magnitude);
    put_digits(out + len, magnitude, digits);
    return len + digits;
}

static size_t put_decimal(char *out, Decimal decimal)
{
    size_t count = digit_count(decimal.digits);
    int point = (int)count + decimal.exponent; /* digits before the point */
    if (point > 21 || point <= -6) {
        return put_scientific(out, decimal, count, point - 1);
    }
    if (decimal.exponent >= 0) {
        put_digits(out, decimal.digits, count);
        memset(out + count, '0', (size_t)decimal.exponent);
        return (size_t)point;
    }
    if (point <= 0) {
        size_t zeros = (size_t)-point;
        memcpy(out, "0.00000", 2 + zeros);
        put_digits(out + 2 + zeros, decimal.digits, count);
        return 2 + zeros + count;
    }
    enum { SIDE = 16 }; /* of 17 digits at most; the second copy goes over the first's rest */
    char digits[2 * SIDE + 1] = {0};
    put_padded(digits, decimal.digits, count);
    memcpy(out, digits, SIDE);
    out[point] = '.';
    memcpy(out + point + 1, digits + point, SIDE);
    return count + 1;
}

/* At most two decimals and 15 digits: such a decimal is the only one of its
 * length that reads back as `magnitude`. 0 when it is not one of those. */
static size_t put_money(char *out, double magnitude)
{
    if (!(magnitude < 1e13)) {
        return 0;
    }
    uint64_t cents = (uint64_t)(magnitude * 100 + 0.5);
    if ((double)cents / 100 != magnitude) {
        return 0;
    }
    uint64_t whole = cents / 100, rest = cents % 100;
    size_t len = digit_count(whole);
    put_digits(out, whole, len);
    if (rest) {
        out[len] = '.';
        memcpy(out + len + 1, PAIRS + rest * 2, 2);
        len += rest % 10 ? 3 : 2;
    }
    return len;
}

size_t dash_write_float(char out[DASH_NUMBER_MAX], double value)
{
    if (!isfinite(value)) {
        const char *name = isnan(value) ? "NaN" : value < 0 ? "-Infinity" : "Infinity";
        size_t len = strlen(name);
        memcpy(out, name, len);
        return len;
    }
    size_t sign = value < 0;
    double magnitude = fabs(value);
    out[0] = '-';
    size_t len = put_money(out + sign, magnitude);
    if (!len) {
        len = put_decimal(out + sign, decimal_of(magnitude));
    }
    return sign + len;
}
