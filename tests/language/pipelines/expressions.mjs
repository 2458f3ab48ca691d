// SPDX-License-Identifier: MIT
//
// Random expressions over a row: their text, their value for a row, their type, and where
// SQL can say them, SQL.

import { comparisons, kleene, later, lift, trunc } from "./values.mjs";
import { words } from "./tables.mjs";

export const given = { word: "birch", limit: 12 };

export const quoted = (text) => JSON.stringify(text);
export const sql_text = (text) => `'${text.replaceAll("'", "''")}'`;
export const sql_name = (name) => `"${name.replaceAll("\"", "\"\"")}"`;

export const column_expr = ({ name, type }) => ({ text: `.${name}`, sql: sql_name(name), type, value: (row) => row[name] });

// Something to compare a column with: a literal, an argument, another column.
function other_side(c, columns, column) {
    const same = columns.filter((one) => one.type === column.type && one !== column);
    if (same.length && c.of(0.25)) return column_expr(c.pick(same));
    if (column.type === "text") {
        if (c.of(0.4)) return { text: "word", sql: sql_text(given.word), value: () => given.word };
        const word = c.pick([...words, "w7", "nowhere"]);
        return { text: quoted(word), sql: sql_text(word), value: () => word };
    }
    if (column.type === "date" || column.type === "datetime") {
        const time = c.pick(["1969-12-31", "2000-06-15", "2024-02-29"]) + (column.type === "date" ? "" : "T12:00:00");
        return { text: `${column.type}"${time}"`, sql: sql_text(time), value: () => time };
    }
    if (column.type === "int" && c.of(0.3)) return { text: "limit", sql: String(given.limit), value: () => given.limit };
    const number = column.type === "float" ? c.int(-300, 300) + 0.5 : c.int(-20, 60);
    return { text: String(number), sql: String(number), value: () => number };
}

export function random_test(c, columns, depth = 2) {
    const kind = c.int(0, depth > 0 ? 7 : 3);
    if (kind >= 4 && kind <= 6) {
        const [a, b] = [random_test(c, columns, depth - 1), random_test(c, columns, depth - 1)];
        const word = c.pick(["and", "or"]);
        return { text: `(${a.text} ${word} ${b.text})`, sql: `(${a.sql} ${word} ${b.sql})`, value: (row) => kleene[word](a.value(row), b.value(row)) };
    }
    if (kind === 7) {
        const a = random_test(c, columns, depth - 1);
        return { text: `not (${a.text})`, sql: `not (${a.sql})`, value: (row) => kleene.not(a.value(row)) };
    }
    const column = c.pick(columns);
    const { text, sql, value } = column_expr(column);
    if (kind === 3 && column.nullable) {
        const word = c.pick(["==", "!="]);
        return { text: `${text} ${word} null`, sql: `${sql} is ${word === "!=" ? "not " : ""}null`, value: (row) => (value(row) === null) === (word === "==") };
    }
    if (column.type === "bool") return { text, sql, value };
    if (kind === 2 && column.type === "text") {
        const list = [c.pick(words), "cedar", c.pick(["w1", "w2"])], word = c.pick(["in", "not in"]);
        return {
            text: `${text} ${word} [${list.map(quoted).join(", ")}]`, sql: `${sql} ${word} (${list.map(sql_text).join(", ")})`,
            value: (row) => lift((v) => list.includes(v) === (word === "in"))(value(row)),
        };
    }
    const word = c.pick(Object.keys(comparisons)), side = other_side(c, columns, column);
    return {
        text: `${text} ${word} ${side.text}`, sql: `${sql} ${word === "==" ? "=" : word} ${side.sql}`,
        value: (row) => comparisons[word](value(row), side.value(row)),
    };
}

const is_count = (column) => column.type === "int" && column.kind !== "huge" && column.kind;

