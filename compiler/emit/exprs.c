/* SPDX-License-Identifier: MIT
 *
 * Expressions. What C can say in an expression becomes one; a value that needs
 * control flow gets a variable and statements before.
 */
#include "emit/internal.h"

/* ---- what must be statements -------------------------------------------- */

bool ends_here(const Hir *hir)
{
    return hir && hir->type->kind == TY_NEVER;
}

static bool any_needs(Hir *const *items, int count)
{
    for (int i = 0; i < count; i++)
        if (items[i] && needs_statements(items[i]))
            return true;
    return false;
}

static bool is_literal(const Hir *hir)
{
    switch (hir->kind) {
    case HIR_BOOL:
    case HIR_INT:
    case HIR_FLOAT:
    case HIR_TEXT:
    case HIR_NULL:
        return true;
    default:
        return false;
    }
}

static bool list_needs(const Hir *list)
{
    for (int i = 0; i < list->list.items.count; i++)
        if (!is_literal(list->list.items.at[i]))
            return true;
    return false;
}

static bool convert_needs(const Hir *hir)
{
    const Hir *operand = hir->unary.operand;
    bool value_of_items =
        operand->kind == HIR_LIST || operand->kind == HIR_RECORD || operand->kind == HIR_TUPLE;
    if (is_value(hir->type) && value_of_items)
        return any_spliced(operand) || any_needs(operand->list.items.at, operand->list.items.count);
    return needs_statements(operand);
}

static bool component_needs(const Hir *hir)
{
    for (int i = 0; i < hir->component.props.count; i++)
        if (needs_statements(hir->component.props.at[i].value))
            return true;
    return false;
}

/* Nothing is built for one literal or one text as it is. */
static bool concat_needs(const Hir *hir)
{
    if (hir->concat.parts.count != 1)
        return hir->concat.parts.count > 0;
    const HirPart *part = &hir->concat.parts.at[0];
    return part->value && (part->has_format || part->value->type->kind != TY_TEXT ||
                           needs_statements(part->value));
}

/* More choices than one expression can show well; as statements they also cost
 * their number, not its square. */
static bool is_long_chain(const Hir *hir)
{
    int choices = 0;
    for (; hir && hir->kind == HIR_IF && choices <= 4; hir = hir->if_.otherwise)
        choices++;
    return choices > 4;
}

bool needs_statements(const Hir *hir)
{
    if (is_nothing(hir->type))
        return true;
    switch (hir->kind) {
    case HIR_CONVERT:
        return convert_needs(hir);
    case HIR_CAST:
    case HIR_NEG:
    case HIR_NOT:
    case HIR_FIELD:
        return needs_statements(hir->unary.operand);
    case HIR_IS_NULL:
        return hir->unary.operand->kind != HIR_VAR && needs_statements(hir->unary.operand);
    case HIR_ARITH:
    case HIR_AND:
    case HIR_OR:
    case HIR_COMPARE:
        return needs_statements(hir->binary.left) || needs_statements(hir->binary.right);
    case HIR_COALESCE:
        return hir->binary.left->kind != HIR_VAR || needs_statements(hir->binary.right);
    case HIR_IF:
        return !hir->if_.otherwise || is_long_chain(hir) || needs_statements(hir->if_.condition) ||
               needs_statements(hir->if_.then) || needs_statements(hir->if_.otherwise);
    case HIR_BLOCK:
        return hir->block.statements.count > 0 || !hir->block.value ||
               needs_statements(hir->block.value);
    case HIR_LIST:
        return list_needs(hir);
    case HIR_RECORD:
    case HIR_TUPLE:
        return any_needs(hir->list.items.at, hir->list.items.count);
    case HIR_CALL:
        return any_needs(hir->call.args.at, hir->call.args.count);
    case HIR_CALLBACK:
        return any_needs(hir->callback.args.at, hir->callback.args.count);
    case HIR_BUILTIN:
        for (int i = 0; i < hir->builtin.args.count; i++)
            if (hir->builtin.args.at[i]->type->kind == TY_TABLE)
                return true;
        return any_needs(hir->builtin.args.at, hir->builtin.args.count);
    case HIR_COMPONENT:
        return component_needs(hir);
    case HIR_CONCAT:
        return concat_needs(hir);
    case HIR_PATCH:
        return patch_needs_statements(hir);
    case HIR_TABLE:
    case HIR_COLUMN:
    case HIR_REDUCE:
    case HIR_ROW:
    case HIR_FIGURE:
    case HIR_CHILDREN:
    case HIR_LIST_COMP:
    case HIR_MAP:
    case HIR_INDEX:
    case HIR_SLICE:
    case HIR_IN:
    case HIR_RETURN:
    case HIR_FAILURE:
    case HIR_PREVENT_UPDATE:
        return true;
    default:
        return false;
    }
}

