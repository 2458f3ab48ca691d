/* SPDX-License-Identifier: MIT
 *
 * Base64: three bytes are four characters. With SSSE3, twelve bytes at once:
 * a shuffle brings each three bytes into a 32-bit lane, two multiplications
 * move their four 6-bit parts to the bottom of the lane's bytes, and a second
 * shuffle looks up by how much each part's character is away from it.
 */
#include "core/base64.h"

#include <stdint.h>
#include <string.h>

static const char ALPHABET[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

static void encode_scalar(char *out, const unsigned char *in, size_t len)
{
    for (; len >= 3; len -= 3, in += 3, out += 4) {
        uint32_t bits = (uint32_t)in[0] << 16 | (uint32_t)in[1] << 8 | in[2];
        out[0] = ALPHABET[bits >> 18];
        out[1] = ALPHABET[bits >> 12 & 63];
        out[2] = ALPHABET[bits >> 6 & 63];
        out[3] = ALPHABET[bits & 63];
    }
    if (len) {
        uint32_t bits = (uint32_t)in[0] << 16 | (len == 2 ? (uint32_t)in[1] << 8 : 0);
        out[0] = ALPHABET[bits >> 18];
        out[1] = ALPHABET[bits >> 12 & 63];
        out[2] = len == 2 ? ALPHABET[bits >> 6 & 63] : '=';
        out[3] = '=';
    }
}

#if defined(__x86_64__)
#include <immintrin.h>

/* Encodes whole groups of twelve bytes while sixteen can be read; gives the
 * number of bytes done. */
__attribute__((target("ssse3"))) static size_t encode_ssse3(char *out, const unsigned char *in,
                                                            size_t len)
{
    const __m128i spread = _mm_setr_epi8(1, 0, 2, 1, 4, 3, 5, 4, 7, 6, 8, 7, 10, 9, 11, 10);
    /* Distance from part to character, by class: 0 a..z, 1..10 digits, 11 '+',
     * 12 '/', 13 A..Z. */
    const __m128i distance =
        _mm_setr_epi8('a' - 26, '0' - 52, '0' - 52, '0' - 52, '0' - 52, '0' - 52, '0' - 52,
                      '0' - 52, '0' - 52, '0' - 52, '0' - 52, '+' - 62, '/' - 63, 'A', 0, 0);
    size_t done = 0;
    for (; len - done >= 16; done += 12, out += 16) {
        __m128i lanes = _mm_loadu_si128((const __m128i *)(const void *)(in + done));
        lanes = _mm_shuffle_epi8(lanes, spread);
        __m128i high = _mm_mulhi_epu16(_mm_and_si128(lanes, _mm_set1_epi32(0x0FC0FC00)),
                                       _mm_set1_epi32(0x04000040));
        __m128i low = _mm_mullo_epi16(_mm_and_si128(lanes, _mm_set1_epi32(0x003F03F0)),
                                      _mm_set1_epi32(0x01000010));
        __m128i parts = _mm_or_si128(high, low);
        __m128i classes = _mm_subs_epu8(parts, _mm_set1_epi8(51));
        __m128i upper = _mm_cmpgt_epi8(_mm_set1_epi8(26), parts);
        classes = _mm_or_si128(classes, _mm_and_si128(upper, _mm_set1_epi8(13)));
        parts = _mm_add_epi8(parts, _mm_shuffle_epi8(distance, classes));
        _mm_storeu_si128((__m128i *)(void *)out, parts);
    }
    return done;
}
#endif

void base64_encode(char *out, const void *bytes, size_t len)
{
    const unsigned char *in = bytes;
    size_t done = 0;
#if defined(__x86_64__)
    if (__builtin_cpu_supports("ssse3")) {
        done = encode_ssse3(out, in, len);
    }
#endif
    encode_scalar(out + done / 3 * 4, in + done, len - done);
}

bool base64_decode(void *out, size_t *len, const char *text, size_t text_len)
{
    unsigned char *next = out;
    while (text_len > 0 && text[text_len - 1] == '=')
        text_len--;
    uint32_t bits = 0;
    for (size_t i = 0; i < text_len; i++) {
        const char *found = text[i] ? strchr(ALPHABET, text[i]) : NULL;
        if (!found)
            return false;
        bits = bits << 6 | (uint32_t)(found - ALPHABET);
        if (i % 4 != 0)
            *next++ = (unsigned char)(bits >> (6 - 2 * (i % 4)));
    }
    *len = (size_t)(next - (unsigned char *)out);
    return text_len % 4 != 1;
}
