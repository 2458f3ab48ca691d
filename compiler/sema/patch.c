/* SPDX-License-Identifier: MIT
 *
 * Patches: what changes in a value that the browser has. A path is followed
 * through the catalogue's type of the prop as far as that is known; each
 * operation then knows what may stand there and what it can be given.
 */
#include "sema/check.h"

/* Where a path has led to. */
typedef struct Spot {
    const CatType *prop; /* NULL: anything */
    bool component;      /* a component itself, inside children */
    const char *shown;   /* "`layout.title`" */
} Spot;

static bool is_node(const CatType *prop)
{
    if (prop->kind == CAT_NODE)
        return true;
    for (int i = 0; prop->kind == CAT_UNION && i < prop->count; i++)
        if (is_node(prop->options[i]))
            return true;
    return false;
}

static bool takes_list(const Spot *spot)
{
    return !spot->component &&
           (!spot->prop || is_node(spot->prop) || prop_takes(spot->prop, CAT_ARRAY) ||
            prop_takes(spot->prop, CAT_TUPLE));
}

static bool takes_fields(const Spot *spot)
{
    return spot->component || !spot->prop || is_node(spot->prop) ||
           prop_takes(spot->prop, CAT_OBJECT);
}

static Diag *misfit(Checker *c, Span span, const Spot *spot, const char *what)
{
    const char *is = spot->component ? "a component" : prop_type_name(c, spot->prop);
    return diag_error(c->diags, E0512, span, "%s, but %s is %s", what, spot->shown, is);
}

/* ---- paths ---------------------------------------------------------------- */

static bool suggest_step(Checker *c, Span span, const Spot *spot, const char *name,
                         const char *const *known, int count)
{
    Diag *d = diag_error(c->diags, E0512, span, "%s has no field `%s`", spot->shown, name);
    Suggest suggest = suggest_for(name);
    for (int i = 0; i < count; i++)
        suggest_consider(&suggest, known[i]);
    diag_suggest(d, &suggest);
    return false;
}

/* A field of a component inside children: {"props": …, "type", "namespace"}. */
static bool component_field(Checker *c, Spot *spot, const char *name, Span span)
{
    static const char *const fields[] = {"props", "type", "namespace"};
    for (size_t i = 0; i < 3; i++)
        if (strcmp(fields[i], name) == 0)
            return true;
    Diag *d =
        diag_error(c->diags, E0512, span, "a component in %s has no field `%s`", spot->shown, name);
    diag_help(d, "its props are below `props`: write `props.%s`", name);
    return false;
}

static bool figure_field(Checker *c, const Spot *spot, const char *name, Span span)
{
    static const char *const fields[] = {"data", "layout", "frames"};
    for (size_t i = 0; i < 3; i++)
        if (strcmp(fields[i], name) == 0)
            return true;
    return suggest_step(c, span, spot, name, fields, 3);
}

static bool step_field(Checker *c, Spot *spot, const char *name, Span span)
{
    const CatType *prop = spot->prop;
    bool known = true;
    if (spot->component || (prop && is_node(prop))) {
        spot->component = false;
        spot->prop = NULL;
        return component_field(c, spot, name, span);
    }
    if (!prop)
        return true;
    if (!takes_fields(spot)) {
        misfit(c, span, spot, arena_printf(c->arena, "`%s` needs a record", name));
        return false;
    }
    spot->prop = prop_field(c, prop, name, &known);
    if (prop_takes(prop, CAT_FIGURE))
        return figure_field(c, spot, name, span);
    if (known)
        return true;
    const char **names = arena_array(c->arena, const char *, prop->count + 1);
    for (int i = 0; prop->kind == CAT_SHAPE && i < prop->count; i++)
        names[i] = prop->fields[i].name;
    return suggest_step(c, span, spot, name, names, prop->kind == CAT_SHAPE ? prop->count : 0);
}

static bool step_item(Checker *c, Spot *spot, Span span)
{
    if (!takes_list(spot)) {
        misfit(c, span, spot, "an index needs a list");
        return false;
    }
    if (!spot->prop)
        return true;
    spot->component = is_node(spot->prop);
    spot->prop = spot->component ? NULL : prop_item(c, spot->prop);
    return true;
}

/* [index] or ["any key"], which may be computed. NULL after a complaint. */
static Hir *check_key(Checker *c, Spot *spot, const Expr *key)
{
    Str name = literal_text(key);
    Hir *hir = infer(c, key);
    if (is_error(hir))
        return NULL;
    if (is_kind(hir, TY_OPTIONAL)) {
        complain_null(c, hir->span, hir->type);
        return NULL;
    }
    bool good = true;
    if (name.ptr)
        good = step_field(c, spot, intern(c->interner, name.ptr, name.len), key->span);
    else if (is_kind(hir, TY_INT))
        good = step_item(c, spot, key->span);
    else if (is_kind(hir, TY_TEXT))
        spot->prop = spot->prop && spot->prop->kind == CAT_OBJECT ? spot->prop->item : NULL;
    else
        good = is_error(coerce_type(c, hir, simple(c, TY_INT), "an index of a path")) && false;
    return good ? hir : NULL;
}

