// SPDX-License-Identifier: MIT
//
// runtime/web/boot.js against a window made of what it uses.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import vm from "node:vm";

const source = readFileSync(new URL("../../runtime/web/boot.js", import.meta.url), "utf8");

const inline = () => ({
    layout: { namespace: "dash_html_components", type: "Div", props: { id: "page" } },
    dependencies: [{ output: "chart.figure" }],
    results: [
        {
            request: {
                output: "chart.figure",
                inputs: [{ id: "region", property: "value", value: "West" }],
                state: [{ id: { type: "a", index: 1 }, property: "data", value: null }],
            },
            status: 200,
            response: { multi: true, response: { chart: { figure: { data: [], layout: { template: "plotly" } } } } },
        },
        { request: { output: "..x.a...y.b..", inputs: [] }, status: 204 },
    ],
    templates: { plotly: { layout: { colorway: ["#636efa"] } } },
});

// Runs boot.js; gives what it did to the window.
function boot(data = inline()) {
    const asked = [];
    const timers = [];
    const window = {
        fetch: (url, options) => (asked.push([url, options]), Promise.resolve({ status: 599 })),
        DashRenderer: function (hooks) { this.hooks = hooks; },
    };
    const document = { getElementById: (id) => (id === "_dashc-inline" ? { textContent: JSON.stringify(data) } : null) };
    vm.runInNewContext(source, { window, document, setTimeout: (run, ms) => timers.push({ run, ms }) });
    return { window, asked, timers, hooks: window.renderer.hooks };
}

const post = (body) => ["/_dash-update-component", { method: "POST", body: JSON.stringify(body) }];
const chart_request = (value) => ({
    output: "chart.figure",
    outputs: { id: "chart", property: "figure" },
    inputs: [{ id: "region", property: "value", value }],
    changedPropIds: [],
    state: [{ id: { type: "a", index: 1 }, property: "data" }],
});

test("layout and dependencies come from the page once", async () => {
    const { window, asked } = boot();
    const layout = await window.fetch("/app/_dash-layout?x=1", { method: "GET" });
    assert.equal(layout.status, 200);
    assert.match(layout.headers.get("content-type"), /application\/json/);
    assert.equal((await layout.json()).props.id, "page");
    const dependencies = await window.fetch("/_dash-dependencies");
    assert.equal((await dependencies.json())[0].output, "chart.figure");
    assert.equal(asked.length, 0);
    assert.equal((await window.fetch("/app/_dash-layout", { method: "GET" })).status, 599);
    assert.equal(asked.length, 1);
});

test("an initial callback is answered once, absent being null", async () => {
    const { window, asked } = boot();
    const first = await window.fetch(...post(chart_request("West")));
    assert.equal(first.status, 200);
    assert.deepEqual(JSON.parse(await first.text()).multi, true);
    assert.equal((await window.fetch(...post(chart_request("West")))).status, 599);
    assert.equal(asked.length, 1);
});

test("other inputs, other state and other outputs go to the network", async () => {
    const { window, asked } = boot();
    const state = { ...chart_request("West"), state: [{ id: { type: "a", index: 1 }, property: "data", value: 0 }] };
    for (const body of [chart_request("East"), chart_request(undefined), state, { ...chart_request("West"), output: "b.c" }])
        assert.equal((await window.fetch(...post(body))).status, 599);
    assert.equal(asked.length, 4);
    assert.equal((await window.fetch(...post(chart_request("West")))).status, 200);
});

test("a result without an update keeps its status", async () => {
    const { window } = boot();
    assert.equal((await window.fetch(...post({ output: "..x.a...y.b..", inputs: [] }))).status, 204);
});

test("POSTs elsewhere are left alone", async () => {
    const { window, asked } = boot();
    assert.equal((await window.fetch("/_dash-layout", { method: "POST", body: "not JSON" })).status, 599);
    assert.equal((await window.fetch("/upload", { method: "POST", body: "not JSON" })).status, 599);
    assert.equal(asked.length, 2);
});

test("results expire", async () => {
    const { window, timers, asked } = boot();
    assert.equal(timers.length, 1);
    assert.ok(timers[0].ms >= 1000 && timers[0].ms <= 60000);
    timers[0].run();
    assert.equal((await window.fetch(...post(chart_request("West")))).status, 599);
    assert.equal(asked.length, 1);
});

test("names of templates are expanded, each figure with a copy of its own", () => {
    const { hooks } = boot();
    const figure = () => ({ data: [{ x: [1, 2], y: null }], layout: { template: "plotly" } });
    const layout = { props: { children: ["text", 1, null, { props: { figure: figure() } }, { props: { figure: figure() } }] } };
    hooks.layout_post(layout);
    const [one, other] = layout.props.children.slice(3).map((child) => child.props.figure.layout.template);
    assert.equal(JSON.stringify(one), '{"layout":{"colorway":["#636efa"]}}');
    assert.notEqual(one, other);
    const response = { chart: { figure: figure() } };
    hooks.request_post({}, response);
    assert.equal(response.chart.figure.layout.template.layout.colorway[0], "#636efa");
});

test("other templates stay as they are", () => {
    const { hooks } = boot();
    const layout = { a: { layout: { template: "constructor" } }, b: { layout: { template: { x: 1 } } }, c: { layout: "plotly" }, d: { layout: null } };
    const before = JSON.stringify(layout);
    hooks.layout_post(layout);
    assert.equal(JSON.stringify(layout), before);
    hooks.request_post({}, undefined);
});

test("a page with nothing inlined still starts", async () => {
    const { window, asked } = boot({});
    assert.ok(window.renderer);
    await window.fetch("/_dash-layout", { method: "GET" });
    assert.equal(asked.length, 1);
});
