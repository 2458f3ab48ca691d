// SPDX-License-Identifier: MIT
//
// What is pure, what is not, and why: `dashc check --explain-purity`, and what
// the runtime is told.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, test } from "node:test";

const dashc = resolve(process.env.DASHC ?? "build/compiler/dashc");
const folder = mkdtempSync(join(tmpdir(), "purity-"));
after(() => rmSync(folder, { recursive: true }));
writeFileSync(join(folder, "dice.c"), "int64_t dice(DashCx *cx, int64_t n) { return n; }\n");
writeFileSync(join(folder, "clock.dash"), 'fn shown() -> text { "{now()}" }\nfn same(x: int) -> int { x }\n');
writeFileSync(join(folder, "app.dash"), `import "clock.dash" as clock
extern fn dice(n: int) -> int from "dice.c"
fn roll() -> int { dice(6) }
fn even(n: int) -> bool { if n == 0 { true } else { odd(n - 1) } }
fn odd(n: int) -> bool { if n == 0 { false } else { even(n - 1) } }
fn ping(n: int) -> int { if n == 0 { 0 } else { pong(n - 1) } }
fn pong(n: int) -> int { if n == 0 { roll() } else { ping(n - 1) } }
fn by_default(n: int = roll()) -> int { n }
let fixed = roll()
fn reads() -> int { fixed }
layout { html.Button(#b, "x") ; html.P(#out) ; html.P(#out2) ; html.P(#out3) ; html.P("{reads()}") }
callback a(n: int? = #b.n_clicks) -> #out.children { "{even(clock.same(n ?? 0))}" }
callback b(n: int? = #b.n_clicks) -> #out2.children { "{ping(n ?? 0) + by_default()}" }
callback c(n: int? = #b.n_clicks) -> #out3.children { "{n ?? 0}{clock.shown()}" }
callback d(n: int? = #b.n_clicks) { set_props(#out, {title: "{n ?? 0}"}) }
`);
const run = (...args) => execFileSync(dashc, args, { cwd: folder, encoding: "utf8" });

test("every function and callback, with the shortest way to what is impure", () => {
    assert.deepEqual(run("check", "--explain-purity", "app.dash").trim().split("\n"), [
        "app.dash:2:11: extern fn dice is not pure: it is written in C (app.dash:2:11)",
        "app.dash:3:4: fn roll is not pure: it calls `dice` (app.dash:3:20), which is written in C (app.dash:2:11)",
        "app.dash:4:4: fn even is pure",
        "app.dash:5:4: fn odd is pure",
        "app.dash:6:4: fn ping is not pure: it calls `pong` (app.dash:6:49), which calls `roll` (app.dash:7:38), which calls `dice` (app.dash:3:20), which is written in C (app.dash:2:11)",
        "app.dash:7:4: fn pong is not pure: it calls `roll` (app.dash:7:38), which calls `dice` (app.dash:3:20), which is written in C (app.dash:2:11)",
        "app.dash:8:4: fn by_default is not pure: it calls `roll` (app.dash:8:24), which calls `dice` (app.dash:3:20), which is written in C (app.dash:2:11)",
        "app.dash:10:4: fn reads is pure",
        "app.dash:11:8: layout is pure",
        "app.dash:12:1: callback a is pure",
        "app.dash:13:1: callback b is not pure: it calls `by_default` (app.dash:13:72), which calls `roll` (app.dash:8:24), which calls `dice` (app.dash:3:20), which is written in C (app.dash:2:11)",
        "app.dash:14:1: callback c is not pure: it calls `shown` (app.dash:14:71), which calls `now` (clock.dash:1:24)",
        "app.dash:15:1: callback d is not pure: it has no output: it runs for its effects (app.dash:15:1)",
        "clock.dash:1:4: fn shown is not pure: it calls `now` (clock.dash:1:24)",
        "clock.dash:2:4: fn same is pure",
    ]);
});

test("the runtime is told", () => {
    const unit = run("emit", "app.dash");
    const pure = [...unit.matchAll(/^        \.name = "(\w)",[^]*?\.pure = (true|false)/gm)].map(([, name, value]) => `${name} ${value}`);
    assert.deepEqual(pure, ["a true", "b false", "c false", "d false"]);
});
