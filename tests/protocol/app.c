/* SPDX-License-Identifier: MIT
 *
 * A program as the compiler would write it, by hand: callbacks of every kind of
 * argument and every way to end, and two small files, one of them compressed.
 * The protocol tests run against it.
 */
#include "dash/dash.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

DASH_REQUIRE_ABI(1);

static const char FROM[] = "app.dash";

#define IN(component, prop, param, kind)                                                           \
    {                                                                                              \
        .name = param, .type = kind, .from = {.id = component, .property = prop }                  \
    }

static DashValue text_input(DashCx *cx, const char *id, const char *value)
{
    DashField props[] = {
        {DASH_TEXT("id"), dash_string(dash_text_of(id))},
        {DASH_TEXT("value"), dash_string(dash_text_of(value))},
    };
    return dash_component(cx, "dash_core_components", "Input", props, 2);
}

static DashValue div_with_id(DashCx *cx, const char *id)
{
    DashField props[] = {{DASH_TEXT("id"), dash_string(dash_text_of(id))}};
    return dash_component(cx, "dash_html_components", "Div", props, 1);
}

static DashValue location(DashCx *cx)
{
    DashField props[] = {{DASH_TEXT("id"), dash_string(DASH_TEXT("url"))}};
    return dash_component(cx, "dash_core_components", "Location", props, 1);
}

static const char *const DIVS[] = {
    "a",    "b",     "c",     "d",      "typed", "boom", "none", "prevented",
    "slow", "where", "world", "starve", "fed",   "list", "big",  "echo",
};

static DashValue layout(DashCx *cx)
{
    DashItems children = dash_items(cx);
    dash_push(&children, dash_string(DASH_TEXT("</script><b>\"é\"")));
    dash_push(&children, text_input(cx, "in", "x<y"));
    dash_push(&children, text_input(cx, "st", "S"));
    dash_push(&children, location(cx));
    for (size_t i = 0; i < sizeof DIVS / sizeof *DIVS; i++)
        dash_push(&children, div_with_id(cx, DIVS[i]));
    DashField props[] = {{DASH_TEXT("children"), dash_items_value(&children)}};
    return dash_component(cx, "dash_html_components", "Div", props, 1);
}

static DashValue joined(DashCx *cx, DashText first, DashText second)
{
    DashBuilder b = dash_builder(cx);
    dash_put(&b, first);
    dash_put(&b, second);
    return dash_string(dash_builder_text(&b));
}

/* a <- in, state st */
static void run_a(DashCx *cx, DashCall *call)
{
    dash_set_output(call, 0, joined(cx, dash_arg_text(cx, call, 0), dash_arg_text(cx, call, 1)));
}

/* b, b.title and c <- a: two outputs of one id */
static void run_b(DashCx *cx, DashCall *call)
{
    DashText a = dash_arg_text(cx, call, 0);
    dash_set_output(call, 0, joined(cx, a, DASH_TEXT("!")));
    dash_set_output(call, 1, dash_string(DASH_TEXT("c")));
    dash_set_output(call, 2, dash_string(DASH_TEXT("t")));
}

/* d.children, d.title <- in: the second is never updated */
static void run_d(DashCx *cx, DashCall *call)
{
    dash_set_output(call, 0, dash_int(dash_text_len(dash_arg_text(cx, call, 0))));
    dash_set_output(call, 1, DASH_NO_UPDATE_VALUE);
}

static void put_kind(DashBuilder *b, bool has, const char *name)
{
    dash_put(b, DASH_TEXT(" "));
    dash_put(b, has ? dash_text_of(name) : DASH_TEXT("-"));
}

