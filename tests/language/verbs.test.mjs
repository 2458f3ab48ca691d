// SPDX-License-Identifier: MIT
//
// Verbs, aggregates and functions of columns on a small table with nulls: what each
// gives in a running program.

import { run_cases } from "./cases.mjs";

await run_cases("verbs", `
table t = rows {
  k, x, y, d
  "a", 1, 1.5, date"2024-01-03"
  "b", 2, null, date"2024-02-03"
  "a", null, 2.5, date"2024-02-28"
  null, 4, 3.5, null
}
`, [
    // the first rows of partitions, and values that are decimals
    ["t | window(by=.k, order=desc(.y), place = row_number()) | filter(.place <= 1) | select(.k, .x)", [{ k: "b", x: 2 }, { k: "a", x: null }, { k: null, x: 4 }]],
    ["let most = 3 - 1\nlet one = t | window(by=.k, order=.y, place = row_number()) | filter(.place < most) | select(.k, .y)\none", [{ k: "a", y: 1.5 }, { k: "b", y: null }, { k: null, y: 3.5 }]],
    ["(t | window(by=.k, order=.x, place = row_number()) | filter(.place < 1)).x.nunique()", 0],
    ["{y: t.y.nunique(), x: t.x.nunique(), k: t.k.nunique(), d: t.d.nunique()}", { y: 3, x: 3, k: 2, d: 3 }],
    // texts that are computed, as keys and in aggregates
    ["t | group(u = upper(.k), n = count())", [{ u: "A", n: 2 }, { u: "B", n: 1 }, { u: null, n: 1 }]],
    ["t | group(u = \"{.x ?? 0}!\", first = first(lower(upper(.k))))", [{ u: "1!", first: "a" }, { u: "2!", first: "b" }, { u: "0!", first: "a" }, { u: "4!", first: null }]],
    ["t | group(.k, low = min(\"{.d ?? \"-\"}\"), n = nunique(upper(.k)))", [{ k: "a", low: "2024-01-03", n: 1 }, { k: "b", low: "2024-02-03", n: 1 }, { k: null, low: "-", n: 0 }]],
    ["t | aggregate(most = max(upper(.k)))", { most: "B" }],
    // pipelines inside the expressions of a row
    ["t | derive(z = .y / t.y.sum()) | select(.z)", [{ z: 0.2 }, { z: null }, { z: 1 / 3 }, { z: 3.5 / 7.5 }]],
    ["t | filter(.x in (t | filter(.y > 1)).x) | select(.x)", [{ x: 1 }, { x: 4 }]],
    ["t | filter(.k in t.k.unique()) | len", 3],
    ["t | derive(z = .x - t.first()?.x) | select(.z)", [{ z: 0 }, { z: 1 }, { z: null }, { z: 3 }]],
    ["[(t | filter(.x > n) | derive(z = .x / (t | filter(.x > n)).x.sum())).z for n in [0, 1]]", [[1 / 7, 2 / 7, 4 / 7], [1 / 3, 2 / 3]]],
    // functions of one value, of a whole column
    ["{r: t.d.trunc(\"month\")}", { r: ["2024-01-01", "2024-02-01", "2024-02-01", null] }],
    ["{r: t.d.year(), m: t.d.month(), w: t.d.weekday()}", { r: [2024, 2024, 2024, null], m: [1, 2, 2, null], w: [2, 5, 2, null] }],
    ["t.d.trunc(\"month\").unique()", ["2024-01-01", "2024-02-01"]],
    ["[t.k.upper().min() ?? \"\", t.k.upper().unique().join(\"-\")]", ["A", "A-B"]],
    ["[t.x.abs().sum(), t.x.clamp(2, 3).max() ?? 0]", [7, 3]],
    ["{r: t.y.round(), f: t.y.format(\".2f\"), i: t.y.floor()}", { r: [2, null, 2, 4], f: ["1.50", null, "2.50", "3.50"], i: [1, null, 2, 3] }],
    ["{r: t.x.float(), e: float(t.x).mean() ?? 0}", { r: [1, 2, null, 4], e: 7 / 3 }],
    ["[v for v in t.k.replace(\"a\", \"z\")]", ["z", "b", "z"]],
    // rows by chance: those of Python's random.Random(seed).sample(range(4), 2)
    ["(t | derive(i = .x ?? 3) | sample(2) | select(.i)).i.list()", [2, 4]],
    ["[len(t | sample(9, seed=1)), len(t | sample(0)), len(t | sample(-1)), len(t | filter(false) | sample(3))]", [4, 0, 0, 0]],
    ["{r: (t | filter(.k == \"a\") | sample(1, seed=len(t))).y}", { r: [1.5] }],
    // the value that is most often there
    ["[t.k.mode() ?? \"\", (t | filter(.x != null)).k.mode() ?? \"\", (t | filter(false)).k.mode() ?? \"none\"]", ["a", "a", "none"]],
    ["[t.x.mode() ?? 0, (t | union(t | filter(.x == 4))).x.mode() ?? 0]", [1, 4]],
    ["t | group(.k, x = mode(.x), y = mode(.y), d = mode(.d), big = mode(.y > 2), u = mode(upper(.k)))", [
        { k: "a", x: 1, y: 1.5, d: "2024-01-03", big: false, u: "A" },
        { k: "b", x: 2, y: null, d: "2024-02-03", big: null, u: "B" },
        { k: null, x: 4, y: 3.5, d: null, big: true, u: null },
    ]],
    // buckets of numbers: the lower edge of one of so many equal parts of the range
    ["t | group(low = bin(.x, 3), n = count())", [{ low: 1, n: 1 }, { low: 2, n: 1 }, { low: null, n: 1 }, { low: 3, n: 1 }]],
    ["t | filter(.x < 4) | derive(b = bin(.x * 2, 2)) | select(.b)", [{ b: 2 }, { b: 3 }]],
    ["{r: t.y.bin(4), e: t.x.bin(1), f: (t | filter(.x == 2)).x.bin(7)}", { r: [1.5, null, 2.5, 3], e: [1, 1, null, 1], f: [2] }],
    ["len(t | filter(false) | derive(b = bin(.x, 5)))", 0],
    ["[(t | derive(b = bin(.x, n))).b.nunique() for n in [1, 2, 9]]", [1, 2, 3]],
    ["(t | derive(b = bin(.x, len(t) - 4))).b.sum()", /at least one bucket, not 0/],
    ["{r: (t | derive(z = (.y - 1.5) / (.x - 1), w = 1)).z.bin(3)}", { r: [null, null, null, 2 / 3] }],
]);

