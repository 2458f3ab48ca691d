/* SPDX-License-Identifier: MIT
 *
 * The checker: what programs become, and that one mistake gives one message
 * with the right code. The wording stands in tests/language/reject.
 */
#include "unit.h"

#include <stdio.h>

#include "sema/sema.h"
#include "source/render.h"
#include "syntax/parse.h"

typedef struct Checked {
    Arena *arena;
    Sources sources;
    Diags diags;
    Program *program;
} Checked;

#define SALES "table sales = csv(\"data/sales.csv\")\n"

static Checked check(const char *text)
{
    Checked c = {.arena = arena_create()};
    sources_init(&c.sources, c.arena);
    diags_init(&c.diags, c.arena, &c.sources);
    Interner *interner = interner_create(c.arena);
    const Source *source = sources_add(&c.sources, "../language/test.dash", text, strlen(text));
    File *file = parse_file(c.arena, interner, &c.diags, source);
    assert_int_equal(c.diags.error_count, 0); /* of the syntax: a mistake of the test */
    c.program = sema_check(c.arena, interner, &c.sources, &c.diags, file);
    return c;
}

static void done(Checked *c)
{
    dash_arena_destroy(c->arena);
}

static void print_all(const Checked *c, const char *text)
{
    Buf out = {.arena = c->arena};
    Diags diags = c->diags;
    diags.sources = &c->sources; /* which moved when it was returned */
    render_text(&out, &diags, &(RenderStyle){0});
    print_message("%s\n---\n%s\n", text, out.ptr ? out.ptr : "(no message)");
}

static Checked check_good(const char *text)
{
    Checked c = check(text);
    if (!c.program || c.diags.all.count)
        print_all(&c, text);
    assert_non_null(c.program);
    assert_int_equal(c.diags.all.count, 0);
    return c;
}

/* ---- mistakes ------------------------------------------------------------- */

typedef struct Mistake {
    DiagCode code;
    int line;
    const char *text;
} Mistake;

static void expect_mistakes(const Mistake *mistakes, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        Checked c = check(mistakes[i].text);
        bool one = c.diags.error_count == 1 && c.diags.all.at[0]->code == mistakes[i].code;
        if (!one)
            print_all(&c, mistakes[i].text);
        assert_true(one);
        assert_null(c.program);
        Place place = sources_place(&c.sources, c.diags.all.at[0]->span.start);
        assert_int_equal(place.line, mistakes[i].line);
        done(&c);
    }
}

#define EXPECT(mistakes) expect_mistakes(mistakes, sizeof mistakes / sizeof *mistakes)
#define P(expression)    "layout { html.P(" expression ") }\n"
#define BODY(statements)                                                                           \
    "layout { dcc.Input(#in, value=\"\"); html.P(#out); html.Button(#b) }\n"                       \
    "callback c(v = #in.value, n = #b.n_clicks) -> #out.children {\n" statements "\n}\n"

static void mistakes_in_names(void **state)
{
    (void)state;
    static const Mistake mistakes[] = {
        {E0201, 1, P("nothing")},
        {E0201, 1, P("nothing(1)")},
        {E0202, 2, "let a = 1\nlet a = 2\n" P("a")},
        {E0203, 2, "fn f() -> int { 1 }\n" P("f")},
        {E0203, 1, P("no_update")},
        {E0204, 1, P("str(1)")},
        {E0203, 1, P("html.Hr")},
        {E0201, 1, "let a: Nope = 1\n" P("a")},
        {E0311, 1, "let a = b\nlet b = a\n" P("b")},
    };
    EXPECT(mistakes);
}

