/* SPDX-License-Identifier: MIT
 *
 * Regular expressions: PCRE2's, which are Python's but for details. A search
 * that would take too long fails the request: its work is bounded.
 */
#ifndef DASH_REGEX_H
#define DASH_REGEX_H

#include "dash/base.h"

/* NULL when the pattern is fine, else what is wrong; *at is then the place. The
 * words are static or the thread's, until the next call. */
const char *dash_check_regex(DashText pattern, size_t *at);

/* Is it found in the text? A wrong pattern fails, as below. */
bool dash_matches(DashCx *cx, DashText text, DashText pattern, const char *where);
/* The first place: what was found, then its groups ("" for one that takes no
 * part); items == NULL when there is none. */
DashTexts dash_regex(DashCx *cx, DashText text, DashText pattern, const char *where);
/* Everything that is found, from left to right. */
DashTexts dash_find_all(DashCx *cx, DashText text, DashText pattern, const char *where);
/* Everything found by the replacement, in which \1 and \g<name> are groups. */
DashText dash_regex_replace(DashCx *cx, DashText text, DashText pattern, DashText replacement,
                            const char *where);
/* The pieces between what is found. */
DashTexts dash_regex_split(DashCx *cx, DashText text, DashText pattern, const char *where);

#endif
