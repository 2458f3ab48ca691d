/* SPDX-License-Identifier: MIT
 *
 * UTF-8 validation: eight ASCII bytes at a time, the rest by the table of
 * well-formed sequences.
 */
#include "core/utf8.h"

#include <stdint.h>
#include <string.h>

/* The length of the well-formed sequence at `at`, or 0. */
static size_t sequence(const unsigned char *at, size_t left)
{
    unsigned char first = at[0], low = 0x80, high = 0xBF;
    size_t size;
    if (first >= 0xC2 && first <= 0xDF)
        size = 2;
    else if (first >= 0xE0 && first <= 0xEF)
        size = 3;
    else if (first >= 0xF0 && first <= 0xF4)
        size = 4;
    else
        return 0;
    if (left < size)
        return 0;
    if (first == 0xE0)
        low = 0xA0;
    else if (first == 0xED)
        high = 0x9F;
    else if (first == 0xF0)
        low = 0x90;
    else if (first == 0xF4)
        high = 0x8F;
    if (at[1] < low || at[1] > high)
        return 0;
    for (size_t i = 2; i < size; i++)
        if ((at[i] & 0xC0) != 0x80)
            return 0;
    return size;
}

size_t utf8_valid_prefix(const char *bytes, size_t len)
{
    const unsigned char *at = (const unsigned char *)bytes;
    size_t i = 0;
    while (i < len) {
        uint64_t eight;
        if (len - i >= sizeof eight) {
            memcpy(&eight, at + i, sizeof eight);
            if (!(eight & UINT64_C(0x8080808080808080))) {
                i += sizeof eight;
                continue;
            }
        }
        size_t size = at[i] < 0x80 ? 1 : sequence(at + i, len - i);
        if (size == 0)
            break;
        i += size;
    }
    return i;
}

bool utf8_valid(const char *bytes, size_t len)
{
    return utf8_valid_prefix(bytes, len) == len;
}

size_t utf8_encode(char out[4], uint32_t code)
{
    static const unsigned char LEAD[] = {0, 0, 0xC0, 0xE0, 0xF0};
    size_t size = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    for (size_t i = size - 1; i > 0; i--, code >>= 6)
        out[i] = (char)(0x80u | (code & 0x3F));
    out[0] = (char)(LEAD[size] | code);
    return size;
}
