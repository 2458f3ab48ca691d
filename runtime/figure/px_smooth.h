/* SPDX-License-Identifier: MIT
 *
 * Trendlines that follow the points: pandas' rolling, expanding and exponentially
 * weighted windows, and lowess.
 */
#ifndef DASH_FIGURE_PX_SMOOTH_H
#define DASH_FIGURE_PX_SMOOTH_H

#include "figure/px_internal.h"

/* trendline= "rolling", "expanding" or "ewm" with its options, over values in their
 * order; NaN is what is missing. The name of the function is what the hover text
 * calls it. */
DashText px_smooth(const PxFigure *figure, const double *values, size_t count, double *out);

/* Locally weighted lines through the points (Cleveland 1979), which are in the order
 * of x; `share` of them count for each. */
void px_lowess(const PxFigure *figure, const double *x, const double *y, size_t count, double share,
               double *out);

#endif
