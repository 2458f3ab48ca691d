/* SPDX-License-Identifier: MIT
 *
 * Recording diagnostics. Nothing is printed here; see render.h.
 */
#include "source/diag.h"

static const char *const code_names[] = {
#define X(code, title) #code,
#include "source/codes.def"
#undef X
};

const char *diag_code_name(DiagCode code)
{
    return code_names[code];
}

static const char *const code_titles[] = {
#define X(code, title) title,
#include "source/codes.def"
#undef X
};

const char *diag_code_title(DiagCode code)
{
    return code_titles[code];
}

static Diag *find_same(const Diags *diags, DiagCode code, Span span)
{
    for (int i = 0; span.end && i < diags->all.count; i++) {
        Diag *d = diags->all.at[i];
        if (d->code == code && d->span.start == span.start && d->span.end == span.end)
            return d;
    }
    return NULL;
}

/* A sentence; one that quotes a name of a million letters is cut. */
static const char *sentence(Arena *arena, const char *format, va_list args)
{
    enum { LONGEST = 2000 };
    char *text = arena_vprintf(arena, format, args);
    size_t len = strlen(text), cut = LONGEST;
    if (len <= LONGEST)
        return text;
    while (((unsigned char)text[cut] & 0xC0) == 0x80) /* not inside a character */
        cut--;
    return arena_printf(arena, "%.*s …", (int)cut, text);
}

/* A record that nobody sees, so that callers may go on adding to it. */
static Diag *unseen(Diags *diags)
{
    Diag *d = arena_new(diags->arena, Diag);
    d->arena = diags->arena;
    return d;
}

void diags_doubt(Diags *diags)
{
    diags->syntax_errors = diags->all.count;
}

/* Whether it may follow from a part of the program that could not be read. */
static bool is_doubtful(const Diags *diags, DiagCode code, Span span)
{
    /* of names, fields, arguments, ids that may stand in what could not be read */
    static const DiagCode followers[] = {E0201, E0204, E0304, E0305, E0311, E0502, E0509, E0901};
    if (diags->syntax_errors == 0)
        return false;
    for (size_t i = 0; i < sizeof followers / sizeof *followers; i++)
        if (followers[i] == code)
            return true;
    Place place = sources_place(diags->sources, span.start);
    for (int i = 0; i < diags->syntax_errors; i++) {
        Place hole = sources_place(diags->sources, diags->all.at[i]->span.start);
        if (hole.source == place.source && hole.line == place.line)
            return true;
    }
    return false;
}

/* A second report of the same thing, or one past the limit, is not kept. */
static Diag *record(Diags *diags, Severity severity, DiagCode code, Span span, const char *format,
                    va_list args)
{
    Diag *d = unseen(diags);
    d->code = code;
    d->severity = severity;
    d->span = span;
    d->message = sentence(diags->arena, format, args);
    if (find_same(diags, code, span) || is_doubtful(diags, code, span))
        return d;
    int *count = severity == SEVERITY_ERROR ? &diags->error_count : &diags->warning_count;
    if (++*count <= DIAG_MAX_ERRORS)
        vec_push(diags->arena, &diags->all, d);
    return d;
}

Diag *diag_error(Diags *diags, DiagCode code, Span span, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    Diag *d = record(diags, SEVERITY_ERROR, code, span, format, args);
    va_end(args);
    return d;
}

Diag *diag_warning(Diags *diags, DiagCode code, Span span, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    Diag *d;
    if (diags->levels[code] == LEVEL_ALLOW)
        d = unseen(diags);
    else
        d = record(diags, diags->levels[code] == LEVEL_DENY ? SEVERITY_ERROR : SEVERITY_WARNING,
                   code, span, format, args);
    va_end(args);
    return d;
}

void diag_label(Diag *diag, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    diag->label = sentence(diag->arena, format, args);
    va_end(args);
}

void diag_note_at(Diag *diag, Span span, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    DiagLabel note = {span, sentence(diag->arena, format, args)};
    va_end(args);
    vec_push(diag->arena, &diag->notes, note);
}

void diag_help(Diag *diag, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    const char *text = sentence(diag->arena, format, args);
    va_end(args);
    vec_push(diag->arena, &diag->helps, text);
}

void diag_fix(Diag *diag, Span span, const char *replacement)
{
    diag->fix_span = span;
    diag->fix_text = arena_strndup(diag->arena, replacement, strlen(replacement));
}

Diag *diag_unsupported(Diags *diags, Span span, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    const char *what = arena_vprintf(diags->arena, format, args);
    va_end(args);
    return diag_error(diags, E0901, span, "%s is not supported yet", what);
}
