/* Written by dashc from effects.dash: change that file, not this one. */
#include <dash/dash.h>

DASH_REQUIRE_ABI(1);

struct several_outputs {
    DashValue title, options;
};

static bool same_DashOptInt(DashOptInt a, DashOptInt b)
{
    return a.has == b.has && (!a.has || (a.value == b.value));
}

/* effects.dash:12
 *     fn stop(n: int)
 */
static void stop(DashCx *cx, int64_t n)
{
    if (n > 3) {
        dash_prevent_update(cx);
    }
    dash_set_props(
        cx, DASH_TEXT("pick"),
        (DashField[]){
            {
                DASH_TEXT("options"),
                dash_list(
                    cx, (DashValue[]){dash_string(DASH_TEXT("a")), dash_string(DASH_TEXT("b"))}, 2),
            },
            {DASH_TEXT("disabled"), dash_bool(true)},
        },
        2);
}

/* The layout, effects.dash:4 */
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
                cx, "dash_core_components", "Graph",
                (DashField[]){
                    {DASH_TEXT("id"), dash_string(DASH_TEXT("chart"))},
                    {DASH_TEXT("figure"), dash_object(
                        cx,
                        (DashField[]){
                            {
                                DASH_TEXT("data"),
                                dash_list(
                                    cx,
                                    (DashValue[]){
                                        dash_object(
                                            cx,
                                            (DashField[]){
                                                {DASH_TEXT("type"), dash_string(DASH_TEXT("bar"))},
                                                {DASH_TEXT("x"), dash_list(cx, (DashValue[]){dash_int(1)}, 1)},
                                                {DASH_TEXT("y"), dash_list(cx, (DashValue[]){dash_int(2)}, 1)},
                                            },
                                            3),
                                    },
                                    1),
                            },
                            {
                                DASH_TEXT("layout"),
                                dash_object(
                                    cx,
                                    (DashField[]){
                                        {
                                            DASH_TEXT("title"),
                                            dash_object(cx, (DashField[]){{DASH_TEXT("text"), dash_string(DASH_TEXT("t"))}}, 1),
                                        },
                                    },
                                    1),
                            },
                        },
                        2)},
                },
                2),
            dash_component(
                cx, "dash_html_components", "Div",
                (DashField[]){
                    {DASH_TEXT("children"), dash_string(DASH_TEXT("x"))},
                    {DASH_TEXT("id"), dash_string(DASH_TEXT("out"))},
                },
                2),
            dash_component(
                cx, "dash_core_components", "Dropdown",
                (DashField[]){
                    {DASH_TEXT("id"), dash_string(DASH_TEXT("pick"))},
                    {DASH_TEXT("options"), dash_list(cx, (DashValue[]){dash_string(DASH_TEXT("a"))}, 1)},
                    {DASH_TEXT("value"), dash_string(DASH_TEXT("a"))},
                },
                3),
            dash_component(
                cx, "dash_core_components", "Store",
                (DashField[]){
                    {DASH_TEXT("id"), dash_string(DASH_TEXT("store"))},
                    {DASH_TEXT("data"), dash_object(
                        cx,
                        (DashField[]){
                            {DASH_TEXT("a"), dash_list(cx, (DashValue[]){dash_int(1)}, 1)},
                            {DASH_TEXT("n"), dash_int(3)},
                        },
                        2)},
                },
                2),
        },
        5);
}

/* effects.dash:17
 *     callback draw(n: int? = #go.n_clicks) -> #chart.figure
 */
