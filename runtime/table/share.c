/* SPDX-License-Identifier: MIT
 *
 * Each item is taken for so many rows as are a part of a table.
 */
#include "table/share.h"

#include "core/cx.h"
#include "dash/kernel.h"
#include "dash/table.h"

typedef struct Items {
    size_t count;
    void (*run)(void *state, size_t i);
    void *state;
} Items;

static void run_items(DashCx *cx, const void *captured, void *state, uint32_t first, uint32_t end)
{
    const Items *items = captured;
    (void)cx, (void)state;
    for (size_t i = first / DASH_LANES; i < end / DASH_LANES; i++) {
        items->run(items->state, i);
    }
}

static void merge_nothing(DashCx *cx, const void *captured, void *into, const void *from)
{
    (void)cx, (void)captured, (void)into, (void)from;
}

static void share(DashCx *cx, void *state)
{
    const Items *items = state;
    dash_work(cx, &(DashWork){.run = run_items,
                              .merge = merge_nothing,
                              .captured = items,
                              .state_size = 1,
                              .rows = items->count * DASH_LANES,
                              .part_rows = DASH_LANES,
                              .where = ""});
}

void share_work(size_t count, void (*run)(void *state, size_t i), void *state)
{
    enum { FEW = 4, LITTLE_MEMORY = 1 << 20 };
    Items items = {count, run, state};
    DashCx *cx = count < FEW ? NULL : dash_cx_create(LITTLE_MEMORY);
    bool shared = cx && dash_cx_run(cx, share, &items) == DASH_EXIT_DONE;
    dash_cx_destroy(cx);
    for (size_t i = 0; !shared && i < count; i++) {
        run(state, i);
    }
}
