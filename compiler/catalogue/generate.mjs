// SPDX-License-Identifier: MIT
//
// Turns the catalogue's facts into C at build time:
//
//     node generate.mjs OUTPUT.c BUNDLES.json LIBRARY.json…
//
// Equal types become one object. Which files a component loads stands in
// runtime/web/bundles.json.

import { readFileSync, writeFileSync } from "node:fs";

const [output, bundles_path, ...library_paths] = process.argv.slice(2);
const read = (path) => JSON.parse(readFileSync(path, "utf8"));
const bundles = read(bundles_path).files;

const quote = (text) => JSON.stringify(text);
const lines = [];

// One static array for each different content; gives its name, NULL when empty.
const arrays = new Map();
function array(type, items) {
    if (items.length === 0) return "NULL";
    const text = `static const ${type} NAME[] = {${items.join(", ")}};`;
    if (!arrays.has(text)) {
        arrays.set(text, `array_${arrays.size}`);
        lines.push(text.replace("NAME", arrays.get(text)));
    }
    return arrays.get(text);
}

const simple = {
    any: "CAT_ANY", string: "CAT_STRING", number: "CAT_NUMBER", integer: "CAT_INTEGER", bool: "CAT_BOOL",
    null: "CAT_NULL", node: "CAT_NODE", id: "CAT_ID", figure: "CAT_FIGURE",
};

function fields(record) {
    return Object.entries(record).map(([key, type]) =>
        `{${quote(key.replace(/!$/, ""))}, ${type_name(type)}, ${key.endsWith("!")}}`);
}

// The initialiser of a type's struct.
function type_body(type) {
    if (type === "object") return `.kind = CAT_OBJECT, .item = ${type_name("any")}`;
    if (type === "array") return `.kind = CAT_ARRAY, .item = ${type_name("any")}`;
    if (typeof type === "string") {
        if (!simple[type]) throw new Error(`unknown type ${type}`);
        return `.kind = ${simple[type]}`;
    }
    if (type.array) return `.kind = CAT_ARRAY, .item = ${type_name(type.array)}`;
    if (type.object) return `.kind = CAT_OBJECT, .item = ${type_name(type.object)}`;
    if (type.enum) {
        const values = array("CatValue", type.enum.map((value) => quote(JSON.stringify(value))));
        return `.kind = CAT_ENUM, .count = ${type.enum.length}, .values = ${values}`;
    }
    if (type.union) {
        const options = array("CatType *const", type.union.map(type_name));
        return `.kind = CAT_UNION, .count = ${type.union.length}, .options = ${options}`;
    }
    const list = fields(type.shape ?? type.exact);
    return `.kind = CAT_SHAPE, .exact = ${"exact" in type}, .count = ${list.length}, .fields = ${array("CatField", list)}`;
}

const types = new Map();
function type_name(type) {
    const key = JSON.stringify(type);
    if (!types.has(key)) {
        const body = type_body(type);
        const name = `type_${types.size}`;
        types.set(key, name);
        lines.push(`static const CatType ${name} = {${body}};`);
    }
    return `&${types.get(key)}`;
}

const file_name = (file) => file.url.replace(/.*\//, "");

function component(namespace, facts) {
    const loads = bundles.filter((file) => file.libraries?.includes(namespace) && file.components?.includes(facts.name));
    const chunks = loads.filter((file) => file.role !== "plotly").map((file) => quote(file_name(file)));
    const props = facts.props.map((prop) =>
        `{${quote(prop.name)}, ${type_name(prop.type)}, ${prop.required ?? false}, ${prop.default ?? false}}`);
    return "{" + [
        `.name = ${quote(facts.name)}`,
        `.props = ${array("CatProp", props)}`,
        `.prop_count = ${props.length}`,
        `.wildcard_data = ${facts.wildcards.includes("data-*")}`,
        `.wildcard_aria = ${facts.wildcards.includes("aria-*")}`,
        `.children_props = ${array("char *const", facts.children_props.map(quote))}`,
        `.children_prop_count = ${facts.children_props.length}`,
        `.chunks = ${array("char *const", chunks)}`,
        `.chunk_count = ${chunks.length}`,
        `.plotly = ${loads.some((file) => file.role === "plotly")}`,
    ].join(", ") + "}";
}

function library(facts) {
    const components = facts.components.map((one) => component(facts.namespace, one));
    return `    {${[
        `.alias = ${quote(facts.alias)}`, `.namespace_ = ${quote(facts.namespace)}`,
        `.package = ${quote(facts.package)}`, `.version = ${quote(facts.version)}`, ".built_in = true",
        `.components = ${array("CatComponent", components)}`, `.component_count = ${components.length}`,
    ].join(", ")}},`;
}

const libraries = library_paths.map((path) => library(read(path)));
writeFileSync(output, `/* Made by compiler/catalogue/generate.mjs from the JSON files there: change those. */
#include "catalogue/catalogue.h"

${lines.join("\n")}

const CatLibrary catalogue_libraries[] = {
${libraries.join("\n")}
};
const int catalogue_library_count = ${libraries.length};
`);
