/* SPDX-License-Identifier: MIT
 *
 * Packed data files: gzip and zstd of one and several parts, damage at every
 * byte, bombs, files of other kinds.
 */
#include "unit.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <libdeflate.h>
#include <zstd.h>

#include "chance.h"
#include "dash/source.h"
#include "table/unpack.h"

enum { ROOM = 1 << 20 };

static char plain[ROOM / 2], packed[ROOM];

/* Bytes that pack somewhat. */
static size_t make_plain(size_t len)
{
    for (size_t i = 0; i < len; i++)
        plain[i] = (char)('a' + random_below(8));
    return len;
}

static size_t pack_gzip(const char *bytes, size_t len, char *out)
{
    struct libdeflate_compressor *c = libdeflate_alloc_compressor(6);
    size_t made = libdeflate_gzip_compress(c, bytes, len, out, ROOM / 2);
    libdeflate_free_compressor(c);
    assert_true(made > 0);
    return made;
}

static size_t pack_zstd(const char *bytes, size_t len, char *out)
{
    size_t made = ZSTD_compress(out, ROOM / 2, bytes, len, 3);
    assert_false(ZSTD_isError(made));
    return made;
}

typedef size_t Pack(const char *bytes, size_t len, char *out);
static const struct {
    const char *kind;
    Pack *pack;
} KINDS[] = {{"gzip", pack_gzip}, {"zstd", pack_zstd}};

static UnpackResult unpack_it(size_t len, size_t max, Unpacked *out)
{
    const char *kind = NULL;
    char *copy = malloc(len); /* exactly: ASan sees what is read past it */
    memcpy(copy, packed, len);
    UnpackResult result = unpack(copy, len, max, out, &kind);
    free(copy);
    return result;
}

static void round_trips(void **state)
{
    (void)state;
    static const size_t LENGTHS[] = {0, 1, 1000, 65535, 65536, 65537, 300000};
    for (size_t k = 0; k < 2; k++) {
        for (size_t i = 0; i < sizeof LENGTHS / sizeof *LENGTHS; i++) {
            size_t len = make_plain(LENGTHS[i]), size = KINDS[k].pack(plain, len, packed);
            Unpacked out;
            assert_int_equal(unpack_it(size, ROOM, &out), UNPACK_DONE);
            assert_int_equal(out.len, len);
            assert_memory_equal(out.bytes, plain, len);
            free(out.bytes);
        }
    }
}

static void parts_are_joined(void **state)
{
    (void)state;
    for (size_t k = 0; k < 2; k++) {
        size_t len = make_plain(200000), size = KINDS[k].pack(plain, 150000, packed);
        size += KINDS[k].pack(plain + 150000, len - 150000, packed + size);
        Unpacked out;
        assert_int_equal(unpack_it(size, ROOM, &out), UNPACK_DONE);
        assert_int_equal(out.len, len);
        assert_memory_equal(out.bytes, plain, len);
        free(out.bytes);
    }
}

static void damage_is_seen(void **state)
{
    (void)state;
    for (size_t k = 0; k < 2; k++) {
        size_t size = KINDS[k].pack(plain, make_plain(3000), packed);
        Unpacked out;
        for (size_t len = 4; len < size; len++) {
            assert_int_equal(unpack_it(len, ROOM, &out), UNPACK_BROKEN);
        }
    }
    size_t size = pack_gzip(plain, make_plain(3000), packed);
    for (size_t i = size - 8; i < size; i++) { /* the checksum and the length */
        Unpacked out;
        packed[i] ^= 1;
        assert_int_equal(unpack_it(size, ROOM, &out), UNPACK_BROKEN);
        packed[i] ^= 1;
    }
}

static void bombs_are_refused(void **state)
{
    (void)state;
    memset(plain, 'x', sizeof plain);
    for (size_t k = 0; k < 2; k++) {
        size_t size = KINDS[k].pack(plain, sizeof plain, packed);
        assert_true(size < 2000);
        Unpacked out;
        assert_int_equal(unpack_it(size, sizeof plain - 1, &out), UNPACK_TOO_LONG);
        assert_null(out.bytes);
        assert_int_equal(unpack_it(size, sizeof plain, &out), UNPACK_DONE);
        assert_int_equal(out.len, sizeof plain);
        free(out.bytes);
    }
}

static void tables_are_read(void **state)
{
    (void)state;
    static const char CSV[] = "a,b\n1,x\n2,y\n";
    DashArena *arena = dash_arena_create(0);
    DashTable table;
    DashSourceReport report;
    for (size_t k = 0; k < 2; k++) {
        size_t size = KINDS[k].pack(CSV, sizeof CSV - 1, packed);
        assert_true(dash_source_parse(arena, packed, size, &(DashSource){0}, &table, &report));
        assert_int_equal(table.rows, 2);
        assert_int_equal(dash_column_int(&table.columns[0], 1), 2);
        DashSource small = {.max_bytes = 5};
        char wanted[100];
        snprintf(wanted, sizeof wanted, "the %s file holds more than max_bytes = 5 bytes",
                 KINDS[k].kind);
        assert_false(dash_source_parse(arena, packed, size, &small, &table, &report));
        assert_string_equal(report.error.message, wanted);
        snprintf(wanted, sizeof wanted, "the %s file is damaged or cut off", KINDS[k].kind);
        assert_false(dash_source_parse(arena, packed, size - 3, &(DashSource){0}, &table, &report));
        assert_string_equal(report.error.message, wanted);
    }
    assert_false(dash_source_parse(arena, "PK\x03\x04....", 8, &(DashSource){0}, &table, &report));
    assert_string_equal(report.error.message, "this is a zip archive or Excel workbook, not a text file");
    dash_arena_destroy(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(round_trips),     cmocka_unit_test(parts_are_joined),
        cmocka_unit_test(damage_is_seen),  cmocka_unit_test(bombs_are_refused),
        cmocka_unit_test(tables_are_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
