/* SPDX-License-Identifier: MIT
 *
 * Words of other languages are errors of their own: the message points at the word
 * and says what stands for it. Shapes (a `:` where a block begins, a list without
 * parentheses) are help lines of the ordinary message.
 */
#include "syntax/habits.h"

#include "dash.h"

/* ---- words --------------------------------------------------------------------------- */

typedef struct Habit {
    const char *word, *help;
    const char *fix; /* what the word is replaced with, or NULL */
} Habit;

static const Habit habits[] = {
    {"def",
     "a function is written `fn name(x: int) -> int { … }`, a callback "
     "`callback name(x = #id.prop) -> #other.prop { … }`",
     NULL},
    {"function", "a function is written `fn name(x: int) -> int { … }`", NULL},
    {"lambda",
     "there are no lambdas: name the function with `fn`; in table verbs a column is `.name`", NULL},
    {"elif", "write `else if`", "else if"},
    {"elseif", "write `else if`", "else if"},
    {"const", "write `let`", "let"},
    {"is", "write `==`, and `!=` for `is not`", NULL},
    {"instanceof", "types are known when the program is built", NULL},
    {"class", "a record type is `type Name = {field: text}`", NULL},
    {"del", "values do not change: build the one without it", NULL},
    {"global", "a callback keeps nothing between its runs: use a `dcc.Store`", NULL},
    {"nonlocal", "a callback keeps nothing between its runs: use a `dcc.Store`", NULL},
    {"try", "what can fail gives `T?` or ends the request", NULL},
    {"except", "what can fail gives `T?` or ends the request", NULL},
    {"raise", "to stop a callback write `prevent_update`", NULL},
    {"throw", "to stop a callback write `prevent_update`", NULL},
    {"with", "there is nothing to open and close: `file(\"x\")` and `csv(\"x\")` read", NULL},
    {"yield", "functions give one value: a list `[f(x) for x in xs]`", NULL},
    {"async", "functions wait by themselves", NULL},
    {"await", "functions wait by themselves", NULL},
    {"new", "a value is made by a call: `go.Figure()`", NULL},
    {"switch", "write `match x { \"a\" => 1, _ => 0 }`", NULL},
    {"pass", "an empty block is `{ }`", NULL},
    {"Output", "outputs are written `-> #id.prop`", NULL},
    {"Input", "an input is written `name = #id.prop`", NULL},
    {"State", "a state is written `state name = #id.prop`", NULL},
};

/* What `import` and `from` bring in elsewhere. */
static const Habit packages[] = {
    {"dash", "`html`, `dcc`, `dash_table`, `px` and `go` are there without `import`", NULL},
    {"html", "it is there without `import`", NULL},
    {"dcc", "it is there without `import`", NULL},
    {"plotly", "`px` and `go` are there without `import`", NULL},
    {"pandas", "tables are built in: `table t = csv(\"file.csv\")`, then `t | filter(…)`", NULL},
    {"polars", "tables are built in: `table t = csv(\"file.csv\")`, then `t | filter(…)`", NULL},
    {"numpy", "numeric functions need no `import`: `mean(xs)`, `sqrt(x)`", NULL},
    {"math", "numeric functions need no `import`: `sqrt(x)`, `pi`", NULL},
    {"datetime", "dates are built in: `date\"2026-01-31\"`, `today()`", NULL},
    {"json", "write `json.parse(text)` and `json.dump(value)` without `import`", NULL},
    {"dash_bootstrap_components", "write `use dbc from \"dash-bootstrap-components\"`", NULL},
    {"dash_ag_grid", "write `use dag from \"dash-ag-grid\"`", NULL},
};

static const Habit *find_habit(const Habit *list, size_t count, Str word)
{
    for (size_t i = 0; i < count; i++)
        if (str_eq(word, (Str){list[i].word, strlen(list[i].word)}))
            return &list[i];
    return NULL;
}

#define FIND(list, word) find_habit(list, sizeof(list) / sizeof *(list), word)

/* Whether the word is a name after all: `class="wide"`, `x.is`. */
static bool is_name(const Syntax *s, Token token)
{
    const Source *source = s->source;
    const char *after = source->text + (token.end - source->base);
    after += strspn(after, " ");
    bool named = after[0] == '=' && after[1] != '=';
    return named ||
           (token.start > source->base && source->text[token.start - source->base - 1] == '.');
}

static const Habit *habit_of(Syntax *s, Token token)
{
    const Habit *habit = FIND(habits, token_text(s, token));
    return habit && !is_name(s, token) ? habit : NULL;
}

static void report_word(Syntax *s, Token token, const Habit *habit)
{
    Diag *d = diag_error(s->diags, E0018, token_span(token), "`%s` is a word of another language",
                         habit->word);
    diag_help(d, "%s", habit->help);
    if (habit->fix)
        diag_fix(d, token_span(token), habit->fix);
}

/* `import pandas as pd`, `from dash import html`. */
static bool report_import(const ErrorPlace *place)
{
    Str last = token_text(place->s, place->last);
    if (!str_eq(last, STR("import")) && !str_eq(last, STR("from")))
        return false;
    const Habit *habit = FIND(packages, token_text(place->s, place->found));
    Diag *d = diag_error(place->s->diags, E0018,
                         span_join(token_span(place->last), token_span(place->found)),
                         "packages are not imported like this");
    diag_help(d, "%s",
              habit ? habit->help
                    : "a component library is `use dbc from \"package\"`, a file "
                      "`import \"other.dash\"`");
    return true;
}

