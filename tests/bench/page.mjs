// SPDX-License-Identifier: MIT
//
// A cold load of the page in headless Chromium: requests, bytes on the wire,
// time until the first bar is drawn, callback requests until then.

import { createRequire } from "node:module";
import { join } from "node:path";
import { root } from "./servers.mjs";

const flags = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync"];

async function load_once(browser, server) {
    const context = await browser.newContext();
    const page = await context.newPage();
    const cdp = await context.newCDPSession(page);
    await cdp.send("Network.enable");
    let requests = 0, bytes = 0, posts = 0;
    cdp.on("Network.requestWillBeSent", ({ request }) => {
        requests++;
        if (request.method === "POST") posts++;
    });
    cdp.on("Network.loadingFinished", ({ encodedDataLength }) => (bytes += encodedDataLength));
    await page.addInitScript(() => {
        const look = () => {
            if (document.querySelector(".js-plotly-plot .bars .point")) window.first_chart = performance.now();
            else requestAnimationFrame(look);
        };
        look();
    });
    await page.goto(server.url("/"));
    await page.waitForFunction(() => window.first_chart > 0, null, { timeout: 60_000 });
    const milliseconds = await page.evaluate(() => window.first_chart);
    const measured = { requests, kilobytes: bytes / 1000, posts, milliseconds };
    await context.close();
    return measured;
}

export async function measure_page(server, times) {
    const { chromium } = createRequire(join(root, "runtime/web/package.json"))("playwright-core");
    const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: flags });
    const runs = [];
    for (let i = 0; i < times; i++) runs.push(await load_once(browser, server));
    await browser.close();
    const median = (key) => runs.map((run) => run[key]).sort((a, b) => a - b)[Math.floor(runs.length / 2)];
    return Object.fromEntries(Object.keys(runs[0]).map((key) => [key, median(key)]));
}
