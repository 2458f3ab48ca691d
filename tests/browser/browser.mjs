// SPDX-License-Identifier: MIT
//
// A headless Chromium and pages that remember what went over the network and
// to the console.

import { createRequire } from "node:module";
import { mkdirSync } from "node:fs";
import { dirname } from "node:path";

const { chromium } = createRequire(new URL("../../runtime/web/package.json", import.meta.url))("playwright-core");

const flags = [
    "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
];

export const launch = () => chromium.launch({ executablePath: "/usr/bin/chromium", args: flags });

// A page of the app at `url`: page, posts (callback requests so far), console
// (lines, with page errors and failed requests).
export async function open_app(browser, url) {
    const context = await browser.newContext({ viewport: { width: 1000, height: 640 } });
    const page = await context.newPage();
    const app = { page, posts: 0, console: [], close: () => context.close() };
    page.on("console", (message) => app.console.push(`${message.type()}: ${message.text()}`));
    page.on("pageerror", (error) => app.console.push(`page error: ${error.message}`));
    const empty = new Set(); // answered without content: Chromium calls these failed
    page.on("response", (response) => response.status() === 204 && empty.add(response.request()));
    page.on("requestfailed", (request) => empty.has(request) || app.console.push(`failed: ${request.url()}`));
    page.on("response", (response) => response.status() >= 400 && app.console.push(`${response.status()}: ${response.url()}`));
    page.on("request", (request) => (app.posts += request.method() === "POST" ? 1 : 0));
    await page.goto(url);
    return app;
}

// Opens a dcc.Dropdown and picks the option with that text.
export async function choose(page, id, text) {
    await page.click(`#${id}`);
    await page.getByRole("option", { name: text, exact: true }).click();
    await page.keyboard.press("Escape");
}

// The bars that plotly.js drew in a dcc.Graph: [[position, size], …].
export const bars = (page, id) => page.evaluate((graph) => {
    const drawn = document.querySelector(`#${graph} .js-plotly-plot`);
    return drawn.calcdata[0].map((bar) => [bar.p, bar.s]);
}, id);

export async function screenshot(page, path) {
    mkdirSync(dirname(path), { recursive: true });
    await page.waitForTimeout(300); // transitions end
    await page.screenshot({ path });
}
