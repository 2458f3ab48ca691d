/* SPDX-License-Identifier: MIT
 *
 * What a callback can do besides giving the values of its outputs: change part
 * of a value that the browser has (a patch), and set props of components that
 * are no outputs of its own.
 */
#ifndef DASH_EFFECTS_H
#define DASH_EFFECTS_H

#include "dash/value.h"

/* X(name, the wire's word, has a value, has an index): the operations of a patch. */
#define DASH_PATCH_KINDS(X)                                                                        \
    X(DASH_PATCH_ASSIGN, "Assign", true, false)                                                    \
    X(DASH_PATCH_ADD, "Add", true, false)                                                          \
    X(DASH_PATCH_SUB, "Sub", true, false)                                                          \
    X(DASH_PATCH_MUL, "Mul", true, false)                                                          \
    X(DASH_PATCH_DIV, "Div", true, false)                                                          \
    X(DASH_PATCH_APPEND, "Append", true, false)                                                    \
    X(DASH_PATCH_PREPEND, "Prepend", true, false)                                                  \
    X(DASH_PATCH_INSERT, "Insert", true, true)                                                     \
    X(DASH_PATCH_EXTEND, "Extend", true, false)                                                    \
    X(DASH_PATCH_REMOVE, "Remove", true, false)                                                    \
    X(DASH_PATCH_MERGE, "Merge", true, false)                                                      \
    X(DASH_PATCH_CLEAR, "Clear", false, false)                                                     \
    X(DASH_PATCH_REVERSE, "Reverse", false, false)                                                 \
    X(DASH_PATCH_DELETE, "Delete", false, false)

typedef enum DashPatchKind {
#define X(name, word, has_value, has_index) name,
    DASH_PATCH_KINDS(X)
#undef X
        DASH_PATCH_KIND_COUNT
} DashPatchKind;

/* Where in a value: texts and ints, as in DASH_PATH(DASH_KEY("data"), dash_int(0)). */
typedef struct DashPath {
    const DashValue *steps; /* none: the value itself */
    size_t count;
} DashPath;
#define DASH_KEY(name) dash_string(DASH_TEXT(name))
#define DASH_PATH(...)                                                                             \
    ((DashPath){(const DashValue[]){__VA_ARGS__},                                                  \
                sizeof((const DashValue[]){__VA_ARGS__}) / sizeof(DashValue)})
#define DASH_WHOLE ((DashPath){NULL, 0})

/* One operation. */
typedef struct DashPatch {
    DashPatchKind kind;
    DashPath path;
    DashValue value; /* of those that have one */
    int64_t index;   /* of insert; negative counts from the end */
} DashPatch;

/* The operations as the value of an output or of set_props: the browser applies
 * them in order to what it has. */
DashValue dash_patch(DashCx *cx, const DashPatch *operations, size_t count);

/* A prop, "id.property", while a callback runs and afterwards. */
typedef struct DashRunning {
    DashText prop;
    DashValue on, off;
} DashRunning;

/* What the renderer wants to know about them. */
DashValue dash_running(DashCx *cx, const DashRunning *props, size_t count);

/* The props of the component `id` (as on the wire: a plain id, or the canonical
 * string of a dict id) become these values when the callback's answer arrives,
 * before its outputs. A value may be a patch. What is set later of one prop
 * takes the place of what was set before. Fails outside of a callback. */
void dash_set_props(DashCx *cx, DashText id, const DashField *props, size_t count);

#endif
