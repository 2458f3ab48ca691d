/* SPDX-License-Identifier: MIT
 *
 * px.imshow: a list of rows, or a table's numbers, as a heat map; rows of pixels, or
 * of numbers with binary_string=true, as a picture. Lists that are nested deeper are
 * cut along the axes that facet_col, facet_row and animation_frame name.
 */
#include "figure/px_pixels.h"

/* What is drawn: an array of numbers, cut into slices of rows. */
typedef struct Images {
    DashValue array;
    size_t depth;         /* how deep lists are nested */
    int64_t cut[3];       /* the axes of frames, facet rows, facet columns; -1: none */
    size_t counts[3];     /* how many there are of each, 1 at least */
    size_t cuts;          /* how many axes are given */
    bool channels, whole; /* pixels; all numbers are ints of 0 to 255 */
    double least, greatest;
    bool picture, binary;
} Images;

/* ---- a table ----------------------------------------------------------------- */

/* Rows of the table as lists; columns name the x axis. */
static DashValue table_rows(const PxFigure *figure, DashValue *names)
{
    DashCx *cx = figure->cx;
    DashPxColumns columns = figure->px.all;
    DashItems labels = dash_items(cx);
    DashValue *rows = dash_alloc_array(cx, figure->rows, sizeof(*rows));
    for (size_t i = 0; i < columns.len; i++) {
        dash_push(&labels, dash_string(dash_text_of(columns.items[i]->name)));
        if (!px_is_continuous(columns.items[i])) {
            dash_fail(cx, figure->px.where, "the column \"%s\" holds no numbers",
                      columns.items[i]->name);
        }
    }
    for (size_t row = 0; row < figure->rows; row++) {
        DashValue *cells = dash_alloc_array(cx, columns.len, sizeof(*cells));
        for (size_t i = 0; i < columns.len; i++) {
            cells[i] = dash_cell(cx, columns.items[i], row);
        }
        rows[row] = (DashValue){.kind = DASH_LIST, .count = (uint32_t)columns.len, .items = cells};
    }
    *names = dash_items_value(&labels);
    return dash_list(cx, rows, figure->rows);
}

static DashValue row_numbers(const PxFigure *figure)
{
    DashItems items = dash_items(figure->cx);
    for (size_t row = 0; row < figure->rows; row++) {
        dash_push(&items, dash_int((int64_t)row));
    }
    return dash_items_value(&items);
}

/* ---- the array ------------------------------------------------------------- */

static size_t depth_of(DashValue value)
{
    size_t depth = 0;
    for (; value.kind == DASH_LIST && value.count; value = value.items[0]) {
        depth++;
    }
    return depth;
}

/* Least and greatest of all numbers, and whether they could be bytes. */
static void measure(Images *images, DashValue value)
{
    for (uint32_t i = 0; value.kind == DASH_LIST && i < value.count; i++) {
        measure(images, value.items[i]);
    }
    double number = px_number(value, __builtin_nan(""));
    if (number == number) {
        images->whole &= value.kind == DASH_INT && number >= 0 && number <= 255;
        images->least = number < images->least ? number : images->least;
        images->greatest = number > images->greatest ? number : images->greatest;
    }
}

static size_t length_at(DashValue array, size_t axis)
{
    for (; axis > 0 && array.kind == DASH_LIST && array.count; axis--) {
        array = array.items[0];
    }
    return array.kind == DASH_LIST ? array.count : 0;
}

