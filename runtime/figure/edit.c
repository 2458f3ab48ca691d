/* SPDX-License-Identifier: MIT
 *
 * Figures and their methods: update_layout, update_traces, update_xaxes and the
 * like, add_trace, add_annotation, add_shape.
 */
#include <stdio.h>
#include <string.h>

#include "figure/edit.h"

/* ---- a figure being changed --------------------------------------------------- */

DashValue edit_arg(const Edit *edit, const char *name)
{
    const DashValue *value = tree_find(&edit->args, name);
    return value ? *value : DASH_NULL_VALUE;
}

Edit edit_begin(DashCx *cx, DashValue figure, DashValue args, const char *where)
{
    Edit edit = {.cx = cx, .where = where, .figure = TREE_EMPTY, .args = args};
    if (figure.kind != DASH_OBJECT) {
        dash_fail(cx, where, "a figure is an object, not %s", dash_kind_name(figure.kind));
    }
    tree_merge(cx, &edit.figure, figure);
    if (!tree_find(&edit.figure, "layout")) {
        tree_set(cx, &edit.figure, "layout", TREE_EMPTY);
    }
    edit.patch = edit_arg(&edit, "patch");
    return edit;
}

DashValue *edit_layout(Edit *edit)
{
    return tree_find(&edit->figure, "layout");
}

static bool is_all(DashValue place)
{
    return place.kind == DASH_NULL ||
           (place.kind == DASH_STRING && dash_text_eq(place.text, DASH_TEXT("all")));
}

bool edit_wants(const Edit *edit, const GridCell *cell, DashValue row, DashValue col)
{
    (void)edit;
    bool row_fits = is_all(row) || (row.kind == DASH_INT && row.integer == cell->row);
    bool col_fits = is_all(col) || (col.kind == DASH_INT && col.integer == cell->col);
    return row_fits && col_fits;
}

void edit_check_cell(const Edit *edit, DashValue row, DashValue col)
{
    if (is_all(row) && is_all(col)) {
        return;
    }
    for (size_t i = 0; i < grid_count(edit->figure); i++) {
        GridCell cell = grid_cell(edit->figure, i);
        if (edit_wants(edit, &cell, row, col)) {
            return;
        }
    }
    dash_fail(edit->cx, edit->where, "there is no subplot in row %lld, column %lld",
              row.kind == DASH_INT ? (long long)row.integer : 0,
              col.kind == DASH_INT ? (long long)col.integer : 0);
}

void edit_append(Edit *edit, const char *path, DashValue item)
{
    const DashValue *list = tree_find(&edit->figure, path);
    uint32_t count = list && list->kind == DASH_LIST ? list->count : 0;
    DashValue *items = dash_alloc_array(edit->cx, (size_t)count + 1, sizeof(*items));
    if (count) {
        memcpy(items, list->items, count * sizeof(*items));
    }
    items[count] = item;
    DashValue longer = {.kind = DASH_LIST, .count = count + 1, .items = items};
    tree_set(edit->cx, &edit->figure, path, longer);
}

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

/* ---- updates ------------------------------------------------------------------------ */

DashValue dash_figure_update_layout(DashCx *cx, DashValue figure, DashValue args, const char *where)
{
    Edit edit = edit_begin(cx, figure, args, where);
    tree_update(cx, edit_layout(&edit), edit.patch);
    return edit.figure;
}

