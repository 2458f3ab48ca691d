// SPDX-License-Identifier: MIT
//
// Runs small pieces of the language and compares their values. A case is the
// body of a function and what it must give: a JSON value, or a pattern that the
// log must have after the request failed. All cases of a file are one program:
//
//     await run_cases("slices", declarations, [["[1, 2, 3][1:]", [2, 3]], ["[1][2]", /index 2/]]);
//
// The C of the program must compile without a warning. CASES_KEEP=1 keeps it.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, test } from "node:test";
import { post, start } from "../protocol/server.mjs";

const dashc = resolve(process.env.DASHC ?? "build/compiler/dashc");
const headers = resolve("runtime/include");

export function program_of(declarations, bodies) {
    const functions = bodies.map((body, i) => `fn case_${i}() -> json {\n${body}\n}\n`).join("");
    const choice = bodies.map((_, i) => `    ${i} => case_${i}()\n`).join("");
    return `app "cases"
${declarations}
${functions}
layout { dcc.Store(#which, data=-1) ; dcc.Store(#out) }
@prevent_initial_call
callback run(which: int = #which.data) -> #out.data {
  match which {
${choice}    _ => null
  }
}
`;
}

// Builds the program in a new folder, with what is in the folder `files` beside it; `level`
// and `warnings` are for the C compiler: {folder, program}.
export function build_cases(name, source, files, { level = 2, warnings = [] } = {}) {
    const folder = mkdtempSync(join(tmpdir(), "cases-"));
    if (files) cpSync(files, folder, { recursive: true });
    const run = (command, ...args) => execFileSync(command, args, { cwd: folder, stdio: "pipe", encoding: "utf8", maxBuffer: 1 << 28 });
    writeFileSync(join(folder, "app.dash"), source);
    try {
        run(dashc, "build", "app.dash", "-o", "app", `-O${level}`);
        run(dashc, "emit", "app.dash", "--no-line", "-o", "app.c");
        run("cc", "-std=gnu11", "-Wall", "-Wextra", "-Werror", ...warnings, "-fsyntax-only", `-I${headers}`, "app.c");
    } catch (error) {
        throw new Error(`${join(folder, "app.dash")}: ${error.message.slice(0, 200)}\n${error.stderr.split("\n").filter((line) => !line.includes("warning")).join("\n")}`);
    }
    return { folder, program: join(folder, "app") };
}

export const ask = (server, which) => post(server, JSON.stringify({
    output: "out.data", outputs: { id: "out", property: "data" },
    inputs: [{ id: "which", property: "data", value: which }], changedPropIds: ["which.data"],
}));

export async function run_cases(name, declarations, cases, files) {
    const { folder, program } = build_cases(name, program_of(declarations, cases.map(([body]) => body)), files);
    const server = await start([], {}, program);
    after(async () => {
        assert.equal(await server.stop(), 0);
        if (!process.env.CASES_KEEP) rmSync(folder, { recursive: true });
    });
    cases.forEach(([body, expected], i) => test(`${name}: ${body.trim()}`, async () => {
        const reply = await ask(server, i);
        if (expected instanceof RegExp) {
            assert.equal(reply.status, 500, String(reply.body));
            await server.logged(new RegExp(`app\\.dash:\\d+:\\d+.*${expected.source}`));
            return;
        }
        assert.equal(reply.status, 200, server.log);
        assert.deepEqual(JSON.parse(reply.body).response.out.data, expected);
    }));
}