/* Every type of argument, written back. */
static void run_typed(DashCx *cx, DashCall *call)
{
    DashBuilder b = dash_builder(cx);
    dash_put_bool(&b, dash_arg_bool(cx, call, 0));
    dash_put(&b, DASH_TEXT(" "));
    dash_put_int(&b, dash_arg_int(cx, call, 1));
    dash_put(&b, DASH_TEXT(" "));
    dash_put_float(&b, dash_arg_float(cx, call, 2));
    dash_put(&b, DASH_TEXT(" "));
    dash_put(&b, dash_arg_text(cx, call, 3));
    put_kind(&b, dash_arg_opt_bool(cx, call, 4).has, "bool");
    put_kind(&b, dash_arg_opt_int(cx, call, 5).has, "int");
    put_kind(&b, dash_arg_opt_float(cx, call, 6).has, "float");
    put_kind(&b, dash_arg_opt_text(cx, call, 7).ptr != NULL, "text");
    dash_put(&b, DASH_TEXT(" "));
    dash_put_int(&b, (int64_t)dash_arg_bools(cx, call, 8).len);
    DashInts ints = dash_arg_ints(cx, call, 9);
    DashFloats floats = dash_arg_floats(cx, call, 10);
    DashTexts texts = dash_arg_texts(cx, call, 11);
    double sum = 0;
    for (size_t i = 0; i < ints.len; i++)
        sum += (double)ints.items[i];
    for (size_t i = 0; i < floats.len; i++)
        sum += floats.items[i];
    dash_put(&b, DASH_TEXT(" "));
    dash_put_float(&b, sum);
    dash_put(&b, DASH_TEXT(" "));
    dash_put(&b, dash_join(cx, texts, DASH_TEXT("+")));
    put_kind(&b, dash_arg_opt_texts(cx, call, 12).items != NULL, "texts");
    put_kind(&b, dash_arg_opt_ints(cx, call, 13).items != NULL, "ints");
    put_kind(&b, dash_arg_opt_floats(cx, call, 14).items != NULL, "floats");
    dash_set_output(call, 0, dash_string(dash_builder_text(&b)));
    dash_set_output(call, 1, dash_arg_json(cx, call, 15));
}

static void run_boom(DashCx *cx, DashCall *call)
{
    dash_int_div(cx, dash_arg_int(cx, call, 0), 0, "app.dash:30:5");
}

static void run_none(DashCx *cx, DashCall *call)
{
    (void)cx;
    dash_set_output(call, 0, DASH_NO_UPDATE_VALUE);
}

static void run_prevented(DashCx *cx, DashCall *call)
{
    (void)call;
    dash_prevent_update(cx);
}

/* starve <- prevented: never asked for on load; fed <- prevented, in: asked for. */
static void run_copy(DashCx *cx, DashCall *call)
{
    dash_set_output(call, 0, dash_arg_json(cx, call, 0));
}

static void run_slow(DashCx *cx, DashCall *call)
{
    nanosleep(&(struct timespec){.tv_nsec = 800 * 1000 * 1000}, NULL);
    run_copy(cx, call);
}

/* As many bytes as asked for. */
static void run_big(DashCx *cx, DashCall *call)
{
    int64_t size = dash_arg_int(cx, call, 0);
    if (size < 0)
        dash_fail(cx, "app.dash:40:1", "negative size %lld\nwith a second line", (long long)size);
    char *bytes = dash_alloc(cx, (size_t)size);
    memset(bytes, 'z', (size_t)size);
    dash_set_output(call, 0, dash_string((DashText){bytes, (size_t)size}));
}

#define OUT(...)                                                                                   \
    (const DashDependency[])                                                                       \
    {                                                                                              \
        __VA_ARGS__                                                                                \
    }
#define OUTPUTS(...)                                                                               \
    .outputs = OUT(__VA_ARGS__), .output_count = sizeof(OUT(__VA_ARGS__)) / sizeof(DashDependency)
#define PARAMETERS(...)                                                                            \
    (const DashParameter[])                                                                        \
    {                                                                                              \
        __VA_ARGS__                                                                                \
    }
