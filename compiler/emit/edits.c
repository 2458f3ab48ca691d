/* SPDX-License-Identifier: MIT
 *
 * Changing parts of variables: `xs[i] = e`, `r.f += e`, `xs += [e]`.
 *
 * Lists and maps are values, but C shares their memory when a value is handed
 * on. A variable whose parts are changed therefore has a flag beside it,
 * `xs_own`: true while nobody else can see its memory. The first change copies
 * what is shared; handing the variable on (`ys = xs`, `f(xs)`) makes the flag
 * false again; a part that is handed on is copied; what is stored in such a
 * variable is copied too. In a loop that changes a variable and never hands it
 * on the question is asked once, before the loop, and the rest is plain C.
 */
#include "emit/internal.h"

/* ---- types -------------------------------------------------------------- */

bool is_flat(const Type *type)
{
    switch (type->kind) {
    case TY_LIST:
    case TY_MAP:
        return false;
    case TY_OPTIONAL:
        return is_flat(type->item);
    case TY_RECORD:
    case TY_TUPLE:
        for (int i = 0; i < type->field_count; i++)
            if (!is_flat(type->fields[i].type))
                return false;
        return true;
    default:
        return true;
    }
}

static const char *list_copy(Emit *e, const Type *type)
{
    const char *len = is_value(type) ? "count" : "len", *item = c_type(e, type->item);
    Buf out = {.arena = e->arena};
    buf_printf(&out, "    %s *items = dash_copy_items(cx, value.items, value.%s, sizeof *items);\n",
               item, len);
    if (!is_flat(type->item))
        buf_printf(&out, "    for (size_t i = 0; i < value.%s; i++)\n        items[i] = %s;\n", len,
                   c_copy(e, type->item, "items[i]"));
    buf_puts(&out, "    value.items = items;\n");
    return out.ptr;
}

static const char *fields_copy(Emit *e, const Type *type)
{
    Buf out = {.arena = e->arena};
    for (int i = 0; i < type->field_count; i++) {
        const char *member = cf(e, "value.%s", c_member(e, type, i));
        if (!is_flat(type->fields[i].type))
            buf_printf(&out, "    %s = %s;\n", member, c_copy(e, type->fields[i].type, member));
    }
    return out.ptr;
}

static const char *optional_copy(Emit *e, const Type *type)
{
    bool has = absence_of(type) == ABSENT_HAS;
    const char *inner = has ? "value.value" : "value";
    return cf(e, "    if (%s)\n        %s = %s;\n", c_is_there(e, type, "value"), inner,
              c_copy(e, type->item, inner));
}

const char *c_copy(Emit *e, const Type *type, const char *value)
{
    if (is_flat(type))
        return value;
    const char *name = map_get(&e->copies, type);
    if (!name) {
        const char *c = c_type(e, type);
        name = name_unique(&e->names, cf(e, "copy_of_%s", type_stem(e, type)));
        map_set(e->arena, &e->copies, type, (void *)(uintptr_t)name);
        const char *body = type->kind == TY_LIST       ? list_copy(e, type)
                           : type->kind == TY_MAP      ? map_copy(e, type)
                           : type->kind == TY_OPTIONAL ? optional_copy(e, type)
                                                       : fields_copy(e, type);
        buf_printf(&e->helpers, "static %s %s(DashCx *cx, %s value)\n{\n%s    return value;\n}\n\n",
                   c, name, c, body);
    }
    return callf(e, name, 2, "cx", value);
}

/* ---- who sees what ------------------------------------------------------ */

/* The variable whose memory a value of this node may be part of, or NULL. */
static const HirVar *root_of(const Hir *hir)
{
    for (;;) {
        switch (hir->kind) {
        case HIR_VAR:
            return hir->var;
        case HIR_CONVERT:
        case HIR_FIELD:
            hir = hir->unary.operand;
            break;
        case HIR_INDEX:
            hir = hir->binary.left;
            break;
        case HIR_SLICE:
            hir = hir->slice.object;
            break;
        default:
            return NULL;
        }
    }
}

