/* Written by dashc from table_functions.dash: change that file, not this one. */
#include <dash/dash.h>

DASH_REQUIRE_ABI(1);

/* table sales: ../data/sales.csv */
enum { sales_rows = 4 };
extern const uint8_t sales_region_codes[];
extern const uint32_t sales_region_offsets[];
extern const char sales_region_bytes[];
static const DashDict sales_region_dict = {sales_region_offsets, sales_region_bytes, 2};
extern const double sales_revenue[];

/* table_functions.dash:5
 *     fn summary(t: table{region: text, revenue: float}) -> component
 */
static DashValue summary(DashCx *cx, DashTable t)
{
    /* t (region, revenue)
     *   | group(.region, total = sum(.revenue)) */
    const uint8_t *const t_region = t.columns[0].data;
    const double *const t_revenue = t.columns[1].data;
    uint32_t group_count = 0;
    uint8_t *region = dash_alloc_array(cx, 2, sizeof *region);
    double *total = dash_alloc_array(cx, 2, sizeof *total);
    uint32_t *group_of = dash_alloc_array(cx, 2, sizeof *group_of);
    for (uint32_t row = 0; row < t.rows; row++) {
        uint32_t *const slot = &group_of[t_region[row]];
        if (*slot == 0) {
            region[group_count] = t_region[row];
            *slot = ++group_count;
        }
        const uint32_t group = *slot - 1;
        total[group] += t_revenue[row];
    }
    DashBuilder children = dash_builder(cx);
    dash_put_int(&children, (int64_t)t.rows);
    dash_put(&children, DASH_TEXT(" rows"));
    DashColumn *drawn_columns = dash_alloc_array(cx, 2, sizeof *drawn_columns);
    drawn_columns[0] = (DashColumn){"region", DASH_COLUMN_TEXT, DASH_U8, region, NULL, &sales_region_dict};
    drawn_columns[1] = (DashColumn){"total", DASH_COLUMN_FLOAT, DASH_F64, total, NULL, NULL};
    const DashTable drawn = {group_count, 2, drawn_columns};
    const DashPx px = {.x = &drawn_columns[0], .y = &drawn_columns[1], .where = "table_functions.dash:9:22"};
    return dash_component(
        cx, "dash_html_components", "Div",
        (DashField[]){
            {DASH_TEXT("children"), dash_list(
                cx,
                (DashValue[]){
                    dash_component(
                        cx, "dash_html_components", "P",
                        (DashField[]){{DASH_TEXT("children"), dash_string(dash_builder_text(&children))}},
                        1),
                    dash_component(
                        cx, "dash_core_components", "Graph",
                        (DashField[]){{DASH_TEXT("figure"), dash_px_bar(cx, &drawn, &px)}}, 1),
                },
                2)},
        },
        1);
}

/* The layout, table_functions.dash:12 */
static DashValue layout(DashCx *cx)
{
    /* sales (region)  -- 1 of 4 columns
     *   | select(.region)
     *   | distinct(.region)  -- the column's dictionary: no row is read */
    DashText *options = dash_alloc_array(cx, 2, sizeof *options);
    size_t options_count = 0;
    for (uint32_t row = 0; row < 2; row++) {
        options[options_count++] = dash_dict_text(&sales_region_dict, row);
    }
    return dash_list(
        cx,
        (DashValue[]){
            dash_component(
                cx, "dash_core_components", "Dropdown",
                (DashField[]){
                    {DASH_TEXT("id"), dash_string(DASH_TEXT("r"))},
                    {DASH_TEXT("options"), dash_list_of_texts(cx, (DashTexts){options, options_count})},
                    {DASH_TEXT("value"), dash_string(DASH_TEXT("North"))},
                    {DASH_TEXT("clearable"), dash_bool(false)},
                },
                4),
            dash_component(
                cx, "dash_html_components", "Div",
                (DashField[]){{DASH_TEXT("id"), dash_string(DASH_TEXT("out"))}}, 1),
        },
        2);
}

