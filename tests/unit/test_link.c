/* SPDX-License-Identifier: MIT
 *
 * Which front-end files a program gets, and how bytes are embedded.
 */
#include "unit.h"

#include "link/embed.h"

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

static void use(Program *program, const char *alias, const char *component)
{
    const CatLibrary *library = catalogue_library_by_alias(alias);
    assert_non_null(library);
    vec_push(arena, &program->libraries, library);
    vec_push(arena, &program->components, catalogue_component(library, component));
}

/* Whether a file whose address ends so is in the bundle. */
static bool has(const Bundle *bundle, const char *ending)
{
    for (int i = 0; i < bundle->files.count; i++) {
        const char *url = bundle->files.at[i].file->url;
        size_t len = strlen(url), wanted = strlen(ending);
        if (len >= wanted && strcmp(url + len - wanted, ending) == 0)
            return true;
    }
    return false;
}

static void html_needs_little(void **state)
{
    (void)state;
    Program program = {0};
    use(&program, "html", "P");
    Bundle bundle;
    bundle_choose(&bundle, arena, &program, STR(""));
    assert_true(has(&bundle, "/react.min.js"));
    assert_true(has(&bundle, "/react-dom.min.js"));
    assert_true(has(&bundle, "/dash_renderer.min.js"));
    assert_true(has(&bundle, "/dash_html_components.min.js"));
    assert_false(has(&bundle, "/regenerator-runtime.js"));
    assert_false(has(&bundle, "/dash_core_components.js"));
    assert_false(has(&bundle, "/async-graph.js"));
    assert_null(bundle.plotly);
}

static void components_bring_their_chunks(void **state)
{
    (void)state;
    Program program = {0};
    use(&program, "dcc", "Dropdown");
    Bundle bundle;
    bundle_choose(&bundle, arena, &program, STR(""));
    assert_true(has(&bundle, "/regenerator-runtime.js"));
    assert_true(has(&bundle, "/async-dropdown.js"));
    assert_false(has(&bundle, "/async-graph.js"));
    assert_false(has(&bundle, "/dash_html_components.min.js"));
    assert_null(bundle.plotly);
}

static void props_bring_theirs(void **state)
{
    (void)state;
    Program program = {0};
    use(&program, "dcc", "Markdown");
    Bundle bundle;
    bundle_choose(&bundle, arena, &program, STR("x"));
    assert_false(has(&bundle, "/async-mathjax.js"));
    bundle_choose(&bundle, arena, &program, STR("{DASH_TEXT(\"mathjax\"), dash_bool(true)}"));
    assert_true(has(&bundle, "/async-mathjax.js"));
}

static const char *plotly_of(Program *program)
{
    Bundle bundle;
    bundle_choose(&bundle, arena, program, STR(""));
    assert_non_null(bundle.plotly);
    assert_true(has(&bundle, bundle.plotly->url));
    int count = 0;
    for (int i = 0; i < bundle.files.count; i++)
        count += bundle.files.at[i].file->role == LINK_PLOTLY;
    assert_int_equal(count, 1);
    return bundle.plotly->url;
}

static void plotly_is_as_small_as_the_traces_allow(void **state)
{
    (void)state;
    Program program = {0};
    use(&program, "dcc", "Graph");
    assert_non_null(strstr(plotly_of(&program), "basic"));
    vec_push(arena, &program.traces, "bar");
    assert_non_null(strstr(plotly_of(&program), "basic"));
    vec_push(arena, &program.traces, "heatmap");
    assert_non_null(strstr(plotly_of(&program), "cartesian"));
    vec_push(arena, &program.traces, "scatter3d");
    assert_non_null(strstr(plotly_of(&program), "plotly/plotly.min.js"));
    program.traces.count = 0;
    program.traces_open = true;
    assert_non_null(strstr(plotly_of(&program), "plotly/plotly.min.js"));
}