// Whole expressions over a row, with null as in SQL.
await run_cases("rows", `
table t = rows {
  k, x, y, d, s
  "a", 1, 1.5, date"2024-01-03", datetime"2024-01-03T10:00:00"
  "b", 2, null, date"2024-02-03", datetime"2024-01-03T10:20:00"
  "a", null, 2.5, date"2024-02-28", datetime"2024-01-03T13:00:00"
  null, 4, 3.5, null, null
}
fn square(x: float) -> float { x * x }
fn same(x: int?) -> int? { x }
fn pair(x: int) -> (int, text) { (x, "p{x}") }
let names = ["one", "two", "three", "four"]
let range = {low: 1, high: 3}
`, [
    ["{r: (t | derive(z = pair(.x ?? 0)[1])).z, s: (t | derive(z = (.x, .k)[-1])).z}", { r: ["p1", "p2", "p0", "p4"], s: ["a", "b", "a", null] }],
    ["{r: (t | derive(z = names[(.x ?? 1) - 1])).z}", { r: ["one", "two", "one", "four"] }],
    ["{r: (t | derive(z = match .k { \"a\" => .x, \"b\" => 100, _ => null })).z}", { r: [1, 100, null, null] }],
    ["{r: (t | derive(z = match .x { 1..2 => \"few\", null => \"none\", n => \"{n}\" })).z}", { r: ["few", "few", "none", "4"] }],
    ["{r: (t | derive(z = if .x == null { \"none\" } else if .x > 1 { \"big\" } else { \"small\" })).z}", { r: ["small", "big", "none", "big"] }],
    ["{r: (t | derive(z = square(.y ?? 0.5))).z, s: (t | derive(z = same(.x))).z}", { r: [2.25, 0.25, 6.25, 12.25], s: [1, 2, null, 4] }],
    ["{r: (t | derive(z = .x in [1, 2])).z, s: (t | derive(z = .k not in [\"a\"])).z}", { r: [true, true, null, false], s: [false, true, false, null] }],
    ["{r: (t | derive(z = not (.x > 1 and .y > 2))).z, s: (t | derive(z = .x > 1 or .y > 2)).z}", { r: [true, null, null, false], s: [false, true, true, true] }],
    ["{r: (t | derive(z = range.low <= .x <= range.high)).z}", { r: [true, true, null, false] }],
    ["{r: (t | derive(z = -.x % 3)).z, s: (t | derive(z = .x ** 2)).z, u: (t | derive(z = div(.x, 2))).z}", { r: [2, 1, null, 2], s: [1, 4, null, 16], u: [0, 1, null, 2] }],
    ["{r: (t | derive(z = .d + 7d)).z, s: (t | derive(z = .s - datetime(.d))).z, u: (t | derive(z = .d - date\"2024-01-01\")).z}", {
        r: ["2024-01-10", "2024-02-10", "2024-03-06", null], s: [36000000, -2641200000, -4791600000, null], u: [172800000, 2851200000, 5011200000, null],
    }],
    ["{r: (t | derive(z = len(.k), q = .k.find(\"b\"))).z, s: (t | derive(z = .k.find(\"b\"))).z}", { r: [1, 1, 1, null], s: [null, 0, null, null] }],
    ["{r: (t | derive(z = max(.x, 2))).z, s: (t | derive(z = min(.y, 2.0, .x))).z}", { r: [2, 2, null, 4], s: [1, null, null, 2] }],
    ["[len(t | filter(.x != 1)), len(t | filter(not (.x == 1))), len(t | filter(.x == null or .x != 1)), len(t | filter(.x == .y))]", [2, 2, 3, 0]],
]);

