/* SPDX-License-Identifier: MIT
 *
 * Attributes of plotly as they are written in calls: `marker_line_width=2`,
 * `marker={line: {width: 2}}`, `go.scatter.Marker(…)`. Between go.c (what makes
 * figures) and figure_methods.c (what changes them).
 */
#ifndef DASHC_SEMA_GO_H
#define DASHC_SEMA_GO_H

#include "catalogue/schema.h"
#include "sema/check.h"

/* Attributes of an object so far, in the order of the source. */
typedef struct GoAttributes GoAttributes;
typedef struct GoField {
    const char *name;
    Hir *value;             /* json, or NULL */
    GoAttributes *children; /* of an object that is written in parts */
} GoField;
struct GoAttributes {
    Vec(GoField) fields;
};

typedef struct Go {
    Checker *c;
    const char *shown; /* "go.Scatter" */
    bool failed;
} Go;

/* Puts one argument among the attributes; complains about what `object` has not. */
void go_argument(Go *go, const SchemaObject *object, Name name, const Expr *e, GoAttributes *into);
/* Is it an attribute, with its underscores read as steps? */
bool go_has(const SchemaObject *object, const char *name);
/* "xaxis.title" of "xaxis_title"; NULL: it is no attribute. */
const char *go_path(Go *go, const SchemaObject *object, const char *name);
void go_put(Go *go, GoAttributes *into, const char *name, Hir *value);
/* The fields of a record literal; false: `e` is something else, or has names that are known only
 * at run time. */
bool go_record(Go *go, const SchemaObject *object, const Expr *e, GoAttributes *into);
/* All attributes as one json value. */
Hir *go_value(Go *go, const GoAttributes *attributes, Span span);
/* A list of traces, or one; notes their types. */
Hir *go_traces(Go *go, const Expr *e);
const SchemaObject *go_trace_object(const char *type); /* or NULL */
/* The type of a trace by the name of its class in plotly.py, or NULL. */
const char *go_trace_type(const char *class);
/* A trace of the type from arguments; `skip` tells which are none of its attributes. */
Hir *go_trace(Go *go, const char *type, const Arg *args, int count, const char *skip, Span span);
/* for_each_trace and the like (figure_each.c). */
bool is_for_each(const char *name);
Hir *call_for_each(Checker *c, const Call *call);
Hir *go_json(Go *go, const Expr *e); /* any value; NULL after a complaint */

#endif
