/* SPDX-License-Identifier: MIT
 *
 * Work in parts: every row once, states merged in order, failures of the first
 * rows, and several requests that want the helpers at once. What the runtime does so
 * itself: the rows of a bitmap, and values at rows.
 */
#include "with_cx.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "dash/kernel.h"
#include "dash/table.h"

enum { ROWS = 100000, THREADS = 4, REQUESTS = 6, ROUNDS = 50 };

/* Which ranges of rows a state stands for: they must join without a gap. */
typedef struct Range {
    uint32_t first, end;
    uint64_t sum;
    double roots;
} Range;

static void add_rows(DashCx *own, const void *captured, void *state, uint32_t first, uint32_t end)
{
    Range *range = state;
    const uint32_t *factor = captured;
    (void)dash_alloc(own, 100);
    range->first = first;
    range->end = end;
    for (uint32_t row = first; row < end; row++) {
        range->sum += (uint64_t)row * *factor;
        range->roots += 1.0 / (row + 1);
    }
}

static void join_ranges(DashCx *own, const void *captured, void *into, const void *later)
{
    Range *range = into;
    const Range *more = later;
    (void)own;
    (void)captured;
    if (range->end != more->first)
        abort();
    range->end = more->end;
    range->sum += more->sum;
    range->roots += more->roots;
}

static const uint32_t FACTOR = 3;

static DashWork work_of(DashKernel run, size_t rows, uint32_t part_rows)
{
    return (DashWork){.run = run,
                      .merge = join_ranges,
                      .captured = &FACTOR,
                      .state_size = sizeof(Range),
                      .rows = rows,
                      .part_rows = part_rows,
                      .where = "app.dash:1:1"};
}

static uint64_t expected(uint64_t rows)
{
    return rows ? rows * (rows - 1) / 2 * FACTOR : 0;
}

static void every_row_counts_once(void **state)
{
    (void)state;
    static const size_t SIZES[] = {0, 1, 63, 64, 65, 255, 256, 257, 4095, 4096, 4097, ROWS};
    for (size_t i = 0; i < sizeof SIZES / sizeof *SIZES; i++) {
        DashWork work = work_of(add_rows, SIZES[i], 64);
        const Range *all = dash_work(cx, &work);
        assert_int_equal(all->first, 0);
        assert_int_equal(all->end, SIZES[i]);
        assert_true(all->sum == expected(SIZES[i]));
        dash_cx_reset(cx);
    }
}

static void parts_are_words_of_bitmaps(void **state)
{
    (void)state;
    DashWork work = work_of(add_rows, ROWS, 65);
    assert_true(((Range *)dash_work(cx, &work))->sum == expected(ROWS));
    dash_cx_reset(cx);
}

/* ---- failures ----------------------------------------------------------------- */

static void fail_behind(DashCx *own, const void *captured, void *state, uint32_t first,
                        uint32_t end)
{
    add_rows(own, captured, state, first, end);
    if (first >= 30000)
        dash_fail(own, "app.dash:2:2", "row %u", (unsigned)first);
}

static void leave_behind(DashCx *own, const void *captured, void *state, uint32_t first,
                         uint32_t end)
{
    add_rows(own, captured, state, first, end);
    if (first >= 60000)
        dash_prevent_update(own);
}

static void do_work(DashCx *own, void *state)
{
    dash_work(own, state);
}

static void the_first_failure_counts(void **state)
{
    (void)state;
    for (int round = 0; round < ROUNDS; round++) {
        DashWork work = work_of(fail_behind, ROWS, 64);
        assert_int_equal(dash_cx_run(cx, do_work, &work), DASH_EXIT_FAILED);
        assert_string_equal(cx->message, "row 30400"); /* parts of 1600 rows */
        assert_string_equal(cx->where, "app.dash:2:2");
        dash_cx_reset(cx);
    }
    DashWork work = work_of(leave_behind, ROWS, 64);
    assert_int_equal(dash_cx_run(cx, do_work, &work), DASH_EXIT_PREVENT);
    dash_cx_reset(cx);
}

