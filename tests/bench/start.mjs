// SPDX-License-Identifier: MIT
//
// From the start of the process to the first byte of its page, and what it
// keeps in memory when idle after that.

import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { connect } from "node:net";
import { free_port, sleep } from "./servers.mjs";

function first_byte(port) {
    return new Promise((done, fail) => {
        const socket = connect(port, "127.0.0.1", () => socket.write("GET / HTTP/1.1\r\nHost: bench\r\nConnection: close\r\n\r\n"));
        socket.once("data", () => { done(performance.now()); socket.resume(); });
        socket.once("error", fail);
    });
}

async function once(binary) {
    const port = await free_port();
    const started = performance.now();
    const child = spawn(binary, ["--port", String(port)], { stdio: "ignore" });
    for (;;) {
        try {
            const first_byte_ms = (await first_byte(port)) - started;
            await sleep(300);
            const status = readFileSync(`/proc/${child.pid}/status`, "utf8");
            return { first_byte_ms, resident_mb: Number(/VmRSS:\s+(\d+)/.exec(status)[1]) / 1024 };
        } catch (error) {
            if (error.code !== "ECONNREFUSED" || child.exitCode !== null) throw error;
        } finally {
            if (child.exitCode === null && performance.now() - started > 300) child.kill("SIGTERM");
        }
    }
}

export async function measure_start(binary, times) {
    const runs = [];
    for (let i = 0; i < times; i++) runs.push(await once(binary));
    return { first_byte_ms: runs.map((r) => r.first_byte_ms), resident_mb: runs.map((r) => r.resident_mb) };
}
