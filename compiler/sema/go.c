/* SPDX-License-Identifier: MIT
 *
 * plotly.graph_objects: go.Figure, go.Layout, go.Scatter and every other trace,
 * and their parts, go.layout.XAxis or go.scatter.Marker; make_subplots.
 */
#include "sema/go.h"

#include <ctype.h>
#include <strings.h>

/* ---- names ---------------------------------------------------------------- */

const SchemaObject *go_trace_object(const char *type)
{
    for (int i = 0; i < schema_trace_count; i++)
        if (strcmp(schema_traces[i].type, type) == 0)
            return schema_traces[i].object;
    return NULL;
}

static bool same_word(const char *a, const char *b)
{
    while (*a && tolower((unsigned char)*a) == tolower((unsigned char)*b))
        a++, b++;
    return !*a && !*b;
}

const char *go_trace_type(const char *class)
{
    for (int i = 0; i < schema_trace_count; i++)
        if (same_word(schema_traces[i].type, class))
            return schema_traces[i].type;
    return NULL;
}

/* ---- objects -------------------------------------------------------------- */

/* Named arguments are attributes; one record may come first. */
static void put_arguments(Go *go, const SchemaObject *object, const Arg *args, int count,
                          const char *skip, GoAttributes *into)
{
    for (int i = 0; i < count; i++) {
        if (args[i].name.text && word_listed(skip, args[i].name.text))
            continue;
        if (args[i].name.text) {
            go_argument(go, object, args[i].name, args[i].value, into);
        } else if (i > 0 || !go_record(go, object, args[i].value, into)) {
            diag_error(go->c->diags, E0702, args[i].span, "%s takes attributes by name", go->shown);
            go->failed = true;
        }
    }
}

Hir *go_trace(Go *go, const char *type, const Arg *args, int count, const char *skip, Span span)
{
    Checker *c = go->c;
    GoAttributes attributes = {0};
    go_put(go, &attributes, "type", hir_convert(c, hir_text(c, type, span), simple(c, TY_JSON)));
    put_arguments(go, go_trace_object(type), args, count, skip, &attributes);
    note_trace(c, type);
    return go_value(go, &attributes, span);
}

static Hir *finish(Go *go, Hir *value, Span span)
{
    return go->failed ? hir_error(go->c, span) : value;
}

/* ---- figures -------------------------------------------------------------- */

static bool is_go_call(Checker *c, const Expr *e)
{
    if (e->kind != EXPR_CALL)
        return false;
    const Expr *callee = e->call.callee;
    while (callee->kind == EXPR_MEMBER)
        callee = callee->member.object;
    const Symbol *symbol = callee->kind == EXPR_NAME ? lookup(c, callee->name) : NULL;
    return symbol && symbol->kind == SYM_CHARTS;
}

/* Traces whose type can be seen are noted; else the page needs them all. */
static void note_item(Go *go, const Expr *e)
{
    const Expr *item = e->kind == EXPR_COMPREHENSION ? e->comprehension.value : e;
    if (!is_go_call(go->c, item) && !note_trace_record(go->c, item))
        go->c->program->traces_open = true;
}

/* What a record says its type is, a scatter when it says nothing; NULL: it cannot be seen. */
static const char *record_type(Go *go, const Expr *e)
{
    Checker *c = go->c;
    Str type = STR("scatter");
    const Expr *at = NULL;
    for (int i = 0; i < e->record.fields.count; i++) {
        const RecordField *field = &e->record.fields.at[i];
        if (!field->name.text)
            return NULL;
        if (strcmp(field->name.text, "type") == 0)
            type = literal_text((at = field->value));
    }
    if (!type.ptr)
        return NULL;
    const char *name = arena_strndup(c->arena, type.ptr, type.len);
    if (go_trace_object(name))
        return name;
    Suggest suggest = suggest_for(name);
    for (int i = 0; i < schema_trace_count; i++)
        suggest_consider(&suggest, schema_traces[i].type);
    diag_suggest(diag_error(c->diags, E0702, at->span, "there is no trace of the type `%s`", name),
                 &suggest);
    go->failed = true;
    return NULL;
}