static void time_ends(void **state)
{
    (void)state;
    DashWork work = work_of(add_rows, ROWS, 64);
    cx->time_limit = 1000;
    cx->deadline = 1; /* long ago */
    assert_int_equal(dash_cx_run(cx, do_work, &work), DASH_EXIT_FAILED);
    assert_string_equal(cx->message, "the callback has run for more than 1 s");
    cx->time_limit = 0;
    dash_cx_reset(cx);
}

/* ---- several requests --------------------------------------------------------- */

typedef struct Request {
    pthread_t thread;
    double roots;
    bool fine;
} Request;

static void *request(void *state)
{
    Request *r = state;
    DashCx *own = dash_cx_create(0);
    r->fine = own != NULL;
    for (int round = 0; r->fine && round < ROUNDS; round++) {
        DashWork work = work_of(add_rows, ROWS, 64);
        const Range *all = dash_work(own, &work);
        r->fine = all->sum == expected(ROWS) && (round == 0 || all->roots == r->roots);
        r->roots = all->roots;
        dash_cx_reset(own);
    }
    dash_cx_destroy(own);
    return NULL;
}

/* Whoever does the work, alone or not: the same to the last bit. */
static void requests_share_the_helpers(void **state)
{
    (void)state;
    Request requests[REQUESTS] = {0};
    for (int i = 0; i < REQUESTS; i++)
        assert_int_equal(pthread_create(&requests[i].thread, NULL, request, &requests[i]), 0);
    for (int i = 0; i < REQUESTS; i++)
        pthread_join(requests[i].thread, NULL);
    for (int i = 0; i < REQUESTS; i++) {
        assert_true(requests[i].fine);
        assert_true(requests[i].roots == requests[0].roots);
    }
}

/* ---- chosen rows --------------------------------------------------------------- */

enum { MANY = 300000, WORDS = MANY / 64 + 1 };

static void rows_are_listed_and_gathered(void **state)
{
    (void)state;
    static const size_t SIZES[] = {0, 1, 64, 65, 65536, 131072, 131073, 262144, MANY};
    uint64_t *words = dash_alloc_array(cx, WORDS, sizeof *words);
    uint16_t *values = dash_alloc_array(cx, MANY, sizeof *values);
    uint64_t *valid = dash_alloc_array(cx, WORDS, sizeof *valid);
    for (size_t row = 0; row < MANY; row++) {
        values[row] = (uint16_t)(row * 7919);
        valid[row / 64] |= (uint64_t)(row % 7 != 0) << row % 64;
    }
    for (size_t i = 0; i < sizeof SIZES / sizeof *SIZES; i++) {
        size_t rows = SIZES[i], count, next = 0;
        memset(words, 0, WORDS * sizeof *words);
        for (size_t row = 0; row < rows; row++)
            words[row / 64] |= (uint64_t)(row * row % 5 == 1) << row % 64;
        const uint32_t *chosen = dash_chosen_rows(cx, words, rows, &count);
        const uint16_t *gathered = dash_gather(cx, values, DASH_U16, chosen, count);
        const uint64_t *there = dash_gather_valid(cx, valid, chosen, count);
        for (size_t row = 0; row < rows; row++) {
            if (row * row % 5 != 1)
                continue;
            assert_true(next < count && chosen[next] == row);
            assert_int_equal(gathered[next], values[row]);
            assert_int_equal(dash_is_valid(there, next), row % 7 != 0);
            next++;
        }
        assert_int_equal(next, count);
        for (size_t past = count; past % 64 != 0; past++)
            assert_false(dash_is_valid(there, past));
    }
    dash_cx_reset(cx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_row_counts_once),
        cmocka_unit_test(parts_are_words_of_bitmaps),
        cmocka_unit_test(the_first_failure_counts),
        cmocka_unit_test(time_ends),
        cmocka_unit_test(requests_share_the_helpers),
        cmocka_unit_test(rows_are_listed_and_gathered),
    };
    dash_work_threads(THREADS);
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
