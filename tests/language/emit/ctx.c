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

static bool read_OptInt(DashCx *cx, DashValue value, DashOptInt *out)
{
    int64_t there = {0};
    *out = (DashOptInt){0};
    if (value.kind == DASH_NULL)
        return true;
    if (!dash_read_int(cx, value, &there))
        return false;
    *out = (DashOptInt){true, there};
    return true;
}

static DashOptInt maybe_OptInt(DashCx *cx, DashValue value)
{
    DashOptInt out;
    return read_OptInt(cx, value, &out) ? out : (DashOptInt){0};
}

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

static DashText maybe_Text(DashCx *cx, DashValue value)
{
    DashText out;
    return read_Text(cx, value, &out) ? out : DASH_NO_TEXT;
}

/* ctx.dash:8
 *     fn me() -> id? { ctx.triggered_id }
 */
static DashValue me(DashCx *cx)
{
    return dash_ctx_triggered_id(cx);
}

/* ctx.dash:9
 *     fn theme() -> text { ctx.cookie("theme") ?? "light" }
 */
static DashText theme(DashCx *cx)
{
    const DashText value = dash_ctx_cookie(cx, DASH_TEXT("theme"));
    return (value.ptr != NULL) ? value : DASH_TEXT("light");
}

/* ctx.dash:10
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
        const DashValue i = dash_get(id, DASH_TEXT("index"));
        DashBuilder text = dash_builder(cx);
        dash_put(&text, DASH_TEXT("done "));
        const DashOptInt shown = maybe_OptInt(cx, i);
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
        return dash_builder_text(&text);
    }
    if (dash_get(id, DASH_TEXT("item")).kind != DASH_NULL && dash_value_eq(dash_get(id, DASH_TEXT("action")), dash_string(DASH_TEXT("undo")))) {
        const DashValue i_2 = dash_get(id, DASH_TEXT("item"));
        DashBuilder text_4 = dash_builder(cx);
        dash_put(&text_4, DASH_TEXT("undo "));
        const DashText shown_2 = maybe_Text(cx, i_2);
        dash_put(&text_4, !shown_2.ptr ? DASH_TEXT("?") : shown_2);
        return dash_builder_text(&text_4);
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
        },
        4);
}

/* ctx.dash:21
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
        false, DASH_TEXT("lax"), "ctx.dash:26:3");
    const DashInts source = dash_range(cx, dash_ctx_triggered_count(cx), "ctx.dash:27:60");
    IdPropPropIdValue *changed_items = dash_alloc_array(cx, source.len, sizeof *changed_items);
    size_t changed_items_count = 0;
    for (size_t i = 0; i < source.len; i++) {
        const int64_t i_2 = source.items[i];
        changed_items[changed_items_count++] = (IdPropPropIdValue){
            .id = dash_ctx_triggered_at_id(cx, i_2),
            .prop = dash_ctx_triggered_at_prop(cx, i_2),
            .prop_id = dash_ctx_triggered_at_prop_id(cx, i_2),
            .value = dash_ctx_triggered_at_value(cx, i_2),
        };
    }
    const IdPropPropIdValueList source_2 = (IdPropPropIdValueList){changed_items, changed_items_count};
    DashText *changed_items_2 = dash_alloc_array(cx, source_2.len, sizeof *changed_items_2);
    size_t changed_items_2_count = 0;
    for (size_t i = 0; i < source_2.len; i++) {
        const IdPropPropIdValue t = source_2.items[i];
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
    const DashInts source_3 = dash_range(cx, dash_ctx_output_count(cx), "ctx.dash:28:33");
    IdProp *wanted_items = dash_alloc_array(cx, source_3.len, sizeof *wanted_items);
    size_t wanted_items_count = 0;
    for (size_t i = 0; i < source_3.len; i++) {
        const int64_t i_3 = source_3.items[i];
        wanted_items[wanted_items_count++] = (IdProp){.id = dash_ctx_output_at_id(cx, i_3), .prop = dash_ctx_output_at_prop(cx, i_3)};
    }
    const IdPropList source_4 = (IdPropList){wanted_items, wanted_items_count};
    DashText *wanted_items_2 = dash_alloc_array(cx, source_4.len, sizeof *wanted_items_2);
    size_t wanted_items_2_count = 0;
    for (size_t i = 0; i < source_4.len; i++) {
        const IdProp o = source_4.items[i];
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
    dash_put_bool(&text, dash_value_eq(dash_get(id, DASH_TEXT("index")), dash_int(1)));
    dash_put(&text, DASH_TEXT(" "));
    const DashInts source_5 = dash_range(cx, dash_ctx_triggered_count(cx), "ctx.dash:29:174");
    IdPropPropIdValue *items = dash_alloc_array(cx, source_5.len, sizeof *items);
    size_t items_count = 0;
    for (size_t i = 0; i < source_5.len; i++) {
        const int64_t i_4 = source_5.items[i];
        items[items_count++] = (IdPropPropIdValue){
            .id = dash_ctx_triggered_at_id(cx, i_4),
            .prop = dash_ctx_triggered_at_prop(cx, i_4),
            .prop_id = dash_ctx_triggered_at_prop_id(cx, i_4),
            .value = dash_ctx_triggered_at_value(cx, i_4),
        };
    }
    const IdPropPropIdValueList list = (IdPropPropIdValueList){items, items_count};
    dash_put(
        &text,
        dash_id_text(cx, list.items[dash_index(cx, 0, list.len, "ctx.dash:29:174")].id));
    dash_put(&text, DASH_TEXT(" "));
    dash_put(&text, which(cx, id));
    return dash_string(dash_builder_text(&text));
}

static void run_one(DashCx *cx, DashCall *call)
{
    dash_set_output(call, 0, one(cx, dash_arg_opt_int(cx, call, 0), dash_arg_opt_int(cx, call, 1)));
}

static const DashDependency one_output_ids[] = {
    {"out", "children", false},
};
static const DashParameter one_inputs[] = {
    {"a", "int?", {"a", "n_clicks", false}},
    {"b", "int?", {"b", "n_clicks", false}},
};

static const DashCallback callbacks[] = {
    {
        .name = "one",
        .where = "ctx.dash:21",
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
