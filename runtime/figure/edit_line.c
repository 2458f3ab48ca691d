/* SPDX-License-Identifier: MIT
 *
 * add_hline, add_vline, add_hrect, add_vrect: a shape across each subplot, and a
 * text at its edge.
 */
#include <string.h>

#include "figure/edit.h"

typedef struct Line {
    bool vertical, rect;
    DashValue x0, x1, y0, y1;
} Line;

static Line line_of(const Edit *edit)
{
    DashText kind = edit_arg(edit, "line").text;
    Line line = {.vertical = kind.ptr[0] == 'v', .rect = dash_ends_with(kind, DASH_TEXT("rect"))};
    DashValue at = edit_arg(edit, line.vertical ? "x" : "y");
    DashValue from = line.rect ? edit_arg(edit, line.vertical ? "x0" : "y0") : at;
    DashValue to = line.rect ? edit_arg(edit, line.vertical ? "x1" : "y1") : at;
    if (from.kind == DASH_NULL || to.kind == DASH_NULL) {
        dash_fail(edit->cx, edit->where, "add_%.*s needs %s", (int)kind.len, kind.ptr,
                  line.rect ? "both ends" : "a place");
    }
    line.x0 = line.vertical ? from : dash_int(0);
    line.x1 = line.vertical ? to : dash_int(1);
    line.y0 = line.vertical ? dash_int(0) : from;
    line.y1 = line.vertical ? dash_int(1) : to;
    return line;
}

static double number_of(DashValue value)
{
    return value.kind == DASH_INT ? (double)value.integer : value.number;
}

static bool are_numbers(DashValue a, DashValue b)
{
    return (a.kind == DASH_INT || a.kind == DASH_FLOAT) &&
           (b.kind == DASH_INT || b.kind == DASH_FLOAT);
}

/* Of two ends; moments stand as texts, of which the first is as good as any. */
static DashValue least(DashValue a, DashValue b)
{
    return are_numbers(a, b) && number_of(b) < number_of(a) ? b : a;
}

static DashValue greatest(DashValue a, DashValue b)
{
    return are_numbers(a, b) && number_of(b) < number_of(a) ? a : b;
}

static DashValue middle(DashValue a, DashValue b)
{
    return are_numbers(a, b) ? dash_float((number_of(a) + number_of(b)) / 2) : a;
}

typedef struct Position {
    bool top, bottom, left, right, outside;
} Position;

static bool has_word(DashText text, const char *word)
{
    size_t len = strlen(word);
    for (size_t i = 0; i + len <= text.len; i++) {
        bool start = i == 0 || text.ptr[i - 1] == ' ';
        bool end = i + len == text.len || text.ptr[i + len] == ' ';
        if (start && end && memcmp(text.ptr + i, word, len) == 0) {
            return true;
        }
    }
    return false;
}

static Position position_of(const Edit *edit)
{
    DashValue given = edit_arg(edit, "annotation_position");
    DashText text = given.kind == DASH_STRING ? given.text : DASH_TEXT("top right");
    Position position = {has_word(text, "top"), has_word(text, "bottom"), has_word(text, "left"),
                         has_word(text, "right"), has_word(text, "outside")};
    return position;
}

static const char *opposite(const char *side)
{
    return strcmp(side, "left") == 0     ? "right"
           : strcmp(side, "right") == 0  ? "left"
           : strcmp(side, "top") == 0    ? "bottom"
           : strcmp(side, "bottom") == 0 ? "top"
                                         : side;
}

/* Which side of the text stands at its place: inside a band the same side, beside
 * a line or outside a band the other one. */
static void set_anchors(Edit *edit, const Line *line, Position at, DashValue *note)
{
    const char *x = at.left ? "left" : at.right ? "right" : "center";
    const char *y = at.top ? "top" : at.bottom ? "bottom" : "middle";
    bool corner = (at.left || at.right) && (at.top || at.bottom);
    if (!line->rect || at.outside) {
        bool flip_x = corner ? line->vertical : at.left || at.right;
        bool flip_y = corner ? !line->vertical : at.top || at.bottom;
        x = flip_x ? opposite(x) : x;
        y = flip_y ? opposite(y) : y;
    }
    tree_set(edit->cx, note, "xanchor", dash_string(dash_text_of(x)));
    tree_set(edit->cx, note, "yanchor", dash_string(dash_text_of(y)));
}

