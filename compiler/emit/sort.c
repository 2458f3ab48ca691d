/* SPDX-License-Identifier: MIT
 *
 * `sort`: an array of row numbers, ordered by a comparison that is written for
 * the keys. Texts compare by their rank in the dictionary. Nulls come last,
 * whatever the direction; equal rows keep their order.
 */
#include "emit/internal.h"

typedef struct SortKey {
    const char *member, *array, *valid, *rank;
    const char *element;
    bool text, descending;
} SortKey;

/* A key that is no stored column is computed once a row. */
static void computed_key(Writer *w, const Relation *rel, Hir *expr, SortKey *key)
{
    Emit *e = w->e;
    const char *most = rel->rows, *i = name_unique(&w->names, "i");
    if (rel->index) {
        const char *last = name_unique(&w->names, "most");
        stmt(w, "size_t %s = 0;", last);
        stmt(w, "for (uint32_t %s = 0; %s < %s; %s++)\n    if (%s[%s] >= %s)\n        %s = %s[%s] + 1u;",
             i, i, rel->rows, i, rel->index, i, last, last, rel->index, i);
        most = last;
    }
    key->element = c_type(e, base_type(expr->type));
    key->text = base_type(expr->type)->kind == TY_TEXT;
    key->array = name_unique(&w->names, "keys");
    stmt(w, "%s *%s = dash_alloc_array(cx, %s, sizeof *%s);", key->element, key->array, most,
         key->array);
    Loop loop;
    Row row;
    const char *position = name_unique(&w->names, "row");
    loop_begin(w, &loop);
    stmt(w, "const uint32_t %s = %s;", position, rel->index ? cf(e, "%s[%s]", rel->index, i) : i);
    relation_row(w, rel, position, &row);
    w->row = &row;
    RowValue value = row_value(w, expr);
    if (value.valid) {
        key->valid = name_unique(&w->names, "keys_valid");
        Hoist hoist = hoist_begin(w);
        stmt(w, "uint64_t *%s = dash_alloc_array(cx, (%s + 63) / 64, sizeof *%s);", key->valid,
             most, key->valid);
        hoist_end(w, &hoist);
        stmt(w, "if (!%s)\n    continue;", parens(e, value.valid));
        stmt(w, "%s[%s / 64] |= UINT64_C(1) << %s %% 64;", key->valid, position, position);
    }
    stmt(w, "%s[%s] = %s;", key->array, position, value.value);
    loop_end(w, &loop, cf(e, "for (uint32_t %s = 0; %s < %s; %s++)", i, i, rel->rows, i));
}

static void stored_key(Writer *w, const RowColumn *column, SortKey *key)
{
    Emit *e = w->e;
    key->array = column->array;
    key->valid = column->valid_array;
    key->element = element_type(column->meta->encoding);
    if (!column->dict) {
        if (base_type(column->meta->type)->kind == TY_TEXT) {
            key->text = true;
            key->element = "DashText";
        }
        return;
    }
    key->rank = name_unique(&w->names, cf(e, "%s_rank", column->meta->name));
    stmt(w, "const uint32_t *%s = dash_dict_rank(cx, &%s);", key->rank, column->dict);
}

static Hir *bare_column(Hir *expr)
{
    while (expr->kind == HIR_CONVERT && base_type(expr->type) == base_type(expr->unary.operand->type))
        expr = expr->unary.operand;
    return expr;
}

static void write_compare_key(Buf *out, const SortKey *key, const char *name)
{
    if (key->valid) {
        buf_printf(out,
                   "    const bool %s_a = dash_is_valid(keys->%s_valid, a);\n"
                   "    const bool %s_b = dash_is_valid(keys->%s_valid, b);\n"
                   "    if (%s_a != %s_b)\n        return %s_a ? -1 : 1;\n",
                   name, name, name, name, name, name, name);
    }
    const char *before = key->descending ? "1 : -1" : "-1 : 1";
    if (key->text) {
        buf_printf(out,
                   "    const int %s_order = %s%sdash_text_cmp(keys->%s[a], keys->%s[b]);\n"
                   "    if (%s_order != 0)\n        return %s%s_order;\n",
                   name, key->valid ? name : "", key->valid ? "_a ? 0 : " : "", name, name, name,
                   key->descending ? "-" : "", name);
        return;
    }
    const char *open = key->rank ? "_rank[keys->" : "", *close = key->rank ? "[a]]" : "[a]";
    const char *close_b = key->rank ? "[b]]" : "[b]", *inner = key->rank ? name : "";
    buf_printf(out,
               "    if (keys->%s%s%s%s != keys->%s%s%s%s)\n"
               "        return keys->%s%s%s%s < keys->%s%s%s%s ? %s;\n",
               name, open, inner, close, name, open, inner, close_b, name, open, inner, close, name,
               open, inner, close_b, before);
}

