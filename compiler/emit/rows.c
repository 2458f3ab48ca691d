/* SPDX-License-Identifier: MIT
 *
 * Expressions over a row, with SQL's null: every value carries the C condition
 * under which it is there, and a predicate is asked for "certainly true" or
 * "certainly false", so that no third truth value exists at run time. Texts
 * stay dictionary codes as long as only equality is asked.
 */
#include "emit/lookups.h"

static const RowColumn *column_at(Writer *w, const Hir *hir)
{
    if (!w->row || hir->column >= w->row->column_count)
        emit_bug(w->e, hir->span, "column %d outside its plan", hir->column);
    return &w->row->columns[hir->column];
}

/* `a && b` or `a || b`; without a branch where a loop over lanes wants none. */
static const char *joined(Writer *w, const char *a, const char *b, bool and)
{
    Emit *e = w->e;
    if (w->row && w->row->lanes)
        return cf(e, "%s %s %s", parens(e, a), and? "&" : "|", parens(e, b));
    return cf(e, "%s %s %s", logic_parens(e, a, and), and? "&&" : "||", logic_parens(e, b, and));
}

static const char *both(Writer *w, const char *a, const char *b)
{
    if (!a || !b || strcmp(a, b) == 0)
        return a ? a : b;
    return joined(w, a, b, true);
}

Hir *row_bare(Hir *hir)
{
    while (hir->kind == HIR_CONVERT && base_type(hir->type) == base_type(hir->unary.operand->type))
        hir = hir->unary.operand;
    return hir;
}

bool row_can_be_null(const Hir *hir)
{
    if (is_optional(hir->type))
        return true;
    switch (hir->kind) {
    case HIR_AND:
    case HIR_OR:
    case HIR_COMPARE:
    case HIR_ARITH:
    case HIR_IN:
        return row_can_be_null(hir->binary.left) || row_can_be_null(hir->binary.right);
    case HIR_NOT:
    case HIR_NEG:
        return row_can_be_null(hir->unary.operand);
    default:
        return false;
    }
}

const char *row_wrap(Writer *w, const Type *type, RowValue value)
{
    Emit *e = w->e;
    if (!is_optional(type) || is_value(type))
        return value.value;
    if (!value.valid)
        return c_wrap(e, type, value.value);
    if (absence_of(type) == ABSENT_HAS)
        return ternary(e, value.valid, cf(e, "(%s){true, %s}", c_type(e, type), value.value),
                       c_null(e, type));
    return ternary(e, value.valid, value.value, c_null(e, type));
}

/* ---- values that do not change from row to row -------------------------- */

static bool any_moves(Writer *w, Hir *const *items, int count);

typedef struct Varies {
    Writer *w;
    bool found;
} Varies;

/* A plan inside a row's expression speaks of its own rows, but what it reads of
 * the function round it may change. */
static bool look_for_moving(Hir *hir, void *data)
{
    Varies *varies = data;
    bool impure = (hir->kind == HIR_CALL && !hir->call.fn->pure) ||
                  (hir->kind == HIR_BUILTIN && !hir->builtin.builtin->pure);
    varies->found |= impure || (hir->kind == HIR_VAR && row_moves(varies->w, hir));
    return !varies->found;
}

static bool plan_moves(Writer *w, const Hir *hir)
{
    Varies varies = {w, hir->kind == HIR_ROW && hir->row.index && row_moves(w, hir->row.index)};
    hir_walk((Hir *)(uintptr_t)hir, look_for_moving, &varies);
    return varies.found;
}

/* The value of a pipeline, or the number of a column, that is the same for all rows: computed
 * before the loop. */
bool row_can_hoist(Writer *w, const Hir *hir)
{
    if (!w->row || !w->loop || w->row->lanes)
        return false;
    const Hir *plan = hir;
    while (plan->kind == HIR_CONVERT)
        plan = plan->unary.operand;
    if (hir->kind == HIR_BUILTIN && strcmp(hir->builtin.builtin->name, " column") == 0)
        return !row_moves(w, hir->builtin.args.at[1]);
    bool whole = hir->kind == HIR_REDUCE || hir->kind == HIR_ROW || plan->kind == HIR_COLUMN ||
                 plan->kind == HIR_TABLE;
    return whole && !plan_moves(w, plan);
}

