/* Written by dashc from kernels.dash: change that file, not this one. */
#include <dash/dash.h>

DASH_REQUIRE_ABI(1);

/* trunc of measures.day by "month", a digit for each day from 2025-11-03 */
extern const uint8_t measures_day_trunc_month[];
extern const int64_t measures_day_trunc_month_values[];

/* weekday of measures.day, a digit for each day from 2025-11-03 */
extern const uint8_t measures_day_weekday[];
extern const int64_t measures_day_weekday_values[];

/* table measures: ../data/measures.csv */
enum { measures_rows = 300 };
extern const uint8_t measures_shop_codes[];
extern const uint32_t measures_shop_offsets[];
extern const char measures_shop_bytes[];
static const DashDict measures_shop_dict = {measures_shop_offsets, measures_shop_bytes, 3};
extern const int32_t measures_day[];
extern const uint8_t measures_units[];
extern const double measures_price[];
extern const uint64_t measures_price_valid[];

/* The layout, kernels.dash:4 */
static DashValue layout(DashCx *cx)
{
    /* measures (shop)  -- 1 of 4 columns
     *   | select(.shop)
     *   | distinct(.shop)  -- the column's dictionary: no row is read */
    DashText *options = dash_alloc_array(cx, 3, sizeof *options);
    size_t options_count = 0;
    for (uint32_t row = 0; row < 3; row++) {
        options[options_count++] = dash_dict_text(&measures_shop_dict, row);
    }
    return dash_list(
        cx,
        (DashValue[]){
            dash_component(
                cx, "dash_core_components", "Dropdown",
                (DashField[]){
                    {DASH_TEXT("id"), dash_string(DASH_TEXT("shop"))},
                    {DASH_TEXT("options"), dash_list_of_texts(cx, (DashTexts){options, options_count})},
                    {DASH_TEXT("value"), dash_string(DASH_TEXT("North"))},
                    {DASH_TEXT("clearable"), dash_bool(false)},
                },
                4),
            dash_component(
                cx, "dash_core_components", "Graph",
                (DashField[]){{DASH_TEXT("id"), dash_string(DASH_TEXT("months"))}}, 1),
            dash_component(
                cx, "dash_core_components", "Graph",
                (DashField[]){{DASH_TEXT("id"), dash_string(DASH_TEXT("shops"))}}, 1),
            dash_component(
                cx, "dash_html_components", "P",
                (DashField[]){{DASH_TEXT("id"), dash_string(DASH_TEXT("totals"))}}, 1),
        },
        4);
}

struct months_groups_group {
    double price;
    uint32_t rows;
};

/* The groups by their keys, and their numbers as they came. */
struct months_groups_state {
    uint32_t count;
    uint16_t order[3];
    struct months_groups_group groups[3];
};

/* What months_groups reads of the function round it. */
struct months_groups_in {
    uint8_t shop_code;
};

/* measures (shop, day, price)  -- 3 of 4 columns
 *   | filter(.shop == shop)
 *   | group(trunc(.day, "month"), price = sum(.price))
 * for the rows from `first` to before `end` */
static DASH_KERNEL void months_groups(DashCx *cx, const void *captured, void *state,
    uint32_t first, uint32_t end)
{
    (void)cx;
    const struct months_groups_in *const in = captured;
    const uint8_t shop_code = in->shop_code;
    struct months_groups_state *const part = state;
    for (size_t from = first; from < end; from += DASH_LANES) {
        bool keep[DASH_LANES];
        for (size_t i = 0; i < DASH_LANES; i++)
            keep[i] = measures_shop_codes[from + i] == shop_code;
        for (uint64_t chosen = dash_chosen(keep, from, end); chosen != 0; chosen &= chosen - 1) {
            const uint32_t row = (uint32_t)from + dash_lowest(chosen);
            const uint32_t slot = measures_day_trunc_month[measures_day[row] - 20395];
            struct months_groups_group *const group = &part->groups[slot];
            if (group->rows++ == 0)
                part->order[part->count++] = (uint16_t)slot;
            group->price += measures_price[row];
        }
    }
}

