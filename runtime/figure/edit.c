/* SPDX-License-Identifier: MIT
 *
 * Figures and their methods that add: add_trace, add_annotation, add_shape.
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

char *edit_path(const Edit *edit)
{
    DashText key = edit_arg(edit, "key").text;
    char *path = dash_alloc(edit->cx, key.len + 8);
    memcpy(path, "layout.", 7);
    memcpy(path + 7, key.ptr, key.len);
    return path;
}

/* ---- additions ------------------------------------------------------------------------ */

DashValue dash_figure_add_item(DashCx *cx, DashValue figure, DashValue args, const char *where)
{
    Edit edit = edit_begin(cx, figure, args, where);
    DashValue row = edit_arg(&edit, "row"), col = edit_arg(&edit, "col");
    const char *path = edit_path(&edit);
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
