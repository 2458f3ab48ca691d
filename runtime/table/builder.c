/* SPDX-License-Identifier: MIT
 *
 * A builder widens its array when a run of values does not fit; most never do.
 * Codes of texts pass through a table from the part's dictionary to that of the
 * whole; those of texts that were there before stay as they are.
 */
#include "table/builder.h"

#include <stdlib.h>
#include <string.h>

enum { LEAST_ROWS = 1024, RUN = 1024 }; /* capacities are multiples of DASH_LANES */

/* For plain loops over arrays, which gcc turns into vectors at this level only. */
#if defined(__GNUC__) && !defined(__clang__)
#define VECTORS __attribute__((optimize("O3")))
#else
#define VECTORS
#endif

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
static VECTORS void store_run(void *data, DashEncoding encoding, size_t at, const int64_t *values,
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

static VECTORS void load_run(const void *data, DashEncoding encoding, size_t at, int64_t *values,
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

/* How codes become others: those from `first` on have new ones. */
typedef struct CodeMap {
    uint32_t first;
    const uint32_t *codes; /* NULL: all stay */
} CodeMap;

/* From one encoding to another. */
static void copy_rows(const void *from, DashEncoding old, void *to, DashEncoding encoding,
                      size_t at, size_t rows, CodeMap map)
{
    size_t size = dash_encoding_size(encoding);
    if (old == encoding && !map.codes) {
        memcpy((char *)to + at * size, from, rows * size);
        return;
    }
    int64_t run[RUN];
    for (size_t row = 0; row < rows; row += RUN) {
        size_t count = rows - row < RUN ? rows - row : RUN;
        load_run(from, old, row, run, count);
        for (size_t i = 0; map.codes && i < count; i++) {
            run[i] = run[i] < map.first ? run[i] : map.codes[run[i] - map.first];
        }
        store_run(to, encoding, at + row, run, count);
    }
}

/* ---- adding --------------------------------------------------------------- */

/* NULL when memory is out; `old` stays. */
static void *resize(const ColumnBuilder *b, void *old, size_t old_size, size_t size)
{
    return b->arena ? dash_arena_grow(b->arena, old, old_size, size) : realloc(old, size);
}

static bool resize_valid(ColumnBuilder *b, size_t old_capacity)
{
    size_t size = sizeof(*b->valid);
    uint64_t *valid = resize(b, b->valid, b->valid ? (old_capacity + 63) / 64 * size : 0,
                             (b->capacity + 63) / 64 * size);
    b->valid = valid ? valid : b->valid;
    return valid != NULL;
}

/* Room for `count` more rows in that encoding. */
static bool make_room(ColumnBuilder *b, DashEncoding encoding, size_t count)
{
    size_t wanted = b->rows + count, capacity = b->capacity ? b->capacity : LEAST_ROWS;
    size_t size = dash_encoding_size(encoding);
    while (capacity < wanted) {
        capacity *= 2;
    }
    if (b->data && encoding != b->encoding) {
        void *wider = resize(b, NULL, 0, capacity * size);
        if (!wider) {
            return false;
        }
        copy_rows(b->data, b->encoding, wider, encoding, 0, b->rows, (CodeMap){0});
        if (!b->arena) {
            free(b->data);
        }
        b->data = wider;
    } else if (!b->data || capacity > b->capacity) {
        void *data = resize(b, b->data, b->data ? b->capacity * size : 0, capacity * size);
        if (!data) {
            return false;
        }
        b->data = data;
    }
    size_t before = b->capacity;
    b->encoding = encoding;
    b->capacity = capacity;
    return !b->valid || capacity == before || resize_valid(b, before);
}

bool builder_reserve(ColumnBuilder *b, size_t rows)
{
    if (rows <= b->capacity) {
        return true;
    }
    size_t before = b->capacity;
    rows = (rows + DASH_LANES - 1) / DASH_LANES * DASH_LANES;
    if (!b->data) {
        b->capacity = rows;
        return true; /* the encoding is not known */
    }
    size_t size = dash_encoding_size(b->encoding);
    void *data = resize(b, b->data, before * size, rows * size);
    if (!data) {
        return false;
    }
    b->data = data;
    b->capacity = rows;
    return !b->valid || resize_valid(b, before);
}

/* The bits of `from` behind the first `at` of `bits`; NULL: all set. What is behind
 * them in the last word is 0. */
static void copy_bits(uint64_t *bits, size_t at, const uint64_t *from, size_t count)
{
    for (size_t i = 0; i < count; i += 64) {
        uint64_t word = from ? from[i / 64] : ~UINT64_C(0);
        size_t rest = count - i, shift = (at + i) % 64;
        if (rest < 64) {
            word &= (UINT64_C(1) << rest) - 1;
        }
        uint64_t *to = &bits[(at + i) / 64];
        *to = (shift ? *to : 0) | word << shift;
        if (shift && shift + rest > 64) {
            to[1] = word >> (64 - shift);
        }
    }
}

/* Bits [from, from + count) as `present` says. */
static void set_bits(uint64_t *bits, size_t from, size_t count, const bool *present)
{
    for (size_t i = 0; i < count; i += DASH_LANES) {
        bool last[DASH_LANES] = {false};
        size_t rest = count - i;
        const bool *at = present + i;
        if (rest < DASH_LANES) {
            memcpy(last, at, rest);
            at = last;
        }
        uint64_t word = dash_chosen(at, i, count);
        copy_bits(bits, from + i, &word, rest < DASH_LANES ? rest : DASH_LANES);
    }
}

/* There is a bitmap from now on, though all rows so far have a value. */
static bool begin_valid(ColumnBuilder *b)
{
    if (!b->valid && !resize_valid(b, 0)) {
        return false;
    }
    copy_bits(b->valid, 0, NULL, b->rows);
    return true;
}

static bool add_valid(ColumnBuilder *b, const bool *present, size_t count)
{
    bool nulls = present && memchr(present, false, count);
    if (!nulls && !b->valid) {
        return true;
    }
    if (!b->valid && !begin_valid(b)) {
        return false;
    }
    if (nulls) {
        set_bits(b->valid, b->rows, count, present);
    } else {
        copy_bits(b->valid, b->rows, NULL, count);
    }
    return true;
}

/* Widens [*low, *high] so that the values lie in it. */
static VECTORS void find_bounds(const int64_t *values, size_t count, int64_t *low, int64_t *high)
{
    int64_t least = *low, most = *high;
    for (size_t i = 0; i < count; i++) {
        least = values[i] < least ? values[i] : least;
        most = values[i] > most ? values[i] : most;
    }
    *low = least;
    *high = most;
}

bool builder_add_ints(ColumnBuilder *b, const int64_t *values, const bool *present, size_t count)
{
    int64_t low = b->low, high = b->high;
    if (b->type == DASH_COLUMN_TEXT) {
        high = (int64_t)b->dict.first + b->dict.count - 1; /* what codes can be */
    } else if (b->type == DASH_COLUMN_INT) {
        find_bounds(values, count, &low, &high);
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

bool builder_add_nulls(ColumnBuilder *b, size_t count)
{
    static const bool absent[RUN];
    static const int64_t zeros[RUN];
    static const double none[RUN];
    for (size_t done = 0; done < count; done += RUN) {
        size_t run = count - done < RUN ? count - done : RUN;
        if (!(b->type == DASH_COLUMN_FLOAT ? builder_add_floats(b, none, absent, run)
                                           : builder_add_ints(b, zeros, absent, run))) {
            return false;
        }
    }
    return true;
}

void builder_free(ColumnBuilder *b)
{
    if (!b->arena) {
        free(b->data);
        free(b->valid);
    }
    dict_builder_free(&b->dict);
    *b = (ColumnBuilder){.type = b->type, .arena = b->arena};
}

/* ---- parts ---------------------------------------------------------------- */

static bool append_valid(ColumnBuilder *whole, const ColumnBuilder *part)
{
    if (!whole->valid && !part->valid) {
        return true;
    }
    if (!whole->valid && !begin_valid(whole)) {
        return false;
    }
    copy_bits(whole->valid, whole->rows, part->valid, part->rows);
    return true;
}

/* The codes in `whole` of the texts that are new in `part`, malloc'ed; NULL: memory
 * is out. */
static uint32_t *append_dict(DictBuilder *whole, const DictBuilder *part)
{
    uint32_t *codes = calloc((size_t)part->count + 1, sizeof(*codes));
    bool good = codes != NULL;
    for (uint32_t i = 0; good && i < part->count; i++) {
        good = dict_builder_add(whole, dict_builder_text(part, i), &codes[i]);
    }
    if (!good) {
        free(codes);
        return NULL;
    }
    return codes;
}

/* Null rows of the part, which is just behind the rows of the whole, are 0 again. */
static void clear_nulls(const ColumnBuilder *whole, const ColumnBuilder *part)
{
    static const int64_t zero;
    for (size_t row = 0; row < part->rows; row++) {
        if (!dash_is_valid(part->valid, row)) {
            store_run(whole->data, whole->encoding, whole->rows + row, &zero, 1);
        }
    }
}

bool builder_append(ColumnBuilder *whole, const ColumnBuilder *part)
{
    CodeMap map = {.first = part->dict.first};
    uint32_t *codes = NULL;
    int64_t low = part->low < whole->low ? part->low : whole->low;
    int64_t high = part->high > whole->high ? part->high : whole->high;
    if (part->rows == 0) {
        return true;
    }
    if (whole->type == DASH_COLUMN_TEXT && part->dict.count > 0) {
        map.codes = codes = append_dict(&whole->dict, &part->dict);
        if (!codes) {
            return false;
        }
    }
    if (whole->type == DASH_COLUMN_TEXT) {
        low = 0;
        high = whole->dict.count ? whole->dict.count - 1 : 0;
    }
    bool good = make_room(whole, encoding_of(whole->type, low, high), part->rows) &&
                append_valid(whole, part);
    if (good) {
        copy_rows(part->data, part->encoding, whole->data, whole->encoding, whole->rows, part->rows,
                  map);
        if (codes && codes[0] != 0 && map.first == 0 && part->valid) {
            clear_nulls(whole, part); /* they had code 0, which is another now */
        }
        whole->low = low;
        whole->high = high;
        whole->rows += part->rows;
    }
    free(codes);
    return good;
}

/* ---- the column ------------------------------------------------------------ */

/* The array as the arena's, with zeros behind it; NULL when memory is out. */
static void *finish_array(const ColumnBuilder *b, DashArena *arena, void *array, size_t size,
                          size_t padded)
{
    char *whole = b->arena ? array : dash_arena_grow(arena, NULL, 0, padded);
    if (whole && whole != array && size > 0) {
        memcpy(whole, array, size);
    }
    if (whole) {
        memset(whole + size, 0, padded - size);
    }
    return whole;
}

bool builder_finish(ColumnBuilder *b, DashArena *arena, bool optional, DashColumn *out)
{
    DashEncoding encoding = encoding_of(b->type, b->low, b->high);
    size_t padded = (b->rows + DASH_LANES - 1) / DASH_LANES, size = dash_encoding_size(encoding);
    if (!make_room(b, encoding, 0) || (optional && !b->valid && !begin_valid(b))) {
        return false;
    }
    *out = (DashColumn){.name = out->name, .type = b->type, .encoding = encoding};
    out->data = finish_array(b, arena, b->data, b->rows * size, padded * DASH_LANES * size);
    if (b->valid) {
        out->valid = finish_array(b, arena, b->valid, padded * 8, padded * 8);
    }
    if (b->type == DASH_COLUMN_TEXT) {
        out->dict = dict_builder_finish(&b->dict, arena);
    }
    return out->data && (out->valid || !b->valid) && (out->dict || b->type != DASH_COLUMN_TEXT);
}
