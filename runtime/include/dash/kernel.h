/* SPDX-License-Identifier: MIT
 *
 * Kernels: the loops of pipelines over large tables, as functions of a range of
 * rows. The rows are cut into parts; each has a state of its own, which a kernel
 * fills, and the states are merged in the order of the rows. How many parts there
 * are depends on the number of rows alone, so that results, the last bits of
 * floats included, are the same for any number of threads.
 */
#ifndef DASH_KERNEL_H
#define DASH_KERNEL_H

#include "dash/table.h"

/* Compiled twice: for the processor that every machine has, and for those with
 * AVX2, which is chosen when the program starts. (Thread sanitizer cannot look
 * at the choice.) */
#if defined(__x86_64__) && defined(__GLIBC__) && !defined(__clang__) &&                            \
    !defined(__SANITIZE_THREAD__)
#define DASH_KERNEL __attribute__((target_clones("arch=x86-64-v3", "default")))
#else
#define DASH_KERNEL
#endif

/* A table has at most so many parts. */
#define DASH_PARTS_MAX 64

/* Looks at the rows from `first` to before `end`; both are multiples of DASH_LANES,
 * but for the table's end. `cx` is the thread's: what is made in it is gone when the
 * work is done. `captured` is what the loop reads of the function round it. */
typedef void (*DashKernel)(DashCx *cx, const void *captured, void *state, uint32_t first,
                           uint32_t end);
/* Adds to the state `into` what the later part of the table gave. */
typedef void (*DashMerge)(DashCx *cx, const void *captured, void *into, const void *later);

typedef struct DashWork {
    DashKernel run;
    DashMerge merge;
    const void *captured;
    size_t state_size; /* bytes of a part's state, which begins with zeros; 0 without merge */
    size_t rows;
    uint32_t part_rows; /* the fewest rows of a part: a multiple of DASH_LANES */
    const char *where;  /* for the message when the request's time is over */
} DashWork;

/* Does the work, on several threads when it is worth it and they are free, and
 * gives the state of the whole, which lives as long as `cx`. What fails in a kernel
 * fails here; of several failures that of the first rows counts. */
void *dash_work(DashCx *cx, const DashWork *work);

/* Sums of floats, in many lanes side by side: DASH_LANES values are added at a time.
 * The order of the additions is fixed. */
typedef double DashDoubles __attribute__((vector_size(32), aligned(8)));
typedef struct DashSums {
    DashDoubles lanes[4];
} DashSums;
static inline void dash_sums_add(DashSums *sums, const double values[DASH_LANES])
{
    for (unsigned i = 0; i < DASH_LANES; i += 16)
        DASH_UNROLL(4)
    for (unsigned lane = 0; lane < 4; lane++)
        sums->lanes[lane] += *(const DashDoubles *)(values + i + 4 * lane);
}
static inline double dash_sums_total(const DashSums *sums)
{
    DashDoubles four = (sums->lanes[0] + sums->lanes[1]) + (sums->lanes[2] + sums->lanes[3]);
    return (four[0] + four[1]) + (four[2] + four[3]);
}

/* The mean and the sum of squares about it of `seen` values, with those of `more`
 * other values: Chan's step. */
static inline void dash_merge_spread(double *mean, double *spread, uint32_t seen, double other_mean,
                                     double other_spread, uint32_t more)
{
    double both = (double)seen + (double)more, delta = other_mean - *mean;
    if (more == 0)
        return;
    *mean += delta * (double)more / both;
    *spread += other_spread + delta * delta * (double)seen * (double)more / both;
}

/* The same with those of DASH_LANES values that `chosen` has a bit for; the others are 0. */
static inline void dash_spread_lanes(double *mean, double *spread, uint32_t *seen,
                                     const double values[DASH_LANES], uint64_t chosen)
{
    DashSums sums = {0}, squares = {0};
    double offsets[DASH_LANES], count = (double)dash_bits(chosen);
    if (chosen == 0)
        return;
    dash_sums_add(&sums, values);
    double middle = dash_sums_total(&sums) / count;
    for (unsigned i = 0; i < DASH_LANES; i++)
        offsets[i] = chosen >> i & 1 ? (values[i] - middle) * (values[i] - middle) : 0;
    dash_sums_add(&squares, offsets);
    dash_merge_spread(mean, spread, *seen, middle, dash_sums_total(&squares),
                      (uint32_t)dash_bits(chosen));
    *seen += (uint32_t)dash_bits(chosen);
}

/* How many threads may work for one request, its own included (0: one for each
 * processor). Before the first dash_work(). */
void dash_work_threads(int threads);

#endif
