/* SPDX-License-Identifier: MIT
 *
 * Lists in the place of columns: their values as a column of the type that holds
 * them all. Texts that are all dates stay texts, as in plotly.express.
 */
#include <string.h>

#include "dash/figure.h"

static DashColumnType type_of(DashCx *cx, const char *name, DashValue list, const char *where)
{
    DashColumnType type = DASH_COLUMN_INT;
    bool some = false;
    for (uint32_t i = 0; i < list.count; i++) {
        DashKind kind = list.items[i].kind;
        if (kind == DASH_NULL) {
            continue;
        }
        DashColumnType own = kind == DASH_BOOL     ? DASH_COLUMN_BOOL
                             : kind == DASH_INT    ? DASH_COLUMN_INT
                             : kind == DASH_FLOAT  ? DASH_COLUMN_FLOAT
                             : kind == DASH_STRING ? DASH_COLUMN_TEXT
                                                   : DASH_COLUMN_DATE;
        bool numbers = some && (type == DASH_COLUMN_INT || type == DASH_COLUMN_FLOAT) &&
                       (own == DASH_COLUMN_INT || own == DASH_COLUMN_FLOAT);
        if (own == DASH_COLUMN_DATE || (some && own != type && !numbers)) {
            dash_fail(cx, where, "the list of `%s` holds %s", name,
                      own == DASH_COLUMN_DATE ? dash_kind_name(kind) : "values of several types");
        }
        type = some && own != type ? DASH_COLUMN_FLOAT : own;
        some = true;
    }
    return type;
}

static void set_bit(uint64_t *valid, size_t row)
{
    valid[row / 64] |= (uint64_t)1 << (row % 64);
}

/* Codes of the distinct texts; the dictionary in order of first appearance. */
static void fill_texts(DashCx *cx, DashColumn *column, DashValue list)
{
    uint32_t *codes = dash_alloc_array(cx, list.count, sizeof(*codes));
    uint32_t *first = dash_alloc_array(cx, list.count, sizeof(*first));
    uint32_t *offsets = dash_alloc_array(cx, (size_t)list.count + 2, sizeof(*offsets));
    DashGroups groups = dash_groups(cx, 16);
    size_t bytes = 0;
    uint32_t count = 0;
    for (uint32_t i = 0; i < list.count; i++) {
        DashText text = list.items[i].kind == DASH_STRING ? list.items[i].text : DASH_TEXT("");
        uint64_t hash = dash_hash_text(text);
        uint32_t slot = dash_groups_probe(cx, &groups, hash);
        while (groups.numbers[slot]) {
            const DashValue *known = &list.items[first[groups.numbers[slot] - 1]];
            DashText other = known->kind == DASH_STRING ? known->text : DASH_TEXT("");
            if (other.len == text.len && memcmp(other.ptr, text.ptr, text.len) == 0) {
                break;
            }
            slot = (slot + 1) & groups.mask;
        }
        if (!groups.numbers[slot]) {
            groups.hashes[slot] = hash;
            groups.numbers[slot] = ++count;
            groups.count++;
            first[count - 1] = i;
            bytes += text.len;
        }
        codes[i] = groups.numbers[slot] - 1;
    }
    char *text = dash_alloc(cx, bytes + 1);
    for (uint32_t i = 0, at = 0; i < count; i++) {
        const DashValue *value = &list.items[first[i]];
        size_t len = value->kind == DASH_STRING ? value->text.len : 0;
        memcpy(text + at, len ? value->text.ptr : "", len);
        at += (uint32_t)len;
        offsets[i + 1] = at;
    }
    DashDict *dict = dash_alloc(cx, sizeof(*dict));
    *dict = (DashDict){offsets, text, count};
    column->encoding = DASH_U32;
    column->data = codes;
    column->dict = dict;
}

static void fill_numbers(DashCx *cx, DashColumn *column, DashValue list)
{
    double *floats = dash_alloc_array(cx, list.count, sizeof(*floats));
    int64_t *ints = dash_alloc_array(cx, list.count, sizeof(*ints));
    bool whole = column->type != DASH_COLUMN_FLOAT;
    for (uint32_t i = 0; i < list.count; i++) {
        const DashValue *value = &list.items[i];
        ints[i] = value->kind == DASH_INT    ? value->integer
                  : value->kind == DASH_BOOL ? value->boolean
                                             : 0;
        floats[i] = value->kind == DASH_FLOAT ? value->number : (double)ints[i];
    }
    column->encoding = whole ? DASH_I64 : DASH_F64;
    column->data = whole ? (const void *)ints : (const void *)floats;
}

/* A column as a value is an array of its rows: they serve as they are. */
static bool is_rows(DashValue list)
{
    return list.kind == DASH_ARRAY;
}

DashColumn dash_list_column(DashCx *cx, const char *name, DashValue list, const char *where)
{
    if (is_rows(list)) {
        DashColumn column = list.array->column;
        column.name = name;
        return column;
    }
    if (list.kind != DASH_LIST) {
        dash_fail(cx, where, "`%s` is %s, not a list", name, dash_kind_name(list.kind));
    }
    DashColumn column = {.name = name, .type = type_of(cx, name, list, where)};
    uint64_t *valid = dash_alloc_array(cx, (list.count + 63) / 64, sizeof(*valid));
    bool nulls = false;
    for (uint32_t i = 0; i < list.count; i++) {
        bool null = list.items[i].kind == DASH_NULL;
        nulls |= null;
        if (!null) {
            set_bit(valid, i);
        }
    }
    column.valid = nulls ? valid : NULL;
    if (column.type == DASH_COLUMN_TEXT) {
        fill_texts(cx, &column, list);
    } else {
        fill_numbers(cx, &column, list);
    }
    return column;
}

static size_t length_of(DashValue list)
{
    return is_rows(list) ? list.array->rows : list.count;
}

DashTable dash_list_table(DashCx *cx, const DashColumn *columns, const DashValue *lists,
                          size_t count, const char *where)
{
    for (size_t i = 1; i < count; i++) {
        if (length_of(lists[i]) != length_of(lists[0])) {
            dash_fail(cx, where, "`%s` has %zu values, `%s` %zu", columns[0].name,
                      length_of(lists[0]), columns[i].name, length_of(lists[i]));
        }
    }
    /* No columns: nothing that a list is named as is a column of a table. */
    return (DashTable){.rows = count ? length_of(lists[0]) : 0};
}
