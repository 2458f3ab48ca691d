// SPDX-License-Identifier: MIT
//
// The verb `datatable` against the genuine table: random filter queries, whole and
// broken ones, random orders and pages over a random table. The rows that the
// server shows must be those that dash-table's own code finds in the browser.
//
// DATATABLE_SEED starts other queries, DATATABLE_QUERIES makes more.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import test from "node:test";

import { invocation, post, SANITIZED, start } from "../protocol/server.mjs";
import { generator } from "./chance.mjs";
import { dash_table } from "./dash_table.mjs";

const dashc = resolve(process.env.DASHC ?? "build/compiler/dashc");
const seed = Number(process.env.DATATABLE_SEED ?? 1);
const count = Number(process.env.DATATABLE_QUERIES ?? (SANITIZED ? 400 : 3000));

const next = generator(seed);
const int = (low, high) => low + Math.floor(next() * (high - low + 1));
const pick = (items) => items[int(0, items.length - 1)];
const of = (probability) => next() < probability;

// ---- the table ----------------------------------------------------------------

const two = (number) => String(number).padStart(2, "0");
const date = () => `${int(1995, 2026)}-${two(int(1, 12))}-${two(int(1, 28))}`;
const cells = {
    few: () => pick(["ash", "Birch", "5", "ÉLM", "élm", "fir tree", "2021-03", "say 'x'", "\u{1F600} a", "\uFF21", "ß"]),
    many: () => `w${int(0, 99)}`,
    small: () => int(-5, 12),
    wide: () => int(-(2 ** 40), 2 ** 40),
    number: () => int(-400, 400) / 8,
    yes: () => of(0.5),
    day: date,
    moment: () => `${date()}T${two(int(0, 23))}:${two(int(0, 59))}:${two(int(0, 59))}${of(0.2) ? ".125" : ""}`,
};
const kinds = Object.keys(cells);
const names = kinds.flatMap((kind) => [kind, `${kind}_n`]);
const rows = Array.from({ length: 500 }, (_, row) => {
    const made = { row };
    for (const kind of kinds) {
        made[kind] = cells[kind]();
        made[`${kind}_n`] = row < 2 ? [null, cells[kind]()][row] : of(0.15) ? null : cells[kind]();
    }
    return made;
});
const quoted = (cell) => (cell === null ? "" : typeof cell === "string" ? `"${cell.replaceAll("\"", "\"\"")}"` : String(cell));
const csv = [["row", ...names], ...rows.map((row) => ["row", ...names].map((name) => quoted(row[name])))].map((line) => line.join(",") + "\n").join("");

const program = `app "T"

table t = csv("t.csv")

layout {
  dcc.Store(#query, data="")
  dash_table.DataTable(#table)
  dcc.Store(#found)
  dcc.Store(#again)
}

callback find(query = #query.data, sort = #table.sort_by, page = #table.page_current, size = #table.page_size) -> #found.data {
  (t | datatable(page, size, sort, query)).row.list()
}

callback find_again(query = #query.data, sort = #table.sort_by, page = #table.page_current, size = #table.page_size) -> #again.data {
  let found = t | filter(.row >= 0) | datatable(filter_query=query)
  let sorted = found | datatable(sort_by=sort)
  let shown = sorted | datatable(page_size=size, page_current=page)
  { count: len(found), rows: shown.row.list() }
}
`;

// ---- queries --------------------------------------------------------------------

const relations = ["=", "eq", "!=", "ne", "<", "lt", "<=", "le", ">", "gt", ">=", "ge", "contains"];
const tests = ["is blank", "is bool", "is even", "is nil", "is num", "is object", "is odd", "is prime", "is str", "IS NIL"];
const literals = ["5", "-3", "0", "1e2", "0x10", ".5", "5.", "Infinity", "w1", "ash", "2020", "2020-0", "2003-04", "24-5", "true", "a\\ b", "\\5",
    "'5'", '"fir tree"', "`w`", "''", "'É'", "élm", "straße", "'\u{1F600}'", "'2021-03-04 05'", "2021-03-04T05:06", "'say \\'x\\''", "é", "SS"];

