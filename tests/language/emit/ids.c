/* Written by dashc from ids.dash: change that file, not this one. */
#include <dash/dash.h>

DASH_REQUIRE_ABI(1);

static bool read_Text(DashCx *cx, DashValue value, DashText *out)
{
    DashText there = {0};
    *out = DASH_NO_TEXT;
    if (value.kind == DASH_NULL)
        return true;
    if (!dash_read_text(cx, value, &there))
        return false;
    *out = there;
    return true;
}

static bool read_Texts(DashCx *cx, DashValue value, DashTexts *out)
{
    if (value.kind != DASH_LIST)
        return false;
    DashText *items = dash_alloc_array(cx, value.count, sizeof *items);
    for (uint32_t i = 0; i < value.count; i++)
        if (!read_Text(cx, value.items[i], &items[i]))
            return false;
    *out = (DashTexts){items, value.count};
    return true;
}

/* The layout, ids.dash:2 */
static DashValue layout(DashCx *cx)
{
    DashItems items = dash_items(cx);
    dash_push(
        &items,
        dash_component(
            cx, "dash_html_components", "Button",
            (DashField[]){
                {DASH_TEXT("id"), dash_string(DASH_TEXT("add"))},
                {DASH_TEXT("children"), dash_string(DASH_TEXT("Add"))},
            },
            2));
    dash_push(
        &items,
        dash_component(
            cx, "dash_html_components", "Div",
            (DashField[]){
                {DASH_TEXT("id"), dash_string(DASH_TEXT("list"))},
                {DASH_TEXT("children"), (DashValue){.kind = DASH_LIST}},
            },
            2));
    const int64_t to = 3;
    for (int64_t i = 0; i < to; i++) {
        DashBuilder text = dash_builder(cx);
        dash_put(&text, DASH_TEXT("input-"));
        dash_put_int(&text, i);
        DashBuilder value = dash_builder(cx);
        dash_put_int(&value, i);
        dash_push(
            &items,
            dash_component(
                cx, "dash_core_components", "Input",
                (DashField[]){
                    {DASH_TEXT("id"), dash_id_of_text(cx, dash_builder_text(&text), "ids.dash:6:16")},
                    {DASH_TEXT("value"), dash_string(dash_builder_text(&value))},
                },
                2));
        DashBuilder children = dash_builder(cx);
        dash_put(&children, DASH_TEXT("b"));
        dash_put_int(&children, i);
        dash_push(
            &items,
            dash_component(
                cx, "dash_html_components", "Button",
                (DashField[]){
                    {DASH_TEXT("id"), dash_object(
                        cx,
                        (DashField[]){
                            {DASH_TEXT("kind"), dash_string(DASH_TEXT("b"))},
                            {DASH_TEXT("n"), dash_int(i)},
                            {DASH_TEXT("on"), dash_bool(true)},
                        },
                        3)},
                    {DASH_TEXT("children"), dash_string(dash_builder_text(&children))},
                },
                2));
    }
    dash_push(
        &items,
        dash_component(
            cx, "dash_html_components", "Div",
            (DashField[]){
                {DASH_TEXT("id"), dash_object(
                    cx,
                    (DashField[]){
                        {DASH_TEXT("index"), dash_int(1)},
                        {DASH_TEXT("type"), dash_string(DASH_TEXT("toggle"))},
                    },
                    2)},
                {DASH_TEXT("children"), dash_string(DASH_TEXT("x"))},
                {DASH_TEXT("hidden"), dash_bool(true)},
            },
            3));
    dash_push(
        &items,
        dash_component(
            cx, "dash_html_components", "Div",
            (DashField[]){
                {DASH_TEXT("id"), dash_object(
                    cx,
                    (DashField[]){
                        {DASH_TEXT("index"), dash_int(2)},
                        {DASH_TEXT("type"), dash_string(DASH_TEXT("toggle"))},
                    },
                    2)},
                {DASH_TEXT("children"), dash_string(DASH_TEXT("y"))},
                {DASH_TEXT("hidden"), dash_bool(false)},
            },
            3));
    dash_push(
        &items,
        dash_component(
            cx, "dash_html_components", "Div",
            (DashField[]){
                {DASH_TEXT("id"), dash_string(DASH_TEXT("total"))},
                {DASH_TEXT("children"), dash_string(DASH_TEXT(""))},
            },
            2));
    dash_push(
        &items,
        dash_component(
            cx, "dash_html_components", "Div",
            (DashField[]){
                {DASH_TEXT("id"), dash_string(DASH_TEXT("which"))},
                {DASH_TEXT("children"), dash_string(DASH_TEXT(""))},
            },
            2));
    return dash_items_value(&items);
}

