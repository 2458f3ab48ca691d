/* SPDX-License-Identifier: MIT
 *
 * plotly.js' attributes: which there are, in which objects, and what they take.
 * Made at build of plotly.json.
 */
#ifndef DASHC_CATALOGUE_SCHEMA_H
#define DASHC_CATALOGUE_SCHEMA_H

#include <stdbool.h>

typedef enum SchemaKind {
    SCHEMA_ANY,
    SCHEMA_ANGLE,
    SCHEMA_BOOLEAN,
    SCHEMA_COLOR,
    SCHEMA_COLORLIST,
    SCHEMA_COLORSCALE,
    SCHEMA_DATA_ARRAY,
    SCHEMA_ENUMERATED,
    SCHEMA_FLAGLIST,
    SCHEMA_INFO_ARRAY,
    SCHEMA_INTEGER,
    SCHEMA_NUMBER,
    SCHEMA_STRING,
    SCHEMA_SUBPLOTID,
    SCHEMA_OBJECT,  /* object */
    SCHEMA_OBJECTS, /* a list of them */
} SchemaKind;

typedef struct SchemaObject SchemaObject;

typedef struct SchemaAttribute {
    const char *name;
    SchemaKind kind;
    bool list;          /* a list of such values is fine as well */
    bool subplot;       /* "xaxis" is also xaxis2, xaxis3 … */
    const char *values; /* "|a|b|", those of an enumeration, flags; or NULL */
    const char *extras; /* of a flaglist: those that stand alone; or NULL */
    const SchemaObject *object;
} SchemaAttribute;

struct SchemaObject {
    const SchemaAttribute *attributes;
    int count;
};

typedef struct SchemaTrace {
    const char *type; /* "scatter" */
    const SchemaObject *object;
} SchemaTrace;

extern const SchemaTrace schema_traces[];
extern const int schema_trace_count;
extern const SchemaObject *const schema_layout;

/* The attribute of an object, or NULL. */
const SchemaAttribute *schema_attribute(const SchemaObject *object, const char *name, int len);

#endif
