/* SPDX-License-Identifier: MIT
 *
 * The result grows as it is made and never past the limit, whatever the file
 * says of its own length. gzip: libdeflate unpacks a member in one step, into
 * room that is doubled until it suffices. zstd: in a stream of pieces.
 */
#include "table/unpack.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <libdeflate.h>
#include <zstd.h>

enum { LEAST_ROOM = 64 * 1024 };

/* Room that grows up to a limit. */
typedef struct Room {
    char *bytes;
    size_t len, capacity, max;
} Room;

/* Doubles the room; UNPACK_DONE when there is more now. */
static UnpackResult grow(Room *room)
{
    if (room->capacity >= room->max) {
        return UNPACK_TOO_LONG;
    }
    size_t wanted = room->capacity < LEAST_ROOM ? LEAST_ROOM : room->capacity * 2;
    wanted = wanted < room->max && wanted > room->capacity ? wanted : room->max;
    char *bytes = realloc(room->bytes, wanted);
    if (!bytes) {
        return UNPACK_NO_MEMORY;
    }
    room->bytes = bytes;
    room->capacity = wanted;
    return UNPACK_DONE;
}

/* One member of a gzip file; `used` bytes of it were read. */
static UnpackResult inflate_member(struct libdeflate_decompressor *inflater, const char *bytes,
                                   size_t len, Room *room, size_t *used)
{
    for (;;) {
        size_t made = 0;
        enum libdeflate_result result = libdeflate_gzip_decompress_ex(
            inflater, bytes, len, room->bytes + room->len, room->capacity - room->len, used, &made);
        if (result == LIBDEFLATE_SUCCESS) {
            room->len += made;
            return UNPACK_DONE;
        }
        if (result != LIBDEFLATE_INSUFFICIENT_SPACE) {
            return UNPACK_BROKEN;
        }
        UnpackResult grown = grow(room);
        if (grown != UNPACK_DONE) {
            return grown;
        }
    }
}

static UnpackResult unpack_gzip(const char *bytes, size_t len, Room *room)
{
    struct libdeflate_decompressor *inflater = libdeflate_alloc_decompressor();
    if (!inflater) {
        return UNPACK_NO_MEMORY;
    }
    UnpackResult result = grow(room);
    while (result == UNPACK_DONE && len > 0) {
        size_t used = 0;
        result = inflate_member(inflater, bytes, len, room, &used);
        bytes += used;
        len -= used;
    }
    libdeflate_free_decompressor(inflater);
    return result;
}

static UnpackResult stream_zstd(ZSTD_DStream *stream, const char *bytes, size_t len, Room *room)
{
    ZSTD_inBuffer in = {bytes, len, 0};
    size_t rest = 0;
    for (;;) {
        ZSTD_outBuffer out = {room->bytes, room->capacity, room->len};
        rest = ZSTD_decompressStream(stream, &out, &in);
        if (ZSTD_isError(rest)) {
            return UNPACK_BROKEN;
        }
        room->len = out.pos;
        if (in.pos == in.size && rest == 0) { /* the last frame is whole */
            return UNPACK_DONE;
        }
        if (in.pos == in.size && out.pos < out.size) {
            return UNPACK_BROKEN;
        }
        UnpackResult grown = out.pos == out.size ? grow(room) : UNPACK_DONE;
        if (grown != UNPACK_DONE) {
            return grown;
        }
    }
}

static UnpackResult unpack_zstd(const char *bytes, size_t len, Room *room)
{
    ZSTD_DStream *stream = ZSTD_createDStream();
    UnpackResult result = stream ? grow(room) : UNPACK_NO_MEMORY;
    if (result == UNPACK_DONE) {
        result = stream_zstd(stream, bytes, len, room);
    }
    ZSTD_freeDStream(stream);
    return result;
}

/* First bytes, what they tell, and what unpacks it; NULL: nothing here does. */
static const struct {
    const char *magic;
    size_t len;
    const char *kind;
    UnpackResult (*unpack)(const char *bytes, size_t len, Room *room);
} KINDS[] = {
    {"\x1F\x8B", 2, "gzip", unpack_gzip},
    {"\x28\xB5\x2F\xFD", 4, "zstd", unpack_zstd},
    {"PK\x03\x04", 4, "zip archive or Excel workbook", NULL},
    {"BZh", 3, "bzip2 file", NULL},
    {"\xFD"
     "7zXZ",
     5, "xz file", NULL},
    {"PAR1", 4, "Parquet file", NULL},
    {"SQLite format 3", 15, "SQLite database", NULL},
};

UnpackResult unpack(const char *bytes, size_t len, size_t max, Unpacked *out, const char **kind)
{
    for (size_t i = 0; i < sizeof(KINDS) / sizeof(KINDS[0]); i++) {
        if (len < KINDS[i].len || memcmp(bytes, KINDS[i].magic, KINDS[i].len) != 0) {
            continue;
        }
        *kind = KINDS[i].kind;
        if (!KINDS[i].unpack) {
            return UNPACK_FOREIGN;
        }
        Room room = {.max = max};
        UnpackResult result = KINDS[i].unpack(bytes, len, &room);
        if (result != UNPACK_DONE) {
            free(room.bytes);
            room = (Room){0};
        }
        *out = (Unpacked){room.bytes, room.len};
        return result;
    }
    return UNPACK_PLAIN;
}
