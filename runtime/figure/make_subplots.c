/* SPDX-License-Identifier: MIT
 *
 * make_subplots: a figure without traces whose layout has a grid of subplots.
 */
#include <string.h>

#include "figure/edit.h"

typedef struct Spec {
    bool there, second;
    SubplotKind kind;
    size_t colspan, rowspan;
    double left, right, top, bottom;
    /* what it became: */
    size_t number, y_number, second_number; /* x axis or subplot; y axes; 0: none */
    SubplotSpan x, y;
} Spec;

typedef struct Maker {
    Edit edit; /* figure: what is being made */
    size_t rows, cols;
    bool from_top; /* row 1 */
    Spec *specs;   /* row by row from row 1 */
    bool has_second;
    SubplotSpan *x, *y; /* of columns from the left, of rows from the bottom */
    DashItems titles;
} Maker;

static double number_or(DashValue value, double otherwise)
{
    return value.kind == DASH_INT     ? (double)value.integer
           : value.kind == DASH_FLOAT ? value.number
                                      : otherwise;
}

static bool is_true(DashValue value)
{
    return value.kind == DASH_BOOL && value.boolean;
}

static bool is_text(DashValue value, const char *text)
{
    return value.kind == DASH_STRING && dash_text_eq(value.text, dash_text_of(text));
}

static DashValue field_or_null(DashValue object, const char *name)
{
    const DashValue *field = tree_find(&object, name);
    return field ? *field : DASH_NULL_VALUE;
}

/* ---- what is asked for ------------------------------------------------------------- */

/* "xy", "scene", "domain", or a type of trace. */
static SubplotKind kind_of(const Maker *maker, DashValue type)
{
    static const struct {
        const char *name;
        SubplotKind kind;
    } names[] = {
        {"xy", SUBPLOT_XY},
        {"domain", SUBPLOT_DOMAIN},
        {"scene", SUBPLOT_SCENE},
        {"ternary", SUBPLOT_TERNARY},
        {"polar", SUBPLOT_POLAR},
        {"map", SUBPLOT_MAP},
        {"geo", SUBPLOT_GEO},
#define PX_TRACE(name, type, subplots, flags) {type, SUBPLOT_##subplots},
#include "dash/px.def"
        {"indicator", SUBPLOT_DOMAIN},
        {"table", SUBPLOT_DOMAIN},
        {"sankey", SUBPLOT_DOMAIN},
        {"surface", SUBPLOT_SCENE},
        {"mesh3d", SUBPLOT_SCENE},
        {"candlestick", SUBPLOT_XY},
        {"ohlc", SUBPLOT_XY},
        {"waterfall", SUBPLOT_XY},
        {"contour", SUBPLOT_XY},
        {"image", SUBPLOT_XY},
    };
    if (type.kind == DASH_NULL) {
        return SUBPLOT_XY;
    }
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        if (is_text(type, names[i].name)) {
            return names[i].kind;
        }
    }
    dash_fail(maker->edit.cx, maker->edit.where, "there is no type of subplot like this");
}

static size_t span_of(DashValue given)
{
    return given.kind == DASH_INT && given.integer > 0 ? (size_t)given.integer : 1;
}

static Spec spec_of(const Maker *maker, DashValue given)
{
    Spec spec = {.there = given.kind != DASH_NULL, .colspan = 1, .rowspan = 1};
    spec.kind = kind_of(maker, field_or_null(given, "type"));
    spec.second = is_true(field_or_null(given, "secondary_y"));
    spec.colspan = span_of(field_or_null(given, "colspan"));
    spec.rowspan = span_of(field_or_null(given, "rowspan"));
    spec.left = number_or(field_or_null(given, "l"), 0);
    spec.right = number_or(field_or_null(given, "r"), 0);
    spec.top = number_or(field_or_null(given, "t"), 0);
    spec.bottom = number_or(field_or_null(given, "b"), 0);
    return spec;
}

static void read_specs(Maker *maker)
{
    DashValue given = edit_arg(&maker->edit, "specs");
    DashCx *cx = maker->edit.cx;
    maker->specs = dash_alloc_array(cx, maker->rows * maker->cols, sizeof(*maker->specs));
    for (size_t i = 0; i < maker->rows * maker->cols; i++) {
        size_t row = i / maker->cols, col = i % maker->cols;
        DashValue spec = TREE_EMPTY;
        if (given.kind == DASH_LIST) {
            bool fits = given.count == maker->rows && given.items[row].kind == DASH_LIST &&
                        given.items[row].count == maker->cols;
            if (!fits) {
                dash_fail(cx, maker->edit.where, "specs must have %zu rows of %zu", maker->rows,
                          maker->cols);
            }
            spec = given.items[row].items[col];
        }
        maker->specs[i] = spec_of(maker, spec);
        maker->has_second |= maker->specs[i].second;
        if (maker->specs[i].there && (col + maker->specs[i].colspan > maker->cols ||
                                      row + maker->specs[i].rowspan > maker->rows)) {
            dash_fail(cx, maker->edit.where, "a colspan or rowspan leaves the grid");
        }
    }
}