/* ids.dash:15
 *     callback add(n: int? = #add.n_clicks, state _have = #item[ALL].value) -> #list.children
 */
static DashValue add(DashCx *cx, DashOptInt n, DashTexts x_have)
{
    (void)x_have;
    DashItems items = dash_items(cx);
    const int64_t to = n.has ? n.value : 1;
    for (int64_t k = 0; k < to; k++) {
        DashBuilder value = dash_builder(cx);
        dash_put(&value, DASH_TEXT("v"));
        dash_put_int(&value, k);
        dash_push(
            &items,
            dash_component(
                cx, "dash_html_components", "Div",
                (DashField[]){
                    {DASH_TEXT("children"), dash_list(
                        cx,
                        (DashValue[]){
                            dash_component(
                                cx, "dash_core_components", "Input",
                                (DashField[]){
                                    {DASH_TEXT("id"), dash_object(
                                        cx,
                                        (DashField[]){{DASH_TEXT("index"), dash_int(k)}, {DASH_TEXT("type"), dash_string(DASH_TEXT("item"))}},
                                        2)},
                                    {DASH_TEXT("value"), dash_string(dash_builder_text(&value))},
                                },
                                2),
                            dash_component(
                                cx, "dash_html_components", "Span",
                                (DashField[]){
                                    {DASH_TEXT("id"), dash_object(
                                        cx,
                                        (DashField[]){{DASH_TEXT("index"), dash_int(k)}, {DASH_TEXT("type"), dash_string(DASH_TEXT("echo"))}},
                                        2)},
                                    {DASH_TEXT("children"), dash_string(DASH_TEXT(""))},
                                },
                                2),
                        },
                        2)},
                },
                1));
    }
    return dash_items_value(&items);
}

static void run_add(DashCx *cx, DashCall *call)
{
    DashTexts x_have;
    if (!read_Texts(cx, dash_arg_json(cx, call, 1), &x_have))
        dash_arg_misfit(cx, call, 1);
    dash_set_output(call, 0, add(cx, dash_arg_opt_int(cx, call, 0), x_have));
}

/* ids.dash:18
 *     callback echo(v = #item[MATCH i].value) -> #echo[MATCH].children { "{i}: {v ?? "-"}" }
 */
static DashValue echo(DashCx *cx, DashText v, int64_t i)
{
    DashBuilder text = dash_builder(cx);
    dash_put_int(&text, i);
    dash_put(&text, DASH_TEXT(": "));
    dash_put(&text, v);
    return dash_string(dash_builder_text(&text));
}

static void run_echo(DashCx *cx, DashCall *call)
{
    dash_set_output(call, 0, echo(cx, dash_arg_text(cx, call, 0), dash_match_int(cx, call, "index")));
}

/* ids.dash:19
 *     callback total(vs = #item[ALL].value, inputs = [#"input-{i}".value for i in range(3)]) -> #total.children
 */
static DashValue total(DashCx *cx, DashTexts vs, DashTexts inputs)
{
    DashBuilder text = dash_builder(cx);
    dash_put_int(&text, (int64_t)vs.len);
    dash_put(&text, DASH_TEXT(" items, "));
    dash_put(&text, dash_join(cx, inputs, DASH_TEXT("+")));
    return dash_string(dash_builder_text(&text));
}

static void run_total(DashCx *cx, DashCall *call)
{
    dash_set_output(call, 0, total(cx, dash_arg_texts(cx, call, 0), dash_arg_texts(cx, call, 1)));
}