static Images images_of(const PxFigure *figure, DashValue array)
{
    const DashPx *px = &figure->px;
    const DashValue axes[] = {px->img_animation_frame, px->img_facet_row, px->img_facet_col};
    Images images = {.array = array,
                     .depth = depth_of(array),
                     .whole = true,
                     .least = __builtin_inf(),
                     .greatest = -__builtin_inf()};
    for (size_t i = 0; i < 3; i++) {
        int64_t axis = axes[i].kind == DASH_INT ? axes[i].integer : -1;
        if (axes[i].kind != DASH_NULL && (axis < 0 || (size_t)axis >= images.depth)) {
            px_fail(figure, "facet_col, facet_row and animation_frame of px.imshow are numbers of "
                            "axes of img, from 0");
        }
        images.cut[i] = axis;
        images.counts[i] = axis < 0 ? 1 : length_at(array, (size_t)axis);
        images.cuts += axis >= 0;
        if (!images.counts[i]) {
            px_fail(figure, "an axis that px.imshow is cut along is empty");
        }
    }
    measure(&images, array);
    size_t rest = images.depth - images.cuts;
    images.channels = rest == 3;
    images.binary = px->binary_string.kind == DASH_BOOL ? px->binary_string.boolean : rest >= 3;
    images.picture = images.channels || images.binary;
    if (array.count && (rest < 2 || rest > 3)) {
        px_fail(figure,
                "px.imshow draws rows of numbers or of pixels; deeper lists need facet_col, "
                "facet_row or animation_frame");
    }
    return images;
}

/* The array without the axes that are cut, at the places `at`. */
static DashValue slice(const PxFigure *figure, const Images *images, const size_t *at,
                       DashValue value, int64_t axis)
{
    bool more = false;
    for (size_t i = 0; i < 3; i++) {
        if (images->cut[i] == axis) {
            bool there = value.kind == DASH_LIST && at[i] < value.count;
            DashValue next = there ? value.items[at[i]] : DASH_NULL_VALUE;
            return slice(figure, images, at, next, axis + 1);
        }
        more |= images->cut[i] > axis;
    }
    if (!more || value.kind != DASH_LIST) {
        return value;
    }
    DashValue *items = dash_alloc_array(figure->cx, value.count, sizeof(*items));
    for (uint32_t i = 0; i < value.count; i++) {
        items[i] = slice(figure, images, at, value.items[i], axis + 1);
    }
    return dash_list(figure->cx, items, value.count);
}

/* ---- scales ---------------------------------------------------------------- */

static DashValue or_else(DashValue value, double otherwise)
{
    return value.kind != DASH_NULL ? value : dash_float(otherwise);
}

/* What numbers that are no bytes reach up to. */
static double usual_most(double greatest)
{
    static const double ends[] = {1, 255, 65535};
    for (size_t i = 0; i < 3; i++) {
        if (greatest <= ends[i] * 1.05) {
            return ends[i];
        }
    }
    return 4294967296.0;
}

/* zmin and zmax as contrast_rescaling wants them, where they are not given. */
static void choose_scale(PxFigure *figure, const Images *images)
{
    DashPx *px = &figure->px;
    if (px->range_color.kind == DASH_LIST && px->range_color.count == 2) {
        px->zmin = px->range_color.items[0];
        px->zmax = px->range_color.items[1];
    }
    bool extremes = px->contrast_rescaling.kind == DASH_NULL
                        ? !images->channels
                        : px_is(px->contrast_rescaling, "minmax");
    bool low = px->zmin.kind != DASH_NULL, high = px->zmax.kind != DASH_NULL;
    if (!images->array.count) {
        return;
    }
    if (extremes) {
        px->zmax = low || images->binary ? or_else(px->zmax, images->greatest) : px->zmax;
        px->zmin = high || images->binary ? or_else(px->zmin, images->least) : px->zmin;
        return;
    }
    px->zmax = images->whole ? px->zmax : or_else(px->zmax, usual_most(images->greatest));
    px->zmin = px->zmax.kind != DASH_NULL ? or_else(px->zmin, 0) : px->zmin;
}

static void add_scale(PxFigure *figure, DashText label)
{
    DashCx *cx = figure->cx;
    DashValue axis = px_color_axis(figure);
    tree_set(cx, &axis, "cmin", figure->px.zmin);
    tree_set(cx, &axis, "cmax", figure->px.zmax);
    if (label.len) {
        tree_set(cx, &axis, "colorbar.title.text", dash_string(label));
    }
    tree_set(cx, &figure->layout, "coloraxis", axis);
}

