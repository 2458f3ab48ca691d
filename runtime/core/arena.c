/* SPDX-License-Identifier: MIT
 *
 * The bump allocator: a list of blocks, newest first; a piece is cut from the
 * newest. Blocks double in size up to a bound, so a big request needs few of
 * them. Huge blocks are mapped, and kept for the next request when they are done
 * with: the first touch of a page costs more than what most loops do with it. The
 * system may take kept pages back when it needs memory. Under AddressSanitizer whatever is not
 * handed out is poisoned, which makes overruns between pieces and use after a reset visible.
 */
#include "dash/arena.h"

#include <pthread.h>
#include <stdalign.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#if defined(__SANITIZE_ADDRESS__)
#define ARENA_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ARENA_ASAN 1
#endif
#endif

#ifdef ARENA_ASAN
#include <sanitizer/asan_interface.h>
#define MAPS_BLOCKS         0 /* what is only reachable from mapped memory would look leaked */
#define POISON(ptr, size)   ASAN_POISON_MEMORY_REGION((ptr), (size))
#define UNPOISON(ptr, size) ASAN_UNPOISON_MEMORY_REGION((ptr), (size))
#else
#define MAPS_BLOCKS         1
#define POISON(ptr, size)   ((void)(ptr), (void)(size))
#define UNPOISON(ptr, size) ((void)(ptr), (void)(size))
#endif

enum {
    ALIGNMENT = 16,
    FIRST_BLOCK = 32 * 1024 - 64, /* with malloc's own header still under 32 KiB */
    LARGEST_STEP = 1024 * 1024,   /* blocks stop doubling here */
    HUGE_PAGE = 2 * 1024 * 1024,
    LARGEST_FREE_STEP = 16 * 1024 * 1024 - 64, /* here when there is no limit */
};

static const size_t MOST_KEPT = (size_t)1 << 31;

typedef struct Block {
    struct Block *older;
    size_t size;   /* of bytes */
    size_t used;   /* a multiple of ALIGNMENT */
    size_t mapped; /* bytes from mmap; 0: from malloc */
    bool zeros;    /* nobody has written behind `used` */
    alignas(ALIGNMENT) unsigned char bytes[];
} Block;

struct DashArena {
    Block *newest;
    size_t limit; /* 0: none */
    size_t used;  /* bytes handed out, with padding */
};

/* `size` rounded up to the alignment, or 0 when that overflows. */
static size_t padded(size_t size)
{
    if (size > SIZE_MAX - ALIGNMENT)
        return 0;
    return (size + ALIGNMENT - 1) & ~(size_t)(ALIGNMENT - 1);
}

DashArena *dash_arena_create(size_t limit)
{
    DashArena *arena = calloc(1, sizeof *arena);
    if (arena)
        arena->limit = limit;
    return arena;
}

/* ---- huge blocks -------------------------------------------------------- */

/* Those that nobody uses, of all threads. */
static struct {
    pthread_mutex_t lock;
    Block *first;
    size_t size;
} kept = {.lock = PTHREAD_MUTEX_INITIALIZER};

static void keep_block(Block *block)
{
    size_t mapped = block->mapped;
    unsigned char *start = (unsigned char *)block;
    madvise(start + HUGE_PAGE, mapped - HUGE_PAGE, MADV_FREE); /* the first page has the list */
    pthread_mutex_lock(&kept.lock);
    bool keeps = mapped <= MOST_KEPT && kept.size <= MOST_KEPT - mapped;
    if (keeps) {
        block->older = kept.first;
        kept.first = block;
        kept.size += mapped;
    }
    pthread_mutex_unlock(&kept.lock);
    if (!keeps)
        munmap(block, mapped);
}

/* The smallest kept block that has `size` bytes, and not far more; NULL: none. */
static Block *kept_block(size_t size)
{
    pthread_mutex_lock(&kept.lock);
    Block **best = NULL;
    for (Block **at = &kept.first; *at; at = &(*at)->older)
        if ((*at)->mapped >= size && (*at)->mapped / 2 <= size &&
            (!best || (*at)->mapped < (*best)->mapped))
            best = at;
    Block *block = best ? *best : NULL;
    if (block) {
        *best = block->older;
        kept.size -= block->mapped;
        block->zeros = false;
    }
    pthread_mutex_unlock(&kept.lock);
    return block;
}

/* Pages that nobody has touched are zeros and cost nothing: a large array whose end
 * is never used is cheap. On huge pages, which spares thousands of faults. */
