// SPDX-License-Identifier: MIT
//
// Writes boot.js as a C string, without its comments and indentation:
//
//     node embed.mjs boot.js OUTPUT.c OUTPUT.h

import { readFileSync, writeFileSync } from "node:fs";

const [input, c_path, h_path] = process.argv.slice(2);
const lines = readFileSync(input, "utf8").split("\n")
    .map((line) => line.trim())
    .filter((line) => line && !line.startsWith("//"));

writeFileSync(c_path, `/* Made by runtime/web/embed.mjs from boot.js there: change that. */
#include "boot.h"

const char dash_boot_js[] =
${lines.map((line) => `    ${JSON.stringify(line + "\n")}`).join("\n")};
const size_t dash_boot_js_len = sizeof dash_boot_js - 1;
`);
writeFileSync(h_path, `/* Made by runtime/web/embed.mjs: the script that starts the page (boot.js). */
#ifndef DASH_WEB_BOOT_H
#define DASH_WEB_BOOT_H

#include <stddef.h>

extern const char dash_boot_js[];
extern const size_t dash_boot_js_len;

#endif
`);
