// SPDX-License-Identifier: MIT
//
// Compiled pipelines against a naive evaluator: random tables, random filters,
// selects, groups, sorts, takes and distincts. A program holds a batch of them,
// each a callback of the same two arguments; what the server answers must be
// what plain loops over arrays of objects give. The C of every program must
// compile without a warning.
//
// PIPELINE_SEED starts other batches, PIPELINE_BATCHES makes more.

import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import test from "node:test";

import { generator } from "./chance.mjs";

const dashc = resolve(process.env.DASHC ?? "build/compiler/dashc");
const headers = resolve("runtime/include");
const seed = Number(process.env.PIPELINE_SEED ?? 1);
const sanitized = Boolean(process.env.ASAN_OPTIONS); // compiling takes ten times as long
const batches = Number(process.env.PIPELINE_BATCHES ?? (sanitized ? 2 : 8));
const per_batch = sanitized ? 20 : 40;

// ---- chance -----------------------------------------------------------------

class Chance {
    constructor(state) {
        this.next = generator(state);
    }
    int(low, high) {
        return low + Math.floor(this.next() * (high - low + 1));
    }
    pick(items) {
        return items[this.int(0, items.length - 1)];
    }
    of(probability) {
        return this.next() < probability;
    }
}

// ---- tables -------------------------------------------------------------------

const words = ["ash", "birch", "cedar", "Ēlm", "fir", "", "o'ak", "say \"pine\"", "yew, old"];

const date_of = (time) => new Date(time).toISOString().slice(0, 10);

// Columns by kind: what a cell may be. "" is null in a file, so texts leave it out.
const kinds = {
    few: { type: "text", cell: (c) => c.pick(words.filter(Boolean)) },
    many: { type: "text", cell: (c) => `w${c.int(0, 400)}` },
    small: { type: "int", cell: (c) => c.int(-5, 40) },
    wide: { type: "int", cell: (c) => c.int(-40000, 40000) },
    huge: { type: "int", cell: (c) => c.int(-(2 ** 45), 2 ** 45) },
    number: { type: "float", cell: (c) => c.int(-4000, 4000) / 8 + 0.0625 },
    yes: { type: "bool", cell: (c) => c.of(0.5) },
    day: { type: "date", cell: (c) => date_of(Date.UTC(2023, 10, 5 + c.int(0, 70))) },
};

// Large tables are filtered in another way: the last batch has one.
const large = 17000;

function random_table(c, rows = c.pick([1, 7, 64, 65, 300, 1000])) {
    const columns = Object.entries(kinds).flatMap(([kind, { type }]) => [
        { name: kind, kind, type, nullable: false },
        { name: `${kind}_n`, kind, type, nullable: true },
    ]);
    const data = Array.from({ length: rows }, () => Object.fromEntries(columns.map((column) => {
        const absent = column.nullable && c.of(0.2);
        return [column.name, absent ? null : kinds[column.kind].cell(c)];
    })));
    // A column must be seen to be nullable, and to hold something.
    for (const column of columns.filter((one) => one.nullable)) {
        data[0][column.name] = rows > 1 ? null : kinds[column.kind].cell(c);
        if (rows > 1) data[1][column.name] = kinds[column.kind].cell(c);
        else column.nullable = false;
    }
    return { columns, data };
}

const cell_text = (value) => (value === null ? "" : typeof value === "string" ? `"${value.replaceAll("\"", "\"\"")}"` : String(value));
const csv = ({ columns, data }) => [
    columns.map((column) => column.name).join(","),
    ...data.map((row) => columns.map((column) => cell_text(row[column.name])).join(",")),
].join("\n") + "\n";

// ---- values with null -----------------------------------------------------------

const quoted = (text) => JSON.stringify(text);
const arguments_ = { word: "birch", limit: 12 };

const lift = (f) => (...values) => (values.includes(null) ? null : f(...values));
const code_points = (a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b));
const order = (a, b) => (typeof a === "string" ? code_points(a, b) : a < b ? -1 : a > b ? 1 : 0);
const comparisons = {
    "==": lift((a, b) => a === b), "!=": lift((a, b) => a !== b),
    "<": lift((a, b) => order(a, b) < 0), "<=": lift((a, b) => order(a, b) <= 0),
    ">": lift((a, b) => order(a, b) > 0), ">=": lift((a, b) => order(a, b) >= 0),
};
const kleene = {
    and: (a, b) => (a === false || b === false ? false : a === null || b === null ? null : true),
    or: (a, b) => (a === true || b === true ? true : a === null || b === null ? null : false),
    not: (a) => (a === null ? null : !a),
};

