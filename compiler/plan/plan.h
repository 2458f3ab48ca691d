/* SPDX-License-Identifier: MIT
 *
 * Plans: a table pipeline as a tree of typed operators over rows. Sema builds
 * the plan verb by verb as the user wrote it; plan_optimise() makes it do less (one
 * rule a function), plan_prune() finds the columns that nobody reads; the emitter
 * writes each as a loop.
 *
 * An operator's row expressions (Hir) speak of its input's columns by
 * HIR_COLREF; variables of the surrounding function are free in them.
 */
#ifndef DASHC_PLAN_PLAN_H
#define DASHC_PLAN_PLAN_H

#include "dash/table.h"
#include "dash/window.h"
#include "sema/type.h"
#include "source/source.h"

struct Hir;
struct HirTable;
typedef struct Plan Plan;

/* What an aggregate takes, what type it gives, and when it gives null. */
typedef enum AggregateTakes {
    TAKES_TEST,
    TAKES_NUMBER,
    TAKES_SUMMABLE,
    TAKES_ORDERED,
    TAKES_ANY
} AggregateTakes;
typedef enum AggregateGives { GIVES_ITEM, GIVES_INT, GIVES_FLOAT, GIVES_BOOL } AggregateGives;
typedef enum AggregateNull {
    NULL_NEVER, /* of nothing it is 0, false, true */
    NULL_OF_NONE,
    NULL_OF_ONE, /* a spread needs two values */
} AggregateNull;

/* X(kind, function, takes, gives, null). Nulls are skipped; count counts the rest,
 * of bools those that are true. The quantiles are
 * linear, the spreads those of samples, as in pandas; of values that are equally often
 * there the mode is the one that came first, as in Python. */
#define PLAN_AGGREGATES(X)                                                                         \
    X(AGG_COUNT, "count", TAKES_ANY, GIVES_INT, NULL_NEVER)                                        \
    X(AGG_SUM, "sum", TAKES_SUMMABLE, GIVES_ITEM, NULL_NEVER)                                      \
    X(AGG_MEAN, "mean", TAKES_NUMBER, GIVES_FLOAT, NULL_OF_NONE)                                   \
    X(AGG_MIN, "min", TAKES_ORDERED, GIVES_ITEM, NULL_OF_NONE)                                     \
    X(AGG_MAX, "max", TAKES_ORDERED, GIVES_ITEM, NULL_OF_NONE)                                     \
    X(AGG_FIRST, "first", TAKES_ANY, GIVES_ITEM, NULL_OF_NONE)                                     \
    X(AGG_LAST, "last", TAKES_ANY, GIVES_ITEM, NULL_OF_NONE)                                       \
    X(AGG_ANY, "any", TAKES_TEST, GIVES_BOOL, NULL_NEVER)                                          \
    X(AGG_ALL, "all", TAKES_TEST, GIVES_BOOL, NULL_NEVER)                                          \
    X(AGG_VAR, "var", TAKES_NUMBER, GIVES_FLOAT, NULL_OF_ONE)                                      \
    X(AGG_STD, "std", TAKES_NUMBER, GIVES_FLOAT, NULL_OF_ONE)                                      \
    X(AGG_MEDIAN, "median", TAKES_NUMBER, GIVES_FLOAT, NULL_OF_NONE)                               \
    X(AGG_QUANTILE, "quantile", TAKES_NUMBER, GIVES_FLOAT, NULL_OF_NONE)                           \
    X(AGG_NUNIQUE, "nunique", TAKES_ANY, GIVES_INT, NULL_NEVER)                                    \
    X(AGG_MODE, "mode", TAKES_ANY, GIVES_ITEM, NULL_OF_NONE)

typedef enum AggregateKind {
#define X(kind, function, takes, gives, null) kind,
    PLAN_AGGREGATES(X)
#undef X
        AGG_KIND_COUNT
} AggregateKind;

typedef struct AggregateFacts {
    const char *function;
    AggregateTakes takes;
    AggregateGives gives;
    AggregateNull null;
} AggregateFacts;
extern const AggregateFacts aggregate_facts[AGG_KIND_COUNT];

typedef struct PlanAggregate {
    AggregateKind kind;
    struct Hir *argument;  /* row expression; NULL for count() */
    struct Hir *parameter; /* of quantile: a float that is the same for all rows; else NULL */
    const Type *type;      /* of the result */
} PlanAggregate;

/* A column of an operator's output. */
typedef struct PlanColumn {
    const char *name;
    const Type *type;            /* T or T? */
    DashEncoding encoding;       /* how its rows are stored when it is materialised */
    struct HirTable *dict_table; /* texts: whose dictionary the codes mean … */
    int dict_column;             /* … and which column of it */
} PlanColumn;

