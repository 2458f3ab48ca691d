/* SPDX-License-Identifier: MIT
 *
 * A PNG is a signature and chunks; each chunk is a length, four letters, bytes and a
 * sum over them. The picture is one chunk, compressed, each row with a filter in front
 * (none: 0).
 */
#include <libdeflate.h>
#include <string.h>

#include "core/base64.h"
#include "figure/px_pixels.h"

enum { COMPRESSION = 4, CHUNK = 12, HEADER = 13, SIGNATURE = 8, MOST_BYTES = 1 << 28 };

/* ---- pixels ---------------------------------------------------------------- */

typedef struct Picture {
    size_t width, height, channels;
    unsigned char *bytes; /* of each row a filter and its pixels */
    size_t size;
} Picture;

static unsigned char byte_of(const PxScaling *scaling, size_t channel, double value, bool *changed)
{
    double scaled = value;
    if (scaling->given) {
        double low = scaling->low[channel], high = scaling->high[channel];
        double inside = value < low ? low : value > high ? high : value;
        scaled = high > low ? (inside - low) / (high - low) * 255 : 0;
    }
    unsigned char byte = scaled >= 255 ? 255 : scaled > 0 ? (unsigned char)scaled : 0;
    *changed |= scaling->given && byte != value;
    return byte;
}

static double number_of(const PxFigure *figure, DashValue value)
{
    double number = value.kind == DASH_BOOL ? value.boolean * 255.0 : px_number(value, -1);
    if (value.kind != DASH_BOOL && value.kind != DASH_INT && value.kind != DASH_FLOAT) {
        px_fail(figure, "a picture is made of numbers");
    }
    return number;
}

static void put_row(const PxFigure *figure, const Picture *picture, DashValue row,
                    const PxScaling *scaling, unsigned char *out, bool *changed)
{
    size_t channels = picture->channels;
    if (row.kind != DASH_LIST || row.count != picture->width) {
        px_fail(figure, "the rows of a picture are lists of one length");
    }
    *out++ = 0;
    for (size_t i = 0; i < picture->width; i++) {
        DashValue pixel = row.items[i];
        if (channels > 1 && (pixel.kind != DASH_LIST || pixel.count != channels)) {
            px_fail(figure, "the pixels of a picture are lists of one length");
        }
        for (size_t k = 0; k < channels; k++) {
            DashValue value = channels > 1 ? pixel.items[k] : pixel;
            *out++ = byte_of(scaling, k, number_of(figure, value), changed);
        }
    }
}

static Picture picture_of(const PxFigure *figure, DashValue rows, const PxScaling *scaling,
                          bool *changed)
{
    Picture picture = {.height = rows.kind == DASH_LIST ? rows.count : 0, .channels = 1};
    if (picture.height && rows.items[0].kind == DASH_LIST && rows.items[0].count) {
        picture.width = rows.items[0].count;
        DashValue first = rows.items[0].items[0];
        picture.channels = first.kind == DASH_LIST ? first.count : 1;
    }
    picture.size = (picture.width * picture.channels + 1) * picture.height;
    if (!picture.width || picture.size > MOST_BYTES ||
        (picture.channels != 1 && picture.channels != 3 && picture.channels != 4)) {
        px_fail(figure, "a picture has rows of numbers, or of lists of 3 or 4 numbers");
    }
    picture.bytes = dash_alloc(figure->cx, picture.size);
    for (size_t row = 0; row < picture.height; row++) {
        put_row(figure, &picture, rows.items[row], scaling,
                picture.bytes + row * (picture.size / picture.height), changed);
    }
    return picture;
}

/* ---- the file -------------------------------------------------------------- */

static unsigned char *put_number(unsigned char *out, size_t value)
{
    for (int shift = 24; shift >= 0; shift -= 8) {
        *out++ = (unsigned char)(value >> shift);
    }
    return out;
}

/* The chunk's bytes already stand at out + 8. */
static unsigned char *close_chunk(unsigned char *out, const char *name, size_t size)
{
    put_number(out, size);
    memcpy(out + 4, name, 4);
    return put_number(out + 8 + size, libdeflate_crc32(0, out + 4, size + 4));
}

static unsigned char *put_header(unsigned char *out, const Picture *picture)
{
    static const unsigned char color_types[] = {[1] = 0, [3] = 2, [4] = 6};
    unsigned char *at = put_number(put_number(out + 8, picture->width), picture->height);
    const unsigned char rest[] = {8, color_types[picture->channels], 0, 0, 0};
    memcpy(at, rest, sizeof(rest));
    return close_chunk(out, "IHDR", HEADER);
}

static unsigned char *png_of(const PxFigure *figure, const Picture *picture, size_t *size)
{
    size_t bound = libdeflate_zlib_compress_bound(NULL, picture->size);
    unsigned char *png = dash_alloc(figure->cx, SIGNATURE + 3 * CHUNK + HEADER + bound);
    struct libdeflate_compressor *compressor = libdeflate_alloc_compressor(COMPRESSION);
    if (!compressor) {
        px_fail(figure, "out of memory");
    }
    memcpy(png, "\x89PNG\r\n\x1a\n", SIGNATURE);
    unsigned char *out = put_header(png + SIGNATURE, picture);
    size_t packed =
        libdeflate_zlib_compress(compressor, picture->bytes, picture->size, out + 8, bound);
    libdeflate_free_compressor(compressor);
    out = close_chunk(close_chunk(out, "IDAT", packed), "IEND", 0);
    *size = (size_t)(out - png);
    return png;
}

DashText px_png(const PxFigure *figure, DashValue rows, const PxScaling *scaling, bool *changed)
{
    static const char before[] = "data:image/png;base64,";
    Picture picture = picture_of(figure, rows, scaling, changed);
    size_t size = 0, start = sizeof(before) - 1;
    unsigned char *png = png_of(figure, &picture, &size);
    char *text = dash_alloc(figure->cx, start + base64_size(size));
    memcpy(text, before, start);
    base64_encode(text + start, png, size);
    return (DashText){text, start + base64_size(size)};
}
