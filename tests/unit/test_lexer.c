/* SPDX-License-Identifier: MIT
 *
 * Tokens: the lexer and the newline rules together, as the parser sees them. A
 * test is a source and the names of its tokens.
 */
#include "unit.h"

#include <stdio.h>

#include "dash.h"
#include "syntax/tokens.h"

static const char *const names[] = {
    [TK_END_OF_FILE] = "$",
#define T(name, spelling, flags) [TK_##name] = #name,
#include "syntax/tokens.def"
#undef T
};

typedef struct Fixture {
    Arena *arena;
    Sources sources;
    Diags diags;
    Lexer lexer;
    Layout layout;
} Fixture;

static void start(Fixture *f, const char *text, size_t len)
{
    f->arena = arena_create();
    sources_init(&f->sources, f->arena);
    diags_init(&f->diags, f->arena, &f->sources);
    const Source *source = sources_add(&f->sources, "t.dash", text, len);
    lexer_run(&f->lexer, f->arena, &f->diags, source);
    layout_init(&f->layout, &f->lexer, &f->diags);
}

static void end(Fixture *f)
{
    lexer_finish(&f->lexer);
    dash_arena_destroy(f->arena);
}

/* The tokens without the last one, separated by blanks. */
static const char *token_names(Fixture *f)
{
    Buf out = {.arena = f->arena};
    buf_puts(&out, "");
    for (;;) {
        Token token = layout_next(&f->layout);
        if (token.kind == TK_END_OF_FILE)
            return out.ptr;
        if (out.len > 0)
            buf_putc(&out, ' ');
        buf_puts(&out, names[token.kind]);
    }
}

static Fixture fixture;

static void expect_tokens(const char *text, const char *expected)
{
    start(&fixture, text, strlen(text));
    const char *found = token_names(&fixture);
    if (strcmp(found, expected) != 0)
        print_error("source: %s\n", text);
    assert_string_equal(found, expected);
    assert_int_equal(fixture.diags.error_count, 0);
    end(&fixture);
}

/* The first error has this code; the tokens are still these. */
static void expect_error(const char *text, DiagCode code, const char *expected)
{
    start(&fixture, text, strlen(text));
    const char *found = token_names(&fixture);
    if (fixture.diags.all.count == 0 || strcmp(found, expected) != 0)
        print_error("source: %s\n", text);
    assert_string_equal(found, expected);
    assert_int_equal(fixture.diags.error_count, 1);
    assert_int_equal(fixture.diags.all.at[0]->code, code);
    end(&fixture);
}

static void operands(void **state)
{
    (void)state;
    expect_tokens("a _b1 42 1_000 3.14 1e-9 2.5E+3", "NAME NAME INT INT FLOAT FLOAT FLOAT");
    expect_tokens("500ms 0.5s 5m 2h 7d", "DURATION DURATION DURATION DURATION DURATION");
    expect_tokens("date\"2026-01-31\" datetime\"x\" date", "DATE DATETIME NAME");
    expect_tokens("#a-b #a_1- #x[ 1 ] #{ a: 1 } #\"x\"",
                  "ID ID MINUS ID_OPEN INT RBRACKET ID_BRACE NAME COLON INT RBRACE HASH TEXT");
    expect_tokens("#a->#b", "ID ARROW ID");
    expect_tokens("'a{b}\\'' r\"\\{\" r\"\"\"a\"b\"\"\" \"\" \"\"\"a\nb\"\"\"",
                  "TEXT TEXT TEXT TEXT TEXT");
    expect_tokens("3..9 a..b ...c x?.y? ??", "INT DOT_DOT INT NAME DOT_DOT NAME SPREAD NAME NAME "
                                             "QUESTION_DOT NAME QUESTION COALESCE");
}

static void interpolated_texts(void **state)
{
    (void)state;
    expect_tokens("\"a {x} b {y:,.2f} \\{ %{z}\"",
                  "TEXT_HEAD NAME TEXT_MIDDLE NAME FORMAT TEXT_TAIL");
    expect_tokens(
        "\"{f(\"{a}\", xs[1:2])}\"",
        "TEXT_HEAD NAME LPAREN TEXT_HEAD NAME TEXT_TAIL COMMA NAME LBRACKET INT COLON INT "
        "RBRACKET RPAREN TEXT_TAIL");
    expect_tokens("\"{{a: 1}.a}\"", "TEXT_HEAD LRECORD NAME COLON INT RBRACE DOT NAME TEXT_TAIL");
    expect_tokens("\"\"\"{a\n+ b}\n\"\"\"", "TEXT_HEAD NAME PLUS NAME TEXT_TAIL");
}

