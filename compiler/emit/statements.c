/* SPDX-License-Identifier: MIT
 *
 * Statements and control flow. A value that is wanted somewhere (returned, put
 * into a variable) is pushed down into the branches that give it, so that `if`
 * and blocks need no variables of their own.
 */
#include "emit/internal.h"

/* ---- values on their way ------------------------------------------------ */

static const char *output_struct(Writer *w, Hir *tuple)
{
    Emit *e = w->e;
    Texts members = {0};
    const char *hint = w->hint;
    for (int i = 0; i < tuple->list.items.count; i++) {
        const HirOutput *output = &w->callback->outputs.at[i];
        w->hint = output->alias ? output->alias : output->places.at[0].property;
        vec_push(e->arena, &members, emit_as_value(w, tuple->list.items.at[i]));
    }
    w->hint = hint;
    return cf(e, "(struct %s)%s", w->outputs, braced(e, &members));
}

static void put_value(Writer *w, Hir *hir, const char *value, Dest dest)
{
    switch (dest.kind) {
    case DEST_RETURN:
        if (value)
            stmt(w, "return %s;", value);
        break;
    case DEST_VAR:
        if (value)
            stmt(w, "%s = %s;", dest.name, value);
        break;
    case DEST_DISCARD:
        if (!value || is_name(value))
            break;
        if (hir->kind == HIR_CALL || hir->kind == HIR_BUILTIN || hir->kind == HIR_CALLBACK)
            stmt(w, is_nothing(hir->type) ? "%s;" : "(void)%s;", value);
        break;
    }
}

static void if_to(Writer *w, Hir *hir, Dest dest)
{
    Hir *then = hir->if_.then, *otherwise = hir->if_.otherwise;
    bool flat = dest.kind == DEST_RETURN || ends_here(then);
    stmt_line(w, hir->span);
    open_block(w, "if (%s)", emit_condition(w, hir->if_.condition));
    emit_to(w, then, dest);
    if (!otherwise || (flat && dest.kind != DEST_RETURN && is_nothing(otherwise->type) &&
                       otherwise->kind == HIR_BLOCK && otherwise->block.statements.count == 0 &&
                       !otherwise->block.value)) {
        close_block(w);
        return;
    }
    if (flat) {
        close_block(w);
        emit_to(w, otherwise, dest);
        return;
    }
    w->indent--;
    while (otherwise->kind == HIR_IF && otherwise->if_.otherwise &&
           !needs_statements(otherwise->if_.condition)) {
        stmt(w, "} else if (%s) {", emit_condition(w, otherwise->if_.condition));
        w->indent++;
        emit_to(w, otherwise->if_.then, dest);
        w->indent--;
        otherwise = otherwise->if_.otherwise;
    }
    stmt(w, "} else {");
    w->indent++;
    emit_to(w, otherwise, dest);
    close_block(w);
}

static void coalesce_to(Writer *w, Hir *hir, Dest dest)
{
    Emit *e = w->e;
    Hir *left = hir->binary.left, *right = hir->binary.right;
    const char *value = emit_named(w, left, "value");
    const char *present = is_optional(hir->type) ? value : c_unwrap(e, left->type, value);
    open_block(w, "if (%s)", c_is_null(e, left->type, value));
    emit_to(w, right, dest);
    if (!ends_here(right) && dest.kind != DEST_RETURN) {
        w->indent--;
        stmt(w, "} else {");
        w->indent++;
        put_value(w, left, present, dest);
        close_block(w);
        return;
    }
    close_block(w);
    put_value(w, left, present, dest);
}

void emit_to(Writer *w, Hir *hir, Dest dest)
{
    switch (hir->kind) {
    case HIR_IF: {
        bool outputs = dest.kind == DEST_RETURN && w->outputs; /* a struct of their own */
        bool plain =
            hir->if_.otherwise && !needs_statements(hir) && dest.kind != DEST_DISCARD && !outputs;
        if (plain)
            break;
        if_to(w, hir, dest);
        return;
    }
    case HIR_BLOCK:
        emit_statements(w, hir);
        if (hir->block.value) {
            if (!is_nothing(hir->block.value->type))
                stmt_line(w, hir->block.value->span);
            emit_to(w, hir->block.value, dest);
        }
        return;
    case HIR_COALESCE:
        if (w->row || !needs_statements(hir->binary.right))
            break;
        coalesce_to(w, hir, dest);
        return;
    case HIR_CONVERT: /* a branch that leaves gives nothing to convert */
        if (!ends_here(hir->unary.operand))
            break;
        emit_to(w, hir->unary.operand, dest);
        return;
    case HIR_RETURN:
        stmt_line(w, hir->span);
        if (hir->unary.operand)
            emit_to(w, hir->unary.operand, (Dest){DEST_RETURN, NULL});
        else
            stmt(w, "return;");
        return;
    case HIR_PREVENT_UPDATE:
        stmt_line(w, hir->span);
        stmt(w, "dash_prevent_update(cx);");
        return;
    case HIR_SET_PROPS:
        stmt_line(w, hir->span);
        emit_set_props(w, hir);
        return;
    case HIR_VAR: /* what is returned is nobody's any more */
        w->borrow = dest.kind == DEST_RETURN;
        break;
    case HIR_TUPLE:
        if (dest.kind == DEST_RETURN && w->outputs) {
            put_value(w, hir, output_struct(w, hir), dest);
            return;
        }
        break;
    default:
        break;
    }
    put_value(w, hir, emit_expr(w, hir), dest);
}

