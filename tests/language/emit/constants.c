/* Written by dashc from constants.dash: change that file, not this one. */
#include <dash/dash.h>

DASH_REQUIRE_ABI(1);

static const int64_t a = 7;
static const double b = 9.899494936611665;
static const DashText c = {"a is 7, b is 9.899", 18};
static const int64_t d = 20514;
static const DashText e2 = {"A IS 7, B IS 9.899", 18};
static const int64_t f = 1;
static const int64_t g_items[3] = {1, 2, 7};
static const DashInts g = {g_items, 3};
static const DashText h = {"02.03.2026 1:30:00", 18};
static int64_t i; /* computed at start */
static const int64_t j = 10800000;
static const int64_t k = 10;
static const bool l = false;

/* Constants and tables that are computed once. */
static void start(DashCx *cx)
{
    (void)cx;
    i = dash_now();
}

/* The layout, constants.dash:13 */
static DashValue layout(DashCx *cx)
{
    DashBuilder children = dash_builder(cx);
    dash_put_int(&children, a);
    dash_put_float(&children, b);
    dash_put(&children, c);
    dash_put_date(&children, d);
    dash_put(&children, e2);
    dash_put_int(&children, f);
    dash_put_json(&children, dash_list_of_ints(cx, g));
    dash_put(&children, h);
    dash_put_datetime(&children, i);
    dash_put_duration(&children, j);
    dash_put_int(&children, k);
    dash_put_bool(&children, l);
    return dash_component(
        cx, "dash_html_components", "P",
        (DashField[]){{DASH_TEXT("children"), dash_string(dash_builder_text(&children))}},
        1);
}

extern const DashBundle dash_bundle; /* the front end */

static const DashApp app = {
    .abi = 1,
    .name = "constants",
    .title = "constants",
    .source = "constants.dash",
    .compiler = "dashc 0.1.0",
    .update_title = "Updating...",
    .layout_is_pure = true,
    .start = start,
    .layout = layout,
    .bundle = &dash_bundle,
};

int main(int argc, char **argv)
{
    return dash_main(&app, argc, argv);
}
