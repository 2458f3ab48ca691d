/* SPDX-License-Identifier: MIT
 *
 * Filters over columns. A relation of a column with a value is asked once for
 * each thing that the column can hold, where these are few (the texts of its
 * dictionary, bools, small ints, days): then a row costs a look into a table. Wide
 * numbers are compared as numbers, moments by their place in the order of their
 * texts. What is left is asked row by row. Logic works on whole words of bits.
 */
#include "table/filter_rows.h"

#include <math.h>
#include <string.h>

#include "core/cx.h"
#include "core/date.h"
#include "dash/text.h"

typedef struct Filter {
    DashCx *cx;
    const DashTable *table;
    FilterScratch scratch;
    size_t words;
} Filter;

/* A relation or test with a column on one side: what to ask of its values. */
typedef struct Question {
    const FilterNode *node;
    FilterValue other;
    bool column_is_right;
} Question;

static bool answer(Filter *filter, const Question *question, FilterValue value)
{
    const FilterNode *node = question->node;
    if (node->shape == FILTER_TEST) {
        return filter_is(node->op, value);
    }
    FilterValue left = question->column_is_right ? question->other : value;
    FilterValue right = question->column_is_right ? value : question->other;
    return filter_relate(&filter->scratch, node->op, node->insensitive, left, right);
}

/* ---- cells -------------------------------------------------------------------- */

static FilterValue number_value(double number)
{
    /* JSON has no NaN and no infinity */
    return isfinite(number) ? (FilterValue){FILTER_NUMBER, number, DASH_NO_TEXT}
                            : (FilterValue){.kind = FILTER_NULL};
}

/* What a column's int is in the browser. */
static FilterValue whole_value(const DashColumn *column, int64_t whole, char *text)
{
    switch (column->type) {
    case DASH_COLUMN_BOOL:
        return (FilterValue){FILTER_BOOL, whole != 0, DASH_NO_TEXT};
    case DASH_COLUMN_TEXT:
        return (FilterValue){FILTER_TEXT, 0, dash_dict_text(column->dict, (uint32_t)whole)};
    case DASH_COLUMN_DATE:
        return (FilterValue){FILTER_TEXT, 0, {text, date_write_day(text, whole)}};
    case DASH_COLUMN_DATETIME:
        return (FilterValue){FILTER_TEXT, 0, {text, date_write_time(text, whole)}};
    case DASH_COLUMN_INT:
    case DASH_COLUMN_FLOAT:
        break;
    }
    return number_value((double)whole);
}

FilterValue filter_cell(const DashColumn *column, size_t row, char *text)
{
    if (!dash_is_valid(column->valid, row)) {
        return (FilterValue){.kind = FILTER_NULL};
    }
    if (column->encoding == DASH_F64) {
        return number_value(((const double *)column->data)[row]);
    }
    return whole_value(column, dash_column_int(column, row), text);
}

/* ---- bits ---------------------------------------------------------------------- */

static uint64_t *new_bits(const Filter *filter)
{
    return dash_alloc_array(filter->cx, filter->words + 1, sizeof(uint64_t));
}

/* No bit past the last row. */
static void cut_bits(const Filter *filter, uint64_t *bits)
{
    size_t rest = filter->table->rows % 64;
    if (rest) {
        bits[filter->words - 1] &= (UINT64_C(1) << rest) - 1;
    }
}

static void fill_bits(const Filter *filter, uint64_t *bits, bool value)
{
    memset(bits, value ? 0xFF : 0, filter->words * sizeof(*bits));
    cut_bits(filter, bits);
}

/* The rows without a value have that answer. */
static void answer_nulls(Filter *filter, const Question *question, const DashColumn *column,
                         uint64_t *bits)
{
    if (!column->valid) {
        return;
    }
    bool null = answer(filter, question, (FilterValue){.kind = FILTER_NULL});
    for (size_t word = 0; word < filter->words; word++) {
        bits[word] = null ? bits[word] | ~column->valid[word] : bits[word] & column->valid[word];
    }
    cut_bits(filter, bits);
}

/* ---- one row after the other -------------------------------------------------------- */

enum { ROWS_A_TURN = 4096 }; /* between two looks at the clock */

/* Tables are often sorted by time: the row before has the same value then. */
static bool is_repeated(const DashColumn *column, size_t row)
{
    size_t size = dash_encoding_size(column->encoding);
    const char *at = (const char *)column->data + row * size;
    return row > 0 && memcmp(at, at - size, size) == 0 &&
           dash_is_valid(column->valid, row) == dash_is_valid(column->valid, row - 1);
}

