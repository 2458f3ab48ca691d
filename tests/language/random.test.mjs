// SPDX-License-Identifier: MIT
//
// Random well-typed expressions: what the compiled program gives must be what a
// naive evaluator gives, or both must fail. An expression is made together with
// the closure that computes it here: ints as BigInt, floats as numbers, null for
// what is absent. A thousand expressions are one function of a program; one that
// fails takes only itself along, because each is a case of its own.
//
// RANDOM_SEED starts others, RANDOM_PROGRAMS makes more programs. A difference is
// printed with its seed and its source.

import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { test } from "node:test";
import { ask, build_cases, program_of } from "./cases.mjs";
import { generator } from "./chance.mjs";
import { start } from "../protocol/server.mjs";

const seed = Number(process.env.RANDOM_SEED ?? 1);
const programs = Number(process.env.RANDOM_PROGRAMS ?? 2);
// A program: cases, and expressions in each. Compiled with sanitizers they take minutes.
const CASES = process.env.ASAN_OPTIONS ? 8 : 100, EXPRESSIONS = 50;

class Failure extends Error {}
const fail = () => { throw new Failure(); };

// ---- chance -------------------------------------------------------------------

let next;
const int = (low, high) => low + Math.floor(next() * (high - low + 1));
const pick = (items) => items[int(0, items.length - 1)];
const chance = (p) => next() < p;

// ---- types ----------------------------------------------------------------------

const INT = { kind: "int" }, FLOAT = { kind: "float" }, BOOL = { kind: "bool" }, TEXT = { kind: "text" };
const scalars = [INT, FLOAT, BOOL, TEXT];
const list = (item) => ({ kind: "list", item });
const optional = (item) => (item.kind === "optional" ? item : { kind: "optional", item });
const map = (key, item) => ({ kind: "map", key, item });
const record = (fields) => ({ kind: "record", fields });
const tuple = (items) => ({ kind: "tuple", items });

function type_text(t) {
    switch (t.kind) {
        case "list": return `[${type_text(t.item)}]`;
        case "optional": return `${type_text(t.item)}?`;
        case "map": return `{${t.key.kind}: ${type_text(t.item)}}`;
        case "record": return `{${Object.entries(t.fields).map(([k, f]) => `${k}: ${type_text(f)}`).join(", ")}}`;
        case "tuple": return `(${t.items.map(type_text).join(", ")})`;
        default: return t.kind;
    }
}

function random_type(depth) {
    if (depth <= 0 || chance(0.4)) return pick(scalars);
    switch (int(0, 4)) {
        case 0: return optional(random_type(depth - 1));
        case 1: return map(pick([INT, TEXT]), random_type(depth - 1));
        case 2: return record(Object.fromEntries(["a", "b", "c"].slice(0, int(1, 3)).map((k) => [k, random_type(depth - 1)])));
        case 3: return tuple(Array.from({ length: int(2, 3) }, () => random_type(depth - 1)));
        default: return list(random_type(depth - 1));
    }
}

// ---- values ----------------------------------------------------------------------

const I64 = (v) => (v < -(2n ** 63n) || v >= 2n ** 63n ? fail() : v);
const floor_div = (a, b) => (b === 0n ? fail() : I64(a / b - (a % b !== 0n && a < 0n !== b < 0n ? 1n : 0n)));
const floor_mod = (a, b) => (b === 0n ? fail() : ((a % b) + b) % b);
const characters = (t) => [...t];

// Maps are arrays of [key, value], records plain objects, tuples and lists arrays.
function same(t, a, b) {
    switch (t.kind) {
        case "list": return a.length === b.length && a.every((x, i) => same(t.item, x, b[i]));
        case "tuple": return t.items.every((item, i) => same(item, a[i], b[i]));
        case "record": return Object.entries(t.fields).every(([k, f]) => same(f, a[k], b[k]));
        case "optional": return a === null || b === null ? a === b : same(t.item, a, b);
        case "map": return a.length === b.length && a.every(([k, v]) => b.some(([q, w]) => k === q && same(t.item, v, w)));
        default: return a === b;
    }
}

