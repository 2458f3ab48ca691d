/* SPDX-License-Identifier: MIT
 *
 * plotly.express: a table and the roles of its columns become the traces and layout
 * that plotly.express 6 makes of them. A figure is a DashValue {data, layout},
 * with frames where there are any. Functions, arguments and traces stand in px.def.
 */
#ifndef DASH_FIGURE_H
#define DASH_FIGURE_H

#include "dash/value.h"

/* A list of columns (hover_data, path, y=[…]). */
typedef struct DashPxColumns {
    const DashColumn *const *items;
    size_t len;
} DashPxColumns;

/* DASH_PX_IN_x: the arguments that are columns. */
typedef enum DashPxColumn {
#define PX_COLUMN(name) DASH_PX_IN_##name,
#include "dash/px.def"
    DASH_PX_COLUMN_COUNT
} DashPxColumn;

/* The arguments of px functions; what is not given stays zero. Columns point
 * into the table that is passed beside this. */
typedef struct DashPx {
    const char *where; /* of the call, for failures */
    union {
        struct {
#define PX_COLUMN(name) const DashColumn *name;
#include "dash/px.def"
        };
        const DashColumn *columns[DASH_PX_COLUMN_COUNT];
    };
#define PX_COLUMNS(name) DashPxColumns name;
#include "dash/px.def"
    DashPxColumns wide_x, wide_y; /* x=[…], y=[…] */
    DashPxColumns all;            /* of the table, where no column is named */
    bool webgl;              /* the page can draw with WebGL: render_mode="auto" may choose it */
    DashValue hover_formats; /* hover_data={column: true, false or a format} */
    /* of px.imshow, which has no columns: places, and numbers of axes */
    DashValue img_x, img_y, img_facet_col, img_facet_row, img_animation_frame;
#define PX_VALUE(name, kind, values) DashValue name;
#include "dash/px.def"
} DashPx;

typedef enum DashPxFunction {
#define PX_FUNCTION(name, trace, arguments) DASH_PX_##name,
#include "dash/px.def"
    DASH_PX_FUNCTION_COUNT
} DashPxFunction;

DashValue dash_px(DashCx *cx, DashPxFunction function, const DashTable *table, const DashPx *px);

/* dash_px_bar(cx, table, px) and so on. */
#define PX_FUNCTION(name, trace, arguments)                                                        \
    static inline DashValue dash_px_##name(DashCx *cx, const DashTable *table, const DashPx *px)   \
    {                                                                                              \
        return dash_px(cx, DASH_PX_##name, table, px);                                             \
    }
#include "dash/px.def"

/* Lists in the place of columns (px.line(x=xs, y=ys)): a column that is named as
 * its argument. All lists of a call have one length, or the request fails. */
DashColumn dash_list_column(DashCx *cx, const char *name, DashValue list, const char *where);
/* The table of the columns, whose lists were that long. */
DashTable dash_list_table(DashCx *cx, const DashColumn *columns, const DashValue *lists,
                          size_t count, const char *where);

/* A list of colours by name ("Viridis", "viridis_r"), as texts; null when there is none. */
DashTexts dash_colors(DashCx *cx, DashText name);

/* A named template of plotly.py as JSON, NUL-terminated. Figures name it in
 * layout.template; the page puts it in its place. */
typedef struct DashTemplate {
    const char *name;
    const char *json;
    size_t len;
    DashTexts colorway, sequential; /* of its layout; may be empty */
    bool has_xgrid, has_ygrid;      /* says whether axes have grids */
} DashTemplate;
extern const DashTemplate dash_templates[];
extern const size_t dash_template_count;
const DashTemplate *dash_template(DashText name); /* or NULL */

#endif
