// SPDX-License-Identifier: MIT
//
// Which callbacks run when the page loads, as the renderer is told: every form of
// `@prevent_initial_call` under each of the app's options. And two forms on the wire
// that need more than one component: MATCH in an output only, an output that is an Input.

import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { test } from "node:test";
import { build_cases } from "./cases.mjs";
import { post, request, start } from "../protocol/server.mjs";

const program = (option) => `app "initial" ${option}
layout {
  html.Button(#go, "Go")
  html.P(#bare)
  html.P(#never)
  html.P(#ever)
  html.P(#pair)
  for i in range(2) { html.P(#each[i]) }
  dcc.Input(#text, value="")
}
callback bare(n: int? = #go.n_clicks) -> #bare.children { "{n ?? 0}" }
@prevent_initial_call
callback never(n: int? = #go.n_clicks) -> #never.children { "{n ?? 0}" }
@prevent_initial_call(false)
callback ever(n: int? = #go.n_clicks) -> #ever.children { "{n ?? 0}" }
@prevent_initial_call
callback pair(n: int? = #go.n_clicks) -> #pair.children { "{n ?? 0}" }
@prevent_initial_call("initial_duplicate")
callback pair_too(n: int? = #go.n_clicks) -> allow_duplicate #pair.children { "also {n ?? 0}" }
callback each(n: int? = #go.n_clicks) -> #each[MATCH i].children { "{i}: {n ?? 0}" }
callback trim(text: text? = #text.value) -> (text = #text.value, title = #bare.title) {
  let trimmed = (text ?? "").strip()
  {text: if trimmed == text { no_update } else { trimmed }, title: trimmed}
}
`;

const json = (response) => JSON.parse(response.body);

// Builds and starts the program, and hands it over with its dependencies by output.
const drive = (what, option, steps) => test(what, { timeout: 60_000 }, async () => {
    const built = build_cases("initial", program(option));
    const server = await start([], {}, built.program);
    try {
        const list = json(await request(server, "/_dash-dependencies"));
        const prevented = Object.fromEntries(list.map((one) => [one.output, one.prevent_initial_call]));
        const page = (await request(server, "/")).body.toString();
        const answered = JSON.parse(page.match(/"results":(\[.*\])\}<\/script>/s)[1]).map((one) => one.request.output);
        await steps(prevented, answered, server);
    } finally {
        await server.stop();
        rmSync(built.folder, { recursive: true });
    }
});

const EACH = '{"index":["MATCH"],"type":"each"}.children';
const TRIM = "..text.value...bare.title..";

drive("each form by itself, and answers that the page carries", "", async (prevented, answered, server) => {
    assert.deepEqual(prevented, {
        "bare.children": false, "never.children": true, "ever.children": false, "pair.children": true,
        "pair.children@pair_too": false, [EACH]: false, [TRIM]: false,
    });
    assert.deepEqual(answered.filter((output) => prevented[output]), []);
    assert.ok(answered.includes("ever.children") && answered.includes("bare.children"));

    // a fixed Input writes to each of the family: one request for each
    for (const index of [0, 1]) {
        const reply = await post(server, {
            output: EACH, outputs: { id: { index, type: "each" }, property: "children" },
            inputs: [{ id: "go", property: "n_clicks", value: 4 }], changedPropIds: ["go.n_clicks"],
        });
        assert.deepEqual(json(reply).response, { [`{"index":${index},"type":"each"}`]: { children: `${index}: 4` } });
    }

    // an output that is an Input, too
    const trim = async (value) => json(await post(server, {
        output: TRIM, outputs: [{ id: "text", property: "value" }, { id: "bare", property: "title" }],
        inputs: [{ id: "text", property: "value", value }], changedPropIds: ["text.value"],
    })).response;
    assert.deepEqual(await trim(" x "), { text: { value: "x" }, bare: { title: "x" } });
    assert.deepEqual(await trim("x"), { bare: { title: "x" } });
});

drive("the app's option true", "{ prevent_initial_callbacks = true }", async (prevented, answered) => {
    assert.deepEqual(Object.keys(prevented).filter((output) => !prevented[output]), ["ever.children", "pair.children@pair_too"]);
    assert.deepEqual(answered.filter((output) => prevented[output]), []);
});

drive("the app's option \"initial_duplicate\"", "{ prevent_initial_callbacks = \"initial_duplicate\" }", async (prevented) => {
    assert.deepEqual(Object.keys(prevented).filter((output) => prevented[output]), ["never.children", "pair.children"]);
});
