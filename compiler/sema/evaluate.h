/* SPDX-License-Identifier: MIT
 *
 * What the parts of the evaluator share. It runs a checked expression while the
 * program is built: evaluate.c expressions, evaluate_stmts.c statements, loops and
 * calls of functions, evaluate_library.c the standard library; fold.c makes nodes of
 * the results. The runtime's own functions compute, so that a result is that of the
 * running program; what fails there fails here.
 */
#ifndef DASHC_SEMA_EVALUATE_H
#define DASHC_SEMA_EVALUATE_H

#include "sema/check.h"

#define MOST_STEPS 2000000 /* of all constants of a program: a fraction of a second */

typedef struct Items Items;

/* A value; its type is that of the node it comes from. */
typedef struct Value {
    bool null; /* of T? */
    union {
        bool boolean;
        int64_t integer; /* also of dates and durations */
        double number;
        DashText text;
        Items *items; /* of a list, tuple, record; of a map key, value, key, value … */
    };
} Value;

struct Items {
    Value *at;
    int count, room;
    const void *owner;      /* the variable that may change it in place; NULL: nobody */
    struct MapIndex *index; /* of a map with many keys */
};

typedef enum Flow { FLOW_ON, FLOW_BREAK, FLOW_CONTINUE, FLOW_RETURN } Flow;

typedef struct Slot {
    const HirVar *var;
    Value value;
} Slot;

/* The variables of one call. */
typedef struct Frame {
    Vec(Slot) slots;
    int depth;
} Frame;

typedef struct Evaluator {
    Arena *arena; /* of variables */
    DashCx *cx;
    Span at;    /* of what is computed: where a failure is */
    long *left; /* steps that may still be made */
    bool gave_up;
    Frame *frame;
    Flow flow; /* other than FLOW_ON: on the way out, values mean nothing */
    Value returned;
} Evaluator;

Value evaluate(Evaluator *f, const Hir *hir);
/* The same of a value that is only looked at: nobody keeps it. */
Value evaluate_borrowed(Evaluator *f, const Hir *hir);
/* Ends the evaluation: the value is computed when the program starts. */
_Noreturn void give_up(Evaluator *f);
void spend(Evaluator *f, long steps);

Items *new_items(Evaluator *f, int room);
void put_item(Evaluator *f, Items *items, Value value);
bool values_equal(Evaluator *f, const Type *type, Value a, Value b);
int compare_values(Evaluator *f, const Type *type, Value a, Value b);     /* nulls last */
Value *map_place(Evaluator *f, const Type *map, Items *items, Value key); /* or NULL */

/* evaluate_stmts.c */
Value evaluate_block(Evaluator *f, const Hir *hir);
Value evaluate_comprehension(Evaluator *f, const Hir *hir);
Value evaluate_fn(Evaluator *f, const Hir *hir);
Value *slot_of(Evaluator *f, const HirVar *var);

/* evaluate_library.c */
Value evaluate_builtin(Evaluator *f, const Hir *hir);

#endif