// ---- row expressions: {text, type, value: row → value} ----------------------------

const column_expr = (column) => ({ text: `.${column.name}`, type: column.type, value: (row) => row[column.name] });

// Something to compare a column with: a literal, an argument, another column.
function other_side(c, columns, column) {
    const same = columns.filter((one) => one.type === column.type && one !== column);
    if (same.length && c.of(0.25)) return column_expr(c.pick(same));
    if (column.type === "text") {
        if (c.of(0.4)) return { text: "word", value: () => arguments_.word };
        const word = c.pick([...words.filter(Boolean), "w7", "nowhere"]);
        return { text: quoted(word), value: () => word };
    }
    if (column.type === "date") {
        const day = kinds.day.cell(c);
        return { text: `date"${day}"`, value: () => day };
    }
    if (column.type === "int" && c.of(0.3)) return { text: "limit", value: () => arguments_.limit };
    const number = column.type === "float" ? c.int(-300, 300) + 0.5 : c.int(-20, 60);
    return { text: String(number), value: () => number };
}

function random_test(c, columns, depth = 2) {
    const kind = c.int(0, depth > 0 ? 7 : 3);
    if (kind >= 4 && kind <= 6) {
        const [a, b] = [random_test(c, columns, depth - 1), random_test(c, columns, depth - 1)];
        const word = c.pick(["and", "or"]);
        return { text: `(${a.text} ${word} ${b.text})`, value: (row) => kleene[word](a.value(row), b.value(row)) };
    }
    if (kind === 7) {
        const a = random_test(c, columns, depth - 1);
        return { text: `not (${a.text})`, value: (row) => kleene.not(a.value(row)) };
    }
    const column = c.pick(columns);
    const { text, value } = column_expr(column);
    if (kind === 3 && column.nullable) {
        const word = c.pick(["==", "!="]);
        return { text: `${text} ${word} null`, value: (row) => (value(row) === null) === (word === "==") };
    }
    if (column.type === "bool") return { text, value };
    if (kind === 2 && column.type === "text") {
        const list = [c.pick(words.filter(Boolean)), "cedar", c.pick(["w1", "w2"])];
        return { text: `${text} in [${list.map(quoted).join(", ")}]`, value: (row) => lift((v) => list.includes(v))(value(row)) };
    }
    const word = c.pick(Object.keys(comparisons));
    const side = other_side(c, columns, column);
    return { text: `${text} ${word} ${side.text}`, value: (row) => comparisons[word](value(row), side.value(row)) };
}

// A computed number and whether it may be null.
function random_number(c, columns) {
    const ints = columns.filter((column) => column.type === "int" && column.kind !== "huge" && column.kind);
    const floats = columns.filter((column) => column.type === "float");
    if (ints.length && (c.of(0.5) || !floats.length)) {
        const column = c.pick(ints), factor = c.int(2, 9);
        const { value } = column_expr(column);
        if (c.of(0.3) && column.nullable)
            return { text: `.${column.name} ?? ${factor}`, type: "int", nullable: false, value: (row) => value(row) ?? factor };
        return { text: `.${column.name} * ${factor} - 1`, type: "int", nullable: column.nullable, value: (row) => lift((v) => v * factor - 1)(value(row)) };
    }
    if (!floats.length) return null;
    const [a, b] = [c.pick(floats), c.pick(floats)];
    return {
        text: `(.${a.name} + .${b.name}) / 4`, type: "float", nullable: a.nullable || b.nullable,
        value: (row) => lift((x, y) => (x + y) / 4)(row[a.name], row[b.name]),
    };
}

// What rows are grouped by: a column, or what a day is part of.
function key_of(c, column) {
    const { name, nullable } = column, of = lift((day) => new Date(day));
    if (column.type !== "date" || c.of(0.2)) return { ...column, text: `.${name}`, value: (row) => row[name] };
    const [call, type, part] = c.pick([
        ["month()", "int", (day) => day.getUTCMonth() + 1], ["year()", "int", (day) => day.getUTCFullYear()],
        ["weekday()", "int", (day) => (day.getUTCDay() + 6) % 7],
        ["trunc(\"month\")", "date", (day) => date_of(Date.UTC(day.getUTCFullYear(), day.getUTCMonth()))],
    ]);
    return { name: `${name}_k`, kind: null, type, nullable, text: `${name}_k = .${name}.${call}`, value: (row) => lift(part)(of(row[name])) };
}

