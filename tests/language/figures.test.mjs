// SPDX-License-Identifier: MIT
//
// Every recorded figure of tests/figures, from source to the browser's bytes: the
// calls written in .dash, one program of them all, compiled, run, and what its
// page holds compared with what plotly.py made.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { copyFileSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import test, { after } from "node:test";
import { dash_call, differences, normal } from "../figures/compare.mjs";
import { start } from "../protocol/server.mjs";

const dashc = resolve(process.env.DASHC ?? "build/compiler/dashc");
const figures = resolve("tests/figures");
const folder = mkdtempSync(join(tmpdir(), "figures-"));
after(() => rmSync(folder, { recursive: true }));

const recorded = readdirSync(figures).filter((file) => file.endsWith(".json") && file !== "template.json").sort()
    .map((file) => JSON.parse(readFileSync(join(figures, file), "utf8")));

function source() {
    const tables = readdirSync(join(figures, "data")).map((file) => file.replace(".csv", ""));
    const used = tables.filter((table) => recorded.some(({ case: one }) => one.table === table));
    for (const table of used) copyFileSync(join(figures, "data", `${table}.csv`), join(folder, `${table}.csv`));
    return [
        'app "Recorded"', "",
        ...used.map((table) => `table ${table} = csv("${table}.csv")`), "",
        'fn louder(item: json) -> json { {...item, name: upper(item.name as text)} }',
        'fn only_value(item: json) -> json { {...item, text: (item.text as text).split("=")[-1]} }',
        'fn no_grid(item: json) -> json { {...item, showgrid: false} }',
        'fn same(_item: json) -> json { null }',
        "",
        "layout {",
        ...recorded.map(({ case: one }) => `    dcc.Graph(#${one.name}, figure=${one.dash ?? dash_call(one)})`),
        "}", "",
    ].join("\n");
}

writeFileSync(join(folder, "recorded.dash"), source());
execFileSync(dashc, ["build", join(folder, "recorded.dash"), "-o", join(folder, "recorded")], { stdio: ["ignore", "ignore", "inherit"] });
const server = await start([], {}, join(folder, "recorded"));
const layout = await (await fetch(new URL("_dash-layout", server.url))).json();
await server.stop();
const ours = new Map(layout.map(({ props }) => [props.id, props.figure]));

// Many points are drawn with WebGL, and the page has it: as plotly.express does.
test("render_mode=auto", async () => {
    const rows = Array.from({ length: 1001 }, (_, i) => `${i},${i % 7}\n`);
    writeFileSync(join(folder, "many.csv"), `a,b\n${rows.join("")}`);
    const charts = ["many | px.scatter(x=.a, y=.b)", "many | filter(.a < 1000) | px.line(x=.a, y=.b)", 'many | px.scatter(x=.a, y=.b, render_mode="svg")'];
    writeFileSync(join(folder, "many.dash"), `app "Many"\ntable many = csv("many.csv")\nlayout {\n${charts.map((chart) => `dcc.Graph(figure=${chart})\n`).join("")}}\n`);
    execFileSync(dashc, ["build", join(folder, "many.dash"), "-o", join(folder, "many")], { stdio: ["ignore", "ignore", "inherit"] });
    const many = await start([], {}, join(folder, "many"));
    const page = await (await fetch(many.url)).text();
    const drawn = (await (await fetch(new URL("_dash-layout", many.url))).json()).map(({ props }) => props.figure.data[0].type);
    await many.stop();
    assert.deepEqual(drawn, ["scattergl", "scatter", "scatter"]);
    assert.match(page, /plotly-gl2d/);
});

test("lists of objects are merged item by item", () => {
    const program = `layout { html.P() }
test "merged" {
  let one = go.Figure(layout={annotations: [{x: 1}, {x: 2}]}) | update_layout(annotations=[{y: 3}, {y: 4}, {text: "c"}])
  let items = one.layout.annotations
  assert json.dump(items) == json.dump([{x: 1, y: 3}, {x: 2, y: 4}, {text: "c"}])
  let axes = one | update_xaxes(rangebreaks=[{pattern: "hour"}]) | update_xaxes(rangebreaks=[{enabled: true}, {dvalue: 1}])
  assert json.dump(axes.layout.xaxis.rangebreaks) == json.dump([{pattern: "hour", enabled: true}, {dvalue: 1}])
}
`;
    writeFileSync(join(folder, "lists.dash"), program);
    execFileSync(dashc, ["test", join(folder, "lists.dash")], { stdio: ["ignore", "ignore", "inherit"] });
});

test("all figures are there", () => assert.equal(ours.size, recorded.length));

for (const { case: one, figure } of recorded) {
    test(one.name, () => {
        const found = differences(normal(figure), normal(ours.get(one.name)));
        assert.deepEqual(found.slice(0, 5), [], `${one.dash ?? dash_call(one)} differs`);
    });
}
