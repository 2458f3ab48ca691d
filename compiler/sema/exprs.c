/* SPDX-License-Identifier: MIT
 *
 * Expressions: the one entry, and the kinds that belong to no other file.
 */
#include "dash/date.h"
#include "sema/known.h"

Hir *infer(Checker *c, const Expr *e)
{
    return check(c, e, NULL);
}

Str literal_text(const Expr *e)
{
    if (e->kind != EXPR_TEXT)
        return (Str){NULL, 0};
    if (e->text.parts.count == 0)
        return STR("");
    if (e->text.parts.count == 1 && !e->text.parts.at[0].expr)
        return e->text.parts.at[0].literal;
    return (Str){NULL, 0};
}

bool literal_bool(const Expr *e, bool value)
{
    return e->kind == EXPR_BOOL && e->boolean == value;
}

static Hir *unsupported(Checker *c, const Expr *e, const char *what)
{
    diag_unsupported(c->diags, e->span, "%s", what);
    return hir_error(c, e->span);
}

static Hir *check_scalar(Checker *c, const Expr *e)
{
    Hir *hir;
    switch (e->kind) {
    case EXPR_NULL:
        return hir_new(c, HIR_NULL, simple(c, TY_NULL), e->span);
    case EXPR_BOOL:
        hir = hir_new(c, HIR_BOOL, simple(c, TY_BOOL), e->span);
        hir->boolean = e->boolean;
        return hir;
    case EXPR_INT:
        return hir_int(c, e->integer, e->span);
    case EXPR_DURATION:
        hir = hir_new(c, HIR_INT, simple(c, TY_DURATION), e->span);
        hir->integer = e->milliseconds;
        return hir;
    default:
        hir = hir_new(c, HIR_FLOAT, simple(c, TY_FLOAT), e->span);
        hir->number = e->number;
        return hir;
    }
}

/* The parser has looked at the text. */
static Hir *check_date(Checker *c, const Expr *e)
{
    bool is_date = e->kind == EXPR_DATE;
    Hir *hir = hir_new(c, HIR_INT, simple(c, is_date ? TY_DATE : TY_DATETIME), e->span);
    DashText text = {e->date.text.ptr, e->date.text.len};
    if (is_date)
        dash_iso_date(text, &hir->integer);
    else
        dash_iso_datetime(text, &hir->integer);
    return hir;
}

/* ---- members -------------------------------------------------------------- */

static Hir *complain_field(Checker *c, const Type *record, Name name)
{
    Diag *d = diag_error(c->diags, E0304, name.span, "there is no field `%s` in `%s`", name.text,
                         shown(c, record));
    Suggest suggest = suggest_for(name.text);
    for (int i = 0; i < record->field_count; i++)
        if (record->fields[i].name)
            suggest_consider(&suggest, record->fields[i].name);
    diag_suggest(d, &suggest);
    return hir_error(c, name.span);
}

Hir *member_of(Checker *c, Hir *object, Name name, Span span)
{
    object = looked_into(c, object);
    const Type *type = object->type;
    if (type->kind == TY_TABLE)
        return check_table_member(c, object, name, span);
    if (type->kind == TY_RECORD) {
        const Field *field = type_field(type, name.text);
        if (!field)
            return complain_field(c, type, name);
        Hir *hir = hir_unary(c, HIR_FIELD, field->type, object, (int)(field - type->fields));
        hir->span = span;
        return hir;
    }
    if (type->kind == TY_ID)
        return id_member(c, object, name, span);
    if (type->kind == TY_JSON)
        return builtin_node(c, "dash_get", simple(c, TY_JSON), span, object,
                            hir_text(c, name.text, name.span));
    if (type->kind == TY_ERROR)
        return object;
    if (type->kind == TY_OPTIONAL) {
        Diag *d = complain_null(c, object->span, type);
        diag_help(d, "`?.%s` gives null when it is null", name.text);
        return hir_error(c, span);
    }
    Diag *d =
        diag_error(c->diags, E0304, name.span, "`%s` has no field `%s`", shown(c, type), name.text);
    if (type->kind == TY_MAP)
        diag_help(d, "a value of a map is written `m[\"%s\"]`", name.text);
    else if (foreign_help(name.text))
        diag_help(d, "%s", foreign_help(name.text));
    else if (is_builtin(name.text))
        diag_help(d, "to call the function write `.%s()`", name.text);
    return hir_error(c, span);
}

