/* SPDX-License-Identifier: MIT
 *
 * The scanner: one cell after the other, everything checked that does not depend on
 * what a cell means: quotes, lengths, UTF-8, NUL bytes, the number of cells. It never
 * looks further than the longest cell allowed, so that a huge line without a
 * delimiter is refused at once.
 */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/utf8.h"
#include "table/csv_block.h"
#include "table/csv_fast.h"

enum {
    BLOCK_BYTES = 32 * 1024,
    LONGEST_ROW = 1 << 30, /* bytes: offsets of cells stay within 32 bits */
};

/* What a cell is followed by. */
typedef enum End {
    END_CELL, /* a delimiter: the row goes on */
    END_ROW,
    END_FILE, /* the row, if it has begun, is the last */
    END_FAULT,
} End;

typedef struct Scanner {
    const CsvShape *shape;
    const CsvDialect *dialect;
    const char *at, *end;
    CsvFault *fault;
    bool failed;
} Scanner;

/* ---- what all share ------------------------------------------------------- */

bool csv_fault(CsvFault *fault, const char *at, const char *format, ...)
{
    *fault = (CsvFault){.at = at};
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(fault->message, sizeof(fault->message), format, arguments);
    va_end(arguments);
    return false;
}

void csv_bad_add(CsvBad *bad, const CsvFault *fault)
{
    size_t kept = bad->count < DASH_FIRST_BAD ? bad->count : DASH_FIRST_BAD, place = kept;
    while (place > 0 && bad->first[place - 1].at > fault->at) {
        place--;
    }
    for (size_t i = kept; i > place; i--) {
        if (i < DASH_FIRST_BAD) {
            bad->first[i] = bad->first[i - 1];
        }
    }
    if (place < DASH_FIRST_BAD) {
        bad->first[place] = *fault;
    }
    bad->count++;
}

bool csv_block_reserve(CsvBlock *block, size_t cells)
{
    if (cells <= block->capacity) {
        return true;
    }
    size_t capacity = block->capacity ? block->capacity : 4096;
    while (capacity < cells) {
        capacity *= 2;
    }
    uint32_t *starts = realloc(block->starts, capacity * sizeof(*starts));
    if (starts) {
        block->starts = starts;
    }
    uint32_t *ends = block->ends ? block->ends - 1 : NULL;
    ends = realloc(ends, (capacity + 1) * sizeof(*ends));
    if (ends) {
        *ends = UINT32_MAX;
        block->ends = ends + 1;
    }
    block->capacity = starts && ends ? capacity : block->capacity;
    return starts && ends;
}

void csv_block_free(CsvBlock *block)
{
    free(block->starts);
    free(block->ends ? block->ends - 1 : NULL);
    *block = (CsvBlock){0};
}

bool csv_quotes_odd(const CsvDialect *dialect, const char *at, const char *end)
{
    const uint64_t low = CSV_BYTES(0x7F), quotes = CSV_BYTES((uint64_t)dialect->quote);
    int count = 0;
    if (dialect->quote < 0) {
        return false;
    }
    for (; end - at >= 8; at += 8) {
        uint64_t other = csv_load(at) ^ quotes; /* 0 where a quote is */
        count ^= __builtin_popcountll(~(((other & low) + low) | other | low));
    }
    for (; at < end; at++) {
        count ^= (unsigned char)*at == dialect->quote;
    }
    return count & 1;
}

const char *csv_next_line(const CsvDialect *dialect, const char *at, const char *end, bool inside)
{
    for (; at < end; at++) {
        inside ^= (unsigned char)*at == dialect->quote;
        if (*at == '\n' && !inside) {
            return at + 1;
        }
    }
    return end;
}

/* ---- cells ---------------------------------------------------------------- */

static End too_long(Scanner *s, const char *cell, bool quoted)
{
    csv_fault(s->fault, cell, "a cell is longer than %zu bytes%s", s->dialect->max_field,
              quoted ? ": is its closing quote missing?" : "");
    return END_FAULT;
}

