/* SPDX-License-Identifier: MIT
 *
 * A worker keeps its compressor: making one costs more than a small answer.
 */
#include "http/gzip.h"

#include <libdeflate.h>
#include <stdlib.h>

enum { FAST = 1, SMALL = 9, KEPT = 1024 * 1024 };

const char *gzip_fast(HttpWorker *worker, const char *bytes, size_t len, size_t *compressed_len)
{
    if (!worker->compressor)
        worker->compressor = libdeflate_alloc_compressor(FAST);
    if (!worker->compressor)
        return NULL;
    if (worker->compressed_capacity < len || worker->compressed_capacity > KEPT) {
        free(worker->compressed);
        worker->compressed = malloc(len);
        worker->compressed_capacity = worker->compressed ? len : 0;
    }
    if (!worker->compressed)
        return NULL;
    *compressed_len =
        libdeflate_gzip_compress(worker->compressor, bytes, len, worker->compressed, len);
    return *compressed_len ? worker->compressed : NULL;
}

void gzip_finish(HttpWorker *worker)
{
    if (worker->compressor)
        libdeflate_free_compressor(worker->compressor);
    free(worker->compressed);
}

char *gzip_small(const char *bytes, size_t len, size_t *compressed_len)
{
    struct libdeflate_compressor *compressor = libdeflate_alloc_compressor(SMALL);
    char *compressed = malloc(len ? len : 1);
    *compressed_len = 0;
    if (compressor && compressed)
        *compressed_len = libdeflate_gzip_compress(compressor, bytes, len, compressed, len);
    if (compressor)
        libdeflate_free_compressor(compressor);
    if (*compressed_len == 0) {
        free(compressed);
        return NULL;
    }
    return compressed;
}

bool gzip_inflate(const unsigned char *gzip, size_t len, char *plain, size_t plain_len)
{
    struct libdeflate_decompressor *decompressor = libdeflate_alloc_decompressor();
    if (!decompressor)
        return false;
    enum libdeflate_result result =
        libdeflate_gzip_decompress(decompressor, gzip, len, plain, plain_len, NULL);
    libdeflate_free_decompressor(decompressor);
    return result == LIBDEFLATE_SUCCESS;
}
