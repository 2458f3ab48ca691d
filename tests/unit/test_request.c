/* SPDX-License-Identifier: MIT
 *
 * What user code sees of a request: triggers, outputs, path, query, cookies and
 * headers, with requests that nobody sends.
 */
#include "with_cx.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/json_reader.h"
#include "core/utf8.h"
#include "dash/ctx.h"
#include "dash/effects.h"
#include "dispatch/call.h"
#include "dispatch/client.h"
#include "dispatch/effects.h"

/* ---- a request ---------------------------------------------------------- */

static const char *cookie_header, *referer;

static const char *header(const void *request, const char *name)
{
    (void)request;
    return strcmp(name, "Cookie") == 0 ? cookie_header : strcmp(name, "Referer") == 0 ? referer : 0;
}

static DashClient client_with(const char *cookie, const char *from)
{
    cookie_header = cookie;
    referer = from;
    return (DashClient){.header = header};
}

static void assert_text(DashText text, const char *wanted)
{
    if (!wanted) {
        assert_null(text.ptr);
        return;
    }
    assert_non_null(text.ptr);
    assert_int_equal(text.len, strlen(wanted));
    assert_memory_equal(text.ptr, wanted, text.len);
}

static void cookies_are_found_by_their_whole_name(void **state)
{
    (void)state;
    DashClient client = client_with("aa=1; a=2; b=\"q\"; c=; d; e=%41%zz%4; f=%00x; g=%FF", NULL);
    cx->client = &client;
    assert_text(dash_ctx_cookie(cx, DASH_TEXT("a")), "2");
    assert_text(dash_ctx_cookie(cx, DASH_TEXT("b")), "q");
    assert_text(dash_ctx_cookie(cx, DASH_TEXT("c")), "");
    assert_text(dash_ctx_cookie(cx, DASH_TEXT("d")), NULL);
    assert_text(dash_ctx_cookie(cx, DASH_TEXT("e")), "A%zz%4");
    assert_text(dash_ctx_cookie(cx, DASH_TEXT("f")), NULL);
    assert_text(dash_ctx_cookie(cx, DASH_TEXT("g")), NULL);
    assert_text(dash_ctx_cookie(cx, DASH_TEXT("")), NULL);
}

static void without_a_client_there_is_nothing(void **state)
{
    (void)state;
    cx->client = NULL;
    assert_text(dash_ctx_path(cx), "/");
    assert_text(dash_ctx_cookie(cx, DASH_TEXT("a")), NULL);
    assert_text(dash_ctx_header(cx, DASH_TEXT("Host")), NULL);
    assert_int_equal(dash_ctx_query(cx).count, 0);
}

