/* SPDX-License-Identifier: MIT
 *
 * The catalogue of components: which libraries there are, their components,
 * props and the types of props. The facts are JSON files (one a library, made
 * from the npm packages by tools/catalogue); the build turns them into
 * constant tables of these structs.
 */
#ifndef DASHC_CATALOGUE_CATALOGUE_H
#define DASHC_CATALOGUE_CATALOGUE_H

#include <stdbool.h>
#include <stddef.h>

typedef enum CatKind {
    CAT_ANY, /* nothing is known */
    CAT_STRING,
    CAT_NUMBER,
    CAT_INTEGER,
    CAT_BOOL,
    CAT_NULL,   /* null is a value of its own (in a union) */
    CAT_NODE,   /* text, number, component or a list of them */
    CAT_ENUM,   /* one of `values` */
    CAT_ARRAY,  /* of item */
    CAT_TUPLE,  /* fields without names: a list of fixed length */
    CAT_OBJECT, /* any keys, values of item */
    CAT_SHAPE,  /* fields, other keys allowed unless exact */
    CAT_UNION,  /* any of options */
    CAT_FIGURE, /* dcc.Graph's figure */
    CAT_ID,     /* a text or a dict id */
} CatKind;

typedef struct CatType CatType;

typedef struct CatField {
    const char *name;
    const CatType *type;
    bool required;
} CatField;

/* One value of an enumeration as JSON: "\"left\"", "1", "true", "null". */
typedef const char *CatValue;

struct CatType {
    CatKind kind;
    bool exact;
    int count; /* of values, fields or options */
    const CatType *item;
    const CatValue *values;
    const CatField *fields;
    const CatType *const *options;
};

typedef struct CatProp {
    const char *name;
    const CatType *type;
    bool required;
    bool has_default; /* set by the component itself when left out; still absent on the wire */
} CatProp;

typedef struct CatComponent {
    const char *name;
    const CatProp *props; /* in Dash's order, which is that of positional arguments */
    int prop_count;
    bool wildcard_data, wildcard_aria; /* takes data-* and aria-* */
    const char *const *children_props; /* renderer paths: "label", "options[].label" */
    int children_prop_count;
    const char *const *chunks; /* async files that it loads: "async-graph.js" */
    int chunk_count;
    bool plotly; /* needs plotly.js */
} CatComponent;

typedef struct CatLibrary {
    const char *alias;      /* html */
    const char *namespace_; /* dash_html_components */
    const char *package;    /* npm's name: dash-html-components */
    const char *version;
    bool built_in;                  /* needs no `use` */
    const CatComponent *components; /* sorted by name */
    int component_count;
} CatLibrary;

extern const CatLibrary catalogue_libraries[];
extern const int catalogue_library_count;

/* NULL when there is none. */
const CatLibrary *catalogue_library_by_alias(const char *alias);
const CatLibrary *catalogue_library_by_package(const char *package);
const CatComponent *catalogue_component(const CatLibrary *library, const char *name);
/* The prop, or NULL. Names like data-x and aria-x give the wildcard's prop (any
 * value) where the component takes them. */
const CatProp *catalogue_prop(const CatComponent *component, const char *name);

#endif
