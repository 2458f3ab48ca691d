// SPDX-License-Identifier: MIT
//
// The samples, compiled by dashc, in a real browser:
//
//     node tests/browser/run.mjs [--build DIR] [--readme]
//
// Screenshots go to DIR/screenshots; --readme copies those that the
// documentation shows to docs/images.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { after, before, test } from "node:test";
import { parseArgs } from "node:util";
import { root, start_app } from "../bench/servers.mjs";
import { bars, choose, launch, open_app, screenshot } from "./browser.mjs";

const { values: options } = parseArgs({
    options: { build: { type: "string", default: process.env.DASHC_BUILD ?? join(root, "build") }, readme: { type: "boolean", default: false } },
});
const build = resolve(options.build);
const shown = ["sales.png", "form.png", "chain.png"];

let browser;
before(async () => { browser = await launch(); });
after(async () => {
    await browser?.close();
    if (!options.readme) return;
    mkdirSync(join(root, "docs/images"), { recursive: true });
    for (const file of shown) copyFileSync(join(build, "screenshots", file), join(root, "docs/images", file));
});

function compile(name) {
    const binary = join(build, "samples", name);
    mkdirSync(join(build, "samples"), { recursive: true });
    execFileSync(join(build, "compiler/dashc"), ["build", join(root, "samples", name, "app.dash"), "-o", binary], { stdio: "inherit" });
    return binary;
}

// A test that drives one sample; the console must be empty at the end.
function sample(name, what, drive) {
    test(`${name}: ${what}`, { timeout: 120_000 }, async () => {
        const server = await start_app(compile(name));
        const app = await open_app(browser, server.url("/"));
        try {
            await drive(app, (file) => screenshot(app.page, join(build, "screenshots", file)));
            assert.deepEqual(app.console, []);
        } finally {
            await app.close();
            await server.stop();
        }
    });
}

const shows = (page, id, text) => page.waitForFunction(
    ([element, wanted]) => document.getElementById(element)?.textContent.includes(wanted), [id, text], { timeout: 15_000 });

// A CSV file without line breaks in its cells, as records.
function read_csv(path) {
    const cells = (line) => [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map((m) => (m[1] ?? m[2]).replaceAll('""', '"'));
    const [head, ...lines] = readFileSync(join(root, path), "utf8").trim().split(/\r?\n/);
    const names = cells(head);
    return lines.map((line) => Object.fromEntries(cells(line).map((cell, i) => [names[i], cell])));
}

function revenue_by_year(region) {
    const sums = new Map();
    for (const row of read_csv("samples/sales/sales.csv"))
        if (row.region === region) sums.set(Number(row.year), (sums.get(Number(row.year)) ?? 0) + Number(row.revenue));
    return [...sums].sort(([a], [b]) => a - b);
}

sample("sales", "the chart is there without a callback request and follows the dropdown", async (app, picture) => {
    const { page } = app;
    await page.waitForSelector("#sales-chart .bars .point");
    assert.equal(app.posts, 0, "callback requests before the first chart");
    assert.deepEqual(await bars(page, "sales-chart"), revenue_by_year("United States"));
    await picture("sales.png");

    await choose(page, "region-dropdown", "International");
    await shows(page, "sales-chart", "International: revenue by year");
    assert.deepEqual(await bars(page, "sales-chart"), revenue_by_year("International"));
    assert.equal(app.posts, 1);
    await picture("sales-international.png");
});

sample("form", "the text is read when the button is clicked", async (app, picture) => {
    const { page } = app;
    await page.waitForSelector("#submit-button");
    await page.waitForTimeout(300);
    assert.equal(await page.textContent("#result"), "");
    assert.equal(app.posts, 0, "callback requests before the first click");
    await page.click("#submit-button");
    await shows(page, "result", "Please type something first.");
    await page.fill("#text-input", "Ada & <b>Grace</b> ☕");
    await page.waitForTimeout(300);
    assert.equal(await page.textContent("#result"), "Please type something first.");
    await page.click("#submit-button");
    await shows(page, "result", "You submitted: Ada & <b>Grace</b> ☕ (click 2)");
    await picture("form.png");
});

// What the chain of callbacks shows for a state, with its first county and city.
function first_place(state) {
    const rows = read_csv("samples/chain/zipcodes.csv").filter((row) => row.state === state);
    const first = (list, key) => list.map((row) => row[key]).sort()[0];
    const county = first(rows, "county");
    const in_county = rows.filter((row) => row.county === county);
    const city = first(in_county, "city");
    const codes = in_county.filter((row) => row.city === city).map((row) => row.zip_code);
    return { place: `${city}, ${county} County, ${state}`, codes: `${codes.length} zip codes: ${codes.join(", ")}` };
}

sample("chain", "three callbacks in a row, at the start and after a choice", async (app, picture) => {
    const { page } = app;
    for (const state of ["CA", "NY"]) {
        const expected = first_place(state);
        if (state !== "CA") await choose(page, "state", state);
        await shows(page, "place", expected.place);
        await shows(page, "codes", expected.codes);
        assert.equal(app.posts, state === "CA" ? 0 : 3, "callback requests");
    }
    await picture("chain.png");
});
