/* SPDX-License-Identifier: MIT
 *
 * The program that `dashc test` starts: runs the tests one after the other, each
 * in a context of its own, and tells how they went.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "core/cx.h"
#include "core/json_reader.h"
#include "core/json_writer.h"
#include "dispatch/data.h"
#include "testing/testing.h"

enum { SHOWN = 2000 }; /* bytes of a side of an assertion */

/* The assertion that ended the test; tests run in one thread. */
static struct {
    bool set;
    char *source, *left, *right;
} failed;

static char *copy_of(const char *text, size_t len)
{
    char *copy = malloc(len + 1);
    if (!copy) {
        fputs("out of memory\n", stderr);
        exit(EXIT_FAILURE);
    }
    memcpy(copy, text, len);
    copy[len] = '\0';
    return copy;
}

static char *copy_text(const char *text)
{
    return copy_of(text, strlen(text));
}

static char *shown(DashCx *cx, const DashValue *value)
{
    if (value->kind == DASH_NO_UPDATE)
        return copy_text("no_update");
    DashText text = json_written(cx, value, true);
    if (text.len <= SHOWN)
        return copy_of(text.ptr, text.len);
    size_t len = SHOWN;
    while (((unsigned char)text.ptr[len] & 0xC0) == 0x80)
        len--;
    char *cut = copy_of(text.ptr, len + strlen("…"));
    memcpy(cut + len, "…", strlen("…"));
    return cut;
}

void dash_assert(DashCx *cx, bool holds, DashText source, const char *where)
{
    if (holds)
        return;
    failed.set = true;
    failed.source = copy_of(source.ptr, source.len);
    dash_fail(cx, where, "the assertion does not hold: %.*s", (int)source.len, source.ptr);
}

void dash_assert_that(DashCx *cx, bool holds, DashValue left, DashValue right, DashText source,
                      const char *where)
{
    if (holds)
        return;
    failed.left = shown(cx, &left);
    failed.right = shown(cx, &right);
    dash_assert(cx, holds, source, where);
}

/* ---- running ------------------------------------------------------------------ */

typedef struct Options {
    const char *filter, *junit;
} Options;

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static void run_code(DashCx *cx, void *state)
{
    (*(void (**)(DashCx *))state)(cx);
}

static Result run_test(DashCx *cx, const DashTest *test)
{
    Result result = {.test = test, .where = ""};
    void (*code)(DashCx *) = test->run;
    memset(&failed, 0, sizeof failed);
    double start = now();
    DashExit how = dash_cx_run(cx, run_code, &code);
    result.seconds = now() - start;
    if (how == DASH_EXIT_DONE)
        return result;
    result.outcome = failed.set ? OUTCOME_FAILED : OUTCOME_BROKEN;
    result.left = failed.left;
    result.right = failed.right;
    result.message = failed.source;
    if (how == DASH_EXIT_FAILED)
        result.where = cx->where;
    if (!failed.set && how == DASH_EXIT_PREVENT)
        result.message = copy_text("`prevent_update` ended the test");
    else if (!failed.set)
        result.message = copy_text(cx->message);
    return result;
}

/* ---- telling ------------------------------------------------------------------- */

static bool colors;

static const char *color(const char *code)
{
    return colors ? code : "";
}

static void tell(const Result *result)
{
    static const char *const words[] = {"ok    ", "FAILED", "BROKEN"};
    bool fine = result->outcome == OUTCOME_PASSED;
    printf("%s%s%s %s  %s%.2f ms%s\n", color(fine ? "\033[32m" : "\033[1;31m"),
           words[result->outcome], color("\033[0m"), result->test->name, color("\033[2m"),
           result->seconds * 1e3, color("\033[0m"));
    if (fine)
        return;
    const char *word = result->outcome == OUTCOME_FAILED ? "assert " : "";
    if (*result->where)
        printf("       %s: %s%s\n", result->where, word, result->message);
    else
        printf("       %s:%d: %s%s\n", result->test->file, result->test->line, word,
               result->message);
    if (result->left)
        printf("         left:  %s\n         right: %s\n", result->left, result->right);
}

static void tell_sums(const Result *results, size_t count, size_t left_out)
{
    size_t passed = 0;
    double seconds = 0;
    for (size_t i = 0; i < count; i++) {
        passed += results[i].outcome == OUTCOME_PASSED;
        seconds += results[i].seconds;
    }
    printf("%zu passed, %zu failed", passed, count - passed);
    if (left_out)
        printf(", %zu left out", left_out);
    printf(" in %.2f ms\n", seconds * 1e3);
}

