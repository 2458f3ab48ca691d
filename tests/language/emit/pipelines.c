/* Written by dashc from pipelines.dash: change that file, not this one. */
#include <dash/dash.h>

DASH_REQUIRE_ABI(1);

struct summary_outputs {
    DashValue summary, rows;
};

/* {month: text, region: text, revenue: float, units: int} */
typedef struct MonthRegionRevenueUnits {
    DashText month;
    DashText region;
    double revenue;
    int64_t units;
} MonthRegionRevenueUnits;

/* {month: text, region: text, revenue: float, units: int}? */
typedef struct OptMonthRegionRevenueUnits {
    bool has;
    MonthRegionRevenueUnits value;
} OptMonthRegionRevenueUnits;

/* {month: text, units: int, n: int, most: float} */
typedef struct MonthUnitsNMost {
    DashText month;
    int64_t units;
    int64_t n;
    double most;
} MonthUnitsNMost;

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
extern const uint8_t sales_units[];

/* table best: computed at start */
static DashTable best;

static const int64_t limit = 3;

/* pipelines.dash:8
 *     fn share(part: float, whole: float) -> text { if whole == 0.0 { "–" } else { "{part / whole:.1%}" } }
 */
static DashText share(DashCx *cx, double part, double whole)
{
    if (whole == 0.0) {
        return DASH_TEXT("–");
    }
    DashBuilder text = dash_builder(cx);
    dash_format_float(&text, part / whole, &(DashFormat){.type = '%', .precision = 1});
    return dash_builder_text(&text);
}

/* Constants and tables that are computed once. */
static void start(DashCx *cx)
{
    /* sales (region, revenue, units)  -- 3 of 4 columns
     *   | group(.region, revenue = sum(.revenue), mean = mean(.units))  -- 2 aggregates in one pass
     *   | sort(desc(.revenue)) */
    uint32_t group_count = 0;
    uint8_t *region = dash_alloc_array(cx, 2, sizeof *region);
    double *revenue = dash_alloc_array(cx, 2, sizeof *revenue);
    double *mean = dash_alloc_array(cx, 2, sizeof *mean);
    uint32_t *mean_seen = dash_alloc_array(cx, 2, sizeof *mean_seen);
    uint32_t *group_of = dash_alloc_array(cx, 2, sizeof *group_of);
    for (uint32_t row = 0; row < sales_rows; row++) {
        uint32_t *const slot = &group_of[sales_region_codes[row]];
        if (*slot == 0) {
            region[group_count] = sales_region_codes[row];
            *slot = ++group_count;
        }
        const uint32_t group = *slot - 1;
        revenue[group] += sales_revenue[row];
        mean[group] += sales_units[row];
        mean_seen[group]++;
    }
    for (uint32_t i = 0; i < group_count; i++) {
        mean[i] = mean[i] / (double)mean_seen[i];
    }
    uint32_t *order = dash_row_order(cx, group_count);
    const DashSortKey by_revenue[] = {{.data = revenue, .encoding = DASH_F64, .descending = true}};
    dash_sort_by(cx, order, group_count, by_revenue, 1);
    DashColumn *best_2_columns = dash_alloc_array(cx, 3, sizeof *best_2_columns);
    best_2_columns[0] = (DashColumn){
        "region",
        DASH_COLUMN_TEXT,
        DASH_U8,
        dash_gather(cx, region, DASH_U8, order, group_count),
        NULL,
        &sales_region_dict,
    };
    best_2_columns[1] = (DashColumn){
        "revenue",
        DASH_COLUMN_FLOAT,
        DASH_F64,
        dash_gather(cx, revenue, DASH_F64, order, group_count),
        NULL,
        NULL,
    };
    best_2_columns[2] = (DashColumn){
        "mean",
        DASH_COLUMN_FLOAT,
        DASH_F64,
        dash_gather(cx, mean, DASH_F64, order, group_count),
        NULL,
        NULL,
    };
    const DashTable best_2 = {group_count, 3, best_2_columns};
    best = best_2;
}

