/* Written by dashc from changes.dash: change that file, not this one. */
#include <dash/dash.h>

DASH_REQUIRE_ABI(1);

/* [[float]] */
typedef struct FloatsList {
    const DashFloats *items;
    size_t len;
} FloatsList;

/* {n: int, tags: [text]} */
typedef struct Cell {
    int64_t n;
    DashTexts tags;
} Cell;

/* {text: {n: int, tags: [text]}} */
typedef struct CellMap {
    const DashText *keys;
    const Cell *values;
    size_t len;
    DashSlots slots;
} CellMap;

static DashFloats copy_of_Floats(DashCx *cx, DashFloats value)
{
    double *items = dash_copy_items(cx, value.items, value.len, sizeof *items);
    value.items = items;
    return value;
}

static FloatsList copy_of_FloatsList(DashCx *cx, FloatsList value)
{
    DashFloats *items = dash_copy_items(cx, value.items, value.len, sizeof *items);
    for (size_t i = 0; i < value.len; i++)
        items[i] = copy_of_Floats(cx, items[i]);
    value.items = items;
    return value;
}

static DashTexts copy_of_Texts(DashCx *cx, DashTexts value)
{
    DashText *items = dash_copy_items(cx, value.items, value.len, sizeof *items);
    value.items = items;
    return value;
}

static Cell copy_of_Cell(DashCx *cx, Cell value)
{
    value.tags = copy_of_Texts(cx, value.tags);
    return value;
}

static CellMap copy_of_CellMap(DashCx *cx, CellMap value)
{
    value.keys = dash_copy_items(cx, value.keys, value.len, sizeof *value.keys);
    value.slots = dash_copy_slots(cx, value.slots);
    Cell *values = dash_copy_items(cx, value.values, value.len, sizeof *values);
    for (size_t i = 0; i < value.len; i++)
        values[i] = copy_of_Cell(cx, values[i]);
    value.values = values;
    return value;
}

/*  has key: is the key there? */
static bool map_has_CellMap(CellMap map, DashText key)
{
    return dash_find_text(map.slots, map.keys, map.len, key) < map.len;
}

static Cell *slot_in_CellMap(DashCx *cx, CellMap *map, DashText key)
{
    const size_t at = dash_find_text(map->slots, map->keys, map->len, key);
    if (at == map->len) {
        map->keys = dash_room(cx, map->keys, map->len, sizeof *map->keys);
        map->values = dash_room(cx, map->values, map->len, sizeof *map->values);
        ((DashText *)map->keys)[map->len++] = key;
        dash_note_text(cx, &map->slots, map->keys, map->len);
    }
    return &((Cell *)map->values)[at];
}

static Cell *value_in_CellMap(DashCx *cx, CellMap map, DashText key, const char *where)
{
    const size_t at = dash_find_text(map.slots, map.keys, map.len, key);
    if (at == map.len)
        dash_no_text(cx, key, where);
    return &((Cell *)map.values)[at];
}

/* changes.dash:3
 *     fn steps(n: int) -> [[float]]
 */
static FloatsList steps(DashCx *cx, int64_t n)
{
    DashFloats *grid_items = dash_alloc_array(cx, dash_range_turns(0, n), sizeof *grid_items);
    size_t grid_items_count = 0;
    for (int64_t y = 0; y < n; y++) {
        double *item = dash_alloc_array(cx, dash_range_turns(0, n), sizeof *item);
        size_t item_count = 0;
        for (int64_t x = 0; x < n; x++) {
            item[item_count++] = 0.0;
        }
        grid_items[grid_items_count++] = (DashFloats){item, item_count};
    }
    FloatsList grid = {grid_items, grid_items_count};
    bool grid_own = false;
    if (!grid_own) {
        grid = copy_of_FloatsList(cx, grid);
        grid_own = true;
    }
    uint32_t turns = 0;
    for (int64_t y = 0; y < n; y++) {
        dash_turn(cx, &turns, "changes.dash:5:3");
        uint32_t turns_2 = 0;
        for (int64_t x = 0; x < n; x++) {
            dash_turn(cx, &turns_2, "changes.dash:6:5");
            const DashFloats list = grid.items[dash_index(
                cx, dash_int_sub(cx, y, 1, "changes.dash:6:43"), grid.len, "changes.dash:6:38")];
            DashFloats *const item_2 = &((DashFloats *)grid.items)[dash_index(cx, y, grid.len, "changes.dash:6:25")];
            ((double *)item_2->items)[dash_index(cx, x, item_2->len, "changes.dash:6:25")] = list.items[dash_index(cx, x, list.len, "changes.dash:6:38")] + 1.0;
        }
    }
    return grid;
}

