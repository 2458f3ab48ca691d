/* SPDX-License-Identifier: MIT
 *
 * The dispatcher without HTTP: requests in, answers out; argument checks; the
 * order of callbacks; the answers foreseen for the page. What the renderer does
 * is taken from its behaviour in a browser.
 */
#include "unit.h"

#include <string.h>

#include "core/json_reader.h"
#include "dispatch/dispatcher.h"
#include "dispatch/initial.h"

#define NAMES(...)                                                                                 \
    (const DashDependency[])                                                                       \
    {                                                                                              \
        __VA_ARGS__                                                                                \
    }
#define PARAMETERS(...)                                                                            \
    (const DashParameter[])                                                                        \
    {                                                                                              \
        __VA_ARGS__                                                                                \
    }

static void run_copy(DashCx *cx, DashCall *call)
{
    dash_set_output(call, 0, dash_arg_json(cx, call, 0));
}

static void run_prevent(DashCx *cx, DashCall *call)
{
    (void)call;
    dash_prevent_update(cx);
}

static void run_fail(DashCx *cx, DashCall *call)
{
    (void)call;
    dash_fail(cx, "here", "no");
}

static void run_int(DashCx *cx, DashCall *call)
{
    dash_set_output(call, 0, dash_int(dash_arg_int(cx, call, 0)));
}

static int runs; /* of run_counted */

static void run_counted(DashCx *cx, DashCall *call)
{
    runs++;
    DashValue value = dash_arg_json(cx, call, 0);
    if (value.kind == DASH_NULL)
        dash_prevent_update(cx);
    if (value.kind == DASH_BOOL)
        dash_fail(cx, "here", "no");
    dash_set_output(call, 0, value);
}

static void run_child(DashCx *cx, DashCall *call)
{
    (void)call;
    DashField props[] = {{DASH_TEXT("id"), dash_string(DASH_TEXT("new"))}};
    dash_set_output(call, 0, dash_component(cx, "dash_html_components", "Div", props, 1));
}

/* One output, one input, both named "id.children" but for their ids. */
#define LINK(source, target, code)                                                                 \
    {                                                                                              \
        .name = #code, .where = "app.dash:1", .output = target ".children",                        \
        .outputs = NAMES({.id = target, .property = "children"}), .output_count = 1,               \
        .inputs = PARAMETERS(                                                                      \
            {.name = "x", .type = "json", .from = {.id = source, .property = "children"}}),        \
        .input_count = 1, .pure = true, .run = code,                                               \
    }

/* ---- harness ------------------------------------------------------------ */

typedef struct Bench {
    DashApp app;
    Dispatcher dispatcher;
    DashCx *cx;
    JsonWriter w;
} Bench;

static Bench open_bench(const DashCallback *callbacks, size_t count)
{
    Bench bench = {.app = {.callbacks = callbacks, .callback_count = count}};
    bench.cx = dash_cx_create(0);
    json_writer_init(&bench.w);
    json_reader_install();
    return bench;
}

static void close_bench(Bench *bench)
{
    dispatcher_finish(&bench->dispatcher);
    json_writer_finish(&bench->w);
    dash_cx_destroy(bench->cx);
}

static const char *written(Bench *bench)
{
    json_raw(&bench->w, "", 1);
    return bench->w.ptr;
}

static int post(Bench *bench, const char *body, size_t len)
{
    dash_cx_reset(bench->cx);
    json_writer_reset(&bench->w);
    return dispatch_update(&bench->dispatcher, bench->cx, &bench->w, body, len);
}

typedef struct Foresee {
    Bench *bench;
    const char *layout;
} Foresee;

static void foresee_in_run(DashCx *cx, void *state)
{
    Foresee *f = state;
    const cJSON *layout;
    assert_int_equal(json_read(cx, f->layout, strlen(f->layout), &layout), JSON_FINE);
    initial_write(&f->bench->dispatcher, cx, layout, &f->bench->w);
}

