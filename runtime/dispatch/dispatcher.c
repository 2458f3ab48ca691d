/* SPDX-License-Identifier: MIT
 *
 * Checks a request against the callback it names, runs the callback, writes what
 * it has set. Whatever does not fit is logged and answered without details.
 */
#include "dispatch/dispatcher.h"

#include <string.h>

#include "core/json_reader.h"
#include "core/log.h"
#include "dash/text.h"
#include "dispatch/effects.h"
#include "dispatch/ids.h"

enum { STATUS_OK = 200, NO_CONTENT = 204, BAD_REQUEST = 400, TOO_LARGE = 413, SERVER_ERROR = 500 };

bool dispatcher_init(Dispatcher *dispatcher, const DashApp *app)
{
    *dispatcher = (Dispatcher){.app = app};
    return graph_init(&dispatcher->graph, app);
}

void dispatcher_finish(Dispatcher *dispatcher)
{
    graph_finish(&dispatcher->graph);
}

/* ---- request ------------------------------------------------------------ */

/* What is read from a request: for messages. */
typedef struct Reading {
    DashCall *call;
    const char *what; /* "inputs", "state", "outputs" */
    size_t number;    /* of the spec, from 1 */
} Reading;

DASH_NORETURN static void wrong_spec(DashCx *cx, const Reading *at, const DashDependency *from)
{
    const DashCallback *callback = at->call->callback;
    dash_fail(cx, callback->where, "callback %s: the request's %s %zu is not %s.%s", callback->name,
              at->what, at->number, from->id, from->property);
}

/* {id, property, …} as it must be; MATCH is noted. */
static void check_spec(DashCx *cx, const Reading *at, const DashDependency *from, const cJSON *spec)
{
    if (!ids_accept(cx, at->call, from, json_member(spec, "id")) ||
        !json_is_text(json_member(spec, "property"), from->property))
        wrong_spec(cx, at, from);
}

static DashValue read_value(DashCx *cx, const Reading *at, const DashDependency *from,
                            const cJSON *spec)
{
    if (!ids_is_many(from)) {
        check_spec(cx, at, from, spec);
        return json_to_value(cx, json_member(spec, "value"));
    }
    if (!cJSON_IsArray(spec))
        wrong_spec(cx, at, from);
    uint32_t count = (uint32_t)cJSON_GetArraySize(spec), i = 0;
    DashValue *items = dash_alloc_array(cx, count, sizeof *items);
    for (const cJSON *one = spec->child; one; one = one->next) {
        check_spec(cx, at, from, one);
        items[i++] = json_to_value(cx, json_member(one, "value"));
    }
    return (DashValue){.kind = DASH_LIST, .count = count, .items = items};
}

/* The values of `specs` in order, which must be those of `parameters`. */
static void read_arguments(DashCx *cx, DashCall *call, const char *what, const cJSON *specs,
                           const DashParameter *parameters, size_t count, DashValue *values)
{
    const DashCallback *callback = call->callback;
    const cJSON *spec = cJSON_IsArray(specs) ? specs->child : NULL;
    for (size_t i = 0; i < count; i++, spec = spec->next) {
        if (!spec)
            dash_fail(cx, callback->where, "callback %s: the request has %zu of %zu %s",
                      callback->name, i, count, what);
        values[i] = read_value(cx, &(Reading){call, what, i + 1}, &parameters[i].from, spec);
    }
    if (spec)
        dash_fail(cx, callback->where, "callback %s: the request has more than %zu %s",
                  callback->name, count, what);
}

