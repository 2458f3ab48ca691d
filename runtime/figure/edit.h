/* SPDX-License-Identifier: MIT
 *
 * Between the files of figure methods: a figure being changed.
 */
#ifndef DASH_FIGURE_EDIT_INTERNAL_H
#define DASH_FIGURE_EDIT_INTERNAL_H

#include "dash/figure_edit.h"
#include "figure/grid.h"

typedef struct Edit {
    DashCx *cx;
    const char *where;
    DashValue figure; /* a copy: its layout is its own */
    DashValue args, patch;
} Edit;

Edit edit_begin(DashCx *cx, DashValue figure, DashValue args, const char *where);
DashValue *edit_layout(Edit *edit);
DashValue edit_arg(const Edit *edit, const char *name);
/* Does the cell have the row and column that are asked for? "all" and null are all. */
bool edit_wants(const Edit *edit, const GridCell *cell, DashValue row, DashValue col);
/* "layout." and the key of the arguments. */
char *edit_path(const Edit *edit);
void edit_append(Edit *edit, const char *path, DashValue item);
/* Fails when row and col name no subplot. */
void edit_check_cell(const Edit *edit, DashValue row, DashValue col);

#endif
