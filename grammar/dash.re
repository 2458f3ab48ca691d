/* SPDX-License-Identifier: MIT
 *
 * The lexis of .dash: one function a mode of the lexer (code, each kind of text,
 * a format, a comment, and two questions about what comes). What the pieces mean
 * together is in compiler/syntax/lexer.c. A source ends with a NUL, so no rule
 * looks for the end but the one of NUL.
 */
#include "dash.h"
#include "syntax/lexer.h"

/*!re2c
re2c:define:YYCTYPE = "unsigned char";
re2c:define:YYCURSOR = "cursor";
re2c:define:YYMARKER = "marker";
re2c:yyfill:enable = 0;

letter  = [A-Za-z_];
name    = letter [A-Za-z0-9_]*;
digits  = [0-9] ("_"? [0-9])*;
blank   = [ \t\r];
exponent = [eE] [-+]? digits;
float   = digits "." digits exponent? | digits exponent;
unit    = "ms" | "s" | "m" | "h" | "d" | "w";
rest    = [^\n\x00]*;
*/

#define FOUND(result)                                                                              \
    do {                                                                                           \
        lx->cursor = cursor;                                                                       \
        return (result);                                                                           \
    } while (0)

/* The next token, comment or end of line in code. */
int scan_code(Lexer *lx)
{
    const unsigned char *cursor = lx->cursor, *marker = cursor;
again:
    lx->start = cursor;
    /*!re2c
    blank+                     { goto again; }
    "\n"                       { FOUND(SCAN_NEWLINE); }
    "///" ([^/\n\x00] rest)?   { FOUND(SCAN_DOC); }
    "//" rest                  { FOUND(SCAN_COMMENT); }
    "/*"                       { FOUND(SCAN_BLOCK_COMMENT); }
    "\x00"                     { FOUND(SCAN_NUL); }

    digits                     { FOUND(TK_INT); }
    float                      { FOUND(TK_FLOAT); }
    (digits | float) unit      { FOUND(TK_DURATION); }
    (digits | float) name      { FOUND(SCAN_BAD_NUMBER); }
    "date" ["] [^"\n\x00]* ["]     { FOUND(TK_DATE); }
    "datetime" ["] [^"\n\x00]* ["] { FOUND(TK_DATETIME); }

    ["]                        { FOUND(SCAN_QUOTE); }
    [']                        { FOUND(SCAN_QUOTE_SINGLE); }
    ["]{3}                     { FOUND(SCAN_QUOTE_TRIPLE); }
    "r" ["]                    { FOUND(SCAN_QUOTE_RAW); }
    "r" ["]{3}                 { FOUND(SCAN_QUOTE_RAW_TRIPLE); }
    ([fFbBuU] | [fF] [rR] | [rR] [fF]) / ["'] { FOUND(SCAN_TEXT_PREFIX); }

    "#" [A-Za-z] [A-Za-z0-9_]* ("-"+ [A-Za-z0-9_]+)*      { FOUND(TK_ID); }
    "#" [A-Za-z] [A-Za-z0-9_]* ("-"+ [A-Za-z0-9_]+)* "["  { FOUND(TK_ID_OPEN); }
    "#{"                       { FOUND(TK_ID_BRACE); }
    "#" / ["]                  { FOUND(TK_HASH); }
    "#" ([ \t!#\r\n] | "\x00") { cursor--; FOUND(SCAN_HASH_COMMENT); }

    "("    { FOUND(TK_LPAREN); }
    ")"    { FOUND(TK_RPAREN); }
    "["    { FOUND(TK_LBRACKET); }
    "]"    { FOUND(TK_RBRACKET); }
    "{"    { FOUND(TK_LBRACE); }
    "}"    { FOUND(TK_RBRACE); }
    "table{" { FOUND(TK_LSCHEMA); }
    ","    { FOUND(TK_COMMA); }
    ";"    { FOUND(SCAN_SEMICOLON); }
    ":"    { FOUND(TK_COLON); }
    "="    { FOUND(TK_ASSIGN); }
    "+="   { FOUND(TK_PLUS_ASSIGN); }
    "-="   { FOUND(TK_MINUS_ASSIGN); }
    "*="   { FOUND(TK_STAR_ASSIGN); }
    "/="   { FOUND(TK_SLASH_ASSIGN); }
    "->"   { FOUND(TK_ARROW); }
    "=>"   { FOUND(TK_FAT_ARROW); }
    "."    { FOUND(TK_DOT); }
    ".."   { FOUND(TK_DOT_DOT); }
    "..."  { FOUND(TK_SPREAD); }
    "?."   { FOUND(TK_QUESTION_DOT); }
    "?"    { FOUND(TK_QUESTION); }
    "??"   { FOUND(TK_COALESCE); }
    "@"    { FOUND(TK_AT); }
    "|"    { FOUND(TK_PIPE); }
    "=="   { FOUND(TK_EQ); }
    "!="   { FOUND(TK_NE); }
    "<"    { FOUND(TK_LT); }
    "<="   { FOUND(TK_LE); }
    ">"    { FOUND(TK_GT); }
    ">="   { FOUND(TK_GE); }
    "+"    { FOUND(TK_PLUS); }
    "-"    { FOUND(TK_MINUS); }
    "*"    { FOUND(TK_STAR); }
    "/"    { FOUND(TK_SLASH); }
    "%"    { FOUND(TK_PERCENT); }
    "**"   { FOUND(TK_POW); }
    "&&"   { FOUND(SCAN_AND_AND); }
    "||"   { FOUND(SCAN_OR_OR); }
    "!"    { FOUND(SCAN_BANG); }
    "===" | "!==" { FOUND(SCAN_TRIPLE_EQUALS); }

    "true"     { FOUND(TK_TRUE); }
    "false"    { FOUND(TK_FALSE); }
    "null"     { FOUND(TK_NULL); }
    "or"       { FOUND(TK_OR); }
    "and"      { FOUND(TK_AND); }
    "not"      { FOUND(TK_NOT); }
    "in"       { FOUND(TK_IN); }
    "as"       { FOUND(TK_AS); }
    "if"       { FOUND(TK_IF); }
    "else"     { FOUND(TK_ELSE); }
    "match"    { FOUND(TK_MATCH); }
    "for"      { FOUND(TK_FOR); }
    "while"    { FOUND(TK_WHILE); }
    "var" / "("  { FOUND(TK_NAME); } // the aggregate: var(.x)
    "var"      { FOUND(TK_VAR); }
    "return"   { FOUND(TK_RETURN); }
    "break"    { FOUND(TK_BREAK); }
    "continue" { FOUND(TK_CONTINUE); }
    "assert"   { FOUND(TK_ASSERT); }
    "app"      { FOUND(TK_APP); }
    "use"      { FOUND(TK_USE); }
    "import"   { FOUND(TK_IMPORT); }
    "type"     { FOUND(TK_TYPE); }
    "table"    { FOUND(TK_TABLE); }
    "let"      { FOUND(TK_LET); }
    "fn"       { FOUND(TK_FN); }
    "extern"   { FOUND(TK_EXTERN); }
    "js"       { FOUND(TK_JS); }
    "layout"   { FOUND(TK_LAYOUT); }
    "page"     { FOUND(TK_PAGE); }
    "not_found" { FOUND(TK_NOT_FOUND); }
    "callback" { FOUND(TK_CALLBACK); }
    "test"     { FOUND(TK_TEST); }
    "state"    { FOUND(TK_STATE); }
    "optional" { FOUND(TK_OPTIONAL); }
    "allow_duplicate" { FOUND(TK_ALLOW_DUPLICATE); }
    "from"     { FOUND(TK_FROM); }
    "rows"     { FOUND(TK_ROWS); }
    "patch"    { FOUND(TK_PATCH); }
    "MATCH"    { FOUND(TK_WILD_MATCH); }
    "ALL"      { FOUND(TK_WILD_ALL); }
    "ALLSMALLER" { FOUND(TK_WILD_ALLSMALLER); }
    name       { FOUND(TK_NAME); }

    [\xc2-\xf4] [\x80-\xbf]{1,3} { FOUND(SCAN_OTHER); }
    *          { FOUND(SCAN_OTHER); }
    */
}

