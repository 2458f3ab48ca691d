/* Written by dashc from smallest.dash: change that file, not this one. */
#include <dash/dash.h>

DASH_REQUIRE_ABI(1);

/* The layout, smallest.dash:2 */
static DashValue layout(DashCx *cx)
{
    return dash_component(
        cx, "dash_html_components", "H1",
        (DashField[]){{DASH_TEXT("children"), dash_string(DASH_TEXT("Hello"))}}, 1);
}

extern const DashBundle dash_bundle; /* the front end */

static const DashApp app = {
    .abi = 1,
    .name = "smallest",
    .title = "Smallest",
    .source = "smallest.dash",
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
