/* SPDX-License-Identifier: MIT
 *
 * Pictures of px.imshow: rows of pixels as a PNG in a data URI.
 */
#ifndef DASH_FIGURE_PX_PIXELS_H
#define DASH_FIGURE_PX_PIXELS_H

#include "figure/px_internal.h"

/* How numbers become 0 … 255: from `low` to `high` of each channel; no scale: as they are. */
typedef struct PxScaling {
    bool given;
    double low[4], high[4];
} PxScaling;

/* "data:image/png;base64,…" of rows of numbers, or of rows of lists of 3 or 4 numbers. `changed`
 * becomes true when scaling changed a number. */
DashText px_png(const PxFigure *figure, DashValue rows, const PxScaling *scaling, bool *changed);

#endif
