/* SPDX-License-Identifier: MIT
 *
 * gzip both ways, by libdeflate.
 */
#ifndef DASH_HTTP_GZIP_H
#define DASH_HTTP_GZIP_H

#include "http/http.h"

/* Compresses quickly into the worker's buffer, which lives until the worker's
 * next call. NULL when memory is out or nothing is gained. */
const char *gzip_fast(HttpWorker *worker, const char *bytes, size_t len, size_t *compressed_len);
void gzip_finish(HttpWorker *worker);

/* Compresses well into a new buffer, which the caller frees. NULL as above. */
char *gzip_small(const char *bytes, size_t len, size_t *compressed_len);

/* Exactly `plain_len` bytes out of a gzip file into `plain`. */
bool gzip_inflate(const unsigned char *gzip, size_t len, char *plain, size_t plain_len);

#endif