/* The layout, pipelines.dash:10 */
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
    /* sales (month)  -- 1 of 4 columns
     *   | select(.month)
     *   | distinct(.month)  -- the column's dictionary: no row is read */
    DashText *options_month = dash_alloc_array(cx, 2, sizeof *options_month);
    size_t options_month_count = 0;
    for (uint32_t row = 0; row < 2; row++) {
        options_month[options_month_count++] = dash_dict_text(&sales_month_dict, row);
    }
    /* best (region)  -- 1 of 3 columns
     *   | select(.region) */
    const uint8_t *const best_region = best.columns[0].data;
    DashText *region = dash_alloc_array(cx, best.rows, sizeof *region);
    size_t region_count = 0;
    for (uint32_t row = 0; row < best.rows; row++) {
        region[region_count++] = dash_dict_text(&sales_region_dict, best_region[row]);
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
                cx, "dash_core_components", "Checklist",
                (DashField[]){
                    {DASH_TEXT("id"), dash_string(DASH_TEXT("months"))},
                    {DASH_TEXT("options"), dash_list_of_texts(cx, (DashTexts){options_month, options_month_count})},
                    {DASH_TEXT("value"), (DashValue){.kind = DASH_LIST}},
                },
                3),
            dash_component(
                cx, "dash_html_components", "P",
                (DashField[]){{DASH_TEXT("id"), dash_string(DASH_TEXT("summary"))}}, 1),
            dash_component(
                cx, "dash_core_components", "Store",
                (DashField[]){{DASH_TEXT("id"), dash_string(DASH_TEXT("rows"))}}, 1),
            dash_component(
                cx, "dash_html_components", "Ul",
                (DashField[]){{DASH_TEXT("id"), dash_string(DASH_TEXT("list"))}}, 1),
            dash_component(
                cx, "dash_html_components", "P",
                (DashField[]){
                    {DASH_TEXT("children"), dash_string(dash_join(cx, (DashTexts){region, region_count}, DASH_TEXT(", ")))},
                },
                1),
        },
        6);
}

static int by_revenue_2(const void *state, uint32_t a, uint32_t b)
{
    (void)state;
    if (sales_revenue[a] != sales_revenue[b])
        return sales_revenue[a] < sales_revenue[b] ? 1 : -1;
    return 0;
}

/* pipelines.dash:19
 *     callback summary(region = #region.value) -> (summary = #summary.children, rows = #rows.data)
 */
