/* SPDX-License-Identifier: MIT
 *
 * Order: the keys as the runtime sorts by them, and a comparison function of two row
 * numbers for loops that keep the first few. Nulls come last either way; texts compare
 * by the ranks of their codes; equal rows keep their order.
 */
#include "emit/internal.h"

/* The arrays that a comparison cannot name itself: fields of a struct. */
typedef struct State {
    Names names;
    Buf fields;
    Texts values;
} State;

static const char *add_state(Writer *w, State *state, const char *type, const char *wanted,
                             const char *value)
{
    const char *field = name_unique(&state->names, wanted);
    buf_printf(&state->fields, "    const %s *%s;\n", type, field);
    vec_push(w->e->arena, &state->values, cf(w->e, ".%s = %s", field, value));
    return cf(w->e, "keys->%s", field);
}

static void compare_valid(Writer *w, State *state, Buf *body, const RowColumn *column)
{
    const char *valid = column->valid_array;
    if (!valid)
        return;
    if (!column->global)
        valid = add_state(w, state, "uint64_t", cf(w->e, "%s_valid", column->meta->name), valid);
    buf_printf(body,
               "    if (dash_is_valid(%s, a) != dash_is_valid(%s, b))\n"
               "        return dash_is_valid(%s, a) ? -1 : 1;\n",
               valid, valid, valid);
}

/* The lines that compare rows `a` and `b` by one key. */
static void compare_key(Writer *w, State *state, Buf *body, const RowColumn *column,
                        bool descending)
{
    Emit *e = w->e;
    const char *name = column->meta->name, *array = column->array;
    TypeKind kind = base_type(column->meta->type)->kind;
    bool text = kind == TY_TEXT, coded = text && column->dict;
    const char *type = text && !coded ? "DashText" : element_type(column->meta->encoding);
    compare_valid(w, state, body, column);
    if (array && !column->global)
        array = add_state(w, state, type, name, array);
    const char *a = array ? cf(e, "%s[a]", array) : "a", *b = array ? cf(e, "%s[b]", array) : "b";
    const char *order = descending ? "1 : -1" : "-1 : 1";
    if (coded) {
        const char *rank = name_unique(&w->names, cf(e, "%s_rank", name));
        stmt(w, "const uint32_t *const %s = dash_dict_rank(cx, %s);", rank,
             c_address(e, column->dict));
        rank = add_state(w, state, "uint32_t", cf(e, "%s_rank", name), rank);
        buf_printf(body, "    if (%s != %s)\n        return %s[%s] < %s[%s] ? %s;\n", a, b, rank, a,
                   rank, b, order);
    } else if (text) {
        buf_printf(
            body,
            "    if (!dash_text_eq(%s, %s))\n        return dash_text_cmp(%s, %s) < 0 ? %s;\n", a,
            b, a, b, order);
    } else if (kind == TY_FLOAT && !column->source) { /* not of a file: nan may be there */
        const char *sign = callf(e, "dash_float_order", 3, a, b, descending ? "true" : "false");
        buf_printf(body, "    if (%s != 0)\n        return %s;\n", sign, sign);
    } else {
        buf_printf(body, "    if (%s != %s)\n        return %s < %s ? %s;\n", a, b, a, b, order);
    }
}

static void write_comparison(Writer *w, const char *name, const State *state, const char *body)
{
    if (state->fields.len)
        buf_printf(&w->before, "struct %s {\n%s};\n\n", name, state->fields.ptr);
    buf_printf(&w->before, "static int %s(const void *state, uint32_t a, uint32_t b)\n{\n", name);
    if (state->fields.len)
        buf_printf(&w->before, "    const struct %s *const keys = state;\n", name);
    else
        buf_puts(&w->before, "    (void)state;\n");
    buf_printf(&w->before, "%s    return 0;\n}\n\n", body);
}

Comparison make_comparison(Writer *w, const Plan *plan, const RowColumn *columns)
{
    Emit *e = w->e;
    State state = {.names.arena = e->arena, .fields.arena = e->arena};
    Buf body = {.arena = e->arena}, words = {.arena = e->arena};
    buf_puts(&words, "by");
    for (int i = 0; i < plan->keys.count; i++) {
        const RowColumn *column = &columns[plan->keys.at[i].expr->column];
        compare_key(w, &state, &body, column, plan->keys.at[i].descending);
        buf_printf(&words, "_%s", column->meta->name);
    }
    const char *name = name_unique(&e->names, words.ptr);
    write_comparison(w, name, &state, body.ptr);
    if (!state.fields.len)
        return (Comparison){name, "NULL"};
    const char *keys = name_unique(&w->names, "keys");
    stmt(w, "const struct %s %s = %s;", name, keys, braced(e, &state.values));
    return (Comparison){name, cf(e, "&%s", keys)};
}

/* ---- all rows ----------------------------------------------------------- */

const char *sort_keys(Writer *w, const Plan *plan, const RowColumn *columns)
{
    Emit *e = w->e;
    Texts items = {0};
    Buf words = {.arena = e->arena};
    buf_puts(&words, "by");
    for (int i = 0; i < plan->keys.count; i++) {
        const PlanKey *key = &plan->keys.at[i];
        const RowColumn *column = &columns[key->expr->column];
        buf_printf(&words, "_%s", column->meta->name);
        Texts fields = {0};
        if (column->array)
            vec_push(e->arena, &fields, cf(e, ".data = %s", column->array));
        if (column->valid_array)
            vec_push(e->arena, &fields, cf(e, ".valid = %s", column->valid_array));
        if (column->dict)
            vec_push(e->arena, &fields,
                     cf(e, ".rank = %s",
                        callf(e, "dash_dict_rank", 2, "cx", c_address(e, column->dict))));
        vec_push(e->arena, &fields, cf(e, ".encoding = %s", encoding_name(column->meta->encoding)));
        if (key->descending)
            vec_push(e->arena, &fields, ".descending = true");
        vec_push(e->arena, &items, braced(e, &fields));
    }
    const char *keys = name_unique(&w->names, words.ptr);
    stmt_lazy(w, keys, "const DashSortKey %s[] = %s;", keys, braced(e, &items));
    return keys;
}

/* An array of the relation's row numbers that may be changed. */
static const char *own_order(Writer *w, const Relation *rel)
{
    if (rel->index && rel->owned)
        return rel->index;
    const char *order = name_unique(&w->names, "order");
    if (!rel->index) {
        stmt(w, "uint32_t *%s = dash_row_order(cx, %s);", order, rel->rows);
        return order;
    }
    stmt(w, "uint32_t *%s = dash_alloc_array(cx, %s, sizeof *%s);", order, rel->rows, order);
    stmt(w, "for (size_t i = 0; i < %s; i++)\n    %s[i] = %s[i];", rel->rows, order, rel->index);
    return order;
}

Relation *sort_relation(Writer *w, Plan *plan, const char *name)
{
    Relation *rel = relation_of(w, plan->input, name);
    const char *order = own_order(w, rel);
    const char *keys = sort_keys(w, plan, rel->columns);
    stmt(w, "%s;",
         callf(w->e, "dash_sort_by", 5, "cx", order, rel->rows, keys,
               cf(w->e, "%d", plan->keys.count)));
    rel->index = order;
    rel->owned = true;
    rel->table = rel->table_columns = NULL;
    return rel;
}
