/* SPDX-License-Identifier: MIT
 *
 * A page of a table: the rows that pass the filter (a bitmap), in the wanted order,
 * and of these as many as the page shows. Of a table that stays, the order of all
 * rows is kept, so that turning pages costs no sorting.
 */
#include "dash/datatable.h"

#include <string.h>

#include "dash/text.h"
#include "table/filter_rows.h"
#include "table/row_order.h"

enum { KEYS_MOST = 8 };

/* The columns to sort by; gives how many. Those that are not there change nothing. */
static size_t sort_keys(const DashTable *table, DashValue sort_by, RowKey keys[KEYS_MOST])
{
    size_t count = 0;
    for (uint32_t i = 0; sort_by.kind == DASH_LIST && i < sort_by.count; i++) {
        DashValue id = dash_get(sort_by.items[i], DASH_TEXT("column_id"));
        DashValue direction = dash_get(sort_by.items[i], DASH_TEXT("direction"));
        bool descending =
            direction.kind == DASH_STRING && dash_text_eq(direction.text, DASH_TEXT("desc"));
        for (uint32_t k = 0; k < table->column_count && count < KEYS_MOST; k++) {
            const DashColumn *column = &table->columns[k];
            if (id.kind == DASH_STRING && dash_text_eq(id.text, dash_text_of(column->name))) {
                keys[count++] = (RowKey){column, descending};
                break;
            }
        }
    }
    return count;
}

static size_t count_bits(const uint64_t *bits, size_t rows)
{
    size_t count = 0;
    for (size_t word = 0; word < (rows + 63) / 64; word++) {
        count += (size_t)__builtin_popcountll(bits[word]);
    }
    return count;
}

/* A run of the rows that pass. */
typedef struct Page {
    const uint64_t *bits; /* NULL: all pass */
    size_t first, count, rows;
    uint32_t *out;
} Page;

static bool passes(const Page *page, uint32_t row)
{
    return !page->bits || (page->bits[row / 64] >> (row % 64) & 1);
}

/* Takes the page out of the rows in `order` (NULL: 0, 1, 2 …). */
static void take_page(const uint32_t *order, void *data)
{
    Page *page = data;
    size_t i = 0, skip = page->first, taken = 0;
    if (!page->bits) {
        i = skip;
        skip = 0;
    }
    for (; i < page->rows && taken < page->count; i++) {
        uint32_t row = order ? order[i] : (uint32_t)i;
        if (!passes(page, row)) {
            continue;
        }
        if (skip > 0) {
            skip--;
        } else {
            page->out[taken++] = row;
        }
    }
}

/* The same without an order: whole words of rows are skipped. */
static void take_in_place(Page *page)
{
    size_t skip = page->first, taken = 0;
    for (size_t word = 0; word < (page->rows + 63) / 64 && taken < page->count; word++) {
        uint64_t bits = page->bits[word];
        size_t here = (size_t)__builtin_popcountll(bits);
        if (skip >= here) {
            skip -= here;
            continue;
        }
        for (; bits && taken < page->count; bits &= bits - 1) {
            if (skip > 0) {
                skip--;
            } else {
                page->out[taken++] = (uint32_t)(word * 64 + dash_lowest(bits));
            }
        }
    }
}

/* Which of `rows` rows the page shows. */
static void find_page(const DashDatatable *asked, size_t rows, Page *page)
{
    page->first = 0;
    page->count = rows;
    if (!asked->page_size.has || asked->page_size.value <= 0) {
        return;
    }
    size_t size = (uint64_t)asked->page_size.value < rows ? (size_t)asked->page_size.value : rows;
    size_t last = size ? (rows - 1) / size : 0, current = 0;
    if (asked->page_current.has && asked->page_current.value > 0) {
        current =
            (uint64_t)asked->page_current.value < last ? (size_t)asked->page_current.value : last;
    }
    page->first = current * size;
    page->count = rows - page->first < size ? rows - page->first : size;
}

/* The rows that pass, in the order in which they stand. */
static uint32_t *passing(DashCx *cx, const Page *all, DashRows from, size_t count)
{
    Page page = *all;
    page.first = 0;
    page.count = count;
    page.out = dash_alloc_array(cx, count + 1, sizeof(uint32_t));
    if (from.items || !page.bits) {
        take_page(from.items, &page);
    } else {
        take_in_place(&page);
    }
    return page.out;
}

static size_t count_passing(const Page *page, DashRows from)
{
    size_t count = 0;
    if (!page->bits) {
        return from.count;
    }
    if (!from.items) {
        return count_bits(page->bits, from.count);
    }
    for (size_t i = 0; i < from.count; i++) {
        count += passes(page, from.items[i]);
    }
    return count;
}

DashRows dash_datatable(DashCx *cx, const DashTable *table, DashRows from,
                        const DashDatatable *asked, bool stays)
{
    RowKey keys[KEYS_MOST];
    size_t key_count = sort_keys(table, asked->sort_by, keys);
    const FilterNode *filter = filter_query(cx, asked->filter_query);
    Page page = {.bits = filter ? filter_rows(cx, filter, table) : NULL, .rows = from.count};
    size_t count = count_passing(&page, from);
    find_page(asked, count, &page);
    page.out = dash_alloc_array(cx, page.count + 1, sizeof(*page.out));
    DashRows result = {page.out, page.count};
    bool most = count > from.count / 8;
    if (key_count > 0 && stays && !from.items && most) {
        row_order_kept(cx, from.count, keys, key_count, take_page, &page);
    } else if (key_count > 0) {
        uint32_t *rows = passing(cx, &page, from, count);
        row_order(cx, rows, count, keys, key_count);
        memcpy(page.out, rows + page.first, page.count * sizeof(*rows));
    } else if (from.items || !page.bits) {
        take_page(from.items, &page);
    } else {
        take_in_place(&page);
    }
    return result;
}