/* Adds what a later part of the table gave. */
static void months_groups_merge(DashCx *cx, const void *captured, void *state, const void *more)
{
    (void)cx;
    (void)captured;
    struct months_groups_state *const into = state;
    const struct months_groups_state *const later = more;
    for (uint32_t i = 0; i < later->count; i++) {
        const uint16_t slot = later->order[i];
        struct months_groups_group *const group = &into->groups[slot];
        const struct months_groups_group *const other = &later->groups[slot];
        if (group->rows == 0) {
            into->order[into->count++] = slot;
            *group = *other;
            continue;
        }
        group->rows += other->rows;
        group->price += other->price;
    }
}

/* kernels.dash:9
 *     callback months(shop = #shop.value) -> #months.figure
 */
static DashValue months(DashCx *cx, DashText shop)
{
    /* measures (shop, day, price)  -- 3 of 4 columns
     *   | filter(.shop == shop)
     *   | group(trunc(.day, "month"), price = sum(.price)) */
    const uint8_t shop_code = (uint8_t)dash_dict_find(&measures_shop_dict, shop);
    const struct months_groups_in captured = {shop_code};
    const DashWork work = {
        .run = months_groups,
        .merge = months_groups_merge,
        .captured = &captured,
        .state_size = sizeof(struct months_groups_state),
        .rows = measures_rows,
        .part_rows = 64,
        .where = "kernels.dash:10:10",
    };
    const struct months_groups_state *const found = dash_work(cx, &work);
    int32_t *month = dash_alloc_array(cx, found->count, sizeof *month);
    double *price = dash_alloc_array(cx, found->count, sizeof *price);
    for (uint32_t i = 0; i < found->count; i++) {
        const uint32_t slot = found->order[i];
        const struct months_groups_group *const group = &found->groups[slot];
        month[i] = measures_day_trunc_month_values[slot];
        price[i] = group->price;
    }
    const DashColumn drawn_columns[] = {
        {"month", DASH_COLUMN_DATE, DASH_I32, month, NULL, NULL},
        {"price", DASH_COLUMN_FLOAT, DASH_F64, price, NULL, NULL},
    };
    const DashTable drawn = {found->count, 2, drawn_columns};
    const DashPx px = {.x = &drawn_columns[0], .y = &drawn_columns[1], .where = "kernels.dash:10:3"};
    return dash_px_bar(cx, &drawn, &px);
}

static void run_months(DashCx *cx, DashCall *call)
{
    dash_set_output(call, 0, months(cx, dash_arg_text(cx, call, 0)));
}

struct shops_groups_group {
    double low;
    double mean;
    double spread;
    double spread_spread;
    uint32_t rows;
    uint32_t low_seen;
    uint32_t mean_seen;
    uint32_t spread_seen;
};

/* The groups by their keys, and their numbers as they came. */
struct shops_groups_state {
    uint32_t count;
    uint16_t order[21];
    struct shops_groups_group groups[21];
};

/* measures (shop, day, price)  -- 3 of 4 columns
 *   | group(.shop, weekday(.day), low = min(.price), mean = mean(.price), spread = std(.price), n = count())  -- 4 aggregates in one pass
 * for the rows from `first` to before `end` */
static DASH_KERNEL void shops_groups(DashCx *cx, const void *captured, void *state,
    uint32_t first, uint32_t end)
{
    (void)cx;
    (void)captured;
    struct shops_groups_state *const part = state;
    for (uint32_t row = first; row < end; row++) {
        const uint32_t slot = measures_shop_codes[row] * 7 + measures_day_weekday[measures_day[row] - 20395];
        struct shops_groups_group *const group = &part->groups[slot];
        if (group->rows++ == 0)
            part->order[part->count++] = (uint16_t)slot;
        if (dash_is_valid(measures_price_valid, row)) {
            if (group->low_seen == 0 || measures_price[row] < group->low)
                group->low = measures_price[row];
            group->low_seen++;
        }
        group->mean += measures_price[row];
        group->mean_seen += dash_is_valid(measures_price_valid, row);
        if (dash_is_valid(measures_price_valid, row)) {
            group->spread_seen++;
            const double delta = measures_price[row] - group->spread;
            group->spread += delta / (double)group->spread_seen;
            group->spread_spread += delta * (measures_price[row] - group->spread);
        }
    }
}

