// SPDX-License-Identifier: MIT
//
// The standard library: every expression of library/*.cases is compiled, run,
// and must give what Python gave for its twin (library/expected.json, written by
// tools/record-library). A file is one program, a case one function of it.

import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { post, start } from "../protocol/server.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const cases = join(here, "library");
const recorded = JSON.parse(readFileSync(join(cases, "expected.json"), "utf8"));
const dashc = resolve(process.env.DASHC ?? "build/compiler/dashc");
const headers = resolve("runtime/include");
const folder = mkdtempSync(join(tmpdir(), "library-"));
after(() => rmSync(folder, { recursive: true }));

// As constants they are computed by the compiler, as far as it can.
const program = (expressions, constants) => `app "library"
layout { dcc.Input(#which, value="") ; dcc.Store(#out) }
${expressions.map((expression, i) => constants ? `let k${i} = ${expression}` : `fn t${i}() -> json { ${expression} }`).join("\n")}
${expressions.map((_, i) => constants ? `fn t${i}() -> json { k${i} }` : "").join("\n")}
callback run(which = #which.value) -> #out.data {
${expressions.map((_, i) => `  if which == "t${i}" { return t${i}() }`).join("\n")}
  null
}
`;

// What it is compiled from stands on line i + 3: a message names the case.
function build(name, expressions, constants) {
    const source = join(folder, `${name}.dash`);
    writeFileSync(source, program(expressions, constants));
    const run = (command, ...args) => execFileSync(command, args, { stdio: "pipe", cwd: folder });
    run(dashc, "build", "-O0", source, "-o", name);
    run(dashc, "emit", source, "--no-line", "-o", `${name}.c`);
    run("cc", "-std=gnu11", "-Wall", "-Wextra", "-Werror", "-fsyntax-only", `-I${headers}`, `${name}.c`);
}

async function value_of(server, i) {
    const reply = await post(server, JSON.stringify({
        output: "out.data", outputs: { id: "out", property: "data" },
        inputs: [{ id: "which", property: "value", value: `t${i}` }], changedPropIds: ["which.value"],
    }));
    assert.equal(reply.status, 200, server.log);
    return JSON.parse(reply.body).response.out.data;
}

// Equal; numbers up to the last digits, which libraries of mathematics may see otherwise.
function same(got, wanted) {
    if (typeof got === "number" && typeof wanted === "number")
        return got === wanted || Math.abs(got - wanted) <= 1e-14 * Math.max(Math.abs(got), Math.abs(wanted));
    if (Array.isArray(got) && Array.isArray(wanted))
        return got.length === wanted.length && got.every((item, i) => same(item, wanted[i]));
    if (got && wanted && typeof got === "object" && typeof wanted === "object") {
        const names = Object.keys(wanted);
        return names.length === Object.keys(got).length && names.every((name) => same(got[name], wanted[name]));
    }
    return got === wanted;
}

// Generators and chance are in no constant; what is null has no type.
const is_constant = (expression) => !/\brng\b|random|\n|;|^null$|var /.test(expression);

async function compare(program_name, file_name, expressions, constants) {
    build(program_name, expressions, constants);
    const server = await start([], { LIBRARY_TEST: "from outside" }, join(folder, program_name));
    try {
        for (const [i, expression] of expressions.entries()) {
            const got = await value_of(server, i), wanted = recorded[file_name][expression];
            assert.ok(same(got, wanted), `${expression}\n  is ${JSON.stringify(got)}\n  not ${JSON.stringify(wanted)}`);
        }
    } finally {
        await server.stop();
    }
}

for (const file of readdirSync(cases).filter((one) => one.endsWith(".cases"))) {
    const name = file.replace(".cases", "");
    test(name, async () => {
        const lines = readFileSync(join(cases, file), "utf8").split("\n");
        const expressions = lines.filter((line) => line.trim() && !line.startsWith("#"))
            .map((line) => line.slice(0, line.lastIndexOf(" :: ")));
        assert.deepEqual(expressions, Object.keys(recorded[name] ?? {}), "expected.json is old: run tools/record-library");
        await compare(name, name, expressions, false);
        const constants = expressions.filter(is_constant);
        if (constants.length > 0) await compare(`${name}_constants`, name, constants, true);
    });
}

test("every function has a case", () => {
    const table = readFileSync(join(here, "../../compiler/sema/builtins.def"), "utf8");
    const names = new Set([...table.matchAll(/^X\("([a-z][\w.]*)"/gm)].map(([, name]) => name));
    const all = Object.values(recorded).flatMap((file) => Object.keys(file)).join("\n");
    const elsewhere = /^ctx\.|^(keys|values|items|get|table)$/;
    const missing = [...names].filter((name) => !elsewhere.test(name) && !new RegExp(`(^|[^\\w.])${name.replace(".", "\\.")}\\b|\\.${name}\\(`, "m").test(all));
    assert.deepEqual(missing, []);
});

test("the record is what Python says", () => {
    const python = spawnSync("python3", [join(here, "../../tools/record-library"), "--check"], { encoding: "utf8" });
    assert.equal(python.error, undefined); // meson is written in it: it is there
    assert.equal(python.status, 0, python.stderr);
});
