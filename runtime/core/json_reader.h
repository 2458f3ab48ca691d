/* SPDX-License-Identifier: MIT
 *
 * JSON from outside: checked and bounded, then parsed by cJSON into the arena of
 * a context. cJSON takes its memory through hooks for the whole process; ours
 * look at the reader that is at work in the thread.
 */
#ifndef DASH_CORE_JSON_READER_H
#define DASH_CORE_JSON_READER_H

#include <string.h>

#include <cJSON.h>

#include "dash/base.h"
#include "dash/value.h"

/* Why a text is refused. */
typedef enum JsonFault {
    JSON_FINE,
    JSON_MALFORMED,
    JSON_NOT_UTF8,
    JSON_HAS_NUL,  /* \u0000: no text of ours can hold it */
    JSON_TOO_DEEP, /* more than JSON_DEPTH brackets inside each other */
    JSON_TOO_MANY, /* more than JSON_VALUES values */
    JSON_NO_MEMORY,
} JsonFault;

enum {
    JSON_DEPTH = 128, /* bounds the recursion of parser and writer */
    JSON_VALUES = 1000 * 1000,
};

/* Tells cJSON about the hooks. Once, before any thread reads. */
void json_reader_install(void);

/* Parses a whole text; what is built lives in the arena of `cx`. On a fault
 * `root` is NULL. */
JsonFault json_read(DashCx *cx, const char *text, size_t len, const cJSON **root);

/* The object's member, or NULL. */
static inline const cJSON *json_member(const cJSON *object, const char *name)
{
    return cJSON_GetObjectItemCaseSensitive(object, name);
}

static inline bool json_is_text(const cJSON *item, const char *text)
{
    return cJSON_IsString(item) && strcmp(item->valuestring, text) == 0;
}

/* "malformed JSON": for the log. */
const char *json_fault_text(JsonFault fault);

/* A parsed value as ours (NULL: null). Whole numbers up to 2^53 become ints. The
 * texts are shared with the parsed tree. */
DashValue json_to_value(DashCx *cx, const cJSON *item);

#endif
