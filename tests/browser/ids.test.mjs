// SPDX-License-Identifier: MIT
//
// Ids with keys and wildcards in a real browser: samples/todo, and a small program
// with the forms that it does not use.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { after, before, test } from "node:test";
import { root, start_app } from "../bench/servers.mjs";
import { launch, open_app, screenshot } from "./browser.mjs";

const build = resolve(process.env.DASHC_BUILD ?? join(root, "build"));

let browser;
before(async () => { browser = await launch(); });
after(async () => { await browser?.close(); });

const shows = (page, id, text) => page.waitForFunction(
    ([element, wanted]) => document.getElementById(element)?.textContent === wanted, [id, text], { timeout: 15_000 });

async function drive(source, name, actions) {
    const binary = join(build, "samples", name);
    mkdirSync(join(build, "samples"), { recursive: true });
    execFileSync(join(build, "compiler/dashc"), ["build", source, "-o", binary], { stdio: "pipe" });
    const server = await start_app(binary);
    const app = await open_app(browser, server.url("/"));
    try {
        await actions(app.page, app);
        assert.deepEqual(app.console, []);
    } finally {
        await app.close();
        await server.stop();
    }
}

test("todo: entries are added, done, removed, cleared", { timeout: 120_000 }, () =>
    drive(join(root, "samples/todo/app.dash"), "todo", async (page, app) => {
        const entries = () => page.$$eval("li .what", (all) => all.map((one) => `${one.textContent} ${one.style.textDecoration}`.trim()));
        await shows(page, "status", "0 of 0 done");
        assert.equal(app.posts, 0, "the page carries the first answers");
        for (const [i, what] of ["milk", "bread", "tea"].entries()) {
            await page.fill("#new", what);
            if (i === 1) await page.press("#new", "Enter");
            else await page.click("#add");
            await shows(page, "status", `0 of ${i + 1} done`);
        }
        assert.equal(await page.inputValue("#new"), "");
        await page.click("li:nth-child(2) input");
        await shows(page, "status", "1 of 3 done");
        await page.waitForFunction(() => document.querySelectorAll("li .what")[1].style.textDecoration === "line-through");
        await screenshot(page, join(build, "screenshots", "todo.png"));
        assert.deepEqual(await entries(), ["milk", "bread line-through", "tea"]);
        await page.click("li:nth-child(1) button");
        await shows(page, "status", "1 of 2 done");
        await page.click("#clear");
        await shows(page, "status", "0 of 1 done");
        assert.deepEqual(await entries(), ["tea"]);
    }));

const forms = `layout {
  for i in range(3) {
    dcc.Input(#"input-{i}", value="{i}")
    dcc.Input(#in[i], value="v{i}")
    html.P("-", id=#out[i])
    html.Button("pick", id=#{kind: "pick", n: i})
  }
  html.Button("all", id=#all)
  html.P("", id=#sum)
  html.P("", id=#log)
  html.P("", id=#once)
}
callback before(_text = #in[MATCH i].value, others = #in[ALLSMALLER].value) -> #out[MATCH].children { "{i} after {others.join("+")}" }
callback joined(texts = [#"input-{i}".value for i in range(3)]) -> #sum.children { texts.join(",") }
callback pick(n = #{kind: "pick", n: MATCH k}.n_clicks) -> #log.children { "{k} clicked {n ?? 0} times" }
@prevent_initial_call
callback all(_n = #all.n_clicks, state texts = #in[ALL].value) -> (own = #in[ALL].value, plain = [#"input-{i}".value for i in range(3)]) {
  { own: ["{t}!" for t in texts], plain: ["a", no_update, "c"] }
}
callback once() -> #once.children { "once" }
`;

test("ALLSMALLER, MATCH without an output, lists, outputs with ALL", { timeout: 120_000 }, async () => {
    const source = join(build, "samples", "ids.dash");
    mkdirSync(join(build, "samples"), { recursive: true });
    writeFileSync(source, forms);
    await drive(source, "ids", async (page) => {
        const outs = (...wanted) => page.waitForFunction((all) => [0, 1, 2].every((i) =>
            document.getElementById(`{"index":${i},"type":"out"}`)?.textContent === all[i]), wanted, { timeout: 15_000 });
        await outs("0 after ", "1 after v0", "2 after v0+v1");
        await shows(page, "sum", "0,1,2");
        await shows(page, "once", "once");
        assert.equal(await page.textContent("#log"), "");
        await page.fill('[id=\'{"index":0,"type":"in"}\']', "x");
        await outs("0 after ", "1 after x", "2 after x+v1");
        await page.click('[id=\'{"kind":"pick","n":2}\']');
        await shows(page, "log", "2 clicked 1 times");
        await page.click("#all");
        await shows(page, "sum", "a,1,c");
        await outs("0 after ", "1 after x!", "2 after x!+v1!");
    });
});