/* ---- variables ---------------------------------------------------------- */

VarInfo *var_info(Writer *w, const HirVar *var)
{
    VarInfo *info = map_get(&w->vars, var);
    if (!info) {
        info = arena_new(w->e->arena, VarInfo);
        map_set(w->e->arena, &w->vars, var, info);
    }
    return info;
}

const char *var_name(Writer *w, const HirVar *var)
{
    VarInfo *info = var_info(w, var);
    if (!info->name) {
        info->loop = w->loop;
        info->name = name_unique(&w->names, strcmp(var->name, "_") == 0 ? "unused" : var->name);
    }
    return info->name;
}

/* Handed on, the memory of a variable whose parts change is its own no longer. */
static const char *emit_var(Writer *w, Hir *hir, bool borrowed)
{
    const HirVar *var = hir->var;
    VarInfo *info = var_info(w, var);
    if (info->rows)
        return relation_table(w, info->rows, NULL, var->name, NULL, NULL);
    const char *name = var_name(w, var);
    if (info->own && !borrowed)
        stmt(w, "%s = false;", info->own);
    if (is_optional(var->type) && !is_optional(hir->type) && !is_value(hir->type))
        return c_unwrap(w->e, var->type, name);
    return name;
}

const char *emit_named(Writer *w, Hir *hir, const char *name)
{
    const char *value = emit_expr(w, hir);
    if (!value || is_name(value))
        return value;
    const char *hint = w->hint;
    w->hint = NULL;
    const char *temp = temp_name(w, name);
    w->hint = hint;
    stmt(w, "const %s %s = %s;", c_type(w->e, hir->type), temp, value);
    return temp;
}

/* ---- operators ---------------------------------------------------------- */

const char *arith_text(Writer *w, const Hir *hir, const char *a, const char *b)
{
    static const char *const operators[] = {
        [BINARY_ADD] = "+",
        [BINARY_SUB] = "-",
        [BINARY_MUL] = "*",
        [BINARY_DIV] = "/",
    };
    static const char *const functions[] = {
        [BINARY_ADD] = "dash_int_add", [BINARY_SUB] = "dash_int_sub", [BINARY_MUL] = "dash_int_mul",
        [BINARY_DIV] = "dash_int_div", [BINARY_MOD] = "dash_int_mod",
    };
    Emit *e = w->e;
    int op = hir->binary.op;
    if (base_type(hir->type)->kind == TY_INT && op <= BINARY_MOD)
        return callf(e, functions[op], 4, "cx", a, b, where_of(e, hir->span));
    if (base_type(hir->type)->kind != TY_FLOAT)
        emit_bug(e, hir->span, "arithmetic on %s", type_name(e->arena, hir->type));
    if (op == BINARY_MOD)
        return callf(e, "dash_float_mod", 2, a, b);
    if (op == BINARY_POW)
        return callf(e, "__builtin_pow", 2, a, b);
    return cf(e, "%s %s %s", parens(e, a), operators[op], parens(e, b));
}

static const char *emit_logic(Writer *w, Hir *hir)
{
    bool and = hir->kind == HIR_AND;
    const char *left = emit_expr(w, hir->binary.left);
    if (!needs_statements(hir->binary.right)) {
        const char *right = emit_expr(w, hir->binary.right);
        bool same = hir->binary.left->kind == hir->kind;
        return cf(w->e, "%s %s %s", same ? left : logic_parens(w->e, left, and), and? "&&" : "||",
                  logic_parens(w->e, right, and));
    }
    const char *name = temp_name(w, "holds");
    stmt(w, "bool %s = %s;", name, left);
    open_block(w, and? "if (%s)" : "if (!%s)", name);
    emit_to(w, hir->binary.right, (Dest){DEST_VAR, name});
    close_block(w);
    return name;
}

