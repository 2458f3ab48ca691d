/* Written by dashc from annotations.dash: change that file, not this one. */
#include <dash/dash.h>

DASH_REQUIRE_ABI(1);

struct three_outputs {
    DashValue a, b;
};

/* annotations.dash:7
 *     fn failed(message: text) { set_props(#out, {children: "Sorry: {message}", style: {color: "red"}}) }
 */
static void failed(DashCx *cx, DashText message)
{
    DashBuilder children = dash_builder(cx);
    dash_put(&children, DASH_TEXT("Sorry: "));
    dash_put(&children, message);
    dash_set_props(
        cx, DASH_TEXT("out"),
        (DashField[]){
            {DASH_TEXT("children"), dash_string(dash_builder_text(&children))},
            {
                DASH_TEXT("style"),
                dash_object(cx, (DashField[]){{DASH_TEXT("color"), dash_string(DASH_TEXT("red"))}}, 1),
            },
        },
        2);
}

/* annotations.dash:8
 *     fn busy(name: text) -> component { html.B("{name} is busy") }
 */
static DashValue busy(DashCx *cx, DashText name)
{
    DashBuilder children = dash_builder(cx);
    dash_put(&children, name);
    dash_put(&children, DASH_TEXT(" is busy"));
    return dash_component(
        cx, "dash_html_components", "B",
        (DashField[]){{DASH_TEXT("children"), dash_string(dash_builder_text(&children))}},
        1);
}

/* The layout, annotations.dash:3 */
static DashValue layout(DashCx *cx)
{
    return dash_list(
        cx,
        (DashValue[]){
            dash_component(
                cx, "dash_html_components", "Button",
                (DashField[]){
                    {DASH_TEXT("children"), dash_string(DASH_TEXT("go"))},
                    {DASH_TEXT("id"), dash_string(DASH_TEXT("go"))},
                },
                2),
            dash_component(
                cx, "dash_html_components", "Div",
                (DashField[]){{DASH_TEXT("id"), dash_string(DASH_TEXT("out"))}}, 1),
        },
        2);
}

/* annotations.dash:14
 *     callback one(n: int? = #go.n_clicks) -> #out.children { "{n ?? 0}" }
 */
static DashValue one(DashCx *cx, DashOptInt n)
{
    const DashOptInt shown = n;
    DashText value;
    if (!shown.has) {
        DashBuilder text = dash_builder(cx);
        dash_put_int(&text, 0);
        value = dash_builder_text(&text);
    } else {
        DashBuilder text_2 = dash_builder(cx);
        dash_put_int(&text_2, shown.value);
        value = dash_builder_text(&text_2);
    }
    return dash_string(value);
}

static void run_one(DashCx *cx, DashCall *call)
{
    dash_set_output(call, 0, one(cx, dash_arg_opt_int(cx, call, 0)));
}

static DashValue one_running(DashCx *cx)
{
    return dash_running(
        cx,
        (DashRunning[]){
            {DASH_TEXT("go.disabled"), dash_bool(true), dash_bool(false)},
            {
                DASH_TEXT("go.children"),
                busy(cx, DASH_TEXT("go")),
                dash_list(
                    cx,
                    (DashValue[]){
                        dash_string(DASH_TEXT("go")),
                        dash_component(
                            cx, "dash_html_components", "I",
                            (DashField[]){{DASH_TEXT("children"), dash_string(DASH_TEXT("!"))}}, 1),
                    },
                    2),
            },
        },
        2);
}

/* annotations.dash:18
 *     callback two(n: int? = #go.n_clicks) -> #out.title { "{n ?? 0}" }
 */
static DashValue two(DashCx *cx, DashOptInt n)
{
    const DashOptInt shown = n;
    DashText value;
    if (!shown.has) {
        DashBuilder text = dash_builder(cx);
        dash_put_int(&text, 0);
        value = dash_builder_text(&text);
    } else {
        DashBuilder text_2 = dash_builder(cx);
        dash_put_int(&text_2, shown.value);
        value = dash_builder_text(&text_2);
    }
    return dash_string(value);
}