// ---- verbs: each gives {text, columns, apply: rows → rows} ---------------------------

const verbs = {
    filter(c, columns) {
        const predicate = random_test(c, columns);
        return { text: `filter(${predicate.text})`, columns, apply: (rows) => rows.filter((row) => predicate.value(row) === true) };
    },
    select(c, columns) {
        const kept = columns.filter(() => c.of(0.6));
        if (kept.length === 0) kept.push(columns[0]);
        const apply = (rows) => rows.map((row) => Object.fromEntries(kept.map(({ name }) => [name, row[name]])));
        return { text: `select(${kept.map(({ name }) => `.${name}`).join(", ")})`, columns: kept, apply };
    },
    derive(c, columns) {
        const number = random_number(c, columns);
        const name = `d${columns.length}`;
        if (!number || columns.some((column) => column.name === name)) return verbs.filter(c, columns);
        const made = { name, kind: null, type: number.type, nullable: number.nullable };
        const apply = (rows) => rows.map((row) => ({ ...row, [name]: number.value(row) }));
        return { text: `derive(${name} = ${number.text})`, columns: [...columns, made], apply };
    },
    label(c, columns) {
        const texts = columns.filter((column) => column.type === "text" && !column.nullable);
        const whole = columns.filter((column) => column.type === "int" && !column.nullable);
        const name = `t${columns.length}`;
        if (!texts.length || columns.some((column) => column.name === name)) return verbs.filter(c, columns);
        const a = c.pick(texts), b = c.pick(whole.length ? whole : texts);
        const [text, value] = c.pick([
            [`.${a.name} + "/" + word`, (row) => `${row[a.name]}/${arguments_.word}`],
            [`"{.${a.name}}:{.${b.name}}"`, (row) => `${row[a.name]}:${row[b.name]}`],
            [`upper(.${a.name})`, (row) => row[a.name].toUpperCase()],
        ]);
        const apply = (rows) => rows.map((row) => ({ ...row, [name]: value(row) }));
        return { text: `derive(${name} = ${text})`, columns: [...columns, { name, kind: null, type: "text", nullable: false }], apply };
    },
    // The other table is made of the whole one: keys and two columns with new names.
    join(c, columns, table) {
        const shared = columns.filter((column) => table.columns.some((one) => one.name === column.name));
        const kind = c.pick(["join", "left_join", "anti_join"]);
        if (!shared.length) return verbs.filter(c, columns);
        const keys = [...new Set([c.pick(shared), c.pick(shared)].slice(0, c.int(1, 2)))];
        const tag = `j${columns.length}`;
        const a = c.pick(table.columns), b = c.pick(table.columns.filter((one) => one !== a));
        const made = [{ ...a, kind: null, name: `${tag}a` }, { ...b, kind: null, name: `${tag}b` }];
        if (columns.some((column) => made.some(({ name }) => name === column.name))) return verbs.filter(c, columns);
        // Few of them: a row has at most some matches.
        const limit = c.int(0, 12), names = keys.map(({ name }) => name);
        const others = table.data.slice(0, limit).map((row) => ({
            ...Object.fromEntries(names.map((name) => [name, row[name]])), [`${tag}a`]: row[a.name], [`${tag}b`]: row[b.name],
        }));
        const nothing = { [`${tag}a`]: null, [`${tag}b`]: null };
        const apply = (rows) => rows.flatMap((row) => {
            const matches = others.filter((other) => names.every((name) => row[name] !== null && row[name] === other[name]));
            if (kind === "anti_join") return matches.length ? [] : [row];
            const fields = matches.map((other) => ({ [`${tag}a`]: other[`${tag}a`], [`${tag}b`]: other[`${tag}b`] }));
            return (kind === "left_join" && !fields.length ? [nothing] : fields).map((more) => ({ ...row, ...more }));
        });
        const source = `t | take(${limit}) | select(${names.map((name) => `.${name}`).join(", ")}, ${tag}a = .${a.name}, ${tag}b = .${b.name})`;
        const on = names.length > 1 ? `[${names.map((name) => `.${name}`).join(", ")}]` : `.${names[0]}`;
        return {
            text: `${kind}((${source}), on=${on})`, apply,
            columns: kind === "anti_join" ? columns : [...columns, ...made.map((one) => ({ ...one, nullable: one.nullable || kind === "left_join" }))],
        };
    },
    union(c, columns, table) {
        const kept = columns.filter((column) => table.columns.some((one) => one.name === column.name) && c.of(0.7));
        if (!kept.length) return verbs.filter(c, columns);
        const names = kept.map(({ name }) => name), limit = c.int(0, 9), list = names.map((name) => `.${name}`);
        const pick = (row) => Object.fromEntries(names.map((name) => [name, row[name]]));
        const nullable = (name) => table.columns.find((one) => one.name === name).nullable;
        return {
            text: `select(${list.join(", ")}) | union((t | take(${limit}) | select(${[...list].reverse().join(", ")})))`,
            columns: kept.map((one) => ({ ...one, nullable: one.nullable || nullable(one.name) })),
            apply: (rows) => [...rows.map(pick), ...table.data.slice(0, limit).map(pick)],
        };
    },
    melt(c, columns) {
        const numbers = columns.filter((column) => column.type === "float").slice(0, 3);
        const ids = columns.filter((column) => !numbers.includes(column) && c.of(0.4) && !["variable", "value"].includes(column.name));
        if (numbers.length < 2 || !ids.length) return verbs.filter(c, columns);
        const list = (items) => `[${items.map(({ name }) => `.${name}`).join(", ")}]`;
        const apply = (rows) => numbers.flatMap(({ name }) => rows.map((row) =>
            ({ ...Object.fromEntries(ids.map((id) => [id.name, row[id.name]])), variable: name, value: row[name] })));
        return {
            text: `melt(id=${list(ids)}, values=${list(numbers)})`, apply,
            columns: [...ids, { name: "variable", kind: null, type: "text", nullable: false },
                { name: "value", kind: null, type: "float", nullable: numbers.some((one) => one.nullable) }],
        };
    },
    pivot(c, columns, { data }) {
        const column = columns.find(({ name }) => name === "few"), numbers = columns.filter(({ type }) => type === "float");
        const key = c.pick(columns.filter((one) => one !== column && !words.includes(one.name)).concat(columns[0]));
        if (!column || !numbers.length || key === column) return verbs.filter(c, columns);
        const made = [...new Set(data.map(({ few }) => few))].map((word) => ({ word, name: word }));
        if (made.some(({ name }) => name === key.name)) return verbs.filter(c, columns);
        const number = c.pick(numbers), function_ = c.pick(["sum", "max", "count"]);
        const apply = (rows) => {
            const groups = new Map();
            for (const row of rows) {
                const at = JSON.stringify(row[key.name]);
                groups.set(at, [...(groups.get(at) ?? []), row]);
            }
            return [...groups.values()].map((members) => Object.fromEntries([[key.name, members[0][key.name]], ...made.map(({ word, name }) =>
                [name, folds[function_](members.filter(({ few }) => few === word).map((row) => row[number.name]).filter((x) => x !== null))])]));
        };
        return {
            text: `pivot(index=.${key.name}, columns=.few, values=${function_}(.${number.name}))`, apply,
            columns: [key, ...made.filter(({ name }) => /^\w+$/.test(name)).map(({ name }) => ({ name, kind: null, type: function_ === "count" ? "int" : "float", nullable: function_ === "max" }))],
        };
    },
    window(c, columns) {
        const name = `w${columns.length}`;
        const numbers = columns.filter((column) => ["int", "float"].includes(column.type) && column.kind !== "huge");
        const column = c.pick(numbers.length && c.of(0.7) ? numbers : columns);
        const function_ = c.pick(numbers.includes(column) ? Object.keys(windows) : ["lag", "lead", "rank", "dense_rank", "row_number"]);
        if (columns.some((one) => one.name === name)) return verbs.filter(c, columns);
        const by = c.of(0.6) ? c.pick(columns) : null, key = c.pick(columns), down = c.of(0.4);
        const ranked = /rank|row/.test(function_), size = c.int(1, 5), cumulates = function_.startsWith("cum");
        const sized = function_.startsWith("rolling") || (!ranked && !cumulates && c.of(0.5));
        const ordered = ranked || c.of(0.8);
        const compare = (a, b) => (ordered ? compare_values(a[key.name], b[key.name], down) : 0);
        const apply = (rows) => {
            const parts = new Map();
            for (const row of rows) {
                const part = JSON.stringify(by ? row[by.name] : null);
                parts.set(part, [...(parts.get(part) ?? []), row]);
            }
            const results = new Map();
            for (const part of parts.values()) {
                const sorted = [...part].sort(compare), xs = sorted.map((row) => row[column.name]);
                for (const [i, row] of sorted.entries())
                    results.set(row, windows[function_](xs, i, sized ? size : 1, (a, b) => compare(sorted[a], sorted[b]) === 0));
            }
            return rows.map((row) => ({ ...row, [name]: results.get(row) }));
        };
        const args = ranked ? "" : `.${column.name}${sized ? `, ${size}` : ""}`;
        const type = ranked ? "int" : /mean|std/.test(function_) ? "float" : column.type;
        const order_text = ordered ? `order=${down ? `desc(.${key.name})` : `.${key.name}`}, ` : "";
        return {
            text: `window(${by ? `by=.${by.name}, ` : ""}${order_text}${name} = ${function_}(${args}))`, apply,
            columns: [...columns, { name, kind: null, type, nullable: !ranked && (!cumulates || column.nullable) }],
        };
    },
    sort(c, columns) {
        const keys = [c.pick(columns), c.pick(columns)].slice(0, c.int(1, 2)).map((column) => ({ column, down: c.of(0.5) }));
        const compare = (a, b) => {
            for (const { column: { name }, down } of keys) {
                const [x, y] = [a[name], b[name]];
                if (x === null || y === null) {
                    if (x !== y) return x === null ? 1 : -1;
                } else if (order(x, y)) {
                    return down ? -order(x, y) : order(x, y);
                }
            }
            return 0;
        };
        const text = keys.map(({ column, down }) => (down ? `desc(.${column.name})` : `.${column.name}`)).join(", ");
        return { text: `sort(${text})`, columns, apply: (rows) => rows.toSorted?.(compare) ?? [...rows].sort(compare) };
    },
    take(c, columns) {
        const [text, count] = c.pick([["0", 0], ["1", 1], ["5", 5], ["70", 70], ["limit", arguments_.limit]]);
        return { text: `take(${text})`, columns, apply: (rows) => rows.slice(0, count) };
    },
    skip(c, columns) {
        const [text, count] = c.pick([["0", 0], ["3", 3], ["66", 66], ["limit", arguments_.limit]]);
        return { text: `skip(${text})`, columns, apply: (rows) => rows.slice(count) };
    },
    top(c, columns) {
        const column = c.pick(columns), count = c.int(0, 9);
        const compare = (a, b) => {
            const [x, y] = [a[column.name], b[column.name]];
            return x === null || y === null ? (x === y ? 0 : x === null ? 1 : -1) : -order(x, y);
        };
        return { text: `top(${count}, .${column.name})`, columns, apply: (rows) => [...rows].sort(compare).slice(0, count) };
    },
    distinct(c, columns) {
        const keys = [c.pick(columns), c.pick(columns)].slice(0, c.int(1, 2));
        const apply = (rows) => {
            const seen = new Set();
            return rows.filter((row) => {
                const key = JSON.stringify(keys.map(({ name }) => row[name]));
                return !seen.has(key) && seen.add(key);
            });
        };
        return { text: `distinct(${[...new Set(keys.map(({ name }) => `.${name}`))].join(", ")})`, columns, apply };
    },
    group(c, columns) {
        const keys = [...new Set([c.pick(columns), c.pick(columns)].slice(0, c.int(1, 2)))].map((column) => key_of(c, column));
        const made = [{ name: "n", type: "int", nullable: false, text: "count()", fold: (rows) => rows.length }];
        for (const column of columns.filter((one) => one.type !== "bool" && !keys.includes(one) && c.of(0.3)))
            made.push(random_aggregate(c, column));
        if (c.of(0.5)) made.push(random_fold(c, columns, "test"));
        const fresh = made.filter(({ name }) => !keys.some((key) => key.name === name));
        const apply = (rows) => {
            const groups = new Map();
            for (const row of rows) {
                const key = JSON.stringify(keys.map(({ value }) => value(row)));
                if (!groups.has(key)) groups.set(key, []);
                groups.get(key).push(row);
            }
            return [...groups.values()].map((members) => Object.fromEntries([
                ...keys.map(({ name, value }) => [name, value(members[0])]),
                ...fresh.map(({ name, fold }) => [name, fold(members)]),
            ]));
        };
        const text = [...keys.map((key) => key.text), ...fresh.map(({ name, text: call }) => `${name} = ${call}`)].join(", ");
        return { text: `group(${text})`, columns: [...keys, ...fresh.map(({ name, type, nullable }) => ({ name, kind: null, type, nullable }))], apply };
    },
};

