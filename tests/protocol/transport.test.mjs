// SPDX-License-Identifier: MIT
//
// HTTP as such: lengths that lie, bodies that are too large or too slow,
// connections that stay, connections that starve others, and stopping.

import assert from "node:assert/strict";
import http from "node:http";
import { after, before, test } from "node:test";
import { invocation, post, raw, request, sleep, start } from "./server.mjs";

let server;
before(async () => (server = await start(["--max-body", "100K"])));
after(async () => assert.equal(await server.stop(), 0));

const BODY = JSON.stringify(invocation("echo.children@1", [["in", "any", 1]]));
const HEAD = "POST /_dash-update-component HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n";
const status_of = (answer) => Number(answer.match(/^HTTP\/\d\.\d (\d+)/)?.[1]);

test("lengths that disagree are refused and the connection ends", async () => {
    const chunked = `${BODY.length.toString(16)}\r\n${BODY}\r\n0\r\n\r\n`;
    const bad = [
        `Content-Length: ${BODY.length}\r\nTransfer-Encoding: chunked\r\n\r\n${chunked}`,
        `Transfer-Encoding: chunked\r\nContent-Length: ${BODY.length}\r\n\r\n${chunked}`,
        `Content-Length: ${BODY.length}\r\nContent-Length: ${BODY.length}\r\n\r\n${BODY}`,
        `Content-Length: ${BODY.length}\r\nContent-Length: 5\r\n\r\n${BODY}`,
        `Content-Length: +${BODY.length}\r\n\r\n${BODY}`,
        `Content-Length: ${BODY.length}, ${BODY.length}\r\n\r\n${BODY}`,
        `Transfer-Encoding: gzip, chunked\r\n\r\n${chunked}`,
    ];
    for (const rest of bad) {
        const answer = await raw(server, HEAD + rest + "GET /_reload-hash HTTP/1.1\r\nHost: x\r\n\r\n");
        assert.ok([400, 411].includes(status_of(answer)), `${rest}: ${answer}`);
        assert.equal(answer.split("HTTP/1.1 ").length, 2, "one answer only");
    }
    for (const value of ["-1", "abc", "1e3", "99999999999999999999"]) {
        const answer = await raw(server, `${HEAD}Content-Length: ${value}\r\n\r\n${BODY}`);
        assert.ok([400, 411, 413].includes(status_of(answer)), `${value}: ${answer}`);
    }
});

test("chunked bodies are taken", async () => {
    const chunks = `5\r\n${BODY.slice(0, 5)}\r\n${(BODY.length - 5).toString(16)}\r\n${BODY.slice(5)}\r\n0\r\n\r\n`;
    const answer = await raw(server, `${HEAD}Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n${chunks}`);
    assert.equal(status_of(answer), 200);
    assert.ok(answer.endsWith('{"multi":true,"response":{"echo":{"children":1}}}'));
});

test("bodies over the limit are refused, announced or not", async () => {
    const fits = JSON.stringify(invocation("echo.children@1", [["in", "any", "x".repeat(90 * 1024)]]));
    assert.equal((await post(server, fits)).status, 200);
    const announced = await raw(server, `${HEAD}Content-Length: 50000000\r\n\r\n${"x".repeat(1000)}`);
    assert.equal(status_of(announced), 413);
    assert.match(announced, /Connection: close/);
    const chunks = `8000\r\n${"x".repeat(0x8000)}\r\n`.repeat(10);
    assert.equal(status_of(await raw(server, `${HEAD}Transfer-Encoding: chunked\r\n\r\n${chunks}`)), 413);
});

test("a body with a GET is not waited for", async () => {
    const answer = await raw(server, "GET /_reload-hash HTTP/1.1\r\nHost: x\r\nContent-Length: 100000000\r\n\r\n");
    assert.equal(status_of(answer), 200);
    assert.match(answer, /Connection: close/);
});

