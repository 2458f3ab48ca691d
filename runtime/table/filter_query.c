/* SPDX-License-Identifier: MIT
 *
 * Reading a filter_query. Which word may stand where depends on the one before
 * it alone. The tree is found from the loosest operator outside of brackets, the
 * first of several: what is left of it and what is right.
 */
#include "table/filter_query.h"

#include <math.h>
#include <string.h>
#include <strings.h>

#include "core/cx.h"

enum { TOKEN_MAX = 4096, NO_PRIORITY = -1 };

/* Kinds of words; bits, for sets of what may come before. */
typedef enum TokenType {
    AT_START = 1,
    BLOCK_OPEN = 2,
    BLOCK_CLOSE = 4,
    LOGIC = 8,
    RELATION = 16,
    UNARY = 32, /* `!` and `is …` */
    EXPRESSION = 64,
} TokenType;

typedef enum Operand { NO_OPERAND, FIELD, QUOTED, BARE } Operand;

typedef enum Rule {
    SIGN,   /* the characters */
    WORD,   /* letters in any case, then white space or the end */
    LOOSE,  /* letters in any case */
    SPACED, /* letters in any case, then white space */
    READ,   /* an expression */
} Rule;

/* How loosely a word binds, as the table says it, times two. */
enum { BINDS_OR = 6, BINDS_AND = 4, BINDS_NOT = 3, BINDS_BLOCK = 2, BINDS_RELATION = 0 };

typedef struct Lexeme {
    const char *text;
    Rule rule;
    bool has_case; /* an `i` or `s` may stand before it */
    TokenType type;
    unsigned after; /* set of TokenType */
    int priority;
    int op; /* FilterOp, FilterShape or Operand */
} Lexeme;

enum {
    ENDED = BLOCK_CLOSE | EXPRESSION | UNARY,
    OPENING = AT_START | BLOCK_OPEN | LOGIC,
};

/* In the order in which they are tried. */
static const Lexeme lexemes[] = {
    {"and", SPACED, false, LOGIC, ENDED, BINDS_AND, FILTER_AND},
    {"&&", SIGN, false, LOGIC, ENDED, BINDS_AND, FILTER_AND},
    {"or", SPACED, false, LOGIC, ENDED, BINDS_OR, FILTER_OR},
    {"||", SIGN, false, LOGIC, ENDED, BINDS_OR, FILTER_OR},
    {")", SIGN, false, BLOCK_CLOSE, ENDED | BLOCK_OPEN, NO_PRIORITY, 0},
    {"(", SIGN, false, BLOCK_OPEN, OPENING | UNARY, BINDS_BLOCK, 0},
#define RELATIONS(rule, text, op)                                                                  \
    {                                                                                              \
        text, rule, true, RELATION, EXPRESSION, BINDS_RELATION, op                                 \
    }
    RELATIONS(WORD, "contains", FILTER_CONTAINS),
    {"datestartswith", WORD, false, RELATION, EXPRESSION, BINDS_RELATION, FILTER_DATE_STARTS},
    RELATIONS(SIGN, "=", FILTER_EQ),
    RELATIONS(WORD, "eq", FILTER_EQ),
    RELATIONS(SIGN, ">=", FILTER_GE),
    RELATIONS(WORD, "ge", FILTER_GE),
    RELATIONS(SIGN, ">", FILTER_GT),
    RELATIONS(WORD, "gt", FILTER_GT),
    RELATIONS(SIGN, "<=", FILTER_LE),
    RELATIONS(WORD, "le", FILTER_LE),
    RELATIONS(SIGN, "<", FILTER_LT),
    RELATIONS(WORD, "lt", FILTER_LT),
    RELATIONS(SIGN, "!=", FILTER_NE),
    RELATIONS(WORD, "ne", FILTER_NE),
#undef RELATIONS
#define TESTS(text, op)                                                                            \
    {                                                                                              \
        text, LOOSE, false, UNARY, EXPRESSION, BINDS_RELATION, op                                  \
    }
    TESTS("is blank", FILTER_IS_BLANK),
    TESTS("is bool", FILTER_IS_BOOL),
    TESTS("is even", FILTER_IS_EVEN),
    TESTS("is nil", FILTER_IS_NIL),
    TESTS("is num", FILTER_IS_NUM),
    TESTS("is object", FILTER_IS_OBJECT),
    TESTS("is odd", FILTER_IS_ODD),
    TESTS("is prime", FILTER_IS_PRIME),
    TESTS("is str", FILTER_IS_STR),
#undef TESTS
    {"!", SIGN, false, UNARY, AT_START | LOGIC | UNARY, BINDS_NOT, FILTER_NOT},
    {"field", READ, false, EXPRESSION, OPENING | RELATION, NO_PRIORITY, FIELD},
    {"text", READ, false, EXPRESSION, OPENING | RELATION, NO_PRIORITY, QUOTED},
    {"value", READ, false, EXPRESSION, OPENING | RELATION, NO_PRIORITY, BARE},
};

typedef struct Token {
    const Lexeme *lexeme;
    DashText text;
} Token;

/* ---- words -------------------------------------------------------------------- */

