/* SPDX-License-Identifier: MIT
 *
 * Plays through what Dash's renderer does once it has layout and dependencies:
 * it asks for every callback with an output on the page, those that feed others
 * first, and skips one when all that could have fed it was prevented.
 *
 * Callbacks are visited in topological order, so what a callback reads is final
 * when its turn comes. What cannot be known (components that set their own props
 * when they mount, callbacks that failed or are impure, props of components that
 * an answer brings in) is "in doubt", and so is all that depends on it: no
 * answer is made, and the browser asks in the ordinary way.
 */
#include "dispatch/initial.h"

#include <stdlib.h>
#include <string.h>

#include "core/json_reader.h"
#include "core/log.h"
#include "dash/text.h"
#include "dispatch/ids.h"

/* A component of the layout that has an id. */
typedef struct Component {
    const char *id, *type; /* a dict id as its canonical text */
    const cJSON *props;
    size_t order; /* in the layout */
} Component;

/* What is known of one prop beyond the layout. */
typedef struct Fact {
    const char *id, *property; /* property NULL: all of them */
    size_t property_len;
    const cJSON *value; /* NULL: in doubt */
} Fact;

/* How the renderer treats a callback. */
typedef struct Fate {
    bool triggered; /* an answer changed one of its inputs */
    bool dropped;   /* an initial call, but none of its inputs counts */
    bool answered;  /* in the initial group, and done: what it could have written counts */
} Fate;

typedef struct Play {
    const Dispatcher *dispatcher;
    DashCx *cx;
    JsonWriter *w;
    Component *components; /* sorted by id */
    size_t component_count, component_capacity;
    Fact *facts; /* the latest last */
    size_t fact_count, fact_capacity;
    Fate *fates; /* by callback */
} Play;

/* ---- the page ----------------------------------------------------------- */

static bool is_component(const cJSON *item)
{
    return cJSON_IsObject(item) && cJSON_IsObject(json_member(item, "props")) &&
           cJSON_IsString(json_member(item, "type")) &&
           cJSON_IsString(json_member(item, "namespace"));
}

/* Calls `visit` for every component with an id in `item` or below. */
static void walk(Play *play, const cJSON *item, void (*visit)(Play *play, Component component))
{
    if (is_component(item)) {
        const cJSON *props = json_member(item, "props"), *id = json_member(props, "id");
        if (cJSON_IsString(id) || cJSON_IsObject(id))
            visit(play, (Component){.id = ids_text(play->cx, id).ptr,
                                    .type = json_member(item, "type")->valuestring,
                                    .props = props});
    }
    if (cJSON_IsObject(item) || cJSON_IsArray(item))
        for (const cJSON *child = item->child; child; child = child->next)
            walk(play, child, visit);
}

static void add_component(Play *play, Component component)
{
    if (play->component_count == play->component_capacity) {
        size_t wanted = play->component_capacity ? play->component_capacity * 2 : 64;
        play->components =
            dash_grow(play->cx, play->components, play->component_capacity * sizeof component,
                      wanted * sizeof component);
        play->component_capacity = wanted;
    }
    component.order = play->component_count;
    play->components[play->component_count++] = component;
}

static int compare_components(const void *a, const void *b)
{
    return strcmp(((const Component *)a)->id, ((const Component *)b)->id);
}

static const Component *find_component(const Play *play, const char *id)
{
    Component key = {.id = id};
    if (play->component_count == 0)
        return NULL;
    return bsearch(&key, play->components, play->component_count, sizeof key, compare_components);
}

/* ---- facts -------------------------------------------------------------- */

static void add_fact(Play *play, Fact fact)
{
    if (play->fact_count == play->fact_capacity) {
        size_t wanted = play->fact_capacity ? play->fact_capacity * 2 : 64;
        play->facts = dash_grow(play->cx, play->facts, play->fact_capacity * sizeof fact,
                                wanted * sizeof fact);
        play->fact_capacity = wanted;
    }
    play->facts[play->fact_count++] = fact;
}

