/* SPDX-License-Identifier: MIT
 *
 * Evaluating expressions.
 */
#include "sema/evaluate.h"

#include <math.h>

#include "dash/date.h"
#include "dash/list.h"
#include "dash/map.h"
#include "dash/number.h"
#include "dash/parts.h"

#define MOST_ITEMS 100000 /* of a list: a larger one is made when the program starts */

void give_up(Evaluator *f)
{
    f->gave_up = true;
    dash_fail(f->cx, "", "%s", "");
}

void spend(Evaluator *f, long steps)
{
    *f->left -= steps;
    if (*f->left < 0 || stack_is_low())
        give_up(f);
}

/* ---- items ---------------------------------------------------------------- */

Items *new_items(Evaluator *f, int room)
{
    if (room > MOST_ITEMS)
        give_up(f);
    spend(f, room / 8);
    Items *items = dash_alloc_array(f->cx, 1, sizeof *items);
    items->at = dash_alloc_array(f->cx, (size_t)room + 1, sizeof *items->at);
    items->room = room + 1;
    return items;
}

void put_item(Evaluator *f, Items *items, Value value)
{
    if (items->count == items->room) {
        Items *larger = new_items(f, items->room * 2);
        memcpy(larger->at, items->at, sizeof *items->at * (size_t)items->count);
        items->at = larger->at;
        items->room = larger->room;
    }
    items->at[items->count++] = value;
}

static bool has_items(const Type *type)
{
    type = type_without_null(type);
    return type->kind == TY_LIST || type->kind == TY_RECORD || type->kind == TY_TUPLE ||
           type->kind == TY_MAP;
}

/* The value leaves its variable: who has it may keep it. */
static Value released(const Type *type, Value value)
{
    if (!value.null && has_items(type) && value.items)
        value.items->owner = NULL;
    return value;
}

static const Type *item_type(const Type *type, int i)
{
    if (type->kind == TY_LIST)
        return type->item;
    if (type->kind == TY_MAP)
        return i % 2 == 0 ? type->key : type->item;
    return type->fields[i].type;
}

/* ---- comparing ------------------------------------------------------------ */

static int compare_scalars(const Type *type, Value a, Value b)
{
    if (type->kind == TY_FLOAT) /* NaN last */
        return isnan(a.number) || isnan(b.number) ? (int)isnan(a.number) - (int)isnan(b.number)
                                                  : (a.number > b.number) - (a.number < b.number);
    if (type->kind == TY_TEXT)
        return dash_text_cmp(a.text, b.text);
    if (type->kind == TY_BOOL)
        return a.boolean - b.boolean;
    return (a.integer > b.integer) - (a.integer < b.integer);
}

int compare_values(Evaluator *f, const Type *type, Value a, Value b)
{
    spend(f, 1);
    if (type->kind == TY_OPTIONAL) {
        if (a.null || b.null)
            return a.null - b.null;
        return compare_values(f, type->item, a, b);
    }
    if (type_is_scalar(type))
        return compare_scalars(type, a, b);
    if (type->kind != TY_LIST && type->kind != TY_TUPLE)
        give_up(f);
    for (int i = 0; i < a.items->count && i < b.items->count; i++) {
        int order = compare_values(f, item_type(type, i), a.items->at[i], b.items->at[i]);
        if (order != 0)
            return order;
    }
    return (a.items->count > b.items->count) - (a.items->count < b.items->count);
}

static bool maps_equal(Evaluator *f, const Type *type, Value a, Value b)
{
    for (int i = 0; i < a.items->count; i += 2) {
        const Value *other = map_place(f, type, b.items, a.items->at[i]);
        if (!other || !values_equal(f, type->item, a.items->at[i + 1], *other))
            return false;
    }
    return true;
}