/* Bytes of the character at `at` that a `\` may stand before; 0: none. */
static size_t escaped_at(DashText text, size_t at)
{
    if (at >= text.len || text.ptr[at] == '\n' || text.ptr[at] == '\r') {
        return 0;
    }
    if (text.len - at >= 3 && (memcmp(text.ptr + at, "\xE2\x80\xA8", 3) == 0 ||
                               memcmp(text.ptr + at, "\xE2\x80\xA9", 3) == 0)) {
        return 0;
    }
    size_t end = at + 1;
    while (end < text.len && ((unsigned char)text.ptr[end] & 0xC0) == 0x80) {
        end++;
    }
    return end - at;
}

/* How far characters go that are none of `stops` nor white space (when `spaces`
 * end it); `\` takes the next one along. */
static size_t run_at(DashText text, size_t at, const char *stops, bool spaces)
{
    while (at < text.len) {
        char c = text.ptr[at];
        if (c == '\\') {
            size_t escaped = escaped_at(text, at + 1);
            if (!escaped) {
                return at;
            }
            at += 1 + escaped;
        } else if ((c && strchr(stops, c)) || (spaces && filter_space_at(text, at))) {
            return at;
        } else {
            at++;
        }
    }
    return at;
}

static size_t field_at(DashText rest)
{
    if (rest.ptr[0] != '{') {
        return 0;
    }
    size_t end = run_at(rest, 1, "{}", false);
    return end > 1 && end < rest.len && rest.ptr[end] == '}' ? end + 1 : 0;
}

static size_t quoted_at(DashText rest)
{
    const char stop[] = {rest.ptr[0], 0};
    if (stop[0] != '\'' && stop[0] != '"' && stop[0] != '`') {
        return 0;
    }
    size_t end = run_at(rest, 1, stop, false);
    return end < rest.len && rest.ptr[end] == stop[0] ? end + 1 : 0;
}

static size_t bare_at(DashText rest)
{
    size_t end = run_at(rest, 0, "'\"`{}()", true);
    bool ended = end == rest.len || rest.ptr[end] == ')' || filter_space_at(rest, end);
    return ended ? end : 0;
}

static bool starts_with(DashText rest, size_t at, const char *word)
{
    size_t len = strlen(word);
    return rest.len - at >= len && strncasecmp(rest.ptr + at, word, len) == 0;
}

static size_t word_at(const Lexeme *lexeme, DashText rest, size_t at)
{
    size_t end = at + strlen(lexeme->text);
    if (!starts_with(rest, at, lexeme->text)) {
        return 0;
    }
    bool space = end < rest.len && filter_space_at(rest, end);
    bool fits = lexeme->rule == WORD     ? space || end == rest.len
                : lexeme->rule == SPACED ? space
                                         : true;
    return fits ? end : 0;
}

/* The length of the word when it is that lexeme, else 0. */
static size_t lexeme_at(const Lexeme *lexeme, DashText rest)
{
    if (lexeme->rule == READ) {
        return lexeme->op == FIELD    ? field_at(rest)
               : lexeme->op == QUOTED ? quoted_at(rest)
                                      : bare_at(rest);
    }
    bool prefix = lexeme->has_case && rest.ptr[0] && strchr("isIS", rest.ptr[0]);
    size_t len = prefix ? word_at(lexeme, rest, 1) : 0;
    return len ? len : word_at(lexeme, rest, 0);
}

/* ---- the list of words ------------------------------------------------------------ */

typedef struct Reader {
    DashCx *cx;
    Token *tokens;
    int count, nesting;
} Reader;

static bool take_token(Reader *reader, DashText rest, size_t *len)
{
    TokenType before = reader->count ? reader->tokens[reader->count - 1].lexeme->type : AT_START;
    for (size_t i = 0; i < sizeof lexemes / sizeof *lexemes; i++) {
        const Lexeme *lexeme = &lexemes[i];
        bool may_close = lexeme->type != BLOCK_CLOSE || reader->nesting > 0;
        if (!(lexeme->after & before) || !may_close || !(*len = lexeme_at(lexeme, rest))) {
            continue;
        }
        if (reader->count == TOKEN_MAX) {
            dash_fail(reader->cx, "", "a filter_query of more than %d words", TOKEN_MAX);
        }
        reader->tokens[reader->count++] = (Token){lexeme, {rest.ptr, *len}};
        reader->nesting += (lexeme->type == BLOCK_OPEN) - (lexeme->type == BLOCK_CLOSE);
        return true;
    }
    return false;
}

/* May the query end here? */
static bool is_whole(const Reader *reader)
{
    const Token *last = &reader->tokens[reader->count - 1];
    bool is_test = last->lexeme->type == UNARY && last->lexeme->rule == LOOSE;
    bool is_value =
        last->lexeme->type == EXPRESSION && reader->count > 1 && last[-1].lexeme->type == RELATION;
    return (is_test || is_value || last->lexeme->type == BLOCK_CLOSE) && reader->nesting == 0;
}

