/* SPDX-License-Identifier: MIT
 *
 * The inside of DashCx: who starts user code makes one, runs the code under
 * dash_cx_run() and looks at how it ended. Contexts are reused: reset between
 * two runs, destroyed with their worker.
 */
#ifndef DASH_CORE_CX_H
#define DASH_CORE_CX_H

#include <setjmp.h>

#include "dash/arena.h"
#include "dash/base.h"

typedef enum DashExit {
    DASH_EXIT_DONE,    /* the code came to its end */
    DASH_EXIT_FAILED,  /* through dash_fail(): `where` and `message` say why */
    DASH_EXIT_PREVENT, /* through dash_prevent_update() */
} DashExit;

struct DashCx {
    DashArena *arena;
    jmp_buf *exit;             /* of the innermost dash_cx_run(), NULL outside of one */
    struct DashCall *call;     /* the callback that runs, of dispatch; NULL: none */
    struct DashClient *client; /* who asked, of dispatch; NULL: nobody */
    void *data;                /* the snapshot that the code works on; NULL: all is embedded */
    int64_t time_limit;        /* milliseconds that a request may take; 0: no bound */
    int64_t deadline;          /* of this request, on the monotonic clock; 0: none */
    const char *where;         /* after a failure: "app.dash:12:3" or "" */
    char message[512];         /* after a failure, cut when longer */
};

/* A context whose arena holds at most `limit` bytes (0: no bound), or NULL when
 * memory is out. */
DashCx *dash_cx_create(size_t limit);

/* NULL is fine. */
void dash_cx_destroy(DashCx *cx);

/* Forgets everything the arena holds and the last failure. */
void dash_cx_reset(DashCx *cx);

/* From now on the time limit counts. */
void dash_cx_start_clock(DashCx *cx);

/* Runs `code`; comes back however it ends. Runs may nest. What `code` changed
 * in memory before leaving early stays changed. */
DashExit dash_cx_run(DashCx *cx, void (*code)(DashCx *cx, void *state), void *state);

/* dash_alloc without the zeroing cost of what is already there: grows a piece
 * as dash_arena_grow() does, and fails the run instead of giving NULL. */
void *dash_grow(DashCx *cx, void *ptr, size_t old_size, size_t new_size);

#endif
