/* SPDX-License-Identifier: MIT
 *
 * CSV: cells, types, errors with their places; random files against a reader
 * that takes one byte at a time; a sparse file of 1 GB that must be refused
 * without being read.
 */
#include "unit.h"

#include <fcntl.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

#include "chance.h"
#include "read_table.h"

static const DashSource PLAIN;

static void parse(const char *text)
{
    if (!parse_with(text, strlen(text), &PLAIN)) {
        fail_msg("line %zu: %s", report.error.line, report.error.message);
    }
}

static void refuse_bytes(const char *bytes, size_t len, size_t line, size_t column,
                         const char *message)
{
    assert_false(parse_with(bytes, len, &PLAIN));
    assert_string_equal(report.error.message, message);
    assert_int_equal(report.error.line, line);
    assert_int_equal(report.error.column, column);
}

static void refuse(const char *text, size_t line, size_t column, const char *message)
{
    refuse_bytes(text, strlen(text), line, column, message);
}

static void assert_int(uint32_t column, size_t row, int64_t wanted)
{
    assert_false(is_null(column, row));
    assert_true(dash_column_int(&table.columns[column], row) == wanted);
}

static void assert_column(uint32_t column, const char *name, DashColumnType type,
                          DashEncoding encoding)
{
    assert_string_equal(table.columns[column].name, name);
    assert_int_equal(table.columns[column].type, type);
    assert_int_equal(table.columns[column].encoding, encoding);
}

/* ---- cells -------------------------------------------------------------------- */

static void types_are_inferred(void **state)
{
    (void)state;
    parse("b,i,f,t,d,m\n"
          "true,1,1.5,x,2024-01-31,2024-01-31T12:30:00\n"
          "False,-2,2,y,1970-01-01,2024-02-29 00:00:01.250Z\n"
          "TRUE,3,-1e3,x,1969-12-31,1970-01-01\n");
    assert_int_equal(table.rows, 3);
    assert_int_equal(table.column_count, 6);
    assert_column(0, "b", DASH_COLUMN_BOOL, DASH_U8);
    assert_column(1, "i", DASH_COLUMN_INT, DASH_I8);
    assert_column(2, "f", DASH_COLUMN_FLOAT, DASH_F64);
    assert_column(3, "t", DASH_COLUMN_TEXT, DASH_U8);
    assert_column(4, "d", DASH_COLUMN_DATE, DASH_I32);
    assert_column(5, "m", DASH_COLUMN_DATETIME, DASH_I64);
    for (uint32_t i = 0; i < table.column_count; i++) {
        assert_null(table.columns[i].valid);
    }
    assert_int(0, 0, 1);
    assert_int(0, 1, 0);
    assert_int(1, 1, -2);
    assert_float_equal(dash_column_float(&table.columns[2], 2), -1000, 0);
    assert_text(3, 2, "x");
    assert_int_equal(table.columns[3].dict->count, 2);
    assert_int(4, 0, 19753);
    assert_int(4, 2, -1);
    assert_int(5, 0, INT64_C(1706704200000));
    assert_int(5, 1, INT64_C(1709164801250));
    assert_int(5, 2, 0);
}

static void one_cell_has_type(const char *cell, DashColumnType type)
{
    char text[128];
    snprintf(text, sizeof(text), "a,b\n%s,1\n", cell);
    parse(text);
    if (table.columns[0].type != type) {
        fail_msg("%s was read as type %d", cell, table.columns[0].type);
    }
}

static void what_is_a_number(void **state)
{
    (void)state;
    static const char *const INTS[] = {
        "0", "-0", "7", " 12 ", "9223372036854775807", "-9223372036854775808"};
    static const char *const FLOATS[] = {
        "0.5", ".5", "5.", "-1e-3", "1E+5", "0e0", "12345678901234567890.5", "5e-324"};
    static const char *const TEXTS[] = {"007",
                                        "00.5",
                                        "+5",
                                        "1,5\"",
                                        "0x10",
                                        "1e",
                                        "1e400",
                                        "-",
                                        ".",
                                        "e5",
                                        "1 2",
                                        "inf",
                                        "9223372036854775808",
                                        "1_000",
                                        "2024-02-30",
                                        "2024-1-1",
                                        "0000-01-01",
                                        "24-01-01",
                                        "2024-01-01T25:00",
                                        "2024-01-01T10",
                                        "yes",
                                        "nan"};
    for (size_t i = 0; i < sizeof(INTS) / sizeof(INTS[0]); i++) {
        one_cell_has_type(INTS[i], DASH_COLUMN_INT);
    }
    for (size_t i = 0; i < sizeof(FLOATS) / sizeof(FLOATS[0]); i++) {
        one_cell_has_type(FLOATS[i], DASH_COLUMN_FLOAT);
    }
    for (size_t i = 0; i < sizeof(TEXTS) / sizeof(TEXTS[0]); i++) {
        if (!strchr(TEXTS[i], ',')) {
            one_cell_has_type(TEXTS[i], DASH_COLUMN_TEXT);
        }
    }
    parse("i\n-9223372036854775808\n9223372036854775807\n");
    assert_int(0, 0, INT64_MIN);
    assert_int(0, 1, INT64_MAX);
    parse("f\n5e-324\n0.1\n12345678901234567890.5\n");
    assert_float_equal(dash_column_float(&table.columns[0], 0), 5e-324, 0);
    assert_float_equal(dash_column_float(&table.columns[0], 1), 0.1, 0);
    assert_float_equal(dash_column_float(&table.columns[0], 2), 12345678901234567890.5, 0);
}

