/* SPDX-License-Identifier: MIT
 *
 * Is it UTF-8? Asked of every byte that comes from outside.
 */
#ifndef DASH_CORE_UTF8_H
#define DASH_CORE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Whether `bytes` are well-formed UTF-8 (Unicode's table 3-7: no surrogates, no
 * overlong forms, nothing past U+10FFFF). */
bool utf8_valid(const char *bytes, size_t len);

/* The length of the longest well-formed beginning: `len` when all is well, else
 * the place of the first byte of the first bad sequence. */
size_t utf8_valid_prefix(const char *bytes, size_t len);

/* Writes a code point (not checked); gives the bytes it takes. */
size_t utf8_encode(char out[4], uint32_t code);

#endif
