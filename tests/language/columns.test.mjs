// SPDX-License-Identifier: MIT
//
// Every function of the library that takes single values, called in `derive` on columns:
// row for row it must give what it gives for the values alone, and null where one of the
// values is null. The functions are those of builtins.def; a new one is tried by itself.

import assert from "node:assert/strict";
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { start } from "../protocol/server.mjs";
import { ask, build_cases, program_of } from "./cases.mjs";

// Columns by type, with values that every function takes.
const table = `table t = rows {
  b, b_n, i, i_n, j, j_n, f, f_n, g, g_n, s, s_n, u, u_n, d, d_n, e, e_n, m, m_n, o, o_n
  true, null, 1, null, 2, 3, 0.5, null, 0.25, 0.5, "ash, elm", null, "a", "m", date"2024-02-29", null, date"2023-01-02", date"2023-01-03", datetime"2024-02-29T23:59:59", null, datetime"2023-01-02T03:04:05", datetime"2023-05-02T03:04:05"
  false, true, 7, 5, 3, null, 0.75, 0.125, 0.5, null, "Ēlm\\n3", "fir", "l", null, date"1969-12-31", date"2024-12-31", date"2023-05-06", null, datetime"1969-12-31T10:20:30", datetime"2024-12-31T00:00:01", datetime"2023-01-02T03:04:06", null
  true, false, 12, 11, 5, 6, 0.0625, 0.375, 0.0, 1.0, "", "12", "x", "1", date"2000-01-01", date"1999-09-09", date"2001-01-01", date"2000-09-09", datetime"2000-01-01T00:00:00", datetime"1999-09-09T09:09:09", datetime"2000-01-01T00:00:00", datetime"1999-01-01T00:00:00"
}
`;
const columns = { bool: ["b"], int: ["i", "j", "j"], W: ["i", "j", "j"], float: ["f", "g", "g"], text: ["s", "u", "u"], date: ["d", "e"], datetime: ["m", "o"] };
const types = { W: "int" };

// Where the values of the columns would be wrong: what to write for an argument.
const constants = {
    "parse:1": '"%Y"', "matches:1": '"[a-m]"', "regex:1": '"[a-m]"', "findall:1": '"[a-m]"', "sub:1": '"[a-m]"', "resplit:1": '"[, ]+"',
    "acosh:0": "1.5", "format:1": null, "pad:2": '"."',
    "duration": "{m} - {o}", "log:1": "2.5",
};
const formats = { int: '"05d"', float: '".2f"', text: '">6"', date: '"%d.%m.%Y"', datetime: '"%H:%M"', duration: '"%H"' };

// "(text, width: int, fill: text = ' ') -> text": the parameters that must be given.
function parameters(signature) {
    const inside = signature.slice(1, signature.lastIndexOf(") ->"));
    return inside.split(/, (?![^[{(]*[\]})])/).filter(Boolean).filter((one) => !one.includes(" = ")).map((one) => one.replace(/^\w+: /, ""));
}

function expression(name, type, k, null_column) {
    const constant = name === "format" && k === 1 ? undefined : constants[`${name}:${k}`];
    if (constant) return { text: constant, type, reads: constant.includes(".f") ? ["f"] : [] };
    const column = (which) => which + (null_column ? "_n" : "");
    if (type === "duration") {
        const [m, o] = [column("m"), column("o")];
        return { text: k ? `2d` : `.${m} - .${o}`, type, reads: k ? [] : [m, o] };
    }
    const choices = type.match(/^'(\w+)'/);
    if (choices) return { text: `"${choices[1]}"`, type: "text", reads: [] };
    const read = column(columns[type][Math.min(k, columns[type].length - 1)]);
    return { text: `.${read}`, type, reads: [read] };
}

const scalar = /^(bool|int|W|float|text|date|datetime|duration|'.*)$/;
function cases_of(builtin) {
    const [, name, signature] = builtin;
    const given = parameters(signature);
    if (/-> (rng|json)$/.test(signature)) return []; // no columns hold those
    if (!given.length || !given.every((type) => scalar.test(type))) return [];
    const format = name === "format" ? formats[given[0]] : null;
    return [false, true].map((nulls) => {
        const args = given.map((type, k) => (format && k === 1 ? { text: format, reads: [] } : expression(name, type, k, nulls)));
        const call = (wrap) => `${name}(${args.map(wrap).join(", ")})`;
        const of_row = (text) => text.replace(/\.([a-z](_n)?)\b(?!")/g, "r.$1");
        const result = signature.slice(signature.lastIndexOf(") ->") + 5);
        const whole = (text) => (result.startsWith("[") ? (result.endsWith("?") ? `len(${text} ?? [])` : `len(${text})`) : text);
        const reads = [...new Set(args.flatMap((arg) => (arg.text.startsWith('"') ? [] : arg.reads)))];
        const plain = whole(call((arg) => (arg.text.startsWith('"') ? arg.text : of_row(arg.text))));
        const tests = reads.map((read) => `r.${read} != null`).join(" and ");
        const alone = nulls && reads.length ? `if ${tests} { ${plain} } else { ${/^\[.*\?$/.test(result) ? 0 : null} }` : plain;
        const body = `let column = t | derive(z = ${whole(call((arg) => arg.text))})\n["{[r.z for r in column]}", "{[${alone} for r in t]}"]`;
        return { title: `${name}${signature}${nulls ? ", nulls" : ""}`, body };
    });
}

const rows = readFileSync(join(import.meta.dirname, "../../compiler/sema/builtins.def"), "utf8");
const skipped = /^(uniform|normal|random|choice|shuffle|sample|int|range|env|today|now|linspace|arange|ctx\..*)$/; // generators, the world outside, lists
const builtins = [...rows.matchAll(/^X\("([a-z][\w.]*)", "(\([^"]*\) -> [^"]*)", PURE/gm)].filter(([, name, signature]) => !skipped.test(name) || /^\((float|bool|text)\)/.test(signature));
const cases = builtins.flatMap(cases_of);

const { folder, program } = build_cases("columns", program_of(table, cases.map(({ body }) => body)), null, { level: 0 });
const server = await start([], {}, program);
after(async () => {
    assert.equal(await server.stop(), 0);
    if (!process.env.CASES_KEEP) rmSync(folder, { recursive: true });
});

test("there are functions", () => assert.ok(cases.length > 100));
cases.forEach(({ title, body }, i) => test(title, async () => {
    const reply = await ask(server, i);
    assert.equal(reply.status, 200, server.log);
    const [of_column, alone] = JSON.parse(reply.body).response.out.data;
    assert.equal(of_column, alone, body);
}));