static const char *path_shown(Checker *c, const PatchEntry *entry, int steps)
{
    Buf out = {.arena = c->arena};
    buf_putc(&out, '`');
    for (int i = 0; i < steps; i++) {
        const PatchStep *step = &entry->path.at[i];
        if (step->key)
            buf_printf(&out, "[%s]", span_text(c, step->key->span));
        else
            buf_printf(&out, "%s%s", i ? "." : "", step->name.text);
    }
    buf_puts(&out, steps ? "`" : "_`");
    return out.ptr;
}

/* Follows the path; the location, or NULL after a complaint. */
static Hir *check_path(Checker *c, const PatchEntry *entry, const Want *want, Spot *spot)
{
    const Type *json = simple(c, TY_JSON);
    Hir *location = hir_new(c, HIR_LIST, type_of(c->types, TY_LIST, json), entry->span);
    *spot = (Spot){.prop = want->prop, .shown = want->subject ? want->subject : "the value"};
    for (int i = 0; i < entry->path.count; i++) {
        const PatchStep *step = &entry->path.at[i];
        Hir *key;
        if (step->key)
            key = check_key(c, spot, step->key);
        else
            key = step_field(c, spot, step->name.text, step->name.span)
                      ? hir_text(c, step->name.text, step->name.span)
                      : NULL;
        if (!key)
            return NULL;
        spot->shown = path_shown(c, entry, i + 1);
        vec_push(c->arena, &location->list.items, hir_convert(c, key, json));
        vec_push(c->arena, &location->list.spliced, false);
    }
    return location;
}

/* ---- values --------------------------------------------------------------- */

static Hir *check_spot_value(Checker *c, const Expr *e, const Spot *spot)
{
    Want want = {.prop = spot->prop, .subject = spot->shown};
    want.type = spot->component ? simple(c, TY_COMPONENT)
                : spot->prop    ? carrier(c, spot->prop)
                                : simple(c, TY_JSON);
    return check(c, e, &want);
}

static Spot item_spot(Checker *c, const Spot *spot)
{
    Spot item = {.shown = arena_printf(c->arena, "an item of %s", spot->shown)};
    if (spot->prop && is_node(spot->prop))
        item.component = true;
    else if (spot->prop)
        item.prop = prop_item(c, spot->prop);
    return item;
}

static bool is_listed(const Hir *hir)
{
    return is_kind(hir, TY_LIST) || is_kind(hir, TY_COLUMN) || is_kind(hir, TY_TABLE) ||
           is_kind(hir, TY_TUPLE);
}

static bool takes_number(const Spot *spot)
{
    return !spot->component &&
           (!spot->prop || is_node(spot->prop) || prop_takes(spot->prop, CAT_NUMBER) ||
            prop_takes(spot->prop, CAT_INTEGER));
}

/* Children may be a text or a number. */
static bool takes_text(const Spot *spot)
{
    return !spot->component &&
           (!spot->prop || is_node(spot->prop) || prop_takes(spot->prop, CAT_STRING));
}

static bool is_number(const Hir *hir)
{
    return is_kind(hir, TY_INT) || is_kind(hir, TY_FLOAT) || is_kind(hir, TY_JSON);
}

static const char *const op_words[] = {
    [PATCH_ADD] = "+=", [PATCH_SUB] = "-=", [PATCH_MUL] = "*=", [PATCH_DIV] = "/="};
static const DashPatchKind op_kinds[] = {[PATCH_ASSIGN] = DASH_PATCH_ASSIGN,
                                         [PATCH_ADD] = DASH_PATCH_ADD,
                                         [PATCH_SUB] = DASH_PATCH_SUB,
                                         [PATCH_MUL] = DASH_PATCH_MUL,
                                         [PATCH_DIV] = DASH_PATCH_DIV};

static Hir *bad_operand(Checker *c, const PatchEntry *entry, const Hir *value, const Spot *spot)
{
    const char *wanted = entry->op == PATCH_ADD ? "a number, a text or a list" : "a number";
    if (is_number(value) && spot->prop)
        misfit(c, entry->span, spot,
               arena_printf(c->arena, "`%s` needs %s", op_words[entry->op], wanted));
    else
        diag_error(c->diags, E0303, value->span, "`%s` takes %s here, not `%s`",
                   op_words[entry->op], wanted, shown(c, value->type));
    return NULL;
}

