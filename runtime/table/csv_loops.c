/* SPDX-License-Identifier: MIT
 *
 * One loop a type. Each takes the common forms of cells at once (csv_fast.h) and asks
 * csv_cell.h for the rest: nulls, quotes, spaces, numbers of many digits.
 */
#include "table/csv_loops.h"

#include "table/csv_fast.h"

CsvCells csv_cells(const CsvBlock *block, uint32_t columns, uint32_t column)
{
    bool starts = block->has_starts; /* else a cell begins behind the one before */
    return (CsvCells){
        .base = block->base,
        .starts = starts ? block->starts + column : block->ends + column - 1,
        .ends = block->ends + column,
        .behind = !starts,
        .last = !starts && column + 1 == columns,
        .step = columns,
        .rows = block->rows,
    };
}

/* ---- what is not common --------------------------------------------------- */

/* Reads the cell at `row`; false when it does not fit. */
static __attribute__((noinline)) bool look_closer(CsvLoop *l, size_t row)
{
    size_t len;
    CsvCell cell;
    const char *at = csv_cell_at(&l->cells, row, &len);
    if (!csv_decode(l->dialect, at, at + len, l->buffer, &cell)) {
        return false;
    }
    l->values.ints[row] = 0;
    if (csv_is_null(l->dialect, &cell)) {
        l->present[row] = false;
        return !l->required;
    }
    if (l->type == DASH_COLUMN_TEXT) {
        uint32_t code = 0;
        bool added = dict_builder_add(l->dict, cell.text, &code);
        l->values.ints[row] = code;
        return added;
    }
    return l->type == DASH_COLUMN_FLOAT
               ? csv_cell_float(l->dialect, &cell, &l->values.floats[row])
               : csv_cell_integer(l->dialect, l->pattern, &cell, l->type, &l->values.ints[row]);
}

/* ---- numbers and dates ------------------------------------------------------ */

/* FAST(at, len, out) reads a common form of what goes to `array`. */
#define DEFINE_LOOP(name, array, FAST)                                                             \
    static size_t name(CsvLoop *l, size_t row)                                                     \
    {                                                                                              \
        const CsvCells cells = l->cells;                                                           \
        const uint64_t point = CSV_BYTES((uint64_t)l->dialect->decimal);                           \
        const uint8_t *kinds = l->dialect->kinds;                                                  \
        const bool iso = !l->pattern.ptr;                                                          \
        (void)point, (void)iso, (void)kinds;                                                       \
        for (; row < cells.rows; row++) {                                                          \
            size_t len;                                                                            \
            const char *at = csv_cell_at(&cells, row, &len);                                       \
            (void)at;                                                                              \
            if (!(len > 0 && FAST(at, len, &array[row])) && !look_closer(l, row)) {                \
                return row;                                                                        \
            }                                                                                      \
        }                                                                                          \
        return row;                                                                                \
    }

#define COMMON(at)               (!kinds[(unsigned char)*(at)])
#define FAST_INT(at, len, out)   (COMMON(at) && csv_fast_int(at, len, out))
#define FAST_FLOAT(at, len, out) (COMMON(at) && csv_fast_float(at, len, point, out))
#define FAST_DAY(at, len, out)   (iso && len == 10 && COMMON(at) && csv_fast_day(at, out))
#define FAST_TIME(at, len, out)  (iso && len == 19 && COMMON(at) && csv_fast_time(at, out))
#define FAST_NONE(at, len, out)  false

DEFINE_LOOP(read_ints, l->values.ints, FAST_INT)
DEFINE_LOOP(read_floats, l->values.floats, FAST_FLOAT)
DEFINE_LOOP(read_days, l->values.ints, FAST_DAY)
DEFINE_LOOP(read_times, l->values.ints, FAST_TIME)
DEFINE_LOOP(read_bools, l->values.ints, FAST_NONE)

/* ---- texts ---------------------------------------------------------------- */