/* x?.f: null when x is. */
static Hir *optional_member(Checker *c, Hir *object, const Expr *e)
{
    HirVar *var;
    Hir *block = hir_with(c, "found", object, &var);
    Hir *there = hir_convert(c, hir_var(c, var, e->span), object->type->item);
    Hir *value = member_of(c, there, e->member.name, e->span);
    if (is_error(value))
        return value;
    const Type *type = type_optional(c->types, value->type);
    Hir *test = hir_unary(c, HIR_IS_NULL, simple(c, TY_BOOL), hir_var(c, var, e->span), 0);
    Hir *null = hir_new(c, HIR_NULL, type, e->span);
    return hir_finish(block, hir_if(c, type, e->span, test, null, hir_convert(c, value, type)));
}

static Hir *library_member(Checker *c, const Expr *e, const Symbol *symbol)
{
    if (symbol->kind == SYM_CHARTS) {
        return unsupported(
            c, e, arena_printf(c->arena, "`%s.%s` as a value", symbol->name, e->member.name.text));
    }
    Diag *d = diag_error(c->diags, E0203, e->span, "a component is made by a call");
    diag_help(d, "write `%s.%s()`", symbol->name, e->member.name.text);
    return hir_error(c, e->span);
}

static Hir *check_member(Checker *c, const Expr *e)
{
    const Expr *object = e->member.object;
    if (object->kind == EXPR_ID) {
        Diag *d = diag_error(c->diags, E0511, e->span,
                             "a prop of a component can be read only as a parameter");
        diag_help(d, "add a parameter to the callback: `state x = %s`", span_text(c, e->span));
        return hir_error(c, e->span);
    }
    if (is_ctx(c, object))
        return check_ctx_member(c, e);
    if (object->kind == EXPR_NAME) {
        const Symbol *symbol = lookup(c, object->name);
        if (symbol && (symbol->kind == SYM_LIBRARY || symbol->kind == SYM_CHARTS))
            return library_member(c, e, symbol);
        if (symbol && symbol->kind == SYM_MODULE) {
            Symbol *member =
                import_member(c, symbol->import, e->member.name.text, e->member.name.span);
            return member ? symbol_value(c, e, member, span_text(c, e->span))
                          : hir_error(c, e->span);
        }
    }
    Hir *colors = check_px_colors(c, e);
    if (colors)
        return colors;
    Hir *value = infer(c, object);
    if (e->member.optional && is_kind(value, TY_OPTIONAL))
        return optional_member(c, value, e);
    return narrowed(c, e, member_of(c, value, e->member.name, e->span));
}

/* ---- the rest ------------------------------------------------------------- */

bool castable(const Type *type)
{
    switch (type->kind) {
    case TY_BOOL:
    case TY_INT:
    case TY_FLOAT:
    case TY_TEXT:
    case TY_DATE:
    case TY_DATETIME:
    case TY_JSON:
    case TY_COMPONENT:
    case TY_FIGURE:
        return true;
    case TY_OPTIONAL:
    case TY_LIST:
    case TY_MAP:
        return castable(type->item);
    case TY_RECORD:
    case TY_TUPLE:
        return all_fields(type, castable);
    case TY_TABLE:
        return is_cell_table(type);
    default:
        return false;
    }
}

static Hir *check_as(Checker *c, const Expr *e)
{
    Hir *value = infer(c, e->as.operand);
    const Type *type = resolve_type(c, e->as.type);
    if (is_error(value) || type->kind == TY_ERROR)
        return hir_error(c, e->span);
    if (!is_kind(value, TY_JSON) || type->kind == TY_JSON)
        return coerce_type(c, value, type, "`as`");
    if (!castable(type)) {
        diag_error(c->diags, E0301, e->as.type->span, "json cannot be taken as `%s`",
                   shown(c, type));
        return hir_error(c, e->span);
    }
    Hir *hir = hir_unary(c, HIR_CAST, type, value, 0);
    hir->span = e->span;
    return hir;
}