/* ids.dash:22
 *     callback which(n = #{kind: "b", n: MATCH k, on: true}.n_clicks) -> #which.children { "button {k}, {n ?? 0}" }
 */
static DashValue which(DashCx *cx, DashOptInt n, int64_t k)
{
    DashBuilder text = dash_builder(cx);
    dash_put(&text, DASH_TEXT("button "));
    dash_put_int(&text, k);
    dash_put(&text, DASH_TEXT(", "));
    const DashOptInt shown = n;
    DashText value;
    if (!shown.has) {
        DashBuilder text_2 = dash_builder(cx);
        dash_put_int(&text_2, 0);
        value = dash_builder_text(&text_2);
    } else {
        DashBuilder text_3 = dash_builder(cx);
        dash_put_int(&text_3, shown.value);
        value = dash_builder_text(&text_3);
    }
    dash_put(&text, value);
    return dash_string(dash_builder_text(&text));
}

static void run_which(DashCx *cx, DashCall *call)
{
    dash_set_output(call, 0, which(cx, dash_arg_opt_int(cx, call, 0), dash_match_int(cx, call, "n")));
}

/* ids.dash:23
 *     callback flip(n = #add.n_clicks, state h = #toggle[ALL].hidden) -> #toggle[ALL].hidden { [not x for x in h] }
 */
static DashValue flip(DashCx *cx, DashOptInt n, DashBools h)
{
    (void)n;
    DashValue *items = dash_alloc_array(cx, h.len, sizeof *items);
    size_t items_count = 0;
    for (size_t i = 0; i < h.len; i++) {
        const bool x = h.items[i];
        items[items_count++] = dash_bool(!x);
    }
    return (DashValue){.kind = DASH_LIST, .count = (uint32_t)items_count, .items = items};
}

static void run_flip(DashCx *cx, DashCall *call)
{
    dash_set_output(call, 0, flip(cx, dash_arg_opt_int(cx, call, 0), dash_arg_bools(cx, call, 1)));
}

static const DashDependency add_output_ids[] = {
    {.id = "list", .property = "children"},
};
static const DashParameter add_inputs[] = {
    {.name = "n", .type = "int?", .from = {.id = "add", .property = "n_clicks"}},
};
static const DashIdKey id_keys[] = { /* #item[ALL] */
    {.name = "index", .part = DASH_ID_ALL},
    {.name = "type", .part = DASH_ID_IS, .value = {.kind = DASH_STRING, .text = {"item", 4}}},
};
static const DashParameter add_state[] = {
    {.name = "_have",
     .type = "[text?]",
     .from = {.id = "{\"index\":[\"ALL\"],\"type\":\"item\"}", .property = "value", .keys = id_keys, .key_count = 2}},
};
static const DashIdKey id_keys_2[] = { /* #echo[MATCH] */
    {.name = "index", .part = DASH_ID_MATCH},
    {.name = "type", .part = DASH_ID_IS, .value = {.kind = DASH_STRING, .text = {"echo", 4}}},
};
static const DashDependency echo_output_ids[] = {
    {.id = "{\"index\":[\"MATCH\"],\"type\":\"echo\"}", .property = "children", .keys = id_keys_2, .key_count = 2},
};
static const DashIdKey id_keys_3[] = { /* #item[MATCH] */
    {.name = "index", .part = DASH_ID_MATCH},
    {.name = "type", .part = DASH_ID_IS, .value = {.kind = DASH_STRING, .text = {"item", 4}}},
};
static const DashParameter echo_inputs[] = {
    {.name = "v",
     .type = "text",
     .from = {.id = "{\"index\":[\"MATCH\"],\"type\":\"item\"}", .property = "value", .keys = id_keys_3, .key_count = 2}},
};
static const DashDependency total_output_ids[] = {
    {.id = "total", .property = "children"},
};
static const DashParameter total_inputs[] = {
    {.name = "vs",
     .type = "[text]",
     .from = {.id = "{\"index\":[\"ALL\"],\"type\":\"item\"}", .property = "value", .keys = id_keys, .key_count = 2}},
    {.name = "inputs",
     .type = "[text]",
     .from = {.id = "input-0", .property = "value", .group = 3}},
    {.name = "inputs", .type = "[text]", .from = {.id = "input-1", .property = "value"}},
    {.name = "inputs", .type = "[text]", .from = {.id = "input-2", .property = "value"}},
};
static const DashDependency which_output_ids[] = {
    {.id = "which", .property = "children"},
};
static const DashIdKey id_keys_4[] = { /* #{kind: "b", n: MATCH, on: true} */
    {.name = "kind", .part = DASH_ID_IS, .value = {.kind = DASH_STRING, .text = {"b", 1}}},
    {.name = "n", .part = DASH_ID_MATCH},
    {.name = "on", .part = DASH_ID_IS, .value = {.kind = DASH_BOOL, .boolean = true}},
};
static const DashParameter which_inputs[] = {
    {.name = "n",
     .type = "int?",
     .from = {.id = "{\"kind\":\"b\",\"n\":[\"MATCH\"],\"on\":true}", .property = "n_clicks", .keys = id_keys_4, .key_count = 3}},
};
static const DashIdKey id_keys_5[] = { /* #toggle[ALL] */
    {.name = "index", .part = DASH_ID_ALL},
    {.name = "type", .part = DASH_ID_IS, .value = {.kind = DASH_STRING, .text = {"toggle", 6}}},
};
static const DashDependency flip_output_ids[] = {
    {.id = "{\"index\":[\"ALL\"],\"type\":\"toggle\"}", .property = "hidden", .keys = id_keys_5, .key_count = 2},
};
static const DashParameter flip_inputs[] = {
    {.name = "n", .type = "int?", .from = {.id = "add", .property = "n_clicks"}},
};
static const DashParameter flip_state[] = {
    {.name = "h",
     .type = "[bool]",
     .from = {.id = "{\"index\":[\"ALL\"],\"type\":\"toggle\"}", .property = "hidden", .keys = id_keys_5, .key_count = 2}},
};

