/* SPDX-License-Identifier: MIT
 *
 * JUnit XML: one suite a source file, one case a test.
 */
#include <string.h>

#include "testing/testing.h"

/* Escaped for XML 1.0; bytes that it cannot hold become "?". */
static void put(FILE *out, const char *text)
{
    for (; *text; text++) {
        unsigned char c = (unsigned char)*text;
        if (c == '<')
            fputs("&lt;", out);
        else if (c == '>')
            fputs("&gt;", out);
        else if (c == '&')
            fputs("&amp;", out);
        else if (c == '"')
            fputs("&quot;", out);
        else if (c == '\n' || c == '\t')
            fprintf(out, "&#%d;", c);
        else
            fputc(c < 0x20 ? '?' : c, out);
    }
}

static void put_attribute(FILE *out, const char *name, const char *value)
{
    fprintf(out, " %s=\"", name);
    put(out, value);
    fputc('"', out);
}

static void put_case(FILE *out, const Result *result)
{
    const char *word = result->outcome == OUTCOME_FAILED ? "failure" : "error";
    fputs("    <testcase", out);
    put_attribute(out, "classname", result->test->file);
    put_attribute(out, "name", result->test->name);
    put_attribute(out, "file", result->test->file);
    fprintf(out, " line=\"%d\" time=\"%.6f\"", result->test->line, result->seconds);
    if (result->outcome == OUTCOME_PASSED) {
        fputs("/>\n", out);
        return;
    }
    fprintf(out, ">\n      <%s", word);
    put_attribute(out, "message", result->message);
    put_attribute(out, "type", result->outcome == OUTCOME_FAILED ? "assert" : "failure");
    fputc('>', out);
    put(out, result->where);
    if (result->left) {
        fputs("\nleft:  ", out);
        put(out, result->left);
        fputs("\nright: ", out);
        put(out, result->right);
    }
    fprintf(out, "</%s>\n    </testcase>\n", word);
}

typedef struct Sums {
    size_t count, failed, broken;
    double seconds;
} Sums;

/* Of the tests of `file`, or of all (NULL). */
static Sums sums_of(const Result *results, size_t count, const char *file)
{
    Sums sums = {0};
    for (size_t i = 0; i < count; i++) {
        if (file && strcmp(results[i].test->file, file) != 0)
            continue;
        sums.count++;
        sums.failed += results[i].outcome == OUTCOME_FAILED;
        sums.broken += results[i].outcome == OUTCOME_BROKEN;
        sums.seconds += results[i].seconds;
    }
    return sums;
}

static void put_sums(FILE *out, Sums sums)
{
    fprintf(out, " tests=\"%zu\" failures=\"%zu\" errors=\"%zu\" time=\"%.6f\">\n", sums.count,
            sums.failed, sums.broken, sums.seconds);
}

void junit_write(FILE *out, const DashTests *tests, const Result *results, size_t count)
{
    fputs("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites", out);
    put_attribute(out, "name", tests->source);
    put_sums(out, sums_of(results, count, NULL));
    const char *file = NULL; /* tests stand in order of their files */
    for (size_t i = 0; i < count; i++) {
        if (!file || strcmp(file, results[i].test->file) != 0) {
            if (file)
                fputs("  </testsuite>\n", out);
            file = results[i].test->file;
            fputs("  <testsuite", out);
            put_attribute(out, "name", file);
            put_sums(out, sums_of(results, count, file));
        }
        put_case(out, &results[i]);
    }
    fputs(file ? "  </testsuite>\n</testsuites>\n" : "</testsuites>\n", out);
}