/* changes.dash:10
 *     fn tally(words: [text]) -> {text: Cell}
 */
static CellMap tally(DashCx *cx, DashTexts words)
{
    CellMap cells = {0};
    bool cells_own = false;
    if (!cells_own) {
        cells = copy_of_CellMap(cx, cells);
        cells_own = true;
    }
    for (size_t i = 0; i < words.len; i++) {
        const DashText word = words.items[i];
        if (!map_has_CellMap(cells, word)) {
            DashText *tags = dash_alloc_array(cx, 0, sizeof *tags);
            (*slot_in_CellMap(cx, &cells, word)) = copy_of_Cell(cx, (Cell){.n = 0, .tags = (DashTexts){tags, 0}});
        }
        (*value_in_CellMap(cx, cells, word, "changes.dash:14:5")).n = dash_int_add(
            cx, (*value_in_CellMap(cx, cells, word, "changes.dash:14:5")).n, 1,
            "changes.dash:14:5");
        const DashText item = word;
        Cell *const entry = &(*value_in_CellMap(cx, cells, word, "changes.dash:15:5"));
        entry->tags.items = dash_room(cx, entry->tags.items, entry->tags.len, sizeof *entry->tags.items);
        ((DashText *)entry->tags.items)[entry->tags.len++] = item;
    }
    cells_own = false;
    const CellMap before = cells;
    DashText *tags_items = dash_alloc_array(cx, 0, sizeof *tags_items);
    if (!cells_own) {
        cells = copy_of_CellMap(cx, cells);
        cells_own = true;
    }
    (*slot_in_CellMap(cx, &cells, DASH_TEXT("last"))) = copy_of_Cell(cx, (Cell){.n = 1, .tags = (DashTexts){tags_items, 0}});
    cells_own = false;
    return (int64_t)before.len > 2 ? before : cells;
}

/* changes.dash:21
 *     fn wait(n: int) -> int
 */
static int64_t wait(DashCx *cx, int64_t n)
{
    int64_t left = n;
    uint32_t turns = 0;
    while (left > 0) {
        dash_turn(cx, &turns, "changes.dash:23:3");
        left = dash_int_sub(cx, left, 1, "changes.dash:23:20");
    }
    return left;
}

/* The layout, changes.dash:26 */
static DashValue layout(DashCx *cx)
{
    DashBuilder children = dash_builder(cx);
    const FloatsList list = steps(cx, 3);
    const DashFloats list_2 = list.items[dash_index(cx, 0, list.len, "changes.dash:26:19")];
    dash_put_float(
        &children, list_2.items[dash_index(cx, 0, list_2.len, "changes.dash:26:19")]);
    dash_put(&children, DASH_TEXT(" "));
    static const DashText words[] = {{"a", 1}};
    dash_put_int(&children, (int64_t)tally(cx, (DashTexts){words, 1}).len);
    dash_put(&children, DASH_TEXT(" "));
    dash_put_int(&children, wait(cx, 3));
    return dash_component(
        cx, "dash_html_components", "P",
        (DashField[]){{DASH_TEXT("children"), dash_string(dash_builder_text(&children))}},
        1);
}

extern const DashBundle dash_bundle; /* the front end */

static const DashApp app = {
    .abi = 1,
    .name = "changes",
    .title = "Changes",
    .source = "changes.dash",
    .compiler = "dashc 0.1.0",
    .update_title = "Updating...",
    .layout_is_pure = true,
    .layout = layout,
    .bundle = &dash_bundle,
};

int main(int argc, char **argv)
{
    return dash_main(&app, argc, argv);
}
