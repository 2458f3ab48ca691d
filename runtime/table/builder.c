/* SPDX-License-Identifier: MIT
 *
 * A builder widens its array when a run of values does not fit; most never do.
 * Joining copies each array once, to the encoding that all need; codes of texts
 * pass through a table from the part's dictionary to that of the whole.
 */
#include "table/builder.h"

#include <stdlib.h>
#include <string.h>

enum { LEAST_ROWS = 1024, RUN = 1024 };

/* The limits of each encoding of ints, the narrowest first. */
static const struct {
    DashEncoding encoding;
    int64_t low, high;
} INT_ENCODINGS[] = {
    {DASH_U8, 0, UINT8_MAX},          {DASH_I8, INT8_MIN, INT8_MAX},
    {DASH_U16, 0, UINT16_MAX},        {DASH_I16, INT16_MIN, INT16_MAX},
    {DASH_U32, 0, UINT32_MAX},        {DASH_I32, INT32_MIN, INT32_MAX},
    {DASH_I64, INT64_MIN, INT64_MAX},
};

static DashEncoding narrowest(int64_t low, int64_t high)
{
    size_t i = 0;
    while (low < INT_ENCODINGS[i].low || high > INT_ENCODINGS[i].high) {
        i++;
    }
    return INT_ENCODINGS[i].encoding;
}

/* How the values of a type are kept when they lie in [low, high]. */
static DashEncoding encoding_of(DashColumnType type, int64_t low, int64_t high)
{
    switch (type) {
    case DASH_COLUMN_FLOAT:
        return DASH_F64;
    case DASH_COLUMN_DATE:
        return DASH_I32;
    case DASH_COLUMN_DATETIME:
        return DASH_I64;
    case DASH_COLUMN_BOOL:
        return DASH_U8;
    case DASH_COLUMN_INT:
    case DASH_COLUMN_TEXT:
        break;
    }
    return narrowest(low, high);
}

/* values[0 … count) into `data` from row `at` on. */
static void store_run(void *data, DashEncoding encoding, size_t at, const int64_t *values,
                      size_t count)
{
    switch (encoding) {
#define X(name, element, bytes)                                                                    \
    case name: {                                                                                   \
        element *out = (element *)data + at;                                                       \
        for (size_t i = 0; i < count; i++) {                                                       \
            out[i] = (element)values[i];                                                           \
        }                                                                                          \
        break;                                                                                     \
    }
        DASH_ENCODINGS(X)
#undef X
    case DASH_ENCODING_COUNT:
        break;
    }
}

static void load_run(const void *data, DashEncoding encoding, size_t at, int64_t *values,
                     size_t count)
{
    switch (encoding) {
#define X(name, element, bytes)                                                                    \
    case name: {                                                                                   \
        const element *in = (const element *)data + at;                                            \
        for (size_t i = 0; i < count; i++) {                                                       \
            values[i] = (int64_t)in[i];                                                            \
        }                                                                                          \
        break;                                                                                     \
    }
        DASH_ENCODINGS(X)
#undef X
    case DASH_ENCODING_COUNT:
        break;
    }
}

/* From one encoding to another; `map`, when there is one, gives each value its new
 * one. */
static void copy_rows(const void *from, DashEncoding old, void *to, DashEncoding encoding,
                      size_t at, size_t rows, const uint32_t *map)
{
    size_t size = dash_encoding_size(encoding);
    if (old == encoding && !map) {
        memcpy((char *)to + at * size, from, rows * size);
        return;
    }
    int64_t run[RUN];
    for (size_t row = 0; row < rows; row += RUN) {
        size_t count = rows - row < RUN ? rows - row : RUN;
        load_run(from, old, row, run, count);
        for (size_t i = 0; map && i < count; i++) {
            run[i] = map[run[i]];
        }
        store_run(to, encoding, at + row, run, count);
    }
}

/* ---- adding --------------------------------------------------------------- */

