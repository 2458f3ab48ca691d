/* SPDX-License-Identifier: MIT
 *
 * The bump allocator: alignment, zeroing, growth in place and by copy, limits;
 * and the exits of a context.
 */
#include "unit.h"

#include <string.h>

#include "core/cx.h"
#include "dash/arena.h"

static void pieces_are_aligned_and_zeroed(void **state)
{
    (void)state;
    DashArena *arena = dash_arena_create(0);
    for (int round = 0; round < 3; round++) {
        for (size_t size = 0; size < 3000; size += 7) {
            unsigned char *piece = dash_arena_alloc(arena, size);
            assert_non_null(piece);
            assert_int_equal((uintptr_t)piece % 16, 0);
            for (size_t i = 0; i < size; i++)
                assert_int_equal(piece[i], 0);
            memset(piece, 0xAB, size);
        }
        dash_arena_reset(arena);
        assert_int_equal(dash_arena_used(arena), 0);
    }
    dash_arena_destroy(arena);
}

static void a_piece_larger_than_a_block_fits(void **state)
{
    (void)state;
    DashArena *arena = dash_arena_create(0);
    char *small = dash_arena_alloc(arena, 10);
    char *large = dash_arena_alloc(arena, 5 << 20);
    assert_non_null(large);
    memset(large, 1, 5 << 20);
    assert_int_equal(small[9], 0);
    dash_arena_reset(arena);
    assert_non_null(dash_arena_alloc(arena, 10));
    dash_arena_destroy(arena);
}

static void huge_pieces_are_zeroed_again(void **state)
{
    (void)state;
    enum { HUGE = 9 << 20 };
    for (int round = 0; round < 3; round++) {
        DashArena *arena = dash_arena_create(0);
        for (size_t size = HUGE; size > HUGE / 2; size -= 1 << 20) {
            unsigned char *piece = dash_arena_alloc(arena, size);
            assert_non_null(piece);
            for (size_t i = 0; i < size; i += 1000)
                assert_int_equal(piece[i], 0);
            assert_int_equal(piece[size - 1], 0);
            memset(piece, 0xAB, size);
            piece = dash_arena_alloc_unset(arena, size);
            assert_non_null(piece);
            memset(piece, 0xCD, size);
        }
        dash_arena_destroy(arena);
    }
}

static void the_newest_piece_grows_in_place(void **state)
{
    (void)state;
    DashArena *arena = dash_arena_create(0);
    char *piece = dash_arena_alloc(arena, 20);
    memcpy(piece, "0123456789", 10);
    assert_ptr_equal(dash_arena_grow(arena, piece, 20, 500), piece);
    assert_ptr_equal(dash_arena_grow(arena, piece, 500, 100), piece);
    char *other = dash_arena_alloc(arena, 1);
    assert_true(other >= piece + 500);
    dash_arena_destroy(arena);
}

static void an_older_piece_grows_by_copy(void **state)
{
    (void)state;
    DashArena *arena = dash_arena_create(0);
    char *piece = dash_arena_alloc(arena, 10);
    memcpy(piece, "0123456789", 10);
    char *newer = dash_arena_alloc(arena, 10);
    char *moved = dash_arena_grow(arena, piece, 10, 2000);
    assert_ptr_not_equal(moved, piece);
    assert_memory_equal(moved, "0123456789", 10);
    memset(moved, 'x', 2000);
    assert_int_equal(newer[0], 0);
    dash_arena_destroy(arena);
}

static void growth_from_nothing_is_a_new_piece(void **state)
{
    (void)state;
    DashArena *arena = dash_arena_create(0);
    char *empty = dash_arena_alloc(arena, 0);
    char *one = dash_arena_alloc(arena, 16);
    char *grown = dash_arena_grow(arena, empty, 0, 16);
    assert_ptr_not_equal(grown, one);
    assert_non_null(dash_arena_grow(arena, NULL, 0, 8));
    dash_arena_destroy(arena);
}

static void the_limit_holds(void **state)
{
    (void)state;
    DashArena *arena = dash_arena_create(1000);
    char *piece = dash_arena_alloc(arena, 900);
    assert_non_null(piece);
    assert_null(dash_arena_alloc(arena, 200));
    assert_null(dash_arena_grow(arena, piece, 900, 1100));
    assert_non_null(dash_arena_alloc(arena, 80));
    assert_null(dash_arena_alloc(arena, SIZE_MAX));
    assert_null(dash_arena_alloc(arena, SIZE_MAX - 8));
    dash_arena_reset(arena);
    assert_non_null(dash_arena_alloc(arena, 900));
    dash_arena_destroy(arena);
    dash_arena_destroy(NULL);
}

/* ---- contexts ----------------------------------------------------------- */

static void fail_now(DashCx *cx, void *state)
{
    (void)state;
    dash_fail(cx, "app.dash:1:2", "%d is %s", 7, "odd");
}

static void prevent_now(DashCx *cx, void *state)
{
    (void)state;
    dash_prevent_update(cx);
}

static void take_too_much(DashCx *cx, void *state)
{
    (void)state;
    dash_alloc(cx, 1 << 20);
}

static void overflow(DashCx *cx, void *state)
{
    (void)state;
    dash_alloc_array(cx, SIZE_MAX / 2, 4);
}

static void nest(DashCx *cx, void *state)
{
    int *reached = state;
    assert_int_equal(dash_cx_run(cx, fail_now, NULL), DASH_EXIT_FAILED);
    *reached = 1;
    dash_prevent_update(cx);
}

static void do_nothing(DashCx *cx, void *state)
{
    (void)cx, (void)state;
}

static void a_run_tells_how_it_ended(void **state)
{
    (void)state;
    DashCx *cx = dash_cx_create(100 * 1000);
    assert_int_equal(dash_cx_run(cx, do_nothing, NULL), DASH_EXIT_DONE);
    assert_int_equal(dash_cx_run(cx, prevent_now, NULL), DASH_EXIT_PREVENT);
    assert_int_equal(dash_cx_run(cx, fail_now, NULL), DASH_EXIT_FAILED);
    assert_string_equal(cx->where, "app.dash:1:2");
    assert_string_equal(cx->message, "7 is odd");
    assert_int_equal(dash_cx_run(cx, take_too_much, NULL), DASH_EXIT_FAILED);
    assert_non_null(strstr(cx->message, "out of memory"));
    assert_int_equal(dash_cx_run(cx, overflow, NULL), DASH_EXIT_FAILED);
    dash_cx_reset(cx);
    assert_string_equal(cx->message, "");
    dash_cx_destroy(cx);
}

static void runs_nest(void **state)
{
    (void)state;
    DashCx *cx = dash_cx_create(0);
    int reached = 0;
    assert_int_equal(dash_cx_run(cx, nest, &reached), DASH_EXIT_PREVENT);
    assert_int_equal(reached, 1);
    dash_cx_destroy(cx);
    dash_cx_destroy(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pieces_are_aligned_and_zeroed),
        cmocka_unit_test(a_piece_larger_than_a_block_fits),
        cmocka_unit_test(huge_pieces_are_zeroed_again),
        cmocka_unit_test(the_newest_piece_grows_in_place),
        cmocka_unit_test(an_older_piece_grows_by_copy),
        cmocka_unit_test(growth_from_nothing_is_a_new_piece),
        cmocka_unit_test(the_limit_holds),
        cmocka_unit_test(a_run_tells_how_it_ended),
        cmocka_unit_test(runs_nest),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
