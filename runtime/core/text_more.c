/* SPDX-License-Identifier: MIT
 *
 * More of the standard library's functions on texts: places, padding, trimming
 * and pieces.
 */
#include <string.h>

#include "core/cx.h"
#include "core/text_space.h"
#include "dash/text.h"

enum { WIDEST = 1000000 };

static int64_t points(const char *ptr, size_t len)
{
    return dash_text_len((DashText){ptr, len});
}

/* ---- places ---------------------------------------------------------------- */

DashOptInt dash_find(DashText text, DashText part)
{
    if (part.len == 0)
        return (DashOptInt){true, 0};
    const char *at = memmem(text.ptr, text.len, part.ptr, part.len);
    return at ? (DashOptInt){true, points(text.ptr, (size_t)(at - text.ptr))} : (DashOptInt){0};
}

int64_t dash_count_text(DashText text, DashText part)
{
    if (part.len == 0)
        return dash_text_len(text) + 1;
    int64_t count = 0;
    const char *at = text.ptr, *end = text.ptr + text.len;
    while ((at = memmem(at, (size_t)(end - at), part.ptr, part.len))) {
        count++;
        at += part.len;
    }
    return count;
}

/* ---- trimming -------------------------------------------------------------- */

DashText dash_lstrip(DashText text)
{
    size_t start = 0, size;
    while (start < text.len && (size = text_space_at(text, start)) > 0)
        start += size;
    return (DashText){text.ptr + start, text.len - start};
}

DashText dash_rstrip(DashText text)
{
    DashText both = dash_strip(text);
    size_t end = (size_t)(both.ptr - text.ptr) + both.len;
    return (DashText){text.ptr, end};
}

DashText dash_remove_prefix(DashText text, DashText prefix)
{
    if (!dash_starts_with(text, prefix))
        return text;
    return (DashText){text.ptr + prefix.len, text.len - prefix.len};
}

DashText dash_remove_suffix(DashText text, DashText suffix)
{
    if (!dash_ends_with(text, suffix))
        return text;
    return (DashText){text.ptr, text.len - suffix.len};
}

/* ---- padding --------------------------------------------------------------- */

static void put_times(DashBuilder *b, DashText text, int64_t times)
{
    for (int64_t i = 0; i < times; i++)
        dash_put(b, text);
}

DashText dash_pad(DashCx *cx, DashText text, int64_t width, DashText fill, DashText align,
                  const char *where)
{
    if (width > WIDEST)
        dash_fail(cx, where, "a width of %lld", (long long)width);
    if (dash_text_len(fill) != 1)
        dash_fail(cx, where, "`fill` is one character, not %lld", (long long)dash_text_len(fill));
    int64_t missing = width - dash_text_len(text);
    if (missing <= 0)
        return text;
    int64_t before = dash_text_eq(align, DASH_TEXT("right"))    ? missing
                     : dash_text_eq(align, DASH_TEXT("center")) ? missing / 2
                                                                : 0;
    DashBuilder b = dash_builder(cx);
    put_times(&b, fill, before);
    dash_put(&b, text);
    put_times(&b, fill, missing - before);
    return dash_builder_text(&b);
}

DashText dash_repeat(DashCx *cx, DashText text, int64_t times, const char *where)
{
    if (times > 0 && text.len > 0 && times > (int64_t)((size_t)256 << 20) / (int64_t)text.len)
        dash_fail(cx, where, "a text of %zu bytes, %lld times", text.len, (long long)times);
    DashBuilder b = dash_builder(cx);
    put_times(&b, text, times);
    return dash_builder_text(&b);
}

/* ---- capitals -------------------------------------------------------------- */

static size_t first_size(DashText text)
{
    size_t size = text.len > 0;
    while (size < text.len && ((unsigned char)text.ptr[size] & 0xC0) == 0x80)
        size++;
    return size;
}

DashText dash_capitalize(DashCx *cx, DashText text)
{
    size_t size = first_size(text);
    DashBuilder b = dash_builder(cx);
    dash_put(&b, dash_upper(cx, (DashText){text.ptr, size}));
    dash_put(&b, dash_lower(cx, (DashText){text.ptr + size, text.len - size}));
    return dash_builder_text(&b);
}

/* ---- pieces ---------------------------------------------------------------- */

DashTexts dash_chars(DashCx *cx, DashText text)
{
    DashText *items = dash_alloc_array(cx, (size_t)dash_text_len(text), sizeof *items);
    size_t count = 0;
    while (text.len > 0) {
        size_t size = first_size(text);
        items[count++] = (DashText){text.ptr, size};
        text = (DashText){text.ptr + size, text.len - size};
    }
    return (DashTexts){items, count};
}

DashTexts dash_lines(DashCx *cx, DashText text)
{
    size_t count = 0, most = 1;
    for (size_t i = 0; i < text.len; i++)
        most += text.ptr[i] == '\n' || text.ptr[i] == '\r';
    DashText *items = dash_alloc_array(cx, most, sizeof *items);
    for (size_t at = 0; at < text.len;) {
        size_t end = at;
        while (end < text.len && text.ptr[end] != '\n' && text.ptr[end] != '\r')
            end++;
        items[count++] = (DashText){text.ptr + at, end - at};
        bool both = end + 1 < text.len && text.ptr[end] == '\r' && text.ptr[end + 1] == '\n';
        at = end + 1 + (size_t)both;
    }
    return (DashTexts){items, count};
}
