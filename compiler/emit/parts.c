/* SPDX-License-Identifier: MIT
 *
 * Parts of values: indexing and slices.
 */
#include "emit/internal.h"

/* C of the number of items of a list. */
const char *c_len(Emit *e, const Type *type, const char *list)
{
    return cf(e, "%s.%s", parens(e, list), is_value(type) ? "count" : "len");
}

const char *emit_index(Writer *w, Hir *hir)
{
    Emit *e = w->e;
    w->borrow = true;
    const Type *type = hir->binary.left->type;
    if (type->kind == TY_MAP) {
        const char *map = emit_expr(w, hir->binary.left);
        return c_map_value(e, type, map, emit_expr(w, hir->binary.right), where_of(e, hir->span));
    }
    const char *list = emit_named(w, hir->binary.left, "list");
    const char *index = emit_expr(w, hir->binary.right);
    return cf(e, "%s.items[%s]", list,
              callf(e, "dash_index", 4, "cx", index, c_len(e, hir->binary.left->type, list),
                    where_of(e, hir->span)));
}

static const char *slice_end(Writer *w, Hir *hir, const char *missing)
{
    return hir ? emit_expr(w, hir) : missing;
}

const char *emit_slice(Writer *w, Hir *hir)
{
    Emit *e = w->e;
    const Type *type = hir->slice.object->type;
    const char *hint = w->hint;
    w->hint = NULL;
    w->borrow = true;
    const char *object = emit_named(w, hir->slice.object, "list");
    const char *start = slice_end(w, hir->slice.start, "0");
    const char *end = slice_end(w, hir->slice.end, "DASH_TO_END");
    w->hint = hint;
    if (type->kind == TY_TEXT)
        return callf(e, "dash_text_slice", 3, object, start, end);
    if (is_value(type))
        return callf(e, "dash_value_slice", 3, object, start, end);
    const char *span = name_unique(&w->names, "part");
    stmt(w, "const DashSpan %s = %s;", span,
         callf(e, "dash_span", 3, start, end, c_len(e, type, object)));
    return cf(e, "(%s){%s.items + %s.from, %s.len}", c_type(e, type), object, span, span);
}
