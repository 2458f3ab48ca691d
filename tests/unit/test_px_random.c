/* SPDX-License-Identifier: MIT
 *
 * px and the methods of figures with arguments that nobody would write: any
 * column in any role, values out of range, empty lists, wrong kinds. Each call
 * gives a figure or fails its request; it never reads what is not there (which
 * the sanitizers of the other build watch). PX_SEED starts another series.
 */
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/cx.h"
#include "core/json_writer.h"
#include "dash/figure.h"
#include "dash/figure_edit.h"
#include "dash/source.h"
#include "dash/text.h"

enum { ROUNDS = 4000 };

static const char *const functions[] = {
#define PX_FUNCTION(name, trace, arguments) arguments,
#include "dash/px.def"
};

static const struct {
    const char *name;
    size_t offset;
} columns[] =
    {
#define PX_COLUMN(name) {#name, offsetof(DashPx, name)},
#include "dash/px.def"
},
  lists[] = {
#define PX_COLUMNS(name) {#name, offsetof(DashPx, name)},
#include "dash/px.def"
      {"x", offsetof(DashPx, wide_x)},
      {"y", offsetof(DashPx, wide_y)},
};

static const struct {
    const char *name, *values;
    size_t offset;
} values[] = {
#define PX_VALUE(name, kind, values) {#name, values, offsetof(DashPx, name)},
#include "dash/px.def"
};
#define COUNT(array) (sizeof(array) / sizeof(array[0]))

/* ---- chance ------------------------------------------------------------------ */

static uint64_t state;

static uint32_t below(uint32_t count)
{
    state = state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(state >> 33) % count;
}

static bool one_in(uint32_t count)
{
    return below(count) == 0;
}

static DashText word_of(const char *words)
{
    uint32_t count = 0;
    for (const char *at = words + 1; *at; at += strcspn(at, "|") + 1) {
        count++;
    }
    const char *at = words + 1;
    for (uint32_t skip = below(count); skip > 0; skip--) {
        at += strcspn(at, "|") + 1;
    }
    return (DashText){at, strcspn(at, "|")};
}

static DashValue any_value(DashCx *cx, const DashTable *table, int depth)
{
    static const char *const texts[] = {"",         "red",       "v",    "h",
                                        "identity", "Viridis_r", "%{x}", "(?)"};
    DashItems items;
    DashField fields[3];
    uint32_t count = below(4);
    switch (below(depth > 1 ? 7 : 9)) {
    case 0:
        return dash_bool(one_in(2));
    case 1:
        return dash_int((int64_t)below(7) - 2);
    case 2:
        return dash_float((double)below(100) / 7 - 3);
    case 3:
        return DASH_NULL_VALUE;
    case 7:
        items = dash_items(cx);
        for (uint32_t i = 0; i < count; i++) {
            dash_push(&items, any_value(cx, table, depth + 1));
        }
        return dash_items_value(&items);
    case 8:
        for (uint32_t i = 0; i < 3; i++) {
            const char *name = table->columns[below(table->column_count)].name;
            fields[i] = (DashField){dash_text_of(name), any_value(cx, table, depth + 1)};
        }
        return dash_object(cx, fields, count > 3 ? 3 : count);
    default:
        return dash_string(dash_text_of(texts[below(COUNT(texts))]));
    }
}

/* Lists of `depth`, mostly even, of what are mostly numbers. */
static DashValue any_pixels(DashCx *cx, uint32_t depth, uint32_t level)
{
    static uint32_t lengths[5];
    if (depth == 0 || one_in(60)) {
        return one_in(30)  ? any_value(cx, NULL, 2)
               : one_in(9) ? dash_float((double)below(900) / 3 - 9)
                           : dash_int((int64_t)below(256));
    }
    if (level == 0) {
        for (size_t i = 0; i < COUNT(lengths); i++) {
            lengths[i] = below(5);
        }
    }
    DashItems items = dash_items(cx);
    uint32_t count = one_in(40) ? below(5) : lengths[level];
    for (uint32_t i = 0; i < count; i++) {
        dash_push(&items, any_pixels(cx, depth - 1, level + 1));
    }
    return dash_items_value(&items);
}

