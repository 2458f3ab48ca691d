/* SPDX-License-Identifier: MIT
 *
 * Tables that are written into the source: `rows { name, price … }`. The cells are
 * constants; a column has the type that all of its cells fit, or the one that the
 * table's schema says.
 */
#include "sema/check.h"

typedef struct InlineColumn {
    const char *name;
    const Type *type; /* NULL: nothing but nulls so far */
    bool null;
} InlineColumn;

/* ---- types ---------------------------------------------------------------- */

static bool is_constant(const Hir *hir)
{
    switch (hir->kind) {
    case HIR_NULL:
    case HIR_BOOL:
    case HIR_INT:
    case HIR_FLOAT:
    case HIR_TEXT:
        return true;
    case HIR_NEG:
    case HIR_CONVERT:
        return is_constant(hir->unary.operand);
    default:
        return false;
    }
}

static bool can_stand(const Type *type)
{
    return type_is_scalar(type) && type->kind != TY_DURATION;
}

/* Lets the column's type take in the cell's. */
static bool join_cell(Checker *c, InlineColumn *column, const Hir *cell, bool written)
{
    if (is_error(cell))
        return false;
    const Type *type = type_without_null(cell->type);
    if (!is_constant(cell) || (cell->kind != HIR_NULL && !can_stand(type))) {
        diag_error(c->diags, E0605, cell->span,
                   "a cell is a constant: a number, a text, a bool, a date or null");
        return false;
    }
    if (cell->kind == HIR_NULL) {
        column->null = true;
        return true;
    }
    const Type *joined = !column->type ? type
                         : written     ? (assignable(type, column->type) ? column->type : NULL)
                                       : join_types(c, column->type, type);
    if (!joined || !can_stand(joined)) {
        diag_error(c->diags, E0605, cell->span, "this cell is `%s`, the column `%s` is `%s`",
                   shown(c, type), column->name, shown(c, column->type));
        return false;
    }
    column->type = joined;
    return true;
}

/* The types that a schema fixes. */
static bool written_types(Checker *c, InlineColumn *columns, int count, const TypeExpr *written)
{
    const Type *schema = resolve_type(c, written);
    if (schema->kind == TY_ERROR)
        return false;
    for (int i = 0; i < count; i++) {
        const Field *field = type_field(schema, columns[i].name);
        if (!field || schema->field_count != count) {
            diag_error(c->diags, E0605, written->span,
                       "the schema and the first line of `rows` "
                       "do not have the same columns");
            return false;
        }
        columns[i].type = type_without_null(field->type);
        columns[i].null = field->type->kind == TY_OPTIONAL;
    }
    return true;
}

/* ---- values --------------------------------------------------------------- */

static double number_of(const Hir *cell)
{
    switch (cell->kind) {
    case HIR_NEG:
        return -number_of(cell->unary.operand);
    case HIR_CONVERT:
        return number_of(cell->unary.operand);
    case HIR_INT:
        return (double)cell->integer;
    default:
        return cell->number;
    }
}

static int64_t integer_of(const Hir *cell)
{
    switch (cell->kind) {
    case HIR_NEG:
        return -integer_of(cell->unary.operand);
    case HIR_CONVERT:
        return integer_of(cell->unary.operand);
    case HIR_BOOL:
        return cell->boolean;
    default:
        return cell->integer;
    }
}

typedef struct Dictionary {
    PtrMap codes; /* by interned text: code + 1 */
    Buf bytes;
    Vec(uint32_t) offsets;
} Dictionary;

static uint32_t code_of(Checker *c, Dictionary *dict, Str text)
{
    const char *key = intern(c->interner, text.ptr, text.len);
    uintptr_t known = (uintptr_t)map_get(&dict->codes, key);
    if (known)
        return (uint32_t)known - 1;
    buf_put(&dict->bytes, text.ptr, text.len);
    vec_push(c->arena, &dict->offsets, (uint32_t)dict->bytes.len);
    uintptr_t code = (uintptr_t)dict->offsets.count - 1;
    map_set(c->arena, &dict->codes, key, (void *)code);
    return (uint32_t)code - 1;
}

static DashColumnType column_type(const Type *type, DashEncoding *encoding)
{
    *encoding = DASH_I64;
    switch (type->kind) {
    case TY_BOOL:
        *encoding = DASH_U8;
        return DASH_COLUMN_BOOL;
    case TY_FLOAT:
        *encoding = DASH_F64;
        return DASH_COLUMN_FLOAT;
    case TY_TEXT:
        *encoding = DASH_U32;
        return DASH_COLUMN_TEXT;
    case TY_DATE:
        *encoding = DASH_I32;
        return DASH_COLUMN_DATE;
    case TY_DATETIME:
        return DASH_COLUMN_DATETIME;
    default:
        return DASH_COLUMN_INT;
    }
}