// nan is one key and behind every number, in memory and while rows go by.
await run_cases("nan", `
table t = rows {
  i, x, y, k
  1, 0.0, 0.0, "a"
  2, 1.0, 2.0, "a"
  3, -1.0, 0.0, "b"
  4, 0.0, 0.0, "b"
  5, 1.0, null, "b"
  6, 1.0, 0.0, "a"
}
fn odd() = t | derive(z = .x / .y)
`, [
    ["(odd() | sort(.z)).i.list()", [3, 2, 6, 1, 4, 5]],
    ["(odd() | sort(desc(.z))).i.list()", [6, 2, 3, 1, 4, 5]],
    ["[(odd() | top(1, .z)).i.list(), (odd() | sort(.z) | take(4)).i.list(), (t | sort(desc(.x / .y)) | take(4)).i.list()]", [[6], [3, 2, 6, 1], [6, 2, 3, 1]]],
    ["{r: (odd() | group(.z, n = count())).n, s: (odd() | group(.z, .k, n = count())).n, u: (odd() | group(.k, .z, .x, n = count())).n}", { r: [2, 1, 1, 1, 1], s: [1, 1, 1, 1, 1, 1], u: [1, 1, 1, 1, 1, 1] }],
    ["[len(odd() | distinct(.z)), len(odd() | distinct(.z, .x)), odd().z.nunique(), len(odd().z.unique())]", [5, 5, 4, 4]],
    ["{low: (odd() | filter(.i != 3)).z.min(), high: (odd() | filter(.i != 6)).z.max(), some: (odd() | filter(.i in [2, 3])).z.max(), nan: isnan((odd() | filter(.i in [1, 4])).z.min() ?? 0)}", { low: 0.5, high: 0.5, some: 0.5, nan: true }],
    ["{r: [[isnan(g.low ?? 0), isnan(g.high ?? 0)] for g in odd() | group(.k, low = min(.z), high = max(.z))]}", { r: [[false, false], [false, false]] }],
    ["{r: (odd() | window(order=.z, r = rank())).r, m: isnan(odd().z.mode() ?? 0)}", { r: [4, 2, 1, 4, 6, 3], m: true }],
    ["[len(odd() | filter(.z == .z)), len(odd() | filter(.z > 100)), len(odd() | filter(not (.z > 100)))]", [3, 1, 4]],
]);

// Lists among aggregates.
await run_cases("lists", `
table t = rows {
  k, x, d
  "a", 1, date"2024-01-03"
  null, 2, null
  "b", null, date"2024-02-28"
}
`, [
    ["t | aggregate(xs = list(.x), total = sum(.x), keys = list(upper(.k)), n = count(), days = list(.d.day()))", { xs: [1, 2], total: 3, keys: ["A", "B"], n: 3, days: [3, 28] }],
    ["t | filter(.x > 9) | aggregate(xs = list(.x))", { xs: [] }],
    ["(t | aggregate(xs = list(.d), low = min(.x))).xs[-1]", "2024-02-28"],
    ["[{key: g.key, xs: g.rows.x.list()} for g in t | collect() | split(.k)]", [{ key: "a", xs: [1] }, { key: null, xs: [2] }, { key: "b", xs: [] }]],
]);