/* ---- statements --------------------------------------------------------- */

static bool wants_own_variable(const Hir *value)
{
    return (value->kind == HIR_IF && needs_statements(value) && !ends_here(value->if_.then)) ||
           (value->kind == HIR_COALESCE && needs_statements(value->binary.right) &&
            !ends_here(value->binary.right));
}

/* Its value ends up in a fresh variable, which can as well be the `let`'s own. */
static bool makes_variable(const Hir *value)
{
    return value->kind == HIR_ROW || value->kind == HIR_REDUCE;
}

static void let_table(Writer *w, HirStmt *stmt_)
{
    VarInfo *info = var_info(w, stmt_->var);
    Hir *value = stmt_->value;
    bool plan = value->kind == HIR_TABLE || value->kind == HIR_COLUMN;
    if (info->reads == 0)
        return;
    if (plan && !stmt_->var->is_mutable) {
        const char *name = stmt_->var->name;
        Relation *rows = let_relation(w, value, info, name);
        rows->owned = false;
        if (info->raw)
            rows->table = relation_table(w, rows, NULL, cf(w->e, "%s_table", name), NULL,
                                         &rows->table_columns);
        info->rows = rows;
        return;
    }
    const char *table = emit_expr(w, value);
    const char *name = var_name(w, stmt_->var);
    stmt(w, stmt_->var->is_mutable ? "DashTable %s = %s;" : "const DashTable %s = %s;", name,
         table);
}

static void emit_let(Writer *w, HirStmt *s)
{
    Emit *e = w->e;
    const Type *type = s->var->type;
    if (type->kind == TY_TABLE || type->kind == TY_COLUMN) {
        let_table(w, s);
        return;
    }
    if (is_nothing(s->value->type)) {
        emit_to(w, s->value, (Dest){DEST_DISCARD, NULL});
        return;
    }
    const char *hint = w->hint;
    w->hint = s->var->name;
    if (wants_own_variable(s->value)) {
        const char *name = var_name(w, s->var);
        stmt(w, "%s %s;", c_type(e, type), name);
        emit_to(w, s->value, (Dest){DEST_VAR, name});
    } else if (makes_variable(s->value) && !s->var->is_mutable) {
        VarInfo *info = var_info(w, s->var);
        const char *value = emit_expr(w, s->value);
        info->loop = w->loop;
        if (is_name(value))
            info->name = value;
        else
            stmt(w, "const %s %s = %s;", c_type(e, type), var_name(w, s->var), value);
    } else {
        const char *name = var_name(w, s->var); /* the variable has the name, not a temporary */
        const char *value = initialiser(c_type(e, type), emit_expr(w, s->value));
        stmt(w, "%s%s %s = %s;", s->var->is_mutable ? "" : "const ", c_type(e, type), name, value);
    }
    w->hint = hint;
    VarInfo *info = var_info(w, s->var);
    if (info->reads == 0)
        stmt(w, "(void)%s;", var_name(w, s->var));
    else if (!s->var->is_mutable && is_name(var_name(w, s->var)))
        stmt_if_unread(w, var_name(w, s->var)); /* what read it may have been dropped */
    if (info->edited) {
        info->own = name_unique(&w->names, cf(e, "%s_own", info->name));
        stmt(w, "bool %s = false;", info->own);
    }
}

typedef struct ForBody {
    Hir *body;
    const char *turns; /* counted: the loop may be long */
    Span span;
} ForBody;

/* A loop that may go on without end asks whether there is still time. */
static void ask_time(Writer *w, const ForBody *body)
{
    if (body->turns)
        stmt(w, "dash_turn(cx, &%s, %s);", body->turns, where_of(w->e, body->span));
}