static Block *map_block(size_t size)
{
    size_t whole = (size + HUGE_PAGE - 1) & ~(size_t)(HUGE_PAGE - 1);
    if (whole < size || whole > SIZE_MAX - HUGE_PAGE)
        return NULL;
    Block *block = kept_block(whole);
    if (block)
        return block;
    unsigned char *from =
        mmap(NULL, whole + HUGE_PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (from == MAP_FAILED)
        return NULL;
    size_t before = -(uintptr_t)from & (HUGE_PAGE - 1);
    if (before)
        munmap(from, before);
    munmap(from + before + whole, HUGE_PAGE - before);
    madvise(from + before, whole, MADV_HUGEPAGE);
    block = (Block *)(void *)(from + before);
    block->mapped = whole;
    block->zeros = true;
    return block;
}

/* ---- blocks ------------------------------------------------------------- */

static void free_block(Block *block)
{
    UNPOISON(block->bytes, block->size);
    if (block->mapped)
        keep_block(block);
    else
        free(block);
}

void dash_arena_destroy(DashArena *arena)
{
    if (!arena)
        return;
    for (Block *block = arena->newest; block;) {
        Block *older = block->older;
        free_block(block);
        block = older;
    }
    free(arena);
}

void dash_arena_reset(DashArena *arena)
{
    arena->used = 0;
    Block *block = arena->newest;
    if (!block)
        return;
    while (block->older) {
        Block *older = block->older;
        free_block(block);
        block = older;
    }
    /* A first block that was made for one huge piece is not worth keeping. */
    if (block->size > LARGEST_STEP) {
        free_block(block);
        arena->newest = NULL;
        return;
    }
    block->used = 0;
    POISON(block->bytes, block->size);
    arena->newest = block;
}

static Block *block_memory(size_t size)
{
    if (MAPS_BLOCKS && size >= 2 * HUGE_PAGE)
        return map_block(size);
    Block *block = malloc(size);
    if (block)
        block->mapped = block->zeros = 0;
    return block;
}

/* A new newest block with room for `size` bytes at least. */
static bool add_block(DashArena *arena, size_t size)
{
    size_t step = FIRST_BLOCK, most = arena->limit ? LARGEST_STEP : LARGEST_FREE_STEP;
    if (arena->newest) {
        step = arena->newest->size < most / 2 ? arena->newest->size * 2 : most;
        step &= ~(size_t)(ALIGNMENT - 1);
    }
    if (step < size)
        step = size;
    if (step > SIZE_MAX - sizeof(Block))
        return false;
    Block *block = block_memory(sizeof(Block) + step);
    if (!block)
        return false;
    *block = (Block){
        .older = arena->newest, .size = step, .mapped = block->mapped, .zeros = block->zeros};
    POISON(block->bytes, block->size);
    arena->newest = block;
    return true;
}

static bool within_limit(const DashArena *arena, size_t more)
{
    return arena->limit == 0 || (arena->used <= arena->limit && more <= arena->limit - arena->used);
}

/* A piece whose bytes are not cleared. */
static void *cut(DashArena *arena, size_t size)
{
    size_t whole = padded(size);
    if (whole < size || !within_limit(arena, whole))
        return NULL;
    Block *block = arena->newest;
    if (!block || block->size - block->used < whole) {
        if (!add_block(arena, whole))
            return NULL;
        block = arena->newest;
    }
    void *piece = block->bytes + block->used;
    block->used += whole;
    arena->used += whole;
    UNPOISON(piece, size);
    return piece;
}

void *dash_arena_alloc(DashArena *arena, size_t size)
{
    void *piece = cut(arena, size);
    return !piece || arena->newest->zeros ? piece : memset(piece, 0, size);
}

void *dash_arena_alloc_unset(DashArena *arena, size_t size)
{
    return cut(arena, size);
}

/* Makes the piece longer where it is, when it is the newest and there is room. */
static bool grow_in_place(DashArena *arena, unsigned char *ptr, size_t old_size, size_t new_size)
{
    Block *block = arena->newest;
    size_t old_whole = padded(old_size), new_whole = padded(new_size);
    if (!block || new_whole < new_size || old_whole > block->used)
        return false;
    if (ptr != block->bytes + block->used - old_whole)
        return false;
    size_t more = new_whole - old_whole;
    if (block->size - block->used < more || !within_limit(arena, more))
        return false;
    block->used += more;
    arena->used += more;
    UNPOISON(ptr, new_size);
    return true;
}

void *dash_arena_grow(DashArena *arena, void *ptr, size_t old_size, size_t new_size)
{
    if (ptr && new_size <= old_size)
        return ptr;
    if (ptr && old_size > 0 && grow_in_place(arena, ptr, old_size, new_size))
        return ptr;
    void *piece = cut(arena, new_size);
    if (piece && old_size > 0)
        memcpy(piece, ptr, old_size);
    return piece;
}

size_t dash_arena_used(const DashArena *arena)
{
    return arena->used;
}
