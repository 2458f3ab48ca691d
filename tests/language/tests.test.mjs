// SPDX-License-Identifier: MIT
//
// `dashc test`: what tests can look at, what a failed one says, the options, the
// report, and that tests are not in the app.

import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, test } from "node:test";

const dashc = resolve(process.env.DASHC ?? "build/compiler/dashc");
const headers = resolve("runtime/include");
const folder = mkdtempSync(join(tmpdir(), "tests-"));
after(() => rmSync(folder, { recursive: true }));
writeFileSync(join(folder, "sales.csv"), "month,region,revenue\nJan,North,10\nFeb,North,20.5\nJan,South,5\n");

const app = `
table sales = csv("sales.csv")
let rate = 2.5
fn twice(x: int) -> int { x * 2 }
fn head(xs: [int]) -> int { xs[0] }
fn stop(x: int) -> int { if x > 3 { prevent_update } ; x }
fn card(title: text, children) -> component {
  html.Div(className="card") { html.H6(title) ; html.Div(children) }
}
layout {
  dcc.Dropdown(#region, options=sales.region.unique(), value="North", clearable=false)
  dcc.Graph(#chart)
  dcc.Input(#name, value="") ; html.Button(#go, "Go")
  html.P(id="a") ; html.P(id="b") ; html.P(id="c") ; html.P(id="d") ; dash_table.DataTable(#rows)
  card("A card") { html.P("x") }
}
callback draw(region = #region.value) -> #chart.figure {
  sales | filter(.region == region) | px.bar(x=.month, y=.revenue, title="{region} Revenue")
}
callback both(n: int? = #go.n_clicks, state name = #name.value) -> (a = #a.children, b = #b.children) {
  if n == null { prevent_update }
  { a: "{n} {name}", b: if n > 5 { no_update } else { html.B(name) } }
}
callback pair(n: int? = #go.n_clicks, name = #name.value) -> (#c.children, #rows.data) {
  (head([for_test(n), 1]), sales | filter(.region == name))
}
callback shut(n: int? = #go.n_clicks) { if head([n ?? 0]) > 7 { set_props(#d, {children: head([])}) } }
callback late(state name = #name.value, n: int? = #go.n_clicks) -> #d.children { "{name} {n ?? 0}" }
fn for_test(n: int?) -> int { if n == null { head([]) } else { n } }
`;

const passing = `
test "functions and constants" {
  assert twice(2) == 4
  assert 1 < twice(1) < 3
  let x = twice(4)
  assert x != 4 and x in [8, 9]
  assert rate * 2 == 5
  for i in range(3) { assert twice(i) == i + i }
}
test "components by their props" {
  let c = card("Revenue") { html.P("x") }
  assert c.className == "card"
  assert c.component == "Div"
  assert c.children[0].children == "Revenue"
  assert c.children[0].component == "H6"
  assert len(c.children) == 2
  assert html.Div([html.B("a"), "b"]).children == [{children: "a", component: "B"}, "b"]
  assert html.Div("a").title == null
}
test "figures" {
  let figure = draw("North")
  assert figure.layout.title.text == "North Revenue"
  assert len(figure.data) == 1
  assert figure.data[0].type == "bar"
  assert figure.data[0].x == ["Jan", "Feb"]
  assert figure.data[0].y == [10, 20.5]
  assert draw(region="nowhere").data[0].y == []
}
test "outputs" {
  assert both(null, "x") == prevent_update
  let out = both(2, name="Ann")
  assert out.a == "2 Ann"
  assert out.b.children == "Ann"
  assert both(9, "x").b == no_update
  assert both(9, "x").a != no_update
  let two = pair(3, "South")
  let (number, rows) = two
  assert number == 3 and rows[0].month == "Jan"
  assert two[0] == 3
  assert two[1] == [{month: "Jan", region: "South", revenue: 5}]
  assert len(two[1]) == 1
}
test "state first, and what is left out is null" {
  assert late("Bo") == "Bo 0"
  assert late(n=4, name="Bo") == "Bo 4"
}
test "failures" {
  assert failure(head([])) == "index 0 in a list of 0"
  assert "index 0" in (failure(pair(null, "")) ?? "")
  assert failure(twice(3)) == null
  shut(1)
  assert failure(shut(8)) == "index 0 in a list of 0"
  assert failure(stop(4)) == "prevent_update"
}
test "tables" {
  assert len(sales) == 3
  assert sales.revenue.sum() == 35.5
  let first = (sales | filter(.region == "South")).first()
  assert first != null
  assert first.month == "Jan"
}
`;

