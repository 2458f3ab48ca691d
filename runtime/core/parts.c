/* SPDX-License-Identifier: MIT
 *
 * Indexes, slices and growing lists.
 */
#include "dash/parts.h"

#include <string.h>

#include "core/cx.h"
#include "dash/text.h"

void dash_bad_index(DashCx *cx, int64_t index, size_t len, const char *where)
{
    dash_fail(cx, where, "index %lld in a list of %zu", (long long)index, len);
}

/* Where a slice's end lies among `len` items. */
static size_t clamp_end(int64_t at, size_t len)
{
    if (at < 0)
        return (uint64_t) - (at + 1) < len ? (size_t)(at + (int64_t)len) : 0;
    return (uint64_t)at < len ? (size_t)at : len;
}

DashSpan dash_span(int64_t start, int64_t end, size_t len)
{
    size_t from = clamp_end(start, len), to = clamp_end(end, len);
    return (DashSpan){from, to > from ? to - from : 0};
}

/* ---- texts -------------------------------------------------------------- */

static bool starts_character(char byte)
{
    return ((unsigned char)byte & 0xC0) != 0x80;
}

/* The byte where character `index` begins, or the length. */
static size_t byte_of(DashText text, size_t index)
{
    size_t at = 0;
    for (; at < text.len; at++)
        if (starts_character(text.ptr[at]) && index-- == 0)
            return at;
    return at;
}

DashText dash_text_slice(DashText text, int64_t start, int64_t end)
{
    DashSpan span = dash_span(start, end, (size_t)dash_text_len(text));
    size_t from = byte_of(text, span.from);
    DashText rest = {text.ptr + from, text.len - from};
    return (DashText){rest.ptr, byte_of(rest, span.len)};
}

DashText dash_text_at(DashCx *cx, DashText text, int64_t index, const char *where)
{
    int64_t len = dash_text_len(text), at = index < 0 ? index + len : index;
    if (at < 0 || at >= len)
        dash_fail(cx, where, "index %lld in a text of %lld", (long long)index, (long long)len);
    return dash_text_slice(text, at, at + 1);
}

/* ---- growing ------------------------------------------------------------ */

static size_t capacity_for(size_t count)
{
    size_t capacity = 4;
    while (capacity < count)
        capacity *= 2;
    return capacity;
}

static size_t bytes_of(DashCx *cx, size_t count, size_t size)
{
    size_t bytes;
    if (__builtin_mul_overflow(count, size, &bytes))
        dash_fail(cx, "", "a list of %zu items is too long", count);
    return bytes;
}

void *dash_more_room(DashCx *cx, const void *items, size_t count, size_t size)
{
    void *old = (void *)(uintptr_t)items;
    size_t more = count == 0 ? 4 : 2 * count;
    return dash_grow(cx, count == 0 ? NULL : old, count * size, bytes_of(cx, more, size));
}

void *dash_copy_items(DashCx *cx, const void *items, size_t count, size_t size)
{
    void *copy = dash_grow(cx, NULL, 0, bytes_of(cx, capacity_for(count), size));
    if (count > 0)
        memcpy(copy, items, count * size);
    return copy;
}
