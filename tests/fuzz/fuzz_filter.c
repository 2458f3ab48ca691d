/* SPDX-License-Identifier: MIT
 *
 * A filter_query, as anybody may send it, over a small table of every type. The
 * rows that a filter does not keep are those that its opposite keeps.
 */
#include <stdlib.h>
#include <string.h>

#include "core/cx.h"
#include "dash/datatable.h"
#include "table/filter_rows.h"

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

enum { ROWS = 70 };

static const uint32_t OFFSETS[] = {0, 1, 4, 4, 8, 18};
static const DashDict DICT = {OFFSETS, "5ash\xC3\xA9lm2021-03-04", 5};
static uint8_t codes[DASH_LANES * 2], bools[DASH_LANES * 2];
static int16_t ints[DASH_LANES * 2];
static double floats[DASH_LANES * 2];
static int32_t days[DASH_LANES * 2];
static int64_t moments[DASH_LANES * 2];
static uint64_t valid[2];

static const DashColumn COLUMNS[] = {
    {"t", DASH_COLUMN_TEXT, DASH_U8, codes, valid, &DICT},
    {"b", DASH_COLUMN_BOOL, DASH_U8, bools, NULL, NULL},
    {"i", DASH_COLUMN_INT, DASH_I16, ints, NULL, NULL},
    {"f", DASH_COLUMN_FLOAT, DASH_F64, floats, valid, NULL},
    {"d", DASH_COLUMN_DATE, DASH_I32, days, NULL, NULL},
    {"m", DASH_COLUMN_DATETIME, DASH_I64, moments, valid, NULL},
};
static const DashTable TABLE = {ROWS, sizeof COLUMNS / sizeof *COLUMNS, COLUMNS};
static DashCx *cx;

static void set_up(void)
{
    for (int i = 0; i < ROWS; i++) {
        bool there = i % 7 != 0;
        valid[i / 64] |= (uint64_t)there << (i % 64);
        codes[i] = there ? (uint8_t)(i % 5) : 0;
        bools[i] = i % 3 == 0;
        ints[i] = (int16_t)(i * 31 - 900);
        floats[i] = there ? i / 8.0 - 3 : 0;
        days[i] = i * 1000 - 9000;
        moments[i] = there ? i * INT64_C(86401000000) / 7 : 0;
    }
    cx = dash_cx_create(64 << 20);
    if (!cx)
        abort();
}

static void ask(DashCx *context, void *state)
{
    DashText query = *(const DashText *)state;
    DashDatatable asked = {.filter_query = query, .page_size = {true, 7}};
    dash_datatable(context, &TABLE, (DashRows){NULL, ROWS}, &asked, true);
    const FilterNode *node = filter_query(context, query);
    if (!node)
        return;
    FilterNode opposite = {.shape = FILTER_NOT, .a = node};
    const uint64_t *kept = filter_rows(context, node, &TABLE);
    const uint64_t *gone = filter_rows(context, &opposite, &TABLE);
    for (int i = 0; i < ROWS; i++)
        if (dash_is_valid(kept, (size_t)i) == dash_is_valid(gone, (size_t)i))
            abort();
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
    if (!cx)
        set_up();
    dash_cx_reset(cx);
    DashText query = {(const char *)data, size};
    dash_cx_run(cx, ask, &query);
    return 0;
}
