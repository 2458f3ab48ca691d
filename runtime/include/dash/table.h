/* SPDX-License-Identifier: MIT
 *
 * Tables: equal-length typed columns, immutable once made. The generated loops
 * read `data` directly with the element type that `encoding` names; nothing in
 * a hot loop calls back into the runtime.
 *
 * Nulls: `valid` is a bitmap, bit i%64 of word i/64 set when row i has a value;
 * NULL when no row is null. Bits past the last row are 0. A null row's data is
 * 0 (code 0 for text), so that reading it is always defined.
 */
#ifndef DASH_TABLE_H
#define DASH_TABLE_H

#include "dash/base.h"

/* What a column holds, in the language's terms. */
typedef enum DashColumnType {
    DASH_COLUMN_BOOL,
    DASH_COLUMN_INT,
    DASH_COLUMN_FLOAT,
    DASH_COLUMN_TEXT,
    DASH_COLUMN_DATE,     /* days since 1970-01-01 */
    DASH_COLUMN_DATETIME, /* milliseconds since 1970-01-01T00:00:00Z */
} DashColumnType;

/* X(encoding, C element type, bytes). The order is part of the ABI.
 * Ints take the narrowest that holds them all, dates I32, datetimes I64, bools
 * U8; texts are dictionary codes in the narrowest unsigned type. */
#define DASH_ENCODINGS(X)                                                                          \
    X(DASH_U8, uint8_t, 1)                                                                         \
    X(DASH_U16, uint16_t, 2)                                                                       \
    X(DASH_U32, uint32_t, 4)                                                                       \
    X(DASH_I8, int8_t, 1)                                                                          \
    X(DASH_I16, int16_t, 2)                                                                        \
    X(DASH_I32, int32_t, 4)                                                                        \
    X(DASH_I64, int64_t, 8)                                                                        \
    X(DASH_F64, double, 8)

typedef enum DashEncoding {
#define X(name, type, bytes) name,
    DASH_ENCODINGS(X)
#undef X
        DASH_ENCODING_COUNT
} DashEncoding;

static inline size_t dash_encoding_size(DashEncoding encoding)
{
    static const uint8_t sizes[] = {
#define X(name, type, bytes) [name] = bytes,
        DASH_ENCODINGS(X)
#undef X
    };
    return sizes[encoding];
}

/* The distinct texts of a column in order of first appearance. Text i is
 * bytes[offsets[i] .. offsets[i + 1]). */
typedef struct DashDict {
    const uint32_t *offsets; /* count + 1 of them */
    const char *bytes;
    uint32_t count;
} DashDict;

typedef struct DashColumn {
    const char *name;
    DashColumnType type;
    DashEncoding encoding;
    const void *data;      /* rows elements */
    const uint64_t *valid; /* or NULL: no nulls */
    const DashDict *dict;  /* texts only, else NULL */
} DashColumn;

typedef struct DashTable {
    size_t rows;
    uint32_t column_count;
    const DashColumn *columns;
} DashTable;

/* A list of tables. */
typedef struct DashTables {
    const DashTable *items;
    size_t len;
} DashTables;

static inline bool dash_is_valid(const uint64_t *valid, size_t row)
{
    return !valid || (valid[row / 64] >> (row % 64) & 1);
}

/* Filters look at this many rows at a time: one word of a bitmap. The columns of
 * embedded tables may be read up to the next multiple of it. */
#define DASH_LANES 64

/* A bit for each of the rows `from` … before `rows`. */
static inline uint64_t dash_lanes(size_t from, size_t rows)
{
    return rows - from < DASH_LANES ? (UINT64_C(1) << (rows - from)) - 1 : ~UINT64_C(0);
}

