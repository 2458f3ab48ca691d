/* SPDX-License-Identifier: MIT
 *
 * The rows of a column as one JSON array, in the smaller of two forms: numbers
 * as text, or plotly's typed array {"dtype":"f8","bdata":"<base64>"}. Money and
 * small ints are shorter as text and compress better too; floats of full
 * precision and wide ranges of ints are shorter as bytes. A sample decides.
 *
 * Texts are escaped once for each dictionary code: the second time a code
 * comes, its bytes are copied from where they were written first.
 */
#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/base64.h"
#include "core/date.h"
#include "core/json_writer.h"
#include "dash/number.h"

enum {
    SHORT_ROWS = 32,  /* fewer are text: readable, and the form hardly matters */
    SAMPLE_ROWS = 64, /* looked at to guess the length of the text form */
    TYPED_FRAME = 25, /* {"dtype":"f8","bdata":""} */
    PLAIN_ROOM = 48,  /* what the text of any number or time takes, comma included */
    TYPED_STEP = 3 * 1024,
};

struct JsonSpan {
    size_t start, len;
};

static size_t write_number(char *out, const DashColumn *column, size_t row)
{
    if (column->encoding != DASH_F64) {
        return dash_write_int(out, dash_column_int(column, row));
    }
    double value = dash_column_float(column, row);
    if (!isfinite(value)) {
        memcpy(out, "null", 4);
        return 4;
    }
    return dash_write_float(out, value);
}

/* ---- typed arrays ------------------------------------------------------- */

typedef struct TypedForm {
    const char *dtype; /* NULL: none fits, plain it must be */
    size_t bytes;      /* an element */
} TypedForm;

static bool all_fit_f4(const double *values, size_t rows)
{
    for (size_t i = 0; i < rows; i++) {
        double value = values[i];
        bool fits = isnan(value) || isinf(value) ||
                    (fabs(value) <= (double)FLT_MAX && (double)(float)value == value);
        if (!fits) {
            return false;
        }
    }
    return true;
}

static bool all_exact_in_f8(const int64_t *values, size_t rows)
{
    const int64_t limit = INT64_C(1) << 53;
    for (size_t i = 0; i < rows; i++) {
        if (values[i] > limit || values[i] < -limit) {
            return false;
        }
    }
    return true;
}

static TypedForm typed_form(const DashColumn *column, size_t rows)
{
    switch (column->encoding) {
    case DASH_U8:
        return (TypedForm){"u1", 1};
    case DASH_U16:
        return (TypedForm){"u2", 2};
    case DASH_U32:
        return (TypedForm){"u4", 4};
    case DASH_I8:
        return (TypedForm){"i1", 1};
    case DASH_I16:
        return (TypedForm){"i2", 2};
    case DASH_I32:
        return (TypedForm){"i4", 4};
    case DASH_I64:
        return all_exact_in_f8(column->data, rows) ? (TypedForm){"f8", 8} : (TypedForm){NULL, 0};
    case DASH_F64:
        return all_fit_f4(column->data, rows) ? (TypedForm){"f4", 4} : (TypedForm){"f8", 8};
    case DASH_ENCODING_COUNT:
        break;
    }
    return (TypedForm){NULL, 0};
}

/* How long the rows are as text, guessed from rows at even distances. */
static size_t plain_size(const DashColumn *column, size_t rows)
{
    char scratch[DASH_NUMBER_MAX];
    size_t step = rows / SAMPLE_ROWS ? rows / SAMPLE_ROWS : 1, sampled = 0, bytes = 0;
    for (size_t row = 0; row < rows; row += step) {
        bool there = dash_is_valid(column->valid, row);
        bytes += (there ? write_number(scratch, column, row) : strlen("null")) + 1;
        sampled++;
    }
    return sampled ? (size_t)((double)bytes / (double)sampled * (double)rows) : 0;
}

/* NaN where nothing is, which plotly.js takes for a gap. */
static double float_or_gap(const DashColumn *column, size_t row)
{
    return dash_is_valid(column->valid, row) ? dash_column_float(column, row) : NAN;
}

/* Elements [first, first + count) in the form's bytes: the column's own, or
 * converted in `scratch`. */
static const void *typed_bytes(const DashColumn *column, TypedForm form, size_t first, size_t count,
                               void *scratch)
{
    if (column->encoding == DASH_F64 && form.bytes == 4) {
        for (size_t i = 0; i < count; i++) {
            ((float *)scratch)[i] = (float)float_or_gap(column, first + i);
        }
        return scratch;
    }
    if (column->encoding == DASH_I64 || column->valid) {
        for (size_t i = 0; i < count; i++) {
            ((double *)scratch)[i] = float_or_gap(column, first + i);
        }
        return scratch;
    }
    return (const char *)column->data + first * form.bytes;
}

