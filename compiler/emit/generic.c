/* SPDX-License-Identifier: MIT
 *
 * Calls of the standard library, and its functions on lists of any type: for
 * each combination of types that a program uses, one C function from the text
 * in generic.def.
 */
#include "emit/internal.h"

#include <ctype.h>

typedef struct Template {
    const char *name, *params, *body;
} Template;

static const Template templates[] = {
#define X(name, params, body) {name, params, body},
#include "emit/generic.def"
#undef X
};

/* A function that is being made. */
typedef struct Making {
    Emit *e;
    const Builtin *builtin;
    const Type *result;
    const char *params[8]; /* their names */
    const Type *types[8];
    int count;
} Making;

static const Template *find_template(const Emit *e, const Builtin *builtin, Span span)
{
    for (size_t i = 0; i < sizeof templates / sizeof *templates; i++)
        if (strcmp(templates[i].name, builtin->c_name) == 0)
            return &templates[i];
    emit_bug(e, span, "no C for `%s`", builtin->name);
}

/* ---- order ------------------------------------------------------------------ */

/* C condition: a comes before b. NaN is last. */
static const char *c_before(Emit *e, const Type *type, const char *a, const char *b)
{
    switch (type->kind) {
    case TY_FLOAT:
        return callf(e, "dash_float_before", 2, a, b);
    case TY_TEXT:
    case TY_LIST:
    case TY_TUPLE:
        return cf(e, "%s < 0", c_order(e, type, a, b));
    default:
        return cf(e, "%s < %s", a, b);
    }
}

/* The name of a comparison of two items by their places. */
static const char *order_function(Emit *e, const Type *list)
{
    const Type *item = list->item, *type = base_type(item);
    bool nullable = is_optional(item);
    const char *c = c_type(e, item), *name = map_get(&e->sort_functions, item);
    if (name)
        return name;
    name = name_unique(&e->names, cf(e, "%s_in_order", strncmp(c, "Dash", 4) == 0 ? c + 4 : c));
    map_set(e->arena, &e->sort_functions, item, (void *)(uintptr_t)name);
    const char *a = c_unwrap(e, item, "at[a]"), *b = c_unwrap(e, item, "at[b]");
    bool is_float = type->kind == TY_FLOAT; /* NaN is last both ways */
    const char *up = c_before(e, type, a, b);
    const char *down =
        is_float ? c_before(e, type, cf(e, "-%s", a), cf(e, "-%s", b)) : c_before(e, type, b, a);
    buf_printf(&e->helpers,
               "static bool %s(const void *items, size_t a, size_t b, bool desc)\n{\n"
               "    const %s *at = items;\n",
               name, c);
    if (nullable) /* and so is null */
        buf_printf(&e->helpers, "    if (%s || %s)\n        return %s;\n",
                   c_is_null(e, item, "at[a]"), c_is_null(e, item, "at[b]"),
                   c_is_there(e, item, "at[a]"));
    buf_printf(&e->helpers, "    return desc ? %s : %s;\n}\n\n", down, up);
    return name;
}

/* ---- placeholders ----------------------------------------------------------- */

typedef struct Placeholder {
    const char *word;
    size_t len;
    const char *args[3];
    int count;
} Placeholder;

/* "$same(list, a[i], b)" at `at`; gives the end. Arguments may hold brackets. */
static const char *read_placeholder(Emit *e, const char *at, Placeholder *out)
{
    const char *end = at + 1;
    while (isalpha((unsigned char)*end))
        end++;
    *out = (Placeholder){.word = at + 1, .len = (size_t)(end - at - 1)};
    if (*end != '(')
        return end;
    const char *start = end + 1;
    int depth = 0;
    for (end = start; depth >= 0; end++) {
        depth += *end == '(' || *end == '[';
        depth -= *end == ')' || *end == ']';
        if (depth < 0 || (depth == 0 && *end == ',')) {
            if (out->count < 3)
                out->args[out->count++] = arena_strndup(e->arena, start, (size_t)(end - start));
            start = end + 2;
        }
    }
    return end;
}

static bool is_word(const Placeholder *p, const char *word)
{
    return p->len == strlen(word) && memcmp(p->word, word, p->len) == 0;
}

static const Type *list_param(const Making *m, const char *name)
{
    for (int i = 0; i < m->count; i++)
        if (strcmp(m->params[i], name) == 0)
            return m->types[i];
    emit_bug(m->e, (Span){0}, "generic.def: `%s` has no parameter `%s`", m->builtin->name, name);
}

static const char *expand(const Making *m, const Placeholder *p)
{
    Emit *e = m->e;
    if (is_word(p, "result"))
        return c_type(e, m->result);
    if (is_word(p, "slot"))
        return c_type(e, m->result->item);
    if (is_word(p, "none"))
        return c_null(e, m->result);
    if (is_word(p, "some"))
        return c_wrap(e, m->result, p->args[0]);
    if (is_word(p, "list"))
        return is_value(m->result)
                   ? cf(e, "(DashValue){.kind = DASH_LIST, .count = (uint32_t)%s, .items = %s}",
                        parens(e, p->args[1]), p->args[0])
                   : cf(e, "(%s){%s, %s}", c_type(e, m->result), p->args[0], p->args[1]);
    const Type *list = list_param(m, p->args[0]);
    if (is_word(p, "find"))
        return c_find(e, list, p->args[0], p->args[1]);
    if (is_word(p, "maybe")) /* what may be null already is no more so */
        return list->item == m->result ? p->args[1] : c_wrap(e, m->result, p->args[1]);
    if (is_word(p, "len"))
        return cf(e, "%s.%s", p->args[0], is_value(list) ? "count" : "len");
    if (is_word(p, "item"))
        return c_type(e, list->item);
    if (is_word(p, "order"))
        return order_function(e, list);
    if (is_word(p, "same"))
        return c_equal(e, list->item, p->args[1], p->args[2]);
    if (is_word(p, "before"))
        return c_before(e, list->item, p->args[1], p->args[2]);
    if (is_word(p, "there"))
        return c_is_there(e, list->item, p->args[1]);
    if (is_word(p, "value"))
        return c_unwrap(e, list->item, p->args[1]);
    emit_bug(e, (Span){0}, "generic.def: `%.*s`", (int)p->len, p->word);
}

