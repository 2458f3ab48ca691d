/* SPDX-License-Identifier: MIT
 *
 * Window functions in one pass over each partition. Numbers are read into doubles
 * in the frame's order, null as NaN; running sums are compensated (Neumaier), so
 * that what leaves a window takes away what it brought.
 */
#include "dash/window.h"

#include <math.h>
#include <string.h>

/* ---- frames ------------------------------------------------------------- */

DashFrame dash_frame(DashCx *cx, size_t rows, const DashSortKey *keys, size_t count, size_t by)
{
    DashSorted sorted = dash_sort_runs(cx, rows, keys, count, by);
    return (DashFrame){rows, keys, count, sorted.order, sorted.starts};
}

static bool at_start(const DashFrame *frame, size_t i)
{
    return frame->starts[i] == i;
}

/* ---- numbers ------------------------------------------------------------ */

/* The column in the frame's order; NaN where it is null. */
static double *ordered_floats(DashCx *cx, const DashColumn *column, const DashFrame *frame)
{
    double *values = dash_alloc_array(cx, frame->rows, sizeof *values);
    for (size_t i = 0; i < frame->rows; i++) {
        uint32_t row = frame->order[i];
        values[i] = dash_is_valid(column->valid, row) ? dash_column_float(column, row) : NAN;
    }
    return values;
}

/* A sum that numbers are added to and taken from; NaNs are counted beside it. */
typedef struct Sum {
    double sum, lost;
    size_t nans;
} Sum;

static void add(Sum *s, double x)
{
    double sum = s->sum + x;
    s->lost += fabs(s->sum) >= fabs(x) ? (s->sum - sum) + x : (x - sum) + s->sum;
    s->sum = sum;
}

static void enter(Sum *s, double x)
{
    if (isnan(x))
        s->nans++;
    else
        add(s, x);
}

static void leave(Sum *s, double x)
{
    if (isnan(x))
        s->nans--;
    else
        add(s, -x);
}

static double total(const Sum *s)
{
    return s->sum + s->lost;
}

/* Sums and means of the last `size` values. */
static void roll_sum(const DashFrame *frame, const double *x, size_t size, bool mean, double *out)
{
    Sum sum = {0};
    for (size_t i = 0; i < frame->rows; i++) {
        if (at_start(frame, i))
            sum = (Sum){0};
        size_t count = i - frame->starts[i] + 1;
        enter(&sum, x[i]);
        if (count > size)
            leave(&sum, x[i - size]);
        bool full = count >= size && sum.nans == 0;
        out[i] = !full ? NAN : mean ? total(&sum) / (double)size : total(&sum);
    }
}

/* The spread of one window, in two passes: exact, and windows are short. */
static double spread_of(const double *x, size_t size)
{
    double mean = 0, spread = 0;
    for (size_t i = 0; i < size; i++)
        mean += x[i];
    mean /= (double)size;
    for (size_t i = 0; i < size; i++)
        spread += (x[i] - mean) * (x[i] - mean);
    return sqrt(spread / ((double)size - 1));
}

static void roll_std(const DashFrame *frame, const double *x, size_t size, double *out)
{
    for (size_t i = 0; i < frame->rows; i++) {
        bool full = i - frame->starts[i] + 1 >= size && size > 1;
        out[i] = full ? spread_of(x + i + 1 - size, size) : NAN; /* of a NaN: NaN */
    }
}

/* Extremes of the last `size` values: a queue of places whose values fall (or
 * rise), the extreme first. */
static void roll_extreme(DashCx *cx, const DashFrame *frame, const double *x, size_t size,
                         double sign, double *out)
{
    uint32_t *queue = dash_alloc_array(cx, frame->rows, sizeof *queue);
    size_t first = 0, last = 0, nans = 0;
    for (size_t i = 0; i < frame->rows; i++) {
        size_t count = i - frame->starts[i] + 1;
        if (count == 1)
            first = last = nans = 0;
        nans += isnan(x[i]);
        nans -= count > size && isnan(x[i - size]);
        while (first < last && queue[first] + size <= i)
            first++;
        while (!isnan(x[i]) && first < last && sign * x[queue[last - 1]] <= sign * x[i])
            last--;
        if (!isnan(x[i]))
            queue[last++] = (uint32_t)i;
        out[i] = count >= size && nans == 0 ? x[queue[first]] : NAN;
    }
}

static double run_on(DashWindowKind kind, double so_far, double x)
{
    return kind == DASH_CUMMIN ? fmin(so_far, x) : fmax(so_far, x);
}

/* Sums and extremes from the partition's start; null where the value is. */
static void cumulate(const DashFrame *frame, const double *x, DashWindowKind kind, double *out)
{
    Sum sum = {0};
    double extreme = NAN;
    for (size_t i = 0; i < frame->rows; i++) {
        if (at_start(frame, i)) {
            sum = (Sum){0};
            extreme = NAN;
        }
        if (!isnan(x[i]) && kind == DASH_CUMSUM)
            add(&sum, x[i]);
        else if (!isnan(x[i]))
            extreme = run_on(kind, extreme, x[i]);
        out[i] = isnan(x[i]) ? NAN : kind == DASH_CUMSUM ? total(&sum) : extreme;
    }
}