static void ask_rows(Filter *filter, const Question *question, const DashColumn *column,
                     uint64_t *bits)
{
    char text[FILTER_CELL_MAX];
    bool kept = false;
    for (size_t row = 0; row < filter->table->rows; row++) {
        if (row % ROWS_A_TURN == 0) {
            dash_check_time(filter->cx, "");
        }
        if (!is_repeated(column, row)) {
            kept = answer(filter, question, filter_cell(column, row, text));
        }
        bits[row / 64] |= (uint64_t)kept << (row % 64);
    }
}

/* ---- columns that hold few things ------------------------------------------------- */

/* Bits from the answers for data - lowest. */
#define LOOK_UP(name, type, size)                                                                  \
    case name:                                                                                     \
        for (size_t word = 0; word < filter->words; word++) {                                      \
            const type *data = (const type *)column->data + word * 64;                             \
            size_t rest = filter->table->rows - word * 64, count = rest < 64 ? rest : 64;          \
            uint64_t found = 0;                                                                    \
            for (size_t i = 0; i < count; i++) {                                                   \
                found |= (uint64_t)answers[(int64_t)data[i] - lowest] << i;                        \
            }                                                                                      \
            bits[word] = found;                                                                    \
        }                                                                                          \
        break;

static void look_up(const Filter *filter, const DashColumn *column, const bool *answers,
                    int64_t lowest, uint64_t *bits)
{
    switch (column->encoding) {
        DASH_ENCODINGS(LOOK_UP)
    case DASH_ENCODING_COUNT:
        break;
    }
}
#undef LOOK_UP

typedef struct Range {
    int64_t lowest, highest;
} Range;

#define FIND_RANGE(name, type, size)                                                               \
    case name:                                                                                     \
        for (size_t row = 0; row < rows; row++) {                                                  \
            int64_t value = (int64_t)((const type *)column->data)[row];                            \
            range.lowest = value < range.lowest ? value : range.lowest;                            \
            range.highest = value > range.highest ? value : range.highest;                         \
        }                                                                                          \
        break;

/* Of all data, that of null rows (0) too. */
static Range range_of(const DashColumn *column, size_t rows)
{
    Range range = {0, 0};
    switch (column->encoding) {
        DASH_ENCODINGS(FIND_RANGE)
    case DASH_ENCODING_COUNT:
        break;
    }
    return range;
}
#undef FIND_RANGE

/* Few enough to ask for each; `range` is what the column's data can be. */
static bool holds_few(const Filter *filter, const DashColumn *column, Range *range)
{
    enum { MOST = 1 << 17 };
    if (column->type == DASH_COLUMN_TEXT) {
        *range = (Range){0, column->dict->count ? (int64_t)column->dict->count - 1 : 0};
        return true;
    }
    if (column->encoding == DASH_F64 || filter->table->rows == 0) {
        return false;
    }
    *range = range_of(column, filter->table->rows);
    uint64_t width = (uint64_t)range->highest - (uint64_t)range->lowest;
    return width < MOST && width < filter->table->rows;
}

static void ask_each(Filter *filter, const Question *question, const DashColumn *column,
                     Range range, uint64_t *bits)
{
    size_t count = (size_t)(range.highest - range.lowest) + 1;
    bool *answers = dash_alloc_array(filter->cx, count, sizeof(*answers));
    char text[FILTER_CELL_MAX];
    bool empty = column->type == DASH_COLUMN_TEXT && column->dict->count == 0;
    for (size_t i = 0; i < count && !empty; i++) {
        if (i % ROWS_A_TURN == 0) {
            dash_check_time(filter->cx, "");
        }
        FilterValue value = whole_value(column, range.lowest + (int64_t)i, text);
        answers[i] = answer(filter, question, value);
    }
    look_up(filter, column, answers, range.lowest, bits);
}

/* ---- numbers ------------------------------------------------------------------------- */

/* What `column op other` asks of numbers, with the column on the left. */
static bool asks_numbers(const Question *question, FilterOp *op, double *number)
{
    static const FilterOp turned[] = {
        [FILTER_EQ] = FILTER_EQ, [FILTER_NE] = FILTER_NE, [FILTER_GE] = FILTER_LE,
        [FILTER_GT] = FILTER_LT, [FILTER_LE] = FILTER_GE, [FILTER_LT] = FILTER_GT};
    const FilterNode *node = question->node;
    bool equality = node->op == FILTER_EQ || node->op == FILTER_NE;
    if (node->shape != FILTER_RELATION || node->op < FILTER_EQ) {
        return false;
    }
    if (node->insensitive && !(node->op == FILTER_EQ && filter_is_numeric(question->other))) {
        return false;
    }
    *op = question->column_is_right ? turned[node->op] : node->op;
    *number = filter_number(question->other);
    bool is_number = node->op == FILTER_EQ ? filter_is_numeric(question->other)
                                           : question->other.kind == FILTER_NUMBER;
    if (equality && !is_number) {
        *number = NAN; /* equal to none */
    }
    return true;
}

