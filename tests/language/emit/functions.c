/* Written by dashc from functions.dash: change that file, not this one. */
#include <dash/dash.h>

DASH_REQUIRE_ABI(1);

/* functions.dash:2
 *     fn twice(x: float) -> float { x * 2 }
 */
static double twice(DashCx *cx, double x)
{
    (void)cx;
    return x * 2.0;
}

/* functions.dash:3
 *     fn card(title: text, children: [component]) -> component
 */
static DashValue card(DashCx *cx, DashText title, DashValue children)
{
    return dash_component(
        cx, "dash_html_components", "Div",
        (DashField[]){
            {DASH_TEXT("children"), dash_list(
                cx,
                (DashValue[]){
                    dash_component(
                        cx, "dash_html_components", "H6",
                        (DashField[]){{DASH_TEXT("children"), dash_string(title)}}, 1),
                    dash_component(
                        cx, "dash_html_components", "Div",
                        (DashField[]){{DASH_TEXT("children"), children}}, 1),
                },
                2)},
        },
        1);
}

/* The layout, functions.dash:10 */
static DashValue layout(DashCx *cx)
{
    DashBuilder children = dash_builder(cx);
    dash_format_float(&children, twice(cx, 1.5), &(DashFormat){.type = 'f', .precision = 2});
    return card(
        cx, DASH_TEXT("Result"),
        dash_list(
            cx,
            (DashValue[]){
                dash_component(
                    cx, "dash_html_components", "P",
                    (DashField[]){{DASH_TEXT("children"), dash_string(dash_builder_text(&children))}},
                    1),
                dash_component(
                    cx, "dash_html_components", "P",
                    (DashField[]){{DASH_TEXT("children"), dash_string(DASH_TEXT("more"))}}, 1),
            },
            2));
}

extern const DashBundle dash_bundle; /* the front end */

static const DashApp app = {
    .abi = 1,
    .name = "functions",
    .title = "Functions",
    .source = "functions.dash",
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
