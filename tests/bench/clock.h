/* SPDX-License-Identifier: MIT
 *
 * Seconds of the process' CPU when the environment's BENCH_CLOCK is "cpu", else of the
 * world.
 */
#ifndef DASHC_BENCH_CLOCK_H
#define DASHC_BENCH_CLOCK_H

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static inline double bench_seconds(void)
{
    const char *clock = getenv("BENCH_CLOCK");
    bool cpu = clock && strcmp(clock, "cpu") == 0;
    struct timespec now;
    clock_gettime(cpu ? CLOCK_PROCESS_CPUTIME_ID : CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

#endif
