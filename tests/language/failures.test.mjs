// SPDX-License-Identifier: MIT
//
// Callbacks that go wrong while they run: the request gets a 500, the log gets
// the place in the source, the server answers the next request.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { post, start } from "../protocol/server.mjs";

const source = `app "failures"
fn down(n: int) -> int { if n == 0 { 0 } else { down(n - 1) + 1 } }
fn ping(n: int) -> int { pong(n + 1) + 1 }
fn pong(n: int) -> int { ping(n) + 1 }
fn spin(n: int) -> int { var i = n; while i >= 0 { i += 1; if i > 1000 { i = 0 } }; i }
fn count(n: int) -> int { var s = 0; for i in range(n) { s = (s + i) % 7 }; s }
fn fib(n: int) -> int { if n < 2 { n } else { fib(n - 1) + fib(n - 2) } }
layout { dcc.Input(#what, value="") ; html.P(#out) }
callback run(what = #what.value) -> #out.children {
  if what == "deep" { return "{down(1000)}" }
  if what == "endless" { return "{down(-1)}" }
  if what == "circle" { return "{ping(0)}" }
  if what == "overflow" { return "{9223372036854775807 + len(what)}" }
  if what == "division" { return "{1 % (len(what) - 8)}" }
  if what == "index" { return "{[1, 2][len(what)]}" }
  if what == "spin" { return "{spin(0)}" }
  if what == "count" { return "{count(100_000_000_000)}" }
  if what == "fib" { return "{fib(90)}" }
  "fine"
}
`;

let folder, server;

before(async () => {
    folder = mkdtempSync(join(tmpdir(), "failures-"));
    writeFileSync(join(folder, "app.dash"), source);
    execFileSync(process.env.DASHC ?? "build/compiler/dashc", ["build", join(folder, "app.dash"), "-o", join(folder, "app")], { stdio: "pipe" });
    server = await start(["--max-seconds", "1"], {}, join(folder, "app"));
});

after(async () => {
    assert.equal(await server.stop(), 0);
    rmSync(folder, { recursive: true });
});

const ask = (what) => post(server, JSON.stringify({
    output: "out.children", outputs: { id: "out", property: "children" },
    inputs: [{ id: "what", property: "value", value: what }], changedPropIds: ["what.value"],
}));

const answers = async (what, text) => {
    const reply = await ask(what);
    assert.equal(reply.status, 200);
    assert.equal(JSON.parse(reply.body).response.out.children, text);
};

test("recursion within reason is fine", () => answers("deep", "1000"));

for (const [what, reason] of [
    ["endless", /app\.dash:2:\d+.*the recursion is too deep/],
    ["circle", /app\.dash:[34]:\d+.*the recursion is too deep/],
    ["spin", /app\.dash:5:\d+.*more than 1 s/],
    ["count", /app\.dash:6:\d+.*more than 1 s/],
    ["fib", /app\.dash:7:\d+.*more than 1 s/],
    ["overflow", /app\.dash:13:\d+.*does not fit in an int/],
    ["division", /app\.dash:14:\d+.*zero/i],
    ["index", /app\.dash:15:\d+.*(index|range)/i],
])
    test(`${what}: 500, the reason in the log, and the server lives`, async () => {
        const reply = await ask(what);
        assert.equal(reply.status, 500);
        assert.doesNotMatch(reply.body.toString(), /app\.dash|deep|overflow|zero|index/);
        await server.logged(reason);
        await answers("", "fine");
    });
