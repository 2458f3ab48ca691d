/* Written by dashc from pairs.dash: change that file, not this one. */
#include <dash/dash.h>

DASH_REQUIRE_ABI(1);

/* (int, float) */
typedef struct IntFloatTuple {
    int64_t item1;
    double item2;
} IntFloatTuple;

/* (float, float) */
typedef struct FloatFloatTuple {
    double item1;
    double item2;
} FloatFloatTuple;

/* pairs.dash:1
 *     fn weights(xs: [float], ys: [float]) -> float
 */
static double weights(DashCx *cx, DashFloats xs, DashFloats ys)
{
    double s = 0.0;
    for (size_t i = 0; i < xs.len; i++) {
        const IntFloatTuple item = {(int64_t)i, xs.items[i]};
        const int64_t i_2 = item.item1;
        const double x = item.item2;
        s = s + (x * (double)i_2);
    }
    const int64_t start_ = (int64_t)xs.len;
    for (size_t i = 0; i < ys.len; i++) {
        const IntFloatTuple item_2 = {dash_int_add(cx, start_, (int64_t)i, "pairs.dash:4:17"), ys.items[i]};
        const int64_t k = item_2.item1;
        const double x_2 = item_2.item2;
        s = s - (x_2 * (double)k);
    }
    for (size_t i = 0; i < xs.len && i < ys.len; i++) {
        const FloatFloatTuple item_3 = {xs.items[i], ys.items[i]};
        const double x_3 = item_3.item1;
        const double y = item_3.item2;
        s = s + (x_3 * y);
    }
    return s;
}

/* The layout, pairs.dash:8 */
static DashValue layout(DashCx *cx)
{
    DashBuilder children = dash_builder(cx);
    static const double xs[] = {1.5, 2.0};
    static const double ys[] = {3.0, 4.5};
    dash_put_float(&children, weights(cx, (DashFloats){xs, 2}, (DashFloats){ys, 2}));
    return dash_component(
        cx, "dash_html_components", "P",
        (DashField[]){{DASH_TEXT("children"), dash_string(dash_builder_text(&children))}},
        1);
}

extern const DashBundle dash_bundle; /* the front end */

static const DashApp app = {
    .abi = 1,
    .name = "pairs",
    .title = "pairs",
    .source = "pairs.dash",
    .compiler = "dashc 0.1.0",
    .update_title = "Updating...",
    .layout_is_pure = true,
    .layout = layout,
    .bundle = &dash_bundle,
};

int main(int argc, char **argv)
{
    return dash_main(&app, argc, argv);
}