bool values_equal(Evaluator *f, const Type *type, Value a, Value b)
{
    spend(f, 1);
    if (type->kind == TY_NULL)
        return true;
    if (type->kind == TY_OPTIONAL)
        return a.null || b.null ? a.null && b.null : values_equal(f, type->item, a, b);
    if (type->kind == TY_FLOAT)
        return a.number == b.number;
    if (type_is_scalar(type))
        return compare_scalars(type, a, b) == 0;
    if (!has_items(type))
        give_up(f);
    if (a.items->count != b.items->count)
        return false;
    if (type->kind == TY_MAP)
        return maps_equal(f, type, a, b);
    for (int i = 0; i < a.items->count; i++)
        if (!values_equal(f, item_type(type, i), a.items->at[i], b.items->at[i]))
            return false;
    return true;
}

/* Where the keys are; those behind `count` have been put since. */
typedef struct MapIndex {
    DashSlots slots;
    DashText *texts;
    int64_t *ints;
    int count, room;
} MapIndex;

static void index_room(Evaluator *f, MapIndex *index, int count)
{
    if (count <= index->room)
        return;
    int room = count * 2;
    DashText *texts = dash_alloc_array(f->cx, (size_t)room, sizeof *texts);
    int64_t *ints = dash_alloc_array(f->cx, (size_t)room, sizeof *ints);
    if (index->count) {
        memcpy(texts, index->texts, sizeof *texts * (size_t)index->count);
        memcpy(ints, index->ints, sizeof *ints * (size_t)index->count);
    }
    index->texts = texts;
    index->ints = ints;
    index->room = room;
}

static Value *indexed_place(Evaluator *f, const Type *map, Items *items, Value key)
{
    bool text = map->key->kind == TY_TEXT;
    int count = items->count / 2;
    if (!items->index)
        items->index = dash_alloc_array(f->cx, 1, sizeof *items->index);
    MapIndex *index = items->index;
    spend(f, count - index->count);
    index_room(f, index, count);
    while (index->count < count) {
        size_t at = (size_t)index->count++;
        index->texts[at] = text ? items->at[at * 2].text : (DashText){0};
        index->ints[at] = items->at[at * 2].integer;
        if (text)
            dash_note_text(f->cx, &index->slots, index->texts, at + 1);
        else
            dash_note_int(f->cx, &index->slots, index->ints, at + 1);
    }
    size_t len = (size_t)count;
    size_t at = text ? dash_find_text(index->slots, index->texts, len, key.text)
                     : dash_find_int(index->slots, index->ints, len, key.integer);
    return at < len ? &items->at[at * 2 + 1] : NULL;
}

Value *map_place(Evaluator *f, const Type *map, Items *items, Value key)
{
    enum { FEW = 16 };
    if (items->count > FEW)
        return indexed_place(f, map, items, key);
    for (int i = 0; i < items->count; i += 2)
        if (compare_scalars(map->key, items->at[i], key) == 0)
            return &items->at[i + 1];
    return NULL;
}

static Value evaluate_compare(Evaluator *f, const Hir *hir)
{
    const Type *type = hir->binary.left->type;
    Value a = evaluate_borrowed(f, hir->binary.left);
    Value b = evaluate_borrowed(f, hir->binary.right);
    Value out = {0};
    int op = hir->binary.op;
    if (f->flow)
        return out;
    if (op == COMPARE_EQ || op == COMPARE_NE) {
        out.boolean = values_equal(f, type, a, b) == (op == COMPARE_EQ);
        return out;
    }
    if (type->kind == TY_FLOAT && (isnan(a.number) || isnan(b.number)))
        return out;
    int order = compare_values(f, type, a, b);
    out.boolean = op == COMPARE_LT   ? order < 0
                  : op == COMPARE_LE ? order <= 0
                  : op == COMPARE_GT ? order > 0
                                     : order >= 0;
    return out;
}

/* ---- operators ------------------------------------------------------------ */

static int64_t int_arith(Evaluator *f, int op, int64_t a, int64_t b)
{
    switch (op) {
    case BINARY_ADD:
        return dash_int_add(f->cx, a, b, "");
    case BINARY_SUB:
        return dash_int_sub(f->cx, a, b, "");
    case BINARY_MUL:
        return dash_int_mul(f->cx, a, b, "");
    default:
        return dash_int_mod(f->cx, a, b, "");
    }
}

