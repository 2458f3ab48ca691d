// SPDX-License-Identifier: MIT
//
// The speed of pipelines over tables beside DuckDB and Polars, as ratios within one
// run: all engines hold the same tables in memory, answer the same questions in
// turn, and must give the same answers. The best of some rounds counts.
//
//     node tests/bench/tables.mjs [--build DIR] [--rows N] [--rounds N] [--write]
//                                 [--only QUESTION,…] [--threads 1,2]
//
// Prints the times and a table of ratios; --write puts the latter into
// docs/performance.md. Peers that cannot be installed are reported as absent.

import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { build_program, install_engines, make_data, start_engine, start_program } from "./engines.mjs";
import { root } from "./servers.mjs";

const { values: options } = parseArgs({
    options: {
        build: { type: "string", default: join(root, "build") },
        rows: { type: "string", default: "10000000" },
        rounds: { type: "string", default: "5" },
        threads: { type: "string", default: "1,2" },
        only: { type: "string" },
        write: { type: "boolean", default: false },
    },
});
const build = resolve(options.build), rows = Number(options.rows), rounds = Number(options.rounds);
const only = options.only?.split(",");

// The questions: what they are, and how much faster than DuckDB and Polars they
// shall be answered.
const questions = {
    sales: {
        months: ["filter on a text, group by month, sum", 8, 5],
        pairs: ["group by two texts, three aggregates", 4, 3],
        top: ["top 10 rows by three keys", 8],
        distinct: ["three distinct counts", 8],
        sorted: ["sort by text and number", 1, 1],
        joined: ["join with 10,000 rows", 1, 1],
        rolled: ["rolling mean by key", 1, 1],
    },
    h2oai: Object.fromEntries([
        "sum by id1", "sum by id1, id2", "sum, mean by id3", "three means by id4", "three sums by id6", "median, std by id4, id5",
        "max - min by id3", "largest two by id6", "r² by id2, id4", "sum, count by six keys",
    ].map((what, i) => [`q${i + 1}`, [`h2oai q${i + 1}: ${what}`, 0.8, 0.8]])),
};

const geometric = (xs) => Math.exp(xs.reduce((sum, x) => sum + Math.log(x), 0) / xs.length);

// Numbers that two engines give may differ in the order of additions.
const same = (a, b) => a.length === b.length && a.every((x, i) => Math.abs(x - b[i]) <= 1e-9 * Math.max(Math.abs(x), Math.abs(b[i])));

async function measure(engines, question, best) {
    const answers = [];
    for (const engine of engines) {
        const { seconds, answer } = await engine.ask(question);
        const times = best.get(engine.name);
        times.set(question, Math.min(times.get(question) ?? Infinity, seconds));
        answers.push(answer);
    }
    answers.forEach((answer, i) => {
        if (!same(answer, answers[0]))
            throw new Error(`${question}: ${engines[0].name} gives ${answers[0]}, ${engines[i].name} gives ${answer}`);
    });
}

// Best seconds by engine and question.
async function compare(data, threads, peers) {
    const folder = make_data(build, rows);
    const engines = [await start_program(build_program(build, folder, data), threads)];
    const best = new Map();
    try {
        for (const peer of peers) engines.push(await start_engine(peer, threads, folder, data));
        for (const engine of engines) best.set(engine.name, new Map());
        for (let round = 0; round < rounds; round++)
            for (const question of Object.keys(questions[data]).filter((name) => !only || only.includes(name)))
                await measure([...engines.slice(round % engines.length), ...engines.slice(0, round % engines.length)], question, best);
    } finally {
        for (const engine of engines) await engine.stop();
    }
    return best;
}

// Bytes a second that `threads` threads can read.
function read_ceiling(threads) {
    return Number(spawnSync(join(build, "tests/bench/ceiling"), [String(threads)], { encoding: "utf8" }).stdout);
}

const ratio = (theirs, ours) => (theirs === undefined ? "absent" : (theirs / ours).toPrecision(2));
const table = [];
const report = (what, threads, duckdb, polars, aim) => table.push([what, threads, duckdb, polars, aim]);

const aim_of = (aims) => aims.filter((aim) => aim !== undefined).map((aim) => `≥ ${aim}`).join(", ");

function report_questions(data, threads, best) {
    const ours = best.get("dashc");
    for (const [question, [what, ...aims]] of Object.entries(questions[data])) {
        if (!ours.has(question)) continue;
        const [duckdb, polars] = ["duckdb", "polars"].map((name) => best.get(name)?.get(question));
        const times = [ours.get(question), duckdb, polars].map((s) => (s === undefined ? "absent" : `${(s * 1000).toFixed(1)} ms`));
        console.log(`${what}, ${threads} thread(s): ${times.join(", ")}`);
        report(what, threads, ratio(duckdb, ours.get(question)), ratio(polars, ours.get(question)), aim_of(aims));
    }
}

// Geometric means of our speed beside the better of the others.
function report_mean(what, names, threads, best, aim) {
    const ours = best.get("dashc");
    const ratios = names.filter((name) => ours.has(name) && best.size === 3)
        .map((name) => Math.min(best.get("duckdb").get(name), best.get("polars").get(name)) / ours.get(name));
    if (ratios.length) report(`${what}, geometric mean beside the better`, threads, geometric(ratios).toPrecision(2), "", aim);
}

function report_ceiling(threads, best) {
    const seconds = best.get("dashc").get("months");
    if (!seconds) return;
    const bytes = rows * (1 + 4 + 8); // a code, a date, a price
    report("months: share of the memory-read ceiling", threads, (bytes / seconds / read_ceiling(threads)).toPrecision(2), "", "≥ 0.6");
}

function table_text() {
    return [["work", "threads", "DuckDB", "Polars", "aim"], ["---", "---", "---", "---", "---"], ...table]
        .map((row) => `| ${row.join(" | ")} |\n`).join("");
}

const begin = "<!-- made by node tests/bench/tables.mjs --write -->\n", end = "<!-- up to here -->\n";
function write_docs() {
    const path = join(root, "docs/performance.md"), text = readFileSync(path, "utf8");
    const [before, rest] = text.split(begin);
    writeFileSync(path, before + begin + table_text() + end + rest.split(end)[1]);
}

const peers = install_engines() ? ["duckdb", "polars"] : [];
for (const threads of options.threads.split(",").map(Number)) {
    const sales = await compare("sales", threads, peers);
    report_questions("sales", threads, sales);
    report_ceiling(threads, sales);
    report_mean("sort, join, rolling mean", ["sorted", "joined", "rolled"], threads, sales, "≥ 1");
    const h2oai = await compare("h2oai", threads, peers);
    report_questions("h2oai", threads, h2oai);
    report_mean("h2oai", Object.keys(questions.h2oai), threads, h2oai, "≥ 1.5");
}
console.log(table_text());
if (options.write) write_docs();
