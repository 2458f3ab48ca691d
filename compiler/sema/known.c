/* SPDX-License-Identifier: MIT
 *
 * Evaluates what stands in ids on the syntax tree, and makes shapes of ids. What
 * is not simple enough is not known, which is never an error here.
 */
#include "sema/known.h"

#include "dash/number.h"

enum { MAX_ITEMS = 10000, MAX_DEPTH = 50 };

static const Known nothing = {KNOWN_NOTHING, {{NULL, 0}}};

/* ---- values --------------------------------------------------------------- */

static Known known_int(int64_t value)
{
    return (Known){.kind = KNOWN_INT, .integer = value};
}

const Binding *find_binding(const Binding *bindings, const char *name)
{
    enum { FAR = 500 }; /* names further off are not known: this keeps long functions linear */
    int steps = 0;
    for (const Binding *b = bindings; b && steps < FAR; b = b->outer, steps++)
        if (b->name == name)
            return b;
    return NULL;
}

static Known known_name(Checker *c, const Binding *bindings, const char *name)
{
    const Binding *binding = find_binding(bindings, name);
    if (binding)
        return binding->value;
    Symbol *symbol = lookup(c, name);
    if (!symbol || symbol->kind != SYM_CONST || !symbol->decl || c->known_depth > MAX_DEPTH)
        return nothing;
    ModuleMark mark = enter_module(c, symbol->module);
    c->known_depth++;
    Known value = known_value(c, NULL, symbol->decl->value);
    c->known_depth--;
    leave_module(c, mark);
    return value;
}

/* A part of a list or record, by the names of the place where that is written. */
static Known known_inside(Checker *c, Known tree, const Expr *part)
{
    ModuleMark mark = enter_module(c, tree.tree.module);
    Known value = known_value(c, tree.tree.bindings, part);
    leave_module(c, mark);
    return value;
}

static Known known_member(Checker *c, const Binding *bindings, const Expr *e)
{
    Known object = known_value(c, bindings, e->member.object);
    if (object.kind != KNOWN_TREE || object.tree.expr->kind != EXPR_RECORD)
        return nothing;
    const Expr *record = object.tree.expr;
    for (int i = 0; i < record->record.fields.count; i++) {
        const RecordField *field = &record->record.fields.at[i];
        if (!field->name.text)
            return nothing;
        if (field->name.text == e->member.name.text)
            return known_inside(c, object, field->value);
    }
    return nothing;
}

static Known known_arith(Checker *c, const Binding *bindings, const Expr *e)
{
    Known left = known_value(c, bindings, e->binary.left);
    Known right = known_value(c, bindings, e->binary.right);
    int64_t result;
    if (left.kind == KNOWN_TEXT && right.kind == KNOWN_TEXT && e->binary.op == BINARY_ADD) {
        Buf both = {.arena = c->arena};
        buf_put(&both, left.text.ptr, left.text.len);
        buf_put(&both, right.text.ptr, right.text.len);
        return (Known){.kind = KNOWN_TEXT, .text = {both.ptr, both.len}};
    }
    if (left.kind != KNOWN_INT || right.kind != KNOWN_INT)
        return nothing;
    bool overflow = true;
    if (e->binary.op == BINARY_ADD)
        overflow = __builtin_add_overflow(left.integer, right.integer, &result);
    else if (e->binary.op == BINARY_SUB)
        overflow = __builtin_sub_overflow(left.integer, right.integer, &result);
    else if (e->binary.op == BINARY_MUL)
        overflow = __builtin_mul_overflow(left.integer, right.integer, &result);
    return overflow ? nothing : known_int(result);
}

/* As an interpolation prints it; false when that is not known. */
static bool put_known(Buf *out, Known value)
{
    char number[DASH_NUMBER_MAX];
    switch (value.kind) {
    case KNOWN_TEXT:
        buf_put(out, value.text.ptr, value.text.len);
        return true;
    case KNOWN_INT:
        buf_put(out, number, dash_write_int(number, value.integer));
        return true;
    case KNOWN_FLOAT:
        buf_put(out, number, dash_write_float(number, value.number));
        return true;
    case KNOWN_BOOL:
        buf_puts(out, value.boolean ? "true" : "false");
        return true;
    default:
        return false;
    }
}

