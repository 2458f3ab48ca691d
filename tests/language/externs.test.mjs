// SPDX-License-Identifier: MIT
//
// Functions written in C: values there and back, failures, and what the user is
// told when the C and its declaration do not fit.

import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, test } from "node:test";
import { start } from "../protocol/server.mjs";
import { ask, program_of } from "./cases.mjs";

const dashc = resolve(process.env.DASHC ?? "build/compiler/dashc");
const folder = mkdtempSync(join(tmpdir(), "externs-"));
after(() => rmSync(folder, { recursive: true }));

const declarations = `
type Fit = {slope: float, points: [float], label: text?}
extern fn fit(xs: [float], ys: [float], label: text = "") -> Fit from "numbers.c"
extern fn smooth(xs: [float], n: int = 3) -> [float]? from "numbers.c"
extern fn shout(s: text) -> text from "numbers.c"
extern fn find_text(texts: [text], wanted: text) -> int? from "numbers.c"
extern fn count_call() from "numbers.c"
extern fn was_called(often: bool) -> bool from "numbers.c"
extern fn same_json(value: json) -> json from "numbers.c"
extern fn both(n: int) -> (int, text) from "numbers.c"
`;

const cases = [
    ["fit([1, 2], [2, 4], \"line\")", { slope: 2, points: [2, 4], label: "line" }],
    ["fit([1.5], [3])", { slope: 2, points: [3], label: null }],
    ["fit([1, 2], [2])", /2 xs and 1 ys/],
    ["smooth([3, 3, 3], n=3)", [1, 2, 3]],
    ["len(smooth([3.0]) ?? [])", 0],
    ["\"häuser\".shout()", "HäUSER!"],
    ["\"a\" | shout", "A!"],
    ["find_text([\"a\", \"b\"], \"b\")", 1],
    ["find_text([], \"b\") ?? -1", -1],
    ["count_call()\nwas_called(false)", true],
    ["was_called(often=true)", false],
    ["same_json({a: [1, \"x\"]})", { a: [1, "x"] }],
    ["let (n, t) = both(1)\n\"{n} {t}\"", "2 two"],
];

copyFileSync("tests/language/parts/numbers.c", join(folder, "numbers.c"));
writeFileSync(join(folder, "app.dash"), program_of(declarations, cases.map(([body]) => body)));
const built = spawnSync(dashc, ["build", "app.dash", "-o", "app"], { cwd: folder, encoding: "utf8" });
assert.equal(built.status, 0, built.stderr);
assert.doesNotMatch(built.stderr, /warning/);
const server = await start([], {}, join(folder, "app"));
after(() => server.stop());

cases.forEach(([body, expected], i) => test(body.trim(), async () => {
    const reply = await ask(server, i);
    if (expected instanceof RegExp) {
        assert.equal(reply.status, 500, String(reply.body));
        await server.logged(new RegExp(`numbers\\.c.*${expected.source}`));
        return;
    }
    assert.equal(reply.status, 200, server.log);
    assert.deepEqual(JSON.parse(reply.body).response.out.data, expected);
}));

test("the header is C by itself, with the rules and every prototype", () => {
    const header = execFileSync(dashc, ["emit", "app.dash", "--header"], { cwd: folder, encoding: "utf8" });
    assert.match(header, /dash_alloc/);
    assert.match(header, /^Fit fit\(DashCx \*cx, DashFloats xs, DashFloats ys, DashText label\);$/m);
    writeFileSync(join(folder, "alone.h"), header);
    execFileSync("cc", ["-std=gnu11", "-Wall", "-Wextra", "-Werror", "-fsyntax-only", `-I${resolve("runtime/include")}`, "-x", "c", "alone.h"], { cwd: folder });
});

test("an emitted program calls what the header declares", () => {
    const unit = execFileSync(dashc, ["emit", "app.dash"], { cwd: folder, encoding: "utf8" });
    assert.match(unit, /^Fit fit\(DashCx \*cx/m);
    assert.match(unit, /^typedef struct Fit \{$/m);
});

// What `dashc build` says about app.dash with this declaration and this C.
function say(declaration, code, cc = "cc") {
    const dir = mkdtempSync(join(folder, "bad-"));
    writeFileSync(join(dir, "app.dash"), `${declaration}\nlayout { "{f(1.5)}" }\n`);
    writeFileSync(join(dir, "model.c"), code);
    const done = spawnSync(dashc, ["build", "app.dash", "-o", "app", "--cc", cc], { cwd: dir, encoding: "utf8", env: { ...process.env, LC_ALL: "C" } });
    return { status: done.status, said: done.stderr };
}
const declared = 'extern fn f(x: float) -> float from "model.c"';
const compilers = ["gcc", "clang"].filter((cc) => spawnSync(cc, ["--version"]).status === 0);

for (const cc of compilers) {
    test(`${cc}: a prototype that does not fit`, () => {
        const { status, said } = say(declared, "int f(int x)\n{\n\treturn x;\n}\n", cc);
        assert.equal(status, 1);
        assert.match(said, /^model\.c:1:5: error\[E0806\]: conflicting types for 'f'/m);
        assert.match(said, /^ 1 \| int f\(int x\)\n {3}\| {5}\^$/m);
        assert.match(said, /^app\.dash:1:11: note: the program declares it here/m);
    });

    test(`${cc}: a warning does not stop the build`, () => {
        const { status, said } = say(declared, "double f(DashCx *cx, double x)\n{\n\tint unused;\n\treturn x;\n}\n", cc);
        assert.equal(status, 0, said);
        assert.match(said, /^model\.c:3:6: warning\[W1020 c\]: unused variable 'unused'/m);
        assert.match(said, /^ 3 \| {2,}int unused;$/m);
    });

    test(`${cc}: a function that is not defined`, () => {
        const { status, said } = say(declared, "double g(double x);\ndouble g(double x) { return x; }\n", cc);
        assert.equal(status, 1);
        assert.match(said, /^app\.dash:1:11: error\[E0807\]: model\.c does not define `f`/m);
        assert.match(said, /help: write it there: `double f\(DashCx \*cx, double x\) \{ … \}`/);
    });

    test(`${cc}: a mistake in the C, and one in a header of its own`, () => {
        const { status, said } = say(declared, "#include \"own.h\"\ndouble f(DashCx *cx, double x)\n{\n    return x + y;\n}\n", cc);
        assert.equal(status, 1);
        assert.match(said, /^model\.c:1:1\d: error\[E0806\]: '?own\.h/m);
        const second = say(declared, "double f(DashCx *cx, double x)\n{\n    return x + yy;\n}\n", cc);
        assert.match(second.said, /^model\.c:3:16: error\[E0806\]: .*yy/m);
        assert.match(second.said, /^ {3}\| {16}\^\^$/m);
    });
}

test("C that the linker does not take is no mistake of the declaration", () => {
    const { status, said } = say(declared, "double nowhere(double);\ndouble f(DashCx *cx, double x)\n{\n    return nowhere(x);\n}\n");
    assert.equal(status, 1);
    assert.match(said, /E0802/);
    assert.match(said, /nowhere/);
});
