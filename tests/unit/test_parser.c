/* SPDX-License-Identifier: MIT
 *
 * The parser. Whole sources stand in tests/language/syntax: NAME.dash is read, and
 * its tree, then what is said about it, must be NAME.tree. With BLESS=1 in the
 * environment the .tree files are written instead. Here are also the bounds: deep
 * nesting, large and broken input.
 */
#include "unit.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

#include "source/load.h"
#include "source/render.h"
#include "syntax/parse.h"

#define FOLDER "../language/syntax/"

typedef struct Parsed {
    Arena *arena;
    Sources sources;
    Diags diags;
    File *file;
} Parsed;

static void parse_bytes(Parsed *p, const char *name, const char *text, size_t len)
{
    p->arena = arena_create();
    sources_init(&p->sources, p->arena);
    diags_init(&p->diags, p->arena, &p->sources);
    const Source *source = sources_add(&p->sources, name, text, len);
    p->file = parse_file(p->arena, interner_create(p->arena), &p->diags, source);
    assert_non_null(p->file);
}

static void parse(Parsed *p, const char *text)
{
    parse_bytes(p, "t.dash", text, strlen(text));
}

static void done(Parsed *p)
{
    dash_arena_destroy(p->arena);
}

static Str tree_and_messages(Parsed *p)
{
    Buf out = {.arena = p->arena};
    buf_puts(&out, "");
    ast_print(&out, p->file);
    if (p->diags.all.count > 0)
        buf_puts(&out, "\n");
    render_text(&out, &p->diags, &(RenderStyle){0});
    return (Str){out.ptr, out.len};
}

/* ---- goldens -------------------------------------------------------------------- */

static char *read_whole(Arena *arena, const char *path, size_t *len)
{
    const char *why;
    return load_bytes(arena, path, 1 << 20, len, &why);
}

static void check_golden(const char *name)
{
    Parsed p;
    Arena *arena = arena_create();
    size_t len, expected_len = 0;
    char *text = read_whole(arena, arena_printf(arena, FOLDER "%s", name), &len);
    assert_non_null(text);
    parse_bytes(&p, name, text, len);
    Str found = tree_and_messages(&p);
    const char *path =
        arena_printf(arena, FOLDER "%.*s.tree", (int)(strlen(name) - strlen(".dash")), name);
    if (getenv("BLESS")) {
        FILE *file = fopen(path, "wb");
        assert_non_null(file);
        assert_int_equal(fwrite(found.ptr, 1, found.len, file), found.len);
        assert_int_equal(fclose(file), 0);
    } else {
        char *expected = read_whole(arena, path, &expected_len);
        if (!expected)
            fail_msg("%s is missing", path);
        if (found.len != expected_len || memcmp(found.ptr, expected, found.len) != 0)
            print_error("%s:\n%s", name, found.ptr);
        assert_int_equal(found.len, expected_len);
        assert_memory_equal(found.ptr, expected, found.len);
    }
    bool broken = strncmp(name, "bad_", 4) == 0;
    assert_int_equal(p.diags.error_count > 0, broken);
    done(&p);
    dash_arena_destroy(arena);
}

static void goldens(void **state)
{
    (void)state;
    DIR *folder = opendir(FOLDER);
    assert_non_null(folder);
    int count = 0;
    for (const struct dirent *entry; (entry = readdir(folder));) {
        const char *end = strrchr(entry->d_name, '.');
        if (!end || strcmp(end, ".dash") != 0)
            continue;
        check_golden(entry->d_name);
        count++;
    }
    closedir(folder);
    assert_true(count >= 11);
}

/* ---- single facts ------------------------------------------------------------------ */

static const Expr *value_of(const Parsed *p, int decl)
{
    assert_true(decl < p->file->decls.count);
    return p->file->decls.at[decl]->value;
}

static void values_of_literals(void **state)
{
    (void)state;
    Parsed p;
    parse(&p,
          "let a = 9223372036854775807\nlet b = 1_0.2_5e1\nlet c = 1.5h\nlet d = \"\\x41\\0b\"");
    assert_int_equal(p.diags.error_count, 0);
    assert_true(value_of(&p, 0)->integer == INT64_MAX);
    assert_true(value_of(&p, 1)->number == 102.5);
    assert_int_equal(value_of(&p, 2)->milliseconds, 5400000);
    Str text = value_of(&p, 3)->text.parts.at[0].literal;
    assert_int_equal(text.len, 3);
    assert_memory_equal(text.ptr, "A\0b", 3);
    done(&p);
}

