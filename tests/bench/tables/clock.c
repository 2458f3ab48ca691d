/* SPDX-License-Identifier: MIT
 *
 * Seconds since some moment, for programs that time themselves.
 */
#include <dash/base.h>
#include <time.h>

double seconds(DashCx *cx);

double seconds(DashCx *cx)
{
    (void)cx;
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}
