// SPDX-License-Identifier: MIT
//
// Random verbs: {text, columns, apply, sql}. `apply(rows, table)` gives the rows as plain
// loops over arrays of objects do; `sql(query, columns)` a query of the rows of another,
// whose column "_o" is their order, or it is missing where SQLite has no word for it.

import { execFileSync } from "node:child_process";

import { quoted, random_test, random_value, sql_name, sql_text, given } from "./expressions.mjs";
import { words } from "./tables.mjs";
import { bins, compare_values, folds, groups_of, lift, next_part, trunc, windows } from "./values.mjs";

const names_of = (columns, prefix = "") => columns.map(({ name }) => prefix + sql_name(name)).join(", ");
const dotted = (columns) => columns.map(({ name }) => (/^\w+$/.test(name) ? `.${name}` : `.${quoted(name)}`)).join(", ");
const sql_order = ({ name, down }) => `${sql_name(name)} is null, ${sql_name(name)}${down ? " desc" : ""}`;
const reordered = (query, columns, order) => `select ${names_of(columns)}, row_number() over (order by ${order}) as _o from (${query})`;
const only = (row, columns) => Object.fromEntries(columns.map(({ name }) => [name, row[name]]));
const nothing_like = (text, columns) => columns.some(({ name }) => name === text);
const is_number = (column) => ["int", "float"].includes(column.type) && column.kind !== "huge" && !column.odd;
const is_time = ({ type }) => type === "date" || type === "datetime";

// ---- aggregates ---------------------------------------------------------------------

const any_type = ["count", "first", "last", "nunique", "mode"];
const of_numbers = ["sum", "mean", "median", "quantile", "var", "std"];
const never_null = ["sum", "count", "nunique"];
function result_type(function_, type) {
    if (function_ === "count" || function_ === "nunique") return "int";
    return of_numbers.includes(function_) && function_ !== "sum" ? "float" : type;
}
const aggregate_sql = {
    count: (x) => `count(${x})`, sum: (x) => `coalesce(sum(${x}), 0)`, mean: (x) => `avg(${x})`, min: (x) => `min(${x})`, max: (x) => `max(${x})`,
    nunique: (x) => `count(distinct ${x})`,
};

// An aggregate of a column that is no bool: as a call, as a method, as a fold.
export function random_aggregate(c, { name, type, nullable, odd, kind }) {
    const numbers = !["int", "float"].includes(type) ? [] : odd ? ["sum"] : kind === "huge" ? ["sum", "mean"].slice(0, c.spreads ? 2 : 1) : of_numbers.slice(0, c.spreads ? 6 : 4);
    const function_ = c.pick([...any_type, "min", "max", "min", "max", ...numbers]);
    const parameter = function_ === "quantile" ? c.pick([0, 0.25, 0.9, 1]) : undefined;
    const comma = parameter === undefined ? "" : `, ${parameter}`;
    return {
        name: `${function_}_${name}`, type: result_type(function_, type), odd,
        nullable: !never_null.includes(function_) && (nullable || function_ === "var" || function_ === "std"),
        text: `${function_}(.${name}${comma})`, method: `${name}.${function_}(${parameter ?? ""})`, sql: aggregate_sql[function_]?.(sql_name(name)),
        fold: (rows) => folds[function_](rows.map((row) => row[name]).filter((value) => value !== null), parameter),
    };
}

// A condition over a group: how many, any, all.
export function random_fold(c, columns, name) {
    const predicate = random_test(c, columns, 1), function_ = c.pick(["count", "any", "all"]);
    const outcomes = (rows, wanted) => rows.filter((row) => predicate.value(row) === wanted).length;
    const { fold, sql } = {
        count: { fold: (rows) => outcomes(rows, true), sql: `count(case when ${predicate.sql} then 1 end)` },
        any: { fold: (rows) => outcomes(rows, true) > 0, sql: `coalesce(max(${predicate.sql}), 0)` },
        all: { fold: (rows) => outcomes(rows, false) === 0, sql: `coalesce(min(${predicate.sql}), 1)` },
    }[function_];
    return { name, type: function_ === "count" ? "int" : "bool", nullable: false, text: `${function_}(${predicate.text})`, fold, sql };
}

const grouped = (keys, made) => (rows) => groups_of(rows, keys.map(({ name }) => name)).map((members) => ({
    ...only(members[0], keys), ...Object.fromEntries(made.map(({ name, fold }) => [name, fold(members)])),
}));
const made_column = ({ name, type, nullable, odd }) => ({ name, kind: null, type, nullable, odd });