function compare(t, a, b) {
    if (t.kind === "text") return Buffer.compare(Buffer.from(a), Buffer.from(b));
    if (t.kind === "list") {
        for (let i = 0; i < a.length && i < b.length; i++) {
            const order = compare(t.item, a[i], b[i]);
            if (order) return order;
        }
        return a.length - b.length;
    }
    if (t.kind === "tuple") {
        for (let i = 0; i < t.items.length; i++) {
            const order = compare(t.items[i], a[i], b[i]);
            if (order) return order;
        }
        return 0;
    }
    return (a > b) - (a < b);
}
const has_order = (t) => t.kind === "list" ? has_order(t.item) : t.kind === "tuple" ? t.items.every(has_order) : ["int", "float", "text"].includes(t.kind);

// As the answer has it: JSON's numbers.
function shown(t, v) {
    switch (t.kind) {
        case "int": return Number(v);
        case "float": return Number.isFinite(v) ? v + 0 : null;
        case "list": return v.map((x) => shown(t.item, x));
        case "tuple": return v.map((x, i) => shown(t.items[i], x));
        case "record": return Object.fromEntries(Object.entries(t.fields).map(([k, f]) => [k, shown(f, v[k])]));
        case "optional": return v === null ? null : shown(t.item, v);
        case "map": return Object.fromEntries(v.map(([k, x]) => [String(k), shown(t.item, x)]));
        default: return v;
    }
}

const put = (m, k, v) => {
    const old = m.findIndex(([q]) => q === k);
    return old < 0 ? [...m, [k, v]] : m.map((entry, i) => (i === old ? [k, v] : entry));
};
const find = (m, k) => m.find(([q]) => q === k);
const place = (length, i) => {
    const at = i < 0n ? i + BigInt(length) : i;
    return at < 0n || at >= BigInt(length) ? fail() : Number(at);
};
const slice = (items, a, b) => items.slice(...[a, b].map((x, i) => (x === null ? (i ? items.length : 0) : Number(x))));

// ---- expressions: {code, run(env)} ---------------------------------------------------

let names;
const scope = []; // variables in reach: {name, type}

const literal = (code, value) => ({ code, run: () => value });
const text_code = (t) => `"${t.replace(/[\\"{]/g, "\\$&")}"`;
const fresh = () => `v${names++}`;

const small_int = () => { const v = chance(0.03) ? pick([9223372036854775807n, 4611686018427387904n]) : BigInt(int(-9, 12)); return literal(v < 0n ? `(${v})` : `${v}`, v); };
const small_float = () => { const v = pick([0, 1, -1.5, 2.25, 0.1, 1e10, 3, -7]); return literal(`float(${v < 0 ? `(${v})` : v})`, v); };

function leaf(t) {
    const known = scope.filter((v) => type_text(v.type) === type_text(t));
    if (known.length && chance(0.6)) {
        const { name } = pick(known);
        return { code: name, run: (env) => env[name] };
    }
    switch (t.kind) {
        case "int": return small_int();
        case "float": return small_float();
        case "bool": return chance(0.5) ? literal("true", true) : literal("false", false);
        case "text": { const v = pick(["", "a", "Äb", "x y", "\"q\"", "{z}", "bcd"]); return literal(text_code(v), v); }
        case "optional": return chance(0.3) ? null_of(t) : leaf_wrapped(t);
        default: return build(t, 0);
    }
}

// A variable gives the null its type.
function null_of(t) {
    const name = fresh();
    return { code: `({ let ${name}: ${type_text(t)} = null; ${name} })`, run: () => null };
}
function leaf_wrapped(t) {
    const inner = leaf(t.item), name = fresh();
    return { code: `({ let ${name}: ${type_text(t)} = ${inner.code}; ${name} })`, run: inner.run };
}

function build(t, depth) {
    const name = fresh();
    switch (t.kind) {
        case "list": {
            const items = Array.from({ length: int(0, depth > 0 ? 4 : 2) }, () => expression(t.item, depth - 1));
            return typed(t, `[${items.map((x) => x.code).join(", ")}]`, (env) => items.map((x) => x.run(env)));
        }
        case "tuple": {
            const items = t.items.map((item) => expression(item, depth - 1));
            return typed(t, `(${items.map((x) => x.code).join(", ")})`, (env) => items.map((x) => x.run(env)));
        }
        case "record": {
            const fields = Object.entries(t.fields).map(([k, f]) => [k, expression(f, depth - 1)]);
            return typed(t, `{${fields.map(([k, x]) => `${k}: ${x.code}`).join(", ")}}`, (env) => Object.fromEntries(fields.map(([k, x]) => [k, x.run(env)])));
        }
        case "map": {
            const entries = Array.from({ length: int(0, 3) }, () => [expression(t.key, 0), expression(t.item, depth - 1)]);
            return {
                code: `({ var ${name}: ${type_text(t)} = {}; ${entries.map(([k, x]) => `${name}[${k.code}] = ${x.code}; `).join("")}${name} })`,
                run: (env) => entries.reduce((m, [k, x]) => { const value = x.run(env); return put(m, k.run(env), value); }, []),
            };
        }
        default: return leaf(t);
    }
}
function typed(t, code, run) {
    const name = fresh();
    return { code: `({ let ${name}: ${type_text(t)} = ${code}; ${name} })`, run };
}