/* Steps are whole groups of three bytes, so that the pieces join. */
static void write_typed(JsonWriter *w, const DashColumn *column, size_t rows, TypedForm form)
{
    _Static_assert(TYPED_STEP % 3 == 0, "pieces of base64 must join");
    double scratch[TYPED_STEP];
    json_literal(w, "{\"dtype\":\"");
    json_raw(w, form.dtype, 2);
    json_literal(w, "\",\"bdata\":\"");
    if (!json_reserve(w, base64_size(rows * form.bytes))) { /* at once: it may be large */
        return;
    }
    for (size_t first = 0; first < rows; first += TYPED_STEP) {
        size_t count = rows - first < TYPED_STEP ? rows - first : TYPED_STEP;
        size_t size = base64_size(count * form.bytes);
        char *out = json_reserve(w, size);
        if (!out) {
            return;
        }
        base64_encode(out, typed_bytes(column, form, first, count, scratch), count * form.bytes);
        w->len += size;
    }
    json_literal(w, "\"}");
}

static bool write_as_typed(JsonWriter *w, const DashArray *array)
{
    const DashColumn *column = &array->column;
    bool numeric = column->type == DASH_COLUMN_INT || column->type == DASH_COLUMN_FLOAT;
    bool no_gap = column->valid && column->encoding != DASH_F64;
    if (w->plain || !array->typed || !numeric || no_gap || array->rows < SHORT_ROWS) {
        return false;
    }
    TypedForm form = typed_form(column, array->rows);
    size_t plain = plain_size(column, array->rows);
    if (!form.dtype || base64_size(array->rows * form.bytes) + TYPED_FRAME >= plain) {
        return false;
    }
    write_typed(w, column, array->rows, form);
    return true;
}

/* ---- plain arrays ------------------------------------------------------- */

static size_t write_bool(char *out, const DashColumn *column, size_t row)
{
    bool value = dash_column_int(column, row) != 0;
    memcpy(out, value ? "true" : "false", value ? 4 : 5);
    return value ? 4 : 5;
}

static size_t write_date(char *out, const DashColumn *column, size_t row)
{
    out[0] = '"';
    size_t len = column->type == DASH_COLUMN_DATE
                     ? date_write_day(out + 1, dash_column_int(column, row))
                     : date_write_time(out + 1, dash_column_int(column, row));
    out[len + 1] = '"';
    return len + 2;
}

typedef size_t (*WriteCell)(char *out, const DashColumn *column, size_t row);

static const WriteCell CELL_WRITERS[] = {
    [DASH_COLUMN_BOOL] = write_bool,    [DASH_COLUMN_INT] = write_number,
    [DASH_COLUMN_FLOAT] = write_number, [DASH_COLUMN_TEXT] = NULL,
    [DASH_COLUMN_DATE] = write_date,    [DASH_COLUMN_DATETIME] = write_date,
};

static void write_plain(JsonWriter *w, const DashColumn *column, size_t rows)
{
    WriteCell write_cell = CELL_WRITERS[column->type];
    for (size_t row = 0; row < rows; row++) {
        char *out = json_reserve(w, PLAIN_ROOM);
        if (!out) {
            return;
        }
        char *start = out;
        if (row) {
            *out++ = ',';
        }
        if (dash_is_valid(column->valid, row)) {
            out += write_cell(out, column, row);
        } else {
            memcpy(out, "null", 4);
            out += 4;
        }
        w->len += (size_t)(out - start);
    }
}

/* Empty places for `count` codes, or NULL: then every text is escaped anew. */
static struct JsonSpan *spans(JsonWriter *w, size_t count)
{
    if (w->code_capacity < count) {
        struct JsonSpan *codes = realloc(w->codes, count * sizeof(*codes));
        if (!codes) {
            return NULL;
        }
        w->codes = codes;
        w->code_capacity = count;
    }
    memset(w->codes, 0, count * sizeof(*w->codes));
    return w->codes;
}

static void write_code(JsonWriter *w, const DashDict *dict, uint32_t code, struct JsonSpan *seen)
{
    if (!seen) {
        json_string(w, dash_dict_text(dict, code));
        return;
    }
    struct JsonSpan *span = &seen[code];
    if (!span->len) {
        span->start = w->len;
        json_string(w, dash_dict_text(dict, code));
        span->len = w->len - span->start;
        return;
    }
    char *out = json_reserve(w, span->len);
    if (out) {
        memcpy(out, w->ptr + span->start, span->len);
        w->len += span->len;
    }
}

static void write_texts(JsonWriter *w, const DashColumn *column, size_t rows)
{
    struct JsonSpan *seen = column->dict->count < rows ? spans(w, column->dict->count) : NULL;
    for (size_t row = 0; row < rows && !w->failed; row++) {
        if (row) {
            json_literal(w, ",");
        }
        if (dash_is_valid(column->valid, row)) {
            write_code(w, column->dict, (uint32_t)dash_column_int(column, row), seen);
        } else {
            json_null(w);
        }
    }
}

void json_array(JsonWriter *w, const DashArray *array)
{
    if (write_as_typed(w, array)) {
        return;
    }
    json_literal(w, "[");
    if (array->column.type == DASH_COLUMN_TEXT) {
        write_texts(w, &array->column, array->rows);
    } else {
        write_plain(w, &array->column, array->rows);
    }
    json_literal(w, "]");
}
