/* Written by dashc from state_and_outputs.dash: change that file, not this one. */
#include <dash/dash.h>

DASH_REQUIRE_ABI(1);

struct greet_outputs {
    DashValue first, second;
};

/* The layout, state_and_outputs.dash:2 */
static DashValue layout(DashCx *cx)
{
    return dash_list(
        cx,
        (DashValue[]){
            dash_component(
                cx, "dash_core_components", "Input",
                (DashField[]){
                    {DASH_TEXT("id"), dash_string(DASH_TEXT("name"))},
                    {DASH_TEXT("value"), dash_string(DASH_TEXT(""))},
                },
                2),
            dash_component(
                cx, "dash_html_components", "Button",
                (DashField[]){
                    {DASH_TEXT("id"), dash_string(DASH_TEXT("go"))},
                    {DASH_TEXT("children"), dash_string(DASH_TEXT("Go"))},
                },
                2),
            dash_component(
                cx, "dash_html_components", "P",
                (DashField[]){{DASH_TEXT("id"), dash_string(DASH_TEXT("first"))}}, 1),
            dash_component(
                cx, "dash_html_components", "P",
                (DashField[]){{DASH_TEXT("id"), dash_string(DASH_TEXT("second"))}}, 1),
        },
        4);
}

/* state_and_outputs.dash:8
 *     callback greet(n: int? = #go.n_clicks, state name = #name.value)
 *         -> (first = #first.children, second = #second.children)
 */
static struct greet_outputs greet(DashCx *cx, DashOptInt n, DashText name)
{
    if (!n.has) {
        dash_prevent_update(cx);
    }
    DashBuilder first = dash_builder(cx);
    dash_put(&first, DASH_TEXT("Hello "));
    dash_put(&first, name);
    DashBuilder second = dash_builder(cx);
    dash_put_int(&second, n.value);
    dash_put(&second, DASH_TEXT(" clicks"));
    return (struct greet_outputs){dash_string(dash_builder_text(&first)), dash_string(dash_builder_text(&second))};
}

static void run_greet(DashCx *cx, DashCall *call)
{
    const struct greet_outputs out = greet(cx, dash_arg_opt_int(cx, call, 0), dash_arg_text(cx, call, 1));
    dash_set_output(call, 0, out.first);
    dash_set_output(call, 1, out.second);
}

static const DashDependency greet_output_ids[] = {
    {.id = "first", .property = "children"},
    {.id = "second", .property = "children"},
};
static const DashParameter greet_inputs[] = {
    {.name = "n", .type = "int?", .from = {.id = "go", .property = "n_clicks"}},
};
static const DashParameter greet_state[] = {
    {.name = "name", .type = "text", .from = {.id = "name", .property = "value"}},
};

static const DashCallback callbacks[] = {
    {
        .name = "greet",
        .where = "state_and_outputs.dash:8",
        .output = "..first.children...second.children..",
        .outputs = greet_output_ids,
        .output_count = 2,
        .inputs = greet_inputs,
        .input_count = 1,
        .state = greet_state,
        .state_count = 1,
        .pure = true,
        .run = run_greet,
    },
};

extern const DashBundle dash_bundle; /* the front end */

static const DashApp app = {
    .abi = 1,
    .name = "state_and_outputs",
    .title = "Outputs",
    .source = "state_and_outputs.dash",
    .compiler = "dashc 0.1.0",
    .update_title = "Updating...",
    .layout_is_pure = true,
    .callbacks = callbacks,
    .callback_count = 1,
    .layout = layout,
    .bundle = &dash_bundle,
};

int main(int argc, char **argv)
{
    return dash_main(&app, argc, argv);
}