bool is_part_of_edited(Writer *w, const Hir *hir)
{
    if (hir->kind == HIR_VAR || hir->kind == HIR_CONVERT || is_flat(hir->type))
        return false;
    const HirVar *root = root_of(hir);
    return root && var_info(w, root)->edited;
}

/* Is it so of some part of the type? */
static bool any_part(const Type *type, bool (*test)(const Type *))
{
    if (test(type))
        return true;
    if ((type->kind == TY_LIST || type->kind == TY_MAP || type->kind == TY_OPTIONAL) &&
        any_part(type->item, test))
        return true;
    for (int i = 0; i < type->field_count; i++)
        if (any_part(type->fields[i].type, test))
            return true;
    return false;
}

static bool may_share(const Type *type)
{
    return type->kind == TY_LIST || type->kind == TY_MAP || is_value(type);
}

bool gives_nothing_away(const Type *result)
{
    return is_nothing(result) || !any_part(result, may_share);
}

static bool is_value_list(const Type *type)
{
    return type->kind == TY_LIST && is_value(type);
}

bool is_copied_as_value(const Type *type)
{
    return !any_part(type, is_value_list);
}

/* Does the path to the place lead through a list or map? */
static bool through_memory(const Hir *place)
{
    for (; place->kind != HIR_VAR; place = place->unary.operand)
        if (place->kind == HIR_INDEX)
            return true;
    return false;
}

static bool is_edit(const HirStmt *s)
{
    return s->place && (s->kind == HIR_STMT_APPEND || through_memory(s->place));
}

void look_at_edits(Writer *w, const Hir *block)
{
    for (int i = 0; i < block->block.statements.count; i++) {
        const HirStmt *s = block->block.statements.at[i];
        if (is_edit(s))
            var_info(w, s->var)->edited = true;
    }
}

/* ---- loops that keep what they own -------------------------------------- */

typedef struct Uses {
    const HirVar *var;
    int all, safe, edits;
} Uses;

static void use_safely(Uses *uses, const Hir *hir)
{
    uses->safe += hir && hir->kind == HIR_VAR && hir->var == uses->var;
}

static bool count_uses(Hir *hir, void *data);

static Uses uses_in(Hir *hir, const HirVar *var)
{
    Uses uses = {.var = var};
    hir_walk(hir, count_uses, &uses);
    return uses;
}

/* A loop over the items of the variable only reads it when it does not change it. */
static bool loop_reads(const Hir *source, Hir *body, const HirVar *var)
{
    return source->kind == HIR_VAR && source->var == var && source->type->kind == TY_LIST &&
           is_flat(source->type->item) && uses_in(body, var).edits == 0;
}

static void count_statement(const HirStmt *s, Uses *uses)
{
    if (is_edit(s) && s->var == uses->var)
        uses->edits++;
    if (s->kind == HIR_STMT_APPEND)
        use_safely(uses, s->place);
    if (s->kind == HIR_STMT_ASSIGN && !s->place && s->var == uses->var)
        uses->all++;
    if (s->kind == HIR_STMT_FOR && loop_reads(s->value, s->body, uses->var))
        uses->safe++;
}

static void count_args(Hir *const *args, int count, const Type *result, Uses *uses)
{
    for (int i = 0; i < count && gives_nothing_away(result); i++)
        use_safely(uses, args[i]);
}

static bool count_uses(Hir *hir, void *data)
{
    Uses *uses = data;
    switch (hir->kind) {
    case HIR_VAR:
        uses->all += hir->var == uses->var;
        break;
    case HIR_FIELD:
    case HIR_IS_NULL:
        use_safely(uses, hir->unary.operand);
        break;
    case HIR_INDEX:
        use_safely(uses, hir->binary.left);
        break;
    case HIR_SLICE:
        use_safely(uses, hir->slice.object);
        break;
    case HIR_COMPARE:
    case HIR_IN:
        use_safely(uses, hir->binary.left);
        use_safely(uses, hir->binary.right);
        break;
    case HIR_CALL:
        count_args(hir->call.args.at, hir->call.args.count, hir->type, uses);
        break;
    case HIR_BUILTIN:
        count_args(hir->builtin.args.at, hir->builtin.args.count, hir->type, uses);
        break;
    case HIR_LIST_COMP:
        uses->safe += loop_reads(hir->comprehension.source, hir->comprehension.item, uses->var);
        break;
    case HIR_BLOCK:
    case HIR_CHILDREN:
        for (int i = 0; i < hir->block.statements.count; i++)
            count_statement(hir->block.statements.at[i], uses);
        break;
    default:
        break;
    }
    return true;
}

