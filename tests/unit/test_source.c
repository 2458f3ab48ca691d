/* SPDX-License-Identifier: MIT
 *
 * Memory, files, places and UTF-8.
 */
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "source/load.h"
#include "source/utf8.h"

static Arena *arena;

static int set_up(void **state)
{
    (void)state;
    arena = arena_create();
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    dash_arena_destroy(arena);
    return 0;
}

static void vec_grows_and_keeps(void **state)
{
    (void)state;
    Vec(int) numbers = {0};
    for (int i = 0; i < 1000; i++)
        vec_push(arena, &numbers, i * 3);
    assert_int_equal(numbers.count, 1000);
    for (int i = 0; i < 1000; i++)
        assert_int_equal(numbers.at[i], i * 3);
}

static void buf_joins_texts(void **state)
{
    (void)state;
    Buf buf = {.arena = arena};
    buf_puts(&buf, "a");
    buf_putc(&buf, 'b');
    buf_printf(&buf, "%05d", 42);
    buf_put(&buf, "xyz", 2);
    assert_string_equal(buf.ptr, "ab00042xy");
    assert_int_equal(buf.len, 9);
    for (int i = 0; i < 5000; i++)
        buf_printf(&buf, "%d,", i);
    assert_int_equal(strlen(buf.ptr), buf.len);
    assert_string_equal(buf.ptr + buf.len - 10, "4998,4999,");
}

static void interned_names_are_one(void **state)
{
    (void)state;
    Interner *interner = interner_create(arena);
    const char *names[3000];
    for (int i = 0; i < 3000; i++) {
        char text[16];
        int len = snprintf(text, sizeof text, "name%d", i);
        names[i] = intern(interner, text, (size_t)len);
        assert_string_equal(names[i], text);
    }
    assert_ptr_equal(intern(interner, "name7", 5), names[7]);
    assert_ptr_equal(intern(interner, "name2999", 8), names[2999]);
    assert_ptr_not_equal(intern(interner, "name7", 4), names[7]);
    assert_string_equal(intern(interner, "name7", 4), "name");
}

static void check_place(const Sources *sources, uint32_t offset, uint32_t line, uint32_t column)
{
    Place place = sources_place(sources, offset);
    assert_non_null(place.source);
    assert_int_equal(place.line, line);
    assert_int_equal(place.column, column);
}

static void places_count_code_points(void **state)
{
    (void)state;
    Sources sources;
    sources_init(&sources, arena);
    Source *a = sources_add(&sources, "a.dash", "one\ntwö ü!\r\n\nend", 18);
    Source *b = sources_add(&sources, "b.dash", "", 0);
    check_place(&sources, a->base, 1, 1);
    check_place(&sources, a->base + 3, 1, 4);
    check_place(&sources, a->base + 4, 2, 1);
    check_place(&sources, a->base + 11, 2, 6); /* the ! */
    check_place(&sources, a->base + 18, 4, 4); /* the end */
    check_place(&sources, b->base, 1, 1);
    assert_null(sources_place(&sources, 0).source);
    assert_null(sources_place(&sources, b->base + 1).source);
    assert_string_equal(sources_place(&sources, b->base).source->path, "b.dash");

    Str line = source_line(a, 2);
    assert_int_equal(line.len, 8); /* without CR */
    assert_memory_equal(line.ptr, "twö ü!", 8);
    assert_int_equal(source_line(a, 3).len, 0);
    assert_true(str_eq(source_line(a, 4), STR("end")));
    assert_int_equal(source_line(a, 5).len, 0);
    Span span = {a->base + 4, a->base + 8};
    assert_true(str_eq(source_text(&sources, span), STR("twö")));
}

static void utf8_is_strict(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t len, good;
    } rows[] = {
        {"plain", 5, 5},
        {"\xC3\xA4", 2, 2},
        {"\xE2\x82\xAC", 3, 3},
        {"\xF0\x9F\x98\x80", 4, 4},
        {"a\xFFz", 3, 1},
        {"\xC0\x80", 2, 0},             /* too long */
        {"\xE0\x80\x80", 3, 0},         /* too long */
        {"\xED\xA0\x80", 3, 0},         /* surrogate */
        {"\xF4\x90\x80\x80", 4, 0},     /* past U+10FFFF */
        {"ab\xE2\x82", 4, 2},           /* cut */
        {"\x80", 1, 0},                 /* alone */
        {"\xF0\x9F\x98\x80\xC3", 5, 4}, /* cut after a good one */
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_int_equal(utf8_check(rows[i].text, rows[i].len), rows[i].good);
    size_t size;
    assert_int_equal(utf8_decode("\xF0\x9F\x98\x80", 4, &size), 0x1F600);
    assert_int_equal(size, 4);
    assert_int_equal(utf8_width('a'), 1);
    assert_int_equal(utf8_width(0x4E2D), 2);
    assert_int_equal(utf8_width(0x1F600), 2);
    assert_int_equal(utf8_width(0x0301), 0);
}

/* Loads `len` bytes written to a new file; the message of the error in *message. */
static Source *load(const char *bytes, size_t len, const char **message)
{
    char path[] = "/tmp/dashc-test-XXXXXX";
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, bytes, len), (ssize_t)len);
    close(fd);
    Sources *sources = arena_new(arena, Sources);
    sources_init(sources, arena);
    Diags *diags = arena_new(arena, Diags);
    diags_init(diags, arena, sources);
    Source *source = load_source(sources, diags, path, (Span){0});
    unlink(path);
    assert_int_equal(diags->error_count, source ? 0 : 1);
    *message = source ? NULL : diags->all.at[0]->message;
    return source;
}

static void files_are_checked(void **state)
{
    (void)state;
    const char *message;
    Source *source = load("\xEF\xBB\xBF"
                          "app \"x\"\n",
                          11, &message);
    assert_non_null(source);
    assert_string_equal(source->text, "app \"x\"\n");
    assert_non_null(load("", 0, &message));
    assert_null(load("one\ntw\xFFo", 8, &message));
    assert_non_null(strstr(message, "is not UTF-8: byte 0xFF at line 2, column 3"));
}

static void unreadable_files_say_why(void **state)
{
    (void)state;
    size_t len;
    const char *why = NULL;
    assert_null(load_bytes(arena, "/tmp", 100, &len, &why));
    assert_string_equal(why, "it is a directory");
    assert_null(load_bytes(arena, "/nowhere/x.dash", 100, &len, &why));
    assert_string_equal(why, "No such file or directory");
    assert_null(load_bytes(arena, "/dev/null", 100, &len, &why));
    assert_string_equal(why, "it is not an ordinary file");
    assert_null(load_bytes(arena, "/proc/self/exe", 100, &len, &why));
    assert_string_equal(why, "it is too large");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(vec_grows_and_keeps),      cmocka_unit_test(buf_joins_texts),
        cmocka_unit_test(interned_names_are_one),   cmocka_unit_test(places_count_code_points),
        cmocka_unit_test(utf8_is_strict),           cmocka_unit_test(files_are_checked),
        cmocka_unit_test(unreadable_files_say_why),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
