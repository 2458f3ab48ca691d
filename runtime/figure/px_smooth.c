/* SPDX-License-Identifier: MIT
 *
 * Windows that move over values. The window is [low, high) and only moves forward:
 * sums are carried along with what rounding lost; the order statistics keep the
 * window's values sorted.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "figure/px_smooth.h"

typedef struct Options {
    DashValue given;
    const PxFigure *figure;
} Options;

static DashValue option(const Options *o, const char *name)
{
    return px_entry(o->given, dash_text_of(name));
}

/* A whole number, `otherwise` when it is not given. */
static int64_t count_option(const Options *o, const char *name, int64_t otherwise)
{
    DashValue value = option(o, name);
    if (value.kind == DASH_NULL) {
        return otherwise;
    }
    if (value.kind != DASH_INT || value.integer < 0) {
        dash_fail(o->figure->cx, o->figure->px.where,
                  "`%s` of trendline_options is a whole number, 0 or more", name);
    }
    return value.integer;
}

static bool is_on(const Options *o, const char *name, bool otherwise)
{
    DashValue value = option(o, name);
    return value.kind == DASH_NULL ? otherwise : px_given(value);
}

/* ---- sums --------------------------------------------------------------------- */

/* A sum to which is added and from which is taken; each way has its own remainder. */
typedef struct Sum {
    double value, added, taken;
} Sum;

static void add_to(Sum *sum, double term, double *lost)
{
    double exact = term - *lost, total = sum->value + exact;
    *lost = (total - sum->value) - exact;
    sum->value = total;
}

/* The window's numbers: how many, their mean and the squares around it. */
typedef struct Moments {
    size_t count;
    Sum sum;
    double mean, squares;
} Moments;

static void enter(Moments *m, double value)
{
    double away = value - m->mean;
    m->count++;
    add_to(&m->sum, value, &m->sum.added);
    m->mean += away / (double)m->count;
    m->squares += away * (value - m->mean);
}

static void leave(Moments *m, double value)
{
    if (--m->count == 0) {
        *m = (Moments){0};
        return;
    }
    double away = value - m->mean;
    add_to(&m->sum, -value, &m->sum.taken);
    m->mean -= away / (double)m->count;
    m->squares -= away * (value - m->mean);
}

/* ---- order -------------------------------------------------------------------- */

typedef struct Sorted {
    double *values;
    size_t count;
} Sorted;

