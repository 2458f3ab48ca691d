/* SPDX-License-Identifier: MIT
 *
 * Objects that grow: what traces and layouts are made with. An object made by
 * tree_set owns its fields, and so do all objects inside it, whatever they were
 * given as; lists and scalars are shared. A null is never put anywhere, as in
 * plotly.py, where None takes an attribute away.
 */
#ifndef DASH_FIGURE_TREE_H
#define DASH_FIGURE_TREE_H

#include "dash/text.h"
#include "dash/value.h"

#define TREE_EMPTY ((DashValue){.kind = DASH_OBJECT})

/* Puts `value` at "marker.line.color"; objects on the way are made. An object is
 * merged into the one that is there, everything else takes its place. */
void tree_set(DashCx *cx, DashValue *object, const char *path, DashValue value);
/* The same for one name, which may hold dots. */
void tree_put(DashCx *cx, DashValue *object, DashText name, DashValue value);
/* Every field of `patch`, as tree_put. */
void tree_merge(DashCx *cx, DashValue *object, DashValue patch);
/* The place of a field, which is an empty object when it was not there. */
DashValue *tree_at(DashCx *cx, DashValue *object, DashText name);
/* The same as plotly's update methods do it: lists of objects are merged item by item. */
void tree_update(DashCx *cx, DashValue *object, DashValue patch);
/* Takes the field away. */
void tree_remove(DashCx *cx, DashValue *object, const char *path);
/* What is there, or NULL. */
DashValue *tree_find(const DashValue *object, const char *path);
/* A copy that owns its objects. */
DashValue tree_copy(DashCx *cx, DashValue object);

#endif
