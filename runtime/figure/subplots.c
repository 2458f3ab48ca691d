/* SPDX-License-Identifier: MIT
 *
 * Places of subplots: a width is divided by weights, with gaps between the parts.
 */
#include <stdio.h>

#include "figure/subplots.h"
#include "figure/tree.h"

SubplotSpan *subplot_spans(DashCx *cx, size_t count, double whole, double gap,
                           const double *weights)
{
    double sum = 0, used = 0;
    for (size_t i = 0; i < count; i++) {
        sum += weights ? weights[i] : 1;
    }
    SubplotSpan *spans = dash_alloc_array(cx, count, sizeof(*spans));
    for (size_t i = 0; i < count; i++) {
        double size = (whole - gap * (double)(count - 1)) * ((weights ? weights[i] : 1) / sum);
        double start = used + (double)i * gap;
        spans[i] = (SubplotSpan){start, start + size};
        used += size;
    }
    return spans;
}

DashValue subplot_span_value(DashCx *cx, SubplotSpan span)
{
    double end = span.end > 1 ? 1 : span.end;
    const DashValue ends[] = {dash_float(span.start), dash_float(end)};
    return dash_list(cx, ends, 2);
}

DashText subplot_name(DashCx *cx, const char *before, size_t number)
{
    char *text = dash_alloc(cx, 48);
    int len = number == 1 ? snprintf(text, 48, "%s", before)
                          : snprintf(text, 48, "%s%zu", before, number);
    return (DashText){text, (size_t)len};
}

const char *subplot_key(SubplotKind kind)
{
    static const char *const KEYS[] = {
        [SUBPLOT_SCENE] = "scene", [SUBPLOT_TERNARY] = "ternary", [SUBPLOT_POLAR] = "polar",
        [SUBPLOT_MAP] = "map",     [SUBPLOT_GEO] = "geo",         [SUBPLOT_NONE] = NULL,
    };
    return KEYS[kind];
}

DashValue subplot_title(DashCx *cx, DashText text, double x, double y, bool right)
{
    DashValue title = TREE_EMPTY;
    tree_set(cx, &title, "showarrow", dash_bool(false));
    tree_set(cx, &title, "text", dash_string(text));
    if (right) {
        tree_set(cx, &title, "textangle", dash_int(90));
    }
    tree_set(cx, &title, "x", dash_float(x));
    tree_set(cx, &title, "xanchor", dash_string(right ? DASH_TEXT("left") : DASH_TEXT("center")));
    tree_set(cx, &title, "xref", dash_string(DASH_TEXT("paper")));
    tree_set(cx, &title, "y", dash_float(y));
    tree_set(cx, &title, "yanchor", dash_string(right ? DASH_TEXT("middle") : DASH_TEXT("bottom")));
    tree_set(cx, &title, "yref", dash_string(DASH_TEXT("paper")));
    return title;
}
