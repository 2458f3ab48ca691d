// SPDX-License-Identifier: MIT
//
// What callbacks do besides giving their outputs, in a running program: patches
// with every operation, set_props, the ways to leave without an update.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { invocation, post, request, start } from "../protocol/server.mjs";

const source = `app "effects"
layout {
  dcc.Input(#what, value="")
  dcc.Input(#n, type="number", value=3)
  dcc.Graph(#chart, figure={data: [{type: "bar", x: [1], y: [2]}], layout: {title: "t"}})
  html.P(#out)
  html.P(#other)
  dcc.Store(#store, data={n: 1})
  dcc.Dropdown(#pick, options=["a"], value="a")
}
table t = csv("t.csv")
fn guard(n: float) { if n > 99 { prevent_update } }
callback draw(n: float? = #n.value) -> #chart.figure {
  let x = n ?? 0
  let trace = 0
  guard(x)
  patch {
    layout.title = "é {x}"
    layout["any key"] = null
    data[trace].x.append(x)
    data[0].y.prepend(0.5)
    data[0].y.insert(-1, x)
    data[0].y.extend(t.a)
    data[0].y.remove(2)
    data[-1].y.reverse()
    data[0].width += 2; data[0].width -= 1; data[0].width *= 3; data[0].width /= 4
    layout.shapes.clear()
    layout.legend.delete()
    layout.merge({hovermode: "x"})
    layout.name += "!"
    layout.shapes += [{type: "line"}]
    data += t | filter(.a > 1)
  }
}
callback whole(what = #what.value) -> #store.data { patch { _ = {n: what} } }
fn sorry(message: text) {
  if message == "no" { prevent_update }
  set_props(#other, {children: "Sorry: {message}"})
  if len(message) > 30 { set_props(#other, {title: "{[1][len(message)]}"}) }
}
@on_error(sorry)
@running(#pick.disabled, true, false)
@running(#out.children, html.B("…"), "")
@hidden
@optional
@server
callback guarded(what = #what.value, gone = #nowhere.value) -> (x = #other.lang, y = #missing.children) {
  set_props(#pick, {value: "lost"})
  let n = if what == "long" { [1, 2, 3][123456789012345] } else { [1, 2][len(what)] }
  ("{n}", html.B(what))
}
fn aside(text: text) { set_props(#other, {children: text, title: "first"}) }
callback effects(what = #what.value) {
  aside(what)
  set_props(#other, {title: "second"})
  set_props(#store, {data: patch { n += 1 }})
  set_props(#store, {data: patch { list.append(what) }})
  if what == "stop" { prevent_update }
  if what == "fail" { set_props(#pick, {options: ["{[1][9]}"]}) }
}
callback leave(what = #what.value) -> (text = #out.children, title = #out.title) {
  set_props(#pick, {disabled: what == "stop"})
  guard(if what == "deep" { 100 } else { 0 })
  match what {
    "stop" => prevent_update,
    "none" => no_update,
    "one" => {text: "one"},
    "two" => (no_update, "two"),
    _ => ("both", "both"),
  }
}
`;

let folder, server;

before(async () => {
    folder = mkdtempSync(join(tmpdir(), "effects-"));
    writeFileSync(join(folder, "app.dash"), source);
    writeFileSync(join(folder, "t.csv"), "a,b\n1,x\n2,y\n");
    execFileSync(process.env.DASHC ?? "build/compiler/dashc", ["build", join(folder, "app.dash"), "-o", join(folder, "app")], { stdio: "pipe" });
    server = await start([], {}, join(folder, "app"));
});

after(async () => {
    assert.equal(await server.stop(), 0);
    rmSync(folder, { recursive: true });
});

async function call(output, inputs, state) {
    const reply = await post(server, { ...invocation(output, inputs, state), changedPropIds: inputs.map(([id, prop]) => `${id}.${prop}`) });
    return { status: reply.status, body: reply.status === 200 ? JSON.parse(reply.body) : null };
}

const op = (operation, location, params = {}) => ({ operation, location, params });

test("every operation of a patch, as the renderer takes it", async () => {
    const { status, body } = await call("chart.figure", [["n", "value", 7]]);
    assert.equal(status, 200);
    assert.deepEqual(body, { multi: true, response: { chart: { figure: {
        __dash_patch_update: "__dash_patch_update",
        operations: [
            op("Assign", ["layout", "title"], { value: "é 7" }),
            op("Assign", ["layout", "any key"], { value: null }),
            op("Append", ["data", 0, "x"], { value: 7 }),
            op("Prepend", ["data", 0, "y"], { value: 0.5 }),
            op("Insert", ["data", 0, "y"], { value: 7, index: -1 }),
            op("Extend", ["data", 0, "y"], { value: [1, 2] }),
            op("Remove", ["data", 0, "y"], { value: 2 }),
            op("Reverse", ["data", -1, "y"]),
            op("Add", ["data", 0, "width"], { value: 2 }),
            op("Sub", ["data", 0, "width"], { value: 1 }),
            op("Mul", ["data", 0, "width"], { value: 3 }),
            op("Div", ["data", 0, "width"], { value: 4 }),
            op("Clear", ["layout", "shapes"]),
            op("Delete", ["layout", "legend"]),
            op("Merge", ["layout"], { value: { hovermode: "x" } }),
            op("Add", ["layout", "name"], { value: "!" }),
            op("Extend", ["layout", "shapes"], { value: [{ type: "line" }] }),
            op("Extend", ["data"], { value: [{ a: 2, b: "y" }] }),
        ],
    } } } });
});

