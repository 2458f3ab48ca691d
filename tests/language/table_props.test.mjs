// SPDX-License-Identifier: MIT
//
// Tables in the place of props: what the browser gets for `data`, `columns`,
// `options`, `marks` and the children of html.Table, from the layout and from a
// callback.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import test from "node:test";

import { invocation, post, request, start } from "../protocol/server.mjs";

const dashc = resolve(process.env.DASHC ?? "build/compiler/dashc");

const program = `
table films = rows {
  title, year, score, day, good
  "Alpha", 1999, 7.5, date"2020-01-05", true
  "beta", 2001, null, date"2020-02-05", false
  "gamma", null, 3.25, null, true
}

layout {
  dash_table.DataTable(films)
  dash_table.DataTable(#own, data=films, columns=[{id: "title", name: "Film"}])
  dash_table.DataTable(#empty, columns=films)
  dcc.Dropdown(#two, options=films | select(value=.title, label="Film {.title}"))
  dcc.RadioItems(#one, options=films | filter(.year != null) | distinct(.year))
  dcc.Checklist(#texts, options=films | select(.title), value=["beta"])
  dcc.Slider(#column, min=1990, max=2010, step=1, marks=films.year)
  dcc.RangeSlider(#marks, min=1990, max=2010, marks=films | select(value=.year, label=.title))
  html.Table(#html) { films | select(.title, .day, .good) | take(1) }
}

callback show(a = #two.value, b = #one.value, c = #texts.value) -> (t = #html.children, m = #marks.marks, k = #empty.columns) {
  let chosen = films | filter(.title == a or .year == b or .title in c)
  { t: chosen | select(.score), m: chosen | select(value=.score, label=.title), k: chosen | drop(.title) }
}

callback press(n: int? = #html.n_clicks) -> #two.options {
  if n == 1 { films | select(label=.title, value=.title) | take(1) } else { films | select(.title) | rename(value=.title) | derive(label="-") }
}
`;

const element = (type, children) => ({ props: { children }, type, namespace: "dash_html_components" });
const html_table = (heads, rows) => [
    element("Thead", element("Tr", heads.map((head) => element("Th", head)))),
    element("Tbody", rows.map((row) => element("Tr", row.map((cell) => element("Td", cell))))),
];
const columns = [
    { id: "title", name: "title", type: "text" },
    { id: "year", name: "year", type: "numeric" },
    { id: "score", name: "score", type: "numeric" },
    { id: "day", name: "day", type: "datetime" },
    { id: "good", name: "good", type: "any" },
];

test("tables become what props take", async () => {
    const folder = mkdtempSync(join(tmpdir(), "table-props-"));
    writeFileSync(join(folder, "t.dash"), program);
    execFileSync(dashc, ["build", join(folder, "t.dash"), "-o", join(folder, "t")]);
    const server = await start([], {}, join(folder, "t"));
    const layout = JSON.parse((await request(server, "/_dash-layout")).body).map(({ props }) => props);
    const data = [
        { title: "Alpha", year: 1999, score: 7.5, day: "2020-01-05", good: true },
        { title: "beta", year: 2001, score: null, day: "2020-02-05", good: false },
        { title: "gamma", year: null, score: 3.25, day: null, good: true },
    ];
    assert.deepEqual(layout, [
        { data, columns },
        { id: "own", data, columns: [{ id: "title", name: "Film" }] },
        { id: "empty", columns },
        { id: "two", options: data.map(({ title }) => ({ value: title, label: `Film ${title}` })) },
        { id: "one", options: [1999, 2001] },
        { id: "texts", options: ["Alpha", "beta", "gamma"], value: ["beta"] },
        { id: "column", min: 1990, max: 2010, step: 1, marks: { 1999: "1999", 2001: "2001" } },
        { id: "marks", min: 1990, max: 2010, marks: { 1999: "Alpha", 2001: "beta" } },
        { id: "html", children: html_table(["title", "day", "good"], [["Alpha", "2020-01-05", "true"]]) },
    ]);
    const show = await post(server, invocation("..html.children...marks.marks...empty.columns..",
        [["two", "value", "Alpha"], ["one", "value", 1999], ["texts", "value", ["gamma"]]]));
    assert.deepEqual(JSON.parse(show.body).response, {
        html: { children: html_table(["score"], [[7.5], [3.25]]) },
        marks: { marks: { 7.5: "Alpha", 3.25: "gamma" } },
        empty: { columns: columns.slice(1) },
    });
    const press = async (n) => JSON.parse((await post(server, invocation("two.options", [["html", "n_clicks", n]]))).body).response.two.options;
    assert.deepEqual(await press(1), [{ label: "Alpha", value: "Alpha" }]);
    assert.deepEqual((await press(2))[2], { value: "gamma", label: "-" });
    assert.equal(await server.stop(), 0);
    rmSync(folder, { recursive: true });
});