static bool put_part(Checker *c, const Binding *bindings, Buf *out, const TextPart *part)
{
    if (!part->expr) {
        buf_put(out, part->literal.ptr, part->literal.len);
        return true;
    }
    return !part->format.ptr && put_known(out, known_value(c, bindings, part->expr));
}

static Known known_text(Checker *c, const Binding *bindings, const Expr *e)
{
    Buf out = {.arena = c->arena};
    buf_puts(&out, "");
    for (int i = 0; i < e->text.parts.count; i++)
        if (!put_part(c, bindings, &out, &e->text.parts.at[i]))
            return nothing;
    return (Known){.kind = KNOWN_TEXT, .text = {out.ptr, out.len}};
}

Known known_value(Checker *c, const Binding *bindings, const Expr *e)
{
    switch (e->kind) {
    case EXPR_TEXT:
        return known_text(c, bindings, e);
    case EXPR_INT:
        return known_int(e->integer);
    case EXPR_FLOAT:
        return (Known){.kind = KNOWN_FLOAT, .number = e->number};
    case EXPR_BOOL:
        return (Known){.kind = KNOWN_BOOL, .boolean = e->boolean};
    case EXPR_NAME:
        return known_name(c, bindings, e->name);
    case EXPR_ID:
        return (Known){.kind = KNOWN_ID, .id = id_shape(c, bindings, e->id)};
    case EXPR_LIST:
    case EXPR_RECORD:
        return (Known){.kind = KNOWN_TREE, .tree = {e, bindings, c->module}};
    case EXPR_MEMBER:
        return known_member(c, bindings, e);
    case EXPR_BINARY:
        return known_arith(c, bindings, e);
    case EXPR_UNARY:
        if (e->unary.op == UNARY_NEG) {
            Known value = known_value(c, bindings, e->unary.operand);
            if (value.kind == KNOWN_INT && value.integer != INT64_MIN)
                return known_int(-value.integer);
        }
        return nothing;
    default:
        return nothing;
    }
}

/* ---- items ---------------------------------------------------------------- */

static bool range_items(Checker *c, const Binding *bindings, const Expr *call, KnownList *out)
{
    int64_t bounds[3] = {0, 0, 1};
    int count = call->call.args.count;
    if (count < 1 || count > 3)
        return false;
    for (int i = 0; i < count; i++) {
        Known bound = known_value(c, bindings, call->call.args.at[i].value);
        if (bound.kind != KNOWN_INT || call->call.args.at[i].name.text)
            return false;
        bounds[count == 1 ? 1 : i] = bound.integer;
    }
    if (bounds[2] == 0)
        return false;
    bool up = bounds[2] > 0;
    for (int64_t i = bounds[0]; up ? i < bounds[1] : i > bounds[1];) {
        if (out->count == MAX_ITEMS)
            return false;
        vec_push(c->arena, out, known_int(i));
        if (__builtin_add_overflow(i, bounds[2], &i))
            break;
    }
    return true;
}

bool known_items(Checker *c, const Binding *bindings, const Expr *source, KnownList *out)
{
    out->count = 0;
    if (source->kind == EXPR_CALL) {
        const Expr *callee = source->call.callee;
        bool range = callee->kind == EXPR_NAME && strcmp(callee->name, "range") == 0 &&
                     !source->call.block && !find_in(c->globals, callee->name);
        return range && range_items(c, bindings, source, out);
    }
    Known list = known_value(c, bindings, source);
    if (list.kind != KNOWN_TREE || list.tree.expr->kind != EXPR_LIST)
        return false;
    for (int i = 0; i < list.tree.expr->list.items.count; i++) {
        const Expr *item = list.tree.expr->list.items.at[i];
        if (item->kind == EXPR_SPREAD || out->count == MAX_ITEMS)
            return false;
        vec_push(c->arena, out, known_inside(c, list, item));
    }
    return true;
}

/* ---- shapes --------------------------------------------------------------- */

static const char *known_json(Checker *c, Known value)
{
    Buf out = {.arena = c->arena};
    if (value.kind == KNOWN_TEXT)
        put_json_text(&out, value.text);
    else if (!put_known(&out, value))
        return NULL;
    return intern(c->interner, out.ptr, out.len);
}

