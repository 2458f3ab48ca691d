// SPDX-License-Identifier: MIT
//
// The dictionary for the fuzzers of the compiler: the tokens of the grammar, the
// names that the compiler knows, and a few pieces of programs.
//
//     node tests/fuzz/words.mjs > words.dict

import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const read = (path) => readFileSync(join(root, path), "utf8");
const matches = (text, pattern) => [...text.matchAll(pattern)].map((match) => match[1]);

// What the lexer looks for, as it stands in its rules.
const tokens = matches(read("grammar/dash.re"), /(?<!#include )"([^"\\\n]{1,16})"/g);
const builtins = matches(read("compiler/sema/builtins.def"), /^X\("([a-z_0-9.]+)"/gm);
const annotations = matches(read("compiler/sema/annotations.c"), /"([a-z_]{5,})"/g);
const verbs = ["filter", "select", "drop", "rename", "derive", "group", "aggregate", "sort", "take", "skip", "top",
    "distinct", "join", "left_join", "pivot", "melt", "window", "bin", "count", "desc", "first"];
const names = ["html", "dcc", "dash_table", "px", "go", "Div", "P", "Input", "Dropdown", "Graph", "Store", "children",
    "value", "options", "figure", "n_clicks", "data", "bar", "line", "Figure", "Scatter", "ctx", "no_update",
    "prevent_update", "set_props", "triggered_id", "int", "float", "text", "bool", "json", "component", "duration"];
const pieces = [
    "\"{x:,.2f}\"", "%{x}", "\\{", "'a'", "\"\"\"", "r\"\"\"", "/* */", "#a", "#a[i]", "#{a: 1}", "#\"a-{i}\"", ".\"a b\"", ".[x]",
    "date\"2026-01-31\"", "datetime\"2026-01-31T12:00:00Z\"", "500ms", "1_000", "1e-9", "-9223372036854775808", "\n",
    "if x { 1 } else { 2 }", "match x { 1 => 2, _ => 3 }", "[x for x in xs]", "{a: 1, ...r}", "xs[1:2]", "x?.y", "x ?? 1",
    "let x = 1\n", "var x = 1\n", "fn f(x: int) -> int { x }\n", "layout { html.P(#a) }\n", "callback c(x = #a.value) -> #b.children { x }\n",
    "table t = csv(\"data/sales.csv\")\n", "rows {\n a, b\n 1, 2\n}", "patch { a.b += 1 }", "test \"t\" { assert 1 == 1 }\n",
    "True", "None", "lambda ", "elif ", "def f(x):\n  ", "f\"", "`",
];
const quote = (word) => `"${word.replace(/[\\"]/g, "\\$&").replaceAll("\n", "\\x0a")}"`;
console.log([...new Set([...tokens, ...builtins, ...annotations, ...verbs, ...names, ...pieces])].map(quote).join("\n"));