static bool read_tokens(Reader *reader, DashText query)
{
    for (size_t at = 0, len; at < query.len; at += len) {
        size_t space;
        while (at < query.len && (space = filter_space_at(query, at))) {
            at += space;
        }
        if (at == query.len ||
            !take_token(reader, (DashText){query.ptr + at, query.len - at}, &len)) {
            return false;
        }
    }
    return is_whole(reader);
}

/* ---- the tree ---------------------------------------------------------------------- */

/* Without the `\` before characters. */
static DashText unescaped(DashCx *cx, DashText text)
{
    char *out = dash_alloc(cx, text.len + 1);
    size_t len = 0;
    for (size_t i = 0; i < text.len; i++) {
        i += text.ptr[i] == '\\' && i + 1 < text.len;
        out[len++] = text.ptr[i];
    }
    return (DashText){out, len};
}

static FilterOperand operand_of(DashCx *cx, const Token *token)
{
    DashText text = token->text;
    if (token->lexeme->op == BARE) {
        FilterValue value = {FILTER_TEXT, 0, text};
        if (filter_is_numeric(value)) {
            return (FilterOperand){.value = {FILTER_NUMBER, filter_number(value), DASH_NO_TEXT}};
        }
        value.text = unescaped(cx, text);
        return (FilterOperand){.value = value};
    }
    DashText inside = unescaped(cx, (DashText){text.ptr + 1, text.len - 2});
    if (token->lexeme->op == FIELD) {
        return (FilterOperand){.is_column = true, .column = inside};
    }
    return (FilterOperand){.value = {FILTER_TEXT, 0, inside}};
}

/* The loosest operator outside of brackets; -1: there is none. */
static int pivot_of(const Token *tokens, int count)
{
    int nesting = 0, pivot = -1;
    for (int i = 0; i < count; i++) {
        const Lexeme *lexeme = tokens[i].lexeme;
        if (nesting == 0 && lexeme->priority != NO_PRIORITY &&
            (pivot < 0 || lexeme->priority > tokens[pivot].lexeme->priority)) {
            pivot = i;
        }
        nesting += (lexeme->type == BLOCK_OPEN) - (lexeme->type == BLOCK_CLOSE);
    }
    return pivot;
}

static const FilterNode *tree_of(Reader *reader, const Token *tokens, int count);

/* `value op value` or `value is …`; what follows is left out, as the table does. */
static const FilterNode *leaf_of(Reader *reader, const Token *tokens, int count, int pivot)
{
    const Lexeme *lexeme = tokens[pivot].lexeme;
    bool relation = lexeme->type == RELATION;
    if (pivot != 1 || tokens[0].lexeme->type != EXPRESSION ||
        (relation && (count < 3 || tokens[2].lexeme->type != EXPRESSION))) {
        return NULL;
    }
    FilterNode *node = dash_alloc(reader->cx, sizeof(*node));
    node->shape = relation ? FILTER_RELATION : FILTER_TEST;
    node->op = (FilterOp)lexeme->op;
    node->insensitive = relation && tokens[1].text.ptr[0] == 'i';
    node->left = operand_of(reader->cx, &tokens[0]);
    if (relation) {
        node->right = operand_of(reader->cx, &tokens[2]);
    }
    return node;
}

static const FilterNode *logic_of(Reader *reader, FilterShape shape, const FilterNode *a,
                                  const FilterNode *b)
{
    if (!a || (!b && shape != FILTER_NOT)) {
        return NULL;
    }
    FilterNode *node = dash_alloc(reader->cx, sizeof(*node));
    *node = (FilterNode){.shape = shape, .a = a, .b = b};
    return node;
}

static const FilterNode *tree_of(Reader *reader, const Token *tokens, int count)
{
    int pivot = pivot_of(tokens, count);
    if (pivot < 0) {
        return NULL;
    }
    const Lexeme *lexeme = tokens[pivot].lexeme;
    dash_check_stack(reader->cx, "");
    switch (lexeme->priority) {
    case BINDS_AND:
    case BINDS_OR:
        return logic_of(reader, (FilterShape)lexeme->op, tree_of(reader, tokens, pivot),
                        tree_of(reader, tokens + pivot + 1, count - pivot - 1));
    case BINDS_NOT:
        return pivot ? NULL
                     : logic_of(reader, FILTER_NOT, tree_of(reader, tokens + 1, count - 1), NULL);
    case BINDS_BLOCK:
        return pivot ? NULL : tree_of(reader, tokens + 1, count - 2);
    default:
        return leaf_of(reader, tokens, count, pivot);
    }
}

const FilterNode *filter_query(DashCx *cx, DashText query)
{
    enum { LONGEST = 1 << 16 };
    if (!query.ptr || query.len == 0) {
        return NULL;
    }
    if (query.len > LONGEST) {
        dash_fail(cx, "", "a filter_query of %zu bytes", query.len);
    }
    size_t most = query.len < TOKEN_MAX ? query.len : TOKEN_MAX;
    Reader reader = {.cx = cx, .tokens = dash_alloc_array(cx, most, sizeof(Token))};
    return read_tokens(&reader, query) ? tree_of(&reader, reader.tokens, reader.count) : NULL;
}
