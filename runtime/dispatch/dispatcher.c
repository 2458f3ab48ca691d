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

static bool text_is(const cJSON *item, const char *text)
{
    return cJSON_IsString(item) && strcmp(item->valuestring, text) == 0;
}

/* The values of `specs` in order, which must be those of `parameters`. */
static void read_arguments(DashCx *cx, const DashCallback *callback, const char *what,
                           const cJSON *specs, const DashParameter *parameters, size_t count,
                           DashValue *values)
{
    const cJSON *spec = cJSON_IsArray(specs) ? specs->child : NULL;
    for (size_t i = 0; i < count; i++, spec = spec->next) {
        if (!spec)
            dash_fail(cx, callback->where, "callback %s: the request has %zu of %zu %s",
                      callback->name, i, count, what);
        const DashDependency *from = &parameters[i].from;
        if (!text_is(cJSON_GetObjectItemCaseSensitive(spec, "id"), from->id) ||
            !text_is(cJSON_GetObjectItemCaseSensitive(spec, "property"), from->property))
            dash_fail(cx, callback->where, "callback %s: the request's %s %zu is not %s.%s",
                      callback->name, what, i + 1, from->id, from->property);
        values[i] = json_to_value(cx, cJSON_GetObjectItemCaseSensitive(spec, "value"));
    }
    if (spec)
        dash_fail(cx, callback->where, "callback %s: the request has more than %zu %s",
                  callback->name, count, what);
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
    const cJSON *output = cJSON_GetObjectItemCaseSensitive(u->request, "output");
    const char *name = cJSON_IsString(output) ? output->valuestring : "";
    const DashCallback *callback = graph_find(&u->dispatcher->graph, name);
    if (!callback)
        dash_fail(cx, "", "no callback has the output \"%.200s\"", name);
    u->call = call_create(cx, callback);
    u->call->request = u->request;
    read_arguments(cx, callback, "inputs", cJSON_GetObjectItemCaseSensitive(u->request, "inputs"),
                   callback->inputs, callback->input_count, u->call->arguments);
    read_arguments(cx, callback, "state", cJSON_GetObjectItemCaseSensitive(u->request, "state"),
                   callback->state, callback->state_count,
                   u->call->arguments + callback->input_count);
    callback->run(cx, u->call);
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

static bool is_set(const DashCall *call, size_t index)
{
    return call->outputs[index].kind != DASH_NO_UPDATE;
}

/* Whether an output before `index` has its id and so has written it already. */
static bool is_written(const DashCall *call, size_t index)
{
    const DashDependency *outputs = call->callback->outputs;
    for (size_t i = 0; i < index; i++)
        if (is_set(call, i) && strcmp(outputs[i].id, outputs[index].id) == 0)
            return true;
    return false;
}

/* "id":{"prop":value,…} with all the outputs of that id, from `first` on: an id
 * that came twice would lose its first props in the browser. */
static void write_id(JsonWriter *w, const DashCall *call, size_t first)
{
    const DashDependency *outputs = call->callback->outputs;
    json_key(w, dash_text_of(outputs[first].id));
    json_literal(w, "{");
    for (size_t i = first; i < call->callback->output_count; i++) {
        if (!is_set(call, i) || strcmp(outputs[i].id, outputs[first].id) != 0)
            continue;
        const char *property = outputs[i].property;
        json_key(w, (DashText){property, graph_property_len(property)});
        json_value(w, &call->outputs[i]);
    }
    json_literal(w, "}");
}

void dispatch_write_response(JsonWriter *w, const DashCall *call)
{
    json_literal(w, "{\"multi\":true,");
    effects_write(w, call);
    json_literal(w, "\"response\":{");
    for (size_t i = 0; i < call->callback->output_count; i++)
        if (is_set(call, i) && !is_written(call, i))
            write_id(w, call, i);
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
