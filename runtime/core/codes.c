/* SPDX-License-Identifier: MIT
 *
 * hash() and base64(): texts as other texts. And env().
 */
#include <stdlib.h>
#include <string.h>

#include "core/base64.h"
#include "core/cx.h"
#include "core/sha256.h"
#include "core/utf8.h"
#include "dash/text.h"

DashText dash_hash(DashCx *cx, DashText text)
{
    static const char digits[] = "0123456789abcdef";
    uint8_t bytes[SHA256_BYTES];
    sha256(bytes, text.ptr, text.len);
    char *out = dash_alloc(cx, 2 * SHA256_BYTES);
    for (int i = 0; i < SHA256_BYTES; i++) {
        out[2 * i] = digits[bytes[i] >> 4];
        out[2 * i + 1] = digits[bytes[i] & 15];
    }
    return (DashText){out, 2 * SHA256_BYTES};
}

DashText dash_base64(DashCx *cx, DashText text)
{
    size_t len = base64_size(text.len);
    char *out = dash_alloc(cx, len + 1);
    base64_encode(out, text.ptr, text.len);
    return (DashText){out, len};
}

static int base64_value(char c)
{
    if (c >= 'A' && c <= 'Z')
        return c - 'A';
    if (c >= 'a' && c <= 'z')
        return c - 'a' + 26;
    if (c >= '0' && c <= '9')
        return c - '0' + 52;
    return c == '+' || c == '-' ? 62 : c == '/' || c == '_' ? 63 : -1;
}

DashText dash_base64_decode(DashCx *cx, DashText text)
{
    size_t len = text.len;
    while (len > 0 && text.len - len < 2 && text.ptr[len - 1] == '=')
        len--;
    char *out = dash_alloc(cx, len / 4 * 3 + 3);
    size_t count = 0;
    uint32_t bits = 0;
    for (size_t i = 0; i < len; i++) {
        int value = base64_value(text.ptr[i]);
        if (value < 0)
            return DASH_NO_TEXT;
        bits = bits << 6 | (uint32_t)value;
        if (i % 4 > 0)
            out[count++] = (char)(bits >> (6 - 2 * (i % 4)));
    }
    bool whole = len % 4 != 1 && utf8_valid(out, count) && !memchr(out, '\0', count);
    return whole ? (DashText){out, count} : DASH_NO_TEXT;
}

DashText dash_env(DashCx *cx, DashText name)
{
    char *copy = dash_alloc(cx, name.len + 1);
    memcpy(copy, name.ptr, name.len);
    copy[name.len] = '\0';
    const char *value = strlen(copy) == name.len ? getenv(copy) : NULL;
    return value && utf8_valid(value, strlen(value)) ? dash_text_of(value) : DASH_NO_TEXT;
}