static Hir *complain_id(Checker *c, const Expr *e)
{
    Diag *d = diag_error(c->diags, E0511, e->span, "an id cannot stand here");
    diag_help(d, "an id is the first argument of a component; in a callback write `%s.prop`",
              span_text(c, e->span));
    return hir_error(c, e->span);
}

/* An id is a value where nothing else is wanted: ctx.triggered_id == #add. */
static Hir *check_id_expr(Checker *c, const Expr *e, const Want *want)
{
    bool other = want && (want->prop   ? !fits_prop(NULL, simple(c, TY_ID), want->prop)
                          : want->type ? type_without_null(want->type)->kind != TY_ID &&
                                             want->type->kind != TY_JSON
                                       : want->outputs != NULL);
    if (other)
        return complain_id(c, e);
    Hir *id = check_id(c, e->id);
    const IdShape *shape = id_shape(c, NULL, e->id);
    if (!is_error(id) && !id_is_free(shape) && sites_of(c, shape).count == 0)
        complain_unknown_id(c, e->span, shape);
    return coerce(c, id, want);
}

static Hir *check_block_expr(Checker *c, const Expr *e, const Want *want)
{
    return check_block(c, e->block, want);
}

static Hir *check_open(Checker *c, const Expr *e)
{
    switch (e->kind) {
    case EXPR_NULL:
    case EXPR_BOOL:
    case EXPR_INT:
    case EXPR_FLOAT:
    case EXPR_DURATION:
        return check_scalar(c, e);
    case EXPR_TEXT:
        return check_text(c, e);
    case EXPR_COLUMN:
        return check_column(c, e);
    case EXPR_MEMBER:
        return check_member(c, e);
    case EXPR_INDEX:
        return check_index(c, e);
    case EXPR_UNARY:
        return check_unary(c, e);
    case EXPR_BINARY:
        return check_binary(c, e);
    case EXPR_COMPARE:
        return check_compare(c, e);
    case EXPR_AS:
        return check_as(c, e);
    case EXPR_DATE:
    case EXPR_DATETIME:
        return check_date(c, e);
    case EXPR_SLICE:
        return check_slice(c, e);
    case EXPR_ROWS:
        return check_rows(c, e);
    case EXPR_SPREAD:
        diag_error(c->diags, E0303, e->span, "`...` can stand only in a list or a record");
        return hir_error(c, e->span);
    default:
        return hir_error(c, e->span);
    }
}

/* Functions, constants and tables that need each other in turn, each in the one before. */
static Hir *complain_depth(Checker *c, Span span)
{
    Diag *d = diag_error(c->diags, E0104, span, "what this needs is nested too deeply");
    diag_help(d, "declare things before they are used, or write their types");
    return hir_error(c, span);
}

static Hir *check_kind(Checker *c, const Expr *e, const Want *want)
{
    if (stack_is_low())
        return complain_depth(c, e->span);
    switch (e->kind) {
    /* these hand on what is wanted to their parts and do their own conversions */
    case EXPR_IF:
        return check_if(c, e, want);
    case EXPR_MATCH:
        return check_match(c, e, want);
    case EXPR_BLOCK:
        return check_block_expr(c, e, want);
    case EXPR_LIST:
        return check_list(c, e, want);
    case EXPR_TUPLE:
        return check_tuple(c, e, want);
    case EXPR_RECORD:
        return check_record(c, e, want);
    case EXPR_COMPREHENSION:
        return check_comprehension(c, e, want);
    case EXPR_PATCH:
        return check_patch(c, e, want);
    case EXPR_ID:
        return check_id_expr(c, e, want);
    case EXPR_CALL:
        return coerce(c, check_call(c, e, want), want);
    case EXPR_PIPE:
        return coerce(c, check_pipe(c, e, want), want);
    case EXPR_NAME:
        return coerce(c, check_name(c, e, want), want);
    default:
        return coerce(c, check_open(c, e), want);
    }
}

/* These have noted what each of their ends gives. */
static bool hands_on(const Expr *e)
{
    return e->kind == EXPR_IF || e->kind == EXPR_MATCH || e->kind == EXPR_BLOCK;
}

Hir *check(Checker *c, const Expr *e, const Want *want)
{
    Hir *hir = check_kind(c, e, want);
    if (want && want->given && !hands_on(e))
        note_written(c, want, hir);
    return hir;
}
