// SPDX-License-Identifier: MIT
//
// `dashc check` takes time in proportion to the program: programs of one shape
// are made in two sizes, and eight times the size must not take much more than
// eight times as long. (Quadratic work would take sixty-four times.)

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, test } from "node:test";

const dashc = resolve(process.env.DASHC ?? "build/compiler/dashc");
const folder = mkdtempSync(join(tmpdir(), "speed-"));
after(() => rmSync(folder, { recursive: true }));
writeFileSync(join(folder, "data.csv"), "a,b\n1,2\n");
mkdirSync(join(folder, "files"));

const lines = (n, line) => Array.from({ length: n }, (_, i) => line(i)).join("\n");
const page = 'layout { "x" }\n';

const shapes = {
    functions: (n) => page + lines(n, (i) => `fn f${i}(x: int, b: text = "y") -> int {\n  let d = x * 2 + len(b)\n  if d > ${i} { return d }\n  d + ${i ? `f${i - 1}(x)` : "1"}\n}`),
    constants: (n) => `${page}let v${n} = 1\n${lines(n, (i) => `let v${i} = v${i + 1} + 1`)}`,
    types: (n) => page + lines(n, (i) => `type T${i} = {f${i}: int, g: text}\nfn f${i}(x: T${i}) -> int { x.f${i} }`),
    statements: (n) => `${page}fn f(x: int) -> int {\n${lines(n, (i) => `  let v${i} = x + ${i}`)}\n  x\n}`,
    children: (n) => `layout {\n${lines(n, (i) => `  html.P("a {${i}}")`)}\n}`,
    callbacks: (n) => `layout {\n${lines(n, (i) => `  html.Div(id="in-${i}", title="x") ; html.P(id="out-${i}")`)}\n}\n` +
        lines(n, (i) => `callback cb${i}(t: text? = #in-${i}.title) -> #out-${i}.children { t }`),
    tests: (n) => page + lines(n, (i) => `test "t${i}" { assert 1 + ${i} > 0 }`),
    mistakes: (n) => page + lines(n, (i) => `let v${i} = nope${i}`),
    files: (n) => {
        for (let i = 0; i < n; i++) writeFileSync(join(folder, `files/f${i}.dash`), `fn g${i}(x: int) -> int { x + ${i} }\n`);
        return `${lines(n, (i) => `import "files/f${i}.dash"`)}\nlayout {\n${lines(n, (i) => `  "{g${i}(1)}"`)}\n}`;
    },
    charts: (n) => `table t = csv("data.csv")\nlayout {\n${lines(n, () => "  dcc.Graph(figure=t | filter(.a > 0) | px.bar(x=.a, y=.b))")}\n}`,
};

// Milliseconds, the best of three.
function time(source) {
    writeFileSync(join(folder, "app.dash"), source);
    const once = () => {
        const started = performance.now();
        const done = spawnSync(dashc, ["check", "--allow", "warnings", "app.dash"], { cwd: folder, encoding: "utf8", maxBuffer: 1 << 28 });
        assert.equal(done.signal, null, done.stderr);
        return performance.now() - started;
    };
    return Math.min(once(), once(), once());
}

for (const [name, make] of Object.entries(shapes))
    test(name, () => {
        const small = name === "files" ? 100 : 1000;
        const first = time(make(small)), second = time(make(8 * small));
        assert.ok(second < 24 * Math.max(first, 3), `${small}: ${first.toFixed(1)} ms, ${8 * small}: ${second.toFixed(1)} ms`);
    });