static int by_revenue(const void *state, uint32_t a, uint32_t b)
{
    (void)state;
    if (sales_revenue[a] != sales_revenue[b])
        return sales_revenue[a] < sales_revenue[b] ? 1 : -1;
    return 0;
}

/* table_functions.dash:16
 *     callback show(r = #r.value) -> #out.children
 */
static DashValue show(DashCx *cx, DashText r)
{
    /* sales (region, revenue)  -- 2 of 4 columns
     *   | filter(.region == r) */
    uint32_t *mine = dash_alloc_array(cx, sales_rows, sizeof *mine);
    size_t mine_count = 0;
    const uint8_t region_code = (uint8_t)dash_dict_find(&sales_region_dict, r);
    for (uint32_t row = 0; row < sales_rows; row++) {
        mine[mine_count] = row;
        mine_count += sales_region_codes[row] == region_code;
    }
    /* mine (region, revenue)  -- 2 of 4 columns
     *   | select(.region, .revenue) */
    const DashColumn t_columns[] = {
        {
            "region",
            DASH_COLUMN_TEXT,
            DASH_U8,
            dash_gather(cx, sales_region_codes, DASH_U8, mine, mine_count),
            NULL,
            &sales_region_dict,
        },
        {
            "revenue",
            DASH_COLUMN_FLOAT,
            DASH_F64,
            dash_gather(cx, sales_revenue, DASH_F64, mine, mine_count),
            NULL,
            NULL,
        },
    };
    const DashTable t = {mine_count, 2, t_columns};
    /* mine (region, revenue)  -- 2 of 4 columns
     *   | sort(desc(.revenue)) | take(10)  -- no sort: only these rows are kept
     *   | select(.region, .revenue) */
    uint32_t *top = dash_alloc_array(cx, 10, sizeof *top);
    size_t top_count = 0;
    for (uint32_t i = 0; i < mine_count; i++) {
        const uint32_t row = mine[i];
        if (top_count == 10 && by_revenue(NULL, row, top[9]) >= 0)
            continue;
        size_t at = top_count < 10 ? top_count++ : 9;
        for (; at > 0 && by_revenue(NULL, row, top[at - 1]) < 0; at--)
            top[at] = top[at - 1];
        top[at] = row;
    }
    const DashColumn t_2_columns[] = {
        {
            "region",
            DASH_COLUMN_TEXT,
            DASH_U8,
            dash_gather(cx, sales_region_codes, DASH_U8, top, top_count),
            NULL,
            &sales_region_dict,
        },
        {
            "revenue",
            DASH_COLUMN_FLOAT,
            DASH_F64,
            dash_gather(cx, sales_revenue, DASH_F64, top, top_count),
            NULL,
            NULL,
        },
    };
    const DashTable t_2 = {top_count, 2, t_2_columns};
    return dash_component(
        cx, "dash_html_components", "Div",
        (DashField[]){
            {DASH_TEXT("children"), dash_children(cx, (DashValue[]){summary(cx, t), summary(cx, t_2)}, 2)},
        },
        1);
}

static void run_show(DashCx *cx, DashCall *call)
{
    dash_set_output(call, 0, show(cx, dash_arg_text(cx, call, 0)));
}

static const DashDependency show_output_ids[] = {
    {.id = "out", .property = "children"},
};
static const DashParameter show_inputs[] = {
    {.name = "r", .type = "text", .from = {.id = "r", .property = "value"}},
};

static const DashCallback callbacks[] = {
    {
        .name = "show",
        .where = "table_functions.dash:16",
        .output = "out.children",
        .outputs = show_output_ids,
        .output_count = 1,
        .inputs = show_inputs,
        .input_count = 1,
        .pure = true,
        .run = run_show,
    },
};

extern const DashBundle dash_bundle; /* the front end */

static const DashApp app = {
    .abi = 1,
    .name = "table_functions",
    .title = "table_functions",
    .source = "table_functions.dash",
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