/* `{type: "bar", x: …}` is checked as `go.Bar(x=…)` is; another value is any. */
static Hir *trace_value(Go *go, const Expr *e)
{
    const char *type = e->kind == EXPR_RECORD ? record_type(go, e) : NULL;
    if (!type)
        return go_json(go, e);
    Checker *c = go->c;
    Go trace = {.c = c, .shown = arena_printf(c->arena, "a trace of the type `%s`", type)};
    GoAttributes attributes = {0};
    go_put(go, &attributes, "type", hir_convert(c, hir_text(c, type, e->span), simple(c, TY_JSON)));
    for (int i = 0; i < e->record.fields.count; i++) {
        const RecordField *field = &e->record.fields.at[i];
        if (strcmp(field->name.text, "type") != 0)
            go_argument(&trace, go_trace_object(type), field->name, field->value, &attributes);
    }
    go->failed |= trace.failed;
    return go_value(go, &attributes, e->span);
}

static Hir *trace_list(Go *go, const Expr *e)
{
    Checker *c = go->c;
    Hir *list = hir_new(c, HIR_LIST, type_of(c->types, TY_LIST, simple(c, TY_JSON)), e->span);
    for (int i = 0; i < e->list.items.count; i++) {
        Hir *item = trace_value(go, e->list.items.at[i]);
        if (!item)
            return NULL;
        vec_push(c->arena, &list->list.items, item);
        vec_push(c->arena, &list->list.spliced, false);
    }
    return hir_convert(c, list, simple(c, TY_JSON));
}

Hir *go_traces(Go *go, const Expr *e)
{
    Checker *c = go->c;
    bool list = e->kind == EXPR_LIST, spread = false;
    for (int i = 0; list && i < e->list.items.count; i++) {
        note_item(go, e->list.items.at[i]);
        spread |= e->list.items.at[i]->kind == EXPR_SPREAD;
    }
    if (!list)
        note_item(go, e);
    Hir *value = spread ? go_json(go, e) : list ? trace_list(go, e) : trace_value(go, e);
    if (!value || list || e->kind == EXPR_COMPREHENSION || e->kind == EXPR_NAME)
        return value;
    Hir *single = hir_new(c, HIR_LIST, type_of(c->types, TY_LIST, simple(c, TY_JSON)), e->span);
    vec_push(c->arena, &single->list.items, value);
    vec_push(c->arena, &single->list.spliced, false);
    return hir_convert(c, single, simple(c, TY_JSON));
}

static Hir *check_figure(Go *go, const Call *call)
{
    static const char *const parts[] = {"data", "layout", "frames"};
    Checker *c = go->c;
    GoAttributes figure = {0};
    for (int i = 0; i < call->arg_count; i++) {
        const Arg *arg = &call->args[i];
        const char *name = arg->name.text ? arg->name.text : i < 3 ? parts[i] : NULL;
        if (!name || (!word_listed("data layout frames", name))) {
            Diag *d = diag_error(c->diags, E0701, arg->span, "go.Figure has no argument `%s`",
                                 name ? name : span_text(c, arg->span));
            diag_help(d, "attributes of the layout go into `layout=go.Layout(…)`");
            go->failed = true;
        } else if (strcmp(name, "data") == 0) {
            go_put(go, &figure, name, go_traces(go, arg->value));
        } else if (strcmp(name, "layout") == 0) {
            GoAttributes layout = {0};
            bool record = go_record(go, schema_layout, arg->value, &layout);
            go_put(go, &figure, name,
                   record ? go_value(go, &layout, arg->span) : go_json(go, arg->value));
        } else {
            go_put(go, &figure, name, go_json(go, arg->value));
        }
    }
    Hir *parts_value = go_value(go, &figure, call->expr->span);
    return builtin_node(c, "dash_figure", simple(c, TY_FIGURE), call->expr->span, parts_value,
                        NULL);
}

Hir *check_figure_record(Checker *c, const Expr *e, const Type *type)
{
    Go go = {.c = c, .shown = "the layout"};
    GoAttributes figure = {0};
    for (int i = 0; i < e->record.fields.count; i++) {
        const RecordField *field = &e->record.fields.at[i];
        const char *name = field->name.text;
        GoAttributes layout = {0};
        bool list = field->value->kind == EXPR_LIST;
        if (strcmp(name, "data") == 0 && list)
            go_put(&go, &figure, name, go_traces(&go, field->value));
        else if (strcmp(name, "layout") == 0 &&
                 go_record(&go, schema_layout, field->value, &layout))
            go_put(&go, &figure, name, go_value(&go, &layout, field->value->span));
        else
            go_put(&go, &figure, name, go_json(&go, field->value));
    }
    return finish(&go, hir_convert(c, go_value(&go, &figure, e->span), type), e->span);
}

