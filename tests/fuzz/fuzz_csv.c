/* SPDX-License-Identifier: MIT
 *
 * A CSV file with any bytes, read as a whole and in chunks of a few bytes, by options
 * that its first two bytes choose: both readings have to find the same table, or the
 * same mistake at the same place.
 */
#include <stdlib.h>
#include <string.h>

#include "dash/source.h"

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

static const DashText NULLS[] = {{"NA", 2}, {"-", 1}, {"\"", 1}};
static const DashDateFormat FORMATS[] = {{NULL, {"%d.%m.%Y", 8}}, {"b", {"%d.%m.%Y %H:%M", 14}}};
static const DashSourceColumn SCHEMA[] = {
    {"a", DASH_COLUMN_INT, true}, {"b", DASH_COLUMN_TEXT, false}, {"c", DASH_COLUMN_FLOAT, true}};
static const char *const NAMES[] = {"a", "b", "c"};

static DashSource options(unsigned first, unsigned second)
{
    static const char SEPARATORS[] = {0, ';', '\t', ' '};
    DashSource source = {
        .delimiter = SEPARATORS[first & 3],
        .no_quotes = first >> 2 & 1,
        .quote = first >> 3 & 1 ? '\'' : 0,
        .comment = first >> 4 & 1 ? '#' : 0,
        .decimal = first >> 5 & 1 ? ',' : 0,
        .thousands = first >> 6 & 1 ? '.' : 0,
        .no_header = first >> 7 & 1,
        .on_error = (DashOnError)(second % DASH_ON_ERROR_COUNT),
        .charset = second >> 2 & 1 ? DASH_WINDOWS_1252 : DASH_UTF8,
        .skip = second >> 3 & 1,
        .max_bytes = 1 << 20,
        .max_field = second >> 4 & 1 ? 50 : 0,
    };
    if (second >> 5 & 1) {
        source.nulls = NULLS;
        source.null_count = sizeof NULLS / sizeof *NULLS;
    }
    if (second >> 6 & 1) {
        source.date_formats = FORMATS;
        source.date_format_count = 1;
    }
    if (second >> 7 & 1) {
        source.schema = SCHEMA;
        source.schema_count = sizeof SCHEMA / sizeof *SCHEMA;
        source.names = (DashNames){NAMES, source.no_header ? 3 : 0};
    }
    return source;
}

static bool same_text(const char *a, const char *b)
{
    return a && b ? strcmp(a, b) == 0 : a == b;
}

static bool same_error(const DashSourceError *a, const DashSourceError *b)
{
    return a->line == b->line && a->column == b->column && same_text(a->message, b->message) &&
           same_text(a->value, b->value) && same_text(a->expected, b->expected);
}

static bool same_column(const DashColumn *a, const DashColumn *b, size_t rows)
{
    if (!same_text(a->name, b->name) || a->type != b->type || a->encoding != b->encoding ||
        memcmp(a->data, b->data, rows * dash_encoding_size(a->encoding)) != 0)
        return false;
    for (size_t row = 0; row < rows; row++)
        if (dash_is_valid(a->valid, row) != dash_is_valid(b->valid, row))
            return false;
    return !a->dict ||
           (a->dict->count == b->dict->count &&
            memcmp(a->dict->bytes, b->dict->bytes, a->dict->offsets[a->dict->count]) == 0);
}

static bool same_table(const DashTable *a, const DashTable *b)
{
    if (a->rows != b->rows || a->column_count != b->column_count)
        return false;
    for (uint32_t i = 0; i < a->column_count; i++)
        if (!same_column(&a->columns[i], &b->columns[i], a->rows))
            return false;
    return true;
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
    enum { LONGEST = 100000 };
    if (size < 3 || size > LONGEST)
        return 0;
    DashSource source = options(data[0], data[1]), parts = source;
    parts.chunk_bytes = 1 + data[2] % 64;
    DashArena *arena = dash_arena_create(0);
    DashTable whole = {0}, joined = {0};
    DashSourceReport first, second;
    const char *bytes = (const char *)data + 3;
    bool good = dash_source_parse(arena, bytes, size - 3, &source, &whole, &first);
    bool again = dash_source_parse(arena, bytes, size - 3, &parts, &joined, &second);
    if (good != again || (good && first.bad != second.bad))
        abort();
    if (good ? !same_table(&whole, &joined) : !same_error(&first.error, &second.error))
        abort();
    for (size_t i = 0; good && i < first.bad && i < DASH_FIRST_BAD; i++)
        if (!same_error(&first.first_bad[i], &second.first_bad[i]))
            abort();
    dash_arena_destroy(arena);
    return 0;
}
