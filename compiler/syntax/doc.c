/* SPDX-License-Identifier: MIT
 *
 * Documents and their printer. What is to be printed waits on a stack, so long
 * chains do not nest. Line ends are printed when the next text comes: then its
 * indentation is known, and no line ends in spaces.
 */
#include "syntax/doc.h"

#include "source/utf8.h"

typedef enum DocKind {
    DOC_TEXT,
    DOC_WORD,
    DOC_CHOICE,
    DOC_SUFFIX,
    DOC_LINE, /* text: what stands for it on one line */
    DOC_HARD_LINE,
    DOC_FRESH_LINE,
    DOC_BLANK,
    DOC_INDENT,
    DOC_GROUP,
    DOC_CONCAT,
} DocKind;

struct Doc {
    DocKind kind;
    bool forced;   /* a line ends in it in any case */
    bool has_line; /* a line may end in it */
    bool has_text;
    bool pending;  /* nothing follows its last suffix */
    bool own_line; /* of a suffix */
    int flat;      /* columns when all is on one line */
    int head;      /* columns up to the first place where a line may end */
    Str text;      /* also the broken one of a choice */
    Str other;     /* the flat one of a choice */
    const Doc *inner;
    const Doc *const *parts;
    int count;
};

enum { WIDTH_MAX = 1 << 20, INDENT = 2 };

const Doc doc_nothing = {.kind = DOC_TEXT};
const Doc doc_space_line = {.kind = DOC_LINE, .has_line = true, .flat = 1, .text = {" ", 1}};
const Doc doc_empty_line = {.kind = DOC_LINE, .has_line = true, .text = {"", 0}};
const Doc doc_hard_line = {.kind = DOC_HARD_LINE, .has_line = true, .forced = true};
const Doc doc_fresh_line = {.kind = DOC_FRESH_LINE, .has_line = true, .forced = true};
const Doc doc_blank = {.kind = DOC_BLANK};

/* ---- making ------------------------------------------------------------------- */

static int text_columns(Str text)
{
    int columns = 0;
    for (size_t at = 0, size; at < text.len && columns < WIDTH_MAX; at += size)
        columns += utf8_width(utf8_decode(text.ptr + at, text.len - at, &size));
    return columns;
}

static Doc *new_doc(Arena *arena, DocKind kind)
{
    Doc *doc = arena_new(arena, Doc);
    doc->kind = kind;
    return doc;
}

static void measure_text(Doc *doc, Str text)
{
    const char *end = memchr(text.ptr, '\n', text.len);
    doc->text = text;
    doc->has_text = text.len > 0;
    doc->has_line = end != NULL;
    doc->flat = text_columns((Str){text.ptr, end ? (size_t)(end - text.ptr) : text.len});
    doc->head = doc->flat;
}

const Doc *doc_text(Arena *arena, Str text)
{
    Doc *doc = new_doc(arena, DOC_TEXT);
    measure_text(doc, text);
    return doc;
}

const Doc *doc_word(Arena *arena, Str text)
{
    Doc *doc = new_doc(arena, DOC_WORD);
    measure_text(doc, text);
    return doc;
}

const Doc *doc_choice(Arena *arena, const char *broken, const char *flat)
{
    Doc *doc = new_doc(arena, DOC_CHOICE);
    doc->text = (Str){broken, strlen(broken)};
    doc->other = (Str){flat, strlen(flat)};
    doc->has_text = true;
    doc->flat = (int)doc->other.len;
    doc->head = (int)doc->text.len;
    return doc;
}

const Doc *doc_suffix(Arena *arena, Str text, bool own_line)
{
    Doc *doc = new_doc(arena, DOC_SUFFIX);
    doc->text = text;
    doc->own_line = own_line;
    doc->pending = true;
    return doc;
}

static Doc *wrap(Arena *arena, DocKind kind, const Doc *inner)
{
    Doc *doc = arena_new(arena, Doc);
    *doc = *inner;
    doc->kind = kind;
    doc->inner = inner;
    return doc;
}

const Doc *doc_indent(Arena *arena, const Doc *inner)
{
    return wrap(arena, DOC_INDENT, inner);
}

const Doc *doc_group(Arena *arena, const Doc *inner)
{
    return wrap(arena, DOC_GROUP, inner);
}

const Doc *doc_late_group(Arena *arena, const Doc *inner)
{
    Doc *doc = wrap(arena, DOC_GROUP, inner);
    doc->head = doc->flat;
    doc->has_line = doc->forced;
    return doc;
}

static int saturated(int columns)
{
    return columns < WIDTH_MAX ? columns : WIDTH_MAX;
}

static void append_measures(Doc *doc, const Doc *part)
{
    doc->forced |= part->forced || (doc->pending && part->has_text);
    if (part->pending)
        doc->pending = true;
    else if (part->has_text || part->forced)
        doc->pending = false;
    if (!doc->has_line)
        doc->head = saturated(doc->head + part->head);
    doc->has_line |= part->has_line;
    doc->has_text |= part->has_text;
    doc->flat = saturated(doc->flat + part->flat);
}

const Doc *doc_concat(Arena *arena, const Doc *const *docs, int count)
{
    Doc *doc = new_doc(arena, DOC_CONCAT);
    const Doc **parts = arena_array(arena, const Doc *, count ? count : 1);
    for (int i = 0; i < count; i++) {
        parts[i] = docs[i];
        append_measures(doc, docs[i]);
    }
    doc->parts = parts;
    doc->count = count;
    return doc;
}

