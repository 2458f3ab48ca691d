/* Written by dashc from ctx.dash: change that file, not this one. */
#include <dash/dash.h>

DASH_REQUIRE_ABI(1);

/* {id: id, prop: text, prop_id: text, value: json} */
typedef struct IdPropPropIdValue {
    DashValue id;
    DashText prop;
    DashText prop_id;
    DashValue value;
} IdPropPropIdValue;

/* [{id: id, prop: text, prop_id: text, value: json}] */
typedef struct IdPropPropIdValueList {
    const IdPropPropIdValue *items;
    size_t len;
} IdPropPropIdValueList;

/* {id: id, prop: text} */
typedef struct IdProp {
    DashValue id;
    DashText prop;
} IdProp;

/* [{id: id, prop: text}] */
typedef struct IdPropList {
    const IdProp *items;
    size_t len;
} IdPropList;

/* ctx.dash:11
 *     fn me() -> id? { ctx.triggered_id }
 */
static DashValue me(DashCx *cx)
{
    return dash_ctx_triggered_id(cx);
}

/* ctx.dash:12
 *     fn theme() -> text { ctx.cookie("theme") ?? "light" }
 */
static DashText theme(DashCx *cx)
{
    const DashText value = dash_ctx_cookie(cx, DASH_TEXT("theme"));
    return (value.ptr != NULL) ? value : DASH_TEXT("light");
}

/* ctx.dash:13
 *     fn which(id: id?) -> text
 */
static DashText which(DashCx *cx, DashValue id)
{
    if (id.kind == DASH_NULL) {
        return DASH_TEXT("nobody");
    }
    if (dash_value_eq(id, dash_string(DASH_TEXT("a")))) {
        return DASH_TEXT("A");
    }
    if (dash_value_eq(id, dash_string(DASH_TEXT("b"))) || dash_value_eq(id, dash_string(DASH_TEXT("out")))) {
        return DASH_TEXT("B or out");
    }
    if (dash_value_eq(dash_get(id, DASH_TEXT("type")), dash_string(DASH_TEXT("done"))) && dash_value_eq(dash_get(id, DASH_TEXT("index")), dash_int(3))) {
        return DASH_TEXT("the third");
    }
    if (dash_value_eq(dash_get(id, DASH_TEXT("type")), dash_string(DASH_TEXT("done"))) && dash_get(id, DASH_TEXT("index")).kind != DASH_NULL) {
        const int64_t i = dash_id_int(cx, id, DASH_TEXT("index"), "ctx.dash:19:11");
        DashBuilder text = dash_builder(cx);
        dash_put(&text, DASH_TEXT("done "));
        dash_put_int(&text, i);
        return dash_builder_text(&text);
    }
    if (dash_get(id, DASH_TEXT("item")).kind != DASH_NULL && dash_value_eq(dash_get(id, DASH_TEXT("action")), dash_string(DASH_TEXT("undo")))) {
        const DashText i_2 = dash_id_key(cx, id, DASH_TEXT("item"), "ctx.dash:20:13");
        DashBuilder text_2 = dash_builder(cx);
        dash_put(&text_2, DASH_TEXT("undo "));
        dash_put(&text_2, i_2);
        return dash_builder_text(&text_2);
    }
    return DASH_TEXT("another");
}

/* The layout, ctx.dash:2 */
static DashValue layout(DashCx *cx)
{
    DashBuilder children = dash_builder(cx);
    dash_put(&children, DASH_TEXT("You are at "));
    dash_put(&children, dash_ctx_path(cx));
    return dash_list(
        cx,
        (DashValue[]){
            dash_component(
                cx, "dash_html_components", "P",
                (DashField[]){{DASH_TEXT("children"), dash_string(dash_builder_text(&children))}},
                1),
            dash_component(
                cx, "dash_html_components", "Button",
                (DashField[]){
                    {DASH_TEXT("children"), dash_string(DASH_TEXT("a"))},
                    {DASH_TEXT("id"), dash_string(DASH_TEXT("a"))},
                },
                2),
            dash_component(
                cx, "dash_html_components", "Button",
                (DashField[]){
                    {DASH_TEXT("children"), dash_string(DASH_TEXT("b"))},
                    {DASH_TEXT("id"), dash_string(DASH_TEXT("b"))},
                },
                2),
            dash_component(
                cx, "dash_html_components", "Div",
                (DashField[]){{DASH_TEXT("id"), dash_string(DASH_TEXT("out"))}}, 1),
            dash_component(
                cx, "dash_html_components", "P",
                (DashField[]){
                    {DASH_TEXT("id"), dash_object(
                        cx,
                        (DashField[]){{DASH_TEXT("index"), dash_int(1)}, {DASH_TEXT("type"), dash_string(DASH_TEXT("done"))}},
                        2)},
                    {DASH_TEXT("children"), dash_string(DASH_TEXT(""))},
                },
                2),
            dash_component(
                cx, "dash_html_components", "P",
                (DashField[]){
                    {DASH_TEXT("id"), dash_object(
                        cx,
                        (DashField[]){{DASH_TEXT("index"), dash_int(3)}, {DASH_TEXT("type"), dash_string(DASH_TEXT("done"))}},
                        2)},
                    {DASH_TEXT("children"), dash_string(DASH_TEXT(""))},
                },
                2),
            dash_component(
                cx, "dash_html_components", "P",
                (DashField[]){
                    {DASH_TEXT("id"), dash_object(
                        cx,
                        (DashField[]){
                            {DASH_TEXT("action"), dash_string(DASH_TEXT("undo"))},
                            {DASH_TEXT("item"), dash_string(DASH_TEXT("x"))},
                        },
                        2)},
                    {DASH_TEXT("children"), dash_string(DASH_TEXT(""))},
                },
                2),
        },
        7);
}

