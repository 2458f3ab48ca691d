/* SPDX-License-Identifier: MIT
 *
 * Names of columns in titles, legends and hover texts; values as Python writes
 * them in names of traces.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/date.h"
#include "dash/number.h"
#include "figure/px_internal.h"

static DashText label_of(const PxFigure *figure, DashText name)
{
    DashValue label = px_entry(figure->px.labels, name);
    return label.kind == DASH_STRING ? label.text : name;
}

DashText px_label(const PxFigure *figure, const DashColumn *column)
{
    return label_of(figure, dash_text_of(column->name));
}

/* "tip" counted, summed, normalised: "sum of tip". */
static DashText counted_label(const PxFigure *figure, DashText label)
{
    const DashPx *px = &figure->px;
    DashCx *cx = figure->cx;
    bool counts = !px_given(px->histfunc) || px_is(px->histfunc, "count");
    DashText of = DASH_TEXT(" of "), original = label;
    label =
        counts ? DASH_TEXT("count") : px_join(cx, (DashText[]){px->histfunc.text, of, label}, 3);
    if (px_given(px->histnorm)) {
        DashText norm = px->histnorm.text;
        bool probability = px_is(px->histnorm, "probability");
        bool percent = px_is(px->histnorm, "percent"), sums = px_is(px->histfunc, "sum");
        DashText share = probability ? DASH_TEXT("fraction") : norm;
        DashText between = sums || !(probability || percent) ? of : DASH_TEXT(" of sum of ");
        if (dash_text_eq(label, DASH_TEXT("count"))) {
            label = norm;
        } else if (sums && !probability && !percent) {
            label = px_join(cx, (DashText[]){norm, DASH_TEXT(" weighted by "), original}, 3);
        } else {
            label = px_join(cx, (DashText[]){share, between, label}, 3);
        }
    }
    if (px_given(px->barnorm)) {
        label = px_join(
            cx,
            (DashText[]){label, DASH_TEXT(" (normalized as "), px->barnorm.text, DASH_TEXT(")")},
            4);
    }
    return label;
}

DashText px_role_label(const PxFigure *figure, const DashColumn *column, char role)
{
    DashText label = column ? px_label(figure, column) : DASH_NO_TEXT;
    bool ecdf = figure->function == DASH_PX_ecdf;
    if (!px_takes(figure, "histfunc") && !ecdf) {
        return label;
    }
    bool directed = !px_has(figure, PX_DENSITY);
    bool counted = role == 'z' || (directed && role == 'x' && !px_is_vertical(figure)) ||
                   (directed && role == 'y' && px_is_vertical(figure));
    return counted ? counted_label(figure, label) : label;
}

/* ---- values ------------------------------------------------------------------- */

/* As Python's repr: "1.0", "1e-05", "1e+16". */
static DashText float_label(DashCx *cx, double value)
{
    char *out = dash_alloc(cx, DASH_NUMBER_MAX + 4);
    double magnitude = fabs(value);
    if (magnitude != 0 && (magnitude < 1e-4 || magnitude >= 1e16)) {
        for (int digits = 0; digits <= 16; digits++) {
            snprintf(out, DASH_NUMBER_MAX, "%.*e", digits, value);
            if (strtod(out, NULL) == value) {
                break;
            }
        }
        return dash_text_of(out);
    }
    size_t len = dash_write_float(out, value);
    if (!memchr(out, '.', len)) {
        memcpy(out + len, ".0", 2);
        len += 2;
    }
    return (DashText){out, len};
}

DashText px_int_label(DashCx *cx, int64_t value)
{
    char *out = dash_alloc(cx, DASH_NUMBER_MAX);
    return (DashText){out, dash_write_int(out, value)};
}

/* As Python's str of a date, or of a datetime without its zone. */
static DashText date_label(DashCx *cx, const DashColumn *column, size_t row)
{
    char *out = dash_alloc(cx, DATE_TEXT_MAX + 3);
    int64_t number = dash_column_int(column, row);
    if (column->type == DASH_COLUMN_DATE) {
        return (DashText){out, date_write_day(out, number)};
    }
    size_t len = date_write_time(out, number);
    char *separator = memchr(out, 'T', len);
    *separator = ' ';
    if (memchr(out, '.', len)) {
        memcpy(out + len, "000", 3);
        len += 3;
    }
    return (DashText){out, len};
}

DashText px_cell_label(DashCx *cx, const DashColumn *column, size_t row)
{
    if (!dash_is_valid(column->valid, row)) {
        return DASH_TEXT("nan");
    }
    switch (column->type) {
    case DASH_COLUMN_BOOL:
        return dash_column_int(column, row) ? DASH_TEXT("True") : DASH_TEXT("False");
    case DASH_COLUMN_INT:
        return px_int_label(cx, dash_column_int(column, row));
    case DASH_COLUMN_FLOAT:
        return float_label(cx, dash_column_float(column, row));
    case DASH_COLUMN_TEXT:
        return dash_dict_text(column->dict, (uint32_t)dash_column_int(column, row));
    case DASH_COLUMN_DATE:
    case DASH_COLUMN_DATETIME:
        return date_label(cx, column, row);
    }
    return DASH_NO_TEXT;
}

DashText px_value_label(DashCx *cx, DashValue value)
{
    switch (value.kind) {
    case DASH_STRING:
        return value.text;
    case DASH_BOOL:
        return value.boolean ? DASH_TEXT("True") : DASH_TEXT("False");
    case DASH_INT:
        return px_int_label(cx, value.integer);
    case DASH_FLOAT:
        return float_label(cx, value.number);
    default:
        return DASH_TEXT("nan");
    }
}