static void run_two(DashCx *cx, DashCall *call)
{
    dash_set_output(call, 0, two(cx, dash_arg_opt_int(cx, call, 0)));
}

/* annotations.dash:22
 *     callback three(value = #elsewhere.value, n: int? = #other.n_clicks) -> (a = #missing.children, b = #missing.data)
 */
static struct three_outputs three(DashCx *cx, DashValue value, DashOptInt n)
{
    const DashOptInt shown = n;
    DashText children;
    if (!shown.has) {
        DashBuilder children_text = dash_builder(cx);
        dash_put_int(&children_text, 0);
        children = dash_builder_text(&children_text);
    } else {
        DashBuilder children_text_2 = dash_builder(cx);
        dash_put_int(&children_text_2, shown.value);
        children = dash_builder_text(&children_text_2);
    }
    return (struct three_outputs){
        dash_component(
            cx, "dash_html_components", "B",
            (DashField[]){{DASH_TEXT("children"), dash_string(children)}}, 1),
        value,
    };
}

static void run_three(DashCx *cx, DashCall *call)
{
    const struct three_outputs out = three(cx, dash_arg_json(cx, call, 0), dash_arg_opt_int(cx, call, 1));
    dash_set_output(call, 0, out.a);
    dash_set_output(call, 1, out.b);
}

static const DashDependency one_output_ids[] = {
    {.id = "out", .property = "children"},
};
static const DashParameter one_inputs[] = {
    {.name = "n", .type = "int?", .from = {.id = "go", .property = "n_clicks"}},
};
static const DashDependency two_output_ids[] = {
    {.id = "out", .property = "title"},
};
static const DashParameter two_inputs[] = {
    {.name = "n", .type = "int?", .from = {.id = "go", .property = "n_clicks"}},
};
static const DashDependency three_output_ids[] = {
    {.id = "missing", .property = "children"},
    {.id = "missing", .property = "data"},
};
static const DashParameter three_inputs[] = {
    {.name = "value", .type = "json", .from = {.id = "elsewhere", .property = "value"}},
    {.name = "n", .type = "int?", .from = {.id = "other", .property = "n_clicks"}},
};

static const DashCallback callbacks[] = {
    {
        .name = "one",
        .where = "annotations.dash:14",
        .output = "out.children",
        .outputs = one_output_ids,
        .output_count = 1,
        .inputs = one_inputs,
        .input_count = 1,
        .prevent_initial_call = true,
        .hidden = true,
        .pure = true,
        .run = run_one,
        .running = one_running,
        .on_error = failed,
    },
    {
        .name = "two",
        .where = "annotations.dash:18",
        .output = "out.title",
        .outputs = two_output_ids,
        .output_count = 1,
        .inputs = two_inputs,
        .input_count = 1,
        .pure = false,
        .run = run_two,
    },
    {
        .name = "three",
        .where = "annotations.dash:22",
        .output = "..missing.children...missing.data..",
        .outputs = three_output_ids,
        .output_count = 2,
        .inputs = three_inputs,
        .input_count = 2,
        .prevent_initial_call = true,
        .optional = true,
        .pure = true,
        .run = run_three,
    },
};

extern const DashBundle dash_bundle; /* the front end */

static const DashApp app = {
    .abi = 1,
    .name = "annotations",
    .title = "Annotations",
    .source = "annotations.dash",
    .compiler = "dashc 0.1.0",
    .update_title = "Updating...",
    .prevent_initial_callbacks = true,
    .layout_is_pure = true,
    .callbacks = callbacks,
    .callback_count = 3,
    .layout = layout,
    .bundle = &dash_bundle,
};

int main(int argc, char **argv)
{
    return dash_main(&app, argc, argv);
}
