/* SPDX-License-Identifier: MIT
 *
 * Layout of the generated C: lines and their indentation, calls that break when
 * they are long, literals, comments, #line. A text of several lines is relative
 * to the statement that it becomes part of.
 */
#include "emit/kernels.h"

#include <ctype.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#define WIDTH 88 /* of a flat expression, before the indentation */

void emit_bug(const Emit *e, Span span, const char *format, ...)
{
    Place place = sources_place(e->sources, span.start);
    fprintf(stderr, "dashc: internal error: ");
    va_list args;
    va_start(args, format);
    vfprintf(stderr, format, args);
    va_end(args);
    if (place.source)
        fprintf(stderr, " at %s:%u:%u", place.source->path, place.line, place.column);
    fprintf(stderr,
            "\ndashc: this is a fault of the compiler: please report it with the program\n");
    abort();
}

/* ---- places ------------------------------------------------------------- */

/* Generated C names no folder above the program's: only relative paths stay whole,
 * and what is below the main file's folder. */
const char *path_of(const Emit *e, const Source *source)
{
    const char *main = e->program->source->path, *slash = strrchr(source->path, '/');
    const char *end = strrchr(main, '/');
    size_t folder = end ? (size_t)(end - main) + 1 : 0;
    bool outside = main[0] == '/' || strncmp(main, "../", 3) == 0;
    if (outside && strncmp(source->path, main, folder) == 0)
        return source->path + folder;
    return source->path[0] == '/' || strncmp(source->path, "../", 3) == 0 ? slash + 1
                                                                          : source->path;
}

const char *line_of(Emit *e, Span span)
{
    Place place = sources_place(e->sources, span.start);
    if (!place.source)
        return e->source_name;
    return cf(e, "%s:%u", path_of(e, place.source), place.line);
}

const char *where_of(Emit *e, Span span)
{
    Place place = sources_place(e->sources, span.start);
    const char *text = place.source
                           ? cf(e, "%s:%u:%u", path_of(e, place.source), place.line, place.column)
                           : e->source_name;
    return c_string(e, text, strlen(text));
}

void stmt_line(Writer *w, Span span)
{
    Place place = sources_place(w->e->sources, span.start);
    if (!place.source || !w->e->options.line_directives)
        return;
    const char *path = path_of(w->e, place.source);
    buf_printf(&w->body, "#line %u %s\n", place.line, c_string(w->e, path, strlen(path)));
}

/* ---- statements --------------------------------------------------------- */

void writer_init(Writer *w, Emit *e, const char *fn_name)
{
    *w = (Writer){.e = e, .indent = 1, .fn_name = fn_name};
    w->body.arena = w->before.arena = w->names.arena = e->arena;
    w->names.outer = &e->names;
}

static void put_lines(Buf *out, int indent, const char *text)
{
    while (*text) {
        size_t len = strcspn(text, "\n");
        if (len > 0)
            for (int i = 0; i < indent; i++)
                buf_puts(out, "    ");
        buf_put(out, text, len);
        buf_putc(out, '\n');
        text += len + (text[len] == '\n');
    }
}

void stmt(Writer *w, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    put_lines(&w->body, w->indent, arena_vprintf(w->e->arena, format, args));
    va_end(args);
}

/* Round a statement that may be dropped: START name TEXT … END. With UNREAD in the place
 * of START it is kept when nothing reads the name. */
enum { LAZY_START = 1, LAZY_TEXT, LAZY_END, LAZY_DROPPED, LAZY_UNREAD };

static void put_lazy(Writer *w, char start, const char *name, const char *text)
{
    buf_printf(&w->body, "%c%s%c", start, name, LAZY_TEXT);
    put_lines(&w->body, w->indent, text);
    buf_putc(&w->body, LAZY_END);
}

void stmt_lazy(Writer *w, const char *name, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    put_lazy(w, LAZY_START, name, arena_vprintf(w->e->arena, format, args));
    va_end(args);
}

