// SPDX-License-Identifier: MIT
//
// The speed of the compiler: a generated program of 100,000 lines (program.mjs),
// brackets that nest 10,000 deep, large programs of one shape (shapes.mjs), the
// sales sample. Times are the best of some
// runs, of the phases that `dashc --time` prints.
//
//     node tests/bench/compile.mjs [--build DIR] [--quick]
//
// Prints a table; run.mjs has its rows in its own.

import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { data, make_program } from "./program.mjs";
import { shapes } from "./shapes.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));
const best = (xs) => xs.reduce((a, b) => Math.min(a, b));
const thousands = (x) => `${Math.round(x).toLocaleString("en")}`;

// Runs dashc some times: {wall, phases: {read, parse, …} in ms, memory in bytes, err}.
function measure(dashc, rounds, status, ...args) {
    const runs = Array.from({ length: rounds }, () => {
        const start = performance.now();
        const done = spawnSync(dashc, [...args, "--time"], { encoding: "utf8", timeout: 120_000 });
        if (done.status !== status) throw new Error(`dashc ${args.join(" ")} ended with ${done.status}: ${done.stderr}`);
        const numbers = [...done.stderr.matchAll(/^(\w+) +([\d.]+) (?:ms|MB)$/gm)].map(([, name, number]) => [name, Number(number)]);
        return { wall: performance.now() - start, err: done.stderr, ...Object.fromEntries(numbers) };
    });
    const of = (name) => best(runs.map((run) => run[name]));
    return { wall: of("wall"), read: of("read"), parse: of("parse"), check: of("check"), emit: of("emit"), memory: of("memory") * 1e6, err: runs[0].err };
}

// Lines a second, and bytes of memory a byte of source, of programs of one shape; of
// size 0 are those that end with errors when they are large.
function measure_shapes(dashc, work, quick) {
    const size = { fields: 2_000, match_numbers: 19_000, match_texts: 19_000, match_ranges: 19_000, mistakes: 0, constants: 0 };
    writeFileSync(join(work, "data.csv"), "a,b\n1,2\n");
    const measured = Object.entries(shapes).filter(([name]) => size[name] !== 0).map(([name, make]) => {
        const text = make(size[name] ?? 50_000), path = join(work, `${name}.dash`);
        writeFileSync(path, text);
        const run = measure(dashc, quick ? 1 : 3, 0, "check", "--allow", "warnings", path);
        const lines = Math.max(text.split("\n").length, Buffer.byteLength(text) / 40);
        return { name, speed: lines / (run.read + run.parse + run.check) * 1000, memory: run.memory / Buffer.byteLength(text) };
    }).filter(({ name }) => name !== "fields"); // a short one: what dashc needs itself is most of it
    const by = (key) => [...measured].sort((a, b) => a[key] - b[key]);
    return { slowest: by("speed")[0], largest: by("memory").at(-1), measured };
}

// Rows of [what, value, aim].
export function measure_compile(build, quick) {
    const dashc = join(build, "compiler/dashc"), work = join(build, "bench");
    mkdirSync(work, { recursive: true });
    writeFileSync(join(work, "sales.csv"), data);
    const rounds = quick ? 3 : 9;
    const program = (name, text) => {
        writeFileSync(join(work, name), text);
        return { path: join(work, name), text, lines: text.split("\n").length - 1 };
    };
    const checked = ({ path }) => measure(dashc, rounds, 0, "check", path);

    const large = program("large.dash", make_program(100_000)), small = program("small.dash", make_program(25_000));
    const whole = checked(large), quarter = checked(small);
    const total = ({ read, parse, check }) => read + parse + check;
    const growth = (total(whole) / large.lines) / (total(quarter) / small.lines);
    const of_shapes = measure_shapes(dashc, work, quick);
    const deep = program("deep.dash", `let deep = ${"(".repeat(10_000)}1${")".repeat(10_000)}\n`);
    const refused = measure(dashc, rounds, 1, "check", deep.path);
    const errors = refused.err.match(/\[E\d+\]/g) ?? [];
    const sales = measure(dashc, rounds, 0, "build", join(root, "samples/sales/app.dash"), "-o", join(work, "sales"));
    return [
        ["compile: lines a second, lex and parse", thousands(large.lines / (whole.read + whole.parse) * 1000), "≥ 1,000,000"],
        ["compile: lines a second, whole check", thousands(large.lines / total(whole) * 1000), "≥ 300,000"],
        ["compile: time a line, 100,000 beside 25,000 lines", growth.toFixed(2), "≤ 1.3"],
        ["compile: peak memory a byte of source", `${(whole.memory / Buffer.byteLength(large.text)).toFixed(0)} bytes`, "< 150 bytes"],
        ["compile: slowest shape, lines a second", `${thousands(of_shapes.slowest.speed)} (${of_shapes.slowest.name})`, "≥ 300,000"],
        ["compile: largest shape, memory a byte", `${of_shapes.largest.memory.toFixed(0)} bytes (${of_shapes.largest.name})`, "< 150 bytes"],
        ["compile: brackets 10,000 deep", `${errors.join(" ")} in ${refused.wall.toFixed(0)} ms`, "one E0104"],
        ["compile: emit phase of the sales sample", `${sales.emit.toFixed(2)} ms`, "< 10 ms"],
        ["compile: build of the sales sample", `${sales.wall.toFixed(0)} ms`, "< 1000 ms"],
    ];
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
    const { values: options } = parseArgs({
        options: { build: { type: "string", default: join(root, "build") }, quick: { type: "boolean", default: false } },
    });
    console.log("|  | dashc | aim |\n| --- | --- | --- |");
    for (const row of measure_compile(resolve(options.build), options.quick)) console.log(`| ${row.join(" | ")} |`);
}