const quantile = (values, q) => {
    if (values.length === 0) return null;
    const sorted = values.toSorted?.((a, b) => a - b) ?? [...values].sort((a, b) => a - b);
    const place = q * (sorted.length - 1), low = Math.floor(place);
    return place === low ? sorted[low] : sorted[low] + (sorted[low + 1] - sorted[low]) * (place - low);
};
const variance = (values) => {
    if (values.length < 2) return null;
    let mean = 0, spread = 0; // Welford: what is sorted by it later must agree to the last bit
    for (const [i, x] of values.entries()) {
        const delta = x - mean;
        mean += delta / (i + 1);
        spread += delta * (x - mean);
    }
    return spread / (values.length - 1);
};
const folds = {
    count: (values) => values.length,
    first: (values) => values[0] ?? null,
    last: (values) => values.at(-1) ?? null,
    nunique: (values) => new Set(values).size,
    median: (values) => quantile(values, 0.5),
    quantile: (values, q) => quantile(values, q),
    var: variance,
    std: (values) => (values.length < 2 ? null : Math.sqrt(variance(values))),
    sum: (values) => values.reduce((a, b) => a + b, 0),
    mean: (values) => (values.length ? values.reduce((a, b) => a + b, 0) / values.length : null),
    min: (values) => (values.length ? values.reduce((a, b) => (order(b, a) < 0 ? b : a)) : null),
    max: (values) => (values.length ? values.reduce((a, b) => (order(b, a) > 0 ? b : a)) : null),
};

