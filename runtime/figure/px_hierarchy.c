/* SPDX-License-Identifier: MIT
 *
 * path=[.a, .b, .c] of treemap, sunburst and icicle: the rows become the nodes of
 * a tree, the leaves first. A node's value is the sum of its rows', a continuous
 * colour their mean weighted by value; any other column has its value where all
 * of the node's rows agree, else "(?)".
 */
#include <math.h>
#include <string.h>

#include "dash/text.h"
#include "figure/px_internal.h"

#define NO_NODE UINT32_MAX

/* The nodes of one depth: rows with the same first values of the path. */
typedef struct Depth {
    const PxLevels *levels;
    uint32_t *of_row; /* NO_NODE where a value is null */
    uint32_t *first;  /* row of each node */
    uint32_t count;
} Depth;

typedef struct Tree {
    PxFigure *figure;
    Depth *depths; /* from the root */
    size_t depth_count;
    size_t nodes; /* in all */
    const DashColumn *values, *color;
    double *sums, *means; /* of the nodes; no means without a continuous colour */
} Tree;

/* Numbers in order of first appearance of (node above, own level). */
static void fill_depth(const Tree *tree, size_t at, const DashColumn *column)
{
    DashCx *cx = tree->figure->cx;
    size_t rows = tree->figure->rows;
    Depth *depth = &tree->depths[at];
    const Depth *above = at ? &tree->depths[at - 1] : NULL;
    *depth = (Depth){.levels = px_make_levels(tree->figure, column),
                     .of_row = dash_alloc_array(cx, rows, sizeof(uint32_t)),
                     .first = dash_alloc_array(cx, rows, sizeof(uint32_t))};
    DashGroups groups = dash_groups(cx, 16);
    for (uint32_t row = 0; row < rows; row++) {
        uint32_t parent = above ? above->of_row[row] : 0, level = depth->levels->of_row[row];
        depth->of_row[row] = NO_NODE;
        if (parent == NO_NODE || level == depth->levels->null_level) {
            continue;
        }
        uint64_t hash = dash_hash_mix(dash_hash_mix(0, parent), level);
        uint32_t slot = dash_groups_probe(cx, &groups, hash);
        for (; groups.numbers[slot]; slot = (slot + 1) & groups.mask) {
            uint32_t known = depth->first[groups.numbers[slot] - 1];
            if (depth->levels->of_row[known] == level &&
                (!above || above->of_row[known] == parent)) {
                break;
            }
        }
        if (!groups.numbers[slot]) {
            groups.hashes[slot] = hash;
            groups.numbers[slot] = ++depth->count;
            groups.count++;
            depth->first[depth->count - 1] = row;
        }
        depth->of_row[row] = groups.numbers[slot] - 1;
    }
}

/* Calls for each depth from the leaves, with the number of its first node. */
#define EACH_DEPTH(tree, at, start)                                                                \
    for (size_t at = (tree)->depth_count, start = 0; at-- > 0; start += (tree)->depths[at].count)

/* "root/child/leaf" down to the depth. */
static DashText path_text(const Tree *tree, size_t depth, uint32_t row)
{
    DashBuilder b = dash_builder(tree->figure->cx);
    for (size_t i = 0; i <= depth; i++) {
        const PxLevels *levels = tree->depths[i].levels;
        dash_put(&b, i ? DASH_TEXT("/") : DASH_TEXT(""));
        dash_put(&b, levels->items[levels->of_row[row]].label);
    }
    return dash_builder_text(&b);
}

static void add_names(const Tree *tree)
{
    PxFigure *figure = tree->figure;
    DashCx *cx = figure->cx;
    DashText *ids = dash_alloc_array(cx, tree->nodes, sizeof(*ids));
    DashText *names = dash_alloc_array(cx, tree->nodes, sizeof(*names));
    DashText *parents = dash_alloc_array(cx, tree->nodes, sizeof(*parents));
    EACH_DEPTH(tree, at, start)
    {
        const Depth *depth = &tree->depths[at];
        for (uint32_t i = 0; i < depth->count; i++) {
            uint32_t row = depth->first[i];
            ids[start + i] = path_text(tree, at, row);
            names[start + i] = depth->levels->items[depth->levels->of_row[row]].label;
            parents[start + i] = at ? path_text(tree, at - 1, row) : DASH_TEXT("");
        }
    }
    figure->px.ids = px_text_column(figure, "id", ids, tree->nodes);
    figure->px.names = px_text_column(figure, "labels", names, tree->nodes);
    figure->px.parents = px_text_column(figure, "parent", parents, tree->nodes);
}

/* Sums over the rows of each node, of `column` times `weight`; NULL counts one. */
static double *node_sums(const Tree *tree, const DashColumn *column, const DashColumn *weight)
{
    double *sums = dash_alloc_array(tree->figure->cx, tree->nodes, sizeof(*sums));
    EACH_DEPTH(tree, at, start)
    {
        for (size_t row = 0; row < tree->figure->rows; row++) {
            uint32_t node = tree->depths[at].of_row[row];
            bool there = (!column || dash_is_valid(column->valid, row)) &&
                         (!weight || dash_is_valid(weight->valid, row));
            if (node != NO_NODE && there) {
                sums[start + node] += (column ? dash_column_float(column, row) : 1) *
                                      (weight ? dash_column_float(weight, row) : 1);
            }
        }
    }
    return sums;
}

