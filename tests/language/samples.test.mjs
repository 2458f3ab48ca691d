// SPDX-License-Identifier: MIT
//
// The samples' own tests: `dashc test` of each that has some.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { test } from "node:test";

const dashc = resolve(process.env.DASHC ?? "build/compiler/dashc");
const apps = readdirSync("samples").map((name) => join("samples", name, "app.dash")).filter(existsSync);
const tested = apps.filter((app) => /^test "/m.test(readFileSync(app, "utf8")));

test("there are samples with tests", () => assert.ok(tested.length >= 3));
for (const app of tested)
    test(app, () => {
        const done = spawnSync(dashc, ["test", app], { encoding: "utf8" });
        assert.equal(done.status, 0, done.stdout + done.stderr);
        assert.doesNotMatch(done.stderr, /warning/);
    });