static DashValue draw(DashCx *cx, DashOptInt n)
{
    if (!n.has) {
        dash_prevent_update(cx);
    }
    const int64_t trace = dash_int_sub(cx, n.value, 1, "effects.dash:19:15");
    DashBuilder text = dash_builder(cx);
    dash_put(&text, DASH_TEXT("Click "));
    dash_put_int(&text, n.value);
    return dash_patch(
        cx,
        (DashPatch[]){
            {
                .kind = DASH_PATCH_ASSIGN,
                .path = DASH_PATH(DASH_KEY("layout"), DASH_KEY("title")),
                .value = dash_string(dash_builder_text(&text)),
            },
            {
                .kind = DASH_PATCH_ASSIGN,
                .path = DASH_PATH(DASH_KEY("layout"), DASH_KEY("any key")),
                .value = DASH_NULL_VALUE,
            },
            {
                .kind = DASH_PATCH_APPEND,
                .path = DASH_PATH(DASH_KEY("data"), dash_int(0), DASH_KEY("x")),
                .value = dash_int(n.value),
            },
            {
                .kind = DASH_PATCH_EXTEND,
                .path = DASH_PATH(DASH_KEY("data"), dash_int(trace), DASH_KEY("y")),
                .value = dash_list(cx, (DashValue[]){dash_int(n.value), dash_int(n.value)}, 2),
            },
            {
                .kind = DASH_PATCH_PREPEND,
                .path = DASH_PATH(DASH_KEY("data"), dash_int(0), DASH_KEY("y")),
                .value = dash_float(0.5),
            },
            {
                .kind = DASH_PATCH_ADD,
                .path = DASH_PATH(
                    DASH_KEY("data"), dash_int(0), DASH_KEY("marker"), DASH_KEY("line"),
                    DASH_KEY("width")),
                .value = dash_int(2),
            },
            {
                .kind = DASH_PATCH_SUB,
                .path = DASH_PATH(
                    DASH_KEY("data"), dash_int(0), DASH_KEY("marker"), DASH_KEY("line"),
                    DASH_KEY("width")),
                .value = dash_int(1),
            },
            {
                .kind = DASH_PATCH_MUL,
                .path = DASH_PATH(DASH_KEY("data"), dash_int(0), DASH_KEY("opacity")),
                .value = dash_float(0.5),
            },
            {
                .kind = DASH_PATCH_DIV,
                .path = DASH_PATH(DASH_KEY("data"), dash_int(0), DASH_KEY("opacity")),
                .value = dash_int(2),
            },
            {
                .kind = DASH_PATCH_INSERT,
                .path = DASH_PATH(DASH_KEY("layout"), DASH_KEY("annotations")),
                .value = dash_object(cx, (DashField[]){{DASH_TEXT("text"), dash_string(DASH_TEXT("x"))}}, 1),
                .index = 0,
            },
            {
                .kind = DASH_PATCH_REMOVE,
                .path = DASH_PATH(DASH_KEY("data"), dash_int(0), DASH_KEY("y")),
                .value = dash_int(3),
            },
            {
                .kind = DASH_PATCH_REVERSE,
                .path = DASH_PATH(DASH_KEY("data"), dash_int(-1), DASH_KEY("y")),
            },
            {.kind = DASH_PATCH_CLEAR, .path = DASH_PATH(DASH_KEY("layout"), DASH_KEY("shapes"))},
            {.kind = DASH_PATCH_DELETE, .path = DASH_PATH(DASH_KEY("layout"), DASH_KEY("legend"))},
            {
                .kind = DASH_PATCH_MERGE,
                .path = DASH_PATH(DASH_KEY("layout")),
                .value = dash_object(cx, (DashField[]){{DASH_TEXT("hovermode"), dash_string(DASH_TEXT("x"))}}, 1),
            },
            {
                .kind = DASH_PATCH_ADD,
                .path = DASH_PATH(DASH_KEY("layout"), DASH_KEY("title"), DASH_KEY("text")),
                .value = dash_string(DASH_TEXT("!")),
            },
            {
                .kind = DASH_PATCH_EXTEND,
                .path = DASH_PATH(DASH_KEY("layout"), DASH_KEY("shapes")),
                .value = dash_list(
                    cx,
                    (DashValue[]){dash_object(cx, (DashField[]){{DASH_TEXT("type"), dash_string(DASH_TEXT("line"))}}, 1)},
                    1),
            },
        },
        17);
}

static void run_draw(DashCx *cx, DashCall *call)
{
    dash_set_output(call, 0, draw(cx, dash_arg_opt_int(cx, call, 0)));
}

/* effects.dash:40
 *     callback aside(n: int? = #go.n_clicks)
 */
static void aside(DashCx *cx, DashOptInt n)
{
    stop(cx, n.has ? n.value : 0);
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
    dash_set_props(
        cx, DASH_TEXT("out"),
        (DashField[]){
            {
                DASH_TEXT("children"),
                dash_component(
                    cx, "dash_html_components", "B",
                    (DashField[]){{DASH_TEXT("children"), dash_string(children)}}, 1),
            },
            {
                DASH_TEXT("style"),
                dash_object(cx, (DashField[]){{DASH_TEXT("color"), dash_string(DASH_TEXT("red"))}}, 1),
            },
            {DASH_TEXT("data-n"), dash_opt_int(n)},
        },
        3);
    dash_set_props(
        cx, DASH_TEXT("store"),
        (DashField[]){
            {
                DASH_TEXT("data"),
                dash_patch(
                    cx,
                    (DashPatch[]){
                        {.kind = DASH_PATCH_ADD, .path = DASH_PATH(DASH_KEY("n")), .value = dash_int(1)},
                        {.kind = DASH_PATCH_APPEND, .path = DASH_PATH(DASH_KEY("a")), .value = dash_int(2)},
                    },
                    2),
            },
        },
        1);
}

static void run_aside(DashCx *cx, DashCall *call)
{
    aside(cx, dash_arg_opt_int(cx, call, 0));
}

/* effects.dash:46
 *     callback several(n: int? = #go.n_clicks) -> (title = #out.title, options = #pick.options)
 */
static struct several_outputs several(DashCx *cx, DashOptInt n)
{
    if (!n.has) {
        return (struct several_outputs){
            DASH_NO_UPDATE_VALUE,
            dash_patch(
                cx,
                (DashPatch[]){{.kind = DASH_PATCH_APPEND, .path = DASH_WHOLE, .value = dash_string(DASH_TEXT("x"))}},
                1),
        };
    }
    if (n.value == 1) {
        return (struct several_outputs){
            DASH_NO_UPDATE_VALUE,
            dash_patch(
                cx,
                (DashPatch[]){
                    {
                        .kind = DASH_PATCH_ASSIGN,
                        .path = DASH_WHOLE,
                        .value = dash_list(cx, (DashValue[]){dash_string(DASH_TEXT("z"))}, 1),
                    },
                },
                1),
        };
    }
    return (struct several_outputs){dash_string(DASH_TEXT("t")), DASH_NO_UPDATE_VALUE};
}

