/* SPDX-License-Identifier: MIT
 *
 * The catalogue: look-ups, order of the props, types checked by hand against
 * Dash's documentation for the components that programs use most.
 */
#include "catalogue/catalogue.h"

#include <string.h>

#include "unit.h"

static const CatComponent *component(const char *alias, const char *name)
{
    const CatLibrary *library = catalogue_library_by_alias(alias);
    assert_non_null(library);
    const CatComponent *found = catalogue_component(library, name);
    assert_non_null(found);
    return found;
}

static const CatType *prop_type(const char *alias, const char *name, const char *prop)
{
    const CatProp *found = catalogue_prop(component(alias, name), prop);
    assert_non_null(found);
    return found->type;
}

static const CatField *field(const CatType *type, const char *name)
{
    assert_int_equal(type->kind, CAT_SHAPE);
    for (int i = 0; i < type->count; i++)
        if (strcmp(type->fields[i].name, name) == 0)
            return &type->fields[i];
    return NULL;
}

static bool has_value(const CatType *type, const char *json)
{
    assert_int_equal(type->kind, CAT_ENUM);
    for (int i = 0; i < type->count; i++)
        if (strcmp(type->values[i], json) == 0)
            return true;
    return false;
}

static const CatType *option(const CatType *type, CatKind kind)
{
    assert_int_equal(type->kind, CAT_UNION);
    for (int i = 0; i < type->count; i++)
        if (type->options[i]->kind == kind)
            return type->options[i];
    return NULL;
}

/* The first positional arguments; the list ends with NULL. */
static void assert_order(const char *alias, const char *name, ...)
{
    const CatComponent *found = component(alias, name);
    va_list names;
    va_start(names, name);
    const char *expected;
    for (int i = 0; (expected = va_arg(names, const char *)) != NULL; i++) {
        assert_true(i < found->prop_count);
        assert_string_equal(found->props[i].name, expected);
    }
    va_end(names);
}

static void test_libraries(void **state)
{
    (void)state;
    assert_int_equal(catalogue_library_count, 3);
    const CatLibrary *html = catalogue_library_by_package("dash-html-components");
    assert_ptr_equal(html, catalogue_library_by_alias("html"));
    assert_string_equal(html->namespace_, "dash_html_components");
    assert_true(html->built_in);
    assert_int_equal(html->component_count, 125);
    assert_int_equal(catalogue_library_by_alias("dcc")->component_count, 26);
    assert_int_equal(catalogue_library_by_alias("dash_table")->component_count, 1);
    assert_null(catalogue_library_by_alias("dbc"));
    assert_null(catalogue_library_by_package(""));
}

static void test_every_component_is_found(void **state)
{
    (void)state;
    for (int i = 0; i < catalogue_library_count; i++) {
        const CatLibrary *library = &catalogue_libraries[i];
        for (int j = 0; j < library->component_count; j++) {
            const CatComponent *one = &library->components[j];
            assert_ptr_equal(catalogue_component(library, one->name), one);
            assert_non_null(catalogue_prop(one, "id"));
            for (int k = 0; k < one->prop_count; k++)
                assert_ptr_equal(catalogue_prop(one, one->props[k].name), &one->props[k]);
        }
        assert_null(catalogue_component(library, "Nothing"));
        assert_null(catalogue_component(library, ""));
    }
}

static void test_order(void **state)
{
    (void)state;
    assert_order("html", "H1", "children", "id", "n_clicks", NULL);
    assert_order("html", "Link", "children", "id", NULL);
    assert_order("dcc", "Dropdown", "options", "value", "multi", NULL);
    assert_order("dcc", "Slider", "min", "max", "step", "marks", "value", NULL);
    assert_order("dcc", "Input", "value", "type", "debounce", "placeholder", NULL);
    assert_order("dcc", "Graph", "id", "responsive", "clickData", NULL);
    assert_order("dcc", "Link", "children", "href", NULL);
    assert_order("dcc", "Markdown", "children", "id", NULL);
    assert_order("dcc", "DatePickerRange", "start_date", "end_date", "minimum_nights", NULL);
    assert_order("dash_table", "DataTable", "data", "columns", "editable", NULL);
}

