// SPDX-License-Identifier: MIT
//
// Features that meet where one seldom thinks of the other, in a running program whose C
// has no warning: variables that are called like what is made for a type, lists with null
// beside columns, columns of tables made at start that only some readers want, variables
// that only unread columns read.

import { rmSync } from "node:fs";
import { test } from "node:test";
import { build_cases, run_cases } from "./cases.mjs";

await run_cases("combined", `
table plan = rows {
  region, goal, share, since
  "North", 250, 0.5, date"2026-01-01"
  "South", null, null, null
  "East", 300, 0.25, date"2026-02-01"
}
table large = plan | filter(.goal > 200 or .goal == null)
fn n() -> int { 2 }
`, [
    ["len(plan | filter(.share in [r.share for r in plan]))", 2],
    ["len(plan | filter(.goal in [n() * 150, null]))", 1],
    ["len(plan | filter(.since in [date\"2026-02-01\", null] or .goal == 250))", 2],
    ["[r.region for r in plan | filter(.goal in plan.goal.unique())]", ["North", "East"]],
    ["[r.share for r in large | derive(copy=.share) | filter(.region != \"South\")]", [0.5, 0.25]],
    ["let k = n() + 1\n[r.region for r in large | derive(unread=.goal ?? 0 + k)]", ["North", "South", "East"]],
    ["let whole: json = large\n{whole: len(whole), one: large | select(.region) | take(1)}", { whole: 3, one: [{ region: "North" }] }],
    ["let as_int = json.parse(\"3\") as int\nlet same_A = {a: as_int} == {a: 3}\n[as_int, same_A]", [3, true]],
    ["let X = n()\nlet AB = [{x: X}]\nlet value_of_AB = [{a: X, b: AB}]\nlet sorted_ints = sort([X, 1])\n[value_of_AB, sorted_ints]",
        [[{ a: 2, b: [{ x: 2 }] }], [1, 2]]],
    ["json.parse(\"\\{}\") as {}", {}],
    ["json.parse(\"[\\{}]\") as [{}]", [{}]],
]);

// What a callback writes may be narrower than what the Store holds: a title that is there.
test("a Store that is written again", () => rmSync(build_cases("stores", `app "stores"
type Page = {title: text?, at: (int, int?), tags: {text: [text?]}}
fn first() -> Page { {at: (1, null), tags: {a: []}} }
layout {
  dcc.Store(#page, data=first())
  html.Button(#go, "Go")
  html.P(#out)
}
callback next(n: int? = #go.n_clicks, state page = #page.data) -> #page.data {
  {...page, title: "page {n ?? 0}", at: (n ?? 0, 2)}
}
callback show(page: Page = #page.data) -> #out.children { "{page.title ?? "none"} {page}" }
`).folder, { recursive: true }));

test("parameters and patches", () => rmSync(build_cases("parameters", `app "meet"
layout {
  dcc.Store(#flags, data=[true])
  dcc.Store(#rows)
  html.Button(#go, "Go")
}
callback write(n: int? = #go.n_clicks) -> #flags.data { if n == null { null } else { [n > 1] } }
callback read(flags: [bool]? = #flags.data) -> #rows.data {
  patch {
    a = flags
    b.reverse()
    c.insert(0, flags ?? [])
  }
}
`).folder, { recursive: true }));