/* ctx.dash:24
 *     callback one(a: int? = #a.n_clicks, b: int? = #b.n_clicks) -> #out.children
 */
static DashValue one(DashCx *cx, DashOptInt a, DashOptInt b)
{
    const DashValue id = me(cx);
    if (id.kind == DASH_NULL) {
        return dash_string(DASH_TEXT("nothing yet"));
    }
    const DashText first = dash_value_eq(id, dash_string(DASH_TEXT("a"))) ? DASH_TEXT("A")
        : (!dash_value_eq(id, dash_string(DASH_TEXT("b"))) ? DASH_TEXT("?") : DASH_TEXT("B"));
    const DashValue known = dash_list(
        cx, (DashValue[]){dash_string(DASH_TEXT("a")), dash_string(DASH_TEXT("b"))}, 2);
    dash_ctx_set_cookie(
        cx, DASH_TEXT("last"), dash_id_text(cx, id),
        (DashOptInt){true, INT64_C(2592000000)}, DASH_TEXT("/"), DASH_NO_TEXT, false,
        false, DASH_TEXT("lax"), "ctx.dash:29:3");
    const int64_t to = dash_ctx_triggered_count(cx);
    IdPropPropIdValue *changed_items = dash_alloc_array(cx, dash_range_turns(0, to), sizeof *changed_items);
    size_t changed_items_count = 0;
    for (int64_t i = 0; i < to; i++) {
        changed_items[changed_items_count++] = (IdPropPropIdValue){
            .id = dash_ctx_triggered_at_id(cx, i),
            .prop = dash_ctx_triggered_at_prop(cx, i),
            .prop_id = dash_ctx_triggered_at_prop_id(cx, i),
            .value = dash_ctx_triggered_at_value(cx, i),
        };
    }
    const IdPropPropIdValueList source = (IdPropPropIdValueList){changed_items, changed_items_count};
    DashText *changed_items_2 = dash_alloc_array(cx, source.len, sizeof *changed_items_2);
    size_t changed_items_2_count = 0;
    for (size_t i = 0; i < source.len; i++) {
        const IdPropPropIdValue t = source.items[i];
        if (!(t.value.kind != DASH_NULL))
            continue;
        DashBuilder item = dash_builder(cx);
        dash_put(&item, dash_id_text(cx, t.id));
        dash_put(&item, DASH_TEXT("."));
        dash_put(&item, t.prop);
        dash_put(&item, DASH_TEXT(" is "));
        dash_put(&item, t.prop_id);
        changed_items_2[changed_items_2_count++] = dash_builder_text(&item);
    }
    const DashTexts changed = {changed_items_2, changed_items_2_count};
    const int64_t to_2 = dash_ctx_output_count(cx);
    IdProp *wanted_items = dash_alloc_array(cx, dash_range_turns(0, to_2), sizeof *wanted_items);
    size_t wanted_items_count = 0;
    for (int64_t i = 0; i < to_2; i++) {
        wanted_items[wanted_items_count++] = (IdProp){.id = dash_ctx_output_at_id(cx, i), .prop = dash_ctx_output_at_prop(cx, i)};
    }
    const IdPropList source_2 = (IdPropList){wanted_items, wanted_items_count};
    DashText *wanted_items_2 = dash_alloc_array(cx, source_2.len, sizeof *wanted_items_2);
    size_t wanted_items_2_count = 0;
    for (size_t i = 0; i < source_2.len; i++) {
        const IdProp o = source_2.items[i];
        if (!dash_value_eq(o.id, dash_string(DASH_TEXT("out"))))
            continue;
        wanted_items_2[wanted_items_2_count++] = o.prop;
    }
    const DashTexts wanted = {wanted_items_2, wanted_items_2_count};
    DashBuilder text = dash_builder(cx);
    dash_put(&text, first);
    dash_put(&text, DASH_TEXT(" "));
    const DashOptInt shown = a;
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
    dash_put(&text, DASH_TEXT(" "));
    const DashOptInt shown_2 = b;
    DashText value_2;
    if (!shown_2.has) {
        DashBuilder text_4 = dash_builder(cx);
        dash_put_int(&text_4, 0);
        value_2 = dash_builder_text(&text_4);
    } else {
        DashBuilder text_5 = dash_builder(cx);
        dash_put_int(&text_5, shown_2.value);
        value_2 = dash_builder_text(&text_5);
    }
    dash_put(&text, value_2);
    dash_put(&text, DASH_TEXT(" "));
    dash_put_bool(&text, dash_value_has(known, id));
    dash_put(&text, DASH_TEXT(" "));
    dash_put(&text, dash_join(cx, changed, DASH_TEXT(", ")));
    dash_put(&text, DASH_TEXT(" "));
    dash_put(&text, dash_join(cx, wanted, DASH_TEXT(", ")));
    dash_put(&text, DASH_TEXT(" "));
    dash_put(&text, theme(cx));
    dash_put(&text, DASH_TEXT(" "));
    const DashText shown_3 = dash_ctx_header(cx, DASH_TEXT("Accept-Language"));
    dash_put(&text, !shown_3.ptr ? DASH_TEXT("en") : shown_3);
    dash_put(&text, DASH_TEXT(" "));
    dash_put_bool(
        &text, dash_value_eq(dash_get(dash_ctx_query(cx), DASH_TEXT("page")), dash_int(3)));
    dash_put(&text, DASH_TEXT(" "));
    dash_put_bool(&text, dash_id_int(cx, id, DASH_TEXT("index"), "ctx.dash:32:158") == 1);
    dash_put(&text, DASH_TEXT(" "));
    const int64_t to_3 = dash_ctx_triggered_count(cx);
    IdPropPropIdValue *items = dash_alloc_array(cx, dash_range_turns(0, to_3), sizeof *items);
    size_t items_count = 0;
    for (int64_t i = 0; i < to_3; i++) {
        items[items_count++] = (IdPropPropIdValue){
            .id = dash_ctx_triggered_at_id(cx, i),
            .prop = dash_ctx_triggered_at_prop(cx, i),
            .prop_id = dash_ctx_triggered_at_prop_id(cx, i),
            .value = dash_ctx_triggered_at_value(cx, i),
        };
    }
    const IdPropPropIdValueList list = (IdPropPropIdValueList){items, items_count};
    dash_put(
        &text,
        dash_id_text(cx, list.items[dash_index(cx, 0, list.len, "ctx.dash:32:174")].id));
    dash_put(&text, DASH_TEXT(" "));
    dash_put(&text, which(cx, id));
    return dash_string(dash_builder_text(&text));
}

