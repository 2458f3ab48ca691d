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

#endif
