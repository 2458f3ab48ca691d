/* SPDX-License-Identifier: MIT
 *
 * Sorted arrays and binary search: an app has tens of callbacks, sometimes a
 * few thousand, and all of this happens before the first request.
 */
#include "dispatch/graph.h"

#include <stdlib.h>
#include <string.h>

#include "dispatch/ids.h"

size_t graph_property_len(const char *property)
{
    return strcspn(property, "@");
}

static int compare_key(const GraphOutput *output, const char *id, const char *property, size_t len)
{
    int order = strcmp(output->id, id);
    if (order)
        return order;
    size_t common = output->property_len < len ? output->property_len : len;
    order = memcmp(output->property, property, common);
    return order ? order : (output->property_len > len) - (output->property_len < len);
}

static int compare_outputs(const void *a, const void *b)
{
    const GraphOutput *left = a, *right = b;
    int order = compare_key(left, right->id, right->property, right->property_len);
    return order ? order : (left->callback > right->callback) - (left->callback < right->callback);
}

static void collect_outputs(Graph *graph)
{
    GraphOutput *next = graph->outputs;
    for (size_t i = 0; i < graph->app->callback_count; i++) {
        const DashCallback *callback = &graph->app->callbacks[i];
        for (size_t j = 0; j < callback->output_count; j++) {
            const DashDependency *output = &callback->outputs[j];
            size_t len = graph_property_len(output->property);
            *next++ = (GraphOutput){
                .output = output,
                .id = output->id,
                .property = output->property,
                .property_len = len,
                .callback = (uint32_t)i,
                .duplicate = output->property[len] == '@',
            };
        }
    }
    qsort(graph->outputs, graph->output_count, sizeof *graph->outputs, compare_outputs);
}

static void collect_wild(Graph *graph)
{
    for (size_t i = 0; i < graph->output_count; i++)
        if (ids_is_wild(graph->outputs[i].output))
            graph->wild[graph->wild_count++] = (uint32_t)i;
}

GraphWriters graph_writers(const Graph *graph, const DashDependency *read)
{
    GraphWriters writers = {.graph = graph, .read = read};
    if (ids_is_wild(read)) {
        writers.end = graph->output_count;
        writers.next_wild = graph->wild_count;
        return writers;
    }
    size_t len = graph_property_len(read->property), low = 0, high = graph->output_count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (compare_key(&graph->outputs[middle], read->id, read->property, len) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    writers.next = writers.end = low;
    while (writers.end < graph->output_count &&
           compare_key(&graph->outputs[writers.end], read->id, read->property, len) == 0)
        writers.end++;
    return writers;
}

static bool may_write(const GraphOutput *output, const DashDependency *read)
{
    return output->property_len == graph_property_len(read->property) &&
           memcmp(output->property, read->property, output->property_len) == 0 &&
           ids_overlap(output->output, read);
}

const GraphOutput *graph_next(GraphWriters *writers)
{
    const Graph *graph = writers->graph;
    while (writers->next < writers->end) {
        const GraphOutput *output = &graph->outputs[writers->next++];
        if (may_write(output, writers->read))
            return output;
    }
    while (writers->next_wild < graph->wild_count) {
        const GraphOutput *output = &graph->outputs[graph->wild[writers->next_wild++]];
        if (may_write(output, writers->read))
            return output;
    }
    return NULL;
}

/* ---- order -------------------------------------------------------------- */

typedef enum Mark { UNSEEN, OPEN, PLACED } Mark;

typedef struct Sorter {
    const Graph *graph;
    unsigned char *marks;
    uint32_t *next;
} Sorter;

/* Places what `callback` depends on, then the callback. An OPEN one met again
 * closes a cycle (the compiler refuses those) or is its own input: passed by. */
static void place(Sorter *sorter, uint32_t index)
{
    if (sorter->marks[index] != UNSEEN)
        return;
    sorter->marks[index] = OPEN;
    const DashCallback *callback = &sorter->graph->app->callbacks[index];
    for (size_t i = 0; i < callback->input_count; i++) {
        GraphWriters writers = graph_writers(sorter->graph, &callback->inputs[i].from);
        for (const GraphOutput *one; (one = graph_next(&writers));)
            place(sorter, one->callback);
    }
    sorter->marks[index] = PLACED;
    *sorter->next++ = index;
}

static bool sort_callbacks(Graph *graph)
{
    size_t count = graph->app->callback_count;
    Sorter sorter = {graph, calloc(count + 1, 1), graph->order};
    if (!sorter.marks)
        return false;
    for (size_t i = 0; i < count; i++)
        place(&sorter, (uint32_t)i);
    free(sorter.marks);
    return true;
}

static bool reaches(const Graph *graph, uint32_t first, uint32_t index, unsigned char *seen)
{
    if (index == first)
        return true;
    if (seen[index])
        return false;
    seen[index] = 1;
    const DashCallback *callback = &graph->app->callbacks[index];
    for (size_t i = 0; i < callback->input_count; i++) {
        GraphWriters writers = graph_writers(graph, &callback->inputs[i].from);
        for (const GraphOutput *one; (one = graph_next(&writers));)
            if (reaches(graph, first, one->callback, seen))
                return true;
    }
    return false;
}

bool graph_precedes(const Graph *graph, uint32_t first, uint32_t second)
{
    unsigned char *seen = calloc(graph->app->callback_count + 1, 1);
    bool result = seen && reaches(graph, first, second, seen);
    free(seen);
    return result;
}

/* ---- names -------------------------------------------------------------- */

static int compare_names(const void *a, const void *b, void *state)
{
    const DashCallback *callbacks = state;
    return strcmp(callbacks[*(const uint32_t *)a].output, callbacks[*(const uint32_t *)b].output);
}

const DashCallback *graph_find(const Graph *graph, const char *output)
{
    const DashCallback *callbacks = graph->app->callbacks;
    size_t low = 0, high = graph->app->callback_count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        const DashCallback *callback = &callbacks[graph->by_name[middle]];
        int order = strcmp(callback->output, output);
        if (order == 0)
            return callback;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

bool graph_init(Graph *graph, const DashApp *app)
{
    *graph = (Graph){.app = app};
    size_t count = app->callback_count;
    for (size_t i = 0; i < count; i++)
        graph->output_count += app->callbacks[i].output_count;
    graph->outputs = calloc(graph->output_count + 1, sizeof *graph->outputs);
    graph->order = calloc(count + 1, sizeof *graph->order);
    graph->by_name = calloc(count + 1, sizeof *graph->by_name);
    graph->wild = calloc(graph->output_count + 1, sizeof *graph->wild);
    if (!graph->outputs || !graph->order || !graph->by_name || !graph->wild) {
        graph_finish(graph);
        return false;
    }
    collect_outputs(graph);
    collect_wild(graph);
    for (size_t i = 0; i < count; i++)
        graph->by_name[i] = (uint32_t)i;
    qsort_r(graph->by_name, count, sizeof *graph->by_name, compare_names, (void *)app->callbacks);
    if (!sort_callbacks(graph)) {
        graph_finish(graph);
        return false;
    }
    return true;
}

void graph_finish(Graph *graph)
{
    free(graph->outputs);
    free(graph->order);
    free(graph->by_name);
    free(graph->wild);
    *graph = (Graph){0};
}
