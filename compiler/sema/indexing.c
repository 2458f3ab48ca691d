/* SPDX-License-Identifier: MIT
 *
 * Indexing and slices of lists, texts, json, records and tables. A negative
 * index counts from the end; a slice takes what there is.
 */
#include "sema/check.h"

static Hir *index_table(Checker *c, const Expr *e, Hir *table)
{
    Str name = literal_text(e->index.index);
    if (name.ptr) {
        int index = find_column(shape_of(c, table), name.ptr);
        if (index < 0)
            index = complain_column(c, shape_of(c, table), name.ptr, e->index.index->span);
        else
            diag_help(diag_error(c->diags, E0204, e->span, "a column is not taken by index"),
                      c->row ? "in a verb the column is `.%s`" : "write `.%s` after the table",
                      name.ptr);
        return hir_error(c, e->span);
    }
    if (e->index.index->kind == EXPR_COMPARE || e->index.index->kind == EXPR_BINARY) {
        diag_help(diag_error(c->diags, E0204, e->span, "rows are not chosen by index"),
                  "write `t | filter(.column == value)`");
        return hir_error(c, e->span);
    }
    Hir *index = infer(c, e->index.index);
    Plan *plan = plan_of(c, table);
    if (type_without_null(index->type)->kind == TY_TEXT) {
        Hir *value = column_by_name(c, plan, index, e->span);
        return is_error(value) ? value : column_of_values(c, plan, "value", value);
    }
    index = coerce_type(c, index, simple(c, TY_INT), "an index");
    if (is_error(index))
        return index;
    return plan_row(c, plan, index, e->span);
}

static Hir *index_json(Checker *c, const Expr *e, Hir *object)
{
    Hir *index = infer(c, e->index.index);
    if (is_kind(index, TY_TEXT))
        return builtin_node(c, "dash_get", object->type, e->span, object, index);
    index = coerce_type(c, index, simple(c, TY_INT), "an index");
    return builtin_node(c, "dash_at", object->type, e->span, object, index);
}

static Hir *index_text(Checker *c, const Expr *e, Hir *object)
{
    Hir *index = coerce_type(c, infer(c, e->index.index), simple(c, TY_INT), "an index");
    return is_error(index) ? index
                           : builtin_node(c, "dash_text_at", object->type, e->span, object, index);
}

/* (a, b)[1]: the place is written, so that its type is known. */
static Hir *index_tuple(Checker *c, const Expr *e, Hir *tuple)
{
    Hir *index = infer(c, e->index.index);
    int count = tuple->type->field_count;
    int64_t at = index->kind == HIR_INT ? index->integer : count;
    at += at < 0 ? count : 0;
    if (is_error(index))
        return index;
    if (at >= 0 && at < count) {
        Hir *item = hir_unary(c, HIR_FIELD, tuple->type->fields[at].type, tuple, (int)at);
        item->span = e->span;
        return item;
    }
    Diag *d =
        diag_error(c->diags, E0303, index->span, "`%s` has no such item", shown(c, tuple->type));
    diag_help(d, "the index is written as a number: 0 … %d", count - 1);
    return hir_error(c, e->span);
}

Hir *index_map(Checker *c, Hir *map, Hir *key, Span span)
{
    key = coerce_type(c, key, map->type->key, "a key of the map");
    if (is_error(key))
        return key;
    Hir *hir = hir_binary(c, HIR_INDEX, 0, map->type->item, map, key);
    hir->span = span;
    return hir;
}

Hir *check_index(Checker *c, const Expr *e)
{
    Hir *object = looked_into(c, infer(c, e->index.object));
    Str name = literal_text(e->index.index);
    switch (object->type->kind) {
    case TY_ERROR:
        return object;
    case TY_TABLE:
        return index_table(c, e, object);
    case TY_JSON:
        return index_json(c, e, object);
    case TY_COLUMN:
        object = hir_convert(c, object,
                             type_of(c->types, TY_LIST, type_without_null(object->type->item)));
        break;
    case TY_LIST:
        break;
    case TY_TEXT:
        return index_text(c, e, object);
    case TY_MAP:
        return index_map(c, object, infer(c, e->index.index), e->span);
    case TY_TUPLE:
        return index_tuple(c, e, object);
    case TY_RECORD:
        if (name.ptr) {
            const char *text = intern(c->interner, name.ptr, name.len);
            return member_of(c, object, (Name){text, e->index.index->span}, e->span);
        }
        break;
    case TY_OPTIONAL:
        complain_null(c, object->span, object->type);
        return hir_error(c, e->span);
    default:
        break;
    }
    if (!is_kind(object, TY_LIST)) {
        Diag *d = diag_error(c->diags, E0303, e->index.object->span, "`%s` cannot be indexed",
                             shown(c, object->type));
        if (is_kind(object, TY_RECORD))
            diag_help(d, "values that are found by a text are a map: write its type, "
                         "`let m: {text: T} = {…}`");
        return hir_error(c, e->span);
    }
    Hir *index = coerce_type(c, infer(c, e->index.index), simple(c, TY_INT), "an index");
    return is_error(index) ? index : hir_binary(c, HIR_INDEX, 0, object->type->item, object, index);
}

/* ---- slices --------------------------------------------------------------- */

static Hir *slice_end(Checker *c, const Expr *e)
{
    return e ? coerce_type(c, infer(c, e), simple(c, TY_INT), "an end of a slice") : NULL;
}

Hir *check_slice(Checker *c, const Expr *e)
{
    Hir *object = infer(c, e->slice.object);
    Hir *start = slice_end(c, e->slice.start), *end = slice_end(c, e->slice.end);
    if (is_error(object) || (start && is_error(start)) || (end && is_error(end)))
        return hir_error(c, e->span);
    if (is_kind(object, TY_COLUMN))
        object = hir_convert(c, object,
                             type_of(c->types, TY_LIST, type_without_null(object->type->item)));
    if (is_kind(object, TY_OPTIONAL)) {
        complain_null(c, object->span, object->type);
        return hir_error(c, e->span);
    }
    if (!is_kind(object, TY_LIST) && !is_kind(object, TY_TEXT) && !is_kind(object, TY_JSON)) {
        Diag *d = diag_error(c->diags, E0303, e->slice.object->span, "`%s` has no slices",
                             shown(c, object->type));
        if (is_kind(object, TY_TABLE))
            diag_help(d, "write `t | skip(n) | take(m)`");
        return hir_error(c, e->span);
    }
    Hir *hir = hir_new(c, HIR_SLICE, object->type, e->span);
    hir->slice.object = object;
    hir->slice.start = start;
    hir->slice.end = end;
    return hir;
}