static double float_arith(int op, double a, double b)
{
    switch (op) {
    case BINARY_ADD:
        return a + b;
    case BINARY_SUB:
        return a - b;
    case BINARY_MUL:
        return a * b;
    case BINARY_DIV:
        return a / b;
    case BINARY_MOD:
        return dash_float_mod(a, b);
    default:
        return pow(a, b);
    }
}

static Value evaluate_arith(Evaluator *f, const Hir *hir)
{
    Value a = evaluate(f, hir->binary.left), b = evaluate(f, hir->binary.right), out = {0};
    if (f->flow)
        return out;
    f->at = hir->span;
    if (hir->type->kind == TY_INT)
        out.integer = int_arith(f, hir->binary.op, a.integer, b.integer);
    else if (hir->type->kind == TY_FLOAT)
        out.number = float_arith(hir->binary.op, a.number, b.number);
    else
        give_up(f);
    return out;
}

static Value evaluate_negation(Evaluator *f, const Hir *hir)
{
    Value out = evaluate(f, hir->unary.operand);
    f->at = hir->span;
    if (hir->type->kind == TY_INT)
        out.integer = dash_int_neg(f->cx, out.integer, "");
    else
        out.number = -out.number;
    return out;
}

static Value evaluate_in(Evaluator *f, const Hir *hir)
{
    Value item = evaluate(f, hir->binary.left);
    Value list = evaluate_borrowed(f, hir->binary.right);
    Value out = {0};
    if (f->flow)
        return out;
    if (hir->binary.right->type->kind != TY_LIST)
        give_up(f);
    const Type *type = hir->binary.right->type->item;
    for (int i = 0; i < list.items->count && !out.boolean; i++)
        out.boolean = values_equal(f, type, item, list.items->at[i]);
    return out;
}

/* ---- conversions ---------------------------------------------------------- */

static Value convert(Evaluator *f, const Type *from, const Type *to, Value value)
{
    spend(f, 1);
    if (from == to || from->kind == TY_NEVER)
        return value;
    if (from->kind == TY_NULL)
        return (Value){.null = true};
    if (from->kind == TY_OPTIONAL)
        return value.null ? value : convert(f, from->item, type_without_null(to), value);
    if (to->kind == TY_OPTIONAL)
        return convert(f, from, to->item, value);
    if (from->kind == TY_INT && to->kind == TY_FLOAT)
        return (Value){.number = (double)value.integer};
    bool several = from->kind == TY_LIST || from->kind == TY_MAP;
    if (from->kind != to->kind || !several)
        give_up(f);
    Items *items = new_items(f, value.items->count);
    for (int i = 0; i < value.items->count; i++)
        put_item(f, items, convert(f, item_type(from, i), item_type(to, i), value.items->at[i]));
    return (Value){.items = items};
}

/* ---- texts ---------------------------------------------------------------- */

static void put_scalar(Evaluator *f, DashBuilder *b, const HirPart *part, Value value)
{
    DashText pattern = {part->pattern.ptr, part->pattern.len};
    switch (part->value->type->kind) {
    case TY_BOOL:
        dash_put_bool(b, value.boolean);
        break;
    case TY_INT:
        part->has_format ? dash_format_int(b, value.integer, &part->format)
                         : dash_put_int(b, value.integer);
        break;
    case TY_FLOAT:
        part->has_format ? dash_format_float(b, value.number, &part->format)
                         : dash_put_float(b, value.number);
        break;
    case TY_DATE:
        pattern.ptr ? dash_format_date(b, value.integer, pattern) : dash_put_date(b, value.integer);
        break;
    case TY_DATETIME:
        pattern.ptr ? dash_format_datetime(b, value.integer, pattern)
                    : dash_put_datetime(b, value.integer);
        break;
    case TY_DURATION:
        pattern.ptr ? dash_format_duration(b, value.integer, pattern)
                    : dash_put_duration(b, value.integer);
        break;
    case TY_TEXT:
        part->has_format ? dash_format_text(b, value.text, &part->format) : dash_put(b, value.text);
        break;
    default:
        give_up(f);
    }
}

