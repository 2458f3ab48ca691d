// SPDX-License-Identifier: MIT
//
// Embeds the catalogue of errors in dashc at build time:
//
//     node errors.mjs CODES.def ERRORS/ OUTPUT.c OUTPUT.d
//
// ERRORS/CODE.md explains a code; a code without a file has no explanation (the
// tests say so, see tests/language/errors.mjs). OUTPUT.d names what was read.

import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const [codes_path, folder, output, depfile] = process.argv.slice(2);
const codes = [...readFileSync(codes_path, "utf8").matchAll(/^[XW]\(([EW]\d{4}),/gm)].map((match) => match[1]);
const read = [codes_path, folder]; // the folder changes when a file is added
const lines = [
    "/* Made of compiler/source/errors/ by errors.mjs. */", '#include "source/explain.h"', "",
    "const char *const explain_texts[DIAG_CODE_COUNT] = {",
];
for (const code of codes) {
    const path = join(folder, `${code}.md`);
    if (!existsSync(path)) continue;
    read.push(path);
    lines.push(`    [${code}] = ${readFileSync(path, "utf8").split(/(?<=\n)/).map((line) => JSON.stringify(line)).join("\n        ")},`);
}
lines.push("};", "");
writeFileSync(output, lines.join("\n"));
writeFileSync(depfile, `${output}: ${read.join(" ")}\n`);