/* Eight or sixteen bools, 0 or 1 a byte, as bits. */
#if defined(__SSE2__)
enum { DASH_BOOLS = 16 };
static inline uint64_t dash_bools(const bool *bools)
{
    typedef char Bytes __attribute__((vector_size(16)));
    typedef short Pairs __attribute__((vector_size(16)));
    Pairs pairs;
    __builtin_memcpy(&pairs, bools, sizeof pairs);
    return (uint16_t)__builtin_ia32_pmovmskb128((Bytes)(pairs << 7));
}
#else
enum { DASH_BOOLS = 8 };
static inline uint64_t dash_bools(const bool *bools)
{
    uint64_t bytes;
    __builtin_memcpy(&bytes, bools, sizeof bytes);
    return bytes * 0x0102040810204080u >> 56;
}
#endif

/* The rows `from` … that are kept, a bit each; none at or past `rows`. */
static inline uint64_t dash_chosen(const bool keep[DASH_LANES], size_t from, size_t rows)
{
    uint64_t chosen = 0;
    DASH_UNROLL(8)
    for (unsigned i = 0; i < DASH_LANES; i += DASH_BOOLS)
        chosen |= dash_bools(keep + i) << i;
    return chosen & dash_lanes(from, rows);
}
static inline uint32_t dash_lowest(uint64_t chosen)
{
    return (uint32_t)__builtin_ctzll(chosen);
}
static inline int64_t dash_bits(uint64_t chosen)
{
    return __builtin_popcountll(chosen);
}

/* The number at `row` whatever the encoding: for code that is not hot. 0 where
 * the row is null. Not for floats that may be NaN or too large. */
static inline int64_t dash_column_int(const DashColumn *column, size_t row)
{
    switch (column->encoding) {
#define X(name, type, bytes)                                                                       \
    case name:                                                                                     \
        return (int64_t)((const type *)column->data)[row];
        DASH_ENCODINGS(X)
#undef X
    case DASH_ENCODING_COUNT:
        break;
    }
    return 0;
}
static inline double dash_column_float(const DashColumn *column, size_t row)
{
    return column->encoding == DASH_F64 ? ((const double *)column->data)[row]
                                        : (double)dash_column_int(column, row);
}

static inline DashText dash_dict_text(const DashDict *dict, uint32_t code)
{
    return (DashText){dict->bytes + dict->offsets[code],
                      dict->offsets[code + 1] - dict->offsets[code]};
}

/* The code of `text` in `dict`, or -1 when it is not there (or null): how a
 * comparison with a text becomes a comparison of integers. */
int64_t dash_dict_find(const DashDict *dict, DashText text);

/* An empty dictionary for texts that are computed, and the code of a text in it,
 * which is added when it is new. The arena of `cx` holds it; what `dict` points to
 * moves while it grows, `dict` itself stays. */
DashDict *dash_dict_new(DashCx *cx);
uint32_t dash_dict_code(DashCx *cx, DashDict *dict, DashText text);
/* The code in `dict` of every text of `from`. */
uint32_t *dash_dict_merge(DashCx *cx, DashDict *dict, const DashDict *from);

/* rank[i] is the place of code i in the sorted order of the texts: how a sort
 * by text becomes a sort by integers. `dict->count` elements. */
const uint32_t *dash_dict_rank(DashCx *cx, const DashDict *dict);

/* Row numbers 0..rows-1, then sorted stably by the generated comparison. */
uint32_t *dash_row_order(DashCx *cx, size_t rows);
typedef int (*DashRowCompare)(const void *state, uint32_t a, uint32_t b);
void dash_sort_rows(DashCx *cx, uint32_t *order, size_t rows, DashRowCompare compare,
                    const void *state);

/* The lower edge of the part that `value` lies in, of `count` equal parts of the range
 * low … high, the last one with its end. What lies outside belongs to the nearest part;
 * NaN stays NaN. */
static inline double dash_bin(double value, double low, double high, int64_t count)
{
    double width = (high - low) / (double)count, place = (value - low) / width;
    if (!(width > 0))
        return value == value ? low : value;
    place = place < 0 ? 0 : place >= (double)count ? (double)(count - 1) : __builtin_floor(place);
    return low + place * width;
}
/* Buckets of time: `rows` of them, where they start (as the column of starts does), and
 * which of its rows each is, or DASH_NO_ROW. */