void stmt_if_unread(Writer *w, const char *name)
{
    put_lazy(w, LAZY_UNREAD, name, cf(w->e, "(void)%s;", name));
}

void open_block(Writer *w, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    put_lines(&w->body, w->indent, cf(w->e, "%s {", arena_vprintf(w->e->arena, format, args)));
    va_end(args);
    w->indent++;
}

void close_block(Writer *w)
{
    w->indent--;
    stmt(w, "}");
}

void comment(Writer *w, const char *text)
{
    Buf out = {.arena = w->e->arena};
    const char *safe = comment_safe(w->e, text, strlen(text));
    buf_puts(&out, "/* ");
    for (const char *p = safe; *p; p++) {
        if (*p != '\n')
            buf_putc(&out, *p);
        else if (p[1])
            buf_puts(&out, "\n * ");
    }
    buf_puts(&out, " */");
    put_lines(&w->body, w->indent, out.ptr);
}

/* ---- loops -------------------------------------------------------------- */

void loop_begin(Writer *w, Loop *loop)
{
    *loop = (Loop){.outer = w->body, .indent = w->indent, .row = w->row, .parent = w->loop};
    loop->hoisted = w->carried;
    w->carried = (PtrMap){0};
    w->body = (Buf){.arena = w->e->arena};
    w->indent++;
    w->loop = loop;
}

void loop_end(Writer *w, Loop *loop, const char *head)
{
    Buf inner = w->body;
    w->body = loop->outer;
    w->indent = loop->indent;
    w->row = loop->row;
    w->loop = loop->parent;
    w->ended = loop->hoisted;
    stmt(w, "%s {", head);
    if (inner.ptr)
        buf_put(&w->body, inner.ptr, inner.len);
    stmt(w, "}");
    if (loop->label)
        stmt(w, "%s:;", loop->label);
}

void loop_leave(Writer *w)
{
    Loop *loop = w->loop;
    if (!loop->nested) {
        stmt(w, "break;");
        return;
    }
    if (!loop->label)
        loop->label = name_unique(&w->names, "rows_done");
    stmt(w, "goto %s;", loop->label);
}

Hoist hoist_begin(Writer *w)
{
    Loop *loop = w->loop;
    Hoist hoist = {w->body, w->indent, w->row, loop, w->kernel};
    if (w->kernel) { /* before the call of its function */
        w->body = w->kernel->outer;
        w->indent = w->kernel->indent;
        w->row = w->kernel->row;
        w->loop = w->kernel->loop;
        w->kernel = NULL;
        return hoist;
    }
    w->body = loop->outer;
    w->indent = loop->indent;
    w->row = loop->row;
    w->loop = loop->parent;
    return hoist;
}

void hoist_end(Writer *w, const Hoist *hoist)
{
    *(hoist->kernel ? &hoist->kernel->outer : &hoist->loop->outer) = w->body;
    w->body = hoist->body;
    w->indent = hoist->indent;
    w->row = hoist->row;
    w->loop = hoist->loop;
    w->kernel = hoist->kernel;
}

void hoisted(Writer *w, const char *type, const char *name)
{
    if (w->kernel)
        kernel_reads(w, type, name);
}

/* ---- expressions -------------------------------------------------------- */

const char *temp_name(Writer *w, const char *fallback)
{
    const char *wanted = w->hint ? w->hint : fallback;
    if (name_taken(&w->names, wanted) && w->hint)
        wanted = cf(w->e, "%s_%s", w->hint, fallback);
    return name_unique(&w->names, wanted);
}

/* Length of the literal that starts at `p`, or 0. */
static size_t literal_len(const char *p)
{
    if (*p != '"' && *p != '\'')
        return 0;
    size_t n = 1;
    while (p[n] && p[n] != *p)
        n += p[n] == '\\' ? 2 : 1;
    return n + 1;
}

