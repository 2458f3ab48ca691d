// SPDX-License-Identifier: MIT
//
// What is said of CSV files: a file for each option, read at build (embedded) and by
// the program itself (live), which have to agree; what is passed over is told.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, test } from "node:test";
import { gzipSync } from "node:zlib";
import { ask, build_cases, program_of } from "./cases.mjs";
import { start } from "../protocol/server.mjs";

const dashc = resolve(process.env.DASHC ?? "build/compiler/dashc");

// [name, bytes of the file, its source, the schema or "", rows]
const CASES = [
    ["plain", "a,b\n1,x\n2,\n", "csv(FILE)", "", [{ a: 1, b: "x" }, { a: 2, b: null }]],
    ["tabs", "a\tb\n1\tx, y\n", "tsv(FILE)", "", [{ a: 1, b: "x, y" }]],
    ["separator", "a;b\n1;\"x;y\"\n", "csv(FILE, separator=\";\")", "", [{ a: 1, b: "x;y" }]],
    ["separator_of_bars", "a|b\n1|2\n", "csv(FILE, separator=\"|\")", "", [{ a: 1, b: 2 }]],
    ["quote", "a,b\n'x, ''y''',\"z\n", "csv(FILE, quote=\"'\")", "", [{ a: "x, 'y'", b: "\"z" }]],
    ["no_quote", "a,b\n\"x,y\"\n", "csv(FILE, quote=\"\")", "", [{ a: "\"x", b: "y\"" }]],
    ["no_header", "1,x\n2,y\n", "csv(FILE, header=false)", "", [{ column1: 1, column2: "x" }, { column1: 2, column2: "y" }]],
    ["names", "1,x\n2,y\n", "csv(FILE, header=[\"n\", \"t\"])", "", [{ n: 1, t: "x" }, { n: 2, t: "y" }]],
    ["renamed", "a,b\n1,x\n", "csv(FILE, skip=1, header=[\"n\", \"t\"])", "", [{ n: 1, t: "x" }]],
    ["skip", "made by \"hand\n\na,b\n1,2\n", "csv(FILE, skip=2)", "", [{ a: 1, b: 2 }]],
    ["comment", "# first\na,b\n1,2 # no\n# \"three\n3,#4\n", "csv(FILE, comment=\"#\")", "",
        [{ a: 1, b: "2 # no" }, { a: 3, b: "#4" }]],
    ["decimal", "a;b;c\n1,5;\"1.234.567,25\";1.000\n-2;-0,5;-12\n", "csv(FILE, separator=\";\", decimal=\",\", thousands=\".\")", "",
        [{ a: 1.5, b: 1234567.25, c: 1000 }, { a: -2, b: -0.5, c: -12 }]],
    ["thousands_misplaced", "a;b;c\n1,23;1234,567;1,234,\n", "csv(FILE, separator=\";\", thousands=\",\")", "",
        [{ a: "1,23", b: "1234,567", c: "1,234," }]],
    ["dates", "d,t,n\n31.12.2024,31.12.2024 23:59,5\n,01.02.2025 00:00,6\n",
        "csv(FILE, date_format={d: \"%d.%m.%Y\", t: \"%d.%m.%Y %H:%M\"})", "",
        [{ d: "2024-12-31", t: "2024-12-31T23:59:00", n: 5 }, { d: null, t: "2025-02-01T00:00:00", n: 6 }]],
    ["all_dates", "d,e,f\n12/31/24,2024-12-31,x\n", "csv(FILE, date_format=\"%m/%d/%y\")", "", [{ d: "2024-12-31", e: "2024-12-31", f: "x" }]],
    ["nulls", "a,b\nNA,-\n1,\"NA\"\n-,x\n", "csv(FILE, null=[\"NA\", \"-\"])", "", [{ a: null, b: null }, { a: 1, b: null }, { a: null, b: "x" }]],
    ["one_null", "a\n1\n-999\n", "csv(FILE, null=\"-999\")", "", [{ a: 1 }, { a: null }]],
    ["columns", "a,b,c\n1,2,3\n", "csv(FILE, columns=[\"c\", \"a\"])", "", [{ c: 3, a: 1 }]],
    ["ignore", "a,b,c\n1,2,3\n", "csv(FILE, ignore=[\"b\"])", "", [{ a: 1, c: 3 }]],
    ["latin", Buffer.from("a\nK\xF6ln \x80\n", "latin1"), "csv(FILE, encoding=\"latin-1\")", "", [{ a: "Köln €" }]],
    ["utf16", Buffer.from("\uFEFFa\tb\n1\tKöln 😀\n", "utf16le"), "tsv(FILE)", "", [{ a: 1, b: "Köln 😀" }]],
    ["bom_and_returns", "\uFEFFa,b\r\n\"x\ny\",1\r\n\r\nz,2\r\n", "csv(FILE)", "", [{ a: "x\ny", b: 1 }, { a: "z", b: 2 }]],
    ["schema", "b,a,c\n1,007,x\n2,,y\n", "csv(FILE)", "{a: text?, b: float}", [{ a: "007", b: 1 }, { a: null, b: 2 }]],
    ["bad_null", "a,b\n1,x\ny,2\n3\n4,5,6\n", "csv(FILE, on_error=\"null\")", "{a: int?, b: text?}",
        [{ a: 1, b: "x" }, { a: null, b: "2" }, { a: 3, b: null }, { a: 4, b: "5" }]],
    ["bad_skip", "a,b\r\n1,x\r\ny,2\r\n3\r\n4,\r\n5,z\r\n", "csv(FILE, on_error=\"skip\")", "{a: int, b: text}", [{ a: 1, b: "x" }, { a: 5, b: "z" }]],
    ["bad_dates", "d,n\n2024-01-01,1\nsoon,x\n", "csv(FILE, on_error=\"skip\", date_format={d: \"%Y-%m-%d\"})", "", [{ d: "2024-01-01", n: 1 }]],
    ["gzip", gzipSync("a,b\n1,x\n"), "csv(FILE)", "", [{ a: 1, b: "x" }]],
    ["zstd", Buffer.from("KLUv/QRYQQAAYSxiCjEseApmAzAf", "base64"), "csv(FILE, max_bytes=100)", "", [{ a: 1, b: "x" }]],
];

