/* SPDX-License-Identifier: MIT
 *
 * Diagnostics as text. A source line is shown with tabs as spaces, characters
 * that a terminal would obey (control, direction marks) replaced, and cut on
 * both sides when it is wider than the terminal; the underline is computed on
 * the shown columns, so that it fits under wide characters too.
 */
#include "source/render.h"

#include <stdio.h>
#include <stdlib.h>

#include "source/utf8.h"

#define TAB_STOP      4
#define DEFAULT_WIDTH 100
#define LEAST_WIDTH   40

typedef enum Paint { PAINT_ERROR, PAINT_WARNING, PAINT_NOTE, PAINT_HELP, PAINT_BOLD } Paint;

static const char *const paints[] = {
    [PAINT_ERROR] = "\033[1;31m", [PAINT_WARNING] = "\033[1;33m", [PAINT_NOTE] = "\033[1;34m",
    [PAINT_HELP] = "\033[1;36m",  [PAINT_BOLD] = "\033[1m",
};

static const char *const severity_names[] = {
    [SEVERITY_ERROR] = "error",
    [SEVERITY_WARNING] = "warning",
};

static void paint(Buf *out, const RenderStyle *style, Paint paint)
{
    if (style->color)
        buf_puts(out, paints[paint]);
}

static void unpaint(Buf *out, const RenderStyle *style)
{
    if (style->color)
        buf_puts(out, "\033[0m");
}

/* ---- characters ---------------------------------------------------------- */

static bool is_unsafe(uint32_t c)
{
    return c < 0x20 || (c >= 0x7F && c <= 0x9F) || c == UTF8_BAD || (c >= 0x200E && c <= 0x200F) ||
           (c >= 0x2028 && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) || c == 0xFEFF;
}

/* One character of a line and the column it starts at. */
typedef struct Cell {
    const char *text; /* what is shown: `size` bytes */
    size_t size;
    int width;
    size_t taken; /* bytes of the source */
} Cell;

static Cell cell_at(const char *text, size_t len, int column)
{
    static const char spaces[] = "    ";
    Cell cell = {.text = text};
    uint32_t c = utf8_decode(text, len, &cell.taken);
    if (c == '\t') {
        cell.text = spaces;
        cell.width = TAB_STOP - column % TAB_STOP;
        cell.size = (size_t)cell.width;
    } else if (is_unsafe(c)) {
        cell.text = "\xEF\xBF\xBD";
        cell.size = 3;
        cell.width = 1;
    } else {
        cell.size = cell.taken;
        cell.width = utf8_width(c);
    }
    return cell;
}

/* A sentence; it may quote the user's bytes. */
static void put_safe(Buf *out, const char *text)
{
    size_t len = strlen(text);
    for (size_t i = 0; i < len;) {
        Cell cell = cell_at(text + i, len - i, TAB_STOP - 1);
        buf_put(out, cell.text, cell.size);
        i += cell.taken;
    }
}

static int column_of(Str line, size_t byte)
{
    int column = 0;
    for (size_t i = 0; i < byte && i < line.len;) {
        Cell cell = cell_at(line.ptr + i, line.len - i, column);
        column += cell.width;
        i += cell.taken;
    }
    return column;
}

/* The characters of the line that lie in the columns [from, to). A character
 * that lies across an edge leaves spaces. */
static void put_columns(Buf *out, Str line, int from, int to)
{
    int column = 0;
    for (size_t i = 0; i < line.len && column < to;) {
        Cell cell = cell_at(line.ptr + i, line.len - i, column);
        int end = column + cell.width;
        if (column >= from && end <= to)
            buf_put(out, cell.text, cell.size);
        else
            for (int c = column < from ? from : column; c < end && c < to; c++)
                buf_putc(out, ' ');
        column = end;
        i += cell.taken;
    }
}

/* ---- source lines ---------------------------------------------------------- */

/* The columns of a line that are shown, and those that are underlined. */
typedef struct Window {
    int from, to;   /* shown */
    int start, end; /* underlined; start < end */
    bool cut_left, cut_right;
} Window;

