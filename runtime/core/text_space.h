/* SPDX-License-Identifier: MIT
 *
 * White space in texts, by Unicode.
 */
#ifndef DASH_CORE_TEXT_SPACE_H
#define DASH_CORE_TEXT_SPACE_H

#include "dash/base.h"

/* How many bytes of white space start at `at` (one code point), or 0. */
size_t text_space_at(DashText text, size_t at);

#endif
