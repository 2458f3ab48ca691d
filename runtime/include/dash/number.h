/* SPDX-License-Identifier: MIT
 *
 * Arithmetic that cannot go wrong silently, and numbers as text.
 */
#ifndef DASH_NUMBER_H
#define DASH_NUMBER_H

#include "dash/base.h"

/* 64-bit arithmetic; overflow and division by zero fail the request at `where`.
 * div rounds down, mod has the divisor's sign (Python's rules). */
DASH_NORETURN void dash_overflow(DashCx *cx, int64_t a, char op, int64_t b, const char *where);
#define DASH_CHECKED(name, sign, builtin)                                                          \
    static inline int64_t name(DashCx *cx, int64_t a, int64_t b, const char *where)                \
    {                                                                                              \
        int64_t result;                                                                            \
        if (__builtin_expect(builtin(a, b, &result), 0))                                           \
            dash_overflow(cx, a, sign, b, where);                                                  \
        return result;                                                                             \
    }
DASH_CHECKED(dash_int_add, '+', __builtin_add_overflow)
DASH_CHECKED(dash_int_sub, '-', __builtin_sub_overflow)
DASH_CHECKED(dash_int_mul, '*', __builtin_mul_overflow)
#undef DASH_CHECKED
int64_t dash_int_div(DashCx *cx, int64_t a, int64_t b, const char *where);
int64_t dash_int_mod(DashCx *cx, int64_t a, int64_t b, const char *where);
static inline int64_t dash_int_neg(DashCx *cx, int64_t a, const char *where)
{
    return dash_int_sub(cx, 0, a, where);
}

/* Python's % on floats: the result has the divisor's sign. */
double dash_float_mod(double a, double b);

/* A float as an int, truncated; NaN, infinities and what does not fit fail. */
int64_t dash_float_to_int(DashCx *cx, double value, const char *where);

/* Half to even, as Python's round(). */
double dash_round(double value, int64_t digits);
int64_t dash_round_to_int(DashCx *cx, double value, const char *where);

/* The longest number text: sign, 17 digits, point, "e-308", and NUL. */
#define DASH_NUMBER_MAX 40

/* Writes the shortest digits that read back as `value`, in JavaScript's format
 * ("1e+21", "0.1", "5"; -0 is "0"), without a NUL. Gives the length.
 * NaN and infinities write "NaN", "Infinity", "-Infinity" (not JSON). */
size_t dash_write_float(char out[DASH_NUMBER_MAX], double value);
size_t dash_write_int(char out[DASH_NUMBER_MAX], int64_t value);

#endif