/* Both branches' variable. */
static const char *through_variable(Writer *w, Hir *hir)
{
    if (hir->type->kind == TY_TABLE)
        w->heap_tables = true;
    const char *name = temp_name(w, "value");
    stmt(w, "%s %s;", c_type(w->e, hir->type), name);
    emit_to(w, hir, (Dest){DEST_VAR, name});
    return name;
}

static const char *emit_coalesce(Writer *w, Hir *hir)
{
    Emit *e = w->e;
    Hir *left = hir->binary.left, *right = hir->binary.right;
    if (needs_statements(right) && !ends_here(right))
        return through_variable(w, hir);
    const char *value = emit_named(w, left, "value");
    const char *present = is_optional(hir->type) ? value : c_unwrap(e, left->type, value);
    if (ends_here(right)) {
        open_block(w, "if (%s)", c_is_null(e, left->type, value));
        emit_to(w, right, (Dest){DEST_DISCARD, NULL});
        close_block(w);
        return present;
    }
    return ternary(e, c_is_there(e, left->type, value), present, emit_expr(w, right));
}

const char *emit_condition(Writer *w, Hir *hir)
{
    return w->row ? row_truth(w, hir, true) : emit_expr(w, hir);
}

static const char *emit_if(Writer *w, Hir *hir)
{
    Emit *e = w->e;
    Hir *then = hir->if_.then, *otherwise = hir->if_.otherwise;
    if (otherwise && ends_here(then)) { /* an early exit, then plain code */
        open_block(w, "if (%s)", emit_condition(w, hir->if_.condition));
        emit_to(w, then, (Dest){DEST_DISCARD, NULL});
        close_block(w);
        return emit_expr(w, otherwise);
    }
    bool chain = is_long_chain(hir) && !w->row;
    if (!otherwise || chain || needs_statements(then) || needs_statements(otherwise))
        return through_variable(w, hir);
    const char *condition = emit_condition(w, hir->if_.condition);
    const char *yes = emit_expr(w, then);
    return ternary(e, condition, yes, emit_expr(w, otherwise));
}

static const char *emit_block_value(Writer *w, Hir *hir)
{
    emit_statements(w, hir);
    return hir->block.value ? emit_expr(w, hir->block.value) : NULL;
}

/* ---- conversions -------------------------------------------------------- */

static const char *list_convert(Writer *w, const Type *from, const Type *to, const char *value,
                                Span span)
{
    Emit *e = w->e;
    const char *name = temp_name(w, "items");
    if (from->item->kind == TY_NEVER) { /* empty, but there */
        stmt(w, "%s *%s = dash_alloc_array(cx, 0, sizeof *%s);", c_type(e, to->item), name, name);
        return cf(e, "(%s){%s, 0}", c_type(e, to), name);
    }
    const char *source = is_name(value) ? value : NULL;
    if (!source) {
        source = name_unique(&w->names, "source");
        stmt(w, "const %s %s = %s;", c_type(e, from), source, value);
    }
    const char *i = name_unique(&w->names, "i");
    const char *len = is_value(from) ? "count" : "len"; /* [null] travels as json */
    stmt(w, "%s *%s = dash_alloc_array(cx, %s.%s, sizeof *%s);", c_type(e, to->item), name, source,
         len, name);
    open_block(w, "for (size_t %s = 0; %s < %s.%s; %s++)", i, i, source, len, i);
    stmt(w, "%s[%s] = %s;", name, i,
         convert_text(w, from->item, to->item, cf(e, "%s.items[%s]", source, i), span));
    close_block(w);
    return cf(e, "(%s){%s, %s.%s}", c_type(e, to), name, source, len);
}

