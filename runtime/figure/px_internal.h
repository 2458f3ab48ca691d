/* SPDX-License-Identifier: MIT
 *
 * Between the parts of px: a table and column roles become groups of rows
 * (px_groups.c), each group a trace (px_trace.c), all of them a layout
 * (px_layout.c). The words are plotly.express': a dimension is a role that
 * splits rows into traces; its levels are its column's distinct values, first
 * those that category_orders names, then in order of first appearance.
 */
#ifndef DASH_FIGURE_PX_INTERNAL_H
#define DASH_FIGURE_PX_INTERNAL_H

#include "dash/figure.h"
#include "dash/text.h"

extern const DashTexts px_plotly_colorway, px_plotly_sequential;

/* The dimensions in plotly.express' order, which is the order of names in
 * legends and hover texts. */
typedef enum PxRole {
    PX_COLOR,
    PX_DASH,
    PX_SYMBOL,
    PX_PATTERN,
    PX_FACET_ROW,
    PX_FACET_COL,
    PX_LINE_GROUP,
    PX_ROLE_COUNT
} PxRole;

typedef struct PxLevel {
    DashText label; /* as Python's str() writes it; "nan" for null */
    DashValue value;
    bool in_data;
} PxLevel;

typedef struct PxLevels {
    const DashColumn *column;
    PxLevel *items;
    uint32_t count, data_count; /* in all, and of those that have rows */
    uint32_t *of_row;
    uint32_t null_level; /* rows of it are in no group; UINT32_MAX: no nulls */
} PxLevels;

typedef struct PxDimension {
    const PxLevels *levels; /* NULL: the role is not used */
    DashText *styles;       /* of each level: colour, dash, symbol, pattern; NULL for facets */
    DashText style;         /* when the role is not used */
} PxDimension;

typedef struct PxGroup {
    const uint32_t *rows; /* NULL: all rows */
    size_t count;
    uint32_t level[PX_ROLE_COUNT]; /* in the dimension's levels */
} PxGroup;

/* What plotly.express calls args, after it has filled in what was left out. */
typedef struct PxFigure {
    DashCx *cx;
    const DashTable *table;
    const DashPx *px;
    bool bar; /* else line */
    const DashColumn *x, *y;
    bool color_is_continuous;
    DashText orientation, barmode;
    DashTexts colors, scale;         /* of the template or given */
    PxLevels *levels[PX_ROLE_COUNT]; /* distinct columns, in the order that sorts groups */
    size_t level_count;
    PxDimension dimensions[PX_ROLE_COUNT];
    PxGroup *groups;
    size_t group_count;
    size_t facet_rows, facet_cols; /* 1 without facets */
} PxFigure;

/* An object under construction; no px object has more fields. */
enum { PX_MAX_FIELDS = 40 };
typedef struct PxObject {
    DashField fields[PX_MAX_FIELDS];
    size_t count;
} PxObject;

static inline void px_set(PxObject *object, DashText name, DashValue value)
{
    object->fields[object->count++] = (DashField){name, value};
}
#define px_put(object, name, value) px_set(object, DASH_TEXT(name), value)
#define px_text(literal)            dash_string(DASH_TEXT(literal))

static inline DashValue px_object(DashCx *cx, const PxObject *object)
{
    return dash_object(cx, object->fields, object->count);
}

/* {name: value} */
static inline DashValue px_one(DashCx *cx, DashText name, DashValue value)
{
    return dash_object(cx, &(DashField){name, value}, 1);
}

bool px_same_column(const DashColumn *a, const DashColumn *b);
bool px_is_continuous(const DashColumn *column);
/* The column's name, or what `labels` says instead. */
DashText px_label(const PxFigure *figure, const DashColumn *column);
/* The values that category_orders gives for the column, or NULL. */
const DashPxOrder *px_order(const PxFigure *figure, const DashColumn *column);
/* A value of category_orders as what the column holds, where it reads so. */
DashValue px_given_value(const DashColumn *column, DashText text);
/* The levels of a column that some dimension splits by, or NULL. */
const PxLevels *px_levels(const PxFigure *figure, const DashColumn *column);
/* Several texts as one. */
DashText px_join(DashCx *cx, const DashText *parts, size_t count);

/* Fills levels, dimensions and groups. */
void px_make_groups(PxFigure *figure);

DashValue px_traces(const PxFigure *figure);
/* `legend_title` is null when no dimension is in trace names. */
DashValue px_layout(const PxFigure *figure);

/* "x", "x2"…: the axis of the subplot at row (from the top) and column. */
DashText px_axis(const PxFigure *figure, const char *letter, size_t row, size_t column);

#endif
