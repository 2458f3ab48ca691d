// SPDX-License-Identifier: MIT
//
// samples/language in a real browser: each is opened, used once or twice, and must
// show what it computes; the console stays empty.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { after, before, test } from "node:test";
import { root, start_app } from "../bench/servers.mjs";
import { bars, launch, open_app } from "./browser.mjs";

const build = resolve(process.env.DASHC_BUILD ?? join(root, "build"));
const samples = join(root, "samples/language");

let browser;
before(async () => { browser = await launch(); });
after(async () => { await browser?.close(); });

const shows = (page, id, text) => page.waitForFunction(
    ([element, wanted]) => document.getElementById(element)?.textContent.includes(wanted), [id, text], { timeout: 15_000 });

const drives = {
    async text(page) {
        await shows(page, "words", "sorted: Hello,, world");
        await page.fill("#typed", "Never odd or even");
        await shows(page, "length", "17 characters, 4 words, the longest has 5");
        await shows(page, "turned", "neve ro ddo reveN, a palindrome");
        await shows(page, "table", "|17          |     17     |          17|");
    },
    async numbers(page) {
        await shows(page, "payment", "1,159.92 a month");
        await page.fill("#amount", "120000");
        await shows(page, "payment", "695.95 a month");
        await shows(page, "debt", "11 years and 9 months");
    },
    async lists(page) {
        await shows(page, "facts", "11 numbers from 1 to 9, 7 different, mean 4.00");
        await page.fill("#typed", "2, x, 8");
        await shows(page, "steps", "from one to the next: [6]");
        await page.fill("#typed", "none");
        await shows(page, "facts", "There is no number.");
    },
    async records(page) {
        await shows(page, "sum", "26.00 in all");
        await page.click("#options input");
        await shows(page, "lines", "wrapped as a gift");
    },
    async maps(page) {
        await shows(page, "facts", "8 words, 3 different. By length: 1: a; 4: rose; 2: is");
        await page.fill("#typed", "To be, or not to be.");
        await shows(page, "facts", "6 words, 4 different. By length: 2: to, be, or; 3: not");
    },
    async match(page) {
        await shows(page, "advice", "Wear a jacket.");
        await page.fill("#degrees", "-5");
        await page.click("#sky label:has-text('rain')");
        await shows(page, "advice", "Wear a winter coat and boots against the snow.");
        await shows(page, "wind", "a breeze");
    },
    async functions(page) {
        await shows(page, "path", "111 steps, up to 9,232");
        await shows(page, "recursive", "fibonacci(2) = 1; the greatest divisor of 27 and 60 is 3");
    },
    async dates(page) {
        await shows(page, "name", "Saturday, 28.02.2026");
        await shows(page, "facts", "it is day 59 of the year");
        await shows(page, "facts", "a hundred days later it is Monday, 08 June 2026");
    },
    async callbacks(page) {
        await shows(page, "shown", "0");
        await page.click("#down");
        await shows(page, "note", "not below zero");
        for (const shown of ["1", "2"]) {
            await page.click("#up");
            await shows(page, "shown", shown);
        }
        await page.click("#down");
        await shows(page, "shown", "1");
        await shows(page, "note", "4 clicks so far");
        await page.click("#fail");
        await shows(page, "note", "That went wrong: ");
    },
    async ids(page) {
        await shows(page, "total", "2 things, 2 pieces");
        await page.fill("#new", "soap");
        await page.click("#add");
        await shows(page, "list", "soap");
        await shows(page, "list", "row 3, 1 of it");
        await page.locator("#list input").nth(1).fill("5");
        await shows(page, "list", "row 2, 5 of it");
        await shows(page, "total", "3 things, 7 pieces");
        await page.locator("#list button:has-text('gone')").first().click();
        await page.waitForFunction(() => document.querySelectorAll("#list li").length === 2);
        assert.doesNotMatch(await page.textContent("#list"), /bread/);
    },
    async patch(page) {
        await page.waitForSelector("#chart .points path");
        await page.click("#more");
        await shows(page, "chart", "Squares up to 1");
        await page.click("#more");
        await shows(page, "chart", "Squares up to 2");
        assert.equal(await page.locator("#chart .points path").count(), 3);
        await page.click("#back");
        await page.waitForFunction(() => document.querySelectorAll("#chart .points path").length === 2);
        await page.click("#clear");
        await shows(page, "chart", "Begun 2 times");
        assert.equal(await page.locator("#chart .points path").count(), 0);
    },
    async tables(page) {
        await shows(page, "best", "The brightest of them: Sirius");
        await shows(page, "kinds", "main sequence");
        assert.equal(await page.locator("#list td[data-dash-column=name]").count(), 10);
    },
    async charts(page) {
        await page.waitForSelector("#bars .bars .point");
        await page.click("#value label:has-text('degrees')");
        await shows(page, "bars", "Degrees");
        assert.equal((await bars(page, "bars")).length > 0, true);
    },
};

for (const file of readdirSync(samples).filter((name) => name.endsWith(".dash"))) {
    const name = file.replace(".dash", "");
    test(`language/${name}`, { timeout: 120_000 }, async () => {
        const binary = join(build, "samples", `language-${name}`);
        mkdirSync(join(build, "samples"), { recursive: true });
        execFileSync(join(build, "compiler/dashc"), ["build", join(samples, file), "-o", binary], { stdio: "pipe" });
        const server = await start_app(binary);
        const app = await open_app(browser, server.url("/"));
        try {
            await drives[name](app.page);
            assert.deepEqual(app.console.filter((line) => name !== "callbacks" || !line.includes("500")), []);
        } finally {
            await app.close();
            await server.stop();
        }
    });
}
