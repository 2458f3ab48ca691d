/* SPDX-License-Identifier: MIT
 *
 * How fast this machine reads memory: vector additions over an array that is larger
 * than its caches.
 *
 *     ceiling THREADS
 *
 * Prints the best of some rounds in bytes a second.
 */
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "clock.h"

enum { MAX_THREADS = 64, ROUNDS = 12, WORDS = 16 << 20 };

typedef struct Part {
    const uint64_t *words;
    size_t count;
    uint64_t sum;
} Part;

/* Four words, wherever words may stand. */
typedef uint64_t Lane __attribute__((vector_size(32), aligned(8), may_alias));
enum { A_LANE = sizeof(Lane) / sizeof(uint64_t), A_STEP = 4 };

__attribute__((target_clones("avx2", "default"))) static void *add_up(void *data)
{
    Part *part = data;
    const Lane *lanes = (const void *)part->words;
    Lane a = {0}, b = {0}, c = {0}, d = {0};
    for (size_t i = 0; i + A_STEP <= part->count / A_LANE; i += A_STEP) {
        a += lanes[i];
        b += lanes[i + 1];
        c += lanes[i + 2];
        d += lanes[i + 3];
    }
    a += b + c + d;
    for (size_t i = 0; i < A_LANE; i++)
        part->sum += a[i];
    return NULL;
}

static double round_of(Part *parts, int threads)
{
    pthread_t ids[MAX_THREADS];
    double start = bench_seconds();
    for (int i = 1; i < threads; i++)
        if (pthread_create(&ids[i], NULL, add_up, &parts[i]) != 0)
            exit(1);
    add_up(&parts[0]);
    for (int i = 1; i < threads; i++)
        pthread_join(ids[i], NULL);
    return bench_seconds() - start;
}

int main(int argc, char **argv)
{
    int threads = argc > 1 ? atoi(argv[1]) : 1;
    if (threads < 1 || threads > MAX_THREADS)
        return 2;
    size_t bytes = (size_t)WORDS * sizeof(uint64_t), huge = 2 << 20;
    uint64_t *words = aligned_alloc(huge, bytes), sum = 0;
    if (!words)
        return 1;
    madvise(words, bytes, MADV_HUGEPAGE);
    memset(words, 1, bytes);
    double best = 1e9;
    for (int round = 0; round < ROUNDS; round++) {
        Part parts[MAX_THREADS] = {0};
        for (int i = 0; i < threads; i++)
            parts[i] = (Part){words + WORDS / threads * i, (size_t)WORDS / (size_t)threads, 0};
        double taken = round_of(parts, threads);
        best = taken < best ? taken : best;
        sum += parts[0].sum;
    }
    printf("%.0f\n", sum ? (double)bytes / best : 0.0);
    free(words);
    return 0;
}