// An expression with a name in reach for a while.
function with_name(type, make) {
    const name = fresh();
    scope.push({ name, type });
    const made = make(name);
    scope.pop();
    return { name, made };
}
const bind = (env, name, value) => ({ ...env, [name]: value });

// What gives any type.
const general = [
    (t, d) => {
        const c = expression(BOOL, d), a = expression(t, d), b = expression(t, d);
        return { code: `(if ${c.code} { ${a.code} } else { ${b.code} })`, run: (env) => (c.run(env) ? a : b).run(env) };
    },
    (t, d) => {
        const type = random_type(1), value = expression(type, d);
        const { name, made } = with_name(type, () => expression(t, d));
        return { code: `({ let ${name}: ${type_text(type)} = ${value.code}; ${made.code} })`, run: (env) => made.run(bind(env, name, value.run(env))) };
    },
    (t, d) => {
        if (t.kind === "optional") return expression(t, d);
        const a = expression(optional(t), d), b = expression(t, d);
        return { code: `(${a.code} ?? ${b.code})`, run: (env) => a.run(env) ?? b.run(env) };
    },
    (t, d) => {
        const a = expression(list(t), d), i = expression(INT, 0);
        return { code: `${a.code}[${i.code}]`, run: (env) => { const xs = a.run(env); return xs[place(xs.length, i.run(env))]; } };
    },
    (t, d) => {
        const type = record({ x: random_type(1), y: t }), a = expression(type, d);
        return { code: `${a.code}.y`, run: (env) => a.run(env).y };
    },
    (t, d) => {
        const k = pick([INT, TEXT]), m = expression(map(k, t), d), key = expression(k, 0);
        if (t.kind === "optional") return { code: `${m.code}.get(${key.code})`, run: (env) => { const it = m.run(env), q = key.run(env); return find(it, q)?.[1] ?? null; } };
        if (chance(0.2)) return { code: `${m.code}[${key.code}]`, run: (env) => { const it = m.run(env), q = key.run(env); return (find(it, q) ?? fail())[1]; } };
        const other = expression(t, d);
        return { code: `${m.code}.get(${key.code}, ${other.code})`, run: (env) => { const it = m.run(env), q = key.run(env), o = other.run(env); return find(it, q)?.[1] ?? o; } };
    },
    (t, d) => {
        const type = tuple([t, random_type(1)]), a = expression(type, d);
        const { name, made } = with_name(t, () => expression(t, d));
        return { code: `({ let (${name}, _) = ${a.code}; ${made.code} })`, run: (env) => made.run(bind(env, name, a.run(env)[0])) };
    },
    (t, d) => {
        const a = expression(INT, d), b = expression(t, d), c = expression(t, d), e = expression(t, d);
        return {
            code: `(match ${a.code} { 0 => ${b.code}, -3..3 => ${c.code}, _ => ${e.code} })`,
            run: (env) => { const n = a.run(env); return (n === 0n ? b : n >= -3n && n <= 3n ? c : e).run(env); },
        };
    },
    (t, d) => {
        const a = expression(optional(INT), d), b = expression(t, d);
        const { name, made } = with_name(INT, () => expression(t, d));
        return { code: `(match ${a.code} { null => ${b.code}, ${name} => ${made.code} })`, run: (env) => { const v = a.run(env); return v === null ? b.run(env) : made.run(bind(env, name, v)); } };
    },
    (t, d) => { // changed in a loop
        const value = expression(t, d), turns = int(0, 3), name = fresh(), i = fresh();
        const step = with_two(name, t, i, INT, () => expression(t, d - 1));
        return {
            code: `({ var ${name}: ${type_text(t)} = ${value.code}; for ${i} in range(${turns}) { ${name} = ${step.code} }; ${name} })`,
            run: (env) => { let v = value.run(env); for (let n = 0n; n < turns; n++) v = step.run(bind(bind(env, name, v), i, n)); return v; },
        };
    },
];
function with_two(a, t, b, u, make) {
    scope.push({ name: a, type: t }, { name: b, type: u });
    const made = make();
    scope.length -= 2;
    return made;
}