static Value evaluate_concat(Evaluator *f, const Hir *hir)
{
    DashBuilder b = dash_builder(f->cx);
    for (int i = 0; i < hir->concat.parts.count; i++) {
        const HirPart *part = &hir->concat.parts.at[i];
        if (!part->value) {
            dash_put(&b, (DashText){part->literal.ptr, part->literal.len});
            continue;
        }
        Value value = evaluate(f, part->value);
        if (f->flow)
            return (Value){0};
        f->at = part->value->span;
        put_scalar(f, &b, part, value);
    }
    DashText text = dash_builder_text(&b);
    spend(f, (long)(text.len / 16));
    return (Value){.text = text};
}

/* ---- lists, records, maps -------------------------------------------------- */

static Value evaluate_items(Evaluator *f, const Hir *hir)
{
    Items *items = new_items(f, hir->list.items.count);
    for (int i = 0; i < hir->list.items.count; i++) {
        bool spliced = hir->list.spliced.count > i && hir->list.spliced.at[i];
        Value value = evaluate(f, hir->list.items.at[i]);
        if (f->flow)
            return (Value){0};
        if (!spliced)
            put_item(f, items, value);
        for (int k = 0; spliced && k < value.items->count; k++)
            put_item(f, items, value.items->at[k]);
    }
    return (Value){.items = items};
}

static void put_entry(Evaluator *f, const Type *map, Items *items, Value key, Value value)
{
    Value *place = map_place(f, map, items, key);
    if (place) {
        *place = value;
        return;
    }
    put_item(f, items, key);
    put_item(f, items, value);
}

static Value evaluate_map(Evaluator *f, const Hir *hir)
{
    Items *items = new_items(f, hir->map.values.count * 2);
    for (int i = 0; i < hir->map.values.count; i++) {
        const Hir *key = hir->map.keys.at[i];
        Value at = key ? evaluate(f, key) : (Value){0};
        Value value = evaluate(f, hir->map.values.at[i]);
        if (f->flow)
            return (Value){0};
        if (key)
            put_entry(f, hir->type, items, at, value);
        for (int k = 0; !key && k < value.items->count; k += 2)
            put_entry(f, hir->type, items, value.items->at[k], value.items->at[k + 1]);
    }
    return (Value){.items = items};
}

static Value evaluate_index(Evaluator *f, const Hir *hir)
{
    const Type *type = hir->binary.left->type;
    Value object = evaluate_borrowed(f, hir->binary.left);
    Value index = evaluate(f, hir->binary.right);
    if (f->flow)
        return (Value){0};
    f->at = hir->span;
    if (type->kind == TY_LIST) {
        size_t at = dash_index(f->cx, index.integer, (size_t)object.items->count, "");
        return released(hir->type, object.items->at[at]);
    }
    if (type->kind != TY_MAP)
        give_up(f);
    const Value *place = map_place(f, type, object.items, index);
    if (!place && type->key->kind == TY_TEXT)
        dash_no_text(f->cx, index.text, "");
    if (!place)
        dash_no_int(f->cx, index.integer, "");
    return released(hir->type, *place);
}

static Value evaluate_field(Evaluator *f, const Hir *hir)
{
    Value object = evaluate_borrowed(f, hir->unary.operand);
    if (f->flow)
        return (Value){0};
    if (!has_items(hir->unary.operand->type))
        give_up(f);
    return released(hir->type, object.items->at[hir->unary.index]);
}

static Value evaluate_slice(Evaluator *f, const Hir *hir)
{
    Value object = evaluate(f, hir->slice.object);
    Value start = hir->slice.start ? evaluate(f, hir->slice.start) : (Value){0};
    Value end = hir->slice.end ? evaluate(f, hir->slice.end) : (Value){.integer = DASH_TO_END};
    if (f->flow)
        return (Value){0};
    if (hir->type->kind == TY_TEXT)
        return (Value){.text = dash_text_slice(object.text, start.integer, end.integer)};
    if (hir->type->kind != TY_LIST)
        give_up(f);
    DashSpan span = dash_span(start.integer, end.integer, (size_t)object.items->count);
    Items *items = new_items(f, (int)span.len);
    for (size_t i = 0; i < span.len; i++)
        put_item(f, items, object.items->at[span.from + i]);
    return (Value){.items = items};
}