/* Room for `count` more rows in that encoding. */
static bool make_room(ColumnBuilder *b, DashEncoding encoding, size_t count)
{
    size_t wanted = b->rows + count, capacity = b->capacity ? b->capacity : LEAST_ROWS;
    while (capacity < wanted) {
        capacity *= 2;
    }
    size_t size = dash_encoding_size(encoding);
    if (b->data && encoding != b->encoding) {
        void *wider = malloc(capacity * size);
        if (!wider) {
            return false;
        }
        copy_rows(b->data, b->encoding, wider, encoding, 0, b->rows, NULL);
        free(b->data);
        b->data = wider;
    } else if (!b->data || capacity > b->capacity) {
        void *data = realloc(b->data, capacity * size);
        if (!data) {
            return false;
        }
        b->data = data;
    }
    b->encoding = encoding;
    if (b->valid && capacity > b->capacity) {
        uint64_t *valid = realloc(b->valid, (capacity + 63) / 64 * sizeof(*valid));
        if (!valid) {
            return false;
        }
        b->valid = valid;
    }
    b->capacity = capacity;
    return true;
}

/* Sets bits [from, from + count). The words after that of `from` are written for
 * the first time. */
static void set_bits(uint64_t *bits, size_t from, size_t count, const bool *present)
{
    for (size_t i = 0; i < count; i++) {
        size_t row = from + i;
        uint64_t before = row % 64 ? bits[row / 64] : 0;
        bits[row / 64] = before | (uint64_t)(!present || present[i]) << row % 64;
    }
}

static bool add_valid(ColumnBuilder *b, const bool *present, size_t count)
{
    bool nulls = present && memchr(present, false, count);
    if (!nulls && !b->valid) {
        return true;
    }
    if (!b->valid) {
        b->valid = malloc((b->capacity + 63) / 64 * sizeof(*b->valid));
        if (!b->valid) {
            return false;
        }
        set_bits(b->valid, 0, b->rows, NULL);
    }
    set_bits(b->valid, b->rows, count, nulls ? present : NULL);
    return true;
}

bool builder_add_ints(ColumnBuilder *b, const int64_t *values, const bool *present, size_t count)
{
    int64_t low = b->low, high = b->high;
    for (size_t i = 0; i < count; i++) {
        low = values[i] < low ? values[i] : low;
        high = values[i] > high ? values[i] : high;
    }
    if (!make_room(b, encoding_of(b->type, low, high), count) || !add_valid(b, present, count)) {
        return false;
    }
    store_run(b->data, b->encoding, b->rows, values, count);
    b->low = low;
    b->high = high;
    b->rows += count;
    return true;
}

bool builder_add_floats(ColumnBuilder *b, const double *values, const bool *present, size_t count)
{
    if (!make_room(b, DASH_F64, count) || !add_valid(b, present, count)) {
        return false;
    }
    if (count > 0) {
        memcpy((double *)b->data + b->rows, values, count * sizeof(*values));
    }
    b->rows += count;
    return true;
}

void builder_free(ColumnBuilder *b)
{
    free(b->data);
    free(b->valid);
    dict_builder_free(&b->dict);
    *b = (ColumnBuilder){.type = b->type};
}

/* ---- joining -------------------------------------------------------------- */

/* Bytes for whole words of rows; zero past the last row. */
static void *padded_array(DashArena *arena, size_t rows, size_t size)
{
    size_t padded = (rows + DASH_LANES - 1) / DASH_LANES * DASH_LANES;
    char *array = dash_arena_grow(arena, NULL, 0, padded * size);
    if (array) {
        memset(array + rows * size, 0, (padded - rows) * size);
    }
    return array;
}

/* The bits of `from` behind the first `at` of `bits`; NULL: all set. */
static void copy_bits(uint64_t *bits, size_t at, const uint64_t *from, size_t count)
{
    for (size_t i = 0; i < count; i += 64) {
        uint64_t word = from ? from[i / 64] : ~UINT64_C(0);
        if (count - i < 64) {
            word &= (UINT64_C(1) << (count - i)) - 1;
        }
        size_t shift = (at + i) % 64;
        bits[(at + i) / 64] |= word << shift;
        if (shift && word >> (64 - shift)) {
            bits[(at + i) / 64 + 1] |= word >> (64 - shift);
        }
    }
}