/* Adds what a later part of the table gave. */
static void shops_groups_merge(DashCx *cx, const void *captured, void *state, const void *more)
{
    (void)cx;
    (void)captured;
    struct shops_groups_state *const into = state;
    const struct shops_groups_state *const later = more;
    for (uint32_t i = 0; i < later->count; i++) {
        const uint16_t slot = later->order[i];
        struct shops_groups_group *const group = &into->groups[slot];
        const struct shops_groups_group *const other = &later->groups[slot];
        if (group->rows == 0) {
            into->order[into->count++] = slot;
            *group = *other;
            continue;
        }
        group->rows += other->rows;
        if (other->low_seen > 0 && (group->low_seen == 0 || other->low < group->low || group->low != group->low))
            group->low = other->low;
        group->low_seen += other->low_seen;
        group->mean += other->mean;
        group->mean_seen += other->mean_seen;
        dash_merge_spread(&group->spread, &group->spread_spread, group->spread_seen, other->spread, other->spread_spread, other->spread_seen);
        group->spread_seen += other->spread_seen;
    }
}

/* kernels.dash:13
 *     callback shops(shop = #shop.value) -> #shops.figure
 */
static DashValue shops(DashCx *cx, DashText shop)
{
    (void)shop;
    /* measures (shop, day, price)  -- 3 of 4 columns
     *   | group(.shop, weekday(.day), low = min(.price), mean = mean(.price), spread = std(.price), n = count())  -- 4 aggregates in one pass */
    const DashWork work = {
        .run = shops_groups,
        .merge = shops_groups_merge,
        .captured = NULL,
        .state_size = sizeof(struct shops_groups_state),
        .rows = measures_rows,
        .part_rows = 64,
        .where = "kernels.dash:14:11",
    };
    const struct shops_groups_state *const found = dash_work(cx, &work);
    uint8_t *shop_2 = dash_alloc_array(cx, found->count, sizeof *shop_2);
    int64_t *day = dash_alloc_array(cx, found->count, sizeof *day);
    double *low = dash_alloc_array(cx, found->count, sizeof *low);
    uint64_t *low_valid = dash_alloc_array(cx, (found->count + 63) / 64, sizeof *low_valid);
    double *mean = dash_alloc_array(cx, found->count, sizeof *mean);
    uint64_t *mean_valid = dash_alloc_array(cx, (found->count + 63) / 64, sizeof *mean_valid);
    double *spread = dash_alloc_array(cx, found->count, sizeof *spread);
    uint64_t *spread_valid = dash_alloc_array(cx, (found->count + 63) / 64, sizeof *spread_valid);
    int64_t *n = dash_alloc_array(cx, found->count, sizeof *n);
    for (uint32_t i = 0; i < found->count; i++) {
        const uint32_t slot = found->order[i];
        const struct shops_groups_group *const group = &found->groups[slot];
        shop_2[i] = slot / 7;
        day[i] = measures_day_weekday_values[slot % 7];
        if (group->low_seen > 0) {
            low[i] = group->low;
            low_valid[i / 64] |= UINT64_C(1) << i % 64;
        }
        if (group->mean_seen > 0) {
            mean[i] = group->mean / (double)group->mean_seen;
            mean_valid[i / 64] |= UINT64_C(1) << i % 64;
        }
        if (group->spread_seen > 1) {
            spread[i] = __builtin_sqrt(group->spread_spread / ((double)group->spread_seen - 1));
            spread_valid[i / 64] |= UINT64_C(1) << i % 64;
        }
        n[i] = group->rows;
    }
    const DashColumn drawn_columns[] = {
        {"shop", DASH_COLUMN_TEXT, DASH_U8, shop_2, NULL, &measures_shop_dict},
        {"day", DASH_COLUMN_INT, DASH_I64, day, NULL, NULL},
        {"low", DASH_COLUMN_FLOAT, DASH_F64, low, low_valid, NULL},
        {"mean", DASH_COLUMN_FLOAT, DASH_F64, mean, mean_valid, NULL},
        {"spread", DASH_COLUMN_FLOAT, DASH_F64, spread, spread_valid, NULL},
        {"n", DASH_COLUMN_INT, DASH_I64, n, NULL, NULL},
    };
    const DashTable drawn = {found->count, 6, drawn_columns};
    const DashPx px = {
        .x = &drawn_columns[1],
        .y = &drawn_columns[3],
        .color = &drawn_columns[0],
        .size = &drawn_columns[5],
        .hover_data = {(const DashColumn *const[]){&drawn_columns[2], &drawn_columns[4]}, 2},
        .where = "kernels.dash:15:3",
    };
    return dash_px_scatter(cx, &drawn, &px);
}