/* A text on one line, from after its opening quote or a hole's `}`. */
static TextEnd scan_double(Lexer *lx)
{
    const unsigned char *cursor = lx->cursor;
again:
    /*!re2c
    [^"\\{%\n\x00]+ | "%{" | "%" | "\\" [^\n\x00] { goto again; }
    "\\"      { goto again; }
    ["]       { FOUND(TEXT_END_QUOTE); }
    "{"       { FOUND(TEXT_END_HOLE); }
    "\n"      { cursor--; FOUND(TEXT_END_LINE); }
    "\x00"    { cursor--; FOUND(TEXT_END_FILE); }
    */
}

static TextEnd scan_triple(Lexer *lx)
{
    const unsigned char *cursor = lx->cursor, *marker = cursor;
again:
    /*!re2c
    [^"\\{%\x00]+ | "%{" | "%" | "\\" [^\x00] { goto again; }
    "\\"      { goto again; }
    ["]       { goto again; }
    ["]{3}    { FOUND(TEXT_END_QUOTE); }
    "{"       { FOUND(TEXT_END_HOLE); }
    "\x00"    { cursor--; FOUND(TEXT_END_FILE); }
    */
}

static TextEnd scan_single(Lexer *lx)
{
    const unsigned char *cursor = lx->cursor;
again:
    /*!re2c
    [^'\\\n\x00]+ | "\\" [^\n\x00] { goto again; }
    "\\"      { goto again; }
    [']       { FOUND(TEXT_END_QUOTE); }
    "\n"      { cursor--; FOUND(TEXT_END_LINE); }
    "\x00"    { cursor--; FOUND(TEXT_END_FILE); }
    */
}

