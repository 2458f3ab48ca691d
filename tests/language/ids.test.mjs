// SPDX-License-Identifier: MIT
//
// Ids with keys and wildcards on the wire, in a running program: what the
// renderer is told, the requests that it makes, and those that it never would.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { post, request, start } from "../protocol/server.mjs";

const source = `app "ids"
layout {
  html.Button(#add, "Add")
  dcc.Store(#store, data={rows: [{y: [1, 2.5]}], name: "n"})
  for i in range(3) { dcc.Input(#"input-{i}", value="") }
  for i in range(3) { html.Div(#out[i], ""); dcc.Input(#in[i], value="") }
  html.P(#{kind: "x", on: true, n: 1.5}, "")
  html.P(#log, "")
  html.P(#sum, "")
  html.P(#part, "")
  html.P(#all, "")
}
callback each(text = #in[MATCH i].value, state before = #in[ALLSMALLER].value) -> #out[MATCH].children {
  "{i}: {text} after {before.join("+")}"
}
callback all(n = #add.n_clicks, state texts = #in[ALL].value) -> (titles = #out[ALL].title, styles = #out[ALL].style) {
  { titles: [if t == "keep" { no_update } else { t } for t in texts], styles: [{width: n ?? 0} for t in texts] }
}
callback which(n = #out[MATCH k].n_clicks, state text = #in[MATCH].value) -> #log.children { "{k} {n ?? 0} {text}" }
callback joined(texts = [#"input-{i}".value for i in range(3)]) -> #sum.children { texts.join(",") }
callback back(n: int? = #add.n_clicks) -> [#"input-{i}".value for i in range(3)] {
  if n == 9 { return ["too few"] }
  ["a", "b", no_update]
}
callback part(y: [float]? = #store.data.rows[0].y, state name: text? = #store.data.name, state other: text? = #store.data.none) -> #part.children {
  "{y ?? []} {name ?? "-"} {other ?? "-"}"
}
callback named(n = #{kind: "x", on: true, n: 1.5}.n_clicks, optional gone: int? = #add.tabIndex) -> #part.title { "{n ?? 0} {gone ?? 0}" }
@prevent_initial_call
callback again(n = #add.n_clicks) -> allow_duplicate #sum.children { "again" }
callback count(texts = #in[ALL].value) -> #all.title { "{len(texts)}" }
callback tick() -> #sum.title { "once" }
callback effect(n = #in[MATCH i].n_submit) { set_props(#out[i], {children: "set"}) }
`;

const folder = mkdtempSync(join(tmpdir(), "dashc-ids-"));
let server;
before(async () => {
    writeFileSync(join(folder, "app.dash"), source);
    execFileSync(process.env.DASHC ?? "build/compiler/dashc", ["build", "app.dash", "-o", "app"], { cwd: folder, stdio: "pipe" });
    server = await start([], {}, join(folder, "app"));
});
after(async () => {
    rmSync(folder, { recursive: true });
    assert.equal(await server.stop(), 0);
});

const id = (type, index) => ({ index, type });
const spec = (of, property, value) => ({ id: of, property, value });
const json = (response) => JSON.parse(response.body);
const wild = (type, wildcard) => `{"index":["${wildcard}"],"type":"${type}"}`;
const OUT = `${wild("out", "MATCH")}.children`;

function each(index, { output = id("out", index), input = id("in", index), before: smaller = [] } = {}) {
    return { output: OUT, outputs: { id: output, property: "children" }, inputs: [spec(input, "value", "t")],
        state: [smaller.map((i) => spec(id("in", i), "value", `v${i}`))] };
}