static const Fact *find_fact(const Play *play, const char *id, const char *property)
{
    size_t len = graph_property_len(property);
    for (size_t i = play->fact_count; i > 0; i--) {
        const Fact *fact = &play->facts[i - 1];
        if (strcmp(fact->id, id) != 0)
            continue;
        if (!fact->property ||
            (fact->property_len == len && memcmp(fact->property, property, len) == 0))
            return fact;
    }
    return NULL;
}

static void doubt_component(Play *play, Component component)
{
    add_fact(play, (Fact){.id = component.id});
}

/* Whether a prop says "remember what the user chose". */
static bool is_truthy(const cJSON *item)
{
    if (cJSON_IsNumber(item))
        return item->valuedouble != 0;
    if (cJSON_IsString(item))
        return item->valuestring[0] != '\0';
    return item && !cJSON_IsNull(item) && !cJSON_IsFalse(item);
}

/* Whether the component sets this prop of its own when it mounts. */
static bool sets_itself(const Component *component, const char *property)
{
    const cJSON *props = component->props;
    if (is_truthy(json_member(props, "persistence")) || strcmp(component->type, "Location") == 0)
        return true;
    if (strcmp(component->type, "Store") == 0) {
        const cJSON *storage = json_member(props, "storage_type");
        return json_is_text(storage, "local") || json_is_text(storage, "session") ||
               strcmp(property, "modified_timestamp") == 0;
    }
    if (strcmp(component->type, "Tabs") == 0)
        return strcmp(property, "value") == 0 && !json_member(props, "value");
    return false;
}

/* The components that a dependency with wildcards stands for, in order of the
 * layout. */
typedef struct Components {
    const Component **items;
    size_t count;
} Components;

static int compare_order(const void *a, const void *b)
{
    const Component *left = *(const Component *const *)a, *right = *(const Component *const *)b;
    return (left->order > right->order) - (left->order < right->order);
}

static Components components_of(const Play *play, const DashDependency *what)
{
    Components found = {dash_alloc_array(play->cx, play->component_count + 1, sizeof(void *)), 0};
    for (size_t i = 0; i < play->component_count; i++)
        if (ids_fits(play->cx, what, json_member(play->components[i].props, "id")))
            found.items[found.count++] = &play->components[i];
    qsort(found.items, found.count, sizeof *found.items, compare_order);
    return found;
}

static bool is_component_in_doubt(const Play *play, const Component *component,
                                  const char *property)
{
    if (sets_itself(component, property))
        return true;
    const Fact *fact = find_fact(play, component->id, property);
    return fact && !fact->value;
}

/* Whether components came with an answer for which `what` may stand too. */
static bool has_newcomers(const Play *play)
{
    for (size_t i = 0; i < play->fact_count; i++)
        if (!play->facts[i].property)
            return true;
    return false;
}

static bool is_any_in_doubt(const Play *play, const DashDependency *what)
{
    Components components = components_of(play, what);
    for (size_t i = 0; i < components.count; i++)
        if (is_component_in_doubt(play, components.items[i], what->property))
            return true;
    return has_newcomers(play);
}

static bool in_doubt(const Play *play, const DashDependency *what)
{
    if (ids_is_wild(what))
        return is_any_in_doubt(play, what);
    const Component *component = find_component(play, what->id);
    if (component && sets_itself(component, what->property))
        return true;
    const Fact *fact = find_fact(play, what->id, what->property);
    return fact && !fact->value;
}

/* The value the browser has, or NULL when the prop is not set. */
static const cJSON *value_of(const Play *play, const char *id, const char *property)
{
    const Fact *fact = find_fact(play, id, property);
    if (fact)
        return fact->value;
    const Component *component = find_component(play, id);
    return component ? json_member(component->props, property) : NULL;
}

static void doubt_prop(Play *play, const char *id, const char *property)
{
    add_fact(play, (Fact){
                       .id = id,
                       .property = property,
                       .property_len = graph_property_len(property),
                   });
}

/* All components that an output with wildcards may be of. */
static void doubt_wild(Play *play, const DashDependency *output)
{
    for (size_t i = 0; i < play->component_count; i++) {
        const Component *component = &play->components[i];
        if (ids_fits(play->cx, output, json_member(component->props, "id")))
            doubt_prop(play, component->id, output->property);
    }
}

