/* SPDX-License-Identifier: MIT
 *
 * CSV by its quick ways against its careful ones: forms of cells one by one; whole
 * files of random types, quotes, line ends and chunks, whose columns have to be what
 * csv_cell.h makes of each cell.
 */
#include "unit.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "chance.h"
#include "dash/source.h"
#include "table/csv_fast.h"

enum { CELL_MAX = 40, COLUMNS = 6, ROWS_MAX = 3000, FILE_MAX = ROWS_MAX * COLUMNS * CELL_MAX };

/* ---- cells ---------------------------------------------------------------- */

static void put_digits(char *out, size_t *len, uint32_t most)
{
    for (uint32_t i = random_below(most + 1); i > 0; i--)
        out[(*len)++] = (char)('0' + random_below(10));
}

/* Something like a number or a date. */
static size_t make_form(char *out)
{
    size_t len = 0;
    if (random_below(4) == 0)
        out[len++] = '-';
    if (random_below(3) == 0)
        return (size_t)sprintf(out, "%04u-%02u-%02u%c%02u:%02u:%02u", random_below(2200),
                               random_below(14), random_below(33), random_below(5) ? 'T' : ' ',
                               random_below(25), random_below(61), random_below(61)) -
               (random_below(2) ? 9 : 0);
    put_digits(out, &len, 10);
    if (random_below(2)) {
        out[len++] = '.';
        put_digits(out, &len, 10);
    }
    if (random_below(10) == 0)
        len += (size_t)sprintf(out + len, "e%d", (int)random_below(40) - 20);
    return len;
}

/* One byte becomes another now and then. */
static void spoil(char *text, size_t len)
{
    static const char BYTES[] = "0123456789.,-+eTZ: \"xN/";
    if (len > 0 && random_below(4) == 0)
        text[random_below((uint32_t)len)] = BYTES[random_below(sizeof BYTES - 1)];
}

static void quick_forms_are_careful_ones(void **state)
{
    (void)state;
    const CsvDialect dialect = csv_dialect(&(DashSource){0});
    const uint64_t point = CSV_BYTES('.');
    size_t accepted = 0;
    for (int round = 0; round < 1000000; round++) {
        char text[64];
        memset(text, "0,.\n-\"9 "[random_below(8)], sizeof text); /* what stands behind */
        size_t len = make_form(text);
        spoil(text, len);
        CsvCell cell = {.text = {text, len}};
        int64_t quick = 1, careful = 2;
        double fast = 1, slow = 2;
        bool good = true;
        if (len > 0 && csv_fast_int(text, len, &quick)) {
            accepted++;
            good = csv_cell_integer(&dialect, DASH_NO_TEXT, &cell, DASH_COLUMN_INT, &careful) &&
                   quick == careful;
        }
        if (good && len > 0 && csv_fast_float(text, len, point, &fast)) {
            accepted++;
            good = csv_cell_float(&dialect, &cell, &slow) && memcmp(&fast, &slow, 8) == 0;
        }
        if (good && len == 10 && csv_fast_day(text, &quick)) {
            accepted++;
            good = csv_cell_integer(&dialect, DASH_NO_TEXT, &cell, DASH_COLUMN_DATE, &careful) &&
                   quick == careful;
        }
        if (good && len == 19 && csv_fast_time(text, &quick)) {
            accepted++;
            good =
                csv_cell_integer(&dialect, DASH_NO_TEXT, &cell, DASH_COLUMN_DATETIME, &careful) &&
                quick == careful;
        }
        if (!good)
            fail_msg("%.*s: %ld %ld %.17g %.17g", (int)len, text, (long)quick, (long)careful, fast,
                     slow);
    }
    assert_in_range(accepted, 150000, 4000000);
}

/* ---- files ---------------------------------------------------------------- */

typedef struct RandomFile {
    char *bytes;
    size_t len, rows;
    CsvCell cells[ROWS_MAX][COLUMNS];
    char texts[ROWS_MAX][COLUMNS][CELL_MAX];
} RandomFile;

/* What a column is made of; kind 5 is text. */
static size_t make_cell(char *out, uint32_t kind)
{
    static const char *const WORDS[] = {"north",      "a much longer text than others",
                                        "ab",         "\xC3\xA9t\xC3\xA9",
                                        "x,y",        "say \"hi\"",
                                        "two\nlines", "NaN",
                                        " 5",         "",
                                        "5\" pipe"};
    static const char *const BOOLS[] = {"true", "False"};
    switch (kind) {
    case 0:
        return (size_t)sprintf(out, "%s", BOOLS[random_below(2)]);
    case 1:
        return (size_t)sprintf(out, "%d", (int)random_below(2000) - 1000);
    case 2:
        return (size_t)sprintf(out, "%.2f", (double)random_below(100000) / 100);
    case 3:
        return (size_t)sprintf(out, "%04u-%02u-%02u", 1990 + random_below(40), 1 + random_below(12),
                               1 + random_below(28));
    case 4:
        return (size_t)sprintf(out, "%04u-%02u-%02u %02u:00:00", 1990 + random_below(40),
                               1 + random_below(12), 1 + random_below(28), random_below(24));
    default:
        return (size_t)sprintf(out, "%s", WORDS[random_below(11)]);
    }
}

static void put_cell(RandomFile *f, const CsvCell *cell)
{
    if (cell->quoted)
        f->bytes[f->len++] = '"';
    for (size_t i = 0; i < cell->text.len; i++) {
        f->bytes[f->len++] = cell->text.ptr[i];
        if (cell->quoted && cell->text.ptr[i] == '"')
            f->bytes[f->len++] = '"';
    }
    if (cell->quoted)
        f->bytes[f->len++] = '"';
}

