/* SPDX-License-Identifier: MIT
 *
 * UTF-8 as the compiler needs it: strict decoding, and how many columns of a
 * terminal a code point takes.
 */
#ifndef DASHC_SOURCE_UTF8_H
#define DASHC_SOURCE_UTF8_H

#include <stddef.h>
#include <stdint.h>

/* The code point at `text` (`len` > 0 bytes left) and the bytes it takes in
 * `size`. Bytes that are not UTF-8 (too long forms, surrogates and values past
 * U+10FFFF too) give UTF8_BAD and size 1. */
#define UTF8_BAD UINT32_MAX
uint32_t utf8_decode(const char *text, size_t len, size_t *size);

/* The offset of the first byte that is not UTF-8, or `len`. */
size_t utf8_check(const char *text, size_t len);

/* 0 for combining marks, 2 for East Asian wide ones and emoji, else 1. */
int utf8_width(uint32_t code_point);

#endif