/* Texts are looked up a few at a time, so that their slots come to the cache side by
 * side. */
enum { BATCH = 16 };

typedef struct TextCell {
    const char *at;       /* NULL: to be looked at closer */
    const DictSlot *slot; /* of the base, where looking begins */
    DictKey key;
} TextCell;

/* Whether the quote is among the bytes of a text; or maybe. */
static inline bool has_quote(const char *at, DictKey key, uint64_t quotes)
{
    if (key.len > 15) {
        return memchr(at, (int)(quotes & 0xFF), key.len) != NULL;
    }
    uint64_t low = key.low ^ quotes, high = key.high ^ quotes;
    return ((((low - CSV_BYTES(1)) & ~low) | ((high - CSV_BYTES(1)) & ~high)) & CSV_BYTES(0x80)) !=
           0;
}

/* A text without quotes in it, between quotes or not, that is no spelling of null.
 * `base` has slots. */
static inline void prepare_text(const uint8_t *kinds, const DictBuilder *base, const char *at,
                                size_t len, uint64_t quotes, TextCell *cell)
{
    cell->at = NULL;
    if (len == 0) {
        return;
    }
    uint8_t kind = kinds[(unsigned char)*at];
    if (kind == CSV_QUOTE && len > 2) {
        cell->key = dict_key_padded((DashText){at + 1, len - 2});
        if (has_quote(at + 1, cell->key, quotes) || kinds[(unsigned char)at[1]] == CSV_NULL_START) {
            return;
        }
        at++;
    } else if (kind || (len == 3 && memcmp(at, "NaN", 3) == 0)) {
        return;
    } else {
        cell->key = dict_key_padded((DashText){at, len});
    }
    cell->at = at;
    cell->slot = dict_first_slot(base, cell->key.low, cell->key.high);
    __builtin_prefetch(cell->slot);
}

/* Without a base: the dictionary at hand may move while it grows. */
static size_t read_first_texts(CsvLoop *l, size_t row)
{
    while (row < l->cells.rows && look_closer(l, row)) {
        row++;
    }
    return row;
}

static size_t read_texts(CsvLoop *l, size_t row)
{
    const CsvCells cells = l->cells;
    const uint8_t *kinds = l->dialect->kinds;
    const DictBuilder *base = l->dict->base;
    const uint64_t quotes = CSV_BYTES((uint64_t)(l->dialect->quote & 0xFF));
    TextCell batch[BATCH];
    if (!base || !base->slots) {
        return read_first_texts(l, row);
    }
    while (row < cells.rows) {
        size_t len, count = cells.rows - row < BATCH ? cells.rows - row : BATCH;
        for (size_t i = 0; i < count; i++) {
            const char *at = csv_cell_at(&cells, row + i, &len);
            prepare_text(kinds, base, at, len, quotes, &batch[i]);
        }
        for (const TextCell *cell = batch; cell < batch + count; cell++, row++) {
            uint32_t code;
            const DictSlot *slot =
                cell->at ? dict_seek(base, cell->slot, cell->at, cell->key) : NULL;
            if (slot && slot->number) {
                l->values.ints[row] = slot->number - 1;
            } else if (slot && dict_builder_put(l->dict, cell->at, cell->key, &code)) {
                l->values.ints[row] = code;
            } else if (!look_closer(l, row)) {
                return row;
            }
        }
    }
    return row;
}

/* ---- the loop ------------------------------------------------------------- */

size_t csv_loop(CsvLoop *loop, size_t row)
{
    static size_t (*const LOOPS[])(CsvLoop * l, size_t row) = {
        [DASH_COLUMN_BOOL] = read_bools,   [DASH_COLUMN_INT] = read_ints,
        [DASH_COLUMN_FLOAT] = read_floats, [DASH_COLUMN_TEXT] = read_texts,
        [DASH_COLUMN_DATE] = read_days,    [DASH_COLUMN_DATETIME] = read_times,
    };
    return LOOPS[loop->type](loop, row);
}
