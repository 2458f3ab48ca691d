/* SPDX-License-Identifier: MIT
 *
 * Animation: traces by frame, buttons and the slider; the figure as a whole.
 */
#include "figure/px_internal.h"

/* Frames that have traces, in the order of their levels. */
typedef struct Frames {
    uint32_t *levels;
    size_t count;
} Frames;

static Frames frames_of(const PxFigure *figure)
{
    const PxLevels *levels = figure->dimensions[PX_FRAME].levels;
    uint32_t most = levels ? levels->count : 1;
    Frames frames = {.levels = dash_alloc_array(figure->cx, most, sizeof(uint32_t))};
    for (uint32_t level = 0; level < most; level++) {
        bool found = false;
        for (size_t i = 0; i < figure->trace_count && !found; i++) {
            found = figure->trace_frames[i] == level;
        }
        if (found) {
            frames.levels[frames.count++] = level;
        }
    }
    return frames;
}

static DashValue frame_traces(const PxFigure *figure, uint32_t level)
{
    DashItems items = dash_items(figure->cx);
    for (size_t i = 0; i < figure->trace_count; i++) {
        if (figure->trace_frames[i] == level) {
            dash_push(&items, figure->traces[i]);
        }
    }
    return dash_items_value(&items);
}

static DashValue list_of(DashCx *cx, DashValue a, DashValue b)
{
    const DashValue items[] = {a, b};
    return dash_list(cx, items, 2);
}

/* What Plotly.animate is told. */
static DashValue motion(const PxFigure *figure, int duration)
{
    DashCx *cx = figure->cx;
    DashValue args = TREE_EMPTY;
    tree_set(cx, &args, "frame.duration", dash_int(duration));
    tree_set(cx, &args, "frame.redraw", dash_bool(figure->type != PX_TRACE_SCATTER));
    tree_set(cx, &args, "mode", px_text("immediate"));
    tree_set(cx, &args, "fromcurrent", dash_bool(true));
    tree_set(cx, &args, "transition.duration", dash_int(duration));
    tree_set(cx, &args, "transition.easing", px_text("linear"));
    return args;
}

static DashValue button(const PxFigure *figure, const char *label, DashValue frames, int duration)
{
    DashCx *cx = figure->cx;
    DashValue button = TREE_EMPTY;
    tree_set(cx, &button, "args", list_of(cx, frames, motion(figure, duration)));
    tree_set(cx, &button, "label", dash_string(dash_text_of(label)));
    tree_set(cx, &button, "method", px_text("animate"));
    return button;
}

static DashValue in_list(DashCx *cx, DashValue value)
{
    return dash_list(cx, &value, 1);
}

static DashValue play_buttons(const PxFigure *figure)
{
    DashCx *cx = figure->cx;
    DashValue menu = TREE_EMPTY;
    tree_set(cx, &menu, "buttons",
             list_of(cx, button(figure, "&#9654;", DASH_NULL_VALUE, 500),
                     button(figure, "&#9724;", in_list(cx, DASH_NULL_VALUE), 0)));
    tree_set(cx, &menu, "direction", px_text("left"));
    tree_set(cx, &menu, "pad.r", dash_int(10));
    tree_set(cx, &menu, "pad.t", dash_int(70));
    tree_set(cx, &menu, "showactive", dash_bool(false));
    tree_set(cx, &menu, "type", px_text("buttons"));
    tree_set(cx, &menu, "x", dash_float(0.1));
    tree_set(cx, &menu, "xanchor", px_text("right"));
    tree_set(cx, &menu, "y", dash_int(0));
    tree_set(cx, &menu, "yanchor", px_text("top"));
    return menu;
}

static DashValue frame_slider(const PxFigure *figure, const Frames *frames)
{
    DashCx *cx = figure->cx;
    const PxLevels *levels = figure->dimensions[PX_FRAME].levels;
    DashItems steps = dash_items(cx);
    for (size_t i = 0; i < frames->count; i++) {
        DashText name = levels->items[frames->levels[i]].label;
        DashValue step = TREE_EMPTY;
        tree_set(cx, &step, "args", list_of(cx, in_list(cx, dash_string(name)), motion(figure, 0)));
        tree_set(cx, &step, "label", dash_string(name));
        tree_set(cx, &step, "method", px_text("animate"));
        dash_push(&steps, step);
    }
    const DashText prefix[] = {px_label(figure, levels->column), DASH_TEXT("=")};
    DashValue slider = TREE_EMPTY;
    tree_set(cx, &slider, "active", dash_int(0));
    tree_set(cx, &slider, "yanchor", px_text("top"));
    tree_set(cx, &slider, "xanchor", px_text("left"));
    tree_set(cx, &slider, "currentvalue.prefix", dash_string(px_join(cx, prefix, 2)));
    tree_set(cx, &slider, "pad.b", dash_int(10));
    tree_set(cx, &slider, "pad.t", dash_int(60));
    tree_set(cx, &slider, "len", dash_float(0.9));
    tree_set(cx, &slider, "x", dash_float(0.1));
    tree_set(cx, &slider, "y", dash_int(0));
    tree_set(cx, &slider, "steps", dash_items_value(&steps));
    return slider;
}

static DashValue frame_values(const PxFigure *figure, const Frames *frames)
{
    DashItems items = dash_items(figure->cx);
    for (size_t i = 0; i < frames->count; i++) {
        const PxLevels *levels = figure->dimensions[PX_FRAME].levels;
        const DashField fields[] = {
            {DASH_TEXT("data"), frame_traces(figure, frames->levels[i])},
            {DASH_TEXT("name"), dash_string(levels->items[frames->levels[i]].label)},
        };
        dash_push(&items, dash_object(figure->cx, fields, 2));
    }
    return dash_items_value(&items);
}

/* The page knows templates by name; the empty one is spelled out. */
static DashValue template_value(const PxFigure *figure)
{
    if (!figure->template) {
        return dash_raw_json(DASH_TEXT("{\"data\":{\"scatter\":[{\"type\":\"scatter\"}]}}"));
    }
    return dash_string(dash_text_of(figure->template->name));
}

DashValue px_finish(PxFigure *figure)
{
    DashCx *cx = figure->cx;
    Frames frames = frames_of(figure);
    bool animated = frames.count > 1;
    if (animated) {
        tree_set(cx, &figure->layout, "updatemenus", in_list(cx, play_buttons(figure)));
        tree_set(cx, &figure->layout, "sliders", in_list(cx, frame_slider(figure, &frames)));
    }
    tree_set(cx, &figure->layout, "template", template_value(figure));
    DashValue made = TREE_EMPTY;
    tree_set(cx, &made, "data", frame_traces(figure, frames.count ? frames.levels[0] : 0));
    tree_set(cx, &made, "layout", figure->layout);
    if (animated) {
        tree_set(cx, &made, "frames", frame_values(figure, &frames));
    }
    px_attach_grid(figure, &made);
    return made;
}
