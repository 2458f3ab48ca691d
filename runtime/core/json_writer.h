/* SPDX-License-Identifier: MIT
 *
 * Streams DashValues as JSON into one growing buffer. A worker thread owns a
 * writer and uses it again for every request; it takes no arena and no context,
 * and never fails in the middle: when memory is out, `failed` is set, all that
 * follows is ignored, and the caller looks once at the end.
 *
 * The low-level calls write exactly what their name says. Only json_key and
 * json_item put commas: both look at the last byte, so that objects and lists
 * need no state:
 *
 *     json_raw(w, "{", 1);
 *     json_key(w, DASH_TEXT("multi")), json_bool(w, true);
 *     json_key(w, DASH_TEXT("response")), json_value(w, &value);
 *     json_raw(w, "}", 1);
 */
#ifndef DASH_CORE_JSON_WRITER_H
#define DASH_CORE_JSON_WRITER_H

#include "dash/value.h"

typedef struct JsonWriter {
    char *ptr; /* malloc'ed; ptr[0..len) is the text so far, not NUL-terminated */
    size_t len, capacity;
    bool failed;
    bool plain;             /* numeric columns as lists, never as typed arrays */
    bool html_safe;         /* write "<" as \u003c: fit for a <script> element */
    struct JsonSpan *codes; /* where each dictionary code was written; reused */
    size_t code_capacity;
} JsonWriter;

/* An empty writer; takes no memory yet. */
void json_writer_init(JsonWriter *w);
/* Forgets the text and `failed`; keeps the buffer unless it became very large. */
void json_writer_reset(JsonWriter *w);
/* Frees everything; the writer is as after init. */
void json_writer_finish(JsonWriter *w);

/* Room for `size` more bytes at ptr + len, or NULL when memory is out. */
char *json_reserve(JsonWriter *w, size_t size);

/* Any bytes, as they are. */
void json_raw(JsonWriter *w, const char *bytes, size_t len);
#define json_literal(w, literal) json_raw(w, "" literal, sizeof(literal) - 1)

/* A quoted, escaped text; null for the null text. UTF-8 passes through. */
void json_string(JsonWriter *w, DashText text);
void json_int(JsonWriter *w, int64_t value);
/* Shortest digits; NaN and infinities are null. */
void json_float(JsonWriter *w, double value);
void json_bool(JsonWriter *w, bool value);
void json_null(JsonWriter *w);

/* A comma unless the last byte is "{", then the name and a colon. */
void json_key(JsonWriter *w, DashText name);
/* A comma unless the last byte is "[". */
void json_item(JsonWriter *w);

/* A whole value. An object's fields that are DASH_NO_UPDATE are left out; any
 * other DASH_NO_UPDATE is {"_dash_no_update":"_dash_no_update"}. */
void json_value(JsonWriter *w, const DashValue *value);

/* A value's text in the context's arena, with a NUL behind it; `plain` as above. Fails the request
 * when memory is out. */
DashText json_written(DashCx *cx, const DashValue *value, bool plain);
/* The beginning of it, for messages. */
const char *json_shown(DashCx *cx, const DashValue *value);

/* A column's rows; see DashArray. */
void json_array(JsonWriter *w, const DashArray *array);

#endif