/* ---- printing ----------------------------------------------------------------- */

typedef struct Entry { /* of the stack */
    const Doc *doc;
    int indent;
    bool flat;
} Entry;

typedef struct Suffix {
    Str text;
    int indent;
    bool own_line;
} Suffix;

typedef struct Printer {
    Buf *out;
    int width, column;
    int newlines; /* to be printed before the next text */
    int indent;   /* of the line that then begins */
    size_t line;  /* where the line begins in `out` */
    Vec(Entry) stack;
    Suffix suffix; /* that waits, if its text is not empty */
} Printer;

static void push(Printer *p, const Doc *doc, int indent, bool flat)
{
    vec_push(p->out->arena, &p->stack, ((Entry){doc, indent, flat}));
}

static void begin_line(Printer *p)
{
    for (; p->newlines > 0; p->newlines--)
        buf_putc(p->out, '\n');
    p->line = p->out->len;
    for (int i = 0; i < p->indent; i++)
        buf_putc(p->out, ' ');
    p->column = p->indent;
}

static void put(Printer *p, Str text)
{
    if (text.len == 0)
        return;
    if (p->newlines > 0)
        begin_line(p);
    for (size_t i = 0; i < text.len; i++)
        if (text.ptr[i] != '\r' || i + 1 == text.len || text.ptr[i + 1] != '\n')
            buf_putc(p->out, text.ptr[i]);
    const char *last = memrchr(text.ptr, '\n', text.len);
    if (last)
        p->column = text_columns((Str){last + 1, (size_t)(text.ptr + text.len - last - 1)});
    else
        p->column += text_columns(text);
}

static void trim_line(Printer *p)
{
    while (p->out->len > p->line && p->out->ptr[p->out->len - 1] == ' ')
        p->out->ptr[--p->out->len] = '\0';
}

/* Whether nothing stands on the line yet. */
static bool is_fresh(const Printer *p)
{
    return p->newlines > 0 || p->out->len == p->line;
}

static void ask_line(Printer *p, int indent)
{
    if (!is_fresh(p)) {
        trim_line(p);
        p->newlines = 1;
    }
    p->indent = indent;
}

static void end_line(Printer *p, int indent)
{
    Suffix suffix = p->suffix;
    p->suffix = (Suffix){0};
    if (suffix.text.len > 0 && !suffix.own_line && !is_fresh(p)) {
        trim_line(p);
        put(p, STR("  "));
    } else if (suffix.text.len > 0) {
        ask_line(p, suffix.indent);
    }
    put(p, suffix.text);
    ask_line(p, indent);
}

/* Columns up to the first line end that may come after the top of the stack. */
static int rest_columns(const Printer *p, int limit)
{
    int columns = 0;
    for (int i = p->stack.count - 1; i >= 0 && columns <= limit; i--) {
        const Entry *entry = &p->stack.at[i];
        columns += entry->flat ? entry->doc->flat : entry->doc->head;
        if (!entry->flat && entry->doc->has_line)
            break;
    }
    return columns;
}

static bool fits(const Printer *p, const Doc *group)
{
    if (group->forced)
        return false;
    int left = p->width - (p->newlines > 0 ? p->indent : p->column) - group->flat;
    return left >= 0 && rest_columns(p, left) <= left;
}

static void print_one(Printer *p, Entry entry)
{
    const Doc *doc = entry.doc;
    switch (doc->kind) {
    case DOC_WORD:
        if (p->suffix.text.len > 0)
            end_line(p, entry.indent);
        put(p, doc->text);
        return;
    case DOC_TEXT:
        put(p, doc->text);
        return;
    case DOC_CHOICE:
        put(p, entry.flat ? doc->other : doc->text);
        return;
    case DOC_SUFFIX:
        if (p->suffix.text.len > 0)
            end_line(p, entry.indent);
        p->suffix = (Suffix){doc->text, entry.indent, doc->own_line};
        return;
    case DOC_LINE:
        if (entry.flat)
            put(p, doc->text);
        else
            end_line(p, entry.indent);
        return;
    case DOC_HARD_LINE:
        end_line(p, entry.indent);
        return;
    case DOC_FRESH_LINE:
        if (!is_fresh(p) || p->suffix.text.len > 0)
            end_line(p, entry.indent);
        p->indent = entry.indent;
        return;
    case DOC_BLANK:
        if (!entry.flat && p->newlines == 1)
            p->newlines = 2;
        return;
    case DOC_INDENT:
        push(p, doc->inner, entry.indent + INDENT, entry.flat);
        return;
    case DOC_GROUP:
        push(p, doc->inner, entry.indent, entry.flat || fits(p, doc));
        return;
    case DOC_CONCAT:
        for (int i = doc->count - 1; i >= 0; i--)
            push(p, doc->parts[i], entry.indent, entry.flat);
        return;
    }
}

void doc_print(Buf *out, const Doc *doc, int width)
{
    Printer p = {.out = out, .width = width, .line = out->len};
    push(&p, doc, 0, false);
    while (p.stack.count > 0)
        print_one(&p, p.stack.at[--p.stack.count]);
    end_line(&p, 0);
    if (p.newlines > 0)
        buf_putc(out, '\n');
}