/* Of each channel; the fourth, opacity, stays. */
static PxScaling scaling_of(const PxFigure *figure)
{
    const DashPx *px = &figure->px;
    PxScaling scaling = {.given = px->zmin.kind != DASH_NULL && px->zmax.kind != DASH_NULL};
    for (size_t i = 0; i < 4; i++) {
        scaling.low[i] = i < 3 ? px_number(px->zmin, 0) : 0;
        scaling.high[i] = i < 3 ? px_number(px->zmax, 255) : 255;
    }
    return scaling;
}

static DashValue four(DashCx *cx, const double *ends)
{
    DashItems items = dash_items(cx);
    for (size_t i = 0; i < 4; i++) {
        dash_push(&items, dash_float(ends[i]));
    }
    return dash_items_value(&items);
}

/* ---- traces ------------------------------------------------------------------ */

static DashText label_or(const PxFigure *figure, const char *name, DashText otherwise)
{
    DashValue label = px_entry(figure->px.labels, dash_text_of(name));
    return label.kind == DASH_STRING && label.text.len ? label.text : otherwise;
}

static DashText hover_of(const PxFigure *figure, const Images *images, bool changed)
{
    const char *value = !images->picture     ? "%{z}"
                        : images->depth == 2 ? "%{z[0]}"
                        : images->depth == 3 && length_at(images->array, 2) == 3
                            ? "[%{z[0]}, %{z[1]}, %{z[2]}]"
                            : "%{z}";
    const DashText parts[] = {label_or(figure, "x", DASH_TEXT("x")),
                              DASH_TEXT(": %{x}<br>"),
                              label_or(figure, "y", DASH_TEXT("y")),
                              DASH_TEXT(": %{y}<br>"),
                              label_or(figure, "color", DASH_TEXT("color")),
                              DASH_TEXT(": "),
                              dash_text_of(value),
                              DASH_TEXT("<extra></extra>")};
    const DashText places[] = {parts[0], parts[1], parts[2], DASH_TEXT(": %{y}<extra></extra>")};
    return changed ? px_join(figure->cx, places, 4) : px_join(figure->cx, parts, 8);
}

static DashValue text_template(const PxFigure *figure)
{
    DashValue given = figure->px.text_auto;
    if (!px_given(given)) {
        return DASH_NULL_VALUE;
    }
    const DashText parts[] = {DASH_TEXT("%{z:"), given.text, DASH_TEXT("}")};
    return given.kind == DASH_STRING ? dash_string(px_join(figure->cx, parts, 3)) : px_text("%{z}");
}

static DashValue heat_map(const PxFigure *figure, DashValue rows)
{
    DashCx *cx = figure->cx;
    DashValue trace = TREE_EMPTY;
    tree_set(cx, &trace, "type", px_text("heatmap"));
    tree_set(cx, &trace, "coloraxis", px_text("coloraxis"));
    tree_set(cx, &trace, "texttemplate", text_template(figure));
    tree_set(cx, &trace, "x", figure->px.img_x);
    tree_set(cx, &trace, "y", figure->px.img_y);
    tree_set(cx, &trace, "z", rows);
    return trace;
}

/* The first place of an axis of numbers, and the step to the next. */
static void set_steps(const PxFigure *figure, DashValue *trace, DashValue places, const char *first,
                      const char *step)
{
    if (places.kind != DASH_LIST || places.count < 2) {
        return;
    }
    double start = px_number(places.items[0], __builtin_nan(""));
    double next = px_number(places.items[1], __builtin_nan(""));
    if (!(next - start == next - start)) {
        px_fail(figure, "x and y of a picture are numbers");
    }
    tree_set(figure->cx, trace, first, dash_float(start));
    tree_set(figure->cx, trace, step, dash_float(next - start));
}

