// SPDX-License-Identifier: MIT
//
// Every route of the protocol: what it answers, to which methods, in which
// encodings, with which headers.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import zlib from "node:zlib";
import { request, start } from "./server.mjs";

let server;
before(async () => (server = await start()));
after(async () => assert.equal(await server.stop(), 0));

const json = (response) => JSON.parse(response.body);
const inline_of = (html) => JSON.parse(html.match(/id="_dashc-inline" type="application\/json">(.*?)<\/script>/s)[1]);

test("the index page has the document that the renderer expects", async () => {
    const page = await request(server, "/");
    const html = page.body.toString();
    assert.equal(page.status, 200);
    assert.equal(page.headers["content-type"], "text/html; charset=utf-8");
    assert.equal(page.headers["x-content-type-options"], "nosniff");
    assert.match(html, /^<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">/);
    assert.ok(html.includes("<title>Probe &lt;&amp;&gt; &quot;é&quot;</title>"));
    assert.ok(html.includes('<link rel="preload" as="script" href="/_dash-component-suites/0123/later.js">'));
    assert.ok(html.includes('<link rel="stylesheet" href="/assets/plain.css">'));
    const order = ['id="react-entry-point"', 'id="_dash-config"', 'src="/_dash-component-suites/0123/hello.js"',
        'id="_dashc-inline"', 'id="_dash-renderer"'].map((part) => html.indexOf(part));
    assert.ok(order.every((at, i) => at > 0 && (i === 0 || at > order[i - 1])), order.join());
    const config = JSON.parse(html.match(/id="_dash-config" type="application\/json">(.*?)<\/script>/s)[1]);
    assert.equal(config.requests_pathname_prefix, "/");
    assert.equal(config.suppress_callback_exceptions, true);
    assert.equal(config.update_title, "Updating...");
    assert.deepEqual(config.children_props, { dash_core_components: { Tab: ["label"] } });
    assert.ok(!("plotlyjs_url" in config));
});

test("the page carries layout, dependencies and the initial answers", async () => {
    const inline = inline_of((await request(server, "/")).body.toString());
    assert.deepEqual(inline.layout, json(await request(server, "/_dash-layout")));
    assert.deepEqual(inline.dependencies, json(await request(server, "/_dash-dependencies")));
    assert.equal(inline.layout.props.children[0], '</script><b>"é"');
    assert.ok(!("templates" in inline));
    const answers = Object.fromEntries(inline.results.map((result) => [result.request.output, result]));
    assert.deepEqual(Object.keys(answers), ["a.children", "..b.children...c.children...b.title..",
        "..d.children...d.title..", "prevented.children", "fed.children"]);
    assert.deepEqual(answers["a.children"], {
        request: {
            output: "a.children",
            inputs: [{ id: "in", property: "value", value: "x<y" }],
            state: [{ id: "st", property: "value", value: "S" }],
        },
        status: 200,
        response: { multi: true, response: { a: { children: "x<yS" } } },
    });
    assert.deepEqual(answers["prevented.children"].status, 204);
    assert.deepEqual(answers["fed.children"].request.inputs[0], { id: "prevented", property: "children" });
});

test("layout and dependencies are JSON", async () => {
    for (const path of ["/_dash-layout", "/_dash-dependencies"]) {
        const response = await request(server, path);
        assert.equal(response.status, 200);
        assert.equal(response.headers["content-type"], "application/json");
        assert.equal(Number(response.headers["content-length"]), response.body.length);
    }
    const dependencies = json(await request(server, "/_dash-dependencies"));
    assert.deepEqual(dependencies[1], {
        output: "a.children",
        inputs: [{ id: "in", property: "value" }],
        state: [{ id: "st", property: "value" }],
        clientside_function: null,
        prevent_initial_call: false,
    });
});

test("any other path of the app is the index page", async () => {
    const index = (await request(server, "/")).body;
    for (const path of ["/orders/7?x=1", "/a%2520b", "/%252e%252e/x", "/a%20b", "/%C3%A9", "/_dash-update-component", "/?q", "/_dash-layout/x"])
        assert.deepEqual((await request(server, path)).body, index, path);
});

test("files that are not there and paths that climb are not found", async () => {
    for (const path of ["/_dash-component-suites/nothing.js", "/assets/x", "/assets/", "/_dash-component-suites/",
        "/../etc/passwd", "/assets/../../etc/passwd", "/assets/%2e%2e/%2e%2e/etc/passwd", "/..%2f..%2fetc/passwd",
        "/assets/..%5c..%5cx", "/a%00b", "/%0d%0aSet-Cookie:x", "/%ff", "/./x", `/${"x".repeat(5000)}`]) {
        const response = await request(server, path);
        assert.equal(response.status, 404, path);
        assert.equal(response.body.toString(), "Not found\n");
        assert.equal(response.headers["set-cookie"], undefined);
    }
});

test("other methods are refused with what is allowed", async () => {
    const cases = [["POST", "/", "GET, HEAD"], ["POST", "/x/y", "GET, HEAD"], ["DELETE", "/_dash-layout", "GET, HEAD"],
        ["PUT", "/_dash-update-component", "GET, HEAD, POST"], ["OPTIONS", "/", "GET, HEAD"],
        ["POST", "/assets/plain.css", "GET, HEAD"], ["PATCH", "/_favicon.ico", "GET, HEAD"]];
    for (const [method, path, allow] of cases) {
        const response = await request(server, path, { method, headers: { Origin: "http://evil.example" } });
        assert.equal(response.status, 405, `${method} ${path}`);
        assert.equal(response.headers.allow, allow);
        assert.equal(response.headers["access-control-allow-origin"], undefined);
    }
});

test("HEAD is GET without the body", async () => {
    for (const path of ["/", "/_dash-layout", "/_favicon.ico", "/_dash-component-suites/0123/hello.js", "/assets/no"]) {
        const [get, head] = [await request(server, path), await request(server, path, { method: "HEAD" })];
        assert.equal(head.status, get.status);
        assert.equal(head.body.length, 0);
        for (const name of ["content-length", "content-type", "etag", "cache-control"])
            assert.equal(head.headers[name], get.headers[name], `${path} ${name}`);
    }
});

test("the icon and the reload hash", async () => {
    const icon = await request(server, "/_favicon.ico");
    assert.equal(icon.headers["content-type"], "image/x-icon");
    assert.equal(icon.body.readUInt32LE(0), 0x10000);
    assert.equal(icon.body.length, icon.body.readUInt32LE(14) + 22);
    assert.deepEqual(json(await request(server, "/_reload-hash")),
        { reloadHash: null, hard: false, packages: [], files: [] });
});

test("files come in the encoding that the client takes", async () => {
    const path = "/_dash-component-suites/0123/hello.js";
    const cases = [[undefined, undefined], ["identity", undefined], ["br", "br"], ["gzip, deflate, br, zstd", "br"],
        ["gzip", "gzip"], ["GZIP;q=0.5", "gzip"], ["br;q=0, gzip", "gzip"], ["br;q=0.0,gzip;q=0", undefined],
        ["br; q=0.001", "br"], ["bro, gzipped", undefined], ["", undefined]];
    for (const [accepted, expected] of cases) {
        const headers = accepted === undefined ? {} : { "Accept-Encoding": accepted };
        const response = await request(server, path, { headers });
        assert.equal(response.headers["content-encoding"], expected, accepted);
        assert.equal(response.headers.vary, "Accept-Encoding");
        const decode = { br: zlib.brotliDecompressSync, gzip: zlib.gunzipSync }[expected] ?? ((bytes) => bytes);
        assert.equal(decode(response.body).toString(), "hello\n", accepted);
    }
});

test("the page comes plain or as gzip, the same text", async () => {
    const plain = await request(server, "/");
    const packed = await request(server, "/", { headers: { "Accept-Encoding": "gzip, br" } });
    assert.equal(packed.headers["content-encoding"], "gzip");
    assert.equal(packed.headers.etag, plain.headers.etag);
    assert.deepEqual(zlib.gunzipSync(packed.body), plain.body);
});

test("what has not changed is not sent again", async () => {
    for (const path of ["/", "/_dash-component-suites/0123/hello.js", "/assets/plain.css"]) {
        const { etag } = (await request(server, path)).headers;
        assert.match(etag, /^W\/"[^"]+"$/);
        for (const value of [etag, etag.slice(2), `"other", ${etag}`, "*"]) {
            const again = await request(server, path, { headers: { "If-None-Match": value } });
            assert.equal(again.status, 304, `${path} ${value}`);
            assert.equal(again.body.length, 0);
            assert.equal(again.headers.etag, etag);
            assert.equal(again.headers["content-length"], undefined);
        }
        const changed = await request(server, path, { headers: { "If-None-Match": '"other"' } });
        assert.equal(changed.status, 200);
    }
});

test("files with a fingerprint are kept for ever, others are asked about", async () => {
    const immutable = await request(server, "/_dash-component-suites/0123/hello.js");
    assert.equal(immutable.headers["cache-control"], "public, max-age=31536000, immutable");
    assert.equal((await request(server, "/assets/plain.css")).headers["cache-control"], "no-cache");
    assert.equal((await request(server, "/")).headers["cache-control"], "no-cache");
    assert.equal((await request(server, "/_dash-layout")).headers["cache-control"], "no-store");
});

test("the Date header is the time", async () => {
    const { date } = (await request(server, "/")).headers;
    assert.equal(new Date(date).toUTCString(), date);
    assert.ok(Math.abs(new Date(date) - Date.now()) < 5000);
});
