// SPDX-License-Identifier: MIT
//
// Dates where they are not plain values: in the rows of a table, null among
// them, and as parameters of callbacks.

import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { post, start } from "../protocol/server.mjs";
import { build_cases, run_cases } from "./cases.mjs";

const data = join(dirname(fileURLToPath(import.meta.url)), "data/days.csv");

await run_cases("rows", `table days = csv("${data}")`, [
    ["days | filter(.day >= date\"2026-01-10\") | len", 2],
    ["(days | derive(y = .day.year())).y", [2026, 2026, 2026, null]],
    ["(days | derive(next = .day + 1d)).next", ["2026-01-02", "2026-01-16", "2026-02-02", null]],
    ["(days | derive(m = .day.trunc(\"month\"))).m", ["2026-01-01", "2026-01-01", "2026-02-01", null]],
    ["(days | derive(h = .when.hour())).h", [10, 11, null, 0]],
    ["(days | derive(h = (.when - datetime\"2026-01-01T00:00:00\").hours())).h", [10, 347.5, null, 792]],
    ["(days | derive(u = .note.upper())).u", ["A1", null, "B22", "C"]],
    ["(days | derive(d = .note.matches(r\"\\d+\"))).d", [true, null, true, false]],
    ["(days | filter(.note.len() > 1)).note", ["a1", "b22"]],
    ["days | group(m = .day.month(), total = sum(.amount))",
        [{ m: 1, total: 4 }, { m: 2, total: 3.5 }, { m: null, total: 4.5 }]],
    ["let r = rng(1)\n(days | derive(x = r.uniform())).x.list().unique().len()", 4],
]);

let built, server;

before(async () => {
    built = build_cases("dates", `
layout { dcc.DatePickerSingle(#pick, date="2026-01-10") ; html.P(#out) }
callback f(day: date = #pick.date) -> #out.children { "{day + 1d:%A %-d}" }
`);
    server = await start([], {}, built.program);
});

after(async () => {
    assert.equal(await server.stop(), 0);
    rmSync(built.folder, { recursive: true });
});

const ask = (value) => post(server, JSON.stringify({
    output: "out.children", outputs: { id: "out", property: "children" },
    inputs: [{ id: "pick", property: "date", value }], changedPropIds: ["pick.date"],
}));

for (const value of ["2026-03-04", "2026-03-04T23:59:59"])
    test(`a parameter of type date takes ${value}`, async () => {
        const reply = await ask(value);
        assert.equal(reply.status, 200);
        assert.equal(JSON.parse(reply.body).response.out.children, "Thursday 5");
    });

for (const value of ["2026-02-30", "soon", 5, null])
    test(`and refuses ${JSON.stringify(value)}`, async () => {
        assert.equal((await ask(value)).status, 500);
        await server.logged(/parameter day \(pick\.date\) takes date/);
    });