/* `@app.callback(…)` */
static bool report_decorator(const ErrorPlace *place)
{
    Span span = {place->last.start - 1, place->last.end};
    bool decorates = place->found.kind == TK_DOT && place->last.start > place->s->source->base &&
                     place->s->source->text[span.start - place->s->source->base] == '@';
    if (!decorates)
        return false;
    Diag *d = diag_error(place->s->diags, E0018, span, "a callback needs no decorator");
    diag_help(d, "write `callback name(x = #id.prop) -> #other.prop { … }`");
    return true;
}

bool report_habit(const ErrorPlace *place)
{
    Syntax *s = place->s;
    if (report_import(place) || report_decorator(place))
        return true;
    const Habit *last = habit_of(s, place->last);
    const Habit *found = habit_of(s, place->found);
    if (last)
        report_word(s, place->last, last);
    else if (found)
        report_word(s, place->found, found);
    return last || found;
}

/* ---- shapes ----------------------------------------------------------------------------- */

static bool accepts_body(const ErrorPlace *place)
{
    return place_accepts(place, TK_LBODY) || place_accepts(place, TK_LBRACE);
}

/* Whether the statement that is being read begins with `return`. */
static bool in_return(const ErrorPlace *place)
{
    int depth = dash_parse_depth(place->parser);
    for (int i = 0; i < depth && i < 8; i++)
        if (dash_parse_symbol(place->parser, i) == TK_RETURN)
            return true;
    return false;
}

static void help_comma(Diag *d, const ErrorPlace *place)
{
    if (in_return(place)) {
        diag_help(d, "several values are a tuple: `return (a, b)`");
    } else {
        diag_help(d, "children and statements are separated by a new line or `;`");
        diag_fix(d, token_span(place->found), "");
    }
}

/* `x++` */
static bool is_step(const ErrorPlace *place)
{
    return place->last.kind == TK_PLUS && place->found.kind == TK_PLUS &&
           place->found.start == place->last.end;
}

static void help_operand(Diag *d, const ErrorPlace *place)
{
    if (is_step(place))
        diag_help(d, "write `x += 1`");
    else if (place->last.kind == TK_TEXT_HEAD && place->found.kind == TK_TEXT_TAIL)
        diag_help(d, "an interpolation holds what is to be shown: `\"{name}\"`; a brace that is "
                     "only a character is written `\\{`");
    else if (place->last.kind == TK_TEXT_HEAD && place->found.kind == TK_TEXT_MIDDLE)
        diag_help(d, "a brace that is only a character is written `\\{`");
}

void help_habit(Diag *d, const ErrorPlace *place)
{
    int found = place->found.kind, last = place->last.kind;
    bool ended = token_is(last, TOKEN_ENDS_OPERAND);
    if ((found == TK_IF || found == TK_QUESTION) && ended)
        diag_help(d, "a choice is written `if c { a } else { b }`");
    else if (found == TK_FOR && ended)
        diag_help(d, "a comprehension stands in brackets: `[f(x) for x in xs]`");
    else if (found == TK_PIPE && place_accepts(place, TK_FAT_ARROW))
        diag_help(d, "several values of an arm are separated by commas: `\"a\", \"b\" => 1`");
    else if (found == TK_RETURN && last == TK_COALESCE)
        diag_help(d, "`return` is a statement: `if x == null { return … }` before this line");
    else if (found == TK_FAT_ARROW)
        diag_help(d, "there are no arrow functions: name the function with `fn`");
    else if (found == TK_COLON && (last == TK_ELSE || accepts_body(place)))
        diag_help(d, "a body is written in `{ … }`, without `:`");
    else if (found == TK_SEP && accepts_body(place) && !place_accepts(place, TK_INT))
        diag_help(d, "the `{` stands on the same line");
    else if (found == TK_LBRACKET && last == TK_LAYOUT)
        diag_help(d, "children stand in `layout { … }`");
    else if (found == TK_ASSIGN && place_accepts(place, TK_EQ))
        diag_help(d, "to compare write `==`");
    else if (found == TK_COMMA && place_accepts(place, TK_IN) && !place_accepts(place, TK_PIPE))
        diag_help(d, "several names stand in parentheses: `for (i, x) in …`");
    else if (found == TK_COMMA && place_accepts(place, TK_SEP))
        help_comma(d, place);
    else if (found == TK_DOT && last == TK_APP)
        diag_help(d, "there is no app object: the page is `layout { … }`, options stand in "
                     "`app \"Title\" { … }`, and `dashc run` starts it");
    else if (place->s->layout.depth == 0 && place_accepts(place, TK_AT) &&
             (found == TK_FOR || found == TK_WHILE || found == TK_RETURN || found == TK_ASSERT ||
              found == TK_BREAK || found == TK_CONTINUE))
        diag_help(d, "statements stand in a `fn`, a `callback` or a `test`");
    else if (found == TK_VAR && place->s->layout.depth == 0)
        diag_help(d, "outside functions nothing changes: write `let`");
    else if (last == TK_NAME && found == TK_NAME && place_accepts(place, TK_COLON) &&
             !place_accepts(place, TK_LPAREN))
        diag_help(d, "a type stands after a colon: `x: int`");
    else if (last == TK_NAME && token_is(found, TOKEN_STARTS_OPERAND) &&
             place_accepts(place, TK_LPAREN) && !(place->found.flags & TOKEN_NEWLINE))
        diag_help(d, "the arguments of a call stand in parentheses: `f(x)`");
    else
        help_operand(d, place);
}
