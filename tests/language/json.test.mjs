// SPDX-License-Identifier: MIT
//
// json in a running program: looking into it, comparing it, taking it as a type.

import { run_cases } from "./cases.mjs";

await run_cases("json", `
type Order = {id: text, price: float, tags: [text], closed: bool?}
fn data() -> json {
  { a: 1, b: [1, 2.5, "x", null], c: { d: "deep", "any key": [true] },
    order: { id: "o1", price: 3, tags: ["s"], more: 1 } }
}
fn day() -> json { "2026-01-31" }
`, [
    ["data().a", 1],
    ["data().c[\"any key\"][0]", true],
    ["data().c.none", null],
    ["data().none.none[3].x", null],
    ["data().b[-1]", null],
    ["data().b[-2]", "x"],
    ["data().b[1:3]", [2.5, "x"]],
    ["data().a[1]", null],
    ["keys(data())", ["a", "b", "c", "order"]],
    ["keys(data().b)", []],
    ["[x for x in data().b if x != null]", [1, 2.5, "x"]],
    ["[x for x in data().a]", []],
    ["len(data().b)", 4],
    ["data().a == 1", true],
    ["data().a == 1.0", true],
    ["data().a == \"1\"", false],
    ["data().b == [1, 2.5, \"x\", null]", true],
    ["data().c == {\"any key\": [true], d: \"deep\"}", true],
    ["data().c != data().b", true],
    ["data().none == null", true],
    ["2.5 in data().b", true],
    ["\"d\" in data().c", true],
    ["\"e\" not in data().c", true],
    ["data().a as int + 1", 2],
    ["data().a as float / 2", 0.5],
    ["data().b as [int]", /\[int\] is wanted, but this is list \[1,2\.5,/],
    ["data().b as [json]", [1, 2.5, "x", null]],
    ["(data().c.d as text) + \"!\"", "deep!"],
    ["data().c as int?", null],
    ["(data().a as int?) ?? 7", 1],
    ["(data().c.none as int?) ?? 7", 7],
    ["data().a as text", /text is wanted, but this is int 1/],
    ["let o = data().order as Order\n[o.price, o.closed]", [3, null]],
    ["data().c as Order", /\{id: text, .* is wanted/],
    ["let (i, f, t, j) = data().b as (int, float, text, json)\n{i: i, f: f, t: t, j: j}", { i: 1, f: 2.5, t: "x", j: null }],
    ["data().b as (int, float)", /\(int, float\) is wanted/],
    ["data().order.tags as [text]?", ["s"]],
    ["data().a as [text]?", null],
    ["(data() as {order: {id: text}}).order.id", "o1"],
    ["[t + \"!\" for t in data().order.tags as [text]]", ["s!"]],
    ["data() as {a: int, b: [json], c: json}", { a: 1, b: [1, 2.5, "x", null], c: { d: "deep", "any key": [true] } }],
]);