static void names_are_interned(void **state)
{
    (void)state;
    Parsed p;
    parse(&p, "let a = b\nlet b = a\nlet c = x.\"a\"");
    assert_ptr_equal(p.file->decls.at[0]->name.text, value_of(&p, 1)->name);
    assert_ptr_equal(p.file->decls.at[1]->name.text, value_of(&p, 0)->name);
    assert_ptr_equal(p.file->decls.at[0]->name.text, value_of(&p, 2)->member.name.text);
    done(&p);
}

static void expect_span(const Parsed *p, Span span, const char *text)
{
    Str found = source_text(&p->sources, span);
    assert_int_equal(found.len, strlen(text));
    assert_memory_equal(found.ptr, text, found.len);
}

static void spans(void **state)
{
    (void)state;
    Parsed p;
    parse(&p, "let a = (1 + f(x, y=2) {\n z })\ncallback c(s: int = #a.b) -> #c.d { 1 }");
    assert_int_equal(p.diags.error_count, 0);
    expect_span(&p, value_of(&p, 0)->span, "(1 + f(x, y=2) {\n z })");
    expect_span(&p, value_of(&p, 0)->binary.op_span, "+");
    const Expr *call = value_of(&p, 0)->binary.right;
    expect_span(&p, call->span, "f(x, y=2) {\n z }");
    expect_span(&p, call->call.args_span, "(x, y=2)");
    expect_span(&p, call->call.args.at[1].span, "y=2");
    expect_span(&p, call->call.block->span, "{\n z }");
    const Decl *callback = p.file->decls.at[1];
    expect_span(&p, callback->signature_span, "callback c(s: int = #a.b) -> #c.d");
    expect_span(&p, callback->callback_params.at[0].span, "s: int = #a.b");
    expect_span(&p, callback->span, "callback c(s: int = #a.b) -> #c.d { 1 }");
    done(&p);
}

static void documentation_and_comments(void **state)
{
    (void)state;
    Parsed p;
    parse(&p, "/// one\n///  two\nfn f() {\n  /// not this\n  1 /* c */\n}\nfn g() { 2 }\n"
              "@client\n/// three\nfn h() { 3 }");
    assert_int_equal(p.diags.error_count, 0);
    assert_string_equal(p.file->decls.at[0]->doc.ptr, "one\n two");
    assert_null(p.file->decls.at[1]->doc.ptr);
    assert_string_equal(p.file->decls.at[2]->doc.ptr, "three");
    assert_int_equal(p.file->comments.count, 5);
    expect_span(&p, p.file->comments.at[3], "/* c */");
    done(&p);
}

static void what_is_broken_leaves_the_rest(void **state)
{
    (void)state;
    Parsed p;
    parse(&p,
          "layout {\n  f(1 2, 3)\n  let y = )\n  g(4)\n}\ncallback c(a = #b.c) -> #d.e { a +\n}\n"
          "fn h(x: ) { x }");
    assert_int_equal(p.file->decls.count, 3);
    const Block *block = p.file->decls.at[0]->body;
    assert_int_equal(block->statements.count, 3);
    assert_int_equal(block->statements.at[0]->value->kind, EXPR_CALL);
    assert_int_equal(block->statements.at[0]->value->call.args.count, 2);
    assert_int_equal(block->statements.at[2]->value->kind, EXPR_CALL);
    assert_int_equal(p.file->decls.at[1]->callback_params.count, 1);
    assert_string_equal(p.file->decls.at[2]->params.at[0].name.text, "x");
    done(&p);
}

static void at_most_twenty_errors(void **state)
{
    (void)state;
    Parsed p;
    Buf text = {.arena = arena_create()};
    for (int i = 0; i < 50; i++)
        buf_puts(&text, "let = 1\n");
    parse_bytes(&p, "t.dash", text.ptr, text.len);
    assert_int_equal(p.diags.error_count, DIAG_MAX_ERRORS);
    done(&p);
    dash_arena_destroy(text.arena);
}

/* ---- bounds ---------------------------------------------------------------------------- */

