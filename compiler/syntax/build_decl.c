/* SPDX-License-Identifier: MIT
 *
 * Constructors of declarations. See build.h.
 */
#include "dash.h"
#include "syntax/build.h"

static Decl *new_decl(Syntax *s, DeclKind kind, Token token, Span end)
{
    Decl *decl = arena_new(s->arena, Decl);
    decl->kind = kind;
    decl->span = span_join(token_span(token), end);
    decl->signature_span = decl->span;
    return decl;
}

/* ---- documentation and annotations ----------------------------------------------- */

/* The `///` lines since the last declaration, without their marks. */
static Str take_doc(Syntax *s, uint32_t before)
{
    const Lexer *lexer = &s->lexer;
    Buf doc = {.arena = s->arena};
    for (; s->next_doc < lexer->docs.count; s->next_doc++) {
        Span span = lexer->docs.at[s->next_doc];
        if (span.start >= before)
            break;
        const char *line = s->source->text + (span.start - s->source->base) + 3;
        size_t len = span.end - span.start - 3;
        if (len > 0 && line[0] == ' ') {
            line++;
            len--;
        }
        while (len > 0 && (line[len - 1] == ' ' || line[len - 1] == '\r'))
            len--;
        if (doc.len > 0)
            buf_putc(&doc, '\n');
        buf_put(&doc, line, len);
    }
    return (Str){doc.ptr, doc.len};
}

/* Lines inside a declaration document nothing. */
static void skip_docs(Syntax *s, uint32_t before)
{
    while (s->next_doc < s->lexer.docs.count && s->lexer.docs.at[s->next_doc].start < before)
        s->next_doc++;
}

void build_decl(Syntax *s, AnnotationList *annotations, Decl *decl)
{
    if (!decl)
        return;
    decl->doc = take_doc(s, decl->span.start);
    skip_docs(s, decl->span.end);
    TAKE(decl->annotations, annotations);
    vec_push(s->arena, &s->file->decls, decl);
}

Annotation build_annotation(Syntax *s, Token at, Token name, ArgList *args, Token last)
{
    Annotation annotation = {.name = name_of(s, name),
                             .has_args = last.kind == TK_RPAREN,
                             .span = span_join(token_span(at), token_span(last))};
    TAKE(annotation.args, args);
    return annotation;
}

/* ---- small declarations ------------------------------------------------------------- */

Decl *build_app(Syntax *s, Token token, Expr *title, ArgList *options, const Token *close)
{
    Decl *decl = new_decl(s, DECL_APP, token, close ? token_span(*close) : title->span);
    decl->title = title;
    decl->signature_span = span_join(token_span(token), title->span);
    TAKE(decl->options, options);
    return decl;
}

Decl *build_use(Syntax *s, Token token, Token name, Expr *path)
{
    Decl *decl = new_decl(s, DECL_USE, token, path->span);
    decl->name = name_of(s, name);
    decl->path = path;
    return decl;
}

Decl *build_import(Syntax *s, Token token, Expr *path, const Token *alias)
{
    Decl *decl = new_decl(s, DECL_IMPORT, token, alias ? token_span(*alias) : path->span);
    if (alias)
        decl->name = name_of(s, *alias);
    decl->path = path;
    return decl;
}

Decl *build_type_decl(Syntax *s, Token token, Token name, TypeExpr *type)
{
    if (!type)
        return NULL;
    Decl *decl = new_decl(s, DECL_TYPE, token, type->span);
    decl->name = name_of(s, name);
    decl->type = type;
    return decl;
}

Decl *build_value_decl(Syntax *s, DeclKind kind, Token token, Token name, TypeExpr *type,
                       Expr *value)
{
    Decl *decl = new_decl(s, kind, token, value->span);
    decl->name = name_of(s, name);
    decl->type = type;
    decl->value = value;
    decl->signature_span = span_join(token_span(token), token_span(name));
    return decl;
}

Decl *build_let_decl(Syntax *s, Token token, Pattern *target, TypeExpr *type, Expr *value)
{
    Decl *decl = new_decl(s, DECL_LET, token, value->span);
    if (target->kind == PATTERN_NAME)
        decl->name = target->name;
    else
        decl->target = target;
    decl->type = type;
    decl->value = value;
    decl->signature_span = span_join(token_span(token), target->span);
    return decl;
}

Decl *build_layout(Syntax *s, Token token, Block *body, Expr *value)
{
    Decl *decl = new_decl(s, DECL_LAYOUT, token, body ? body->span : value->span);
    decl->body = body;
    decl->value = value;
    decl->signature_span = token_span(token);
    return decl;
}

