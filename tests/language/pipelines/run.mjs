// SPDX-License-Identifier: MIT
//
// Programs of pipelines: each a callback of the same two arguments over the table `t`, and
// what a server answers to them.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

import { post, start } from "../../protocol/server.mjs";
import { given } from "./expressions.mjs";
import { csv, schema } from "./tables.mjs";
import { text_of } from "./verbs.mjs";

const dashc = resolve(process.env.DASHC ?? "build/compiler/dashc");
const headers = resolve("runtime/include");

function program(pipelines, table) {
    const stores = pipelines.map((_, i) => `  dcc.Store(#out${i})`).join("\n");
    const callbacks = pipelines.map((pipeline, i) =>
        `callback q${i}(word = #word.value, limit = #limit.value) -> #out${i}.data {\n  ${text_of(pipeline)}\n}\n`).join("\n");
    return `app "Pipelines"\ntable t: ${schema(table)} = csv("t.csv")\nlayout {\n`
        + `  dcc.Input(#word, value="${given.word}")\n`
        + `  dcc.Slider(#limit, min=0, max=100, step=1, value=${given.limit})\n${stores}\n}\n\n${callbacks}`;
}

async function ask(server, i) {
    const reply = await post(server, JSON.stringify({
        output: `out${i}.data`, outputs: { id: `out${i}`, property: "data" }, changedPropIds: [],
        inputs: [{ id: "word", property: "value", value: given.word }, { id: "limit", property: "value", value: given.limit }],
    }));
    return reply.status === 200 ? JSON.parse(reply.body).response[`out${i}`].data : { failed: server.log };
}

// What the pipelines give, compiled, with tables in parts of so many rows; fails when the C
// does not compile without a warning.
export async function compiled(pipelines, table, level, part_rows = 65536) {
    const folder = mkdtempSync(join(tmpdir(), "pipelines-"));
    try {
        writeFileSync(join(folder, "t.csv"), csv(table));
        writeFileSync(join(folder, "app.dash"), program(pipelines, table));
        const run = (command, ...args) => {
            const done = spawnSync(command, args, { cwd: folder, encoding: "utf8", maxBuffer: 1 << 28 });
            if (done.status !== 0) throw new Error(`${command} ${args.join(" ")}: ${done.stderr.slice(0, 2000)}`);
        };
        const parts = `--part-rows=${part_rows}`;
        run(dashc, "emit", "app.dash", parts, "--no-line", "-o", "app.c");
        run("cc", "-std=gnu11", "-Wall", "-Wextra", "-Werror", "-fsyntax-only", `-I${headers}`, "app.c");
        run(dashc, "build", "app.dash", parts, "-o", "app", `-O${level}`);
        const server = await start(["--threads", "3"], {}, join(folder, "app"));
        try {
            return await Promise.all(pipelines.map((_, i) => ask(server, i)));
        } finally {
            assert.equal(await server.stop(), 0);
        }
    } finally {
        if (!process.env.PIPELINE_KEEP) rmSync(folder, { recursive: true });
        else console.log(`# kept ${folder}`);
    }
}

// Equal but for the last bits of floats that were added in another order.
export function close(a, b) {
    if (typeof a === "number" && typeof b === "number")
        return a === b || Math.abs(a - b) <= 1e-9 * Math.max(Math.abs(a), Math.abs(b));
    if (a === null || b === null || typeof a !== "object" || typeof b !== "object") return a === b;
    const [keys, others] = [Object.keys(a), Object.keys(b)];
    return keys.length === others.length && keys.every((key) => key in b && close(a[key], b[key]));
}

export const as_json = (value) => JSON.parse(JSON.stringify(value));