static void mixed_types_widen(void **state)
{
    (void)state;
    parse("a,b,c\n1,2024-01-01,true\n2.5,2024-01-02T01:00,1\n");
    assert_int_equal(table.columns[0].type, DASH_COLUMN_FLOAT);
    assert_int_equal(table.columns[1].type, DASH_COLUMN_DATETIME);
    assert_int_equal(table.columns[2].type, DASH_COLUMN_TEXT);
    assert_text(2, 1, "1");
}

static void ints_are_narrow(void **state)
{
    (void)state;
    parse("a,b,c,d,e,f,g\n0,-1,256,-129,65536,-32769,4294967296\n255,127,0,0,0,0,0\n");
    static const DashEncoding WANTED[] = {DASH_U8,  DASH_I8,  DASH_U16, DASH_I16,
                                          DASH_U32, DASH_I32, DASH_I64};
    for (uint32_t i = 0; i < 7; i++) {
        assert_int_equal(table.columns[i].encoding, WANTED[i]);
    }
    assert_int(3, 0, -129);
    assert_int(5, 0, -32769);
    assert_int(6, 0, INT64_C(4294967296));
}

static void nulls(void **state)
{
    (void)state;
    parse("a,b,c,d\n1,,x,\n,2.5,,\nNaN,NaN,\"NaN\",\n4,1,\"\",\n");
    assert_int_equal(table.columns[0].type, DASH_COLUMN_INT);
    assert_int_equal(table.columns[1].type, DASH_COLUMN_FLOAT);
    assert_int_equal(table.columns[3].type, DASH_COLUMN_TEXT); /* nothing but nulls */
    static const bool NULLS[4][3] = {
        {false, true, false}, {true, false, true}, {true, true, false}, {false, false, true}};
    for (uint32_t column = 0; column < 3; column++) {
        assert_int_equal(table.columns[column].valid[0] >> 4, 0);
        for (size_t row = 0; row < 4; row++) {
            assert_int_equal(is_null(column, row), NULLS[row][column]);
            if (is_null(column, row)) {
                assert_float_equal(dash_column_float(&table.columns[column], row), 0, 0);
            }
        }
    }
    assert_text(2, 2, "NaN");
    assert_int_equal(table.columns[3].valid[0], 0);
}

static void quotes_and_line_ends(void **state)
{
    (void)state;
    parse("\xEF\xBB\xBF\"na\"\"me\",b\r\n\"line\nbreak, \"\"q\"\"\",1\r\n\r\n\"\"\"\",2\r\nx\"y,3");
    assert_string_equal(table.columns[0].name, "na\"me");
    assert_int_equal(table.rows, 3);
    assert_text(0, 0, "line\nbreak, \"q\"");
    assert_text(0, 1, "\"");
    assert_text(0, 2, "x\"y");
    assert_int(1, 2, 3);
    parse("a\n\"\"\n\nx\n"); /* an empty line is no row, an empty quoted cell is */
    assert_int_equal(table.rows, 2);
    assert_true(is_null(0, 0));
    parse("a,b\n"); /* a header alone */
    assert_int_equal(table.rows, 0);
    assert_int_equal(table.column_count, 2);
    parse("a,b\r\n1,2\r"); /* a return at the very end */
    assert_int(1, 0, 2);
}