static void mistakes_in_types(void **state)
{
    (void)state;
    static const Mistake mistakes[] = {
        {E0301, 1, "let a: int = \"x\"\n" P("a")},
        {E0301, 1, "let a: int = 1.5\n" P("a")},
        {E0303, 1, P("\"a\" + 1")},
        {E0303, 1, P("1 < \"a\"")},
        {E0303, 1, P("-\"a\"")},
        {E0304, 2, "let r = {a: 1}\n" P("r.b")},
        {E0308, 1, P("[1, \"a\"].len()")},
        {E0308, 1, "let a = if len(\"a\") < 2 { 1 } else { \"x\" }\n" P("a")},
        {E0307, 1, P("\"{1.5:,.2q}\"")},
        {E0307, 1, P("\"{\"a\":.2f}\"")},
        {E0307, 1, P("\"{1:.2}\"")},
        {E0305, 2, "fn f(a: int) -> int { a }\n" P("f()")},
        {E0305, 2, "fn f(a: int) -> int { a }\n" P("f(1, 2)")},
        {E0305, 2, "fn f(a: int) -> int { a }\n" P("f(b=1)")},
        {E0305, 1, P("upper(1)")},
        {E0311, 1, "fn f(a) -> int { 1 }\n" P("f(1)")},
        {E0311, 1, "fn f(n: int) { if n < 1 { 1 } else { f(n - 1) } }\n" P("f(1)")},
        {E0311, 2, "fn f() -> int {\nlet a = []\n1 }\n" P("f()")},
    };
    EXPECT(mistakes);
}

static void mistakes_with_null(void **state)
{
    (void)state;
    static const Mistake mistakes[] = {
        {E0302, 3, BODY("\"{n}\"")},
        {E0302, 3, BODY("n + 1")},
        {E0302, 3, BODY("if n > 1 { \"a\" } else { \"b\" }")},
        {E0302, 4, BODY("if n != null { return \"{n}\" }\n\"{n}\"")},
        {E0302, 4, BODY("var x: int? = 1\nx = n; x + 1")},
        {E0301, 3, BODY("if n { \"a\" } else { \"b\" }")},
    };
    EXPECT(mistakes);
}

static void mistakes_in_statements(void **state)
{
    (void)state;
    static const Mistake mistakes[] = {
        {E0306, 3, BODY("1 + 1\n\"a\"")},
        {E0309, 4, BODY("let x = 1\nx = 2\n\"a\"")},
        {E0310, 3, BODY("break\n\"a\"")},
        {E0303, 3, BODY("for i in 3 { let _a = i }\n\"a\"")},
        {E0508, 3, BODY("let _x = 1")},
        {E0314, 3, BODY("match v { \"a\" => 1 }")},
        {E0301, 4, BODY("var x = 1\nx = \"a\"\n\"a\"")},
    };
    EXPECT(mistakes);
}

static void mistakes_in_components(void **state)
{
    (void)state;
    static const Mistake mistakes[] = {
        {E0401, 1, "layout { html.Dv() }"},
        {E0402, 1, "layout { html.P(\"a\", clas=\"b\") }"},
        {E0403, 1, "layout { dcc.Slider(min=\"a\") }"},
        {E0403, 1, "layout { html.P({a: 1}) }"},
        {E0403, 1, "layout { html.P(style=[1]) }"},
        {E0404, 1, "layout { dcc.Input(type=\"nummer\") }"},
        {E0405, 1, "layout { dcc.Store() }"},
        {E0406, 1, "layout { html.P(\"a\", children=\"b\") }"},
        {E0407, 1, "layout { dcc.Input() { html.P(\"a\") } }"},
        {E0408, 1, "layout { html.Div(html.P(\"a\"), html.P(\"b\")) }"},
        {E0408, 1, "layout { html.Div(\"a\", #b) }"},
        {E0403, 1, "layout { dcc.Dropdown(options=[{label: len(\"a\") < 2, value: {a: 1}}]) }"},
        {E0407, 2, "fn f(a: int) -> int { a }\nlayout { f(1) { html.P(\"a\") } }"},
    };
    EXPECT(mistakes);
}