/* ---- calls ---------------------------------------------------------------------- */

typedef struct Round {
    DashTable table;
    JsonWriter writer;
    uint32_t function;
} Round;

static bool takes(const char *arguments, const char *name)
{
    char word[64];
    snprintf(word, sizeof(word), " %s ", name);
    return strstr(arguments, word) != NULL;
}

static DashPxColumns some_columns(DashCx *cx, const DashTable *table)
{
    size_t count = below(4);
    const DashColumn **items = dash_alloc_array(cx, count, sizeof(*items));
    for (size_t i = 0; i < count; i++) {
        items[i] = &table->columns[below(table->column_count)];
    }
    return (DashPxColumns){items, count};
}

static DashPxColumns all_columns(DashCx *cx, const DashTable *table)
{
    const DashColumn **items = dash_alloc_array(cx, table->column_count, sizeof(*items));
    for (uint32_t i = 0; i < table->column_count; i++) {
        items[i] = &table->columns[i];
    }
    return (DashPxColumns){items, table->column_count};
}

static void *member(DashPx *px, size_t offset)
{
    return (char *)px + offset;
}

static DashPx any_arguments(DashCx *cx, const Round *round)
{
    const DashTable *table = &round->table;
    const char *arguments = functions[round->function];
    DashPx px = {.where = "random"};
    for (size_t i = 0; i < COUNT(columns); i++) {
        bool axis = strlen(columns[i].name) == 1;
        if (takes(arguments, columns[i].name) && (axis ? !one_in(6) : one_in(5))) {
            *(const DashColumn **)member(&px, columns[i].offset) =
                &table->columns[below(table->column_count)];
        }
    }
    for (size_t i = 0; i < COUNT(lists); i++) {
        if (takes(arguments, lists[i].name) && one_in(6)) {
            *(DashPxColumns *)member(&px, lists[i].offset) = some_columns(cx, table);
        }
    }
    for (size_t i = 0; i < COUNT(values); i++) {
        if (!takes(arguments, values[i].name) || !one_in(6)) {
            continue;
        }
        *(DashValue *)member(&px, values[i].offset) = values[i].values && !one_in(4)
                                                          ? dash_string(word_of(values[i].values))
                                                          : any_value(cx, table, 0);
    }
    if (takes(arguments, "img") && !one_in(4)) {
        DashValue *const axes[] = {&px.img_facet_col, &px.img_facet_row, &px.img_animation_frame};
        px.img = any_pixels(cx, 1 + below(4), 0);
        for (size_t i = 0; i < COUNT(axes); i++) {
            *axes[i] = one_in(3) ? dash_int((int64_t)below(5) - 1) : DASH_NULL_VALUE;
        }
    }
    if (one_in(2)) {
        px.all = all_columns(cx, table);
    }
    px.hover_formats = one_in(4) ? any_value(cx, table, 0) : DASH_NULL_VALUE;
    return px;
}

typedef DashValue (*Edit)(DashCx *cx, DashValue figure, DashValue args, const char *where);
static DashValue put_any_items(DashCx *cx, DashValue figure, DashValue args, const char *where)
{
    DashValue items = dash_figure_items(cx, figure, args, where);
    return dash_figure_put_items(cx, figure, args, one_in(3) ? args : items, where);
}

static const Edit edits[] = {
    put_any_items,
    dash_figure_update_layout,
    dash_figure_update_traces,
    dash_figure_update_plots,
    dash_figure_update_items,
    dash_figure_add_item,
    dash_figure_add_line,
    dash_figure_add_traces,
};