/* Whether one of the characters stands outside all brackets and literals. */
static bool has_outside(const char *text, const char *characters)
{
    int depth = 0;
    for (const char *p = text; *p; p++) {
        size_t literal = literal_len(p);
        if (literal) {
            p += literal - 1;
            continue;
        }
        depth += (*p == '(' || *p == '[' || *p == '{') - (*p == ')' || *p == ']' || *p == '}');
        if (depth == 0 && strchr(characters, *p))
            return true;
    }
    return false;
}

const char *parens(Emit *e, const char *text)
{
    bool negative = text[0] == '-' && strspn(text + 1, "0123456789.e") == strlen(text + 1);
    bool wrap = text[0] == '!' || (text[0] == '-' && !negative) || has_outside(text, " \n");
    return wrap ? cf(e, "(%s)", text) : text;
}

const char *logic_parens(Emit *e, const char *text, bool of_and)
{
    bool wrap = has_outside(text, of_and ? "|?" : "&|?");
    return wrap ? cf(e, "(%s)", text) : text;
}

const char *logic_chain(Emit *e, const char *text, bool of_and)
{
    bool wrap = has_outside(text, of_and ? "|?" : "&?");
    return wrap ? cf(e, "(%s)", text) : text;
}

const char *ternary(Emit *e, const char *condition, const char *yes, const char *no)
{
    const char *const parts[] = {condition, yes, no};
    const char *shown[3];
    for (int i = 0; i < 3; i++)
        shown[i] =
            has_outside(parts[i], i == 0 ? "?&|=" : "?&|") ? cf(e, "(%s)", parts[i]) : parts[i];
    const char *flat = cf(e, "%s ? %s : %s", shown[0], shown[1], shown[2]);
    if (strlen(flat) <= WIDTH)
        return flat;
    return cf(e, "%s ? %s\n    : %s", shown[0], indented(e, shown[1]), indented(e, shown[2]));
}

const char *initialiser(const char *type, const char *value)
{
    size_t len = strlen(type);
    bool literal = value[0] == '(' && strncmp(value + 1, type, len) == 0 &&
                   strncmp(value + 1 + len, "){", 2) == 0;
    return literal ? value + len + 2 : value;
}

const char *c_address(Emit *e, const char *lvalue)
{
    size_t len = strlen(lvalue);
    if (strncmp(lvalue, "(*", 2) == 0 && strcspn(lvalue, ")") == len - 1)
        return cf(e, "%.*s", (int)len - 3, lvalue + 2);
    return cf(e, "&%s", lvalue);
}

bool is_name(const char *text)
{
    if (!isalpha((unsigned char)*text) && *text != '_')
        return false;
    for (; *text; text++)
        if (!isalnum((unsigned char)*text) && *text != '_' && *text != '.')
            return false;
    return true;
}

const char *indented(Emit *e, const char *text)
{
    Buf out = {.arena = e->arena};
    buf_puts(&out, "");
    for (; *text; text++) {
        buf_putc(&out, *text);
        if (*text == '\n')
            buf_puts(&out, "    ");
    }
    return out.ptr ? out.ptr : "";
}

static const char *joined(Emit *e, const Texts *items)
{
    Buf out = {.arena = e->arena};
    for (int i = 0; i < items->count; i++) {
        buf_puts(&out, i > 0 ? ", " : "");
        buf_puts(&out, items->at[i]);
    }
    return out.ptr ? out.ptr : "";
}

static bool fits_flat(const char *text, size_t extra)
{
    return strlen(text) + extra <= WIDTH && !strchr(text, '\n');
}

const char *call_text(Emit *e, const char *head, const Texts *args)
{
    const char *flat = joined(e, args);
    if (fits_flat(flat, strlen(head) + 2) && !strchr(head, '\n'))
        return cf(e, "%s(%s)", head, flat);
    Buf out = {.arena = e->arena};
    buf_printf(&out, "%s(", head);
    size_t column = 1000;
    for (int i = 0; i < args->count; i++) {
        const char *arg = indented(e, args->at[i]);
        bool several = strchr(arg, '\n') != NULL;
        if (several || column + strlen(arg) + 2 > WIDTH) {
            buf_puts(&out, "\n    ");
            column = 4;
        } else {
            buf_putc(&out, ' ');
        }
        buf_puts(&out, arg);
        buf_puts(&out, i + 1 < args->count ? "," : ")");
        column = several ? 1000 : column + strlen(arg) + 2;
    }
    return out.ptr;
}

