/* SPDX-License-Identifier: MIT
 *
 * What makes and changes figures besides px. Each function gives a new figure;
 * the one it is given stays as it was. `args` is an object: "patch" for the
 * attributes, "overwrite" for the paths that are taken away before, "row", "col", "selector" for
 * what is meant, and what else a method takes. A misfit fails the request at `where`.
 */
#ifndef DASH_FIGURE_EDIT_H
#define DASH_FIGURE_EDIT_H

#include "dash/value.h"

/* {data, layout, frames}, with the "plotly" template where none is named. */
DashValue dash_figure(DashCx *cx, DashValue parts, const char *where);
/* plotly.subplots.make_subplots with its arguments. */
DashValue dash_make_subplots(DashCx *cx, DashValue args, const char *where);

DashValue dash_figure_update_layout(DashCx *cx, DashValue figure, DashValue args,
                                    const char *where);
DashValue dash_figure_update_traces(DashCx *cx, DashValue figure, DashValue args,
                                    const char *where);
/* "key": "xaxis", "geo" … */
DashValue dash_figure_update_plots(DashCx *cx, DashValue figure, DashValue args, const char *where);
/* "key": "annotations", "shapes", "images" */
DashValue dash_figure_update_items(DashCx *cx, DashValue figure, DashValue args, const char *where);
/* The items that "key", "selector", "row" and "col" name, as a list; "key" may also be "data". */
DashValue dash_figure_items(DashCx *cx, DashValue figure, DashValue args, const char *where);
/* `items` in the places of those; a null leaves one as it is. */
DashValue dash_figure_put_items(DashCx *cx, DashValue figure, DashValue args, DashValue items,
                                const char *where);
DashValue dash_figure_add_item(DashCx *cx, DashValue figure, DashValue args, const char *where);
/* "line": "hline", "vline", "hrect" or "vrect"; "note": attributes of its annotation */
DashValue dash_figure_add_line(DashCx *cx, DashValue figure, DashValue args, const char *where);
/* "data": traces */
DashValue dash_figure_add_traces(DashCx *cx, DashValue figure, DashValue args, const char *where);

#endif