// Nulls last either way.
function compare_values(x, y, down) {
    if (x === null || y === null) return x === y ? 0 : x === null ? 1 : -1;
    return down ? -order(x, y) : order(x, y);
}

// Window functions: the values of a partition in order, the place, the size; is_peer(a, b)
// says whether two places are equal in the order.
const full = (fold) => (xs, i, size) => {
    const window = xs.slice(Math.max(0, i + 1 - size), i + 1);
    return window.length < size || window.includes(null) ? null : fold(window);
};
const so_far = (fold) => (xs, i) => (xs[i] === null ? null : fold(xs.slice(0, i + 1).filter((x) => x !== null)));
const total = (xs) => xs.reduce((a, b) => a + b, 0);
const windows = {
    rolling_mean: full((xs) => total(xs) / xs.length),
    rolling_sum: full(total),
    rolling_min: full((xs) => Math.min(...xs)),
    rolling_max: full((xs) => Math.max(...xs)),
    rolling_std: full((xs) => (xs.length < 2 ? null : Math.sqrt(total(xs.map((x) => (x - total(xs) / xs.length) ** 2)) / (xs.length - 1)))),
    cumsum: so_far(total),
    cummin: so_far((xs) => Math.min(...xs)),
    cummax: so_far((xs) => Math.max(...xs)),
    diff: (xs, i, n) => (i < n || xs[i] === null || xs[i - n] === null ? null : xs[i] - xs[i - n]),
    lag: (xs, i, n) => xs[i - n] ?? null,
    lead: (xs, i, n) => xs[i + n] ?? null,
    rank: (xs, i, n, is_peer) => xs.findIndex((_, j) => is_peer(j, i)) + 1,
    dense_rank: (xs, i, n, is_peer) => xs.slice(0, i + 1).filter((_, j) => j === 0 || !is_peer(j - 1, j)).length,
    row_number: (xs, i) => i + 1,
};

