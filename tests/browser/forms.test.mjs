// SPDX-License-Identifier: MIT
//
// Every form of a callback (forms.dash) in a real browser, on one page, driven by
// clicks and typing; after each test the console must be empty. Which test has a form
// here, and which file of tests/language has it on the wire:
//
//   several outputs: tuple, record by alias, less     several outputs            effects
//   no_update: one output, one component, all         no_update                  effects, ids
//   prevent_update, also in a function                no_update                  effects
//   state                                             State                      ids
//   optional                                          an optional component      ids
//   lists of Inputs, State, outputs over a range      lists                      ids
//   prop paths                                        paths below props          ids
//   no outputs, no Inputs, neither                    without outputs            effects, ids
//   allow_duplicate                                   allow_duplicate            ids
//   @prevent_initial_call, (false), "initial_duplicate"
//                                                     allow_duplicate, @prevent  initial
//   @running: a prop, components, ALL                 @running                   effects
//   @running with MATCH                               effects.test.mjs           effects
//   @on_error                                         @on_error                  effects
//   ctx.triggered_id, triggered, outputs, path        ctx                        ctx
//   ctx.query, cookies                                effects.test.mjs           ctx
//   set_props: ids of each form, what follows         set_props                  effects, ids
//   patch: every operation                            patch                      effects
//   patch in set_props                                effects.test.mjs           effects
//   #a, #type[text, int, bool, float], #{…}, #"…{i}"  set_props, keys, lists     ids
//   MATCH with binder, twice in one id, beside ALL    two wildcards              ids
//   ALL in Inputs, State, outputs                     two wildcards, no_update   ids
//   ALLSMALLER                                        ALLSMALLER                 ids
//   MATCH in the Input only, in the output only       MATCH on one side          ids, initial
//   output among the own inputs                       an output among            initial

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { after, before, test } from "node:test";
import { root, start_app } from "../bench/servers.mjs";
import { launch, open_app } from "./browser.mjs";

const build = resolve(process.env.DASHC_BUILD ?? join(root, "build"));
const binary = join(build, "samples", "forms");

let browser, server, app, page;
before(async () => {
    mkdirSync(join(build, "samples"), { recursive: true });
    execFileSync(join(build, "compiler/dashc"), ["build", join(root, "tests/browser/forms.dash"), "-o", binary], { stdio: "inherit" });
    [browser, server] = await Promise.all([launch(), start_app(binary)]);
    app = await open_app(browser, server.url("/"));
    page = app.page;
    page.setDefaultTimeout(10_000);
});
after(async () => {
    await browser?.close();
    await server?.stop();
});

// The DOM id of an id of several parts, as the renderer writes it: keys sorted.
const keyed = (parts) => JSON.stringify(Object.fromEntries(Object.entries(parts).sort(([a], [b]) => (a < b ? -1 : 1))));
const at = (type, index) => keyed({ type, index });
const found = (id) => page.locator(`[id='${id}']`);
const click = (id) => found(id).click();
const type = (id, text) => found(id).fill(text);
const text = (id) => found(id).textContent();

// Waits until elements read as they should: {id: text}; an id may be followed by `@attribute`.
async function shows(wanted) {
    const read = (all) => Object.fromEntries(all.map((key) => {
        const [id, attribute] = key.split("@");
        const element = document.getElementById(id);
        return [key, attribute ? element?.[attribute] : element?.textContent];
    }));
    for (let wait = 10; ; wait += 10) {
        const seen = await page.evaluate(read, Object.keys(wanted));
        if (wait > 900 || Object.entries(wanted).every(([key, value]) => seen[key] === value))
            return assert.deepEqual(seen, wanted);
        await page.waitForTimeout(wait);
    }
}

const settled = () => page.waitForFunction(() => {
    const { stored, completed, ...pending } = window.store.getState().callbacks;
    return Object.values(pending).flat().length === 0;
});

const form = (what, steps) => test(what, { timeout: 60_000 }, async () => {
    await steps();
    await settled();
    assert.deepEqual(app.console.splice(0), []);
});

