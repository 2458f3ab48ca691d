/* SPDX-License-Identifier: MIT
 *
 * trendline=: "ols" is the straight line of least squares through a group's points,
 * in the logarithms of its axes where trendline_options asks for that; the others
 * follow the points (px_smooth.c).
 */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "figure/px_smooth.h"

typedef struct Fit {
    bool constant, log_x, log_y;
    double slope, intercept, r_squared;
} Fit;

/* A group's rows by x. */
typedef struct Points {
    uint32_t *rows; /* with `all`: those without an x come last */
    double *x, *y;  /* NaN where nothing is */
    size_t count;
} Points;

static int compare_rows(const void *state, uint32_t a, uint32_t b)
{
    const DashColumn *x = state;
    bool there_a = dash_is_valid(x->valid, a), there_b = dash_is_valid(x->valid, b);
    if (!there_a || !there_b) {
        return there_b - there_a;
    }
    double left = dash_column_float(x, a), right = dash_column_float(x, b);
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

static double value_of(const DashColumn *column, uint32_t row)
{
    return dash_is_valid(column->valid, row) ? dash_column_float(column, row) : NAN;
}

/* Those with both values, or all of them. */
static Points points_of(const PxFigure *figure, const PxGroup *group, bool all)
{
    DashCx *cx = figure->cx;
    const DashColumn *x = figure->px.x, *y = figure->px.y;
    Points points = {.rows = dash_alloc_array(cx, group->count, sizeof(uint32_t)),
                     .x = dash_alloc_array(cx, group->count, sizeof(double)),
                     .y = dash_alloc_array(cx, group->count, sizeof(double))};
    for (size_t i = 0; i < group->count; i++) {
        uint32_t row = group->rows ? group->rows[i] : (uint32_t)i;
        if (all || (dash_is_valid(x->valid, row) && dash_is_valid(y->valid, row))) {
            points.rows[points.count++] = row;
        }
    }
    dash_sort_rows(cx, points.rows, points.count, compare_rows, x);
    for (size_t i = 0; i < points.count; i++) {
        points.x[i] = value_of(x, points.rows[i]) * unit_of(x);
        points.y[i] = value_of(y, points.rows[i]);
    }
    return points;
}

/* ---- ols ----------------------------------------------------------------------- */

static void scale_points(const PxFigure *figure, Points *points, const Fit *fit)
{
    for (size_t i = 0; i < points->count; i++) {
        points->x[i] = scaled(figure, points->x[i], fit->log_x);
        points->y[i] = scaled(figure, points->y[i], fit->log_y);
    }
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

static DashText add_ols(const PxFigure *figure, Points *points, double *line)
{
    DashValue options = figure->px.trendline_options;
    DashValue constant = px_entry(options, DASH_TEXT("add_constant"));
    Fit fit = {.constant = constant.kind == DASH_NULL || px_given(constant),
               .log_x = px_given(px_entry(options, DASH_TEXT("log_x"))),
               .log_y = px_given(px_entry(options, DASH_TEXT("log_y")))};
    scale_points(figure, points, &fit);
    fit_line(points, &fit);
    for (size_t i = 0; i < points->count; i++) {
        line[i] = fit.intercept + fit.slope * points->x[i];
        line[i] = fit.log_y ? pow(10, line[i]) : line[i];
    }
    return header_of(figure, &fit);
}

/* ---- lines that follow the points ------------------------------------------------- */

static DashText add_lowess(const PxFigure *figure, const Points *points, double *line)
{
    DashValue frac = px_entry(figure->px.trendline_options, DASH_TEXT("frac"));
    px_lowess(figure, points->x, points->y, points->count, px_number(frac, 0.6666666), line);
    return DASH_TEXT("<b>LOWESS trendline</b><br><br>");
}

/* Missing values count as places in a window; the line is drawn where there are points. */
static DashText add_window(const PxFigure *figure, const PxGroup *group, const Points *points,
                           double *line)
{
    Points all = points_of(figure, group, true);
    double *smooth = dash_alloc_array(figure->cx, all.count, sizeof(*smooth));
    DashText function = px_smooth(figure, all.y, all.count, smooth);
    size_t drawn = 0;
    for (size_t i = 0; i < all.count && drawn < points->count; i++) {
        if (!isnan(all.x[i]) && !isnan(all.y[i])) {
            line[drawn++] = smooth[i];
        }
    }
    const char *mode = px_is(figure->px.trendline, "rolling") ? "<b>Rolling "
                       : px_is(figure->px.trendline, "ewm")   ? "<b>Exponentially Weighted "
                                                              : "<b>Expanding ";
    const DashText parts[] = {dash_text_of(mode), function, DASH_TEXT(" trendline</b><br><br>")};
    return px_join(figure->cx, parts, 3);
}

bool px_add_trend(const PxFigure *figure, const PxGroup *group, DashValue *trace, PxLines *lines,
                  DashText *header)
{
    DashCx *cx = figure->cx;
    const DashColumn *x = figure->px.x, *y = figure->px.y;
    if (x->type == DASH_COLUMN_TEXT || !px_is_continuous(y)) {
        px_fail(figure, "a trendline needs numbers on its y axis, numbers or dates on its x axis");
    }
    Points points = points_of(figure, group, false);
    if (points.count < 2) {
        return false;
    }
    double *line = dash_alloc_array(cx, points.count, sizeof(*line));
    *header = px_is(figure->px.trendline, "ols")      ? add_ols(figure, &points, line)
              : px_is(figure->px.trendline, "lowess") ? add_lowess(figure, &points, line)
                                                      : add_window(figure, group, &points, line);
    PxGroup drawn = {.rows = points.rows, .count = points.count};
    tree_set(cx, trace, "x", px_rows(figure, x, &drawn));
    drawn.replaced = y;
    drawn.by = (DashColumn){
        .name = y->name, .type = DASH_COLUMN_FLOAT, .encoding = DASH_F64, .data = line};
    tree_set(cx, trace, "y", px_rows(figure, y, &drawn));
    px_set_line(figure, lines, px_label(figure, x), DASH_TEXT("%{x}"));
    px_set_line(figure, lines, px_label(figure, y), DASH_TEXT("%{y} <b>(trend)</b>"));
    return true;
}
