/* SPDX-License-Identifier: MIT
 *
 * Diagnostics: what is recorded, and how it is printed.
 */
#include "unit.h"

#include <stdio.h>

#include "source/render.h"

static Arena *arena;
static Sources sources;
static Diags diags;

static int set_up(void **state)
{
    (void)state;
    arena = arena_create();
    sources_init(&sources, arena);
    diags_init(&diags, arena, &sources);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    dash_arena_destroy(arena);
    return 0;
}

static Source *add(const char *text)
{
    return sources_add(&sources, "a.dash", text, strlen(text));
}

/* Where `part` stands in the source. */
static Span span_of(const Source *source, const char *part)
{
    const char *at = strstr(source->text, part);
    assert_non_null(at);
    uint32_t start = source->base + (uint32_t)(at - source->text);
    return (Span){start, start + (uint32_t)strlen(part)};
}

static const char *text_of(int width)
{
    Buf buf = {.arena = arena};
    RenderStyle style = {.width = width};
    render_text(&buf, &diags, &style);
    return buf.ptr ? buf.ptr : "";
}

static void an_error_shows_its_line(void **state)
{
    (void)state;
    Source *source = add("layout {\n\tdcc.Graph(#a)\n  html.P(#a)\n}\n");
    Span second = {span_of(source, "html.P(#a)").start + 7, 0};
    second.end = second.start + 2;
    Diag *d = diag_error(&diags, E0101, second, "the id `%s` is used twice", "a");
    diag_label(d, "here again");
    diag_note_at(d, span_of(source, "#a"), "the id is declared here");
    diag_help(d, "give one of them another id");
    assert_string_equal(text_of(80), "a.dash:3:10: error[E0101]: the id `a` is used twice\n"
                                     " 3 |   html.P(#a)\n"
                                     "   |          ^^ here again\n"
                                     "a.dash:2:12: note: the id is declared here\n"
                                     " 2 |     dcc.Graph(#a)\n"
                                     "   |               --\n"
                                     "help: give one of them another id\n"
                                     "\n"
                                     "1 error\n");
}

static void underlines_fit_wide_characters(void **state)
{
    (void)state;
    Source *source = add("x = \"日本e\xCC\x81\" + oops\n");
    diag_error(&diags, E0101, span_of(source, "oops"), "m");
    assert_string_equal(text_of(80), "a.dash:1:14: error[E0101]: m\n"
                                     " 1 | x = \"日本e\xCC\x81\" + oops\n"
                                     "   |               ^^^^\n"
                                     "\n"
                                     "1 error\n");
}

static void spans_over_lines_show_the_first(void **state)
{
    (void)state;
    Source *source = add("a {  \n  b\n}\n");
    diag_warning(&diags, W1001, span_of(source, "{  \n  b\n}"), "m");
    assert_string_equal(text_of(80), "a.dash:1:3: warning[W1001 unused-let]: m\n"
                                     " 1 | a {  \n"
                                     "   |   ^\n"
                                     "\n"
                                     "1 warning\n");
}

static void the_end_of_file_has_a_place(void **state)
{
    (void)state;
    Source *source = add("a {\n");
    Span end = {source->base + 4, source->base + 4};
    diag_error(&diags, E0101, end, "m");
    assert_string_equal(text_of(80), "a.dash:2:1: error[E0101]: m\n"
                                     " 2 |\n"
                                     "   | ^\n"
                                     "\n"
                                     "1 error\n");
}

static void long_lines_are_cut(void **state)
{
    (void)state;
    char line[501];
    memset(line, '.', 500);
    line[500] = '\0';
    memcpy(line + 250, "WRONG", 5);
    Source *source = add(line);
    diag_error(&diags, E0101, span_of(source, "WRONG"), "m");
    const char *text = text_of(60);
    const char *shown = strchr(text, '\n') + 1;
    const char *underline = strchr(shown, '\n') + 1;
    assert_memory_equal(shown, " 1 | …....", 9);
    assert_non_null(strstr(shown, "...WRONG..."));
    assert_non_null(strstr(shown, "..…\n"));
    /* two ellipses of three bytes and one column each */
    assert_int_equal(underline - shown - 1 - 4, 60);
    ptrdiff_t wrong = strstr(shown, "WRONG") - shown - 2;
    assert_int_equal(strchr(underline, '^') - underline, wrong);
    assert_non_null(strstr(underline, "^^^^^\n"));
}

static void terminals_are_safe(void **state)
{
    (void)state;
    Source *source = add("a \033[31m \xE2\x80\xAE b\n");
    diag_error(&diags, E0101, span_of(source, "b"), "what is \033]0;x\a?");
    const char *text = text_of(80);
    assert_null(strchr(text, '\033'));
    assert_null(strchr(text, '\a'));
    assert_null(strstr(text, "\xE2\x80\xAE"));
}

