/* SPDX-License-Identifier: MIT
 *
 * A grid of subplots: where each stands on the paper, in fractions, and what its
 * axes are called. Rows count from the bottom, as subplots are numbered.
 */
#ifndef DASH_FIGURE_SUBPLOTS_H
#define DASH_FIGURE_SUBPLOTS_H

#include "dash/value.h"

typedef enum SubplotKind {
    SUBPLOT_XY,
    SUBPLOT_DOMAIN,
    SUBPLOT_SCENE,
    SUBPLOT_TERNARY,
    SUBPLOT_POLAR,
    SUBPLOT_MAP,
    SUBPLOT_GEO,
    SUBPLOT_NONE, /* has axes of its own */
} SubplotKind;

typedef struct SubplotSpan {
    double start, end;
} SubplotSpan;

typedef struct Subplots {
    SubplotKind kind;
    size_t rows, cols;
    SubplotSpan *x, *y; /* of each column from the left, of each row from the bottom */
} Subplots;

/* Spans of `count` parts over `whole`, `gap` apart; `weights` NULL: equal ones. */
SubplotSpan *subplot_spans(DashCx *cx, size_t count, double whole, double gap,
                           const double *weights);
DashValue subplot_span_value(DashCx *cx, SubplotSpan span);
/* "xaxis", 2 → "xaxis2"; 1 → "xaxis". */
DashText subplot_name(DashCx *cx, const char *before, size_t number);
/* "scene", "geo" …: the key in the layout; NULL for xy and domain. */
const char *subplot_key(SubplotKind kind);
/* Texts at the top middle of a span, or to the right of it. */
DashValue subplot_title(DashCx *cx, DashText text, double x, double y, bool right);

#endif
