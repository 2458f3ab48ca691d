/* SPDX-License-Identifier: MIT
 *
 * The scanner looks for the end of a cell with sixteen bytes a step and learns
 * in the same step whether the cell has bytes that need a closer look. It never
 * looks further than the longest cell allowed, so that a huge line without a
 * delimiter is refused at once.
 */
#include "table/csv_scan.h"

#include <stdlib.h>
#include <string.h>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

#include "core/utf8.h"

enum { DEFAULT_MAX_FIELD = 1024 * 1024 };

CsvScanner csv_scanner(DashArena *arena, const char *bytes, size_t len, const DashSource *source,
                       DashSourceError *error)
{
    bool marked = len >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0;
    const char *start = bytes + (marked ? 3 : 0);
    return (CsvScanner){
        .at = start,
        .end = bytes + len,
        .line_start = start,
        .line = 1,
        .max_field = source->max_field ? source->max_field : DEFAULT_MAX_FIELD,
        .delimiter = source->delimiter ? source->delimiter : ',',
        .arena = arena,
        .error = error,
    };
}

void csv_scanner_free(CsvScanner *s)
{
    free(s->buffer);
    s->buffer = NULL;
}

/* ---- errors --------------------------------------------------------------- */

static size_t column_of(const CsvScanner *s, const char *at)
{
    return (size_t)(at - s->line_start) + 1;
}

static bool too_long(const CsvScanner *s, const CsvCell *cell)
{
    return source_fail(s->arena, s->error, cell->line, cell->column, DASH_NO_TEXT,
                       "a cell is longer than %zu bytes%s", s->max_field,
                       cell->quoted ? ": is its closing quote missing?" : "");
}

static bool bad_byte(const CsvScanner *s, const char *at)
{
    if (!*at) {
        return source_fail(s->arena, s->error, s->line, column_of(s, at), DASH_NO_TEXT,
                           "a NUL byte: this is not a text file");
    }
    return source_fail(s->arena, s->error, s->line, column_of(s, at), DASH_NO_TEXT,
                       "byte 0x%02X is not UTF-8: save the file in that encoding",
                       (unsigned char)*at);
}

/* Checks bytes [from, to) of the file, which may hold newlines; keeps the line
 * count. */
static bool check_bytes(CsvScanner *s, const char *from, const char *to)
{
    size_t good = utf8_valid_prefix(from, (size_t)(to - from));
    const char *nul = memchr(from, 0, good);
    const char *bad = nul ? nul : from + good < to ? from + good : NULL;
    const char *stop = bad ? bad : to;
    for (const char *at = from; (at = memchr(at, '\n', (size_t)(stop - at))) != NULL; at++) {
        s->line++;
        s->line_start = at + 1;
    }
    return !bad || bad_byte(s, bad);
}

/* ---- cells ---------------------------------------------------------------- */

/* The first delimiter or newline in [at, end), or end. `special` is set when a
 * byte before it (or a few after it) is NUL or past ASCII. */
static const char *find_cell_end(const char *at, const char *end, char delimiter, bool *special)
{
#if defined(__SSE2__)
    const __m128i delimiters = _mm_set1_epi8(delimiter), newlines = _mm_set1_epi8('\n');
    for (; end - at >= 16; at += 16) {
        __m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)at);
        __m128i ends =
            _mm_or_si128(_mm_cmpeq_epi8(bytes, delimiters), _mm_cmpeq_epi8(bytes, newlines));
        __m128i odd = _mm_or_si128(bytes, _mm_cmpeq_epi8(bytes, _mm_setzero_si128()));
        *special |= _mm_movemask_epi8(odd) != 0;
        int found = _mm_movemask_epi8(ends);
        if (found) {
            return at + __builtin_ctz((unsigned)found);
        }
    }
#endif
    for (; at < end && *at != delimiter && *at != '\n'; at++) {
        *special |= (signed char)*at <= 0;
    }
    return at;
}

/* What follows a cell that ended at s->at: a delimiter, a newline, the end. */
static CsvEnd step_over_end(CsvScanner *s)
{
    if (s->at == s->end) {
        return CSV_END_FILE;
    }
    if (*s->at++ == s->delimiter) {
        return CSV_END_CELL;
    }
    s->line++;
    s->line_start = s->at;
    return CSV_END_ROW;
}