typedef struct DashFill {
    size_t rows;
    void *starts;
    uint32_t *from;
} DashFill;

/* All buckets from the first start to the last; `starts` has no nulls, what dash_*_trunc
 * gave, in any order. `unit` is "month", …, `width` milliseconds. */
DashFill dash_fill(DashCx *cx, const DashColumn *starts, size_t rows, DashText unit,
                   const char *where);
DashFill dash_fill_by(DashCx *cx, const DashColumn *starts, size_t rows, int64_t width,
                      const char *where);
/* The column's values at their buckets. The others are null when `valid` is given, else
 * 0, or 1 when `missing`. */
void *dash_fill_column(DashCx *cx, const DashColumn *column, const DashFill *fill, bool missing,
                       uint64_t **valid);

/* Fails below 1. */
int64_t dash_bin_count(DashCx *cx, int64_t count, const char *where);

/* The numbers of `wanted` rows by chance, in ascending order; all when there are no
 * more, none when it is negative. The same seed gives the same rows. */
uint32_t *dash_sample_rows(DashCx *cx, size_t rows, int64_t wanted, int64_t seed, size_t *count);

/* The rows that `words` has a bit for, in order; their number goes to `*count`. */
uint32_t *dash_chosen_rows(DashCx *cx, const uint64_t *words, size_t rows, size_t *count);

/* data[order[i]] for every i, same encoding; and the same for a bitmap (NULL
 * in, NULL out). */
void *dash_gather(DashCx *cx, const void *data, DashEncoding encoding, const uint32_t *order,
                  size_t rows);
uint64_t *dash_gather_valid(DashCx *cx, const uint64_t *valid, const uint32_t *order, size_t rows);

/* The table with ints and datetimes in I64, codes in U32: what code reads that knows
 * no more of it than its type. Columns that stand so already are shared. */
DashTable dash_table_plain(DashCx *cx, const DashTable *table);
DashEncoding dash_plain_encoding(DashColumnType type);

/* A hash table from a 64-bit key to a group number 0, 1, 2… in order of first
 * appearance; what `group` and `distinct` use when their keys are not small
 * dictionaries. Keys of several columns are mixed by the generated code, which
 * compares the rows of equal hashes itself through `dash_groups_probe`. */
typedef struct DashGroups {
    uint64_t *hashes;  /* by slot */
    uint32_t *numbers; /* by slot: group number + 1, 0 is free */
    uint32_t mask, count;
} DashGroups;
DashGroups dash_groups(DashCx *cx, size_t expected);
/* Grows when needed, then gives the slot to look at first for `hash`; step with
 * (slot + 1) & groups->mask. After filling a free slot, raise `count`. */
uint32_t dash_groups_probe(DashCx *cx, DashGroups *groups, uint64_t hash);
static inline uint64_t dash_hash_mix(uint64_t hash, uint64_t value)
{
    hash = (hash ^ value) * 0x9E3779B97F4A7C15u;
    return hash ^ (hash >> 32);
}

/* Keys that are no integers: bytes of a text, a float by value (0.0 is -0.0, all NaN
 * are one). */
static inline uint64_t dash_hash_text(DashText text)
{
    uint64_t hash = 0xCBF29CE484222325u;
    for (size_t i = 0; i < text.len; i++)
        hash = (hash ^ (unsigned char)text.ptr[i]) * 0x100000001B3u;
    return hash;
}
static inline uint64_t dash_hash_float(double value)
{
    union {
        double number;
        uint64_t bits;
    } key = {.number = value == value ? value + 0.0 : __builtin_nan("")};
    return key.bits;
}
/* Below, at or above 0 as `a` comes before, with or after `b`; nan comes after every
 * number either way. */
static inline int dash_float_order(double a, double b, bool descending)
{
    int sign = a < b ? -1 : a > b;
    return sign == 0 ? (a != a) - (b != b) : descending ? -sign : sign;
}
static inline double dash_hashed_float(uint64_t bits)
{
    union {
        uint64_t bits;
        double number;
    } key = {.bits = bits};
    return key.number;
}