static void mistakes_in_callbacks(void **state)
{
    (void)state;
#define TWO "layout { dcc.Input(#a, value=\"\"); dcc.Input(#b, value=\"\") }\n"
    static const Mistake mistakes[] = {
        {E0501, 1, "layout { html.P(#a); html.B(#a) }"},
        {E0502, 2, TWO "callback c(v = #aa.value) -> #b.value { v }"},
        {E0502, 2, TWO "callback c(v = #a.value) -> #c.value { v }"},
        {E0503, 2, TWO "callback c(v = #a.valu) -> #b.value { v }"},
        {E0504, 3,
         TWO "callback c(v = #a.value) -> #b.value { v }\n"
             "callback d(v = #a.n_submit) -> #b.value { \"{v ?? 0}\" }"},
        {E0505, 2,
         TWO "callback c(v = #a.value) -> #b.value { v }\n"
             "callback d(v = #b.value) -> #a.value { v }"},
        {E0506, 2, TWO "callback c(v = #a.value) -> (#b.value, #b.value) { (v, v) }"},
        {E0507, 2, TWO "callback c(v: int = #a.value) -> #b.value { \"\" }"},
        {E0507, 2, TWO "callback c(v: int = #a.n_submit) -> #b.value { \"\" }"},
        {E0508, 2, TWO "callback c(v = #a.value) -> (#b.value, #b.type) { v }"},
        {E0508, 2, TWO "callback c(v = #a.value) -> (x = #b.value, y = #b.type) { {z: v} }"},
        {E0511, 2, TWO "callback c(v = #a) -> #b.value { \"\" }"},
        {E0511, 1, "layout { html.P(#a.value) }"},
        {E0403, 2, TWO "callback c(v = #a.value) -> #b.disabled { 3 }"},
        {E0504, 3,
         TWO "callback c(v = #a.value) -> #b.value { v }\n"
             "callback d(v = #a.value) -> allow_duplicate #b.value { v }"},
        {E0509, 1, "let a = 1"},
    };
    EXPECT(mistakes);
}

static void mistakes_in_tables(void **state)
{
    (void)state;
#define T(expression) SALES "layout { dash_table.DataTable(data=" expression ") }"
    static const Mistake mistakes[] = {
        {E0601, 1, "table t = csv(\"data/none.csv\")\nlayout { html.P(\"{len(t)}\") }"},
        {E0602, 1, "table t: {month: int} = csv(\"data/sales.csv\")\nlayout { html.P(\"\") }"},
        {E0603, 2, T("sales | filter(.regio == \"a\")")},
        {E0603, 2, T("sales | select(.month) | sort(.region)")},
        {E0603, 2, "" SALES P("\"{sales.nope.sum()}\"")},
        {E0604, 2, T("sales | groupby(.region)")},
        {E0604, 2, T("sales | filtr(.region == \"a\")")},
        {E0605, 2, T("sales | take(\"a\", 2)")},
        {E0605, 2, T("sales | sort(\"region\")")},
        {E0605, 2, T("sales | group(.region, sum(.revenue))")},
        {E0605, 2, T("sales | group(.region, s = sum(.month))")},
        {E0605, 2, T("sales | drop(by=.region)")},
        {E0606, 2, SALES P("\"{.revenue}\"")},
        {E0204, 2, SALES P("\"{sales[\"region\"].len()}\"")},
        {E0303, 2, T("sales | filter(.region == 3)")},
        {E0301, 2, T("sales | filter(.revenue)")},
        {E0303, 2, T("sales | px.bar")},
        {E0605, 2, T("sales | pivot(index=.region)")},
        {E0605, 2, T("sales | sample(seed=3)")},
        {E0607, 1, "table t = 3\nlayout { html.P(\"a\") }"},
        {E0403, 2, SALES P("sales")},
    };
    EXPECT(mistakes);
}

