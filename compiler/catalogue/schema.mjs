// SPDX-License-Identifier: MIT
//
// Makes C tables of plotly.json; tools/plotly-schema.mjs tells how that is written.
//
//     node schema.mjs plotly.json > schema_data.c

import { readFileSync } from "node:fs";

const { layout, traces, objects } = JSON.parse(readFileSync(process.argv[2], "utf8"));
const symbol = (name) => `object_${name.replaceAll(".", "_")}`;
const text = (values) => (values === undefined || values === "" ? "NULL" : JSON.stringify(`|${values}|`));

function fields(attribute) {
    const object = attribute.match(/^\{(.*)\}( subplot)?$/);
    if (object) return `SCHEMA_OBJECT, false, ${Boolean(object[2])}, NULL, NULL, &${symbol(object[1])}`;
    const list = attribute.match(/^\[(.*)\]$/);
    if (list) return `SCHEMA_OBJECTS, false, false, NULL, NULL, &${symbol(list[1])}`;
    const [, kind, star, , rest = ""] = attribute.match(/^(\w+)(\*?)( (.*))?$/s);
    const cut = kind === "flaglist" ? rest.lastIndexOf(" ") : -1;
    const values = cut < 0 ? rest : rest.slice(0, cut), extras = cut < 0 ? undefined : rest.slice(cut + 1);
    return `SCHEMA_${kind.toUpperCase()}, ${star === "*"}, false, ${text(values)}, ${text(extras)}, NULL`;
}

const out = ['#include "catalogue/schema.h"', "#include <stddef.h>", ""];
for (const name of Object.keys(objects)) out.push(`static const SchemaObject ${symbol(name)};`);
for (const [name, attributes] of Object.entries(objects)) {
    const rows = Object.entries(attributes).map(([key, value]) => `    {"${key}", ${fields(value)}},`);
    out.push(`static const SchemaAttribute ${symbol(name)}_attributes[] = {\n${rows.join("\n")}\n};`);
    out.push(`static const SchemaObject ${symbol(name)} = {${symbol(name)}_attributes, ${rows.length}};`);
}
const rows = Object.entries(traces).map(([type, name]) => `    {"${type}", &${symbol(name)}},`);
out.push(`const SchemaTrace schema_traces[] = {\n${rows.join("\n")}\n};`);
out.push(`const int schema_trace_count = ${rows.length};`);
out.push(`const SchemaObject *const schema_layout = &${symbol(layout)};`);
console.log(out.join("\n"));
