// SPDX-License-Identifier: MIT
//
// Tables that are read when the program starts and followed while it runs: what
// is computed from them changes with them, for requests, for the page and for
// answers that are kept; a file that is not fit changes nothing.

import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, test } from "node:test";
import { gzipSync } from "node:zlib";
import { build_cases } from "./cases.mjs";
import { post, request, sleep, start } from "../protocol/server.mjs";

const HEADER = "id,region,day,amount,note\n";
const ROWS = "1,North,2024-01-01,10,a\n2,South,2024-01-02,20,\n3,North,2024-01-03,30.5,c\n";

const data = mkdtempSync(join(tmpdir(), "live-"));
const orders = join(data, "orders.csv");
writeFileSync(orders, HEADER + ROWS);
const { folder, program } = build_cases("live", `app "live"
table orders = csv("orders.csv", live=true)
table others: {k: text, v: int?} = tsv("others.tsv", live=true)
table totals = orders | group(.region, total = sum(.amount), n = count())
let most = totals.total.max() ?? 0.0
let six = [1, 2, 3].sum()
fn of(region: text) -> float { (totals | filter(.region == region)).first()?.total ?? 0.0 }
layout {
  dcc.Dropdown(#region, options=orders.region.unique(), value="North", clearable=false)
  html.P("most {most} six {six}")
  dcc.Store(#out)
}
callback tell(region = #region.value) -> #out.data {
  let mine = orders | filter(.region == region) | sort(desc(.amount))
  {ids: mine.id.list(), total: of(region), most: most, rows: len(orders), notes: (orders | filter(.note != null)).note.list(),
   regions: orders.region.unique(), last: mine.day.max(), others: others.v.sum(), longest: (others | sort(.k, desc(.v))).k.list()}
}
`, data);
after(() => {
    rmSync(folder, { recursive: true });
    rmSync(data, { recursive: true });
});

const tell = async (server, region = "North") => {
    const reply = await post(server, JSON.stringify({
        output: "out.data", outputs: { id: "out", property: "data" },
        inputs: [{ id: "region", property: "value", value: region }], changedPropIds: ["region.value"],
    }));
    assert.equal(reply.status, 200);
    return JSON.parse(reply.body).response.out.data;
};

const others = join(data, "others.tsv");
writeFileSync(others, "k\tv\nb\t1\na\t\n");
const given = ["--data", `orders=${orders}`];
const FIRST = { ids: [3, 1], total: 40.5, most: 40.5, rows: 3, notes: ["a", "c"], regions: ["North", "South"], last: "2024-01-03", others: 1, longest: ["a", "b"] };

test("a changed file changes what is computed", async () => {
    const server = await start(given, { DATA_others: others }, program);
    assert.deepEqual(await tell(server), FIRST);
    const page = await request(server, "/");
    assert.match(String(page.body), /most 40.5 six 6/);
    // replaced by a new file
    writeFileSync(`${orders}.new`, `${HEADER}${ROWS}4,East,2025-02-01,100,\n5,North,2025-02-02,0.5,d\n`);
    renameSync(`${orders}.new`, orders);
    await server.logged(/table orders: 5 rows from .*orders\.csv/);
    assert.deepEqual(await tell(server), { ...FIRST, ids: [3, 1, 5], total: 41, most: 100, rows: 5, notes: ["a", "c", "d"], regions: ["North", "South", "East"], last: "2025-02-02" });
    const next = await request(server, "/", { headers: { "If-None-Match": page.headers.etag } });
    assert.equal(next.status, 200);
    assert.match(String(next.body), /most 100 six 6.*East/s);
    // written in place; the other table stays
    writeFileSync(others, "k\tv\n");
    await server.logged(/table others: 0 rows/);
    const empty = await tell(server);
    assert.deepEqual([empty.others, empty.longest, empty.rows], [0, [], 5]);
    writeFileSync(orders, HEADER);
    await server.logged(/table orders: 0 rows/);
    assert.deepEqual(await tell(server), { ...FIRST, ids: [], total: 0, most: 0, rows: 0, notes: [], regions: [], last: null, others: 0, longest: [] });
    assert.equal(await server.stop(), 0);
});

test("a file that is not fit changes nothing", async () => {
    writeFileSync(orders, HEADER + ROWS);
    writeFileSync(others, "k\tv\nb\t1\na\t\n");
    const server = await start(given, { DATA_others: others }, program);
    writeFileSync(orders, `${HEADER}${ROWS}x,North,2024-01-01,1,\n`);
    await server.logged(/error: .*orders\.csv:5:1: `x` is not of type `int`; the rows of table orders stay as they were/);
    writeFileSync(orders, "id,day\n1,2024-01-01\n");
    await server.logged(/error: .*orders\.csv:1: the file has no column named region; it has .*; the rows/);
    writeFileSync(orders, `${HEADER}${ROWS}4,,2024-01-01,1,\n`);
    await server.logged(/error: .*orders\.csv:5:3: this cell of column region is empty, its type is `text`; the rows/);
    rmSync(orders);
    await server.logged(/warning: .*orders\.csv is gone; the rows of table orders stay/);
    assert.deepEqual(await tell(server), FIRST);
    writeFileSync(orders, `${HEADER}9,West,2024-01-01,1,\n`);
    await server.logged(/table orders: 1 rows/);
    assert.deepEqual((await tell(server, "West")).ids, [9]);
    assert.equal(await server.stop(), 0);
});

