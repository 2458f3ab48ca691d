// SPDX-License-Identifier: MIT
//
// Tests that are written in the language itself: `dashc test` of own/*.dash.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { test } from "node:test";

const dashc = resolve(process.env.DASHC ?? "build/compiler/dashc");
const folder = join(import.meta.dirname, "own");

for (const name of readdirSync(folder).filter((file) => file.endsWith(".dash")).sort())
    test(name, () => {
        const done = spawnSync(dashc, ["test", name], { cwd: folder, encoding: "utf8" });
        assert.equal(done.status, 0, done.stdout + done.stderr);
        assert.equal(done.stderr, "");
    });