test("a body that stops half way gets no answer but the end", async () => {
    const answer = await raw(server, [`${HEAD}Content-Length: ${BODY.length}\r\n\r\n${BODY.slice(0, 10)}`], { wait: 200 });
    assert.equal(answer, "");
    assert.equal((await post(server, BODY)).status, 200);
});

test("a body may come slowly", async () => {
    const parts = [`${HEAD}Content-Length: ${BODY.length}\r\nConnection: close\r\n\r\n`, ...BODY.match(/.{1,20}/g)];
    assert.equal(status_of(await raw(server, parts, { pause: 50 })), 200);
});

test("a body that comes too slowly is not waited for", { skip: !process.env.SLOW_TESTS }, async () => {
    const parts = [`${HEAD}Content-Length: 1000\r\n\r\n`, ...Array.from({ length: 100 }, () => "x")];
    const begin = Date.now();
    assert.equal(status_of(await raw(server, parts, { pause: 500 })), 408);
    assert.ok(Date.now() - begin < 45000);
});

test("who expects to be told to continue is told", async () => {
    const answer = await raw(server, [`${HEAD}Content-Length: ${BODY.length}\r\nExpect: 100-continue\r\n\r\n`, BODY],
        { pause: 100 });
    assert.match(answer, /^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200 OK\r\n/);
});

test("requests in a row on one connection are all answered", async () => {
    const one = `${HEAD}Content-Length: ${BODY.length}\r\n\r\n${BODY}`;
    const answer = await raw(server, one.repeat(5) + "GET /_reload-hash HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    assert.equal(answer.match(/HTTP\/1\.1 200 OK/g).length, 6);
    assert.equal(answer.match(/Connection: keep-alive/g).length, 5);
});

test("who does not want to stay is let go", async () => {
    const old = await raw(server, "GET /_reload-hash HTTP/1.0\r\n\r\n");
    assert.match(old, /Connection: close/);
    const close = await raw(server, "GET /_reload-hash HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    assert.match(close, /Connection: close/);
});

test("garbage is refused and does not harm", async () => {
    for (const bytes of ["\r\n\r\n", "GET\r\n\r\n", "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", "GET / HTTP/9.9\r\n\r\n",
        `GET / HTTP/1.1\r\nX: ${"y".repeat(40000)}\r\n\r\n`, "GET /\0 HTTP/1.1\r\n\r\n", "A".repeat(20000)]) {
        const answer = await raw(server, Buffer.from(bytes, "latin1"), { wait: 300 });
        assert.ok(answer === "" || status_of(answer) >= 400, JSON.stringify(answer.slice(0, 60)));
    }
    assert.equal((await request(server, "/")).status, 200);
});

test("busy connections do not starve a newcomer", async () => {
    const agent = new http.Agent({ keepAlive: true, maxSockets: 150 });
    let busy = true;
    const loops = Array.from({ length: 150 }, async () => {
        while (busy) await post(server, BODY, { agent }).catch(() => {});
    });
    await sleep(300);
    const begin = Date.now();
    assert.equal((await post(server, BODY)).status, 200);
    assert.ok(Date.now() - begin < 3000, `${Date.now() - begin} ms`);
    busy = false;
    await Promise.all(loops);
    agent.destroy();
});

test("stopping lets an answer end and refuses new requests", async () => {
    for (const signal of ["SIGTERM", "SIGINT"]) {
        const other = await start();
        const slow = post(other, invocation("slow.children", [["in", "n_blur", 5]]));
        await sleep(200);
        const exit = other.stop(signal);
        await sleep(100);
        const late = await post(other, BODY).then((answer) => answer.status, () => "refused");
        assert.ok([503, "refused"].includes(late), String(late));
        const answer = await slow;
        assert.equal(answer.status, 200);
        assert.equal(answer.headers.connection, "close");
        assert.deepEqual(JSON.parse(answer.body).response, { slow: { children: 5 } });
        assert.equal(await exit, 0);
    }
});
