/* SPDX-License-Identifier: MIT
 *
 * The user's C. GCC and Clang both write "path:line:column: warning: message";
 * those lines are read, what they quote of the source is left out, since dashc
 * shows it itself. Tabs count as one column (-ftabstop=1).
 */
#include "link/c_files.h"

#include <ctype.h>
#include <stdlib.h>
#include <unistd.h>

#define USER_FLAGS                                                                                 \
    "-Wall -Wextra -Wno-unused-parameter -ftabstop=1 -fdiagnostics-color=never "                   \
    "-ffunction-sections -fdata-sections"

const char *c_file_header(Arena *arena, const HirCFile *file)
{
    const char *slash = strrchr(file->source->path, '/');
    const char *name = slash ? slash + 1 : file->source->path;
    return arena_printf(arena, "%.*s.dash.h", (int)(strrchr(name, '.') - name), name);
}

/* The path as the C compiler gets it. */
static const char *c_file_path(Arena *arena, const HirCFile *file)
{
    char here[4096];
    if (file->source->path[0] == '/' || !getcwd(here, sizeof here))
        return file->source->path;
    return arena_printf(arena, "%s/%s", here, file->source->path);
}

const char *c_file_arguments(Arena *arena, Command *command, const HirCFile *file, int index)
{
    const char *object = arena_printf(arena, "user%d.o", index);
    command_add_words(arena, command, USER_FLAGS);
    command_add(arena, command, "-I", ".", "-include", c_file_header(arena, file), "-o", object,
                c_file_path(arena, file), NULL);
    return object;
}

/* ---- one line of the log ---------------------------------------------------- */

typedef enum Said { SAID_NOTHING, SAID_NOTE, SAID_WARNING, SAID_ERROR } Said;

typedef struct Remark {
    Said said;
    Str path;
    uint32_t line, column;
    Str message;
} Remark;

static bool skip_text(const char **at, const char *text)
{
    size_t len = strlen(text);
    if (strncmp(*at, text, len) != 0)
        return false;
    *at += len;
    return true;
}

static bool read_number(const char **at, uint32_t *out)
{
    char *end;
    if (!isdigit((unsigned char)**at))
        return false;
    *out = (uint32_t)strtoul(*at, &end, 10);
    *at = end;
    return true;
}

static Said read_kind(const char **at)
{
    static const struct {
        const char *word;
        Said said;
    } kinds[] = {{"fatal error: ", SAID_ERROR},
                 {"error: ", SAID_ERROR},
                 {"warning: ", SAID_WARNING},
                 {"note: ", SAID_NOTE}};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (skip_text(at, kinds[i].word))
            return kinds[i].said;
    return SAID_NOTHING;
}

/* "path:12:3: warning: message", the line without its end. */
static Remark read_remark(const char *line, size_t len)
{
    Remark remark = {0};
    const char *colon = memchr(line, ':', len);
    if (!colon)
        return remark;
    const char *at = colon + 1;
    if (!read_number(&at, &remark.line) || !skip_text(&at, ":"))
        return remark;
    if (read_number(&at, &remark.column) && !skip_text(&at, ":"))
        return remark;
    skip_text(&at, " ");
    remark.said = read_kind(&at);
    remark.path = (Str){line, (size_t)(colon - line)};
    remark.message = (Str){at, (size_t)(line + len - at)};
    return remark;
}

/* ---- places ------------------------------------------------------------------ */

static bool is_word(char c)
{
    return isalnum((unsigned char)c) || c == '_';
}

static Span span_at(const Sources *sources, const Source *source, uint32_t line, uint32_t column)
{
    sources_place(sources, source->base); /* finds the lines */
    Str text = source_line(source, line);
    if (!text.ptr || !text.len)
        return (Span){0};
    uint32_t at = 0;
    for (uint32_t i = 1; i < column && at < text.len; i++)
        do
            at++;
        while (at < text.len && ((unsigned char)text.ptr[at] & 0xC0) == 0x80);
    uint32_t end = at;
    while (end < text.len && is_word(text.ptr[end]))
        end++;
    uint32_t base = source->base + (uint32_t)(text.ptr - source->text);
    return (Span){base + at, base + (end > at ? end : at + 1)};
}

