/* SPDX-License-Identifier: MIT
 *
 * Bytes of other encodings than UTF-8.
 */
#ifndef DASH_TABLE_CHARSET_H
#define DASH_TABLE_CHARSET_H

#include "dash/source.h"

/* The text as UTF-8, malloc'ed. NULL when it went well, else what is wrong. UTF-16 is
 * little-endian when no byte order mark tells otherwise. */
const char *charset_convert(DashCharset charset, const char *bytes, size_t len, char **text,
                            size_t *text_len);

#endif
