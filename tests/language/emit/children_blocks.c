/* Written by dashc from children_blocks.dash: change that file, not this one. */
#include <dash/dash.h>

DASH_REQUIRE_ABI(1);

static const DashText names_items[3] = {{"a", 1}, {"b", 1}, {"c", 1}};
static const DashTexts names = {names_items, 3};

/* The layout, children_blocks.dash:3 */
static DashValue layout(DashCx *cx)
{
    DashItems items = dash_items(cx);
    DashItems children = dash_items(cx);
    for (size_t i = 0; i < names.len; i++) {
        const DashText name = names.items[i];
        DashBuilder children_text = dash_builder(cx);
        dash_put(&children_text, DASH_TEXT("item "));
        dash_put(&children_text, name);
        dash_push(
            &children,
            dash_component(
                cx, "dash_html_components", "Li",
                (DashField[]){{DASH_TEXT("children"), dash_string(dash_builder_text(&children_text))}},
                1));
    }
    dash_push(
        &items,
        dash_component(
            cx, "dash_html_components", "Ul",
            (DashField[]){{DASH_TEXT("children"), dash_items_value(&children)}}, 1));
    if ((int64_t)names.len > 2) {
        dash_push(
            &items,
            dash_component(
                cx, "dash_html_components", "P",
                (DashField[]){{DASH_TEXT("children"), dash_string(DASH_TEXT("many"))}}, 1));
    } else {
        dash_push(
            &items,
            dash_component(
                cx, "dash_html_components", "P",
                (DashField[]){{DASH_TEXT("children"), dash_string(DASH_TEXT("few"))}}, 1));
    }
    dash_push(
        &items,
        dash_component(
            cx, "dash_html_components", "Div",
            (DashField[]){
                {DASH_TEXT("id"), dash_string(DASH_TEXT("plain"))},
                {DASH_TEXT("title"), dash_string(DASH_TEXT("t"))},
                {DASH_TEXT("data-x"), dash_string(DASH_TEXT("1"))},
                {DASH_TEXT("aria-label"), dash_string(DASH_TEXT("Close"))},
            },
            4));
    return dash_items_value(&items);
}

extern const DashBundle dash_bundle; /* the front end */

static const DashApp app = {
    .abi = 1,
    .name = "children_blocks",
    .title = "Children",
    .source = "children_blocks.dash",
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
