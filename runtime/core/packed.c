/* SPDX-License-Identifier: MIT
 *
 * Unpacks the embedded columns that are compressed, several pieces at once when
 * there are many.
 */
#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>
#include <sys/mman.h>
#include <unistd.h>

#include <zstd.h>

#include "dash/app.h"

enum { MOST_THREADS = 8, PIECES_A_THREAD = 4, HUGE_PAGE = 2 << 20 };

typedef struct Unpacking {
    const DashBundle *bundle;
    atomic_size_t next;
    atomic_bool failed;
} Unpacking;

static void *unpack_pieces(void *state)
{
    Unpacking *u = state;
    size_t i;
    while ((i = atomic_fetch_add(&u->next, 1)) < u->bundle->packed_count) {
        const DashPacked *piece = &u->bundle->packed[i];
        if (ZSTD_decompress(piece->to, piece->to_len, piece->from, piece->from_len) !=
            piece->to_len)
            atomic_store(&u->failed, true);
    }
    return NULL;
}

/* Huge pages for the columns, which stand side by side: loops over them run into the
 * next page less often. */
static void ask_for_huge_pages(const DashBundle *bundle)
{
    uintptr_t low = UINTPTR_MAX, high = 0;
    for (size_t i = 0; i < bundle->packed_count; i++) {
        uintptr_t from = (uintptr_t)bundle->packed[i].to, to = from + bundle->packed[i].to_len;
        low = from < low ? from : low;
        high = to > high ? to : high;
    }
    low = (low + HUGE_PAGE - 1) / HUGE_PAGE * HUGE_PAGE;
    if (bundle->packed_count > 0 && high > low && high - low >= HUGE_PAGE)
        madvise((void *)low, (high - low) / HUGE_PAGE * HUGE_PAGE, MADV_HUGEPAGE);
}

bool dash_unpack(const DashBundle *bundle)
{
    ask_for_huge_pages(bundle);
    Unpacking u = {.bundle = bundle};
    pthread_t threads[MOST_THREADS];
    long processors = sysconf(_SC_NPROCESSORS_ONLN);
    size_t wanted = bundle->packed_count / PIECES_A_THREAD, started = 0;
    while (started + 1 < wanted && started < MOST_THREADS && (long)started + 1 < processors &&
           pthread_create(&threads[started], NULL, unpack_pieces, &u) == 0)
        started++;
    unpack_pieces(&u);
    for (size_t i = 0; i < started; i++)
        pthread_join(threads[i], NULL);
    return !u.failed;
}
