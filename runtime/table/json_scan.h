/* SPDX-License-Identifier: MIT
 *
 * The values of a JSON text one after the other, without a tree: what a file of
 * records is read with. The rules are RFC 8259's; NaN counts as null.
 */
#ifndef DASH_TABLE_JSON_SCAN_H
#define DASH_TABLE_JSON_SCAN_H

#include "dash/base.h"

typedef enum JsonKind {
    JSON_KIND_NULL,
    JSON_KIND_BOOL,
    JSON_KIND_INT,
    JSON_KIND_FLOAT,
    JSON_KIND_TEXT,
    JSON_KIND_LIST, /* its brackets with all that is in them */
    JSON_KIND_RECORD,
} JsonKind;

typedef struct JsonToken {
    JsonKind kind;
    DashText raw;    /* as it stands in the file */
    DashText text;   /* of a text; in the file, or in the scanner's buffer until the next one */
    int64_t integer; /* of a bool or an int */
    double number;   /* of an int or a float */
} JsonToken;

typedef struct JsonScanner {
    const char *begin, *at, *end;
    const char *wrong; /* what was expected at `at` when something failed */
    bool no_memory;
    char *buffer; /* malloc'ed: the caller frees it */
    size_t capacity;
} JsonScanner;

void json_skip_space(JsonScanner *s);
/* Steps over the byte, and space before it; false when there is another one. */
bool json_take(JsonScanner *s, char byte);
/* The next value; lists and records are checked and stepped over. false: `wrong` or
 * `no_memory` tells why. */
bool json_scan(JsonScanner *s, JsonToken *token);

/* Line and column of a place, from 1; the column counts bytes. */
void json_place(const JsonScanner *s, const char *at, size_t *line, size_t *column);

#endif
