/* SPDX-License-Identifier: MIT
 *
 * Values that travel: whatever a prop of a component may hold. A component, a
 * figure and json are all DashValues; the writer streams them as JSON without
 * building anything in between.
 */
#ifndef DASH_VALUE_H
#define DASH_VALUE_H

#include "dash/base.h"
#include "dash/table.h"
#include "dash/text.h"

typedef enum DashKind {
    DASH_NULL, /* zero-initialised values are null */
    DASH_BOOL,
    DASH_INT,
    DASH_FLOAT, /* NaN and infinities are written as null */
    DASH_STRING,
    DASH_LIST,
    DASH_OBJECT,
    DASH_ARRAY,     /* a column's rows as one array: typed array or plain, see below */
    DASH_JSON,      /* text that is JSON already, written as it is */
    DASH_NO_UPDATE, /* only as an output or an element of an ALL output */
} DashKind;

typedef struct DashField DashField;
typedef struct DashArray DashArray;

typedef struct DashValue {
    DashKind kind;
    uint32_t count; /* of items or fields */
    union {
        bool boolean;
        int64_t integer;
        double number;
        DashText text; /* DASH_STRING, DASH_JSON */
        const struct DashValue *items;
        const DashField *fields;
        const DashArray *array;
    };
} DashValue;

struct DashField {
    DashText name;
    DashValue value;
};

/* Rows of a column. A numeric column without nulls may be written as a base64
 * typed array ({"dtype","bdata"}) where `typed` allows it and it is the
 * shorter; `customdata` and figures that get extended must be plain. */
struct DashArray {
    DashColumn column;
    size_t rows;
    bool typed;
};

#define DASH_NULL_VALUE      ((DashValue){.kind = DASH_NULL})
#define DASH_NO_UPDATE_VALUE ((DashValue){.kind = DASH_NO_UPDATE})

static inline DashValue dash_bool(bool value)
{
    return (DashValue){.kind = DASH_BOOL, .boolean = value};
}
static inline DashValue dash_int(int64_t value)
{
    return (DashValue){.kind = DASH_INT, .integer = value};
}
static inline DashValue dash_float(double value)
{
    return (DashValue){.kind = DASH_FLOAT, .number = value};
}
/* A null text gives null. */
static inline DashValue dash_string(DashText text)
{
    return (DashValue){.kind = text.ptr ? DASH_STRING : DASH_NULL, .text = text};
}
static inline DashValue dash_raw_json(DashText json)
{
    return (DashValue){.kind = DASH_JSON, .text = json};
}
DashValue dash_opt_int(DashOptInt value);
DashValue dash_opt_float(DashOptFloat value);
DashValue dash_opt_bool(DashOptBool value);

/* Copies the array into the arena; the elements' own memory is shared. */
DashValue dash_list(DashCx *cx, const DashValue *items, size_t count);
DashValue dash_object(DashCx *cx, const DashField *fields, size_t count);
DashValue dash_list_of_texts(DashCx *cx, DashTexts texts);
DashValue dash_list_of_ints(DashCx *cx, DashInts ints);
DashValue dash_list_of_floats(DashCx *cx, DashFloats floats);
DashValue dash_list_of_bools(DashCx *cx, DashBools bools);

/* Lists of children grow one by one where `for` and `if` stand in a block. A
 * list given to push is spliced. */
typedef struct DashItems {
    DashCx *cx;
    DashValue *items;
    size_t count, capacity;
} DashItems;
DashItems dash_items(DashCx *cx);
void dash_push(DashItems *items, DashValue value);
DashValue dash_items_value(DashItems *items);
/* A list of components; those that are lists themselves are spliced. */
DashValue dash_children(DashCx *cx, const DashValue *children, size_t count);

/* A component: {"props": {…}, "type": type, "namespace": namespace_}. Props
 * whose value is DASH_NO_UPDATE are left out. The two texts are static. */
DashValue dash_component(DashCx *cx, const char *namespace_, const char *type,
                         const DashField *props, size_t count);

/* A table as the list of records that DataTable's data takes; its columns as
 * [{"id","name","type"}]; and its columns as options or plain lists. */
DashValue dash_table_records(DashCx *cx, const DashTable *table);
DashValue dash_table_columns(DashCx *cx, const DashTable *table);
/* One row of a column: null, or what JSON has for its type; dates as texts. */
DashValue dash_cell(DashCx *cx, const DashColumn *column, size_t row);
DashValue dash_column_value(DashCx *cx, const DashColumn *column, size_t rows);

/* The field of an object or null; an element of a list (negative counts from
 * the end) or null. What json's indexing does. */
DashValue dash_get(DashValue object, DashText name);
DashValue dash_at(DashValue list, int64_t index);

/* Equal json: numbers by value, fields in any order. */
bool dash_value_eq(DashValue a, DashValue b);

/* Is the part an item of the list, a name in the object, in the text? */
bool dash_value_has(DashValue value, DashValue part);

/* Items or characters from `start` up to `end` (see dash_span); of other kinds null. */
DashValue dash_value_slice(DashValue value, int64_t start, int64_t end);

/* A copy in which `part` stands at a name (new ones come last; null is an empty
 * object) or at an index, which must be there; else the request fails. */
DashValue dash_value_with(DashCx *cx, DashValue value, DashValue key, DashValue part,
                          const char *where);

/* The fields of both; of a name in both the value is b's. What is no object has
 * no fields. */
DashValue dash_value_merge(DashCx *cx, DashValue a, DashValue b);

/* The names of an object's fields; of other kinds none. */
DashTexts dash_value_keys(DashCx *cx, DashValue value);

/* JSON as a text, and the value that a text is; text that is not JSON fails. */
DashText dash_json_dump(DashCx *cx, DashValue value);
void dash_put_json(DashBuilder *b, DashValue value);
DashValue dash_json_parse(DashCx *cx, DashText text, const char *where);

/* "int", "text", "null", "list"…: for messages about a value that misfits. */
const char *dash_kind_name(DashKind kind);

#endif
