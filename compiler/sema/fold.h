/* SPDX-License-Identifier: MIT
 *
 * Scalars and texts that can be computed while compiling.
 */
#ifndef DASHC_SEMA_FOLD_H
#define DASHC_SEMA_FOLD_H

#include "sema/hir.h"

/* The literal that a scalar expression gives; the expression itself when that is not known, or
 * computing it fails. */
Hir *fold_scalar(Arena *arena, Hir *value);

#endif
