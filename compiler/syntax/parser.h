/* SPDX-License-Identifier: MIT
 *
 * The generated parser's entrance (grammar/dash.y), and what the driver asks it to
 * tell errors well and to recover: what would be accepted, what is on its stack.
 */
#ifndef DASHC_SYNTAX_PARSER_H
#define DASHC_SYNTAX_PARSER_H

#include "syntax/build.h"

void *DashParseAlloc(void *(*allocate)(size_t), Syntax *syntax);
void DashParse(void *parser, int kind, Token token);
void DashParseFree(void *parser, void (*release)(void *));

/* Whether the parser, after its topmost `popped` entries are dropped, would take
 * these tokens one after the other. Nothing is changed. */
bool dash_parse_accepts(const void *parser, int popped, const int *kinds, int count);
/* Entries on the stack. */
int dash_parse_depth(const void *parser);
/* The token kind at an entry (0 is the topmost), 0 for what is no token. */
int dash_parse_symbol(const void *parser, int below_top);
void dash_parse_pop(void *parser, int count);

#endif