static void test_dropdown(void **state)
{
    (void)state;
    const CatType *options = prop_type("dcc", "Dropdown", "options");
    assert_non_null(option(options, CAT_OBJECT));
    const CatType *list = option(options, CAT_ARRAY);
    assert_non_null(list);
    const CatType *entry = option(list->item, CAT_SHAPE);
    assert_non_null(entry);
    assert_true(field(entry, "label")->required);
    assert_int_equal(field(entry, "label")->type->kind, CAT_NODE);
    assert_false(field(entry, "disabled")->required);
    assert_non_null(option(prop_type("dcc", "Dropdown", "value"), CAT_NULL));
    assert_true(catalogue_prop(component("dcc", "Dropdown"), "clearable")->has_default);
    assert_int_equal(component("dcc", "Dropdown")->children_prop_count, 0);
}

static void test_input(void **state)
{
    (void)state;
    const CatType *type = prop_type("dcc", "Input", "type");
    assert_true(has_value(type, "\"password\""));
    assert_false(has_value(type, "\"colour\""));
    assert_int_equal(prop_type("dcc", "Input", "n_submit")->kind, CAT_INTEGER);
    assert_non_null(option(prop_type("dcc", "Input", "debounce"), CAT_BOOL));
}

static void test_graph(void **state)
{
    (void)state;
    const CatComponent *graph = component("dcc", "Graph");
    assert_true(graph->plotly);
    assert_int_equal(prop_type("dcc", "Graph", "figure")->kind, CAT_FIGURE);
    assert_int_equal(prop_type("dcc", "Graph", "id")->kind, CAT_ID);
    assert_true(prop_type("dcc", "Graph", "config")->exact);
    assert_true(has_value(prop_type("dcc", "Graph", "responsive"), "true"));
    assert_true(has_value(prop_type("dcc", "Graph", "responsive"), "\"auto\""));
    assert_null(catalogue_prop(graph, "setProps"));
    bool found = false;
    for (int i = 0; i < graph->chunk_count; i++)
        found = found || strcmp(graph->chunks[i], "async-graph.js") == 0;
    assert_true(found);
}

static void test_small_ones(void **state)
{
    (void)state;
    assert_int_equal(prop_type("dcc", "Interval", "n_intervals")->kind, CAT_INTEGER);
    assert_true(has_value(prop_type("dcc", "Store", "storage_type"), "\"session\""));
    assert_true(catalogue_prop(component("dcc", "Store"), "id")->required);
    assert_true(catalogue_prop(component("dcc", "Link"), "href")->required);
    assert_int_equal(prop_type("dcc", "Tabs", "children")->kind, CAT_NODE);
    assert_string_equal(component("dcc", "Tab")->children_props[0], "label");
    assert_false(component("dcc", "Store")->plotly);
    assert_int_equal(component("dcc", "Store")->chunk_count, 0);
    assert_non_null(option(prop_type("dcc", "Slider", "value"), CAT_NULL));
}

static void test_data_table(void **state)
{
    (void)state;
    const CatType *columns = prop_type("dash_table", "DataTable", "columns");
    assert_int_equal(columns->kind, CAT_ARRAY);
    assert_true(columns->item->exact);
    assert_true(field(columns->item, "id")->required);
    assert_true(has_value(field(columns->item, "type")->type, "\"numeric\""));
    assert_int_equal(prop_type("dash_table", "DataTable", "data")->item->kind, CAT_OBJECT);
    assert_int_equal(prop_type("dash_table", "DataTable", "page_size")->kind, CAT_INTEGER);
}

static void test_wildcards(void **state)
{
    (void)state;
    const CatComponent *div = component("html", "Div");
    assert_int_equal(catalogue_prop(div, "data-x")->type->kind, CAT_ANY);
    assert_non_null(catalogue_prop(div, "aria-label"));
    assert_null(catalogue_prop(div, "data-"));
    assert_null(catalogue_prop(div, "datax"));
    assert_null(catalogue_prop(component("dcc", "Graph"), "data-x"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_libraries),  cmocka_unit_test(test_every_component_is_found),
        cmocka_unit_test(test_order),      cmocka_unit_test(test_dropdown),
        cmocka_unit_test(test_input),      cmocka_unit_test(test_graph),
        cmocka_unit_test(test_small_ones), cmocka_unit_test(test_data_table),
        cmocka_unit_test(test_wildcards),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
