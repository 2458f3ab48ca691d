/* SPDX-License-Identifier: MIT
 *
 * The C that is written for small programs: names, places, memory, and that the
 * C compiler takes it without a warning. Whole units are in tests/language/emit;
 * that pipelines compute the right rows is tested there too.
 */
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "emit/internal.h"
#include "sema/sema.h"
#include "syntax/parse.h"

#define SALES "table sales = csv(\"data/sales.csv\")\n"

static Arena *arena;
static Sources sources;

static int setup(void **state)
{
    (void)state;
    arena = arena_create();
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    dash_arena_destroy(arena);
    return 0;
}

static Program *program_at(const char *path, const char *text)
{
    Diags diags;
    sources_init(&sources, arena);
    diags_init(&diags, arena, &sources);
    Interner *interner = interner_create(arena);
    const Source *source = sources_add(&sources, path, text, strlen(text));
    File *file = parse_file(arena, interner, &diags, source);
    Program *program = sema_check(arena, interner, &sources, &diags, file);
    if (!program)
        print_message("%s\n%s\n", text, diags.all.at[0]->message);
    assert_non_null(program);
    return program;
}

static const char *c_of(const char *text, bool lines)
{
    Program *program = program_at("../language/test.dash", text);
    Buf out = {.arena = arena};
    emit_program(&out, NULL, arena, &sources, program, &(EmitOptions){.line_directives = lines});
    return out.ptr;
}

/* The C of a program whose callback has `body`. */
static const char *callback_c(const char *parameters, const char *body)
{
    return c_of(arena_printf(arena,
                             "app \"Test\"\nlayout {\n  dcc.Input(#in, value=\"\")\n"
                             "  html.Button(#go, \"Go\")\n  html.P(#out)\n}\n"
                             "callback answer(%s) -> #out.children {\n%s\n}\n",
                             parameters, body),
                false);
}

static void has(const char *c, const char *part)
{
    if (!strstr(c, part))
        print_message("%s\n---\n%s\n", c, part);
    assert_non_null(strstr(c, part));
}

static void lacks(const char *c, const char *part)
{
    if (strstr(c, part))
        print_message("%s\n---\n%s\n", c, part);
    assert_null(strstr(c, part));
}

/* cc -Wall -Wextra -Werror takes it. */
static void compiles(const char *c)
{
    int pipes[2];
    assert_int_equal(pipe(pipes), 0);
    pid_t child = fork();
    if (child == 0) {
        dup2(pipes[0], STDIN_FILENO);
        close(pipes[0]);
        close(pipes[1]);
        execlp("cc", "cc", "-std=gnu11", "-Wall", "-Wextra", "-Werror", "-fsyntax-only",
               "-I" DASH_INCLUDE, "-x", "c", "-", (char *)NULL);
        _exit(127);
    }
    close(pipes[0]);
    size_t len = strlen(c);
    assert_int_equal(write(pipes[1], c, len), (ssize_t)len);
    close(pipes[1]);
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    if (status)
        print_message("%s\n", c);
    assert_int_equal(status, 0);
}

/* ---- the unit ----------------------------------------------------------- */

static void equal_sources_give_equal_bytes(void **state)
{
    (void)state;
    const char *text = SALES "app \"T\"\nlayout { html.P(\"{sales.revenue.sum()}\") }\n";
    assert_string_equal(c_of(text, true), c_of(text, true));
}

static void no_folder_is_named(void **state)
{
    (void)state;
    const char *text = "app \"T\"\nlayout { html.P(\"a\") }\n";
    Program *program = program_at("/home/somebody/app.dash", text);
    Buf out = {.arena = arena};
    emit_program(&out, NULL, arena, &sources, program, &(EmitOptions){.line_directives = true});
    lacks(out.ptr, "somebody");
    has(out.ptr, "Written by dashc from app.dash");
    has(out.ptr, "DASH_REQUIRE_ABI(1);");
    compiles(out.ptr);
}