static void comments(void **state)
{
    (void)state;
    expect_tokens("a // a comment of words\n/* b\n */ c /* d */ e", "NAME SEP NAME NAME");
    expect_tokens("a, // one\nb", "NAME COMMA NAME");
    expect_error("n // 2", E0019, "NAME SLASH INT");
    expect_error("f(n // total.x)", E0019, "NAME LPAREN NAME SLASH NAME DOT NAME RPAREN");
    expect_error("a /* b", E0017, "NAME");
    expect_error("# python", E0018, "");
}

static void newlines_separate(void **state)
{
    (void)state;
    expect_tokens("\n\n;a\n\n;b;;\nc\n", "NAME SEP NAME SEP NAME");
    expect_tokens("a\n  .b\n  ?.c\n| d\n?? e\nas f\n-> g\nelse h\nand i\nor j",
                  "NAME DOT NAME QUESTION_DOT NAME PIPE NAME COALESCE NAME AS NAME ARROW NAME "
                  "ELSE NAME AND NAME OR NAME");
    expect_tokens("a +\nb =\nc,\n\nd =>\n// words of comment\ne",
                  "NAME PLUS NAME ASSIGN NAME COMMA NAME FAT_ARROW NAME");
    expect_tokens("(a\n[b\nc]\n)", "LPAREN NAME LBRACKET NAME NAME RBRACKET RPAREN");
    expect_tokens("f(x {\na\nb\n})", "NAME LPAREN NAME LBRACE NAME SEP NAME RBRACE RPAREN");
    expect_tokens("{\na: 1\n\nb: 2,\n}", "LRECORD NAME COLON INT SEP NAME COLON INT COMMA RBRACE");
    expect_tokens("x = rows {\na, b,\n1,\n}",
                  "NAME ASSIGN ROWS LBRACE NAME COMMA NAME COMMA SEP INT COMMA RBRACE");
    expect_tokens("match x {\n1 => 2\n-1 => 3\n}", "MATCH NAME LBODY INT FAT_ARROW INT SEP MINUS "
                                                   "INT FAT_ARROW INT RBRACE");
    expect_tokens("let x =\nlet y = 1", "LET NAME ASSIGN SEP LET NAME ASSIGN INT");
    expect_error("a\n+ b", E0103, "NAME PLUS NAME");
    expect_error("a\nnot in b", E0103, "NAME NOT_IN NAME");
    expect_error("a\n= b", E0103, "NAME ASSIGN NAME");
}

static void braces(void **state)
{
    (void)state;
    expect_tokens("x = {}", "NAME ASSIGN LRECORD RBRACE");
    expect_tokens("{...r}", "LRECORD SPREAD NAME RBRACE");
    expect_tokens("{\"a\": 1}", "LRECORD TEXT COLON INT RBRACE");
    expect_tokens("{x.y: 1}", "LRECORD NAME DOT NAME COLON INT RBRACE");
    expect_tokens("{a}", "LBRACE NAME RBRACE");
    expect_tokens("{let a: int = 1}", "LBRACE LET NAME COLON NAME ASSIGN INT RBRACE");
    expect_tokens("{a\nb: 1}", "LBRACE NAME SEP NAME COLON INT RBRACE");
    expect_tokens("f {} g() {}", "NAME LBRACE RBRACE NAME LPAREN RPAREN LBRACE RBRACE");
    expect_tokens("if f({a: 1}) {} else {}",
                  "IF NAME LPAREN LRECORD NAME COLON INT RBRACE RPAREN LBODY RBRACE ELSE LBODY "
                  "RBRACE");
    expect_tokens("for r in rows {}", "FOR NAME IN NAME LBODY RBRACE");
    expect_tokens("if match a {} {}", "IF MATCH NAME LBODY RBRACE LBODY RBRACE");
    expect_tokens("[{} for x in xs if {}]",
                  "LBRACKET LRECORD RBRACE FOR NAME IN NAME IF LRECORD RBRACE RBRACKET");
    expect_tokens("let {a} = {a}", "LET LRECORD NAME RBRACE ASSIGN LBRACE NAME RBRACE");
    expect_tokens("match x { ({a}) => {a} }", "MATCH NAME LBODY LPAREN LRECORD NAME RBRACE RPAREN "
                                              "FAT_ARROW LBRACE NAME RBRACE RBRACE");
    expect_tokens("x: table{a: int}", "NAME COLON LSCHEMA NAME COLON NAME RBRACE");
    expect_tokens("fn f() -> {a: int} {}",
                  "FN NAME LPAREN RPAREN ARROW LRECORD NAME COLON NAME RBRACE LBRACE RBRACE");
}

