// SPDX-License-Identifier: MIT
//
// The parts of a long page share their place on the stack: the frame of the function
// that makes it stays small, and each part is what it would be alone.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, test } from "node:test";
import { request, start } from "../protocol/server.mjs";

const dashc = resolve(process.env.DASHC ?? "build/compiler/dashc");
const headers = resolve("runtime/include");
const folder = mkdtempSync(join(tmpdir(), "frames-"));
after(() => rmSync(folder, { recursive: true }));

const charts = 100;
const chart = (i) => `  dcc.Graph(figure=t | filter(.a > ${i}) | group(.k, total = sum(.a)) | px.bar(x=.k, y=.total, title="chart ${i}"))`;
const rows = Array.from({ length: charts + 10 }, (_, i) => `  "${"ab"[i % 2]}", ${i}`).join("\n");
const page = (first) => `table t = rows {\n  k, a\n${rows}\n}\nlayout {\n${first}${Array.from({ length: charts }, (_, i) => chart(i)).join("\n")}\n}\n`;

function frame_of(name, source) {
    writeFileSync(join(folder, `${name}.dash`), source);
    execFileSync(dashc, ["emit", `${name}.dash`, "-o", `${name}.c`], { cwd: folder });
    execFileSync("cc", ["-std=gnu11", "-O1", "-Wall", "-Werror", "-fstack-usage", `-I${headers}`, "-c", `${name}.c`], { cwd: folder });
    return Number(/:layout\t(\d+)/.exec(readFileSync(join(folder, `${name}.su`), "utf8"))[1]);
}

test("a list of charts", () => {
    const bytes = frame_of("list", page(""));
    assert.ok(bytes < 400 * charts, `${bytes} bytes for ${charts} charts`);
});

test("charts in a block with conditions", () => {
    const bytes = frame_of("block", page("  if len(t) > 0 { html.H1(\"charts\") }\n"));
    assert.ok(bytes < 400 * charts, `${bytes} bytes for ${charts} charts`);
});

test("each is the chart that it would be alone", async () => {
    execFileSync(dashc, ["build", "-O0", "list.dash", "-o", "list"], { cwd: folder, stdio: "pipe" });
    const server = await start([], {}, join(folder, "list"));
    try {
        const layout = JSON.parse((await request(server, "/_dash-layout")).body);
        assert.equal(layout.length, charts);
        for (const [i, graph] of layout.entries()) {
            const { figure } = graph.props, [trace] = figure.data;
            const wanted = {};
            for (let a = i + 1; a < charts + 10; a++) wanted["ab"[a % 2]] = (wanted["ab"[a % 2]] ?? 0) + a;
            assert.equal(figure.layout.title.text, `chart ${i}`);
            assert.deepEqual(Object.fromEntries(trace.x.map((k, at) => [k, trace.y[at]])), wanted);
        }
    } finally {
        await server.stop();
    }
});
