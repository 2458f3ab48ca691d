/* SPDX-License-Identifier: MIT
 *
 * What is said about a token that does not fit.
 */
#ifndef DASHC_SYNTAX_SYNTAX_ERROR_H
#define DASHC_SYNTAX_SYNTAX_ERROR_H

#include "syntax/parser.h"

/* Reports `found`, which the parser does not accept after `last`: what it would
 * accept, and how .dash spells what other languages write there. True when all that
 * lacks is a separator between two statements. */
bool report_syntax_error(Syntax *s, const void *parser, Token last, Token found);

#endif
