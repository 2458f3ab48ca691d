// SPDX-License-Identifier: MIT
//
// The program's command line: options, the environment, and how it complains.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { SANITIZED, request, run, sleep, start } from "./server.mjs";

test("it says what it is", async () => {
    const help = await run(["--help"]);
    assert.equal(help.status, 0);
    assert.match(help.out, /^Usage: probe \[options\]\n/);
    for (const option of ["--port", "--host", "--help", "--version", "--licenses", "--verbose", "--max-body", "--max-memory", "--cache", "--max-seconds", "--threads"])
        assert.ok(help.out.includes(option), option);
    const version = await run(["--version"]);
    assert.equal(version.out, "probe, compiled from app.dash by dashc 0.1.0\n");
    assert.equal((await run(["--licenses"])).out, "MIT and others\n");
});

test("wrong arguments get one line and status 2", async () => {
    for (const args of [["--port"], ["--port", "x"], ["--port=70000"], ["--port", "-1"], ["--port", "80x"], ["--host"],
        ["--max-body", "0"], ["--max-body", "5G"], ["--max-body=1Mx"], ["--max-memory", "0"], ["--max-memory", "1T"], ["--cache"], ["--cache=-1"], ["--cache", "3G"], ["--max-seconds", "-1"], ["--threads", "two"], ["--wat"], ["x"], ["--portx", "1"]]) {
        const result = await run(args);
        assert.equal(result.status, 2, args.join(" "));
        assert.match(result.err, /^probe: [^\n]+ \(see probe --help\)\n$/);
        assert.equal(result.out, "");
    }
    const environment = await run([], { PORT: "many" });
    assert.equal(environment.status, 2);
    assert.match(environment.err, /PORT is no port: many/);
});

test("it listens where it is told", async () => {
    const server = await start([], { HOST: "localhost" });
    assert.match(server.output, /^probe: http:\/\/localhost:\d+\n$/);
    assert.equal((await request(server, "/")).status, 200);
    const taken = await run(["--port", String(server.port)]);
    assert.equal(taken.status, 1);
    assert.match(taken.err, /^probe: cannot serve on 127\.0\.0\.1 port \d+: the port is in use; choose another with --port\n$/);
    const other = await start(["--host=0.0.0.0"], { HOST: "not used", PORT: "1" });
    assert.match(other.output, /http:\/\/0\.0\.0\.0:/);
    assert.equal(await other.stop(), 0);
    assert.equal(await server.stop(), 0);
});

test("an address that is none is said so", async () => {
    const result = await run(["--host", "example.com", "--port", "0"]);
    assert.equal(result.status, 1);
    assert.match(result.err, /^probe: cannot serve on example\.com port 0: not an address/);
});

test("--verbose logs a line a request, without it nothing is logged", async () => {
    const server = await start(["--verbose"]);
    await request(server, "/x?y=1");
    await request(server, "/assets/none", { method: "HEAD" });
    await sleep(50);
    const lines = server.log.trim().split("\n");
    assert.equal(lines.length, 2);
    assert.match(lines[0], /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ GET \/x 200 \d+ \d+ms$/);
    assert.match(lines[1], /HEAD \/assets\/none 404 /);
    await server.stop();
    const silent = await start();
    await request(silent, "/");
    await silent.stop();
    assert.equal(silent.log, "");
});

test("it starts at once and stays small", { skip: SANITIZED }, async () => {
    const begin = process.hrtime.bigint();
    const server = await start();
    await request(server, "/");
    const ms = Number(process.hrtime.bigint() - begin) / 1e6;
    const resident = Number(readFileSync(`/proc/${server.child.pid}/status`, "utf8").match(/VmRSS:\s+(\d+)/)[1]);
    await server.stop();
    assert.ok(ms < 200, `${ms} ms from spawning to the page`);
    assert.ok(resident < 12 * 1024, `${resident} KB`);
});
