// SPDX-License-Identifier: MIT
//
// Writes package-lock.json anew after a version in package.json changed:
//
//     node runtime/web/lock.mjs
//
// The packages are finished bundles: what they depend on is inside their files.
// The lock leaves those dependencies out, so that `npm ci` fetches and checks
// 17 packages and not 525, and names no registry.

import { execFileSync } from "node:child_process";
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const kept = ["version", "integrity", "dev", "license"];

function full_lock() {
    const work = mkdtempSync(join(tmpdir(), "lock-"));
    copyFileSync(join(here, "package.json"), join(work, "package.json"));
    execFileSync("npm", ["install", "--package-lock-only", "--ignore-scripts", "--no-audit", "--no-fund"],
        { cwd: work, stdio: ["ignore", "ignore", "inherit"] });
    const lock = JSON.parse(readFileSync(join(work, "package-lock.json"), "utf8"));
    rmSync(work, { recursive: true });
    return lock;
}

const lock = full_lock();
const root = lock.packages[""];
const packages = { "": root };
for (const name of Object.keys({ ...root.dependencies, ...root.devDependencies }).sort()) {
    const path = `node_modules/${name}`;
    packages[path] = Object.fromEntries(kept.filter((key) => key in lock.packages[path]).map((key) => [key, lock.packages[path][key]]));
}
writeFileSync(join(here, "package-lock.json"), JSON.stringify({ ...lock, packages }, null, 2) + "\n");