/* Only functions that can call themselves look at the stack. */
static void recursion_is_guarded(void **state)
{
    (void)state;
    const char *layout = "layout { html.P(\"{f(3)}\") }\n";
    const char *itself = "fn f(n: int) -> int { if n > 0 { f(n - 1) } else { 0 } }\n";
    const char *circle = "fn f(n: int) -> int { if n > 0 { g(n - 1) } else { 0 } }\n"
                         "fn g(n: int) -> int { f(n) }\n";
    const char *const sources_of[] = {itself, circle};
    for (int i = 0; i < 2; i++) {
        const char *c = c_of(arena_printf(arena, "app \"T\"\n%s%s", sources_of[i], layout), false);
        has(c, "dash_check_stack(cx, ");
        compiles(c);
    }
    lacks(c_of(arena_printf(arena,
                            "app \"T\"\nfn g(n: int) -> int { n + 1 }\n"
                            "fn f(n: int) -> int { g(n) }\n%s",
                            layout),
               false),
          "dash_check_stack");
}

/* Every #line that names the generated file tells the truth. */
static void lines_lead_back(void **state)
{
    (void)state;
    const char *c = c_of("app \"T\"\nlayout {\n  html.Button(#go, \"Go\")\n  html.P(#out)\n}\n"
                         "callback f(n: int? = #go.n_clicks) -> #out.children {\n"
                         "  let twice = (n ?? 0) * 2\n  \"{twice}\"\n}\n",
                         true);
    has(c, "#line 7 \"test.dash\"\n    const int64_t twice");
    int line = 1, own = 0;
    for (const char *p = c; *p; p += strcspn(p, "\n") + 1, line++) {
        int named;
        char end[16];
        if (sscanf(p, "#line %d \"test.%15[a-z]", &named, end) != 2 || strcmp(end, "c") != 0)
            continue;
        assert_int_equal(named, line + 1);
        own++;
    }
    assert_true(own > 0);
    lacks(c_of("app \"T\"\nlayout { html.P(\"a\") }\n", false), "#line");
}

static void only_used_columns_are_linked(void **state)
{
    (void)state;
    Program *program =
        program_at("../language/test.dash",
                   SALES "app \"T\"\nlayout { html.P(\"{sales.revenue.sum()} revenue\") }\n");
    EmitData data = {0};
    Buf unit = {.arena = arena};
    emit_program(&unit, &data, arena, &sources, program, &(EmitOptions){0});
    assert_int_equal(data.symbols.count, 1);
    assert_string_equal(data.symbols.at[0].name, "sales_revenue");
    assert_int_equal(data.symbols.at[0].size, program->tables.at[0]->data->rows * sizeof(double));
    assert_ptr_equal(data.symbols.at[0].bytes, program->tables.at[0]->data->columns[2].data);
}

/* ---- names -------------------------------------------------------------- */

static void c_words_are_renamed(void **state)
{
    (void)state;
    const char *c = callback_c("int = #in.value, state struct: text = #in.value",
                               "  let sizeof = \"{int}{struct}\"\n  let cx = sizeof\n  cx");
    has(c, "answer(DashCx *cx, DashText int_, DashText struct_)");
    has(c, "const DashText cx_ = sizeof_;");
    compiles(c);
}

static void library_functions_are_not_redefined(void **state)
{
    (void)state;
    const char *c = c_of("app \"T\"\nfn index(x: int) -> int { x + 1 }\n"
                         "layout { html.P(\"{index(1)}\") }\n",
                         false);
    has(c, "static int64_t index_of(DashCx *cx, int64_t x)");
    compiles(c);
}

static void shadowing_gets_suffixes(void **state)
{
    (void)state;
    const char *c = callback_c("a = #in.value", "  let b = if a == \"\" { let a = \"x{a}\"\n  a } "
                                                "else { a }\n  b");
    has(c, "DashText a)");
    has(c, "const DashText a_2 = ");
    compiles(c);
}

static void names_are_identifiers(void **state)
{
    (void)state;
    Names names = {.arena = arena};
    assert_string_equal(name_unique(&names, "Unit Price"), "Unit_Price");
    assert_string_equal(name_unique(&names, "Unit Price"), "Unit_Price_2");
    assert_string_equal(name_unique(&names, "2nd"), "x2nd");
    assert_string_equal(name_unique(&names, "été"), "t");
    assert_string_equal(name_unique(&names, "dash_fail"), "my_dash_fail");
    Names inner = {.arena = arena, .outer = &names};
    assert_string_equal(name_unique(&inner, "x2nd"), "x2nd_2");
}

/* ---- expressions -------------------------------------------------------- */