const binary = (t, sign, run) => (d) => {
    const a = expression(t, d), b = expression(t, d);
    return { code: `(${a.code} ${sign} ${b.code})`, run: (env) => { const x = a.run(env); return run(x, b.run(env)); } };
};
const equality = (sign, wanted) => (d) => {
    const t = random_type(2), a = expression(t, d), b = chance(0.3) && !scalars.includes(t) ? a : expression(t, d);
    return { code: `(${a.code} ${sign} ${b.code})`, run: (env) => { const x = a.run(env); return same(t, x, b.run(env)) === wanted; } };
};
const order = (sign, holds) => (d) => {
    let t = random_type(1);
    if (!has_order(t)) t = pick([INT, FLOAT, TEXT, list(INT), tuple([TEXT, INT])]);
    const a = expression(t, d), b = expression(t, d);
    return { code: `(${a.code} ${sign} ${b.code})`, run: (env) => { const x = a.run(env); return holds(compare(t, x, b.run(env))); } };
};

const special = {
    int: [
        binary(INT, "+", (a, b) => I64(a + b)), binary(INT, "-", (a, b) => I64(a - b)), binary(INT, "*", (a, b) => I64(a * b)),
        binary(INT, "%", floor_mod),
        (d) => { const a = expression(INT, d), b = expression(INT, d); return { code: `div(${a.code}, ${b.code})`, run: (env) => { const x = a.run(env); return floor_div(x, b.run(env)); } }; },
        (d) => { const a = expression(INT, d); return { code: `(-${a.code})`, run: (env) => I64(-a.run(env)) }; },
        (d) => { const t = pick([TEXT, list(random_type(1)), map(TEXT, INT)]), a = expression(t, d); return { code: `len(${a.code})`, run: (env) => { const v = a.run(env); return BigInt(t === TEXT ? characters(v).length : v.length); } }; },
        (d) => { const a = expression(list(INT), d); return { code: `sum(${a.code})`, run: (env) => a.run(env).reduce((s, x) => I64(s + x), 0n) }; },
    ],
    float: [
        binary(FLOAT, "+", (a, b) => a + b), binary(FLOAT, "-", (a, b) => a - b), binary(FLOAT, "*", (a, b) => a * b), binary(FLOAT, "/", (a, b) => a / b),
        (d) => { const a = expression(INT, d), b = expression(INT, d); return { code: `(${a.code} / ${b.code})`, run: (env) => { const x = Number(a.run(env)); return x / Number(b.run(env)); } }; },
        (d) => { const a = expression(INT, d), b = expression(FLOAT, d); return { code: `(${a.code} * ${b.code})`, run: (env) => { const x = Number(a.run(env)); return x * b.run(env); } }; },
    ],
    bool: [
        equality("==", true), equality("!=", false),
        order("<", (o) => o < 0), order("<=", (o) => o <= 0), order(">", (o) => o > 0), order(">=", (o) => o >= 0),
        (d) => { const a = expression(BOOL, d), b = expression(BOOL, d); return { code: `(${a.code} and ${b.code})`, run: (env) => a.run(env) && b.run(env) }; },
        (d) => { const a = expression(BOOL, d), b = expression(BOOL, d); return { code: `(${a.code} or ${b.code})`, run: (env) => a.run(env) || b.run(env) }; },
        (d) => { const a = expression(BOOL, d); return { code: `(not ${a.code})`, run: (env) => !a.run(env) }; },
        (d) => { const a = expression(optional(random_type(1)), d); return { code: `(${a.code} == null)`, run: (env) => a.run(env) === null }; },
        (d) => { const t = random_type(1), a = expression(t, d), b = expression(list(t), d); return t.kind === "optional" ? leaf(BOOL) : { code: `(${a.code} in ${b.code})`, run: (env) => { const x = a.run(env); return b.run(env).some((y) => same(t, x, y)); } }; },
        (d) => { const k = pick([INT, TEXT]), a = expression(k, d), m = expression(map(k, pick(scalars)), d); return { code: `(${a.code} not in ${m.code})`, run: (env) => { const x = a.run(env); return !find(m.run(env), x); } }; },
        (d) => { const a = expression(INT, d), b = expression(INT, d), c = expression(INT, d); return { code: `(${a.code} < ${b.code} <= ${c.code})`, run: (env) => { const x = a.run(env), y = b.run(env); return x < y && y <= c.run(env); } }; },
        (d) => { const a = expression(TEXT, d), b = expression(TEXT, d); return { code: `(${a.code} in ${b.code})`, run: (env) => { const x = a.run(env); return b.run(env).includes(x); } }; },
    ],
    text: [
        binary(TEXT, "+", (a, b) => a + b),
        (d) => { const a = expression(INT, d), b = expression(TEXT, d), c = expression(BOOL, d); return { code: `"{${a.code}}-{${b.code}}:{${c.code}}"`, run: (env) => { const x = a.run(env), y = b.run(env); return `${x}-${y}:${c.run(env)}`; } }; },
        (d) => { const a = expression(TEXT, d), i = expression(INT, 0); return { code: `${a.code}[${i.code}]`, run: (env) => { const x = characters(a.run(env)); return x[place(x.length, i.run(env))]; } }; },
        (d) => { const a = expression(TEXT, d), i = expression(INT, 0), j = chance(0.5) ? expression(INT, 0) : null; return { code: `${a.code}[${i.code}:${j ? j.code : ""}]`, run: (env) => { const x = characters(a.run(env)), from = i.run(env); return slice(x, from, j ? j.run(env) : null).join(""); } }; },
    ],
    list: [
        (d, t) => { const a = expression(t, d), b = expression(t, d); return { code: `(${a.code} + ${b.code})`, run: (env) => { const x = a.run(env); return [...x, ...b.run(env)]; } }; },
        (d, t) => { const a = expression(t, d), i = chance(0.5) ? expression(INT, 0) : null, j = chance(0.5) ? expression(INT, 0) : null; return { code: `${a.code}[${i ? i.code : ""}:${j ? j.code : ""}]`, run: (env) => { const x = a.run(env), from = i ? i.run(env) : null; return slice(x, from, j ? j.run(env) : null); } }; },
        (d, t) => { // [f(x) for x in xs if p(x)]
            const source = random_type(1), xs = expression(list(source), d), name = fresh();
            scope.push({ name, type: source });
            const item = expression(t.item, d), condition = chance(0.5) ? expression(BOOL, d) : null;
            scope.pop();
            return {
                code: `[${item.code} for ${name} in ${xs.code}${condition ? ` if ${condition.code}` : ""}]`,
                run: (env) => xs.run(env).map((x) => bind(env, name, x)).filter((e) => !condition || condition.run(e)).map((e) => item.run(e)),
            };
        },
        (d, t) => { // two loops
            const n = int(0, 3), m = int(0, 3), a = fresh(), b = fresh();
            const item = with_two(a, INT, b, INT, () => expression(t.item, d));
            return { code: `[${item.code} for ${a} in range(${n}) for ${b} in range(${m})]`, run: (env) => { const out = []; for (let x = 0n; x < n; x++) for (let y = 0n; y < m; y++) out.push(item.run(bind(bind(env, a, x), b, y))); return out; } };
        },
        (d, t) => { // changed in place; the old value stays as it was
            const xs = expression(t, d), item = expression(t.item, d), more = expression(t.item, d), i = expression(INT, 0), name = fresh(), old = fresh();
            return {
                code: `({ var ${name}: ${type_text(t)} = ${xs.code}; let ${old} = ${name}; ${name} += [${more.code}]; ${name}[${i.code}] = ${item.code}; ${old} + ${name} })`,
                run: (env) => { const before = xs.run(env), x = more.run(env), list_ = [...before, x]; const value = item.run(env); list_[place(list_.length, i.run(env))] = value; return [...before, ...list_]; },
            };
        },
    ],
    map: [
        (d, t) => { const m = expression(t, d), k = expression(t.key, 0), v = expression(t.item, d), name = fresh(); return { code: `({ var ${name}: ${type_text(t)} = ${m.code}; ${name}[${k.code}] = ${v.code}; ${name} })`, run: (env) => { const it = m.run(env), value = v.run(env); return put(it, k.run(env), value); } }; },
        (d, t) => { const xs = expression(list(t.key), d), name = fresh(); scope.push({ name, type: t.key }); const v = expression(t.item, d); scope.pop(); return { code: `({(${name}): ${v.code} for ${name} in ${xs.code}})`, run: (env) => xs.run(env).reduce((m, k) => put(m, k, v.run(bind(env, name, k))), []) }; },
    ],
    record: [
        (d, t) => { const r = expression(t, d), k = pick(Object.keys(t.fields)), v = expression(t.fields[k], d); return typed(t, `{...${r.code}, ${k}: ${v.code}}`, (env) => { const it = r.run(env); return { ...it, [k]: v.run(env) }; }); },
        (d, t) => { const r = expression(t, d), k = pick(Object.keys(t.fields)), v = expression(t.fields[k], d), name = fresh(); return { code: `({ var ${name}: ${type_text(t)} = ${r.code}; ${name}.${k} = ${v.code}; ${name} })`, run: (env) => { const it = r.run(env); return { ...it, [k]: v.run(env) }; } }; },
    ],
    optional: [(d, t) => { const v = expression(t.item, d); return typed(t, v.code, v.run); }],
    tuple: [],
};