test("the dependencies name ids as Dash does", async () => {
    const list = json(await request(server, "/_dash-dependencies"));
    const by = Object.fromEntries(list.map((one) => [one.output, one]));
    assert.deepEqual(by[OUT].inputs, [{ id: wild("in", "MATCH"), property: "value" }]);
    assert.deepEqual(by[OUT].state, [{ id: wild("in", "ALLSMALLER"), property: "value" }]);
    assert.ok(by[`..${wild("out", "ALL")}.title...${wild("out", "ALL")}.style..`]);
    assert.deepEqual(by["part.title"].inputs, [{ id: '{"kind":"x","n":1.5,"on":true}', property: "n_clicks" },
        { id: "add", property: "tabIndex", allow_optional: true }]);
    assert.deepEqual(by["sum.children"].inputs.map((one) => one.id), ["input-0", "input-1", "input-2"]);
    assert.ok(by["..input-0.value...input-1.value...input-2.value.."]);
    assert.equal(by["sum.children@again"].prevent_initial_call, true);
    assert.equal(by["log.children"].prevent_initial_call, true, "nothing says which one is meant at the start");
    assert.deepEqual(by["sum.title"].inputs, []);
    assert.equal(list.find((one) => one.no_output).inputs[0].id, wild("in", "MATCH"));
});

test("the layout has dict ids as objects", async () => {
    const text = (await request(server, "/_dash-layout")).body.toString();
    assert.ok(text.includes('"id":{"index":2,"type":"out"}') && text.includes('"id":"input-2"'));
    assert.ok(text.includes('"id":{"kind":"x","n":1.5,"on":true}'));
});

test("the page carries answers that need ALL, not those that need MATCH", async () => {
    const page = (await request(server, "/")).body.toString();
    const results = JSON.parse(page.match(/"results":(\[.*\])\}<\/script>/s)[1]);
    const outputs = results.map((one) => one.request.output);
    assert.deepEqual(results.find((one) => one.request.output === "part.title").request.inputs[0].id, { kind: "x", n: 1.5, on: true });
    assert.ok(outputs.includes("sum.title") && outputs.includes("all.title") && !outputs.includes(OUT) && !outputs.includes("log.children"));
    const asked = results.find((one) => one.request.output === "all.title").request;
    assert.deepEqual(asked.inputs, [[0, 1, 2].map((i) => spec(id("in", i), "value", ""))]);
});

test("MATCH: one component at a time, and its index", async () => {
    const response = await post(server, each(2, { before: [0, 1] }));
    assert.equal(response.body.toString(), '{"multi":true,"response":{"{\\"index\\":2,\\"type\\":\\"out\\"}":{"children":"2: t after v0+v1"}}}');
    assert.equal((await post(server, each(0, { output: { type: "out", index: 0 } }))).status, 200, "keys in any order");
});

