/* SPDX-License-Identifier: MIT
 *
 * UTF-8: decoding by the length that the first byte gives, widths by ranges.
 */
#include "source/utf8.h"

uint32_t utf8_decode(const char *text, size_t len, size_t *size)
{
    static const uint32_t smallest[] = {0, 0, 0x80, 0x800, 0x10000};
    const unsigned char *bytes = (const unsigned char *)text;
    *size = 1;
    if (bytes[0] < 0x80)
        return bytes[0];
    size_t wanted = bytes[0] >= 0xF0 ? 4 : bytes[0] >= 0xE0 ? 3 : 2;
    if (bytes[0] < 0xC2 || bytes[0] > 0xF4 || wanted > len)
        return UTF8_BAD;
    uint32_t value = bytes[0] & (0x7Fu >> wanted);
    for (size_t i = 1; i < wanted; i++) {
        if ((bytes[i] & 0xC0) != 0x80)
            return UTF8_BAD;
        value = value << 6 | (bytes[i] & 0x3F);
    }
    if (value < smallest[wanted] || value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF))
        return UTF8_BAD;
    *size = wanted;
    return value;
}

size_t utf8_check(const char *text, size_t len)
{
    size_t at = 0, size;
    while (at < len) {
        if (utf8_decode(text + at, len - at, &size) == UTF8_BAD)
            return at;
        at += size;
    }
    return len;
}

typedef struct Range {
    uint32_t first, last;
    int width;
} Range;

/* The blocks that matter in practice, not the whole of Unicode's tables: a
 * wrong guess moves an underline by one column. */
static const Range widths[] = {
    {0x0300, 0x036F, 0},   {0x0483, 0x0489, 0},   {0x0591, 0x05BD, 0},   {0x064B, 0x065F, 0},
    {0x1100, 0x115F, 2},   {0x1AB0, 0x1AFF, 0},   {0x1DC0, 0x1DFF, 0},   {0x200B, 0x200F, 0},
    {0x20D0, 0x20FF, 0},   {0x231A, 0x231B, 2},   {0x23E9, 0x23EC, 2},   {0x2614, 0x2615, 2},
    {0x26A1, 0x26A1, 2},   {0x2705, 0x2705, 2},   {0x274C, 0x274C, 2},   {0x2753, 0x2755, 2},
    {0x2B50, 0x2B50, 2},   {0x2E80, 0x303E, 2},   {0x3041, 0x33FF, 2},   {0x3400, 0x4DBF, 2},
    {0x4E00, 0x9FFF, 2},   {0xA000, 0xA4CF, 2},   {0xAC00, 0xD7A3, 2},   {0xF900, 0xFAFF, 2},
    {0xFE00, 0xFE0F, 0},   {0xFE20, 0xFE2F, 0},   {0xFE30, 0xFE4F, 2},   {0xFF00, 0xFF60, 2},
    {0xFFE0, 0xFFE6, 2},   {0x1F300, 0x1F64F, 2}, {0x1F680, 0x1F6FF, 2}, {0x1F900, 0x1F9FF, 2},
    {0x1FA70, 0x1FAFF, 2}, {0x20000, 0x3FFFD, 2},
};

int utf8_width(uint32_t code_point)
{
    for (size_t i = 0; i < sizeof widths / sizeof *widths && code_point >= widths[i].first; i++)
        if (code_point <= widths[i].last)
            return widths[i].width;
    return 1;
}