static void run_shops(DashCx *cx, DashCall *call)
{
    dash_set_output(call, 0, shops(cx, dash_arg_text(cx, call, 0)));
}

struct totals_north_state {
    double mean;
    uint32_t mean_seen;
};

/* What totals_north reads of the function round it. */
struct totals_north_in {
    uint8_t shop_code;
};

/* measures (shop, units, price)  -- 3 of 4 columns
 *   | filter(.shop == shop and .units > 3)
 *   | mean(.price)
 * for the rows from `first` to before `end` */
static DASH_KERNEL void totals_north(DashCx *cx, const void *captured, void *state,
    uint32_t first, uint32_t end)
{
    (void)cx;
    const struct totals_north_in *const in = captured;
    const uint8_t shop_code = in->shop_code;
    struct totals_north_state *const part = state;
    double mean = 0;
    uint32_t mean_seen = 0;
    DashSums mean_lanes = {0};
    for (size_t from = first; from < end; from += DASH_LANES) {
        bool keep[DASH_LANES];
        for (size_t i = 0; i < DASH_LANES; i++)
            keep[i] = (measures_shop_codes[from + i] == shop_code) & (measures_units[from + i] > 3);
        const uint64_t mean_values_there = dash_chosen(keep, from, end) & measures_price_valid[from / DASH_LANES];
        double mean_values[DASH_LANES];
        for (size_t i = 0; i < DASH_LANES; i++)
            mean_values[i] = (mean_values_there >> i & 1) ? measures_price[from + i] : 0;
        dash_sums_add(&mean_lanes, mean_values);
        mean_seen += (uint32_t)dash_bits(mean_values_there);
    }
    mean = dash_sums_total(&mean_lanes);
    part->mean = mean;
    part->mean_seen = mean_seen;
}

/* Adds what a later part of the table gave. */
static void totals_north_merge(DashCx *cx, const void *captured, void *state, const void *more)
{
    (void)cx;
    (void)captured;
    struct totals_north_state *const into = state;
    const struct totals_north_state *const later = more;
    into->mean += later->mean;
    into->mean_seen += later->mean_seen;
}

struct totals_other_state {
    int64_t count;
};

/* What totals_other reads of the function round it. */
struct totals_other_in {
    uint8_t shop_code_2;
};

/* measures (shop)  -- 1 of 4 columns
 *   | filter(.shop != shop)
 *   | count()
 * for the rows from `first` to before `end` */
static DASH_KERNEL void totals_other(DashCx *cx, const void *captured_2, void *state,
    uint32_t first, uint32_t end)
{
    (void)cx;
    const struct totals_other_in *const in = captured_2;
    const uint8_t shop_code_2 = in->shop_code_2;
    struct totals_other_state *const part = state;
    int64_t count = 0;
    for (size_t from = first; from < end; from += DASH_LANES) {
        bool keep[DASH_LANES];
        for (size_t i = 0; i < DASH_LANES; i++)
            keep[i] = measures_shop_codes[from + i] != shop_code_2;
        count += dash_bits(dash_chosen(keep, from, end));
    }
    part->count = count;
}

/* Adds what a later part of the table gave. */
static void totals_other_merge(DashCx *cx, const void *captured_2, void *state, const void *more)
{
    (void)cx;
    (void)captured_2;
    struct totals_other_state *const into = state;
    const struct totals_other_state *const later = more;
    into->count += later->count;
}

struct totals_sum_state {
    double sum;
};