const char *callf(Emit *e, const char *function, int count, ...)
{
    Texts args = {0};
    va_list list;
    va_start(list, count);
    for (int i = 0; i < count; i++)
        vec_push(e->arena, &args, va_arg(list, const char *));
    va_end(list);
    return call_text(e, function, &args);
}

const char *braced(Emit *e, const Texts *items)
{
    const char *flat = joined(e, items);
    if (fits_flat(flat, 2))
        return cf(e, "{%s}", flat);
    Buf out = {.arena = e->arena};
    buf_putc(&out, '{');
    for (int i = 0; i < items->count; i++)
        buf_printf(&out, "\n    %s,", indented(e, items->at[i]));
    buf_puts(&out, "\n}");
    return out.ptr;
}

/* ---- literals ----------------------------------------------------------- */

/* Bytes of a code point that compilers warn about (it turns the direction of
 * text round), or 0. */
static size_t bidi_control(const char *p, size_t left)
{
    const unsigned char *u = (const unsigned char *)p;
    if (left < 3 || u[0] != 0xe2)
        return 0;
    bool embed = u[1] == 0x80 && u[2] >= 0xaa && u[2] <= 0xae;
    bool isolate = u[1] == 0x81 && u[2] >= 0xa6 && u[2] <= 0xa9;
    return embed || isolate ? 3 : 0;
}

const char *c_string(Emit *e, const char *text, size_t len)
{
    Buf out = {.arena = e->arena};
    buf_putc(&out, '"');
    for (size_t i = 0; i < len; i++) {
        unsigned char c = (unsigned char)text[i];
        size_t bidi = bidi_control(text + i, len - i);
        if (c == '"' || c == '\\')
            buf_printf(&out, "\\%c", c);
        else if (c == '\n')
            buf_puts(&out, "\\n");
        else if (c == '\t')
            buf_puts(&out, "\\t");
        else if (c == '?' && i > 0 && text[i - 1] == '?')
            buf_puts(&out, "\\?");
        else if (bidi)
            for (size_t k = 0; k < bidi; k++)
                buf_printf(&out, "\\%03o", (unsigned char)text[i + k]);
        else if (c < 32 || c == 127)
            buf_printf(&out, "\\%03o", c);
        else
            buf_putc(&out, (char)c);
        i += bidi ? bidi - 1 : 0;
    }
    buf_putc(&out, '"');
    return out.ptr;
}

const char *c_text(Emit *e, Str text)
{
    return cf(e, "DASH_TEXT(%s)", c_string(e, text.ptr, text.len));
}

const char *c_int(Emit *e, int64_t value)
{
    if (value == INT64_MIN)
        return "INT64_MIN";
    if (value > INT32_MAX || value < -INT32_MAX)
        return cf(e, "INT64_C(%" PRId64 ")", value);
    return cf(e, "%" PRId64, value);
}

const char *c_float(Emit *e, double value)
{
    if (isnan(value))
        return "__builtin_nan(\"\")";
    if (isinf(value))
        return value > 0 ? "__builtin_inf()" : "-__builtin_inf()";
    char text[40];
    for (int digits = 15; digits <= 17; digits++) {
        snprintf(text, sizeof text, "%.*g", digits, value);
        if (strtod(text, NULL) == value)
            break;
    }
    return cf(e, "%s%s", text, strpbrk(text, ".e") ? "" : ".0");
}

