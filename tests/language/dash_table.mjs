// SPDX-License-Identifier: MIT
//
// The filter language and the sorting of the genuine DataTable, to compare ours
// with: the modules as they are in the source maps of the npm package dash-table,
// put into a folder with imports that node can follow.

import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { pathToFileURL } from "node:url";

const maps = ["bundle.js.map", "async-table.js.map"];
const packaged = "runtime/web/node_modules/dash-table/dash_table";

// By path below the bundle's root: "src/core/sorting/index.ts" → its text.
function sources() {
    const files = new Map();
    for (const name of maps) {
        const map = JSON.parse(readFileSync(join(packaged, name), "utf8"));
        for (const [i, source] of map.sources.entries()) {
            const path = source.match(/^webpack:\/\/[^/]*\/\.\/(.*\.(?:ts|js))$/)?.[1];
            if (path && map.sourcesContent?.[i]) files.set(path, map.sourcesContent[i]);
        }
    }
    return files;
}

const wanted = /^src\/(core\/(syntax-tree|sorting)|dash-table\/(syntax-tree|type)\/|dash-table\/components\/Table\/props)|^node_modules\/(ramda\/es|fast-isnumeric|is-string-blank)\//;

// The file that an import names, or null for what is left out (the log).
function target(files, from, name) {
    if (name === "ramda") return "ramda.mjs";
    const base = name.startsWith(".") ? join(dirname(from), name)
        : /^(core|dash-table)\//.test(name) ? join("src", name) : join("node_modules", name, "index");
    const path = [base, `${base}.ts`, `${base}.js`, join(base, "index.ts")].find((one) => files.has(one));
    return path && wanted.test(path) ? path.replace(/\.ts$/, ".js") : null;
}

function rewritten(files, path, text) {
    const to = (name) => {
        const file = target(files, path, name) ?? "nothing.mjs";
        const way = relative(dirname(path), file);
        return way.startsWith(".") ? way : `./${way}`;
    };
    if (text.includes("module.exports")) { // CommonJS
        const names = [...text.matchAll(/require\('([^']*)'\)/g)].map(([, name]) => name);
        const imports = names.map((name, i) => `import required${i} from "${to(name)}";`);
        const body = names.reduce((all, name, i) => all.replace(`require('${name}')`, `required${i}`), text);
        return `${imports.join("\n")}\nconst module = {};\n${body}\nexport default module.exports;\n`;
    }
    return text.replace(/^(import|export)\b([^;]*?)\bfrom (['"])(.*?)\3/gm, (_, word, what, quote, name) => `${word}${what}from "${to(name)}"`);
}

// {QuerySyntaxTree, sort}: new QuerySyntaxTree(query) has isValid and filter(rows),
// sort(rows, sort_by) gives the sorted rows.
export async function dash_table() {
    const folder = mkdtempSync(join(tmpdir(), "dash-table-"));
    const files = sources();
    const write = (path, text) => {
        mkdirSync(dirname(join(folder, path)), { recursive: true });
        writeFileSync(join(folder, path), text);
    };
    write("package.json", '{"type": "module"}');
    write("nothing.mjs", "const nothing = { trace() {}, error() {} };\nexport default nothing;\n");
    for (const [path, text] of files)
        if (wanted.test(path)) write(path.replace(/\.ts$/, ".js"), rewritten(files, path, text));
    const ramda = readdirSync(join(folder, "node_modules/ramda/es")).filter((name) => name.endsWith(".js"));
    write("ramda.mjs", ramda.map((name) => `export { default as ${name.slice(0, -3)} } from "./node_modules/ramda/es/${name}";\n`).join(""));
    const load = (path) => import(pathToFileURL(join(folder, path)));
    try {
        const { default: QuerySyntaxTree } = await load("src/dash-table/syntax-tree/QuerySyntaxTree.js");
        const { default: sort } = await load("src/core/sorting/index.js");
        return { QuerySyntaxTree, sort };
    } finally {
        rmSync(folder, { recursive: true });
    }
}
