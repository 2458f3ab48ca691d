// SPDX-License-Identifier: MIT
//
// The sources of the component libraries, as their npm packages carry them:
// inside source maps (sourcesContent) and, for TypeScript, as files.

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const modules = join(dirname(fileURLToPath(import.meta.url)), "../../runtime/web/node_modules");

export const read_source = (name, file) => readFileSync(join(modules, name, file), "utf8");

export const version_of = (name) => JSON.parse(read_source(name, "package.json")).version;

// The source map's files that `wanted` (a regular expression on the path) picks:
// Map from file name to text.
export function map_sources(name, map_file, wanted) {
    const map = JSON.parse(read_source(name, map_file));
    const files = new Map();
    map.sources.forEach((source, i) => {
        if (wanted.test(source)) files.set(basename(source), map.sourcesContent[i]);
    });
    return files;
}

// The TypeScript files of a folder of the package: Map from file name to text.
export function folder_sources(name, folder) {
    const path = join(modules, name, folder);
    if (!existsSync(path)) return new Map();
    return new Map(readdirSync(path).filter((file) => /\.tsx?$/.test(file))
        .map((file) => [file, readFileSync(join(path, file), "utf8")]));
}