/* The components of an output. */
static Targets read_target(DashCx *cx, const Reading *at, const DashDependency *output,
                           const cJSON *spec)
{
    bool many = ids_is_many(output);
    if (many ? !cJSON_IsArray(spec) : !cJSON_IsObject(spec))
        wrong_spec(cx, at, output);
    size_t count = many ? (size_t)cJSON_GetArraySize(spec) : 1, i = 0;
    DashText *ids = dash_alloc_array(cx, count, sizeof *ids);
    for (const cJSON *one = many ? spec->child : spec; i < count; one = one->next) {
        check_spec(cx, at, output, one);
        ids[i++] = ids_text(cx, json_member(one, "id"));
    }
    return (Targets){ids, count};
}

/* Which components the outputs with wildcards mean: only the request knows. */
static void read_targets(DashCx *cx, DashCall *call, const cJSON *outputs)
{
    const DashCallback *callback = call->callback;
    bool wild = false;
    for (size_t i = 0; i < callback->output_count; i++)
        wild |= ids_is_wild(&callback->outputs[i]);
    if (!wild)
        return;
    bool multi = callback->output[0] == '.';
    const cJSON *spec = multi && cJSON_IsArray(outputs) ? outputs->child : outputs;
    call->targets = dash_alloc_array(cx, callback->output_count, sizeof *call->targets);
    for (size_t i = 0; i < callback->output_count; i++, spec = spec->next) {
        Reading at = {call, "outputs", i + 1};
        if (!spec)
            wrong_spec(cx, &at, &callback->outputs[i]);
        call->targets[i] = read_target(cx, &at, &callback->outputs[i], spec);
    }
}

typedef struct Update {
    const Dispatcher *dispatcher;
    const cJSON *request;
    DashCall *call;
} Update;

/* Decodes the request and runs the callback; leaves by dash_fail on a misfit. */
static void update(DashCx *cx, void *state)
{
    Update *u = state;
    const cJSON *output = json_member(u->request, "output");
    const char *name = cJSON_IsString(output) ? output->valuestring : "";
    const DashCallback *callback = graph_find(&u->dispatcher->graph, name);
    if (!callback)
        dash_fail(cx, "", "no callback has the output \"%.200s\"", name);
    u->call = call_create(cx, callback);
    u->call->request = u->request;
    read_targets(cx, u->call, json_member(u->request, "outputs"));
    read_arguments(cx, u->call, "inputs", json_member(u->request, "inputs"), callback->inputs,
                   callback->input_count, u->call->arguments);
    read_arguments(cx, u->call, "state", json_member(u->request, "state"), callback->state,
                   callback->state_count, u->call->arguments + callback->input_count);
    call_execute(cx, u->call);
}

static void run_on_error(DashCx *cx, void *state)
{
    const Update *u = state;
    size_t len = strlen(cx->message); /* the next failure will write over it */
    char *message = dash_alloc(cx, len + 1);
    memcpy(message, cx->message, len);
    u->call->callback->on_error(cx, (DashText){message, len});
}

/* After a failure: lets the callback's own handler answer. false: it has none, or
 * has failed too. */
static bool handle_error(DashCx *cx, Update *u)
{
    dash_log("error: %s%s%s", cx->where, *cx->where ? ": " : "", cx->message);
    if (!u->call || !u->call->callback->on_error)
        return false;
    call_forget_outputs(u->call);
    u->call->side_count = 0;
    dash_cx_start_clock(cx);
    if (dash_cx_run(cx, run_on_error, u) != DASH_EXIT_FAILED)
        return true;
    dash_log("error: %s%s%s (in what `@on_error` names)", cx->where, *cx->where ? ": " : "",
             cx->message);
    return false;
}