static void doubt_outputs(Play *play, const DashCallback *callback)
{
    for (size_t i = 0; i < callback->output_count; i++) {
        const DashDependency *output = &callback->outputs[i];
        if (ids_is_wild(output))
            doubt_wild(play, output);
        else
            doubt_prop(play, output->id, output->property);
    }
}

/* ---- which callbacks run ------------------------------------------------ */

/* Whether the renderer counts on an input: its component is there, and it is no
 * output of a callback that was dropped. */
static bool is_counted_on(const Play *play, const DashDependency *input)
{
    if (ids_is_many(input)) /* any number of components, also none */
        return true;
    if (!find_component(play, input->id))
        return false;
    GraphWriters writers = graph_writers(&play->dispatcher->graph, input);
    for (const GraphOutput *one; (one = graph_next(&writers));)
        if (!one->duplicate && play->fates[one->callback].dropped)
            return false;
    return true;
}

static bool has_lost_all_inputs(const Play *play, const DashCallback *callback)
{
    for (size_t i = 0; i < callback->input_count; i++)
        if (is_counted_on(play, &callback->inputs[i].from))
            return false;
    return callback->input_count > 0;
}

static bool has_output_on_page(const Play *play, const DashCallback *callback)
{
    for (size_t i = 0; i < callback->output_count; i++)
        if (find_component(play, callback->outputs[i].id))
            return true;
    return callback->output_count == 0;
}

/* Whether all inputs are outputs of initial callbacks that are done and none of
 * those changed them (else the callback would be triggered). */
static bool is_starved(const Play *play, const DashCallback *callback)
{
    for (size_t i = 0; i < callback->input_count; i++) {
        if (ids_is_many(&callback->inputs[i].from))
            return false;
        GraphWriters writers = graph_writers(&play->dispatcher->graph, &callback->inputs[i].from);
        bool answered = false;
        for (const GraphOutput *one; (one = graph_next(&writers));)
            answered |= !one->duplicate && play->fates[one->callback].answered;
        if (!answered)
            return false;
    }
    return callback->input_count > 0;
}

/* Whether the request can be made at all: the renderer refuses one that names a
 * component which is not there. */
static bool is_complete(const Play *play, const DashCallback *callback)
{
    for (size_t i = 0; i < callback->output_count; i++)
        if (!find_component(play, callback->outputs[i].id))
            return false;
    for (size_t i = 0; i < call_argument_count(callback); i++) {
        const DashDependency *from = &call_parameter(callback, i)->from;
        if (!from->allow_optional && !ids_is_many(from) && !find_component(play, from->id))
            return false;
    }
    return true;
}

/* A State that another callback writes at about the same time may be read before
 * or after. */
static bool is_racing(const Play *play, uint32_t index, const DashDependency *state)
{
    const Graph *graph = &play->dispatcher->graph;
    GraphWriters writers = graph_writers(graph, state);
    for (const GraphOutput *one; (one = graph_next(&writers));) {
        uint32_t writer = one->callback;
        if (one->duplicate ||
            (!graph_precedes(graph, writer, index) && !graph_precedes(graph, index, writer)))
            return true;
    }
    return false;
}

/* Whether an answer that was not foreseen may yet trigger the callback. */
static bool may_be_triggered(const Play *play, const DashCallback *callback)
{
    for (size_t i = 0; i < callback->input_count; i++)
        if (in_doubt(play, &callback->inputs[i].from))
            return true;
    return false;
}

/* Whether it may run at the start at all. */
static bool may_run(const Play *play, uint32_t index)
{
    const DashCallback *callback = &play->dispatcher->app->callbacks[index];
    return !callback->prevent_initial_call || play->fates[index].triggered ||
           may_be_triggered(play, callback);
}

/* An "@hash" output does not hold up the callbacks that read it. Those that may
 * write it come before in the order. */
static bool is_unordered(const Play *play, const DashDependency *input)
{
    GraphWriters writers = graph_writers(&play->dispatcher->graph, input);
    for (const GraphOutput *one; (one = graph_next(&writers));)
        if (one->duplicate && may_run(play, one->callback))
            return true;
    return false;
}

