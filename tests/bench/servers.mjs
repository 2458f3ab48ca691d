// SPDX-License-Identifier: MIT
//
// Starting, watching and stopping the servers that are compared: the compiled
// sample, a bare civetweb handler, and the same app in Python's Dash.

import { spawn, spawnSync } from "node:child_process";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { connect, createServer } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../..", import.meta.url));
const venv = join(root, ".cache/bench-venv");
const peers = fileURLToPath(new URL("peers", import.meta.url));

export const sleep = (ms) => new Promise((done) => setTimeout(done, ms));

export function free_port() {
    return new Promise((done) => {
        const server = createServer().listen(0, "127.0.0.1", () => {
            const { port } = server.address();
            server.close(() => done(port));
        });
    });
}

// Python's Dash and its servers, pinned, in a folder of their own. Gives false
// (and says why) when they cannot be had: the peers are then reported absent.
export function install_peers() {
    const pins = readFileSync(join(peers, "requirements.txt"), "utf8").trim();
    const stamp = join(venv, "pins.txt");
    if (existsSync(stamp) && readFileSync(stamp, "utf8") === pins) return true;
    console.error("bench: installing Python's Dash …");
    const script = `python3 -m venv "${venv}" && "${venv}/bin/pip" install -q -r "${peers}/requirements.txt"
                    cp "${peers}/requirements.txt" "${stamp}.new" && printf %s "$(cat "${stamp}.new")" > "${stamp}"`;
    const run = spawnSync("sh", ["-ec", script], { stdio: ["ignore", "ignore", "pipe"] });
    if (run.status !== 0) console.error(`bench: Dash cannot be installed: ${run.stderr}`);
    return run.status === 0;
}

function answers(port) {
    return new Promise((done) => {
        const socket = connect(port, "127.0.0.1");
        socket.once("connect", () => (socket.destroy(), done(true)));
        socket.once("error", () => done(false));
    });
}

// A running server: its port, the pids of its processes, stop().
export class Server {
    static async start(name, command, args, { port, env = {}, cwd = root } = {}) {
        const server = new Server();
        server.name = name;
        server.port = port;
        server.child = spawn(command, args, {
            cwd, env: { ...process.env, ...env }, stdio: ["ignore", "ignore", "ignore"], detached: true,
        });
        const limit = Date.now() + 60_000;
        while (!(await answers(port))) {
            if (server.child.exitCode !== null) throw new Error(`${name} ended with ${server.child.exitCode}`);
            if (Date.now() > limit) throw new Error(`${name} does not answer on port ${port}`);
            await sleep(20);
        }
        return server;
    }

    url(path = "/") {
        return `http://127.0.0.1:${this.port}${path}`;
    }

    // The process and its descendants (workers).
    pids() {
        const children = new Map();
        for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
            try {
                const parent = readFileSync(`/proc/${pid}/stat`, "utf8").replace(/.*\) /, "").split(" ")[1];
                children.set(parent, [...(children.get(parent) ?? []), pid]);
            } catch { /* gone meanwhile */ }
        }
        const found = [String(this.child.pid)];
        for (const pid of found) found.push(...(children.get(pid) ?? []));
        return found;
    }

    // Seconds of CPU used so far by all processes.
    cpu_seconds() {
        let ticks = 0;
        for (const pid of this.pids()) {
            const stat = readFileSync(`/proc/${pid}/stat`, "utf8").replace(/.*\) /, "").split(" ");
            ticks += Number(stat[11]) + Number(stat[12]);
        }
        return ticks / 100;
    }

    // Megabytes resident, shared pages divided among the sharers.
    memory_mb() {
        let kb = 0;
        for (const pid of this.pids())
            kb += Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, "utf8"))[1]);
        return kb / 1024;
    }

    async stop() {
        process.kill(-this.child.pid, "SIGTERM");
        for (let i = 0; i < 200 && this.child.exitCode === null && this.child.signalCode === null; i++) await sleep(25);
        try { process.kill(-this.child.pid, "SIGKILL"); } catch { /* already gone */ }
    }
}

export async function start_app(binary, args = [], env = {}) {
    const port = await free_port();
    return Server.start("dashc", binary, ["--port", String(port), ...args], { port, env });
}

export async function start_bare(binary, threads, reply_file) {
    const port = await free_port();
    return Server.start("bare civetweb", binary, [`127.0.0.1:${port}`, String(threads), reply_file], { port });
}

export async function start_gunicorn() {
    const port = await free_port();
    return Server.start("Dash, gunicorn", join(venv, "bin/gunicorn"),
        ["-w", "2", "-b", `127.0.0.1:${port}`, "--log-level", "error", "sales:server"], { port, cwd: peers });
}

export async function start_uvicorn() {
    const port = await free_port();
    return Server.start("Dash, uvicorn (FastAPI)", join(venv, "bin/uvicorn"),
        ["--workers", "2", "--port", String(port), "--log-level", "error", "sales:asgi"],
        { port, cwd: peers, env: { DASH_BACKEND: "fastapi" } });
}