// ---- samples: as Python chooses --------------------------------------------------------

const samples = new Map();
function places(rows, count, seed) {
    const key = `${rows} ${count} ${seed}`;
    if (!samples.has(key)) {
        const script = "import json, random, sys\nrows, count, seed = map(int, sys.argv[1:])\nprint(json.dumps(sorted(random.Random(seed).sample(range(rows), min(rows, count)))))";
        samples.set(key, JSON.parse(execFileSync("python3", ["-c", script, rows, count, seed], { encoding: "utf8" })));
    }
    return samples.get(key);
}

// ---- verbs -----------------------------------------------------------------------------

const others_sql = (fields, limit) => `select ${fields}, _o as _p from (select * from t order by _o limit ${limit})`;
const merged = (query, columns, part) => `select ${names_of(columns)}, row_number() over (order by _s, _o) as _o from (${part(query)})`;

export const verbs = {
    filter(c, columns) {
        const predicate = random_test(c, columns);
        return {
            text: `filter(${predicate.text})`, columns, apply: (rows) => rows.filter((row) => predicate.value(row) === true),
            sql: (query) => `select * from (${query}) where ${predicate.sql}`,
        };
    },
    select(c, columns) {
        const kept = columns.filter(() => c.of(0.6));
        if (kept.length === 0) kept.push(columns[0]);
        return { text: `select(${dotted(kept)})`, columns: kept, apply: (rows) => rows.map((row) => only(row, kept)), sql: (query) => `select ${names_of(kept)}, _o from (${query})` };
    },
    derive(c, columns) {
        const value = random_value(c, columns), name = `d${columns.length}`;
        if (!value || nothing_like(name, columns)) return verbs.filter(c, columns);
        return {
            text: `derive(${name} = ${value.text})`, columns: [...columns, made_column({ ...value, name })],
            apply: (rows) => rows.map((row) => ({ ...row, [name]: value.value(row) })),
            sql: value.sql && ((query) => `select ${names_of(columns)}, ${value.sql} as ${sql_name(name)}, _o from (${query})`),
        };
    },
    // The other table is made of the whole one: keys and two columns with new names.
    join(c, columns, table) {
        const shared = columns.filter((column) => column.kind && table.columns.some((one) => one.name === column.name));
        const kind = c.pick(["join", "left_join", "anti_join"]);
        if (!shared.length) return verbs.filter(c, columns);
        const keys = [...new Set([c.pick(shared), c.pick(shared)].slice(0, c.int(1, 2)))];
        const tag = `j${columns.length}`;
        const a = c.pick(table.columns), b = c.pick(table.columns.filter((one) => one !== a));
        const made = [{ ...a, kind: null, name: `${tag}a` }, { ...b, kind: null, name: `${tag}b` }];
        if (made.some(({ name }) => nothing_like(name, columns))) return verbs.filter(c, columns);
        // Few of them: a row has at most some matches.
        const limit = c.int(0, 12), names = keys.map(({ name }) => name);
        const nothing = { [`${tag}a`]: null, [`${tag}b`]: null };
        const apply = (rows, { data }) => rows.flatMap((row) => {
            const matches = data.slice(0, limit).filter((other) => names.every((name) => row[name] !== null && row[name] === other[name]));
            if (kind === "anti_join") return matches.length ? [] : [row];
            const fields = matches.map((other) => ({ [`${tag}a`]: other[a.name], [`${tag}b`]: other[b.name] }));
            return (kind === "left_join" && !fields.length ? [nothing] : fields).map((more) => ({ ...row, ...more }));
        });
        const source = `t | take(${limit}) | select(${names.map((name) => `.${name}`).join(", ")}, ${tag}a = .${a.name}, ${tag}b = .${b.name})`;
        const on = names.length > 1 ? `[${names.map((name) => `.${name}`).join(", ")}]` : `.${names[0]}`;
        const equal = names.map((name) => `q.${sql_name(name)} = o.${sql_name(name)}`).join(" and ");
        const other = others_sql(`${names.map(sql_name).join(", ")}, ${sql_name(a.name)} as ${tag}a, ${sql_name(b.name)} as ${tag}b`, limit);
        const sql = kind === "anti_join"
            ? (query) => `select * from (${query}) q where not exists (select 1 from (${other}) o where ${equal})`
            : (query) => `select ${names_of(columns, "q.")}, o.${tag}a, o.${tag}b, row_number() over (order by q._o, o._p) as _o from (${query}) q ${kind === "join" ? "" : "left "}join (${other}) o on ${equal}`;
        return {
            text: `${kind}((${source}), on=${on})`, apply, sql,
            columns: kind === "anti_join" ? columns : [...columns, ...made.map((one) => ({ ...one, nullable: one.nullable || kind === "left_join" }))],
        };
    },
    union(c, columns, table) {
        const kept = columns.filter((column) => column.kind && table.columns.some((one) => one.name === column.name) && c.of(0.7));
        if (!kept.length) return verbs.filter(c, columns);
        const limit = c.int(0, 9), list = kept.map(({ name }) => `.${name}`);
        const nullable = (name) => table.columns.find((one) => one.name === name).nullable;
        return {
            text: `select(${list.join(", ")}) | union((t | take(${limit}) | select(${[...list].reverse().join(", ")})))`,
            columns: kept.map((one) => ({ ...one, nullable: one.nullable || nullable(one.name) })),
            apply: (rows, { data }) => [...rows, ...data.slice(0, limit)].map((row) => only(row, kept)),
            sql: (query) => merged(query, kept, (one) => `select ${names_of(kept)}, 0 as _s, _o from (${one}) union all select ${names_of(kept)}, 1, _p from (${others_sql(names_of(kept), limit)})`),
        };
    },
    melt(c, columns) {
        const numbers = columns.filter((column) => column.type === "float" && !column.odd).slice(0, 3);
        const ids = columns.filter((column) => !numbers.includes(column) && c.of(0.4) && !["variable", "value"].includes(column.name));
        if (numbers.length < 2 || !ids.length) return verbs.filter(c, columns);
        const made = [{ name: "variable", kind: null, type: "text", nullable: false }, { name: "value", kind: null, type: "float", nullable: numbers.some((one) => one.nullable) }];
        const part = (query) => numbers.map(({ name }, i) => `select ${names_of(ids)}, ${sql_text(name)} as variable, ${sql_name(name)} as value, ${i} as _s, _o from (${query})`).join(" union all ");
        return {
            text: `melt(id=[${dotted(ids)}], values=[${dotted(numbers)}])`, columns: [...ids, ...made], sql: (query) => merged(query, [...ids, ...made], part),
            apply: (rows) => numbers.flatMap(({ name }) => rows.map((row) => ({ ...only(row, ids), variable: name, value: row[name] }))),
        };
    },
    pivot(c, columns, { data }) {
        const column = columns.find(({ name }) => name === "few"), numbers = columns.filter((one) => one.type === "float" && !one.odd);
        const key = c.pick(columns.filter((one) => one !== column && !words.includes(one.name)).concat(columns[0]));
        if (!column || !numbers.length || key === column) return verbs.filter(c, columns);
        if (columns.some((one) => one.kind === "few" && one.name !== "few" && one.name !== "few_n")) return verbs.filter(c, columns);
        const number = c.pick(numbers), function_ = c.pick(["sum", "max", "count"]);
        const made = [...new Set(data.map(({ few }) => few))].map((word) => ({
            name: word, kind: null, type: function_ === "count" ? "int" : "float", nullable: function_ === "max",
            fold: (rows) => folds[function_](rows.filter(({ few }) => few === word).map((row) => row[number.name]).filter((x) => x !== null)),
            sql: aggregate_sql[function_](`case when few = ${sql_text(word)} then ${sql_name(number.name)} end`),
        }));
        if (made.some(({ name }) => name === key.name)) return verbs.filter(c, columns);
        return {
            text: `pivot(index=${dotted([key])}, columns=.few, values=${function_}(.${number.name}))`, apply: grouped([key], made),
            columns: [key, ...made.filter(({ name }) => /^\w+$/.test(name)).map(made_column)],
            sql: (query) => `select ${sql_name(key.name)}, ${made.map(({ name, sql }) => `${sql} as ${sql_name(name)}`).join(", ")}, min(_o) as _o from (${query}) group by ${sql_name(key.name)}`,
        };
    },
    window(c, columns) {
        const name = `w${columns.length}`;
        const numbers = columns.filter(is_number);
        const column = c.pick(numbers.length && c.of(0.7) ? numbers : columns);
        const function_ = c.pick(numbers.includes(column) ? Object.keys(windows) : ["lag", "lead", "rank", "dense_rank", "row_number"]);
        if (nothing_like(name, columns)) return verbs.filter(c, columns);
        const by = c.of(0.6) ? c.pick(columns) : null, key = c.pick(columns), down = c.of(0.4);
        const ranked = /rank|row/.test(function_), size = c.int(1, 5), cumulates = function_.startsWith("cum"), rolls = function_.startsWith("rolling");
        const sized = rolls || (!ranked && !cumulates && c.of(0.5));
        const ordered = ranked || c.of(0.8);
        const compare = (a, b) => (ordered ? compare_values(a[key.name], b[key.name], down) : 0);
        const apply = (rows) => {
            const results = new Map();
            for (const part of groups_of(rows, by ? [by.name] : [])) {
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
            columns: [...columns, { name, kind: null, type, odd: column.odd, nullable: !ranked && (!cumulates || column.nullable) }],
            sql: window_sql(function_, columns, { name, column, by, order: ordered && sql_order({ name: key.name, down }), size: sized ? size : 1 }),
        };
    },
    sort(c, columns) {
        const keys = [c.pick(columns), c.pick(columns)].slice(0, c.int(1, 2)).map(({ name }) => ({ name, down: c.of(0.5) }));
        const compare = (a, b) => keys.map(({ name, down }) => compare_values(a[name], b[name], down)).find((sign) => sign !== 0) ?? 0;
        const text = keys.map(({ name, down }) => (down ? `desc(.${name})` : `.${name}`)).join(", ");
        return { text: `sort(${text})`, columns, apply: (rows) => [...rows].sort(compare), sql: (query) => reordered(query, columns, [...keys.map(sql_order), "_o"].join(", ")) };
    },
    take(c, columns) {
        const [text, count] = c.pick([["0", 0], ["1", 1], ["5", 5], ["70", 70], ["limit", given.limit]]);
        return { text: `take(${text})`, columns, apply: (rows) => rows.slice(0, count), sql: (query) => `select * from (${query}) order by _o limit ${count}` };
    },
    skip(c, columns) {
        const [text, count] = c.pick([["0", 0], ["3", 3], ["66", 66], ["limit", given.limit]]);
        return { text: `skip(${text})`, columns, apply: (rows) => rows.slice(count), sql: (query) => `select * from (${query}) order by _o limit -1 offset ${count}` };
    },
    sample(c, columns) {
        const count = c.pick([0, 1, 5, 40]), seed = c.pick([0, 7]);
        return { text: `sample(${count}${seed ? `, seed=${seed}` : ""})`, columns, apply: (rows) => places(rows.length, count, seed).map((place) => rows[place]) };
    },
    top(c, columns) {
        const { name } = c.pick(columns), count = c.int(0, 9);
        const apply = (rows) => [...rows].sort((a, b) => compare_values(a[name], b[name], true)).slice(0, count);
        return { text: `top(${count}, .${name})`, columns, apply, sql: (query) => `select * from (${reordered(query, columns, `${sql_order({ name, down: true })}, _o`)}) order by _o limit ${count}` };
    },
    distinct(c, columns) {
        const keys = [...new Set([c.pick(columns), c.pick(columns)].slice(0, c.int(1, 2)))];
        return {
            text: `distinct(${dotted(keys)})`, columns, apply: (rows) => groups_of(rows, keys.map(({ name }) => name)).map(([first]) => first),
            sql: (query) => `select ${names_of(columns)}, _o from (select *, row_number() over (partition by ${names_of(keys)} order by _o) as _r from (${query})) where _r = 1`,
        };
    },
    group(c, columns) {
        const keys = [...new Set([c.pick(columns), c.pick(columns)].slice(0, c.int(1, 2)))];
        const made = [{ name: "n", type: "int", nullable: false, text: "count()", fold: (rows) => rows.length, sql: "count(*)" }];
        for (const column of columns.filter((one) => one.type !== "bool" && !keys.includes(one) && c.of(0.3)))
            made.push(random_aggregate(c, column));
        if (c.of(0.5)) made.push(random_fold(c, columns, "test"));
        const fresh = made.filter(({ name }) => !keys.some((key) => key.name === name));
        const text = [dotted(keys), ...fresh.map(({ name, text: call }) => `${name} = ${call}`)].join(", ");
        const sql = (query) => `select ${names_of(keys)}, ${fresh.map(({ name, sql: one }) => `${one} as ${sql_name(name)}`).join(", ")}${fresh.length ? ", " : ""}min(_o) as _o from (${query}) group by ${names_of(keys)}`;
        return { text: `group(${text})`, columns: [...keys, ...fresh.map(made_column)], apply: grouped(keys, fresh), sql: fresh.every((one) => one.sql) && sql };
    },
    // A group by what is computed.
    group_by(c, columns) {
        const numbers = columns.filter(is_number), value = random_value(c, columns), count = c.int(1, 9);
        if (numbers.length && c.of(0.4)) {
            const { name, nullable } = c.pick(numbers);
            const apply = (rows) => {
                const bin = bins(rows.map((row) => row[name]), count);
                return grouped([{ name: "key" }], [{ name: "n", fold: (members) => members.length }])(rows.map((row) => ({ key: bin(row[name]) })));
            };
            return { text: `group(key = bin(.${name}, ${count}), n = count())`, apply, columns: [{ name: "key", type: "float", kind: null, nullable }, made_column({ name: "n", type: "int", nullable: false })] };
        }
        if (!value) return verbs.filter(c, columns);
        const made = [{ name: "n", type: "int", nullable: false, fold: (rows) => rows.length }];
        const apply = (rows) => grouped([{ name: "key" }], made)(rows.map((row) => ({ key: value.value(row) })));
        return {
            text: `group(key = ${value.text}, n = count())`, apply, columns: [made_column({ ...value, name: "key" }), ...made.map(made_column)],
            sql: value.sql && ((query) => `select ${value.sql} as key, count(*) as n, min(_o) as _o from (${query}) group by 1`),
        };
    },
    resample(c, columns) {
        const times = columns.filter(is_time), numbers = columns.filter(is_number);
        if (!times.length || !numbers.length) return verbs.filter(c, columns);
        const time = c.pick(times), number = c.pick(numbers), unit = c.pick(["year", "quarter", "month", "36d", "week"]);
        const apply = (rows) => {
            const starts = new Map();
            for (const row of rows.filter((one) => one[time.name] !== null)) {
                const start = trunc(row[time.name], unit);
                starts.set(start, [...(starts.get(start) ?? []), row]);
            }
            const sorted = [...starts.keys()].sort(), out = [];
            for (let start = sorted[0]; sorted.length && start <= sorted.at(-1); start = next_part(start, unit)) {
                const members = starts.get(start) ?? [], values = members.map((row) => row[number.name]).filter((one) => one !== null);
                out.push({ [time.name]: start, n: members.length, total: folds.sum(values), most: folds.max(values) });
            }
            return out;
        };
        return {
            text: `resample(.${time.name}, ${/\d/.test(unit) ? unit : `"${unit}"`}, n = count(), total = sum(.${number.name}), most = max(.${number.name}))`, apply,
            columns: [{ ...time, nullable: false }, ...[["n", "int"], ["total", number.type], ["most", number.type, true]].map(([name, type, nullable = false]) => made_column({ name, type, nullable }))],
        };
    },
};

function window_sql(function_, columns, { name, column, by, order, size }) {
    const x = sql_name(column.name), order_by = (more) => ["order by " + [...(order ? [order] : []), ...more].join(", ")];
    const over = (frame = "", more = ["_o"]) => `over (${by ? `partition by ${sql_name(by.name)} ` : ""}${order_by(more)}${frame})`;
    const last = ` rows ${size - 1} preceding`, so_far = " rows unbounded preceding";
    const rolling = (call) => `case when count(${x}) ${over(last)} = ${size} then ${call}(${x}) ${over(last)} end`;
    const cumulated = (call) => `case when ${x} is not null then ${call}(${x}) ${over(so_far)} end`;
    const expression = {
        rolling_mean: () => rolling("avg"), rolling_sum: () => rolling("sum"), rolling_min: () => rolling("min"), rolling_max: () => rolling("max"),
        cumsum: () => cumulated("sum"), cummin: () => cumulated("min"), cummax: () => cumulated("max"),
        diff: () => `${x} - lag(${x}, ${size}) ${over()}`, lag: () => `lag(${x}, ${size}) ${over()}`, lead: () => `lead(${x}, ${size}) ${over()}`,
        rank: () => `rank() ${over("", [])}`, dense_rank: () => `dense_rank() ${over("", [])}`, row_number: () => `row_number() ${over()}`,
    }[function_]?.();
    return expression && ((query) => `select ${names_of(columns)}, ${expression} as ${sql_name(name)}, _o from (${query})`);
}

// ---- a pipeline and its end: {steps, end} ------------------------------------------------

// What is made of the rows at last: its text round the pipeline, and the value.
function random_end(c, columns, sums) {
    const column = c.pick(columns), { name } = column, values = (rows) => rows.map((row) => row[name]);
    const there = (rows) => values(rows).filter((value) => value !== null);
    const floors = c.of(0.5) && !column.odd && column.type === "float";
    switch (sums ? c.pick([0, 3, 6, 9]) : c.int(0, 9)) {
    case 0:
        return { text: (pipe) => `{r: len(${pipe})}`, value: (rows) => ({ r: rows.length }) };
    case 1:
        return { text: (pipe) => `{r: (${pipe}).${name}.unique()}`, value: (rows) => ({ r: [...new Set(there(rows))] }) };
    case 2:
        if (floors) return { text: (pipe) => `{r: (${pipe}).${name}.floor()}`, value: (rows) => ({ r: values(rows).map(lift(Math.floor)) }) };
        return { text: (pipe) => `{r: (${pipe}).${name}.list()}`, value: (rows) => ({ r: there(rows) }) };
    case 3: {
        if (column.type === "bool") break;
        const { method, fold } = random_aggregate(c, column);
        return { text: (pipe) => `{r: (${pipe}).${method}}`, value: (rows) => ({ r: fold(rows) }) };
    }
    case 4:
        return { text: (pipe) => `{r: (${pipe}).first()?.${name}}`, value: (rows) => ({ r: rows.length ? values(rows)[0] : null }) };
    case 7: // cut by a key
        return {
            text: (pipe) => `{r: [{key: g.key, n: len(g.rows), all: g.rows} for g in ${pipe} | split(.${name})]}`,
            value: (rows) => ({ r: groups_of(rows, [name]).map((members) => ({ key: members[0][name], n: members.length, all: members })) }),
        };
    case 5: // two readers of one table
        return {
            text: (pipe) => `let rows = ${pipe}\n  {n: len(rows), r: rows.${name}, all: rows | take(3)}`,
            value: (rows) => ({ n: rows.length, r: values(rows), all: rows.slice(0, 3) }),
        };
    case 6: { // one record over all rows
        const folded = [random_fold(c, columns, "test"), ...columns.filter((one) => one.type !== "bool" && c.of(0.4)).map((one) => random_aggregate(c, one))];
        return {
            text: (pipe) => `${pipe} | aggregate(${folded.map((one) => `${one.name} = ${one.text}`).join(", ")})`,
            value: (rows) => Object.fromEntries(folded.map(({ name: into, fold }) => [into, fold(rows)])),
        };
    }
    default:
        break;
    }
    return { text: (pipe) => `{r: ${pipe}}`, value: (rows) => ({ r: rows }) };
}

// What is done in parts: rows that pass are added up.
function names_of_sums(c) {
    const names = ["filter", "derive"].filter(() => c.of(0.5));
    return c.of(0.6) ? [...names, c.pick(["group", "group_by"])] : names;
}

// Where a table is cut into parts many pipelines only add up. The spreads of others differ in
// their last bits, so that nobody may sort by them.
export function random_pipeline(c, table) {
    const steps = [], sums = c.in_parts && c.of(0.7);
    let { columns } = table;
    c.spreads = sums || !c.in_parts;
    for (const name of sums ? names_of_sums(c) : Array.from({ length: c.int(1, 4) }, () => c.pick(Object.keys(verbs)))) {
        steps.push(verbs[name](c, columns, table));
        columns = steps.at(-1).columns;
    }
    return { steps, end: random_end(c, columns, sums) };
}

export const text_of = ({ steps, end }) => end.text(["t", ...steps.map(({ text }) => text)].join(" | "));
export const rows_of = ({ steps }, table) => steps.reduce((rows, { apply }) => apply(rows, table), table.data);
export const value_of = (pipeline, table) => pipeline.end.value(rows_of(pipeline, table));

// The rows before the end as a query of `t`, or undefined; and its columns.
export function query_of({ steps }, table) {
    if (!steps.every(({ sql }) => sql)) return undefined;
    const { columns } = steps.at(-1) ?? table;
    const query = steps.reduce((inner, { sql }) => sql(inner), "select * from t");
    return { sql: `select ${names_of(columns)} from (${query}) order by _o`, columns };
}