#define INPUTS(...)                                                                                \
    .inputs = PARAMETERS(__VA_ARGS__),                                                             \
    .input_count = sizeof(PARAMETERS(__VA_ARGS__)) / sizeof(DashParameter)
#define STATE(...)                                                                                 \
    .state = PARAMETERS(__VA_ARGS__),                                                              \
    .state_count = sizeof(PARAMETERS(__VA_ARGS__)) / sizeof(DashParameter)

static const DashCallback CALLBACKS[] = {
    /* Registered before what it depends on. */
    {.name = "make_b",
     .where = "app.dash:2",
     .output = "..b.children...c.children...b.title..",
     OUTPUTS({.id = "b", .property = "children"}, {.id = "c", .property = "children"},
             {.id = "b", .property = "title"}),
     INPUTS(IN("a", "children", "a", "text")),
     .prevent_initial_call = true,
     .pure = true,
     .run = run_b},
    {.name = "make_a",
     .where = "app.dash:1",
     .output = "a.children",
     OUTPUTS({.id = "a", .property = "children"}),
     INPUTS(IN("in", "value", "text", "text")),
     STATE(IN("st", "value", "more", "text")),
     .pure = true,
     .run = run_a},
    {.name = "make_d",
     .where = "app.dash:3",
     .output = "..d.children...d.title..",
     OUTPUTS({.id = "d", .property = "children"}, {.id = "d", .property = "title"}),
     INPUTS(IN("in", "value", "text", "text")),
     .pure = true,
     .run = run_d},
    {.name = "typed",
     .where = "app.dash:10",
     .output = "..typed.children...typed.data-json..",
     OUTPUTS({.id = "typed", .property = "children"}, {.id = "typed", .property = "data-json"}),
     INPUTS(IN("t", "bool", "p_bool", "bool"), IN("t", "int", "p_int", "int"),
            IN("t", "float", "p_float", "float"), IN("t", "text", "p_text", "text"),
            IN("t", "obool", "p_obool", "bool?"), IN("t", "oint", "p_oint", "int?"),
            IN("t", "ofloat", "p_ofloat", "float?"), IN("t", "otext", "p_otext", "text?"),
            IN("t", "bools", "p_bools", "[bool]"), IN("t", "ints", "p_ints", "[int]"),
            IN("t", "floats", "p_floats", "[float]"), IN("t", "texts", "p_texts", "[text]")),
     STATE(IN("t", "otexts", "p_otexts", "[text]?"), IN("t", "oints", "p_oints", "[int]?"),
           IN("t", "ofloats", "p_ofloats", "[float]?"), IN("t", "json", "p_json", "json")),
     .prevent_initial_call = true,
     .pure = true,
     .run = run_typed},
    {.name = "boom",
     .where = "app.dash:30",
     .output = "boom.children",
     OUTPUTS({.id = "boom", .property = "children"}),
     INPUTS(IN("in", "n_submit", "n", "int")),
     .prevent_initial_call = true,
     .pure = true,
     .run = run_boom},
    {.name = "none",
     .where = "app.dash:31",
     .output = "none.children",
     OUTPUTS({.id = "none", .property = "children"}),
     INPUTS(IN("in", "n_submit", "n", "int?")),
     .prevent_initial_call = true,
     .pure = true,
     .run = run_none},
    {.name = "prevented",
     .where = "app.dash:32",
     .output = "prevented.children",
     OUTPUTS({.id = "prevented", .property = "children"}),
     INPUTS(IN("in", "value", "text", "text")),
     .pure = true,
     .run = run_prevented},
    {.name = "starve",
     .where = "app.dash:33",
     .output = "starve.children",
     OUTPUTS({.id = "starve", .property = "children"}),
     INPUTS(IN("prevented", "children", "v", "json")),
     .pure = true,
     .run = run_copy},
    {.name = "fed",
     .where = "app.dash:34",
     .output = "fed.children",
     OUTPUTS({.id = "fed", .property = "children"}),
     INPUTS(IN("prevented", "children", "v", "json"), IN("in", "value", "text", "text")),
     .pure = true,
     .run = run_copy},
    {.name = "slow",
     .where = "app.dash:35",
     .output = "slow.children",
     OUTPUTS({.id = "slow", .property = "children"}),
     INPUTS(IN("in", "n_blur", "n", "int?")),
     .prevent_initial_call = true,
     .pure = false,
     .run = run_slow},
    {.name = "where",
     .where = "app.dash:36",
     .output = "where.children",
     OUTPUTS({.id = "where", .property = "children"}),
     INPUTS(IN("url", "pathname", "path", "text?")),
     .pure = true,
     .run = run_copy},
    {.name = "world",
     .where = "app.dash:37",
     .output = "world.children",
     OUTPUTS({.id = "world", .property = "children"}),
     INPUTS(IN("in", "value", "text", "text")),
     .pure = false,
     .run = run_copy},
    {.name = "absent",
     .where = "app.dash:38",
     .output = "list.children",
     OUTPUTS({.id = "list", .property = "children"}),
     INPUTS(IN("nowhere", "value", "text", "text")),
     .pure = true,
     .run = run_copy},
    {.name = "big",
     .where = "app.dash:40",
     .output = "big.children",
     OUTPUTS({.id = "big", .property = "children"}),
     INPUTS(IN("in", "size", "size", "int")),
     .prevent_initial_call = true,
     .pure = true,
     .run = run_big},
    {.name = "echo",
     .where = "app.dash:41",
     .output = "echo.children@1",
     OUTPUTS({.id = "echo", .property = "children@1"}),
     INPUTS(IN("in", "any", "any", "json")),
     .prevent_initial_call = true,
     .pure = true,
     .run = run_copy},
};