// Holds the next requests until the steps are done.
async function meanwhile(begin, steps) {
    let release;
    const held = new Promise((done) => { release = done; });
    await page.route("**/_dash-update-component", async (route) => { await held; await route.continue(); });
    await begin();
    await steps();
    release();
    await page.unroute("**/_dash-update-component", { behavior: "wait" }).catch(() => {});
}

form("several outputs: a tuple, a record, a record with less", async () => {
    await shows({ "pair-a": "1 ", "pair-b": "2 ", "alias-a": "one ", "alias-b": "two " });
    await type("pair-in", "x");
    await shows({ "pair-a": "1 x", "pair-b": "2 x", "alias-a": "one x", "alias-b": "two x" });
    await type("pair-in", "one");
    await shows({ "pair-a": "1 one", "pair-b": "2 one", "alias-a": "only one", "alias-b": "two x" });
});

form("no_update and prevent_update", async () => {
    const now = (a, b, zero, two, after) => shows({
        "stay-a": a, "stay-b": b, [at("stay", 0)]: zero, [at("stay", 1)]: "s1", [at("stay", 2)]: two, "stay-after": after });
    await now("first", "first", "s0", "s2", "");
    await type("stay-in", "a");
    await now("a", "a", "a0", "a2", "after a");
    for (const still of ["nothing", "halt", "stop"]) {
        await type("stay-in", still);
        await settled();
        await now("a", "a", "a0", "a2", "after a");
    }
    await type("stay-in", "b");
    await now("a", "b", "b0", "b2", "after a");
});

form("State is read, and triggers nothing", async () => {
    await type("state-text", "draft");
    await settled();
    await shows({ "state-out": "0: " });
    await click("state-save");
    await shows({ "state-out": "1: draft" });
});

form("an optional component comes and goes", async () => {
    await shows({ "optional-out": "nobody 0" });
    await click("optional-make");
    await shows({ "optional-out": "late 0" });
    await type("optional-late", "typed");
    await shows({ "optional-out": "typed 0" });
    await click("optional-make");
    await settled();
    await click("optional-ask");
    await shows({ "optional-out": "nobody 1" });
});

form("lists of Inputs, State and outputs over a range", async () => {
    await shows({ "many-out": "0+1+2" });
    await type("many-1", "x");
    await shows({ "many-out": "0+x+2" });
    await click("many-spread");
    await shows({ "each-0": "0!", "each-1": "", "each-2": "2 1" });
});

form("paths below props", async () => {
    await shows({ "path-out": "a 1 x", "path-clicked": "none" });
    await click("path-change");
    await shows({ "path-out": "b 1 -" });
    await page.locator("#path-graph .bars .point").nth(1).click({ force: true }); // plotly.js draws a layer over it that takes the click
    await shows({ "path-clicked": "b 5", "path-figure": "[3,5] 400" });
});

form("without outputs, without Inputs, without both", async () => {
    await shows({ "effect-out": "-", "start-out": "started", "start-effect": "told at the start" });
    await click("effect-go");
    await shows({ "effect-out": "told 1" });
});

form("allow_duplicate", async () => {
    await shows({ "twice-out": "a 0", "twice-start": "start 0" });
    await click("twice-b");
    await shows({ "twice-out": "b 1", "twice-start": "start 1" });
    await click("twice-a");
    await shows({ "twice-out": "a 1", "twice-start": "later 1" });
});

form("@prevent_initial_call, and what its Input's writer does at the start", async () => {
    await shows({ "later-plain": "", "later-both": "0", "later-chain": "after started" });
    await click("later-go");
    await shows({ "later-plain": "1", "later-both": "1" });
});

form("@running: a prop, components, all of a kind", async () => {
    await shows({ "run-state": "calm" });
    await meanwhile(() => click("run-go"), () => shows({
        "run-go@disabled": true, "run-state": "busy!", [`${at("run", 0)}@disabled`]: true, [`${at("run", 1)}@disabled`]: true, "run-out": "" }));
    await shows({ "run-go@disabled": false, "run-state": "done", [`${at("run", 0)}@disabled`]: false, "run-out": "ran 1" });
});