typedef enum PlanOp {
    PLAN_SCAN,      /* table: all rows of a declared table */
    PLAN_VALUE,     /* value: a table held by a variable or given by a call */
    PLAN_FILTER,    /* predicate (bool or bool?; null counts as false) */
    PLAN_PROJECT,   /* exprs: one an output column (select, drop, rename, derive) */
    PLAN_SORT,      /* keys */
    PLAN_TAKE,      /* count (int); rows after it are not computed */
    PLAN_TOP,       /* keys and count: made by the optimiser from sort + take */
    PLAN_SKIP,      /* count (int): so many rows are left out */
    PLAN_SAMPLE,    /* count, seed (ints): so many rows by chance, in their order */
    PLAN_GROUP,     /* exprs: the keys, then aggregates; one row a key; without keys one row */
    PLAN_DISTINCT,  /* exprs: the columns that make rows equal; the first row of each stays */
    PLAN_JOIN,      /* other, on, join: rows of the input with those of `other` that match */
    PLAN_FILL,      /* step (duration or text): groups by their first column, a time, and rows for
                       the times between; aggregates: what the other columns are */
    PLAN_UNION,     /* other: its rows behind those of the input */
    PLAN_WINDOW,    /* keys (the first `by` of them cut the rows into partitions), windows: the
                       input's columns and then these */
    PLAN_DATATABLE, /* asked: the rows that a DataTable shows, of a page, sorted and filtered */
} PlanOp;

/* Props of a DataTable that say which rows it shows: the places in `asked`. */
typedef enum DatatableArg {
    DATATABLE_PAGE,   /* int? */
    DATATABLE_SIZE,   /* int? */
    DATATABLE_SORT,   /* json */
    DATATABLE_FILTER, /* text? */
    DATATABLE_ARGS,
} DatatableArg;

/* Rows without a match go, stay with nulls, or are the only ones that stay. The
 * order is that of the input, then that of `other`. A null key matches nothing. */
typedef enum JoinKind { JOIN_INNER, JOIN_LEFT, JOIN_ANTI } JoinKind;

/* Columns that must be equal: of the input and of `other`. */
typedef struct JoinKey {
    int left, right;
} JoinKey;

/* What plan_optimise() did to an operator. X(rule, bit, words) */
#define PLAN_RULES(X)                                                                              \
    X(RULE_SUNK, 1, "earlier than written")                                                        \
    X(RULE_MERGED, 2, "filters made one")                                                          \
    X(RULE_FOLDED, 4, "constants computed")                                                        \
    X(RULE_STORED, 8, "what is a key is computed first")                                           \
    X(RULE_SHARED, 16, "what is used twice is computed once")                                      \
    X(RULE_TOP, 32, "no sort: only these rows are kept")

typedef enum PlanRule {
#define X(rule, bit, words) rule = bit,
    PLAN_RULES(X)
#undef X
} PlanRule;

typedef struct PlanKey {
    struct Hir *expr;
    bool descending;
} PlanKey;

/* A window function over a column of the input (-1: none). */
typedef struct PlanWindow {
    DashWindowKind kind;
    int column;
    struct Hir *size; /* int; NULL: 1 */
    const Type *type;
} PlanWindow;

struct Plan {
    PlanOp op;
    Span span; /* of the verb */
    Plan *input;
    Plan *other;             /* of a join: where it looks rows up */
    Vec(PlanColumn) columns; /* of the output; of a join the input's, then others of `other` */
    Vec(JoinKey) on;
    Vec(int) others; /* which columns of `other` these are; of a union one for each column */
    JoinKind join;
    struct HirTable *table;
    struct Hir *value;
    struct Hir *predicate;
    struct Hir *count;
    struct Hir *seed, *step;
    Vec(struct Hir *) exprs;
    Vec(PlanKey) keys;
    int by;
    Vec(PlanWindow) windows;
    Vec(struct Hir *) asked; /* by DatatableArg; NULL where nothing is given */
    Vec(PlanAggregate) aggregates;
    unsigned rules; /* of PlanRule */
    bool *read;     /* which output columns somebody reads; set by plan_prune(), NULL before */
};

/* Rewrites to an equal plan that does less. Idempotent. */
Plan *plan_optimise(Arena *arena, Plan *plan);

/* Finds out which columns every operator has to give when the consumer reads
 * those of the root that `wanted` names (NULL: all), and notes it in `read`.
 * The nodes must not be shared with another plan (plan_optimise copies). */
void plan_prune(Arena *arena, Plan *plan, const bool *wanted);

/* Marks in `columns` those that the row expression reads. */
void plan_columns_of(const struct Hir *expr, bool *columns);

/* An aggregate over the rows of `input`: `sum(.revenue)`. */
void plan_print_aggregate(Buf *out, const PlanAggregate *aggregate, const Plan *input);

/* Whether a distinct gives the dictionary of an embedded column: its texts in order of first
 * appearance, without a look at the rows. After plan_prune(). */
bool plan_is_dictionary(const Plan *distinct);

/* The plan as readable text, one operator a line and behind `--` what was done to it, for
 * `emit --plan` and the comment above the generated loop. */
void plan_print(Buf *out, const Plan *plan);

#endif
