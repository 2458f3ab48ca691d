/* SPDX-License-Identifier: MIT
 *
 * The grid of a figure's subplots, kept beside the figure for its methods.
 */
#include "figure/grid.h"

DashValue grid_cell_value(DashCx *cx, const GridCell *cell)
{
    const DashValue parts[] = {dash_int(cell->row), dash_int(cell->col), cell->place, cell->second};
    return dash_list(cx, parts, 4);
}

void grid_attach(DashCx *cx, DashValue *figure, const DashValue *cells, size_t count)
{
    DashValue grid = dash_list(cx, cells, count);
    grid.kind = DASH_NO_UPDATE;
    tree_put(cx, figure, DASH_TEXT("grid"), grid);
}

static const DashValue *grid_of(DashValue figure)
{
    const DashValue *grid = tree_find(&figure, "grid");
    return grid && grid->kind == DASH_NO_UPDATE ? grid : NULL;
}

size_t grid_count(DashValue figure)
{
    const DashValue *grid = grid_of(figure);
    return grid ? grid->count : 0;
}

GridCell grid_cell(DashValue figure, size_t index)
{
    const DashValue *parts = grid_of(figure)->items[index].items;
    return (GridCell){parts[0].integer, parts[1].integer, parts[2], parts[3]};
}

DashValue grid_place(DashCx *cx, SubplotKind kind, size_t number, SubplotSpan x, SubplotSpan y)
{
    DashValue place = TREE_EMPTY;
    const char *key = subplot_key(kind);
    if (kind == SUBPLOT_XY) {
        tree_set(cx, &place, "xaxis", dash_string(subplot_name(cx, "x", number)));
        tree_set(cx, &place, "yaxis", dash_string(subplot_name(cx, "y", number)));
    } else if (kind == SUBPLOT_DOMAIN) {
        tree_set(cx, &place, "domain.x", subplot_span_value(cx, x));
        tree_set(cx, &place, "domain.y", subplot_span_value(cx, y));
    } else if (key) {
        bool named = kind == SUBPLOT_SCENE || kind == SUBPLOT_GEO;
        tree_set(cx, &place, named ? key : "subplot", dash_string(subplot_name(cx, key, number)));
    }
    return place;
}