const char *row_hoisted(Writer *w, Hir *hir)
{
    const char *name = map_get(&w->loop->hoisted, hir);
    if (name)
        return name;
    Loop *loop = w->loop;
    const char *hint = w->hint;
    w->hint = NULL;
    Hoist hoist = hoist_begin(w);
    name = emit_named(w, hir, "value");
    hoist_end(w, &hoist);
    w->hint = hint;
    map_set(w->e->arena, &loop->hoisted, hir, (void *)(uintptr_t)name);
    return name;
}

bool row_moves(Writer *w, const Hir *hir)
{
    switch (hir->kind) {
    case HIR_NULL:
    case HIR_BOOL:
    case HIR_INT:
    case HIR_FLOAT:
    case HIR_TEXT:
    case HIR_CONST:
        return false;
    case HIR_VAR: {
        const VarInfo *info = map_get(&w->vars, hir->var);
        return !info || !info->name || (w->loop && info->loop == w->loop);
    }
    case HIR_CONVERT:
    case HIR_FIELD:
        return row_moves(w, hir->unary.operand);
    case HIR_REDUCE:
    case HIR_ROW:
    case HIR_COLUMN:
    case HIR_TABLE:
        return plan_moves(w, hir);
    case HIR_CONCAT:
        for (int i = 0; i < hir->concat.parts.count; i++)
            if (hir->concat.parts.at[i].value && row_moves(w, hir->concat.parts.at[i].value))
                return true;
        return false;
    case HIR_LIST:
        return any_moves(w, hir->list.items.at, hir->list.items.count);
    case HIR_BUILTIN:
        return hir->builtin.builtin->form == FORM_FAILS || !hir->builtin.builtin->pure ||
               any_moves(w, hir->builtin.args.at, hir->builtin.args.count);
    default:
        return true;
    }
}

static bool any_moves(Writer *w, Hir *const *items, int count)
{
    for (int i = 0; i < count; i++)
        if (row_moves(w, items[i]))
            return true;
    return false;
}

/* ---- texts as codes ----------------------------------------------------- */

/* The code of a literal text in an embedded dictionary: known now. */
static bool literal_code(const RowColumn *column, const Hir *text, int64_t *code)
{
    const DashColumn *source = dict_source(column->meta);
    if (text->kind != HIR_TEXT || !source || !source->dict)
        return false;
    *code = -1;
    for (uint32_t i = 0; i < source->dict->count && *code < 0; i++) {
        DashText entry = dash_dict_text(source->dict, i);
        if (entry.len == text->text.len && memcmp(entry.ptr, text->text.ptr, entry.len) == 0)
            *code = i;
    }
    return true;
}

/* The type of the column's codes when -1, which stands for a text that is not
 * there, is none of them in it; else NULL. Narrow codes compare many at a time. */
static const char *code_type(const PlanColumn *meta)
{
    static const uint32_t highest[] = {
        [DASH_U8] = UINT8_MAX, [DASH_U16] = UINT16_MAX, [DASH_U32] = UINT32_MAX, [DASH_F64] = 0};
    uint32_t count = dict_count(meta);
    return count > 0 && count <= highest[meta->encoding] ? element_type(meta->encoding) : NULL;
}

static const char *hoisted_code(Writer *w, const RowColumn *column, Hir *text)
{
    Emit *e = w->e;
    const char *known = map_get(&w->loop->hoisted, text);
    if (known)
        return known;
    Loop *loop = w->loop;
    Hoist hoist = hoist_begin(w);
    const char *value = emit_expr(w, text);
    const char *name = name_unique(&w->names, cf(e, "%s_code", column->meta->name));
    const char *code = callf(e, "dash_dict_find", 2, c_address(e, column->dict), value);
    const char *type = code_type(column->meta);
    if (type)
        stmt(w, "const %s %s = (%s)%s;", type, name, type, code);
    else
        stmt(w, "const int64_t %s = %s;", name, code);
    hoist_end(w, &hoist);
    hoisted(w, cf(e, "%s ", type ? type : "int64_t"), name);
    map_set(e->arena, &loop->hoisted, text, (void *)(uintptr_t)name);
    return name;
}

