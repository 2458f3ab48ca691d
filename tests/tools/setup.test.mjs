// SPDX-License-Identifier: MIT
//
// The parts of set-up that can be tried without a network: which of a machine's
// package-source entries are used for source packages, and what is missing.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));
const suites = "^(bookworm|stable)(-updates|-security)?$";

// Runs a line of bash with the functions of tools/lib.
function bash(line, input) {
    const script = `set -euo pipefail; . tools/lib/say.sh; . tools/lib/packages.sh; . tools/lib/sources.sh; ${line}`;
    const run = spawnSync("bash", ["-c", script], { cwd: root, input, encoding: "utf8" });
    return { status: run.status, out: run.stdout, err: run.stderr };
}

test("one-line entries of Debian's main become deb-src", () => {
    const { out } = bash(`one_line_entries '${suites}'`, `
# deb http://a.test/debian bookworm main
deb [arch=amd64 signed-by=/k.gpg] http://a.test/debian bookworm main contrib
deb\thttp://a.test/debian-security bookworm-security main
deb [ arch=amd64 ] http://a.test/debian bookworm-updates contrib main
deb http://b.test/cloud cloud-sdk-bookworm main
deb http://c.test/docker bookworm stable
deb-src http://a.test/debian bookworm main
`);
    assert.deepEqual(out.trim().split("\n"), [
        "deb-src [arch=amd64 signed-by=/k.gpg] http://a.test/debian bookworm main contrib",
        "deb-src\thttp://a.test/debian-security bookworm-security main",
        "deb-src [ arch=amd64 ] http://a.test/debian bookworm-updates contrib main",
    ]);
});

test("paragraphs of Debian's main become deb-src", () => {
    const { out } = bash(`stanza_entries '${suites}'`, `# the release
Types: deb deb-src
URIs: http://a.test/debian
Suites:
 bookworm
 bookworm-updates
Components: main
Signed-By: /k.gpg

Types: deb
Enabled: no
URIs: http://off.test/debian
Suites: bookworm
Components: main

Types: deb
URIs: http://b.test/node
Suites: nodistro
Components: main

types: deb
uris: http://a.test/debian-security
suites: bookworm-security
components: main
`);
    const [first, second, ...others] = out.trim().split("\n\n");
    assert.match(first, /^Types: deb-src\nURIs: http:\/\/a\.test\/debian\nSuites:\n bookworm\n/);
    assert.match(first, /Signed-By: \/k\.gpg/);
    assert.match(second, /^Types: deb-src\nuris: http:\/\/a\.test\/debian-security/);
    assert.deepEqual(others, []);
});

test("only what is missing is asked for", () => {
    const { out } = bash("missing_packages", "sh nothing\nno-such-command one\n/no/such/file two\n/etc/passwd three\n");
    assert.equal(out, "one\ntwo\n");
});

test("a failure shows what the command printed", () => {
    const { status, err } = bash("quietly sh -c 'echo the reason; exit 3'");
    assert.equal(status, 1);
    assert.match(err, /the reason\nerror: this failed: sh -c/);
    assert.deepEqual(bash("quietly echo hidden"), { status: 0, out: "", err: "" });
});

test("set-up refuses what it does not know", () => {
    const { status, err } = bash("./tools/setup --nonsense");
    assert.equal(status, 1);
    assert.match(err, /unknown argument --nonsense/);
});