test("ids that do not belong to the callback are refused", async () => {
    const wrong = [each(1, { output: id("in", 1) }), each(1, { output: id("out", 2) }), each(1, { input: id("in", "1") }),
        each(1, { output: "out" }), each(1, { output: { index: 1 } }), each(1, { output: { ...id("out", 1), more: 1 } }),
        each(1, { output: id("out", null) }), each(1, { output: id("out", [1]) }), each(1, { output: [id("out", 1)] }),
        { ...each(1), outputs: undefined }, { ...each(1), outputs: [] }, { ...each(1), state: [{}] }, { ...each(1), state: [[{}]] }];
    for (const body of wrong) {
        const response = await post(server, body);
        assert.equal(response.status, 500, JSON.stringify(body));
        assert.equal(response.body.toString(), "Internal server error\n");
    }
    await server.logged(/callback each: the request's outputs 1 is not \{"index":\["MATCH"\],"type":"out"\}\.children/);
    // the type of what MATCH stands for is checked as well
    await post(server, each("x"));
    await server.logged(/the id .*"x".* has no int as its key "index"/);
});

test("ALL: a value for each, outputs of one component together", async () => {
    const output = `..${wild("out", "ALL")}.title...${wild("out", "ALL")}.style..`;
    const call = (indices, texts) => post(server, { output,
        outputs: ["title", "style"].map((property) => indices.map((i) => ({ id: id("out", i), property }))),
        inputs: [spec("add", "n_clicks", 7)], state: [texts.map((text, i) => spec(id("in", i), "value", text))] });
    assert.deepEqual(json(await call([0, 2], ["x", "keep"])).response, {
        '{"index":0,"type":"out"}': { title: "x", style: { width: 7 } },
        '{"index":2,"type":"out"}': { style: { width: 7 } },
    });
    assert.deepEqual(json(await call([], [])).response, {});
    assert.equal((await call([0], ["x", "y"])).status, 500);
    await server.logged(/the output .* is of 1 components, but was given 2 values/);
});

test("a fixed output takes MATCH from the input that changed", async () => {
    const call = (k, text) => post(server, { output: "log.children", outputs: { id: "log", property: "children" },
        inputs: [spec(id("out", k), "n_clicks", 3)], state: [spec(id("in", text), "value", "t")] });
    assert.equal(json(await call(1, 1)).response.log.children, "1 3 t");
    assert.equal((await call(1, 2)).status, 500, "another component's state");
});

test("lists of inputs and of outputs", async () => {
    const inputs = ["a", "b", "c"].map((text, i) => spec(`input-${i}`, "value", text));
    assert.equal(json(await post(server, { output: "sum.children", inputs })).response.sum.children, "a,b,c");
    assert.equal((await post(server, { output: "sum.children", inputs: inputs.slice(1) })).status, 500);
    const output = "..input-0.value...input-1.value...input-2.value..";
    const back = (n) => post(server, { output, inputs: [spec("add", "n_clicks", n)] });
    assert.deepEqual(json(await back(1)).response, { "input-0": { value: "a" }, "input-1": { value: "b" } });
    assert.equal((await back(9)).status, 500);
    await server.logged(/the output input-0\.value is of 3 components, but was given 1 values/);
});

test("a path below a prop", async () => {
    const call = (data) => post(server, { output: "part.children", inputs: [spec("store", "data", data)],
        state: [spec("store", "data", data), spec("store", "data", data)] });
    assert.equal(json(await call({ rows: [{ y: [1, 2] }], name: "n" })).response.part.children, "[1,2] n -");
    assert.equal(json(await call(null)).response.part.children, "[] - -");
    const typed = (dtype, array) => ({ dtype, bdata: Buffer.from(array.buffer).toString("base64") });
    for (const [dtype, array] of [["f8", new Float64Array([1.5, -2])], ["f4", new Float32Array([0.25])], ["i4", new Int32Array([-70000, 3])],
        ["u2", new Uint16Array([65535])], ["i1", new Int8Array([-1, 2, -3])], ["f8", new Float64Array([])]]) {
        const y = { ...typed(dtype, array), _inputArray: { 0: 9 } }; // as plotly.js leaves it
        assert.equal(json(await call({ rows: [{ y }] })).response.part.children, `[${[...array].join(",")}] - -`, dtype);
    }
    for (const y of [{ dtype: "f8", bdata: "AAA" }, { dtype: "f8", bdata: "?" }, { dtype: "x", bdata: "" }, { dtype: "f8" }])
        assert.equal((await call({ rows: [{ y }] })).status, 500, JSON.stringify(y));
    assert.equal((await call({ rows: [{ y: ["x"] }] })).status, 500);
    await server.logged(/parameter y \(store\.data\) takes \[float\]\?, got list \["x"\]/);
});

test("a missing component, a duplicate output, no input, no output", async () => {
    const x = { kind: "x", n: 1.5, on: true };
    const named = await post(server, { output: "part.title", inputs: [spec(x, "n_clicks", 2),
        { id: "add", property: "tabIndex", allow_optional: true, value: null }] });
    assert.equal(json(named).response.part.title, "2 0");
    const again = await post(server, { output: "sum.children@again", inputs: [spec("add", "n_clicks", 1)] });
    assert.deepEqual(json(again).response, { sum: { children: "again" } });
    assert.deepEqual(json(await post(server, { output: "sum.title", inputs: [] })).response, { sum: { title: "once" } });
    const effect = await post(server, { output: "effect", inputs: [spec(id("in", 1), "n_submit", 1)] });
    assert.deepEqual(json(effect).sideUpdate, { '{"index":1,"type":"out"}': { children: "set" } });
});