static void write_for_body(Writer *w, void *data)
{
    ForBody *body = data;
    ask_time(w, body);
    emit_to(w, body->body, (Dest){DEST_DISCARD, NULL});
}

static void emit_while(Writer *w, HirStmt *s, const ForBody *body)
{
    if (!needs_statements(s->value)) {
        open_block(w, "while (%s)", emit_expr(w, s->value));
    } else {
        open_block(w, "for (;;)");
        const char *condition = emit_expr(w, s->value);
        stmt(w, "if (!%s)\n    break;", parens(w->e, condition));
    }
    ask_time(w, body);
    emit_to(w, s->body, (Dest){DEST_DISCARD, NULL});
    close_block(w);
}

/* Ranges that are not written out may be as long as anything. */
static bool may_be_long(const HirStmt *s)
{
    if (s->kind == HIR_STMT_WHILE)
        return true;
    const Hir *source = s->value;
    if (source->kind != HIR_BUILTIN || strcmp(source->builtin.builtin->name, "range") != 0)
        return false;
    for (int i = 0; i < source->builtin.args.count; i++)
        if (source->builtin.args.at[i]->kind != HIR_INT)
            return true;
    return false;
}

static void emit_loop(Writer *w, HirStmt *s)
{
    Texts owned = own_before_loop(w, s->body, s->value);
    ForBody body = {.body = s->body, .span = s->span};
    if (may_be_long(s)) {
        body.turns = name_unique(&w->names, "turns");
        stmt(w, "uint32_t %s = 0;", body.turns);
    }
    w->borrow = s->kind == HIR_STMT_FOR && only_reads(s->value, s->body);
    if (s->kind == HIR_STMT_FOR)
        emit_for(w, s->var, s->value, write_for_body, &body);
    else
        emit_while(w, s, &body);
    own_after_loop(&owned);
}

static void emit_assign(Writer *w, HirStmt *s)
{
    const VarInfo *info = var_info(w, s->var);
    if (s->place) {
        emit_edit(w, s);
        return;
    }
    emit_to(w, s->value, (Dest){DEST_VAR, var_name(w, s->var)});
    if (info->own)
        stmt(w, "%s = false;", info->own);
}

static void emit_stmt(Writer *w, HirStmt *s)
{
    bool own_lines = s->kind == HIR_STMT_EXPR && is_nothing(s->value->type);
    if (!own_lines)
        stmt_line(w, s->span);
    switch (s->kind) {
    case HIR_STMT_EXPR:
        emit_to(w, s->value, (Dest){DEST_DISCARD, NULL});
        break;
    case HIR_STMT_LET:
        emit_let(w, s);
        break;
    case HIR_STMT_ASSIGN:
        emit_assign(w, s);
        break;
    case HIR_STMT_APPEND:
        emit_append(w, s);
        break;
    case HIR_STMT_FOR:
    case HIR_STMT_WHILE:
        emit_loop(w, s);
        break;
    case HIR_STMT_BREAK:
        stmt(w, "break;");
        break;
    case HIR_STMT_CONTINUE:
        stmt(w, "continue;");
        break;
    case HIR_STMT_PUSH: {
        const char *items = w->items;
        const char *hint = w->hint;
        w->hint = "child";
        const char *value =
            w->many_items ? emit_scoped_value(w, s->value) : emit_as_value(w, s->value);
        w->hint = hint;
        stmt(w, "%s;", callf(w->e, "dash_push", 2, cf(w->e, "&%s", items), value));
        break;
    }
    }
}

void emit_statements(Writer *w, Hir *block)
{
    for (int i = 0; i < block->block.statements.count; i++)
        emit_stmt(w, block->block.statements.at[i]);
}

/* ---- for ---------------------------------------------------------------- */

typedef struct RowFor {
    HirVar *var;
    void (*body)(Writer *, void *);
    void *data;
} RowFor;

static void for_row(Writer *w, const Row *row, void *data)
{
    RowFor *loop = data;
    Emit *e = w->e;
    const Type *type = loop->var->type;
    const Row *outer = w->row;
    w->row = row;
    const char *value = base_type(type)->kind == TY_RECORD
                            ? row_record(w, row, type)
                            : emit_expr(w, row_column_ref(e, row, 0));
    w->row = NULL;
    if (var_info(w, loop->var)->reads > 0)
        stmt(w, "const %s %s = %s;", c_type(e, type), var_name(w, loop->var),
             initialiser(c_type(e, type), value));
    loop->body(w, loop->data);
    w->row = outer;
}