bool only_reads(const Hir *source, Hir *body)
{
    return source->kind == HIR_VAR && loop_reads(source, body, source->var);
}

static void make_own(Writer *w, const HirVar *var, const VarInfo *info)
{
    stmt(w, "if (!%s) {\n    %s = %s;\n    %s = true;\n}", info->own, info->name,
         c_copy(w->e, var->type, info->name), info->own);
}

static void own_edited(Writer *w, Hir *body, Hir *head, const HirVar *var, Texts *owned)
{
    VarInfo *info = var_info(w, var);
    if (!info->own || info->owned)
        return;
    Uses in_body = uses_in(body, var), in_head = uses_in(head, var);
    if (in_body.all + in_head.all > in_body.safe + in_head.safe)
        return;
    make_own(w, var, info);
    info->owned = true;
    vec_push(w->e->arena, owned, (const char *)info);
}

typedef struct Edited {
    Writer *w;
    Hir *body, *head;
    Texts *owned;
} Edited;

static bool find_edited(Hir *hir, void *data)
{
    Edited *edited = data;
    if (hir->kind == HIR_BLOCK || hir->kind == HIR_CHILDREN)
        for (int i = 0; i < hir->block.statements.count; i++) {
            const HirStmt *s = hir->block.statements.at[i];
            if (is_edit(s))
                own_edited(edited->w, edited->body, edited->head, s->var, edited->owned);
        }
    return true;
}

Texts own_before_loop(Writer *w, Hir *body, Hir *head)
{
    Texts owned = {0};
    Edited edited = {w, body, head, &owned};
    hir_walk(body, find_edited, &edited);
    return owned;
}

void own_after_loop(const Texts *owned)
{
    for (int i = 0; i < owned->count; i++)
        ((VarInfo *)(uintptr_t)owned->at[i])->owned = false;
}

/* ---- places ------------------------------------------------------------- */

/* A member of an object that may be (*pointer). */
static const char *member(Emit *e, const char *object, const char *name)
{
    size_t len = strlen(object);
    if (len > 3 && object[0] == '(' && object[1] == '*' && strchr(object, ')') == object + len - 1)
        return cf(e, "%.*s->%s", (int)len - 3, object + 2, name);
    return cf(e, "%s.%s", object, name);
}

static const char *place_text(Writer *w, Hir *place, bool many);

/* The value of a key that is there. */
static const char *map_place(Writer *w, Hir *place, bool many)
{
    Emit *e = w->e;
    const Type *type = place->binary.left->type;
    const char *map = place_text(w, place->binary.left, true);
    const char *value =
        c_map_value(e, type, map, emit_expr(w, place->binary.right), where_of(e, place->span));
    if (!many)
        return value;
    const char *name = name_unique(&w->names, "entry");
    stmt(w, "%s *const %s = &%s;", c_type(e, type->item), name, value);
    return cf(e, "(*%s)", name);
}

/* C that can be assigned to. `many`: it is written down more than once. */
static const char *place_text(Writer *w, Hir *place, bool many)
{
    Emit *e = w->e;
    switch (place->kind) {
    case HIR_VAR:
        return var_name(w, place->var);
    case HIR_CONVERT:
        return c_unwrap(e, place->unary.operand->type, place_text(w, place->unary.operand, many));
    case HIR_FIELD: {
        const Type *type = place->unary.operand->type;
        const char *object = c_unwrap(e, type, place_text(w, place->unary.operand, many));
        return member(e, object, c_member(e, base_type(type), place->unary.index));
    }
    case HIR_INDEX: {
        const Type *type = place->binary.left->type;
        if (type->kind == TY_MAP)
            return map_place(w, place, many);
        const char *list = place_text(w, place->binary.left, true);
        const char *index = emit_expr(w, place->binary.right);
        const char *len = member(e, list, is_value(type) ? "count" : "len");
        const char *item =
            cf(e, "((%s *)%s)[%s]", c_type(e, type->item), member(e, list, "items"),
               callf(e, "dash_index", 4, "cx", index, len, where_of(e, place->span)));
        if (!many)
            return item;
        const char *name = name_unique(&w->names, "item");
        stmt(w, "%s *const %s = &%s;", c_type(e, type->item), name, item);
        return cf(e, "(*%s)", name);
    }
    default:
        emit_bug(e, place->span, "no place");
    }
}

