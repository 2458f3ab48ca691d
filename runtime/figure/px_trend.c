/* SPDX-License-Identifier: MIT
 *
 * trendline="ols": the straight line of least squares through a group's points,
 * in the logarithms of its axes where trendline_options asks for that.
 */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "figure/px_internal.h"

typedef struct Fit {
    bool constant, log_x, log_y;
    double slope, intercept, r_squared;
} Fit;

typedef struct Points {
    uint32_t *rows; /* those with both values, by x */
    double *x, *y;
    size_t count;
} Points;

static int compare_rows(const void *state, uint32_t a, uint32_t b)
{
    double left = dash_column_float(state, a), right = dash_column_float(state, b);
    return (left > right) - (left < right);
}

/* Moments in time count in seconds, as plotly.express counts them. */
static double unit_of(const DashColumn *column)
{
    return column->type == DASH_COLUMN_DATE       ? 86400
           : column->type == DASH_COLUMN_DATETIME ? 1e-3
                                                  : 1;
}

static double scaled(const PxFigure *figure, double value, bool log)
{
    if (log && !(value > 0)) {
        px_fail(figure, "a trendline of logarithms needs values above zero");
    }
    return log ? log10(value) : value;
}

static Points points_of(const PxFigure *figure, const PxGroup *group, const Fit *fit)
{
    DashCx *cx = figure->cx;
    const DashColumn *x = figure->px.x, *y = figure->px.y;
    Points points = {.rows = dash_alloc_array(cx, group->count, sizeof(uint32_t)),
                     .x = dash_alloc_array(cx, group->count, sizeof(double)),
                     .y = dash_alloc_array(cx, group->count, sizeof(double))};
    for (size_t i = 0; i < group->count; i++) {
        uint32_t row = group->rows ? group->rows[i] : (uint32_t)i;
        if (dash_is_valid(x->valid, row) && dash_is_valid(y->valid, row)) {
            points.rows[points.count++] = row;
        }
    }
    dash_sort_rows(cx, points.rows, points.count, compare_rows, x);
    for (size_t i = 0; i < points.count; i++) {
        points.x[i] = scaled(figure, dash_column_float(x, points.rows[i]) * unit_of(x), fit->log_x);
        points.y[i] = scaled(figure, dash_column_float(y, points.rows[i]), fit->log_y);
    }
    return points;
}

/* Around the means where there is a constant, else around zero. */
static void fit_line(const Points *points, Fit *fit)
{
    double n = (double)points->count, mean_x = 0, mean_y = 0, xx = 0, xy = 0, yy = 0, rest = 0;
    for (size_t i = 0; i < points->count && fit->constant; i++) {
        mean_x += points->x[i] / n;
        mean_y += points->y[i] / n;
    }
    for (size_t i = 0; i < points->count; i++) {
        double dx = points->x[i] - mean_x, dy = points->y[i] - mean_y;
        xx += dx * dx;
        xy += dx * dy;
        yy += dy * dy;
    }
    fit->slope = xx > 0 ? xy / xx : 0;
    fit->intercept = mean_y - fit->slope * mean_x;
    for (size_t i = 0; i < points->count; i++) {
        double miss = points->y[i] - fit->intercept - fit->slope * points->x[i];
        rest += miss * miss;
    }
    fit->r_squared = 1 - rest / yy;
}

static DashText header_of(const PxFigure *figure, const Fit *fit)
{
    const char *x = figure->px.x->name, *y = figure->px.y->name;
    size_t size = 160 + strlen(x) + strlen(y);
    char *text = dash_alloc(figure->cx, size);
    const char *open_x = fit->log_x ? "log10(" : "", *close_x = fit->log_x ? ")" : "";
    const char *open_y = fit->log_y ? "log10(" : "", *close_y = fit->log_y ? ")" : "";
    int len = snprintf(text, size, "<b>OLS trendline</b><br>%s%s%s = %g * %s%s%s", open_y, y,
                       close_y, fit->slope, open_x, x, close_x);
    if (fit->constant) {
        len += snprintf(text + len, size - (size_t)len, " + %g", fit->intercept);
    }
    len += snprintf(text + len, size - (size_t)len, "<br>R<sup>2</sup>=%f<br><br>", fit->r_squared);
    return (DashText){text, (size_t)len};
}

bool px_add_trend(const PxFigure *figure, const PxGroup *group, DashValue *trace, PxLines *lines,
                  DashText *header)
{
    DashCx *cx = figure->cx;
    DashValue options = figure->px.trendline_options;
    const DashColumn *x = figure->px.x, *y = figure->px.y;
    DashValue constant = px_entry(options, DASH_TEXT("add_constant"));
    Fit fit = {.constant = constant.kind == DASH_NULL || px_given(constant),
               .log_x = px_given(px_entry(options, DASH_TEXT("log_x"))),
               .log_y = px_given(px_entry(options, DASH_TEXT("log_y")))};
    if (x->type == DASH_COLUMN_TEXT || !px_is_continuous(y)) {
        px_fail(figure, "a trendline needs numbers on its y axis, numbers or dates on its x axis");
    }
    Points points = points_of(figure, group, &fit);
    if (points.count < 2) {
        return false;
    }
    fit_line(&points, &fit);
    double *line = dash_alloc_array(cx, points.count, sizeof(*line));
    for (size_t i = 0; i < points.count; i++) {
        line[i] = fit.intercept + fit.slope * points.x[i];
        line[i] = fit.log_y ? pow(10, line[i]) : line[i];
    }
    PxGroup drawn = {.rows = points.rows, .count = points.count};
    tree_set(cx, trace, "x", px_rows(figure, x, &drawn));
    drawn.replaced = y;
    drawn.by = (DashColumn){
        .name = y->name, .type = DASH_COLUMN_FLOAT, .encoding = DASH_F64, .data = line};
    tree_set(cx, trace, "y", px_rows(figure, y, &drawn));
    px_set_line(figure, lines, px_label(figure, x), DASH_TEXT("%{x}"));
    px_set_line(figure, lines, px_label(figure, y), DASH_TEXT("%{y} <b>(trend)</b>"));
    *header = header_of(figure, &fit);
    return true;
}
