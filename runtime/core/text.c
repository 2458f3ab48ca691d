/* SPDX-License-Identifier: MIT
 *
 * Texts: comparison, building, and the standard library's functions on them.
 * Texts are trusted to be UTF-8: the compiler and the request reader check.
 */
#include "dash/text.h"

#include <string.h>

#include "core/cx.h"
#include "core/text_space.h"
#include "dash/number.h"

bool dash_text_eq(DashText a, DashText b)
{
    if (!a.ptr || !b.ptr)
        return a.ptr == b.ptr;
    return a.len == b.len && memcmp(a.ptr, b.ptr, a.len) == 0;
}

int dash_text_cmp(DashText a, DashText b)
{
    size_t common = a.len < b.len ? a.len : b.len;
    int order = common ? memcmp(a.ptr, b.ptr, common) : 0;
    return order ? order : (a.len > b.len) - (a.len < b.len);
}

DashText dash_text_of(const char *c_string)
{
    return (DashText){c_string, c_string ? strlen(c_string) : 0};
}

/* ---- building ----------------------------------------------------------- */

DashBuilder dash_builder(DashCx *cx)
{
    return (DashBuilder){.cx = cx};
}

static char *reserve(DashBuilder *b, size_t more)
{
    if (b->capacity - b->len < more) {
        size_t wanted = b->capacity < 32 ? 64 : b->capacity * 2;
        if (wanted - b->len < more && __builtin_add_overflow(b->len, more, &wanted))
            dash_fail(b->cx, "", "out of memory: a text of %zu bytes", more);
        b->ptr = dash_grow(b->cx, b->ptr, b->capacity, wanted);
        b->capacity = wanted;
    }
    return b->ptr + b->len;
}

void dash_put(DashBuilder *b, DashText text)
{
    if (text.len == 0)
        return;
    memcpy(reserve(b, text.len), text.ptr, text.len);
    b->len += text.len;
}

void dash_put_int(DashBuilder *b, int64_t value)
{
    b->len += dash_write_int(reserve(b, DASH_NUMBER_MAX), value);
}

void dash_put_float(DashBuilder *b, double value)
{
    b->len += dash_write_float(reserve(b, DASH_NUMBER_MAX), value);
}

void dash_put_bool(DashBuilder *b, bool value)
{
    dash_put(b, value ? DASH_TEXT("true") : DASH_TEXT("false"));
}

DashText dash_builder_text(DashBuilder *b)
{
    return b->ptr ? (DashText){b->ptr, b->len} : DASH_TEXT("");
}

/* ---- parts -------------------------------------------------------------- */

/* Where `part` first stands in `text` at `from` or later, or SIZE_MAX. */
static size_t find(DashText text, DashText part, size_t from)
{
    if (part.len > text.len - from)
        return SIZE_MAX;
    if (part.len == 0)
        return from;
    const char *at = memmem(text.ptr + from, text.len - from, part.ptr, part.len);
    return at ? (size_t)(at - text.ptr) : SIZE_MAX;
}

bool dash_contains(DashText text, DashText part)
{
    return find(text, part, 0) != SIZE_MAX;
}

bool dash_starts_with(DashText text, DashText part)
{
    return part.len <= text.len && (part.len == 0 || memcmp(text.ptr, part.ptr, part.len) == 0);
}

bool dash_ends_with(DashText text, DashText part)
{
    return part.len <= text.len &&
           (part.len == 0 || memcmp(text.ptr + text.len - part.len, part.ptr, part.len) == 0);
}

static bool is_continuation(char byte)
{
    return ((unsigned char)byte & 0xC0) == 0x80;
}

int64_t dash_text_len(DashText text)
{
    int64_t count = 0;
    for (size_t i = 0; i < text.len; i++)
        count += !is_continuation(text.ptr[i]);
    return count;
}

/* The bytes of the code point that starts at `at`. */
static size_t step(DashText text, size_t at)
{
    size_t next = at + 1;
    while (next < text.len && is_continuation(text.ptr[next]))
        next++;
    return next - at;
}

/* With nothing to look for, the replacement goes between all code points and at
 * both ends, as in Python. */
static DashText interleave(DashCx *cx, DashText text, DashText replacement)
{
    DashBuilder b = dash_builder(cx);
    dash_put(&b, replacement);
    for (size_t at = 0; at < text.len;) {
        size_t size = step(text, at);
        dash_put(&b, (DashText){text.ptr + at, size});
        dash_put(&b, replacement);
        at += size;
    }
    return dash_builder_text(&b);
}