/* The foreseen answers for a page with these components' props. */
static const char *foresee(Bench *bench, const char *layout)
{
    assert_true(dispatcher_init(&bench->dispatcher, &bench->app));
    Foresee f = {bench, layout};
    assert_int_equal(dash_cx_run(bench->cx, foresee_in_run, &f), DASH_EXIT_DONE);
    return written(bench);
}

#define DIV(props)       "{\"type\":\"Div\",\"namespace\":\"n\",\"props\":{" props "}}"
#define PAGE(components) "[" components "]"
#define ABC              A "," B "," C
#define A                DIV("\"id\":\"a\",\"children\":1")
#define B                DIV("\"id\":\"b\"")
#define C                DIV("\"id\":\"c\"")
#define REQUEST(from, to, value)                                                                   \
    "{\"request\":{\"output\":\"" to ".children\",\"inputs\":[{\"id\":\"" from                     \
    "\",\"property\":\"children\"" value "}]}"
#define ANSWER(to, value)                                                                          \
    ",\"status\":200,\"response\":{\"multi\":true,\"response\":{\"" to "\":{\"children\":" value   \
    "}}}}"

/* ---- requests ----------------------------------------------------------- */

static void a_request_is_checked_and_answered(void **state)
{
    (void)state;
    const DashCallback callbacks[] = {LINK("a", "b", run_int), LINK("b", "c", run_prevent)};
    Bench bench = open_bench(callbacks, 2);
    assert_true(dispatcher_init(&bench.dispatcher, &bench.app));
    static const struct {
        int status;
        const char *body;
    } CASES[] = {
        {200, "{\"output\":\"b.children\",\"inputs\":[{\"id\":\"a\",\"property\":\"children\","
              "\"value\":-7}]}"},
        {204, "{\"output\":\"c.children\",\"inputs\":[{\"id\":\"b\",\"property\":\"children\"}]}"},
        {500, "{\"output\":\"z.children\",\"inputs\":[]}"},
        {500, "{\"output\":7}"},
        {500, "{\"output\":\"b.children\"}"},
        {500, "{\"output\":\"b.children\",\"inputs\":[]}"},
        {500, "{\"output\":\"b.children\",\"inputs\":{\"id\":\"a\"}}"},
        {500, "{\"output\":\"b.children\",\"inputs\":[[]]}"},
        {500, "{\"output\":\"b.children\",\"inputs\":[{\"id\":\"z\",\"property\":\"children\","
              "\"value\":1}]}"},
        {500, "{\"output\":\"b.children\",\"inputs\":[{\"id\":\"a\",\"property\":\"title\","
              "\"value\":1}]}"},
        {500, "{\"output\":\"b.children\",\"inputs\":[{\"id\":\"a\",\"property\":\"children\","
              "\"value\":1},{\"id\":\"a\",\"property\":\"children\",\"value\":1}]}"},
        {500, "{\"output\":\"b.children\",\"inputs\":[{\"id\":\"a\",\"property\":\"children\","
              "\"value\":1}],\"state\":[{\"id\":\"a\",\"property\":\"children\",\"value\":1}]}"},
        {500, "{\"output\":\"b.children\",\"inputs\":[{\"id\":\"a\",\"property\":\"children\","
              "\"value\":1.5}]}"},
        {500, "{\"output\":\"b.children\",\"inputs\":[{\"id\":\"a\",\"property\":\"children\","
              "\"value\":1e300}]}"},
        {500, "{\"output\":\"b.children\",\"inputs\":[{\"id\":\"a\",\"property\":\"children\"}]}"},
        {400, "[]"},
        {400, "7"},
        {400, ""},
        {400, "{\"output\":"},
        {400, "{}}"},
        {400, "{\"output\":\"\\u0000\"}"},
        {400, "{\"output\":\"\xff\"}"},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        int status = post(&bench, CASES[i].body, strlen(CASES[i].body));
        if (status != CASES[i].status)
            fail_msg("%s: %d", CASES[i].body, status);
        if (status != 200)
            assert_int_equal(bench.w.len, 0);
    }
    assert_int_equal(post(&bench, CASES[0].body, strlen(CASES[0].body)), 200);
    assert_string_equal(written(&bench), "{\"multi\":true,\"response\":{\"b\":{\"children\":-7}}}");
    assert_int_equal(post(&bench, "{}\0", 3), 400);
    close_bench(&bench);
}