static bool plain_cell(CsvScanner *s, CsvCell *cell)
{
    size_t rest = (size_t)(s->end - s->at);
    const char *limit = rest > s->max_field + 2 ? s->at + s->max_field + 2 : s->end;
    bool special = false;
    const char *stop = find_cell_end(s->at, limit, s->delimiter, &special);
    if (special && !check_bytes(s, s->at, stop)) {
        return false;
    }
    cell->ptr = s->at;
    cell->len = (size_t)(stop - s->at);
    bool returns = cell->len && stop[-1] == '\r' && (stop == s->end || *stop == '\n');
    cell->len -= returns;
    if (cell->len > s->max_field) {
        return too_long(s, cell);
    }
    s->at = stop;
    cell->end = step_over_end(s);
    return true;
}

/* Copies a quoted text with each doubled quote made one. */
static bool undouble(CsvScanner *s, CsvCell *cell)
{
    if (s->buffer_capacity < cell->len) {
        char *buffer = realloc(s->buffer, cell->len);
        if (!buffer) {
            return source_fail(s->arena, s->error, 0, 0, DASH_NO_TEXT, "memory is out");
        }
        s->buffer = buffer;
        s->buffer_capacity = cell->len;
    }
    size_t len = 0;
    for (size_t i = 0; i < cell->len; i++) {
        s->buffer[len++] = cell->ptr[i];
        i += cell->ptr[i] == '"';
    }
    cell->ptr = s->buffer;
    cell->len = len;
    return true;
}

/* The closing quote of the text that begins at s->at, or NULL. */
static const char *find_closing_quote(const CsvScanner *s, const char *limit, bool *doubled)
{
    const char *at = s->at;
    while ((at = memchr(at, '"', (size_t)(limit - at))) != NULL) {
        if (at + 1 >= s->end || at[1] != '"') {
            return at;
        }
        *doubled = true;
        at += 2;
        if (at >= limit) {
            return NULL;
        }
    }
    return NULL;
}

static bool quoted_cell(CsvScanner *s, CsvCell *cell)
{
    cell->quoted = true;
    s->at++;
    size_t rest = (size_t)(s->end - s->at);
    const char *limit = rest > s->max_field + 1 ? s->at + s->max_field + 1 : s->end;
    bool doubled = false;
    const char *quote = find_closing_quote(s, limit, &doubled);
    if (!quote) {
        return limit < s->end ? too_long(s, cell)
                              : source_fail(s->arena, s->error, cell->line, cell->column,
                                            DASH_NO_TEXT, "this quote is never closed");
    }
    if (!check_bytes(s, s->at, quote)) {
        return false;
    }
    cell->ptr = s->at;
    cell->len = (size_t)(quote - s->at);
    s->at = quote + 1;
    if (s->end - s->at >= 2 && s->at[0] == '\r' && s->at[1] == '\n') {
        s->at++;
    } else if (s->end - s->at == 1 && s->at[0] == '\r') {
        s->at++;
    }
    if (s->at < s->end && *s->at != s->delimiter && *s->at != '\n') {
        return source_fail(s->arena, s->error, s->line, column_of(s, s->at), DASH_NO_TEXT,
                           "text follows a closing quote; a quote inside of quotes is doubled");
    }
    cell->end = step_over_end(s);
    return !doubled || undouble(s, cell);
}

bool csv_next_cell(CsvScanner *s, CsvCell *cell)
{
    *cell = (CsvCell){.line = s->line, .column = column_of(s, s->at)};
    return s->at < s->end && *s->at == '"' ? quoted_cell(s, cell) : plain_cell(s, cell);
}

bool csv_next_row(CsvScanner *s)
{
    while (s->at < s->end) {
        size_t step = *s->at == '\n' ? 1 : 0;
        if (*s->at == '\r' && s->end - s->at >= 2 && s->at[1] == '\n') {
            step = 2;
        }
        if (!step) {
            return true;
        }
        s->at += step;
        s->line++;
        s->line_start = s->at;
    }
    return false;
}