test("a patch of the value itself", async () => {
    const { body } = await call("store.data", [["what", "value", "x"]]);
    assert.deepEqual(body.response.store.data.operations, [op("Assign", [], { value: { n: "x" } })]);
});

test("a callback without outputs sets props of others", async () => {
    const { status, body } = await call("effects", [["what", "value", "x"]]);
    assert.equal(status, 200);
    assert.deepEqual(body, {
        multi: true,
        sideUpdate: {
            other: { children: "x", title: "second" },
            store: { data: { __dash_patch_update: "__dash_patch_update", operations: [
                op("Add", ["n"], { value: 1 }), op("Append", ["list"], { value: "x" }),
            ] } },
        },
        response: {},
    });
});

test("what was set before prevent_update stays set, an error undoes it", async () => {
    const stopped = await call("effects", [["what", "value", "stop"]]);
    assert.equal(stopped.status, 200);
    assert.equal(stopped.body.sideUpdate.other.children, "stop");
    assert.deepEqual(stopped.body.response, {});
    const failed = await call("effects", [["what", "value", "fail"]]);
    assert.equal(failed.status, 500);
    await server.logged(/app\.dash:\d+:\d+.*9/);
});

test("outputs that are not updated", async () => {
    const answer = async (what) => (await call("..out.children...out.title..", [["what", "value", what]])).body;
    assert.deepEqual((await answer("")).response, { out: { children: "both", title: "both" } });
    assert.deepEqual((await answer("one")).response, { out: { children: "one" } });
    assert.deepEqual((await answer("two")).response, { out: { title: "two" } });
    assert.deepEqual((await answer("none")).response, {});
    assert.deepEqual(await answer("stop"), { multi: true, sideUpdate: { pick: { disabled: true } }, response: {} });
    assert.deepEqual(await answer("deep"), { multi: true, sideUpdate: { pick: { disabled: false } }, response: {} });
});

test("prevent_update in a function that the callback calls", async () => {
    assert.equal((await call("chart.figure", [["n", "value", 100]])).status, 204);
});

test("an error is answered by what @on_error names, and logged", async () => {
    const output = "..other.lang...missing.children..";
    const answer = (what) => call(output, [["what", "value", what], ["nowhere", "value", null]]);
    assert.equal((await answer("a")).body.response.other.lang, "2");
    assert.deepEqual(await answer("abc"), { status: 200, body: {
        multi: true, sideUpdate: { other: { children: "Sorry: index 3 in a list of 2" } }, response: {},
    } });
    await server.logged(/app\.dash:\d+:\d+: index 3 in a list of 2/);
    // the handler fails too
    assert.equal((await answer("long")).status, 500);
    await server.logged(/index 1 in a list|index 3\d in a list of 1 \(in what `@on_error` names\)/);
});

test("what annotations say is in the dependencies", async () => {
    const dependencies = JSON.parse((await request(server, "/_dash-dependencies")).body);
    const { inputs, ...rest } = dependencies.find((one) => one.hidden);
    assert.equal(inputs.length, 2);
    assert.deepEqual(rest, {
        output: "..other.lang...missing.children..", state: [], clientside_function: null, prevent_initial_call: false,
        optional: true, hidden: true,
        running: {
            running: { "pick.disabled": true, "out.children": { props: { children: "…" }, type: "B", namespace: "dash_html_components" } },
            runningOff: { "pick.disabled": false, "out.children": "" },
        },
    });
});

test("the dependencies say that a callback has no output", async () => {
    const dependencies = JSON.parse((await request(server, "/_dash-dependencies")).body);
    assert.deepEqual(dependencies.map((one) => [one.output, one.no_output ?? false]), [
        ["chart.figure", false], ["store.data", false], ["..other.lang...missing.children..", false], ["effects", true], ["..out.children...out.title..", false],
    ]);
});

test("only patches of what is known go with the page", async () => {
    const page = (await request(server, "/")).body.toString();
    const inline = JSON.parse(page.match(/id="_dashc-inline" type="application\/json">(.*?)<\/script>/s)[1]);
    assert.deepEqual(inline.results.map((result) => result.request.output), ["chart.figure", "store.data"]);
});
