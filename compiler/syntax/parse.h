/* SPDX-License-Identifier: MIT
 *
 * From bytes to a syntax tree.
 */
#ifndef DASHC_SYNTAX_PARSE_H
#define DASHC_SYNTAX_PARSE_H

#include "source/diag.h"
#include "syntax/ast.h"

/* Parses a whole file. Never NULL: after errors (recorded in `diags`) the tree
 * holds what could be understood. Linear in the length of the source; nesting
 * deeper than the parser's bound is an error. */
File *parse_file(Arena *arena, Interner *interner, Diags *diags, const Source *source);

/* The tree as indented text: for golden tests and `dashc check --ast`. */
void ast_print(Buf *out, const File *file);

#endif