const any_type = ["count", "first", "last", "nunique"];
const of_numbers = ["sum", "mean", "median", "quantile", "var", "std"];
const never_null = ["sum", "count", "nunique"];
function result_type(function_, type) {
    if (function_ === "count" || function_ === "nunique") return "int";
    return of_numbers.includes(function_) && function_ !== "sum" ? "float" : type;
}

// An aggregate of a column that is no bool: as a call, as a method, as a fold.
function random_aggregate(c, { name, type, nullable }) {
    const function_ = c.pick([...any_type, "min", "max", "min", "max", ...(type === "text" || type === "date" ? [] : of_numbers.slice(0, c.spreads ? 6 : 4))]);
    const parameter = function_ === "quantile" ? c.pick([0, 0.25, 0.9, 1]) : undefined;
    const comma = parameter === undefined ? "" : `, ${parameter}`;
    return {
        name: `${function_}_${name}`, type: result_type(function_, type),
        nullable: !never_null.includes(function_) && (nullable || function_ === "var" || function_ === "std"),
        text: `${function_}(.${name}${comma})`, method: `${name}.${function_}(${parameter ?? ""})`,
        fold: (rows) => folds[function_](rows.map((row) => row[name]).filter((value) => value !== null), parameter),
    };
}

// A condition over a group: how many, any, all.
function random_fold(c, columns, name) {
    const predicate = random_test(c, columns, 1), function_ = c.pick(["count", "any", "all"]);
    const outcomes = (rows, wanted) => rows.filter((row) => predicate.value(row) === wanted).length;
    const fold = {
        count: (rows) => outcomes(rows, true), any: (rows) => outcomes(rows, true) > 0, all: (rows) => outcomes(rows, false) === 0,
    }[function_];
    return { name, type: function_ === "count" ? "int" : "bool", nullable: false, text: `${function_}(${predicate.text})`, fold };
}

