// SPDX-License-Identifier: MIT
//
// docs/language.md: every example is compiled, and what it says of values is true.
// After ```dash on the fence stands what an example is:
//
//     (nothing)      declarations or a whole program: it compiles
//     values         expressions with `// = JSON` after them: they are run and compared;
//                    `// fails: PATTERN` must be in the log. `let` lines of a paragraph
//                    are for its expressions, other declarations for all examples
//     build NAME     a program that is built, in NAME.dash; a ```c block after it is its C
//     test           a program whose `test` blocks pass
//     error CODE     it gives this error and no other
//     later          it gives E0901: not supported yet
//
// Files that examples name are in tests/language/docs.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, test } from "node:test";
import { run_cases } from "./cases.mjs";

const dashc = resolve(process.env.DASHC ?? "build/compiler/dashc");
const files = join(import.meta.dirname, "docs");
const text = readFileSync(join(import.meta.dirname, "../../docs/language.md"), "utf8");
const folder = mkdtempSync(join(tmpdir(), "docs-"));
cpSync(files, folder, { recursive: true });
after(() => rmSync(folder, { recursive: true }));

const run = (args, input) => spawnSync(dashc, args, { cwd: folder, input, encoding: "utf8", env: { ...process.env, NO_COLOR: "1" } });

const blocks = [...text.matchAll(/^```dash ?(.*)\n([^]*?)^```$/gm)].map(([whole, kind, source], _, all) => ({
    kind, source, line: text.slice(0, text.indexOf(whole)).split("\n").length + 1,
}));
const of_kind = (kind) => blocks.filter((block) => block.kind.split(" ")[0] === kind);

// ---- examples that are compiled -------------------------------------------------------

const as_program = (source) => (/^(layout|page)\b/m.test(source) ? source : `${source}\nlayout = html.Hr()\n`);
const codes = (done) => [...done.stderr.matchAll(/error\[(E\d+)\]/g)].map(([, code]) => code);
const check = (block) => run(["check", "-"], as_program(block.source));

const line_of = (block, said) => `docs/language.md:${block.line}\n${said}`;

test("examples compile", () => {
    const wrong = of_kind("").map((block) => [block, check(block)]).filter(([, done]) => done.status !== 0);
    assert.equal(wrong.map(([block, done]) => line_of(block, done.stderr)).join("\n"), "");
    assert.ok(of_kind("").length > 10);
});

test("mistakes are told", () => {
    const told = of_kind("error").map((block) => [block, check(block)]);
    const wrong = told.filter(([block, done]) => codes(done).join() !== block.kind.split(" ")[1]);
    assert.equal(wrong.map(([block, done]) => line_of(block, done.stderr)).join("\n"), "");
});

test("what comes later is told", () => {
    const told = of_kind("later").map((block) => [block, codes(check(block))]);
    const wrong = told.filter(([, found]) => !found.includes("E0901"));
    assert.equal(wrong.map(([block, found]) => line_of(block, found.join() || "it is there by now: say what it does")).join("\n"), "");
});

test("tests pass", () => {
    for (const block of of_kind("test")) {
        const done = run(["test", "-"], as_program(block.source));
        assert.equal(done.status, 0, `line ${block.line}\n${done.stdout}${done.stderr}`);
    }
});

test("programs with C are built", () => {
    for (const block of of_kind("build")) {
        const name = block.kind.split(" ")[1];
        writeFileSync(join(folder, `${name}.dash`), block.source);
        const built = run(["build", `${name}.dash`, "--deny", "warnings"]);
        assert.equal(built.status, 0, line_of(block, built.stderr));
    }
    const [, shown] = /^```c\n([^]*?)^```$/m.exec(text);
    assert.equal(shown, readFileSync(join(files, "model.c"), "utf8"));
});

test("every example has a kind that is known", () => {
    for (const block of blocks) assert.match(block.kind, /^(values|test|later|build \w+|error E\d{4}|)$/, `line ${block.line}`);
});

// ---- examples that are run ------------------------------------------------------------

// A line that is not indented and opens something begins a statement.
function statements(paragraph) {
    const found = [];
    for (const line of paragraph.split("\n").filter((one) => !one.startsWith("//"))) {
        if (found.length === 0 || !/^[\s)\]}|]/.test(line)) found.push(line);
        else found[found.length - 1] += `\n${line}`;
    }
    return found;
}

const is_case = (statement) => / \/\/ (= |fails: )/.test(statement);
const is_global = (statement) => /^(fn|type|table|extern|import|use)\b/.test(statement);

function read_case(before, statement) {
    const [, body, kind, wanted] = /^([^]*?) +\/\/ (= |fails: )(.*)$/.exec(statement);
    return [[...before, body].join("\n"), kind === "= " ? JSON.parse(wanted) : new RegExp(wanted)];
}

const declarations = [], cases = [];
for (const block of of_kind("values")) {
    for (const paragraph of block.source.split(/\n\n+/)) {
        const all = statements(paragraph.trimEnd()), local = [];
        const has_cases = all.some(is_case);
        for (const statement of all) {
            if (is_global(statement) || !has_cases) declarations.push(statement);
            else if (is_case(statement)) cases.push(read_case(local, statement));
            else local.push(statement);
        }
    }
}
await run_cases("docs/language.md", declarations.join("\n"), cases, files);