const char *comment_safe(Emit *e, const char *text, size_t len)
{
    Buf out = {.arena = e->arena};
    for (size_t i = 0; i < len; i++) {
        char last = out.len ? out.ptr[out.len - 1] : ' ';
        if ((last == '*' && text[i] == '/') || (last == '/' && text[i] == '*'))
            buf_putc(&out, ' ');
        size_t bidi = bidi_control(text + i, len - i);
        if (bidi)
            i += bidi - 1;
        else if (text[i] != '\r' && text[i] != '\0')
            buf_putc(&out, text[i]);
    }
    return out.ptr ? out.ptr : "";
}

/* ---- functions ---------------------------------------------------------- */

bool mentions(const char *code, const char *name)
{
    size_t len = strlen(name);
    for (const char *p = code; p && *p; p++) {
        size_t literal = literal_len(p);
        if (literal) {
            p += literal - 1;
        } else if (p[0] == '/' && p[1] == '*') {
            p = strstr(p, "*/");
            if (!p)
                return false;
            p++;
        } else if (*p == '#' && (p == code || p[-1] == '\n')) { /* #line "…" */
            p += strcspn(p, "\n");
            if (!*p)
                return false;
        } else if (isalnum((unsigned char)*p) || *p == '_') {
            size_t word = 1;
            while (isalnum((unsigned char)p[word]) || p[word] == '_')
                word++;
            if (word == len && memcmp(p, name, len) == 0 && (p == code || p[-1] != '.'))
                return true;
            p += word - 1;
        }
    }
    return false;
}

/* What is no code at `p`: a literal or a comment; 0 when it is code. */
static size_t skipped_len(const char *p)
{
    if (p[0] == '/' && p[1] == '*') {
        const char *end = strstr(p, "*/");
        return end ? (size_t)(end - p) + 2 : strlen(p);
    }
    return literal_len(p);
}

/* Where the block that `p` stands in ends. */
static char *block_end(char *p)
{
    int depth = 0;
    while (*p && depth >= 0) {
        size_t skipped = skipped_len(p);
        depth += !skipped && *p == '{';
        depth -= !skipped && *p == '}';
        p += skipped ? skipped : 1;
    }
    return p;
}

/* Drops the lazy statements whose names nobody reads behind them: the last ones
 * first, so that what only they read goes, too. */
void drop_unread(Writer *w)
{
    char *start = w->body.ptr ? w->body.ptr + w->body.len : NULL;
    while (start && start > w->body.ptr) {
        if (*--start != LAZY_START && *start != LAZY_UNREAD)
            continue;
        char *text = strchr(start, LAZY_TEXT), *end = strchr(text, LAZY_END);
        const char *name = arena_strndup(w->e->arena, start + 1, (size_t)(text - start) - 1);
        char *behind = block_end(end), kept = *behind;
        *behind = '\0';
        bool keep = mentions(end, name) == (*start == LAZY_START);
        *behind = kept;
        memset(start, LAZY_DROPPED, (size_t)((keep ? text : end) - start) + 1);
        *end = LAZY_DROPPED;
    }
}

static void put_kept(Buf *out, const Buf *body)
{
    for (size_t i = 0; i < body->len;) {
        size_t kept = 0;
        while (i + kept < body->len && body->ptr[i + kept] != LAZY_DROPPED)
            kept++;
        buf_put(out, body->ptr + i, kept);
        for (i += kept; i < body->len && body->ptr[i] == LAZY_DROPPED; i++)
            ;
    }
}

void finish_function(Writer *w, Buf *out, const char *head, const Texts *params)
{
    drop_unread(w);
    if (w->before.ptr)
        buf_puts(out, w->before.ptr);
    const char *data = data_declaration(w->e, w->body.ptr, w->fills_data);
    buf_printf(out, "%s\n{\n%s", head, data);
    for (int i = 0; i < params->count; i++)
        if (!mentions(w->body.ptr, params->at[i]) && !mentions(data, params->at[i]))
            buf_printf(out, "    (void)%s;\n", params->at[i]);
    put_kept(out, &w->body);
    buf_puts(out, "}\n");
    if (w->e->options.line_directives)
        buf_puts(out, "#line self\n");
    buf_puts(out, "\n");
}
