// SPDX-License-Identifier: MIT
//
// What the tests of samples share: compiling one, driving it in the browser with an
// empty console at the end, its data as the test reads them itself.
//
//     node FILE [--build DIR] [--readme]
//
// Screenshots go to DIR/screenshots; --readme copies the one that is called after the
// sample to docs/images, where its README shows it.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { after, before, test } from "node:test";
import { parseArgs } from "node:util";
import { root, start_app } from "../bench/servers.mjs";
import { launch, open_app, screenshot } from "./browser.mjs";

const { values: options } = parseArgs({
    options: { build: { type: "string", default: process.env.DASHC_BUILD ?? join(root, "build") }, readme: { type: "boolean", default: false } },
});
export const build = resolve(options.build);

let browser;
before(async () => { browser = await launch(); });
after(() => browser?.close());

// Compiles the program, drives its page with actions(app), and wants an empty console.
export async function drive(source, binary, actions) {
    mkdirSync(dirname(binary), { recursive: true });
    execFileSync(join(build, "compiler/dashc"), ["build", source, "-o", binary], { stdio: "inherit" });
    const server = await start_app(binary);
    const app = await open_app(browser, server.url("/"));
    try {
        await actions(app);
        assert.deepEqual(app.console, []);
    } finally {
        await app.close();
        await server.stop();
    }
}

async function picture(page, name, file) {
    await screenshot(page, join(build, "screenshots", file));
    if (!options.readme || file !== `${name}.png`) return;
    mkdirSync(join(root, "docs/images"), { recursive: true });
    copyFileSync(join(build, "screenshots", file), join(root, "docs/images", file));
}

// A test that drives one sample: actions(app, picture), where picture(file) takes one.
export function sample(name, what, actions) {
    test(`${name}: ${what}`, { timeout: 120_000 }, () =>
        drive(join(root, "samples", name, "app.dash"), join(build, "samples", name), (app) => actions(app, (file) => picture(app.page, name, file))));
}

// Waits until the element's text has that in it.
export const shows = (page, id, text) => page.waitForFunction(
    ([element, wanted]) => document.getElementById(element)?.textContent.includes(wanted), [id, text], { timeout: 15_000 });

// A CSV file without line breaks in its cells, as records.
export function read_csv(path) {
    const cells = (line) => [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map((m) => (m[1] ?? m[2]).replaceAll('""', '"'));
    const [head, ...lines] = readFileSync(join(root, path), "utf8").trim().split(/\r?\n/);
    const names = cells(head);
    return lines.map((line) => Object.fromEntries(cells(line).map((cell, i) => [names[i], cell])));
}
