/* SPDX-License-Identifier: MIT
 *
 * The CSV reader alone: load FILE THREADS prints the rows and the seconds that reading
 * the file into typed columns took.
 */
#include <stdio.h>
#include <stdlib.h>

#include "clock.h"
#include "dash/kernel.h"
#include "dash/source.h"

int main(int argc, char **argv)
{
    if (argc != 3)
        return 2;
    dash_work_threads(atoi(argv[2]));
    DashArena *arena = dash_arena_create(0);
    DashSource source = {.kind = DASH_FILE_CSV};
    DashSourceReport report = {0};
    DashTable table;
    double start = bench_seconds();
    if (!arena || !dash_source_read(arena, argv[1], &source, &table, &report)) {
        fprintf(stderr, "%s: %s\n", argv[1],
                report.error.message ? report.error.message : "no memory");
        return 1;
    }
    double seconds = bench_seconds() - start;
    printf("%zu %.6f\n", table.rows, seconds);
    dash_arena_destroy(arena);
    return 0;
}
