/* SPDX-License-Identifier: MIT
 *
 * DataTable's filter_query as a tree: `{price} > 10 && !({city} contains "burg")`.
 * The rules are those of the table itself, word for word, so that a query means
 * here what it means in the browser.
 */
#ifndef DASH_TABLE_FILTER_QUERY_H
#define DASH_TABLE_FILTER_QUERY_H

#include "table/filter_value.h"

typedef struct FilterOperand {
    bool is_column;
    DashText column;   /* its name */
    FilterValue value; /* else */
} FilterOperand;

typedef enum FilterShape {
    FILTER_AND,
    FILTER_OR,
    FILTER_NOT,
    FILTER_RELATION,
    FILTER_TEST
} FilterShape;

typedef struct FilterNode {
    FilterShape shape;
    FilterOp op;                    /* of a relation or test */
    bool insensitive;               /* of a relation: texts in capitals */
    FilterOperand left, right;      /* of a relation; a test has the left one */
    const struct FilterNode *a, *b; /* of AND and OR; NOT has `a` */
} FilterNode;

/* NULL: all rows stay, because the query is empty or no query (somebody is still
 * typing it). Fails the request when it is longer than anybody writes. */
const FilterNode *filter_query(DashCx *cx, DashText query);

#endif