static size_t place_of(const Sorted *s, double value)
{
    size_t low = 0, high = s->count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (s->values[middle] < value) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

static void insert(Sorted *s, double value)
{
    size_t at = place_of(s, value);
    memmove(s->values + at + 1, s->values + at, (s->count - at) * sizeof(double));
    s->values[at] = value;
    s->count++;
}

static void drop(Sorted *s, double value)
{
    size_t at = place_of(s, value);
    s->count--;
    memmove(s->values + at, s->values + at + 1, (s->count - at) * sizeof(double));
}

static double quantile(const Sorted *s, double q)
{
    double place = q * (double)(s->count - 1);
    size_t at = (size_t)place;
    if (at + 1 >= s->count) {
        return s->values[s->count - 1];
    }
    return s->values[at] + (s->values[at + 1] - s->values[at]) * (place - (double)at);
}

/* ---- windows ------------------------------------------------------------------- */

typedef enum Function {
    MEAN,
    SUM,
    STD,
    VAR,
    COUNT,
    MIN,
    MAX,
    MEDIAN,
    QUANTILE,
    FUNCTIONS
} Function;
static const char *const functions[] = {"mean", "sum", "std",    "var",     "count",
                                        "min",  "max", "median", "quantile"};

typedef struct Window {
    Function function;
    double q;           /* of the quantile */
    int64_t freedom;    /* of std and var: what is taken off the count */
    int64_t least;      /* so many values must be there */
    int64_t size;       /* 0: all from the start */
    int64_t ahead;      /* so many of them are behind the row */
    int64_t more, less; /* `closed`: one more at the start, one less at the end */
} Window;

static DashText function_name(const Options *o)
{
    DashValue name = option(o, "function");
    return name.kind == DASH_STRING ? name.text : DASH_TEXT("mean");
}

static Function function_of(const Options *o)
{
    DashText name = function_name(o);
    for (int i = 0; i < FUNCTIONS; i++) {
        if (dash_text_eq(name, dash_text_of(functions[i]))) {
            return (Function)i;
        }
    }
    dash_fail(o->figure->cx, o->figure->px.where,
              "`function` of trendline_options is one of mean, sum, std, var, count, min, max, "
              "median, quantile, not \"%.*s\"",
              (int)(name.len < 40 ? name.len : 40), name.ptr);
}

static Window window_of(const Options *o)
{
    bool rolling = px_is(o->figure->px.trendline, "rolling");
    DashValue args = option(o, "function_args"), closed = option(o, "closed");
    DashValue ddof = px_entry(args, DASH_TEXT("ddof"));
    Window w = {.function = function_of(o),
                .q = px_number(px_entry(args, DASH_TEXT("q")), 0.5),
                .freedom = ddof.kind == DASH_INT ? ddof.integer : 1};
    if (!(w.q >= 0 && w.q <= 1)) {
        px_fail(o->figure, "a quantile is between 0 and 1");
    }
    if (rolling) {
        w.size = count_option(o, "window", 0);
        if (w.size < 1) {
            px_fail(o->figure,
                    "trendline=\"rolling\" needs trendline_options={window: n}, so many rows");
        }
        w.ahead = is_on(o, "center", false) ? (w.size - 1) / 2 : 0;
        w.more = px_is(closed, "left") || px_is(closed, "both");
        w.less = px_is(closed, "left") || px_is(closed, "neither");
    }
    w.least = count_option(o, "min_periods", rolling ? w.size : 1);
    return w;
}

static double result_of(const Window *w, const Moments *m, const Sorted *s)
{
    if ((int64_t)m->count < w->least) {
        return NAN;
    }
    switch (w->function) {
    case SUM:
    case COUNT: /* of ones and zeros */
        return m->sum.value;
    case MEAN:
        return m->count ? m->sum.value / (double)m->count : NAN;
    case STD:
    case VAR: {
        double freedom = (double)m->count - (double)w->freedom;
        double squares = m->squares > 0 ? m->squares : 0;
        double var = freedom > 0 ? squares / freedom : NAN;
        return w->function == STD ? sqrt(var) : var;
    }
    default:
        break;
    }
    if (s->count == 0) {
        return NAN;
    }
    return w->function == MIN   ? s->values[0]
           : w->function == MAX ? s->values[s->count - 1]
                                : quantile(s, w->function == MEDIAN ? 0.5 : w->q);
}

static size_t bound(int64_t at, size_t count)
{
    return at < 0 ? 0 : (size_t)at > count ? count : (size_t)at;
}

/* To count is to add what is there: a missing value takes part with 0, as in pandas. */
static const double *presence(DashCx *cx, const double *values, size_t count)
{
    double *there = dash_alloc_array(cx, count, sizeof(*there));
    for (size_t i = 0; i < count; i++) {
        there[i] = !isnan(values[i]);
    }
    return there;
}

static void move_over(const Options *o, const double *values, size_t count, double *out)
{
    Window w = window_of(o);
    bool ordered = w.function >= MIN;
    values = w.function == COUNT ? presence(o->figure->cx, values, count) : values;
    Moments moments = {0};
    Sorted sorted = {ordered ? dash_alloc_array(o->figure->cx, count, sizeof(double)) : NULL, 0};
    size_t low = 0, high = 0;
    for (size_t i = 0; i < count; i++) {
        int64_t end = (int64_t)i + 1 + w.ahead;
        size_t to = bound(end - w.less, count);
        size_t from = w.size ? bound(end - w.size - w.more, count) : 0;
        for (; high < to; high++) {
            if (!isnan(values[high])) {
                enter(&moments, values[high]);
                ordered ? insert(&sorted, values[high]) : (void)0;
            }
        }
        for (; low < from && low < high; low++) {
            if (!isnan(values[low])) {
                leave(&moments, values[low]);
                ordered ? drop(&sorted, values[low]) : (void)0;
            }
        }
        out[i] = result_of(&w, &moments, &sorted);
    }
}

/* ---- exponential weights --------------------------------------------------------- */

/* How much of the past stays, from the one of four options that is given. */
static double kept_of(const Options *o)
{
    double com = px_number(option(o, "com"), NAN), span = px_number(option(o, "span"), NAN);
    double half = px_number(option(o, "halflife"), NAN), alpha = px_number(option(o, "alpha"), NAN);
    if (!isnan(com) + !isnan(span) + !isnan(half) + !isnan(alpha) != 1) {
        px_fail(o->figure, "trendline=\"ewm\" needs one of com, span, halflife and alpha in "
                           "trendline_options");
    }
    if (com < 0 || span < 1 || half <= 0 || alpha <= 0 || alpha > 1) {
        px_fail(o->figure, "com is 0 or more, span 1 or more, halflife above 0, alpha above 0 and "
                           "not above 1");
    }
    return !isnan(com)    ? com / (1 + com)
           : !isnan(span) ? (span - 1) / (span + 1)
           : !isnan(half) ? exp(log(0.5) / half)
                          : 1 - alpha;
}

static void fade_over(const Options *o, const double *values, size_t count, double *out)
{
    DashText function = function_name(o);
    bool sums = dash_text_eq(function, DASH_TEXT("sum"));
    if (!sums && !dash_text_eq(function, DASH_TEXT("mean"))) {
        px_fail(o->figure, "`function` of trendline=\"ewm\" is mean or sum");
    }
    bool adjust = is_on(o, "adjust", true), skip = is_on(o, "ignore_na", false);
    double kept = kept_of(o), fresh = adjust ? 1 : 1 - kept, weight = 1, value = NAN;
    int64_t least = count_option(o, "min_periods", 0), seen = 0;
    for (size_t i = 0; i < count; i++) {
        bool there = !isnan(values[i]);
        seen += there;
        if (isnan(value)) {
            value = there ? values[i] : NAN;
        } else if (there || !skip) {
            weight *= sums ? 1 : kept;
            value *= sums ? kept : 1;
            if (there && sums) {
                value += values[i];
            } else if (there) {
                value = value == values[i]
                            ? value
                            : (weight * value + fresh * values[i]) / (weight + fresh);
                weight = adjust ? weight + fresh : 1;
            }
        }
        out[i] = seen >= (least > 1 ? least : 1) ? value : NAN;
    }
}

DashText px_smooth(const PxFigure *figure, const double *values, size_t count, double *out)
{
    Options o = {figure->px.trendline_options, figure};
    if (px_is(figure->px.trendline, "ewm")) {
        fade_over(&o, values, count, out);
    } else {
        move_over(&o, values, count, out);
    }
    return function_name(&o);
}

/* ---- lowess ----------------------------------------------------------------------- */

/* The neighbours of a point: [left, right). */
typedef struct Near {
    size_t left, right;
} Near;

static void move_near(Near *near, const double *x, size_t count, double at)
{
    while (near->right < count && at > (x[near->left] + x[near->right]) / 2) {
        near->left++;
        near->right++;
    }
}

/* The weights of the neighbours, which add up to 1; false when fewer than two count. */
static bool weigh(const double *x, const Near *near, double at, const double *trust,
                  double *weights)
{
    double radius = fmax(at - x[near->left], x[near->right - 1] - at), sum = 0;
    size_t some = 0;
    for (size_t j = near->left; radius > 0 && j < near->right; j++) {
        double away = fabs(x[j] - at) / radius, cube = 1 - away * away * away;
        weights[j] = cube * cube * cube * trust[j];
        sum += weights[j];
        some += weights[j] > 1e-12;
    }
    for (size_t j = near->left; some >= 2 && j < near->right; j++) {
        weights[j] /= sum;
    }
    return some >= 2;
}

/* The weighted line through the neighbours, at `at`. */
static double line_at(const double *x, const double *y, const Near *near, double at,
                      const double *weights)
{
    double mean = 0, spread = 0, value = 0;
    for (size_t j = near->left; j < near->right; j++) {
        mean += weights[j] * x[j];
    }
    for (size_t j = near->left; j < near->right; j++) {
        spread += weights[j] * (x[j] - mean) * (x[j] - mean);
    }
    spread = fmax(spread, 1e-12);
    for (size_t j = near->left; j < near->right; j++) {
        value += weights[j] * (1 + (at - mean) * (x[j] - mean) / spread) * y[j];
    }
    return value;
}

static int compare_doubles(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Points that are far from the line are trusted less the next time. */
static void judge(const double *y, const double *fit, size_t count, double *trust, double *sorted)
{
    for (size_t i = 0; i < count; i++) {
        trust[i] = sorted[i] = fabs(y[i] - fit[i]);
    }
    qsort(sorted, count, sizeof(*sorted), compare_doubles);
    double median = (sorted[(count - 1) / 2] + sorted[count / 2]) / 2;
    for (size_t i = 0; i < count; i++) {
        double far = median == 0 ? trust[i] > 0 : trust[i] / (6 * median);
        far = far >= 1 ? 1 : far;
        trust[i] = (1 - far * far) * (1 - far * far);
    }
}

void px_lowess(const PxFigure *figure, const double *x, const double *y, size_t count, double share,
               double *out)
{
    enum { ROUNDS = 4 }; /* the first, and three that trust outliers less */
    DashCx *cx = figure->cx;
    if (!(share >= 0 && share <= 1)) {
        px_fail(figure, "`frac` of trendline_options is between 0 and 1");
    }
    double *trust = dash_alloc_array(cx, count, sizeof(*trust));
    double *weights = dash_alloc_array(cx, count, sizeof(*weights));
    double *sorted = dash_alloc_array(cx, count, sizeof(*sorted));
    size_t neighbours = (size_t)(share * (double)count + 1e-10);
    neighbours = neighbours < 2 ? 2 : neighbours;
    for (size_t i = 0; i < count; i++) {
        trust[i] = 1;
    }
    for (int round = 0; round < ROUNDS; round++) {
        Near near = {0, neighbours > count ? count : neighbours};
        for (size_t i = 0; i < count; i++) {
            if (i > 0 && x[i] == x[i - 1]) {
                out[i] = out[i - 1];
                continue;
            }
            move_near(&near, x, count, x[i]);
            out[i] =
                weigh(x, &near, x[i], trust, weights) ? line_at(x, y, &near, x[i], weights) : y[i];
        }
        judge(y, out, count, trust, sorted);
    }
}
