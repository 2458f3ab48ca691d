/* SPDX-License-Identifier: MIT
 *
 * Numbers as text: every float reads back, none could be shorter or nearer,
 * the format is JavaScript's; rounding is Python's.
 */
#include "unit.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "chance.h"
#include "dash/number.h"

static double double_of(uint64_t bits)
{
    double value;
    memcpy(&value, &bits, sizeof(value));
    return value;
}

static const char *float_text(double value)
{
    static char text[DASH_NUMBER_MAX + 1];
    memset(text, '#', sizeof(text));
    size_t len = dash_write_float(text, value);
    assert_in_range(len, 1, DASH_NUMBER_MAX);
    text[len] = '\0';
    return text;
}

static const char *int_text(int64_t value)
{
    static char text[DASH_NUMBER_MAX + 1];
    text[dash_write_int(text, value)] = '\0';
    return text;
}

static void assert_round_trip(double value)
{
    const char *text = float_text(value);
    if (strtod(text, NULL) != value) {
        fail_msg("%.17g was written as %s", value, text);
    }
}

/* The digits of a number's text without sign, point, zeros at either end. */
static void significant(char out[64], const char *text)
{
    size_t len = 0;
    for (; *text && *text != 'e'; text++) {
        bool digit = *text >= '0' && *text <= '9';
        if (digit && (len || *text != '0')) {
            out[len++] = *text;
        }
    }
    while (len && out[len - 1] == '0') {
        len--;
    }
    out[len] = '\0';
}

/* The fewest digits by trying each precision; the C library rounds exactly, so
 * that its digits are the nearest of that length too. */
static void assert_shortest(double value)
{
    char wanted[64], got[64], text[64];
    for (int precision = 1; precision <= 17; precision++) {
        snprintf(text, sizeof(text), "%.*e", precision - 1, value);
        if (strtod(text, NULL) == value) {
            break;
        }
    }
    significant(wanted, text);
    significant(got, float_text(value));
    if (strcmp(wanted, got) != 0) {
        /* A power of two's neighbours are at unequal distances: the nearest
         * decimal of a length may miss it while another of that length hits. */
        if (strlen(got) >= strlen(wanted) || strtod(float_text(value), NULL) != value) {
            fail_msg("%.17g: %s, but %s is shorter or nearer", value, got, wanted);
        }
    }
}

static void javascript_format(void **state)
{
    (void)state;
    static const struct {
        double value;
        const char *text;
    } CASES[] = {
        {0, "0"},
        {-0.0, "0"},
        {5, "5"},
        {-5, "-5"},
        {0.1, "0.1"},
        {-0.25, "-0.25"},
        {1.1, "1.1"},
        {1234.5, "1234.5"},
        {12.30, "12.3"},
        {0.05, "0.05"},
        {99.99, "99.99"},
        {1e21, "1e+21"},
        {1e20, "100000000000000000000"},
        {123456789012345680000.0, "123456789012345680000"},
        {1.5e21, "1.5e+21"},
        {0.000001, "0.000001"},
        {0.0000001, "1e-7"},
        {1.25e-7, "1.25e-7"},
        {0.0000012345, "0.0000012345"},
        {5e-324, "5e-324"},
        {2.2250738585072014e-308, "2.2250738585072014e-308"},
        {1.7976931348623157e308, "1.7976931348623157e+308"},
        {0.3, "0.3"},
        {0.1 + 0.2, "0.30000000000000004"},
        {9007199254740993.0, "9007199254740992"},
        {1e23, "1e+23"},
        {9.5367431640625e-7, "9.5367431640625e-7"},
        {4.35, "4.35"},
        {1e13, "10000000000000"},
        {9999999999999.99, "9999999999999.99"},
        {123456.789, "123456.789"},
        {2e-44, "2e-44"},
        {9.007199254740991e15, "9007199254740991"},
        {NAN, "NaN"},
        {INFINITY, "Infinity"},
        {-INFINITY, "-Infinity"},
    };
    for (size_t i = 0; i < sizeof(CASES) / sizeof(CASES[0]); i++) {
        assert_string_equal(float_text(CASES[i].value), CASES[i].text);
    }
}

