/* SPDX-License-Identifier: MIT
 *
 * plotly.express: a table and a few column roles become the traces and layout
 * that plotly.express 6 makes of them. A figure is a DashValue {data, layout}.
 */
#ifndef DASH_FIGURE_H
#define DASH_FIGURE_H

#include "dash/value.h"

typedef struct DashPxPair {
    DashText key, value;
} DashPxPair;

/* A list of columns (hover_data, custom_data). */
typedef struct DashPxColumns {
    const DashColumn *const *items;
    size_t len;
} DashPxColumns;

/* {column: [values]} for category_orders. */
typedef struct DashPxOrder {
    DashText column;
    DashTexts values;
} DashPxOrder;

/* The arguments of px functions; what is not given stays zero. Columns point
 * into the table that is passed beside this. `labels`, `*_map` and
 * `category_orders` count their elements. */
typedef struct DashPx {
    const DashColumn *x, *y, *color, *text, *hover_name, *pattern_shape, *line_dash, *line_group,
        *symbol, *facet_row, *facet_col;
    DashPxColumns hover_data, custom_data;
    DashText title, subtitle, orientation, barmode, template_, line_shape, text_auto_format,
        render_mode;
    const DashPxPair *labels;
    size_t label_count;
    const DashPxPair *color_discrete_map;
    size_t color_discrete_map_count;
    DashTexts color_discrete_sequence;
    const DashPxOrder *category_orders;
    size_t category_order_count;
    DashOptFloat opacity;
    DashOptInt width, height;
    DashFloats range_x, range_y;
    bool markers, log_x, log_y, text_auto;
    const char *where; /* of the call, for failures */
} DashPx;

DashValue dash_px_bar(DashCx *cx, const DashTable *table, const DashPx *px);
DashValue dash_px_line(DashCx *cx, const DashTable *table, const DashPx *px);

/* The "plotly" template as JSON. Figures name it in layout.template; the page
 * puts this in its place. NUL-terminated. */
extern const char dash_template_plotly[];
extern const size_t dash_template_plotly_len;

#endif