// Tables cut by a key.
await run_cases("split", `
table t = rows {
  k, x, d
  "a", 1, date"2024-01-03"
  null, 2, null
  "b", null, date"2024-02-28"
  "a", 4, null
}
fn parts() = t | derive(half = .x / 2) | split(.k)
`, [
    ["{r: [g.key for g in parts()], n: [len(g.rows) for g in parts()]}", { r: ["a", null, "b"], n: [2, 1, 1] }],
    ["[[r.half ?? 0 for r in g.rows | sort(desc(.x))] for g in parts()]", [[2, 0.5], [1], [0]]],
    ["(t | split(.d))[1].rows | select(.x)", [{ x: 2 }, { x: 4 }]],
    ["t | filter(.x > 1) | split(.x)", [{ key: 2, rows: [{ k: null, x: 2, d: null }] }, { key: 4, rows: [{ k: "a", x: 4, d: null }] }]],
    ["len(t | filter(.x > 9) | split(.k))", 0],
    ["[{name: \"{g.key ?? \"-\"}\", inner: [i.rows.x.sum() for i in g.rows | split(.d)]} for g in t | split(.k)]", [{ name: "a", inner: [1, 4] }, { name: "-", inner: [2] }, { name: "b", inner: [0] }]],
]);

// Durations as columns; in JSON they are milliseconds.
await run_cases("durations", `
table t = rows {
  k, begin, end
  "a", datetime"2024-03-30T23:10:00", datetime"2024-03-31T00:10:00"
  "b", datetime"2024-03-30T21:00:00", null
  "a", datetime"2024-03-30T21:00:00", datetime"2024-03-30T21:00:01.500"
}
`, [
    ["t | derive(took = .end - .begin) | select(.took)", [{ took: 3600000 }, { took: null }, { took: 1500 }]],
    ["t | derive(took = .end - .begin) | filter(.took > 1m) | select(h = .took.hours(), t = \"{.took ?? 0s}\")", [{ h: 1, t: "1:00:00" }]],
    ["t | derive(took = .end - .begin) | group(.k, total = sum(.took), most = max(.took), n = nunique(.took), mode = mode(.took))", [
        { k: "a", total: 3601500, most: 3600000, n: 2, mode: 3600000 }, { k: "b", total: 0, most: null, n: 0, mode: null },
    ]],
    ["(t | derive(took = .end - .begin) | sort(desc(.took))).took.list()", [3600000, 1500]],
    ["let spans = t | derive(took = (.end - .begin) * 2)\n\"{spans.took.sum()} {spans.first()?.took ?? 0s} {spans.took.min() ?? 0s}\"", "2:00:03 2:00:00 0:00:03"],
    ["[len(t | filter(.end - .begin in [1500ms])), len(t | derive(d = .end - .begin) | distinct(.d)), len(t | derive(d = .end - .begin) | filter(.d == 1h))]", [1, 3, 1]],
    ["t | derive(later = .begin + 1d, day = date(.begin) + 1d, half = (.end - .begin) / 2, times = (.end - .begin) / 1m) | select(.later, .day, .half, .times) | take(1)", [
        { later: "2024-03-31T23:10:00", day: "2024-03-31", half: 1800000, times: 60 },
    ]],
    ["t | derive(took = .end - .begin) | window(order=.begin, before = lag(.took), r = rank()) | select(.before, .r)", [{ before: 1500, r: 3 }, { before: null, r: 1 }, { before: null, r: 1 }]],
]);