static void ints(void **state)
{
    (void)state;
    assert_string_equal(int_text(0), "0");
    assert_string_equal(int_text(-1), "-1");
    assert_string_equal(int_text(INT64_MAX), "9223372036854775807");
    assert_string_equal(int_text(INT64_MIN), "-9223372036854775808");
    for (int i = 0; i < 200000; i++) {
        int64_t value = (int64_t)random_bits() >> (random_bits() & 63);
        assert_int_equal(strtoll(int_text(value), NULL, 10), value);
        char text[32];
        snprintf(text, sizeof(text), "%lld", (long long)value);
        assert_string_equal(int_text(value), text);
    }
}

static void random_floats_round_trip(void **state)
{
    (void)state;
    for (int i = 0; i < 1500000; i++) {
        double value = double_of(random_bits());
        if (isfinite(value)) {
            assert_round_trip(value);
        }
    }
    for (int i = 0; i < 300000; i++) {
        assert_round_trip(double_of(random_bits() >> 12)); /* subnormal */
        assert_round_trip((double)(random_bits() >> 11) / 0x1p53);
        assert_round_trip((double)(int64_t)(random_bits() >> (random_bits() & 63)) / 100);
    }
}

static void boundaries(void **state)
{
    (void)state;
    for (int e = -1074; e <= 1023; e++) {
        double power = ldexp(1, e);
        assert_round_trip(power);
        assert_shortest(power);
        assert_round_trip(nextafter(power, 0));
        assert_shortest(nextafter(power, 0));
        assert_shortest(nextafter(power, INFINITY));
    }
    for (int e = -323; e <= 308; e++) {
        char text[16];
        snprintf(text, sizeof(text), "1e%d", e);
        double power = strtod(text, NULL);
        assert_round_trip(power);
        assert_shortest(power);
        assert_shortest(nextafter(power, 0));
        assert_shortest(nextafter(power, INFINITY));
    }
}

static void random_floats_are_shortest(void **state)
{
    (void)state;
    for (int i = 0; i < 60000; i++) {
        double value = fabs(double_of(random_bits()));
        if (isfinite(value)) {
            assert_shortest(value);
        }
        assert_shortest(double_of(random_bits() >> (12 + (random_bits() & 15))));
        assert_shortest((double)(random_bits() >> 40) / 1000);
    }
}

static void rounding(void **state)
{
    (void)state;
    static const struct {
        double value;
        int64_t digits;
        double rounded;
    } CASES[] = {
        {2.5, 0, 2},
        {3.5, 0, 4},
        {-2.5, 0, -2},
        {2.675, 2, 2.67},
        {0.125, 2, 0.12},
        {0.375, 2, 0.38},
        {1.005, 2, 1.0},
        {1234.5, -2, 1200},
        {1250, -2, 1200},
        {1350, -2, 1400},
        {-1350, -2, -1400},
        {49, -2, 0},
        {51, -2, 100},
        {1e300, 2, 1e300},
        {5e-324, 340, 5e-324},
        {1.5, 400, 1.5},
        {123, -400, 0},
        {0.5, 0, 0},
        {1e16 + 2, 0, 1e16 + 2},
        {123456.7891234567, 7, 123456.7891235},
    };
    for (size_t i = 0; i < sizeof(CASES) / sizeof(CASES[0]); i++) {
        assert_float_equal(dash_round(CASES[i].value, CASES[i].digits), CASES[i].rounded, 0);
    }
    for (int i = 0; i < 200000; i++) { /* the quick way against the exact one */
        double value = (double)((int64_t)random_bits() >> 30) / 8192;
        int digits = (int)(random_bits() % 5);
        char text[64];
        snprintf(text, sizeof(text), "%.*f", digits, value);
        assert_float_equal(dash_round(value, digits), strtod(text, NULL), 0);
    }
    assert_true(isnan(dash_round(NAN, 1)));
}

static void modulo(void **state)
{
    (void)state;
    assert_float_equal(dash_float_mod(7, 3), 1, 0);
    assert_float_equal(dash_float_mod(-7, 3), 2, 0);
    assert_float_equal(dash_float_mod(7, -3), -2, 0);
    assert_float_equal(dash_float_mod(-7, -3), -1, 0);
    assert_true(signbit(dash_float_mod(6, -3)));
    assert_true(isnan(dash_float_mod(1, 0)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(javascript_format),
        cmocka_unit_test(ints),
        cmocka_unit_test(random_floats_round_trip),
        cmocka_unit_test(boundaries),
        cmocka_unit_test(random_floats_are_shortest),
        cmocka_unit_test(rounding),
        cmocka_unit_test(modulo),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