static bool has_known_arguments(const Play *play, uint32_t index)
{
    const DashCallback *callback = &play->dispatcher->app->callbacks[index];
    for (size_t i = 0; i < call_argument_count(callback); i++) {
        const DashDependency *from = &call_parameter(callback, i)->from;
        bool is_state = i >= callback->input_count;
        if (in_doubt(play, from))
            return false;
        if (is_state ? is_racing(play, index, from) : is_unordered(play, from))
            return false;
    }
    return true;
}

/* ---- running ------------------------------------------------------------ */

static void write_spec(Play *play, const DashDependency *from, const char *id,
                       const DashValue *value)
{
    JsonWriter *w = play->w;
    json_item(w);
    json_literal(w, "{");
    json_key(w, DASH_TEXT("id"));
    if (from->key_count)
        json_raw(w, id, strlen(id));
    else
        json_string(w, dash_text_of(id));
    json_key(w, DASH_TEXT("property"));
    json_string(w, dash_text_of(from->property));
    if (!find_component(play, id))
        json_literal(w, ",\"allow_optional\":true,\"value\":null");
    else if (value_of(play, id, from->property)) {
        json_key(w, DASH_TEXT("value"));
        json_value(w, value);
    }
    json_literal(w, "}");
}

static void write_specs(Play *play, const DashCall *call, size_t first, size_t end)
{
    json_literal(play->w, "[");
    for (size_t i = first; i < end; i++) {
        const DashDependency *from = &call_parameter(call->callback, i)->from;
        const DashValue *value = &call->arguments[i];
        if (!ids_is_many(from)) {
            write_spec(play, from, from->id, value);
            continue;
        }
        Components components = components_of(play, from);
        json_item(play->w);
        json_literal(play->w, "[");
        for (size_t k = 0; k < components.count; k++)
            write_spec(play, from, components.items[k]->id, &value->items[k]);
        json_literal(play->w, "]");
    }
    json_literal(play->w, "]");
}

static void write_request(Play *play, const DashCall *call)
{
    const DashCallback *callback = call->callback;
    JsonWriter *w = play->w;
    json_item(w);
    json_literal(w, "{\"request\":{");
    json_key(w, DASH_TEXT("output"));
    json_string(w, dash_text_of(callback->output));
    json_key(w, DASH_TEXT("inputs"));
    write_specs(play, call, 0, callback->input_count);
    if (callback->state_count > 0) {
        json_key(w, DASH_TEXT("state"));
        write_specs(play, call, callback->input_count, call_argument_count(callback));
    }
    json_literal(w, "}");
}

/* Starts the callbacks that read `id`.`property`. */
static void trigger_readers(Play *play, const char *id, const char *property)
{
    const DashApp *app = play->dispatcher->app;
    const Component *component = find_component(play, id);
    for (size_t i = 0; i < app->callback_count; i++)
        for (size_t j = 0; j < app->callbacks[i].input_count; j++) {
            const DashDependency *from = &app->callbacks[i].inputs[j].from;
            bool means =
                ids_is_wild(from)
                    ? component && ids_fits(play->cx, from, json_member(component->props, "id"))
                    : strcmp(from->id, id) == 0;
            if (means && strcmp(from->property, property) == 0)
                play->fates[i].triggered = true;
        }
}

/* Takes over one prop of an answer. Components that come or go with it are in
 * doubt: the renderer treats their callbacks in a way of its own. */
static void apply_prop(Play *play, const char *id, const cJSON *value)
{
    const cJSON *old = value_of(play, id, value->string);
    if (old)
        walk(play, old, doubt_component);
    walk(play, value, doubt_component);
    bool is_patch = json_member(value, "__dash_patch_update") != NULL;
    add_fact(play, (Fact){id, value->string, strlen(value->string), is_patch ? NULL : value});
    trigger_readers(play, id, value->string);
}