/* `before`, then `count` times `piece`, then `middle`, then as often `close`. */
static void expect_depth(const char *before, const char *piece, const char *middle,
                         const char *close, int count, int errors)
{
    Parsed p;
    Buf text = {.arena = arena_create()};
    buf_puts(&text, before);
    for (int i = 0; i < count; i++)
        buf_puts(&text, piece);
    buf_puts(&text, middle);
    for (int i = 0; i < count; i++)
        buf_puts(&text, close);
    parse_bytes(&p, "t.dash", text.ptr, text.len);
    if (p.diags.error_count != errors)
        print_error("%d times `%s`\n", count, piece);
    assert_int_equal(p.diags.error_count, errors);
    if (errors > 0)
        assert_int_equal(p.diags.all.at[0]->code, E0104);
    tree_and_messages(&p);
    done(&p);
    dash_arena_destroy(text.arena);
}

static void deep_nesting_is_one_error(void **state)
{
    (void)state;
    static const struct {
        const char *piece, *middle, *close;
    } shapes[] = {
        {"(", "1", ")"},
        {"[", "1", "]"},
        {"f(", "1", ")"},
        {"{a: ", "1", "}"},
        {"f {", "1", "}"},
        {"{ ", "1", " }"},
        {"\"{", "1", "}\""},
        {"- ", "1", ""},
        {"not ", "1", ""},
        {"1 + ", "1", ""},
        {"2 ** ", "1", ""},
        {"f | ", "g", ""},
        {"if a {b} else ", "if c {d}", ""},
        {"match a { _ => ", "1", "}"},
        {"x[", "1", "]"},
        {"#a[", "1", "]"},
        {"", "a", ".b"},
        {"", "a", "()"},
        {"[x for x in ", "1", "]"},
    };
    for (size_t i = 0; i < sizeof shapes / sizeof shapes[0]; i++) {
        expect_depth("let a = ", shapes[i].piece, shapes[i].middle, shapes[i].close, 300, 0);
        expect_depth("let a = ", shapes[i].piece, shapes[i].middle, shapes[i].close, 10000, 1);
    }
    expect_depth("type A = ", "[", "int", "]", 10000, 1);
    expect_depth("fn f() { let ", "(", "a", ") = 1 }", 10000, 1);
    expect_depth("let a = ", "(", "", "", 100000, 1);
    expect_depth("let a = ", "{", "", "", 100000, 1);
}

static void large_input_is_read(void **state)
{
    (void)state;
    static const char *const pieces[] = {
        "let a = f(1, x=\"{y:,.2f}\") | g(.z > 3)\n",
        "a;",
        ")",
        "1 2 ",
        "\"x",
        "{a: ",
        "layout {\n",
        "x // 2\n",
        "#",
        ", ",
        "= ",
        "\n",
    };
    for (size_t i = 0; i < sizeof pieces / sizeof pieces[0]; i++) {
        Parsed p;
        Buf text = {.arena = arena_create()};
        while (text.len < 2000000)
            buf_puts(&text, pieces[i]);
        parse_bytes(&p, "t.dash", text.ptr, text.len);
        done(&p);
        dash_arena_destroy(text.arena);
    }
}

/* Every beginning of a source, and the source with each byte dropped. */
static void damaged_sources_end_well(void **state)
{
    (void)state;
    static const char *const names[] = {"tour.dash", "callbacks.dash", "statements.dash"};
    Arena *arena = arena_create();
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        size_t len;
        char *text = read_whole(arena, arena_printf(arena, FOLDER "%s", names[i]), &len);
        assert_non_null(text);
        char *damaged = arena_alloc(arena, len + 1);
        for (size_t at = 0; at < len; at += 3) {
            Parsed p;
            parse_bytes(&p, "t.dash", text, at);
            tree_and_messages(&p);
            done(&p);
            memcpy(damaged, text, at);
            memcpy(damaged + at, text + at + 1, len - at - 1);
            parse_bytes(&p, "t.dash", damaged, len - 1);
            tree_and_messages(&p);
            done(&p);
        }
    }
    dash_arena_destroy(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(goldens),
        cmocka_unit_test(values_of_literals),
        cmocka_unit_test(names_are_interned),
        cmocka_unit_test(spans),
        cmocka_unit_test(documentation_and_comments),
        cmocka_unit_test(what_is_broken_leaves_the_rest),
        cmocka_unit_test(at_most_twenty_errors),
        cmocka_unit_test(deep_nesting_is_one_error),
        cmocka_unit_test(large_input_is_read),
        cmocka_unit_test(damaged_sources_end_well),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