static const DashCallback callbacks[] = {
    {
        .name = "add",
        .where = "ids.dash:15",
        .output = "list.children",
        .outputs = add_output_ids,
        .output_count = 1,
        .inputs = add_inputs,
        .input_count = 1,
        .state = add_state,
        .state_count = 1,
        .pure = true,
        .run = run_add,
    },
    {
        .name = "echo",
        .where = "ids.dash:18",
        .output = "{\"index\":[\"MATCH\"],\"type\":\"echo\"}.children",
        .outputs = echo_output_ids,
        .output_count = 1,
        .inputs = echo_inputs,
        .input_count = 1,
        .pure = true,
        .run = run_echo,
    },
    {
        .name = "total",
        .where = "ids.dash:19",
        .output = "total.children",
        .outputs = total_output_ids,
        .output_count = 1,
        .inputs = total_inputs,
        .input_count = 4,
        .pure = true,
        .run = run_total,
    },
    {
        .name = "which",
        .where = "ids.dash:22",
        .output = "which.children",
        .outputs = which_output_ids,
        .output_count = 1,
        .inputs = which_inputs,
        .input_count = 1,
        .prevent_initial_call = true,
        .pure = true,
        .run = run_which,
    },
    {
        .name = "flip",
        .where = "ids.dash:23",
        .output = "{\"index\":[\"ALL\"],\"type\":\"toggle\"}.hidden",
        .outputs = flip_output_ids,
        .output_count = 1,
        .inputs = flip_inputs,
        .input_count = 1,
        .state = flip_state,
        .state_count = 1,
        .pure = true,
        .run = run_flip,
    },
};

extern const DashBundle dash_bundle; /* the front end */

static const DashApp app = {
    .abi = 1,
    .name = "ids",
    .title = "Pattern",
    .source = "ids.dash",
    .compiler = "dashc 0.1.0",
    .update_title = "Updating...",
    .layout_is_pure = true,
    .callbacks = callbacks,
    .callback_count = 5,
    .layout = layout,
    .bundle = &dash_bundle,
};

int main(int argc, char **argv)
{
    return dash_main(&app, argc, argv);
}
