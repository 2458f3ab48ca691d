/* SPDX-License-Identifier: MIT
 *
 * The tables of the table bench as CSV files, the same bytes for the same arguments:
 *
 *     table_data sales ROWS FOLDER     sales.csv: serial (0 … ROWS - 1, shuffled), region, city,
 *                                      date, quantity, price, 5 % of
 *                                      city, quantity and price empty; cities.csv
 *     table_data h2oai ROWS FOLDER     h2oai.csv: the columns of the h2oai group-by set
 *                                      G1_ROWS_1e2_0_0 (100 values in the small keys,
 *                                      ROWS / 100 in the large ones, no nulls, not sorted)
 *     table_data quoted ROWS FOLDER    quoted.csv: sales with a column of texts, each tenth in
 *                                      quotes, with a comma or a quote inside
 *     table_data points ROWS FOLDER    points.csv: x of full precision, y of two decimals;
 *                                      a tenth of the rows
 */
#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static uint64_t state;

/* splitmix64 */
static uint64_t chance(void)
{
    uint64_t z = state += 0x9E3779B97F4A7C15u;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}

static unsigned below(unsigned limit)
{
    return (unsigned)((chance() >> 32) * limit >> 32);
}

static int one_in(unsigned n)
{
    return below(n) == 0;
}

static FILE *create(const char *folder, const char *name, char *buffer, size_t size)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "w");
    if (!file) {
        perror(path);
        exit(1);
    }
    setvbuf(file, buffer, _IOFBF, size);
    return file;
}

static void finish(FILE *file)
{
    if (fclose(file) != 0) {
        perror("table_data");
        exit(1);
    }
}

/* ---- sales -------------------------------------------------------------- */

enum { CITIES = 10000, FIRST_YEAR = 2021, YEARS = 5, SHUFFLE = 7368787 }; /* a prime */

static const char *const regions[] = {"North", "South", "East", "West", "Islands"};

/* The dates of the five years, "2021-01-01" … */
static unsigned list_dates(char dates[][12])
{
    static const unsigned months[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    unsigned count = 0;
    for (unsigned year = FIRST_YEAR; year < FIRST_YEAR + YEARS; year++)
        for (unsigned month = 1; month <= 12; month++) {
            unsigned leap = month == 2 && year % 4 == 0;
            for (unsigned day = 1; day <= months[month - 1] + leap; day++)
                snprintf(dates[count++], 12, "%04u-%02u-%02u", year % 10000, month, day % 100);
        }
    return count;
}

static void write_note(FILE *file)
{
    static const char *const notes[] = {"returned, then sold again", "the \"\"small\"\" one",
                                        "gift"};
    if (one_in(10))
        fprintf(file, ",\"%s %u\"\n", notes[below(3)], below(1000));
    else
        fprintf(file, ",order %u\n", below(1000));
}

static void write_sales(FILE *file, unsigned rows, int notes)
{
    static char dates[YEARS * 366][12];
    unsigned days = list_dates(dates);
    fprintf(file, "serial,region,city,date,quantity,price%s\n", notes ? ",note" : "");
    for (unsigned i = 0; i < rows; i++) {
        fprintf(file, "%u,%s,", (unsigned)((uint64_t)i * SHUFFLE % rows), regions[below(5)]);
        if (!one_in(20))
            fprintf(file, "City %04u", below(CITIES));
        fprintf(file, ",%s,", dates[below(days)]);
        if (!one_in(20))
            fprintf(file, "%u", 1 + below(1000));
        fputc(',', file);
        if (!one_in(20))
            fprintf(file, "%u.%02u", 1 + below(500), below(100));
        if (notes)
            write_note(file);
        else
            fputc('\n', file);
    }
}

static void write_cities(FILE *file)
{
    fprintf(file, "city,people,state\n");
    for (unsigned i = 0; i < CITIES; i++)
        fprintf(file, "City %04u,%u,State %u\n", CITIES - 1 - i, 100 + below(5000000), below(50));
}

/* ---- h2oai -------------------------------------------------------------- */

static void write_h2oai(FILE *file, unsigned rows)
{
    unsigned few = 100, many = rows / few;
    fprintf(file, "id1,id2,id3,id4,id5,id6,v1,v2,v3\n");
    for (unsigned i = 0; i < rows; i++) {
        fprintf(file, "id%03u,id%03u,id%010u,", 1 + below(few), 1 + below(few), 1 + below(many));
        fprintf(file, "%u,%u,%u,", 1 + below(few), 1 + below(few), 1 + below(many));
        fprintf(file, "%u,%u,%u.%06u\n", 1 + below(5), 1 + below(15), below(100), below(1000000));
    }
}

static void write_points(FILE *file, unsigned rows)
{
    fprintf(file, "x,y\n");
    for (unsigned i = 0; i < rows / 10; i++)
        fprintf(file, "%.17g,%u.%02u\n", (double)(chance() >> 11) * 0x1p-53, below(1000),
                below(100));
}

int main(int argc, char **argv)
{
    static char buffer[1 << 20];
    if (argc != 4) {
        fprintf(stderr, "usage: table_data sales|h2oai|quoted|points ROWS FOLDER\n");
        return 2;
    }
    const char *kind = argv[1], *folder = argv[3];
    unsigned rows = (unsigned)strtoul(argv[2], NULL, 10);
    char name[64];
    snprintf(name, sizeof name, "%s.csv", kind);
    FILE *file = create(folder, name, buffer, sizeof buffer);
    if (strcmp(kind, "h2oai") == 0)
        write_h2oai(file, rows);
    else if (strcmp(kind, "points") == 0)
        write_points(file, rows);
    else
        write_sales(file, rows, strcmp(kind, "quoted") == 0);
    finish(file);
    if (strcmp(kind, "sales") == 0) {
        file = create(folder, "cities.csv", buffer, sizeof buffer);
        write_cities(file);
        finish(file);
    }
    return 0;
}