DashValue dash_figure_update_traces(DashCx *cx, DashValue figure, DashValue args, const char *where)
{
    Edit edit = edit_begin(cx, figure, args, where);
    const DashValue *data = tree_find(&edit.figure, "data");
    if (!data || data->kind != DASH_LIST) {
        return edit.figure;
    }
    DashValue *traces = dash_alloc_array(cx, data->count, sizeof(*traces));
    for (uint32_t i = 0; i < data->count; i++) {
        traces[i] = data->items[i];
        if (is_selected(&edit, &traces[i], i, data->count) && in_cells(&edit, &traces[i])) {
            traces[i] = tree_copy(cx, traces[i]);
            tree_update(cx, &traces[i], edit.patch);
        }
    }
    DashValue changed = {.kind = DASH_LIST, .count = data->count, .items = traces};
    tree_set(cx, &edit.figure, "data", changed);
    return edit.figure;
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

static void update_cell(Edit *edit, const char *key, DashValue place)
{
    const DashValue *id = tree_find(&place, key);
    id = id ? id : tree_find(&place, "subplot");
    if (id && id->kind == DASH_STRING) {
        DashText name = layout_name(edit->cx, key, id->text);
        tree_update(edit->cx, tree_at(edit->cx, edit_layout(edit), name), edit->patch);
    }
}

DashValue dash_figure_update_plots(DashCx *cx, DashValue figure, DashValue args, const char *where)
{
    Edit edit = edit_begin(cx, figure, args, where);
    DashValue row = edit_arg(&edit, "row"), col = edit_arg(&edit, "col");
    DashValue second = edit_arg(&edit, "secondary_y");
    DashText name = edit_arg(&edit, "key").text;
    char *key = dash_alloc(cx, name.len + 1); /* becomes a name in the layout */
    memcpy(key, name.ptr, name.len);
    bool all = row.kind == DASH_NULL && col.kind == DASH_NULL && second.kind == DASH_NULL;
    DashValue *layout = edit_layout(&edit);
    for (uint32_t i = 0, count = layout->count; all && i < count; i++) {
        DashField field = layout->fields[i];
        if (is_numbered(field.name, key) && is_selected(&edit, &field.value, i, count)) {
            tree_update(cx, tree_at(cx, layout, field.name), edit.patch);
        }
    }
    if (all && !tree_find(layout, key)) {
        tree_put(cx, layout, dash_text_of(key), edit.patch);
    }
    for (size_t i = 0; !all && i < grid_count(edit.figure); i++) {
        GridCell cell = grid_cell(edit.figure, i);
        bool is_second = second.kind == DASH_BOOL && second.boolean;
        if (!edit_wants(&edit, &cell, row, col)) {
            continue;
        }
        if (!is_second) {
            update_cell(&edit, key, cell.place);
        }
        if (cell.second.kind == DASH_OBJECT && (second.kind == DASH_NULL || is_second) &&
            strcmp(key, "yaxis") == 0) {
            update_cell(&edit, key, cell.second);
        }
    }
    return edit.figure;
}

static char *layout_path(const Edit *edit)
{
    DashText key = edit_arg(edit, "key").text;
    char *path = dash_alloc(edit->cx, key.len + 8);
    memcpy(path, "layout.", 7);
    memcpy(path + 7, key.ptr, key.len);
    return path;
}

DashValue dash_figure_update_items(DashCx *cx, DashValue figure, DashValue args, const char *where)
{
    Edit edit = edit_begin(cx, figure, args, where);
    const char *path = layout_path(&edit);
    const DashValue *list = tree_find(&edit.figure, path);
    if (!list || list->kind != DASH_LIST) {
        return edit.figure;
    }
    DashValue *items = dash_alloc_array(cx, list->count, sizeof(*items));
    for (uint32_t i = 0; i < list->count; i++) {
        items[i] = list->items[i];
        if (is_selected(&edit, &items[i], i, list->count)) {
            items[i] = tree_copy(cx, items[i]);
            tree_update(cx, &items[i], edit.patch);
        }
    }
    DashValue changed = {.kind = DASH_LIST, .count = list->count, .items = items};
    tree_set(cx, &edit.figure, path, changed);
    return edit.figure;
}

/* ---- additions ------------------------------------------------------------------------ */

DashValue dash_figure_add_item(DashCx *cx, DashValue figure, DashValue args, const char *where)
{
    Edit edit = edit_begin(cx, figure, args, where);
    DashValue row = edit_arg(&edit, "row"), col = edit_arg(&edit, "col");
    const char *path = layout_path(&edit);
    if (row.kind == DASH_NULL && col.kind == DASH_NULL) {
        edit_append(&edit, path, edit.patch);
        return edit.figure;
    }
    edit_check_cell(&edit, row, col);
    for (size_t i = 0; i < grid_count(edit.figure); i++) {
        GridCell cell = grid_cell(edit.figure, i);
        const DashValue *x = tree_find(&cell.place, "xaxis"), *y = tree_find(&cell.place, "yaxis");
        if (x && y && edit_wants(&edit, &cell, row, col)) {
            DashValue item = tree_copy(cx, edit.patch);
            tree_set(cx, &item, "xref", *x);
            tree_set(cx, &item, "yref", *y);
            edit_append(&edit, path, item);
        }
    }
    return edit.figure;
}

/* rows=[1, 2] of add_traces: the one of each trace. */
static DashValue part_of(DashValue given, DashValue list, uint32_t index)
{
    return list.kind == DASH_LIST && index < list.count ? list.items[index] : given;
}

static void add_trace(Edit *edit, DashValue trace, DashValue row, DashValue col, DashValue second)
{
    DashCx *cx = edit->cx;
    bool is_second = second.kind == DASH_BOOL && second.boolean;
    if (row.kind == DASH_NULL && col.kind == DASH_NULL && second.kind == DASH_NULL) {
        edit_append(edit, "data", trace);
        return;
    }
    if (row.kind == DASH_NULL && col.kind == DASH_NULL) {
        row = col = dash_int(1);
    }
    edit_check_cell(edit, row, col);
    for (size_t i = 0; i < grid_count(edit->figure); i++) {
        GridCell cell = grid_cell(edit->figure, i);
        if (!edit_wants(edit, &cell, row, col)) {
            continue;
        }
        if (is_second && cell.second.kind != DASH_OBJECT) {
            dash_fail(cx, edit->where, "the subplot has no second y axis");
        }
        DashValue placed = tree_copy(cx, trace);
        tree_merge(cx, &placed, is_second ? cell.second : cell.place);
        edit_append(edit, "data", placed);
    }
}

DashValue dash_figure_add_traces(DashCx *cx, DashValue figure, DashValue args, const char *where)
{
    Edit edit = edit_begin(cx, figure, args, where);
    DashValue data = edit_arg(&edit, "data"), rows = edit_arg(&edit, "rows");
    DashValue cols = edit_arg(&edit, "cols"), seconds = edit_arg(&edit, "secondary_ys");
    for (uint32_t i = 0; data.kind == DASH_LIST && i < data.count; i++) {
        add_trace(&edit, data.items[i], part_of(edit_arg(&edit, "row"), rows, i),
                  part_of(edit_arg(&edit, "col"), cols, i),
                  part_of(edit_arg(&edit, "secondary_y"), seconds, i));
    }
    return edit.figure;
}

/* ---- go.Figure ------------------------------------------------------------------------- */

DashValue dash_figure(DashCx *cx, DashValue parts, const char *where)
{
    Edit edit = edit_begin(cx, parts, DASH_NULL_VALUE, where);
    const DashValue *template = tree_find(&edit.figure, "layout.template");
    bool none = template && template->kind == DASH_STRING &&
                dash_text_eq(template->text, DASH_TEXT("none"));
    if (!template) {
        tree_set(cx, &edit.figure, "layout.template", dash_string(DASH_TEXT("plotly")));
    } else if (none) {
        tree_set(cx, &edit.figure, "layout.template",
                 dash_raw_json(DASH_TEXT("{\"data\":{\"scatter\":[{\"type\":\"scatter\"}]}}")));
    }
    const DashValue *data = tree_find(&edit.figure, "data");
    if (!data) {
        tree_set(cx, &edit.figure, "data", (DashValue){.kind = DASH_LIST});
    } else if (data->kind == DASH_OBJECT) {
        tree_set(cx, &edit.figure, "data", dash_list(cx, data, 1));
    }
    return edit.figure;
}