/* `x op number` for 64 values at a time; what is no finite number has `null`. */
#define COMPARE_WITH(sign)                                                                         \
    for (size_t i = 0; i < count; i++) {                                                           \
        keep[i] = ((values[i] sign number) & (values[i] - values[i] == 0)) |                       \
                  ((values[i] - values[i] != 0) & null);                                           \
    }                                                                                              \
    break

static void compare_values(const double *values, size_t count, FilterOp op, double number,
                           bool null, bool *keep)
{
    switch (op) {
    case FILTER_EQ:
        COMPARE_WITH(==);
    case FILTER_NE:
        COMPARE_WITH(!=);
    case FILTER_GE:
        COMPARE_WITH(>=);
    case FILTER_GT:
        COMPARE_WITH(>);
    case FILTER_LE:
        COMPARE_WITH(<=);
    default:
        COMPARE_WITH(<);
    }
}
#undef COMPARE_WITH

static void compare_floats(Filter *filter, const Question *question, const DashColumn *column,
                           FilterOp op, double number, uint64_t *bits)
{
    bool null = answer(filter, question, (FilterValue){.kind = FILTER_NULL});
    size_t rows = filter->table->rows;
    for (size_t from = 0; from < rows; from += DASH_LANES) {
        bool keep[DASH_LANES] = {false};
        size_t count = rows - from < DASH_LANES ? rows - from : DASH_LANES;
        compare_values((const double *)column->data + from, count, op, number, null, keep);
        bits[from / 64] = dash_chosen(keep, from, rows);
    }
}

/* ---- whole numbers -------------------------------------------------------------------- */

/* Those from `low` to `high`, or all others. */
typedef struct Interval {
    int64_t low, high;
    bool outside;
} Interval;

/* Which whole numbers `x op number` keeps. */
static Interval interval_of(FilterOp op, double number)
{
    const double most = 9e18; /* beyond it all are less */
    Interval all = {INT64_MIN, INT64_MAX, false}, none = {1, 0, op == FILTER_NE};
    bool equality = op == FILTER_EQ || op == FILTER_NE;
    if (isnan(number) || (equality && (number != floor(number) || fabs(number) > most))) {
        return none;
    }
    if (fabs(number) > most) {
        bool less = op == FILTER_LT || op == FILTER_LE;
        return less == (number > 0) ? all : none;
    }
    int64_t below = (int64_t)floor(number), above = (int64_t)ceil(number);
    switch (op) {
    case FILTER_GE:
        return (Interval){above, INT64_MAX, false};
    case FILTER_GT:
        return (Interval){below + 1, INT64_MAX, false};
    case FILTER_LE:
        return (Interval){INT64_MIN, below, false};
    case FILTER_LT:
        return (Interval){INT64_MIN, above - 1, false};
    default:
        return (Interval){below, above, op == FILTER_NE};
    }
}

static uint64_t lane_bits(const bool keep[DASH_LANES], size_t from, size_t rows, bool outside)
{
    uint64_t bits = dash_chosen(keep, from, rows);
    return outside ? ~bits : bits;
}

/* Whole words of rows in the column's own type, then those that are left. */
#define DEFINE_WITHIN(name, type, size)                                                            \
    static void within_##name(const DashColumn *column, size_t rows, Interval in, uint64_t *bits)  \
    {                                                                                              \
        const type low = (type)in.low, high = (type)in.high;                                       \
        const type *data = column->data;                                                           \
        bool keep[DASH_LANES] = {false};                                                           \
        size_t from = 0;                                                                           \
        for (; from + DASH_LANES <= rows; from += DASH_LANES) {                                    \
            for (size_t i = 0; i < DASH_LANES; i++) {                                              \
                keep[i] = (data[from + i] >= low) & (data[from + i] <= high);                      \
            }                                                                                      \
            bits[from / DASH_LANES] = lane_bits(keep, from, rows, in.outside);                     \
        }                                                                                          \
        for (size_t i = 0; i < DASH_LANES && from + i < rows; i++) {                               \
            keep[i] = (data[from + i] >= low) & (data[from + i] <= high);                          \
        }                                                                                          \
        if (from < rows) {                                                                         \
            bits[from / DASH_LANES] = lane_bits(keep, from, rows, in.outside);                     \
        }                                                                                          \
    }
