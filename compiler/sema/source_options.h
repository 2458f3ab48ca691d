/* SPDX-License-Identifier: MIT
 *
 * What the named arguments of a source say of its file.
 */
#ifndef DASHC_SEMA_SOURCE_OPTIONS_H
#define DASHC_SEMA_SOURCE_OPTIONS_H

#include "sema/check.h"

/* Puts an argument of `source` ("csv") behind the path into `out`; false after a
 * complaint. */
bool check_source_option(Checker *c, const char *source, const Arg *arg, HirSource *out);

/* Once all are there: do they go together? `schema`: as it is written, or NULL. */
bool check_source_options(Checker *c, const HirSource *source, const TypeExpr *schema, Span span);

#endif
