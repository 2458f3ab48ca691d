/* SPDX-License-Identifier: MIT
 *
 * px.ecdf: the rows of a group in the order of the values, and the sum up to each.
 */
#include "dash/text.h"
#include "figure/px_internal.h"

typedef struct SortState {
    const DashColumn *column;
    bool descending;
} SortState;

static int compare_numbers(const DashColumn *column, uint32_t a, uint32_t b)
{
    double left = dash_column_float(column, a), right = dash_column_float(column, b);
    return (left > right) - (left < right);
}

static int compare_texts(const DashColumn *column, uint32_t a, uint32_t b)
{
    DashText left = dash_dict_text(column->dict, (uint32_t)dash_column_int(column, a));
    DashText right = dash_dict_text(column->dict, (uint32_t)dash_column_int(column, b));
    return dash_text_cmp(left, right);
}

/* Nulls last in both directions. */
static int compare_rows(const void *state, uint32_t a, uint32_t b)
{
    const SortState *sort = state;
    bool there_a = dash_is_valid(sort->column->valid, a);
    bool there_b = dash_is_valid(sort->column->valid, b);
    if (!there_a || !there_b) {
        return there_b - there_a;
    }
    int order = sort->column->type == DASH_COLUMN_TEXT ? compare_texts(sort->column, a, b)
                                                       : compare_numbers(sort->column, a, b);
    return sort->descending ? -order : order;
}

static void accumulate(const PxFigure *figure, const DashColumn *column, const uint32_t *rows,
                       size_t count, double *sums)
{
    double sum = 0;
    for (size_t i = 0; i < count; i++) {
        sum += dash_is_valid(column->valid, rows[i]) ? dash_column_float(column, rows[i]) : 0;
        sums[i] = sum;
    }
    for (size_t i = 0; i < count; i++) {
        if (px_is(figure->px.ecdfmode, "complementary")) {
            sums[i] = sum - sums[i];
        }
        if (px_is(figure->px.ecdfnorm, "probability")) {
            sums[i] /= sum;
        } else if (px_is(figure->px.ecdfnorm, "percent")) {
            sums[i] = sums[i] / sum * 100;
        }
    }
}

void px_accumulate(const PxFigure *figure, PxGroup *group)
{
    DashCx *cx = figure->cx;
    bool vertical = px_is_vertical(figure);
    const DashColumn *base = vertical ? figure->px.x : figure->px.y;
    const DashColumn *counted = vertical ? figure->px.y : figure->px.x;
    if (!px_is_continuous(counted)) {
        px_fail(figure, "what an ecdf adds up must be numbers");
    }
    SortState sort = {base, px_is(figure->px.ecdfmode, "reversed")};
    uint32_t *rows = dash_row_order(cx, group->count);
    for (size_t i = 0; i < group->count && group->rows; i++) {
        rows[i] = group->rows[i];
    }
    dash_sort_rows(cx, rows, group->count, compare_rows, &sort);
    double *sums = dash_alloc_array(cx, group->count, sizeof(*sums));
    accumulate(figure, counted, rows, group->count, sums);
    if (sort.descending) { /* drawn from the left all the same */
        for (size_t i = 0, j = group->count; i + 1 < j--; i++) {
            uint32_t row = rows[i];
            rows[i] = rows[j], rows[j] = row;
            double sum = sums[i];
            sums[i] = sums[j], sums[j] = sum;
        }
    }
    group->rows = rows;
    group->replaced = counted;
    group->by = (DashColumn){
        .name = counted->name, .type = DASH_COLUMN_FLOAT, .encoding = DASH_F64, .data = sums};
}
