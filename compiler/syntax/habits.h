/* SPDX-License-Identifier: MIT
 *
 * What people write who come from Python or JavaScript, at a place where the
 * parser cannot go on.
 */
#ifndef DASHC_SYNTAX_HABITS_H
#define DASHC_SYNTAX_HABITS_H

#include "syntax/parser.h"

/* `found` is not accepted after `last`. */
typedef struct ErrorPlace {
    Syntax *s;
    const void *parser;
    Token last, found;
} ErrorPlace;

bool place_accepts(const ErrorPlace *place, int kind);

/* Says that one of the two tokens is a word of another language, when it is. */
bool report_habit(const ErrorPlace *place);
/* Adds a help line for a shape of another language. */
void help_habit(Diag *d, const ErrorPlace *place);

#endif
