/* SPDX-License-Identifier: MIT
 *
 * How much of a thread's stack is left. The lowest address that recursion may
 * reach is asked of the system once a thread.
 */
#include <pthread.h>
#include <stdint.h>

#include "dash/base.h"

/* Kept free below it for the runtime's own calls and for leaving. */
#define RESERVE ((size_t)64 << 10)

static _Thread_local uintptr_t lowest;
static _Thread_local uint32_t calls;

/* Where the stack may not grow below; 1 (any address is fine) when the system
 * does not tell. */
static uintptr_t find_lowest(void)
{
    pthread_attr_t attributes;
    void *start;
    size_t size;
    if (pthread_getattr_np(pthread_self(), &attributes) != 0)
        return 1;
    bool known = pthread_attr_getstack(&attributes, &start, &size) == 0;
    pthread_attr_destroy(&attributes);
    return known ? (uintptr_t)start + RESERVE : 1;
}

void dash_check_stack(DashCx *cx, const char *where)
{
    if (lowest == 0)
        lowest = find_lowest();
    if ((uintptr_t)__builtin_frame_address(0) < lowest)
        dash_fail(cx, where, "the recursion is too deep");
    dash_turn(cx, &calls, where); /* it may also be too long */
}