/* Checks bytes [from, to) of the file. */
static bool check_bytes(Scanner *s, const char *from, const char *to)
{
    size_t good = utf8_valid_prefix(from, (size_t)(to - from));
    const char *nul = memchr(from, 0, good);
    if (nul) {
        return csv_fault(s->fault, nul, "a NUL byte: this is not a text file");
    }
    return from + good == to ||
           csv_fault(s->fault, from + good,
                     "byte 0x%02X is not UTF-8: save the file in that encoding, or tell its own by "
                     "encoding=",
                     (unsigned char)from[good]);
}

/* Steps over what follows a cell. */
static End step_over_end(Scanner *s)
{
    if (s->at == s->end) {
        return END_FILE;
    }
    return (unsigned char)*s->at++ == s->dialect->delimiter ? END_CELL : END_ROW;
}

static End plain_cell(Scanner *s, const char **stop)
{
    const char *start = s->at, *at = start;
    size_t rest = (size_t)(s->end - start), most = s->dialect->max_field + 2;
    const char *limit = rest > most ? start + most : s->end;
    bool special = false;
    for (; at < limit && (unsigned char)*at != s->dialect->delimiter && *at != '\n'; at++) {
        special |= (signed char)*at <= 0;
    }
    if (special && !check_bytes(s, start, at)) {
        return END_FAULT;
    }
    *stop = at;
    if (at > start && at[-1] == '\r' && (at == s->end || *at == '\n')) {
        --*stop;
    }
    if ((size_t)(*stop - start) > s->dialect->max_field) {
        return too_long(s, start, false);
    }
    s->at = at;
    return step_over_end(s);
}

/* The closing quote of the cell whose text begins at `at`, or NULL. */
static const char *closing_quote(const Scanner *s, const char *at, const char *limit)
{
    int quote = s->dialect->quote;
    while (at < limit && (at = memchr(at, quote, (size_t)(limit - at))) != NULL) {
        if (at + 1 >= s->end || (unsigned char)at[1] != quote) {
            return at;
        }
        at += 2;
    }
    return NULL;
}

static End quoted_cell(Scanner *s, const char **stop)
{
    const char *cell = s->at, *text = cell + 1;
    size_t rest = (size_t)(s->end - text), most = s->dialect->max_field + 1;
    const char *limit = rest > most ? text + most : s->end;
    const char *quote = closing_quote(s, text, limit);
    if (!quote && limit < s->end) {
        return too_long(s, cell, true);
    }
    if (!quote) {
        csv_fault(s->fault, cell, "this quote is never closed");
        return END_FAULT;
    }
    if (!check_bytes(s, text, quote)) {
        return END_FAULT;
    }
    *stop = s->at = quote + 1;
    size_t left = (size_t)(s->end - s->at);
    if (left > 0 && *s->at == '\r' && (left == 1 || s->at[1] == '\n')) {
        s->at++;
    }
    if (s->at < s->end && (unsigned char)*s->at != s->dialect->delimiter && *s->at != '\n') {
        csv_fault(s->fault, s->at,
                  "text follows a closing quote; a quote inside of quotes is doubled");
        return END_FAULT;
    }
    return step_over_end(s);
}

/* The cell at s->at, which then is behind it; [*start, *stop) with its quotes. */
static End next_cell(Scanner *s, const char **start, const char **stop)
{
    *start = s->at;
    bool quoted = s->at < s->end && (unsigned char)*s->at == s->dialect->quote;
    return quoted ? quoted_cell(s, stop) : plain_cell(s, stop);
}

/* ---- rows ----------------------------------------------------------------- */

/* Steps over a comment; false when it is no text. */
static bool skip_comment(Scanner *s)
{
    size_t rest = (size_t)(s->end - s->at), most = s->dialect->max_field + 1;
    const char *newline = memchr(s->at, '\n', rest < most ? rest : most);
    if (!newline && rest >= most) {
        return too_long(s, s->at, false) != END_FAULT;
    }
    const char *start = s->at;
    s->at = newline ? newline + 1 : s->end;
    return check_bytes(s, start, s->at);
}

/* Steps over empty lines and comments that begin before `to`; false when there is no
 * row there, or a comment is no text. */
static bool next_row(Scanner *s, const char *to)
{
    while (s->at < to && !s->failed) {
        bool returned = *s->at == '\r' && s->end - s->at >= 2 && s->at[1] == '\n';
        if ((unsigned char)*s->at == s->dialect->comment) {
            s->failed = !skip_comment(s);
        } else if (returned || *s->at == '\n') {
            s->at += returned ? 2 : 1;
        } else {
            return true;
        }
    }
    return false;
}

