// SPDX-License-Identifier: MIT
//
// The options of the app, in the page that a program serves.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { after, before, test } from "node:test";
import { request, start } from "../protocol/server.mjs";

let folder, server, page;

before(async () => {
    folder = mkdtempSync(join(tmpdir(), "app-"));
    copyFileSync(join(dirname(fileURLToPath(import.meta.url)), "accept/app_options.dash"), join(folder, "app.dash"));
    execFileSync(process.env.DASHC ?? "build/compiler/dashc", ["build", join(folder, "app.dash"), "-o", join(folder, "app")], { stdio: "pipe" });
    server = await start([], {}, join(folder, "app"));
    page = (await request(server, "/")).body.toString();
});

after(async () => {
    assert.equal(await server.stop(), 0);
    rmSync(folder, { recursive: true });
});

test("title, language and meta elements", () => {
    const head = page.slice(0, page.indexOf("</head>"));
    assert.match(head, /<html lang="de">/);
    assert.match(head, /<title>A &amp; &quot;B&quot;<\/title>/);
    assert.deepEqual(head.match(/<meta [^>]*>/g), [
        '<meta charset="utf-8">',
        '<meta name="description" content="What &lt;it&gt; is">',
        '<meta name="viewport" content="width=500">',
        '<meta property="og:title" content="https://example.com/bootstrap.css">',
    ]);
});

test("stylesheets of others come before the own", () => {
    const links = page.match(/<link [^>]*>/g).filter((link) => link.includes("rel=\"stylesheet\"") || link.includes("/y"));
    assert.deepEqual(links.slice(0, 3), [
        '<link href="https://example.com/bootstrap.css" rel="stylesheet">',
        '<link href="/x.css" integrity="sha384-x" crossorigin="anonymous" rel="stylesheet">',
        '<link href="/y" rel="preload" as="style">',
    ]);
});

test("scripts of others come before those of the front end", () => {
    const scripts = page.match(/<script [^>]*src=[^>]*>/g);
    assert.deepEqual(scripts.slice(0, 2), [
        '<script src="https://example.com/a.js?b=1&amp;c=2">',
        '<script src="/b.js" defer>',
    ]);
    assert.match(scripts[2], /_dash-component-suites/);
});

test("the renderer's configuration", () => {
    const config = JSON.parse(page.match(/id="_dash-config" type="application\/json">(.*?)<\/script>/s)[1]);
    assert.equal(config.update_title, null);
    assert.equal(config.show_undo_redo, true);
});

test("with plain dispatch no answers go with the page", async () => {
    const inline = JSON.parse(page.match(/id="_dashc-inline" type="application\/json">(.*?)<\/script>/s)[1]);
    assert.equal(inline.results, undefined);
    const dependencies = JSON.parse((await request(server, "/_dash-dependencies")).body);
    assert.equal(dependencies[0].prevent_initial_call, false);
});