static int run_update(const Dispatcher *dispatcher, DashCx *cx, JsonWriter *w, const char *body,
                      size_t len, bool *pure)
{
    Update u = {.dispatcher = dispatcher};
    bool failed = false;
    dash_cx_start_clock(cx);
    JsonFault fault = json_read(cx, body, len, &u.request);
    if (fault != JSON_FINE) {
        dash_log("error: a request has %s", json_fault_text(fault));
        bool out_of_bounds =
            fault == JSON_TOO_DEEP || fault == JSON_TOO_MANY || fault == JSON_NO_MEMORY;
        return out_of_bounds ? TOO_LARGE : BAD_REQUEST;
    }
    if (!cJSON_IsObject(u.request)) {
        dash_log("error: a request is no JSON object");
        return BAD_REQUEST;
    }
    switch (dash_cx_run(cx, update, &u)) {
    case DASH_EXIT_DONE:
        break;
    case DASH_EXIT_PREVENT: /* what it did before stays done */
        if (u.call->side_count == 0)
            return NO_CONTENT;
        call_forget_outputs(u.call);
        break;
    case DASH_EXIT_FAILED:
        if (!handle_error(cx, &u))
            return SERVER_ERROR;
        failed = true;
    }
    dispatch_write_response(w, u.call);
    if (w->failed) {
        dash_log("error: %s: out of memory for the answer of callback %s", u.call->callback->where,
                 u.call->callback->name);
        return SERVER_ERROR;
    }
    *pure = u.call->callback->pure && !failed;
    return STATUS_OK;
}

int dispatch_update(const Dispatcher *dispatcher, DashCx *cx, JsonWriter *w, const char *body,
                    size_t len)
{
    size_t start = w->len;
    bool pure = false;
    if (answers_find(dispatcher->answers, body, len, w))
        return STATUS_OK;
    int status = run_update(dispatcher, cx, w, body, len, &pure);
    if (pure)
        answers_keep(dispatcher->answers, body, len, w->ptr + start, w->len - start);
    return status;
}

/* ---- response ----------------------------------------------------------- */

/* One component of one output. */
typedef struct Place {
    size_t output, target;
} Place;

static size_t place_count(const DashCall *call, size_t output)
{
    return call->targets ? call->targets[output].count : 1;
}

static DashText place_id(const DashCall *call, Place at)
{
    return call->targets ? call->targets[at.output].ids[at.target]
                         : dash_text_of(call->callback->outputs[at.output].id);
}

static const DashValue *place_value(const DashCall *call, Place at)
{
    const DashValue *value = &call->outputs[at.output];
    bool list = value->kind != DASH_NO_UPDATE && ids_is_many(&call->callback->outputs[at.output]);
    return list ? &value->items[at.target] : value;
}

static bool is_set(const DashCall *call, Place at)
{
    return place_value(call, at)->kind != DASH_NO_UPDATE;
}

/* Where output `other` has the component of `at`, and sets it. Outputs with ALL
 * mostly list the same components in the same order. */
static bool find_place(const DashCall *call, Place at, size_t other, Place *found)
{
    const DashDependency *outputs = call->callback->outputs;
    if (!ids_overlap(&outputs[at.output], &outputs[other]))
        return false;
    DashText id = place_id(call, at);
    size_t count = place_count(call, other);
    for (size_t i = 0; i < count; i++) {
        *found = (Place){other, (at.target + i) % count};
        if (dash_text_eq(place_id(call, *found), id))
            return is_set(call, *found);
    }
    return false;
}

/* Whether an output before has the component and so has written it already. */
static bool is_written(const DashCall *call, Place at)
{
    Place found;
    for (size_t i = 0; i < at.output; i++)
        if (find_place(call, at, i, &found))
            return true;
    return false;
}

/* "id":{"prop":value,…} with all the outputs of that component, from `at` on: an
 * id that came twice would lose its first props in the browser. */
static void write_id(JsonWriter *w, const DashCall *call, Place at)
{
    json_key(w, place_id(call, at));
    json_literal(w, "{");
    for (size_t i = at.output; i < call->callback->output_count; i++) {
        Place place = at;
        if (i != at.output && !find_place(call, at, i, &place))
            continue;
        const char *property = call->callback->outputs[i].property;
        json_key(w, (DashText){property, graph_property_len(property)});
        json_value(w, place_value(call, place));
    }
    json_literal(w, "}");
}

