/* Written by dashc from live.dash: change that file, not this one. */
#include <dash/dash.h>

DASH_REQUIRE_ABI(1);

/* What is read and computed anew when a file changes. */
struct data {
    DashTable sales; /* ../data/sales.csv */
    DashTable months;
    double best;
};

/* What is computed for each snapshot. */
static void refresh(DashCx *cx)
{
    struct data *const data = dash_data(cx);
    /* sales (month, revenue)  -- 2 of 4 columns
     *   | group(.month, total = sum(.revenue)) */
    const uint32_t *const sales_month = data->sales.columns[0].data;
    const double *const sales_revenue = data->sales.columns[2].data;
    DashKeys groups = dash_keys(cx);
    uint32_t *month = dash_alloc_unset(cx, data->sales.rows, sizeof *month);
    double *total = dash_alloc_unset(cx, data->sales.rows, sizeof *total);
    for (uint32_t row = 0; row < data->sales.rows; row++) {
        const uint32_t month_key = sales_month[row];
        const uint32_t ahead = row + DASH_AHEAD < data->sales.rows ? row + DASH_AHEAD : row;
        dash_keys_fetch(&groups, (uint64_t)sales_month[ahead]);
        const uint64_t key = (uint64_t)month_key;
        DashSlot *const slot = dash_keys_slot(cx, &groups, key);
        if (slot->number == 0) {
            month[groups.count] = month_key;
            total[groups.count] = 0;
            slot->key = key;
            slot->number = ++groups.count;
        }
        const uint32_t group = slot->number - 1;
        total[group] += sales_revenue[row];
    }
    DashColumn *months_2_columns = dash_alloc_array(cx, 2, sizeof *months_2_columns);
    months_2_columns[0] = (DashColumn){"month", DASH_COLUMN_TEXT, DASH_U32, month, NULL, data->sales.columns[0].dict};
    months_2_columns[1] = (DashColumn){"total", DASH_COLUMN_FLOAT, DASH_F64, total, NULL, NULL};
    const DashTable months_2 = {groups.count, 2, months_2_columns};
    data->months = months_2;
    /* months (total)  -- 1 of 2 columns
     *   | max(.total) */
    double best_highest = 0;
    size_t seen = 0;
    const double *const months_total = data->months.columns[1].data;
    for (uint32_t row = 0; row < data->months.rows; row++) {
        if (seen == 0 || months_total[row] > best_highest || best_highest != best_highest)
            best_highest = months_total[row];
        seen++;
    }
    const DashOptFloat value = seen > 0 ? (DashOptFloat){true, best_highest} : (DashOptFloat){0};
    data->best = value.has ? value.value : 0.0;
}

/* The layout, live.dash:7 */
static DashValue layout(DashCx *cx)
{
    const struct data *const data = dash_data(cx);
    /* sales (region)  -- 1 of 4 columns
     *   | select(.region)
     *   | distinct(.region)  -- the column's dictionary: no row is read */
    DashText *options = dash_alloc_array(cx, (*data->sales.columns[1].dict).count, sizeof *options);
    size_t options_count = 0;
    for (uint32_t row = 0; row < (*data->sales.columns[1].dict).count; row++) {
        options[options_count++] = dash_dict_text(data->sales.columns[1].dict, row);
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
                cx, "dash_html_components", "Div",
                (DashField[]){{DASH_TEXT("id"), dash_string(DASH_TEXT("out"))}}, 1),
        },
        2);
}

/* live.dash:12
 *     callback show(region = #region.value) -> #out.children
 */
static DashValue show(DashCx *cx, DashText region)
{
    const struct data *const data = dash_data(cx);
    /* sales (region, revenue)  -- 2 of 4 columns
     *   | filter(.region == region) */
    const uint32_t *const sales_region = data->sales.columns[1].data;
    const double *const sales_revenue = data->sales.columns[2].data;
    size_t rows_count = 0;
    const int64_t region_code = dash_dict_find(data->sales.columns[1].dict, region);
    for (uint32_t row = 0; row < data->sales.rows; row++) {
        rows_count += sales_region[row] == region_code;
    }
    uint32_t *rows = dash_alloc_array(cx, rows_count + 1, sizeof *rows);
    rows_count = 0;
    for (uint32_t row = 0; row < data->sales.rows; row++) {
        rows[rows_count] = row;
        rows_count += sales_region[row] == region_code;
    }
    DashBuilder text = dash_builder(cx);
    /* rows (revenue)  -- 1 of 4 columns
     *   | sum(.revenue), added in the order of the rows */
    double sum = 0;
    for (uint32_t i = 0; i < rows_count; i++) {
        const uint32_t row = rows[i];
        sum += sales_revenue[row];
    }
    dash_put_float(&text, sum);
    dash_put(&text, DASH_TEXT(" of "));
    dash_put_float(&text, data->best);
    return dash_string(dash_builder_text(&text));
}

static void run_show(DashCx *cx, DashCall *call)
{
    dash_set_output(call, 0, show(cx, dash_arg_text(cx, call, 0)));
}

static const DashDependency show_output_ids[] = {
    {.id = "out", .property = "children"},
};
static const DashParameter show_inputs[] = {
    {.name = "region", .type = "text", .from = {.id = "region", .property = "value"}},
};

static const DashCallback callbacks[] = {
    {
        .name = "show",
        .where = "live.dash:12",
        .output = "out.children",
        .outputs = show_output_ids,
        .output_count = 1,
        .inputs = show_inputs,
        .input_count = 1,
        .pure = true,
        .run = run_show,
    },
};

static const DashSourceColumn sales_schema[] = {
    {"month", DASH_COLUMN_TEXT, false},
    {"region", DASH_COLUMN_TEXT, false},
    {"revenue", DASH_COLUMN_FLOAT, false},
    {"units", DASH_COLUMN_INT, false},
};
static const DashOpenTable open_tables[] = {
    {.name = "sales", .path = "../data/sales.csv", .offset = offsetof(struct data, sales), .live = true,
     .reading = UINT64_C(0xa8597d8f10061048),
     .source = {.kind = DASH_FILE_CSV, .schema = sales_schema, .schema_count = 4}},
};

static const DashData data_sources = {
    .calls = &dash_data_calls,
    .tables = open_tables,
    .table_count = 1,
    .size = sizeof(struct data),
    .refresh = refresh,
};

extern const DashBundle dash_bundle; /* the front end */

static const DashApp app = {
    .abi = 1,
    .name = "live",
    .title = "Live",
    .source = "live.dash",
    .compiler = "dashc 0.1.0",
    .update_title = "Updating...",
    .layout_is_pure = true,
    .callbacks = callbacks,
    .callback_count = 1,
    .data = &data_sources,
    .layout = layout,
    .bundle = &dash_bundle,
};

int main(int argc, char **argv)
{
    return dash_main(&app, argc, argv);
}
