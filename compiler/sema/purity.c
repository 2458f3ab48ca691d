/* SPDX-License-Identifier: MIT
 *
 * Purity: a function or callback is pure when the same arguments always give
 * the same result and nothing else happens. While a body is checked its first
 * impure thing and its calls are noted; when all are checked impurity spreads
 * from functions to their callers, nearest first, so that the reason found is
 * the shortest chain.
 */
#include <stdlib.h>

#include "sema/check.h"

void mark_impure(Checker *c, Span span, const char *what)
{
    HirPurity *purity = c->body ? c->body->purity : NULL;
    if (!purity || purity->impure)
        return;
    purity->impure = true;
    purity->span = span;
    purity->what = what;
}

void note_call(Checker *c, const HirFn *fn, Span span)
{
    HirPurity *purity = c->body ? c->body->purity : NULL;
    if (!purity)
        return;
    vec_push(c->arena, &purity->callees, fn);
    vec_push(c->arena, &purity->callee_spans, span);
}

/* Everything that has a purity: functions, callbacks, the layout. */
typedef struct Item {
    HirPurity *purity;
    const HirFn *fn; /* NULL: nobody can call it */
} Item;

typedef struct Spread {
    Arena *arena;
    PtrMap callers; /* HirFn → list of Caller */
    Vec(const HirFn *) queue;
} Spread;

typedef struct Caller {
    const Item *item;
    Span span;
    struct Caller *next;
} Caller;

static void note_callers(Spread *s, const Item *item)
{
    const HirPurity *purity = item->purity;
    for (int i = purity->callees.count - 1; i >= 0; i--) {
        const HirFn *callee = purity->callees.at[i];
        Caller *caller = arena_new(s->arena, Caller);
        *caller = (Caller){item, purity->callee_spans.at[i], map_get(&s->callers, callee)};
        map_set(s->arena, &s->callers, callee, caller);
    }
    if (purity->impure && item->fn)
        vec_push(s->arena, &s->queue, item->fn);
}

static void spread_from(Spread *s, const HirFn *fn)
{
    for (const Caller *caller = map_get(&s->callers, fn); caller; caller = caller->next) {
        HirPurity *purity = caller->item->purity;
        if (purity->impure)
            continue;
        purity->impure = true;
        purity->span = caller->span;
        purity->callee = fn;
        if (caller->item->fn)
            vec_push(s->arena, &s->queue, caller->item->fn);
    }
}

void infer_purity(Checker *c)
{
    Program *p = c->program;
    int count = p->functions.count + p->callbacks.count + 1;
    Item *items = arena_array(c->arena, Item, count);
    Spread s = {.arena = c->arena};
    int n = 0;
    items[n++] = (Item){&p->layout_purity, NULL};
    for (int i = 0; i < p->callbacks.count; i++)
        items[n++] = (Item){&p->callbacks.at[i]->purity, NULL};
    for (int i = 0; i < p->functions.count; i++)
        items[n++] = (Item){&p->functions.at[i]->purity, p->functions.at[i]};
    for (int i = 0; i < n; i++)
        note_callers(&s, &items[i]);
    for (int i = 0; i < s.queue.count; i++)
        spread_from(&s, s.queue.at[i]);
    p->layout_pure = !p->layout_purity.impure;
    for (int i = 0; i < p->callbacks.count; i++)
        p->callbacks.at[i]->pure = !p->callbacks.at[i]->purity.impure;
    for (int i = 0; i < p->functions.count; i++)
        p->functions.at[i]->pure = !p->functions.at[i]->purity.impure;
}

/* ---- as text ---------------------------------------------------------------- */

typedef struct Row {
    Span span;
    const char *kind, *name;
    const HirPurity *purity;
} Row;

static void put_place(Buf *out, const Sources *sources, Span span)
{
    Place place = sources_place(sources, span.start);
    if (place.source)
        buf_printf(out, "%s:%u:%u", place.source->path, place.line, place.column);
}

/* "it calls `f` (app.dash:3:5), which reads the clock (app.dash:9:7)" */
static void put_reason(Buf *out, const Sources *sources, const HirPurity *purity)
{
    const char *subject = "it ";
    while (purity->callee) {
        buf_printf(out, "%scalls `%s` (", subject, purity->callee->name);
        put_place(out, sources, purity->span);
        buf_puts(out, "), ");
        purity = &purity->callee->purity;
        subject = "which ";
    }
    const char *what = strncmp(purity->what, "it ", 3) == 0 ? purity->what + 3 : purity->what;
    buf_printf(out, "%s%s (", subject, what);
    put_place(out, sources, purity->span);
    buf_putc(out, ')');
}

static int by_place(const void *a, const void *b)
{
    uint32_t x = ((const Row *)a)->span.start, y = ((const Row *)b)->span.start;
    return x < y ? -1 : x > y;
}

static Row *rows_of(Arena *arena, const Program *p, int *count)
{
    Row *rows = arena_array(arena, Row, p->functions.count + p->callbacks.count + 1);
    int n = 0;
    if (p->layout)
        rows[n++] = (Row){p->layout->span, "layout", "", &p->layout_purity};
    for (int i = 0; i < p->functions.count; i++) {
        const HirFn *fn = p->functions.at[i];
        rows[n++] = (Row){fn->span, fn->c_file ? "extern fn " : "fn ", fn->name, &fn->purity};
    }
    for (int i = 0; i < p->callbacks.count; i++) {
        const HirCallback *callback = p->callbacks.at[i];
        rows[n++] = (Row){callback->span, "callback ", callback->name, &callback->purity};
    }
    qsort(rows, (size_t)n, sizeof *rows, by_place);
    *count = n;
    return rows;
}

void purity_print(Buf *out, const Sources *sources, const Program *program)
{
    int count;
    const Row *rows = rows_of(out->arena, program, &count);
    for (int i = 0; i < count; i++) {
        if (i > 0 && rows[i].span.start == rows[i - 1].span.start) /* made for other tables */
            continue;
        put_place(out, sources, rows[i].span);
        buf_printf(out, ": %s%s is %s", rows[i].kind, rows[i].name,
                   rows[i].purity->impure ? "not pure: " : "pure");
        if (rows[i].purity->impure)
            put_reason(out, sources, rows[i].purity);
        buf_putc(out, '\n');
    }
}
