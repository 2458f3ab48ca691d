// SPDX-License-Identifier: MIT
//
// What callbacks do besides their outputs (effects.dash), in a real browser:
// patches of children, set_props of ids with keys, ctx, @running, @on_error.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { after, before, test } from "node:test";
import { root, start_app } from "../bench/servers.mjs";
import { launch, open_app } from "./browser.mjs";

const build = resolve(process.env.DASHC_BUILD ?? join(root, "build"));
const binary = join(build, "samples", "effects");

let browser, server;
before(async () => {
    mkdirSync(join(build, "samples"), { recursive: true });
    execFileSync(join(build, "compiler/dashc"), ["build", join(root, "tests/browser/effects.dash"), "-o", binary], { stdio: "inherit" });
    [browser, server] = await Promise.all([launch(), start_app(binary)]);
});
after(async () => {
    await browser?.close();
    await server?.stop();
});

const shows = (page, id, text) => page.waitForFunction(
    ([element, wanted]) => document.getElementById(element)?.textContent === wanted, [id, text], { timeout: 15_000 });
const keyed = (type, index) => `[id='{"index":${index},"type":"${type}"}']`;

// A test on a page of its own; `expected`: lines of the console that are part of it.
function drive(what, path, expected, steps) {
    test(what, { timeout: 120_000 }, async () => {
        const app = await open_app(browser, server.url(path));
        try {
            await steps(app.page, app);
            assert.deepEqual(app.console.filter((line) => !expected.test(line)), []);
        } finally {
            await app.close();
        }
    });
}

drive("a list grows by patches, and its new buttons work", "/", /^$/, async (page) => {
    await shows(page, "who", "nobody");
    for (let n = 0; n < 3; n++) {
        await page.click("#add");
        await page.waitForSelector(keyed("item", n));
    }
    assert.deepEqual(await page.$$eval("#list span", (spans) => spans.map((span) => span.textContent)), ["item 0", "item 1", "item 2"]);
    await page.click(keyed("up", 1));
    await shows(page, "who", "up 1");
    await page.waitForFunction((name) => document.querySelector(name).textContent === "item 1!", keyed("name", 1));
    assert.equal(await page.$eval(keyed("name", 1), (span) => span.style.color), "red");
    assert.equal(await page.$eval(keyed("name", 0), (span) => span.textContent), "item 0");
    await page.click(keyed("drop", 2));
    await shows(page, "who", "drop 2 of 1");
});

drive("a prop of the same item while it runs", "/", /^$/, async (page) => {
    for (let n = 0; n < 2; n++) {
        await page.click("#add");
        await page.waitForSelector(keyed("item", n));
    }
    let release;
    const held = new Promise((resolve) => { release = resolve; });
    await page.route("**/_dash-update-component", async (route) => { await held; await route.continue(); });
    await page.click(keyed("drop", 1));
    await page.waitForSelector(`${keyed("up", 1)}:disabled`);
    assert.ok(await page.isEnabled(keyed("up", 0)));
    release();
    await page.waitForSelector(`${keyed("up", 1)}:enabled`);
    await page.waitForFunction((name) => document.querySelector(name).title === "dropped 1, 1", keyed("name", 1));
});

drive("an error is answered by @on_error, and running ends", "/", /^$/, async (page) => {
    await page.fill("#text", "xy");
    await shows(page, "echo", "c /");
    await page.fill("#text", "xyz");
    await shows(page, "error", "Sorry: index 3 in a list of 3");
    await shows(page, "state", "idle");
    assert.equal(await page.textContent("#echo"), "c /");
});

drive("a prop while the callback runs", "/", /^$/, async (page) => {
    await shows(page, "state", "idle");
    let release;
    const held = new Promise((resolve) => { release = resolve; });
    await page.route("**/_dash-update-component", async (route) => { await held; await route.continue(); });
    await page.fill("#text", "a");
    await shows(page, "state", "busy");
    release();
    await shows(page, "state", "idle");
    await shows(page, "echo", "b /");
});

drive("path, query and cookies are those of the page", "/orders?tab=open", /^$/, async (page) => {
    await shows(page, "page", "/orders?open");
    await shows(page, "theme", "none");
    await page.fill("#text", "é;");
    await shows(page, "echo", "c /orders");
    await shows(page, "theme", "é;");
    const [cookie] = await page.context().cookies();
    assert.deepEqual([cookie.name, cookie.value, cookie.httpOnly, cookie.sameSite], ["theme", "%C3%A9%3B", true, "Lax"]);
});