static void put_value(Checker *c, const DashColumn *column, Dictionary *dict, size_t row,
                      const Hir *cell)
{
    void *data = (void *)(uintptr_t)column->data;
    switch (column->encoding) {
    case DASH_U8:
        ((uint8_t *)data)[row] = (uint8_t)integer_of(cell);
        break;
    case DASH_U32:
        ((uint32_t *)data)[row] = code_of(c, dict, cell->text);
        break;
    case DASH_I32:
        ((int32_t *)data)[row] = (int32_t)integer_of(cell);
        break;
    case DASH_F64:
        ((double *)data)[row] = number_of(cell);
        break;
    default:
        ((int64_t *)data)[row] = integer_of(cell);
    }
}

static DashColumn make_column(Checker *c, const InlineColumn *column, Hir **cells, size_t rows,
                              int stride)
{
    DashColumn out = {.name = column->name};
    Dictionary dict = {.bytes.arena = c->arena};
    out.type = column_type(column->type, &out.encoding);
    out.data = arena_array(c->arena, uint64_t, rows + 1);
    uint64_t *valid = arena_array(c->arena, uint64_t, rows / 64 + 1);
    vec_push(c->arena, &dict.offsets, 0);
    for (size_t row = 0; row < rows; row++) {
        const Hir *cell = hir_unconverted(cells[row * (size_t)stride]);
        if (cell->kind == HIR_NULL)
            continue;
        put_value(c, &out, &dict, row, cell);
        valid[row / 64] |= UINT64_C(1) << row % 64;
    }
    out.valid = column->null ? valid : NULL;
    if (out.type == DASH_COLUMN_TEXT) {
        DashDict *made = arena_new(c->arena, DashDict);
        *made = (DashDict){dict.offsets.at, dict.bytes.ptr ? dict.bytes.ptr : "",
                           (uint32_t)dict.offsets.count - 1};
        out.dict = made;
    }
    return out;
}

/* ---- the table ------------------------------------------------------------ */

static bool line_fits(Checker *c, const Expr *e, const RowsLine *line)
{
    if (line->cells.count == e->rows.names.count)
        return true;
    diag_error(c->diags, E0605, line->span,
               "this line has %d cells, the first line names %d columns", line->cells.count,
               e->rows.names.count);
    return false;
}

static bool read_cells(Checker *c, const Expr *e, InlineColumn *columns, Hir **cells, bool written)
{
    int count = e->rows.names.count;
    bool good = true;
    for (int row = 0; row < e->rows.lines.count; row++) {
        const RowsLine *line = &e->rows.lines.at[row];
        if (!line_fits(c, e, line))
            return false;
        for (int i = 0; i < count; i++) {
            Hir *cell = infer(c, line->cells.at[i]);
            cells[row * count + i] = cell;
            good &= join_cell(c, &columns[i], cell, written);
        }
    }
    return good;
}

Hir *check_rows(Checker *c, const Expr *e)
{
    const Decl *decl = c->table_decl;
    bool whole = decl && decl->value == e, written = whole && decl->type;
    int count = e->rows.names.count, rows = e->rows.lines.count;
    InlineColumn *columns = arena_array(c->arena, InlineColumn, count + 1);
    Hir **cells = arena_array(c->arena, Hir *, (size_t)rows * (size_t)count + 1);
    for (int i = 0; i < count; i++)
        columns[i].name = e->rows.names.at[i].text;
    if ((written && !written_types(c, columns, count, decl->type)) ||
        !read_cells(c, e, columns, cells, written))
        return hir_error(c, e->span);
    DashTable *data = arena_new(c->arena, DashTable);
    DashColumn *made = arena_array(c->arena, DashColumn, count + 1);
    for (int i = 0; i < count; i++) {
        if (!columns[i].type) {
            diag_help(diag_error(c->diags, E0605, e->rows.names.at[i].span,
                                 "the column `%s` has no value to tell its type", columns[i].name),
                      "write a schema: `table t: {%s: text?} = rows { … }`", columns[i].name);
            return hir_error(c, e->span);
        }
        made[i] = make_column(c, &columns[i], cells + i, (size_t)rows, count);
    }
    *data = (DashTable){(size_t)rows, (uint32_t)count, made};
    return embedded_table(c, whole ? decl->name.text : "rows", NULL, data, e->span);
}