// A computed number and whether it may be null; `odd` ones may be inf or nan.
function random_number(c, columns) {
    const ints = columns.filter(is_count), floats = columns.filter((column) => column.type === "float" && !column.odd);
    if (ints.length && floats.length && c.of(0.15)) {
        const [a, b] = [c.pick(floats), c.pick(ints)], zero = c.of(0.5);
        return {
            text: `${zero ? `(.${a.name} - .${a.name})` : `.${a.name}`} / .${b.name}`, type: "float", odd: true, nullable: a.nullable || b.nullable,
            value: (row) => lift((x, y) => (zero ? x - x : x) / y)(row[a.name], row[b.name]),
        };
    }
    if (ints.length && (c.of(0.5) || !floats.length)) {
        const column = c.pick(ints), factor = c.int(2, 9), { sql, value } = column_expr(column);
        if (c.of(0.3) && column.nullable)
            return { text: `.${column.name} ?? ${factor}`, sql: `coalesce(${sql}, ${factor})`, type: "int", nullable: false, value: (row) => value(row) ?? factor };
        return { text: `.${column.name} * ${factor} - 1`, sql: `${sql} * ${factor} - 1`, type: "int", nullable: column.nullable, value: (row) => lift((v) => v * factor - 1)(value(row)) };
    }
    if (!floats.length) return null;
    const [a, b] = [c.pick(floats), c.pick(floats)];
    return {
        text: `(.${a.name} + .${b.name}) / 4`, sql: `(${sql_name(a.name)} + ${sql_name(b.name)}) / 4`, type: "float", nullable: a.nullable || b.nullable,
        value: (row) => lift((x, y) => (x + y) / 4)(row[a.name], row[b.name]),
    };
}

function random_choice(c, columns) {
    const number = random_number(c, columns), test = random_test(c, columns, 1);
    if (!number || number.odd) return null;
    return {
        text: `if ${test.text} { ${number.text} } else { 0 }`, sql: `case when ${test.sql} then ${number.sql} else 0 end`, type: number.type, nullable: number.nullable,
        value: (row) => (test.value(row) === true ? number.value(row) : 0),
    };
}

function random_time(c, columns) {
    const times = columns.filter(({ type }) => type === "date" || type === "datetime");
    if (!times.length) return null;
    const { name, type, nullable } = c.pick(times), sql = sql_name(name);
    const unit = c.pick(["year", "quarter", "month", "week"]), days = c.int(-40, 40);
    return c.pick([
        { text: `.${name}.month()`, sql: `cast(substr(${sql}, 6, 2) as int)`, type: "int", nullable, value: (row) => lift((v) => Number(v.slice(5, 7)))(row[name]) },
        { text: `.${name}.trunc("${unit}")`, type, nullable, value: (row) => lift((v) => trunc(v, unit))(row[name]) },
        { text: `.${name} + ${days < 0 ? `(${days}d)` : `${days}d`}`, type, nullable, value: (row) => lift((v) => later(v, days))(row[name]) },
        { text: `.${name}.year() * 100 + .${name}.month()`, sql: `cast(substr(${sql}, 1, 4) || substr(${sql}, 6, 2) as int)`, type: "int", nullable, value: (row) => lift((v) => Number(v.slice(0, 4) + v.slice(5, 7)))(row[name]) },
    ]);
}

function random_text(c, columns) {
    const texts = columns.filter((column) => column.type === "text" && !column.nullable);
    const whole = columns.filter((column) => column.type === "int" && !column.nullable);
    if (!texts.length) return null;
    const a = c.pick(texts), b = c.pick(whole.length ? whole : texts), sql = sql_name(a.name);
    const maybe = columns.filter((column) => column.type === "text" && column.nullable)[0];
    return { type: "text", nullable: false, ...c.pick([
        { text: `.${a.name} + "/" + word`, sql: `${sql} || '/' || ${sql_text(given.word)}`, value: (row) => `${row[a.name]}/${given.word}` },
        { text: `"{.${a.name}}:{.${b.name}}"`, sql: `${sql} || ':' || ${sql_name(b.name)}`, value: (row) => `${row[a.name]}:${row[b.name]}` },
        { text: `upper(.${a.name})`, value: (row) => row[a.name].toUpperCase() },
        ...(maybe ? [{ text: `.${maybe.name}.replace("w", "v")`, sql: `replace(${sql_name(maybe.name)}, 'w', 'v')`, nullable: true, value: (row) => lift((v) => v.replaceAll("w", "v"))(row[maybe.name]) }] : []),
    ]) };
}

// Any of these; null when the columns are not there.
export const random_value = (c, columns) => c.pick([random_number, random_number, random_choice, random_time, random_text, random_text])(c, columns);