static DashValue annotation_of(Edit *edit, const Line *line)
{
    DashCx *cx = edit->cx;
    DashValue note = TREE_EMPTY;
    Position at = position_of(edit);
    set_anchors(edit, line, at, &note);
    tree_set(cx, &note, "x",
             at.left    ? least(line->x0, line->x1)
             : at.right ? greatest(line->x0, line->x1)
                        : middle(line->x0, line->x1));
    tree_set(cx, &note, "y",
             at.top      ? greatest(line->y0, line->y1)
             : at.bottom ? least(line->y0, line->y1)
                         : middle(line->y0, line->y1));
    tree_set(cx, &note, "showarrow", dash_bool(false));
    tree_merge(cx, &note, edit_arg(edit, "annotation"));
    tree_merge(cx, &note, edit_arg(edit, "note"));
    return note;
}

static void set_refs(Edit *edit, const Line *line, DashValue *item, DashText x, DashText y)
{
    DashText *across = line->vertical ? &y : &x;
    DashBuilder b = dash_builder(edit->cx);
    dash_put(&b, *across);
    dash_put(&b, DASH_TEXT(" domain"));
    *across = dash_builder_text(&b);
    tree_set(edit->cx, item, "xref", dash_string(x));
    tree_set(edit->cx, item, "yref", dash_string(y));
}

static bool has_traces(const Edit *edit, DashText x)
{
    const DashValue *data = tree_find(&edit->figure, "data");
    for (uint32_t i = 0; data && data->kind == DASH_LIST && i < data->count; i++) {
        const DashValue *axis = tree_find(&data->items[i], "xaxis");
        DashText own = axis && axis->kind == DASH_STRING ? axis->text : DASH_TEXT("x");
        if (dash_text_eq(own, x)) {
            return true;
        }
    }
    return false;
}

static DashValue shape_of(Edit *edit, const Line *line)
{
    DashCx *cx = edit->cx;
    DashValue shape = TREE_EMPTY;
    tree_set(cx, &shape, "type", dash_string(line->rect ? DASH_TEXT("rect") : DASH_TEXT("line")));
    tree_set(cx, &shape, "x0", line->x0);
    tree_set(cx, &shape, "x1", line->x1);
    tree_set(cx, &shape, "y0", line->y0);
    tree_set(cx, &shape, "y1", line->y1);
    tree_merge(cx, &shape, edit->patch);
    return shape;
}

static bool has_note(const Edit *edit)
{
    return edit_arg(edit, "note").kind == DASH_OBJECT ||
           edit_arg(edit, "annotation").kind == DASH_OBJECT;
}

static void add_to(Edit *edit, const Line *line, DashText x, DashText y)
{
    DashValue shape = shape_of(edit, line);
    set_refs(edit, line, &shape, x, y);
    edit_append(edit, "layout.shapes", shape);
    if (has_note(edit)) {
        DashValue note = annotation_of(edit, line);
        set_refs(edit, line, &note, x, y);
        edit_append(edit, "layout.annotations", note);
    }
}

DashValue dash_figure_add_line(DashCx *cx, DashValue figure, DashValue args, const char *where)
{
    Edit edit = edit_begin(cx, figure, args, where);
    Line line = line_of(&edit);
    DashValue row = edit_arg(&edit, "row"), col = edit_arg(&edit, "col");
    if (!grid_count(edit.figure)) {
        add_to(&edit, &line, DASH_TEXT("x"), DASH_TEXT("y"));
        return edit.figure;
    }
    edit_check_cell(&edit, row, col);
    for (size_t i = 0; i < grid_count(edit.figure); i++) {
        GridCell cell = grid_cell(edit.figure, i);
        const DashValue *x = tree_find(&cell.place, "xaxis"), *y = tree_find(&cell.place, "yaxis");
        if (x && y && edit_wants(&edit, &cell, row, col) && has_traces(&edit, x->text)) {
            add_to(&edit, &line, x->text, y->text);
        }
    }
    return edit.figure;
}
