/* SPDX-License-Identifier: MIT
 *
 * Anything as a DashValue: what props and outputs are made of.
 */
#include "emit/internal.h"

static const char *scalar_function(const Type *type)
{
    switch (type->kind) {
    case TY_BOOL:
        return "dash_bool";
    case TY_INT:
    case TY_DURATION: /* milliseconds */
        return "dash_int";
    case TY_FLOAT:
        return "dash_float";
    case TY_TEXT:
        return "dash_string";
    case TY_OPTIONAL:
        switch (type->item->kind) {
        case TY_BOOL:
            return "dash_opt_bool";
        case TY_INT:
        case TY_DURATION:
            return "dash_opt_int";
        case TY_FLOAT:
            return "dash_opt_float";
        case TY_TEXT:
            return "dash_string";
        default:
            return NULL;
        }
    default:
        return NULL;
    }
}

static const char *list_function(const Type *type)
{
    if (type->kind != TY_LIST)
        return NULL;
    switch (base_type(type->item)->kind) {
    case TY_BOOL:
        return is_optional(type->item) ? NULL : "dash_list_of_bools";
    case TY_INT:
    case TY_DURATION:
        return is_optional(type->item) ? NULL : "dash_list_of_ints";
    case TY_FLOAT:
        return is_optional(type->item) ? NULL : "dash_list_of_floats";
    case TY_TEXT:
        return "dash_list_of_texts";
    default:
        return NULL;
    }
}

static const char *record_body(Emit *e, const Type *type)
{
    Buf out = {.arena = e->arena};
    bool tuple = type->kind == TY_TUPLE;
    buf_printf(&out, "    const %s items[] = {\n", tuple ? "DashValue" : "DashField");
    for (int i = 0; i < type->field_count; i++) {
        const Field *field = &type->fields[i];
        const char *value = c_to_value(e, field->type, cf(e, "value.%s", c_member(e, type, i)));
        if (tuple)
            buf_printf(&out, "        %s,\n", value);
        else
            buf_printf(&out, "        {DASH_TEXT(%s), %s},\n",
                       c_string(e, field->name, strlen(field->name)), value);
    }
    buf_printf(&out, "    };\n    return %s(cx, items, %d);\n", tuple ? "dash_list" : "dash_object",
               type->field_count);
    return out.ptr;
}

static const char *list_body(Emit *e, const Type *type)
{
    return cf(e,
              "    DashValue *items = dash_alloc_array(cx, value.len, sizeof *items);\n"
              "    for (size_t i = 0; i < value.len; i++)\n"
              "        items[i] = %s;\n"
              "    return (DashValue){.kind = DASH_LIST, .count = (uint32_t)value.len, "
              ".items = items};\n",
              c_to_value(e, type->item, "value.items[i]"));
}

static const char *optional_body(Emit *e, const Type *type)
{
    const char *inner = c_unwrap(e, type, "value");
    return cf(e, "    return %s ? DASH_NULL_VALUE : %s;\n", c_is_null(e, type, "value"),
              c_to_value(e, type->item, inner));
}

static const char *made_value_function(Emit *e, const Type *type)
{
    PtrMap *made = &e->value_functions;
    const char *name = map_get(made, type);
    if (name)
        return name;
    const char *c = c_type(e, type);
    name = name_unique(&e->names, cf(e, "value_of_%s", c));
    map_set(e->arena, made, type, (void *)(uintptr_t)name);
    const char *body = type->kind == TY_LIST       ? list_body(e, type)
                       : type->kind == TY_MAP      ? map_to_value(e, type)
                       : type->kind == TY_OPTIONAL ? optional_body(e, type)
                                                   : record_body(e, type);
    buf_printf(&e->helpers, "static DashValue %s(DashCx *cx, %s value)\n{\n%s%s%s}\n\n", name, c,
               mentions(body, "cx") ? "" : "    (void)cx;\n",
               mentions(body, "value") ? "" : "    (void)value;\n", body);
    return name;
}

const char *c_to_value(Emit *e, const Type *type, const char *value)
{
    if (is_value(type))
        return value;
    const char *function = scalar_function(type);
    if (function)
        return callf(e, function, 1, value);
    function = list_function(type);
    if (function)
        return callf(e, function, 2, "cx", value);
    switch (type->kind) {
    case TY_DATE:
        return callf(e, "dash_date", 2, "cx", value);
    case TY_DATETIME:
        return callf(e, "dash_datetime", 2, "cx", value);
    case TY_LIST:
    case TY_MAP:
    case TY_RECORD:
    case TY_TUPLE:
    case TY_OPTIONAL:
        return callf(e, made_value_function(e, type), 2, "cx", value);
    case TY_NEVER: /* of lists without items */
        return "DASH_NULL_VALUE";
    case TY_TABLE:
        return callf(e, "dash_table_records", 2, "cx", cf(e, "&%s", value));
    case TY_COLUMN:
        return callf(e, "dash_column_value", 3, "cx", cf(e, "&%s.columns[0]", value),
                     cf(e, "%s.rows", value));
    default:
        emit_bug(e, (Span){0}, "no DashValue for the type %s", type_name(e->arena, type));
    }
}