/* Weights of a direction, or NULL; heights are given from the top where rows are. */
static const double *weights_of(const Maker *maker, const char *name, size_t count, bool reversed)
{
    DashValue given = edit_arg(&maker->edit, name);
    if (given.kind != DASH_LIST) {
        return NULL;
    }
    if (given.count != count) {
        dash_fail(maker->edit.cx, maker->edit.where, "%s must have %zu numbers", name, count);
    }
    double *weights = dash_alloc_array(maker->edit.cx, count, sizeof(*weights));
    for (size_t i = 0; i < count; i++) {
        weights[i] = number_or(given.items[reversed ? count - 1 - i : i], 1);
    }
    return weights;
}

static void measure(Maker *maker)
{
    const Edit *edit = &maker->edit;
    DashValue row_titles = edit_arg(edit, "row_titles");
    bool titled = edit_arg(edit, "subplot_titles").kind != DASH_NULL;
    double width = maker->has_second                                  ? 0.94
                   : row_titles.kind == DASH_LIST && row_titles.count ? 0.98
                                                                      : 1;
    double gap_x = number_or(edit_arg(edit, "horizontal_spacing"),
                             (maker->has_second ? 0.4 : 0.2) / (double)maker->cols);
    double gap_y =
        number_or(edit_arg(edit, "vertical_spacing"), (titled ? 0.5 : 0.3) / (double)maker->rows);
    bool wide = maker->cols > 1 && gap_x > 1 / (double)(maker->cols - 1);
    bool high = maker->rows > 1 && gap_y > 1 / (double)(maker->rows - 1);
    if (gap_x < 0 || gap_y < 0 || wide || high) {
        dash_fail(edit->cx, edit->where, "the spacing leaves no room for the subplots");
    }
    maker->x = subplot_spans(edit->cx, maker->cols, width, gap_x,
                             weights_of(maker, "column_widths", maker->cols, false));
    maker->y = subplot_spans(edit->cx, maker->rows, 1, gap_y,
                             weights_of(maker, "row_heights", maker->rows, maker->from_top));
}

/* ---- subplots ----------------------------------------------------------------------- */

static size_t from_bottom(const Maker *maker, size_t row)
{
    return maker->from_top ? maker->rows - 1 - row : row;
}

static void find_domain(const Maker *maker, Spec *spec, size_t row, size_t col)
{
    size_t first = from_bottom(maker, row), last = from_bottom(maker, row + spec->rowspan - 1);
    size_t low = first < last ? first : last, high = first < last ? last : first;
    spec->x = (SubplotSpan){maker->x[col].start + spec->left,
                            maker->x[col + spec->colspan - 1].end - spec->right};
    spec->y = (SubplotSpan){maker->y[low].start + spec->bottom, maker->y[high].end - spec->top};
}

static void add_axes(Maker *maker, const Spec *spec)
{
    DashCx *cx = maker->edit.cx;
    DashValue *layout = edit_layout(&maker->edit);
    DashValue x = TREE_EMPTY, y = TREE_EMPTY, second = TREE_EMPTY;
    DashText x_name = subplot_name(cx, "x", spec->number);
    DashText y_name = subplot_name(cx, "y", spec->y_number);
    tree_set(cx, &x, "anchor", dash_string(y_name));
    tree_set(cx, &x, "domain", subplot_span_value(cx, spec->x));
    tree_set(cx, &y, "anchor", dash_string(x_name));
    tree_set(cx, &y, "domain", subplot_span_value(cx, spec->y));
    tree_put(cx, layout, subplot_name(cx, "xaxis", spec->number), x);
    tree_put(cx, layout, subplot_name(cx, "yaxis", spec->y_number), y);
    if (spec->second_number) {
        tree_set(cx, &second, "anchor", dash_string(x_name));
        tree_set(cx, &second, "overlaying", dash_string(y_name));
        tree_set(cx, &second, "side", dash_string(DASH_TEXT("right")));
        tree_put(cx, layout, subplot_name(cx, "yaxis", spec->second_number), second);
    }
}