/* "hello\n", brotli and gzip */
static const unsigned char HELLO_BR[] = {0x8b, 0x02, 0x80, 'h', 'e', 'l', 'l', 'o', '\n', 0x03};
static const unsigned char HELLO_GZ[] = {0x1f, 0x8b, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02,
                                         0x03, 0xcb, 0x48, 0xcd, 0xc9, 0xc9, 0xe7, 0x02, 0x00,
                                         0x20, 0x30, 0x3a, 0x36, 0x06, 0x00, 0x00, 0x00};

static const DashAsset ASSETS[] = {
    {"_dash-component-suites/0123/hello.js", "text/javascript", "\"hello\"", HELLO_BR, HELLO_GZ,
     sizeof HELLO_BR, sizeof HELLO_GZ, 6, true, NULL},
    {"assets/plain.css", "text/css", "\"plain\"", HELLO_BR, HELLO_GZ, sizeof HELLO_BR,
     sizeof HELLO_GZ, 6, false, NULL},
};

static const DashScript SCRIPTS[] = {
    {DASH_SCRIPT, "_dash-component-suites/0123/hello.js"},
    {DASH_SCRIPT_PRELOAD, "_dash-component-suites/0123/later.js"},
    {DASH_STYLESHEET, "assets/plain.css"},
};

static const DashBundle BUNDLE = {
    .assets = ASSETS,
    .asset_count = 2,
    .scripts = SCRIPTS,
    .script_count = 3,
    .children_props = "{\"dash_core_components\":{\"Tab\":[\"label\"]}}",
    .licenses = "MIT and others\n",
};

static const DashApp APP = {
    .abi = DASH_ABI,
    .name = "probe",
    .title = "Probe <&> \"é\"",
    .source = FROM,
    .compiler = "dashc 0.1.0",
    .update_title = "Updating...",
    .layout_is_pure = true,
    .callbacks = CALLBACKS,
    .callback_count = sizeof CALLBACKS / sizeof *CALLBACKS,
    .layout = layout,
    .bundle = &BUNDLE,
};

int main(int argc, char **argv)
{
    return dash_main(&APP, argc, argv);
}
