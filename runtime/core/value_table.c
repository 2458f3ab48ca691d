/* SPDX-License-Identifier: MIT
 *
 * Tables and columns as the values that components take.
 */
#include "core/cx.h"
#include "core/date.h"
#include "dash/text.h"
#include "dash/value.h"

static DashValue date_value(DashCx *cx, const DashColumn *column, size_t row)
{
    char *text = dash_alloc(cx, DATE_TEXT_MAX);
    int64_t number = dash_column_int(column, row);
    size_t len = column->type == DASH_COLUMN_DATE ? date_write_day(text, number)
                                                  : date_write_time(text, number);
    return dash_string((DashText){text, len});
}

DashValue dash_cell(DashCx *cx, const DashColumn *column, size_t row)
{
    if (!dash_is_valid(column->valid, row))
        return DASH_NULL_VALUE;
    switch (column->type) {
    case DASH_COLUMN_BOOL:
        return dash_bool(dash_column_int(column, row) != 0);
    case DASH_COLUMN_INT:
        return dash_int(dash_column_int(column, row));
    case DASH_COLUMN_FLOAT:
        return dash_float(dash_column_float(column, row));
    case DASH_COLUMN_TEXT:
        return dash_string(dash_dict_text(column->dict, (uint32_t)dash_column_int(column, row)));
    case DASH_COLUMN_DATE:
    case DASH_COLUMN_DATETIME:
        return date_value(cx, column, row);
    }
    return DASH_NULL_VALUE;
}

DashValue dash_table_records(DashCx *cx, const DashTable *table)
{
    size_t rows = table->rows, width = table->column_count;
    DashValue *records = dash_alloc_array(cx, rows, sizeof *records);
    DashField *fields = dash_alloc_array(cx, rows, width * sizeof *fields);
    for (size_t row = 0; row < rows; row++, fields += width) {
        for (size_t i = 0; i < width; i++) {
            const DashColumn *column = &table->columns[i];
            fields[i] = (DashField){dash_text_of(column->name), dash_cell(cx, column, row)};
        }
        records[row] = (DashValue){
            .kind = DASH_OBJECT,
            .count = (uint32_t)width,
            .fields = fields,
        };
    }
    if (rows > UINT32_MAX)
        dash_fail(cx, "", "a table of %zu rows is too long to send", rows);
    return (DashValue){.kind = DASH_LIST, .count = (uint32_t)rows, .items = records};
}

/* DataTable's word for what a column holds. */
static DashText table_type(DashColumnType type)
{
    switch (type) {
    case DASH_COLUMN_INT:
    case DASH_COLUMN_FLOAT:
        return DASH_TEXT("numeric");
    case DASH_COLUMN_DATE:
    case DASH_COLUMN_DATETIME:
        return DASH_TEXT("datetime");
    case DASH_COLUMN_TEXT:
        return DASH_TEXT("text");
    case DASH_COLUMN_BOOL:
        break;
    }
    return DASH_TEXT("any");
}

DashValue dash_table_columns(DashCx *cx, const DashTable *table)
{
    DashItems items = dash_items(cx);
    for (uint32_t i = 0; i < table->column_count; i++) {
        const DashColumn *column = &table->columns[i];
        DashValue name = dash_string(dash_text_of(column->name));
        DashField fields[] = {
            {DASH_TEXT("id"), name},
            {DASH_TEXT("name"), name},
            {DASH_TEXT("type"), dash_string(table_type(column->type))},
        };
        dash_push(&items, dash_object(cx, fields, sizeof fields / sizeof *fields));
    }
    return dash_items_value(&items);
}

DashValue dash_column_value(DashCx *cx, const DashColumn *column, size_t rows)
{
    DashArray *array = dash_alloc(cx, sizeof *array);
    *array = (DashArray){.column = *column, .rows = rows};
    return (DashValue){.kind = DASH_ARRAY, .array = array};
}