static void add_plot(Maker *maker, const Spec *spec)
{
    DashCx *cx = maker->edit.cx;
    DashValue plot = TREE_EMPTY;
    tree_set(cx, &plot, "domain.x", subplot_span_value(cx, spec->x));
    tree_set(cx, &plot, "domain.y", subplot_span_value(cx, spec->y));
    tree_put(cx, edit_layout(&maker->edit), subplot_name(cx, subplot_key(spec->kind), spec->number),
             plot);
}

/* What a trace in the cell is given. */
static DashValue cell_of(const Maker *maker, const Spec *spec, size_t row, size_t col)
{
    DashCx *cx = maker->edit.cx;
    GridCell cell = {.row = (int64_t)row + 1, .col = (int64_t)col + 1};
    cell.place = grid_place(cx, spec->kind, spec->number, spec->x, spec->y);
    if (spec->kind == SUBPLOT_XY) {
        tree_set(cx, &cell.place, "yaxis", dash_string(subplot_name(cx, "y", spec->y_number)));
    }
    if (spec->second_number) {
        cell.second = tree_copy(cx, cell.place);
        tree_set(cx, &cell.second, "yaxis",
                 dash_string(subplot_name(cx, "y", spec->second_number)));
    }
    return grid_cell_value(cx, &cell);
}

static void add_subplots(Maker *maker)
{
    DashCx *cx = maker->edit.cx;
    size_t x_count = 0, y_count = 0, counts[SUBPLOT_NONE + 1] = {0}, cell_count = 0;
    DashValue *cells = dash_alloc_array(cx, maker->rows * maker->cols, sizeof(*cells));
    for (size_t i = 0; i < maker->rows * maker->cols; i++) {
        size_t row = i / maker->cols, col = i % maker->cols;
        Spec *spec = &maker->specs[i];
        if (!spec->there) {
            continue;
        }
        find_domain(maker, spec, row, col);
        if (spec->kind == SUBPLOT_XY) {
            spec->number = ++x_count;
            spec->y_number = ++y_count;
            spec->second_number = spec->second ? ++y_count : 0;
            add_axes(maker, spec);
        } else {
            spec->number = ++counts[spec->kind];
            if (subplot_key(spec->kind)) {
                add_plot(maker, spec);
            }
        }
        cells[cell_count++] = cell_of(maker, spec, row, col);
    }
    grid_attach(cx, &maker->edit.figure, cells, cell_count);
}

/* ---- shared axes --------------------------------------------------------------------- */

typedef enum Shared { SHARED_NOT, SHARED_ROWS, SHARED_COLUMNS, SHARED_ALL } Shared;

static Shared shared_of(const Maker *maker, bool is_x)
{
    DashValue given = edit_arg(&maker->edit, is_x ? "shared_xaxes" : "shared_yaxes");
    if (is_text(given, "all")) {
        return SHARED_ALL;
    }
    if (is_text(given, "columns") || (is_x && is_true(given))) {
        return SHARED_COLUMNS;
    }
    return is_text(given, "rows") || (!is_x && is_true(given)) ? SHARED_ROWS : SHARED_NOT;
}

/* Has the axis its labels still, although it follows another one? x axes of the
 * lowest row, y axes of the first column have. */
static bool keeps_labels(bool is_x, Shared shared, size_t up, size_t col)
{
    if (shared == SHARED_ALL) {
        return is_x ? up == 0 : col == 0;
    }
    return shared == (is_x ? SHARED_ROWS : SHARED_COLUMNS);
}

/* The axes of one direction, from the lowest row and the first column, follow the
 * first one of their row, of their column or of all. */
static void share_axes(Maker *maker, bool is_x)
{
    DashCx *cx = maker->edit.cx;
    Shared shared = shared_of(maker, is_x);
    size_t groups = maker->rows > maker->cols ? maker->rows : maker->cols;
    size_t *first = dash_alloc_array(cx, groups, sizeof(*first));
    for (size_t i = 0; shared != SHARED_NOT && i < maker->rows * maker->cols; i++) {
        size_t up = i / maker->cols, col = i % maker->cols;
        const Spec *spec = &maker->specs[from_bottom(maker, up) * maker->cols + col];
        bool spans = (is_x ? spec->colspan : spec->rowspan) > 1;
        if (!spec->there || spec->kind != SUBPLOT_XY || spans) {
            continue;
        }
        size_t group = shared == SHARED_ALL ? 0 : shared == SHARED_ROWS ? up : col;
        size_t number = is_x ? spec->number : spec->y_number;
        if (!first[group]) {
            first[group] = number;
            continue;
        }
        DashValue axis = TREE_EMPTY;
        tree_set(cx, &axis, "matches",
                 dash_string(subplot_name(cx, is_x ? "x" : "y", first[group])));
        if (!keeps_labels(is_x, shared, up, col)) {
            tree_set(cx, &axis, "showticklabels", dash_bool(false));
        }
        tree_put(cx, edit_layout(&maker->edit), subplot_name(cx, is_x ? "xaxis" : "yaxis", number),
                 axis);
    }
}