function expression(t, depth) {
    if (depth <= 0) return leaf(t);
    const makers = special[t.kind];
    if (makers.length && chance(0.55)) return pick(makers)(depth - 1, t);
    if (!["int", "float", "bool", "text", "optional"].includes(t.kind) && chance(0.5)) return build(t, depth);
    return pick(general)(t, depth - 1);
}

// ---- programs ------------------------------------------------------------------------

// Short enough for the parser's bound on nesting.
function one() {
    for (;;) {
        names = 0;
        const type = random_type(2), made = expression(type, int(1, 3));
        if (made.code.length < 300) return { type, ...made };
    }
}

// Each expression is one statement; the ones that fail stand alone in a case.
function cases() {
    const good = [], bad = [];
    while (good.length < CASES * EXPRESSIONS) {
        const made = one();
        try {
            made.value = shown(made.type, made.run({}));
            good.push(made);
        } catch (error) {
            if (!(error instanceof Failure)) throw error;
            if (bad.length < 60) bad.push(made);
        }
    }
    const bodies = [], expected = [];
    for (let i = 0; i < CASES; i++) {
        const part = good.slice(i * EXPRESSIONS, (i + 1) * EXPRESSIONS);
        const results = part.map((made, k) => `let r${k}: ${type_text(made.type)} = ${made.code}\n`);
        bodies.push(`${results.join("")}[${part.map((_, k) => `r${k}`).join(", ")}]`);
        expected.push(part);
    }
    for (const made of bad) {
        bodies.push(`let r: ${type_text(made.type)} = ${made.code}\nr`);
        expected.push(null);
    }
    return { bodies, expected, bad };
}