/* Fields of a record go by their names, which may be more there: those are null. */
static const char *fields_convert(Writer *w, const Type *from, const Type *to, const char *value,
                                  Span span)
{
    Emit *e = w->e;
    Texts members = {0};
    for (int i = 0; i < to->field_count; i++) {
        const Type *wanted = to->fields[i].type;
        const Field *field =
            to->kind == TY_TUPLE ? &from->fields[i] : type_field(from, to->fields[i].name);
        int at = field ? (int)(field - from->fields) : -1;
        const char *member = field ? cf(e, "%s.%s", parens(e, value), c_member(e, from, at)) : NULL;
        vec_push(
            e->arena, &members,
            cf(e, ".%s = %s", c_member(e, to, i),
               field ? convert_text(w, field->type, wanted, member, span) : c_null(e, wanted)));
    }
    return cf(e, "(%s)%s", c_type(e, to), braced(e, &members));
}

const char *convert_text(Writer *w, const Type *from, const Type *to, const char *value, Span span)
{
    Emit *e = w->e;
    if (from == to)
        return value;
    if (from->kind == TY_NEVER) /* of lists without items: no value comes */
        return c_zero(e, to);
    if (is_value(to))
        return c_to_value(e, from, value);
    if (is_optional(to) && !is_optional(from) && from->kind != TY_NULL)
        return c_wrap(e, to, convert_text(w, from, to->item, value, span));
    if (from->kind == TY_NULL)
        return c_null(e, to);
    if (is_optional(from) && !is_optional(to)) /* narrowed */
        return convert_text(w, from->item, to, c_unwrap(e, from, value), span);
    if (is_optional(from) && is_optional(to)) {
        const char *inner = convert_text(w, from->item, to->item, c_unwrap(e, from, value), span);
        return ternary(e, c_is_null(e, from, value), c_null(e, to), c_wrap(e, to, inner));
    }
    if (from->kind == TY_INT && to->kind == TY_FLOAT)
        return cf(e, "(double)%s", parens(e, value));
    if (from->kind == TY_LIST && to->kind == TY_LIST)
        return list_convert(w, from, to, value, span);
    if (from->kind == TY_MAP && to->kind == TY_MAP)
        return map_convert(w, from, to, value, span);
    if ((from->kind == TY_RECORD || from->kind == TY_TUPLE) && from->kind == to->kind)
        return fields_convert(w, from, to, value, span);
    emit_bug(e, span, "conversion from %s to %s", type_name(e->arena, from),
             type_name(e->arena, to));
}

/* Converting takes the text more than once: a name when it is long. */
static bool repeats(const Type *from, const Type *to)
{
    return (is_optional(from) && is_optional(to)) || from->kind == TY_RECORD ||
           from->kind == TY_TUPLE;
}

static const char *emit_convert(Writer *w, Hir *hir)
{
    Hir *operand = hir->unary.operand;
    if (is_value(hir->type))
        return emit_as_value(w, operand);
    if (operand->type->kind == TY_COLUMN && hir->type->kind == TY_LIST)
        return emit_column_list(w, operand, hir->type);
    if (hir->type->kind == TY_FLOAT && operand->kind == HIR_INT)
        return c_float(w->e, (double)operand->integer);
    if (hir->type->kind == TY_TABLE && is_optional(operand->type)) /* plain already */
        return c_unwrap(w->e, operand->type, emit_named(w, operand, "table"));
    if (hir->type->kind == TY_TABLE)
        return callf(w->e, "dash_table_plain", 2, "cx",
                     cf(w->e, "&%s", emit_named(w, operand, "table")));
    if (hir->type == operand->type)
        return emit_expr(w, operand);
    if (is_nothing(operand->type)) {
        emit_to(w, operand, (Dest){DEST_DISCARD, NULL});
        return c_null(w->e, hir->type);
    }
    const char *value = operand->kind == HIR_NULL           ? ""
                        : repeats(operand->type, hir->type) ? emit_named(w, operand, "value")
                                                            : emit_expr(w, operand);
    if (operand->kind == HIR_NULL)
        return c_null(w->e, hir->type);
    return convert_text(w, operand->type, hir->type, value, hir->span);
}

/* ---- records, calls ----------------------------------------------------- */