void dispatch_write_response(JsonWriter *w, const DashCall *call)
{
    json_literal(w, "{\"multi\":true,");
    effects_write(w, call);
    json_literal(w, "\"response\":{");
    for (size_t i = 0; i < call->callback->output_count; i++)
        for (size_t k = 0; k < place_count(call, i); k++)
            if (is_set(call, (Place){i, k}) && !is_written(call, (Place){i, k}))
                write_id(w, call, (Place){i, k});
    json_literal(w, "}}");
}

/* ---- what the page asks first ------------------------------------------- */

static void write_dependency_list(JsonWriter *w, const DashParameter *parameters, size_t count)
{
    json_literal(w, "[");
    for (size_t i = 0; i < count; i++) {
        const DashDependency *from = &parameters[i].from;
        json_item(w);
        json_literal(w, "{");
        json_key(w, DASH_TEXT("id"));
        json_string(w, dash_text_of(from->id));
        json_key(w, DASH_TEXT("property"));
        json_string(w, dash_text_of(from->property));
        if (from->allow_optional)
            json_literal(w, ",\"allow_optional\":true");
        json_literal(w, "}");
    }
    json_literal(w, "]");
}

static void write_callback(DashCx *cx, JsonWriter *w, const DashCallback *callback)
{
    json_literal(w, "{");
    json_key(w, DASH_TEXT("output"));
    json_string(w, dash_text_of(callback->output));
    json_key(w, DASH_TEXT("inputs"));
    write_dependency_list(w, callback->inputs, callback->input_count);
    json_key(w, DASH_TEXT("state"));
    write_dependency_list(w, callback->state, callback->state_count);
    json_key(w, DASH_TEXT("clientside_function"));
    json_null(w);
    json_key(w, DASH_TEXT("prevent_initial_call"));
    json_bool(w, callback->prevent_initial_call);
    if (callback->output_count == 0)
        json_literal(w, ",\"no_output\":true");
    if (callback->optional)
        json_literal(w, ",\"optional\":true");
    if (callback->hidden)
        json_literal(w, ",\"hidden\":true");
    if (callback->running) {
        DashValue running = callback->running(cx);
        json_key(w, DASH_TEXT("running"));
        json_value(w, &running);
    }
    json_literal(w, "}");
}

typedef struct Dependencies {
    const DashApp *app;
    JsonWriter *w;
} Dependencies;

static void write_dependencies(DashCx *cx, void *state)
{
    const Dependencies *d = state;
    json_literal(d->w, "[");
    for (size_t i = 0; i < d->app->callback_count; i++) {
        json_item(d->w);
        write_callback(cx, d->w, &d->app->callbacks[i]);
    }
    json_literal(d->w, "]");
}

bool dispatch_dependencies(const Dispatcher *dispatcher, DashCx *cx, JsonWriter *w)
{
    Dependencies d = {dispatcher->app, w};
    if (dash_cx_run(cx, write_dependencies, &d) == DASH_EXIT_DONE)
        return true;
    dash_log("error: the dependencies: %s%s%s", cx->where, *cx->where ? ": " : "", cx->message);
    return false;
}

typedef struct Layout {
    const DashApp *app;
    DashValue value;
} Layout;

static void evaluate(DashCx *cx, void *state)
{
    Layout *layout = state;
    layout->value = layout->app->layout(cx);
}

bool dispatch_layout(const Dispatcher *dispatcher, DashCx *cx, JsonWriter *w)
{
    Layout layout = {.app = dispatcher->app};
    DashExit exit = dash_cx_run(cx, evaluate, &layout);
    if (exit != DASH_EXIT_DONE) {
        dash_log("error: the layout: %s%s%s", cx->where, *cx->where ? ": " : "",
                 exit == DASH_EXIT_PREVENT ? "prevent_update" : cx->message);
        return false;
    }
    json_value(w, &layout.value);
    return true;
}
