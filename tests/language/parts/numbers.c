/* SPDX-License-Identifier: MIT
 *
 * The C behind tests/language/externs.test.mjs: one function for each way that
 * values travel.
 */
#include "numbers.dash.h"

#include <ctype.h>
#include <string.h>

Fit fit(DashCx *cx, DashFloats xs, DashFloats ys, DashText label)
{
    if (xs.len != ys.len)
        dash_fail(cx, "numbers.c", "%zu xs and %zu ys", xs.len, ys.len);
    double sum = 0, squares = 0;
    double *points = dash_alloc_array(cx, xs.len, sizeof *points);
    for (size_t i = 0; i < xs.len; i++) {
        sum += xs.items[i] * ys.items[i];
        squares += xs.items[i] * xs.items[i];
    }
    double slope = squares > 0 ? sum / squares : 0;
    for (size_t i = 0; i < xs.len; i++)
        points[i] = slope * xs.items[i];
    return (Fit){slope, {points, xs.len}, label.len ? label : DASH_NO_TEXT};
}

/* Null for too short a list. */
DashFloats smooth(DashCx *cx, DashFloats xs, int64_t n)
{
    if ((int64_t)xs.len < n)
        return (DashFloats){NULL, 0};
    double *out = dash_alloc_array(cx, xs.len, sizeof *out);
    for (size_t i = 0; i < xs.len; i++)
        for (size_t k = i + 1 < (size_t)n ? 0 : i + 1 - (size_t)n; k <= i; k++)
            out[i] += xs.items[k] / (double)n;
    return (DashFloats){out, xs.len};
}

DashText shout(DashCx *cx, DashText s)
{
    char *out = dash_alloc(cx, s.len + 1);
    for (size_t i = 0; i < s.len; i++)
        out[i] = (char)toupper((unsigned char)s.ptr[i]);
    out[s.len] = '!';
    return (DashText){out, s.len + 1};
}

DashOptInt find_text(DashCx *cx, DashTexts texts, DashText wanted)
{
    (void)cx;
    for (size_t i = 0; i < texts.len; i++)
        if (dash_text_eq(texts.items[i], wanted))
            return (DashOptInt){true, (int64_t)i};
    return (DashOptInt){0};
}

static int calls;
void count_call(DashCx *cx)
{
    __atomic_add_fetch(&calls, 1, __ATOMIC_RELAXED);
    if (calls > 1000)
        dash_fail(cx, "numbers.c", "called too often");
}

bool was_called(DashCx *cx, bool often)
{
    return calls > (often ? 10 : 0);
}

DashValue same_json(DashCx *cx, DashValue value)
{
    return value;
}

IntTextTuple both(DashCx *cx, int64_t n)
{
    return (IntTextTuple){n + 1, dash_text_of("two")};
}