/* A note about our header speaks of the declaration in the program. */
static Span span_of_function(const Program *program, Str message)
{
    for (int i = 0; i < program->functions.count; i++) {
        const HirFn *fn = program->functions.at[i];
        size_t len = strlen(fn->name);
        for (size_t at = 1; fn->c_file && at + len < message.len; at++) {
            const char *here = message.ptr + at;
            if (memcmp(here, fn->name, len) == 0 && !is_word(here[-1]) && !is_word(here[len]))
                return fn->span;
        }
    }
    return (Span){0};
}

typedef struct Reader {
    Diags *diags;
    const Program *program;
    const HirCFile *file;
    const char *path;
    Diag *last;
    bool failed;
} Reader;

static Span place_of(const Reader *r, const Remark *remark)
{
    if (remark->path.len == strlen(r->path) &&
        memcmp(remark->path.ptr, r->path, remark->path.len) == 0)
        return span_at(r->diags->sources, r->file->source, remark->line, remark->column);
    return (Span){0};
}

static bool in_header(const Reader *r, const Remark *remark)
{
    const char *name = c_file_header(r->diags->arena, r->file);
    size_t len = strlen(name);
    return remark->path.len >= len &&
           memcmp(remark->path.ptr + remark->path.len - len, name, len) == 0;
}

static void put_note(Reader *r, const Remark *remark, Span span)
{
    if (!r->last)
        return;
    if (in_header(r, remark)) { /* Clang names the function only in the error before */
        Str error = {r->last->message, strlen(r->last->message)};
        Span declared = span_of_function(r->program, remark->message);
        if (!declared.end)
            declared = span_of_function(r->program, error);
        if (declared.end)
            diag_note_at(r->last, declared, "the program declares it here");
    } else if (span.end)
        diag_note_at(r->last, span, "%.*s", (int)remark->message.len, remark->message.ptr);
}

static void put_remark(Reader *r, const Remark *remark)
{
    Span span = place_of(r, remark);
    if (remark->said == SAID_NOTE) {
        put_note(r, remark, span);
        return;
    }
    const char *message = arena_strndup(r->diags->arena, remark->message.ptr, remark->message.len);
    if (!span.end)
        message = arena_printf(r->diags->arena, "%.*s:%u: %s", (int)remark->path.len,
                               remark->path.ptr, remark->line, message);
    bool error = remark->said == SAID_ERROR;
    r->failed |= error;
    r->last = error ? diag_error(r->diags, E0806, span, "%s", message)
                    : diag_warning(r->diags, W1020, span, "%s", message);
}

bool c_file_report(Diags *diags, const Program *program, const HirCFile *file, const char *log)
{
    Reader r = {
        .diags = diags, .program = program, .file = file, .path = c_file_path(diags->arena, file)};
    while (*log) {
        size_t len = strcspn(log, "\n");
        Remark remark = read_remark(log, len);
        if (remark.said != SAID_NOTHING)
            put_remark(&r, &remark);
        log += len + (log[len] == '\n');
    }
    return r.failed;
}

/* ---- the linker --------------------------------------------------------------- */

/* Whether the log says that nobody defines `name`. */
static bool is_undefined(const char *log, const char *name)
{
    size_t len = strlen(name);
    while ((log = strstr(log, "undefined "))) {
        size_t line = strcspn(log, "\n");
        for (size_t at = 1; at + len <= line; at++)
            if (memcmp(log + at, name, len) == 0 && !is_word(log[at - 1]) &&
                !is_word(log[at + len]))
                return true;
        log += line;
    }
    return false;
}

/* The function's prototype in the header, without the semicolon. */
static const char *prototype_of(Arena *arena, Str header, const char *name)
{
    const char *head = arena_printf(arena, " %s(DashCx", name);
    const char *at = header.len ? strstr(header.ptr, head) : NULL;
    if (!at)
        return NULL;
    while (at > header.ptr && at[-1] != '\n')
        at--;
    return arena_strndup(arena, at, strcspn(at, ";"));
}

bool c_file_missing(Diags *diags, const Program *program, const char *log, Str header)
{
    bool found = false;
    for (int i = 0; i < program->functions.count; i++) {
        const HirFn *fn = program->functions.at[i];
        if (!fn->c_file || !is_undefined(log, fn->name))
            continue;
        found = true;
        Diag *d = diag_error(diags, E0807, fn->span, "%s does not define `%s`",
                             fn->c_file->source->path, fn->name);
        const char *prototype = prototype_of(diags->arena, header, fn->name);
        if (prototype)
            diag_help(d, "write it there: `%s { … }`", prototype);
    }
    return found;
}
