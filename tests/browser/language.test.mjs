// SPDX-License-Identifier: MIT
//
// samples/language in a real browser: each is opened, used once or twice, and must
// show what it computes; the console stays empty.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
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
    async source(page) {
        await shows(page, "poem", "HOW DO YOU DO?\n  said number 1\nto number 2.");
        await shows(page, "plain", "as it is: {one} \\n");
        await shows(page, "quoted", "no {braces} here, but\ta tab");
        await shows(page, "escaped", "a brace: {one}, a quote: \", a snowman: ☃");
        await shows(page, "numbers", "10 and 1,002,000");
    },
    async nulls(page) {
        await shows(page, "people", "Marie, 33 years old, with Pierre");
        await shows(page, "people", "Alan, of unknown age, alone");
        await page.fill("#year", "1950");
        await shows(page, "people", "Alan, 38 years old, alone");
        await shows(page, "oldest", "The oldest is 83.");
        await page.fill("#year", "");
        await shows(page, "oldest", "The oldest is 83.");
    },
    async json(page) {
        await shows(page, "facts", "Ada from London, 12 visits, fields: name, visits, address");
        await page.fill("#source", '{"visits": [1]}');
        await shows(page, "facts", "nobody from nowhere, 1 visits, fields: visits");
        await shows(page, "compact", '{"visits":[],"moved":true}');
        await page.fill("#source", "{");
        await page.waitForFunction(() => document.getElementById("failed").textContent.length > 0);
    },
    async operators(page) {
        await shows(page, "results", "10, 4, 21");
        await shows(page, "where", "a is right");
        await shows(page, "piped", "14, 14, 14; 3");
    },
    async shared(page) {
        await shows(page, "warm", "The warmest: ");
        assert.equal(await page.locator("section").count(), 3);
        assert.match(await page.textContent("section >> nth=1"), /Weather: \d+ rows/);
        const [before] = [await page.textContent("#warm")];
        await page.locator("#n .dash-slider-thumb, #n [role=slider]").first().focus();
        await page.keyboard.press("ArrowRight");
        await page.waitForFunction((old) => document.getElementById("warm").textContent.split(",").length > old, before.split(",").length);
    },
    async files(page) {
        await shows(page, "all", "5,000.00 m");
        await shows(page, "all", "3.11 mi");
        await page.fill("#value", "1");
        await page.click("#unit label:has-text('ft')");
        await shows(page, "all", "0.30 m");
    },
    async page(page) {
        await shows(page, "price-2", "4.00 €");
        assert.equal(await page.getAttribute("h1", "data-kind"), "drinks");
        assert.equal(await page.getAttribute("html", "lang"), "en");
        assert.equal(await page.locator("div.box").count(), 3);
        assert.equal(await page.locator("div.box >> nth=0 >> span").count(), 3);
        await page.click("text=Warm");
        await shows(page, "milk", "with milk");
    },
    async tests(page) {
        await shows(page, "days", "29 days");
        await page.fill("#year", "2023");
        await shows(page, "days", "28 days");
        await shows(page, "leap", "20242028203220362040");
    },
    async chance(page) {
        await shows(page, "facts", "mean ");
        await shows(page, "who", "Hello, whoever you are");
        await page.waitForSelector("#chart .bars .point");
        assert.equal((await bars(page, "chart")).length, 11);
    },
    async sources(page, file) {
        await shows(page, "count", "5 flats, 880.19 on average");
        await shows(page, "litres", "315 litres in 3 readings");
        assert.equal(await page.locator("#rows td[data-dash-column=street]").count(), 2);
        await page.locator("#rows button.next-page").click();
        await page.waitForFunction(() => document.querySelector("#rows td[data-dash-column=street]").textContent === "Mill Lane");
        writeFileSync(file, `${readFileSync(file, "utf8")}2026-04-05,85\n`);
        await page.waitForFunction(() => {
            document.getElementById("again").click();
            return document.getElementById("litres").textContent.includes("400 litres in 4 readings");
        }, null, { timeout: 15_000, polling: 500 });
    },
    async made(page) {
        await shows(page, "total", "2 goods for 12.00");
        await page.dblclick("#order td[data-dash-column=count] >> nth=0");
        await page.fill("#order td[data-dash-column=count] input", "4");
        await page.keyboard.press("Enter");
        await shows(page, "total", "2 goods for 17.00");
        await shows(page, "curve", "x to the power of 2");
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
        const followed = join(build, "samples", "readings.csv"); // of sources.dash, which follows it
        copyFileSync(join(samples, "readings.csv"), followed);
        const server = await start_app(binary, name === "sources" ? ["--data", `readings=${followed}`] : []);
        const app = await open_app(browser, server.url("/"));
        try {
            await drives[name](app.page, followed);
            assert.deepEqual(app.console.filter((line) => !["callbacks", "json"].includes(name) || !line.includes("500")), []);
        } finally {
            await app.close();
            await server.stop();
        }
    });
}
