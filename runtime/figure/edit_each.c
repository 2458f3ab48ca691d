/* SPDX-License-Identifier: MIT
 *
 * Methods that change what is in a figure: update_layout, update_traces,
 * update_xaxes and the like, for_each_trace and its like. All of them visit the
 * items that are meant, each a copy that the visitor may change.
 */
#include <stdio.h>
#include <string.h>

#include "figure/edit.h"
#include "figure/px_internal.h"

typedef void (*Visit)(Edit *edit, DashValue *item, void *state);

/* ---- what is meant ---------------------------------------------------------------- */

static bool same_value(const DashValue *a, DashValue b)
{
    if (!a || a->kind != b.kind) {
        return false;
    }
    switch (b.kind) {
    case DASH_STRING:
        return dash_text_eq(a->text, b.text);
    case DASH_INT:
        return a->integer == b.integer;
    case DASH_FLOAT:
        return a->number == b.number;
    case DASH_BOOL:
        return a->boolean == b.boolean;
    default:
        return false;
    }
}

/* selector: an object that the item agrees with, its number, or a trace type. */
static bool is_selected(const Edit *edit, const DashValue *item, uint32_t index, uint32_t count)
{
    DashValue selector = edit_arg(edit, "selector");
    if (selector.kind == DASH_INT) {
        int64_t wanted = selector.integer < 0 ? selector.integer + count : selector.integer;
        return wanted == index;
    }
    if (selector.kind == DASH_STRING) {
        return same_value(tree_find(item, "type"), selector);
    }
    for (uint32_t i = 0; selector.kind == DASH_OBJECT && i < selector.count; i++) {
        char path[128];
        DashText name = selector.fields[i].name;
        snprintf(path, sizeof(path), "%.*s", (int)name.len, name.ptr);
        if (!same_value(tree_find(item, path), selector.fields[i].value)) {
            return false;
        }
    }
    return true;
}

/* Does every field of `place` have the same value in the item? */
static bool stands_in(const DashValue *item, DashValue place)
{
    for (uint32_t i = 0; place.kind == DASH_OBJECT && i < place.count; i++) {
        const DashField *field = &place.fields[i];
        const DashValue *own = NULL;
        for (uint32_t j = 0; j < item->count; j++) {
            own = dash_text_eq(item->fields[j].name, field->name) ? &item->fields[j].value : own;
        }
        if (!same_value(own, field->value)) {
            return false;
        }
    }
    return place.kind == DASH_OBJECT;
}

static bool in_cells(const Edit *edit, const DashValue *item)
{
    DashValue row = edit_arg(edit, "row"), col = edit_arg(edit, "col");
    if (row.kind == DASH_NULL && col.kind == DASH_NULL) {
        return true;
    }
    for (size_t i = 0; i < grid_count(edit->figure); i++) {
        GridCell cell = grid_cell(edit->figure, i);
        if (edit_wants(edit, &cell, row, col) &&
            (stands_in(item, cell.place) || stands_in(item, cell.second))) {
            return true;
        }
    }
    return false;
}

/* "xaxis2" of "xaxis" */
static bool is_numbered(DashText name, const char *key)
{
    size_t len = strlen(key);
    if (name.len < len || memcmp(name.ptr, key, len) != 0) {
        return false;
    }
    for (size_t i = len; i < name.len; i++) {
        if (name.ptr[i] < '0' || name.ptr[i] > '9') {
            return false;
        }
    }
    return true;
}

/* The layout's name of what a cell calls "x2": "xaxis2". */
static DashText layout_name(DashCx *cx, const char *key, DashText id)
{
    bool axis = strlen(key) == 5 && strcmp(key + 1, "axis") == 0;
    if (!axis) {
        return id;
    }
    char *name = dash_alloc(cx, id.len + 5);
    memcpy(name, key, 5);
    memcpy(name + 5, id.ptr + 1, id.len - 1);
    return (DashText){name, id.len + 4};
}

static void visit_cell(Edit *edit, const char *key, DashValue place, Visit visit, void *state)
{
    const DashValue *id = tree_find(&place, key);
    id = id ? id : tree_find(&place, "subplot");
    if (id && id->kind == DASH_STRING) {
        DashText name = layout_name(edit->cx, key, id->text);
        visit(edit, tree_at(edit->cx, edit_layout(edit), name), state);
    }
}

/* ---- visiting ------------------------------------------------------------------ */

/* Items of a list: traces, annotations. */
static void visit_list(Edit *edit, const char *path, Visit visit, void *state)
{
    const DashValue *list = tree_find(&edit->figure, path);
    bool traces = strcmp(path, "data") == 0;
    if (!list || list->kind != DASH_LIST) {
        return;
    }
    DashValue *items = dash_alloc_array(edit->cx, list->count, sizeof(*items));
    for (uint32_t i = 0; i < list->count; i++) {
        items[i] = list->items[i];
        if (is_selected(edit, &items[i], i, list->count) &&
            (!traces || in_cells(edit, &items[i]))) {
            items[i] = tree_copy(edit->cx, items[i]);
            visit(edit, &items[i], state);
        }
    }
    tree_set(edit->cx, &edit->figure, path, dash_list(edit->cx, items, list->count));
}

