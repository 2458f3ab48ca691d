// SPDX-License-Identifier: MIT
//
// What the samples over three million rows cost: the program, its start, its memory,
// and the CPU time of an answer, all threads together, computed anew each time:
//
//     node tests/bench/large.mjs [--build DIR] [--times N] [--write]
//
// --write puts the table into docs/performance.md.

import { execFileSync, spawn } from "node:child_process";
import { mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { root, start_app } from "./servers.mjs";

const { values: options } = parseArgs({
    options: {
        build: { type: "string", default: join(root, "build") },
        times: { type: "string", default: "40" },
        write: { type: "boolean", default: false },
    },
});
const times = Number(options.times);

function compile(name) {
    const folder = join(resolve(options.build), "samples"), binary = join(folder, name);
    mkdirSync(folder, { recursive: true });
    execFileSync(join(resolve(options.build), "compiler/dashc"), ["build", join(root, "samples", name, "app.dash"), "-o", binary], { stdio: "ignore" });
    return binary;
}

// Milliseconds that the threads of the process have run so far.
function cpu_ms(server) {
    const tasks = `/proc/${server.child.pid}/task`;
    return readdirSync(tasks).reduce((sum, task) => sum + Number(readFileSync(`${tasks}/${task}/schedstat`, "utf8").split(" ")[0]), 0) / 1e6;
}

const spec = (id, property, value) => ({ id, property, value });
const body = (output, inputs, state = []) => JSON.stringify({ output, outputs: [], inputs, state, changedPropIds: [] });
const page = (query, sort = [], current = 0) => body("rows.data", [
    spec("rows", "page_current", current), spec("rows", "page_size", 8), spec("rows", "sort_by", sort), spec("rows", "filter_query", query),
]);
const found = (query) => body("..found.children...rows.page_count...days.figure..", [spec("rows", "filter_query", query)], [spec("rows", "page_size", 8)]);
const chosen = (months, late, hour, miles) => ["late", "hour", "miles"].map((name, i) => spec(`${name}-ends`, "data", [late, hour, miles][i]));
const by = (...columns) => columns.map(([column_id, direction]) => ({ column_id, direction }));
const letter = (i) => String.fromCharCode(65 + (i % 26));

// Rows of the table: sample, what is asked, the body of request i.
const works = [
    ["explorer", "a page, nothing else", (i) => page("", [], i)],
    ["explorer", "a page of those with `{delay} > 60`", (i) => page(`{delay} > ${60 + i}`)],
    ["explorer", "a page of `{origin} contains A && {distance} < 500`", (i) => page(`{origin} contains ${letter(i)} && {distance} < ${500 + i}`)],
    ["explorer", "a page of one day: `{departure} datestartswith 2001-02-03`", (i) => page(`{departure} datestartswith 2001-0${1 + (i % 6)}-03`, [], i)],
    ["explorer", "page 1,000 by delay, the order kept", (i) => page("", by(["delay", "desc"]), 1000 + i)],
    ["explorer", "the same of `{origin} contains A`", (i) => page(`{origin} contains ${letter(i)}`, by(["delay", "desc"]), i)],
    ["explorer", "count, means and chart by day of those with `{delay} > 60`", (i) => found(`{delay} > ${60 + i}`)],
    ["explorer", "the same of all rows", () => found("")],
    ["flights", "a histogram after a selection in another", (i) => body("miles.figure", [spec("months", "value", [1, 6]), ...chosen(0, [], [6, 12 + i / times], []).slice(0, 2)], [spec("miles-ends", "data", [])])],
    ["flights", "heat map, routes and count after it", (i) => body("..chosen.children...week.figure...worst.data...worst.columns..", [spec("months", "value", [1, 6]), ...chosen(0, [], [6, 12 + i / times], [])])],
];

async function cost(server, make) {
    let ms = 0;
    for (let i = -1; i < times; i++) { // the first one warms up
        const before = cpu_ms(server);
        const answer = await fetch(server.url("/_dash-update-component"), { method: "POST", headers: { "Content-Type": "application/json" }, body: make(i + 1) });
        if (answer.status !== 200) throw new Error(`${answer.status}: ${make(i + 1)}`);
        await answer.arrayBuffer();
        if (i >= 0) ms += cpu_ms(server) - before;
    }
    return ms / times;
}

// The best of some starts: milliseconds until the page is there, megabytes then.
async function start_of(binary) {
    const runs = [];
    for (let i = 0; i < 5; i++) {
        const started = performance.now();
        const child = spawn(binary, ["--port", "0"], { stdio: ["ignore", "pipe", "ignore"] });
        const line = await new Promise((done) => child.stdout.once("data", (bytes) => done(String(bytes))));
        await (await fetch(line.match(/http:\S+/)[0])).arrayBuffer();
        const ms = performance.now() - started;
        const kb = Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, "utf8"))[1]);
        runs.push({ ms, mb: kb / 1024 });
        child.kill();
    }
    return { ms: Math.min(...runs.map((run) => run.ms)), mb: Math.min(...runs.map((run) => run.mb)) };
}

const lines = ["|  | explorer | flights |", "| --- | --- | --- |"];
const binaries = Object.fromEntries(["explorer", "flights"].map((name) => [name, compile(name)]));
const facts = {};
for (const [name, binary] of Object.entries(binaries)) facts[name] = { start: await start_of(binary), size: statSync(binary).size / 1e6 };
const row = (what, cell) => lines.push(`| ${what} | ${["explorer", "flights"].map((name) => cell(facts[name])).join(" | ")} |`);
row("binary, of which the rows are 42.0 MB unpacked", (fact) => `${fact.size.toFixed(1)} MB`);
row("start of the process to the page with its first answers", (fact) => `${fact.start.ms.toFixed(0)} ms`);
row("memory resident after a page", (fact) => `${fact.start.mb.toFixed(0)} MB`);
for (const name of ["explorer", "flights"]) {
    const server = await start_app(binaries[name], ["--cache", "0"]);
    for (const [, what, make] of works.filter(([sample]) => sample === name)) {
        const ms = `${(await cost(server, make)).toFixed(1)} ms`;
        lines.push(`| ${what} | ${name === "explorer" ? `${ms} | ` : ` | ${ms}`} |`);
        console.error(lines.at(-1));
    }
    await server.stop();
}
const text = lines.join("\n") + "\n";
console.log(text);

const begin = "<!-- made by node tests/bench/large.mjs --write -->\n", end = "<!-- up to there -->\n";
if (options.write) {
    const path = join(root, "docs/performance.md");
    const [before, rest] = readFileSync(path, "utf8").split(begin);
    writeFileSync(path, before + begin + text + end + rest.split(end)[1]);
}