/* What is stored in a variable that is changed in place must be its own. */
static const char *stored_value(Writer *w, const HirVar *var, Hir *value)
{
    if (!var_info(w, var)->edited)
        return emit_expr(w, value);
    w->borrow = true;
    return c_copy(w->e, value->type, emit_expr(w, value));
}

void emit_edit(Writer *w, HirStmt *s)
{
    VarInfo *info = var_info(w, s->var);
    const char *value = stored_value(w, s->var, s->value);
    if (through_memory(s->place) && !info->owned)
        make_own(w, s->var, info);
    const Hir *place = s->place;
    if (place->kind != HIR_INDEX || place->binary.left->type->kind != TY_MAP) {
        stmt(w, "%s = %s;", place_text(w, s->place, false), value);
        return;
    }
    const char *map = place_text(w, place->binary.left, true);
    const char *key = emit_expr(w, place->binary.right);
    stmt(w, "%s = %s;", c_map_slot(w->e, place->binary.left->type, map, key), value);
}

/* ---- appending ---------------------------------------------------------- */

static void append_item(Writer *w, const Type *type, const char *list, const char *item)
{
    const char *items = member(w->e, list, "items");
    const char *len = member(w->e, list, is_value(type) ? "count" : "len");
    stmt(w, "%s = dash_room(cx, %s, %s, sizeof *%s);", items, items, len, items);
    stmt(w, "((%s *)%s)[%s++] = %s;", c_type(w->e, type->item), items, len, item);
}

static bool is_plain_list(const Hir *value)
{
    return value->kind == HIR_LIST && !any_spliced(value);
}

/* The items of a literal list, all of them computed before the first is added. */
static Texts new_items(Writer *w, const HirVar *var, const Hir *list)
{
    Emit *e = w->e;
    Texts items = {0};
    for (int i = 0; i < list->list.items.count; i++) {
        Hir *item = list->list.items.at[i];
        const char *value = stored_value(w, var, item);
        if (item->kind != HIR_INT && item->kind != HIR_FLOAT && item->kind != HIR_TEXT &&
            item->kind != HIR_BOOL) {
            const char *name = name_unique(&w->names, "item");
            stmt(w, "const %s %s = %s;", c_type(e, item->type), name,
                 initialiser(c_type(e, item->type), value));
            value = name;
        }
        vec_push(e->arena, &items, value);
    }
    return items;
}

void emit_append(Writer *w, HirStmt *s)
{
    Emit *e = w->e;
    VarInfo *info = var_info(w, s->var);
    const Type *type = s->place->type;
    bool plain = is_plain_list(s->value);
    Texts items = {0};
    const char *part = NULL;
    if (plain) {
        items = new_items(w, s->var, s->value);
    } else {
        part = name_unique(&w->names, "part");
        w->borrow = true;
        const char *value = emit_expr(w, s->value);
        stmt(w, "const %s %s = %s;", c_type(e, type), part, initialiser(c_type(e, type), value));
    }
    if (!info->owned)
        make_own(w, s->var, info);
    const char *list = place_text(w, s->place, true);
    for (int i = 0; i < items.count; i++)
        append_item(w, type, list, items.at[i]);
    if (plain)
        return;
    const char *i = name_unique(&w->names, "i");
    open_block(w, "for (size_t %s = 0; %s < %s; %s++)", i, i, c_len(e, type, part), i);
    append_item(w, type, list, c_copy(e, type->item, cf(e, "%s.items[%s]", part, i)));
    close_block(w);
    name_release(&w->names, i);
}