static void mistakes_in_charts(void **state)
{
    (void)state;
#define G(expression) SALES "layout { dcc.Graph(figure=" expression ") }"
    static const Mistake mistakes[] = {
        {E0701, 2, G("sales | px.bar(x=.month, colour=.region)")},
        {E0701, 2, G("sales | px.line(x=.month, barmode=\"group\")")},
        {E0702, 2, G("sales | px.bar(x=.month, barmode=\"grouped\")")},
        {E0702, 2, G("sales | px.bar(x=3)")},
        {E0301, 2, G("sales | px.bar(x=.month, title=3)")},
        {E0603, 2, G("sales | px.bar(x=.mont)")},
        {E0603, 2, G("sales | px.bar(x=\"mont\")")},
        {E0703, 2, G("sales | px.barr(x=.month)")},
        {E0703, 2, G("sales | px.scatter_mapbox(lat=.units, lon=.units)")},
        {E0702, 2, G("sales | px.scatter(x=.units, color_continuous_scale=\"viridi\")")},
        {E0603, 2, G("sales | px.scatter(x=.units, hover_data={unit: false})")},
        {E0603, 2, G("sales | px.scatter(x=.units, category_orders={unit: [1]})")},
        {E0702, 2, G("px.bar(x=.month, y=[1])")},
        {E0703, 2, G("px.bar(x=[1], y=[1], color_discrete_sequence=px.colors.qualitative.Bolt)")},
        {E0702, 2, G("sales | px.scatter(x=.units, y=.units, trendline=\"loess\")")},
        {E0703, 2,
         G("sales | px.scatter(x=.units, y=.units, trendline=\"ewm\", trendline_options={spam: "
           "3})")},
        {E0901, 2, G("px.imshow([[1, 2]], binary_format=\"jpg\")")},
        {E0607, 2, G("3 | px.bar(x=.month)")},
        {E0703, 2, G("go.Figur()")},
    };
    EXPECT(mistakes);
}

/* ---- what programs become -------------------------------------------------- */

static const char *param_type_of(const Checked *c, int index)
{
    return type_name(c->arena, c->program->callbacks.at[0]->params.at[index].var->type);
}

static void expect_param(const char *component, const char *prop, const char *type)
{
    char text[512];
    snprintf(text, sizeof text,
             "layout { %s; html.P(#out) }\ncallback c(v = #x.%s) -> #out.children { \"\" }\n",
             component, prop);
    Checked c = check_good(text);
    assert_string_equal(param_type_of(&c, 0), type);
    done(&c);
}

static void parameters_have_the_types_of_the_layout(void **state)
{
    (void)state;
    expect_param("html.Button(#x)", "n_clicks", "int?");
    expect_param("html.Button(#x, n_clicks=0)", "n_clicks", "int");
    expect_param("dcc.Dropdown(#x, options=[\"a\"])", "value", "text?");
    expect_param("dcc.Dropdown(#x, options=[\"a\"], value=\"a\")", "value", "text?");
    expect_param("dcc.Dropdown(#x, [\"a\"], \"a\", clearable=false)", "value", "text");
    expect_param("dcc.Dropdown(#x, options=[1, 2], clearable=false)", "value", "int?");
    expect_param("dcc.Dropdown(#x, options=[{label: \"A\", value: 1.5}], multi=true)", "value",
                 "[float]?");
    expect_param("dcc.Dropdown(#x)", "value", "json");
    expect_param("dcc.Input(#x)", "value", "text?");
    expect_param("dcc.Input(#x, value=\"\")", "value", "text");
    expect_param("dcc.Input(#x, type=\"number\", value=1)", "value", "float?");
    expect_param("dcc.Slider(#x, min=0, max=9, step=1, value=2)", "value", "int");
    expect_param("dcc.Slider(#x, min=0, max=1, value=0.5)", "value", "float");
    expect_param("dcc.RangeSlider(#x, min=0, max=9, step=1, value=[1, 2])", "value", "[int]");
    expect_param("dcc.Checklist(#x, options=[\"a\"])", "value", "[text]?");
    expect_param("dcc.Interval(#x)", "n_intervals", "int");
    expect_param("dcc.Graph(#x)", "hoverData", "json");
    expect_param("dcc.Store(#x)", "data", "json");
}

