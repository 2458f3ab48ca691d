// SPDX-License-Identifier: MIT
//
// Compiled pipelines over a random table with nulls, against a naive evaluator
// that goes row by row. The seed is printed; set SEED to repeat a failure.

import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";

const dashc = process.env.DASHC ?? "build/compiler/dashc";
const seed = Number(process.env.SEED ?? Date.now() % 1e9);

function generator(state) {
    return () => {
        state = (state * 1103515245 + 12345) % 2147483648;
        return state / 2147483648;
    };
}

function random_rows(random, count) {
    const pick = (...items) => items[Math.floor(random() * items.length)];
    return Array.from({ length: count }, () => ({
        k: pick("a", "b", "c", null),
        g: pick("x", "y", "z"),
        n: random() < 0.1 ? null : Math.floor(random() * 101) - 50,
        f: random() < 0.1 ? null : Math.round(random() * 10000 - 5000) / 1000 + 0.0005,
    }));
}

const source = `app "pipelines"
table d = csv("d.csv")
layout {
  html.Button(#b, "run")
  dash_table.DataTable(#grouped)
  dash_table.DataTable(#sorted)
  dash_table.DataTable(#distinct)
  dash_table.DataTable(#nulls)
  html.Pre(#scalars)
}
callback run(n: int? = #b.n_clicks) -> (#grouped.data, #sorted.data, #distinct.data, #nulls.data, #scalars.children) {
  let grouped = d | group(.k, .g, s = sum(.n), m = mean(.f), lo = min(.f), hi = max(.n), least = min(.k), c = count())
  let sorted = d | filter(.n > 0 and .g != "x") | sort(.k, desc(.f)) | take(7)
  let kinds = d | distinct(.k, .n) | sort(.n, .k) | take(9)
  let by_n = d | group(.n, t = sum(.f), c = count()) | sort(.n)
  let some = d | filter(not (.n > 0) or .f < 0)
  (grouped, sorted, kinds, by_n,
   "{len(some)} {some.n.sum()} {some.n.min() ?? 0} {some.g.unique().join(",")} {sorted.first()?.k ?? "none"}")
}
`;

const there = (values) => values.filter((value) => value !== null);
const sum = (values) => there(values).reduce((a, b) => a + b, 0);
const least = (values) => there(values).reduce((a, b) => (a === null || b < a ? b : a), null);
const most = (values) => there(values).reduce((a, b) => (a === null || b > a ? b : a), null);

// Nulls last, whatever the direction.
function order(...keys) {
    return (a, b) => {
        for (const [name, descending] of keys) {
            const [x, y] = [a[name], b[name]];
            if (x === y) continue;
            if (x === null || y === null) return x === null ? 1 : -1;
            return (x < y ? -1 : 1) * (descending ? -1 : 1);
        }
        return 0;
    };
}

function group_by(rows, ...keys) {
    const groups = new Map();
    for (const row of rows) {
        const key = JSON.stringify(keys.map((name) => row[name]));
        groups.set(key, [...(groups.get(key) ?? []), row]);
    }
    return [...groups.values()];
}

function expected(rows) {
    const column = (part, name) => part.map((row) => row[name]);
    const grouped = group_by(rows, "k", "g").map((part) => ({
        k: part[0].k, g: part[0].g, s: sum(column(part, "n")),
        m: there(column(part, "f")).length ? sum(column(part, "f")) / there(column(part, "f")).length : null,
        lo: least(column(part, "f")), hi: most(column(part, "n")), least: least(column(part, "k")), c: part.length,
    }));
    const sorted = rows.filter((r) => r.n !== null && r.n > 0 && r.g !== "x").sort(order(["k"], ["f", true])).slice(0, 7);
    const distinct = group_by(rows, "k", "n").map((part) => part[0]).sort(order(["n"], ["k"])).slice(0, 9);
    const nulls = group_by(rows, "n").map((part) => ({ n: part[0].n, t: sum(column(part, "f")), c: part.length })).sort(order(["n"]));
    const some = rows.filter((r) => (r.n !== null && r.n <= 0) || (r.f !== null && r.f < 0));
    const scalars = [some.length, sum(column(some, "n")), least(column(some, "n")) ?? 0,
        [...new Set(column(some, "g"))].join(","), sorted[0]?.k ?? "none"].join(" ");
    return { grouped, sorted, distinct, nulls, scalars };
}

function assert_rows(name, wanted, got) {
    assert.equal(got.length, wanted.length, `${name}: number of rows (seed ${seed})`);
    wanted.forEach((row, i) => {
        for (const key of Object.keys(row)) {
            const [a, b] = [row[key], got[i][key]];
            const near = typeof a === "number" && typeof b === "number" && Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(a));
            assert.ok(a === b || near, `${name}[${i}].${key}: ${a}, not ${b} (seed ${seed})`);
        }
    });
}

const free_port = () => new Promise((done) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
        const { port } = server.address();
        server.close(() => done(port));
    });
});

async function ask(port) {
    const ids = ["grouped.data", "sorted.data", "distinct.data", "nulls.data", "scalars.children"];
    const body = {
        output: `..${ids.join("...")}..`,
        outputs: ids.map((text) => ({ id: text.split(".")[0], property: text.split(".")[1] })),
        inputs: [{ id: "b", property: "n_clicks" }], changedPropIds: [], parsedChangedPropsIds: [],
    };
    for (let tries = 0; ; tries++) {
        try {
            const reply = await fetch(`http://127.0.0.1:${port}/_dash-update-component`, {
                method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body),
            });
            assert.equal(reply.status, 200, `seed ${seed}`);
            return (await reply.json()).response;
        } catch (error) {
            if (tries > 100 || error.name === "AssertionError") throw error;
            await new Promise((done) => setTimeout(done, 50));
        }
    }
}

for (const count of [1, 40, 700])
    test(`pipelines over ${count} random rows agree with a naive evaluator`, async () => {
        const folder = mkdtempSync(join(tmpdir(), "pipelines-"));
        const rows = random_rows(generator(seed + count), count);
        // The first row has every value, so that each column keeps its type.
        rows[0] = { k: "a", g: "x", n: 1, f: 0.5005 };
        const csv = rows.map((r) => [r.k ?? "", r.g, r.n ?? "", r.f ?? ""].join(",") + "\n").join("");
        writeFileSync(join(folder, "d.csv"), `k,g,n,f\n${csv}`);
        writeFileSync(join(folder, "app.dash"), source);
        execFileSync(dashc, ["build", join(folder, "app.dash"), "-o", join(folder, "app")], { stdio: ["ignore", "ignore", "inherit"] });
        const port = await free_port();
        const app = spawn(join(folder, "app"), ["--port", String(port)], { stdio: "ignore" });
        try {
            const got = await ask(port), wanted = expected(rows);
            for (const name of ["grouped", "sorted", "distinct", "nulls"]) assert_rows(name, wanted[name], got[name].data);
            assert.equal(got.scalars.children, wanted.scalars, `seed ${seed}`);
        } finally {
            app.kill("SIGTERM");
            rmSync(folder, { recursive: true });
        }
    });
