/* Written by dashc from tables.dash: change that file, not this one. */
#include <dash/dash.h>

DASH_REQUIRE_ABI(1);

/* table sales: ../data/sales.csv */
enum { sales_rows = 4 };
extern const uint8_t sales_month_codes[];
extern const uint32_t sales_month_offsets[];
extern const char sales_month_bytes[];
static const DashDict sales_month_dict = {sales_month_offsets, sales_month_bytes, 2};
extern const double sales_revenue[];

static double total; /* computed at start */

/* Constants and tables that are computed once. */
static void start(DashCx *cx)
{
    (void)cx;
    /* sales (revenue)  -- 1 of 4 columns
     *   | sum(.revenue), added in the order of the rows */
    double total_sum = 0;
    for (uint32_t row = 0; row < sales_rows; row++) {
        total_sum += sales_revenue[row];
    }
    total = total_sum;
}

static int by_revenue(const void *state, uint32_t a, uint32_t b)
{
    (void)state;
    if (sales_revenue[a] != sales_revenue[b])
        return sales_revenue[a] < sales_revenue[b] ? 1 : -1;
    return 0;
}

/* The layout, tables.dash:5 */
static DashValue layout(DashCx *cx)
{
    DashBuilder children = dash_builder(cx);
    dash_format_float(
        &children, total, &(DashFormat){.grouping = ',', .type = 'f', .precision = 0});
    dash_put(&children, DASH_TEXT(" in all, "));
    dash_put_int(&children, sales_rows);
    dash_put(&children, DASH_TEXT(" rows"));
    /* sales (month, revenue)  -- 2 of 4 columns
     *   | select(.month, .revenue)
     *   | sort(desc(.revenue)) | take(3)  -- no sort: only these rows are kept */
    uint32_t *top = dash_alloc_array(cx, 3, sizeof *top);
    size_t top_count = 0;
    bool bounded = false;
    double last = 0;
    for (size_t from = 0; from < sales_rows; from += DASH_LANES) {
        uint64_t chosen = dash_lanes(from, sales_rows);
        if (bounded) {
            bool keep[DASH_LANES];
            for (size_t i = 0; i < DASH_LANES; i++)
                keep[i] = !(sales_revenue[from + i] < last);
            chosen &= dash_chosen(keep, from, sales_rows);
        }
        for (; chosen != 0; chosen &= chosen - 1) {
            const uint32_t row = (uint32_t)from + dash_lowest(chosen);
            if (top_count == 3 && by_revenue(NULL, row, top[2]) >= 0)
                continue;
            size_t at = top_count < 3 ? top_count++ : 2;
            for (; at > 0 && by_revenue(NULL, row, top[at - 1]) < 0; at--)
                top[at] = top[at - 1];
            top[at] = row;
            bounded = top_count == 3;
            last = sales_revenue[top[2]];
        }
    }
    const DashColumn data_columns[] = {
        {
            "month",
            DASH_COLUMN_TEXT,
            DASH_U8,
            dash_gather(cx, sales_month_codes, DASH_U8, top, top_count),
            NULL,
            &sales_month_dict,
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
    const DashTable data = {top_count, 2, data_columns};
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
                    {DASH_TEXT("columns"), dash_list(
                        cx,
                        (DashValue[]){
                            dash_object(
                                cx,
                                (DashField[]){
                                    {DASH_TEXT("id"), dash_string(DASH_TEXT("month"))},
                                    {DASH_TEXT("name"), dash_string(DASH_TEXT("month"))},
                                    {DASH_TEXT("type"), dash_string(DASH_TEXT("text"))},
                                },
                                3),
                            dash_object(
                                cx,
                                (DashField[]){
                                    {DASH_TEXT("id"), dash_string(DASH_TEXT("revenue"))},
                                    {DASH_TEXT("name"), dash_string(DASH_TEXT("revenue"))},
                                    {DASH_TEXT("type"), dash_string(DASH_TEXT("numeric"))},
                                },
                                3),
                        },
                        2)},
                },
                3),
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