/* What the checker writes for a method: names that fit, values that need not. */
static DashValue any_edit(DashCx *cx, const DashTable *table)
{
    static const char *const keys[] = {"xaxis",       "yaxis",  "geo",
                                       "annotations", "shapes", "coloraxis"};
    static const char *const lines[] = {"hline", "vline", "hrect", "vrect"};
    static const char *const names[] = {"row",
                                        "col",
                                        "selector",
                                        "x",
                                        "y",
                                        "x0",
                                        "x1",
                                        "y0",
                                        "y1",
                                        "secondary_y",
                                        "annotation_position",
                                        "data",
                                        "note"};
    DashField fields[COUNT(names) + 3];
    size_t count = 0;
    fields[count++] =
        (DashField){DASH_TEXT("key"), dash_string(dash_text_of(keys[below(COUNT(keys))]))};
    fields[count++] =
        (DashField){DASH_TEXT("line"), dash_string(dash_text_of(lines[below(COUNT(lines))]))};
    fields[count++] = (DashField){DASH_TEXT("patch"), any_value(cx, table, 0)};
    for (size_t i = 0; i < COUNT(names); i++) {
        if (one_in(2)) {
            fields[count++] = (DashField){dash_text_of(names[i]), any_value(cx, table, 0)};
        }
    }
    return dash_object(cx, fields, count);
}

static void make_figure(DashCx *cx, void *data)
{
    Round *round = data;
    DashPx px = any_arguments(cx, round);
    DashValue figure = dash_px(cx, (DashPxFunction)round->function, &round->table, &px);
    json_value(&round->writer, &figure);
    for (uint32_t i = below(4); i > 0; i--) {
        figure = edits[below(COUNT(edits))](cx, figure, any_edit(cx, &round->table), "random");
    }
    json_value(&round->writer, &figure);
}

static void make_subplots(DashCx *cx, void *data)
{
    static const char *const names[] = {"rows",
                                        "cols",
                                        "shared_xaxes",
                                        "shared_yaxes",
                                        "start_cell",
                                        "horizontal_spacing",
                                        "vertical_spacing",
                                        "subplot_titles",
                                        "column_widths",
                                        "row_heights",
                                        "specs",
                                        "column_titles",
                                        "row_titles",
                                        "x_title",
                                        "y_title"};
    Round *round = data;
    DashField fields[COUNT(names)];
    size_t count = 0;
    for (size_t i = 0; i < COUNT(names); i++) {
        if (one_in(3)) {
            fields[count++] = (DashField){dash_text_of(names[i]), any_value(cx, &round->table, 0)};
        }
    }
    DashValue figure = dash_make_subplots(cx, dash_object(cx, fields, count), "random");
    figure = edits[below(COUNT(edits))](cx, figure, any_edit(cx, &round->table), "random");
    json_value(&round->writer, &figure);
}

static void read_table(DashCx *cx, DashTable *table)
{
    static const char *const files[] = {"sales", "nulls",   "one",  "empty",
                                        "tips",  "regions", "tasks"};
    char path[128];
    DashSourceReport report;
    snprintf(path, sizeof(path), "../figures/data/%s.csv", files[below(COUNT(files))]);
    assert_true(dash_source_read(cx->arena, path, &(DashSource){0}, table, &report));
}

static void every_call_ends(void **unused)
{
    (void)unused;
    const char *seed = getenv("PX_SEED");
    state = seed ? strtoull(seed, NULL, 10) : 1;
    uint32_t made = 0;
    Round round = {.function = 0};
    json_writer_init(&round.writer);
    for (uint32_t i = 0; i < ROUNDS; i++) {
        DashCx *cx = dash_cx_create(0);
        read_table(cx, &round.table);
        round.function = below(COUNT(functions));
        json_writer_reset(&round.writer);
        made += dash_cx_run(cx, one_in(8) ? make_subplots : make_figure, &round) == DASH_EXIT_DONE;
        dash_cx_destroy(cx);
    }
    json_writer_finish(&round.writer);
    assert_in_range(made, ROUNDS / 10, ROUNDS); /* or it would test the failures alone */
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_call_ends)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