DASH_ENCODINGS(DEFINE_WITHIN)
#undef DEFINE_WITHIN

/* The interval as far as the column's type goes. */
static Interval clipped(DashEncoding encoding, Interval in)
{
    static const Interval types[] = {
        [DASH_U8] = {0, UINT8_MAX, false},          [DASH_U16] = {0, UINT16_MAX, false},
        [DASH_U32] = {0, UINT32_MAX, false},        [DASH_I8] = {INT8_MIN, INT8_MAX, false},
        [DASH_I16] = {INT16_MIN, INT16_MAX, false}, [DASH_I32] = {INT32_MIN, INT32_MAX, false},
        [DASH_I64] = {INT64_MIN, INT64_MAX, false}, [DASH_F64] = {INT64_MIN, INT64_MAX, false},
    };
    Interval type = types[encoding];
    if (in.low > type.high || in.high < type.low || in.low > in.high) {
        return (Interval){1, 0, in.outside};
    }
    in.low = in.low < type.low ? type.low : in.low;
    in.high = in.high > type.high ? type.high : in.high;
    return in;
}

static void put_within(Filter *filter, const DashColumn *column, Interval in, uint64_t *bits)
{
    typedef void Within(const DashColumn *column, size_t rows, Interval in, uint64_t *bits);
#define WITHIN(name, type, size) [name] = within_##name,
    static Within *const withins[] = {DASH_ENCODINGS(WITHIN)};
#undef WITHIN
    withins[column->encoding](column, filter->table->rows, clipped(column->encoding, in), bits);
    cut_bits(filter, bits);
}

static void compare_numbers(Filter *filter, const Question *question, const DashColumn *column,
                            FilterOp op, double number, uint64_t *bits)
{
    if (column->encoding == DASH_F64) {
        compare_floats(filter, question, column, op, number, bits);
    } else {
        put_within(filter, column, interval_of(op, number), bits);
    }
}

/* ---- moments --------------------------------------------------------------------------- */

static bool is_order(FilterOp op)
{
    return op >= FILTER_EQ && op <= FILTER_NE;
}

/* Whether the answer for a moment changes at most twice along the time line, so
 * that two searches find where. Their texts are in the order of time. */
static bool asks_time(const Question *question)
{
    const FilterNode *node = question->node;
    if (node->shape != FILTER_RELATION || question->other.kind != FILTER_TEXT) {
        return false;
    }
    return is_order(node->op) || (node->op == FILTER_DATE_STARTS && !question->column_is_right);
}

/* The first moment of [low, high] whose text is not before the other one: in the
 * order of texts, or of dates that start so. `past`: is after it. */
static int64_t first_moment(Filter *filter, const Question *question, Range range, bool past)
{
    char text[FILTER_CELL_MAX], date[FILTER_DATE_MAX], start[FILTER_DATE_MAX];
    bool dates = question->node->op == FILTER_DATE_STARTS;
    DashText other = question->other.text;
    if (dates) {
        other = (DashText){start, filter_date(start, other)};
    } else if (question->node->insensitive) {
        other = dash_upper(filter->cx, other);
    }
    while (range.lowest < range.highest) {
        int64_t middle = range.lowest + (range.highest - range.lowest) / 2;
        DashText moment = {text, date_write_time(text, middle)};
        if (dates) {
            moment = (DashText){date, filter_date(date, moment)};
            moment.len = moment.len < other.len ? moment.len : other.len;
        }
        int order = filter_text_order(moment, other);
        if (order > 0 || (order == 0 && !past)) {
            range.highest = middle;
        } else {
            range.lowest = middle + 1;
        }
    }
    return range.lowest;
}

static void compare_moments(Filter *filter, const Question *question, const DashColumn *column,
                            uint64_t *bits)
{
    /* 0000-01-01 to the end of 9999: what dates in files can be */
    Range range = {INT64_C(-62167219200000), INT64_C(253402300800000)};
    int64_t from = first_moment(filter, question, range, false);
    int64_t to = first_moment(filter, question, range, true);
    char text[FILTER_CELL_MAX];
    bool before = answer(filter, question, whole_value(column, from - 1, text));
    bool within = answer(filter, question, whole_value(column, from, text));
    bool after = answer(filter, question, whole_value(column, to, text));
    Interval in = {before   ? INT64_MIN
                   : within ? from
                            : to,
                   after ? INT64_MAX : (within ? to : from) - 1, false};
    if (before && !within && after) {
        in = (Interval){from, to - 1, true};
    }
    put_within(filter, column, in, bits);
}