/* The subplots in the cells that row and col name. */
static void visit_cells(Edit *edit, const char *key, Visit visit, void *state)
{
    DashValue row = edit_arg(edit, "row"), col = edit_arg(edit, "col");
    DashValue second = edit_arg(edit, "secondary_y");
    bool is_second = second.kind == DASH_BOOL && second.boolean;
    for (size_t i = 0; i < grid_count(edit->figure); i++) {
        GridCell cell = grid_cell(edit->figure, i);
        if (!edit_wants(edit, &cell, row, col)) {
            continue;
        }
        if (!is_second) {
            visit_cell(edit, key, cell.place, visit, state);
        }
        if (cell.second.kind == DASH_OBJECT && (second.kind == DASH_NULL || is_second) &&
            strcmp(key, "yaxis") == 0) {
            visit_cell(edit, key, cell.second, visit, state);
        }
    }
}

static bool in_places(const Edit *edit)
{
    return edit_arg(edit, "row").kind != DASH_NULL || edit_arg(edit, "col").kind != DASH_NULL ||
           edit_arg(edit, "secondary_y").kind != DASH_NULL;
}

/* Axes and other subplots of the layout. */
static void visit_plots(Edit *edit, const char *key, Visit visit, void *state)
{
    if (in_places(edit)) {
        visit_cells(edit, key, visit, state);
        return;
    }
    DashValue *layout = edit_layout(edit);
    for (uint32_t i = 0, count = layout->count; i < count; i++) {
        DashText name = layout->fields[i].name;
        DashValue *item = tree_at(edit->cx, layout, name);
        if (is_numbered(name, key) && is_selected(edit, item, i, count)) {
            visit(edit, item, state);
        }
    }
}

/* ---- updates ------------------------------------------------------------------- */

static void update(Edit *edit, DashValue *item, void *state)
{
    (void)state;
    DashTexts paths = px_texts(edit->cx, edit_arg(edit, "overwrite"));
    for (size_t i = 0; i < paths.len; i++) {
        char *path = dash_alloc(edit->cx, paths.items[i].len + 1);
        memcpy(path, paths.items[i].ptr, paths.items[i].len);
        tree_remove(edit->cx, item, path);
    }
    tree_update(edit->cx, item, edit->patch);
}

DashValue dash_figure_update_layout(DashCx *cx, DashValue figure, DashValue args, const char *where)
{
    Edit edit = edit_begin(cx, figure, args, where);
    update(&edit, edit_layout(&edit), NULL);
    return edit.figure;
}

DashValue dash_figure_update_traces(DashCx *cx, DashValue figure, DashValue args, const char *where)
{
    Edit edit = edit_begin(cx, figure, args, where);
    visit_list(&edit, "data", update, NULL);
    return edit.figure;
}

DashValue dash_figure_update_plots(DashCx *cx, DashValue figure, DashValue args, const char *where)
{
    Edit edit = edit_begin(cx, figure, args, where);
    const char *key = edit_path(&edit) + strlen("layout.");
    if (!tree_find(edit_layout(&edit), key) && !in_places(&edit)) {
        tree_at(cx, edit_layout(&edit), dash_text_of(key));
    }
    visit_plots(&edit, key, update, NULL);
    return edit.figure;
}

DashValue dash_figure_update_items(DashCx *cx, DashValue figure, DashValue args, const char *where)
{
    Edit edit = edit_begin(cx, figure, args, where);
    visit_list(&edit, edit_path(&edit), update, NULL);
    return edit.figure;
}

/* ---- one after the other ----------------------------------------------------------- */

static void visit_all(Edit *edit, Visit visit, void *state)
{
    static const char *const lists[] = {"annotations", "shapes", "images"};
    const char *path = edit_path(edit), *key = path + strlen("layout.");
    bool list = false;
    for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++) {
        list |= strcmp(lists[i], key) == 0;
    }
    if (strcmp(key, "data") == 0) {
        visit_list(edit, key, visit, state);
    } else if (list) {
        visit_list(edit, path, visit, state);
    } else {
        visit_plots(edit, key, visit, state);
    }
}

static void collect(Edit *edit, DashValue *item, void *state)
{
    (void)edit;
    dash_push(state, *item);
}

DashValue dash_figure_items(DashCx *cx, DashValue figure, DashValue args, const char *where)
{
    Edit edit = edit_begin(cx, figure, args, where);
    DashItems items = dash_items(cx);
    visit_all(&edit, collect, &items);
    return dash_items_value(&items);
}

typedef struct Others {
    DashValue items;
    uint32_t at;
} Others;

static void replace(Edit *edit, DashValue *item, void *state)
{
    Others *others = state;
    bool there = others->items.kind == DASH_LIST && others->at < others->items.count;
    DashValue other = there ? others->items.items[others->at++] : DASH_NULL_VALUE;
    if (other.kind != DASH_OBJECT && other.kind != DASH_NULL) {
        dash_fail(edit->cx, edit->where, "an item of a figure is an object, not %s",
                  dash_kind_name(other.kind));
    }
    *item = other.kind == DASH_OBJECT ? tree_copy(edit->cx, other) : *item;
}

DashValue dash_figure_put_items(DashCx *cx, DashValue figure, DashValue args, DashValue items,
                                const char *where)
{
    Edit edit = edit_begin(cx, figure, args, where);
    Others others = {items, 0};
    visit_all(&edit, replace, &others);
    return edit.figure;
}
