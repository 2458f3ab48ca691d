/* SPDX-License-Identifier: MIT
 *
 * Charts: the rows of the pipeline with the columns that are drawn, and a DashPx
 * whose members are named as the arguments in the source.
 */
#include "emit/internal.h"

typedef struct PxCall {
    Hir *hir;
    const char *columns;
    int *slots;
    Texts members;
} PxCall;

static const char *column_pointer(Emit *e, const PxCall *call, int column)
{
    return cf(e, "&%s[%d]", call->columns, call->slots[column]);
}

static void add_member(Emit *e, PxCall *call, const char *name, const char *value)
{
    vec_push(e->arena, &call->members, cf(e, ".%s = %s", name, value));
}

static void columns_argument(Emit *e, PxCall *call, const HirPxArg *arg)
{
    Texts items = {0};
    for (int i = 0; i < arg->columns.count; i++)
        vec_push(e->arena, &items, column_pointer(e, call, arg->columns.at[i]));
    add_member(e, call, arg->name,
               cf(e, "{(const DashColumn *const[])%s, %d}", braced(e, &items), items.count));
}

/* {"tip": ":.2f"}, whose values are json. */
static void record_argument(Writer *w, PxCall *call, const HirPxArg *arg)
{
    Emit *e = w->e;
    Texts items = {0};
    for (int i = 0; i < arg->keys.count; i++) {
        const char *key = arg->keys.at[i];
        Texts pair = {0};
        vec_push(e->arena, &pair, cf(e, "DASH_TEXT(%s)", c_string(e, key, strlen(key))));
        vec_push(e->arena, &pair, emit_expr(w, arg->values.at[i]));
        vec_push(e->arena, &items, braced(e, &pair));
    }
    add_member(e, call, arg->name,
               cf(e, "dash_object(cx, (const DashField[])%s, %d)", braced(e, &items), items.count));
}

static const char *chosen_column(Writer *w, const PxCall *call, const HirPxArg *arg)
{
    Emit *e = w->e;
    return callf(e, "dash_column_named", 5, "cx", call->columns,
                 cf(e, "%d", call->hir->px.plan->columns.count), emit_expr(w, arg->value),
                 where_of(e, call->hir->span));
}

static void add_argument(Writer *w, PxCall *call, const HirPxArg *arg)
{
    if (arg->is_list)
        return;
    w->hint = arg->name;
    if (arg->column >= 0)
        add_member(w->e, call, arg->name, column_pointer(w->e, call, arg->column));
    else if (arg->is_chosen)
        add_member(w->e, call, arg->name, chosen_column(w, call, arg));
    else if (arg->columns.count)
        columns_argument(w->e, call, arg);
    else if (arg->keys.count)
        record_argument(w, call, arg);
    else if (arg->value)
        add_member(w->e, call, arg->name, emit_expr(w, arg->value));
}

static bool *drawn_columns(Emit *e, const Hir *hir)
{
    bool *read = arena_array(e->arena, bool, hir->px.plan->columns.count + 1);
    for (int i = 0; i < hir->px.args.count; i++) {
        const HirPxArg *arg = &hir->px.args.at[i];
        if (arg->column >= 0)
            read[arg->column] = true;
        for (int c = 0; c < arg->columns.count; c++)
            read[arg->columns.at[c]] = true;
        for (int c = 0; arg->is_chosen && c < hir->px.plan->columns.count; c++)
            read[c] = true;
    }
    return read;
}

static const char *plan_table(Writer *w, PxCall *call)
{
    Emit *e = w->e;
    Plan *plan = call->hir->px.plan;
    bool *read = drawn_columns(e, call->hir);
    call->slots = arena_array(e->arena, int, plan->columns.count + 1);
    plan_prune(e->arena, plan, read);
    plan_comment(w, plan);
    Relation *rel = relation_of(w, plan, "rows");
    return relation_table(w, rel, read, "drawn", call->slots, &call->columns);
}

/* Lists in the place of columns become a table of their own. */
static const char *list_table(Writer *w, PxCall *call)
{
    Emit *e = w->e;
    Texts values = {0}, columns = {0};
    const char *lists = name_unique(&w->names, "lists");
    const char *drawn = name_unique(&w->names, "drawn");
    const char *where = where_of(e, call->hir->span);
    for (int i = 0; i < call->hir->px.args.count; i++) {
        const HirPxArg *arg = &call->hir->px.args.at[i];
        if (!arg->is_list)
            continue;
        vec_push(e->arena, &columns,
                 cf(e, "dash_list_column(cx, \"%s\", %s[%d], %s)", arg->name, lists, values.count,
                    where));
        add_member(e, call, arg->name, cf(e, "&%s[%d]", drawn, values.count));
        w->hint = arg->name;
        vec_push(e->arena, &values, emit_expr(w, arg->value));
    }
    if (!values.count)
        return NULL;
    const char *table = name_unique(&w->names, "rows");
    stmt(w, "const DashValue %s[] = %s;", lists, braced(e, &values));
    stmt(w, "const DashColumn %s[] = %s;", drawn, braced(e, &columns));
    stmt(w, "const DashTable %s = dash_list_table(cx, %s, %s, %d, %s);", table, drawn, lists,
         values.count, where);
    return table;
}

const char *emit_px(Writer *w, Hir *hir)
{
    Emit *e = w->e;
    const char *hint = w->hint;
    w->hint = NULL;
    PxCall call = {.hir = hir};
    const char *table = hir->px.plan ? plan_table(w, &call) : list_table(w, &call);
    for (int i = 0; i < hir->px.args.count; i++)
        add_argument(w, &call, &hir->px.args.at[i]);
    if (hir->px.webgl)
        add_member(e, &call, "webgl", "true");
    add_member(e, &call, "where", where_of(e, hir->span));
    const char *px = name_unique(&w->names, "px");
    stmt(w, "const DashPx %s = %s;", px, braced(e, &call.members));
    w->hint = hint;
    return cf(e, "dash_px_%s(cx, %s%s, &%s)", hir->px.function, table ? "&" : "",
              table ? table : "NULL", px);
}