static Window window_of(Str line, size_t start_byte, size_t end_byte, int width)
{
    int total = column_of(line, line.len);
    Window w = {
        .to = total, .start = column_of(line, start_byte), .end = column_of(line, end_byte)};
    if (w.end <= w.start)
        w.end = w.start + 1;
    if (total <= width)
        return w;
    int room = width - 2; /* for the two ellipses */
    int marked = w.end - w.start < room ? w.end - w.start : room;
    w.from = w.start - (room - marked) / 2;
    if (w.from + room > total)
        w.from = total - room;
    if (w.from < 0)
        w.from = 0;
    w.to = w.from + room;
    w.cut_left = w.from > 0;
    w.cut_right = w.to < total;
    if (w.end > w.to && w.to > w.start)
        w.end = w.to;
    return w;
}

static int digits_of(uint32_t number)
{
    int digits = 1;
    while (number >= 10) {
        number /= 10;
        digits++;
    }
    return digits;
}

static void put_gutter(Buf *out, const RenderStyle *style, int gutter, const char *number)
{
    paint(out, style, PAINT_NOTE);
    buf_printf(out, " %*s |", gutter, number);
    unpaint(out, style);
}

/* The byte after the span in its first line, without blanks at the line's end
 * when the span goes on below. */
static size_t end_in_line(Str line, size_t start, size_t length)
{
    if (length <= line.len - start)
        return start + length;
    size_t end = line.len;
    while (end > start && (line.ptr[end - 1] == ' ' || line.ptr[end - 1] == '\t'))
        end--;
    return end;
}

/* The first line of the span with its number, and below it the underline and
 * the label. */
static void put_excerpt(Buf *out, const RenderStyle *style, const Sources *sources, Span span,
                        int gutter, Paint color, const char *label)
{
    Place place = sources_place(sources, span.start);
    Str line = source_line(place.source, place.line);
    size_t start = span.start - place.source->base - (size_t)(line.ptr - place.source->text);
    if (start > line.len)
        start = line.len;
    size_t end = end_in_line(line, start, span.end > span.start ? span.end - span.start : 0);
    int width = (style->width ? style->width : DEFAULT_WIDTH) - gutter - 4;
    Window w = window_of(line, start, end, width < LEAST_WIDTH ? LEAST_WIDTH : width);

    char number[16];
    snprintf(number, sizeof number, "%u", place.line);
    put_gutter(out, style, gutter, number);
    if (line.len) {
        buf_puts(out, w.cut_left ? " …" : " ");
        put_columns(out, line, w.from, w.to);
        buf_puts(out, w.cut_right ? "…" : "");
    }
    buf_putc(out, '\n');
    put_gutter(out, style, gutter, "");
    buf_printf(out, "%*s", w.start - w.from + 1 + w.cut_left, "");
    paint(out, style, color);
    for (int i = w.start; i < w.end; i++)
        buf_putc(out, color == PAINT_NOTE ? '-' : '^');
    if (label) {
        buf_putc(out, ' ');
        put_safe(out, label);
    }
    unpaint(out, style);
    buf_putc(out, '\n');
}

/* ---- one diagnostic --------------------------------------------------------- */

/* "file:line:col: ", or "dashc: " where there is no place. */
static void put_place(Buf *out, const RenderStyle *style, Place place)
{
    paint(out, style, PAINT_BOLD);
    if (place.source) {
        put_safe(out, place.source->path);
        buf_printf(out, ":%u:%u: ", place.line, place.column);
    } else {
        buf_puts(out, "dashc: ");
    }
    unpaint(out, style);
}

static int gutter_of(const Diags *diags, const Diag *d)
{
    uint32_t last = sources_place(diags->sources, d->span.start).line;
    for (int i = 0; i < d->notes.count; i++) {
        uint32_t line = sources_place(diags->sources, d->notes.at[i].span.start).line;
        last = line > last ? line : last;
    }
    return digits_of(last);
}

static void put_help(Buf *out, const RenderStyle *style, const char *text)
{
    paint(out, style, PAINT_HELP);
    buf_puts(out, "help: ");
    unpaint(out, style);
    put_safe(out, text);
    buf_putc(out, '\n');
}

