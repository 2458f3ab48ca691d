/* SPDX-License-Identifier: MIT
 *
 * The loop of a pipeline over a large table as a C function of a range of rows,
 * which the runtime calls for parts of the table, on several threads.
 *
 *     if (kernel_fits(w, plan, exprs…)) {
 *         Kernel k;
 *         kernel_begin(w, &k, plan, "monthly");
 *         rows_each(w, plan, sink, data);       the function's body
 *         kernel_end(w, &k, …);
 *     }
 *
 * Names of the surrounding function that the body reads become members of a
 * struct, which is handed over, and variables of the same names in the kernel.
 */
#ifndef DASHC_EMIT_KERNELS_H
#define DASHC_EMIT_KERNELS_H

#include "emit/internal.h"

typedef struct Captured {
    const char *type, *name;
} Captured;

typedef struct Kernel {
    Buf outer; /* of the surrounding function */
    int indent;
    const Row *row;
    Loop *loop;
    const Plan *scan;               /* whose rows are cut into parts */
    const char *name, *first, *end; /* of the function, of its range of rows */
    const char *state_type;         /* "struct monthly_state" */
    const char *about;              /* behind the plan, in the comment: "  | sum(.price)\n" */
    const char *state;              /* in the kernel: a pointer to the part's state */
    const char *captured, *in, *any_state, *any_later; /* other names of the functions */
    uint32_t cells;                                    /* groups that the state has room for */
    Vec(Captured) hoisted; /* variables before the call that the body may read */
} Kernel;

/* Whether the loop over the plan's rows can be a kernel: a large embedded table,
 * filters, computed numbers. */
bool kernel_fits(Writer *w, const Plan *plan);
/* Whether an expression over its rows can be computed in one. */
bool kernel_computes(const Hir *expr);
/* The column of an embedded table that column `column` of the plan is, or NULL. */
const DashColumn *plan_source(const Plan *plan, int column, const HirTable **table);

/* What is written from here on is the body of the function. */
void kernel_begin(Writer *w, Kernel *k, Plan *plan, const char *wanted);
/* Writes the function and that which adds a later part's state to `into`, whose lines
 * `merge` writes with the states' names; gives the C name of a pointer to the state of
 * the whole. `merge` is NULL when what is found stands elsewhere: then NULL. */
typedef void (*KernelMerge)(Writer *w, const char *into, const char *later, void *data);
const char *kernel_end(Writer *w, Kernel *k, const Plan *plan, Span span, KernelMerge merge,
                       void *data);
void kernel_reads(Writer *w, const char *type, const char *name);

#endif
