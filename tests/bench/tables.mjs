// SPDX-License-Identifier: MIT
//
// The speed of pipelines over tables beside DuckDB and Polars, as ratios within one
// run: all engines hold the same tables in memory, answer the same questions in
// turn, and must give the same answers. The best of some rounds counts.
//
//     node tests/bench/tables.mjs [--build DIR] [--rows N] [--rounds N] [--write]
//                                 [--only QUESTION,…] [--threads 1,2]
//
// One thread is measured in CPU time, two in time of the world. Prints the times and
// tables of ratios; --write puts the latter into
// docs/performance.md. Peers that cannot be installed are reported as absent.

import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
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
const wanted = (question) => !only || only.includes(question);

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
async function compare_engines(ours, data, names, threads, peers) {
    const folder = make_data(build, rows), engines = [ours], best = new Map();
    try {
        for (const peer of peers) engines.push(await start_engine(peer, threads, folder, data));
        for (const engine of engines) best.set(engine.name, new Map());
        for (let round = 0; round < rounds; round++)
            for (const question of names)
                await measure([...engines.slice(round % engines.length), ...engines.slice(0, round % engines.length)], question, best);
    } finally {
        for (const engine of engines) await engine.stop();
    }
    return best;
}

async function compare(data, threads) {
    const names = Object.keys(questions[data]).filter(wanted);
    if (names.length === 0) return new Map([["dashc", new Map()]]);
    const program = build_program(build, make_data(build, rows), data);
    return compare_engines(await start_program(program, threads), data, names, threads, peers);
}

// Bytes a second that `threads` threads can read.
function read_ceiling(threads) {
    return Number(run_tool("ceiling", [String(threads)], threads));
}

const ratio = (theirs, ours) => (theirs === undefined ? "absent" : (theirs / ours).toPrecision(2));
const table = [], other = [];
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

const lines = (head, rows) => [head, head.map(() => "---"), ...rows].map((row) => `| ${row.join(" | ")} |\n`).join("");

function table_text() {
    return `${lines(["work", "threads", "DuckDB", "Polars", "aim"], table)}\n${lines(["work", "beside", "ratio", "aim"], other)}`;
}

const begin = "<!-- made by node tests/bench/tables.mjs --write -->\n", end = "<!-- up to here -->\n";
function write_docs() {
    const path = join(root, "docs/performance.md"), text = readFileSync(path, "utf8");
    const [before, rest] = text.split(begin);
    writeFileSync(path, before + begin + table_text() + end + rest.split(end)[1]);
}

// ---- parts of the runtime alone -------------------------------------------------

const seconds_of = (threads) => ({ ...process.env, BENCH_CLOCK: threads === 1 ? "cpu" : "wall" });

function run_tool(name, args, threads) {
    const run = spawnSync(join(build, "tests/bench", name), args, { encoding: "utf8", env: seconds_of(threads) });
    if (run.status !== 0) throw new Error(`${name}: ${run.stderr}`);
    return run.stdout;
}

async function compare_load(threads) {
    const folder = make_data(build, rows);
    const loader = {
        name: "dashc",
        async ask() {
            const [count, seconds] = run_tool("load", [join(folder, "quoted.csv"), String(threads)], threads).split(" ").map(Number);
            return { seconds, answer: [count] };
        },
        async stop() {},
    };
    const best = await compare_engines(loader, "quoted", ["load"], threads, peers);
    const ratios = ["duckdb", "polars"].map((name) => ratio(best.get(name)?.get("load"), best.get("dashc").get("load")));
    report("CSV with quotes, typed", threads, ...ratios, "≥ 5");
}

// A figure from the table to the response's bytes, beside plotly.express and orjson.
async function compare_figure() {
    const folder = make_data(build, rows);
    const ours = await start_program(build_program(build, folder, "points"), 2);
    const figure = { ...ours, ask: () => ours.figure("figure") };
    const best = await compare_engines(figure, "points", ["figure"], 2, peers.length ? ["plotly"] : []);
    const [a, b] = ["dashc", "plotly"].map((name) => best.get(name)?.get("figure"));
    console.log(`figure: ${a} s, ${b} s`);
    other.push([`figure of ${rows / 10} points, table to response`, "plotly.py, orjson", ratio(b, a), "≥ 20"]);
}

function compare_numbers() {
    const times = Object.fromEntries(run_tool("numbers", [], 1).trim().split("\n").map((line) => line.split(" ")));
    console.log("numbers:", times);
    other.push(["a million prices as text", "cJSON", ratio(times.cjson_money, times.money), "≥ 20"]);
    other.push(["a million floats as text", "cJSON", ratio(times.cjson_wide, times.wide), "≥ 20"]);
    other.push(["a million floats as a typed array", "memcpy, base64", ratio(times.bytes, times.typed), "≥ 0.5"]);
}

// What pipelines add to the time that the C compiler takes, each.
function compare_compile() {
    const work = join(build, "bench"), pipelines = 20;
    mkdirSync(work, { recursive: true });
    writeFileSync(join(work, "small.csv"), "region,city,date,price,quantity\nNorth,A,2024-01-02,1.5,3\nSouth,B,2024-02-03,2.5,\n");
    const program = (count) => `table sales = csv("small.csv")\nlayout {\n  html.Button(#go, "Go", n_clicks=0)\n` +
        Array.from({ length: count }, (_, i) => `  dash_table.DataTable(#t${i})\n`).join("") + "}\n" +
        Array.from({ length: count }, (_, i) => `callback t${i}(n = #go.n_clicks) -> #t${i}.data {\n  sales | filter(.quantity > n + ${i})` +
            " | group(.region, month = .date.trunc(\"month\"), price = sum(.price), n = count()) | sort(desc(.price))\n}\n").join("");
    const compile = (count) => {
        writeFileSync(join(work, "small.dash"), program(count));
        const c = spawnSync(join(build, "compiler/dashc"), ["emit", join(work, "small.dash")], { encoding: "utf8" });
        if (c.status !== 0) throw new Error(c.stderr);
        writeFileSync(join(work, "small.c"), c.stdout);
        const run = spawnSync("bash", ["-c", `export CCACHE_DISABLE=1 TIMEFORMAT=%U; time cc -O2 -c "${work}/small.c" -I "${build}/compiler/link/include" -o "${work}/small.o"`], { encoding: "utf8" });
        if (run.status !== 0) throw new Error(run.stderr);
        return Number(run.stderr.trim().split("\n").at(-1));
    };
    const best = (count) => Math.min(...Array.from({ length: rounds }, () => compile(count)));
    const each = ((best(pipelines) - best(0)) / pipelines) * 1000;
    other.push(["a pipeline's share of cc -O2", "", `${each.toFixed(0)} ms`, "< 30 ms"]);
}

const peers = install_engines() ? ["duckdb", "polars"] : [];
async function compare_all(threads) {
    const sales = await compare("sales", threads);
    report_questions("sales", threads, sales);
    report_ceiling(threads, sales);
    report_mean("sort, join, rolling mean", ["sorted", "joined", "rolled"], threads, sales, "≥ 1");
    const h2oai = await compare("h2oai", threads);
    report_questions("h2oai", threads, h2oai);
    report_mean("h2oai", Object.keys(questions.h2oai), threads, h2oai, "≥ 1.5");
    if (wanted("load")) await compare_load(threads);
}

for (const threads of options.threads.split(",").map(Number)) await compare_all(threads);
if (wanted("figure")) await compare_figure();
if (wanted("numbers")) compare_numbers();
if (wanted("cc")) compare_compile();
console.log(table_text());
if (options.write) write_docs();
