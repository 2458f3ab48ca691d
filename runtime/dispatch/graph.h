/* SPDX-License-Identifier: MIT
 *
 * Which callback writes what, and an order in which every callback comes after
 * those it depends on. Made once at start; read by every thread.
 */
#ifndef DASH_DISPATCH_GRAPH_H
#define DASH_DISPATCH_GRAPH_H

#include "dash/app.h"

/* One output of one callback. */
typedef struct GraphOutput {
    const DashDependency *output;
    const char *id;
    const char *property;
    size_t property_len; /* without "@hash" */
    uint32_t callback;   /* its index in the app */
    bool duplicate;      /* has an "@hash": does not hold up what depends on it */
} GraphOutput;

typedef struct Graph {
    const DashApp *app;
    GraphOutput *outputs; /* sorted by id, property, callback */
    size_t output_count;
    uint32_t *wild; /* indices of those with wildcards */
    size_t wild_count;
    uint32_t *order;   /* callback indices, topological; by registration where free */
    uint32_t *by_name; /* callback indices, sorted by output string */
} Graph;

/* false when memory is out; then there is nothing to finish. */
bool graph_init(Graph *graph, const DashApp *app);
void graph_finish(Graph *graph);

/* The callback whose wire output string is `output`, or NULL. */
const DashCallback *graph_find(const Graph *graph, const char *output);

/* Goes through the outputs that may write what a dependency reads:
 *     GraphWriters all = graph_writers(graph, &input);
 *     for (const GraphOutput *one; (one = graph_next(&all));) … */
typedef struct GraphWriters {
    const Graph *graph;
    const DashDependency *read;
    size_t next, end; /* of the outputs with just this id; all of them for wildcards */
    size_t next_wild;
} GraphWriters;
GraphWriters graph_writers(const Graph *graph, const DashDependency *read);
const GraphOutput *graph_next(GraphWriters *writers); /* NULL: no more */

/* Whether `first` feeds `second`'s inputs, directly or through others (or is
 * the same). */
bool graph_precedes(const Graph *graph, uint32_t first, uint32_t second);

/* The property's length without its "@hash". */
size_t graph_property_len(const char *property);

#endif
