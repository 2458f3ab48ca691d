/* Written by dashc from sales.dash: change that file, not this one. */
#include <dash/dash.h>

DASH_REQUIRE_ABI(1);

/* table sales: ../data/sales.csv */
enum { sales_rows = 4 };
extern const uint8_t sales_month_codes[];
extern const uint32_t sales_month_offsets[];
extern const char sales_month_bytes[];
static const DashDict sales_month_dict = {sales_month_offsets, sales_month_bytes, 2};
extern const uint8_t sales_region_codes[];
extern const uint32_t sales_region_offsets[];
extern const char sales_region_bytes[];
static const DashDict sales_region_dict = {sales_region_offsets, sales_region_bytes, 2};
extern const double sales_revenue[];

/* The layout, sales.dash:4 */
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
                    {DASH_TEXT("id"), dash_string(DASH_TEXT("region"))},
                    {DASH_TEXT("options"), dash_list_of_texts(cx, (DashTexts){options, options_count})},
                    {DASH_TEXT("value"), dash_string(DASH_TEXT("North"))},
                    {DASH_TEXT("clearable"), dash_bool(false)},
                },
                4),
            dash_component(
                cx, "dash_core_components", "Graph",
                (DashField[]){{DASH_TEXT("id"), dash_string(DASH_TEXT("chart"))}}, 1),
        },
        2);
}

/* sales.dash:8
 *     callback draw(region = #region.value) -> #chart.figure
 */
static DashValue draw(DashCx *cx, DashText region)
{
    /* sales (month, region, revenue)  -- 3 of 4 columns
     *   | filter(.region == region) */
    uint32_t *rows = dash_alloc_array(cx, sales_rows, sizeof *rows);
    size_t rows_count = 0;
    const uint8_t region_code = (uint8_t)dash_dict_find(&sales_region_dict, region);
    for (uint32_t row = 0; row < sales_rows; row++) {
        rows[rows_count] = row;
        rows_count += sales_region_codes[row] == region_code;
    }
    const DashColumn drawn_columns[] = {
        {
            "month",
            DASH_COLUMN_TEXT,
            DASH_U8,
            dash_gather(cx, sales_month_codes, DASH_U8, rows, rows_count),
            NULL,
            &sales_month_dict,
        },
        {
            "revenue",
            DASH_COLUMN_FLOAT,
            DASH_F64,
            dash_gather(cx, sales_revenue, DASH_F64, rows, rows_count),
            NULL,
            NULL,
        },
    };
    const DashTable drawn = {rows_count, 2, drawn_columns};
    DashBuilder title = dash_builder(cx);
    dash_put(&title, region);
    dash_put(&title, DASH_TEXT(" revenue"));
    const DashPx px = {
        .x = &drawn_columns[0],
        .y = &drawn_columns[1],
        .title = dash_string(dash_builder_text(&title)),
        .where = "sales.dash:9:3",
    };
    return dash_px_bar(cx, &drawn, &px);
}

static void run_draw(DashCx *cx, DashCall *call)
{
    dash_set_output(call, 0, draw(cx, dash_arg_text(cx, call, 0)));
}

static const DashDependency draw_output_ids[] = {
    {.id = "chart", .property = "figure"},
};
static const DashParameter draw_inputs[] = {
    {.name = "region", .type = "text", .from = {.id = "region", .property = "value"}},
};

static const DashCallback callbacks[] = {
    {
        .name = "draw",
        .where = "sales.dash:8",
        .output = "chart.figure",
        .outputs = draw_output_ids,
        .output_count = 1,
        .inputs = draw_inputs,
        .input_count = 1,
        .pure = true,
        .run = run_draw,
    },
};

extern const DashBundle dash_bundle; /* the front end */

static const DashApp app = {
    .abi = 1,
    .name = "sales",
    .title = "Sales",
    .source = "sales.dash",
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
