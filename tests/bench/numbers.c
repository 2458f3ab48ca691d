/* SPDX-License-Identifier: MIT
 *
 * Writing a million numbers as JSON: the runtime's writer beside cJSON's printer, and
 * its typed arrays beside what copying and encoding the bytes alone takes.
 *
 * Prints lines of a name and the best seconds of some rounds.
 */
#include <stdint.h>
#include <stdio.h>

#include <cJSON.h>

#include "clock.h"
#include "core/base64.h"
#include "core/json_writer.h"

enum { COUNT = 1000000, ROUNDS = 7 };

static double money[COUNT], wide[COUNT];

static void fill(void)
{
    uint64_t state = 88172645463325252u;
    for (int i = 0; i < COUNT; i++) {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        money[i] = (double)(state % 100000) / 100;
        wide[i] = (double)(state >> 11) * 0x1p-53;
    }
}

static void write_array(JsonWriter *w, const double *values, bool typed)
{
    const DashArray array = {
        .column = {.type = DASH_COLUMN_FLOAT, .encoding = DASH_F64, .data = values},
        .rows = COUNT,
        .typed = typed,
    };
    w->len = 0;
    json_array(w, &array);
}

/* Into memory that was touched before, as that of the copies is. */
static double time_array(JsonWriter *w, const double *values, bool typed)
{
    json_writer_reset(w);
    write_array(w, values, typed);
    double start = bench_seconds();
    write_array(w, values, typed);
    return bench_seconds() - start;
}

static double time_cjson(const double *values)
{
    cJSON *list = cJSON_CreateDoubleArray(values, COUNT);
    double start = bench_seconds();
    char *text = cJSON_PrintUnformatted(list);
    double seconds = bench_seconds() - start;
    cJSON_free(text);
    cJSON_Delete(list);
    return seconds;
}

static double time_bytes(const double *values)
{
    char *copy = malloc(sizeof wide), *text = malloc(base64_size(sizeof wide));
    if (!copy || !text)
        exit(1);
    memset(copy, 1, sizeof wide);
    memset(text, 1, base64_size(sizeof wide));
    double start = bench_seconds();
    memcpy(copy, values, sizeof wide);
    base64_encode(text, copy, sizeof wide);
    double seconds = bench_seconds() - start;
    free(copy);
    free(text);
    return seconds;
}

static void keep(double *best, double seconds)
{
    *best = *best == 0 || seconds < *best ? seconds : *best;
}

int main(void)
{
    enum { MONEY, WIDE, CJSON_MONEY, CJSON_WIDE, TYPED, BYTES, WAYS };
    static const char *const names[] = {"money",      "wide",  "cjson_money",
                                        "cjson_wide", "typed", "bytes"};
    double best[WAYS] = {0};
    JsonWriter w;
    json_writer_init(&w);
    fill();
    for (int round = 0; round < ROUNDS; round++) {
        keep(&best[MONEY], time_array(&w, money, false));
        keep(&best[WIDE], time_array(&w, wide, false));
        keep(&best[CJSON_MONEY], time_cjson(money));
        keep(&best[CJSON_WIDE], time_cjson(wide));
        keep(&best[TYPED], time_array(&w, wide, true));
        keep(&best[BYTES], time_bytes(wide));
    }
    for (int i = 0; i < WAYS; i++)
        printf("%s %.9f\n", names[i], best[i]);
    json_writer_finish(&w);
    return 0;
}