static const DashColumn *agreed_column(void *state, const DashColumn *column)
{
    const Tree *tree = state;
    DashCx *cx = tree->figure->cx;
    if (px_same_column(column, tree->values)) {
        return px_float_column(tree->figure, column->name, tree->sums, tree->nodes);
    }
    if (tree->means && px_same_column(column, tree->color)) {
        return px_float_column(tree->figure, column->name, tree->means, tree->nodes);
    }
    const PxLevels *levels = px_make_levels(tree->figure, column);
    DashText *texts = dash_alloc_array(cx, tree->nodes, sizeof(*texts));
    EACH_DEPTH(tree, at, start)
    {
        const Depth *depth = &tree->depths[at];
        for (uint32_t i = 0; i < depth->count; i++) {
            texts[start + i] = levels->items[levels->of_row[depth->first[i]]].label;
        }
        for (size_t row = 0; row < tree->figure->rows; row++) {
            uint32_t node = depth->of_row[row];
            if (node != NO_NODE && levels->of_row[row] != levels->of_row[depth->first[node]]) {
                texts[start + node] = DASH_TEXT("(?)");
            }
        }
    }
    return px_text_column(tree->figure, column->name, texts, tree->nodes);
}

/* A node may not end where another one of its name goes on. */
static void check_leaves(const Tree *tree)
{
    for (size_t row = 0; row < tree->figure->rows; row++) {
        for (size_t at = 1; at < tree->depth_count; at++) {
            const PxLevels *above = tree->depths[at - 1].levels, *own = tree->depths[at].levels;
            if (above->of_row[row] == above->null_level && own->of_row[row] != own->null_level) {
                px_fail(tree->figure, "a null in the path has values below it");
            }
        }
    }
}

typedef struct SortedTexts {
    const DashColumn *column;
} SortedTexts;

static int compare_texts(const void *state, uint32_t a, uint32_t b)
{
    const DashColumn *column = ((const SortedTexts *)state)->column;
    DashText left = dash_dict_text(column->dict, (uint32_t)dash_column_int(column, a));
    DashText right = dash_dict_text(column->dict, (uint32_t)dash_column_int(column, b));
    return dash_text_cmp(left, right);
}

/* Colour tells in the hover text; "(?)" takes the first colour. */
static void finish_color(PxFigure *figure, bool continuous)
{
    DashPx *px = &figure->px;
    const DashColumn **items = dash_alloc_array(figure->cx, px->hover_data.len + 1, sizeof(*items));
    for (size_t i = 0; i < px->hover_data.len; i++) {
        items[i] = px->hover_data.items[i];
    }
    items[px->hover_data.len] = px->color;
    px->hover_data = (DashPxColumns){items, px->hover_data.len + 1};
    if (!continuous) {
        SortedTexts state = {px->color};
        uint32_t *order = dash_row_order(figure->cx, figure->rows);
        dash_sort_rows(figure->cx, order, figure->rows, compare_texts, &state);
        px_take_rows(figure, order, figure->rows);
    }
}

static Tree tree_of(PxFigure *figure)
{
    DashPxColumns path = figure->px.path;
    Tree tree = {.figure = figure, .depth_count = path.len};
    tree.depths = dash_alloc_array(figure->cx, path.len, sizeof(*tree.depths));
    for (size_t i = 0; i < path.len; i++) {
        fill_depth(&tree, i, path.items[i]);
        tree.nodes += tree.depths[i].count;
    }
    check_leaves(&tree);
    return tree;
}

static const char *sum_name(const PxFigure *figure, const DashColumn *values,
                            const DashColumn *color)
{
    if (!values) {
        return "count";
    }
    static const char MORE[] = "_sum";
    size_t len = strlen(values->name);
    char *name = dash_alloc(figure->cx, len + sizeof(MORE));
    memcpy(name, values->name, len);
    if (px_same_column(values, color)) {
        memcpy(name + len, MORE, sizeof(MORE));
    }
    return name;
}

void px_expand_path(PxFigure *figure)
{
    DashPx *px = &figure->px;
    if (px->ids || px->parents) {
        px_fail(figure, "path stands in the place of ids and parents: one of them only");
    }
    Tree tree = tree_of(figure);
    const DashColumn *values = px->values, *color = px->color;
    bool continuous = color && px_is_continuous(color);
    tree.values = values;
    tree.color = color;
    tree.sums = node_sums(&tree, values, NULL);
    tree.means = continuous ? node_sums(&tree, color, values) : NULL;
    for (size_t i = 0; continuous && i < tree.nodes; i++) {
        tree.means[i] /= tree.sums[i];
    }
    const char *name = sum_name(figure, values, color);
    px->values = NULL;
    px->path = px->all = (DashPxColumns){NULL, 0};
    px_map_columns(figure, agreed_column, &tree);
    add_names(&tree);
    px->values = px_float_column(figure, name, tree.sums, tree.nodes);
    if (continuous) {
        px->color = px_float_column(figure, color->name, tree.means, tree.nodes);
    }
    figure->rows = tree.nodes;
    if (px->color) {
        finish_color(figure, continuous);
    }
    px->path = (DashPxColumns){&px->ids, 1}; /* what was asked for, for branchvalues */
}
