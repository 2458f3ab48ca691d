/* SPDX-License-Identifier: MIT
 *
 * Diagnostics: what the compiler has to say to the user. Checks build records;
 * one place renders them (text with or without colour, JSON). Every record has
 * a code of the catalogue in codes.def, a place, a sentence in the user's terms,
 * maybe labels at other places and maybe a help line.
 *
 *     Diag *d = diag_error(diags, E0302, span, "`%s` is not a prop of %s", prop, component);
 *     diag_label(d, "used here");                     // text under the primary span
 *     diag_note_at(d, other, "the id is declared here");
 *     diag_help(d, "did you mean `%s`?", guess);
 */
#ifndef DASHC_SOURCE_DIAG_H
#define DASHC_SOURCE_DIAG_H

#include "source/source.h"

/* X(code, title): the table of all diagnostics. */
typedef enum DiagCode {
#define X(code, title) code,
#include "source/codes.def"
#undef X
    DIAG_CODE_COUNT
} DiagCode;

/* "E0302", and "value may be null". */
const char *diag_code_name(DiagCode code);
const char *diag_code_title(DiagCode code);
/* "unused-let"; NULL for an error. */
const char *diag_warning_name(DiagCode code);

/* What becomes of a warning. */
typedef enum WarningLevel { LEVEL_ALLOW, LEVEL_WARN, LEVEL_DENY } WarningLevel;

typedef enum Severity { SEVERITY_ERROR, SEVERITY_WARNING } Severity;

typedef struct DiagLabel {
    Span span;
    const char *text;
} DiagLabel;

typedef struct Diag {
    DiagCode code;
    Severity severity;
    Span span;
    const char *message;
    const char *label; /* under the primary span, or NULL */
    Vec(DiagLabel) notes;
    Vec(const char *) helps;
    Span fix_span; /* with fix_text: what to put in place of it, for editors */
    const char *fix_text;
    Arena *arena;
} Diag;

#define DIAG_MAX_ERRORS 20

typedef struct Diags {
    Arena *arena;
    const Sources *sources;
    Vec(Diag *) all;
    int error_count, warning_count;
    uint8_t levels[DIAG_CODE_COUNT]; /* WarningLevel of each warning */
    int syntax_errors; /* the first so many of `all` left holes in the tree: see diags_doubt */
} Diags;

void diags_init(Diags *diags, Arena *arena, const Sources *sources);
/* Sets the level of one warning ("unused-let", "W1001"), of all "unused-…" by
 * "unused", or of all by "warnings"; LEVEL_DENY of several leaves those alone
 * that are off. False when there is no such warning. */
bool diags_set_level(Diags *diags, const char *name, WarningLevel level);
/* From here on the program is checked though parts of it could not be read: what
 * may only follow from that (names that are not there, anything in a line with a
 * syntax error) is not reported. */
void diags_doubt(Diags *diags);
/* Whether a warning would be seen: for checks that cost time. */
bool diags_wants(const Diags *diags, DiagCode warning);

/* Records a diagnostic. Never NULL; two errors with the same code and span are
 * one. Errors and warnings past DIAG_MAX_ERRORS are counted but not kept. A
 * warning that is off is dropped, one that is denied is an error. */
Diag *diag_error(Diags *diags, DiagCode code, Span span, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
Diag *diag_warning(Diags *diags, DiagCode code, Span span, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
void diag_label(Diag *diag, const char *format, ...) __attribute__((format(printf, 2, 3)));
void diag_note_at(Diag *diag, Span span, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
void diag_help(Diag *diag, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* A replacement that an editor can apply; printed as a help line too. */
void diag_fix(Diag *diag, Span span, const char *replacement);

/* "X is not supported yet": what a later version will do. */
Diag *diag_unsupported(Diags *diags, Span span, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Names like the one that was meant: by Damerau-Levenshtein distance. */
typedef struct Suggest {
    const char *wanted;
    const char *best;
    int distance;
} Suggest;
Suggest suggest_for(const char *wanted);
void suggest_consider(Suggest *suggest, const char *candidate);
/* The nearest candidate, or NULL when none is near enough. */
const char *suggest_best(const Suggest *suggest);
/* Adds "did you mean `x`?" when there is a near one. */
void diag_suggest(Diag *diag, const Suggest *suggest);

/* What stands beside `name` in an array of pairs: a word that people bring from
 * elsewhere, and what it is here or why it is not. NULL: it is none of them. */
#define word_here(pairs, name) word_find((pairs), sizeof(pairs) / sizeof *(pairs), (name))
const char *word_find(const char *const (*pairs)[2], size_t count, const char *name);
/* Is the word one of "row col"? */
bool word_listed(const char *words, const char *word);

#endif