/* ---- leaves ------------------------------------------------------------------------------ */

static const DashColumn *find_column(const Filter *filter, DashText name)
{
    for (uint32_t i = 0; i < filter->table->column_count; i++) {
        const DashColumn *column = &filter->table->columns[i];
        if (strlen(column->name) == name.len && memcmp(column->name, name.ptr, name.len) == 0) {
            return column;
        }
    }
    return NULL;
}

static void ask_column(Filter *filter, const Question *question, const DashColumn *column,
                       uint64_t *bits)
{
    FilterOp op;
    double number;
    Range range;
    bool is_number = column->type == DASH_COLUMN_INT || column->type == DASH_COLUMN_FLOAT;
    if (is_number && asks_numbers(question, &op, &number)) {
        compare_numbers(filter, question, column, op, number, bits);
        answer_nulls(filter, question, column, bits);
    } else if (holds_few(filter, column, &range)) {
        ask_each(filter, question, column, range, bits);
        answer_nulls(filter, question, column, bits);
    } else if (column->type == DASH_COLUMN_DATETIME && filter->table->rows && asks_time(question)) {
        compare_moments(filter, question, column, bits);
        answer_nulls(filter, question, column, bits);
    } else {
        ask_rows(filter, question, column, bits);
    }
}

static void ask_two(Filter *filter, const FilterNode *node, const DashColumn *left,
                    const DashColumn *right, uint64_t *bits)
{
    char text[2][FILTER_CELL_MAX];
    for (size_t row = 0; row < filter->table->rows; row++) {
        if (row % ROWS_A_TURN == 0) {
            dash_check_time(filter->cx, "");
        }
        bool kept =
            filter_relate(&filter->scratch, node->op, node->insensitive,
                          filter_cell(left, row, text[0]), filter_cell(right, row, text[1]));
        bits[row / 64] |= (uint64_t)kept << (row % 64);
    }
}

static void put_leaf(Filter *filter, const FilterNode *node, uint64_t *bits)
{
    const FilterOperand *sides[] = {&node->left, &node->right};
    const DashColumn *columns[2] = {NULL, NULL};
    FilterValue values[2] = {{0}};
    for (int i = 0; i < (node->shape == FILTER_TEST ? 1 : 2); i++) {
        values[i] = sides[i]->value; /* undefined when it names a column */
        if (sides[i]->is_column) {
            columns[i] = find_column(filter, sides[i]->column);
        }
    }
    memset(bits, 0, filter->words * sizeof(*bits));
    if (columns[0] && columns[1]) {
        ask_two(filter, node, columns[0], columns[1], bits);
    } else if (columns[0] || columns[1]) {
        Question question = {node, values[columns[0] != NULL], columns[0] == NULL};
        ask_column(filter, &question, columns[0] ? columns[0] : columns[1], bits);
    } else {
        Question question = {node, values[1], false};
        fill_bits(filter, bits, answer(filter, &question, values[0]));
    }
}

/* ---- logic -------------------------------------------------------------------------------- */

static void put_bits(Filter *filter, const FilterNode *node, uint64_t *bits)
{
    dash_check_stack(filter->cx, "");
    if (node->shape == FILTER_NOT) {
        put_bits(filter, node->a, bits);
        for (size_t word = 0; word < filter->words; word++) {
            bits[word] = ~bits[word];
        }
        cut_bits(filter, bits);
        return;
    }
    if (node->shape != FILTER_AND && node->shape != FILTER_OR) {
        put_leaf(filter, node, bits);
        return;
    }
    put_bits(filter, node->a, bits);
    uint64_t *other = new_bits(filter);
    /* a && (b && …): one after the other into the same memory */
    for (const FilterNode *rest = node; rest;) {
        const FilterNode *next = rest->b->shape == node->shape ? rest->b : NULL;
        put_bits(filter, next ? next->a : rest->b, other);
        for (size_t word = 0; word < filter->words; word++) {
            bits[word] =
                node->shape == FILTER_AND ? bits[word] & other[word] : bits[word] | other[word];
        }
        rest = next;
    }
}

uint64_t *filter_rows(DashCx *cx, const FilterNode *node, const DashTable *table)
{
    Filter filter = {
        .cx = cx, .table = table, .scratch = {.cx = cx}, .words = (table->rows + 63) / 64};
    uint64_t *bits = new_bits(&filter);
    put_bits(&filter, node, bits);
    return bits;
}