static void make_file(RandomFile *f)
{
    uint32_t kinds[COLUMNS], odd = random_below(3) ? 0 : 1 + random_below(2000);
    uint32_t quotes = random_below(4), nulls = random_below(3) * 10, returns = random_below(3);
    f->rows = random_below(4) ? random_below(200) : random_below(ROWS_MAX);
    f->len = (size_t)sprintf(f->bytes, "a,b,c,d,e,f%s", returns ? "\r\n" : "\n");
    for (int i = 0; i < COLUMNS; i++)
        kinds[i] = random_below(6);
    for (size_t row = 0; row < f->rows; row++) {
        for (int i = 0; i < COLUMNS; i++) {
            char *text = f->texts[row][i];
            uint32_t kind = odd && random_below(odd) == 0 ? random_below(6) : kinds[i];
            size_t len = nulls && random_below(nulls) == 0 ? 0 : make_cell(text, kind);
            text[len] = '\0';
            bool needed = strpbrk(text, ",\n") || text[0] == '"' || strstr(text, "say");
            f->cells[row][i] = (CsvCell){{text, len}, needed || random_below(4) < quotes};
            put_cell(f, &f->cells[row][i]);
            f->bytes[f->len++] = i + 1 < COLUMNS ? ',' : '\n';
        }
        if (returns == 1 || (returns == 2 && random_below(2))) {
            f->bytes[f->len - 1] = '\r';
            f->bytes[f->len++] = '\n';
        }
        if (random_below(50) == 0)
            f->bytes[f->len++] = '\n';
    }
    if (f->rows > 0 && random_below(3) == 0)
        while (f->bytes[f->len - 1] == '\n' || f->bytes[f->len - 1] == '\r')
            f->len--;
}

/* The type that inference has to find for column `i`. */
static DashColumnType type_of(const CsvDialect *dialect, const RandomFile *f, int i)
{
    CsvTypes types = CSV_ALL_TYPES;
    bool any = false;
    for (size_t row = 0; row < f->rows; row++) {
        if (csv_is_null(dialect, &f->cells[row][i]))
            continue;
        any = true;
        types = csv_fitting(dialect, DASH_NO_TEXT, &f->cells[row][i], types);
    }
    return any ? csv_first_type(types) : DASH_COLUMN_TEXT;
}

static void check_cell(const CsvDialect *dialect, const CsvCell *cell, const DashColumn *column,
                       size_t row)
{
    int64_t integer = 0;
    double number = 0;
    bool there = !csv_is_null(dialect, cell);
    assert_int_equal(dash_is_valid(column->valid, row), there);
    if (column->type == DASH_COLUMN_TEXT) {
        DashText text = dash_dict_text(column->dict, (uint32_t)dash_column_int(column, row));
        assert_true(there || dash_column_int(column, row) == 0);
        if (there) {
            assert_int_equal(text.len, cell->text.len);
            assert_memory_equal(text.ptr, cell->text.ptr, text.len);
        }
    } else if (column->type == DASH_COLUMN_FLOAT) {
        assert_true(!there || csv_cell_float(dialect, cell, &number));
        assert_memory_equal(&((const double *)column->data)[row], &number, sizeof number);
    } else {
        assert_true(!there ||
                    csv_cell_integer(dialect, DASH_NO_TEXT, cell, column->type, &integer));
        assert_true(dash_column_int(column, row) == integer);
    }
}

/* Codes in order of first appearance, arrays with zeros behind. */
static void check_column(const DashColumn *column, size_t rows)
{
    size_t padded = (rows + DASH_LANES - 1) / DASH_LANES * DASH_LANES, next = 0;
    DashColumn longer = *column;
    for (size_t row = rows; row < padded; row++) {
        assert_true(dash_column_float(&longer, row) == 0);
        assert_false(column->valid && dash_is_valid(column->valid, row));
    }
    for (size_t row = 0; column->dict && row < rows; row++) {
        size_t code = (size_t)dash_column_int(column, row);
        bool there = dash_is_valid(column->valid, row);
        assert_true(code <= next);
        next += there && code == next;
    }
    assert_true(!column->dict || column->dict->count == next);
}

static void random_tables(void **state)
{
    (void)state;
    const CsvDialect dialect = csv_dialect(&(DashSource){0});
    RandomFile *f = malloc(sizeof *f);
    f->bytes = malloc(FILE_MAX);
    for (int round = 0; round < 800; round++) {
        static const size_t CHUNKS[] = {0, 1, 100, 1000, 5000};
        DashArena *arena = dash_arena_create(0);
        DashTable table;
        DashSourceReport report;
        make_file(f);
        DashSource source = {.chunk_bytes = CHUNKS[random_below(5)]};
        char *exact = malloc(f->len); /* ASan sees what is read past it */
        memcpy(exact, f->bytes, f->len);
        if (!dash_source_parse(arena, exact, f->len, &source, &table, &report))
            fail_msg("%zu:%zu: %s", report.error.line, report.error.column, report.error.message);
        free(exact);
        assert_int_equal(table.rows, f->rows);
        for (int i = 0; i < COLUMNS; i++) {
            assert_int_equal(table.columns[i].type, type_of(&dialect, f, i));
            check_column(&table.columns[i], f->rows);
            for (size_t row = 0; row < f->rows; row++)
                check_cell(&dialect, &f->cells[row][i], &table.columns[i], row);
        }
        dash_arena_destroy(arena);
    }
    free(f->bytes);
    free(f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(quick_forms_are_careful_ones),
        cmocka_unit_test(random_tables),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
