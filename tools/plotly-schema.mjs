// SPDX-License-Identifier: MIT
//
// Makes compiler/catalogue/plotly.json of plotly.js' own schema: names, kinds and
// values of all attributes, without descriptions. Run it when plotly.js changes:
//
//     npm pack plotly.js@3.7.0 && tar xzf plotly.js-3.7.0.tgz package/dist/plot-schema.json
//     node tools/plotly-schema.mjs package/dist/plot-schema.json 3.7.0
//
// An attribute is a text: its kind, "*" when lists of them are fine, then its
// values, "|" between them. "{font}" is an object of that name, "[shape]" a list
// of such objects. Objects with the same attributes are written once, under the
// shortest name that they have somewhere.

import { readFileSync, writeFileSync } from "node:fs";

const [path, version] = process.argv.slice(2);
const schema = JSON.parse(readFileSync(path, "utf8"));

const skipped = (name, node) =>
    name.startsWith("_") || name === "editType" || name === "impliedEdits" || name === "description" || name === "role" ||
    (name.endsWith("src") && node?.valType === "string" && node.editType === "none");

const objects = new Map(); // the attributes as text → {name, attributes}
const names = new Set();

function free_name(wanted) {
    let name = wanted;
    for (let i = 2; names.has(name); i++) name = `${wanted}.${i}`;
    names.add(name);
    return name;
}

function leaf(node) {
    const list = node.arrayOk ? "*" : "";
    const kind = `${node.valType}${list}`;
    if (node.valType === "enumerated") return `${kind} ${node.values.filter((value) => value !== null).join("|")}`;
    if (node.valType === "flaglist") return `${kind} ${node.flags.join("|")}${node.extras ? ` ${node.extras.join("|")}` : ""}`;
    const strict = node.valType === "string" && node.values;
    return strict ? `${kind} ${node.values.join("|")}` : kind;
}

// The items of a list of objects stand one deeper.
const item_of = (node) => Object.entries(node.items ?? {}).find(([, item]) => item?.role === "object");

function attribute(name, node) {
    if (node.valType) return leaf(node);
    const item = item_of(node);
    if (item) return `[${object(item[0], item[1])}]`;
    return `{${object(name, node)}}${node._isSubplotObj ? " subplot" : ""}`;
}

function object(name, node) {
    const attributes = {};
    for (const [key, value] of Object.entries(node).sort(([a], [b]) => (a < b ? -1 : 1))) {
        if (skipped(key, value) || value === null || typeof value !== "object") continue;
        attributes[key] = attribute(key, value);
    }
    const text = JSON.stringify(attributes);
    if (!objects.has(text)) objects.set(text, { name: free_name(name), attributes });
    return objects.get(text).name;
}

const traces = {};
for (const [type, trace] of Object.entries(schema.traces)) traces[type] = object(type, trace.attributes);
const layout = { ...schema.layout.layoutAttributes };
for (const trace of Object.values(schema.traces)) {
    for (const [key, value] of Object.entries(trace.layoutAttributes ?? {})) layout[key] ??= value;
}
const layout_name = object("layout", layout);

const lines = (record, indent) =>
    Object.entries(record).map(([key, value]) => `${indent}${JSON.stringify(key)}: ${JSON.stringify(value)}`).join(",\n");
const body = [...objects.values()].map(({ name, attributes }) => `  ${JSON.stringify(name)}: {\n${lines(attributes, "   ")}\n  }`);
writeFileSync(
    new URL("../compiler/catalogue/plotly.json", import.meta.url),
    `{\n "about": "The attributes of plotly.js ${version}, made by tools/plotly-schema.mjs from its plot-schema.json.",\n` +
    ` "layout": ${JSON.stringify(layout_name)},\n "traces": {\n${lines(traces, "  ")}\n },\n "objects": {\n${body.join(",\n")}\n }\n}\n`,
);