/* The right side of `+=` and its like. `+=` of a list makes the list longer. */
static Hir *check_operand(Checker *c, const PatchEntry *entry, const Spot *spot,
                          DashPatchKind *kind)
{
    if (entry->op == PATCH_ADD && spot->prop && !is_node(spot->prop) && !takes_number(spot) &&
        prop_takes(spot->prop, CAT_ARRAY)) {
        *kind = DASH_PATCH_EXTEND;
        return check_spot_value(c, entry->value, spot);
    }
    Hir *value = infer(c, entry->value);
    if (is_error(value))
        return NULL;
    if (is_kind(value, TY_OPTIONAL)) {
        complain_null(c, value->span, value->type);
        return NULL;
    }
    bool add = entry->op == PATCH_ADD;
    if (add && is_listed(value) && takes_list(spot))
        *kind = DASH_PATCH_EXTEND;
    else if (!(is_number(value) && takes_number(spot)) &&
             !(add && is_kind(value, TY_TEXT) && takes_text(spot)))
        return bad_operand(c, entry, value, spot);
    bool node = spot->prop && is_node(spot->prop);
    return coerce_type(c, value, simple(c, node ? TY_COMPONENT : TY_JSON), NULL);
}

/* ---- operations ----------------------------------------------------------- */

typedef struct Method {
    const char *name, *args;
    DashPatchKind kind;
    int arg_count;
    bool of_list, of_record;
} Method;

static const Method methods[] = {
    {"append", "value", DASH_PATCH_APPEND, 1, true, false},
    {"prepend", "value", DASH_PATCH_PREPEND, 1, true, false},
    {"insert", "index, value", DASH_PATCH_INSERT, 2, true, false},
    {"extend", "list", DASH_PATCH_EXTEND, 1, true, false},
    {"remove", "value", DASH_PATCH_REMOVE, 1, true, false},
    {"merge", "record", DASH_PATCH_MERGE, 1, false, true},
    {"clear", "", DASH_PATCH_CLEAR, 0, true, true},
    {"reverse", "", DASH_PATCH_REVERSE, 0, true, false},
    {"delete", "", DASH_PATCH_DELETE, 0, false, false},
};

static const Method *find_method(Checker *c, Name name)
{
    static const char *const others[][2] = {
        {"update", "merge"}, {"push", "append"}, {"add", "append"},     {"concat", "extend"},
        {"pop", "delete"},   {"del", "delete"},  {"unshift", "prepend"}};
    Suggest suggest = suggest_for(name.text);
    for (size_t i = 0; i < sizeof methods / sizeof *methods; i++) {
        if (strcmp(methods[i].name, name.text) == 0)
            return &methods[i];
        suggest_consider(&suggest, methods[i].name);
    }
    Diag *d = diag_error(c->diags, E0513, name.span, "a patch has no operation `%s`", name.text);
    const char *ours = word_here(others, name.text);
    if (ours) {
        diag_help(d, "write `.%s(%s)`", ours, strcmp(ours, "delete") == 0 ? "" : "…");
        return NULL;
    }
    diag_suggest(d, &suggest);
    diag_help(d, "there are append, prepend, insert, extend, remove, merge, clear, reverse and "
                 "delete");
    return NULL;
}

static bool fits_method(Checker *c, const PatchEntry *entry, const Method *method, const Spot *spot)
{
    if (method->kind == DASH_PATCH_DELETE) {
        if (entry->path.count)
            return true;
        diag_error(c->diags, E0512, entry->span, "`delete` needs a path: the value itself stays");
        return false;
    }
    if ((method->of_list && takes_list(spot)) || (method->of_record && takes_fields(spot)))
        return true;
    bool text = method->kind == DASH_PATCH_CLEAR || method->kind == DASH_PATCH_REVERSE;
    if (text && spot->prop && prop_takes(spot->prop, CAT_STRING))
        return true;
    misfit(c, entry->method.span, spot,
           arena_printf(c->arena, "`%s` needs a %s", method->name,
                        method->of_list ? "list" : "record"));
    return false;
}

static bool fits_args(Checker *c, const PatchEntry *entry, const Method *method)
{
    bool named = false;
    for (int i = 0; i < entry->args.count; i++)
        named |= entry->args.at[i].name.text != NULL;
    if (entry->args.count == method->arg_count && !named)
        return true;
    Diag *d =
        diag_error(c->diags, E0305, entry->method.span, "`%s` takes %s argument%s", method->name,
                   method->arg_count == 0   ? "no"
                   : method->arg_count == 1 ? "one"
                                            : "two",
                   method->arg_count == 1 ? "" : "s");
    diag_help(d, "write `.%s(%s)`", method->name, method->args);
    return false;
}

