/* SPDX-License-Identifier: MIT
 *
 * Base64 (RFC 4648, padded), as fast as the processor gives it.
 */
#ifndef DASH_CORE_BASE64_H
#define DASH_CORE_BASE64_H

#include <stdbool.h>
#include <stddef.h>

static inline size_t base64_size(size_t len)
{
    return (len + 2) / 3 * 4;
}

/* Writes exactly base64_size(len) bytes, without a NUL. */
void base64_encode(char *out, const void *bytes, size_t len);

/* Writes the bytes, at most as many as there are characters, and sets `len`;
 * false when the text is no base64. */
bool base64_decode(void *out, size_t *len, const char *text, size_t text_len);

#endif
