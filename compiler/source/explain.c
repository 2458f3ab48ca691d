/* SPDX-License-Identifier: MIT
 *
 * Explanations as text for a terminal: paragraphs are wrapped, `code` is
 * coloured, examples are indented under "wrong" and "right".
 */
#include "source/explain.h"

#include <ctype.h>
#include <stdlib.h>

#include "source/utf8.h"

#define MOST_COLUMNS 80 /* longer lines are hard to read */

static const char bold[] = "\033[1m", code_color[] = "\033[36m", bad_color[] = "\033[1;31m",
                  good_color[] = "\033[1;32m", plain[] = "\033[0m";

static void paint(Buf *out, const RenderStyle *style, const char *color)
{
    if (style->color)
        buf_puts(out, color);
}

/* ---- which code ------------------------------------------------------------- */

bool explain_find(const char *word, DiagCode *code)
{
    char letter = (char)toupper((unsigned char)*word);
    const char *digits = letter == 'E' || letter == 'W' ? word + 1 : word;
    char *end;
    unsigned long number = strtoul(digits, &end, 10);
    bool is_number = isdigit((unsigned char)*digits) && *end == '\0';
    for (int i = 0; i < DIAG_CODE_COUNT; i++) {
        const char *name = diag_code_name((DiagCode)i), *warning = diag_warning_name((DiagCode)i);
        bool same = is_number && strtoul(name + 1, NULL, 10) == number &&
                    (digits == word || letter == name[0]);
        if (same || (warning && strcmp(warning, word) == 0)) {
            *code = (DiagCode)i;
            return true;
        }
    }
    return false;
}

/* ---- prose -------------------------------------------------------------------- */

typedef struct Prose {
    Buf *out;
    const RenderStyle *style;
    int width, column;
    bool in_code;
} Prose;

/* The word without its backquotes, coloured where it is code. */
static void put_word(Prose *prose, const char *word, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        if (word[i] != '`') {
            buf_putc(prose->out, word[i]);
            continue;
        }
        prose->in_code = !prose->in_code;
        if (prose->style->color)
            buf_puts(prose->out, prose->in_code ? code_color : plain);
        else
            buf_putc(prose->out, '`');
    }
}

static int word_width(const Prose *prose, const char *word, size_t len)
{
    int width = 0;
    size_t size;
    for (size_t i = 0; i < len; i += size) {
        uint32_t c = utf8_decode(word + i, len - i, &size);
        width += c == '`' && prose->style->color ? 0 : utf8_width(c);
    }
    return width;
}

/* Adds the words of a line to the paragraph. */
static void put_words(Prose *prose, Str line)
{
    for (size_t i = 0; i < line.len;) {
        size_t end = i;
        while (end < line.len && line.ptr[end] != ' ')
            end++;
        int width = word_width(prose, line.ptr + i, end - i);
        if (prose->column && prose->column + 1 + width > prose->width) {
            buf_putc(prose->out, '\n');
            prose->column = 0;
        }
        if (prose->column)
            buf_putc(prose->out, ' ');
        put_word(prose, line.ptr + i, end - i);
        prose->column += width + (prose->column > 0);
        i = end + (end < line.len);
    }
}

static void end_paragraph(Prose *prose)
{
    if (prose->column)
        buf_putc(prose->out, '\n');
    prose->column = 0;
}

/* ---- blocks ------------------------------------------------------------------- */

/* What stands over a block, from the line that opens it. */
static void put_block_title(const Prose *prose, Str fence)
{
    const char *space = memchr(fence.ptr, ' ', fence.len);
    Str role = space ? (Str){space + 1, (size_t)(fence.ptr + fence.len - space - 1)} : (Str){0};
    bool bad = str_eq(role, STR("bad")), good = str_eq(role, STR("good"));
    paint(prose->out, prose->style, bad ? bad_color : good ? good_color : bold);
    if (bad || good)
        buf_puts(prose->out, bad ? "Wrong:" : "Right:");
    else
        buf_printf(prose->out, "%.*s:", (int)role.len, role.ptr);
    paint(prose->out, prose->style, plain);
    buf_puts(prose->out, "\n\n");
}

static Str next_line(const char **at)
{
    size_t len = strcspn(*at, "\n");
    Str line = {*at, len};
    *at += len + ((*at)[len] == '\n');
    return line;
}

static bool is_fence(Str line)
{
    return line.len >= 3 && memcmp(line.ptr, "```", 3) == 0;
}

static void put_block(Prose *prose, Str fence, const char **at)
{
    put_block_title(prose, fence);
    while (**at) {
        Str line = next_line(at);
        if (is_fence(line))
            return;
        buf_printf(prose->out, "%s%.*s\n", line.len ? "    " : "", (int)line.len, line.ptr);
    }
}

static void put_markdown(Prose *prose, const char *text)
{
    for (const char *at = text; *at;) {
        Str line = next_line(&at);
        if (line.len == 0) {
            end_paragraph(prose);
            buf_putc(prose->out, '\n');
        } else if (is_fence(line)) {
            end_paragraph(prose);
            put_block(prose, line, &at);
        } else {
            if (line.len > 1 && memcmp(line.ptr, "- ", 2) == 0)
                end_paragraph(prose);
            put_words(prose, line);
        }
    }
    end_paragraph(prose);
}

/* ---- the whole ------------------------------------------------------------------ */

static void put_title(Buf *out, const RenderStyle *style, DiagCode code)
{
    const char *warning = diag_warning_name(code);
    paint(out, style, bold);
    buf_puts(out, diag_code_name(code));
    paint(out, style, plain);
    buf_printf(out, "  %s", diag_code_title(code));
    if (warning)
        buf_printf(out, " (%s)", warning);
    buf_putc(out, '\n');
}

void explain_code(Buf *out, const RenderStyle *style, DiagCode code)
{
    bool narrow = style->width > 0 && style->width < MOST_COLUMNS;
    put_title(out, style, code);
    if (!explain_texts[code])
        return;
    buf_putc(out, '\n');
    Prose prose = {.out = out, .style = style, .width = narrow ? style->width : MOST_COLUMNS};
    put_markdown(&prose, explain_texts[code]);
}

void explain_list(Buf *out, const RenderStyle *style)
{
    for (int i = 0; i < DIAG_CODE_COUNT; i++)
        put_title(out, style, (DiagCode)i);
}