static TextEnd scan_raw(Lexer *lx)
{
    const unsigned char *cursor = lx->cursor;
again:
    /*!re2c
    [^"\n\x00]+ { goto again; }
    ["]       { FOUND(TEXT_END_QUOTE); }
    "\n"      { cursor--; FOUND(TEXT_END_LINE); }
    "\x00"    { cursor--; FOUND(TEXT_END_FILE); }
    */
}

static TextEnd scan_raw_triple(Lexer *lx)
{
    const unsigned char *cursor = lx->cursor, *marker = cursor;
again:
    /*!re2c
    [^"\x00]+ { goto again; }
    ["]       { goto again; }
    ["]{3}    { FOUND(TEXT_END_QUOTE); }
    "\x00"    { cursor--; FOUND(TEXT_END_FILE); }
    */
}

TextEnd scan_text(Lexer *lx, Quote quote)
{
    switch (quote) {
    case QUOTE_SINGLE:
        return scan_single(lx);
    case QUOTE_TRIPLE:
        return scan_triple(lx);
    case QUOTE_RAW:
        return scan_raw(lx);
    case QUOTE_RAW_TRIPLE:
        return scan_raw_triple(lx);
    default:
        return scan_double(lx);
    }
}

/* A hole's format: from after the `:` to before the `}` (or the line's end). */
void scan_format(Lexer *lx)
{
    const unsigned char *cursor = lx->cursor;
    /*!re2c
    [^}"\n\x00]* { lx->cursor = cursor; return; }
    */
}

/* The rest of a comment; false when it is not closed. */
bool scan_block_comment(Lexer *lx)
{
    const unsigned char *cursor = lx->cursor;
again:
    /*!re2c
    [^*\n\x00]+ { goto again; }
    "*"       { goto again; }
    "*/"      { FOUND(true); }
    "\n"      { lx->newline = true; goto again; }
    "\x00"    { cursor--; FOUND(false); }
    */
}

bool scan_declaration(const unsigned char *cursor)
{
    const unsigned char *marker = cursor;
    /*!re2c
    gap = [ \t]+;
    ("callback" | "fn") gap name [ \t]* "("  { return true; }
    "layout" [ \t]* "{"                      { return true; }
    ("page" | "test" | "app" | "import") gap ["] { return true; }
    "page" gap "not_found"                   { return true; }
    "use" gap name gap "from"                { return true; }
    "type" gap name [ \t]* "="               { return true; }
    "table" gap name [ \t]* [:=]             { return true; }
    "extern" gap ("fn" | "js") gap           { return true; }
    "@" name                                 { return true; }
    *                                        { return false; }
    */
}

bool scan_operand(const unsigned char *cursor)
{
    const unsigned char *marker = cursor;
    /*!re2c
    args = "(" [A-Za-z0-9_., #"]* ")" | "[" [A-Za-z0-9_]* "]";
    end  = [ \t]* [)\],}]* [ \t\r]* [\n\x00];
    [ \t]* (digits | float) end                             { return true; }
    [ \t]* name ("." name | args)* end                      { return true; }
    [ \t]* "(" [A-Za-z0-9_.+*/ -]+ ")" end                  { return true; }
    *                                                       { return false; }
    */
}
