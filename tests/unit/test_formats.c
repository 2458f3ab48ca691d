/* SPDX-License-Identifier: MIT
 *
 * Formats against what Python gave for them: tests/formats/python.tsv (see
 * tools/record-formats), or the file that DASH_FORMATS names.
 */
#include "with_cx.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "dash/date.h"
#include "dash/text.h"

typedef struct Line {
    char kind;
    const char *spec, *value, *result;
} Line;

static DashFormatKind kind_of(char kind)
{
    return kind == 'f' ? DASH_FORMAT_FLOAT : kind == 't' ? DASH_FORMAT_TEXT : DASH_FORMAT_INT;
}

/* False when the specification is refused. */
static bool format_line(DashBuilder *b, const Line *line)
{
    DashText spec = dash_text_of(line->spec);
    DashFormat format;
    size_t at;
    if (line->kind == 'p') {
        DashOptInt time = dash_parse_time(cx, dash_text_of(line->value), spec, "");
        if (time.has)
            dash_put_int(b, time.value);
        return time.has;
    }
    if (line->kind == 'd' || line->kind == 'm') {
        if (dash_check_pattern(spec, DASH_PATTERN_TIME, &at))
            return false;
        int64_t number = strtoll(line->value, NULL, 10);
        if (line->kind == 'd')
            dash_format_date(b, number, spec);
        else
            dash_format_datetime(b, number, spec);
        return true;
    }
    if (dash_read_format(spec, &format) || dash_format_misfit(&format, kind_of(line->kind)))
        return false;
    if (line->kind == 'f')
        dash_format_float(b, strtod(line->value, NULL), &format);
    else if (line->kind == 't')
        dash_format_text(b, dash_text_of(line->value), &format);
    else
        dash_format_int(b, strtoll(line->value, NULL, 10), &format);
    return true;
}

/* Cuts at tabs and the end of the line. */
static bool read_line(FILE *file, char *text, size_t size, Line *line)
{
    if (!fgets(text, (int)size, file))
        return false;
    text[strcspn(text, "\n")] = '\0';
    char *fields[4] = {text};
    for (int i = 1; i < 4; i++) {
        fields[i] = strchr(fields[i - 1], '\t');
        assert_non_null(fields[i]);
        *fields[i]++ = '\0';
    }
    *line = (Line){*fields[0], fields[1], fields[2], fields[3]};
    return true;
}

static void as_python(void **state)
{
    (void)state;
    const char *path = getenv("DASH_FORMATS");
    FILE *file = fopen(path ? path : "../formats/python.tsv", "r");
    assert_non_null(file);
    char text[4096];
    Line line;
    int lines = 0, wrong = 0;
    for (; read_line(file, text, sizeof text, &line); lines++) {
        dash_cx_reset(cx);
        DashBuilder b = dash_builder(cx);
        bool fine = format_line(&b, &line), wanted = *line.result == '=';
        DashText got = dash_builder_text(&b);
        if (fine == wanted && (!wanted || dash_text_eq(got, dash_text_of(line.result + 1))))
            continue;
        print_error("%c \"%s\" of %s: \"%.*s\"%s, Python has %s\n", line.kind, line.spec,
                    line.value, (int)got.len, got.ptr, fine ? "" : " (refused)", line.result);
        wrong++;
    }
    fclose(file);
    assert_true(lines > 100);
    assert_int_equal(wrong, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(as_python)};
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
