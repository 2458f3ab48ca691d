/* SPDX-License-Identifier: MIT
 *
 * Values of DataTable's filters. The browser's table filters with JavaScript's
 * operators on what JSON gave it; these are the same operators, so that a filter
 * finds the same rows here and there: null is 0 where it is compared with a
 * number, "5" equals 5, texts are ordered by their UTF-16 units.
 */
#ifndef DASH_TABLE_FILTER_VALUE_H
#define DASH_TABLE_FILTER_VALUE_H

#include "dash/base.h"

typedef enum FilterKind {
    FILTER_UNDEFINED, /* of a column that is not there */
    FILTER_NULL,
    FILTER_BOOL, /* number is 0 or 1 */
    FILTER_NUMBER,
    FILTER_TEXT,
} FilterKind;

typedef struct FilterValue {
    FilterKind kind;
    double number;
    DashText text;
} FilterValue;

/* Relations first, then tests of one value. */
typedef enum FilterOp {
    FILTER_CONTAINS,
    FILTER_DATE_STARTS,
    FILTER_EQ,
    FILTER_GE,
    FILTER_GT,
    FILTER_LE,
    FILTER_LT,
    FILTER_NE,
    FILTER_IS_BLANK,
    FILTER_IS_BOOL,
    FILTER_IS_EVEN,
    FILTER_IS_NIL,
    FILTER_IS_NUM,
    FILTER_IS_OBJECT,
    FILTER_IS_ODD,
    FILTER_IS_PRIME,
    FILTER_IS_STR,
} FilterOp;

/* Memory that texts are written into again and again. */
typedef struct FilterScratch {
    DashCx *cx;
    char *bytes[2];
    size_t capacity[2];
} FilterScratch;

/* `left op right`; `insensitive` compares texts in capitals. */
bool filter_relate(FilterScratch *scratch, FilterOp op, bool insensitive, FilterValue left,
                   FilterValue right);
bool filter_is(FilterOp op, FilterValue value);

/* Number(value): NaN when it is none. */
double filter_number(FilterValue value);
/* A number, or a text that is one. */
bool filter_is_numeric(FilterValue value);

/* Below, at or above 0: by UTF-16 units. */
int filter_text_order(DashText a, DashText b);

/* How many bytes of JavaScript's white space start at `at`, or 0. */
size_t filter_space_at(DashText text, size_t at);

/* A date as the table compares it, "2024", "2024-01-31", "2024-01-31 23:59": only
 * as much of it as is given. 0 when the text is none, else its length. */
#define FILTER_DATE_MAX 32
size_t filter_date(char out[FILTER_DATE_MAX], DashText text);

#endif
