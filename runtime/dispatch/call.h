/* SPDX-License-Identifier: MIT
 *
 * One run of a callback: what goes in, what came out.
 */
#ifndef DASH_DISPATCH_CALL_H
#define DASH_DISPATCH_CALL_H

#include "core/cx.h"
#include "dash/app.h"

typedef struct CallProp CallProp; /* of context.c */

/* One prop that a callback sets though it is no output of it. */
typedef struct SideUpdate {
    DashText id, property;
    DashValue value;
} SideUpdate;

/* The components that an output with wildcards has in a request. */
typedef struct Targets {
    const DashText *ids; /* as texts */
    size_t count;
} Targets;

struct DashCall {
    const DashCallback *callback;
    DashValue *arguments; /* input_count + state_count of them; absent is null */
    DashValue *outputs;   /* output_count of them, DASH_NO_UPDATE until set */
    Targets *targets;     /* by output; NULL: none has wildcards */
    DashField *matches;   /* what MATCH stands for, by key */
    size_t match_count;
    const struct cJSON *request; /* what `ctx` is read from; NULL: made ahead */
    CallProp *triggers;          /* read when they are asked for */
    size_t trigger_count;
    SideUpdate *side; /* what set_props set, in order */
    size_t side_count, side_capacity;
};

static inline size_t call_argument_count(const DashCallback *callback)
{
    return callback->input_count + callback->state_count;
}

/* The declaration of argument `index`: inputs first, then state. */
static inline const DashParameter *call_parameter(const DashCallback *callback, size_t index)
{
    return index < callback->input_count ? &callback->inputs[index]
                                         : &callback->state[index - callback->input_count];
}

/* A call with null arguments and no outputs, in the arena of `cx`, and the one
 * that `cx` runs from now on. */
DashCall *call_create(DashCx *cx, const DashCallback *callback);

/* No output is updated, whatever was set before. */
void call_forget_outputs(DashCall *call);

/* Runs the callback's code and checks what it has set; leaves by dash_fail or
 * dash_prevent_update as the code does. */
void call_execute(DashCx *cx, DashCall *call);

/* The same inside a run of its own. On DASH_EXIT_FAILED, `cx` says why. */
DashExit call_run(DashCx *cx, DashCall *call);

#endif