/* How often the callback runs for the same request twice. */
static int runs_of_two(Bench *bench, const char *request, int status)
{
    runs = 0;
    assert_int_equal(post(bench, request, strlen(request)), status);
    size_t len = bench->w.len;
    char *first = memcpy(test_malloc(len + 1), len ? bench->w.ptr : "", len);
    assert_int_equal(post(bench, request, strlen(request)), status);
    assert_int_equal(bench->w.len, len);
    assert_memory_equal(len ? bench->w.ptr : "", first, len);
    test_free(first);
    return runs;
}

static void answers_of_pure_callbacks_are_given_again(void **state)
{
    (void)state;
#define TO(to, value)                                                                              \
    "{\"output\":\"" to ".children\",\"inputs\":[{\"id\":\"a\",\"property\":\"children\","         \
    "\"value\":" value "}]}"
    DashCallback callbacks[] = {LINK("a", "b", run_counted), LINK("a", "c", run_counted)};
    callbacks[1].pure = false;
    Bench bench = open_bench(callbacks, 2);
    assert_true(dispatcher_init(&bench.dispatcher, &bench.app));
    assert_int_equal(runs_of_two(&bench, TO("b", "1"), 200), 2);
    bench.dispatcher.answers = answers_create(1 << 20);
    assert_int_equal(runs_of_two(&bench, TO("b", "1"), 200), 1);
    assert_int_equal(runs_of_two(&bench, TO("b", "1"), 200), 0);
    assert_int_equal(runs_of_two(&bench, TO("b", "2"), 200), 1);
    assert_int_equal(runs_of_two(&bench, TO("c", "1"), 200), 2);
    assert_int_equal(runs_of_two(&bench, TO("b", "null"), 204), 2);
    assert_int_equal(runs_of_two(&bench, TO("b", "true"), 500), 2);
    answers_destroy(bench.dispatcher.answers);
    close_bench(&bench);
#undef TO
}

static void json_is_bounded(void **state)
{
    (void)state;
    DashCx *cx = dash_cx_create(0);
    const cJSON *root;
    enum { MANY = JSON_VALUES + 10 };
    static char text[2 * MANY];
    memset(text, '[', JSON_DEPTH + 1);
    assert_int_equal(json_read(cx, text, JSON_DEPTH + 1, &root), JSON_TOO_DEEP);
    memset(text, '[', JSON_DEPTH);
    memset(text + JSON_DEPTH, ']', JSON_DEPTH);
    assert_int_equal(json_read(cx, text, 2 * JSON_DEPTH, &root), JSON_FINE);
    assert_non_null(root);
    text[0] = '[';
    for (size_t i = 1; i < sizeof text; i += 2)
        memcpy(text + i, "1,", i + 2 <= sizeof text ? 2 : 1);
    assert_int_equal(json_read(cx, text, sizeof text, &root), JSON_TOO_MANY);
    const char quoted[] = "\"[[[[,,,,\\\\u0000\\\"[\"";
    assert_int_equal(json_read(cx, quoted, sizeof quoted - 1, &root), JSON_FINE);
    assert_string_equal(root->valuestring, "[[[[,,,,\\u0000\"[");
    dash_cx_destroy(cx);

    cx = dash_cx_create(4096);
    memset(text, ' ', sizeof text);
    text[0] = '[';
    for (size_t i = 1; i < 1000; i += 2)
        memcpy(text + i, "1,", 2);
    memcpy(text + 1001, "1]", 2);
    assert_int_equal(json_read(cx, text, 1003, &root), JSON_NO_MEMORY);
    dash_cx_destroy(cx);
}