// ---- a pipeline with its end: {text, expected} -----------------------------------------

// `in_parts`: the table is worked on in parts. Many pipelines only add up then; the spreads
// of others differ in their last bits, so that nobody may sort by them.
function random_pipeline(c, table, in_parts) {
    let { columns, data } = table;
    let text = "t", rows = data;
    const adds = in_parts && c.of(0.7), names = Object.keys(verbs);
    const steps = adds ? ["filter", "derive"].filter(() => c.of(0.5)) : Array.from({ length: c.int(1, 4) }, () => c.pick(names));
    c.spreads = adds || !in_parts;
    for (const step of adds && c.of(0.6) ? [...steps, "group"] : steps) {
        const verb = verbs[step](c, columns, table);
        text += ` | ${verb.text}`;
        rows = verb.apply(rows);
        columns = verb.columns;
    }
    const column = c.pick(columns);
    const values = rows.map((row) => row[column.name]);
    switch (adds ? c.pick([0, 3, 6, 8]) : c.int(0, 8)) {
    case 0:
        return { text: `{r: len(${text})}`, expected: { r: rows.length } };
    case 1:
        if (column.type === "bool") break;
        return { text: `{r: (${text}).${column.name}.unique()}`, expected: { r: [...new Set(values.filter((value) => value !== null))] } };
    case 2:
        if (column.type === "bool") break;
        return { text: `{r: (${text}).${column.name}.list()}`, expected: { r: values.filter((value) => value !== null) } };
    case 3: {
        if (column.type === "bool") break;
        const { method, fold } = random_aggregate(c, column);
        return { text: `{r: (${text}).${method}}`, expected: { r: fold(rows) } };
    }
    case 4:
        return { text: `{r: (${text}).first()?.${column.name}}`, expected: { r: rows.length ? values[0] : null } };
    case 5: // two readers of one table
        return {
            text: `let rows = ${text}\n  {n: len(rows), r: rows.${column.name}, all: rows | take(3)}`,
            expected: { n: rows.length, r: values, all: rows.slice(0, 3) },
        };
    case 6: { // one record over all rows
        const folded = [random_fold(c, columns, "test"), ...columns.filter((one) => one.type !== "bool" && c.of(0.4)).map((one) => random_aggregate(c, one))];
        return {
            text: `${text} | aggregate(${folded.map((one) => `${one.name} = ${one.text}`).join(", ")})`,
            expected: Object.fromEntries(folded.map(({ name, fold }) => [name, fold(rows)])),
        };
    }
    default:
        break;
    }
    return { text: `{r: ${text}}`, expected: { r: rows } };
}

