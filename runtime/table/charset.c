/* SPDX-License-Identifier: MIT
 *
 * Windows-1252 by a table of what is not Latin-1; UTF-16 unit by unit. Three bytes of
 * UTF-8 suffice for a byte of the one or a unit of the other.
 */
#include "table/charset.h"

#include <stdlib.h>

#include "core/utf8.h"

enum { MOST_BYTES = 3 };

/* 0x80 to 0x9F, as browsers read them. */
static const uint16_t WINDOWS_1252[32] = {
    0x20AC, 0x0081, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0x008D, 0x017D, 0x008F, 0x0090, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x009D, 0x017E, 0x0178,
};

static const char *from_windows(const unsigned char *bytes, size_t len, char *out, size_t *out_len)
{
    size_t made = 0;
    for (size_t i = 0; i < len; i++) {
        bool special = bytes[i] >= 0x80 && bytes[i] < 0xA0;
        made += utf8_encode(out + made, special ? WINDOWS_1252[bytes[i] - 0x80] : bytes[i]);
    }
    *out_len = made;
    return NULL;
}

static const char *from_utf16(const unsigned char *bytes, size_t len, char *out, size_t *out_len)
{
    bool big = len >= 2 && bytes[0] == 0xFE && bytes[1] == 0xFF;
    bool marked = big || (len >= 2 && bytes[0] == 0xFF && bytes[1] == 0xFE);
    size_t made = 0;
    uint32_t high = 0; /* of a pair whose other half is to come */
    if (len % 2) {
        return "the file is not UTF-16: it has an odd number of bytes";
    }
    for (size_t i = marked ? 2 : 0; i < len; i += 2) {
        uint32_t unit = (uint32_t)bytes[i + big] | (uint32_t)bytes[i + !big] << 8;
        bool low = unit >= 0xDC00 && unit <= 0xDFFF;
        if (low != (high != 0)) {
            return "the file is not UTF-16: half of a pair stands alone";
        }
        if (unit >= 0xD800 && unit <= 0xDBFF) {
            high = unit;
            continue;
        }
        made += utf8_encode(out + made,
                            low ? 0x10000 + ((high - 0xD800) << 10) + (unit - 0xDC00) : unit);
        high = 0;
    }
    *out_len = made;
    return high ? "the file is not UTF-16: half of a pair stands alone" : NULL;
}

const char *charset_convert(DashCharset charset, const char *bytes, size_t len, char **text,
                            size_t *text_len)
{
    *text = len < SIZE_MAX / MOST_BYTES - MOST_BYTES ? malloc(len * MOST_BYTES + MOST_BYTES) : NULL;
    if (!*text) {
        return "memory is out";
    }
    const unsigned char *units = (const unsigned char *)bytes;
    return charset == DASH_UTF16 ? from_utf16(units, len, *text, text_len)
                                 : from_windows(units, len, *text, text_len);
}