static void interval_counts_from_zero(void **state)
{
    (void)state;
    Checked c = check_good("layout { dcc.Interval(#x) }\n"
                           "callback c(n = #x.n_intervals) -> #x.max_intervals { n + 1 }");
    const Hir *layout = c.program->layout;
    assert_int_equal(layout->kind, HIR_COMPONENT);
    assert_int_equal(layout->component.props.count, 2);
    assert_string_equal(layout->component.props.at[1].name, "n_intervals");
    done(&c);
}

static void narrowing_follows_conditions(void **state)
{
    (void)state;
    static const char *const bodies[] = {
        BODY("if n == null { prevent_update }\n\"{n} {v}\""),
        BODY("if n == null { return v }\n\"{n}\""),
        BODY("if n != null { \"{n}\" } else { v }"),
        BODY("if n != null and n > 3 { v } else { \"\" }"),
        BODY("if n == null or n > 3 { v } else { \"{n}\" }"),
        BODY("if not (n == null) { \"{n}{v}\" } else { \"\" }"),
        BODY("if n == 3 { \"{n}{v}\" } else { \"\" }"),
        BODY("var x = n\nif x == null { x = 3 }\n\"{x ?? 0}{v}\""),
        BODY("let r = {a: n}\nif r.a == null { return v }\n\"{r.a}\""),
        BODY("\"{n ?? \"–\"} {n ?? 0:05d} {v}\""),
        BODY("match n { null => v, k => \"{k}\" }"),
    };
    for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++) {
        Checked c = check_good(bodies[i]);
        done(&c);
    }
}

static const HirCallback *only_callback(const Checked *c)
{
    assert_int_equal(c->program->callbacks.count, 1);
    return c->program->callbacks.at[0];
}

static void chart_becomes_a_plan(void **state)
{
    (void)state;
    Checked c = check_good(
        SALES "layout { dcc.Dropdown(#r, sales.region.unique(), \"North\", clearable=false)\n"
              "dcc.Graph(#g) }\n"
              "callback draw(region = #r.value) -> #g.figure {\n"
              "sales | filter(.region == region) | px.bar(x=.month, y=.revenue, title=\"{region}\")"
              "}");
    const Hir *figure = only_callback(&c)->body;
    assert_int_equal(figure->kind, HIR_FIGURE);
    assert_string_equal(figure->px.function, "bar");
    assert_int_equal(figure->px.plan->op, PLAN_FILTER);
    assert_int_equal(figure->px.plan->input->op, PLAN_SCAN);
    assert_ptr_equal(figure->px.plan->input->table, c.program->tables.at[0]);
    const PlanColumn *region = &figure->px.plan->columns.at[1];
    assert_string_equal(region->name, "region");
    assert_ptr_equal(region->dict_table, c.program->tables.at[0]);
    assert_int_equal(region->dict_column, 1);
    assert_int_equal(figure->px.args.count, 3);
    assert_int_equal(figure->px.args.at[0].column, 0);
    assert_int_equal(figure->px.args.at[2].column, -1);
    assert_int_equal(figure->px.args.at[2].value->kind, HIR_CONVERT);
    assert_int_equal(figure->px.args.at[2].value->unary.operand->kind, HIR_CONCAT);
    assert_string_equal(c.program->traces.at[0], "bar");
    assert_false(c.program->traces_open);
    assert_true(only_callback(&c)->pure);
    done(&c);
}

static void outputs_become_a_tuple(void **state)
{
    (void)state;
    Checked c = check_good("layout { dcc.Input(#a, value=\"\"); html.P(#x); html.P(#y) }\n"
                           "callback c(v = #a.value) -> (x = #x.children, y = #y.title) {\n"
                           "if v == \"\" { return no_update }\n{y: v} }");
    const HirCallback *callback = only_callback(&c);
    const Hir *tuple = callback->body->block.value;
    assert_int_equal(tuple->kind, HIR_TUPLE);
    assert_int_equal(tuple->list.items.at[0]->kind, HIR_NO_UPDATE);
    assert_int_equal(tuple->list.items.at[1]->type->kind, TY_JSON);
    assert_int_equal(callback->outputs.at[0].type->kind, TY_COMPONENT);
    const Hir *early = callback->body->block.statements.at[0]->value->if_.then;
    const Hir *returned = early->block.statements.at[0]->value;
    assert_int_equal(returned->kind, HIR_RETURN);
    assert_int_equal(returned->unary.operand->kind, HIR_TUPLE);
    done(&c);
}

