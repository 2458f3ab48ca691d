/* SPDX-License-Identifier: MIT
 *
 * Between the files of charts: px.c (functions and their arguments), px_args.c
 * (values of arguments), px_colors.c (px.colors).
 */
#ifndef DASHC_SEMA_PX_H
#define DASHC_SEMA_PX_H

#include "sema/check.h"

typedef enum PxKind {
    PX_COLUMN_ARG,
    PX_COLUMNS_ARG,
    PX_BOOL,
    PX_INT,
    PX_FLOAT,
    PX_TEXT,
    PX_AUTO,
    PX_POINTS,
    PX_TEXTS,
    PX_COLORS,
    PX_FLOATS,
    PX_RANGE,
    PX_SCALE,
    PX_MAP,
    PX_STYLES,
    PX_ORDERS,
    PX_ANY,
    PX_ROWS,
} PxKind;

typedef struct PxArg {
    const char *name;
    PxKind kind;
    const char *values; /* those that it takes, "|stack|group|"; NULL: any */
} PxArg;

typedef struct Chart {
    Checker *c;
    const char *shown;    /* "px.bar" */
    const char *function; /* "bar" */
    const char *arguments;
    const char *type; /* of its traces */
    Plan *plan;       /* NULL: lists in the place of columns */
    Hir *hir;
    bool failed;
} Chart;

/* Checks the value and adds the argument to the chart's. */
void px_argument(Chart *chart, const PxArg *arg, const Expr *e, Span span);

/* Complains of options that the trendline does not have. */
void px_check_trendline(Chart *chart);

/* A list of colours of plotly.colors. */
typedef struct PxColors {
    const char *group, *name; /* "sequential", "Viridis" */
    const char *const *colors;
    int count;
} PxColors;
extern const PxColors px_colors[];
extern const int px_color_count;
/* The colours of a scale by its name, "_r" turns them round; NULL: there is none of that name. */
const char *const *px_scale(Checker *c, const char *name, int *count, Suggest *suggest);

#endif