function field(name = of(0.04) ? pick(["none", "a b"]) : pick(names)) {
    return `{${of(0.05) ? `\\${name}` : name}}`;
}
function value(name) {
    if (of(0.3)) return pick(literals);
    const cell = pick(rows)[of(0.8) ? name : pick(names)];
    if (typeof cell !== "string") return String(cell);
    const part = of(0.5) ? cell : cell.slice(0, int(1, cell.length));
    return /^[\w:.-]+$/.test(part) && of(0.6) ? part : JSON.stringify(part);
}
function relation() {
    const spelt = of(0.15) ? "datestartswith" : pick(["", "", "", "", "s", "i", "I"]) + pick(relations);
    const name = pick(names), one = field(of(0.97) ? name : "none");
    const [left, right] = of(0.85) ? [one, of(0.9) ? value(name) : field()] : [value(name), one];
    return `${left} ${spelt} ${right}`;
}
const leaf = () => (of(0.8) ? relation() : `${field()} ${pick(tests)}`);
function query(depth = 0) {
    if (depth > 3 || of(0.4)) return leaf();
    if (of(0.25)) return `!(${query(depth + 1)})`;
    const side = () => (of(0.35) ? `(${query(depth + 1)})` : query(depth + 1));
    return `${side()} ${pick(["&&", "||", "and", "or", "AND"])} ${side()}`;
}
// As a person leaves it half way, or as nobody would write it.
function broken(text) {
    const at = int(0, text.length);
    return pick([
        () => text.slice(0, at),
        () => text.slice(0, at) + text.slice(at + 1),
        () => text.slice(0, at) + pick(["(", ")", "!", " ", "{", "'", "\\", "=", "&&", " is nil ", "\n"]) + text.slice(at),
        () => text.replace(" ", ""),
        () => `${text} `,
    ])();
}

const any_sort = () => Array.from({ length: int(0, 3) }, () => ({ column_id: of(0.05) ? "none" : pick(names), direction: pick(["asc", "desc"]) }));

// ---- the comparison ----------------------------------------------------------------

test("datatable finds what the table in the browser finds", async () => {
    const { QuerySyntaxTree, sort } = await dash_table();
    const folder = mkdtempSync(join(tmpdir(), "datatable-"));
    writeFileSync(join(folder, "t.dash"), program);
    writeFileSync(join(folder, "t.csv"), csv);
    execFileSync(dashc, ["build", join(folder, "t.dash"), "-o", join(folder, "t")]);
    const server = await start([], {}, join(folder, "t"));
    const ask = async (output, inputs) => {
        const answer = await post(server, invocation(output, inputs));
        assert.equal(answer.status, 200, server.log);
        return JSON.parse(answer.body).response;
    };
    let valid = 0, some = 0;
    for (let i = 0; i < count; i++) {
        const text = (of(0.15) ? broken(query()) : query()).toWellFormed(), sort_by = any_sort();
        const [page, size] = of(0.5) ? [0, 10000] : [int(0, 60), int(1, 20)];
        const tree = new QuerySyntaxTree(text);
        let found;
        try {
            found = tree.isValid ? tree.filter(rows) : rows;
        } catch { // its `i` operators cannot take null; here they are false then
            continue;
        }
        valid += tree.isValid && text !== "";
        some += tree.isValid && found.length > 0 && found.length < rows.length;
        const current = Math.min(page, Math.max(Math.ceil(found.length / size) - 1, 0));
        const expected = sort(found, sort_by).slice(current * size, (current + 1) * size).map(({ row }) => row);
        const inputs = [["query", "data", text], ["table", "sort_by", sort_by], ["table", "page_current", page], ["table", "page_size", size]];
        const hint = `seed ${seed}: ${JSON.stringify(text)} sorted by ${JSON.stringify(sort_by)}, page ${page} of ${size}`;
        assert.deepEqual((await ask("found.data", inputs)).found.data, expected, hint);
        if (i % 4 === 0)
            assert.deepEqual((await ask("again.data", inputs)).again.data, { count: found.length, rows: expected }, hint);
    }
    assert.ok(valid > count / 2, `${valid} valid queries`);
    assert.ok(some > count / 5, `${some} queries that choose`);
    assert.equal(await server.stop(), 0);
    rmSync(folder, { recursive: true });
});