/* Whether the row `step` before (behind: negative) is in the partition of place
 * `i`; then *at is its place. */
static bool step_back(const DashFrame *frame, size_t i, int64_t step, size_t *at)
{
    int64_t place = (int64_t)i - step;
    if (place < 0 || place >= (int64_t)frame->rows)
        return false;
    *at = (size_t)place;
    return frame->starts[*at] == frame->starts[i];
}

static void difference(const DashFrame *frame, const double *x, int64_t step, double *out)
{
    size_t at;
    for (size_t i = 0; i < frame->rows; i++)
        out[i] = step_back(frame, i, step, &at) ? x[i] - x[at] : NAN;
}

static void compute(DashCx *cx, DashWindowKind kind, const DashFrame *frame, const double *x,
                    int64_t size, double *out)
{
    switch (kind) {
    case DASH_ROLLING_MEAN:
    case DASH_ROLLING_SUM:
        roll_sum(frame, x, (size_t)size, kind == DASH_ROLLING_MEAN, out);
        break;
    case DASH_ROLLING_STD:
        roll_std(frame, x, (size_t)size, out);
        break;
    case DASH_ROLLING_MIN:
    case DASH_ROLLING_MAX:
        roll_extreme(cx, frame, x, (size_t)size, kind == DASH_ROLLING_MIN ? -1 : 1, out);
        break;
    case DASH_DIFF:
        difference(frame, x, size, out);
        break;
    default:
        cumulate(frame, x, kind, out);
    }
}

static void set_valid(uint64_t *valid, size_t row)
{
    valid[row / 64] |= UINT64_C(1) << row % 64;
}

/* From the frame's order to the rows' places. */
static DashWindow scatter(DashCx *cx, const DashFrame *frame, const double *results, bool whole,
                          const char *where)
{
    static const double EXACT = 9007199254740992.0; /* 2^53 */
    DashWindow window = {.data = dash_alloc_array(cx, frame->rows, sizeof(double)),
                         .valid = dash_alloc_array(cx, (frame->rows + 63) / 64, 8)};
    double *floats = window.data;
    int64_t *ints = window.data;
    for (size_t i = 0; i < frame->rows; i++) {
        uint32_t row = frame->order[i];
        if (isnan(results[i]))
            continue;
        if (whole && fabs(results[i]) > EXACT)
            dash_fail(cx, where, "a sum of this window is beyond 2^53");
        if (whole)
            ints[row] = (int64_t)results[i];
        else
            floats[row] = results[i];
        set_valid(window.valid, row);
    }
    return window;
}

DashWindow dash_window_numbers(DashCx *cx, DashWindowKind kind, const DashColumn *column,
                               const DashFrame *frame, int64_t size, bool whole, const char *where)
{
    if (size < 1 && kind != DASH_DIFF)
        dash_fail(cx, where, "a window of %lld rows", (long long)size);
    double *results = dash_alloc_array(cx, frame->rows, sizeof *results);
    compute(cx, kind, frame, ordered_floats(cx, column, frame), size, results);
    return scatter(cx, frame, results, whole, where);
}

/* ---- neighbours --------------------------------------------------------- */

DashWindow dash_window_shift(DashCx *cx, DashWindowKind kind, const DashColumn *column,
                             const DashFrame *frame, int64_t step)
{
    size_t size = dash_encoding_size(column->encoding), at;
    DashWindow window = {.data = dash_alloc_array(cx, frame->rows, size),
                         .valid = dash_alloc_array(cx, (frame->rows + 63) / 64, 8)};
    for (size_t i = 0; i < frame->rows; i++) {
        if (!step_back(frame, i, kind == DASH_LAG ? step : -step, &at))
            continue;
        uint32_t to = frame->order[i], from = frame->order[at];
        if (!dash_is_valid(column->valid, from))
            continue;
        memcpy((char *)window.data + to * size, (const char *)column->data + from * size, size);
        set_valid(window.valid, to);
    }
    return window;
}

/* ---- ranks -------------------------------------------------------------- */

/* Whether the row has the same keys as the one before. */
static bool ties(const DashFrame *frame, size_t i)
{
    for (size_t k = 0; k < frame->count; k++)
        if (!dash_sort_same(&frame->keys[k], frame->order[i - 1], frame->order[i]))
            return false;
    return frame->count > 0;
}

DashWindow dash_window_rank(DashCx *cx, DashWindowKind kind, const DashFrame *frame)
{
    int64_t *ranks = dash_alloc_array(cx, frame->rows, sizeof *ranks), rank = 0;
    for (size_t i = 0; i < frame->rows; i++) {
        int64_t number = (int64_t)(i - frame->starts[i]) + 1;
        bool tie = number > 1 && kind != DASH_ROW_NUMBER && ties(frame, i);
        if (kind == DASH_ROW_NUMBER || number == 1)
            rank = number;
        else if (!tie)
            rank = kind == DASH_DENSE_RANK ? rank + 1 : number;
        ranks[frame->order[i]] = rank;
    }
    return (DashWindow){.data = ranks};
}