static void options_are_heeded(void **state)
{
    (void)state;
    DashSource semicolon = {.delimiter = ';'};
    assert_true(parse_with("a;b\n1,5;2\n", 10, &semicolon));
    assert_text(0, 0, "1,5");
    DashSource few = {.max_columns = 2};
    assert_false(parse_with("a,b,c\n", 6, &few));
    assert_string_equal(report.error.message, "the header has more than 2 columns");
    DashSource small = {.max_field = 3};
    assert_true(parse_with("a\n\"123\"\n456\n", 12, &small));
    assert_false(parse_with("a\n1234\n", 7, &small));
    assert_int_equal(report.error.line, 2);
    assert_false(parse_with("a\n\"1234\"\n", 9, &small));
}

static void schema_is_checked(void **state)
{
    (void)state;
    const DashSourceColumn schema[] = {{.name = "n", .type = DASH_COLUMN_INT, .optional = true},
                                       {.name = "t", .type = DASH_COLUMN_TEXT, .optional = true}};
    DashSource options = {.schema = schema, .schema_count = 2};
    static const char FINE[] = "t,extra,n\n1,zzz,5\n2,,\n";
    assert_true(parse_with(FINE, sizeof(FINE) - 1, &options));
    assert_int_equal(table.column_count, 2);
    assert_column(0, "n", DASH_COLUMN_INT, DASH_U8);
    assert_text(1, 1, "2");
    assert_true(is_null(0, 1));
    static const char MISFIT[] = "t,n\nx,1\ny,2.5\n";
    assert_false(parse_with(MISFIT, sizeof(MISFIT) - 1, &options));
    assert_int_equal(report.error.line, 3);
    assert_int_equal(report.error.column, 3);
    assert_string_equal(report.error.value, "2.5");
    assert_string_equal(report.error.expected, "int");
    static const char MISSING[] = "t,m\nx,1\n";
    assert_false(parse_with(MISSING, sizeof(MISSING) - 1, &options));
    assert_string_equal(report.error.message, "the file has no column named n; it has t, m");
}

/* ---- errors ------------------------------------------------------------------- */

static void errors_have_places(void **state)
{
    (void)state;
    refuse("", 0, 0, "the file is empty: the first line must name the columns");
    refuse("\n\n", 0, 0, "the file is empty: the first line must name the columns");
    refuse("a,,c\n", 1, 3, "column 2 has no name");
    refuse("a,b,a\n1,2,3\n", 1, 0, "two columns are named a");
    refuse("a,b\n1,2\n1,2,3,4,5\n", 3, 0, "row has 5 cells, the header has 2");
    refuse("a,b\n1\n", 2, 0, "row has 1 cell, the header has 2");
    refuse("a,b\n\"x\ny\",1\n1\n", 4, 0, "row has 1 cell, the header has 2");
    refuse("a,b\n1,\"x\ny\n", 2, 3, "this quote is never closed");
    refuse("a,b\n1,\"x\" y\n", 2, 6,
           "text follows a closing quote; a quote inside of quotes is doubled");
    refuse("a,b\n1,xy\xC3\x28\n", 2, 5,
           "byte 0xC3 is not UTF-8: save the file in that encoding, or tell its own by encoding=");
    refuse("a,b\n1,\"x\n\xED\xA0\x80\"\n", 3, 1,
           "byte 0xED is not UTF-8: save the file in that encoding, or tell its own by encoding=");
    refuse_bytes("a,b\n1,x\0y\n", 10, 2, 4, "a NUL byte: this is not a text file");
    refuse_bytes("a\0b\n", 4, 1, 2, "a NUL byte: this is not a text file");
    refuse_bytes("\xFF\xFE\x61\x00\x00", 5, 0, 0,
                 "the file is not UTF-16: it has an odd number of bytes");
}

static void wide_rows_are_counted_so_far(void **state)
{
    (void)state;
    size_t len = 4 + 4000;
    char *text = malloc(len);
    memcpy(text, "a,b\n", 4);
    memset(text + 4, ',', len - 4);
    refuse_bytes(text, len, 2, 0, "row has more than 105 cells, the header has 2");
    free(text);
}

static long page_faults(void)
{
    struct rusage used;
    getrusage(RUSAGE_SELF, &used);
    return used.ru_minflt + used.ru_majflt;
}

/* A file of 1 GB of which only the beginning is on the disk; the rest is not looked
 * at: that were a fault for each 64 kB at least. */
static void read_sparse(const char *beginning, const char *message)
{
    char path[] = "/tmp/dash-sparse-XXXXXX";
    int file = mkstemp(path);
    assert_true(file >= 0);
    assert_int_equal(write(file, beginning, strlen(beginning)), strlen(beginning));
    assert_int_equal(ftruncate(file, INT64_C(1) << 30), 0);
    close(file);
    long before = page_faults();
    bool good = dash_source_read(arena, path, &PLAIN, &table, &report);
    long faults = page_faults() - before;
    unlink(path);
    assert_false(good);
    assert_string_equal(report.error.message, message);
    assert_true(faults < 4096);
}

