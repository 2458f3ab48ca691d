// SPDX-License-Identifier: MIT
//
// Large embedded tables are compressed in the binary and unpacked at start; `build`
// says of each table how many bytes it is. Small ones stay as they are.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { test } from "node:test";
import { ask, build_cases } from "./cases.mjs";
import { start } from "../protocol/server.mjs";

const dashc = resolve(process.env.DASHC ?? "build/compiler/dashc");

test("a packed table has the same rows", async () => {
    const folder = mkdtempSync(join(tmpdir(), "packed-"));
    const rows = Array.from({ length: 300000 }, (_, i) => [i, i % 7 === 3 ? "" : (i * 37) % 1000 / 4, `city ${i % 900}`]);
    writeFileSync(join(folder, "big.csv"), "i,x,city\n" + rows.map((row) => row.join(",")).join("\n") + "\n");
    writeFileSync(join(folder, "small.csv"), "a,b,unused\n1,2,x\n3,4,y\n");
    const { folder: built, program } = build_cases("packed", `app "packed"
table big = csv("big.csv")
table small = csv("small.csv")
layout { dcc.Store(#which, data=-1) ; dcc.Store(#out) }
callback run(which: int = #which.data) -> #out.data {
  {i: big.i.sum(), x: big.x.sum(), there: big.x.count(), cities: big.city.nunique(), last: (big | filter(.city == "city 899")).i.max(), small: small.a.sum() + small.b.sum(), which: which}
}
`, folder);
    const present = rows.filter((row) => row[1] !== "");
    const server = await start([], {}, program);
    assert.deepEqual(JSON.parse((await ask(server, 1)).body).response.out.data, {
        i: rows.reduce((sum, row) => sum + row[0], 0), x: present.reduce((sum, row) => sum + row[1], 0), there: present.length,
        cities: 900, last: 299699, small: 10, which: 1,
    });
    assert.equal(await server.stop(), 0);
    const { stderr } = spawnSync(dashc, ["build", "app.dash", "-o", "again"], { cwd: built, encoding: "utf8" });
    assert.match(stderr, /^again  \d\.\d MB  in \d+\.\d s\n  big  300000 rows, 3 columns, 4\.\d MB, packed to \d+\.\d [kM]B\n  small  2 rows, 2 of 3 columns, 0\.0 kB\n$/);
    // A sanitizer makes programs larger and writes the compiler's temporary folder into them.
    if (!process.env.ASAN_OPTIONS) {
        assert.deepEqual(readFileSync(join(built, "again")), readFileSync(program));
        assert.ok(statSync(program).size < 4e6);
    }
    rmSync(folder, { recursive: true });
    rmSync(built, { recursive: true });
});
