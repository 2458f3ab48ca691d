// SPDX-License-Identifier: MIT
//
// `dashc fmt`: every source in the repository that parses means the same when it is
// formatted, and formats to itself; the samples are formatted; the command line.
// (What it makes of nasty sources: tests/language/format.)

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, test } from "node:test";

const dashc = resolve(process.env.DASHC ?? "build/compiler/dashc");
const root = resolve(import.meta.dirname, "../..");
const folder = mkdtempSync(join(tmpdir(), "fmt-"));
after(() => rmSync(folder, { recursive: true }));

function run(args, options = {}) {
    const done = spawnSync(dashc, args, { cwd: folder, encoding: "utf8", maxBuffer: 1 << 26, env: { ...process.env, NO_COLOR: "1" }, ...options });
    assert.equal(done.signal, null, done.stderr);
    return { status: done.status, out: done.stdout, err: done.stderr };
}

const sources = (below) => readdirSync(join(root, below), { recursive: true })
    .filter((name) => name.endsWith(".dash") && !name.includes("node_modules"))
    .map((name) => join(below, name)).sort();

// `check --ast` prints the tree first, whatever is wrong with what the program means.
const tree = (input) => run(["check", "--ast", "-"], { input }).out;
const spaceless = (text) => text.replace(/\s+/g, "");
// (`https://` in a text is none)
const comments = (text) => spaceless((text.match(/(?<!:)\/\/[^\n]*|\/\*[^]*?\*\//g) ?? []).sort().join("\n"));

for (const below of ["tests", "samples"]) {
    test(`sources of ${below}/ mean the same when formatted`, () => {
        let formatted = 0;
        for (const name of sources(below)) {
            const input = readFileSync(join(root, name), "utf8");
            const once = run(["fmt", "-"], { input });
            if (once.status !== 0) {
                assert.match(once.err, /error\[E00|error\[E01/, `${name}\n${once.err}`);
                continue;
            }
            formatted++;
            assert.equal(run(["fmt", "-"], { input: once.out }).out, once.out, `${name} formats to itself`);
            assert.equal(tree(once.out), tree(input), `${name} means the same`);
            assert.equal(comments(once.out), comments(input), `${name} keeps its comments`);
            for (const line of once.out.split("\n")) assert.doesNotMatch(line, /[ \t]$/, `${name}: ${line}`);
        }
        assert.ok(formatted > 2);
    });
}

test("the samples are formatted", () => {
    assert.deepEqual(run(["fmt", "--check", "samples"], { cwd: root }), { status: 0, out: "", err: "" });
});

const ugly = "let a=1\n\n\n\nlet b  =  [ 1,2 ]   // two of them\n";
const fine = "let a = 1\n\nlet b = [1, 2]  // two of them\n";
const broken = "let a = (\n";

test("in place: only what changes, with the mode and the links that it has", () => {
    writeFileSync(join(folder, "a.dash"), ugly);
    chmodSync(join(folder, "a.dash"), 0o640);
    symlinkSync("a.dash", join(folder, "link.dash"));
    writeFileSync(join(folder, "b.dash"), fine);
    const before = statSync(join(folder, "b.dash"));
    assert.deepEqual(run(["fmt", "link.dash", "b.dash"]), { status: 0, out: "", err: "" });
    assert.equal(readFileSync(join(folder, "a.dash"), "utf8"), fine);
    assert.equal(statSync(join(folder, "a.dash")).mode & 0o777, 0o640);
    assert.equal(statSync(join(folder, "b.dash")).ino, before.ino);
    assert.deepEqual(readdirSync(folder).sort(), ["a.dash", "b.dash", "link.dash"]);
});

test("--check names what is not formatted", () => {
    mkdirSync(join(folder, "app/parts"), { recursive: true });
    mkdirSync(join(folder, "app/node_modules"));
    writeFileSync(join(folder, "app/main.dash"), fine);
    writeFileSync(join(folder, "app/parts/ugly.dash"), ugly);
    writeFileSync(join(folder, "app/node_modules/x.dash"), ugly);
    writeFileSync(join(folder, "app/parts/text.txt"), ugly);
    assert.deepEqual(run(["fmt", "--check", "app/"]), { status: 1, out: "app/parts/ugly.dash\n", err: "" });
    assert.equal(readFileSync(join(folder, "app/parts/ugly.dash"), "utf8"), ugly);
    assert.deepEqual(run(["fmt", "--check", "app/main.dash"]), { status: 0, out: "", err: "" });
});

test("--diff shows the change", () => {
    const { status, out } = run(["fmt", "--diff", "app"]);
    assert.equal(status, 1);
    assert.equal(out, `--- app/parts/ugly.dash
+++ app/parts/ugly.dash
@@ -1,5 +1,3 @@
-let a=1
+let a = 1
${" "}
-
-
-let b  =  [ 1,2 ]   // two of them
+let b = [1, 2]  // two of them
`);
    const lines = Array.from({ length: 40 }, (_, i) => `let x${i} = ${i}\n`);
    const input = lines.map((line, i) => (i === 10 || i === 30 ? line.replace(" = ", "=") : line)).join("");
    const hunks = run(["fmt", "--diff", "-"], { input }).out;
    assert.deepEqual(hunks.match(/^@@.*/gm), ["@@ -8,7 +8,7 @@", "@@ -28,7 +28,7 @@"]);
});

test("standard input goes to standard output", () => {
    assert.deepEqual(run(["fmt", "-"], { input: ugly }), { status: 0, out: fine, err: "" });
    assert.deepEqual(run(["fmt", "-"], { input: "" }), { status: 0, out: "", err: "" });
    assert.deepEqual(run(["fmt", "-"], { input: "\n\n// only this" }), { status: 0, out: "// only this\n", err: "" });
    assert.deepEqual(run(["fmt", "-"], { input: "let a = 1\r\nlet b = 2\r\n" }), { status: 0, out: "let a = 1\nlet b = 2\n", err: "" });
});

test("what does not parse stays as it is; the others are done", () => {
    writeFileSync(join(folder, "broken.dash"), broken);
    writeFileSync(join(folder, "ugly.dash"), ugly);
    const { status, out, err } = run(["fmt", "broken.dash", "ugly.dash"]);
    assert.equal(status, 1);
    assert.equal(out, "");
    assert.match(err, /^broken\.dash:1:9: error\[E0105\]/);
    assert.equal(readFileSync(join(folder, "broken.dash"), "utf8"), broken);
    assert.equal(readFileSync(join(folder, "ugly.dash"), "utf8"), fine);
    assert.match(run(["fmt", "none.dash"]).err, /cannot read none\.dash: No such file/);
    assert.equal(run(["fmt", "none.dash"]).status, 2);
    assert.equal(run(["fmt"]).status, 2);
});

test("deep nesting and long chains take linear time", () => {
    const deep = `let a = ${"[".repeat(200)}1${"]".repeat(200)}\n`;
    const long = `let a = 1${" + 1".repeat(20_000)}\n`;
    const many = "fn f(x: int) -> int { x + 1 } // and so on\n".repeat(20_000);
    for (const input of [deep, long, many]) {
        const { status, out, err } = run(["fmt", "-"], { input, timeout: 20_000 });
        if (status !== 0) assert.match(err, /nested/);
        else assert.equal(run(["fmt", "-"], { input: out }).out, out);
    }
});