test("a start without a fit file says why", async () => {
    for (const [text, why] of [[`${HEADER}1,N,2024-01-01,much,\n`, /^app: \S*orders\.csv:2:16: `much` is not of type `float`\n$/],
        ["", /orders\.csv: the file is empty/]]) {
        writeFileSync(orders, text);
        await assert.rejects(start(given, { DATA_others: others }, program), (error) => why.test(error.message.replace("exit 1: ", "")));
    }
    await assert.rejects(start(["--data", `orders=${data}/none.csv`], {}, program), /none\.csv: No such file or directory/);
    await assert.rejects(start(["--data", "order=x.csv"], {}, program), /exit 2.*--data takes tables whose source says `open=true` or `live=true`, not order=x\.csv/s);
    await assert.rejects(start(["--data", "orders"], {}, program), /exit 2.*--data takes a table and a file/s);
});

test("rows of the program are replaced by those of a file", async () => {
    const folder = mkdtempSync(join(tmpdir(), "open-"));
    writeFileSync(join(folder, "goods.json"), '[{"name":"pen","price":2,"kind":"a"},{"name":"ink","price":7.5}]');
    const built = build_cases("open", `app "open"
table goods = json("goods.json", open=true)
table kinds = goods | group(.kind, n = count())
let first = goods.first()?.name ?? "none"
layout { dcc.Store(#out) ; html.P(#p, children="{len(kinds)}") }
callback tell(x = #p.children) -> #out.data { {names: goods.name.unique(), first: first, dear: (goods | filter(.price > 5 and .kind != "a")).name.list(), kinds: kinds.n.list()} }
`, folder);
    const ask = async (server) => JSON.parse((await post(server, JSON.stringify({
        output: "out.data", outputs: { id: "out", property: "data" },
        inputs: [{ id: "p", property: "children", value: "1" }], changedPropIds: [],
    }))).body).response.out.data;
    const own = await start([], {}, built.program);
    assert.deepEqual(await ask(own), { names: ["pen", "ink"], first: "pen", dear: [], kinds: [1, 1] });
    assert.equal(await own.stop(), 0);
    const many = Array.from({ length: 300 }, (_, i) => ({ kind: i % 2 ? "b" : null, name: `n${i}`, price: i, other: [i] }));
    writeFileSync(join(folder, "more.json"), JSON.stringify(many));
    const more = await start(["--data", `goods=${folder}/more.json`], {}, built.program);
    const found = await ask(more);
    assert.equal(found.names.length, 300);
    assert.deepEqual([found.first, found.dear.length, found.kinds], ["n0", 147, [150, 150]]);
    assert.equal(await more.stop(), 0);
    // the name tells of another format
    for (const [name, text] of [["few.csv", "kind,price,name\n,1.5,a\n"], ["few.TSV", "kind\tprice\tname\n\t1.5\ta\n"],
        ["few.ndjson", '{"name":"a","price":1.5}\n'], ["few.jsonl.gz", gzipSync('{"name":"a","price":1.5}\n')], ["few", '[{"name":"a","price":1.5}]']]) {
        writeFileSync(join(folder, name), text);
        const few = await start([], { DATA_goods: join(folder, name) }, built.program);
        assert.deepEqual(await ask(few), { names: ["a"], first: "a", dear: [], kinds: [1] }, name);
        assert.equal(await few.stop(), 0);
    }
    writeFileSync(join(folder, "bad.json"), '[{"name":"pen","price":"2"}]');
    await assert.rejects(start(["--data", `goods=${folder}/bad.json`], {}, built.program),
        /exit 1: app: .*bad\.json:1:24: record 1, field `price`: `"2"` is not of type `float`/);
    const help = execFileSync(built.program, ["--help"], { encoding: "utf8" });
    assert.match(help, /  goods  part of the program, or read at start\n    \{name: text, price: float, kind: text\?\}\n/);
    rmSync(folder, { recursive: true });
    rmSync(built.folder, { recursive: true });
});