static void the_page_is_that_of_the_referer(void **state)
{
    (void)state;
    static const struct {
        const char *url, *path;
    } cases[] = {
        {NULL, "/"},
        {"", "/"},
        {"x", "/"},
        {"http://h", "/"},
        {"http://h/", "/"},
        {"http://h?a", "/"},
        {"http://h/a/b", "/a/b"},
        {"http://h/%7e", "/~"},
        {"http://h/%FF", "/"},
        {"http://h/a+b", "/a+b"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        DashClient client = client_with(NULL, cases[i].url);
        cx->client = &client;
        assert_text(dash_ctx_path(cx), cases[i].path);
    }
}

/* Whatever comes, what user code gets is UTF-8. */
static void random_headers_give_texts_or_nothing(void **state)
{
    (void)state;
    static const char letters[] = "a=;% \"+&?#/:.\\4zF\x80\xC3\xA9\xFF,";
    unsigned seed = 1;
    for (int turn = 0; turn < 20000; turn++) {
        char text[40] = "http://h/";
        size_t len = turn % 2 ? strlen(text) : 0;
        for (; len < sizeof text - 1 && rand_r(&seed) % 30; len++)
            text[len] = letters[(size_t)rand_r(&seed) % (sizeof letters - 1)];
        text[len] = '\0';
        DashClient client = client_with(text, text);
        dash_cx_reset(cx);
        cx->client = &client;
        DashText cookie = dash_ctx_cookie(cx, DASH_TEXT("a")), path = dash_ctx_path(cx);
        assert_true(!cookie.ptr || utf8_valid(cookie.ptr, cookie.len));
        assert_true(path.len > 0 && utf8_valid(path.ptr, path.len));
        DashValue query = dash_ctx_query(cx);
        for (uint32_t i = 0; i < query.count; i++)
            assert_true(utf8_valid(query.fields[i].name.ptr, query.fields[i].name.len));
    }
}

/* ---- a call ------------------------------------------------------------- */

static const DashCallback CALLBACK = {.name = "c", .where = "app.dash:1"};

static DashCall *call_with(const char *request)
{
    const cJSON *json;
    dash_cx_reset(cx);
    assert_int_equal(json_read(cx, request, strlen(request), &json), JSON_FINE);
    DashCall *call = call_create(cx, &CALLBACK);
    call->request = json;
    return call;
}

static void triggers_are_inputs(void **state)
{
    (void)state;
    call_with("{\"inputs\":[{\"id\":\"a\",\"property\":\"v\",\"value\":1},"
              "[{\"id\":{\"i\":2,\"t\":\"x.y\"},\"property\":\"v\",\"value\":\"z\"}],{\"id\":3},7],"
              "\"changedPropIds\":[\"{\\\"t\\\":\\\"x.y\\\",\\\"i\\\":2}.v\",\"a.v\",\"a.w\",\".\","
              "\"{.v\",\"[].v\",4]}");
    assert_int_equal(dash_ctx_triggered_count(cx), 2);
    assert_text(dash_ctx_triggered_at_prop_id(cx, 1), "a.v");
    assert_text(dash_ctx_triggered_at_prop(cx, 0), "v");
    assert_int_equal(dash_ctx_triggered_at_value(cx, 1).integer, 1);
    DashValue id = dash_ctx_triggered_id(cx);
    assert_int_equal(dash_get(id, DASH_TEXT("i")).integer, 2);
    assert_text(dash_get(id, DASH_TEXT("t")).text, "x.y");
}

static void odd_requests_have_no_triggers_and_no_outputs(void **state)
{
    (void)state;
    static const char *const requests[] = {
        "{}",
        "{\"changedPropIds\":{},\"outputs\":3}",
        "{\"changedPropIds\":[\"a.v\"],\"inputs\":{}}",
        "{\"changedPropIds\":[\"a.v\"],\"inputs\":[[],{}],\"outputs\":[[],[[]]]}",
    };
    for (size_t i = 0; i < sizeof requests / sizeof *requests; i++) {
        call_with(requests[i]);
        assert_int_equal(dash_ctx_triggered_count(cx), 0);
        assert_int_equal(dash_ctx_triggered_id(cx).kind, DASH_NULL);
        for (int64_t k = dash_ctx_output_count(cx) - 1; k >= 0; k--)
            assert_text(dash_ctx_output_at_prop(cx, k), "");
    }
}

static const char *side_update(DashCall *call)
{
    static char text[512];
    JsonWriter w;
    json_writer_init(&w);
    effects_write(&w, call);
    snprintf(text, sizeof text, "%.*s", (int)w.len, w.len ? w.ptr : "");
    json_writer_finish(&w);
    return text;
}

static void props_set_aside_are_one_object_an_id(void **state)
{
    (void)state;
    DashCall *call = call_with("{}");
    assert_string_equal(side_update(call), "");
    const DashPatch add = {DASH_PATCH_ADD, .path = DASH_WHOLE, .value = dash_int(1)};
    DashValue patch = dash_patch(cx, &add, 1);
    dash_set_props(cx, DASH_TEXT("a"), (DashField[]){{DASH_TEXT("x"), dash_int(1)}}, 1);
    dash_set_props(cx, DASH_TEXT("b"), (DashField[]){{DASH_TEXT("y"), patch}}, 1);
    dash_set_props(cx, DASH_TEXT("a"),
                   (DashField[]){{DASH_TEXT("z"), dash_int(2)}, {DASH_TEXT("x"), dash_int(3)}}, 2);
    assert_string_equal(side_update(call),
                        "\"sideUpdate\":{\"a\":{\"x\":3,\"z\":2},\"b\":{\"y\":"
                        "{\"__dash_patch_update\":\"__dash_patch_update\",\"operations\":"
                        "[{\"operation\":\"Add\",\"location\":[],\"params\":{\"value\":1}}]}}},");
    dash_set_props(cx, DASH_TEXT("b"), (DashField[]){{DASH_TEXT("y"), patch}}, 1);
    assert_non_null(strstr(side_update(call), "{\"value\":1}},{\"operation\":\"Add\""));
    dash_set_props(cx, DASH_TEXT("b"), (DashField[]){{DASH_TEXT("y"), dash_int(0)}}, 1);
    assert_non_null(strstr(side_update(call), "\"b\":{\"y\":0}"));
}

static void fail_to_set(DashCx *context, void *state)
{
    (void)state;
    context->call = NULL;
    dash_set_props(context, DASH_TEXT("a"), NULL, 0);
}

static void outside_of_a_callback_it_fails(void **state)
{
    (void)state;
    assert_int_equal(dash_cx_run(cx, fail_to_set, NULL), DASH_EXIT_FAILED);
}

int main(void)
{
    json_reader_install();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cookies_are_found_by_their_whole_name),
        cmocka_unit_test(without_a_client_there_is_nothing),
        cmocka_unit_test(the_page_is_that_of_the_referer),
        cmocka_unit_test(random_headers_give_texts_or_nothing),
        cmocka_unit_test(triggers_are_inputs),
        cmocka_unit_test(odd_requests_have_no_triggers_and_no_outputs),
        cmocka_unit_test(props_set_aside_are_one_object_an_id),
        cmocka_unit_test(outside_of_a_callback_it_fails),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