/* Reads the answer that was just written at `start`, as the browser will. */
static void apply_answer(Play *play, const DashCallback *callback, size_t start)
{
    const cJSON *answer;
    if (play->w->failed ||
        json_read(play->cx, play->w->ptr + start, play->w->len - start, &answer) != JSON_FINE) {
        doubt_outputs(play, callback);
        return;
    }
    const cJSON *response = json_member(answer, "response");
    for (const cJSON *id = response ? response->child : NULL; id; id = id->next)
        for (const cJSON *prop = id->child; prop; prop = prop->next)
            apply_prop(play, id->string, prop);
}

static DashValue argument_of(Play *play, const DashDependency *from)
{
    if (!ids_is_many(from))
        return json_to_value(play->cx, value_of(play, from->id, from->property));
    Components components = components_of(play, from);
    DashValue *items = dash_alloc_array(play->cx, components.count, sizeof *items);
    for (size_t i = 0; i < components.count; i++)
        items[i] = json_to_value(play->cx, value_of(play, components.items[i]->id, from->property));
    return dash_list(play->cx, items, components.count);
}

static void answer(Play *play, uint32_t index)
{
    const DashCallback *callback = &play->dispatcher->app->callbacks[index];
    DashCall *call = call_create(play->cx, callback);
    for (size_t i = 0; i < call_argument_count(callback); i++) {
        call->arguments[i] = argument_of(play, &call_parameter(callback, i)->from);
    }
    DashExit exit = call_run(play->cx, call);
    if (exit == DASH_EXIT_FAILED) {
        dash_log("error: %s: %s (callback %s, at its initial call)", play->cx->where,
                 play->cx->message, callback->name);
        doubt_outputs(play, callback);
        return;
    }
    play->fates[index].answered = !play->fates[index].triggered;
    write_request(play, call);
    if (exit == DASH_EXIT_PREVENT) {
        json_literal(play->w, ",\"status\":204}");
        return;
    }
    json_literal(play->w, ",\"status\":200,\"response\":");
    size_t start = play->w->len;
    dispatch_write_response(play->w, call);
    apply_answer(play, callback, start);
    json_literal(play->w, "}");
}

/* For which components a callback with MATCH runs is left to the browser, and so
 * is which ones an output has. */
static bool is_left_to_browser(const DashCallback *callback)
{
    for (size_t i = 0; i < callback->output_count; i++)
        if (ids_is_wild(&callback->outputs[i]))
            return true;
    for (size_t i = 0; i < call_argument_count(callback); i++) {
        const DashDependency *from = &call_parameter(callback, i)->from;
        for (size_t k = 0; k < from->key_count; k++)
            if (from->keys[k].part == DASH_ID_MATCH || from->keys[k].part == DASH_ID_ALLSMALLER)
                return true;
    }
    return false;
}

static void visit(Play *play, uint32_t index)
{
    const DashCallback *callback = &play->dispatcher->app->callbacks[index];
    if (is_left_to_browser(callback)) {
        if (may_run(play, index))
            doubt_outputs(play, callback);
        return;
    }
    Fate *fate = &play->fates[index];
    bool initial = !callback->prevent_initial_call && has_output_on_page(play, callback);
    fate->dropped = initial && has_lost_all_inputs(play, callback);
    initial = initial && !fate->dropped && !is_starved(play, callback);
    if (!initial && !fate->triggered) {
        if (may_be_triggered(play, callback))
            doubt_outputs(play, callback);
        return;
    }
    if (!is_complete(play, callback))
        return;
    if (!callback->pure || !has_known_arguments(play, index)) {
        doubt_outputs(play, callback);
        return;
    }
    answer(play, index);
}

void initial_write(const Dispatcher *dispatcher, DashCx *cx, const cJSON *layout, JsonWriter *w)
{
    size_t count = dispatcher->app->callback_count;
    Play play = {.dispatcher = dispatcher, .cx = cx, .w = w};
    play.fates = dash_alloc_array(cx, count, sizeof *play.fates);
    walk(&play, layout, add_component);
    if (play.component_count > 0)
        qsort(play.components, play.component_count, sizeof *play.components, compare_components);
    json_literal(w, "[");
    for (size_t i = 0; i < count; i++)
        visit(&play, dispatcher->graph.order[i]);
    json_literal(w, "]");
}
