/* SPDX-License-Identifier: MIT
 *
 * From syntax trees to the checked program.
 */
#ifndef DASHC_SEMA_SEMA_H
#define DASHC_SEMA_SEMA_H

#include "sema/hir.h"
#include "source/diag.h"
#include "syntax/ast.h"

/* Checks the program whose main file is `file`; reads the data files that its
 * tables name (relative to the file). Everything found wrong goes to `diags`.
 * Gives NULL when there were errors. */
Program *sema_check(Arena *arena, Interner *interner, Sources *sources, Diags *diags,
                    const File *file);

/* What is pure and what is not, with the first thing that makes it so and the
 * calls that lead there: a line each, in order of the source. */
void purity_print(Buf *out, const Sources *sources, const Program *program);

/* What is built needs a layout: an error when there is none. (A file of functions
 * with tests needs none to be checked.) */
void sema_need_layout(Diags *diags, const Program *program);

#endif
