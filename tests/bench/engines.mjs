// SPDX-License-Identifier: MIT
//
// What answers the questions of tables.mjs: a compiled program, and DuckDB and
// Polars, each a process of its own that keeps the tables in memory. An engine has
// a name, ask(question) → {seconds, answer: numbers}, and stop().

import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { root, start_app } from "./servers.mjs";

const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const venv = join(root, ".cache/bench-tables-venv");
const pins = here("peers/tables-requirements.txt");

// DuckDB and Polars, pinned, in a folder of their own. Gives false (and says why)
// when they cannot be had.
export function install_engines() {
    const stamp = join(venv, "pins.txt"), wanted = readFileSync(pins, "utf8");
    if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return true;
    console.error("bench: installing DuckDB and Polars …");
    const run = spawnSync("sh", ["-ec", `python3 -m venv "${venv}" && "${venv}/bin/pip" install -q -r "${pins}"`],
        { stdio: ["ignore", "ignore", "pipe"], encoding: "utf8" });
    if (run.status === 0) writeFileSync(stamp, wanted);
    else console.error(`bench: they cannot be installed: ${run.stderr}`);
    return run.status === 0;
}

// The folder with the tables, `rows` long: made once.
export function make_data(build, rows) {
    const folder = join(root, ".cache/bench-tables", String(rows));
    mkdirSync(folder, { recursive: true });
    for (const kind of ["sales", "h2oai", "quoted", "points"])
        if (!existsSync(join(folder, `${kind}.csv`))) {
            const run = spawnSync(join(build, "tests/bench/table_data"), [kind, String(rows), folder], { stdio: "inherit" });
            if (run.status !== 0) throw new Error(`the table ${kind} cannot be made`);
        }
    return folder;
}

// Compiles tables/NAME.dash beside the data.
export function build_program(build, folder, name) {
    copyFileSync(here("clock.h"), join(folder, "clock.h"));
    for (const file of readdirSync(here("tables"))) copyFileSync(here(`tables/${file}`), join(folder, file));
    const run = spawnSync(join(build, "compiler/dashc"), ["build", join(folder, `${name}.dash`), "-o", join(folder, name)],
        { stdio: ["ignore", "ignore", "inherit"] });
    if (run.status !== 0) throw new Error(`${name}.dash does not compile`);
    return join(folder, name);
}

// One thread is measured in CPU time of the process, which others on the machine
// disturb less, several in time of the world.
const clock_of = (threads) => ({ BENCH_CLOCK: threads === 1 ? "cpu" : "wall" });

// The program: a question is a callback, whose answer is a text of numbers, the
// seconds first.
export async function start_program(binary, threads) {
    const server = await start_app(binary, ["--cache", "0", "--max-memory", "16384M", "--threads", String(threads)], clock_of(threads));
    const dependencies = await (await fetch(server.url("/_dash-dependencies"))).json();
    const post = async (question) => {
        const { output, inputs } = dependencies.find((one) => one.output.startsWith(`${question}.`));
        const reply = await fetch(server.url("/_dash-update-component"), {
            method: "POST",
            headers: { "Content-Type": "application/json", "Accept-Encoding": "identity" },
            body: JSON.stringify({
                output, outputs: { id: question, property: output.slice(question.length + 1) },
                inputs: inputs.map((input) => ({ ...input, value: input.id === "region" ? "North" : 1 })),
                changedPropIds: ["go.n_clicks"], parsedChangedPropsIds: ["go.n_clicks"],
            }),
        });
        if (reply.status !== 200) throw new Error(`dashc answers ${question} with ${reply.status}`);
        return Buffer.from(await reply.arrayBuffer());
    };
    return {
        name: "dashc", threads,
        async ask(question) {
            const text = JSON.parse(await post(question)).response[question].children;
            const [seconds, ...answer] = text.split(" ").map(Number);
            return { seconds, answer };
        },
        // The whole request of a figure, in time of the world.
        async figure(question) {
            const start = performance.now(), bytes = await post(question);
            const seconds = (performance.now() - start) / 1000;
            const [{ x }] = JSON.parse(bytes).response[question].figure.data;
            return { seconds, answer: [x.bdata ? Buffer.from(x.bdata, "base64").length / 8 : x.length] };
        },
        stop: () => server.stop(),
    };
}

// DuckDB or Polars.
export async function start_engine(name, threads, folder, data) {
    const child = spawn(join(venv, "bin/python"), [here("peers/tables.py"), name, String(threads), folder, data],
        { stdio: ["pipe", "pipe", "inherit"], env: { ...process.env, ...clock_of(threads) } });
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    const line = async () => {
        const { value, done } = await lines.next();
        if (done) throw new Error(`${name} ended`);
        return value;
    };
    await line(); // "ready"
    return {
        name, threads,
        async ask(question) {
            child.stdin.write(`${question}\n`);
            return JSON.parse(await line());
        },
        async stop() {
            child.stdin.end();
            if (child.exitCode === null) await once(child, "exit");
        },
    };
}
