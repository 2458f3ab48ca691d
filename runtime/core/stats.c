/* SPDX-License-Identifier: MIT
 *
 * Sums and statistics of lists of numbers, by numpy's and pandas' conventions:
 * the standard deviation is that of a sample, quantiles lie on the straight line
 * between two values.
 */
#include <math.h>

#include "dash/list.h"
#include "dash/number.h"

/* ---- sums ------------------------------------------------------------------ */

int64_t dash_ints_sum(DashCx *cx, DashInts list, const char *where)
{
    int64_t sum = 0;
    for (size_t i = 0; i < list.len; i++)
        sum = dash_int_add(cx, sum, list.items[i], where);
    return sum;
}

double dash_floats_sum(DashFloats list)
{
    double sum = 0;
    for (size_t i = 0; i < list.len; i++)
        sum += list.items[i];
    return sum;
}

int64_t dash_bools_sum(DashBools list)
{
    int64_t sum = 0;
    for (size_t i = 0; i < list.len; i++)
        sum += list.items[i];
    return sum;
}

int64_t dash_ints_prod(DashCx *cx, DashInts list, const char *where)
{
    int64_t product = 1;
    for (size_t i = 0; i < list.len; i++)
        product = dash_int_mul(cx, product, list.items[i], where);
    return product;
}

double dash_floats_prod(DashFloats list)
{
    double product = 1;
    for (size_t i = 0; i < list.len; i++)
        product *= list.items[i];
    return product;
}

DashInts dash_ints_cumsum(DashCx *cx, DashInts list, const char *where)
{
    int64_t *sums = dash_alloc_array(cx, list.len, sizeof *sums), sum = 0;
    for (size_t i = 0; i < list.len; i++)
        sums[i] = sum = dash_int_add(cx, sum, list.items[i], where);
    return (DashInts){sums, list.len};
}

DashFloats dash_floats_cumsum(DashCx *cx, DashFloats list)
{
    double *sums = dash_alloc_array(cx, list.len, sizeof *sums), sum = 0;
    for (size_t i = 0; i < list.len; i++)
        sums[i] = sum += list.items[i];
    return (DashFloats){sums, list.len};
}

DashInts dash_ints_diff(DashCx *cx, DashInts list, const char *where)
{
    size_t len = list.len > 0 ? list.len - 1 : 0;
    int64_t *items = dash_alloc_array(cx, len, sizeof *items);
    for (size_t i = 0; i < len; i++)
        items[i] = dash_int_sub(cx, list.items[i + 1], list.items[i], where);
    return (DashInts){items, len};
}

DashFloats dash_floats_diff(DashCx *cx, DashFloats list)
{
    size_t len = list.len > 0 ? list.len - 1 : 0;
    double *items = dash_alloc_array(cx, len, sizeof *items);
    for (size_t i = 0; i < len; i++)
        items[i] = list.items[i + 1] - list.items[i];
    return (DashFloats){items, len};
}

/* ---- statistics ------------------------------------------------------------ */

DashOptFloat dash_floats_mean(DashFloats list)
{
    if (list.len == 0)
        return (DashOptFloat){0};
    return (DashOptFloat){true, dash_floats_sum(list) / (double)list.len};
}

DashOptFloat dash_floats_var(DashFloats list)
{
    if (list.len < 2)
        return (DashOptFloat){0};
    double mean = dash_floats_mean(list).value, squares = 0;
    for (size_t i = 0; i < list.len; i++)
        squares += (list.items[i] - mean) * (list.items[i] - mean);
    return (DashOptFloat){true, squares / (double)(list.len - 1)};
}

DashOptFloat dash_floats_std(DashFloats list)
{
    DashOptFloat variance = dash_floats_var(list);
    variance.value = sqrt(variance.value);
    return variance;
}

DashOptFloat dash_floats_quantile(DashCx *cx, DashFloats list, double q, const char *where)
{
    if (!(q >= 0 && q <= 1))
        dash_fail(cx, where, "a quantile is from 0 to 1, not %g", q);
    if (list.len == 0)
        return (DashOptFloat){0};
    DashFloats sorted = dash_floats_sort(cx, list, false);
    if (isnan(sorted.items[list.len - 1]))
        return (DashOptFloat){true, (double)NAN};
    double place = q * (double)(list.len - 1), whole = floor(place), part = place - whole;
    double low = sorted.items[(size_t)whole];
    double high = sorted.items[part > 0 ? (size_t)whole + 1 : (size_t)whole];
    /* from the nearer end, as numpy does, so that both ends are met exactly */
    double value = part < 0.5 ? low + (high - low) * part : high - (high - low) * (1 - part);
    return (DashOptFloat){true, part > 0 ? value : low};
}

DashOptFloat dash_floats_median(DashCx *cx, DashFloats list)
{
    return dash_floats_quantile(cx, list, 0.5, "");
}

/* ---- histogram ------------------------------------------------------------- */

static size_t bin_of(double value, DashFloats edges)
{
    size_t bins = edges.len - 1;
    double first = edges.items[0], width = edges.items[bins] - first;
    size_t bin = (size_t)((value - first) / width * (double)bins);
    if (bin >= bins)
        bin = bins - 1;
    /* the edges decide what rounding has put wrong */
    if (bin > 0 && value < edges.items[bin])
        bin--;
    else if (bin + 1 < bins && value >= edges.items[bin + 1])
        bin++;
    return bin;
}

DashInts dash_histogram(DashCx *cx, DashFloats list, int64_t bins, DashFloats *edges,
                        const char *where)
{
    if (bins < 1)
        dash_fail(cx, where, "a histogram of %lld bins", (long long)bins);
    for (size_t i = 0; i < list.len; i++)
        if (!isfinite(list.items[i]))
            dash_fail(cx, where, "a histogram of what is not finite");
    double low = dash_floats_min_or(list, 0), high = dash_floats_max_or(list, 1);
    if (low == high) {
        low -= 0.5;
        high += 0.5;
    }
    *edges = dash_linspace(cx, low, high, bins + 1, where);
    int64_t *counts = dash_alloc_array(cx, (size_t)bins, sizeof *counts);
    for (size_t i = 0; i < list.len; i++)
        counts[bin_of(list.items[i], *edges)]++;
    return (DashInts){counts, (size_t)bins};
}
