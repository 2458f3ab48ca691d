/* SPDX-License-Identifier: MIT
 *
 * The streaming JSON writer: buffer, scalars, escapes and whole values. How the
 * rows of a column are written is in json_array.c.
 */
#include "core/json_writer.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "dash/number.h"

enum {
    FIRST_CAPACITY = 16 * 1024,
    KEEP_CAPACITY = 4 * 1024 * 1024, /* a larger buffer is not kept for the next request */
    LONGEST_ESCAPE = 6,              /* \u001f */
};

void json_writer_init(JsonWriter *w)
{
    *w = (JsonWriter){0};
}

void json_writer_reset(JsonWriter *w)
{
    if (w->capacity > KEEP_CAPACITY) {
        json_writer_finish(w);
    }
    w->len = 0;
    w->failed = false;
    w->html_safe = false;
}

void json_writer_finish(JsonWriter *w)
{
    free(w->ptr);
    free(w->codes);
    json_writer_init(w);
}

static bool grow(JsonWriter *w, size_t size)
{
    size_t capacity = w->capacity ? w->capacity : FIRST_CAPACITY;
    while (capacity - w->len < size) {
        if (capacity > SIZE_MAX / 2) {
            return false;
        }
        capacity *= 2;
    }
    char *ptr = realloc(w->ptr, capacity);
    if (!ptr) {
        return false;
    }
    w->ptr = ptr;
    w->capacity = capacity;
    return true;
}

char *json_reserve(JsonWriter *w, size_t size)
{
    if (w->failed) {
        return NULL;
    }
    if ((w->capacity - w->len < size || !w->ptr) && !grow(w, size)) {
        w->failed = true;
        return NULL;
    }
    return w->ptr + w->len;
}

void json_raw(JsonWriter *w, const char *bytes, size_t len)
{
    char *out = json_reserve(w, len);
    if (out && len) {
        memcpy(out, bytes, len);
        w->len += len;
    }
}

/* What a byte needs inside quotes: 0 nothing, 'u' a \u escape, '<' a \u escape
 * when html_safe, anything else the letter after the backslash. */
static const char ESCAPES[256] = {
    [0] = 'u',  [1] = 'u',    [2] = 'u',    [3] = 'u',    [4] = 'u',   [5] = 'u',     [6] = 'u',
    [7] = 'u',  ['\b'] = 'b', ['\t'] = 't', ['\n'] = 'n', [11] = 'u',  ['\f'] = 'f',  ['\r'] = 'r',
    [14] = 'u', [15] = 'u',   [16] = 'u',   [17] = 'u',   [18] = 'u',  [19] = 'u',    [20] = 'u',
    [21] = 'u', [22] = 'u',   [23] = 'u',   [24] = 'u',   [25] = 'u',  [26] = 'u',    [27] = 'u',
    [28] = 'u', [29] = 'u',   [30] = 'u',   [31] = 'u',   ['"'] = '"', ['\\'] = '\\', ['<'] = '<',
};

static char *put_escape(char *out, unsigned char byte, char escape)
{
    *out++ = '\\';
    if (escape != 'u' && escape != '<') {
        *out++ = escape;
        return out;
    }
    memcpy(out, "u00", 3);
    out[3] = "0123456789abcdef"[byte >> 4];
    out[4] = "0123456789abcdef"[byte & 15];
    return out + 5;
}

/* Escapes `len` bytes to `out`, which has room for the worst case. */
static char *put_escaped(char *out, const char *bytes, size_t len, bool html_safe)
{
    size_t start = 0;
    for (size_t i = 0; i < len; i++) {
        unsigned char byte = (unsigned char)bytes[i];
        char escape = ESCAPES[byte];
        if (!escape || (escape == '<' && !html_safe)) {
            continue;
        }
        memcpy(out, bytes + start, i - start);
        out = put_escape(out + (i - start), byte, escape);
        start = i + 1;
    }
    memcpy(out, bytes + start, len - start);
    return out + (len - start);
}

void json_string(JsonWriter *w, DashText text)
{
    if (!text.ptr) {
        json_null(w);
        return;
    }
    if (text.len > SIZE_MAX / LONGEST_ESCAPE - 2) {
        w->failed = true;
        return;
    }
    char *out = json_reserve(w, text.len * LONGEST_ESCAPE + 2);
    if (!out) {
        return;
    }
    *out++ = '"';
    out = put_escaped(out, text.ptr, text.len, w->html_safe);
    *out++ = '"';
    w->len = (size_t)(out - w->ptr);
}

/* JSON that came as text. Its "<" can only be inside strings, so that the same
 * escape is right there. */
static void json_text(JsonWriter *w, DashText json)
{
    if (!w->html_safe) {
        json_raw(w, json.ptr, json.len);
        return;
    }
    const char *at = json.ptr, *end = json.ptr + json.len;
    while (at < end) {
        const char *angle = memchr(at, '<', (size_t)(end - at));
        json_raw(w, at, (size_t)((angle ? angle : end) - at));
        if (!angle) {
            return;
        }
        json_literal(w, "\\u003c");
        at = angle + 1;
    }
}

void json_int(JsonWriter *w, int64_t value)
{
    char *out = json_reserve(w, DASH_NUMBER_MAX);
    if (out) {
        w->len += dash_write_int(out, value);
    }
}

void json_float(JsonWriter *w, double value)
{
    if (!isfinite(value)) {
        json_null(w);
        return;
    }
    char *out = json_reserve(w, DASH_NUMBER_MAX);
    if (out) {
        w->len += dash_write_float(out, value);
    }
}

void json_bool(JsonWriter *w, bool value)
{
    if (value) {
        json_literal(w, "true");
    } else {
        json_literal(w, "false");
    }
}

void json_null(JsonWriter *w)
{
    json_literal(w, "null");
}

static void comma_unless(JsonWriter *w, char opening)
{
    if (w->len && w->ptr[w->len - 1] != opening) {
        json_literal(w, ",");
    }
}

void json_key(JsonWriter *w, DashText name)
{
    comma_unless(w, '{');
    json_string(w, name);
    json_literal(w, ":");
}

void json_item(JsonWriter *w)
{
    comma_unless(w, '[');
}

static void json_list(JsonWriter *w, const DashValue *items, size_t count)
{
    json_literal(w, "[");
    for (size_t i = 0; i < count; i++) {
        json_item(w);
        json_value(w, &items[i]);
    }
    json_literal(w, "]");
}

static void json_object(JsonWriter *w, const DashField *fields, size_t count)
{
    json_literal(w, "{");
    for (size_t i = 0; i < count; i++) {
        if (fields[i].value.kind != DASH_NO_UPDATE) {
            json_key(w, fields[i].name);
            json_value(w, &fields[i].value);
        }
    }
    json_literal(w, "}");
}

void json_value(JsonWriter *w, const DashValue *value)
{
    switch (value->kind) {
    case DASH_NULL:
        json_null(w);
        break;
    case DASH_BOOL:
        json_bool(w, value->boolean);
        break;
    case DASH_INT:
        json_int(w, value->integer);
        break;
    case DASH_FLOAT:
        json_float(w, value->number);
        break;
    case DASH_STRING:
        json_string(w, value->text);
        break;
    case DASH_LIST:
        json_list(w, value->items, value->count);
        break;
    case DASH_OBJECT:
        json_object(w, value->fields, value->count);
        break;
    case DASH_ARRAY:
        json_array(w, value->array);
        break;
    case DASH_JSON:
        json_text(w, value->text);
        break;
    case DASH_NO_UPDATE:
        json_literal(w, "{\"_dash_no_update\":\"_dash_no_update\"}");
        break;
    }
}
