/* SPDX-License-Identifier: MIT
 *
 * Comprehensions: one loop into an array as long as the source, or nested loops
 * into an array that grows.
 */
#include "emit/internal.h"

typedef struct Comprehension {
    Hir *hir;
    const char *name, *count;
    bool grows; /* the array has no room for every turn */
} Comprehension;

/* A variable that has its name already. */
static Hir *named_value(Writer *w, const Hir *value, const char *name)
{
    HirVar *var = arena_new(w->e->arena, HirVar);
    Hir *read = arena_new(w->e->arena, Hir);
    var->name = name;
    var->type = value->type;
    var_info(w, var)->name = name;
    *read = (Hir){.kind = HIR_VAR, .type = value->type, .span = value->span, .var = var};
    return read;
}

/* The most turns that a loop over `source` can take. */
static const char *turns_of(Writer *w, Hir **source)
{
    Emit *e = w->e;
    Hir *list = *source;
    const VarInfo *table = list->kind == HIR_VAR ? map_get(&w->vars, list->var) : NULL;
    if (table && table->rows)
        return table->rows->rows;
    const char *name = emit_named(w, list, "source");
    *source = named_value(w, list, name);
    var_info(w, (*source)->var)->reads = 1;
    return cf(e, "%s.%s", name, is_value(list->type) ? "count" : "len");
}

/* Numbers in order need no list: gives the most turns. */
static const char *range_turns(Writer *w, Hir **source)
{
    Emit *e = w->e;
    Hir *range = arena_new(e->arena, Hir);
    const char *ends[2] = {"0"};
    *range = **source;
    range->builtin.args.at = arena_array(e->arena, Hir *, 2);
    int count = range->builtin.args.count;
    for (int i = 0; i < count; i++) {
        Hir *arg = (*source)->builtin.args.at[i];
        const char *name = emit_named(w, arg, i + 1 < count ? "from" : "to");
        range->builtin.args.at[i] = arg->kind == HIR_INT ? arg : named_value(w, arg, name);
        ends[2 - count + i] = name;
    }
    *source = range;
    return cf(e, "dash_range_turns(%s, %s)", ends[0], ends[1]);
}

/* A variable that holds the rows of a table expression. */
static Hir *stored_rows_source(Writer *w, Hir *source)
{
    Emit *e = w->e;
    HirVar *var = arena_new(e->arena, HirVar);
    var->name = "rows";
    var->type = source->type;
    var_info(w, var)->rows = relation_of_value(w, source);
    Hir *read = arena_new(e->arena, Hir);
    *read = (Hir){.kind = HIR_VAR, .type = source->type, .span = source->span, .var = var};
    return read;
}

/* The items of one turn; turns that a condition refuses go on to the next. */
static void turn(Writer *w, void *data)
{
    Emit *e = w->e;
    const Comprehension *out = data;
    const Hir *hir = out->hir;
    emit_statements(w, hir->comprehension.unpack);
    for (int i = 0; i < hir->comprehension.conditions.count; i++) {
        const char *condition = emit_expr(w, hir->comprehension.conditions.at[i]);
        stmt(w, "if (!%s)\n    continue;", parens(e, condition));
    }
    if (hir->comprehension.flat) {
        Hir *inner = hir->comprehension.item;
        Comprehension nested = {inner, out->name, out->count, out->grows};
        w->borrow = only_reads(inner->comprehension.source, inner->comprehension.item);
        emit_for(w, inner->comprehension.var, inner->comprehension.source, turn, &nested);
        return;
    }
    const char *hint = w->hint;
    w->hint = "item";
    const char *key = hir->comprehension.key ? emit_expr(w, hir->comprehension.key) : NULL;
    const char *item = emit_expr(w, hir->comprehension.item);
    w->hint = hint;
    if (key) {
        stmt(w, "%s = %s;", c_map_slot(e, hir->type, out->name, key), item);
        return;
    }
    if (!out->count) {
        stmt(w, "%s;", callf(e, "dash_push", 2, cf(e, "&%s", out->name), item));
        return;
    }
    if (out->grows)
        stmt(w, "%s = dash_room(cx, %s, %s, sizeof *%s);", out->name, out->name, out->count,
             out->name);
    stmt(w, "%s[%s++] = %s;", out->name, out->count, item);
}

/* Children: a list among them is spliced. */
static const char *child_list(Writer *w, Hir *hir)
{
    Comprehension out = {.hir = hir, .name = temp_name(w, "items")};
    stmt(w, "DashItems %s = dash_items(cx);", out.name);
    w->borrow = only_reads(hir->comprehension.source, hir->comprehension.item);
    emit_for(w, hir->comprehension.var, hir->comprehension.source, turn, &out);
    return cf(w->e, "dash_items_value(&%s)", out.name);
}

static const char *map_comprehension(Writer *w, Hir *hir)
{
    Comprehension out = {.hir = hir, .name = temp_name(w, "map")};
    stmt(w, "%s %s = {0};", c_type(w->e, hir->type), out.name);
    w->borrow = only_reads(hir->comprehension.source, hir->comprehension.item);
    emit_for(w, hir->comprehension.var, hir->comprehension.source, turn, &out);
    return out.name;
}

const char *emit_comprehension(Writer *w, Hir *hir)
{
    Emit *e = w->e;
    Hir *source = hir->comprehension.source;
    if (hir->type->kind == TY_MAP)
        return map_comprehension(w, hir);
    const char *item_type = c_type(e, hir->type->item);
    if (hir->type->item->kind == TY_COMPONENT)
        return child_list(w, hir);
    Comprehension out = {.hir = hir, .grows = hir->comprehension.flat};
    const char *turns = "4";
    if (!out.grows && (source->type->kind == TY_TABLE || source->type->kind == TY_COLUMN))
        source = stored_rows_source(w, source);
    w->borrow = only_reads(source, hir->comprehension.item);
    if (!out.grows)
        turns = is_plain_range(source) ? range_turns(w, &source) : turns_of(w, &source);
    out.name = temp_name(w, "items");
    out.count = name_unique(&w->names, cf(e, "%s_count", out.name));
    stmt(w, "%s *%s = dash_alloc_array(cx, %s, sizeof *%s);", item_type, out.name, turns, out.name);
    stmt(w, "size_t %s = 0;", out.count);
    emit_for(w, hir->comprehension.var, source, turn, &out);
    if (is_value(hir->type))
        return cf(e, "(DashValue){.kind = DASH_LIST, .count = (uint32_t)%s, .items = %s}",
                  out.count, out.name);
    return cf(e, "(%s){%s, %s}", c_type(e, hir->type), out.name, out.count);
}
