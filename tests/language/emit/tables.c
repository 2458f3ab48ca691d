/* Written by dashc from tables.dash: change that file, not this one. */
#include <dash/dash.h>

DASH_REQUIRE_ABI(1);

/* table sales: 4 rows of ../data/sales.csv */
extern const uint8_t sales_month_codes[];
extern const uint32_t sales_month_offsets[];
extern const char sales_month_bytes[];
static const DashDict sales_month_dict = {sales_month_offsets, sales_month_bytes, 2};
extern const uint8_t sales_region_codes[];
extern const uint32_t sales_region_offsets[];
extern const char sales_region_bytes[];
static const DashDict sales_region_dict = {sales_region_offsets, sales_region_bytes, 2};
extern const double sales_revenue[];
extern const uint8_t sales_units[];
static const DashColumn sales_columns[] = {
    {"month", DASH_COLUMN_TEXT, DASH_U8, sales_month_codes, NULL, &sales_month_dict},
    {"region", DASH_COLUMN_TEXT, DASH_U8, sales_region_codes, NULL, &sales_region_dict},
    {"revenue", DASH_COLUMN_FLOAT, DASH_F64, sales_revenue, NULL, NULL},
    {"units", DASH_COLUMN_INT, DASH_U8, sales_units, NULL, NULL},
};
static const DashTable sales DASH_UNUSED = {4, 4, sales_columns};

static double total; /* computed at start */

/* Constants and tables that are computed once. */
static void start(DashCx *cx)
{
    (void)cx;
    /* sales (revenue) */
    double sum = 0;
    for (uint32_t row = 0; row < 4; row++) {
        sum += sales_revenue[row];
    }
    total = sum;
}

struct layout_selected_order_keys {
    const double *revenue;
};

static int layout_selected_order(const void *state, uint32_t a, uint32_t b)
{
    const struct layout_selected_order_keys *keys = state;
    if (keys->revenue[a] != keys->revenue[b])
        return keys->revenue[a] < keys->revenue[b] ? 1 : -1;
    return 0;
}

static DashValue layout(DashCx *cx)
{
    DashBuilder children = dash_builder(cx);
    dash_format_float(
        &children, total, &(DashFormat){.grouping = ',', .type = 'f', .precision = 0});
    dash_put(&children, DASH_TEXT(" in all, "));
    /* sales (no column) */
    dash_put_int(&children, (int64_t)4);
    dash_put(&children, DASH_TEXT(" rows"));
    /* sales (month, revenue)
     *   | select(.month, .revenue)
     *   | sort(desc(.revenue)) | take(3) */
    uint32_t *order = dash_row_order(cx, 4);
    const struct layout_selected_order_keys keys = {sales_revenue};
    dash_sort_rows(cx, order, 4, layout_selected_order, &keys);
    const int64_t limit = 3;
    const size_t top = limit < 0 ? 0 : (size_t)limit < 4 ? (size_t)limit : 4;
    const DashColumn data_columns[] = {
        {
            "month",
            DASH_COLUMN_TEXT,
            DASH_U8,
            dash_gather(cx, sales_month_codes, DASH_U8, order, top),
            NULL,
            &sales_month_dict,
        },
        {
            "revenue",
            DASH_COLUMN_FLOAT,
            DASH_F64,
            dash_gather(cx, sales_revenue, DASH_F64, order, top),
            NULL,
            NULL,
        },
    };
    const DashTable data = {top, 2, data_columns};
    return dash_list(
        cx,
        (DashValue[]){
            dash_component(
                cx, "dash_html_components", "P",
                (DashField[]){{DASH_TEXT("children"), dash_string(dash_builder_text(&children))}},
                1),
            dash_component(
                cx, "dash_table", "DataTable",
                (DashField[]){
                    {DASH_TEXT("id"), dash_string(DASH_TEXT("rows"))},
                    {DASH_TEXT("data"), dash_table_records(cx, &data)},
                },
                2),
        },
        2);
}

extern const DashBundle dash_bundle; /* the front end */

static const DashApp app = {
    .abi = 1,
    .name = "tables",
    .title = "Tables",
    .source = "tables.dash",
    .compiler = "dashc 0.1.0",
    .update_title = "Updating...",
    .layout_is_pure = true,
    .start = start,
    .layout = layout,
    .bundle = &dash_bundle,
};

int main(int argc, char **argv)
{
    return dash_main(&app, argc, argv);
}
