// SPDX-License-Identifier: MIT
//
// Maps, and `...` in records, in a running program.

import { run_cases } from "./cases.mjs";

await run_cases("maps", `
type Entry = {n: int, tags: [text]}
fn prices() -> {text: float} { {apple: 1.5, "dried fruit": 3, pear: 0.5} }
fn counted(words: [text]) -> {text: int} {
  var m: {text: int} = {}
  for w in words { m[w] = m.get(w, 0) + 1 }
  m
}
fn squares(n: int) -> {int: int} { {i * i: i for i in range(n)} }
fn twice(m: {text: float}) -> {text: float} { var d = m; for k in m { d[k] *= 2 }; d }
`, [
    ["prices()", { apple: 1.5, "dried fruit": 3, pear: 0.5 }],
    ["prices()[\"pear\"]", 0.5],
    ["prices()[\"plum\"]", /no key "plum"/],
    ["squares(3)[4]", 2],
    ["squares(3)[5]", /no key 5/],
    ["[prices().get(\"pear\"), prices().get(\"plum\")]", [0.5, null]],
    ["prices().get(\"plum\", 7)", 7],
    ["let m: {text: int?} = {a: null, b: 1}\n[m.get(\"a\"), m.get(\"b\"), m.get(\"c\")]", [null, 1, null]],
    ["[len(prices()), len(squares(100))]", [3, 100]],
    ["prices().keys()", ["apple", "dried fruit", "pear"]],
    ["prices().values()", [1.5, 3, 0.5]],
    ["squares(3).items()", [[0, 0], [1, 1], [4, 2]]],
    ["[\"{k}={v}\" for (k, v) in prices().items()]", ["apple=1.5", "dried fruit=3", "pear=0.5"]],
    ["[k for k in squares(4)]", [0, 1, 4, 9]],
    ["[4 in squares(3), 5 in squares(3), \"pear\" not in prices()]", [true, false, false]],
    ["counted([\"b\", \"a\", \"b\", \"c\", \"b\"])", { b: 3, a: 1, c: 1 }],
    ["{w: len(w) for w in [\"a\", \"bc\", \"a\"]}", { a: 1, bc: 2 }],
    ["{\"{x}{y}\": x * y for x in range(1, 3) for y in range(2) if x != y}", { 10: 0, 20: 0, 21: 2 }],
    ["squares(1000)[250000]", 500],
    ["sum(squares(1000).values())", 499500],
    ["let m = squares(20)\n[m[k] for k in m.keys() if k > 300]", [18, 19]],
    ["var m = prices()\nlet old = m\nm[\"apple\"] = 9\nm[\"kiwi\"] = 1\nlet more = m\nm[\"pear\"] /= 2\n[old, more, m]", [
        { apple: 1.5, "dried fruit": 3, pear: 0.5 }, { apple: 9, "dried fruit": 3, pear: 0.5, kiwi: 1 },
        { apple: 9, "dried fruit": 3, pear: 0.25, kiwi: 1 }]],
    ["var m: {text: int} = {}\nm[\"a\"] += 1\nm", /no key "a"/],
    ["var m: {text: Entry} = {a: {n: 1, tags: []}}\nlet old = m\nm[\"a\"].n += 1\nm[\"a\"].tags += [\"x\"]\nm[\"b\"] = m[\"a\"]\nm[\"a\"].tags[0] = \"y\"\n[old, m]", [
        { a: { n: 1, tags: [] } }, { a: { n: 2, tags: ["y"] }, b: { n: 2, tags: ["x"] } }]],
    ["var g: {int: [int]} = {}\nfor x in range(7) { let k = x % 3; if k not in g { g[k] = [] }; g[k] += [x] }\ng", { 0: [0, 3, 6], 1: [1, 4], 2: [2, 5] }],
    ["var m: {text: {int: text}} = {a: {}}\nm[\"a\"][3] = \"x\"\nlet n = m[\"a\"]\nm[\"a\"][3] += \"y\"\n[m[\"a\"], n]", [{ 3: "xy" }, { 3: "x" }]],
    ["var xs: [{text: int}] = []\nvar m: {text: int} = {}\nfor i in range(3) { m[\"k{i}\"] = i; xs += [m] }\nxs", [{ k0: 0 }, { k0: 0, k1: 1 }, { k0: 0, k1: 1, k2: 2 }]],
    ["twice(prices())", { apple: 3, "dried fruit": 6, pear: 1 }],
    ["prices() == {pear: 0.5, apple: 1.5, \"dried fruit\": 3}", true],
    ["prices() != twice(prices())", true],
    ["let m: {text: float} = counted([\"a\"])\nm", { a: 1 }],
    ["let m: {text: json} = {a: 1, b: [2, \"x\"]}\nm[\"b\"][1]", "x"],
    ["{...prices(), apple: 2, new: 4} == prices()", false],
    ["let m: {text: float} = {...prices(), apple: 2, new: 4}\nm", { apple: 2, "dried fruit": 3, pear: 0.5, new: 4 }],
    ["let k = \"key\"\n{(k): 1, \"{k}2\": 2}", { key: 1, key2: 2 }],
    ["let m: {int: text} = {1: \"a\", 2: \"b\"}\nm[2]", "b"],
    ["let j: json = {a: 1, b: 2}\nlet m = j as {text: int}\nm[\"b\"]", 2],
    ["let j: json = {\"1\": 1, \"-2\": 2}\n(j as {int: int})[-2]", 2],
    ["let j: json = {a: 1, b: \"x\"}\nj as {text: int}", /\{text: int\} is wanted/],
    ["let m: {text: int}? = null\nm?.get(\"a\")", null],
]);

await run_cases("spread", `
fn pair() -> (int, {x: text, y: [int]}) { (1, {x: "a", y: [5]}) }
let (one, {x: letter, y: numbers}) = pair()
let (first, _) = (len(letter), 2)
type Style = {color: text, size: int}
fn base() -> Style { {color: "red", size: 1} }
fn any() -> json { {a: 1, b: 2} }
`, [
    ["{...base(), size: 2}", { color: "red", size: 2 }],
    ["{size: 5, ...base()}", { size: 1, color: "red" }],
    ["{...base(), extra: true}.extra", true],
    ["let b = base()\nlet s: Style = {...b, color: \"blue\"}\n[b.color, s.color]", ["red", "blue"]],
    ["{...any(), b: 3, c: 4}", { a: 1, b: 3, c: 4 }],
    ["let j: json = {z: 0, ...any(), ...base(), a: \"x\"}\nj", { z: 0, a: "x", b: 2, color: "red", size: 1 }],
    ["let r = if true { {a: 1} } else { {b: \"x\"} }\nr", { a: 1, b: null }],
    ["let r = [{a: 1}, {a: 2.5, b: \"x\"}]\nr", [{ a: 1, b: null }, { a: 2.5, b: "x" }]],
    ["[text(one), letter, text(numbers[0]), text(first)]", ["1", "a", "5", "1"]],
    ["({a: 1, b: 2} == {b: 2, a: 1})", true],
]);
