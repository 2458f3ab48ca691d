/* Written by dashc from imports.dash: change that file, not this one. */
#include <dash/dash.h>

DASH_REQUIRE_ABI(1);

/* {id: text, price: float} */
typedef struct Order {
    DashText id;
    double price;
} Order;

/* [{id: text, price: float}] */
typedef struct OrderList {
    const Order *items;
    size_t len;
} OrderList;

/* {name: text, price: float} */
typedef struct NamePrice {
    DashText name;
    double price;
} NamePrice;

/* table goods: ../parts/goods.csv */
enum { goods_rows = 2 };
extern const uint8_t goods_name_codes[];
extern const uint32_t goods_name_offsets[];
extern const char goods_name_bytes[];
static const DashDict goods_name_dict = {goods_name_offsets, goods_name_bytes, 2};
extern const double goods_price[];

static const DashText currency = {"EUR", 3};
static const Order orders_items[1] = {{.id = {"a", 1}, .price = 2.5}};
static const OrderList orders = {orders_items, 1};

/* formats.dash:1
 *     fn money(x: float) = "{x:,.2f}"
 */
static DashText money(DashCx *cx, double x)
{
    DashBuilder text = dash_builder(cx);
    dash_format_float(&text, x, &(DashFormat){.grouping = ',', .type = 'f', .precision = 2});
    return dash_builder_text(&text);
}

/* widgets.dash:10
 *     fn card(title: text, children) -> component
 */
static DashValue widgets_card(DashCx *cx, DashText title, DashValue children)
{
    return dash_component(
        cx, "dash_html_components", "Div",
        (DashField[]){
            {DASH_TEXT("className"), dash_string(DASH_TEXT("card"))},
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
        2);
}

/* widgets.dash:17
 *     fn total(orders: [Order]) = money(sum([o.price for o in orders]))
 */
static DashText total(DashCx *cx, OrderList orders_2)
{
    double *items = dash_alloc_array(cx, orders_2.len, sizeof *items);
    size_t items_count = 0;
    for (size_t i = 0; i < orders_2.len; i++) {
        const Order o = orders_2.items[i];
        items[items_count++] = o.price;
    }
    return money(cx, dash_floats_sum((DashFloats){items, items_count}));
}

/* imports.dash:4
 *     fn card(title: text) = html.B(title)
 */
static DashValue card(DashCx *cx, DashText title)
{
    return dash_component(
        cx, "dash_html_components", "B",
        (DashField[]){{DASH_TEXT("children"), dash_string(title)}}, 1);
}

/* The layout, imports.dash:8 */
static DashValue layout(DashCx *cx)
{
    DashItems children = dash_items(cx);
    dash_push(
        &children,
        dash_component(
            cx, "dash_html_components", "P",
            (DashField[]){{DASH_TEXT("children"), dash_string(total(cx, orders))}}, 1));
    for (uint32_t row = 0; row < goods_rows; row++) {
        const NamePrice good = {
            .name = dash_dict_text(&goods_name_dict, goods_name_codes[row]),
            .price = goods_price[row],
        };
        DashBuilder children_text = dash_builder(cx);
        dash_put(&children_text, good.name);
        dash_put(&children_text, DASH_TEXT(": "));
        dash_put(&children_text, money(cx, good.price));
        dash_put(&children_text, DASH_TEXT(" "));
        dash_put(&children_text, currency);
        dash_push(
            &children,
            dash_component(
                cx, "dash_html_components", "P",
                (DashField[]){{DASH_TEXT("children"), dash_string(dash_builder_text(&children_text))}},
                1));
    }
    /* goods (name)  -- 1 of 2 columns
     *   | select(.name)
     *   | distinct(.name)  -- the column's dictionary: no row is read */
    DashText *options = dash_alloc_array(cx, 2, sizeof *options);
    size_t options_count = 0;
    for (uint32_t row = 0; row < 2; row++) {
        options[options_count++] = dash_dict_text(&goods_name_dict, row);
    }
    return dash_children(
        cx,
        (DashValue[]){
            widgets_card(cx, DASH_TEXT("All"), dash_items_value(&children)),
            card(cx, DASH_TEXT("Mine")),
            dash_component(
                cx, "dash_html_components", "Button",
                (DashField[]){
                    {DASH_TEXT("id"), dash_string(DASH_TEXT("hello"))},
                    {DASH_TEXT("children"), dash_string(DASH_TEXT("Hello"))},
                },
                2),
            dash_component(
                cx, "dash_html_components", "P",
                (DashField[]){{DASH_TEXT("id"), dash_string(DASH_TEXT("hello-out"))}}, 1),
            dash_component(
                cx, "dash_core_components", "Dropdown",
                (DashField[]){
                    {DASH_TEXT("id"), dash_string(DASH_TEXT("good"))},
                    {DASH_TEXT("options"), dash_list_of_texts(cx, (DashTexts){options, options_count})},
                },
                2),
        },
        5);
}

/* widgets.dash:19
 *     callback hello(n: int? = #hello.n_clicks) -> #hello-out.children
 */
static DashValue hello(DashCx *cx, DashOptInt n)
{
    DashBuilder text = dash_builder(cx);
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
    dash_put(&text, DASH_TEXT(" clicks"));
    return dash_string(dash_builder_text(&text));
}

static void run_hello(DashCx *cx, DashCall *call)
{
    dash_set_output(call, 0, hello(cx, dash_arg_opt_int(cx, call, 0)));
}

static const DashDependency hello_output_ids[] = {
    {.id = "hello-out", .property = "children"},
};
static const DashParameter hello_inputs[] = {
    {.name = "n", .type = "int?", .from = {.id = "hello", .property = "n_clicks"}},
};

static const DashCallback callbacks[] = {
    {
        .name = "hello",
        .where = "widgets.dash:19",
        .output = "hello-out.children",
        .outputs = hello_output_ids,
        .output_count = 1,
        .inputs = hello_inputs,
        .input_count = 1,
        .pure = true,
        .run = run_hello,
    },
};

extern const DashBundle dash_bundle; /* the front end */

static const DashApp app = {
    .abi = 1,
    .name = "imports",
    .title = "imports",
    .source = "imports.dash",
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