Decl *build_test(Syntax *s, Token token, Expr *name, Block *body)
{
    Decl *decl = new_decl(s, DECL_TEST, token, body->span);
    decl->title = name;
    decl->body = body;
    decl->signature_span = span_join(token_span(token), name->span);
    return decl;
}

Decl *build_stray(Syntax *s, Expr *expr)
{
    if (expr->kind == EXPR_ERROR)
        return NULL;
    Decl *decl = arena_new(s->arena, Decl);
    decl->kind = DECL_EXPR;
    decl->span = decl->signature_span = expr->span;
    decl->value = expr;
    return decl;
}

Decl *build_stray_assignment(Syntax *s, Expr *place, Expr *value)
{
    if (place->kind == EXPR_ERROR)
        return NULL;
    Span span = span_join(place->span, value->span);
    Diag *d = diag_error(s->diags, E0107, place->span, "an assignment outside a function");
    if (place->kind == EXPR_NAME)
        diag_help(d, "to name a value write `let %s = …`, for data `table %s = …`", place->name,
                  place->name);
    Decl *decl = arena_new(s->arena, Decl);
    if (place->kind != EXPR_NAME)
        return NULL;
    decl->kind = DECL_LET;
    decl->span = decl->signature_span = span;
    decl->name = (Name){place->name, place->span};
    decl->value = value;
    return decl;
}

/* ---- functions ------------------------------------------------------------------------ */

Decl *build_signature(Syntax *s, Token token, Token name, ParamList *params, TypeExpr *result,
                      Token close)
{
    Decl *decl = new_decl(s, DECL_FN, token, result ? result->span : token_span(close));
    decl->name = name_of(s, name);
    decl->type = result;
    TAKE(decl->params, params);
    return decl;
}

Param build_param(Syntax *s, Token name, TypeExpr *type, Expr *value)
{
    Span span = token_span(name);
    if (type)
        span = span_join(span, type->span);
    if (value)
        span = span_join(span, value->span);
    return (Param){name_of(s, name), type, value, span};
}

Decl *build_fn_body(Syntax *s, Decl *decl, Block *body, Expr *value)
{
    (void)s;
    decl->span = span_join(decl->span, body ? body->span : value->span);
    decl->body = body;
    decl->value = value;
    return decl;
}

Decl *build_extern(Syntax *s, DeclKind kind, Token token, Decl *decl, Expr *path, Expr *js)
{
    (void)s;
    decl->is_js_callback = decl->kind == DECL_CALLBACK;
    decl->kind = kind;
    decl->signature_span = span_join(token_span(token), decl->signature_span);
    decl->span = span_join(decl->signature_span, path ? path->span : js->span);
    decl->path = path;
    decl->js_source = js;
    return decl;
}

/* ---- callbacks ------------------------------------------------------------------------- */

Decl *build_callback(Syntax *s, Token token, Token name, CallbackParamList *params,
                     CallbackOutputList *outputs, Token close)
{
    Decl *decl = new_decl(s, DECL_CALLBACK, token, token_span(close));
    decl->name = name_of(s, name);
    for (int i = 0; params && i < params->items.count; i++)
        if (params->items.at[i].source) /* else it could not be read */
            vec_push(s->arena, &decl->callback_params, params->items.at[i]);
    TAKE(decl->outputs, outputs);
    decl->outputs_are_tuple = outputs && outputs->tuple;
    if (outputs)
        decl->signature_span =
            span_join(decl->signature_span, decl->outputs.at[decl->outputs.count - 1].span);
    decl->span = decl->signature_span;
    return decl;
}

CallbackParam build_source(Syntax *s, Token name, TypeExpr *type, Expr *source)
{
    Span span = token_span(name);
    if (source)
        span = span_join(span, source->span);
    return (CallbackParam){.name = name_of(s, name), .type = type, .source = source, .span = span};
}

CallbackParam build_param_kind(CallbackParam param, Token word, CallbackParamKind kind,
                               bool optional)
{
    param.kind = kind;
    param.optional = optional;
    param.span = span_join(token_span(word), param.span);
    return param;
}

CallbackOutputList *outputs_add(Syntax *s, CallbackOutputList *list, CallbackOutput item)
{
    if (!list)
        list = arena_new(s->arena, CallbackOutputList);
    vec_push(s->arena, &list->items, item);
    return list;
}

CallbackOutputList *build_output_tuple(CallbackOutputList *list)
{
    list->tuple = true;
    return list;
}

CallbackOutput build_output(Expr *target, const Token *allow_duplicate)
{
    CallbackOutput output = {.target = target, .span = target->span};
    if (allow_duplicate) {
        output.allow_duplicate = true;
        output.span = span_join(token_span(*allow_duplicate), output.span);
    }
    return output;
}

