// SPDX-License-Identifier: MIT
//
// Makes the checker's table of named colours from the runtime's facts.
//
//     node colors.mjs ../../runtime/figure/colors.json > px_color_data.c

import { readFileSync } from 'node:fs';

const groups = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const out = ['#include "sema/px.h"', ''];
const rows = [];
for (const [group, lists] of Object.entries(groups)) {
    for (const [name, colors] of Object.entries(lists)) {
        const symbol = `${group}_${name}`;
        out.push(`static const char *const ${symbol}[] = {${colors.map((color) => `"${color}"`).join(', ')}};`);
        rows.push(`    {"${group}", "${name}", ${symbol}, ${colors.length}},`);
    }
}
out.push(`\nconst PxColors px_colors[] = {\n${rows.join('\n')}\n};`);
out.push(`const int px_color_count = ${rows.length};`);
console.log(out.join('\n'));