// ---- running ------------------------------------------------------------------------------

function program(pipelines) {
    const stores = pipelines.map((_, i) => `  dcc.Store(#out${i})`).join("\n");
    const callbacks = pipelines.map(({ text }, i) =>
        `callback q${i}(word = #word.value, limit = #limit.value) -> #out${i}.data {\n  ${text}\n}\n`).join("\n");
    return `app "Pipelines"\ntable t = csv("t.csv")\nlayout {\n`
        + `  dcc.Input(#word, value="${arguments_.word}")\n`
        + `  dcc.Slider(#limit, min=0, max=100, step=1, value=${arguments_.limit})\n${stores}\n}\n\n${callbacks}`;
}

// Equal but for the last bits of floats that were added in another order.
function close(a, b) {
    if (typeof a === "number" && typeof b === "number")
        return a === b || Math.abs(a - b) <= 1e-9 * Math.max(Math.abs(a), Math.abs(b));
    if (a === null || b === null || typeof a !== "object" || typeof b !== "object") return a === b;
    const [keys, others] = [Object.keys(a), Object.keys(b)];
    return keys.length === others.length && keys.every((key) => key in b && close(a[key], b[key]));
}

async function serve(binary, use) {
    const child = spawn(binary, ["--port", "0", "--threads", "3"], { env: { ...process.env, HOST: "", PORT: "" } });
    let log = "";
    child.stderr.on("data", (bytes) => (log += bytes));
    try {
        const url = await new Promise((done, fail) => {
            let output = "";
            child.stdout.on("data", (bytes) => {
                output += bytes;
                const match = output.match(/http:\S+/);
                if (match) done(match[0]);
            });
            child.on("exit", (status) => fail(new Error(`exit ${status}: ${log}`)));
        });
        await use(url, () => log);
    } finally {
        child.kill("SIGKILL");
    }
}

async function ask(url, i, log) {
    const reply = await fetch(`${url}/_dash-update-component`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({
            output: `out${i}.data`, outputs: { id: `out${i}`, property: "data" }, changedPropIds: [],
            inputs: [
                { id: "word", property: "value", value: arguments_.word },
                { id: "limit", property: "value", value: arguments_.limit },
            ],
        }),
    });
    assert.equal(reply.status, 200, log());
    return (await reply.json()).response[`out${i}`].data;
}

for (let batch = 0; batch < batches; batch++) {
    test(`pipelines, batch ${seed}.${batch}`, async () => {
        const c = new Chance(seed * 1000 + batch);
        const last = batch === batches - 1;
        const in_parts = batch % 2 === 1; // of 64 rows, by several threads
        const table = random_table(c, last ? large : in_parts ? c.pick([128, 300, 1000, 3000]) : undefined);
        const pipelines = Array.from({ length: last ? per_batch / 2 : per_batch }, () => random_pipeline(c, table, in_parts));
        const folder = mkdtempSync(join(tmpdir(), "pipelines-"));
        try {
            writeFileSync(join(folder, "t.csv"), csv(table));
            writeFileSync(join(folder, "app.dash"), program(pipelines));
            const run = (command, ...args) => execFileSync(command, args, { cwd: folder, encoding: "utf8", stdio: "pipe" });
            const parts = `--part-rows=${in_parts ? 64 : 65536}`;
            run(dashc, "emit", "app.dash", parts, "--no-line", "-o", "app.c");
            run("cc", "-std=gnu11", "-Wall", "-Wextra", "-Werror", "-fsyntax-only", `-I${headers}`, "app.c");
            run(dashc, "build", "app.dash", parts, "-o", "app");
            await serve(join(folder, "app"), async (url, log) => {
                await Promise.all(pipelines.map(async ({ text, expected }, i) => {
                    const got = await ask(url, i, log), wanted = JSON.stringify(expected);
                    if (JSON.stringify(got) !== wanted) assert.ok(close(got, JSON.parse(wanted)), `${text}\n${JSON.stringify(got)}\n${wanted}`);
                }));
            });
        } catch (error) {
            if (process.env.PIPELINE_KEEP) console.log(`# kept ${folder}`);
            throw error;
        } finally {
            if (!process.env.PIPELINE_KEEP) rmSync(folder, { recursive: true, force: true });
        }
    });
}
