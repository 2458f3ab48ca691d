/* SPDX-License-Identifier: MIT
 *
 * What callbacks do to each other: two that write one output, and circles. A
 * callback may have an output among its own inputs; two or more that feed each
 * other would run for ever.
 */
#include "sema/check.h"

static const char *place_name(Checker *c, const HirPlace *place)
{
    return arena_printf(c->arena, "%s.%s", id_shown(c->arena, place->shape), place->property);
}

static void complain_twice(Checker *c, const HirPlace *late, const HirPlace *early)
{
    const char *name = place_name(c, late);
    Diag *d = diag_error(c->diags, E0504, late->span, "`%s` is the output of two callbacks", name);
    diag_note_at(d, early->span,
                 late->id == early->id ? "it is an output here too"
                                       : "this output stands for some of the same components");
    diag_help(d,
              "let one callback do both, or write `allow_duplicate %s` and "
              "`@prevent_initial_call`",
              name);
}

/* false after a complaint: one for each output is enough. */
static bool check_place(Checker *c, int at, const HirOutput *output, const HirPlace *place)
{
    PlaceUses uses = uses_of(c, &c->writers, place->shape, place->property);
    for (int i = 0; i < uses.count; i++) {
        const PlaceUse *other = uses.at[i];
        if (other->callback >= at || output->allow_duplicate || other->output->allow_duplicate)
            continue;
        complain_twice(c, place, other->place);
        return false;
    }
    return true;
}

static void check_output(Checker *c, int at, const HirOutput *output)
{
    for (int i = 0; i < output->places.count; i++)
        if (!check_place(c, at, output, &output->places.at[i]))
            return;
}

static void check_duplicate_flag(Checker *c, const HirCallback *callback, const HirOutput *output)
{
    if (!output->allow_duplicate || callback->prevent_initial_call || callback->initial_duplicate)
        return;
    Diag *d = diag_error(c->diags, E0504, output->span,
                         "a callback with `allow_duplicate` must not run when the page loads");
    diag_help(d, "write `@prevent_initial_call` above it, or "
                 "`@prevent_initial_call(\"initial_duplicate\")` when it shall");
}

/* ---- circles -------------------------------------------------------------- */

typedef struct Path {
    Vec(int) callbacks;
    Vec(const HirPlace *) through; /* the output that leads on from each */
} Path;

typedef struct Search {
    Checker *c;
    Path path;
    char *state; /* by callback: 0 new, 1 on the path, 2 done */
} Search;

static void complain_circle(Search *s, int from)
{
    Checker *c = s->c;
    Buf text = {.arena = c->arena};
    const HirCallback *first = NULL;
    for (int i = from; i < s->path.callbacks.count; i++) {
        const HirCallback *callback = c->program->callbacks.at[s->path.callbacks.at[i]];
        const HirPlace *place = s->path.through.at[i];
        if (!first)
            first = callback;
        buf_printf(&text, "%s → %s → ", callback->name, place_name(c, place));
    }
    buf_puts(&text, first->name);
    Diag *d = diag_error(c->diags, E0505, first->signature_span,
                         "these callbacks run in a circle: %s", text.ptr);
    for (int i = from + 1; i < s->path.callbacks.count; i++) {
        const HirCallback *callback = c->program->callbacks.at[s->path.callbacks.at[i]];
        diag_note_at(d, callback->signature_span, "`%s` is part of it", callback->name);
    }
    diag_help(d, "make one of the inputs a `state`, or join the callbacks into one");
}

static void visit(Search *s, int at);

static bool seen_before(const PlaceUses *uses, int at)
{
    for (int i = 0; i < at; i++)
        if (uses->at[i]->callback == uses->at[at]->callback)
            return true;
    return false;
}

static void follow(Search *s, int at, const HirPlace *place)
{
    PlaceUses uses = uses_of(s->c, &s->c->readers, place->shape, place->property);
    for (int i = 0; i < uses.count; i++) {
        int next = uses.at[i]->callback;
        if (next == at || s->state[next] == 2 || seen_before(&uses, i))
            continue;
        s->path.through.at[s->path.through.count - 1] = place;
        if (s->state[next] == 0) {
            visit(s, next);
            continue;
        }
        int from = 0;
        while (s->path.callbacks.at[from] != next)
            from++;
        complain_circle(s, from);
    }
}

static void visit(Search *s, int at)
{
    Checker *c = s->c;
    const HirCallback *callback = c->program->callbacks.at[at];
    if (stack_is_low()) {
        diag_error(c->diags, E0104, callback->signature_span,
                   "the chain of callbacks that ends here is too long to be followed");
        return;
    }
    s->state[at] = 1;
    vec_push(c->arena, &s->path.callbacks, at);
    vec_push(c->arena, &s->path.through, NULL);
    for (int i = 0; i < callback->outputs.count; i++)
        for (int k = 0; k < callback->outputs.at[i].places.count; k++)
            follow(s, at, &callback->outputs.at[i].places.at[k]);
    s->path.callbacks.count--;
    s->path.through.count--;
    s->state[at] = 2;
}

void check_graph(Checker *c)
{
    int count = c->program->callbacks.count;
    for (int i = 0; i < count; i++) {
        const HirCallback *callback = c->program->callbacks.at[i];
        for (int k = 0; k < callback->outputs.count; k++) {
            check_output(c, i, &callback->outputs.at[k]);
            check_duplicate_flag(c, callback, &callback->outputs.at[k]);
        }
    }
    Search search = {.c = c, .state = arena_alloc(c->arena, (size_t)count + 1)};
    for (int i = 0; i < count; i++)
        if (search.state[i] == 0)
            visit(&search, i);
}