static void add_key(Checker *c, IdShape *shape, IdShapeKey key)
{
    vec_push(c->arena, &shape->keys, key);
    for (int i = shape->keys.count - 1; i > 0; i--) {
        IdShapeKey *before = &shape->keys.at[i - 1];
        if (strcmp(before->name, key.name) <= 0)
            break;
        shape->keys.at[i] = *before;
        *before = key;
    }
}

static const char *dict_wire(Checker *c, const IdShape *shape)
{
    static const char *const wildcards[] = {[ID_PART_MATCH] = "[\"MATCH\"]",
                                            [ID_PART_ALL] = "[\"ALL\"]",
                                            [ID_PART_ALLSMALLER] = "[\"ALLSMALLER\"]"};
    if (id_has_part(shape, ID_PART_UNKNOWN))
        return NULL;
    Buf out = {.arena = c->arena};
    for (int i = 0; i < shape->keys.count; i++) {
        const IdShapeKey *key = &shape->keys.at[i];
        buf_putc(&out, i ? ',' : '{');
        put_json_text(&out, (Str){key->name, strlen(key->name)});
        buf_putc(&out, ':');
        buf_puts(&out, key->part == ID_PART_CONSTANT ? key->json : wildcards[key->part]);
    }
    buf_putc(&out, '}');
    return intern(c->interner, out.ptr, out.len);
}

static IdShapeKey constant_key(Checker *c, const char *name, Known value)
{
    IdShapeKey key = {.name = name, .json = known_json(c, value)};
    key.part = key.json ? ID_PART_CONSTANT : ID_PART_UNKNOWN;
    if (value.kind == KNOWN_TEXT)
        key.text = value.text;
    return key;
}

static IdShapeKey key_of(Checker *c, const Binding *bindings, const IdKey *written)
{
    static const IdPart parts[] = {[WILD_MATCH] = ID_PART_MATCH,
                                   [WILD_ALL] = ID_PART_ALL,
                                   [WILD_ALLSMALLER] = ID_PART_ALLSMALLER};
    IdShapeKey key = {.name = written->name.text};
    if (written->wildcard != WILD_NONE) {
        key.part = parts[written->wildcard];
        return key;
    }
    return constant_key(c, key.name, known_value(c, bindings, written->value));
}

const IdShape *id_of_text(Checker *c, Str text)
{
    IdShape *shape = arena_new(c->arena, IdShape);
    shape->wire = intern(c->interner, text.ptr, text.len);
    return shape;
}

const IdShape *id_of_text_expr(Checker *c, const Binding *bindings, const Expr *text)
{
    IdShape *shape = arena_new(c->arena, IdShape);
    Buf piece = {.arena = c->arena};
    buf_puts(&piece, "");
    for (int i = 0; i < text->text.parts.count; i++) {
        if (put_part(c, bindings, &piece, &text->text.parts.at[i]))
            continue;
        vec_push(c->arena, &shape->pieces, piece.ptr);
        piece = (Buf){.arena = c->arena};
        buf_puts(&piece, "");
    }
    if (shape->pieces.count)
        vec_push(c->arena, &shape->pieces, piece.ptr);
    else
        shape->wire = intern(c->interner, piece.ptr, piece.len);
    return shape;
}

const IdShape *id_shape(Checker *c, const Binding *bindings, const IdExpr *id)
{
    if (id->kind == ID_PLAIN)
        return id_of_text(c, (Str){id->name.text, strlen(id->name.text)});
    if (id->kind == ID_COMPUTED)
        return id_of_text_expr(c, bindings, id->text);
    IdShape *shape = arena_new(c->arena, IdShape);
    for (int i = 0; i < id->keys.count; i++)
        add_key(c, shape, key_of(c, bindings, &id->keys.at[i]));
    if (id->kind == ID_INDEXED) {
        Known type = {.kind = KNOWN_TEXT, .text = {id->name.text, strlen(id->name.text)}};
        add_key(c, shape, constant_key(c, intern(c->interner, "type", 4), type));
    }
    shape->wire = dict_wire(c, shape);
    return shape;
}