static bool join_valid(DashArena *arena, const ColumnBuilder *const *builders, size_t count,
                       size_t rows, bool optional, DashColumn *out)
{
    for (size_t i = 0; i < count; i++) {
        optional = optional || builders[i]->valid;
    }
    if (!optional) {
        return true;
    }
    uint64_t *valid = dash_arena_alloc(arena, (rows + 63) / 64 * sizeof(*valid));
    if (!valid) {
        return false;
    }
    size_t at = 0;
    for (size_t i = 0; i < count; i++) {
        copy_bits(valid, at, builders[i]->valid, builders[i]->rows);
        at += builders[i]->rows;
    }
    out->valid = valid;
    return true;
}

/* The codes in `whole` of the texts of `part`, malloc'ed; NULL: memory is out. */
static uint32_t *join_dict(DictBuilder *whole, const DictBuilder *part)
{
    uint32_t *map = malloc(((size_t)part->count + 1) * sizeof(*map));
    bool good = map != NULL;
    for (uint32_t code = 0; good && code < part->count; code++) {
        DashText text = {part->bytes + part->offsets[code],
                         part->offsets[code + 1] - part->offsets[code]};
        good = dict_builder_add(whole, text, &map[code]);
    }
    if (map && part->count == 0) {
        map[0] = 0; /* what null rows read */
    }
    if (!good) {
        free(map);
        return NULL;
    }
    return map;
}

static bool join_values(DashArena *arena, const ColumnBuilder *const *builders, size_t count,
                        uint32_t *const *maps, size_t rows, DashColumn *out)
{
    size_t size = dash_encoding_size(out->encoding), at = 0;
    char *data = padded_array(arena, rows, size);
    for (size_t i = 0; data && i < count; i++) {
        const ColumnBuilder *b = builders[i];
        bool typed = b->type == out->type;
        if (typed && b->rows > 0) {
            copy_rows(b->data, b->encoding, data, out->encoding, at, b->rows,
                      maps ? maps[i] : NULL);
        } else {
            memset(data + at * size, 0, b->rows * size); /* nothing but nulls */
        }
        at += b->rows;
    }
    out->data = data;
    return data != NULL;
}

static bool join_texts(DashArena *arena, const ColumnBuilder *const *builders, size_t count,
                       size_t rows, DashColumn *out)
{
    DictBuilder whole = {0};
    uint32_t **maps = calloc(count + 1, sizeof(*maps));
    bool good = maps != NULL;
    for (size_t i = 0; good && count > 1 && i < count; i++) {
        maps[i] = join_dict(&whole, &builders[i]->dict);
        good = maps[i] != NULL;
    }
    const DictBuilder *dict = count == 1 ? &builders[0]->dict : &whole;
    out->encoding = narrowest(0, dict->count ? dict->count - 1 : 0);
    out->dict = good ? dict_builder_finish(dict, arena) : NULL;
    good = out->dict && join_values(arena, builders, count, maps, rows, out);
    for (size_t i = 0; maps && i < count; i++) {
        free(maps[i]);
    }
    free(maps);
    dict_builder_free(&whole);
    return good;
}

bool builder_join(DashArena *arena, const ColumnBuilder *const *builders, size_t count,
                  DashColumnType type, size_t rows, bool optional, DashColumn *out)
{
    int64_t low = 0, high = 0;
    for (size_t i = 0; i < count; i++) {
        low = builders[i]->low < low ? builders[i]->low : low;
        high = builders[i]->high > high ? builders[i]->high : high;
    }
    *out = (DashColumn){.name = out->name, .type = type, .encoding = encoding_of(type, low, high)};
    if (!join_valid(arena, builders, count, rows, optional, out)) {
        return false;
    }
    return type == DASH_COLUMN_TEXT ? join_texts(arena, builders, count, rows, out)
                                    : join_values(arena, builders, count, NULL, rows, out);
}
