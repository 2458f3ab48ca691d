/* SPDX-License-Identifier: MIT
 *
 * Window functions: a value for every row from the rows round it. A frame says
 * which rows those are: the table cut into partitions, each in an order. Results
 * stand at the rows' own places.
 */
#ifndef DASH_WINDOW_H
#define DASH_WINDOW_H

#include "dash/sort.h"
#include "dash/table.h"

/* What a function takes besides a column: a size of the window, a number of rows
 * (1 when it is left out), or nothing. */
typedef enum DashWindowNeeds {
    DASH_NEEDS_SIZE,
    DASH_NEEDS_STEP,
    DASH_NEEDS_NOTHING
} DashWindowNeeds;

/* X(kind, function, needs, takes a column of numbers, gives a float).
 * What is not there in a full window is null, as in pandas; sums that run on skip
 * nulls. A function that takes no column of numbers takes any, the ranks none. */
#define DASH_WINDOWS(X)                                                                            \
    X(DASH_ROLLING_MEAN, "rolling_mean", DASH_NEEDS_SIZE, true, true)                              \
    X(DASH_ROLLING_STD, "rolling_std", DASH_NEEDS_SIZE, true, true)                                \
    X(DASH_ROLLING_SUM, "rolling_sum", DASH_NEEDS_SIZE, true, false)                               \
    X(DASH_ROLLING_MIN, "rolling_min", DASH_NEEDS_SIZE, true, false)                               \
    X(DASH_ROLLING_MAX, "rolling_max", DASH_NEEDS_SIZE, true, false)                               \
    X(DASH_CUMSUM, "cumsum", DASH_NEEDS_NOTHING, true, false)                                      \
    X(DASH_CUMMIN, "cummin", DASH_NEEDS_NOTHING, true, false)                                      \
    X(DASH_CUMMAX, "cummax", DASH_NEEDS_NOTHING, true, false)                                      \
    X(DASH_DIFF, "diff", DASH_NEEDS_STEP, true, false)                                             \
    X(DASH_LAG, "lag", DASH_NEEDS_STEP, false, false)                                              \
    X(DASH_LEAD, "lead", DASH_NEEDS_STEP, false, false)                                            \
    X(DASH_RANK, "rank", DASH_NEEDS_NOTHING, false, false)                                         \
    X(DASH_DENSE_RANK, "dense_rank", DASH_NEEDS_NOTHING, false, false)                             \
    X(DASH_ROW_NUMBER, "row_number", DASH_NEEDS_NOTHING, false, false)

typedef enum DashWindowKind {
#define X(kind, function, needs, numbers, gives_float) kind,
    DASH_WINDOWS(X)
#undef X
} DashWindowKind;

/* The rows in the order of `count` keys, the first `by` of which say what partition a
 * row is in. Without keys: rows as they come, one partition. */
typedef struct DashFrame {
    size_t rows;
    const DashSortKey *keys;
    size_t count;
    const uint32_t *order;  /* row numbers, partition after partition */
    const uint32_t *starts; /* a place in `order`: where its partition starts */
} DashFrame;

DashFrame dash_frame(DashCx *cx, size_t rows, const DashSortKey *keys, size_t count, size_t by);

/* The values and which of them are there (NULL: all), in the arena of `cx`.
 * Doubles for functions of numbers, or int64 when `whole`; lag and lead give the
 * column's own encoding; ranks are int64. Fails when `size` is below 1, or a whole
 * result is beyond 2^53. */
typedef struct DashWindow {
    void *data;
    uint64_t *valid;
} DashWindow;
DashWindow dash_window_numbers(DashCx *cx, DashWindowKind kind, const DashColumn *column,
                               const DashFrame *frame, int64_t size, bool whole, const char *where);
DashWindow dash_window_shift(DashCx *cx, DashWindowKind kind, const DashColumn *column,
                             const DashFrame *frame, int64_t step);
DashWindow dash_window_rank(DashCx *cx, DashWindowKind kind, const DashFrame *frame);

#endif
