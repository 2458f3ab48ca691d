/* SPDX-License-Identifier: MIT
 *
 * Values as tables: a list of records, as a DataTable sends its rows, or an object of
 * lists, a column each.
 */
#include "core/cx.h"
#include "dash/cast.h"
#include "dash/data.h"

/* One column in the making, in the plain shape. */
typedef struct Making {
    DashCx *cx;
    const DashSourceColumn *wanted;
    void *data;
    uint64_t *valid; /* of one that may be null */
    DashDict *dict;
} Making;

static Making start(DashCx *cx, const DashSourceColumn *wanted, size_t rows)
{
    Making m = {.cx = cx, .wanted = wanted};
    size_t words = (rows + DASH_LANES - 1) / DASH_LANES;
    m.data = dash_alloc_array(cx, words * DASH_LANES,
                              dash_encoding_size(dash_plain_encoding(wanted->type)));
    if (wanted->optional)
        m.valid = dash_alloc_array(cx, words, sizeof *m.valid);
    if (wanted->type == DASH_COLUMN_TEXT)
        m.dict = dash_dict_new(cx);
    return m;
}

static bool put(const Making *m, size_t row, DashValue value)
{
    int64_t number = 0;
    DashText text;
    bool truth = false;
    switch (m->wanted->type) {
    case DASH_COLUMN_BOOL:
        if (!dash_read_bool(m->cx, value, &truth))
            return false;
        ((uint8_t *)m->data)[row] = truth;
        return true;
    case DASH_COLUMN_INT:
        return dash_read_int(m->cx, value, (int64_t *)m->data + row);
    case DASH_COLUMN_FLOAT:
        return dash_read_float(m->cx, value, (double *)m->data + row);
    case DASH_COLUMN_TEXT:
        if (!dash_read_text(m->cx, value, &text))
            return false;
        ((uint32_t *)m->data)[row] = dash_dict_code(m->cx, m->dict, text);
        return true;
    case DASH_COLUMN_DATE:
        if (!dash_read_date(m->cx, value, &number))
            return false;
        ((int32_t *)m->data)[row] = (int32_t)number;
        return true;
    case DASH_COLUMN_DATETIME:
        return dash_read_datetime(m->cx, value, (int64_t *)m->data + row);
    default:
        return false;
    }
}

/* The value of row `row` of column `name` in either form. */
static DashValue cell(DashValue value, const char *name, size_t row)
{
    DashText text = dash_text_of(name);
    return value.kind == DASH_LIST ? dash_get(value.items[row], text)
                                   : dash_get(value, text).items[row];
}

/* Whether the value has one of the forms; how many rows it has. */
static bool has_rows(DashValue value, const DashSourceColumn *columns, uint32_t count, size_t *rows)
{
    *rows = value.count;
    for (uint32_t i = 0; value.kind == DASH_LIST && i < value.count; i++)
        if (value.items[i].kind != DASH_OBJECT)
            return false;
    for (uint32_t i = 0; value.kind == DASH_OBJECT && i < count; i++) {
        DashValue list = dash_get(value, dash_text_of(columns[i].name));
        if (list.kind != DASH_LIST || (i > 0 && list.count != *rows))
            return false;
        *rows = list.count;
    }
    return value.kind == DASH_LIST || value.kind == DASH_OBJECT;
}

bool dash_read_table(DashCx *cx, DashValue value, const DashSourceColumn *columns, uint32_t count,
                     DashTable *out)
{
    size_t rows;
    if (!has_rows(value, columns, count, &rows))
        return false;
    DashColumn *made = dash_alloc_array(cx, count, sizeof *made);
    for (uint32_t i = 0; i < count; i++) {
        Making m = start(cx, &columns[i], rows);
        for (size_t row = 0; row < rows; row++) {
            DashValue one = cell(value, columns[i].name, row);
            if (one.kind == DASH_NULL && columns[i].optional)
                continue;
            if (!put(&m, row, one))
                return false;
            if (m.valid)
                m.valid[row / 64] |= UINT64_C(1) << row % 64;
        }
        made[i] =
            (DashColumn){columns[i].name, columns[i].type, dash_plain_encoding(columns[i].type),
                         m.data,          m.valid,         m.dict};
    }
    *out = (DashTable){rows, count, made};
    return true;
}