test("dashc test reads files beside the source", () => {
    const folder = mkdtempSync(join(tmpdir(), "tested-"));
    mkdirSync(join(folder, "data"));
    writeFileSync(join(folder, "data/log.ndjson"), '{"level":"warn"}\n{"level":"info"}\n');
    writeFileSync(join(folder, "app.dash"), `table log = ndjson("data/log.ndjson", live=true)
let warnings = (log | filter(.level == "warn")).level.count()
test "the file is read" { assert len(log) == 2 and warnings == 1 }
`);
    const done = spawnSync(resolve(process.env.DASHC ?? "build/compiler/dashc"), ["test", join(folder, "app.dash")], { cwd: tmpdir(), encoding: "utf8" });
    assert.match(done.stdout, /ok     the file is read.*1 passed, 0 failed/s, done.stderr);
    rmSync(folder, { recursive: true });
});

test("a large file is read from its cache the next time", async () => {
    const folder = mkdtempSync(join(tmpdir(), "cached-")), big = join(folder, "big.csv"), cache = `${big}.dashcache`;
    const text = (last) => `n,x,name\n${Array.from({ length: 250000 }, (_, i) => `${i},${i % 3 ? i / 4 : ""},name ${i % 500}\n`).join("")}1,1,${last}\n`;
    writeFileSync(big, text("end"));
    const built = build_cases("cached", `app "cached"
table big = csv("big.csv", live=true)
layout { dcc.Store(#out) ; html.P(#p, children="") }
callback tell(x = #p.children) -> #out.data { {rows: len(big), n: big.n.sum(), x: big.x.sum(), there: big.x.count(), names: big.name.nunique(), last: big[-1]?.name ?? "none"} }
`, folder);
    const found = { rows: 250001, n: 31249875001, there: 166667, names: 501, last: "end" };
    const tell = async (args = []) => {
        const server = await start(["--data", `big=${big}`, ...args], {}, built.program);
        const reply = await post(server, JSON.stringify({
            output: "out.data", outputs: { id: "out", property: "data" },
            inputs: [{ id: "p", property: "children", value: "" }], changedPropIds: [],
        }));
        assert.equal(await server.stop(), 0);
        const { x, ...rest } = JSON.parse(reply.body).response.out.data;
        assert.equal(x, 5208291667.75);
        return { ...rest, log: server.log };
    };
    const kept = () => statSync(cache, { bigint: true }).mtimeNs;
    assert.deepEqual(await tell(), { ...found, log: "" });
    const first = kept();
    assert.deepEqual(await tell(), { ...found, log: "" });
    assert.equal(kept(), first); // used, not written anew
    // damaged: not used, and written anew
    const bytes = readFileSync(cache);
    bytes[bytes.length >> 1] ^= 1;
    writeFileSync(cache, bytes);
    assert.deepEqual(await tell(), { ...found, log: "" });
    assert.notEqual(kept(), first);
    // older than the file
    writeFileSync(big, text("new"));
    assert.deepEqual(await tell(), { ...found, last: "new", log: "" });
    // nowhere, elsewhere, where it cannot be
    rmSync(cache);
    assert.deepEqual(await tell(["--data-cache", "off"]), { ...found, last: "new", log: "" });
    assert.deepEqual(readdirSync(folder).filter((name) => name.includes("dashcache")), []);
    mkdirSync(join(folder, "caches"));
    assert.deepEqual(await tell(["--data-cache", join(folder, "caches")]), { ...found, last: "new", log: "" });
    assert.match(readdirSync(join(folder, "caches")).join(), /^big\.csv\.[0-9a-f]{16}\.dashcache$/);
    const { log, ...same } = await tell([`--data-cache=${folder}/none`]);
    assert.deepEqual(same, { ...found, last: "new" });
    assert.match(log, /note: there is no cache of .*big\.csv, the next start reads it again: .*No such file/);
    rmSync(folder, { recursive: true });
    rmSync(built.folder, { recursive: true });
});

test("requests go on while tables change", async () => {
    writeFileSync(orders, HEADER + ROWS);
    const server = await start(given, { DATA_others: others }, program);
    let asking = true, answers = 0;
    const clients = Array.from({ length: 4 }, async (_, i) => {
        while (asking) {
            const found = await tell(server, ["North", `R${i}`][answers % 2]);
            // one snapshot a request: the counts belong together
            assert.equal(found.rows, found.regions.length + 1, JSON.stringify(found));
            answers++;
        }
    });
    for (let i = 0; i < 6; i++) {
        const rows = Array.from({ length: 50 * (i + 1) }, (_, k) => `${k},R${k},2024-01-01,1,\n`).join("");
        writeFileSync(`${orders}.new`, `${HEADER}${rows}0,R0,2024-01-01,1,\n`);
        renameSync(`${orders}.new`, orders);
        await server.logged(new RegExp(`table orders: ${50 * (i + 1) + 1} rows`));
        await sleep(50);
    }
    asking = false;
    await Promise.all(clients);
    assert.ok(answers > 20);
    assert.equal(await server.stop(), 0);
});