static void bundles_grow_and_end_with_all(void **state)
{
    (void)state;
    for (int i = 1; i < link_plotly_count; i++)
        assert_true(link_plotly[i - 1].file->plain_size < link_plotly[i].file->plain_size);
    for (int i = 0; i < link_plotly_count; i++)
        assert_int_equal(link_plotly[i].traces == NULL, i == link_plotly_count - 1);
    assert_int_equal(strlen(link_version), 16);
    for (int i = 0; i < link_file_count; i++)
        assert_int_equal(strlen(link_files[i].hash), 16);
}

static void children_props_of_used_libraries(void **state)
{
    (void)state;
    Program program = {0};
    Buf buf = {.arena = arena};
    bundle_children_props(&buf, &program);
    assert_string_equal(buf.ptr, "{}");
    use(&program, "html", "P");
    use(&program, "dcc", "Tab");
    buf.len = 0;
    bundle_children_props(&buf, &program);
    assert_memory_equal(buf.ptr, "{\"dash_core_components\":{\"", 26);
    assert_non_null(strstr(buf.ptr, "\"Tab\":[\"label\"]"));
    assert_null(strstr(buf.ptr, "html"));
    assert_null(strstr(buf.ptr, "[]"));
}

static void licenses_name_all_packages_once(void **state)
{
    (void)state;
    Program program = {0};
    use(&program, "dcc", "Dropdown");
    Bundle bundle;
    bundle_choose(&bundle, arena, &program, STR(""));
    Buf buf = {.arena = arena};
    bundle_licenses(&buf, &bundle);
    const char *first = strstr(buf.ptr, "---- dash-core-components ");
    assert_non_null(first);
    assert_null(strstr(first + 1, "---- dash-core-components "));
    assert_non_null(strstr(buf.ptr, "---- civetweb "));
    assert_null(strstr(buf.ptr, "---- dash-table "));
}

static void data_is_aligned(void **state)
{
    (void)state;
    EmitData data = {0};
    char many[100];
    memset(many, 'm', sizeof many);
    vec_push(arena, &data.symbols,
             ((EmitSymbol){.name = "a", .bytes = "xyz", .size = 3, .reserved = 0}));
    vec_push(arena, &data.symbols,
             ((EmitSymbol){.name = "b", .bytes = many, .size = sizeof many, .reserved = 0}));
    vec_push(arena, &data.symbols,
             ((EmitSymbol){.name = "none", .bytes = "", .size = 0, .reserved = 0}));
    vec_push(arena, &data.symbols,
             ((EmitSymbol){.name = "c", .bytes = "!", .size = 1, .reserved = 128}));
    Buf blob = {.arena = arena}, text = {.arena = arena};
    embed_blob(&blob, &data);
    assert_int_equal(blob.len, 64 + 128 + 64);
    assert_memory_equal(blob.ptr, "xyz\0", 4);
    assert_memory_equal(blob.ptr + 64, many, sizeof many);
    assert_int_equal(blob.ptr[192], '!');
    Bundle bundle = {0};
    embed_assembler(&text, &data, &bundle);
    assert_non_null(strstr(text.ptr, "\nb:\n    .incbin \"data.bin\", 64, 100\n"));
    assert_non_null(strstr(text.ptr, "\nc:\n    .incbin \"data.bin\", 192, 1\n"));
    assert_non_null(strstr(text.ptr, "    .skip 127\n    .size c, . - c\n"));
    assert_non_null(strstr(text.ptr, "\nnone:\n    .size none, . - none\n"));
    assert_non_null(strstr(text.ptr, "    .hidden c\n"));
    assert_non_null(strstr(text.ptr, ".note.GNU-stack"));
}

#define with_arena(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        with_arena(html_needs_little),
        with_arena(components_bring_their_chunks),
        with_arena(props_bring_theirs),
        with_arena(plotly_is_as_small_as_the_traces_allow),
        with_arena(bundles_grow_and_end_with_all),
        with_arena(children_props_of_used_libraries),
        with_arena(licenses_name_all_packages_once),
        with_arena(data_is_aligned),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