static void words_and_names(void **state)
{
    (void)state;
    expect_tokens("a.type b?.if .match", "NAME DOT NAME NAME QUESTION_DOT NAME DOT NAME");
    expect_tokens("f(type=1, in=2)", "NAME LPAREN NAME ASSIGN INT COMMA NAME ASSIGN INT RPAREN");
    expect_tokens("{or: 1\nas: 2}", "LRECORD NAME COLON INT SEP NAME COLON INT RBRACE");
    expect_tokens("layout = 1", "LAYOUT ASSIGN INT");
    expect_tokens("rows.a; patch", "NAME DOT NAME SEP NAME");
    expect_tokens("patch { }", "PATCH LBRACE RBRACE");
    expect_tokens("a not in b and not c", "NAME NOT_IN NAME AND NOT NAME");
}

static void brackets_are_balanced(void **state)
{
    (void)state;
    expect_error("f(1\ncallback a() { }", E0105,
                 "NAME LPAREN INT RPAREN SEP CALLBACK NAME LPAREN RPAREN LBODY RBRACE");
    expect_error("{ f(a }", E0105, "LBRACE NAME LPAREN NAME RPAREN RBRACE");
    expect_error("a)", E0106, "NAME");
    expect_error("f(\"abc)\nx", E0010, "NAME LPAREN TEXT RPAREN SEP NAME");
    expect_error("f(\"abc {x)}\")\ny", E0105,
                 "NAME LPAREN TEXT_HEAD NAME TEXT_TAIL RPAREN SEP NAME");
    expect_error("f(\"abc {x\")\ny", E0012,
                 "NAME LPAREN TEXT_HEAD NAME TEXT TEXT_TAIL RPAREN SEP NAME");
}

static void unclosed_texts(void **state)
{
    (void)state;
    expect_error("\"abc\ny", E0010, "TEXT SEP NAME");
    expect_error("'abc\ny", E0010, "TEXT SEP NAME");
    expect_error("\"\"\"abc\ny", E0010, "TEXT");
    expect_error("\"a {x\ny", E0012, "TEXT_HEAD NAME TEXT_TAIL SEP NAME");
}

static void foreign_spellings(void **state)
{
    (void)state;
    expect_error("a && b", E0018, "NAME AND NAME");
    expect_error("a || b", E0018, "NAME OR NAME");
    expect_error("!b", E0018, "NOT NAME");
    expect_error("f\"{x}\"", E0018, "TEXT_HEAD NAME TEXT_TAIL");
    expect_error("12ab", E0013, "BROKEN");
    expect_error("\xe2\x82\xac", E0015, "BROKEN");
}

static void nul_bytes_are_refused(void **state)
{
    (void)state;
    start(&fixture, "a\0b", 3);
    assert_true(fixture.lexer.stopped);
    assert_int_equal(fixture.diags.all.at[0]->code, E0016);
    assert_int_equal(fixture.diags.all.at[0]->span.end - fixture.diags.all.at[0]->span.start, 1);
    end(&fixture);
}

static void spans_cover_the_text(void **state)
{
    (void)state;
    const char *text = "ab + \"c{d}e\" #f[1]";
    static const struct {
        uint32_t from, to;
    } expected[] = {{0, 2}, {3, 4}, {5, 8}, {8, 9}, {9, 12}, {13, 16}, {16, 17}, {17, 18}};
    start(&fixture, text, strlen(text));
    uint32_t base = fixture.sources.files.at[0]->base;
    for (size_t i = 0; i < sizeof expected / sizeof expected[0]; i++) {
        Token token = layout_next(&fixture.layout);
        assert_int_equal(token.start - base, expected[i].from);
        assert_int_equal(token.end - base, expected[i].to);
    }
    end(&fixture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(operands),
        cmocka_unit_test(interpolated_texts),
        cmocka_unit_test(comments),
        cmocka_unit_test(newlines_separate),
        cmocka_unit_test(braces),
        cmocka_unit_test(words_and_names),
        cmocka_unit_test(brackets_are_balanced),
        cmocka_unit_test(unclosed_texts),
        cmocka_unit_test(foreign_spellings),
        cmocka_unit_test(nul_bytes_are_refused),
        cmocka_unit_test(spans_cover_the_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
