// SPDX-License-Identifier: MIT
//
// The folder `assets` beside the main file: what is in the page, what is served
// and how.

import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { gunzipSync } from "node:zlib";
import { request, start } from "../protocol/server.mjs";

const dashc = process.env.DASHC ?? "build/compiler/dashc";
const source = 'layout { html.P("x") }\n';
const long = "/* a long stylesheet */\n".repeat(100);
const bytes = Buffer.from(Array.from({ length: 1000 }, (_, i) => (i * 7919) % 256));
const files = {
    "b.css": "p { color: red }", "a/z.css": long, "a b&.css": "i {}", "a/b/c.css": "b {}",
    "z.js": "window.assets = [1];", "a/m.mjs": "export {};", "é.js": "", ".hidden.js": "no", "a/.x/y.js": "no",
    "favicon.ico": "icon", "img.png": bytes, "data.json": "{}", "notes": "plain", "lib.JS": "",
};

let folder, server, page;

before(async () => {
    folder = mkdtempSync(join(tmpdir(), "assets-"));
    writeFileSync(join(folder, "app.dash"), source);
    for (const [name, content] of Object.entries(files)) {
        mkdirSync(join(folder, "assets", name, ".."), { recursive: true });
        writeFileSync(join(folder, "assets", name), content);
    }
    execFileSync(dashc, ["build", join(folder, "app.dash"), "-o", join(folder, "app")], { stdio: "pipe" });
    server = await start([], {}, join(folder, "app"));
    page = (await request(server, "/")).body.toString();
});

after(async () => {
    assert.equal(await server.stop(), 0);
    rmSync(folder, { recursive: true });
});

const without_hash = (elements) => elements.map((element) => element.replace(/\?m=[0-9a-f]{16}"/, '"'));

test("stylesheets are in the page, folder by folder", () => {
    assert.deepEqual(without_hash(page.match(/<link rel="stylesheet" href="\/assets[^>]*>/g)), [
        '<link rel="stylesheet" href="/assets/a%20b%26.css">',
        '<link rel="stylesheet" href="/assets/b.css">',
        '<link rel="stylesheet" href="/assets/a/z.css">',
        '<link rel="stylesheet" href="/assets/a/b/c.css">',
    ]);
});

test("scripts are in the page, before the renderer", () => {
    const scripts = without_hash(page.match(/<script[^>]* src=[^>]*>/g));
    const own = scripts.filter((script) => script.includes("/assets/"));
    assert.deepEqual(own, [
        '<script src="/assets/lib.JS">',
        '<script src="/assets/z.js">',
        '<script src="/assets/%C3%A9.js">',
        '<script type="module" src="/assets/a/m.mjs">',
    ]);
    const renderer = scripts.findIndex((script) => script.includes("dash_renderer"));
    assert.equal(scripts.indexOf(own.at(-1)), renderer - 1);
    assert.ok(scripts.findIndex((script) => script.includes("react-dom")) < scripts.indexOf(own[0]));
});

test("the favicon is the program's", () => {
    assert.deepEqual(without_hash(page.match(/<link rel="icon"[^>]*>/g)), ['<link rel="icon" type="image/x-icon" href="/assets/favicon.ico">']);
});

test("every file is served with its type", async () => {
    const types = {
        "b.css": "text/css; charset=utf-8", "a%20b%26.css": "text/css; charset=utf-8", "a/m.mjs": "text/javascript; charset=utf-8",
        "%C3%A9.js": "text/javascript; charset=utf-8", "img.png": "image/png", "data.json": "application/json",
        "notes": "application/octet-stream", "favicon.ico": "image/x-icon",
    };
    for (const [path, type] of Object.entries(types)) {
        const reply = await request(server, `/assets/${path}?m=1`);
        assert.equal(reply.status, 200, path);
        assert.equal(reply.headers["content-type"], type);
        assert.deepEqual(reply.body, Buffer.from(files[decodeURIComponent(path)]));
    }
    for (const path of [".hidden.js", "a/.x/y.js", "none", "", "a", "a/"])
        assert.equal((await request(server, `/assets/${path}`)).status, 404, path);
});

test("what pays is compressed", async () => {
    const headers = { "Accept-Encoding": "br, gzip" };
    const css = await request(server, "/assets/a/z.css", { headers });
    assert.equal(css.headers["content-encoding"], "gzip");
    assert.equal(gunzipSync(css.body).toString(), long);
    assert.equal((await request(server, "/assets/a/z.css")).body.toString(), long);
    const short = await request(server, "/assets/b.css", { headers });
    assert.equal(short.headers["content-encoding"], undefined);
    assert.equal(short.body.toString(), files["b.css"]);
});

test("what the browser has is not sent again", async () => {
    const first = await request(server, "/assets/img.png");
    assert.equal(first.headers["cache-control"], "no-cache");
    const again = await request(server, "/assets/img.png", { headers: { "If-None-Match": first.headers.etag } });
    assert.equal(again.status, 304);
    assert.equal(again.body.length, 0);
});

test("what cannot be read is an error", () => {
    const other = mkdtempSync(join(tmpdir(), "assets-"));
    writeFileSync(join(other, "app.dash"), source);
    mkdirSync(join(other, "assets"));
    const build = () => spawnSync(dashc, ["build", "app.dash", "-o", "app"], { cwd: other, encoding: "utf8" });
    symlinkSync("gone", join(other, "assets/link.css"));
    assert.match(build().stderr, /error\[E0001\]: cannot read the asset assets\/link\.css: No such file or directory/);
    rmSync(join(other, "assets/link.css"));
    symlinkSync(".", join(other, "assets/loop"));
    assert.match(build().stderr, /error\[E0001\]: cannot read the asset assets\/(loop\/)+: its folders are too deep/);
    rmSync(join(other, "assets/loop"));
    writeFileSync(join(other, "assets/a\nb"), "");
    assert.match(build().stderr, /such a name cannot stand in an address/);
    rmSync(join(other, "assets"), { recursive: true });
    writeFileSync(join(other, "assets"), "a file of that name is no folder");
    assert.equal(build().status, 0);
    rmSync(other, { recursive: true });
});