static const char *emit_record(Writer *w, Hir *hir)
{
    Emit *e = w->e;
    Texts members = {0};
    const char *hint = w->hint;
    for (int i = 0; i < hir->list.items.count; i++) {
        w->hint = c_member(e, hir->type, i);
        vec_push(e->arena, &members,
                 cf(e, ".%s = %s", w->hint, emit_expr(w, hir->list.items.at[i])));
    }
    w->hint = hint;
    if (members.count == 0)
        return cf(e, "(%s){0}", c_type(e, hir->type));
    return cf(e, "(%s)%s", c_type(e, hir->type), braced(e, &members));
}

static const char *emit_field(Writer *w, Hir *hir)
{
    Emit *e = w->e;
    Hir *operand = hir->unary.operand;
    const Type *type = base_type(operand->type);
    const char *record = c_unwrap(e, operand->type, emit_borrowed(w, operand));
    const char *member = cf(e, "%s.%s", parens(e, record), c_member(e, type, hir->unary.index));
    const Type *stored = type->fields[hir->unary.index].type;
    if (is_optional(stored) && !is_optional(hir->type) && !is_value(hir->type))
        return c_unwrap(e, stored, member);
    return member;
}

static const char *emit_call(Writer *w, Hir *hir)
{
    Emit *e = w->e;
    FnInfo *info = map_get(&e->fns, hir->call.fn);
    info->early |= !info->defined;
    Texts args = {0};
    vec_push(e->arena, &args, "cx");
    const char *hint = w->hint;
    for (int i = 0; i < hir->call.args.count; i++) {
        Hir *arg = hir->call.args.at[i];
        w->hint = hir->call.fn->params.at[i]->name;
        w->borrow = gives_nothing_away(hir->type);
        vec_push(e->arena, &args, emit_expr(w, arg ? arg : hir->call.fn->defaults.at[i]));
    }
    w->hint = hint;
    return call_text(e, info->name, &args);
}

static const char *emit_constant(Writer *w, Hir *hir)
{
    const char *name = map_get(&w->e->constants, hir->constant);
    const Type *type = hir->constant->type;
    if (is_optional(type) && !is_optional(hir->type) && !is_value(hir->type))
        return c_unwrap(w->e, type, name);
    return name;
}

/* ---- all kinds ---------------------------------------------------------- */

static const char *emit_is_null(Writer *w, Hir *hir, bool wanted)
{
    Emit *e = w->e;
    Hir *operand = hir->unary.operand;
    if (w->row)
        return row_truth(w, hir, wanted);
    const Type *type = operand->type;
    const char *value;
    if (operand->kind == HIR_VAR && !var_info(w, operand->var)->rows) {
        type = operand->var->type; /* a narrowed variable can be asked again */
        value = var_name(w, operand->var);
    } else {
        value = emit_borrowed(w, operand);
    }
    return wanted ? c_is_null(e, type, value) : c_is_there(e, type, value);
}

static bool lifts_null(const Hir *hir)
{
    switch (hir->kind) {
    case HIR_NEG:
    case HIR_NOT:
    case HIR_ARITH:
    case HIR_AND:
    case HIR_OR:
    case HIR_COMPARE:
    case HIR_COLREF:
    case HIR_CONVERT:
        return true;
    case HIR_BUILTIN:
        return hir->builtin.lifted;
    default:
        return false;
    }
}

static const char *emit_row_expr(Writer *w, Hir *hir)
{
    return row_wrap(w, hir->type, row_value(w, hir));
}

static const char *emit_neg(Writer *w, Hir *hir)
{
    Emit *e = w->e;
    const char *operand = emit_expr(w, hir->unary.operand);
    if (hir->type->kind == TY_INT)
        return callf(e, "dash_int_neg", 3, "cx", operand, where_of(e, hir->span));
    return cf(e, "-%s", parens(e, operand));
}

static const char *emit_not(Writer *w, Hir *hir)
{
    if (hir->unary.operand->kind == HIR_IS_NULL)
        return emit_is_null(w, hir->unary.operand, false);
    return cf(w->e, "!%s", parens(w->e, emit_expr(w, hir->unary.operand)));
}

static const char *emit_arith(Writer *w, Hir *hir)
{
    const char *left = emit_expr(w, hir->binary.left);
    return arith_text(w, hir, left, emit_expr(w, hir->binary.right));
}

