/* SPDX-License-Identifier: MIT
 *
 * Between the parts of px. A figure is made in this order:
 *
 *     px.c         the order, what was left out, the figure as a whole
 *     px_data.c    axes that were left out, wide tables; px_hierarchy.c path=
 *     px_config.c  what the arguments mean for every trace
 *     px_levels.c  distinct values of the columns that split rows into traces
 *     px_groups.c  styles of these values, groups of rows
 *     px_trace.c   traces of a group; px_hover.c what they tell; px_marginal.c those
 *                  beside the axes; px_trend.c, px_ecdf.c what is computed of the rows
 *     px_layout.c  subplots, titles; px_axes.c their axes; px_frames.c animation
 *     px_label.c   names of columns in titles and hover texts; px_colors.c colours
 *
 * The words are plotly.express': a dimension is a role that splits rows into
 * traces; its levels are its column's distinct values, first those that
 * category_orders names, then in order of first appearance.
 */
#ifndef DASH_FIGURE_PX_INTERNAL_H
#define DASH_FIGURE_PX_INTERNAL_H

#include "dash/figure.h"
#include "dash/text.h"
#include "figure/subplots.h"
#include "figure/tree.h"

typedef enum PxTraceType {
#define PX_TRACE(name, type, subplots, flags) PX_TRACE_##name,
#include "dash/px.def"
    PX_TRACE_COUNT
} PxTraceType;

enum {
    PX_CARTESIAN = 1,  /* its axes may be left out or be several columns */
    PX_OFFSETS = 2,    /* stands beside the others of its place */
    PX_BINS = 4,       /* counts rows: has no rows to tell of */
    PX_DENSITY = 8,    /* over two axes */
    PX_PARTS = 16,     /* of a whole: colours are a list */
    PX_TREE = 32,      /* parts of parts */
    PX_AREAS = 64,     /* of a map: colours are its z */
    PX_PARALLEL = 128, /* lines through many axes */
    PX_NO_LEGEND = 256,
};

/* The dimensions in plotly.express' order, which is the order of names in
 * legends and hover texts. */
typedef enum PxRole {
    PX_COLOR,
    PX_DASH,
    PX_SYMBOL,
    PX_PATTERN,
    PX_FRAME,
    PX_FACET_ROW,
    PX_FACET_COL,
    PX_LINE_GROUP,
    PX_ROLE_COUNT
} PxRole;

typedef struct PxLevel {
    DashText label; /* as Python's str() writes it; "nan" for null */
    DashValue value;
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
    const char *path;       /* "marker.color": where the style goes; NULL: nowhere */
    DashText *styles;       /* of each level: colour, dash, symbol, pattern */
    DashText style;         /* when the role is not used */
    DashText next_style;    /* after the last level's */
    bool identity;          /* the values are the styles themselves */
} PxDimension;

typedef struct PxGroup {
    const uint32_t *rows; /* NULL: all rows */
    size_t count;
    uint32_t level[PX_ROLE_COUNT]; /* in the dimension's levels */
    const DashColumn *replaced;    /* a column that has other values here … */
    DashColumn by;                 /* … these, `count` of them */
} PxGroup;

/* One trace of every group: the chart's own, a marginal or a trendline. */
typedef struct PxSpec {
    PxTraceType type;
    DashValue patch;
    char marginal; /* 'x', 'y' or 0 */
    bool trendline;
} PxSpec;

/* What plotly.express calls args, after it has filled in what was left out. */
typedef struct PxFigure {
    DashCx *cx;
    DashPx px; /* the arguments */
    DashPxFunction function;
    PxTraceType type;
    const DashTable *table;
    size_t rows;
    const DashTemplate *template; /* NULL: "none" */
    DashTexts colors;             /* of the template or given */
    DashTexts scale;
    bool is_wide;
    bool color_is_attribute;  /* of each point, not of the trace */
    bool color_is_continuous; /* on a scale */
    bool has_color_bar;
    double sizeref;
    DashValue layout; /* in the making */
    PxSpec specs[4];
    size_t spec_count;
    PxLevels *levels[PX_ROLE_COUNT]; /* distinct columns, in the order that sorts groups */
    size_t level_count;
    PxDimension dimensions[PX_ROLE_COUNT];
    PxGroup *groups;
    size_t group_count;
    Subplots subplots;
    DashValue *traces; /* of all frames, group by group */
    uint32_t *trace_frames;
    size_t trace_count;
} PxFigure;

#define px_text(literal) dash_string(DASH_TEXT(literal))

/* ---- arguments (px.c) ------------------------------------------------------ */

