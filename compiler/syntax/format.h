/* SPDX-License-Identifier: MIT
 *
 * The canonical style of .dash.
 */
#ifndef DASHC_SYNTAX_FORMAT_H
#define DASHC_SYNTAX_FORMAT_H

#include "source/diag.h"

typedef enum FormatResult {
    FORMAT_FINE,
    FORMAT_REFUSED, /* the source has syntax errors, which are in the diagnostics */
    FORMAT_UNSAFE,  /* the result would not mean the same: a mistake of the formatter */
} FormatResult;

/* Appends the source, formatted, to `out` when the result is FORMAT_FINE: a text
 * whose syntax tree and comments are those of the source, and which formats to
 * itself. Linear in the length of the source. */
FormatResult format_source(Buf *out, Arena *arena, Diags *diags, const Source *source);

#endif
