/* SPDX-License-Identifier: MIT
 *
 * The compiler's memory: the runtime's arena with an exit where the runtime has
 * an error, growing arrays and texts on top of it, and the table of names.
 */
#include "source/memory.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

void die_out_of_memory(void)
{
    fputs("dashc: out of memory\n", stderr);
    exit(1);
}

/* The address that the stack should not grow below: a quarter is kept for what comes
 * after. Found once a thread. */
static uintptr_t find_stack_limit(void)
{
    pthread_attr_t attributes;
    void *lowest;
    size_t size;
    if (pthread_getattr_np(pthread_self(), &attributes) != 0)
        return 1;
    bool known = pthread_attr_getstack(&attributes, &lowest, &size) == 0;
    pthread_attr_destroy(&attributes);
    return known ? (uintptr_t)lowest + size / 4 : 1;
}

bool stack_is_low(void)
{
    static _Thread_local uintptr_t limit;
    if (limit == 0)
        limit = find_stack_limit();
    return (uintptr_t)__builtin_frame_address(0) < limit;
}

Arena *arena_create(void)
{
    Arena *arena = dash_arena_create(0);
    if (!arena)
        die_out_of_memory();
    return arena;
}

void *arena_alloc(Arena *arena, size_t size)
{
    void *ptr = dash_arena_alloc(arena, size);
    if (!ptr)
        die_out_of_memory();
    return ptr;
}

char *arena_strndup(Arena *arena, const char *text, size_t len)
{
    if (len == SIZE_MAX)
        die_out_of_memory();
    char *copy = arena_alloc(arena, len + 1);
    if (len)
        memcpy(copy, text, len);
    copy[len] = '\0';
    return copy;
}

/* Bytes that printing would give. */
__attribute__((format(printf, 1, 0))) static int text_length(const char *format, va_list args)
{
    char nothing[1];
    int len = vsnprintf(nothing, 0, format, args);
    if (len < 0)
        die_out_of_memory();
    return len;
}

char *arena_vprintf(Arena *arena, const char *format, va_list args)
{
    va_list again;
    va_copy(again, args);
    int len = text_length(format, args);
    char *text = arena_alloc(arena, (size_t)len + 1);
    vsnprintf(text, (size_t)len + 1, format, again);
    va_end(again);
    return text;
}

char *arena_printf(Arena *arena, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    char *text = arena_vprintf(arena, format, args);
    va_end(args);
    return text;
}

void vec_reserve(Arena *arena, void **at, int *capacity, int wanted, size_t item_size)
{
    if (wanted <= *capacity)
        return;
    if (wanted > INT32_MAX / 2)
        die_out_of_memory();
    int first = item_size > sizeof(void *) ? 2 : 4; /* most lists are short */
    int grown = *capacity ? *capacity * 2 : first;
    if (grown < wanted)
        grown = wanted;
    size_t old_size = (size_t)*capacity * item_size;
    size_t new_size = (size_t)grown * item_size;
    char *items = dash_arena_grow(arena, *at, old_size, new_size);
    if (!items)
        die_out_of_memory();
    memset(items + old_size, 0, new_size - old_size);
    *at = items;
    *capacity = grown;
}

void buf_reserve(Buf *buf, size_t more)
{
    if (more >= SIZE_MAX / 4 - buf->len)
        die_out_of_memory();
    size_t wanted = buf->len + more + 1;
    if (wanted <= buf->capacity)
        return;
    size_t grown = buf->capacity ? buf->capacity * 2 : 64;
    if (grown < wanted)
        grown = wanted;
    char *ptr = dash_arena_grow(buf->arena, buf->ptr, buf->capacity, grown);
    if (!ptr)
        die_out_of_memory();
    buf->ptr = ptr;
    buf->capacity = grown;
}

void buf_put(Buf *buf, const char *text, size_t len)
{
    buf_reserve(buf, len);
    if (len)
        memcpy(buf->ptr + buf->len, text, len);
    buf->len += len;
    buf->ptr[buf->len] = '\0';
}

void buf_puts(Buf *buf, const char *text)
{
    buf_put(buf, text, strlen(text));
}

void buf_putc(Buf *buf, char c)
{
    buf_put(buf, &c, 1);
}

void buf_printf(Buf *buf, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int len = text_length(format, args);
    va_end(args);
    buf_reserve(buf, (size_t)len);
    vsnprintf(buf->ptr + buf->len, (size_t)len + 1, format, again);
    va_end(again);
    buf->len += (size_t)len;
}

/* Open addressing, at most half full; a slot's hash is kept for growing. */
typedef struct InternSlot {
    const char *text; /* NULL: free */
    size_t len;
    uint64_t hash;
} InternSlot;

struct Interner {
    Arena *arena;
    InternSlot *slots;
    size_t mask, count;
};

static uint64_t hash_bytes(const char *text, size_t len)
{
    uint64_t hash = 0xcbf29ce484222325u; /* FNV-1a */
    for (size_t i = 0; i < len; i++)
        hash = (hash ^ (unsigned char)text[i]) * 0x100000001b3u;
    return hash;
}

Interner *interner_create(Arena *arena)
{
    Interner *interner = arena_new(arena, Interner);
    interner->arena = arena;
    interner->mask = 255;
    interner->slots = arena_array(arena, InternSlot, interner->mask + 1);
    return interner;
}

static InternSlot *intern_slot(const Interner *interner, const char *text, size_t len,
                               uint64_t hash)
{
    for (size_t i = hash & interner->mask;; i = (i + 1) & interner->mask) {
        InternSlot *slot = &interner->slots[i];
        if (!slot->text)
            return slot;
        if (slot->hash == hash && slot->len == len && memcmp(slot->text, text, len) == 0)
            return slot;
    }
}

static void interner_grow(Interner *interner)
{
    InternSlot *old = interner->slots;
    size_t old_size = interner->mask + 1;
    interner->mask = old_size * 2 - 1;
    interner->slots = arena_array(interner->arena, InternSlot, old_size * 2);
    for (size_t i = 0; i < old_size; i++)
        if (old[i].text)
            *intern_slot(interner, old[i].text, old[i].len, old[i].hash) = old[i];
}

const char *intern(Interner *interner, const char *text, size_t len)
{
    uint64_t hash = hash_bytes(text, len);
    InternSlot *slot = intern_slot(interner, text, len, hash);
    if (slot->text)
        return slot->text;
    *slot = (InternSlot){arena_strndup(interner->arena, text, len), len, hash};
    const char *copy = slot->text;
    if (++interner->count * 2 > interner->mask)
        interner_grow(interner);
    return copy;
}