/* column == text (or !=) as a comparison of codes; false when it cannot be. */
static bool compare_code(Writer *w, int op, Hir *left, Hir *right, RowValue *result)
{
    Emit *e = w->e;
    if (left->kind != HIR_COLREF)
        return false;
    const RowColumn *column = column_at(w, left);
    if (!column->dict || (op != COMPARE_EQ && op != COMPARE_NE))
        return false;
    const char *sign = op == COMPARE_EQ ? "==" : "!=";
    int64_t code;
    if (right->kind == HIR_COLREF) {
        const RowColumn *other = column_at(w, right);
        if (!other->dict || strcmp(other->dict, column->dict) != 0)
            return false;
        *result = (RowValue){cf(e, "%s %s %s", column->raw, sign, other->raw),
                             both(w, column->valid, other->valid)};
        return true;
    }
    if (literal_code(column, right, &code)) {
        const char *constant = op == COMPARE_EQ ? "false" : "true";
        const char *text = comment_safe(e, right->text.ptr, right->text.len);
        if (code >= 0)
            constant = strlen(text) <= 24 && !strpbrk(text, "\n\"'\\")
                           ? cf(e, "%s %s %lld /* %s */", column->raw, sign, (long long)code, text)
                           : cf(e, "%s %s %lld", column->raw, sign, (long long)code);
        *result = (RowValue){constant, column->valid};
        return true;
    }
    if (!w->loop || row_moves(w, right))
        return false;
    const char *name = hoisted_code(w, column, right);
    const char *there = NULL;
    if (is_optional(right->type))
        there =
            cf(e, "%s",
               right->kind == HIR_VAR ? cf(e, "%s.ptr != NULL", var_name(w, right->var))
                                      : cf(e, "%s.ptr != NULL", parens(e, emit_expr(w, right))));
    *result = (RowValue){cf(e, "%s %s %s", column->raw, sign, name),
                         both(w, column->valid, op == COMPARE_EQ ? NULL : there)};
    return true;
}

typedef struct Limits {
    int64_t low, high;
} Limits;

/* What an int column's stored type holds. */
static Limits limits_of(DashEncoding encoding)
{
    static const Limits limits[] = {
        [DASH_U8] = {0, UINT8_MAX},          [DASH_U16] = {0, UINT16_MAX},
        [DASH_U32] = {0, UINT32_MAX},        [DASH_I8] = {INT8_MIN, INT8_MAX},
        [DASH_I16] = {INT16_MIN, INT16_MAX}, [DASH_I32] = {INT32_MIN, INT32_MAX},
        [DASH_I64] = {INT64_MIN, INT64_MAX}, [DASH_F64] = {INT64_MIN, INT64_MAX},
    };
    return limits[encoding];
}

static bool literal_int(const Hir *hir, int64_t *value)
{
    bool negative = hir->kind == HIR_NEG && hir->unary.operand->kind == HIR_INT;
    const Hir *digits = negative ? hir->unary.operand : hir;
    if (digits->kind != HIR_INT)
        return false;
    *value = negative ? -digits->integer : digits->integer;
    return true;
}

/* Whether `op value` is certain for every value from `low` to `high`: 1 true, 0 false,
 * -1 neither. */
static int certain(int op, Limits limits, int64_t value)
{
    bool below = value<limits.low, above = value> limits.high;
    switch (op) {
    case COMPARE_EQ:
        return below || above ? 0 : -1;
    case COMPARE_NE:
        return below || above ? 1 : -1;
    case COMPARE_LT:
        return above ? 1 : value <= limits.low ? 0 : -1;
    case COMPARE_LE:
        return value >= limits.high ? 1 : below ? 0 : -1;
    case COMPARE_GT:
        return below ? 1 : value >= limits.high ? 0 : -1;
    default:
        return value <= limits.low ? 1 : above ? 0 : -1;
    }
}

/* A comparison with a number at or past the ends of what the column can hold: the
 * answer is known (and C compilers warn of it). */
static bool compare_outside(Writer *w, int op, const Hir *left, const Hir *right, RowValue *result)
{
    static const int mirrored[] = {
        [COMPARE_EQ] = COMPARE_EQ, [COMPARE_NE] = COMPARE_NE, [COMPARE_LT] = COMPARE_GT,
        [COMPARE_LE] = COMPARE_GE, [COMPARE_GT] = COMPARE_LT, [COMPARE_GE] = COMPARE_LE,
    };
    bool swapped = left->kind != HIR_COLREF;
    const Hir *literal = swapped ? left : right, *ref = swapped ? right : left;
    int64_t value;
    if (ref->kind != HIR_COLREF || !literal_int(literal, &value))
        return false;
    const RowColumn *column = column_at(w, ref);
    int known = certain(swapped ? mirrored[op] : op, limits_of(column->meta->encoding), value);
    if (column->computed || known < 0)
        return false;
    *result = (RowValue){known ? "true" : "false", column->valid};
    return true;
}