static DashValue picture(const PxFigure *figure, const Images *images, DashValue rows,
                         bool *changed)
{
    DashCx *cx = figure->cx;
    DashValue trace = TREE_EMPTY;
    PxScaling scaling = scaling_of(figure);
    tree_set(cx, &trace, "type", px_text("image"));
    set_steps(figure, &trace, figure->px.img_x, "x0", "dx");
    set_steps(figure, &trace, figure->px.img_y, "y0", "dy");
    if (images->binary) {
        tree_set(cx, &trace, "source", dash_string(px_png(figure, rows, &scaling, changed)));
        return trace;
    }
    bool opaque = length_at(rows, 2) == 3;
    tree_set(cx, &trace, "colormodel", opaque ? px_text("rgb") : px_text("rgba256"));
    tree_set(cx, &trace, "z", rows);
    if (scaling.given) {
        tree_set(cx, &trace, "zmin", four(cx, scaling.low));
        tree_set(cx, &trace, "zmax", four(cx, scaling.high));
    }
    return trace;
}

/* Of all frames, one after the other; each frame's facets row by row. */
static bool add_traces(PxFigure *figure, const Images *images)
{
    DashCx *cx = figure->cx;
    size_t facets = images->counts[1] * images->counts[2], count = facets * images->counts[0];
    bool changed = false;
    figure->traces = dash_alloc_array(cx, count, sizeof(*figure->traces));
    figure->trace_frames = dash_alloc_array(cx, count, sizeof(*figure->trace_frames));
    for (size_t i = 0; i < count; i++) {
        const size_t at[] = {i / facets, i / images->counts[2] % images->counts[1],
                             i % images->counts[2]};
        DashValue rows = slice(figure, images, at, images->array, 0);
        DashValue trace =
            images->picture ? picture(figure, images, rows, &changed) : heat_map(figure, rows);
        if (!images->picture || images->binary) {
            tree_set(cx, &trace, "name", dash_string(px_int_label(cx, (int64_t)i)));
        }
        figure->trace_frames[i] = (uint32_t)at[0];
        figure->traces[i] = trace;
    }
    figure->trace_count = count;
    return changed;
}

/* ---- facets, frames ------------------------------------------------------------ */

/* Slices have numbers for names. */
static const PxLevels *levels_of(DashCx *cx, const char *name, size_t count)
{
    PxLevels *levels = dash_alloc(cx, sizeof(*levels));
    DashColumn *column = dash_alloc(cx, sizeof(*column));
    column->name = name;
    levels->column = column;
    levels->items = dash_alloc_array(cx, count, sizeof(*levels->items));
    for (size_t i = 0; i < count; i++) {
        levels->items[i].label = px_int_label(cx, (int64_t)i);
    }
    levels->count = levels->data_count = (uint32_t)count;
    return levels;
}

static void add_facets(PxFigure *figure, const Images *images)
{
    static const struct {
        PxRole role;
        const char *name;
    } cuts[] = {
        {PX_FRAME, "animation_frame"}, {PX_FACET_ROW, "facet_row"}, {PX_FACET_COL, "facet_col"}};
    for (size_t i = 0; i < 3; i++) {
        if (images->cut[i] >= 0) {
            figure->dimensions[cuts[i].role].levels =
                levels_of(figure->cx, cuts[i].name, images->counts[i]);
        }
    }
    px_make_subplots(figure);
    px_add_facet_titles(figure);
}

/* Those that stand in the figure are placed, from the top left; those of frames are not. */
static void place_traces(const PxFigure *figure, DashValue *made, DashText hover)
{
    DashCx *cx = figure->cx;
    const DashValue *data = tree_find(made, "data");
    size_t rows = figure->subplots.rows, cols = figure->subplots.cols;
    DashValue *placed = dash_alloc_array(cx, data->count, sizeof(*placed));
    for (uint32_t i = 0; i < data->count; i++) {
        placed[i] = tree_copy(cx, data->items[i]);
        px_place_trace(figure, &placed[i], rows - 1 - i / cols, i % cols);
        tree_set(cx, &placed[i], "hovertemplate", dash_string(hover));
    }
    tree_set(cx, made, "data", dash_list(cx, placed, data->count));
}

/* ---- axes ---------------------------------------------------------------------- */

