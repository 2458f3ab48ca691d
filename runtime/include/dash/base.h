/* SPDX-License-Identifier: MIT
 *
 * The vocabulary of every generated program: texts, optionals, lists, the
 * request context and the two ways out of a callback.
 *
 * Memory: everything a callback makes lives in the arena of its context and
 * dies with the request. Nothing here is freed one by one.
 *
 * Failure: functions that take a DashCx never return an error. They leave
 * through dash_fail(), which unwinds to the dispatcher, which answers 500 and
 * logs the reason. Running out of memory takes the same way.
 */
#ifndef DASH_BASE_H
#define DASH_BASE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Version of the contract between generated C and the runtime. The compiler
 * writes it into every program; dash_main() refuses another one, and a header
 * of another version stops the C compiler with DASH_REQUIRE_ABI. */
#define DASH_ABI 1
#define DASH_REQUIRE_ABI(version)                                                                  \
    _Static_assert((version) == DASH_ABI,                                                          \
                   "this C was written for another version of the dashc runtime: compile the "     \
                   ".dash file again")

#if defined(__GNUC__)
#define DASH_NORETURN            __attribute__((noreturn))
#define DASH_PRINTF(text, first) __attribute__((format(printf, text, first)))
#define DASH_UNUSED              __attribute__((unused))
#define DASH_PRAGMA(text)        _Pragma(#text)
#define DASH_UNROLL(times)       DASH_PRAGMA(GCC unroll times)
#else
#define DASH_UNROLL(times)
#define DASH_NORETURN
#define DASH_PRINTF(format, first)
#define DASH_UNUSED
#endif

/* UTF-8, not NUL-terminated. ptr == NULL is null (the absent value of text?);
 * an empty text has a non-NULL ptr and len 0. The bytes are never changed. */
typedef struct DashText {
    const char *ptr;
    size_t len;
} DashText;

#define DASH_TEXT(literal) ((DashText){"" literal, sizeof(literal) - 1})
#define DASH_NO_TEXT       ((DashText){NULL, 0})

/* T? for the scalars; value is 0 when has is false. */
typedef struct DashOptBool {
    bool has, value;
} DashOptBool;
typedef struct DashOptInt {
    bool has;
    int64_t value;
} DashOptInt;
typedef struct DashOptFloat {
    bool has;
    double value;
} DashOptFloat;

/* [T] for the scalars. Lists are values: never changed after they are made. */
typedef struct DashBools {
    const bool *items;
    size_t len;
} DashBools;
typedef struct DashInts {
    const int64_t *items;
    size_t len;
} DashInts;
typedef struct DashFloats {
    const double *items;
    size_t len;
} DashFloats;
typedef struct DashTexts {
    const DashText *items;
    size_t len;
} DashTexts;

/* One run of user code: a request's arena, its failure exit, what ctx.* reads.
 * Belongs to one thread. */
typedef struct DashCx DashCx;

/* `size` zeroed bytes, 16-byte aligned, alive until the request ends. Fails the
 * request when memory is out or the request's memory bound is passed. */
void *dash_alloc(DashCx *cx, size_t size);

/* `count` zeroed elements of `size` bytes each, checked for overflow. */
void *dash_alloc_array(DashCx *cx, size_t count, size_t size);

/* The same, not zeroed: for arrays that are written before they are read, and whose
 * end may never be used. */
void *dash_alloc_unset(DashCx *cx, size_t count, size_t size);

/* Ends the callback: the client gets a 500 without details, the log gets
 * `where` ("app.dash:12:3", a static string) and the message. */
DASH_NORETURN void dash_fail(DashCx *cx, const char *where, const char *format, ...)
    DASH_PRINTF(3, 4);

/* Fails the request when the thread's stack is nearly used up: what a function
 * that may call itself begins with, so that endless recursion is an error of the
 * request and not the end of the server. */
void dash_check_stack(DashCx *cx, const char *where);

/* Fails the request when its time is over: what long loops ask now and then. */
void dash_check_time(DashCx *cx, const char *where);
static inline void dash_turn(DashCx *cx, uint32_t *turns, const char *where)
{
    if (__builtin_expect((++*turns & 255) == 0, 0))
        dash_check_time(cx, where);
}

/* Ends the callback with no update at all (HTTP 204). */
DASH_NORETURN void dash_prevent_update(DashCx *cx);

#endif