/* measures (price)  -- 1 of 4 columns
 *   | sum(.price)
 * for the rows from `first` to before `end` */
static DASH_KERNEL void totals_sum(DashCx *cx, const void *captured_4, void *state,
    uint32_t first, uint32_t end)
{
    (void)cx;
    (void)captured_4;
    struct totals_sum_state *const part = state;
    double sum = 0;
    DashSums sum_lanes = {0};
    for (size_t from = first; from < end; from += DASH_LANES) {
        dash_sums_add(&sum_lanes, &measures_price[from]);
    }
    sum = dash_sums_total(&sum_lanes);
    part->sum = sum;
}

/* Adds what a later part of the table gave. */
static void totals_sum_merge(DashCx *cx, const void *captured_4, void *state, const void *more)
{
    (void)cx;
    (void)captured_4;
    struct totals_sum_state *const into = state;
    const struct totals_sum_state *const later = more;
    into->sum += later->sum;
}

struct totals_shown_state {
    double std;
    double std_spread;
    uint32_t std_seen;
};

/* measures (price)  -- 1 of 4 columns
 *   | std(.price)
 * for the rows from `first` to before `end` */
static DASH_KERNEL void totals_shown(DashCx *cx, const void *captured_5, void *state,
    uint32_t first, uint32_t end)
{
    (void)cx;
    (void)captured_5;
    struct totals_shown_state *const part = state;
    double std = 0;
    double std_spread = 0;
    uint32_t std_seen = 0;
    for (size_t from = first; from < end; from += DASH_LANES) {
        dash_spread_lanes(
            &std, &std_spread, &std_seen, &measures_price[from],
            dash_lanes(from, end) & measures_price_valid[from / DASH_LANES]);
    }
    part->std = std;
    part->std_spread = std_spread;
    part->std_seen = std_seen;
}

/* Adds what a later part of the table gave. */
static void totals_shown_merge(DashCx *cx, const void *captured_5, void *state, const void *more)
{
    (void)cx;
    (void)captured_5;
    struct totals_shown_state *const into = state;
    const struct totals_shown_state *const later = more;
    dash_merge_spread(&into->std, &into->std_spread, into->std_seen, later->std, later->std_spread, later->std_seen);
    into->std_seen += later->std_seen;
}

/* kernels.dash:18
 *     callback totals(shop = #shop.value) -> #totals.children
 */
