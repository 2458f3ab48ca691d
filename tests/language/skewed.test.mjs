// SPDX-License-Identifier: MIT
//
// A join whose keys come very unevenly: one key of the other table has so many rows
// that as many for each row would be more than there can be. The result is counted
// before memory is asked for.

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run_cases } from "./cases.mjs";

const many = 300_000, heavy = 20_000;
const key = (i) => (i === 5 ? "" : i < 3 ? 0 : i);
const left = Array.from({ length: many }, (_, i) => ({ k: key(i), a: i }));
const right = Array.from({ length: heavy + 100 }, (_, i) => ({ k: i < heavy ? 0 : i - heavy, b: i }));
const csv = (rows) => `${Object.keys(rows[0]).join(",")}\n${rows.map((row) => Object.values(row).join(",")).join("\n")}\n`;

const folder = mkdtempSync(join(tmpdir(), "skewed-"));
writeFileSync(join(folder, "left.csv"), csv(left));
writeFileSync(join(folder, "right.csv"), csv(right));

// What plain loops give.
const matches = new Map();
for (const row of right) {
    if (!matches.has(row.k)) matches.set(row.k, []);
    matches.get(row.k).push(row);
}
const inner = left.flatMap((row) => (row.k === "" ? [] : (matches.get(row.k) ?? []).map(({ b }) => ({ ...row, b }))));
const lonely = left.filter((row) => row.k === "" || !matches.has(row.k));
const sum = (rows, name) => rows.reduce((total, row) => total + row[name], 0);

await run_cases("skewed", 'table left = csv("left.csv")\ntable right = csv("right.csv")', [
    ["let t = left | join(right, on=.k)\n[len(t), t.a.sum(), t.b.sum()]", [inner.length, sum(inner, "a"), sum(inner, "b")]],
    ["let t = left | left_join(right, on=.k)\n[len(t), t.a.sum(), t.b.sum()]", [inner.length + lonely.length, sum(inner, "a") + sum(lonely, "a"), sum(inner, "b")]],
    ["let t = left | filter(.a < 4) | join(right, on=.k) | group(.k, n = count(), b = max(.b))\n[t.n.sum(), t.b.sum()]", [3 * (heavy + 1) + 1, heavy * 2 + 3]],
    ["len(left | anti_join(right, on=.k))", lonely.length],
], folder);
rmSync(folder, { recursive: true });
