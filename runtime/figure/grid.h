/* SPDX-License-Identifier: MIT
 *
 * The grid of subplots that a figure was made with, which figure methods read to
 * know what "row 2, column 1" is. It travels in the figure as a field that the
 * JSON writer leaves out (DASH_NO_UPDATE with items), so browsers never see it.
 */
#ifndef DASH_FIGURE_GRID_H
#define DASH_FIGURE_GRID_H

#include "figure/subplots.h"
#include "figure/tree.h"

/* One cell: where it is (from 1) and what a trace there is given. */
typedef struct GridCell {
    int64_t row, col;
    DashValue place;  /* {xaxis, yaxis}, {scene}, {subplot}, {domain} … */
    DashValue second; /* the same with the second y axis; null: there is none */
} GridCell;

DashValue grid_cell_value(DashCx *cx, const GridCell *cell);
void grid_attach(DashCx *cx, DashValue *figure, const DashValue *cells, size_t count);
size_t grid_count(DashValue figure);
GridCell grid_cell(DashValue figure, size_t index);
/* The place of a trace in a subplot of the kind and number; the domain is of that kind alone. */
DashValue grid_place(DashCx *cx, SubplotKind kind, size_t number, SubplotSpan x, SubplotSpan y);

#endif