static bool add_cell(Scanner *s, CsvBlock *block, const char *start, const char *stop)
{
    if (stop - block->base > LONGEST_ROW) {
        return csv_fault(s->fault, start, "a row is longer than %d bytes", LONGEST_ROW);
    }
    if (!csv_block_reserve(block, block->cells + 1)) {
        return csv_fault(s->fault, NULL, "memory is out");
    }
    block->starts[block->cells] = (uint32_t)(start - block->base);
    block->ends[block->cells] = (uint32_t)(stop - block->base);
    block->cells++;
    return true;
}

/* One row of any number of cells, of which at most `most` are kept. Gives how many
 * there are, counted up to twice the number of columns and some; 0 is a fault. */
static size_t scan_row(Scanner *s, CsvBlock *block, size_t most, bool *more)
{
    size_t cells = 0, limit = 2 * (size_t)s->shape->columns + 100;
    const char *start = s->at, *stop = s->at;
    End end;
    do {
        end = next_cell(s, &start, &stop);
        if (end == END_FAULT || (cells < most && !add_cell(s, block, start, stop))) {
            return 0;
        }
        cells++;
    } while (end == END_CELL && cells <= (most > limit ? most : limit));
    *more = end == END_CELL;
    return cells;
}

/* A row with another number of cells than the file has columns. */
static bool ragged(Scanner *s, CsvBlock *block, const char *row, size_t cells, bool more,
                   CsvBad *bad)
{
    uint32_t columns = s->shape->columns;
    csv_fault(s->fault, row, "row has %s%zu cell%s, the header has %u", more ? "more than " : "",
              cells, cells == 1 ? "" : "s", columns);
    s->fault->whole_row = true;
    if (s->shape->on_error == DASH_ON_ERROR_FAIL) {
        return false;
    }
    csv_bad_add(bad, s->fault);
    for (End end = more ? END_CELL : END_ROW; end == END_CELL;) {
        const char *start, *stop;
        end = next_cell(s, &start, &stop);
        if (end == END_FAULT) {
            return false;
        }
    }
    size_t kept = cells < columns ? cells : columns;
    if (s->shape->on_error == DASH_ON_ERROR_SKIP) {
        block->cells -= kept;
        return true;
    }
    for (; kept < columns; kept++) {
        if (!add_cell(s, block, row, row)) {
            return false;
        }
    }
    return true;
}

static Scanner scanner_at(const CsvShape *shape, const char *at, CsvBlock *block, CsvFault *fault)
{
    *block = (CsvBlock){.base = at,
                        .starts = block->starts,
                        .ends = block->ends,
                        .capacity = block->capacity,
                        .has_starts = true};
    return (Scanner){
        .shape = shape, .dialect = shape->dialect, .at = at, .end = shape->end, .fault = fault};
}

bool csv_scan(const CsvShape *shape, const char **at, const char *to, CsvBlock *block, CsvBad *bad,
              CsvFault *fault)
{
    Scanner s = scanner_at(shape, *at, block, fault);
    while (s.at - *at < BLOCK_BYTES && next_row(&s, to)) {
        bool more = false;
        const char *row = s.at;
        size_t cells = scan_row(&s, block, shape->columns, &more);
        s.failed = cells == 0 ||
                   ((cells != shape->columns || more) && !ragged(&s, block, row, cells, more, bad));
    }
    block->rows = block->cells / shape->columns;
    block->cells = block->rows * shape->columns;
    block->padded = shape->end - s.at >= CSV_PADDING;
    *at = s.at;
    return !s.failed;
}

bool csv_scan_first(const CsvShape *shape, const char **at, size_t most, CsvBlock *block,
                    CsvFault *fault)
{
    Scanner s = scanner_at(shape, *at, block, fault);
    bool more = false;
    if (!next_row(&s, shape->end)) {
        return !s.failed;
    }
    size_t cells = scan_row(&s, block, most + 1, &more);
    if (cells == 0) {
        return false;
    }
    if (cells > most) {
        return csv_fault(fault, block->base + block->starts[most],
                         "the header has more than %zu columns", most);
    }
    block->rows = 1;
    *at = s.at;
    return true;
}