static void sorted_by_place(void **state)
{
    (void)state;
    Source *source = add("a b c\n");
    diag_error(&diags, E0001, (Span){0}, "no place");
    diag_error(&diags, E0101, span_of(source, "c"), "third");
    diag_error(&diags, E0101, span_of(source, "a"), "first");
    diag_warning(&diags, W1001, span_of(source, "a"), "second");
    Diag **sorted = render_order(&diags);
    assert_string_equal(sorted[0]->message, "first");
    assert_string_equal(sorted[1]->message, "second");
    assert_string_equal(sorted[2]->message, "third");
    assert_string_equal(sorted[3]->message, "no place");
    assert_non_null(strstr(text_of(80), "\ndashc: error[E0001]: no place\n"));
    assert_non_null(strstr(text_of(80), "\n3 errors, 1 warning\n"));
}

static void doubles_count_once(void **state)
{
    (void)state;
    Source *source = add("a b\n");
    diag_error(&diags, E0101, span_of(source, "a"), "one");
    diag_help(diag_error(&diags, E0101, span_of(source, "a"), "two"), "unseen");
    diag_error(&diags, E0101, span_of(source, "b"), "three");
    assert_int_equal(diags.error_count, 2);
    assert_int_equal(diags.all.count, 2);
    assert_null(strstr(text_of(80), "unseen"));
}

static void twenty_errors_are_enough(void **state)
{
    (void)state;
    Source *source = add("0123456789012345678901234567890123456789\n");
    for (uint32_t i = 0; i < 23; i++)
        diag_error(&diags, E0101, (Span){source->base + i, source->base + i + 1}, "e%u.", i);
    assert_int_equal(diags.error_count, 23);
    const char *text = text_of(80);
    assert_non_null(strstr(text, "e19."));
    assert_null(strstr(text, "e20."));
    assert_non_null(strstr(text, "\n… and 3 more\n23 errors\n"));
}

static void fixes_are_helps(void **state)
{
    (void)state;
    Source *source = add("a b c\n");
    diag_fix(diag_error(&diags, E0101, span_of(source, "a"), "m"), span_of(source, "a"), "x");
    diag_fix(diag_error(&diags, E0101, span_of(source, "b"), "m"), span_of(source, "b"), "");
    Diag *d = diag_error(&diags, E0101, span_of(source, "c"), "m");
    diag_help(d, "did you mean `see`?");
    diag_fix(d, span_of(source, "c"), "see");
    const char *text = text_of(80);
    assert_non_null(strstr(text, "help: write `x` instead\n"));
    assert_non_null(strstr(text, "help: remove it\n"));
    assert_non_null(strstr(text, "help: did you mean `see`?\n\n"));
}

static void colours_only_when_asked(void **state)
{
    (void)state;
    Source *source = add("a\n");
    diag_error(&diags, E0101, span_of(source, "a"), "m");
    Buf buf = {.arena = arena};
    RenderStyle style = {.color = true};
    render_text(&buf, &diags, &style);
    assert_non_null(strstr(buf.ptr, "\033[1;31merror[E0101]: \033[0mm\n"));
    assert_null(strchr(text_of(80), '\033'));
}

static void json_has_it_all(void **state)
{
    (void)state;
    Source *source = add("é \"q\"\nb\n");
    Diag *d = diag_error(&diags, E0101, span_of(source, "\"q\"\nb"), "say \"q\"\\\n");
    diag_label(d, "l");
    diag_note_at(d, span_of(source, "é"), "n");
    diag_help(d, "h");
    diag_fix(d, span_of(source, "b"), "c");
    diag_warning(&diags, W1001, (Span){0}, "w");
    Buf buf = {.arena = arena};
    render_json(&buf, &diags);
    assert_string_equal(
        buf.ptr,
        "{\"kind\":\"diagnostic\",\"code\":\"E0101\",\"severity\":\"error\","
        "\"message\":\"say \\\"q\\\"\\\\\\n\",\"file\":\"a.dash\",\"line\":1,\"column\":3,"
        "\"end_line\":2,\"end_column\":2,\"label\":\"l\",\"notes\":[{\"file\":\"a.dash\","
        "\"line\":1,\"column\":1,\"end_line\":1,\"end_column\":2,\"message\":\"n\"}],"
        "\"helps\":[\"h\"],\"fix\":{\"file\":\"a.dash\",\"line\":2,\"column\":1,\"end_line\":2,"
        "\"end_column\":2,\"text\":\"c\"}}\n"
        "{\"kind\":\"diagnostic\",\"code\":\"W1001\",\"severity\":\"warning\",\"warning\":\"unused-"
        "let\",\"message\":\"w\","
        "\"file\":null,\"line\":null,\"column\":null,\"end_line\":null,\"end_column\":null,"
        "\"label\":null,\"notes\":[],\"helps\":[],\"fix\":null}\n"
        "{\"kind\":\"summary\",\"errors\":1,\"warnings\":1,\"shown\":2}\n");
}

#define with_arena(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        with_arena(an_error_shows_its_line),
        with_arena(underlines_fit_wide_characters),
        with_arena(spans_over_lines_show_the_first),
        with_arena(the_end_of_file_has_a_place),
        with_arena(long_lines_are_cut),
        with_arena(terminals_are_safe),
        with_arena(sorted_by_place),
        with_arena(doubles_count_once),
        with_arena(twenty_errors_are_enough),
        with_arena(fixes_are_helps),
        with_arena(colours_only_when_asked),
        with_arena(json_has_it_all),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