static void run_one(DashCx *cx, DashCall *call)
{
    dash_set_output(call, 0, one(cx, dash_arg_opt_int(cx, call, 0), dash_arg_opt_int(cx, call, 1)));
}

static const DashDependency one_output_ids[] = {
    {.id = "out", .property = "children"},
};
static const DashParameter one_inputs[] = {
    {.name = "a", .type = "int?", .from = {.id = "a", .property = "n_clicks"}},
    {.name = "b", .type = "int?", .from = {.id = "b", .property = "n_clicks"}},
};

static const DashCallback callbacks[] = {
    {
        .name = "one",
        .where = "ctx.dash:24",
        .output = "out.children",
        .outputs = one_output_ids,
        .output_count = 1,
        .inputs = one_inputs,
        .input_count = 2,
        .pure = false,
        .run = run_one,
    },
};

extern const DashBundle dash_bundle; /* the front end */

static const DashApp app = {
    .abi = 1,
    .name = "ctx",
    .title = "ctx",
    .source = "ctx.dash",
    .compiler = "dashc 0.1.0",
    .update_title = "Updating...",
    .layout_is_pure = false,
    .callbacks = callbacks,
    .callback_count = 1,
    .layout = layout,
    .bundle = &dash_bundle,
};

int main(int argc, char **argv)
{
    return dash_main(&app, argc, argv);
}
