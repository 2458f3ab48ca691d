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

static const char *member_of(const char *argument)
{
    return strcmp(argument, "template") == 0 ? "template_" : argument;
}

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
    add_member(e, call, member_of(arg->name),
               cf(e, "{(const DashColumn *const[])%s, %d}", braced(e, &items), items.count));
}

/* {"key": "text"} as pairs, {"column": ["text"]} as orders. */
static void map_argument(Writer *w, PxCall *call, const HirPxArg *arg)
{
    Emit *e = w->e;
    bool orders = strcmp(arg->name, "category_orders") == 0;
    Texts items = {0};
    for (int i = 0; i < arg->keys.count; i++) {
        const char *key = arg->keys.at[i];
        Texts pair = {0};
        vec_push(e->arena, &pair, cf(e, "DASH_TEXT(%s)", c_string(e, key, strlen(key))));
        vec_push(e->arena, &pair, emit_expr(w, arg->values.at[i]));
        vec_push(e->arena, &items, braced(e, &pair));
    }
    const char *count = orders                             ? "category_order_count"
                        : strcmp(arg->name, "labels") == 0 ? "label_count"
                                                           : cf(e, "%s_count", arg->name);
    if (items.count == 0)
        return;
    add_member(e, call, arg->name,
               cf(e, "(%s[])%s", orders ? "DashPxOrder" : "DashPxPair", braced(e, &items)));
    add_member(e, call, count, cf(e, "%d", items.count));
}

static void list_argument(Writer *w, PxCall *call, const HirPxArg *arg)
{
    Emit *e = w->e;
    Texts items = {0};
    bool texts = base_type(arg->values.at[0]->type)->kind == TY_TEXT;
    for (int i = 0; i < arg->values.count; i++)
        vec_push(e->arena, &items, emit_expr(w, arg->values.at[i]));
    add_member(
        e, call, arg->name,
        cf(e, "{(%s[])%s, %d}", texts ? "DashText" : "double", braced(e, &items), items.count));
}

static void scalar_argument(Writer *w, PxCall *call, const HirPxArg *arg)
{
    Emit *e = w->e;
    const char *value = emit_expr(w, arg->value);
    const Type *type = arg->value->type;
    if (strcmp(arg->name, "text_auto") == 0 && base_type(type)->kind == TY_TEXT) {
        add_member(e, call, "text_auto", "true");
        add_member(e, call, "text_auto_format", value);
        return;
    }
    bool wrapped =
        !is_optional(type) && (strcmp(arg->name, "opacity") == 0 ||
                               strcmp(arg->name, "width") == 0 || strcmp(arg->name, "height") == 0);
    add_member(e, call, member_of(arg->name), wrapped ? cf(e, "{true, %s}", value) : value);
}

static void add_argument(Writer *w, PxCall *call, const HirPxArg *arg)
{
    w->hint = arg->name;
    if (arg->column >= 0)
        add_member(w->e, call, member_of(arg->name), column_pointer(w->e, call, arg->column));
    else if (arg->columns.count)
        columns_argument(w->e, call, arg);
    else if (arg->keys.count)
        map_argument(w, call, arg);
    else if (arg->values.count)
        list_argument(w, call, arg);
    else if (arg->value)
        scalar_argument(w, call, arg);
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
    }
    return read;
}

const char *emit_px(Writer *w, Hir *hir)
{
    Emit *e = w->e;
    const char *hint = w->hint;
    w->hint = NULL;
    Plan *plan = hir->px.plan;
    bool *read = drawn_columns(e, hir);
    PxCall call = {.hir = hir, .slots = arena_array(e->arena, int, plan->columns.count + 1)};
    plan_prune(e->arena, plan, read);
    plan_comment(w, plan);
    Relation *rel = relation_of(w, plan, "rows");
    const char *table = relation_table(w, rel, read, "drawn", call.slots, &call.columns);
    for (int i = 0; i < hir->px.args.count; i++)
        add_argument(w, &call, &hir->px.args.at[i]);
    add_member(e, &call, "where", where_of(e, hir->span));
    const char *px = name_unique(&w->names, "px");
    stmt(w, "const DashPx %s = %s;", px, braced(e, &call.members));
    w->hint = hint;
    return cf(e, "dash_px_%s(cx, &%s, &%s)", hir->px.function, table, px);
}