static Hir *check_merge(Checker *c, const Expr *e, const Spot *spot)
{
    Hir *value = check_spot_value(c, e, spot);
    const Hir *given = hir_unconverted(value);
    TypeKind kind = given->type->kind;
    if (is_error(value) || kind == TY_RECORD || kind == TY_MAP || kind == TY_JSON)
        return value;
    diag_error(c->diags, E0303, e->span, "`merge` takes a record, not `%s`", shown(c, given->type));
    return hir_error(c, e->span);
}

static Hir *check_extend(Checker *c, const Expr *e, const Spot *spot)
{
    Hir *value = check_spot_value(c, e, spot);
    const Hir *given = hir_unconverted(value);
    if (is_error(value) || is_listed(given) || is_kind(given, TY_JSON) ||
        is_kind(given, TY_COMPONENT))
        return value;
    Diag *d = diag_error(c->diags, E0303, e->span, "`extend` takes a list, not `%s`",
                         shown(c, given->type));
    diag_help(d, "one item goes with `.append(…)`");
    return hir_error(c, e->span);
}

static bool check_method(Checker *c, const PatchEntry *entry, const Spot *spot, HirPatchOp *op)
{
    const Method *method = find_method(c, entry->method);
    if (!method || !fits_method(c, entry, method, spot) || !fits_args(c, entry, method))
        return false;
    op->kind = method->kind;
    const Arg *args = entry->args.at;
    Spot item = item_spot(c, spot);
    switch (method->kind) {
    case DASH_PATCH_INSERT:
        op->index = coerce_type(c, infer(c, args[0].value), simple(c, TY_INT), "an index");
        op->value = check_spot_value(c, args[1].value, &item);
        return !is_error(op->index) && !is_error(op->value);
    case DASH_PATCH_APPEND:
    case DASH_PATCH_PREPEND:
    case DASH_PATCH_REMOVE:
        op->value = check_spot_value(c, args[0].value, &item);
        return !is_error(op->value);
    case DASH_PATCH_EXTEND:
        op->value = check_extend(c, args[0].value, spot);
        return !is_error(op->value);
    case DASH_PATCH_MERGE:
        op->value = check_merge(c, args[0].value, spot);
        return !is_error(op->value);
    default:
        return true;
    }
}

/* Which traces a figure may have after this; what goes below a trace's or the
 * layout's attributes changes nothing. */
static void note_traces(Checker *c, const PatchEntry *entry)
{
    const PatchStep *first = entry->path.count ? &entry->path.at[0] : NULL;
    const char *name = first && !first->key ? first->name.text : "data";
    const PatchStep *last = first ? &entry->path.at[entry->path.count - 1] : NULL;
    bool to_trace = entry->path.count == 3 && !last->key && strcmp(last->name.text, "type") == 0;
    if (strcmp(name, "data") != 0 || (entry->path.count > 2 && !to_trace))
        return;
    bool whole = entry->path.count < 2 || entry->op == PATCH_ASSIGN || to_trace;
    const Expr *value = entry->op == PATCH_CALL && entry->args.count
                            ? entry->args.at[entry->args.count - 1].value
                            : entry->value;
    if (whole && value && !note_trace_record(c, value))
        c->program->traces_open = true;
}

static bool check_entry(Checker *c, const PatchEntry *entry, const Want *want, HirPatchOp *op)
{
    Spot spot;
    op->location = check_path(c, entry, want, &spot);
    if (!op->location)
        return false;
    if (want->prop && prop_takes(want->prop, CAT_FIGURE))
        note_traces(c, entry);
    if (entry->op == PATCH_CALL)
        return check_method(c, entry, &spot, op);
    op->kind = op_kinds[entry->op];
    op->value = entry->op == PATCH_ASSIGN ? check_spot_value(c, entry->value, &spot)
                                          : check_operand(c, entry, &spot, &op->kind);
    return op->value && !is_error(op->value);
}

Hir *check_patch(Checker *c, const Expr *e, const Want *want)
{
    if (!want || !want->patch) {
        Diag *d = diag_error(c->diags, E0203, e->span,
                             "a patch can stand only as the value of an output, or of a prop in "
                             "`set_props`");
        if (want && want->outputs)
            diag_help(d, "the callback has %d outputs: write a tuple, `(patch { … }, …)`",
                      want->outputs->outputs.count);
        return hir_error(c, e->span);
    }
    Hir *hir = hir_new(c, HIR_PATCH, want->type, e->span);
    bool good = want->type->kind != TY_ERROR;
    for (int i = 0; i < e->patch.entries.count; i++) {
        HirPatchOp op = {0};
        good &= check_entry(c, &e->patch.entries.at[i], want, &op);
        vec_push(c->arena, &hir->patch.ops, op);
    }
    if (good && want->given)
        want->given->patched = hir;
    return good ? hir : hir_error(c, e->span);
}
