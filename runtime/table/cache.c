/* SPDX-License-Identifier: MIT
 *
 * The file: a header, a directory of the columns, then their arrays, each at a
 * multiple of 64 bytes. Everything behind the checksum is summed up; what would lead
 * out of an array (codes of texts, offsets into dictionaries) is looked at as well,
 * since who reads columns does not check them.
 */
#include "table/cache.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/utf8.h"

enum { ALIGN = 64 };
#define MAGIC       "DASHCOL1"
#define BYTE_ORDER_ UINT64_C(0x0102030405060708)

typedef struct Header {
    char magic[8];
    uint64_t checksum; /* of all that follows */
    uint64_t byte_order;
    CacheKey key;
    uint64_t len, rows, column_count;
} Header;

/* Places in the file; 0: there is none. */
typedef struct Entry {
    uint64_t data, valid, offsets, bytes, dict_count;
} Entry;

static size_t aligned(size_t size)
{
    return (size + ALIGN - 1) / ALIGN * ALIGN;
}

static size_t padded_rows(size_t rows)
{
    return (rows + DASH_LANES - 1) / DASH_LANES * DASH_LANES;
}

/* Four sums side by side, so that it goes at the speed of memory. `len` is a multiple of
 * 32 but for the last words. */
static uint64_t checksum(const void *bytes, size_t len)
{
    uint64_t sums[4] = {1, 2, 3, 4};
    const char *at = bytes;
    for (; len >= sizeof sums; len -= sizeof sums, at += sizeof sums) {
        uint64_t words[4];
        memcpy(words, at, sizeof words);
        for (int i = 0; i < 4; i++)
            sums[i] = (sums[i] ^ words[i]) * UINT64_C(0x9E3779B97F4A7C15);
    }
    uint64_t sum = len;
    for (size_t i = 0; i < len; i++)
        sum = (sum ^ (unsigned char)at[i]) * UINT64_C(0x100000001B3);
    for (int i = 0; i < 4; i++)
        sum = (sum ^ sums[i] ^ sums[i] >> 29) * UINT64_C(0x9E3779B97F4A7C15);
    return sum ^ sum >> 32;
}

static uint64_t checksum_of(const Header *header)
{
    size_t before = offsetof(Header, byte_order);
    return checksum((const char *)header + before, header->len - before);
}

/* ---- mapping -------------------------------------------------------------- */

typedef struct Reading {
    DashCx *cx;
    const char *bytes;
    const Header *header;
} Reading;

/* `size` bytes at a place that a directory names; NULL when they are not in the file. */
static const void *part(const Reading *r, uint64_t at, size_t size)
{
    uint64_t len = r->header->len;
    bool inside = at >= sizeof(Header) && at % ALIGN == 0 && at <= len && size <= len - at;
    return inside ? r->bytes + at : NULL;
}

/* Whether all codes are those of a dictionary. Where it is empty all rows are null. */
static bool codes_fit(const uint32_t *codes, size_t rows, uint64_t count)
{
    uint32_t highest = 0;
    for (size_t row = 0; row < rows; row++)
        highest = codes[row] > highest ? codes[row] : highest;
    return highest < count || (count == 0 && highest == 0);
}

static const DashDict *dict_at(const Reading *r, const Entry *entry)
{
    if (entry->dict_count >= UINT32_MAX)
        return NULL;
    size_t count = (size_t)entry->dict_count;
    const uint32_t *offsets = part(r, entry->offsets, (count + 1) * sizeof *offsets);
    if (!offsets || offsets[0] != 0)
        return NULL;
    for (size_t i = 0; i < count; i++)
        if (offsets[i] > offsets[i + 1])
            return NULL;
    const char *bytes = part(r, entry->bytes, offsets[count]);
    if (!bytes || !utf8_valid(bytes, offsets[count]))
        return NULL;
    DashDict *dict = dash_alloc(r->cx, sizeof *dict);
    *dict = (DashDict){offsets, bytes, (uint32_t)count};
    return dict;
}

static bool column_at(const Reading *r, const Entry *entry, const DashColumn *wanted,
                      DashColumn *column)
{
    size_t rows = (size_t)r->header->rows, room = padded_rows(rows);
    *column = *wanted;
    column->data = part(r, entry->data, room * dash_encoding_size(wanted->encoding));
    column->valid = wanted->valid ? part(r, entry->valid, room / 8) : NULL;
    if (!column->data || !column->valid != !wanted->valid)
        return false;
    if (wanted->type != DASH_COLUMN_TEXT)
        return true;
    column->dict = dict_at(r, entry);
    return column->dict && wanted->encoding == DASH_U32 &&
           codes_fit(column->data, rows, entry->dict_count);
}

static bool is_ours(const Header *header, size_t len, const CacheKey *key, uint32_t column_count)
{
    return len >= sizeof *header && memcmp(header->magic, MAGIC, sizeof header->magic) == 0 &&
           header->byte_order == BYTE_ORDER_ && header->len == len &&
           memcmp(&header->key, key, sizeof *key) == 0 && header->rows <= UINT32_MAX &&
           header->column_count == column_count &&
           column_count <= (len - sizeof *header) / sizeof(Entry) &&
           header->checksum == checksum_of(header);
}

