/* SPDX-License-Identifier: MIT
 *
 * The head of a reply: status line and headers.
 */
#ifndef DASH_HTTP_HEAD_H
#define DASH_HTTP_HEAD_H

#include "http/http.h"

/* Writes the head of `reply`; gives its length, or 0 when it does not fit. */
size_t head_write(char out[HTTP_HEAD_MAX], HttpWorker *worker, const HttpReply *reply,
                  bool keep_alive);

/* Whether an Accept-Encoding header (NULL: absent) takes `coding`. */
bool head_accepts(const char *header, const char *coding);

/* Whether an If-None-Match header (NULL: absent) names `etag`. */
bool head_matches(const char *header, const char *etag);

#endif
