/* SPDX-License-Identifier: MIT
 *
 * Buckets of numbers and of times.
 */
#include <string.h>

#include "dash/date.h"
#include "dash/table.h"
#include "dash/text.h"

int64_t dash_bin_count(DashCx *cx, int64_t count, const char *where)
{
    if (count < 1)
        dash_fail(cx, where, "there is at least one bucket, not %lld", (long long)count);
    return count;
}

/* ---- buckets of times ----------------------------------------------------- */

enum { MOST_BUCKETS = 100000000 };

/* Buckets go on by so many months, or by so much time. */
typedef struct Step {
    int64_t months, milliseconds;
} Step;

static Step step_of(DashText unit)
{
    static const struct {
        const char *word;
        Step step;
    } units[] = {
        {"year", {12, 0}},        {"quarter", {3, 0}},    {"month", {1, 0}},
        {"week", {0, 604800000}}, {"day", {0, 86400000}}, {"hour", {0, 3600000}},
        {"minute", {0, 60000}},   {"second", {0, 1000}},
    };
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if (dash_text_eq(unit, dash_text_of(units[i].word)))
            return units[i].step;
    return (Step){0, 1}; /* trunc has failed before */
}

/* A bucket's number, counted from any beginning. */
static int64_t number_of(int64_t milliseconds, const Step *step)
{
    int64_t day = dash_datetime_date(milliseconds);
    return step->months
               ? (dash_date_year(day) * 12 + dash_date_month(day) - 1) / step->months
               : milliseconds / step->milliseconds - (milliseconds % step->milliseconds < 0);
}

static int64_t milliseconds_at(const DashColumn *starts, size_t row)
{
    int64_t start = dash_column_int(starts, row);
    return starts->type == DASH_COLUMN_DATE ? dash_date_midnight(start) : start;
}

static void put_start(DashFill *fill, const DashColumn *starts, size_t row, int64_t milliseconds)
{
    if (starts->type == DASH_COLUMN_DATE)
        ((int32_t *)fill->starts)[row] = (int32_t)dash_datetime_date(milliseconds);
    else
        ((int64_t *)fill->starts)[row] = milliseconds;
}

static DashFill fill_by(DashCx *cx, const DashColumn *starts, size_t rows, const Step *step,
                        const char *where)
{
    DashFill fill = {0};
    int64_t first = INT64_MAX, last = INT64_MIN;
    for (size_t row = 0; row < rows; row++) {
        int64_t start = milliseconds_at(starts, row);
        first = start < first ? start : first;
        last = start > last ? start : last;
    }
    int64_t low = rows ? number_of(first, step) : 0;
    fill.rows = rows ? (size_t)(number_of(last, step) - low) + 1 : 0;
    if (fill.rows > MOST_BUCKETS)
        dash_fail(cx, where, "resample gives %zu rows: the buckets are too small", fill.rows);
    fill.starts = dash_alloc_array(cx, fill.rows, dash_encoding_size(starts->encoding));
    fill.from = dash_alloc_array(cx, fill.rows, sizeof *fill.from);
    for (size_t i = 0; i < fill.rows; i++) {
        fill.from[i] = DASH_NO_ROW;
        put_start(&fill, starts, i,
                  step->months
                      ? dash_datetime_add_months(cx, first, (int64_t)i * step->months, where)
                      : first + (int64_t)i * step->milliseconds);
    }
    for (size_t row = 0; row < rows; row++)
        fill.from[number_of(milliseconds_at(starts, row), step) - low] = (uint32_t)row;
    return fill;
}

DashFill dash_fill(DashCx *cx, const DashColumn *starts, size_t rows, DashText unit,
                   const char *where)
{
    Step step = step_of(unit);
    return fill_by(cx, starts, rows, &step, where);
}

DashFill dash_fill_by(DashCx *cx, const DashColumn *starts, size_t rows, int64_t width,
                      const char *where)
{
    return fill_by(cx, starts, rows, &(Step){0, width}, where);
}

void *dash_fill_column(DashCx *cx, const DashColumn *column, const DashFill *fill, bool missing,
                       uint64_t **valid)
{
    size_t size = dash_encoding_size(column->encoding);
    unsigned char *out = dash_alloc_array(cx, fill->rows, size);
    if (valid)
        *valid = dash_alloc_array(cx, (fill->rows + 63) / 64, sizeof **valid);
    for (size_t i = 0; i < fill->rows; i++) {
        uint32_t from = fill->from[i];
        if (from == DASH_NO_ROW) {
            out[i * size] = missing;
            continue;
        }
        memcpy(out + i * size, (const unsigned char *)column->data + from * size, size);
        if (valid && dash_is_valid(column->valid, from))
            (*valid)[i / 64] |= UINT64_C(1) << i % 64;
    }
    return out;
}