/* ---- all ------------------------------------------------------------------ */

Value evaluate_borrowed(Evaluator *f, const Hir *hir)
{
    return hir->kind == HIR_VAR ? *slot_of(f, hir->var) : evaluate(f, hir);
}

static Value evaluate_literal(Evaluator *f, const Hir *hir)
{
    switch (hir->kind) {
    case HIR_BOOL:
        return (Value){.boolean = hir->boolean};
    case HIR_INT:
        return (Value){.integer = hir->integer};
    case HIR_FLOAT:
        return (Value){.number = hir->number};
    case HIR_TEXT:
        return (Value){.text = {hir->text.ptr, hir->text.len}};
    case HIR_NULL:
        return (Value){.null = true};
    default:
        give_up(f);
    }
}

static Value evaluate_operation(Evaluator *f, const Hir *hir)
{
    Value out = {0};
    switch (hir->kind) {
    case HIR_CONCAT:
        return evaluate_concat(f, hir);
    case HIR_CONVERT:
        out = evaluate(f, hir->unary.operand);
        return f->flow ? out : convert(f, hir->unary.operand->type, hir->type, out);
    case HIR_NEG:
        return evaluate_negation(f, hir);
    case HIR_NOT:
        out.boolean = !evaluate(f, hir->unary.operand).boolean;
        return out;
    case HIR_ARITH:
        return evaluate_arith(f, hir);
    case HIR_AND:
    case HIR_OR:
        out = evaluate(f, hir->binary.left);
        if (f->flow || out.boolean == (hir->kind == HIR_OR))
            return out;
        return evaluate(f, hir->binary.right);
    case HIR_COMPARE:
        return evaluate_compare(f, hir);
    case HIR_IS_NULL:
        out.boolean = evaluate_borrowed(f, hir->unary.operand).null;
        return out;
    case HIR_IN:
        return evaluate_in(f, hir);
    case HIR_COALESCE:
        out = evaluate(f, hir->binary.left);
        return f->flow || !out.null ? out : evaluate(f, hir->binary.right);
    case HIR_IF:
        out = evaluate(f, hir->if_.condition);
        if (f->flow || (!out.boolean && !hir->if_.otherwise))
            return out;
        return evaluate(f, out.boolean ? hir->if_.then : hir->if_.otherwise);
    default:
        return evaluate_literal(f, hir);
    }
}

Value evaluate(Evaluator *f, const Hir *hir)
{
    if (f->flow)
        return (Value){0};
    spend(f, 1);
    switch (hir->kind) {
    case HIR_VAR:
        return released(hir->type, *slot_of(f, hir->var));
    case HIR_CONST:
        if (!hir->constant->value)
            give_up(f);
        return convert(f, hir->constant->type, hir->type, evaluate(f, hir->constant->value));
    case HIR_BLOCK:
        return evaluate_block(f, hir);
    case HIR_LIST:
    case HIR_RECORD:
    case HIR_TUPLE:
        return evaluate_items(f, hir);
    case HIR_MAP:
        return evaluate_map(f, hir);
    case HIR_FIELD:
        return evaluate_field(f, hir);
    case HIR_INDEX:
        return evaluate_index(f, hir);
    case HIR_SLICE:
        return evaluate_slice(f, hir);
    case HIR_LIST_COMP:
        return evaluate_comprehension(f, hir);
    case HIR_CALL:
        return evaluate_fn(f, hir);
    case HIR_BUILTIN:
        return evaluate_builtin(f, hir);
    case HIR_RETURN: {
        Value value = hir->unary.operand ? evaluate(f, hir->unary.operand) : (Value){0};
        if (!f->flow) {
            f->returned = value;
            f->flow = FLOW_RETURN;
        }
        return value;
    }
    default:
        return evaluate_operation(f, hir);
    }
}