static RowValue compare_rows(Writer *w, Hir *hir)
{
    Emit *e = w->e;
    Hir *left = row_bare(hir->binary.left), *right = row_bare(hir->binary.right);
    const Type *type = base_type(hir->binary.left->type);
    int op = hir->binary.op;
    RowValue result;
    if (type->kind == TY_TEXT &&
        (compare_code(w, op, left, right, &result) || compare_code(w, op, right, left, &result)))
        return result;
    if (compare_outside(w, op, left, right, &result))
        return result;
    RowValue a = row_value(w, left), b = row_value(w, right);
    return (RowValue){compare_text(e, type, op, a.value, b.value), both(w, a.valid, b.valid)};
}

/* column in list: which codes are wanted is found out once. */
static bool in_codes(Writer *w, Hir *left, Hir *list, RowValue *result)
{
    Emit *e = w->e;
    if (left->kind != HIR_COLREF || !w->loop || row_moves(w, list))
        return false;
    const RowColumn *column = column_at(w, left);
    if (!column->dict)
        return false;
    const char *wanted = map_get(&w->loop->hoisted, list);
    if (!wanted) {
        Loop *loop = w->loop;
        Hoist hoist = hoist_begin(w);
        const char *texts = emit_named(w, list, "wanted_texts");
        wanted = name_unique(&w->names, cf(e, "%s_wanted", column->meta->name));
        stmt(w, "bool *%s = dash_alloc_array(cx, %s.count, sizeof *%s);", wanted, column->dict,
             wanted);
        open_block(w, "for (size_t i = 0; i < %s.len; i++)", texts);
        stmt(w, "const int64_t code = dash_dict_find(&%s, %s.items[i]);", column->dict, texts);
        stmt(w, "if (code >= 0)\n    %s[code] = true;", wanted);
        close_block(w);
        hoist_end(w, &hoist);
        hoisted(w, "const bool *", wanted);
        map_set(e->arena, &loop->hoisted, list, (void *)(uintptr_t)wanted);
    }
    *result = (RowValue){cf(e, "%s[%s]", wanted, column->raw), column->valid};
    return true;
}

static RowValue in_rows(Writer *w, Hir *hir)
{
    Emit *e = w->e;
    RowValue result;
    Hir *left = row_bare(hir->binary.left);
    if (base_type(left->type)->kind == TY_TEXT && in_codes(w, left, hir->binary.right, &result))
        return result;
    RowValue item = row_value(w, left);
    Hir plain = *hir;
    Hir *value = arena_new(e->arena, Hir);
    HirVar *var = arena_new(e->arena, HirVar);
    var->name = "item";
    var->type = hir->binary.right->type->item;
    const char *name = var_name(w, var);
    const char *there = is_optional(var->type) ? c_wrap(e, var->type, item.value) : item.value;
    stmt_lazy(w, name, "const %s %s = %s;", c_type(e, var->type), name, there);
    *value = (Hir){.kind = HIR_VAR, .type = var->type, .span = hir->span, .var = var};
    plain.binary.left = value;
    return (RowValue){emit_in(w, &plain), item.valid};
}

/* ---- values ------------------------------------------------------------- */

static RowValue column_value(Writer *w, const Hir *hir)
{
    Emit *e = w->e;
    const RowColumn *column = column_at(w, hir);
    const char *value = column->dict
                            ? callf(e, "dash_dict_text", 2, c_address(e, column->dict), column->raw)
                            : column->raw;
    return (RowValue){value, column->valid};
}

RowValue row_code(Writer *w, Hir *hir, const char **dict, const PlanColumn **meta)
{
    Hir *plain = row_bare(hir);
    *dict = NULL;
    *meta = NULL;
    if (plain->kind != HIR_COLREF)
        return row_value(w, hir);
    const RowColumn *column = column_at(w, plain);
    *dict = column->dict;
    *meta = column->meta;
    return (RowValue){column->raw, column->valid};
}

static RowValue arith_rows(Writer *w, Hir *hir)
{
    Emit *e = w->e;
    RowValue a = row_value(w, hir->binary.left), b = row_value(w, hir->binary.right);
    const char *valid = both(w, a.valid, b.valid);
    const char *value = arith_text(w, hir, a.value, b.value);
    if (valid && base_type(hir->type)->kind == TY_INT) /* what is not there must not fail */
        value = ternary(e, valid, value, "0");
    return (RowValue){value, valid};
}

/* Its own result may be null, too. */
static bool gives_null(const Builtin *builtin)
{
    size_t len = strlen(builtin->signature);
    return builtin->signature[len - 1] == '?';
}