static struct summary_outputs summary(DashCx *cx, DashText region)
{
    /* sales (month, region, revenue, units)
     *   | filter(.region == region and .units > 1) */
    uint32_t *rows = dash_alloc_array(cx, sales_rows, sizeof *rows);
    size_t rows_count = 0;
    const uint8_t region_code = (uint8_t)dash_dict_find(&sales_region_dict, region);
    for (uint32_t row = 0; row < sales_rows; row++) {
        rows[rows_count] = row;
        rows_count += (sales_region_codes[row] == region_code) & (sales_units[row] > 1);
    }
    /* sales (revenue)  -- 1 of 4 columns
     *   | sum(.revenue), added in the order of the rows */
    double total = 0;
    for (uint32_t row = 0; row < sales_rows; row++) {
        total += sales_revenue[row];
    }
    DashBuilder summary_text = dash_builder(cx);
    /* rows (revenue)  -- 1 of 4 columns
     *   | sum(.revenue), added in the order of the rows */
    double part = 0;
    for (uint32_t i = 0; i < rows_count; i++) {
        const uint32_t row = rows[i];
        part += sales_revenue[row];
    }
    dash_put(&summary_text, share(cx, part, total));
    dash_put(&summary_text, DASH_TEXT(" of "));
    dash_format_float(
        &summary_text, total, &(DashFormat){.grouping = ',', .type = 'f', .precision = 0});
    dash_put(&summary_text, DASH_TEXT(", most in "));
    /* rows (month, region, revenue, units)
     *   | sort(desc(.revenue)) | take(1) */
    uint32_t *top = dash_alloc_array(cx, 1, sizeof *top);
    size_t top_count = 0;
    for (uint32_t i = 0; i < rows_count; i++) {
        const uint32_t row = rows[i];
        if (top_count == 1 && by_revenue_2(NULL, row, top[0]) >= 0)
            continue;
        top[0] = row;
        top_count = 1;
    }
    OptMonthRegionRevenueUnits found = {0};
    if (top_count > 0) {
        const uint32_t row = top[0];
        found = (OptMonthRegionRevenueUnits){true, (MonthRegionRevenueUnits){
            .month = dash_dict_text(&sales_month_dict, sales_month_codes[row]),
            .region = dash_dict_text(&sales_region_dict, sales_region_codes[row]),
            .revenue = sales_revenue[row],
            .units = sales_units[row],
        }};
    }
    const DashText shown = !found.has ? DASH_NO_TEXT : found.value.month;
    dash_put(&summary_text, !shown.ptr ? DASH_TEXT("–") : shown);
    /* rows (month, region, revenue, units)
     *   | select(.month, .region, .revenue, .units, price = .revenue / .units)
     *   | sort(.month, desc(.price)) | take(limit)  -- no sort: only these rows are kept */
    size_t selected_count = 0;
    uint8_t *selected_month = dash_alloc_array(cx, rows_count, sizeof *selected_month);
    uint8_t *selected_region = dash_alloc_array(cx, rows_count, sizeof *selected_region);
    double *selected_revenue = dash_alloc_array(cx, rows_count, sizeof *selected_revenue);
    uint8_t *selected_units = dash_alloc_array(cx, rows_count, sizeof *selected_units);
    double *selected_price = dash_alloc_array(cx, rows_count, sizeof *selected_price);
    for (uint32_t i = 0; i < rows_count; i++) {
        const uint32_t row = rows[i];
        const double price = sales_revenue[row] / (double)sales_units[row];
        selected_month[selected_count] = sales_month_codes[row];
        selected_region[selected_count] = sales_region_codes[row];
        selected_revenue[selected_count] = sales_revenue[row];
        selected_units[selected_count] = sales_units[row];
        selected_price[selected_count] = price;
        selected_count++;
    }
    uint32_t *order = dash_row_order(cx, selected_count);
    const DashSortKey by_month_price[] = {
        {
            .data = selected_month,
            .rank = dash_dict_rank(cx, &sales_month_dict),
            .encoding = DASH_U8,
        },
        {.data = selected_price, .encoding = DASH_F64, .descending = true},
    };
    dash_sort_by(cx, order, selected_count, by_month_price, 2);
    const size_t limit_2 = limit > 0 ? (size_t)limit : 0;
    const size_t selected_count_2 = selected_count < limit_2 ? selected_count : limit_2;
    const DashColumn rows_2_columns[] = {
        {
            "month",
            DASH_COLUMN_TEXT,
            DASH_U8,
            dash_gather(cx, selected_month, DASH_U8, order, selected_count_2),
            NULL,
            &sales_month_dict,
        },
        {
            "region",
            DASH_COLUMN_TEXT,
            DASH_U8,
            dash_gather(cx, selected_region, DASH_U8, order, selected_count_2),
            NULL,
            &sales_region_dict,
        },
        {
            "revenue",
            DASH_COLUMN_FLOAT,
            DASH_F64,
            dash_gather(cx, selected_revenue, DASH_F64, order, selected_count_2),
            NULL,
            NULL,
        },
        {
            "units",
            DASH_COLUMN_INT,
            DASH_U8,
            dash_gather(cx, selected_units, DASH_U8, order, selected_count_2),
            NULL,
            NULL,
        },
        {
            "price",
            DASH_COLUMN_FLOAT,
            DASH_F64,
            dash_gather(cx, selected_price, DASH_F64, order, selected_count_2),
            NULL,
            NULL,
        },
    };
    const DashTable rows_2 = {selected_count_2, 5, rows_2_columns};
    return (struct summary_outputs){dash_string(dash_builder_text(&summary_text)), dash_table_records(cx, &rows_2)};
}

static void run_summary(DashCx *cx, DashCall *call)
{
    const struct summary_outputs out = summary(cx, dash_arg_text(cx, call, 0));
    dash_set_output(call, 0, out.summary);
    dash_set_output(call, 1, out.rows);
}

/* pipelines.dash:28
 *     callback list(months = #months.value, region = #region.value) -> #list.children
 */