static void sparse_files_are_refused(void **state)
{
    (void)state;
    read_sparse("a,b\n1,", "a NUL byte: this is not a text file");
    read_sparse("a,b\n1,\"", "a cell is longer than 1048576 bytes: is its closing quote missing?");
    read_sparse("", "a NUL byte: this is not a text file");
}

/* What follows the longest cell is not looked at: it cannot be read. */
static void long_line_is_refused(void **state)
{
    (void)state;
    size_t len = 64u << 20, seen = 4u << 20;
    char *text = mmap(NULL, len, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    assert_true(text != MAP_FAILED);
    memset(text, 'x', seen);
    memcpy(text, "a\n", 2);
    assert_int_equal(mprotect(text + seen, len - seen, PROT_NONE), 0);
    assert_false(dash_source_parse(arena, text, len, &PLAIN, &table, &report));
    assert_string_equal(report.error.message, "a cell is longer than 1048576 bytes");
    assert_int_equal(report.error.line, 2);
    munmap(text, len);
}

static void files_that_are_none(void **state)
{
    (void)state;
    assert_false(dash_source_read(arena, "/nowhere/at/all.csv", &PLAIN, &table, &report));
    assert_string_equal(report.error.message, "No such file or directory");
    assert_false(dash_source_read(arena, "/tmp", &PLAIN, &table, &report));
    assert_string_equal(report.error.message, "not a regular file");
    assert_false(dash_source_read(arena, "/dev/null", &PLAIN, &table, &report));
    assert_string_equal(report.error.message, "not a regular file");
}

static void memory_bound_is_kept(void **state)
{
    (void)state;
    DashArena *small = dash_arena_create(2000);
    char text[4096];
    size_t len = 2;
    memcpy(text, "a\n", len);
    while (len < sizeof(text) - 10) {
        len += (size_t)snprintf(text + len, sizeof(text) - len, "%zu.5\n", len);
    }
    assert_false(dash_source_parse(small, text, len, &PLAIN, &table, &report));
    assert_non_null(report.error.message);
    dash_arena_destroy(small);
}

/* ---- random files against a naive reader ------------------------------------------ */

enum { MAX_CELLS = 256, MAX_CELL = 64, WIDTH = 2 };

typedef struct Naive {
    char cells[MAX_CELLS][MAX_CELL];
    bool quoted[MAX_CELLS];
    size_t count;
} Naive;

/* Reads rows of WIDTH cells with one state a byte; false when the text is bad.
 * Returns before newlines are dropped, as part of a line's end. */
static bool read_naively(const char *at, const char *end, Naive *naive)
{
    naive->count = 0;
    while (at < end) {
        if (*at == '\n' || (*at == '\r' && at + 1 < end && at[1] == '\n')) {
            at += *at == '\r' ? 2 : 1;
            continue;
        }
        for (int cell = 0; cell < WIDTH; cell++) {
            char *out = naive->cells[naive->count];
            size_t len = 0;
            bool quoted = at < end && *at == '"';
            if (quoted) {
                for (at++;; at++) {
                    if (at >= end) {
                        return false;
                    }
                    if (*at == '"') {
                        if (at + 1 < end && at[1] == '"') {
                            at++;
                        } else {
                            break;
                        }
                    }
                    out[len++] = *at;
                }
                at++;
            } else {
                while (at < end && *at != ',' && *at != '\n') {
                    out[len++] = *at++;
                }
                if (len && out[len - 1] == '\r' && (at == end || *at == '\n')) {
                    len--;
                    at--;
                }
            }
            out[len] = '\0';
            naive->quoted[naive->count++] = quoted;
            bool last = cell + 1 == WIDTH;
            if (at < end && *at == '\r' && (at + 1 == end || at[1] == '\n')) {
                at++;
            }
            bool more = at < end && *at == ',';
            if (more == last || (at < end && !more && *at != '\n')) {
                return false;
            }
            at += at < end;
        }
    }
    return true;
}

static void random_files(void **state)
{
    (void)state;
    static const char *const PIECES[] = {"a",    "bc",   ",",  ",",    "\n",       "\"",
                                         "\"\"", "\r\n", "\r", " ",    "\xC3\xA4", "NaN",
                                         "1",    "\n",   ",",  "\"x\""};
    static Naive naive;
    static const DashSourceColumn SCHEMA[] = {
        {.name = "h", .type = DASH_COLUMN_TEXT, .optional = true},
        {.name = "k", .type = DASH_COLUMN_TEXT, .optional = true}};
    DashSource options = {.schema = SCHEMA, .schema_count = WIDTH};
    size_t good_files = 0;
    for (int round = 0; round < 300000; round++) {
        char text[MAX_CELL] = "h,k\n";
        size_t len = 4;
        for (uint32_t i = random_below(14); i > 0; i--) {
            const char *piece = PIECES[random_below(sizeof(PIECES) / sizeof(PIECES[0]))];
            memcpy(text + len, piece, strlen(piece));
            len += strlen(piece);
        }
        dash_arena_reset(arena);
        options.chunk_bytes = random_below(3) ? 1 + random_below(20) : 0;
        bool wanted = read_naively(text + 4, text + len, &naive);
        bool good = parse_with(text, len, &options);
        if (good != wanted) {
            fail_msg("%s: %.*s", good ? "accepted" : report.error.message, (int)len, text);
        }
        if (!good) {
            continue;
        }
        good_files++;
        assert_int_equal(table.rows * WIDTH, naive.count);
        for (size_t i = 0; i < naive.count; i++) {
            const char *cell = naive.cells[i];
            bool null = !*cell || (!naive.quoted[i] && strcmp(cell, "NaN") == 0);
            assert_int_equal(is_null((uint32_t)(i % WIDTH), i / WIDTH), null);
            if (!null) {
                assert_text((uint32_t)(i % WIDTH), i / WIDTH, cell);
            }
        }
    }
    assert_in_range(good_files, 10000, 300000);
}

static void random_numbers(void **state)
{
    (void)state;
    enum { ROWS = 20000 };
    static char text[ROWS * 64 + 8];
    static double wanted[ROWS];
    size_t len = (size_t)sprintf(text, "f\n0.5\n");
    wanted[0] = 0.5;
    for (int i = 1; i < ROWS; i++) {
        static const char *const FORMATS[] = {"%.0f.", "%.2f", "%.9f", "%.17g", "%e", "%.3e"};
        double value =
            ldexp((double)random_below(1u << 30) - (1 << 29), (int)random_below(80) - 50);
        char *start = text + len;
        len += (size_t)snprintf(start, 64, FORMATS[random_below(6)], value);
        wanted[i] = strtod(start, NULL);
        text[len++] = '\n';
    }
    assert_true(parse_with(text, len, &PLAIN));
    assert_int_equal(table.columns[0].type, DASH_COLUMN_FLOAT);
    assert_int_equal(table.rows, ROWS);
    assert_memory_equal(table.columns[0].data, wanted, ROWS * sizeof(*wanted));
}

static void dictionaries_of_every_width(void **state)
{
    (void)state;
    static const struct {
        uint32_t distinct;
        DashEncoding encoding;
    } CASES[] = {{256, DASH_U8}, {257, DASH_U16}, {65536, DASH_U16}, {65537, DASH_U32}};
    static char text[65537 * 2 * 8 + 8];
    for (size_t i = 0; i < 4; i++) {
        size_t len = (size_t)sprintf(text, "t\n");
        for (uint32_t row = 0; row < CASES[i].distinct * 2; row++) {
            len += (size_t)sprintf(text + len, "v%u\n", row % CASES[i].distinct);
        }
        assert_true(parse_with(text, len, &PLAIN));
        assert_int_equal(table.columns[0].encoding, CASES[i].encoding);
        assert_int_equal(table.columns[0].dict->count, CASES[i].distinct);
        for (uint32_t row = 0; row < table.rows; row++) {
            assert_int(0, row, row % CASES[i].distinct); /* codes by first appearance */
        }
        char last[16];
        sprintf(last, "v%u", CASES[i].distinct - 1);
        assert_text(0, table.rows - 1, last);
        dash_arena_reset(arena);
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(types_are_inferred),
        TEST(what_is_a_number),
        TEST(mixed_types_widen),
        TEST(ints_are_narrow),
        TEST(nulls),
        TEST(quotes_and_line_ends),
        TEST(options_are_heeded),
        TEST(schema_is_checked),
        TEST(errors_have_places),
        TEST(wide_rows_are_counted_so_far),
        TEST(sparse_files_are_refused),
        TEST(long_line_is_refused),
        TEST(files_that_are_none),
        TEST(memory_bound_is_kept),
        TEST(random_files),
        TEST(random_numbers),
        TEST(dictionaries_of_every_width),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
