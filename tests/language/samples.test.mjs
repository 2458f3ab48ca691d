// SPDX-License-Identifier: MIT
//
// Every sample compiles without a warning, and its `test` blocks, if any, pass.
// (What they look like in a browser: tests/browser.)

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { test } from "node:test";

const dashc = resolve(process.env.DASHC ?? "build/compiler/dashc");
const root = resolve(import.meta.dirname, "../../samples");
const sources = readdirSync(root, { recursive: true }).filter((name) => name.endsWith(".dash")).sort();
const text_of = (name) => readFileSync(join(root, name), "utf8");
const is_app = (name) => /^(layout|page)\b/m.test(text_of(name));

// Data files are made from npm packages, by tools/setup.
const has_data = (name) => [...text_of(name).matchAll(/csv\("(.*?)"/g)].every(([, file]) => existsSync(join(root, dirname(name), file)));

const has_tests = (name) => /^test "/m.test(text_of(name));

for (const name of sources.filter(is_app)) {
    test(name, () => {
        assert.ok(has_data(name), "its data are not there: tools/setup makes them");
        const checked = spawnSync(dashc, ["check", "--deny", "warnings", join(root, name)], { encoding: "utf8" });
        assert.equal(checked.status, 0, checked.stderr);
        if (!has_tests(name)) return;
        const tested = spawnSync(dashc, ["test", join(root, name)], { encoding: "utf8" });
        assert.equal(tested.status, 0, tested.stdout + tested.stderr);
        assert.doesNotMatch(tested.stderr, /warning/);
    });
}

test("there are samples with tests", () => assert.ok(sources.filter(has_tests).length >= 3));

test("the reference's samples are listed in their README", () => {
    const files = sources.filter((name) => name.startsWith("language/")).map((name) => name.slice("language/".length));
    const listed = [...text_of("language/README.md").matchAll(/^\| `(.*?)` \|/gm)].map(([, name]) => name);
    assert.deepEqual(listed.sort(), files.filter((name) => is_app(join("language", name))).sort());
});

// Chapters that only hold sections, and what no program of its own can show.
const without_sample = new Set(["a-tour", "values-and-types", "expressions", "the-page", "errors-and-warnings", "the-library", "what-comes-later"]);

test("every section of the reference has a sample", () => {
    const reference = readFileSync(resolve(root, "../docs/language.md"), "utf8").replace(/^```[^]*?^```/gm, "");
    const anchors = [...reference.matchAll(/^##+ (.*)$/gm)].map(([, title]) => title.toLowerCase().replace(/[^\w ]/g, "").replaceAll(" ", "-"));
    const shown = new Set([...text_of("language/README.md").matchAll(/language\.md#([\w-]+)\)/g)].map(([, anchor]) => anchor));
    assert.deepEqual([...new Set(anchors)].filter((anchor) => !shown.has(anchor) && !without_sample.has(anchor)), []);
    assert.deepEqual([...shown].filter((anchor) => !anchors.includes(anchor)), []);
});