static Hir *check_frame(Go *go, const Call *call)
{
    GoAttributes frame = {0};
    for (int i = 0; i < call->arg_count; i++) {
        const Arg *arg = &call->args[i];
        if (!arg->name.text ||
            !word_listed("data layout name group baseframe traces", arg->name.text)) {
            diag_error(go->c->diags, E0701, arg->span, "go.Frame has no argument `%s`",
                       span_text(go->c, arg->span));
            go->failed = true;
            continue;
        }
        bool data = strcmp(arg->name.text, "data") == 0;
        go_put(go, &frame, arg->name.text,
               data ? go_traces(go, arg->value) : go_json(go, arg->value));
    }
    return go_value(go, &frame, call->expr->span);
}

Hir *check_go(Checker *c, Name name, const Call *call)
{
    Go go = {.c = c, .shown = arena_printf(c->arena, "go.%s", name.text)};
    Span span = call->expr->span;
    if (strcmp(name.text, "Figure") == 0 || strcmp(name.text, "FigureWidget") == 0)
        return finish(&go, check_figure(&go, call), span);
    if (strcmp(name.text, "Frame") == 0)
        return finish(&go, check_frame(&go, call), span);
    if (strcmp(name.text, "Layout") == 0) {
        GoAttributes layout = {0};
        put_arguments(&go, schema_layout, call->args, call->arg_count, "", &layout);
        return finish(&go, go_value(&go, &layout, span), span);
    }
    const char *type = go_trace_type(name.text);
    if (type && isupper((unsigned char)name.text[0]))
        return finish(&go, go_trace(&go, type, call->args, call->arg_count, "", span), span);
    Suggest suggest = suggest_for(name.text);
    suggest_consider(&suggest, "Figure");
    suggest_consider(&suggest, "Layout");
    for (int i = 0; i < schema_trace_count; i++) {
        char *class = arena_strndup(c->arena, schema_traces[i].type, strlen(schema_traces[i].type));
        class[0] = (char)toupper((unsigned char)class[0]);
        suggest_consider(&suggest, class);
    }
    diag_suggest(diag_error(c->diags, E0703, name.span, "go has nothing called `%s`", name.text),
                 &suggest);
    return hir_error(c, span);
}

/* ---- parts ---------------------------------------------------------------- */

/* The object that a class stands for: XAxis of the layout, Annotation of its list. */
static const SchemaObject *part_of(const SchemaObject *object, const char *class)
{
    for (int i = 0; i < object->count; i++) {
        const SchemaAttribute *attribute = &object->attributes[i];
        size_t len = strlen(attribute->name);
        bool list = attribute->kind == SCHEMA_OBJECTS && attribute->name[len - 1] == 's';
        bool same =
            same_word(attribute->name, class) ||
            (list && strlen(class) + 1 == len && strncasecmp(attribute->name, class, len - 1) == 0);
        if (same && attribute->object)
            return attribute->object;
    }
    return NULL;
}

/* The object of `go.scatter.marker` or of `go.layout`; NULL: the expression is something else. */
static const SchemaObject *parent_of(Checker *c, const Expr *e)
{
    if (e->kind != EXPR_MEMBER)
        return NULL;
    const Expr *object = e->member.object;
    if (object->kind == EXPR_NAME) {
        const Symbol *symbol = lookup(c, object->name);
        bool go = symbol && symbol->kind == SYM_CHARTS && strcmp(symbol->name, "go") == 0;
        if (go && strcmp(e->member.name.text, "layout") == 0)
            return schema_layout;
        return go ? go_trace_object(e->member.name.text) : NULL;
    }
    const SchemaObject *parent = parent_of(c, object);
    return parent ? part_of(parent, e->member.name.text) : NULL;
}

Hir *check_go_part(Checker *c, const Expr *callee, const Call *call)
{
    const SchemaObject *parent =
        callee->kind == EXPR_MEMBER ? parent_of(c, callee->member.object) : NULL;
    if (!parent)
        return NULL;
    Go go = {.c = c, .shown = span_text(c, callee->span)};
    const SchemaObject *object = part_of(parent, callee->member.name.text);
    if (!object) {
        diag_error(c->diags, E0703, callee->span, "there is no `%s`", go.shown);
        return hir_error(c, call->expr->span);
    }
    GoAttributes attributes = {0};
    put_arguments(&go, object, call->args, call->arg_count, "", &attributes);
    return finish(&go, go_value(&go, &attributes, call->expr->span), call->expr->span);
}