static bool map_columns(DashCx *cx, const CacheMap *map, const CacheKey *key,
                        const DashColumn *wanted, uint32_t column_count, DashTable *table)
{
    Reading r = {cx, map->bytes, map->bytes};
    if (!is_ours(r.header, map->len, key, column_count))
        return false;
    const Entry *entries = (const Entry *)(r.header + 1);
    DashColumn *columns = dash_alloc_array(cx, column_count, sizeof *columns);
    for (uint32_t i = 0; i < column_count; i++)
        if (!column_at(&r, &entries[i], &wanted[i], &columns[i]))
            return false;
    *table = (DashTable){(size_t)r.header->rows, column_count, columns};
    return true;
}

bool cache_map(DashCx *cx, const char *path, const CacheKey *key, uint32_t owner,
               const DashColumn *columns, uint32_t column_count, DashTable *table, CacheMap *map)
{
    struct stat status;
    *map = (CacheMap){0};
    int file = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    bool fine = file >= 0 && fstat(file, &status) == 0 && S_ISREG(status.st_mode) &&
                (status.st_uid == geteuid() || status.st_uid == owner) &&
                (size_t)status.st_size >= sizeof(Header);
    if (fine) {
        void *bytes = mmap(NULL, (size_t)status.st_size, PROT_READ, MAP_PRIVATE, file, 0);
        if (bytes != MAP_FAILED)
            *map = (CacheMap){bytes, (size_t)status.st_size};
    }
    if (file >= 0)
        close(file);
    if (map->bytes && map_columns(cx, map, key, columns, column_count, table))
        return true;
    cache_unmap(map);
    return false;
}

void cache_unmap(CacheMap *map)
{
    if (map->bytes)
        munmap(map->bytes, map->len);
    *map = (CacheMap){0};
}

/* ---- writing -------------------------------------------------------------- */

/* The next array of `size` bytes; its place. `bytes` NULL: only room is taken. */
static uint64_t put(char *out, size_t *at, const void *from, size_t size)
{
    size_t place = *at;
    if (out && size)
        memcpy(out + place, from, size);
    *at += aligned(size ? size : 1);
    return place;
}

static Entry put_column(char *out, size_t *at, const DashColumn *column, size_t rows)
{
    Entry entry = {0};
    size_t room = padded_rows(rows);
    entry.data = put(out, at, column->data, room * dash_encoding_size(column->encoding));
    if (column->valid)
        entry.valid = put(out, at, column->valid, room / 8);
    if (!column->dict)
        return entry;
    const DashDict *dict = column->dict;
    entry.dict_count = dict->count;
    entry.offsets = put(out, at, dict->offsets, ((size_t)dict->count + 1) * sizeof(uint32_t));
    entry.bytes = put(out, at, dict->bytes, dict->offsets[dict->count]);
    return entry;
}

/* Fills the file's bytes, or with NULL finds out how many there are. */
static size_t lay_out(char *out, const CacheKey *key, const DashTable *table)
{
    size_t at = aligned(sizeof(Header) + table->column_count * sizeof(Entry));
    for (uint32_t i = 0; i < table->column_count; i++) {
        Entry entry = put_column(out, &at, &table->columns[i], table->rows);
        if (out)
            memcpy(out + sizeof(Header) + i * sizeof entry, &entry, sizeof entry);
    }
    if (out) {
        Header *header = (Header *)(void *)out;
        *header = (Header){.byte_order = BYTE_ORDER_,
                           .key = *key,
                           .len = at,
                           .rows = table->rows,
                           .column_count = table->column_count};
        memcpy(header->magic, MAGIC, sizeof header->magic);
        header->checksum = checksum_of(header);
    }
    return at;
}

/* Fills the new file; false when it does not take so much. */
static bool fill(int file, const CacheKey *key, const DashTable *table)
{
    size_t len = lay_out(NULL, key, table);
    int error = posix_fallocate(file, 0, (off_t)len); /* writing to a hole may kill */
    if (error) {
        errno = error;
        return false;
    }
    char *out = mmap(NULL, len, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    if (out == MAP_FAILED)
        return false;
    lay_out(out, key, table);
    return munmap(out, len) == 0;
}

bool cache_write(const char *path, const CacheKey *key, uint32_t mode, const DashTable *table)
{
    size_t size = strlen(path) + 16;
    char *fresh = malloc(size);
    if (!fresh)
        return false;
    snprintf(fresh, size, "%s.XXXXXX", path);
    int file = mkostemp(fresh, O_CLOEXEC);
    bool fine = file >= 0 && fill(file, key, table) && fchmod(file, mode & 0666) == 0 &&
                rename(fresh, path) == 0;
    int reason = errno;
    if (file >= 0) {
        close(file);
        if (!fine)
            unlink(fresh);
    }
    free(fresh);
    errno = reason;
    return fine;
}