static const char *emit_compare(Writer *w, Hir *hir)
{
    const char *left = emit_borrowed(w, hir->binary.left);
    return compare_text(w->e, hir->binary.left->type, hir->binary.op, left,
                        emit_borrowed(w, hir->binary.right));
}

static const char *emit_kind(Writer *w, Hir *hir, bool borrowed)
{
    Emit *e = w->e;
    if (w->row && lifts_null(hir) && (hir->kind == HIR_COLREF || row_can_be_null(hir)))
        return emit_row_expr(w, hir);
    switch (hir->kind) {
    case HIR_NULL:
        return c_null(e, hir->type);
    case HIR_BOOL:
        return hir->boolean ? "true" : "false";
    case HIR_INT:
        return c_int(e, hir->integer);
    case HIR_FLOAT:
        return c_float(e, hir->number);
    case HIR_TEXT:
        return c_text(e, hir->text);
    case HIR_VAR:
        return emit_var(w, hir, borrowed);
    case HIR_CONST:
        return emit_constant(w, hir);
    case HIR_TABLE:
        return emit_table(w, hir);
    case HIR_CONCAT:
        return emit_concat(w, hir);
    case HIR_CONVERT:
        w->borrow = borrowed;
        return emit_convert(w, hir);
    case HIR_CAST:
        return emit_cast(w, hir);
    case HIR_NEG:
        return emit_neg(w, hir);
    case HIR_NOT:
        return emit_not(w, hir);
    case HIR_ARITH:
        return emit_arith(w, hir);
    case HIR_AND:
    case HIR_OR:
        return emit_logic(w, hir);
    case HIR_COMPARE:
        return emit_compare(w, hir);
    case HIR_IS_NULL:
        return emit_is_null(w, hir, true);
    case HIR_IN:
        return emit_in(w, hir);
    case HIR_COALESCE:
        if (w->row)
            return emit_row_expr(w, hir);
        return emit_coalesce(w, hir);
    case HIR_IF:
        return emit_if(w, hir);
    case HIR_BLOCK:
        return emit_block_value(w, hir);
    case HIR_LIST:
        return emit_list(w, hir);
    case HIR_MAP:
        return emit_map(w, hir);
    case HIR_RECORD:
    case HIR_TUPLE:
        return emit_record(w, hir);
    case HIR_FIELD:
        return emit_field(w, hir);
    case HIR_INDEX:
        return emit_index(w, hir);
    case HIR_SLICE:
        return emit_slice(w, hir);
    case HIR_LIST_COMP:
        return emit_comprehension(w, hir);
    case HIR_CALL:
        return emit_call(w, hir);
    case HIR_BUILTIN:
        return emit_builtin(w, hir);
    case HIR_CALLBACK:
        return emit_callback_call(w, hir);
    case HIR_FAILURE:
        return emit_failure(w, hir);
    case HIR_COMPONENT:
        return emit_component(w, hir);
    case HIR_CHILDREN:
        return emit_children(w, hir);
    case HIR_FIGURE:
        return emit_px(w, hir);
    case HIR_REDUCE:
        return emit_reduce(w, hir);
    case HIR_COLUMN:
        return emit_table(w, hir);
    case HIR_ROW:
        return emit_row(w, hir);
    case HIR_NO_UPDATE:
        return "DASH_NO_UPDATE_VALUE";
    case HIR_PATCH:
        return emit_patch(w, hir);
    case HIR_PREVENT_UPDATE:
    case HIR_SET_PROPS:
    case HIR_RETURN:
        emit_to(w, hir, (Dest){DEST_DISCARD, NULL});
        return NULL;
    case HIR_COLREF:
        emit_bug(e, hir->span, "a column outside a plan");
    }
    emit_bug(e, hir->span, "expression kind %d", (int)hir->kind);
}

const char *emit_expr(Writer *w, Hir *hir)
{
    bool borrowed = w->borrow;
    w->borrow = false;
    if (row_can_hoist(w, hir))
        return row_hoisted(w, hir);
    const char *value = emit_kind(w, hir, borrowed);
    return !borrowed && is_part_of_edited(w, hir) ? c_copy(w->e, hir->type, value) : value;
}

const char *emit_borrowed(Writer *w, Hir *hir)
{
    w->borrow = true;
    return emit_expr(w, hir);
}
