/* SPDX-License-Identifier: MIT
 *
 * Seconds since some moment, for programs that time themselves: of the process when the
 * environment's BENCH_CLOCK is "cpu", else of the world.
 */
#include <dash/base.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

double seconds(DashCx *cx);

double seconds(DashCx *cx)
{
    (void)cx;
    const char *clock = getenv("BENCH_CLOCK");
    struct timespec now;
    clock_gettime(clock && strcmp(clock, "cpu") == 0 ? CLOCK_PROCESS_CPUTIME_ID : CLOCK_MONOTONIC,
                  &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}
