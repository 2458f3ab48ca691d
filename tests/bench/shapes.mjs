// SPDX-License-Identifier: MIT
//
// Programs of one shape in any size: make(n) gives the source, with about n of
// whatever the shape is named after. tests/language/speed.test.mjs compares two
// sizes of each, compile.mjs checks large ones.

const lines = (n, line) => Array.from({ length: n }, (_, i) => line(i)).join("\n");
const page = 'layout { "x" }\n';

export const shapes = {
    functions: (n) => page + lines(n, (i) => `fn f${i}(x: int, b: text = "y") -> int {\n  let d = x * 2 + len(b)\n  if d > ${i} { return d }\n  d + ${i ? `f${i - 1}(x)` : "1"}\n}`),
    constants: (n) => `${page}let v${n} = 1\n${lines(n, (i) => `let v${i} = v${i + 1} + 1`)}`,
    types: (n) => page + lines(n, (i) => `type T${i} = {f${i}: int, g: text}\nfn f${i}(x: T${i}) -> int { x.f${i} }`),
    statements: (n) => `${page}fn f(x: int) -> int {\n${lines(n, (i) => `  let v${i} = x + ${i}`)}\n  x\n}`,
    assignments: (n) => `${page}fn f(x: int) -> int {\n  var y = x\n${lines(n, (i) => `  y = y + ${i}`)}\n  y\n}`,
    conditions: (n) => `${page}fn f(x: int) -> int {\n${lines(n, (i) => `  if x == ${i} { return ${i} }`)}\n  x\n}`,
    list: (n) => `${page}let xs = [\n${lines(n, (i) => `  ${i},`)}\n]`,
    records: (n) => `${page}let xs = [\n${lines(n, (i) => `  {id: ${i}, name: "n${i}"},`)}\n]`,
    fields: (n) => `${page}let r = {\n${lines(n, (i) => `  f${i}: ${i},`)}\n}`,
    map: (n) => `${page}let m: {text: int} = {\n${lines(n, (i) => `  "k${i}": ${i},`)}\n}`,
    pieces: (n) => `${page}fn f(a: int) -> text { "${lines(n, (i) => `{a} x${i}`).replaceAll("\n", " ")}" }`,
    match_numbers: (n) => `${page}fn f(a: int) -> int {\n  match a {\n${lines(n, (i) => `    ${i} => ${i * 2}`)}\n    _ => 0\n  }\n}`,
    match_texts: (n) => `${page}fn f(a: text?) -> int {\n  match a {\n    null => 1\n${lines(n, (i) => `    "k${i}" => ${i * 2}`)}\n    _ => 0\n  }\n}`,
    match_ranges: (n) => `${page}fn f(a: int) -> int {\n  match a {\n${lines(n, (i) => `    ${i * 10}..${i * 10 + 5} => ${i}`)}\n    _ => 0\n  }\n}`,
    nested: (n) => page + lines(n / 100, (k) => `fn f${k}(a: int) -> int {\n${lines(100, (i) => `if a > ${i} {`)}\na\n${lines(100, () => "} else { 0 }")}\n}`),
    children: (n) => `layout {\n${lines(n, (i) => `  html.P("a {${i}}")`)}\n}`,
    callbacks: (n) => `layout {\n${lines(n, (i) => `  html.Div(id="in-${i}", title="x") ; html.P(id="out-${i}")`)}\n}\n` +
        lines(n, (i) => `callback cb${i}(t: text? = #in-${i}.title) -> #out-${i}.children { t }`),
    tests: (n) => page + lines(n, (i) => `test "t${i}" { assert 1 + ${i} > 0 }`),
    mistakes: (n) => page + lines(n, (i) => `let v${i} = nope${i}`),
    charts: (n) => `table t = csv("data.csv")\nlayout {\n${lines(n, () => "  dcc.Graph(figure=t | filter(.a > 0) | px.bar(x=.a, y=.b))")}\n}`,
    table_functions: (n) => `table t = csv("data.csv")\n${lines(n, (i) => `fn f${i}(x: table) -> int {\n  let y = x | filter(.a > ${i})\n  y.b.sum()\n}`)}\nlayout {\n${lines(n, (i) => `  html.P("{f${i}(t)}")`)}\n}`,
};