/* The value now: a name, but not that of a variable which the loop may change. */
static const char *emit_fixed(Writer *w, Hir *hir, const char *name)
{
    const char *value = emit_named(w, hir, name);
    if (hir->kind != HIR_VAR || !hir->var->is_mutable)
        return value;
    const char *copy = name_unique(&w->names, name);
    stmt(w, "const %s %s = %s;", c_type(w->e, hir->type), copy, value);
    return copy;
}

static void for_range(Writer *w, HirVar *var, Hir *range, void (*body)(Writer *, void *),
                      void *data)
{
    Emit *e = w->e;
    int count = range->builtin.args.count;
    const char *from = count > 1 ? emit_fixed(w, range->builtin.args.at[0], "from") : "0";
    const char *to = emit_fixed(w, range->builtin.args.at[count > 1 ? 1 : 0], "to");
    const char *i = var_name(w, var);
    open_block(w, "for (int64_t %s = %s; %s < %s; %s++)", i, from, i, parens(e, to), i);
    body(w, data);
    close_block(w);
    name_release(&w->names, i);
}

/* for (i, x) in enumerate(xs), for (a, b) in zip(xs, ys): no list is made. */
static void for_pairs(Writer *w, HirVar *var, Hir *pairs, void (*body)(Writer *, void *),
                      void *data)
{
    Emit *e = w->e;
    bool counts = strcmp(pairs->builtin.builtin->c_name, "enumerate") == 0;
    Hir *first = pairs->builtin.args.at[0], *second = pairs->builtin.args.at[1];
    const char *list = emit_fixed(w, first, "list");
    bool from_zero = counts && second->kind == HIR_INT && second->integer == 0;
    const char *other = from_zero ? NULL : emit_fixed(w, second, counts ? "start" : "other");
    const char *i = name_unique(&w->names, "i"), *turns = c_len(e, first->type, list);
    const char *a = cf(e, "%s.items[%s]", list, i), *b = a;
    if (counts) {
        a = from_zero ? cf(e, "(int64_t)%s", i)
                      : callf(e, "dash_int_add", 4, "cx", other, cf(e, "(int64_t)%s", i),
                              where_of(e, pairs->span));
    } else {
        b = cf(e, "%s.items[%s]", other, i);
        turns = cf(e, "%s && %s < %s", turns, i, c_len(e, second->type, other));
    }
    open_block(w, "for (size_t %s = 0; %s < %s; %s++)", i, i, turns, i);
    if (var_info(w, var)->reads > 0)
        stmt(w, "const %s %s = {%s, %s};", c_type(e, var->type), var_name(w, var), a, b);
    body(w, data);
    close_block(w);
    name_release(&w->names, i);
}

static bool makes_pairs(const Hir *source)
{
    return source->kind == HIR_BUILTIN && source->builtin.builtin->form == FORM_MADE &&
           (strcmp(source->builtin.builtin->c_name, "enumerate") == 0 ||
            strcmp(source->builtin.builtin->c_name, "zip") == 0);
}

bool is_plain_range(const Hir *source)
{
    return source->kind == HIR_BUILTIN && strcmp(source->builtin.builtin->name, "range") == 0 &&
           source->builtin.args.count < 3;
}

void emit_for(Writer *w, HirVar *var, Hir *source, void (*body)(Writer *, void *), void *data)
{
    Emit *e = w->e;
    if (source->kind == HIR_TABLE || source->kind == HIR_COLUMN) {
        plan_prune(e->arena, source->plan, NULL);
        plan_comment(w, source->plan);
        RowFor loop = {var, body, data};
        rows_each(w, source->plan, for_row, &loop);
        return;
    }
    if (is_plain_range(source)) {
        for_range(w, var, source, body, data);
        return;
    }
    if (makes_pairs(source)) {
        for_pairs(w, var, source, body, data);
        return;
    }
    if (source->type->kind == TY_TABLE || source->type->kind == TY_COLUMN) {
        RowFor loop = {var, body, data};
        relation_each(w, relation_of_value(w, source), "row", for_row, &loop);
        return;
    }
    const char *list = emit_fixed(w, source, "list");
    bool value = is_value(source->type);
    const char *i = name_unique(&w->names, "i");
    const char *turns = cf(e, "%s.%s", list, value ? "count" : "len");
    if (source->type->kind == TY_JSON) /* what is no list has no turns */
        turns = cf(e, "(%s.kind == DASH_LIST ? %s.count : 0)", list, list);
    open_block(w, "for (%s %s = 0; %s < %s; %s++)", value ? "uint32_t" : "size_t", i, i, turns, i);
    if (var_info(w, var)->reads > 0)
        stmt(w, "const %s %s = %s.items[%s];", c_type(e, var->type), var_name(w, var), list, i);
    body(w, data);
    close_block(w);
    name_release(&w->names, i);
}