static DashValue list(DashCx *cx, DashTexts months, DashText region)
{
    /* sales (month, region, revenue, units)
     *   | filter((.month in months) or .region != region)
     *   | group(.month, .units, n = count(), most = max(.revenue))  -- 2 aggregates in one pass */
    bool *month_wanted = dash_alloc_array(cx, sales_month_dict.count, sizeof *month_wanted);
    for (size_t i = 0; i < months.len; i++) {
        const int64_t code = dash_dict_find(&sales_month_dict, months.items[i]);
        if (code >= 0)
            month_wanted[code] = true;
    }
    const uint8_t region_code = (uint8_t)dash_dict_find(&sales_region_dict, region);
    uint32_t group_count = 0;
    uint8_t *month = dash_alloc_array(cx, 8, sizeof *month);
    uint8_t *units = dash_alloc_array(cx, 8, sizeof *units);
    int64_t *n = dash_alloc_array(cx, 8, sizeof *n);
    double *most = dash_alloc_array(cx, 8, sizeof *most);
    uint32_t *most_seen = dash_alloc_array(cx, 8, sizeof *most_seen);
    uint32_t *group_of = dash_alloc_array(cx, 8, sizeof *group_of);
    for (size_t from = 0; from < sales_rows; from += DASH_LANES) {
        bool keep[DASH_LANES];
        for (size_t i = 0; i < DASH_LANES; i++)
            keep[i] = month_wanted[sales_month_codes[from + i]] | (sales_region_codes[from + i] != region_code);
        for (uint64_t chosen = dash_chosen(keep, from, sales_rows); chosen != 0; chosen &= chosen - 1) {
            const uint32_t row = (uint32_t)from + dash_lowest(chosen);
            uint32_t *const slot = &group_of[sales_month_codes[row] * 4 + (sales_units[row] - 2)];
            if (*slot == 0) {
                month[group_count] = sales_month_codes[row];
                units[group_count] = sales_units[row];
                *slot = ++group_count;
            }
            const uint32_t group = *slot - 1;
            n[group]++;
            if (most_seen[group] == 0 || sales_revenue[row] > most[group])
                most[group] = sales_revenue[row];
            most_seen[group]++;
        }
    }
    DashItems items = dash_items(cx);
    for (uint32_t row = 0; row < group_count; row++) {
        const MonthUnitsNMost row_2 = {
            .month = dash_dict_text(&sales_month_dict, month[row]),
            .units = units[row],
            .n = n[row],
            .most = most[row],
        };
        if (!(row_2.n > 0))
            continue;
        DashBuilder children = dash_builder(cx);
        dash_put(&children, row_2.month);
        dash_put(&children, DASH_TEXT(": "));
        dash_put_int(&children, row_2.n);
        dash_push(
            &items,
            dash_component(
                cx, "dash_html_components", "Li",
                (DashField[]){{DASH_TEXT("children"), dash_string(dash_builder_text(&children))}},
                1));
    }
    return dash_items_value(&items);
}

static void run_list(DashCx *cx, DashCall *call)
{
    dash_set_output(call, 0, list(cx, dash_arg_texts(cx, call, 0), dash_arg_text(cx, call, 1)));
}

static const DashDependency summary_output_ids[] = {
    {.id = "summary", .property = "children"},
    {.id = "rows", .property = "data"},
};
static const DashParameter summary_inputs[] = {
    {.name = "region", .type = "text", .from = {.id = "region", .property = "value"}},
};
static const DashDependency list_output_ids[] = {
    {.id = "list", .property = "children"},
};
static const DashParameter list_inputs[] = {
    {.name = "months", .type = "[text]", .from = {.id = "months", .property = "value"}},
    {.name = "region", .type = "text", .from = {.id = "region", .property = "value"}},
};

static const DashCallback callbacks[] = {
    {
        .name = "summary",
        .where = "pipelines.dash:19",
        .output = "..summary.children...rows.data..",
        .outputs = summary_output_ids,
        .output_count = 2,
        .inputs = summary_inputs,
        .input_count = 1,
        .pure = true,
        .run = run_summary,
    },
    {
        .name = "list",
        .where = "pipelines.dash:28",
        .output = "list.children",
        .outputs = list_output_ids,
        .output_count = 1,
        .inputs = list_inputs,
        .input_count = 2,
        .pure = true,
        .run = run_list,
    },
};

extern const DashBundle dash_bundle; /* the front end */

static const DashApp app = {
    .abi = 1,
    .name = "pipelines",
    .title = "Pipelines",
    .source = "pipelines.dash",
    .compiler = "dashc 0.1.0",
    .update_title = "Updating...",
    .layout_is_pure = true,
    .callbacks = callbacks,
    .callback_count = 2,
    .start = start,
    .layout = layout,
    .bundle = &dash_bundle,
};

int main(int argc, char **argv)
{
    return dash_main(&app, argc, argv);
}