static DashValue totals(DashCx *cx, DashText shop)
{
    /* measures (shop, units, price)  -- 3 of 4 columns
     *   | filter(.shop == shop and .units > 3)
     *   | mean(.price), added part by part */
    const uint8_t shop_code = (uint8_t)dash_dict_find(&measures_shop_dict, shop);
    const struct totals_north_in captured = {shop_code};
    const DashWork work = {
        .run = totals_north,
        .merge = totals_north_merge,
        .captured = &captured,
        .state_size = sizeof(struct totals_north_state),
        .rows = measures_rows,
        .part_rows = 64,
        .where = "kernels.dash:19:15",
    };
    const struct totals_north_state *const found = dash_work(cx, &work);
    const DashOptFloat value = found->mean_seen > 0 ? (DashOptFloat){true, found->mean / (double)found->mean_seen}
        : (DashOptFloat){0};
    const double north = value.has ? value.value : 0.0;
    /* measures (shop)  -- 1 of 4 columns
     *   | filter(.shop != shop)
     *   | count() */
    const uint8_t shop_code_2 = (uint8_t)dash_dict_find(&measures_shop_dict, shop);
    const struct totals_other_in captured_3 = {shop_code_2};
    const DashWork work_2 = {
        .run = totals_other,
        .merge = totals_other_merge,
        .captured = &captured_3,
        .state_size = sizeof(struct totals_other_state),
        .rows = measures_rows,
        .part_rows = 64,
        .where = "kernels.dash:20:15",
    };
    const struct totals_other_state *const found_2 = dash_work(cx, &work_2);
    const int64_t other = found_2->count;
    DashBuilder text = dash_builder(cx);
    /* measures (price)  -- 1 of 4 columns
     *   | sum(.price), added part by part */
    const DashWork work_3 = {
        .run = totals_sum,
        .merge = totals_sum_merge,
        .captured = NULL,
        .state_size = sizeof(struct totals_sum_state),
        .rows = measures_rows,
        .part_rows = 64,
        .where = "kernels.dash:21:5",
    };
    const struct totals_sum_state *const found_3 = dash_work(cx, &work_3);
    dash_format_float(&text, found_3->sum, &(DashFormat){.type = 'f', .precision = 2});
    dash_put(&text, DASH_TEXT(" "));
    /* measures (price)  -- 1 of 4 columns
     *   | std(.price) */
    const DashWork work_4 = {
        .run = totals_shown,
        .merge = totals_shown_merge,
        .captured = NULL,
        .state_size = sizeof(struct totals_shown_state),
        .rows = measures_rows,
        .part_rows = 64,
        .where = "kernels.dash:21:32",
    };
    const struct totals_shown_state *const found_4 = dash_work(cx, &work_4);
    const DashOptFloat shown = found_4->std_seen > 1 ? (DashOptFloat){true, __builtin_sqrt(found_4->std_spread / ((double)found_4->std_seen - 1))}
        : (DashOptFloat){0};
    DashText value_2;
    if (!shown.has) {
        DashBuilder text_2 = dash_builder(cx);
        dash_put_float(&text_2, 0.0);
        value_2 = dash_builder_text(&text_2);
    } else {
        DashBuilder text_3 = dash_builder(cx);
        dash_format_float(&text_3, shown.value, &(DashFormat){.type = 'f', .precision = 3});
        value_2 = dash_builder_text(&text_3);
    }
    dash_put(&text, value_2);
    dash_put(&text, DASH_TEXT(" "));
    dash_format_float(&text, north, &(DashFormat){.type = 'f', .precision = 3});
    dash_put(&text, DASH_TEXT(" "));
    dash_put_int(&text, other);
    return dash_string(dash_builder_text(&text));
}

static void run_totals(DashCx *cx, DashCall *call)
{
    dash_set_output(call, 0, totals(cx, dash_arg_text(cx, call, 0)));
}

static const DashDependency months_output_ids[] = {
    {.id = "months", .property = "figure"},
};
static const DashParameter months_inputs[] = {
    {.name = "shop", .type = "text", .from = {.id = "shop", .property = "value"}},
};
static const DashDependency shops_output_ids[] = {
    {.id = "shops", .property = "figure"},
};
static const DashParameter shops_inputs[] = {
    {.name = "shop", .type = "text", .from = {.id = "shop", .property = "value"}},
};
static const DashDependency totals_output_ids[] = {
    {.id = "totals", .property = "children"},
};
static const DashParameter totals_inputs[] = {
    {.name = "shop", .type = "text", .from = {.id = "shop", .property = "value"}},
};

static const DashCallback callbacks[] = {
    {
        .name = "months",
        .where = "kernels.dash:9",
        .output = "months.figure",
        .outputs = months_output_ids,
        .output_count = 1,
        .inputs = months_inputs,
        .input_count = 1,
        .pure = true,
        .run = run_months,
    },
    {
        .name = "shops",
        .where = "kernels.dash:13",
        .output = "shops.figure",
        .outputs = shops_output_ids,
        .output_count = 1,
        .inputs = shops_inputs,
        .input_count = 1,
        .pure = true,
        .run = run_shops,
    },
    {
        .name = "totals",
        .where = "kernels.dash:18",
        .output = "totals.children",
        .outputs = totals_output_ids,
        .output_count = 1,
        .inputs = totals_inputs,
        .input_count = 1,
        .pure = true,
        .run = run_totals,
    },
};

extern const DashBundle dash_bundle; /* the front end */

static const DashApp app = {
    .abi = 1,
    .name = "kernels",
    .title = "Kernels",
    .source = "kernels.dash",
    .compiler = "dashc 0.1.0",
    .update_title = "Updating...",
    .layout_is_pure = true,
    .callbacks = callbacks,
    .callback_count = 3,
    .layout = layout,
    .bundle = &dash_bundle,
};

int main(int argc, char **argv)
{
    return dash_main(&app, argc, argv);
}