/* The month or year of an embedded date, from a table of its days. */
static bool look_up(Writer *w, const Hir *hir, RowValue *result)
{
    Emit *e = w->e;
    const Hir *ref = hir->builtin.args.count ? row_bare(hir->builtin.args.at[0]) : NULL;
    if (!ref || ref->kind != HIR_COLREF || !column_at(w, ref)->source)
        return false;
    const RowColumn *column = column_at(w, ref);
    const Lookup *lookup = lookup_of(e, column->table, column->source, hir);
    if (!lookup)
        return false;
    const char *value = cf(e, "%s[%s]", lookup->values, lookup_digit(e, lookup, column->raw));
    *result =
        (RowValue){column->valid ? ternary(e, column->valid, value, "0") : value, column->valid};
    return true;
}

/* A function of values that may be null: null when one is. What is not there
 * must not make it fail. */
static RowValue builtin_rows(Writer *w, Hir *hir)
{
    Emit *e = w->e;
    RowValue found;
    if (look_up(w, hir, &found))
        return found;
    Texts values = {0};
    const char *valid = NULL;
    for (int i = 0; i < hir->builtin.args.count; i++) {
        RowValue arg = row_value(w, hir->builtin.args.at[i]);
        vec_push(e->arena, &values, arg.value);
        valid = both(w, valid, arg.valid);
    }
    const char *text = builtin_text(e, hir, &values);
    const Type *type = base_type(hir->type);
    if (gives_null(hir->builtin.builtin)) {
        const char *name = name_unique(&w->names, "value");
        text = valid ? ternary(e, valid, text, c_null(e, hir->type)) : text;
        stmt(w, "const %s %s = %s;", c_type(e, hir->type), name, text);
        return (RowValue){c_unwrap(e, hir->type, name), c_is_there(e, hir->type, name)};
    }
    if (valid && hir->builtin.builtin->form != FORM_PLAIN)
        text = ternary(e, valid, text, c_zero(e, type));
    return (RowValue){text, valid};
}

static RowValue convert_rows(Writer *w, Hir *hir)
{
    Hir *operand = hir->unary.operand;
    if (is_value(hir->type))
        return (RowValue){emit_as_value(w, operand), NULL};
    const Type *from = base_type(operand->type), *to = base_type(hir->type);
    if (operand->kind == HIR_NULL || from->kind == TY_NULL)
        return (RowValue){to->kind == TY_TEXT ? "DASH_TEXT(\"\")" : "0", "false"};
    RowValue value = row_value(w, operand);
    if (from != to)
        value.value = convert_text(w, from, to, value.value, hir->span);
    if (!is_optional(hir->type))
        value.valid = NULL;
    return value;
}

static RowValue coalesce_rows(Writer *w, Hir *hir)
{
    Emit *e = w->e;
    RowValue a = row_value(w, hir->binary.left), b = row_value(w, hir->binary.right);
    if (!a.valid)
        return a;
    RowValue value = {ternary(e, a.valid, a.value, b.value), NULL};
    if (b.valid)
        value.valid =
            cf(e, "%s || %s", logic_parens(e, a.valid, false), logic_parens(e, b.valid, false));
    return value;
}

static RowValue if_rows(Writer *w, Hir *hir)
{
    Emit *e = w->e;
    const char *condition = row_truth(w, hir->if_.condition, true);
    RowValue a = row_value(w, hir->if_.then), b = row_value(w, hir->if_.otherwise);
    RowValue value = {ternary(e, condition, a.value, b.value), NULL};
    if (a.valid || b.valid)
        value.valid = ternary(e, condition, a.valid ? a.valid : "true", b.valid ? b.valid : "true");
    return value;
}

/* An expression of type T? that only C's struct can carry. */
static RowValue stored_rows(Writer *w, Hir *hir)
{
    Emit *e = w->e;
    const Type *type = hir->type;
    const Row *row = w->row;
    if (hir->kind == HIR_NULL)
        return (RowValue){base_type(type)->kind == TY_TEXT ? "DASH_TEXT(\"\")" : "0", "false"};
    if (!is_optional(type) || is_value(type))
        return (RowValue){emit_expr(w, hir), NULL};
    const char *name = emit_named(w, hir, "value");
    w->row = row;
    return (RowValue){c_unwrap(e, type, name), c_is_there(e, type, name)};
}