static void outputs_of_one_id_stay_together(void **state)
{
    (void)state;
    const DashCallback callback = {
        .outputs = NAMES({.id = "a", .property = "x"}, {.id = "b", .property = "x"},
                         {.id = "a", .property = "y@9"}, {.id = "c", .property = "x"},
                         {.id = "b", .property = "y"}),
        .output_count = 5,
    };
    Bench bench = open_bench(&callback, 1);
    DashCall *call = call_create(bench.cx, &callback);
    dispatch_write_response(&bench.w, call);
    assert_string_equal(written(&bench), "{\"multi\":true,\"response\":{}}");
    for (size_t i = 0; i < 5; i++)
        dash_set_output(call, i, dash_int((int64_t)i));
    dash_set_output(call, 3, DASH_NO_UPDATE_VALUE);
    dash_set_output(call, 5, dash_int(9));
    json_writer_reset(&bench.w);
    dispatch_write_response(&bench.w, call);
    assert_string_equal(written(&bench), "{\"multi\":true,\"response\":{\"a\":{\"x\":0,\"y\":2},"
                                         "\"b\":{\"x\":1,\"y\":4}}}");
    json_writer_finish(&bench.w);
    dash_cx_destroy(bench.cx);
}

/* ---- order -------------------------------------------------------------- */

static void callbacks_come_after_what_feeds_them(void **state)
{
    (void)state;
    const DashCallback callbacks[] = {LINK("c", "d", run_copy), LINK("b", "c", run_copy),
                                      LINK("x", "y", run_copy), LINK("a", "b", run_copy),
                                      LINK("s", "s", run_copy)};
    const DashApp app = {.callbacks = callbacks, .callback_count = 5};
    Graph graph;
    assert_true(graph_init(&graph, &app));
    const uint32_t expected[] = {3, 1, 0, 2, 4};
    assert_memory_equal(graph.order, expected, sizeof expected);
    assert_true(graph_precedes(&graph, 3, 0));
    assert_false(graph_precedes(&graph, 0, 3));
    assert_false(graph_precedes(&graph, 2, 0));
    assert_ptr_equal(graph_find(&graph, "y.children"), &callbacks[2]);
    assert_null(graph_find(&graph, "z.children"));
    GraphWriters writers =
        graph_writers(&graph, &(DashDependency){.id = "b", .property = "children@x"});
    assert_int_equal(graph_next(&writers)->callback, 3);
    assert_null(graph_next(&writers));
    writers = graph_writers(&graph, &(DashDependency){.id = "b", .property = "child"});
    assert_null(graph_next(&writers));
    graph_finish(&graph);
}

/* ---- the first answers -------------------------------------------------- */

static void a_chain_is_foreseen(void **state)
{
    (void)state;
    const DashCallback callbacks[] = {LINK("b", "c", run_copy), LINK("a", "b", run_copy)};
    Bench bench = open_bench(callbacks, 2);
    assert_string_equal(foresee(&bench, PAGE(ABC)),
                        "[" REQUEST("a", "b", ",\"value\":1")
                            ANSWER("b", "1") "," REQUEST("b", "c", ",\"value\":1")
                                ANSWER("c", "1") "]");
    close_bench(&bench);
}

static void nothing_follows_a_prevented_callback(void **state)
{
    (void)state;
    const DashCallback callbacks[] = {LINK("a", "b", run_prevent), LINK("b", "c", run_copy)};
    Bench bench = open_bench(callbacks, 2);
    assert_string_equal(foresee(&bench, PAGE(ABC)),
                        "[" REQUEST("a", "b", ",\"value\":1") ",\"status\":204}]");
    close_bench(&bench);
}

/* Two behind a prevented one: its inputs never counted as answered. */
static void the_second_after_a_prevented_one_is_asked(void **state)
{
    (void)state;
    const DashCallback callbacks[] = {LINK("a", "b", run_prevent), LINK("b", "c", run_copy),
                                      LINK("c", "d", run_copy)};
    Bench bench = open_bench(callbacks, 3);
    assert_string_equal(foresee(&bench, PAGE(ABC "," DIV("\"id\":\"d\""))),
                        "[" REQUEST("a", "b", ",\"value\":1") ",\"status\":204}," REQUEST(
                            "c", "d", "") ANSWER("d", "null") "]");
    close_bench(&bench);
}