// Parts of time: a row for every part between the first and the last.
await run_cases("resample", `
table t = rows {
  at, day, x, k
  datetime"2024-03-30T23:10:00", date"2024-03-30", 1, "b"
  datetime"2024-03-30T21:59:59", date"2024-01-31", null, "a"
  null, null, 7, "z"
  datetime"2024-03-31T00:00:00", date"2024-04-01", 3, null
  datetime"2024-03-30T23:50:00", date"2024-04-02", 4, "a"
}
`, [
    ["t | resample(.at, 1h, n = count(), x = sum(.x), m = mean(.x))", [
        { at: "2024-03-30T21:00:00", n: 1, x: 0, m: null }, { at: "2024-03-30T22:00:00", n: 0, x: 0, m: null },
        { at: "2024-03-30T23:00:00", n: 2, x: 5, m: 2.5 }, { at: "2024-03-31T00:00:00", n: 1, x: 3, m: 3 },
    ]],
    ["t | resample(.day, \"month\", first = first(.k), all = all(.x < 4), any = any(.x < 4), d = nunique(.k))", [
        { day: "2024-01-01", first: "a", all: true, any: false, d: 1 }, { day: "2024-02-01", first: null, all: true, any: false, d: 0 },
        { day: "2024-03-01", first: "b", all: true, any: true, d: 1 }, { day: "2024-04-01", first: "a", all: false, any: true, d: 1 },
    ]],
    ["t | resample(week = .day, 1w, n = count()) | filter(.n > 0)", [{ week: "2024-01-29", n: 1 }, { week: "2024-03-25", n: 1 }, { week: "2024-04-01", n: 2 }]],
    ["[len(t | resample(.day, u, n = count())) for u in [\"day\", \"week\", \"month\", \"quarter\", \"year\"]]", [63, 10, 4, 2, 1]],
    ["[len(t | resample(.day, u, n = count())) for u in [1d, 7d, 2d, 14d]]", [63, 10, 32, 6]],
    ["t | filter(.x > 100) | resample(.day, 1d, n = count())", []],
    ["(t | resample(.at, 1d, x = max(.x)) | sort(desc(.at))).x.list()", [3, 4]],
    ["len(t | resample(.at, 1ms, n = count()))", 7201001],
    ["len(t | resample(.day, 1h, n = count()))", /dates are cut into whole days/],
    ["[len(t | resample(.day, u, n = count())) for u in [\"hour\"]]", /trunc to "hour"/],
    ["[trunc(date\"2024-04-03\", 1w), trunc(date\"2024-04-03\", 2d), date(trunc(datetime\"1969-12-31T10:00:00\", 2w))]", ["2024-04-01", "2024-04-03", "1969-12-22"]],
]);

// Columns by names that are known at run time only.
await run_cases("names", `
table t = rows {
  k, x, y
  "a", 1, 1.5
  "b", 2, null
  "a", null, 2.5
}
fn name(which: text) -> text { which }
fn keys() = t | select(.k, twin = .k + .k)
fn numbers() = t | select(.x, .y)
fn bars(x: text, y: text) -> json { px.bar(t, x=.[x], y=.[y]) }
`, [
    ["t.columns() + (t | drop(.x) | derive(z = 1)).columns()", ["k", "x", "y", "k", "y", "z"]],
    ["[numbers()[c].sum() for c in numbers().columns()]", [3, 4]],
    ["{r: numbers()[name(\"x\")], s: numbers()[name(\"y\")].mean()}", { r: [1, 2, null], s: 2 }],
    ["(t | select(.x))[name(\"x\")].max() ?? 0", 2],
    ["keys()[name(\"twin\")].unique()", ["aa", "bb"]],
    ["numbers() | derive(z = .[name(\"x\")] * 2, first = .[name(\"y\")] ?? 0) | select(.z, .first)", [{ z: 2, first: 1.5 }, { z: 4, first: 0 }, { z: null, first: 2.5 }]],
    ["numbers() | filter(.[name(\"y\")] > 2)", [{ x: null, y: 2.5 }]],
    ["numbers() | sort(desc(.[name(\"x\")])) | select(.x)", [{ x: 2 }, { x: 1 }, { x: null }]],
    ["numbers() | group(key = .[name(\"x\")], total = sum(.[name(\"y\")]))", [{ key: 1, total: 1.5 }, { key: 2, total: 0 }, { key: null, total: 2.5 }]],
    ["keys() | group(key = .[name(\"twin\")], low = min(.[name(\"k\")]))", [{ key: "aa", low: "a" }, { key: "bb", low: "b" }]],
    ["numbers()[name(\"z\")].sum()", /there is no column `z`; the columns here are: x, y/],
    ["(t | select(.x))[name(\"k\")].sum()", /there is no column `k`; the columns here are: x/],
    ["bars(\"k\", \"y\")[\"data\"][0][\"y\"]", [1.5, null, 2.5]],
    ["bars(\"k\", \"q\")[\"data\"][0][\"y\"]", /there is no column `q`; the columns here are: k, x, y/],
]);
