// SPDX-License-Identifier: MIT
//
// Makes compiler/catalogue/{html,dcc,dash_table}.json, the facts about Dash's
// components, from the npm packages that runtime/web/package.json pins:
//
//     tools/setup && npm ci --prefix tools/catalogue && node tools/catalogue/make.mjs
//
// The files are committed; look at what changed. A type is a word (any string
// number integer bool null node id figure object array), {"enum": [values]},
// {"array": type}, {"object": type of the values}, {"union": [types]},
// {"shape": {key: type}} or {"exact": …} (no other keys); a key that ends in !
// must be there.

import { writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { assigned_orders, javascript_props } from "./proptypes.mjs";
import { folder_sources, map_sources, read_source, version_of } from "./sources.mjs";
import { typescript_props } from "./typescript.mjs";

const output = join(dirname(fileURLToPath(import.meta.url)), "../../compiler/catalogue");

// These draw the components in their options' labels themselves.
const draws_own_labels = new Set(["Checklist", "Dropdown", "RadioItems"]);

// Not for users: they belong to the renderer.
const internal = new Set(["setProps", "componentPath", "dashEvents", "fireEvent", "loading_state"]);

// Counts, times and indices are whole numbers; the sources say `number`.
const whole = /^(n_\w+|\w+_timestamp|max_intervals|page_current|page_size|page_count|selected_rows|\w+_indices|row|column)$/;

// How to read each library; `order` has the order of TypeScript components' props.
const library_facts = [
    {
        alias: "html", namespace: "dash_html_components", package: "dash-html-components",
        javascript: ["dash_html_components/dash_html_components.min.js.map", /src\/components\/\w+\.react\.js$/],
    },
    {
        alias: "dcc", namespace: "dash_core_components", package: "dash-core-components",
        javascript: ["dash_core_components/dash_core_components.js.map", /src\/components\/\w+\.react\.js$/],
        typescript: "lib/components",
        order: "dash_core_components/proptypes.js",
    },
    {
        alias: "dash_table", namespace: "dash_table", package: "dash-table",
        javascript: ["dash_table/bundle.js.map", /src\/dash-table\/dash\/DataTable\.js$/],
    },
];

const refine = (type) => {
    if (type === "number") return "integer";
    if (type?.array) return { array: refine(type.array) };
    return type;
};

// Text and numbers are nodes: a union with node is node.
function simplify(type) {
    if (type === null || typeof type !== "object") return type;
    if (type.array) return type.array === "any" ? "array" : { array: simplify(type.array) };
    if (type.object) return type.object === "any" ? "object" : { object: simplify(type.object) };
    if (type.shape) return { shape: simplify_fields(type.shape) };
    if (type.exact) return { exact: simplify_fields(type.exact) };
    if (!type.union) return type;
    const parts = type.union.flatMap((part) => simplify(part).union ?? [simplify(part)]);
    if (parts.includes("any")) return "any";
    const covered = parts.includes("node") ? ["string", "number"] : [];
    const kept = parts.filter((part) => !covered.includes(part) && !(parts.includes("node") && part.array === "node"));
    return kept.length === 1 ? kept[0] : { union: kept };
}
const simplify_fields = (fields) => Object.fromEntries(Object.entries(fields).map(([key, type]) =>
    [key, simplify(whole.test(key.replace("!", "")) ? refine(type) : type)]));

function final_type(component, prop) {
    if (prop.name === "id") return "id";
    if (prop.name === "children" && prop.type === "any") return "node";
    if (component === "Graph" && prop.name === "figure") return "figure";
    return simplify(whole.test(prop.name) ? refine(prop.type) : prop.type);
}

// Dash's positional arguments are in the order of the source, children first.
const in_dash_order = (props) =>
    [...props].sort((a, b) => (b.name === "children") - (a.name === "children"));

// Paths, as the renderer's config wants them, of props that hold components.
function node_paths(prefix, type) {
    if (type === "node") return [prefix];
    if (type.union) return type.union.flatMap((part) => node_paths(prefix, part));
    if (type.array) return node_paths(`${prefix}[]`, type.array).filter((path) => path !== `${prefix}[]`);
    return Object.entries(type.shape ?? type.exact ?? {}).flatMap(([key, field]) =>
        node_paths(`${prefix}.${key.replace("!", "")}`, field));
}

function component_json(name, source_props) {
    const props = in_dash_order(source_props.filter((prop) => !internal.has(prop.name) && !prop.name.startsWith("_")));
    const plain = props.filter((prop) => !prop.name.endsWith("-*")).map((prop) => ({
        name: prop.name,
        type: final_type(name, prop),
        ...(prop.required && { required: true }),
        ...(prop.default && { default: true }),
    }));
    const wildcards = props.filter((prop) => prop.name.endsWith("-*")).map((prop) => prop.name);
    const children_props = plain.filter((prop) => prop.name !== "children").flatMap((prop) => node_paths(prop.name, prop.type));
    return { name, wildcards, children_props: draws_own_labels.has(name) ? [] : children_props, props: plain };
}

const in_order = (props, names) => [...props].sort((a, b) => names.indexOf(a.name) - names.indexOf(b.name));

function components_of(library) {
    const found = new Map();
    for (const [file, text] of map_sources(library.package, ...library.javascript)) {
        const props = javascript_props(file, text);
        if (props) found.set(file.replace(/(\.react)?\.js$/, ""), props);
    }
    if (library.typescript) {
        const orders = assigned_orders(read_source(library.package, library.order));
        const types = folder_sources(library.package, dirname(library.typescript)).get("types.ts");
        for (const [name, props] of typescript_props(types, folder_sources(library.package, library.typescript)))
            found.set(name, in_order(props, orders.get(name)));
    }
    return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, props]) => component_json(name, props));
}

// One line a component's head, one line a prop.
function text_of(library, components) {
    const one_line = (value) => JSON.stringify(value);
    const head = { alias: library.alias, namespace: library.namespace, package: library.package, version: version_of(library.package) };
    const blocks = components.map(({ props, ...rest }) =>
        `  {${one_line(rest).slice(1, -1)}, "props": [\n${props.map((prop) => `    ${one_line(prop)}`).join(",\n")}\n  ]}`);
    return `{${one_line(head).slice(1, -1)}, "components": [\n${blocks.join(",\n")}\n]}\n`;
}

for (const library of library_facts) {
    const components = components_of(library);
    writeFileSync(join(output, `${library.alias}.json`), text_of(library, components));
    const props = components.flatMap((component) => component.props);
    const typed = props.filter((prop) => prop.type !== "any");
    console.log(`${library.alias}: ${components.length} components, ${props.length} props, ${typed.length} with a type`);
}
