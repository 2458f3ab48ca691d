/* SPDX-License-Identifier: MIT
 *
 * The lists of colours of plotly.colors, made of colors.json at build.
 */
#ifndef DASH_FIGURE_COLORS_H
#define DASH_FIGURE_COLORS_H

#include "dash/base.h"

typedef struct ColorList {
    const char *group, *name; /* "sequential", "Viridis" */
    DashTexts colors;
} ColorList;
extern const ColorList color_lists[];
extern const size_t color_list_count;

#endif