/* ---- from expressions, without the value in between --------------------- */

/* A component that comes from elsewhere can be a list of them. */
static bool may_be_list(Hir *child)
{
    while (child->kind == HIR_CONVERT)
        child = child->unary.operand;
    TypeKind kind = base_type(child->type)->kind;
    return child->kind != HIR_COMPONENT && child->kind != HIR_NULL &&
           (kind == TY_COMPONENT || kind == TY_LIST || kind == TY_JSON);
}

static bool is_list_of_lists(const Hir *list)
{
    bool several = false;
    for (int i = 0; i < list->list.items.count; i++)
        several |= may_be_list(list->list.items.at[i]);
    return list->type->kind == TY_LIST && list->type->item->kind == TY_COMPONENT && several;
}

const char *emit_scoped_value(Writer *w, Hir *hir)
{
    Buf outer = w->body;
    w->body = (Buf){.arena = w->e->arena};
    w->indent++;
    const char *value = emit_as_value(w, hir);
    Buf inner = w->body;
    w->body = outer;
    w->indent--;
    if (!inner.len)
        return value;
    const char *name = name_unique(&w->names, "part");
    stmt(w, "DashValue %s;\n{", name);
    buf_put(&w->body, inner.ptr, inner.len);
    stmt(w, "    %s = %s;\n}", name, indented(w->e, value));
    return name;
}

static const char *list_as_value(Writer *w, Hir *hir)
{
    Texts items = {0};
    bool many = hir->list.items.count >= MANY_PARTS;
    const char *function = is_list_of_lists(hir) ? "dash_children" : "dash_list";
    for (int i = 0; i < hir->list.items.count; i++)
        vec_push(w->e->arena, &items,
                 many ? emit_scoped_value(w, hir->list.items.at[i])
                      : emit_as_value(w, hir->list.items.at[i]));
    if (items.count == 0)
        return "(DashValue){.kind = DASH_LIST}";
    return callf(w->e, function, 3, "cx", cf(w->e, "(DashValue[])%s", braced(w->e, &items)),
                 cf(w->e, "%d", items.count));
}

static const char *record_as_value(Writer *w, Hir *hir)
{
    Emit *e = w->e;
    Texts fields = {0};
    for (int i = 0; i < hir->list.items.count; i++) {
        const char *name = hir->type->fields[i].name;
        Texts pair = {0};
        vec_push(e->arena, &pair, cf(e, "DASH_TEXT(%s)", c_string(e, name, strlen(name))));
        vec_push(e->arena, &pair, emit_as_value(w, hir->list.items.at[i]));
        vec_push(e->arena, &fields, braced(e, &pair));
    }
    if (fields.count == 0)
        return "(DashValue){.kind = DASH_OBJECT}";
    return callf(e, "dash_object", 3, "cx", cf(e, "(DashField[])%s", braced(e, &fields)),
                 cf(e, "%d", fields.count));
}

const char *emit_as_value(Writer *w, Hir *operand)
{
    switch (operand->kind) {
    case HIR_NULL:
        return "DASH_NULL_VALUE";
    case HIR_CONVERT: /* T → T? changes nothing here */
        if (operand->type->kind == TY_OPTIONAL &&
            operand->unary.operand->type == operand->type->item)
            return emit_as_value(w, operand->unary.operand);
        break;
    case HIR_LIST:
        if (!any_spliced(operand))
            return list_as_value(w, operand);
        break;
    case HIR_TUPLE:
        return list_as_value(w, operand);
    case HIR_RECORD:
        return record_as_value(w, operand);
    case HIR_COLUMN:
        return emit_column_value(w, operand);
    default:
        break;
    }
    if (is_nothing(operand->type)) {
        emit_to(w, operand, (Dest){DEST_DISCARD, NULL});
        return "DASH_NULL_VALUE";
    }
    w->borrow = is_copied_as_value(operand->type);
    const char *value = emit_expr(w, operand);
    const Type *type = operand->type;
    if ((type->kind == TY_TABLE || type->kind == TY_COLUMN) && !is_name(value)) {
        const char *name = temp_name(w, "rows");
        stmt(w, "const DashTable %s = %s;", name, value);
        value = name;
    }
    return c_to_value(w->e, type, value);
}
