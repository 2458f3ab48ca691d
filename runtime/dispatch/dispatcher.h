/* SPDX-License-Identifier: MIT
 *
 * From the body of a request to the body of its answer. Knows Dash's protocol,
 * nothing of HTTP but status numbers. Immutable after start but for the answers,
 * which have locks, so every worker uses it at once, each with its own context and
 * writer.
 */
#ifndef DASH_DISPATCH_DISPATCHER_H
#define DASH_DISPATCH_DISPATCHER_H

#include "core/cx.h"
#include "core/json_writer.h"
#include "dispatch/answers.h"
#include "dispatch/call.h"
#include "dispatch/graph.h"

typedef struct Dispatcher {
    const DashApp *app;
    Graph graph;
    Answers *answers; /* of pure callbacks; NULL: none are kept. The owner's. */
} Dispatcher;

/* Keeps no answers until it is given some. false when memory is out. */
bool dispatcher_init(Dispatcher *dispatcher, const DashApp *app);
void dispatcher_finish(Dispatcher *dispatcher);

/* Answers a POST to _dash-update-component: writes the body and gives 200, or
 * gives 204 (no update), 400 (not JSON), 413 (JSON out of bounds) or 500 with
 * the reason logged and nothing written. `cx` is fresh or reset. */
int dispatch_update(const Dispatcher *dispatcher, DashCx *cx, JsonWriter *w, const char *body,
                    size_t len);

/* Writes the answers to _dash-dependencies and _dash-layout. Evaluating what is
 * in them may fail: false, and the reason is logged. */
bool dispatch_dependencies(const Dispatcher *dispatcher, DashCx *cx, JsonWriter *w);
bool dispatch_layout(const Dispatcher *dispatcher, DashCx *cx, JsonWriter *w);

/* {"multi":true,"response":{…}} for what a call has set. */
void dispatch_write_response(JsonWriter *w, const DashCall *call);

#endif