static bool write_junit(const char *path, const DashTests *tests, const Result *results,
                        size_t count)
{
    FILE *out = strcmp(path, "-") == 0 ? stdout : fopen(path, "w");
    if (out)
        junit_write(out, tests, results, count);
    if (out && !ferror(out) && (out == stdout ? fflush(out) : fclose(out)) == 0)
        return true;
    fprintf(stderr, "cannot write %s: %s\n", path, strerror(errno));
    return false;
}

/* ---- life ---------------------------------------------------------------------- */

static bool read_options(Options *options, int argc, char **argv)
{
    for (int i = 1; i + 1 < argc; i += 2) {
        if (strcmp(argv[i], "--filter") == 0)
            options->filter = argv[i + 1];
        else if (strcmp(argv[i], "--junit") == 0)
            options->junit = argv[i + 1];
        else
            return false;
    }
    return argc % 2 == 1;
}

static bool start(const DashTests *tests, DashCx *cx)
{
    void (*code)(DashCx *) = tests->start;
    if (!code || dash_cx_run(cx, run_code, &code) == DASH_EXIT_DONE)
        return true;
    fprintf(stderr, "%s: %s\n", *cx->where ? cx->where : tests->source, cx->message);
    return false;
}

/* `data`: the snapshot that the tests work on, or NULL. */
static size_t run_all(const DashTests *tests, const Options *options, void *data, Result *results)
{
    size_t count = 0;
    for (size_t i = 0; i < tests->count; i++) {
        const DashTest *test = &tests->tests[i];
        if (options->filter && !strstr(test->name, options->filter))
            continue;
        DashCx *cx = dash_cx_create(0);
        if (!cx)
            break;
        cx->data = data;
        bool first = count == 0 || strcmp(test->file, results[count - 1].test->file) != 0;
        if (first && strcmp(tests->tests[0].file, tests->tests[tests->count - 1].file) != 0)
            printf("%s\n", test->file);
        results[count] = run_test(cx, test);
        tell(&results[count++]);
        dash_cx_destroy(cx);
    }
    return count;
}

static int finish(const DashTests *tests, const Options *options, Result *results, size_t count)
{
    bool fine = count > 0;
    if (count > 0)
        tell_sums(results, count, tests->count - count);
    else
        fprintf(stderr, "no test has `%s` in its name\n", options->filter ? options->filter : "");
    if (options->junit)
        fine &= write_junit(options->junit, tests, results, count);
    for (size_t i = 0; i < count; i++) {
        fine &= results[i].outcome == OUTCOME_PASSED;
        free(results[i].message);
        free(results[i].left);
        free(results[i].right);
    }
    return fine ? EXIT_SUCCESS : EXIT_FAILURE;
}

/* Reads the tables and runs the tests on them; gives the exit status. */
static int run_with_data(const DashTests *tests, const Options *options, Result *results)
{
    char error[1024];
    const DashDataCalls *calls = tests->data ? tests->data->calls : NULL;
    DataOptions given = {0};
    Data *data = calls ? calls->open(tests->data, &given, error, sizeof error) : NULL;
    Snapshot *snapshot = data ? calls->snapshot(data, error, sizeof error) : NULL;
    int status = EXIT_FAILURE;
    if (tests->data && !snapshot)
        fprintf(stderr, "%s: %s\n", tests->source, error);
    else
        status = finish(tests, options, results,
                        run_all(tests, options, snapshot ? snapshot->block : NULL, results));
    if (calls) {
        calls->destroy(snapshot);
        calls->close(data);
    }
    return status;
}

int dash_test_main(const DashTests *tests, int argc, char **argv)
{
    Options options = {0};
    const char *no_color = getenv("NO_COLOR");
    colors = isatty(STDOUT_FILENO) && !(no_color && *no_color);
    if (tests->abi != DASH_ABI || !read_options(&options, argc, argv)) {
        fprintf(stderr, "%s: run the tests with `dashc test`\n", tests->source);
        return EXIT_FAILURE;
    }
    json_reader_install();
    DashCx *cx = dash_cx_create(0);
    Result *results = calloc(tests->count + 1, sizeof *results);
    int status = EXIT_FAILURE;
    if (cx && results && start(tests, cx))
        status = run_with_data(tests, &options, results);
    free(results);
    dash_cx_destroy(cx);
    return status;
}