const failing = `
test "equal" { assert twice(2) == 5 }
test "in" { assert "z" in ["x", "y"] }
test "not" { assert not (twice(2) == 4) }
test "null" { assert (sales | filter(.region == "West")).first() != null }
test "json" { assert draw("North").data[0].y == [10, 21] }
test "no_update" { assert both(9, "x").b == "y" }
test "plain" { assert twice(1) == 2 and false }
test "broken" { let x = head([]) ; assert x == 1 }
test "prevented" { assert stop(7) == 7 }
test "a <&\\"name'" { assert "<\\n>" == "&" }
`;

function run(source, ...args) {
    writeFileSync(join(folder, "app.dash"), source);
    const done = spawnSync(dashc, ["test", "app.dash", ...args], { cwd: folder, encoding: "utf8", env: { ...process.env, NO_COLOR: "1" } });
    return { status: done.status, out: done.stdout, err: done.stderr };
}

test("tests that pass", () => {
    const { status, out, err } = run(app + passing);
    assert.equal(status, 0, out + err);
    assert.match(out, /^ok {5}components by their props {2}\d+\.\d+ ms$/m);
    assert.match(out, /^7 passed, 0 failed in \d+\.\d+ ms\n$/m);
    assert.equal(err, "");
});

test("what failed tests say", () => {
    const { status, out } = run(app + failing);
    const line = (name) => app.split("\n").length - 1 + failing.split("\n").findIndex((text) => text.includes(name)) + 1;
    const said = (name) => out.match(new RegExp(`^(FAILED|BROKEN) ${name}  \\d+\\.\\d+ ms\\n((?: +.*\\n)*)`, "m"))?.slice(1);
    assert.equal(status, 1);
    assert.deepEqual(said("equal"), ["FAILED", `       app.dash:${line('"equal"')}:16: assert twice(2) == 5\n         left:  4\n         right: 5\n`]);
    assert.match(said("in")[1], /left: {2}"z"\n +right: \["x","y"\]/);
    assert.match(said("not")[1], /assert not \(twice\(2\) == 4\)\n +left: {2}4\n +right: 4/);
    assert.match(said("null")[1], /left: {2}null\n +right: null/);
    assert.match(said("json")[1], /left: {2}\[10,20\.5\]\n +right: \[10,21\]/);
    assert.match(said("no_update")[1], /left: {2}no_update\n +right: "y"/);
    assert.match(said("plain")[1], /assert twice\(1\) == 2 and false\n$/);
    assert.deepEqual(said("broken"), ["BROKEN", "       app.dash:5:29: index 0 in a list of 0\n"]);
    assert.match(said("prevented")[1], new RegExp(`app\\.dash:${line('"prevented"')}: \`prevent_update\` ended the test`));
    assert.match(out, /^0 passed, 10 failed/m);
});

test("--filter", () => {
    const { status, out } = run(app + passing + failing, "--filter", "fig");
    assert.equal(status, 0);
    assert.match(out, /^1 passed, 0 failed, 16 left out/m);
    const none = run(app + passing, "--filter=nothing like it");
    assert.equal(none.status, 1);
    assert.match(none.err, /no test has `nothing like it` in its name/);
});