for (let n = 0; n < programs; n++) {
    const own = seed * 1000 + n;
    test(`random program ${own}`, async (t) => {
        next = generator(own);
        const { bodies, expected, bad } = cases();
        t.diagnostic(`${CASES * EXPRESSIONS} expressions, ${bad.length} that fail`);
        const { folder, program } = build_cases("random", program_of("", bodies), undefined, { level: 0, warnings: ["-Wno-tautological-compare"] });
        const server = await start([], {}, program);
        try {
            for (let i = 0; i < bodies.length; i++) {
                const reply = await ask(server, i);
                if (!expected[i]) {
                    assert.equal(reply.status, 500, `RANDOM_SEED=${seed}, program ${n}: this must fail:\n${bodies[i]}\n${reply.body}`);
                    continue;
                }
                assert.equal(reply.status, 200, `RANDOM_SEED=${seed}, program ${n}: ${server.log}\n${bodies[i]}`);
                const got = JSON.parse(reply.body).response.out.data;
                expected[i].forEach((made, k) => assert.deepEqual(got[k], made.value,
                    `RANDOM_SEED=${seed}, program ${n}:\nlet r: ${type_text(made.type)} = ${made.code}`));
            }
        } finally {
            await server.stop();
            if (!process.env.CASES_KEEP) rmSync(folder, { recursive: true });
        }
    });
}