static void a_prevented_initial_call_is_triggered_by_a_chain(void **state)
{
    (void)state;
    DashCallback callbacks[] = {LINK("a", "b", run_copy), LINK("b", "c", run_copy)};
    callbacks[1].prevent_initial_call = true;
    Bench bench = open_bench(callbacks, 2);
    assert_non_null(strstr(foresee(&bench, PAGE(ABC)), "\"output\":\"c.children\""));
    close_bench(&bench);

    callbacks[0].prevent_initial_call = true;
    bench = open_bench(callbacks, 2);
    assert_string_equal(foresee(&bench, PAGE(ABC)), "[]");
    close_bench(&bench);
}

/* Each page or program makes the answer for b, and for c behind it, unknowable. */
static void what_cannot_be_known_is_left_out(void **state)
{
    (void)state;
    static const char *const PAGES[] = {
        PAGE(DIV("\"id\":\"a\",\"children\":1,\"persistence\":true") "," B "," C),
        PAGE("{\"type\":\"Location\",\"namespace\":\"n\",\"props\":{\"id\":\"a\"}}"
             "," B "," C),
        PAGE("{\"type\":\"Store\",\"namespace\":\"n\",\"props\":{\"id\":\"a\","
             "\"storage_type\":\"local\"}}"
             "," B "," C),
        PAGE(B "," C),
        PAGE(A "," C),
    };
    const DashCallback callbacks[] = {LINK("a", "b", run_copy), LINK("b", "c", run_copy)};
    for (size_t i = 0; i < sizeof PAGES / sizeof *PAGES; i++) {
        Bench bench = open_bench(callbacks, 2);
        const char *answers = foresee(&bench, PAGES[i]);
        if (strcmp(answers, "[]") != 0)
            fail_msg("%s: %s", PAGES[i], answers);
        close_bench(&bench);
    }
    DashCallback impure[] = {LINK("a", "b", run_copy), LINK("b", "c", run_copy)};
    impure[0].pure = false;
    const DashCallback failing[] = {LINK("a", "b", run_fail), LINK("b", "c", run_copy)};
    const DashCallback *programs[] = {impure, failing};
    for (size_t i = 0; i < 2; i++) {
        Bench bench = open_bench(programs[i], 2);
        assert_string_equal(foresee(&bench, PAGE(ABC)), "[]");
        close_bench(&bench);
    }
}

static void a_state_that_may_change_meanwhile_is_not_guessed(void **state)
{
    (void)state;
    DashCallback callbacks[] = {LINK("a", "b", run_copy), LINK("a", "c", run_copy)};
    const DashParameter b_too[] = {
        {.name = "s", .type = "json", .from = {.id = "b", .property = "children"}}};
    callbacks[1].state = b_too;
    callbacks[1].state_count = 1;
    Bench bench = open_bench(callbacks, 2);
    assert_string_equal(foresee(&bench, PAGE(ABC)),
                        "[" REQUEST("a", "b", ",\"value\":1") ANSWER("b", "1") "]");
    close_bench(&bench);
}

static void new_components_end_the_foresight(void **state)
{
    (void)state;
    const DashCallback callbacks[] = {LINK("a", "b", run_child), LINK("new", "c", run_copy)};
    Bench bench = open_bench(callbacks, 2);
    assert_null(strstr(foresee(&bench, PAGE(ABC)), "\"output\":\"c.children\""));
    close_bench(&bench);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_request_is_checked_and_answered),
        cmocka_unit_test(answers_of_pure_callbacks_are_given_again),
        cmocka_unit_test(json_is_bounded),
        cmocka_unit_test(outputs_of_one_id_stay_together),
        cmocka_unit_test(callbacks_come_after_what_feeds_them),
        cmocka_unit_test(a_chain_is_foreseen),
        cmocka_unit_test(nothing_follows_a_prevented_callback),
        cmocka_unit_test(the_second_after_a_prevented_one_is_asked),
        cmocka_unit_test(a_prevented_initial_call_is_triggered_by_a_chain),
        cmocka_unit_test(what_cannot_be_known_is_left_out),
        cmocka_unit_test(a_state_that_may_change_meanwhile_is_not_guessed),
        cmocka_unit_test(new_components_end_the_foresight),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
