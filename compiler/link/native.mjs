// SPDX-License-Identifier: MIT
//
// Writes the C table of the C libraries that every binary holds:
//     node native.mjs OUT.c {NAME VERSION LICENCE FILE}...
// FILE holds the licence's text; "-" is none.
import { readFileSync, writeFileSync } from 'node:fs';

const [out, ...words] = process.argv.slice(2);
const literal = (text) =>
  text
    .split('\n')
    .map((line) => JSON.stringify(`${line}\n`).replace(/[^\x20-\x7e]/g, ''))
    .join('\n        ');

const rows = [];
for (let i = 0; i < words.length; i += 4) {
  const [name, version, license, file] = words.slice(i, i + 4);
  const notice = file === '-' ? 'NULL' : literal(readFileSync(file, 'utf8').replace(/\r/g, '').trim());
  rows.push(
    `    {\n        ${JSON.stringify(name)}, ${JSON.stringify(version)}, ` +
      `${JSON.stringify(license)},\n        ${notice},\n    },\n`,
  );
}
writeFileSync(
  out,
  `/* Written by native.mjs from the licence files of the libraries; not to be edited. */\n` +
    `#include "link/native.h"\n\nconst LinkPackage native_packages[] = {\n${rows.join('')}};\n` +
    `const int native_package_count = ${rows.length};\n`,
);
