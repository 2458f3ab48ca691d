/* SPDX-License-Identifier: MIT
 *
 * Ids as values: a text id is a DASH_STRING, a dict id a DASH_OBJECT with its
 * keys sorted and texts, numbers or bools as values.
 */
#ifndef DASH_ID_H
#define DASH_ID_H

#include "dash/value.h"

/* A text that a component may have as its id: not empty, no `.` and no `{`.
 * Anything else fails at `where`. */
DashValue dash_id_of_text(DashCx *cx, DashText text, const char *where);

/* As the wire names it where a text is needed: {"index":1,"type":"done"}. */
DashText dash_id_text(DashCx *cx, DashValue id);

/* The value of a key; fails at `where` when there is none, or another type. */
bool dash_id_bool(DashCx *cx, DashValue id, DashText key, const char *where);
int64_t dash_id_int(DashCx *cx, DashValue id, DashText key, const char *where);
double dash_id_float(DashCx *cx, DashValue id, DashText key, const char *where);
DashText dash_id_key(DashCx *cx, DashValue id, DashText key, const char *where);

#endif
