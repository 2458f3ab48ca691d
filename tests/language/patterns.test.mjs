// SPDX-License-Identifier: MIT
//
// match and what is known after it, in a running program.

import { run_cases } from "./cases.mjs";

await run_cases("match", `
type Point = {x: int, y: int}
type Order = {id: text, note: text?, at: Point?}
fn grade(n: int) -> text { match n { 0 => "none", 1, 2 => "few", 3..9 => "some", _ => "many" } }
fn size(x: float) -> text { match x { 0 => "zero", -1.5..1.5 => "small", n => "{n}" } }
fn word(t: text?) -> text { match t { null => "nothing", "" => "empty", "a".."f" => "early", t => t + "!" } }
fn truth(b: bool?) -> int { match b { true => 1, false => 0, null => -1 } }
fn where(p: (int, text?)) -> text {
  match p {
    (0, null) => "origin"
    (0, name) => "zero {name ?? "?"}"
    (n, null) => "{n} nameless"
    (n, name) => "{n} {name ?? "?"}"
  }
}
fn place(o: Order) -> text {
  match o {
    {at: null} => "nowhere"
    {at: {x: 0, y: 0}, note: n} => "home {n ?? "-"}"
    {id: i, at: {x: x, y: 1..5}} => "{i} near {x}"
    _ => "far"
  }
}
fn early(t: text?) -> int {
  match t { null => { return -1 }, _ => { } }
  len(t)
}
fn early_value(t: text?) -> int {
  let n = match t { null => { return -1 }, s => len(s) }
  n + len(t)
}
fn kind(j: json) -> text { match j { null => "null", 1 => "one", "x" => "ex", true => "yes", _ => "other" } }
fn first_or(xs: [int]) -> int { let x = if len(xs) > 0 { xs[0] } else { return 0 }; x }
fn or_leave(t: text?) -> int { let s = t ?? { return -1 }; len(s) + len(t) }
`, [
    ["[grade(n) for n in [0, 1, 2, 3, 9, 10]]", ["none", "few", "few", "some", "some", "many"]],
    ["[size(x) for x in [0.0, 1.5, -1.5, 2]]", ["zero", "small", "small", "2"]],
    ["[word(null), word(\"\"), word(\"bee\"), word(\"zoo\")]", ["nothing", "empty", "early", "zoo!"]],
    ["[truth(true), truth(false), truth(null)]", [1, 0, -1]],
    ["[where((0, null)), where((0, \"a\")), where((2, null)), where((3, \"b\"))]", ["origin", "zero a", "2 nameless", "3 b"]],
    ["place({id: \"a\", at: null})", "nowhere"],
    ["place({id: \"a\", note: \"n\", at: {x: 0, y: 0}})", "home n"],
    ["place({id: \"a\", at: {x: 7, y: 5}})", "a near 7"],
    ["place({id: \"a\", at: {x: 7, y: 6}})", "far"],
    ["[early(null), early(\"abc\")]", [-1, 3]],
    ["[early_value(null), early_value(\"abc\")]", [-1, 6]],
    ["[kind(null), kind(1), kind(1.0), kind(\"x\"), kind(true), kind([1])]", ["null", "one", "one", "ex", "yes", "other"]],
    ["[first_or([]), first_or([4])]", [0, 4]],
    ["[or_leave(null), or_leave(\"ab\")]", [-1, 4]],
    ["let {x: a, y: b} = {x: 1, y: 2}\n[a, b]", [1, 2]],
    ["let ((a, b), c) = ((1, 2), 3)\n[a, b, c]", [1, 2, 3]],
    ["var s = 0\nfor ({x: x}, n) in [({x: 1}, 2), ({x: 5}, 3)] { s += x * n }\ns", 17],
    ["var s = \"\"\nmatch 3 { 1 => s = \"one\", _ => s = \"more\" }\ns", "more"],
    ["var n = 0\nwhile true { match n { 5 => break, _ => n += 1 } }\nn", 5],
]);

await run_cases("narrowing", `
type Row = {name: text?, at: {x: int?}}
fn count(rows: [Row]) -> int {
  var n = 0
  for r in rows {
    if r.name == null { continue }
    if r.at.x == null or r.at.x < 0 { break }
    n += len(r.name) * r.at.x
  }
  n
}
fn pick(a: int?, b: int?) -> int {
  if a == null and b == null { return 0 }
  if a != null { return a }
  b ?? -1
}
fn filled(a: int?) -> int { var x = a; if x == null { x = 7 }; x + 1 }
fn either(a: int?, n: int) -> int { var x = a; if n > 0 { x = n } else { x = -n }; x }
fn chained(r: Row?) -> int { if r?.at?.x == null { return 0 }; r.at.x }
fn not_null(a: int?) -> bool { not (a == null) and a > 3 }
fn loop(a: int?) -> int { var x = a; while x != null and x < 10 { x = x + 4 }; x ?? 0 }
fn by_value(a: int?) -> int { if a == 3 { a + 1 } else { 0 } }
fn by_else(a: text?) -> int { if a == null { 0 } else if a == "" { 1 } else { len(a) } }
`, [
    ["count([{name: \"ab\", at: {x: 2}}, {name: null, at: {x: 5}}, {name: \"c\", at: {x: 1}}, {name: \"d\", at: {x: -1}}, {name: \"e\", at: {x: 9}}])", 5],
    ["[pick(null, null), pick(1, null), pick(null, 2)]", [0, 1, 2]],
    ["[filled(null), filled(1)]", [8, 2]],
    ["[either(null, 3), either(null, -3)]", [3, 3]],
    ["[chained(null), chained({name: null, at: {x: null}}), chained({name: null, at: {x: 4}})]", [0, 0, 4]],
    ["[not_null(null), not_null(3), not_null(4)]", [false, false, true]],
    ["[loop(null), loop(1)]", [0, 13]],
    ["[by_value(null), by_value(3)]", [0, 4]],
    ["[by_else(null), by_else(\"\"), by_else(\"ab\")]", [0, 1, 2]],
]);
