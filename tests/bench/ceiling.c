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

enum { MAX_THREADS = 64, ROUNDS = 12, WORDS = 16 << 20, LANES = 16 };

typedef struct Part {
    const uint64_t *words;
    size_t count;
    uint64_t sum;
} Part;

__attribute__((target_clones("avx2", "default"), optimize("O3"))) static void *add_up(void *data)
{
    Part *part = data;
    uint64_t sums[LANES] = {0};
    for (size_t i = 0; i + LANES <= part->count; i += LANES)
        for (size_t lane = 0; lane < LANES; lane++)
            sums[lane] += part->words[i + lane];
    for (size_t lane = 0; lane < LANES; lane++)
        part->sum += sums[lane];
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