/* The function has such an argument, given or not. */
bool px_takes(const PxFigure *figure, const char *argument);
unsigned px_flags(PxTraceType type);
static inline bool px_has(const PxFigure *figure, unsigned flags)
{
    return px_flags(figure->type) & flags;
}
static inline bool px_is(DashValue value, const char *text)
{
    return value.kind == DASH_STRING && dash_text_eq(value.text, dash_text_of(text));
}
/* Given, and neither false, 0 nor empty. */
bool px_given(DashValue value);
double px_number(DashValue value, double otherwise);
size_t px_wrap(const PxFigure *figure); /* facet_col_wrap; 0: no */
/* "a" of {a: …} or a null. */
DashValue px_entry(DashValue map, DashText name);
bool px_same_column(const DashColumn *a, const DashColumn *b);
bool px_is_continuous(const DashColumn *column);
static inline bool px_is_vertical(const PxFigure *figure)
{
    return px_is(figure->px.orientation, "v");
}
DASH_NORETURN void px_fail(const PxFigure *figure, const char *message);
/* Several texts as one. */
DashText px_join(DashCx *cx, const DashText *parts, size_t count);
DashTexts px_texts(DashCx *cx, DashValue list);

/* ---- data ------------------------------------------------------------------ */

void px_fill_axes(PxFigure *figure);
void px_expand_path(PxFigure *figure);
/* Every column argument, replaced by what `map` makes of it. */
typedef const DashColumn *(*PxMap)(void *state, const DashColumn *column);
void px_map_columns(PxFigure *figure, PxMap map, void *state);
/* The rows in another order, or some of them. */
void px_take_rows(PxFigure *figure, const uint32_t *rows, size_t count);
void px_order_parts(PxFigure *figure);
const DashColumn *px_text_column(PxFigure *figure, const char *name, const DashText *texts,
                                 size_t rows);
const DashColumn *px_float_column(PxFigure *figure, const char *name, const double *values,
                                  size_t rows);

/* ---- labels ---------------------------------------------------------------- */

/* The column's name, or what `labels` says instead. */
DashText px_int_label(DashCx *cx, int64_t value);
DashText px_label(const PxFigure *figure, const DashColumn *column);
/* The same for the role of an axis, where values are counted: "sum of tip". A null
 * text when there is neither a column nor a count. `role`: 'x', 'y', 'z' or 0. */
DashText px_role_label(const PxFigure *figure, const DashColumn *column, char role);
/* A value of a column as Python's str() writes it. */
DashText px_cell_label(DashCx *cx, const DashColumn *column, size_t row);
DashText px_value_label(DashCx *cx, DashValue value);

/* ---- levels and groups ------------------------------------------------------- */

/* The values that category_orders gives for the column, or a null. */
DashValue px_order(const PxFigure *figure, const DashColumn *column);
PxLevels *px_make_levels(const PxFigure *figure, const DashColumn *column);
/* The levels of a column that some dimension splits by, or NULL. */
const PxLevels *px_levels(const PxFigure *figure, const DashColumn *column);
/* The order of an axis' categories; null when none is given and no dimension makes one. */
DashValue px_categories(const PxFigure *figure, const DashColumn *column, bool reversed);
void px_make_groups(PxFigure *figure);

/* ---- traces ------------------------------------------------------------------ */

void px_configure(PxFigure *figure);
void px_add_marginals(PxFigure *figure);
void px_make_traces(PxFigure *figure);
/* A column's rows of the group. */
DashValue px_rows(const PxFigure *figure, const DashColumn *column, const PxGroup *group);
/* Data and hover text of a trace. */
void px_add_data(const PxFigure *figure, const PxSpec *spec, const PxGroup *group,
                 DashValue *trace);
void px_accumulate(const PxFigure *figure, PxGroup *group);

/* Texts by key in order of first use, as a Python dict has them. */
enum { PX_MAX_LINES = 128 };
typedef struct PxLines {
    DashText keys[PX_MAX_LINES], values[PX_MAX_LINES];
    size_t count;
} PxLines;
void px_set_line(const PxFigure *figure, PxLines *lines, DashText key, DashText value);
/* The levels of a group: all of them for the hover text, or those in its name. */
void px_level_lines(const PxFigure *figure, const PxGroup *group, bool named_only, PxLines *lines);
DashText px_hover_text(const PxFigure *figure, const PxLines *lines, DashText header);
/* The line of a group's points, the text above it; false when there are too few. */
bool px_add_trend(const PxFigure *figure, const PxGroup *group, DashValue *trace, PxLines *lines,
                  DashText *header);

/* ---- the figure ---------------------------------------------------------------- */

void px_make_subplots(PxFigure *figure);
/* Puts the trace into its subplot: row and column from the bottom left. */
void px_place_trace(const PxFigure *figure, DashValue *trace, size_t row, size_t column);
/* So that figure methods know the subplots. */
void px_attach_grid(const PxFigure *figure, DashValue *made);
void px_add_layout(PxFigure *figure);
void px_add_facet_titles(PxFigure *figure);
void px_configure_axes(PxFigure *figure);
DashValue px_color_axis(const PxFigure *figure);
DashValue px_finish(PxFigure *figure);
DashValue px_imshow(PxFigure *figure);
/* The colours of a scale by name or as a list; a list of [place, colour] pairs of them. */
DashTexts px_scale_colors(const PxFigure *figure, DashValue scale);
DashValue px_color_scale(DashCx *cx, DashTexts colors);

#endif