/* Rows by the hash of their keys: what joins look matches up in. The rows of a
 * hash come in the order in which they were put; the generated code compares the
 * keys themselves. */
#define DASH_NO_ROW UINT32_MAX
typedef struct DashLookup {
    DashGroups groups;              /* from hashes to numbers */
    uint32_t *first, *last, *count; /* by number: rows, how many */
    uint32_t *next;                 /* by row: the next one of the same hash */
    uint32_t most;                  /* rows of one hash */
} DashLookup;

/* An empty lookup for row numbers below `rows`. */
DashLookup dash_lookup(DashCx *cx, size_t rows);
void dash_lookup_put(DashCx *cx, DashLookup *lookup, uint64_t hash, uint32_t row);
/* At most so many rows come out of a join of `rows` rows; SIZE_MAX: more than can be. */
size_t dash_joined_most(size_t rows, const DashLookup *lookup);
#define DASH_JOINED_FEW 1000000 /* what is not worth counting */
/* Fails when row numbers cannot count so many. */
void dash_joined_check(DashCx *cx, size_t rows, const char *where);

/* The number + 1 of a hash, 0 when it is not there. */
static inline uint32_t dash_groups_find(const DashGroups *groups, uint64_t hash)
{
    uint32_t slot = (uint32_t)hash & groups->mask;
    while (groups->numbers[slot] != 0 && groups->hashes[slot] != hash)
        slot = (slot + 1) & groups->mask;
    return groups->numbers[slot];
}
static inline uint32_t dash_lookup_first(const DashLookup *lookup, uint64_t hash)
{
    uint32_t number = dash_groups_find(&lookup->groups, hash);
    return number ? lookup->first[number - 1] : DASH_NO_ROW;
}
/* How many rows have the hash. */
static inline uint32_t dash_lookup_count(const DashLookup *lookup, uint64_t hash)
{
    uint32_t number = dash_groups_find(&lookup->groups, hash);
    return number ? lookup->count[number - 1] : 0;
}
static inline uint32_t dash_lookup_next(const DashLookup *lookup, uint32_t row)
{
    return row == DASH_NO_ROW ? DASH_NO_ROW : lookup->next[row];
}

/* A code of `to` for each code of `from`; UINT32_MAX where `to` lacks the text. */
uint32_t *dash_dict_translate(DashCx *cx, const DashDict *from, const DashDict *to);

/* Aggregates that need all values. `q` is a fraction, 0 … 1, as dash_fraction
 * checks; quantiles are linear between the values next to the place. `values`
 * are put in another order. Of nothing: 0. */
double dash_fraction(DashCx *cx, double q, const char *where);
double dash_quantile(double *values, size_t count, double q);

/* The same a group: groups[i] is that of value i, seen[g] the number of values of
 * group g, the results go to out[0 … group_count). `out` starts with zeros. */
void dash_group_quantile(DashCx *cx, const double *values, const uint32_t *groups, size_t count,
                         const uint32_t *seen, size_t group_count, double q, double *out);
/* The key that is most often there, of several the one that came first. Of nothing: 0. */
uint64_t dash_mode(DashCx *cx, const uint64_t *keys, size_t count);
void dash_group_distinct(DashCx *cx, const uint64_t *keys, const uint32_t *groups, size_t count,
                         int64_t *out);
uint64_t *dash_group_mode(DashCx *cx, const uint64_t *keys, const uint32_t *groups, size_t count,
                          size_t group_count);

/* The rows of each key of the column, as tables, in order of first appearance. */
DashTables dash_table_split(DashCx *cx, DashTable table, int64_t column);

/* Which of the names it is; fails when it is none of them. And the column. */
int64_t dash_column_number(DashCx *cx, DashTexts names, DashText name, const char *where);
const DashColumn *dash_column_named(DashCx *cx, const DashColumn *columns, size_t count,
                                    DashText name, const char *where);

/* Values of a column as the language's list types; a null row is skipped. */
DashTexts dash_column_texts(DashCx *cx, const DashColumn *column, size_t rows);

#endif