static const char *expanded(const Making *m, const char *body)
{
    Buf out = {.arena = m->e->arena};
    while (*body) {
        size_t plain = strcspn(body, "$");
        buf_put(&out, body, plain);
        body += plain;
        if (!*body)
            break;
        Placeholder p;
        body = read_placeholder(m->e, body, &p);
        /* what an argument holds is expanded too */
        for (int i = 0; i < p.count; i++)
            if (strchr(p.args[i], '$'))
                p.args[i] = expanded(m, p.args[i]);
        buf_puts(&out, expand(m, &p));
    }
    return out.ptr;
}

/* ---- functions -------------------------------------------------------------- */

static void read_params(Making *m, const char *params)
{
    for (int i = 0; i < m->count; i++) {
        size_t len = strcspn(params, ",");
        m->params[i] = arena_strndup(m->e->arena, params, len);
        params += len + (params[len] ? 2 : 0);
    }
}

static void write_made(const Making *m, const MadeFunction *made, const char *body)
{
    Emit *e = m->e;
    Texts params = {0};
    if (made->takes_cx)
        vec_push(e->arena, &params, "DashCx *cx");
    for (int i = 0; i < m->count; i++)
        vec_push(e->arena, &params, cf(e, "%s %s", c_type(e, m->types[i]), m->params[i]));
    if (made->takes_where)
        vec_push(e->arena, &params, "const char *where");
    const char *head =
        call_text(e, cf(e, "static %s %s", c_type(e, m->result), made->name), &params);
    buf_printf(&e->helpers, "/* %s: %s */\n%s\n{\n%s}\n\n", m->builtin->name, m->builtin->doc, head,
               body);
}

static bool was_made(const MadeFunction *made, const Making *m)
{
    if (made->builtin != m->builtin || made->result != m->result)
        return false;
    for (int i = 0; i < m->count; i++)
        if (made->types[i] != m->types[i])
            return false;
    return true;
}

static MadeFunction made_function(Emit *e, const Hir *hir)
{
    const Builtin *builtin = hir->builtin.builtin;
    Making m = {.e = e, .builtin = builtin, .result = base_type(hir->type)};
    const Template *template = find_template(e, builtin, hir->span);
    if (strstr(template->body, "$none"))
        m.result = hir->type;
    m.count = hir->builtin.args.count;
    for (int i = 0; i < m.count; i++)
        m.types[i] = hir->builtin.args.at[i]->type;
    for (int i = 0; i < e->made.count; i++)
        if (was_made(&e->made.at[i], &m))
            return e->made.at[i];
    read_params(&m, template->params);
    const char *body = expanded(&m, template->body), *list = c_type(e, m.types[0]);
    const char *stem = strncmp(list, "Dash", 4) == 0 ? list + 4 : list;
    MadeFunction made = {.builtin = builtin,
                         .result = m.result,
                         .name = name_unique(&e->names, cf(e, "%s_%s", builtin->c_name, stem)),
                         .takes_cx = mentions(body, "cx"),
                         .takes_where = mentions(body, "where")};
    memcpy(made.types, m.types, sizeof made.types);
    write_made(&m, &made, body);
    vec_push(e->arena, &e->made, made);
    return made;
}

/* ---- calls ------------------------------------------------------------------ */

const char *builtin_text(Emit *e, const Hir *hir, const Texts *values)
{
    const Builtin *builtin = hir->builtin.builtin;
    const char *name = builtin->c_name;
    bool takes_cx = builtin->form == FORM_CX || builtin->form == FORM_FAILS;
    bool takes_where = builtin->form == FORM_FAILS;
    if (builtin->form == FORM_MADE && strcmp(name, "len") == 0)
        return cf(e, "(int64_t)%s.%s", parens(e, values->at[0]),
                  is_value(hir->builtin.args.at[0]->type) ? "count" : "len");
    if (builtin->form == FORM_MADE) {
        MadeFunction made = made_function(e, hir);
        name = made.name;
        takes_cx = made.takes_cx;
        takes_where = made.takes_where;
    } else if (strncmp(name, "dash_", 5) != 0) {
        name = cf(e, "__builtin_%s", name);
    }
    Texts args = {0};
    if (takes_cx)
        vec_push(e->arena, &args, "cx");
    for (int i = 0; i < values->count; i++)
        vec_push(e->arena, &args, values->at[i]);
    if (takes_where)
        vec_push(e->arena, &args, where_of(e, hir->span));
    return call_text(e, name, &args);
}

const char *emit_builtin(Writer *w, Hir *hir)
{
    Texts values = {0};
    const char *hint = w->hint;
    w->hint = NULL;
    for (int i = 0; i < hir->builtin.args.count; i++) {
        w->borrow = gives_nothing_away(hir->type);
        vec_push(w->e->arena, &values, emit_expr(w, hir->builtin.args.at[i]));
    }
    w->hint = hint;
    return builtin_text(w->e, hir, &values);
}
