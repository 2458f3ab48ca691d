// SPDX-License-Identifier: MIT
//
// The build's step for the front end: takes the files that bundles.json names
// from the npm packages, unchanged, compresses them into FOLDER and writes the
// compiler's tables of them (compiler/link/bundles.h):
//
//     node bundle.mjs OUTPUT.c FOLDER

import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, utimesSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { compress_all } from "./compress.mjs";

const [output, folder] = process.argv.slice(2);
const here = dirname(fileURLToPath(import.meta.url));
const recipe = JSON.parse(readFileSync(join(here, "bundles.json"), "utf8")).files;
const content_types = { js: "text/javascript; charset=utf-8", css: "text/css; charset=utf-8" };

const hash_of = (bytes) => createHash("sha256").update(bytes).digest("hex");

function read_file(entry) {
    const path = join(here, "node_modules", entry.package, entry.file);
    if (!existsSync(path)) {
        console.error(`error: ${path} is missing: run ./tools/setup`);
        process.exit(1);
    }
    const bytes = readFileSync(path);
    return { ...entry, bytes, hash: hash_of(bytes), path: join(folder, entry.url) };
}

const quote = (text) => (text == null ? "NULL" : JSON.stringify(text));
const list = (names) => (names ? `(const char *const[]){${[...names.map(quote), "NULL"].join(", ")}}` : "NULL");

// A licence text, one line of C a line, plain ASCII.
function notice_of(name) {
    const path = ["LICENSE", "LICENSE.md", "LICENSE.txt"].map((file) => join(here, "node_modules", name, file)).find(existsSync);
    if (!path) return "NULL";
    const text = readFileSync(path, "utf8").replaceAll("\r", "").replaceAll("©", "(c)").trim();
    return text.split("\n").map((line) => `\n     ${quote(line.replace(/[^\x20-\x7e]/g, "?").trimEnd() + "\n")}`).join("");
}

function package_row(name) {
    const facts = JSON.parse(readFileSync(join(here, "node_modules", name, "package.json"), "utf8"));
    return `    {${quote(name)}, ${quote(facts.version)}, ${quote(facts.license)}, ${notice_of(name)}},`;
}

const packages = [...new Set(recipe.map((entry) => entry.package))];

function file_row(file) {
    return `    {${[
        quote(`${basename(folder)}/${file.url}`), quote(file.url), quote(content_types[file.url.split(".").pop()]),
        `LINK_${file.role.toUpperCase()}`, `&packages[${packages.indexOf(file.package)}]`,
        quote(file.hash.slice(0, 16)), file.bytes.length,
        list(file.libraries), list(file.components), quote(file.prop),
    ].join(", ")}},`;
}

function tables(files) {
    const version = hash_of(files.map((file) => `${file.url} ${file.hash}\n`).join("")).slice(0, 16);
    const plotly = files.flatMap((file, i) => (file.role === "plotly" ? [`    {&link_files[${i}], ${list(file.traces)}},`] : []));
    return `/* Made by runtime/web/bundle.mjs from bundles.json there: change that. */
#include "link/bundles.h"

static const LinkPackage packages[] = {
${packages.map(package_row).join("\n")}
};

const char link_version[] = ${quote(version)};

const LinkFile link_files[] = {
${files.map(file_row).join("\n")}
};
const int link_file_count = ${files.length};

const LinkPlotly link_plotly[] = {
${plotly.join("\n")}
};
const int link_plotly_count = ${plotly.length};
`;
}

const files = recipe.map(read_file);
mkdirSync(folder, { recursive: true });
await compress_all(files, (done, all) => {
    if (process.stderr.isTTY) process.stderr.write(`\rcompressing the front end: ${done}/${all}${done === all ? "\n" : ""}`);
});
writeFileSync(output, tables(files));
utimesSync(folder, new Date(), new Date()); // the build tool looks at its time
