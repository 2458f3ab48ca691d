// SPDX-License-Identifier: MIT
//
// What the protocol tests share: starting the program under test on a free
// port, plain requests, and raw bytes on a socket for what no client would send.
// The program is $PROBE, or tests/protocol/probe in the build folder $DASHC_BUILD.

import { spawn } from "node:child_process";
import http from "node:http";
import net from "node:net";
import { join } from "node:path";

export const PROBE = process.env.PROBE ?? join(process.env.DASHC_BUILD ?? "build", "tests/protocol/probe");

// Built with ASan or TSan: slower, larger.
export const SANITIZED = Boolean(process.env.ASAN_OPTIONS || process.env.TSAN_OPTIONS);

// Starts the program and waits for its line; stop() ends it and gives the exit status.
export async function start(args = [], env = {}, program = PROBE) {
    const child = spawn(program, ["--port", "0", ...args], { env: { ...process.env, HOST: "", PORT: "", ...env } });
    const server = { child, log: "", output: "", exited: null };
    child.stderr.on("data", (bytes) => (server.log += bytes));
    server.exited = new Promise((resolve) => child.on("exit", (code, signal) => resolve(signal ?? code)));
    await new Promise((resolve, reject) => {
        child.stdout.on("data", (bytes) => {
            server.output += bytes;
            if (server.output.includes("\n")) resolve();
        });
        server.exited.then((status) => reject(new Error(`exit ${status}: ${server.log}`)));
    });
    server.url = server.output.match(/http:\S+/)[0];
    server.port = Number(new URL(server.url).port);
    // Waits until the log has what the pattern says; gives that and forgets the log.
    server.logged = async (pattern) => {
        for (let i = 0; i < 200 && !pattern.test(server.log); i++) await sleep(10);
        const match = server.log.match(pattern);
        if (!match) throw new Error(`${pattern} is not in the log: ${server.log}`);
        server.log = "";
        return match[0];
    };
    // A test that failed half way must not keep node alive, nor its program.
    for (const handle of [child, child.stdout, child.stderr]) handle.unref();
    process.on("exit", () => child.kill("SIGKILL"));
    server.stop = async (signal = "SIGTERM") => {
        child.ref();
        child.kill(signal);
        const status = await server.exited;
        if (status !== 0) console.log(server.log);
        return status;
    };
    return server;
}

// Runs the program to its end.
export function run(args, env = {}) {
    const child = spawn(PROBE, args, { env: { ...process.env, HOST: "", PORT: "", ...env } });
    const result = { out: "", err: "" };
    child.stdout.on("data", (bytes) => (result.out += bytes));
    child.stderr.on("data", (bytes) => (result.err += bytes));
    return new Promise((resolve) => child.on("close", (status) => resolve({ ...result, status })));
}

// One request on a connection of its own (or `agent`'s): {status, headers, body: Buffer}.
export function request(server, path, { method = "GET", headers = {}, body, agent = false } = {}) {
    return new Promise((resolve, reject) => {
        const options = { host: "127.0.0.1", port: server.port, path, method, headers, agent };
        const sent = http.request(options, (response) => {
            const parts = [];
            response.on("data", (part) => parts.push(part));
            response.on("end", () =>
                resolve({ status: response.statusCode, headers: response.headers, body: Buffer.concat(parts) }));
            response.on("error", reject);
        });
        sent.on("error", reject);
        sent.end(body);
    });
}

export const post = (server, body, options = {}) =>
    request(server, "/_dash-update-component", {
        method: "POST",
        body: typeof body === "string" || Buffer.isBuffer(body) ? body : JSON.stringify(body),
        ...options,
        headers: { "Content-Type": "application/json", ...options.headers },
    });

// What the renderer sends for a callback: inputs and state as [id, property, value].
export function invocation(output, inputs, state = []) {
    const spec = ([id, property, value]) => ({ id, property, value });
    const body = { output, outputs: [], inputs: inputs.map(spec), changedPropIds: [], parsedChangedPropsIds: [] };
    if (state.length > 0) body.state = state.map(spec);
    return body;
}

// Sends bytes as they are (a list: with pauses of `pause` ms) and gives all that
// comes back until the server closes, or `wait` ms after the last byte.
export function raw(server, bytes, { pause = 0, wait = 500 } = {}) {
    return new Promise((resolve) => {
        const socket = net.connect(server.port, "127.0.0.1");
        let answer = "", timer;
        const finish = () => {
            clearTimeout(timer);
            socket.destroy();
            resolve(answer);
        };
        socket.on("data", (data) => (answer += data.toString("latin1")));
        socket.on("close", finish);
        socket.on("error", finish);
        (async () => {
            for (const part of [bytes].flat()) {
                if (socket.destroyed) return;
                socket.write(part);
                if (pause) await sleep(pause);
            }
            timer = setTimeout(finish, wait);
        })();
    });
}

export const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