/* ---- titles --------------------------------------------------------------------------- */

static void push_title(Maker *maker, DashValue text, double x, double y, bool right)
{
    if (text.kind != DASH_STRING || !text.text.len) {
        return;
    }
    DashValue title = subplot_title(maker->edit.cx, text.text, x, y, right);
    tree_set(maker->edit.cx, &title, "font.size", dash_int(16));
    dash_push(&maker->titles, title);
}

static DashValue item_of(DashValue list, size_t index)
{
    return list.kind == DASH_LIST && index < list.count ? list.items[index] : DASH_NULL_VALUE;
}

/* "x_title" below, "y_title" beside all subplots. */
static void push_outer_title(Maker *maker, const char *argument, bool is_x, double width)
{
    DashCx *cx = maker->edit.cx;
    DashValue text = edit_arg(&maker->edit, argument);
    if (text.kind != DASH_STRING) {
        return;
    }
    DashValue title = subplot_title(cx, text.text, is_x ? width / 2 : 0, is_x ? 0 : 0.5, false);
    tree_set(cx, &title, "font.size", dash_int(16));
    tree_set(cx, &title, "xanchor", dash_string(is_x ? DASH_TEXT("center") : DASH_TEXT("right")));
    tree_set(cx, &title, "yanchor", dash_string(is_x ? DASH_TEXT("top") : DASH_TEXT("middle")));
    tree_set(cx, &title, is_x ? "yshift" : "xshift", dash_int(is_x ? -30 : -40));
    tree_set(cx, &title, "textangle", is_x ? DASH_NULL_VALUE : dash_int(-90));
    dash_push(&maker->titles, title);
}

static void add_titles(Maker *maker)
{
    const Edit *edit = &maker->edit;
    DashValue titles = edit_arg(edit, "subplot_titles");
    DashValue columns = edit_arg(edit, "column_titles"), rows = edit_arg(edit, "row_titles");
    size_t seen = 0;
    for (size_t i = 0; i < maker->rows * maker->cols; i++) {
        const Spec *spec = &maker->specs[i];
        if (spec->there) {
            push_title(maker, item_of(titles, seen++), (spec->x.start + spec->x.end) / 2,
                       spec->y.end, false);
        }
    }
    for (size_t i = 0; i < maker->cols; i++) {
        push_title(maker, item_of(columns, i), (maker->x[i].start + maker->x[i].end) / 2,
                   maker->y[maker->rows - 1].end, false);
    }
    for (size_t i = 0; i < maker->rows; i++) {
        SubplotSpan span = maker->y[from_bottom(maker, i)];
        push_title(maker, item_of(rows, i), maker->x[maker->cols - 1].end,
                   (span.start + span.end) / 2, true);
    }
    double width = maker->has_second ? 0.94 : rows.kind == DASH_LIST && rows.count ? 0.98 : 1;
    push_outer_title(maker, "x_title", true, width);
    push_outer_title(maker, "y_title", false, width);
    if (maker->titles.count) {
        tree_set(edit->cx, &maker->edit.figure, "layout.annotations",
                 dash_items_value(&maker->titles));
    }
}

/* ---- the figure ------------------------------------------------------------------------ */

DashValue dash_make_subplots(DashCx *cx, DashValue args, const char *where)
{
    Maker maker = {.edit = edit_begin(cx, dash_figure(cx, TREE_EMPTY, where), args, where)};
    double rows = number_or(edit_arg(&maker.edit, "rows"), 1);
    double cols = number_or(edit_arg(&maker.edit, "cols"), 1);
    if (rows < 1 || cols < 1 || rows > 1000 || cols > 1000) {
        dash_fail(cx, where, "make_subplots needs rows and cols from 1 to 1000");
    }
    maker.rows = (size_t)rows;
    maker.cols = (size_t)cols;
    maker.from_top = !is_text(edit_arg(&maker.edit, "start_cell"), "bottom-left");
    maker.titles = dash_items(cx);
    read_specs(&maker);
    measure(&maker);
    add_subplots(&maker);
    share_axes(&maker, true);
    share_axes(&maker, false);
    add_titles(&maker);
    return maker.edit.figure;
}
