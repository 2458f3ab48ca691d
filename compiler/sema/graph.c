/* SPDX-License-Identifier: MIT
 *
 * What callbacks do to each other: two that write one output, and circles. A
 * callback may have an output among its own inputs; two or more that feed each
 * other would run for ever.
 */
#include "sema/check.h"

static bool same_place(const char *id, const char *property, const HirOutput *output)
{
    return id && output->id == id && strcmp(output->property, property) == 0;
}

static void complain_twice(Checker *c, const HirOutput *late, const HirOutput *early)
{
    Diag *d = diag_error(c->diags, E0504, late->span, "`#%s.%s` is the output of two callbacks",
                         late->id, late->property);
    diag_note_at(d, early->span, "it is an output here too");
    diag_help(d,
              "let one callback do both, or write `allow_duplicate #%s.%s` and "
              "`@prevent_initial_call`",
              late->id, late->property);
}

static void check_output(Checker *c, int at, const HirOutput *output)
{
    for (int i = 0; i < at; i++) {
        const HirCallback *earlier = c->program->callbacks.at[i];
        for (int k = 0; k < earlier->outputs.count; k++) {
            const HirOutput *other = &earlier->outputs.at[k];
            if (output->property && same_place(output->id, output->property, other) &&
                !(output->allow_duplicate || other->allow_duplicate)) {
                complain_twice(c, output, other);
                return;
            }
        }
    }
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
    Vec(const HirOutput *) through; /* the output that leads on from each */
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
        const HirOutput *output = s->path.through.at[i];
        if (!first)
            first = callback;
        buf_printf(&text, "%s → #%s.%s → ", callback->name, output->id, output->property);
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

static bool reads(const HirCallback *callback, const HirOutput *output)
{
    for (int i = 0; i < callback->params.count; i++) {
        const HirParam *param = &callback->params.at[i];
        if (!param->is_state && param->id && output->property &&
            same_place(param->id, param->property, output))
            return true;
    }
    return false;
}

static void visit(Search *s, int at);

static void follow(Search *s, int at, const HirOutput *output)
{
    const Program *program = s->c->program;
    for (int next = 0; next < program->callbacks.count; next++) {
        if (next == at || s->state[next] == 2 || !reads(program->callbacks.at[next], output))
            continue;
        s->path.through.at[s->path.through.count - 1] = output;
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
    s->state[at] = 1;
    vec_push(c->arena, &s->path.callbacks, at);
    vec_push(c->arena, &s->path.through, NULL);
    for (int i = 0; i < callback->outputs.count; i++)
        if (callback->outputs.at[i].id)
            follow(s, at, &callback->outputs.at[i]);
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
            if (!callback->outputs.at[k].id)
                continue;
            check_output(c, i, &callback->outputs.at[k]);
            check_duplicate_flag(c, callback, &callback->outputs.at[k]);
        }
    }
    Search search = {.c = c, .state = arena_alloc(c->arena, (size_t)count + 1)};
    for (int i = 0; i < count; i++)
        if (search.state[i] == 0)
            visit(&search, i);
}