/* A fix in words, unless a help line says it already. */
static void put_fix(Buf *out, const RenderStyle *style, const Diag *d)
{
    for (int i = 0; i < d->helps.count; i++)
        if (strstr(d->helps.at[i], d->fix_text))
            return;
    bool inserts = d->fix_span.start == d->fix_span.end;
    if (*d->fix_text)
        put_help(
            out, style,
            arena_printf(d->arena, inserts ? "insert `%s`" : "write `%s` instead", d->fix_text));
    else
        put_help(out, style, "remove it");
}

static void put_note(Buf *out, const RenderStyle *style, const Diags *diags, const DiagLabel *note,
                     int gutter)
{
    Place place = sources_place(diags->sources, note->span.start);
    if (place.source)
        put_place(out, style, place);
    paint(out, style, PAINT_NOTE);
    buf_puts(out, "note: ");
    unpaint(out, style);
    put_safe(out, note->text);
    buf_putc(out, '\n');
    if (place.source)
        put_excerpt(out, style, diags->sources, note->span, gutter, PAINT_NOTE, NULL);
}

static void put_diag(Buf *out, const RenderStyle *style, const Diags *diags, const Diag *d)
{
    Paint color = d->severity == SEVERITY_ERROR ? PAINT_ERROR : PAINT_WARNING;
    Place place = sources_place(diags->sources, d->span.start);
    put_place(out, style, place);
    paint(out, style, color);
    const char *warning = diag_warning_name(d->code);
    buf_printf(out, "%s[%s%s%s]: ", severity_names[d->severity], diag_code_name(d->code),
               warning ? " " : "", warning ? warning : "");
    unpaint(out, style);
    put_safe(out, d->message);
    buf_putc(out, '\n');
    int gutter = gutter_of(diags, d);
    if (place.source)
        put_excerpt(out, style, diags->sources, d->span, gutter, color, d->label);
    for (int i = 0; i < d->notes.count; i++)
        put_note(out, style, diags, &d->notes.at[i], gutter);
    for (int i = 0; i < d->helps.count; i++)
        put_help(out, style, d->helps.at[i]);
    if (d->fix_text)
        put_fix(out, style, d);
    buf_putc(out, '\n');
}

/* ---- all of them ------------------------------------------------------------ */

typedef struct Ranked {
    uint32_t start;
    int index;
    Diag *diag;
} Ranked;

static int compare_ranked(const void *a, const void *b)
{
    const Ranked *x = a, *y = b;
    if (x->start != y->start)
        return x->start < y->start ? -1 : 1;
    return x->index - y->index;
}

Diag **render_order(const Diags *diags)
{
    int count = diags->all.count;
    Ranked *ranked = arena_array(diags->arena, Ranked, count);
    for (int i = 0; i < count; i++) {
        uint32_t start = diags->all.at[i]->span.start;
        ranked[i] = (Ranked){start ? start : UINT32_MAX, i, diags->all.at[i]};
    }
    if (count)
        qsort(ranked, (size_t)count, sizeof *ranked, compare_ranked);
    Diag **sorted = arena_array(diags->arena, Diag *, count);
    for (int i = 0; i < count; i++)
        sorted[i] = ranked[i].diag;
    return sorted;
}

static const char *plural(int count)
{
    return count == 1 ? "" : "s";
}

static void put_summary(Buf *out, const Diags *diags)
{
    int errors = diags->error_count, warnings = diags->warning_count;
    int left = errors + warnings - diags->all.count;
    if (left)
        buf_printf(out, "… and %d more\n", left);
    if (errors)
        buf_printf(out, "%d error%s%s", errors, plural(errors), warnings ? ", " : "\n");
    if (warnings)
        buf_printf(out, "%d warning%s\n", warnings, plural(warnings));
}

void render_text(Buf *out, const Diags *diags, const RenderStyle *style)
{
    Diag **sorted = render_order(diags);
    for (int i = 0; i < diags->all.count; i++)
        put_diag(out, style, diags, sorted[i]);
    put_summary(out, diags);
}

void render_plain(Buf *out, const RenderStyle *style, const char *message)
{
    put_place(out, style, (Place){0});
    paint(out, style, PAINT_ERROR);
    buf_puts(out, "error: ");
    unpaint(out, style);
    put_safe(out, message);
    buf_putc(out, '\n');
}