/* struct of the keys' arrays, and the comparison of two rows. */
static void write_comparison(Writer *w, const char *name, const SortKey *keys, int count)
{
    Buf *out = &w->before;
    buf_printf(out, "struct %s_keys {\n", name);
    for (int i = 0; i < count; i++) {
        buf_printf(out, "    const %s *%s;\n", keys[i].element, keys[i].member);
        if (keys[i].valid)
            buf_printf(out, "    const uint64_t *%s_valid;\n", keys[i].member);
        if (keys[i].rank)
            buf_printf(out, "    const uint32_t *%s_rank;\n", keys[i].member);
    }
    buf_printf(out,
               "};\n\nstatic int %s(const void *state, uint32_t a, uint32_t b)\n{\n"
               "    const struct %s_keys *keys = state;\n",
               name, name);
    for (int i = 0; i < count; i++)
        write_compare_key(out, &keys[i], keys[i].member);
    buf_puts(out, "    return 0;\n}\n\n");
}

static void write_keys(Writer *w, const char *name, const char *state, const SortKey *keys,
                       int count)
{
    Emit *e = w->e;
    Texts members = {0};
    for (int i = 0; i < count; i++) {
        vec_push(e->arena, &members, keys[i].array);
        if (keys[i].valid)
            vec_push(e->arena, &members, keys[i].valid);
        if (keys[i].rank)
            vec_push(e->arena, &members, keys[i].rank);
    }
    stmt(w, "const struct %s_keys %s = %s;", name, state, braced(e, &members));
}

Relation *sort_relation(Writer *w, Plan *plan, const char *name)
{
    Emit *e = w->e;
    Relation *rel = arena_new(e->arena, Relation);
    *rel = *relation_of(w, plan->input, name);
    SortKey *keys = arena_array(e->arena, SortKey, plan->keys.count + 1);
    Names members = {.arena = e->arena};
    for (int i = 0; i < plan->keys.count; i++) {
        Hir *expr = bare_column(plan->keys.at[i].expr);
        const RowColumn *column = expr->kind == HIR_COLREF ? &rel->columns[expr->column] : NULL;
        keys[i].descending = plan->keys.at[i].descending;
        keys[i].member = name_unique(&members, column ? column->meta->name : "key");
        if (column && column->array)
            stored_key(w, column, &keys[i]);
        else
            computed_key(w, rel, expr, &keys[i]);
    }
    const char *compare = name_global(&e->names, cf(e, "%s_%s_order", w->fn_name, name));
    write_comparison(w, compare, keys, plan->keys.count);
    if (!rel->index || !rel->owned) {
        const char *order = name_unique(&w->names, "order");
        stmt(w, "uint32_t *%s = dash_row_order(cx, %s);", order, rel->rows);
        if (rel->index) {
            const char *i = name_unique(&w->names, "i");
            stmt(w, "for (uint32_t %s = 0; %s < %s; %s++)\n    %s[%s] = %s[%s];", i, i, rel->rows,
                 i, order, i, rel->index, i);
        }
        rel->index = order;
    }
    const char *state = name_unique(&w->names, "keys");
    write_keys(w, compare, state, keys, plan->keys.count);
    stmt(w, "dash_sort_rows(cx, %s, %s, %s, &%s);", rel->index, rel->rows, compare, state);
    rel->owned = true;
    rel->table = rel->table_columns = NULL;
    return rel;
}

Relation *top_relation(Writer *w, Plan *plan, const char *name)
{
    Emit *e = w->e;
    Relation *rel = sort_relation(w, plan, name);
    const char *limit = emit_named(w, plan->count, "limit");
    const char *rows = name_unique(&w->names, "top");
    stmt(w, "const size_t %s = %s < 0 ? 0 : (size_t)%s < %s ? (size_t)%s : %s;", rows, limit, limit,
         rel->rows, limit, rel->rows);
    rel->rows = rows;
    rel->constant = false;
    (void)e;
    return rel;
}