static void formats_are_parsed(void **state)
{
    (void)state;
    Checked c = check_good(P("\"{1.5:*>+12,.2f}\""));
    const Hir *text = c.program->layout->component.props.at[0].value->unary.operand;
    assert_int_equal(text->kind, HIR_CONCAT);
    const DashFormat *format = &text->concat.parts.at[0].format;
    assert_string_equal(format->fill, "*");
    assert_int_equal(format->align, '>');
    assert_int_equal(format->sign, '+');
    assert_int_equal(format->width, 12);
    assert_int_equal(format->grouping, ',');
    assert_int_equal(format->precision, 2);
    assert_int_equal(format->type, 'f');
    done(&c);
}

static void group_has_keys_then_aggregates(void **state)
{
    (void)state;
    Checked c = check_good(SALES "table t = sales | group(total = sum(.revenue), .region, n = "
                                 "count(), m = mean(.units), top = max(.month))\n"
                                 "layout { html.P(\"{len(t)}\") }");
    const HirTable *table = c.program->tables.at[1];
    assert_string_equal(type_name(c.arena, table->type),
                        "table{region: text, total: float, n: int, m: float, top: text}");
    assert_int_equal(table->plan->op, PLAN_GROUP);
    assert_int_equal(table->plan->exprs.count, 1);
    assert_int_equal(table->plan->aggregates.count, 4);
    assert_ptr_equal(table->plan->columns.at[4].dict_table, c.program->tables.at[0]);
    done(&c);
}

static void traces_of_records_are_known(void **state)
{
    (void)state;
    Checked c = check_good("layout { dcc.Graph(figure={data: [{type: \"pie\", values: [1]}]}) }");
    assert_int_equal(c.program->traces.count, 1);
    assert_string_equal(c.program->traces.at[0], "pie");
    assert_false(c.program->traces_open);
    done(&c);
}

static void alternatives_may_share_an_id(void **state)
{
    (void)state;
    Checked c = check_good("let x = 1\nlayout { if x > 2 { html.P(#a) } else { html.B(#a) } }");
    done(&c);
}

static void unused_names_warn(void **state)
{
    (void)state;
    Checked c = check("let a = 1\nlet _b = 2\nlayout { html.P(\"\") }");
    assert_non_null(c.program);
    assert_int_equal(c.diags.warning_count, 1);
    assert_int_equal(c.diags.all.at[0]->code, W1001);
    done(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(mistakes_in_names),
        cmocka_unit_test(mistakes_in_types),
        cmocka_unit_test(mistakes_with_null),
        cmocka_unit_test(mistakes_in_statements),
        cmocka_unit_test(mistakes_in_components),
        cmocka_unit_test(mistakes_in_callbacks),
        cmocka_unit_test(mistakes_in_tables),
        cmocka_unit_test(mistakes_in_charts),
        cmocka_unit_test(parameters_have_the_types_of_the_layout),
        cmocka_unit_test(interval_counts_from_zero),
        cmocka_unit_test(narrowing_follows_conditions),
        cmocka_unit_test(chart_becomes_a_plan),
        cmocka_unit_test(outputs_become_a_tuple),
        cmocka_unit_test(formats_are_parsed),
        cmocka_unit_test(group_has_keys_then_aggregates),
        cmocka_unit_test(traces_of_records_are_known),
        cmocka_unit_test(alternatives_may_share_an_id),
        cmocka_unit_test(unused_names_warn),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
