// SPDX-License-Identifier: MIT
//
// Formats in interpolated texts: a part of the recorded ones (tests/formats) in
// a running program; and where there is Python, fresh random ones, which the unit
// test compares. FORMATS_SEED starts other ones.

import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { run_cases } from "./cases.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const build = resolve(process.env.DASHC_BUILD ?? "build");
const day = 86400000;

// A float that Python wrote in hexadecimal.
function float_of(hex) {
    const [, sign, digits, exponent] = hex.match(/^(-?)0x([0-9a-f.]+)p([+-]\d+)$/);
    const [whole, part = ""] = digits.split(".");
    const mantissa = Number(BigInt(`0x${whole}${part}`));
    return (sign ? -1 : 1) * mantissa * 2 ** (Number(exponent) - 4 * part.length);
}

// As it is written in the language; null where it cannot be.
function literal(kind, value) {
    switch (kind) {
    case "i": return value === "-9223372036854775808" ? null : value;
    case "f": {
        if (!value.includes("0x")) return value.includes("inf") ? value : null;
        const number = float_of(value);
        const text = Object.is(number, -0) ? "-0.0" : String(number);
        return Number.isInteger(number) && !/[.e]/.test(text) ? `${text}.0` : text.replace("e+", "e");
    }
    case "t": return `"${value.replaceAll("{", "\\{")}"`;
    case "b": return value === "1" ? "true" : "false";
    case "d": return `date"${new Date(value * day).toISOString().slice(0, 10)}"`;
    default: return `datetime"${new Date(Number(value)).toISOString()}"`;
    }
}

const lines = readFileSync(join(here, "../formats/python.tsv"), "utf8").trimEnd().split("\n")
    .map((line) => line.split("\t")).filter(([kind, , , result]) => kind !== "p" && result.startsWith("="))
    .map(([kind, spec, value, result]) => [spec, literal(kind, value), result.slice(1)])
    .filter(([, value], i) => value !== null && i % 25 === 0);

await run_cases("formats", "", lines.map(([spec, value, result]) => [`"{${value}:${spec}}"`, result]));

// FORMATS_SEED starts others: a gate must not depend on the day.
test("fresh ones, as Python has them", () => {
    const seed = process.env.FORMATS_SEED ?? "1";
    const python = spawnSync("python3", [join(here, "../../tools/record-formats"), "--count", "20000", "--seed", seed], { encoding: "utf8", maxBuffer: 1 << 26 });
    assert.equal(python.error, undefined); // meson is written in it: it is there
    assert.equal(python.status, 0, python.stderr);
    const folder = mkdtempSync(join(tmpdir(), "formats-"));
    try {
        writeFileSync(join(folder, "fresh.tsv"), python.stdout);
        execFileSync(join(build, "tests/unit/test_formats"), { env: { ...process.env, DASH_FORMATS: join(folder, "fresh.tsv") }, stdio: "pipe" });
    } catch (error) {
        throw new Error(`FORMATS_SEED=${seed}\n${error.stderr ?? error}`);
    } finally {
        rmSync(folder, { recursive: true });
    }
});
