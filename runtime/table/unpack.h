/* SPDX-License-Identifier: MIT
 *
 * Packed files: gzip and zstd, seen by their first bytes.
 */
#ifndef DASH_TABLE_UNPACK_H
#define DASH_TABLE_UNPACK_H

#include <stdbool.h>
#include <stddef.h>

typedef struct Unpacked {
    char *bytes; /* malloc'ed; free() it */
    size_t len;
} Unpacked;

typedef enum UnpackResult {
    UNPACK_PLAIN, /* not packed: nothing is made */
    UNPACK_DONE,
    UNPACK_BROKEN,
    UNPACK_TOO_LONG, /* more than `max` bytes would come out */
    UNPACK_NO_MEMORY,
    UNPACK_FOREIGN, /* of a kind that is not read; `kind` names it */
} UnpackResult;

/* Unpacks the whole, all members or frames one after the other. Never holds more
 * than `max` bytes at once. `kind` is then "gzip" … */
UnpackResult unpack(const char *bytes, size_t len, size_t max, Unpacked *out, const char **kind);

#endif