static void early_exits_stay_flat(void **state)
{
    (void)state;
    const char *c =
        callback_c("n: int? = #go.n_clicks", "  if n == null { prevent_update }\n  \"{n} clicks\"");
    has(c, "    if (!n.has) {\n        dash_prevent_update(cx);\n    }\n"
           "    DashBuilder text = dash_builder(cx);\n    dash_put_int(&text, n.value);\n");
    compiles(c);
}

static void ints_are_checked(void **state)
{
    (void)state;
    const char *c = callback_c("n: int? = #go.n_clicks", "  let m = n ?? 0\n  \"{m * m + 1}\"");
    has(c, "dash_int_mul(cx, m, m, \"test.dash:9:5\")");
    has(c, "dash_int_add(cx, dash_int_mul(");
    has(c, "const int64_t m = n.has ? n.value : 0;");
    compiles(c);
}

static void indices_are_checked(void **state)
{
    (void)state;
    const char *c = callback_c("a = #in.value", "  let parts = a.split(\",\")\n  parts[-1]");
    has(c, "parts.items[dash_index(cx, -1, parts.len, \"test.dash:9:3\")]");
    compiles(c);
}

static void texts_cannot_break_out(void **state)
{
    (void)state;
    const char *c = callback_c(
        "a = #in.value",
        "  let b = \"\\\"; */ ?\?/ \\\\ \\n /* \xe2\x80\xae\"\n  if a == b { \"*/\" } else { a }");
    has(c, "\"\\\"; */ ?\\?/ \\\\ \\n /* \\342\\200\\256\"");
    compiles(c);
}

static void unread_parameters_are_said_so(void **state)
{
    (void)state;
    const char *c = callback_c("n: int? = #go.n_clicks, state a = #in.value", "  \"fixed\"");
    has(c, "{\n    (void)cx;\n    (void)n;\n    (void)a;\n    return dash_string(");
    compiles(c);
}

/* ---- rows --------------------------------------------------------------- */

static void texts_compare_as_codes(void **state)
{
    (void)state;
    const char *c =
        c_of(SALES "app \"T\"\nlayout {\n  dcc.Input(#in, value=\"\")\n"
                   "  html.P(#out)\n}\ncallback f(r = #in.value) -> #out.children {\n"
                   "  \"{len(sales | filter(.region == r and .month == \"Jan\"))}\"\n}\n",
             false);
    has(c,
        "const uint8_t region_code = (uint8_t)dash_dict_find(&sales_region_dict, r);\n    for (");
    has(c, "keep[i] = (sales_region_codes[from + i] == region_code) &"
           " (sales_month_codes[from + i] == 0 /* Jan */);");
    has(c, "+= dash_bits(dash_chosen(keep, from, sales_rows));");
    lacks(c, "dash_text_eq");
    compiles(c);
}

static void everything_compiles(void **state)
{
    (void)state;
    compiles(
        callback_c("a = #in.value",
                   "  var total = 0\n  var words: [text] = []\n"
                   "  for x in a.split(\" \") {\n    total += len(x)\n"
                   "    if total > 100 { break }\n    words = words + [x]\n  }\n"
                   "  while total > 3 { total = div(total, 2) }\n"
                   "  let lengths = [len(word) for word in words if word != \"\"]\n"
                   "  let pair = (total, lengths)\n  let record = {a: 1.5, b: pair, c: words}\n"
                   "  let kind = match total { 0 => \"none\", 1 => \"few\", n => \"{n}\" }\n"
                   "  html.Div { html.P(kind)\n    for l in lengths { html.P(\"{l:>5}\") }\n"
                   "    if \"a\" in words and record.a > 1.0 { html.P(\"{record.a}\") } }"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(equal_sources_give_equal_bytes),
        cmocka_unit_test(no_folder_is_named),
        cmocka_unit_test(lines_lead_back),
        cmocka_unit_test(only_used_columns_are_linked),
        cmocka_unit_test(c_words_are_renamed),
        cmocka_unit_test(library_functions_are_not_redefined),
        cmocka_unit_test(shadowing_gets_suffixes),
        cmocka_unit_test(names_are_identifiers),
        cmocka_unit_test(early_exits_stay_flat),
        cmocka_unit_test(ints_are_checked),
        cmocka_unit_test(indices_are_checked),
        cmocka_unit_test(texts_cannot_break_out),
        cmocka_unit_test(unread_parameters_are_said_so),
        cmocka_unit_test(texts_compare_as_codes),
        cmocka_unit_test(recursion_is_guarded),
        cmocka_unit_test(everything_compiles),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