static void run_several(DashCx *cx, DashCall *call)
{
    const struct several_outputs out = several(cx, dash_arg_opt_int(cx, call, 0));
    dash_set_output(call, 0, out.title);
    dash_set_output(call, 1, out.options);
}

/* effects.dash:52
 *     callback children(n: int? = #go.n_clicks) -> #out.children
 */
static DashValue children(DashCx *cx, DashOptInt n)
{
    if (same_DashOptInt(n, (DashOptInt){true, 1})) {
        return dash_patch(
            cx,
            (DashPatch[]){
                {.kind = DASH_PATCH_ASSIGN, .path = DASH_WHOLE, .value = (DashValue){.kind = DASH_LIST}},
            },
            1);
    }
    const DashOptInt shown = n;
    DashText children_value;
    if (!shown.has) {
        DashBuilder children_text = dash_builder(cx);
        dash_put_int(&children_text, 0);
        children_value = dash_builder_text(&children_text);
    } else {
        DashBuilder children_text_2 = dash_builder(cx);
        dash_put_int(&children_text_2, shown.value);
        children_value = dash_builder_text(&children_text_2);
    }
    return dash_patch(
        cx,
        (DashPatch[]){
            {
                .kind = DASH_PATCH_APPEND,
                .path = DASH_WHOLE,
                .value = dash_component(
                    cx, "dash_html_components", "P",
                    (DashField[]){{DASH_TEXT("children"), dash_string(children_value)}}, 1),
            },
            {
                .kind = DASH_PATCH_ASSIGN,
                .path = DASH_PATH(dash_int(0), DASH_KEY("props"), DASH_KEY("children")),
                .value = dash_string(DASH_TEXT("first")),
            },
            {
                .kind = DASH_PATCH_ASSIGN,
                .path = DASH_PATH(dash_int(0), DASH_KEY("props"), DASH_KEY("style"), DASH_KEY("color")),
                .value = dash_string(DASH_TEXT("red")),
            },
        },
        3);
}

static void run_children(DashCx *cx, DashCall *call)
{
    dash_set_output(call, 0, children(cx, dash_arg_opt_int(cx, call, 0)));
}

static const DashDependency draw_output_ids[] = {
    {.id = "chart", .property = "figure"},
};
static const DashParameter draw_inputs[] = {
    {.name = "n", .type = "int?", .from = {.id = "go", .property = "n_clicks"}},
};
static const DashParameter aside_inputs[] = {
    {.name = "n", .type = "int?", .from = {.id = "go", .property = "n_clicks"}},
};
static const DashDependency several_output_ids[] = {
    {.id = "out", .property = "title"},
    {.id = "pick", .property = "options"},
};
static const DashParameter several_inputs[] = {
    {.name = "n", .type = "int?", .from = {.id = "go", .property = "n_clicks"}},
};
static const DashDependency children_output_ids[] = {
    {.id = "out", .property = "children"},
};
static const DashParameter children_inputs[] = {
    {.name = "n", .type = "int?", .from = {.id = "go", .property = "n_clicks"}},
};

static const DashCallback callbacks[] = {
    {
        .name = "draw",
        .where = "effects.dash:17",
        .output = "chart.figure",
        .outputs = draw_output_ids,
        .output_count = 1,
        .inputs = draw_inputs,
        .input_count = 1,
        .pure = true,
        .run = run_draw,
    },
    {
        .name = "aside",
        .where = "effects.dash:40",
        .output = "aside",
        .inputs = aside_inputs,
        .input_count = 1,
        .pure = false,
        .run = run_aside,
    },
    {
        .name = "several",
        .where = "effects.dash:46",
        .output = "..out.title...pick.options..",
        .outputs = several_output_ids,
        .output_count = 2,
        .inputs = several_inputs,
        .input_count = 1,
        .pure = true,
        .run = run_several,
    },
    {
        .name = "children",
        .where = "effects.dash:52",
        .output = "out.children",
        .outputs = children_output_ids,
        .output_count = 1,
        .inputs = children_inputs,
        .input_count = 1,
        .pure = true,
        .run = run_children,
    },
};

extern const DashBundle dash_bundle; /* the front end */

static const DashApp app = {
    .abi = 1,
    .name = "effects",
    .title = "Effects",
    .source = "effects.dash",
    .compiler = "dashc 0.1.0",
    .update_title = "Updating...",
    .layout_is_pure = true,
    .callbacks = callbacks,
    .callback_count = 4,
    .layout = layout,
    .bundle = &dash_bundle,
};

int main(int argc, char **argv)
{
    return dash_main(&app, argc, argv);
}