test("--junit", () => {
    const { status } = run(app + passing + failing, "--junit", "report.xml");
    assert.equal(status, 1);
    const xml = readFileSync(join(folder, "report.xml"), "utf8");
    assert.match(xml, /^<\?xml version="1.0" encoding="UTF-8"\?>\n<testsuites name="app.dash" tests="17" failures="8" errors="2" time="\d+\.\d+">/);
    assert.match(xml, /<testcase classname="app.dash" name="figures" file="app.dash" line="\d+" time="\d+\.\d+"\/>/);
    assert.match(xml, /<failure message="twice\(2\) == 5" type="assert">app\.dash:\d+:16\nleft: {2}4\nright: 5<\/failure>/);
    assert.match(xml, /<error message="index 0 in a list of 0" type="failure">/);
    assert.match(xml, /name="a &lt;&amp;&quot;name'"/);
    if (spawnSync("python3", ["--version"]).status === 0)
        execFileSync("python3", ["-c", "import sys, xml.dom.minidom; xml.dom.minidom.parse(sys.argv[1])", join(folder, "report.xml")]);
    const wrong = run(app + passing, "--junit", "no/such/folder.xml");
    assert.equal(wrong.status, 1);
    assert.match(wrong.err, /cannot write no\/such\/folder\.xml: No such file/);
});

test("the C of a program of tests compiles without warnings; an app has no tests in it", () => {
    writeFileSync(join(folder, "app.dash"), app + passing + failing);
    const emit = (...args) => execFileSync(dashc, ["emit", "app.dash", "--no-line", ...args], { cwd: folder, encoding: "utf8" });
    const unit = emit("--tests");
    assert.match(unit, /dash_test_main/);
    writeFileSync(join(folder, "tests.c"), unit);
    execFileSync("cc", ["-std=gnu11", "-O2", "-Wall", "-Wextra", "-Werror", "-fsyntax-only", `-I${headers}`, "tests.c"], { cwd: folder });
    assert.doesNotMatch(emit(), /dash_assert|dash_test|equal/);
});

test("a file of functions with tests needs no layout, but cannot be built", () => {
    const { status, out } = run('fn f(x: int) -> int { x + 1 }\ntest "f" { assert f(1) == 2 }\n');
    assert.equal(status, 0, out);
    const call = (command) => spawnSync(dashc, [command, "app.dash"], { cwd: folder, encoding: "utf8" });
    assert.equal(call("check").status, 0);
    assert.match(call("build").stderr, /E0509/);
});

test("tests of imported files run too, under the file's name", () => {
    writeFileSync(join(folder, "numbers.dash"), 'fn inc(x: int) -> int { x + 1 }\ntest "inc" { assert inc(1) == 2 }\n');
    const { status, out } = run('import "numbers.dash" as n\nlayout { "{n.inc(1)}" }\ntest "both" { assert n.inc(2) == 3 }\n');
    assert.equal(status, 0, out);
    assert.match(out, /^numbers\.dash\nok {5}inc .*\napp\.dash\nok {5}both/);
});

test("places are told as seen from the main file's folder", () => {
    mkdirSync(join(folder, "parts"), { recursive: true });
    writeFileSync(join(folder, "parts/sums.dash"), "fn head(xs: [int]) -> int {\n  let first = xs[0]\n  first\n}\n");
    writeFileSync(join(folder, "app.dash"), 'import "parts/sums.dash"\nlayout { "x" }\ntest "a" { assert head([]) == 1 }\n');
    for (const [path, cwd] of [["app.dash", folder], [join(folder, "app.dash"), "/"]]) {
        const done = spawnSync(dashc, ["test", path], { cwd, encoding: "utf8" });
        assert.match(done.stdout, /^ +parts\/sums\.dash:2:15: index 0 in a list of 0$/m);
    }
    assert.match(execFileSync(dashc, ["emit", join(folder, "app.dash"), "--tests"], { encoding: "utf8" }), /^#line 2 "parts\/sums\.dash"$/m);
});

test("mistakes are told as always", () => {
    const none = run('layout { "x" }\n');
    assert.equal(none.status, 1);
    assert.match(none.err, /there is no `test` in app\.dash/);
    const wrong = run('layout { "x" }\ntest "a" { assert nowhere(1) }\n');
    assert.equal(wrong.status, 1);
    assert.match(wrong.err, /app\.dash:2:19: error\[E0201\]/);
});

test("a test of what is computed at start fails before any test runs", () => {
    const { status, err } = run('fn head(xs: [int]) -> int { xs[0] }\nlet broken = head([y for y in [today().year()] if y < 0])\nlayout { "{broken}" }\ntest "a" { assert broken == 1 }\n');
    assert.equal(status, 1);
    assert.match(err, /^app\.dash:1:29: index 0 in a list of 0/m);
});