const data = mkdtempSync(join(tmpdir(), "csv-"));
after(() => rmSync(data, { recursive: true }));
for (const [name, bytes] of CASES) writeFileSync(join(data, `${name}.csv`), bytes);

const source = (call, name, live) => call.replace("FILE", live ? `"${join(data, name)}.csv", live=true` : `"${name}.csv"`);
const declared = (name, schema, call, live) =>
    `table ${live ? "live_" : ""}${name}${schema && `: ${schema}`} = ${source(call, name, live)}\n`;
const declarations = CASES.map(([name, , call, schema]) => declared(name, schema, call, false) + declared(name, schema, call, true)).join("");
const bodies = CASES.map(([name]) => `let read = [row for row in ${name}]
let later = [row for row in live_${name}]
{read: read, later: later}`);
const { folder, program } = build_cases("csv", program_of(declarations, bodies), data);
const server = await start([], {}, program);
after(async () => {
    assert.equal(await server.stop(), 0);
    if (!process.env.CASES_KEEP) rmSync(folder, { recursive: true });
});

CASES.forEach(([name, , , , rows], i) => test(`csv: ${name}`, async () => {
    const reply = await ask(server, i);
    assert.equal(reply.status, 200, server.log);
    assert.deepEqual(JSON.parse(reply.body).response.out.data, { read: rows, later: rows });
}));

test("what is passed over is told, first places first", async () => {
    await server.logged(/warning: table live_bad_skip: on_error passed over 3, first .*bad_skip\.csv:3:1: `y` is not of type `int`/);
    writeFileSync(join(data, "warned.dash"), `table t: {a: int?, b: text?} = csv("bad_null.csv", on_error="null")\nlayout { html.P("{len(t)}") }\n`);
    const done = spawnSync(dashc, ["check", "warned.dash"], { cwd: data, encoding: "utf8" });
    assert.equal(done.status, 0);
    assert.match(done.stderr, /W1013 bad-data\]: bad_null\.csv: 3 times null where something else stands/);
    assert.match(done.stderr, /help: bad_null\.csv:3:1: `y` is not of type `int`\nhelp: bad_null\.csv:4: row has 1 cell, the header has 2\nhelp: bad_null\.csv:5: row has 3 cells/);
});

// [what is written, what the error says]
const MISTAKES = [
    [`csv("plain.csv", columns=["a", "z"])`, /plain\.csv:1: the file has no column named z; it has a, b/],
    [`csv("plain.csv", header=["a"])`, /the first row has 2 cells, the header that is given has 1/],
    [`csv("latin.csv")`, /latin\.csv:2:2: byte 0xF6 is not UTF-8: .* encoding=/],
    [`csv("gzip.csv", max_bytes=5)`, /the gzip file holds more than max_bytes = 5 bytes/],
    [`csv("dates.csv", date_format={d: "%d/%m/%Y"})`, /dates\.csv:2:1: `31\.12\.2024` is not of type `date`/],
    [`csv("plain.csv", skip=9)`, /the file is empty/],
];
for (const [written, expected] of MISTAKES)
    test(`refused: ${written}`, () => {
        writeFileSync(join(data, "bad.dash"), `table t = ${written}\nlayout { html.P("{len(t)}") }\n`);
        const done = spawnSync(dashc, ["check", "bad.dash"], { cwd: data, encoding: "utf8" });
        assert.equal(done.status, 1);
        assert.match(done.stderr, expected);
    });
