/* SPDX-License-Identifier: MIT
 *
 * Where the compiler's own files are.
 */
#ifndef DASHC_LINK_LAYOUT_H
#define DASHC_LINK_LAYOUT_H

#include "source/diag.h"

typedef struct Layout {
    const char *library; /* libdash.a: the runtime and all that it needs */
    const char *include; /* folder of dash/dash.h */
    const char *web;     /* folder of the compressed front-end files */
} Layout;

/* Finds them from the place of the running program: in the build folder or
 * under any installation prefix. false and an error when they are not there. */
bool layout_find(Arena *arena, Diags *diags, Layout *layout);

#endif