CallbackOutput build_alias(Syntax *s, Token name, CallbackOutput output)
{
    output.alias = name_of(s, name);
    output.span = span_join(token_span(name), output.span);
    return output;
}

/* ---- pages ----------------------------------------------------------------------------- */

static void error_page(Syntax *s, Span span, const char *what)
{
    Diag *d = diag_error(s->diags, E0113, span, "%s", what);
    diag_help(d, "a path is like \"/orders/{id:int}?sort={sort:text?}\"");
}

/* `{id:int}`, `{sort:text?}`: the type stands where a text has its format. */
static TypeExpr *parameter_type(Syntax *s, const TextPart *part)
{
    Str name = part->format.ptr ? part->format : STR("text");
    bool optional = name.len > 0 && name.ptr[name.len - 1] == '?';
    if (optional)
        name.len--;
    TypeExpr *type = arena_new(s->arena, TypeExpr);
    type->kind = TYPE_NAME;
    type->span = part->format.ptr ? part->format_span : part->span;
    type->name = intern(s->interner, name.ptr, name.len);
    if (!optional)
        return type;
    TypeExpr *wrapper = arena_new(s->arena, TypeExpr);
    *wrapper = (TypeExpr){.kind = TYPE_OPTIONAL, .span = type->span, .item = type};
    return wrapper;
}

/* The key in `key=`, `&key=`; NULL when the text is not of that shape. */
static const char *query_key(Syntax *s, Str text, bool first)
{
    if (!first) {
        if (text.len == 0 || text.ptr[0] != '&')
            return NULL;
        text.ptr++;
        text.len--;
    }
    if (text.len < 2 || memchr(text.ptr, '&', text.len) ||
        memchr(text.ptr, '=', text.len) != text.ptr + text.len - 1)
        return NULL;
    return intern(s->interner, text.ptr, text.len - 1);
}

typedef struct PageReader {
    Decl *decl;
    bool in_query, first_key;
    const char *key; /* read, its parameter is to come */
} PageReader;

static void read_page_literal(Syntax *s, PageReader *reader, const TextPart *part)
{
    Str text = part->literal;
    if (!reader->in_query) {
        const char *mark = memchr(text.ptr, '?', text.len);
        size_t path_len = mark ? (size_t)(mark - text.ptr) : text.len;
        if (path_len > 0)
            vec_push(s->arena, &reader->decl->page_path,
                     ((PathPart){.literal = {text.ptr, path_len}}));
        if (!mark)
            return;
        reader->in_query = reader->first_key = true;
        text = (Str){mark + 1, text.len - path_len - 1};
    }
    reader->key = query_key(s, text, reader->first_key);
    reader->first_key = false;
    if (!reader->key)
        error_page(s, part->span, "after the `?` of a path come `key={name}` and `&`");
}

static void read_page_parameter(Syntax *s, PageReader *reader, const TextPart *part)
{
    if (part->expr->kind == EXPR_ERROR)
        return;
    if (part->expr->kind != EXPR_NAME) {
        error_page(s, part->span, "a parameter of a path is a name, maybe with a type");
        return;
    }
    if (reader->in_query && !reader->key)
        return; /* said before */
    PathPart out = {.param = {part->expr->name, part->expr->span},
                    .type = parameter_type(s, part),
                    .is_query = reader->in_query,
                    .query_key = reader->key};
    vec_push(s->arena, &reader->decl->page_path, out);
    reader->key = NULL;
}

static void read_page_path(Syntax *s, Decl *decl, const Expr *path)
{
    PageReader reader = {.decl = decl};
    int count = path->text.parts.count;
    const TextPart *parts = path->text.parts.at;
    if (count == 0 || parts[0].expr || parts[0].literal.ptr[0] != '/')
        error_page(s, path->span, "the path of a page begins with `/`");
    for (int i = 0; i < count; i++) {
        if (parts[i].expr)
            read_page_parameter(s, &reader, &parts[i]);
        else
            read_page_literal(s, &reader, &parts[i]);
    }
    if (reader.key)
        error_page(s, path->span, "the last key of this path has no parameter");
}

Decl *build_page(Syntax *s, Token token, Expr *path, ArgList *options, Block *body)
{
    Decl *decl = new_decl(s, DECL_PAGE, token, body->span);
    decl->body = body;
    decl->path = path;
    TAKE(decl->options, options);
    decl->page_not_found = !path;
    if (path)
        read_page_path(s, decl, path);
    decl->signature_span = (Span){token.start, body->span.start};
    return decl;
}
