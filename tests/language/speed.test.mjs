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
import { shapes } from "../bench/shapes.mjs";

const dashc = resolve(process.env.DASHC ?? "build/compiler/dashc");
const folder = mkdtempSync(join(tmpdir(), "speed-"));
after(() => rmSync(folder, { recursive: true }));
writeFileSync(join(folder, "data.csv"), "a,b\n1,2\n");
mkdirSync(join(folder, "files"));

const lines = (n, line) => Array.from({ length: n }, (_, i) => line(i)).join("\n");
const all = {
    ...shapes,
    files: (n) => {
        for (let i = 0; i < n; i++) writeFileSync(join(folder, `files/f${i}.dash`), `fn g${i}(x: int) -> int { x + ${i} }\n`);
        return `${lines(n, (i) => `import "files/f${i}.dash"`)}\nlayout {\n${lines(n, (i) => `  "{g${i}(1)}"`)}\n}`;
    },
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

for (const [name, make] of Object.entries(all))
    test(name, () => {
        const small = name === "files" ? 100 : 1000;
        const first = time(make(small)), second = time(make(8 * small));
        assert.ok(second < 24 * Math.max(first, 3), `${small}: ${first.toFixed(1)} ms, ${8 * small}: ${second.toFixed(1)} ms`);
    });