form("@on_error, with prevent_update too", async () => {
    await type("fail-in", "a");
    await shows({ "fail-out": "20", "fail-said": "" });
    await type("fail-in", "1234567");
    await settled();
    await shows({ "fail-out": "20", "fail-said": "" });
    await type("fail-in", "12");
    await shows({ "fail-out": "20", "fail-said": "index 2 in a list of 2" });
});

form("ctx: nothing, one, two triggers; outputs and path", async () => {
    await shows({ "ctx-out": "start 0" });
    await click("ctx-other");
    await shows({ "ctx-out": "other 1 n_clicks for ctx-out.children" });
    await click("ctx-go");
    await shows({ "ctx-out": "ctx-a.children ctx-b.children a1 at /" });
});

form("set_props: ids of each form, and what follows", async () => {
    await click("set-go");
    await shows({ "set-in@value": "typed 1", [at("set", "a b")]: "keyed", [`${at("set", "a b")}@title`]: "t", "set-1": "computed", "set-followed": "typed 1" });
});

form("an output among the own inputs", async () => {
    await type("celsius", "100");
    await shows({ "celsius@value": "100", "fahrenheit@value": "212" });
    await type("fahrenheit", "14");
    await shows({ "celsius@value": "-10", "fahrenheit@value": "14" });
});

form("patch: every operation", async () => {
    const store = {
        title: "t", n: 6, xs: [1, 2, 3], ys: [1, 2, 1], gone: true, full: [1], map: { a: 1 }, deep: [{ name: "x", tags: ["p"] }], "any key": 0,
    };
    const change = async (button, changes, items) => {
        await click(at("patch", button));
        Object.assign(store, changes);
        await page.waitForFunction((all) => JSON.stringify([...document.querySelectorAll("#patch-list li")].map((li) => li.textContent)) === JSON.stringify(all), items);
        await settled();
        assert.deepEqual(JSON.parse(await text("patch-out")), store);
    };
    await change("texts", { title: "new!", deep: [{ name: "y", tags: ["pq"], more: { a: [1] } }], "any key": 1.5 }, ["zero", "one", "two"]);
    await change("numbers", { n: 12 }, ["new", "one", "two"]);
    await change("items", { xs: [6, 5, 4, 3.5, 3, 2, 1, 0], ys: [2], full: [] }, ["two", "one", "new"]);
    delete store.gone;
    await change("maps", { map: { a: 1, b: [true], c: null } }, ["whole"]);
});

form("two wildcards in one id; MATCH beside ALL", async () => {
    const cell = (kind, row, n) => keyed({ at: kind, row, n });
    await shows({ [cell("shown", "a", 0)]: "a0: 0", [cell("shown", "b", 1)]: "b1: 0", [keyed({ at: "row", row: "a" })]: "a 0", "cells-all": "4 cells, most 0" });
    await click(cell("cell", "b", 1));
    await click(cell("cell", "b", 1));
    await click(cell("cell", "b", 0));
    await shows({
        [cell("shown", "a", 1)]: "a1: 0", [cell("shown", "b", 0)]: "b0: 1", [cell("shown", "b", 1)]: "b1: 2",
        [keyed({ at: "row", row: "a" })]: "a 0", [keyed({ at: "row", row: "b" })]: "b 3", "cells-all": "4 cells, most 2" });
});

form("keys that are bools and fractions", async () => {
    await click(at("flag", true));
    await shows({ "flag-out": "true of 2" });
    await click(at("flag", 0.5));
    await shows({ "flag-out": "0.5 of 2" });
});

form("ALLSMALLER is those before", async () => {
    await click(at("upto", 2));
    await shows({ [at("part", 2)]: "2: 6 (1)", [at("part", 0)]: "" });
    await click(at("upto", 0));
    await shows({ [at("part", 0)]: "0: 1 (1)" });
});

form("MATCH on one side only", async () => {
    await click(at("stamp", 1));
    await shows({ "stamp-who": "1 stamped 1" });
    await click("stamp-go");
    await shows({ [`${at("stamp", 0)}@title`]: "0 of 1", [`${at("stamp", 1)}@title`]: "1 of 1" });
});
