/* SPDX-License-Identifier: MIT
 *
 * The two ways out of user code (longjmp to whoever started it) and memory that
 * cannot fail from the caller's point of view.
 */
#include "core/cx.h"

#include "dash/compute.h"
#include "dash/data.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

DashCx *dash_cx_create(size_t limit)
{
    DashCx *cx = calloc(1, sizeof *cx);
    if (!cx)
        return NULL;
    cx->where = "";
    cx->arena = dash_arena_create(limit);
    if (!cx->arena) {
        free(cx);
        return NULL;
    }
    return cx;
}

void dash_cx_destroy(DashCx *cx)
{
    if (!cx)
        return;
    dash_arena_destroy(cx->arena);
    free(cx);
}

void dash_cx_reset(DashCx *cx)
{
    dash_arena_reset(cx->arena);
    cx->call = NULL;
    cx->client = NULL;
    cx->data = NULL;
    cx->deadline = 0;
    cx->where = "";
    cx->message[0] = '\0';
}

static int64_t now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC_COARSE, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

void dash_cx_start_clock(DashCx *cx)
{
    cx->deadline = cx->time_limit > 0 ? now_ms() + cx->time_limit : 0;
}

void dash_check_time(DashCx *cx, const char *where)
{
    if (cx->deadline == 0 || now_ms() < cx->deadline)
        return;
    cx->deadline = 0; /* who handles the failure has time again */
    dash_fail(cx, where, "the callback has run for more than %lld s",
              (long long)cx->time_limit / 1000);
}

DashExit dash_cx_run(DashCx *cx, void (*code)(DashCx *cx, void *state), void *state)
{
    jmp_buf here;
    jmp_buf *outer = cx->exit;
    cx->exit = &here;
    /* _setjmp: the signal mask is nobody's business here, and saving it is a
     * system call. The values are those of DashExit. */
    int exit = _setjmp(here);
    if (exit == DASH_EXIT_DONE)
        code(cx, state);
    cx->exit = outer;
    return (DashExit)exit;
}

DASH_NORETURN static void leave(DashCx *cx, DashExit how)
{
    if (!cx->exit) {
        fprintf(stderr, "%s: %s (outside of a request)\n", cx->where, cx->message);
        abort();
    }
    longjmp(*cx->exit, (int)how);
}

void dash_fail(DashCx *cx, const char *where, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    vsnprintf(cx->message, sizeof cx->message, format, args);
    va_end(args);
    cx->where = where ? where : "";
    leave(cx, DASH_EXIT_FAILED);
}

void dash_prevent_update(DashCx *cx)
{
    leave(cx, DASH_EXIT_PREVENT);
}

DASH_NORETURN static void out_of_memory(DashCx *cx, size_t size)
{
    dash_fail(cx, "", "out of memory: %zu bytes more, %zu in use", size,
              dash_arena_used(cx->arena));
}

void *dash_data(DashCx *cx)
{
    return cx->data;
}

void *dash_alloc(DashCx *cx, size_t size)
{
    void *piece = dash_arena_alloc(cx->arena, size);
    if (!piece)
        out_of_memory(cx, size);
    return piece;
}

void *dash_alloc_array(DashCx *cx, size_t count, size_t size)
{
    size_t bytes;
    if (__builtin_mul_overflow(count, size, &bytes))
        out_of_memory(cx, SIZE_MAX);
    return dash_alloc(cx, bytes);
}

void *dash_alloc_unset(DashCx *cx, size_t count, size_t size)
{
    size_t bytes;
    void *piece = __builtin_mul_overflow(count, size, &bytes)
                      ? NULL
                      : dash_arena_alloc_unset(cx->arena, bytes);
    if (!piece)
        out_of_memory(cx, count);
    return piece;
}

void *dash_grow(DashCx *cx, void *ptr, size_t old_size, size_t new_size)
{
    void *piece = dash_arena_grow(cx->arena, ptr, old_size, new_size);
    if (!piece)
        out_of_memory(cx, new_size);
    return piece;
}

bool dash_compute(void (*code)(DashCx *cx, void *state), void *state, char *message, size_t size)
{
    DashCx *cx = dash_cx_create(0);
    if (!cx) {
        snprintf(message, size, "out of memory");
        return false;
    }
    DashExit how = dash_cx_run(cx, code, state);
    snprintf(message, size, "%s", cx->message);
    dash_cx_destroy(cx);
    return how == DASH_EXIT_DONE;
}
