/* SPDX-License-Identifier: MIT
 *
 * The compiler's memory: one arena a compilation, nothing freed piece by piece.
 * Out of memory ends the program with one line (a compiler has nothing better
 * to do), so no caller checks for NULL.
 */
#ifndef DASHC_SOURCE_MEMORY_H
#define DASHC_SOURCE_MEMORY_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "dash/arena.h"

typedef DashArena Arena;

/* Bytes with a length; also NUL-terminated when made by the functions below. */
typedef struct Str {
    const char *ptr;
    size_t len;
} Str;

#define STR(literal) ((Str){"" literal, sizeof(literal) - 1})

Arena *arena_create(void);
void *arena_alloc(Arena *arena, size_t size); /* zeroed */
#define arena_new(arena, type) ((type *)arena_alloc((arena), sizeof(type)))
#define arena_array(arena, type, count)                                                            \
    ((type *)arena_alloc((arena), sizeof(type) * (size_t)(count)))
char *arena_strndup(Arena *arena, const char *text, size_t len);
char *arena_printf(Arena *arena, const char *format, ...) __attribute__((format(printf, 2, 3)));
char *arena_vprintf(Arena *arena, const char *format, va_list args);

/* Whether so much of the thread's stack is used that recursion should stop. */
bool stack_is_low(void);

/* Prints "dashc: out of memory" and exits with 1. */
__attribute__((noreturn)) void die_out_of_memory(void);

static inline bool str_eq(Str a, Str b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0);
}

/* A growing array in an arena:
 *     Vec(Expr *) items = {0};  vec_push(arena, &items, e);
 * items.at[i], items.count. */
#define Vec(type)                                                                                  \
    struct {                                                                                       \
        type *at;                                                                                  \
        int count, capacity;                                                                       \
    }
#define vec_push(arena, vec, item)                                                                 \
    (vec_reserve((arena), (void **)&(vec)->at, &(vec)->capacity, (vec)->count + 1,                 \
                 sizeof *(vec)->at),                                                               \
     (vec)->at[(vec)->count++] = (item))
void vec_reserve(Arena *arena, void **at, int *capacity, int wanted, size_t item_size);

/* Text under construction; ptr is always NUL-terminated after the first put. */
typedef struct Buf {
    Arena *arena;
    char *ptr;
    size_t len, capacity;
} Buf;
void buf_put(Buf *buf, const char *text, size_t len);
/* Makes room for `more` bytes and a NUL after the text. */
void buf_reserve(Buf *buf, size_t more);
void buf_puts(Buf *buf, const char *text);
void buf_putc(Buf *buf, char c);
void buf_printf(Buf *buf, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Interned names: equal texts give the same pointer, so names compare by ==. */
typedef struct Interner Interner;
Interner *interner_create(Arena *arena);
const char *intern(Interner *interner, const char *text, size_t len);

#endif