static DashValue axis_at(const PxFigure *figure, bool is_x, size_t row, size_t col)
{
    DashCx *cx = figure->cx;
    const Subplots *grid = &figure->subplots;
    size_t number = row * grid->cols + col + 1;
    DashValue axis = TREE_EMPTY;
    tree_set(cx, &axis, "anchor", dash_string(subplot_name(cx, is_x ? "y" : "x", number)));
    tree_set(cx, &axis, "domain", subplot_span_value(cx, is_x ? grid->x[col] : grid->y[row]));
    if (number > 1) {
        tree_set(cx, &axis, "matches", is_x ? px_text("x") : px_text("y"));
    }
    if (is_x ? row == 0 : col == 0) {
        DashText label = label_or(figure, is_x ? "x" : "y", DASH_NO_TEXT);
        tree_set(cx, &axis, "title.text", label.len ? dash_string(label) : DASH_NULL_VALUE);
    } else {
        tree_set(cx, &axis, "showticklabels", dash_bool(false));
    }
    return axis;
}

/* Rows go down, and squares are square, unless something else is asked for. */
static void set_directions(PxFigure *figure, const Images *images)
{
    DashCx *cx = figure->cx;
    const DashPx *px = &figure->px;
    DashValue *layout = &figure->layout;
    bool lower = px_is(px->origin, "lower");
    if (images->picture) {
        DashValue steps = TREE_EMPTY;
        set_steps(figure, &steps, px->img_x, "x0", "dx");
        set_steps(figure, &steps, px->img_y, "y0", "dy");
        const DashValue *dx = tree_find(&steps, "dx"), *dy = tree_find(&steps, "dy");
        if (lower || (dy && dy->number < 0)) {
            tree_set(cx, layout, "yaxis.autorange", dash_bool(true));
        }
        if (dx && dx->number < 0) {
            tree_set(cx, layout, "xaxis.autorange", px_text("reversed"));
        }
        return;
    }
    tree_set(cx, layout, "yaxis.autorange", lower ? dash_bool(true) : px_text("reversed"));
    if (!px_is(px->aspect, "auto")) {
        tree_set(cx, layout, "xaxis.scaleanchor", px_text("y"));
        tree_set(cx, layout, "xaxis.constrain", px_text("domain"));
        tree_set(cx, layout, "yaxis.constrain", px_text("domain"));
    }
}

static void add_axes(PxFigure *figure, const Images *images)
{
    DashCx *cx = figure->cx;
    size_t cols = figure->subplots.cols;
    for (size_t i = 0; i < figure->subplots.rows * cols; i++) {
        tree_put(cx, &figure->layout, subplot_name(cx, "xaxis", i + 1),
                 axis_at(figure, true, i / cols, i % cols));
        tree_put(cx, &figure->layout, subplot_name(cx, "yaxis", i + 1),
                 axis_at(figure, false, i / cols, i % cols));
    }
    set_directions(figure, images);
}

DashValue px_imshow(PxFigure *figure)
{
    DashCx *cx = figure->cx;
    DashPx *px = &figure->px;
    DashValue array = px->img;
    if (array.kind == DASH_NULL) {
        DashValue names = DASH_NULL_VALUE;
        array = table_rows(figure, &names);
        px->img_x = px->img_x.kind == DASH_NULL ? names : px->img_x;
        px->img_y = px->img_y.kind == DASH_NULL ? row_numbers(figure) : px->img_y;
    }
    Images images = images_of(figure, array);
    choose_scale(figure, &images);
    bool changed = add_traces(figure, &images);
    add_facets(figure, &images);
    add_axes(figure, &images);
    if (!images.picture) {
        add_scale(figure, label_or(figure, "color", DASH_NO_TEXT));
    }
    if (px_given(px->title)) {
        tree_set(cx, &figure->layout, "title.text", px->title);
    } else {
        tree_set(cx, &figure->layout, "margin.t", dash_int(60));
    }
    tree_set(cx, &figure->layout, "height", px_given(px->height) ? px->height : DASH_NULL_VALUE);
    tree_set(cx, &figure->layout, "width", px_given(px->width) ? px->width : DASH_NULL_VALUE);
    DashValue made = px_finish(figure);
    place_traces(figure, &made, hover_of(figure, &images, changed));
    return made;
}
