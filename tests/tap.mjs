// SPDX-License-Identifier: MIT
//
// Runs a program that reports in TAP (the Test Anything Protocol) and counts
// its cases.

import { spawn } from "node:child_process";

// Lines at the outermost level; nested ones belong to the case that follows them.
const case_line = /^(not )?ok\b([^#\n]*)(#\s*(skip|todo))?/gim;

function count(output, status) {
    const result = { passed: 0, failed: 0, skipped: 0 };
    for (const [, not, , directive] of output.matchAll(case_line)) {
        if (directive) result.skipped++;
        else if (not) result.failed++;
        else result.passed++;
    }
    // A crash, or a failure outside any case.
    if (status !== 0 && result.failed === 0) result.failed++;
    return result;
}

// Gives {passed, failed, skipped, output}. A program that runs longer than
// `limit` seconds is ended and counts as failed.
export function run_tap(command, args, { env = {}, cwd, limit = 600 } = {}) {
    return new Promise((done) => {
        let stdout = "", all = "";
        const child = spawn(command, args, {
            cwd, env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "pipe"], detached: true,
        });
        const stop = () => { try { process.kill(-child.pid, "SIGKILL"); } catch { /* gone */ } };
        const timer = setTimeout(() => { all += `\nended after ${limit} s\n`; stop(); }, limit * 1000);
        child.stdout.setEncoding("utf8").on("data", (text) => { stdout += text; all += text; });
        child.stderr.setEncoding("utf8").on("data", (text) => { all += text; });
        child.on("error", (error) => { all += error.message; });
        child.on("close", (status) => {
            clearTimeout(timer);
            stop();
            done({ ...count(stdout, status), output: all });
        });
    });
}