RowValue row_value(Writer *w, Hir *hir)
{
    Emit *e = w->e;
    switch (hir->kind) {
    case HIR_COLREF:
        return column_value(w, hir);
    case HIR_CONVERT:
        return convert_rows(w, hir);
    case HIR_ARITH:
        return arith_rows(w, hir);
    case HIR_NEG: {
        RowValue value = row_value(w, hir->unary.operand);
        value.value = base_type(hir->type)->kind == TY_INT
                          ? callf(e, "dash_int_neg", 3, "cx", value.value, where_of(e, hir->span))
                          : cf(e, "-%s", parens(e, value.value));
        return value;
    }
    case HIR_COMPARE:
        return compare_rows(w, hir);
    case HIR_IN:
        return in_rows(w, hir);
    case HIR_AND:
    case HIR_OR:
    case HIR_NOT: {
        const char *yes = row_truth(w, hir, true);
        if (!row_can_be_null(hir))
            return (RowValue){yes, NULL};
        return (RowValue){yes,
                          cf(e, "%s || %s", parens(e, yes), parens(e, row_truth(w, hir, false)))};
    }
    case HIR_COALESCE:
        return coalesce_rows(w, hir);
    case HIR_BUILTIN:
        if (hir->builtin.lifted)
            return builtin_rows(w, hir);
        break;
    case HIR_IF:
        if (hir->if_.otherwise && !needs_statements(hir->if_.then) &&
            !needs_statements(hir->if_.otherwise))
            return if_rows(w, hir);
        break;
    default:
        break;
    }
    return stored_rows(w, hir);
}

/* ---- truth -------------------------------------------------------------- */

static const char *truth_of_logic(Writer *w, Hir *hir, bool wanted)
{
    bool conjunction = (hir->kind == HIR_AND) == wanted;
    const char *left = row_truth(w, hir->binary.left, wanted);
    const char *right = row_truth(w, hir->binary.right, wanted);
    if (strcmp(left, conjunction ? "true" : "false") == 0)
        return right;
    if (strcmp(right, conjunction ? "true" : "false") == 0)
        return left;
    bool same = hir->binary.left->kind == hir->kind && !w->row->lanes;
    if (!same)
        return joined(w, left, right, conjunction);
    return cf(w->e, "%s %s %s", logic_chain(w->e, left, conjunction), conjunction ? "&&" : "||",
              logic_parens(w->e, right, conjunction));
}

/* The same comparison the other way round, where no NaN can come between. */
static const char *inverse_compare(Writer *w, Hir *hir, RowValue *value)
{
    static const int inverse[] = {
        [COMPARE_EQ] = COMPARE_NE, [COMPARE_NE] = COMPARE_EQ, [COMPARE_LT] = COMPARE_GE,
        [COMPARE_LE] = COMPARE_GT, [COMPARE_GT] = COMPARE_LE, [COMPARE_GE] = COMPARE_LT,
    };
    bool ordered = hir->binary.op != COMPARE_EQ && hir->binary.op != COMPARE_NE;
    if (ordered && base_type(hir->binary.left->type)->kind == TY_FLOAT) {
        *value = compare_rows(w, hir);
        return cf(w->e, "!%s", parens(w->e, value->value));
    }
    Hir other = *hir;
    other.binary.op = inverse[hir->binary.op];
    *value = compare_rows(w, &other);
    return value->value;
}

const char *row_truth(Writer *w, Hir *hir, bool wanted)
{
    Emit *e = w->e;
    RowValue value;
    const char *text;
    switch (hir->kind) {
    case HIR_AND:
    case HIR_OR:
        return truth_of_logic(w, hir, wanted);
    case HIR_NOT:
        return row_truth(w, hir->unary.operand, !wanted);
    case HIR_BOOL:
        return hir->boolean == wanted ? "true" : "false";
    case HIR_IS_NULL: {
        const char *valid = row_value(w, hir->unary.operand).valid;
        if (!valid)
            return wanted ? "false" : "true";
        return wanted ? cf(e, "!%s", parens(e, valid)) : valid;
    }
    case HIR_COMPARE:
        if (!wanted) {
            text = inverse_compare(w, hir, &value);
            return both(w, value.valid, text);
        }
        break;
    case HIR_CONVERT:
        if (base_type(hir->type)->kind == TY_BOOL &&
            base_type(hir->unary.operand->type)->kind == TY_BOOL)
            return row_truth(w, hir->unary.operand, wanted);
        break;
    default:
        break;
    }
    value = row_value(w, hir);
    text = wanted ? value.value : cf(e, "!%s", parens(e, value.value));
    return both(w, value.valid, text);
}