DashText dash_replace(DashCx *cx, DashText text, DashText old, DashText replacement)
{
    if (old.len == 0)
        return interleave(cx, text, replacement);
    size_t at = find(text, old, 0), from = 0;
    if (at == SIZE_MAX)
        return text;
    DashBuilder b = dash_builder(cx);
    for (; at != SIZE_MAX; at = find(text, old, from)) {
        dash_put(&b, (DashText){text.ptr + from, at - from});
        dash_put(&b, replacement);
        from = at + old.len;
    }
    dash_put(&b, (DashText){text.ptr + from, text.len - from});
    return dash_builder_text(&b);
}

/* ---- lists of texts ----------------------------------------------------- */

typedef struct Parts {
    DashCx *cx;
    DashText *items;
    size_t len, capacity;
} Parts;

static void add_part(Parts *parts, const char *ptr, size_t len)
{
    if (parts->len == parts->capacity) {
        size_t wanted = parts->capacity ? parts->capacity * 2 : 8;
        parts->items = dash_grow(parts->cx, parts->items, parts->capacity * sizeof *parts->items,
                                 wanted * sizeof *parts->items);
        parts->capacity = wanted;
    }
    parts->items[parts->len++] = (DashText){ptr, len};
}

/* The words between runs of white space. */
static void split_words(Parts *parts, DashText text)
{
    for (size_t at = 0; at < text.len;) {
        size_t space = text_space_at(text, at);
        if (space) {
            at += space;
            continue;
        }
        size_t start = at;
        while (at < text.len && !text_space_at(text, at))
            at += step(text, at);
        add_part(parts, text.ptr + start, at - start);
    }
}

DashTexts dash_split(DashCx *cx, DashText text, DashText separator)
{
    Parts parts = {.cx = cx};
    if (separator.len == 0) {
        split_words(&parts, text);
        return (DashTexts){parts.items, parts.len};
    }
    size_t from = 0, at = find(text, separator, 0);
    for (; at != SIZE_MAX; at = find(text, separator, from)) {
        add_part(&parts, text.ptr + from, at - from);
        from = at + separator.len;
    }
    add_part(&parts, text.ptr + from, text.len - from);
    return (DashTexts){parts.items, parts.len};
}

DashText dash_join(DashCx *cx, DashTexts parts, DashText separator)
{
    DashBuilder b = dash_builder(cx);
    for (size_t i = 0; i < parts.len; i++) {
        if (i > 0)
            dash_put(&b, separator);
        dash_put(&b, parts.items[i]);
    }
    return dash_builder_text(&b);
}

/* ---- white space -------------------------------------------------------- */

/* X(UTF-8 bytes): Unicode's white space beyond ASCII. */
#define WIDE_SPACES(X)                                                                             \
    X("\xC2\x85")                                                                                  \
    X("\xC2\xA0")                                                                                  \
    X("\xE1\x9A\x80")                                                                              \
    X("\xE2\x80\xA8")                                                                              \
    X("\xE2\x80\xA9")                                                                              \
    X("\xE2\x80\xAF")                                                                              \
    X("\xE2\x81\x9F")                                                                              \
    X("\xE3\x80\x80")

static bool starts_with_bytes(DashText text, size_t at, const char *bytes, size_t len)
{
    return text.len - at >= len && memcmp(text.ptr + at, bytes, len) == 0;
}

size_t text_space_at(DashText text, size_t at)
{
    unsigned char first = (unsigned char)text.ptr[at];
    if (first == ' ' || (first >= 9 && first <= 13) || (first >= 28 && first <= 31))
        return 1;
    if (first < 0x80)
        return 0;
    /* U+2000 to U+200A */
    if (starts_with_bytes(text, at, "\xE2\x80", 2) && text.len - at >= 3) {
        unsigned char last = (unsigned char)text.ptr[at + 2];
        if (last >= 0x80 && last <= 0x8A)
            return 3;
    }
#define X(bytes)                                                                                   \
    if (starts_with_bytes(text, at, bytes, sizeof(bytes) - 1))                                     \
        return sizeof(bytes) - 1;
    WIDE_SPACES(X)
#undef X
    return 0;
}

DashText dash_strip(DashText text)
{
    size_t start = 0, size;
    while (start < text.len && (size = text_space_at(text, start)) > 0)
        start += size;
    size_t end = text.len;
    while (end > start) {
        size_t last = end - 1;
        while (last > start && is_continuation(text.ptr[last]))
            last--;
        if (!text_space_at(text, last))
            break;
        end = last;
    }
    return (DashText){text.ptr + start, end - start};
}
