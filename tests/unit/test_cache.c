/* SPDX-License-Identifier: MIT
 *
 * Caches of tables: what is written is what is mapped; another state of the file,
 * another schema, and any damage are refused.
 */
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "chance.h"
#include "dash/source.h"
#include "table/cache.h"

enum { ROWS = 1000, COLUMNS = 4 };

static DashCx *cx;
static DashTable table, mapped;
static CacheMap map;
static char path[64];
static const CacheKey KEY = {123, 456, 789, 42};
static const DashSourceColumn SCHEMA[] = {{"i", DASH_COLUMN_INT, false},
                                          {"x", DASH_COLUMN_FLOAT, true},
                                          {"t", DASH_COLUMN_TEXT, true},
                                          {"d", DASH_COLUMN_DATE, false}};

static int set_up(void **state)
{
    (void)state;
    cx = dash_cx_create(0);
    snprintf(path, sizeof path, "/tmp/test_cache.%d", (int)getpid());
    return cx ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    cache_unmap(&map);
    dash_cx_destroy(cx);
    unlink(path);
    return 0;
}

/* A table of random rows, in the plain shape. */
static void make_table(size_t rows)
{
    char *text = malloc(64 + rows * 64);
    size_t len = (size_t)sprintf(text, "i,x,t,d\n");
    for (size_t row = 0; row < rows; row++) {
        len += (size_t)sprintf(text + len, "%u,", random_below(100000));
        len += random_below(4) ? (size_t)sprintf(text + len, "%u.5,", random_below(100))
                               : (size_t)sprintf(text + len, ",");
        len += random_below(4) ? (size_t)sprintf(text + len, "text %u,", random_below(300))
                               : (size_t)sprintf(text + len, ",");
        len += (size_t)sprintf(text + len, "2024-01-%02u\n", 1 + random_below(28));
    }
    DashSource source = {.schema = SCHEMA, .schema_count = COLUMNS};
    DashSourceReport report;
    assert_true(dash_source_parse(cx->arena, text, len, &source, &table, &report));
    table = dash_table_plain(cx, &table);
    free(text);
}

static bool map_with(const CacheKey *key, uint32_t column_count)
{
    DashColumn wanted[COLUMNS];
    static const uint64_t bitmap;
    for (int i = 0; i < COLUMNS; i++)
        wanted[i] = (DashColumn){.name = SCHEMA[i].name,
                                 .type = SCHEMA[i].type,
                                 .encoding = dash_plain_encoding(SCHEMA[i].type),
                                 .valid = SCHEMA[i].optional ? &bitmap : NULL};
    return cache_map(cx, path, key, (uint32_t)getuid(), wanted, column_count, &mapped, &map);
}

static void same_column(const DashColumn *a, const DashColumn *b, size_t rows)
{
    assert_string_equal(a->name, b->name);
    assert_int_equal(a->type, b->type);
    assert_memory_equal(a->data, b->data, rows * dash_encoding_size(a->encoding));
    assert_int_equal(a->valid != NULL, b->valid != NULL);
    if (a->valid)
        assert_memory_equal(a->valid, b->valid, (rows + 63) / 64 * 8);
    if (!a->dict)
        return;
    assert_int_equal(a->dict->count, b->dict->count);
    assert_memory_equal(a->dict->offsets, b->dict->offsets, (a->dict->count + 1) * 4u);
    assert_memory_equal(a->dict->bytes, b->dict->bytes, a->dict->offsets[a->dict->count]);
}

static void what_is_written_is_mapped(void **state)
{
    (void)state;
    static const size_t sizes[] = {0, 1, 63, 64, 65, ROWS};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        make_table(sizes[i]);
        assert_true(cache_write(path, &KEY, 0644, &table));
        assert_true(map_with(&KEY, COLUMNS));
        assert_int_equal(mapped.rows, sizes[i]);
        for (int c = 0; c < COLUMNS; c++)
            same_column(&table.columns[c], &mapped.columns[c], sizes[i]);
        cache_unmap(&map);
    }
}

static void another_key_is_refused(void **state)
{
    (void)state;
    make_table(10);
    assert_false(map_with(&KEY, COLUMNS));
    assert_true(cache_write(path, &KEY, 0644, &table));
    for (int i = 0; i < 4; i++) {
        CacheKey key = KEY;
        ((uint64_t *)&key)[i]++;
        assert_false(map_with(&key, COLUMNS));
    }
    assert_false(map_with(&KEY, COLUMNS - 1));
    assert_true(map_with(&KEY, COLUMNS));
}

/* With the header's length as it is and any other byte changed, and cut anywhere. */
static void damage_is_refused(void **state)
{
    (void)state;
    make_table(ROWS);
    assert_true(cache_write(path, &KEY, 0644, &table));
    struct stat status;
    assert_int_equal(stat(path, &status), 0);
    size_t len = (size_t)status.st_size;
    FILE *file = fopen(path, "r+");
    assert_non_null(file);
    for (int turn = 0; turn < 400; turn++) {
        long at = turn < 120 ? turn : (long)random_below((uint32_t)len);
        fseek(file, at, SEEK_SET);
        int byte = fgetc(file);
        fseek(file, at, SEEK_SET);
        fputc(byte ^ (1 << random_below(8)), file);
        fflush(file);
        assert_false(map_with(&KEY, COLUMNS));
        fseek(file, at, SEEK_SET);
        fputc(byte, file);
        fflush(file);
    }
    fclose(file);
    assert_true(map_with(&KEY, COLUMNS));
    cache_unmap(&map);
    for (size_t cut = len; cut-- > 0; cut -= cut < 300 ? 1 : random_below(300)) {
        assert_int_equal(truncate(path, (off_t)cut), 0);
        assert_false(map_with(&KEY, COLUMNS));
        if (cut == 0)
            break;
    }
}

static void what_cannot_be_written_is_told(void **state)
{
    (void)state;
    make_table(10);
    assert_false(cache_write("/tmp/none/at/all", &KEY, 0644, &table));
    assert_false(cache_write("/proc/x", &KEY, 0644, &table));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_is_written_is_mapped, set_up, tear_down),
        cmocka_unit_test_setup_teardown(another_key_is_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(damage_is_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_cannot_be_written_is_told, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
